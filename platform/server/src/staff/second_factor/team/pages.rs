//! Saying no to a removal by a mail's link, and the operators' page of removals.

use kernel::{
    error::{Error, Result, Sentence},
    form::{EmailAddress, Fault, Form, FormState},
    ids::AccountId,
    limits::Limit,
    session::token_hash,
    views::{BackOfficeChrome, Flash, FlashKind},
};
use poem::{Response, handler, http::StatusCode, web::Path};

use super::{
    Asker, ask, may_not, refuse,
    store::{self, Removal, State},
    withdraw,
};
use crate::{
    operators::pages::operator,
    staff::{
        Session,
        second_factor::{
            model::OPERATOR_HOURS,
            reauthenticate,
            views::{ObjectPage, OperatorFactorsPage, WaitingView},
        },
        store::{FindAccount, account},
    },
};

/// What the link leads to. Opening it decides nothing: programs that read mails open links too.
#[handler]
pub(crate) async fn object_form(session: Session, Path(token): Path<String>) -> Result<Response> {
    let removal = find(&session, &token).await?;
    object_page(&session, token, &removal, removal.state).await
}

async fn find(session: &Session, token: &str) -> Result<Removal> {
    session.ctx.app.limits.check(Limit::SignIn, session.ctx.visitor.key())?;
    let mut tx = session.ctx.app.db.platform().await?;
    store::removal_of_link(&mut tx, &token_hash(token)).await?.ok_or(Error::NotFound)
}

async fn object_page(session: &Session, token: String, removal: &Removal, state: State) -> Result<Response> {
    let mut tx = session.ctx.app.db.platform().await?;
    let person = account(&mut tx, FindAccount::Id(removal.account)).await?.map(|account| account.name).unwrap_or_default();
    drop(tx);
    let state = match state {
        State::Waiting if removal.effective_at > session.ctx.now() => "waiting",
        State::Objected => "objected",
        State::Waiting | State::Withdrawn | State::Done => "over",
    };
    let page = ObjectPage { token, state, person, when: removal.effective_at };
    session.ctx.page(&session.chrome(), &page, StatusCode::OK)
}

/// Says no: the factor stays, and whoever asked is told.
#[handler]
pub(crate) async fn object(session: Session, Path(token): Path<String>, _form: Form) -> Result<Response> {
    let removal = find(&session, &token).await?;
    let now = session.ctx.now();
    let mut tx = session.ctx.app.db.platform().await?;
    // Everybody was sent the same link: who used it is known when they are signed in.
    let by = session.signed_in.as_ref().map_or(removal.account, |signed_in| signed_in.account);
    if removal.effective_at <= now || !refuse(&mut tx, now, &removal, by).await? {
        drop(tx);
        return object_page(&session, token, &removal, removal.state).await;
    }
    tx.commit().await?;
    object_page(&session, token, &removal, State::Objected).await
}

/// The removals operators ask for.
#[handler]
pub(crate) async fn operator_show(session: Session) -> Result<Response> {
    if session.signed_in.is_none() {
        return session.to_sign_in();
    }
    operator(&session)?;
    operator_page(&session, FormState::default(), None, StatusCode::OK).await
}

async fn operator_page(session: &Session, form: FormState, done: Option<Sentence>, status: StatusCode) -> Result<Response> {
    let mut tx = session.ctx.app.db.platform().await?;
    let waiting = store::waiting_for_operators(&mut tx).await?;
    drop(tx);
    let waiting = waiting.into_iter().map(|one| WaitingView { account: one.account.to_string(), email: one.email, effective_at: one.effective_at }).collect();
    let page = OperatorFactorsPage { waiting, removal_hours: OPERATOR_HOURS, form };
    let flash = done.map(|sentence| sentence.translate(session.ctx.locale)).transpose()?.map(|text| Flash { kind: FlashKind::Good, text });
    session.ctx.page(&BackOfficeChrome { flash, ..session.chrome() }, &page, status)
}

/// Asks for a removal, or takes one back.
#[handler]
pub(crate) async fn operator_change(session: Session, form: Form) -> Result<Response> {
    operator(&session)?;
    let who = session.signed_in()?.clone();
    form.check_csrf(&who.csrf)?;
    let (app, now) = (&session.ctx.app, session.ctx.now());
    let outcome = match form.text("act") {
        "remove" => {
            let asker = Asker::Operator(who.account, form.has("alone"));
            let mut parser = form.parser();
            parser.hide("code");
            let Some(email) = parser.required("email", EmailAddress::parse) else {
                return operator_page(&session, parser.state(), None, StatusCode::UNPROCESSABLE_ENTITY).await;
            };
            let mut tx = app.db.platform().await?;
            let known = account(&mut tx, FindAccount::Email(&email.normalised())).await?;
            let refusal = match &known {
                Some(known) => may_not(&mut tx, now, asker, known.id).await?,
                None => Some("factor-fault-none"),
            };
            drop(tx);
            if let Some(refusal) = refusal {
                return operator_page(&session, parser.state().with_fault("email", Fault::new(refusal)), None, StatusCode::UNPROCESSABLE_ENTITY).await;
            }
            let sure = reauthenticate(&session.ctx, &who, &mut parser).await?;
            let (Some(known), true) = (known, sure) else {
                return operator_page(&session, parser.state(), None, StatusCode::UNPROCESSABLE_ENTITY).await;
            };
            let mut tx = app.db.platform().await?;
            match ask(app, &mut tx, now, asker, known.id).await? {
                Some(refusal) => Err(parser.state().with_fault("email", Fault::new(refusal))),
                None => {
                    tx.commit().await?;
                    Ok(Sentence::new("factor-done-removal").with("count", OPERATOR_HOURS))
                }
            }
        }
        "withdraw" => {
            let mut tx = app.db.platform().await?;
            let done = match form.text("account").parse::<AccountId>() {
                Ok(target) => withdraw(&mut tx, now, Asker::Operator(who.account, false), target).await?,
                Err(_) => false,
            };
            tx.commit().await?;
            if done { Ok(Sentence::new("factor-done-withdrawn")) } else { Err(FormState::default().with_fault("form", Fault::new("factor-fault-act"))) }
        }
        _ => return Err(Error::bad_request("fault-not-a-form")),
    };
    match outcome {
        Ok(sentence) => operator_page(&session, FormState::default(), Some(sentence), StatusCode::OK).await,
        Err(state) => operator_page(&session, state, None, StatusCode::UNPROCESSABLE_ENTITY).await,
    }
}
