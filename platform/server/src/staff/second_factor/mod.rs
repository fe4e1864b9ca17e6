//! The second factor of accounts: time codes (RFC 6238), recovery codes, the step between password and code, and what an association asks of
//! its team. Owns `second_factor`, `recovery_code`, `sign_in_step`, `team_policy` and `factor_removal`. Why so: `ops/adr/0011-second-factor.md`.

pub mod jobs;
pub mod model;
mod pages;
pub mod store;
pub mod team;
pub mod views;

use kernel::{
    clock::PARIS,
    db::PlatformTx,
    error::{Error, Result},
    form::{Fault, Parser},
    http::Ctx,
    ids::{AccountId, TenantId},
    inventory::CookieId,
    limits::Limit,
    session::SignedIn,
};
use poem::{Endpoint, IntoResponse as _, Request, Response, RouteMethod, get, http::Method};

use super::{
    model::is_password,
    store::{FindAccount, account, memberships},
};
use crate::hosts::Routes;
use model::Entered;
use store::Tried;

/// Where an account's own factor is looked after.
pub const PAGE: &str = "/compte/securite";

/// Routes before anybody signed in.
#[must_use]
pub(super) fn entrance_routes() -> Routes {
    vec![
        ("/connexion/code", get(pages::code_form).post(pages::enter_code)),
        ("/second-facteur/refus/:token", get(team::pages::object_form).post(team::pages::object)),
    ]
}

/// Routes of whoever is signed in.
#[must_use]
pub(super) fn routes() -> Routes {
    vec![(PAGE, get(pages::show).post(pages::change))]
}

/// Routes inside an association's back office.
#[must_use]
pub(super) fn admin_routes() -> Routes {
    vec![("/equipe/securite", get(team::admin::show).post(team::admin::change))]
}

/// Routes of operators.
#[must_use]
pub fn operator_routes() -> Routes {
    vec![("/operateur/second-facteurs", get(team::pages::operator_show).post(team::pages::operator_change))]
}

/// Asks anew, before a dangerous act, whoever sends a form: the field `password`, and `code` when the account has a second factor (a code of the
/// phone or a recovery code, used up by it). `true` when both are right; else their faults are with the parser, and the page is shown again:
///
/// ```ignore
/// let mut parser = form.parser();
/// if !staff::reauthenticate(&admin.ctx, &admin.staff.signed_in, &mut parser).await? {
///     return page_again(parser.state());
/// }
/// ```
///
/// The page draws the fields with `again(form, second_factor)` of `back_office/again.html`, where `second_factor` is
/// [`SignedIn::second_factor`]. Everything else of the form is checked first, so that no code is used up in vain. Hold no transaction meanwhile.
///
/// # Errors
/// `TooMany` after several wrong ones; when the database is away.
pub async fn reauthenticate(ctx: &Ctx, who: &SignedIn, parser: &mut Parser<'_>) -> Result<bool> {
    parser.hide("code");
    let password = parser.secret("password", |text| Ok(text.to_owned()));
    let app = &ctx.app;
    let mut tx = app.db.platform().await?;
    let known = account(&mut tx, FindAccount::Id(who.account)).await?.filter(|account| account.active).ok_or(Error::Unauthorized)?;
    // As it is now, whatever the session knew when the request began.
    let has_factor = store::is_on(&mut tx, who.account).await?;
    drop(tx);
    let code = if has_factor { parser.secret("code", Entered::parse) } else { None };
    let (Some(password), true) = (password, code.is_some() || !has_factor) else { return Ok(false) };
    app.limits.check(Limit::SignIn, format!("again:{}", who.account))?;
    if !is_password(password, Some(known.password_hash)).await? {
        parser.fault("password", Fault::new("factor-fault-password"));
        return Ok(false);
    }
    let Some(code) = code else { return Ok(true) };
    check_limit(ctx, who.account)?;
    let mut tx = app.db.platform().await?;
    let tried = store::prove(&mut tx, &app.keys, ctx.now(), who.account, &code).await?;
    if let Tried::Wrong(tries) = tried
        && tries % model::TRIES == 0
    {
        jobs::mail(&mut tx, who.account, jobs::What::Tried, None).await?;
    }
    tx.commit().await?;
    if let Some(fault) = fault(tried) {
        parser.fault("code", fault);
    }
    Ok(matches!(tried, Tried::Right(_)))
}

