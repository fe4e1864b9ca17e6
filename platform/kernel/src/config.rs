//! Configuration: from the environment, read once at start; every fault at once, each with its remedy. Secrets may come from files (`NAME_FILE`).

mod recipients;

use std::{collections::BTreeMap, net::SocketAddr, time::Duration};

use ipnet::IpNet;
use url::Url;

pub use recipients::{NamedRecipient, RecipientsConfig, is_in_eea};

use crate::{db::DatabaseConfig, mail::MailConfig, storage::StorageConfig, stripe::StripeConfig};

/// Everything a process is told from outside.
#[derive(Clone, Debug)]
pub struct Config {
    /// The database.
    pub database: DatabaseConfig,
    /// Where we listen and what we are called.
    pub http: HttpConfig,
    /// Who hosts: every association's legal notice names them (LCEN art. 1-1).
    pub operator: OperatorConfig,
    /// Who receives personal data on the operator's behalf.
    pub recipients: RecipientsConfig,
    /// Payments, or why there are none.
    pub payments: PaymentsConfig,
    /// The object store.
    pub storage: StorageConfig,
    /// The privacy ledger's store: elsewhere, under other keys.
    pub ledger: StorageConfig,
    /// Mail.
    pub mail: MailConfig,
    /// The master secret (see [`crate::keys`]).
    pub master_secret: Vec<u8>,
}

/// Who runs this platform, as the law wants the host of a site named.
#[derive(Clone, Debug)]
pub struct OperatorConfig {
    /// Legal name.
    pub name: String,
    /// Postal address, on one line.
    pub address: String,
    /// Telephone, as printed.
    pub phone: String,
}

impl OperatorConfig {
    /// An invented operator, for the samples that prove templates at start.
    #[must_use]
    pub fn sample() -> Self {
        Self { name: "Estrade".to_owned(), address: "1 place du Théâtre, 25000 Besançon, France".to_owned(), phone: "+33 3 00 00 00 00".to_owned() }
    }
}

/// Addresses and names.
#[derive(Clone, Debug)]
pub struct HttpConfig {
    /// Where visitors arrive.
    pub bind: SocketAddr,
    /// Where metrics are read, on a private address; `None` turns them off.
    pub metrics_bind: Option<SocketAddr>,
    /// The platform's address as visitors type it, e.g. `https://estrade.example`; associations live under it.
    pub public_url: Url,
    /// Proxies whose forwarded headers count.
    pub trusted_proxies: Vec<IpNet>,
    /// How long one request may take.
    pub request_timeout: Duration,
    /// The name server asked whether names are signed; the machine's own when none is given.
    pub dns_resolver: Option<SocketAddr>,
}

impl HttpConfig {
    /// The platform's host, without port.
    #[must_use]
    pub fn platform_host(&self) -> &str {
        self.public_url.host_str().unwrap_or("localhost")
    }

    /// The absolute address of `path` on `host`, with the public scheme and port.
    #[must_use]
    pub fn absolute(&self, host: &str, path: &str) -> String {
        let port = self.public_url.port().map(|port| format!(":{port}")).unwrap_or_default();
        format!("{}://{host}{port}{path}", self.public_url.scheme())
    }

    /// The back office's host.
    #[must_use]
    pub fn back_office_host(&self) -> String {
        format!("app.{}", self.platform_host())
    }

    /// An association's host under the platform.
    #[must_use]
    pub fn site_host(&self, slug: &str) -> String {
        format!("{slug}.{}", self.platform_host())
    }

    /// Whether visitors come over TLS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_url.scheme() == "https"
    }
}

/// Payments are Stripe's or off, with a reason that staff can read; never anything in between.
#[derive(Clone, Debug)]
pub enum PaymentsConfig {
    /// No paid sale is possible, and why.
    Off(String),
    /// Stripe.
    Stripe(Box<StripeConfig>),
}

