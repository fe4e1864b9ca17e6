//! The team of an association and its API tokens, in the back office.

use kernel::{
    error::{Error, Result, Sentence},
    form::{EmailAddress, Fault, Form, FormState, Line},
    http::Admin,
    ids::AccountId,
    limits::Limit,
    session::{Capability, Role, random_token, token_hash},
    views::FlashKind,
};
use poem::{Response, handler, http::StatusCode};
use uuid::Uuid;

use super::{
    jobs::{self, INVITATION_DAYS, Job},
    model::{Purpose, link_token},
    second_factor,
    store::{self, NewLink},
    views::{FreshToken, InvitationView, MemberView, Raising, TeamPage, TokenView, TokensPage},
};

/// The most tokens an association may have.
const MOST_TOKENS: usize = 20;

/// What an act came to: a sentence of success, or the form with its faults.
enum Outcome {
    Done(Sentence),
    Refused(FormState),
    /// Who is about to preside: first, who asks?
    Again(Raising, FormState),
}

fn refused(field: &str, key: &'static str) -> Outcome {
    Outcome::Refused(FormState::default().with_fault(field, Fault::new(key)))
}

/// Who may enter, and who is invited.
#[handler]
pub(super) async fn show_team(admin: Admin) -> Result<Response> {
    let page = team_page(&admin, FormState::default()).await?;
    admin.page("team", &page)
}

/// Whoever presides may do everything, so whoever makes a president is asked anew: a session found open is no president's word. Gives the step to show, or
/// nothing when password, and code, were right.
async fn raise(admin: &Admin, form: &Form, raising: Raising) -> Result<Option<Outcome>> {
    if !form.has("password") {
        return Ok(Some(Outcome::Again(raising, FormState::default())));
    }
    let mut parser = form.parser();
    let sure = second_factor::reauthenticate(&admin.ctx, &admin.staff.signed_in, &mut parser).await?;
    Ok((!sure).then(|| Outcome::Again(raising, parser.state())))
}

async fn team_page(admin: &Admin, form: FormState) -> Result<TeamPage> {
    let now = admin.ctx.now();
    let mut tx = admin.ctx.app.db.platform().await?;
    let members = store::team(&mut tx, admin.tenant_id(), false).await?;
    let can_manage = admin.require(Capability::Manage).is_ok();
    let invitations = if can_manage { store::invitations(&mut tx, admin.tenant_id()).await? } else { Vec::new() };
    drop(tx);
    let presidents = members.iter().filter(|member| member.role == Role::President.word()).count();
    let members = members
        .into_iter()
        .map(|member| MemberView {
            id: member.account.to_string(),
            is_self: member.account == admin.account(),
            can_remove: member.role != Role::President.word() || presidents > 1,
            name: member.name,
            email: member.email,
            role: member.role,
            last_seen_at: member.last_seen_at,
        })
        .collect();
    let invitations = invitations
        .into_iter()
        .map(|invitation| InvitationView {
            id: hex::encode(&invitation.hash),
            email: invitation.email,
            role: invitation.role,
            expires_at: invitation.expires_at,
            expired: invitation.expires_at <= now,
        })
        .collect();
    Ok(TeamPage { raising: None, can_manage, members, invitations, form })
}

/// Invites, changes a role, removes, withdraws or repeats an invitation.
#[handler]
pub(super) async fn change_team(admin: Admin, form: Form) -> Result<Response> {
    admin.check_csrf(form.text("csrf"))?;
    admin.require(Capability::Manage)?;
    let outcome = match form.text("act") {
        "invite" => invite(&admin, &form).await?,
        "change_role" => change_role(&admin, &form).await?,
        "remove" => remove(&admin, &form).await?,
        "withdraw" => withdraw(&admin, &form).await?,
        "resend" => resend(&admin, &form).await?,
        _ => return Err(Error::bad_request("fault-not-a-form")),
    };
    match outcome {
        Outcome::Done(sentence) => {
            let page = team_page(&admin, FormState::default()).await?;
            admin.page_with("team", &page, FlashKind::Good, &sentence, StatusCode::OK)
        }
        Outcome::Again(raising, state) => {
            let status = if state.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
            let page = TeamPage { raising: Some(raising), ..team_page(&admin, state).await? };
            admin.page_status("team", &page, status)
        }
        Outcome::Refused(state) => {
            let page = team_page(&admin, state).await?;
            admin.page_status("team", &page, StatusCode::UNPROCESSABLE_ENTITY)
        }
    }
}

fn role_of(text: &str) -> Result<Role, Fault> {
    Role::parse(text).ok_or_else(|| Fault::new("staff-fault-role"))
}

