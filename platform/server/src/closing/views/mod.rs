//! What the pages of a closing show, with a sample of each state they draw.

pub mod mails;

use kernel::{
    clock::Timestamp,
    form::{Fault, FormState},
    views::{Page, PageEntry, Surface, entry, mail_entry},
};
use serde::Serialize;

/// Every page and mail of this slice.
#[must_use]
pub fn pages() -> Vec<PageEntry> {
    vec![entry::<ClosingPage>(), entry::<GonePage>(), mail_entry::<mails::StepMail>(), mail_entry::<mails::ErasedMail>()]
}

/// A concert to come with places sold or given out.
#[derive(Debug, Serialize)]
pub struct ConcertLine {
    /// Its title.
    pub title: String,
    /// When.
    pub starts_at: Timestamp,
    /// Valid tickets.
    pub tickets: i64,
    /// Its page in the back office.
    pub url: String,
}

/// A request without an answer.
#[derive(Debug, Serialize)]
pub struct RequestLine {
    /// Its number.
    pub reference: String,
    /// Until when the law wants it answered.
    pub due_at: Timestamp,
    /// Its file.
    pub url: String,
}

/// What the end would take, in numbers.
#[derive(Debug, Default, Serialize)]
pub struct NumbersView {
    /// Concerts to come with valid tickets: each blocks.
    pub concerts: Vec<ConcertLine>,
    /// Valid tickets for them.
    pub tickets: i64,
    /// Orders under way.
    pub orders: i64,
    /// Payments under way: they block.
    pub payments: i64,
    /// Refunds under way or owed: they block.
    pub refunds: i64,
    /// Open disputes: they block.
    pub disputes: i64,
    /// What was under way at a Stripe account whose tie is cut: it does not.
    pub left_at_stripe: i64,
    /// Open files of breaches.
    pub breaches: i64,
    /// Paid sales to keep.
    pub sales: i64,
    /// Entries of the journal to keep.
    pub journal: i64,
    /// People who lose access.
    pub staff: i64,
    /// Objects.
    pub objects: u64,
}

/// When what happens.
#[derive(Debug, Serialize)]
pub struct DatesView {
    /// Asked for.
    pub asked_at: Timestamp,
    /// Takes effect.
    pub effective_at: Timestamp,
    /// The data go.
    pub erase_at: Timestamp,
    /// At the latest.
    pub latest: Timestamp,
    /// Until when the deletion waits for requests, at the latest.
    pub waits_until: Option<Timestamp>,
}

/// The copy of everything.
#[derive(Debug, Serialize)]
pub struct CopyView {
    /// Rounded up.
    pub megabytes: u64,
    /// Rows.
    pub rows: u64,
    /// Objects.
    pub objects: u64,
    /// Made when.
    pub ready_at: Timestamp,
    /// Of the file, in hex.
    pub sha256: String,
}

/// The page of the end.
#[derive(Debug, Serialize)]
pub struct ClosingPage {
    /// `open`, `asked`, `closed` or `erasing`.
    pub state: &'static str,
    /// The association's name, to be typed.
    pub name: String,
    /// Whether this reader presides.
    pub presides: bool,
    /// Whether this reader may fetch the copy.
    pub may_fetch: bool,
    /// Days in which it can be taken back.
    pub days: i64,
    /// Before it is asked for.
    pub numbers: Option<NumbersView>,
    /// Whether something stands in the way.
    pub blocks: bool,
    /// Requests without an answer.
    pub requests: Vec<RequestLine>,
    /// Once it is asked for.
    pub dates: Option<DatesView>,
    /// Once it is made.
    pub copy: Option<CopyView>,
    /// Whether a code is asked beside the password.
    pub second_factor: bool,
    /// The form.
    pub form: FormState,
}

impl Page for ClosingPage {
    const TEMPLATE: &'static str = "back_office/closing.html";
    const SURFACE: Surface = Surface::BackOffice;

    fn samples() -> Vec<Self> {
        let at: Timestamp = chrono::DateTime::from_timestamp(1_773_500_000, 0).unwrap_or_default();
        let request = || RequestLine { reference: "FA0Y-W0PY".to_owned(), due_at: at, url: "/a/tilleuls/demandes/1".to_owned() };
        let concert = ConcertLine { title: "Quartet Alma".to_owned(), starts_at: at, tickets: 42, url: "/a/tilleuls/concerts/1".to_owned() };
        let page = |state, numbers: Option<NumbersView>, blocks| Self {
            state,
            name: "Jazz sous les tilleuls".to_owned(),
            presides: true,
            may_fetch: true,
            days: 7,
            numbers,
            blocks,
            requests: Vec::new(),
            dates: None,
            copy: None,
            second_factor: true,
            form: FormState::default(),
        };
        let many = NumbersView {
            concerts: vec![concert],
            tickets: 42,
            orders: 1,
            payments: 1,
            refunds: 2,
            disputes: 1,
            left_at_stripe: 2,
            breaches: 1,
            sales: 300,
            journal: 900,
            staff: 4,
            objects: 12,
        };
        let dates = |waits_until| Some(DatesView { asked_at: at, effective_at: at, erase_at: at, latest: at, waits_until });
        let copy = || Some(CopyView { megabytes: 3, rows: 1_200, objects: 12, ready_at: at, sha256: "5e".repeat(32) });
        vec![
            Self { requests: vec![request()], ..page("open", Some(many), true) },
            Self {
                second_factor: false,
                form: FormState::default().with_fault("name", Fault::new("closing-fault-name")),
                ..page("open", Some(NumbersView { staff: 1, ..NumbersView::default() }), false)
            },
            Self { dates: dates(None), ..page("asked", None, false) },
            Self { dates: dates(Some(at)), requests: vec![request()], copy: copy(), ..page("asked", None, false) },
            Self { dates: dates(Some(at)), requests: vec![request()], copy: copy(), ..page("closed", None, false) },
            Self { dates: dates(None), presides: false, may_fetch: false, ..page("closed", None, false) },
            Self { dates: dates(None), may_fetch: false, ..page("erasing", None, false) },
        ]
    }
}

/// What the site of an association says once it was closed.
#[derive(Debug, Serialize)]
pub struct GonePage {
    /// Its name.
    pub name: String,
}

impl Page for GonePage {
    const TEMPLATE: &'static str = "site/gone.html";
    const SURFACE: Surface = Surface::Error;

    fn samples() -> Vec<Self> {
        vec![Self { name: "Jazz sous les tilleuls".to_owned() }]
    }
}

/// A closing on the operators' console.
#[derive(Debug, Serialize)]
pub struct ClosingLine {
    /// The closing's own id: all that is left in the end.
    pub id: String,
    /// The association's part of the address, while it is there.
    pub slug: Option<String>,
    /// Where it stands.
    pub state: String,
    /// Asked for.
    pub asked_at: Timestamp,
    /// Takes, or took, effect.
    pub closes_at: Timestamp,
    /// The data go.
    pub erase_at: Timestamp,
    /// Over since.
    pub ended_at: Option<Timestamp>,
}
