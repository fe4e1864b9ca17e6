//! The second factor: turned on, asked for at sign-in, lost, required of a team, removed by others, claimed in the notice.

mod crossing;
mod helped;
mod signing_in;
mod team;

use kernel::ids::{AccountId, TenantId};
use regex::Regex;
use server::staff::second_factor::model::Secret;
use support::{Client, Form, Page, World};

const PASSWORD: &str = "une phrase assez longue";

/// Somebody who founded an association by sign-up: their password works.
struct Founder {
    tenant: TenantId,
    account: AccountId,
    email: String,
}

async fn founded(world: &World, slug: &str, email: &str) -> Founder {
    founder(world, slug, email, false).await
}

async fn founder(world: &World, slug: &str, email: &str, operator: bool) -> Founder {
    let person = server::signup::Person { name: "Odile Marchand", email, password: PASSWORD, locale: kernel::i18n::Locale::Fr, operator };
    let (tenant, account) = server::signup::found_directly(&world.app, &person, "Jazz des Halles", slug).await.expect("an association");
    world.settle().await;
    Founder { tenant, account, email: email.to_owned() }
}

async fn type_password(world: &World, client: &Client, email: &str) -> Page {
    let page = client.get(&world.url("app", "/connexion")).await.expect(200);
    page.form("/connexion").with("email", email).with("password", PASSWORD).send(client).await
}

async fn type_code(client: &Client, asked: Page, code: &str) -> Page {
    let page = asked.follow(client).await.expect(200);
    assert!(page.url.path().ends_with("/connexion/code"), "{}", page.url);
    page.form("/connexion/code").with("code", code).send(client).await
}

/// The code a phone shows in the next half minute, which is moved to: no code serves twice.
fn next_code(world: &World, secret: &Secret) -> String {
    world.clock.advance(chrono::Duration::seconds(30));
    secret.code_at(world.clock.now()).expect("a code")
}

fn security(page: &Page, act: &str) -> Form {
    page.form("/compte/securite").with("act", act)
}

fn shown_secret(page: &Page) -> Secret {
    let field = Regex::new(r#"id="secret"[^>]*>([A-Z2-7 ]+)<"#).unwrap();
    let groups = field.captures(&page.text).unwrap_or_else(|| panic!("no secret is shown: {}", page.words()))[1].to_owned();
    assert!(groups.split(' ').all(|group| group.len() == 4), "{groups}");
    Secret::from_base32(&groups.replace(' ', "")).expect("a secret")
}

fn shown_codes(page: &Page) -> Vec<String> {
    page.form("/compte/securite").fields.into_iter().filter(|(name, _)| name == "recovery").map(|(_, value)| value).collect()
}

/// Turns the second factor on as a person does, and gives what their phone and their paper then hold.
async fn enrol(world: &World, client: &Client) -> (Secret, Vec<String>) {
    let page = client.get(&world.url("app", "/compte/securite")).await.expect(200);
    let shown = security(&page, "begin").with("password", PASSWORD).send(client).await.follow(client).await.expect(200);
    let secret = shown_secret(&shown);
    let code = next_code(world, &secret);
    let done = security(&shown, "confirm").with("code", &code).send(client).await.expect(200);
    done.says("Vos codes de secours").says("Le second facteur est activé");
    (secret, shown_codes(&done))
}

async fn signed_in(world: &World, founder: &Founder) -> Client {
    let client = world.visitor();
    let page = type_password(world, &client, &founder.email).await.follow(&client).await.expect(200);
    assert!(page.url.path().starts_with("/a/"), "{}", page.url);
    client
}

fn mails(world: &World, to: &str, words: &str) -> usize {
    world.mail.mailbox.list(Some(to)).iter().filter(|mail| mail.subject.contains(words)).count()
}

/// An operator with a second factor, signed in, and what their phone holds.
async fn operator(world: &World) -> (Client, Secret) {
    let alix = founder(world, "plateforme-test", "alix@example.org", true).await;
    let client = world.visitor();
    let _ = type_password(world, &client, &alix.email).await.follow(&client).await.expect(200);
    let (own, _) = enrol(world, &client).await;
    (client, own)
}
