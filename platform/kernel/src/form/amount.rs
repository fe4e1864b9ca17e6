//! Numbers: amounts of money as people type them, and counts.

use super::Fault;
use crate::money::Cents;

/// One million euros: above what any ticket costs and within what card networks take in one payment.
const LARGEST_CENTS: i64 = 100_000_000;

/// Reads an amount in euros as French or English writes it: `12`, `12,5`, `12.50 €`, `1 234,50`.
///
/// One decimal mark, comma or point; spaces of any width between digits. A comma as a thousands mark is refused rather than guessed.
///
/// # Errors
/// When it is no amount, negative, finer than a cent or above one million euros.
pub fn cents(text: &str) -> Result<Cents, Fault> {
    let fault = || Fault::new("fault-amount");
    let trimmed = text.trim();
    let bare = trimmed.strip_prefix('€').or_else(|| trimmed.strip_suffix('€')).unwrap_or(trimmed).trim();
    if bare.chars().any(char::is_control) {
        return Err(fault());
    }
    let bare: String = bare.chars().filter(|character| !character.is_whitespace()).collect();
    if bare.starts_with(['-', '\u{2212}']) {
        return Err(Fault::new("fault-amount-negative"));
    }
    let (euros, decimals) = bare.split_once([',', '.']).unwrap_or((&bare, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if euros.is_empty() || !digits(euros) || !digits(decimals) || (decimals.is_empty() && bare.len() > euros.len()) {
        return Err(fault());
    }
    if decimals.len() > 2 {
        return Err(Fault::new("fault-amount-decimals"));
    }
    let too_large = || Fault::new("fault-amount-too-large");
    let euros = euros.parse::<i64>().map_err(|_| too_large())?;
    let rest = format!("{decimals:0<2}").parse::<i64>().map_err(|_| fault())?;
    let amount = euros.checked_mul(100).and_then(|whole| whole.checked_add(rest)).filter(|amount| *amount <= LARGEST_CENTS).ok_or_else(too_large)?;
    Ok(Cents(amount))
}

/// A reader of whole numbers from `least` to `most`, both included.
pub fn count(least: u32, most: u32) -> impl Fn(&str) -> Result<u32, Fault> {
    move |text| {
        let fault = || Fault::new("fault-count").with("least", least).with("most", most);
        let bare: String = text.trim().chars().filter(|character| !matches!(character, ' ' | '\u{a0}' | '\u{202f}')).collect();
        if bare.is_empty() || !bare.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(fault());
        }
        bare.parse::<u32>().ok().filter(|number| (least..=most).contains(number)).ok_or_else(fault)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn amounts_are_read_as_both_languages_write_them() {
        for (typed, expected) in [
            ("12", 1200),
            ("12,5", 1250),
            ("12.50 €", 1250),
            ("€ 12.05", 1205),
            ("1\u{202f}234,50\u{a0}€", 123_450),
            ("0", 0),
            ("007", 700),
            ("1000000", LARGEST_CENTS),
        ] {
            assert_eq!(cents(typed).unwrap(), Cents(expected), "{typed}");
        }
        for (typed, key) in [
            ("", "fault-amount"),
            (",5", "fault-amount"),
            ("12,", "fault-amount"),
            ("1,2,3", "fault-amount"),
            ("1e3", "fault-amount"),
            ("douze", "fault-amount"),
            ("12 $", "fault-amount"),
            ("-1", "fault-amount-negative"),
            ("\u{2212}1", "fault-amount-negative"),
            ("1,234", "fault-amount-decimals"),
            ("1000000,01", "fault-amount-too-large"),
            ("99999999999999999999", "fault-amount-too-large"),
        ] {
            assert_eq!(cents(typed).unwrap_err().key(), key, "{typed}");
        }
    }

    #[test]
    fn counts_stay_within_their_bounds() {
        assert_eq!(count(1, 10)(" 10 ").unwrap(), 10);
        assert_eq!(count(0, 5000)("1 200").unwrap(), 1200);
        for typed in ["", "0", "11", "-1", "+1", "1.0", "99999999999", "\u{0661}"] {
            assert!(count(1, 10)(typed).is_err(), "{typed}");
        }
    }

    proptest! {
        #[test]
        fn accepted_amounts_read_themselves(text in any::<String>(), number in "[ 0-9.,€-]{0,14}") {
            for typed in [&text, &number] {
                if let Ok(amount) = cents(typed) {
                    prop_assert!((0..=LARGEST_CENTS).contains(&amount.0));
                    prop_assert_eq!(cents(&format!("{}.{:02}", amount.0 / 100, amount.0 % 100)).unwrap(), amount);
                }
                if let Ok(number) = count(0, u32::MAX)(typed) {
                    prop_assert_eq!(count(0, u32::MAX)(&number.to_string()).unwrap(), number);
                }
            }
        }
    }
}
