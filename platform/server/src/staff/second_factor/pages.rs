//! The page that asks for a code after the password, and the page of an account's own security.

use kernel::{
    db::PlatformTx,
    error::{Error, Result},
    form::{Fault, Form, FormState},
    http::Ctx,
    session::{self, SignedIn},
    views::{BackOfficeChrome, Flash, FlashKind},
};
use poem::{
    FromRequest, Request, RequestBody, Response, handler,
    http::{StatusCode, header},
    web::Query,
};
use serde::Deserialize;

use super::{
    check_limit, fault,
    jobs::{self, What},
    look_again,
    model::{Entered, FEW, Secret, TRIES},
    reauthenticate, step_token,
    store::{self, Proof, Tried},
    team,
    views::{CodePage, CodesPage, Leaving, On, Pending, SecurityPage},
};
use crate::staff::{
    Session,
    jobs::note,
    model::safe_next,
    store::{FindAccount, account, memberships, note_sign_in},
    with_session, without_session,
};

/// Who is between password and code.
pub(super) struct Step {
    session: Session,
    token: Option<String>,
}

impl<'request> FromRequest<'request> for Step {
    async fn from_request(request: &'request Request, body: &mut RequestBody) -> poem::Result<Self> {
        Ok(Self { session: Session::from_request(request, body).await?, token: step_token(request) })
    }
}

#[derive(Default, Deserialize)]
pub(super) struct Arrival {
    #[serde(default)]
    suite: String,
    #[serde(default)]
    raison: String,
}

fn kept(next: &str) -> String {
    let next = safe_next(next);
    if next == "/" { String::new() } else { next.to_owned() }
}

/// Back to the password, with why, and where somebody was going.
fn to_password(ctx: &Ctx, reason: &str, next: &str) -> Result<Response> {
    let suite: String = url::form_urlencoded::byte_serialize(kept(next).as_bytes()).collect();
    ctx.redirect(&format!("/connexion?raison={reason}&suite={suite}"))
}

/// The form for the code; whoever typed no password, or too long ago, begins again.
#[handler]
pub(super) async fn code_form(step: Step, Query(arrival): Query<Arrival>) -> Result<Response> {
    let ctx = &step.session.ctx;
    let Some(token) = &step.token else { return ctx.redirect("/connexion") };
    let mut tx = ctx.app.db.platform().await?;
    let found = store::find_step(&mut tx, token, ctx.now()).await?;
    drop(tx);
    if found.is_none() {
        return if step.session.signed_in.is_some() { ctx.redirect(safe_next(&arrival.suite)) } else { to_password(ctx, "expired", &arrival.suite) };
    }
    code_page(&step.session, &arrival.suite, FormState::default(), StatusCode::OK)
}

fn code_page(session: &Session, next: &str, form: FormState, status: StatusCode) -> Result<Response> {
    session.ctx.page(&session.chrome(), &CodePage { next: kept(next), form }, status)
}

