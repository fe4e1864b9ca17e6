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
    /// An operator of the platform.
    Operator(AccountId),
}

impl Asker {
    const fn account(self) -> AccountId {
        match self {
            Self::President(_, account) | Self::Operator(account) => account,
        }
    }
}

/// Files the removal of somebody's factor: it waits, and everybody concerned is written to in the same transaction. `None` when it was filed,
/// else the sentence that says why it may not be.
///
/// # Errors
/// When the database is away.
pub(super) async fn ask(app: &App, tx: &mut PlatformTx, now: Timestamp, asker: Asker, target: AccountId) -> Result<Option<&'static str>> {
    if let Some(refusal) = refusal(tx, asker, target).await? {
        return Ok(Some(refusal));
    }
    let (association, hours) = match asker {
        Asker::President(association, _) => (Some(association), super::model::COLLEAGUE_HOURS),
        Asker::Operator(_) => (None, super::model::OPERATOR_HOURS),
    };
    let id = new_uuid(now);
    let effective_at = now + chrono::Duration::hours(hours);
    let hash = token_hash(&link_token(&app.keys, LINK, id));
    let new = store::NewRemoval { id, account: target, tenant: association, asked_by: asker.account(), effective_at, objection_hash: &hash };
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
        Asker::Operator(_) => {
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
        Asker::Operator(_) => None,
    };
    if !store::withdraw(tx, now, target, association).await? {
        return Ok(false);
    }
    for membership in memberships(tx, target).await? {
        note(tx, now, membership.tenant, asker.account(), "factor.removal_withdrawn", Some(target.uuid())).await?;
    }
    Ok(true)
}
