//! Charges, refunds, disputes, balances and payouts over the API; the rules themselves live in their own modules.

use serde_json::{Value, json};

use super::Call;
use crate::parameters::{Field, Shape, may, merge_metadata};
use crate::refusal::Refusal;
use crate::store::Kind;
use crate::world::World;
use crate::{disputes, ledger, listing, refunds};

pub(super) static OF_INTENT: &[Field] = &[may("payment_intent", Shape::Text), may("customer", Shape::Text)];

pub(super) static OF_CHARGE: &[Field] = &[may("charge", Shape::Text), may("payment_intent", Shape::Text)];

pub(super) static DESCRIBE: &[Field] = &[may("metadata", Shape::Metadata), may("description", Shape::Text), may("receipt_email", Shape::Unsupported)];

pub(super) static REFUND: &[Field] = &[
    may("charge", Shape::Text),
    may("payment_intent", Shape::Text),
    may("amount", Shape::Integer),
    may("reason", Shape::Choice(&["duplicate", "fraudulent", "requested_by_customer"])),
    may("refund_application_fee", Shape::Boolean),
    may("metadata", Shape::Metadata),
    may("reverse_transfer", Shape::Unsupported),
    may("currency", Shape::Unsupported),
    may("customer", Shape::Unsupported),
    may("instructions_email", Shape::Unsupported),
    may("origin", Shape::Unsupported),
];

pub(super) static EVIDENCE: &[Field] = &[
    may("evidence", Shape::Object(&[may("uncategorized_text", Shape::Text), may("product_description", Shape::Text), may("service_date", Shape::Text)])),
    may("submit", Shape::Boolean),
    may("metadata", Shape::Metadata),
];

pub(super) static MOVEMENTS: &[Field] = &[may("payout", Shape::Text), may("source", Shape::Text), may("type", Shape::Text), may("currency", Shape::Currency)];

pub(super) static PAYOUTS: &[Field] = &[
    may("status", Shape::Choice(&["canceled", "failed", "in_transit", "paid", "pending"])),
    may("arrival_date", Shape::Range),
    may("destination", Shape::Text),
];

/// One object of that kind; the last argument names the parameter Stripe blames when there is none.
pub(super) fn retrieve(world: &World, call: &Call, kind: Kind, parameter: &str) -> Result<Value, Refusal> {
    Ok(listing::shown(world, world.store.find(&call.account, kind, call.id(), parameter)?))
}

/// Changes what the platform wrote on an object: its metadata and description.
pub(super) fn describe(world: &mut World, call: &Call, kind: Kind) -> Result<Value, Refusal> {
    world.store.find(&call.account, kind, call.id(), "id")?;
    if let Some(record) = world.store.get_mut(&call.account, call.id()) {
        merge_metadata(&mut record.body["metadata"], &call.parameters["metadata"]);
        if !call.parameters["description"].is_null() {
            record.body["description"] = call.parameters["description"].clone();
        }
    }
    retrieve(world, call, kind, "id")
}

pub(super) fn refund(world: &mut World, call: &Call) -> Result<Value, Refusal> {
    let id = refunds::create(world, &call.account, &call.parameters)?;
    Ok(world.store.find(&call.account, Kind::Refund, &id, "refund")?.body.clone())
}

/// Stripe's test words decide the end: `winning_evidence` wins, `losing_evidence` loses, anything else waits.
pub(super) fn answer_dispute(world: &mut World, call: &Call) -> Result<Value, Refusal> {
    open_dispute(world, call)?;
    let submitted = call.parameters["submit"] != json!(false);
    if let Some(record) = world.store.get_mut(&call.account, call.id()) {
        for (name, value) in call.parameters["evidence"].as_object().into_iter().flatten() {
            record.body["evidence"][name] = value.clone();
        }
        record.body["evidence_details"]["has_evidence"] = json!(true);
        if submitted {
            record.body["evidence_details"]["submission_count"] = json!(1);
            record.body["status"] = json!("under_review");
        }
        merge_metadata(&mut record.body["metadata"], &call.parameters["metadata"]);
    }
    world.emit(&call.account, "charge.dispute.updated", call.id());
    match call.parameters["evidence"]["uncategorized_text"].as_str() {
        Some("winning_evidence") if submitted => disputes::end(world, &call.account, call.id(), true),
        Some("losing_evidence") if submitted => disputes::end(world, &call.account, call.id(), false),
        _ => {}
    }
    retrieve(world, call, Kind::Dispute, "dispute")
}

pub(super) fn close_dispute(world: &mut World, call: &Call) -> Result<Value, Refusal> {
    open_dispute(world, call)?;
    disputes::end(world, &call.account, call.id(), false);
    retrieve(world, call, Kind::Dispute, "dispute")
}

fn open_dispute(world: &World, call: &Call) -> Result<(), Refusal> {
    let status = &world.store.find(&call.account, Kind::Dispute, call.id(), "dispute")?.body["status"];
    if status == "won" || status == "lost" {
        return Err(Refusal::state(None, "This dispute is already closed."));
    }
    Ok(())
}

pub(super) fn balance(world: &World, call: &Call) -> Value {
    let (available, pending) = ledger::balance(world, &call.account);
    crate::objects::money::balance(available, pending, &ledger::currency(world, &call.account))
}

pub(super) fn movements(world: &mut World, call: &Call) -> Result<Value, Refusal> {
    let payout = call.parameters["payout"].clone();
    if let Some(id) = payout.as_str()
        && world.store.find(&call.account, Kind::Payout, id, "payout").is_err()
    {
        return Err(Refusal::missing_reference("payout", id, "payout"));
    }
    listing::list_where(world, call, Kind::BalanceTransaction, |record| {
        let equal = |name: &str| call.parameters[name].is_null() || record.body[name] == call.parameters[name];
        (payout.is_null() || record.inner["payout"] == payout) && equal("source") && equal("type") && equal("currency")
    })
}
