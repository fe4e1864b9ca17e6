//! The facts an association states once: identity, address, registrations, mediator.

mod registrations;

use chrono::{Datelike, NaiveDate};
use kernel::{
    clock::{PARIS, Timestamp},
    error::Sentence,
    i18n::Locale,
};
use uuid::Uuid;

pub use registrations::{Ape, Licences, PostalCode, Rna, Siret, VatNumber, phone_grouped, siret_grouped};

/// An association as stored. An empty text means that the fact was not given.
#[derive(Clone, Debug)]
pub struct Association {
    /// The name people know it by.
    pub name: String,
    /// The registered name.
    pub legal_name: String,
    /// One line under the name, French and English.
    pub tagline: (String, String),
    /// What it says of itself, Markdown, French and English.
    pub about: (String, String),
    /// Street and number of the seat.
    pub street: String,
    /// Postal code of the seat.
    pub postal_code: String,
    /// Town of the seat.
    pub city: String,
    /// ISO 3166 code of the seat's country.
    pub country: String,
    /// Where to write.
    pub email: String,
    /// Where to call, E.164.
    pub phone: String,
    /// SIRET, fourteen digits.
    pub siret: String,
    /// Number in the national register of associations.
    pub rna: String,
    /// Code of the main activity.
    pub ape: String,
    /// How VAT applies.
    pub vat_regime: VatRegime,
    /// VAT number, when liable.
    pub vat_number: String,
    /// The last month of its fiscal year, 1 to 12: its books are kept from that month's end.
    pub fiscal_year_end: u32,
    /// Receipts of the entrepreneur-de-spectacles declaration, separated by a comma and a space.
    pub licence: String,
    /// Who answers for what is published.
    pub director_name: String,
    /// In which office.
    pub director_role: String,
    /// The consumer mediator.
    pub mediator_name: String,
    /// Its postal address.
    pub mediator_address: String,
    /// Its site.
    pub mediator_url: String,
    /// Since when the site is on line.
    pub online_since: Option<NaiveDate>,
    /// Who designed or looks after the site, if somebody is to be credited.
    pub webmaster_name: String,
    /// Where they are reached: an address of mail or of the web, a number.
    pub webmaster_contact: String,
    /// What the association found about a data protection officer.
    pub dpo: Dpo,
    /// The colour the theme derives from, `#rrggbb`.
    pub main_colour: String,
    /// Its logo.
    pub logo: Option<Uuid>,
    /// When its visitors are asked about tracers.
    pub cookie_notice: CookieNotice,
    /// Whether it sells or gives out places, and so has terms of sale.
    pub has_terms: bool,
    /// When it was last written.
    pub updated_at: Timestamp,
}

/// When the notice about tracers is shown to whoever has not answered it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum CookieNotice {
    /// On every first visit.
    #[default]
    Always,
    /// Only when the site sets something that waits for a consent.
    Auto,
}

impl CookieNotice {
    /// The word in the database and on forms.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::Auto => "auto",
        }
    }

    /// The rule under this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Always, Self::Auto].into_iter().find(|rule| rule.word() == word)
    }
}

impl Association {
    /// The tagline in a language, French where English is missing.
    #[must_use]
    pub fn tagline(&self, locale: Locale) -> &str {
        pick(locale, &self.tagline)
    }

    /// What it says of itself in a language, French where English is missing.
    #[must_use]
    pub fn about(&self, locale: Locale) -> &str {
        pick(locale, &self.about)
    }

    /// The seat, one line each; empty when it was not given.
    #[must_use]
    pub fn address(&self) -> Vec<String> {
        let town = format!("{} {}", self.postal_code, self.city).trim().to_owned();
        [self.street.clone(), town].into_iter().filter(|line| !line.is_empty()).collect()
    }

    /// Whether the seat is complete enough to be written to.
    #[must_use]
    pub fn has_address(&self) -> bool {
        !self.street.is_empty() && !self.postal_code.is_empty() && !self.city.is_empty()
    }

    /// The receipts, one by one.
    pub fn licences(&self) -> impl Iterator<Item = &str> {
        self.licence.split(", ").filter(|one| !one.is_empty())
    }

