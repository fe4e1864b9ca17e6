//! Links of a request that open once.

use kernel::{clock::Timestamp, db::TenantTx, error::Result, ids::new_uuid};
use uuid::Uuid;

use crate::privacy::requests::model::RequestId;

/// What a link opens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LinkPurpose {
    /// Shows that the address is read by whoever asks.
    Identity,
    /// Gives the copy, once.
    Download,
    /// Shows that the address that is to replace another is read by whoever asks for that.
    Address,
}

impl LinkPurpose {
    /// Each of them.
    pub const ALL: [Self; 3] = [Self::Identity, Self::Download, Self::Address];

    /// The word in the database, and what its secret is made for.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Download => "download",
            Self::Address => "address",
        }
    }
}

/// A link that opens once.
#[derive(Clone, Copy, Debug)]
pub struct Link {
    /// Its id.
    pub id: Uuid,
    /// Of which request.
    pub request: RequestId,
    /// Until when.
    pub expires_at: Timestamp,
    /// Whether it was opened.
    pub used: bool,
}

/// Makes a link.
///
/// # Errors
/// When the database is away.
pub async fn add_link(tx: &mut TenantTx, now: Timestamp, request: RequestId, purpose: LinkPurpose, expires_at: Timestamp) -> Result<Uuid> {
    let (tenant, id) = (tx.tid(), new_uuid(now));
    sqlx::query!(
        "insert into privacy_request_link (tenant_id, id, request_id, purpose, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)",
        tenant,
        id,
        request.uuid(),
        purpose.word(),
        now,
        expires_at
    )
    .execute(tx.conn())
    .await?;
    Ok(id)
}

/// One link of a purpose.
///
/// # Errors
/// When the database is away.
pub async fn find_link(tx: &mut TenantTx, id: Uuid, purpose: LinkPurpose) -> Result<Option<Link>> {
    let tenant = tx.tid();
    let row = sqlx::query!(
        "select request_id, expires_at, used_at from privacy_request_link where tenant_id = $1 and id = $2 and purpose = $3",
        tenant,
        id,
        purpose.word()
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| Link { id, request: RequestId::from_uuid(row.request_id), expires_at: row.expires_at, used: row.used_at.is_some() }))
}

/// Until when a link of this purpose that nobody has opened may still be; `None` when there is none.
///
/// # Errors
/// When the database is away.
pub async fn opens_until(tx: &mut TenantTx, request: RequestId, purpose: LinkPurpose) -> Result<Option<Timestamp>> {
    let tenant = tx.tid();
    let until = sqlx::query_scalar!(
        "select max(expires_at) from privacy_request_link where tenant_id = $1 and request_id = $2 and purpose = $3 and used_at is null",
        tenant,
        request.uuid(),
        purpose.word()
    );
    Ok(until.fetch_one(tx.conn()).await?)
}

/// Opens a link; `false` when somebody did before, or its time is up.
///
/// # Errors
/// When the database is away.
pub async fn consume_link(tx: &mut TenantTx, now: Timestamp, id: Uuid) -> Result<bool> {
    let tenant = tx.tid();
    let done =
        sqlx::query!("update privacy_request_link set used_at = $3 where tenant_id = $1 and id = $2 and used_at is null and expires_at > $3", tenant, id, now)
            .execute(tx.conn())
            .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether somebody showed that they read the address of a request.
///
/// # Errors
/// When the database is away.
pub async fn is_confirmed(tx: &mut TenantTx, request: RequestId) -> Result<bool> {
    was_opened(tx, request, LinkPurpose::Identity).await
}

/// Whether a link of this purpose was opened for a request.
///
/// # Errors
/// When the database is away.
pub async fn was_opened(tx: &mut TenantTx, request: RequestId, purpose: LinkPurpose) -> Result<bool> {
    let tenant = tx.tid();
    let found = sqlx::query_scalar!(
        r#"select exists (select from privacy_request_link where tenant_id = $1 and request_id = $2 and purpose = $3 and used_at is not null) as "found!""#,
        tenant,
        request.uuid(),
        purpose.word()
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(found)
}
