//! The registers of processing (GDPR art. 30): of an association as controller, and of the platform as processor. Nothing is typed in: purposes,
//! data, recipients, periods and measures are the inventory's.

mod admin;

use kernel::{
    clock::Timestamp,
    config::{OperatorConfig, RecipientsConfig},
    error::Result,
    i18n::Locale,
    inventory::{Controller, RECIPIENTS, RecipientId, TREATMENTS, Treatment},
};
use poem::RouteMethod;

use super::{
    dpo::store::Assessment,
    model::{Paper, Words, fingerprint},
};
use crate::{
    legal::model::{Block, Content, Section, Text},
    sheet::Sheet,
    site::{
        model::{Association, phone_grouped, siret_grouped},
        modules::Modules,
    },
};

pub(super) fn admin_routes() -> Vec<(&'static str, RouteMethod)> {
    admin::routes()
}

/// One line of the register: what is done with data for one purpose.
#[derive(Clone, Debug)]
pub struct Activity {
    /// The treatment's key in the inventory.
    pub key: &'static str,
    /// What it is called.
    pub title: String,
    /// What it is for.
    pub purpose: String,
    /// Why it is lawful.
    pub basis: String,
    /// Whose data.
    pub subjects: Vec<String>,
    /// Which data.
    pub categories: Vec<String>,
    /// Who receives some.
    pub recipients: Vec<String>,
    /// What leaves the European Economic Area.
    pub transfers: Vec<String>,
    /// For how long.
    pub retentions: Vec<String>,
    /// How it is protected.
    pub measures: Vec<String>,
    /// Whether a machine decides.
    pub automated: bool,
}

/// The columns of the register as a table, as messages.
const COLUMNS: [&str; 9] =
    ["csv-activity", "csv-purpose", "csv-basis", "csv-subjects", "csv-categories", "csv-recipients", "csv-transfers", "csv-retention", "csv-measures"];

/// The lines of those whose controller is `controller`.
///
/// # Errors
/// When a word is missing: a fault of ours.
pub fn activities(words: Words<'_>, controller: Controller, modules: &Modules) -> Result<Vec<Activity>> {
    let taken = TREATMENTS.iter().filter(|treatment| treatment.controller == controller && modules.hold(treatment.module));
    taken.map(|treatment| activity(words, treatment, modules)).collect()
}

fn activity(words: Words<'_>, treatment: &Treatment, modules: &Modules) -> Result<Activity> {
    let mut purpose = words.purpose(treatment)?;
    if !modules.concern(treatment.module) {
        purpose = format!("{purpose} {}", words.say("register-ceased")?);
    }
    let each = |items: &[RecipientId]| items.iter().map(|id| words.recipient(*id)).collect::<Result<Vec<_>>>();
    Ok(Activity {
        key: treatment.key,
        title: words.title(treatment)?,
        purpose,
        basis: words.basis(treatment)?,
        subjects: treatment.subjects.iter().map(|subject| words.subject(*subject)).collect::<Result<Vec<_>>>()?,
        categories: words.categories(treatment)?,
        recipients: each(treatment.recipients)?,
        transfers: words.transfers(treatment.recipients)?,
        retentions: words.retentions(treatment)?,
        measures: treatment.security.iter().map(|measure| words.measure(measure)).collect::<Result<Vec<_>>>()?,
        automated: treatment.automated_decision,
    })
}

/// The lines as sections of a text.
///
/// # Errors
/// When a word is missing: a fault of ours.
pub fn sections(words: Words<'_>, activities: &[Activity]) -> Result<Vec<Section>> {
    activities
        .iter()
        .map(|activity| {
            let none = words.say("register-none")?;
            let transfers = if activity.transfers.is_empty() { words.say("register-no-transfer")? } else { activity.transfers.join(" ; ") };
            let join = |items: &[String]| if items.is_empty() { none.clone() } else { items.join(", ") };
            let mut facts = vec![
                (words.say("csv-basis")?, activity.basis.clone()),
                (words.say("csv-subjects")?, join(&activity.subjects)),
                (words.say("csv-categories")?, join(&activity.categories)),
                (words.say("csv-recipients")?, if activity.recipients.is_empty() { none.clone() } else { activity.recipients.join(" ; ") }),
                (words.say("csv-transfers")?, transfers),
                (words.say("csv-retention")?, if activity.retentions.is_empty() { none.clone() } else { activity.retentions.join(" ") }),
                (words.say("csv-measures")?, if activity.measures.is_empty() { none.clone() } else { activity.measures.join(" ") }),
            ];
            if activity.automated {
                facts.push((words.say("register-automated")?, words.say("register-automated-yes")?));
            }
            Ok(Section {
                anchor: activity.key.replace('_', "-"),
                title: activity.title.clone(),
                blocks: vec![Block::Paragraph(activity.purpose.clone()), Block::Facts(facts)],
            })
        })
        .collect()
}

