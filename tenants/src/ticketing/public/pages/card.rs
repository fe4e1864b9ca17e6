//! How the public sees a concert, wherever it is drawn: its date, place, price and where its sale stands.

use chrono::Duration;
use kernel::{clock::Timestamp, db::TenantTx, error::Result, http::Ctx, i18n::Locale, money::Cents};
use serde::Serialize;

use super::super::store;
use crate::{
    payments::connect,
    site::pictures,
    ticketing::{
        FEW,
        concerts::{
            self,
            model::{Concert, ConcertState, Sale, Tariff, TariffKind},
        },
    },
};

/// How long a concert is taken to last when nobody said when it ends.
const USUAL_LENGTH: Duration = Duration::hours(3);
/// Further back nothing that started can still be going on.
const LONGEST: Duration = Duration::days(14);
/// How many past concerts are shown.
const PAST: usize = 30;

/// A concert as cards, rows and recaps draw it.
#[derive(Clone, Debug, Serialize)]
pub struct ConcertCard {
    pub(super) title: String,
    pub(super) url: String,
    pub(super) summary: Option<String>,
    pub(super) artists: Option<String>,
    pub(super) venue: String,
    pub(super) city: Option<String>,
    pub(super) doors_at: Option<Timestamp>,
    pub(super) starts_at: Timestamp,
    pub(super) picture_url: Option<String>,
    pub(super) picture_alt: Option<String>,
    pub(super) price: Option<Price>,
    pub(super) sale: SaleState,
}

/// What a concert costs, in a word.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Price {
    kind: PriceKind,
    from: Cents,
    to: Cents,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum PriceKind {
    Free,
    Single,
    Range,
    Open,
}

/// Where a sale stands, as the public is told.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct SaleState {
    pub(super) state: SaleWord,
    opens_at: Option<Timestamp>,
    few_left: Option<i32>,
}

/// The word for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SaleWord {
    /// Places can be taken.
    Open,
    /// From a known moment on.
    OpensLater,
    /// It is being prepared.
    Soon,
    /// The time for it is over.
    Closed,
    /// No place is left; one may come back.
    SoldOut,
    /// The concert is cancelled.
    Cancelled,
    /// The concert is over.
    Past,
}

impl ConcertCard {
    /// The card of a concert, its tariffs and payments being what they are at `now`.
    #[must_use]
    pub fn new(concert: &Concert, tariffs: &[Tariff], payments: bool, locale: Locale, now: Timestamp) -> Self {
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let offered = offered(tariffs, payments);
        Self {
            title: concert.title.clone(),
            url: locale.path(&format!("/concerts/{}", concert.slug)),
            summary: given(Concert::pick(locale, &concert.summary_fr, &concert.summary_en)),
            artists: None,
            venue: concert.venue_name.clone(),
            city: town(&concert.venue_address),
            doors_at: concert.doors_at,
            starts_at: concert.starts_at,
            picture_url: concert.picture.map(|picture| pictures::url(picture, pictures::MEDIUM)),
            picture_alt: concert.picture_alt.as_ref().and_then(|(french, english)| given(Concert::pick(locale, french, english))),
            price: Price::of(&offered),
            sale: SaleState::of(concert, tariffs, payments, now),
        }
    }

