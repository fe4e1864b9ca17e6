//! What a request meets at its edges: limits over all associations, links and pages that hold in one browser, silence, alerts, and acts that fail.

use chrono::Duration;
use reqwest::Method;
use support::World;

use super::{ask, begun, confirmed, desk, link, mail, people, state, with_buyer};

const JEANNE: (&str, &str) = ("Jeanne", "Lefort");
const EMAIL: &str = "jeanne@example.org";

#[tokio::test]
async fn one_mailbox_is_named_five_times_a_day_over_all_associations() {
    let world = World::start().await;
    for slug in ["jazz", "choeur", "theatre"] {
        world.association_without_stripe(slug).await;
    }
    for (number, slug) in ["jazz", "choeur", "theatre", "jazz", "choeur"].into_iter().enumerate() {
        assert_eq!(ask(&world, &world.visitor(), slug, "copie", JEANNE, "victim@example.org", &[]).await.status.as_u16(), 303, "request {number}");
    }
    ask(&world, &world.visitor(), "theatre", "copie", JEANNE, "Victim@Example.org", &[]).await.expect(429).says("Trop de demandes");
    // Another mailbox at the same association is not slowed by it.
    assert_eq!(ask(&world, &world.visitor(), "theatre", "copie", JEANNE, "nadia@example.org", &[]).await.status.as_u16(), 303);
    world.settle().await;
    assert_eq!(world.mail.mailbox.list(Some("victim@example.org")).len(), 5);
    world.stop().await;
}

#[tokio::test]
async fn a_page_that_one_browser_was_shown_is_no_use_to_another() {
    let world = World::start().await;
    with_buyer(&world, "jazz", EMAIL).await;
    let visitor = world.visitor();
    let _ = ask(&world, &visitor, "jazz", "copie", JEANNE, EMAIL, &[]).await;
    world.settle().await;
    let open = link(&mail(&world, EMAIL, "Confirmez"), "/confirmer/");
    let named = [("user-agent", "Navigateur/1.0"), ("accept-language", "fr")];
    let form = visitor.get_with(&open, &named).await.expect(200).form("/confirmer/");
    let body = |nonce: &str| url::form_urlencoded::Serializer::new(String::new()).append_pair("nonce", nonce).finish().into_bytes();
    let nonce = form.value("nonce").unwrap_or_default().to_owned();
    let origin = open.split('/').take(3).collect::<Vec<_>>().join("/");
    let send = async |agent: &str, nonce: &str| {
        let headers = [("origin", origin.as_str()), ("content-type", "application/x-www-form-urlencoded"), ("user-agent", agent), ("accept-language", "fr")];
        visitor.send(Method::POST, &open, &headers, Some(body(nonce))).await.status.as_u16()
    };
    assert_eq!(send("Scanner/2.0", &nonce).await, 403);
    // Nor with another moment.
    let (shown, token) = nonce.split_once('.').unwrap();
    let later = format!("{}.{token}", shown.parse::<i64>().unwrap() + 1);
    assert_eq!(send("Navigateur/1.0", &later).await, 403);
    assert_eq!(state(&world).await, "identity_pending");
    // What one is shown then has a button that opens: it says why, and nothing is to be done again from the start.
    let again = send_page(&visitor, &open, &origin, body(&later)).await.expect(403);
    again.says("Cette page était ouverte depuis trop longtemps");
    assert_eq!(send("Navigateur/1.0", &nonce).await, 303);
    assert_ne!(state(&world).await, "identity_pending");
    world.stop().await;
}

async fn send_page(visitor: &support::Client, open: &str, origin: &str, body: Vec<u8>) -> support::Page {
    let headers = [("origin", origin), ("content-type", "application/x-www-form-urlencoded"), ("user-agent", "Navigateur/1.0"), ("accept-language", "fr")];
    visitor.send(Method::POST, open, &headers, Some(body)).await
}

