//! Breaches in the back office: the register, a file opened, completed, assessed, notified, told of and closed. A president's matter.

mod acts;

use kernel::{
    db::affected,
    error::{Error, Result, Sentence},
    form::{Form, FormState, LocalDateTime},
    http::Admin,
    inventory::Scope,
    session::Capability,
    views::FlashKind,
};
use poem::{
    Response, RouteMethod, get, handler,
    http::StatusCode,
    web::{Path, Query},
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    letters,
    model::{self, Breach, NATURES, Standing, choices},
    reach, store,
    views::{BreachPage, BreachesPage, Choice, Done, Line, NewBreachPage},
};
use crate::{
    privacy::papers::{dpo, model::Words},
    site, staff,
};

/// Characters of a file's text shown in the list.
const BEGINNING: usize = 120;

pub fn routes() -> Vec<(&'static str, RouteMethod)> {
    vec![
        ("/violations", get(list)),
        ("/violations.csv", get(csv)),
        ("/violations.pdf", get(pdf)),
        ("/violations/nouvelle", get(blank).post(open)),
        ("/violations/:id", get(show).post(acts::act)),
        ("/violations/:id/notification.pdf", get(notification)),
    ]
}

pub(super) fn words(admin: &Admin) -> Words<'_> {
    Words { locale: admin.ctx.locale, recipients: &admin.ctx.app.config.recipients }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    fait: String,
}

#[handler]
async fn list(admin: Admin) -> Result<Response> {
    admin.require(Capability::Manage)?;
    let mut tx = admin.begin().await?;
    let breaches = store::list(&mut tx, None).await?;
    let (words, now) = (words(&admin), admin.ctx.now());
    let mut lines = Vec::new();
    for breach in &breaches {
        let due = reach::is_due(&mut tx, breach).await?;
        lines.push(Line {
            url: admin.path(&format!("/violations/{}", breach.id)),
            number: breach.number,
            discovered_at: breach.facts.discovered_at,
            what_happened: breach.facts.what_happened.chars().take(BEGINNING).collect(),
            people: letters::people(words, breach)?,
            standing: breach.standing(now, due).word(),
        });
    }
    drop(tx);
    let page = BreachesPage {
        back_url: admin.path("/registre"),
        new_url: admin.path("/violations/nouvelle"),
        lines,
        csv_url: admin.path("/violations.csv"),
        pdf_url: admin.path("/violations.pdf"),
    };
    admin.page("privacy", &page)
}

#[handler]
async fn csv(admin: Admin) -> Result<Response> {
    admin.require(Capability::Manage)?;
    let mut tx = admin.begin().await?;
    let breaches = store::list(&mut tx, None).await?;
    drop(tx);
    letters::table(words(&admin), &breaches)?.answer("registre-violations")
}

#[handler]
async fn pdf(admin: Admin) -> Result<Response> {
    admin.require(Capability::Manage)?;
    let mut tx = admin.begin().await?;
    let breaches = store::list(&mut tx, None).await?;
    let association = site::store::load(&mut tx).await?;
    drop(tx);
    let now = admin.ctx.now();
    letters::register_paper(words(&admin), &association, &breaches, now)?.download(now, "registre-violations").await
}

/// The boxes of what was hurt and of which data.
fn boxes(admin: &Admin) -> Result<(Vec<Choice>, Vec<Choice>)> {
    let words = words(admin);
    let natures = NATURES.iter().map(|nature| Ok(Choice { name: format!("nature-{nature}"), words: words.say(&format!("breach-nature-{nature}"))? }));
    let data = choices(Scope::Tenant).into_iter().map(|category| Ok(Choice { name: model::box_of(category), words: words.category(category)? }));
    Ok((natures.collect::<Result<_>>()?, data.collect::<Result<_>>()?))
}

fn blank_page(admin: &Admin, form: FormState, status: StatusCode) -> Result<Response> {
    let (natures, data) = boxes(admin)?;
    admin.page_status("privacy", &NewBreachPage { back_url: admin.path("/violations"), natures, data, form }, status)
}

#[handler]
fn blank(admin: Admin) -> Result<Response> {
    admin.require(Capability::Manage)?;
    blank_page(&admin, FormState::filled([("discovered", LocalDateTime::typed(admin.ctx.now()))]), StatusCode::OK)
}

#[handler]
async fn open(admin: Admin, form: Form) -> Result<Response> {
    admin.require(Capability::Manage)?;
    admin.check_csrf(form.text("csrf"))?;
    let now = admin.ctx.now();
    let facts = match model::read(&form, &choices(Scope::Tenant), now) {
        Ok(facts) => facts,
        Err(state) => return blank_page(&admin, state, StatusCode::UNPROCESSABLE_ENTITY),
    };
    let mut tx = admin.begin().await?;
    let concerned = affected(&mut tx, &facts.categories).await?;
    let id = store::open(&mut tx, now, admin.account(), &facts, &concerned, None).await?.ok_or(Error::Unavailable)?;
    store::record(&mut tx, now, id, "opened", admin.account()).await?;
    staff::store::record(&mut tx, now, admin.account(), "breach.open", Some(id)).await?;
    tx.commit().await?;
    admin.redirect(&format!("/violations/{id}?fait=opened"))
}

