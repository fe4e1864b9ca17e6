//! A client that behaves like a browser without JavaScript: cookies per host, redirects by hand, forms filled from the page that shows them.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
};

use reqwest::{Method, StatusCode, header, redirect};
use url::Url;

use crate::form::{Form, attribute, regex, unescape};

/// Each visitor comes from a network of their own, so that no limit meant for one falls on another.
static ADDRESSES: AtomicU32 = AtomicU32::new(1);

/// One visitor.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    cookies: Arc<Mutex<BTreeMap<(String, String), String>>>,
    address: String,
}

/// Every name leads to this machine, as `*.localhost` does in a browser.
struct Here(SocketAddr);

impl reqwest::dns::Resolve for Here {
    fn resolve(&self, _: reqwest::dns::Name) -> reqwest::dns::Resolving {
        let address = SocketAddr::new(self.0.ip(), 0);
        Box::pin(async move { Ok(Box::new(std::iter::once(address)) as reqwest::dns::Addrs) })
    }
}

impl Client {
    /// A visitor with an empty cookie jar, seen by the server under an address of their own.
    ///
    /// # Panics
    /// When the HTTP client cannot be made.
    #[must_use]
    pub fn new(server: SocketAddr) -> Self {
        let number = ADDRESSES.fetch_add(1, Ordering::Relaxed);
        let http = reqwest::Client::builder().redirect(redirect::Policy::none()).dns_resolver(Arc::new(Here(server))).build().expect("a client");
        Self { http, cookies: Arc::default(), address: format!("10.{}.{}.1", number >> 8 & 255, number & 255) }
    }

    /// Fetches a page.
    pub async fn get(&self, url: &str) -> Page {
        self.send(Method::GET, url, &[], None).await
    }

    /// Fetches a page with further headers.
    pub async fn get_with(&self, url: &str, headers: &[(&str, &str)]) -> Page {
        self.send(Method::GET, url, headers, None).await
    }

    /// Fetches a page and follows redirects, at most ten.
    pub async fn follow(&self, url: &str) -> Page {
        self.get(url).await.follow(self).await
    }

    /// Sends a form, as a browser would from a page of the same origin.
    pub async fn post(&self, url: &str, fields: &[(&str, &str)]) -> Page {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.post_as(url, "application/x-www-form-urlencoded", body.into_bytes()).await
    }

    /// Sends a body of any type, as a browser would from a page of the same origin.
    pub async fn post_as(&self, url: &str, content_type: &str, body: Vec<u8>) -> Page {
        let origin = origin(url);
        let headers = [("origin", origin.as_str()), ("sec-fetch-site", "same-origin"), ("content-type", content_type)];
        self.send(Method::POST, url, &headers, Some(body)).await
    }

    /// Sends raw bytes under any headers.
    pub async fn post_raw(&self, url: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Page {
        self.send(Method::POST, url, headers, Some(body)).await
    }

    /// Sends any method.
    ///
    /// # Panics
    /// When the server does not answer.
    pub async fn send(&self, method: Method, url: &str, headers: &[(&str, &str)], body: Option<Vec<u8>>) -> Page {
        let parsed = Url::parse(url).expect("an absolute address");
        let host = parsed.host_str().unwrap_or_default().to_owned();
        let mut request = self.http.request(method, parsed.clone()).header("x-forwarded-for", &self.address);
        let cookies = self.cookie_header(&host);
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.body(body);
        }
        let response = request.send().await.expect("the server answers");
        let mut set_cookies = Vec::new();
        for value in response.headers().get_all(header::SET_COOKIE) {
            let text = value.to_str().unwrap_or_default().to_owned();
            let pair = text.split(';').next().unwrap_or_default();
            if let (Some((name, value)), Ok(mut jar)) = (pair.split_once('='), self.cookies.lock()) {
                if value.is_empty() || text.to_ascii_lowercase().contains("max-age=0") {
                    jar.remove(&(host.clone(), name.to_owned()));
                } else {
                    jar.insert((host.clone(), name.to_owned()), value.to_owned());
                }
            }
            set_cookies.push(text);
        }
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.bytes().await.unwrap_or_default().to_vec();
        Page { url: parsed, status, headers, text: String::from_utf8_lossy(&bytes).into_owned(), bytes, set_cookies }
    }

