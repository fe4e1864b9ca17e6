//! The public page of proofs: what this site claims, since when each claim is proven and how, and what it does not claim today.

use chrono::TimeDelta;
use kernel::{
    clock::Timestamp,
    error::Result,
    http::Ctx,
    inventory::{CLAIMS, Claim, ClaimKind},
    views::{Page, PageEntry, entry},
};
use poem::{Request, Response, RouteMethod, get, handler, web::Data};
use serde::Serialize;

use super::{
    PROOFS_PATH, Reason, Standing, Standings, jobs,
    model::{Proof, stand},
    standings,
};
use crate::site::{
    cache::{PageCache, Rendered},
    chrome,
    chrome::year_ends,
};

/// The dates on the page are at most so old: a night's proofs show in the morning without putting every other page out of date.
const FRESH: TimeDelta = TimeDelta::hours(1);

/// The routes.
#[must_use]
pub fn public_routes() -> Vec<(&'static str, RouteMethod)> {
    vec![(PROOFS_PATH, get(show))]
}

/// Their templates, for the start.
#[must_use]
pub fn pages() -> Vec<PageEntry> {
    vec![entry::<ProofsPage>()]
}

/// The page.
#[derive(Debug, Serialize)]
pub struct ProofsPage {
    proven: Vec<ClaimRow>,
    unproven: Vec<ClaimRow>,
}

/// A claim and its last proof.
#[derive(Debug, Serialize)]
pub struct ClaimRow {
    pub(super) key: &'static str,
    pub(super) kind: &'static str,
    /// `green`, `qualified` or `gone`.
    pub(super) standing: &'static str,
    pub(super) checked_at: Option<Timestamp>,
    /// Whether the proof was good once and is too old now.
    pub(super) stale: bool,
    pub(super) reason: &'static str,
    pub(super) fact: String,
    pub(super) ttl_days: u64,
}

impl ClaimRow {
    pub(super) fn new(claim: &'static Claim, standing: Standing, proof: Option<&Proof>, now: Timestamp) -> Self {
        Self {
            key: claim.key,
            kind: match claim.kind {
                ClaimKind::Automated => "automated",
                ClaimKind::Derived => "derived",
                ClaimKind::Attested => "attested",
            },
            standing: standing.word(),
            checked_at: proof.map(|proof| proof.checked_at),
            stale: proof.is_some_and(|proof| proof.state == super::State::Green && now >= proof.valid_until()),
            reason: proof.map_or(if claim.kind == ClaimKind::Attested { Reason::NotAttested } else { Reason::Silent }, |proof| proof.reason).word(),
            fact: proof.map(|proof| proof.fact.clone()).unwrap_or_default(),
            ttl_days: claim.ttl.most_seconds().div_ceil(86_400),
        }
    }

    /// A row for each claim, in the order a notice tells them.
    pub(super) fn all(standings: &Standings, now: Timestamp) -> Vec<Self> {
        let mut claims: Vec<&'static Claim> = CLAIMS.iter().collect();
        claims.sort_by_key(|claim| claim.probe);
        claims.into_iter().map(|claim| Self::new(claim, standings.of(claim.id), standings.proof(claim.id), now)).collect()
    }

    /// Rows in every state and for every reason: a sentence that is missing shows at the start.
    pub(super) fn samples() -> Vec<Self> {
        let now = Timestamp::default();
        let of = |index: usize, claim: &'static Claim, proven: bool, reason: Reason| {
            // Proven, or what a failure makes of it: only some have a weaker sentence.
            let standing = if proven { Standing::Green(now) } else { stand(claim, None, now) };
            Self {
                reason: reason.word(),
                fact: "TLS 1.3".to_owned(),
                checked_at: (!index.is_multiple_of(4)).then_some(now),
                stale: index.is_multiple_of(5),
                ..Self::new(claim, standing, None, now)
            }
        };
        let reasons =
            Reason::ALL.iter().zip(CLAIMS.iter().cycle()).enumerate().map(|(index, (reason, claim))| of(index, claim, index.is_multiple_of(2), *reason));
        let standings = CLAIMS.iter().enumerate().flat_map(|(index, claim)| [true, false].map(|proven| of(index, claim, proven, Reason::Alone)));
        reasons.chain(standings).collect()
    }
}

impl ProofsPage {
    fn new(standings: &Standings, now: Timestamp) -> Self {
        let (proven, unproven) = ClaimRow::all(standings, now).into_iter().partition(|row| row.standing == "green");
        Self { proven, unproven }
    }
}

impl Page for ProofsPage {
    const TEMPLATE: &'static str = "legal/proofs.html";

    fn samples() -> Vec<Self> {
        let (proven, unproven) = ClaimRow::samples().into_iter().partition(|row| row.standing == "green");
        vec![Self { proven, unproven }, Self { proven: Vec::new(), unproven: ClaimRow::samples() }, Self { proven: ClaimRow::samples(), unproven: Vec::new() }]
    }
}

#[handler]
async fn show(ctx: Ctx, cache: Data<&PageCache>, request: &Request) -> Result<Response> {
    cache
        .serve(&ctx, request, || async {
            let now = ctx.now();
            let mut tx = ctx.begin().await?;
            let frame = chrome(&ctx, &mut tx).await?;
            let standings = standings(&mut tx, now).await?;
            if standings.is_empty() {
                // A site nobody has looked at yet does not wait for the night.
                jobs::enqueue(&mut tx).await?;
            }
            tx.commit().await?;
            let until = [Some(now + FRESH), standings.until(), year_ends(now)].into_iter().flatten().min();
            Ok(Rendered::page(&ctx, &frame, &ProofsPage::new(&standings, now))?.until(until))
        })
        .await
}
