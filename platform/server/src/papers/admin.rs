//! The platform's papers in the operators' console: its register, its processors, its breaches.

use std::collections::BTreeSet;

use chrono::Duration;
use kernel::{
    clock::{PARIS, Timestamp},
    config::{NamedRecipient, is_in_eea},
    db::affected_on_the_platform,
    error::{Error, Result, Sentence},
    form::{Fault, Form, FormState, Line, LocalDate, LocalDateTime, LongText},
    inventory::{RecipientId, Scope},
    jobs::enqueue_platform,
    views::{BackOfficeChrome, Flash, FlashKind},
};
use poem::{Response, handler, http::StatusCode};
use tenants::privacy::{
    breaches::{
        concerned,
        model::{self, NATURES, Risk, choices},
        views::Choice,
    },
    papers::{
        agreement::Job,
        model::{Paper, Words, processors as in_use},
        processors::{self, Change, NOTICE_DAYS},
        register,
    },
};

use super::{
    controllers,
    store::{self, PlatformBreach},
    telling,
    views::{OperatorPaperPage, PlatformBreachView, PlatformBreachesPage, ProcessorsPage, RecipientChoice},
};
use crate::{operators::pages::operator, staff::Session};

fn words(session: &Session) -> Words<'_> {
    Words { locale: session.ctx.locale, recipients: &session.ctx.app.config.recipients }
}

async fn register_paper(session: &Session) -> Result<Paper> {
    let app = &session.ctx.app;
    let lines = controllers(app, words(session)).await?;
    let content = register::compose_for_processor(&app.config.operator, &app.config.recipients, &lines)?;
    register::paper(words(session), &content, "register-processor-title", &app.config.operator.name, session.ctx.now())
}

/// The register of the platform as processor.
#[handler]
pub(super) async fn show_register(session: Session) -> Result<Response> {
    if session.signed_in.is_none() {
        return session.to_sign_in();
    }
    operator(&session)?;
    let paper = register_paper(&session).await?;
    let path = |path: &str| session.ctx.locale.path(path);
    let page = OperatorPaperPage {
        title: paper.title.clone(),
        lead: paper.text.lead.clone(),
        reference: paper.reference.clone(),
        body_html: paper.text.to_html(),
        csv_url: path("/operateur/registre.csv"),
        pdf_url: path("/operateur/registre.pdf"),
    };
    session.ctx.page(&session.chrome(), &page, StatusCode::OK)
}

#[handler]
pub(super) async fn register_csv(session: Session) -> Result<Response> {
    operator(&session)?;
    let lines = controllers(&session.ctx.app, words(&session)).await?;
    register::controllers_table(words(&session), &lines)?.answer("registre-sous-traitant")
}

#[handler]
pub(super) async fn register_pdf(session: Session) -> Result<Response> {
    operator(&session)?;
    register_paper(&session).await?.download(session.ctx.now(), "registre-sous-traitant").await
}

fn chrome(session: &Session, done: Option<&'static str>) -> Result<BackOfficeChrome> {
    let flash = match done {
        Some(key) => Some(Flash { kind: FlashKind::Good, text: Sentence::new(key).translate(session.ctx.locale)? }),
        None => None,
    };
    Ok(BackOfficeChrome { flash, ..session.chrome() })
}

async fn processors_page(session: &Session, form: FormState, done: Option<&'static str>, status: StatusCode) -> Result<Response> {
    let mut tx = session.ctx.app.db.platform().await?;
    let changes = store::changes(&mut tx, None).await?;
    drop(tx);
    let words = words(session);
    let recipients = in_use().map(|id| {
        let task = words.say(&format!("recipient-{}", id.facts().key))?;
        Ok(RecipientChoice { value: id.facts().key, label: format!("{} ({task})", words.recipients.of(id).legal_name) })
    });
    let page = ProcessorsPage {
        body_html: processors::text(words, &changes, session.ctx.now())?.to_html(),
        recipients: recipients.collect::<Result<_>>()?,
        earliest: LocalDateTime::typed_date(earliest(session.ctx.now())),
        notice_days: NOTICE_DAYS,
        form,
    };
    session.ctx.page(&chrome(session, done)?, &page, status)
}

