//! Payouts: one batch a day of what has become available, and its arrival at the bank a day later.

use serde_json::{Value, json};

use crate::ledger::{self, Movement};
use crate::objects::money::{self, NewPayout};
use crate::store::{Kind, PLATFORM};
use crate::world::{Task, World};

const DAY: i64 = 86_400;

/// Plans an account's next payout for that second, unless one is planned already.
pub(crate) fn plan(world: &mut World, account: &str, at: i64) {
    let wait = (at - world.now()).max(0) * 1_000 + 1_000;
    let Some(record) = world.store.get_mut(PLATFORM, account) else { return };
    if record.inner["payout_planned"] != json!(true) {
        record.inner["payout_planned"] = json!(true);
        world.schedule(wait, &Task::PayOut { account: account.to_owned() });
    }
}

/// Pays out everything available that no payout has carried yet, when the sum is positive.
pub(crate) fn pay_out(world: &mut World, account: &str) {
    if let Some(record) = world.store.get_mut(PLATFORM, account) {
        record.inner["payout_planned"] = json!(false);
    }
    let now = world.now();
    let waiting: Vec<(String, i64, i64)> = world
        .store
        .list(account, Kind::BalanceTransaction)
        .filter(|(_, record)| record.inner["payout"].is_null())
        .map(|(id, record)| (id.to_owned(), record.body["net"].as_i64().unwrap_or(0), record.body["available_on"].as_i64().unwrap_or(0)))
        .collect();
    let ready: Vec<&(String, i64, i64)> = waiting.iter().filter(|(_, _, day)| *day <= now).collect();
    let amount: i64 = ready.iter().map(|(_, net, _)| net).sum();
    let next = waiting.iter().map(|(_, _, day)| *day).filter(|day| *day > now).min();
    if amount > 0 && world.read(PLATFORM, account, "payouts_enabled") == json!(true) {
        let ids: Vec<String> = ready.into_iter().map(|(id, _, _)| id.clone()).collect();
        send(world, account, amount, ids);
    }
    if let Some(day) = next {
        plan(world, account, day);
    }
}

fn send(world: &mut World, account: &str, amount: i64, mut carried: Vec<String>) {
    let id = world.new_id(Kind::Payout);
    let currency = ledger::currency(world, account);
    let transaction = ledger::enter(
        world,
        account,
        &Movement { amount: -amount, fees: &[], currency: &currency, kind: "payout", category: "payout", source: &id, description: Some("STRIPE PAYOUT") },
    );
    carried.push(transaction.clone());
    for moved in &carried {
        if let Some(record) = world.store.get_mut(account, moved) {
            record.inner["payout"] = json!(id);
        }
    }
    let created = world.now();
    let bank = world.read(PLATFORM, account, "external_accounts")["data"][0]["id"].clone();
    let settings = world.read(PLATFORM, account, "settings");
    let body = money::payout(&NewPayout {
        id: &id,
        amount,
        currency: &currency,
        created,
        arrival_date: created + DAY,
        transaction: &transaction,
        destination: bank.as_str(),
        statement: settings["payouts"]["statement_descriptor"].as_str(),
    });
    world.store.insert(account, Kind::Payout, &id, body, Value::Null);
    world.emit(account, "payout.created", &id);
    world.schedule(DAY * 1_000, &Task::PayoutArrives { account: account.to_owned(), payout: id });
}

/// The money is at the bank.
pub(crate) fn arrive(world: &mut World, account: &str, payout: &str) {
    world.set(account, payout, "status", json!("paid"));
    world.emit(account, "payout.paid", payout);
}
