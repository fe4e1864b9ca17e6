//! What the mails to buyers say: typed contexts of `templates/mail/{tickets,refund,unseated,notice}`.

use kernel::{clock::Timestamp, money::Cents, views::MailView};
use serde::Serialize;

use crate::ticketing::public::order::LineView;

/// Who writes, as every mail shows it.
#[derive(Clone, Debug, Serialize)]
pub struct Sender {
    /// The association's name.
    pub name: String,
    /// Its colour as a flat field.
    pub colour: String,
    /// Text on it.
    pub ink: String,
    /// Lines at the foot: address, registration, licence.
    pub footer: Vec<String>,
    /// Its site.
    pub url: String,
    /// Where to write.
    pub email: Option<String>,
}

impl Sender {
    /// For samples.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            name: "Jazz des Halles".to_owned(),
            colour: "#e8452c".to_owned(),
            ink: "#170c0a".to_owned(),
            footer: vec!["Association Jazz des Halles, 12 rue des Halles, 38000 Grenoble".to_owned()],
            url: "https://jazz.estrade.example".to_owned(),
            email: Some("bonjour@example.org".to_owned()),
        }
    }
}

/// A concert in a mail.
#[derive(Clone, Debug, Serialize)]
pub struct MailConcert {
    /// Its title.
    pub title: String,
    /// When it starts.
    pub starts_at: Timestamp,
    /// When doors open.
    pub doors_at: Option<Timestamp>,
    /// Where.
    pub venue: String,
    /// In which town, when it is not in the address.
    pub city: Option<String>,
    /// The address, one line.
    pub venue_address: Option<String>,
    /// Its page, absolute.
    pub url: String,
}

/// An order in a mail.
#[derive(Clone, Debug, Serialize)]
pub struct MailOrder {
    /// Its code.
    pub code: String,
    /// Its number, once confirmed.
    pub number: Option<String>,
    /// Its page, absolute.
    pub url: String,
    /// How many places.
    pub places: u16,
    /// What it costs.
    pub total: Cents,
    /// Of which fees.
    pub fees: Cents,
    /// Its lines.
    pub lines: Vec<LineView>,
}

/// A ticket in a mail.
#[derive(Clone, Debug, Serialize)]
pub struct MailTicket {
    /// Its number.
    pub number: String,
    /// Its tariff.
    pub tariff: String,
    /// The name on it, when it is another than the buyer's.
    pub holder: Option<String>,
}

/// « Vos billets ».
#[derive(Debug, Serialize)]
pub struct TicketsMail {
    /// Who writes.
    pub sender: Sender,
    /// The concert.
    pub concert: MailConcert,
    /// The order.
    pub order: MailOrder,
    /// Its valid tickets.
    pub tickets: Vec<MailTicket>,
    /// The terms of sale, absolute.
    pub terms_url: String,
    /// The legal notice, absolute.
    pub notice_url: String,
    /// Which version of the terms was accepted.
    pub terms_version: i32,
}

/// « Remboursement ».
#[derive(Debug, Serialize)]
pub struct RefundMail {
    /// Who writes.
    pub sender: Sender,
    /// The concert.
    pub concert: MailConcert,
    /// The order.
    pub order: MailOrder,
    /// What goes back.
    pub refund: MailRefund,
    /// The tickets that admit no longer.
    pub tickets: Vec<MailTicket>,
}

/// A refund in a mail.
#[derive(Clone, Debug, Serialize)]
pub struct MailRefund {
    /// What the buyer receives.
    pub amount: Cents,
    /// Whether nothing of the order stays valid.
    pub whole: bool,
    /// Whether it is because the concert is cancelled.
    pub cancelled_concert: bool,
}

/// « Plus de place ».
#[derive(Debug, Serialize)]
pub struct UnseatedMail {
    /// Who writes.
    pub sender: Sender,
    /// The concert.
    pub concert: MailConcert,
    /// The order.
    pub order: MailOrder,
}

/// A legal notice that changes something for the reader's data.
#[derive(Debug, Serialize)]
pub struct NoticeMail {
    /// Who writes.
    pub sender: Sender,
    /// The concert the reader has places for.
    pub concert: MailConcert,
    /// Since when.
    pub since: Timestamp,
    /// What changes, in sentences.
    pub changes: Vec<String>,
    /// The text in force, absolute.
    pub notice_url: String,
    /// What changed, word by word, absolute.
    pub compare_url: String,
}

fn concert() -> MailConcert {
    MailConcert {
        title: "Alma Quartet".to_owned(),
        starts_at: Timestamp::default(),
        doors_at: Some(Timestamp::default()),
        venue: "Le Foyer des Halles".to_owned(),
        city: Some("Grenoble".to_owned()),
        venue_address: Some("12 rue des Halles".to_owned()),
        url: "https://jazz.estrade.example/concerts/alma-quartet".to_owned(),
    }
}

fn order(places: u16, total: i64) -> MailOrder {
    MailOrder {
        code: "FA0Y-W0PY-42".to_owned(),
        number: Some("2026-000042".to_owned()),
        url: "https://jazz.estrade.example/commande/FA0Y-W0PY-42/k3yk3y".to_owned(),
        places,
        total: Cents(total),
        fees: Cents::ZERO,
        lines: vec![LineView { name: "Plein tarif".to_owned(), quantity: places, amount: Cents(total) }],
    }
}

fn tickets() -> Vec<MailTicket> {
    let ticket =
        |number: &str, holder: Option<&str>| MailTicket { number: number.to_owned(), tariff: "Plein tarif".to_owned(), holder: holder.map(str::to_owned) };
    vec![ticket("FA0Y-W0PY-42001", None), ticket("FA0Y-W0PY-42002", Some("Zoé Roy"))]
}

impl MailView for TicketsMail {
    const NAME: &'static str = "tickets";

    fn samples() -> Vec<Self> {
        let bare = MailConcert { doors_at: None, city: None, venue_address: None, ..concert() };
        let mail = |concert, order| Self {
            sender: Sender::sample(),
            concert,
            order,
            tickets: tickets(),
            terms_url: "https://jazz.estrade.example/conditions-de-vente".to_owned(),
            notice_url: "https://jazz.estrade.example/mentions-legales".to_owned(),
            terms_version: 3,
        };
        vec![mail(concert(), order(2, 2800)), mail(bare, MailOrder { number: None, fees: Cents(70), ..order(1, 0) })]
    }
}

impl MailView for RefundMail {
    const NAME: &'static str = "refund";

    fn samples() -> Vec<Self> {
        let mail = |amount, whole, cancelled_concert| Self {
            sender: Sender::sample(),
            concert: concert(),
            order: order(2, 2800),
            refund: MailRefund { amount: Cents(amount), whole, cancelled_concert },
            tickets: tickets(),
        };
        vec![mail(1400, false, false), mail(2800, true, true), mail(0, true, false), mail(0, false, true)]
    }
}

impl MailView for UnseatedMail {
    const NAME: &'static str = "unseated";

    fn samples() -> Vec<Self> {
        vec![Self { sender: Sender::sample(), concert: concert(), order: order(2, 2800) }]
    }
}

impl MailView for NoticeMail {
    const NAME: &'static str = "notice";

    fn samples() -> Vec<Self> {
        vec![Self {
            sender: Sender::sample(),
            concert: concert(),
            since: Timestamp::default(),
            changes: vec!["Nouveau destinataire — Billetterie : Stripe".to_owned()],
            notice_url: "https://jazz.estrade.example/mentions-legales".to_owned(),
            compare_url: "https://jazz.estrade.example/mentions-legales/comparer/1/2".to_owned(),
        }]
    }
}
