//! Associations and concerts, written down by the functions the back office uses.

use bytes::Bytes;
use kernel::{ids::TenantId, money::Cents};
use tenants::{
    site::{self, model::VatRegime, pictures as uploads},
    ticketing::concerts::{
        model::{ConcertId, ConcertState, TariffKind},
        store::{self as concerts, ConcertFacts, NewTariff, Wanted},
    },
};
use uuid::Uuid;

use super::{
    Stage, pictures,
    script::{self, State, typeset},
    store,
};

/// The association's identity: found, or made.
pub(super) async fn association(stage: &Stage, script: &script::Association) -> anyhow::Result<TenantId> {
    let now = stage.app.clock.now();
    let mut tx = stage.app.db.platform().await?;
    if let Some(known) = store::tenant(&mut tx, script.slug).await? {
        return Ok(known);
    }
    let tenant = store::add_tenant(&mut tx, now, script.slug, script.name).await?;
    tx.commit().await?;
    let mut tx = stage.app.db.tenant(tenant).await?;
    site::store::add(&mut tx, now, script.legal_name, script.email).await?;
    let both = |words: script::Words| (typeset(words.0), words.1.to_owned());
    let facts = site::model::Association {
        tagline: both(script.tagline),
        about: both(script.about),
        street: script.street.to_owned(),
        postal_code: script.postal_code.to_owned(),
        city: script.city.to_owned(),
        phone: script.phone.to_owned(),
        siret: script.siret.to_owned(),
        rna: script.rna.to_owned(),
        ape: "9001Z".to_owned(),
        vat_regime: VatRegime::Franchise,
        fiscal_year_end: 12,
        licence: script.licence.to_owned(),
        director_name: script.director.0.to_owned(),
        director_role: script.director.1.to_owned(),
        mediator_name: "Médiation de la scène et des loisirs".to_owned(),
        mediator_address: "1 place des Arts, 75002 Paris".to_owned(),
        mediator_url: "https://mediation.example.org/".to_owned(),
        main_colour: script.colour.to_owned(),
        ..site::store::load(&mut tx).await?
    };
    site::store::save(&mut tx, now, &facts).await?;
    tx.commit().await?;
    Ok(tenant)
}

/// A concert on sale, found or made. One that is over is dated next week until its places are sold: nobody buys a place for yesterday.
pub(super) async fn concert(stage: &Stage, tenant: TenantId, script: &script::Concert) -> anyhow::Result<ConcertId> {
    let mut tx = stage.app.db.tenant(tenant).await?;
    if let Some(known) = concerts::list(&mut tx, Wanted { slug: Some(script.slug), ..Wanted::default() }).await?.pop() {
        return Ok(known.id);
    }
    drop(tx);
    let picture = picture(stage, tenant, script).await?;
    let now = stage.app.clock.now();
    let mut facts = facts(stage, script, picture);
    if facts.starts_at < now {
        move_to(&mut facts, now + chrono::Duration::days(7));
    }
    facts.sale_opens_at = None;
    let mut tx = stage.app.db.tenant(tenant).await?;
    let id = concerts::add(&mut tx, now, &facts).await?;
    for (position, tariff) in (1_i16..).zip(script.tariffs) {
        let (name_fr, name_en) = (typeset(tariff.name.0), tariff.name.1.to_owned());
        let new = NewTariff { name_fr, name_en, kind: tariff.kind, price: tariff.price, limit_per_order: None };
        concerts::add_tariff(&mut tx, now, id, position, &new).await?;
    }
    if script.state != State::Draft {
        concerts::set_state(&mut tx, now, id, &[ConcertState::Draft], ConcertState::Published).await?;
    }
    tx.content_changed(now).await?;
    tx.commit().await?;
    Ok(id)
}

/// Gives a concert its real dates and state, once its places are sold.
pub(super) async fn settle(stage: &Stage, tenant: TenantId, script: &script::Concert, id: ConcertId) -> anyhow::Result<()> {
    let now = stage.app.clock.now();
    let mut tx = stage.app.db.tenant(tenant).await?;
    let Some(known) = concerts::find(&mut tx, id).await? else { return Ok(()) };
    let facts = facts(stage, script, known.picture);
    if known.starts_at != facts.starts_at || known.sale_opens_at != facts.sale_opens_at {
        concerts::update(&mut tx, now, id, &facts).await?;
    }
    if script.state == State::Cancelled {
        concerts::set_state(&mut tx, now, id, &[ConcertState::Published], ConcertState::Cancelled).await?;
    }
    tx.content_changed(now).await?;
    tx.commit().await?;
    Ok(())
}

fn facts(stage: &Stage, script: &script::Concert, picture: Option<Uuid>) -> ConcertFacts {
    let now = stage.app.clock.now();
    let starts_at = script.starts_at(now);
    ConcertFacts {
        title: typeset(script.title),
        slug: script.slug.to_owned(),
        summary_fr: typeset(script.summary.0),
        summary_en: script.summary.1.to_owned(),
        text_fr: typeset(script.text.0),
        text_en: script.text.1.to_owned(),
        picture,
        venue_name: script.venue.0.to_owned(),
        venue_address: script.venue.1.to_owned(),
        doors_at: Some(starts_at - chrono::Duration::minutes(30)),
        starts_at,
        ends_at: Some(starts_at + chrono::Duration::minutes(script.minutes)),
        sale_opens_at: script.opens_in.map(|days| noon(now + chrono::Duration::days(days))),
        sale_closes_at: None,
        limit_per_order: 10,
        attendee_names: script.names(),
        capacity: script.capacity,
    }
}

fn noon(day: kernel::clock::Timestamp) -> kernel::clock::Timestamp {
    use chrono::TimeZone as _;
    let date = day.with_timezone(&kernel::clock::PARIS).date_naive();
    date.and_hms_opt(12, 0, 0).and_then(|noon| kernel::clock::PARIS.from_local_datetime(&noon).earliest()).map_or(day, |noon| noon.to_utc())
}

fn move_to(facts: &mut ConcertFacts, starts_at: kernel::clock::Timestamp) {
    let by = starts_at - facts.starts_at;
    facts.starts_at += by;
    facts.doors_at = facts.doors_at.map(|at| at + by);
    facts.ends_at = facts.ends_at.map(|at| at + by);
}

/// Draws the concert's picture and takes it in as an upload.
async fn picture(stage: &Stage, tenant: TenantId, script: &script::Concert) -> anyhow::Result<Option<Uuid>> {
    let Some((motif, palette, alt)) = script.picture else { return Ok(None) };
    let drawn = tokio::task::spawn_blocking(move || pictures::draw(motif, palette)).await??;
    let words = uploads::PictureWords { alt_fr: typeset(alt.0), alt_en: alt.1.to_owned(), credit: "Estrade".to_owned() };
    Ok(Some(uploads::store_upload(&stage.app, tenant, Bytes::from(drawn), &words).await?))
}

/// What one place of this tariff costs here: a « prix libre » is paid with a little more than the least.
pub(super) fn amount(tariff: &script::Tariff) -> Cents {
    if tariff.kind == TariffKind::PayWhatYouWant { Cents(tariff.price.0 + 500) } else { tariff.price }
}
