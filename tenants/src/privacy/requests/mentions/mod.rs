//! Free text by or about people (GDPR art. 17(3)(a)): texts of the association that name whoever a request is about are found, listed by place, and
//! decided by people. The software rewrites none of them, and keeps none: a text is read where it lies, whenever somebody looks at the list.
//!
//! What it costs: one read of each text column of one association (`kernel::personal::texts`), when a request for a copy or an erasure is planned and
//! before each signature. The list holds at most [`MOST`] places; whoever corrects some of more finds the next ones.

use kernel::{
    app::App,
    clock::Timestamp,
    db::TenantTx,
    error::{Error, Result},
    ids::{AccountId, TenantId},
    inventory::{self, SubjectId},
    personal::{self, Root, Text},
    session::Role,
};
use serde_json::json;
use uuid::Uuid;

use super::{
    executing::demand,
    identity,
    model::{Decision, Kind, RequestId, State, Tally, Whom, excerpt},
    store::{self, Fact, Mention, Note, Request},
};
use crate::staff;

/// The most places that join a list at once: the next ones come when it is looked at again.
const MOST: usize = 200;
/// The most texts of one table that are looked at closely.
const LOOKED_AT: i32 = 1_000;

/// Whether a request asks what texts say: for a copy of what is about somebody, or that it goes.
#[must_use]
pub const fn concern(kind: Kind) -> bool {
    matches!(kind, Kind::Access | Kind::Erasure)
}

/// Who is looked for, and the rows that are theirs and not texts of others.
async fn whom(tx: &mut TenantTx, request: &Request) -> Result<(Whom, Vec<Root>)> {
    let mut own: Vec<Root> = store::scope(tx, request.id).await?.into_iter().map(|(root, _)| root).collect();
    let people: Vec<Root> = own.iter().copied().filter(|root| root.subject != SubjectId::Requester).collect();
    let names: Vec<String> = personal::names(tx, &people).await?.into_iter().filter(|name| !personal::is_erased(name)).chain([request.concerned()]).collect();
    // What they wrote in this request and in earlier ones under this name.
    own.push(Root { subject: SubjectId::Requester, id: request.id.uuid() });
    own.extend(identity::requests_of(tx, request).await?);
    // Whoever asks for a child does not ask that the child be looked for under their own address.
    let email = request.email_norm.as_deref().filter(|_| request.represented.is_none());
    Ok((Whom::new(names.iter().map(String::as_str), email), own))
}

/// The texts that name somebody: those that are listed already, and so many that are not. What people have decided to leave stands in nobody's place.
async fn find(tx: &mut TenantTx, request: &Request, listed: &[Mention]) -> Result<Vec<(Text, usize)>> {
    let (whom, own) = whom(tx, request).await?;
    let texts = personal::texts(tx, &own, &whom.terms(), LOOKED_AT).await?;
    let mut fresh = 0;
    let named = texts.into_iter().filter_map(|text| whom.is_named(&text.text).map(|place| (text, place)));
    Ok(named
        .filter(|(text, _)| {
            let known = listed.iter().any(|mention| mention.is_at(text.table, text.column, &text.key));
            fresh += usize::from(!known);
            known || fresh <= MOST
        })
        .collect())
}

/// Brings the list up to date: a place found for the first time joins it, one that names nobody any more and was not decided leaves it, and one
/// that was said to be corrected and still names them is to be decided again. Gives the list.
///
/// # Errors
/// When the database is away.
pub async fn look(tx: &mut TenantTx, now: Timestamp, request: &Request) -> Result<Vec<Mention>> {
    if !concern(request.kind) {
        return Ok(Vec::new());
    }
    let listed = store::mentions(tx, request.id).await?;
    let found = find(tx, request, &listed).await?;
    let mut fresh = 0;
    for (text, _) in &found {
        let place = (text.table, text.column, text.key.as_str());
        match listed.iter().find(|mention| mention.is_at(place.0, place.1, place.2)) {
            None => {
                store::add_mention(tx, now, request.id, place).await?;
                fresh += 1;
            }
            Some(mention) if mention.decision == Some(Decision::Corrected) => {
                store::decide_mention(tx, now, request.id, mention.id, None).await?;
            }
            Some(_) => {}
        }
    }
    let gone = |mention: &&Mention| mention.decision.is_none() && !found.iter().any(|(text, _)| mention.is_at(text.table, text.column, &text.key));
    for mention in listed.iter().filter(gone) {
        store::remove_mention(tx, request.id, mention.id).await?;
    }
    if fresh > 0 {
        store::state_fact(tx, now, request.id, Fact::Mentioned, Note::software(json!({ "texts": fresh }))).await?;
    }
    store::mentions(tx, request.id).await
}

/// Brings the list up to date before a signature, in a transaction of its own: what is new stays on it when the signature is refused for it.
///
/// # Errors
/// When the database is away.
pub async fn look_again(app: &App, tenant: TenantId, request: &Request) -> Result<()> {
    if request.refuses || request.state != State::AwaitingSecondApproval {
        return Ok(());
    }
    let mut tx = app.db.tenant(tenant).await?;
    let request = store::find_locked(&mut tx, request.id).await?.ok_or(Error::NotFound)?;
    look(&mut tx, app.clock.now(), &request).await?;
    tx.commit().await
}

