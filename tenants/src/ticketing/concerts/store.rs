//! All the SQL of concerts, their seats and tariffs.

use kernel::{
    clock::Timestamp,
    db::{TenantTx, one},
    error::{Error, OnConstraint, Result, Sentence},
    money::Cents,
};
use uuid::Uuid;

use super::model::{Concert, ConcertId, ConcertState, NamesAsked, Seats, Tariff, TariffId, TariffKind};
use crate::site::{modules::Module, store::take_into_use};

/// Which concerts to read.
#[derive(Clone, Debug, Default)]
pub struct Wanted<'a> {
    /// Only this one.
    pub id: Option<ConcertId>,
    /// Only the one with this name in addresses.
    pub slug: Option<&'a str>,
    /// Leave drafts out.
    pub public_only: bool,
    /// Only those that start at or after this moment, soonest first.
    pub from: Option<Timestamp>,
    /// Only those that started before this moment, latest first.
    pub before: Option<Timestamp>,
    /// At most so many.
    pub limit: Option<i64>,
}

/// The concerts wanted.
///
/// # Errors
/// When the database is away.
pub async fn list(tx: &mut TenantTx, wanted: Wanted<'_>) -> Result<Vec<Concert>> {
    let tenant = tx.tid();
    let rows = sqlx::query!(
        r#"select c.id, c.slug, c.title, c.summary_fr, c.summary_en, c.text_fr, c.text_en, c.picture_id, c.venue_name, c.venue_address,
                  c.doors_at, c.starts_at, c.ends_at, c.sale_opens_at, c.sale_closes_at, c.limit_per_order, c.attendee_names, c.state, c.updated_at,
                  s.capacity, s.held, s.sold, p.alt_fr as "alt_fr?", p.alt_en as "alt_en?",
                  exists (select from tenant t where t.id = c.tenant_id and t.state = 'active') as "sells!"
             from concert c
             join seat_pool s on s.tenant_id = c.tenant_id and s.concert_id = c.id
             left join picture p on p.tenant_id = c.tenant_id and p.id = c.picture_id
            where c.tenant_id = $1
              and ($2::uuid is null or c.id = $2) and ($3::text is null or c.slug = $3)
              and (not $4 or c.state <> 'draft')
              and ($5::timestamptz is null or c.starts_at >= $5) and ($6::timestamptz is null or c.starts_at < $6)
            order by case when $6::timestamptz is null then c.starts_at end, c.starts_at desc, c.id
            limit $7"#,
        tenant,
        wanted.id.map(ConcertId::uuid),
        wanted.slug,
        wanted.public_only,
        wanted.from,
        wanted.before,
        wanted.limit.unwrap_or(1000)
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Concert {
            id: ConcertId::from_uuid(row.id),
            slug: row.slug,
            title: row.title,
            summary_fr: row.summary_fr,
            summary_en: row.summary_en,
            text_fr: row.text_fr,
            text_en: row.text_en,
            picture: row.picture_id,
            picture_alt: row.alt_fr.zip(row.alt_en),
            venue_name: row.venue_name,
            venue_address: row.venue_address,
            doors_at: row.doors_at,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            sale_opens_at: row.sale_opens_at,
            sale_closes_at: row.sale_closes_at,
            limit_per_order: u16::try_from(row.limit_per_order).unwrap_or(1),
            attendee_names: NamesAsked::from_word(&row.attendee_names),
            state: ConcertState::from_word(&row.state),
            seats: Seats { capacity: row.capacity, held: row.held, sold: row.sold },
            sells: row.sells,
            updated_at: row.updated_at,
        })
        .collect())
}

/// One concert by id.
///
/// # Errors
/// When the database is away.
pub async fn find(tx: &mut TenantTx, id: ConcertId) -> Result<Option<Concert>> {
    Ok(list(tx, Wanted { id: Some(id), ..Wanted::default() }).await?.pop())
}

/// One concert by its name in addresses; drafts are not found.
///
/// # Errors
/// When the database is away.
pub async fn find_public(tx: &mut TenantTx, slug: &str) -> Result<Option<Concert>> {
    Ok(list(tx, Wanted { slug: Some(slug), public_only: true, ..Wanted::default() }).await?.pop())
}

