//! The pages of the door, for a phone: which concert, then codes and names. A form answers with the page, the script with JSON.

use kernel::{
    clock::{PARIS, Timestamp},
    error::{Error, Result, Sentence},
    form::Form,
    http::Admin,
    session::Capability,
    views::{Page, Surface},
};
use poem::{
    Body, FromRequest as _, Request, RequestBody, Response, handler,
    http::header,
    web::{Path, Query},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    model::{Door, Outcome, Shown, UNDO_WITHIN, Verdict},
    store,
};
use crate::ticketing::{
    concerts::{
        self,
        model::{Concert, ConcertId, ConcertState},
    },
    tickets,
};

/// What a scanner's question may weigh.
const LARGEST_QUESTION: usize = 4_096;

/// Which door, when several concerts are near or none is.
#[derive(Debug, Serialize)]
pub struct ChoosePage {
    concerts: Vec<Choice>,
}

#[derive(Debug, Serialize)]
struct Choice {
    id: ConcertId,
    title: String,
    starts_at: Timestamp,
    venue: String,
    admitted: i64,
    expected: i64,
    today: bool,
}

impl Page for ChoosePage {
    const TEMPLATE: &'static str = "back_office/door_choose.html";
    const SURFACE: Surface = Surface::BackOffice;

    fn samples() -> Vec<Self> {
        let choice = |today| Choice {
            id: sample_id(),
            title: "Alma Quartet".to_owned(),
            starts_at: sample_moment(),
            venue: "La Grange".to_owned(),
            admitted: 4,
            expected: 62,
            today,
        };
        vec![Self { concerts: vec![choice(true), choice(false)] }, Self { concerts: Vec::new() }]
    }
}

/// The door of one concert.
#[derive(Debug, Serialize)]
pub struct DoorPage {
    concert: View,
    counts: Counts,
    result: Option<ResultView>,
    search: Option<Search>,
    last: Option<Shown>,
    code: String,
    gate: String,
}

#[derive(Clone, Debug, Serialize)]
struct View {
    id: ConcertId,
    title: String,
    starts_at: Timestamp,
    venue: String,
    state: &'static str,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct Counts {
    admitted: i64,
    expected: i64,
}

#[derive(Debug, Serialize)]
struct ResultView {
    result: &'static str,
    title: Sentence,
    sentence: Sentence,
    can_undo: bool,
    ticket: Option<Shown>,
}

#[derive(Debug, Serialize)]
struct Search {
    text: String,
    tickets: Vec<FoundView>,
}

#[derive(Debug, Serialize)]
struct FoundView {
    number: String,
    category: String,
    holder: String,
    booked_by: Option<String>,
    state: &'static str,
    admitted_at: Option<Timestamp>,
}

fn sample_id() -> ConcertId {
    ConcertId::from_uuid(uuid::Uuid::from_u128(1))
}

fn sample_moment() -> Timestamp {
    Timestamp::from_timestamp(1_773_516_600, 0).unwrap_or_default()
}

impl Page for DoorPage {
    const TEMPLATE: &'static str = "back_office/door.html";
    const SURFACE: Surface = Surface::BackOffice;

