//! Colours in OKLCH (Björn Ottosson, 2020; CSS Color 4): lightness, chroma and hue that agree with the eye, fitted into sRGB.

/// A colour in linear light, each channel from 0 to 1.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Linear([f64; 3]);

/// A colour by lightness (0 to 1), chroma (0 for greys) and hue (degrees).
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Oklch {
    /// From black to white.
    pub lightness: f64,
    /// From grey to vivid.
    pub chroma: f64,
    /// On the circle, 0 to 360.
    pub hue: f64,
}

impl Linear {
    /// White.
    pub const WHITE: Self = Self([1.0, 1.0, 1.0]);

    /// From `#rrggbb`; `None` for any other text.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
        let mut channels = [0.0; 3];
        for (index, channel) in channels.iter_mut().enumerate() {
            let value = f64::from(u8::from_str_radix(&digits[2 * index..2 * index + 2], 16).ok()?) / 255.0;
            *channel = if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) };
        }
        Some(Self(channels))
    }

    /// As `#rrggbb`.
    #[must_use]
    pub fn to_hex(self) -> String {
        let [red, green, blue] = self.0.map(|channel| {
            let value = if channel <= 0.003_130_8 { 12.92 * channel } else { 1.055 * channel.powf(1.0 / 2.4) - 0.055 };
            byte(value)
        });
        format!("#{red:02x}{green:02x}{blue:02x}")
    }

    /// The contrast between two colours, 1 to 21 (WCAG 2.2).
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0;
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// The same colour by lightness, chroma and hue.
    #[must_use]
    pub fn to_oklch(self) -> Oklch {
        let [red, green, blue] = self.0;
        let long = (0.412_221_470_8 * red + 0.536_332_536_3 * green + 0.051_445_992_9 * blue).cbrt();
        let medium = (0.211_903_498_2 * red + 0.680_699_545_1 * green + 0.107_396_956_6 * blue).cbrt();
        let short = (0.088_302_461_9 * red + 0.281_718_837_6 * green + 0.629_978_700_5 * blue).cbrt();
        let lightness = 0.210_454_255_3 * long + 0.793_617_785_0 * medium - 0.004_072_046_8 * short;
        let a = 1.977_998_495_1 * long - 2.428_592_205_0 * medium + 0.450_593_709_9 * short;
        let b = 0.025_904_037_1 * long + 0.782_771_766_2 * medium - 0.808_675_766_0 * short;
        Oklch { lightness, chroma: a.hypot(b), hue: b.atan2(a).to_degrees().rem_euclid(360.0) }
    }
}

impl Oklch {
    /// The colour in linear light, its chroma reduced until it fits sRGB.
    #[must_use]
    pub fn fitted(self) -> Linear {
        let mut chroma = self.chroma;
        while chroma > 0.0 {
            let channels = Self { chroma, ..self }.channels();
            if channels.iter().all(|channel| (-1e-4..=1.000_1).contains(channel)) {
                return clamped(channels);
            }
            chroma -= 0.002;
        }
        clamped(Self { chroma: 0.0, ..self }.channels())
    }

    fn channels(self) -> [f64; 3] {
        let (sine, cosine) = self.hue.to_radians().sin_cos();
        let (a, b) = (self.chroma * cosine, self.chroma * sine);
        let long = (self.lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let medium = (self.lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let short = (self.lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
        [
            4.076_741_662_1 * long - 3.307_711_591_3 * medium + 0.230_969_929_2 * short,
            -1.268_438_004_6 * long + 2.609_757_401_1 * medium - 0.341_319_396_5 * short,
            -0.004_196_086_3 * long - 0.703_418_614_7 * medium + 1.707_614_701_0 * short,
        ]
    }
}

fn clamped(channels: [f64; 3]) -> Linear {
    Linear(channels.map(|channel| channel.clamp(0.0, 1.0)))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the range of a byte first")]
fn byte(value: f64) -> u8 {
    (value.clamp(0.0, 1.0) * 255.0).round() as u8
}
