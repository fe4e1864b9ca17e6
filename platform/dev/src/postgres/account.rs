//! Who PostgreSQL runs as: it refuses root, so root lends it an unprivileged account; anybody else runs it as oneself.

use std::{
    fs, io,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::Path,
    process::Command,
};

use anyhow::Context;

/// The accounts tried in turn when we are root. Debian's package makes the first, every system has the second.
const UNPRIVILEGED: [&str; 2] = ["postgres", "nobody"];

/// A user and its main group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Account {
    uid: u32,
    gid: u32,
}

/// The account to run the database as; `None` when we are not root and run it as ourselves.
///
/// # Errors
/// When we are root and the machine has no unprivileged account.
pub(super) fn choose() -> anyhow::Result<Option<Account>> {
    if own_uid()? != 0 {
        return Ok(None);
    }
    let list = fs::read_to_string("/etc/passwd").context("/etc/passwd cannot be read")?;
    UNPRIVILEGED
        .iter()
        .find_map(|name| find(&list, name))
        .map(Some)
        .context("PostgreSQL refuses to run as root, and this machine has no user postgres or nobody\n  hint: run this command as an ordinary user")
}

/// The account `name` in a list written like `/etc/passwd`.
fn find(list: &str, name: &str) -> Option<Account> {
    list.lines().find_map(|line| {
        let mut fields = line.split(':');
        let found = fields.next() == Some(name);
        let (uid, gid) = (fields.nth(1)?, fields.next()?);
        (found).then(|| Some(Account { uid: uid.parse().ok()?, gid: gid.parse().ok()? })).flatten()
    })
}

fn own_uid() -> anyhow::Result<u32> {
    // The owner of our own entry in /proc is our effective user: the standard library has no other way to tell.
    Ok(fs::metadata("/proc/self").context("/proc is not mounted")?.uid())
}

impl Account {
    /// Makes `command` run as this account, without our supplementary groups.
    pub(super) fn lend(self, command: &mut Command) {
        use std::os::unix::process::CommandExt;
        command.uid(self.uid).gid(self.gid);
    }

    /// Gives `path` to this account.
    pub(super) fn take(self, path: &Path) -> io::Result<()> {
        std::os::unix::fs::chown(path, Some(self.uid), Some(self.gid))
    }

    /// Whether `path` belongs to this account.
    pub(super) fn owns(self, path: &Path) -> bool {
        fs::symlink_metadata(path).is_ok_and(|found| found.uid() == self.uid && found.is_dir())
    }

    /// Whether this account may walk down to `folder`: a home folder of root is closed to it.
    pub(super) fn reaches(self, folder: &Path) -> bool {
        folder.ancestors().all(|step| {
            fs::metadata(step).is_ok_and(|found| {
                let mode = found.mode();
                let bit = match (found.uid() == self.uid, found.gid() == self.gid) {
                    (true, _) => 0o100,
                    (false, true) => 0o010,
                    (false, false) => 0o001,
                };
                mode & bit != 0
            })
        })
    }
}

/// Lets other accounts walk through `folder` (ours) without listing it.
pub(super) fn open_passage(folder: &Path) -> io::Result<()> {
    let mode = fs::metadata(folder)?.permissions().mode();
    if mode & 0o001 == 0 { fs::set_permissions(folder, fs::Permissions::from_mode(mode | 0o011)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "root:x:0:0:root:/root:/bin/bash\npostgres:x:101:104:,,,:/var/lib/postgresql:/bin/bash\nbroken\n";

    #[test]
    fn an_account_is_read_by_its_exact_name() {
        assert_eq!(find(LIST, "postgres"), Some(Account { uid: 101, gid: 104 }));
        assert_eq!(find(LIST, "post"), None);
        assert_eq!(find(LIST, "broken"), None);
    }

    #[test]
    fn a_closed_folder_is_not_reached() {
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).unwrap();
        let stranger = Account { uid: 64_321, gid: 64_321 };
        assert!(!stranger.reaches(folder.path()));
        open_passage(folder.path()).unwrap();
        assert!(stranger.reaches(folder.path()));
    }
}