#[tokio::test]
async fn a_page_is_of_one_link_and_for_half_an_hour() {
    let world = World::start().await;
    let (association, _) = with_buyer(&world, "jazz", EMAIL).await;
    let visitor = world.visitor();
    // A letter's link lives for days; the page behind it does not.
    let treasurer = world.signed_in_as(&association, "treasurer").await;
    let page = treasurer.get(&world.url("app", "/a/jazz/demandes/lettre")).await.expect(200);
    let form = page.form("/demandes/lettre").with("kind", "access").with("given_name", "Jeanne").with("family_name", "Lefort").with("email", EMAIL);
    let _ = form.send(&treasurer).await.expect(303);
    world.settle().await;
    let open = link(&mail(&world, EMAIL, "Confirmez"), "/confirmer/");
    let first = visitor.get(&open).await.expect(200).form("/confirmer/");
    world.clock.advance(Duration::minutes(31));
    let stale = first.send(&visitor).await.expect(403);
    stale.says("Appuyez encore une fois");
    assert_eq!(state(&world).await, "identity_pending");
    // Another link's page opens nothing here.
    let _ = ask(&world, &visitor, "jazz", "effacer", JEANNE, EMAIL, &[]).await;
    world.settle().await;
    let other = link(&mail(&world, EMAIL, "Confirmez"), "/confirmer/");
    assert_ne!(other, open);
    let nonce = visitor.get(&other).await.expect(200).form("/confirmer/").value("nonce").unwrap_or_default().to_owned();
    let _ = stale.form("/confirmer/").with("nonce", &nonce).send(&visitor).await.expect(403);
    // The one that was shown again does.
    assert_eq!(stale.form("/confirmer/").send(&visitor).await.status.as_u16(), 303);
    world.stop().await;
}

#[tokio::test]
async fn a_request_lapses_when_a_question_stays_unanswered() {
    let world = World::start().await;
    let (association, _) = with_buyer(&world, "jazz", EMAIL).await;
    let _ = ask(&world, &world.visitor(), "jazz", "copie", JEANNE, EMAIL, &[]).await;
    world.settle().await;
    world.pass(Duration::days(20)).await;
    let president = world.signed_in(association.president).await;
    let _ = desk::press(&world, &president, "jazz", "clarify", &[("question", "De quel concert ?")]).await.expect(303);
    world.settle().await;
    world.pass(Duration::days(11)).await;
    assert_eq!(state(&world).await, "identity_pending", "the question gives as long again");
    world.pass(Duration::days(18)).await;
    assert_eq!(state(&world).await, "identity_pending");
    world.pass(Duration::days(2)).await;
    assert_eq!(state(&world).await, "withdrawn");
    world.pass(Duration::days(31)).await;
    assert_eq!(world.count("select count(*) from privacy_request where email is not null or clarification is not null").await, 0, "forgotten");
    world.stop().await;
}

#[tokio::test]
async fn a_copy_counts_as_fetched_when_it_is_handed_over_and_not_when_it_is_looked_at() {
    let world = World::start().await;
    with_buyer(&world, "jazz", EMAIL).await;
    let visitor = world.visitor();
    let page = confirmed(&world, &visitor, "jazz", "copie", JEANNE, EMAIL, &[]).await;
    let _ = page.form("/suivi/").with("act", "link").send(&visitor).await.expect(303);
    world.settle().await;
    let fetched = async || world.texts("select coalesce(downloaded_at::text, 'never') from privacy_export").await.concat();
    let open = link(&mail(&world, EMAIL, "Votre lien de téléchargement"), "/vos-donnees/fichier/");
    let button = visitor.get(&open).await.expect(200);
    assert_eq!(fetched().await, "never", "a page is no copy");
    let _ = visitor.post(&open, &[("nonce", "guessed")]).await.expect(403);
    assert_eq!(fetched().await, "never");
    // The object cannot be read: nothing was handed over, and the link is not spent.
    let key = world.texts("select encode(sealed_key, 'hex') from privacy_export").await.concat();
    world.sql("update privacy_export set sealed_key = null").await;
    let _ = button.form("/fichier/").send(&visitor).await.expect(410);
    assert_eq!(fetched().await, "never");
    world.sql(format!("update privacy_export set sealed_key = decode('{key}', 'hex')")).await;
    let _ = button.form("/fichier/").send(&visitor).await.expect(200);
    let first = fetched().await;
    assert_ne!(first, "never");
    visitor.get(page.url.as_str()).await.expect(200).says("Elle a déjà été téléchargée");
    // A second time does not move the first.
    world.clock.advance(Duration::minutes(10));
    let _ = page.form("/suivi/").with("act", "link").send(&visitor).await.expect(303);
    world.settle().await;
    let again = link(&mail(&world, EMAIL, "Votre lien de téléchargement"), "/vos-donnees/fichier/");
    let _ = visitor.get(&again).await.expect(200).form("/fichier/").send(&visitor).await.expect(200);
    assert_eq!(fetched().await, first);
    world.stop().await;
}

