//! What a new version changes for the people whose data it tells of: a new use, recipient or kind of data, or a longer time, is a material change
//! (GDPR art. 13(3) and 14(4)); those concerned are told.

use kernel::{
    error::Result,
    i18n::{Locale, translate},
};

use super::{
    compose::keyed,
    model::{Content, Use},
};

/// One material change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    /// A use that was not there.
    Use(String),
    /// Somebody new receives data of a use: use, recipient.
    Recipient(String, String),
    /// A new kind of data for a use: use, kind.
    Data(String, String),
    /// A rule keeps data of a use for longer: the use.
    Longer(String),
}

/// The material changes from one version to the next. A version from before uses were kept as facts says nothing about what changed.
#[must_use]
pub fn material(old: &Content, new: &Content) -> Vec<Change> {
    if old.uses.is_empty() {
        return Vec::new();
    }
    let mut changes = Vec::new();
    for now in &new.uses {
        let Some(before) = old.uses.iter().find(|before| before.treatment == now.treatment) else {
            changes.push(Change::Use(now.treatment.clone()));
            continue;
        };
        let added = |known: &[String], all: &[String]| all.iter().filter(|one| !known.contains(one)).cloned().collect::<Vec<_>>();
        changes.extend(added(&before.recipients, &now.recipients).into_iter().map(|recipient| Change::Recipient(now.treatment.clone(), recipient)));
        changes.extend(added(&before.categories, &now.categories).into_iter().map(|category| Change::Data(now.treatment.clone(), category)));
        if keeps_longer(before, now) {
            changes.push(Change::Longer(now.treatment.clone()));
        }
    }
    changes
}

/// Whether a rule that was there grew, or a new one outlasts all that were there.
fn keeps_longer(before: &Use, now: &Use) -> bool {
    // Without an end is longer than any number of days.
    let length = |days: Option<u64>| days.unwrap_or(u64::MAX);
    let longest = before.kept.iter().map(|kept| length(kept.days)).max().unwrap_or_default();
    now.kept.iter().any(|kept| {
        let was = before.kept.iter().find(|known| known.rule == kept.rule).map_or(longest, |known| length(known.days));
        length(kept.days) > was
    })
}

impl Change {
    /// The change in a sentence.
    ///
    /// # Errors
    /// When the sentence is missing: a fault of ours.
    pub fn sentence(&self, locale: Locale) -> Result<String> {
        // What an old version named may have left the inventory, and its words with it.
        let words = |key: String, name: &str| translate(locale, &key, &[]).unwrap_or_else(|_| name.to_owned());
        let title = |name: &str| words(format!("treatment-{name}-title"), name);
        let (key, of, what) = match self {
            Self::Use(name) => ("legal-change-use", title(name), words(format!("treatment-{name}-purpose"), name)),
            Self::Recipient(name, recipient) => ("legal-change-recipient", title(name), words(format!("recipient-{recipient}-name"), recipient)),
            Self::Data(name, category) => ("legal-change-data", title(name), words(format!("category-{}", keyed(category)), category)),
            Self::Longer(name) => ("legal-change-longer", title(name), String::new()),
        };
        Ok(translate(locale, key, &[("use", of.into()), ("what", what.into())])?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::legal::model::{Kept, Text};

    fn content(uses: Vec<Use>) -> Content {
        let text = Text { lead: String::new(), sections: Vec::new() };
        Content { fr: text.clone(), en: text, uses }
    }

    fn ticketing() -> Use {
        Use {
            treatment: "ticketing".to_owned(),
            categories: vec!["contact.email".to_owned()],
            recipients: vec!["mail_provider".to_owned()],
            kept: vec![Kept { rule: "buyer".to_owned(), days: Some(186) }, Kept { rule: "accounting".to_owned(), days: Some(4000) }],
        }
    }

    #[test]
    fn more_of_anything_is_material_and_less_is_not() {
        let before = content(vec![ticketing()]);
        let after = |change: fn(&mut Use)| {
            let mut changed = ticketing();
            change(&mut changed);
            material(&before, &content(vec![changed]))
        };
        let name = || "ticketing".to_owned();
        assert_eq!(after(|_| ()), []);
        assert_eq!(after(|now| now.recipients.push("stripe".to_owned())), [Change::Recipient(name(), "stripe".to_owned())]);
        assert_eq!(after(|now| now.categories.push("contact.phone".to_owned())), [Change::Data(name(), "contact.phone".to_owned())]);
        // Longer, although another rule of the same use lasts longer still.
        assert_eq!(after(|now| now.kept[0].days = Some(200)), [Change::Longer(name())]);
        assert_eq!(after(|now| now.kept[1].days = None), [Change::Longer(name())]);
        assert_eq!(after(|now| now.kept[0].days = Some(30)), []);
        assert_eq!(after(|now| now.kept.push(Kept { rule: "new".to_owned(), days: Some(10) })), []);
        assert_eq!(after(|now| now.kept.push(Kept { rule: "new".to_owned(), days: Some(9000) })), [Change::Longer(name())]);
        assert_eq!(after(|now| *now = Use { treatment: "payments".to_owned(), ..ticketing() }), [Change::Use("payments".to_owned())]);
        assert_eq!(material(&content(Vec::new()), &before), [], "what an old version did not keep cannot be compared");
    }

    #[test]
    fn each_change_is_a_sentence() {
        let changes = [
            (Change::Use("payments".to_owned()), "Paiement"),
            (Change::Recipient("payments".to_owned(), "stripe".to_owned()), "Stripe"),
            (Change::Data("ticketing".to_owned(), "contact.phone".to_owned()), "téléphone"),
            (Change::Longer("ticketing".to_owned()), "Billetterie"),
            (Change::Use("gone_since".to_owned()), "gone_since"),
        ];
        for (change, named) in changes {
            assert!(change.sentence(Locale::Fr).unwrap().contains(named), "{change:?}");
            assert!(!change.sentence(Locale::En).unwrap().is_empty());
        }
    }
}
