//! Balances: every movement of money is a balance transaction, and a balance is the sum of them, never a number kept.

use serde_json::{Value, json};

use crate::objects::money::{self, NewTransaction};
use crate::payouts;
use crate::store::{Kind, PLATFORM, Record};
use crate::world::World;

/// The platform's application, as connected accounts see it.
pub(crate) const APPLICATION: &str = "ca_sim_platform";

const DAY: i64 = 86_400;

/// A movement to enter, amounts in minor units.
pub(crate) struct Movement<'a> {
    pub amount: i64,
    pub fees: &'a [(&'a str, i64)],
    pub currency: &'a str,
    pub kind: &'a str,
    pub category: &'a str,
    pub source: &'a str,
    pub description: Option<&'a str>,
}

/// Enters a movement in an account's book and returns its id. Incoming money is available two days later, outgoing
/// money leaves at once.
pub(crate) fn enter(world: &mut World, account: &str, movement: &Movement<'_>) -> String {
    let id = world.new_id(Kind::BalanceTransaction);
    let created = world.now();
    let available_on = if movement.amount > 0 { created + 2 * DAY } else { created };
    let body = money::transaction(&NewTransaction {
        id: &id,
        amount: movement.amount,
        fees: movement.fees,
        created,
        available_on,
        currency: movement.currency,
        kind: movement.kind,
        category: movement.category,
        source: movement.source,
        description: movement.description,
        application: APPLICATION,
    });
    world.store.insert(account, Kind::BalanceTransaction, &id, body, json!({ "payout": null }));
    if account != PLATFORM && movement.kind != "payout" {
        payouts::plan(world, account, available_on);
    }
    id
}

/// The movement as the API shows it now: pending until its day.
pub(crate) fn shown(record: &Record, now: i64) -> Value {
    let mut body = record.body.clone();
    let available = body["available_on"].as_i64().is_some_and(|day| day <= now);
    body["status"] = json!(if available { "available" } else { "pending" });
    body
}

/// What is available and what is pending in an account's balance, in minor units.
pub(crate) fn balance(world: &World, account: &str) -> (i64, i64) {
    let now = world.now();
    let mut sums = (0, 0);
    for (_, record) in world.store.list(account, Kind::BalanceTransaction) {
        let net = record.body["net"].as_i64().unwrap_or(0);
        if record.body["available_on"].as_i64().is_some_and(|day| day <= now) {
            sums.0 += net;
        } else {
            sums.1 += net;
        }
    }
    sums
}

/// The currency an account is paid in.
pub(crate) fn currency(world: &World, account: &str) -> String {
    let currency = world.text(PLATFORM, account, "default_currency");
    if currency.is_empty() { "eur".to_owned() } else { currency }
}

/// A share of an amount, rounded half up.
pub(crate) fn share(amount: i64, part: i64, whole: i64) -> i64 {
    if whole <= 0 { 0 } else { (2 * amount * part + whole) / (2 * whole) }
}
