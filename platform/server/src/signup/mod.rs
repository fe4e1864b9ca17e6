//! Sign-up: an association opens its site. Owns `sign_up`; provisioning makes the rest in one transaction each way.
//!
//! The platform's host has the form. The link in the mail leads to the back office's host, because a session's cookie belongs to that host alone.

pub mod jobs;
pub mod model;
mod pages;
pub mod store;
pub mod views;

pub(crate) use pages::chrome;

use kernel::{
    app::App,
    error::{Error, Result},
    i18n::Locale,
    ids::{AccountId, TenantId},
    session::Role,
};
use poem::get;
use tenants::{
    consent::{
        self, Occasion, ReadText,
        model::{Actor, Channel, Who},
    },
    privacy::papers::agreement,
};

use crate::{hosts::Routes, staff};

/// Routes on the platform's host.
#[must_use]
pub fn platform_routes() -> Routes {
    vec![
        ("/", get(pages::home)),
        ("/mentions-legales", get(pages::show_notice)),
        ("/inscription", get(pages::sign_up_form).post(pages::ask_to_sign_up)),
        ("/inscription/confirmer/:token", get(pages::to_back_office)),
    ]
}

/// Routes on the back office's host.
#[must_use]
pub fn back_office_routes() -> Routes {
    vec![("/inscription", get(pages::to_platform)), ("/inscription/confirmer/:token", get(pages::confirm_form).post(pages::confirm))]
}

/// An association about to exist, with its first president.
#[derive(Clone, Debug)]
pub struct NewAssociation<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its part of the address.
    pub slug: &'a str,
    /// Who presides.
    pub president: AccountId,
}

/// Makes an association: its tenant and president in one transaction, its own first row in another that may be repeated.
///
/// # Errors
/// `Conflict` when the address is taken.
pub async fn provision(app: &App, mut tx: kernel::db::PlatformTx, new: &NewAssociation<'_>) -> Result<TenantId> {
    let now = app.clock.now();
    let tenant = store::add_tenant(&mut tx, now, new.slug, new.name).await?;
    staff::store::add_staff(&mut tx, now, tenant, new.president, Role::President.word()).await?;
    // If we stop between the two, the job writes the association's own row.
    jobs::enqueue_found(&mut tx, tenant).await?;
    tx.commit().await?;
    app.tenants.forget(new.slug);
    found(app, tenant).await?;
    Ok(tenant)
}

/// Writes an association's own first row, the agreement accepted when it signed up, and into its ledger that its founder accepted the terms of use,
/// when and in the words of the form; nothing for whoever ticked no box. What is there stays as it is.
async fn found(app: &App, tenant: TenantId) -> Result<()> {
    let mut tx = app.db.platform().await?;
    let Some(founder) = store::founder(&mut tx, tenant).await? else { return Ok(()) };
    let terms = match &founder.ticked {
        // A wording that was replaced meanwhile is the one agreed to; the next is asked for in the back office.
        Some(ticked) => agreement::store::by_hash(&mut tx, &ticked.agreement_hash).await?,
        None => None,
    };
    drop(tx);
    let mut tx = app.db.tenant(tenant).await?;
    tenants::site::store::add(&mut tx, app.clock.now(), &founder.association, &founder.email).await?;
    if let Some(ticked) = founder.ticked {
        if let Some(terms) = terms {
            agreement::accept(&mut tx, ticked.at, founder.account, &founder.name, &terms).await?;
        }
        let who = Who::Account(founder.account);
        if consent::store::latest(&mut tx, who, TERMS_OF_USE).await?.is_empty() {
            let on = Occasion { at: ticked.at, channel: Channel::Site, locale: ticked.locale, actor: Actor::Themselves };
            let text = ReadText { kind: TERMS_OF_USE, document: None, version: 1, beside: "signup-accept" };
            consent::acknowledge(&mut tx, on, who, &[text]).await?;
        }
    }
    tx.commit().await
}

/// What the founder of an association ticks at sign-up, in its ledger.
const TERMS_OF_USE: &str = "terms_of_use";

/// Makes an account and its association at once, without mail: for a demonstration and for tests.
///
/// # Errors
/// `Conflict` when the address of the site or of the person is taken.
pub async fn found_directly(app: &App, person: &Person<'_>, name: &str, slug: &str) -> Result<(TenantId, AccountId)> {
    let hash = staff::model::NewPassword::parse(person.password).map_err(Error::BadRequest)?.hash().await?;
    let now = app.clock.now();
    let mut tx = app.db.platform().await?;
    let email_norm = person.email.to_ascii_lowercase();
    let new = staff::store::NewAccount {
        name: person.name,
        email: person.email,
        email_norm: &email_norm,
        password_hash: &hash,
        locale: person.locale,
        operator: person.operator,
    };
    let known = staff::store::account(&mut tx, staff::store::FindAccount::Email(&email_norm)).await?;
    let account = match known {
        Some(known) => known.id,
        None => staff::store::add_account(&mut tx, now, &new).await?,
    };
    let tenant = provision(app, tx, &NewAssociation { name, slug, president: account }).await?;
    Ok((tenant, account))
}

/// Somebody with an account to be made.
#[derive(Clone, Copy, Debug)]
pub struct Person<'a> {
    /// Their name.
    pub name: &'a str,
    /// Their address.
    pub email: &'a str,
    /// Their password, in clear.
    pub password: &'a str,
    /// The language of their mails.
    pub locale: Locale,
    /// Whether they operate the platform.
    pub operator: bool,
}
