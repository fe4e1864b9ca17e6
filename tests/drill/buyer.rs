//! A person who wants one place, and does what people do: reloads, clicks twice, closes the tab too early, changes their mind.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use rand::{RngExt, SeedableRng, rngs::StdRng};
use reqwest::{Response, StatusCode, header::LOCATION};
use url::Url;

/// How it ended for a buyer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// Paid, and saw the tickets.
    Seated,
    /// Paid, and closed the tab before any page said so.
    PaidUnseen,
    /// No place was left.
    TooLate,
    /// Gave the places back before paying.
    GaveUp,
}

/// What all buyers share.
pub struct Rush {
    /// For every request.
    pub http: reqwest::Client,
    /// The concert's page.
    pub concert: Url,
    /// The field of its tariff.
    pub field: String,
    /// Set when the hall is full and nobody need wait any longer.
    pub over: AtomicBool,
    /// Answers lost because the server was gone.
    pub lost: AtomicUsize,
}

impl Rush {
    fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }

    /// Asks until somebody answers with anything but a failure of ours; `None` when the drill is over first.
    async fn insist(&self, dice: &mut StdRng, ask: impl Fn(&reqwest::Client) -> reqwest::RequestBuilder) -> Option<Response> {
        for _ in 0..200 {
            match ask(&self.http).send().await {
                Ok(answer) if !answer.status().is_server_error() && answer.status() != StatusCode::TOO_MANY_REQUESTS => return Some(answer),
                Ok(_) => {}
                Err(_) => {
                    self.lost.fetch_add(1, Ordering::Relaxed);
                }
            }
            pause(dice, 300..1200).await;
        }
        None
    }
}

async fn pause(dice: &mut StdRng, milliseconds: std::ops::Range<u64>) {
    let length = dice.random_range(milliseconds);
    tokio::time::sleep(Duration::from_millis(length)).await;
}

/// One buyer's evening.
pub async fn buy(rush: Arc<Rush>, number: u32, seed: u64) -> End {
    let mut dice = StdRng::seed_from_u64(seed ^ u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let address = format!("10.{}.{}.{}", number >> 16 & 255, number >> 8 & 255, number & 255);
    pause(&mut dice, 0..1500).await;
    let gives_up = dice.random_bool(0.05);
    let clicks_twice = dice.random_bool(0.15);
    let closes_tab = dice.random_bool(0.20);
    loop {
        if rush.is_over() {
            return End::TooLate;
        }
        let Some(order) = take_a_place(&rush, &mut dice, &address).await else {
            pause(&mut dice, 1500..4000).await;
            continue;
        };
        if gives_up {
            let path = format!("{order}/abandonner");
            rush.insist(&mut dice, |http| same_origin(http.post(&path), &order, &address)).await;
            return End::GaveUp;
        }
        if let Some(end) = pay(&rush, &mut dice, &address, &order, number, clicks_twice, closes_tab).await {
            return end;
        }
    }
}

/// Reloads the concert's page and asks for one place; the address of the order's page, or `None` when there is no place now.
pub async fn take_a_place(rush: &Rush, dice: &mut StdRng, address: &str) -> Option<String> {
    rush.insist(dice, |http| http.get(rush.concert.clone()).header("x-forwarded-for", address)).await?;
    let places = format!("{}/places", rush.concert);
    let answer = rush.insist(dice, |http| same_origin(http.post(&places), &places, address).form(&[(rush.field.as_str(), "1")])).await?;
    location(&answer).filter(|url| url.contains("/commande/"))
}

/// Gives a name, goes to Stripe, pays. `None` when the places are gone meanwhile: begin again.
pub async fn pay(rush: &Rush, dice: &mut StdRng, address: &str, order: &str, number: u32, clicks_twice: bool, closes_tab: bool) -> Option<End> {
    let email = format!("acheteur.{number}@example.org");
    let details = [("given_name", "Jeanne"), ("family_name", "Lefort"), ("email", email.as_str()), ("accepted", "yes")];
    for _ in 0..40 {
        let send = |http: &reqwest::Client| same_origin(http.post(order), order, address).form(&details);
        if clicks_twice {
            // The first answer is not waited for: only what the page shows after the second counts.
            let first = send(&rush.http).send();
            tokio::spawn(first);
        }
        let answer = rush.insist(dice, send).await?;
        match location(&answer) {
            Some(checkout) if checkout.contains("/sim/c/pay/") => {
                pause(dice, 100..1500).await;
                let card = [("email", email.as_str()), ("card_number", "4242424242424242"), ("exp", "12/34"), ("cvc", "123"), ("name", "Jeanne Lefort")];
                let paid = rush.insist(dice, |http| http.post(&checkout).form(&card)).await?;
                if paid.status().is_redirection() && closes_tab {
                    return Some(End::PaidUnseen);
                }
                if let Some(landing) = location(&paid) {
                    rush.insist(dice, |http| http.get(&landing).header("x-forwarded-for", address)).await;
                }
            }
            // The order moved on: its page says how.
            _ => pause(dice, 200..900).await,
        }
        let page = rush.insist(dice, |http| http.get(order).header("x-forwarded-for", address)).await?;
        let text = page.text().await.unwrap_or_default();
        if text.contains("billets.pdf") {
            return Some(End::Seated);
        }
        if !text.contains("name=\"given_name\"") && !text.contains("http-equiv=\"refresh\"") {
            return None;
        }
        pause(dice, 500..1500).await;
    }
    None
}

fn location(answer: &Response) -> Option<String> {
    let to = answer.headers().get(LOCATION)?.to_str().ok()?;
    answer.url().join(to).ok().map(String::from)
}

fn same_origin(request: reqwest::RequestBuilder, url: &str, address: &str) -> reqwest::RequestBuilder {
    let origin = Url::parse(url).map(|url| url.origin().ascii_serialization()).unwrap_or_default();
    request.header("origin", origin).header("sec-fetch-site", "same-origin").header("x-forwarded-for", address)
}
