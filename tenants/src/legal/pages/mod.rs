//! The pages of the legal texts: the version in force, each one before it, and what changed between any two.

mod views;

use kernel::{
    error::{Error, Result},
    http::Ctx,
    i18n::translate,
};
use poem::{
    Request, Response, RouteMethod, get, handler,
    web::{Data, Path, Query},
};
use serde::Deserialize;

use super::{
    Facts, Kind, change, current_of,
    diff::{self, Marks},
    proofs::model::next_stale,
    store,
};
use crate::site::{
    self,
    cache::{PageCache, Rendered},
    chrome::year_ends,
    chrome_of,
    model::Association,
};
pub use views::{ComparedPage, LegalPage, VersionsPage};

pub(super) fn routes() -> Vec<(&'static str, RouteMethod)> {
    vec![
        ("/mentions-legales", get(show)),
        ("/mentions-legales/versions", get(list)),
        ("/mentions-legales/versions/:version", get(show_version)),
        ("/mentions-legales/comparer", get(choose)),
        ("/mentions-legales/comparer/:version/:n", get(compare)),
        ("/conditions-de-vente", get(show)),
        ("/conditions-de-vente/versions", get(list)),
        ("/conditions-de-vente/versions/:version", get(show_version)),
        ("/conditions-de-vente/comparer", get(choose)),
        ("/conditions-de-vente/comparer/:version/:n", get(compare)),
        ("/accessibilite", get(show)),
        ("/accessibilite/versions", get(list)),
        ("/accessibilite/versions/:version", get(show_version)),
        ("/accessibilite/comparer", get(choose)),
        ("/accessibilite/comparer/:version/:n", get(compare)),
    ]
}

/// The text whose page, or page of versions, this is.
fn kind(ctx: &Ctx) -> Result<Kind> {
    Kind::ALL.into_iter().find(|kind| ctx.path == kind.path() || ctx.path.starts_with(&format!("{}/", kind.path()))).ok_or(Error::NotFound)
}

/// Whether a text is in force. Whoever neither sells nor gives out places any more has no terms of sale, but those who bought under the last ones are
/// shown them: nothing new is published, and who never sold has none to show.
fn in_force(kind: Kind, association: &Association) -> bool {
    kind != Kind::Terms || association.has_terms
}

#[handler]
async fn show(ctx: Ctx, cache: Data<&PageCache>, request: &Request) -> Result<Response> {
    answer(&ctx, &cache, request, None).await
}

#[handler]
async fn show_version(ctx: Ctx, cache: Data<&PageCache>, Path(version): Path<i32>, request: &Request) -> Result<Response> {
    answer(&ctx, &cache, request, Some(version)).await
}

async fn answer(ctx: &Ctx, cache: &PageCache, request: &Request, version: Option<i32>) -> Result<Response> {
    let kind = kind(ctx)?;
    cache
        .serve(ctx, request, || async move {
            let now = ctx.now();
            let mut tx = ctx.begin().await?;
            let facts = Facts::load(&mut tx, now).await?;
            // The one in force first: an old version must know that it is old.
            if in_force(kind, &facts.association) {
                current_of(&mut tx, &facts, &ctx.app.config.operator, kind, now).await?;
            }
            let shown = store::find(&mut tx, kind, version).await?.ok_or(Error::NotFound)?;
            let versions = store::versions(&mut tx, kind).await?;
            let material = versions.iter().any(|one| one.version == shown.version && one.material);
            let changes = match store::find(&mut tx, kind, Some(shown.version - 1)).await? {
                Some(before) if material => change::material(&before.content, &shown.content),
                _ => Vec::new(),
            };
            tx.commit().await?;
            let changes = changes.iter().map(|change| change.sentence(ctx.locale)).collect::<Result<Vec<_>>>()?;
            let mut page = LegalPage::new(kind, &shown, &versions, changes, ctx.locale);
            page.ceased = !in_force(kind, &facts.association);
            // A proof that grows stale changes the text by itself.
            let until = [year_ends(now), next_stale(&facts.claims, now)].into_iter().flatten().min();
            Ok(Rendered::page(ctx, &chrome_of(ctx, &facts.association), &page)?.until(until))
        })
        .await
}

#[handler]
async fn list(ctx: Ctx, cache: Data<&PageCache>, request: &Request) -> Result<Response> {
    let (ctx, kind) = (&ctx, kind(&ctx)?);
    cache
        .serve(ctx, request, || async move {
            let now = ctx.now();
            let mut tx = ctx.begin().await?;
            let facts = Facts::load(&mut tx, now).await?;
            if in_force(kind, &facts.association) {
                current_of(&mut tx, &facts, &ctx.app.config.operator, kind, now).await?;
            }
            let versions = store::versions(&mut tx, kind).await?;
            tx.commit().await?;
            if versions.is_empty() {
                return Err(Error::NotFound);
            }
            let page = VersionsPage::new(kind, &versions, ctx.locale);
            let until = [year_ends(now), next_stale(&facts.claims, now)].into_iter().flatten().min();
            Ok(Rendered::page(ctx, &chrome_of(ctx, &facts.association), &page)?.until(until))
        })
        .await
}

#[derive(Debug, Deserialize)]
struct Chosen {
    de: i32,
    a: i32,
}

/// The form of the page of versions, without JavaScript: on to the page of what was chosen.
#[handler]
fn choose(ctx: Ctx, chosen: Option<Query<Chosen>>) -> Result<Response> {
    let kind = kind(&ctx)?;
    match chosen {
        Some(Query(Chosen { de, a })) => ctx.redirect(&format!("{}/comparer/{de}/{a}", kind.path())),
        None => ctx.redirect(&format!("{}/versions", kind.path())),
    }
}

#[handler]
async fn compare(ctx: Ctx, cache: Data<&PageCache>, Path((from, to)): Path<(i32, i32)>, request: &Request) -> Result<Response> {
    let (ctx, kind) = (&ctx, kind(&ctx)?);
    cache
        .serve(ctx, request, || async move {
            let mut tx = ctx.begin().await?;
            let association = site::store::load(&mut tx).await?;
            let old = store::find(&mut tx, kind, Some(from)).await?.ok_or(Error::NotFound)?;
            let new = store::find(&mut tx, kind, Some(to)).await?.ok_or(Error::NotFound)?;
            drop(tx);
            let say = |key: &str| translate(ctx.locale, key, &[]);
            let marks = Marks { added: say("legal-diff-added")?, removed: say("legal-diff-removed")? };
            let changes = change::material(&old.content, &new.content);
            let changes = changes.iter().map(|change| change.sentence(ctx.locale)).collect::<Result<Vec<_>>>()?;
            let compared = diff::compare(old.content.text(ctx.locale), new.content.text(ctx.locale), &marks);
            let page = ComparedPage::new(kind, &old, &new, compared, changes, ctx.locale);
            Ok(Rendered::page(ctx, &chrome_of(ctx, &association), &page)?.until(year_ends(ctx.now())))
        })
        .await
}
