//! A second factor asked of a whole team and of operators, taken away by others slowly and in the open, and claimed only while it is true.

use chrono::Duration;
use kernel::{
    ids::{AccountId, new_uuid},
    inventory::ClaimId,
};
use server::staff::second_factor::{model::Secret, store::plant};
use support::{Client, Page, World};
use tenants::legal::proofs::{self, Standing};

use super::{Founder, PASSWORD, enrol, founded, founder, mails, next_code, signed_in};

/// A colleague with a second factor, whose password nobody knows; and where their mail goes.
pub(super) async fn colleague(world: &World, odile: &Founder, role: &str) -> (AccountId, String, Secret) {
    let account = AccountId::from_uuid(new_uuid(world.clock.now()));
    let email = format!("{account}@example.org");
    world.account(account, &email).await;
    world.staff(odile.tenant, account, role).await;
    let secret = Secret::draw();
    plant(&world.app, account, &secret).await.unwrap();
    (account, email, secret)
}

pub(super) async fn act(world: &World, client: &Client, act: &str, more: &[(&str, &str)]) -> Page {
    let url = world.url("app", "/a/jazz/equipe/securite");
    let page = client.get(&url).await.expect(200);
    let csrf = page.form("/deconnexion").value("csrf").unwrap_or_default().to_owned();
    let mut fields = vec![("csrf", csrf.as_str()), ("act", act)];
    fields.extend(more);
    client.post(&url, &fields).await
}

pub(super) async fn has_factor(world: &World, account: AccountId) -> bool {
    world.count(format!("select count(*) from second_factor where account_id = '{account}'")).await == 1
}

fn objection(world: &World, to: &str) -> String {
    let mail = world.mail.mailbox.list(Some(to)).into_iter().find(|mail| mail.text.contains("/second-facteur/refus/")).expect("a mail");
    mail.text.split_whitespace().find(|word| word.contains("/second-facteur/refus/")).expect("a link").to_owned()
}

async fn notes(world: &World) -> Vec<String> {
    world.texts("select action from staff_action where action like 'factor.remov%' order by at, id").await
}

/// Odile's president, signed in with password and code.
async fn again_signed_in(world: &World, own: &Secret) -> Client {
    let client = world.visitor();
    let asked = super::type_password(world, &client, "odile@example.org").await;
    let code = next_code(world, own);
    assert_eq!(super::type_code(&client, asked, &code).await.status.as_u16(), 303);
    client
}

#[tokio::test]
async fn a_team_is_given_a_fortnight_and_then_led_to_enrolment() {
    let world = World::start().await;
    let odile = founded(&world, "jazz", "odile@example.org").await;
    let president = signed_in(&world, &odile).await;
    let (own, _) = enrol(&world, &president).await;
    let bare = AccountId::from_uuid(new_uuid(world.clock.now()));
    world.account(bare, "lou@example.org").await;
    world.staff(odile.tenant, bare, "editor").await;
    let (_, with_one, _) = colleague(&world, &odile, "door").await;
    let editor = world.signed_in(bare).await;
    let _ = editor.get(&world.url("app", "/a/jazz/equipe/securite")).await.expect(403);
    act(&world, &president, "require", &[]).await.expect(200).says("C’est demandé, dans 14 jours").says("Une personne n’en a pas encore");
    let _ = act(&world, &president, "require", &[]).await.expect(422);
    world.settle().await;
    assert_eq!(mails(&world, "lou@example.org", "demande un second facteur"), 1);
    assert_eq!(mails(&world, &with_one, "demande un second facteur"), 0);
    let concerts = world.url("app", "/a/jazz/concerts");
    let _ = editor.get(&concerts).await.expect(200);
    let page = editor.get(&world.url("app", "/compte/securite")).await.expect(200);
    page.says("le demande à toute l’équipe à partir du").says("25 janvier 2027");

    for _ in 0..30 {
        // Sessions end after a night; this team works every night.
        world.clock.advance(Duration::hours(11));
        let _ = (president.get(&concerts).await.expect(200), editor.get(&world.url("app", "/compte/securite")).await.expect(200));
    }
    world.clock.advance(Duration::hours(7));
    let led = editor.get(&concerts).await;
    assert!(led.location().ends_with("/compte/securite?raison=equipe&suite=%2Fa%2Fjazz%2Fconcerts"), "{}", led.location());
    led.follow(&editor).await.expect(200).says("Votre association demande un second facteur à toute l’équipe");
    // What is sent meanwhile does nothing, and says why.
    let sent = editor.post(&concerts, &[("csrf", "x")]).await;
    assert!(sent.location().contains("/compte/securite?raison=equipe"), "{}", sent.status);
    let _ = president.get(&concerts).await.expect(200);
    // Once there is one, everything opens again.
    plant(&world.app, bare, &Secret::draw()).await.unwrap();
    let _ = editor.get(&concerts).await.expect(200);
    world.sql("delete from second_factor where account_id <> (select account_id from recovery_code limit 1)").await;
    assert!(editor.get(&concerts).await.status.is_redirection());
    // Taking it back is a dangerous act: it asks who somebody is anew.
    president.get(&world.url("app", "/a/jazz/equipe/securite?acte=lever")).await.expect(200).says("Votre mot de passe").says("Continuer à le demander");
    for fields in [vec![], vec![("password", PASSWORD), ("code", "000000")]] {
        act(&world, &president, "relax", &fields).await.expect(422).says("Continuer à le demander");
    }
    assert!(editor.get(&concerts).await.status.is_redirection(), "still asked for");
    let code = next_code(&world, &own);
    act(&world, &president, "relax", &[("password", PASSWORD), ("code", &code)]).await.expect(200).says("Ce n’est plus demandé");
    let _ = editor.get(&concerts).await.expect(200);
    world.stop().await;
}

