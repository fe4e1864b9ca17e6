//! The operators' console: associations, jobs given up, Stripe's last words, versions.

use std::collections::HashMap;

use kernel::{
    config::PaymentsConfig,
    error::{Error, Result, Sentence},
    form::{Fault, Form, FormState},
    http::Ctx,
    jobs,
    views::{BackOfficeChrome, Flash, FlashKind},
};
use poem::{Response, handler, http::StatusCode, web::Query};
use serde::Deserialize;

use super::{
    State, set_state,
    store::{self, Wanted},
    views::{AssociationView, DeadJobView, Filter, OperatorPage, Paging, PeriodView, Sums, Versions, WebhookView},
};
use crate::{closing, maintenance::retention, staff::Session, webhooks};

/// Associations on one page.
const PAGE: i64 = 50;
/// Dead jobs shown; more than so many have one cause.
const DEAD: i64 = 100;

#[derive(Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    etat: String,
    #[serde(default)]
    page: Option<i64>,
}

/// Lets operators through. For everybody else there is nothing here.
pub(crate) fn operator(session: &Session) -> Result<()> {
    match &session.signed_in {
        Some(signed_in) if signed_in.operator => Ok(()),
        Some(_) => Err(Error::NotFound),
        None => Err(Error::Unauthorized),
    }
}

/// The console.
#[handler]
pub(super) async fn show_console(session: Session, Query(asked): Query<Asked>) -> Result<Response> {
    if session.signed_in.is_none() {
        return session.to_sign_in();
    }
    operator(&session)?;
    let page = console(&session.ctx, &asked, FormState::default()).await?;
    session.ctx.page(&session.chrome(), &page, StatusCode::OK)
}

async fn console(ctx: &Ctx, asked: &Asked, form: FormState) -> Result<OperatorPage> {
    let number = asked.page.unwrap_or(1).clamp(1, 1_000_000);
    let text = asked.q.trim().to_lowercase();
    let wanted = Wanted { text: &text, state: &asked.etat, offset: (number - 1) * PAGE, limit: PAGE };
    let mut tx = ctx.app.db.platform().await?;
    let (associations, active, found) = store::counts(&mut tx, &wanted).await?;
    let list = store::tenants(&mut tx, &wanted).await?;
    let depth = jobs::depth(&mut tx).await?;
    let dead = jobs::dead(&mut tx, None, DEAD).await?;
    let ids: Vec<_> = dead.iter().filter_map(|job| job.tenant.map(kernel::ids::TenantId::uuid)).collect();
    let slugs: HashMap<_, _> = store::slugs(&mut tx, &ids).await?.into_iter().collect();
    let (database, migrations) = store::versions(&mut tx).await?;
    drop(tx);
    let seen: HashMap<String, _> = webhooks::last_seen(&ctx.app).await?.into_iter().collect();
    let periods = retention::states(&ctx.app)
        .await?
        .into_iter()
        .map(|state| PeriodView {
            rule: state.rule,
            mode: state.mode,
            ended: state.last_count,
            overdue: state.overdue,
            indeterminate: state.indeterminate,
            last_run_at: state.last_run_at,
        })
        .collect();
    let closings = closing::recent(&ctx.app).await?;
    let http = &ctx.app.config.http;
    let dead_jobs = dead
        .into_iter()
        .map(|job| DeadJobView {
            id: job.id,
            association: job.tenant.and_then(|tenant| slugs.get(&tenant.uuid()).cloned()),
            kind: job.kind,
            attempts: job.attempt,
            asked_at: job.enqueued_at,
            error: job.last_error.unwrap_or_default(),
        })
        .collect();
    let associations_shown = list
        .into_iter()
        .map(|tenant| AssociationView {
            site_url: http.absolute(&http.site_host(&tenant.slug), "/"),
            slug: tenant.slug,
            name: tenant.name,
            state: tenant.state,
            created_at: tenant.created_at,
        })
        .collect();
    let payments = match &ctx.app.config.payments {
        PaymentsConfig::Off(_) => "off",
        PaymentsConfig::Stripe(stripe) if stripe.is_test_mode() => "test",
        PaymentsConfig::Stripe(_) => "live",
    };
    #[expect(clippy::cast_possible_truncation, reason = "an age in seconds")]
    let oldest_job_seconds = depth.oldest_seconds as i64;
    Ok(OperatorPage {
        sums: Sums { associations, active, waiting_jobs: depth.ready, oldest_job_seconds, dead_jobs: depth.dead },
        paging: paging(ctx, asked, number, found),
        filter: Filter { text: asked.q.clone(), state: asked.etat.clone() },
        associations: associations_shown,
        dead_jobs,
        periods,
        closings,
        webhooks: ["platform", "connect"].map(|endpoint| WebhookView { endpoint, seen_at: seen.get(endpoint).copied() }).into(),
        versions: Versions { estrade: env!("CARGO_PKG_VERSION"), database, migrations, payments },
        form,
    })
}

