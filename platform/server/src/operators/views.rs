//! What the operators' console shows, with a sample of each state it draws.

use kernel::{
    clock::Timestamp,
    form::{Fault, FormState},
    views::{Page, PageEntry, Surface, entry},
};
use serde::Serialize;

use crate::closing::views::ClosingLine;

/// Every page of this slice.
#[must_use]
pub fn pages() -> Vec<PageEntry> {
    vec![entry::<OperatorPage>()]
}

/// The figures at the top.
#[derive(Debug, Serialize)]
pub struct Sums {
    /// How many associations there are.
    pub associations: i64,
    /// How many of them are served.
    pub active: i64,
    /// Jobs that could run now.
    pub waiting_jobs: i64,
    /// Age of the oldest of them, in seconds.
    pub oldest_job_seconds: i64,
    /// Jobs given up.
    pub dead_jobs: i64,
}

/// What the list is narrowed to.
#[derive(Debug, Serialize)]
pub struct Filter {
    /// The beginning of a name or an address.
    pub text: String,
    /// A state; empty for all.
    pub state: String,
}

/// An association in the list: no count and no name of a person.
#[derive(Debug, Serialize)]
pub struct AssociationView {
    /// Its part of the address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// `active`, `suspended`, `closing` or `closed`.
    pub state: String,
    /// Since when.
    pub created_at: Timestamp,
    /// Its site.
    pub site_url: String,
}

/// Pages of the list.
#[derive(Debug, Serialize)]
pub struct Paging {
    /// This one, from 1 on.
    pub page: i64,
    /// The last one.
    pub pages: i64,
    /// How many associations in all.
    pub total: i64,
    /// The one before.
    pub previous_url: Option<String>,
    /// The one after.
    pub next_url: Option<String>,
}

/// A job that was given up.
#[derive(Debug, Serialize)]
pub struct DeadJobView {
    /// Its id.
    pub id: i64,
    /// What it was.
    pub kind: String,
    /// Whose, by address.
    pub association: Option<String>,
    /// Tries made.
    pub attempts: i16,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// Why the last try failed.
    pub error: String,
}

/// When an endpoint last heard from Stripe.
#[derive(Debug, Serialize)]
pub struct WebhookView {
    /// `platform` or `connect`.
    pub endpoint: &'static str,
    /// When, if ever.
    pub seen_at: Option<Timestamp>,
}

/// A rule of retention and how it stands.
#[derive(Debug, Serialize)]
pub struct PeriodView {
    /// `<retention>.<table>`.
    pub rule: String,
    /// `rehearsed`, `active` or `stopped`.
    pub mode: String,
    /// Rows ended at the last run.
    pub ended: i64,
    /// Rows whose period is over and that are still there.
    pub overdue: i64,
    /// Rows whose clock has not started.
    pub indeterminate: i64,
    /// The last run.
    pub last_run_at: Option<Timestamp>,
}

/// What runs.
#[derive(Debug, Serialize)]
pub struct Versions {
    /// Estrade.
    pub estrade: &'static str,
    /// PostgreSQL.
    pub database: String,
    /// Migrations applied.
    pub migrations: i64,
    /// `off`, `test` or `live`.
    pub payments: &'static str,
}

/// The console.
#[derive(Debug, Serialize)]
pub struct OperatorPage {
    /// Figures.
    pub sums: Sums,
    /// The filter.
    pub filter: Filter,
    /// The list.
    pub associations: Vec<AssociationView>,
    /// Its pages.
    pub paging: Paging,
    /// Jobs given up.
    pub dead_jobs: Vec<DeadJobView>,
    /// Stripe's last words.
    pub webhooks: Vec<WebhookView>,
    /// How the end of periods stands.
    pub periods: Vec<PeriodView>,
    /// Associations that leave, or left not long ago.
    pub closings: Vec<ClosingLine>,
    /// What runs.
    pub versions: Versions,
    /// Faults of the last act.
    pub form: FormState,
}

impl Page for OperatorPage {
    const TEMPLATE: &'static str = "back_office/operator.html";
    const SURFACE: Surface = Surface::Entrance;

    fn samples() -> Vec<Self> {
        let at: Timestamp = chrono::DateTime::from_timestamp(1_773_500_000, 0).unwrap_or_default();
        let association = |slug: &str, state: &str| AssociationView {
            slug: slug.to_owned(),
            name: "Jazz sous les tilleuls".to_owned(),
            state: state.to_owned(),
            created_at: at,
            site_url: format!("https://{slug}.estrade.example/"),
        };
        let job = |id, association: Option<&str>| DeadJobView {
            id,
            kind: "ticketing".to_owned(),
            association: association.map(str::to_owned),
            attempts: 15,
            asked_at: at,
            error: "the relay did not take the mail".to_owned(),
        };
        let period = |rule: &str, mode: &str, overdue, last_run_at| PeriodView {
            rule: rule.to_owned(),
            mode: mode.to_owned(),
            ended: 2,
            overdue,
            indeterminate: 1,
            last_run_at,
        };
        let closing = |slug: Option<&str>, state: &str, ended_at| ClosingLine {
            id: "0198c0de-0000-7000-8000-000000000000".to_owned(),
            slug: slug.map(str::to_owned),
            state: state.to_owned(),
            asked_at: at,
            closes_at: at,
            erase_at: at,
            ended_at,
        };
        let versions = |payments| Versions { estrade: "0.1.0", database: "15.6".to_owned(), migrations: 5, payments };
        vec![
            Self {
                sums: Sums { associations: 3, active: 1, waiting_jobs: 2, oldest_job_seconds: 70, dead_jobs: 2 },
                filter: Filter { text: "jazz".to_owned(), state: "suspended".to_owned() },
                associations: vec![association("tilleuls", "active"), association("halles", "suspended"), association("caves", "closing")],
                paging: Paging {
                    page: 2,
                    pages: 3,
                    total: 101,
                    previous_url: Some("/operateur?page=1".to_owned()),
                    next_url: Some("/operateur?page=3".to_owned()),
                },
                dead_jobs: vec![job(1, Some("tilleuls")), job(2, None)],
                webhooks: vec![WebhookView { endpoint: "platform", seen_at: None }, WebhookView { endpoint: "connect", seen_at: Some(at) }],
                periods: vec![
                    period("buyer.person", "stopped", 412, Some(at)),
                    period("sign_up.sign_up", "active", 0, Some(at)),
                    period("checkout.payment", "rehearsed", 3, None),
                ],
                closings: vec![closing(Some("caves"), "asked", None), closing(None, "erased", Some(at))],
                versions: versions("test"),
                form: FormState::default().with_fault("form", Fault::new("operator-fault-gone")),
            },
            Self {
                sums: Sums { associations: 0, active: 0, waiting_jobs: 0, oldest_job_seconds: 0, dead_jobs: 0 },
                filter: Filter { text: String::new(), state: String::new() },
                associations: Vec::new(),
                paging: Paging { page: 1, pages: 1, total: 0, previous_url: None, next_url: None },
                dead_jobs: Vec::new(),
                webhooks: Vec::new(),
                periods: Vec::new(),
                closings: Vec::new(),
                versions: versions("off"),
                form: FormState::default(),
            },
        ]
    }
}
