//! The way in and out of the back office: sign-in, sign-out, passwords, invitations, the choice of an association.

use kernel::{
    error::{Error, Result},
    form::{EmailAddress, Fault, Form, FormState, PersonName},
    http::Ctx,
    limits::Limit,
    session::{self, token_hash},
};
use poem::{
    Response, handler,
    http::StatusCode,
    web::{Path, Query},
};
use serde::Deserialize;
use tenants::ticketing::concerts;
use uuid::Uuid;

use super::{
    Session,
    jobs::{self, Job},
    model::{NewPassword, Purpose, SHORTEST, is_password, safe_next},
    second_factor,
    store::{self, FindAccount, Link, Membership, NewAccount},
    views::{AskPage, Choice, ChoosePage, InvitationPage, SetPage, SignInPage},
    with_session, with_step, without_session,
};

/// Associations whose next concert is looked up for the choice; somebody with more finds them by name.
const LOOKED_UP: usize = 12;

#[derive(Deserialize)]
pub(super) struct Arrival {
    #[serde(default)]
    suite: String,
    #[serde(default)]
    raison: String,
}

/// The form to sign in; whoever is signed in goes on.
#[handler]
pub(super) fn sign_in_form(session: Session, Query(arrival): Query<Arrival>) -> Result<Response> {
    let next = safe_next(&arrival.suite);
    if session.signed_in.is_some() {
        return session.ctx.redirect(next);
    }
    let reason = ["expired", "password_changed", "logged_out", "codes"].into_iter().find(|reason| *reason == arrival.raison).unwrap_or("none");
    let page = SignInPage { next: kept(next), form: FormState::default(), reason };
    session.ctx.page(&session.chrome(), &page, StatusCode::OK)
}

fn kept(next: &str) -> String {
    if next == "/" { String::new() } else { next.to_owned() }
}

/// Signs in. An unknown address takes as long and reads the same as a wrong password.
#[handler]
pub(super) async fn sign_in(session: Session, form: Form) -> Result<Response> {
    let ctx = &session.ctx;
    let next = safe_next(form.text("next")).to_owned();
    let mut parser = form.parser();
    let email = parser.required("email", EmailAddress::parse);
    let password = parser.secret("password", |text| Ok(text.to_owned()));
    let (Some(email), Some(password)) = (email, password) else { return refuse_sign_in(&session, next, parser.state()) };
    let email = email.normalised();
    ctx.app.limits.check(Limit::SignIn, ctx.visitor.key())?;
    ctx.app.limits.check(Limit::SignIn, format!("account:{email}"))?;
    let mut tx = ctx.app.db.platform().await?;
    let account = store::account(&mut tx, FindAccount::Email(&email)).await?;
    drop(tx);
    let right = is_password(password, account.as_ref().map(|account| account.password_hash.clone())).await?;
    let Some(account) = account.filter(|account| right && account.active) else {
        metrics::counter!("estrade_sign_ins_total", "outcome" => "refused").increment(1);
        return refuse_sign_in(&session, next, parser.state().with_fault("form", Fault::new("staff-fault-credentials")));
    };
    let now = ctx.now();
    let mut tx = ctx.app.db.platform().await?;
    second_factor::store::hold_account(&mut tx, account.id).await?;
    // A new password ends every session: one begun with the old password must not be opened after that.
    let now_known = store::account(&mut tx, FindAccount::Id(account.id)).await?;
    if now_known.is_none_or(|known| !known.active || known.password_hash != account.password_hash) {
        return refuse_sign_in(&session, next, parser.state().with_fault("form", Fault::new("staff-fault-credentials")));
    }
    if let Some(earlier) = &session.signed_in {
        session::close(&mut tx, &earlier.token_hash).await?;
    }
    if second_factor::store::is_on(&mut tx, account.id).await? {
        let token = second_factor::store::open_step(&mut tx, now, account.id).await?;
        tx.commit().await?;
        metrics::counter!("estrade_sign_ins_total", "outcome" => "code_asked").increment(1);
        let suite: String = url::form_urlencoded::byte_serialize(kept(&next).as_bytes()).collect();
        return with_step(ctx.redirect(&format!("/connexion/code?suite={suite}"))?, &token);
    }
    let token = session::open(&mut tx, account.id, now).await?;
    store::note_sign_in(&mut tx, now, account.id).await?;
    tx.commit().await?;
    metrics::counter!("estrade_sign_ins_total", "outcome" => "done").increment(1);
    with_session(ctx.redirect(&next)?, &token)
}

fn refuse_sign_in(session: &Session, next: String, form: FormState) -> Result<Response> {
    let page = SignInPage { next: kept(&next), form, reason: "none" };
    session.ctx.page(&session.chrome(), &page, StatusCode::UNPROCESSABLE_ENTITY)
}

