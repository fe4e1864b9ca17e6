//! Connecting an association's own Stripe account: made once, onboarded at Stripe, read back whenever something may have changed.

pub mod store;

use kernel::{
    app::App,
    error::{Error, Result},
    ids::TenantId,
    stripe::{AccountState, NewAccount, StripeErrorKind, statement_descriptor},
};

use sha2::{Digest, Sha256};

use super::{
    checkout::stripe,
    model::{AccountStanding, StripeAccount},
};

/// Makes the association's Stripe account if there is none, and gives the address of Stripe's onboarding form.
///
/// # Errors
/// `Unavailable` when payments are off or Stripe does not answer.
pub async fn onboarding(app: &App, tenant: TenantId, name: &str, email: &str, return_url: &str, refresh_url: &str) -> Result<String> {
    let stripe = stripe(app)?;
    let mut tx = app.db.tenant(tenant).await?;
    let known = store::find(&mut tx).await?;
    drop(tx);
    let replaced = known.as_ref().map(|known| known.account.clone());
    let account = if let Some(known) = known.filter(|known| known.state != AccountStanding::Disconnected) {
        known.account
    } else {
        let descriptor = statement_descriptor(name);
        let new = NewAccount { country: "FR".to_owned(), email: email.to_owned(), name: name.to_owned(), statement_descriptor: descriptor.clone() };
        // The key depends on all that is sent and on the account this one replaces: another body under one key would be refused for a day.
        let body = Sha256::digest(format!("{name}\n{email}\n{descriptor}\n{}", replaced.unwrap_or_default()));
        let key = format!("account:{tenant}:{}", hex::encode(&body[..16]));
        let account = stripe.idempotent(&key).create_account(&new).await?;
        let mut tx = app.db.tenant(tenant).await?;
        store::put(&mut tx, app.clock.now(), &account, &descriptor, !stripe.is_test_mode()).await?;
        tx.commit().await?;
        account
    };
    Ok(stripe.onboarding_link(&account, refresh_url, return_url).await?)
}

/// Reads the account again and writes down how it stands; `None` when there is none.
///
/// # Errors
/// As [`onboarding`].
pub async fn refresh(app: &App, tenant: TenantId) -> Result<Option<StripeAccount>> {
    let mut tx = app.db.tenant(tenant).await?;
    let Some(known) = store::find(&mut tx).await? else { return Ok(None) };
    drop(tx);
    let read = match stripe(app)?.account_state(&known.account).await {
        Ok(state) => Some(state),
        Err(error) if error.kind == StripeErrorKind::Permission => None,
        Err(error) if error.is_transient() => return Err(Error::Unavailable),
        Err(error) => return Err(error.into()),
    };
    let mut tx = app.db.tenant(tenant).await?;
    let now = app.clock.now();
    match &read {
        Some(state) => store::note(&mut tx, now, standing(state), state).await?,
        None => store::set_disconnected(&mut tx, now).await?,
    }
    let fresh = store::find(&mut tx).await?;
    if fresh.as_ref().map(|account| account.state) != Some(known.state) {
        // Whether tickets can be bought is on public pages.
        tx.content_changed(now).await?;
    }
    tx.commit().await?;
    Ok(fresh)
}

fn standing(state: &AccountState) -> AccountStanding {
    if state.can_sell() {
        AccountStanding::Active
    } else if state.details_submitted {
        AccountStanding::Restricted
    } else {
        AccountStanding::Onboarding
    }
}
