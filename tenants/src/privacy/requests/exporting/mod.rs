//! Copies of their data for people: made by a job, encrypted with a key of their own, fetched once a link, destroyed after a week.

use kernel::{
    app::App,
    clock::Timestamp,
    db::TenantTx,
    error::{Error, Result},
    i18n::{self, Locale},
    ids::{TenantId, new_uuid},
    personal::{self, BundleText},
    sealing,
    storage::{StoreId, StoreKey},
};
use serde_json::json;
use uuid::Uuid;

use super::{
    jobs::{self, Job},
    model::{COPY, Kind, RequestId, State},
    planning,
    store::{self, Copy, Note},
};
use crate::site;

/// The words of the archive's readable page.
struct Words {
    controller: String,
}

impl BundleText for Words {
    fn say(&self, locale: Locale, key: &str) -> String {
        // The inventory names more than has words: a key without words gives itself, as the archive expects.
        i18n::translate(locale, key, &[]).unwrap_or_else(|_| key.to_owned())
    }

    fn controller(&self) -> &str {
        &self.controller
    }
}

fn key_of(tenant: TenantId, copy: Uuid) -> StoreKey {
    StoreKey::tenant(tenant, StoreId::Exports, copy, "zip")
}

/// What seals the keys of an association's copies.
fn lock(app: &App, tenant: TenantId) -> [u8; 32] {
    app.keys.derive(&[b"privacy-export", tenant.uuid().as_bytes()])
}

/// Makes the copy that a request asks for, and ends the request. Safe to run twice: a copy made by a try that broke off is overwritten by none,
/// it has a name of its own and no key.
///
/// # Errors
/// Retried when the database or the store is away.
pub async fn make(app: &App, tenant: TenantId, id: RequestId) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.tenant(tenant).await?;
    let Some(request) = store::find(&mut tx, id).await? else { return Ok(()) };
    if request.state != State::Executing || !request.kind.is_copy() {
        return Ok(());
    }
    let roots = planning::roots(&mut tx, id).await?;
    let association = site::store::load(&mut tx).await?;
    let export = personal::export(&mut tx, &roots, now).await?;
    drop(tx);
    let rows: usize = export.tables.iter().map(|table| table.rows.len()).sum();
    let zip = personal::archive_zip(&export, &[], &Words { controller: association.legal_name })?;
    let bytes = i64::try_from(zip.len()).unwrap_or(i64::MAX);
    let (copy, key) = (new_uuid(now), sealing::new_key());
    let sealed = sealing::seal(&key, copy.as_bytes(), zip)?;
    app.storage.put(&key_of(tenant, copy), sealed.into(), "application/octet-stream").await?;
    let sealed_key = sealing::seal(&lock(app, tenant), copy.as_bytes(), key.to_vec())?;
    let row = Copy {
        id: copy,
        portable: request.kind == Kind::Portability,
        sealed_key: Some(sealed_key),
        rows: i32::try_from(rows).unwrap_or(i32::MAX),
        bytes,
        ready_at: now,
        expires_at: now + COPY,
        downloaded_at: None,
    };
    let mut tx = app.db.tenant(tenant).await?;
    if store::add_copy(&mut tx, id, &row).await?
        && store::advance(&mut tx, now, id, State::Executing, State::Completed, Note::software(json!({ "rows": rows }))).await?
    {
        jobs::enqueue(&mut tx, &Job::DestroyCopy { request: id.uuid() }, Some(row.expires_at)).await?;
        jobs::enqueue(&mut tx, &Job::MailAnswer { request: id.uuid() }, None).await?;
        jobs::forget_later(&mut tx, now, id).await?;
        tx.commit().await?;
    } else {
        drop(tx);
        app.storage.delete_all_versions(&key_of(tenant, copy)).await?;
    }
    Ok(())
}

/// The copy of a request, readable.
///
/// # Errors
/// `Gone` when it was destroyed; `Unavailable` when the store is away.
pub async fn fetch(app: &App, tenant: TenantId, id: RequestId) -> Result<Vec<u8>> {
    let now = app.clock.now();
    let gone = || Error::Gone(kernel::error::Sentence::new("rights-copy-over"));
    let mut tx = app.db.tenant(tenant).await?;
    let copy = store::copy_of(&mut tx, id).await?.filter(|copy| copy.expires_at > now).ok_or_else(gone)?;
    drop(tx);
    let sealed_key = copy.sealed_key.ok_or_else(gone)?;
    let key: [u8; 32] = sealing::open(&lock(app, tenant), copy.id.as_bytes(), &sealed_key)?
        .try_into()
        .map_err(|_| anyhow::anyhow!("the key of copy {} has another length", copy.id))?;
    let object = app.storage.get(&key_of(tenant, copy.id)).await?.ok_or_else(gone)?;
    Ok(sealing::open(&key, copy.id.as_bytes(), &object.bytes)?)
}

/// Notes, in the transaction that hands it over, that a copy was fetched.
///
/// # Errors
/// When the database is away.
pub async fn handed_over(tx: &mut TenantTx, now: Timestamp, id: RequestId) -> Result<()> {
    match store::copy_of(tx, id).await? {
        Some(copy) => store::downloaded(tx, now, copy.id).await,
        None => Ok(()),
    }
}

/// Destroys a copy: the object, and the key without which no forgotten version of it can be read.
///
/// # Errors
/// Retried when the store is away.
pub async fn destroy(app: &App, tenant: TenantId, id: RequestId) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.tenant(tenant).await?;
    let Some(copy) = store::copy_of(&mut tx, id).await? else { return Ok(()) };
    store::destroy_copy(&mut tx, now, copy.id).await?;
    tx.commit().await?;
    app.storage.delete_all_versions(&key_of(tenant, copy.id)).await
}
