//! Orders as staff look for them, and what hangs on one.

use kernel::{clock::Timestamp, db::TenantTx, error::Result, ids::AccountId, money::Cents};
use uuid::Uuid;

use crate::{
    payments::model::{RefundId, RefundState},
    people::shown,
    ticketing::{
        attendees::views::Holder,
        concerts::model::ConcertId,
        desk::model::{Turn, code_start, fold, pattern},
        orders::model::{OrderId, OrderState},
    },
};

/// Which orders to list.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Part of a name or an address, or the beginning of a code; empty for all.
    pub text: String,
    /// Only those that stand there.
    pub state: Option<OrderState>,
    /// Only those of this concert.
    pub concert: Option<Uuid>,
}

impl Filter {
    fn patterns(&self) -> (Option<String>, Option<String>) {
        let folded = fold(&self.text);
        if folded.is_empty() { (None, None) } else { (Some(pattern(&folded)), code_start(&self.text)) }
    }
}

/// An order in a list.
#[derive(Clone, Debug)]
pub struct OrderRow {
    /// Its id.
    pub id: OrderId,
    /// Its code.
    pub code: String,
    /// Its number in the uninterrupted series, once confirmed.
    pub number: Option<String>,
    /// First and family name, or nothing yet.
    pub buyer: String,
    /// The address, or nothing yet.
    pub email: String,
    /// The concert.
    pub concert: ConcertId,
    /// Its title.
    pub concert_title: String,
    /// When places were taken.
    pub placed_at: Timestamp,
    /// How many places.
    pub seats: i16,
    /// What it costs.
    pub total: Cents,
    /// What went or is going back.
    pub refunded: Cents,
    /// Stripe's and the platform's fees, once known.
    pub fee: Option<Cents>,
    /// Where it stands.
    pub state: OrderState,
    /// Whether a refund failed and nobody tried again.
    pub refund_failed: bool,
}

/// Orders, newest first (from the turn's mark on, at most `limit`); before a mark, oldest first.
///
/// # Errors
/// When the database is away.
pub async fn orders(tx: &mut TenantTx, filter: &Filter, turn: &Turn, limit: i64) -> Result<Vec<OrderRow>> {
    let tenant = tx.tid();
    let (text, code) = filter.patterns();
    let rows = sqlx::query!(
        r#"select o.id, o.code, o.seats, o.total, o.state, o.placed_at, o.concert_id, o.number_year, o.number, c.title,
                  p.first_name as "first_name?", p.family_name as "family_name?", p.email as "email?",
                  coalesce((select sum(r.amount) from refund r join payment y on y.tenant_id = r.tenant_id and y.id = r.payment_id
                             where r.tenant_id = o.tenant_id and y.subject_kind = 'order' and y.subject_id = o.id
                               and r.state <> 'failed' and r.reason <> 'duplicate'), 0)::bigint as "refunded!",
                  (select sum(y.fee) from payment y where y.tenant_id = o.tenant_id and y.subject_kind = 'order' and y.subject_id = o.id)::bigint as "fee?",
                  exists (select from refund r join payment y on y.tenant_id = r.tenant_id and y.id = r.payment_id
                           where r.tenant_id = o.tenant_id and y.subject_kind = 'order' and y.subject_id = o.id
                             and r.state = 'failed' and r.failure is distinct from 'retried') as "refund_failed!"
             from ticket_order o
             join concert c on c.tenant_id = o.tenant_id and c.id = o.concert_id
             left join person_shown p on p.tenant_id = o.tenant_id and p.id = o.person_id
            where o.tenant_id = $1
              and ($2::text is null or o.state = $2) and ($3::uuid is null or o.concert_id = $3)
              and ($4::text is null or replace(o.code, '-', '') like $5 or p.email_norm like $4
                   or folded(p.first_name || ' ' || p.family_name || ' ' || p.first_name) like $4
                   or exists (select from attendee_shown a where a.tenant_id = o.tenant_id and a.order_id = o.id and folded(a.name) like $4))
              and ($6::timestamptz is null or (o.placed_at, o.id::text) < ($6, $7::text))
              and ($8::timestamptz is null or (o.placed_at, o.id::text) > ($8, $9::text))
            order by case when $8::timestamptz is null then o.placed_at end desc, case when $8::timestamptz is null then o.id::text end desc,
                     o.placed_at, o.id::text
            limit $10"#,
        tenant,
        filter.state.map(OrderState::word),
        filter.concert,
        text,
        code,
        turn.after.as_ref().map(|mark| mark.at),
        turn.after.as_ref().map(|mark| mark.id.as_str()),
        turn.before.as_ref().map(|mark| mark.at),
        turn.before.as_ref().map(|mark| mark.id.as_str()),
        limit
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(OrderRow {
                id: OrderId::from_uuid(row.id),
                code: row.code,
                number: row.number_year.zip(row.number).map(|(year, number)| format!("{year}-{number:06}")),
                buyer: format!("{} {}", shown(row.first_name.unwrap_or_default()), shown(row.family_name.unwrap_or_default())).trim().to_owned(),
                email: shown(row.email.unwrap_or_default()),
                concert: ConcertId::from_uuid(row.concert_id),
                concert_title: row.title,
                placed_at: row.placed_at,
                seats: row.seats,
                total: Cents::from(row.total),
                refunded: Cents(row.refunded),
                fee: row.fee.map(Cents),
                state: OrderState::from_word(&row.state).ok_or_else(|| anyhow::anyhow!("order {} has an unknown state", row.id))?,
                refund_failed: row.refund_failed,
            })
        })
        .collect()
}

