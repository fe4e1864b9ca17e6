//! The payment page, the 3-D Secure page and the receipt.

use std::sync::Arc;

use chrono::{DateTime, Datelike};
use poem::Response;
use poem::http::StatusCode;
use serde_json::{Map, Value, json};

use super::{go_to, notice};
use crate::Shared;
use crate::api_server::Incoming;
use crate::cards::{self, Card};
use crate::objects::payment::Payer;
use crate::parameters;
use crate::payments::{self, Attempt};
use crate::store::{Kind, PLATFORM};
use crate::world::World;

const TYPED: [&str; 3] = ["email", "name", "exp"];

/// The payment page; an expired or paid session shows a page that says so.
pub(crate) async fn show(shared: &Arc<Shared>, session: &str) -> Response {
    let found = shared.change(|world| view(world, session)).await;
    draw(shared, found, &json!({}), &json!({}), None)
}

/// What a page about a session needs; the account it is in comes first.
fn view(world: &World, session: &str) -> Option<(String, Value)> {
    let account = world.store.books().find(|book| world.store.find(book, Kind::Session, session, "").is_ok())?.to_owned();
    let record = world.store.get(&account, session)?;
    let body = &record.body;
    let seller = world.store.get(PLATFORM, &account).map_or(Value::Null, |record| {
        let named = [
            &record.inner["display_name"],
            &record.body["settings"]["dashboard"]["display_name"],
            &record.body["business_profile"]["name"],
            &record.body["settings"]["payments"]["statement_descriptor"],
        ];
        named.into_iter().find(|name| name.is_string()).cloned().unwrap_or_else(|| json!(account))
    });
    let success = body["success_url"].as_str().unwrap_or_default().replace("{CHECKOUT_SESSION_ID}", session);
    Some((
        account,
        json!({
            "id": session, "status": body["status"], "amount": body["amount_total"], "currency": body["currency"],
            "lines": record.inner["lines"], "email": body["customer_email"], "seller": seller,
            "success_url": success, "cancel_url": body["cancel_url"], "submit_type": body["submit_type"],
        }),
    ))
}

fn draw(shared: &Shared, found: Option<(String, Value)>, values: &Value, faults: &Value, refused: Option<&str>) -> Response {
    let Some((_, session)) = found else {
        return notice(shared, StatusCode::NOT_FOUND, "Paiement introuvable", "Ce lien de paiement n’existe pas.", None);
    };
    match session["status"].as_str() {
        Some("complete") => {
            let link = session["success_url"].as_str().map(|url| (url, "Revenir chez l’association"));
            notice(shared, StatusCode::OK, "Déjà payé", "Ce paiement a déjà été fait. Rien n’a été prélevé une seconde fois.", link)
        }
        Some("expired") => {
            let link = session["cancel_url"].as_str().map(|url| (url, "Revenir chez l’association"));
            notice(shared, StatusCode::OK, "Paiement expiré", "Le temps prévu pour payer est écoulé. Rien n’a été prélevé.", link)
        }
        _ => {
            let context = json!({"session": session, "values": values, "faults": faults, "refused": refused});
            shared.pages.page(StatusCode::OK, "pay.html", &context)
        }
    }
}

/// Takes the form: the card is tried, or the page comes back with what is wrong. The number is never written back.
pub(crate) async fn pay(shared: &Arc<Shared>, session: &str, incoming: &Incoming) -> Response {
    let form = parameters::decode(&incoming.body).unwrap_or_else(|_| json!({}));
    let field = |name: &str| form[name].as_str().unwrap_or_default().trim().to_owned();
    let values: Map<String, Value> = TYPED.iter().map(|name| ((*name).to_owned(), json!(field(name)))).collect();
    let values = Value::Object(values);
    let result = shared
        .change(|world| {
            let found = view(world, session);
            let Some((account, view)) = &found else { return Err((None, json!({}), None)) };
            if view["status"] != "open" {
                return Err((found, json!({}), None));
            }
            let prefilled = view["email"].as_str().unwrap_or_default().to_owned();
            let email = if prefilled.is_empty() { field("email") } else { prefilled };
            let (card, payer) = match read(&email, &field, world.now()) {
                Ok(read) => read,
                Err(faults) => return Err((found, faults, None)),
            };
            match payments::attempt(world, account, session, card, &payer) {
                Attempt::Paid => Ok(view["success_url"].as_str().unwrap_or_default().to_owned()),
                Attempt::Challenged(intent) => Ok(world.page(&format!("c/3ds/{intent}"))),
                Attempt::Refused(sentence) => Err((found, json!({}), Some(sentence))),
            }
        })
        .await;
    match result {
        Ok(url) => go_to(&url),
        Err((found, faults, refused)) => draw(shared, found, &values, &faults, refused),
    }
}

