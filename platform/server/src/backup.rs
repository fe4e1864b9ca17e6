//! What a backup holds beside the database: the objects that associations uploaded, one file each under its key. The ledger is no part of
//! it: what remembers must not be rolled back with what forgets.

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use kernel::{
    app::App,
    db::{Bind, Built},
    ids::TenantId,
    inventory::{Scope, TABLES},
    storage::{Storage, StoreKey},
};
use tokio::fs;
use uuid::Uuid;

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

/// What became of the objects of a backup.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Loaded {
    /// Put back.
    pub put: usize,
    /// Left out: the row they belonged to is not in this database, because somebody was erased or took it away.
    pub orphans: usize,
}

/// Puts the objects of `folder` back, those that are missing and whose row is there: what went with a row does not come back without it, however
/// often and whenever this is run.
///
/// # Errors
/// When the store or the database does not answer or the folder cannot be read.
pub async fn load(app: &App, folder: &Path) -> anyhow::Result<Loaded> {
    let mut loaded = Loaded::default();
    let mut folders: Vec<PathBuf> = vec![folder.join(OBJECTS)];
    while let Some(here) = folders.pop() {
        let mut entries = match fs::read_dir(&here).await {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error).with_context(|| format!("{} cannot be read", here.display())),
        };
        let mut files = Vec::new();
        while let Some(entry) = entries.next_entry().await? {
            if entry.file_type().await?.is_dir() {
                folders.push(entry.path());
                continue;
            }
            let path = entry.path();
            let name = path.strip_prefix(folder)?.to_str().context("a file's name is no key")?.to_owned();
            let Some(key) = StoreKey::of_backup(&name) else { continue };
            files.push((path, name, key));
        }
        let names: Vec<&str> = files.iter().map(|(_, name, _)| name.as_str()).collect();
        let known = known(app, &names).await?;
        for (path, name, key) in &files {
            if known.as_ref().is_some_and(|known| !row_of(name).is_some_and(|row| known.contains(&row))) {
                loaded.orphans += 1;
            } else if app.storage.head(key).await?.is_none() {
                app.storage.put(key, fs::read(path).await?.into(), media_type(name)).await?;
                loaded.put += 1;
            }
        }
    }
    Ok(loaded)
}

/// The row an object belongs to: `t/<association>/<store>/<row>.<extension>`.
fn row_of(name: &str) -> Option<Uuid> {
    name.split('/').nth(3)?.split('.').next()?.parse().ok()
}

/// Which rows of one association's store are there; none when its objects belong to no row. All names are of one folder.
async fn known(app: &App, names: &[&str]) -> anyhow::Result<Option<HashSet<Uuid>>> {
    let mut parts = names.first().copied().unwrap_or_default().split('/').skip(1);
    let (Some(tenant), Some(place)) = (parts.next().and_then(|tenant| tenant.parse().ok()), parts.next()) else { return Ok(None) };
    let Some(table) = TABLES.iter().find(|table| table.scope == Scope::Tenant && table.objects.contains(&place)) else {
        // Of an association that is gone, nothing comes back, whatever it was.
        return Ok(if app.tenants.by_id(TenantId::from_uuid(tenant)).await?.is_none() { Some(HashSet::new()) } else { None });
    };
    let rows: Vec<Uuid> = names.iter().filter_map(|name| row_of(name)).collect();
    let mut tx = app.db.tenant(TenantId::from_uuid(tenant)).await?;
    let statement = Built::new("select id from ").name(table.name).text(" where tenant_id = ").bind(tenant);
    let found: Vec<(Uuid,)> = statement.text(" and id = any(").bind(Bind::Ids(rows)).text(")").fetch(tx.conn()).await?;
    Ok(Some(found.into_iter().map(|(id,)| id).collect()))
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
