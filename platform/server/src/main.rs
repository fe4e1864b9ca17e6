//! `estrade`: the program an operator runs. Everything it is told comes from the environment; `estrade doctor` says what is wrong with it.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line answers on the terminal")]

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use kernel::{app::App, clock::Clock, config::Config, db::Db};
use server::{Server, ServerOptions, backup, doctor, operators, privacy, telemetry};

/// Measured with `ops/bench`: with mimalloc, as quick, an idle server holds 25 MB more.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// Sites and ticketing for small cultural associations.
#[derive(Parser)]
#[command(name = "estrade", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Answers requests and runs jobs, in one process.
    Serve {
        /// Leaves the jobs to `estrade worker` processes.
        #[arg(long)]
        no_worker: bool,
    },
    /// Runs jobs only.
    Worker,
    /// Applies pending migrations, as the owner named by DATABASE_OWNER_URL.
    Migrate {
        /// The database, as the role that owns its tables.
        #[arg(long, env = "DATABASE_OWNER_URL", hide_env_values = true)]
        owner_url: String,
    },
    /// Checks everything this program needs, a line each; exits with 1 when something is wrong.
    Doctor,
    /// Associations.
    Tenant {
        #[command(subcommand)]
        act: TenantAct,
    },
    /// Accounts of staff and operators.
    Account {
        #[command(subcommand)]
        act: AccountAct,
    },
    /// The privacy ledger and the end of periods.
    Privacy {
        #[command(subcommand)]
        act: privacy::PrivacyAct,
    },
    /// The pictures of all associations, to a folder and back: what a backup holds beside the database.
    Objects {
        #[command(subcommand)]
        act: ObjectsAct,
    },
    /// Writes the API's description, as JSON.
    Openapi,
    /// Writes what the personal-data inventory lets a browser keep and ask for, as JSON.
    Inventory,
}

#[derive(Subcommand)]
enum ObjectsAct {
    /// Copies every object into a folder.
    Save {
        /// The folder, made if missing.
        folder: std::path::PathBuf,
    },
    /// Puts back the objects of a folder that are not in the store and whose row is in the database.
    Load {
        /// The folder.
        folder: std::path::PathBuf,
    },
}

#[derive(Subcommand)]
enum AccountAct {
    /// Takes an account's second factor away at once, when nobody else can: an only operator without a phone, a master secret that changed. Its holder is
    /// told by mail, and every session of the account ends.
    RemoveFactor {
        /// The account's address.
        email: String,
    },
}

#[derive(Subcommand)]
enum TenantAct {
    /// Lists them: address, state, name.
    List,
    /// Takes an association's site off line; nothing is deleted.
    Suspend {
        /// Its part of the address.
        slug: String,
    },
    /// Puts it back.
    Resume {
        /// Its part of the address.
        slug: String,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(anyhow::Error::from)
        .and_then(|runtime| runtime.block_on(run(arguments.command)));
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve { no_worker } => serve(ServerOptions { serve: true, worker: !no_worker }).await?,
        Command::Worker => serve(ServerOptions { serve: false, worker: true }).await?,
        Command::Migrate { owner_url } => {
            Db::migrate(&owner_url).await?;
            println!("the database is up to date");
        }
        Command::Doctor => return Box::pin(doctor::run()).await,
        Command::Tenant { act } => tenant(act).await?,
        Command::Account { act } => account(act).await?,
        Command::Privacy { act } => return Box::pin(privacy::run(act)).await,
        Command::Objects { act } => objects(act).await?,
        Command::Openapi => print!("{}", server::api::description()),
        Command::Inventory => println!("{:#}", server::inventory::described()),
    }
    Ok(ExitCode::SUCCESS)
}

/// Runs until the process is told to stop.
async fn serve(options: ServerOptions) -> anyhow::Result<()> {
    telemetry::start_logs();
    let config = Config::from_environment()?;
    let running = Server::start(config, Clock::real(), options).await?;
    tracing::info!("Estrade {} is ready", env!("CARGO_PKG_VERSION"));
    asked_to_stop().await?;
    tracing::info!("stopping: what is under way ends first");
    running.shutdown().await;
    Ok(())
}

async fn asked_to_stop() -> anyhow::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminated = signal(SignalKind::terminate())?;
    tokio::select! {
        outcome = tokio::signal::ctrl_c() => outcome?,
        _ = terminated.recv() => {}
    }
    Ok(())
}

async fn tenant(act: TenantAct) -> anyhow::Result<()> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let app = App::new(Config::from_environment()?, Clock::real(), &[])?;
    match act {
        TenantAct::List => {
            for tenant in operators::list_all(&app).await? {
                println!("{:<42} {:<10} {}", tenant.slug, tenant.state, tenant.name);
            }
        }
        TenantAct::Suspend { slug } => say(&slug, operators::set_state(&app, &slug, operators::State::Suspended).await?, "is suspended")?,
        TenantAct::Resume { slug } => say(&slug, operators::set_state(&app, &slug, operators::State::Active).await?, "is active")?,
    }
    app.db.close().await;
    Ok(())
}

async fn account(act: AccountAct) -> anyhow::Result<()> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let app = App::new(Config::from_environment()?, Clock::real(), &[])?;
    let AccountAct::RemoveFactor { email } = act;
    let removed = server::staff::second_factor::team::remove_by_hand(&app, &email).await?;
    app.db.close().await;
    anyhow::ensure!(removed, "no account with a second factor has the address {email}\nhint: the address it signs in with");
    println!("{email} has no second factor any more; its sessions are over, and a mail says so");
    Ok(())
}

async fn objects(act: ObjectsAct) -> anyhow::Result<()> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let app = App::new(Config::from_environment()?, Clock::real(), &[])?;
    match act {
        ObjectsAct::Save { folder } => println!("{} objects copied", backup::save(&app.storage, &folder).await?),
        ObjectsAct::Load { folder } => {
            let loaded = backup::load(&app, &folder).await?;
            println!("{} objects put back, {} left out because their row is gone", loaded.put, loaded.orphans);
        }
    }
    Ok(())
}

fn say(slug: &str, found: bool, done: &str) -> anyhow::Result<()> {
    anyhow::ensure!(found, "no association has the address {slug}\nhint: estrade tenant list");
    println!("{slug} {done}; other processes follow within a minute");
    Ok(())
}