/// What a filter finds in all.
#[derive(Clone, Copy, Debug, Default)]
pub struct OrderSums {
    /// Orders.
    pub orders: i64,
    /// Places in those that are confirmed.
    pub tickets: i64,
    /// What those that are confirmed cost.
    pub total: Cents,
}

/// Sums over everything the filter finds.
///
/// # Errors
/// When the database is away.
pub async fn order_sums(tx: &mut TenantTx, filter: &Filter) -> Result<OrderSums> {
    let tenant = tx.tid();
    let (text, code) = filter.patterns();
    let row = sqlx::query!(
        r#"select count(*) as "orders!", coalesce(sum(o.seats) filter (where o.state = 'confirmed'), 0)::bigint as "tickets!",
                  coalesce(sum(o.total) filter (where o.state = 'confirmed'), 0)::bigint as "total!"
             from ticket_order o
             left join person_shown p on p.tenant_id = o.tenant_id and p.id = o.person_id
            where o.tenant_id = $1
              and ($2::text is null or o.state = $2) and ($3::uuid is null or o.concert_id = $3)
              and ($4::text is null or replace(o.code, '-', '') like $5 or p.email_norm like $4
                   or folded(p.first_name || ' ' || p.family_name || ' ' || p.first_name) like $4
                   or exists (select from attendee_shown a where a.tenant_id = o.tenant_id and a.order_id = o.id and folded(a.name) like $4))"#,
        tenant,
        filter.state.map(OrderState::word),
        filter.concert,
        text,
        code
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(OrderSums { orders: row.orders, tickets: row.tickets, total: Cents(row.total) })
}

/// A concert's orders in one state, in the order of their ids, after `after`: what the emptying of a cancelled concert walks along.
///
/// # Errors
/// When the database is away.
pub async fn orders_of_concert(
    tx: &mut TenantTx,
    concert: ConcertId,
    states: &[OrderState],
    after: Option<OrderId>,
    limit: i64,
) -> Result<Vec<(OrderId, OrderState)>> {
    let tenant = tx.tid();
    let states: Vec<String> = states.iter().map(|state| state.word().to_owned()).collect();
    let rows = sqlx::query!(
        "select id, state from ticket_order where tenant_id = $1 and concert_id = $2 and state = any($3) and ($4::uuid is null or id > $4) order by id limit $5",
        tenant,
        concert.uuid(),
        &states,
        after.map(OrderId::uuid),
        limit
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().filter_map(|row| Some((OrderId::from_uuid(row.id), OrderState::from_word(&row.state)?))).collect())
}

/// A ticket with whose it is: for lists at the door and exports.
#[derive(Clone, Debug)]
pub struct TicketRow {
    /// Its number.
    pub number: String,
    /// Its seat category in French.
    pub category_fr: String,
    /// The same in English.
    pub category_en: String,
    /// What was paid for it.
    pub price: Cents,
    /// Whether it admits.
    pub valid: bool,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// When its bearer came in.
    pub admitted_at: Option<Timestamp>,
    /// By which door.
    pub gate: Option<String>,
    /// The order's code.
    pub code: String,
    /// First name of who bought it.
    pub first_name: String,
    /// Family name of who bought it.
    pub family_name: String,
    /// Whom it is for.
    pub holder: Holder,
}

/// Every ticket of a concert, by family name, then order, then number.
///
/// # Errors
/// When the database is away.
pub async fn tickets_of(tx: &mut TenantTx, concert: ConcertId) -> Result<Vec<TicketRow>> {
    let tenant = tx.tid();
    let rows = sqlx::query!(
        r#"select t.number, t.category_fr, t.category_en, t.price, t.state, t.issued_at, t.admitted_at, t.admitted_gate, o.code,
                  coalesce(p.first_name, '') as "first_name!", coalesce(p.family_name, '') as "family_name!",
                  a.standing as "standing?", a.name as "attendee?"
             from ticket t
             join ticket_order o on o.tenant_id = t.tenant_id and o.id = t.order_id
             left join person_shown p on p.tenant_id = o.tenant_id and p.id = o.person_id
             left join attendee_shown a on a.tenant_id = t.tenant_id and a.ticket_id = t.id
            where t.tenant_id = $1 and t.concert_id = $2
            order by lower(coalesce(p.family_name, '')), lower(coalesce(p.first_name, '')), t.number"#,
        tenant,
        concert.uuid()
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| TicketRow {
            number: row.number,
            category_fr: row.category_fr,
            category_en: row.category_en,
            price: Cents::from(row.price),
            valid: row.state == "valid",
            issued_at: row.issued_at,
            admitted_at: row.admitted_at,
            gate: row.admitted_gate,
            code: row.code,
            holder: Holder::of_row(row.standing.as_deref(), row.attendee, format!("{} {}", row.first_name, row.family_name).trim()),
            first_name: row.first_name,
            family_name: row.family_name,
        })
        .collect())
}

