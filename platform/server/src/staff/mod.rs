//! Staff: who works in the back office. Sign-in, sessions on requests, passwords, second factors, the team of an association, API tokens.
//! Owns `account`, `staff`, `account_token` and `api_token`.

mod admin;
pub mod jobs;
pub mod model;
mod pages;
pub mod second_factor;
pub mod store;
pub mod views;

use std::sync::Arc;

use kernel::{
    cookies::{Cookies, Expiry},
    error::{Error, Result},
    form::check_origin,
    http::Ctx,
    inventory::CookieId,
    session::{self, Role, SignedIn, Staff},
    views::BackOfficeChrome,
};
use poem::{
    Endpoint, FromRequest, PathPattern, Request, RequestBody, Response, Route, get,
    http::{HeaderValue, Method, Uri, header},
    post,
};

use crate::{
    closing::{self, Opens},
    hosts::Routes,
};

pub use second_factor::reauthenticate;

/// Routes before anybody signed in.
#[must_use]
pub fn entrance_routes() -> Routes {
    let mut routes = second_factor::entrance_routes();
    routes.extend(vec![
        ("/connexion", get(pages::sign_in_form).post(pages::sign_in)),
        ("/mot-de-passe", get(pages::ask_form).post(pages::ask)),
        ("/mot-de-passe/:token", get(pages::set_form).post(pages::set)),
        ("/invitation/:token", get(pages::invitation_form).post(pages::accept_invitation)),
    ]);
    routes
}

/// Routes of whoever is signed in.
#[must_use]
pub fn routes() -> Routes {
    let mut routes = second_factor::routes();
    routes.extend(vec![("/", get(pages::choose)), ("/deconnexion", post(pages::sign_out))]);
    routes
}

/// Routes inside an association's back office.
#[must_use]
pub fn admin_routes() -> Routes {
    let mut routes = second_factor::admin_routes();
    routes.extend(vec![("/equipe", get(admin::show_team).post(admin::change_team)), ("/reglages/jetons", get(admin::show_tokens).post(admin::change_tokens))]);
    routes
}

/// The session a request brings, if it is alive.
#[derive(Clone, Debug)]
pub struct Session {
    /// The request's own context.
    pub ctx: Ctx,
    /// Who is signed in.
    pub signed_in: Option<SignedIn>,
    /// Whether the browser brought a session at all: one that is over is said to be.
    pub had_cookie: bool,
}

impl Session {
    /// Who is signed in.
    ///
    /// # Errors
    /// `Unauthorized` when nobody is.
    pub fn signed_in(&self) -> Result<&SignedIn> {
        self.signed_in.as_ref().ok_or(Error::Unauthorized)
    }

    /// The frame of pages outside any association.
    #[must_use]
    pub fn chrome(&self) -> BackOfficeChrome {
        let name = self.signed_in.as_ref().map(|signed_in| signed_in.name.clone());
        BackOfficeChrome {
            association: None,
            staff: name.map(|name| kernel::views::Staff { name, role: String::new() }),
            active: "",
            csrf: self.signed_in.as_ref().map(|signed_in| signed_in.csrf.clone()).unwrap_or_default(),
            nonce: self.ctx.nonce.to_string(),
            associations: Vec::new(),
            flash: None,
            other_locale_url: Some(self.ctx.other_locale_url()),
        }
    }

    /// Where somebody is sent to sign in, and from there back to the page asked for.
    ///
    /// # Errors
    /// Never in practice: the address is encoded.
    pub fn to_sign_in(&self) -> Result<Response> {
        let next: String = url::form_urlencoded::byte_serialize(self.ctx.path.as_bytes()).collect();
        let reason = if self.had_cookie { "&raison=expired" } else { "" };
        self.ctx.redirect(&format!("/connexion?suite={next}{reason}"))
    }
}

impl<'request> FromRequest<'request> for Session {
    async fn from_request(request: &'request Request, body: &mut RequestBody) -> poem::Result<Self> {
        let ctx = Ctx::from_request(request, body).await?;
        Ok(read_session(request, ctx).await?)
    }
}

async fn read_session(request: &Request, ctx: Ctx) -> Result<Session> {
    let Some(token) = Cookies::read(request.headers(), CookieId::Session) else {
        return Ok(Session { ctx, signed_in: None, had_cookie: false });
    };
    let mut tx = ctx.app.db.platform().await?;
    let signed_in = session::find(&mut tx, token, ctx.now()).await?;
    tx.commit().await?;
    Ok(Session { ctx, signed_in, had_cookie: true })
}

