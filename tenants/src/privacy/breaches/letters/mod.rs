//! The letters of a breach: the notification to the CNIL (art. 33(3)), the letter to the people concerned (art. 34(2)), the register (art. 33(5)).

use kernel::{clock::Timestamp, db::Affected, error::Result, inventory::SUBJECTS};

use super::{
    model::{Breach, HOURS},
    views::Letter,
};
use crate::{
    legal::model::{Block, Section, Text},
    privacy::papers::{
        dpo::store::Assessment,
        model::{Paper, Words},
        register,
    },
    sheet::Sheet,
    site::model::Association,
};

/// What was hurt, in words.
pub fn natures(words: Words<'_>, breach: &Breach) -> Result<String> {
    let said = breach.facts.nature.iter().map(|nature| words.say(&format!("breach-nature-{nature}"))).collect::<Result<Vec<_>>>()?;
    Ok(said.join(", "))
}

/// Which data, in words.
pub fn data(words: Words<'_>, breach: &Breach) -> Result<String> {
    let said = breach.facts.categories.iter().map(|category| words.category(category)).collect::<Result<Vec<_>>>()?;
    Ok(said.join(", "))
}

/// Who is concerned, one line a kind.
///
/// # Errors
/// When a word is missing: a fault of ours.
pub fn concerned(words: Words<'_>, affected: &[Affected]) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    for one in affected {
        let Some(subject) = SUBJECTS.iter().find(|subject| subject.key == one.subject) else { continue };
        let kind = words.subject(subject.id)?;
        if one.people > 0 {
            let arguments = [("kind", kind.as_str().into()), ("people", one.people.into()), ("records", one.records.into())];
            lines.push(words.say_with("breach-concerned", &arguments)?);
        }
        if one.loose > 0 {
            lines.push(words.say_with("breach-concerned-loose", &[("kind", kind.as_str().into()), ("records", one.loose.into())])?);
        }
        if one.archived > 0 {
            lines.push(words.say_with("breach-concerned-archived", &[("kind", kind.into()), ("records", one.archived.into())])?);
        }
    }
    Ok(lines)
}

/// Who is concerned, kind by kind, and what somebody stated: one person may be of two kinds, so that nothing is added up.
pub fn people(words: Words<'_>, breach: &Breach) -> Result<Vec<String>> {
    let mut lines = concerned(words, &breach.affected)?;
    if let Some(stated) = breach.facts.people_stated {
        lines.push(words.say_with("breach-people-stated", &[("people", stated.into())])?);
    }
    Ok(lines)
}

/// How the people were told: the letters that have left, and what was done for those whom none reaches. `None` before anybody decided to.
pub fn told(words: Words<'_>, breach: &Breach, sent: i64) -> Result<Option<String>> {
    let Some(at) = breach.told_at else { return Ok(None) };
    let letters = words.say_with("breach-letter-told", &[("date", words.moment(at).into()), ("people", sent.into())])?;
    if breach.told_otherwise.is_empty() {
        return Ok(Some(letters));
    }
    Ok(Some(format!("{letters} {}", words.say_with("breach-told-otherwise", &[("how", breach.told_otherwise.as_str().into())])?)))
}

fn or_unknown(words: Words<'_>, text: &str) -> Result<String> {
    if text.is_empty() { words.say("breach-not-known-yet") } else { Ok(text.to_owned()) }
}

/// The notification: what art. 33(3) lists, in its order. What is not known yet is said to be, and follows (art. 33(4)).
pub fn to_authority(words: Words<'_>, association: &Association, dpo: Option<&Assessment>, breach: &Breach, sent: i64, now: Timestamp) -> Result<Paper> {
    let section = |anchor: &str, blocks: Vec<Block>| {
        Ok::<_, kernel::error::Error>(Section { anchor: anchor.to_owned(), title: words.say(&format!("breach-letter-{anchor}"))?, blocks })
    };
    let mut contact = register::controller(words, association)?;
    contact.push((words.say("register-dpo")?, crate::privacy::papers::dpo::sentence(words, dpo)?));
    let mut when = vec![
        (words.say("breach-fact-discovered")?, words.moment(breach.facts.discovered_at)),
        (words.say("breach-fact-deadline")?, words.moment(breach.deadline())),
    ];
    if now > breach.deadline() {
        when.push((words.say("breach-fact-delay")?, or_unknown(words, &breach.delay_reason)?));
    }
    let told = match told(words, breach, sent)? {
        Some(told) => told,
        None => words.say("breach-letter-not-told")?,
    };
    let risk = match breach.risk {
        Some(risk) => format!("{} {}", words.say(&format!("breach-risk-{}", risk.word()))?, breach.risk_reasons),
        None => words.say("breach-not-known-yet")?,
    };
    let sections = vec![
        section("controller", vec![Block::Facts(contact)])?,
        section("when", vec![Block::Facts(when)])?,
        section("nature", vec![Block::Paragraph(natures(words, breach)?), Block::Paragraph(breach.facts.what_happened.clone())])?,
        section("data", vec![Block::Paragraph(data(words, breach)?), Block::List(people(words, breach)?)])?,
        section("consequences", vec![Block::Paragraph(or_unknown(words, &breach.facts.consequences)?), Block::Paragraph(risk)])?,
        section("measures", vec![Block::Paragraph(or_unknown(words, &breach.facts.measures)?)])?,
        section("people", vec![Block::Paragraph(told)])?,
    ];
    let arguments = [("number", breach.number.into()), ("date", words.moment(now).into())];
    Ok(Paper {
        locale: words.locale,
        title: words.say("breach-letter-title")?,
        reference: words.say_with("breach-letter-reference", &arguments)?,
        author: association.legal_name.clone(),
        text: Text { lead: words.say_with("breach-letter-lead", &[("hours", HOURS.into())])?, sections },
    })
}

