//! The tie with Stripe: made, gone through at Stripe, come back from. What counts is what Stripe says when asked.

use std::collections::BTreeSet;

use kernel::{
    error::{Error, Result, Sentence},
    form::Form,
    http::Admin,
    session::Capability,
};
use poem::{Response, handler};
use serde::Serialize;

use crate::{
    payments::{
        connect, dashboard_url,
        model::{AccountStanding, StripeAccount},
    },
    site, staff,
};

/// How the account stands, as the page shows it.
#[derive(Debug, Serialize)]
pub struct Connection {
    pub state: &'static str,
    pub account: Option<String>,
    pub legal_name: String,
    pub missing: Vec<Sentence>,
    pub dashboard_url: String,
    pub test: bool,
    /// Whether payments are off on this whole installation.
    pub off: bool,
}

impl Connection {
    /// Of the account stored, if there is one.
    pub fn of(admin: &Admin, account: Option<&StripeAccount>, legal_name: &str) -> Self {
        let open = account.filter(|account| account.state != AccountStanding::Active);
        Self {
            state: account.map_or("not_connected", |account| account.state.word()),
            account: account.map(|account| account.account.clone()),
            legal_name: legal_name.to_owned(),
            missing: open.map(|account| needs(&account.currently_due)).unwrap_or_default(),
            dashboard_url: dashboard_url("", account.is_some_and(|account| !account.livemode)),
            test: account.is_some_and(|account| !account.livemode),
            off: admin.ctx.app.stripe.is_none(),
        }
    }
}

/// Stripe's list of requirements in people's words, each once (Stripe, "required verification information").
pub fn needs(due: &[String]) -> Vec<Sentence> {
    let kinds: BTreeSet<&'static str> = due.iter().map(|field| kind(field)).collect();
    kinds.into_iter().map(|kind| Sentence::new("bo-stripe-needs").with("what", kind)).collect()
}

fn kind(field: &str) -> &'static str {
    let has = |part: &str| field.contains(part);
    if has("external_account") {
        "bank"
    } else if has("verification") || has("document") {
        "document"
    } else if has("tos_acceptance") || has("terms") {
        "terms"
    } else if has("business_profile") || has("mcc") || has("url") || has("product_description") {
        "activity"
    } else if has("tax_id") || has("registration") || has("company.name") || has("structure") {
        "registration"
    } else if has("dob")
        || has("first_name")
        || has("last_name")
        || has("representative")
        || has("person")
        || has("individual")
        || has("owners")
        || has("directors")
        || has("executives")
    {
        "representative"
    } else if has("address") || has("phone") || has("email") {
        "contact"
    } else {
        "other"
    }
}

/// Sends whoever runs the money to Stripe's form, and Stripe back to us.
async fn to_stripe(admin: &Admin) -> Result<Response> {
    let mut tx = admin.begin().await?;
    let association = site::store::load(&mut tx).await?;
    staff::store::record(&mut tx, admin.ctx.now(), admin.account(), "stripe.onboarding", None).await?;
    tx.commit().await?;
    let email = if association.email.is_empty() { return admin.redirect("/argent?fait=no_email") } else { association.email };
    let absolute = |path: &str| admin.ctx.app.config.http.absolute(&admin.ctx.host, &admin.path(path));
    let url =
        connect::onboarding(&admin.ctx.app, admin.tenant_id(), &association.name, &email, &absolute("/argent/retour"), &absolute("/argent/reprendre")).await;
    match url {
        Ok(url) => admin.ctx.redirect_to(&url),
        Err(Error::Unavailable) => admin.redirect("/argent?fait=stripe_away"),
        Err(error) => Err(error),
    }
}

#[handler]
pub async fn begin(admin: Admin, form: Form) -> Result<Response> {
    admin.require(Capability::Money)?;
    admin.check_csrf(form.text("csrf"))?;
    to_stripe(&admin).await
}

/// Where Stripe sends people whose link was too old: a new link.
#[handler]
pub async fn again(admin: Admin) -> Result<Response> {
    admin.require(Capability::Money)?;
    to_stripe(&admin).await
}

/// Where Stripe sends people who are done, for now: the account is read again.
#[handler]
pub async fn back(admin: Admin) -> Result<Response> {
    admin.require(Capability::Money)?;
    match connect::refresh(&admin.ctx.app, admin.tenant_id()).await {
        Ok(_) => admin.redirect("/argent"),
        Err(Error::Unavailable) => admin.redirect("/argent?fait=stripe_away"),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stripes_requirements_become_a_few_sentences() {
        let due = ["external_account", "individual.dob.day", "individual.dob.month", "individual.verification.document", "something.new"].map(str::to_owned);
        assert_eq!(needs(&due).len(), 4);
        assert_eq!(kind("business_profile.url"), "activity");
        assert_eq!(kind("representative.first_name"), "representative");
        assert_eq!(kind("company.tax_id"), "registration");
    }
}
