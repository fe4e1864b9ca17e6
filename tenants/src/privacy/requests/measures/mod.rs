//! The one place where a right acts on people's data and on the privacy ledger: intent first, the act with the ledger's mark as its last
//! statement, then what lies outside the database.

pub mod freezing;

use kernel::{
    app::App,
    clock::Timestamp,
    db::TenantTx,
    error::Result,
    form::EmailAddress,
    ids::TenantId,
    inventory::{CONSENTS, SubjectId},
    ledger::{self, Act, Change, Hash, Person, Receipt},
    personal::{self, Found, Root},
};
use uuid::Uuid;

use super::{
    executing::buyers,
    model::{Channel, Kind, declared},
    store::{self, Request},
};
use crate::{
    consent::{
        self, Occasion,
        model::{Standing, Who},
    },
    people::{
        attendees,
        restriction::{self, ALL, NewRestriction, Reason},
        store::{Correction, correct},
        suppression::{self, Source},
    },
};

/// What advertising an address may receive: the purpose an objection and a withdrawal end.
const MARKETING: &str = "newsletter";

/// Writes into the ledger that an erasure is about to happen.
///
/// # Errors
/// When the ledger is away: then nothing may happen.
pub async fn intend_erasure(app: &App, tenant: TenantId, request: &Request, roots: &[Root], plan: [u8; 32]) -> Result<Receipt> {
    // A mailbox that others share, or by which somebody bought since this was planned, must not lead to their rows when the erasure is done again
    // on an older database.
    let mut addresses = Vec::new();
    // Nor the mailbox of whoever asks for somebody else.
    if let Some(email) = request.email_norm.as_ref().filter(|_| request.represented.is_none()) {
        let mut tx = app.db.tenant(tenant).await?;
        let found = personal::find(&mut tx, email).await?;
        drop(tx);
        let known = |found: &Found| found.root.subject == SubjectId::Requester || personal::is_erased(&found.display) || roots.contains(&found.root);
        if found.iter().all(known) {
            addresses.push(app.ledger.address(tenant, email));
        }
    }
    let act = Act::Erasure { people: roots.iter().copied().map(Person::from).collect(), addresses };
    ledger::append(app, tenant, &act, Some(plan)).await
}

/// Marks an act as done: the last statement of its transaction.
///
/// # Errors
/// When the database is away.
pub async fn mark(tx: &mut TenantTx, receipt: &Receipt) -> Result<()> {
    ledger::apply(tx, receipt).await
}

/// Takes back what was written into the ledger and then not done.
///
/// # Errors
/// When the ledger is away.
pub async fn take_back(app: &App, receipt: &Receipt) -> Result<()> {
    ledger::void(app, receipt).await
}

/// Says for this transaction that a right is exercised, which a restriction does not hinder.
///
/// # Errors
/// When the database is away.
pub async fn exercise(tx: &mut TenantTx) -> Result<()> {
    tx.exercise_right().await
}

/// Does what a correction, a restriction, an objection or a withdrawal asks for.
///
/// # Errors
/// Retried when the ledger or the database is away.
pub async fn take(app: &App, tenant: TenantId, request: &Request, people: &[Root]) -> Result<()> {
    let now = app.clock.now();
    match request.kind {
        Kind::Rectification => rectify(app, tenant, request, people).await,
        Kind::Restriction => {
            for root in people {
                restrict(app, tenant, now, request, *root, Reason::Claim).await?;
            }
            Ok(())
        }
        Kind::Objection => {
            for root in people {
                restrict(app, tenant, now, request, *root, Reason::Objection).await?;
            }
            match digest(app, tenant, request) {
                Some(address) => silence(app, tenant, now, address, Source::Objection, Act::Unsubscribe { address, purpose: MARKETING.to_owned() }).await,
                None => Ok(()),
            }
        }
        Kind::Withdrawal => {
            // One row and one entry a purchase: an older database learns of each.
            let buyers: Vec<Root> = people.iter().copied().filter(|root| root.subject == SubjectId::Buyer).collect();
            if buyers.is_empty() {
                return withdraw(app, tenant, now, request, None).await;
            }
            for buyer in buyers {
                withdraw(app, tenant, now, request, Some(buyer)).await?;
            }
            Ok(())
        }
        Kind::Access | Kind::Portability | Kind::Erasure => Ok(()),
    }
}

