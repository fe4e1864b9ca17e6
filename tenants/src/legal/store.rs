//! All the SQL of legal texts: versions are added, never changed; what an association adds is a draft until it is published.

use kernel::{clock::Timestamp, db::TenantTx, error::Result, ids::new_uuid};
use uuid::Uuid;

use super::{DocumentVersion, Kind, clauses::Clause, model::Content};

/// A version as stored.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Its id.
    pub id: Uuid,
    /// Its number, from 1.
    pub version: i32,
    /// Of its content.
    pub hash: Vec<u8>,
    /// What it says.
    pub content: Content,
    /// Since when it applies.
    pub effective_from: Timestamp,
}

/// A version as a list shows it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Its number.
    pub version: i32,
    /// Since when it applies.
    pub effective_from: Timestamp,
    /// Whether it changed something that matters for the people it tells of.
    pub material: bool,
    /// Of its content.
    pub hash: Vec<u8>,
}

/// The last version and the hash of its content, without the content.
///
/// # Errors
/// When the database is away.
pub async fn last(tx: &mut TenantTx, kind: Kind) -> Result<Option<(DocumentVersion, Vec<u8>)>> {
    let tenant = tx.tid();
    let row = sqlx::query!(
        "select id, version, content_hash, effective_from from legal_document where tenant_id = $1 and kind = $2 order by version desc limit 1",
        tenant,
        kind.word()
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| (DocumentVersion { id: row.id, version: row.version, effective_from: row.effective_from }, row.content_hash)))
}

/// One version whose words are still there, or the last.
///
/// # Errors
/// When the database is away.
pub async fn find(tx: &mut TenantTx, kind: Kind, version: Option<i32>) -> Result<Option<Stored>> {
    let tenant = tx.tid();
    let row = sqlx::query!(
        "select id, version, content_hash, content, effective_from from legal_document
          where tenant_id = $1 and kind = $2 and ($3::int is null or version = $3) order by version desc limit 1",
        tenant,
        kind.word(),
        version
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.and_then(|row| {
        let content = Content::read(row.content?);
        Some(Stored { id: row.id, version: row.version, hash: row.content_hash, content, effective_from: row.effective_from })
    }))
}

/// Adds a version and gives its id; `None` when somebody added one of this number first.
///
/// # Errors
/// When the database is away.
pub async fn add(tx: &mut TenantTx, now: Timestamp, kind: Kind, version: i32, content: &Content, material: bool) -> Result<Option<Uuid>> {
    let (tenant, id) = (tx.tid(), new_uuid(now));
    let json = serde_json::to_value(content).map_err(anyhow::Error::from)?;
    let done = sqlx::query!(
        "insert into legal_document (tenant_id, id, kind, version, content_hash, content, effective_from, material) values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (tenant_id, kind, version) do nothing",
        tenant,
        id,
        kind.word(),
        version,
        content.hash()?,
        json,
        now,
        material
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Ok(None);
    }
    // From here on its predecessor is proof only, and its period runs.
    sqlx::query!(
        "update legal_document set superseded_at = $4 where tenant_id = $1 and kind = $2 and version = $3 - 1 and superseded_at is null",
        tenant,
        kind.word(),
        version,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(Some(id))
}

/// Every version whose words are still there, latest first.
///
/// # Errors
/// When the database is away.
pub async fn versions(tx: &mut TenantTx, kind: Kind) -> Result<Vec<Listed>> {
    let tenant = tx.tid();
    let rows = sqlx::query_as!(
        Listed,
        "select version, effective_from, material, content_hash as hash from legal_document
          where tenant_id = $1 and kind = $2 and content is not null order by version desc",
        tenant,
        kind.word()
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows)
}

/// Which text and version an id names.
///
/// # Errors
/// When the database is away.
pub async fn named(tx: &mut TenantTx, id: Uuid) -> Result<Option<(Kind, i32)>> {
    let tenant = tx.tid();
    let row = sqlx::query!("select kind, version from legal_document where tenant_id = $1 and id = $2", tenant, id).fetch_optional(tx.conn()).await?;
    Ok(row.and_then(|row| Some((Kind::from_word(&row.kind)?, row.version))))
}

/// Notes that those concerned by a version are being told; `false` when they were already.
///
/// # Errors
/// When the database is away.
pub async fn note_told(tx: &mut TenantTx, now: Timestamp, document: Uuid) -> Result<bool> {
    let tenant = tx.tid();
    let done = sqlx::query!(
        "insert into legal_notification (tenant_id, document_id, told_at) values ($1, $2, $3) on conflict (tenant_id, document_id) do nothing",
        tenant,
        document,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// All that the association adds to its texts, draft and published.
///
/// # Errors
/// When the database is away.
pub async fn clauses(tx: &mut TenantTx) -> Result<Vec<Clause>> {
    let tenant = tx.tid();
    let rows = sqlx::query!(
        "select document, section, draft_fr, draft_en, text_fr, text_en, published_at from legal_clause where tenant_id = $1 order by document, section",
        tenant
    )
    .fetch_all(tx.conn())
    .await?;
    let clauses = rows.into_iter().filter_map(|row| {
        Some(Clause {
            kind: Kind::from_word(&row.document)?,
            section: row.section,
            draft: (row.draft_fr, row.draft_en),
            published: (row.text_fr, row.text_en),
            published_at: row.published_at,
        })
    });
    Ok(clauses.collect())
}

/// Writes the draft of a section; the public goes on reading what was published.
///
/// # Errors
/// When the database is away.
pub async fn save_draft(tx: &mut TenantTx, now: Timestamp, kind: Kind, section: &str, (french, english): (&str, &str)) -> Result<()> {
    let tenant = tx.tid();
    sqlx::query!(
        "insert into legal_clause (tenant_id, document, section, draft_fr, draft_en, changed_at) values ($1, $2, $3, $4, $5, $6)
         on conflict (tenant_id, document, section) do update set draft_fr = excluded.draft_fr, draft_en = excluded.draft_en, changed_at = excluded.changed_at
          where (legal_clause.draft_fr, legal_clause.draft_en) is distinct from (excluded.draft_fr, excluded.draft_en)",
        tenant,
        kind.word(),
        section,
        french,
        english,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Makes the drafts of a text what the public reads; how many sections changed by it.
///
/// # Errors
/// When the database is away.
pub async fn publish(tx: &mut TenantTx, now: Timestamp, kind: Kind) -> Result<u64> {
    let tenant = tx.tid();
    let done = sqlx::query!(
        "update legal_clause set text_fr = draft_fr, text_en = draft_en, published_at = $3
          where tenant_id = $1 and document = $2 and (text_fr, text_en) is distinct from (draft_fr, draft_en)",
        tenant,
        kind.word(),
        now
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() > 0 {
        tx.content_changed(now).await?;
    }
    Ok(done.rows_affected())
}
