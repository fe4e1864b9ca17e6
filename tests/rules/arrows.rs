//! Who may know whom. Packages: by their manifests. Slices of `tenants`: by the paths their code names.

use crate::code::without_texts;
use crate::{Tree, accepts, holds, refuses};
use regex::Regex;
use std::collections::BTreeSet;

/// Each package and those it may depend on.
const PACKAGES: &[(&str, &[&str])] = &[
    ("kernel", &[]),
    ("documents", &[]),
    ("stripe-simulator", &[]),
    ("tenants", &["kernel", "documents"]),
    ("server", &["kernel", "documents", "tenants"]),
    ("dev", &["kernel", "documents", "tenants", "server", "stripe-simulator"]),
    ("estrade-tests", &["kernel", "documents", "tenants", "server", "stripe-simulator", "dev"]),
];

/// Each slice of `tenants` and those it may call. All may use the kernel and the documents.
const SLICES: &[(&str, &[&str])] = &[
    ("sheet", &[]),
    ("staff", &[]),
    ("site", &["staff"]),
    ("consent", &[]),
    ("legal", &["site", "staff", "consent"]),
    ("contact", &[]),
    ("comments", &[]),
    ("audience", &[]),
    ("people", &[]),
    ("payments", &["people", "site", "legal"]),
    ("newsletter", &["people"]),
    ("ticketing", &["people", "payments", "site", "legal", "staff", "sheet", "consent"]),
    ("membership", &["people", "payments"]),
    ("donations", &["people", "payments"]),
    ("members_area", &["membership"]),
    ("privacy", &["site", "legal", "staff", "sheet", "people", "consent"]),
];

fn packages_point_downwards(tree: &Tree) -> Vec<String> {
    let mut faults = Vec::new();
    for (path, text) in tree.files("", &["/Cargo.toml"]) {
        let manifest: toml::Table = text.parse().unwrap();
        let name = manifest.get("package").and_then(|package| package.get("name")).and_then(toml::Value::as_str).unwrap_or_default();
        let Some((_, allowed)) = PACKAGES.iter().find(|(package, _)| *package == name) else {
            faults.push(format!("{path}: package `{name}` has no place in the house: give it one in tests/rules/arrows.rs"));
            continue;
        };
        let tables = ["dependencies", "dev-dependencies", "build-dependencies"];
        let named = tables.iter().filter_map(|table| manifest.get(*table)?.as_table()).flat_map(toml::Table::keys);
        let ours = named.filter(|dependency| PACKAGES.iter().any(|(package, _)| package == dependency));
        for dependency in ours.filter(|dependency| !allowed.contains(&dependency.as_str())) {
            faults.push(format!("{path}: {name} may not depend on {dependency}: arrows go kernel, documents <- tenants <- server <- dev, tests"));
        }
    }
    faults
}

fn slices_point_downwards(tree: &Tree) -> Vec<String> {
    let mut faults = Vec::new();
    for (path, text) in tree.files("tenants/src/", &[".rs"]) {
        let module = module_path(path);
        let Some(slice) = module.first() else { continue };
        let Some((_, allowed)) = SLICES.iter().find(|(name, _)| name == slice) else {
            faults.push(format!("{path}: `{slice}` is no slice: a new one gets its line, and its arrows, in tests/rules/arrows.rs"));
            continue;
        };
        for target in slices_named(&without_texts(text), module.len()) {
            if target != *slice && !allowed.contains(&target.as_str()) {
                faults.push(format!("{path}: {slice} may not know {target}: let {target} enqueue a job, or move what both need below them"));
            }
        }
    }
    faults
}

/// `tenants/src/site/store.rs` is `[site, store]`; `mod.rs` stands for its folder, `lib.rs` for the root.
fn module_path(path: &str) -> Vec<String> {
    let inner = path.trim_start_matches("tenants/src/").trim_end_matches(".rs");
    inner.split('/').filter(|part| *part != "mod" && *part != "lib").map(str::to_owned).collect()
}

/// The slices `code` names from the crate's root: `crate::a`, `crate::{a::b, c}`, `super::super::a`.
fn slices_named(code: &str, depth: usize) -> BTreeSet<String> {
    let path = Regex::new(r"\b(crate|super(?:\s*::\s*super)*)\s*::\s*(?:(\w+)|(\{))").unwrap();
    let mut named = BTreeSet::new();
    for found in path.captures_iter(code) {
        if found[1].starts_with("super") && found[1].matches("super").count() < depth {
            continue;
        }
        if let Some(name) = found.get(2) {
            named.insert(name.as_str().to_owned());
        } else if let Some(brace) = found.get(3) {
            named.extend(first_names(&code[brace.end()..]));
        }
    }
    named.retain(|name| SLICES.iter().any(|(slice, _)| slice == name));
    named
}

/// The names that open each element of a `use` group, up to its closing brace.
fn first_names(group: &str) -> Vec<String> {
    let (mut depth, mut names, mut current) = (0_i32, vec![], String::new());
    for character in group.chars() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(std::mem::take(&mut current)),
            _ if depth == 0 => current.push(character),
            _ => {}
        }
    }
    names.push(current);
    names.iter().filter_map(|element| element.split("::").next()?.split_whitespace().next()).map(str::to_owned).collect()
}

#[test]
fn packages_know_only_those_below_them() {
    let manifest = "[package]\nname = \"kernel\"\n[build-dependencies]\ntenants.workspace = true";
    refuses(packages_point_downwards, &[("platform/kernel/Cargo.toml", manifest)], "kernel may not depend on tenants");
    let simulated = "[package]\nname = \"server\"\n[dev-dependencies]\nstripe-simulator.workspace = true";
    refuses(packages_point_downwards, &[("platform/server/Cargo.toml", simulated)], "server may not depend on stripe-simulator");
    refuses(packages_point_downwards, &[("platform/new/Cargo.toml", "[package]\nname = \"new\"")], "has no place in the house");
    holds(packages_point_downwards);
}

#[test]
fn slices_know_only_those_below_them() {
    let told = "payments may not know ticketing";
    refuses(slices_point_downwards, &[("tenants/src/payments/jobs.rs", "fn a() { crate::ticketing::settle(); }")], told);
    refuses(slices_point_downwards, &[("tenants/src/payments/mod.rs", "use crate::{people::{self, store}, ticketing as t};")], told);
    refuses(slices_point_downwards, &[("tenants/src/payments/jobs.rs", "use super::super::ticketing::settle;")], told);
    refuses(slices_point_downwards, &[("tenants/src/payments.rs", "use super::ticketing::settle;")], told);
    refuses(slices_point_downwards, &[("tenants/src/raffle/mod.rs", "")], "`raffle` is no slice");
    accepts(
        slices_point_downwards,
        &[
            ("tenants/src/payments/mod.rs", "use crate::{people::{self, ticketing}, payments::a}; // crate::ticketing"),
            ("tenants/src/payments/jobs.rs", "use super::ticketing;"),
            ("tenants/src/lib.rs", "pub fn routes() { crate::ticketing::routes() }"),
        ],
    );
    holds(slices_point_downwards);
}
