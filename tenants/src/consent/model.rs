//! Events of the ledger, and how a person stands after them.

use kernel::{clock::Timestamp, i18n::Locale, ids::AccountId};
use uuid::Uuid;

/// Whose event it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Who {
    /// A person the association deals with.
    Person(Uuid),
    /// Somebody who works in the back office.
    Account(AccountId),
    /// Whoever holds this random receipt, and nobody we know.
    Receipt(Uuid),
}

/// What somebody did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Action {
    /// Said yes.
    Granted,
    /// Said no.
    Refused,
    /// Took a yes back.
    Withdrawn,
    /// A yes grew too old.
    Expired,
    /// Said to have read a text.
    Acknowledged,
}

impl Action {
    /// The word in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
            Self::Acknowledged => "acknowledged",
        }
    }

    /// The action under this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Granted, Self::Refused, Self::Withdrawn, Self::Expired, Self::Acknowledged].into_iter().find(|action| action.word() == word)
    }
}

/// Through what it came.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Channel {
    /// A page of the site.
    Site,
    /// A link in a mail.
    Mail,
    /// A page of the back office.
    BackOffice,
    /// A letter or a form on paper.
    Paper,
    /// The API.
    Api,
}

impl Channel {
    /// The word in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::Mail => "mail",
            Self::BackOffice => "back_office",
            Self::Paper => "paper",
            Self::Api => "api",
        }
    }
}

/// Who wrote it down.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Actor {
    /// The person, alone.
    Themselves,
    /// Staff, for them.
    Staff,
    /// Nobody: a period was over.
    Clock,
}

impl Actor {
    /// The word in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Themselves => "themselves",
            Self::Staff => "staff",
            Self::Clock => "clock",
        }
    }
}

/// An event about to be added.
#[derive(Clone, Debug)]
pub struct Event {
    /// Whose.
    pub who: Who,
    /// A consent's key, or a kind of text.
    pub about: &'static str,
    /// What they did.
    pub action: Action,
    /// Through what.
    pub channel: Channel,
    /// Of the consent's words, or of the text.
    pub about_version: i32,
    /// The version of the text that was read.
    pub document: Option<Uuid>,
    /// SHA-256 of the words beside the box.
    pub words_hash: Vec<u8>,
    /// The language they were in.
    pub locale: Locale,
    /// When.
    pub at: Timestamp,
    /// What confirms that it was them.
    pub proof: Option<Uuid>,
    /// Who wrote it down.
    pub actor: Actor,
}

/// An event as a standing needs it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Past {
    /// What they did.
    pub action: Action,
    /// To which version of the words.
    pub version: i32,
    /// When.
    pub at: Timestamp,
}

/// How somebody stands on a consent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// They never said.
    Silent,
    /// They agree, since then.
    Granted {
        /// When they said so.
        at: Timestamp,
    },
    /// They do not, or no longer.
    Refused {
        /// Since when.
        at: Timestamp,
    },
}

/// The standing after `events`, in any order. A yes to other words than the present ones is no yes; a no holds whatever the words become.
#[must_use]
pub fn stand(events: &[Past], version: i32) -> Standing {
    let decisions = events.iter().filter(|event| event.action != Action::Acknowledged);
    // At one instant a no is the later of the two.
    let Some(last) = decisions.max_by_key(|event| (event.at, event.action != Action::Granted)) else { return Standing::Silent };
    match last.action {
        Action::Granted if last.version == version => Standing::Granted { at: last.at },
        Action::Granted => Standing::Silent,
        _ => Standing::Refused { at: last.at },
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn past(action: Action, version: i32, second: i64) -> Past {
        Past { action, version, at: Timestamp::from_timestamp(1_800_000_000 + second, 0).unwrap() }
    }

    #[test]
    fn the_latest_word_counts_and_a_tie_is_a_no() {
        let at = |second| past(Action::Granted, 1, second).at;
        assert_eq!(stand(&[], 1), Standing::Silent);
        assert_eq!(stand(&[past(Action::Granted, 1, 0)], 1), Standing::Granted { at: at(0) });
        assert_eq!(stand(&[past(Action::Granted, 1, 0), past(Action::Withdrawn, 1, 0)], 1), Standing::Refused { at: at(0) });
        assert_eq!(stand(&[past(Action::Withdrawn, 1, 5), past(Action::Granted, 1, 9)], 1), Standing::Granted { at: at(9) });
        assert_eq!(stand(&[past(Action::Granted, 1, 0), past(Action::Expired, 1, 9)], 1), Standing::Refused { at: at(9) });
    }

    #[test]
    fn having_read_is_not_agreeing() {
        assert_eq!(stand(&[past(Action::Acknowledged, 1, 9)], 1), Standing::Silent);
    }

    #[test]
    fn new_words_ask_again_whoever_agreed_and_nobody_who_refused() {
        assert_eq!(stand(&[past(Action::Granted, 1, 0)], 2), Standing::Silent);
        assert!(matches!(stand(&[past(Action::Refused, 1, 0)], 2), Standing::Refused { .. }));
    }

    proptest! {
        /// Whatever went before and in whatever order rows come back, one withdrawal at the end is the end.
        #[test]
        fn a_withdrawal_ends_every_history(history in prop::collection::vec((0_usize..5, 1_i32..3, 0_i64..20), 0..12)) {
            let actions = [Action::Granted, Action::Refused, Action::Withdrawn, Action::Expired, Action::Acknowledged];
            let mut events: Vec<Past> = history.into_iter().map(|(action, version, second)| past(actions[action], version, second)).collect();
            events.insert(events.len() / 2, past(Action::Withdrawn, 1, 20));
            let refused = matches!(stand(&events, 1), Standing::Refused { .. });
            prop_assert!(refused);
            events.reverse();
            let refused = matches!(stand(&events, 1), Standing::Refused { .. });
            prop_assert!(refused);
        }
    }
}
