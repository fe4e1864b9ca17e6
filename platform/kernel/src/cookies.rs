//! Cookies: the only way to make one, and the guard that lets no other leave. Both read the inventory, so that the cookie page
//! and the browser's jar cannot differ.

use crate::choice::Choice;
use crate::inventory::{COOKIES, Cookie, CookieCategory, CookieId, SameSite};
use http::header::{COOKIE, HeaderMap, HeaderValue};
use std::time::Duration;

/// A browser keeps 4096 bytes of a cookie at least; ours hold a token or a choice.
const MOST_BYTES: usize = 4_096;

/// How long a cookie lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expiry {
    /// Until the browser closes.
    BrowserSession,
    /// This long from now, at most what the inventory declares.
    After(Duration),
}

/// The maker and reader of cookies.
#[derive(Debug, Clone, Copy)]
pub struct Cookies;

impl Cookies {
    /// The `Set-Cookie` header that gives a browser `value`. Name and flags are the inventory's; always `__Host-`, `Secure` and
    /// `Path=/`, never `Domain`.
    ///
    /// # Errors
    /// When `value` has characters a cookie cannot carry or is too long, or `expiry` is longer than declared: a fault of ours.
    pub fn set(id: CookieId, value: &str, expiry: Expiry) -> anyhow::Result<HeaderValue> {
        let cookie = id.facts();
        anyhow::ensure!(value.bytes().all(is_cookie_octet), "cookie {} cannot carry this value: encode it as base64url first", cookie.name);
        let age = match expiry {
            Expiry::BrowserSession => String::new(),
            Expiry::After(duration) => {
                let declared = cookie.max_age.most_seconds();
                anyhow::ensure!(
                    duration.as_secs() <= declared,
                    "cookie {} may live {declared} seconds, not {}: shorten it, or declare more in migrations/inventory",
                    cookie.name,
                    duration.as_secs()
                );
                format!("; Max-Age={}", duration.as_secs())
            }
        };
        let header = format!("{}={value}{age}{}", cookie.name, flags(cookie));
        anyhow::ensure!(header.len() <= MOST_BYTES, "cookie {} would take {} bytes; the most is {MOST_BYTES}", cookie.name, header.len());
        Ok(HeaderValue::try_from(header)?)
    }

    /// The `Set-Cookie` header that makes a browser forget it.
    ///
    /// # Errors
    /// Never in practice: declared names are checked when the inventory is compiled.
    pub fn remove(id: CookieId) -> anyhow::Result<HeaderValue> {
        Self::set(id, "", Expiry::After(Duration::ZERO))
    }

    /// The value a request brought, over all its `Cookie` headers: HTTP/2 may split them. Empty counts as absent.
    pub fn read(headers: &HeaderMap, id: CookieId) -> Option<&str> {
        let name = id.facts().name;
        headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|header| header.to_str().ok())
            .flat_map(|header| header.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find_map(|(found, value)| (found == name && !value.is_empty()).then_some(value))
    }
}

/// The names of the cookies a request brought, in the order sent, each once.
pub fn names_sent(headers: &HeaderMap) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let pairs = headers.get_all(COOKIE).iter().filter_map(|header| header.to_str().ok()).flat_map(|header| header.split(';'));
    for pair in pairs {
        let name = pair.split('=').next().unwrap_or_default().trim();
        if !name.is_empty() && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// What makes a browser forget, of the names it sent, those that are no cookies of ours and those that wait for a consent it does not give.
/// One set for a whole domain, or under another path, is out of our reach: the cookie page says so.
pub fn forgotten(names: &[String], choice: Choice) -> Vec<HeaderValue> {
    let stays = |name: &str| COOKIES.iter().any(|cookie| cookie.name == name && is_allowed(cookie, choice));
    let token = |name: &str| name.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'(' | b')' | b'<' | b'>' | b'@' | b',' | b';' | b'"' | b'='));
    let gone = names.iter().filter(|name| !stays(name) && token(name));
    gone.filter_map(|name| HeaderValue::try_from(format!("{name}=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax")).ok()).collect()
}

/// Whether the visitor's answers let this cookie be.
fn is_allowed(cookie: &Cookie, choice: Choice) -> bool {
    cookie.category != CookieCategory::Consent || cookie.consent.is_some_and(|consent| choice.grants(consent))
}

