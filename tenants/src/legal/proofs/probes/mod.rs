//! The probes: each looks at the running site from outside, or at what the inventory and the database's catalogue say. A word of
//! `inventory::Probe` without an arm here does not compile.

pub mod model;

use std::collections::{BTreeSet, VecDeque};

use chrono::TimeDelta;
use kernel::{
    app::App,
    clock::Timestamp,
    error::Result,
    ids::TenantId,
    inventory::{AtRest, CLAIMS, Class, Column, Probe, TABLES},
    outbound::{
        Blind, Outbound, Seen,
        dnssec::{self, Signed},
    },
};
use poem::http::StatusCode;
use url::Url;

use super::{
    model::{Outcome, Reason},
    store,
};
use crate::{site::store as site_store, staff::store as staff_store};

/// A certificate is to hold for two weeks more: time to renew one whose renewal failed.
const MARGIN: TimeDelta = TimeDelta::days(14);
/// Half a year: what a browser must be told to remember of TLS.
const STRICT_SECONDS: u64 = 15_552_000;
/// Pages read in one walk, under each name. A larger site is told apart: what was not read is not vouched for.
const PAGES: usize = 100;

/// A site to look at.
#[derive(Clone, Debug)]
pub struct Site {
    /// Whose.
    pub tenant: TenantId,
    /// Its part of the address.
    pub slug: String,
    /// Every name it answers under.
    pub hosts: Vec<String>,
    /// Pages nobody may see who is not signed in: absolute addresses.
    pub private: Vec<Url>,
}

/// Looks at everything that a machine can see of a site, in the inventory's order.
///
/// # Errors
/// When the database is away. A site that does not answer is a finding, not an error.
pub async fn all(app: &App, look: &Outbound, site: &Site) -> Result<Vec<(kernel::inventory::ClaimId, Outcome)>> {
    let mut found = Vec::new();
    let mut walk = None;
    for claim in CLAIMS {
        let outcome = match claim.probe {
            Probe::Attestation => continue,
            Probe::Tls => tls(app, look, site).await,
            Probe::StrictTransport => strict_transport(app, look, site).await,
            Probe::Dnssec => signed(app, site).await,
            Probe::ThirdParties | Probe::Cookies => {
                let walked = match walk.take() {
                    Some(walked) => walked,
                    None => Walk::over(app, look, site).await,
                };
                let outcome = if claim.probe == Probe::Cookies { walked.cookies() } else { walked.third_parties() };
                walk = Some(walked);
                outcome
            }
            Probe::Addresses => addresses(app, site.tenant).await?,
            Probe::Sweep => sweep(store::sweep(app).await?, app.clock.now(), claim.ttl.most_seconds()),
            Probe::Passwords => kept(is_password, &[AtRest::Argon2]),
            Probe::Secrets => kept(|_| true, &[AtRest::Argon2, AtRest::Hmac, AtRest::Enc]),
            Probe::Walls => walls(app, site.tenant).await?,
            Probe::PrivatePages => private_pages(app, look, site).await,
            Probe::SecondFactor => second_factor(staff_store::second_factors(app, site.tenant).await?),
        };
        found.push((claim.id, outcome));
    }
    Ok(found)
}

fn address(app: &App, host: &str, path: &str) -> Option<Url> {
    Url::parse(&app.config.http.absolute(host, path)).ok()
}

/// Why a look that found nothing tells against a claim, or only that nobody could see.
fn blind(why: Blind) -> Outcome {
    match why {
        Blind::Untrusted => Outcome::red(Reason::Untrusted, ""),
        Blind::Malformed | Blind::Unresolved | Blind::Private | Blind::Silent | Blind::TooLarge | Blind::Slow => Outcome::unknown(Reason::Silent, ""),
    }
}

