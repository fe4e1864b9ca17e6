//! A concert as it is typed: read from the form with every fault by its field, and written down with its tariffs.

use std::collections::BTreeSet;

use kernel::{
    clock::Timestamp,
    db::TenantTx,
    error::{Error, Result, Sentence},
    form::{Fault, Form, FormState, Line, LocalDate, LocalDateTime, LocalTime, LongText, Parser, cents, count},
    i18n::{Locale, money},
    money::Cents,
};
use uuid::Uuid;

use super::told;
use crate::ticketing::{
    concerts::{
        self,
        model::{Concert, ConcertId, ConcertState, NamesAsked, SMALLEST_PAYMENT, Tariff, TariffId, TariffKind},
        store::{ConcertFacts, NewTariff},
    },
    desk::model::fold,
};

/// The most rows of tariffs a form may have.
pub const MOST_TARIFFS: usize = 20;
/// When a concert starts if a draft does not say.
const USUAL_START: &str = "20:30";
/// The dearest place, as the column has it.
const DEAREST: Cents = Cents(100_000);

/// One row of the tariffs: which it changes, and what it says; nothing takes it out of sale.
#[derive(Clone, Debug)]
pub struct TariffChange {
    id: Option<TariffId>,
    tariff: Option<NewTariff>,
}

/// What was typed, all of it sound.
#[derive(Clone, Debug)]
pub struct Typed {
    facts: ConcertFacts,
    tariffs: Vec<TariffChange>,
}

/// The parts of the row `index`, by the names of its fields.
fn named(index: usize, part: &str) -> String {
    format!("tariff-{index}-{part}")
}

/// The indexes of the rows a form came with.
pub fn rows_of(form: &Form) -> BTreeSet<usize> {
    form.with_prefix("tariff-").filter_map(|(rest, _)| rest.split_once('-')?.0.parse().ok()).filter(|index| *index < MOST_TARIFFS).collect()
}

/// Whether anything stands in a row.
pub fn is_filled(form: &Form, index: usize) -> bool {
    ["id", "name_fr", "name_en", "price", "minimum", "limit"].iter().any(|part| !form.text(&named(index, part)).trim().is_empty())
}

/// Reads the form. A draft needs a title and a date; what is published needs the rest too.
///
/// # Errors
/// Everything typed, with each fault by its field.
pub fn read(form: &Form, known: Option<&Concert>, tariffs: &[Tariff], picture: Option<Uuid>, complete: bool, locale: Locale) -> Result<Typed, FormState> {
    let mut parser = form.parser();
    let title = parser.required("title", Line::up_to(160));
    let line = |parser: &mut Parser<'_>, name: &str, most: usize, needed: bool| {
        let text = if needed { parser.required(name, Line::up_to(most)) } else { parser.optional(name, Line::up_to(most)) };
        text.map(Line::into_string).unwrap_or_default()
    };
    let long = |parser: &mut Parser<'_>, name: &str| parser.optional(name, LongText::up_to(8_000)).map(LongText::into_string).unwrap_or_default();
    let (summary_fr, summary_en) = (line(&mut parser, "summary_fr", 240, complete), line(&mut parser, "summary_en", 240, false));
    let (text_fr, text_en) = (long(&mut parser, "text_fr"), long(&mut parser, "text_en"));
    let (venue_name, venue_address) = (line(&mut parser, "venue_name", 120, complete), line(&mut parser, "venue_address", 200, complete));
    for (name, most) in [("picture_alt_fr", 200), ("picture_alt_en", 200), ("picture_credit", 120)] {
        let _ = parser.optional(name, Line::up_to(most));
    }
    let when = when(&mut parser, complete);
    let taken = known.map_or(0, |concert| concert.seats.sold + concert.seats.held);
    let least = u32::try_from(taken).unwrap_or(0).max(u32::from(complete));
    let capacity = if complete { parser.required("capacity", count(least, 100_000)) } else { parser.optional("capacity", count(least, 100_000)) };
    let limit_per_order = if complete { parser.required("limit_per_order", count(1, 50)) } else { parser.optional("limit_per_order", count(1, 50)) };
    let tariffs = read_tariffs(form, &mut parser, tariffs, locale);
    if complete && known.is_some_and(|concert| concert.state == ConcertState::Published) && !tariffs.iter().any(|change| change.tariff.is_some()) {
        parser.fault("tariffs", Fault::new("bo-fault-no-tariff"));
    }
    match (title, when) {
        (Some(title), Some(when)) if parser.is_clean() => Ok(Typed {
            facts: ConcertFacts {
                slug: known.map(|concert| concert.slug.clone()).unwrap_or_default(),
                title: title.into_string(),
                summary_fr,
                summary_en,
                text_fr,
                text_en,
                picture,
                venue_name,
                venue_address,
                doors_at: when.doors,
                starts_at: when.starts,
                ends_at: when.ends,
                sale_opens_at: when.sale_opens,
                sale_closes_at: when.sale_closes,
                attendee_names: NamesAsked::from_word(form.text("attendee_names")),
                limit_per_order: limit_per_order.and_then(|limit| u16::try_from(limit).ok()).unwrap_or(10),
                capacity: capacity.and_then(|capacity| i32::try_from(capacity).ok()).unwrap_or(taken),
            },
            tariffs,
        }),
        _ => Err(parser.state()),
    }
}

