//! The operations of the API: address, accepted parameters, and what each does. One table, so that what is played
//! and what is not can be read at a glance.

mod accounts;
mod accounts_v2;
mod endpoints;
mod money;
mod sessions;

use serde_json::Value;

use crate::parameters::{Field, Shape, may};
use crate::refusal::Refusal;
use crate::store::Kind;
use crate::world::World;

/// One request, checked.
pub(crate) struct Call {
    /// The book it acts on: a connected account's, or the platform's.
    pub account: String,
    pub path: String,
    /// The ids in the address.
    pub ids: Vec<String>,
    pub parameters: Value,
}

impl Call {
    /// The id in the address.
    pub fn id(&self) -> &str {
        self.ids.first().map_or("", String::as_str)
    }
}

type Run = fn(&mut World, &Call) -> Result<Value, Refusal>;

/// One operation.
pub(crate) struct Operation {
    pub method: &'static str,
    /// The address; `*` stands for an id.
    pub pattern: &'static str,
    pub fields: &'static [&'static [Field]],
    pub run: Run,
}

static EXPAND: &[Field] = &[may("expand", Shape::List(&Shape::Text))];
static NOTHING: &[&[Field]] = &[EXPAND];

const fn get(pattern: &'static str, run: Run) -> Operation {
    Operation { method: "GET", pattern, fields: NOTHING, run }
}

const fn list(pattern: &'static str, fields: &'static [&'static [Field]], run: Run) -> Operation {
    Operation { method: "GET", pattern, fields, run }
}

const fn post(pattern: &'static str, fields: &'static [&'static [Field]], run: Run) -> Operation {
    Operation { method: "POST", pattern, fields, run }
}

use crate::listing::PAGING;

static OPERATIONS: &[Operation] = &[
    post("/v1/accounts", &[EXPAND, accounts::CREATE, accounts::FACTS], accounts::create),
    list("/v1/accounts", &[EXPAND, PAGING], accounts::list),
    get("/v1/accounts/*", accounts::retrieve),
    post("/v1/accounts/*", &[EXPAND, accounts::FACTS], accounts::update),
    get("/v1/account", accounts::own),
    post("/v1/account_links", &[EXPAND, accounts::LINK], accounts::link),
    post("/v2/core/accounts", &[accounts_v2::CREATE], accounts_v2::create),
    list("/v2/core/accounts/*", &[accounts_v2::RETRIEVE], accounts_v2::retrieve),
    post("/v2/core/account_links", &[accounts_v2::LINK], accounts_v2::link),
    post("/v1/checkout/sessions", &[EXPAND, sessions::CREATE], sessions::create),
    list("/v1/checkout/sessions", &[EXPAND, PAGING, sessions::FILTERS], sessions::list),
    get("/v1/checkout/sessions/*", sessions::retrieve),
    post("/v1/checkout/sessions/*/expire", NOTHING, sessions::expire),
    list("/v1/checkout/sessions/*/line_items", &[EXPAND, PAGING], sessions::line_items),
    list("/v1/payment_intents", &[EXPAND, PAGING], |world, call| crate::listing::list(world, call, Kind::PaymentIntent, &[])),
    get("/v1/payment_intents/*", |world, call| money::retrieve(world, call, Kind::PaymentIntent, "intent")),
    list("/v1/charges", &[EXPAND, PAGING, money::OF_INTENT], |world, call| {
        crate::listing::list(world, call, Kind::Charge, &[("payment_intent", "payment_intent")])
    }),
    get("/v1/charges/*", |world, call| money::retrieve(world, call, Kind::Charge, "charge")),
    post("/v1/charges/*", &[EXPAND, money::DESCRIBE], |world, call| money::describe(world, call, Kind::Charge)),
    post("/v1/refunds", &[EXPAND, money::REFUND], money::refund),
    list("/v1/refunds", &[EXPAND, PAGING, money::OF_CHARGE], |world, call| {
        crate::listing::list(world, call, Kind::Refund, &[("charge", "charge"), ("payment_intent", "payment_intent")])
    }),
    get("/v1/refunds/*", |world, call| money::retrieve(world, call, Kind::Refund, "refund")),
    list("/v1/disputes", &[EXPAND, PAGING, money::OF_CHARGE], |world, call| {
        crate::listing::list(world, call, Kind::Dispute, &[("charge", "charge"), ("payment_intent", "payment_intent")])
    }),
    get("/v1/disputes/*", |world, call| money::retrieve(world, call, Kind::Dispute, "dispute")),
    post("/v1/disputes/*", &[EXPAND, money::EVIDENCE], money::answer_dispute),
    post("/v1/disputes/*/close", NOTHING, money::close_dispute),
    get("/v1/balance", |world, call| Ok(money::balance(world, call))),
    list("/v1/balance_transactions", &[EXPAND, PAGING, money::MOVEMENTS], money::movements),
    get("/v1/balance_transactions/*", |world, call| money::retrieve(world, call, Kind::BalanceTransaction, "id")),
    list("/v1/payouts", &[EXPAND, PAGING, money::PAYOUTS], |world, call| crate::listing::list(world, call, Kind::Payout, &[("status", "status")])),
    get("/v1/payouts/*", |world, call| money::retrieve(world, call, Kind::Payout, "payout")),
    list("/v1/application_fees", &[EXPAND, PAGING, money::OF_CHARGE], |world, call| {
        crate::listing::list(world, call, Kind::ApplicationFee, &[("charge", "charge")])
    }),
    list("/v1/events", &[EXPAND, PAGING, endpoints::EVENTS], endpoints::events),
    get("/v1/events/*", |world, call| money::retrieve(world, call, Kind::Event, "id")),
    post("/v1/webhook_endpoints", &[EXPAND, endpoints::CREATE], endpoints::create),
    list("/v1/webhook_endpoints", &[EXPAND, PAGING], |world, call| crate::listing::list(world, call, Kind::WebhookEndpoint, &[])),
    get("/v1/webhook_endpoints/*", |world, call| money::retrieve(world, call, Kind::WebhookEndpoint, "webhook_endpoint")),
    post("/v1/webhook_endpoints/*", &[EXPAND, endpoints::UPDATE], endpoints::update),
    Operation { method: "DELETE", pattern: "/v1/webhook_endpoints/*", fields: NOTHING, run: endpoints::remove },
];

/// The operation at that address, and the ids in it.
pub(crate) fn find(method: &str, path: &str) -> Option<(&'static Operation, Vec<String>)> {
    let steps: Vec<&str> = path.split('/').collect();
    OPERATIONS.iter().filter(|operation| operation.method == method).find_map(|operation| {
        let pattern: Vec<&str> = operation.pattern.split('/').collect();
        if pattern.len() != steps.len() {
            return None;
        }
        let mut ids = Vec::new();
        for (wanted, given) in pattern.iter().zip(&steps) {
            match *wanted {
                "*" if !given.is_empty() => ids.push((*given).to_owned()),
                _ if wanted == given => {}
                _ => return None,
            }
        }
        Some((operation, ids))
    })
}