#[tokio::test]
async fn an_act_that_the_database_refuses_is_taken_back_in_the_ledger_and_done_at_the_next_try() {
    let world = World::start().await;
    with_buyer(&world, "jazz", EMAIL).await;
    world.sql("revoke insert on person_restriction from estrade_tenant; revoke insert on suppression from estrade_tenant").await;
    for choice in ["limiter", "opposition", "consentement"] {
        let _ = confirmed(&world, &world.visitor(), "jazz", choice, JEANNE, EMAIL, &[]).await;
        assert_eq!(state(&world).await, "executing", "{choice}: nothing is said to be done");
        assert!(begun::acts(&world).await.is_empty() && begun::level(&world).await, "{choice}: the ledger says that it was not done");
        world.clock.advance(Duration::minutes(1));
    }
    world.sql("grant insert on person_restriction to estrade_tenant; grant insert on suppression to estrade_tenant").await;
    world.pass(Duration::hours(2)).await;
    assert_eq!(world.texts("select distinct state from privacy_request").await, ["completed"]);
    assert_eq!(world.texts("select reason_key from person_restriction order by 1").await, ["claim", "objection"]);
    let acts = begun::acts(&world).await;
    assert!(acts.len() == 4 && begun::level(&world).await, "a freeze, an objection, its silence, a withdrawal: {acts:?}");
    world.stop().await;
}

#[tokio::test]
async fn operators_hear_of_a_request_that_is_nearly_due_and_nothing_of_whoever_asks() {
    let world = World::start().await;
    let (_, _) = with_buyer(&world, "jazz", "presidence-jazz@example.org").await;
    let _ = world.operator().await;
    let operator = world.texts("select email from account where operator").await.concat();
    let _ = confirmed(&world, &world.visitor(), "jazz", "copie", JEANNE, "presidence-jazz@example.org", &[]).await;
    world.pass(Duration::days(24)).await;
    assert!(world.mail.mailbox.list(Some(&operator)).is_empty());
    world.pass(Duration::days(1)).await;
    let told = mail(&world, &operator, "approche de son terme");
    let reference = world.texts("select reference from privacy_request").await.concat();
    assert!(told.contains(&reference) && told.contains("jazz") && told.contains("25 jours"), "{told}");
    assert!(!told.contains("Jeanne") && !told.contains("Lefort") && !told.contains("/demandes/"), "{told}");
    assert_eq!(world.mail.mailbox.list(Some(&operator)).len(), 1);
    world.stop().await;
}

#[tokio::test]
async fn a_fee_and_a_refund_that_come_late_cost_the_person_no_second_day() {
    let world = World::start().await;
    let (association, _) = with_buyer(&world, "jazz", EMAIL).await;
    let _ = confirmed(&world, &world.visitor(), "jazz", "effacer", JEANNE, EMAIL, &[]).await;
    let planned = world.texts("select encode(plan_hash, 'hex') from privacy_request").await;
    // A movement of the balance, and a refund made in Stripe's own dashboard.
    world
        .sql(
            "insert into ledger_entry (tenant_id, id, kind, source_id, payment_id, amount, fee, net, currency, created_at)
             select tenant_id, 'txn_late', 'adjustment', 'fee_late', id, -20, 0, -20, 'eur', now() from payment",
        )
        .await;
    let (account, intent) = (world.stripe_account(&association).await, world.texts("select intent_id from payment").await.concat());
    let refund = [("payment_intent", intent.as_str()), ("amount", "1470")];
    let (status, answer) = world.ask_stripe(Method::POST, "v1/refunds", Some(&account), &refund).await;
    assert!(status.is_success(), "{answer}");
    world.settle().await;
    assert_eq!(world.count("select count(*) from refund where reason = 'dashboard'").await, 1);
    world.pass(Duration::hours(25)).await;
    assert_eq!(state(&world).await, "completed_with_retention", "done at the hour it was told");
    assert!(people(&world).await.iter().all(|row| !row.contains("Jeanne")));
    assert_eq!(world.texts("select encode(plan_hash, 'hex') from privacy_request").await, planned);
    world.stop().await;
}
