//! Disputes: a buyer's bank takes a payment back, with a fee; the association answers, wins or loses.

use serde_json::{Value, json};

use crate::ledger::{self, Movement};
use crate::objects::money;
use crate::payments;
use crate::store::Kind;
use crate::world::World;

/// What Stripe takes for a dispute in the euro area, in minor units.
const DISPUTE_FEE: i64 = 2_000;
const DAYS_TO_ANSWER: i64 = 9;

/// A buyer's bank disputes a charge: the money and the fee leave the account at once.
pub(crate) fn open(world: &mut World, account: &str, charge: &str) {
    payments::settle(world, account, charge);
    let Some(body) = world.store.get(account, charge).map(|record| record.body.clone()) else { return };
    let id = world.new_id(Kind::Dispute);
    let now = world.now();
    let dispute = money::dispute(&id, &body, now, now + DAYS_TO_ANSWER * 86_400);
    world.store.insert(account, Kind::Dispute, &id, dispute, Value::Null);
    world.set(account, charge, "disputed", json!(true));
    world.emit(account, "charge.dispute.created", &id);
    let amount = body["amount"].as_i64().unwrap_or(0);
    move_money(world, account, &id, -amount, &[("stripe_fee", DISPUTE_FEE)]);
    world.emit(account, "charge.dispute.funds_withdrawn", &id);
    world.emit(account, "charge.updated", charge);
}

fn move_money(world: &mut World, account: &str, dispute: &str, amount: i64, fees: &[(&str, i64)]) {
    let currency = world.text(account, dispute, "currency");
    let kind = if amount < 0 { "dispute" } else { "dispute_reversal" };
    let description = format!("Chargeback {} for {}", if amount < 0 { "withdrawal" } else { "reversal" }, world.text(account, dispute, "charge"));
    let movement = Movement { amount, fees, currency: &currency, kind: "adjustment", category: kind, source: dispute, description: Some(&description) };
    let transaction = ledger::enter(world, account, &movement);
    let now = world.now();
    let shown = world.store.get(account, &transaction).map_or(Value::Null, |record| ledger::shown(record, now));
    if let Some(moved) = world.store.get_mut(account, dispute).and_then(|record| record.body["balance_transactions"].as_array_mut()) {
        moved.push(shown);
    }
}

/// Ends a dispute; a won one brings the money and the fee back. A dispute already ended stays as it is.
pub(crate) fn end(world: &mut World, account: &str, dispute: &str, won: bool) {
    if matches!(world.text(account, dispute, "status").as_str(), "won" | "lost") {
        return;
    }
    world.set(account, dispute, "status", json!(if won { "won" } else { "lost" }));
    if won {
        let amount = world.amount(account, dispute, "amount");
        move_money(world, account, dispute, amount, &[("stripe_fee", -DISPUTE_FEE)]);
        world.emit(account, "charge.dispute.funds_reinstated", dispute);
    }
    world.emit(account, "charge.dispute.closed", dispute);
}

/// The network warns that a payment may be fraud; nothing else happens.
pub(crate) fn warn_of_fraud(world: &mut World, account: &str, charge: &str) {
    let Some(body) = world.store.get(account, charge).map(|record| record.body.clone()) else { return };
    let id = format!("issfr_sim_{}", world.secret_text(20));
    let warning = money::fraud_warning(&id, &body, world.now());
    world.emit_object(account, "radar.early_fraud_warning.created", warning, None);
}
