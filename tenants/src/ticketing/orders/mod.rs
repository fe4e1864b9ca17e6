//! Orders: places held, paid, confirmed, given back; owns `ticket_order` and `order_line`.

pub mod cancelled;
pub mod holds;
pub mod model;
pub mod pay;
pub mod reconcile;
pub mod store;

use kernel::{app::App, ids::TenantId};

use super::codes::OrderCode;
use model::{Order, OrderId};

/// The purpose in the secret part of an order's link.
const LINK: &str = "order";

/// The address of an order's page on its association's site, without locale: its code and a secret that is stored nowhere.
#[must_use]
pub fn order_path(app: &App, tenant: TenantId, order: &Order) -> String {
    path_of(app, tenant, order.code, order.id)
}

/// The same for an order of which only code and id are at hand.
#[must_use]
pub fn path_of(app: &App, tenant: TenantId, code: OrderCode, id: OrderId) -> String {
    format!("/commande/{code}/{}", app.keys.link_token(tenant, LINK, id.uuid()))
}

/// Whether `token` is the secret of this order's link, in constant time.
#[must_use]
pub fn token_matches(app: &App, tenant: TenantId, order: &Order, token: &str) -> bool {
    app.keys.link_token_matches(tenant, LINK, order.id.uuid(), token)
}
