//! The house rules, executable: what a reader would otherwise have to remember. Each rule reads the repository's files, and each
//! is first shown a small bad example it must refuse, so that a rule that sees nothing cannot pass for one that holds.

#![expect(
    clippy::unwrap_used,
    clippy::case_sensitive_file_extension_comparisons,
    clippy::needless_for_each,
    clippy::needless_raw_string_hashes,
    reason = "a rule that cannot read what it judges has failed, and its patterns are written alike"
)]

mod arrows;
mod code;
mod locales;
mod logs;
mod manifests;
mod mission;
mod pages;
mod repository;
mod shape;
mod tree;

use tree::Tree;

/// A rule reads files and returns its complaints: file, what is wrong, what to do.
type Rule = fn(&Tree) -> Vec<String>;

/// Panics with every complaint of `rule` about this repository.
fn holds(rule: Rule) {
    let faults = rule(&Tree::repository());
    assert!(faults.is_empty(), "{} fault(s):\n{}", faults.len(), faults.join("\n"));
}

/// Panics unless `rule` makes exactly one complaint about `files`, and it contains `expected`.
fn refuses(rule: Rule, files: &[(&str, &str)], expected: &str) {
    let faults = rule(&Tree::of(files));
    assert!(faults.len() == 1 && faults[0].contains(expected), "expected one fault with `{expected}`, found {faults:#?}");
}

/// Panics when `rule` complains about `files`.
fn accepts(rule: Rule, files: &[(&str, &str)]) {
    let faults = rule(&Tree::of(files));
    assert!(faults.is_empty(), "expected no fault, found {faults:#?}");
}
