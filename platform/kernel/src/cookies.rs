//! Cookies: the only way to make one, and the guard that lets no other leave. Both read the inventory, so that the cookie page
//! and the browser's jar cannot differ.

use crate::inventory::{COOKIES, Cookie, CookieId, SameSite};
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
}

/// Judges a `Set-Cookie` header, wherever it came from.
pub fn guard(header: &HeaderValue) -> Verdict {
    judge(header).map_or_else(Verdict::Strip, |()| Verdict::Keep)
}

fn judge(header: &HeaderValue) -> Result<(), Reason> {
    let text = header.to_str().map_err(|_| Reason::Malformed)?;
    let mut parts = text.split(';').map(str::trim);
    let (name, value) = parts.next().and_then(|pair| pair.split_once('=')).ok_or(Reason::Malformed)?;
    let cookie = COOKIES.iter().find(|cookie| cookie.name == name).ok_or(Reason::Undeclared)?;
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
mod tests {
    use super::*;

    const DAY: Duration = Duration::from_hours(24);

    fn verdict(header: &str) -> Verdict {
        guard(&HeaderValue::from_str(header).unwrap())
    }

    #[test]
    fn a_cookie_carries_the_flags_of_the_inventory_and_passes_the_guard() {
        let header = Cookies::set(CookieId::Session, "abc-_123", Expiry::After(DAY)).unwrap();
        assert_eq!(header, "__Host-session=abc-_123; Max-Age=86400; Path=/; Secure; HttpOnly; SameSite=Lax");
        assert_eq!(guard(&header), Verdict::Keep);
        assert_eq!(guard(&Cookies::remove(CookieId::Session).unwrap()), Verdict::Keep);
        assert_eq!(guard(&Cookies::set(CookieId::Session, "a", Expiry::BrowserSession).unwrap()), Verdict::Keep);
        for cookie in COOKIES {
            assert_eq!(guard(&Cookies::set(cookie.id, "a", Expiry::BrowserSession).unwrap()), Verdict::Keep, "{}", cookie.name);
        }
    }

    #[test]
    fn a_value_cannot_add_an_attribute_nor_a_line() {
        for value in ["a; Domain=example.org", "a\r\nSet-Cookie: b=c", "a b", "\"a\"", "é", "a,b", "a\\b"] {
            assert!(Cookies::set(CookieId::Session, value, Expiry::BrowserSession).is_err(), "{value:?}");
        }
        assert!(Cookies::set(CookieId::Session, &"a".repeat(4_096), Expiry::BrowserSession).is_err());
    }

    #[test]
    fn a_cookie_does_not_outlive_its_declaration() {
        assert!(Cookies::set(CookieId::Session, "a", Expiry::After(DAY * 31)).is_err());
    }

    #[test]
    fn the_guard_strips_what_is_undeclared_longer_or_weaker() {
        let strong = "; Path=/; Secure; HttpOnly; SameSite=Lax";
        for (header, expected) in [
            (format!("__Host-session=a{strong}; Max-Age=2592000"), Verdict::Keep),
            (format!("__Host-session=a{strong}; SameSite=Strict"), Verdict::Keep),
            (format!("__Host-session=a{strong}; Max-Age=-1"), Verdict::Keep),
            (format!("poem-session=a{strong}"), Verdict::Strip(Reason::Undeclared)),
            (format!("__host-session=a{strong}"), Verdict::Strip(Reason::Undeclared)),
            (format!("__Host-session=a{strong}; Max-Age=2592001"), Verdict::Strip(Reason::LivesTooLong)),
            (format!("__Host-session=a{strong}; Expires=Fri, 31 Dec 9999 23:59:59 GMT"), Verdict::Strip(Reason::LivesTooLong)),
            (format!("__Host-session=a{strong}; Max-Age=soon"), Verdict::Strip(Reason::Malformed)),
            (format!("__Host-session=a{strong}; Domain=example.org"), Verdict::Strip(Reason::WeakerFlags)),
            (format!("__Host-session=a{strong}; SameSite=None"), Verdict::Strip(Reason::WeakerFlags)),
            ("__Host-session=a; Path=/; Secure; SameSite=Lax".to_owned(), Verdict::Strip(Reason::WeakerFlags)),
            ("__Host-session=a; Path=/; HttpOnly; SameSite=Lax".to_owned(), Verdict::Strip(Reason::WeakerFlags)),
            ("__Host-session=a; Path=/admin; Secure; HttpOnly; SameSite=Lax".to_owned(), Verdict::Strip(Reason::WeakerFlags)),
            ("__Host-session=a; Path=/; Secure; HttpOnly".to_owned(), Verdict::Strip(Reason::WeakerFlags)),
            ("nonsense".to_owned(), Verdict::Strip(Reason::Malformed)),
        ] {
            assert_eq!(verdict(&header), expected, "{header}");
        }
        assert_eq!(guard(&HeaderValue::from_bytes(b"__Host-session=\xff").unwrap()), Verdict::Strip(Reason::Malformed));
    }

    #[test]
    fn a_cookie_is_read_by_its_exact_name_over_all_headers() {
        let mut headers = HeaderMap::new();
        assert_eq!(Cookies::read(&headers, CookieId::Session), None);
        headers.append(COOKIE, HeaderValue::from_static("session=no; x__Host-session=no"));
        headers.append(COOKIE, HeaderValue::from_static("other=1; __Host-session=yes; __Host-session=late"));
        assert_eq!(Cookies::read(&headers, CookieId::Session), Some("yes"));
        headers.clear();
        headers.append(COOKIE, HeaderValue::from_static("__Host-session="));
        assert_eq!(Cookies::read(&headers, CookieId::Session), None);
    }
}
