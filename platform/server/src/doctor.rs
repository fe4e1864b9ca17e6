//! `estrade doctor`: everything this program needs, checked from where it runs, a line each.
#![expect(clippy::print_stdout, reason = "a command line answers on the terminal")]

use std::{process::ExitCode, time::Duration};

use anyhow::Context as _;
use bytes::Bytes;
use kernel::{
    app::App,
    clock::Clock,
    config::{Config, PaymentsConfig},
    ids::TenantId,
    inventory::{ClaimId, ClaimKind},
    ledger,
    storage::{StoreId, StoreKey},
    stripe::StripeErrorKind,
};
use tenants::legal::proofs;
use tokio::{io::AsyncReadExt as _, net::TcpStream};
use uuid::Uuid;

use crate::{check_inventory, maintenance::retention, operators, pages, papers};

/// How long one check may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Runs every check; the process ends with 1 when one fails.
///
/// # Errors
/// When the configuration itself cannot be read, with every fault of it.
pub async fn run() -> anyhow::Result<ExitCode> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let config = Config::from_environment()?;
    let mut report = Report::default();
    report.note("configuration", Ok(format!("{}, listening on {}", config.http.public_url, config.http.bind)));
    let app = match App::new(config, Clock::real(), &pages()) {
        Ok(app) => app,
        Err(fault) => {
            report.note("templates", Err(fault));
            return Ok(report.end());
        }
    };
    report.note("templates", Ok(format!("{} pages and mails render", pages().len())));
    report.note("database roles and migrations", within(app.db.verify()).await.map(|()| "right".to_owned()));
    report.note("inventory", within(check_inventory(&app.db)).await.map(|()| "agrees with the database".to_owned()));
    report.note("processors", within(processors(&app)).await);
    report.note("claims", within(claims(&app)).await);
    report.note("clock", within(clock(&app)).await);
    report.note("object store", within(Box::pin(storage(&app))).await);
    report.note("privacy ledger", within(Box::pin(privacy_ledger(&app))).await);
    report.note("periods", within(periods(&app)).await);
    report.note("mail relay", within(relay(&app)).await);
    report.note("Stripe", within(stripe(&app)).await);
    Ok(report.end())
}

#[derive(Default)]
struct Report {
    faults: usize,
}

impl Report {
    fn note(&mut self, what: &str, outcome: anyhow::Result<String>) {
        match outcome {
            Ok(found) => println!("ok    {what}: {found}"),
            Err(fault) => {
                self.faults += 1;
                println!("FAULT {what}: {fault:#}");
            }
        }
    }

    fn end(self) -> ExitCode {
        if self.faults == 0 {
            println!("all is well");
            return ExitCode::SUCCESS;
        }
        println!("{} fault(s)", self.faults);
        ExitCode::FAILURE
    }
}

async fn within<T>(check: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::time::timeout(PATIENCE, check).await.context("no answer within ten seconds: is the address right, and reachable from here?")?
}

/// Whether the processors are those that the associations know of.
async fn processors(app: &App) -> anyhow::Result<String> {
    let faults = papers::unannounced(app).await?;
    anyhow::ensure!(faults.is_empty(), "{}; announce a change at /operateur/sous-traitants before it applies", faults.join("; "));
    Ok("as announced".to_owned())
}

/// How the claims of the notices stand over all sites: a red one is no fault of the installation, it takes its sentence back by itself. One that
/// nobody looked at for days is.
async fn claims(app: &App) -> anyhow::Result<String> {
    let states = proofs::store::by_state(app).await?;
    if states.is_empty() {
        return Ok("no site was looked at yet; the worker does it each night".to_owned());
    }
    // Somebody's word is a year old at most and nobody looks at it by night.
    let by_night = |claim: &str| ClaimId::from_key(claim).is_some_and(|id| id.facts().kind != ClaimKind::Attested);
    let oldest = states.iter().filter(|(claim, ..)| by_night(claim)).filter_map(|(_, _, _, oldest)| *oldest).min();
    let told: Vec<String> = states.iter().map(|(claim, state, sites, _)| format!("{claim} {state} on {sites}")).collect();
    let late = oldest.is_some_and(|oldest| (app.clock.now() - oldest).num_hours() > 72);
    anyhow::ensure!(!late, "a site was not looked at for three days: is a worker running? {}", told.join(", "));
    Ok(told.join(", "))
}

/// Signatures of webhooks hold for five minutes: clocks must agree.
async fn clock(app: &App) -> anyhow::Result<String> {
    let theirs = operators::database_time(app).await?;
    let apart = (app.clock.now() - theirs).num_seconds().abs();
    anyhow::ensure!(apart < 30, "this machine and the database are {apart} seconds apart; let both follow a time server");
    Ok("agrees with the database's".to_owned())
}

