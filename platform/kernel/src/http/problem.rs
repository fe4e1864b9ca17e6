//! Errors in words: a page for people, `application/problem+json` for programs, and the chain for the log only.

use poem::{
    IntoResponse as _, Request, Response,
    error::{MethodNotAllowedError, NotFoundError, ParsePathError, ReadBodyError},
    http::{StatusCode, header},
};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::{Known, is_too_large};
use crate::{
    app::App,
    error::{Error, Sentence},
    i18n::{self, Locale},
    tenant::Site,
    views::{ErrorAssociation, ErrorChrome, Page, PageEntry, Surface, entry},
};

/// The page people see when something failed.
#[derive(Debug, Serialize)]
pub struct ErrorPage {
    status: u16,
    kind: &'static str,
    detail: Option<Sentence>,
    request_id: Option<String>,
    retry_minutes: Option<u64>,
}

impl Page for ErrorPage {
    const TEMPLATE: &'static str = "error.html";
    const SURFACE: Surface = Surface::Error;

    fn samples() -> Vec<Self> {
        let statuses = [400, 401, 403, 404, 405, 409, 410, 413, 415, 429, 500, 503];
        let sample = |status| {
            let code = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            let retry_minutes = matches!(status, 429 | 503).then_some(1);
            Self { status, kind: kind(code), detail: None, request_id: Some(Uuid::nil().to_string()), retry_minutes }
        };
        let detailed = Self { detail: Some(Sentence::new("fault-not-a-form")), request_id: None, ..sample(400) };
        statuses.into_iter().map(sample).chain([detailed]).collect()
    }
}

/// The pages of this module, for the start.
#[must_use]
pub fn pages() -> Vec<PageEntry> {
    vec![entry::<ErrorPage>()]
}

/// What is told of an error.
#[derive(Debug, Clone)]
pub(super) struct Problem {
    status: StatusCode,
    id: &'static str,
    detail: Option<Sentence>,
    retry_after_seconds: Option<u64>,
}

/// An error already turned into a response (see [`answer_to`]), still to be put into words.
#[derive(Debug, Clone)]
pub(super) struct Deferred(pub(super) Problem);

/// Turns an error into a response whose words the outer layer adds: for a layer inside it that must still set headers, such
/// as a session's cookie, on failures too.
#[must_use]
pub fn answer_to(error: poem::Error, request_id: Uuid) -> Response {
    let problem = understand(error, request_id);
    Response::builder().status(problem.status).extension(Deferred(problem)).finish()
}

/// Whether the client is a program: it calls the API, or asks for JSON and not for a page.
pub(super) fn wants_json(request: &Request) -> bool {
    let path = request.uri().path();
    let accepted = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    path.starts_with("/api/") || path.starts_with("/webhooks/") || (accepted.contains("application/json") && !accepted.contains("text/html"))
}

/// Which words of the locale files tell a status.
fn kind(status: StatusCode) -> &'static str {
    match status.as_u16() {
        401 | 403 => "403",
        404 | 410 => "404",
        413 => "413",
        429 => "429",
        503 => "503",
        400..=499 => "400",
        _ => "500",
    }
}

