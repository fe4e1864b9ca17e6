//! What the pages and the letter of a breach show.

use kernel::{
    clock::Timestamp,
    error::Sentence,
    form::{Fault, FormState},
    views::{MailView, Page, Surface},
};
use serde::Serialize;

/// A box to tick.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    /// Its name on the form.
    pub name: String,
    /// Its words.
    pub words: String,
}

/// A file in the list.
#[derive(Debug, Serialize)]
pub struct Line {
    /// Where it is.
    pub url: String,
    /// Its number.
    pub number: i32,
    /// When somebody knew.
    pub discovered_at: Timestamp,
    /// The beginning of what happened.
    pub what_happened: String,
    /// Who is concerned, one line a kind.
    pub people: Vec<String>,
    /// What is next: a word.
    pub standing: &'static str,
}

/// The register.
#[derive(Debug, Serialize)]
pub struct BreachesPage {
    /// Back to the papers.
    pub back_url: String,
    /// To open a file.
    pub new_url: String,
    /// The files, latest first.
    pub lines: Vec<Line>,
    /// As a table.
    pub csv_url: String,
    /// To print.
    pub pdf_url: String,
}

impl Page for BreachesPage {
    const TEMPLATE: &'static str = "back_office/privacy/breaches.html";
    const SURFACE: Surface = Surface::BackOffice;

    fn samples() -> Vec<Self> {
        let line = |standing| Line {
            url: "/a/tilleuls/violations/1".to_owned(),
            number: 1,
            discovered_at: Timestamp::default(),
            what_happened: "Une clé perdue".to_owned(),
            people: vec!["Acheteurs : 120".to_owned(), "Équipe : 2".to_owned()],
            standing,
        };
        let page = |lines| Self {
            back_url: "/a/tilleuls/registre".to_owned(),
            new_url: "/a/tilleuls/violations/nouvelle".to_owned(),
            lines,
            csv_url: "/a/tilleuls/violations.csv".to_owned(),
            pdf_url: "/a/tilleuls/violations.pdf".to_owned(),
        };
        vec![page(["assess", "notify", "overdue", "tell", "settled", "closed"].map(line).into()), page(Vec::new())]
    }
}

/// A file about to be opened.
#[derive(Debug, Serialize)]
pub struct NewBreachPage {
    /// Back to the list.
    pub back_url: String,
    /// What was hurt.
    pub natures: Vec<Choice>,
    /// Which data.
    pub data: Vec<Choice>,
    /// What was typed.
    pub form: FormState,
}

fn choices(prefix: &str) -> Vec<Choice> {
    ["un", "deux"].map(|name| Choice { name: format!("{prefix}-{name}"), words: name.to_owned() }).into()
}

impl Page for NewBreachPage {
    const TEMPLATE: &'static str = "back_office/privacy/breach_new.html";
    const SURFACE: Surface = Surface::BackOffice;

    fn samples() -> Vec<Self> {
        let page = |form| Self { back_url: "/a/tilleuls/violations".to_owned(), natures: choices("nature"), data: choices("data"), form };
        let faulty =
            FormState::default().with_fault("nature-un", Fault::new("breach-fault-nature")).with_fault("discovered", Fault::new("breach-fault-future"));
        vec![page(FormState::default()), page(faulty)]
    }
}

/// A file.
#[derive(Debug, Serialize)]
pub struct BreachPage {
    /// Back to the list.
    pub back_url: String,
    /// This page.
    pub here: String,
    /// Its number.
    pub number: i32,
    /// Whether the platform reported it.
    pub from_platform: bool,
    /// What is next: a word.
    pub standing: &'static str,
    /// The same as a sentence, with its moment.
    pub clock: Sentence,
    /// The file in labels and values.
    pub facts: Vec<(String, String)>,
    /// Who is concerned, one line a kind.
    pub concerned: Vec<String>,
    /// How many can be written to and were not.
    pub reachable: usize,
    /// Whom no letter reaches, one line a kind.
    pub others: Vec<String>,
    /// How many letters have left.
    pub letters: i64,
    /// What was hurt.
    pub natures: Vec<Choice>,
    /// Which data.
    pub data: Vec<Choice>,
    /// Whether anything can still be changed.
    pub open: bool,
    /// Whether the 72 hours are over.
    pub late: bool,
    /// Whether people were written to, or are being.
    pub told: bool,
    /// Whether somebody has yet to be told.
    pub due: bool,
    /// Whether it has yet to be said how those are told whom no letter reaches.
    pub silent: bool,
    /// The risk as assessed: a word, or nothing.
    pub risk: Option<&'static str>,
    /// The letter to the people, as it would leave.
    pub letter: Letter,
    /// What was done.
    pub events: Vec<Done>,
    /// Its form, with what was typed.
    pub form: FormState,
}

