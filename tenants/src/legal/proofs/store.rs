//! All the SQL of proofs and of what was attested.

use kernel::{
    app::App,
    clock::Timestamp,
    db::TenantTx,
    error::Result,
    ids::{AccountId, new_uuid},
    inventory::{self, ClaimId, Drift},
};
use sqlx::Row as _;

use super::{
    Attester,
    model::{Outcome, Proof, Reason, State},
};

/// The last proof of each claim that is still one.
///
/// # Errors
/// When the database is away.
pub async fn latest(tx: &mut TenantTx) -> Result<Vec<Proof>> {
    let tenant = tx.tid();
    let rows = sqlx::query!("select claim, state, since, checked_at, reason, fact from proof where tenant_id = $1 order by claim", tenant)
        .fetch_all(tx.conn())
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let (claim, state) = (ClaimId::from_key(&row.claim)?, State::from_word(&row.state)?);
            Some(Proof { claim, state, since: row.since, checked_at: row.checked_at, reason: Reason::from_word(&row.reason), fact: row.fact })
        })
        .collect())
}

/// The last proof of a claim, kept still until the transaction ends.
///
/// # Errors
/// When the database is away.
pub async fn find(tx: &mut TenantTx, claim: ClaimId) -> Result<Option<Proof>> {
    let tenant = tx.tid();
    let row = sqlx::query!("select state, since, checked_at, reason, fact from proof where tenant_id = $1 and claim = $2 for update", tenant, claim.key())
        .fetch_optional(tx.conn())
        .await?;
    Ok(row.and_then(|row| {
        let state = State::from_word(&row.state)?;
        Some(Proof { claim, state, since: row.since, checked_at: row.checked_at, reason: Reason::from_word(&row.reason), fact: row.fact })
    }))
}

/// Keeps the last proof of a claim; an older one that arrives late changes nothing.
///
/// # Errors
/// When the database is away.
pub async fn save(tx: &mut TenantTx, now: Timestamp, claim: ClaimId, outcome: &Outcome) -> Result<()> {
    let tenant = tx.tid();
    sqlx::query!(
        "insert into proof (tenant_id, claim, state, since, checked_at, reason, fact) values ($1, $2, $3, $4, $4, $5, left($6, 120))
         on conflict (tenant_id, claim) do update
            set state = excluded.state, checked_at = excluded.checked_at, reason = excluded.reason, fact = excluded.fact,
                since = case when proof.state = excluded.state then proof.since else excluded.since end
          where proof.checked_at <= excluded.checked_at",
        tenant,
        claim.key(),
        outcome.state.word(),
        now,
        outcome.reason.word(),
        outcome.fact
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Notes that a claim changed.
///
/// # Errors
/// When the database is away.
pub async fn add_history(tx: &mut TenantTx, now: Timestamp, claim: ClaimId, outcome: &Outcome) -> Result<()> {
    let tenant = tx.tid();
    sqlx::query!(
        "insert into proof_history (tenant_id, id, claim, state, at, reason, fact) values ($1, $2, $3, $4, $5, $6, left($7, 120))",
        tenant,
        new_uuid(now),
        claim.key(),
        outcome.state.word(),
        now,
        outcome.reason.word(),
        outcome.fact
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Writes somebody's word down.
///
/// # Errors
/// When the database is away.
pub async fn add_attestation(tx: &mut TenantTx, now: Timestamp, who: Attester, claim: ClaimId) -> Result<()> {
    let tenant = tx.tid();
    sqlx::query!(
        "insert into attestation (tenant_id, id, claim, account_id, role, attested_at) values ($1, $2, $3, $4, $5, $6)",
        tenant,
        new_uuid(now),
        claim.key(),
        who.account.uuid(),
        who.role.word(),
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Ends every word given on a claim; `false` when none stood.
///
/// # Errors
/// When the database is away.
pub async fn withdraw_attestations(tx: &mut TenantTx, now: Timestamp, by: AccountId, claim: ClaimId) -> Result<bool> {
    let tenant = tx.tid();
    let done = sqlx::query!(
        "update attestation set withdrawn_at = $3, withdrawn_by = $4 where tenant_id = $1 and claim = $2 and withdrawn_at is null",
        tenant,
        claim.key(),
        now,
        by.uuid()
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Who gave their word on a claim, and when, if it stands.
///
/// # Errors
/// When the database is away.
pub async fn attestation(tx: &mut TenantTx, claim: ClaimId) -> Result<Option<(AccountId, Timestamp)>> {
    let tenant = tx.tid();
    let row = sqlx::query!(
        "select account_id, attested_at from attestation where tenant_id = $1 and claim = $2 and withdrawn_at is null order by attested_at desc limit 1",
        tenant,
        claim.key()
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| (AccountId::from_uuid(row.account_id), row.attested_at)))
}

/// Where the database and the inventory disagree: a table without its wall among them.
///
/// # Errors
/// When the catalogue cannot be read.
pub async fn drifts(tx: &mut TenantTx) -> Result<Vec<Drift>> {
    inventory::check(tx.conn()).await
}

/// Columns that hold an address of the network, whatever they are called.
///
/// # Errors
/// When the catalogue cannot be read.
pub async fn address_columns(tx: &mut TenantTx) -> Result<Vec<String>> {
    inventory::columns_of_types(tx.conn(), &["inet", "cidr"]).await
}

/// What the nightly sweep left: the oldest last run of its rules, and how many rows are overdue. None before the first. A rule that is only
/// rehearsed, or that was stopped, counts too: its rows are there although their time is over.
///
/// # Errors
/// When the database is away.
pub async fn sweep(app: &App) -> Result<Option<(Timestamp, i64)>> {
    let mut tx = app.db.platform().await?;
    // Asked for by name at run time: the sweep is another part's, and may not be there yet.
    let exists: bool = sqlx::query_scalar("select to_regclass('public.retention_rule_state') is not null").fetch_one(tx.conn()).await?;
    if !exists {
        return Ok(None);
    }
    let row = sqlx::query("select min(last_run_at), coalesce(sum(overdue), 0)::bigint from retention_rule_state").fetch_one(tx.conn()).await?;
    Ok(row.try_get::<Option<Timestamp>, _>(0)?.map(|at| (at, row.try_get::<i64, _>(1).unwrap_or(i64::MAX))))
}

/// How claims stand over all associations, and the oldest look: for the operators.
///
/// # Errors
/// When the database is away.
pub async fn by_state(app: &App) -> Result<Vec<(String, String, i64, Option<Timestamp>)>> {
    let mut tx = app.db.platform().await?;
    let rows = sqlx::query!(r#"select claim as "claim!", state as "state!", sites as "sites!", oldest from claims_by_state()"#).fetch_all(tx.conn()).await?;
    Ok(rows.into_iter().map(|row| (row.claim, row.state, row.sites, row.oldest)).collect())
}
