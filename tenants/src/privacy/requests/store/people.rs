//! Whose rows a request is about, and what proves a purchase.

use kernel::{
    clock::Timestamp,
    db::TenantTx,
    error::Result,
    inventory::SubjectId,
    personal::{Root, same_name},
};
use uuid::Uuid;

use crate::privacy::requests::model::{RequestId, declared, root};

/// Puts a person's row among those a request is about.
///
/// # Errors
/// When the database is away.
pub async fn add_scope(tx: &mut TenantTx, id: RequestId, root: Root, basis: &str) -> Result<()> {
    let tenant = tx.tid();
    sqlx::query!(
        "insert into privacy_request_scope (tenant_id, request_id, subject, root_id, basis) values ($1, $2, $3, $4, $5) on conflict do nothing",
        tenant,
        id.uuid(),
        root.subject.key(),
        root.id,
        basis
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Whose rows a request is about, each with how it came to be among them.
///
/// # Errors
/// When the database is away.
pub async fn scope(tx: &mut TenantTx, id: RequestId) -> Result<Vec<(Root, String)>> {
    let tenant = tx.tid();
    let rows = sqlx::query!(
        "select subject, root_id, basis from privacy_request_scope where tenant_id = $1 and request_id = $2 order by subject, root_id",
        tenant,
        id.uuid()
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().filter_map(|row| Some((root(&row.subject, row.root_id)?, row.basis))).collect())
}

/// What somebody says of a purchase to show that it was theirs.
#[derive(Clone, Debug)]
pub struct Proof {
    /// The order's code.
    pub code: String,
    /// The day of the concert, in Paris.
    pub day: chrono::NaiveDate,
    /// What was paid, in cents, when it is asked for.
    pub total: Option<i32>,
}

/// A purchase that was proven.
#[derive(Clone, Debug)]
pub struct Proven {
    /// Whoever bought.
    pub root: Root,
    /// Their name, as they gave it then.
    pub name: String,
}

/// The person whose purchase this is; nobody when any part of it is wrong. Order, day and price stand on each of its tickets: whoever comes along knows
/// them too, so that the name must be looked at beside.
///
/// # Errors
/// When the database is away.
pub async fn proof(tx: &mut TenantTx, proof: &Proof) -> Result<Option<Proven>> {
    let tenant = tx.tid();
    let found = sqlx::query!(
        r#"select person_id, first_name as "first_name?", family_name as "family_name?" from purchase_proof where tenant_id = $1 and code = $2 and (starts_at at time zone 'Europe/Paris')::date = $3 and ($4::int is null or total = $4)"#,
        tenant,
        proof.code,
        proof.day,
        proof.total
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(found.and_then(|row| {
        let name = declared(row.first_name.as_deref().unwrap_or_default(), row.family_name.as_deref().unwrap_or_default());
        row.person_id.map(|id| Proven { root: Root { subject: SubjectId::Buyer, id }, name })
    }))
}

/// What a request cites to show whose rows it is about.
#[derive(Clone, Debug, Default)]
pub struct Cited {
    /// A purchase, by whoever made it.
    pub purchase: Option<Proof>,
    /// The number of a ticket that bears the name, bought by somebody else.
    pub ticket: Option<String>,
}

/// The rows that are shown by what a request cites, each with how; nothing for what is wrong in it. A purchase shows its buyer, and a ticket whoever it
/// names, to whom `name` is theirs. A ticket is what a person holds whom a buyer named without an address (GDPR art. 11(2)); with an address, the
/// mailbox shows them.
///
/// # Errors
/// When the database is away.
pub async fn shown(tx: &mut TenantTx, cited: &Cited, name: &str) -> Result<Vec<(Root, &'static str)>> {
    let mut rows = Vec::new();
    if let Some(purchase) = &cited.purchase {
        rows.extend(proof(tx, purchase).await?.filter(|proven| same_name(&proven.name, name)).map(|proven| (proven.root, "proof")));
    }
    if let Some(number) = &cited.ticket {
        let tenant = tx.tid();
        let found = sqlx::query!(
            r#"select attendee_id as "attendee_id!", name as "name!" from ticket_proof where tenant_id = $1 and number = $2 and name is not null"#,
            tenant,
            number
        )
        .fetch_optional(tx.conn())
        .await?;
        rows.extend(found.filter(|found| same_name(&found.name, name)).map(|found| (Root { subject: SubjectId::Attendee, id: found.attendee_id }, "ticket")));
    }
    Ok(rows)
}

/// When these people's purchases were last charged.
///
/// # Errors
/// When the database is away.
pub async fn charged_at(tx: &mut TenantTx, people: &[Uuid]) -> Result<Option<Timestamp>> {
    let tenant = tx.tid();
    let last = sqlx::query_scalar!("select max(charged_at) from purchase_proof where tenant_id = $1 and person_id = any($2)", tenant, people)
        .fetch_one(tx.conn())
        .await?;
    Ok(last)
}

/// How it stands with the bank disputes of some people's purchases.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Disputed {
    /// Since when the first that is open is.
    pub open_since: Option<Timestamp>,
    /// When the last one ended.
    pub ended_at: Option<Timestamp>,
}

/// The disputes of these people's purchases, before an erasure and after it.
///
/// # Errors
/// When the database is away.
pub async fn disputed(tx: &mut TenantTx, people: &[Uuid]) -> Result<Disputed> {
    let tenant = tx.tid();
    let found = sqlx::query!(
        "select min(opened_at) filter (where closed_at is null) as open_since, max(closed_at) as ended_at from purchase_dispute where tenant_id = $1 and person_id = any($2)",
        tenant,
        people
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(Disputed { open_since: found.open_since, ended_at: found.ended_at })
}
