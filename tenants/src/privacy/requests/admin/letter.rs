//! Entering a letter: no copy of an identity card is asked for, and none can be put in.

use kernel::{
    clock::Timestamp,
    error::{Result, Sentence},
    form::{EmailAddress, Form, FormState, LocalDate, LocalDateTime, LocalTime, LongText, PersonName},
    http::Admin,
    i18n::Locale,
    session::Capability,
    views::{Page, Surface},
};
use poem::{Response, handler, http::StatusCode};
use serde::Serialize;

use crate::{
    privacy::requests::{
        model::Kind,
        pages::{read_cited, read_corrected},
        receiving::{self, Letter},
    },
    staff,
};

/// The form.
#[derive(Debug, Serialize)]
pub struct LetterPage {
    kinds: Vec<&'static str>,
    form: FormState,
}

impl LetterPage {
    fn new(form: FormState) -> Self {
        Self { kinds: Kind::ALL.iter().map(|kind| kind.word()).collect(), form }
    }
}

impl Page for LetterPage {
    const TEMPLATE: &'static str = "back_office/request_letter.html";
    const SURFACE: Surface = Surface::BackOffice;

    fn samples() -> Vec<Self> {
        let faulty = FormState::filled([("kind", "erasure"), ("given_name", "Jeanne")]).with_fault("family_name", Sentence::new("fault-required"));
        vec![Self::new(FormState::default()), Self::new(faulty)]
    }
}

#[handler]
pub(super) fn show(admin: Admin) -> Result<Response> {
    admin.require(Capability::Orders)?;
    admin.page("privacy", &LetterPage::new(FormState::default()))
}

/// Midday of the day a letter came; today when it says none, never later.
fn came_at(day: Option<LocalDate>, now: Timestamp) -> Timestamp {
    let noon = LocalTime::parse("12:00").ok();
    day.zip(noon).and_then(|(day, noon)| LocalDateTime::at(day, noon).ok()).map_or(now, |moment| moment.instant().min(now))
}

fn read(form: &Form, now: Timestamp) -> std::result::Result<Letter, FormState> {
    let mut parser = form.parser();
    let kind = parser.required("kind", |word| Kind::parse(word).ok_or_else(|| Sentence::new("fault-required")));
    let given_name = parser.required("given_name", PersonName::parse);
    let family_name = parser.required("family_name", PersonName::parse);
    let received = parser.optional("received_on", LocalDate::parse);
    let email = parser.optional("email", EmailAddress::parse);
    let reply_address = parser.optional("reply_address", LongText::up_to(500)).map(LongText::into_string);
    let message = parser.optional("message", LongText::up_to(2_000)).map(LongText::into_string);
    let corrected = kind.map(|kind| read_corrected(&mut parser, kind)).unwrap_or_default();
    let cited = read_cited(&mut parser, form);
    if email.is_none() && reply_address.is_none() && parser.is_clean() {
        parser.fault("reply_address", Sentence::new("rights-fault-reply"));
    }
    match (kind, given_name, family_name) {
        (Some(kind), Some(given), Some(family)) if parser.is_clean() => Ok(Letter {
            kind,
            given_name: given.into_string(),
            family_name: family.into_string(),
            received_at: came_at(received, now),
            email,
            reply_address,
            message,
            corrected,
            cited,
            // What a letter does not say is not decided for whoever wrote it: nothing is kept.
            quiet: (kind == Kind::Erasure).then(|| form.text("quiet") == "never_again"),
        }),
        _ => Err(parser.state()),
    }
}

#[handler]
pub(super) async fn save(admin: Admin, form: Form) -> Result<Response> {
    admin.require(Capability::Orders)?;
    admin.check_csrf(form.text("csrf"))?;
    let letter = match read(&form, admin.ctx.now()) {
        Ok(letter) => letter,
        Err(state) => return admin.page_status("privacy", &LetterPage::new(state), StatusCode::UNPROCESSABLE_ENTITY),
    };
    let id = receiving::by_letter(&admin.ctx.app, admin.tenant_id(), Locale::Fr, admin.account(), &letter).await?;
    let mut tx = admin.begin().await?;
    staff::store::record(&mut tx, admin.ctx.now(), admin.account(), "privacy.letter", Some(id.uuid())).await?;
    tx.commit().await?;
    admin.redirect(&format!("/demandes/{id}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_came_on_its_day_and_never_tomorrow() {
        let now = "2027-01-11T11:00:00Z".parse::<Timestamp>().unwrap();
        let day = |text: &str| LocalDate::parse(text).ok();
        assert_eq!(came_at(None, now), now);
        assert_eq!(came_at(day("2027-01-04"), now).to_rfc3339(), "2027-01-04T11:00:00+00:00");
        assert_eq!(came_at(day("2027-03-01"), now), now);
    }

    #[test]
    fn a_letter_says_where_the_answer_goes() {
        let form = Form::from_pairs([("kind", "access"), ("given_name", "Jeanne"), ("family_name", "Lefort")]);
        assert!(read(&form, Timestamp::default()).unwrap_err().faults().any(|(field, _)| field == "reply_address"));
    }
}
