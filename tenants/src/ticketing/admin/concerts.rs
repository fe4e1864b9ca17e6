//! The list of concerts: to come, past, drafts.

use std::cmp::Reverse;

use kernel::{
    db::TenantTx,
    error::Result,
    http::Admin,
    session::Capability,
    views::{Page, Surface},
};
use poem::{Response, handler, web::Query};
use serde::{Deserialize, Serialize};

use super::rows::ConcertRow;
use crate::ticketing::{
    concerts::{
        self,
        model::{Concert, ConcertState},
    },
    desk::model::{PER_PAGE, Paging, address},
};

/// The page.
#[derive(Debug, Serialize)]
pub struct ConcertsPage {
    filter: &'static str,
    concerts: Vec<ConcertRow>,
    counts: Counts,
    paging: Paging,
    export_url: String,
}

#[derive(Debug, Serialize)]
struct Counts {
    coming: usize,
    past: usize,
    drafts: usize,
}

impl Page for ConcertsPage {
    const TEMPLATE: &'static str = "back_office/concerts.html";
    const SURFACE: Surface = Surface::BackOffice;

    fn samples() -> Vec<Self> {
        let page = |filter, concerts: Vec<ConcertRow>| Self {
            filter,
            paging: Paging::whole(concerts.len()),
            concerts,
            counts: Counts { coming: 4, past: 23, drafts: 1 },
            export_url: "/a/tilleuls/concerts.csv".to_owned(),
        };
        let row = |state, sale| ConcertRow::sample(state, sale);
        vec![
            page("coming", vec![row(ConcertState::Published, "open"), row(ConcertState::Cancelled, "closed"), row(ConcertState::Published, "unconnected")]),
            Self {
                paging: Paging { page: 2, pages: 3, total: 130, previous_url: Some("?page=1".to_owned()), next_url: Some("?page=3".to_owned()) },
                ..page("past", vec![row(ConcertState::Published, "sold_out")])
            },
            page("drafts", vec![ConcertRow { takings_cents: None, ..row(ConcertState::Draft, "not_open") }]),
            page("drafts", Vec::new()),
            page("coming", Vec::new()),
            page("past", Vec::new()),
        ]
    }
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    filtre: String,
    page: String,
}

/// The three lists, each in the order it is read.
pub(super) struct Sorted {
    pub coming: Vec<Concert>,
    pub past: Vec<Concert>,
    pub drafts: Vec<Concert>,
}

impl Sorted {
    /// Reads every concert of the association: some hundreds in a lifetime.
    pub(super) async fn load(admin: &Admin, tx: &mut TenantTx) -> Result<Self> {
        let today = admin.ctx.now() - chrono::Duration::hours(6);
        let mut sorted = Self { coming: Vec::new(), past: Vec::new(), drafts: Vec::new() };
        for concert in concerts::store::list(tx, concerts::store::Wanted::default()).await? {
            if concert.state == ConcertState::Draft {
                sorted.drafts.push(concert);
            } else if concert.starts_at >= today {
                sorted.coming.push(concert);
            } else {
                sorted.past.push(concert);
            }
        }
        sorted.coming.sort_by_key(|concert| concert.starts_at);
        sorted.drafts.sort_by_key(|concert| concert.starts_at);
        sorted.past.sort_by_key(|concert| Reverse(concert.starts_at));
        Ok(sorted)
    }

    /// The list of that name and the name as we spell it.
    pub(super) fn pick(self, filter: &str) -> (&'static str, Vec<Concert>) {
        match filter {
            "past" => ("past", self.past),
            "drafts" => ("drafts", self.drafts),
            _ => ("coming", self.coming),
        }
    }
}

impl Asked {
    pub(super) fn filter(&self) -> &str {
        &self.filtre
    }
}

#[handler]
pub async fn list(admin: Admin, Query(asked): Query<Asked>) -> Result<Response> {
    admin.require(Capability::Edit)?;
    let mut tx = admin.begin().await?;
    let sorted = Sorted::load(&admin, &mut tx).await?;
    let counts = Counts { coming: sorted.coming.len(), past: sorted.past.len(), drafts: sorted.drafts.len() };
    let (filter, all) = sorted.pick(&asked.filtre);
    let per_page = usize::try_from(PER_PAGE).unwrap_or(usize::MAX);
    let pages = all.len().div_ceil(per_page).max(1);
    let page = asked.page.parse().unwrap_or(1).clamp(1, pages);
    let shown: Vec<Concert> = all.iter().skip((page - 1) * per_page).take(per_page).cloned().collect();
    let rows = ConcertRow::of(&admin, &mut tx, &shown).await?;
    drop(tx);
    let to = |page: usize| Some(address(&admin, "/concerts", &[("filtre", filter), ("page", &page.to_string())], ""));
    let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let paging = Paging {
        page: number(page),
        pages: number(pages),
        total: number(all.len()),
        previous_url: if page > 1 { to(page - 1) } else { None },
        next_url: if page < pages { to(page + 1) } else { None },
    };
    let export_url = address(&admin, "/concerts.csv", &[("filtre", filter)], "");
    admin.page("concerts", &ConcertsPage { filter, concerts: rows, counts, paging, export_url })
}
