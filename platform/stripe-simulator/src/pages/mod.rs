//! The pages people see: payment, 3-D Secure, onboarding, receipt, and the simulator's own panel. French, plain HTML,
//! no script.

mod checkout;
mod onboarding;
mod panel;

use std::sync::Arc;

use minijinja::Environment;
use poem::http::StatusCode;
use poem::{Body, Response};
use serde_json::Value;

use crate::api_server::Incoming;
use crate::{Shared, control};

/// The templates, read once.
pub(crate) struct Pages {
    templates: Environment<'static>,
}

impl Pages {
    /// Reads the templates.
    ///
    /// # Errors
    /// When one has a fault.
    pub fn load() -> anyhow::Result<Self> {
        let mut templates = Environment::new();
        templates.add_template("layout.html", include_str!("../../templates/layout.html"))?;
        templates.add_template("pay.html", include_str!("../../templates/pay.html"))?;
        templates.add_template("challenge.html", include_str!("../../templates/challenge.html"))?;
        templates.add_template("onboard.html", include_str!("../../templates/onboard.html"))?;
        templates.add_template("notice.html", include_str!("../../templates/notice.html"))?;
        templates.add_template("panel.html", include_str!("../../templates/panel.html"))?;
        templates.add_filter("money", |amount: i64, currency: String| money(amount, &currency));
        Ok(Self { templates })
    }

    /// A page from its template.
    fn page(&self, status: StatusCode, name: &str, context: &Value) -> Response {
        let rendered = self.templates.get_template(name).and_then(|template| template.render(minijinja::value::Serde(context)));
        match rendered {
            Ok(html) => html_response(status, html),
            Err(error) => {
                tracing::error!(page = name, %error, "a page of the simulator could not be drawn");
                html_response(StatusCode::INTERNAL_SERVER_ERROR, "Le simulateur n’a pas pu dessiner cette page.".to_owned())
            }
        }
    }
}

fn html_response(status: StatusCode, html: String) -> Response {
    Response::builder()
        .status(status)
        .header("content-type", "text/html; charset=utf-8")
        .header("content-security-policy", "default-src 'none'; img-src data:; style-src 'self'; base-uri 'none'; frame-ancestors 'none'")
        .header("referrer-policy", "no-referrer")
        .header("cache-control", "no-store")
        .body(html)
}

/// Serves `/sim` and everything under it.
pub(crate) async fn serve(shared: &Arc<Shared>, incoming: &Incoming) -> Response {
    let path = incoming.path.trim_start_matches("/sim").trim_matches('/');
    let steps: Vec<&str> = path.split('/').filter(|step| !step.is_empty()).collect();
    let is_form = incoming.headers.get("content-type").is_some_and(|kind| kind.as_bytes().starts_with(b"application/x-www-form-urlencoded"));
    match (incoming.method.as_str(), steps.as_slice()) {
        ("GET", []) => panel::show(shared),
        ("POST", ["faults"]) if is_form => panel::set_faults(shared, incoming),
        ("POST", ["clock", "advance"]) if is_form => panel::advance(shared, incoming).await,
        ("POST", ["deliver"]) if is_form => panel::deliver(shared),
        ("POST", ["events", event, "resend"]) => panel::resend(shared, event),
        ("GET", ["style.css"]) => style(),
        ("GET", ["c", "pay", session]) => checkout::show(shared, session).await,
        ("POST", ["c", "pay", session]) => checkout::pay(shared, session, incoming).await,
        ("GET", ["c", "3ds", intent]) => checkout::challenge(shared, intent),
        ("POST", ["c", "3ds", intent]) => checkout::answer(shared, intent, incoming).await,
        ("GET", ["receipt", charge]) => checkout::receipt(shared, charge),
        ("GET", ["onboard", link]) => onboarding::show(shared, link).await,
        ("POST", ["onboard", link]) => onboarding::act(shared, link, incoming).await,
        (_, steps) => match control::serve(shared, incoming, steps).await {
            Some(response) => response,
            None => notice(shared, StatusCode::NOT_FOUND, "Page introuvable", "Cette adresse n’existe pas dans le simulateur.", None),
        },
    }
}

fn style() -> Response {
    Response::builder()
        .header("content-type", "text/css; charset=utf-8")
        .header("cache-control", "no-cache")
        .body(Body::from(include_str!("../../templates/style.css")))
}

/// A page that says one thing, with at most one link.
fn notice(shared: &Shared, status: StatusCode, title: &str, text: &str, link: Option<(&str, &str)>) -> Response {
    let context = serde_json::json!({"title": title, "text": text, "link": link.map(|(url, label)| serde_json::json!({"url": url, "label": label}))});
    shared.pages.page(status, "notice.html", &context)
}

/// 303 to an address.
pub(crate) fn go_to(url: &str) -> Response {
    Response::builder().status(StatusCode::SEE_OTHER).header("location", url).finish()
}

/// An amount in minor units as the French write it: `14,70 €`.
pub(crate) fn money(amount: i64, currency: &str) -> String {
    let sign = if amount < 0 { "−" } else { "" };
    let unit = match currency {
        "eur" => "€".to_owned(),
        other => other.to_uppercase(),
    };
    let amount = amount.unsigned_abs();
    if matches!(currency, "jpy" | "krw") {
        return format!("{sign}{amount}\u{a0}{unit}");
    }
    format!("{sign}{},{:02}\u{a0}{unit}", amount / 100, amount % 100)
}
