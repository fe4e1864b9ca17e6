//! The nightly end of periods: each rule of the inventory counts what is over and ends it, a batch at a time. A new rule is only rehearsed
//! for a week; one that would end more of a table than a night should waits for an operator; every run leaves its figures.

mod store;

use std::collections::HashMap;

use anyhow::Context as _;
use chrono::Duration;
use kernel::{
    app::App,
    clock::Timestamp,
    error::Result,
    ids::{TenantId, new_uuid},
    inventory::{STORES, StoreKind, TABLES},
    ledger,
    personal::{
        self,
        retention::{Count, Rule, Schema, rules},
    },
};
use uuid::Uuid;

pub use store::State;

/// A new rule, or one that reads differently, only counts for so long.
const REHEARSAL: Duration = Duration::days(7);
/// More rows than this, and more than this share of the table, wait for an operator.
const MANY: u64 = 100;
const SHARE: u64 = 5;
/// An operator's word holds for so long.
const APPROVAL: Duration = Duration::days(2);
/// Associations whose rows are looked at in one go.
const PAGE: i64 = 500;

/// What a run of one rule did.
#[derive(Clone, Debug)]
pub struct Run {
    /// The rule.
    pub rule: String,
    /// `rehearsed`, `done`, `stopped` or `failed`.
    pub outcome: &'static str,
    /// Rows whose period was over.
    pub due: u64,
    /// Rows ended.
    pub touched: u64,
    /// Rows whose period is over and that are still there.
    pub overdue: u64,
    /// Rows whose clock has not started.
    pub indeterminate: u64,
}

/// What a rule finds, in all and by owner.
#[derive(Default)]
struct Found {
    count: Count,
    owners: Vec<(Option<TenantId>, u64)>,
}

/// Runs every rule, then what ends beside the tables: archives, objects, the ledger's selectors.
///
/// # Errors
/// When the database is away. A rule that fails is written down and does not stop the others.
pub async fn sweep(app: &App) -> Result<Vec<Run>> {
    let now = app.clock.now();
    let mut tx = app.db.platform().await?;
    let schema = Schema::read(tx.conn()).await?;
    drop(tx);
    let (rules, _) = rules(TABLES);
    let tenants = tenants(app).await?;
    let mut found = look(app, &schema, &rules, &tenants, now).await?;
    let mut runs = Vec::new();
    for rule in &rules {
        let found = found.remove(&rule.id).unwrap_or_default();
        runs.push(run(app, &schema, rule, found, now).await?);
    }
    let known: Vec<String> = rules.iter().map(|rule| rule.id.clone()).collect();
    let mut tx = app.db.platform().await?;
    store::forget_others(&mut tx, &known).await?;
    tx.commit().await?;
    for tenant in tenants {
        let mut tx = app.db.tenant(tenant).await?;
        personal::expire(&mut tx, now).await?;
        tx.commit().await?;
        end_objects(app, tenant, now).await?;
    }
    let selectors = ledger::purge(app).await?;
    if selectors > 0 {
        tracing::info!(ledger.entries = selectors, "entries of the privacy ledger no longer say whom they were about");
    }
    Ok(runs)
}

/// What each rule knows of itself, for operators and for the proof that periods are kept.
///
/// # Errors
/// When the database is away.
pub async fn states(app: &App) -> Result<Vec<State>> {
    let mut tx = app.db.platform().await?;
    store::states(&mut tx).await
}

/// Lets a rule that was stopped end what it found, at its next run. `false` when there is no such rule.
///
/// # Errors
/// When the database is away.
pub async fn approve(app: &App, rule: &str) -> Result<bool> {
    let mut tx = app.db.platform().await?;
    let found = store::approve(&mut tx, rule, app.clock.now()).await?;
    tx.commit().await?;
    Ok(found)
}

async fn tenants(app: &App) -> Result<Vec<TenantId>> {
    let mut all: Vec<TenantId> = Vec::new();
    loop {
        let after = all.last().map_or(Uuid::nil(), |tenant| tenant.uuid());
        let mut tx = app.db.platform().await?;
        let page = store::tenants(&mut tx, after, PAGE).await?;
        if page.is_empty() {
            return Ok(all);
        }
        all.extend(page);
    }
}

