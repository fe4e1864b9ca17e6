//! The nightly end of periods: each rule of the inventory counts what is over and ends it, a batch at a time. A new rule is only rehearsed
//! for a week; one that would end more of a table than a night should waits for an operator; every run leaves its figures.

mod store;

use std::collections::HashMap;

use anyhow::Context as _;
use chrono::Duration;
use kernel::{
    app::App,
    clock::Timestamp,
    db::TenantTx,
    error::{Error, Result},
    ids::{TenantId, new_uuid},
    inventory::{self, STORES, StoreKind, TABLES},
    ledger,
    personal::{
        self, Root,
        retention::{Count, Owner, Rule, Schema, rules},
    },
};
use tenants::people::restriction;
use uuid::Uuid;

pub use store::State;

/// A new rule, or one that reads differently, only counts for so long.
const REHEARSAL: Duration = Duration::days(7);
/// More rows than this, and more than this share of the table, wait for an operator.
const MANY: u64 = 100;
const SHARE: u64 = 5;
/// The same for the rows of one association, whose mistakes are its own: there, a season may end at once.
const OWN_SHARE: u64 = 2;
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
    /// Rows whose period is over and that stay, because somebody needs them or asks about them.
    pub held: u64,
    /// Rows whose clock has not started.
    pub indeterminate: u64,
}

/// What a rule finds, in all and by owner.
#[derive(Default)]
struct Found {
    count: Count,
    owners: Vec<(Option<TenantId>, Count)>,
    /// An association could not be looked at.
    blind: bool,
}

/// What went wrong on the way, which stops nobody else's periods.
#[derive(Default)]
struct Failures(usize);

impl Failures {
    fn note(&mut self, error: &Error, what: &str, whose: Option<TenantId>) {
        self.0 += 1;
        let whose = whose.map_or_else(|| "platform".to_owned(), |tenant| tenant.to_string());
        tracing::error!(tenant.id = whose, error.cause = ?error, "{what} failed; the others' periods end all the same");
    }
}

/// Runs what ends beside the tables, archives and the ledger's selectors, then every rule, then objects.
///
/// # Errors
/// When the database is away; and at the end, when anything failed on the way: that stopped nothing else, and is written down.
pub async fn sweep(app: &App) -> Result<Vec<Run>> {
    let now = app.clock.now();
    let mut failures = Failures::default();
    // First, because it needs nothing of what follows: what the ledger says of people is deleted on its day whatever else fails.
    match ledger::purge(app).await {
        Ok(0) => {}
        Ok(selectors) => tracing::info!(ledger.entries = selectors, "entries of the privacy ledger no longer say whom they were about"),
        Err(error) => failures.note(&error, "the end of the ledger's selectors", None),
    }
    let mut tx = app.db.platform().await?;
    // What the inventory does not know may be what a period was to end: nothing ends before it is judged.
    inventory::agreed(tx.conn()).await?;
    let schema = Schema::read(tx.conn()).await?;
    drop(tx);
    let (mut rules, _) = rules(TABLES);
    // What needs rows of others ends before them.
    rules.sort_by_key(|rule| std::cmp::Reverse(rule.depth(&schema)));
    let tenants = tenants(app).await?;
    // First what lies in archives: it names rows that may end tonight.
    for tenant in &tenants {
        if let Err(error) = end_archives(app, *tenant, now).await {
            failures.note(&error, "the end of archives", Some(*tenant));
        }
    }
    let mut found = look(app, &schema, &rules, &tenants, now, &mut failures).await?;
    let mut runs = Vec::new();
    for rule in &rules {
        let found = found.remove(&rule.id).unwrap_or_default();
        runs.push(run(app, &schema, rule, found, now, &mut failures).await?);
    }
    let known: Vec<String> = rules.iter().map(|rule| rule.id.clone()).collect();
    let mut tx = app.db.platform().await?;
    store::forget_others(&mut tx, &known).await?;
    tx.commit().await?;
    for tenant in tenants {
        if let Err(error) = end_objects(app, tenant, now).await {
            failures.note(&error, "the end of objects", Some(tenant));
        }
    }
    if failures.0 > 0 {
        return Err(Error::Internal(anyhow::anyhow!("periods could not be ended in {} places: the log says where and why", failures.0)));
    }
    Ok(runs)
}

