//! All the SQL of what a team owes itself.

use kernel::{
    clock::Timestamp,
    db::PlatformTx,
    error::Result,
    ids::{AccountId, TenantId},
};
use uuid::Uuid;

/// From when an association asks its team for a second factor; `None` when it does not.
///
/// # Errors
/// When the database is away.
pub async fn required_from(tx: &mut PlatformTx, association: TenantId) -> Result<Option<Timestamp>> {
    Ok(sqlx::query_scalar!("select second_factor_from from team_policy where tenant_id = $1", association.uuid()).fetch_optional(tx.conn()).await?)
}

/// Asks a whole team for a second factor; `false` when it is asked already, and stays so from the day that was said.
///
/// # Errors
/// When the database is away.
pub async fn require(tx: &mut PlatformTx, now: Timestamp, association: TenantId, from: Timestamp) -> Result<bool> {
    let done = sqlx::query!(
        "insert into team_policy (tenant_id, second_factor_from, asked_at) values ($1, $2, $3) on conflict (tenant_id) do nothing",
        association.uuid(),
        from,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Asks it no longer; `false` when it was not asked.
///
/// # Errors
/// When the database is away.
pub async fn relax(tx: &mut PlatformTx, association: TenantId) -> Result<bool> {
    Ok(sqlx::query!("delete from team_policy where tenant_id = $1", association.uuid()).execute(tx.conn()).await?.rows_affected() == 1)
}

/// How somebody of a team stands.
#[derive(Clone, Debug)]
pub struct MemberFactor {
    /// Their account.
    pub account: AccountId,
    /// Their name.
    pub name: String,
    /// Their role, as its word.
    pub role: String,
    /// Whether they may sign in.
    pub active: bool,
    /// Whether they have a second factor.
    pub has_factor: bool,
    /// When it goes, if somebody asked so and nobody objected.
    pub removal_at: Option<Timestamp>,
    /// Whether this association asked.
    pub asked_here: bool,
}

/// The team and who of it has a second factor, by name.
///
/// # Errors
/// When the database is away.
pub async fn members(tx: &mut PlatformTx, association: TenantId) -> Result<Vec<MemberFactor>> {
    let rows = sqlx::query!(
        r#"select a.id, a.name, a.state, s.role, f.confirmed_at is not null as "has_factor!", r.effective_at as "removal_at?",
                  coalesce(r.tenant_id = $1, false) as "asked_here!"
             from staff s join account a on a.id = s.account_id left join second_factor f on f.account_id = a.id
             left join factor_removal r on r.account_id = a.id and r.state = 'waiting'
            where s.tenant_id = $1 order by a.name, a.id"#,
        association.uuid()
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| MemberFactor {
            account: AccountId::from_uuid(row.id),
            name: row.name,
            role: row.role,
            active: row.state == "active",
            has_factor: row.has_factor,
            removal_at: row.removal_at,
            asked_here: row.asked_here,
        })
        .collect())
}

/// Whether an account operates the platform.
///
/// # Errors
/// When the database is away.
pub async fn operates(tx: &mut PlatformTx, account: AccountId) -> Result<bool> {
    Ok(sqlx::query_scalar!("select operator from account where id = $1", account.uuid()).fetch_optional(tx.conn()).await?.unwrap_or_default())
}

/// What became of a removal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// It waits for its day.
    Waiting,
    /// Whoever it concerned, or a colleague, said no.
    Objected,
    /// It was taken back, or has no object any more.
    Withdrawn,
    /// The factor is gone.
    Done,
}

impl State {
    /// The word in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Objected => "objected",
            Self::Withdrawn => "withdrawn",
            Self::Done => "done",
        }
    }

    fn from_word(word: &str) -> Self {
        [Self::Waiting, Self::Objected, Self::Done].into_iter().find(|state| state.word() == word).unwrap_or(Self::Withdrawn)
    }
}

/// A removal about to be filed.
#[derive(Clone, Copy, Debug)]
pub struct NewRemoval<'a> {
    /// Its id.
    pub id: Uuid,
    /// Whose factor.
    pub account: AccountId,
    /// In which association; none when an operator asks.
    pub tenant: Option<TenantId>,
    /// By whom.
    pub asked_by: AccountId,
    /// When it takes effect.
    pub effective_at: Timestamp,
    /// SHA-256 of the secret in the link that objects.
    pub objection_hash: &'a [u8],
    /// An operator said that nobody who presides can do it.
    pub overrides: bool,
}

