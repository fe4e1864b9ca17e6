//! Order codes and ticket numbers: short enough to say over the phone, checked so that a slip of the finger is noticed.
//!
//! A code is eight characters of Crockford's base 32 (no I, L, O, U) and two check digits: `FA0Y-W0PY-42`. The digits are the forty-bit
//! value modulo 97 (ISO/IEC 7064 uses the same modulus), which catches every single wrong character and nearly every swap.
//! A ticket's number is its order's code followed by three digits: `FA0Y-W0PY-42001`.

use std::fmt;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// The number of different codes.
pub const SPACE: u64 = 1 << 40;

/// An order's public code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct OrderCode(u64);

impl OrderCode {
    /// The code of a forty-bit value; higher bits are dropped.
    #[must_use]
    pub const fn from_value(value: u64) -> Self {
        Self(value % SPACE)
    }

    /// A code nobody can guess.
    #[must_use]
    pub fn random() -> Self {
        let bytes = *uuid::Uuid::new_v4().as_bytes();
        Self::from_value(u64::from_be_bytes([0, 0, 0, bytes[0], bytes[1], bytes[2], bytes[3], bytes[4]]))
    }

    /// Reads what a person typed: any case, with or without dashes and spaces, O for 0, I or L for 1.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let letters = letters(typed, 10)?;
        let (value, rest) = letters.split_at(8);
        let value = value.iter().try_fold(0_u64, |value, letter| Some(value * 32 + digit(*letter)?))?;
        let check = number(rest)?;
        (u64::from(check) == value % 97).then_some(Self(value))
    }

    /// The number of this order's `index`-th ticket, from 1 to 999.
    #[must_use]
    pub fn ticket(self, index: u16) -> TicketNumber {
        TicketNumber { order: self, index: index.min(999) }
    }
}

impl fmt::Display for OrderCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for place in (0..8_u32).rev() {
            let letter = ALPHABET[usize::try_from((self.0 >> (5 * place)) & 31).unwrap_or(0)];
            write!(f, "{}", char::from(letter))?;
            if place == 4 || place == 0 {
                f.write_str("-")?;
            }
        }
        write!(f, "{:02}", self.0 % 97)
    }
}

/// A ticket's unique number.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct TicketNumber {
    order: OrderCode,
    index: u16,
}

impl TicketNumber {
    /// Reads what a person typed or a camera read; as forgiving as [`OrderCode::parse`].
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let letters = letters(typed, 13)?;
        let (code, index) = letters.split_at(10);
        let code: String = code.iter().map(|letter| char::from(*letter)).collect();
        let index = number(index)?;
        (index > 0).then_some(Self { order: OrderCode::parse(&code)?, index })
    }
}

impl fmt::Display for TicketNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{:03}", self.order, self.index)
    }
}

/// The meaningful characters of `typed`, upper-case and disambiguated, if there are exactly `count`.
fn letters(typed: &str, count: usize) -> Option<Vec<u8>> {
    let mut found = Vec::with_capacity(count);
    for character in typed.chars() {
        let letter = match character {
            ' ' | '-' | '\u{a0}' | '\u{202f}' | '–' | '\u{2010}' | '\u{2011}' => continue,
            'o' | 'O' => b'0',
            'i' | 'I' | 'l' | 'L' => b'1',
            other => u8::try_from(other.to_ascii_uppercase()).ok().filter(u8::is_ascii_alphanumeric)?,
        };
        found.push(letter);
        if found.len() > count {
            return None;
        }
    }
    (found.len() == count).then_some(found)
}

fn digit(letter: u8) -> Option<u64> {
    ALPHABET.iter().position(|known| *known == letter).and_then(|place| u64::try_from(place).ok())
}

fn number(digits: &[u8]) -> Option<u16> {
    std::str::from_utf8(digits).ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))?.parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_code_reads_back_however_it_is_typed(value in 0..SPACE, index in 1_u16..=999) {
            let code = OrderCode::from_value(value);
            let shown = code.to_string();
            prop_assert_eq!(shown.len(), 12);
            prop_assert_eq!(OrderCode::parse(&shown), Some(code));
            prop_assert_eq!(OrderCode::parse(&shown.to_lowercase().replace('-', " ")), Some(code));
            prop_assert_eq!(OrderCode::parse(&shown.replace('0', "O").replace('1', "l")), Some(code));
            let ticket = code.ticket(index);
            prop_assert_eq!(TicketNumber::parse(&ticket.to_string()), Some(ticket));
        }

        #[test]
        fn one_wrong_character_is_noticed(value in 0..SPACE, place in 0_u32..8, change in 1_u64..32) {
            let wrong = value ^ (change << (5 * place));
            let good = OrderCode::from_value(value).to_string();
            let bad = OrderCode::from_value(wrong).to_string();
            let mixed = format!("{}{}", &bad[..10], &good[10..]);
            prop_assert_eq!(OrderCode::parse(&mixed), None);
        }

        #[test]
        fn nothing_typed_makes_it_panic(typed in "\\PC{0,40}") {
            let _ = OrderCode::parse(&typed);
            let _ = TicketNumber::parse(&typed);
        }
    }
}
