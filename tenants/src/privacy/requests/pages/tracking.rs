//! The page where a person follows their request: what was found, what goes, what stays and why, who else was told, and what they can still do.

use kernel::{
    clock::Timestamp,
    error::{Error, Result, Sentence},
    form::{Form, FormState},
    http::Ctx,
    limits::Limit,
    views::Page,
};
use poem::{Response, handler, http::StatusCode, web::Path};
use serde::Serialize;
use uuid::Uuid;

use super::{
    fate::{KeptView, RecipientView, kept_views, recipient_views},
    framed, read_proof, secret,
    whom::ForWhom,
};
use crate::privacy::requests::{
    identity,
    jobs::{self, Job},
    measures::freezing,
    model::{self, Channel, Decision, Kind, Purpose, State, Tally, Why, hold_ends_at, initialled},
    planning,
    store::{self, Disputed, LinkPurpose, Note, Request},
};

/// The page.
#[derive(Debug, Default, Serialize)]
pub struct TrackingPage {
    reference: String,
    kind: &'static str,
    state: &'static str,
    over: bool,
    received_at: Timestamp,
    due_at: Timestamp,
    overdue: bool,
    extension: Option<String>,
    clarification: Option<String>,
    timeline: Vec<Step>,
    here: String,
    others: Vec<OtherView>,
    planned: bool,
    people: usize,
    purposes: Vec<Purpose>,
    kept: Vec<KeptView>,
    recipients: Vec<RecipientView>,
    copy: Option<CopyView>,
    execute_at: Option<Timestamp>,
    held_until: Option<Timestamp>,
    /// Whether the data are kept and not used, and from when they will be used again.
    frozen: bool,
    frozen_until: Option<Timestamp>,
    /// The address that is to replace another, as long as nobody has confirmed it.
    new_address: Option<String>,
    second_look: bool,
    can_withdraw: bool,
    represented: Option<ForWhom>,
    texts: usize,
    mentions: Option<Tally>,
    quiet: bool,
    later: bool,
    dispute: Option<DisputeView>,
    ground: Option<&'static str>,
    words: Option<String>,
    notice: Option<&'static str>,
    form: FormState,
}

#[derive(Debug, Serialize)]
struct Step {
    at: Timestamp,
    what: String,
}

#[derive(Debug, Serialize)]
struct OtherView {
    id: String,
    name: String,
}

/// A payment that the bank took back, or did: why something is kept after an erasure.
#[derive(Debug, Serialize)]
struct DisputeView {
    since: Option<Timestamp>,
    until: Option<Timestamp>,
}

impl DisputeView {
    /// Nothing once the period after the last dispute is over.
    fn of(disputed: Disputed, now: Timestamp) -> Option<Self> {
        let until = disputed.ended_at.map(model::evidence_until).filter(|until| *until > now);
        let since = disputed.open_since;
        (since.is_some() || until.is_some()).then_some(Self { since, until: until.filter(|_| since.is_none()) })
    }
}

#[derive(Debug, Serialize)]
struct CopyView {
    until: Timestamp,
    rows: i32,
    kilobytes: i64,
    fetched: bool,
}

impl Page for TrackingPage {
    const TEMPLATE: &'static str = "privacy/requests/tracking.html";

    fn samples() -> Vec<Self> {
        let purpose = |found, erased, anonymised, kept| Purpose { treatment: "ticketing".to_owned(), found, erased, anonymised, kept };
        let sample = |kind: Kind, state: State| Self {
            reference: "7K2M-Q9TX".to_owned(),
            kind: kind.word(),
            state: state.word(),
            over: state.is_final(),
            here: "/vos-donnees/suivi/1/a".to_owned(),
            timeline: ["received", "identity_verified", "plan_made"].map(|what| Step { at: Timestamp::default(), what: what.to_owned() }).into(),
            planned: true,
            people: 2,
            purposes: vec![purpose(5, 4, 2, 3), purpose(1, 0, 0, 0)],
            can_withdraw: state.may_be_withdrawn(),
            ..Self::default()
        };
        let mut samples: Vec<Self> = State::ALL.iter().map(|state| sample(Kind::Erasure, *state)).collect();
        samples.extend(Kind::ALL.iter().map(|kind| sample(*kind, State::Completed)));
        let others = vec![OtherView { id: "1".to_owned(), name: "Paul L.".to_owned() }];
        samples.push(Self {
            others,
            planned: false,
            overdue: true,
            form: FormState::default().with_fault("order_code", Sentence::new("rights-fault-code")),
            ..sample(Kind::Access, State::Scoping)
        });
        samples.push(Self { execute_at: Some(Timestamp::default()), quiet: true, ..sample(Kind::Erasure, State::Planned) });
        samples.push(Self { frozen: true, ..sample(Kind::Restriction, State::Completed) });
        samples.push(Self { frozen: true, frozen_until: Some(Timestamp::default()), notice: Some("unfrozen"), ..sample(Kind::Restriction, State::Completed) });
        samples.push(Self { held_until: Some(Timestamp::default()), ..sample(Kind::Erasure, State::Planned) });
        samples.push(Self { new_address: Some("jeanne@example.org".to_owned()), ..sample(Kind::Rectification, State::Planned) });
        let whom = || Some(ForWhom::sample());
        samples.push(Self { represented: whom(), texts: 2, second_look: true, ..sample(Kind::Access, State::AwaitingSecondApproval) });
        let tally = Tally::of(Why::ALL.iter().map(|why| Decision::Left(*why)).chain([Decision::Corrected]));
        for dispute in [DisputeView { since: Some(Timestamp::default()), until: None }, DisputeView { since: None, until: Some(Timestamp::default()) }] {
            samples.push(Self {
                mentions: Some(tally.clone()),
                dispute: Some(dispute),
                represented: Some(ForWhom { asker: String::new(), name: String::new(), age: None, ..ForWhom::sample() }),
                ..sample(Kind::Erasure, State::CompletedWithRetention)
            });
        }
        samples.push(Self { second_look: true, extension: Some("Archives.".to_owned()), ..sample(Kind::Erasure, State::AwaitingSecondApproval) });
        samples.push(Self {
            later: true,
            kept: KeptView::samples(),
            recipients: RecipientView::samples(),
            ..sample(Kind::Erasure, State::CompletedWithRetention)
        });
        samples.push(Self { ground: Some("excessive"), words: Some("Déjà répondu.".to_owned()), ..sample(Kind::Objection, State::Refused) });
        for (fetched, notice) in [(false, None), (true, Some("link_sent")), (true, Some("link_too_often")), (false, Some("withdrawn")), (false, Some("chosen"))]
        {
            let copy = Some(CopyView { until: Timestamp::default(), rows: 12, kilobytes: 30, fetched });
            samples.push(Self { copy, notice, people: 0, clarification: Some("De quel concert ?".to_owned()), ..sample(Kind::Access, State::Completed) });
        }
        samples
    }
}

