//! Parsing a form: values out, faults gathered by field, everything typed kept for the page that is shown again.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Fault, Form};

/// What a page shows of a form: what was typed and what is wrong with it, by field.
#[derive(Debug, Clone, Default, Serialize)]
pub struct FormState {
    values: BTreeMap<String, String>,
    faults: BTreeMap<String, Fault>,
    any: bool,
}

impl FormState {
    /// A form filled in from what is stored, before anybody typed.
    pub fn filled<N: Into<String>, V: Into<String>>(values: impl IntoIterator<Item = (N, V)>) -> Self {
        Self { values: values.into_iter().map(|(name, value)| (name.into(), value.into())).collect(), ..Self::default() }
    }

    /// The same with one value put in or replaced.
    #[must_use]
    pub fn with_value(mut self, field: &str, value: impl Into<String>) -> Self {
        self.values.insert(field.to_owned(), value.into());
        self
    }

    /// The same with one fault more; the first fault of a field stays.
    #[must_use]
    pub fn with_fault(mut self, field: &str, fault: Fault) -> Self {
        self.faults.entry(field.to_owned()).or_insert(fault);
        self.any = true;
        self
    }

    /// Whether anything is wrong.
    #[must_use]
    pub fn any(&self) -> bool {
        self.any
    }

    /// The faults, by field.
    pub fn faults(&self) -> impl Iterator<Item = (&str, &Fault)> {
        self.faults.iter().map(|(field, fault)| (field.as_str(), fault))
    }
}

/// Takes values out of a form and gathers what is wrong.
///
/// ```ignore
/// let mut parser = form.parser();
/// let email = parser.required("email", EmailAddress::parse);
/// let phone = parser.optional("phone", PhoneE164::parse);
/// let Some(email) = email.filter(|_| parser.is_clean()) else { return again(parser.state()) };
/// ```
#[derive(Debug)]
pub struct Parser<'form> {
    form: &'form Form,
    faults: BTreeMap<String, Fault>,
    secrets: Vec<&'static str>,
}

impl<'form> Parser<'form> {
    pub(super) fn new(form: &'form Form) -> Self {
        let faults = form.damaged.iter().map(|name| (name.clone(), Fault::new("fault-encoding"))).collect();
        // The token is the session's, not something typed; it is given to each page afresh.
        Self { form, faults, secrets: vec!["csrf"] }
    }

    /// The value of a field that must be filled in. `None` means that a fault was noted.
    pub fn required<T>(&mut self, name: &str, parse: impl FnOnce(&str) -> Result<T, Fault>) -> Option<T> {
        let text = self.form.text(name);
        if text.trim().is_empty() {
            self.fault(name, Fault::new("fault-required"));
            return None;
        }
        self.parsed(name, text, parse)
    }

    /// The value of a field that may stay empty. `None` means empty, or that a fault was noted.
    pub fn optional<T>(&mut self, name: &str, parse: impl FnOnce(&str) -> Result<T, Fault>) -> Option<T> {
        let text = self.form.text(name);
        if text.trim().is_empty() { None } else { self.parsed(name, text, parse) }
    }

    /// As [`Parser::required`], for what must never be shown again: passwords, codes.
    pub fn secret<T>(&mut self, name: &'static str, parse: impl FnOnce(&str) -> Result<T, Fault>) -> Option<T> {
        self.secrets.push(name);
        let text = self.form.text(name);
        if text.is_empty() {
            self.fault(name, Fault::new("fault-required"));
            return None;
        }
        self.parsed(name, text, parse)
    }

    /// Keeps a field out of what is shown again, before anything else is found at fault: it is read as a secret later.
    pub fn hide(&mut self, name: &'static str) {
        self.secrets.push(name);
    }

    /// What stands in a field, as it was sent.
    #[must_use]
    pub fn typed(&self, name: &str) -> &str {
        self.form.text(name)
    }

    /// Whether a box is ticked.
    #[must_use]
    pub fn checked(&self, name: &str) -> bool {
        self.form.has(name)
    }

    /// A box that must be ticked; `key` is the fault when it is not.
    pub fn must_be_checked(&mut self, name: &str, key: &'static str) -> bool {
        let checked = self.checked(name);
        if !checked {
            self.fault(name, Fault::new(key));
        }
        checked
    }

    fn parsed<T>(&mut self, name: &str, text: &str, parse: impl FnOnce(&str) -> Result<T, Fault>) -> Option<T> {
        match parse(text) {
            Ok(value) => Some(value),
            Err(fault) => {
                self.fault(name, fault);
                None
            }
        }
    }

    /// Notes that something is wrong with a field; its first fault stays.
    pub fn fault(&mut self, name: &str, fault: Fault) {
        self.faults.entry(name.to_owned()).or_insert(fault);
    }

    /// Whether nothing is wrong so far.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.faults.is_empty()
    }

    /// What the page shows again: everything typed but secrets, and the faults.
    #[must_use]
    pub fn state(self) -> FormState {
        let mut values = BTreeMap::new();
        for (name, value) in &self.form.fields {
            if !self.secrets.contains(&name.as_str()) && !name.starts_with("password") {
                values.entry(name.clone()).or_insert_with(|| value.clone());
            }
        }
        FormState { values, any: !self.faults.is_empty(), faults: self.faults }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::EmailAddress;

    #[test]
    fn faults_are_gathered_by_field_and_nothing_typed_is_lost_but_secrets() {
        let form = Form::from_pairs([("email", "jeanne@"), ("name", ""), ("password", "hunter2"), ("code", "123456"), ("csrf", "token"), ("note", "<b>")]);
        let mut parser = form.parser();
        assert!(parser.required("email", EmailAddress::parse).is_none());
        assert!(parser.required("name", |text| Ok(text.to_owned())).is_none());
        assert_eq!(parser.secret("code", |text| Ok(text.len())), Some(6));
        assert!(!parser.must_be_checked("accept", "fault-accept"));
        let state = parser.state();
        assert_eq!(state.faults().map(|(field, _)| field).collect::<Vec<_>>(), ["accept", "email", "name"]);
        assert_eq!(state.values.keys().collect::<Vec<_>>(), ["email", "name", "note"]);
        assert!(state.any());
    }
}
