//! Which routes answer on which host, and the tables they come from: a test walks the same tables.

use kernel::{
    app::App,
    config::PaymentsConfig,
    cookies,
    http::{Options, serve_layer},
    tenant::Site,
};
use poem::{Endpoint, EndpointExt as _, Request, Response, Route, RouteMethod, endpoint::BoxEndpoint, get};
use tenants::{
    site::cache::PageCache,
    ticketing::{orders::holds::Holds, public::KnownConcerts},
};

use crate::{
    api, closing, operators, papers, signup,
    staff::{self, second_factor::Required},
    status, webhooks,
};

/// A table of routes: path and what answers there.
pub type Routes = Vec<(&'static str, RouteMethod)>;

/// On which kind of host a route answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RouteSite {
    /// The platform's own host.
    Platform,
    /// The back office's host.
    BackOffice,
    /// Each association's host.
    Association,
}

/// Who is let through to a route.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Guard {
    /// Anybody.
    Open,
    /// Whoever is signed in to the back office.
    SignedIn,
    /// Operators of the platform.
    Operator,
    /// The staff of the association in the path; for the others the address does not exist.
    Staff,
    /// Whoever holds an API token.
    Token,
    /// Stripe, by its signature.
    Signature,
}

/// One route, as the walk over all of them sees it. A page and its form share a path: each path stands here once for each method a
/// browser sends, and answers 405 to one it does not take.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RouteInfo {
    /// Where.
    pub site: RouteSite,
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The pattern, `:name` for a part that varies.
    pub path: String,
    /// Who is let through.
    pub guard: Guard,
}

/// Every route of the program but the assets'.
#[must_use]
pub fn routes() -> Vec<RouteInfo> {
    let tables = [
        (RouteSite::Platform, "", Guard::Open, platform_routes()),
        (RouteSite::BackOffice, "", Guard::Open, entrance_routes()),
        (RouteSite::BackOffice, "", Guard::Signature, webhooks::routes()),
        (RouteSite::BackOffice, "", Guard::SignedIn, staff::routes()),
        (RouteSite::BackOffice, "", Guard::Operator, operator_routes()),
        (RouteSite::BackOffice, "/a/:slug", Guard::Staff, association_routes()),
        (RouteSite::Association, "", Guard::Open, site_routes()),
    ];
    let mut all: Vec<RouteInfo> = tables
        .into_iter()
        .flat_map(|(site, prefix, guard, table)| table.into_iter().map(move |(path, _)| (site, format!("{prefix}{path}"), guard)))
        .flat_map(|(site, path, guard)| ["GET", "POST"].map(|method| RouteInfo { site, method, path: path.clone(), guard }))
        .collect();
    all.extend(api::PATHS.iter().map(|(method, path)| RouteInfo {
        site: RouteSite::BackOffice,
        method,
        path: format!("{}{path}", api::PREFIX),
        guard: Guard::Token,
    }));
    all
}

/// The pages of the back office that only an association's staff may see, under `/a/<slug>`: what a probe asks for without being anybody. Those
/// with an id in their path are asked for by the walk of the tests, which has ids.
#[must_use]
pub fn private_pages() -> Vec<String> {
    association_routes().into_iter().map(|(path, _)| path.to_owned()).filter(|path| !path.contains([':', '*'])).collect()
}

fn platform_routes() -> Routes {
    let mut routes = signup::platform_routes();
    routes.extend(papers::platform_routes());
    routes.push(("/healthz", get(status::health)));
    routes.push(("/robots.txt", get(status::robots)));
    routes
}

fn entrance_routes() -> Routes {
    let mut routes = staff::entrance_routes();
    routes.extend(signup::back_office_routes());
    routes.push(("/robots.txt", get(status::robots)));
    routes
}

fn association_routes() -> Routes {
    let mut routes = tenants::admin_routes();
    routes.extend(staff::admin_routes());
    routes.extend(closing::admin_routes());
    routes
}

/// What operators see: each of them behind [`Required`].
fn operator_routes() -> Routes {
    let mut routes = operators::routes();
    routes.extend(papers::operator_routes());
    routes.extend(staff::second_factor::operator_routes());
    routes
}

fn site_routes() -> Routes {
    let mut routes = tenants::public_routes();
    routes.push(("/robots.txt", get(status::robots)));
    routes
}

fn route_all(app: &App, tables: impl IntoIterator<Item = Routes>) -> Route {
    let assets = Route::new().at("/assets/*path", app.views.assets().clone());
    tables.into_iter().flatten().fold(assets, |route, (path, methods)| route.at(path, methods))
}

/// Everything this program answers, inside the layer every answer passes.
pub fn endpoint(app: App) -> impl Endpoint<Output = Response> {
    let platform = route_all(&app, [platform_routes()]);
    let signed_in = route_all(&app, [entrance_routes(), webhooks::routes(), staff::routes()]);
    let back_office = operator_routes()
        .into_iter()
        .fold(signed_in, |route, (path, methods)| route.at(path, Required::new(methods)))
        .nest("/a", staff::Guarded::new(route_table(association_routes())))
        .nest(api::PREFIX, api::endpoint(&app));
    let site = route_all(&app, [site_routes()]).data(Holds::new(app.clone())).data(PageCache::new()).data(KnownConcerts::default());
    let hosts = Hosts { platform, back_office, site: site.map_to_response().boxed() };
    let options = Options {
        form_targets: form_targets(&app.config.payments),
        cookie_guard: |header, choice| cookies::guard(header, choice).keeps(),
        strict_cookies: cfg!(debug_assertions),
    };
    serve_layer(app, options, hosts)
}

fn route_table(table: Routes) -> Route {
    table.into_iter().fold(Route::new(), |route, (path, methods)| route.at(path, methods))
}

/// Where our forms lead beside ourselves: Stripe's payment and onboarding pages, or those of a stand-in.
fn form_targets(payments: &PaymentsConfig) -> Vec<String> {
    let PaymentsConfig::Stripe(stripe) = payments else { return Vec::new() };
    let mut targets = vec!["https://checkout.stripe.com".to_owned(), "https://connect.stripe.com".to_owned()];
    let origin = stripe.base_url.origin().ascii_serialization();
    if stripe.base_url.host_str() != Some("api.stripe.com") {
        targets = vec![origin];
    }
    targets
}

/// One table for each kind of host.
struct Hosts {
    platform: Route,
    back_office: Route,
    site: BoxEndpoint<'static, Response>,
}

impl Endpoint for Hosts {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        match request.data::<Site>() {
            Some(Site::Platform) => self.platform.call(request).await,
            Some(Site::BackOffice) => self.back_office.call(request).await,
            Some(Site::Tenant(tenant)) if closing::is_gone(tenant, request.uri().path()) => Ok(closing::gone(&request)?),
            Some(Site::Tenant(_)) => self.site.call(request).await.map(poem::IntoResponse::into_response),
            None => Err(kernel::error::Error::NotFound.into()),
        }
    }
}
