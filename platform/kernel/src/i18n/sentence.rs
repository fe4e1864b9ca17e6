//! A sentence not yet in a language: errors and form faults carry it, pages say it.

use std::{cell::RefCell, sync::Arc};

use serde::{Serialize, Serializer, ser::Error as _};

use super::{Catalogue, Locale};

/// A value put into a sentence. Numbers choose plurals, text is printed as it stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Argument {
    /// A whole number.
    Number(i64),
    /// Text: for money and dates, already formatted for the locale.
    Text(String),
}

impl From<&str> for Argument {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Argument {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Argument {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<i32> for Argument {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}

impl From<u32> for Argument {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<usize> for Argument {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

/// A key of the locale files with its arguments, translated when it is shown.
///
/// In a page context it serialises as its translation, in the language being rendered; anywhere else serialising it fails.
#[derive(Debug, Clone, PartialEq)]
pub struct Sentence {
    key: &'static str,
    arguments: Vec<(&'static str, Argument)>,
}

impl Sentence {
    /// A sentence without arguments.
    #[must_use]
    pub fn new(key: &'static str) -> Self {
        Self { key, arguments: Vec::new() }
    }

    /// The same with one argument more.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Argument>) -> Self {
        self.arguments.push((name, value.into()));
        self
    }

    /// Its key in the locale files.
    #[must_use]
    pub fn key(&self) -> &'static str {
        self.key
    }

    /// Says it, with the embedded catalogue.
    ///
    /// # Errors
    /// See [`super::translate`].
    pub fn translate(&self, locale: Locale) -> anyhow::Result<String> {
        super::translate(locale, self.key, &self.arguments)
    }
}

thread_local! {
    static RENDERING: RefCell<Option<(Locale, Arc<Catalogue>)>> = const { RefCell::new(None) };
}

/// Runs `work`, in which every [`Sentence`] serialises in this language. Rendering never awaits, so a thread-local holds.
pub fn rendering_in<T>(locale: Locale, catalogue: &Arc<Catalogue>, work: impl FnOnce() -> T) -> T {
    struct Restore(Option<(Locale, Arc<Catalogue>)>);
    impl Drop for Restore {
        fn drop(&mut self) {
            RENDERING.set(self.0.take());
        }
    }
    let _restore = Restore(RENDERING.replace(Some((locale, Arc::clone(catalogue)))));
    work()
}

impl Serialize for Sentence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let said = RENDERING.with_borrow(|rendering| {
            let (locale, catalogue) = rendering.as_ref()?;
            Some(catalogue.translate(*locale, self.key, &self.arguments))
        });
        match said {
            Some(Ok(words)) => serializer.serialize_str(&words),
            Some(Err(missing)) => Err(S::Error::custom(missing)),
            None => Err(S::Error::custom(format!("the sentence {} was serialised outside a page", self.key))),
        }
    }
}
