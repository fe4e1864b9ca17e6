//! One world a folder: the lock that refuses a second start on the same data.

use std::{
    fs::{self, File, TryLockError},
    io::{Seek, Write},
    path::Path,
};

use anyhow::{Context, bail};

/// Held as long as it lives; the system frees it whatever ends the process.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of `folder`, making the folder if need be.
    ///
    /// # Errors
    /// A sentence when another process holds it, or the folder cannot be written.
    pub fn take(folder: &Path) -> anyhow::Result<Self> {
        fs::create_dir_all(folder).with_context(|| format!("{} cannot be made\n  hint: choose another folder with --data", folder.display()))?;
        let path = folder.join("lock");
        let mut file = File::options()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path)
            .with_context(|| format!("{} cannot be written\n  hint: choose another folder with --data", path.display()))?;
        match file.try_lock() {
            Ok(()) => {
                // Only for a person who wonders; the lock itself is the system's.
                file.set_len(0)?;
                file.rewind()?;
                writeln!(file, "{}", std::process::id())?;
                Ok(Self { _file: file })
            }
            Err(TryLockError::WouldBlock) => {
                let holder = fs::read_to_string(&path).unwrap_or_default();
                bail!(
                    "another estrade-dev (process {}) is using {}\n  hint: end it, or give this one its own folder with --data",
                    holder.trim(),
                    folder.display()
                )
            }
            Err(TryLockError::Error(error)) => Err(error).with_context(|| format!("{} cannot be locked", path.display())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_start_on_the_same_folder_is_refused_with_a_sentence() {
        let folder = tempfile::tempdir().unwrap();
        let first = Lock::take(folder.path()).unwrap();
        let refusal = Lock::take(folder.path()).unwrap_err().to_string();
        assert!(refusal.contains(&std::process::id().to_string()) && refusal.contains("hint: end it"), "{refusal}");
        drop(first);
        Lock::take(folder.path()).unwrap();
    }
}
