//! The consent ledger: what people agreed to, refused, took back, and what they said to have read. Owns `consent_event` and
//! `cookie_choice_count`.
//!
//! Events are added and never changed; how somebody stands is their latest event. A consent is looked up at the moment it is used
//! ([`require`]), never copied. "I have read" is an event of another kind ([`acknowledge`]): it agrees to nothing and allows nothing.

pub mod model;
pub mod store;

use kernel::{
    clock::Timestamp,
    db::TenantTx,
    error::{Error, Result, Sentence},
    i18n::{Locale, translate},
    inventory::ConsentId,
};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use model::{Action, Actor, Channel, Event, Standing, Who};

/// Where and in which language somebody acts.
#[derive(Clone, Copy, Debug)]
pub struct Occasion {
    /// When.
    pub at: Timestamp,
    /// Through what.
    pub channel: Channel,
    /// The language of the words they saw.
    pub locale: Locale,
    /// Who does it.
    pub actor: Actor,
}

/// Writes down that somebody agreed to `consent`, in the words shown to them. `proof` is what confirms that it was them: a double opt-in.
///
/// # Errors
/// When the database is away.
pub async fn grant(tx: &mut TenantTx, on: Occasion, who: Who, consent: ConsentId, proof: Option<Uuid>) -> Result<Uuid> {
    store::add(tx, &decision(on, who, consent, Action::Granted, proof)?).await
}

/// Writes down that somebody refused.
///
/// # Errors
/// When the database is away.
pub async fn refuse(tx: &mut TenantTx, on: Occasion, who: Who, consent: ConsentId) -> Result<Uuid> {
    store::add(tx, &decision(on, who, consent, Action::Refused, None)?).await
}

/// Writes down that somebody took their agreement back: as easy as giving it (GDPR art. 7(3)), needing neither reason, nor proof, nor that it
/// was ever given.
///
/// # Errors
/// When the database is away.
pub async fn withdraw(tx: &mut TenantTx, on: Occasion, who: Who, consent: ConsentId) -> Result<Uuid> {
    store::add(tx, &decision(on, who, consent, Action::Withdrawn, None)?).await
}

/// Writes down that an agreement is too old to count.
///
/// # Errors
/// When the database is away.
pub async fn expire(tx: &mut TenantTx, on: Occasion, who: Who, consent: ConsentId) -> Result<Uuid> {
    store::add(tx, &decision(on, who, consent, Action::Expired, None)?).await
}

fn decision(on: Occasion, who: Who, consent: ConsentId, action: Action, proof: Option<Uuid>) -> Result<Event> {
    let facts = consent.facts();
    Ok(Event {
        who,
        about: facts.key,
        action,
        channel: on.channel,
        about_version: i32::from(facts.version),
        document: None,
        words_hash: words_hash(&words(facts.key, on.locale)?),
        locale: on.locale,
        at: on.at,
        proof,
        actor: on.actor,
    })
}

/// The words of a consent, as its box shows them.
///
/// # Errors
/// When a sentence is missing: a fault of ours.
pub fn words(key: &str, locale: Locale) -> Result<String> {
    let say = |part: &str| translate(locale, &format!("consent-{key}-{part}"), &[]);
    Ok(format!("{}\n{}", say("title")?, say("text")?))
}

/// The digest under which words are remembered.
#[must_use]
pub fn words_hash(words: &str) -> Vec<u8> {
    Sha256::digest(words.as_bytes()).to_vec()
}

/// A text that somebody said to have read.
#[derive(Clone, Copy, Debug)]
pub struct ReadText {
    /// Which: `notice`, `terms`, or the key of what was attested.
    pub kind: &'static str,
    /// The version as published, when it is a text of the association.
    pub document: Option<Uuid>,
    /// Its version, by number.
    pub version: i32,
    /// The locale key of the sentence beside the box.
    pub beside: &'static str,
}

/// Writes down that somebody said to have read these texts. It is no consent (GDPR art. 4(11)): [`standing`] never counts it.
///
/// # Errors
/// When the database is away, or there is no such text.
pub async fn acknowledge(tx: &mut TenantTx, on: Occasion, who: Who, texts: &[ReadText]) -> Result<()> {
    for text in texts {
        let event = Event {
            who,
            about: text.kind,
            action: Action::Acknowledged,
            channel: on.channel,
            about_version: text.version,
            document: text.document,
            words_hash: words_hash(&translate(on.locale, text.beside, &[])?),
            locale: on.locale,
            at: on.at,
            proof: None,
            actor: on.actor,
        };
        store::add(tx, &event).await?;
    }
    Ok(())
}

/// How somebody stands on a consent: their latest word on its present version. At one instant, no counts for more than yes.
///
/// # Errors
/// When the database is away.
pub async fn standing(tx: &mut TenantTx, who: Who, consent: ConsentId) -> Result<Standing> {
    let facts = consent.facts();
    let events = store::latest(tx, who, facts.key).await?;
    Ok(model::stand(&events, i32::from(facts.version)))
}

/// Lets pass what somebody agreed to. To be called in the transaction that makes use of it: a withdrawal a moment ago counts.
///
/// # Errors
/// `Conflict` when they did not, or no longer do; else when the database is away.
pub async fn require(tx: &mut TenantTx, who: Who, consent: ConsentId) -> Result<()> {
    match standing(tx, who, consent).await? {
        Standing::Granted { .. } => Ok(()),
        Standing::Silent | Standing::Refused { .. } => Err(Error::Conflict(Sentence::new("consent-missing"))),
    }
}