async fn page_of(ctx: &Ctx, request: Request, notice: Option<&'static str>, form: FormState) -> Result<TrackingPage> {
    let mut tx = ctx.begin().await?;
    let events = store::events(&mut tx, request.id).await?;
    let recipients = store::recipients(&mut tx, request.id).await?;
    let copy = store::copy_of(&mut tx, request.id).await?.filter(|copy| copy.sealed_key.is_some() && copy.expires_at > ctx.now());
    let others = if request.state == State::Scoping { identity::rows(&mut tx, &request).await?.others } else { Vec::new() };
    let people: Vec<Uuid> = store::scope(&mut tx, request.id).await?.into_iter().map(|(root, _)| root.id).collect();
    let dispute = if request.kind == Kind::Erasure { DisputeView::of(store::disputed(&mut tx, &people).await?, ctx.now()) } else { None };
    let texts = if request.state == State::AwaitingSecondApproval { store::mentions(&mut tx, request.id).await?.len() } else { 0 };
    let new_address =
        if request.state == State::Planned && planning::awaits_address(&mut tx, &request).await? { request.corrected_email.clone() } else { None };
    let (frozen, later) = (freezing::frozen(&ctx.app, &mut tx, &request).await?, identity::came_later(&mut tx, &request).await?);
    drop(tx);
    let plan = request.plan.clone().unwrap_or_default();
    Ok(TrackingPage {
        reference: request.reference.clone(),
        kind: request.kind.word(),
        state: request.state.word(),
        over: request.state.is_final(),
        received_at: request.received_at,
        due_at: request.due_at,
        overdue: request.overdue_at.is_some() && !request.state.is_final(),
        extension: request.extension_reason.clone(),
        clarification: request.clarification.clone().filter(|_| !request.state.is_final()),
        timeline: events.into_iter().map(|event| Step { at: event.at, what: event.kind }).collect(),
        here: ctx.locale.path(&ctx.path),
        others: others.into_iter().map(|other| OtherView { id: other.root.id.to_string(), name: initialled(&other.name) }).collect(),
        planned: request.plan.is_some(),
        // The request itself is part of a copy; it is nothing that was there before.
        people: plan.people.saturating_sub(usize::from(request.kind.is_copy())),
        purposes: plan.purposes.into_iter().filter(|purpose| purpose.treatment != "rights").collect(),
        kept: if request.kind == Kind::Erasure { kept_views(&request) } else { Vec::new() },
        recipients: recipient_views(&recipients),
        // Its link goes to an address, which a letter may not have.
        copy: copy.filter(|_| request.email.is_some()).map(|copy| CopyView {
            until: copy.expires_at,
            rows: copy.rows,
            kilobytes: copy.bytes / 1024 + 1,
            fetched: copy.downloaded_at.is_some(),
        }),
        execute_at: request.execute_at.filter(|_| request.state == State::Planned && !request.held),
        held_until: Some(hold_ends_at(request.due_at)).filter(|_| request.held && request.state == State::Planned),
        new_address,
        frozen: frozen.is_some(),
        frozen_until: frozen.and_then(|frozen| frozen.ends_at()),
        second_look: request.state == State::AwaitingSecondApproval,
        can_withdraw: request.state.may_be_withdrawn(),
        represented: ForWhom::of(&request),
        texts,
        mentions: request.mentions.clone().filter(|_| request.state != State::Refused),
        quiet: request.quiet == Some(true) && request.represented.is_none() && !matches!(request.state, State::Refused | State::Withdrawn),
        later,
        dispute,
        ground: request.refusal.filter(|_| request.state == State::Refused).map(model::Ground::word),
        words: request.refusal_note.clone().filter(|words| request.state == State::Refused && !words.is_empty()),
        notice,
        form,
    })
}

