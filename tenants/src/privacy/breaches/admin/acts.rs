//! What can be done to a file: each act a form of its own on the file's page.

use kernel::{
    db::affected,
    error::{Error, Result},
    form::{Fault, Form, FormState, Line, LongText, count},
    http::Admin,
    inventory::Scope,
    session::Capability,
};
use poem::{Response, handler, http::StatusCode, web::Path};
use uuid::Uuid;

use super::{
    super::{
        jobs::{self, Job},
        model::{self, Breach, Risk},
        reach, store,
    },
    page,
};
use crate::staff;

/// What came of an act: a word of what was done, or the form again.
type Outcome = std::result::Result<&'static str, FormState>;

#[handler]
pub async fn act(admin: Admin, Path(id): Path<Uuid>, form: Form) -> Result<Response> {
    admin.require(Capability::Manage)?;
    admin.check_csrf(form.text("csrf"))?;
    let mut tx = admin.begin().await?;
    let breach = store::list(&mut tx, Some(id)).await?.pop().ok_or(Error::NotFound)?;
    drop(tx);
    if breach.closed_at.is_some() {
        return Err(Error::conflict("breach-is-closed"));
    }
    let outcome = match form.text("act") {
        "describe" => describe(&admin, &breach, &form).await?,
        "assess" => assess(&admin, &breach, &form).await?,
        "notify" => notify(&admin, &breach, &form).await?,
        "tell" => tell(&admin, &breach, &form).await?,
        "close" => close(&admin, &breach).await?,
        _ => return Err(Error::bad_request("fault-not-a-form")),
    };
    match outcome {
        Ok(done) => admin.redirect(&format!("/violations/{id}?fait={done}")),
        Err(state) => {
            // The other forms of the page keep what is stored.
            let typed = state.faults().map(|(name, fault)| (name.to_owned(), fault.clone())).collect::<Vec<_>>();
            let mut shown = page(&admin, id, None).await?;
            // A box that was unticked is not sent: what is stored must not tick it again.
            if form.text("act") == "describe" {
                shown.form = FormState::default();
            }
            for (name, value) in form.with_prefix("").filter(|(name, _)| *name != "csrf") {
                shown.form = shown.form.with_value(name, value);
            }
            shown.form = typed.into_iter().fold(shown.form, |state, (name, fault)| state.with_fault(&name, fault));
            admin.page_status("privacy", &shown, StatusCode::UNPROCESSABLE_ENTITY)
        }
    }
}

async fn describe(admin: &Admin, breach: &Breach, form: &Form) -> Result<Outcome> {
    let now = admin.ctx.now();
    let facts = match model::read(form, &model::choices(Scope::Tenant), now) {
        Ok(facts) => facts,
        Err(state) => return Ok(Err(state)),
    };
    let mut tx = admin.begin().await?;
    let concerned = affected(&mut tx, &facts.categories).await?;
    store::describe(&mut tx, breach.id, &facts, &concerned).await?;
    store::record(&mut tx, now, breach.id, "described", admin.account()).await?;
    tx.commit().await?;
    Ok(Ok("described"))
}

async fn assess(admin: &Admin, breach: &Breach, form: &Form) -> Result<Outcome> {
    let mut parser = form.parser();
    let risk = parser.required("risk", |word| Risk::from_word(word).ok_or_else(|| Fault::new("fault-required")));
    let reasons = parser.required("risk_reasons", LongText::up_to(4_000)).map(LongText::into_string);
    let (Some(risk), Some(reasons)) = (risk, reasons) else { return Ok(Err(parser.state())) };
    let now = admin.ctx.now();
    let mut tx = admin.begin().await?;
    store::assess(&mut tx, breach.id, risk, &reasons).await?;
    store::record(&mut tx, now, breach.id, "assessed", admin.account()).await?;
    tx.commit().await?;
    Ok(Ok("assessed"))
}

/// Art. 33(1): past the 72 hours, why.
async fn notify(admin: &Admin, breach: &Breach, form: &Form) -> Result<Outcome> {
    let now = admin.ctx.now();
    let mut parser = form.parser();
    let at = model::moment(&mut parser, "notified", now);
    let reference = parser.optional("reference", Line::up_to(80)).map(Line::into_string).unwrap_or_default();
    let delay = parser.optional("delay_reason", LongText::up_to(2_000)).map(LongText::into_string).unwrap_or_default();
    if at.is_some_and(|at| at < breach.facts.discovered_at - chrono::Duration::minutes(1)) {
        parser.fault("notified", Fault::new("breach-fault-before"));
    }
    if at.is_some_and(|at| at > breach.deadline()) && delay.is_empty() {
        parser.fault("delay_reason", Fault::new("breach-fault-delay"));
    }
    let (Some(at), true) = (at, parser.is_clean()) else { return Ok(Err(parser.state())) };
    let mut tx = admin.begin().await?;
    store::notified(&mut tx, breach.id, at, &reference, &delay).await?;
    store::record(&mut tx, now, breach.id, "notified", admin.account()).await?;
    staff::store::record(&mut tx, now, admin.account(), "breach.notify", Some(breach.id)).await?;
    tx.commit().await?;
    Ok(Ok("notified"))
}

/// Writes to everybody concerned who was not written to. The number of people is typed, so that nobody writes to six hundred by accident; and for
/// those whom no letter reaches it is said how they are told.
async fn tell(admin: &Admin, breach: &Breach, form: &Form) -> Result<Outcome> {
    let now = admin.ctx.now();
    let mut tx = admin.begin().await?;
    let reach = reach::reach(&mut tx, breach).await?;
    if !reach.is_due(breach) {
        return Err(Error::conflict("breach-cannot-tell"));
    }
    let mut parser = form.parser();
    let typed = parser.required("people", count(0, 100_000_000));
    let people = i64::try_from(reach.owed.len()).unwrap_or(i64::MAX);
    if typed.is_some_and(|typed| i64::from(typed) != people) {
        parser.fault("people", Fault::new("breach-fault-people").with("people", people));
    }
    let otherwise = parser.optional("otherwise", LongText::up_to(2_000)).map(LongText::into_string).unwrap_or_default();
    if reach.is_silent(breach) && otherwise.is_empty() {
        parser.fault("otherwise", Fault::new("breach-fault-otherwise"));
    }
    if !parser.is_clean() {
        return Ok(Err(parser.state()));
    }
    if !store::telling(&mut tx, breach.id, now, &otherwise).await? {
        return Err(Error::conflict("breach-cannot-tell"));
    }
    store::owe(&mut tx, now, breach.id, &reach.owed).await?;
    jobs::enqueue(&mut tx, &Job::Tell { breach: breach.id }).await?;
    store::record(&mut tx, now, breach.id, "telling", admin.account()).await?;
    staff::store::record(&mut tx, now, admin.account(), "breach.tell", Some(breach.id)).await?;
    tx.commit().await?;
    Ok(Ok("telling"))
}

async fn close(admin: &Admin, breach: &Breach) -> Result<Outcome> {
    let now = admin.ctx.now();
    let mut tx = admin.begin().await?;
    // Closed too early, a file would hide that somebody is still owed word.
    let due = reach::is_due(&mut tx, breach).await?;
    if breach.standing(now, due) != model::Standing::Settled {
        return Err(Error::conflict("breach-cannot-close"));
    }
    store::close(&mut tx, breach.id, now).await?;
    store::record(&mut tx, now, breach.id, "closed", admin.account()).await?;
    tx.commit().await?;
    Ok(Ok("closed"))
}
