//! What the platform's papers show, with a sample of each state they draw.

use kernel::{
    clock::Timestamp,
    form::{Fault, FormState},
    views::{MailView, Page, PageEntry, Surface, entry, mail_entry},
};
use serde::Serialize;
use tenants::{
    legal::model::{Block, Section, Text},
    privacy::{breaches::views::Choice, papers::views::Entry},
};

use crate::staff::views::Sender;

/// Every page and mail of this slice.
#[must_use]
pub fn pages() -> Vec<PageEntry> {
    vec![
        entry::<PublicPaperPage>(),
        entry::<OperatorPaperPage>(),
        entry::<ProcessorsPage>(),
        entry::<PlatformBreachesPage>(),
        mail_entry::<TermsChangeMail>(),
        mail_entry::<ProcessorChangeMail>(),
        mail_entry::<BreachReportedMail>(),
    ]
}

/// A paper on the platform's site.
#[derive(Debug, Serialize)]
pub struct PublicPaperPage {
    /// Its title.
    pub title: String,
    /// Which version; may be empty.
    pub reference: String,
    /// What it is.
    pub lead: String,
    /// Its sections.
    pub contents: Vec<Entry>,
    /// What it says, as HTML of ours.
    pub body_html: String,
}

impl PublicPaperPage {
    /// Of a text.
    #[must_use]
    pub fn new(title: String, reference: String, text: &Text) -> Self {
        let contents = text.sections.iter().map(|section| Entry { anchor: section.anchor.clone(), title: section.title.clone() }).collect();
        Self { title, reference, lead: text.lead.clone(), contents, body_html: text.to_html() }
    }
}

impl Page for PublicPaperPage {
    const TEMPLATE: &'static str = "platform/paper.html";
    const SURFACE: Surface = Surface::Platform;

    fn samples() -> Vec<Self> {
        let section = Section { anchor: "un".to_owned(), title: "Un".to_owned(), blocks: vec![Block::Paragraph("Texte".to_owned())] };
        let text = Text { lead: "Qui fait quoi.".to_owned(), sections: vec![section] };
        vec![Self::new("Contrat".to_owned(), "Version 1".to_owned(), &text), Self::new("Sous-traitants".to_owned(), String::new(), &text)]
    }
}

/// A paper in the operators' console.
#[derive(Debug, Serialize)]
pub struct OperatorPaperPage {
    /// Its title.
    pub title: String,
    /// What it is.
    pub lead: String,
    /// Which version.
    pub reference: String,
    /// What it says, as HTML of ours.
    pub body_html: String,
    /// As a table.
    pub csv_url: String,
    /// To print.
    pub pdf_url: String,
}

impl Page for OperatorPaperPage {
    const TEMPLATE: &'static str = "back_office/privacy/operator_paper.html";
    const SURFACE: Surface = Surface::Entrance;

    fn samples() -> Vec<Self> {
        let text = |words: &str| words.to_owned();
        vec![Self {
            title: text("Registre"),
            lead: text("Ce que fait la plateforme."),
            reference: text("Version 1"),
            body_html: text("<h2>Un</h2>"),
            csv_url: text("/operateur/registre.csv"),
            pdf_url: text("/operateur/registre.pdf"),
        }]
    }
}

/// A processor that may be replaced.
#[derive(Debug, Serialize)]
pub struct RecipientChoice {
    /// Its key in the inventory.
    pub value: &'static str,
    /// Its name and task.
    pub label: String,
}

/// The processors and the form to announce a change.
#[derive(Debug, Serialize)]
pub struct ProcessorsPage {
    /// The list as the public reads it, as HTML of ours.
    pub body_html: String,
    /// Whose place may be taken.
    pub recipients: Vec<RecipientChoice>,
    /// The first day a change may apply, as a date input wants it.
    pub earliest: String,
    /// Days of notice.
    pub notice_days: i64,
    /// What was typed.
    pub form: FormState,
}

impl Page for ProcessorsPage {
    const TEMPLATE: &'static str = "back_office/privacy/operator_processors.html";
    const SURFACE: Surface = Surface::Entrance;

    fn samples() -> Vec<Self> {
        let page = |form| Self {
            body_html: "<h2>Un</h2>".to_owned(),
            recipients: vec![RecipientChoice { value: "mail_provider", label: "Exemple SAS (mails)".to_owned() }],
            earliest: "2027-02-11".to_owned(),
            notice_days: 30,
            form,
        };
        let faulty = FormState::filled([("country", "US")])
            .with_fault("transfer", Fault::new("operator-fault-transfer"))
            .with_fault("from", Fault::new("operator-fault-notice").with("days", 30_i64));
        vec![page(FormState::default()), page(faulty)]
    }
}

/// A file of the platform.
#[derive(Debug, Serialize)]
pub struct PlatformBreachView {
    /// Its number.
    pub number: i32,
    /// When the platform knew.
    pub discovered_at: Timestamp,
    /// What happened.
    pub what_happened: String,
    /// Whose data of the platform's own are concerned, one line a kind.
    pub concerned: Vec<String>,
    /// Whether every association is concerned.
    pub everybody: bool,
    /// How many associations were told.
    pub told: usize,
    /// Where the platform stands with the authority.
    pub clock: String,
    /// Whether it has yet to tell it.
    pub owed: bool,
    /// Whether the 72 hours are over.
    pub late: bool,
    /// Whether data of the platform's own were hurt: then it is the platform that judges.
    pub own: bool,
    /// What it means for people, in words; none before somebody judged it.
    pub risk: Option<String>,
    /// The word of it, for the form.
    pub risk_word: Option<String>,
    /// Why.
    pub risk_reasons: String,
    /// Whether the people are to be told.
    pub high: bool,
    /// How many can be written to and have not been.
    pub reachable: usize,
    /// Who cannot, one line a kind.
    pub others: Vec<String>,
    /// How they were told so far.
    pub people_told: Option<String>,
}

