//! A private PostgreSQL: a cluster in our data folder, reached by a Unix socket only, started and stopped with us.
//!
//! Were we killed outright, the postmaster would live on: the next start recognises it by its data folder and takes over.

mod account;
mod binaries;
mod process;
mod roles;

use std::{
    collections::hash_map::DefaultHasher,
    fs::{self, DirBuilder},
    hash::{Hash, Hasher},
    os::unix::fs::{DirBuilderExt, PermissionsExt},
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context, bail};
use sqlx::{Connection, PgConnection};

use account::Account;
use binaries::Binaries;
use process::Programs;
pub use roles::{DATABASE, GIVEN_DATABASE, Given};

/// How a cluster treats the disk.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Whether commits wait for the disk. Off for tests: a crash of the machine (not of a process) may then lose the cluster.
    pub fsync: bool,
}

/// A running private PostgreSQL. Stop it with [`Cluster::stop`]; dropped, it is cut off.
#[derive(Debug)]
pub struct Cluster {
    programs: Programs,
    socket: PathBuf,
    postmaster: Option<tokio::process::Child>,
}

/// The port only names the socket's file: nothing listens on TCP.
const PORT: u16 = 5432;

/// The longest path the kernel takes for a Unix socket.
const LONGEST_SOCKET: usize = 107;

/// Where clusters go when we are root and our data folder is closed to the database's account.
const SYSTEM_FOLDER: &str = "/var/lib/estrade-dev";

impl Cluster {
    /// Starts the cluster of `folder` (in `folder/postgres`), making it first if need be, with the roles of `ops/roles.sql` and the database
    /// [`DATABASE`], owned by `estrade_owner`. One owner at a time: whoever calls this holds the folder's lock.
    ///
    /// # Errors
    /// A sentence and a hint: PostgreSQL missing, a cluster of another major version, a folder that cannot be written, a start that fails.
    pub async fn start(folder: &Path, options: Options) -> anyhow::Result<Self> {
        fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        let folder = folder.canonicalize()?;
        let account = account::choose()?;
        let home = home(&folder, account)?;
        let data = home.join("data");
        let wanted = fs::read_to_string(data.join("PG_VERSION")).ok().and_then(|text| text.trim().parse().ok());
        let programs = Programs { binaries: Binaries::find(wanted)?, account, data };
        if wanted.is_none() {
            if programs.data.exists() {
                bail!("{} is not a PostgreSQL cluster\n  hint: start with --fresh, or choose another folder with --data", programs.data.display());
            }
            programs.initialise(options.fsync).await?;
        }
        programs.take_over().await?;
        let socket = socket_folder(&home, account)?;
        // Left by a killed postmaster, they would name a process that may be somebody else by now, or a zombie nobody waits for.
        for leftover in [format!(".s.PGSQL.{PORT}"), format!(".s.PGSQL.{PORT}.lock")] {
            fs::remove_file(socket.join(leftover)).ok();
        }
        let log = home.join("postgres.log");
        let child = programs.spawn(&settings(&socket, options), &log)?;
        tracing::debug!(version = programs.binaries.major(), "the private PostgreSQL starts");
        let mut cluster = Self { programs, socket, postmaster: Some(child) };
        cluster.wait_until_ready(&log).await?;
        roles::prepare(&cluster.admin_url(), DATABASE).await?;
        Ok(cluster)
    }

