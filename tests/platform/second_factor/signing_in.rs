//! An account's own second factor: turning it on and off, codes at sign-in, recovery codes, limits, and what it must not let through.

use chrono::Duration;
use server::hosts::{Guard, RouteSite};
use support::World;
use tracing_subscriber::util::SubscriberInitExt as _;

use super::{PASSWORD, enrol, founded, mails, next_code, security, shown_codes, signed_in, type_code, type_password};

#[tokio::test]
async fn a_second_factor_is_turned_on_and_then_asked_for() {
    let world = World::start().await;
    let odile = founded(&world, "jazz", "odile@example.org").await;
    let (client, other_device) = (signed_in(&world, &odile).await, signed_in(&world, &odile).await);
    let page = client.get(&world.url("app", "/compte/securite")).await.expect(200);
    page.says("Votre compte s’ouvre avec un mot de passe seul");
    // A session found open binds no phone: the password is asked for.
    security(&page, "begin").with("password", "une autre phrase").send(&client).await.expect(422).says("Ce n’est pas votre mot de passe");
    let _ = security(&page, "confirm").with("code", "123456").send(&client).await.expect(422);
    let shown = security(&page, "begin").with("password", PASSWORD).send(&client).await.follow(&client).await.expect(200);
    assert!(shown.text.contains("<svg xmlns") && shown.text.contains("otpauth:") && shown.text.contains("autocomplete=\"one-time-code\""));
    let secret = super::shown_secret(&shown);
    security(&shown, "confirm").with("code", "000000").send(&client).await.expect(422).says("Ce code ne va pas");
    assert_eq!(world.count("select count(*) from second_factor where confirmed_at is not null").await, 0);
    let code = secret.code_at(world.clock.now()).unwrap();
    let spaced = format!("{} {}", &code[..3], &code[3..]);
    let done = security(&shown, "confirm").with("code", &spaced).send(&client).await.expect(200);
    assert_eq!(shown_codes(&done).len(), 10);
    assert!(other_device.get(&world.url("app", "/a/jazz")).await.status.is_redirection(), "the other device is signed out");
    let _ = client.get(&world.url("app", "/a/jazz")).await.expect(200);
    world.settle().await;
    assert_eq!(mails(&world, "odile@example.org", "Second facteur activé"), 1);
    assert_eq!(world.texts("select action from staff_action where action like 'factor.%'").await, ["factor.on"]);

    let fresh = world.visitor();
    let asked = type_password(&world, &fresh, "odile@example.org").await;
    assert!(asked.location().contains("/connexion/code"));
    assert_eq!(world.count("select count(*) from session").await, 1, "a right password alone opens no session");
    let wrong = type_code(&fresh, asked.clone(), "000000").await.expect(422);
    wrong.says("Ce code ne va pas");
    // The code that turned it on was used.
    let replayed = type_code(&fresh, asked.clone(), &code).await.expect(422);
    replayed.says("Ce code ne va pas");
    let code = next_code(&world, &secret);
    let home = type_code(&fresh, asked, &code).await.follow(&fresh).await.expect(200);
    assert_eq!(home.url.path(), "/a/jazz");
    let page = fresh.get(&world.url("app", "/compte/securite")).await.expect(200);
    page.says("Votre compte demande un code à chaque connexion").says("11 janvier 2027");
    world.stop().await;
}

#[tokio::test]
async fn a_code_serves_once_and_half_a_minute_either_way() {
    let world = World::start().await;
    let odile = founded(&world, "jazz", "odile@example.org").await;
    let (secret, _) = enrol(&world, &signed_in(&world, &odile).await).await;
    let now = || world.clock.now();
    let at = |seconds| secret.code_at(now() + Duration::seconds(seconds)).unwrap();
    world.clock.advance(Duration::minutes(5));
    for (code, opens, why) in [
        (at(-60), false, "two steps old"),
        (at(60), false, "two steps early"),
        (at(-30), true, "one step old"),
        (at(-30), false, "used"),
        (at(30), true, "one step early"),
        (at(0), false, "older than the last one used"),
        (at(30), false, "used"),
    ] {
        let client = world.visitor();
        let asked = type_password(&world, &client, "odile@example.org").await;
        let answer = type_code(&client, asked, &code).await;
        assert_eq!(answer.status.as_u16(), if opens { 303 } else { 422 }, "{why}");
    }
    world.stop().await;
}

