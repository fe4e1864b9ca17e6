//! What happened to an order, newest first, put together from what each row remembers.

use std::{cmp::Reverse, collections::HashMap};

use kernel::{
    clock::Timestamp,
    i18n::{Locale, money},
    ids::AccountId,
};
use serde::Serialize;
use uuid::Uuid;

use super::rows::sample_moment;
use crate::{
    payments::model::{Payment, PaymentState, RefundState},
    staff::store::StaffAction,
    ticketing::{
        desk::store::{PaymentFacts, RefundRow},
        orders::model::{Order, OrderState},
        tickets::model::Ticket,
    },
};

/// One thing that happened.
#[derive(Clone, Debug, Serialize)]
pub struct Event {
    at: Timestamp,
    kind: &'static str,
    by: Option<String>,
    detail: String,
}

/// Everything a timeline is put together from.
pub struct Sources<'a> {
    pub order: &'a Order,
    pub acknowledged_at: Option<Timestamp>,
    pub payments: &'a [(Payment, PaymentFacts)],
    pub tickets: &'a [Ticket],
    pub admitted_by: &'a HashMap<String, Uuid>,
    pub refunds: &'a [RefundRow],
    pub actions: &'a [StaffAction],
    pub names: &'a HashMap<Uuid, String>,
}

/// What happened, newest first.
pub fn timeline(locale: Locale, sources: &Sources<'_>) -> Vec<Event> {
    let Sources { order, names, .. } = sources;
    let mut events = Vec::new();
    let mut add =
        |at: Timestamp, kind, by: Option<Uuid>, detail: String| events.push(Event { at, kind, by: by.and_then(|by| names.get(&by).cloned()), detail });
    add(order.placed_at, "placed", None, String::new());
    if let Some(at) = sources.acknowledged_at {
        add(at, "details_given", None, String::new());
    }
    for (payment, facts) in sources.payments {
        if payment.session.is_some() {
            add(payment.created_at, "checkout_opened", None, String::new());
        }
        if let (PaymentState::Succeeded, Some(at)) = (payment.state, payment.settled_at) {
            add(at, "paid", None, money(locale, payment.amount.0));
        }
        if let Some(at) = facts.disputed_at {
            add(at, "disputed", None, money(locale, payment.amount.0));
        }
    }
    if let Some(at) = order.confirmed_at {
        add(at, "confirmed", None, String::new());
    }
    if order.state == OrderState::Expired {
        add(order.held_until, "expired", None, String::new());
    }
    for action in sources.actions.iter().filter(|action| action.action == "order.resend") {
        add(action.at, "tickets_resent", Some(action.by), String::new());
    }
    for action in sources.actions.iter().filter(|action| action.action == "order.names") {
        add(action.at, "names_changed", Some(action.by), String::new());
    }
    for ticket in sources.tickets {
        if let Some(at) = ticket.admitted_at {
            add(at, "admitted", sources.admitted_by.get(&ticket.number).copied(), ticket.number.clone());
        }
    }
    for refund in sources.refunds {
        let amount = money(locale, refund.amount.0);
        add(refund.asked_at, "refund_asked", refund.by.map(AccountId::uuid), amount.clone());
        match (refund.state, refund.settled_at) {
            (RefundState::Succeeded, Some(at)) => add(at, "refund_done", None, amount),
            (RefundState::Failed, Some(at)) => add(at, "refund_failed", None, amount),
            _ => {}
        }
    }
    // Of what happened at one moment, what was added last came last.
    events.reverse();
    events.sort_by_key(|event| Reverse(event.at));
    events
}

/// For the samples of pages: one of each kind.
pub fn samples() -> Vec<Event> {
    let kinds = [
        "placed",
        "details_given",
        "checkout_opened",
        "paid",
        "disputed",
        "confirmed",
        "expired",
        "tickets_resent",
        "names_changed",
        "admitted",
        "refund_asked",
        "refund_done",
        "refund_failed",
    ];
    kinds
        .into_iter()
        .map(|kind| Event { at: sample_moment(), kind, by: (kind == "admitted").then(|| "Jeanne".to_owned()), detail: "14,70 €".to_owned() })
        .collect()
}
