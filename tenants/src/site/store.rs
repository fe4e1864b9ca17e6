//! All the SQL of an association's facts and pictures.

use kernel::{
    clock::Timestamp,
    db::{TenantTx, one},
    error::{Error, Result},
    inventory::{Period, RETENTIONS, Retention},
};
use uuid::Uuid;

use super::{
    model::{Association, CookieNotice, Dpo, VatRegime},
    modules::{Module, Modules},
};

/// The association of this transaction.
///
/// # Errors
/// `NotFound` when it has stated nothing yet; else when the database is away.
pub async fn load(tx: &mut TenantTx) -> Result<Association> {
    let tenant = tx.tid();
    let row = sqlx::query!(
        r#"select t.name, a.legal_name, a.tagline_fr, a.tagline_en, a.about_fr, a.about_en, a.street, a.postal_code, a.city, a.country, a.email, a.phone,
                a.siret, a.rna, a.ape, a.vat_regime, a.vat_number, a.fiscal_year_end, a.licence, a.director_name, a.director_role,
                a.mediator_name, a.mediator_address, a.mediator_url, a.online_since, a.webmaster_name, a.webmaster_contact,
                a.dpo_needed, a.dpo_name, a.dpo_contact, a.dpo_answered_at, a.main_colour, a.logo_id, a.cookie_notice, a.updated_at,
                exists (select from association_module m where m.tenant_id = $1 and m.module = 'ticketing' and m.ended_at is null) as "has_terms!"
           from association a join tenant t on t.id = a.tenant_id where a.tenant_id = $1"#,
        tenant
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or(Error::NotFound)?;
    Ok(Association {
        name: row.name,
        legal_name: row.legal_name,
        tagline: (row.tagline_fr, row.tagline_en),
        about: (row.about_fr, row.about_en),
        street: row.street,
        postal_code: row.postal_code,
        city: row.city,
        country: row.country,
        email: row.email,
        phone: row.phone,
        siret: row.siret,
        rna: row.rna,
        ape: row.ape,
        vat_regime: VatRegime::from_word(&row.vat_regime).ok_or_else(|| anyhow::anyhow!("the VAT regime of {tenant} is unknown"))?,
        vat_number: row.vat_number,
        fiscal_year_end: u32::try_from(row.fiscal_year_end).unwrap_or(12),
        licence: row.licence,
        director_name: row.director_name,
        director_role: row.director_role,
        mediator_name: row.mediator_name,
        mediator_address: row.mediator_address,
        mediator_url: row.mediator_url,
        online_since: row.online_since,
        webmaster_name: row.webmaster_name,
        webmaster_contact: row.webmaster_contact,
        dpo: Dpo { needed: row.dpo_needed, name: row.dpo_name, contact: row.dpo_contact, answered_at: row.dpo_answered_at },
        main_colour: row.main_colour,
        logo: row.logo_id,
        cookie_notice: CookieNotice::from_word(&row.cookie_notice).unwrap_or_default(),
        has_terms: row.has_terms,
        updated_at: row.updated_at,
    })
}

/// Writes down an association that has just signed up; one that is there already stays as it is.
///
/// # Errors
/// When the database is away.
pub async fn add(tx: &mut TenantTx, now: Timestamp, legal_name: &str, email: &str) -> Result<()> {
    let tenant = tx.tid();
    sqlx::query!(
        "insert into association (tenant_id, legal_name, email, updated_at) values ($1, $2, $3, $4) on conflict (tenant_id) do nothing",
        tenant,
        legal_name,
        email,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Writes the facts anew (all but the name, which is the platform's) and puts cached pages out of date.
///
/// # Errors
/// When the database is away, or the association was never added.
pub async fn save(tx: &mut TenantTx, now: Timestamp, facts: &Association) -> Result<()> {
    let tenant = tx.tid();
    let done = sqlx::query!(
        "update association set legal_name = $2, tagline_fr = $3, tagline_en = $4, about_fr = $5, about_en = $6, street = $7, postal_code = $8, city = $9,
                country = $10, email = $11, phone = $12, siret = $13, rna = $14, ape = $15, vat_regime = $16, vat_number = $17, licence = $18,
                director_name = $19, director_role = $20, mediator_name = $21, mediator_address = $22, mediator_url = $23, main_colour = $24,
                logo_id = $25, updated_at = $26, online_since = $27, webmaster_name = $28, webmaster_contact = $29,
                fiscal_year_end = $30
          where tenant_id = $1",
        tenant,
        facts.legal_name,
        facts.tagline.0,
        facts.tagline.1,
        facts.about.0,
        facts.about.1,
        facts.street,
        facts.postal_code,
        facts.city,
        facts.country,
        facts.email,
        facts.phone,
        facts.siret,
        facts.rna,
        facts.ape,
        facts.vat_regime.word(),
        facts.vat_number,
        facts.licence,
        facts.director_name,
        facts.director_role,
        facts.mediator_name,
        facts.mediator_address,
        facts.mediator_url,
        facts.main_colour,
        facts.logo,
        now,
        facts.online_since,
        facts.webmaster_name,
        facts.webmaster_contact,
        i16::try_from(facts.fiscal_year_end).unwrap_or(12)
    )
    .execute(tx.conn())
    .await?;
    one(done.rows_affected())?;
    tx.content_changed(now).await
}

/// Writes down what the association found about a data protection officer: its notice says it at once.
///
/// # Errors
/// When the database is away, or the association was never added.
pub async fn save_dpo(tx: &mut TenantTx, now: Timestamp, dpo: &Dpo) -> Result<()> {
    let tenant = tx.tid();
    let done = sqlx::query!(
        "update association set dpo_needed = $2, dpo_name = $3, dpo_contact = $4, dpo_answered_at = $5, updated_at = $6 where tenant_id = $1",
        tenant,
        dpo.needed,
        dpo.name,
        dpo.contact,
        dpo.answered_at,
        now
    )
    .execute(tx.conn())
    .await?;
    one(done.rows_affected())?;
    tx.content_changed(now).await
}

/// The modules the association uses, and those it used so lately that something may still be held.
///
/// # Errors
/// When the database is away.
pub async fn modules(tx: &mut TenantTx, now: Timestamp) -> Result<Modules> {
    let tenant = tx.tid();
    let rows = sqlx::query!("select module, ended_at from association_module where tenant_id = $1", tenant).fetch_all(tx.conn()).await?;
    let known = rows.iter().filter_map(|row| Some((Module::from_word(&row.module)?, row.ended_at)));
    let (used, ceased): (Vec<_>, Vec<_>) = known.partition(|(_, ended_at)| ended_at.is_none());
    let held = ceased.into_iter().filter(|(_, ended_at)| ended_at.is_some_and(|ended_at| longest(ended_at) > now));
    Ok(used.into_iter().map(|(module, _)| module).collect::<Modules>().without(held.map(|(module, _)| module)))
}

/// Until when anything of that moment may be kept: the longest period with its archive, and the year in which a fiscal year ends.
fn longest(from: Timestamp) -> Timestamp {
    let seconds = |retention: &Retention| {
        let archived = retention.archive.as_ref().map_or(0, |archive| archive.length.most_seconds() + Period::Years(1).most_seconds());
        retention.active.map_or(0, |active| active.most_seconds() + archived)
    };
    let most = RETENTIONS.iter().map(seconds).max().unwrap_or_default();
    from + chrono::Duration::seconds(i64::try_from(most).unwrap_or(i64::MAX / 1_000))
}

/// Switches a module off: the notice says so while something may be held. What is held of anybody stays under their rights and its periods, which ask no module.
/// `false` when it was not in use.
///
/// # Errors
/// When the database is away.
pub async fn take_out_of_use(tx: &mut TenantTx, now: Timestamp, module: Module) -> Result<bool> {
    let tenant = tx.tid();
    let done =
        sqlx::query!("update association_module set ended_at = $3 where tenant_id = $1 and module = $2 and ended_at is null", tenant, module.word(), now)
            .execute(tx.conn())
            .await?;
    if done.rows_affected() == 1 {
        tx.content_changed(now).await?;
    }
    Ok(done.rows_affected() == 1)
}

/// Notes that a module is in use from now on; the notice then speaks of it. Nothing happens when it is already.
///
/// # Errors
/// When the database is away.
pub async fn take_into_use(tx: &mut TenantTx, now: Timestamp, module: Module) -> Result<()> {
    let tenant = tx.tid();
    let done = sqlx::query!(
        "insert into association_module (tenant_id, module, since) values ($1, $2, $3)
         on conflict (tenant_id, module) do update set ended_at = null where association_module.ended_at is not null",
        tenant,
        module.word(),
        now
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 1 { tx.content_changed(now).await } else { Ok(()) }
}

/// Says when visitors are asked about tracers, and puts cached pages out of date.
///
/// # Errors
/// When the database is away, or the association was never added.
pub async fn set_cookie_notice(tx: &mut TenantTx, now: Timestamp, rule: CookieNotice) -> Result<()> {
    let tenant = tx.tid();
    let done = sqlx::query!("update association set cookie_notice = $2 where tenant_id = $1", tenant, rule.word()).execute(tx.conn()).await?;
    one(done.rows_affected())?;
    tx.content_changed(now).await
}

/// A picture about to be written down.
#[derive(Clone, Debug)]
pub struct NewPicture<'a> {
    /// Its id, under which its variants are already stored.
    pub id: Uuid,
    /// The media type of its variants.
    pub content_type: &'a str,
    /// Width in pixels, upright.
    pub width: u32,
    /// Height in pixels, upright.
    pub height: u32,
    /// What it shows, French and English.
    pub alt: (&'a str, &'a str),
    /// Who made it.
    pub credit: &'a str,
}

/// Writes a picture down.
///
/// # Errors
/// When the database is away.
pub async fn add_picture(tx: &mut TenantTx, now: Timestamp, picture: &NewPicture<'_>) -> Result<()> {
    let tenant = tx.tid();
    sqlx::query!(
        "insert into picture (tenant_id, id, content_type, width, height, alt_fr, alt_en, credit, uploaded_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        tenant,
        picture.id,
        picture.content_type,
        i32::try_from(picture.width).unwrap_or(i32::MAX),
        i32::try_from(picture.height).unwrap_or(i32::MAX),
        picture.alt.0,
        picture.alt.1,
        picture.credit,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Whether the association has this picture.
///
/// # Errors
/// When the database is away.
pub async fn has_picture(tx: &mut TenantTx, id: Uuid) -> Result<bool> {
    let tenant = tx.tid();
    let known =
        sqlx::query_scalar!(r#"select exists (select from picture where tenant_id = $1 and id = $2) as "known!""#, tenant, id).fetch_one(tx.conn()).await?;
    Ok(known)
}

/// Describes a picture anew.
///
/// # Errors
/// When the database is away or there is no such picture.
pub async fn describe_picture(tx: &mut TenantTx, now: Timestamp, id: Uuid, alt: (&str, &str), credit: &str) -> Result<()> {
    let tenant = tx.tid();
    let done = sqlx::query!("update picture set alt_fr = $3, alt_en = $4, credit = $5 where tenant_id = $1 and id = $2", tenant, id, alt.0, alt.1, credit)
        .execute(tx.conn())
        .await?;
    one(done.rows_affected())?;
    tx.content_changed(now).await
}

/// Whether the association takes orders: one that is leaving, or off line, takes none, whatever was begun before.
///
/// # Errors
/// When the database is away.
pub async fn takes_orders(tx: &mut TenantTx) -> Result<bool> {
    let tenant = tx.tid();
    let taken = sqlx::query_scalar!(r#"select exists (select from tenant where id = $1 and state = 'active') as "taken!""#, tenant);
    Ok(taken.fetch_one(tx.conn()).await?)
}
