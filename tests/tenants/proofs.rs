//! Claims and their proofs: the site is really looked at, what cannot be proven is not said, and what grows old is taken back by itself.

use chrono::Duration;
use kernel::inventory::ClaimId;
use support::{Association, ConcertSpec, Page, World};
use tenants::legal::proofs::{self, Standing};

async fn look(world: &World, association: &Association) {
    let mut tx = world.tenant(association.tenant).await;
    proofs::jobs::enqueue(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    world.settle().await;
    world.see_changes().await;
}

async fn stands(world: &World, association: &Association, claim: ClaimId) -> Standing {
    let mut tx = world.tenant(association.tenant).await;
    proofs::standings(&mut tx, world.clock.now()).await.unwrap().of(claim)
}

async fn proof(world: &World, claim: ClaimId) -> String {
    world.texts(format!("select state||' '||reason||' '||fact from proof where claim = '{}'", claim.key())).await.pop().unwrap_or_default()
}

/// The part of the page of proofs that says what is proven.
fn proven(page: &Page) -> String {
    let text = &page.text;
    text[text.find("id=\"prouve\"").unwrap()..text.find("id=\"non-prouve\"").unwrap()].to_owned()
}

#[tokio::test]
async fn a_site_is_looked_at_and_says_only_what_was_seen() {
    let world = World::start().await;
    let association = world.association("jazz").await;
    world.concert(&association, &ConcertSpec::default()).await;
    assert_eq!(stands(&world, &association, ClaimId::NothingFromElsewhere).await, Standing::Qualified, "nothing is claimed before it is seen");
    // The first visitor to the page of proofs has the site looked at.
    let visitor = world.visitor();
    visitor.get(&world.url("jazz", "/preuves")).await.expect(200).says("Ce site n’a pas encore été vérifié");
    world.settle().await;
    world.see_changes().await;
    let now = world.clock.now();
    for claim in [
        ClaimId::NothingFromElsewhere,
        ClaimId::CookiesDeclared,
        ClaimId::PasswordsHashed,
        ClaimId::SessionsHashed,
        ClaimId::TenantsWalled,
        ClaimId::PrivatePagesClosed,
    ] {
        assert_eq!(stands(&world, &association, claim).await, Standing::Green(now), "{claim:?}: {}", proof(&world, claim).await);
    }
    // A walk over the demo site reads pages in both languages, the concert's among them.
    let pages: usize = proof(&world, ClaimId::NothingFromElsewhere).await.rsplit(' ').next().unwrap().parse().unwrap();
    assert!(pages >= 12, "only {pages} pages were read");
    // Here everything travels in the clear, nobody signs the name, no counter counts, nobody of the team has a second factor: none of it is claimed.
    for (claim, found, standing) in [
        (ClaimId::TransportEncrypted, "red plain ", Standing::Qualified),
        (ClaimId::TransportStrict, "red not-strict jazz.estrade.localhost", Standing::Gone),
        (ClaimId::NamesSigned, "unknown unresolved jazz.estrade.localhost", Standing::Gone),
        (ClaimId::AddressesNotCounted, "unknown no-counter ", Standing::Gone),
        (ClaimId::StaffTwoFactor, "red one-factor ", Standing::Gone),
    ] {
        assert_eq!(proof(&world, claim).await, found);
        assert_eq!(stands(&world, &association, claim).await, standing, "{claim:?}");
    }
    let page = visitor.get(&world.url("jazz", "/preuves")).await.expect(200);
    page.says("Aucune page n’appelle un autre serveur que le nôtre").says("Vérifié de l’extérieur chaque nuit").says("11 janvier 2027");
    assert!(!page.words().contains("passent par une connexion chiffrée (TLS)"), "a claim that is not proven is made");
    assert!(proven(&page).contains("Mots de passe illisibles") && !proven(&page).contains("Connexion chiffrée"));
    visitor
        .get(&world.url("jazz", "/en/preuves"))
        .await
        .expect(200)
        .says("What is proven")
        .says("No page calls any server but ours")
        .says("Checked from outside every night");
    world.stop().await;
}

#[tokio::test]
async fn the_notice_says_what_is_proven_today_and_no_more() {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let visitor = world.visitor();
    let notice = world.url("jazz", "/mentions-legales");
    let (said, weaker) = ("Aucune page n’appelle un autre serveur que le nôtre", "Les pages sont faites pour ne rien charger d’un autre site");
    let before = visitor.get(&notice).await.expect(200);
    before.says(weaker).says("voir les preuves");
    assert!(!before.words().contains(said), "said before anybody looked");
    look(&world, &association).await;
    let after = visitor.get(&notice).await.expect(200);
    after.says(said).says("Personne, pas même nous, ne peut lire un mot de passe.");
    assert!(!after.words().contains(weaker) && !after.words().contains("DNSSEC"));
    visitor.get(&world.url("jazz", "/en/mentions-legales")).await.expect(200).says("No page calls any server but ours");
    // Nobody looks for three days: the page in memory takes the sentence back by itself, as a version of its own.
    let versions = || async { world.count("select count(*) from legal_document where kind = 'notice'").await };
    let known = versions().await;
    world.clock.advance(Duration::days(3));
    let stale = visitor.get(&notice).await.expect(200);
    stale.says(weaker);
    assert!(!stale.words().contains(said));
    assert_eq!(versions().await, known + 1);
    // Another night that finds the same makes no further version.
    look(&world, &association).await;
    visitor.get(&notice).await.expect(200).says(said);
    let settled = versions().await;
    world.clock.advance(Duration::days(1));
    look(&world, &association).await;
    visitor.get(&notice).await.expect(200).says(said);
    assert_eq!(versions().await, settled);
    world.stop().await;
}

#[tokio::test]
async fn a_proof_that_grows_old_or_turns_red_takes_its_sentence_back() {
    let world = World::start().await;
    let association = world.association_without_stripe("jazz").await;
    look(&world, &association).await;
    let url = world.url("jazz", "/preuves");
    let visitor = world.visitor();
    let sentence = "Aucune page n’appelle un autre serveur que le nôtre";
    visitor.get(&url).await.expect(200).says(sentence);
    // Three days without a look: the page in memory knows by itself that it is no longer true.
    world.clock.advance(Duration::days(3));
    let page = visitor.get(&url).await.expect(200);
    assert!(!page.words().contains(sentence));
    page.says("La dernière preuve a plus de 3 jours").says("Les pages sont faites pour ne rien charger d’un autre site");
    assert_eq!(stands(&world, &association, ClaimId::TenantsWalled).await, Standing::Gone);
    look(&world, &association).await;
    visitor.get(&url).await.expect(200).says(sentence);
    // A wall comes down: the next look sees it, and the sentence goes with the next page.
    let walled = "Les données d’une association sont invisibles aux autres.";
    visitor.get(&url).await.expect(200).says(walled);
    world.sql("alter table person no force row level security").await;
    look(&world, &association).await;
    assert_eq!(proof(&world, ClaimId::TenantsWalled).await, "red drift 1");
    assert!(!visitor.get(&url).await.expect(200).words().contains(walled));
    // History keeps the changes, and only those.
    let history = world.texts(format!("select state from proof_history where claim = '{}' order by at, id", ClaimId::TenantsWalled.key())).await;
    assert_eq!(history, ["green", "red"]);
    world.stop().await;
}

#[tokio::test]
async fn a_link_of_the_association_leads_the_walk_to_no_other_port() {
    let world = World::start().await;
    let association = world.association_without_stripe("jazz").await;
    // Something else listens on the machine of the platform, and the association links to it under its own name.
    let inside = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://jazz.estrade.localhost:{}/", inside.local_addr().unwrap().port());
    world.sql(format!("update association set mediator_url = '{address}'")).await;
    world.see_changes().await;
    let _ = world.visitor().get(&world.url("jazz", "/mentions-legales")).await.expect(200);
    look(&world, &association).await;
    let knocked = tokio::time::timeout(std::time::Duration::from_millis(100), inside.accept()).await;
    assert!(knocked.is_err(), "the walk asked at a port that is not the platform's");
    let found = proof(&world, ClaimId::NothingFromElsewhere).await;
    assert!(found.starts_with("green alone "), "a link that is not followed blinds nobody: {found}");
    let notice = world.visitor().get(&world.url("jazz", "/mentions-legales")).await.expect(200);
    assert!(notice.text.contains(&format!("href=\"{address}\"")), "the link is there to be followed");
    world.stop().await;
}

#[tokio::test]
async fn a_column_that_can_hold_an_address_is_found_out() {
    let world = World::start().await;
    let association = world.association_without_stripe("jazz").await;
    // What a careless migration would bring.
    world.sql("alter table proof_history add column seen_from inet").await;
    look(&world, &association).await;
    assert_eq!(proof(&world, ClaimId::AddressesNotCounted).await, "red address proof_history.seen_from");
    assert_eq!(stands(&world, &association, ClaimId::AddressesNotCounted).await, Standing::Gone);
    world.stop().await;
}

#[tokio::test]
async fn the_president_gives_their_word_for_a_year_and_may_take_it_back() {
    let world = World::start().await;
    let association = world.association_without_stripe("jazz").await;
    let president = world.signed_in(association.president).await;
    let desk = world.url("app", "/a/jazz/reglages/preuves");
    let page = president.get(&desk).await.expect(200);
    page.says("Personne ne l’a encore attesté");
    let form = || page.forms().into_iter().find(|form| form.value("claim") == Some("stripe_two_factor")).expect("the form");
    // Not without the box.
    assert_eq!(form().with("act", "attest").send(&president).await.status.as_u16(), 400);
    assert_eq!(stands(&world, &association, ClaimId::StripeTwoFactor).await, Standing::Gone);
    let given_at = world.clock.now();
    form()
        .with("accepted", "yes")
        .with("act", "attest")
        .send(&president)
        .await
        .follow(&president)
        .await
        .expect(200)
        .says("Votre parole est enregistrée")
        .says("Attesté par Camille Roy");
    assert_eq!(stands(&world, &association, ClaimId::StripeTwoFactor).await, Standing::Green(given_at));
    world.see_changes().await;
    let public = world.visitor().get(&world.url("jazz", "/preuves")).await.expect(200);
    public.says("L’association atteste que son compte Stripe est protégé par un second facteur.");
    public.says("Parole donnée par la présidence de l’association.").says("11 janvier 2027");
    assert!(!public.words().contains("Camille"), "a name is published");
    let events = world.texts("select about||' '||action||' '||channel||' '||(account_id is not null) from consent_event").await;
    assert_eq!(events, ["stripe_two_factor acknowledged back_office true"]);
    // A night's look leaves somebody's word alone.
    look(&world, &association).await;
    assert_eq!(stands(&world, &association, ClaimId::StripeTwoFactor).await, Standing::Green(given_at));
    // A year later it no longer counts.
    let mut tx = world.tenant(association.tenant).await;
    let later = proofs::standings(&mut tx, given_at + Duration::days(365)).await.unwrap();
    assert_eq!(later.of(ClaimId::StripeTwoFactor), Standing::Gone);
    drop(tx);
    form().with("act", "withdraw").send(&president).await.follow(&president).await.expect(200).says("Votre parole est reprise");
    assert_eq!(stands(&world, &association, ClaimId::StripeTwoFactor).await, Standing::Gone);
    // Nobody gives their word for what a machine can see, and only the president gives theirs at all.
    let forged = form().with("claim", "tenants_walled").with("accepted", "yes").with("act", "attest").send(&president).await;
    assert_eq!(forged.status.as_u16(), 404);
    let treasurer = world.signed_in_as(&association, "treasurer").await;
    assert_eq!(treasurer.get(&desk).await.status.as_u16(), 403);
    world.stop().await;
}

#[tokio::test]
async fn every_site_is_looked_at_each_night_at_its_own_minute() {
    let world = World::start().await;
    let first = world.association_without_stripe("jazz").await;
    let second = world.association_without_stripe("choeur").await;
    let mut tx = world.platform().await;
    kernel::jobs::enqueue_platform(&mut tx, None, kernel::jobs::NewJob::new("maintenance.proofs", serde_json::json!({}))).await.unwrap();
    tx.commit().await.unwrap();
    world.work().await;
    let waiting = world.texts("select tenant_id::text||' '||(run_at is not null) from job where kind = 'proofs' order by tenant_id").await;
    let mut expected = [format!("{} true", first.tenant), format!("{} true", second.tenant)];
    expected.sort();
    assert_eq!(waiting, expected);
    world.pass(Duration::hours(2)).await;
    assert_eq!(world.count("select count(distinct tenant_id) from proof where claim = 'tenants_walled' and state = 'green'").await, 2);
    world.stop().await;
}

#[tokio::test]
async fn private_pages_forbid_search_engines_and_public_ones_do_not() {
    let world = World::start().await;
    world.association_without_stripe("jazz").await;
    let visitor = world.visitor();
    for path in ["/a/jazz", "/a/jazz/commandes", "/connexion"] {
        assert_eq!(visitor.get(&world.url("app", path)).await.header("x-robots-tag"), "noindex, nofollow", "{path}");
    }
    assert_eq!(visitor.get(&world.url("jazz", "/concerts")).await.header("x-robots-tag"), "");
    assert!(!server::hosts::private_pages().is_empty());
    world.stop().await;
}
