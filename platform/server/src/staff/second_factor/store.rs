//! All the SQL of an account's own factor, its recovery codes, and the step between password and code.

use kernel::{
    app::App,
    clock::Timestamp,
    db::PlatformTx,
    error::Result,
    ids::AccountId,
    keys::Keys,
    session::{random_token, token_hash},
};

use super::model::{self, CODES, Entered, PENDING, STEP, Secret, code_digest, draw_code};

/// How an account stands.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Since when it has a factor.
    pub since: Timestamp,
    /// When it last served.
    pub last_used_at: Option<Timestamp>,
    /// Recovery codes left.
    pub codes_left: i64,
}

/// Whether an account has a second factor.
///
/// # Errors
/// When the database is away.
pub async fn is_on(tx: &mut PlatformTx, account: AccountId) -> Result<bool> {
    let found =
        sqlx::query_scalar!(r#"select exists (select from second_factor where account_id = $1 and confirmed_at is not null) as "found!""#, account.uuid())
            .fetch_one(tx.conn())
            .await?;
    Ok(found)
}

/// How an account with a second factor stands; `None` for one without.
///
/// # Errors
/// When the database is away.
pub async fn standing(tx: &mut PlatformTx, account: AccountId) -> Result<Option<Standing>> {
    let row = sqlx::query!(
        r#"select confirmed_at as "since!", last_used_at,
                  (select count(*) from recovery_code c where c.account_id = f.account_id and c.used_at is null) as "left!"
             from second_factor f where account_id = $1 and confirmed_at is not null"#,
        account.uuid()
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| Standing { since: row.since, last_used_at: row.last_used_at, codes_left: row.left }))
}