/// The tariffs a concert offers now, in order.
///
/// # Errors
/// When the database is away.
pub async fn tariffs(tx: &mut TenantTx, concert: ConcertId) -> Result<Vec<Tariff>> {
    let tenant = tx.tid();
    let rows = sqlx::query!(
        "select id, name_fr, name_en, kind, price, limit_per_order from tariff
          where tenant_id = $1 and concert_id = $2 and retired_at is null order by position, id",
        tenant,
        concert.uuid()
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter()
        .map(|row| {
            let kind = TariffKind::from_word(&row.kind).ok_or_else(|| anyhow::anyhow!("tariff {} has an unknown kind", row.id))?;
            Ok(Tariff {
                id: TariffId::from_uuid(row.id),
                name_fr: row.name_fr,
                name_en: row.name_en,
                kind,
                price: Cents::from(row.price),
                limit_per_order: row.limit_per_order.and_then(|limit| u16::try_from(limit).ok()),
            })
        })
        .collect()
}

/// The lowest price of each concert, in one read for the agenda: concert, lowest price, whether any tariff has a price.
///
/// # Errors
/// When the database is away.
pub async fn lowest_prices(tx: &mut TenantTx, concerts: &[Uuid]) -> Result<Vec<(ConcertId, Cents)>> {
    let tenant = tx.tid();
    let rows = sqlx::query!(
        r#"select concert_id, min(price) as "price!" from tariff
            where tenant_id = $1 and concert_id = any($2) and retired_at is null group by concert_id"#,
        tenant,
        concerts
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|row| (ConcertId::from_uuid(row.concert_id), Cents::from(row.price))).collect())
}

/// What staff write of a concert.
#[derive(Clone, Debug)]
pub struct ConcertFacts {
    /// Its title.
    pub title: String,
    /// Its name in addresses.
    pub slug: String,
    /// One sentence, French.
    pub summary_fr: String,
    /// One sentence, English.
    pub summary_en: String,
    /// Notes, French.
    pub text_fr: String,
    /// Notes, English.
    pub text_en: String,
    /// Its picture.
    pub picture: Option<Uuid>,
    /// Where.
    pub venue_name: String,
    /// The address of the place.
    pub venue_address: String,
    /// When doors open.
    pub doors_at: Option<Timestamp>,
    /// When it starts.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Option<Timestamp>,
    /// When sales open.
    pub sale_opens_at: Option<Timestamp>,
    /// When sales close.
    pub sale_closes_at: Option<Timestamp>,
    /// The most places per order.
    pub limit_per_order: u16,
    /// Whether a name is asked for each ticket.
    pub attendee_names: NamesAsked,
    /// How many seats there are.
    pub capacity: i32,
}

const SLUG: &str = "concert_tenant_id_slug_key";

fn slug_taken() -> Error {
    Error::Conflict(Sentence::new("ticketing-slug-taken"))
}

/// Adds a concert as a draft.
///
/// # Errors
/// `Conflict` when its name in addresses is taken.
pub async fn add(tx: &mut TenantTx, now: Timestamp, facts: &ConcertFacts) -> Result<ConcertId> {
    let (tenant, id) = (tx.tid(), ConcertId::new(now));
    // What may not be empty; the rest is written where every change of it is.
    sqlx::query!(
        "insert into concert (tenant_id, id, slug, title, starts_at, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $6)",
        tenant,
        id.uuid(),
        facts.slug,
        facts.title,
        facts.starts_at,
        now
    )
    .execute(tx.conn())
    .await
    .on_constraint(SLUG, slug_taken)?;
    sqlx::query!("insert into seat_pool (tenant_id, concert_id, capacity) values ($1, $2, $3)", tenant, id.uuid(), facts.capacity).execute(tx.conn()).await?;
    update(tx, now, id, facts).await?;
    Ok(id)
}

/// Writes a concert anew. The capacity cannot go below the seats already held or sold.
///
/// # Errors
/// `Conflict` when the name in addresses is taken or the capacity is too small.
pub async fn update(tx: &mut TenantTx, now: Timestamp, id: ConcertId, facts: &ConcertFacts) -> Result<()> {
    let tenant = tx.tid();
    // Seats before the concert: a batch of holds locks them in this order.
    let done =
        sqlx::query!("update seat_pool set capacity = $3 where tenant_id = $1 and concert_id = $2 and held + sold <= $3", tenant, id.uuid(), facts.capacity)
            .execute(tx.conn())
            .await?;
    if done.rows_affected() == 0 {
        return Err(Error::Conflict(Sentence::new("ticketing-capacity-below-sold")));
    }
    let done = sqlx::query!(
        "update concert set slug = $3, title = $4, summary_fr = $5, summary_en = $6, text_fr = $7, text_en = $8, picture_id = $9, venue_name = $10,
                venue_address = $11, doors_at = $12, starts_at = $13, ends_at = $14, sale_opens_at = $15, sale_closes_at = $16, limit_per_order = $17, updated_at = $18,
                attendee_names = $19
          where tenant_id = $1 and id = $2",
        tenant,
        id.uuid(),
        facts.slug,
        facts.title,
        facts.summary_fr,
        facts.summary_en,
        facts.text_fr,
        facts.text_en,
        facts.picture,
        facts.venue_name,
        facts.venue_address,
        facts.doors_at,
        facts.starts_at,
        facts.ends_at,
        facts.sale_opens_at,
        facts.sale_closes_at,
        small(facts.limit_per_order),
        now,
        facts.attendee_names.word()
    )
    .execute(tx.conn())
    .await
    .on_constraint(SLUG, slug_taken)?;
    one(done.rows_affected())
}

