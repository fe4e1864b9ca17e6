//! Showing who asks: links that open once, by a button and not by being looked at, and rows that a name or a purchase makes somebody's.

use kernel::{
    app::App,
    db::TenantTx,
    error::{Error, Result, Sentence},
    ids::TenantId,
    inventory::SubjectId,
    personal::{self, Root, same_name},
};
use poem::http::{HeaderName, HeaderValue, header};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    jobs::{self, Job},
    model::{Channel, Kind, LINK, RESUME, Represented, RequestId, State, initialled},
    planning, receiving,
    store::{self, Actor, Link, LinkPurpose, Note, Proof, Request},
};

/// The secret in a link's address.
#[must_use]
pub fn secret(app: &App, tenant: TenantId, purpose: LinkPurpose, link: Uuid) -> String {
    app.keys.link_token(tenant, &format!("privacy-{}", purpose.word()), link)
}

/// What the page behind the link adds: a program that posts to the address without having been shown the page consumes nothing. It holds for this
/// link of this request, for half an hour, and in the browser that was shown the page. A browser is known again by how it names itself and its
/// languages, of which nothing is kept: a cookie would not do, for the mail is read on another device than the form was sent from.
#[must_use]
pub fn nonce(app: &App, tenant: TenantId, link: &Link, browser: &Browser) -> String {
    let shown = app.clock.now().timestamp();
    format!("{shown}.{}", page_token(app, tenant, link, browser, shown))
}

/// Whether a form holds what the page behind a link gave this browser, within half an hour.
#[must_use]
pub fn nonce_holds(app: &App, tenant: TenantId, link: &Link, browser: &Browser, nonce: &str) -> bool {
    let Some((shown, token)) = nonce.split_once('.') else { return false };
    let Ok(shown) = shown.parse::<i64>() else { return false };
    let age = app.clock.now().timestamp().saturating_sub(shown);
    (0..=LINK.num_seconds()).contains(&age) && app.keys.token_matches(&page_token(app, tenant, link, browser, shown), token)
}

fn page_token(app: &App, tenant: TenantId, link: &Link, browser: &Browser, shown: i64) -> String {
    app.keys.token(&[b"privacy-page", tenant.uuid().as_bytes(), link.id.as_bytes(), link.request.uuid().as_bytes(), &shown.to_be_bytes(), &browser.0])
}

/// How a browser names itself, as a digest that lives as long as the page that is being answered.
#[derive(Clone, Copy, Debug)]
pub struct Browser([u8; 32]);

impl Browser {
    /// From what came with a request.
    #[must_use]
    pub fn of(request: &poem::Request) -> Self {
        let said = |name: HeaderName| request.headers().get(name).map(HeaderValue::as_bytes).unwrap_or_default();
        let digest = Sha256::new().chain_update(said(header::USER_AGENT)).chain_update([0]).chain_update(said(header::ACCEPT_LANGUAGE)).finalize();
        Self(digest.into())
    }
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
        // Somebody proposes meanwhile to refuse a letter: that its address is read is known from the link, should the proposal be dropped.
        tx.commit().await?;
        return Ok(request.merged_into.map_or(request.id, RequestId::from_uuid));
    }
    if let Some(twin) = store::twin(&mut tx, &request).await? {
        store::merge(&mut tx, now, request.id, twin).await?;
        tx.commit().await?;
        return Ok(twin);
    }
    if request.channel == Channel::Site {
        receiving::remind(&mut tx, request.id, request.received_at, request.due_at).await?;
    }
    jobs::enqueue(&mut tx, &Job::MailReceived { request: request.id.uuid() }, None).await?;
    jobs::enqueue(&mut tx, &Job::Resume { request: request.id.uuid() }, Some(now + RESUME)).await?;
    tx.commit().await?;
    planning::settle(app, tenant, request.id).await?;
    Ok(request.id)
}

