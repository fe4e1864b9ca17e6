//! From the sign-up form to the back office of a site that answers.

use support::{Client, Page, World};

const PASSWORD: &str = "une phrase assez longue";

/// Fills the sign-up form in.
async fn ask(world: &World, visitor: &Client, slug: &str, email: &str) -> Page {
    let page = visitor.get(&world.url("", "/inscription")).await.expect(200);
    let form = page.form("/inscription").with("association", "Jazz des Halles").with("slug", slug).with("name", "Odile Marchand");
    form.with("email", email).with("password", PASSWORD).with("accepted", "yes").with("agreed", "yes").send(visitor).await
}

/// The link in the last mail to an address that leads to `part`.
fn link_to(world: &World, email: &str, part: &str) -> String {
    let mails = world.mail.mailbox.list(Some(email));
    let found = mails.iter().find_map(|mail| mail.text.split_whitespace().find(|word| word.contains(part)).map(str::to_owned));
    found.unwrap_or_else(|| panic!("no mail to {email} leads to {part}: {:?}", mails.iter().map(|mail| &mail.subject).collect::<Vec<_>>()))
}

#[tokio::test]
async fn an_association_signs_up_confirms_and_is_at_home() {
    let world = World::start().await;
    let visitor = world.visitor();
    visitor.get(&world.url("", "/")).await.expect(200).says("Estrade");
    ask(&world, &visitor, "jazz-des-halles", "odile@example.org").await.expect(200).says("odile@example.org");
    assert_eq!(world.count("select count(*) from account").await, 0, "nothing exists before the address is confirmed");
    let _ = visitor.get(&world.url("jazz-des-halles", "/")).await.expect(404);
    world.settle().await;
    let link = link_to(&world, "odile@example.org", "/confirmer/");

    // A mail scanner opens every link: it must not use this one up.
    let scanner = world.visitor();
    let _ = scanner.follow(&link).await.expect(200);
    assert_eq!(world.count("select count(*) from tenant").await, 0);

    let confirm = visitor.follow(&link).await.expect(200);
    let home = confirm.form("/confirmer/").send(&visitor).await.follow(&visitor).await.expect(200);
    assert_eq!(home.url.path(), "/a/jazz-des-halles");
    home.says("Odile").says("Reliez l’association à Stripe");
    visitor.get(&world.url("jazz-des-halles", "/")).await.expect(200).says("Jazz des Halles");
    let _ = visitor.get(&world.url("jazz-des-halles", "/mentions-legales")).await.expect(200);

    // Used once.
    let again = world.visitor().follow(&link).await;
    again.says("C’est déjà fait");
    assert_eq!(world.count("select count(*) from tenant").await, 1);
    world.stop().await;
}

#[tokio::test]
async fn an_address_that_has_an_account_gets_the_same_answer() {
    let world = World::start().await;
    let first = ask(&world, &world.visitor(), "jazz-des-halles", "odile@example.org").await.expect(200);
    world.settle().await;
    let visitor = world.visitor();
    let confirm = visitor.follow(&link_to(&world, "odile@example.org", "/confirmer/")).await;
    let _ = confirm.form("/confirmer/").send(&visitor).await.follow(&visitor).await.expect(200);
    let second = ask(&world, &world.visitor(), "choeur-des-halles", "odile@example.org").await.expect(200);
    assert_eq!(first.words(), second.words());
    world.settle().await;
    assert!(world.mail.mailbox.list(Some("odile@example.org")).len() >= 2);
    world.stop().await;
}

#[tokio::test]
async fn what_is_typed_wrong_is_said_by_its_field() {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let visitor = world.visitor();
    let page = visitor.get(&world.url("", "/inscription")).await.expect(200);
    let good = page.form("/inscription").with("association", "Jazz").with("slug", "jazz-neuf").with("name", "Odile").with("email", "odile@example.org");
    let good = good.with("password", PASSWORD).with("accepted", "yes").with("agreed", "yes");
    for (field, wrong) in [
        ("association", ""),
        ("slug", &association.slug),
        ("slug", "app"),
        ("slug", "www"),
        ("slug", "Jazz des Halles"),
        ("slug", "-x-"),
        ("name", ""),
        ("email", "odile@"),
        ("password", "court"),
    ] {
        let again = good.clone().with(field, wrong).send(&visitor).await.expect(422);
        assert!(again.text.contains(&format!("id=\"fault-{field}\"")), "{field} = {wrong}: {}", again.words());
        assert!(!again.text.contains(PASSWORD), "a password never comes back");
    }
    let again = good.clone().without("accepted").send(&visitor).await.expect(422);
    assert!(again.text.contains("id=\"fault-accepted\""));
    assert_eq!(world.count("select count(*) from sign_up").await, 0);
    world.stop().await;
}

#[tokio::test]
async fn a_link_too_old_opens_nothing() {
    let world = World::start().await;
    let visitor = world.visitor();
    let _ = ask(&world, &visitor, "jazz-des-halles", "odile@example.org").await.expect(200);
    world.settle().await;
    let link = link_to(&world, "odile@example.org", "/confirmer/");
    world.pass(chrono::Duration::hours(25)).await;
    let late = visitor.follow(&link).await;
    assert!(late.status.is_client_error(), "{}", late.status);
    late.says("Ce lien est trop ancien");
    let _ = visitor.get(&format!("{link}x")).await.follow(&visitor).await;
    assert_eq!(world.count("select count(*) from tenant").await, 0);
    world.stop().await;
}