/// Turns the step into a session. A code that is wrong counts; after a few the password is asked for again, and the account is written to.
#[handler]
pub(super) async fn enter_code(step: Step, form: Form) -> Result<Response> {
    let Step { session, token } = step;
    let (ctx, next) = (&session.ctx, safe_next(form.text("next")).to_owned());
    let Some(token) = token else { return to_password(ctx, "expired", &next) };
    let now = ctx.now();
    let mut tx = ctx.app.db.platform().await?;
    let Some(who) = store::find_step(&mut tx, &token, now).await? else { return to_password(ctx, "expired", &next) };
    drop(tx);
    let mut parser = form.parser();
    let Some(entered) = parser.secret("code", Entered::parse) else {
        return code_page(&session, &next, parser.state(), StatusCode::UNPROCESSABLE_ENTITY);
    };
    check_limit(ctx, who)?;
    let mut tx = ctx.app.db.platform().await?;
    // The step and the code are used up together, and by one of two requests: the other has nothing left to do. The account is what they wait for, as
    // whoever changes its password or its factor does, who ends its steps last.
    store::hold_account(&mut tx, who).await?;
    if store::find_step(&mut tx, &token, now).await?.is_none() {
        return ctx.redirect(&next);
    }
    let tried = store::prove(&mut tx, &ctx.app.keys, now, who, &entered).await?;
    let Tried::Right(proof) = tried else {
        metrics::counter!("estrade_sign_ins_total", "outcome" => "wrong_code").increment(1);
        let over = matches!(tried, Tried::Wrong(tries) if tries % TRIES == 0);
        if over {
            store::close_step(&mut tx, &token).await?;
            jobs::mail(&mut tx, who, What::Tried, None).await?;
        }
        tx.commit().await?;
        if over {
            return without_session(to_password(ctx, "codes", &next)?);
        }
        let state = fault(tried).into_iter().fold(parser.state(), |state, fault| state.with_fault("code", fault));
        return code_page(&session, &next, state, StatusCode::UNPROCESSABLE_ENTITY);
    };
    store::close_step(&mut tx, &token).await?;
    let fresh = session::open(&mut tx, who, now).await?;
    note_sign_in(&mut tx, now, who).await?;
    let there = match proof {
        Proof::Time => {
            // Whoever has the phone lost nothing.
            if let Some(removal) = team::store::withdraw_all(&mut tx, now, who).await? {
                team::tell_void(&mut tx, now, &removal, who).await?;
            }
            next
        }
        Proof::Recovery(_) => {
            jobs::mail(&mut tx, who, What::RecoveryUsed, None).await?;
            let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
            format!("{}?raison=secours&suite={next}", super::PAGE)
        }
    };
    tx.commit().await?;
    metrics::counter!("estrade_sign_ins_total", "outcome" => "done").increment(1);
    with_session(ctx.redirect(&there)?, &fresh)
}

/// An account's own second factor.
#[handler]
pub(super) async fn show(session: Session, Query(arrival): Query<Arrival>) -> Result<Response> {
    let Some(who) = &session.signed_in else { return session.to_sign_in() };
    let page = security(&session, who, &arrival, FormState::default()).await?;
    session.ctx.page(&session.chrome(), &page, StatusCode::OK)
}

async fn security(session: &Session, who: &SignedIn, arrival: &Arrival, form: FormState) -> Result<SecurityPage> {
    let (app, now) = (&session.ctx.app, session.ctx.now());
    let mut tx = app.db.platform().await?;
    let on = store::standing(&mut tx, who.account).await?;
    let waits = if on.is_none() { store::pending(&mut tx, &app.keys, now, who.account, &who.token_hash).await? } else { None };
    let mut pending = None;
    if let Some(secret) = waits {
        let known = account(&mut tx, FindAccount::Id(who.account)).await?.ok_or(Error::Unauthorized)?;
        let address = secret.address(&known.email);
        let qr_svg = documents::qr_svg(&address).ok_or_else(|| anyhow::anyhow!("the address of a second factor fits in no QR code"))?;
        pending = Some(Pending { qr_svg, groups: secret.groups(), address });
    }
    let required = memberships(&mut tx, who.account)
        .await?
        .into_iter()
        .filter_map(|membership| Some((membership.name, membership.second_factor_from?)))
        .filter(|_| on.is_none())
        .collect();
    let removal =
        team::store::waiting(&mut tx, who.account).await?.map(|removal| Leaving { when: removal.effective_at, by_operator: removal.tenant.is_none() });
    Ok(SecurityPage {
        removal,
        reason: ["equipe", "operateur", "secours"].into_iter().find(|reason| *reason == arrival.raison).unwrap_or("none"),
        next: kept(&arrival.suite),
        on: on.map(|on| On { since: on.since, last_used_at: on.last_used_at, codes_left: on.codes_left, few: on.codes_left <= FEW }),
        pending,
        required,
        form,
    })
}