async fn end_archives(app: &App, tenant: TenantId, now: Timestamp) -> Result<()> {
    let mut tx = app.db.tenant(tenant).await?;
    personal::expire(&mut tx, now).await?;
    tx.commit().await
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

/// An association as the rules meet it: with the people whose rows stay although their period is over. That is who had the use of their data
/// restricted to keep them (GDPR art. 18(1)(a) to (c); who objected to a use asks for no longer keeping), and whom an unfinished request is
/// about: what it asks for is answered first.
async fn owner(tx: &mut TenantTx) -> Result<Owner> {
    let mut held: Vec<Root> = restriction::store::kept(tx).await?;
    held.extend(store::asked_about(tx).await?);
    held.sort_unstable();
    held.dedup();
    Ok(Owner { tenant: Some(tx.tid()), held })
}

/// Counts for every rule; an association's rows as its own role sees them.
async fn look(app: &App, schema: &Schema, rules: &[Rule], tenants: &[TenantId], now: Timestamp, failures: &mut Failures) -> Result<HashMap<String, Found>> {
    let mut found: HashMap<String, Found> = HashMap::new();
    let mut note = |rule: &Rule, owner: Option<TenantId>, count: Option<Count>| {
        let entry = found.entry(rule.id.clone()).or_default();
        match count {
            Some(count) => {
                entry.count += count;
                if count.due > 0 {
                    entry.owners.push((owner, count));
                }
            }
            None => entry.blind = true,
        }
    };
    let mut tx = app.db.platform().await?;
    for rule in rules.iter().filter(|rule| !rule.of_tenants()) {
        let count = rule.count(tx.conn(), schema, &Owner::default(), now).await?;
        note(rule, None, Some(count));
    }
    drop(tx);
    let of_tenants: Vec<&Rule> = rules.iter().filter(|rule| rule.of_tenants()).collect();
    for tenant in tenants {
        match look_at(app, schema, &of_tenants, *tenant, now).await {
            Ok(counts) => of_tenants.iter().zip(counts).for_each(|(rule, count)| note(rule, Some(*tenant), Some(count))),
            Err(error) => {
                failures.note(&error, "the count of what is over", Some(*tenant));
                for rule in &of_tenants {
                    note(rule, Some(*tenant), None);
                }
            }
        }
    }
    Ok(found)
}

async fn look_at(app: &App, schema: &Schema, rules: &[&Rule], tenant: TenantId, now: Timestamp) -> Result<Vec<Count>> {
    let mut tx = app.db.tenant(tenant).await?;
    let owner = owner(&mut tx).await?;
    let mut counts = Vec::with_capacity(rules.len());
    for rule in rules {
        counts.push(rule.count(tx.conn(), schema, &owner, now).await?);
    }
    Ok(counts)
}

async fn run(app: &App, schema: &Schema, rule: &Rule, found: Found, now: Timestamp, failures: &mut Failures) -> Result<Run> {
    let mut tx = app.db.platform().await?;
    let state = store::meet(&mut tx, &rule.id, &rule.fingerprint(schema), now).await?;
    let by_hand = rule.by_hand() || !rule.granted(tx.conn()).await?;
    tx.commit().await?;
    let Count { due, held, indeterminate, total } = found.count;
    let approved = state.approved_at.is_some_and(|at| now - at < APPROVAL);
    let rehearsed = by_hand || now - state.first_seen < REHEARSAL;
    let much = |count: &Count, share: u64| !approved && count.due > MANY && count.due * share > count.total;
    let mut run = Run { rule: rule.id.clone(), outcome: "done", due, touched: 0, overdue: due, held, indeterminate };
    if rehearsed {
        run.outcome = "rehearsed";
    } else if much(&Count { due, total, ..Count::default() }, SHARE) {
        run.outcome = "stopped";
    } else {
        for (owner, count) in &found.owners {
            if owner.is_some() && much(count, OWN_SHARE) {
                run.outcome = "stopped";
                continue;
            }
            if let Err(error) = end(app, schema, rule, *owner, now, &mut run.touched).await {
                failures.note(&error, &format!("the end of {}", rule.id), *owner);
                run.outcome = "failed";
            }
        }
        run.overdue = due.saturating_sub(run.touched);
    }
    if found.blind {
        run.outcome = "failed";
    }
    if run.outcome == "stopped" {
        tracing::error!(
            retention.rule = rule.id,
            retention.rows = run.overdue,
            "a rule would end more of a table than a night should and waits: look, then `estrade privacy approve-sweep`"
        );
    }
    if run.touched > 0 {
        tracing::info!(retention.rule = rule.id, retention.rows = run.touched, "periods ended");
    }
    #[expect(clippy::cast_precision_loss, reason = "a gauge is a float, and no table nears 2^52 rows")]
    for (name, value) in [("overdue", run.overdue), ("held", run.held), ("indeterminate", run.indeterminate)] {
        metrics::gauge!("estrade_retention_rows", "rule" => rule.id.clone(), "state" => name).set(value as f64);
    }
    let mut tx = app.db.platform().await?;
    store::write_down(&mut tx, new_uuid(now), &run, now, app.clock.now()).await?;
    tx.commit().await?;
    Ok(run)
}

/// Ends what is due of one owner, a batch in a transaction, as the role whose rows they are.
async fn end(app: &App, schema: &Schema, rule: &Rule, whose: Option<TenantId>, now: Timestamp, touched: &mut u64) -> Result<()> {
    loop {
        if let Some(why) = app.gate.why() {
            return Err(Error::Internal(anyhow::anyhow!("{why}")));
        }
        let rows = match whose {
            Some(tenant) => {
                let mut tx = app.db.tenant(tenant).await?;
                tx.exercise_right().await?;
                let owner = owner(&mut tx).await?;
                let rows = rule.end_batch(tx.conn(), schema, &owner, now).await?;
                tx.commit().await?;
                rows
            }
            None => {
                let mut tx = app.db.platform().await?;
                let rows = rule.end_batch(tx.conn(), schema, &Owner::default(), now).await?;
                tx.commit().await?;
                rows
            }
        };
        *touched += rows;
        if rows == 0 {
            return Ok(());
        }
    }
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
