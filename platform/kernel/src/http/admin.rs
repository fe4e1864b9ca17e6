//! What a back-office handler is given: its request's context and the member of staff at work, let in by the guard.

use std::sync::Arc;

use poem::{FromRequest, Request, RequestBody, Response, http::StatusCode};

use super::Ctx;
use crate::{
    db::TenantTx,
    error::{Error, Result, Sentence},
    form::csrf_matches,
    ids::{AccountId, TenantId},
    session::{Capability, Staff},
    tenant::Tenant,
    views::{self, BackOfficeChrome, DeskAssociation, Flash, FlashKind, Page, Switch},
};

/// The context of a request to an association's back office.
#[derive(Clone, Debug)]
pub struct Admin {
    /// The request's own context.
    pub ctx: Ctx,
    /// Who, for whom, as what.
    pub staff: Arc<Staff>,
}

impl Admin {
    /// The association at work.
    #[must_use]
    pub fn tenant(&self) -> &Arc<Tenant> {
        &self.staff.tenant
    }

    /// Its id.
    #[must_use]
    pub fn tenant_id(&self) -> TenantId {
        self.staff.tenant.id
    }

    /// Who is at work.
    #[must_use]
    pub fn account(&self) -> AccountId {
        self.staff.signed_in.account
    }

    /// Opens a transaction that sees this association only.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn begin(&self) -> Result<TenantTx> {
        self.ctx.app.db.tenant(self.tenant_id()).await
    }

    /// Lets through who may do `capability`.
    ///
    /// # Errors
    /// `Forbidden` for the others.
    pub fn require(&self, capability: Capability) -> Result<()> {
        self.staff.require(capability)
    }

    /// Checks the form token that every POST of the back office carries.
    ///
    /// # Errors
    /// `Forbidden` when it is not this session's.
    pub fn check_csrf(&self, token: &str) -> Result<()> {
        if csrf_matches(token, &self.staff.signed_in.csrf) { Ok(()) } else { Err(Error::Forbidden) }
    }

    /// The frame around a page; `active` is its menu entry.
    #[must_use]
    pub fn chrome(&self, active: &'static str) -> BackOfficeChrome {
        let tenant = self.tenant();
        let http = &self.ctx.app.config.http;
        BackOfficeChrome {
            association: Some(DeskAssociation {
                name: tenant.name.clone(),
                slug: tenant.slug.clone(),
                site_url: http.absolute(&http.site_host(&tenant.slug), "/"),
            }),
            staff: Some(views::Staff { name: self.staff.signed_in.name.clone(), role: self.staff.role.word().to_owned() }),
            active,
            csrf: self.staff.signed_in.csrf.clone(),
            nonce: self.ctx.nonce.to_string(),
            associations: self.staff.associations.iter().map(|(name, slug)| Switch { name: name.clone(), slug: slug.clone() }).collect(),
            flash: None,
            other_locale_url: Some(self.ctx.other_locale_url()),
        }
    }

    /// Renders a page.
    ///
    /// # Errors
    /// When the template fails.
    pub fn page<P: Page>(&self, active: &'static str, page: &P) -> Result<Response> {
        self.ctx.page(&self.chrome(active), page, StatusCode::OK)
    }

    /// Renders a page under another status: 422 for a form sent back.
    ///
    /// # Errors
    /// When the template fails.
    pub fn page_status<P: Page>(&self, active: &'static str, page: &P, status: StatusCode) -> Result<Response> {
        self.ctx.page(&self.chrome(active), page, status)
    }

    /// Renders a page that begins with a sentence about what was just done.
    ///
    /// # Errors
    /// When the template or the sentence fails.
    pub fn page_with<P: Page>(&self, active: &'static str, page: &P, kind: FlashKind, sentence: &Sentence, status: StatusCode) -> Result<Response> {
        let chrome = BackOfficeChrome { flash: Some(Flash { kind, text: sentence.translate(self.ctx.locale)? }), ..self.chrome(active) };
        self.ctx.page(&chrome, page, status)
    }

    /// The address of a page of this association's back office, in this language.
    #[must_use]
    pub fn path(&self, path: &str) -> String {
        self.ctx.locale.path(&format!("/a/{}{path}", self.tenant().slug))
    }

    /// See other (303), to a page of this association's back office.
    ///
    /// # Errors
    /// When the path cannot stand in a header.
    pub fn redirect(&self, path: &str) -> Result<Response> {
        self.ctx.redirect(&format!("/a/{}{path}", self.tenant().slug))
    }
}

impl<'request> FromRequest<'request> for Admin {
    async fn from_request(request: &'request Request, body: &mut RequestBody) -> poem::Result<Self> {
        let ctx = Ctx::from_request(request, body).await?;
        // The guard puts it there; a route mounted outside it is our fault and must not open.
        let staff = request.data::<Arc<Staff>>().cloned().ok_or(Error::Unauthorized)?;
        Ok(Self { ctx, staff })
    }
}
