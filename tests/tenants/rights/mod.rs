//! Requests about one's own data, as people without an account make them and as an association answers them.

mod begun;
pub mod desk;
mod disputes;
mod guardians;
mod journeys;
mod limits;
mod mentions;
mod quiet;
mod scoping;
mod settled;
mod shown;
mod waiting;

use support::{Association, Client, Page, World, journey::Bought};

/// The newest mail to an address whose subject or text holds `words`.
pub fn mail(world: &World, to: &str, words: &str) -> String {
    let all = world.mail.mailbox.list(Some(to));
    let plain = |text: &str| text.replace(['\u{a0}', '\u{202f}'], " ");
    let found = all.iter().find(|mail| plain(&mail.subject).contains(words) || plain(&mail.text).contains(words));
    found.map_or_else(|| panic!("no mail to {to} with “{words}”: {:?}", all.iter().map(|mail| &mail.subject).collect::<Vec<_>>()), |mail| plain(&mail.text))
}

/// The first address in a mail that holds `part`.
pub fn link(text: &str, part: &str) -> String {
    let found = text.split_whitespace().find(|word| word.starts_with("http") && word.contains(part));
    found.unwrap_or_else(|| panic!("no link with “{part}” in:\n{text}")).to_owned()
}

/// Sends the public form.
pub async fn ask(world: &World, client: &Client, slug: &str, choice: &str, name: (&str, &str), email: &str, more: &[(&str, &str)]) -> Page {
    let page = client.get(&world.url(slug, &format!("/vos-donnees?demande={choice}"))).await.expect(200);
    let mut form = page.form("/vos-donnees").with("given_name", name.0).with("family_name", name.1).with("email", email);
    // An erasure asks a question that has no answer of its own.
    let asked = |field: &str| more.iter().any(|(name, _)| *name == field);
    if choice == "effacer" && !asked("quiet") && !asked("for_other") {
        form = form.with("quiet", "nothing");
    }
    for (field, value) in more {
        form = form.with(field, value);
    }
    form.send(client).await
}

/// Asks and confirms by the mailed link; gives the page where the request is followed.
pub async fn confirmed(world: &World, client: &Client, slug: &str, choice: &str, name: (&str, &str), email: &str, more: &[(&str, &str)]) -> Page {
    // Boxed, for the sake of tests that make many: they would not fit a test's stack otherwise.
    Box::pin(async move {
        ask(world, client, slug, choice, name, email, more).await.follow(client).await.expect(200).says("Ouvrez votre boîte aux lettres");
        world.settle().await;
        let open = link(&mail(world, email, "Confirmez"), "/vos-donnees/confirmer/");
        let page = client.get(&open).await.expect(200);
        let tracking = page.form("/confirmer/").send(client).await.follow(client).await.expect(200);
        world.settle().await;
        client.get(tracking.url.as_str()).await.expect(200)
    })
    .await
}

/// The state of the newest request.
pub async fn state(world: &World) -> String {
    world.texts("select state from privacy_request order by received_at desc, id desc limit 1".to_owned()).await.pop().unwrap_or_default()
}

/// The id of the newest request.
pub async fn newest(world: &World) -> String {
    world.texts("select id::text from privacy_request order by received_at desc, id desc limit 1".to_owned()).await.pop().unwrap_or_default()
}

/// Names and addresses of everybody who bought.
pub async fn people(world: &World) -> Vec<String> {
    world.texts("select first_name || ' ' || family_name || ' ' || email from person order by created_at, id".to_owned()).await
}

/// An association with a concert, and somebody who bought two places.
pub async fn with_buyer(world: &World, slug: &str, email: &str) -> (Association, Bought) {
    Box::pin(async move {
        let association = world.association(slug).await;
        let concert = world.concert(&association, &support::ConcertSpec::default()).await;
        let bought = world.buy(&world.visitor(), &association, &concert, 2, email).await;
        world.settle().await;
        // What follows a purchase at its heels is done: a plan made meanwhile would be outrun by it.
        world.pass(chrono::Duration::minutes(1)).await;
        (association, bought)
    })
    .await
}