struct When {
    starts: Timestamp,
    doors: Option<Timestamp>,
    ends: Option<Timestamp>,
    sale_opens: Option<Timestamp>,
    sale_closes: Option<Timestamp>,
}

/// The moments, which must follow one another as the tables' CHECKs have it.
fn when(parser: &mut Parser<'_>, complete: bool) -> Option<When> {
    let date = parser.required("date", LocalDate::parse);
    let usual = || LocalTime::parse(USUAL_START).ok();
    let starts = if complete { parser.required("starts", LocalTime::parse) } else { parser.optional("starts", LocalTime::parse).or_else(usual) };
    let doors = parser.optional("doors", LocalTime::parse);
    let ends = parser.optional("ends", LocalTime::parse);
    let sale_opens = parser.optional("sale_opens", LocalDateTime::parse).map(LocalDateTime::instant);
    let sale_closes = parser.optional("sale_closes", LocalDateTime::parse).map(LocalDateTime::instant);
    let (date, starts_time) = (date?, starts?);
    let mut moment = |name: &str, date: LocalDate, time: LocalTime| match LocalDateTime::at(date, time) {
        Ok(moment) => Some(moment.instant()),
        Err(fault) => {
            parser.fault(name, fault);
            None
        }
    };
    let starts = moment("starts", date, starts_time)?;
    let doors = doors.and_then(|time| moment("doors", date, time));
    // A concert that ends at 0 h 30 ends on the next day.
    let after_midnight = LocalDate::parse(&LocalDateTime::typed_date(starts + chrono::Duration::hours(24))).unwrap_or(date);
    let ends = ends.and_then(|time| moment("ends", if time <= starts_time { after_midnight } else { date }, time));
    if doors.is_some_and(|doors| doors > starts) {
        parser.fault("doors", Fault::new("bo-fault-doors-late"));
    }
    let closes = sale_closes.unwrap_or(starts);
    if sale_opens.is_some_and(|opens| opens >= closes) {
        parser.fault("sale_opens", Fault::new("bo-fault-sale-order"));
    }
    Some(When { starts, doors, ends, sale_opens, sale_closes })
}

fn read_tariffs(form: &Form, parser: &mut Parser<'_>, known: &[Tariff], locale: Locale) -> Vec<TariffChange> {
    let mut changes = Vec::new();
    for index in rows_of(form) {
        let field = |part: &str| named(index, part);
        let id = form.text(&field("id")).parse::<TariffId>().ok().filter(|id| known.iter().any(|tariff| tariff.id == *id));
        if form.has(&field("remove")) || (form.text(&field("name_fr")).trim().is_empty() && (id.is_some() || !is_filled(form, index))) {
            if id.is_some() {
                changes.push(TariffChange { id, tariff: None });
            }
            continue;
        }
        let name_fr = parser.required(&field("name_fr"), Line::up_to(80));
        let name_en = parser.optional(&field("name_en"), Line::up_to(80)).map(Line::into_string).unwrap_or_default();
        let kind = TariffKind::from_word(form.text(&field("kind")));
        if kind.is_none() {
            parser.fault(&field("kind"), Fault::new("fault-required"));
        }
        let dear = || Fault::new("bo-fault-price-high").with("amount", money(locale, DEAREST.0));
        let low = || Fault::new("bo-fault-price-low").with("amount", money(locale, SMALLEST_PAYMENT.0));
        let price = match kind {
            Some(TariffKind::Fixed) => parser.required(&field("price"), |text| match cents(text)? {
                price if price < SMALLEST_PAYMENT => Err(low()),
                price if price > DEAREST => Err(dear()),
                price => Ok(price),
            }),
            Some(TariffKind::PayWhatYouWant) => {
                // From nothing on, or from what a card payment takes.
                let minimum = parser.optional(&field("minimum"), |text| match cents(text)? {
                    price if price > Cents::ZERO && price < SMALLEST_PAYMENT => Err(low()),
                    price if price > DEAREST => Err(dear()),
                    price => Ok(price),
                });
                Some(minimum.unwrap_or_default())
            }
            _ => Some(Cents::ZERO),
        };
        let limit_per_order = parser.optional(&field("limit"), count(1, 50)).and_then(|limit| u16::try_from(limit).ok());
        if let (Some(name), Some(kind), Some(price)) = (name_fr, kind, price) {
            changes.push(TariffChange { id, tariff: Some(NewTariff { name_fr: name.into_string(), name_en, kind, price, limit_per_order }) });
        }
    }
    changes
}

