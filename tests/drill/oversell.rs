//! Two hundred buyers, fifty places, webhooks that come twice, late or never, and a server that is killed five times meanwhile.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::Context;
use sqlx::Connection;
use stripe_simulator::Faults;

use crate::{
    buyer::{self, End, Rush},
    stage::{Hall, Stage},
    verdict,
};

const BUYERS: u32 = 200;
const PLACES: i32 = 50;
const KILLS: u32 = 5;
/// After so long the buyers go home, whatever is left.
const LONGEST: Duration = Duration::from_secs(210);
/// After so long, what is not at rest is a breach.
const SETTLING: Duration = Duration::from_secs(90);

/// Runs the drill; `false` on any breach.
pub async fn run(seed: u64) -> anyhow::Result<bool> {
    println!("seed {seed}: {BUYERS} buyers, {PLACES} places, {KILLS} kills");
    let stage = Stage::set_up().await?;
    let hall = stage.hall("complet", PLACES, true).await?;
    stage.around.stripe.set_faults(Faults { duplicate: 0.3, drop: 0.2, reorder_ms: 3000, ..Faults::default() })?;
    let begun = Instant::now();
    let mut server = stage.start(&["serve", "--no-worker"])?;
    let mut worker = stage.start(&["worker"])?;
    stage.answers(&stage.url("complet", "/concerts/alma")).await.context("the first start")?;

    let rush = Arc::new(Rush {
        http: stage.http.clone(),
        concert: stage.url("complet", "/concerts/alma").parse()?,
        field: format!("tariff-{}", hall.tariff),
        over: AtomicBool::new(false),
        lost: AtomicUsize::new(0),
    });
    let buyers: Vec<_> = (1..=BUYERS).map(|number| tokio::spawn(buyer::buy(Arc::clone(&rush), number, seed))).collect();

    let mut kills = 0;
    let mut killed_at = Instant::now();
    loop {
        tokio::time::sleep(Duration::from_millis(250)).await;
        let sold = sold(&stage, &hall).await?;
        // Kills are spread over the sale: each waits for its share of places, or for its turn when sales drag.
        let due = sold >= PLACES * i32::try_from(kills + 1)? / i32::try_from(KILLS + 2)? || killed_at.elapsed() > Duration::from_secs(12);
        if kills < KILLS && due && killed_at.elapsed() > Duration::from_secs(2) {
            server.kill();
            if kills % 2 == 1 {
                worker.kill();
                worker = stage.start(&["worker"])?;
            }
            kills += 1;
            println!("{:>6.1} s  kill -9 number {kills}, {sold} places sold", begun.elapsed().as_secs_f32());
            server = stage.start(&["serve", "--no-worker"])?;
            killed_at = Instant::now();
        }
        if kills == KILLS && killed_at.elapsed() > Duration::from_secs(8) {
            // Whoever's answer was lost with the server never comes back to those places; nobody here waits the quarter of an hour they are kept.
            lapse_unnamed(&stage, &hall).await?;
        }
        if kills == KILLS && sold == PLACES || begun.elapsed() > LONGEST {
            break;
        }
    }
    rush.over.store(true, Ordering::Relaxed);
    let mut ends = Vec::new();
    for buyer in buyers {
        ends.push(tokio::time::timeout(Duration::from_mins(1), buyer).await.context("a buyer never came to an end")??);
    }
    println!("{:>6.1} s  the rush is over", begun.elapsed().as_secs_f32());
    settle(&stage, &hall).await?;
    println!("{:>6.1} s  everything is at rest\n", begun.elapsed().as_secs_f32());

    let count = |end: End| ends.iter().filter(|one| **one == end).count();
    println!("{:<44}{:>8}", "buyers who saw their tickets", count(End::Seated));
    println!("{:<44}{:>8}", "buyers who paid and closed the tab", count(End::PaidUnseen));
    println!("{:<44}{:>8}", "buyers who gave up", count(End::GaveUp));
    println!("{:<44}{:>8}", "buyers who came too late", count(End::TooLate));
    println!("{:<44}{:>8}", "answers lost with the server", rush.lost.load(Ordering::Relaxed));
    let whole = verdict::give(&stage, &hall, PLACES).await?;
    drop((server, worker));
    println!("\nseed {seed}: {} in {:.0} s", if whole { "no breach" } else { "BREACHED" }, begun.elapsed().as_secs_f32());
    stage.around.stop().await?;
    Ok(whole)
}

async fn sold(stage: &Stage, hall: &Hall) -> anyhow::Result<i32> {
    let mut owner = stage.owner().await?;
    let sold = sqlx::query_scalar("select sold from seat_pool where tenant_id = $1 and concert_id = $2")
        .bind(hall.tenant.uuid())
        .bind(hall.concert.uuid())
        .fetch_one(&mut owner)
        .await?;
    owner.close().await?;
    Ok(sold)
}

/// Lets the time of places held for nobody run out, and brings forward the job that looks.
async fn lapse_unnamed(stage: &Stage, hall: &Hall) -> anyhow::Result<()> {
    let mut owner = stage.owner().await?;
    sqlx::query("update ticket_order set held_until = now() where tenant_id = $1 and state = 'held' and person_id is null and placed_at < now() - interval '8 seconds' and held_until > now()")
        .bind(hall.tenant.uuid())
        .execute(&mut owner)
        .await?;
    bring_forward(&mut owner).await?;
    owner.close().await?;
    Ok(())
}

async fn bring_forward(owner: &mut sqlx::PgConnection) -> anyhow::Result<()> {
    sqlx::query("update job set run_at = now() where kind = 'ticketing' and state = 'waiting' and payload ->> 'do' in ('sweep_holds', 'reconcile_order') and run_at > now()")
        .execute(owner)
        .await?;
    Ok(())
}

/// Waits until Stripe has said everything and no job is left to do.
async fn settle(stage: &Stage, hall: &Hall) -> anyhow::Result<()> {
    stage.around.stripe.set_faults(Faults::default())?;
    let begun = Instant::now();
    while begun.elapsed() < SETTLING {
        let _ = stage.around.stripe.deliver_dropped();
        lapse_unnamed(stage, hall).await?;
        let mut owner = stage.owner().await?;
        let busy: i64 = sqlx::query_scalar(
            "select (select count(*) from job where state in ('waiting', 'running') and (run_at is null or run_at < now() + interval '5 seconds'))
                  + (select count(*) from ticket_order where tenant_id = $1 and state in ('held', 'paying'))
                  + (select count(*) from refund where tenant_id = $1 and state in ('pending', 'processing'))",
        )
        .bind(hall.tenant.uuid())
        .fetch_one(&mut owner)
        .await?;
        owner.close().await?;
        if busy == 0 {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    println!("not at rest after {} s", SETTLING.as_secs());
    Ok(())
}
