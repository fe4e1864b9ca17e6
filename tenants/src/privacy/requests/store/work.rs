//! Facts, copies and recipients of a request.

use kernel::{clock::Timestamp, db::TenantTx, db::one, error::Result};
use uuid::Uuid;

use super::Fact;
use crate::privacy::requests::model::{RequestId, Review};

pub(super) async fn write_fact(tx: &mut TenantTx, now: Timestamp, id: RequestId, fact: &Fact<'_>) -> Result<()> {
    let (tenant, id) = (tx.tid(), id.uuid());
    let done = match fact {
        Fact::Planned { plan, hash, review } => {
            let plan = serde_json::to_value(plan).map_err(anyhow::Error::from)?;
            let review: Vec<String> = review.iter().map(|reason: &Review| reason.word().to_owned()).collect();
            sqlx::query!(
                "update privacy_request set plan = $3, plan_hash = $4, review = $5 where tenant_id = $1 and id = $2",
                tenant,
                id,
                plan,
                hash.as_slice(),
                &review
            )
            .execute(tx.conn())
            .await?
        }
        Fact::ExecuteAt(at) => {
            sqlx::query!("update privacy_request set execute_at = $3 where tenant_id = $1 and id = $2", tenant, id, at).execute(tx.conn()).await?
        }
        Fact::Extended { due_at, reason } => {
            sqlx::query!(
                "update privacy_request set due_at = $3, extension_reason = $4, extended_at = $5 where tenant_id = $1 and id = $2 and extended_at is null",
                tenant,
                id,
                due_at,
                reason,
                now
            )
            .execute(tx.conn())
            .await?
        }
        Fact::Clarify(words) => {
            sqlx::query!(
                "update privacy_request set clarification = $3, clarification_requested_at = $4 where tenant_id = $1 and id = $2",
                tenant,
                id,
                words,
                now
            )
            .execute(tx.conn())
            .await?
        }
        Fact::Prepared { by, hash, refusal } => {
            sqlx::query!(
                "update privacy_request set prepared_by = $3, prepared_at = $4, prepared_hash = $5, approved_by = null, refusal = $6, refusal_note = $7,
                    decision = case when $6::text is null then 'execute' else 'refuse' end where tenant_id = $1 and id = $2",
                tenant,
                id,
                by,
                now,
                *hash,
                refusal.map(|(ground, _)| ground.word()),
                refusal.map(|(_, words)| words)
            )
            .execute(tx.conn())
            .await?
        }
        Fact::Unprepared => {
            sqlx::query!(
                "update privacy_request set prepared_by = null, prepared_at = null, prepared_hash = null, approved_by = null, decision = null, refusal = null,
                    refusal_note = null where tenant_id = $1 and id = $2",
                tenant,
                id
            )
            .execute(tx.conn())
            .await?
        }
        Fact::Approved(by) => {
            sqlx::query!("update privacy_request set approved_by = $3 where tenant_id = $1 and id = $2 and approved_by is null", tenant, id, by)
                .execute(tx.conn())
                .await?
        }
        Fact::Restricted => {
            sqlx::query!("update privacy_request set restricted = true where tenant_id = $1 and id = $2", tenant, id).execute(tx.conn()).await?
        }
        Fact::Lifted => sqlx::query!("update privacy_request set restricted = false where tenant_id = $1 and id = $2", tenant, id).execute(tx.conn()).await?,
        Fact::Held(held) => sqlx::query!("update privacy_request set held = $3 where tenant_id = $1 and id = $2", tenant, id, held).execute(tx.conn()).await?,
        // The entry in the file is all there is to it.
        Fact::Posted | Fact::LiftAnnounced => return Ok(()),
        Fact::Mentioned | Fact::Decided | Fact::Settled(_) | Fact::Told => return super::mentions::write_fact(tx, now, id, fact).await,
        Fact::Overdue => {
            sqlx::query!("update privacy_request set overdue_at = $3 where tenant_id = $1 and id = $2", tenant, id, now).execute(tx.conn()).await?
        }
        Fact::Forgotten => {
            super::mentions::forget(tx, id).await?;
            sqlx::query!(
                "update privacy_request set given_name = null, family_name = null, email = null, email_norm = null, message = null, reply_address = null,
                    corrected_given_name = null, corrected_family_name = null, corrected_email = null, extension_reason = null, clarification = null,
                    represented_given_name = null, represented_family_name = null, represented_age = null, refusal_note = null where tenant_id = $1 and id = $2",
                tenant,
                id
            )
            .execute(tx.conn())
            .await?
        }
    };
    one(done.rows_affected())
}

