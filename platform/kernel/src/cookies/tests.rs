//! Cookies: what the maker makes, and what the guard lets through.

use super::*;
use crate::inventory::ConsentId;

const DAY: Duration = Duration::from_hours(24);

fn verdict(header: &str) -> Verdict {
    guard(&HeaderValue::from_str(header).unwrap(), Choice::default())
}

#[test]
fn a_cookie_carries_the_flags_of_the_inventory_and_passes_the_guard() {
    let header = Cookies::set(CookieId::Session, "abc-_123", Expiry::After(DAY)).unwrap();
    assert_eq!(header, "__Host-session=abc-_123; Max-Age=86400; Path=/; Secure; HttpOnly; SameSite=Lax");
    assert_eq!(guard(&header, Choice::default()), Verdict::Keep);
    assert_eq!(guard(&Cookies::remove(CookieId::Session).unwrap(), Choice::default()), Verdict::Keep);
    assert_eq!(guard(&Cookies::set(CookieId::Session, "a", Expiry::BrowserSession).unwrap(), Choice::default()), Verdict::Keep);
    for cookie in COOKIES {
        assert_eq!(guard(&Cookies::set(cookie.id, "a", Expiry::BrowserSession).unwrap(), Choice::default()), Verdict::Keep, "{}", cookie.name);
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
    assert_eq!(guard(&HeaderValue::from_bytes(b"__Host-session=\xff").unwrap(), Choice::default()), Verdict::Strip(Reason::Malformed));
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

#[test]
fn a_header_that_only_takes_away_passes_whatever_its_name() {
    assert_eq!(verdict("_ga=; Max-Age=0; Path=/; Secure"), Verdict::Keep);
    assert_eq!(verdict("_ga=1; Max-Age=0; Path=/; Secure"), Verdict::Strip(Reason::Undeclared));
    assert_eq!(verdict("_ga=; Path=/; Secure"), Verdict::Strip(Reason::Undeclared));
}

#[test]
fn a_cookie_that_waits_for_a_consent_is_let_through_by_that_consent_only() {
    let waiting = Cookie { category: CookieCategory::Consent, consent: Some(ConsentId::Audience), ..declared() };
    assert!(!is_allowed(&waiting, Choice::default()) && !is_allowed(&waiting, Choice::all(false)));
    assert!(!is_allowed(&waiting, Choice::default().with(ConsentId::Newsletter, true)));
    assert!(is_allowed(&waiting, Choice::all(true)));
    assert!(is_allowed(&declared(), Choice::default()));
    assert!(!is_allowed(&Cookie { consent: None, ..waiting }, Choice::all(true)), "a category without its consent is let through by nothing");
}

fn declared() -> Cookie {
    let Cookie { id, key, name, category, treatment, max_age, http_only, same_site, contains, consent } = *CookieId::Session.facts();
    Cookie { id, key, name, category, treatment, max_age, http_only, same_site, contains, consent }
}

#[test]
fn what_is_not_ours_is_made_to_be_forgotten() {
    let mut headers = HeaderMap::new();
    headers.append(COOKIE, HeaderValue::from_static("__Host-session=a; _ga=GA1.2; _ga=again; __stripe_mid; =x"));
    headers.append(COOKIE, HeaderValue::from_static("__Host-choice=audience-1-no"));
    let names = names_sent(&headers);
    assert_eq!(names, ["__Host-session", "_ga", "__stripe_mid", "__Host-choice"]);
    let gone = forgotten(&names, Choice::all(false));
    assert_eq!(gone, ["_ga=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax", "__stripe_mid=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax"]);
    assert!(gone.iter().all(|header| guard(header, Choice::default()).keeps()));
    assert!(forgotten(&["a b".to_owned(), "é".to_owned(), "a\r\nb".to_owned()], Choice::default()).is_empty());
}