#[tokio::test]
async fn operators_always_have_one() {
    let world = World::start().await;
    let alix = founder(&world, "plateforme-test", "alix@example.org", true).await;
    let client = world.visitor();
    let _ = super::type_password(&world, &client, &alix.email).await.follow(&client).await.expect(200);
    for path in ["/operateur", "/operateur/registre", "/operateur/violations", "/operateur/second-facteurs"] {
        let led = client.get(&world.url("app", path)).await;
        assert!(led.location().contains("/compte/securite?raison=operateur"), "{path}");
        let sent = client.post(&world.url("app", path), &[("csrf", "x"), ("act", "suspend"), ("association", "plateforme-test")]).await;
        assert!(sent.location().contains("/compte/securite?raison=operateur"), "{path}: {}", sent.status);
    }
    assert_eq!(world.count("select count(*) from tenant where state = 'suspended'").await, 0);
    enrol(&world, &client).await;
    client.get(&world.url("app", "/operateur")).await.expect(200).says("Plateforme");
    world.stop().await;
}

#[tokio::test]
async fn a_president_removes_a_colleagues_factor_after_a_day() {
    let world = World::start().await;
    let odile = founded(&world, "jazz", "odile@example.org").await;
    let president = signed_in(&world, &odile).await;
    let (own, _) = enrol(&world, &president).await;
    // Two others stand before and after in the list.
    let (first, ..) = colleague(&world, &odile, "door").await;
    let (account, email, _) = colleague(&world, &odile, "editor").await;
    let (last, ..) = colleague(&world, &odile, "door").await;
    let member = account.to_string();
    let colleagues_session = world.signed_in(account).await;
    let code = next_code(&world, &own);
    for fields in [
        vec![("member", member.as_str())],
        vec![("member", &member), ("password", "une autre phrase"), ("code", &code)],
        vec![("member", &member), ("password", PASSWORD), ("code", "000000")],
    ] {
        let refused = act(&world, &president, "remove", &fields).await.expect(422);
        // Whoever was chosen is chosen still: the next try is not about somebody else.
        assert!(refused.text.contains(&format!("value=\"{member}\" selected")), "{}", refused.text);
    }
    assert_eq!(world.count("select count(*) from factor_removal").await, 0);
    let own_account = odile.account.to_string();
    let _ = act(&world, &president, "remove", &[("member", &own_account), ("password", PASSWORD), ("code", &code)]).await.expect(422);
    let code = next_code(&world, &own);
    let asked = act(&world, &president, "remove", &[("member", &member), ("password", PASSWORD), ("code", &code)]).await.expect(200);
    asked.says("Le retrait aura lieu dans 24 heures, sauf refus").says("Second facteur retiré le");
    world.settle().await;
    assert_eq!(mails(&world, &email, "Retrait de votre second facteur demandé"), 1, "at once");
    let code = next_code(&world, &own);
    let _ = act(&world, &president, "remove", &[("member", &member), ("password", PASSWORD), ("code", &code)]).await.expect(422);
    world.pass(Duration::hours(11)).await;
    let _ = (president.get(&world.url("app", "/a/jazz")).await, colleagues_session.get(&world.url("app", "/a/jazz")).await.expect(200));
    world.pass(Duration::hours(11)).await;
    assert!(has_factor(&world, account).await, "a day is not over");
    world.pass(Duration::hours(2)).await;
    assert!(!has_factor(&world, account).await && has_factor(&world, first).await && has_factor(&world, last).await);
    assert!(colleagues_session.get(&world.url("app", "/a/jazz")).await.status.is_redirection(), "its sessions end");
    world.settle().await;
    assert_eq!(mails(&world, &email, "Votre second facteur est retiré"), 1);
    assert_eq!(notes(&world).await, ["factor.removal_asked", "factor.removed"]);
    // Too late to say no.
    world.visitor().get(&objection(&world, &email)).await.expect(200).says("n’attend plus de réponse");
    world.stop().await;
}