/// Counts for every rule; an association's rows as its own role sees them.
async fn look(app: &App, schema: &Schema, rules: &[Rule], tenants: &[TenantId], now: Timestamp) -> Result<HashMap<String, Found>> {
    let mut found: HashMap<String, Found> = HashMap::new();
    let mut note = |rule: &Rule, owner: Option<TenantId>, count: Count| {
        let entry = found.entry(rule.id.clone()).or_default();
        entry.count += count;
        if count.due > 0 {
            entry.owners.push((owner, count.due));
        }
    };
    let mut tx = app.db.platform().await?;
    for rule in rules.iter().filter(|rule| !rule.of_tenants()) {
        let count = rule.count(tx.conn(), schema, None, now).await?;
        note(rule, None, count);
    }
    drop(tx);
    for tenant in tenants {
        let mut tx = app.db.tenant(*tenant).await?;
        for rule in rules.iter().filter(|rule| rule.of_tenants()) {
            let count = rule.count(tx.conn(), schema, Some(tenant.uuid()), now).await?;
            note(rule, Some(*tenant), count);
        }
    }
    Ok(found)
}

async fn run(app: &App, schema: &Schema, rule: &Rule, found: Found, now: Timestamp) -> Result<Run> {
    let mut tx = app.db.platform().await?;
    let state = store::meet(&mut tx, &rule.id, &rule.fingerprint(schema), now).await?;
    let by_hand = rule.by_hand() || !rule.granted(tx.conn()).await?;
    tx.commit().await?;
    let Count { due, indeterminate, total } = found.count;
    let approved = state.approved_at.is_some_and(|at| now - at < APPROVAL);
    let outcome = if by_hand || now - state.first_seen < REHEARSAL {
        "rehearsed"
    } else if due > MANY && due * SHARE > total && !approved {
        "stopped"
    } else {
        "done"
    };
    let mut run = Run { rule: rule.id.clone(), outcome, due, touched: 0, overdue: due, indeterminate };
    if outcome == "done" {
        match end(app, schema, rule, &found.owners, now).await {
            Ok(touched) => run.touched = touched,
            Err(error) => {
                tracing::error!(error.cause = ?error, retention.rule = rule.id, "a period could not be ended");
                run.outcome = "failed";
            }
        }
        run.overdue = due.saturating_sub(run.touched);
    }
    if run.outcome == "stopped" {
        tracing::error!(
            retention.rule = rule.id,
            retention.rows = due,
            "a rule would end more than a fifth of its table and waits: look, then `estrade privacy approve-sweep`"
        );
    } else if run.touched > 0 {
        tracing::info!(retention.rule = rule.id, retention.rows = run.touched, "periods ended");
    }
    #[expect(clippy::cast_precision_loss, reason = "a gauge is a float, and no table nears 2^52 rows")]
    for (name, value) in [("overdue", run.overdue), ("indeterminate", run.indeterminate)] {
        metrics::gauge!("estrade_retention_rows", "rule" => rule.id.clone(), "state" => name).set(value as f64);
    }
    let mut tx = app.db.platform().await?;
    store::write_down(&mut tx, new_uuid(now), &run, now, app.clock.now()).await?;
    tx.commit().await?;
    Ok(run)
}

/// Ends what is due, a batch in a transaction, as the role whose rows they are.
async fn end(app: &App, schema: &Schema, rule: &Rule, owners: &[(Option<TenantId>, u64)], now: Timestamp) -> Result<u64> {
    let mut touched = 0;
    for (owner, _) in owners {
        loop {
            let rows = match owner {
                Some(tenant) => {
                    let mut tx = app.db.tenant(*tenant).await?;
                    tx.exercise_right().await?;
                    let rows = rule.end_batch(tx.conn(), schema, Some(tenant.uuid()), now).await?;
                    tx.commit().await?;
                    rows
                }
                None => {
                    let mut tx = app.db.platform().await?;
                    let rows = rule.end_batch(tx.conn(), schema, None, now).await?;
                    tx.commit().await?;
                    rows
                }
            };
            touched += rows;
            if rows == 0 {
                break;
            }
        }
    }
    Ok(touched)
}

/// Deletes objects whose place has a period of its own: their ids say when they were made.
async fn end_objects(app: &App, tenant: TenantId, now: Timestamp) -> Result<()> {
    for place in STORES.iter().filter(|place| place.kind == StoreKind::S3 && place.key_pattern.starts_with("t/")) {
        let Some(active) = place.retention.and_then(|retention| retention.facts().active) else { continue };
        let seconds = i64::try_from(active.most_seconds()).context("a period longer than time")?;
        for key in app.storage.list(&format!("t/{tenant}/{}/", place.key)).await? {
            let name = key.as_str().rsplit('/').next().unwrap_or_default();
            let made = name.split('.').next().and_then(|id| id.parse::<Uuid>().ok()).and_then(|id| id.get_timestamp());
            let over = made.is_some_and(|made| now.timestamp() - i64::try_from(made.to_unix().0).unwrap_or(i64::MAX) > seconds);
            if over {
                app.storage.delete_all_versions(&key).await?;
            }
        }
    }
    Ok(())
}