async fn invite(admin: &Admin, form: &Form) -> Result<Outcome> {
    let mut parser = form.parser();
    let email = parser.required("email", EmailAddress::parse);
    let role = parser.required("role", role_of);
    let (Some(email), Some(role)) = (email, role) else { return Ok(Outcome::Refused(parser.state())) };
    admin.ctx.app.limits.check(Limit::SignUp, format!("team:{}", admin.tenant_id()))?;
    let mut tx = admin.ctx.app.db.platform().await?;
    let team = store::team(&mut tx, admin.tenant_id(), false).await?;
    if team.iter().any(|member| member.email.to_ascii_lowercase() == email.normalised()) {
        return Ok(Outcome::Refused(parser.state().with_fault("email", Fault::new("staff-fault-already-member"))));
    }
    let waiting = store::invitations(&mut tx, admin.tenant_id()).await?;
    if waiting.iter().any(|invitation| invitation.email.to_ascii_lowercase() == email.normalised()) {
        return Ok(Outcome::Refused(parser.state().with_fault("email", Fault::new("staff-fault-already-invited"))));
    }
    drop(tx);
    if role == Role::President {
        let raising =
            Raising { act: "invite", whom: email.as_str().to_owned(), name: email.as_str().to_owned(), second_factor: admin.staff.signed_in.second_factor };
        if let Some(step) = raise(admin, form, raising).await? {
            return Ok(step);
        }
    }
    let mut tx = admin.ctx.app.db.platform().await?;
    send_invitation(&mut tx, admin, email.as_str(), role.word()).await?;
    tx.commit().await?;
    Ok(Outcome::Done(Sentence::new("staff-done-invited").with("email", email.as_str())))
}

async fn send_invitation(tx: &mut kernel::db::PlatformTx, admin: &Admin, email: &str, role: &str) -> Result<()> {
    let (now, link) = (admin.ctx.now(), Uuid::new_v4());
    let hash = token_hash(&link_token(&admin.ctx.app.keys, Purpose::Invitation.word(), link));
    let new = NewLink {
        hash: &hash,
        purpose: Purpose::Invitation,
        account: None,
        tenant: Some(admin.tenant_id()),
        email: Some(email),
        role: Some(role),
        expires_at: now + chrono::Duration::days(INVITATION_DAYS),
    };
    store::add_link(tx, now, &new).await?;
    jobs::enqueue(tx, Some(admin.tenant_id()), &Job::MailInvitation { link, locale: admin.ctx.locale }).await?;
    jobs::note(tx, now, admin.tenant_id(), admin.account(), "team.invited", None).await
}

async fn change_role(admin: &Admin, form: &Form) -> Result<Outcome> {
    let (Ok(member), Ok(role)) = (form.text("member").parse::<AccountId>(), role_of(form.text("role"))) else {
        return Ok(refused("form", "staff-fault-gone"));
    };
    if member == admin.account() {
        return Ok(refused("form", "staff-fault-yourself"));
    }
    let now = admin.ctx.now();
    if role == Role::President {
        let mut tx = admin.ctx.app.db.platform().await?;
        let team = store::team(&mut tx, admin.tenant_id(), false).await?;
        drop(tx);
        let Some(known) = team.into_iter().find(|other| other.account == member) else { return Ok(refused("form", "staff-fault-gone")) };
        let raising = Raising { act: "change_role", whom: member.to_string(), name: known.name, second_factor: admin.staff.signed_in.second_factor };
        if let Some(step) = raise(admin, form, raising).await? {
            return Ok(step);
        }
    }
    let mut tx = admin.ctx.app.db.platform().await?;
    let team = store::team(&mut tx, admin.tenant_id(), true).await?;
    if !team.iter().any(|other| other.account == member) {
        return Ok(refused("form", "staff-fault-gone"));
    }
    if role != Role::President && is_last_president(&team, member) {
        return Ok(refused("form", "staff-fault-last-president"));
    }
    store::set_role(&mut tx, admin.tenant_id(), member, role.word()).await?;
    jobs::note(&mut tx, now, admin.tenant_id(), admin.account(), "team.role_changed", Some(member.uuid())).await?;
    tx.commit().await?;
    Ok(Outcome::Done(Sentence::new("staff-done-role")))
}

fn is_last_president(team: &[store::Member], member: AccountId) -> bool {
    !team.iter().any(|other| other.role == Role::President.word() && other.account != member)
}

async fn remove(admin: &Admin, form: &Form) -> Result<Outcome> {
    let Ok(member) = form.text("member").parse::<AccountId>() else { return Ok(refused("form", "staff-fault-gone")) };
    let now = admin.ctx.now();
    let mut tx = admin.ctx.app.db.platform().await?;
    let team = store::team(&mut tx, admin.tenant_id(), true).await?;
    if is_last_president(&team, member) {
        return Ok(refused("form", "staff-fault-last-president"));
    }
    if !store::remove_staff(&mut tx, admin.tenant_id(), member).await? {
        return Ok(refused("form", "staff-fault-gone"));
    }
    jobs::note(&mut tx, now, admin.tenant_id(), admin.account(), "team.removed", Some(member.uuid())).await?;
    tx.commit().await?;
    Ok(Outcome::Done(Sentence::new("staff-done-removed")))
}

