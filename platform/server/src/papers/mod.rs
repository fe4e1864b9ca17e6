//! The platform's own papers: its register as processor, the list of its processors and their changes, the agreement for all to read, and its files of
//! breaches, of which it tells the associations. Owns `processor_change`, `platform_breach` and `platform_breach_tenant`.

mod admin;
pub mod jobs;
mod pages;
pub mod store;
pub mod views;

use kernel::{app::App, error::Result, ids::TenantId};
use poem::get;
use tenants::{
    privacy::papers::{dpo, model::Words, register::ControllerLine},
    site,
};

use crate::{hosts::Routes, operators};

/// Routes on the platform's host.
#[must_use]
pub fn platform_routes() -> Routes {
    vec![("/sous-traitants", get(pages::show_processors)), ("/contrat", get(pages::show_agreement))]
}

/// Routes of operators.
#[must_use]
pub fn operator_routes() -> Routes {
    vec![
        ("/operateur/registre", get(admin::show_register)),
        ("/operateur/registre.csv", get(admin::register_csv)),
        ("/operateur/registre.pdf", get(admin::register_pdf)),
        ("/operateur/sous-traitants", get(admin::show_processors).post(admin::announce)),
        ("/operateur/violations", get(admin::breaches).post(admin::open_breach)),
    ]
}

/// Every association as the platform's register names it: what its own legal notice publishes, read association by association, for no role may
/// read all of them.
///
/// # Errors
/// When the database is away.
pub async fn controllers(app: &App, words: Words<'_>) -> Result<Vec<ControllerLine>> {
    let mut lines = Vec::new();
    for tenant in operators::list_all(app).await? {
        let mut tx = app.db.tenant(TenantId::from_uuid(tenant.id)).await?;
        let association = site::store::load(&mut tx).await?;
        let assessment = dpo::store::latest(&mut tx).await?;
        drop(tx);
        let named = assessment.filter(|assessment| !assessment.officer_name.is_empty());
        lines.push(ControllerLine {
            name: association.legal_name.clone(),
            seat: association.address().join(", "),
            contact: association.email,
            officer: if named.is_some() { dpo::sentence(words, named.as_ref())? } else { String::new() },
            since: tenant.created_at,
        });
    }
    Ok(lines)
}