/// What is said of a code that opens nothing.
fn fault(tried: Tried) -> Option<Fault> {
    match tried {
        Tried::Right(_) => None,
        Tried::Wrong(_) => Some(Fault::new("factor-fault-code")),
        Tried::Paused(until) => Some(Fault::new("factor-fault-paused").with("when", until.with_timezone(&PARIS).format("%H:%M").to_string())),
        Tried::Unreadable => Some(Fault::new("factor-fault-unreadable")),
    }
}

/// Whoever joins a team that asks for a second factor, or will, is told by mail, as those were who were there on the day it was decided.
///
/// # Errors
/// When the database is away.
pub(super) async fn greet(tx: &mut PlatformTx, account: AccountId, association: TenantId) -> Result<()> {
    if team::store::required_from(tx, association).await?.is_some() && !store::is_on(tx, account).await? {
        jobs::mail(tx, account, jobs::What::Required, Some(association.uuid())).await?;
    }
    Ok(())
}

/// Codes are tried so often and no more, by visitor and by account.
fn check_limit(ctx: &Ctx, account: AccountId) -> Result<()> {
    ctx.app.limits.check(Limit::SecondFactor, ctx.visitor.key())?;
    ctx.app.limits.check(Limit::SecondFactor, format!("account:{account}"))
}

/// The claims of every association an account works for may have become true or false: they are looked at again, at once.
///
/// # Errors
/// When the database is away.
pub async fn look_again(tx: &mut PlatformTx, account: AccountId) -> Result<()> {
    use tenants::legal::proofs::jobs::{Job, new};
    for membership in memberships(tx, account).await? {
        kernel::jobs::enqueue_platform(tx, Some(membership.tenant), new(&Job::Check)?).await?;
    }
    Ok(())
}

/// Around a route of operators: one without a second factor is led to get one first, and nothing else opens. For everybody else, the route
/// itself says what there is.
pub struct Required {
    inner: RouteMethod,
}

impl Required {
    /// Around `inner`.
    #[must_use]
    pub fn new(inner: RouteMethod) -> Self {
        Self { inner }
    }
}

impl Endpoint for Required {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let ctx = request.data::<Ctx>().cloned().ok_or_else(|| Error::Internal(anyhow::anyhow!("the guard stands outside the serving layer")))?;
        let session = super::read_session(&request, ctx).await?;
        if session.signed_in.as_ref().is_some_and(|signed_in| signed_in.operator && !signed_in.second_factor) {
            return Ok(to_enrol(&session.ctx, &request, "operateur")?);
        }
        Ok(self.inner.call(request).await?.into_response())
    }
}

/// Where somebody who must have a second factor gets one, and then goes on to what they asked for. A form that was sent meanwhile does nothing: a browser is
/// led to the page that says why, a script is refused.
pub(super) fn to_enrol(ctx: &Ctx, request: &Request, why: &str) -> Result<Response> {
    let next = match *request.method() {
        Method::GET | Method::HEAD => ctx.path.as_str(),
        _ if super::wants_json(request) => return Err(Error::Forbidden),
        _ => "",
    };
    let suite: String = url::form_urlencoded::byte_serialize(super::model::safe_next(next).as_bytes()).collect();
    ctx.redirect(&format!("{PAGE}?raison={why}&suite={suite}"))
}

/// The token of the step between password and code: in the cookie of the session it may become. Another table holds it, so it opens no page.
pub(super) fn step_token(request: &Request) -> Option<String> {
    kernel::cookies::Cookies::read(request.headers(), CookieId::Session).map(str::to_owned)
}