async fn withdraw(admin: &Admin, form: &Form) -> Result<Outcome> {
    let hash = hex::decode(form.text("invitation")).unwrap_or_default();
    let mut tx = admin.ctx.app.db.platform().await?;
    if store::withdraw_invitation(&mut tx, admin.tenant_id(), &hash).await?.is_none() {
        return Ok(refused("form", "staff-fault-gone"));
    }
    jobs::note(&mut tx, admin.ctx.now(), admin.tenant_id(), admin.account(), "team.invitation_withdrawn", None).await?;
    tx.commit().await?;
    Ok(Outcome::Done(Sentence::new("staff-done-withdrawn")))
}

/// Repeats an invitation with a new link; the old one stops working.
async fn resend(admin: &Admin, form: &Form) -> Result<Outcome> {
    admin.ctx.app.limits.check(Limit::SignUp, format!("team:{}", admin.tenant_id()))?;
    let hash = hex::decode(form.text("invitation")).unwrap_or_default();
    let mut tx = admin.ctx.app.db.platform().await?;
    let Some(old) = store::withdraw_invitation(&mut tx, admin.tenant_id(), &hash).await? else {
        return Ok(refused("form", "staff-fault-gone"));
    };
    send_invitation(&mut tx, admin, &old.email, &old.role).await?;
    tx.commit().await?;
    Ok(Outcome::Done(Sentence::new("staff-done-invited").with("email", old.email)))
}

/// Which programs have access.
#[handler]
pub(super) async fn show_tokens(admin: Admin) -> Result<Response> {
    admin.require(Capability::Manage)?;
    let page = tokens_page(&admin, None, FormState::default()).await?;
    admin.page("settings", &page)
}

async fn tokens_page(admin: &Admin, fresh: Option<FreshToken>, form: FormState) -> Result<TokensPage> {
    let mut tx = admin.ctx.app.db.platform().await?;
    let tokens = store::tokens(&mut tx, admin.tenant_id()).await?;
    drop(tx);
    let tokens = tokens
        .into_iter()
        .map(|token| TokenView {
            id: token.id.to_string(),
            name: token.name,
            created_at: token.created_at,
            created_by: token.created_by.unwrap_or_else(|| "—".to_owned()),
            last_used_at: token.last_used_at,
        })
        .collect();
    let http = &admin.ctx.app.config.http;
    let api_url = http.absolute(&http.back_office_host(), crate::api::PREFIX);
    Ok(TokensPage { fresh, tokens, api_url, second_factor: admin.staff.signed_in.second_factor, form })
}

/// Makes a token or ends one.
#[handler]
pub(super) async fn change_tokens(admin: Admin, form: Form) -> Result<Response> {
    admin.check_csrf(form.text("csrf"))?;
    admin.require(Capability::Manage)?;
    match form.text("act") {
        "create" => create_token(&admin, &form).await,
        "revoke" => revoke_token(&admin, &form).await,
        _ => Err(Error::bad_request("fault-not-a-form")),
    }
}

async fn create_token(admin: &Admin, form: &Form) -> Result<Response> {
    let mut parser = form.parser();
    parser.hide("code");
    let name = parser.required("name", Line::up_to(60));
    let mut tx = admin.ctx.app.db.platform().await?;
    if store::tokens(&mut tx, admin.tenant_id()).await?.len() >= MOST_TOKENS {
        parser.fault("form", Fault::new("staff-fault-too-many-tokens"));
    }
    drop(tx);
    // A token outlives the session that made it.
    let sure = parser.is_clean() && second_factor::reauthenticate(&admin.ctx, &admin.staff.signed_in, &mut parser).await?;
    let (Some(name), true) = (name, sure) else {
        let page = tokens_page(admin, None, parser.state()).await?;
        return admin.page_status("settings", &page, StatusCode::UNPROCESSABLE_ENTITY);
    };
    let now = admin.ctx.now();
    let mut tx = admin.ctx.app.db.platform().await?;
    // The prefix lets a leaked token be recognised for what it is.
    let secret = format!("est_{}", random_token());
    let id = store::add_token(&mut tx, now, admin.tenant_id(), name.as_str(), &token_hash(&secret), admin.account()).await?;
    jobs::note(&mut tx, now, admin.tenant_id(), admin.account(), "token.created", Some(id)).await?;
    tx.commit().await?;
    let page = tokens_page(admin, Some(FreshToken { name: name.into_string(), secret }), FormState::default()).await?;
    admin.page("settings", &page)
}

async fn revoke_token(admin: &Admin, form: &Form) -> Result<Response> {
    let id = form.text("token").parse::<Uuid>().map_err(|_| Error::NotFound)?;
    let now = admin.ctx.now();
    let mut tx = admin.ctx.app.db.platform().await?;
    if !store::revoke_token(&mut tx, now, admin.tenant_id(), id).await? {
        return Err(Error::NotFound);
    }
    jobs::note(&mut tx, now, admin.tenant_id(), admin.account(), "token.revoked", Some(id)).await?;
    tx.commit().await?;
    let page = tokens_page(admin, None, FormState::default()).await?;
    admin.page_with("settings", &page, FlashKind::Good, &Sentence::new("staff-done-revoked"), StatusCode::OK)
}
