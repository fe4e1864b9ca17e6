//! The agenda: every concert to come, then those that were.

use kernel::{error::Result, http::Ctx, views::Page};
use poem::{Request, Response, handler, web::Data};
use serde::Serialize;

use super::card::{ConcertCard, Programme};
use crate::site::{
    cache::{PageCache, Rendered},
    chrome,
    chrome::year_ends,
};

/// The page.
#[derive(Debug, Serialize)]
pub struct AgendaPage {
    upcoming: Vec<ConcertCard>,
    past: Vec<ConcertCard>,
}

impl Page for AgendaPage {
    const TEMPLATE: &'static str = "ticketing/public/agenda.html";

    fn samples() -> Vec<Self> {
        vec![Self { upcoming: ConcertCard::samples(), past: ConcertCard::samples() }, Self { upcoming: Vec::new(), past: Vec::new() }]
    }
}

#[handler]
pub(super) async fn show_agenda(ctx: Ctx, cache: Data<&PageCache>, request: &Request) -> Result<Response> {
    cache
        .serve(&ctx, request, || async {
            let mut tx = ctx.begin().await?;
            let frame = chrome(&ctx, &mut tx).await?;
            let Programme { upcoming, past, valid_until } = Programme::load(&ctx, &mut tx).await?;
            let until = valid_until.into_iter().chain(year_ends(ctx.now())).min();
            Ok(Rendered::page(&ctx, &frame, &AgendaPage { upcoming, past })?.until(until))
        })
        .await
}
