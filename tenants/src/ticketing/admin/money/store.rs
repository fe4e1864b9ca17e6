//! All the SQL of the money page: every movement with whose it is, and the sums of a year.

use kernel::{clock::Timestamp, db::TenantTx, error::Result, money::Cents};
use uuid::Uuid;

use crate::ticketing::desk::model::Turn;

/// Which movements to list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Kind {
    /// All of them, payouts too.
    #[default]
    All,
    /// What buyers paid.
    Payments,
    /// What went back.
    Refunds,
    /// What card holders disputed.
    Disputes,
}

impl Kind {
    /// The word in addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Payments => "payments",
            Self::Refunds => "refunds",
            Self::Disputes => "disputes",
        }
    }

    /// From the word in an address; anything else means all.
    pub fn from_word(word: &str) -> Self {
        [Self::Payments, Self::Refunds, Self::Disputes].into_iter().find(|kind| kind.word() == word).unwrap_or_default()
    }

    const fn column(self) -> Option<&'static str> {
        match self {
            Self::All => None,
            Self::Payments => Some("payment"),
            Self::Refunds => Some("refund"),
            Self::Disputes => Some("dispute"),
        }
    }
}

/// Which movements to list.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    /// Of one kind.
    pub kind: Kind,
    /// Of one concert.
    pub concert: Option<Uuid>,
}

/// Money that came in or went out.
#[derive(Clone, Debug)]
pub struct Movement {
    /// When.
    pub at: Timestamp,
    /// The id of the row behind it.
    pub id: String,
    /// `payment`, `refund`, `dispute` or `payout`.
    pub kind: String,
    /// The order behind it.
    pub order: Option<Uuid>,
    /// Its code.
    pub code: Option<String>,
    /// Who placed it.
    pub buyer: String,
    /// For which concert.
    pub concert_title: String,
    /// Before fees; negative when it left.
    pub gross: Cents,
    /// Fees, once known.
    pub fee: Option<Cents>,
    /// After fees, once known.
    pub net: Option<Cents>,
    /// A payment's or a refund's state in words.
    pub state: String,
}

/// Movements, newest first (from the turn's mark on, at most `limit`); before a mark, oldest first.
///
/// # Errors
/// When the database is away.
pub async fn movements(tx: &mut TenantTx, filter: Filter, turn: &Turn, limit: i64) -> Result<Vec<Movement>> {
    let tenant = tx.tid();
    let rows = sqlx::query!(
        r#"select m.at as "at!", m.kind as "kind!", m.id as "id!", m.gross as "gross!", m.fee as "fee?", m.net as "net?", m.state as "state!",
                  o.id as "order?", o.code as "code?", p.first_name as "first_name?", p.family_name as "family_name?", c.title as "title?"
             from (
               select settled_at as at, 'payment' as kind, id::text as id, amount as gross, fee, net, subject_id,
                      case when refunded >= amount then 'refunded' when refunded > 0 then 'partly_refunded' else 'succeeded' end as state
                 from payment where tenant_id = $1 and state = 'succeeded' and settled_at is not null
               union all
               select r.created_at, 'refund', r.id::text, -r.amount, 0, -r.amount, y.subject_id, r.state
                 from refund r join payment y on y.tenant_id = r.tenant_id and y.id = r.payment_id
                where r.tenant_id = $1 and r.failure is distinct from 'retried'
               union all
               select disputed_at, 'dispute', 'd' || id::text, -amount, null, null, subject_id, 'pending'
                 from payment where tenant_id = $1 and disputed_at is not null
               union all
               select created_at, 'payout', id, amount, fee, net, null, 'succeeded'
                 from ledger_entry where tenant_id = $1 and kind = 'payout'
             ) m
             left join ticket_order o on o.tenant_id = $1 and o.id = m.subject_id
             left join person_shown p on p.tenant_id = $1 and p.id = o.person_id
             left join concert c on c.tenant_id = $1 and c.id = o.concert_id
            where ($2::text is null or m.kind = $2) and ($3::uuid is null or o.concert_id = $3)
              and ($4::timestamptz is null or (m.at, m.id) < ($4, $5::text))
              and ($6::timestamptz is null or (m.at, m.id) > ($6, $7::text))
            order by case when $6::timestamptz is null then m.at end desc, case when $6::timestamptz is null then m.id end desc, m.at, m.id
            limit $8"#,
        tenant,
        filter.kind.column(),
        filter.concert,
        turn.after.as_ref().map(|mark| mark.at),
        turn.after.as_ref().map(|mark| mark.id.as_str()),
        turn.before.as_ref().map(|mark| mark.at),
        turn.before.as_ref().map(|mark| mark.id.as_str()),
        limit
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Movement {
            at: row.at,
            id: row.id,
            kind: row.kind,
            order: row.order,
            code: row.code,
            buyer: format!("{} {}", row.first_name.unwrap_or_default(), row.family_name.unwrap_or_default()).trim().to_owned(),
            concert_title: row.title.unwrap_or_default(),
            gross: Cents::from(row.gross),
            fee: row.fee.map(Cents::from),
            net: row.net.map(Cents::from),
            state: row.state,
        })
        .collect())
}