/// Writes a concert down: new, or changed; tariffs in the order of the form. Gives its id, or what was refused, by its field.
///
/// # Errors
/// When the database is away.
pub async fn write(tx: &mut TenantTx, now: Timestamp, known: Option<&Concert>, typed: Typed) -> Result<Result<ConcertId, (&'static str, Sentence)>> {
    let Typed { mut facts, tariffs } = typed;
    // What is kept of buyers is kept until a time after the concert: a slip of the pen must not end it.
    if known.is_some_and(|concert| concert.state != ConcertState::Draft && facts.starts_at < concert.starts_at && facts.starts_at <= now) {
        return Ok(Err(("date", Sentence::new("bo-fault-date-past"))));
    }
    // The address of a page that was public stays: it is on posters.
    if known.is_none_or(|concert| concert.state == ConcertState::Draft && concert.title != facts.title) {
        facts.slug = free_slug(tx, &facts.title, known.map(|concert| concert.id)).await?;
    }
    let written = match known {
        None => concerts::store::add(tx, now, &facts).await,
        Some(concert) => concerts::store::update(tx, now, concert.id, &facts).await.map(|()| concert.id),
    };
    let id = match written {
        Ok(id) => id,
        Err(error @ Error::Conflict(_)) => {
            let sentence = told(error)?;
            let field = if sentence.key() == "ticketing-slug-taken" { "title" } else { "capacity" };
            return Ok(Err((field, sentence)));
        }
        Err(other) => return Err(other),
    };
    for (position, change) in (1_i16..).zip(&tariffs) {
        match change {
            TariffChange { id: Some(tariff), tariff: None } => concerts::store::retire_tariff(tx, now, id, *tariff).await?,
            TariffChange { id: Some(tariff), tariff: Some(new) } => concerts::store::update_tariff(tx, id, *tariff, position, new).await?,
            TariffChange { id: None, tariff: Some(new) } => drop(concerts::store::add_tariff(tx, now, id, position, new).await?),
            TariffChange { id: None, tariff: None } => {}
        }
    }
    Ok(Ok(id))
}

/// An address for a title that no other concert of the association has.
async fn free_slug(tx: &mut TenantTx, title: &str, own: Option<ConcertId>) -> Result<String> {
    let base = slug_of(title);
    for number in 1..100 {
        let slug = if number == 1 { base.clone() } else { format!("{base}-{number}") };
        let taken = concerts::store::list(tx, concerts::store::Wanted { slug: Some(&slug), ..Default::default() }).await?;
        if taken.iter().all(|concert| Some(concert.id) == own) {
            return Ok(slug);
        }
    }
    Err(Error::Conflict(Sentence::new("ticketing-slug-taken")))
}

