//! A second factor where two things happen at once, or in two processes, or between a decision and its day.

use std::time::Duration;

use kernel::{config::Config, session::Role};
use server::{
    Server, ServerOptions,
    staff::second_factor::{
        model::{Entered, Secret},
        store::{self, Tried},
    },
};
use support::World;

use super::{
    PASSWORD, enrol, founded, mails, next_code, security, shown_secret, signed_in,
    team::{act, colleague},
    type_code, type_password,
};

/// Long enough for a request to come to where it waits: a password takes a tenth of it.
const A_WHILE: Duration = Duration::from_secs(1);

#[tokio::test]
async fn a_factor_turned_on_during_a_sign_in_leaves_no_session_by_password_alone() {
    let world = World::start().await;
    let odile = founded(&world, "jazz", "odile@example.org").await;
    let client = world.visitor();
    let mut tx = world.platform().await;
    store::hold_account(&mut tx, odile.account).await.unwrap();
    assert!(store::begin(&mut tx, &world.app.keys, world.clock.now(), odile.account, b"a session", &Secret::draw()).await.unwrap());
    assert!(store::confirm(&mut tx, world.clock.now(), odile.account, 0).await.unwrap());
    let turned_on = async {
        tokio::time::sleep(A_WHILE).await;
        tx.commit().await.unwrap();
    };
    let (asked, ()) = tokio::join!(type_password(&world, &client, "odile@example.org"), turned_on);
    assert!(asked.location().contains("/connexion/code"), "{} {}", asked.status, asked.location());
    assert_eq!(world.count("select count(*) from session").await, 0);
    world.stop().await;
}

#[tokio::test]
async fn a_password_changed_during_a_sign_in_leaves_no_session_by_the_old_one() {
    let world = World::start().await;
    let odile = founded(&world, "jazz", "odile@example.org").await;
    let client = world.visitor();
    let mut tx = world.platform().await;
    server::staff::store::set_password(&mut tx, world.clock.now(), odile.account, "another").await.unwrap();
    kernel::session::close_all(&mut tx, odile.account).await.unwrap();
    let changed = async {
        tokio::time::sleep(A_WHILE).await;
        tx.commit().await.unwrap();
    };
    let (refused, ()) = tokio::join!(type_password(&world, &client, "odile@example.org"), changed);
    assert_eq!(refused.status.as_u16(), 422);
    assert_eq!(world.count("select count(*) from session").await, 0);
    world.stop().await;
}

#[tokio::test]
async fn whoever_types_a_code_and_whoever_turns_the_factor_off_wait_for_each_other() {
    let world = World::start().await;
    let odile = founded(&world, "jazz", "odile@example.org").await;
    let (secret, _) = enrol(&world, &signed_in(&world, &odile).await).await;
    let client = world.visitor();
    let asked = type_password(&world, &client, "odile@example.org").await;
    let code = next_code(&world, &secret);
    // The factor first, the steps last: as turning it off does. Whoever types a code meanwhile holds nothing of that.
    let mut tx = world.platform().await;
    sqlx::query("delete from second_factor where account_id = $1").bind(odile.account.uuid()).execute(tx.conn()).await.unwrap();
    let turned_off = async {
        tokio::time::sleep(A_WHILE).await;
        store::close_steps(&mut tx, odile.account).await.expect("no deadlock");
        tx.commit().await.unwrap();
    };
    let (answer, ()) = tokio::join!(type_code(&client, asked, &code), turned_off);
    assert!(matches!(answer.status.as_u16(), 303 | 422), "{}", answer.status);
    assert_eq!(mails(&world, "odile@example.org", "Des codes faux"), 0);
    world.stop().await;
}

#[tokio::test]
async fn wrong_codes_are_counted_by_another_process_too() {
    let world = World::start().await;
    let odile = founded(&world, "jazz", "odile@example.org").await;
    let (secret, _) = enrol(&world, &signed_in(&world, &odile).await).await;
    for _ in 0..4 {
        let client = world.visitor();
        let asked = type_password(&world, &client, "odile@example.org").await;
        let _ = type_code(&client, asked, "000000").await.expect(422);
    }
    // A process that has just started: its limits know of nobody.
    let none = ServerOptions { serve: false, worker: false };
    let other = Server::start(Config::from_variables(world.variables.clone()).unwrap(), world.clock.clone(), none).await.unwrap();
    let mut tx = other.app.db.platform().await.unwrap();
    let wrong = Entered::parse("000000").unwrap();
    assert_eq!(store::prove(&mut tx, &other.app.keys, world.clock.now(), odile.account, &wrong).await.unwrap(), Tried::Wrong(5));
    tx.commit().await.unwrap();
    let client = world.visitor();
    let asked = type_password(&world, &client, "odile@example.org").await;
    let code = next_code(&world, &secret);
    type_code(&client, asked, &code).await.expect(422).says("Trop de codes faux pour ce compte");
    other.shutdown().await;
    world.stop().await;
}

