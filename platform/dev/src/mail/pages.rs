//! The pages a person reads caught mail on, and the JSON a test fetches. Plain HTML: a mail's own markup only ever shows in a sandbox.

#![expect(clippy::needless_pass_by_value, reason = "the web library hands a handler its arguments by value")]

use std::sync::Arc;

use minijinja::{Environment, Value, context, value::Serde};
use poem::{
    Endpoint, EndpointExt, IntoResponse, Response, Route, get, handler,
    http::{StatusCode, header},
    post,
    web::{Data, Json, Path, Query},
};
use serde::Deserialize;

use super::{Mailbox, Message};

/// What a page of ours may load: our style sheet and the frame.
const OUR_POLICY: &str = "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What a mail may do: look as its sender meant, show its own pictures, open links elsewhere; run nothing, fetch nothing.
const MAIL_POLICY: &str =
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; frame-ancestors 'self'";

/// The pages' shared parts.
#[derive(Clone)]
struct Desk {
    mailbox: Arc<Mailbox>,
    pages: Arc<Environment<'static>>,
}

/// Every route, over `mailbox`.
///
/// # Errors
/// When a template cannot be read.
pub(super) fn routes(mailbox: Arc<Mailbox>) -> anyhow::Result<impl Endpoint> {
    let mut pages = Environment::new();
    pages.add_template("layout.html", include_str!("../../templates/mail/layout.html"))?;
    pages.add_template("list.html", include_str!("../../templates/mail/list.html"))?;
    pages.add_template("message.html", include_str!("../../templates/mail/message.html"))?;
    pages.add_template("absent.html", include_str!("../../templates/mail/absent.html"))?;
    pages.add_filter("moment", moment);
    pages.add_filter("weight", weight);
    let desk = Desk { mailbox, pages: Arc::new(pages) };
    Ok(Route::new()
        .at("/", get(list_page))
        .at("/style.css", get(style_sheet))
        .at("/effacer", post(clear_on_page))
        .at("/messages/:id", get(message_page))
        .at("/messages/:id/html", get(html_version))
        .at("/messages/:id/raw", get(raw_bytes))
        .at("/messages/:id/attachments/:index", get(attachment_bytes))
        .at("/api/messages", get(list_json).delete(clear_json))
        .at("/api/messages/:id", get(message_json))
        .at("/api/faults", post(ask_faults))
        .data(desk))
}

#[derive(Deserialize)]
struct Filter {
    to: Option<String>,
}

impl Filter {
    fn address(&self) -> Option<&str> {
        self.to.as_deref().map(str::trim).filter(|to| !to.is_empty())
    }
}

#[handler]
fn list_page(desk: Data<&Desk>, filter: Query<Filter>) -> Response {
    let messages = desk.mailbox.list(filter.address());
    let messages: Vec<&Message> = messages.iter().map(AsRef::as_ref).collect();
    desk.page(StatusCode::OK, "list.html", &context! { messages => Value::from(Serde(&messages)), to => filter.address() })
}

#[handler]
fn message_page(desk: Data<&Desk>, id: Path<u64>) -> Response {
    match desk.mailbox.find(*id) {
        Some(message) => desk.page(StatusCode::OK, "message.html", &context! { message => Value::from(Serde(message.as_ref())) }),
        None => desk.absent(),
    }
}

#[handler]
fn html_version(desk: Data<&Desk>, id: Path<u64>) -> Response {
    let Some(message) = desk.mailbox.find(*id) else { return desk.absent() };
    let Some(text) = &message.html else { return desk.absent() };
    let mut text = text.clone();
    for piece in &message.attachments {
        if let Some(content_id) = &piece.content_id {
            text = text.replace(&format!("cid:{content_id}"), &piece.path);
        }
    }
    answer("text/html; charset=utf-8", MAIL_POLICY, None, text.into_bytes())
}

#[handler]
fn raw_bytes(desk: Data<&Desk>, id: Path<u64>) -> Response {
    let Some(message) = desk.mailbox.find(*id) else { return desk.absent() };
    answer("message/rfc822", MAIL_POLICY, Some(&format!("message-{}.eml", message.id)), message.raw.clone())
}

