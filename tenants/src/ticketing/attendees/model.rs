//! The fields in which names are typed, and what is read out of them.

use kernel::{
    error::Sentence,
    form::{EmailAddress, Form, FormState, Parser, PersonName},
    personal::same_name,
};

use super::Named;
use crate::{
    people::attendees::{Attendee, Standing, Whose},
    ticketing::concerts::model::NamesAsked,
};

/// The field of a place: `name`, `email` or `me`.
#[must_use]
pub fn field(place: u16, part: &str) -> String {
    format!("attendee-{place}-{part}")
}

/// Reads whom these places are for; faults are noted by their field. The buyer's own place is known by its box, or by what is typed being theirs:
/// `buyer` is their name and address, as far as they are known.
pub fn read(parser: &mut Parser<'_>, places: &[u16], asked: NamesAsked, buyer: (&str, &str)) -> Named {
    places.iter().map(|place| (*place, read_one(parser, *place, asked, buyer))).collect()
}

fn read_one(parser: &mut Parser<'_>, place: u16, asked: NamesAsked, (buyer_name, buyer_email): (&str, &str)) -> Option<Whose> {
    let (name_field, email_field) = (field(place, "name"), field(place, "email"));
    // The box comes ticked where the place is the buyer's: a name typed beside it is the later word.
    if parser.checked(&field(place, "me")) && parser.typed(&name_field).trim().is_empty() {
        return Some(Whose::Buyer);
    }
    let before = parser.is_clean();
    let email = parser.optional(&email_field, EmailAddress::parse).map(|email| email.normalised());
    let address_typed = email.is_some() || before != parser.is_clean();
    let missing = || Sentence::new("ticketing-fault-attendee-name").with("place", i64::from(place));
    let name = if asked == NamesAsked::Required || address_typed {
        // The first fault of a field stays: an empty name is told by its place, for a page may hold many.
        let name = parser.optional(&name_field, PersonName::parse);
        if name.is_none() {
            parser.fault(&name_field, missing());
        }
        name
    } else {
        parser.optional(&name_field, PersonName::parse)
    };
    let name = name?.into_string();
    let theirs = same_name(&name, buyer_name) && email.as_deref().is_none_or(|email| email == buyer_email);
    Some(if theirs { Whose::Buyer } else { Whose::Named { name, email } })
}

/// The places of a form: a page drawn before has no field for what opened since, and empties nothing there.
#[must_use]
pub fn offered(form: &Form, places: Vec<u16>) -> Vec<u16> {
    places.into_iter().filter(|place| form.has(&field(*place, "name"))).collect()
}

/// A form filled in with whom places are for.
#[must_use]
pub fn filled(form: FormState, attendees: &[Attendee]) -> FormState {
    attendees.iter().filter(|attendee| attendee.is_open()).fold(form, |form, attendee| match attendee.standing() {
        Standing::Buyer => form.with_value(&field(attendee.place, "me"), "yes"),
        Standing::Named(name) => {
            let form = form.with_value(&field(attendee.place, "name"), name);
            form.with_value(&field(attendee.place, "email"), attendee.email.clone().unwrap_or_default())
        }
        Standing::Restricted | Standing::Erased => form,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(asked: NamesAsked, pairs: &[(&str, &str)]) -> (Named, Vec<String>) {
        let form = Form::from_pairs(pairs.iter().copied());
        let mut parser = form.parser();
        let named = read(&mut parser, &[1, 2], asked, ("Jeanne Lefort", "jeanne@example.org"));
        let faults = parser.state().faults().map(|(field, fault)| format!("{field} {}", fault.key())).collect();
        (named, faults)
    }

    #[test]
    fn names_are_read_by_place_and_the_buyers_own_is_not_repeated() {
        let (named, faults) =
            typed(NamesAsked::Optional, &[("attendee-1-me", "yes"), ("attendee-2-name", " Zoé  Roy "), ("attendee-2-email", "Zoe@Example.org")]);
        assert_eq!(faults, Vec::<String>::new());
        let zoe = Whose::Named { name: "Zoé Roy".to_owned(), email: Some("zoe@example.org".to_owned()) };
        assert_eq!(named, [(1, Some(Whose::Buyer)), (2, Some(zoe))]);
        for own in ["jeanne LEFORT", "LEFORT Jeanne"] {
            let (named, _) = typed(NamesAsked::Optional, &[("attendee-1-name", own), ("attendee-2-name", "")]);
            assert_eq!(named, [(1, Some(Whose::Buyer)), (2, None)]);
        }
        // Whoever types a name beside a box that came ticked means the name.
        let (named, _) = typed(NamesAsked::Optional, &[("attendee-1-me", "yes"), ("attendee-1-name", "Zoé Roy")]);
        assert_eq!(named[0], (1, Some(Whose::Named { name: "Zoé Roy".to_owned(), email: None })));
    }

    #[test]
    fn what_is_missing_is_told_by_its_field() {
        let (_, faults) = typed(NamesAsked::Required, &[("attendee-1-name", "Zoé"), ("attendee-1-email", "zoe@")]);
        assert_eq!(faults, ["attendee-1-email fault-email", "attendee-2-name ticketing-fault-attendee-name"]);
        let (_, faults) = typed(NamesAsked::Optional, &[("attendee-1-email", "zoe@example.org")]);
        assert_eq!(faults, ["attendee-1-name ticketing-fault-attendee-name"], "an address without a name finds nobody");
        assert_eq!(typed(NamesAsked::Optional, &[]).1, Vec::<String>::new());
    }
}
