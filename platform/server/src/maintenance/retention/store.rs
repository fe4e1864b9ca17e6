//! What rules know of themselves and what their runs did.

use kernel::{
    clock::Timestamp,
    db::{PlatformTx, TenantTx},
    error::Result,
    ids::TenantId,
    inventory::SubjectId,
    personal::Root,
};
use uuid::Uuid;

use super::Run;

/// What a rule knows of itself.
#[derive(Clone, Debug)]
pub struct State {
    /// `<retention>.<table>`.
    pub rule: String,
    /// Since when it reads as it does.
    pub first_seen: Timestamp,
    /// `rehearsed`, `active` or `stopped`.
    pub mode: String,
    /// When an operator let it go on.
    pub approved_at: Option<Timestamp>,
    /// When it ran last.
    pub last_run_at: Option<Timestamp>,
    /// Rows it ended then.
    pub last_count: i64,
    /// Rows whose period is over and that are still there.
    pub overdue: i64,
    /// Rows whose period is over and that stay, because somebody needs them or asks about them.
    pub held: i64,
    /// Rows whose clock has not started.
    pub indeterminate: i64,
}

/// The next associations, by id, whatever their state: a suspended one's periods end too.
pub(super) async fn tenants(tx: &mut PlatformTx, after: Uuid, limit: i64) -> Result<Vec<TenantId>> {
    let ids = sqlx::query_scalar!("select id from tenant where id > $1 order by id limit $2", after, limit).fetch_all(tx.conn()).await?;
    Ok(ids.into_iter().map(TenantId::from_uuid).collect())
}

/// Everybody whom a request is about that has not ended, one that is held included.
pub(super) async fn asked_about(tx: &mut TenantTx) -> Result<Vec<Root>> {
    let tenant = tx.tid();
    let rows = sqlx::query!(
        "select distinct s.subject, s.root_id
           from privacy_request r join privacy_request_scope s on s.tenant_id = r.tenant_id and s.request_id = r.id
          where r.tenant_id = $1 and not request_is_over(r.state)",
        tenant
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().filter_map(|row| Some(Root { subject: SubjectId::from_key(&row.subject)?, id: row.root_id })).collect())
}

/// A rule's state; a rule met for the first time, or that reads differently than before, begins its rehearsal now.
pub(super) async fn meet(tx: &mut PlatformTx, rule: &str, fingerprint: &[u8; 32], now: Timestamp) -> Result<State> {
    let row = sqlx::query_as!(
        State,
        "insert into retention_rule_state as known (rule, fingerprint, first_seen, mode) values ($1, $2, $3, 'rehearsed')
         on conflict (rule) do update set
           first_seen = case when known.fingerprint = excluded.fingerprint then known.first_seen else excluded.first_seen end,
           mode = case when known.fingerprint = excluded.fingerprint then known.mode else 'rehearsed' end,
           approved_at = case when known.fingerprint = excluded.fingerprint then known.approved_at end,
           fingerprint = excluded.fingerprint
         returning rule, first_seen, mode, approved_at, last_run_at, last_count, overdue, held, indeterminate",
        rule,
        &fingerprint[..],
        now
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(row)
}

/// Writes a run down, in the rule's state and as a line of its own. An operator's word serves one run. One that failed is not taken for the last:
/// the proof that periods are kept grows old until one succeeds.
pub(super) async fn write_down(tx: &mut PlatformTx, id: Uuid, run: &Run, started: Timestamp, ended: Timestamp) -> Result<()> {
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let mode = match run.outcome {
        "rehearsed" => "rehearsed",
        "stopped" => "stopped",
        _ => "active",
    };
    sqlx::query!(
        "update retention_rule_state set mode = $2, approved_at = case when $2 = 'active' and not $8 then null else approved_at end, last_run_at = case when $8 then last_run_at else $3 end,
           last_count = $4, overdue = $5, held = $6, indeterminate = $7 where rule = $1",
        run.rule,
        mode,
        started,
        number(run.touched),
        number(run.overdue),
        number(run.held),
        number(run.indeterminate),
        run.outcome == "failed"
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        "insert into retention_run (id, rule, started_at, ended_at, outcome, due, touched, overdue, held, indeterminate)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        id,
        run.rule,
        started,
        ended,
        run.outcome,
        number(run.due),
        number(run.touched),
        number(run.overdue),
        number(run.held),
        number(run.indeterminate)
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Every rule's state, by name.
pub(super) async fn states(tx: &mut PlatformTx) -> Result<Vec<State>> {
    let rows = sqlx::query_as!(
        State,
        "select rule, first_seen, mode, approved_at, last_run_at, last_count, overdue, held, indeterminate from retention_rule_state order by rule"
    );
    Ok(rows.fetch_all(tx.conn()).await?)
}

/// Forgets rules that the inventory no longer gives: they would look as if they had not run.
pub(super) async fn forget_others(tx: &mut PlatformTx, rules: &[String]) -> Result<()> {
    sqlx::query!("delete from retention_rule_state where rule <> all($1)", rules).execute(tx.conn()).await?;
    Ok(())
}

/// Notes an operator's word; `false` when there is no such rule.
pub(super) async fn approve(tx: &mut PlatformTx, rule: &str, now: Timestamp) -> Result<bool> {
    let done = sqlx::query!("update retention_rule_state set approved_at = $2 where rule = $1", rule, now).execute(tx.conn()).await?;
    Ok(done.rows_affected() == 1)
}
