//! All the SQL of assessments: they are added, never changed here. An erasure may empty what names somebody in them.

use kernel::{clock::Timestamp, db::TenantTx, error::Result, ids::AccountId, ids::new_uuid};

/// An answer to the three questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// Art. 37(1)(a): a public authority or body.
    pub public_body: bool,
    /// Art. 37(1)(b): regular and systematic monitoring on a large scale, as a core activity.
    pub monitors: bool,
    /// Art. 37(1)(c): sensitive data or offences on a large scale, as a core activity.
    pub sensitive: bool,
    /// Why, in the association's words.
    pub reasons: String,
    /// Who was named all the same, or because one must be.
    pub officer_name: String,
    /// Where they are reached.
    pub officer_contact: String,
    /// Which version of the questions.
    pub questions_version: i32,
    /// When.
    pub answered_at: Timestamp,
}

impl Assessment {
    /// Whether the law asks for an officer.
    #[must_use]
    pub const fn is_needed(&self) -> bool {
        self.public_body || self.monitors || self.sensitive
    }
}

/// The latest answer.
///
/// # Errors
/// When the database is away.
pub async fn latest(tx: &mut TenantTx) -> Result<Option<Assessment>> {
    Ok(history(tx, 1).await?.pop())
}

/// The latest answers, latest first.
///
/// # Errors
/// When the database is away.
pub async fn history(tx: &mut TenantTx, limit: i64) -> Result<Vec<Assessment>> {
    let tenant = tx.tid();
    Ok(sqlx::query_as!(
        Assessment,
        "select public_body, monitors, sensitive, reasons, officer_name, officer_contact, questions_version, answered_at from dpo_assessment
          where tenant_id = $1 order by answered_at desc, id desc limit $2",
        tenant,
        limit
    )
    .fetch_all(tx.conn())
    .await?)
}

/// Adds an answer.
///
/// # Errors
/// When the database is away.
pub async fn add(tx: &mut TenantTx, by: AccountId, new: &Assessment) -> Result<()> {
    let tenant = tx.tid();
    sqlx::query!(
        "insert into dpo_assessment (tenant_id, id, public_body, monitors, sensitive, reasons, officer_name, officer_contact, questions_version, answered_by, answered_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        tenant,
        new_uuid(new.answered_at),
        new.public_body,
        new.monitors,
        new.sensitive,
        new.reasons,
        new.officer_name,
        new.officer_contact,
        new.questions_version,
        by.uuid(),
        new.answered_at
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
