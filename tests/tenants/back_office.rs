//! The back office without JavaScript: a concert written, published and changed; who may do what; what a spreadsheet gets.

use support::{Client, ConcertSpec, Form, World};

fn filled(form: Form) -> Form {
    form.with("title", "Trio Lumen")
        .with("summary_fr", "Un trio sans contrebasse.")
        .with("text_fr", "Piano, **vibraphone**, batterie.")
        .with("venue_name", "Salle des Tanneurs")
        .with("venue_address", "3 rue des Tanneurs, 21000 Dijon")
        .with("date", "2027-03-13")
        .with("doors", "20:00")
        .with("starts", "20:30")
        .with("ends", "22:30")
        .with("capacity", "80")
        .with("limit_per_order", "8")
}

/// The names of the tariff rows a form draws: `tariff-1-`, `tariff-2-`, ...
fn rows(form: &Form) -> Vec<String> {
    form.names.iter().filter_map(|name| name.strip_suffix("name_fr").filter(|row| row.starts_with("tariff-")).map(str::to_owned)).collect()
}

#[tokio::test]
async fn a_concert_is_written_published_and_changed_without_javascript() {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let president = world.signed_in(association.president).await;
    let at = |path: &str| world.url("app", &format!("/a/jazz{path}"));
    let blank = president.get(&at("/concerts/nouveau")).await.expect(200);
    let form = filled(blank.form("/concerts/nouveau"));
    let row = rows(&form);
    let form = form
        .with(&format!("{}name_fr", row[0]), "Plein tarif")
        .with(&format!("{}kind", row[0]), "fixed")
        .with(&format!("{}price", row[0]), "14,70")
        .with(&format!("{}name_fr", row[1]), "Soutien")
        .with(&format!("{}kind", row[1]), "pay_what_you_want")
        .with(&format!("{}minimum", row[1]), "20");

    // One more row: nothing is saved, nothing typed is lost.
    let more = form.clone().with("act", "add_tariff").send(&president).await;
    let again = more.form("/concerts/nouveau");
    let last = rows(&again).pop().expect("a row");
    assert_eq!(again.value(&format!("{last}name_fr")), Some(""), "a row to fill in: {:?}", rows(&again));
    assert_eq!((again.value("title"), again.value(&format!("{}price", row[0]))), (Some("Trio Lumen"), Some("14,70")));
    assert_eq!(world.count("select count(*) from concert").await, 0);

    let draft = form.with("act", "save_draft").send(&president).await.follow(&president).await.expect(200);
    draft.says("Trio Lumen").says("Brouillon");
    let here = draft.url.path().trim_start_matches("/a/jazz").to_owned();
    let public = world.url("jazz", "/concerts/trio-lumen");
    let _ = world.visitor().get(&public).await.expect(404);
    president.get(&at(&here)).await.expect(200).form(&here).with("act", "publish").send(&president).await.follow(&president).await.expect(200).says("Publié");
    world.see_changes().await;
    let page = world.visitor().get(&public).await.expect(200);
    page.says("Trio Lumen").says("14,70 €").says("dès 20,00 €").says("vibraphone");
    assert!(page.text.contains("<strong>vibraphone</strong>"));

    let edit = president.get(&at(&format!("{here}/modifier"))).await.expect(200).form("/modifier");
    assert_eq!((edit.value("date"), edit.value("starts"), edit.value("capacity")), (Some("2027-03-13"), Some("20:30"), Some("80")));
    let saved = edit.with("title", "Trio Lumen et invités").with("act", "save").send(&president).await.follow(&president).await.expect(200);
    saved.says("Trio Lumen et invités");
    world.see_changes().await;
    world.visitor().get(&public).await.follow(&world.visitor()).await.expect(200).says("Trio Lumen et invités");
    let actions = world.count("select count(distinct action) from staff_action where account_id is not null").await;
    assert!(actions >= 3, "what staff did is written down: {actions}");
    world.stop().await;
}