/// What to tell of an error, ours or the framework's; what is our fault is logged here, once.
pub(super) fn understand(error: poem::Error, request_id: Uuid) -> Problem {
    let error = match error.downcast::<Error>() {
        Ok(ours) => return from_ours(&ours, request_id),
        Err(other) => other,
    };
    let too_large = error.downcast_ref::<ReadBodyError>().is_some_and(|body| match body {
        ReadBodyError::PayloadTooLarge => true,
        ReadBodyError::Io(cause) => is_too_large(cause),
        _ => false,
    });
    let (status, id) = if too_large {
        (StatusCode::PAYLOAD_TOO_LARGE, Error::TooLarge.id())
    } else if error.is::<NotFoundError>() || error.is::<ParsePathError>() {
        // An id that is none in a path names nothing.
        (StatusCode::NOT_FOUND, Error::NotFound.id())
    } else if error.is::<MethodNotAllowedError>() {
        (StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed")
    } else {
        match error.status() {
            status if status.is_server_error() || !status.is_client_error() => {
                return from_ours(&Error::Internal(anyhow::anyhow!("the framework answered {status}: {error}")), request_id);
            }
            StatusCode::NOT_FOUND => (StatusCode::NOT_FOUND, Error::NotFound.id()),
            StatusCode::METHOD_NOT_ALLOWED => (StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed"),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type"),
            StatusCode::UNAUTHORIZED => (StatusCode::UNAUTHORIZED, Error::Unauthorized.id()),
            StatusCode::FORBIDDEN => (StatusCode::FORBIDDEN, Error::Forbidden.id()),
            StatusCode::PAYLOAD_TOO_LARGE => (StatusCode::PAYLOAD_TOO_LARGE, Error::TooLarge.id()),
            _ => (StatusCode::BAD_REQUEST, "bad-request"),
        }
    };
    Problem { status, id, detail: None, retry_after_seconds: None }
}

fn from_ours(error: &Error, request_id: Uuid) -> Problem {
    if let Error::Internal(cause) = error {
        tracing::error!(request.id = %request_id, error.cause = format!("{cause:#}"), "a request failed by our fault");
    }
    let retry_after_seconds = match error {
        Error::TooMany { retry_after_seconds } => Some(*retry_after_seconds),
        Error::Unavailable | Error::Later(_) => Some(30),
        _ => None,
    };
    Problem { status: error.status(), id: error.id(), detail: error.sentence().cloned(), retry_after_seconds }
}

/// Puts a problem into words, in the form the client reads.
pub(super) fn respond(app: &App, known: &Known, problem: &Problem) -> Response {
    let mut response = if known.wants_json { as_json(app, known, problem) } else { as_page(app, known, problem) };
    response.set_status(problem.status);
    if let Some(seconds) = problem.retry_after_seconds {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

/// Copies the cookies set on the way out over to the answer in words.
pub(super) fn keeping_cookies(from: &Response, mut to: Response) -> Response {
    for cookie in from.headers().get_all(header::SET_COOKIE) {
        to.headers_mut().append(header::SET_COOKIE, cookie.clone());
    }
    to
}

// RFC 9457. The type is an address of ours that names the problem for good; programs compare it, nobody needs to open it.
fn as_json(app: &App, known: &Known, problem: &Problem) -> Response {
    let kind = kind(problem.status);
    let say = |key: &str| i18n::translate(known.locale, key, &[]).unwrap_or_default();
    let detail = problem.detail.as_ref().and_then(|sentence| sentence.translate(known.locale).ok());
    let body = json!({
        "type": app.config.http.absolute(app.config.http.platform_host(), &format!("/problems/{}", problem.id)),
        "title": say(&format!("error-{kind}-title")),
        "status": problem.status.as_u16(),
        "detail": detail.unwrap_or_else(|| say(&format!("error-{kind}-text"))),
        "request_id": known.request_id.to_string(),
    });
    Response::builder().content_type("application/problem+json").header(header::CONTENT_LANGUAGE, known.locale.code()).body(body.to_string())
}

fn as_page(app: &App, known: &Known, problem: &Problem) -> Response {
    let association = match &known.site {
        Some(Site::Tenant(tenant)) => Some(ErrorAssociation { name: tenant.name.clone(), stylesheet_url: "/theme.css".to_owned() }),
        _ => None,
    };
    let chrome = ErrorChrome { association, other_locale_url: None, nonce: known.nonce.to_string() };
    let page = ErrorPage {
        status: problem.status.as_u16(),
        kind: kind(problem.status),
        detail: problem.detail.clone(),
        request_id: Some(known.request_id.to_string()),
        retry_minutes: problem.retry_after_seconds.map(|seconds| seconds.div_ceil(60).max(1)),
    };
    match app.views.render(known.locale, &chrome, &page) {
        Ok(html) => Response::builder().content_type("text/html; charset=utf-8").header(header::CONTENT_LANGUAGE, known.locale.code()).body(html),
        // The template of the error page itself failed: the fewest words that still help.
        Err(fault) => {
            tracing::error!(request.id = %known.request_id, error.cause = format!("{fault:#}"), "the error page cannot be rendered");
            let words = match known.locale {
                Locale::Fr => "Erreur",
                Locale::En => "Error",
            };
            format!("{words} {} · {}\n", problem.status.as_u16(), known.request_id).into_response()
        }
    }
}
