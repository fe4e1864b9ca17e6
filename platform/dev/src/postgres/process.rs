//! The postmaster as a process: starting it, stopping it, and finding one left behind by a start that was killed.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use anyhow::{Context, ensure};

use super::{account::Account, binaries::Binaries};

/// How long a stop or the end of an orphan may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Runs PostgreSQL's programs for one data folder.
#[derive(Clone, Debug)]
pub(super) struct Programs {
    pub(super) binaries: Binaries,
    pub(super) account: Option<Account>,
    pub(super) data: PathBuf,
}

impl Programs {
    /// A command under the right account, in a folder that account can enter, and deaf to PG* variables of ours.
    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.binaries.program(program));
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("LC_ALL", "C").env("TZ", "UTC");
        command.current_dir("/").stdin(Stdio::null());
        if let Some(account) = self.account {
            account.lend(&mut command);
        }
        command
    }

    /// Runs a program to its end off the async threads.
    async fn run(&self, program: &str, arguments: Vec<String>) -> anyhow::Result<()> {
        let mut command = self.command(program);
        command.args(arguments);
        let name = program.to_owned();
        let output = tokio::task::spawn_blocking(move || command.output()).await?.with_context(|| format!("{name} cannot be run"))?;
        ensure!(output.status.success(), "{name} failed: {}", String::from_utf8_lossy(&output.stderr).trim());
        Ok(())
    }

    /// Makes the cluster's files. Written beside and renamed, so that a start killed here leaves nothing half made.
    pub(super) async fn initialise(&self, sync: bool) -> anyhow::Result<()> {
        let unfinished = self.data.with_extension("unfinished");
        if unfinished.exists() {
            fs::remove_dir_all(&unfinished)?;
        }
        let mut arguments: Vec<String> = [
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--locale-provider=icu",
            "--icu-locale=und",
            "--data-checksums",
            "--no-instructions",
        ]
        .map(str::to_owned)
        .to_vec();
        if !sync {
            arguments.push("--no-sync".to_owned());
        }
        arguments.push(format!("--pgdata={}", unfinished.display()));
        self.run("initdb", arguments).await?;
        fs::rename(&unfinished, &self.data)?;
        Ok(())
    }

    /// Starts the postmaster, its messages going to `log`.
    pub(super) fn spawn(&self, settings: &[(&str, String)], log: &Path) -> anyhow::Result<tokio::process::Child> {
        use std::os::unix::process::CommandExt;
        let messages = File::create(log).with_context(|| format!("{} cannot be written", log.display()))?;
        let mut command = self.command("postgres");
        command.arg("-D").arg(&self.data);
        for (name, value) in settings {
            command.arg("-c").arg(format!("{name}={value}"));
        }
        // Its own process group: Ctrl-C in a terminal must not end the database before the server that uses it.
        command.process_group(0).stdout(messages.try_clone()?).stderr(messages);
        tokio::process::Command::from(command).spawn().context("postgres cannot be run")
    }

    /// Stops the postmaster whose pid file is in our data folder: connections are cut, and everything is written first.
    pub(super) async fn stop(&self) -> anyhow::Result<()> {
        let arguments = |mode: &str| ["stop", "-s", "-w", "-t", "20", "-m", mode, "-D"].map(str::to_owned).to_vec();
        let with_data = |mut list: Vec<String>| {
            list.push(self.data.display().to_string());
            list
        };
        if self.run("pg_ctl", with_data(arguments("fast"))).await.is_err() && self.postmaster().is_some() {
            self.run("pg_ctl", with_data(arguments("immediate"))).await?;
        }
        Ok(())
    }

    /// As [`Programs::stop`] at once, for a drop: the write-ahead log brings the next start up to date.
    pub(super) fn stop_now(&self) {
        if self.postmaster().is_some() {
            let stopped = self.command("pg_ctl").args(["stop", "-s", "-w", "-t", "5", "-m", "immediate", "-D"]).arg(&self.data).status();
            if !stopped.is_ok_and(|status| status.success()) {
                tracing::warn!(data = %self.data.display(), "the private PostgreSQL did not stop; the next start takes it over");
            }
        }
    }

    /// Ends what a killed start left running on our data folder, and never anything else.
    pub(super) async fn take_over(&self) -> anyhow::Result<()> {
        if self.postmaster().is_some() {
            tracing::info!("the PostgreSQL of an earlier start is still running; it is stopped and started again");
            self.stop().await?;
        }
        // After a kill -9 of the postmaster its children end by themselves, once they notice.
        let step = Duration::from_millis(50);
        let mut waited = Duration::ZERO;
        while !self.inhabitants().is_empty() {
            ensure!(
                waited < PATIENCE,
                "processes of an earlier PostgreSQL still use {} (pids {:?})\n  hint: end them, then start again",
                self.data.display(),
                self.inhabitants()
            );
            tokio::time::sleep(step).await;
            waited += step;
        }
        // Nobody lives here: a pid file that names a living stranger is a leftover, and would keep postgres from starting.
        let pid_file = self.data.join("postmaster.pid");
        if self.recorded_pid().is_some_and(|pid| Path::new("/proc").join(pid.to_string()).exists()) {
            fs::remove_file(pid_file)?;
        }
        Ok(())
    }

    /// The pid of a running postmaster of our data folder: the one its pid file names, if that process lives there.
    pub(super) fn postmaster(&self) -> Option<u32> {
        self.recorded_pid().filter(|pid| self.inhabitants().contains(pid))
    }

    fn recorded_pid(&self) -> Option<u32> {
        fs::read_to_string(self.data.join("postmaster.pid")).ok()?.lines().next()?.trim().parse().ok()
    }

    /// Every process whose working folder is the data folder: postgres and its children move there, nobody else does.
    fn inhabitants(&self) -> Vec<u32> {
        let data = self.data.canonicalize().unwrap_or_else(|_| self.data.clone());
        let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
        processes
            .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok())
            .filter(|pid| {
                let process = Path::new("/proc").join(pid.to_string());
                let here = fs::read_link(process.join("cwd")).is_ok_and(|folder| folder == data);
                here && fs::read_link(process.join("exe")).is_ok_and(|program| program.file_name().is_some_and(|name| name == "postgres"))
            })
            .collect()
    }
}

/// The end of a log, for an error message.
pub(super) fn last_lines(log: &Path) -> String {
    let text = fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(8)..].join("\n")
}