#[tokio::test]
async fn what_is_sold_cannot_be_taken_back_by_an_edit() {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let concert = world.concert(&association, &ConcertSpec { capacity: 20, ..ConcertSpec::default() }).await;
    world.buy(&world.visitor(), &association, &concert, 4, "jeanne@example.org").await;
    let president = world.signed_in(association.president).await;
    let here = world.url("app", &format!("/a/jazz/concerts/{}", concert.id));
    let edit = president.get(&format!("{here}/modifier")).await.expect(200);
    let refused = edit.form("/modifier").with("capacity", "3").with("act", "save").send(&president).await.expect(422);
    assert!(refused.text.contains("id=\"fault-capacity\""), "{}", refused.words());
    assert_eq!(refused.form("/modifier").value("capacity"), Some("3"));
    let _ = edit.form("/modifier").with("capacity", "4").with("act", "save").send(&president).await.follow(&president).await.expect(200);
    assert_eq!(world.count("select capacity::bigint from seat_pool").await, 4);
    // What is kept of buyers counts from the concert: it does not slip into the past.
    let edit = president.get(&format!("{here}/modifier")).await.expect(200);
    let before = world.texts("select starts_at::text from concert").await;
    let refused = edit.form("/modifier").with("date", "2026-01-10").with("act", "save").send(&president).await.expect(422);
    assert!(refused.text.contains("id=\"fault-date\""), "{}", refused.words());
    assert_eq!(refused.form("/modifier").value("date"), Some("2026-01-10"));
    assert_eq!(world.texts("select starts_at::text from concert").await, before);
    // Sold: not a draft again.
    let page = president.get(&here).await.expect(200);
    let token = page.forms().first().and_then(|form| form.value("csrf").map(str::to_owned)).unwrap_or_default();
    let back = president.post(&here, &[("csrf", &token), ("act", "unpublish")]).await;
    assert!(back.status.is_client_error(), "{}", back.status);
    assert_eq!(world.texts("select state from concert").await, ["published"]);
    world.assert_sound(&association).await;
    world.stop().await;
}

#[tokio::test]
async fn without_its_identity_an_association_publishes_nothing_it_would_sell() {
    let world = World::start().await;
    let association = world.association("jazz").await;
    world.sql("update association set mediator_name = '', mediator_address = '', mediator_url = '', street = ''").await;
    let concert = world.concert(&association, &ConcertSpec::default()).await;
    world.sql("update concert set state = 'draft'").await;
    let president = world.signed_in(association.president).await;
    let here = world.url("app", &format!("/a/jazz/concerts/{}", concert.id));
    let page = president.get(&here).await.expect(200);
    page.says("Avant de publier, il manque encore").says("que la loi exige");
    let token = page.text.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned();
    let refused = president.post(&here, &[("csrf", &token), ("act", "publish")]).await.follow(&president).await;
    refused.says("Avant de publier, il manque encore");
    assert_eq!(world.texts("select state from concert").await, ["draft"]);
    world.stop().await;
}

#[tokio::test]
async fn a_spreadsheet_gets_every_line_and_no_formula() {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let concert = world.concert(&association, &ConcertSpec { title: "=cmd|' /C calc'!A0", ..ConcertSpec::default() }).await;
    let visitor = world.visitor();
    let details = world.choose(&visitor, &association, &concert, 2).await.expect(200);
    let form = details.form("/commande/").with("given_name", "+Jeanne").with("family_name", "@Lefort; \"Zoé\"").with("email", "jeanne@example.org");
    let to_stripe = form.with("accepted", "yes").send(&visitor).await;
    if to_stripe.status.is_redirection() {
        let _ = world.pay(&visitor, &to_stripe.location(), support::journey::CARD).await.follow(&visitor).await;
    }
    world.buy(&visitor, &association, &concert, 1, "karim@example.org").await;
    let treasurer = world.signed_in_as(&association, "treasurer").await;
    for page in ["/commandes", "/argent", &format!("/concerts/{}", concert.id)] {
        let page = treasurer.get(&world.url("app", &format!("/a/jazz{page}"))).await.expect(200);
        let link = page.links().into_iter().find(|link| link.contains("csv")).unwrap_or_else(|| panic!("{} leads to no spreadsheet", page.url));
        let sheet = treasurer.get(&link).await.expect(200);
        assert!(sheet.header("content-type").starts_with("text/csv"), "{}", sheet.header("content-type"));
        assert!(sheet.header("content-disposition").starts_with("attachment"), "{}", sheet.header("content-disposition"));
        assert!(sheet.bytes.starts_with("\u{feff}".as_bytes()), "a spreadsheet must see that it is UTF-8");
        for cell in sheet.text.trim_start_matches('\u{feff}').split([';', ',', '\n', '\t']) {
            let cell = cell.trim_matches(['"', '\r']);
            let number = cell.trim_start_matches(['-', '+']).starts_with(|first: char| first.is_ascii_digit());
            assert!(number || !cell.starts_with(['=', '+', '@', '-']), "{}: a cell runs as a formula: {cell}", sheet.url);
        }
        assert!(sheet.text.lines().count() >= 3, "{}", sheet.text);
    }
    let stranger = world.signed_in_as(&association, "door").await;
    let csv = treasurer.get(&world.url("app", "/a/jazz/commandes")).await.links().into_iter().find(|link| link.contains("csv")).unwrap();
    assert!(matches!(stranger.get(&csv).await.status.as_u16(), 403 | 404));
    world.stop().await;
}

