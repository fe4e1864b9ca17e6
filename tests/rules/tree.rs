//! The files a rule reads: this repository's, or a few made up to see the rule fail.

use std::collections::BTreeMap;
use std::path::Path;

/// Folders that hold what others wrote or a build made.
const SKIPPED: &[&str] = &["target", "node_modules", "dist", ".git", ".sqlx", "data"];

/// Text files by their path from the root, with `/` between folders.
pub struct Tree {
    files: BTreeMap<String, String>,
}

impl Tree {
    /// A made-up repository.
    pub fn of(files: &[(&str, &str)]) -> Self {
        Self { files: files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect() }
    }

    /// This repository, as it lies on the disk. Files that are not UTF-8 are pictures and fonts: no rule reads them.
    pub fn repository() -> Self {
        let mut files = BTreeMap::new();
        collect(root(), "", &mut files);
        assert!(files.contains_key("Cargo.toml"), "no Cargo.toml in {}", root().display());
        Self { files }
    }

    /// Path and text of each file whose path starts with `prefix` and ends with one of `endings`.
    pub fn files<'a>(&'a self, prefix: &'a str, endings: &'a [&str]) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
            .filter(move |(path, _)| path.starts_with(prefix) && endings.iter().any(|ending| path.ends_with(ending)))
    }

    /// The text of one file.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }
}

/// The root of the workspace.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type().unwrap();
        if kind.is_dir() && !SKIPPED.contains(&name.as_str()) {
            collect(&entry.path(), &format!("{prefix}{name}/"), files);
        } else if kind.is_file()
            && let Ok(text) = std::fs::read_to_string(entry.path())
        {
            files.insert(format!("{prefix}{name}"), text);
        }
    }
}

#[test]
fn the_repository_is_read_without_what_a_build_makes() {
    let tree = Tree::repository();
    assert!(tree.text("tests/rules/tree.rs").is_some_and(|text| text.starts_with("//! The files a rule reads")));
    assert_eq!(tree.files("target/", &[""]).count(), 0);
    assert_eq!(tree.files("", &["/node_modules/"]).count(), 0);
}
