//! The colours of an association's pages, derived from the one it picks: legible whatever it picks. The derivation is written down at the top
//! of `templates/assets/css/tokens.css`, which is also what reads these values.

use poem::{Request, Response, RouteMethod, get, handler, web::Data};

use kernel::{error::Result, http::Ctx};

pub mod model;

use crate::site::{
    cache::{PageCache, Rendered},
    store,
};
use model::{Linear, Oklch};

/// The path of the style sheet.
pub const PATH: &str = "/theme.css";

/// What text needs on its background (WCAG 2.2, 1.4.3), with a margin for the rounding to eight bits.
const ENOUGH: f64 = 4.6;
/// The colour of the platform itself: used where a stored colour cannot be read.
pub const DEFAULT: &str = "#e8452c";

/// What derives from a main colour.
#[derive(Clone, PartialEq, Debug)]
pub struct Theme {
    /// Its hue, which tints the neutrals.
    pub hue: f64,
    /// In light surroundings.
    pub light: Scheme,
    /// In dark surroundings.
    pub dark: Scheme,
}

/// Three colours of one scheme, as `#rrggbb`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scheme {
    /// The flat field.
    pub field: String,
    /// Text on the field.
    pub ink: String,
    /// The colour as text on paper.
    pub text: String,
}

impl Theme {
    /// The theme of a colour written `#rrggbb`; the platform's when it is not.
    #[must_use]
    pub fn of(colour: &str) -> Self {
        let main = Linear::from_hex(colour).or_else(|| Linear::from_hex(DEFAULT)).unwrap_or(Linear::WHITE).to_oklch();
        // A grey has no hue to speak of: a warm one keeps its paper from looking cold.
        let main = if main.chroma < 0.005 { Oklch { hue: 60.0, ..main } } else { main };
        let (light, light_ink) = field(Oklch { lightness: main.lightness.clamp(0.30, 0.88), ..main });
        let (dark, dark_ink) = field(Oklch { lightness: main.lightness.clamp(0.52, 0.86), ..main });
        let light_paper = Oklch { lightness: 0.94, chroma: 0.01, hue: main.hue }.fitted();
        let dark_paper = Oklch { lightness: 0.29, chroma: 0.02, hue: main.hue }.fitted();
        let light_text = text(Oklch { lightness: main.lightness.min(0.55), chroma: main.chroma.min(0.16), ..main }, light_paper, -0.01);
        let dark_text = text(Oklch { lightness: main.lightness.max(0.70), chroma: main.chroma.min(0.13), ..main }, dark_paper, 0.01);
        let scheme = |field: Linear, ink: Linear, text: Linear| Scheme { field: field.to_hex(), ink: ink.to_hex(), text: text.to_hex() };
        Self { hue: main.hue, light: scheme(light, light_ink, light_text), dark: scheme(dark, dark_ink, dark_text) }
    }

    /// The style sheet.
    #[must_use]
    pub fn css(&self) -> String {
        let scheme = |name: &str, scheme: &Scheme| {
            format!("  --theme-{name}: {};\n  --theme-{name}-ink: {};\n  --theme-{name}-text: {};\n", scheme.field, scheme.ink, scheme.text)
        };
        format!(":root {{\n  --theme-hue: {:.1};\n{}{}}}\n", self.hue, scheme("light", &self.light), scheme("dark", &self.dark))
    }
}

/// A flat field and the ink on it, the field moved away from its ink until it is legible.
fn field(wanted: Oklch) -> (Linear, Linear) {
    let night = Oklch { lightness: 0.17, chroma: wanted.chroma.min(0.02), hue: wanted.hue }.fitted();
    let mut colour = wanted.fitted();
    let (ink, step) = if night.contrast(colour) >= Linear::WHITE.contrast(colour) { (night, 0.01) } else { (Linear::WHITE, -0.01) };
    let mut lightness = wanted.lightness;
    while ink.contrast(colour) < ENOUGH && (0.0..=1.0).contains(&lightness) {
        lightness += step;
        colour = Oklch { lightness, ..wanted }.fitted();
    }
    (colour, ink)
}

/// A colour moved by `step` in lightness until it is legible on `paper`.
fn text(wanted: Oklch, paper: Linear, step: f64) -> Linear {
    let mut lightness = wanted.lightness;
    loop {
        let colour = Oklch { lightness, ..wanted }.fitted();
        if colour.contrast(paper) >= ENOUGH || !(0.0..=1.0).contains(&lightness) {
            return colour;
        }
        lightness += step;
    }
}

/// The address of the style sheet of a colour: it changes with the colour, so that browsers may keep it.
#[must_use]
pub fn url(colour: &str) -> String {
    format!("{PATH}?{}", colour.trim_start_matches('#'))
}

pub(in crate::site) fn routes() -> Vec<(&'static str, RouteMethod)> {
    vec![(PATH, get(style_sheet))]
}

#[handler]
async fn style_sheet(ctx: Ctx, cache: Data<&PageCache>, request: &Request) -> Result<Response> {
    cache
        .serve(&ctx, request, || async {
            let mut tx = ctx.begin().await?;
            let colour = store::load(&mut tx).await?.main_colour;
            Ok(Rendered::new("text/css; charset=utf-8", Theme::of(&colour).css()).lasting_under(colour.trim_start_matches('#')))
        })
        .await
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn contrast(one: &str, two: &str) -> f64 {
        Linear::from_hex(one).unwrap().contrast(Linear::from_hex(two).unwrap())
    }

    #[test]
    fn a_colour_reads_back() {
        for hex in ["#000000", "#ffffff", "#e8452c", "#0a5c8f", "#808080"] {
            assert_eq!(Linear::from_hex(hex).unwrap().to_oklch().fitted().to_hex(), hex);
        }
        assert!(Linear::from_hex("e8452c").is_none() && Linear::from_hex("#e8452").is_none() && Linear::from_hex("#é8452").is_none());
    }

    #[test]
    fn the_platforms_colour_gives_what_was_drawn() {
        let theme = Theme::of(DEFAULT);
        assert_eq!((theme.light.field.as_str(), theme.light.ink.as_str()), ("#e8452c", "#170c0a"));
        assert_eq!(Theme::of("no colour"), theme);
        assert!(theme.css().starts_with(":root {\n  --theme-hue: "));
    }

    proptest! {
        #[test]
        fn any_colour_at_all_is_legible(red: u8, green: u8, blue: u8) {
            let theme = Theme::of(&format!("#{red:02x}{green:02x}{blue:02x}"));
            let paper = |lightness, chroma| Oklch { lightness, chroma, hue: theme.hue }.fitted().to_hex();
            for (scheme, paper) in [(&theme.light, paper(0.94, 0.009)), (&theme.dark, paper(0.28, 0.018))] {
                prop_assert!(contrast(&scheme.field, &scheme.ink) >= 4.5, "{:?}", theme);
                prop_assert!(contrast(&scheme.text, &paper) >= 4.5, "{:?}", theme);
            }
        }

        #[test]
        fn greys_are_legible_too(level: u8) {
            let theme = Theme::of(&format!("#{level:02x}{level:02x}{level:02x}"));
            prop_assert!((theme.hue - 60.0).abs() < f64::EPSILON);
            prop_assert!(contrast(&theme.light.field, &theme.light.ink) >= 4.5 && contrast(&theme.dark.field, &theme.dark.ink) >= 4.5);
        }
    }
}
