//! One request: what it is about, in numbers, and what people of the association may do with it.

use kernel::{
    clock::Timestamp,
    error::{Error, Result, Sentence},
    form::FormState,
    http::Admin,
    session::Capability,
    views::{FlashKind, Page, Surface},
};
use poem::{
    Response, handler,
    http::StatusCode,
    web::{Path, Query},
};
use serde::{Deserialize, Serialize};

use super::parts::{EventView, MentionView, PersonView, TakenView, persons};
use crate::{
    privacy::requests::{
        deciding::{self, Second},
        mails,
        measures::freezing,
        mentions,
        model::{Channel, Ground, Kind, Purpose, RequestId, Review, State, Why, hold_ends_at},
        pages::{
            fate::{KeptView, RecipientView, kept_views, recipient_views},
            whom::ForWhom,
        },
        store::{self, Request},
    },
    staff,
};

/// The page.
#[derive(Debug, Default, Serialize)]
pub struct DetailPage {
    id: String,
    reference: String,
    kind: &'static str,
    state: &'static str,
    over: bool,
    letter: bool,
    name: String,
    email: Option<String>,
    message: Option<String>,
    reply_address: Option<String>,
    corrected: Vec<String>,
    received_at: Timestamp,
    due_at: Timestamp,
    overdue: bool,
    extension: Option<String>,
    clarification: Option<String>,
    identified: bool,
    held: bool,
    hold_ends_at: Timestamp,
    refusal_falls_at: Option<Timestamp>,
    execute_at: Option<Timestamp>,
    planned: bool,
    people: usize,
    changes: u64,
    purposes: Vec<Purpose>,
    kept: Vec<KeptView>,
    recipients: Vec<RecipientView>,
    taken: Vec<TakenView>,
    post_copy: bool,
    post: Option<PostView>,
    can_lift: bool,
    lifted_on: Option<Timestamp>,
    stripe_asked: bool,
    review: Vec<&'static str>,
    persons: Vec<PersonView>,
    represented: Option<ForWhom>,
    quiet: bool,
    disputed: bool,
    mentions: Vec<MentionView>,
    undecided: usize,
    whys: Vec<&'static str>,
    hash: String,
    refuses: bool,
    ground: Option<&'static str>,
    words: Option<String>,
    first: Option<String>,
    second: &'static str,
    second_from: Option<Timestamp>,
    can_extend: bool,
    can_refuse: bool,
    can_hold: bool,
    grounds: Vec<&'static str>,
    events: Vec<EventView>,
    chain_whole: bool,
    form: FormState,
}

/// A text to be printed and posted.
#[derive(Debug, Serialize)]
struct PostView {
    subject: String,
    text: String,
}

impl Page for DetailPage {
    const TEMPLATE: &'static str = "back_office/request.html";
    const SURFACE: Surface = Surface::BackOffice;

