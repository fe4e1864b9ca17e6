//! What must be true whatever happened: seats, tickets, money and journal agree with each other, and our books with Stripe's.

use kernel::money::Cents;
use reqwest::StatusCode;
use serde_json::Value;
use sqlx::AssertSqlSafe;
use tenants::{
    payments::{jobs as payment_jobs, ledger},
    ticketing::tickets::journal::{self, Chain},
};

use crate::{
    journey::Association,
    world::{STRIPE_KEY, World},
};

/// What no association may ever have: each question answers with sentences, none when all is well. `$1` is the association.
const BREACHES: [&str; 9] = [
    "select 'concert '||s.concert_id||': '||s.held||' seats held, orders hold '||coalesce(sum(o.seats), 0) from seat_pool s
       left join ticket_order o on o.tenant_id = s.tenant_id and o.concert_id = s.concert_id and o.state in ('held', 'paying')
      where s.tenant_id = $1 group by s.concert_id, s.held having s.held <> coalesce(sum(o.seats), 0)",
    "select 'concert '||s.concert_id||': '||s.sold||' seats sold, '||count(t.id)||' valid tickets' from seat_pool s
       left join ticket t on t.tenant_id = s.tenant_id and t.concert_id = s.concert_id and t.state = 'valid'
      where s.tenant_id = $1 group by s.concert_id, s.sold having s.sold <> count(t.id)",
    "select 'concert '||concert_id||' is oversold' from seat_pool where tenant_id = $1 and held + sold > capacity",
    "select 'order '||o.code||' ('||o.state||') has '||count(t.id)||' tickets for '||o.seats||' seats' from ticket_order o
       left join ticket t on t.tenant_id = o.tenant_id and t.order_id = o.id where o.tenant_id = $1 group by o.code, o.state, o.seats
      having count(t.id) <> case when o.state in ('confirmed', 'refunded') then o.seats else 0 end",
    "select 'order numbers of '||number_year||' have a gap: '||count(number)||' numbers up to '||max(number) from ticket_order
      where tenant_id = $1 and number is not null group by number_year having count(number) <> max(number) or min(number) <> 1",
    "select 'payment '||p.id||' has its money, and its order '||coalesce(o.code, 'is gone') from payment p
       left join ticket_order o on o.tenant_id = p.tenant_id and o.id = p.subject_id
      where p.tenant_id = $1 and p.state = 'succeeded' and p.refund_reserved < p.amount and coalesce(o.state, '') not in ('confirmed', 'refunded')",
    "select 'order '||o.code||' is paid '||count(p.id)||' times and kept' from ticket_order o join payment p on p.tenant_id = o.tenant_id and p.subject_id = o.id
      where o.tenant_id = $1 and p.state = 'succeeded' and p.refund_reserved < p.amount group by o.code having count(p.id) > 1",
    "select 'payment '||p.id||' reserves '||p.refund_reserved||' for refunds of '||coalesce(sum(r.amount), 0) from payment p
       left join refund r on r.tenant_id = p.tenant_id and r.payment_id = p.id and coalesce(r.failure, '') <> 'retried'
      where p.tenant_id = $1 group by p.id, p.refund_reserved having p.refund_reserved <> coalesce(sum(r.amount), 0)",
    "select 'ticket '||t.number||' was admitted and never issued in the journal' from ticket t where t.tenant_id = $1
        and not exists (select from ticket_journal j where j.tenant_id = t.tenant_id and j.ticket_number = t.number and j.kind = 'issued')",
];

impl World {
    /// What an SQL statement gives in its one text column, seen by the superuser.
    ///
    /// # Panics
    /// When the database refuses it.
    pub async fn texts(&self, sql: impl Into<String>) -> Vec<String> {
        let mut connection = self.connect("postgres").await;
        let found: Vec<Option<String>> = sqlx::query_scalar(AssertSqlSafe(sql.into())).fetch_all(&mut connection).await.expect("texts");
        found.into_iter().map(Option::unwrap_or_default).collect()
    }

    /// The number an SQL statement gives, seen by the superuser.
    ///
    /// # Panics
    /// When it gives none.
    pub async fn count(&self, sql: impl Into<String>) -> i64 {
        let mut connection = self.connect("postgres").await;
        sqlx::query_scalar::<_, i64>(AssertSqlSafe(sql.into())).fetch_one(&mut connection).await.expect("a number")
    }

