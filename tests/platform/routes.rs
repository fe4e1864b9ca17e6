//! The walk over the routes: each of them, for whoever should not be let through. A new route joins by existing in the server's tables.

use std::collections::BTreeMap;

use reqwest::Method;
use server::hosts::{Guard, RouteInfo, RouteSite};
use support::{Association, Client, ConcertSpec, OnSale, World};

/// Two associations, each with a concert, an order and staff.
struct Neighbours {
    world: World,
    ours: Association,
    theirs: Association,
    /// What stands for each part of a path that varies: of the other association.
    parts: BTreeMap<&'static str, String>,
    their_order: String,
    their_concert: OnSale,
}

async fn neighbours() -> Neighbours {
    let world = World::start().await;
    let ours = world.association("jazz").await;
    let theirs = world.association("choeur").await;
    let their_concert = world.concert(&theirs, &ConcertSpec { slug: "requiem", title: "Requiem", ..ConcertSpec::default() }).await;
    let bought = world.buy(&world.visitor(), &theirs, &their_concert, 1, "jeanne@example.org").await;
    world.settle().await;
    let their_order = world.order_id(&bought.code).await;
    let token = bought.url.rsplit('/').next().unwrap_or_default().to_owned();
    let parts = [
        ("code", bought.code.clone()),
        ("token", token),
        ("version", "9".to_owned()),
        ("number", "1".to_owned()),
        ("n", "1".to_owned()),
        ("variant", "w480.jpg".to_owned()),
        ("endpoint", "connect".to_owned()),
        ("refund", uuid::Uuid::nil().to_string()),
    ];
    Neighbours { world, ours, theirs, parts: parts.into_iter().collect(), their_order, their_concert }
}

impl Neighbours {
    /// A route's address on the host of `slug`, filled with the other association's ids.
    fn address(&self, route: &RouteInfo, slug: &str) -> String {
        let under = route.path.as_str();
        let path = under.split('/').map(|part| {
            let Some(name) = part.strip_prefix(':').or_else(|| part.strip_prefix('*')) else { return part.to_owned() };
            match name {
                "slug" if route.site == RouteSite::BackOffice => slug.to_owned(),
                "slug" => "requiem".to_owned(),
                "id" if under.contains("/commandes/") => self.their_order.clone(),
                "id" if under.contains("/concerts/") => self.their_concert.id.to_string(),
                name => self.parts.get(name).cloned().unwrap_or_else(|| uuid::Uuid::nil().to_string()),
            }
        });
        let path = path.collect::<Vec<_>>().join("/");
        match route.site {
            RouteSite::Platform => self.world.url("", &path),
            RouteSite::BackOffice => self.world.url("app", &path),
            RouteSite::Association => self.world.url(slug, &path),
        }
    }

    async fn ask(&self, client: &Client, route: &RouteInfo, slug: &str) -> (u16, String) {
        let url = self.address(route, slug);
        let method = if route.method == "POST" { Method::POST } else { Method::GET };
        let origin = url.split('/').take(3).collect::<Vec<_>>().join("/");
        let headers = [("origin", origin.as_str()), ("content-type", "application/x-www-form-urlencoded")];
        let answer = if method == Method::POST { client.send(method, &url, &headers, Some(b"csrf=x".to_vec())).await } else { client.get(&url).await };
        let there = if answer.status.is_redirection() { answer.location() } else { String::new() };
        (answer.status.as_u16(), there)
    }
}