#[tokio::test]
async fn between_password_and_code_nothing_opens() {
    let world = World::start().await;
    let odile = founded(&world, "jazz", "odile@example.org").await;
    let (secret, _) = enrol(&world, &signed_in(&world, &odile).await).await;
    let client = world.visitor();
    let asked = type_password(&world, &client, "odile@example.org").await;
    let mut walked = 0;
    for route in server::routes().into_iter().filter(|route| route.site == RouteSite::BackOffice) {
        if !matches!(route.guard, Guard::Staff | Guard::SignedIn | Guard::Operator) || route.path == "/deconnexion" {
            continue;
        }
        let path = route.path.replace(":slug", "jazz").replace(":id", &uuid::Uuid::nil().to_string()).replace([':', '*'], "x");
        let url = world.url("app", &path);
        let answer = if route.method == "GET" { client.get(&url).await } else { client.post(&url, &[("csrf", "x")]).await };
        let away = answer.status.is_redirection() && answer.location().contains("/connexion");
        // Before anything else is looked at, a form's csrf included.
        assert!(away || matches!(answer.status.as_u16(), 401 | 404 | 405), "{} {path}: {}", route.method, answer.status);
        walked += 1;
    }
    assert!(walked > 60, "only {walked} routes were tried");
    // Ten minutes later, nothing of it is left.
    world.clock.advance(Duration::minutes(11));
    let late = client.get(&world.url("app", "/connexion/code")).await;
    assert!(late.location().contains("raison=expired"), "{}", late.location());
    let late = client.post(&asked.location(), &[("code", &next_code(&world, &secret))]).await;
    assert!(late.location().contains("raison=expired"), "{}", late.location());
    // Whoever typed no password is asked for none.
    assert!(world.visitor().get(&world.url("app", "/connexion/code")).await.location().ends_with("/connexion"));
    world.stop().await;
}

#[tokio::test]
async fn a_recovery_code_opens_once_and_says_how_many_are_left() {
    let world = World::start().await;
    let odile = founded(&world, "jazz", "odile@example.org").await;
    let (_, codes) = enrol(&world, &signed_in(&world, &odile).await).await;
    let client = world.visitor();
    let asked = type_password(&world, &client, "odile@example.org").await;
    let typed = codes[0].replace('-', " ");
    let led = type_code(&client, asked, &typed).await.follow(&client).await.expect(200);
    assert_eq!(led.url.path(), "/compte/securite");
    led.says("Vous venez d’utiliser un code de secours").says("Il vous en reste 9");
    world.settle().await;
    assert_eq!(mails(&world, "odile@example.org", "Un code de secours a servi"), 1);
    let again = world.visitor();
    let asked = type_password(&world, &again, "odile@example.org").await;
    let _ = type_code(&again, asked, &codes[0]).await.expect(422);

    // As a file: only what is one's own, and was never used.
    let form = security(&led, "download").without("password").without("code");
    let file = form.clone().with("recovery", &codes[1]).also("recovery", &codes[2]).send(&client).await.expect(200);
    assert!(file.header("content-disposition").starts_with("attachment") && file.text.contains(&codes[2]), "{}", file.text);
    for strange in [codes[0].as_str(), "0000-0000-0000-0000", "<b>", ""] {
        let refused = form.clone().with("recovery", strange).send(&client).await.expect(422);
        assert!(!refused.header("content-type").starts_with("text/plain"), "{strange}");
    }
    // Few are left: every look at the page says so. New ones replace all.
    world.sql("update recovery_code set used_at = now() where digest in (select digest from recovery_code where used_at is null limit 7)").await;
    let page = client.get(&world.url("app", "/compte/securite")).await.expect(200);
    page.says("préparez-en de nouveaux");
    let left: Vec<&String> = {
        let mut left = Vec::new();
        for code in &codes[1..] {
            let known = form.clone().with("recovery", code).send(&client).await.status.is_success();
            left.extend(known.then_some(code));
        }
        left
    };
    assert_eq!(left.len(), 2);
    let renewed = security(&page, "codes").with("password", PASSWORD).with("code", left[0]).send(&client).await.expect(200);
    let fresh = shown_codes(&renewed);
    assert!(fresh.len() == 10 && !fresh.contains(left[1]));
    let visitor = world.visitor();
    let asked = type_password(&world, &visitor, "odile@example.org").await;
    let _ = type_code(&visitor, asked.clone(), left[1]).await.expect(422);
    assert_eq!(type_code(&visitor, asked, &fresh[9]).await.status.as_u16(), 303);
    world.stop().await;
}

