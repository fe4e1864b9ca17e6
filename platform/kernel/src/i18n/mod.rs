//! Words: the two languages, the sentences of `templates/locales`, and how money and dates are written.

mod catalogue;
mod format;
mod sentence;

use std::sync::{Arc, LazyLock};

use rust_embed::RustEmbed;
use serde::{Deserialize, Serialize};

pub use catalogue::{Catalogue, Missing};
pub use format::{date_day, date_long, date_short, datetime, day_number, instant, money, month_short, time, weekday_short};
pub use sentence::{Argument, Sentence, rendering_in};

/// Where an association's clocks stand: all of them are in France.
pub const TIME_ZONE: chrono_tz::Tz = chrono_tz::Europe::Paris;

/// A language the pages speak. French first: its addresses carry no prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// French, as in France.
    #[default]
    Fr,
    /// English, as in Britain.
    En,
}

impl Locale {
    /// Both languages, the default one first.
    pub const ALL: [Self; 2] = [Self::Fr, Self::En];

    /// `fr` or `en`: for `lang` attributes, folders and columns.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// The language of this code, if we speak it.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|locale| locale.code() == code)
    }

    /// The language beside this one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Fr => Self::En,
            Self::En => Self::Fr,
        }
    }

    /// The address of `path` (which starts with `/` and bears no prefix) in this language.
    #[must_use]
    pub fn path(self, path: &str) -> String {
        match self {
            Self::Fr => path.to_owned(),
            Self::En if path == "/" => "/en".to_owned(),
            Self::En => format!("/en{path}"),
        }
    }

    pub(crate) fn chrono(self) -> chrono::Locale {
        match self {
            Self::Fr => chrono::Locale::fr_FR,
            Self::En => chrono::Locale::en_GB,
        }
    }
}

#[derive(RustEmbed)]
#[folder = "../../templates/locales"]
#[allow_missing = true]
struct LocaleFiles;

static EMBEDDED: LazyLock<Result<Arc<Catalogue>, Vec<String>>> = LazyLock::new(|| {
    let mut sources = Vec::new();
    for name in LocaleFiles::iter() {
        let Some(file) = LocaleFiles::get(&name) else { continue };
        sources.push((name.to_string(), String::from_utf8_lossy(&file.data).into_owned()));
    }
    Catalogue::from_sources(sources).map(Arc::new)
});

/// The sentences embedded in this binary, read once.
///
/// # Errors
/// Every fault of the locale files, each naming its file and key.
pub fn catalogue() -> Result<Arc<Catalogue>, Vec<String>> {
    EMBEDDED.clone()
}

/// One sentence of the embedded catalogue.
///
/// # Errors
/// When the catalogue is faulty, the key unknown or an argument missing: a fault of ours, which the start-up rendering of
/// every page is there to find.
pub fn translate(locale: Locale, key: &str, arguments: &[(&str, Argument)]) -> anyhow::Result<String> {
    let catalogue = catalogue().map_err(|faults| anyhow::anyhow!("the locale files are faulty: {}", faults.join("; ")))?;
    Ok(catalogue.translate(locale, key, arguments)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_keeps_its_language() {
        assert_eq!(Locale::Fr.path("/concerts"), "/concerts");
        assert_eq!(Locale::En.path("/concerts"), "/en/concerts");
        assert_eq!(Locale::En.path("/"), "/en");
    }

    #[test]
    fn the_locale_files_are_sound() {
        if let Err(faults) = catalogue() {
            panic!("{}", faults.join("\n"));
        }
    }
}
