//! The pages behind the links of mails: each opens by a button, once, and shows what is being confirmed.

use kernel::{
    error::{Error, Result},
    form::Form,
    http::Ctx,
    views::Page,
};
use poem::{
    Response, handler,
    http::{StatusCode, header},
    web::Path,
};
use serde::Serialize;
use uuid::Uuid;

use super::{framed, secret};
use crate::privacy::requests::{
    exporting,
    identity::{self, Browser},
    store::{self, LinkPurpose, Request},
};

/// The page behind a link of a mail: a button, because programs that check mails look at links and press none.
#[derive(Debug, Serialize)]
pub struct OpenPage {
    purpose: &'static str,
    kind: Option<&'static str>,
    /// What was written into the form: whoever opens the link may not be who typed it.
    said: Vec<Said>,
    over: bool,
    /// An address was confirmed just now.
    done: bool,
    /// The page was open for too long, or came from another browser.
    stale: bool,
    here: String,
    nonce: String,
}

/// A line of what a request says.
#[derive(Clone, Debug, Serialize)]
pub struct Said {
    /// `given_name`, `family_name`, `email`, `for` or `quiet`.
    what: &'static str,
    /// The words; nothing where the line speaks for itself.
    words: String,
}

impl Said {
    /// What somebody wrote into the form, without their name and address, which the mailbox knows.
    fn of(request: &Request) -> Vec<Self> {
        let corrected = [&request.corrected_given_name, &request.corrected_family_name, &request.corrected_email];
        let mut said: Vec<Self> =
            ["given_name", "family_name", "email"].into_iter().zip(corrected).filter_map(|(what, words)| Some(Self { what, words: words.clone()? })).collect();
        said.extend(request.represented.as_ref().map(|whom| Self { what: "for", words: whom.declared() }));
        said.extend(request.quiet.filter(|quiet| *quiet).map(|_| Self { what: "quiet", words: String::new() }));
        said
    }
}

impl Page for OpenPage {
    const TEMPLATE: &'static str = "privacy/requests/open.html";

    fn samples() -> Vec<Self> {
        let page = |purpose, over: bool| Self {
            purpose,
            kind: (!over).then_some("erasure"),
            said: Vec::new(),
            over,
            done: false,
            stale: false,
            here: "/vos-donnees/confirmer/1/a".to_owned(),
            nonce: "n".to_owned(),
        };
        let said = ["given_name", "family_name", "email", "for", "quiet"].map(|what| Said { what, words: "Zoé".to_owned() }).into();
        let mut all: Vec<Self> = ["identity", "download", "address"].into_iter().flat_map(|purpose| [page(purpose, false), page(purpose, true)]).collect();
        all.push(Self { said, stale: true, ..page("identity", false) });
        all.push(Self { done: true, ..page("address", false) });
        all
    }
}

#[handler]
pub(super) async fn show_identity(ctx: Ctx, Path((id, token)): Path<(String, String)>, request: &poem::Request) -> Result<Response> {
    show_link(&ctx, LinkPurpose::Identity, (&id, &token), &Browser::of(request), false).await
}

#[handler]
pub(super) async fn show_download(ctx: Ctx, Path((id, token)): Path<(String, String)>, request: &poem::Request) -> Result<Response> {
    show_link(&ctx, LinkPurpose::Download, (&id, &token), &Browser::of(request), false).await
}

#[handler]
pub(super) async fn show_address(ctx: Ctx, Path((id, token)): Path<(String, String)>, request: &poem::Request) -> Result<Response> {
    show_link(&ctx, LinkPurpose::Address, (&id, &token), &Browser::of(request), false).await
}

pub(super) fn link_id(id: &str) -> Result<Uuid> {
    id.parse().map_err(|_| Error::NotFound)
}

async fn show_link(ctx: &Ctx, purpose: LinkPurpose, (id, token): (&str, &str), browser: &Browser, stale: bool) -> Result<Response> {
    let id = link_id(id)?;
    let mut tx = ctx.begin().await?;
    let link = match identity::link(&ctx.app, &mut tx, purpose, id, token).await {
        Ok(link) => link,
        Err(Error::Gone(_)) => return over(ctx, purpose).await,
        Err(error) => return Err(error),
    };
    let request = store::find(&mut tx, link.request).await?;
    drop(tx);
    let nonce = identity::nonce(&ctx.app, ctx.tenant()?.id, &link, browser);
    // The new address may be a stranger's: it is told that it was named, and nothing else of the request.
    let said = request.as_ref().filter(|_| purpose == LinkPurpose::Identity).map(Said::of).unwrap_or_default();
    let kind = request.map(|request| request.kind.word());
    let page = OpenPage { purpose: purpose.word(), kind, said, over: false, done: false, stale, here: ctx.locale.path(&ctx.path), nonce };
    // Whoever was shown another page has pressed the button of that one: shown again, it opens.
    framed(ctx, &page, if stale { StatusCode::FORBIDDEN } else { StatusCode::OK }).await
}