/// How many movements a filter finds.
///
/// # Errors
/// When the database is away.
pub async fn movement_count(tx: &mut TenantTx, filter: Filter) -> Result<i64> {
    let tenant = tx.tid();
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!"
             from (
               select 'payment' as kind, subject_id from payment where tenant_id = $1 and state = 'succeeded' and settled_at is not null
               union all
               select 'refund', y.subject_id from refund r join payment y on y.tenant_id = r.tenant_id and y.id = r.payment_id
                where r.tenant_id = $1 and r.failure is distinct from 'retried'
               union all
               select 'dispute', subject_id from payment where tenant_id = $1 and disputed_at is not null
               union all
               select 'payout', null from ledger_entry where tenant_id = $1 and kind = 'payout'
             ) m
             left join ticket_order o on o.tenant_id = $1 and o.id = m.subject_id
            where ($2::text is null or m.kind = $2) and ($3::uuid is null or o.concert_id = $3)"#,
        tenant,
        filter.kind.column(),
        filter.concert
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(count)
}

/// The money of a span of time.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sums {
    /// Paid by card.
    pub gross: Cents,
    /// Given back.
    pub refunded: Cents,
    /// Fees known so far.
    pub fees: Cents,
    /// Payments whose fee is not known yet.
    pub fees_missing: i64,
}

/// Sums of what was paid and given back from `from` until before `until`.
///
/// # Errors
/// When the database is away.
pub async fn sums(tx: &mut TenantTx, from: Timestamp, until: Timestamp) -> Result<Sums> {
    let tenant = tx.tid();
    let row = sqlx::query!(
        r#"select coalesce(sum(amount), 0)::bigint as "gross!", coalesce(sum(fee), 0)::bigint as "fees!", count(*) filter (where fee is null) as "missing!",
                  (select coalesce(sum(amount), 0)::bigint from refund where tenant_id = $1 and state = 'succeeded' and settled_at >= $2 and settled_at < $3) as "refunded!"
             from payment where tenant_id = $1 and state = 'succeeded' and settled_at >= $2 and settled_at < $3"#,
        tenant,
        from,
        until
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(Sums { gross: Cents(row.gross), refunded: Cents(row.refunded), fees: Cents(row.fees), fees_missing: row.missing })
}

/// The concerts that sold anything, for the filter: id, title, start; latest first.
///
/// # Errors
/// When the database is away.
pub async fn concerts(tx: &mut TenantTx) -> Result<Vec<(Uuid, String, Timestamp)>> {
    let tenant = tx.tid();
    let rows = sqlx::query!("select id, title, starts_at from concert where tenant_id = $1 and state <> 'draft' order by starts_at desc, id limit 500", tenant)
        .fetch_all(tx.conn())
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.title, row.starts_at)).collect())
}
