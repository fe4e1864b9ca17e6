//! Seats under a rush, and under any order of events: never more than there are, and every sum agrees.

use std::sync::Arc;

use futures_util::future::join_all;
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use support::{Association, Bought, Client, ConcertSpec, OnSale, World, journey::CARD};
use tenants::ticketing::orders::pay;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_carts_at_once_never_hold_more_than_there_is() {
    let world = Arc::new(World::start().await);
    let association = world.association("jazz").await;
    let concert = world.concert(&association, &ConcertSpec { capacity: 50, ..ConcertSpec::default() }).await;
    let rush = (0..200_u16).map(|number| {
        let (world, association, concert) = (Arc::clone(&world), association.clone(), concert.clone());
        tokio::spawn(async move {
            let visitor = world.visitor();
            let page = world.choose(&visitor, &association, &concert, 1 + number % 3).await;
            (page.status.as_u16(), page.url.path().contains("/commande/"))
        })
    });
    let answers: Vec<(u16, bool)> = join_all(rush).await.into_iter().map(|answer| answer.expect("an answer")).collect();
    assert!(answers.iter().all(|(status, _)| matches!(status, 200 | 409 | 422)), "{answers:?}");
    let placed = answers.iter().filter(|(status, there)| *status == 200 && *there).count();
    assert_eq!(world.count("select count(*) from ticket_order").await, i64::try_from(placed).unwrap());
    let held = world.count("select held::bigint from seat_pool").await;
    assert!((48..=50).contains(&held), "{held} of 50 seats are held");
    world.assert_sound(&association).await;

    // Nobody pays: every seat comes back, once.
    world.pass(chrono::Duration::minutes(16)).await;
    assert_eq!(world.count("select (held + sold)::bigint from seat_pool").await, 0);
    world.assert_sound(&association).await;
}

/// What may happen to an order next.
#[derive(Clone, Copy, Debug)]
enum Step {
    Hold(u16),
    Open(usize),
    Pay(usize),
    Land(usize),
    Abandon(usize),
    Pass(i64),
    Refund(usize, usize),
    Settle,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (1_u16..5).prop_map(Step::Hold),
        4 => (0_usize..8).prop_map(Step::Open),
        4 => (0_usize..8).prop_map(Step::Pay),
        3 => (0_usize..8).prop_map(Step::Land),
        1 => (0_usize..8).prop_map(Step::Abandon),
        2 => prop_oneof![Just(1_i64), Just(5), Just(17), Just(40)].prop_map(Step::Pass),
        3 => (0_usize..8, 0_usize..5).prop_map(|(order, ticket)| Step::Refund(order, ticket)),
        1 => Just(Step::Settle),
    ]
}

/// An order on its way, as its buyer's browser knows it.
#[derive(Clone)]
struct Under {
    visitor: Client,
    bought: Bought,
    checkout: Option<String>,
}

struct Play<'world> {
    world: &'world World,
    association: &'world Association,
    concert: &'world OnSale,
    orders: Vec<Under>,
}

impl Play<'_> {
    fn order(&self, number: usize) -> Option<usize> {
        (!self.orders.is_empty()).then(|| number % self.orders.len())
    }

    async fn hold(&mut self, places: u16) {
        let visitor = self.world.visitor();
        let page = self.world.choose(&visitor, self.association, self.concert, places).await;
        if page.status.as_u16() == 200 {
            let url = page.url.to_string();
            let code = url.split('/').nth_back(1).unwrap_or_default().to_owned();
            self.orders.push(Under { visitor, bought: Bought { url, code }, checkout: None });
        }
    }

    async fn open(&mut self, number: usize) {
        let Some(number) = self.order(number) else { return };
        let order = self.orders[number].clone();
        let page = order.visitor.get(&order.bought.url).await.expect(200);
        if page.text.contains("name=\"given_name\"") {
            let answer = self.world.give_details(&order.visitor, &page, "jeanne@example.org").await;
            assert!(answer.status.is_redirection(), "{}: {}", answer.status, answer.words());
            let there = answer.location();
            self.orders[number].checkout = there.contains("/sim/").then_some(there);
        }
    }

    async fn pay(&self, number: usize, land: bool) {
        let Some(number) = self.order(number) else { return };
        let order = &self.orders[number];
        let Some(checkout) = &order.checkout else { return };
        let page = order.visitor.get(checkout).await.expect(200);
        if page.text.contains("name=\"card_number\"") {
            let back = self.world.pay(&order.visitor, checkout, CARD).await;
            if land {
                let _ = back.follow(&order.visitor).await.expect(200);
            }
        }
    }

    async fn refund(&self, number: usize, ticket: usize) {
        let Some(number) = self.order(number) else { return };
        let code = &self.orders[number].bought.code;
        let valid = self.world.texts(format!("select t.id||' '||t.price||' '||o.id from ticket t join ticket_order o on o.id = t.order_id where o.code = '{code}' and t.state = 'valid' order by t.number")).await;
        let Some(chosen) = valid.get(ticket) else { return };
        let parts: Vec<&str> = chosen.split(' ').collect();
        let (id, price, order) = (parts[0].parse().unwrap(), kernel::money::Cents(parts[1].parse().unwrap()), parts[2].parse().unwrap());
        pay::refund(&self.world.app, self.association.tenant, order, &[id], price, self.association.president).await.expect("it was valid a moment ago");
    }

    async fn play(&mut self, step: Step) {
        match step {
            Step::Hold(places) => self.hold(places).await,
            Step::Open(number) => self.open(number).await,
            Step::Pay(number) => self.pay(number, false).await,
            Step::Land(number) => self.pay(number, true).await,
            Step::Abandon(number) => {
                let Some(number) = self.order(number) else { return };
                let order = &self.orders[number];
                let answer = order.visitor.post(&format!("{}/abandonner", order.bought.url), &[]).await;
                assert!(answer.status.is_redirection() || answer.status.is_client_error(), "{}", answer.status);
            }
            Step::Pass(minutes) => self.world.pass(chrono::Duration::minutes(minutes)).await,
            Step::Refund(number, ticket) => self.refund(number, ticket).await,
            Step::Settle => self.world.settle().await,
        }
    }
}

#[tokio::test]
async fn whatever_happens_in_whatever_order_every_sum_agrees() {
    let world = World::start().await;
    let mut runner = TestRunner::deterministic();
    for round in 0..6 {
        let association = world.association(&format!("jazz-{round}")).await;
        let concert = world.concert(&association, &ConcertSpec { capacity: 12, in_days: 200, ..ConcertSpec::default() }).await;
        let steps = prop::collection::vec(step(), 30..45).new_tree(&mut runner).unwrap().current();
        let mut play = Play { world: &world, association: &association, concert: &concert, orders: Vec::new() };
        for (number, step) in steps.iter().enumerate() {
            play.play(*step).await;
            if number % 5 == 0 {
                world.assert_sound(&association).await;
            }
        }
        world.pass(chrono::Duration::minutes(40)).await;
        world.pass(chrono::Duration::minutes(40)).await;
        world.assert_sound(&association).await;
        world.assert_books_agree(&association).await;
        assert_eq!(world.count(format!("select held::bigint from seat_pool where concert_id = '{}'", concert.id)).await, 0, "round {round}: {steps:?}");
        let undone = world.texts(format!("select state from refund where tenant_id = '{}' and state <> 'succeeded'", association.tenant)).await;
        assert_eq!(undone, Vec::<String>::new());
    }
    world.stop().await;
}