async fn answer(ctx: &Ctx, request: Request, notice: Option<&'static str>, form: FormState, status: StatusCode) -> Result<Response> {
    let page = page_of(ctx, request, notice, form).await?;
    framed(ctx, &page, status).await
}

async fn tracked(ctx: &Ctx, id: &str, token: &str) -> Result<Request> {
    let id = super::links::link_id(id)?;
    let mut tx = ctx.begin().await?;
    let request = identity::tracked(&ctx.app, &mut tx, id, token).await?;
    // The address exists from the start, but only a confirmed mailbox is given it: until then it opens nothing.
    if request.identified_at.is_some() || request.channel == Channel::Letter { Ok(request) } else { Err(Error::NotFound) }
}

#[handler]
pub(super) async fn show(ctx: Ctx, Path((id, token)): Path<(String, String)>, request: &poem::Request) -> Result<Response> {
    let found = tracked(&ctx, &id, &token).await?;
    let notice = match request.uri().query().unwrap_or_default() {
        "lien" => Some("link_sent"),
        "retiree" => Some("withdrawn"),
        "choisi" => Some("chosen"),
        "libre" => Some("unfrozen"),
        _ => None,
    };
    answer(&ctx, found, notice, FormState::default(), StatusCode::OK).await
}

#[handler]
pub(super) async fn act(ctx: Ctx, Path((id, token)): Path<(String, String)>, form: Form) -> Result<Response> {
    let found = tracked(&ctx, &id, &token).await?;
    match form.text("act") {
        "withdraw" => withdraw(&ctx, found).await,
        "choose" => choose(&ctx, found, &form).await,
        "unfreeze" => match freezing::let_go(&ctx.app, ctx.tenant()?.id, found.id).await {
            // Pressed twice, it is done.
            Ok(()) | Err(Error::Conflict(_)) => back(&ctx, &found, "?libre"),
            Err(error) => Err(error),
        },
        "link" => send_link(&ctx, found).await,
        _ => back(&ctx, &found, ""),
    }
}

fn back(ctx: &Ctx, request: &Request, query: &str) -> Result<Response> {
    let path = identity::tracking_path(&ctx.app, ctx.tenant()?.id, request.id);
    Ok(secret(ctx.redirect(&format!("{path}{query}"))?))
}

async fn withdraw(ctx: &Ctx, found: Request) -> Result<Response> {
    if planning::withdraw(&ctx.app, ctx.tenant()?.id, found.id, Note::person()).await? {
        return back(ctx, &found, "?retiree");
    }
    answer(ctx, found, None, FormState::default().with_fault("form", Sentence::new("rights-too-late")), StatusCode::CONFLICT).await
}

async fn choose(ctx: &Ctx, found: Request, form: &Form) -> Result<Response> {
    let chosen: Vec<Uuid> = form.all("person").filter_map(|id| id.parse().ok()).collect();
    let mut parser = form.parser();
    let proof = if chosen.is_empty() { None } else { read_proof(&mut parser, form, false) };
    if !chosen.is_empty() && proof.is_none() && parser.is_clean() {
        parser.fault("order_code", Sentence::new("rights-fault-proof-needed"));
    }
    if !parser.is_clean() {
        return answer(ctx, found, None, parser.state(), StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    // A code has forty random bits; eight tries and then one every ten seconds guess none.
    ctx.app.limits.check(Limit::Pay, format!("rights/{}", found.id))?;
    match identity::choose(&ctx.app, ctx.tenant()?.id, found.id, &chosen, proof.as_ref()).await {
        Ok(()) => back(ctx, &found, "?choisi"),
        Err(Error::BadRequest(sentence)) => {
            let state = form.parser().state().with_fault("order_code", sentence);
            answer(ctx, found, None, state, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(error),
    }
}

/// Sends a link for the copy: the page's address alone must not give it, for it stays in mailboxes and histories.
async fn send_link(ctx: &Ctx, found: Request) -> Result<Response> {
    if ctx.app.limits.check(Limit::Resend, format!("rights/{}", found.id)).is_err() {
        return answer(ctx, found, Some("link_too_often"), FormState::default(), StatusCode::TOO_MANY_REQUESTS).await;
    }
    let now = ctx.now();
    let mut tx = ctx.begin().await?;
    if found.email.is_some() && store::copy_of(&mut tx, found.id).await?.is_some_and(|copy| copy.sealed_key.is_some() && copy.expires_at > now) {
        let link = store::add_link(&mut tx, now, found.id, LinkPurpose::Download, now + model::LINK).await?;
        jobs::enqueue(&mut tx, &Job::MailLink { link }, None).await?;
        tx.commit().await?;
    }
    back(ctx, &found, "?lien")
}
