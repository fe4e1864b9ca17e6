//! What the mails about requests say: typed contexts of `templates/mail/rights_*`.

use kernel::{clock::Timestamp, views::MailView};
use serde::Serialize;

use crate::privacy::requests::{
    model::{ALERT, Decision, Ground, Kind, Tally, Why},
    pages::{
        fate::{KeptView, RecipientView},
        whom::ForWhom,
    },
};

/// Who writes, as every mail shows it.
#[derive(Clone, Debug, Serialize)]
pub struct Sender {
    /// The association's name.
    pub name: String,
    /// Its colour as a flat field.
    pub colour: String,
    /// Text on it.
    pub ink: String,
    /// Lines at the foot.
    pub footer: Vec<String>,
    /// Its site.
    pub url: String,
    /// Where to write.
    pub email: Option<String>,
}

impl Sender {
    fn sample() -> Self {
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

const REFERENCE: &str = "7K2M-Q9TX";
const URL: &str = "https://jazz.estrade.example/vos-donnees/suivi/0198c0de/secret";

/// A link that opens once.
#[derive(Debug, Serialize)]
pub struct LinkMail {
    /// Who writes.
    pub sender: Sender,
    /// `identity`, `download` or `address`.
    pub purpose: &'static str,
    /// What was asked for.
    pub kind: &'static str,
    /// Of the request.
    pub reference: String,
    /// The link.
    pub address: String,
    /// Until when it opens.
    pub until: Timestamp,
}

impl MailView for LinkMail {
    const NAME: &'static str = "rights_link";

    fn samples() -> Vec<Self> {
        let sample = |purpose, kind: &Kind| Self {
            sender: Sender::sample(),
            purpose,
            kind: kind.word(),
            reference: REFERENCE.to_owned(),
            address: URL.to_owned(),
            until: Timestamp::default(),
        };
        Kind::ALL.iter().map(|kind| sample("identity", kind)).chain([sample("download", &Kind::Access), sample("address", &Kind::Rectification)]).collect()
    }
}

/// The request is under way.
#[derive(Debug, Serialize)]
pub struct ReceivedMail {
    /// Who writes.
    pub sender: Sender,
    /// What was asked for.
    pub kind: &'static str,
    /// Of the request.
    pub reference: String,
    /// When an answer is due.
    pub due_at: Timestamp,
    /// Whether it waits for them to say which rows are theirs.
    pub question: bool,
    /// For whom it was asked, if not for themselves.
    pub represented: Option<ForWhom>,
    /// Where to follow it.
    pub address: String,
}

impl MailView for ReceivedMail {
    const NAME: &'static str = "rights_received";

    fn samples() -> Vec<Self> {
        Kind::ALL
            .iter()
            .map(|kind| Self {
                sender: Sender::sample(),
                kind: kind.word(),
                reference: REFERENCE.to_owned(),
                due_at: Timestamp::default(),
                question: *kind == Kind::Access,
                represented: (*kind == Kind::Erasure).then(ForWhom::sample),
                address: URL.to_owned(),
            })
            .collect()
    }
}

/// How a request ended.
#[derive(Debug, Serialize)]
pub struct AnswerMail {
    /// Who writes.
    pub sender: Sender,
    /// What was asked for.
    pub kind: &'static str,
    /// Whether it was refused.
    pub refused: bool,
    /// Of the request.
    pub reference: String,
    /// Where all of it stands; nowhere for a letter by post.
    pub address: Option<String>,
    /// Whether the copy lies in the same envelope.
    pub enclosed: bool,
    /// Until when the copy can be fetched.
    pub copy_until: Option<Timestamp>,
    /// Whose rows it was about: how many.
    pub people: usize,
    /// What was written in the place of what was wrong.
    pub corrected: Vec<String>,
    /// What stays, and why.
    pub kept: Vec<KeptView>,
    /// What becomes of it elsewhere.
    pub recipients: Vec<RecipientView>,
    /// For whom it was asked, if not for themselves.
    pub represented: Option<ForWhom>,
    /// What became of texts that name them.
    pub mentions: Option<Tally>,
    /// Whether a digest of the address stays, so that nobody writes again.
    pub quiet: bool,
    /// Whether more came in that name since, which it is not about.
    pub later: bool,
    /// Why it was refused.
    pub ground: Option<&'static str>,
    /// In the association's words.
    pub words: Option<String>,
}

impl MailView for AnswerMail {
    const NAME: &'static str = "rights_answer";

    fn samples() -> Vec<Self> {
        let sample = |kind: &Kind| Self {
            sender: Sender::sample(),
            kind: kind.word(),
            refused: false,
            reference: REFERENCE.to_owned(),
            address: (*kind != Kind::Portability).then(|| URL.to_owned()),
            enclosed: *kind == Kind::Portability,
            copy_until: kind.is_copy().then(Timestamp::default),
            people: usize::from(!matches!(kind, Kind::Access | Kind::Objection)),
            corrected: if *kind == Kind::Rectification { vec!["Jeanne".to_owned(), "jeanne@example.org".to_owned()] } else { Vec::new() },
            kept: if *kind == Kind::Erasure { KeptView::samples() } else { Vec::new() },
            recipients: if *kind == Kind::Erasure { RecipientView::samples() } else { Vec::new() },
            represented: (*kind == Kind::Access).then(ForWhom::sample),
            mentions: (*kind == Kind::Erasure).then(|| Tally::of([Decision::Corrected, Decision::Left(Why::Expression), Decision::Left(Why::Homonym)])),
            quiet: *kind == Kind::Erasure,
            later: *kind == Kind::Erasure,
            ground: None,
            words: None,
        };
        let refused = |ground: &Ground| Self {
            refused: true,
            ground: Some(ground.word()),
            words: (*ground != Ground::Identity).then(|| "Trois demandes identiques ce mois-ci.".to_owned()),
            ..sample(&Kind::Objection)
        };
        Kind::ALL.iter().map(sample).chain(Ground::ALL.iter().map(refused)).collect()
    }
}

/// Words of the association to whoever asked: more time, or a question.
#[derive(Debug, Serialize)]
pub struct WordMail {
    /// Who writes.
    pub sender: Sender,
    /// `extended`, `clarify`, `unconfirmed` or `lifting`.
    pub what: &'static str,
    /// The words.
    pub words: String,
    /// Of the request.
    pub reference: String,
    /// When an answer is due now.
    pub due_at: Timestamp,
    /// Where to follow it.
    pub address: Option<String>,
}

impl MailView for WordMail {
    const NAME: &'static str = "rights_word";

    fn samples() -> Vec<Self> {
        ["extended", "clarify", "unconfirmed", "lifting"]
            .map(|what| Self {
                sender: Sender::sample(),
                what,
                words: "Nous cherchons dans les archives papier de 1987.".to_owned(),
                reference: REFERENCE.to_owned(),
                due_at: Timestamp::default(),
                address: (what == "extended").then(|| URL.to_owned()),
            })
            .into()
    }
}

/// A request waits for the association.
#[derive(Clone, Debug, Serialize)]
pub struct AskMail {
    /// Who writes.
    pub sender: Sender,
    /// What is asked for.
    pub kind: &'static str,
    /// How many days after receipt, when this is a reminder.
    pub day: Option<i64>,
    /// Whether the day has passed.
    pub overdue: bool,
    /// Whether somebody must look before the software goes on.
    pub waits: bool,
    /// Whether the day has come to have the payments redacted at Stripe; the request itself is answered then.
    pub stripe: bool,
    /// Whether there is something to be printed and posted.
    pub post: bool,
    /// When a hold ends by itself.
    pub held_until: Option<Timestamp>,
    /// Of the request.
    pub reference: String,
    /// When an answer is due.
    pub due_at: Timestamp,
    /// Its page in the back office.
    pub address: String,
}

impl MailView for AskMail {
    const NAME: &'static str = "rights_ask";

    fn samples() -> Vec<Self> {
        [("", None, true), ("", Some(7), true), ("", Some(27), false), ("overdue", None, false), ("stripe", None, false), ("post", None, false)]
            .map(|(what, day, waits)| Self {
                sender: Sender::sample(),
                kind: Kind::Erasure.word(),
                day,
                overdue: what == "overdue",
                waits,
                stripe: what == "stripe",
                post: what == "post",
                held_until: (day == Some(27)).then(Timestamp::default),
                reference: REFERENCE.to_owned(),
                due_at: Timestamp::default(),
                address: "https://app.estrade.example/a/jazz/demandes/1".to_owned(),
            })
            .into()
    }
}

/// Somebody prepared a decision.
#[derive(Debug, Serialize)]
pub struct PresidentMail {
    /// Who writes.
    pub sender: Sender,
    /// What is asked for.
    pub kind: &'static str,
    /// Whether it is to be refused.
    pub refuses: bool,
    /// From when the only officer may approve alone.
    pub alone_from: Option<Timestamp>,
    /// Of the request.
    pub reference: String,
    /// Its page in the back office.
    pub address: String,
}

impl MailView for PresidentMail {
    const NAME: &'static str = "rights_president";

    fn samples() -> Vec<Self> {
        [(false, None), (true, None), (false, Some(Timestamp::default())), (true, Some(Timestamp::default()))]
            .map(|(refuses, alone_from)| Self {
                sender: Sender::sample(),
                kind: Kind::Erasure.word(),
                refuses,
                alone_from,
                reference: REFERENCE.to_owned(),
                address: "https://app.estrade.example/a/jazz/demandes/1".to_owned(),
            })
            .into()
    }
}

/// A request is open for long: for the platform's operators, who do not answer it.
#[derive(Debug, Serialize)]
pub struct AlertMail {
    /// Who writes.
    pub sender: Sender,
    /// Whose it is to answer: the association's part of the address.
    pub association: String,
    /// Of the request.
    pub reference: String,
    /// How many days after receipt.
    pub days: i64,
    /// When an answer is due.
    pub due_at: Timestamp,
    /// The operators' console.
    pub address: String,
}

impl MailView for AlertMail {
    const NAME: &'static str = "rights_alert";

    fn samples() -> Vec<Self> {
        vec![Self {
            sender: Sender::sample(),
            association: "jazz".to_owned(),
            reference: REFERENCE.to_owned(),
            days: ALERT,
            due_at: Timestamp::default(),
            address: "https://app.estrade.example/operateur".to_owned(),
        }]
    }
}