/// A title as a part of an address: `alma-quartet`.
fn slug_of(title: &str) -> String {
    let words = fold(title);
    let mut slug = String::with_capacity(words.len());
    for word in words.split(|character: char| !character.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if slug.len() + word.len() > 60 {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
    }
    // A title without a Latin letter, or one word without end.
    if slug.is_empty() { "concert".to_owned() } else { slug }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const WHOLE: [(&str, &str); 12] = [
        ("title", "Alma Quartet"),
        ("summary_fr", "Quatre cordes."),
        ("date", "2026-03-14"),
        ("starts", "20:30"),
        ("ends", "00:15"),
        ("venue_name", "La Grange"),
        ("venue_address", "2 rue du Four, Saint-Vaury"),
        ("capacity", "120"),
        ("limit_per_order", "10"),
        ("tariff-0-name_fr", "Plein tarif"),
        ("tariff-0-kind", "fixed"),
        ("tariff-0-price", "14,70"),
    ];

    fn faults(pairs: &[(&str, &str)], complete: bool) -> Vec<String> {
        let form = Form::from_pairs(pairs.iter().copied());
        read(&form, None, &[], None, complete, Locale::Fr)
            .err()
            .map_or_else(Vec::new, |state| state.faults().map(|(field, fault)| format!("{field} {}", fault.key())).collect())
    }

    #[test]
    fn a_whole_form_is_a_concert_that_may_end_after_midnight() {
        let typed = read(&Form::from_pairs(WHOLE), None, &[], None, true, Locale::Fr).map_err(|_| "faults").unwrap();
        assert_eq!(typed.facts.starts_at.to_rfc3339(), "2026-03-14T19:30:00+00:00");
        assert_eq!(typed.facts.ends_at.map(|ends| ends.to_rfc3339()).as_deref(), Some("2026-03-14T23:15:00+00:00"));
        assert_eq!(typed.tariffs.first().and_then(|change| change.tariff.as_ref()).map(|tariff| tariff.price), Some(Cents(1_470)));
    }

    #[test]
    fn a_draft_needs_a_title_and_a_date_and_empty_rows_are_forgotten() {
        assert_eq!(faults(&[("title", "Alma"), ("date", "2026-03-14"), ("tariff-0-kind", "fixed"), ("tariff-1-name_fr", " ")], false), Vec::<String>::new());
        assert_eq!(faults(&[("date", "demain")], false), ["date fault-date", "title fault-required"]);
        assert!(faults(&[("title", "Alma"), ("date", "2026-03-14")], true).contains(&"venue_name fault-required".to_owned()));
    }

    #[test]
    fn what_does_not_hold_together_is_told_by_its_field() {
        let with = |more: &[(&'static str, &'static str)]| {
            let mut all: Vec<_> = WHOLE.iter().filter(|(name, _)| !more.iter().any(|(other, _)| other == name)).copied().collect();
            all.extend_from_slice(more);
            faults(&all, true)
        };
        assert_eq!(with(&[("doors", "21:00")]), ["doors bo-fault-doors-late"]);
        assert_eq!(with(&[("sale_opens", "2026-03-15T09:00")]), ["sale_opens bo-fault-sale-order"]);
        assert_eq!(with(&[("tariff-0-price", "0,49")]), ["tariff-0-price bo-fault-price-low"]);
        assert_eq!(with(&[("tariff-0-price", "1000,01")]), ["tariff-0-price bo-fault-price-high"]);
        assert_eq!(with(&[("tariff-0-kind", "stolen")]), ["tariff-0-kind fault-required"]);
        assert_eq!(with(&[("capacity", "-3")]), ["capacity fault-count"]);
        assert_eq!(with(&[("tariff-0-limit", "51")]), ["tariff-0-limit fault-count"]);
        assert_eq!(with(&[("date", "2026-03-29"), ("starts", "02:30")]), ["starts fault-time-skipped"]);
    }

    #[test]
    fn titles_become_addresses() {
        assert_eq!(slug_of("L’Été à Dole : Chœur & Cie"), "l-ete-a-dole-choeur-cie");
        assert_eq!(slug_of("🎷"), "concert");
    }

    proptest! {
        #[test]
        fn any_title_gives_an_address_the_column_takes(title in "\\PC{0,160}") {
            let slug = slug_of(&title);
            prop_assert!(slug.len() <= 76 && !slug.starts_with('-') && !slug.ends_with('-') && !slug.contains("--"));
            prop_assert!(slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'));
        }

        #[test]
        fn nothing_typed_makes_the_form_panic(title in "\\PC{0,20}", date in "[0-9-]{0,12}", time in "[0-9:h]{0,6}", price in "\\PC{0,12}", row in "[0-9]{0,4}") {
            let (name, kind) = (format!("tariff-{row}-price"), format!("tariff-{row}-kind"));
            let form = Form::from_pairs([("title", title.as_str()), ("date", &date), ("starts", &time), ("ends", &time), (name.as_str(), &price), (kind.as_str(), "fixed")]);
            let _ = read(&form, None, &[], None, true, Locale::En);
        }
    }
}
