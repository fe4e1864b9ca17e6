//! The door: each ticket comes in once, and whoever stands there is told why not.

use futures_util::future::join;
use reqwest::Method;
use serde_json::Value;
use support::{Association, Bought, Client, ConcertSpec, OnSale, Page, World};
use tenants::ticketing::tickets::model::qr_content;

struct Door {
    world: World,
    association: Association,
    concert: OnSale,
    bought: Bought,
    volunteer: Client,
    url: String,
}

async fn door() -> Door {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let concert = world.concert(&association, &ConcertSpec::default()).await;
    let bought = world.buy(&world.visitor(), &association, &concert, 2, "jeanne@example.org").await;
    world.settle().await;
    world.pass(chrono::Duration::days(20) - chrono::Duration::minutes(20)).await;
    let volunteer = world.signed_in_as(&association, "door").await;
    let url = world.url("app", &format!("/a/jazz/concerts/{}/porte", concert.id));
    Door { world, association, concert, bought, volunteer, url }
}

impl Door {
    fn ticket(&self, number: u16) -> String {
        format!("{}{number:03}", self.bought.code)
    }

    fn signed(&self, number: &str) -> String {
        qr_content(&self.world.app.keys.code_signer(self.association.tenant).unwrap(), self.association.tenant, number)
    }

    /// What a volunteer without JavaScript does: types into the page that is open.
    async fn present(&self, code: &str) -> Page {
        self.present_at(&self.volunteer, code, "Cour").await
    }

    async fn present_at(&self, volunteer: &Client, code: &str, gate: &str) -> Page {
        self.world.present(volunteer, &self.url, code, gate).await
    }

    async fn counts(&self) -> (i64, i64) {
        let query = "select count(admitted_at) from ticket where state = 'valid'";
        (self.world.count(query).await, self.world.count("select count(*) from ticket where state = 'valid'").await)
    }
}

#[tokio::test]
async fn a_ticket_comes_in_once_and_the_second_time_says_when_and_where() {
    let door = door().await;
    let first = door.present(&door.signed(&door.ticket(1))).await.expect(200);
    first.says("Bienvenue").says("Jeanne Lefort").says("Plein tarif").says(&door.ticket(1)).says("Encore une personne");
    assert_eq!(door.counts().await, (1, 2));
    door.world.clock.advance(chrono::Duration::minutes(7));
    let again = door.present(&door.ticket(1)).await.expect(200);
    again.says("Déjà entré").says("11 h 40").says("Cour");
    // Typed by hand, in small letters, with blanks, and O for 0.
    let typed = door.ticket(2).to_lowercase().replace('-', " ").replace('0', "o");
    door.present(&typed).await.expect(200).says("Bienvenue").says("au complet");
    assert_eq!(door.counts().await, (2, 2));
    door.world.assert_sound(&door.association).await;
    door.world.stop().await;
}

#[tokio::test]
async fn what_is_no_ticket_of_tonight_stays_outside() {
    let door = door().await;
    let other = door.world.concert(&door.association, &ConcertSpec { title: "Bal folk", slug: "bal-folk", in_days: 30, ..ConcertSpec::default() }).await;
    let elsewhere = door.world.buy(&door.world.visitor(), &door.association, &other, 1, "karim@example.org").await;
    let theirs = door.world.association("choeur").await;
    let foreign = qr_content(&door.world.app.keys.code_signer(theirs.tenant).unwrap(), theirs.tenant, &door.ticket(1));
    let forged = door.signed(&door.ticket(1)).replace(&door.ticket(1), &door.ticket(2));

    door.present(&format!("{}001", elsewhere.code)).await.expect(200).says("Pas pour ce concert").says("Bal folk");
    for forgery in [foreign, forged, "E1..".to_owned()] {
        door.present(&forgery).await.expect(200).says("Faux billet");
    }
    for unknown in ["0000-0000-00001", "https://example.org/billet", "bonjour"] {
        let page = door.present(unknown).await.expect(200);
        assert!(page.words().contains("Code inconnu"), "{unknown}: {}", page.words());
    }
    // The order's code admits nobody by itself: a volunteer picks the ticket.
    let page = door.present(&door.bought.code).await;
    assert!(page.words().contains(&door.ticket(1)) && page.words().contains(&door.ticket(2)), "{}", page.words());
    assert_eq!(door.counts().await.0, 0, "nobody came in");
    door.world.stop().await;
}

#[tokio::test]
async fn a_refunded_ticket_is_refused() {
    let door = door().await;
    let treasurer = door.world.signed_in_as(&door.association, "treasurer").await;
    let done = door.world.refund(&treasurer, "jazz", &door.bought.code, &[door.ticket(1)], "Quartet Alma").await;
    assert!(done.status.is_success(), "{}: {}", done.status, done.words());
    door.present(&door.ticket(1)).await.expect(200).says("Billet annulé").says("remboursé");
    door.present(&door.ticket(2)).await.expect(200).says("Bienvenue");
    door.world.settle().await;
    door.world.assert_sound(&door.association).await;
    door.world.stop().await;
}