/// Gives a browser its session. A fresh token at each sign-in: one planted before is worth nothing.
///
/// # Errors
/// Never in practice: a token is plain letters.
pub fn with_session(mut response: Response, token: &str) -> Result<Response> {
    let age = Expiry::After(session::LONGEST.to_std().unwrap_or_default());
    set_cookie(&mut response, Cookies::set(CookieId::Session, token, age)?);
    Ok(response)
}

/// Gives a browser the token of the step between password and code, for as long as the step lasts.
fn with_step(mut response: Response, token: &str) -> Result<Response> {
    let age = Expiry::After(second_factor::model::STEP.to_std().unwrap_or_default());
    set_cookie(&mut response, Cookies::set(CookieId::Session, token, age)?);
    Ok(response)
}

fn without_session(mut response: Response) -> Result<Response> {
    set_cookie(&mut response, Cookies::remove(CookieId::Session)?);
    Ok(response)
}

fn set_cookie(response: &mut Response, cookie: HeaderValue) {
    response.headers_mut().append(header::SET_COOKIE, cookie);
}

/// The guard of `/a/{slug}/…`: lets the association's staff through, as whom they work there. For everybody else the address does not exist.
pub struct Guarded {
    inner: Route,
}

impl Guarded {
    /// Around the routes of an association's back office.
    #[must_use]
    pub fn new(inner: Route) -> Self {
        Self { inner }
    }

    /// Who asks, for which association, and what is left of the path.
    async fn admit(&self, request: &mut Request) -> Result<Result<(), Response>> {
        check_origin(request)?;
        let ctx = request.data::<Ctx>().cloned().ok_or_else(|| Error::Internal(anyhow::anyhow!("the guard stands outside the serving layer")))?;
        let session = read_session(request, ctx).await?;
        let reads = matches!(*request.method(), Method::GET | Method::HEAD);
        let Some(signed_in) = session.signed_in.clone() else {
            let wants_page = reads && !wants_json(request);
            return if wants_page { Ok(Err(session.to_sign_in()?)) } else { Err(Error::Unauthorized) };
        };
        let (slug, rest) = split(request.uri());
        let mut tx = session.ctx.app.db.platform().await?;
        let memberships = store::memberships(&mut tx, signed_in.account).await?;
        drop(tx);
        let membership = memberships.iter().find(|membership| membership.slug == slug).ok_or(Error::NotFound)?;
        let role = Role::parse(&membership.role).ok_or(Error::NotFound)?;
        let must_enrol = membership.second_factor_from.is_some_and(|from| from <= session.ctx.now());
        if must_enrol && !signed_in.second_factor {
            return Ok(Err(second_factor::to_enrol(&session.ctx, request, "equipe")?));
        }
        let tenant = session.ctx.app.tenants.by_slug(&slug).await?.ok_or(Error::NotFound)?;
        match closing::opens(tenant.standing, rest.path(), reads) {
            Opens::Yes => {}
            Opens::Elsewhere => return Ok(Err(session.ctx.redirect(&format!("/a/{slug}{}", closing::PAGE))?)),
            Opens::Refused(why) => return Err(Error::conflict(why)),
        }
        let associations = memberships.into_iter().map(|membership| (membership.name, membership.slug)).collect();
        request.set_data(Arc::new(Staff { signed_in, tenant, role, associations }));
        *request.uri_mut() = rest;
        request.set_data(PathPattern("/a/:slug".into()));
        Ok(Ok(()))
    }
}

impl Endpoint for Guarded {
    type Output = Response;

    async fn call(&self, mut request: Request) -> poem::Result<Response> {
        match self.admit(&mut request).await? {
            Ok(()) => self.inner.call(request).await,
            Err(response) => Ok(response),
        }
    }
}

fn wants_json(request: &Request) -> bool {
    let accepted = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepted.contains("application/json") && !accepted.contains("text/html")
}

/// The first part of the path, and the address without it.
fn split(uri: &Uri) -> (String, Uri) {
    let path = uri.path().strip_prefix('/').unwrap_or_default();
    let (slug, rest) = path.split_once('/').unwrap_or((path, ""));
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = format!("/{rest}{query}").parse().ok();
    (slug.to_owned(), Uri::from_parts(parts).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_guard_takes_the_association_off_the_path() {
        for (asked, slug, rest) in [
            ("/jazz", "jazz", "/"),
            ("/jazz/", "jazz", "/"),
            ("/jazz?x=1", "jazz", "/?x=1"),
            ("/jazz/concerts/12?x=1", "jazz", "/concerts/12?x=1"),
            ("/", "", "/"),
        ] {
            let (found, left) = split(&asked.parse().unwrap());
            assert_eq!((found.as_str(), left.to_string().as_str()), (slug, rest), "{asked}");
        }
    }
}
