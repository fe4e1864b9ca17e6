//! Who is told of a breach: the risk decides, and every kind of person with an address of their own is reached, whatever they are to us.

use std::collections::BTreeSet;

use kernel::{
    db::mailbox,
    inventory::{Scope, SubjectId},
};
use support::{ConcertSpec, Form, Page, World};
use uuid::Uuid;

/// The form of the page with this act.
fn act(page: &Page, act: &str) -> Option<Form> {
    page.forms().into_iter().find(|form| form.value("act") == Some(act))
}

/// The kinds of person whose own row lies on this side and holds an address.
fn kinds(scope: Scope) -> BTreeSet<String> {
    let there = |subject: &&SubjectId| mailbox(**subject).is_some_and(|root| root.scope == scope);
    SubjectId::ALL.iter().filter(there).map(|subject| subject.key().to_owned()).collect()
}

fn letters(world: &World, to: &str) -> usize {
    world.mail.mailbox.list(Some(to)).iter().filter(|mail| mail.subject.contains("incident")).count()
}

#[tokio::test]
async fn the_platform_judges_the_risk_of_its_own_breach_and_writes_to_whoever_a_high_one_concerns() {
    let world = World::start().await;
    world.association_without_stripe("jazz").await;
    let now = world.clock.now().to_rfc3339();
    world
        .sql(format!(
            "insert into sign_up (id, token_hash, association_name, slug, person_name, email, email_norm, password_hash, locale, created_at, expires_at)
               values ('{}', '\\x01', 'A', 'a-b-c', 'Paul Petit', 'paul@example.org', 'paul@example.org', 'x', 'en', '{now}', '{now}')",
            Uuid::from_u128(1)
        ))
        .await;
    let operator = world.operator().await;
    let here = world.url("app", "/operateur/violations");
    let blank = operator.get(&here).await.expect(200).form("/violations").with("what_happened", "Une copie de la table des comptes a été lue.");
    let form = blank.with("nature-confidentiality", "yes").with("data-contact-email", "yes").with("advice", "Changez de mot de passe.").with("whom", "nobody");
    let opened = form.send(&operator).await.expect(200);
    opened.says("Il reste 72 heures");
    assert!(act(&opened, "tell").is_none() && act(&opened, "notify").is_some(), "nobody judged it yet: the clock runs, and nobody is written to");

    let unsaid = act(&opened, "assess").unwrap().with("risk-1", "unlikely").send(&operator).await.expect(422);
    assert!(unsaid.text.contains("id=\"fault-reasons-1\""), "{}", unsaid.words());
    let unlikely = act(&opened, "assess").unwrap().with("risk-1", "unlikely").with("reasons-1", "Chiffrée.").send(&operator).await.expect(200);
    unlikely.says("sans doute pas de risque").says("Risque improbable. Chiffrée.");
    assert!(act(&unlikely, "notify").is_none() && act(&unlikely, "tell").is_none(), "art. 33(1): no notification without a risk");
    let some = act(&unlikely, "assess").unwrap().with("risk-1", "risk").with("reasons-1", "Adresses lues.").send(&operator).await.expect(200);
    assert!(act(&some, "notify").is_some() && act(&some, "tell").is_none());
    let csrf = act(&some, "assess").unwrap().value("csrf").unwrap_or_default().to_owned();
    let early = operator.post(&here, &[("csrf", &csrf), ("act", "tell"), ("number", "1"), ("people-1", "0")]).await;
    early.expect(409).says("quand le risque est élevé");

    let high = act(&some, "assess").unwrap().with("risk-1", "high").with("reasons-1", "Adresses et mots de passe.").send(&operator).await.expect(200);
    let people = world.count("select (select count(*) from account) + (select count(*) from sign_up)").await;
    high.says(&format!("{people} personnes peuvent être jointes"));
    let wrong = act(&high, "tell").unwrap().with("people-1", "1").send(&operator).await.expect(422);
    assert!(wrong.text.contains("id=\"fault-people-1\""), "{}", wrong.words());
    let mut tell = act(&high, "tell").unwrap().with("people-1", &people.to_string());
    if high.text.contains("name=\"otherwise-1\"") {
        tell = tell.with("otherwise-1", "Par une annonce.");
    }
    tell.send(&operator).await.expect(200).says("Les lettres partent");
    world.settle().await;
    assert_eq!((letters(&world, "presidence-jazz@example.org"), world.mail.mailbox.list(Some("paul@example.org")).len()), (1, 1));
    let letter = world.mail.mailbox.list(Some("presidence-jazz@example.org")).remove(0);
    assert!(
        letter.text.contains("table des comptes") && letter.text.contains("Changez de mot de passe") && letter.text.contains("+33 3 00 00 00 00"),
        "{}",
        letter.text
    );
    let told: BTreeSet<String> = world.texts("select distinct subject from platform_breach_letter where sent_at is not null").await.into_iter().collect();
    assert_eq!(told, kinds(Scope::Platform), "a kind of person with an address of their own was not written to");

    // Told once; who comes later is owed a letter of their own; and what was said cannot be unsaid.
    let after = operator.get(&here).await.expect(200);
    assert!(act(&after, "tell").is_none(), "{}", after.words());
    let lower = act(&after, "assess").unwrap().with("risk-1", "risk").with("reasons-1", "x").send(&operator).await;
    lower.expect(409).says("déjà été prévenues");
    world.account(kernel::ids::AccountId::from_uuid(Uuid::from_u128(9)), "tard@example.org").await;
    assert!(act(&operator.get(&here).await.expect(200), "tell").is_some());
    world.stop().await;
}