#[tokio::test]
async fn a_name_is_found_and_an_entry_undone() {
    let door = door().await;
    for text in ["lefort", "LEF", "jeanne@"] {
        let found = door.volunteer.get(&format!("{}?q={text}", door.url)).await.expect(200);
        found.says(&door.ticket(1)).says("Jeanne Lefort");
    }
    for text in ["%25", "_", "dupont", "%27%20or%201=1"] {
        let none = door.volunteer.get(&format!("{}?q={text}", door.url)).await.expect(200);
        assert!(!none.words().contains(&door.ticket(1)), "{text} finds {}", none.words());
    }
    let found = door.volunteer.get(&format!("{}?q=lefort", door.url)).await.expect(200);
    let admit = door.volunteer.post(&door.url, &[("csrf", found.form("/porte").value("csrf").unwrap()), ("code", &door.ticket(1))]).await.expect(200);
    admit.says("Bienvenue");
    let undone = door
        .volunteer
        .post(&door.url, &[("csrf", admit.form("/porte").value("csrf").unwrap()), ("act", "undo"), ("ticket", &door.ticket(1))])
        .await
        .follow(&door.volunteer)
        .await;
    undone.says("Entrée annulée");
    assert_eq!(door.counts().await, (0, 2));
    door.present(&door.ticket(1)).await.expect(200).says("Bienvenue");
    let kinds = door.world.texts(format!("select kind from ticket_journal where ticket_number = '{}' order by seq", door.ticket(1))).await;
    assert_eq!(kinds, ["issued", "admitted", "admission_undone", "admitted"]);
    door.world.assert_sound(&door.association).await;
    door.world.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_doors_with_one_ticket_admit_one_person() {
    let door = door().await;
    let second = door.world.signed_in_as(&door.association, "door").await;
    for ticket in [door.ticket(1), door.ticket(2)] {
        let (left, right) = join(door.present_at(&door.volunteer, &ticket, "Cour"), door.present_at(&second, &ticket, "Jardin")).await;
        let verdicts = [left, right].map(|page| (page.words().contains("Bienvenue"), page.words().contains("Déjà entré")));
        assert!(verdicts == [(true, false), (false, true)] || verdicts == [(false, true), (true, false)], "{verdicts:?}");
    }
    assert_eq!(door.world.count("select count(*) from ticket_journal where kind = 'admitted'").await, 2);
    door.world.assert_sound(&door.association).await;
    door.world.stop().await;
}

#[tokio::test]
async fn a_phone_asks_in_json_and_hears_the_same() {
    let door = door().await;
    let page = door.volunteer.get(&door.url).await.expect(200);
    let csrf = page.form("/porte").value("csrf").unwrap().to_owned();
    let ask = async |code: &str, csrf: &str| {
        let body = serde_json::json!({ "code": code, "csrf": csrf, "gate": "Cour" }).to_string();
        let origin = door.world.url("app", "");
        let headers = [("accept", "application/json"), ("content-type", "application/json"), ("origin", origin.as_str())];
        let answer = door.volunteer.send(Method::POST, &door.url, &headers, Some(body.into_bytes())).await;
        (answer.status.as_u16(), serde_json::from_slice::<Value>(&answer.bytes).unwrap_or_default())
    };
    let (status, admitted) = ask(&door.signed(&door.ticket(1)), &csrf).await;
    assert_eq!((status, admitted["result"].as_str()), (200, Some("admitted")), "{admitted}");
    assert_eq!((admitted["counts"]["admitted"].as_i64(), admitted["counts"]["expected"].as_i64()), (Some(1), Some(2)));
    assert_eq!(admitted["ticket"]["holder"], "Jeanne Lefort");
    let (_, again) = ask(&door.signed(&door.ticket(1)), &csrf).await;
    assert_eq!(again["result"], "already", "{again}");
    let (_, unknown) = ask("bonjour", &csrf).await;
    assert_eq!(unknown["result"], "unknown", "{unknown}");
    let (status, _) = ask(&door.ticket(2), "wrong").await;
    assert_eq!(status, 403, "another page's form admits nobody");
    assert_eq!(door.counts().await.0, 1);
    door.world.stop().await;
}

#[tokio::test]
async fn the_door_of_another_association_stays_shut() {
    let door = door().await;
    let theirs = door.world.association("choeur").await;
    let stranger = door.world.signed_in_as(&theirs, "president").await;
    let _ = stranger.get(&door.url).await.expect(404);
    let own = door.world.url("app", &format!("/a/choeur/concerts/{}/porte", door.concert.id));
    let _ = stranger.get(&own).await.expect(404);
    door.world.stop().await;
}
