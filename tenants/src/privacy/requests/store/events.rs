//! The file of a request: what happened, in order, each entry chained to the one before it by a hash. It names nobody.

use kernel::{clock::Timestamp, db::TenantTx, error::Result, ids::AccountId};
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::RequestId;

/// Who did something.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Actor {
    /// Whoever asked.
    Person,
    /// A member of staff.
    Staff(AccountId),
    /// This program.
    Software,
}

impl Actor {
    const fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Staff(_) => "staff",
            Self::Software => "software",
        }
    }

    const fn account(self) -> Option<Uuid> {
        match self {
            Self::Staff(account) => Some(account.uuid()),
            Self::Person | Self::Software => None,
        }
    }
}

/// What goes with an entry: by whom, and facts that are ids, counts and words of ours.
#[derive(Clone, Debug)]
pub struct Note {
    actor: Actor,
    facts: Value,
}

impl Note {
    /// By this actor, with these facts.
    #[must_use]
    pub const fn by(actor: Actor, facts: Value) -> Self {
        Self { actor, facts }
    }

    /// By the program.
    #[must_use]
    pub const fn software(facts: Value) -> Self {
        Self::by(Actor::Software, facts)
    }

    /// By whoever asked.
    #[must_use]
    pub fn person() -> Self {
        Self::by(Actor::Person, Value::Object(serde_json::Map::new()))
    }

    /// By the program, with nothing to add.
    #[must_use]
    pub fn plain() -> Self {
        Self::software(Value::Object(serde_json::Map::new()))
    }

    /// By a member of staff.
    #[must_use]
    pub const fn staff(account: AccountId, facts: Value) -> Self {
        Self::by(Actor::Staff(account), facts)
    }
}

/// An entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its place.
    pub seq: i32,
    /// When.
    pub at: Timestamp,
    /// What: a state, or a fact.
    pub kind: String,
    /// By whom.
    pub actor: String,
    /// Which member of staff.
    pub account: Option<Uuid>,
    /// Ids and counts.
    pub facts: Value,
    /// Of the entry before it; 32 zero bytes at the first.
    pub previous: Vec<u8>,
    /// Over all of it.
    pub hash: Vec<u8>,
}

fn hash_of(id: RequestId, event: &Event) -> Vec<u8> {
    // A map of serde_json keeps its keys sorted: the same facts give the same text, also after a way through jsonb.
    let content = serde_json::json!([id, event.seq, event.at.timestamp_micros(), event.kind, event.actor, event.account, event.facts]);
    Sha256::new().chain_update(&event.previous).chain_update(content.to_string()).finalize().to_vec()
}

/// Whether every entry is the one that was written, and none is missing before the last.
#[must_use]
pub fn chain_is_whole(id: RequestId, events: &[Event]) -> bool {
    let mut previous = vec![0_u8; 32];
    (1..).zip(events).all(|(seq, event)| {
        let holds = event.seq == seq && event.previous == previous && event.hash == hash_of(id, event);
        previous.clone_from(&event.hash);
        holds
    })
}

pub(super) async fn append(tx: &mut TenantTx, now: Timestamp, id: RequestId, kind: &str, note: Note) -> Result<()> {
    let tenant = tx.tid();
    // The request's own row is locked by the update before it, so that two entries never take one place.
    let last =
        sqlx::query!("select seq, hash from privacy_request_event where tenant_id = $1 and request_id = $2 order by seq desc limit 1", tenant, id.uuid())
            .fetch_optional(tx.conn())
            .await?;
    let (seq, previous) = last.map_or_else(|| (1, vec![0; 32]), |last| (last.seq + 1, last.hash));
    let mut event = Event {
        seq,
        at: now,
        kind: kind.to_owned(),
        actor: note.actor.word().to_owned(),
        account: note.actor.account(),
        facts: note.facts,
        previous,
        hash: Vec::new(),
    };
    event.hash = hash_of(id, &event);
    sqlx::query!(
        "insert into privacy_request_event (tenant_id, request_id, seq, at, kind, actor, account_id, facts, previous_hash, hash)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        tenant,
        id.uuid(),
        event.seq,
        event.at,
        event.kind,
        event.actor,
        event.account,
        event.facts,
        event.previous,
        event.hash
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The file of a request, in order.
///
/// # Errors
/// When the database is away.
pub async fn events(tx: &mut TenantTx, id: RequestId) -> Result<Vec<Event>> {
    let tenant = tx.tid();
    let rows = sqlx::query!(
        "select seq, at, kind, actor, account_id, facts, previous_hash, hash from privacy_request_event where tenant_id = $1 and request_id = $2 order by seq",
        tenant,
        id.uuid()
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Event {
            seq: row.seq,
            at: row.at,
            kind: row.kind,
            actor: row.actor,
            account: row.account_id,
            facts: row.facts,
            previous: row.previous_hash,
            hash: row.hash,
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_missing_or_moved_entry_breaks_the_chain() {
        let id = RequestId::from_uuid(Uuid::nil());
        let mut events: Vec<Event> = Vec::new();
        for seq in 1..=4 {
            let previous = events.last().map_or_else(|| vec![0; 32], |event| event.hash.clone());
            let mut event = Event {
                seq,
                at: Timestamp::default(),
                kind: "planned".to_owned(),
                actor: "software".to_owned(),
                account: None,
                facts: serde_json::json!({ "rows": seq }),
                previous,
                hash: Vec::new(),
            };
            event.hash = hash_of(id, &event);
            events.push(event);
        }
        assert!(chain_is_whole(id, &events) && chain_is_whole(id, &[]));
        assert!(!chain_is_whole(RequestId::from_uuid(Uuid::max()), &events));
        for spoil in [
            |events: &mut Vec<Event>| events[1].facts = serde_json::json!({ "rows": 9 }),
            |events: &mut Vec<Event>| drop(events.remove(1)),
            |events: &mut Vec<Event>| events.swap(1, 2),
            |events: &mut Vec<Event>| events[2].actor = "person".to_owned(),
        ] {
            let mut spoilt = events.clone();
            spoil(&mut spoilt);
            assert!(!chain_is_whole(id, &spoilt));
        }
    }
}
