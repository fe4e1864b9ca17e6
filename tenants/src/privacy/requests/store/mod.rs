//! All the SQL of requests. What says where a request stands is changed by conditional updates only, each with its entry in the file.

mod events;
mod links;
mod mentions;
mod people;
mod request;
mod work;

use kernel::{clock::Timestamp, db::TenantTx, error::Result, i18n::Locale};
use uuid::Uuid;

use super::model::{Age, Channel, Ground, Kind, Represented, RequestId, Review, State, Summary, Tally};

pub use events::{Actor, Event, Note, chain_is_whole, events};
pub use links::{Link, LinkPurpose, add_link, consume_link, find_link, is_confirmed, opens_until, was_opened};
pub use mentions::{Mention, add_mention, decide_mention, mentions, remove_mention};
pub use people::{Cited, Disputed, Proof, add_scope, charged_at, disputed, proof, scope, shown};
pub use request::{Request, find, find_locked, list};
pub use work::{Copy, Recipient, RecipientStatus, add_copy, copy_of, destroy_copy, downloaded, recipients, set_recipient};

/// A request about to be written down.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each field is the column of its name, explained in the migration")]
pub struct NewRequest {
    pub kind: Kind,
    pub channel: Channel,
    pub locale: Locale,
    pub given_name: String,
    pub family_name: String,
    pub email: Option<(String, String)>,
    pub message: Option<String>,
    pub reply_address: Option<String>,
    pub corrected: [Option<String>; 3],
    pub represented: Option<Represented>,
    pub quiet: Option<bool>,
    pub received_at: Timestamp,
    pub due_at: Timestamp,
}

/// Writes a request down, as received.
///
/// # Errors
/// When the database is away.
pub async fn add(tx: &mut TenantTx, now: Timestamp, reference: &str, new: &NewRequest, note: Note) -> Result<RequestId> {
    let (tenant, id) = (tx.tid(), RequestId::new(now));
    let [given, family, email] = &new.corrected;
    let whom = new.represented.as_ref();
    sqlx::query!(
        "insert into privacy_request (tenant_id, id, reference, kind, channel, state, locale, given_name, family_name, email, email_norm, message, reply_address,
            corrected_given_name, corrected_family_name, corrected_email, received_at, due_at, represents, represented_given_name, represented_family_name,
            represented_age, quiet)
         values ($1, $2, $3, $4, $5, 'received', $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)",
        tenant,
        id.uuid(),
        reference,
        new.kind.word(),
        new.channel.word(),
        new.locale.code(),
        new.given_name,
        new.family_name,
        new.email.as_ref().map(|(email, _)| email.as_str()),
        new.email.as_ref().map(|(_, norm)| norm.as_str()),
        new.message,
        new.reply_address,
        given.as_deref(),
        family.as_deref(),
        email.as_deref(),
        new.received_at,
        new.due_at,
        whom.map(|whom| whom.capacity.word()),
        whom.map(|whom| whom.given_name.as_str()),
        whom.map(|whom| whom.family_name.as_str()),
        whom.and_then(|whom| whom.age).map(Age::word),
        new.quiet
    )
    .execute(tx.conn())
    .await?;
    events::append(tx, now, id, State::Received.word(), note).await?;
    Ok(id)
}

/// How many requests gave this address since `since`.
///
/// # Errors
/// When the database is away.
pub async fn count_since(tx: &mut TenantTx, email_norm: &str, since: Timestamp) -> Result<i64> {
    let tenant = tx.tid();
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from privacy_request where tenant_id = $1 and email_norm = $2 and channel = 'site' and received_at > $3"#,
        tenant,
        email_norm,
        since
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(count)
}