    fn samples() -> Vec<Self> {
        let event = |what: &str, actor: &str| EventView {
            at: Timestamp::default(),
            what: what.to_owned(),
            by: (actor == "staff").then(|| "Odile".to_owned()),
            actor: actor.to_owned(),
        };
        let sample = |kind: Kind, state: State| Self {
            id: "1".to_owned(),
            reference: "7K2M-Q9TX".to_owned(),
            kind: kind.word(),
            state: state.word(),
            over: state.is_final(),
            name: "Jeanne Lefort".to_owned(),
            email: Some("jeanne@example.org".to_owned()),
            planned: true,
            people: 1,
            changes: 4,
            purposes: vec![Purpose { treatment: "ticketing".to_owned(), found: 5, erased: 4, anonymised: 2, kept: 3 }],
            hash: "ab".repeat(32),
            second: "nothing",
            grounds: Ground::ALL.iter().map(|ground| ground.word()).collect(),
            events: vec![event("received", "person"), event("prepared", "staff"), event("plan_made", "software")],
            chain_whole: true,
            ..Self::default()
        };
        let mut samples: Vec<Self> = State::ALL.iter().map(|state| sample(Kind::Erasure, *state)).collect();
        let person = |(name, basis): (&str, &str)| PersonView { name: name.to_owned(), basis: basis.to_owned() };
        let waiting = || Self {
            review: Review::ALL.iter().map(|reason| reason.word()).collect(),
            persons: [("Jeanne Lefort", "name"), ("Paul Lefort", "chosen"), ("Zoé Lefort", "represented"), ("", "proof")].map(person).into(),
            whys: Why::ALL.iter().map(|why| why.word()).collect(),
            ..sample(Kind::Erasure, State::AwaitingSecondApproval)
        };
        for (second, refuses) in [("nothing", false), ("now", false), ("now", true), ("another", false), ("later", false)] {
            samples.push(Self {
                second,
                refuses,
                first: (second != "nothing").then(|| "Odile Marchand".to_owned()),
                second_from: Some(Timestamp::default()),
                ground: refuses.then_some("excessive"),
                words: refuses.then(|| "Déjà répondu trois fois.".to_owned()),
                refusal_falls_at: refuses.then(Timestamp::default),
                can_refuse: !refuses,
                form: FormState::default().with_fault("confirmation", Sentence::new("rights-fault-words")),
                ..waiting()
            });
        }
        samples.push(Self { mentions: MentionView::samples(), undecided: 8, represented: Some(ForWhom::sample()), quiet: true, disputed: true, ..waiting() });
        samples.push(Self {
            represented: Some(ForWhom { told: true, to_tell: false, ..ForWhom::sample() }),
            mentions: MentionView::samples(),
            ..sample(Kind::Access, State::Completed)
        });
        samples.push(Self {
            letter: true,
            post_copy: true,
            post: Some(PostView { subject: "Demande 7K2M-Q9TX : une question".to_owned(), text: "De quel concert ?".to_owned() }),
            overdue: true,
            can_extend: true,
            can_refuse: true,
            planned: false,
            message: Some("Bonjour.".to_owned()),
            reply_address: Some("3 rue des Tanneurs\n21000 Dijon".to_owned()),
            corrected: vec!["Jeanne".to_owned()],
            extension: Some("Archives.".to_owned()),
            clarification: Some("De quel concert ?".to_owned()),
            ..sample(Kind::Rectification, State::IdentityPending)
        });
        samples.push(Self { can_hold: true, execute_at: Some(Timestamp::default()), ..sample(Kind::Erasure, State::Planned) });
        samples.push(Self { can_lift: true, ..sample(Kind::Restriction, State::Completed) });
        samples.push(Self { lifted_on: Some(Timestamp::default()), ..sample(Kind::Restriction, State::Completed) });
        samples.push(Self { can_hold: true, held: true, ..sample(Kind::Erasure, State::Planned) });
        samples.push(Self {
            kept: KeptView::samples(),
            recipients: RecipientView::samples(),
            stripe_asked: true,
            taken: vec![TakenView { at: Timestamp::default(), what: "orders".to_owned(), by: "Odile".to_owned(), rows: 40 }],
            chain_whole: false,
            email: None,
            name: String::new(),
            ..sample(Kind::Erasure, State::CompletedWithRetention)
        });
        samples
    }
}

/// The words to type before the second signature.
pub(super) fn asked_words(admin: &Admin, request: &Request) -> Result<String> {
    Ok(Sentence::new("rights-desk-words")
        .with("kind", request.kind.word())
        .with("refuses", if request.refuses { "yes" } else { "no" })
        .translate(admin.ctx.locale)?)
}

