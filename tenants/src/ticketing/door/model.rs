//! What the door answers to a ticket.

use kernel::{
    app::App,
    clock::{PARIS, Timestamp},
    db::TenantTx,
    error::{Error, Result, Sentence},
    i18n::{Locale, date_day, time},
    ids::{AccountId, TenantId},
    limits::Limit,
};
use serde::Serialize;

use super::store;
use crate::ticketing::{
    codes::{OrderCode, TicketNumber},
    concerts::{
        self,
        model::{Concert, ConcertState},
    },
    orders,
    tickets::{
        self,
        model::{Presented, Ticket, read_presented},
    },
};

/// A ticket as the door shows it.
#[derive(Clone, Debug, Serialize)]
pub struct Shown {
    /// Its number.
    pub number: String,
    /// Its seat category.
    pub category: String,
    /// Who shows it.
    pub holder: String,
    /// Who bought it, when that is somebody else.
    pub booked_by: Option<String>,
}

/// An answer: its colour, its words, and the ticket it is about.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The colour and sound: `admitted`, `already`, `void`, `other_concert`, `unknown`, `undone` or `too_many`.
    pub result: &'static str,
    /// The one big word.
    pub title: Sentence,
    /// What to tell the person.
    pub sentence: Sentence,
    /// The ticket, when it is one of ours.
    pub ticket: Option<Shown>,
    /// Whether this admission can be taken back.
    pub can_undo: bool,
}

impl Verdict {
    fn new(result: &'static str, sentence: Sentence) -> Self {
        Self { result, title: Sentence::new("door-result-title").with("result", result), sentence, ticket: None, can_undo: false }
    }

    fn about(self, ticket: Option<Shown>) -> Self {
        Self { ticket, ..self }
    }

    /// The same colour under another big word.
    fn titled(self, word: &'static str) -> Self {
        Self { title: Sentence::new("door-result-title").with("result", word), ..self }
    }
}

/// What a code came to: an answer, or an order whose tickets are to be listed, for its code alone admits nobody.
pub enum Outcome {
    /// An answer.
    Verdict(Verdict),
    /// The tickets of this order.
    List(OrderCode),
}

/// One door at work.
pub struct Door<'a> {
    /// The program.
    pub app: &'a App,
    /// Whose door.
    pub tenant: TenantId,
    /// Of which concert.
    pub concert: &'a Concert,
    /// Who stands there.
    pub by: AccountId,
    /// What the door is called; may be empty.
    pub gate: &'a str,
    /// The language of its answers.
    pub locale: Locale,
}