    /// Changes rows behind the server's back, as the superuser: what a crash at the wrong moment leaves.
    ///
    /// # Panics
    /// When the database refuses it.
    pub async fn sql(&self, sql: impl Into<String>) {
        sqlx::raw_sql(AssertSqlSafe(sql.into())).execute(&mut self.connect("postgres").await).await.expect("it is written");
    }

    /// Where an order stands, by its code.
    pub async fn order_state(&self, code: &str) -> String {
        self.texts(format!("select state from ticket_order where code = '{code}'")).await.pop().unwrap_or_default()
    }

    /// Asserts that seats, tickets, numbers, payments and journal of an association agree.
    ///
    /// # Panics
    /// With every breach.
    pub async fn assert_sound(&self, association: &Association) {
        let mut connection = self.connect("postgres").await;
        let mut breaches = Vec::new();
        for question in BREACHES {
            breaches.extend(sqlx::query_scalar::<_, String>(question).bind(association.tenant.uuid()).fetch_all(&mut connection).await.expect(question));
        }
        assert_eq!(breaches, Vec::<String>::new());
        let mut tx = self.tenant(association.tenant).await;
        let chain = journal::verify(&mut tx).await.expect("the journal is read");
        assert!(matches!(chain, Chain::Whole { .. }), "the journal's chain: {chain:?}");
    }

    /// Asserts that our books say what Stripe's say, to the cent: gross, fees and net of every movement.
    ///
    /// # Panics
    /// With both sums when they differ.
    pub async fn assert_books_agree(&self, association: &Association) {
        let mut tx = self.tenant(association.tenant).await;
        payment_jobs::enqueue(&mut tx, &payment_jobs::Job::SyncLedger, None).await.expect("a job");
        tx.commit().await.expect("a job");
        self.settle().await;
        let mut tx = self.tenant(association.tenant).await;
        let ours = ledger::store::sums(&mut tx).await.expect("our books");
        let movements = self.movements(association).await;
        let sum = |member: &str| Cents(movements.iter().filter_map(|movement| movement[member].as_i64()).sum());
        assert_eq!(ours, (sum("amount"), sum("fee"), sum("net")), "our books and Stripe's differ: {movements:#?}");
    }

    /// Every movement of the association's Stripe balance, as the simulator knows them.
    pub async fn movements(&self, association: &Association) -> Vec<Value> {
        let path = format!("sim/state/balance_transactions?account={}", self.stripe_account(association).await);
        let (_, answer) = self.ask_stripe(reqwest::Method::GET, &path, None, &[]).await;
        answer["data"].as_array().cloned().unwrap_or_default()
    }

    /// The association's account at Stripe.
    ///
    /// # Panics
    /// When it has none.
    pub async fn stripe_account(&self, association: &Association) -> String {
        self.texts(format!("select account_id from stripe_account where tenant_id = '{}'", association.tenant)).await.pop().expect("a Stripe account")
    }

    /// Asks the simulator something, as the association's treasurer would in Stripe's own dashboard.
    ///
    /// # Panics
    /// When it does not answer.
    pub async fn ask_stripe(&self, method: reqwest::Method, path: &str, account: Option<&str>, fields: &[(&str, &str)]) -> (StatusCode, Value) {
        let url = self.stripe.url().join(path).expect("an address");
        let client = reqwest::Client::builder().build().expect("a client");
        let mut request = client.request(method, url).bearer_auth(STRIPE_KEY);
        if let Some(account) = account {
            request = request.header("stripe-account", account);
        }
        if !fields.is_empty() {
            let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
            request = request.header("content-type", "application/x-www-form-urlencoded").body(body);
        }
        let answer = request.send().await.expect("the simulator answers");
        let status = answer.status();
        (status, answer.bytes().await.ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default())
    }

    /// How many requests of this kind the simulator has seen.
    pub async fn stripe_requests(&self, method: &str, path: &str) -> usize {
        let (_, answer) = self.ask_stripe(reqwest::Method::GET, "sim/requests", None, &[]).await;
        let all = answer["requests"].as_array().cloned().unwrap_or_default();
        all.iter().filter(|request| request["method"] == method && request["path"].as_str().is_some_and(|found| found.starts_with(path))).count()
    }
}