    fn cookie_header(&self, host: &str) -> String {
        let Ok(jar) = self.cookies.lock() else { return String::new() };
        jar.iter().filter(|((at, _), _)| at == host).map(|((_, name), value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    /// Puts a cookie into the jar.
    pub fn set_cookie(&self, host: &str, name: &str, value: &str) {
        if let Ok(mut jar) = self.cookies.lock() {
            jar.insert((host.to_owned(), name.to_owned()), value.to_owned());
        }
    }

    /// Forgets every cookie.
    pub fn forget_cookies(&self) {
        if let Ok(mut jar) = self.cookies.lock() {
            jar.clear();
        }
    }
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Page {
    /// Where it came from.
    pub url: Url,
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: header::HeaderMap,
    /// Its body as text.
    pub text: String,
    /// Its body.
    pub bytes: Vec<u8>,
    /// Its `Set-Cookie` headers, whole.
    pub set_cookies: Vec<String>,
}

impl Page {
    /// A header, or the empty string.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Where it redirects to, absolute.
    ///
    /// # Panics
    /// When it does not.
    #[must_use]
    pub fn location(&self) -> String {
        assert!(self.status.is_redirection(), "{} answered {} instead of a redirect:\n{}", self.url, self.status, self.words());
        self.url.join(self.header("location")).expect("an address").to_string()
    }

    /// Follows redirects, at most ten.
    ///
    /// # Panics
    /// When they go round in circles.
    pub async fn follow(self, client: &Client) -> Self {
        let mut page = self;
        for _ in 0..10 {
            if !page.status.is_redirection() {
                return page;
            }
            page = client.get(&page.location()).await;
        }
        panic!("ten redirects and no page: {}", page.url);
    }

    /// Asserts a status; on failure shows what the page says.
    ///
    /// # Panics
    /// When it is another.
    #[must_use]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{} says:\n{}", self.url, self.words());
        self
    }

    /// What a person reads: the text without tags, white space folded, entities resolved.
    #[must_use]
    pub fn words(&self) -> String {
        let without = regex(r"(?is)<(script|style)\b.*?</(script|style)>|<!--.*?-->").replace_all(&self.text, " ");
        let plain = regex(r"(?s)<[^>]+>").replace_all(&without, " ");
        let plain = plain
            .replace("&nbsp;", " ")
            .replace("&#39;", "'")
            .replace("&#x27;", "'")
            .replace("&quot;", "\"")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&#x2f;", "/")
            .replace("&#47;", "/")
            .replace("&amp;", "&");
        plain.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Asserts that a person reads this; kinds of space do not count.
    ///
    /// # Panics
    /// When they do not.
    pub fn says(&self, words: &str) -> &Self {
        let folded = words.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(self.words().contains(&folded), "{} ({}) does not say “{words}”; it says:\n{}", self.url, self.status, self.words());
        self
    }

    /// The addresses of links and forms on the page, absolute.
    #[must_use]
    pub fn links(&self) -> Vec<String> {
        regex(r#"(?is)\b(?:href|src|action)\s*=\s*"([^"]*)""#)
            .captures_iter(&self.text)
            .filter_map(|found| self.url.join(&unescape(&found[1])).ok())
            .map(String::from)
            .collect()
    }

    /// The first link that contains `part`.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn link(&self, part: &str) -> String {
        self.links().into_iter().find(|link| link.contains(part)).unwrap_or_else(|| panic!("{} has no link with “{part}”: {:?}", self.url, self.links()))
    }

    /// Every form that is sent by POST.
    ///
    /// # Panics
    /// When an action is no address.
    #[must_use]
    pub fn forms(&self) -> Vec<Form> {
        regex(r"(?is)<form\b([^>]*)>(.*?)</form>")
            .captures_iter(&self.text)
            .filter(|found| attribute(&found[1], "method").is_some_and(|method| method.eq_ignore_ascii_case("post")))
            .map(|found| {
                let action = attribute(&found[1], "action").filter(|action| !action.is_empty());
                let target = action.map_or(Ok(self.url.clone()), |action| self.url.join(&action)).expect("an address");
                Form::read(target.as_str(), &found[1], &found[2])
            })
            .collect()
    }

    /// The first form whose action contains `part` (an empty action is the page itself).
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn form(&self, part: &str) -> Form {
        if let Some(form) = self.forms().into_iter().find(|form| form.action.contains(part)) {
            return form;
        }
        panic!("{} ({}) has no form with “{part}”:\n{}", self.url, self.status, self.words())
    }
}

fn origin(url: &str) -> String {
    Url::parse(url).map(|url| url.origin().ascii_serialization()).unwrap_or_default()
}