#[tokio::test]
async fn guessing_codes_is_slowed_down_and_told_however_often_one_begins_anew() {
    let world = World::start().await;
    let odile = founded(&world, "jazz", "odile@example.org").await;
    let (secret, codes) = enrol(&world, &signed_in(&world, &odile).await).await;
    // Four for each password, which is typed again and again.
    let mut answers = Vec::new();
    for number in 0..5 {
        let client = world.visitor();
        let asked = type_password(&world, &client, "odile@example.org").await.follow(&client).await.expect(200);
        let answer = asked.form("/connexion/code").with("code", if number % 2 == 0 { "000000" } else { "0000-0000-0000-0000" }).send(&client).await;
        answers.push(answer.status.as_u16());
        if answer.status.is_redirection() {
            assert!(answer.location().contains("raison=codes"), "{}", answer.location());
            answer.follow(&client).await.expect(200).says("Trop de codes faux");
        }
    }
    assert_eq!(answers, [422, 422, 422, 422, 303], "five to an account, in whatever step");
    world.settle().await;
    assert_eq!(mails(&world, "odile@example.org", "Des codes faux"), 1);
    // Until a quarter of an hour later none is looked at, not even a right one: it would tell that it is.
    let client = world.visitor();
    let asked = type_password(&world, &client, "odile@example.org").await.follow(&client).await.expect(200);
    let code = next_code(&world, &secret);
    for code in [code.as_str(), &codes[0]] {
        asked.form("/connexion/code").with("code", code).send(&client).await.expect(422).says("Trop de codes faux pour ce compte");
    }
    assert_eq!(world.count("select tries::bigint from second_factor").await, 5);
    world.clock.advance(Duration::minutes(15));
    let client = world.visitor();
    let asked = type_password(&world, &client, "odile@example.org").await;
    let code = next_code(&world, &secret);
    assert_eq!(type_code(&client, asked, &code).await.status.as_u16(), 303);
    assert_eq!(world.count("select tries::bigint from second_factor").await, 0, "a right one ends the count");
    world.stop().await;
}

#[tokio::test]
async fn a_code_sent_twice_at_once_opens_once_and_alarms_nobody() {
    let world = World::start().await;
    let odile = founded(&world, "jazz", "odile@example.org").await;
    let (secret, _) = enrol(&world, &signed_in(&world, &odile).await).await;
    world.sql("delete from session").await;
    for _ in 0..5 {
        let client = world.visitor();
        let asked = type_password(&world, &client, "odile@example.org").await.follow(&client).await.expect(200);
        let form = asked.form("/connexion/code").with("code", &next_code(&world, &secret));
        let (one, two) = tokio::join!(form.send(&client), form.send(&client));
        for answer in [one, two] {
            assert!(!answer.location().contains("raison=codes"), "{} {}", answer.status, answer.location());
            let there = answer.follow(&client).await.expect(200);
            assert_eq!(there.url.path(), "/a/jazz", "whichever answer the browser shows");
        }
    }
    assert_eq!(world.count("select count(*) from session").await, 5);
    world.settle().await;
    assert_eq!(mails(&world, "odile@example.org", "Des codes faux"), 0);
    world.stop().await;
}

#[tokio::test]
async fn a_secret_belongs_to_the_session_that_typed_the_password() {
    let world = World::start().await;
    let odile = founded(&world, "jazz", "odile@example.org").await;
    let (client, found_open) = (signed_in(&world, &odile).await, signed_in(&world, &odile).await);
    let page = client.get(&world.url("app", "/compte/securite")).await.expect(200);
    let shown = security(&page, "begin").with("password", PASSWORD).send(&client).await.follow(&client).await.expect(200);
    let secret = super::shown_secret(&shown);
    let other = found_open.get(&world.url("app", "/compte/securite")).await.expect(200);
    assert!(!other.text.contains("otpauth:"), "another session is shown the secret");
    let code = next_code(&world, &secret);
    let _ = security(&other, "confirm").with("code", &code).send(&found_open).await.expect(422);
    assert_eq!(world.count("select count(*) from second_factor where confirmed_at is not null").await, 0);
    security(&shown, "confirm").with("code", &code).send(&client).await.expect(200).says("Le second facteur est activé");
    world.stop().await;
}

