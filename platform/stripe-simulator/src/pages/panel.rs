//! The panel at `/sim`: deliveries with a button to send again, faults, and the clock.

use std::sync::Arc;

use poem::Response;
use poem::http::StatusCode;
use serde_json::{Value, json};

use super::{go_to, notice};
use crate::api_server::Incoming;
use crate::{Faults, Shared, parameters, webhooks};

const SHOWN: usize = 200;

/// The knobs, in the order of the page: name, label, whether it is a probability.
const KNOBS: [(&str, &str, bool); 12] = [
    ("duplicate", "Événement livré deux fois", true),
    ("drop", "Événement retenu", true),
    ("before_response", "Événement livré avant la réponse", true),
    ("fail_after_commit", "Réponse 502 après l’action", true),
    ("timeout_after_commit", "Pas de réponse après l’action", true),
    ("truncate", "Livraison coupée", true),
    ("bad_signature", "Signature fausse", true),
    ("old_timestamp", "Signature trop ancienne", true),
    ("reorder_ms", "Désordre", false),
    ("delay_ms", "Retard des événements", false),
    ("slow_ms", "Lenteur de l’API", false),
    ("timeout_ms", "Durée sans réponse", false),
];

/// The page.
pub(crate) fn show(shared: &Shared) -> Response {
    let context = shared.with(|world| {
        let faults = json!(world.faults);
        let knobs: Vec<Value> =
            KNOBS.iter().map(|(name, label, probability)| json!({"name": name, "label": label, "probability": probability, "value": faults[name]})).collect();
        let attempts: Vec<Value> = world
            .attempts
            .iter()
            .rev()
            .take(SHOWN)
            .map(|attempt| {
                let mut line = json!(attempt);
                line["time"] = json!(moment(attempt.at / 1_000));
                line
            })
            .collect();
        json!({"knobs": knobs, "attempts": attempts, "now": moment(world.now()), "known": world.attempts.len()})
    });
    shared.pages.page(StatusCode::OK, "panel.html", &context)
}

/// A point in time as the log shows it, in UTC like the API's own.
fn moment(seconds: i64) -> String {
    chrono::DateTime::from_timestamp(seconds, 0).map(|date| date.format("%d/%m/%Y %H:%M:%S UTC").to_string()).unwrap_or_default()
}

/// Takes the panel's form; the JSON address of the same name is for tests.
pub(crate) fn set_faults(shared: &Shared, incoming: &Incoming) -> Response {
    let form = parameters::decode(&incoming.body).unwrap_or_else(|_| json!({}));
    let mut given = json!({});
    for (name, _, probability) in KNOBS {
        let typed = form[name].as_str().unwrap_or("0").replace(',', ".");
        let typed = if typed.is_empty() { "0".to_owned() } else { typed };
        given[name] = if probability { json!(typed.parse::<f64>().unwrap_or(-1.0)) } else { json!(typed.parse::<u64>().unwrap_or(0)) };
    }
    let Ok(faults) = serde_json::from_value::<Faults>(given).map_err(anyhow::Error::from).and_then(Faults::checked) else {
        let text = "Une probabilité est un nombre entre 0 et 1.";
        return notice(shared, StatusCode::BAD_REQUEST, "Réglage refusé", text, Some(("/sim", "Revenir au simulateur")));
    };
    shared.with(|world| world.faults = faults);
    go_to("/sim")
}

/// Moves the clock from the panel.
pub(crate) async fn advance(shared: &Arc<Shared>, incoming: &Incoming) -> Response {
    let form = parameters::decode(&incoming.body).unwrap_or_else(|_| json!({}));
    let seconds = form["seconds"].as_str().and_then(|text| text.parse::<u32>().ok()).unwrap_or(0);
    shared.change(|world| world.advance(seconds)).await;
    go_to("/sim")
}

/// Delivers what was held back.
pub(crate) fn deliver(shared: &Arc<Shared>) -> Response {
    webhooks::flush(shared, true);
    go_to("/sim")
}

/// Sends one event again.
pub(crate) fn resend(shared: &Arc<Shared>, event: &str) -> Response {
    if webhooks::resend(shared, event) {
        return go_to("/sim");
    }
    notice(shared, StatusCode::NOT_FOUND, "Événement introuvable", "Cet événement n’existe pas, ou plus.", Some(("/sim", "Revenir au simulateur")))
}
