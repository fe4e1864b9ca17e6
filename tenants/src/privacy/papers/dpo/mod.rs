//! Whether an association needs a data protection officer: the three cases of GDPR art. 37(1) asked in plain words, each answer kept.
//! Owns `dpo_assessment`.

mod admin;
pub mod store;

use kernel::{
    error::{Result, Sentence},
    views::{PageEntry, entry},
};
use poem::RouteMethod;

use self::store::Assessment;
use super::model::Words;

/// The version of the questions: an answer to an older one is asked again.
pub const QUESTIONS: i32 = 1;

pub(super) fn admin_routes() -> Vec<(&'static str, RouteMethod)> {
    admin::routes()
}

pub(super) fn pages() -> Vec<PageEntry> {
    vec![entry::<admin::DpoPage>()]
}

/// The result in a sentence, as register and notice print it.
///
/// # Errors
/// When a word is missing: a fault of ours.
pub fn sentence(words: Words<'_>, assessment: Option<&Assessment>) -> Result<String> {
    let Some(assessment) = assessment else { return words.say("dpo-result-unanswered") };
    let date = words.day(assessment.answered_at);
    if assessment.officer_name.is_empty() {
        let key = if assessment.is_needed() { "dpo-result-missing" } else { "dpo-result-none" };
        return words.say_with(key, &[("date", date.into())]);
    }
    let arguments = [("name", assessment.officer_name.as_str().into()), ("contact", assessment.officer_contact.as_str().into()), ("date", date.into())];
    words.say_with("dpo-result-named", &arguments)
}

/// What is still to be done about it, if anything.
#[must_use]
pub fn warning(assessment: Option<&Assessment>) -> Option<Sentence> {
    match assessment {
        None => Some(Sentence::new("dpo-warning-unanswered")),
        Some(assessment) if assessment.questions_version < QUESTIONS => Some(Sentence::new("dpo-warning-unanswered")),
        Some(assessment) if assessment.is_needed() && assessment.officer_name.is_empty() => Some(Sentence::new("dpo-warning-missing")),
        Some(_) => None,
    }
}