/// Refuses while something on the list is undecided.
///
/// # Errors
/// `Conflict`, with a sentence.
pub fn settled(listed: &[Mention]) -> Result<Tally> {
    if listed.iter().any(|mention| mention.decision.is_none()) {
        return Err(Error::conflict("rights-mentions-open"));
    }
    Ok(Tally::of(listed.iter().filter_map(|mention| mention.decision)))
}

/// Writes down what somebody of the association decided about one text. Whoever had signed signed another answer.
///
/// # Errors
/// `Conflict` when the request has moved on, or a text said to be corrected still names the person.
pub async fn decide(app: &App, tenant: TenantId, by: AccountId, id: RequestId, mention: Uuid, decision: Decision) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.tenant(tenant).await?;
    let request = store::find_locked(&mut tx, id).await?.ok_or(Error::NotFound)?;
    demand(request.state == State::AwaitingSecondApproval && !request.refuses)?;
    let listed = store::mentions(&mut tx, id).await?.into_iter().find(|listed| listed.id == mention).ok_or(Error::NotFound)?;
    if decision == Decision::Corrected {
        let (whom, _) = whom(&mut tx, &request).await?;
        let text = personal::text_at(&mut tx, &listed.table, &listed.column, &listed.key).await?;
        if text.is_some_and(|text| whom.is_named(&text).is_some()) {
            return Err(Error::conflict("rights-mention-still"));
        }
    }
    store::decide_mention(&mut tx, now, id, mention, Some((decision, by.uuid()))).await?;
    let (word, reason) = decision.words();
    let note = Note::staff(by, json!({ "mention": mention, "decision": word, "reason": reason }));
    store::state_fact(&mut tx, now, id, Fact::Decided, note).await?;
    if request.prepared_by.is_some() {
        store::state_fact(&mut tx, now, id, Fact::Unprepared, Note::plain()).await?;
    }
    staff::store::record(&mut tx, now, by, "privacy.mention", Some(id.uuid())).await?;
    tx.commit().await
}

/// A text of the list as whoever decides sees it now.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Its place on the list.
    pub mention: Mention,
    /// The words around the name; none when nobody is named there any more, or this is not for the reader to see.
    pub excerpt: Option<String>,
    /// Whether the reader may not see it.
    pub hidden: bool,
    /// Where it is edited, in the back office.
    pub edit: Option<String>,
}

/// The list, with each text read where it lies.
///
/// # Errors
/// When the database is away.
pub async fn seen(tx: &mut TenantTx, request: &Request, role: Role) -> Result<Vec<Seen>> {
    let listed = store::mentions(tx, request.id).await?;
    if listed.is_empty() {
        return Ok(Vec::new());
    }
    let (whom, _) = whom(tx, request).await?;
    let mut all = Vec::with_capacity(listed.len());
    for mention in listed {
        let hidden = !may_read(role, &mention);
        let text = if hidden { None } else { personal::text_at(tx, &mention.table, &mention.column, &mention.key).await? };
        let excerpt = text.and_then(|text| whom.is_named(&text).map(|place| excerpt(&text, place)));
        all.push(Seen { excerpt, hidden, edit: edit_path(&mention.table, &mention.key), mention });
    }
    Ok(all)
}

/// What is written for the inside is for presidents; everything else in these texts is published, or shown to whoever answers requests.
fn may_read(role: Role, mention: &Mention) -> bool {
    let columns = inventory::table(&mention.table).map(|table| table.columns).unwrap_or_default();
    let handling = columns.iter().find(|column| column.name == mention.column).and_then(|column| column.handling.as_ref());
    role == Role::President || handling.is_some_and(|handling| handling.category != "content.internal")
}

/// Where a text of this table is edited. A table that is not here is named on the page, and found by whoever keeps it.
#[must_use]
pub fn edit_path(table: &str, key: &str) -> Option<String> {
    let key = key.trim_start_matches('/');
    Some(match table {
        "association" => "/reglages".to_owned(),
        "concert" => format!("/concerts/{key}/modifier"),
        "picture" => "/concerts".to_owned(),
        "legal_clause" => "/mentions".to_owned(),
        "breach" => format!("/violations/{key}"),
        "dpo_assessment" => "/registre/dpo".to_owned(),
        "privacy_request" => format!("/demandes/{key}"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_an_association_has_can_be_edited_somewhere() {
        for (table, column) in personal::text_columns() {
            assert!(edit_path(table, "/1").is_some(), "{table}.{column}: say where people edit it");
        }
    }

    #[test]
    fn what_is_written_for_the_inside_is_read_by_presidents() {
        let mention =
            |table: &str, column: &str| Mention { id: Uuid::nil(), table: table.to_owned(), column: column.to_owned(), key: String::new(), decision: None };
        let (inside, published) = (mention("breach", "what_happened"), mention("concert", "text_fr"));
        assert!(may_read(Role::President, &inside) && !may_read(Role::Treasurer, &inside));
        assert!(may_read(Role::Treasurer, &published) && may_read(Role::Treasurer, &mention("privacy_request", "message")));
    }
}