/// S2: TLS 1.2 or later with a chain browsers trust, for two weeks more at least, and plain HTTP led to it, under every name.
async fn tls(app: &App, look: &Outbound, site: &Site) -> Outcome {
    let now = app.clock.now();
    let mut protocol = "";
    for host in &site.hosts {
        let Some(url) = address(app, host, "/") else { return blind(Blind::Malformed) };
        if url.scheme() != "https" {
            return Outcome::red(Reason::Plain, "");
        }
        match look.look(&url, now + MARGIN).await {
            Ok(seen) => protocol = seen.protocol.unwrap_or_default(),
            Err(Blind::Untrusted) => {
                let today = look.look(&url, now).await;
                return if today.is_ok() { Outcome::red(Reason::Expires, host) } else { Outcome::red(Reason::Untrusted, host) };
            }
            Err(why) => return blind(why),
        }
        let mut plain = url.clone();
        if plain.set_scheme("http").is_err() {
            return blind(Blind::Malformed);
        }
        match look.look(&plain, now).await {
            Ok(seen) if seen.status.is_redirection() && seen.header("location").starts_with("https://") => {}
            // Nobody at all on the plain port is as good: nothing travels there.
            Err(Blind::Silent) => {}
            Ok(_) => return Outcome::red(Reason::PlainOpen, host),
            Err(why) => return blind(why),
        }
    }
    Outcome::green(Reason::Encrypted, protocol)
}

async fn strict_transport(app: &App, look: &Outbound, site: &Site) -> Outcome {
    for host in &site.hosts {
        let Some(url) = address(app, host, "/") else { return blind(Blind::Malformed) };
        match look.look(&url, app.clock.now()).await {
            Ok(seen) if url.scheme() == "https" && strict_for(&seen) >= STRICT_SECONDS => {}
            Ok(_) => return Outcome::red(Reason::NotStrict, host),
            Err(why) => return blind(why),
        }
    }
    Outcome::green(Reason::Strict, "")
}

fn strict_for(seen: &Seen) -> u64 {
    let header = seen.header("strict-transport-security");
    header.split(';').find_map(|part| part.trim().strip_prefix("max-age=")?.parse().ok()).unwrap_or(0)
}

/// S3: every name is signed from the root down. Names of this machine alone are in no zone.
async fn signed(app: &App, site: &Site) -> Outcome {
    for host in &site.hosts {
        if host.ends_with("localhost") {
            return Outcome::unknown(Reason::Unresolved, host);
        }
        match dnssec::signed(host, app.config.http.dns_resolver, None).await {
            Signed::Secure => {}
            Signed::Unsigned => return Outcome::red(Reason::Unsigned, host),
            Signed::Bogus => return Outcome::red(Reason::Bogus, host),
            Signed::Unknown => return Outcome::unknown(Reason::Unresolved, host),
        }
    }
    Outcome::green(Reason::Signed, "")
}

/// What a walk over the pages of a site found.
struct Walk {
    pages: usize,
    foreign: BTreeSet<String>,
    undeclared: BTreeSet<String>,
    weak: bool,
    /// Whether the site has more pages than were read.
    more: bool,
    blind: Option<Blind>,
}

impl Walk {
    /// Follows the links from the home page, in both languages, as a first visitor.
    async fn over(app: &App, look: &Outbound, site: &Site) -> Self {
        let mut walk = Self { pages: 0, foreign: BTreeSet::new(), undeclared: BTreeSet::new(), weak: false, more: false, blind: None };
        let mut known = BTreeSet::new();
        let now = app.clock.now();
        for host in &site.hosts {
            let mut waiting: VecDeque<Url> = ["/", "/en"].iter().filter_map(|path| address(app, host, path)).collect();
            let mut sheets = BTreeSet::new();
            let mut pages = 0;
            while let Some(mut url) = waiting.pop_front() {
                // A question behind a path asks for no other page.
                url.set_fragment(None);
                url.set_query(None);
                if !known.insert(url.clone()) {
                    continue;
                }
                if pages == PAGES {
                    walk.more = true;
                    break;
                }
                let seen = match look.look(&url, now).await {
                    Ok(seen) => seen,
                    Err(why) => {
                        walk.blind = Some(why);
                        return walk;
                    }
                };
                walk.undeclared.extend(model::undeclared(&seen.headers));
                if seen.status != StatusCode::OK || !seen.header("content-type").starts_with("text/html") {
                    continue;
                }
                pages += 1;
                walk.weak |= !model::is_strict(seen.header("content-security-policy"));
                let page = model::read(&url, &String::from_utf8_lossy(&seen.body));
                walk.foreign.extend(page.foreign);
                sheets.extend(page.sheets);
                waiting.extend(page.links);
            }
            for url in sheets {
                let seen = match look.look(&url, now).await {
                    Ok(seen) => seen,
                    // A sheet nobody could read may ask anybody.
                    Err(why) => {
                        walk.blind = Some(why);
                        return walk;
                    }
                };
                walk.foreign.extend(model::foreign_in_sheet(&url, &String::from_utf8_lossy(&seen.body)));
            }
            walk.pages += pages;
        }
        walk
    }