    fn samples() -> Vec<Self> {
        let shown = || Shown {
            number: "FA0Y-W0PY-42001".to_owned(),
            category: "Plein tarif".to_owned(),
            holder: "Zoé Roy".to_owned(),
            booked_by: Some("Baptiste Arnoux".to_owned()),
        };
        let page = |state: ConcertState| Self {
            concert: View { id: sample_id(), title: "Alma Quartet".to_owned(), starts_at: sample_moment(), venue: "La Grange".to_owned(), state: state.word() },
            counts: Counts { admitted: 41, expected: 62 },
            result: None,
            search: None,
            last: Some(shown()),
            code: String::new(),
            gate: String::new(),
        };
        let told = |result, word: &'static str, sentence, can_undo| Self {
            result: Some(ResultView {
                result,
                title: Sentence::new("door-result-title").with("result", word),
                sentence,
                can_undo,
                ticket: (result != "unknown").then(shown),
            }),
            code: if result == "unknown" { "FA0Y".to_owned() } else { String::new() },
            gate: "Nord".to_owned(),
            ..page(ConcertState::Published)
        };
        let say = Sentence::new;
        let found = |state, admitted_at| FoundView {
            number: "FA0Y-W0PY-42001".to_owned(),
            category: "Plein tarif".to_owned(),
            holder: "Baptiste Arnoux".to_owned(),
            booked_by: (state == "valid").then(|| "Jeanne Lefort".to_owned()),
            state,
            admitted_at,
        };
        let search = |tickets| Some(Search { text: "arn".to_owned(), tickets });
        vec![
            page(ConcertState::Published),
            Self { last: None, ..page(ConcertState::Cancelled) },
            told("admitted", "admitted", say("door-result-admitted").with("remaining", 1_i64), true),
            told("already", "already", say("door-result-already").with("time", "20 h 12"), false),
            told("already", "already", say("door-result-already-gate").with("time", "20 h 12").with("gate", "Nord"), false),
            told("void", "void", say("door-result-void").with("why", "refunded"), false),
            told("void", "forged", say("door-result-forged"), false),
            told("void", "not_confirmed", say("door-result-not-confirmed"), false),
            told("void", "not_undone", say("door-result-not-undone"), false),
            told("other_concert", "other_concert", say("door-result-other-concert").with("concert", "Trio Ondine").with("day", "samedi 14 mars"), false),
            told("unknown", "unknown", say("door-result-unknown"), false),
            told("undone", "undone", say("door-result-undone"), false),
            told("too_many", "too_many", say("door-result-too-many"), false),
            Self { search: search(vec![found("valid", None), found("valid", Some(sample_moment())), found("void", None)]), ..page(ConcertState::Published) },
            Self { search: search(Vec::new()), ..page(ConcertState::Published) },
        ]
    }
}

#[handler]
pub async fn choose(admin: Admin) -> Result<Response> {
    admin.require(Capability::Door)?;
    let now = admin.ctx.now();
    let mut tx = admin.begin().await?;
    let from = now - chrono::Duration::hours(12);
    let mut concerts = concerts::store::list(&mut tx, concerts::store::Wanted { from: Some(from), limit: Some(12), ..Default::default() }).await?;
    concerts.retain(|concert| concert.state == ConcertState::Published);
    let today = |concert: &Concert| concert.starts_at.with_timezone(&PARIS).date_naive() == now.with_timezone(&PARIS).date_naive();
    let mut tonight = concerts.iter().filter(|concert| today(concert));
    if let (Some(only), None) = (tonight.next(), tonight.next()) {
        return admin.redirect(&format!("/concerts/{}/porte", only.id));
    }
    let mut choices = Vec::with_capacity(concerts.len());
    for concert in concerts {
        let (admitted, expected) = tickets::store::counts(&mut tx, concert.id).await?;
        choices.push(Choice {
            today: today(&concert),
            id: concert.id,
            title: concert.title,
            starts_at: concert.starts_at,
            venue: concert.venue_name,
            admitted,
            expected,
        });
    }
    drop(tx);
    admin.page("door", &ChoosePage { concerts: choices })
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    porte: String,
}

/// What a form or the script asks.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Question {
    csrf: String,
    act: String,
    code: String,
    ticket: String,
    gate: String,
}

/// The concert whose door this is; a draft has none.
async fn at_the_door(admin: &Admin, id: ConcertId) -> Result<Concert> {
    admin.require(Capability::Door)?;
    let mut tx = admin.begin().await?;
    concerts::store::find(&mut tx, id).await?.filter(|concert| concert.state != ConcertState::Draft).ok_or(Error::NotFound)
}

/// A door's name, as far as it is fit to be kept: one short line.
fn gate_name(typed: &str) -> String {
    kernel::form::Line::up_to(40)(typed).map(kernel::form::Line::into_string).unwrap_or_default()
}

fn door<'a>(admin: &'a Admin, concert: &'a Concert, gate: &'a str) -> Door<'a> {
    Door { app: &admin.ctx.app, tenant: admin.tenant_id(), concert, by: admin.account(), gate, locale: admin.ctx.locale }
}

