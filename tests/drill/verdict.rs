//! What must hold after a drill: seats, tickets, money, journal, books.

use std::collections::BTreeMap;

use anyhow::Context;
use serde_json::Value;
use tenants::{
    payments::{connect, ledger},
    ticketing::tickets::journal::{self, Chain},
};

use crate::stage::{Hall, Stage};

/// A claim: what, what was found, whether it holds.
type Claim = (&'static str, String, bool);

/// Prints every claim; `false` when one does not hold.
pub async fn give(stage: &Stage, hall: &Hall, places: i32) -> anyhow::Result<bool> {
    let mut claims = counted(stage, hall, i64::from(places)).await?;
    let mut tx = stage.app.db.tenant(hall.tenant).await?;
    let chain = journal::store::verify(&mut tx).await?;
    claims.push(("the journal's chain is whole", format!("{chain:?}"), matches!(chain, Chain::Whole { .. })));
    drop(tx);
    claims.extend(books(stage, hall).await?);
    println!();
    for (what, found, holds) in &claims {
        println!("{} {what:<60}{found:>16}", if *holds { "ok     " } else { "BREACH " });
    }
    Ok(claims.iter().all(|(.., holds)| *holds))
}

/// Claims of the form: this statement gives this number.
async fn counted(stage: &Stage, hall: &Hall, places: i64) -> anyhow::Result<Vec<Claim>> {
    let mut owner = stage.owner().await?;
    let mut claims = Vec::new();
    let statements: [(&'static str, &'static str, i64); 10] = [
        ("valid tickets", "select count(*) from ticket where tenant_id = $1 and state = 'valid'", places),
        ("seats sold", "select sold::bigint from seat_pool where tenant_id = $1", places),
        ("seats still held", "select held::bigint from seat_pool where tenant_id = $1", 0),
        ("seats of confirmed orders", "select coalesce(sum(seats), 0)::bigint from ticket_order where tenant_id = $1 and state = 'confirmed'", places),
        ("orders left open", "select count(*) from ticket_order where tenant_id = $1 and state in ('held', 'paying')", 0),
        (
            "payments without tickets and not given back",
            "select count(*) from payment p join ticket_order o on o.tenant_id = p.tenant_id and o.id = p.subject_id
              where p.tenant_id = $1 and p.state = 'succeeded' and p.refunded < p.amount
                and not exists (select from ticket t where t.tenant_id = o.tenant_id and t.order_id = o.id and t.state = 'valid')",
            0,
        ),
        (
            "orders paid twice and not given back",
            "select count(*) from (select subject_id from payment where tenant_id = $1 and state = 'succeeded' and refunded < amount group by subject_id having count(*) > 1) twice",
            0,
        ),
        (
            "confirmed orders without their payment",
            "select count(*) from ticket_order o where o.tenant_id = $1 and o.state = 'confirmed' and o.total > 0 and not exists (select from payment p where p.tenant_id = o.tenant_id and p.subject_id = o.id and p.state = 'succeeded')",
            0,
        ),
        ("gaps among order numbers", "select coalesce(max(number) - count(*), 0)::bigint from ticket_order where tenant_id = $1 and number is not null", 0),
        ("jobs given up", "select count(*) from job where state = 'dead'", 0),
    ];
    for (what, statement, expected) in statements {
        let query = sqlx::query_scalar::<_, i64>(statement);
        let found =
            if statement.contains("$1") { query.bind(hall.tenant.uuid()) } else { query }.fetch_one(&mut owner).await.with_context(|| what.to_owned())?;
        claims.push((what, found.to_string(), found == expected));
    }
    Ok(claims)
}

/// Our ledger against Stripe's, movement by movement.
async fn books(stage: &Stage, hall: &Hall) -> anyhow::Result<Vec<Claim>> {
    ledger::sync(&stage.app, hall.tenant).await?;
    let mut tx = stage.app.db.tenant(hall.tenant).await?;
    let account = connect::store::find(&mut tx).await?.context("no Stripe account")?.account;
    let (gross, fees, net) = ledger::store::sums(&mut tx).await?;
    drop(tx);
    let mut owner = stage.owner().await?;
    let ours: BTreeMap<String, (i64, i64, i64)> =
        sqlx::query_as::<_, (String, i64, i64, i64)>("select id, amount::bigint, fee::bigint, net::bigint from ledger_entry where tenant_id = $1")
            .bind(hall.tenant.uuid())
            .fetch_all(&mut owner)
            .await?
            .into_iter()
            .map(|(id, amount, fee, net)| (id, (amount, fee, net)))
            .collect();
    let url = stage.around.stripe.url().join(&format!("sim/state/balance_transactions?account={account}"))?;
    let answer: Value = stage.http.get(url).send().await?.error_for_status()?.json().await?;
    let number = |movement: &Value, name: &str| movement[name].as_i64().unwrap_or_default();
    let theirs: BTreeMap<String, (i64, i64, i64)> = answer["data"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|movement| {
            (movement["id"].as_str().unwrap_or_default().to_owned(), (number(movement, "amount"), number(movement, "fee"), number(movement, "net")))
        })
        .collect();
    // What our own rows say was paid and given back, written before any movement was read.
    let (paid, returned): (i64, i64) = sqlx::query_as(
        "select coalesce((select sum(amount) from payment where tenant_id = $1 and state = 'succeeded'), 0)::bigint,
                coalesce((select sum(amount) from refund where tenant_id = $1 and state = 'succeeded'), 0)::bigint",
    )
    .bind(hall.tenant.uuid())
    .fetch_one(&mut owner)
    .await?;
    let differing = ours.iter().filter(|(id, sums)| theirs.get(*id) != Some(sums)).count() + theirs.keys().filter(|id| !ours.contains_key(*id)).count();
    let sum = theirs.values().fold((0, 0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1, sum.2 + one.2));
    Ok(vec![
        ("movements at Stripe", theirs.len().to_string(), !theirs.is_empty()),
        ("movements that differ from ours", differing.to_string(), differing == 0),
        ("paid less returned by our rows, minus Stripe's, in cents", (paid - returned - sum.0).to_string(), paid - returned == sum.0),
        ("our net minus Stripe's, in cents", (net.0 - sum.2).to_string(), (gross.0, fees.0, net.0) == sum),
    ])
}