/// One thing wrong with the environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The variable.
    pub variable: String,
    /// What is wrong with it.
    pub problem: String,
    /// What to do.
    pub remedy: String,
}

/// All the faults together.
#[derive(Debug, thiserror::Error)]
pub struct Faults(pub Vec<Fault>);

impl std::fmt::Display for Faults {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "the configuration has {} fault(s):", self.0.len())?;
        for fault in &self.0 {
            writeln!(f, "  {}: {}\n    hint: {}", fault.variable, fault.problem, fault.remedy)?;
        }
        Ok(())
    }
}

/// Reads variables and gathers faults.
#[derive(Debug, Default)]
pub struct Source {
    variables: BTreeMap<String, String>,
    faults: Vec<Fault>,
}

impl Source {
    /// Over the given variables.
    #[must_use]
    pub fn new(variables: BTreeMap<String, String>) -> Self {
        Self { variables, faults: Vec::new() }
    }

    /// The value of `name`, or of the file that `name_FILE` names; empty counts as absent.
    pub fn text(&mut self, name: &str) -> Option<String> {
        let file_variable = format!("{name}_FILE");
        let value = match (self.variables.get(name), self.variables.get(&file_variable)) {
            (Some(_), Some(_)) => {
                self.fault(name, "it is given twice, here and as a file", &format!("keep one of {name} and {file_variable}"));
                None
            }
            (Some(value), None) => Some(value.clone()),
            (None, Some(path)) => match std::fs::read_to_string(path) {
                Ok(text) => Some(text.trim_end_matches(['\r', '\n']).to_owned()),
                Err(error) => {
                    let problem = format!("{path} cannot be read: {error}");
                    self.fault(&file_variable, &problem, "make the file readable by this user");
                    None
                }
            },
            (None, None) => None,
        };
        value.filter(|text| !text.is_empty())
    }

    /// A value that must be there; `remedy` says how to get one. Returns the empty string on a fault, which ends the start anyway.
    pub fn required(&mut self, name: &str, remedy: &str) -> String {
        let before = self.faults.len();
        self.text(name).unwrap_or_else(|| {
            if self.faults.len() == before {
                self.fault(name, "it is not set", remedy);
            }
            String::new()
        })
    }

    /// A value read by `parse`, or `default` when absent.
    pub fn parsed<T, E: std::fmt::Display>(&mut self, name: &str, default: T, remedy: &str, parse: impl FnOnce(&str) -> Result<T, E>) -> T {
        match self.text(name) {
            None => default,
            Some(text) => parse(&text).unwrap_or_else(|error| {
                let problem = format!("“{text}” is not understood: {error}");
                self.fault(name, &problem, remedy);
                default
            }),
        }
    }

    /// Notes a fault.
    pub fn fault(&mut self, variable: &str, problem: &str, remedy: &str) {
        self.faults.push(Fault { variable: variable.to_owned(), problem: problem.to_owned(), remedy: remedy.to_owned() });
    }

    /// `value`, unless anything was wrong.
    ///
    /// # Errors
    /// All the faults.
    pub fn finish<T>(self, value: T) -> Result<T, Faults> {
        if self.faults.is_empty() { Ok(value) } else { Err(Faults(self.faults)) }
    }
}

impl Config {
    /// From the process's environment.
    ///
    /// # Errors
    /// Every fault at once.
    pub fn from_environment() -> Result<Self, Faults> {
        Self::from_variables(std::env::vars().collect())
    }

