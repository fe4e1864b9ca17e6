//! Showing who asks: links that open once, by a button and not by being looked at, and rows that a name or a purchase makes somebody's.

use kernel::{
    app::App,
    db::TenantTx,
    error::{Error, Result, Sentence},
    ids::TenantId,
    inventory::SubjectId,
    personal::{self, Root},
};
use serde_json::json;
use uuid::Uuid;

use super::{
    jobs::{self, Job},
    model::{RESUME, RequestId, State, same_name},
    planning, receiving,
    store::{self, Actor, Link, LinkPurpose, Note, Proof, Request},
};

/// The secret in a link's address.
#[must_use]
pub fn secret(app: &App, tenant: TenantId, purpose: LinkPurpose, link: Uuid) -> String {
    app.keys.link_token(tenant, &format!("privacy-{}", purpose.word()), link)
}

/// What the page behind the link adds: a program that posts to the address without having been shown the page consumes nothing.
#[must_use]
pub fn nonce(app: &App, tenant: TenantId, link: Uuid) -> String {
    app.keys.link_token(tenant, "privacy-page", link)
}

/// The secret in the address of the page where a person follows their request.
#[must_use]
pub fn tracking_secret(app: &App, tenant: TenantId, request: RequestId) -> String {
    app.keys.link_token(tenant, "privacy-request", request.uuid())
}

/// The path of that page, without language.
#[must_use]
pub fn tracking_path(app: &App, tenant: TenantId, request: RequestId) -> String {
    format!("{}/suivi/{request}/{}", super::PATH, tracking_secret(app, tenant, request))
}

/// The link behind an address.
///
/// # Errors
/// `NotFound`, the same for a wrong id and a wrong secret; `Gone` when its time is up or it was opened.
pub async fn link(app: &App, tx: &mut TenantTx, purpose: LinkPurpose, id: Uuid, token: &str) -> Result<Link> {
    let known = app.keys.link_token_matches(tx.tenant(), &format!("privacy-{}", purpose.word()), id, token);
    if !known {
        return Err(Error::NotFound);
    }
    let link = store::find_link(tx, id, purpose).await?.ok_or(Error::NotFound)?;
    if link.used || link.expires_at <= app.clock.now() {
        return Err(Error::Gone(Sentence::new("rights-link-over")));
    }
    Ok(link)
}

/// The request behind the address of its page.
///
/// # Errors
/// `NotFound`, the same for a wrong id and a wrong secret.
pub async fn tracked(app: &App, tx: &mut TenantTx, id: Uuid, token: &str) -> Result<Request> {
    if !app.keys.link_token_matches(tx.tenant(), "privacy-request", id, token) {
        return Err(Error::NotFound);
    }
    store::find(tx, RequestId::from_uuid(id)).await?.ok_or(Error::NotFound)
}

/// Consumes an identity link; gives the request to follow, which is another one when this was its duplicate.
///
/// # Errors
/// `Gone` when somebody opened it first or its time is up; else when the database is away.
pub async fn confirm(app: &App, tenant: TenantId, link: &Link) -> Result<RequestId> {
    let now = app.clock.now();
    let mut tx = app.db.tenant(tenant).await?;
    if !store::consume_link(&mut tx, now, link.id).await? {
        return Err(Error::Gone(Sentence::new("rights-link-over")));
    }
    let request = store::find(&mut tx, link.request).await?.ok_or(Error::NotFound)?;
    if !store::advance(&mut tx, now, request.id, State::IdentityPending, State::IdentityVerified, Note::person()).await? {
        tx.commit().await?;
        return Ok(request.merged_into.map_or(request.id, RequestId::from_uuid));
    }
    if let Some(twin) = store::twin(&mut tx, &request).await? {
        store::merge(&mut tx, now, request.id, twin).await?;
        tx.commit().await?;
        return Ok(twin);
    }
    if request.channel == super::model::Channel::Site {
        receiving::remind(&mut tx, request.id, request.received_at, request.due_at).await?;
    }
    jobs::enqueue(&mut tx, &Job::MailReceived { request: request.id.uuid() }, None).await?;
    jobs::enqueue(&mut tx, &Job::Resume { request: request.id.uuid() }, Some(now + RESUME)).await?;
    tx.commit().await?;
    planning::settle(app, tenant, request.id).await?;
    Ok(request.id)
}

/// A row beside the person's address that bears another name.
#[derive(Clone, Debug)]
pub struct Other {
    /// Whose row.
    pub root: Root,
    /// The name it bears.
    pub name: String,
}

/// Whose rows there are beside an address.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// Those that bear the name given with the request.
    pub own: Vec<(Root, &'static str)>,
    /// Those that bear another.
    pub others: Vec<Other>,
}

/// Finds whose rows a request may be about. What was erased already belongs to nobody.
///
/// # Errors
/// When the database is away.
pub async fn rows(tx: &mut TenantTx, request: &Request) -> Result<Rows> {
    let mut rows = Rows::default();
    let Some(email) = &request.email_norm else { return Ok(rows) };
    let name = request.declared();
    for found in personal::find(tx, email).await? {
        if personal::is_erased(&found.display) {
            continue;
        }
        if found.root.subject == SubjectId::Requester {
            // Their own earlier requests; an open one keeps its address until it is answered, and this one is named by an answer only.
            let earlier = store::find(tx, RequestId::from_uuid(found.root.id)).await?;
            let belongs = earlier.is_some_and(|earlier| same_name(&earlier.declared(), &name) && earlier.state.is_final());
            if belongs && found.root.id != request.id.uuid() {
                rows.own.push((found.root, "own_request"));
            }
        } else if same_name(&found.display, &name) {
            rows.own.push((found.root, "name"));
        } else {
            rows.others.push(Other { root: found.root, name: found.display });
        }
    }
    if request.kind.is_copy() {
        rows.own.push((Root { subject: SubjectId::Requester, id: request.id.uuid() }, "own_request"));
    }
    Ok(rows)
}

/// Settles whose rows a request is about: those of the person's own name, and of the others those chosen, which a purchase must prove.
///
/// # Errors
/// `BadRequest` when the purchase is not one of theirs; `Conflict` when it was settled before.
pub async fn choose(app: &App, tenant: TenantId, id: RequestId, chosen: &[Uuid], proof: Option<&Proof>) -> Result<()> {
    let mut tx = app.db.tenant(tenant).await?;
    let request = store::find_locked(&mut tx, id).await?.ok_or(Error::NotFound)?;
    if request.state != State::Scoping {
        return Err(Error::conflict("rights-moved-on"));
    }
    let others: Vec<Other> = rows(&mut tx, &request).await?.others.into_iter().filter(|other| chosen.contains(&other.root.id)).collect();
    if !others.is_empty() {
        let proven = match proof {
            Some(proof) => store::proof(&mut tx, proof).await?,
            None => None,
        };
        if !proven.is_some_and(|proven| others.iter().any(|other| other.root == proven)) {
            return Err(Error::bad_request("rights-proof-wrong"));
        }
        // What the purchase proves, and nothing that merely stands beside the same address.
        for other in others.into_iter().filter(|other| proven == Some(other.root)) {
            store::add_scope(&mut tx, id, other.root, "chosen").await?;
        }
    }
    tx.commit().await?;
    planning::plan(app, tenant, id, Note::by(Actor::Person, json!({ "chosen": chosen.len() }))).await
}
