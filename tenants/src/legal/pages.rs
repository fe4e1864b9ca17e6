//! The pages of the legal texts: the version in force, and each one before it.

use kernel::{
    clock::Timestamp,
    error::{Error, Result},
    http::Ctx,
    i18n::Locale,
    views::Page,
};
use poem::{
    Request, Response, RouteMethod, get, handler,
    web::{Data, Path},
};
use serde::Serialize;

use super::{
    Kind, NOTICE_PATH, TERMS_PATH, compose, current,
    store::{self, Stored},
};
use crate::site::{
    cache::{PageCache, Rendered},
    chrome,
    chrome::year_ends,
    model::Association,
};

/// The page.
#[derive(Debug, Serialize)]
pub struct LegalPage {
    kind: &'static str,
    updated_at: Timestamp,
    version: i32,
    lead: Option<String>,
    contents: Vec<Entry>,
    body_html: String,
    earlier: Vec<Earlier>,
    is_earlier: bool,
}

#[derive(Debug, Serialize)]
struct Entry {
    anchor: String,
    title: String,
}

#[derive(Debug, Serialize)]
struct Earlier {
    version: i32,
    date: Timestamp,
    url: String,
}

impl Page for LegalPage {
    const TEMPLATE: &'static str = "legal/document.html";

    fn samples() -> Vec<Self> {
        // A sentence that is missing shows here, at the start, and not on the day of a sale.
        let stored = |kind| {
            let content = compose::compose(kind, &Association::sample(), &kernel::config::OperatorConfig::sample()).ok()?;
            Some((kind, Stored { id: uuid::Uuid::nil(), version: 2, hash: Vec::new(), content, effective_from: Timestamp::default() }))
        };
        [Kind::Notice, Kind::Terms]
            .into_iter()
            .filter_map(stored)
            .flat_map(|(kind, stored)| {
                let earlier = vec![(3, Timestamp::default()), (2, Timestamp::default()), (1, Timestamp::default())];
                [Self::new(kind, &stored, &earlier, Locale::Fr), Self::new(kind, &stored, &earlier[1..2], Locale::En)]
            })
            .collect()
    }
}

impl LegalPage {
    fn new(kind: Kind, shown: &Stored, versions: &[(i32, Timestamp)], locale: Locale) -> Self {
        let text = shown.content.text(locale);
        let last = versions.first().map_or(shown.version, |(version, _)| *version);
        Self {
            kind: kind.word(),
            updated_at: shown.effective_from,
            version: shown.version,
            lead: (!text.lead.is_empty()).then(|| text.lead.clone()),
            contents: text.sections.iter().map(|section| Entry { anchor: section.anchor.clone(), title: section.title.clone() }).collect(),
            body_html: text.to_html(),
            earlier: versions
                .iter()
                .filter(|(version, _)| *version != last)
                .map(|(version, date)| Earlier { version: *version, date: *date, url: locale.path(&format!("{}/versions/{version}", kind.path())) })
                .collect(),
            is_earlier: shown.version != last,
        }
    }
}

pub(super) fn routes() -> Vec<(&'static str, RouteMethod)> {
    vec![
        (NOTICE_PATH, get(show_notice)),
        (TERMS_PATH, get(show_terms)),
        ("/mentions-legales/versions/:version", get(show_notice_version)),
        ("/conditions-de-vente/versions/:version", get(show_terms_version)),
    ]
}

#[handler]
async fn show_notice(ctx: Ctx, cache: Data<&PageCache>, request: &Request) -> Result<Response> {
    show(&ctx, &cache, request, Kind::Notice, None).await
}

#[handler]
async fn show_terms(ctx: Ctx, cache: Data<&PageCache>, request: &Request) -> Result<Response> {
    show(&ctx, &cache, request, Kind::Terms, None).await
}

#[handler]
async fn show_notice_version(ctx: Ctx, cache: Data<&PageCache>, Path(version): Path<i32>, request: &Request) -> Result<Response> {
    show(&ctx, &cache, request, Kind::Notice, Some(version)).await
}

#[handler]
async fn show_terms_version(ctx: Ctx, cache: Data<&PageCache>, Path(version): Path<i32>, request: &Request) -> Result<Response> {
    show(&ctx, &cache, request, Kind::Terms, Some(version)).await
}

async fn show(ctx: &Ctx, cache: &PageCache, request: &Request, kind: Kind, version: Option<i32>) -> Result<Response> {
    cache
        .serve(ctx, request, || async {
            let mut tx = ctx.begin().await?;
            let frame = chrome(ctx, &mut tx).await?;
            // The one in force first: an old version must know that it is old.
            current(&mut tx, &ctx.app.config.operator, kind, ctx.now()).await?;
            let shown = store::find(&mut tx, kind, version).await?.ok_or(Error::NotFound)?;
            let versions = store::versions(&mut tx, kind).await?;
            tx.commit().await?;
            Ok(Rendered::page(ctx, &frame, &LegalPage::new(kind, &shown, &versions, ctx.locale))?.until(year_ends(ctx.now())))
        })
        .await
}
