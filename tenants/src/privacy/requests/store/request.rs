//! A request as stored, and reading it.

use kernel::{clock::Timestamp, db::TenantTx, error::Result, i18n::Locale};
use uuid::Uuid;

use crate::privacy::requests::model::{Age, Capacity, Channel, Ground, Kind, Represented, RequestId, Review, State, Summary, Tally, declared};

/// A request as stored.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each field is the column of its name, explained in the migration")]
pub struct Request {
    pub id: RequestId,
    pub reference: String,
    pub kind: Kind,
    pub channel: Channel,
    pub state: State,
    pub locale: Locale,
    pub given_name: Option<String>,
    pub family_name: Option<String>,
    pub email: Option<String>,
    pub email_norm: Option<String>,
    pub message: Option<String>,
    pub reply_address: Option<String>,
    pub corrected_given_name: Option<String>,
    pub corrected_family_name: Option<String>,
    pub corrected_email: Option<String>,
    pub received_at: Timestamp,
    pub due_at: Timestamp,
    pub identified_at: Option<Timestamp>,
    pub execute_at: Option<Timestamp>,
    pub extended_at: Option<Timestamp>,
    pub extension_reason: Option<String>,
    pub clarification_requested_at: Option<Timestamp>,
    pub clarification: Option<String>,
    pub restricted: bool,
    pub held: bool,
    pub overdue_at: Option<Timestamp>,
    pub plan: Option<Summary>,
    pub plan_hash: Option<Vec<u8>>,
    pub review: Vec<Review>,
    pub refuses: bool,
    pub refusal: Option<Ground>,
    pub refusal_note: Option<String>,
    pub prepared_by: Option<Uuid>,
    pub prepared_at: Option<Timestamp>,
    pub prepared_hash: Option<Vec<u8>>,
    pub approved_by: Option<Uuid>,
    pub merged_into: Option<Uuid>,
    pub completed_at: Option<Timestamp>,
    /// For whom, if not for themselves.
    pub represented: Option<Represented>,
    /// Whether an erasure leaves a digest of the address, so that nobody writes again.
    pub quiet: Option<bool>,
    /// What became of texts that name the person.
    pub mentions: Option<Tally>,
}

impl Request {
    /// The name given with the request.
    #[must_use]
    pub fn declared(&self) -> String {
        declared(self.given_name.as_deref().unwrap_or_default(), self.family_name.as_deref().unwrap_or_default())
    }

    /// The name of whoever it is about: of the person represented, if somebody asks for another.
    #[must_use]
    pub fn concerned(&self) -> String {
        self.represented.as_ref().map_or_else(|| self.declared(), Represented::declared)
    }
}

struct Row {
    id: Uuid,
    reference: String,
    kind: String,
    channel: String,
    state: String,
    locale: String,
    given_name: Option<String>,
    family_name: Option<String>,
    email: Option<String>,
    email_norm: Option<String>,
    message: Option<String>,
    reply_address: Option<String>,
    corrected_given_name: Option<String>,
    corrected_family_name: Option<String>,
    corrected_email: Option<String>,
    received_at: Timestamp,
    due_at: Timestamp,
    identified_at: Option<Timestamp>,
    execute_at: Option<Timestamp>,
    extended_at: Option<Timestamp>,
    extension_reason: Option<String>,
    clarification_requested_at: Option<Timestamp>,
    clarification: Option<String>,
    restricted: bool,
    held: bool,
    overdue_at: Option<Timestamp>,
    plan: Option<serde_json::Value>,
    plan_hash: Option<Vec<u8>>,
    review: Vec<String>,
    decision: Option<String>,
    refusal: Option<String>,
    refusal_note: Option<String>,
    prepared_by: Option<Uuid>,
    prepared_at: Option<Timestamp>,
    prepared_hash: Option<Vec<u8>>,
    approved_by: Option<Uuid>,
    merged_into: Option<Uuid>,
    completed_at: Option<Timestamp>,
    represents: Option<String>,
    represented_given_name: Option<String>,
    represented_family_name: Option<String>,
    represented_age: Option<String>,
    represented_told_at: Option<Timestamp>,
    quiet: Option<bool>,
    mentions: Option<serde_json::Value>,
}

impl TryFrom<Row> for Request {
    type Error = anyhow::Error;

