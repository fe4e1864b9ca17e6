//! The back office of ticketing: home, concerts, orders, refunds, exports. What staff may see and do follows their role.

mod acts;
mod cancel;
mod card;
mod chart;
mod concert;
mod concerts;
mod exports;
mod form;
mod found;
mod home;
mod lists;
mod modules;
pub mod money;
mod order;
mod orders;
mod refund;
mod rows;
mod saving;
mod timeline;

use kernel::{
    error::{Error, Result, Sentence},
    http::{Admin, BodyLimit},
    views::{FlashKind, Page, PageEntry, entry},
};
use poem::{EndpointExt as _, Response, RouteMethod, get, http::StatusCode, post};
use serde::Deserialize;

use crate::site::pictures::LARGEST_UPLOAD;

/// What an upload's form may weigh beside its picture.
const AROUND_UPLOAD: u64 = 256 * 1024;

/// The pages of ticketing in the back office.
#[must_use]
pub fn admin_routes() -> Vec<(&'static str, RouteMethod)> {
    let upload = BodyLimit(LARGEST_UPLOAD as u64 + AROUND_UPLOAD);
    vec![
        ("/", get(home::show)),
        ("/concerts", get(concerts::list)),
        ("/concerts.csv", get(exports::concert_sheet)),
        ("/concerts/nouveau", get(form::blank).post(form::create.with(upload))),
        ("/concerts/:id", get(concert::show).post(concert::act)),
        ("/concerts/:id/modifier", get(form::edit).post(form::update.with(upload))),
        ("/concerts/:id/annuler", get(cancel::ask).post(cancel::cancel)),
        ("/concerts/:id/ventes.csv", get(exports::ticket_sheet)),
        ("/concerts/:id/liste", get(lists::door_list)),
        ("/concerts/:id/liste.pdf", get(lists::door_list_pdf)),
        ("/reglages/modules", get(modules::show).post(modules::switch_off)),
        ("/commandes", get(orders::list)),
        ("/commandes.csv", get(exports::order_sheet)),
        ("/commandes/:id/recu.pdf", get(crate::ticketing::receipts::admin::download)),
        ("/commandes/:id", get(order::show)),
        ("/commandes/:id/renvoyer", post(acts::resend)),
        ("/commandes/:id/verifier", post(acts::reconcile)),
        ("/commandes/:id/noms", post(acts::rename)),
        ("/commandes/:id/rembourser", get(refund::choose).post(refund::carry_out)),
        ("/commandes/:id/rembourser/:refund", get(refund::outcome).post(refund::retry)),
    ]
}

/// Their templates, for the start.
#[must_use]
pub fn pages() -> Vec<PageEntry> {
    vec![
        entry::<home::HomePage>(),
        entry::<concerts::ConcertsPage>(),
        entry::<concert::ConcertPage>(),
        entry::<form::FormPage>(),
        entry::<cancel::CancelPage>(),
        entry::<lists::DoorListPage>(),
        entry::<modules::ModulesPage>(),
        entry::<orders::OrdersPage>(),
        entry::<order::OrderPage>(),
        entry::<refund::RefundPage>(),
        entry::<refund::ResultPage>(),
    ]
}

/// The end of an address after something was done: which sentence the page begins with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Done {
    fait: String,
}

/// What was done, as `bo-done` says it. An address can name no other.
const DONE: [&str; 13] = [
    "saved",
    "created",
    "kept_draft",
    "published",
    "unpublished",
    "cancelled",
    "resent",
    "resend_soon",
    "checked",
    "refunded",
    "retried",
    "stripe_away",
    "named",
];

impl Done {
    /// Renders a page that begins with the sentence, if one was named.
    ///
    /// # Errors
    /// When the template fails.
    pub fn page<P: Page>(&self, admin: &Admin, active: &'static str, page: &P) -> Result<Response> {
        match DONE.into_iter().find(|word| *word == self.fait) {
            Some(word) => {
                let kind = if matches!(word, "kept_draft" | "resend_soon" | "stripe_away") { FlashKind::Warn } else { FlashKind::Good };
                admin.page_with(active, page, kind, &Sentence::new("bo-done").with("what", word), StatusCode::OK)
            }
            None => admin.page(active, page),
        }
    }
}

/// The sentence of an error that a form can show; any other passes on.
fn told(error: Error) -> Result<Sentence> {
    match error {
        Error::Conflict(sentence) | Error::BadRequest(sentence) => Ok(sentence),
        other => Err(other),
    }
}
