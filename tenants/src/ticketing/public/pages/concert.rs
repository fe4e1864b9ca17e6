//! A concert's page, and taking places on it: the first of the two screens of buying.

use kernel::{
    clock::{PARIS, Timestamp},
    db::TenantTx,
    error::{Error, Result, Sentence},
    form::{Form, FormState, cents, count},
    http::Ctx,
    i18n::Locale,
    limits::Limit,
    money::Cents,
    views::Page,
};
use poem::{
    Request, Response, handler,
    http::StatusCode,
    web::{Data, Path},
};
use serde::Serialize;
use serde_json::json;

use super::{
    card::{self, ConcertCard, SaleWord, next_change},
    known::KnownConcerts,
    link,
};
use crate::{
    site::{
        cache::{PageCache, Rendered},
        chrome::{chrome_of, year_ends},
        markdown,
        model::Association,
        pictures, store as site,
    },
    ticketing::{
        FEW,
        concerts::{
            model::{Concert, ConcertState, Tariff, TariffKind},
            store,
        },
        orders::{
            self,
            holds::{Held, Holds, NewHold},
            model::{Cart, Choice},
        },
    },
};

/// The page.
#[derive(Debug, Serialize)]
pub struct ConcertPage {
    concert: ConcertDetails,
    tariffs: Vec<TariffRow>,
    limit_per_order: u16,
    form: FormState,
    json_ld: String,
    share_image_url: Option<String>,
    on_staff_preview: bool,
}

#[derive(Debug, Serialize)]
struct ConcertDetails {
    #[serde(flatten)]
    card: ConcertCard,
    subtitle: Option<String>,
    ends_at: Option<Timestamp>,
    venue_address: Option<String>,
    map_url: Option<String>,
    text_html: Option<String>,
    closes_at: Option<Timestamp>,
}

#[derive(Debug, Serialize)]
struct TariffRow {
    id: String,
    name: String,
    note: Option<String>,
    kind: &'static str,
    price: Cents,
    minimum: Cents,
    suggested: Option<String>,
    most: u16,
}

impl Page for ConcertPage {
    const TEMPLATE: &'static str = "ticketing/public/concert.html";

    fn samples() -> Vec<Self> {
        let tariff = |id: &str, kind: TariffKind, price: i64, most| TariffRow {
            id: id.to_owned(),
            name: "Plein tarif".to_owned(),
            note: (most > 0).then(|| "Sur justificatif".to_owned()),
            kind: kind.word(),
            price: Cents(price),
            minimum: if kind == TariffKind::PayWhatYouWant { Cents(price) } else { Cents::ZERO },
            suggested: (kind == TariffKind::PayWhatYouWant && price > 0).then(|| "5,00".to_owned()),
            most,
        };
        let tariffs = || {
            vec![
                tariff("1", TariffKind::Fixed, 1400, 8),
                tariff("2", TariffKind::Free, 0, 0),
                tariff("3", TariffKind::PayWhatYouWant, 500, 8),
                tariff("4", TariffKind::PayWhatYouWant, 0, 2),
            ]
        };
        let page = |card: ConcertCard, full: bool, form: FormState, on_staff_preview: bool| Self {
            concert: ConcertDetails {
                subtitle: full.then(|| "Saxophone et trio".to_owned()),
                ends_at: full.then_some(card.starts_at),
                venue_address: full.then(|| "12 rue des Halles, 38000 Grenoble".to_owned()),
                map_url: full.then(|| map_url("12 rue des Halles, 38000 Grenoble")),
                text_html: full.then(|| "<h3>Les musiciens</h3><p>Quatre.</p>".to_owned()),
                closes_at: full.then_some(card.starts_at),
                card,
            },
            tariffs: if full { tariffs() } else { Vec::new() },
            limit_per_order: if full { 10 } else { 1 },
            form,
            json_ld: "{}".to_owned(),
            share_image_url: full.then(|| "https://jazz.estrade.example/media/x/w1600".to_owned()),
            on_staff_preview,
        };
        let faults = FormState::filled([("tariff-1", "12"), ("amount-3", "trois")])
            .with_fault("form", Sentence::new("ticketing-fault-nothing-chosen"))
            .with_fault("tariff-1", Sentence::new("ticketing-fault-tariff-limit").with("limit", 8_i64))
            .with_fault("amount-3", Sentence::new("ticketing-fault-amount"));
        let cards = ConcertCard::samples();
        let mut samples: Vec<Self> = cards.iter().cloned().map(|card| page(card, true, FormState::default(), false)).collect();
        if let Some(card) = cards.into_iter().next() {
            samples.push(page(card.clone(), true, faults, false));
            samples.push(page(card.clone(), false, FormState::default(), false));
            samples.push(page(card, true, FormState::default(), true));
        }
        samples
    }
}

