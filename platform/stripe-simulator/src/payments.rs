//! A payment's way: a card is tried, the charge succeeds or fails, settles, and the session completes or expires.

use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::cards::{self, Behaviour, Card, Decline};
use crate::ledger::{self, APPLICATION, Movement};
use crate::objects::checkout;
use crate::objects::payment::{self, NewCharge, NewIntent, Payer};
use crate::store::{Kind, PLATFORM};
use crate::world::{Task, World};
use crate::{objects::money, refunds};

/// A charge's balance transaction is made this long after the charge, in milliseconds: never at once, as at Stripe.
const SETTLED_AFTER: i64 = 150;
const DISPUTED_AFTER: i64 = 400;

/// What became of an attempt to pay.
pub(crate) enum Attempt {
    Paid,
    /// The bank wants the buyer on the page of that intent.
    Challenged(String),
    /// Refused, with the sentence for the buyer. The session stays open.
    Refused(&'static str),
}

/// Tries a card on an open session.
pub(crate) fn attempt(world: &mut World, account: &str, session: &str, card: &'static Card, payer: &Payer) -> Attempt {
    let intent = intent_of(world, account, session);
    match card.behaviour {
        Behaviour::Challenge { .. } => {
            let url = world.page(&format!("c/3ds/{intent}"));
            if let Some(record) = world.store.get_mut(account, &intent) {
                record.body["status"] = json!("requires_action");
                record.body["next_action"] = json!({"type": "redirect_to_url", "redirect_to_url": {"return_url": null, "url": url}});
                record.inner["challenge"] = json!({
                    "card": card.name, "email": payer.email, "name": payer.name, "month": payer.expiry_month,
                    "year": payer.expiry_year,
                });
            }
            world.emit(account, "payment_intent.requires_action", &intent);
            Attempt::Challenged(intent)
        }
        Behaviour::Decline(decline) => fail(world, account, &intent, card, payer, decline),
        _ => succeed(world, account, &intent, card, payer, false),
    }
}

/// Takes the answer given on the 3-D Secure page. An intent that waits for none stays as it is.
pub(crate) fn answer_challenge(world: &mut World, account: &str, intent: &str, passed: bool) -> Attempt {
    let Some(record) = world.store.get_mut(account, intent) else { return Attempt::Refused(FAILED_CHALLENGE) };
    let pending = record.inner["challenge"].take();
    record.body["next_action"] = Value::Null;
    let payer = Payer {
        email: pending["email"].as_str().unwrap_or_default().to_owned(),
        name: pending["name"].as_str().unwrap_or_default().to_owned(),
        expiry_month: pending["month"].as_u64().and_then(|month| u32::try_from(month).ok()).unwrap_or(1),
        expiry_year: pending["year"].as_i64().and_then(|year| i32::try_from(year).ok()).unwrap_or(2000),
    };
    let Some(card) = pending["card"].as_str().and_then(cards::by_name) else { return Attempt::Refused(FAILED_CHALLENGE) };
    if !passed {
        let message = "We are unable to authenticate your payment method. Please choose a different payment method and try again.";
        let error = payment::payment_error("invalid_request_error", "payment_intent_authentication_failure", None, message, None);
        world.set(account, intent, "status", json!("requires_payment_method"));
        world.set(account, intent, "last_payment_error", error);
        world.emit(account, "payment_intent.payment_failed", intent);
        return Attempt::Refused(FAILED_CHALLENGE);
    }
    match card.behaviour {
        Behaviour::Challenge { then: Some(decline) } => fail(world, account, intent, card, &payer, decline),
        _ => succeed(world, account, intent, card, &payer, true),
    }
}

const FAILED_CHALLENGE: &str = "Votre banque n’a pas confirmé votre identité. Essayez encore, ou prenez une autre carte.";

fn intent_of(world: &mut World, account: &str, session: &str) -> String {
    let existing = world.text(account, session, "payment_intent");
    if !existing.is_empty() {
        return existing;
    }
    let id = world.new_id(Kind::PaymentIntent);
    let client_secret = format!("{id}_secret_{}", world.secret_text(24));
    let created = world.now();
    let amount = world.amount(account, session, "amount_total");
    let currency = world.text(account, session, "currency");
    let asked = world.store.get(account, session).map_or(Value::Null, |record| record.inner["payment_intent_data"].clone());
    let body = payment::intent(&NewIntent {
        id: &id,
        client_secret: &client_secret,
        created,
        amount,
        currency: &currency,
        asked: &asked,
        application: (account != PLATFORM).then_some(APPLICATION),
    });
    world.store.insert(account, Kind::PaymentIntent, &id, body, json!({ "session": session }));
    world.set(account, session, "payment_intent", json!(id));
    world.emit(account, "payment_intent.created", &id);
    id
}

fn charge(world: &mut World, account: &str, intent: &str, card: &'static Card, payer: &Payer, challenged: bool, decline: Option<Decline>) -> String {
    let id = world.new_id(Kind::Charge);
    let payment_method = format!("pm_sim_{}", world.secret_text(20));
    let created = world.now();
    let fingerprint = fingerprint(&world.secret_key, card.number);
    let settings = world.read(PLATFORM, account, "settings");
    let body = world.store.get(account, intent).map_or(Value::Null, |record| record.body.clone());
    let receipt_url = world.page(&format!("receipt/{id}"));
    let charge = payment::charge(&NewCharge {
        id: &id,
        intent: &body,
        payment_method: &payment_method,
        created,
        card,
        fingerprint: &fingerprint,
        payer,
        challenged,
        decline,
        statement: statement(&settings, &body),
        receipt_url: &receipt_url,
    });
    world.store.insert(account, Kind::Charge, &id, charge, json!({}));
    world.set(account, intent, "latest_charge", json!(id));
    world.set(account, intent, "next_action", Value::Null);
    world.set(account, intent, "payment_method", if decline.is_none() { json!(payment_method) } else { Value::Null });
    id
}

/// The line on the buyer's bank statement: the account's descriptor, or its prefix and the payment's suffix.
fn statement(settings: &Value, intent: &Value) -> Option<String> {
    let whole = settings["payments"]["statement_descriptor"].as_str();
    let prefix = settings["card_payments"]["statement_descriptor_prefix"].as_str().or(whole)?;
    match intent["statement_descriptor_suffix"].as_str() {
        Some(suffix) => Some(format!("{prefix}* {suffix}").chars().take(22).collect()),
        None => Some(whole.unwrap_or(prefix).to_owned()),
    }
}

/// The same for the same card and platform, and of no use to find the number.
fn fingerprint(key: &str, number: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else { return String::new() };
    mac.update(number.as_bytes());
    hex::encode(mac.finalize().into_bytes()).chars().take(16).collect()
}

fn fail(world: &mut World, account: &str, intent: &str, card: &'static Card, payer: &Payer, decline: Decline) -> Attempt {
    let charge = charge(world, account, intent, card, payer, false, Some(decline));
    let error = payment::payment_error("card_error", decline.code, Some(decline.reason), decline.message, Some(&charge));
    world.set(account, intent, "status", json!("requires_payment_method"));
    world.set(account, intent, "last_payment_error", error);
    world.emit(account, "charge.failed", &charge);
    world.emit(account, "payment_intent.payment_failed", intent);
    Attempt::Refused(decline.sentence)
}

fn succeed(world: &mut World, account: &str, intent: &str, card: &'static Card, payer: &Payer, challenged: bool) -> Attempt {
    let charge = charge(world, account, intent, card, payer, challenged, None);
    let amount = world.amount(account, intent, "amount");
    world.set(account, intent, "status", json!("succeeded"));
    world.set(account, intent, "amount_received", json!(amount));
    world.set(account, intent, "last_payment_error", Value::Null);
    let session = world.store.get(account, intent).and_then(|record| record.inner["session"].as_str()).unwrap_or_default().to_owned();
    if let Some(record) = world.store.get_mut(account, &session) {
        record.body["status"] = json!("complete");
        record.body["payment_status"] = json!("paid");
        record.body["url"] = Value::Null;
        record.body["customer_details"] = checkout::customer(Some(&payer.email), Some(&payer.name), Some(card.country));
        record.body["collected_information"] = json!({"business_name": null, "individual_name": null, "shipping_details": null});
    }
    world.emit(account, "charge.succeeded", &charge);
    world.emit(account, "payment_intent.succeeded", intent);
    world.emit(account, "checkout.session.completed", &session);
    let account = account.to_owned();
    match card.behaviour {
        Behaviour::Dispute => world.schedule(DISPUTED_AFTER, &Task::Dispute { account: account.clone(), charge: charge.clone() }),
        Behaviour::FraudWarning => world.schedule(DISPUTED_AFTER, &Task::WarnOfFraud { account: account.clone(), charge: charge.clone() }),
        _ => {}
    }
    world.schedule(SETTLED_AFTER, &Task::SettleCharge { account, charge });
    Attempt::Paid
}

/// Gives a paid charge its balance transaction and its fees; once, however often asked.
pub(crate) fn settle(world: &mut World, account: &str, charge: &str) {
    let Some(body) = world.store.get(account, charge).map(|record| record.body.clone()) else { return };
    if body["balance_transaction"].is_string() || body["paid"] != json!(true) {
        return;
    }
    let amount = body["amount"].as_i64().unwrap_or(0);
    let currency = body["currency"].as_str().unwrap_or_default().to_owned();
    let mut fees = vec![("stripe_fee", ledger::share(amount, world.fees.basis_points, 10_000) + world.fees.fixed)];
    if let Some(fee) = body["application_fee_amount"].as_i64() {
        fees.push(("application_fee", fee));
        share_fee(world, account, charge, &body, fee, &currency);
    }
    let movement =
        Movement { amount, fees: &fees, currency: &currency, kind: "charge", category: "charge", source: charge, description: body["description"].as_str() };
    let transaction = ledger::enter(world, account, &movement);
    world.set(account, charge, "balance_transaction", json!(transaction));
    let updated = world.store.get(account, charge).map_or(Value::Null, |record| record.body.clone());
    world.emit_object(account, "charge.updated", updated, Some(json!({ "balance_transaction": null })));
    refunds::retry_pending(world, account);
}

fn share_fee(world: &mut World, account: &str, charge: &str, body: &Value, fee: i64, currency: &str) {
    let id = world.new_id(Kind::ApplicationFee);
    let created = world.now();
    let object = money::application_fee(&id, account, APPLICATION, body, created);
    world.store.insert(PLATFORM, Kind::ApplicationFee, &id, object, Value::Null);
    let movement = Movement { amount: fee, fees: &[], currency, kind: "application_fee", category: "platform_earning", source: &id, description: None };
    let transaction = ledger::enter(world, PLATFORM, &movement);
    world.set(PLATFORM, &id, "balance_transaction", json!(transaction));
    world.set(account, charge, "application_fee", json!(id));
    world.emit(PLATFORM, "application_fee.created", &id);
}

/// Closes an open session, and with it a payment begun but not made. Any other session stays as it is.
pub(crate) fn expire(world: &mut World, account: &str, session: &str) {
    if world.text(account, session, "status") != "open" {
        return;
    }
    let canceled_at = world.now();
    world.set(account, session, "status", json!("expired"));
    world.set(account, session, "url", Value::Null);
    let intent = world.text(account, session, "payment_intent");
    if let Some(record) = world.store.get_mut(account, &intent) {
        record.body["status"] = json!("canceled");
        record.body["canceled_at"] = json!(canceled_at);
        record.body["cancellation_reason"] = json!("expired");
        record.body["next_action"] = Value::Null;
        record.inner["challenge"] = Value::Null;
        world.emit(account, "payment_intent.canceled", &intent);
    }
    world.emit(account, "checkout.session.expired", session);
}