/// Consumes the link that went to the address which is to replace another: what waited for it is done. `false` when nothing waits any more.
///
/// # Errors
/// `Gone` when somebody opened it first or its time is up; else when the database is away.
pub async fn confirm_address(app: &App, tenant: TenantId, link: &Link) -> Result<bool> {
    let now = app.clock.now();
    let mut tx = app.db.tenant(tenant).await?;
    if !store::consume_link(&mut tx, now, link.id).await? {
        return Err(Error::Gone(Sentence::new("rights-link-over")));
    }
    let request = store::find_locked(&mut tx, link.request).await?.ok_or(Error::NotFound)?;
    let waits = request.state == State::Planned && store::advance(&mut tx, now, request.id, State::Planned, State::Executing, Note::person()).await?;
    if waits {
        jobs::enqueue(&mut tx, &Job::Execute { request: request.id.uuid() }, None).await?;
    }
    tx.commit().await?;
    Ok(waits)
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
    if let Some(whom) = &request.represented {
        rows.own = represented(tx, email, whom).await?;
        return Ok(rows);
    }
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

/// Whether rows that would have been among those of a request came after it was settled which they are: no part of its answer is about them. A letter
/// that cites a purchase is about that alone, whatever else there is; an objection and a consent taken back hold for the address, whatever comes.
///
/// # Errors
/// When the database is away.
pub async fn came_later(tx: &mut TenantTx, request: &Request) -> Result<bool> {
    let of_rows = !matches!(request.kind, Kind::Objection | Kind::Withdrawal);
    if request.channel != Channel::Site || !of_rows || !matches!(request.state, State::Completed | State::CompletedWithRetention) {
        return Ok(false);
    }
    let scope = store::scope(tx, request.id).await?;
    let own = rows(tx, request).await?.own.into_iter().map(|(root, _)| root);
    Ok(own.filter(|root| root.subject != SubjectId::Requester).any(|root| scope.iter().all(|(known, _)| *known != root)))
}

/// The rows of whoever is represented: of that name, reachable from the asker's mailbox, be it that they stand beside the address or hang on what was
/// bought with it. Never those of the asker's own name, and nothing is offered for choice: people look at such a request anyway.
async fn represented(tx: &mut TenantTx, email: &str, whom: &Represented) -> Result<Vec<(Root, &'static str)>> {
    let beside_address = personal::find(tx, email).await?;
    let roots: Vec<Root> = beside_address.iter().map(|found| found.root).filter(|root| root.subject != SubjectId::Requester).collect();
    let hanging = personal::beside(tx, &roots).await?;
    let name = whom.declared();
    let theirs = |found: &personal::Found| found.root.subject != SubjectId::Requester && same_name(&found.display, &name);
    let mut all: Vec<Root> = beside_address.into_iter().chain(hanging).filter(theirs).map(|found| found.root).collect();
    all.sort_unstable();
    all.dedup();
    Ok(all.into_iter().map(|root| (root, "represented")).collect())
}

/// Their requests, this one left out, under this name and address: what they wrote there is their own.
///
/// # Errors
/// When the database is away.
pub async fn requests_of(tx: &mut TenantTx, request: &Request) -> Result<Vec<Root>> {
    let Some(email) = &request.email_norm else { return Ok(Vec::new()) };
    let mut own = Vec::new();
    for found in personal::find(tx, email).await?.into_iter().filter(|found| found.root.subject == SubjectId::Requester) {
        let other = store::find(tx, RequestId::from_uuid(found.root.id)).await?;
        if other.is_some_and(|other| same_name(&other.declared(), &request.declared())) {
            own.push(found.root);
        }
    }
    Ok(own)
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
            Some(proof) => store::proof(&mut tx, proof).await?.map(|proven| proven.root),
            None => None,
        };
        // What the purchase proves, and nothing that merely stands beside the same address: a name that was ticked is taken or said not to be.
        match (others.iter().find(|other| proven == Some(other.root)), others.len()) {
            (None, _) => return Err(Error::bad_request("rights-proof-wrong")),
            (Some(other), 1) => store::add_scope(&mut tx, id, other.root, "chosen").await?,
            (Some(other), _) => return Err(Error::BadRequest(Sentence::new("rights-proof-one").with("name", initialled(&other.name)))),
        }
    }
    tx.commit().await?;
    planning::plan(app, tenant, id, Note::by(Actor::Person, json!({ "chosen": chosen.len() }))).await
}