/// Moves a concert from one of `from` to `to`; `false` when it stands elsewhere.
///
/// # Errors
/// When the database is away.
pub async fn set_state(tx: &mut TenantTx, now: Timestamp, id: ConcertId, from: &[ConcertState], to: ConcertState) -> Result<bool> {
    let tenant = tx.tid();
    let from: Vec<String> = from.iter().map(|state| state.word().to_owned()).collect();
    let done = sqlx::query!(
        "update concert set state = $4, updated_at = $5 where tenant_id = $1 and id = $2 and state = any($3)",
        tenant,
        id.uuid(),
        &from,
        to.word(),
        now
    )
    .execute(tx.conn())
    .await?;
    if to == ConcertState::Published && done.rows_affected() == 1 {
        take_into_use(tx, now, Module::Ticketing).await?;
    }
    Ok(done.rows_affected() == 1)
}

/// How many concerts are announced for the year of `moment` in Paris.
///
/// # Errors
/// When the database is away.
pub async fn announced_in_year(tx: &mut TenantTx, moment: Timestamp) -> Result<i64> {
    let tenant = tx.tid();
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from concert where tenant_id = $1 and state = 'published'
              and date_trunc('year', starts_at, 'Europe/Paris') = date_trunc('year', $2::timestamptz, 'Europe/Paris')"#,
        tenant,
        moment
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(count)
}

/// Adds a tariff at `position`.
///
/// # Errors
/// When the database is away.
pub async fn add_tariff(tx: &mut TenantTx, now: Timestamp, concert: ConcertId, position: i16, tariff: &NewTariff) -> Result<TariffId> {
    let (tenant, id) = (tx.tid(), TariffId::new(now));
    sqlx::query!(
        "insert into tariff (tenant_id, id, concert_id, position, name_fr, name_en, kind, price, limit_per_order)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        tenant,
        id.uuid(),
        concert.uuid(),
        position,
        tariff.name_fr,
        tariff.name_en,
        tariff.kind.word(),
        column(tariff.price)?,
        tariff.limit_per_order.map(small)
    )
    .execute(tx.conn())
    .await?;
    Ok(id)
}

/// What staff write of a tariff.
#[derive(Clone, Debug)]
pub struct NewTariff {
    /// Its name in French.
    pub name_fr: String,
    /// Its name in English.
    pub name_en: String,
    /// How it is priced.
    pub kind: TariffKind,
    /// The price or the minimum.
    pub price: Cents,
    /// The most places per order.
    pub limit_per_order: Option<u16>,
}

/// Rewrites a tariff. Orders already placed keep what they were shown: lines carry their own name and price.
///
/// # Errors
/// When the database is away or there is no such tariff.
pub async fn update_tariff(tx: &mut TenantTx, concert: ConcertId, id: TariffId, position: i16, tariff: &NewTariff) -> Result<()> {
    let tenant = tx.tid();
    let done = sqlx::query!(
        "update tariff set position = $4, name_fr = $5, name_en = $6, kind = $7, price = $8, limit_per_order = $9
          where tenant_id = $1 and concert_id = $2 and id = $3 and retired_at is null",
        tenant,
        concert.uuid(),
        id.uuid(),
        position,
        tariff.name_fr,
        tariff.name_en,
        tariff.kind.word(),
        column(tariff.price)?,
        tariff.limit_per_order.map(small)
    )
    .execute(tx.conn())
    .await?;
    one(done.rows_affected())
}

/// Takes a tariff out of sale; what was sold under it stays.
///
/// # Errors
/// When the database is away.
pub async fn retire_tariff(tx: &mut TenantTx, now: Timestamp, concert: ConcertId, id: TariffId) -> Result<()> {
    let tenant = tx.tid();
    sqlx::query!(
        "update tariff set retired_at = $4 where tenant_id = $1 and concert_id = $2 and id = $3 and retired_at is null",
        tenant,
        concert.uuid(),
        id.uuid(),
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

fn small(number: u16) -> i16 {
    i16::try_from(number).unwrap_or(i16::MAX)
}

fn column(price: Cents) -> Result<i32> {
    price.to_i32().ok_or_else(|| Error::Internal(anyhow::anyhow!("a price does not fit its column")))
}