/// Files a removal; `false` when one waits for this account already.
///
/// # Errors
/// When the database is away.
pub async fn add_removal(tx: &mut PlatformTx, now: Timestamp, new: &NewRemoval<'_>) -> Result<bool> {
    let done = sqlx::query!(
        "insert into factor_removal (id, account_id, tenant_id, asked_by, asked_at, effective_at, objection_hash, overrides) values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (account_id) where state = 'waiting' do nothing",
        new.id,
        new.account.uuid(),
        new.tenant.map(TenantId::uuid),
        new.asked_by.uuid(),
        now,
        new.effective_at,
        new.objection_hash,
        new.overrides
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A removal.
#[derive(Clone, Debug)]
pub struct Removal {
    /// Its id.
    pub id: Uuid,
    /// Whose factor.
    pub account: AccountId,
    /// In which association; none when an operator asked.
    pub tenant: Option<TenantId>,
    /// By whom.
    pub asked_by: AccountId,
    /// When it takes effect.
    pub effective_at: Timestamp,
    /// What became of it.
    pub state: State,
    /// An operator said that nobody who presides can do it.
    pub overrides: bool,
}

/// One removal.
///
/// # Errors
/// When the database is away.
pub async fn removal(tx: &mut PlatformTx, id: Uuid) -> Result<Option<Removal>> {
    find(tx, Some(id), None, None).await
}

/// The removal an objection's link belongs to.
///
/// # Errors
/// When the database is away.
pub async fn removal_of_link(tx: &mut PlatformTx, hash: &[u8]) -> Result<Option<Removal>> {
    find(tx, None, Some(hash), None).await
}

/// The removal that waits for an account.
///
/// # Errors
/// When the database is away.
pub async fn waiting(tx: &mut PlatformTx, account: AccountId) -> Result<Option<Removal>> {
    find(tx, None, None, Some(account)).await
}

async fn find(tx: &mut PlatformTx, id: Option<Uuid>, hash: Option<&[u8]>, waiting: Option<AccountId>) -> Result<Option<Removal>> {
    let row = sqlx::query!(
        "select id, account_id, tenant_id, asked_by, effective_at, state, overrides from factor_removal
          where id = $1 or objection_hash = $2 or (account_id = $3 and state = 'waiting')",
        id,
        hash,
        waiting.map(AccountId::uuid)
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| Removal {
        id: row.id,
        account: AccountId::from_uuid(row.account_id),
        tenant: row.tenant_id.map(TenantId::from_uuid),
        asked_by: AccountId::from_uuid(row.asked_by),
        effective_at: row.effective_at,
        state: State::from_word(&row.state),
        overrides: row.overrides,
    }))
}

/// Whether a removal of an account's factor was objected to since this moment.
///
/// # Errors
/// When the database is away.
pub async fn objected_since(tx: &mut PlatformTx, account: AccountId, since: Timestamp) -> Result<bool> {
    let found = sqlx::query_scalar!(
        r#"select exists (select from factor_removal where account_id = $1 and state = 'objected' and settled_at > $2) as "found!""#,
        account.uuid(),
        since
    );
    Ok(found.fetch_one(tx.conn()).await?)
}

/// Lets a removal take effect whose moment has come; `false` when somebody objected, took it back, or it is too early.
///
/// # Errors
/// When the database is away.
pub async fn take_effect(tx: &mut PlatformTx, now: Timestamp, id: Uuid) -> Result<bool> {
    let done = sqlx::query!("update factor_removal set state = 'done', settled_at = $2 where id = $1 and state = 'waiting' and effective_at <= $2", id, now)
        .execute(tx.conn())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends a removal that waits otherwise; `false` when it waits no more.
///
/// # Errors
/// When the database is away.
pub async fn settle(tx: &mut PlatformTx, now: Timestamp, id: Uuid, to: State) -> Result<bool> {
    let done = sqlx::query!("update factor_removal set state = $3, settled_at = $2 where id = $1 and state = 'waiting'", id, now, to.word())
        .execute(tx.conn())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes the removal back that waits for an account, by who asked for it: an association, or the operators. `false` when none does.
///
/// # Errors
/// When the database is away.
pub async fn withdraw(tx: &mut PlatformTx, now: Timestamp, account: AccountId, association: Option<TenantId>) -> Result<bool> {
    let done = sqlx::query!(
        "update factor_removal set state = 'withdrawn', settled_at = $2 where account_id = $1 and state = 'waiting' and tenant_id is not distinct from $3",
        account.uuid(),
        now,
        association.map(TenantId::uuid)
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends whatever removal waits for an account, and gives it: it used or changed its factor itself, so nothing was lost.
///
/// # Errors
/// When the database is away.
pub async fn withdraw_all(tx: &mut PlatformTx, now: Timestamp, account: AccountId) -> Result<Option<Removal>> {
    let Some(removal) = waiting(tx, account).await? else { return Ok(None) };
    Ok(settle(tx, now, removal.id, State::Withdrawn).await?.then_some(removal))
}

/// A removal operators asked for that waits.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Whose factor.
    pub account: AccountId,
    /// Their address, as the operator was given it.
    pub email: String,
    /// When it takes effect.
    pub effective_at: Timestamp,
}

/// The removals operators asked for that wait, soonest first.
///
/// # Errors
/// When the database is away.
pub async fn waiting_for_operators(tx: &mut PlatformTx) -> Result<Vec<Waiting>> {
    let rows = sqlx::query!(
        "select r.account_id, a.email, r.effective_at from factor_removal r join account a on a.id = r.account_id
          where r.tenant_id is null and r.state = 'waiting' order by r.effective_at, r.id limit 100"
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|row| Waiting { account: AccountId::from_uuid(row.account_id), email: row.email, effective_at: row.effective_at }).collect())
}
