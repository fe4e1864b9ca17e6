//! The texts of law a notice relies on, each with the day since when it reads as it is cited. What was repealed or renumbered is replaced here,
//! and nowhere else; `ESTABLISHED` says when the list was drawn up.

use chrono::NaiveDate;

use crate::site::modules::{Module, Modules};

/// When the list was drawn up: move it with every change of the list.
pub const ESTABLISHED: (i32, u32, u32) = (2026, 11, 23);

const LEGIFRANCE: &str = "https://www.legifrance.gouv.fr/";
const EURLEX: &str = "https://eur-lex.europa.eu/eli/";

/// A text of law. Its title is the locale key `reference-<key>`.
#[derive(Clone, Copy, Debug)]
pub struct Reference {
    /// Its part of the locale key.
    pub key: &'static str,
    /// Since when it reads as it is cited: year, month, day.
    pub since: (i32, u32, u32),
    /// Until when, for one that is known to end.
    pub until: Option<(i32, u32, u32)>,
    /// The official site and the page there.
    address: (&'static str, &'static str),
    /// The module it is about; `None` for every site.
    module: Option<Module>,
}

impl Reference {
    /// Where it can be read.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}{}", self.address.0, self.address.1)
    }

    /// Since when it reads as it is cited.
    #[must_use]
    pub fn in_force_from(&self) -> Option<NaiveDate> {
        date(self.since)
    }
}

const fn text(key: &'static str, since: (i32, u32, u32), address: (&'static str, &'static str), module: Option<Module>) -> Reference {
    Reference { key, since, until: None, address, module }
}

const CONSUMER_CODE: (&str, &str) = (LEGIFRANCE, "codes/texte_lc/LEGITEXT000006069565/");
const SALES: Option<Module> = Some(Module::Payments);
const SHOWS: Option<Module> = Some(Module::Ticketing);

/// All of them, in the order a notice lists them.
const REFERENCES: [Reference; 21] = [
    text("gdpr", (2018, 5, 25), (EURLEX, "reg/2016/679/oj"), None),
    text("data-protection-act", (2019, 6, 1), (LEGIFRANCE, "loda/id/JORFTEXT000000886460/"), None),
    text("data-protection-decree", (2019, 6, 1), (LEGIFRANCE, "loda/id/JORFTEXT000038528420/"), None),
    text("data-protection-cookies", (2019, 6, 1), (LEGIFRANCE, "loda/id/JORFTEXT000000886460/"), None),
    text("cnil-cookies", (2020, 9, 17), (LEGIFRANCE, "cnil/id/CNILTEXT000042388179/"), None),
    text("digital-economy-publisher", (2024, 5, 23), (LEGIFRANCE, "loda/id/JORFTEXT000000801164/"), None),
    text("digital-economy-seller", (2004, 6, 22), (LEGIFRANCE, "loda/id/JORFTEXT000000801164/"), SALES),
    text("french-language", (1994, 8, 5), (LEGIFRANCE, "loda/id/JORFTEXT000000349929/"), None),
    text("intellectual-property", (1992, 7, 3), (LEGIFRANCE, "codes/texte_lc/LEGITEXT000006069414/"), None),
    text("criminal-data", (2019, 6, 1), (LEGIFRANCE, "codes/texte_lc/LEGITEXT000006070719/"), None),
    text("accessibility", (2025, 6, 28), CONSUMER_CODE, None),
    text("consumer-information", (2016, 7, 1), CONSUMER_CODE, SALES),
    text("consumer-distance", (2016, 7, 1), CONSUMER_CODE, SALES),
    text("consumer-mediation", (2016, 7, 1), CONSUMER_CODE, SALES),
    text("civil-code", (2016, 10, 1), (LEGIFRANCE, "codes/texte_lc/LEGITEXT000006070721/"), SALES),
    text("commercial-code", (2000, 9, 21), (LEGIFRANCE, "codes/texte_lc/LEGITEXT000005634379/"), SALES),
    text("tax-procedures", (1982, 1, 1), (LEGIFRANCE, "codes/texte_lc/LEGITEXT000006069583/"), SALES),
    text("ticketing-tax-code", (2007, 1, 1), (LEGIFRANCE, "codes/texte_lc/LEGITEXT000006069577/"), SHOWS),
    text("ticketing-tax-annex", (2007, 10, 20), (LEGIFRANCE, "codes/texte_lc/LEGITEXT000006069576/"), SHOWS),
    text("show-licence", (2019, 10, 1), (LEGIFRANCE, "codes/texte_lc/LEGITEXT000006072050/"), SHOWS),
    text("ticket-resale", (2012, 3, 14), (LEGIFRANCE, "codes/texte_lc/LEGITEXT000006070719/"), SHOWS),
];

/// A day written as three numbers.
#[must_use]
pub fn date((year, month, day): (i32, u32, u32)) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

/// Those that concern an association with these modules and still apply on this day.
pub fn of(modules: &Modules, today: NaiveDate) -> impl Iterator<Item = &'static Reference> {
    let concern = |reference: &&Reference| reference.module.is_none_or(|module| modules.has(module));
    REFERENCES.iter().filter(concern).filter(move |reference| reference.until.and_then(date).is_none_or(|until| today < until))
}

/// The article of law that a treatment of the inventory names, in the words of each language: the inventory writes it once, in short.
pub const CITED: [(&str, &str); 6] = [
    ("GDPR", "citation-gdpr"),
    ("CNIL deliberation", "citation-cnil"),
    ("order of 8 March 1993", "citation-order-1993"),
    ("steps before a contract", "citation-before-contract"),
    (" and ", "citation-and"),
    (" to ", "citation-to"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_of_law_is_in_force_on_the_day_the_list_was_drawn_up() {
        let day = |numbers| date(numbers).unwrap();
        for reference in &REFERENCES {
            assert!(day(reference.since) <= day(ESTABLISHED), "{} is not in force yet", reference.key);
            assert!(reference.until.is_none_or(|until| day(until) > day(ESTABLISHED)), "{} has ended", reference.key);
            assert!(reference.url().starts_with("https://"), "{}", reference.key);
        }
        let mut keys: Vec<&str> = REFERENCES.iter().map(|reference| reference.key).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), REFERENCES.len(), "one is listed twice");
    }

    #[test]
    fn a_site_that_sells_nothing_cites_no_law_of_sales() {
        let bare: Vec<&str> = of(&Modules::default(), date(ESTABLISHED).unwrap()).map(|reference| reference.key).collect();
        assert!(bare.contains(&"gdpr") && !bare.contains(&"consumer-mediation") && !bare.contains(&"ticket-resale"));
        assert_eq!(of(&Modules::all(), date(ESTABLISHED).unwrap()).count(), REFERENCES.len());
    }
}
