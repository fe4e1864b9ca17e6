//! The second factors of a team, for its presidents.

use kernel::{
    error::{Error, Result, Sentence},
    form::{Fault, Form, FormState},
    http::Admin,
    ids::AccountId,
    session::Capability,
    views::FlashKind,
};
use poem::{Response, handler, http::StatusCode, web::Query};
use serde::Deserialize;

use super::{Asker, ask, may_not, store, withdraw};
use crate::staff::{
    jobs::note,
    second_factor::{
        jobs::{self, What},
        model::{COLLEAGUE_HOURS, NOTICE_DAYS},
        reauthenticate,
        views::{MemberView, TeamSecurityPage},
    },
};

/// What the page is asked for.
#[derive(Deserialize)]
pub(crate) struct Asked {
    /// `lever`: the form that asks the team no longer.
    #[serde(default)]
    acte: String,
}

/// Who has a second factor, and whether all must.
#[handler]
pub(crate) async fn show(admin: Admin, Query(asked): Query<Asked>) -> Result<Response> {
    admin.require(Capability::Manage)?;
    let page = page(&admin, FormState::default(), asked.acte == "lever").await?;
    admin.page("team", &page)
}

async fn page(admin: &Admin, form: FormState, relaxes: bool) -> Result<TeamSecurityPage> {
    let mut tx = admin.ctx.app.db.platform().await?;
    let required_from = store::required_from(&mut tx, admin.tenant_id()).await?;
    let members = store::members(&mut tx, admin.tenant_id()).await?;
    drop(tx);
    let missing = members.iter().filter(|member| !member.has_factor && member.active).count();
    let members = members
        .into_iter()
        .map(|member| MemberView {
            id: member.account.to_string(),
            is_self: member.account == admin.account(),
            name: member.name,
            role: member.role,
            has_factor: member.has_factor,
            removal_at: member.removal_at,
            can_withdraw: member.asked_here,
        })
        .collect();
    Ok(TeamSecurityPage {
        required_from,
        in_force: required_from.is_some_and(|from| from <= admin.ctx.now()),
        notice_days: NOTICE_DAYS,
        removal_hours: COLLEAGUE_HOURS,
        missing,
        members,
        second_factor: admin.staff.signed_in.second_factor,
        relaxes: relaxes && required_from.is_some(),
        form,
    })
}

/// Asks the team for a second factor, asks no longer, asks that a colleague's be removed, or takes that back.
#[handler]
pub(crate) async fn change(admin: Admin, form: Form) -> Result<Response> {
    admin.check_csrf(form.text("csrf"))?;
    admin.require(Capability::Manage)?;
    let act = form.text("act");
    let outcome = match act {
        "require" => require(&admin).await?,
        "relax" => relax(&admin, &form).await?,
        "remove" => remove(&admin, &form).await?,
        "withdraw" => take_back(&admin, &form).await?,
        _ => return Err(Error::bad_request("fault-not-a-form")),
    };
    match outcome {
        Ok(sentence) => {
            let page = page(&admin, FormState::default(), false).await?;
            admin.page_with("team", &page, FlashKind::Good, &sentence, StatusCode::OK)
        }
        Err(state) => {
            let page = page(&admin, state, act == "relax").await?;
            admin.page_status("team", &page, StatusCode::UNPROCESSABLE_ENTITY)
        }
    }
}

/// A sentence of success, or the form with its faults.
type Outcome = Result<Sentence, FormState>;

fn refused(key: &'static str) -> Outcome {
    Err(FormState::default().with_fault("form", Fault::new(key)))
}

/// From a fortnight on; whoever has none is written to now.
async fn require(admin: &Admin) -> Result<Outcome> {
    let (now, association) = (admin.ctx.now(), admin.tenant_id());
    let mut tx = admin.ctx.app.db.platform().await?;
    if !store::require(&mut tx, now, association, now + chrono::Duration::days(NOTICE_DAYS)).await? {
        return Ok(refused("factor-fault-act"));
    }
    for member in store::members(&mut tx, association).await?.into_iter().filter(|member| member.active && !member.has_factor) {
        jobs::mail(&mut tx, member.account, What::Required, Some(association.uuid())).await?;
    }
    note(&mut tx, now, association, admin.account(), "factor.required", None).await?;
    tx.commit().await?;
    Ok(Ok(Sentence::new("factor-done-required").with("count", NOTICE_DAYS)))
}

async fn relax(admin: &Admin, form: &Form) -> Result<Outcome> {
    let mut parser = form.parser();
    if !reauthenticate(&admin.ctx, &admin.staff.signed_in, &mut parser).await? {
        return Ok(Err(parser.state()));
    }
    let mut tx = admin.ctx.app.db.platform().await?;
    if !store::relax(&mut tx, admin.tenant_id()).await? {
        return Ok(refused("factor-fault-act"));
    }
    note(&mut tx, admin.ctx.now(), admin.tenant_id(), admin.account(), "factor.not_required", None).await?;
    tx.commit().await?;
    Ok(Ok(Sentence::new("factor-done-relaxed")))
}

async fn remove(admin: &Admin, form: &Form) -> Result<Outcome> {
    let Ok(member) = form.text("member").parse::<AccountId>() else { return Ok(refused("factor-fault-none")) };
    // Whoever was chosen stays chosen, whatever is refused.
    let chosen = |state: FormState| state.with_value("member", member.to_string());
    let (app, now, asker) = (&admin.ctx.app, admin.ctx.now(), Asker::President(admin.tenant_id(), admin.account()));
    let mut tx = app.db.platform().await?;
    if let Some(refusal) = may_not(&mut tx, now, asker, member).await? {
        return Ok(refused(refusal).map_err(chosen));
    }
    drop(tx);
    let mut parser = form.parser();
    if !reauthenticate(&admin.ctx, &admin.staff.signed_in, &mut parser).await? {
        return Ok(Err(chosen(parser.state())));
    }
    let mut tx = app.db.platform().await?;
    if let Some(refusal) = ask(app, &mut tx, now, asker, member).await? {
        return Ok(refused(refusal).map_err(chosen));
    }
    tx.commit().await?;
    Ok(Ok(Sentence::new("factor-done-removal").with("count", COLLEAGUE_HOURS)))
}

async fn take_back(admin: &Admin, form: &Form) -> Result<Outcome> {
    let Ok(member) = form.text("member").parse::<AccountId>() else { return Ok(refused("factor-fault-none")) };
    let mut tx = admin.ctx.app.db.platform().await?;
    if !withdraw(&mut tx, admin.ctx.now(), Asker::President(admin.tenant_id(), admin.account()), member).await? {
        return Ok(refused("factor-fault-act"));
    }
    tx.commit().await?;
    Ok(Ok(Sentence::new("factor-done-withdrawn")))
}