fn paging(ctx: &Ctx, asked: &Asked, page: i64, total: i64) -> Paging {
    let pages = ((total + PAGE - 1) / PAGE).max(1);
    let url = |page: i64| {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("q", &asked.q)
            .append_pair("etat", &asked.etat)
            .append_pair("page", &page.to_string())
            .finish();
        ctx.locale.path(&format!("/operateur?{query}"))
    };
    Paging { page, pages, total, previous_url: (page > 1).then(|| url(page - 1)), next_url: (page < pages).then(|| url(page + 1)) }
}

/// Suspends, resumes, lets a stopped rule of retention go on, tries a job again or forgets it.
#[handler]
pub(super) async fn act(session: Session, form: Form) -> Result<Response> {
    operator(&session)?;
    form.check_csrf(&session.signed_in()?.csrf)?;
    let app = &session.ctx.app;
    let slug = form.text("association");
    let done = match form.text("act") {
        "suspend" => set_state(app, slug, State::Suspended).await?.then(|| Sentence::new("operator-done-suspended").with("name", slug)),
        "resume" => set_state(app, slug, State::Active).await?.then(|| Sentence::new("operator-done-resumed").with("name", slug)),
        "approve_sweep" => retention::approve(app, form.text("rule")).await?.then(|| Sentence::new("operator-done-approved").with("rule", form.text("rule"))),
        "retry" => {
            let mut tx = app.db.platform().await?;
            let done = jobs::revive(&mut tx, job_id(&form)?).await?;
            tx.commit().await?;
            done.then(|| Sentence::new("operator-done-retried").with("count", 1))
        }
        "retry_all" => {
            let mut tx = app.db.platform().await?;
            let mut count = 0_u32;
            for job in jobs::dead(&mut tx, None, 1_000).await? {
                count += u32::from(jobs::revive(&mut tx, job.id).await?);
            }
            tx.commit().await?;
            Some(Sentence::new("operator-done-retried").with("count", count))
        }
        "discard" => {
            let mut tx = app.db.platform().await?;
            let done = jobs::bury(&mut tx, job_id(&form)?).await?;
            tx.commit().await?;
            done.then(|| Sentence::new("operator-done-discarded"))
        }
        _ => return Err(Error::bad_request("fault-not-a-form")),
    };
    let state = if done.is_some() { FormState::default() } else { FormState::default().with_fault("form", Fault::new("operator-fault-gone")) };
    let status = if done.is_some() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = console(&session.ctx, &Asked::default(), state).await?;
    let flash = match done {
        Some(sentence) => Some(Flash { kind: FlashKind::Good, text: sentence.translate(session.ctx.locale)? }),
        None => None,
    };
    let chrome = BackOfficeChrome { flash, ..session.chrome() };
    session.ctx.page(&chrome, &page, status)
}

fn job_id(form: &Form) -> Result<i64> {
    form.text("job").parse().map_err(|_| Error::NotFound)
}