#[tokio::test]
async fn somebody_goes_on_to_the_page_they_asked_for_and_nowhere_else() {
    let world = World::start().await;
    let odile = founded(&world, "jazz", "odile@example.org").await;
    let (secret, _) = enrol(&world, &signed_in(&world, &odile).await).await;
    let client = world.visitor();
    let sign_in = client.get(&world.url("app", "/a/jazz/commandes")).await.follow(&client).await.expect(200);
    let asked = sign_in.form("/connexion").with("email", "odile@example.org").with("password", PASSWORD).send(&client).await;
    let code_page = asked.follow(&client).await.expect(200);
    world.clock.advance(Duration::minutes(11));
    let late = code_page.form("/connexion/code").with("code", &next_code(&world, &secret)).send(&client).await;
    let again = late.follow(&client).await.expect(200);
    let asked = again.form("/connexion").with("email", "odile@example.org").with("password", PASSWORD).send(&client).await;
    let code = next_code(&world, &secret);
    let there = type_code(&client, asked, &code).await.follow(&client).await.expect(200);
    assert_eq!(there.url.path(), "/a/jazz/commandes");
    // What a header cannot carry leads to the first page.
    for suite in ["/a/%C3%A9", "/a/x%0d%0aset-cookie:%20y", "//example.org"] {
        let answer = client.get(&world.url("app", &format!("/connexion?suite={suite}"))).await;
        assert!(answer.status.is_redirection() && answer.location().ends_with('/'), "{suite}: {} {}", answer.status, answer.location());
        let answer = client.get(&world.url("app", &format!("/connexion/code?suite={suite}"))).await;
        assert!(answer.status.is_redirection(), "{suite}: {}", answer.status);
    }
    world.stop().await;
}

#[tokio::test]
async fn a_password_reset_by_mail_leaves_the_second_factor() {
    let world = World::start().await;
    let odile = founded(&world, "jazz", "odile@example.org").await;
    let (secret, _) = enrol(&world, &signed_in(&world, &odile).await).await;
    let half = world.visitor();
    let asked = type_password(&world, &half, "odile@example.org").await;
    let visitor = world.visitor();
    let page = visitor.get(&world.url("app", "/mot-de-passe")).await.expect(200);
    let _ = page.form("/mot-de-passe").with("email", "odile@example.org").send(&visitor).await.expect(200);
    world.settle().await;
    let mail = world.mail.mailbox.list(Some("odile@example.org")).into_iter().find(|mail| mail.text.contains("/mot-de-passe/")).expect("a mail");
    let link = mail.text.split_whitespace().find(|word| word.contains("/mot-de-passe/")).expect("a link").to_owned();
    let page = visitor.get(&link).await.expect(200);
    let _ = page.form("/mot-de-passe/").with("password", "une tout autre phrase").send(&visitor).await.follow(&visitor).await.expect(200);
    // What the old password had begun is over, and the new one is asked for a code all the same.
    let code = next_code(&world, &secret);
    assert!(half.post(&asked.location(), &[("code", &code)]).await.location().contains("/connexion?raison=expired"));
    let page = visitor.get(&world.url("app", "/connexion")).await.expect(200);
    let asked = page.form("/connexion").with("email", "odile@example.org").with("password", "une tout autre phrase").send(&visitor).await;
    assert_eq!(type_code(&visitor, asked, &code).await.status.as_u16(), 303);
    world.stop().await;
}

#[tokio::test]
async fn turning_it_off_takes_password_and_code() {
    let world = World::start().await;
    let odile = founded(&world, "jazz", "odile@example.org").await;
    let client = signed_in(&world, &odile).await;
    let (secret, _) = enrol(&world, &client).await;
    let page = client.get(&world.url("app", "/compte/securite")).await.expect(200);
    let off = || security(&page, "turn_off");
    let code = next_code(&world, &secret);
    let _ = off().with("password", PASSWORD).send(&client).await.expect(422);
    let _ = off().with("password", "une autre phrase").with("code", &code).send(&client).await.expect(422);
    let _ = off().with("password", PASSWORD).with("code", "000000").send(&client).await.expect(422);
    let _ = off().with("csrf", "x").with("password", PASSWORD).with("code", &code).send(&client).await.expect(403);
    off().with("password", PASSWORD).with("code", &code).send(&client).await.expect(200).says("Le second facteur est désactivé");
    assert_eq!(world.count("select (select count(*) from second_factor) + (select count(*) from recovery_code)").await, 0);
    world.settle().await;
    assert_eq!(mails(&world, "odile@example.org", "Second facteur désactivé"), 1);
    let _ = signed_in(&world, &odile).await;
    world.stop().await;
}