/// A copy made for somebody.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each field is the column of its name, explained in the migration")]
pub struct Copy {
    pub id: Uuid,
    pub portable: bool,
    pub sealed_key: Option<Vec<u8>>,
    pub rows: i32,
    pub bytes: i64,
    pub ready_at: Timestamp,
    pub expires_at: Timestamp,
    pub downloaded_at: Option<Timestamp>,
}

/// Notes a copy; `false` when there is one.
///
/// # Errors
/// When the database is away.
pub async fn add_copy(tx: &mut TenantTx, request: RequestId, copy: &Copy) -> Result<bool> {
    let tenant = tx.tid();
    let done = sqlx::query!(
        "insert into privacy_export (tenant_id, id, request_id, portable, sealed_key, rows, bytes, ready_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (tenant_id, request_id) do nothing",
        tenant,
        copy.id,
        request.uuid(),
        copy.portable,
        copy.sealed_key,
        copy.rows,
        copy.bytes,
        copy.ready_at,
        copy.expires_at
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The copy of a request.
///
/// # Errors
/// When the database is away.
pub async fn copy_of(tx: &mut TenantTx, request: RequestId) -> Result<Option<Copy>> {
    let tenant = tx.tid();
    let copy = sqlx::query_as!(
        Copy,
        "select id, portable, sealed_key, rows, bytes, ready_at, expires_at, downloaded_at from privacy_export where tenant_id = $1 and request_id = $2",
        tenant,
        request.uuid()
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(copy)
}

/// Notes that a copy was fetched.
///
/// # Errors
/// When the database is away.
pub async fn downloaded(tx: &mut TenantTx, now: Timestamp, copy: Uuid) -> Result<()> {
    let tenant = tx.tid();
    sqlx::query!("update privacy_export set downloaded_at = coalesce(downloaded_at, $3) where tenant_id = $1 and id = $2", tenant, copy, now)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Destroys a copy's key: whatever is left of the object anywhere can be read no more.
///
/// # Errors
/// When the database is away.
pub async fn destroy_copy(tx: &mut TenantTx, now: Timestamp, copy: Uuid) -> Result<()> {
    let tenant = tx.tid();
    sqlx::query!("update privacy_export set sealed_key = null, destroyed_at = coalesce(destroyed_at, $3) where tenant_id = $1 and id = $2", tenant, copy, now)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// How it stands with a recipient.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RecipientStatus {
    /// It is about to be asked.
    Pending,
    /// It is done there.
    Done,
    /// It cannot be done before a date.
    Scheduled,
    /// People were asked.
    Asked,
    /// It goes by itself at a date.
    Expires,
    /// There was nothing there.
    Nothing,
}

impl RecipientStatus {
    /// The word in the database and in keys.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Done => "done",
            Self::Scheduled => "scheduled",
            Self::Asked => "asked",
            Self::Expires => "expires",
            Self::Nothing => "nothing",
        }
    }
}

/// A recipient of somebody's data, and what became of them there.
#[derive(Clone, Debug)]
pub struct Recipient {
    /// Which.
    pub recipient: String,
    /// How it stands.
    pub status: String,
    /// Not before, or by itself at.
    pub not_before: Option<Timestamp>,
    /// When it was done.
    pub done_at: Option<Timestamp>,
}

/// Notes how it stands with a recipient.
///
/// # Errors
/// When the database is away.
pub async fn set_recipient(
    tx: &mut TenantTx,
    request: RequestId,
    recipient: &str,
    status: RecipientStatus,
    when: Option<Timestamp>,
    by: Option<Uuid>,
) -> Result<()> {
    let tenant = tx.tid();
    let done = matches!(status, RecipientStatus::Done).then_some(when).flatten();
    let not_before = if done.is_some() { None } else { when };
    sqlx::query!(
        "insert into privacy_request_recipient (tenant_id, request_id, recipient, status, not_before, done_at, confirmed_by) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (tenant_id, request_id, recipient) do update set status = excluded.status, not_before = coalesce(excluded.not_before, privacy_request_recipient.not_before),
            done_at = excluded.done_at, confirmed_by = excluded.confirmed_by",
        tenant,
        request.uuid(),
        recipient,
        status.word(),
        not_before,
        done,
        by
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The recipients of a request.
///
/// # Errors
/// When the database is away.
pub async fn recipients(tx: &mut TenantTx, request: RequestId) -> Result<Vec<Recipient>> {
    let tenant = tx.tid();
    let rows = sqlx::query_as!(
        Recipient,
        "select recipient, status, not_before, done_at from privacy_request_recipient where tenant_id = $1 and request_id = $2 order by recipient",
        tenant,
        request.uuid()
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows)
}
