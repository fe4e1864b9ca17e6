//! The Fluent bundles of both languages, proven equal in keys and variables before anything is served.

use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use fluent_syntax::ast;
use unic_langid::langid;

use super::{Argument, Locale};

/// A sentence that cannot be said: a fault of ours.
#[derive(Debug, thiserror::Error)]
#[error("the sentence {key} cannot be said in {locale}: {reason}; look at templates/locales/{locale}")]
pub struct Missing {
    key: String,
    locale: &'static str,
    reason: String,
}

/// All sentences, in both languages.
pub struct Catalogue {
    french: FluentBundle<FluentResource>,
    english: FluentBundle<FluentResource>,
    keys: BTreeSet<String>,
}

/// What a message must have in common between languages: the variables it prints. Those that only choose a form may be
/// needed by one language's grammar and not by the other's.
#[derive(Debug, Default, PartialEq, Eq)]
struct Shape {
    printed: BTreeSet<String>,
}

impl Catalogue {
    /// Builds it from `(path, text)` pairs whose path starts with `fr/` or `en/` and ends with `.ftl`; others are ignored.
    ///
    /// # Errors
    /// All faults together: syntax, a key twice, a key in one language only, variables that differ, unknown references.
    pub fn from_sources(sources: impl IntoIterator<Item = (String, String)>) -> Result<Self, Vec<String>> {
        let mut faults = Vec::new();
        let mut french = Reader::new(Locale::Fr);
        let mut english = Reader::new(Locale::En);
        for (path, text) in sources {
            if std::path::Path::new(&path).extension().is_none_or(|extension| extension != "ftl") {
                continue;
            }
            match path.split_once('/') {
                Some(("fr", _)) => french.add(&path, text, &mut faults),
                Some(("en", _)) => english.add(&path, text, &mut faults),
                _ => faults.push(format!("{path}: not under fr/ or en/")),
            }
        }
        compare(&french, &english, &mut faults);
        french.check_references(&mut faults);
        english.check_references(&mut faults);
        if faults.is_empty() { Ok(Self { keys: french.messages.into_keys().collect(), french: french.bundle, english: english.bundle }) } else { Err(faults) }
    }

    /// Every key, as templates write them (`message` or `message.attribute`).
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(String::as_str)
    }

    /// Says the sentence `key` (`message` or `message.attribute`).
    ///
    /// # Errors
    /// When there is no such key, or an argument it reads is not given.
    pub fn translate(&self, locale: Locale, key: &str, arguments: &[(&str, Argument)]) -> Result<String, Missing> {
        let missing = |reason: String| Missing { key: key.to_owned(), locale: locale.code(), reason };
        let bundle = match locale {
            Locale::Fr => &self.french,
            Locale::En => &self.english,
        };
        let (name, attribute) = key.split_once('.').map_or((key, None), |(name, attribute)| (name, Some(attribute)));
        let message = bundle.get_message(name).ok_or_else(|| missing("no such key".to_owned()))?;
        let pattern = match attribute {
            None => message.value(),
            Some(attribute) => message.get_attribute(attribute).map(|found| found.value()),
        }
        .ok_or_else(|| missing("no such key".to_owned()))?;
        let mut values = FluentArgs::with_capacity(arguments.len());
        for (name, value) in arguments {
            match value {
                Argument::Number(number) => values.set(*name, *number),
                Argument::Text(text) => values.set(*name, FluentValue::from(text.as_str())),
            }
        }
        let mut errors = Vec::new();
        let said = bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned();
        if errors.is_empty() { Ok(said) } else { Err(missing(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))) }
    }
}

/// One language while it is read.
struct Reader {
    locale: Locale,
    bundle: FluentBundle<FluentResource>,
    messages: BTreeMap<String, Shape>,
    terms: BTreeSet<String>,
    references: Vec<(String, String)>,
}

impl Reader {
    fn new(locale: Locale) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![match locale {
            Locale::Fr => langid!("fr-FR"),
            Locale::En => langid!("en-GB"),
        }]);
        // Isolation marks around arguments would break titles, mail subjects and searches; no text here is right-to-left.
        bundle.set_use_isolating(false);
        Self { locale, bundle, messages: BTreeMap::new(), terms: BTreeSet::new(), references: Vec::new() }
    }

    fn add(&mut self, path: &str, text: String, faults: &mut Vec<String>) {
        let resource = match FluentResource::try_new(text) {
            Ok(resource) => resource,
            Err((resource, errors)) => {
                faults.extend(errors.iter().map(|error| {
                    let line = resource.source().get(..error.pos.start).map_or(0, |before| before.matches('\n').count() + 1);
                    format!("{path}:{line}: {error}")
                }));
                resource
            }
        };
        for entry in resource.entries() {
            match entry {
                ast::Entry::Message(message) => self.add_message(path, message),
                ast::Entry::Term(term) => {
                    self.terms.insert(term.id.name.to_owned());
                }
                _ => {}
            }
        }
        if let Err(errors) = self.bundle.add_resource(resource) {
            faults.extend(errors.iter().map(|error| format!("{path}: {error}")));
        }
    }

    fn add_message(&mut self, path: &str, message: &ast::Message<&str>) {
        let name = message.id.name;
        let parts = message.value.iter().map(|pattern| (name.to_owned(), pattern));
        let attributes = message.attributes.iter().map(|attribute| (format!("{name}.{}", attribute.id.name), &attribute.value));
        for (key, pattern) in parts.chain(attributes) {
            let mut shape = Shape::default();
            let mut references = Vec::new();
            walk_pattern(pattern, &mut shape, &mut references);
            self.references.extend(references.into_iter().map(|reference| (format!("{path}: {key}"), reference)));
            self.messages.insert(key, shape);
        }
    }

    fn check_references(&self, faults: &mut Vec<String>) {
        for (place, reference) in &self.references {
            let known = match reference.strip_prefix('-') {
                Some(term) => self.terms.contains(term),
                None => self.messages.contains_key(reference),
            };
            if !known {
                faults.push(format!("{place} refers to {reference}, which {} does not have", self.locale.code()));
            }
        }
    }
}

