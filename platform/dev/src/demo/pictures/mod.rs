//! The pictures of the demo season, drawn by code: flat inks on paper, in the manner of silk-screened posters. The same motif gives the same bytes.

mod canvas;
mod motifs;

use canvas::{Canvas, Ink};

/// What a picture shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Motif {
    /// Sound spreading from a corner.
    Waves,
    /// Four strings and a disc.
    Strings,
    /// A keyboard, slanted, under a red sun.
    Keys,
    /// A moon over dots that grow.
    Night,
    /// Quarter circles, tiled.
    Tiles,
    /// Cymbals seen from above.
    Cymbals,
    /// Ribbons of voices.
    Ribbons,
    /// Half discs that answer each other.
    Halves,
    /// A curtain and its light.
    Curtain,
    /// Steps that climb into the dark.
    Steps,
    /// A door ajar.
    Door,
    /// Rays over a horizon.
    Rays,
    /// Vaults within vaults.
    Vaults,
    /// A stave in the wind.
    Stave,
}

/// Four inks, darkest first, and the paper.
#[derive(Clone, Copy, Debug)]
pub(super) struct Palette {
    /// The darkest.
    pub night: Ink,
    /// The loudest.
    pub loud: Ink,
    /// Its opposite.
    pub calm: Ink,
    /// The brightest.
    pub light: Ink,
    /// What they are printed on.
    pub paper: Ink,
}

/// Red, sea green and saffron on warm paper.
pub(super) const BRASS: Palette = Palette { night: 0x16_1a_2b, loud: 0xe8_45_2c, calm: 0x2a_7f_7a, light: 0xf6_b6_3c, paper: 0xf7_ee_dd };
/// Ultramarine, coral and pale lemon.
pub(super) const MIDNIGHT: Palette = Palette { night: 0x10_15_3a, loud: 0xff_6a_4d, calm: 0x2f_4b_d8, light: 0xff_e0_73, paper: 0xf2_ef_f7 };
/// Aubergine, rose and mint.
pub(super) const VELVET: Palette = Palette { night: 0x2b_0f_2e, loud: 0xd8_2c_6b, calm: 0x3a_9b_8c, light: 0xf7_a9_b8, paper: 0xfb_f1_ec };
/// Forest, vermilion and straw.
pub(super) const GARDEN: Palette = Palette { night: 0x12_2b_22, loud: 0xe5_5a_28, calm: 0x2f_6b_4b, light: 0xef_cf_62, paper: 0xf5_f1_e1 };

const SIDE: usize = 720;

/// Draws a motif as a JPEG, square.
///
/// # Errors
/// When it cannot be encoded.
pub(super) fn draw(motif: Motif, palette: Palette) -> anyhow::Result<Vec<u8>> {
    let mut canvas = Canvas::new(SIDE, SIDE, palette.paper);
    motifs::draw(&mut canvas, motif, palette);
    Ok(canvas.print()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_motif_is_drawn_the_same_each_time() {
        let first = draw(Motif::Keys, BRASS).unwrap();
        assert_eq!(first, draw(Motif::Keys, BRASS).unwrap());
        assert_ne!(first, draw(Motif::Waves, BRASS).unwrap());
        let read = image::load_from_memory(&first).unwrap();
        assert_eq!((read.width(), read.height()), (720, 720));
    }
}
