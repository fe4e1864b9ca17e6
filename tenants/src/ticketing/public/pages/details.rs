//! The second screen of buying: name, address, what was read, and the button that pays.

use kernel::{
    clock::Timestamp,
    error::{Error, Result, Sentence},
    form::{EmailAddress, Form, FormState, PersonName},
    http::Ctx,
    limits::Limit,
    money::Cents,
    views::Page,
};
use poem::{Response, handler, http::StatusCode, web::Path};
use serde::Serialize;

use super::{
    card::ConcertCard,
    link,
    order::{LineView, OrderFound},
};
use crate::{
    legal,
    people::NewPerson,
    site::chrome_of,
    ticketing::{
        attendees::{self, views::Fields},
        orders::{
            model::OrderState,
            pay::{self, Buyer, Next},
        },
    },
};

/// The page.
#[derive(Debug, Serialize)]
pub struct DetailsPage {
    order: HeldView,
    concert: ConcertCard,
    notice: Option<Notice>,
    names: Option<Fields>,
    form: FormState,
}

#[derive(Clone, Debug, Serialize)]
struct HeldView {
    code: String,
    url: String,
    places: u16,
    total: Cents,
    fees: Cents,
    lines: Vec<LineView>,
    held_until: Timestamp,
    minutes_left: i64,
}

/// What happened at the payment page.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// It could not be opened.
    PaymentFailed,
    /// The buyer came back without paying.
    PaymentLeft,
}

impl Page for DetailsPage {
    const TEMPLATE: &'static str = "ticketing/public/details.html";

    fn samples() -> Vec<Self> {
        let page = |total: i64, notice, form| Self {
            order: HeldView {
                code: "FA0Y-W0PY-42".to_owned(),
                url: "/commande/FA0Y-W0PY-42/k3yk3y".to_owned(),
                places: 2,
                total: Cents(total),
                fees: Cents(total / 20),
                lines: vec![
                    LineView { name: "Plein tarif".to_owned(), quantity: 1, amount: Cents(total) },
                    LineView { name: "Enfants".to_owned(), quantity: 1, amount: Cents::ZERO },
                ],
                held_until: Timestamp::default(),
                minutes_left: 14,
            },
            concert: ConcertCard::samples().swap_remove(0),
            notice,
            names: None,
            form,
        };
        let faults = FormState::filled([("given_name", "Jeanne"), ("email", "jeanne@")])
            .with_fault("form", Sentence::new("ticketing-fault-stripe-away"))
            .with_fault("family_name", Sentence::new("fault-required"))
            .with_fault("email", Sentence::new("fault-email"))
            .with_fault("accepted", Sentence::new("ticketing-fault-accept"));
        let typed = FormState::filled([("given_name", "Jeanne"), ("family_name", "Martin"), ("email", "jeanne@example.org"), ("accepted", "yes")]);
        vec![
            page(1470, None, FormState::default()),
            page(0, None, FormState::default()),
            page(1470, Some(Notice::PaymentFailed), typed.clone()),
            page(1470, Some(Notice::PaymentLeft), typed),
            page(1470, None, faults.clone()),
            Self { names: Some(Fields::sample(false)), ..page(1470, None, FormState::filled([("attendee-1-me", "yes"), ("attendee-2-name", "Zoé")])) },
            Self {
                names: Some(Fields::sample(true)),
                ..page(0, None, faults.with_fault("attendee-2-name", Sentence::new("ticketing-fault-attendee-name").with("place", 2_i64)))
            },
        ]
    }
}

/// The form of an order whose buyer is known from an earlier try.
pub(super) fn known(found: &OrderFound) -> FormState {
    let form = found.person.as_ref().map_or_else(FormState::default, |person| {
        FormState::filled([
            ("given_name", person.first_name.as_str()),
            ("family_name", person.family_name.as_str()),
            ("email", person.email.as_str()),
            ("accepted", "yes"),
        ])
    });
    attendees::model::filled(form, &found.attendees)
}

/// The fields for the names a concert asks for.
fn fields(ctx: &Ctx, found: &OrderFound) -> Option<Fields> {
    Fields::of_lines(&found.found.concert, &found.lines, &found.attendees, ctx.locale)
}

