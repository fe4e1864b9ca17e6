//! The onboarding page: the association completes its account, leaves it unfinished, is refused, or goes back.

use std::sync::Arc;

use poem::Response;
use poem::http::StatusCode;
use serde_json::{Value, json};

use super::{go_to, notice};
use crate::Shared;
use crate::api_server::Incoming;
use crate::objects::account;
use crate::parameters;
use crate::store::{Kind, PLATFORM};
use crate::world::World;

/// Shows the page once. A link already visited or too old leads to the refresh address, as at Stripe.
pub(crate) async fn show(shared: &Arc<Shared>, link: &str) -> Response {
    let found = shared.change(|world| open(world, link, "visited")).await;
    match found {
        None => notice(shared, StatusCode::NOT_FOUND, "Lien introuvable", "Ce lien d’inscription n’existe pas.", None),
        Some(Err(refresh_url)) => go_to(&refresh_url),
        Some(Ok((id, _))) => {
            let context = shared.with(|world| {
                let body = world.store.get(PLATFORM, &id).map_or(Value::Null, |record| record.body.clone());
                json!({"link": link, "account": body, "asked": account::ASKED})
            });
            shared.pages.page(StatusCode::OK, "onboard.html", &context)
        }
    }
}

/// The account and return address of a link still good, which is now used up for that step; or where to go instead.
fn open(world: &mut World, link: &str, step: &str) -> Option<Result<(String, String), String>> {
    let now = world.now();
    world.store.find(PLATFORM, Kind::AccountLink, link, "").ok()?;
    let inner = &mut world.store.get_mut(PLATFORM, link)?.inner;
    let used = inner[step] == json!(true) || inner["done"] == json!(true);
    let late = step == "visited" && inner["expires_at"].as_i64().is_none_or(|end| end <= now);
    if used || late {
        return Some(Err(inner["refresh_url"].as_str()?.to_owned()));
    }
    inner[step] = json!(true);
    let back = inner["return_url"].as_str().or(inner["refresh_url"].as_str())?.to_owned();
    Some(Ok((inner["account"].as_str()?.to_owned(), back)))
}

/// Takes the button pressed, and sends the person back to the platform.
pub(crate) async fn act(shared: &Arc<Shared>, link: &str, incoming: &Incoming) -> Response {
    let form = parameters::decode(&incoming.body).unwrap_or_else(|_| json!({}));
    let action = form["action"].as_str().unwrap_or("back").to_owned();
    let found = shared
        .change(|world| {
            let found = open(world, link, "done");
            if let Some(Ok((id, _))) = &found {
                perform(world, id, &action);
            }
            found
        })
        .await;
    match found {
        None => notice(shared, StatusCode::NOT_FOUND, "Lien introuvable", "Ce lien d’inscription n’existe pas.", None),
        Some(Ok((_, url)) | Err(url)) => go_to(&url),
    }
}

fn perform(world: &mut World, id: &str, action: &str) {
    let bank = format!("ba_sim_{}", world.secret_text(20));
    let now = world.now();
    let Some(record) = world.store.get_mut(PLATFORM, id) else { return };
    let name = record.inner["display_name"].as_str().map(str::to_owned);
    let body = &mut record.body;
    match action {
        "complete" => complete(body, id, &bank, now, name.as_deref()),
        "pending" => {
            body["details_submitted"] = json!(true);
            body["requirements"] = account::requirements(&["representative.verification.document"], Some("requirements.past_due"));
            set_capabilities(body, "inactive");
        }
        "reject" => {
            body["charges_enabled"] = json!(false);
            body["payouts_enabled"] = json!(false);
            body["requirements"] = account::requirements(&[], Some("rejected.other"));
            set_capabilities(body, "inactive");
        }
        _ => return,
    }
    let body = body.clone();
    for (capability, status) in body["capabilities"].as_object().into_iter().flatten() {
        let object = account::capability(capability, id, status.as_str().unwrap_or_default(), now);
        world.emit_object(id, "capability.updated", object, None);
    }
    world.emit_object(id, "account.updated", body, None);
}

fn complete(body: &mut Value, id: &str, bank: &str, now: i64, name: Option<&str>) {
    let (country, currency) = (body["country"].clone(), body["default_currency"].clone());
    for flag in ["charges_enabled", "payouts_enabled", "details_submitted"] {
        body[flag] = json!(true);
    }
    set_capabilities(body, "active");
    body["requirements"] = account::requirements(&[], None);
    body["external_accounts"]["data"] = json!([account::bank_account(bank, id, country.as_str().unwrap_or("FR"), currency.as_str().unwrap_or("eur"))]);
    body["tos_acceptance"]["date"] = json!(now);
    if body["settings"]["payments"]["statement_descriptor"].is_null() {
        body["settings"]["payments"]["statement_descriptor"] = json!(descriptor(name.unwrap_or("ASSOCIATION")));
    }
}

/// What the account asked for, and cards, which an account with a full dashboard always has.
fn set_capabilities(body: &mut Value, status: &str) {
    let mut names: Vec<String> = body["capabilities"].as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect();
    names.push("card_payments".to_owned());
    for name in names {
        body["capabilities"][name] = json!(status);
    }
}

fn descriptor(name: &str) -> String {
    let plain: String = name.to_uppercase().chars().filter(|c| c.is_ascii_alphanumeric() || *c == ' ').take(22).collect();
    if plain.len() < 5 { "ASSOCIATION".to_owned() } else { plain }
}
