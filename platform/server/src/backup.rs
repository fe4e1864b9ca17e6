//! What a backup holds beside the database: the objects that associations uploaded, one file each under its key. The ledger is no part of
//! it: what remembers must not be rolled back with what forgets.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use kernel::storage::{Storage, StoreKey};
use tokio::fs;

/// What every object of an association begins with.
const OBJECTS: &str = "t/";

/// Copies every object into `folder`; says how many. A file that is there already is the same object: objects are never altered.
///
/// # Errors
/// When the store does not answer or the folder cannot be written.
pub async fn save(storage: &Storage, folder: &Path) -> anyhow::Result<usize> {
    let keys = storage.list(OBJECTS).await?;
    let mut count = 0;
    for key in keys {
        // Gone since it was listed: then it is no part of this backup.
        let Some(object) = storage.get(&key).await? else { continue };
        let file = folder.join(key.as_str());
        fs::create_dir_all(file.parent().unwrap_or(folder)).await.with_context(|| format!("{} cannot be made", file.display()))?;
        fs::write(&file, &object.bytes).await.with_context(|| format!("{} cannot be written", file.display()))?;
        count += 1;
    }
    Ok(count)
}

/// Puts the objects of `folder` back, those that are missing; says how many.
///
/// # Errors
/// When the store does not answer or the folder cannot be read.
pub async fn load(storage: &Storage, folder: &Path) -> anyhow::Result<usize> {
    let mut count = 0;
    let mut folders: Vec<PathBuf> = vec![folder.join(OBJECTS)];
    while let Some(here) = folders.pop() {
        let mut entries = match fs::read_dir(&here).await {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error).with_context(|| format!("{} cannot be read", here.display())),
        };
        while let Some(entry) = entries.next_entry().await? {
            if entry.file_type().await?.is_dir() {
                folders.push(entry.path());
                continue;
            }
            let path = entry.path();
            let name = path.strip_prefix(folder)?.to_str().context("a file's name is no key")?;
            let Some(key) = StoreKey::of_backup(name) else { continue };
            if storage.head(&key).await?.is_none() {
                storage.put(&key, fs::read(&path).await?.into(), media_type(name)).await?;
                count += 1;
            }
        }
    }
    Ok(count)
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("webp") => "image/webp",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("pdf") => "application/pdf",
        Some("zip") => "application/zip",
        _ => "application/octet-stream",
    }
}