fn flags(cookie: &Cookie) -> String {
    let http_only = if cookie.http_only { "; HttpOnly" } else { "" };
    let same_site = match cookie.same_site {
        SameSite::Lax => "Lax",
        SameSite::Strict => "Strict",
    };
    format!("; Path=/; Secure{http_only}; SameSite={same_site}")
}

/// RFC 6265, 4.1.1.
fn is_cookie_octet(byte: u8) -> bool {
    matches!(byte, 0x21 | 0x23..=0x2B | 0x2D..=0x3A | 0x3C..=0x5B | 0x5D..=0x7E)
}

/// What the outermost layer does with a `Set-Cookie` header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is the inventory's.
    Keep,
    /// It is taken off, and somebody is told why. The reason names no value.
    Strip(Reason),
}

impl Verdict {
    /// Whether the header may leave.
    pub fn keeps(self) -> bool {
        self == Self::Keep
    }
}

/// Why a `Set-Cookie` header may not leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// It is no readable cookie.
    Malformed,
    /// No cookie of this name is declared.
    Undeclared,
    /// It would live longer than declared.
    LivesTooLong,
    /// It lacks a flag the inventory gives it, or reaches further: `Domain`, another path.
    WeakerFlags,
    /// It waits for a consent that this visitor did not give.
    NoConsent,
}

/// Judges a `Set-Cookie` header, wherever it came from, for a visitor who answered `choice`.
pub fn guard(header: &HeaderValue, choice: Choice) -> Verdict {
    judge(header, choice).map_or_else(Verdict::Strip, |()| Verdict::Keep)
}

fn judge(header: &HeaderValue, choice: Choice) -> Result<(), Reason> {
    let text = header.to_str().map_err(|_| Reason::Malformed)?;
    let mut parts = text.split(';').map(str::trim);
    let (name, value) = parts.next().and_then(|pair| pair.split_once('=')).ok_or(Reason::Malformed)?;
    if value.is_empty() && parts.clone().any(|part| part.eq_ignore_ascii_case("max-age=0")) {
        // It takes away and gives nothing.
        return Ok(());
    }
    let cookie = COOKIES.iter().find(|cookie| cookie.name == name).ok_or(Reason::Undeclared)?;
    if !is_allowed(cookie, choice) {
        return Err(Reason::NoConsent);
    }
    if text.len() > MOST_BYTES || !value.bytes().all(is_cookie_octet) {
        return Err(Reason::Malformed);
    }
    let mut found = Flags::default();
    for part in parts {
        let (attribute, value) = part.split_once('=').unwrap_or((part, ""));
        found.add(attribute, value)?;
    }
    if found.max_age.is_some_and(|age| age > cookie.max_age.most_seconds()) || (found.expires && found.max_age.is_none()) {
        return Err(Reason::LivesTooLong);
    }
    let strong = found.secure && found.root_path && (found.http_only || !cookie.http_only) && found.same_site >= Some(cookie.same_site);
    if strong { Ok(()) } else { Err(Reason::WeakerFlags) }
}

/// The attributes of a header. Of a repeated one, browsers take the last: so do we.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "the attributes of RFC 6265 are there or not, each by itself")]
struct Flags {
    secure: bool,
    http_only: bool,
    root_path: bool,
    expires: bool,
    same_site: Option<SameSite>,
    max_age: Option<u64>,
}

impl Flags {
    fn add(&mut self, attribute: &str, value: &str) -> Result<(), Reason> {
        match attribute.to_ascii_lowercase().as_str() {
            "secure" => self.secure = true,
            "httponly" => self.http_only = true,
            "path" => self.root_path = value == "/",
            "expires" => self.expires = true,
            // A zero or negative age removes the cookie.
            "max-age" => self.max_age = Some(value.parse::<i64>().map_err(|_| Reason::Malformed)?.try_into().unwrap_or(0)),
            "samesite" => {
                self.same_site = match value.to_ascii_lowercase().as_str() {
                    "strict" => Some(SameSite::Strict),
                    "lax" => Some(SameSite::Lax),
                    _ => None,
                }
            }
            _ => return Err(Reason::WeakerFlags),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
