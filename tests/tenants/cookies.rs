//! The notice about tracers and the page behind it, without JavaScript: asked once, answered either way as easily, kept six months, and gone
//! when the visitor says so.

use support::{Client, Page, World};

const REFUSED: &str = "audience-1-no";
const ACCEPTED: &str = "audience-1-yes";

/// What the jar of a browser holds after this answer: name, value and attributes.
fn set(page: &Page) -> Vec<&str> {
    page.set_cookies.iter().map(String::as_str).collect()
}

fn asks(page: &Page) -> bool {
    page.text.contains("class=\"tracers ")
}

async fn answered(client: &Client, page: &Page, answer: &str) -> Page {
    let form = page.form("/cookies");
    assert!(form.buttons.contains(&("answer".to_owned(), answer.to_owned())), "the form has no button “{answer}”: {:?}", form.buttons);
    form.with("answer", answer).send(client).await
}

#[tokio::test]
async fn a_first_visit_is_asked_and_either_answer_ends_it_for_six_months() {
    let world = World::start().await;
    world.association_without_stripe("jazz").await;
    for (answer, value) in [("refuse", REFUSED), ("accept", ACCEPTED)] {
        for (prefix, title, refuse, accept) in [
            ("", "Cookies et suivi : à vous de choisir", "Tout refuser", "Tout accepter"),
            ("/en", "Cookies and tracking: you choose", "Refuse all", "Accept all"),
        ] {
            let visitor = world.visitor();
            let url = world.url("jazz", &format!("{prefix}/concerts"));
            let page = visitor.get(&url).await.expect(200);
            assert_eq!(set(&page), Vec::<&str>::new(), "a first visit sets a cookie");
            page.says(title).says(refuse).says(accept);
            // Nothing here waits for a consent, so none is asked for: the notice informs, and takes an objection or none.
            page.says(if prefix.is_empty() {
                "Accepter, c’est ne pas s’y opposer, et rien de plus"
            } else {
                "To accept is not to object, and nothing more"
            });
            assert!(!page.words().contains("demande votre accord pour") && !page.words().contains("asks for your agreement to"));
            // Purposes first, and both answers made of the same element, class and order of magnitude.
            let (purposes, buttons) = (page.text.find("<strong>").unwrap(), page.text.find("value=\"refuse\"").unwrap());
            assert!(purposes < buttons);
            for value in ["refuse", "accept"] {
                assert!(page.text.contains(&format!("<button class=\"button tracers-answer\" name=\"answer\" value=\"{value}\">")), "{value}");
            }
            let back = answered(&visitor, &page, answer).await;
            assert_eq!(back.location(), url, "the answer leads back to the page");
            assert_eq!(set(&back), [format!("__Host-choice={value}; Max-Age=15724800; Path=/; Secure; HttpOnly; SameSite=Lax")]);
            let again = visitor.get(&url).await.expect(200);
            assert!(!asks(&again), "{answer}: asked again");
            visitor.forget_cookies();
            assert!(asks(&visitor.get(&url).await), "{answer}: the notice does not come back with its cookie gone");
        }
    }
    world.stop().await;
}

#[tokio::test]
async fn pages_kept_in_memory_are_kept_apart_by_the_answer_and_told_so() {
    let world = World::start().await;
    world.association_without_stripe("jazz").await;
    let url = world.url("jazz", "/concerts");
    let (fresh, refused) = (world.visitor(), world.visitor());
    refused.set_cookie("jazz.estrade.localhost", "__Host-choice", REFUSED);
    for _ in 0..2 {
        assert!(asks(&fresh.get(&url).await.expect(200)));
        assert!(!asks(&refused.get(&url).await.expect(200)));
    }
    let page = fresh.get(&url).await;
    let vary: Vec<&str> = page.headers.get_all("vary").iter().filter_map(|value| value.to_str().ok()).collect();
    assert!(vary.iter().any(|value| value.contains("cookie")), "{vary:?}");
    // What a browser kept of the one is no answer to the other.
    let tag = page.header("etag").to_owned();
    assert_eq!(fresh.get_with(&url, &[("if-none-match", &tag)]).await.status.as_u16(), 304);
    assert_eq!(refused.get_with(&url, &[("if-none-match", &tag)]).await.status.as_u16(), 200);
    world.stop().await;
}

#[tokio::test]
async fn words_that_changed_are_asked_again_and_a_browser_that_objects_is_not_asked() {
    let world = World::start().await;
    world.association_without_stripe("jazz").await;
    let url = world.url("jazz", "/concerts");
    let old = world.visitor();
    old.set_cookie("jazz.estrade.localhost", "__Host-choice", "audience-0-yes");
    assert!(asks(&old.get(&url).await.expect(200)), "an answer to other words counts");
    for signal in [("sec-gpc", "1"), ("dnt", "1")] {
        let page = world.visitor().get_with(&url, &[signal]).await.expect(200);
        assert!(!asks(&page), "{signal:?}");
        let page = world.visitor().get_with(&world.url("jazz", "/cookies"), &[signal]).await.expect(200);
        page.says("nous le comprenons comme un refus");
    }
    world.stop().await;
}