/// The lines as a table.
///
/// # Errors
/// When a word is missing: a fault of ours.
pub fn table(words: Words<'_>, activities: &[Activity]) -> Result<Sheet> {
    let mut sheet = Sheet::new(words.locale, &COLUMNS)?;
    for activity in activities {
        let cells = [
            activity.title.clone(),
            activity.purpose.clone(),
            activity.basis.clone(),
            activity.subjects.join(", "),
            activity.categories.join(", "),
            activity.recipients.join(" ; "),
            activity.transfers.join(" ; "),
            activity.retentions.join(" "),
            activity.measures.join(" "),
        ];
        sheet.row(&cells.map(|cell| Sheet::text(&cell)))?;
    }
    Ok(sheet)
}

/// Who the association is, as a register names it; what was not stated is left out.
///
/// # Errors
/// When a word is missing: a fault of ours.
pub fn controller(words: Words<'_>, association: &Association) -> Result<Vec<(String, String)>> {
    let represented = if association.director_role.is_empty() {
        association.director_name.clone()
    } else {
        format!("{}, {}", association.director_name, association.director_role)
    };
    let facts = [
        ("legal-fact-name", association.legal_name.clone()),
        ("legal-fact-seat", association.address().join(", ")),
        ("legal-fact-email", association.email.clone()),
        ("legal-fact-phone", phone_grouped(&association.phone)),
        ("legal-fact-rna", association.rna.clone()),
        ("legal-fact-siret", siret_grouped(&association.siret)),
        ("register-represented", represented),
    ];
    facts.into_iter().filter(|(_, value)| !value.is_empty()).map(|(key, value)| Ok((words.say(key)?, value))).collect()
}

/// The register of an association as controller, in both languages.
///
/// # Errors
/// When a word is missing: a fault of ours.
pub fn compose(association: &Association, modules: &Modules, dpo: Option<&Assessment>, recipients: &RecipientsConfig) -> Result<Content> {
    let text = |locale| {
        let words = Words { locale, recipients };
        let mut facts = controller(words, association)?;
        facts.push((words.say("register-dpo")?, super::dpo::sentence(words, dpo)?));
        let party = Section { anchor: "responsable".to_owned(), title: words.say("register-controller")?, blocks: vec![Block::Facts(facts)] };
        let lines = sections(words, &activities(words, Controller::Tenant, modules)?)?;
        Ok::<_, kernel::error::Error>(Text { lead: words.say("register-lead")?, sections: std::iter::once(party).chain(lines).collect() })
    };
    Ok(Content { fr: text(Locale::Fr)?, en: text(Locale::En)?, uses: Vec::new() })
}

/// The register as a paper. Its version is the hash of what it says, so that two prints with one version say the same.
///
/// # Errors
/// When a word is missing: a fault of ours.
pub fn paper(words: Words<'_>, content: &Content, title: &str, author: &str, now: Timestamp) -> Result<Paper> {
    let version = fingerprint(&content.hash()?);
    Ok(Paper {
        locale: words.locale,
        title: words.say(title)?,
        reference: words.say_with("paper-reference", &[("version", version.into()), ("date", words.day(now).into())])?,
        author: author.to_owned(),
        text: content.text(words.locale).clone(),
    })
}

/// An association as the platform's register names it.
#[derive(Clone, Debug)]
pub struct ControllerLine {
    /// Its registered name.
    pub name: String,
    /// Its seat, on one line.
    pub seat: String,
    /// Where it is written to.
    pub contact: String,
    /// Its data protection officer, if it named one.
    pub officer: String,
    /// Since when the platform works for it.
    pub since: Timestamp,
}

/// The columns of the platform's register as a table, as messages.
const CONTROLLER_COLUMNS: [&str; 7] = ["csv-controller", "csv-seat", "csv-contact", "register-dpo", "csv-since", "csv-processing", "csv-transfers"];

