//! Proofs, and what they let a notice say.

use std::collections::BTreeMap;

use chrono::{Months, TimeDelta};
use kernel::{
    clock::Timestamp,
    inventory::{Claim, ClaimId, OnFail, Period},
};

/// What a probe found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// It is so.
    Green,
    /// It is not.
    Red,
    /// It could not be seen.
    Unknown,
}

impl State {
    /// The word in the database and in locale keys.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Green => "green",
            Self::Red => "red",
            Self::Unknown => "unknown",
        }
    }

    /// The state under this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Green, Self::Red, Self::Unknown].into_iter().find(|state| state.word() == word)
    }
}

macro_rules! reasons {
    ($($name:ident $word:literal),+ $(,)?) => {
        /// Why a probe found what it found. Said with the locale key `proof-<word>` and one small fact.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Reason { $(#[doc = $word] $name),+ }

        impl Reason {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The word in the database and in locale keys.
            #[must_use]
            pub const fn word(self) -> &'static str { match self { $(Self::$name => $word),+ } }
        }
    };
}

reasons! {
    Encrypted "encrypted", Plain "plain", Expires "expires", Untrusted "untrusted", PlainOpen "plain-open", Silent "silent",
    Strict "strict", NotStrict "not-strict",
    Signed "signed", Unsigned "unsigned", Bogus "bogus", Unresolved "unresolved",
    Alone "alone", AloneAmongFirst "alone-among-first", Foreign "foreign", WeakPolicy "weak-policy",
    Declared "declared", DeclaredAmongFirst "declared-among-first", Undeclared "undeclared",
    NoAddress "no-address", Address "address", NoCounter "no-counter",
    Swept "swept", Overdue "overdue", NotSwept "not-swept",
    Hashed "hashed", NotHashed "not-hashed",
    Walled "walled", Drift "drift",
    Closed "closed", Open "open",
    TwoFactors "two-factors", OneFactor "one-factor", SecondFactorUnread "second-factor-unread",
    Attested "attested", Withdrawn "withdrawn", NotAttested "not-attested",
    Other "other",
}

impl Reason {
    /// The reason under this word; one of a later version of this program is no more than "other".
    #[must_use]
    pub fn from_word(word: &str) -> Self {
        Self::ALL.iter().copied().find(|reason| reason.word() == word).unwrap_or(Self::Other)
    }
}

/// What one run of a probe ends with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome {
    /// What was found.
    pub state: State,
    /// Why.
    pub reason: Reason,
    /// One small fact of the machine: a protocol, a number, a name of a cookie. Never about a person.
    pub fact: String,
}

impl Outcome {
    /// It is so.
    #[must_use]
    pub fn green(reason: Reason, fact: impl Into<String>) -> Self {
        Self { state: State::Green, reason, fact: fact.into() }
    }

    /// It is not.
    #[must_use]
    pub fn red(reason: Reason, fact: impl Into<String>) -> Self {
        Self { state: State::Red, reason, fact: fact.into() }
    }

    /// It could not be seen.
    #[must_use]
    pub fn unknown(reason: Reason, fact: impl Into<String>) -> Self {
        Self { state: State::Unknown, reason, fact: fact.into() }
    }
}

/// The last proof of a claim, as stored.
#[derive(Clone, Debug)]
pub struct Proof {
    /// What is claimed.
    pub claim: ClaimId,
    /// What was found.
    pub state: State,
    /// Since when it stands so.
    pub since: Timestamp,
    /// When it was last looked at.
    pub checked_at: Timestamp,
    /// Why.
    pub reason: Reason,
    /// One small fact.
    pub fact: String,
}

impl Proof {
    /// When it is too old to count.
    #[must_use]
    pub fn valid_until(&self) -> Timestamp {
        after(self.checked_at, self.claim.facts().ttl)
    }
}

fn after(moment: Timestamp, period: Period) -> Timestamp {
    match period {
        Period::Hours(hours) => moment + TimeDelta::hours(hours.into()),
        Period::Days(days) => moment + TimeDelta::days(days.into()),
        Period::Months(months) => moment.checked_add_months(Months::new(months.into())).unwrap_or(moment),
        Period::Years(years) => moment.checked_add_months(Months::new(u32::from(years) * 12)).unwrap_or(moment),
    }
}

/// What may be said of a claim.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// Its sentence, proven at this moment.
    Green(Timestamp),
    /// Its weaker sentence.
    Qualified,
    /// Nothing.
    Gone,
}

