//! The numbers an association was given, each parsed at the edge into the form that is stored and printed; sources of the rules stand by each.

use kernel::form::Fault;

macro_rules! fact {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Debug)]
        pub struct $name(String);

        impl $name {
            /// As stored.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// As stored, owned.
            #[must_use]
            pub fn into_string(self) -> String {
                self.0
            }
        }
    };
}

/// What was typed without spaces, dots and dashes, in capitals.
fn bare(text: &str) -> String {
    text.chars()
        .filter(|character| !character.is_whitespace() && !matches!(character, '.' | '-' | '\u{2010}' | '\u{2011}'))
        .flat_map(char::to_uppercase)
        .collect()
}

fn is_digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The Luhn sum (ISO/IEC 7812-1 annex B) is a multiple of ten.
fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, byte)| {
            let digit = u32::from(byte.saturating_sub(b'0'));
            let weighed = if place % 2 == 1 { digit * 2 } else { digit };
            if weighed > 9 { weighed - 9 } else { weighed }
        })
        .sum();
    sum.is_multiple_of(10)
}

fact! {
    /// A SIRET: fourteen digits, its first nine a SIREN.
    Siret
}

impl Siret {
    /// Reads a SIRET, however it is spaced. Both the fourteen digits and the SIREN pass Luhn; the establishments of La Poste
    /// (SIREN 356 000 000) may instead have digits that add up to a multiple of five (INSEE).
    ///
    /// # Errors
    /// When it is none.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let digits = bare(text);
        let sound = is_digits(&digits, 14) && luhn(&digits[..9]) && (luhn(&digits) || la_poste(&digits)) && digits.bytes().any(|byte| byte != b'0');
        if sound { Ok(Self(digits)) } else { Err(Fault::new("fault-siret")) }
    }
}

fn la_poste(digits: &str) -> bool {
    digits.starts_with("356000000") && digits.bytes().map(|byte| u32::from(byte - b'0')).sum::<u32>().is_multiple_of(5)
}

/// A stored SIRET as it is printed: `732 829 320 00074`. Anything else is left alone.
#[must_use]
pub fn siret_grouped(siret: &str) -> String {
    if !is_digits(siret, 14) {
        return siret.to_owned();
    }
    [&siret[..3], &siret[3..6], &siret[6..9], &siret[9..]].join("\u{a0}")
}

fact! {
    /// A number of the national register of associations: `W` and nine digits. Alsace and Moselle have none.
    Rna
}

impl Rna {
    /// Reads a number.
    ///
    /// # Errors
    /// When it is none.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let number = bare(text);
        match number.strip_prefix('W') {
            Some(digits) if is_digits(digits, 9) => Ok(Self(number)),
            _ => Err(Fault::new("fault-rna")),
        }
    }
}

fact! {
    /// A code of the French nomenclature of activities: four digits and a letter, `9001Z`.
    Ape
}

impl Ape {
    /// Reads a code, with or without its dot.
    ///
    /// # Errors
    /// When it is none.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let code = bare(text);
        let sound = code.len() == 5 && code.is_ascii() && is_digits(&code[..4], 4) && code.as_bytes()[4].is_ascii_uppercase();
        if sound { Ok(Self(code)) } else { Err(Fault::new("fault-ape")) }
    }
}

fact! {
    /// Receipts of the entrepreneur-de-spectacles declaration (C. trav. art. L7122-3 s.), at most three, joined by a comma and a space.
    Licences
}

impl Licences {
    /// Reads one or several receipts: `PLATESV-D-2026-000001` (and `-R-`), or the older `L-D-20-1234`.
    ///
    /// # Errors
    /// When one of them is none.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let receipts: Vec<String> = text
            .to_uppercase()
            .replace(['\u{2010}', '\u{2011}', '–'], "-")
            .split([',', ';', '\n', ' ', '/'])
            .filter(|one| !one.is_empty())
            .map(str::to_owned)
            .collect();
        if receipts.is_empty() || receipts.len() > 3 || !receipts.iter().all(|one| is_receipt(one)) {
            return Err(Fault::new("fault-licence"));
        }
        Ok(Self(receipts.join(", ")))
    }
}

fn is_receipt(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let &[scheme, kind, year, number] = parts.as_slice() else { return false };
    let digits = |text: &str, counts: std::ops::RangeInclusive<usize>| counts.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    matches!(kind, "D" | "R")
        && match scheme {
            "PLATESV" => digits(year, 4..=4) && digits(number, 6..=8),
            "L" => (digits(year, 2..=2) || digits(year, 4..=4)) && digits(number, 1..=8),
            _ => false,
        }
}

fact! {
    /// A French VAT number: `FR`, two key digits and the SIREN.
    VatNumber
}

