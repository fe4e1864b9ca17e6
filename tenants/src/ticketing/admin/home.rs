//! The first page of the back office: the next concert, the money, and at most three things to do.

use kernel::{
    db::TenantTx,
    error::Result,
    http::Admin,
    money::Cents,
    session::Capability,
    views::{Page, Surface},
};
use poem::{Response, handler};
use serde::Serialize;

use super::rows::ConcertRow;
use crate::{
    legal,
    payments::{connect, ledger, model::AccountStanding},
    site,
    ticketing::{
        concerts::{
            self,
            model::{Concert, ConcertState},
        },
        desk,
    },
};

/// How many things to do are shown: a longer list is read by nobody.
const MOST_TODO: usize = 3;
/// How many concerts follow the next one.
const MOST_UPCOMING: usize = 6;

/// The page.
#[derive(Debug, Serialize)]
pub struct HomePage {
    greeting_name: String,
    next_concert: Option<ConcertRow>,
    week: Week,
    till: Option<Till>,
    todo: Vec<Todo>,
    upcoming: Vec<ConcertRow>,
}

#[derive(Debug, Serialize)]
struct Week {
    tickets: i64,
    cents: Cents,
}

#[derive(Debug, Serialize)]
struct Till {
    on_the_way_cents: Cents,
    state: &'static str,
}

#[derive(Debug, Serialize)]
struct Todo {
    kind: &'static str,
    count: usize,
    name: String,
    url: String,
}

impl Page for HomePage {
    const TEMPLATE: &'static str = "back_office/home.html";
    const SURFACE: Surface = Surface::BackOffice;

    fn samples() -> Vec<Self> {
        let row = || ConcertRow::sample(ConcertState::Published, "open");
        let todo = |kind| Todo { kind, count: 2, name: "Bal de la Saint-Jean".to_owned(), url: "/a/tilleuls".to_owned() };
        let kinds = [
            "refund_failed",
            "disputed",
            "connect_stripe",
            "finish_stripe",
            "stripe_restricted",
            "complete_facts",
            "name_mediator",
            "publish_draft",
            "prepare_door",
            "first_concert",
        ];
        vec![
            Self {
                greeting_name: "Jeanne".to_owned(),
                next_concert: Some(row()),
                week: Week { tickets: 14, cents: Cents(19_600) },
                till: Some(Till { on_the_way_cents: Cents(128_640), state: "active" }),
                todo: kinds.map(todo).into(),
                upcoming: vec![ConcertRow::sample(ConcertState::Draft, "not_open"), ConcertRow { takings_cents: None, ..row() }],
            },
            Self {
                greeting_name: "Ali".to_owned(),
                next_concert: Some(ConcertRow { doors_at: None, ..ConcertRow::sample(ConcertState::Draft, "not_open") }),
                week: Week { tickets: 0, cents: Cents::ZERO },
                till: Some(Till { on_the_way_cents: Cents::ZERO, state: "not_connected" }),
                todo: Vec::new(),
                upcoming: Vec::new(),
            },
            Self {
                greeting_name: "Ali".to_owned(),
                next_concert: None,
                week: Week { tickets: 0, cents: Cents::ZERO },
                till: None,
                todo: Vec::new(),
                upcoming: Vec::new(),
            },
        ]
    }
}

#[handler]
pub async fn show(admin: Admin) -> Result<Response> {
    let now = admin.ctx.now();
    let mut tx = admin.begin().await?;
    // A concert of last night is still tonight's until it is long over.
    let since = now - chrono::Duration::hours(4);
    let mut coming = concerts::store::list(&mut tx, concerts::store::Wanted { from: Some(since), ..Default::default() }).await?;
    coming.retain(|concert| concert.state != ConcertState::Cancelled);
    let drafts_shown = admin.staff.role.may(Capability::Edit);
    if !drafts_shown {
        coming.retain(|concert| concert.state == ConcertState::Published);
    }
    let till = if admin.staff.role.may(Capability::Money) {
        let account = connect::store::find(&mut tx).await?;
        let (_, _, net) = ledger::store::sums(&mut tx).await?;
        Some(Till { on_the_way_cents: net.max(Cents::ZERO), state: account.map_or("not_connected", |account| account.state.word()) })
    } else {
        None
    };
    let (tickets, cents) = if till.is_some() { desk::store::week(&mut tx, now - chrono::Duration::days(7)).await? } else { (0, Cents::ZERO) };
    let todo = todo(&admin, &mut tx, &coming).await?;
    let shown: Vec<Concert> = coming.into_iter().take(1 + MOST_UPCOMING).collect();
    let mut rows = ConcertRow::of(&admin, &mut tx, &shown).await?;
    drop(tx);
    // A draft is next only when nothing is announced.
    let first = rows.iter().position(|row| row.state == ConcertState::Published.word()).or(if rows.is_empty() { None } else { Some(0) });
    let next_concert = first.map(|place| rows.remove(place));
    let greeting_name = admin.staff.signed_in.name.split_whitespace().next().unwrap_or_default().to_owned();
    admin.page("home", &HomePage { greeting_name, next_concert, week: Week { tickets, cents }, till, todo, upcoming: rows })
}

/// What waits for this person, most urgent first.
async fn todo(admin: &Admin, tx: &mut TenantTx, coming: &[Concert]) -> Result<Vec<Todo>> {
    let now = admin.ctx.now();
    let role = admin.staff.role;
    let mut todo = Vec::new();
    let mut add = |kind, count, name: &str, path: String| todo.push(Todo { kind, count, name: name.to_owned(), url: admin.path(&path) });
    if role.may(Capability::Money) {
        let failed = desk::store::failed_refunds(tx).await?;
        if let Some(order) = failed.first() {
            add("refund_failed", failed.len(), "", format!("/commandes/{order}"));
        }
        if let Some(order) = desk::store::latest_dispute(tx, now - chrono::Duration::days(60)).await? {
            add("disputed", 1, "", format!("/commandes/{order}"));
        }
    }
    let tonight = coming.iter().find(|concert| concert.state == ConcertState::Published && concert.starts_at - now < chrono::Duration::hours(12));
    if let Some(concert) = tonight {
        add("prepare_door", 1, &concert.title, format!("/concerts/{}/porte", concert.id));
    }
    if role.may(Capability::Money) {
        let kind = match connect::store::find(tx).await?.map(|account| account.state) {
            None | Some(AccountStanding::Disconnected) => Some("connect_stripe"),
            Some(AccountStanding::Onboarding) => Some("finish_stripe"),
            Some(AccountStanding::Restricted) => Some("stripe_restricted"),
            Some(AccountStanding::Active) => None,
        };
        if let Some(kind) = kind {
            add(kind, 1, "", "/argent".to_owned());
        }
    }
    if role.may(Capability::Manage) {
        let association = site::store::load(tx).await?;
        let missing = legal::missing_for_sales(&association).len();
        if missing == 1 && association.mediator_name.is_empty() {
            add("name_mediator", 1, "", "/reglages".to_owned());
        } else if missing > 0 {
            add("complete_facts", missing, "", "/reglages".to_owned());
        }
    }
    if role.may(Capability::Edit) {
        if let Some(draft) = coming.iter().find(|concert| concert.state == ConcertState::Draft) {
            add("publish_draft", 1, &draft.title, format!("/concerts/{}", draft.id));
        } else if coming.is_empty() {
            add("first_concert", 1, "", "/concerts/nouveau".to_owned());
        }
    }
    todo.truncate(MOST_TODO);
    Ok(todo)
}
