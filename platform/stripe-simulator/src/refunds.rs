//! Refunds: never more than was paid, from the account's balance; Stripe keeps its own fee.

use serde_json::{Value, json};

use crate::ledger::{self, Movement};
use crate::objects::money;
use crate::payments;
use crate::refusal::Refusal;
use crate::store::{Kind, PLATFORM};
use crate::world::World;

/// Refunds a charge, whole or in part, as the checked parameters ask.
///
/// # Errors
/// Stripe's refusals: no such charge, nothing left to refund, an amount above what is left, a disputed charge, no
/// application fee to give back.
pub(crate) fn create(world: &mut World, account: &str, asked: &Value) -> Result<String, Refusal> {
    let charge = charge_asked(world, account, asked)?;
    let body = world.store.find(account, Kind::Charge, &charge, "charge")?.body.clone();
    let (paid, refunded) = (body["amount"].as_i64().unwrap_or(0), body["amount_refunded"].as_i64().unwrap_or(0));
    if body["paid"] != json!(true) {
        return Err(Refusal::state(None, format!("Charge {charge} was not paid and cannot be refunded.")));
    }
    if body["disputed"] == json!(true) {
        return Err(Refusal::state(Some("charge_disputed"), format!("Charge {charge} has been charged back; cannot issue a refund.")));
    }
    if refunded >= paid {
        return Err(Refusal::state(Some("charge_already_refunded"), format!("Charge {charge} has already been refunded.")));
    }
    let amount = asked["amount"].as_i64().unwrap_or(paid - refunded);
    if amount < 1 {
        return Err(Refusal::parameter("parameter_invalid_integer", "amount", "Invalid positive integer"));
    }
    if amount > paid - refunded {
        let left = paid - refunded;
        let message = format!("Refund amount ({amount}) is greater than unrefunded amount on charge ({left}), in minor units.");
        return Err(Refusal::value("amount", message));
    }
    let gives_fee_back = asked["refund_application_fee"] == json!(true);
    if gives_fee_back && body["application_fee_amount"].is_null() {
        let message = "Cannot refund the application fee: this charge has none.";
        return Err(Refusal::value("refund_application_fee", message));
    }
    payments::settle(world, account, &charge);
    let id = world.new_id(Kind::Refund);
    let created = world.now();
    let refund = money::refund(&id, &body, amount, created, asked);
    world.store.insert(account, Kind::Refund, &id, refund, json!({ "gives_fee_back": gives_fee_back }));
    world.set(account, &charge, "amount_refunded", json!(refunded + amount));
    world.set(account, &charge, "refunded", json!(refunded + amount == paid));
    if !complete(world, account, &id)
        && let Some(record) = world.store.get_mut(account, &id)
    {
        record.body["pending_reason"] = json!("insufficient_funds");
    }
    world.emit(account, "refund.created", &id);
    world.emit(account, "charge.refunded", &charge);
    Ok(id)
}

fn charge_asked(world: &World, account: &str, asked: &Value) -> Result<String, Refusal> {
    if let Some(charge) = asked["charge"].as_str() {
        return match world.store.find(account, Kind::Charge, charge, "charge") {
            Ok(_) => Ok(charge.to_owned()),
            Err(_) => Err(Refusal::missing_reference("charge", charge, "charge")),
        };
    }
    let Some(intent) = asked["payment_intent"].as_str() else {
        let message = "One of the following params should be provided for this request: payment_intent or charge.";
        return Err(Refusal::parameter("parameter_missing", "charge", message));
    };
    if world.store.find(account, Kind::PaymentIntent, intent, "payment_intent").is_err() {
        return Err(Refusal::missing_reference("payment_intent", intent, "payment_intent"));
    }
    if world.text(account, intent, "status") != "succeeded" {
        let message = format!("This PaymentIntent ({intent}) does not have a successful charge to refund.");
        return Err(Refusal::state(None, message));
    }
    Ok(world.text(account, intent, "latest_charge"))
}

/// Takes the money from the balance when it is there; says whether it was.
fn complete(world: &mut World, account: &str, refund: &str) -> bool {
    let Some(record) = world.store.get(account, refund) else { return false };
    let (body, gives_fee_back) = (record.body.clone(), record.inner["gives_fee_back"] == json!(true));
    let amount = body["amount"].as_i64().unwrap_or(0);
    let charge = body["charge"].as_str().unwrap_or_default().to_owned();
    let fee = if gives_fee_back { fee_share(world, account, &charge, amount) } else { 0 };
    let (available, pending) = ledger::balance(world, account);
    if available + pending < amount - fee {
        return false;
    }
    let currency = body["currency"].as_str().unwrap_or_default().to_owned();
    let fees: &[(&str, i64)] = if fee > 0 { &[("application_fee", -fee)] } else { &[] };
    let movement = Movement { amount: -amount, fees, currency: &currency, kind: "refund", category: "refund", source: refund, description: None };
    let transaction = ledger::enter(world, account, &movement);
    if fee > 0 {
        give_fee_back(world, account, &charge, fee, &currency);
    }
    world.set(account, refund, "balance_transaction", json!(transaction));
    world.set(account, refund, "status", json!("succeeded"));
    true
}

/// The part of the application fee that goes back with this refund: in all, never more than was taken.
fn fee_share(world: &World, account: &str, charge: &str, amount: i64) -> i64 {
    let fee = world.text(account, charge, "application_fee");
    let taken = world.amount(PLATFORM, &fee, "amount");
    let given_back = world.amount(PLATFORM, &fee, "amount_refunded");
    ledger::share(taken, amount, world.amount(account, charge, "amount")).min(taken - given_back)
}

fn give_fee_back(world: &mut World, account: &str, charge: &str, fee: i64, currency: &str) {
    let id = world.text(account, charge, "application_fee");
    let movement =
        Movement { amount: -fee, fees: &[], currency, kind: "application_fee_refund", category: "platform_earning_refund", source: &id, description: None };
    ledger::enter(world, PLATFORM, &movement);
    let given_back = world.amount(PLATFORM, &id, "amount_refunded") + fee;
    let whole = given_back == world.amount(PLATFORM, &id, "amount");
    world.set(PLATFORM, &id, "amount_refunded", json!(given_back));
    world.set(PLATFORM, &id, "refunded", json!(whole));
    world.emit(PLATFORM, "application_fee.refunded", &id);
}

/// Tries the refunds that wait for money, oldest first.
pub(crate) fn retry_pending(world: &mut World, account: &str) {
    let waiting: Vec<String> =
        world.store.list(account, Kind::Refund).filter(|(_, record)| record.body["status"] == "pending").map(|(id, _)| id.to_owned()).collect();
    for id in waiting {
        if !complete(world, account, &id) {
            break;
        }
        if let Some(body) = world.store.get_mut(account, &id).and_then(|record| record.body.as_object_mut()) {
            body.remove("pending_reason");
        }
        world.emit(account, "refund.updated", &id);
    }
}