/// When the buyer gave a name and said to have read the texts.
///
/// # Errors
/// When the database is away.
pub async fn acknowledged_at(tx: &mut TenantTx, order: OrderId) -> Result<Option<Timestamp>> {
    let tenant = tx.tid();
    let found = sqlx::query_scalar!("select acknowledged_at from ticket_order where tenant_id = $1 and id = $2", tenant, order.uuid())
        .fetch_optional(tx.conn())
        .await?;
    Ok(found.flatten())
}

/// Who let the bearers of an order's tickets in: ticket number and account.
///
/// # Errors
/// When the database is away.
pub async fn admissions(tx: &mut TenantTx, order: OrderId) -> Result<Vec<(String, Uuid)>> {
    let tenant = tx.tid();
    let rows = sqlx::query!("select number, admitted_by from ticket where tenant_id = $1 and order_id = $2 and admitted_by is not null", tenant, order.uuid())
        .fetch_all(tx.conn())
        .await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.number, row.admitted_by?))).collect())
}

/// What a payment's own struct leaves out.
#[derive(Clone, Copy, Debug, Default)]
pub struct PaymentFacts {
    /// What is left after fees, once known.
    pub net: Option<Cents>,
    /// When the card's holder disputed it.
    pub disputed_at: Option<Timestamp>,
}

/// The rest of a payment.
///
/// # Errors
/// When the database is away.
pub async fn payment_facts(tx: &mut TenantTx, payment: Uuid) -> Result<PaymentFacts> {
    let tenant = tx.tid();
    let row = sqlx::query!("select net, disputed_at from payment where tenant_id = $1 and id = $2", tenant, payment).fetch_optional(tx.conn()).await?;
    Ok(row.map(|row| PaymentFacts { net: row.net.map(Cents::from), disputed_at: row.disputed_at }).unwrap_or_default())
}

/// A refund of an order.
#[derive(Clone, Debug)]
pub struct RefundRow {
    /// Its id.
    pub id: RefundId,
    /// How much.
    pub amount: Cents,
    /// Where it stands.
    pub state: RefundState,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// When Stripe had done with it.
    pub settled_at: Option<Timestamp>,
    /// Who asked; nobody when it came by itself.
    pub by: Option<AccountId>,
    /// Stripe's word for the failure; `retried` when another try followed.
    pub failure: Option<String>,
    /// How many tickets it voided.
    pub tickets: i64,
}

impl RefundRow {
    /// Whether it failed and nobody tried again.
    #[must_use]
    pub fn needs_care(&self) -> bool {
        self.state == RefundState::Failed && self.failure.as_deref() != Some("retried")
    }
}

/// The refunds of an order, oldest first.
///
/// # Errors
/// When the database is away.
pub async fn refunds_of(tx: &mut TenantTx, order: OrderId) -> Result<Vec<RefundRow>> {
    let tenant = tx.tid();
    let rows = sqlx::query!(
        r#"select r.id, r.amount, r.state, r.created_at, r.settled_at, r.requested_by, r.failure,
                  (select count(*) from ticket t where t.tenant_id = r.tenant_id and t.refund_id = r.id) as "tickets!"
             from refund r join payment y on y.tenant_id = r.tenant_id and y.id = r.payment_id
            where r.tenant_id = $1 and y.subject_kind = 'order' and y.subject_id = $2
            order by r.created_at, r.id"#,
        tenant,
        order.uuid()
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(RefundRow {
                id: RefundId::from_uuid(row.id),
                amount: Cents::from(row.amount),
                state: RefundState::from_word(&row.state).ok_or_else(|| anyhow::anyhow!("refund {} has an unknown state", row.id))?,
                asked_at: row.created_at,
                settled_at: row.settled_at,
                by: row.requested_by.map(AccountId::from_uuid),
                failure: row.failure,
                tickets: row.tickets,
            })
        })
        .collect()
}

/// Hands the tickets a failed refund voided over to the refund that takes its place.
///
/// # Errors
/// When the database is away.
pub async fn relink_refund(tx: &mut TenantTx, from: RefundId, to: RefundId) -> Result<()> {
    let tenant = tx.tid();
    sqlx::query!("update ticket set refund_id = $3 where tenant_id = $1 and refund_id = $2", tenant, from.uuid(), to.uuid()).execute(tx.conn()).await?;
    Ok(())
}