/// The register of the platform as processor (art. 30(2)): whose data it processes, how, and what protects them; then its own register as
/// controller (art. 30(1)).
///
/// # Errors
/// When a word is missing: a fault of ours.
pub fn compose_for_processor(operator: &OperatorConfig, recipients: &RecipientsConfig, controllers: &[ControllerLine]) -> Result<Content> {
    let text = |locale| {
        let words = Words { locale, recipients };
        let lines = activities(words, Controller::Tenant, &Modules::all())?;
        let facts = vec![
            (words.say("legal-fact-name")?, operator.name.clone()),
            (words.say("legal-fact-seat")?, operator.address.clone()),
            (words.say("legal-fact-phone")?, operator.phone.clone()),
        ];
        let head = ["csv-activity", "csv-subjects", "csv-categories"].into_iter().map(|key| words.say(key)).collect::<Result<Vec<_>>>()?;
        let processing = lines.iter().map(|line| vec![line.title.clone(), line.subjects.join(", "), line.categories.join(", ")]).collect();
        let all: Vec<RecipientId> = RECIPIENTS.iter().map(|recipient| recipient.id).collect();
        let mut transfers = words.transfers(&all)?;
        if transfers.is_empty() {
            transfers.push(words.say("register-no-transfer")?);
        }
        let head_of_controllers =
            ["csv-controller", "csv-seat", "csv-contact", "csv-since"].into_iter().map(|key| words.say(key)).collect::<Result<Vec<_>>>()?;
        let named = controllers.iter().map(|one| vec![one.name.clone(), one.seat.clone(), one.contact.clone(), words.day(one.since)]).collect();
        let section = |anchor: &str, key: &str, blocks| Ok::<_, kernel::error::Error>(Section { anchor: anchor.to_owned(), title: words.say(key)?, blocks });
        let mut own = vec![Block::Paragraph(words.say("register-own-text")?)];
        for line in sections(words, &activities(words, Controller::Platform, &Modules::all())?)? {
            own.push(Block::Heading(line.title));
            own.extend(line.blocks);
        }
        let sections = vec![
            section("sous-traitant", "register-processor", vec![Block::Facts(facts)])?,
            section("traitements", "register-processing", vec![Block::Paragraph(words.say("register-processing-text")?), Block::Table(head, processing)])?,
            section("transferts", "csv-transfers", vec![Block::List(transfers)])?,
            section("mesures", "csv-measures", vec![Block::List(measures(words)?)])?,
            section("responsables", "register-controllers", vec![Block::Table(head_of_controllers, named)])?,
            section("registre-propre", "register-own", own)?,
        ];
        Ok::<_, kernel::error::Error>(Text { lead: words.say("register-processor-lead")?, sections })
    };
    Ok(Content { fr: text(Locale::Fr)?, en: text(Locale::En)?, uses: Vec::new() })
}

/// Every measure of treatments that take place, each once, in the inventory's order.
///
/// # Errors
/// When a word is missing: a fault of ours.
pub fn measures(words: Words<'_>) -> Result<Vec<String>> {
    let mut all: Vec<&str> = Vec::new();
    for measure in TREATMENTS.iter().filter(|treatment| Modules::all().concern(treatment.module)).flat_map(|treatment| treatment.security) {
        if !all.contains(measure) {
            all.push(measure);
        }
    }
    all.into_iter().map(|measure| words.measure(measure)).collect()
}

/// The platform's register as a table: one line a controller.
///
/// # Errors
/// When a word is missing: a fault of ours.
pub fn controllers_table(words: Words<'_>, controllers: &[ControllerLine]) -> Result<Sheet> {
    let mut sheet = Sheet::new(words.locale, &CONTROLLER_COLUMNS)?;
    let processing = activities(words, Controller::Tenant, &Modules::all())?.into_iter().map(|line| line.title).collect::<Vec<_>>().join(", ");
    let all: Vec<RecipientId> = RECIPIENTS.iter().map(|recipient| recipient.id).collect();
    let transfers = words.transfers(&all)?.join(" ; ");
    for one in controllers {
        let typed = [&one.name, &one.seat, &one.contact, &one.officer].map(|cell| Sheet::text(cell));
        let mut row = typed.to_vec();
        row.extend([Sheet::day(one.since), processing.clone(), transfers.clone()]);
        sheet.row(&row)?;
    }
    Ok(sheet)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::modules::Module;

    #[test]
    fn each_treatment_of_an_association_is_a_line_and_both_languages_have_the_same() {
        let content = compose(&Association::sample(), &Modules::all(), None, &RecipientsConfig::sample()).unwrap();
        let anchors = |text: &Text| text.sections.iter().map(|section| section.anchor.clone()).collect::<Vec<_>>();
        assert_eq!(anchors(&content.fr), anchors(&content.en));
        let lines = anchors(&content.fr);
        for treatment in TREATMENTS {
            let expected = treatment.controller == Controller::Tenant && Modules::all().concern(treatment.module);
            assert_eq!(lines.contains(&treatment.key.replace('_', "-")), expected, "{}", treatment.key);
        }
        let ceased = compose(&Association::sample(), &Modules::all().without([Module::Payments]), None, &RecipientsConfig::sample()).unwrap();
        assert_eq!(anchors(&ceased.fr), lines, "what was collected is still held");
        let said = |content: &Content| content.fr.to_html().matches("N’est plus utilisé").count();
        let of_payments = TREATMENTS.iter().filter(|treatment| treatment.controller == Controller::Tenant && treatment.module == "payments").count();
        assert_eq!((said(&content), said(&ceased)), (0, of_payments));
        let html = content.fr.to_html();
        for expected in ["Claire Vasseur, présidente", "12 rue des Halles", "adresse e-mail", "10 ans aux archives", "Exemple SAS"] {
            assert!(html.contains(expected), "{expected}: {html}");
        }
    }
}