/// What a concert's page is drawn from, read in one transaction.
#[derive(Debug)]
pub struct ConcertFound {
    /// The concert.
    pub concert: Concert,
    /// All its tariffs.
    pub tariffs: Vec<Tariff>,
    /// Whether payments can be taken.
    pub payments: bool,
    /// Whose concert it is.
    pub association: Association,
}

impl ConcertFound {
    /// The published concert with this name in addresses.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub async fn load(ctx: &Ctx, tx: &mut TenantTx, slug: &str) -> Result<Self> {
        let concert = store::find_public(tx, slug).await?.ok_or(Error::NotFound)?;
        Self::with(ctx, tx, concert).await
    }

    /// Everything around a concert that is at hand.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn with(ctx: &Ctx, tx: &mut TenantTx, concert: Concert) -> Result<Self> {
        let tariffs = store::tariffs(tx, concert.id).await?;
        let payments = card::payments(ctx, tx).await?;
        Ok(Self { concert, tariffs, payments, association: site::load(tx).await? })
    }

    /// The card of this concert now.
    #[must_use]
    pub fn card(&self, ctx: &Ctx) -> ConcertCard {
        ConcertCard::new(&self.concert, &self.tariffs, self.payments, ctx.locale, ctx.now())
    }

    /// The page of this concert now.
    ///
    /// # Errors
    /// When its structured data cannot be written.
    pub fn page(&self, ctx: &Ctx, form: FormState, on_staff_preview: bool) -> Result<ConcertPage> {
        let (concert, locale) = (&self.concert, ctx.locale);
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let share_image_url = concert.picture.map(|picture| ctx.app.config.http.absolute(&ctx.host, &pictures::url(picture, pictures::LARGE)));
        Ok(ConcertPage {
            json_ld: json_ld(ctx, self, share_image_url.as_deref())?,
            share_image_url,
            tariffs: card::offered(&self.tariffs, self.payments).iter().map(|tariff| row(concert, tariff, locale)).collect(),
            limit_per_order: concert.limit_per_order,
            form,
            on_staff_preview,
            concert: ConcertDetails {
                card: self.card(ctx),
                subtitle: None,
                ends_at: concert.ends_at,
                venue_address: given(&concert.venue_address.replace('\n', ", ")),
                map_url: given(&concert.venue_address).map(|address| map_url(&address)),
                text_html: markdown::to_html(Concert::pick(locale, &concert.text_fr, &concert.text_en)),
                closes_at: concert.sale_closes_at,
            },
        })
    }
}

fn row(concert: &Concert, tariff: &Tariff, locale: Locale) -> TariffRow {
    let open = tariff.kind == TariffKind::PayWhatYouWant;
    let mut most = tariff.limit_per_order.unwrap_or(concert.limit_per_order).min(concert.limit_per_order);
    // Above that the page does not follow every sale, so it promises nothing.
    if concert.seats.left() <= FEW {
        most = most.min(u16::try_from(concert.seats.left()).unwrap_or(0));
    }
    TariffRow {
        id: tariff.id.to_string(),
        name: Concert::pick(locale, &tariff.name_fr, &tariff.name_en).to_owned(),
        note: None,
        kind: tariff.kind.word(),
        price: tariff.price,
        minimum: if open { tariff.price } else { Cents::ZERO },
        suggested: (open && tariff.price > Cents::ZERO).then(|| typed(tariff.price, locale)),
        most,
    }
}

/// An amount as one types it: `10,00` or `10.00`.
fn typed(amount: Cents, locale: Locale) -> String {
    let mark = if locale == Locale::Fr { ',' } else { '.' };
    format!("{}{mark}{:02}", amount.0 / 100, amount.0 % 100)
}

fn map_url(address: &str) -> String {
    let query: String = url::form_urlencoded::byte_serialize(address.replace('\n', ", ").as_bytes()).collect();
    format!("https://www.openstreetmap.org/search?query={query}")
}