#[tokio::test]
async fn whoever_objects_or_changes_their_mind_keeps_it() {
    let world = World::start().await;
    let odile = founded(&world, "jazz", "odile@example.org").await;
    let president = signed_in(&world, &odile).await;
    let (own, _) = enrol(&world, &president).await;
    let (account, email, _) = colleague(&world, &odile, "editor").await;
    let member = account.to_string();
    let code = next_code(&world, &own);
    let _ = act(&world, &president, "remove", &[("member", &member), ("password", PASSWORD), ("code", &code)]).await.expect(200);
    world.settle().await;
    let (reader, link) = (world.visitor(), objection(&world, &email));
    let page = reader.get(&link).await.expect(200);
    page.says("sera retiré le");
    assert_eq!(world.count("select count(*) from factor_removal where state = 'waiting'").await, 1, "opening the link decides nothing");
    let form = page.form("/second-facteur/refus/");
    world.clock.advance(Duration::minutes(1));
    form.send(&reader).await.expect(200).says("C’est refusé");
    form.send(&reader).await.expect(200).says("reste en place");
    world.pass(Duration::hours(11)).await;
    let _ = president.get(&world.url("app", "/a/jazz")).await.expect(200);
    world.pass(Duration::hours(11)).await;
    let _ = president.get(&world.url("app", "/a/jazz")).await.expect(200);
    world.pass(Duration::hours(3)).await;
    assert!(has_factor(&world, account).await);
    assert_eq!(mails(&world, "odile@example.org", "Retrait refusé"), 1);
    // Not asked again the same week, and no code is used up for it; later it is, and taken back.
    let code = next_code(&world, &own);
    let again = act(&world, &president, "remove", &[("member", &member), ("password", PASSWORD), ("code", &code)]).await.expect(422);
    again.says("parlez à la personne avant de le demander à nouveau");
    world.pass(Duration::days(7)).await;
    let president = again_signed_in(&world, &own).await;
    let code = next_code(&world, &own);
    let _ = act(&world, &president, "remove", &[("member", &member), ("password", PASSWORD), ("code", &code)]).await.expect(200);
    world.clock.advance(Duration::minutes(1));
    act(&world, &president, "withdraw", &[("member", &member)]).await.expect(200).says("Le retrait n’aura pas lieu");
    let _ = act(&world, &president, "withdraw", &[("member", &member)]).await.expect(422);
    world.pass(Duration::hours(25)).await;
    assert!(has_factor(&world, account).await);
    assert_eq!(notes(&world).await, ["factor.removal_asked", "factor.removal_objected", "factor.removal_asked", "factor.removal_withdrawn"]);
    world.stop().await;
}

#[tokio::test]
async fn a_factor_that_guards_more_is_not_one_presidents_to_remove() {
    let world = World::start().await;
    let odile = founded(&world, "jazz", "odile@example.org").await;
    let choir = founded(&world, "choeur", "basile@example.org").await;
    let president = signed_in(&world, &odile).await;
    let (own, _) = enrol(&world, &president).await;
    let (account, ..) = colleague(&world, &odile, "editor").await;
    world.staff(choir.tenant, account, "president").await;
    let (stranger, ..) = colleague(&world, &choir, "door").await;
    for (account, why) in [(account, "ouvre aussi d’autres espaces"), (stranger, "n’a pas de second facteur")] {
        let code = next_code(&world, &own);
        let refused = act(&world, &president, "remove", &[("member", &account.to_string()), ("password", PASSWORD), ("code", &code)]).await;
        refused.expect(422).says(why);
    }
    // Somebody who stopped presiding meanwhile removes nothing.
    let (other, ..) = colleague(&world, &odile, "door").await;
    let code = next_code(&world, &own);
    let _ = act(&world, &president, "remove", &[("member", &other.to_string()), ("password", PASSWORD), ("code", &code)]).await.expect(200);
    world.sql(format!("update staff set role = 'door' where account_id = '{}'", odile.account)).await;
    world.pass(Duration::hours(25)).await;
    assert!(has_factor(&world, other).await && has_factor(&world, account).await);
    world.stop().await;
}

