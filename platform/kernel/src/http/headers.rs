//! Security headers: what a browser may do with our pages, and that nothing stays in caches unless it says so.

use poem::{
    Response,
    http::{HeaderMap, HeaderName, HeaderValue, header},
};

use super::Cacheable;
use crate::{config::HttpConfig, tenant::Site};

static PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
static X_ROBOTS_TAG: HeaderName = HeaderName::from_static("x-robots-tag");
static CROSS_ORIGIN_OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
static CROSS_ORIGIN_RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

const NO_DEVICES: &str = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), midi=(), accelerometer=(), gyroscope=(), browsing-topics=()";
/// At the door, tickets are read by the phone's camera.
const OWN_CAMERA: &str = "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), midi=(), accelerometer=(), gyroscope=(), browsing-topics=()";

/// The headers of this server, prepared once: an answer that says the same to everybody only takes references to them.
pub(super) struct Policy {
    https: bool,
    own: ContentPolicy,
    site: ContentPolicy,
}

/// One content policy, without the nonce.
struct ContentPolicy {
    shared: Option<HeaderValue>,
    rest: String,
}

impl ContentPolicy {
    fn new(forms: &str) -> Self {
        let rest = format!(
            "; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; media-src 'self'; manifest-src 'self'; \
             form-action {forms}; frame-ancestors 'none'; base-uri 'none'"
        );
        Self { shared: HeaderValue::from_str(&format!("default-src 'none'; script-src 'self'{rest}")).ok(), rest }
    }

    fn value(&self, cacheable: bool, nonce: &str) -> Option<HeaderValue> {
        if cacheable { self.shared.clone() } else { HeaderValue::from_str(&format!("default-src 'none'; script-src 'self' 'nonce-{nonce}'{}", self.rest)).ok() }
    }
}

impl Policy {
    pub(super) fn new(config: &HttpConfig, form_targets: &[String]) -> Self {
        let targets = form_targets.iter().flat_map(|target| [" ", target]).collect::<String>();
        // Sign-up leads from the platform to the back office and back; an association's pages lead to neither.
        let ours = [config.platform_host().to_owned(), config.back_office_host()].map(|host| format!(" {}", config.absolute(&host, ""))).concat();
        Self { https: config.is_https(), own: ContentPolicy::new(&format!("'self'{ours}{targets}")), site: ContentPolicy::new(&format!("'self'{targets}")) }
    }

    pub(super) fn apply(&self, response: &mut Response, site: Option<&Site>, nonce: &str) {
        let cacheable = response.data::<Cacheable>().is_some();
        let headers = response.headers_mut();
        let (content, devices) = match site {
            Some(Site::Platform) => (&self.own, NO_DEVICES),
            Some(Site::BackOffice) => (&self.own, OWN_CAMERA),
            Some(Site::Tenant(_)) | None => (&self.site, NO_DEVICES),
        };
        if let Some(value) = content.value(cacheable, nonce) {
            headers.insert(header::CONTENT_SECURITY_POLICY, value);
        }
        set(headers, &PERMISSIONS_POLICY, devices);
        set(headers, &header::X_CONTENT_TYPE_OPTIONS, "nosniff");
        // A page under a secret address says more.
        if !headers.contains_key(header::REFERRER_POLICY) {
            set(headers, &header::REFERRER_POLICY, "strict-origin-when-cross-origin");
        }
        // What does not say the same to everybody is found by nobody: the back office, an order, a member's page.
        if !cacheable && matches!(site, Some(Site::BackOffice | Site::Tenant(_))) && !headers.contains_key(&X_ROBOTS_TAG) {
            set(headers, &X_ROBOTS_TAG, "noindex, nofollow");
        }
        set(headers, &CROSS_ORIGIN_OPENER_POLICY, "same-origin");
        set(headers, &CROSS_ORIGIN_RESOURCE_POLICY, "same-origin");
        if self.https {
            // An association's domain may have sub-domains of its own, elsewhere and without TLS.
            let scope = if matches!(site, Some(Site::Platform | Site::BackOffice)) { "max-age=31536000; includeSubDomains" } else { "max-age=31536000" };
            set(headers, &header::STRICT_TRANSPORT_SECURITY, scope);
        }
        if !headers.contains_key(header::CACHE_CONTROL) {
            set(headers, &header::CACHE_CONTROL, if cacheable { "no-cache" } else { "no-store" });
        }
    }
}

fn set(headers: &mut HeaderMap, name: &HeaderName, value: &'static str) {
    headers.insert(name.clone(), HeaderValue::from_static(value));
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
