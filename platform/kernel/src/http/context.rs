//! What a handler is given: the program's parts, whose site this is, who asks and in which language.

use std::{
    net::{IpAddr, Ipv6Addr},
    sync::Arc,
};

use poem::{
    FromRequest, Request, RequestBody, Response,
    http::{StatusCode, header},
};
use serde::Serialize;
use uuid::Uuid;

use crate::{
    app::App,
    choice::Choice,
    clock::Timestamp,
    db::TenantTx,
    error::{Error, Result},
    i18n::Locale,
    tenant::{Site, Tenant},
    views::Page,
};

/// Who asks, as far as limits need to know. Never logged, never stored.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// The address the connection came from, seen through trusted proxies only.
    pub address: IpAddr,
}

impl Visitor {
    /// The visitor at this address.
    #[must_use]
    pub fn new(address: IpAddr) -> Self {
        Self { address: address.to_canonical() }
    }

    /// The key limits count by: the address, or its /64 network, which is what one IPv6 customer is given.
    #[must_use]
    pub fn key(&self) -> String {
        match self.address {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
        }
    }
}

/// The context of one request. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Ctx {
    /// The running program.
    pub app: App,
    /// The page's language.
    pub locale: Locale,
    /// The path without language prefix.
    pub path: String,
    /// The host asked for: lower case, without port or trailing dot.
    pub host: String,
    /// Whose site this is.
    pub site: Site,
    /// The association, on its own site.
    pub tenant: Option<Arc<Tenant>>,
    /// Who asks.
    pub visitor: Visitor,
    /// Lets an inline script of this answer pass the policy.
    pub nonce: Arc<str>,
    /// Names this request in the log and on error pages.
    pub request_id: Uuid,
    /// What the visitor answered about tracers.
    pub choice: Choice,
}

impl Ctx {
    /// The association whose site this is.
    ///
    /// # Errors
    /// [`Error::NotFound`] on a host that is no association's.
    pub fn tenant(&self) -> Result<&Arc<Tenant>> {
        self.tenant.as_ref().ok_or(Error::NotFound)
    }

    /// Opens a transaction that sees this association only.
    ///
    /// # Errors
    /// [`Error::NotFound`] on a host that is no association's, [`Error::Unavailable`] when the database does not answer.
    pub async fn begin(&self) -> Result<TenantTx> {
        self.app.db.tenant(self.tenant()?.id).await
    }

    /// The time, by the program's clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.app.clock.now()
    }

    /// This page in the other language.
    #[must_use]
    pub fn other_locale_url(&self) -> String {
        self.locale.other().path(&self.path)
    }

    /// The absolute address of a path of this host, in this language: for mails and payment pages.
    #[must_use]
    pub fn absolute(&self, path: &str) -> String {
        self.app.config.http.absolute(&self.host, &self.locale.path(path))
    }

    /// See other (303), on this host and in this language. `path` starts with `/`.
    ///
    /// # Errors
    /// When the path cannot stand in a header, or would lead to another host: a fault of ours.
    pub fn redirect(&self, path: &str) -> Result<Response> {
        // `//host` and `/\host` look like paths and lead away.
        if !path.starts_with('/') || path.starts_with("//") || path.contains('\\') {
            return Err(Error::Internal(anyhow::anyhow!("a redirect to a path must start with one slash")));
        }
        self.redirect_to(&self.locale.path(path))
    }

    /// See other (303), wherever `address` leads: a payment page, another of our hosts. Never an address somebody typed.
    ///
    /// # Errors
    /// When the address cannot stand in a header.
    pub fn redirect_to(&self, address: &str) -> Result<Response> {
        let location = header::HeaderValue::from_str(address).map_err(|error| Error::Internal(error.into()))?;
        Ok(Response::builder().status(StatusCode::SEE_OTHER).header(header::LOCATION, location).finish())
    }

    /// Renders a page inside its chrome.
    ///
    /// # Errors
    /// When the template fails, which the start's samples are there to rule out.
    pub fn page<P: Page>(&self, chrome: &impl Serialize, page: &P, status: StatusCode) -> Result<Response> {
        let html = self.app.views.render(self.locale, chrome, page)?;
        Ok(Response::builder().status(status).content_type("text/html; charset=utf-8").header(header::CONTENT_LANGUAGE, self.locale.code()).body(html))
    }
}

impl<'request> FromRequest<'request> for Ctx {
    async fn from_request(request: &'request Request, _: &mut RequestBody) -> poem::Result<Self> {
        let context = request.data::<Self>().cloned();
        Ok(context.ok_or_else(|| Error::Internal(anyhow::anyhow!("a handler was called outside the serving layer")))?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_customer_has_one_key() {
        let key = |text: &str| Visitor::new(text.parse().unwrap()).key();
        assert_eq!(key("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(key("2001:db8:1:2:3::4"), key("2001:db8:1:2:ffff::9"));
        assert_ne!(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
    }
}