impl VatNumber {
    /// Reads a number; the key is 12 + 3 × (SIREN modulo 97), modulo 97.
    ///
    /// # Errors
    /// When it is none.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let number = bare(text);
        let fault = || Fault::new("fault-vat-number");
        let digits = number.strip_prefix("FR").filter(|digits| is_digits(digits, 11)).ok_or_else(fault)?;
        let (key, siren) = digits.split_at(2);
        let value: u64 = siren.parse().map_err(|_| fault())?;
        let expected = (12 + 3 * (value % 97)) % 97;
        if key.parse() == Ok(expected) && luhn(siren) { Ok(Self(number)) } else { Err(fault()) }
    }
}

fact! {
    /// A French postal code: five digits.
    PostalCode
}

impl PostalCode {
    /// Reads a code.
    ///
    /// # Errors
    /// When it is none.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let code = bare(text);
        let department = code.get(..2).and_then(|start| start.parse::<u8>().ok()).unwrap_or(0);
        if is_digits(&code, 5) && (1..=98).contains(&department) { Ok(Self(code)) } else { Err(Fault::new("fault-postal-code")) }
    }
}

/// A telephone number as people write it: `04 76 00 00 00` for a French one, `+44 2071838750` for another.
#[must_use]
pub fn phone_grouped(phone: &str) -> String {
    match phone.strip_prefix("+33") {
        Some(national) if is_digits(national, 9) => {
            let pairs: Vec<&str> = (1..9).step_by(2).map(|start| &national[start..start + 2]).collect();
            format!("0{} {}", &national[..1], pairs.join(" "))
        }
        _ => phone.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn registrations_are_read_as_people_write_them() {
        assert_eq!(Siret::parse("732 829 320 00074").unwrap().as_str(), "73282932000074");
        assert_eq!(Rna::parse("w 381 000 000").unwrap().as_str(), "W381000000");
        assert_eq!(Ape::parse("90.01z").unwrap().as_str(), "9001Z");
        assert_eq!(Licences::parse("platesv-d-2026-000001; L-R-20-1234").unwrap().as_str(), "PLATESV-D-2026-000001, L-R-20-1234");
        assert_eq!(VatNumber::parse("FR 44 732 829 320").unwrap().as_str(), "FR44732829320");
        assert_eq!(PostalCode::parse("38 000").unwrap().as_str(), "38000");
        for wrong in ["73282932000075", "7328293200007", "00000000000000", "7328293200007A", "\u{0661}\u{0662}345678901234"] {
            assert!(Siret::parse(wrong).is_err(), "{wrong}");
        }
        assert!(Rna::parse("W38100000").is_err() && Ape::parse("9001").is_err() && Ape::parse("900éZ").is_err());
        assert!(Licences::parse("PLATESV-X-2026-000001").is_err() && Licences::parse("1-1234").is_err());
        assert!(VatNumber::parse("FR45732829320").is_err() && PostalCode::parse("99999").is_err());
    }

    #[test]
    fn establishments_of_la_poste_follow_their_own_rule() {
        assert!(Siret::parse("35600000000048").is_ok());
        // Digits that add up to a multiple of five, without passing Luhn.
        assert!(!luhn("35600000000015") && Siret::parse("35600000000015").is_ok());
        assert!(Siret::parse("35600000000016").is_err());
    }

    #[test]
    fn numbers_are_printed_in_groups() {
        assert_eq!(siret_grouped("73282932000074"), "732\u{a0}829\u{a0}320\u{a0}00074");
        assert_eq!(phone_grouped("+33476000000"), "04 76 00 00 00");
        assert_eq!(phone_grouped("+442071838750"), "+442071838750");
    }

    proptest! {
        #[test]
        fn one_wrong_digit_of_a_siret_is_noticed(siren in 10_000_000_u64..=99_999_999, place in 0_usize..14, by in 1_u8..10) {
            let with_check = |digits: String| (0..10).map(|check| format!("{digits}{check}")).find(|all| luhn(all)).unwrap();
            let siret = with_check(format!("{}0001", with_check(siren.to_string())));
            prop_assume!(!siret.starts_with("356000000"));
            prop_assert!(Siret::parse(&siret).is_ok());
            let mut bytes = siret.into_bytes();
            bytes[place] = b'0' + (bytes[place] - b'0' + by) % 10;
            prop_assert!(Siret::parse(&String::from_utf8(bytes).unwrap()).is_err());
        }

        #[test]
        fn nothing_typed_makes_a_fact_panic(text in "\\PC{0,30}") {
            let _ = (Siret::parse(&text), Rna::parse(&text), Ape::parse(&text), Licences::parse(&text), VatNumber::parse(&text), PostalCode::parse(&text));
            let _ = (siret_grouped(&text), phone_grouped(&text));
        }
    }
}