#[tokio::test]
async fn what_nobody_should_type_does_no_harm() {
    let world = World::start().await;
    let odile = founded(&world, "jazz", "odile@example.org").await;
    let client = signed_in(&world, &odile).await;
    let (_, _) = enrol(&world, &client).await;
    let page = client.get(&world.url("app", "/compte/securite")).await.expect(200);
    let visitor = world.visitor();
    let asked = type_password(&world, &visitor, "odile@example.org").await.follow(&visitor).await.expect(200);
    for text in
        ["", " ", "１２３４５", "12345678901234567890", "'; drop table second_factor; --", "\u{0}\u{1}", "é", &"9".repeat(5_000), "\u{202e}123456\u{202e}"]
    {
        let answer = asked.form("/connexion/code").with("code", text).send(&visitor).await;
        assert_eq!(answer.status.as_u16(), 422, "{text:?}");
        assert!(!answer.text.contains("12345678901234567890"), "a code is shown again");
        let _ = security(&page, "turn_off").with("password", PASSWORD).with("code", text).send(&client).await.expect(422);
    }
    for act in ["", "x", "begin", "confirm"] {
        let answer = security(&page, act).with("password", PASSWORD).with("code", "123456").send(&client).await;
        assert!(answer.status.is_client_error(), "{act}: {}", answer.status);
    }
    let _ = visitor.get(&world.url("app", "/second-facteur/refus/%00%ff")).await.expect(404);
    let _ = visitor.get(&world.url("app", "/second-facteur/refus/nothing")).await.expect(404);
    world.stop().await;
}

#[tokio::test]
async fn the_secret_is_in_no_log_no_row_and_no_mail() {
    let written = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let writer = Written(std::sync::Arc::clone(&written));
    let filter = tracing_subscriber::filter::LevelFilter::TRACE;
    let guard = tracing_subscriber::fmt().with_max_level(filter).with_writer(move || writer.clone()).set_default();
    let world = World::start().await;
    let odile = founded(&world, "jazz", "odile@example.org").await;
    let client = signed_in(&world, &odile).await;
    let (secret, codes) = enrol(&world, &client).await;
    let visitor = world.visitor();
    let asked = type_password(&world, &visitor, "odile@example.org").await;
    let code = next_code(&world, &secret);
    assert_eq!(type_code(&visitor, asked, &code).await.status.as_u16(), 303);
    world.settle().await;
    drop(guard);
    let log = String::from_utf8_lossy(&written.lock().unwrap()).into_owned();
    assert!(log.len() > 1_000, "nothing was logged");
    let rows = world.texts("select f::text from second_factor f union all select c::text from recovery_code c union all select s::text from sign_in_step s union all select j::text from job j").await;
    assert!(rows.iter().any(|row| row.contains("\\x")), "bytes are read as their digits: {rows:?}");
    let mails: String = world.mail.mailbox.list(None).iter().map(|mail| mail.text.clone()).collect();
    let digits = |bytes: &[u8]| hex::encode(bytes);
    // Itself, and as bytes of a row are written; six digits alone stand in any date, so the code as it is sent or quoted.
    let shown = [secret.base32(), secret.base32().to_lowercase(), secret.groups(), codes[0].clone(), codes[0].replace('-', "")];
    let further =
        [digits(totp_rs::Secret::try_from_base32(secret.base32()).unwrap().as_bytes()), digits(code.as_bytes()), format!("code={code}"), format!("\"{code}\"")];
    let kept_as = shown.iter().map(|text| digits(text.as_bytes())).chain(further).collect::<Vec<_>>();
    for kept in shown.into_iter().chain(kept_as) {
        assert!(!log.contains(&kept), "a log line has a secret");
        assert!(!rows.iter().any(|row| row.contains(&kept)), "a row has a secret");
        assert!(!mails.contains(&kept), "a mail has a secret");
    }
    // Whoever asks for a copy of their data gets neither, by the inventory.
    for (table, column) in [("second_factor", "secret"), ("recovery_code", "digest"), ("sign_in_step", "token_hash"), ("factor_removal", "objection_hash")] {
        let facts =
            kernel::inventory::TABLES.iter().find(|known| known.name == table).and_then(|known| known.columns.iter().find(|known| known.name == column));
        let facts = facts.expect("a verdict");
        let omitted = facts.handling.as_ref().is_some_and(|handling| matches!(handling.access, kernel::inventory::Access::Omit(_)));
        assert!(facts.class == kernel::inventory::Class::Secret && omitted, "{table}.{column}");
    }
    world.stop().await;
}

#[derive(Clone)]
struct Written(std::sync::Arc<std::sync::Mutex<Vec<u8>>>);

impl std::io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
