//! What becomes of data that do not go: what a duty keeps, and what lies with recipients. Said alike by the pages and the mails of a request.

use chrono::NaiveDate;
use kernel::clock::Timestamp;
use serde::Serialize;

use crate::privacy::requests::{
    model::Keeping,
    store::{Recipient, Request},
};

/// What a duty keeps, as pages and mails say it.
#[derive(Clone, Debug, Serialize)]
pub struct KeptView {
    /// Key of the hold.
    pub hold: String,
    /// The text that obliges.
    pub legal_ref: String,
    /// Until when.
    pub until: Option<Timestamp>,
    /// Who may read it.
    pub roles: Vec<String>,
    /// How many entries.
    pub rows: u64,
}

impl KeptView {
    fn of(kept: &Keeping) -> Self {
        let noon = |day: NaiveDate| day.and_hms_opt(12, 0, 0).map(|moment| moment.and_utc());
        Self { hold: kept.hold.clone(), legal_ref: kept.legal_ref.clone(), until: kept.until.and_then(noon), roles: kept.roles.clone(), rows: kept.rows }
    }

    /// One with a date and one without.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let kept = |hold: &str, until, rows| Self {
            hold: hold.to_owned(),
            legal_ref: "C. com. art. L123-22".to_owned(),
            until,
            roles: vec!["president".to_owned(), "treasurer".to_owned()],
            rows,
        };
        vec![kept("accounting", Some(Timestamp::default()), 3), kept("ticket_register", None, 1)]
    }
}

/// What becomes of the data at a recipient, as pages and mails say it.
#[derive(Clone, Debug, Serialize)]
pub struct RecipientView {
    /// Which.
    pub recipient: String,
    /// How it stands.
    pub status: String,
    /// The day that goes with it.
    pub when: Option<Timestamp>,
}

impl RecipientView {
    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        [
            ("stripe", "scheduled"),
            ("stripe", "asked_stripe"),
            ("object_storage", "done"),
            ("exports", "asked"),
            ("mail_provider", "expires"),
            ("backups", "expires"),
        ]
        .map(|(recipient, status)| {
            let when = (!status.starts_with("asked")).then(Timestamp::default);
            Self { recipient: recipient.to_owned(), status: status.to_owned(), when }
        })
        .into()
    }
}

/// What stays of a request's data.
#[must_use]
pub fn kept_views(request: &Request) -> Vec<KeptView> {
    request.plan.iter().flat_map(|plan| &plan.kept).filter(|kept| kept.rows > 0).map(KeptView::of).collect()
}

/// The word for how it stands with a recipient: who was asked to do what depends on which it is.
fn status_word(one: &Recipient) -> &str {
    if one.recipient == "stripe" && one.status == "asked" { "asked_stripe" } else { &one.status }
}

/// What becomes of the data elsewhere; where there was nothing, nothing is said.
#[must_use]
pub fn recipient_views(recipients: &[Recipient]) -> Vec<RecipientView> {
    recipients
        .iter()
        .filter(|one| one.status != "nothing")
        .map(|one| {
            // Once people were asked, the day from which they could be says nothing more.
            let when = one.done_at.or(one.not_before.filter(|_| one.status != "asked"));
            RecipientView { recipient: one.recipient.clone(), status: status_word(one).to_owned(), when }
        })
        .collect()
}