    /// The fiscal year a moment is in, as books write it: `2027`, or `2026-2027` where it does not end with the year.
    #[must_use]
    pub fn fiscal_year(&self, at: Timestamp) -> String {
        let day = at.with_timezone(&PARIS).date_naive();
        let last = day.year() + i32::from(day.month() > self.fiscal_year_end);
        if self.fiscal_year_end == 12 { last.to_string() } else { format!("{}-{last}", last - 1) }
    }

    /// The sentence about VAT that receipts and notices carry.
    #[must_use]
    pub fn vat_mention(&self) -> Sentence {
        match self.vat_regime {
            VatRegime::Franchise => Sentence::new("vat-franchise"),
            VatRegime::Exempt => Sentence::new("vat-exempt"),
            VatRegime::Liable => Sentence::new("vat-liable").with("number", self.vat_number.as_str()),
        }
    }

    /// A complete association, for samples and tests.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            name: "Jazz des Halles".to_owned(),
            legal_name: "Association Jazz des Halles".to_owned(),
            tagline: ("Du jazz debout, à hauteur de quartier, depuis 1998".to_owned(), "Jazz on its feet, in the neighbourhood, since 1998".to_owned()),
            about: ("Nous sommes **quarante** bénévoles.".to_owned(), "We are **forty** volunteers.".to_owned()),
            street: "12 rue des Halles".to_owned(),
            postal_code: "38000".to_owned(),
            city: "Grenoble".to_owned(),
            country: "FR".to_owned(),
            email: "bonjour@example.org".to_owned(),
            phone: "+33476000000".to_owned(),
            siret: "73282932000074".to_owned(),
            rna: "W381000000".to_owned(),
            ape: "9001Z".to_owned(),
            vat_regime: VatRegime::Franchise,
            vat_number: String::new(),
            fiscal_year_end: 12,
            licence: "PLATESV-D-2026-000001".to_owned(),
            director_name: "Claire Vasseur".to_owned(),
            director_role: "présidente".to_owned(),
            mediator_name: "Médiation des Alpes".to_owned(),
            mediator_address: "1 place du Marché, 38000 Grenoble".to_owned(),
            mediator_url: "https://mediation.example.org/".to_owned(),
            online_since: NaiveDate::from_ymd_opt(2019, 9, 1),
            webmaster_name: "Atelier des Quais".to_owned(),
            webmaster_contact: "atelier@example.org".to_owned(),
            dpo: Dpo::default(),
            main_colour: "#e8452c".to_owned(),
            logo: None,
            cookie_notice: CookieNotice::Always,
            has_terms: true,
            updated_at: Timestamp::default(),
        }
    }
}

/// Whether a data protection officer is needed (GDPR art. 37), and who it is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Dpo {
    /// The answer to the three questions of art. 37(1); `None` as long as nobody answered them.
    pub needed: Option<bool>,
    /// The officer's name; empty when there is none.
    pub name: String,
    /// Where the officer is reached.
    pub contact: String,
    /// When the questions were answered.
    pub answered_at: Option<Timestamp>,
}

fn pick(locale: Locale, (french, english): &(String, String)) -> &str {
    if locale == Locale::En && !english.is_empty() { english } else { french }
}

/// How VAT applies to what the association sells.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum VatRegime {
    /// Below the threshold: CGI art. 293 B.
    Franchise,
    /// Exempt as a non-profit body: CGI art. 261, 7, 1°.
    Exempt,
    /// Liable: it has a number.
    Liable,
}

impl VatRegime {
    /// The word in the database and on forms.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Franchise => "franchise",
            Self::Exempt => "exempt",
            Self::Liable => "liable",
        }
    }

    /// From the word in the database or on a form.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Franchise, Self::Exempt, Self::Liable].into_iter().find(|regime| regime.word() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fiscal_year_is_named_by_the_years_it_touches() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let ends = |month| Association { fiscal_year_end: month, ..Association::sample() };
        assert_eq!(ends(12).fiscal_year(at("2027-12-31T22:59:00Z")), "2027");
        assert_eq!(ends(12).fiscal_year(at("2027-12-31T23:30:00Z")), "2028", "it is 2028 in Paris");
        assert_eq!(ends(8).fiscal_year(at("2027-08-31T12:00:00Z")), "2026-2027");
        assert_eq!(ends(8).fiscal_year(at("2027-09-01T12:00:00Z")), "2027-2028");
    }
}
