//! The association's facts as they are typed: each parsed into the form that is stored and printed.

use kernel::form::{EmailAddress, Fault, Form, FormState, HexColour, Line, LocalDate, LongText, Parser, PhoneE164, WebAddress, count};

use crate::site::model::{Ape, Association, Licences, PostalCode, Rna, Siret, VatNumber, VatRegime, phone_grouped};

/// The fields as they are stored.
pub fn stored(facts: &Association) -> FormState {
    let mut values = vec![
        ("legal_name", facts.legal_name.clone()),
        ("street", facts.street.clone()),
        ("postal_code", facts.postal_code.clone()),
        ("city", facts.city.clone()),
        ("siret", facts.siret.clone()),
        ("rna", facts.rna.clone()),
        ("ape", facts.ape.clone()),
        ("vat_regime", facts.vat_regime.word().to_owned()),
        ("vat_number", facts.vat_number.clone()),
        ("fiscal_year_end", facts.fiscal_year_end.to_string()),
        ("licence", facts.licence.clone()),
        ("director_name", facts.director_name.clone()),
        ("director_role", facts.director_role.clone()),
        ("email", facts.email.clone()),
        ("phone", phone_grouped(&facts.phone)),
        ("mediator_name", facts.mediator_name.clone()),
        ("mediator_address", facts.mediator_address.clone()),
        ("mediator_url", facts.mediator_url.clone()),
        ("online_since", facts.online_since.map(|day| day.to_string()).unwrap_or_default()),
        ("webmaster_name", facts.webmaster_name.clone()),
        ("webmaster_contact", facts.webmaster_contact.clone()),
        ("tagline_fr", facts.tagline.0.clone()),
        ("tagline_en", facts.tagline.1.clone()),
        ("about_fr", facts.about.0.clone()),
        ("about_en", facts.about.1.clone()),
        ("colour", facts.main_colour.clone()),
    ];
    if let Some(logo) = facts.logo {
        values.push(("logo_id", logo.to_string()));
    }
    FormState::filled(values)
}

/// Reads the form over what is known: name, logo, country and what was found about a data protection officer stay as they are.
///
/// # Errors
/// Everything typed, with each fault by its field.
pub fn read(form: &Form, known: &Association) -> Result<Association, FormState> {
    let mut parser = form.parser();
    let line = |parser: &mut Parser<'_>, name: &str, most: usize| parser.optional(name, Line::up_to(most)).map(Line::into_string).unwrap_or_default();
    let long = |parser: &mut Parser<'_>, name: &str, most: usize| parser.optional(name, LongText::up_to(most)).map(LongText::into_string).unwrap_or_default();
    let legal_name = parser.required("legal_name", Line::up_to(160)).map(Line::into_string).unwrap_or_default();
    let email = parser.required("email", EmailAddress::parse).map(EmailAddress::into_string).unwrap_or_default();
    let colour = parser.required("colour", HexColour::parse).map(HexColour::into_string);
    let vat_regime = parser.required("vat_regime", |word| VatRegime::from_word(word).ok_or_else(|| Fault::new("fault-required")));
    let vat_number =
        if vat_regime == Some(VatRegime::Liable) { parser.required("vat_number", VatNumber::parse) } else { parser.optional("vat_number", VatNumber::parse) };
    let facts = Association {
        name: known.name.clone(),
        tagline: (line(&mut parser, "tagline_fr", 140), line(&mut parser, "tagline_en", 140)),
        about: (long(&mut parser, "about_fr", 8_000), long(&mut parser, "about_en", 8_000)),
        street: line(&mut parser, "street", 160),
        postal_code: parser.optional("postal_code", PostalCode::parse).map(PostalCode::into_string).unwrap_or_default(),
        city: line(&mut parser, "city", 80),
        country: known.country.clone(),
        phone: parser.optional("phone", PhoneE164::parse).map(PhoneE164::into_string).unwrap_or_default(),
        siret: parser.optional("siret", Siret::parse).map(Siret::into_string).unwrap_or_default(),
        rna: parser.optional("rna", Rna::parse).map(Rna::into_string).unwrap_or_default(),
        ape: parser.optional("ape", Ape::parse).map(Ape::into_string).unwrap_or_default(),
        vat_regime: vat_regime.unwrap_or(known.vat_regime),
        vat_number: vat_number.map(VatNumber::into_string).unwrap_or_default(),
        // A form without the field leaves it as it is.
        fiscal_year_end: parser.optional("fiscal_year_end", count(1, 12)).unwrap_or(known.fiscal_year_end),
        licence: parser.optional("licence", Licences::parse).map(Licences::into_string).unwrap_or_default(),
        director_name: line(&mut parser, "director_name", 120),
        director_role: line(&mut parser, "director_role", 80),
        mediator_name: line(&mut parser, "mediator_name", 160),
        // Printed on one line, typed on several.
        mediator_address: parser.optional("mediator_address", |text| Line::up_to(240)(&text.replace('\n', ", "))).map(Line::into_string).unwrap_or_default(),
        mediator_url: parser.optional("mediator_url", WebAddress::parse).map(WebAddress::into_string).unwrap_or_default(),
        online_since: parser.optional("online_since", LocalDate::parse).map(LocalDate::date),
        webmaster_name: line(&mut parser, "webmaster_name", 120),
        webmaster_contact: line(&mut parser, "webmaster_contact", 160),
        dpo: known.dpo.clone(),
        main_colour: colour.unwrap_or_else(|| known.main_colour.clone()),
        logo: known.logo,
        cookie_notice: known.cookie_notice,
        has_terms: known.has_terms,
        updated_at: known.updated_at,
        legal_name,
        email,
    };
    if parser.is_clean() { Ok(facts) } else { Err(parser.state()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_reads_back_as_it_was() {
        let known = Association::sample();
        let values = stored(&known);
        let text = serde_json::to_value(&values).unwrap();
        let pairs: Vec<(String, String)> =
            text["values"].as_object().unwrap().iter().map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned())).collect();
        let form = Form::from_pairs(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let read = read(&form, &known).map_err(|state| state.faults().map(|(name, _)| name.to_owned()).collect::<Vec<_>>()).unwrap();
        assert_eq!(format!("{read:?}"), format!("{known:?}"));
    }

    #[test]
    fn each_fault_stands_by_its_field() {
        let wrong = [
            ("siret", "123"),
            ("fiscal_year_end", "13"),
            ("rna", "W1"),
            ("email", "x"),
            ("phone", "15"),
            ("postal_code", "1"),
            ("colour", "red"),
            ("vat_regime", "liable"),
            ("mediator_url", "javascript:x"),
        ];
        let faults: Vec<String> = match read(&Form::from_pairs(wrong), &Association::sample()) {
            Ok(_) => Vec::new(),
            Err(state) => state.faults().map(|(name, _)| name.to_owned()).collect(),
        };
        assert_eq!(faults, ["colour", "email", "fiscal_year_end", "legal_name", "mediator_url", "phone", "postal_code", "rna", "siret", "vat_number"]);
    }
}
