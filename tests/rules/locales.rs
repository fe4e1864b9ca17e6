//! Rules on the words: both languages say the same things, pages ask only for words that exist, and no word is left over.

use crate::code::texts;
use crate::{Tree, accepts, holds, refuses};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};

const FRENCH: &str = "templates/locales/fr/";
const ENGLISH: &str = "templates/locales/en/";

/// Messages of one language: key, and the variables it prints and other messages it names (`$name`, `key`).
type Messages = BTreeMap<String, BTreeSet<String>>;

fn messages(tree: &Tree, folder: &str, faults: &mut Vec<String>) -> Messages {
    let mut messages = Messages::new();
    for (path, text) in tree.files(folder, &[".ftl"]) {
        let (resource, errors) = match fluent_syntax::parser::parse(text) {
            Ok(resource) => (resource, vec![]),
            Err((resource, errors)) => (resource, errors),
        };
        faults.extend(errors.iter().map(|error| format!("{path}: {error}")));
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let mut names = BTreeSet::new();
            let patterns = message.value.iter().chain(message.attributes.iter().map(|attribute| &attribute.value));
            patterns.for_each(|pattern| walk(pattern, &mut names));
            if messages.insert(message.id.name.to_owned(), names).is_some() {
                faults.push(format!("{path}: `{}` is said twice: keep one", message.id.name));
            }
        }
    }
    messages
}

fn walk(pattern: &Pattern<&str>, names: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            walk_expression(expression, names);
        }
    }
}

fn walk_expression(expression: &Expression<&str>, names: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => walk_inline(inline, names),
        // What only chooses a variant may be of use to one language alone: French adjectives agree in number, English ones do not.
        Expression::Select { variants, .. } => {
            variants.iter().for_each(|variant| walk(&variant.value, names));
        }
    }
}

fn walk_inline(inline: &InlineExpression<&str>, names: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => drop(names.insert(format!("${}", id.name))),
        InlineExpression::MessageReference { id, .. } => drop(names.insert(id.name.to_owned())),
        InlineExpression::Placeable { expression } => walk_expression(expression, names),
        InlineExpression::FunctionReference { arguments, .. } => arguments.positional.iter().for_each(|inner| walk_inline(inner, names)),
        _ => {}
    }
}

fn both_languages_say_the_same(tree: &Tree) -> Vec<String> {
    let mut faults = Vec::new();
    let (french, english) = (messages(tree, FRENCH, &mut faults), messages(tree, ENGLISH, &mut faults));
    for (language, these, others) in [("English", &french, &english), ("French", &english, &french)] {
        faults.extend(these.keys().filter(|key| !others.contains_key(*key)).map(|key| format!("`{key}` is missing in {language}: say it there too")));
    }
    for (key, names) in &french {
        let variables = |names: &BTreeSet<String>| names.iter().filter(|name| name.starts_with('$')).cloned().collect::<BTreeSet<_>>();
        if let Some(other) = english.get(key)
            && variables(names) != variables(other)
        {
            faults.push(format!("`{key}` prints {:?} in French and {:?} in English: make them agree", variables(names), variables(other)));
        }
    }
    faults
}

