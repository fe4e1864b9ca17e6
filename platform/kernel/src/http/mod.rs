//! The outermost HTTP layer: host, language, visitor, limits of time and size, errors in words, headers, the access log.

mod admin;
mod context;
mod headers;
mod limit;
mod observe;
mod peer;
mod problem;

use std::{panic::AssertUnwindSafe, sync::Arc};

use base64::{Engine as _, prelude::BASE64_STANDARD_NO_PAD};
use futures_util::FutureExt as _;
use poem::{
    Endpoint, Request, Response,
    http::{HeaderName, HeaderValue, Uri},
};
use uuid::Uuid;

pub use admin::Admin;
pub use context::{Ctx, Visitor};
pub(crate) use limit::TOO_LARGE;
pub use limit::{BodyLimit, DEFAULT_BODY_LIMIT, is_too_large};
pub use peer::host_of;
pub use problem::{ErrorPage, answer_to, pages};

use crate::{
    app::App,
    choice::Choice,
    error::{Error, Result, Sentence},
    i18n::Locale,
    ids,
    tenant::Site,
};

/// Marks a response that says the same to everybody: it gets no nonce and keeps the cache headers it came with.
#[derive(Debug, Clone, Copy)]
pub struct Cacheable;

/// What the layer is told from outside the kernel.
#[derive(Debug, Clone)]
pub struct Options {
    /// Origins a form of ours may lead to beside its own: the payment pages. Browsers check redirects against it too.
    pub form_targets: Vec<String>,
    /// Whether a `Set-Cookie` is declared in the inventory, and allowed by what the visitor answered; any other is stripped.
    pub cookie_guard: fn(&HeaderValue, Choice) -> bool,
    /// Whether a stripped cookie ends the request by a panic: in development and tests somebody must see it.
    pub strict_cookies: bool,
}

/// Puts the layer around everything the server answers.
///
/// Inside it, handlers take [`Ctx`]; the router finds the [`Site`] of the request in its extensions.
pub fn serve_layer<E: Endpoint>(app: App, options: Options, inner: E) -> ServeLayer<E> {
    ServeLayer { headers: headers::Policy::new(&app.config.http, &options.form_targets), app, options, inner }
}

/// See [`serve_layer`].
pub struct ServeLayer<E> {
    app: App,
    options: Options,
    headers: headers::Policy,
    inner: E,
}

/// What is known of a request before anything can go wrong with it, and is needed to answer whatever happens.
struct Known {
    request_id: Uuid,
    locale: Locale,
    nonce: Arc<str>,
    site: Option<Site>,
    wants_json: bool,
    choice: Choice,
}

impl<E: Endpoint> Endpoint for ServeLayer<E> {
    type Output = Response;

    async fn call(&self, mut request: Request) -> poem::Result<Response> {
        let mut observed = observe::Observed::start(&request);
        let locale = take_locale(&mut request);
        let mut known = Known {
            request_id: ids::new_uuid(self.app.clock.now()),
            locale,
            nonce: nonce().into(),
            site: None,
            wants_json: problem::wants_json(&request),
            choice: Choice::of(request.headers()),
        };
        let outcome = match self.enter(&mut request, &mut known).await {
            Ok(()) => self.run(request).await,
            Err(error) => Err(error.into()),
        };
        observed.saw_route(&outcome);
        let mut response = match outcome {
            Ok(response) => match response.data::<problem::Deferred>().cloned() {
                Some(deferred) => problem::keeping_cookies(&response, problem::respond(&self.app, &known, &deferred.0)),
                None => response,
            },
            Err(error) => problem::respond(&self.app, &known, &problem::understand(error, known.request_id)),
        };
        let stripped = headers::guard_cookies(response.headers_mut(), |cookie| (self.options.cookie_guard)(cookie, known.choice));
        assert!(!self.options.strict_cookies || stripped == 0, "an undeclared cookie was set: the log above names it");
        self.headers.apply(&mut response, known.site.as_ref(), &known.nonce);
        if let Ok(id) = HeaderValue::from_str(&known.request_id.to_string()) {
            response.headers_mut().insert(HeaderName::from_static("x-request-id"), id);
        }
        observed.end(&response, known.request_id, known.site.as_ref());
        Ok(response)
    }
}

impl<E: Endpoint> ServeLayer<E> {
    /// Lets nobody in while the database is behind the privacy ledger: what it would show may be what people had erased. Monitors ask why,
    /// and the page that says so needs its style.
    async fn enter(&self, request: &mut Request, known: &mut Known) -> Result<()> {
        let path = request.uri().path();
        if !self.app.gate.is_open() && path != "/healthz" && !path.starts_with("/assets/") {
            return Err(Error::Later(Sentence::new("quarantine-text")));
        }
        self.prepare(request, known).await
    }

    /// Finds out whose site this is and hands the request its context.
    async fn prepare(&self, request: &mut Request, known: &mut Known) -> Result<()> {
        let host = peer::host_of(request)?;
        let site = self.app.tenants.site(&host).await?.ok_or(Error::NotFound)?;
        known.site = Some(site.clone());
        let visitor = Visitor::new(peer::client_address(request, &self.app.config.http.trusted_proxies));
        limit::count_body(request);
        let context = Ctx {
            app: self.app.clone(),
            locale: known.locale,
            path: request.uri().path().to_owned(),
            host,
            tenant: match &site {
                Site::Tenant(tenant) => Some(Arc::clone(tenant)),
                Site::Platform | Site::BackOffice => None,
            },
            site: site.clone(),
            visitor,
            nonce: Arc::clone(&known.nonce),
            request_id: known.request_id,
            choice: known.choice,
        };
        request.set_data(site);
        request.set_data(context);
        Ok(())
    }

    async fn run(&self, request: Request) -> poem::Result<Response> {
        let answer = AssertUnwindSafe(self.inner.call(request)).catch_unwind();
        match tokio::time::timeout(self.app.config.http.request_timeout, answer).await {
            Ok(Ok(outcome)) => outcome.map(poem::IntoResponse::into_response),
            // The panic's own words may quote anything: the hook printed where it happened, and that is enough.
            Ok(Err(_)) => Err(Error::Internal(anyhow::anyhow!("a handler panicked")).into()),
            Err(_) => {
                tracing::warn!("a request took longer than REQUEST_TIMEOUT_SECONDS and was given up");
                Err(Error::Unavailable.into())
            }
        }
    }
}

/// Takes `/en` off the path: routes know one address, whatever the language.
fn take_locale(request: &mut Request) -> Locale {
    let uri = request.uri();
    let rest = match uri.path().strip_prefix("/en") {
        Some("") => "/",
        Some(rest) if rest.starts_with('/') => rest,
        _ => return Locale::Fr,
    };
    let rest = match uri.query() {
        Some(query) => format!("{rest}?{query}"),
        None => rest.to_owned(),
    };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = rest.parse().ok();
    if let Ok(uri) = Uri::from_parts(parts) {
        *request.uri_mut() = uri;
    }
    Locale::En
}

/// 128 random bits, for the policy of one answer.
fn nonce() -> String {
    let mut bytes = [0_u8; 16];
    rand::fill(&mut bytes);
    BASE64_STANDARD_NO_PAD.encode(bytes)
}

#[cfg(test)]
mod tests;