impl Door<'_> {
    /// Answers what was scanned or typed. Of two doors that read one ticket at once, one lets in: the row changes once.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn check(&self, code: &str) -> Result<Outcome> {
        let signer = self.app.keys.code_signer(self.tenant)?;
        match read_presented(&signer, self.tenant, code) {
            Presented::Number(number) => self.admit(number).await.map(Outcome::Verdict),
            Presented::Forged => Ok(Outcome::Verdict(self.counted(Verdict::new("void", Sentence::new("door-result-forged")).titled("forged")))),
            Presented::Unreadable => match OrderCode::parse(code) {
                Some(order) => self.order(order).await,
                None => Ok(Outcome::Verdict(self.counted(Verdict::new("unknown", Sentence::new("door-result-unknown"))))),
            },
        }
    }

    /// A code that no ticket bears counts against whoever tries codes.
    fn counted(&self, verdict: Verdict) -> Verdict {
        match self.app.limits.check(Limit::Door, format!("{}:{}", self.tenant, self.by)) {
            Ok(()) => verdict,
            Err(_) => Verdict::new("too_many", Sentence::new("door-result-too-many")),
        }
    }

    async fn order(&self, code: OrderCode) -> Result<Outcome> {
        let mut tx = self.app.db.tenant(self.tenant).await?;
        let order = orders::store::find(&mut tx, orders::store::Find::Code(&code), false).await?;
        let unknown = || Ok(Outcome::Verdict(self.counted(Verdict::new("unknown", Sentence::new("door-result-unknown")))));
        let Some(order) = order else { return unknown() };
        if order.concert != self.concert.id {
            return self.elsewhere(&mut tx, order.concert, None).await.map(Outcome::Verdict);
        }
        if order.confirmed_at.is_none() {
            return Ok(Outcome::Verdict(Verdict::new("void", Sentence::new("door-result-not-confirmed")).titled("not_confirmed")));
        }
        Ok(Outcome::List(code))
    }

    async fn admit(&self, number: TicketNumber) -> Result<Verdict> {
        let now = self.app.clock.now();
        let mut tx = self.app.db.tenant(self.tenant).await?;
        let Some(ticket) = find(&mut tx, number).await? else {
            return Ok(self.counted(Verdict::new("unknown", Sentence::new("door-result-unknown"))));
        };
        let shown = Some(self.shown(&mut tx, &ticket).await?);
        if ticket.concert != self.concert.id {
            return self.elsewhere(&mut tx, ticket.concert, shown).await;
        }
        if self.concert.state == ConcertState::Cancelled {
            return Ok(Verdict::new("void", Sentence::new("door-result-void").with("why", "cancelled")).about(shown));
        }
        if tickets::store::admit(&mut tx, now, &ticket, self.by, self.gate).await? {
            let remaining = store::not_in_yet(&mut tx, ticket.order).await?;
            tx.commit().await?;
            let sentence = Sentence::new("door-result-admitted").with("remaining", remaining);
            return Ok(Verdict { can_undo: true, ..Verdict::new("admitted", sentence).about(shown) });
        }
        // Somebody else changed it since it was read: what counts is how it stands now.
        let ticket = find(&mut tx, number).await?.ok_or(Error::NotFound)?;
        let verdict = match ticket.admitted_at.filter(|_| ticket.valid) {
            Some(at) => Verdict::new("already", self.already(at, ticket.admitted_gate.as_deref().unwrap_or_default(), now)),
            None => Verdict::new("void", Sentence::new("door-result-void").with("why", if ticket.refund.is_some() { "refunded" } else { "cancelled" })),
        };
        Ok(verdict.about(shown))
    }

    fn already(&self, at: Timestamp, gate: &str, now: Timestamp) -> Sentence {
        let (at, now) = (at.with_timezone(&PARIS), now.with_timezone(&PARIS));
        let hour = time(self.locale, &at);
        let when = if at.date_naive() == now.date_naive() { hour } else { format!("{hour}, {}", date_day(self.locale, &at)) };
        if gate.is_empty() {
            Sentence::new("door-result-already").with("time", when)
        } else {
            Sentence::new("door-result-already-gate").with("time", when).with("gate", gate)
        }
    }

    async fn elsewhere(&self, tx: &mut TenantTx, concert: concerts::model::ConcertId, shown: Option<Shown>) -> Result<Verdict> {
        let other = concerts::store::find(tx, concert).await?.ok_or(Error::NotFound)?;
        let day = date_day(self.locale, &other.starts_at.with_timezone(&PARIS));
        let sentence = Sentence::new("door-result-other-concert").with("concert", other.title).with("day", day);
        Ok(Verdict::new("other_concert", sentence).about(shown))
    }

    /// Takes back an admission this person made a moment ago.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn undo(&self, number: &str) -> Result<Verdict> {
        let now = self.app.clock.now();
        let unknown = || Verdict::new("unknown", Sentence::new("door-result-unknown"));
        let Some(number) = TicketNumber::parse(number) else { return Ok(unknown()) };
        let mut tx = self.app.db.tenant(self.tenant).await?;
        let Some(ticket) = find(&mut tx, number).await?.filter(|ticket| ticket.concert == self.concert.id) else { return Ok(unknown()) };
        let shown = Some(self.shown(&mut tx, &ticket).await?);
        if !store::may_undo(&mut tx, &ticket, self.by, now - UNDO_WITHIN).await? || !tickets::store::undo_admission(&mut tx, now, &ticket).await? {
            return Ok(Verdict::new("void", Sentence::new("door-result-not-undone")).titled("not_undone").about(shown));
        }
        tx.commit().await?;
        Ok(Verdict::new("undone", Sentence::new("door-result-undone")).about(shown))
    }

    /// A ticket in the door's words.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn shown(&self, tx: &mut TenantTx, ticket: &Ticket) -> Result<Shown> {
        let (holder, buyer) = store::holder(tx, ticket).await?;
        Ok(Shown {
            number: ticket.number.clone(),
            category: Concert::pick(self.locale, &ticket.category_fr, &ticket.category_en).to_owned(),
            holder: holder.bearer(self.locale, &buyer)?,
            booked_by: holder.printed().map(|_| buyer).filter(|buyer| !buyer.is_empty()),
        })
    }
}

/// How long an admission can be taken back by who made it: later, the person is in the hall.
pub const UNDO_WITHIN: chrono::Duration = chrono::Duration::minutes(15);

async fn find(tx: &mut TenantTx, number: TicketNumber) -> Result<Option<Ticket>> {
    let number = number.to_string();
    Ok(tickets::store::list(tx, tickets::store::Wanted { number: Some(&number), ..Default::default() }).await?.pop())
}
