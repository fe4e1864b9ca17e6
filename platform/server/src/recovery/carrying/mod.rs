//! What an entry of the privacy ledger says, done in the association it is about. Done twice, it is done once.

use kernel::{
    app::App,
    clock::Timestamp,
    db::TenantTx,
    error::{Error, Result},
    i18n::Locale,
    inventory::{CONSENTS, Rectify, Scope, SubjectId, table},
    jobs::{NewJob, enqueue},
    ledger::{Act, Hash, Person},
    personal::{self, Refusal},
};
use serde_json::json;
use tenants::{
    consent::{
        self, Occasion,
        model::{Actor, Channel, Standing, Who},
    },
    people::{
        attendees,
        restriction::{self, NewRestriction, Reason},
        suppression::{self, Source},
    },
};
use uuid::Uuid;

use super::{OBJECTS, store};

/// How often an erasure is planned again because rows were added meanwhile.
const TRIES: u32 = 3;

/// Does what an act says, as of `at`. Done already, it changes nothing.
pub(super) async fn carry_out(tx: &mut TenantTx, app: &App, act: &Act, at: Timestamp) -> Result<()> {
    tx.exercise_right().await?;
    match act {
        Act::Erasure { people, addresses } => return erase(tx, app, people, addresses, at).await,
        Act::Rectification { changes } => {
            for change in changes {
                let table = table(&change.table).filter(|table| table.scope == Scope::Tenant);
                let column = table.and_then(|table| table.columns.iter().find(|column| column.name == change.column));
                let allowed = column.and_then(|column| column.handling.as_ref()).is_some_and(|handling| !matches!(handling.rectify, Rectify::Never(_)));
                let Some(table) = table.filter(|_| allowed) else {
                    return Err(Error::Internal(anyhow::anyhow!("{}.{} may not be corrected, says the inventory", change.table, change.column)));
                };
                store::correct(tx, table, change).await?;
            }
        }
        Act::Restriction { id, person, treatment, reason } => {
            let reason = Reason::from_word(reason).ok_or_else(|| anyhow::anyhow!("`{reason}` is no reason for a restriction"))?;
            restrict(tx, at, *id, person, treatment, reason).await?;
        }
        Act::Objection { id, person, treatment, address } => {
            restrict(tx, at, *id, person, treatment, Reason::Objection).await?;
            if let Some(address) = address {
                suppression::store::add(tx, at, &address.0, treatment, Source::Objection).await?;
            }
        }
        Act::Unsubscribe { address, purpose } => suppression::store::add(tx, at, &address.0, purpose, Source::Unsubscribe).await?,
        Act::ConsentWithdrawal { person, address, purpose } => {
            if let Some(address) = address {
                suppression::store::add(tx, at, &address.0, purpose, Source::Withdrawal).await?;
            }
            if let Some(person) = person {
                withdraw_consents(tx, at, person).await?;
            }
        }
        // Told apart before a transaction of the association is opened: nothing of it may be left.
        Act::Closing { .. } => return Err(Error::Internal(anyhow::anyhow!("a closing is carried out by its slice"))),
        Act::Void { .. } => {}
    }
    Ok(())
}

async fn restrict(tx: &mut TenantTx, since: Timestamp, id: Uuid, person: &Person, treatment: &str, reason: Reason) -> Result<()> {
    // Somebody who came after the backup is not in it; somebody erased since is nobody to restrict.
    let Some(root) = person.root() else { return Ok(()) };
    let known = match root.subject {
        SubjectId::Attendee => attendees::store::exists(tx, root.id).await?,
        _ => restriction::store::person_exists(tx, root.id).await?,
    };
    if known {
        restriction::store::place_on(tx, since, root.subject, &NewRestriction { id, person: root.id, treatment, reason }).await?;
    }
    Ok(())
}

/// Takes back again what a person agreed to before `at`. What they agreed to since stands.
async fn withdraw_consents(tx: &mut TenantTx, at: Timestamp, person: &Person) -> Result<()> {
    if !restriction::store::person_exists(tx, person.id).await? {
        return Ok(());
    }
    let on = Occasion { at, channel: Channel::Site, locale: Locale::Fr, actor: Actor::Themselves };
    for known in CONSENTS {
        let who = Who::Person(person.id);
        if matches!(consent::standing(tx, who, known.id).await?, Standing::Granted { at: granted } if granted <= at) {
            consent::withdraw(tx, on, who, known.id).await?;
        }
    }
    Ok(())
}

async fn erase(tx: &mut TenantTx, app: &App, people: &[Person], addresses: &[Hash], at: Timestamp) -> Result<()> {
    let mut roots: Vec<personal::Root> = people.iter().filter_map(Person::root).collect();
    if !addresses.is_empty() {
        let tenant = tx.tenant();
        let before = store::people_before(tx, at).await?;
        roots.extend(before.into_iter().filter(|(_, address)| addresses.contains(&app.ledger.address(tenant, address))).map(|(root, _)| root));
    }
    roots.sort_unstable();
    roots.dedup();
    let mut plan = personal::plan(tx, &roots, at).await?;
    for _ in 0..TRIES {
        if plan.is_done() {
            return Ok(());
        }
        match personal::execute(tx, &roots, &plan.hash(), at).await {
            Ok(outcome) => return remove_later(tx, outcome.objects).await,
            // A row was added before the persons were held fast; nothing has happened, and they are now.
            Err(Refusal::Changed(now)) => plan = *now,
            Err(refusal) => return Err(refusal.into()),
        }
    }
    // Tried again by the next look.
    Err(Error::Unavailable)
}

/// Erases as a plan says that was approved; `false` when the rows are no longer those: then nobody has approved what would happen.
pub(super) async fn erase_as_approved(tx: &mut TenantTx, people: &[Person], plan: Hash, at: Timestamp) -> Result<bool> {
    let roots: Vec<personal::Root> = people.iter().filter_map(Person::root).collect();
    if personal::plan(tx, &roots, at).await?.is_done() {
        return Ok(true);
    }
    match personal::execute(tx, &roots, &plan.0, at).await {
        Ok(outcome) => remove_later(tx, outcome.objects).await.map(|()| true),
        Err(Refusal::Changed(_)) => Ok(false),
        Err(refusal) => Err(refusal.into()),
    }
}

async fn remove_later(tx: &mut TenantTx, prefixes: Vec<String>) -> Result<()> {
    for prefix in prefixes {
        enqueue(tx, NewJob::new(OBJECTS, json!({ "prefix": prefix }))).await?;
    }
    Ok(())
}