#[tokio::test]
async fn each_role_sees_what_is_its_own() {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let concert = world.concert(&association, &ConcertSpec::default()).await;
    let bought = world.buy(&world.visitor(), &association, &concert, 1, "jeanne@example.org").await;
    let order = world.order_id(&bought.code).await;
    let roles: [(&str, Client); 4] = [
        ("president", world.signed_in_as(&association, "president").await),
        ("treasurer", world.signed_in_as(&association, "treasurer").await),
        ("editor", world.signed_in_as(&association, "editor").await),
        ("door", world.signed_in_as(&association, "door").await),
    ];
    let concert = format!("/concerts/{}", concert.id);
    let order = format!("/commandes/{order}");
    let all = &["president", "treasurer", "editor", "door"][..];
    let writers = &["president", "treasurer", "editor"][..];
    let money = &["president", "treasurer"][..];
    let pages: [(String, &[&str]); 12] = [
        (String::new(), all),
        (format!("{concert}/porte"), all),
        ("/concerts".to_owned(), writers),
        ("/concerts/nouveau".to_owned(), writers),
        (format!("{concert}/modifier"), writers),
        ("/commandes".to_owned(), money),
        (order.clone(), money),
        (format!("{order}/rembourser"), money),
        ("/argent".to_owned(), money),
        (format!("{concert}/annuler"), money),
        ("/reglages".to_owned(), &["president"][..]),
        ("/reglages/jetons".to_owned(), &["president"][..]),
    ];
    let mut wrong = Vec::new();
    for (path, may) in &pages {
        for (role, client) in &roles {
            let answer = client.get(&world.url("app", &format!("/a/jazz{path}"))).await;
            let (answer, seen) = (answer.status.as_u16(), may.contains(role));
            if (seen && !matches!(answer, 200 | 303)) || (!seen && !matches!(answer, 403 | 404)) {
                wrong.push(format!("{role} {path}: {answer}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    world.stop().await;
}

#[tokio::test]
async fn settings_are_checked_and_change_the_site() {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let president = world.signed_in(association.president).await;
    let url = world.url("app", "/a/jazz/reglages");
    let page = president.get(&url).await.expect(200);
    for (name, wrong) in [
        ("siret", "12345678901234"),
        ("rna", "X12"),
        ("ape", "jazz"),
        ("postal_code", "2100"),
        ("phone", "12"),
        ("email", "bureau"),
        ("licence", "licence du siècle dernier"),
        ("mediator_url", "javascript:alert(1)"),
        ("colour", "rouge"),
        ("vat_regime", "aucune"),
        ("fiscal_year_end", "13"),
        ("legal_name", ""),
    ] {
        let again = page.form("/reglages").with(name, wrong).with("act", "save").send(&president).await;
        assert_eq!(again.status.as_u16(), 422, "{name} = {wrong}");
        assert!(again.text.contains(&format!("id=\"fault-{name}\"")), "{name}: no word by the field: {}", again.words());
        if !matches!(name, "vat_regime" | "fiscal_year_end" | "colour") {
            assert_eq!(again.form("/reglages").value(name), Some(wrong), "what was typed is kept");
        }
    }
    let saved = page
        .form("/reglages")
        .with("tagline_fr", "Du jazz & des halles <b>")
        .with("colour", "#0a5c8f")
        .with("act", "save")
        .send(&president)
        .await
        .follow(&president)
        .await;
    assert!(saved.status.is_success(), "{}: {}", saved.status, saved.words());
    world.see_changes().await;
    let home = world.visitor().get(&world.url("jazz", "/")).await.expect(200);
    home.says("Du jazz & des halles <b>");
    assert!(!home.text.contains("halles <b>"), "it is text, not markup");
    let theme = world.visitor().get(&home.link("theme.css")).await.expect(200);
    assert!(theme.header("content-type").starts_with("text/css"));
    world.stop().await;
}
