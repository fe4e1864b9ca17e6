//! From the asking to the last row.

use chrono::Duration;
use kernel::ids::AccountId;
use server::backup::{self, Loaded};
use support::{ConcertSpec, World};

use super::{PASSWORD, ask, days, digest, lived, mails, member, page, picture, rows, state};

#[tokio::test]
async fn an_association_leaves_with_everything_and_nothing_of_it_stays() {
    let world = World::start().await;
    let (jazz, _, bought) = lived(&world, "jazz").await;
    let (choeur, _, _) = lived(&world, "choeur").await;
    // A session ends after half a day: whoever comes back signs in again.
    let president = world.signed_in(jazz.president).await;
    let (door, _, door_mail) = member(&world, &jazz, "door").await;
    // Somebody who works for both.
    world.staff(jazz.tenant, choeur.president, "editor").await;
    let later = world.concert(&jazz, &ConcertSpec { slug: "plus-tard", title: "Plus tard", in_days: 60, ..ConcertSpec::default() }).await;

    president.get(&world.url("app", "/a/jazz/reglages")).await.expect(200).says("Fermer le compte");
    let before = president.get(&page(&world, "jazz")).await.expect(200);
    before.says("Aucun concert à venir avec des billets vendus").says("3 personnes perdront l’accès").says("1 ventes").says("dix ans");
    before.says("Le compte Stripe reste à l’association");
    let form = before.form("/fermeture").with("act", "ask");
    let wrong = form.clone().with("name", "Association choeur").with("password", PASSWORD).send(&president).await.expect(422);
    wrong.says("Ce n’est pas le nom de l’association");
    let wrong = form.clone().with("name", "Association jazz").with("password", "autre chose que cela").send(&president).await.expect(422);
    assert!(wrong.text.contains("id=\"fault-password\""), "{}", wrong.words());
    assert_eq!(world.count("select count(*) from closing").await, 0);
    form.with("name", "association  JAZZ").with("password", PASSWORD).send(&president).await.expect(200).says("La fermeture est demandée");
    world.settle().await;
    for to in ["presidence-jazz@example.org", "presidence-choeur@example.org", &door_mail] {
        assert_eq!(mails(&world, to, "la fermeture du compte est demandée"), 1, "{to}");
    }
    let _ = ask(&world, &president, "jazz").await.expect(422);

    // Its site can be read, and sells nothing.
    world.see_changes().await;
    let visitor = world.visitor();
    let _ = visitor.get(&world.url("jazz", "/")).await.expect(200);
    let _ = world.choose(&visitor, &jazz, &later, 1).await.expect(409);
    assert_eq!(world.count(format!("select count(*) from ticket_order where tenant_id = '{}' and state = 'held'", jazz.tenant)).await, 0);
    president.get(&page(&world, "jazz")).await.expect(200).says("Renoncer à la fermeture").says("Prête");

    // Closed.
    world.pass(days(7)).await;
    let (president, volunteer) = (world.signed_in(jazz.president).await, world.signed_in(door).await);
    assert_eq!(state(&world).await, "closed");
    for (path, words) in
        [("/", "Ce site est fermé"), ("/concerts/plus-tard", "Association jazz a quitté"), ("/en/", "This site is closed"), ("/media/x", "fermé")]
    {
        visitor.get(&world.url("jazz", path)).await.expect(410).says(words);
    }
    let _ = visitor.get(&bought.url).await.expect(410);
    for client in [&president, &volunteer] {
        assert!(client.get(&world.url("app", "/a/jazz/concerts")).await.location().ends_with("/reglages/fermeture"));
        let closed = client.get(&page(&world, "jazz")).await.expect(200);
        closed.says("Le compte est fermé");
        assert!(!closed.words().contains("Renoncer à la fermeture"));
    }
    let csrf = president.get(&page(&world, "jazz")).await.form("/fermeture").value("csrf").unwrap().to_owned();
    let _ = president.post(&world.url("app", "/a/jazz/equipe"), &[("csrf", &csrf), ("act", "invite")]).await.expect(409);
    let _ = president.post(&page(&world, "jazz"), &[("csrf", &csrf), ("act", "withdraw")]).await.expect(409);
    assert_eq!(mails(&world, &door_mail, "le compte est fermé"), 1);
    assert_eq!(world.texts(format!("select state from stripe_account where tenant_id = '{}'", jazz.tenant)).await, ["disconnected"]);
    let operator = world.operator().await;
    operator.get(&world.url("app", "/operateur")).await.expect(200).says("Fermetures de comptes").says("jazz").says("Fermé");

    // What is there the minute before is gone the minute after, and nothing else is.
    picture(&world, &jazz).await;
    world.pass(days(21) - Duration::minutes(5)).await;
    let (president, neighbour, operator) = (world.signed_in(jazz.president).await, world.signed_in(choeur.president).await, world.operator().await);
    assert_eq!(state(&world).await, "closed");
    let there = rows(&world, jazz.tenant).await;
    assert!(there.len() > 20 && world.app.storage.left_of_tenant(jazz.tenant).await.unwrap() >= 2, "{there:?}");
    let own: i64 = there
        .iter()
        .filter(|line| !["public.job", "public.staff"].contains(&line.split(' ').next().unwrap_or_default()))
        .filter_map(|line| line.rsplit(' ').next()?.parse::<i64>().ok())
        .sum();
    let neighbours = digest(&world, choeur.tenant).await;
    let folder = tempfile::tempdir().unwrap();
    backup::save(&world.app.storage, folder.path()).await.unwrap();
    world.pass(Duration::minutes(10)).await;
    assert_eq!(state(&world).await, "erased");
    assert_eq!(rows(&world, jazz.tenant).await, Vec::<String>::new());
    assert_eq!(world.count(format!("select count(*) from tenant where id = '{}'", jazz.tenant)).await, 0);
    assert_eq!(world.app.storage.left_of_tenant(jazz.tenant).await.unwrap(), 0);
    assert_eq!(digest(&world, choeur.tenant).await, neighbours, "a neighbour was touched");
    let accounts = |id: AccountId| format!("select count(*) from account where id = '{id}'");
    assert_eq!((world.count(accounts(jazz.president)).await, world.count(accounts(door)).await, world.count(accounts(choeur.president)).await), (0, 0, 1));
    assert_eq!(world.count("select count(*) from stripe_event e where not exists (select from stripe_account a where a.account_id = e.account_id)").await, 0);
    // All that stays: an id that means nobody, dates and counts; of the objects, one was the copy.
    let taken = world.count("select sum(rows)::bigint from closing_erasure where table_name <> 'stripe_event'").await;
    assert!(taken >= own - 5 && taken <= own + 5, "{taken} rows were deleted, {own} were there: {there:?}");
    assert_eq!(world.texts("select (asked_by is null)::text || ' ' || objects || ' ' || accounts from closing").await, ["true 3 2"]);
    assert_eq!(world.count("select count(*) from closing_export").await, 0);
    assert_eq!(mails(&world, "presidence-jazz@example.org", "certificat d’effacement"), 1);
    assert_eq!(mails(&world, &door_mail, "les données sont effacées"), 1);
    let certificate = world.mail.mailbox.list(Some("presidence-jazz@example.org")).into_iter().find(|mail| mail.subject.contains("certificat")).unwrap();
    assert!(certificate.text.contains("ticket_journal") && certificate.text.contains("copies de secours"), "{}", certificate.text);
    operator.get(&world.url("app", "/operateur")).await.expect(200).says("Effacé");

    // A backup's objects do not bring it back either: two pictures and the copy stay out.
    assert_eq!(backup::load(&world.app, folder.path()).await.unwrap(), Loaded { put: 0, orphans: 3 });
    assert_eq!(world.app.storage.left_of_tenant(jazz.tenant).await.unwrap(), 0);

    // Nobody gets in any more, and whoever takes the address finds nothing.
    let _ = visitor.get(&world.url("jazz", "/")).await.expect(404);
    assert!(president.get(&world.url("app", "/a/jazz")).await.location().contains("/connexion"));
    let _ = neighbour.get(&world.url("app", "/a/jazz")).await.expect(404);
    let _ = neighbour.get(&world.url("app", "/a/choeur")).await.expect(200);
    let heir = world.association_without_stripe("jazz").await;
    world.app.tenants.forget("jazz");
    let home = visitor.get(&world.url("jazz", "/")).await.expect(200);
    assert!(!home.words().contains("Plus tard") && !home.words().contains("Quartet Alma"), "{}", home.words());
    for path in ["/concerts/plus-tard".to_owned(), "/concerts/quartet-alma".to_owned(), url::Url::parse(&bought.url).unwrap().path().to_owned()] {
        let _ = visitor.get(&world.url("jazz", &path)).await.expect(404);
    }
    let _ = neighbour.get(&world.url("app", "/a/jazz")).await.expect(404);
    let _ = world.signed_in(heir.president).await.get(&world.url("app", "/a/jazz")).await.expect(200);
    // Every job may run again.
    server::closing::look_after(&world.app).await.unwrap();
    world.pass(days(2)).await;
    assert_eq!(world.count("select count(*) from job where state = 'dead'").await, 0);
    let _ = visitor.get(&world.url("jazz", "/")).await.expect(200);
    world.stop().await;
}

