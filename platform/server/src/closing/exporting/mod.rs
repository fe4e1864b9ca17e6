//! The association's copy of everything: each of its tables as JSON and as CSV, its objects, a schema and a manifest, in one zip. Made by a job, a page
//! of rows and an object at a time; sealed piece by piece under a key of its own; fetched with the password again until the deletion.

pub mod archive;

use std::sync::Arc;

use archive::{Archive, Packer};
use futures_util::Stream;
use kernel::{
    app::App,
    db::TenantTx,
    error::{Error, Result, Sentence},
    ids::{AccountId, TenantId, new_uuid},
    inventory::{self, Class, Scope, TABLES, Table},
    sealing,
    session::{Role, SignedIn, Staff},
    storage::{StoreId, StoreKey},
    tenant::Tenant,
    whole::{Field, Reader},
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    jobs::{self, Job},
    model::{Closing, ClosingId, State},
    store::{self, Find, work::Export},
};

/// Rows of one file of a table; the next ones stand in the next.
const ROWS: u64 = 50_000;

/// What a file of the archive holds, for the manifest.
struct Entry {
    name: String,
    bytes: u64,
    sha256: String,
    rows: Option<u64>,
}

/// Makes the copy and puts it in the place of the last one. Run twice, it makes it anew.
///
/// # Errors
/// Retried when the database or the store is away.
pub async fn make(app: &App, id: ClosingId) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.platform().await?;
    let Some(closing) = store::find(&mut tx, Find::Id(id)).await?.filter(may_be_fetched) else { return Ok(()) };
    let readers = store::readers(&mut tx, closing.tenant).await?;
    drop(tx);
    let tenant = app.tenants.by_id(closing.tenant).await?.ok_or(Error::NotFound)?;
    let president = readers.iter().find(|reader| reader.president).map(|reader| AccountId::from_uuid(reader.account));
    let president = president.ok_or_else(|| anyhow::anyhow!("association {} has no president to whom its archives could be shown", closing.tenant))?;
    let desk = on_behalf(president, &tenant);
    let (export, key) = (new_uuid(now), sealing::new_key());
    let mut archive = Archive::new(app, closing.tenant, export, key, now);
    let (mut files, mut tables, mut total) = (Vec::new(), Vec::new(), 0);
    for table in TABLES.iter().filter(|table| table.scope == Scope::Tenant) {
        let (rows, fields) = write_table(app, &desk, table, &mut archive, &mut files).await?;
        total += rows;
        tables.push(described(table, rows, &fields));
    }
    let objects = write_objects(app, closing.tenant, &mut archive, &mut files).await?;
    let schema = serde_json::to_vec_pretty(&json!({ "tables": tables })).map_err(anyhow::Error::from)?;
    add(&mut archive, &mut files, "schema.json", &schema, None).await?;
    let listed: Vec<Value> = files.iter().map(|file| json!({ "name": file.name, "bytes": file.bytes, "sha256": file.sha256, "rows": file.rows })).collect();
    let manifest = json!({
        "format": 1,
        "association": { "id": closing.tenant.to_string(), "name": tenant.name },
        "made_at": now,
        "inventory": inventory::hash(),
        "rows": total,
        "objects": objects,
        "files": listed,
    });
    let manifest = serde_json::to_vec_pretty(&manifest).map_err(anyhow::Error::from)?;
    add(&mut archive, &mut Vec::new(), "manifest.json", &manifest, None).await?;
    let whole = archive.finish().await?;
    let sealed_key = sealing::seal(&lock(app, closing.tenant), export.as_bytes(), key.to_vec())?;
    let new = Export { id: export, sealed_key, parts: whole.parts, bytes: whole.bytes, rows: total, objects, sha256: whole.sha256, ready_at: now };
    let mut tx = app.db.platform().await?;
    let kept = store::work::put_export(&mut tx, id, &new).await?;
    tx.commit().await?;
    // Another copy may be under way beside this one: what is younger is its own to keep or to take away.
    remove_pieces(app, closing.tenant, |piece| if kept { piece < export } else { piece == export }).await
}

/// Whether a copy may be made and fetched.
#[must_use]
pub fn may_be_fetched(closing: &Closing) -> bool {
    matches!(closing.state, State::Asked | State::Closed)
}