/// Something that was done.
#[derive(Debug, Serialize)]
pub struct Done {
    /// When.
    pub at: Timestamp,
    /// What: a word.
    pub kind: String,
    /// By whom; empty for the platform or somebody who is gone.
    pub by: String,
}

impl Page for BreachPage {
    const TEMPLATE: &'static str = "back_office/privacy/breach.html";
    const SURFACE: Surface = Surface::BackOffice;

    fn samples() -> Vec<Self> {
        let kinds = ["opened", "reported", "described", "assessed", "notified", "telling", "closed"];
        let page = |standing: &'static str, risk, form| Self {
            back_url: "/a/tilleuls/violations".to_owned(),
            here: "/a/tilleuls/violations/1".to_owned(),
            number: 1,
            from_platform: standing == "notify",
            standing,
            clock: Sentence::new("breach-clock-notify").with("moment", "lundi 11 janvier 2027, 12 h").with("hours", 71),
            facts: vec![("Découverte".to_owned(), "vendredi".to_owned())],
            concerned: vec!["Acheteurs : 120".to_owned()],
            reachable: 120,
            others: if standing == "tell" { vec!["Équipe : 2".to_owned()] } else { Vec::new() },
            letters: 3,
            natures: choices("nature"),
            data: choices("data"),
            open: standing != "closed",
            late: standing == "overdue",
            told: matches!(standing, "settled" | "closed"),
            due: !matches!(standing, "settled" | "closed"),
            silent: standing == "tell",
            risk,
            letter: Letter::sample(),
            events: kinds.map(|kind| Done { at: Timestamp::default(), kind: kind.to_owned(), by: "Claire".to_owned() }).into(),
            form,
        };
        let faulty = ["risk", "risk_reasons", "notified", "delay_reason", "people", "otherwise", "discovered"]
            .iter()
            .fold(FormState::default(), |form, name| form.with_fault(name, Fault::new("fault-required")));
        vec![
            page("assess", None, FormState::default()),
            page("notify", Some("risk"), FormState::default()),
            page("overdue", Some("high"), faulty),
            page("tell", Some("high"), FormState::default()),
            page("settled", Some("unlikely"), FormState::default()),
            page("closed", Some("high"), FormState::default()),
        ]
    }
}

/// What the people concerned read.
#[derive(Clone, Debug, Serialize)]
pub struct Letter {
    /// Who writes.
    pub association: String,
    /// When it was discovered, written out.
    pub discovered: String,
    /// What was hurt.
    pub natures: String,
    /// What happened.
    pub what_happened: String,
    /// Which data.
    pub data: String,
    /// What may come of it.
    pub consequences: String,
    /// What was done.
    pub measures: String,
    /// What they can do.
    pub advice: String,
    /// Where to ask: an address, or a number to call.
    pub email: String,
}

impl Letter {
    fn sample() -> Self {
        let text = |words: &str| words.to_owned();
        Self {
            association: text("Jazz des Halles"),
            discovered: text("lundi 11 janvier 2027, 12 h"),
            natures: text("des données ont été vues"),
            what_happened: text("Une liste a été envoyée à une mauvaise adresse."),
            data: text("Noms, adresses e-mail"),
            consequences: text("Des courriels indésirables."),
            measures: text("La liste a été effacée."),
            advice: text("Méfiez-vous des messages inattendus."),
            email: text("bonjour@example.org"),
        }
    }
}

/// Who writes, as every mail shows it.
#[derive(Clone, Debug, Serialize)]
pub struct LetterSender {
    /// The association's name.
    pub name: String,
    /// Its colour.
    pub colour: String,
    /// Text on it.
    pub ink: String,
    /// Lines at the foot.
    pub footer: Vec<String>,
    /// Its site.
    pub url: String,
}

/// The letter as a mail.
#[derive(Debug, Serialize)]
pub struct LetterMail {
    /// Who writes.
    pub sender: LetterSender,
    /// What it says.
    pub letter: Letter,
}

impl MailView for LetterMail {
    const NAME: &'static str = "breach_letter";

    fn samples() -> Vec<Self> {
        let sender = || LetterSender {
            name: "Jazz des Halles".to_owned(),
            colour: "#e8452c".to_owned(),
            ink: "#170c0a".to_owned(),
            footer: vec!["12 rue des Halles".to_owned()],
            url: "https://halles.estrade.example/".to_owned(),
        };
        let bare = Letter { consequences: String::new(), measures: String::new(), advice: String::new(), ..Letter::sample() };
        vec![Self { sender: sender(), letter: Letter::sample() }, Self { sender: sender(), letter: bare }]
    }
}
