//! Rules on files: how long, how named, how opened.

use crate::{Tree, accepts, holds, refuses};

const LONGEST: usize = 400;
const LONGEST_README: usize = 200;

/// What a slice's files may be called; a folder of that name holds the parts of a long one.
const SLICE_FILES: &[&str] = &["mod", "model", "store", "pages", "admin", "api", "jobs", "views", "tests"];

fn files_stay_short(tree: &Tree) -> Vec<String> {
    let sources = tree.files("", &[".rs", ".js", ".mjs", ".ts", ".css", ".html", ".sql", ".typ", ".sh"]).map(|file| (file, LONGEST));
    let readme = tree.files("README.md", &["README.md"]).map(|file| (file, LONGEST_README));
    sources
        .chain(readme)
        .filter(|((_, text), most)| text.lines().count() > *most)
        .map(|((path, text), most)| format!("{path}: {} lines, {most} at most: split it where its subject splits", text.lines().count()))
        .collect()
}

fn slices_name_their_files_alike(tree: &Tree) -> Vec<String> {
    let mut faults = Vec::new();
    for root in ["tenants/src/", "platform/server/src/"] {
        for (path, _) in tree.files(root, &[".rs"]) {
            let inner = path.trim_start_matches(root).trim_end_matches(".rs");
            let parts: Vec<_> = inner.split('/').skip(1).collect();
            if !parts.is_empty() && !parts.iter().any(|part| SLICE_FILES.contains(part)) {
                faults.push(format!("{path}: a slice has {}.rs, or a folder of such a name", SLICE_FILES.join(".rs, ")));
            }
        }
    }
    faults
}

fn modules_say_what_they_own(tree: &Tree) -> Vec<String> {
    let silent = tree.files("", &[".rs"]).filter(|(_, text)| !text.trim_start().starts_with("//! ") && !text.trim().is_empty());
    silent.map(|(path, _)| format!("{path}: opens without `//!`: say in a line what it owns")).collect()
}

#[test]
fn no_file_is_longer_than_a_reader_can_hold() {
    refuses(files_stay_short, &[("a.rs", &"\n".repeat(401))], "a.rs: 401 lines, 400 at most");
    refuses(files_stay_short, &[("README.md", &"a\n".repeat(201))], "201 lines, 200 at most");
    accepts(files_stay_short, &[("a.css", &"\n".repeat(400)), ("a.ftl", &"\n".repeat(900))]);
    holds(files_stay_short);
}

#[test]
fn a_slice_has_the_same_file_names_everywhere() {
    refuses(slices_name_their_files_alike, &[("tenants/src/site/helpers.rs", "")], "site/helpers.rs");
    refuses(slices_name_their_files_alike, &[("platform/server/src/hosts/cache.rs", "")], "hosts/cache.rs");
    accepts(
        slices_name_their_files_alike,
        &[("tenants/src/lib.rs", ""), ("tenants/src/contact.rs", ""), ("tenants/src/shop/store/orders.rs", ""), ("tenants/src/shop/mod.rs", "")],
    );
    holds(slices_name_their_files_alike);
}

#[test]
fn each_module_opens_with_what_it_owns() {
    refuses(modules_say_what_they_own, &[("a.rs", "use b;")], "a.rs: opens without");
    holds(modules_say_what_they_own);
}