/// What came of an act that the ledger was told of. One that failed is taken back there: its job tries again, under an entry of its own.
async fn settled(app: &App, receipt: &Receipt, done: Result<()>) -> Result<()> {
    if done.is_err() {
        take_back(app, receipt).await?;
    }
    done
}

async fn withdraw(app: &App, tenant: TenantId, now: Timestamp, request: &Request, buyer: Option<Root>) -> Result<()> {
    let address = digest(app, tenant, request);
    let act = Act::ConsentWithdrawal { person: buyer.map(Person::from), address, purpose: MARKETING.to_owned() };
    let receipt = ledger::append(app, tenant, &act, None).await?;
    let done = async {
        let mut tx = app.db.tenant(tenant).await?;
        if let Some(address) = address {
            suppression::store::add(&mut tx, now, &address.0, MARKETING, Source::Withdrawal).await?;
        }
        withdraw_consents(&mut tx, now, request, buyer.as_slice()).await?;
        mark(&mut tx, &receipt).await?;
        tx.commit().await
    };
    settled(app, &receipt, done.await).await
}

/// Takes back every consent of these people that stands.
async fn withdraw_consents(tx: &mut TenantTx, now: Timestamp, request: &Request, people: &[Root]) -> Result<()> {
    let channel = if request.channel == Channel::Letter { consent::model::Channel::Paper } else { consent::model::Channel::Site };
    let on = Occasion { at: now, channel, locale: request.locale, actor: consent::model::Actor::Themselves };
    for person in buyers(people) {
        for known in CONSENTS {
            let who = Who::Person(person);
            if matches!(consent::standing(tx, who, known.id).await?, Standing::Granted { .. }) {
                consent::withdraw(tx, on, who, known.id).await?;
            }
        }
    }
    Ok(())
}

/// The digest under which an address is on the association's opposition list. Whoever asks for somebody else does not silence their own mailbox.
fn digest(app: &App, tenant: TenantId, request: &Request) -> Option<Hash> {
    request.email_norm.as_deref().filter(|_| request.represented.is_none()).map(|email| Hash(suppression::digest(&app.keys, tenant, email)))
}

/// Keeps a digest of the address of whoever had themselves erased and wants nobody to write to them again. Not before the rows are gone: until then
/// the person may change their mind. Safe to run twice.
///
/// # Errors
/// Retried when the ledger or the database is away.
pub async fn never_again(app: &App, tenant: TenantId, request: &Request) -> Result<()> {
    let Some(address) = digest(app, tenant, request).filter(|_| request.quiet == Some(true)) else { return Ok(()) };
    let mut tx = app.db.tenant(tenant).await?;
    let known = !suppression::store::listed(&mut tx, &[address.0], MARKETING).await?.is_empty();
    drop(tx);
    if known {
        return Ok(());
    }
    let act = Act::Unsubscribe { address, purpose: MARKETING.to_owned() };
    silence(app, tenant, app.clock.now(), address, Source::Erasure, act).await
}

async fn rectify(app: &App, tenant: TenantId, request: &Request, people: &[Root]) -> Result<()> {
    let email = request.corrected_email.as_deref().and_then(|email| EmailAddress::parse(email).ok());
    let correction = Correction {
        first_name: request.corrected_given_name.clone(),
        family_name: request.corrected_family_name.clone(),
        email: email.map(|email| (email.as_str().to_owned(), email.normalised())),
    };
    let values = [
        ("first_name", correction.first_name.as_deref()),
        ("family_name", correction.family_name.as_deref()),
        ("email", correction.email.as_ref().map(|(typed, _)| typed.as_str())),
        ("email_norm", correction.email.as_ref().map(|(_, norm)| norm.as_str())),
    ];
    let rows = buyers(people);
    let guests: Vec<Uuid> = people.iter().filter(|root| root.subject == SubjectId::Attendee).map(|root| root.id).collect();
    let (name, address) = (whole_name(request), correction.email.as_ref().map(|(_, norm)| norm.as_str()));
    let mut changes: Vec<Change> = rows
        .iter()
        .flat_map(|row| {
            values
                .iter()
                .filter_map(|(column, value)| Some(Change { table: "person".to_owned(), row: *row, column: (*column).to_owned(), value: (*value)?.to_owned() }))
        })
        .collect();
    for row in &guests {
        let change = |column: &str, value: &str| Change { table: "attendee".to_owned(), row: *row, column: column.to_owned(), value: value.to_owned() };
        changes.extend(name.iter().map(|name| change("name", name)).chain(address.map(|address| change("email", address))));
    }
    if changes.is_empty() {
        return Ok(());
    }
    let receipt = ledger::append(app, tenant, &Act::Rectification { changes }, None).await?;
    let done = async {
        let mut tx = app.db.tenant(tenant).await?;
        tx.exercise_right().await?;
        for row in rows {
            correct(&mut tx, row, &correction).await?;
        }
        for row in guests {
            attendees::store::correct(&mut tx, row, name.as_deref(), address).await?;
        }
        mark(&mut tx, &receipt).await?;
        tx.commit().await
    };
    settled(app, &receipt, done.await).await
}