    /// One card for each state of a sale, some with everything, some with little.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let starts_at = Timestamp::from_timestamp(1_773_516_600, 0).unwrap_or_default();
        let full = Self {
            title: "Alma Quartet".to_owned(),
            url: "/concerts/alma-quartet".to_owned(),
            summary: Some("Quatre amis, un vieux piano, et le répertoire que Lyon fredonne encore.".to_owned()),
            artists: Some("Alma Ferrand, saxophone et trio".to_owned()),
            venue: "Le Foyer des Halles".to_owned(),
            city: Some("Grenoble".to_owned()),
            doors_at: Some(starts_at - Duration::minutes(30)),
            starts_at,
            picture_url: Some("/media/00000000-0000-7000-8000-000000000001/w960".to_owned()),
            picture_alt: Some("Une contrebasse sous un projecteur".to_owned()),
            price: Some(Price { kind: PriceKind::Range, from: Cents(800), to: Cents(1400) }),
            sale: SaleState { state: SaleWord::Open, opens_at: None, few_left: None },
        };
        let states = [SaleWord::OpensLater, SaleWord::Soon, SaleWord::Closed, SaleWord::SoldOut, SaleWord::Cancelled, SaleWord::Past];
        let kinds = [PriceKind::Free, PriceKind::Single, PriceKind::Open, PriceKind::Range, PriceKind::Open, PriceKind::Single];
        let others = states.into_iter().zip(kinds).zip(1_i64..).map(|((state, kind), day)| Self {
            price: Some(Price { kind, from: Cents(if day == 3 { 0 } else { 500 }), to: Cents(900) }),
            sale: SaleState { state, opens_at: (state == SaleWord::OpensLater).then_some(starts_at), few_left: None },
            starts_at: starts_at + Duration::days(day),
            ..full.clone()
        });
        let bare = Self {
            summary: None,
            artists: None,
            city: None,
            doors_at: None,
            picture_url: None,
            picture_alt: None,
            price: None,
            sale: SaleState { state: SaleWord::Open, opens_at: None, few_left: Some(3) },
            ..full.clone()
        };
        std::iter::once(full.clone()).chain(others).chain([bare]).collect()
    }
}

/// What can be had now: without payments, only what costs nothing, and everything when nothing is free, so that prices are told beforehand.
#[must_use]
pub fn offered(tariffs: &[Tariff], payments: bool) -> Vec<Tariff> {
    let free = |tariff: &&Tariff| tariff.kind == TariffKind::Free;
    if payments || !tariffs.iter().any(|tariff| free(&tariff)) { tariffs.to_vec() } else { tariffs.iter().filter(free).cloned().collect() }
}

/// Whether the association can take payments now.
///
/// # Errors
/// When the database is away.
pub async fn payments(ctx: &Ctx, tx: &mut TenantTx) -> Result<bool> {
    Ok(ctx.app.stripe.is_some() && connect::store::active(tx).await?.is_some())
}

impl Price {
    fn of(tariffs: &[Tariff]) -> Option<Self> {
        let paid = || tariffs.iter().filter(|tariff| tariff.kind != TariffKind::Free);
        let Some(from) = paid().map(|tariff| tariff.price).min() else {
            return (!tariffs.is_empty()).then_some(Self { kind: PriceKind::Free, from: Cents::ZERO, to: Cents::ZERO });
        };
        let to = paid().map(|tariff| tariff.price).max().unwrap_or(from);
        let kind = if paid().all(|tariff| tariff.kind == TariffKind::PayWhatYouWant) || from == Cents::ZERO {
            PriceKind::Open
        } else if from == to {
            PriceKind::Single
        } else {
            PriceKind::Range
        };
        Some(Self { kind, from, to })
    }
}

impl SaleState {
    fn of(concert: &Concert, tariffs: &[Tariff], payments: bool, now: Timestamp) -> Self {
        let told = |state| Self { state, opens_at: None, few_left: None };
        if concert.state != ConcertState::Cancelled && now >= over_at(concert) {
            return told(SaleWord::Past);
        }
        match concert.sale(tariffs, payments, now) {
            Sale::Open => Self { few_left: Some(concert.seats.left()).filter(|left| *left <= FEW), ..told(SaleWord::Open) },
            Sale::NotYet(opens) => Self { opens_at: Some(opens), ..told(SaleWord::OpensLater) },
            Sale::NoPayments | Sale::NoTariff => told(SaleWord::Soon),
            Sale::Closed => told(SaleWord::Closed),
            Sale::SoldOut | Sale::AllHeld => told(SaleWord::SoldOut),
            Sale::Cancelled => told(SaleWord::Cancelled),
        }
    }
}

/// When a concert is over.
#[must_use]
pub fn over_at(concert: &Concert) -> Timestamp {
    concert.ends_at.unwrap_or(concert.starts_at + USUAL_LENGTH)
}

/// The next moment at which a concert's card reads differently by itself.
#[must_use]
pub fn next_change(concert: &Concert, now: Timestamp) -> Option<Timestamp> {
    let moments = [concert.sale_opens_at, Some(concert.sale_closes_at.unwrap_or(concert.starts_at)), Some(over_at(concert))];
    moments.into_iter().flatten().filter(|moment| *moment > now).min()
}

