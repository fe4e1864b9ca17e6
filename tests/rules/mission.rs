//! What the notice claims has its place in `ops/mission.md`: each claim once, with a file that exists and proofs that are asked for.

use crate::{Tree, accepts, holds, refuses, tree};
use regex::Regex;
use std::collections::BTreeMap;

const TABLE: &str = "ops/mission.md";
const CLAIMS: &str = "migrations/inventory/claims.toml";
/// Claims of the old notice, places where it was wrong, and hard cases of real life.
const NUMBERED: [(char, u32); 3] = [('S', 113), ('D', 12), ('H', 15)];

fn every_claim_has_its_place(tree: &Tree) -> Vec<String> {
    let Some(text) = tree.text(TABLE) else { return vec![format!("{TABLE}: missing: say there where each claim is made true")] };
    let row = Regex::new(r"^\| ([SDH]\d+) \| (.*) \|$").unwrap();
    let mut faults = Vec::new();
    let mut rows: BTreeMap<&str, &str> = BTreeMap::new();
    for found in text.lines().filter_map(|line| row.captures(line)) {
        let (number, cells) = (found.get(1).unwrap().as_str(), found.get(2).unwrap().as_str());
        if rows.insert(number, cells).is_some() {
            faults.push(format!("{TABLE}: {number} stands there twice"));
        }
        if cells.split(" | ").count() != 3 || cells.split(" | ").any(|cell| cell.trim().is_empty()) {
            faults.push(format!("{TABLE}: {number} needs a claim, a place and a proof"));
        }
    }
    for (letter, last) in NUMBERED {
        let absent = (1..=last).map(|number| format!("{letter}{number}")).filter(|number| !rows.contains_key(number.as_str()));
        faults.extend(absent.map(|number| format!("{TABLE}: {number} is missing")));
        let strange = rows.keys().filter(|key| {
            let number = key.strip_prefix(letter);
            number.is_some_and(|digits| !digits.parse().is_ok_and(|number: u32| (1..=last).contains(&number)))
        });
        faults.extend(strange.map(|key| format!("{TABLE}: there is no claim {key}")));
    }
    faults
}

fn every_file_it_names_exists(tree: &Tree) -> Vec<String> {
    let file = Regex::new(r"`([a-z_]+(?:/[\w.-]+)+)`").unwrap();
    let named = file.captures_iter(tree.text(TABLE).unwrap_or_default()).map(|found| found[1].to_owned()).collect::<Vec<_>>();
    named
        .into_iter()
        .filter(|path| tree.text(path).is_none())
        .map(|path| format!("{TABLE}: {path} does not exist: name the file that makes the claim true"))
        .collect()
}

/// A row says where a claim is made true, or openly that it is not.
fn every_row_names_a_file_or_says_not_yet(tree: &Tree) -> Vec<String> {
    let row = Regex::new(r"^\| ([SDH]\d+) \| .*\|$").unwrap();
    let said = Regex::new(r"`[a-z_]+(?:/[\w.-]+)+`|\bnot yet\b|\bnever\b").unwrap();
    let rows = tree.text(TABLE).unwrap_or_default().lines().filter_map(|line| row.captures(line));
    rows.filter(|row| !said.is_match(&row[0])).map(|row| format!("{TABLE}: {} names no file: name it, or say not yet or never", &row[1])).collect()
}

fn every_claim_it_cites_is_proven(tree: &Tree) -> Vec<String> {
    let cited = Regex::new(r"\bclaims? ([a-z_-]+)(?: and ([a-z_-]+))?").unwrap();
    let declared = Regex::new(r"(?m)^\[claim\.(\w+)\]").unwrap();
    let known: Vec<&str> = declared.captures_iter(tree.text(CLAIMS).unwrap_or_default()).map(|found| found.get(1).unwrap().as_str()).collect();
    let rows = tree.text(TABLE).unwrap_or_default().lines().filter(|line| line.starts_with("| S") || line.starts_with("| D"));
    let names = rows.flat_map(|line| cited.captures_iter(line).flat_map(|found| [found.get(1), found.get(2)]).flatten().map(|name| name.as_str()));
    names.filter(|name| !known.contains(name)).map(|name| format!("{TABLE}: there is no claim {name} in {CLAIMS}")).collect()
}

#[test]
fn each_claim_of_the_notice_has_its_place() {
    let whole: String = NUMBERED.iter().flat_map(|(letter, last)| (1..=*last).map(move |number| format!("| {letter}{number} | a | b | c |\n"))).collect();
    accepts(every_claim_has_its_place, &[(TABLE, &whole)]);
    refuses(every_claim_has_its_place, &[], "missing");
    refuses(every_claim_has_its_place, &[(TABLE, &whole.replace("| S7 | a | b | c |\n", ""))], "S7 is missing");
    refuses(every_claim_has_its_place, &[(TABLE, &format!("{whole}| S7 | a | b | c |\n"))], "S7 stands there twice");
    refuses(every_claim_has_its_place, &[(TABLE, &format!("{whole}| D13 | a | b | c |\n"))], "no claim D13");
    refuses(every_claim_has_its_place, &[(TABLE, &whole.replace("| D3 | a | b | c |", "| D3 | a |  | c |"))], "D3 needs a claim, a place and a proof");
    holds(every_claim_has_its_place);
}

#[test]
fn each_file_the_mission_names_is_there() {
    refuses(every_file_it_names_exists, &[(TABLE, "| S1 | a | `tenants/src/a.rs` | `OPERATOR_*` |")], "tenants/src/a.rs does not exist");
    accepts(every_file_it_names_exists, &[(TABLE, "| S1 | a | `tenants/src/a.rs` | b |"), ("tenants/src/a.rs", "")]);
    assert!(tree::root().join(TABLE).exists());
    holds(every_file_it_names_exists);
}

#[test]
fn each_row_of_the_mission_names_a_file_or_what_is_missing() {
    for row in ["| S1 | a | `tenants/src/a.rs` | – |", "| S1 | a | not yet: module audience | – |", "| D3 | a | never: see D4 | – |"] {
        accepts(every_row_names_a_file_or_says_not_yet, &[(TABLE, row)]);
    }
    refuses(every_row_names_a_file_or_says_not_yet, &[(TABLE, "| S87 | a | slice privacy | its journeys |")], "S87 names no file");
    holds(every_row_names_a_file_or_says_not_yet);
}

#[test]
fn each_claim_the_mission_cites_has_a_probe() {
    let claims = (CLAIMS, "[claim.cookies_declared]\n[claim.nothing_from_elsewhere]\n");
    accepts(every_claim_it_cites_is_proven, &[(TABLE, "| S95 | a | b | claims nothing_from_elsewhere and cookies_declared |"), claims]);
    refuses(every_claim_it_cites_is_proven, &[(TABLE, "| S95 | a | b | claims cookies_declared and no-third-party |"), claims], "no claim no-third-party");
    refuses(every_claim_it_cites_is_proven, &[(TABLE, "| S5 | a | b | claim kept_no_longer: qualified |"), claims], "no claim kept_no_longer");
    holds(every_claim_it_cites_is_proven);
}
