//! Help for whoever lost a factor, where it must not be given: too much to guard, a phone that still works, a session found open.

use chrono::Duration;
use server::staff::second_factor::{model::Secret, store::plant};
use support::World;

use super::{
    PASSWORD, enrol, founded, mails, next_code, signed_in,
    team::{act, colleague, has_factor},
};

#[tokio::test]
async fn what_forbids_asking_forbids_it_on_the_day_too() {
    let world = World::start().await;
    let odile = founded(&world, "jazz", "odile@example.org").await;
    let choir = founded(&world, "choeur", "basile@example.org").await;
    let president = signed_in(&world, &odile).await;
    let (own, _) = enrol(&world, &president).await;
    let (account, email, _) = colleague(&world, &odile, "editor").await;
    let code = next_code(&world, &own);
    let _ = act(&world, &president, "remove", &[("member", &account.to_string()), ("password", PASSWORD), ("code", &code)]).await.expect(200);
    // Meanwhile the account opens another association's space too: one team's president no longer decides about its factor.
    world.staff(choir.tenant, account, "treasurer").await;
    world.pass(Duration::hours(25)).await;
    assert!(has_factor(&world, account).await);
    assert_eq!(world.texts("select state from factor_removal").await, ["withdrawn"]);
    world.settle().await;
    assert_eq!((mails(&world, &email, "Retrait sans objet"), mails(&world, "odile@example.org", "Retrait sans objet")), (1, 1), "both are told");
    world.stop().await;
}

#[tokio::test]
async fn whoever_asked_must_still_be_who_they_were_on_the_day() {
    let world = World::start().await;
    let odile = founded(&world, "jazz", "odile@example.org").await;
    let president = signed_in(&world, &odile).await;
    let (own, _) = enrol(&world, &president).await;
    let (account, _, _) = colleague(&world, &odile, "editor").await;
    let member = account.to_string();
    let president_id = odile.account;
    let role = |role: &str| format!("update staff set role = '{role}' where account_id = '{president_id}'");
    let withdrawn = "select count(*) from factor_removal where state = 'withdrawn'";
    let asked = async || {
        let client = world.signed_in(odile.account).await;
        let code = next_code(&world, &own);
        let _ = act(&world, &client, "remove", &[("member", &member), ("password", PASSWORD), ("code", &code)]).await.expect(200);
    };
    // A president who presides no more; an account that came to operate the platform.
    let changes = [
        (role("treasurer"), role("president")),
        (format!("update account set operator = true where id = '{account}'"), format!("update account set operator = false where id = '{account}'")),
    ];
    for (at, (change, back)) in (1..).zip(changes) {
        asked().await;
        world.sql(change).await;
        world.pass(Duration::hours(25)).await;
        assert!(has_factor(&world, account).await, "change {at}");
        assert_eq!(world.count(withdrawn).await, at);
        world.sql(back).await;
    }
    // Nothing changed: it takes effect, and a job that comes early files itself again for the day.
    asked().await;
    world.sql("update job set run_at = null, ready = true where state = 'waiting' and payload->>'do' = 'remove'").await;
    world.settle().await;
    assert!(has_factor(&world, account).await, "a day early");
    world.pass(Duration::hours(25)).await;
    assert!(!has_factor(&world, account).await);
    world.stop().await;
}

#[tokio::test]
async fn an_operator_who_operates_no_more_removes_nothing() {
    let world = World::start().await;
    let (operator, own) = super::operator(&world).await;
    let odile = founded(&world, "jazz", "odile@example.org").await;
    plant(&world.app, odile.account, &Secret::draw()).await.unwrap();
    let page = world.url("app", "/operateur/second-facteurs");
    let code = next_code(&world, &own);
    let form = operator.get(&page).await.expect(200).forms().pop().expect("a form").with("email", "odile@example.org");
    form.with("password", PASSWORD).with("code", &code).with("act", "remove").send(&operator).await.expect(200).says("Le retrait aura lieu dans 72 heures");
    world.sql("update account set operator = false where email = 'alix@example.org'").await;
    world.pass(Duration::hours(73)).await;
    assert!(has_factor(&world, odile.account).await);
    assert_eq!(world.texts("select state from factor_removal").await, ["withdrawn"]);
    world.settle().await;
    assert_eq!(mails(&world, "odile@example.org", "Retrait sans objet"), 1);
    world.stop().await;
}

