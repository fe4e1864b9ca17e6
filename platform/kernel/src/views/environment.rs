//! What templates may call: words, money, dates, addresses. One environment a language, so that none of it takes a locale.

use std::{fmt::Write as _, sync::Arc};

use chrono::DateTime;
use chrono_tz::Tz;
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, Value,
    value::{Kwargs, ValueKind},
};

use super::Assets;
use crate::i18n::{self, Argument, Catalogue, Locale};

/// An environment without templates, with our functions and filters bound to `locale`.
pub(super) fn build(locale: Locale, catalogue: &Arc<Catalogue>, assets: &Assets) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|name| match name.rsplit_once('.') {
        Some((_, "html")) => AutoEscape::Html,
        _ => AutoEscape::None,
    });
    // A value that is absent prints as nothing: "none" is our word, not the reader's.
    environment.set_formatter(|output, state, value| match value.as_str() {
        _ if value.is_none() => Ok(()),
        // The engine's own escaping turns each slash of an address into six characters.
        Some(text) if matches!(state.auto_escape(), AutoEscape::Html) && !value.is_safe() => output.write_str(&escaped(text)).map_err(Error::from),
        _ => minijinja::escape_formatter(output, state, value),
    });

    let words = Arc::clone(catalogue);
    environment.add_function("t", move |key: &str, arguments: Kwargs| translate(&words, locale, key, &arguments, false));
    let words = Arc::clone(catalogue);
    // For sentences that carry markup of their own: the arguments, which people typed, are escaped first.
    environment.add_function("t_html", move |key: &str, arguments: Kwargs| translate(&words, locale, key, &arguments, true).map(Value::from_safe_string));
    environment.add_function("money", move |cents: i64| i18n::money(locale, cents));
    environment.add_filter("money", move |cents: i64| i18n::money(locale, cents));
    environment.add_function("url", move |path: &str| locale.path(path));
    let files = assets.clone();
    environment.add_function("asset", move |name: &str| {
        files.url(name).ok_or_else(|| Error::new(ErrorKind::InvalidOperation, format!("there is no asset {name}; run ops/assets")))
    });

    environment.add_filter("date_long", move |text: &str| Ok::<_, Error>(i18n::date_long(locale, &instant(text)?)));
    environment.add_filter("date_day", move |text: &str| Ok::<_, Error>(i18n::date_day(locale, &instant(text)?)));
    environment.add_filter("date_short", |text: &str| Ok::<_, Error>(i18n::date_short(&instant(text)?)));
    environment.add_filter("datetime", move |text: &str| Ok::<_, Error>(i18n::datetime(locale, &instant(text)?)));
    environment.add_filter("time", move |text: &str| Ok::<_, Error>(i18n::time(locale, &instant(text)?)));
    environment.add_filter("day_number", |text: &str| Ok::<_, Error>(i18n::day_number(&instant(text)?)));
    environment.add_filter("month_short", move |text: &str| Ok::<_, Error>(i18n::month_short(locale, &instant(text)?)));
    environment.add_filter("weekday_short", move |text: &str| Ok::<_, Error>(i18n::weekday_short(locale, &instant(text)?)));
    environment
}

fn instant(text: &str) -> Result<DateTime<Tz>, Error> {
    i18n::instant(text).map_err(|error| Error::new(ErrorKind::InvalidOperation, "a date filter wants an RFC 3339 instant").with_source(error))
}

fn translate(catalogue: &Catalogue, locale: Locale, key: &str, given: &Kwargs, escape: bool) -> Result<String, Error> {
    let mut arguments = Vec::new();
    for name in given.args() {
        let value: Value = given.get(name)?;
        arguments.push((name, argument(name, &value, escape)?));
    }
    catalogue.translate(locale, key, &arguments).map_err(|missing| Error::new(ErrorKind::InvalidOperation, missing.to_string()))
}

fn argument(name: &str, value: &Value, escape: bool) -> Result<Argument, Error> {
    match value.kind() {
        ValueKind::Number if value.is_integer() => {
            value.as_i64().map(Argument::Number).ok_or_else(|| Error::new(ErrorKind::InvalidOperation, format!("the number {name} is out of range")))
        }
        ValueKind::Undefined => Err(Error::new(ErrorKind::UndefinedError, format!("the argument {name} of a sentence is undefined"))),
        ValueKind::None => Ok(Argument::Text(String::new())),
        _ if escape && !value.is_safe() => Ok(Argument::Text(escaped(&value.to_string()))),
        _ => Ok(Argument::Text(value.to_string())),
    }
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#x27;"),
            other => safe.push(other),
        }
    }
    safe
}

/// The error with its place and causes on one line: minijinja's own display leaves the causes out.
pub(super) fn describe(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        let _ = write!(text, ": {inner}");
        cause = inner.source();
    }
    text
}
