//! All the SQL of restrictions.

use kernel::{
    clock::Timestamp,
    db::{TenantTx, one},
    error::Result,
    inventory::SubjectId,
    personal::Root,
};
use uuid::Uuid;

use super::NewRestriction;

/// Places a restriction on a person of any kind that a restriction hides; nothing on others.
///
/// # Errors
/// As [`place`].
pub async fn place_on(tx: &mut TenantTx, since: Timestamp, subject: SubjectId, new: &NewRestriction<'_>) -> Result<()> {
    match subject {
        SubjectId::Buyer => place(tx, since, new).await,
        SubjectId::Attendee => place_on_attendee(tx, since, new).await,
        _ => Ok(()),
    }
}

async fn place_on_attendee(tx: &mut TenantTx, since: Timestamp, new: &NewRestriction<'_>) -> Result<()> {
    let tenant = tx.tid();
    sqlx::query!(
        "insert into attendee_restriction (tenant_id, id, attendee_id, treatment, since, reason_key) values ($1, $2, $3, $4, $5, $6)
         on conflict (tenant_id, id) do nothing",
        tenant,
        new.id,
        new.person,
        new.treatment,
        since,
        new.reason.word()
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Places a restriction; one that was placed already stays as it is, lifted or not.
///
/// # Errors
/// When the database is away; when there is no such person.
pub async fn place(tx: &mut TenantTx, since: Timestamp, new: &NewRestriction<'_>) -> Result<()> {
    let tenant = tx.tid();
    sqlx::query!(
        "insert into person_restriction (tenant_id, id, person_id, treatment, since, reason_key) values ($1, $2, $3, $4, $5, $6)
         on conflict (tenant_id, id) do nothing",
        tenant,
        new.id,
        new.person,
        new.treatment,
        since,
        new.reason.word()
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Whether there is such a person.
///
/// # Errors
/// When the database is away.
pub async fn person_exists(tx: &mut TenantTx, person: Uuid) -> Result<bool> {
    let tenant = tx.tid();
    let found = sqlx::query_scalar!(r#"select exists (select from person where tenant_id = $1 and id = $2) as "found!""#, tenant, person);
    Ok(found.fetch_one(tx.conn()).await?)
}

/// Whether a person's data may be kept only.
///
/// # Errors
/// When the database is away.
pub async fn is_restricted(tx: &mut TenantTx, person: Uuid) -> Result<bool> {
    let tenant = tx.tid();
    let restricted = sqlx::query_scalar!(
        r#"select person_is_restricted(p.tenant_id, p.id) as "restricted!" from person p where p.tenant_id = $1 and p.id = $2"#,
        tenant,
        person
    );
    Ok(restricted.fetch_optional(tx.conn()).await?.unwrap_or(false))
}

/// Everybody whose data are kept because they asked for it: the data are contested, or they prefer this to an erasure, or they need them for a
/// claim (art. 18(1)(a) to (c)), and it has not been lifted.
///
/// # Errors
/// When the database is away.
pub async fn kept(tx: &mut TenantTx) -> Result<Vec<Root>> {
    let tenant = tx.tid();
    let rows = sqlx::query!(
        r#"select person_id as "id!", true as "buyer!" from person_restriction
            where tenant_id = $1 and lifted_at is null and reason_key in ('accuracy', 'unlawful', 'claim')
            union
           select attendee_id, false from attendee_restriction
            where tenant_id = $1 and lifted_at is null and reason_key in ('accuracy', 'unlawful', 'claim')"#,
        tenant
    );
    let root = |buyer: bool, id| Root { subject: if buyer { SubjectId::Buyer } else { SubjectId::Attendee }, id };
    Ok(rows.fetch_all(tx.conn()).await?.into_iter().map(|row| root(row.buyer, row.id)).collect())
}

/// When the person was told that a running restriction will end; `None` when there is no such restriction.
///
/// # Errors
/// When the database is away.
pub async fn told_at(tx: &mut TenantTx, id: Uuid) -> Result<Option<Option<Timestamp>>> {
    let tenant = tx.tid();
    let row = sqlx::query_scalar!("select told_at from person_restriction where tenant_id = $1 and id = $2 and lifted_at is null for update", tenant, id);
    if let Some(told) = row.fetch_optional(tx.conn()).await? {
        return Ok(Some(told));
    }
    let row = sqlx::query_scalar!("select told_at from attendee_restriction where tenant_id = $1 and id = $2 and lifted_at is null for update", tenant, id);
    Ok(row.fetch_optional(tx.conn()).await?)
}

/// Which of these run and hide somebody, each with when the person was told that it will end.
///
/// # Errors
/// When the database is away.
pub async fn running(tx: &mut TenantTx, ids: &[Uuid]) -> Result<Vec<(Uuid, Option<Timestamp>)>> {
    let tenant = tx.tid();
    let rows = sqlx::query!(
        r#"select id as "id!", told_at from person_restriction where tenant_id = $1 and id = any($2) and lifted_at is null and treatment in ('all', 'ticketing')
            union all
           select id, told_at from attendee_restriction where tenant_id = $1 and id = any($2) and lifted_at is null"#,
        tenant,
        ids
    );
    Ok(rows.fetch_all(tx.conn()).await?.into_iter().map(|row| (row.id, row.told_at)).collect())
}

/// Notes that the person was told.
///
/// # Errors
/// When the database is away; when there is no such restriction, or it has ended.
pub async fn told(tx: &mut TenantTx, now: Timestamp, id: Uuid) -> Result<()> {
    let tenant = tx.tid();
    let done =
        sqlx::query!("update person_restriction set told_at = coalesce(told_at, $3) where tenant_id = $1 and id = $2 and lifted_at is null", tenant, id, now);
    if done.execute(tx.conn()).await?.rows_affected() == 1 {
        return Ok(());
    }
    let done =
        sqlx::query!("update attendee_restriction set told_at = coalesce(told_at, $3) where tenant_id = $1 and id = $2 and lifted_at is null", tenant, id, now);
    one(done.execute(tx.conn()).await?.rows_affected())
}

pub(super) async fn lift(tx: &mut TenantTx, now: Timestamp, id: Uuid) -> Result<()> {
    let tenant = tx.tid();
    let done = sqlx::query!("update person_restriction set lifted_at = $3 where tenant_id = $1 and id = $2 and lifted_at is null", tenant, id, now);
    if done.execute(tx.conn()).await?.rows_affected() == 1 {
        return Ok(());
    }
    let done = sqlx::query!("update attendee_restriction set lifted_at = $3 where tenant_id = $1 and id = $2 and lifted_at is null", tenant, id, now);
    one(done.execute(tx.conn()).await?.rows_affected())
}