#[tokio::test]
async fn an_operator_helps_a_lone_president_after_three_days() {
    let world = World::start().await;
    let (operator, own) = super::operator(&world).await;
    let odile = founded(&world, "jazz", "odile@example.org").await;
    plant(&world.app, odile.account, &Secret::draw()).await.unwrap();
    let (_, door, _) = colleague(&world, &odile, "door").await;
    let page = world.url("app", "/operateur/second-facteurs");
    let ask = async |email: &str| {
        let form = operator.get(&page).await.expect(200).forms().pop().expect("a form");
        form.with("email", email).with("password", PASSWORD).with("code", &next_code(&world, &own)).with("act", "remove").send(&operator).await
    };
    // Somebody with a president beside them asks that president; oneself, nobody.
    ask(&door).await.expect(422).says("Une autre personne préside");
    let _ = ask("alix@example.org").await.expect(422);
    let _ = ask("nobody@example.org").await.expect(422);
    ask("odile@example.org").await.expect(200).says("Le retrait aura lieu dans 72 heures").says("odile@example.org");
    world.settle().await;
    assert_eq!(mails(&world, "odile@example.org", "Retrait de votre second facteur demandé"), 1);
    assert_eq!(mails(&world, &door, "Retrait d’un second facteur demandé"), 1, "the whole team is told");
    // The team sees who asked, and is offered no button that would do nothing; whoever it concerns is told on their own page.
    let owner = world.signed_in(odile.account).await;
    let team = owner.get(&world.url("app", "/a/jazz/equipe/securite")).await.expect(200);
    team.says("C’est l’exploitation de la plateforme qui l’a demandé");
    assert!(!team.text.contains("value=\"withdraw\""), "a removal of the platform's is taken back here");
    owner.get(&world.url("app", "/compte/securite")).await.expect(200).says("L’exploitation de la plateforme a demandé le retrait");
    world.pass(Duration::hours(71)).await;
    assert!(has_factor(&world, odile.account).await);
    world.pass(Duration::hours(1)).await;
    assert!(!has_factor(&world, odile.account).await);
    assert_eq!(notes(&world).await, ["factor.removal_asked", "factor.removed"]);
    world.stop().await;
}

#[tokio::test]
async fn the_claim_is_made_while_everybody_has_one() {
    let world = World::start().await;
    let odile = founded(&world, "jazz", "odile@example.org").await;
    let visitor = world.visitor();
    let sentence = "L’équipe de l’association se connecte avec un second facteur";
    let stands = async || {
        let mut tx = world.tenant(odile.tenant).await;
        proofs::standings(&mut tx, world.clock.now()).await.unwrap().of(ClaimId::StaffTwoFactor)
    };
    let says = async |path: &str| {
        world.see_changes().await;
        visitor.get(&world.url("jazz", path)).await.expect(200).words().contains(sentence)
    };
    assert!(!says("/preuves").await && !says("/mentions-legales").await);
    let client = signed_in(&world, &odile).await;
    let (secret, _) = enrol(&world, &client).await;
    world.settle().await;
    assert!(matches!(stands().await, Standing::Green(_)));
    assert!(says("/preuves").await && says("/mentions-legales").await);
    visitor.get(&world.url("jazz", "/preuves")).await.expect(200).says("Comptes vérifiés : 1");
    // Somebody joins without one: the sentence goes, at once.
    let page = client.get(&world.url("app", "/a/jazz/equipe")).await.expect(200);
    let invite = page.forms().into_iter().find(|form| form.names.iter().any(|name| name == "email")).expect("a form to invite");
    let _ = invite.with("email", "lou@example.org").with("role", "door").with("act", "invite").send(&client).await.expect(200);
    world.settle().await;
    let mail = world.mail.mailbox.list(Some("lou@example.org")).pop().expect("an invitation");
    let link = mail.text.split_whitespace().find(|word| word.contains("/mot-de-passe/") || word.contains("/invitation/")).expect("a link").to_owned();
    let lou = world.visitor();
    let join = lou.follow(&link).await.expect(200);
    let _ = join.form("/mot-de-passe/").with("name", "Lou Roche").with("password", PASSWORD).send(&lou).await.follow(&lou).await.expect(200);
    world.settle().await;
    assert_eq!(stands().await, Standing::Gone);
    assert!(!says("/preuves").await && !says("/mentions-legales").await);
    let lou_has = enrol(&world, &lou).await;
    world.settle().await;
    assert!(matches!(stands().await, Standing::Green(_)) && says("/mentions-legales").await);
    drop(lou_has);
    // One turns theirs off: gone again.
    let page = client.get(&world.url("app", "/compte/securite")).await.expect(200);
    let code = next_code(&world, &secret);
    let _ = super::security(&page, "turn_off").with("password", PASSWORD).with("code", &code).send(&client).await.expect(200);
    world.settle().await;
    assert_eq!(stands().await, Standing::Gone);
    world.stop().await;
}