    fn third_parties(&self) -> Outcome {
        match (self.blind, self.foreign.first()) {
            (_, Some(host)) => Outcome::red(Reason::Foreign, host),
            (Some(why), None) => blind(why),
            (None, None) if self.pages == 0 => Outcome::unknown(Reason::Silent, ""),
            (None, None) if self.weak => Outcome::red(Reason::WeakPolicy, ""),
            (None, None) => Outcome::green(if self.more { Reason::AloneAmongFirst } else { Reason::Alone }, self.pages.to_string()),
        }
    }

    fn cookies(&self) -> Outcome {
        match (self.blind, self.undeclared.first()) {
            (_, Some(name)) => Outcome::red(Reason::Undeclared, name),
            (Some(why), None) => blind(why),
            (None, None) if self.pages == 0 => Outcome::unknown(Reason::Silent, ""),
            (None, None) => Outcome::green(if self.more { Reason::DeclaredAmongFirst } else { Reason::Declared }, self.pages.to_string()),
        }
    }
}

/// S7: the counter of visits keeps no address. Said of a counter only when there is one.
async fn addresses(app: &App, tenant: TenantId) -> Result<Outcome> {
    let mut tx = app.db.tenant(tenant).await?;
    let typed = store::address_columns(&mut tx).await?;
    let counts = site_store::modules(&mut tx, app.clock.now()).await?.concern("audience");
    let named =
        TABLES.iter().flat_map(|table| table.columns).find(|column| column.handling.as_ref().is_some_and(|handling| handling.category.starts_with("tech.ip")));
    Ok(match (typed.first(), named) {
        (Some(column), _) => Outcome::red(Reason::Address, column),
        (None, Some(column)) => Outcome::red(Reason::Address, column.name),
        (None, None) if !counts => Outcome::unknown(Reason::NoCounter, ""),
        (None, None) => Outcome::green(Reason::NoAddress, ""),
    })
}

/// S5: every rule ran within the claim's period, and nothing is overdue.
fn sweep(last: Option<(Timestamp, i64)>, now: Timestamp, within: u64) -> Outcome {
    let recent = |at: Timestamp| u64::try_from((now - at).num_seconds()).is_ok_and(|age| age < within);
    match last {
        None => Outcome::unknown(Reason::NotSwept, ""),
        Some((at, _)) if !recent(at) => Outcome::red(Reason::NotSwept, at.date_naive().to_string()),
        Some((_, overdue)) if overdue > 0 => Outcome::red(Reason::Overdue, overdue.to_string()),
        Some((at, _)) => Outcome::green(Reason::Swept, at.date_naive().to_string()),
    }
}

fn is_password(column: &Column) -> bool {
    column.name.contains("password") && column.class == Class::Secret
}

/// S82: each secret that `concerns` the claim lies on the disk in one of these forms.
fn kept(concerns: impl Fn(&Column) -> bool, forms: &[AtRest]) -> Outcome {
    let secrets = TABLES.iter().flat_map(|table| table.columns.iter().map(move |column| (table, column)));
    let secrets: Vec<_> = secrets.filter(|(_, column)| column.class == Class::Secret && concerns(column)).collect();
    let readable = secrets.iter().find(|(_, column)| !column.handling.as_ref().is_some_and(|handling| forms.contains(&handling.at_rest)));
    match readable {
        Some((table, column)) => Outcome::red(Reason::NotHashed, format!("{}.{}", table.name, column.name)),
        None => Outcome::green(Reason::Hashed, secrets.len().to_string()),
    }
}

/// S85: row-level security is forced on every table of associations, as the catalogue says now.
async fn walls(app: &App, tenant: TenantId) -> Result<Outcome> {
    let mut tx = app.db.tenant(tenant).await?;
    let drifts = store::drifts(&mut tx).await?;
    Ok(if drifts.is_empty() { Outcome::green(Reason::Walled, TABLES.len().to_string()) } else { Outcome::red(Reason::Drift, drifts.len().to_string()) })
}