#[tokio::test]
async fn whoever_presides_takes_it_back_within_a_week() {
    let world = World::start().await;
    let (jazz, president, _) = lived(&world, "jazz").await;
    let (other, _, other_mail) = member(&world, &jazz, "president").await;
    let (treasurer, _, _) = member(&world, &jazz, "treasurer").await;
    let later = world.concert(&jazz, &ConcertSpec { slug: "plus-tard", title: "Plus tard", in_days: 60, ..ConcertSpec::default() }).await;
    let _ = ask(&world, &president, "jazz").await.expect(200);
    world.pass(days(6)).await;
    let (other, treasurer) = (world.signed_in(other).await, world.signed_in(treasurer).await);
    assert!(world.app.storage.list(&format!("t/{}/closing/", jazz.tenant)).await.unwrap().len() == 1, "no copy");
    let shown = other.get(&page(&world, "jazz")).await.expect(200);
    let csrf = treasurer.get(&page(&world, "jazz")).await.expect(200).form("/fermeture").value("csrf").unwrap().to_owned();
    let _ = treasurer.post(&page(&world, "jazz"), &[("csrf", &csrf), ("act", "withdraw")]).await.expect(403);
    let form = shown.form("/fermeture").with("act", "withdraw");
    form.send(&other).await.expect(200).says("La fermeture est annulée");
    let _ = form.send(&other).await.expect(409);
    world.settle().await;
    world.see_changes().await;
    assert_eq!(mails(&world, &other_mail, "le compte reste ouvert"), 1);
    assert_eq!(world.count("select count(*) from closing_export").await, 0);
    assert!(world.app.storage.list(&format!("t/{}/closing/", jazz.tenant)).await.unwrap().is_empty(), "the copy stayed");
    let _ = world.choose(&world.visitor(), &jazz, &later, 1).await.expect(200);
    world.pass(days(40)).await;
    assert_eq!(state(&world).await, "withdrawn");
    let _ = world.visitor().get(&world.url("jazz", "/")).await.expect(200);
    assert_eq!(world.texts("select coalesce(asked_by::text, '') from closing").await, [""]);
    world.stop().await;
}