#[tokio::test]
async fn every_page_leads_to_the_choice_and_an_association_may_ask_only_when_it_must() {
    let world = World::start().await;
    let association = world.association_without_stripe("jazz").await;
    let visitor = world.visitor();
    for path in ["/", "/concerts", "/mentions-legales", "/accessibilite", "/preuves", "/cookies", "/nowhere"] {
        let page = visitor.get(&world.url("jazz", path)).await;
        assert!(page.links().iter().any(|link| link.ends_with("/cookies")), "{path} does not lead to the choice");
        page.says("Gérer mes cookies");
        let page = visitor.get(&world.url("jazz", &format!("/en{path}"))).await;
        page.says("Manage my cookies");
    }
    let president = world.signed_in(association.president).await;
    let desk = president.get(&world.url("app", "/a/jazz/reglages/preuves")).await.expect(200);
    let form = desk.forms().into_iter().find(|form| form.value("notice").is_some()).expect("the notice's form");
    assert_eq!(form.value("notice"), Some("always"));
    let after = form.with("notice", "auto").with("act", "notice").send(&president).await.follow(&president).await.expect(200);
    after.says("C’est enregistré.");
    world.see_changes().await;
    assert!(!asks(&visitor.get(&world.url("jazz", "/concerts")).await), "nothing here waits for a consent");
    world.stop().await;
}

#[tokio::test]
async fn the_page_tells_what_this_browser_sent_and_makes_it_forget_what_is_not_ours() {
    let world = World::start().await;
    let association = world.association_without_stripe("jazz").await;
    let visitor = world.visitor();
    let host = "jazz.estrade.localhost";
    let url = world.url("jazz", "/cookies");
    visitor
        .get(&url)
        .await
        .expect(200)
        .says("votre navigateur ne nous a envoyé aucun cookie")
        .says("Vous n’avez pas encore répondu")
        .says("au titre de l’intérêt légitime");
    visitor.set_cookie(host, "_ga", "GA1.2.3");
    visitor.set_cookie(host, "__Host-choice", ACCEPTED);
    let page = visitor.get(&url).await.expect(200);
    page.says("nous a envoyé 2 cookies").says("_ga – inconnu de ce site").says("__Host-choice – de ce site").says("Vous avez tout accepté");
    // The list is the inventory's, with its words: name, purpose, moment, duration, category, contents.
    for cookie in kernel::inventory::COOKIES {
        page.says(cookie.name);
    }
    page.says("6 mois").says("Votre choix, sans identifiant").says("Firefox").says("Safari").says("Opera").says("Edge").says("Chrome").says("Android");
    page.says("L’espace de gestion, réservé à l’équipe de l’association, reste fermé.");
    visitor.get(&world.url("jazz", "/en/cookies")).await.expect(200).says("unknown to this site").says("You accepted everything");
    // Taking it back is one form, on one page, as giving it was.
    let back = answered(&visitor, &page, "refuse").await;
    assert_eq!(
        set(&back),
        [
            format!("__Host-choice={REFUSED}; Max-Age=15724800; Path=/; Secure; HttpOnly; SameSite=Lax"),
            "_ga=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax".to_owned()
        ]
    );
    let page = back.follow(&visitor).await.expect(200);
    page.says("Votre choix est enregistré").says("Vous avez tout refusé").says("nous a envoyé un cookie");
    // One purpose at a time, by its box.
    let form = page.form("/cookies");
    assert!(form.value("purpose").is_none(), "a refused purpose is ticked");
    let page = form.with("purpose", "audience").with("answer", "choose").send(&visitor).await.follow(&visitor).await.expect(200);
    page.says("Vous avez tout accepté");
    let page = answered(&visitor, &page, "forget").await.follow(&visitor).await.expect(200);
    page.says("la question vous sera posée de nouveau").says("Vous n’avez pas encore répondu");
    assert!(asks(&visitor.get(&world.url("jazz", "/concerts")).await));
    // What is kept of all this: sums of a day, and to which words; no row of anybody.
    let sums = world.texts("select answer||' '||count||' '||day from cookie_choice_count order by answer").await;
    assert_eq!(sums, ["accepted 1 2027-01-11", "forgotten 1 2027-01-11", "refused 1 2027-01-11"]);
    assert_eq!(world.count("select count(*) from consent_event").await, 0);
    let president = world.signed_in(association.president).await;
    president.get(&world.url("app", "/a/jazz/reglages/preuves")).await.expect(200).says("Tout refusé : 1");
    world.stop().await;
}

#[tokio::test]
async fn an_answer_leads_nowhere_else_and_comes_from_our_own_pages_only() {
    let world = World::start().await;
    world.association_without_stripe("jazz").await;
    let visitor = world.visitor();
    let url = world.url("jazz", "/cookies");
    for back in ["https://evil.example/", "//evil.example", "/\\evil.example"] {
        let answer = visitor.post(&url, &[("answer", "refuse"), ("back", back)]).await;
        assert_eq!(answer.location(), world.url("jazz", "/"), "{back}");
    }
    let foreign =
        visitor.post_raw(&url, &[("origin", "https://evil.example"), ("content-type", "application/x-www-form-urlencoded")], b"answer=accept".to_vec()).await;
    assert_eq!(foreign.status.as_u16(), 403);
    assert_eq!(set(&foreign), Vec::<&str>::new());
    assert_eq!(visitor.post(&url, &[("answer", "perhaps")]).await.status.as_u16(), 400);
    world.stop().await;
}
