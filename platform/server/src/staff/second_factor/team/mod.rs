//! What a team owes itself: a second factor for everybody from a day on, and help for whoever lost theirs, slowly and in the open.

pub(super) mod admin;
pub(super) mod pages;
pub mod store;

use kernel::{
    app::App,
    clock::Timestamp,
    db::PlatformTx,
    error::Result,
    ids::{AccountId, TenantId, new_uuid},
    session::token_hash,
};

use super::{
    jobs::{self, What},
    store as factors,
};
use crate::staff::{
    jobs::note,
    model::link_token,
    store::{FindAccount, account, memberships, team},
};

/// What an objection's link is derived for.
pub const LINK: &str = "factor_removal";
/// Where such a link leads.
pub const OBJECTION: &str = "/second-facteur/refus/";

/// Who asks that somebody's factor be removed.
#[derive(Clone, Copy, Debug)]
pub enum Asker {
    /// A president of this association.
    President(TenantId, AccountId),
    /// An operator of the platform; whether they say that nobody who presides can do it.
    Operator(AccountId, bool),
}

impl Asker {
    const fn account(self) -> AccountId {
        match self {
            Self::President(_, account) | Self::Operator(account, _) => account,
        }
    }
}

/// Files the removal of somebody's factor: it waits, and everybody concerned is written to in the same transaction. `None` when it was filed,
/// else the sentence that says why it may not be.
///
/// # Errors
/// When the database is away.
pub(super) async fn ask(app: &App, tx: &mut PlatformTx, now: Timestamp, asker: Asker, target: AccountId) -> Result<Option<&'static str>> {
    if let Some(refusal) = may_not(tx, now, asker, target).await? {
        return Ok(Some(refusal));
    }
    let (association, hours, overrides) = match asker {
        Asker::President(association, _) => (Some(association), super::model::COLLEAGUE_HOURS, false),
        Asker::Operator(_, overrides) => (None, super::model::OPERATOR_HOURS, overrides),
    };
    let id = new_uuid(now);
    let effective_at = now + chrono::Duration::hours(hours);
    let hash = token_hash(&link_token(&app.keys, LINK, id));
    let new = store::NewRemoval { id, account: target, tenant: association, asked_by: asker.account(), effective_at, objection_hash: &hash, overrides };
    if !store::add_removal(tx, now, &new).await? {
        return Ok(Some("factor-fault-removal-waits"));
    }
    jobs::remove_at(tx, id, effective_at).await?;
    jobs::mail(tx, target, What::Removal, Some(id)).await?;
    for membership in memberships(tx, target).await? {
        note(tx, now, membership.tenant, asker.account(), "factor.removal_asked", Some(target.uuid())).await?;
        if association.is_none() {
            for colleague in team(tx, membership.tenant, false).await?.into_iter().filter(|member| member.account != target) {
                jobs::mail(tx, colleague.account, What::RemovalOfColleague, Some(id)).await?;
            }
        }
    }
    Ok(None)
}

/// Why this removal may not be asked for now; nothing when it may. Looked at before a code is used up for it, and again with it.
///
/// # Errors
/// When the database is away.
pub(super) async fn may_not(tx: &mut PlatformTx, now: Timestamp, asker: Asker, target: AccountId) -> Result<Option<&'static str>> {
    if let Some(refusal) = refusal(tx, asker, target).await? {
        return Ok(Some(refusal));
    }
    if store::waiting(tx, target).await?.is_some() {
        return Ok(Some("factor-fault-removal-waits"));
    }
    let objected = store::objected_since(tx, target, now - chrono::Duration::days(super::model::OBJECTION_DAYS)).await?;
    Ok(objected.then_some("factor-fault-objected"))
}

/// Whether a removal may still take effect: what would forbid asking for it now forbids it, and whoever asked must still be who they were.
///
/// # Errors
/// When the database is away.
pub(super) async fn still_may(tx: &mut PlatformTx, removal: &store::Removal) -> Result<bool> {
    let asked_by = account(tx, FindAccount::Id(removal.asked_by)).await?.filter(|account| account.active);
    let Some(asked_by) = asked_by else { return Ok(false) };
    let (asker, holds) = match removal.tenant {
        Some(association) => {
            let members = team(tx, association, false).await?;
            let presides = members.iter().any(|member| member.account == asked_by.id && member.role == kernel::session::Role::President.word());
            (Asker::President(association, asked_by.id), presides)
        }
        None => (Asker::Operator(asked_by.id, removal.overrides), store::operates(tx, asked_by.id).await?),
    };
    Ok(holds && refusal(tx, asker, removal.account).await?.is_none())
}