/// The letter to the people: plain words, no number of the file, nobody else's name.
pub fn to_people(words: Words<'_>, association: &Association, breach: &Breach) -> Result<Letter> {
    Ok(Letter {
        association: association.name.clone(),
        discovered: words.moment(breach.facts.discovered_at),
        natures: natures(words, breach)?,
        what_happened: breach.facts.what_happened.clone(),
        data: data(words, breach)?,
        consequences: breach.facts.consequences.clone(),
        measures: breach.facts.measures.clone(),
        advice: breach.facts.advice.clone(),
        email: association.email.clone(),
    })
}

/// The columns of the register as a table, as messages.
const COLUMNS: [&str; 12] = [
    "breach-number",
    "breach-fact-discovered",
    "csv-nature",
    "csv-what-happened",
    "csv-categories",
    "csv-people",
    "csv-consequences",
    "csv-breach-measures",
    "csv-risk",
    "csv-notified",
    "csv-told",
    "csv-closed",
];

fn row(words: Words<'_>, breach: &Breach) -> Result<Vec<String>> {
    let moment = |at: Option<Timestamp>| at.map(Sheet::moment).unwrap_or_default();
    let risk = match breach.risk {
        Some(risk) => format!("{} {}", words.say(&format!("breach-risk-{}", risk.word()))?, breach.risk_reasons),
        None => String::new(),
    };
    let notified = match breach.notified_at {
        Some(at) => [Sheet::moment(at), breach.authority_reference.clone(), breach.delay_reason.clone()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ; "),
        None => String::new(),
    };
    Ok(vec![
        breach.number.to_string(),
        Sheet::moment(breach.facts.discovered_at),
        natures(words, breach)?,
        breach.facts.what_happened.clone(),
        data(words, breach)?,
        people(words, breach)?.join(" · "),
        breach.facts.consequences.clone(),
        breach.facts.measures.clone(),
        risk,
        notified,
        [moment(breach.told_at), breach.told_otherwise.clone()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
        moment(breach.closed_at),
    ])
}

/// The register as a table, breaches nobody was told of included.
pub fn table(words: Words<'_>, breaches: &[Breach]) -> Result<Sheet> {
    let mut sheet = Sheet::new(words.locale, &COLUMNS)?;
    for breach in breaches {
        let cells: Vec<String> = row(words, breach)?.iter().map(|cell| Sheet::text(cell)).collect();
        sheet.row(&cells)?;
    }
    Ok(sheet)
}

/// The register as a paper.
pub fn register_paper(words: Words<'_>, association: &Association, breaches: &[Breach], now: Timestamp) -> Result<Paper> {
    let labels = COLUMNS.iter().map(|key| words.say(key)).collect::<Result<Vec<_>>>()?;
    let sections = breaches
        .iter()
        .map(|breach| {
            let facts = labels.iter().cloned().zip(row(words, breach)?).skip(1).filter(|(_, value)| !value.is_empty()).collect();
            let title = words.say_with("breach-title", &[("number", breach.number.into())])?;
            Ok(Section { anchor: format!("violation-{}", breach.number), title, blocks: vec![Block::Facts(facts)] })
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(Paper {
        locale: words.locale,
        title: words.say("breaches-title")?,
        reference: words.say_with("breach-register-reference", &[("date", words.moment(now).into())])?,
        author: association.legal_name.clone(),
        text: Text { lead: words.say("breaches-lead")?, sections },
    })
}