/// Begins, confirms, renews the recovery codes, gives them as a file, turns off, refuses a removal.
#[handler]
pub(super) async fn change(session: Session, form: Form) -> Result<Response> {
    let who = session.signed_in()?.clone();
    form.check_csrf(&who.csrf)?;
    match form.text("act") {
        "begin" => begin(&session, &who, &form).await,
        "confirm" => confirm(&session, &who, &form).await,
        "codes" => renew(&session, &who, &form).await,
        "download" => download(&session, &who, &form).await,
        "turn_off" => turn_off(&session, &who, &form).await,
        "keep" => keep(&session, &who, &form).await,
        _ => Err(Error::bad_request("fault-not-a-form")),
    }
}

async fn refused(session: &Session, who: &SignedIn, form: &Form, state: FormState) -> Result<Response> {
    let arrival = Arrival { suite: form.text("next").to_owned(), raison: String::new() };
    let page = security(session, who, &arrival, state).await?;
    session.ctx.page(&session.chrome(), &page, StatusCode::UNPROCESSABLE_ENTITY)
}

/// The password once more: whoever found a session open may not bind their own phone to it.
async fn begin(session: &Session, who: &SignedIn, form: &Form) -> Result<Response> {
    let ctx = &session.ctx;
    let mut parser = form.parser();
    if !reauthenticate(ctx, who, &mut parser).await? {
        return refused(session, who, form, parser.state()).await;
    }
    let mut tx = ctx.app.db.platform().await?;
    // Not between another session's look at its secret and its turning that on.
    store::hold_account(&mut tx, who.account).await?;
    if !store::begin(&mut tx, &ctx.app.keys, ctx.now(), who.account, &who.token_hash, &Secret::draw()).await? {
        drop(tx);
        return refused(session, who, form, gone()).await;
    }
    tx.commit().await?;
    let next: String = url::form_urlencoded::byte_serialize(kept(form.text("next")).as_bytes()).collect();
    ctx.redirect(&format!("{}?suite={next}", super::PAGE))
}

fn gone() -> FormState {
    FormState::default().with_fault("form", Fault::new("factor-fault-act"))
}

async fn confirm(session: &Session, who: &SignedIn, form: &Form) -> Result<Response> {
    let (ctx, now) = (&session.ctx, session.ctx.now());
    let mut parser = form.parser();
    let code = parser.secret("code", |text| match Entered::parse(text)? {
        Entered::Time(code) => Ok(code),
        Entered::Recovery(_) => Err(Fault::new("factor-fault-form")),
    });
    let Some(code) = code else { return refused(session, who, form, parser.state()).await };
    check_limit(ctx, who.account)?;
    let mut tx = ctx.app.db.platform().await?;
    store::hold_account(&mut tx, who.account).await?;
    let Some(secret) = store::pending(&mut tx, &ctx.app.keys, now, who.account, &who.token_hash).await? else {
        drop(tx);
        return refused(session, who, form, gone()).await;
    };
    let Some(step) = secret.step_of(&code, now)? else {
        drop(tx);
        return refused(session, who, form, parser.state().with_fault("code", Fault::new("factor-fault-code"))).await;
    };
    if !store::confirm(&mut tx, now, who.account, step).await? {
        drop(tx);
        return refused(session, who, form, gone()).await;
    }
    let codes = store::draw_codes(&mut tx, &ctx.app.keys, now, who.account).await?;
    changed(session, &mut tx, who, What::On).await?;
    look_again(&mut tx, who.account).await?;
    tx.commit().await?;
    let page = CodesPage { codes, first: true, next: kept(form.text("next")) };
    ctx.page(&session.chrome(), &page, StatusCode::OK)
}

/// What every change entails: the other sessions end, steps and removals that wait are void, the account is written to, and it is on record
/// where the account works.
async fn changed(session: &Session, tx: &mut PlatformTx, who: &SignedIn, what: What) -> Result<()> {
    let now = session.ctx.now();
    session::close_others(tx, who.account, &who.token_hash).await?;
    store::close_steps(tx, who.account).await?;
    team::store::withdraw_all(tx, now, who.account).await?;
    jobs::mail(tx, who.account, what, None).await?;
    for membership in memberships(tx, who.account).await? {
        note(tx, now, membership.tenant, who.account, &format!("factor.{}", what.word()), None).await?;
    }
    Ok(())
}