/// The platform's files and the form to open one.
#[derive(Debug, Serialize)]
pub struct PlatformBreachesPage {
    /// The files, latest first.
    pub breaches: Vec<PlatformBreachView>,
    /// What was hurt.
    pub natures: Vec<Choice>,
    /// Which data.
    pub data: Vec<Choice>,
    /// This moment, as an input wants it.
    pub now: String,
    /// What was typed.
    pub form: FormState,
}

impl Page for PlatformBreachesPage {
    const TEMPLATE: &'static str = "back_office/privacy/operator_breaches.html";
    const SURFACE: Surface = Surface::Entrance;

    fn samples() -> Vec<Self> {
        let choice = |name: &str| Choice { name: name.to_owned(), words: name.to_owned() };
        let file = |everybody| PlatformBreachView {
            number: if everybody { 2 } else { 1 },
            discovered_at: Timestamp::default(),
            what_happened: "Une panne".to_owned(),
            concerned: vec!["équipe : 12".to_owned()],
            everybody,
            told: 3,
            clock: "La CNIL doit le savoir avant jeudi.".to_owned(),
            owed: everybody,
            late: everybody,
            own: everybody,
            risk: everybody.then(|| "Risque élevé. Des mots de passe.".to_owned()),
            risk_word: everybody.then(|| "high".to_owned()),
            risk_reasons: "Des mots de passe.".to_owned(),
            high: everybody,
            reachable: 12,
            others: vec!["équipe : 2".to_owned()],
            people_told: everybody.then(|| "Le 14 mars 2027, 12 lettres.".to_owned()),
        };
        let page =
            |breaches, form| Self { breaches, natures: vec![choice("nature-un")], data: vec![choice("data-un")], now: "2027-01-11T12:00".to_owned(), form };
        let faulty = FormState::default().with_fault("associations", Fault::new("operator-fault-whom"));
        let late = FormState::default().with_fault("delay-2", Fault::new("breach-fault-delay"));
        vec![page(vec![file(true), file(false)], FormState::default()), page(vec![file(true)], late), page(Vec::new(), faulty)]
    }
}

/// A new wording of the agreement.
#[derive(Debug, Serialize)]
pub struct TermsChangeMail {
    /// The platform.
    pub sender: Sender,
    /// Whose agreement.
    pub association: String,
    /// Its version.
    pub version: i32,
    /// From when on it applies.
    pub applies_from: Timestamp,
    /// Where it is read and accepted.
    pub url: String,
}

impl MailView for TermsChangeMail {
    const NAME: &'static str = "terms_changed";

    fn samples() -> Vec<Self> {
        vec![Self {
            sender: Sender::platform("https://estrade.example".to_owned()),
            association: "Jazz des Halles".to_owned(),
            version: 2,
            applies_from: Timestamp::default(),
            url: "https://app.estrade.example/a/halles/contrat".to_owned(),
        }]
    }
}

/// A change of processor.
#[derive(Debug, Serialize)]
pub struct ProcessorChangeMail {
    /// The platform.
    pub sender: Sender,
    /// Who is told.
    pub association: String,
    /// Who comes.
    pub name: String,
    /// The change in a sentence.
    pub change: String,
    /// From when on.
    pub applies_from: Timestamp,
    /// The list.
    pub url: String,
}

impl MailView for ProcessorChangeMail {
    const NAME: &'static str = "processor_changed";

    fn samples() -> Vec<Self> {
        vec![Self {
            sender: Sender::platform("https://estrade.example".to_owned()),
            association: "Jazz des Halles".to_owned(),
            name: "Courrier SAS".to_owned(),
            change: "envoi des mails : Courrier SAS (France) à partir du 14 mars 2027.".to_owned(),
            applies_from: Timestamp::default(),
            url: "https://estrade.example/sous-traitants".to_owned(),
        }]
    }
}

/// A breach at the platform that concerns an association.
#[derive(Debug, Serialize)]
pub struct BreachReportedMail {
    /// The platform.
    pub sender: Sender,
    /// Who is told.
    pub association: String,
    /// What happened.
    pub what_happened: String,
    /// What was done; may be empty.
    pub measures: String,
    /// The end of the association's 72 hours.
    pub deadline: Timestamp,
    /// Its file.
    pub url: String,
}

impl MailView for BreachReportedMail {
    const NAME: &'static str = "breach_reported";

    fn samples() -> Vec<Self> {
        let mail = |measures: &str| Self {
            sender: Sender::platform("https://estrade.example".to_owned()),
            association: "Jazz des Halles".to_owned(),
            what_happened: "Une copie de secours a été lue par un tiers.".to_owned(),
            measures: measures.to_owned(),
            deadline: Timestamp::default(),
            url: "https://app.estrade.example/a/halles/violations/1".to_owned(),
        };
        vec![mail("L’accès a été fermé."), mail("")]
    }
}
