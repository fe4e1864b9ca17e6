//! The questions, asked and answered.

use kernel::{
    clock::Timestamp,
    error::{Result, Sentence},
    form::{Fault, Form, FormState, Line, LongText, Parser},
    http::Admin,
    session::Capability,
    views::{FlashKind, Page, Surface},
};
use poem::{Response, RouteMethod, get, handler, http::StatusCode, web::Query};
use serde::{Deserialize, Serialize};

use super::{
    QUESTIONS,
    store::{self, Assessment},
    warning,
};
use crate::{
    privacy::papers::{dpo, model::Words},
    site::{self, model::Dpo},
    staff,
};

/// Answers shown.
const SHOWN: i64 = 20;
/// The three cases of art. 37(1), in the order of the law.
const CASES: [&str; 3] = ["public_body", "monitors", "sensitive"];

pub fn routes() -> Vec<(&'static str, RouteMethod)> {
    vec![("/registre/dpo", get(show).post(answer))]
}

/// The page.
#[derive(Debug, Serialize)]
pub struct DpoPage {
    back_url: String,
    form: FormState,
    result: String,
    warning: Option<Sentence>,
    earlier: Vec<Earlier>,
}

#[derive(Debug, Serialize)]
struct Earlier {
    at: Timestamp,
    result: String,
    reasons: String,
}

impl Page for DpoPage {
    const TEMPLATE: &'static str = "back_office/privacy/dpo.html";
    const SURFACE: Surface = Surface::BackOffice;

    fn samples() -> Vec<Self> {
        let page = |form| Self { back_url: "/a/tilleuls/registre".to_owned(), form, result: "Aucun".to_owned(), warning: None, earlier: Vec::new() };
        let asked = CASES.iter().fold(FormState::default(), |form, case| form.with_fault(case, Fault::new("fault-required")));
        let earlier = Earlier { at: Timestamp::default(), result: "Aucun".to_owned(), reasons: "Nous sommes quarante.".to_owned() };
        vec![
            Self {
                warning: Some(Sentence::new("dpo-warning-missing")),
                earlier: vec![earlier],
                ..page(FormState::filled([("public_body", "no"), ("monitors", "yes")]))
            },
            page(asked),
        ]
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    fait: String,
}

fn filled(latest: Option<&Assessment>) -> FormState {
    let Some(latest) = latest else { return FormState::default() };
    let word = |yes: bool| if yes { "yes" } else { "no" };
    FormState::filled([
        ("public_body", word(latest.public_body)),
        ("monitors", word(latest.monitors)),
        ("sensitive", word(latest.sensitive)),
        ("reasons", latest.reasons.as_str()),
        ("officer_name", latest.officer_name.as_str()),
        ("officer_contact", latest.officer_contact.as_str()),
    ])
}

async fn page(admin: &Admin, form: Option<FormState>) -> Result<DpoPage> {
    let mut tx = admin.begin().await?;
    let history = store::history(&mut tx, SHOWN).await?;
    drop(tx);
    let words = Words { locale: admin.ctx.locale, recipients: &admin.ctx.app.config.recipients };
    let latest = history.first();
    let earlier = history.iter().map(|one| Ok(Earlier { at: one.answered_at, result: dpo::sentence(words, Some(one))?, reasons: one.reasons.clone() }));
    Ok(DpoPage {
        back_url: admin.path("/registre"),
        form: form.unwrap_or_else(|| filled(latest)),
        result: dpo::sentence(words, latest)?,
        warning: warning(latest),
        earlier: earlier.collect::<Result<_>>()?,
    })
}

#[handler]
async fn show(admin: Admin, Query(asked): Query<Asked>) -> Result<Response> {
    admin.require(Capability::Manage)?;
    let page = page(&admin, None).await?;
    if asked.fait == "saved" {
        return admin.page_with("privacy", &page, FlashKind::Good, &Sentence::new("dpo-saved"), StatusCode::OK);
    }
    admin.page("privacy", &page)
}

fn yes_or_no(parser: &mut Parser<'_>, name: &str) -> Option<bool> {
    parser.required(name, |word| match word {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(Fault::new("fault-required")),
    })
}

#[handler]
async fn answer(admin: Admin, form: Form) -> Result<Response> {
    admin.require(Capability::Manage)?;
    admin.check_csrf(form.text("csrf"))?;
    let mut parser = form.parser();
    let answers = CASES.map(|case| yes_or_no(&mut parser, case));
    let reasons = parser.optional("reasons", LongText::up_to(2_000)).map(LongText::into_string).unwrap_or_default();
    let officer_name = parser.optional("officer_name", Line::up_to(120)).map(Line::into_string).unwrap_or_default();
    let officer_contact = parser.optional("officer_contact", Line::up_to(200)).map(Line::into_string).unwrap_or_default();
    // Art. 37(7): an officer is published with a way to reach them.
    if !officer_name.is_empty() && officer_contact.is_empty() {
        parser.fault("officer_contact", Fault::new("dpo-fault-contact"));
    }
    let ([Some(public_body), Some(monitors), Some(sensitive)], true) = (answers, parser.is_clean()) else {
        let page = page(&admin, Some(parser.state())).await?;
        return admin.page_status("privacy", &page, StatusCode::UNPROCESSABLE_ENTITY);
    };
    let now = admin.ctx.now();
    let new = Assessment { public_body, monitors, sensitive, reasons, officer_name, officer_contact, questions_version: QUESTIONS, answered_at: now };
    let mut tx = admin.begin().await?;
    store::add(&mut tx, admin.account(), &new).await?;
    // What the notice prints: the result, without the reasons.
    let result = Dpo { needed: Some(new.is_needed()), name: new.officer_name, contact: new.officer_contact, answered_at: Some(now) };
    site::store::save_dpo(&mut tx, now, &result).await?;
    staff::store::record(&mut tx, now, admin.account(), "dpo.answer", None).await?;
    tx.commit().await?;
    admin.redirect("/registre/dpo?fait=saved")
}