/// The copy is the association's, made for its presidency: the database looks up that role itself before it shows an archive.
fn on_behalf(account: AccountId, tenant: &Arc<Tenant>) -> Staff {
    let signed_in = SignedIn { account, name: String::new(), operator: false, second_factor: false, csrf: String::new(), token_hash: Vec::new() };
    Staff { signed_in, tenant: Arc::clone(tenant), role: Role::President, associations: Vec::new() }
}

async fn begin(app: &App, desk: &Staff, reader: &Reader) -> Result<TenantTx> {
    if reader.is_archive() { app.db.tenant_archive(desk).await } else { app.db.tenant(desk.tenant.id).await }
}

/// Writes one table, a file of each kind for so many rows; how many rows, and the columns.
async fn write_table(app: &App, desk: &Staff, table: &'static Table, archive: &mut Archive, files: &mut Vec<Entry>) -> Result<(u64, Vec<Field>)> {
    let mut tx = app.db.platform().await?;
    let mut reader = Reader::of(tx.conn(), table).await?;
    drop(tx);
    let (mut total, mut number, mut ended) = (0, 1, false);
    while !ended {
        let (mut as_json, mut as_csv, mut rows) = (Packer::new(), Packer::new(), 0);
        as_json.write(b"[")?;
        as_csv.write(&line(reader.fields().iter().map(|field| field.column.name.to_owned())))?;
        while rows < ROWS {
            // A transaction a page: none is open while the store is written to.
            let mut tx = begin(app, desk, &reader).await?;
            let page = reader.next(&mut tx).await?;
            drop(tx);
            ended = page.is_empty();
            if ended {
                break;
            }
            for row in page {
                as_json.write(if rows == 0 { b"\n" } else { b",\n" })?;
                as_json.write(row.values.to_string().as_bytes())?;
                as_csv.write(&line(reader.fields().iter().map(|field| plain(row.values.get(field.column.name)))))?;
                rows += 1;
            }
        }
        as_json.write(b"\n]\n")?;
        if rows > 0 || number == 1 {
            let suffix = if number == 1 { String::new() } else { format!("-{number}") };
            for (packer, kind) in [(as_json, "json"), (as_csv, "csv")] {
                pack(archive, files, format!("tables/{}{suffix}.{kind}", table.name), packer, Some(rows)).await?;
            }
        }
        total += rows;
        number += 1;
    }
    Ok((total, reader.fields().to_vec()))
}

/// A table in the schema: its columns with their types, and what was left out.
fn described(table: &Table, rows: u64, fields: &[Field]) -> Value {
    let columns: Vec<Value> = fields.iter().map(|field| json!({ "name": field.column.name, "type": field.data_type })).collect();
    let omitted: Vec<&str> = table.columns.iter().filter(|column| column.class == Class::Secret).map(|column| column.name).collect();
    json!({ "name": table.name, "rows": rows, "columns": columns, "secrets_left_out": omitted })
}

/// Writes the association's objects but its sealed copies, which open for nobody else.
async fn write_objects(app: &App, tenant: TenantId, archive: &mut Archive, files: &mut Vec<Entry>) -> Result<u64> {
    let sealed = [StoreId::Exports, StoreId::Closing].map(|store| StoreKey::prefix(tenant, store));
    let mut objects = 0;
    for key in app.storage.list(&format!("t/{tenant}/")).await? {
        if sealed.iter().any(|prefix| key.as_str().starts_with(prefix)) {
            continue;
        }
        let Some(object) = app.storage.get(&key).await? else { continue };
        let name = key.as_str().splitn(3, '/').nth(2).unwrap_or_default();
        add(archive, files, &format!("objects/{name}"), &object.bytes, None).await?;
        objects += 1;
    }
    Ok(objects)
}

async fn add(archive: &mut Archive, files: &mut Vec<Entry>, name: &str, bytes: &[u8], rows: Option<u64>) -> Result<()> {
    let mut packer = Packer::new();
    packer.write(bytes)?;
    pack(archive, files, name.to_owned(), packer, rows).await
}

async fn pack(archive: &mut Archive, files: &mut Vec<Entry>, name: String, packer: Packer, rows: Option<u64>) -> Result<()> {
    let packed = packer.finish()?;
    files.push(Entry { name: name.clone(), bytes: packed.size, sha256: hex::encode(&packed.sha256), rows });
    archive.add(&name, &packed).await
}