/// S78: a private page answers nobody who is not signed in, and forbids search engines to remember it.
async fn private_pages(app: &App, look: &Outbound, site: &Site) -> Outcome {
    for url in &site.private {
        let seen = match look.look(url, app.clock.now()).await {
            Ok(seen) => seen,
            Err(why) => return blind(why),
        };
        let shut = matches!(seen.status.as_u16(), 401 | 403 | 404 | 405) || (seen.status.is_redirection() && seen.header("location").contains("/connexion"));
        if !shut || !seen.header("x-robots-tag").contains("noindex") {
            return Outcome::red(Reason::Open, url.path().replace(&site.slug, "…"));
        }
    }
    if site.private.is_empty() { Outcome::unknown(Reason::Silent, "") } else { Outcome::green(Reason::Closed, site.private.len().to_string()) }
}

/// S10: everybody who may sign in to the association's back office has a second factor. How many have none is told to nobody: it would be
/// told to whoever tries passwords too.
fn second_factor((members, with_one): (i64, i64)) -> Outcome {
    match members {
        0 => Outcome::unknown(Reason::SecondFactorUnread, ""),
        _ if with_one < members => Outcome::red(Reason::OneFactor, ""),
        _ => Outcome::green(Reason::TwoFactors, members.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sweep_that_is_late_or_left_something_is_no_proof() {
        let now: Timestamp = "2027-01-11T11:00:00Z".parse().unwrap();
        let day_and_half = 36 * 3_600;
        let state = |last| sweep(last, now, day_and_half).reason;
        assert_eq!(state(None), Reason::NotSwept);
        assert_eq!(state(Some((now - TimeDelta::hours(9), 0))), Reason::Swept);
        assert_eq!(state(Some((now - TimeDelta::hours(9), 1))), Reason::Overdue);
        assert_eq!(state(Some((now - TimeDelta::hours(36), 0))), Reason::NotSwept);
    }

    #[test]
    fn a_walk_tells_what_it_found_before_what_it_could_not_see() {
        let clean = || Walk { pages: 3, foreign: BTreeSet::new(), undeclared: BTreeSet::new(), weak: false, more: false, blind: None };
        assert_eq!(clean().third_parties(), Outcome::green(Reason::Alone, "3"));
        assert_eq!(Walk { weak: true, ..clean() }.third_parties().reason, Reason::WeakPolicy);
        assert_eq!(
            Walk { foreign: ["cdn.example".to_owned()].into(), blind: Some(Blind::Slow), ..clean() }.third_parties(),
            Outcome::red(Reason::Foreign, "cdn.example")
        );
        assert_eq!(Walk { undeclared: ["_ga".to_owned()].into(), ..clean() }.cookies(), Outcome::red(Reason::Undeclared, "_ga"));
        assert_eq!(Walk { blind: Some(Blind::Silent), ..clean() }.cookies().reason, Reason::Silent);
        assert_eq!(Walk { pages: 0, ..clean() }.cookies().reason, Reason::Silent);
        // A site larger than one walk is told apart.
        assert_eq!(Walk { more: true, ..clean() }.third_parties(), Outcome::green(Reason::AloneAmongFirst, "3"));
        assert_eq!(Walk { more: true, ..clean() }.cookies(), Outcome::green(Reason::DeclaredAmongFirst, "3"));
    }

    #[test]
    fn one_of_a_team_without_a_second_factor_is_enough_to_say_nothing() {
        assert_eq!(second_factor((0, 0)).reason, Reason::SecondFactorUnread);
        assert_eq!(second_factor((3, 2)), Outcome::red(Reason::OneFactor, ""));
        assert_eq!(second_factor((3, 3)), Outcome::green(Reason::TwoFactors, "3"));
    }

    #[test]
    fn a_readable_secret_would_be_named() {
        assert_eq!(kept(is_password, &[AtRest::Argon2]).reason, Reason::Hashed);
        let named = kept(|_| true, &[AtRest::Enc]);
        assert!(named.reason == Reason::NotHashed && named.fact.contains('.'), "{named:?}");
    }
}
