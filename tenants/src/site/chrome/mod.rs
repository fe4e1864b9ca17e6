//! What stands around every public page of an association.

use chrono::{Datelike, TimeZone};
use kernel::{
    choice,
    clock::{PARIS, Timestamp},
    db::TenantTx,
    error::Result,
    http::Ctx,
    inventory::{COOKIES, CookieCategory},
    views::{AssociationChrome, PublicChrome},
};

use crate::site::{
    NOTICE_PATH,
    model::{Association, CookieNotice, phone_grouped},
    pictures, store, theme,
};

/// The frame of the page of `ctx`.
///
/// # Errors
/// When the database is away.
pub async fn chrome(ctx: &Ctx, tx: &mut TenantTx) -> Result<PublicChrome> {
    Ok(chrome_of(ctx, &store::load(tx).await?))
}

/// The frame of the page of `ctx`, the association being at hand.
#[must_use]
pub fn chrome_of(ctx: &Ctx, association: &Association) -> PublicChrome {
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    PublicChrome {
        association: AssociationChrome {
            name: association.name.clone(),
            tagline: association.tagline(ctx.locale).to_owned(),
            legal_name: association.legal_name.clone(),
            city: association.city.clone(),
            email: association.email.clone(),
            phone: given(&phone_grouped(&association.phone)),
            logo_url: association.logo.map(|logo| pictures::url(logo, pictures::SMALL)),
            stylesheet_url: theme::url(&association.main_colour),
            licence: given(&association.licence),
        },
        path: ctx.path.clone(),
        other_locale_url: ctx.other_locale_url(),
        title: None,
        // Public pages have no inline script, and a cached one has no nonce to give.
        nonce: String::new(),
        year_now: ctx.now().with_timezone(&PARIS).year(),
        notice_url: ctx.locale.path(NOTICE_PATH),
        notice_asks: notice_asks(ctx, association),
        notice_needs: needs_consent(),
        has_terms: association.has_terms,
    }
}

/// Whether a cookie of the inventory waits for a consent.
fn needs_consent() -> bool {
    COOKIES.iter().any(|cookie| cookie.category == CookieCategory::Consent)
}

/// What the notice about tracers asks this visitor, if it is shown to them.
fn notice_asks(ctx: &Ctx, association: &Association) -> Vec<&'static str> {
    let needed = association.cookie_notice == CookieNotice::Always || needs_consent();
    if needed && ctx.choice.is_open() { choice::asked().map(|consent| consent.key).collect() } else { Vec::new() }
}

/// The moment the year of the footer is over.
#[must_use]
pub fn year_ends(now: Timestamp) -> Option<Timestamp> {
    let next = now.with_timezone(&PARIS).year() + 1;
    PARIS.with_ymd_and_hms(next, 1, 1, 0, 0, 0).earliest().map(|moment| moment.to_utc())
}