/// The town in a French postal address: what follows five digits.
fn town(address: &str) -> Option<String> {
    let words: Vec<&str> = address.split([' ', ',', '\n', '\u{a0}']).filter(|word| !word.is_empty()).collect();
    let code = words.iter().rposition(|word| word.len() == 5 && word.bytes().all(|byte| byte.is_ascii_digit()))?;
    let town = words.get(code + 1..)?.join(" ");
    (!town.is_empty()).then_some(town)
}

/// What an association plays and has played.
#[derive(Debug)]
pub struct Programme {
    /// To come or going on, soonest first.
    pub upcoming: Vec<ConcertCard>,
    /// Over, latest first.
    pub past: Vec<ConcertCard>,
    /// When this reads differently by itself.
    pub valid_until: Option<Timestamp>,
}

impl Programme {
    /// The programme as the public sees it now.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn load(ctx: &Ctx, tx: &mut TenantTx) -> Result<Self> {
        let now = ctx.now();
        let payments = payments(ctx, tx).await?;
        let wanted = concerts::store::Wanted { public_only: true, ..Default::default() };
        let mut upcoming = concerts::store::list(tx, concerts::store::Wanted { from: Some(now - LONGEST), ..wanted.clone() }).await?;
        upcoming.retain(|concert| over_at(concert) > now);
        let mut past = concerts::store::list(tx, concerts::store::Wanted { before: Some(now), limit: Some(60), ..wanted }).await?;
        past.retain(|concert| over_at(concert) <= now);
        past.truncate(PAST);
        let ids: Vec<uuid::Uuid> = upcoming.iter().chain(&past).map(|concert| concert.id.uuid()).collect();
        let tariffs = store::tariffs_of(tx, &ids).await?;
        let card = |concert: &Concert| {
            let own = tariffs.get(&concert.id).map_or(&[][..], Vec::as_slice);
            ConcertCard::new(concert, own, payments, ctx.locale, now)
        };
        Ok(Self {
            valid_until: upcoming.iter().filter_map(|concert| next_change(concert, now)).min(),
            upcoming: upcoming.iter().map(card).collect(),
            past: past.iter().map(card).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ticketing::concerts::model::TariffId;

    fn tariff(kind: TariffKind, price: i64) -> Tariff {
        let id = TariffId::from_uuid(uuid::Uuid::nil());
        Tariff { id, name_fr: "Plein tarif".to_owned(), name_en: String::new(), kind, price: Cents(price), limit_per_order: None }
    }

    #[test]
    fn a_price_is_told_in_a_word() {
        let told = |tariffs: &[Tariff]| Price::of(tariffs).map(|price| (price.kind, price.from.0, price.to.0));
        assert_eq!(told(&[]), None);
        assert_eq!(told(&[tariff(TariffKind::Free, 0)]), Some((PriceKind::Free, 0, 0)));
        assert_eq!(told(&[tariff(TariffKind::Fixed, 1400), tariff(TariffKind::Free, 0)]), Some((PriceKind::Single, 1400, 1400)));
        assert_eq!(told(&[tariff(TariffKind::Fixed, 1400), tariff(TariffKind::Fixed, 800)]), Some((PriceKind::Range, 800, 1400)));
        assert_eq!(told(&[tariff(TariffKind::PayWhatYouWant, 500)]), Some((PriceKind::Open, 500, 500)));
    }

    #[test]
    fn without_payments_only_free_places_are_offered() {
        let mixed = [tariff(TariffKind::Fixed, 1400), tariff(TariffKind::Free, 0)];
        assert_eq!(offered(&mixed, false).len(), 1);
        assert_eq!(offered(&mixed, true).len(), 2);
        assert_eq!(offered(&mixed[..1], false).len(), 1);
    }

    #[test]
    fn the_town_is_what_follows_the_postal_code() {
        assert_eq!(town("12 rue des Halles, 38000 Grenoble").as_deref(), Some("Grenoble"));
        assert_eq!(town("Place de l’Église\n25000 Besançon").as_deref(), Some("Besançon"));
        assert_eq!(town("derrière la mairie"), None);
        assert_eq!(town("38000"), None);
    }
}
