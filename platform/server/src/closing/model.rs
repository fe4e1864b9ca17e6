//! What a closing is and how it moves. No I/O.

use chrono::Duration;
use kernel::{clock::Timestamp, id_types, ids::TenantId};
use uuid::Uuid;

id_types! {
    /// The end of an association's account.
    ClosingId,
}

/// So long any president takes a closing back.
pub const CHANGE_OF_MIND: Duration = Duration::days(7);
/// The data are deleted so long after the asking...
pub const UNTIL_ERASED: Duration = Duration::days(28);
/// ...and this is what the agreement promises at the latest: what lies between is for a night that fails.
pub const PROMISED: Duration = Duration::days(30);
/// An association that was closed late has so long to fetch its copy.
pub const TO_FETCH: Duration = Duration::days(7);
/// How often a closing that waits for something looks again.
pub const LOOK_AGAIN: Duration = Duration::hours(6);
/// The account is deleted so long after the rows even if no mail can be sent.
pub const MAILS_AT_MOST: Duration = Duration::days(1);

/// Where a closing stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// A president asked for it, and it can be taken back.
    Asked,
    /// It was taken back.
    Withdrawn,
    /// It took effect.
    Closed,
    /// The data are being deleted.
    Erasing,
    /// Nothing is left.
    Erased,
}

impl State {
    /// The word in the database and in keys.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Withdrawn => "withdrawn",
            Self::Closed => "closed",
            Self::Erasing => "erasing",
            Self::Erased => "erased",
        }
    }

    /// From the word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Asked, Self::Withdrawn, Self::Closed, Self::Erasing, Self::Erased].into_iter().find(|state| state.word() == word)
    }
}

/// A closing.
#[derive(Clone, Debug)]
pub struct Closing {
    /// Its id.
    pub id: ClosingId,
    /// Whose account ends.
    pub tenant: TenantId,
    /// Where it stands.
    pub state: State,
    /// Who asked; nobody any more once it ended.
    pub asked_by: Option<Uuid>,
    /// When.
    pub asked_at: Timestamp,
    /// When it takes effect.
    pub effective_at: Timestamp,
    /// When it took effect.
    pub closed_at: Option<Timestamp>,
    /// When the data are deleted.
    pub erase_at: Timestamp,
    /// When it was taken back, or nothing was left.
    pub ended_at: Option<Timestamp>,
}

impl Closing {
    /// One that is asked for at `now`.
    #[must_use]
    pub fn asked(now: Timestamp, tenant: TenantId, by: Uuid) -> Self {
        Self {
            id: ClosingId::new(now),
            tenant,
            state: State::Asked,
            asked_by: Some(by),
            asked_at: now,
            effective_at: now + CHANGE_OF_MIND,
            closed_at: None,
            erase_at: now + UNTIL_ERASED,
            ended_at: None,
        }
    }

    /// Until when the data are deleted at the latest, as long as nobody's request waits for its answer.
    #[must_use]
    pub fn latest(&self) -> Timestamp {
        (self.asked_at + PROMISED).max(self.erase_at + (PROMISED - UNTIL_ERASED))
    }

    /// When the data of one that is closed at `now` are deleted.
    #[must_use]
    pub fn erased_when_closed(&self, now: Timestamp) -> Timestamp {
        self.erase_at.max(now + TO_FETCH)
    }
}

/// A request about their own data that somebody made and that has no answer yet.
#[derive(Clone, Debug)]
pub struct Pending {
    /// Its number.
    pub reference: String,
    /// Its id.
    pub id: Uuid,
    /// Until when the law wants it answered.
    pub due_at: Timestamp,
}

/// Until when the deletion waits for these requests: for each until it is answered, or its time by law is over. Past that, the association answers
/// from its copy. `None` when it does not wait.
#[must_use]
pub fn waits_until(pending: &[Pending], now: Timestamp) -> Option<Timestamp> {
    pending.iter().map(|request| request.due_at).max().filter(|due| *due > now)
}

/// A concert to come with places that were sold or given out.
#[derive(Clone, Debug)]
pub struct SoldConcert {
    /// Its id.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// When it starts.
    pub starts_at: Timestamp,
    /// Valid tickets.
    pub tickets: i64,
}

/// What an association has, in numbers, and what stands in the way of its end.
#[derive(Clone, Debug, Default)]
pub struct Numbers {
    /// Concerts to come with valid tickets.
    pub concerts: Vec<SoldConcert>,
    /// Orders that hold places or wait for a payment.
    pub orders_open: i64,
    /// Payments that Stripe has not settled.
    pub payments_open: i64,
    /// Refunds that are under way, or failed and are still owed.
    pub refunds_open: i64,
    /// Disputes that a buyer's bank has open.
    pub disputes_open: i64,
    /// Payments, refunds and disputes that were under way on a Stripe account whose tie was cut: they can be followed there alone.
    pub left_at_stripe: i64,
    /// Files of breaches that are not closed.
    pub breaches_open: i64,
    /// Requests without an answer.
    pub pending: Vec<Pending>,
    /// Sales and entries of the journal that the association keeps ten years.
    pub sales: i64,
    /// Entries of the ticket journal.
    pub journal: i64,
    /// People who lose access.
    pub staff: i64,
    /// Objects of the bucket.
    pub objects: u64,
}

impl Numbers {
    /// Whether something forbids the end.
    #[must_use]
    pub fn blocks(&self) -> bool {
        !self.concerts.is_empty() || self.payments_open + self.refunds_open + self.disputes_open > 0
    }
}

/// Whether somebody typed the association's name: kinds and numbers of spaces do not count, nor do capitals.
#[must_use]
pub fn is_name(typed: &str, name: &str) -> bool {
    let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").replace('’', "'").to_lowercase();
    !typed.trim().is_empty() && folded(typed) == folded(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_the_name_however_it_is_spaced() {
        assert!(is_name("  l'Atelier  du  Doubs ", "L’Atelier du Doubs"));
        assert!(!is_name("L’Atelier", "L’Atelier du Doubs") && !is_name("", " "));
    }

    #[test]
    fn the_deletion_waits_for_a_request_until_it_is_answered_or_overdue() {
        let now = Timestamp::default();
        let request = |days| Pending { reference: "A".to_owned(), id: Uuid::nil(), due_at: now + Duration::days(days) };
        assert_eq!(waits_until(&[], now), None);
        assert_eq!(waits_until(&[request(-1)], now), None);
        assert_eq!(waits_until(&[request(2), request(5), request(-1)], now), Some(now + Duration::days(5)));
        let closing = Closing::asked(now, TenantId::from_uuid(Uuid::nil()), Uuid::nil());
        assert_eq!(closing.latest(), now + PROMISED);
        assert_eq!(closing.erased_when_closed(now + CHANGE_OF_MIND), now + UNTIL_ERASED);
        assert_eq!(closing.erased_when_closed(now + Duration::days(27)), now + Duration::days(34));
    }
}
