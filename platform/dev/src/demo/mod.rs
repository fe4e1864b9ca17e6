//! The demo: a jazz society, a theatre and a choir, all invented, with seasons around today, sold by the same functions that sell to visitors.
//! Each step looks first at what is there: a second start changes nothing, and one that was cut off is finished.

mod choir;
mod jazz;
mod making;
mod pictures;
mod script;
mod selling;
mod store;
mod theatre;

use anyhow::Context;
use kernel::{
    app::App,
    i18n::Locale,
    ids::{AccountId, TenantId},
    session::token_hash,
};
use server::staff::{
    model::NewPassword,
    second_factor::{self, model::Secret},
    store::{FindAccount, NewAccount, account, add_account, add_staff, add_token},
};
use url::Url;

use crate::world::{Demo, World};

/// Whoever runs the platform in the demo.
const OPERATOR: (&str, &str) = ("Alix Fontaine", "exploitation@example.org");

/// What every step needs.
struct Stage {
    app: App,
    http: reqwest::Client,
    /// The database as its owner: only to date what was sold today back to the weeks before.
    owner: String,
    back_office: Url,
    password_hash: String,
}

/// Makes the demo, or what is missing of it.
///
/// # Errors
/// When a step fails: the sentence names the association.
pub async fn seed(world: &World) -> anyhow::Result<Demo> {
    let around = &world.surroundings;
    let demo = Demo { slug: jazz::ASSOCIATION.slug.to_owned(), staff_email: jazz::ASSOCIATION.team[0].1.to_owned(), operator_email: OPERATOR.1.to_owned() };
    let app = world.server.app.clone();
    // The operator comes last: with them, the demo is whole.
    if let Some(operator) = find_account(&app, OPERATOR.1).await? {
        give_second_factor(world, operator).await?;
        return Ok(demo);
    }
    let stage = Stage {
        http: reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).timeout(std::time::Duration::from_secs(30)).build()?,
        owner: around.database.url("estrade_owner"),
        back_office: Url::parse(&around.page("app"))?,
        password_hash: hashed(&around.secrets.staff_password).await?,
        app,
    };
    let token = token_hash(&around.secrets.api_token);
    let (jazz, _, _) = tokio::try_join!(put_on(&stage, &jazz::ASSOCIATION), put_on(&stage, &theatre::ASSOCIATION), put_on(&stage, &choir::ASSOCIATION))?;
    let now = stage.app.clock.now();
    let operator_hash = hashed(&around.secrets.operator_password).await?;
    let president = find_account(&stage.app, &demo.staff_email).await?.context("the demo's president is missing")?;
    let mut tx = stage.app.db.platform().await?;
    if !store::has_token(&mut tx, &token).await? {
        add_token(&mut tx, now, jazz, "Site de la ville", &token, president).await?;
    }
    let (name, email) = OPERATOR;
    let new = NewAccount { name, email, email_norm: email, password_hash: &operator_hash, locale: Locale::Fr, operator: true };
    let operator = add_account(&mut tx, now, &new).await?;
    tx.commit().await?;
    give_second_factor(world, operator).await?;
    Ok(demo)
}

/// Operators must have a second factor. Who has one already keeps it.
async fn give_second_factor(world: &World, operator: AccountId) -> anyhow::Result<()> {
    let secret = Secret::from_base32(&world.surroundings.secrets.operator_totp_secret).context("the operator's second factor is no secret")?;
    Ok(second_factor::store::plant(&world.server.app, operator, &secret).await?)
}

/// One association with its team, its Stripe account, its season and what was sold of it.
async fn put_on(stage: &Stage, script: &'static script::Association) -> anyhow::Result<TenantId> {
    let steps = async {
        let tenant = making::association(stage, script).await?;
        for (name, email, role) in script.team {
            staff(stage, tenant, name, email, role).await?;
        }
        selling::connect_stripe(stage, tenant, script).await?;
        for concert in script.concerts {
            let id = making::concert(stage, tenant, concert).await?;
            selling::sell(stage, tenant, script, concert, id).await?;
            making::settle(stage, tenant, concert, id).await?;
        }
        anyhow::Ok(tenant)
    };
    steps.await.with_context(|| format!("the demo association {} could not be set up", script.name))
}

async fn staff(stage: &Stage, tenant: TenantId, name: &str, email: &str, role: &str) -> anyhow::Result<AccountId> {
    let known = find_account(&stage.app, email).await?;
    let now = stage.app.clock.now();
    let mut tx = stage.app.db.platform().await?;
    let id = match known {
        Some(id) => id,
        None => {
            let new = NewAccount { name, email, email_norm: email, password_hash: &stage.password_hash, locale: Locale::Fr, operator: false };
            add_account(&mut tx, now, &new).await?
        }
    };
    add_staff(&mut tx, now, tenant, id, role).await?;
    tx.commit().await?;
    Ok(id)
}

async fn find_account(app: &App, email: &str) -> anyhow::Result<Option<AccountId>> {
    let mut tx = app.db.platform().await?;
    Ok(account(&mut tx, FindAccount::Email(email)).await?.map(|found| found.id))
}

async fn hashed(password: &str) -> anyhow::Result<String> {
    let password = NewPassword::parse(password).map_err(|fault| anyhow::anyhow!("a password of the demo is refused: {fault:?}"))?;
    Ok(password.hash().await?)
}
