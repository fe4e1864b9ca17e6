//! Reading a page as a browser would, to see whom it would ask and what it would keep: no I/O.

use std::{collections::BTreeSet, sync::LazyLock};

use kernel::{choice::Choice, cookies, inventory::RECIPIENTS};
use poem::http::{HeaderMap, header};
use regex::Regex;
use url::Url;

/// What one page would do.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Page {
    /// Hosts it would ask beside its own.
    pub foreign: BTreeSet<String>,
    /// Style sheets it loads from its own origin.
    pub sheets: Vec<Url>,
    /// Pages of its own origin that it leads to: scheme, host and port.
    pub links: Vec<Url>,
}

#[expect(clippy::expect_used, reason = "patterns written here; a wrong one fails the tests below")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern")
}

static TAGS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?is)<(a|script|img|link|iframe|frame|source|video|audio|embed|object|track|form|base|button|input)\b([^>]*)>"));
static ATTRIBUTES: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"(?is)\b(src|srcset|href|data|action|formaction|poster|rel)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"#));
static LOADED: LazyLock<Regex> = LazyLock::new(|| pattern(r#"(?is)(?:@import\s+(?:url\()?|url\()\s*["']?([^"')\s]+)"#));

/// Reads a page found at `at`.
#[must_use]
pub fn read(at: &Url, html: &str) -> Page {
    let mut page = Page::default();
    for tag in TAGS.captures_iter(html) {
        let name = tag[1].to_ascii_lowercase();
        let attributes: Vec<(String, String)> = ATTRIBUTES
            .captures_iter(&tag[2])
            .map(|found| {
                let value = found.get(2).or(found.get(3)).or(found.get(4)).map_or("", |value| value.as_str());
                (found[1].to_ascii_lowercase(), value.replace("&amp;", "&").replace("&#x2f;", "/").replace("&#47;", "/"))
            })
            .collect();
        let rel = attributes.iter().find(|(attribute, _)| attribute == "rel").map(|(_, value)| value.to_ascii_lowercase()).unwrap_or_default();
        // These tell where something is; a browser asks nobody because of them.
        let told = name == "link" && rel.split_whitespace().any(|word| matches!(word, "alternate" | "canonical" | "author" | "license" | "prev" | "next"));
        for (attribute, value) in attributes.iter().filter(|(attribute, _)| attribute != "rel") {
            let addresses: Vec<&str> =
                if attribute == "srcset" { value.split(',').filter_map(|one| one.split_whitespace().next()).collect() } else { vec![value.trim()] };
            for url in addresses.into_iter().filter_map(|address| at.join(address).ok()) {
                if !matches!(url.scheme(), "http" | "https") {
                    continue;
                }
                match (name.as_str(), attribute.as_str()) {
                    ("a", "href") if url.origin() == at.origin() => page.links.push(url),
                    // A link is followed by whoever clicks on it, and by nobody else. Another port of the same host is another site.
                    ("a", _) => {}
                    (_, "action" | "formaction") if is_recipient(&url) => {}
                    _ if told => {}
                    _ if url.origin() != at.origin() => {
                        page.foreign.insert(named(&url));
                    }
                    ("link", "href") if rel.contains("stylesheet") => page.sheets.push(url),
                    _ => {}
                }
            }
        }
    }
    page
}

/// Hosts a style sheet found at `at` would ask beside its own.
#[must_use]
pub fn foreign_in_sheet(at: &Url, css: &str) -> BTreeSet<String> {
    let loaded = LOADED.captures_iter(css).filter_map(|found| at.join(&found[1]).ok()).filter(|url| matches!(url.scheme(), "http" | "https"));
    loaded.filter(|url| url.origin() != at.origin()).map(|url| named(&url)).collect()
}

/// A host as it is told: with its port where it is not the usual one.
fn named(url: &Url) -> String {
    let host = url.host_str().unwrap_or("?");
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// Whether a form may lead there: a recipient of the inventory, which the notice names.
fn is_recipient(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    RECIPIENTS.iter().any(|recipient| recipient.hosts.contains(&host))
}

/// Whether a policy lets a page load from its own host only.
#[must_use]
pub fn is_strict(policy: &str) -> bool {
    let mut falls_back = false;
    for directive in policy.split(';').map(str::trim) {
        let mut words = directive.split_whitespace();
        let Some(name) = words.next() else { continue };
        falls_back |= name == "default-src";
        if !name.ends_with("-src") {
            continue;
        }
        if !words.all(|source| matches!(source, "'none'" | "'self'" | "data:") || source.starts_with("'nonce-")) {
            return false;
        }
    }
    falls_back
}

/// The names of cookies an answer sets and the inventory does not let a first visitor have.
#[must_use]
pub fn undeclared(headers: &HeaderMap) -> Vec<String> {
    let set = headers.get_all(header::SET_COOKIE).iter().filter(|cookie| !cookies::guard(cookie, Choice::default()).keeps());
    set.map(|cookie| cookie.to_str().ok().and_then(|text| text.split('=').next()).unwrap_or("?").to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use poem::http::HeaderValue;

    use super::*;

    fn at() -> Url {
        Url::parse("https://jazz.example/concerts").unwrap()
    }

    #[test]
    fn what_a_page_would_ask_elsewhere_is_seen_and_what_it_only_mentions_is_not() {
        for (html, foreign) in [
            (r#"<script src="https://cdn.example/a.js">"#, Some("cdn.example")),
            (r"<img src=//pixel.example/p.gif>", Some("pixel.example")),
            (r#"<img srcset="/a.png 1x, https://img.example/a.png 2x">"#, Some("img.example")),
            (r#"<link rel="preconnect" href="https://fonts.example">"#, Some("fonts.example")),
            (r"<IFRAME SRC='https://video.example/1'>", Some("video.example")),
            (r#"<video poster="https://video.example/1.png">"#, Some("video.example")),
            (r#"<form action="https://elsewhere.example/">"#, Some("elsewhere.example")),
            (r#"<base href="https://elsewhere.example/">"#, Some("elsewhere.example")),
            (r#"<img src="https://jazz.example:8443/a.png">"#, Some("jazz.example:8443")),
            (r#"<link rel="stylesheet" href="http://jazz.example/a.css">"#, Some("jazz.example")),
            (r#"<a href="https://friend.example/">"#, None),
            (r#"<link rel="canonical" href="https://jazz.estrade.example/">"#, None),
            (r#"<link rel="stylesheet" href="/assets/app.css">"#, None),
            (r#"<form action="https://checkout.stripe.com/c">"#, None),
            (r#"<img src="data:image/png;base64,AA==">"#, None),
        ] {
            assert_eq!(read(&at(), html).foreign.first().map(String::as_str), foreign, "{html}");
        }
        let page = read(&at(), r#"<a href="/mentions-legales#cookies">x</a><a href="mailto:a@b.c">y</a><link rel="stylesheet" href="/a.css?1&amp;2">"#);
        assert_eq!(page.links.iter().map(Url::as_str).collect::<Vec<_>>(), ["https://jazz.example/mentions-legales#cookies"]);
        assert_eq!(page.sheets.iter().map(Url::as_str).collect::<Vec<_>>(), ["https://jazz.example/a.css?1&2"]);
    }

    #[test]
    fn a_link_to_another_port_or_scheme_of_the_same_host_is_not_followed() {
        for address in ["https://jazz.example:9000/minio/health", "http://jazz.example/", "http://jazz.example:443/", "//jazz.example:22/"] {
            let page = read(&at(), &format!(r#"<a href="{address}">x</a>"#));
            assert!(page.links.is_empty() && page.foreign.is_empty(), "{address}: {page:?}");
        }
        let usual = read(&at(), r#"<a href="https://jazz.example:443/concerts/alma">x</a>"#);
        assert_eq!(usual.links.len(), 1, "the usual port, written out, is the same site");
    }

    #[test]
    fn a_style_sheet_is_read_too() {
        let foreign = |css| foreign_in_sheet(&at(), css).into_iter().collect::<Vec<_>>();
        assert_eq!(foreign("@import 'https://fonts.example/css';a{b:url(font.woff2)}"), ["fonts.example"]);
        assert_eq!(foreign("a{background:url(\"//img.example/x.png\")}"), ["img.example"]);
        assert!(foreign("a{b:url(data:image/png;base64,AA)} @import url(/own.css);").is_empty());
    }

    #[test]
    fn only_a_policy_that_names_no_other_host_is_strict() {
        let ours =
            "default-src 'none'; script-src 'self' 'nonce-a'; img-src 'self' data:; form-action 'self' https://checkout.stripe.com; frame-ancestors 'none'";
        assert!(is_strict(ours));
        for weak in [
            "",
            "script-src 'self'",
            "default-src *",
            "default-src 'self' https://cdn.example",
            "default-src 'none'; img-src https:",
            "default-src 'unsafe-inline'",
        ] {
            assert!(!is_strict(weak), "{weak}");
        }
    }

    #[test]
    fn a_cookie_nobody_declared_is_named() {
        let mut headers = HeaderMap::new();
        headers.append(header::SET_COOKIE, HeaderValue::from_static("_ga=GA1; Path=/"));
        headers.append(header::SET_COOKIE, HeaderValue::from_static("__Host-choice=audience-1-no; Max-Age=60; Path=/; Secure; HttpOnly; SameSite=Lax"));
        assert_eq!(undeclared(&headers), ["_ga"]);
    }
}
