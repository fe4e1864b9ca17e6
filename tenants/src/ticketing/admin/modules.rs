//! What an association uses of Estrade, and how it stops using a part: the legal notice follows, the data already there stay under their periods.

use kernel::{
    clock::Timestamp,
    db::TenantTx,
    error::{Error, Result, Sentence},
    form::Form,
    http::Admin,
    session::Capability,
    views::{FlashKind, Page, Surface},
};
use poem::{Response, handler, http::StatusCode, web::Query};
use serde::Serialize;

use super::Done;
use crate::{
    payments::{connect, model::AccountStanding},
    site::{self, modules::Module},
    staff,
    ticketing::concerts::{self, model::ConcertState},
};

/// The page.
#[derive(Debug, Serialize)]
pub struct ModulesPage {
    modules: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    module: &'static str,
    in_use: bool,
    /// Why it cannot be switched off now.
    hindrance: Option<Sentence>,
}

impl Page for ModulesPage {
    const TEMPLATE: &'static str = "back_office/modules.html";
    const SURFACE: Surface = Surface::BackOffice;

    fn samples() -> Vec<Self> {
        let row = |module: Module, in_use, hindrance| Row { module: module.word(), in_use, hindrance };
        let busy = || Some(Sentence::new("bo-module-concerts"));
        vec![
            Self { modules: vec![row(Module::Ticketing, true, busy()), row(Module::Payments, true, None)] },
            Self { modules: vec![row(Module::Payments, false, None)] },
        ]
    }
}

/// What stands in the way of switching a module off: whoever still sells, or still takes payments, goes on telling people so.
async fn hindrance(tx: &mut TenantTx, now: Timestamp, module: Module) -> Result<Option<Sentence>> {
    Ok(match module {
        Module::Ticketing => {
            let concerts = concerts::store::list(tx, concerts::store::Wanted::default()).await?;
            let to_come = concerts.iter().any(|concert| concert.state == ConcertState::Published && concert.ends_at.unwrap_or(concert.starts_at) >= now);
            to_come.then(|| Sentence::new("bo-module-concerts"))
        }
        Module::Payments => {
            let account = connect::store::find(tx).await?;
            account.filter(|account| account.state != AccountStanding::Disconnected).map(|_| Sentence::new("bo-module-stripe"))
        }
    })
}

async fn page(admin: &Admin) -> Result<ModulesPage> {
    let now = admin.ctx.now();
    let mut tx = admin.begin().await?;
    let in_use = site::store::modules(&mut tx, now).await?;
    let mut modules = Vec::new();
    for module in Module::ALL {
        let in_use = in_use.has(module);
        let hindrance = if in_use { hindrance(&mut tx, now, module).await? } else { None };
        modules.push(Row { module: module.word(), in_use, hindrance });
    }
    Ok(ModulesPage { modules })
}

#[handler]
pub async fn show(admin: Admin, Query(done): Query<Done>) -> Result<Response> {
    admin.require(Capability::Manage)?;
    done.page(&admin, "settings", &page(&admin).await?)
}

#[handler]
pub async fn switch_off(admin: Admin, form: Form) -> Result<Response> {
    admin.require(Capability::Manage)?;
    admin.check_csrf(form.text("csrf"))?;
    let module = Module::from_word(form.text("module")).ok_or(Error::NotFound)?;
    let now = admin.ctx.now();
    let mut tx = admin.begin().await?;
    if let Some(sentence) = hindrance(&mut tx, now, module).await? {
        drop(tx);
        return admin.page_with("settings", &page(&admin).await?, FlashKind::Warn, &sentence, StatusCode::CONFLICT);
    }
    if site::store::take_out_of_use(&mut tx, now, module).await? {
        staff::store::record(&mut tx, now, admin.account(), "settings.change", None).await?;
    }
    tx.commit().await?;
    admin.redirect("/reglages/modules?fait=saved")
}
