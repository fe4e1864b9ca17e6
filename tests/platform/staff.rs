//! Staff: signing in and out, a password forgotten, forms that are not ours, the team.

use support::{Client, Page, World};

const PASSWORD: &str = "une phrase assez longue";

/// An association founded by sign-up, with a president whose password works.
async fn founded(world: &World, slug: &str, email: &str) {
    let person = server::signup::Person { name: "Odile Marchand", email, password: PASSWORD, locale: kernel::i18n::Locale::Fr, operator: false };
    let _ = server::signup::found_directly(&world.app, &person, "Jazz des Halles", slug).await.expect("an association");
    world.settle().await;
}

async fn sign_in(world: &World, client: &Client, email: &str, password: &str) -> Page {
    let page = client.get(&world.url("app", "/connexion")).await.expect(200);
    page.form("/connexion").with("email", email).with("password", password).send(client).await
}

#[tokio::test]
async fn the_right_password_opens_and_any_wrong_one_says_the_same() {
    let world = World::start().await;
    founded(&world, "jazz", "odile@example.org").await;
    let wrong = sign_in(&world, &world.visitor(), "odile@example.org", "une autre phrase").await.expect(422);
    let nobody = sign_in(&world, &world.visitor(), "nobody@example.org", "une autre phrase").await.expect(422);
    assert_eq!(wrong.words(), nobody.words());
    assert!(wrong.set_cookies.is_empty());

    let client = world.visitor();
    let opened = sign_in(&world, &client, "Odile@Example.org", PASSWORD).await;
    assert_eq!(opened.status.as_u16(), 303);
    let cookie = opened.set_cookies.first().expect("a session").clone();
    for part in ["__Host-session=", "Secure", "HttpOnly", "SameSite=", "Path=/"] {
        assert!(cookie.contains(part), "{part} is missing: {cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    let home = opened.follow(&client).await.expect(200);
    assert_eq!(home.url.path(), "/a/jazz");
    assert_eq!(world.count("select count(*) from session where token_hash is not null").await, 1);
    let token = cookie.split(['=', ';']).nth(1).unwrap();
    assert!(world.texts("select encode(token_hash, 'escape') from session").await.iter().all(|hash| hash != token), "the table knows only a hash");
    world.stop().await;
}

#[tokio::test]
async fn signing_out_ends_the_session_everywhere_it_is_shown() {
    let world = World::start().await;
    founded(&world, "jazz", "odile@example.org").await;
    let client = world.visitor();
    let home = sign_in(&world, &client, "odile@example.org", PASSWORD).await.follow(&client).await.expect(200);
    let out = home.form("/deconnexion").send(&client).await;
    assert!(out.status.is_redirection());
    let away = client.get(&world.url("app", "/a/jazz")).await;
    assert!(away.location().contains("/connexion"));
    assert_eq!(world.count("select count(*) from session").await, 0);
    world.stop().await;
}

#[tokio::test]
async fn a_session_ends_after_a_night_and_leads_back_where_one_was() {
    let world = World::start().await;
    founded(&world, "jazz", "odile@example.org").await;
    let client = world.visitor();
    let _ = sign_in(&world, &client, "odile@example.org", PASSWORD).await.follow(&client).await.expect(200);
    world.clock.advance(chrono::Duration::hours(11));
    let _ = client.get(&world.url("app", "/a/jazz/concerts")).await.expect(200);
    world.clock.advance(chrono::Duration::hours(11));
    let _ = client.get(&world.url("app", "/a/jazz/concerts")).await.expect(200);
    world.clock.advance(chrono::Duration::hours(13));
    let asked = client.get(&world.url("app", "/a/jazz/concerts")).await.follow(&client).await.expect(200);
    assert!(asked.url.path().starts_with("/connexion"));
    let back = asked.form("/connexion").with("email", "odile@example.org").with("password", PASSWORD).send(&client).await.follow(&client).await.expect(200);
    assert_eq!(back.url.path(), "/a/jazz/concerts");
    // Nobody is led elsewhere after signing in.
    for elsewhere in ["https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)"] {
        let visitor = world.visitor();
        let page = visitor.get(&world.url("app", "/connexion")).await.expect(200);
        let form = page.form("/connexion").with("email", "odile@example.org").with("password", PASSWORD).with("next", elsewhere);
        let there = form.send(&visitor).await;
        assert!(there.status.as_u16() == 429 || there.location().starts_with(&world.url("app", "/")), "{elsewhere}");
    }
    world.stop().await;
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_once_and_ends_every_session() {
    let world = World::start().await;
    founded(&world, "jazz", "odile@example.org").await;
    let other_device = world.visitor();
    let _ = sign_in(&world, &other_device, "odile@example.org", PASSWORD).await.follow(&other_device).await.expect(200);
    let visitor = world.visitor();
    let ask = visitor.get(&world.url("app", "/mot-de-passe")).await.expect(200);
    let known = ask.form("/mot-de-passe").with("email", "odile@example.org").send(&visitor).await.expect(200);
    let unknown = ask.form("/mot-de-passe").with("email", "nobody@example.org").send(&visitor).await.expect(200);
    assert_eq!(known.words().replace("odile@example.org", ""), unknown.words().replace("nobody@example.org", ""));
    world.settle().await;
    assert!(world.mail.mailbox.list(Some("nobody@example.org")).is_empty());
    let mail = world.mail.mailbox.list(Some("odile@example.org")).into_iter().find(|mail| mail.text.contains("/mot-de-passe/")).expect("a mail");
    let link = mail.text.split_whitespace().find(|word| word.contains("/mot-de-passe/")).expect("a link").to_owned();

    let page = visitor.get(&link).await.expect(200);
    let short = page.form("/mot-de-passe/").with("password", "court").send(&visitor).await.expect(422);
    assert!(short.text.contains("id=\"fault-password\""), "{}", short.words());
    let _ = page.form("/mot-de-passe/").with("password", "une tout autre phrase").send(&visitor).await.follow(&visitor).await.expect(200);
    assert!(other_device.get(&world.url("app", "/a/jazz")).await.status.is_redirection(), "the other device is signed out");
    let _ = sign_in(&world, &world.visitor(), "odile@example.org", PASSWORD).await.expect(422);
    assert_eq!(sign_in(&world, &world.visitor(), "odile@example.org", "une tout autre phrase").await.status.as_u16(), 303);
    let used = visitor.get(&link).await.follow(&visitor).await;
    used.says("Ce lien ne fonctionne plus");
    world.stop().await;
}

#[tokio::test]
async fn guessing_is_slowed_down() {
    let world = World::start().await;
    founded(&world, "jazz", "odile@example.org").await;
    let client = world.visitor();
    let mut answers = Vec::new();
    for number in 0..14 {
        answers.push(sign_in(&world, &client, "odile@example.org", &format!("essai numéro {number}")).await.status.as_u16());
    }
    assert_eq!(answers[0], 422);
    assert_eq!(answers.last(), Some(&429), "{answers:?}");
    world.stop().await;
}

#[tokio::test]
async fn a_form_of_another_session_or_site_changes_nothing() {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let president = world.signed_in(association.president).await;
    let url = world.url("app", "/a/jazz/equipe");
    let page = president.get(&url).await.expect(200);
    let invite = page.forms().into_iter().find(|form| form.names.iter().any(|name| name == "email")).expect("a form to invite");
    let invite = invite.with("email", "karim@example.org").with("role", "door").with("act", "invite");
    for csrf in ["", "x", "0000000000000000000000000000000000000000000"] {
        let _ = invite.clone().with("csrf", csrf).send(&president).await.expect(403);
    }
    let _ = invite.clone().without("csrf").send(&president).await.expect(403);
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&invite.fields).finish().into_bytes();
    for (origin, site) in [("https://example.org", "cross-site"), ("http://jazz.estrade.localhost", "same-site"), ("null", "cross-site")] {
        let headers = [("origin", origin), ("sec-fetch-site", site), ("content-type", "application/x-www-form-urlencoded")];
        let _ = president.post_raw(&url, &headers, body.clone()).await.expect(403);
    }
    world.settle().await;
    assert!(world.mail.mailbox.list(Some("karim@example.org")).is_empty());
    let done = invite.send(&president).await;
    assert!(done.status.is_success(), "{}: {}", done.status, done.words());
    world.settle().await;
    assert_eq!(world.mail.mailbox.list(Some("karim@example.org")).len(), 1);
    world.stop().await;
}

#[tokio::test]
async fn a_volunteer_is_invited_joins_and_is_removed_and_a_president_stays() {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let president = world.signed_in(association.president).await;
    let url = world.url("app", "/a/jazz/equipe");
    let page = president.get(&url).await.expect(200);
    let invite = page.forms().into_iter().find(|form| form.names.iter().any(|name| name == "email")).expect("a form to invite");
    let _ = invite.with("email", "karim@example.org").with("role", "door").with("act", "invite").send(&president).await.expect(200);
    world.settle().await;
    let mail = world.mail.mailbox.list(Some("karim@example.org")).pop().expect("an invitation");
    let link = mail.text.split_whitespace().find(|word| word.contains("/mot-de-passe/") || word.contains("/invitation/")).expect("a link").to_owned();
    let karim = world.visitor();
    let join = karim.follow(&link).await.expect(200);
    let home =
        join.form("/mot-de-passe/").with("name", "Karim Benali").with("password", "une phrase à lui").send(&karim).await.follow(&karim).await.expect(200);
    assert!(home.url.path().starts_with("/a/jazz"), "{}", home.url);
    assert_eq!(karim.get(&world.url("app", "/a/jazz/commandes")).await.status.as_u16(), 403);

    let team = president.get(&url).await.expect(200);
    team.says("Karim Benali");
    let token = team.forms()[0].value("csrf").unwrap_or_default().to_owned();
    let member = world.texts("select account_id::text from staff where role = 'door'").await.pop().expect("a volunteer");
    let _ = president.post(&url, &[("csrf", &token), ("act", "remove"), ("member", &member)]).await.expect(200);
    assert_eq!(karim.get(&world.url("app", "/a/jazz")).await.status.as_u16(), 404, "at once, and as if it did not exist");
    let last = president.post(&url, &[("csrf", &token), ("act", "remove"), ("member", &association.president.to_string())]).await;
    assert!(last.status.is_client_error(), "{}", last.status);
    assert_eq!(world.count("select count(*) from staff where role = 'president'").await, 1);
    world.stop().await;
}
