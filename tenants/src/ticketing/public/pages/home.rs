//! The home page of an association: its next concert, those after it, and what it says of itself.

use kernel::{error::Result, http::Ctx, views::Page};
use poem::{Request, Response, handler, web::Data};
use serde::Serialize;

use super::card::{ConcertCard, Programme};
use crate::site::{
    cache::{PageCache, Rendered},
    chrome::{chrome_of, year_ends},
    markdown, store,
};

/// How many concerts follow the next one.
const MOST: usize = 5;
/// How many past ones are shown between two seasons.
const MEMORIES: usize = 6;

/// The page.
#[derive(Debug, Serialize)]
pub struct HomePage {
    next: Option<ConcertCard>,
    concerts: Vec<ConcertCard>,
    more: bool,
    past: Vec<ConcertCard>,
    about_html: Option<String>,
}

impl Page for HomePage {
    const TEMPLATE: &'static str = "site/home.html";

    fn samples() -> Vec<Self> {
        let cards = ConcertCard::samples();
        let about_html = markdown::to_html("Nous sommes **quarante** bénévoles.");
        vec![
            Self { next: cards.first().cloned(), concerts: cards.clone(), more: true, past: Vec::new(), about_html: about_html.clone() },
            Self { next: None, concerts: Vec::new(), more: false, past: cards, about_html },
            Self { next: None, concerts: Vec::new(), more: false, past: Vec::new(), about_html: None },
        ]
    }
}

#[handler]
pub(super) async fn show_home(ctx: Ctx, cache: Data<&PageCache>, request: &Request) -> Result<Response> {
    cache
        .serve(&ctx, request, || async {
            let now = ctx.now();
            let mut tx = ctx.begin().await?;
            let association = store::load(&mut tx).await?;
            let Programme { mut upcoming, mut past, valid_until } = Programme::load(&ctx, &mut tx).await?;
            drop(tx);
            let next = (!upcoming.is_empty()).then(|| upcoming.remove(0));
            let more = upcoming.len() > MOST;
            upcoming.truncate(MOST);
            past.truncate(if next.is_none() { MEMORIES } else { 0 });
            let page = HomePage { next, concerts: upcoming, more, past, about_html: markdown::to_html(association.about(ctx.locale)) };
            Ok(Rendered::page(&ctx, &chrome_of(&ctx, &association), &page)?.until(valid_until.into_iter().chain(year_ends(now)).min()))
        })
        .await
}
