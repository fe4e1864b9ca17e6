//! Forged requests: where a form was sent from, and the token that says it is a page of this session.

use poem::{
    Request,
    http::{Method, header},
};
use subtle::ConstantTimeEq as _;

use crate::{
    error::{Error, Result},
    http,
};

/// Lets through what one of our own pages sent: browsers say so with `Sec-Fetch-Site` or `Origin`. A client that says neither
/// is no browser, and holds nobody's cookies.
///
/// # Errors
/// [`Error::Forbidden`] when another site sent it; a sister site under the same domain counts as another.
pub fn check_origin(request: &Request) -> Result<()> {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    let header = |name: header::HeaderName| request.headers().get(name).map(|value| value.to_str().unwrap_or("unreadable"));
    if header(header::HeaderName::from_static("sec-fetch-site")).is_some_and(|site| !matches!(site, "same-origin" | "none")) {
        return Err(Error::Forbidden);
    }
    match header(header::ORIGIN) {
        None => Ok(()),
        Some(origin) => {
            let sent_from = url::Url::parse(origin).ok().and_then(|url| url.host_str().map(str::to_owned));
            let arrived_at = http::host_of(request).ok();
            if sent_from.is_some() && sent_from == arrived_at { Ok(()) } else { Err(Error::Forbidden) }
        }
    }
}

/// Whether a form's token is the session's, in constant time. An empty token matches nothing.
#[must_use]
pub fn csrf_matches(given: &str, session_token: &str) -> bool {
    !session_token.is_empty() && bool::from(given.as_bytes().ct_eq(session_token.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(headers: &[(&str, &str)]) -> Request {
        let builder = Request::builder().method(Method::POST).header("host", "choeur.estrade.example:8080");
        headers.iter().fold(builder, |builder, (name, value)| builder.header(*name, *value)).finish()
    }

    #[test]
    fn only_our_own_pages_may_post() {
        for (headers, accepted) in [
            (&[][..], true),
            (&[("sec-fetch-site", "same-origin"), ("origin", "https://choeur.estrade.example")], true),
            (&[("origin", "http://choeur.estrade.example:8080")], true),
            (&[("sec-fetch-site", "cross-site")], false),
            (&[("sec-fetch-site", "same-site"), ("origin", "https://jazz.estrade.example")], false),
            (&[("origin", "https://jazz.estrade.example")], false),
            (&[("origin", "null")], false),
            (&[("origin", "https://choeur.estrade.example.evil.example")], false),
        ] {
            assert_eq!(check_origin(&post(headers)).is_ok(), accepted, "{headers:?}");
        }
    }

    #[test]
    fn an_empty_token_matches_nothing() {
        assert!(csrf_matches("abc", "abc"));
        assert!(!csrf_matches("abd", "abc") && !csrf_matches("ab", "abc") && !csrf_matches("", ""));
    }
}