/// The first day a change announced now may apply: whole days, so that nobody counts hours.
fn earliest(now: Timestamp) -> Timestamp {
    now + Duration::days(NOTICE_DAYS + 1)
}

/// The processors, and the form to announce a change.
#[handler]
pub(super) async fn show_processors(session: Session) -> Result<Response> {
    if session.signed_in.is_none() {
        return session.to_sign_in();
    }
    operator(&session)?;
    processors_page(&session, FormState::default(), None, StatusCode::OK).await
}

/// Announces a change: on the public page at once, and by mail to every president.
#[handler]
pub(super) async fn announce(session: Session, form: Form) -> Result<Response> {
    operator(&session)?;
    let signed_in = session.signed_in()?;
    form.check_csrf(&signed_in.csrf)?;
    let now = session.ctx.now();
    let mut parser = form.parser();
    let known = |key: &str| RecipientId::from_key(key).filter(|id| in_use().any(|known| known == *id)).ok_or_else(|| Fault::new("fault-required"));
    let recipient = parser.required("recipient", known);
    let name = parser.required("name", Line::up_to(160)).map(Line::into_string);
    let country = parser.required("country", |text| match text.trim() {
        code if code.len() == 2 && code.bytes().all(|letter| letter.is_ascii_uppercase()) => Ok(code.to_owned()),
        _ => Err(Fault::new("operator-fault-country")),
    });
    let transfer = parser.optional("transfer", Line::up_to(240)).map(Line::into_string);
    if country.as_deref().is_some_and(|country| !is_in_eea(country)) && transfer.is_none() {
        parser.fault("transfer", Fault::new("operator-fault-transfer"));
    }
    let first = earliest(now).with_timezone(&PARIS).date_naive();
    let from = parser.required("from", |text| match LocalDate::parse(text) {
        Ok(day) if day.date() < first => Err(Fault::new("operator-fault-notice").with("days", NOTICE_DAYS)),
        read => read,
    });
    let begins = from.and_then(|day| day.date().and_hms_opt(0, 0, 0)?.and_local_timezone(PARIS).earliest());
    let (Some(recipient), Some(legal_name), Some(country), Some(begins), true) = (recipient, name, country, begins, parser.is_clean()) else {
        return processors_page(&session, parser.state(), None, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let change = Change { recipient, next: NamedRecipient { legal_name, country, transfer }, announced_at: now, applies_from: begins.to_utc() };
    let mut tx = session.ctx.app.db.platform().await?;
    let id = store::announce(&mut tx, signed_in.account, &change).await?;
    enqueue_platform(&mut tx, None, Job::AnnounceProcessor { change: id }.filed()?).await?;
    tx.commit().await?;
    processors_page(&session, FormState::default(), Some("operator-done-announced"), StatusCode::OK).await
}

/// What may have been hurt: data of associations and the platform's own.
fn offered() -> Vec<&'static str> {
    let all: BTreeSet<&str> = [Scope::Tenant, Scope::Platform].into_iter().flat_map(choices).collect();
    all.into_iter().collect()
}

async fn breaches_page(session: &Session, form: FormState, done: Option<&'static str>, status: StatusCode) -> Result<Response> {
    let words = words(session);
    let mut tx = session.ctx.app.db.platform().await?;
    let mut shown = Vec::new();
    for file in store::breaches(&mut tx, None).await? {
        let own = affected_on_the_platform(&mut tx, &file.categories).await?;
        let (owed, clock) = clock(words, &file, !own.is_empty(), session.ctx.now())?;
        let told = store::concerned(&mut tx, file.id).await?.iter().filter(|(_, told)| told.is_some()).count();
        let high = file.risk() == Some(Risk::High);
        let reach = if high { telling::reach(&mut tx, &file).await? } else { telling::Reach::default() };
        let letters = telling::store::letters(&mut tx, file.id).await?;
        shown.push(PlatformBreachView {
            number: file.number,
            discovered_at: file.discovered_at,
            concerned: concerned(words, &own)?,
            everybody: file.everybody,
            told,
            clock,
            owed,
            late: session.ctx.now() > file.deadline(),
            own: !own.is_empty(),
            risk: file
                .risk()
                .map(|risk| Ok::<_, Error>(format!("{} {}", words.say(&format!("breach-risk-{}", risk.word()))?, file.risk_reasons)))
                .transpose()?,
            high,
            reachable: reach.owed.len(),
            others: concerned(words, &reach.others)?,
            people_told: people_told(words, &file, letters)?,
            risk_word: file.risk,
            risk_reasons: file.risk_reasons,
            what_happened: file.what_happened,
        });
    }
    drop(tx);
    let natures = NATURES.iter().map(|nature| Ok(Choice { name: format!("nature-{nature}"), words: words.say(&format!("breach-nature-{nature}"))? }));
    let data = offered().into_iter().map(|category| Ok(Choice { name: model::box_of(category), words: words.category(category)? }));
    let page = PlatformBreachesPage {
        breaches: shown,
        natures: natures.collect::<Result<_>>()?,
        data: data.collect::<Result<_>>()?,
        now: LocalDateTime::typed(session.ctx.now()),
        form,
    };
    session.ctx.page(&chrome(session, done)?, &page, status)
}

/// How the people were told: the letters that have left, and what was done for those whom none reaches.
fn people_told(words: Words<'_>, file: &PlatformBreach, letters: i64) -> Result<Option<String>> {
    let Some(at) = file.told_at else { return Ok(None) };
    let sent = words.say_with("breach-letter-told", &[("date", words.moment(at).into()), ("people", letters.into())])?;
    if file.told_otherwise.is_empty() {
        return Ok(Some(sent));
    }
    Ok(Some(format!("{sent} {}", words.say_with("breach-told-otherwise", &[("how", file.told_otherwise.as_str().into())])?)))
}

/// Whether the platform itself has yet to tell the authority (art. 33(1)), and what its clock says. Where no data of its own were hurt, that is for the
/// associations; where somebody judged that nobody risks anything, the register is enough. What nobody judged is owed all the same.
fn clock(words: Words<'_>, file: &PlatformBreach, own: bool, now: Timestamp) -> Result<(bool, String)> {
    let moment = |key: &str, at: Timestamp| words.say_with(key, &[("moment", words.moment(at).into()), ("hours", (at - now).num_hours().max(0).into())]);
    match file.notified_at {
        Some(at) => Ok((false, format!("{} {}", moment("operator-breach-notified", at)?, file.delay_reason).trim().to_owned())),
        None if !own => Ok((false, words.say("operator-breach-not-ours")?)),
        None if file.risk() == Some(Risk::Unlikely) => Ok((false, words.say("operator-breach-no-risk")?)),
        None if now > file.deadline() => Ok((true, moment("operator-breach-overdue", file.deadline())?)),
        None => Ok((true, moment("operator-breach-clock", file.deadline())?)),
    }
}

/// Notes that the authority was told of a file: its number is in the names of the fields, for the page has a form for each.
async fn note_notified(session: &Session, form: &Form) -> Result<Response> {
    let now = session.ctx.now();
    let mut tx = session.ctx.app.db.platform().await?;
    let files = store::breaches(&mut tx, None).await?;
    let file = files.iter().find(|file| file.number.to_string() == form.text("number")).ok_or(Error::NotFound)?;
    let (at_name, delay_name) = (format!("notified-{}", file.number), format!("delay-{}", file.number));
    let mut parser = form.parser();
    let at = model::moment(&mut parser, &at_name, now);
    let delay = parser.optional(&delay_name, LongText::up_to(2_000)).map(LongText::into_string).unwrap_or_default();
    if at.is_some_and(|at| at < file.discovered_at) {
        parser.fault(&at_name, Fault::new("breach-fault-before"));
    }
    if at.is_some_and(|at| at > file.deadline()) && delay.is_empty() {
        parser.fault(&delay_name, Fault::new("breach-fault-delay"));
    }
    let (Some(at), true) = (at, parser.is_clean()) else {
        let state = parser.state();
        drop(tx);
        return breaches_page(session, state, None, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    store::notified(&mut tx, file.id, at, &delay).await?;
    tx.commit().await?;
    breaches_page(session, FormState::default(), Some("operator-done-notified"), StatusCode::OK).await
}

/// Judges the risk of a file, or writes to the people it concerns.
async fn decide(session: &Session, act: &str, form: &Form) -> Result<Response> {
    let mut tx = session.ctx.app.db.platform().await?;
    let outcome = match act {
        "assess" => telling::assess(&mut tx, session.signed_in()?.account, form).await?,
        _ => telling::tell(&mut tx, session.ctx.now(), form).await?,
    };
    match outcome {
        Ok(done) => {
            tx.commit().await?;
            breaches_page(session, FormState::default(), Some(done), StatusCode::OK).await
        }
        Err(state) => {
            drop(tx);
            breaches_page(session, state, None, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

/// The platform's files of breaches, and the form to open one.
#[handler]
pub(super) async fn breaches(session: Session) -> Result<Response> {
    if session.signed_in.is_none() {
        return session.to_sign_in();
    }
    operator(&session)?;
    let form = FormState::filled([("discovered", LocalDateTime::typed(session.ctx.now()))]);
    breaches_page(&session, form, None, StatusCode::OK).await
}

/// Opens a file and has the associations told without delay.
#[handler]
pub(super) async fn open_breach(session: Session, form: Form) -> Result<Response> {
    operator(&session)?;
    let signed_in = session.signed_in()?;
    form.check_csrf(&signed_in.csrf)?;
    match form.text("act") {
        "notify" => return note_notified(&session, &form).await,
        act @ ("assess" | "tell") => return decide(&session, act, &form).await,
        _ => {}
    }
    let now = session.ctx.now();
    let everybody = form.text("whom") == "everybody";
    let slugs: Vec<String> = form.text("associations").split([',', ' ', '\n']).map(str::trim).filter(|slug| !slug.is_empty()).map(str::to_lowercase).collect();
    let mut tx = session.ctx.app.db.platform().await?;
    let found = store::by_slugs(&mut tx, &slugs).await?;
    drop(tx);
    let unknown = slugs.iter().find(|slug| !found.iter().any(|(known, _)| known == *slug));
    let fault = match unknown {
        Some(slug) => Some(Fault::new("operator-fault-association").with("name", slug.as_str())),
        None if form.text("whom") == "some" && slugs.is_empty() => Some(Fault::new("operator-fault-whom")),
        None => None,
    };
    let facts = match (model::read(&form, &offered(), now), fault) {
        (Ok(facts), None) => facts,
        (read, fault) => {
            let state = read.err().unwrap_or_else(|| form.parser().state());
            let state = fault.into_iter().fold(state, |state, fault| state.with_fault("associations", fault));
            return breaches_page(&session, state, None, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let new = PlatformBreach {
        id: uuid::Uuid::nil(),
        number: 0,
        discovered_at: facts.discovered_at,
        nature: facts.nature,
        categories: facts.categories,
        what_happened: facts.what_happened,
        consequences: facts.consequences,
        measures: facts.measures,
        advice: facts.advice,
        risk: None,
        risk_reasons: String::new(),
        told_at: None,
        told_otherwise: String::new(),
        everybody,
        opened_by: signed_in.account.uuid(),
        notified_at: None,
        delay_reason: String::new(),
    };
    let chosen: Vec<uuid::Uuid> = if form.text("whom") == "some" { found.into_iter().map(|(_, id)| id).collect() } else { Vec::new() };
    let mut tx = session.ctx.app.db.platform().await?;
    let id = store::open_breach(&mut tx, now, &new, &chosen).await?;
    enqueue_platform(&mut tx, None, Job::ReportBreach { breach: id }.filed()?).await?;
    tx.commit().await?;
    let done = if everybody || !chosen.is_empty() { "operator-done-reported" } else { "operator-done-opened" };
    breaches_page(&session, FormState::default(), Some(done), StatusCode::OK).await
}
