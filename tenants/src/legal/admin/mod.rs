//! Settings: what the association says of itself, its colour and its logo; its own words in the legal texts; and pictures for the back office's
//! own pages.

mod facts;
mod notice;

use kernel::{
    db::TenantTx,
    error::{Error, Result, Sentence},
    form::{Form, FormState, HexColour},
    http::{Admin, BodyLimit},
    i18n::Locale,
    session::Capability,
    views::{FlashKind, Page, PageEntry, Surface, entry},
};
use poem::{
    EndpointExt as _, Response, RouteMethod, get, handler,
    http::{StatusCode, header},
    post,
    web::{Path, Query},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::site::{
    model::Association,
    pictures, store,
    theme::{Theme, model::Linear},
};
use crate::{legal, staff};

/// What the form may weigh beside its logo.
const AROUND_UPLOAD: u64 = 256 * 1024;

/// The pages of settings.
#[must_use]
pub fn admin_routes() -> Vec<(&'static str, RouteMethod)> {
    let upload = BodyLimit(pictures::LARGEST_UPLOAD as u64 + AROUND_UPLOAD);
    vec![
        ("/reglages", get(settings).post(save.with(upload))),
        ("/media/:id/:variant", get(media)),
        ("/mentions", get(notice::edit).post(notice::save.with(BodyLimit(AROUND_UPLOAD)))),
        ("/mentions/apercu", get(notice::preview)),
        ("/mentions/publier", post(notice::publish)),
    ]
}

/// Their templates, for the start.
#[must_use]
pub fn pages() -> Vec<PageEntry> {
    vec![entry::<SettingsPage>(), entry::<notice::NoticePage>(), entry::<notice::NoticePreviewPage>()]
}

/// The page.
#[derive(Debug, Serialize)]
pub struct SettingsPage {
    missing: Vec<Sentence>,
    logo_url: Option<String>,
    palette: Palette,
    form: FormState,
}

/// The colours that follow from the one chosen, in light surroundings.
#[derive(Debug, Serialize)]
struct Palette {
    main: String,
    ink: String,
    text: String,
    contrast: String,
    adjusted: bool,
}

impl Palette {
    fn of(colour: &str, locale: Locale) -> Self {
        let theme = Theme::of(colour);
        let contrast = Linear::from_hex(&theme.light.field).zip(Linear::from_hex(&theme.light.ink)).map_or(1.0, |(field, ink)| field.contrast(ink));
        let written = format!("{contrast:.1}");
        Self {
            adjusted: theme.light.field != colour,
            contrast: if locale == Locale::Fr { written.replace('.', ",") } else { written },
            main: theme.light.field,
            ink: theme.light.ink,
            text: theme.light.text,
        }
    }
}

impl Page for SettingsPage {
    const TEMPLATE: &'static str = "back_office/settings.html";
    const SURFACE: Surface = Surface::BackOffice;

    fn samples() -> Vec<Self> {
        let association = Association::sample();
        let bare = Association { director_name: String::new(), phone: String::new(), ..Association::sample() };
        let page = |association: &Association, form, colour| Self {
            missing: legal::missing_for_sales(association),
            logo_url: (colour != "#ffff00").then(|| "/a/tilleuls/media/1/w480".to_owned()),
            palette: Palette::of(colour, Locale::Fr),
            form,
        };
        vec![
            page(&association, facts::stored(&association), "#1f6f5c"),
            page(&bare, facts::stored(&bare), "#ffff00"),
            page(&bare, FormState::filled([("siret", "123")]).with_fault("siret", Sentence::new("fault-siret")), "#1f6f5c"),
        ]
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    fait: String,
}

fn page(admin: &Admin, association: &Association, form: FormState, colour: &str, logo: Option<Uuid>) -> SettingsPage {
    SettingsPage {
        missing: legal::missing_for_sales(association),
        logo_url: logo.map(|logo| admin.path(&pictures::url(logo, pictures::SMALL))),
        palette: Palette::of(colour, admin.ctx.locale),
        form,
    }
}

#[handler]
async fn settings(admin: Admin, Query(asked): Query<Asked>) -> Result<Response> {
    admin.require(Capability::Manage)?;
    let mut tx = admin.begin().await?;
    let association = store::load(&mut tx).await?;
    drop(tx);
    let page = page(&admin, &association, facts::stored(&association), &association.main_colour, association.logo);
    if asked.fait == "saved" {
        return admin.page_with("settings", &page, FlashKind::Good, &Sentence::new("bo-done").with("what", "saved"), StatusCode::OK);
    }
    admin.page("settings", &page)
}

/// The logo that came with the form, or the one that was there; and what was wrong with it.
async fn logo(tx: &mut TenantTx, form: &Form, sent: Result<Option<Uuid>>) -> Result<(Option<Uuid>, Option<Sentence>)> {
    let fault = match sent {
        Ok(Some(logo)) => return Ok((Some(logo), None)),
        Ok(None) => None,
        Err(Error::BadRequest(sentence)) => Some(sentence),
        Err(error) => return Err(error),
    };
    let kept = form.text("logo_id").parse::<Uuid>().ok().filter(|_| !form.has("remove_logo"));
    let known = match kept {
        Some(kept) => store::has_picture(tx, kept).await?.then_some(kept),
        None => None,
    };
    Ok((known, fault))
}

#[handler]
async fn save(admin: Admin, form: Form) -> Result<Response> {
    admin.require(Capability::Manage)?;
    admin.check_csrf(form.text("csrf"))?;
    let now = admin.ctx.now();
    let sent = match form.file("logo") {
        Some(upload) => pictures::store_upload(&admin.ctx.app, admin.tenant_id(), upload.bytes.clone(), &pictures::PictureWords::default()).await.map(Some),
        None => Ok(None),
    };
    let mut tx = admin.begin().await?;
    let known = store::load(&mut tx).await?;
    let (logo, fault) = logo(&mut tx, &form, sent).await?;
    let colour = HexColour::parse(form.text("colour")).map_or_else(|_| known.main_colour.clone(), HexColour::into_string);
    let again = |state: FormState, status| {
        let state = state.with_value("logo_id", logo.map(|logo| logo.to_string()).unwrap_or_default());
        let state = fault.clone().into_iter().fold(state, |state, fault| state.with_fault("logo", fault));
        admin.page_status("settings", &page(&admin, &known, state, &colour, logo), status)
    };
    if form.text("act") == "preview" {
        drop(tx);
        return again(FormState::filled(form.with_prefix("").filter(|(name, _)| *name != "csrf")), StatusCode::OK);
    }
    let typed = match facts::read(&form, &known) {
        Ok(typed) if fault.is_none() => typed,
        Ok(_) => return again(form.parser().state(), StatusCode::UNPROCESSABLE_ENTITY),
        Err(state) => return again(state, StatusCode::UNPROCESSABLE_ENTITY),
    };
    store::save(&mut tx, now, &Association { logo, ..typed }).await?;
    staff::store::record(&mut tx, now, admin.account(), "settings.change", None).await?;
    tx.commit().await?;
    admin.redirect("/reglages?fait=saved")
}

/// A picture of the association, on the back office's own host: its policy loads none from elsewhere.
#[handler]
async fn media(admin: Admin, Path((id, variant)): Path<(Uuid, String)>) -> Result<Response> {
    let variant = [pictures::SMALL, pictures::MEDIUM, pictures::LARGE].into_iter().find(|known| *known == variant).ok_or(Error::NotFound)?;
    let (bytes, content_type) = pictures::load(&admin.ctx.app, admin.tenant_id(), id, variant).await?.ok_or(Error::NotFound)?;
    Ok(Response::builder().content_type(content_type).header(header::CACHE_CONTROL, "private, max-age=86400, immutable").body(bytes))
}