fn read(email: &str, field: &impl Fn(&str) -> String, now: i64) -> Result<(&'static Card, Payer), Value> {
    let mut faults = json!({});
    if !email.contains('@') || email.contains(char::is_whitespace) {
        faults["email"] = json!("Indiquez une adresse e-mail.");
    }
    let number = field("card_number");
    let card = cards::by_number(&number);
    if card.is_none() {
        faults["card_number"] = json!(if number.is_empty() {
            "Indiquez un numéro de carte de test."
        } else {
            "Ce simulateur n’accepte que les cartes de test de Stripe. Ce numéro n’a été ni gardé ni transmis."
        });
    }
    let expiry = expiry(&field("exp"));
    match expiry {
        None => faults["exp"] = json!("Indiquez la date d’expiration sous la forme MM/AA."),
        Some((month, year)) if past(month, year, now) => faults["exp"] = json!("La date d’expiration est passée."),
        Some(_) => {}
    }
    let security_code = field("cvc");
    if security_code.len() != 3 || !security_code.chars().all(|c| c.is_ascii_digit()) {
        faults["cvc"] = json!("Indiquez les trois chiffres au dos de la carte.");
    }
    let name = field("name");
    if name.is_empty() || name.chars().count() > 200 {
        faults["name"] = json!("Indiquez le nom inscrit sur la carte.");
    }
    match (card, expiry) {
        (Some(card), Some((expiry_month, expiry_year))) if faults == json!({}) => {
            Ok((card, Payer { email: email.to_owned(), name, expiry_month, expiry_year }))
        }
        _ => Err(faults),
    }
}

/// Month and year of `12/34`, `12 / 2034` or `1234`.
fn expiry(typed: &str) -> Option<(u32, i32)> {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let (month, year) = match digits.len() {
        4 | 6 => digits.split_at(2),
        3 => digits.split_at(1),
        _ => return None,
    };
    let month = month.parse().ok().filter(|month| (1..=12).contains(month))?;
    let year: i32 = year.parse().ok()?;
    Some((month, if year < 100 { 2_000 + year } else { year }))
}

fn past(month: u32, year: i32, now: i64) -> bool {
    DateTime::from_timestamp(now, 0).is_none_or(|today| (year, month) < (today.year(), today.month()))
}

/// The bank's page; without a pending question it leads back.
pub(crate) fn challenge(shared: &Shared, intent: &str) -> Response {
    let asked = shared.with(|world| pending(world, intent));
    match asked {
        Some((_, _, context)) => shared.pages.page(StatusCode::OK, "challenge.html", &context),
        None => notice(shared, StatusCode::OK, "Rien à confirmer", "Votre banque n’attend pas de réponse pour ce paiement.", None),
    }
}

/// The account and session of an intent that waits for an answer.
fn pending(world: &World, intent: &str) -> Option<(String, String, Value)> {
    let account = world.store.books().find(|book| world.store.find(book, Kind::PaymentIntent, intent, "").is_ok())?.to_owned();
    let record = world.store.get(&account, intent).filter(|record| record.body["status"] == "requires_action")?;
    let session = record.inner["session"].as_str()?.to_owned();
    let context = json!({"intent": intent, "amount": record.body["amount"], "currency": record.body["currency"]});
    Some((account, session, context))
}

/// Takes the buyer's answer to the bank.
pub(crate) async fn answer(shared: &Arc<Shared>, intent: &str, incoming: &Incoming) -> Response {
    let form = parameters::decode(&incoming.body).unwrap_or_else(|_| json!({}));
    let passed = form["outcome"] == "pass";
    let result = shared
        .change(|world| {
            let (account, session, _) = pending(world, intent)?;
            match payments::answer_challenge(world, &account, intent, passed) {
                Attempt::Refused(sentence) => Some((view(world, &session), Some(sentence))),
                _ => Some((view(world, &session), None)),
            }
        })
        .await;
    match result {
        None => challenge(shared, intent),
        Some((Some((_, session)), None)) => go_to(session["success_url"].as_str().unwrap_or_default()),
        Some((found, refused)) => draw(shared, found, &json!({}), &json!({}), refused),
    }
}

/// What Stripe's receipt says, in short.
pub(crate) fn receipt(shared: &Shared, charge: &str) -> Response {
    let text = shared.with(|world| {
        let book = world.store.books().find(|book| world.store.find(book, Kind::Charge, charge, "").is_ok())?;
        let body = &world.store.get(book, charge)?.body;
        let amount = super::money(body["amount"].as_i64()?, body["currency"].as_str()?);
        let last4 = body["payment_method_details"]["card"]["last4"].as_str()?;
        Some(format!("{amount} payés avec la carte •••• {last4}."))
    });
    match text {
        Some(text) => notice(shared, StatusCode::OK, "Reçu", &text, None),
        None => notice(shared, StatusCode::NOT_FOUND, "Reçu introuvable", "Ce reçu n’existe pas.", None),
    }
}