/// The concert for search engines (schema.org `MusicEvent`). Nothing in it can end the script element it stands in.
fn json_ld(ctx: &Ctx, found: &ConcertFound, image: Option<&str>) -> Result<String> {
    let (concert, http) = (&found.concert, &ctx.app.config.http);
    let site = http.absolute(&ctx.host, &ctx.locale.path("/"));
    let page = http.absolute(&ctx.host, &ctx.locale.path(&format!("/concerts/{}", concert.slug)));
    let local = |moment: Timestamp| moment.with_timezone(&PARIS).to_rfc3339();
    let card = found.card(ctx);
    let availability = match card.sale.state {
        SaleWord::Open => "https://schema.org/InStock",
        SaleWord::OpensLater | SaleWord::Soon => "https://schema.org/PreOrder",
        _ => "https://schema.org/SoldOut",
    };
    let status = if concert.state == ConcertState::Cancelled { "https://schema.org/EventCancelled" } else { "https://schema.org/EventScheduled" };
    let offers: Vec<_> = card::offered(&found.tariffs, found.payments)
        .iter()
        .map(|tariff| {
            json!({
                "@type": "Offer", "name": Concert::pick(ctx.locale, &tariff.name_fr, &tariff.name_en), "url": page, "priceCurrency": "EUR",
                "price": typed(tariff.price, Locale::En), "availability": availability,
                "validFrom": concert.sale_opens_at.map(local),
            })
        })
        .collect();
    let mut event = json!({
        "@context": "https://schema.org", "@type": "MusicEvent", "name": concert.title, "url": page, "startDate": local(concert.starts_at),
        "endDate": concert.ends_at.map(local), "doorTime": concert.doors_at.map(local), "eventStatus": status,
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode", "description": card.summary, "image": image,
        "location": { "@type": "Place", "name": concert.venue_name, "address": concert.venue_address },
        "organizer": { "@type": "Organization", "name": found.association.name, "url": site },
        "offers": offers,
    });
    without_nulls(&mut event);
    let text = serde_json::to_string(&event).map_err(anyhow::Error::from)?;
    Ok(script_safe(&text))
}

fn without_nulls(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(fields) => {
            fields.retain(|_, field| !field.is_null());
            fields.values_mut().for_each(without_nulls);
        }
        serde_json::Value::Array(values) => values.iter_mut().for_each(without_nulls),
        _ => {}
    }
}

