//! The fonts inside the binary: the two faces of the design in static weights, and a few others so that Greek, Cyrillic,
//! Arabic and Hebrew names and emoji still print.

use std::sync::LazyLock;

use typst::{
    foundations::Bytes,
    text::{Font, FontBook},
    utils::LazyHash,
};

include!(concat!(env!("OUT_DIR"), "/fonts.rs"));

/// The fonts, and the book in which the typesetter looks them up.
pub(crate) struct Fonts {
    pub(crate) book: LazyHash<FontBook>,
    pub(crate) fonts: Vec<Font>,
}

/// All fonts, read once.
///
/// The packages cut a family into one file per script, all under one name, and the typesetter would only ever look
/// into one of them. So each file goes into the book as a family of its own, "family script", and the templates list
/// them in order of preference.
pub(crate) static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let mut book = FontBook::new();
    let mut fonts = Vec::new();
    for (stem, bytes) in FILES {
        let mut parts = stem.split("__");
        let (Some(family), Some(script)) = (parts.next(), parts.next()) else { continue };
        for font in Font::iter(Bytes::new(*bytes)) {
            let mut info = font.info().clone();
            info.family = format!("{family} {script}");
            book.push(info);
            fonts.push(font);
        }
    }
    Fonts { book: LazyHash::new(book), fonts }
});

/// Whether some font has a glyph for this letter.
pub(crate) fn covers(letter: char) -> bool {
    FONTS.fonts.iter().any(|font| font.info().coverage.contains(u32::from(letter)))
}
