//! `estrade privacy`: how the database stands to the privacy ledger, replaying it after a restore, taking back what cannot be done, and the
//! nightly end of periods by hand.
#![expect(clippy::print_stdout, reason = "a command line answers on the terminal")]

use std::process::ExitCode;

use clap::Subcommand;
use kernel::{app::App, clock::Clock, config::Config, error::Error, ledger};

use crate::{maintenance::retention, recovery};

/// What can be asked.
#[derive(Clone, Debug, Subcommand)]
pub enum PrivacyAct {
    /// Says how far the database has followed the ledger, and how the rules of retention stand.
    Status,
    /// Checks the ledger's whole chain.
    Verify,
    /// Carries out again what people asked for since the backup that was restored.
    Replay {
        /// Only says what it would do.
        #[arg(long)]
        dry_run: bool,
        /// Also entries whose effect is there already, from this one on.
        #[arg(long, value_name = "NUMBER")]
        from: Option<u64>,
    },
    /// Takes back an entry that cannot be carried out, so that it no longer closes every site. What it promised is not done: tell the person.
    Void {
        /// Its number, as `replay` says it.
        entry: u64,
    },
    /// Ends periods now instead of tonight.
    Sweep,
    /// Lets a rule of retention that was stopped end what it found.
    ApproveSweep {
        /// Its name, as `status` says it.
        rule: String,
    },
}

/// Answers; ends with 1 when something is wrong or left to do.
///
/// # Errors
/// When the configuration, the database or the ledger does not answer.
pub async fn run(act: PrivacyAct) -> anyhow::Result<ExitCode> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let app = App::new(Config::from_environment()?, Clock::real(), &[])?;
    app.db.verify().await?;
    let well = match act {
        PrivacyAct::Status => status(&app).await?,
        PrivacyAct::Verify => verify(&app).await?,
        PrivacyAct::Replay { dry_run, from } => replay(&app, recovery::Wanted { from, rehearse: dry_run }).await?,
        PrivacyAct::Void { entry } => void(&app, entry).await?,
        PrivacyAct::Sweep => sweep(&app).await?,
        PrivacyAct::ApproveSweep { rule } => {
            let found = retention::approve(&app, &rule).await?;
            anyhow::ensure!(found, "no rule is called {rule}\nhint: estrade privacy status");
            println!("{rule} goes on at its next run, within two days");
            true
        }
    };
    app.db.close().await;
    Ok(if well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn status(app: &App) -> anyhow::Result<bool> {
    let standing = ledger::standing(app).await?;
    println!("privacy ledger: {} entries, {} followed by this database", standing.last, standing.head);
    println!("  {} under way, {} cut short, {} never heard of here", standing.under_way, standing.cut_short.len(), standing.unheard.len());
    let why = standing.closes();
    match &why {
        Some(why) => println!("  QUARANTINE: {why}"),
        None => println!("  level"),
    }
    println!("{:<34} {:<10} {:>8} {:>8} {:>8} {:>8}  last run", "retention rule", "mode", "ended", "overdue", "held", "unknown");
    for state in retention::states(app).await? {
        let last = state.last_run_at.map_or_else(|| "never".to_owned(), |at| at.format("%Y-%m-%d %H:%M").to_string());
        println!("{:<34} {:<10} {:>8} {:>8} {:>8} {:>8}  {last}", state.rule, state.mode, state.last_count, state.overdue, state.held, state.indeterminate);
    }
    Ok(why.is_none() && standing.cut_short.is_empty())
}

async fn verify(app: &App) -> anyhow::Result<bool> {
    let chain = ledger::verify(app).await?;
    println!("{} entries, {} of them still say whom they were about", chain.entries, chain.selectors);
    for fault in &chain.faults {
        println!("FAULT {fault}");
    }
    if chain.faults.is_empty() {
        println!("the chain is whole");
    }
    Ok(chain.faults.is_empty())
}

async fn replay(app: &App, wanted: recovery::Wanted) -> anyhow::Result<bool> {
    let report = recovery::replay(app, wanted).await?;
    for line in &report.lines {
        println!("{:>8}  {:<18} {}", line.seq, line.kind.as_str(), line.fate);
    }
    if wanted.rehearse {
        println!("{} entries; nothing was changed", report.lines.len());
        return Ok(report.stuck() == 0);
    }
    println!("{} entries, {} of them stuck", report.lines.len(), report.stuck());
    if report.stuck() > 0 || !level(app).await {
        return Ok(false);
    }
    let ended: u64 = retention::sweep(app).await?.iter().map(|run| run.touched).sum();
    println!("periods ended: {ended} rows; servers open by themselves within seconds");
    Ok(true)
}

/// Whether the database has followed the ledger; says why not.
async fn level(app: &App) -> bool {
    recovery::look(app, true).await;
    let why = app.gate.why();
    if let Some(why) = &why {
        println!("QUARANTINE: {why}");
    }
    why.is_none()
}

async fn void(app: &App, seq: u64) -> anyhow::Result<bool> {
    let entry = match recovery::void(app, seq).await {
        Err(Error::NotFound) => anyhow::bail!("no entry {seq} waits to be carried out\nhint: estrade privacy replay --dry-run"),
        other => other?,
    };
    println!(
        "entry {seq} ({} of {}, association {}) is taken back: it is never carried out",
        entry.kind.as_str(),
        entry.at.format("%Y-%m-%d %H:%M"),
        entry.tenant
    );
    println!("the association tells its person, and notes why in the file of the request");
    Ok(true)
}

async fn sweep(app: &App) -> anyhow::Result<bool> {
    // A database that is behind does not know whose data are held, or gone.
    if !level(app).await {
        return Ok(false);
    }
    let runs = retention::sweep(app).await?;
    for run in &runs {
        println!("{:<34} {:<10} {:>8} due {:>8} ended {:>8} overdue", run.rule, run.outcome, run.due, run.touched, run.overdue);
    }
    Ok(runs.iter().all(|run| !matches!(run.outcome, "failed" | "stopped")))
}
