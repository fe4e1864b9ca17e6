//! `estrade-dev`: Estrade and everything around it, in one command.

use std::{
    env,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Parser;
use dev::{
    demo,
    surroundings::Options,
    world::{Addresses, Demo, World},
};
use kernel::clock::Clock;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Runs Estrade with a private PostgreSQL, an object store, a Stripe simulator, a mail catcher and demo associations.
#[derive(Debug, Parser)]
#[command(name = "estrade-dev", version)]
struct Arguments {
    /// Where everything is kept between starts [default: data/ in the repository, else estrade/ in your data folder].
    #[arg(long, value_name = "DIR", env = "ESTRADE_DATA")]
    data: Option<PathBuf>,
    /// Erase what is kept there and begin again.
    #[arg(long)]
    fresh: bool,
    /// The port of every page; 0 picks a free one.
    #[arg(long, value_name = "N", default_value_t = 8080)]
    port: u16,
    /// When ready, print one line of JSON with every address and demo credential.
    #[arg(long)]
    json: bool,
    /// Use this PostgreSQL server, as a superuser, instead of a private one.
    #[arg(long, value_name = "URL", env = "DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    start_log();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error.into(), Path::new(".")),
    };
    let data = arguments.data.clone().unwrap_or_else(default_data);
    match runtime.block_on(run(arguments, data.clone())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error, &data),
    }
}

async fn run(arguments: Arguments, data: PathBuf) -> anyhow::Result<()> {
    let mut end = End::new()?;
    let options =
        Options { data, fresh: arguments.fresh, port: arguments.port, fsync: true, database_url: arguments.database_url.filter(|url| !url.is_empty()) };
    // Ended while it starts, whatever already runs is cut off as it is dropped.
    let (world, demo) = tokio::select! {
        started = start(options) => started?,
        () = end.asked() => return Ok(()),
    };
    announce(&world.addresses(&demo), arguments.json)?;
    end.asked().await;
    tokio::select! {
        stopped = world.stop() => stopped,
        // Whoever asks twice does not want to wait; the next start tidies up.
        () = end.asked() => Ok(()),
    }
}

async fn start(options: Options) -> anyhow::Result<(World, Demo)> {
    let world = World::start(options, Clock::real()).await?;
    let demo = demo::seed(&world).await?;
    Ok((world, demo))
}

/// Ctrl-C, SIGTERM and a closed terminal, which all mean the same.
struct End {
    interrupt: Signal,
    terminate: Signal,
    hang_up: Signal,
}

impl End {
    fn new() -> anyhow::Result<Self> {
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())?, hang_up: signal(SignalKind::hangup())? })
    }

    async fn asked(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
            _ = self.hang_up.recv() => {}
        }
    }
}

#[expect(clippy::print_stdout, reason = "a command that prints addresses for a person, or one line of JSON for a program")]
fn announce(addresses: &Addresses, json: bool) -> anyhow::Result<()> {
    if json {
        println!("{}", serde_json::to_string(addresses)?);
        return Ok(());
    }
    println!(
        "\nEstrade is ready.\n\n  Site          {}\n  Back office   {}\n  Platform      {}\n  Mails         {}\n  Payments      {}sim (nothing is charged; pay with 4242 4242 4242 4242)\n\n  Staff         {}  {}\n  Operator      {}  {}  second factor {}\n  API token     {}\n  Database      {}\n  Kept in       {}\n\nCtrl-C ends everything.\n",
        addresses.site,
        addresses.back_office,
        addresses.platform,
        addresses.mail,
        addresses.stripe,
        addresses.staff.email,
        addresses.staff.password,
        addresses.operator.email,
        addresses.operator.password,
        addresses.operator.totp_secret.as_deref().unwrap_or("none"),
        addresses.api_token,
        addresses.database,
        addresses.data
    );
    Ok(())
}

/// The log goes to the error stream, so that `--json` stays one line; `RUST_LOG` says how much.
fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}

#[expect(clippy::print_stderr, reason = "a command that failed says so to whoever typed it")]
fn fail(error: &anyhow::Error, data: &Path) -> ExitCode {
    // Hints stand in the middle of the chain of causes: they are read last.
    let chain: Vec<String> = error.chain().map(ToString::to_string).collect();
    let (hints, causes): (Vec<&str>, Vec<&str>) = chain.iter().flat_map(|cause| cause.lines()).partition(|line| line.starts_with("  hint: "));
    eprintln!("estrade-dev: {}", causes.join("\n  "));
    for hint in hints {
        eprintln!("{hint}");
    }
    if lacks_space(error) {
        eprintln!("  hint: the disk is full: free some space, or keep everything elsewhere than {} with --data", data.display());
    }
    ExitCode::FAILURE
}

/// Whether a full disk is behind it, told by the system or by PostgreSQL's own words.
fn lacks_space(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let full = cause
            .downcast_ref::<std::io::Error>()
            .is_some_and(|found| matches!(found.kind(), std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded));
        full || cause.to_string().contains("No space left on device")
    })
}

/// `data/` of the repository we run in or were built in, else a folder among the user's data.
fn default_data() -> PathBuf {
    let starts = [env::current_dir().ok(), env::current_exe().ok()];
    let repository = starts.iter().flatten().flat_map(|start| start.ancestors()).find(|folder| folder.join("platform/dev/Cargo.toml").is_file());
    if let Some(folder) = repository {
        return folder.join("data");
    }
    let home = env::var_os("XDG_DATA_HOME")
        .filter(|path| !path.is_empty())
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".local/share")));
    home.unwrap_or_else(env::temp_dir).join("estrade")
}
