//! Rehearsals against real processes: `drill oversell` sells a hall under fire, `drill restore` brings a backup back after people asked for their rights, `drill bench` measures. Started by `ops/drill` and `ops/bench`.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line answers on the terminal")]

mod bench;
mod buyer;
mod oversell;
mod restore;
mod stage;
mod verdict;

use std::process::ExitCode;

use anyhow::bail;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(anyhow::Error::from);
    match runtime.and_then(|runtime| runtime.block_on(run(&arguments))) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("drill: {error:#}");
            ExitCode::from(2)
        }
    }
}

async fn run(arguments: &[String]) -> anyhow::Result<bool> {
    let seed = || arguments.get(1).map_or(Ok(20_261_123), |text| text.parse::<u64>());
    match arguments.first().map(String::as_str) {
        Some("oversell") => oversell::run(seed()?).await,
        Some("restore") => restore::run().await,
        Some("bench") => bench::run().await,
        _ => bail!("say what to rehearse\n  hint: drill oversell [SEED], drill restore, or drill bench"),
    }
}
