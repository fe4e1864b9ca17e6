//! Security headers: what a browser may do with our pages, and that nothing stays in caches unless it says so.

use poem::{
    Response,
    http::{HeaderMap, HeaderName, HeaderValue, header},
};

use super::Cacheable;
use crate::{config::HttpConfig, tenant::Site};

/// The headers of this server, prepared once.
pub(super) struct Policy {
    https: bool,
    site_forms: String,
    own_forms: String,
}

impl Policy {
    pub(super) fn new(config: &HttpConfig, form_targets: &[String]) -> Self {
        let targets = form_targets.iter().flat_map(|target| [" ", target]).collect::<String>();
        // Sign-up leads from the platform to the back office and back; an association's pages lead to neither.
        let ours = [config.platform_host().to_owned(), config.back_office_host()].map(|host| format!(" {}", config.absolute(&host, ""))).concat();
        Self { https: config.is_https(), own_forms: format!("'self'{ours}{targets}"), site_forms: format!("'self'{targets}") }
    }

    pub(super) fn apply(&self, response: &mut Response, site: Option<&Site>, nonce: &str) {
        let cacheable = response.data::<Cacheable>().is_some();
        let headers = response.headers_mut();
        let scripts = if cacheable { "'self'".to_owned() } else { format!("'self' 'nonce-{nonce}'") };
        let (forms, camera) = match site {
            Some(Site::Platform) => (&self.own_forms, "()"),
            Some(Site::BackOffice) => (&self.own_forms, "(self)"),
            Some(Site::Tenant(_)) | None => (&self.site_forms, "()"),
        };
        set(
            headers,
            "content-security-policy",
            &format!(
                "default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
                 media-src 'self'; manifest-src 'self'; form-action {forms}; frame-ancestors 'none'; base-uri 'none'"
            ),
        );
        set(
            headers,
            "permissions-policy",
            &format!("camera={camera}, microphone=(), geolocation=(), payment=(), usb=(), midi=(), accelerometer=(), gyroscope=(), browsing-topics=()"),
        );
        set(headers, "x-content-type-options", "nosniff");
        // A page under a secret address says more.
        if !headers.contains_key(header::REFERRER_POLICY) {
            set(headers, "referrer-policy", "strict-origin-when-cross-origin");
        }
        // What does not say the same to everybody is found by nobody: the back office, an order, a member's page.
        if !cacheable && matches!(site, Some(Site::BackOffice | Site::Tenant(_))) && !headers.contains_key("x-robots-tag") {
            set(headers, "x-robots-tag", "noindex, nofollow");
        }
        set(headers, "cross-origin-opener-policy", "same-origin");
        set(headers, "cross-origin-resource-policy", "same-origin");
        if self.https {
            // An association's domain may have sub-domains of its own, elsewhere and without TLS.
            let scope = if matches!(site, Some(Site::Platform | Site::BackOffice)) { "max-age=31536000; includeSubDomains" } else { "max-age=31536000" };
            set(headers, "strict-transport-security", scope);
        }
        if !headers.contains_key(header::CACHE_CONTROL) {
            set(headers, "cache-control", if cacheable { "no-cache" } else { "no-store" });
        }
    }
}

fn set(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(HeaderName::from_static(name), value);
    }
}

/// Strips each cookie the inventory does not declare, or that the visitor did not agree to: a page must not set what the cookie page does not
/// tell. Says how many.
pub(super) fn guard_cookies(headers: &mut HeaderMap, declared: impl Fn(&HeaderValue) -> bool) -> usize {
    if headers.get_all(header::SET_COOKIE).iter().all(&declared) {
        return 0;
    }
    let (kept, stripped): (Vec<HeaderValue>, Vec<HeaderValue>) = headers.get_all(header::SET_COOKIE).iter().cloned().partition(|cookie| declared(cookie));
    headers.remove(header::SET_COOKIE);
    for cookie in kept {
        headers.append(header::SET_COOKIE, cookie);
    }
    let count = stripped.len();
    metrics::counter!("http_cookies_stripped_total").increment(count as u64);
    for cookie in stripped {
        let name = cookie.to_str().ok().and_then(|text| text.split('=').next()).unwrap_or("(unreadable)");
        tracing::error!("the cookie {name} was stripped from an answer: declare it in migrations/inventory or do not set it");
    }
    count
}
