//! Mails: one folder of `templates/mail` each, with `subject.txt`, `body.txt` and `body.html`, under the discipline of pages.

use minijinja::{Value, context, value::Serde};
use serde::Serialize;

use super::{PageEntry, Views};
use crate::i18n::{Locale, rendering_in};

/// A mail: its folder and the exact context its three templates read.
pub trait MailView: Serialize + Send + Sync {
    /// The folder under `templates/mail/`.
    const NAME: &'static str;

    /// One value for each state the mail words differently.
    fn samples() -> Vec<Self>
    where
        Self: Sized;
}

/// A mail in words, ready for the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailText {
    /// One line.
    pub subject: String,
    /// The plain-text part, written, not derived.
    pub text: String,
    /// The HTML part.
    pub html: String,
}

const PARTS: [&str; 3] = ["subject.txt", "body.txt", "body.html"];

fn path<M: MailView>(part: &str) -> String {
    format!("mail/{}/{part}", M::NAME)
}

/// The entry of a mail, for the list each slice hands to the start.
#[must_use]
pub fn mail_entry<M: MailView>() -> PageEntry {
    PageEntry { templates: || PARTS.iter().map(|part| path::<M>(part)).collect(), check: check_mail::<M> }
}

fn check_mail<M: MailView>(views: &Views) -> Vec<String> {
    let samples = M::samples();
    let mut faults = Vec::new();
    if samples.is_empty() {
        faults.push(format!("mail/{} has no sample: give one for each state it words", M::NAME));
    }
    for locale in Locale::ALL {
        for (index, sample) in samples.iter().enumerate() {
            if let Err(fault) = views.render_mail(locale, sample) {
                faults.push(format!("mail/{} (sample {}, {}): {fault:#}", M::NAME, index + 1, locale.code()));
            }
        }
    }
    faults
}

impl Views {
    /// Words a mail in the reader's language.
    ///
    /// # Errors
    /// When a template asks for what the context lacks, or the subject is empty.
    pub fn render_mail<M: MailView>(&self, locale: Locale, mail: &M) -> anyhow::Result<MailText> {
        let values = rendering_in(locale, &self.0.catalogue, || Value::from(Serde(mail)));
        let render = |part: &str| self.render_template(&path::<M>(part), locale, context! { locale => locale.code(), ..values.clone() });
        // A template is laid out over lines; a subject is one.
        let subject = render("subject.txt")?.split([' ', '\n', '\r', '\t']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        anyhow::ensure!(!subject.is_empty(), "the subject is empty");
        Ok(MailText { subject, text: render("body.txt")?.trim().to_owned() + "\n", html: render("body.html")? })
    }
}