/// A corrected name in one piece, as somebody whom others bought a place for bears it: what was not corrected is as the request says.
fn whole_name(request: &Request) -> Option<String> {
    let corrected = request.corrected_given_name.is_some() || request.corrected_family_name.is_some();
    // Of whoever it is about: a child does not take their parent's name.
    let (given, family) = match &request.represented {
        Some(whom) => (Some(&whom.given_name), Some(&whom.family_name)),
        None => (request.given_name.as_ref(), request.family_name.as_ref()),
    };
    let part = |corrected: &Option<String>, said: Option<&String>| corrected.as_ref().or(said).cloned().unwrap_or_default();
    let name = || declared(&part(&request.corrected_given_name, given), &part(&request.corrected_family_name, family));
    corrected.then(name).filter(|name| !name.is_empty())
}

async fn restrict(app: &App, tenant: TenantId, now: Timestamp, request: &Request, root: Root, reason: Reason) -> Result<()> {
    if !matches!(root.subject, SubjectId::Buyer | SubjectId::Attendee) {
        return Ok(());
    }
    let (id, person) = (freezing::id_of(app, request.id, root), Person::from(root));
    // What a buyer asked for rests on the contract, to which no objection goes (GDPR art. 21(1)): they stay who they are at the door. Whoever others
    // named on a ticket has no contract, and the name is what they object to.
    let treatment = if reason == Reason::Objection && root.subject == SubjectId::Buyer { MARKETING } else { ALL };
    let act = if reason == Reason::Objection {
        Act::Objection { id, person, treatment: treatment.to_owned(), address: None }
    } else {
        Act::Restriction { id, person, treatment: treatment.to_owned(), reason: reason.word().to_owned() }
    };
    let receipt = ledger::append(app, tenant, &act, None).await?;
    let done = async {
        let mut tx = app.db.tenant(tenant).await?;
        restriction::store::place_on(&mut tx, now, root.subject, &NewRestriction { id, person: root.id, treatment, reason }).await?;
        store::state_fact(&mut tx, now, request.id, store::Fact::Restricted, store::Note::plain()).await?;
        mark(&mut tx, &receipt).await?;
        tx.commit().await
    };
    settled(app, &receipt, done.await).await
}

async fn silence(app: &App, tenant: TenantId, now: Timestamp, address: Hash, source: Source, act: Act) -> Result<()> {
    let receipt = ledger::append(app, tenant, &act, None).await?;
    let done = async {
        let mut tx = app.db.tenant(tenant).await?;
        suppression::store::add(&mut tx, now, &address.0, MARKETING, source).await?;
        mark(&mut tx, &receipt).await?;
        tx.commit().await
    };
    settled(app, &receipt, done.await).await
}

/// Removes the objects whose keys begin so, of this association only.
///
/// # Errors
/// Retried when the store is away.
pub async fn remove_objects(app: &App, tenant: TenantId, prefixes: &[String]) -> Result<()> {
    let own = format!("t/{tenant}/");
    for prefix in prefixes.iter().filter(|prefix| prefix.starts_with(&own)) {
        app.storage.delete_all_versions_under(prefix).await?;
    }
    Ok(())
}