/// What the clock says, with its moment.
fn clock(words: Words<'_>, breach: &Breach, standing: Standing, now: kernel::clock::Timestamp) -> Sentence {
    let deadline = words.moment(breach.deadline());
    let hours = (breach.deadline() - now).num_hours().max(0);
    let key = match standing {
        Standing::Assess => "breach-clock-assess",
        Standing::Notify => "breach-clock-notify",
        Standing::Overdue => return Sentence::new("breach-clock-overdue").with("moment", deadline),
        Standing::Tell => return Sentence::new("breach-clock-tell"),
        Standing::Settled => return Sentence::new("breach-clock-settled"),
        Standing::Closed => return Sentence::new("breach-clock-closed"),
    };
    Sentence::new(key).with("moment", deadline).with("hours", hours)
}

fn facts(words: Words<'_>, breach: &Breach, sent: i64) -> Result<Vec<(String, String)>> {
    let moment = |at: Option<kernel::clock::Timestamp>| at.map(|at| words.moment(at)).unwrap_or_default();
    let risk = match breach.risk {
        Some(risk) => format!("{} {}", words.say(&format!("breach-risk-{}", risk.word()))?, breach.risk_reasons),
        None => String::new(),
    };
    let lines = [
        ("breach-fact-discovered", words.moment(breach.facts.discovered_at)),
        ("breach-fact-deadline", words.moment(breach.deadline())),
        ("csv-nature", letters::natures(words, breach)?),
        ("csv-what-happened", breach.facts.what_happened.clone()),
        ("csv-categories", letters::data(words, breach)?),
        ("csv-consequences", breach.facts.consequences.clone()),
        ("csv-breach-measures", breach.facts.measures.clone()),
        ("csv-risk", risk),
        ("csv-notified", moment(breach.notified_at)),
        ("breach-fact-reference", breach.authority_reference.clone()),
        ("breach-fact-delay", breach.delay_reason.clone()),
        ("csv-told", letters::told(words, breach, sent)?.unwrap_or_default()),
        ("csv-closed", moment(breach.closed_at)),
    ];
    lines.into_iter().filter(|(_, value)| !value.is_empty()).map(|(key, value)| Ok((words.say(key)?, value))).collect()
}

/// The page of a file, its form as it stands or as it was typed.
async fn page(admin: &Admin, id: Uuid, typed: Option<FormState>) -> Result<BreachPage> {
    let mut tx = admin.begin().await?;
    let breach = store::list(&mut tx, Some(id)).await?.pop().ok_or(Error::NotFound)?;
    let events = store::events(&mut tx, id).await?;
    let reach = reach::reach(&mut tx, &breach).await?;
    let due = reach::is_due(&mut tx, &breach).await?;
    let sent = store::letters(&mut tx, id).await?;
    let association = site::store::load(&mut tx).await?;
    drop(tx);
    let accounts: Vec<Uuid> = events.iter().map(|event| event.account_id).collect();
    let names = staff::store::names(&admin.ctx.app, &accounts).await?;
    let (words, now) = (words(admin), admin.ctx.now());
    let standing = breach.standing(now, due);
    let (natures, data) = boxes(admin)?;
    let stored = model::filled(&breach.facts)
        .with_value("risk", breach.risk.map(model::Risk::word).unwrap_or_default())
        .with_value("risk_reasons", breach.risk_reasons.clone())
        .with_value("notified", LocalDateTime::typed(breach.notified_at.unwrap_or(now)))
        .with_value("reference", breach.authority_reference.clone())
        .with_value("delay_reason", breach.delay_reason.clone());
    Ok(BreachPage {
        back_url: admin.path("/violations"),
        here: admin.path(&format!("/violations/{id}")),
        number: breach.number,
        from_platform: breach.reported_by_platform.is_some(),
        standing: standing.word(),
        clock: clock(words, &breach, standing, now),
        facts: facts(words, &breach, sent)?,
        concerned: letters::people(words, &breach)?,
        reachable: reach.owed.len(),
        others: letters::concerned(words, &reach.others)?,
        letters: sent,
        natures,
        data,
        open: breach.closed_at.is_none(),
        late: breach.notified_at.is_none() && now > breach.deadline(),
        told: breach.told_at.is_some(),
        due,
        silent: reach.is_silent(&breach),
        risk: breach.risk.map(model::Risk::word),
        letter: letters::to_people(words, &association, &breach)?,
        events: events
            .into_iter()
            .map(|event| Done { at: event.at, by: names.get(&event.account_id).cloned().unwrap_or_default(), kind: event.kind })
            .collect(),
        form: typed.unwrap_or(stored),
    })
}

#[handler]
async fn show(admin: Admin, Path(id): Path<Uuid>, Query(asked): Query<Asked>) -> Result<Response> {
    admin.require(Capability::Manage)?;
    let page = page(&admin, id, None).await?;
    let done = match asked.fait.as_str() {
        "opened" | "described" | "assessed" | "notified" | "telling" | "closed" => Sentence::new("breach-done").with("what", asked.fait),
        _ => return admin.page("privacy", &page),
    };
    admin.page_with("privacy", &page, FlashKind::Good, &done, StatusCode::OK)
}

/// The notification to the authority, to print or to copy into its form.
#[handler]
async fn notification(admin: Admin, Path(id): Path<Uuid>) -> Result<Response> {
    admin.require(Capability::Manage)?;
    let mut tx = admin.begin().await?;
    let breach = store::list(&mut tx, Some(id)).await?.pop().ok_or(Error::NotFound)?;
    let association = site::store::load(&mut tx).await?;
    let assessment = dpo::store::latest(&mut tx).await?;
    let sent = store::letters(&mut tx, id).await?;
    drop(tx);
    let now = admin.ctx.now();
    let paper = letters::to_authority(words(&admin), &association, assessment.as_ref(), &breach, sent, now)?;
    paper.download(now, &format!("notification-violation-{}", breach.number)).await
}
