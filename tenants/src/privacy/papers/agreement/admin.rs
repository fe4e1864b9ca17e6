//! The agreement in the back office: read, agreed to, printed.

use kernel::{
    clock::Timestamp,
    error::{Error, Result, Sentence},
    form::{Fault, Form, FormState, PersonName},
    http::Admin,
    session::Capability,
    views::{FlashKind, Page, Surface},
};
use poem::{Response, RouteMethod, get, handler, http::StatusCode, web::Query};
use serde::{Deserialize, Serialize};

use super::{
    current, paper,
    store::{self, Accepted, Terms},
    warning,
};
use crate::{
    privacy::papers::{
        model::{Paper, Words},
        views::{PaperPage, sample_paper},
    },
    staff,
};

pub fn routes() -> Vec<(&'static str, RouteMethod)> {
    vec![("/contrat", get(show).post(agree)), ("/contrat.pdf", get(pdf))]
}

/// The page.
#[derive(Debug, Serialize)]
pub struct AgreementPage {
    back_url: String,
    paper: PaperPage,
    version: i32,
    warning: Option<Sentence>,
    may_agree: bool,
    accepted: Vec<Past>,
    form: FormState,
}

#[derive(Debug, Serialize)]
struct Past {
    version: i32,
    signatory: String,
    at: Timestamp,
    pdf_url: String,
}

impl Page for AgreementPage {
    const TEMPLATE: &'static str = "back_office/privacy/agreement.html";
    const SURFACE: Surface = Surface::BackOffice;

    fn samples() -> Vec<Self> {
        let past =
            Past { version: 1, signatory: "Claire Vasseur".to_owned(), at: Timestamp::default(), pdf_url: "/a/tilleuls/contrat.pdf?version=1".to_owned() };
        let page = |warning, may_agree, accepted, form| Self {
            back_url: "/a/tilleuls/registre".to_owned(),
            paper: PaperPage::of(&sample_paper(), "/a/tilleuls/contrat.pdf".to_owned()),
            version: 2,
            warning,
            may_agree,
            accepted,
            form,
        };
        let faulty = FormState::filled([("signatory", "")])
            .with_fault("signatory", Fault::new("fault-required"))
            .with_fault("agreed", Fault::new("agreement-fault-agree"));
        let coming = Sentence::new("agreement-warning-coming").with("date", "14 mars 2026").with("version", 2);
        vec![
            page(Some(coming), true, vec![past], FormState::default()),
            page(Some(Sentence::new("agreement-warning-none").with("date", "14 mars 2026").with("version", 2)), true, Vec::new(), faulty),
            page(None, false, Vec::new(), FormState::default()),
        ]
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    fait: String,
    version: Option<i32>,
}

fn words(admin: &Admin) -> Words<'_> {
    Words { locale: admin.ctx.locale, recipients: &admin.ctx.app.config.recipients }
}

async fn read(admin: &Admin) -> Result<(Terms, Vec<Accepted>)> {
    let terms = current(&admin.ctx.app).await?;
    let mut tx = admin.begin().await?;
    let accepted = store::accepted(&mut tx).await?;
    Ok((terms, accepted))
}

/// A version as it was agreed to, or the one on offer.
fn printed(admin: &Admin, terms: &Terms, accepted: &[Accepted]) -> Result<Paper> {
    let agreed = accepted.iter().find(|accepted| accepted.hash == terms.hash);
    paper(words(admin), terms, agreed, &admin.ctx.app.config.operator.name)
}

fn page(admin: &Admin, terms: &Terms, accepted: &[Accepted], form: FormState) -> Result<AgreementPage> {
    let warned = warning(terms, accepted, admin.ctx.now());
    let sentence = |key| Sentence::new(key).with("date", words(admin).day(terms.applies_from)).with("version", terms.version);
    let past = |one: &Accepted| Past {
        version: one.version,
        signatory: one.signatory.clone(),
        at: one.accepted_at,
        pdf_url: admin.path(&format!("/contrat.pdf?version={}", one.version)),
    };
    Ok(AgreementPage {
        back_url: admin.path("/registre"),
        paper: PaperPage::of(&printed(admin, terms, accepted)?, admin.path("/contrat.pdf")),
        version: terms.version,
        warning: warned.map(sentence),
        may_agree: warned.is_some() && admin.require(Capability::Manage).is_ok(),
        accepted: accepted.iter().map(past).collect(),
        form,
    })
}

#[handler]
async fn show(admin: Admin, Query(asked): Query<Asked>) -> Result<Response> {
    admin.require(Capability::Money)?;
    let (terms, accepted) = read(&admin).await?;
    let page = page(&admin, &terms, &accepted, FormState::default())?;
    if asked.fait == "agreed" {
        return admin.page_with("privacy", &page, FlashKind::Good, &Sentence::new("agreement-agreed"), StatusCode::OK);
    }
    admin.page("privacy", &page)
}

#[handler]
async fn agree(admin: Admin, form: Form) -> Result<Response> {
    admin.require(Capability::Manage)?;
    admin.check_csrf(form.text("csrf"))?;
    let (terms, accepted) = read(&admin).await?;
    let mut parser = form.parser();
    let signatory = parser.required("signatory", PersonName::parse);
    parser.must_be_checked("agreed", "agreement-fault-agree");
    // What is agreed to is what was on the page, not what is composed meanwhile.
    if form.text("version") != terms.version.to_string() {
        parser.fault("agreed", Fault::new("agreement-fault-changed"));
    }
    let (Some(signatory), true) = (signatory, parser.is_clean()) else {
        let page = page(&admin, &terms, &accepted, parser.state())?;
        return admin.page_status("privacy", &page, StatusCode::UNPROCESSABLE_ENTITY);
    };
    let now = admin.ctx.now();
    let mut tx = admin.begin().await?;
    if super::accept(&mut tx, now, admin.account(), signatory.as_str(), &terms).await? {
        staff::store::record(&mut tx, now, admin.account(), "agreement.accept", None).await?;
    }
    tx.commit().await?;
    admin.redirect("/contrat?fait=agreed")
}

#[handler]
async fn pdf(admin: Admin, Query(asked): Query<Asked>) -> Result<Response> {
    admin.require(Capability::Money)?;
    let (mut terms, accepted) = read(&admin).await?;
    if let Some(version) = asked.version {
        // Versions this association never agreed to are nobody's business here, but the one on offer.
        accepted.iter().find(|accepted| accepted.version == version).ok_or(Error::NotFound)?;
        let mut tx = admin.ctx.app.db.platform().await?;
        terms = store::by_version(&mut tx, version).await?.ok_or(Error::NotFound)?;
    }
    printed(&admin, &terms, &accepted)?.download(admin.ctx.now(), &format!("contrat-article-28-version-{}", terms.version)).await
}