async fn storage(app: &App) -> anyhow::Result<String> {
    app.storage.ensure_bucket().await.context("the bucket is not there and cannot be made; check S3_ENDPOINT, S3_BUCKET and the keys")?;
    let key = StoreKey::tenant(TenantId::from_uuid(Uuid::nil()), StoreId::Pictures, Uuid::new_v4(), "txt");
    let bytes = Bytes::from_static(b"estrade doctor");
    app.storage.put(&key, bytes.clone(), "text/plain").await.context("an object cannot be written")?;
    let read = app.storage.get(&key).await.context("an object cannot be read back")?;
    app.storage.delete(&key).await.context("an object cannot be deleted")?;
    anyhow::ensure!(read.is_some_and(|object| object.bytes == bytes), "what was read is not what was written");
    Ok("writes, reads and deletes".to_owned())
}

/// Whether the ledger answers, is the one this database has followed, and how far.
async fn privacy_ledger(app: &App) -> anyhow::Result<String> {
    app.ledger.ensure_bucket().await.context("its bucket is not there and cannot be made; check LEDGER_S3_ENDPOINT, LEDGER_S3_BUCKET and the keys")?;
    let standing = ledger::standing(app).await.context("it cannot be compared with the database")?;
    if let Some(why) = standing.closes() {
        anyhow::bail!("QUARANTINE: {why}");
    }
    anyhow::ensure!(standing.cut_short.is_empty(), "{} entries were cut short; a running server carries them out within a minute", standing.cut_short.len());
    Ok(format!("{} entries, all followed", standing.last))
}

/// Whether the nightly end of periods ran, and what it left.
async fn periods(app: &App) -> anyhow::Result<String> {
    let states = retention::states(app).await?;
    let Some(last) = states.iter().filter_map(|state| state.last_run_at).max() else { return Ok("not ended yet: the first run is tonight".to_owned()) };
    anyhow::ensure!(app.clock.now() - last < chrono::Duration::hours(36), "last ended at {last}: is a worker running?");
    let stopped: Vec<&str> = states.iter().filter(|state| state.mode == "stopped").map(|state| state.rule.as_str()).collect();
    anyhow::ensure!(
        stopped.is_empty(),
        "stopped, because they would end much at once: {}; look, then `estrade privacy approve-sweep RULE`",
        stopped.join(", ")
    );
    let overdue: i64 = states.iter().map(|state| state.overdue).sum();
    Ok(format!("last ended at {last}, {overdue} rows overdue"))
}

/// Whether the relay greets; TLS from the start begins with the client, so there an open connection must do.
async fn relay(app: &App) -> anyhow::Result<String> {
    let url = &app.config.mail.url;
    let host = url.host_str().unwrap_or_default();
    let port = url.port().unwrap_or(if url.scheme() == "smtps" { 465 } else { 25 });
    let mut stream = TcpStream::connect((host, port)).await.with_context(|| format!("{host}:{port} cannot be reached; check SMTP_URL"))?;
    if url.scheme() == "smtps" {
        return Ok(format!("{host}:{port} accepts connections"));
    }
    let mut greeting = [0_u8; 128];
    let length = stream.read(&mut greeting).await?;
    let greeting = String::from_utf8_lossy(&greeting[..length]).trim().to_owned();
    anyhow::ensure!(greeting.starts_with("220"), "{host}:{port} does not greet as a mail relay");
    Ok(format!("{host}:{port} greets"))
}

/// Whether the key is taken. Asking for an account nobody has moves nothing: a right key is told so, a wrong one is refused.
async fn stripe(app: &App) -> anyhow::Result<String> {
    let config = match &app.config.payments {
        PaymentsConfig::Off(why) => return Ok(format!("payments are off: {why}")),
        PaymentsConfig::Stripe(config) => config,
    };
    let stripe = app.stripe.as_ref().context("payments are on without a client")?;
    match stripe.account_state("acct_1EstradeDoctorNobody").await {
        Err(error) if error.kind == StripeErrorKind::Authentication => {
            anyhow::bail!("the key is refused; copy STRIPE_SECRET_KEY again from the dashboard")
        }
        Err(error) if error.is_transient() => anyhow::bail!("{} does not answer: {error}", config.base_url),
        Ok(_) | Err(_) => Ok(format!("the key is taken, {} payments", if config.is_test_mode() { "test" } else { "real" })),
    }
}
