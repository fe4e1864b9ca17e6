//! The page about tracers and the answer to its question. The page depends on what the browser sent, so it is never kept in memory.

use kernel::{
    choice::{self, Answer, Choice},
    cookies::{self, Cookies},
    error::{Error, Result},
    form::Form,
    http::Ctx,
    inventory::CookieId,
    limits::Limit,
};
use poem::{
    Request, Response, RouteMethod, get, handler,
    http::{StatusCode, header},
    web::Query,
};
use serde::Deserialize;

use super::{COOKIES_PATH, asked_hash, views::CookiesPage};
use crate::{consent, site::chrome};

pub(super) fn routes() -> Vec<(&'static str, RouteMethod)> {
    vec![(COOKIES_PATH, get(show).post(answer))]
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    fait: String,
    retour: String,
}

#[handler]
async fn show(ctx: Ctx, Query(asked): Query<Asked>, request: &Request) -> Result<Response> {
    let mut tx = ctx.begin().await?;
    let frame = chrome(&ctx, &mut tx).await?;
    drop(tx);
    // The question stands on this page already.
    let frame = kernel::views::PublicChrome { notice_asks: Vec::new(), ..frame };
    let done = ["saved", "forgotten"].into_iter().find(|word| *word == asked.fait).unwrap_or_default();
    let page = CookiesPage::new(ctx.choice, &cookies::names_sent(request.headers()), done, &way_back(&asked.retour));
    ctx.page(&frame, &page, StatusCode::OK)
}

/// Takes the answer, from the notice or from the page, and leads back. Whatever it is, what this browser holds and may not is made to be
/// forgotten.
#[handler]
async fn answer(ctx: Ctx, form: Form, request: &Request) -> Result<Response> {
    let tenant = ctx.tenant()?.id;
    ctx.app.limits.check(Limit::Choice, format!("{tenant}:{}", ctx.visitor.key()))?;
    let choice = match form.text("answer") {
        "accept" => Some(Choice::all(true)),
        "refuse" => Some(Choice::all(false)),
        "choose" => Some(choice::asked().fold(Choice::default(), |choice, asked| choice.with(asked.id, form.all("purpose").any(|key| key == asked.key)))),
        "forget" => None,
        _ => return Err(Error::bad_request("fault-required")),
    };
    let word = choice.and_then(Choice::answer).map_or("forgotten", Answer::word);
    let mut tx = ctx.begin().await?;
    consent::store::count_choice(&mut tx, ctx.now(), word, &asked_hash(ctx.locale)?).await?;
    tx.commit().await?;
    let back = way_back(form.text("back"));
    let mut response = match (choice, back.as_str()) {
        (None, _) => ctx.redirect(&format!("{COOKIES_PATH}?fait=forgotten"))?,
        (Some(_), COOKIES_PATH) => ctx.redirect(&format!("{COOKIES_PATH}?fait=saved"))?,
        (Some(_), back) => ctx.redirect(back)?,
    };
    let kept = match choice {
        Some(choice) => choice.cookie()?,
        None => Cookies::remove(CookieId::Choice)?,
    };
    let gone = cookies::forgotten(&cookies::names_sent(request.headers()), choice.unwrap_or_default());
    for cookie in std::iter::once(kept).chain(gone) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// The page to lead back to: a path of this site. Anything else leads home.
fn way_back(path: &str) -> String {
    let plain = path.starts_with('/') && !path.starts_with("//") && path.len() < 300 && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if plain { path.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_leads_back_to_this_site_only() {
        for (given, led) in [
            ("/concerts/quartet-alma", "/concerts/quartet-alma"),
            ("/concerts?a=1", "/concerts?a=1"),
            ("//evil.example", "/"),
            ("/\\evil.example", "/"),
            ("https://evil.example", "/"),
            ("/a b", "/"),
            ("", "/"),
        ] {
            assert_eq!(way_back(given), led, "{given}");
        }
    }
}
