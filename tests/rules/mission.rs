//! What the notice claims has its place in `ops/mission.md`: each claim once, each file named there.

use crate::{Tree, accepts, holds, refuses, tree};
use regex::Regex;
use std::collections::BTreeMap;

const TABLE: &str = "ops/mission.md";
/// Claims of the old notice, and places where it was wrong.
const NUMBERED: [(char, u32); 2] = [('S', 113), ('D', 12)];

fn every_claim_has_its_place(tree: &Tree) -> Vec<String> {
    let Some(text) = tree.text(TABLE) else { return vec![format!("{TABLE}: missing: say there where each claim is made true")] };
    let row = Regex::new(r"^\| ([SD]\d+) \| (.*) \|$").unwrap();
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
