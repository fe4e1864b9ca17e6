//! The API for other programs, under `/api/v1` on the back office's host: concerts and their seats, orders, admissions. A program brings a
//! token made by its association's president and sees that association only. Errors are `application/problem+json` (RFC 9457).

mod model;

use kernel::{
    app::App,
    db::TenantTx,
    error::{Error, Result},
    http::Ctx,
    limits::Limit,
    session::token_hash,
};
use poem::{Endpoint, Request, Route, endpoint::make_sync, error::Result as Answer};
use poem_openapi::{
    OpenApi, OpenApiService, SecurityScheme,
    auth::Bearer,
    param::{Path, Query},
    payload::Json,
};
use serde_json::{Value, json};
use tenants::ticketing::{
    codes::OrderCode,
    concerts::{self, model::ConcertId, model::ConcertState},
    desk::{
        model::{Mark, Turn},
        store as desk,
    },
    door::model::{Door, Outcome},
    orders, tickets,
};
use uuid::Uuid;

use crate::staff::store as staff;
use model::{Admission, ConcertFilter, ConcertOut, ConcertWithSeats, Concerts, Me, NewAdmission, OrderStateWord, OrderWithTickets, Orders};

/// Where the API is, on the back office's host.
pub const PREFIX: &str = "/api/v1";

/// Its routes, for the walk over all of them.
pub const PATHS: &[(&str, &str)] =
    &[("GET", "/me"), ("GET", "/concerts"), ("GET", "/concerts/:id"), ("GET", "/orders"), ("GET", "/orders/:code"), ("POST", "/admissions")];

/// Concerts in one answer.
const MOST_CONCERTS: i64 = 200;
/// Orders in one answer.
const PAGE: i64 = 50;

/// A token, `est_…`, sent as `Authorization: Bearer est_…`. The association's president makes and revokes tokens in the back office.
#[derive(SecurityScheme)]
#[oai(ty = "bearer", bearer_format = "est_", checker = "check_token")]
struct Token(staff::Bearer);

async fn check_token(request: &Request, bearer: Bearer) -> Answer<staff::Bearer> {
    let ctx = request.data::<Ctx>().ok_or_else(|| Error::Internal(anyhow::anyhow!("the API stands outside the serving layer")))?;
    // Guessing is limited before the database is asked.
    ctx.app.limits.check(Limit::Api, ctx.visitor.key())?;
    let mut tx = ctx.app.db.platform().await?;
    let found = staff::bearer(&mut tx, &token_hash(&bearer.token), ctx.now()).await?;
    tx.commit().await?;
    let caller = found.ok_or(Error::Unauthorized)?;
    ctx.app.limits.check(Limit::Api, format!("token:{}", caller.token))?;
    Ok(caller)
}

impl Token {
    async fn begin(&self, ctx: &Ctx) -> Result<TenantTx> {
        ctx.app.db.tenant(self.0.tenant).await
    }
}

struct Api;

#[OpenApi]
impl Api {
    /// Who asks: the association this token belongs to.
    #[oai(path = "/me", method = "get", operation_id = "me")]
    async fn me(&self, ctx: Ctx, token: Token) -> Answer<Json<Me>> {
        let tenant = ctx.app.tenants.by_slug(&token.0.slug).await?.ok_or(Error::NotFound)?;
        let http = &ctx.app.config.http;
        Ok(Json(Me {
            association: tenant.name.clone(),
            slug: tenant.slug.clone(),
            site_url: http.absolute(&http.site_host(&tenant.slug), "/"),
            token: token.0.name,
            test_mode: ctx.app.stripe.as_ref().is_none_or(kernel::stripe::Stripe::is_test_mode),
        }))
    }

    /// The association's concerts: those to come by default, soonest first; past ones latest first; drafts are left out. 200 at most.
    #[oai(path = "/concerts", method = "get", operation_id = "listConcerts")]
    async fn concerts(&self, ctx: Ctx, token: Token, #[oai(default)] when: Query<Option<ConcertFilter>>) -> Answer<Json<Concerts>> {
        let now = ctx.now();
        let mut wanted = concerts::store::Wanted { public_only: true, limit: Some(MOST_CONCERTS), ..Default::default() };
        match when.0.unwrap_or(ConcertFilter::Coming) {
            ConcertFilter::Coming => wanted.from = Some(now),
            ConcertFilter::Past => wanted.before = Some(now),
        }
        let mut tx = token.begin(&ctx).await?;
        let list = concerts::store::list(&mut tx, wanted).await?;
        Ok(Json(Concerts { concerts: list.iter().map(|concert| ConcertOut::new(&ctx, &token.0.slug, concert)).collect() }))
    }

    /// One concert, with its tariffs and its seats at this moment.
    #[oai(path = "/concerts/:id", method = "get", operation_id = "getConcert")]
    async fn concert(&self, ctx: Ctx, token: Token, id: Path<Uuid>) -> Answer<Json<ConcertWithSeats>> {
        let mut tx = token.begin(&ctx).await?;
        let concert = concerts::store::find(&mut tx, ConcertId::from_uuid(id.0)).await?.filter(|concert| concert.state != ConcertState::Draft);
        let concert = concert.ok_or(Error::NotFound)?;
        let tariffs = concerts::store::tariffs(&mut tx, concert.id).await?;
        Ok(Json(ConcertWithSeats { concert: ConcertOut::new(&ctx, &token.0.slug, &concert), tariffs: tariffs.into_iter().map(Into::into).collect() }))
    }