#[tokio::test]
async fn a_request_that_waits_is_answered_before_anything_is_deleted() {
    let world = World::start().await;
    let (jazz, president, _) = lived(&world, "jazz").await;
    let (now, due) = (world.clock.now().to_rfc3339(), (world.clock.now() + days(31)).to_rfc3339());
    world
        .sql(format!(
            "insert into privacy_request (tenant_id, id, reference, kind, channel, state, locale, email, email_norm, received_at, due_at)
               values ('{}', gen_random_uuid(), 'FA0Y-W0PY', 'access', 'site', 'scoping', 'fr', 'jeanne@example.org', 'jeanne@example.org', '{now}', '{due}')",
            jazz.tenant
        ))
        .await;
    president.get(&page(&world, "jazz")).await.expect(200).says("Une demande sur des données personnelles en attente").says("FA0Y-W0PY");
    ask(&world, &president, "jazz").await.expect(200).says("l’effacement attend");
    world.pass(days(7)).await;
    let president = world.signed_in(jazz.president).await;
    assert_eq!(state(&world).await, "closed");
    president.get(&page(&world, "jazz")).await.expect(200).says("FA0Y-W0PY").says("Au plus tard le");
    // Its people still work on it, and whoever asked still follows it.
    let _ = president.get(&world.url("app", "/a/jazz/demandes")).await.expect(200);
    let _ = world.visitor().get(&world.url("jazz", "/vos-donnees")).await.expect(410);
    let _ = world.visitor().get(&world.url("jazz", &format!("/vos-donnees/suivi/{}/x", uuid::Uuid::nil()))).await.expect(404);
    world.pass(days(22)).await;
    let president = world.signed_in(jazz.president).await;
    assert_eq!(state(&world).await, "closed", "deleted before the answer");
    let now = world.clock.now().to_rfc3339();
    world.sql(format!("update privacy_request set state = 'completed', completed_at = '{now}'")).await;
    // The copy made before is not handed over any more: it may show what went with the answer.
    president.get(&page(&world, "jazz")).await.expect(200).says("La copie se prépare");
    world.pass(Duration::minutes(1)).await;
    president.get(&page(&world, "jazz")).await.expect(200).says("Prête");
    world.pass(Duration::hours(7)).await;
    assert_eq!(state(&world).await, "closed", "a copy made late can be fetched for two days");
    world.pass(days(2)).await;
    assert_eq!(state(&world).await, "erased");
    assert_eq!(rows(&world, jazz.tenant).await, Vec::<String>::new());
    world.stop().await;
}