/// Files a secret that waits for its first code, in the session whose token has this hash; `false` when the account has a factor that works. An earlier
/// one that waited is forgotten.
///
/// # Errors
/// When the database is away.
pub async fn begin(tx: &mut PlatformTx, keys: &Keys, now: Timestamp, account: AccountId, session: &[u8], secret: &Secret) -> Result<bool> {
    let done = sqlx::query!(
        "insert into second_factor (account_id, secret, created_at, begun_by) values ($1, $2, $3, $4)
         on conflict (account_id) do update set secret = excluded.secret, created_at = excluded.created_at, begun_by = excluded.begun_by, last_step = 0
          where second_factor.confirmed_at is null",
        account.uuid(),
        secret.seal(keys, account)?,
        now,
        session
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The secret that waits for its first code in this session, if one does: one shown long ago may have been seen by others, and another session typed no
/// password.
///
/// # Errors
/// When the database is away.
pub async fn pending(tx: &mut PlatformTx, keys: &Keys, now: Timestamp, account: AccountId, session: &[u8]) -> Result<Option<Secret>> {
    let sealed = sqlx::query_scalar!(
        "select secret from second_factor where account_id = $1 and confirmed_at is null and created_at > $2 and begun_by = $3",
        account.uuid(),
        now - PENDING,
        session
    )
    .fetch_optional(tx.conn())
    .await?;
    // One that was sealed with another master secret is drawn anew.
    Ok(sealed.and_then(|sealed| Secret::open(keys, account, &sealed).ok()))
}

/// Turns the factor on whose secret waits, by a code accepted for `step`; `false` when none waits any more.
///
/// # Errors
/// When the database is away.
pub async fn confirm(tx: &mut PlatformTx, now: Timestamp, account: AccountId, step: i64) -> Result<bool> {
    let done = sqlx::query!(
        "update second_factor set confirmed_at = $2, last_step = $3, last_used_at = $2, begun_by = null
          where account_id = $1 and confirmed_at is null and created_at > $4",
        account.uuid(),
        now,
        step,
        now - PENDING
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Gives an account a factor whose secret is known already: for the demo and tests, which have no phone.
///
/// # Errors
/// When the database is away.
pub async fn plant(app: &App, account: AccountId, secret: &Secret) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.platform().await?;
    if begin(&mut tx, &app.keys, now, account, &[], secret).await? {
        confirm(&mut tx, now, account, 0).await?;
    }
    tx.commit().await
}

/// Takes a factor and everything that belongs to it away; `false` when there was none that worked.
///
/// # Errors
/// When the database is away.
pub async fn remove(tx: &mut PlatformTx, account: AccountId) -> Result<bool> {
    let done = sqlx::query!("delete from second_factor where account_id = $1 and confirmed_at is not null", account.uuid()).execute(tx.conn()).await?;
    sqlx::query!("delete from recovery_code where account_id = $1", account.uuid()).execute(tx.conn()).await?;
    close_steps(tx, account).await?;
    Ok(done.rows_affected() == 1)
}

/// Draws an account's recovery codes anew; the earlier ones open nothing any more. What they are is told this once.
///
/// # Errors
/// When the database is away.
pub async fn draw_codes(tx: &mut PlatformTx, keys: &Keys, now: Timestamp, account: AccountId) -> Result<Vec<String>> {
    sqlx::query!("delete from recovery_code where account_id = $1", account.uuid()).execute(tx.conn()).await?;
    let codes: Vec<String> = (0..CODES).map(|_| draw_code()).collect();
    let digests: Vec<Vec<u8>> = codes.iter().map(|code| code_digest(keys, account, code)).collect();
    sqlx::query!(
        "insert into recovery_code (account_id, digest, created_at) select $1, digest, $3 from unnest($2::bytea[]) as digest",
        account.uuid(),
        &digests,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(codes)
}

/// How many of these codes are an account's and were never used.
///
/// # Errors
/// When the database is away.
pub async fn known_codes(tx: &mut PlatformTx, keys: &Keys, account: AccountId, codes: &[String]) -> Result<usize> {
    let digests: Vec<Vec<u8>> = codes.iter().map(|code| code_digest(keys, account, code)).collect();
    let known = sqlx::query_scalar!(
        r#"select count(*) as "count!" from recovery_code where account_id = $1 and used_at is null and digest = any($2)"#,
        account.uuid(),
        &digests
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(usize::try_from(known).unwrap_or_default())
}

/// What a right code was.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Proof {
    /// One from the phone.
    Time,
    /// A recovery code, of which so many are left.
    Recovery(i64),
}

/// What a code came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tried {
    /// It was right, and is used up.
    Right(Proof),
    /// It was wrong, or was used, or there is no factor; the account has had so many wrong ones.
    Wrong(i16),
    /// There were too many: none is looked at before this moment.
    Paused(Timestamp),
    /// What it would be compared with was sealed with another master secret.
    Unreadable,
}

/// Uses a code up within the transaction that does what it opens. A wrong one is counted, so that transaction ends with a commit; of the code itself
/// nothing is written down.
///
/// # Errors
/// When the database is away.
pub async fn prove(tx: &mut PlatformTx, keys: &Keys, now: Timestamp, account: AccountId, entered: &Entered) -> Result<Tried> {
    // Locked: of two requests with the same code, the second sees what the first used up.
    let row = sqlx::query!(
        "select secret, last_step, tries, tried_at from second_factor where account_id = $1 and confirmed_at is not null for update",
        account.uuid()
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(row) = row else { return Ok(Tried::Wrong(0)) };
    if let Some(until) = model::paused_until(row.tries, row.tried_at).filter(|until| *until > now) {
        return Ok(Tried::Paused(until));
    }
    let Ok(secret) = Secret::open(keys, account, &row.secret) else {
        tracing::error!("a second factor cannot be opened: the master secret is another one; `estrade account remove-factor` takes it away");
        return Ok(Tried::Unreadable);
    };
    let proof = match entered {
        Entered::Time(code) => {
            let Some(step) = secret.step_of(code, now)?.filter(|step| *step > row.last_step) else { return wrong(tx, now, account).await };
            sqlx::query!("update second_factor set last_step = $2 where account_id = $1 and last_step < $2", account.uuid(), step).execute(tx.conn()).await?;
            Proof::Time
        }
        Entered::Recovery(code) => {
            let digest = code_digest(keys, account, code);
            let used =
                sqlx::query!("update recovery_code set used_at = $3 where account_id = $1 and digest = $2 and used_at is null", account.uuid(), digest, now)
                    .execute(tx.conn())
                    .await?;
            if used.rows_affected() == 0 {
                return wrong(tx, now, account).await;
            }
            let left = sqlx::query_scalar!(r#"select count(*) as "left!" from recovery_code where account_id = $1 and used_at is null"#, account.uuid())
                .fetch_one(tx.conn())
                .await?;
            Proof::Recovery(left)
        }
    };
    sqlx::query!("update second_factor set last_used_at = $2, tries = 0, tried_at = null where account_id = $1", account.uuid(), now)
        .execute(tx.conn())
        .await?;
    Ok(Tried::Right(proof))
}

/// Counts a wrong code: the account's, whoever typed it and however often they began anew. Those of long ago no longer count.
async fn wrong(tx: &mut PlatformTx, now: Timestamp, account: AccountId) -> Result<Tried> {
    let tries = sqlx::query_scalar!(
        "update second_factor set tries = case when tried_at > $3 then least(tries, 1000) + 1 else 1 end, tried_at = $2 where account_id = $1 returning tries",
        account.uuid(),
        now,
        now - model::REMEMBERED
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(Tried::Wrong(tries))
}

/// Forgets the wrong codes of an account: its password changed, so whoever typed them is out.
///
/// # Errors
/// When the database is away.
pub async fn forget_tries(tx: &mut PlatformTx, account: AccountId) -> Result<()> {
    sqlx::query!("update second_factor set tries = 0, tried_at = null where account_id = $1", account.uuid()).execute(tx.conn()).await?;
    Ok(())
}

/// Has whoever signs this account in, gives a code for it, or changes its password or its factor, wait for each other: a session is opened before the
/// factor and seen by it, or after it and asked for a code.
///
/// # Errors
/// When the database is away.
pub async fn hold_account(tx: &mut PlatformTx, account: AccountId) -> Result<()> {
    sqlx::query!("select id from account where id = $1 for no key update", account.uuid()).fetch_optional(tx.conn()).await?;
    Ok(())
}

/// Notes that a password was right and a code is awaited; gives the token for the cookie. An account has a few such steps at most: one for
/// each device at which somebody is signing in.
///
/// # Errors
/// When the database is away.
pub async fn open_step(tx: &mut PlatformTx, now: Timestamp, account: AccountId) -> Result<String> {
    let token = random_token();
    sqlx::query!("delete from sign_in_step where account_id = $1 and expires_at <= $2", account.uuid(), now).execute(tx.conn()).await?;
    sqlx::query!(
        "insert into sign_in_step (token_hash, account_id, created_at, expires_at) values ($1, $2, $3, $4)",
        token_hash(&token),
        account.uuid(),
        now,
        now + STEP
    )
    .execute(tx.conn())
    .await?;
    Ok(token)
}

/// Whose code is awaited from whoever holds `token`.
///
/// # Errors
/// When the database is away.
pub async fn find_step(tx: &mut PlatformTx, token: &str, now: Timestamp) -> Result<Option<AccountId>> {
    let account = sqlx::query_scalar!(
        "select s.account_id from sign_in_step s join account a on a.id = s.account_id where s.token_hash = $1 and s.expires_at > $2 and a.state = 'active'",
        token_hash(token),
        now
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(account.map(AccountId::from_uuid))
}

/// Ends a step; `false` when it was over.
///
/// # Errors
/// When the database is away.
pub async fn close_step(tx: &mut PlatformTx, token: &str) -> Result<bool> {
    Ok(sqlx::query!("delete from sign_in_step where token_hash = $1", token_hash(token)).execute(tx.conn()).await?.rows_affected() == 1)
}

/// Ends every step of an account: its password or its factor changed.
///
/// # Errors
/// When the database is away.
pub async fn close_steps(tx: &mut PlatformTx, account: AccountId) -> Result<()> {
    sqlx::query!("delete from sign_in_step where account_id = $1", account.uuid()).execute(tx.conn()).await?;
    Ok(())
}