#[handler]
fn attachment_bytes(desk: Data<&Desk>, Path((id, index)): Path<(u64, usize)>) -> Response {
    let message = desk.mailbox.find(id);
    let Some(piece) = message.as_ref().and_then(|message| message.attachments.get(index)) else { return desk.absent() };
    // A picture of the mail shows in its frame; anything else is downloaded.
    let name = (!piece.content_type.starts_with("image/")).then_some(piece.name.as_str());
    answer(&piece.content_type, MAIL_POLICY, name, piece.bytes.clone())
}

#[handler]
fn style_sheet() -> Response {
    answer("text/css; charset=utf-8", OUR_POLICY, None, include_bytes!("../../templates/mail/style.css").to_vec())
}

#[handler]
fn clear_on_page(desk: Data<&Desk>) -> Response {
    desk.mailbox.clear();
    Response::builder().status(StatusCode::SEE_OTHER).header(header::LOCATION, "/").finish()
}

#[handler]
fn list_json(desk: Data<&Desk>, filter: Query<Filter>) -> Response {
    let messages = desk.mailbox.list(filter.address());
    Json(messages.iter().map(AsRef::as_ref).collect::<Vec<&Message>>()).into_response()
}

#[handler]
fn message_json(desk: Data<&Desk>, id: Path<u64>) -> Response {
    match desk.mailbox.find(*id) {
        Some(message) => Json(message.as_ref()).into_response(),
        None => StatusCode::NOT_FOUND.into(),
    }
}

#[handler]
fn clear_json(desk: Data<&Desk>) -> StatusCode {
    desk.mailbox.clear();
    StatusCode::NO_CONTENT
}

/// How many mails to refuse next, and with which SMTP code (451 unless told: try again).
#[derive(Deserialize)]
struct Faults {
    reject_next: u32,
    #[serde(default = "try_again")]
    code: u16,
}

const fn try_again() -> u16 {
    451
}

#[handler]
fn ask_faults(desk: Data<&Desk>, asked: Json<Faults>) -> Response {
    if !(400..600).contains(&asked.code) {
        return (StatusCode::BAD_REQUEST, "code: an SMTP refusal is 400 to 599").into_response();
    }
    desk.mailbox.reject_next(asked.reject_next, asked.code);
    StatusCode::NO_CONTENT.into()
}

impl Desk {
    fn page(&self, status: StatusCode, template: &str, values: &Value) -> Response {
        match self.pages.get_template(template).and_then(|page| page.render(values)) {
            Ok(text) => {
                let mut response = answer("text/html; charset=utf-8", OUR_POLICY, None, text.into_bytes());
                response.set_status(status);
                response
            }
            Err(error) => {
                tracing::error!(%error, template, "a page of the mail catcher cannot be drawn");
                StatusCode::INTERNAL_SERVER_ERROR.into()
            }
        }
    }

    fn absent(&self) -> Response {
        self.page(StatusCode::NOT_FOUND, "absent.html", &context! {})
    }
}

/// An answer under `policy`; with `download` it is saved under that name.
fn answer(content_type: &str, policy: &str, download: Option<&str>, body: Vec<u8>) -> Response {
    // A media type out of a mail may be no header value.
    let content_type = if content_type.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') { content_type } else { "application/octet-stream" };
    let mut response = Response::builder()
        .header(header::CONTENT_TYPE, content_type)
        .header(header::CONTENT_SECURITY_POLICY, policy)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::REFERRER_POLICY, "no-referrer")
        .header(header::CACHE_CONTROL, "no-store");
    if let Some(name) = download {
        let encoded: String = url::form_urlencoded::byte_serialize(name.as_bytes()).collect::<String>().replace('+', "%20");
        response = response.header(header::CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{encoded}"));
    }
    response.body(body)
}

/// `23/11/2026 à 9 h 30`, in Paris.
fn moment(text: &str) -> String {
    chrono::DateTime::parse_from_rfc3339(text)
        .map_or_else(|_| text.to_owned(), |at| at.with_timezone(&kernel::clock::PARIS).format("%d/%m/%Y à %-H\u{a0}h\u{a0}%M").to_string())
}

/// `12 ko`.
fn weight(bytes: u64) -> String {
    if bytes < 1000 { format!("{bytes}\u{a0}octets") } else { format!("{}\u{a0}ko", bytes.div_ceil(1000)) }
}
