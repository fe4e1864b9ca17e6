//! Colours of an association on paper: a flat field, and the ink that reads on it.

use serde::Serialize;

/// Ink of all text on white, and on light fields: a warm black, 18:1 on white.
const DARK: Colour = Colour { red: 0x17, green: 0x14, blue: 0x12 };
const WHITE: Colour = Colour { red: 0xff, green: 0xff, blue: 0xff };
/// Contrast of body text in WCAG 2.2, level AA (1.4.3).
const READABLE: f64 = 4.5;

/// A colour in sRGB, from `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour {
    red: u8,
    green: u8,
    blue: u8,
}

/// The text is not `#rrggbb`.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a colour is written #rrggbb")]
pub struct ColourError;

impl Colour {
    /// Contrast ratio of WCAG 2.2, from 1 (same) to 21 (black on white).
    fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// Relative luminance of WCAG 2.2.
    fn luminance(self) -> f64 {
        let channel = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(self.red) + 0.7152 * channel(self.green) + 0.0722 * channel(self.blue)
    }

    /// The ink that reads on a field of this colour: warm black or white, whichever contrasts most, which is never
    /// less than 4.2:1 and so always enough for the large type set on it.
    pub(crate) fn ink(self) -> Self {
        if self.contrast(DARK) >= self.contrast(WHITE) { DARK } else { WHITE }
    }

    /// This colour when it reads as text on white paper, the warm black otherwise.
    pub(crate) fn accent(self) -> Self {
        if self.contrast(WHITE) >= READABLE { self } else { DARK }
    }
}

impl std::str::FromStr for Colour {
    type Err = ColourError;

    fn from_str(text: &str) -> Result<Self, ColourError> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii()).ok_or(ColourError)?;
        let channel = |range| u8::from_str_radix(&digits[range], 16).map_err(|_| ColourError);
        Ok(Self { red: channel(0..2)?, green: channel(2..4)?, blue: channel(4..6)? })
    }
}

impl Serialize for Colour {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("#{:02x}{:02x}{:02x}", self.red, self.green, self.blue))
    }
}

/// The three colours a template uses, derived from the one an association picked.
#[derive(Serialize)]
pub(crate) struct Palette {
    field: Colour,
    ink: Colour,
    accent: Colour,
}

impl From<Colour> for Palette {
    fn from(field: Colour) -> Self {
        Self { field, ink: field.ink(), accent: field.accent() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_six_digits_after_a_hash() {
        assert_eq!("#ffC400".parse(), Ok(Colour { red: 0xff, green: 0xc4, blue: 0x00 }));
        for wrong in ["", "ffc400", "#ffc40", "#ffc4000", "#ggc400", "#éé00", "red"] {
            assert_eq!(wrong.parse::<Colour>(), Err(ColourError), "{wrong}");
        }
    }

    #[test]
    fn whatever_the_field_its_ink_reads() {
        for step in 0..=0xff_u8 {
            for field in [
                Colour { red: step, green: step, blue: step },
                Colour { red: step, green: 0, blue: 0xff - step },
                Colour { red: 0xff - step, green: step, blue: 0x30 },
            ] {
                assert!(field.contrast(field.ink()) >= 4.2, "{field:?}");
                assert!(field.accent().contrast(WHITE) >= READABLE, "{field:?}");
            }
        }
    }
}