pub(super) async fn page_of(admin: &Admin, request: Request, form: FormState) -> Result<DetailPage> {
    let app = &admin.ctx.app;
    let now = admin.ctx.now();
    let second = deciding::second(app, admin.tenant_id(), admin.account(), &request).await?;
    let mut tx = admin.begin().await?;
    let events = store::events(&mut tx, request.id).await?;
    let recipients = store::recipients(&mut tx, request.id).await?;
    let asked = recipients.iter().any(|one| one.recipient == "exports" && one.status == "asked");
    let stripe_asked = recipients.iter().any(|one| one.recipient == "stripe" && one.status == "asked");
    let by_post = mails::is_by_post(&mut tx, &request).await?;
    let post_copy = by_post && store::copy_of(&mut tx, request.id).await?.is_some_and(|made| made.sealed_key.is_some() && made.expires_at > now);
    let frozen = freezing::frozen(app, &mut tx, &request).await?;
    let can_lift = freezing::may_announce(app, &mut tx, &request).await?;
    let to_post = mails::to_post(&mut tx, &request).await?;
    let taken = if asked { staff::store::taken_since(&mut tx, now - chrono::Duration::days(365)).await? } else { Vec::new() };
    let waiting = request.state == State::AwaitingSecondApproval;
    let persons = if waiting { persons(&mut tx, request.id).await? } else { Vec::new() };
    let seen = mentions::seen(&mut tx, &request, admin.staff.role).await?;
    let listed: Vec<_> = seen.iter().map(|seen| seen.mention.clone()).collect();
    let ids: Vec<_> = store::scope(&mut tx, request.id).await?.into_iter().map(|(root, _)| root.id).collect();
    let disputed = store::disputed(&mut tx, &ids).await?.open_since.is_some();
    drop(tx);
    let mut accounts: Vec<_> = events.iter().filter_map(|event| event.account).chain(taken.iter().map(|taken| taken.by)).chain(request.prepared_by).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let names = staff::store::names(app, &accounts).await?;
    let plan = request.plan.clone().unwrap_or_default();
    let post = match to_post {
        Some(what) => {
            let mails::Posting { subject, text } = mails::posting(app, admin.tenant_id(), request.id, what).await?;
            Some(PostView { subject, text })
        }
        None => None,
    };
    Ok(DetailPage {
        id: request.id.to_string(),
        reference: request.reference.clone(),
        kind: request.kind.word(),
        state: request.state.word(),
        over: request.state.is_final(),
        letter: request.channel == Channel::Letter,
        name: request.declared(),
        email: request.email.clone(),
        message: request.message.clone(),
        reply_address: request.reply_address.clone(),
        corrected: [&request.corrected_given_name, &request.corrected_family_name, &request.corrected_email].into_iter().flatten().cloned().collect(),
        received_at: request.received_at,
        due_at: request.due_at,
        overdue: !request.state.is_final() && request.due_at < now,
        extension: request.extension_reason.clone(),
        clarification: request.clarification.clone(),
        identified: request.identified_at.is_some(),
        held: request.held && request.state == State::Planned,
        hold_ends_at: hold_ends_at(request.due_at),
        refusal_falls_at: deciding::falls_at(&request, &events),
        execute_at: request.execute_at.filter(|_| request.state == State::Planned),
        planned: request.plan.is_some(),
        people: plan.people,
        changes: plan.changes,
        purposes: plan.purposes,
        kept: if request.kind == Kind::Erasure { kept_views(&request) } else { Vec::new() },
        recipients: recipient_views(&recipients),
        taken: taken
            .into_iter()
            .map(|one| TakenView { at: one.at, what: one.what, by: names.get(&one.by).cloned().unwrap_or_default(), rows: one.rows })
            .collect(),
        post_copy,
        post,
        can_lift,
        lifted_on: frozen.and_then(|frozen| frozen.ends_at()),
        stripe_asked,
        review: if waiting { request.review.iter().map(|reason| reason.word()).collect() } else { Vec::new() },
        persons,
        represented: ForWhom::of(&request),
        quiet: request.quiet == Some(true),
        disputed,
        undecided: listed.iter().filter(|mention| mention.decision.is_none()).count(),
        hash: deciding::signed(&request, &listed).map(hex::encode).unwrap_or_default(),
        mentions: seen.into_iter().map(|seen| MentionView::of(admin, seen)).collect(),
        whys: Why::ALL.iter().map(|why| why.word()).collect(),
        refuses: request.refuses,
        ground: request.refusal.map(Ground::word),
        words: request.refusal_note.clone().filter(|words| !words.is_empty()),
        first: request.prepared_by.filter(|_| waiting).map(|by| names.get(&by).cloned().unwrap_or_default()),
        second: match second {
            _ if !waiting => "nothing",
            Second::Now => "now",
            Second::Another => "another",
            Second::Later(_) => "later",
            Second::Nothing => "nothing",
        },
        second_from: if let Second::Later(from) = second { Some(from) } else { None },
        can_extend: !request.state.is_final() && request.extended_at.is_none() && now <= request.due_at,
        can_refuse: deciding::may_refuse(&request),
        can_hold: request.kind == Kind::Erasure && request.state == State::Planned && (request.held || now < hold_ends_at(request.due_at)),
        grounds: Ground::ALL.iter().map(|ground| ground.word()).collect(),
        chain_whole: store::chain_is_whole(request.id, &events),
        events: events
            .into_iter()
            .map(|event| EventView { at: event.at, what: event.kind, by: event.account.and_then(|by| names.get(&by).cloned()), actor: event.actor })
            .collect(),
        form,
    })
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    fait: String,
}

pub(super) async fn find(admin: &Admin, id: &str) -> Result<Request> {
    let id: RequestId = id.parse().map_err(|_| Error::NotFound)?;
    let mut tx = admin.begin().await?;
    store::find(&mut tx, id).await?.ok_or(Error::NotFound)
}

#[handler]
pub(super) async fn show(admin: Admin, Path(id): Path<String>, Query(asked): Query<Asked>) -> Result<Response> {
    admin.require(Capability::Orders)?;
    let request = find(&admin, &id).await?;
    let page = page_of(&admin, request, FormState::default()).await?;
    if asked.fait.is_empty() {
        return admin.page("privacy", &page);
    }
    admin.page_with("privacy", &page, FlashKind::Good, &Sentence::new("rights-desk-done").with("what", asked.fait.as_str()), StatusCode::OK)
}
