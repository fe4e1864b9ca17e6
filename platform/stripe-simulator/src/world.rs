//! The simulated world: the objects, the clock, what is due when, and the events that leave with the next answer.

use std::collections::{BTreeSet, HashSet, VecDeque};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use url::Url;

use crate::faults::Faults;
use crate::store::{Kind, PLATFORM, Store};
use crate::webhooks::Attempt;
use crate::{Fees, Time, payments, payouts};

/// The API version the simulator speaks, the one of the libraries on both sides.
pub(crate) const VERSION: &str = "2026-09-30.endive";

const EVENTS_KEPT: usize = 20_000;
const LOG_LINES_KEPT: usize = 2_000;

/// Something that happens later by itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Task {
    ExpireSession { account: String, session: String },
    SettleCharge { account: String, charge: String },
    Dispute { account: String, charge: String },
    WarnOfFraud { account: String, charge: String },
    PayOut { account: String },
    PayoutArrives { account: String, payout: String },
}

/// An event on its way to one endpoint.
#[derive(Debug, Clone)]
pub(crate) struct Outgoing {
    pub account: String,
    pub event: String,
    pub endpoint: String,
}

/// Everything the simulator knows. One lock guards it, and is never held while waiting.
pub(crate) struct World {
    pub store: Store,
    pub fees: Fees,
    pub secret_key: String,
    pub address: Url,
    pub faults: Faults,
    pub dice: StdRng,
    /// Events to deliver once the change that caused them is written.
    pub outbox: Vec<Outgoing>,
    /// The request being served, named in the events it causes.
    pub request: (Option<String>, Option<String>),
    pub in_flight: HashSet<String>,
    pub requests: VecDeque<Value>,
    pub attempts: VecDeque<Attempt>,
    /// Unmoved by the simulated clock: signatures carry this time.
    pub time: Time,
    agenda: BTreeSet<(i64, String)>,
    ahead: i64,
    secrets: StdRng,
}

impl World {
    pub fn new(store: Store, fees: Fees, secret_key: String, address: Url, seed: u64, faults: Faults) -> Self {
        let ahead = store.get(PLATFORM, "clock").and_then(|record| record.inner.as_i64()).unwrap_or(0);
        let mut world = Self {
            agenda: store.list(PLATFORM, Kind::Task).filter_map(|(id, record)| Some((record.inner["at"].as_i64()?, id.to_owned()))).collect(),
            store,
            fees,
            secret_key,
            address,
            faults,
            dice: StdRng::seed_from_u64(seed),
            outbox: Vec::new(),
            request: (None, None),
            in_flight: HashSet::new(),
            requests: VecDeque::new(),
            attempts: VecDeque::new(),
            time: Time::machine(),
            ahead,
            secrets: rand::make_rng(),
        };
        world.move_in();
        world
    }

    /// Open payment pages follow the simulator to the port it has this time.
    fn move_in(&mut self) {
        let books: Vec<String> = self.store.books().map(str::to_owned).collect();
        for book in books {
            let open: Vec<String> =
                self.store.list(&book, Kind::Session).filter(|(_, record)| record.body["url"].is_string()).map(|(id, _)| id.to_owned()).collect();
            for id in open {
                let url = self.page(&format!("c/pay/{id}"));
                if let Some(record) = self.store.get_mut(&book, &id) {
                    record.body["url"] = json!(url);
                }
            }
        }
    }

    /// Milliseconds since 1970 on the simulated clock.
    pub fn now_in_milliseconds(&self) -> i64 {
        self.time.milliseconds() + self.ahead * 1_000
    }

    /// Seconds since 1970 on the simulated clock.
    pub fn now(&self) -> i64 {
        self.now_in_milliseconds() / 1_000
    }

    /// Moves the clock forward and lets everything due by then happen.
    pub fn advance(&mut self, seconds: u32) {
        self.ahead += i64::from(seconds);
        self.store.remove(PLATFORM, "clock");
        self.store.insert(PLATFORM, Kind::Setting, "clock", Value::Null, json!(self.ahead));
        self.tick();
    }

    /// The address of one of the simulator's pages.
    pub fn page(&self, path: &str) -> String {
        format!("{}sim/{path}", self.address)
    }

    /// A new id of that kind, not to be guessed: some are the only key to a page.
    pub fn new_id(&mut self, kind: Kind) -> String {
        let length = if kind == Kind::Session { 40 } else { 20 };
        format!("{}{}", kind.prefix(), self.secret_text(length))
    }

    /// Random letters and digits.
    pub fn secret_text(&mut self, length: usize) -> String {
        const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        (0..length).map(|_| char::from(ALPHABET[self.secrets.random_range(0..ALPHABET.len())])).collect()
    }

