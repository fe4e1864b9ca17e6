//! The platform's papers that anybody may read: who its processors are, and the agreement it offers.

use kernel::{error::Result, http::Ctx};
use poem::{Response, handler, http::StatusCode};
use tenants::privacy::papers::{agreement, model::Words, processors};

use super::{store, views::PublicPaperPage};
use crate::signup::chrome;

/// Who processes data for the platform.
#[handler]
pub(super) async fn show_processors(ctx: Ctx) -> Result<Response> {
    let mut tx = ctx.app.db.platform().await?;
    let changes = store::changes(&mut tx, None).await?;
    drop(tx);
    let words = Words { locale: ctx.locale, recipients: &ctx.app.config.recipients };
    let text = processors::text(words, &changes, ctx.now())?;
    let page = PublicPaperPage::new(words.say("processors-title")?, String::new(), &text);
    ctx.page(&chrome(&ctx), &page, StatusCode::OK)
}

/// The agreement an association accepts when it signs up.
#[handler]
pub(super) async fn show_agreement(ctx: Ctx) -> Result<Response> {
    let terms = agreement::current(&ctx.app).await?;
    let words = Words { locale: ctx.locale, recipients: &ctx.app.config.recipients };
    let paper = agreement::paper(words, &terms, None, &ctx.app.config.operator.name)?;
    let page = PublicPaperPage::new(paper.title, paper.reference, &paper.text);
    ctx.page(&chrome(&ctx), &page, StatusCode::OK)
}