/// What may be said of a claim after its last proof.
#[must_use]
pub fn stand(claim: &Claim, proof: Option<&Proof>, now: Timestamp) -> Standing {
    match proof {
        Some(proof) if proof.state == State::Green && now < proof.valid_until() => Standing::Green(proof.checked_at),
        _ => match claim.on_fail {
            OnFail::Hide | OnFail::Alert => Standing::Gone,
            OnFail::Qualify => Standing::Qualified,
        },
    }
}

/// How every claim stands at one moment.
#[derive(Clone, Debug)]
pub struct Standings {
    proofs: BTreeMap<ClaimId, Proof>,
    now: Timestamp,
}

impl Standing {
    /// The word in locale keys and hashes.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Green(_) => "green",
            Self::Qualified => "qualified",
            Self::Gone => "gone",
        }
    }
}

/// The next moment at which a proof grows too old, and a text that relies on it changes by itself.
#[must_use]
pub fn next_stale(proofs: &[Proof], now: Timestamp) -> Option<Timestamp> {
    proofs.iter().filter(|proof| proof.state == State::Green).map(Proof::valid_until).filter(|until| now < *until).min()
}

impl Standings {
    /// After these proofs, at `now`.
    #[must_use]
    pub fn new(proofs: Vec<Proof>, now: Timestamp) -> Self {
        Self { proofs: proofs.into_iter().map(|proof| (proof.claim, proof)).collect(), now }
    }

    /// What may be said of a claim.
    #[must_use]
    pub fn of(&self, claim: ClaimId) -> Standing {
        stand(claim.facts(), self.proof(claim), self.now)
    }

    /// The last proof of a claim.
    #[must_use]
    pub fn proof(&self, claim: ClaimId) -> Option<&Proof> {
        self.proofs.get(&claim)
    }

    /// Whether anything was ever looked at.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.proofs.is_empty()
    }

    /// The moment at which one of them may be said no longer, should nobody look again.
    #[must_use]
    pub fn until(&self) -> Option<Timestamp> {
        next_stale(&self.proofs.values().cloned().collect::<Vec<_>>(), self.now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn proof(claim: ClaimId, state: State, at: &str) -> Proof {
        Proof { claim, state, since: moment(at), checked_at: moment(at), reason: Reason::Other, fact: String::new() }
    }

    #[test]
    fn a_red_missing_unseen_or_old_proof_takes_the_sentence_back() {
        let at = "2027-01-11T03:00:00Z";
        let day = |day: u32| moment(&format!("2027-01-{day}T03:00:00Z"));
        for (claim, otherwise) in
            [(ClaimId::TransportStrict, Standing::Gone), (ClaimId::NothingFromElsewhere, Standing::Qualified), (ClaimId::TenantsWalled, Standing::Gone)]
        {
            let said = |proof: Option<&Proof>, now| stand(claim.facts(), proof, now);
            let green = proof(claim, State::Green, at);
            assert_eq!(said(Some(&green), day(11)), Standing::Green(moment(at)));
            assert_eq!(said(Some(&green), day(13)), Standing::Green(moment(at)));
            assert_eq!(said(Some(&green), day(14)), otherwise, "three days later");
            assert_eq!(said(None, day(11)), otherwise);
            assert_eq!(said(Some(&proof(claim, State::Red, at)), day(11)), otherwise);
            assert_eq!(said(Some(&proof(claim, State::Unknown, at)), day(11)), otherwise);
        }
    }

    #[test]
    fn somebodys_word_holds_for_a_year() {
        let given = proof(ClaimId::StripeTwoFactor, State::Green, "2027-01-11T03:00:00Z");
        assert_eq!(given.valid_until(), moment("2028-01-11T03:00:00Z"));
    }

    #[test]
    fn a_page_is_true_until_the_first_of_its_sentences_lapses() {
        let now = moment("2027-01-11T12:00:00Z");
        let proofs = vec![
            proof(ClaimId::TransportEncrypted, State::Green, "2027-01-11T03:00:00Z"),
            proof(ClaimId::KeptNoLonger, State::Green, "2027-01-11T04:00:00Z"),
            proof(ClaimId::NamesSigned, State::Red, "2027-01-09T04:00:00Z"),
        ];
        let standings = Standings::new(proofs, now);
        assert_eq!(standings.until(), Some(moment("2027-01-12T16:00:00Z")));
        assert_eq!(Standings::new(Vec::new(), now).until(), None);
    }

    #[test]
    fn every_reason_is_read_back_and_a_later_one_is_no_fault() {
        for reason in Reason::ALL {
            assert_eq!(Reason::from_word(reason.word()), *reason);
        }
        assert_eq!(Reason::from_word("from-the-future"), Reason::Other);
    }
}