/// Says no to a removal, as `by`: the factor stays, and whoever asked is told. `false` when it waits no more.
///
/// # Errors
/// When the database is away.
pub(super) async fn refuse(tx: &mut PlatformTx, now: Timestamp, removal: &store::Removal, by: AccountId) -> Result<bool> {
    if !store::settle(tx, now, removal.id, store::State::Objected).await? {
        return Ok(false);
    }
    jobs::mail(tx, removal.asked_by, What::Objected, Some(removal.id)).await?;
    for membership in memberships(tx, removal.account).await? {
        note(tx, now, membership.tenant, by, "factor.removal_objected", Some(removal.account.uuid())).await?;
    }
    Ok(true)
}

/// Tells whoever asked, and the colleagues who were told, that a removal has no object any more; `by` is who ended it, or asked for it.
///
/// # Errors
/// When the database is away.
pub(super) async fn tell_void(tx: &mut PlatformTx, now: Timestamp, removal: &store::Removal, by: AccountId) -> Result<()> {
    jobs::mail(tx, removal.asked_by, What::Void, Some(removal.id)).await?;
    for membership in memberships(tx, removal.account).await? {
        note(tx, now, membership.tenant, by, "factor.removal_withdrawn", Some(removal.account.uuid())).await?;
        if removal.tenant.is_none() {
            for colleague in team(tx, membership.tenant, false).await?.into_iter().filter(|member| member.account != removal.account) {
                jobs::mail(tx, colleague.account, What::Void, Some(removal.id)).await?;
            }
        }
    }
    Ok(())
}

/// Takes an account's factor away at once, by its address: for whoever has the machine, when nobody else can, or the master secret changed. `false` when
/// there is no such account or it has none. Its holder is told, and its team's records say so.
///
/// # Errors
/// When the database is away.
pub async fn remove_by_hand(app: &App, email: &str) -> Result<bool> {
    let now = app.clock.now();
    let mut tx = app.db.platform().await?;
    let Some(known) = account(&mut tx, FindAccount::Email(&email.trim().to_ascii_lowercase())).await? else { return Ok(false) };
    factors::hold_account(&mut tx, known.id).await?;
    store::withdraw_all(&mut tx, now, known.id).await?;
    if !factors::is_on(&mut tx, known.id).await? {
        return Ok(false);
    }
    jobs::gone(&mut tx, now, known.id, None).await?;
    tx.commit().await?;
    Ok(true)
}

/// A president helps whoever works for their association alone: a factor also guards what else an account opens. An operator helps the others,
/// and who has no president beside them.
async fn refusal(tx: &mut PlatformTx, asker: Asker, target: AccountId) -> Result<Option<&'static str>> {
    if target == asker.account() {
        return Ok(Some("factor-fault-yourself"));
    }
    if account(tx, FindAccount::Id(target)).await?.is_none() || !factors::is_on(tx, target).await? {
        return Ok(Some("factor-fault-none"));
    }
    let operates = store::operates(tx, target).await?;
    let teams = memberships(tx, target).await?;
    match asker {
        Asker::President(association, _) => {
            if !teams.iter().any(|membership| membership.tenant == association) {
                return Ok(Some("factor-fault-none"));
            }
            Ok((operates || teams.len() > 1).then_some("factor-fault-elsewhere"))
        }
        Asker::Operator(_, true) => Ok(None),
        Asker::Operator(_, false) => {
            if let ([only], false) = (teams.as_slice(), operates) {
                let members = team(tx, only.tenant, false).await?;
                let helped = members.iter().any(|member| member.account != target && member.role == kernel::session::Role::President.word());
                return Ok(helped.then_some("factor-fault-president-can"));
            }
            Ok(None)
        }
    }
}

/// Takes a removal that waits back: nothing happens. `false` when none waited.
///
/// # Errors
/// When the database is away.
pub(super) async fn withdraw(tx: &mut PlatformTx, now: Timestamp, asker: Asker, target: AccountId) -> Result<bool> {
    let association = match asker {
        Asker::President(association, _) => Some(association),
        Asker::Operator(..) => None,
    };
    if !store::withdraw(tx, now, target, association).await? {
        return Ok(false);
    }
    for membership in memberships(tx, target).await? {
        note(tx, now, membership.tenant, asker.account(), "factor.removal_withdrawn", Some(target.uuid())).await?;
    }
    Ok(true)
}
