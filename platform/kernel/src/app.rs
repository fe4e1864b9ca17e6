//! The running program's shared parts, handed to every request and job.

use std::{ops::Deref, sync::Arc};

use crate::{
    clock::Clock,
    config::{Config, PaymentsConfig},
    db::Db,
    inventory::DriftWatch,
    keys::Keys,
    ledger::{Gate, Ledger},
    limits::Limits,
    mail::Mailer,
    storage::Storage,
    stripe::Stripe,
    tenant::Directory,
    views::{PageEntry, Views},
};

/// A handle on the parts; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// The parts.
pub struct Parts {
    /// What we were told from outside.
    pub config: Config,
    /// The time.
    pub clock: Clock,
    /// The database.
    pub db: Db,
    /// Pages and mails.
    pub views: Views,
    /// Rate limits.
    pub limits: Limits,
    /// The object store.
    pub storage: Storage,
    /// What people asked for, outside the database.
    pub ledger: Ledger,
    /// Closed while the database is behind the ledger: nothing is served, run or mailed.
    pub gate: Gate,
    /// Whether the database is still what the inventory says of it.
    pub drifts: DriftWatch,
    /// Outgoing mail.
    pub mailer: Mailer,
    /// Payments, when they are on.
    pub stripe: Option<Stripe>,
    /// Signing keys.
    pub keys: Keys,
    /// Hosts and tenants.
    pub tenants: Directory,
}

impl Deref for App {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("App")
    }
}

impl App {
    /// Makes every part from `config`; opens no connection yet.
    ///
    /// # Errors
    /// When a template, a locale file or an address is faulty; the message lists them.
    pub fn new(config: Config, clock: Clock, pages: &[PageEntry]) -> anyhow::Result<Self> {
        let db = Db::open(&config.database)?;
        let views = Views::load(pages).map_err(|faults| anyhow::anyhow!("{} faults in the templates:\n{}", faults.len(), faults.join("\n")))?;
        let stripe = match &config.payments {
            PaymentsConfig::Off(_) => None,
            PaymentsConfig::Stripe(stripe) => Some(Stripe::new(stripe)?),
        };
        let keys = Keys::new(&config.master_secret);
        Ok(Self(Arc::new(Parts {
            storage: Storage::new(&config.storage),
            ledger: Ledger::new(Storage::new(&config.ledger), keys.clone()),
            gate: db.gate(),
            drifts: DriftWatch::default(),
            mailer: Mailer::new(&config.mail)?,
            tenants: Directory::new(db.clone(), config.http.platform_host()),
            keys,
            limits: Limits::default(),
            stripe,
            views,
            db,
            clock,
            config,
        })))
    }
}