fn compare(french: &Reader, english: &Reader, faults: &mut Vec<String>) {
    for (key, shape) in &french.messages {
        match english.messages.get(key) {
            None => faults.push(format!("{key} is in fr and not in en: add it to templates/locales/en")),
            Some(other) if other != shape => {
                let (french, english) = (&shape.printed, &other.printed);
                faults.push(format!("{key} prints {french:?} in fr and {english:?} in en: both must print the same variables"));
            }
            Some(_) => {}
        }
    }
    for key in english.messages.keys().filter(|key| !french.messages.contains_key(*key)) {
        faults.push(format!("{key} is in en and not in fr: add it to templates/locales/fr"));
    }
}

fn walk_pattern(pattern: &ast::Pattern<&str>, shape: &mut Shape, references: &mut Vec<String>) {
    for element in &pattern.elements {
        if let ast::PatternElement::Placeable { expression } = element {
            walk_expression(expression, shape, references);
        }
    }
}

fn walk_expression(expression: &ast::Expression<&str>, shape: &mut Shape, references: &mut Vec<String>) {
    match expression {
        ast::Expression::Inline(inline) => walk_inline(inline, shape, references),
        ast::Expression::Select { selector, variants } => {
            // The selector's own variables are grammar, not content.
            walk_inline(selector, &mut Shape::default(), references);
            for variant in variants {
                walk_pattern(&variant.value, shape, references);
            }
        }
    }
}

fn walk_inline(inline: &ast::InlineExpression<&str>, shape: &mut Shape, references: &mut Vec<String>) {
    let mut walk_arguments = |arguments: &ast::CallArguments<&str>| {
        for positional in &arguments.positional {
            walk_inline(positional, shape, references);
        }
        for named in &arguments.named {
            walk_inline(&named.value, shape, references);
        }
    };
    match inline {
        ast::InlineExpression::VariableReference { id } => {
            shape.printed.insert(id.name.to_owned());
        }
        ast::InlineExpression::FunctionReference { arguments, .. } => walk_arguments(arguments),
        ast::InlineExpression::TermReference { id, arguments, .. } => {
            if let Some(arguments) = arguments {
                walk_arguments(arguments);
            }
            references.push(format!("-{}", id.name));
        }
        ast::InlineExpression::MessageReference { id, attribute } => {
            references.push(attribute.as_ref().map_or_else(|| id.name.to_owned(), |attribute| format!("{}.{}", id.name, attribute.name)));
        }
        ast::InlineExpression::Placeable { expression } => walk_expression(expression, shape, references),
        ast::InlineExpression::StringLiteral { .. } | ast::InlineExpression::NumberLiteral { .. } => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalogue(fr: &str, en: &str) -> Result<Catalogue, Vec<String>> {
        Catalogue::from_sources([("fr/a.ftl".to_owned(), fr.to_owned()), ("en/a.ftl".to_owned(), en.to_owned())])
    }

    #[test]
    fn plurals_follow_each_language() {
        let both = catalogue(
            "places = { $count ->\n    [one] { $count } place\n   *[other] { $count } places\n }\n",
            "places = { $count ->\n    [one] { $count } seat\n   *[other] { $count } seats\n }\n",
        )
        .map_err(|faults| faults.join("\n"))
        .unwrap();
        assert_eq!(both.translate(Locale::Fr, "places", &[("count", 0.into())]).unwrap(), "0 place");
        assert_eq!(both.translate(Locale::En, "places", &[("count", 0.into())]).unwrap(), "0 seats");
    }

    #[test]
    fn every_fault_is_listed() {
        let faults = catalogue("a = { $x }\nb = b\nd = { nothing }\n= junk\n", "a = a\nc = c\nd = d\n").err().unwrap().join("\n");
        for expected in ["a prints", "b is in fr", "c is in en", "refers to nothing", "fr/a.ftl:4"] {
            assert!(faults.contains(expected), "{expected} is not in:\n{faults}");
        }
    }

    #[test]
    fn a_missing_key_or_argument_is_an_error() {
        let both = catalogue("a = { $x }\n", "a = { $x }\n").map_err(|faults| faults.join("\n")).unwrap();
        assert!(both.translate(Locale::Fr, "b", &[]).is_err());
        assert!(both.translate(Locale::Fr, "a", &[]).is_err());
        assert_eq!(both.translate(Locale::Fr, "a", &[("x", "l\u{2019}été\u{202f}!".into())]).unwrap(), "l\u{2019}été\u{202f}!");
    }
}