/// A line of CSV (RFC 4180).
fn line(cells: impl Iterator<Item = String>) -> Vec<u8> {
    let quoted = cells.map(|cell| if cell.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell });
    (quoted.collect::<Vec<_>>().join(",") + "\r\n").into_bytes()
}

/// A value as a table shows it: nothing for null.
fn plain(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

/// What seals the keys of an association's copies.
fn lock(app: &App, tenant: TenantId) -> [u8; 32] {
    app.keys.derive(&[b"closing-export", tenant.uuid().as_bytes()])
}

/// The copy of a closing, if it is made and shows nothing that an answered request has taken away since; else one is asked for, and there is none yet.
///
/// # Errors
/// When the database is away.
pub async fn ready(app: &App, closing: &Closing) -> Result<Option<Export>> {
    let mut tx = app.db.platform().await?;
    let export = store::work::export(&mut tx, closing.id).await?;
    drop(tx);
    let mut tx = app.db.tenant(closing.tenant).await?;
    let answered = store::numbers::last_answer(&mut tx).await?;
    drop(tx);
    let stale = |export: &Export| answered.is_some_and(|answered| answered >= export.ready_at);
    if export.as_ref().is_none_or(stale) && may_be_fetched(closing) {
        let mut tx = app.db.platform().await?;
        jobs::enqueue(&mut tx, &Job::Export { closing: closing.id.uuid() }, None).await?;
        tx.commit().await?;
    }
    Ok(export.filter(|export| !stale(export)))
}

/// Hands the copy over, a piece at a time.
///
/// # Errors
/// `Gone` when there is none any more; `Internal` when its key cannot be opened.
pub async fn fetch(app: &App, closing: &Closing, export: &Export) -> Result<impl Stream<Item = std::io::Result<bytes::Bytes>> + use<>> {
    let key: [u8; 32] = sealing::open(&lock(app, closing.tenant), export.id.as_bytes(), &export.sealed_key)?
        .try_into()
        .map_err(|_| anyhow::anyhow!("the key of copy {} has another length", export.id))?;
    if app.storage.head(&archive::part(closing.tenant, export.id, 1)).await?.is_none() {
        return Err(Error::Gone(Sentence::new("closing-fault-no-copy")));
    }
    Ok(archive::pieces(app.clone(), closing.tenant, export.id, key, export.parts))
}

/// Removes the copy of a closing that was taken back.
///
/// # Errors
/// When the database or the store is away.
pub async fn remove(app: &App, id: ClosingId) -> Result<()> {
    let mut tx = app.db.platform().await?;
    let Some(closing) = store::find(&mut tx, Find::Id(id)).await?.filter(|closing| closing.state == State::Withdrawn) else { return Ok(()) };
    // Asked for again meanwhile: that copy is the next one's.
    let other = store::find(&mut tx, Find::Open(closing.tenant)).await?;
    drop(tx);
    // Its pieces are younger than it: ids tell when they were made.
    remove_pieces(app, closing.tenant, |piece| other.as_ref().is_none_or(|other| piece < other.id.uuid())).await
}

/// Removes the pieces of the copies that `goes` names.
async fn remove_pieces(app: &App, tenant: TenantId, goes: impl Fn(Uuid) -> bool) -> Result<()> {
    let prefix = StoreKey::prefix(tenant, StoreId::Closing);
    for key in app.storage.list(&prefix).await? {
        let copy = key.as_str().strip_prefix(&prefix).and_then(|name| name.split('.').next()).and_then(|id| id.parse::<Uuid>().ok());
        if copy.is_none_or(&goes) {
            app.storage.delete_all_versions(&key).await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_reads_back() {
        let cells = ["a", "b,c", "d\"e", "f\ng", ""].map(str::to_owned);
        assert_eq!(String::from_utf8(line(cells.into_iter())).unwrap(), "a,\"b,c\",\"d\"\"e\",\"f\ng\",\r\n");
        assert_eq!((plain(Some(&json!(null))), plain(Some(&json!(3))), plain(Some(&json!(["a"])))), (String::new(), "3".to_owned(), "[\"a\"]".to_owned()));
    }
}