    /// Plans a task for later.
    pub fn schedule(&mut self, milliseconds_from_now: i64, task: &Task) {
        let at = self.now_in_milliseconds() + milliseconds_from_now;
        let id = self.new_id(Kind::Task);
        self.store.insert(PLATFORM, Kind::Task, &id, Value::Null, json!({"at": at, "task": task}));
        self.agenda.insert((at, id));
    }

    /// Does everything that is due.
    pub fn tick(&mut self) {
        let now = self.now_in_milliseconds();
        while let Some((at, id)) = self.agenda.first().cloned().filter(|(at, _)| *at <= now) {
            self.agenda.remove(&(at, id.clone()));
            let task = self.store.get(PLATFORM, &id).and_then(|record| serde_json::from_value(record.inner["task"].clone()).ok());
            self.store.remove(PLATFORM, &id);
            if let Some(task) = task {
                self.perform(task);
            }
        }
    }

    fn perform(&mut self, task: Task) {
        match task {
            Task::ExpireSession { account, session } => payments::expire(self, &account, &session),
            Task::SettleCharge { account, charge } => payments::settle(self, &account, &charge),
            Task::Dispute { account, charge } => crate::disputes::open(self, &account, &charge),
            Task::WarnOfFraud { account, charge } => crate::disputes::warn_of_fraud(self, &account, &charge),
            Task::PayOut { account } => payouts::pay_out(self, &account),
            Task::PayoutArrives { account, payout } => payouts::arrive(self, &account, &payout),
        }
    }

    /// Records an event about an object as it is now, and queues it for every endpoint that asked for it.
    pub fn emit(&mut self, account: &str, kind: &str, id: &str) {
        if let Some(record) = self.store.get(account, id) {
            let object = record.body.clone();
            self.emit_object(account, kind, object, None);
        }
    }

    /// The same, for an object given whole, with the members that changed as they were before.
    pub fn emit_object(&mut self, account: &str, kind: &str, object: Value, previous: Option<Value>) {
        let id = self.new_id(Kind::Event);
        let endpoints = self.endpoints_for(account, kind);
        let mut data = serde_json::Map::from_iter([("object".to_owned(), object)]);
        if let Some(previous) = previous {
            data.insert("previous_attributes".to_owned(), previous);
        }
        let mut event = json!({
            "id": id, "object": "event", "api_version": VERSION, "created": self.now(), "data": data,
            "livemode": false, "pending_webhooks": endpoints.len(),
            "request": {"id": self.request.0, "idempotency_key": self.request.1}, "type": kind,
        });
        if account != PLATFORM {
            event["account"] = json!(account);
        }
        self.store.insert(account, Kind::Event, &id, event, json!({ "pending": endpoints }));
        self.store.keep_newest(account, Kind::Event, EVENTS_KEPT);
        self.outbox.extend(endpoints.into_iter().map(|endpoint| Outgoing { account: account.to_owned(), event: id.clone(), endpoint }));
    }

    fn endpoints_for(&self, account: &str, kind: &str) -> Vec<String> {
        let wants = |events: &Value| events.as_array().is_some_and(|list| list.iter().any(|e| e == "*" || e == kind));
        self.store
            .list(PLATFORM, Kind::WebhookEndpoint)
            .filter(|(_, record)| record.inner["connect"] == json!(account != PLATFORM))
            .filter(|(_, record)| record.body["status"] == "enabled" && wants(&record.body["enabled_events"]))
            .map(|(id, _)| id.to_owned())
            .collect()
    }

    /// Notes a request for the contract test; the oldest is forgotten when the log is full.
    pub fn note_request(&mut self, request: Value) {
        self.requests.push_back(request);
        if self.requests.len() > LOG_LINES_KEPT {
            self.requests.pop_front();
        }
    }

    /// Notes a delivery attempt for the log page.
    pub fn note_attempt(&mut self, attempt: Attempt) {
        self.attempts.push_back(attempt);
        if self.attempts.len() > LOG_LINES_KEPT {
            self.attempts.pop_front();
        }
    }

    /// Sets one member of an object.
    pub fn set(&mut self, account: &str, id: &str, member: &str, value: Value) {
        if let Some(record) = self.store.get_mut(account, id) {
            record.body[member] = value;
        }
    }

    /// A member of an object, null when there is none.
    pub fn read(&self, account: &str, id: &str, member: &str) -> Value {
        self.store.get(account, id).map_or(Value::Null, |record| record.body[member].clone())
    }

    /// An amount of an object in minor units, 0 when there is none.
    pub fn amount(&self, account: &str, id: &str, member: &str) -> i64 {
        self.store.get(account, id).and_then(|record| record.body[member].as_i64()).unwrap_or(0)
    }

    /// An id or word an object holds, empty when there is none.
    pub fn text(&self, account: &str, id: &str, member: &str) -> String {
        self.store.get(account, id).and_then(|record| record.body[member].as_str()).unwrap_or_default().to_owned()
    }
}
