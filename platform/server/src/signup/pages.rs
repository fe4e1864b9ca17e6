//! The platform's home page, the form to sign up, and what the link in the mail opens.

use chrono::Datelike as _;
use kernel::{
    clock::PARIS,
    error::{Error, Result},
    form::{EmailAddress, Fault, Form, FormState, Line, PersonName},
    http::Ctx,
    ids::new_uuid,
    limits::Limit,
    session::{self, token_hash},
    views::PlatformChrome,
};
use poem::{Response, handler, http::StatusCode, web::Path};
use tenants::privacy::papers::{
    agreement::{self, store::Terms},
    model::digits,
};

use super::{
    NewAssociation, jobs,
    model::{SignUp, VALID_HOURS, site_slug},
    provision,
    store::{self, Find},
    views::{ConfirmPage, DonePage, HomePage, NoticePage, Publisher, SentPage, SignUpPage},
};
use crate::staff::{
    self,
    model::{NewPassword, link_token},
    store::{FindAccount, NewAccount},
    with_session,
};

/// The frame of the platform's own pages.
pub(crate) fn chrome(ctx: &Ctx) -> PlatformChrome {
    let http = &ctx.app.config.http;
    PlatformChrome {
        association: None,
        path: ctx.path.clone(),
        other_locale_url: Some(ctx.other_locale_url()),
        title: None,
        nonce: ctx.nonce.to_string(),
        year_now: ctx.now().with_timezone(&PARIS).year(),
        app_url: Some(http.absolute(&http.back_office_host(), &ctx.locale.path("/"))),
        notice_url: http.absolute(http.platform_host(), &ctx.locale.path("/mentions-legales")),
    }
}

/// What Estrade is.
#[handler]
pub(super) fn home(ctx: Ctx) -> Result<Response> {
    let page = HomePage { signup_open: true, site_host: ctx.app.config.http.platform_host().to_owned(), demo_url: None, fee: None };
    ctx.page(&chrome(&ctx), &page, StatusCode::OK)
}

/// The platform's own legal notice and terms of use.
#[handler]
pub(super) fn show_notice(ctx: Ctx) -> Result<Response> {
    ctx.page(&chrome(&ctx), &NoticePage { publisher: Publisher::from(&ctx.app.config.operator) }, StatusCode::OK)
}

/// The form.
#[handler]
pub(super) async fn sign_up_form(ctx: Ctx) -> Result<Response> {
    let terms = agreement::current(&ctx.app).await?;
    form_page(&ctx, &terms, FormState::default(), StatusCode::OK)
}

fn form_page(ctx: &Ctx, terms: &Terms, form: FormState, status: StatusCode) -> Result<Response> {
    let site_host = format!(".{}", ctx.app.config.http.platform_host());
    let page = SignUpPage {
        site_host,
        terms_url: ctx.locale.path("/mentions-legales#conditions"),
        agreement_url: ctx.locale.path("/contrat"),
        agreement: digits(&terms.hash),
        agreement_version: terms.version,
        form,
    };
    ctx.page(&chrome(ctx), &page, status)
}

/// Files a sign-up and has its link sent. The answer is the same whether the address has an account or not.
#[handler]
pub(super) async fn ask_to_sign_up(ctx: Ctx, form: Form) -> Result<Response> {
    let mut parser = form.parser();
    let association = parser.required("association", Line::up_to(120));
    let slug = parser.required("slug", site_slug);
    let name = parser.required("name", PersonName::parse);
    let email = parser.required("email", EmailAddress::parse);
    let password = parser.secret("password", NewPassword::parse);
    parser.must_be_checked("accepted", "signup-fault-accept");
    parser.must_be_checked("agreed", "agreement-fault-agree");
    let terms = agreement::current(&ctx.app).await?;
    // What is agreed to is what was on the page, not what is composed meanwhile.
    if form.text("agreement") != digits(&terms.hash) {
        parser.fault("agreed", Fault::new("agreement-fault-changed"));
    }
    let all = (association, slug, name, email, password);
    let ((Some(association), Some(slug), Some(name), Some(email), Some(password)), true) = (all, parser.is_clean()) else {
        return form_page(&ctx, &terms, parser.state(), StatusCode::UNPROCESSABLE_ENTITY);
    };
    ctx.app.limits.check(Limit::SignUp, ctx.visitor.key())?;
    ctx.app.limits.check(Limit::SignUp, format!("account:{}", email.normalised()))?;
    let mut tx = ctx.app.db.platform().await?;
    let taken = store::is_taken(&mut tx, slug.as_str()).await?;
    drop(tx);
    if taken {
        return form_page(&ctx, &terms, parser.state().with_fault("slug", Fault::new("signup-fault-taken")), StatusCode::UNPROCESSABLE_ENTITY);
    }
    let now = ctx.now();
    let new = SignUp {
        id: new_uuid(now),
        association_name: association.into_string(),
        slug: slug.into_string(),
        person_name: name.into_string(),
        email_norm: email.normalised(),
        email: email.into_string(),
        password_hash: password.hash().await?,
        locale: ctx.locale,
        agreement_hash: terms.hash,
        expires_at: now + chrono::Duration::hours(VALID_HOURS),
        confirmed_at: None,
    };
    let token = link_token(&ctx.app.keys, jobs::LINK, new.id);
    let mut tx = ctx.app.db.platform().await?;
    store::add(&mut tx, now, &new, &token_hash(&token)).await?;
    jobs::enqueue_mail(&mut tx, new.id).await?;
    tx.commit().await?;
    ctx.page(&chrome(&ctx), &SentPage { email: new.email }, StatusCode::OK)
}