    /// From the given variables; `ops/README.md` lists them.
    ///
    /// # Errors
    /// Every fault at once.
    pub fn from_variables(variables: BTreeMap<String, String>) -> Result<Self, Faults> {
        let mut source = Source::new(variables);
        let database = DatabaseConfig {
            tenant_url: source.required("DATABASE_TENANT_URL", "set postgres://estrade_tenant@host/database"),
            platform_url: source.required("DATABASE_PLATFORM_URL", "set postgres://estrade_platform@host/database"),
            max_connections: source.parsed("DATABASE_MAX_CONNECTIONS", 16, "set a number from 2 to 500", |text| match text.parse::<u32>() {
                Ok(number @ 2..=500) => Ok(number),
                Ok(number) => Err(format!("{number} is out of range")),
                Err(error) => Err(error.to_string()),
            }),
        };
        let public = source.required("PUBLIC_URL", "set the platform's address, e.g. https://estrade.example");
        let public_url = Url::parse(&public).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.host_str().is_some());
        if public_url.is_none() && !public.is_empty() {
            source.fault("PUBLIC_URL", &format!("“{public}” is not an http(s) address"), "set e.g. https://estrade.example");
        }
        let bind = source.parsed("BIND", SocketAddr::from(([127, 0, 0, 1], 8080)), "set address:port, e.g. 127.0.0.1:8080", str::parse);
        let metrics_bind = source.parsed("METRICS_BIND", None, "set a private address:port", |text| text.parse().map(Some));
        if let Some(address) = metrics_bind
            && !is_private(address)
        {
            source.fault("METRICS_BIND", "it is a public address", "bind metrics to a loopback or private address");
        }
        let trusted_proxies = source.parsed("TRUSTED_PROXIES", Vec::new(), "set addresses or networks separated by commas, e.g. 127.0.0.1/32", |text| {
            text.split(',')
                .map(|part| part.trim().parse::<IpNet>().or_else(|_| part.trim().parse::<std::net::IpAddr>().map(IpNet::from)))
                .collect::<Result<Vec<_>, _>>()
        });
        let request_timeout = source.parsed("REQUEST_TIMEOUT_SECONDS", 30, "set whole seconds", str::parse::<u64>);
        let dns_resolver = source.parsed("DNS_RESOLVER", None, "set address:port of a name server, e.g. 9.9.9.9:53", |text| text.parse().map(Some));
        let payments = match source.text("STRIPE_SECRET_KEY") {
            None => PaymentsConfig::Off("STRIPE_SECRET_KEY is not set".to_owned()),
            Some(key) => PaymentsConfig::Stripe(Box::new(StripeConfig::from_source(&mut source, key))),
        };
        let storage = StorageConfig::from_source(&mut source);
        let ledger = StorageConfig::ledger_from_source(&mut source, &storage);
        let mail = MailConfig::from_source(&mut source);
        let master = source.required("MASTER_SECRET", "set 32 random bytes in hex: openssl rand -hex 32");
        let master_secret = hex::decode(&master).unwrap_or_default();
        if !master.is_empty() && master_secret.len() < 32 {
            source.fault("MASTER_SECRET", "it is not 32 or more bytes in hex", "make one: openssl rand -hex 32");
        }
        let operator = OperatorConfig {
            name: source.required("OPERATOR_NAME", "set the legal name of who runs this platform: legal notices print it"),
            address: source.required("OPERATOR_ADDRESS", "set the operator's postal address, on one line"),
            phone: source.required("OPERATOR_PHONE", "set the operator's telephone number"),
        };
        let recipients = RecipientsConfig::from_source(&mut source);
        let http = HttpConfig {
            bind,
            metrics_bind,
            public_url: public_url.unwrap_or_else(fallback_url),
            trusted_proxies,
            request_timeout: Duration::from_secs(request_timeout),
            dns_resolver,
        };
        source.finish(Self { database, http, operator, recipients, payments, storage, ledger, mail, master_secret })
    }
}

/// Stands in for a faulty address until the faults are reported; never served.
#[expect(clippy::expect_used, reason = "a literal that parses")]
fn fallback_url() -> Url {
    Url::parse("http://localhost").expect("a literal address")
}

fn is_private(address: SocketAddr) -> bool {
    match address.ip() {
        std::net::IpAddr::V4(ip) => ip.is_loopback() || ip.is_private(),
        std::net::IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local(),
    }
}