    fn try_from(row: Row) -> Result<Self, anyhow::Error> {
        let unknown = || anyhow::anyhow!("request {} holds a word this program does not know", row.id);
        Ok(Self {
            id: RequestId::from_uuid(row.id),
            kind: Kind::parse(&row.kind).ok_or_else(unknown)?,
            channel: Channel::parse(&row.channel).ok_or_else(unknown)?,
            state: State::parse(&row.state).ok_or_else(unknown)?,
            locale: Locale::from_code(&row.locale).unwrap_or_default(),
            plan: row.plan.clone().map(serde_json::from_value).transpose()?,
            review: row.review.iter().filter_map(|word| Review::parse(word)).collect(),
            refuses: row.decision.as_deref() == Some("refuse"),
            refusal: row.refusal.as_deref().and_then(Ground::parse),
            represented: row.represents.as_deref().and_then(Capacity::parse).map(|capacity| Represented {
                capacity,
                age: row.represented_age.as_deref().and_then(Age::parse),
                given_name: row.represented_given_name.unwrap_or_default(),
                family_name: row.represented_family_name.unwrap_or_default(),
                told_at: row.represented_told_at,
            }),
            quiet: row.quiet,
            mentions: row.mentions.map(serde_json::from_value).transpose()?,
            reference: row.reference,
            given_name: row.given_name,
            family_name: row.family_name,
            email: row.email,
            email_norm: row.email_norm,
            message: row.message,
            reply_address: row.reply_address,
            corrected_given_name: row.corrected_given_name,
            corrected_family_name: row.corrected_family_name,
            corrected_email: row.corrected_email,
            received_at: row.received_at,
            due_at: row.due_at,
            identified_at: row.identified_at,
            execute_at: row.execute_at,
            extended_at: row.extended_at,
            extension_reason: row.extension_reason,
            clarification_requested_at: row.clarification_requested_at,
            clarification: row.clarification,
            restricted: row.restricted,
            held: row.held,
            overdue_at: row.overdue_at,
            plan_hash: row.plan_hash,
            refusal_note: row.refusal_note,
            prepared_by: row.prepared_by,
            prepared_at: row.prepared_at,
            prepared_hash: row.prepared_hash,
            approved_by: row.approved_by,
            merged_into: row.merged_into,
            completed_at: row.completed_at,
        })
    }
}

macro_rules! select {
    ($rest:literal, $($argument:expr),+) => {
        sqlx::query_as!(
            Row,
            "select id, reference, kind, channel, state, locale, given_name, family_name, email, email_norm, message, reply_address, corrected_given_name,
                    corrected_family_name, corrected_email, received_at, due_at, identified_at, execute_at, extended_at, extension_reason,
                    clarification_requested_at, clarification, restricted, held, overdue_at, plan, plan_hash, review, decision, refusal, refusal_note,
                    prepared_by, prepared_at, prepared_hash, approved_by, merged_into, completed_at, represents, represented_given_name, represented_family_name,
                    represented_age, represented_told_at, quiet, mentions
               from privacy_request where tenant_id = $1 and " + $rest,
            $($argument),+
        )
    };
}

/// One request.
///
/// # Errors
/// When the database is away.
pub async fn find(tx: &mut TenantTx, id: RequestId) -> Result<Option<Request>> {
    let tenant = tx.tid();
    let row = select!("id = $2", tenant, id.uuid()).fetch_optional(tx.conn()).await?;
    Ok(row.map(Request::try_from).transpose()?)
}

/// One request, which nobody else changes until this transaction ends: what is decided on it is decided on what it is.
///
/// # Errors
/// When the database is away.
pub async fn find_locked(tx: &mut TenantTx, id: RequestId) -> Result<Option<Request>> {
    let tenant = tx.tid();
    sqlx::query!("select id from privacy_request where tenant_id = $1 and id = $2 for update", tenant, id.uuid()).fetch_optional(tx.conn()).await?;
    find(tx, id).await
}

/// Requests under way by the day they are due, or those that are over, latest first.
///
/// # Errors
/// When the database is away.
pub async fn list(tx: &mut TenantTx, open: bool) -> Result<Vec<Request>> {
    let tenant = tx.tid();
    let rows = if open {
        select!("not request_is_over(state) order by due_at, id limit 500", tenant).fetch_all(tx.conn()).await?
    } else {
        select!("request_is_over(state) order by received_at desc, id limit 500", tenant).fetch_all(tx.conn()).await?
    };
    Ok(rows.into_iter().map(Request::try_from).collect::<Result<_, anyhow::Error>>()?)
}
