//! The end of an association's account (GDPR art. 28(3)(g)): asked for by a president, taken back within a week, then closed, given back whole as one
//! archive, and deleted whole. Owns `closing`, `closing_export` and `closing_erasure`. Why so: `ops/adr/0010-closing.md`.

mod admin;
pub mod ending;
pub mod erasing;
pub mod exporting;
pub mod jobs;
pub mod model;
mod pages;
pub mod store;
pub mod views;

use kernel::{
    app::App,
    error::{Error, Result},
    tenant::{Standing, Tenant},
};
use poem::{Request, Response, get};

use crate::hosts::Routes;

/// Where a president looks after the end of the account, inside the association's back office.
pub const PAGE: &str = "/reglages/fermeture";

/// Routes inside an association's back office.
#[must_use]
pub fn admin_routes() -> Routes {
    vec![(PAGE, get(admin::show).post(admin::act))]
}

/// Whether the back office opens at an address, as the association stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Opens {
    /// It does.
    Yes,
    /// It leads to the page of the closing.
    Elsewhere,
    /// It is refused, with this sentence.
    Refused(&'static str),
}

/// Whether the back office of an association opens at `path`, for one that reads or one that changes something. An association that was closed
/// sees its copy and its date, and answers the requests that were made before. Leaving is everybody's right, the suspended ones' too.
#[must_use]
pub fn opens(standing: Standing, path: &str, reads: bool) -> Opens {
    let page = path == PAGE;
    match standing {
        Standing::Active | Standing::Closing => Opens::Yes,
        Standing::Suspended if reads || page => Opens::Yes,
        Standing::Suspended => Opens::Refused("staff-suspended"),
        Standing::Closed if page || path == "/demandes" || path.starts_with("/demandes/") => Opens::Yes,
        Standing::Closed if reads => Opens::Elsewhere,
        Standing::Closed => Opens::Refused("closing-fault-closed"),
    }
}

/// Whether the site of an association answers at this address: one that was closed says so everywhere, but for whoever made a request before and
/// follows it by their link.
#[must_use]
pub fn is_gone(tenant: &Tenant, path: &str) -> bool {
    tenant.standing == Standing::Closed && !["/vos-donnees/", "/assets/", "/theme.css"].iter().any(|begun| path.starts_with(begun))
}

/// The page of a site that was closed.
///
/// # Errors
/// When the template fails.
pub fn gone(request: &Request) -> Result<Response> {
    let ctx = request.data::<kernel::http::Ctx>().ok_or_else(|| Error::Internal(anyhow::anyhow!("a closed site was asked for outside the serving layer")))?;
    pages::gone(ctx)
}

/// Closings for the operators' console: those under way and those that ended in the last two months. Dates and an id, nothing of what they held.
///
/// # Errors
/// When the database is away.
pub async fn recent(app: &App) -> Result<Vec<views::ClosingLine>> {
    let mut tx = app.db.platform().await?;
    let listed = store::list(&mut tx, app.clock.now() - chrono::Duration::days(60)).await?;
    let line = |one: store::Listed| views::ClosingLine {
        id: one.id.to_string(),
        slug: one.slug,
        state: one.state,
        asked_at: one.asked_at,
        closes_at: one.closes_at,
        erase_at: one.erase_at,
        ended_at: one.ended_at,
    };
    Ok(listed.into_iter().map(line).collect())
}

/// Files the next step of each closing that is due and may have lost its job: after a restore, or a job that was given up.
///
/// # Errors
/// When the database is away.
pub async fn look_after(app: &App) -> Result<()> {
    let mut tx = app.db.platform().await?;
    for (closing, state) in store::work::due(&mut tx, app.clock.now()).await? {
        let closing = closing.uuid();
        let job = match model::State::parse(&state) {
            Some(model::State::Asked) => jobs::Job::Close { closing },
            Some(model::State::Closed) => jobs::Job::Erase { closing },
            _ => jobs::Job::Take { closing },
        };
        jobs::enqueue(&mut tx, &job, None).await?;
    }
    tx.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_association_sees_its_copy_its_requests_and_nothing_else() {
        use Standing::{Active, Closed, Closing, Suspended};
        for (standing, path, reads, opens_as) in [
            (Active, "/concerts", false, Opens::Yes),
            (Closing, "/concerts", false, Opens::Yes),
            (Suspended, "/concerts", true, Opens::Yes),
            (Suspended, "/concerts", false, Opens::Refused("staff-suspended")),
            (Suspended, PAGE, false, Opens::Yes),
            (Closed, PAGE, false, Opens::Yes),
            (Closed, "/demandes", true, Opens::Yes),
            (Closed, "/demandes/1", false, Opens::Yes),
            (Closed, "/demandes-autres", true, Opens::Elsewhere),
            (Closed, "/", true, Opens::Elsewhere),
            (Closed, "/equipe", false, Opens::Refused("closing-fault-closed")),
        ] {
            assert_eq!(opens(standing, path, reads), opens_as, "{standing:?} {path} {reads}");
        }
    }
}
