//! Connected accounts: full dashboard, Stripe collects its fees and carries the losses, so that the association is the merchant.
//! Made by the v1 or the v2 call; Stripe tells new platforms to use v2 and answers either kind of account on v1.

use serde_json::json;
use stripe_connect::{
    account::{
        CreateAccount, CreateAccountCapabilities, CreateAccountCapabilitiesCardPayments, CreateAccountCapabilitiesTransfers, CreateAccountController,
        CreateAccountControllerFees, CreateAccountControllerFeesPayer, CreateAccountControllerLosses, CreateAccountControllerLossesPayments,
        CreateAccountControllerRequirementCollection, CreateAccountControllerStripeDashboard, CreateAccountControllerStripeDashboardType,
        CreateAccountSettings, PaymentsSettingsSpecs, RetrieveAccount,
    },
    account_link::{CreateAccountLink, CreateAccountLinkType},
};
use stripe_shared::AccountCapabilitiesStatus;

use super::{
    Stripe,
    error::{StripeError, StripeErrorKind},
};

/// Which call makes a connected account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountsApi {
    /// `POST /v1/accounts`.
    V1,
    /// `POST /v2/core/accounts`.
    V2,
}

/// An account to be made for an association.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// ISO 3166 alpha-2, e.g. `FR`.
    pub country: String,
    /// Where Stripe writes to the association.
    pub email: String,
    /// The association's name as buyers know it.
    pub name: String,
    /// What the buyer's bank prints (see [`super::statement_descriptor`]). It locks when onboarding begins, so it is given here.
    pub statement_descriptor: String,
}

/// What an account may do now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountState {
    /// `acct_…`.
    pub id: String,
    /// Stripe lets it be charged for.
    pub charges_enabled: bool,
    /// Card payments are active: with `charges_enabled`, what a sale needs.
    pub card_payments_active: bool,
    /// What Stripe still asks of the association, in Stripe's words (`individual.verification.document`).
    pub currently_due: Vec<String>,
    /// The association ended the onboarding form once.
    pub details_submitted: bool,
    /// Why Stripe stopped the account, in Stripe's words.
    pub disabled_reason: Option<String>,
    /// What the buyer's bank prints.
    pub statement_descriptor: Option<String>,
}

impl AccountState {
    /// Whether a paid sale can be opened.
    #[must_use]
    pub fn can_sell(&self) -> bool {
        self.charges_enabled && self.card_payments_active
    }
}

impl Stripe {
    /// Makes a connected account and gives its id. Wants [`Stripe::idempotent`], or a crash makes a second account.
    ///
    /// # Errors
    /// As Stripe answers.
    pub async fn create_account(&self, new: &NewAccount) -> Result<String, StripeError> {
        match self.accounts_api() {
            AccountsApi::V1 => Ok(self.call(&account_v1(new)).await?.id.to_string()),
            AccountsApi::V2 => {
                let body = json!({
                    "contact_email": new.email,
                    "display_name": new.name,
                    "dashboard": "full",
                    "identity": { "country": new.country.to_lowercase() },
                    "configuration": { "merchant": {
                        "capabilities": { "card_payments": { "requested": true } },
                        "statement_descriptor": { "descriptor": new.statement_descriptor },
                    } },
                    "defaults": { "currency": "eur", "responsibilities": { "fees_collector": "stripe", "losses_collector": "stripe" } },
                    "include": ["configuration.merchant", "requirements"],
                });
                let answer = self.call_v2("/v2/core/accounts", &body).await?;
                answer["id"].as_str().map(str::to_owned).ok_or_else(|| StripeError::new(StripeErrorKind::OutcomeUnknown))
            }
        }
    }

    /// Reads an account. Always by v1, which answers for accounts of both kinds.
    ///
    /// # Errors
    /// `Permission` when the association disconnected it; else as Stripe answers.
    pub async fn account_state(&self, account: &str) -> Result<AccountState, StripeError> {
        let read = self.call(&RetrieveAccount::new(account)).await?;
        let requirements = read.requirements;
        let active = read.capabilities.and_then(|capabilities| capabilities.card_payments) == Some(AccountCapabilitiesStatus::Active);
        Ok(AccountState {
            id: read.id.to_string(),
            charges_enabled: read.charges_enabled.unwrap_or(false),
            card_payments_active: active,
            currently_due: requirements.as_ref().and_then(|asked| asked.currently_due.clone()).unwrap_or_default(),
            details_submitted: read.details_submitted.unwrap_or(false),
            disabled_reason: requirements.and_then(|asked| asked.disabled_reason).map(|reason| reason.as_str().to_owned()),
            statement_descriptor: read.settings.and_then(|settings| settings.payments.statement_descriptor),
        })
    }

    /// A link to Stripe's onboarding form, for one use within a few minutes. `refresh_url` makes a new one, `return_url` ends it.
    ///
    /// # Errors
    /// As Stripe answers.
    pub async fn onboarding_link(&self, account: &str, refresh_url: &str, return_url: &str) -> Result<String, StripeError> {
        match self.accounts_api() {
            AccountsApi::V1 => {
                let request = CreateAccountLink::new(account, CreateAccountLinkType::AccountOnboarding).refresh_url(refresh_url).return_url(return_url);
                Ok(self.call(&request).await?.url)
            }
            AccountsApi::V2 => {
                let form = json!({ "refresh_url": refresh_url, "return_url": return_url });
                let body = json!({ "account": account, "use_case": { "type": "account_onboarding", "account_onboarding": form } });
                let answer = self.call_v2("/v2/core/account_links", &body).await?;
                answer["url"].as_str().map(str::to_owned).ok_or_else(|| StripeError::new(StripeErrorKind::OutcomeUnknown))
            }
        }
    }
}

fn account_v1(new: &NewAccount) -> CreateAccount {
    let controller = CreateAccountController {
        fees: Some(CreateAccountControllerFees { payer: Some(CreateAccountControllerFeesPayer::Account) }),
        losses: Some(CreateAccountControllerLosses { payments: Some(CreateAccountControllerLossesPayments::Stripe) }),
        requirement_collection: Some(CreateAccountControllerRequirementCollection::Stripe),
        stripe_dashboard: Some(CreateAccountControllerStripeDashboard { type_: Some(CreateAccountControllerStripeDashboardType::Full) }),
    };
    let capabilities = CreateAccountCapabilities {
        card_payments: Some(CreateAccountCapabilitiesCardPayments { requested: Some(true) }),
        transfers: Some(CreateAccountCapabilitiesTransfers { requested: Some(true) }),
        ..CreateAccountCapabilities::new()
    };
    let payments = PaymentsSettingsSpecs { statement_descriptor: Some(new.statement_descriptor.clone()), ..PaymentsSettingsSpecs::new() };
    let settings = CreateAccountSettings { payments: Some(payments), ..CreateAccountSettings::new() };
    CreateAccount::new().controller(controller).country(new.country.as_str()).email(new.email.as_str()).capabilities(capabilities).settings(settings)
}