#[tokio::test]
async fn whoever_still_has_the_phone_keeps_the_factor_by_using_it_or_by_saying_so() {
    let world = World::start().await;
    let odile = founded(&world, "jazz", "odile@example.org").await;
    let president = signed_in(&world, &odile).await;
    let (own, _) = enrol(&world, &president).await;
    let lou = founded(&world, "choeur", "lou@example.org").await;
    world.sql(format!("update staff set tenant_id = '{}', role = 'editor' where account_id = '{}'", odile.tenant, lou.account)).await;
    let phone = Secret::draw();
    plant(&world.app, lou.account, &phone).await.unwrap();
    let member = lou.account.to_string();
    let code = next_code(&world, &own);
    let _ = act(&world, &president, "remove", &[("member", &member), ("password", PASSWORD), ("code", &code)]).await.expect(200);
    let client = world.visitor();
    let asked = super::type_password(&world, &client, "lou@example.org").await;
    let code = next_code(&world, &phone);
    assert_eq!(super::type_code(&client, asked, &code).await.status.as_u16(), 303);
    assert_eq!(world.texts("select state from factor_removal").await, ["withdrawn"], "a code of the phone says that nothing was lost");
    world.settle().await;
    assert_eq!(mails(&world, "odile@example.org", "Retrait sans objet"), 1);
    // Asked again, and refused where one looks after one's own factor.
    let code = next_code(&world, &own);
    let _ = act(&world, &president, "remove", &[("member", &member), ("password", PASSWORD), ("code", &code)]).await.expect(200);
    let page = client.get(&world.url("app", "/compte/securite")).await.expect(200);
    page.says("Une présidence de votre équipe a demandé le retrait");
    super::security(&page, "keep").send(&client).await.expect(200).says("Le retrait n’aura pas lieu");
    let _ = super::security(&page, "keep").send(&client).await.expect(422);
    assert_eq!(world.count("select count(*) from factor_removal where state = 'objected'").await, 1);
    world.stop().await;
}

#[tokio::test]
async fn two_presidents_without_phones_are_helped_by_an_operator_who_says_so() {
    let world = World::start().await;
    let (operator, own) = super::operator(&world).await;
    let odile = founded(&world, "jazz", "odile@example.org").await;
    plant(&world.app, odile.account, &Secret::draw()).await.unwrap();
    let (_, other, _) = colleague(&world, &odile, "president").await;
    let page = world.url("app", "/operateur/second-facteurs");
    let code = next_code(&world, &own);
    let form = operator
        .get(&page)
        .await
        .expect(200)
        .forms()
        .pop()
        .expect("a form")
        .with("email", "odile@example.org")
        .with("password", PASSWORD)
        .with("act", "remove");
    let refused = form.clone().with("code", &code).send(&operator).await.expect(422);
    refused.says("Une autre personne préside");
    assert!(!refused.text.contains(&code), "a code is shown again");
    // What was refused used no code up.
    form.with("code", &code).with("alone", "yes").send(&operator).await.expect(200).says("Le retrait aura lieu dans 72 heures");
    world.settle().await;
    assert_eq!(mails(&world, &other, "Retrait d’un second facteur demandé"), 1, "the whole team is told");
    world.pass(Duration::hours(72)).await;
    assert!(!has_factor(&world, odile.account).await);
    world.stop().await;
}

#[tokio::test]
async fn making_a_president_asks_who_one_is() {
    let world = World::start().await;
    let odile = founded(&world, "jazz", "odile@example.org").await;
    let client = signed_in(&world, &odile).await;
    let (own, _) = enrol(&world, &client).await;
    let url = world.url("app", "/a/jazz/equipe");
    let page = client.get(&url).await.expect(200);
    let invite = page.forms().into_iter().find(|form| form.names.iter().any(|name| name == "email")).expect("a form to invite");
    let step = invite.with("email", "lou@example.org").with("role", "president").with("act", "invite").send(&client).await.expect(200);
    step.says("Dites d’abord que c’est bien vous");
    assert_eq!(world.count("select count(*) from account_token").await, 0, "a session found open invites no president");
    let form = step.form("/equipe");
    let code = next_code(&world, &own);
    let again = form.clone().with("act", "invite").with("password", "une autre phrase").with("code", &code).send(&client).await.expect(422);
    again.says("Ce n’est pas votre mot de passe").says("lou@example.org");
    let done = again.form("/equipe").with("act", "invite").with("password", PASSWORD).with("code", &code).send(&client).await.expect(200);
    done.says("lou@example.org");
    assert_eq!(world.texts("select role from account_token where purpose = 'invitation'").await, ["president"]);

    let (member, ..) = colleague(&world, &odile, "door").await;
    let csrf = done.form("/deconnexion").value("csrf").unwrap_or_default().to_owned();
    let id = member.to_string();
    let raise = [("csrf", csrf.as_str()), ("act", "change_role"), ("member", &id), ("role", "president")];
    let step = client.post(&url, &raise).await.expect(200);
    let role = async || world.texts(format!("select role from staff where account_id = '{member}'")).await.concat();
    assert_eq!(role().await, "door");
    let code = next_code(&world, &own);
    let _ = step.form("/equipe").with("act", "change_role").with("password", PASSWORD).with("code", &code).send(&client).await.expect(200);
    assert_eq!(role().await, "president");
    // The other roles are given as before.
    let lower = [("csrf", csrf.as_str()), ("act", "change_role"), ("member", &id), ("role", "editor")];
    let _ = client.post(&url, &lower).await.expect(200);
    assert_eq!(role().await, "editor");
    world.stop().await;
}