#[tokio::test]
async fn each_five_wrong_codes_close_codes_for_longer_and_never_for_good() {
    let world = World::start().await;
    let odile = founded(&world, "jazz", "odile@example.org").await;
    let (secret, _) = enrol(&world, &signed_in(&world, &odile).await).await;
    let wrong = Entered::parse("0000 0000 0000 0000").unwrap();
    let prove = async |entered: &Entered| {
        let mut tx = world.platform().await;
        let tried = store::prove(&mut tx, &world.app.keys, world.clock.now(), odile.account, entered).await.unwrap();
        tx.commit().await.unwrap();
        tried
    };
    for minutes in [15, 60, 240, 720, 720] {
        for _ in 0..5 {
            assert!(matches!(prove(&wrong).await, Tried::Wrong(_)));
        }
        let until = world.clock.now() + chrono::Duration::minutes(minutes);
        assert_eq!(prove(&wrong).await, Tried::Paused(until));
        world.clock.advance(chrono::Duration::minutes(minutes));
    }
    let code = Entered::parse(&secret.code_at(world.clock.now()).unwrap()).unwrap();
    assert!(matches!(prove(&code).await, Tried::Right(_)));
    world.stop().await;
}

#[tokio::test]
async fn a_token_asks_for_password_and_code_and_shows_neither_again() {
    let world = World::start().await;
    let odile = founded(&world, "jazz", "odile@example.org").await;
    let client = signed_in(&world, &odile).await;
    let (secret, _) = enrol(&world, &client).await;
    let page = client.get(&world.url("app", "/a/jazz/reglages/jetons")).await.expect(200);
    let form = page.form("/reglages/jetons").with("name", "Agenda").with("act", "create");
    let code = next_code(&world, &secret);
    for (name, password, typed) in [("Agenda", PASSWORD, "000000"), ("Agenda", "une autre phrase", code.as_str()), ("", PASSWORD, &code)] {
        let refused = form.clone().with("name", name).with("password", password).with("code", typed).send(&client).await.expect(422);
        assert!(!refused.text.contains(password) && !refused.text.contains(&format!("value=\"{typed}\"")), "a secret is shown again");
    }
    assert_eq!(world.count("select count(*) from api_token").await, 0);
    // None of these used the code up.
    let _ = form.with("password", PASSWORD).with("code", &code).send(&client).await.expect(200);
    assert_eq!(world.count("select count(*) from api_token").await, 1);
    world.stop().await;
}

#[tokio::test]
async fn whoever_joins_during_the_fortnight_is_told() {
    let world = World::start().await;
    let odile = founded(&world, "jazz", "odile@example.org").await;
    let client = signed_in(&world, &odile).await;
    enrol(&world, &client).await;
    let _ = colleague(&world, &odile, "door").await;
    act(&world, &client, "require", &[]).await.expect(200).says("C’est demandé, dans 14 jours");
    let team = client.get(&world.url("app", "/a/jazz/equipe")).await.expect(200);
    let invite = team.forms().into_iter().find(|form| form.names.iter().any(|name| name == "email")).expect("a form to invite");
    // One has no account yet, the other one that has no second factor.
    let basile = founded(&world, "choeur", "basile@example.org").await;
    for email in ["lou@example.org", &basile.email] {
        let _ = invite.clone().with("email", email).with("role", Role::Door.word()).with("act", "invite").send(&client).await.expect(200);
        world.settle().await;
        let mails = world.mail.mailbox.list(Some(email));
        let leads = |word: &&str| word.contains("/mot-de-passe/") || word.contains("/invitation/");
        let link = mails.iter().find_map(|mail| mail.text.split_whitespace().find(leads)).expect("an invitation");
        let guest = world.visitor();
        let page = guest.follow(link).await.expect(200);
        if page.url.path().contains("/invitation/") {
            let _ = page.form("/invitation/").send(&guest).await;
        } else {
            let _ = page.form("/mot-de-passe/").with("name", "Lou Roche").with("password", PASSWORD).send(&guest).await;
        }
        world.settle().await;
        assert_eq!(self::mails(&world, email, "demande un second facteur"), 1, "{email}");
    }
    world.stop().await;
}

#[tokio::test]
async fn a_secret_drawn_anew_elsewhere_is_not_turned_on_by_the_code_of_another() {
    let world = World::start().await;
    let odile = founded(&world, "jazz", "odile@example.org").await;
    let (one, two) = (signed_in(&world, &odile).await, signed_in(&world, &odile).await);
    let begin = async |client: &support::Client| {
        let page = client.get(&world.url("app", "/compte/securite")).await.expect(200);
        security(&page, "begin").with("password", PASSWORD).send(client).await.follow(client).await.expect(200)
    };
    let (first, second) = (begin(&one).await, begin(&two).await);
    let code = next_code(&world, &shown_secret(&first));
    let _ = security(&first, "confirm").with("code", &code).send(&one).await.expect(422);
    assert_eq!(world.count("select count(*) from second_factor where confirmed_at is not null").await, 0);
    let code = next_code(&world, &shown_secret(&second));
    security(&second, "confirm").with("code", &code).send(&two).await.expect(200).says("Le second facteur est activé");
    world.stop().await;
}