/// Another request for the same thing by the same address that is under way, whose identity is shown, and that covers all this one does: what was
/// cited, and whether nobody is to write again. One that staff entered answers nobody who asks for themselves.
///
/// # Errors
/// When the database is away.
pub async fn twin(tx: &mut TenantTx, request: &Request) -> Result<Option<RequestId>> {
    let tenant = tx.tid();
    let whom = request.represented.as_ref();
    let found = sqlx::query_scalar!(
        "select t.id from privacy_request t where t.tenant_id = $1 and t.email_norm = $2 and t.kind = $3 and t.id <> $4 and t.identified_at is not null
            and t.channel = $9 and t.quiet is not distinct from $10 and t.decision is distinct from 'refuse'
            and lower(t.given_name) = lower($5) and lower(t.family_name) = lower($6) and t.kind <> 'rectification'
            and lower(t.represented_given_name) is not distinct from lower($7) and lower(t.represented_family_name) is not distinct from lower($8)
            and t.state in ('scoping', 'planned', 'awaiting_second_approval', 'executing', 'external_pending')
            and not exists (select from privacy_request_scope n where n.tenant_id = $1 and n.request_id = $4
                  and not exists (select from privacy_request_scope o where o.tenant_id = $1 and o.request_id = t.id and o.subject = n.subject and o.root_id = n.root_id))
          order by t.received_at limit 1",
        tenant,
        request.email_norm,
        request.kind.word(),
        request.id.uuid(),
        request.given_name,
        request.family_name,
        whom.map(|whom| whom.given_name.as_str()),
        whom.map(|whom| whom.family_name.as_str()),
        request.channel.word(),
        request.quiet
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(found.map(RequestId::from_uuid))
}

/// Moves a request from one state to another, with its entry in the file; `false` when it is no longer there.
///
/// # Errors
/// When the machine knows no such step, which is a fault of ours; else when the database is away.
pub async fn advance(tx: &mut TenantTx, now: Timestamp, id: RequestId, from: State, to: State, note: Note) -> Result<bool> {
    if !from.may_become(to) {
        return Err(anyhow::anyhow!("a request that is {} cannot become {}", from.word(), to.word()).into());
    }
    let tenant = tx.tid();
    let completed = (to.is_final()).then_some(now);
    let identified = (to == State::IdentityVerified).then_some(now);
    let done = sqlx::query!(
        "update privacy_request set state = $4, completed_at = coalesce($5, completed_at), identified_at = coalesce($6, identified_at)
          where tenant_id = $1 and id = $2 and state = $3",
        tenant,
        id.uuid(),
        from.word(),
        to.word(),
        completed,
        identified
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    events::append(tx, now, id, to.word(), note).await?;
    Ok(true)
}

/// A fact about a request, each with its own entry in the file.
#[derive(Clone, Debug)]
pub enum Fact<'a> {
    /// What will happen, and why a second person must look.
    Planned {
        /// In numbers.
        plan: &'a Summary,
        /// What approvers sign.
        hash: [u8; 32],
        /// Why.
        review: &'a [Review],
    },
    /// When it will be done.
    ExecuteAt(Timestamp),
    /// More time, with its reason.
    Extended {
        /// The new day.
        due_at: Timestamp,
        /// Why.
        reason: &'a str,
    },
    /// A question to the person.
    Clarify(&'a str),
    /// The person was told that their data will be used again.
    LiftAnnounced,
    /// They are.
    Lifted,
    /// Staff posted what there was to post.
    Posted,
    /// Somebody prepared it: signed the plan, or proposes to refuse.
    Prepared {
        /// Who.
        by: Uuid,
        /// The hash they saw.
        hash: Option<&'a [u8]>,
        /// The ground and the words of a refusal.
        refusal: Option<(Ground, &'a str)>,
    },
    /// What was prepared is dropped.
    Unprepared,
    /// Somebody approved it.
    Approved(Uuid),
    /// The data are restricted meanwhile.
    Restricted,
    /// A dispute or a duty holds it.
    Held(bool),
    /// Texts name whoever it is about: how many.
    Mentioned,
    /// Somebody decided about one of them.
    Decided,
    /// What became of them.
    Settled(&'a Tally),
    /// A child that has a say knows of the request.
    Told,
    /// The day has passed.
    Overdue,
    /// The new address, the name and what was written are forgotten.
    Forgotten,
}

/// Writes a fact down.
///
/// # Errors
/// When the database is away.
pub async fn state_fact(tx: &mut TenantTx, now: Timestamp, id: RequestId, fact: Fact<'_>, note: Note) -> Result<()> {
    work::write_fact(tx, now, id, &fact).await?;
    let kind = match fact {
        Fact::Planned { .. } => "plan_made",
        Fact::ExecuteAt(_) => "grace_begun",
        Fact::Extended { .. } => "extended",
        Fact::Clarify(_) => "clarification_requested",
        Fact::LiftAnnounced => "lift_announced",
        Fact::Lifted => "lifted",
        Fact::Posted => "posted",
        Fact::Prepared { refusal: Some(_), .. } => "refusal_prepared",
        Fact::Prepared { .. } => "prepared",
        Fact::Unprepared => "preparation_dropped",
        Fact::Approved(_) => "approved",
        Fact::Restricted => "restricted",
        Fact::Held(true) => "held",
        Fact::Held(false) => "released",
        Fact::Mentioned => "mentions_found",
        Fact::Decided => "mention_decided",
        Fact::Settled(_) => "mentions_settled",
        Fact::Told => "represented_told",
        Fact::Overdue => "overdue",
        Fact::Forgotten => "contact_forgotten",
    };
    events::append(tx, now, id, kind, note).await
}

/// Removes the file of a request that was over before `before`, with all that hangs on it.
///
/// # Errors
/// When the database is away.
pub async fn remove(tx: &mut TenantTx, id: RequestId, before: Timestamp) -> Result<()> {
    let tenant = tx.tid();
    sqlx::query!("delete from privacy_request where tenant_id = $1 and id = $2 and completed_at <= $3", tenant, id.uuid(), before).execute(tx.conn()).await?;
    Ok(())
}

/// Makes one request the duplicate of another.
///
/// # Errors
/// When the database is away.
pub async fn merge(tx: &mut TenantTx, now: Timestamp, id: RequestId, into: RequestId) -> Result<bool> {
    let tenant = tx.tid();
    let done = sqlx::query!(
        "update privacy_request set state = 'merged_duplicate', merged_into = $3, completed_at = $4 where tenant_id = $1 and id = $2 and state = 'identity_verified'",
        tenant,
        id.uuid(),
        into.uuid(),
        now
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 1 {
        events::append(tx, now, id, State::MergedDuplicate.word(), Note::software(serde_json::json!({ "into": into }))).await?;
    }
    Ok(done.rows_affected() == 1)
}
