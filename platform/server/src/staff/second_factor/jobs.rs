//! What a change of somebody's factor leaves for later: mails, and a removal whose time has come.

use kernel::{
    app::App,
    clock::Timestamp,
    db::PlatformTx,
    error::Result,
    ids::{AccountId, TenantId},
    jobs::{JobError, NewJob, RunningJob, enqueue_platform},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    PAGE, look_again,
    store::{self, Standing},
    team::{self, OBJECTION, store::State},
    views::FactorMail,
};
use crate::staff::{
    jobs::{note, send},
    model::link_token,
    store::{FindAccount, account, memberships, tenant_name},
    views::Sender,
};

/// The kind these jobs are filed under.
pub const KIND: &str = "second_factor";

/// What a mail tells.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The factor was turned on.
    On,
    /// It was turned off.
    Off,
    /// New recovery codes were made.
    Codes,
    /// A recovery code let somebody in.
    RecoveryUsed,
    /// Several wrong codes followed the right password.
    Tried,
    /// An association asks for a factor from a day on.
    Required,
    /// Somebody asked that the reader's factor be removed.
    Removal,
    /// The same, to the reader's colleague.
    RemovalOfColleague,
    /// It was removed.
    Removed,
    /// The removal the reader asked for was objected to.
    Objected,
    /// The removal the reader asked for, or was told of, has no object any more.
    Void,
}

impl What {
    /// The word in locale keys.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::Off => "off",
            Self::Codes => "codes",
            Self::RecoveryUsed => "recovery_used",
            Self::Tried => "tried",
            Self::Required => "required",
            Self::Removal => "removal",
            Self::RemovalOfColleague => "removal_of_colleague",
            Self::Removed => "removed",
            Self::Objected => "objected",
            Self::Void => "void",
        }
    }
}

/// The work.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Job {
    /// Write to somebody.
    Mail {
        /// To whom.
        account: Uuid,
        /// What about.
        what: What,
        /// The association or the removal it is about, where there is one.
        about: Option<Uuid>,
    },
    /// Remove the factor of a removal nobody objected to.
    Remove {
        /// Which.
        removal: Uuid,
    },
}

/// Files a mail with the transaction.
///
/// # Errors
/// When the database is away.
pub async fn mail(tx: &mut PlatformTx, account: AccountId, what: What, about: Option<Uuid>) -> Result<()> {
    enqueue_platform(tx, None, NewJob::new(KIND, payload(&Job::Mail { account: account.uuid(), what, about })?)).await
}

/// Files a removal for the moment it takes effect.
///
/// # Errors
/// When the database is away.
pub async fn remove_at(tx: &mut PlatformTx, removal: Uuid, at: Timestamp) -> Result<()> {
    enqueue_platform(tx, None, NewJob::new(KIND, payload(&Job::Remove { removal })?).at(at)).await
}

fn payload(job: &Job) -> Result<serde_json::Value> {
    Ok(serde_json::to_value(job).map_err(anyhow::Error::from)?)
}

/// Does one.
///
/// # Errors
/// Retried when the relay or the database did not answer.
pub async fn run(app: &App, job: &RunningJob, seed: &str) -> Result<(), JobError> {
    match job.read::<Job>()? {
        Job::Mail { account, what, about } => tell(app, AccountId::from_uuid(account), what, about, seed).await,
        Job::Remove { removal } => Ok(take_effect(app, removal).await?),
    }
}

async fn tell(app: &App, to: AccountId, what: What, about: Option<Uuid>, seed: &str) -> Result<(), JobError> {
    let mut tx = app.db.platform().await?;
    let Some(reader) = account(&mut tx, FindAccount::Id(to)).await?.filter(|account| account.active) else { return Ok(()) };
    let http = &app.config.http;
    let office = |path: &str| http.absolute(&http.back_office_host(), &reader.locale.path(path));
    let mut mail = FactorMail {
        sender: Sender::platform(http.absolute(http.platform_host(), "/")),
        what: what.word(),
        name: reader.name.clone(),
        association: String::new(),
        person: String::new(),
        by_operator: false,
        when: None,
        codes_left: store::standing(&mut tx, to).await?.map_or(0, |Standing { codes_left, .. }| codes_left),
        url: office(PAGE),
    };
    match (what, about) {
        (What::Required, Some(association)) => {
            let association = TenantId::from_uuid(association);
            let from = team::store::required_from(&mut tx, association).await?;
            // Taken back, or done, before the mail left.
            let (Some(from), false, Some(name)) = (from, store::is_on(&mut tx, to).await?, tenant_name(&mut tx, association).await?) else { return Ok(()) };
            mail.association = name;
            mail.when = Some(from);
        }
        (What::Removal | What::RemovalOfColleague | What::Objected | What::Void, Some(id)) => {
            let Some(removal) = team::store::removal(&mut tx, id).await? else { return Ok(()) };
            if matches!(what, What::Removal | What::RemovalOfColleague) {
                if removal.state != State::Waiting {
                    return Ok(());
                }
                mail.url = office(&format!("{OBJECTION}{}", link_token(&app.keys, team::LINK, id)));
            }
            mail.person = account(&mut tx, FindAccount::Id(removal.account)).await?.map(|account| account.name).unwrap_or_default();
            mail.when = Some(removal.effective_at);
            mail.by_operator = removal.tenant.is_none();
            if let Some(association) = removal.tenant {
                mail.association = tenant_name(&mut tx, association).await?.unwrap_or_default();
            }
        }
        _ => {}
    }
    drop(tx);
    send(app, reader.locale, &mail, reader.email, Some(reader.name), seed).await
}

/// The day has come and nobody objected: the factor goes, its sessions end, and whoever it was is told. What forbade asking forbids it still: an account that
/// opens more than it did, or an asker who may no longer ask. Run twice, it does nothing the second time.
async fn take_effect(app: &App, id: Uuid) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.platform().await?;
    let Some(removal) = team::store::removal(&mut tx, id).await?.filter(|removal| removal.state == State::Waiting) else { return Ok(()) };
    if removal.effective_at > now {
        // This process's clock is behind the one that handed the job out.
        remove_at(&mut tx, id, removal.effective_at).await?;
        return tx.commit().await;
    }
    if !team::still_may(&mut tx, &removal).await? {
        if team::store::settle(&mut tx, now, id, State::Withdrawn).await? {
            team::tell_void(&mut tx, now, &removal, removal.asked_by).await?;
            mail(&mut tx, removal.account, What::Void, Some(id)).await?;
        }
        return tx.commit().await;
    }
    store::hold_account(&mut tx, removal.account).await?;
    if !team::store::take_effect(&mut tx, now, id).await? {
        return Ok(());
    }
    gone(&mut tx, now, removal.account, Some(removal.asked_by)).await?;
    tx.commit().await
}

/// Takes an account's factor away, with everything that was open, and tells whoever it was. Without `by` whoever has the machine did: on record is
/// an act on the account, and none of its own.
///
/// # Errors
/// When the database is away.
pub(super) async fn gone(tx: &mut PlatformTx, now: Timestamp, account: AccountId, by: Option<AccountId>) -> Result<bool> {
    let removed = store::remove(tx, account).await?;
    kernel::session::close_all(tx, account).await?;
    let action = if by.is_some() { "factor.removed" } else { "factor.removed_by_command" };
    for membership in memberships(tx, account).await? {
        note(tx, now, membership.tenant, by.unwrap_or(account), action, Some(account.uuid())).await?;
    }
    mail(tx, account, What::Removed, None).await?;
    look_again(tx, account).await?;
    Ok(removed)
}
