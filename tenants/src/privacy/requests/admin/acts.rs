//! What people of the association do with one request.

use kernel::{
    error::{Error, Result, Sentence},
    form::{Form, LongText},
    http::Admin,
    session::Capability,
};
use poem::{
    Response, handler,
    http::{StatusCode, header},
    web::Path,
};

use super::detail::{asked_words, find, page_of};
use crate::{
    privacy::requests::{
        deciding, exporting, mails,
        measures::freezing,
        mentions,
        model::{Decision, Ground, Why},
    },
    staff,
};

#[handler]
pub(super) async fn act(admin: Admin, Path(id): Path<String>, form: Form) -> Result<Response> {
    admin.require(Capability::Orders)?;
    admin.check_csrf(form.text("csrf"))?;
    let request = find(&admin, &id).await?;
    let (app, tenant, by, id) = (&admin.ctx.app, admin.tenant_id(), admin.account(), request.id);
    let seen = hex::decode(form.text("hash")).unwrap_or_default();
    let mut parser = form.parser();
    let done = match form.text("act") {
        "prepare" => deciding::prepare(app, tenant, by, id, &seen).await,
        "approve" => {
            let wanted = asked_words(&admin, &request)?;
            if form.text("confirmation").trim().to_lowercase() != wanted.to_lowercase() {
                parser.fault("confirmation", Sentence::new("rights-fault-words"));
            }
            if parser.is_clean() { deciding::approve(app, tenant, by, id, &seen).await } else { Ok(()) }
        }
        "drop" => deciding::drop_prepared(app, tenant, by, id).await,
        "refuse" => {
            let ground = parser.required("ground", |word| Ground::parse(word).ok_or_else(|| Sentence::new("fault-required")));
            let words = parser.required("reason", LongText::up_to(2_000));
            match (ground, words) {
                (Some(ground), Some(words)) => deciding::propose_refusal(app, tenant, by, id, ground, words.as_str()).await,
                _ => Ok(()),
            }
        }
        "extend" => match parser.required("extension", LongText::up_to(1_000)) {
            Some(reason) => deciding::extend(app, tenant, by, id, reason.as_str()).await,
            None => Ok(()),
        },
        "clarify" => match parser.required("question", LongText::up_to(1_000)) {
            Some(words) => deciding::clarify(app, tenant, by, id, words.as_str()).await,
            None => Ok(()),
        },
        "lift" => freezing::announce(app, tenant, by, id).await,
        "posted" => deciding::posted(app, tenant, by, id).await,
        "told" => deciding::told(app, tenant, by, id).await,
        "mention_left" | "mention_corrected" => {
            let mention = form.text("mention").parse().map_err(|_| Error::NotFound)?;
            let decided = if form.text("act") == "mention_corrected" { Some(Decision::Corrected) } else { Why::parse(form.text("why")).map(Decision::Left) };
            match decided {
                Some(decision) => mentions::decide(app, tenant, by, id, mention, decision).await,
                None => Err(Error::conflict("rights-fault-why")),
            }
        }
        "copies_deleted" => deciding::erased_elsewhere(app, tenant, by, id, "exports").await,
        "stripe_redacted" => deciding::erased_elsewhere(app, tenant, by, id, "stripe").await,
        "hold" => deciding::hold(app, tenant, by, id, true).await,
        "release" => deciding::hold(app, tenant, by, id, false).await,
        _ => Err(Error::bad_request("rights-moved-on")),
    };
    let state = match done {
        Ok(()) if parser.is_clean() => {
            // What was said is not on its way yet where it goes by post.
            let mut tx = admin.begin().await?;
            let post = matches!(form.text("act"), "extend" | "clarify" | "lift") && mails::to_post(&mut tx, &request).await?.is_some();
            drop(tx);
            return admin.redirect(&format!("/demandes/{id}?fait={}", if post { "post" } else { form.text("act") }));
        }
        Ok(()) => parser.state(),
        Err(Error::Conflict(sentence)) => form.parser().state().with_fault("form", sentence),
        Err(error) => return Err(error),
    };
    let request = find(&admin, &id.to_string()).await?;
    admin.page_status("privacy", &page_of(&admin, request, state).await?, StatusCode::UNPROCESSABLE_ENTITY)
}

/// The copy of a request that came by letter and has no confirmed address to mail to: somebody prints it and posts it.
#[handler]
pub(super) async fn copy(admin: Admin, Path(id): Path<String>) -> Result<Response> {
    admin.require(Capability::Orders)?;
    let request = find(&admin, &id).await?;
    let mut tx = admin.begin().await?;
    let by_post = mails::is_by_post(&mut tx, &request).await?;
    drop(tx);
    if !by_post {
        return Err(Error::NotFound);
    }
    let zip = exporting::fetch(&admin.ctx.app, admin.tenant_id(), request.id).await?;
    let mut tx = admin.begin().await?;
    exporting::handed_over(&mut tx, admin.ctx.now(), request.id).await?;
    staff::store::record(&mut tx, admin.ctx.now(), admin.account(), "privacy.copy", Some(request.id.uuid())).await?;
    tx.commit().await?;
    let name = format!("attachment; filename=\"{}.zip\"", request.reference);
    Ok(Response::builder().content_type("application/zip").header(header::CONTENT_DISPOSITION, name).header(header::CACHE_CONTROL, "no-store").body(zip))
}