pub(super) fn answer(ctx: &Ctx, found: &OrderFound, notice: Option<Notice>, form: FormState, status: StatusCode) -> Result<Response> {
    let order = &found.order;
    let page = DetailsPage {
        order: HeldView {
            code: order.code.to_string(),
            url: link::url(ctx, order)?,
            places: order.seats,
            total: order.total,
            fees: Cents::ZERO,
            lines: LineView::of(&found.lines, ctx.locale),
            held_until: order.held_until,
            minutes_left: (order.held_until - ctx.now()).num_minutes().max(0),
        },
        concert: found.found.card(ctx),
        notice,
        names: fields(ctx, found),
        form,
    };
    Ok(link::secret(ctx.page(&chrome_of(ctx, &found.found.association), &page, status)?))
}

/// Takes the buyer's details and goes on to the payment page, or straight to the tickets when there is nothing to pay.
#[handler]
pub(super) async fn give_details(ctx: Ctx, Path((code, token)): Path<(String, String)>, form: Form) -> Result<Response> {
    let tenant = ctx.tenant()?.id;
    let mut tx = ctx.begin().await?;
    let order = link::find(&ctx, &mut tx, &code, &token).await?;
    drop(tx);
    if !matches!(order.state, OrderState::Held | OrderState::Paying) {
        return Ok(link::secret(link::go(&ctx, &order, "")?));
    }
    let found = OrderFound::load(&ctx, order.clone()).await?;
    let mut parser = form.parser();
    let given = parser.required("given_name", PersonName::parse);
    let family = parser.required("family_name", PersonName::parse);
    let email = parser.required("email", EmailAddress::parse);
    let places = fields(&ctx, &found).map(|fields| fields.places()).unwrap_or_default();
    let full_name = format!("{} {}", form.text("given_name"), form.text("family_name"));
    let address = email.as_ref().map(EmailAddress::normalised).unwrap_or_default();
    let named = attendees::model::read(&mut parser, &places, found.found.concert.attendee_names, (&full_name, &address));
    parser.must_be_checked("accepted", "ticketing-fault-accept");
    let clean = parser.is_clean();
    let typed = parser.state();
    let (Some(given), Some(family), Some(email), true) = (given, family, email, clean) else {
        return answer(&ctx, &found, None, typed, StatusCode::UNPROCESSABLE_ENTITY);
    };
    if let Err(Error::TooMany { retry_after_seconds }) = ctx.app.limits.check(Limit::Pay, order.id.to_string()) {
        let form = typed.with_fault("form", link::too_often(retry_after_seconds));
        return Ok(link::later(answer(&ctx, &found, None, form, StatusCode::TOO_MANY_REQUESTS)?, retry_after_seconds));
    }
    let now = ctx.now();
    let mut tx = ctx.begin().await?;
    let (host, facts) = (&ctx.app.config.operator, legal::Facts::load(&mut tx, now).await?);
    let notice = legal::current_of(&mut tx, &facts, host, legal::Kind::Notice, now).await?;
    let terms = legal::current_of(&mut tx, &facts, host, legal::Kind::Terms, now).await?;
    tx.commit().await?;
    let buyer = Buyer {
        person: NewPerson {
            first_name: given.into_string(),
            family_name: family.into_string(),
            email_norm: email.normalised(),
            email: email.into_string(),
            locale: order.locale,
        },
        notice,
        terms,
        named,
    };
    let (sentence, status) = match pay::pay(&ctx.app, tenant, order.id, &buyer).await {
        Ok(Next::Pay(address)) => return Ok(link::secret(ctx.redirect_to(&address)?)),
        Ok(Next::Confirmed | Next::See) => return Ok(link::secret(link::go(&ctx, &order, "")?)),
        Err(Error::Conflict(sentence)) => (sentence, StatusCode::CONFLICT),
        Err(Error::Unavailable) => (Sentence::new("ticketing-fault-stripe-away"), StatusCode::SERVICE_UNAVAILABLE),
        Err(error) => return Err(error),
    };
    let found = OrderFound::load(&ctx, order).await?;
    answer(&ctx, &found, None, typed.with_fault("form", sentence), status)
}
