//! The simulator alone, for the contract test: `SIM_KEY`, `SIM_BIND` and `SIM_STATE` in the environment; prints one
//! line of JSON when it listens, stops on Ctrl-C or SIGTERM.

use std::io::Write;

use anyhow::Context;
use stripe_simulator::{Options, Simulator};
use tokio::signal::unix::{SignalKind, signal};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let key = std::env::var("SIM_KEY").context("SIM_KEY must hold a key that begins with sk_test_")?;
    let mut options = Options::new(key);
    if let Ok(bind) = std::env::var("SIM_BIND") {
        options.bind = bind.parse().context("SIM_BIND must be an address and a port, such as 127.0.0.1:4010")?;
    }
    options.state = std::env::var_os("SIM_STATE").map(Into::into);
    let simulator = Simulator::start(options).await?;
    writeln!(std::io::stdout(), "{}", serde_json::json!({ "url": simulator.url().as_str() }))?;
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = terminate.recv() => {}
        result = tokio::signal::ctrl_c() => result?,
    }
    simulator.shutdown().await;
    Ok(())
}
