//! Rules on what lies around the code: migrations, decision records, the words that may not appear anywhere.

use crate::{Tree, accepts, holds, refuses};
use regex::Regex;
use std::collections::BTreeMap;

fn migrations_are_dated_and_give_their_reason(tree: &Tree) -> Vec<String> {
    let name = Regex::new(r"^migrations/(\d{14})_[a-z0-9_]+\.sql$").unwrap();
    let mut versions: BTreeMap<String, &str> = BTreeMap::new();
    let mut faults = Vec::new();
    for (path, text) in tree.files("migrations/", &[".sql"]) {
        let Some(found) = name.captures(path) else {
            faults.push(format!("{path}: name it migrations/<year month day hour minute second>_<what>.sql"));
            continue;
        };
        if let Some(other) = versions.insert(found[1].to_owned(), path) {
            faults.push(format!("{path}: {other} has the same version: take a later one"));
        }
        let reason = text.lines().next().unwrap_or_default();
        if !reason.starts_with("-- ") || reason.len() < 20 {
            faults.push(format!("{path}: its first line is a comment with the reason for it"));
        }
    }
    faults
}

fn decisions_are_numbered_without_gap(tree: &Tree) -> Vec<String> {
    let name = Regex::new(r"^ops/adr/(\d{4})-[a-z0-9-]+\.md$").unwrap();
    let mut faults = Vec::new();
    for (index, (path, text)) in tree.files("ops/adr/", &[".md"]).enumerate() {
        let number = name.captures(path).map(|found| found[1].to_owned());
        let expected = format!("{:04}", index + 1);
        if number.as_deref() != Some(expected.as_str()) {
            faults.push(format!("{path}: expected ops/adr/{expected}-<what>.md: decisions are numbered without gap or double"));
        } else if !text.starts_with("# ") {
            faults.push(format!("{path}: opens with `# ` and the decision in a line"));
        }
    }
    faults
}

/// Paths of one developer's machine, and who or what held the pen, are nobody's business. Written in pieces, or this file would
/// be the first to break the rule.
fn nothing_betrays_a_machine(tree: &Tree) -> Vec<String> {
    let roots = ["work", "root", "Users"].map(|root| format!("{root}/"));
    let path = Regex::new(&format!(r#"(?m)(?:^|[\s"'`(=:])/(?:{})[\w.]"#, roots.join("|"))).unwrap();
    let words = [["clau", "de"], ["chat", "gpt"], ["co-authored", "-by"], ["language ", "model"], ["sub", "agent"], ["anthro", "pic"]];
    let words = Regex::new(&format!(r"(?i)\b(?:{})\b", words.map(|word| word.concat()).join("|"))).unwrap();
    let mut faults = Vec::new();
    for (file, text) in tree.files("", &[""]).filter(|(file, _)| !file.ends_with(".lock") && !file.ends_with("package-lock.json")) {
        let paths = path.find_iter(text).map(|found| format!("{file}: `{}` is a path of one machine", found.as_str().trim()));
        faults.extend(paths);
        faults.extend(words.find_iter(text).map(|found| format!("{file}: `{}` has no place here", found.as_str())));
    }
    faults
}

/// Test data and examples could reach somebody: domains reserved for examples cannot.
fn addresses_reach_nobody(tree: &Tree) -> Vec<String> {
    let address = Regex::new(r"\b[\w.+-]+@((?:[\w-]+\.)+[A-Za-z]{2,})\b").unwrap();
    let reserved = ["example.org", "example.com", "example.net", "example", "test", "invalid", "localhost", "local"];
    let mut faults = Vec::new();
    // The parser of addresses is tried with every shape an address can have.
    let tried = |file: &str| file.starts_with("platform/kernel/src/form/");
    for (file, text) in tree.files("", &[".rs", ".html", ".txt", ".ftl", ".md", ".toml", ".sql", ".js", ".typ", ".ts"]).filter(|(file, _)| !tried(file)) {
        let real = address.captures_iter(text).filter(|found| {
            let domain = found[1].to_lowercase();
            !reserved.iter().any(|reserved| domain == *reserved || domain.ends_with(&format!(".{reserved}")))
        });
        faults.extend(real.map(|found| format!("{file}: {} could be somebody's address: use one at example.org", &found[0])));
    }
    faults
}

#[test]
fn each_migration_has_its_date_and_its_reason() {
    let reason = "-- Why: a table of shoes, because feet hurt.\ncreate table a ();";
    refuses(migrations_are_dated_and_give_their_reason, &[("migrations/1_a.sql", reason)], "name it migrations/");
    refuses(migrations_are_dated_and_give_their_reason, &[("migrations/20261123000100_a.sql", "create table a ();")], "the reason for it");
    let same = [("migrations/20261123000100_a.sql", reason), ("migrations/20261123000100_b.sql", reason)];
    refuses(migrations_are_dated_and_give_their_reason, &same, "has the same version");
    holds(migrations_are_dated_and_give_their_reason);
}

#[test]
fn decisions_are_told_in_order() {
    let gap = [("ops/adr/0001-a.md", "# A"), ("ops/adr/0003-b.md", "# B")];
    refuses(decisions_are_numbered_without_gap, &gap, "expected ops/adr/0002");
    refuses(decisions_are_numbered_without_gap, &[("ops/adr/0001-a.md", "Well")], "opens with");
    accepts(decisions_are_numbered_without_gap, &[("ops/adr/0001-a.md", "# A"), ("ops/adr/0002-b.md", "# B")]);
    holds(decisions_are_numbered_without_gap);
}

#[test]
fn no_file_names_a_machine_or_a_tool() {
    let path = format!("see /{}shared/a.md", "work/");
    refuses(nothing_betrays_a_machine, &[("a.md", &path)], "a path of one machine");
    refuses(nothing_betrays_a_machine, &[("a.rs", &["// by Clau", "de"].concat())], "has no place here");
    accepts(nothing_betrays_a_machine, &[("a.md", "ops/work/a, https://example.org/work/, the root of it")]);
    holds(nothing_betrays_a_machine);
}

#[test]
fn no_address_is_anybodys() {
    let real = ["alice@mail", ".fr"].concat();
    refuses(addresses_reach_nobody, &[("a.rs", &real)], "could be somebody's");
    accepts(addresses_reach_nobody, &[("a.rs", "a@example.org b@erased.invalid c@choir.example npm@23.0.1")]);
    holds(addresses_reach_nobody);
}
