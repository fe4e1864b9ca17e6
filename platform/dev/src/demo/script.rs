//! What a demo association is told as: plain data, dates counted from the day the world begins.

use kernel::{
    clock::{PARIS, Timestamp},
    money::Cents,
};
use tenants::ticketing::concerts::model::{NamesAsked, TariffKind};

use chrono::{Datelike, Duration, NaiveTime, TimeZone, Weekday};

use super::pictures::{Motif, Palette};

/// The same words in French and English.
pub(super) type Words = (&'static str, &'static str);

/// An association and its season.
pub(super) struct Association {
    pub slug: &'static str,
    pub name: &'static str,
    pub legal_name: &'static str,
    pub tagline: Words,
    pub about: Words,
    pub street: &'static str,
    pub postal_code: &'static str,
    pub city: &'static str,
    pub email: &'static str,
    pub phone: &'static str,
    pub siret: &'static str,
    pub rna: &'static str,
    pub licence: &'static str,
    pub director: (&'static str, &'static str),
    pub colour: &'static str,
    /// President, treasurer, somebody at the door: name, address, role.
    pub team: &'static [(&'static str, &'static str, &'static str)],
    pub concerts: &'static [Concert],
}

/// A concert.
pub(super) struct Concert {
    pub slug: &'static str,
    pub title: &'static str,
    pub summary: Words,
    pub text: Words,
    pub picture: Option<(Motif, Palette, Words)>,
    pub venue: Words,
    /// About so many days from today, moved to the next such weekday.
    pub day: (i64, Weekday),
    pub hour: (u32, u32),
    pub minutes: i64,
    /// Sales open so many days from today; at once without.
    pub opens_in: Option<i64>,
    pub capacity: i32,
    pub tariffs: &'static [Tariff],
    pub state: State,
    pub orders: &'static [Order],
}

/// Where it stands once the season is set up.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Draft,
    Published,
    Cancelled,
}

/// A price.
pub(super) struct Tariff {
    pub name: Words,
    pub kind: TariffKind,
    pub price: Cents,
}

/// Somebody's purchase.
pub(super) struct Order {
    /// First and family name.
    pub buyer: (&'static str, &'static str),
    /// Places by tariff, in order.
    pub places: &'static [u16],
    /// Bought so many days before today.
    pub days_ago: i32,
    pub after: After,
    /// Who comes with the places after the buyer's own, by name; nobody is named where this is empty.
    pub guests: &'static [&'static str],
}

/// What happened to an order afterwards.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    Nothing,
    /// Everybody came.
    Admitted,
    /// One place was given back.
    OneRefunded,
    /// Every place was given back.
    Refunded,
}

impl Concert {
    /// A concert of whose orders one names who comes asks for names.
    pub(super) fn names(&self) -> NamesAsked {
        if self.orders.iter().any(|order| !order.guests.is_empty()) { NamesAsked::Optional } else { NamesAsked::No }
    }

    /// When it starts, the world beginning at `now`.
    pub(super) fn starts_at(&self, now: Timestamp) -> Timestamp {
        let (days, weekday) = self.day;
        let mut date = now.with_timezone(&PARIS).date_naive() + Duration::days(days);
        while date.weekday() != weekday {
            date += Duration::days(1);
        }
        let time = NaiveTime::from_hms_opt(self.hour.0, self.hour.1, 0).unwrap_or_default();
        PARIS.from_local_datetime(&date.and_time(time)).earliest().map_or(now, |moment| moment.to_utc())
    }
}

/// A fixed price.
pub(super) const fn price(name: Words, cents: i64) -> Tariff {
    Tariff { name, kind: TariffKind::Fixed, price: Cents(cents) }
}

/// A purchase after which nothing happened.
pub(super) const fn order(first: &'static str, family: &'static str, places: &'static [u16], days_ago: i32) -> Order {
    Order { buyer: (first, family), places, days_ago, after: After::Nothing, guests: &[] }
}

/// The same, with the names of who comes along.
pub(super) const fn order_with(first: &'static str, family: &'static str, places: &'static [u16], days_ago: i32, guests: &'static [&'static str]) -> Order {
    Order { buyer: (first, family), places, days_ago, after: After::Nothing, guests }
}

/// The same, with what happened afterwards.
pub(super) const fn order_then(first: &'static str, family: &'static str, places: &'static [u16], days_ago: i32, after: After) -> Order {
    Order { buyer: (first, family), places, days_ago, after, guests: &[] }
}

/// French as it is printed: narrow spaces that do not break before high punctuation and inside quotation marks. The texts of the script use plain ones.
pub(super) fn typeset(french: &str) -> String {
    let mut text = french.replace("« ", "«\u{202f}").replace(" »", "\u{202f}»").replace('\'', "’");
    for sign in [";", ":", "!", "?"] {
        text = text.replace(&format!(" {sign}"), &format!("\u{202f}{sign}"));
    }
    text.replace(" €", "\u{a0}€").replace(" h ", "\u{a0}h\u{a0}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::{choir, jazz, theatre};

    #[test]
    fn each_association_states_what_selling_asks_for_and_sells_no_seat_twice() {
        for association in [&jazz::ASSOCIATION, &theatre::ASSOCIATION, &choir::ASSOCIATION] {
            tenants::site::model::Siret::parse(association.siret).unwrap();
            tenants::site::model::Rna::parse(association.rna).unwrap();
            tenants::site::model::Licences::parse(association.licence).unwrap();
            for concert in association.concerts {
                let sold: u16 = concert.orders.iter().flat_map(|order| order.places).sum();
                assert!(i32::from(sold) <= concert.capacity, "{}", concert.slug);
                assert!(concert.orders.iter().all(|order| order.places.len() <= concert.tariffs.len()), "{}", concert.slug);
            }
        }
    }

    #[test]
    fn french_is_set_with_narrow_spaces() {
        assert_eq!(typeset("« Qui ? » à 20 h 30"), "«\u{202f}Qui\u{202f}?\u{202f}» à 20\u{a0}h\u{a0}30");
    }
}