/// Ends the session.
#[handler]
pub(super) async fn sign_out(session: Session, form: Form) -> Result<Response> {
    if let Some(signed_in) = &session.signed_in {
        form.check_csrf(&signed_in.csrf)?;
        let mut tx = session.ctx.app.db.platform().await?;
        session::close(&mut tx, &signed_in.token_hash).await?;
        tx.commit().await?;
    }
    without_session(session.ctx.redirect("/connexion?raison=logged_out")?)
}

/// The first page: the one association somebody works for, or the choice among several.
#[handler]
pub(super) async fn choose(session: Session) -> Result<Response> {
    let Some(signed_in) = &session.signed_in else { return session.to_sign_in() };
    let ctx = &session.ctx;
    let mut tx = ctx.app.db.platform().await?;
    let memberships = store::memberships(&mut tx, signed_in.account).await?;
    drop(tx);
    if let ([only], false) = (memberships.as_slice(), signed_in.operator) {
        return ctx.redirect(&format!("/a/{}", only.slug));
    }
    let mut associations = Vec::new();
    for (index, membership) in memberships.into_iter().enumerate() {
        associations.push(choice(ctx, membership, index < LOOKED_UP).await?);
    }
    let http = &ctx.app.config.http;
    let signup_url = http.absolute(http.platform_host(), &ctx.locale.path("/inscription"));
    let page = ChoosePage { associations, operator: signed_in.operator, signup_url };
    ctx.page(&session.chrome(), &page, StatusCode::OK)
}

async fn choice(ctx: &Ctx, membership: Membership, look: bool) -> Result<Choice> {
    let mut next = None;
    if look {
        let mut tx = ctx.app.db.tenant(membership.tenant).await?;
        let wanted = concerts::store::Wanted { public_only: true, from: Some(ctx.now()), limit: Some(1), ..Default::default() };
        next = concerts::store::list(&mut tx, wanted).await?.pop();
    }
    let (next_title, next_starts_at) = next.map(|concert| (concert.title, concert.starts_at)).unzip();
    Ok(Choice { name: membership.name, slug: membership.slug, role: membership.role, next_title, next_starts_at })
}

#[derive(Deserialize)]
pub(super) struct Asking {
    #[serde(default)]
    lien: String,
}

/// The form to ask for a new password.
#[handler]
pub(super) fn ask_form(session: Session, Query(asking): Query<Asking>) -> Result<Response> {
    let page = AskPage { sent: false, expired_link: asking.lien == "perime", form: FormState::default() };
    session.ctx.page(&session.chrome(), &page, StatusCode::OK)
}

/// Has a link sent, if there is such an account. The answer, and the time it takes, are the same if there is none.
#[handler]
pub(super) async fn ask(session: Session, form: Form) -> Result<Response> {
    let ctx = &session.ctx;
    let mut parser = form.parser();
    let Some(email) = parser.required("email", EmailAddress::parse) else {
        let page = AskPage { sent: false, expired_link: false, form: parser.state() };
        return ctx.page(&session.chrome(), &page, StatusCode::UNPROCESSABLE_ENTITY);
    };
    let email = email.normalised();
    ctx.app.limits.check(Limit::SignUp, ctx.visitor.key())?;
    ctx.app.limits.check(Limit::SignUp, format!("account:{email}"))?;
    let mut tx = ctx.app.db.platform().await?;
    let account = store::account(&mut tx, FindAccount::Email(&email)).await?.map_or(Uuid::nil(), |account| account.id.uuid());
    jobs::enqueue(&mut tx, None, &Job::MailReset { account, link: Uuid::new_v4() }).await?;
    tx.commit().await?;
    let page = AskPage { sent: true, expired_link: false, form: parser.state() };
    ctx.page(&session.chrome(), &page, StatusCode::OK)
}

async fn find_link(session: &Session, token: &str) -> Result<Option<(Link, bool)>> {
    let mut tx = session.ctx.app.db.platform().await?;
    let Some(link) = store::find_link(&mut tx, &token_hash(token), session.ctx.now()).await? else { return Ok(None) };
    let known = link.account.is_some() || store::account(&mut tx, FindAccount::Email(&link.email.to_ascii_lowercase())).await?.is_some();
    Ok(Some((link, known)))
}

fn lapsed(session: &Session) -> Result<Response> {
    session.ctx.redirect("/mot-de-passe?lien=perime")
}

/// The form behind a link: a new password, or joining a team with a new account. Opening it uses nothing up: programs that read mails
/// open links too.
#[handler]
pub(super) async fn set_form(session: Session, Path(token): Path<String>) -> Result<Response> {
    let Some((link, known)) = find_link(&session, &token).await? else { return lapsed(&session) };
    if link.purpose == Purpose::Invitation && known {
        return session.ctx.redirect(&format!("/invitation/{token}"));
    }
    set_page(&session, token, link, FormState::default(), StatusCode::OK)
}