/// Keys the templates ask for: whole, with the template; and as the fixed beginning of a composed one.
fn asked(tree: &Tree) -> (BTreeSet<(String, String)>, BTreeSet<String>) {
    let whole = Regex::new(r#"\bt\(\s*["']([a-z0-9-]+)["']\s*([,)~]|if\b)"#).unwrap();
    let begun = Regex::new(r#"\bt\(\s*["']([a-z][a-z0-9-]*-)["']\s*~"#).unwrap();
    let (mut keys, mut beginnings) = (BTreeSet::new(), BTreeSet::new());
    for (path, text) in tree.files("templates/", &[".html", ".txt"]) {
        let literal = whole.captures_iter(text).filter(|found| &found[2] != "~");
        keys.extend(literal.map(|found| (found[1].to_owned(), path.to_owned())));
        beginnings.extend(begun.captures_iter(text).map(|found| found[1].to_owned()));
    }
    (keys, beginnings)
}

fn pages_ask_for_words_that_exist(tree: &Tree) -> Vec<String> {
    let french = messages(tree, FRENCH, &mut Vec::new());
    let (keys, beginnings) = asked(tree);
    let absent = keys.iter().filter(|(key, _)| !french.contains_key(key)).map(|(key, path)| format!("{path}: t(\"{key}\") is in no locale file"));
    let empty = beginnings.iter().filter(|beginning| !french.keys().any(|key| key.starts_with(beginning.as_str())));
    absent.chain(empty.map(|beginning| format!("no key starts with `{beginning}`, which a template composes"))).collect()
}

/// The keys that entries of the inventory are said with.
fn named_by_the_inventory(tree: &Tree) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for (_, text) in tree.files("migrations/inventory/", &[".toml"]) {
        let file: toml::Table = text.parse().unwrap();
        let entries = |kind: &str| file.get(kind).and_then(toml::Value::as_table).cloned().unwrap_or_default();
        keys.extend(entries("treatment").keys().flat_map(|id| [format!("treatment-{id}-title"), format!("treatment-{id}-purpose")]));
        for treatment in entries("treatment").values() {
            let measures = treatment.get("security").and_then(toml::Value::as_array).into_iter().flatten();
            keys.extend(measures.filter_map(toml::Value::as_str).map(|measure| format!("measure-{measure}")));
        }
        keys.extend(entries("cookie").keys().flat_map(|id| ["when", "without"].map(|part| format!("cookie-{id}-{part}"))));
        keys.extend(entries("subject").keys().map(|id| format!("subject-{id}")));
        keys.extend(entries("retention").keys().map(|id| format!("retention-{id}")));
        for (id, recipient) in entries("recipient") {
            keys.extend([format!("recipient-{id}"), format!("recipient-{id}-name"), format!("recipient-{id}-receives")]);
            keys.extend(recipient.get("transfer").into_iter().flat_map(|_| ["transfer", "safeguard"].map(|part| format!("recipient-{id}-{part}"))));
        }
        keys.extend(entries("consent").keys().flat_map(|id| ["title", "text"].map(|part| format!("consent-{id}-{part}"))));
        for (id, claim) in entries("claim") {
            keys.extend(["title", "text", "proof"].map(|part| format!("claim-{id}-{part}")));
            let more = |word: &str, key: &str| claim.get(key).and_then(toml::Value::as_str) == Some(word);
            keys.extend(more("qualify", "on_fail").then(|| format!("claim-{id}-weaker")));
            keys.extend(more("attested", "kind").then(|| format!("claim-{id}-attest")));
        }
        for table in entries("table").values() {
            let columns = || table.get("col").and_then(toml::Value::as_table).into_iter().flat_map(toml::Table::values);
            keys.extend(columns().filter_map(|column| column.get("required")?.as_str()).map(str::to_owned));
            let categories = table.get("each").into_iter().chain(columns()).filter_map(|column| column.get("category")?.as_str());
            keys.extend(categories.map(|category| format!("category-{}", category.replace(['.', '_'], "-"))));
        }
    }
    keys
}

fn the_inventory_can_be_read_aloud(tree: &Tree) -> Vec<String> {
    let french = messages(tree, FRENCH, &mut Vec::new());
    let mute = named_by_the_inventory(tree).into_iter().filter(|key| !french.contains_key(key));
    mute.map(|key| format!("`{key}`, named by the inventory, is in no locale file: say it in inventory.ftl, in both languages")).collect()
}

/// A key is used when a template or a Rust text names it, composes it from a beginning (`"order-" ~ state`, `"order-{state}"`),
/// another message refers to it, or the inventory names it.
fn no_word_is_left_over(tree: &Tree) -> Vec<String> {
    let french = messages(tree, FRENCH, &mut Vec::new());
    let named = Regex::new(r#"["']([a-z][a-z0-9-]*)["']"#).unwrap();
    let begun = Regex::new(r#"["']([a-z][a-z0-9-]*-)["']\s*~"#).unwrap();
    let (_, mut beginnings) = asked(tree);
    let mut used: BTreeSet<String> = french.values().flatten().cloned().collect();
    used.extend(named_by_the_inventory(tree));
    for (_, text) in tree.files("templates/", &[".html", ".txt", ".typ", ".js"]) {
        used.extend(named.captures_iter(text).map(|found| found[1].to_owned()));
        beginnings.extend(begun.captures_iter(text).map(|found| found[1].to_owned()));
    }
    for (_, text) in tree.files("", &[".rs"]) {
        for text in texts(text) {
            match text.split_once('{') {
                Some((beginning, _)) if !beginning.is_empty() && beginning.ends_with('-') => drop(beginnings.insert(beginning.to_owned())),
                _ => drop(used.insert(text)),
            }
        }
    }
    let left = french.keys().filter(|key| !used.contains(*key) && !beginnings.iter().any(|beginning| key.starts_with(beginning.as_str())));
    left.map(|key| format!("`{key}` is asked for by nothing: use it, or remove it from both languages")).collect()
}

#[test]
fn french_and_english_say_the_same_things() {
    let french = ("templates/locales/fr/a.ftl", "a = Un { $count }\nb = Deux");
    refuses(both_languages_say_the_same, &[french, ("templates/locales/en/a.ftl", "a = One { $count }")], "`b` is missing in English");
    refuses(both_languages_say_the_same, &[french, ("templates/locales/en/a.ftl", "a = One { $number }\nb = Two")], "make them agree");
    let plural = "a = { $count ->\n    [one] One\n   *[other] { $count }\n }\nb = Two";
    accepts(both_languages_say_the_same, &[french, ("templates/locales/en/a.ftl", plural)]);
    holds(both_languages_say_the_same);
}

#[test]
fn pages_ask_only_for_words_that_exist() {
    let words = ("templates/locales/fr/a.ftl", "a-one = Un\na-two = Deux");
    refuses(pages_ask_for_words_that_exist, &[words, ("templates/a.html", "{{ t(\"a-three\", n=1) }}")], "t(\"a-three\")");
    refuses(pages_ask_for_words_that_exist, &[words, ("templates/a.html", "{{ t(\"b-\" ~ kind) }}")], "no key starts with `b-`");
    accepts(pages_ask_for_words_that_exist, &[words, ("templates/a.html", "{{ t(\"a-one\") }} {{ t(\"a-\" ~ kind) }}")]);
    holds(pages_ask_for_words_that_exist);
}

#[test]
fn no_word_is_kept_that_nothing_says() {
    let words = ("templates/locales/fr/a.ftl", "a-one = Un\na-two = Deux { a-one }\nb-three = Trois");
    refuses(no_word_is_left_over, &[words, ("templates/a.html", "{{ t(\"a-two\") }}")], "`b-three`");
    accepts(no_word_is_left_over, &[words, ("templates/a.html", "{{ t(\"a-two\") }}"), ("a.rs", "let key = format!(\"b-{kind}\");")]);
    holds(no_word_is_left_over);
}

#[test]
fn every_purpose_has_its_words() {
    let inventory = ("migrations/inventory/a.toml", "[table.a.col]\nname = { required = \"required-name\" }");
    refuses(the_inventory_can_be_read_aloud, &[inventory], "`required-name`");
    let data = ("migrations/inventory/a.toml", "[table.a]\neach = { category = \"contact.e_mail\" }");
    refuses(the_inventory_can_be_read_aloud, &[data], "`category-contact-e-mail`");
    accepts(the_inventory_can_be_read_aloud, &[inventory, ("templates/locales/fr/a.ftl", "required-name = Sans nom, rien.")]);
    holds(the_inventory_can_be_read_aloud);
}
