//! Whom a request is for, and whether an erasure means "never write to me again": what the form asks beside the name, and how pages and mails say it.

use kernel::{
    error::Sentence,
    form::{Form, Parser, PersonName},
};
use serde::Serialize;

use crate::privacy::requests::{
    model::{Age, Capacity, Kind, Represented},
    store::Request,
};

/// Who asked for whom, as pages and mails say it.
#[derive(Clone, Debug, Serialize)]
pub struct ForWhom {
    /// Who asks; empty once forgotten.
    pub asker: String,
    /// For whom; empty once forgotten.
    pub name: String,
    /// By what right.
    pub capacity: &'static str,
    /// How old, as far as it matters; none once forgotten.
    pub age: Option<&'static str>,
    /// Whether the child was told.
    pub told: bool,
    /// Whether nothing may be signed before.
    pub to_tell: bool,
}

impl ForWhom {
    /// Of a request that somebody makes for another.
    #[must_use]
    pub fn of(request: &Request) -> Option<Self> {
        let whom = request.represented.as_ref()?;
        Some(Self {
            asker: request.declared(),
            name: whom.declared(),
            capacity: whom.capacity.word(),
            age: whom.age.map(Age::word),
            told: whom.told_at.is_some(),
            to_tell: whom.is_to_be_told() && !request.state.is_final(),
        })
    }

    /// A parent and a child.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            asker: "Jeanne Lefort".to_owned(),
            name: "Zoé Lefort".to_owned(),
            capacity: Capacity::Parent.word(),
            age: Some(Age::From15.word()),
            told: false,
            to_tell: true,
        }
    }
}

/// The fields of the form about somebody else, in its order.
pub const FIELDS: [&str; 5] = ["for_other", "capacity", "represented_given_name", "represented_family_name", "represented_age"];

/// Whom a form is for, when it is not for whoever sends it: then all of it. Whoever fills in a part of it means it, box or no box.
pub(super) fn read_represented(parser: &mut Parser<'_>, form: &Form) -> Option<Represented> {
    if FIELDS.iter().all(|field| form.text(field).trim().is_empty()) {
        return None;
    }
    let choose = || Sentence::new("rights-fault-choose");
    let capacity = parser.required("capacity", |word| Capacity::parse(word).ok_or_else(choose));
    let given_name = parser.required("represented_given_name", PersonName::parse);
    let family_name = parser.required("represented_family_name", PersonName::parse);
    let age = parser.required("represented_age", |word| Age::parse(word).ok_or_else(choose));
    if let (Some(capacity), Some(age)) = (capacity, age)
        && !Represented::fits(capacity, age)
    {
        parser.fault("represented_age", Sentence::new("rights-fault-age"));
    }
    let (given_name, family_name) = (given_name?.into_string(), family_name?.into_string());
    Some(Represented { capacity: capacity?, age: Some(age?), given_name, family_name, told_at: None })
}

/// Whether an erasure leaves a digest of the address, so that nobody writes again. The question has no answer of its own; whoever speaks for somebody
/// else is not asked it, since the mailbox is theirs.
pub(super) fn read_quiet(parser: &mut Parser<'_>, form: &Form, kind: Kind, represented: bool) -> Option<bool> {
    if kind != Kind::Erasure || represented {
        return None;
    }
    match form.text("quiet") {
        "never_again" => Some(true),
        "nothing" => Some(false),
        _ => {
            parser.fault("quiet", Sentence::new("rights-fault-quiet"));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(fields: &[(&str, &str)]) -> (Option<Represented>, Vec<String>) {
        let form = Form::from_pairs(fields.iter().copied());
        let mut parser = form.parser();
        let whom = read_represented(&mut parser, &form);
        (whom, parser.state().faults().map(|(field, _)| field.to_owned()).collect())
    }

    #[test]
    fn whoever_speaks_for_another_says_all_of_it() {
        assert_eq!(read(&[("given_name", "Jeanne")]), (None, Vec::new()));
        let (whom, faults) = read(&[("for_other", "yes"), ("represented_given_name", "Zoé")]);
        assert!(whom.is_none() && faults == ["capacity", "represented_age", "represented_family_name"], "{faults:?}");
        let whole = [("capacity", "parent"), ("represented_given_name", "Zoé"), ("represented_family_name", "Lefort")];
        let (whom, faults) = read(&[whole.as_slice(), &[("represented_age", "under_15")]].concat());
        assert!(faults.is_empty() && whom.is_some_and(|whom| whom.declared() == "Zoé Lefort" && whom.capacity == Capacity::Parent));
        let (_, faults) = read(&[whole.as_slice(), &[("represented_age", "adult")]].concat());
        assert_eq!(faults, ["represented_age"], "nobody has parental authority over an adult");
    }
}
