//! Proofs in the back office: how each claim stands and why, looking again, the word that no machine can give, and whether the site asks
//! every first visitor about tracers.

use kernel::{
    clock::Timestamp,
    error::{Error, Result, Sentence},
    form::Form,
    http::Admin,
    inventory::{CLAIMS, ClaimId, ClaimKind},
    session::Capability,
    views::{FlashKind, Page, PageEntry, Surface, entry},
};
use poem::{Response, RouteMethod, get, handler, http::StatusCode, web::Query};
use serde::{Deserialize, Serialize};

use super::{Attester, attest, jobs, pages::ClaimRow, standings, store, withdraw};
use crate::{
    consent,
    site::{self, model::CookieNotice},
    staff,
};

const PATH: &str = "/reglages/preuves";
/// Days over which answers to the notice are summed.
const CHOICES_DAYS: u64 = 30;

/// The pages.
#[must_use]
pub fn admin_routes() -> Vec<(&'static str, RouteMethod)> {
    vec![(PATH, get(show).post(act))]
}

/// Their templates, for the start.
#[must_use]
pub fn pages() -> Vec<PageEntry> {
    vec![entry::<ProofsDeskPage>()]
}

/// The page.
#[derive(Debug, Serialize)]
pub struct ProofsDeskPage {
    claims: Vec<ClaimRow>,
    attested: Vec<AttestedRow>,
    notice: &'static str,
    choices: Vec<(String, i64)>,
}

/// What somebody may give their word on.
#[derive(Debug, Serialize)]
struct AttestedRow {
    key: &'static str,
    /// Who gave it and when, if it stands.
    by: Option<String>,
    at: Option<Timestamp>,
    /// Until when it counts.
    until: Option<Timestamp>,
}

impl Page for ProofsDeskPage {
    const TEMPLATE: &'static str = "back_office/proofs.html";
    const SURFACE: Surface = Surface::BackOffice;

    fn samples() -> Vec<Self> {
        let row = |by: Option<&str>| AttestedRow {
            key: ClaimId::StripeTwoFactor.key(),
            by: by.map(str::to_owned),
            at: by.map(|_| Timestamp::default()),
            until: by.map(|_| Timestamp::default()),
        };
        let choices = ["accepted", "chosen", "forgotten", "refused"].map(|word| (word.to_owned(), 12)).to_vec();
        vec![
            Self { claims: ClaimRow::samples(), attested: vec![row(None), row(Some("Claire Vasseur"))], notice: "always", choices },
            Self { claims: ClaimRow::samples(), attested: Vec::new(), notice: "auto", choices: Vec::new() },
        ]
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    fait: String,
}

/// What was just done, in words.
fn done(word: &str) -> Option<Sentence> {
    let key = match word {
        "check" => "proofs-done-check",
        "attest" => "proofs-done-attest",
        "withdraw" => "proofs-done-withdraw",
        "notice" => "proofs-done-notice",
        _ => return None,
    };
    Some(Sentence::new(key))
}

#[handler]
async fn show(admin: Admin, Query(asked): Query<Asked>) -> Result<Response> {
    admin.require(Capability::Manage)?;
    let now = admin.ctx.now();
    let mut tx = admin.begin().await?;
    let standings = standings(&mut tx, now).await?;
    let mut attested = Vec::new();
    let mut givers = Vec::new();
    for claim in CLAIMS.iter().filter(|claim| claim.kind == ClaimKind::Attested) {
        let given = store::attestation(&mut tx, claim.id).await?;
        let until = standings.proof(claim.id).map(super::model::Proof::valid_until).filter(|_| given.is_some());
        givers.push(given.map(|(account, _)| account.uuid()));
        attested.push(AttestedRow { key: claim.key, by: None, at: given.map(|(_, at)| at), until });
    }
    let notice = site::store::load(&mut tx).await?.cookie_notice;
    let since = now.date_naive() - chrono::Days::new(CHOICES_DAYS);
    let choices = consent::store::choices_since(&mut tx, since).await?;
    drop(tx);
    let asked_for: Vec<_> = givers.iter().flatten().copied().collect();
    let names = staff::store::names(&admin.ctx.app, &asked_for).await?;
    for (row, giver) in attested.iter_mut().zip(givers) {
        row.by = giver.map(|giver| names.get(&giver).cloned().unwrap_or_default());
    }
    let page = ProofsDeskPage { claims: ClaimRow::all(&standings, now), attested, notice: notice.word(), choices };
    match done(&asked.fait) {
        Some(sentence) => admin.page_with("settings", &page, FlashKind::Good, &sentence, StatusCode::OK),
        None => admin.page("settings", &page),
    }
}

#[handler]
async fn act(admin: Admin, form: Form) -> Result<Response> {
    admin.require(Capability::Manage)?;
    admin.check_csrf(form.text("csrf"))?;
    let now = admin.ctx.now();
    let who = Attester { account: admin.account(), role: admin.staff.role, locale: admin.ctx.locale };
    let claim = || ClaimId::from_key(form.text("claim")).ok_or(Error::NotFound);
    let mut tx = admin.begin().await?;
    let (word, action) = match form.text("act") {
        "check" => {
            jobs::enqueue(&mut tx).await?;
            ("check", "proofs.check")
        }
        "attest" => {
            if !form.has("accepted") {
                return Err(Error::bad_request("proofs-fault-accept"));
            }
            attest(&mut tx, now, who, claim()?).await?;
            ("attest", "proofs.attest")
        }
        "withdraw" => {
            withdraw(&mut tx, now, who, claim()?).await?;
            ("withdraw", "proofs.withdraw")
        }
        "notice" => {
            let rule = CookieNotice::from_word(form.text("notice")).ok_or_else(|| Error::bad_request("fault-required"))?;
            site::store::set_cookie_notice(&mut tx, now, rule).await?;
            ("notice", "settings.cookie_notice")
        }
        _ => return Err(Error::NotFound),
    };
    staff::store::record(&mut tx, now, admin.account(), action, None).await?;
    tx.commit().await?;
    admin.redirect(&format!("{PATH}?fait={word}"))
}
