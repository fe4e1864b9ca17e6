//! Requests in the back office: what is due, what waits for two people, letters to enter.

mod acts;
mod detail;
mod letter;
mod parts;

use kernel::{
    clock::Timestamp,
    error::Result,
    http::Admin,
    session::Capability,
    views::{Page, PageEntry, Surface, entry},
};
use poem::{Response, RouteMethod, get, handler, web::Query};
use serde::{Deserialize, Serialize};

use super::{
    model::{Channel, Kind, State},
    store::{self, Request},
};

/// The pages of requests.
#[must_use]
pub fn admin_routes() -> Vec<(&'static str, RouteMethod)> {
    vec![
        ("/demandes", get(list)),
        ("/demandes/lettre", get(letter::show).post(letter::save)),
        ("/demandes/:id", get(detail::show).post(acts::act)),
        ("/demandes/:id/copie.zip", get(acts::copy)),
    ]
}

/// Their templates, for the start.
#[must_use]
pub fn pages() -> Vec<PageEntry> {
    vec![entry::<ListPage>(), entry::<letter::LetterPage>(), entry::<detail::DetailPage>()]
}

/// The list.
#[derive(Debug, Serialize)]
pub struct ListPage {
    open: bool,
    requests: Vec<Row>,
    rights_url: String,
}

#[derive(Debug, Serialize)]
struct Row {
    id: String,
    reference: String,
    kind: &'static str,
    state: &'static str,
    name: String,
    letter: bool,
    received_at: Timestamp,
    due_at: Timestamp,
    overdue: bool,
    soon: bool,
    waits: bool,
}

impl Row {
    fn of(request: &Request, now: Timestamp) -> Self {
        let open = !request.state.is_final();
        Self {
            id: request.id.to_string(),
            reference: request.reference.clone(),
            kind: request.kind.word(),
            state: request.state.word(),
            name: request.declared(),
            letter: request.channel == Channel::Letter,
            received_at: request.received_at,
            due_at: request.due_at,
            overdue: open && request.due_at < now,
            soon: open && request.due_at >= now && request.due_at - now < chrono::Duration::days(7),
            waits: request.state == State::AwaitingSecondApproval,
        }
    }
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "back_office/requests.html";
    const SURFACE: Surface = Surface::BackOffice;

    fn samples() -> Vec<Self> {
        let row = |state: &State, overdue, soon| Row {
            id: "1".to_owned(),
            reference: "7K2M-Q9TX".to_owned(),
            kind: Kind::Erasure.word(),
            state: state.word(),
            name: if overdue { String::new() } else { "Jeanne Lefort".to_owned() },
            letter: soon,
            received_at: Timestamp::default(),
            due_at: Timestamp::default(),
            overdue,
            soon,
            waits: *state == State::AwaitingSecondApproval,
        };
        let page = |open, requests| Self { open, requests, rights_url: "https://jazz.estrade.example/vos-donnees".to_owned() };
        vec![
            page(true, Vec::new()),
            page(false, Vec::new()),
            page(true, State::ALL.iter().map(|state| row(state, false, true)).collect()),
            page(false, vec![row(&State::Completed, true, false)]),
        ]
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    vue: String,
}

#[handler]
async fn list(admin: Admin, Query(asked): Query<Asked>) -> Result<Response> {
    admin.require(Capability::Orders)?;
    let now = admin.ctx.now();
    let open = asked.vue != "closes";
    let mut tx = admin.begin().await?;
    let requests = store::list(&mut tx, open).await?;
    drop(tx);
    let http = &admin.ctx.app.config.http;
    let page = ListPage {
        open,
        requests: requests.iter().map(|request| Row::of(request, now)).collect(),
        rights_url: http.absolute(&http.site_host(&admin.tenant().slug), super::PATH),
    };
    admin.page("privacy", &page)
}