/// JSON that means the same and holds nothing an HTML parser would look at.
fn script_safe(json: &str) -> String {
    json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

#[handler]
pub(super) async fn show_concert(ctx: Ctx, cache: Data<&PageCache>, Path(slug): Path<String>, request: &Request) -> Result<Response> {
    cache
        .serve(&ctx, request, || async {
            let mut tx = ctx.begin().await?;
            let found = ConcertFound::load(&ctx, &mut tx, &slug).await?;
            drop(tx);
            let until = next_change(&found.concert, ctx.now()).into_iter().chain(year_ends(ctx.now())).min();
            Ok(Rendered::page(&ctx, &chrome_of(&ctx, &found.association), &found.page(&ctx, FormState::default(), false)?)?.until(until))
        })
        .await
}

/// The most seats one request counts for in its visitor's limit: a large order must fit a limit that nobody has touched.
const MOST_COUNTED: u32 = 40;

/// Takes places: they are held, and the buyer goes on to the second screen.
#[handler]
pub(super) async fn take_places(ctx: Ctx, holds: Data<&Holds>, known: Data<&KnownConcerts>, Path(slug): Path<String>, form: Form) -> Result<Response> {
    let tenant = ctx.tenant()?.id;
    let found = known.get(&ctx, &slug).await?;
    let typed = form.parser().state();
    if found.card(&ctx).sale.state != SaleWord::Open {
        return again(&ctx, &found, typed.with_fault("form", Sentence::new("ticketing-fault-not-on-sale")), StatusCode::CONFLICT);
    }
    let choices: Vec<Choice> = found.tariffs.iter().map(|tariff| choice(&form, tariff)).collect();
    let cart = match Cart::check(&found.concert, &found.tariffs, &choices, found.payments, ctx.locale) {
        Ok(cart) => cart,
        Err(faults) => {
            let state = faults.into_iter().fold(typed, |state, fault| state.with_fault(fault.field.as_deref().unwrap_or("form"), fault.sentence));
            return again(&ctx, &found, state, StatusCode::UNPROCESSABLE_ENTITY);
        }
    };
    if let Err(Error::TooMany { retry_after_seconds }) =
        ctx.app.limits.check_n(Limit::Hold, format!("{tenant}/{}", ctx.visitor.key()), u32::from(cart.seats).min(MOST_COUNTED))
    {
        return Ok(link::later(
            again(&ctx, &found, typed.with_fault("form", link::too_often(retry_after_seconds)), StatusCode::TOO_MANY_REQUESTS)?,
            retry_after_seconds,
        ));
    }
    let (fault, status) = match holds.place(tenant, found.concert.id, NewHold { cart, locale: ctx.locale }).await {
        Ok(Held::Placed { id, code }) => return ctx.redirect(&orders::path_of(&ctx.app, tenant, code, id)),
        Ok(Held::TooFew { left: 0 }) => (Sentence::new("ticketing-fault-none-left"), StatusCode::CONFLICT),
        Ok(Held::TooFew { left }) => (Sentence::new("ticketing-fault-too-few").with("left", left), StatusCode::CONFLICT),
        Ok(Held::NotOnSale) => (Sentence::new("ticketing-fault-not-on-sale"), StatusCode::CONFLICT),
        Err(Error::Conflict(sentence)) => (sentence, StatusCode::CONFLICT),
        Err(Error::Unavailable) => (Sentence::new("ticketing-fault-busy"), StatusCode::SERVICE_UNAVAILABLE),
        Err(error) => return Err(error),
    };
    // Read again: the page must say what is left now.
    let mut tx = ctx.begin().await?;
    let found = ConcertFound::load(&ctx, &mut tx, &slug).await?;
    drop(tx);
    again(&ctx, &found, typed.with_fault("form", fault), status)
}

fn again(ctx: &Ctx, found: &ConcertFound, form: FormState, status: StatusCode) -> Result<Response> {
    // Its own address is where the form came from, not where it was sent to.
    let shown = Ctx { path: format!("/concerts/{}", found.concert.slug), ..ctx.clone() };
    shown.page(&chrome_of(&shown, &found.association), &found.page(&shown, form, false)?, status)
}

/// What was typed for one tariff.
fn choice(form: &Form, tariff: &Tariff) -> Choice {
    let quantity = form.text(&format!("tariff-{}", tariff.id));
    let amount = form.text(&format!("amount-{}", tariff.id));
    Choice {
        quantity: if quantity.trim().is_empty() { Some(0) } else { count(0, 9999)(quantity).ok().and_then(|number| u16::try_from(number).ok()) },
        amount: (!amount.trim().is_empty()).then(|| cents(amount).ok()),
    }
}

#[cfg(test)]
mod tests {
    use kernel::ids::new_uuid;

    use super::*;
    use crate::ticketing::concerts::model::TariffId;

    #[test]
    fn structured_data_cannot_end_its_script() {
        let text = script_safe(&json!({ "name": "</script><!--&\u{2028}" }).to_string());
        assert!(!text.contains(['<', '>', '&', '\u{2028}']));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap()["name"], "</script><!--&\u{2028}");
    }

    #[test]
    fn what_is_typed_becomes_a_choice() {
        let id = TariffId::from_uuid(new_uuid(Timestamp::default()));
        let tariff =
            Tariff { id, name_fr: "Prix libre".to_owned(), name_en: String::new(), kind: TariffKind::PayWhatYouWant, price: Cents(500), limit_per_order: None };
        let read = |quantity: &str, amount: &str| {
            let (quantity_field, amount_field) = (format!("tariff-{id}"), format!("amount-{id}"));
            let choice = choice(&Form::from_pairs([(quantity_field.as_str(), quantity), (amount_field.as_str(), amount)]), &tariff);
            (choice.quantity, choice.amount)
        };
        assert_eq!(read("2", "7,50"), (Some(2), Some(Some(Cents(750)))));
        assert_eq!(read("", ""), (Some(0), None));
        assert_eq!(read("deux", "cher"), (None, Some(None)));
        assert_eq!(read("-1", "-3"), (None, Some(None)));
    }

    #[test]
    fn amounts_are_suggested_as_one_types_them() {
        assert_eq!((typed(Cents(1050), Locale::Fr), typed(Cents(5), Locale::En)), ("10,50".to_owned(), "0.05".to_owned()));
    }
}
