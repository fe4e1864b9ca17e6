//! The platform's own papers: its register as processor, the list of its processors and their changes, the agreement for all to read, and its files of
//! breaches, of which it tells the associations, and the people whose data are its own. Owns `processor_change`, `processor_in_use`,
//! `platform_breach` and `platform_breach_tenant`.

mod admin;
pub mod jobs;
mod pages;
pub mod store;
pub mod telling;
pub mod views;

use kernel::{app::App, config::NamedRecipient, error::Result, ids::TenantId};
use poem::get;
use tenants::{
    privacy::papers::{
        dpo,
        model::{Words, processors},
        register::ControllerLine,
    },
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

/// Compares the processors that the configuration names with those last known and with what was announced. One met for the first time, or announced
/// and due, is noted; each other disagreement is a sentence for operators, for every association was promised a notice.
///
/// # Errors
/// When the database is away.
pub async fn unannounced(app: &App) -> Result<Vec<String>> {
    let now = app.clock.now();
    let is_same = |one: &NamedRecipient, other: &NamedRecipient| one.legal_name == other.legal_name && one.country == other.country;
    let mut tx = app.db.platform().await?;
    let known = store::in_use(&mut tx).await?;
    let changes = store::changes(&mut tx, None).await?;
    let mut faults = Vec::new();
    for id in processors() {
        let (named, key) = (app.config.recipients.of(id), id.facts().key);
        let due = changes
            .iter()
            .filter(|change| change.recipient == id && change.applies_from <= now)
            .max_by_key(|change| (change.applies_from, change.announced_at));
        let before = known.iter().find(|(known, _)| *known == id).map(|(_, before)| before);
        match (due, before) {
            (Some(due), _) if !is_same(&due.next, &named) => {
                faults.push(format!("{key} is {} in the configuration, and {} was announced for {}", named.legal_name, due.next.legal_name, due.applies_from));
            }
            (None, Some(before)) if !is_same(before, &named) => {
                faults.push(format!(
                    "{key} is {} in place of {}, and nobody announced it: every association was promised a notice",
                    named.legal_name, before.legal_name
                ));
            }
            (_, Some(before)) if *before == named => {}
            _ => store::use_processor(&mut tx, now, id, &named).await?,
        }
    }
    tx.commit().await?;
    Ok(faults)
}