    /// Orders, newest first, 50 at a time. `next` in the answer is the `cursor` of the next call; absent at the end.
    #[oai(path = "/orders", method = "get", operation_id = "listOrders")]
    async fn orders(
        &self,
        ctx: Ctx,
        token: Token,
        state: Query<Option<OrderStateWord>>,
        concert: Query<Option<Uuid>>,
        cursor: Query<Option<String>>,
    ) -> Answer<Json<Orders>> {
        let cursor = cursor.0.unwrap_or_default();
        let turn = Turn::read(&cursor, "", "");
        if turn.after.is_none() && !cursor.is_empty() {
            return Err(Error::bad_request("api-fault-cursor").into());
        }
        let filter = desk::Filter { text: String::new(), state: state.0.map(Into::into), concert: concert.0 };
        let mut tx = token.begin(&ctx).await?;
        let mut rows = desk::orders(&mut tx, &filter, &turn, PAGE + 1).await?;
        let more = rows.len() > 50;
        rows.truncate(50);
        let next = rows.last().filter(|_| more).map(|row| Mark { at: row.placed_at, id: row.id.to_string() }.to_string());
        Ok(Json(Orders { orders: rows.into_iter().map(Into::into).collect(), next }))
    }

    /// One order, by its code, with its tickets.
    #[oai(path = "/orders/:code", method = "get", operation_id = "getOrder")]
    async fn order(&self, ctx: Ctx, token: Token, code: Path<String>) -> Answer<Json<OrderWithTickets>> {
        let code = OrderCode::parse(&code.0).ok_or(Error::NotFound)?;
        let mut tx = token.begin(&ctx).await?;
        let order = orders::store::find(&mut tx, orders::store::Find::Code(&code), false).await?.ok_or(Error::NotFound)?;
        let person = match order.person {
            Some(person) => tenants::people::store::find(&mut tx, person).await?,
            None => None,
        };
        let tickets = tickets::store::list(&mut tx, tickets::store::Wanted { order: Some(order.id), ..Default::default() }).await?;
        Ok(Json(OrderWithTickets::new(&order, person, tickets)))
    }

    /// Lets the bearer of a ticket in, as a door's phone does. `code` is what the QR code says, or a ticket's number. Of two calls with one
    /// ticket, one answers `admitted`.
    #[oai(path = "/admissions", method = "post", operation_id = "admit")]
    async fn admit(&self, ctx: Ctx, token: Token, new: Json<NewAdmission>) -> Answer<Json<Admission>> {
        let mut tx = token.begin(&ctx).await?;
        let concert = concerts::store::find(&mut tx, ConcertId::from_uuid(new.0.concert)).await?.filter(|concert| concert.state != ConcertState::Draft);
        let concert = concert.ok_or(Error::NotFound)?;
        drop(tx);
        let gate = new.0.gate.unwrap_or_default();
        let door = Door { app: &ctx.app, tenant: token.0.tenant, concert: &concert, by: token.0.created_by, gate: gate.trim(), locale: ctx.locale };
        Ok(Json(match door.check(&new.0.code).await? {
            Outcome::Verdict(verdict) => Admission::new(&ctx, verdict)?,
            // An order's code admits nobody: the caller chooses among its tickets.
            Outcome::List(code) => {
                let mut tx = token.begin(&ctx).await?;
                let order = orders::store::find(&mut tx, orders::store::Find::Code(&code), false).await?.ok_or(Error::NotFound)?;
                let tickets = tickets::store::list(&mut tx, tickets::store::Wanted { order: Some(order.id), ..Default::default() }).await?;
                Admission::choose(&ctx, tickets)?
            }
        }))
    }
}

fn service() -> OpenApiService<Api, ()> {
    OpenApiService::new(Api, "Estrade", "1")
        .description("Concerts, seats, orders and admissions of one association. Amounts are cents of euro; moments are RFC 3339 in UTC.")
        .server(PREFIX)
}

/// The API's endpoint and its description at `/openapi.json`.
pub fn endpoint(_app: &App) -> impl Endpoint + use<> {
    let text = description();
    let spec = make_sync(move |_| poem::Response::builder().content_type("application/json").body(text.clone()));
    Route::new().at("/openapi.json", poem::get(spec)).nest("/", service())
}

/// The API's description (OpenAPI 3), with the problem every operation may answer.
#[must_use]
pub fn description() -> String {
    let mut spec: Value = serde_json::from_str(&service().spec()).unwrap_or_default();
    let problem = json!({
        "type": "object",
        "required": ["type", "title", "status", "detail", "request_id"],
        "properties": {
            "type": { "type": "string", "format": "uri", "description": "Names the kind of problem for good: its last part is one of not-found, forbidden, unauthorized, bad-request, conflict, too-many-requests, too-large, unsupported-media-type, method-not-allowed, gone, unavailable, internal." },
            "title": { "type": "string" },
            "status": { "type": "integer" },
            "detail": { "type": "string", "description": "For people, in the language asked for." },
            "request_id": { "type": "string", "format": "uuid" }
        }
    });
    spec["components"]["schemas"]["Problem"] = problem;
    let answer = json!({
        "description": "Anything but success",
        "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } }
    });
    let operations = spec["paths"].as_object_mut().into_iter().flat_map(serde_json::Map::values_mut).filter_map(Value::as_object_mut);
    for operation in operations.flat_map(serde_json::Map::values_mut) {
        operation["responses"]["default"] = answer.clone();
    }
    let mut text = serde_json::to_string_pretty(&spec).unwrap_or_default();
    text.push('\n');
    text
}