fn empty_page(purpose: LinkPurpose) -> OpenPage {
    OpenPage { purpose: purpose.word(), kind: None, said: Vec::new(), over: false, done: false, stale: false, here: String::new(), nonce: String::new() }
}

async fn over(ctx: &Ctx, purpose: LinkPurpose) -> Result<Response> {
    framed(ctx, &OpenPage { over: true, ..empty_page(purpose) }, StatusCode::GONE).await
}

/// The link that a form was sent to, with the page's own secret beside the address's.
async fn pressed(ctx: &Ctx, purpose: LinkPurpose, (id, token): (&str, &str), form: &Form, browser: &Browser) -> Result<store::Link> {
    let id = link_id(id)?;
    let mut tx = ctx.begin().await?;
    let link = identity::link(&ctx.app, &mut tx, purpose, id, token).await?;
    if identity::nonce_holds(&ctx.app, ctx.tenant()?.id, &link, browser, form.text("nonce")) { Ok(link) } else { Err(Error::Forbidden) }
}

#[handler]
pub(super) async fn confirm(ctx: Ctx, Path((id, token)): Path<(String, String)>, request: &poem::Request, form: Form) -> Result<Response> {
    let tenant = ctx.tenant()?.id;
    let confirmed = match pressed(&ctx, LinkPurpose::Identity, (&id, &token), &form, &Browser::of(request)).await {
        Ok(link) => identity::confirm(&ctx.app, tenant, &link).await,
        Err(error) => Err(error),
    };
    match confirmed {
        Ok(request) => Ok(secret(ctx.redirect(&identity::tracking_path(&ctx.app, tenant, request))?)),
        Err(Error::Gone(_)) => over(&ctx, LinkPurpose::Identity).await,
        Err(Error::Forbidden) => show_link(&ctx, LinkPurpose::Identity, (&id, &token), &Browser::of(request), true).await,
        Err(error) => Err(error),
    }
}

#[handler]
pub(super) async fn confirm_address(ctx: Ctx, Path((id, token)): Path<(String, String)>, request: &poem::Request, form: Form) -> Result<Response> {
    let tenant = ctx.tenant()?.id;
    let confirmed = match pressed(&ctx, LinkPurpose::Address, (&id, &token), &form, &Browser::of(request)).await {
        Ok(link) => identity::confirm_address(&ctx.app, tenant, &link).await,
        Err(error) => Err(error),
    };
    match confirmed {
        Ok(true) => framed(&ctx, &OpenPage { done: true, ..empty_page(LinkPurpose::Address) }, StatusCode::OK).await,
        // Nothing waits for it any more, or somebody was faster.
        Ok(false) | Err(Error::Gone(_)) => over(&ctx, LinkPurpose::Address).await,
        Err(Error::Forbidden) => show_link(&ctx, LinkPurpose::Address, (&id, &token), &Browser::of(request), true).await,
        Err(error) => Err(error),
    }
}

#[handler]
pub(super) async fn download(ctx: Ctx, Path((id, token)): Path<(String, String)>, request: &poem::Request, form: Form) -> Result<Response> {
    let tenant = ctx.tenant()?.id;
    let link = match pressed(&ctx, LinkPurpose::Download, (&id, &token), &form, &Browser::of(request)).await {
        Ok(link) => link,
        Err(Error::Gone(_)) => return over(&ctx, LinkPurpose::Download).await,
        Err(Error::Forbidden) => return show_link(&ctx, LinkPurpose::Download, (&id, &token), &Browser::of(request), true).await,
        Err(error) => return Err(error),
    };
    // Read first: a link must not be spent on a copy that the store could not give.
    let zip = match exporting::fetch(&ctx.app, tenant, link.request).await {
        Ok(zip) => zip,
        Err(Error::Gone(_)) => return over(&ctx, LinkPurpose::Download).await,
        Err(error) => return Err(error),
    };
    let mut tx = ctx.begin().await?;
    if !store::consume_link(&mut tx, ctx.now(), link.id).await? {
        return over(&ctx, LinkPurpose::Download).await;
    }
    exporting::handed_over(&mut tx, ctx.now(), link.request).await?;
    tx.commit().await?;
    let response =
        Response::builder().content_type("application/zip").header(header::CONTENT_DISPOSITION, "attachment; filename=\"mes-donnees.zip\"").body(zip);
    Ok(secret(response))
}