fn set_page(session: &Session, token: String, link: Link, form: FormState, status: StatusCode) -> Result<Response> {
    let purpose = if link.purpose == Purpose::Invitation { "invitation" } else { "reset" };
    let association_name = link.tenant.map(|(_, name, _)| name);
    let page = SetPage { purpose, token, email: link.email, password_minimum: SHORTEST, association_name, form };
    session.ctx.page(&session.chrome(), &page, status)
}

/// Uses the link up: sets the password and ends every session, or makes the account and joins the team.
#[handler]
pub(super) async fn set(session: Session, Path(token): Path<String>, form: Form) -> Result<Response> {
    let ctx = &session.ctx;
    ctx.app.limits.check(Limit::SignIn, ctx.visitor.key())?;
    let Some((link, known)) = find_link(&session, &token).await? else { return lapsed(&session) };
    let mut parser = form.parser();
    let password = parser.secret("password", NewPassword::parse);
    let invited = link.purpose == Purpose::Invitation;
    let name = if invited { parser.required("name", PersonName::parse) } else { None };
    let (Some(password), true) = (password, parser.is_clean()) else {
        return set_page(&session, token, link, parser.state(), StatusCode::UNPROCESSABLE_ENTITY);
    };
    let hash = password.hash().await?;
    let now = ctx.now();
    let mut tx = ctx.app.db.platform().await?;
    if !store::use_link(&mut tx, &token_hash(&token), now).await? {
        return lapsed(&session);
    }
    if let (Some(name), Some((tenant, _, slug)), Some(role), false) = (name, &link.tenant, &link.role, known) {
        let email_norm = link.email.to_ascii_lowercase();
        let new = NewAccount { name: name.as_str(), email: &link.email, email_norm: &email_norm, password_hash: &hash, locale: ctx.locale, operator: false };
        let account = store::add_account(&mut tx, now, &new).await?;
        store::add_staff(&mut tx, now, *tenant, account, role).await?;
        jobs::note(&mut tx, now, *tenant, account, "team.joined", Some(account.uuid())).await?;
        second_factor::look_again(&mut tx, account).await?;
        second_factor::greet(&mut tx, account, *tenant).await?;
        let token = session::open(&mut tx, account, now).await?;
        store::note_sign_in(&mut tx, now, account).await?;
        tx.commit().await?;
        return with_session(ctx.redirect(&format!("/a/{slug}"))?, &token);
    }
    // An invitation to an address that has an account goes by its own page.
    let Some(account) = link.account else { return Err(Error::NotFound) };
    store::set_password(&mut tx, now, account, &hash).await?;
    store::end_password_links(&mut tx, account, now).await?;
    session::close_all(&mut tx, account).await?;
    // A right old password opens nothing half-way either. The second factor itself stays: a mailbox alone is not the person.
    second_factor::store::forget_tries(&mut tx, account).await?;
    second_factor::store::close_steps(&mut tx, account).await?;
    tx.commit().await?;
    without_session(ctx.redirect("/connexion?raison=password_changed")?)
}

/// The page behind an invitation of somebody who has an account.
#[handler]
pub(super) async fn invitation_form(session: Session, Path(token): Path<String>) -> Result<Response> {
    let Some((link, known)) = find_link(&session, &token).await? else { return lapsed(&session) };
    if !known {
        return session.ctx.redirect(&format!("/mot-de-passe/{token}"));
    }
    let (Some((_, association_name, _)), Some(role)) = (link.tenant, link.role) else { return lapsed(&session) };
    let page = InvitationPage { token, email: link.email, association_name, role };
    session.ctx.page(&session.chrome(), &page, StatusCode::OK)
}

/// Joins the team. Whoever reads the mailbox may; working there still takes the account's password.
#[handler]
pub(super) async fn accept_invitation(session: Session, Path(token): Path<String>, _form: Form) -> Result<Response> {
    let ctx = &session.ctx;
    let now = ctx.now();
    let Some((link, _)) = find_link(&session, &token).await? else { return lapsed(&session) };
    let (Some((tenant, _, slug)), Some(role)) = (link.tenant, link.role) else { return lapsed(&session) };
    let mut tx = ctx.app.db.platform().await?;
    let account = store::account(&mut tx, FindAccount::Email(&link.email.to_ascii_lowercase())).await?.ok_or(Error::NotFound)?;
    if !store::use_link(&mut tx, &token_hash(&token), now).await? {
        return lapsed(&session);
    }
    store::add_staff(&mut tx, now, tenant, account.id, &role).await?;
    jobs::note(&mut tx, now, tenant, account.id, "team.joined", Some(account.id.uuid())).await?;
    second_factor::look_again(&mut tx, account.id).await?;
    second_factor::greet(&mut tx, account.id, tenant).await?;
    tx.commit().await?;
    ctx.redirect(&format!("/connexion?suite=/a/{slug}"))
}
