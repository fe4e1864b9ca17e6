//! How to reach somebody: e-mail and web addresses, telephone numbers.

use std::fmt;

use serde::Serialize;

use super::{Fault, text::text_type};

text_type! {
    /// An e-mail address one can write to, its domain in ASCII lower case. At most 254 characters (RFC 5321 section 4.5.3.1).
    EmailAddress
}

impl EmailAddress {
    /// Reads an address; an accented domain becomes its IDNA form.
    ///
    /// # Errors
    /// When no mail could reach it: no at sign, a local part beyond RFC 5322's plain characters, a domain without a dot.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let fault = || Fault::new("fault-email");
        let (local, domain) = text.trim().rsplit_once('@').ok_or_else(fault)?;
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte);
        if local.len() > 64 || !local.split('.').all(|atom| !atom.is_empty() && atom.bytes().all(plain)) {
            return Err(fault());
        }
        let domain = ascii_domain(domain).ok_or_else(fault)?;
        let address = format!("{local}@{domain}");
        if address.len() > 254 { Err(fault()) } else { Ok(Self(address)) }
    }

    /// The form to compare and look up by: all lower case. Local parts may differ by case on paper, never in life.
    #[must_use]
    pub fn normalised(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

/// The IDNA form of a public domain name; none for addresses of machines, single labels and anything ill-formed.
fn ascii_domain(domain: &str) -> Option<String> {
    // The URL parser would decode these; a domain has neither.
    if domain.contains(['%', ':']) {
        return None;
    }
    let url::Host::Domain(ascii) = url::Host::parse(domain).ok()? else { return None };
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    let last = ascii.rsplit_once('.')?.1;
    (ascii.len() <= 253 && ascii.split('.').all(label) && last.len() >= 2 && !last.bytes().all(|byte| byte.is_ascii_digit())).then_some(ascii)
}

text_type! {
    /// A telephone number in E.164: `+`, country code and number, at most 15 digits.
    PhoneE164
}

impl PhoneE164 {
    /// Reads a number as people write it; one that starts with a single `0` is French.
    ///
    /// # Errors
    /// When it holds other characters than digits, spaces, dots, hyphens and brackets, or the wrong number of digits.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let fault = || Fault::new("fault-phone");
        // « +33 (0)3 » is how many letterheads write it: the zero in brackets is not dialled.
        let bare: String =
            text.replace("(0)", "").chars().filter(|character| !character.is_whitespace() && !matches!(character, '.' | '-' | '(' | ')' | '/')).collect();
        let international = match bare.strip_prefix('+').or_else(|| bare.strip_prefix("00")) {
            Some(number) => number.to_owned(),
            None => match bare.strip_prefix('0') {
                Some(national) if national.len() == 9 => format!("33{national}"),
                _ => return Err(fault()),
            },
        };
        let sound = (7..=15).contains(&international.len()) && !international.starts_with('0') && international.bytes().all(|byte| byte.is_ascii_digit());
        if sound { Ok(Self(format!("+{international}"))) } else { Err(fault()) }
    }
}

text_type! {
    /// The address of a page on the public web, `https` or `http`.
    WebAddress
}

impl WebAddress {
    /// Reads an address; without a scheme, `https` is meant.
    ///
    /// # Errors
    /// When it is no web address, holds a user name or password, or exceeds 2,000 characters.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let fault = || Fault::new("fault-web-address");
        let text = text.trim();
        if text.chars().any(|character| character.is_control() || character.is_whitespace()) || text.len() > 2_000 {
            return Err(fault());
        }
        let url = if text.contains("://") { url::Url::parse(text) } else { url::Url::parse(&format!("https://{text}")) }.map_err(|_| fault())?;
        let public = matches!(url.scheme(), "https" | "http") && url.username().is_empty() && url.password().is_none();
        if !public || url.host_str().and_then(ascii_domain).is_none() || url.as_str().len() > 2_000 {
            return Err(fault());
        }
        Ok(Self(url.into()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_people_have_pass_and_others_do_not() {
        for (typed, kept) in [
            (" Jeanne.Martin@Example.org ", "Jeanne.Martin@example.org"),
            ("a+b@sub.example.org", "a+b@sub.example.org"),
            ("o'neil@exemplé.fr", "o'neil@xn--exempl-gva.fr"),
        ] {
            assert_eq!(EmailAddress::parse(typed).unwrap().as_str(), kept);
        }
        assert_eq!(EmailAddress::parse("Jeanne@Example.org").unwrap().normalised(), "jeanne@example.org");
        let long = format!("{}@example.org", "a".repeat(65));
        for typed in [
            "",
            "a",
            "@b.fr",
            "a@",
            "a@b",
            "a b@c.fr",
            "a@b..fr",
            ".a@b.fr",
            "a.@b.fr",
            "a@-b.fr",
            "a@127.0.0.1",
            "a@[::1]",
            "a@b.fr\r\nBcc: x@y.fr",
            "a\0@b.fr",
            "<a@b.fr>",
            &long,
        ] {
            assert!(EmailAddress::parse(typed).is_err(), "{typed:?}");
        }
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for typed in ["03 81 00 00 00", "+33 3 81 00 00 00", "0033381000000", "+33 (0)3.81.00.00.00", "03-81-00-00-00", "03\u{202f}81\u{a0}00 00 00"] {
            assert_eq!(PhoneE164::parse(typed).unwrap().as_str(), "+33381000000", "{typed}");
        }
        for typed in ["", "15", "03 81", "call me", "+0381000000", "+1234567890123456"] {
            assert!(PhoneE164::parse(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn web_addresses_are_public_pages() {
        assert_eq!(WebAddress::parse("example.org/a").unwrap().as_str(), "https://example.org/a");
        for typed in
            ["", "javascript://example.org/%0aalert(1)", "https://user:pass@example.org", "https://localhost", "http://127.0.0.1/", "ftp://example.org"]
        {
            assert!(WebAddress::parse(typed).is_err(), "{typed}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_typed_accepted_values_read_themselves(text in any::<String>(), mail in "[a-zA-Z.+]{0,10}@[a-zé0-9.-]{0,12}", phone in "[+0-9 ().-]{0,20}", web in "[a-z:/.@%0-9]{0,30}") {
            for typed in [&text, &mail] {
                if let Ok(address) = EmailAddress::parse(typed) {
                    prop_assert!(!address.as_str().chars().any(char::is_control));
                    prop_assert_eq!(EmailAddress::parse(address.as_str()).unwrap(), address);
                }
            }
            for typed in [&text, &phone] {
                if let Ok(number) = PhoneE164::parse(typed) {
                    prop_assert_eq!(PhoneE164::parse(number.as_str()).unwrap(), number);
                }
            }
            for typed in [&text, &web] {
                if let Ok(address) = WebAddress::parse(typed) {
                    prop_assert!(!address.as_str().chars().any(char::is_control));
                    prop_assert_eq!(WebAddress::parse(address.as_str()).unwrap(), address);
                }
            }
        }
    }
}