async fn page(admin: &Admin, concert: &Concert, gate: String, verdict: Option<Verdict>, search: Option<&str>, code: &str) -> Result<Response> {
    let mut tx = admin.begin().await?;
    let (admitted, expected) = tickets::store::counts(&mut tx, concert.id).await?;
    let search = match search.map(str::trim).filter(|text| !text.is_empty()) {
        Some(text) => {
            let found = store::search(&mut tx, concert.id, text).await?;
            let view = |found: store::Found| {
                Ok(FoundView {
                    category: Concert::pick(admin.ctx.locale, &found.category_fr, &found.category_en).to_owned(),
                    number: found.number,
                    holder: found.holder.bearer(admin.ctx.locale, &found.buyer)?,
                    booked_by: found.holder.printed().map(|_| found.buyer).filter(|buyer| !buyer.is_empty()),
                    state: if found.valid { "valid" } else { "void" },
                    admitted_at: found.admitted_at,
                })
            };
            Some(Search { text: text.to_owned(), tickets: found.into_iter().map(view).collect::<Result<_>>()? })
        }
        None => None,
    };
    let last = match store::last_admitted(&mut tx, concert.id, admin.account(), admin.ctx.now() - UNDO_WITHIN).await? {
        Some(number) => match tickets::store::list(&mut tx, tickets::store::Wanted { number: Some(&number), ..Default::default() }).await?.first() {
            Some(ticket) => Some(door(admin, concert, &gate).shown(&mut tx, ticket).await?),
            None => None,
        },
        None => None,
    };
    drop(tx);
    // A code that was not found is shown again, to be put right.
    let code = if verdict.as_ref().is_some_and(|verdict| verdict.result == "unknown") { code.to_owned() } else { String::new() };
    let page = DoorPage {
        concert: View {
            id: concert.id,
            title: concert.title.clone(),
            starts_at: concert.starts_at,
            venue: concert.venue_name.clone(),
            state: concert.state.word(),
        },
        counts: Counts { admitted, expected },
        result: verdict.map(|verdict| ResultView {
            result: verdict.result,
            title: verdict.title,
            sentence: verdict.sentence,
            can_undo: verdict.can_undo,
            ticket: verdict.ticket,
        }),
        search,
        last,
        code,
        gate,
    };
    admin.page("door", &page)
}

#[handler]
pub async fn door_page(admin: Admin, Path(id): Path<ConcertId>, Query(asked): Query<Asked>) -> Result<Response> {
    let concert = at_the_door(&admin, id).await?;
    let text: String = asked.q.replace('\0', "").chars().take(100).collect();
    page(&admin, &concert, gate_name(&asked.porte), None, Some(&text), "").await
}

#[handler]
pub async fn check(admin: Admin, Path(id): Path<ConcertId>, request: &Request, body: Body) -> Result<Response> {
    let sent = |name: header::HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let scripted = sent(header::CONTENT_TYPE).starts_with("application/json");
    let question = if scripted {
        let bytes = body.into_bytes_limit(LARGEST_QUESTION).await.map_err(|_| Error::TooLarge)?;
        serde_json::from_slice(&bytes).map_err(|_| Error::bad_request("fault-not-a-form"))?
    } else {
        let form = Form::from_request(request, &mut RequestBody::new(body))
            .await
            .map_err(|error| error.downcast::<Error>().unwrap_or_else(|_| Error::bad_request("fault-not-a-form")))?;
        let text = |name: &str| form.text(name).to_owned();
        Question { csrf: text("csrf"), act: text("act"), code: text("code"), ticket: text("ticket"), gate: text("gate") }
    };
    admin.check_csrf(&question.csrf)?;
    let concert = at_the_door(&admin, id).await?;
    let gate = gate_name(&question.gate);
    let door = door(&admin, &concert, &gate);
    let outcome = if question.act == "undo" { Outcome::Verdict(door.undo(&question.ticket).await?) } else { door.check(&question.code).await? };
    match (outcome, scripted) {
        (Outcome::Verdict(verdict), true) => answer(&admin, &concert, verdict).await,
        (Outcome::Verdict(verdict), false) => page(&admin, &concert, gate.clone(), Some(verdict), None, &question.code).await,
        (Outcome::List(code), true) => {
            let see = admin.path(&format!("/concerts/{id}/porte?q={code}"));
            Ok(Response::builder().content_type("application/json").body(json!({ "see": see }).to_string()))
        }
        (Outcome::List(code), false) => page(&admin, &concert, gate.clone(), None, Some(&code.to_string()), "").await,
    }
}

/// What the script is told.
async fn answer(admin: &Admin, concert: &Concert, verdict: Verdict) -> Result<Response> {
    let mut tx = admin.begin().await?;
    let (admitted, expected) = tickets::store::counts(&mut tx, concert.id).await?;
    drop(tx);
    let locale = admin.ctx.locale;
    let told = json!({
        "result": verdict.result,
        "title": verdict.title.translate(locale)?,
        "sentence": verdict.sentence.translate(locale)?,
        "ticket": verdict.ticket,
        "counts": Counts { admitted, expected },
        "can_undo": verdict.can_undo,
    });
    Ok(Response::builder().content_type("application/json").header(header::CACHE_CONTROL, "no-store").body(told.to_string()))
}
