//! The register of an association: page, table, PDF.

use kernel::{
    error::{Result, Sentence},
    http::Admin,
    inventory::Controller,
    session::Capability,
};
use poem::{Response, RouteMethod, get, handler};

use super::{activities, compose, paper, table};
use crate::{
    privacy::papers::{
        dpo::{self, store::Assessment},
        model::{Paper, Words},
        views::{PaperPage, Way},
    },
    site::{self, model::Association, modules::Modules},
};

pub fn routes() -> Vec<(&'static str, RouteMethod)> {
    vec![("/registre", get(show)), ("/registre.csv", get(csv)), ("/registre.pdf", get(pdf))]
}

fn words(admin: &Admin) -> Words<'_> {
    Words { locale: admin.ctx.locale, recipients: &admin.ctx.app.config.recipients }
}

async fn read(admin: &Admin) -> Result<(Association, Modules, Option<Assessment>)> {
    admin.require(Capability::Money)?;
    let mut tx = admin.begin().await?;
    Ok((site::store::load(&mut tx).await?, site::store::modules(&mut tx, admin.ctx.now()).await?, dpo::store::latest(&mut tx).await?))
}

fn register(admin: &Admin, association: &Association, modules: &Modules, assessment: Option<&Assessment>) -> Result<Paper> {
    let content = compose(association, modules, assessment, &admin.ctx.app.config.recipients)?;
    paper(words(admin), &content, "register-title", &association.legal_name, admin.ctx.now())
}

#[handler]
async fn show(admin: Admin) -> Result<Response> {
    let (association, modules, assessment) = read(&admin).await?;
    let paper = register(&admin, &association, &modules, assessment.as_ref())?;
    let way = |path: &str, words| Way { url: admin.path(path), words: Sentence::new(words) };
    let page = PaperPage {
        warnings: dpo::warning(assessment.as_ref()).into_iter().collect(),
        ways: vec![way("/registre/dpo", "dpo-title"), way("/contrat", "agreement-title"), way("/violations", "breaches-title")],
        csv_url: Some(admin.path("/registre.csv")),
        ..PaperPage::of(&paper, admin.path("/registre.pdf"))
    };
    admin.page("privacy", &page)
}

#[handler]
async fn csv(admin: Admin) -> Result<Response> {
    let (_, modules, _) = read(&admin).await?;
    table(words(&admin), &activities(words(&admin), Controller::Tenant, &modules)?)?.answer("registre-traitements")
}

#[handler]
async fn pdf(admin: Admin) -> Result<Response> {
    let (association, modules, assessment) = read(&admin).await?;
    register(&admin, &association, &modules, assessment.as_ref())?.download(admin.ctx.now(), "registre-traitements").await
}
