//! The processors of the platform, which are the associations' sub-processors (GDPR art. 28(2) and (4)): who, for what, where, and who comes next.

use kernel::{
    clock::Timestamp,
    config::NamedRecipient,
    error::Result,
    inventory::{RecipientId, TREATMENTS},
};

use super::model::{Words, processors};
use crate::{
    legal::model::{Block, Section, Text},
    site::modules::Modules,
};

/// Days between the announcement of a new processor and its beginning.
pub const NOTICE_DAYS: i64 = 30;

/// A change that was announced.
#[derive(Clone, Debug)]
pub struct Change {
    /// Whose place is taken.
    pub recipient: RecipientId,
    /// By whom.
    pub next: NamedRecipient,
    /// When it was announced.
    pub announced_at: Timestamp,
    /// From when on.
    pub applies_from: Timestamp,
}

/// The list, with the changes to come and those that came.
///
/// # Errors
/// When a word is missing: a fault of ours.
pub fn text(words: Words<'_>, changes: &[Change], now: Timestamp) -> Result<Text> {
    let (coming, past): (Vec<&Change>, Vec<&Change>) = changes.iter().partition(|change| change.applies_from > now);
    let mut sections = vec![Section { anchor: "liste".to_owned(), title: words.say("processors-list")?, blocks: vec![table(words)?] }];
    let section = |anchor: &str, key: &str, listed: &[&Change]| {
        let lines = listed.iter().map(|change| line(words, change)).collect::<Result<Vec<_>>>()?;
        Ok::<_, kernel::error::Error>(Section { anchor: anchor.to_owned(), title: words.say(key)?, blocks: vec![Block::List(lines)] })
    };
    if !coming.is_empty() {
        sections.push(section("changements", "processors-coming", &coming)?);
    }
    if !past.is_empty() {
        sections.push(section("historique", "processors-past", &past)?);
    }
    let how = vec![Block::Paragraph(words.say_with("processors-notice", &[("days", NOTICE_DAYS.into())])?)];
    sections.push(Section { anchor: "preavis".to_owned(), title: words.say("processors-notice-title")?, blocks: how });
    Ok(Text { lead: words.say("processors-lead")?, sections })
}

/// The list as a table.
///
/// # Errors
/// When a word is missing: a fault of ours.
pub fn table(words: Words<'_>) -> Result<Block> {
    let head =
        ["csv-processor", "csv-task", "csv-country", "csv-transfers", "csv-activities"].into_iter().map(|key| words.say(key)).collect::<Result<Vec<_>>>()?;
    let rows = processors()
        .map(|id| {
            let named = words.recipients.of(id);
            let transfers = words.transfers(&[id])?;
            let served = TREATMENTS.iter().filter(|treatment| Modules::all().concern(treatment.module) && treatment.recipients.contains(&id));
            Ok(vec![
                named.legal_name.clone(),
                words.say(&format!("recipient-{}", id.facts().key))?,
                words.country(&named.country)?,
                if transfers.is_empty() { words.say("register-no-transfer")? } else { transfers.join(" ; ") },
                served.map(|treatment| words.title(treatment)).collect::<Result<Vec<_>>>()?.join(", "),
            ])
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(Block::Table(head, rows))
}

/// A change in a sentence.
///
/// # Errors
/// When a word is missing: a fault of ours.
pub fn line(words: Words<'_>, change: &Change) -> Result<String> {
    let country = words.country(&change.next.country)?;
    let task = words.say(&format!("recipient-{}", change.recipient.facts().key))?;
    let arguments = [
        ("task", task.into()),
        ("name", change.next.legal_name.as_str().into()),
        ("country", country.into()),
        ("announced", words.day(change.announced_at).into()),
        ("from", words.day(change.applies_from).into()),
    ];
    let said = words.say_with("processors-change", &arguments)?;
    match &change.next.transfer {
        Some(transfer) => Ok(format!("{said} {}", words.say_with("processors-change-transfer", &[("why", transfer.as_str().into())])?)),
        None => Ok(said),
    }
}