#[tokio::test]
async fn an_associations_letter_reaches_buyers_requesters_those_named_on_tickets_and_its_own_team() {
    let world = World::start().await;
    let jazz = world.association("jazz").await;
    let concert = world.concert(&jazz, &ConcertSpec::default()).await;
    world.buy(&world.visitor(), &jazz, &concert, 2, "jeanne@example.org").await;
    world.settle().await;
    let (tenant, now) = (jazz.tenant, world.clock.now().to_rfc3339());
    world
        .sql(format!(
            "insert into privacy_request (tenant_id, id, reference, kind, channel, state, locale, given_name, family_name, email, email_norm, received_at, due_at)
               values ('{tenant}', '{}', 'ABCD-EFGH', 'access', 'letter', 'received', 'fr', 'Rose', 'Noir', 'rose@example.org', 'rose@example.org', '{now}', '{now}');
             insert into attendee (tenant_id, id, order_id, concert_id, place, name, email, created_at)
               select tenant_id, '{}', id, concert_id, 2, 'Karim Aït', 'karim@example.org', '{now}' from ticket_order",
            Uuid::from_u128(1),
            Uuid::from_u128(2)
        ))
        .await;
    let treasurer = world.signed_in_as(&jazz, "treasurer").await;
    let _ = treasurer.get(&world.url("app", "/a/jazz/commandes.csv")).await.expect(200);
    let email = world.texts("select a.email from account a join staff s on s.account_id = a.id where s.role = 'treasurer'").await.concat();

    let president = world.signed_in(jazz.president).await;
    let blank = president.get(&world.url("app", "/a/jazz/violations/nouvelle")).await.expect(200).form("/violations/nouvelle");
    let form = blank
        .with("what_happened", "Un ordinateur volé.")
        .with("nature-confidentiality", "yes")
        .with("data-contact-email", "yes")
        .with("data-behaviour-staff", "yes");
    let file = form.send(&president).await.follow(&president).await.expect(200);
    let assessed =
        act(&file, "assess").unwrap().with("risk", "high").with("risk_reasons", "Tout était lisible.").send(&president).await.follow(&president).await;
    let page = assessed.expect(200);
    page.says("5 personnes peuvent être jointes par mail");
    let told = act(&page, "tell").unwrap().with("people", "5").with("otherwise", "De vive voix.").send(&president).await.follow(&president).await;
    told.expect(200).says("Les lettres partent");
    world.settle().await;
    for to in ["jeanne@example.org", "rose@example.org", "karim@example.org", "presidence-jazz@example.org", &email] {
        assert_eq!(letters(&world, to), 1, "{to}");
    }
    let kinds_told = "select distinct case when person_id is not null then 'buyer' when request_id is not null then 'requester' else subject end from breach_letter where sent_at is not null";
    let told: BTreeSet<String> = world.texts(kinds_told).await.into_iter().collect();
    let mut expected = kinds(Scope::Tenant);
    expected.insert("staff".to_owned());
    assert_eq!(told, expected, "a kind of person with an address of their own was not written to");
    world.stop().await;
}