async fn renew(session: &Session, who: &SignedIn, form: &Form) -> Result<Response> {
    let ctx = &session.ctx;
    let mut parser = form.parser();
    if !who.second_factor {
        return refused(session, who, form, gone()).await;
    }
    if !reauthenticate(ctx, who, &mut parser).await? {
        return refused(session, who, form, parser.state()).await;
    }
    let mut tx = ctx.app.db.platform().await?;
    let codes = store::draw_codes(&mut tx, &ctx.app.keys, ctx.now(), who.account).await?;
    changed(session, &mut tx, who, What::Codes).await?;
    tx.commit().await?;
    ctx.page(&session.chrome(), &CodesPage { codes, first: false, next: String::new() }, StatusCode::OK)
}

/// The codes that were just shown, as a file: they come back from the page, for we keep none, and only those that are the account's leave.
async fn download(session: &Session, who: &SignedIn, form: &Form) -> Result<Response> {
    let ctx = &session.ctx;
    let codes: Vec<String> = form.all("recovery").take(super::model::CODES).map(str::to_owned).collect();
    let sound = codes.iter().all(|code| matches!(Entered::parse(code), Ok(Entered::Recovery(_))));
    let mut tx = ctx.app.db.platform().await?;
    let known = store::known_codes(&mut tx, &ctx.app.keys, who.account, &codes).await?;
    drop(tx);
    if codes.is_empty() || !sound || known != codes.len() {
        return refused(session, who, form, gone()).await;
    }
    let title = kernel::error::Sentence::new("factor-codes-file").translate(ctx.locale)?;
    let text = format!("{title}\r\n\r\n{}\r\n", codes.join("\r\n"));
    Ok(Response::builder()
        .content_type("text/plain; charset=utf-8")
        .header(header::CONTENT_DISPOSITION, "attachment; filename=\"estrade-codes.txt\"")
        .body(text))
}

/// Says no to a removal that waits: whoever reads this page while signed in has what they need.
async fn keep(session: &Session, who: &SignedIn, form: &Form) -> Result<Response> {
    let ctx = &session.ctx;
    let mut tx = ctx.app.db.platform().await?;
    let waits = team::store::waiting(&mut tx, who.account).await?;
    let Some(removal) = waits.filter(|removal| removal.effective_at > ctx.now()) else { return refused(session, who, form, gone()).await };
    if !team::refuse(&mut tx, ctx.now(), &removal, who.account).await? {
        return refused(session, who, form, gone()).await;
    }
    tx.commit().await?;
    let page = security(session, who, &Arrival::default(), FormState::default()).await?;
    let flash = Flash { kind: FlashKind::Good, text: kernel::error::Sentence::new("factor-done-withdrawn").translate(ctx.locale)? };
    ctx.page(&BackOfficeChrome { flash: Some(flash), ..session.chrome() }, &page, StatusCode::OK)
}

async fn turn_off(session: &Session, who: &SignedIn, form: &Form) -> Result<Response> {
    let ctx = &session.ctx;
    let mut parser = form.parser();
    if !who.second_factor {
        return refused(session, who, form, gone()).await;
    }
    if !reauthenticate(ctx, who, &mut parser).await? {
        return refused(session, who, form, parser.state()).await;
    }
    let mut tx = ctx.app.db.platform().await?;
    if !store::remove(&mut tx, who.account).await? {
        drop(tx);
        return refused(session, who, form, gone()).await;
    }
    changed(session, &mut tx, who, What::Off).await?;
    look_again(&mut tx, who.account).await?;
    tx.commit().await?;
    let page = security(session, who, &Arrival::default(), FormState::default()).await?;
    let flash = Flash { kind: FlashKind::Good, text: kernel::error::Sentence::new("factor-done-off").translate(ctx.locale)? };
    ctx.page(&BackOfficeChrome { flash: Some(flash), ..session.chrome() }, &page, StatusCode::OK)
}