/// The link works on the back office's host, where the session will live.
#[handler]
pub(super) fn to_back_office(ctx: Ctx) -> Result<Response> {
    let http = &ctx.app.config.http;
    ctx.redirect_to(&http.absolute(&http.back_office_host(), &ctx.locale.path(&ctx.path)))
}

/// The form stands on the platform's host.
#[handler]
pub(super) fn to_platform(ctx: Ctx) -> Result<Response> {
    let http = &ctx.app.config.http;
    ctx.redirect_to(&http.absolute(http.platform_host(), &ctx.locale.path("/inscription")))
}

fn done_page(ctx: &Ctx, outcome: &'static str, sign_up: Option<&SignUp>, status: StatusCode) -> Result<Response> {
    let http = &ctx.app.config.http;
    let page = DonePage {
        outcome,
        association: sign_up.map(|sign_up| sign_up.association_name.clone()),
        site_url: sign_up.map(|sign_up| http.absolute(&http.site_host(&sign_up.slug), &ctx.locale.path("/"))),
        back_office_url: http.absolute(&http.back_office_host(), &ctx.locale.path("/connexion")),
    };
    ctx.page(&chrome(ctx), &page, status)
}

/// The sign-up behind a link that still works, or the page that says why it does not.
async fn look_up(ctx: &Ctx, token: &str) -> Result<Result<SignUp, Response>> {
    let mut tx = ctx.app.db.platform().await?;
    let found = store::find(&mut tx, Find::Token(&token_hash(token))).await?;
    drop(tx);
    Ok(match found {
        Some(sign_up) if sign_up.confirmed_at.is_some() => Err(done_page(ctx, "used", Some(&sign_up), StatusCode::OK)?),
        Some(sign_up) if sign_up.expires_at > ctx.now() => Ok(sign_up),
        _ => Err(done_page(ctx, "lapsed", None, StatusCode::GONE)?),
    })
}

/// The button. Opening the link uses nothing up.
#[handler]
pub(super) async fn confirm_form(ctx: Ctx, Path(token): Path<String>) -> Result<Response> {
    let sign_up = match look_up(&ctx, &token).await? {
        Ok(sign_up) => sign_up,
        Err(response) => return Ok(response),
    };
    let site_host = ctx.app.config.http.site_host(&sign_up.slug);
    let page = ConfirmPage { action: format!("/inscription/confirmer/{token}"), association: sign_up.association_name, site_host };
    ctx.page(&chrome(&ctx), &page, StatusCode::OK)
}

/// Opens the site. Somebody new is signed in at once; somebody with an account signs in as usual.
#[handler]
pub(super) async fn confirm(ctx: Ctx, Path(token): Path<String>, _form: Form) -> Result<Response> {
    let sign_up = match look_up(&ctx, &token).await? {
        Ok(sign_up) => sign_up,
        Err(response) => return Ok(response),
    };
    let now = ctx.now();
    let mut tx = ctx.app.db.platform().await?;
    if !store::confirm(&mut tx, sign_up.id, now).await? {
        return done_page(&ctx, "used", Some(&sign_up), StatusCode::OK);
    }
    let known = staff::store::account(&mut tx, FindAccount::Email(&sign_up.email_norm)).await?;
    let (president, session) = if let Some(account) = known {
        (account.id, None)
    } else {
        let new = NewAccount {
            name: &sign_up.person_name,
            email: &sign_up.email,
            email_norm: &sign_up.email_norm,
            password_hash: &sign_up.password_hash,
            locale: sign_up.locale,
            operator: false,
        };
        let account = staff::store::add_account(&mut tx, now, &new).await?;
        staff::store::note_sign_in(&mut tx, now, account).await?;
        (account, Some(session::open(&mut tx, account, now).await?))
    };
    let new = NewAssociation { name: &sign_up.association_name, slug: &sign_up.slug, president };
    match provision(&ctx.app, tx, &new).await {
        Ok(_) => {}
        // Somebody was faster to the address; nothing of this sign-up was kept, and its link can be tried no further than here.
        Err(Error::Conflict(_)) => return done_page(&ctx, "taken", None, StatusCode::CONFLICT),
        Err(error) => return Err(error),
    }
    metrics::counter!("estrade_associations_founded_total").increment(1);
    match session {
        Some(token) => with_session(ctx.redirect(&format!("/a/{}", sign_up.slug))?, &token),
        None => ctx.redirect(&format!("/connexion?suite=/a/{}", sign_up.slug)),
    }
}