    async fn wait_until_ready(&mut self, log: &Path) -> anyhow::Result<()> {
        for _ in 0..1200 {
            if let Some(child) = &mut self.postmaster
                && child.try_wait()?.is_some()
            {
                self.postmaster = None;
                bail!("PostgreSQL ended as it started; the end of {}:\n{}", log.display(), process::last_lines(log));
            }
            if let Ok(connection) = PgConnection::connect(&self.admin_url()).await {
                connection.close().await.ok();
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        bail!("PostgreSQL does not answer after a minute; the end of {}:\n{}", log.display(), process::last_lines(log))
    }

    /// The address of `database` as `role`, for sqlx and psql alike.
    #[must_use]
    pub fn url(&self, role: &str, database: &str) -> String {
        let socket: String = url::form_urlencoded::byte_serialize(self.socket.as_os_str().as_encoded_bytes()).collect();
        format!("postgres://{role}@localhost:{PORT}/{database}?host={socket}")
    }

    /// The address of the server's own database as its superuser.
    #[must_use]
    pub fn admin_url(&self) -> String {
        self.url("postgres", "postgres")
    }

    /// The postmaster's process id, for a test that kills it.
    #[must_use]
    pub fn pid(&self) -> Option<u32> {
        self.programs.postmaster()
    }

    /// Stops it: connections are cut, everything is written.
    ///
    /// # Errors
    /// When it does not stop in time.
    pub async fn stop(mut self) -> anyhow::Result<()> {
        if let Some(mut child) = self.postmaster.take() {
            self.programs.stop().await?;
            child.wait().await?;
        }
        Ok(())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if self.postmaster.is_some() {
            self.programs.stop_now();
        }
    }
}

/// Erases the cluster of `folder`, wherever its files are. Nothing of it may be running.
///
/// # Errors
/// When the files cannot be removed.
pub async fn erase(folder: &Path) -> anyhow::Result<()> {
    let link = folder.join("postgres");
    let Ok(home) = link.canonicalize() else {
        return Ok(());
    };
    let data = home.join("data");
    if data.join("postmaster.pid").exists() {
        let wanted = fs::read_to_string(data.join("PG_VERSION")).ok().and_then(|text| text.trim().parse().ok());
        Programs { binaries: Binaries::find(wanted)?, account: account::choose()?, data }.take_over().await?;
    }
    fs::remove_dir_all(&home).with_context(|| format!("{} cannot be erased", home.display()))?;
    if link.is_symlink() {
        fs::remove_file(&link)?;
    }
    Ok(())
}

fn settings(socket: &Path, options: Options) -> Vec<(&'static str, String)> {
    let mut settings = vec![
        ("port", PORT.to_string()),
        ("listen_addresses", String::new()),
        ("unix_socket_directories", format!("\"{}\"", socket.display())),
        ("unix_socket_permissions", "0700".to_owned()),
        ("max_connections", "200".to_owned()),
        ("timezone", "UTC".to_owned()),
        ("log_timezone", "UTC".to_owned()),
        // Its log holds no row: no statement, no parameter, and none of the details that quote values.
        ("log_error_verbosity", "terse".to_owned()),
        ("log_min_error_statement", "panic".to_owned()),
        ("log_statement", "none".to_owned()),
        ("log_parameter_max_length", "0".to_owned()),
        ("log_parameter_max_length_on_error", "0".to_owned()),
    ];
    if !options.fsync {
        // Commits are still written before they are answered, so that a process killed loses none.
        settings.extend(["fsync", "full_page_writes"].map(|name| (name, "off".to_owned())));
    }
    settings
}

/// Where the cluster of `folder` lives: inside it, or in a system folder behind a link when the database's account cannot walk there.
fn home(folder: &Path, account: Option<Account>) -> anyhow::Result<PathBuf> {
    let inside = folder.join("postgres");
    if inside.exists() {
        return Ok(inside.canonicalize()?);
    }
    if inside.is_symlink() {
        fs::remove_file(&inside)?;
    }
    let home = match account {
        Some(account) => {
            account::open_passage(folder)?;
            if account.reaches(folder) { inside.clone() } else { Path::new(SYSTEM_FOLDER).join(short_name(folder)) }
        }
        None => inside.clone(),
    };
    if home != inside {
        DirBuilder::new().recursive(true).mode(0o711).create(SYSTEM_FOLDER)?;
        // Without our link to it, it is what remains of a data folder somebody erased.
        if home.exists() {
            fs::remove_dir_all(&home)?;
        }
        std::os::unix::fs::symlink(&home, &inside)?;
    }
    private_folder(&home, account)?;
    Ok(home)
}

/// A folder for the socket: beside the data, or a short private one when that path is too long for the kernel.
fn socket_folder(home: &Path, account: Option<Account>) -> anyhow::Result<PathBuf> {
    let beside = home.join("socket");
    let folder = if beside.join(format!(".s.PGSQL.{PORT}")).as_os_str().len() <= LONGEST_SOCKET {
        beside
    } else {
        std::env::temp_dir().join(format!("estrade-{}", short_name(home)))
    };
    private_folder(&folder, account)?;
    Ok(folder)
}

/// Makes `folder` for the database's account alone; one that somebody else made there is refused.
fn private_folder(folder: &Path, account: Option<Account>) -> anyhow::Result<()> {
    match DirBuilder::new().mode(0o700).create(folder) {
        Ok(()) => {
            if let Some(account) = account {
                account.take(folder)?;
            }
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            let ours = account.map_or_else(|| fs::symlink_metadata(folder).is_ok_and(|found| found.is_dir()), |account| account.owns(folder));
            anyhow::ensure!(ours, "{} belongs to somebody else\n  hint: remove it, or choose another folder with --data", folder.display());
        }
        Err(error) => return Err(error).with_context(|| format!("{} cannot be made", folder.display())),
    }
    // Also proves, when we are not root, that an existing folder is ours.
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).with_context(|| format!("{} is not ours", folder.display()))
}

/// A short name that stands for a path.
fn short_name(path: &Path) -> String {
    let mut hasher = DefaultHasher::new();
    path.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests;