#[tokio::test]
async fn no_route_of_the_back_office_opens_to_whoever_has_no_business_there() {
    let all = neighbours().await;
    let world = &all.world;
    let nobody = world.visitor();
    let stranger = world.signed_in_as(&all.ours, "president").await;
    let own = world.signed_in_as(&all.theirs, "door").await;
    let mut faults = Vec::new();
    let routes: Vec<RouteInfo> = server::routes().into_iter().filter(|route| route.site == RouteSite::BackOffice).collect();
    assert!(routes.iter().filter(|route| route.guard == Guard::Staff).count() >= 30, "the walk found only {}", routes.len());
    for route in &routes {
        let told = format!("{} {}", route.method, route.path);
        match route.guard {
            Guard::Staff => {
                let (status, there) = all.ask(&nobody, route, "choeur").await;
                if !(status == 401 || (route.method == "GET" && there.contains("/connexion")) || status == 405) {
                    faults.push(format!("{told} without a session: {status} {there}"));
                }
                // Their association under their name, and their ids under ours.
                for slug in ["choeur", "nowhere"] {
                    let (status, _) = all.ask(&stranger, route, slug).await;
                    if status != 404 {
                        faults.push(format!("{told} for staff of another association: {status}"));
                    }
                }
                if route.path.contains(":id") {
                    let (status, there) = all.ask(&stranger, route, "jazz").await;
                    if !matches!(status, 403..=405) {
                        faults.push(format!("{told} with another association's id: {status} {there}"));
                    }
                }
                let (status, _) = all.ask(&own, route, "choeur").await;
                if status >= 500 || (route.method == "POST" && !matches!(status, 403..=405)) {
                    faults.push(format!("{told} for the door's volunteer, with a forged token: {status}"));
                }
            }
            Guard::SignedIn | Guard::Operator => {
                let (status, there) = all.ask(&nobody, route, "choeur").await;
                if !(matches!(status, 401 | 403 | 404 | 405) || there.contains("/connexion")) {
                    faults.push(format!("{told} without a session: {status} {there}"));
                }
                if route.guard == Guard::Operator {
                    let (status, _) = all.ask(&stranger, route, "choeur").await;
                    if !matches!(status, 403..=405) {
                        faults.push(format!("{told} for somebody who is no operator: {status}"));
                    }
                }
            }
            Guard::Token => {
                let (status, _) = all.ask(&stranger, route, "choeur").await;
                if !matches!(status, 401 | 403) {
                    faults.push(format!("{told} without a token: {status}"));
                }
            }
            Guard::Signature => {
                let (status, _) = all.ask(&nobody, route, "choeur").await;
                if !matches!(status, 400 | 405) {
                    faults.push(format!("{told} without a signature: {status}"));
                }
            }
            Guard::Open => {
                let (status, _) = all.ask(&nobody, route, "choeur").await;
                if status >= 500 {
                    faults.push(format!("{told}: {status}"));
                }
            }
        }
    }
    assert_eq!(faults, Vec::<String>::new());
    all.world.stop().await;
}

#[tokio::test]
async fn no_site_shows_what_is_another_sites() {
    let all = neighbours().await;
    let nobody = all.world.visitor();
    let mut faults = Vec::new();
    for route in server::routes().iter().filter(|route| route.site == RouteSite::Association) {
        let varies = route.path.contains(':') || route.path.contains('*');
        let (status, there) = all.ask(&nobody, route, "jazz").await;
        let told = format!("{} {}", route.method, route.path);
        if status >= 500 || (varies && !matches!(status, 404 | 405)) {
            faults.push(format!("{told} with what belongs to another site: {status} {there}"));
        }
        // On its own site it opens, or says why not.
        let (status, _) = all.ask(&nobody, route, "choeur").await;
        if status >= 500 {
            faults.push(format!("{told} on its own site: {status}"));
        }
    }
    assert_eq!(faults, Vec::<String>::new());
    let mut routes = server::routes();
    routes.retain(|route| route.guard == Guard::Open && route.site == RouteSite::Association);
    assert!(routes.len() >= 20, "the walk found only {}", routes.len());
    all.world.stop().await;
}

#[tokio::test]
async fn an_unknown_host_and_an_unknown_path_are_nowhere() {
    let world = World::start().await;
    let association = world.association("jazz").await;
    for name in ["nowhere", "app.jazz", "jazz.app", "xn--jazz-9oa"] {
        let _ = world.visitor().get(&world.url(name, "/")).await.expect(404);
    }
    for (name, path) in
        [("", "/a/jazz"), ("jazz", "/a/jazz"), ("jazz", "/connexion"), ("app", "/concerts"), ("jazz", "/inscription"), ("jazz", "/../../etc/passwd")]
    {
        let _ = world.visitor().get(&world.url(name, path)).await.expect(404);
    }
    world.sql(format!("update tenant set state = 'suspended' where id = '{}'", association.tenant)).await;
    world.app.tenants.forget("jazz");
    let page = world.visitor().get(&world.url("jazz", "/")).await;
    assert!(!page.status.is_success() && !page.status.is_server_error() || page.status.as_u16() == 503, "{}", page.status);
    world.stop().await;
}
