//! Where PostgreSQL's programs are: asked of `pg_config`, then Debian's folders, then the PATH.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Context;

/// One installation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Binaries {
    folder: PathBuf,
    major: u32,
}

impl Binaries {
    /// The installation to use: of the major version `wanted` (a cluster's), or the newest.
    ///
    /// # Errors
    /// A sentence that says what to install.
    pub(super) fn find(wanted: Option<u32>) -> anyhow::Result<Self> {
        choose(installed(), wanted)
    }

    /// The path of a program, e.g. `initdb`.
    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The major version, e.g. 15.
    pub(super) const fn major(&self) -> u32 {
        self.major
    }
}

fn choose(mut installed: Vec<Binaries>, wanted: Option<u32>) -> anyhow::Result<Binaries> {
    installed.sort_by_key(|found| std::cmp::Reverse(found.major));
    let newest = installed.first().cloned().context(
        "PostgreSQL is not installed on this machine (no initdb beside pg_config, in /usr/lib/postgresql or in the PATH)\n  hint: sudo apt-get install -y postgresql-15, or set DATABASE_URL to a server of yours",
    )?;
    let Some(wanted) = wanted else { return Ok(newest) };
    installed.into_iter().find(|found| found.major == wanted).with_context(|| {
        format!(
            "the data folder was made by PostgreSQL {wanted}, and this machine has PostgreSQL {}, which cannot read it\n  hint: install postgresql-{wanted}, or start with --fresh (it erases the demo data), or choose another folder with --data",
            newest.major
        )
    })
}

fn installed() -> Vec<Binaries> {
    let mut folders: Vec<PathBuf> = Vec::new();
    let mut add = |folder: PathBuf| {
        if !folders.contains(&folder) && ["initdb", "postgres", "pg_ctl"].iter().all(|name| folder.join(name).is_file()) {
            folders.push(folder);
        }
    };
    if let Ok(output) = Command::new("pg_config").arg("--bindir").output()
        && let Ok(text) = String::from_utf8(output.stdout)
    {
        add(PathBuf::from(text.trim()));
    }
    for version in fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten() {
        add(version.path().join("bin"));
    }
    env::split_paths(&env::var_os("PATH").unwrap_or_default()).for_each(&mut add);
    folders.into_iter().filter_map(|folder| Some(Binaries { major: major_of(&folder)?, folder })).collect()
}

fn major_of(folder: &Path) -> Option<u32> {
    let output = Command::new(folder.join("postgres")).arg("--version").output().ok()?;
    parse_version(&String::from_utf8(output.stdout).ok()?)
}

/// Reads `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`.
fn parse_version(text: &str) -> Option<u32> {
    let version = text.split(") ").nth(1)?;
    version.split(|sign: char| !sign.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn binaries(major: u32) -> Binaries {
        Binaries { folder: PathBuf::from(format!("/usr/lib/postgresql/{major}/bin")), major }
    }

    #[test]
    fn versions_are_read_as_debian_and_others_print_them() {
        assert_eq!(parse_version("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"), Some(15));
        assert_eq!(parse_version("postgres (PostgreSQL) 18beta1\n"), Some(18));
        assert_eq!(parse_version("bash 5"), None);
    }

    #[test]
    fn the_newest_is_chosen_unless_a_cluster_wants_its_own() {
        assert_eq!(choose(vec![binaries(15), binaries(17)], None).unwrap().major(), 17);
        assert_eq!(choose(vec![binaries(15), binaries(17)], Some(15)).unwrap().major(), 15);
    }

    #[test]
    fn another_major_is_refused_with_a_sentence_and_a_remedy() {
        let refusal = choose(vec![binaries(15)], Some(14)).unwrap_err().to_string();
        assert!(refusal.contains("made by PostgreSQL 14") && refusal.contains("hint: install postgresql-14"), "{refusal}");
        let refusal = choose(vec![], None).unwrap_err().to_string();
        assert!(refusal.contains("not installed") && refusal.contains("apt-get install"), "{refusal}");
    }
}
