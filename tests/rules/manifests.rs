//! Rules on Cargo's side: manifests, and what is really linked into the program that serves.

use crate::{Tree, accepts, holds, refuses, tree::root};
use std::process::Command;

fn packages_take_the_house_lints(tree: &Tree) -> Vec<String> {
    let mut faults = Vec::new();
    for (path, text) in tree.files("", &["/Cargo.toml"]) {
        let manifest: toml::Table = text.parse().unwrap();
        let inherits = manifest.get("lints").and_then(|lints| lints.get("workspace")).and_then(toml::Value::as_bool) == Some(true);
        if !inherits {
            faults.push(format!("{path}: add `[lints]` with `workspace = true`"));
        }
        for table in ["dependencies", "dev-dependencies", "build-dependencies"] {
            for (name, value) in manifest.get(table).and_then(toml::Value::as_table).into_iter().flatten() {
                if value.get("workspace").and_then(toml::Value::as_bool) != Some(true) {
                    faults.push(format!("{path}: {name} names its own version: versions stand in the workspace's Cargo.toml, once"));
                }
            }
        }
    }
    faults
}

/// What `cargo tree` prints for the serving program holds neither the Stripe stand-in nor a second TLS library.
fn serving_links_only_what_it_needs(listing: &str) -> Vec<String> {
    let unwanted = [
        ("stripe-simulator", "the stand-in for Stripe is for development and tests"),
        ("dev", "the development world is not served"),
        ("estrade-tests", "tests are not served"),
        ("s3s", "the stand-in for object storage is for development and tests"),
        ("aws-lc-rs", "one TLS provider in the whole build: ring"),
        ("aws-lc-sys", "one TLS provider in the whole build: ring"),
        ("openssl-sys", "one TLS provider in the whole build: ring"),
        ("native-tls", "one TLS provider in the whole build: ring"),
    ];
    let names: Vec<_> = listing.lines().filter_map(|line| line.split(' ').next()).collect();
    let linked = unwanted.iter().filter(|(name, _)| names.contains(name));
    linked.map(|(name, why)| format!("`estrade` links {name}: {why}; ask `cargo tree -p server -e normal -i {name}` who brings it")).collect()
}

#[test]
fn every_package_takes_the_house_lints_and_versions() {
    refuses(packages_take_the_house_lints, &[("a/Cargo.toml", "[package]\nname = \"a\"")], "add `[lints]`");
    let own = "[dependencies]\nserde = \"1\"\n[lints]\nworkspace = true";
    refuses(packages_take_the_house_lints, &[("a/Cargo.toml", own)], "serde names its own version");
    accepts(packages_take_the_house_lints, &[("a/Cargo.toml", "[dependencies]\nserde.workspace = true\n[lints]\nworkspace = true")]);
    holds(packages_take_the_house_lints);
}

#[test]
fn the_serving_program_holds_no_stand_in() {
    let faults = serving_links_only_what_it_needs("server v0.1.0 (/a)\nstripe-simulator v0.1.0 (/b)\nring v0.17.0");
    assert!(faults.len() == 1 && faults[0].contains("stand-in for Stripe"), "{faults:#?}");
    let mut tree = Command::new(env!("CARGO"));
    tree.args(["tree", "--offline", "--package", "server", "--edges", "normal,build", "--prefix", "none"]).current_dir(root());
    let output = tree.output().unwrap();
    let listing = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && listing.contains("kernel v"), "cargo tree: {}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(serving_links_only_what_it_needs(&listing), Vec::<String>::new());
}
