//! Every form, found on the pages themselves, against everything people and machines send: a word by the field, and what was typed kept.

use std::collections::BTreeSet;

use support::{Client, ConcertSpec, Form, Page, World};

/// What is typed into one field at a time.
fn inputs() -> Vec<(&'static str, String)> {
    vec![
        ("empty", String::new()),
        ("blank", " \t ".to_owned()),
        ("huge", "é".repeat(20_000)),
        ("html", "<script>alert(1)</script>\"'>&amp;<b>".to_owned()),
        ("negative", "-5".to_owned()),
        ("number", "99999999999999999999".to_owned()),
        ("text", "pas du tout ce qu’il faut".to_owned()),
        ("emoji", "🎷👩‍🎤".to_owned()),
        ("right to left", "\u{202e}moc.elpmaxe@liam".to_owned()),
        ("sql", "'; drop table person; --".to_owned()),
        ("lines", "a\r\nBcc: b@example.org".to_owned()),
    ]
}

/// A form's page, as a person reaches it, and who they are.
struct Place {
    client: Client,
    url: String,
}

/// What must hold for any answer to bad input: no fault of ours, no faults without words by their fields, nothing typed taken for markup.
fn judge(answer: &Page, form: &Form, field: &str, kind: &str, value: &str, faults: &mut Vec<String>) {
    let told = format!("{} {field} = {kind}", form.action);
    if answer.status.is_server_error() {
        faults.push(format!("{told}: {}", answer.status));
    }
    if answer.text.contains("<script>alert(1)") || answer.text.contains("\"'>&amp;<b>") {
        faults.push(format!("{told}: what was typed came back as markup"));
    }
    if answer.status.as_u16() == 422 {
        let named = answer.text.matches("id=\"fault-").count();
        let summary = answer.text.contains("id=\"faults\"");
        if !summary {
            faults.push(format!("{told}: refused without a summary of what is wrong"));
        }
        if named == 0 && !answer.text.contains("id=\"faults\"") {
            faults.push(format!("{told}: refused without a word"));
        }
        for link in answer.links().iter().filter_map(|link| link.split_once("#field-").map(|(_, name)| name.to_owned())) {
            if !answer.text.contains(&format!("id=\"field-{link}\"")) {
                faults.push(format!("{told}: the summary leads to #field-{link}, which is not on the page"));
            }
        }
        let again = answer.forms().into_iter().find(|again| again.action == form.action);
        let kept = again.as_ref().and_then(|again| again.value(field)).map(|kept| kept.replace("\r\n", "\n"));
        let secret = field.contains("password") || field == "csrf";
        let typed = value.replace("\r\n", "\n");
        let text_field = again.as_ref().is_some_and(|again| again.fields.iter().any(|(name, _)| name == field)) && !is_choice(answer, field);
        if text_field && !secret && kept.as_deref() != Some(typed.as_str()) {
            faults.push(format!("{told}: what was typed is lost: {:?}", kept.map(|kept| kept.chars().take(40).collect::<String>())));
        }
    }
}

/// Whether a field is chosen and not typed: a browser cannot send anything else, and a page cannot show it.
fn is_choice(page: &Page, field: &str) -> bool {
    let tag = |start: &str| {
        page.text.match_indices(start).any(|(at, _)| page.text[at..].split('>').next().is_some_and(|tag| tag.contains(&format!("name=\"{field}\""))))
    };
    let odd = |kind: &str| page.text.split('<').any(|tag| tag.contains(&format!("name=\"{field}\"")) && tag.contains(&format!("type=\"{kind}\"")));
    tag("<select") || ["radio", "checkbox", "color", "file", "hidden"].into_iter().any(odd)
}

async fn places(world: &World) -> Vec<Place> {
    let association = world.association("jazz").await;
    let concert = world.concert(&association, &ConcertSpec::default()).await;
    let bought = world.buy(&world.visitor(), &association, &concert, 2, "jeanne@example.org").await;
    let held = world.choose(&world.visitor(), &association, &concert, 1).await.expect(200);
    world.settle().await;
    let order = world.order_id(&bought.code).await;
    let president = world.signed_in(association.president).await;
    let back = |path: &str| world.url("app", &format!("/a/jazz{path}"));
    let mut places = vec![
        Place { client: world.visitor(), url: world.url("", "/inscription") },
        Place { client: world.visitor(), url: world.url("app", "/connexion") },
        Place { client: world.visitor(), url: world.url("app", "/mot-de-passe") },
        Place { client: world.visitor(), url: world.url("jazz", &concert.path) },
        Place { client: world.visitor(), url: held.url.to_string() },
        Place { client: world.visitor(), url: bought.url },
        Place { client: world.visitor(), url: world.url("jazz", "/vos-donnees?demande=corriger") },
    ];
    let concert = format!("/concerts/{}", concert.id);
    for path in [
        "/concerts/nouveau".to_owned(),
        format!("{concert}/modifier"),
        format!("{concert}/annuler"),
        format!("{concert}/porte"),
        concert,
        format!("/commandes/{order}"),
        format!("/commandes/{order}/rembourser"),
        "/argent".to_owned(),
        "/reglages".to_owned(),
        "/reglages/jetons".to_owned(),
        "/demandes/lettre".to_owned(),
        "/equipe".to_owned(),
    ] {
        places.push(Place { client: president.clone(), url: back(&path) });
    }
    places
}

/// Whether sending this form with one bad field could still succeed, so that it must not be sent: it ends what the walk needs.
fn ends_the_walk(form: &Form) -> bool {
    form.action.ends_with("/abandonner")
        || form.action.ends_with("/deconnexion")
        || form.action.ends_with("/renvoyer")
        || form.action.ends_with("/argent/stripe")
}

#[tokio::test]
async fn every_field_of_every_form_withstands_everything() {
    let world = World::start().await;
    let mut faults = Vec::new();
    let (mut seen, mut refused) = (BTreeSet::new(), 0);
    for place in places(&world).await {
        let page = place.client.get(&place.url).await.expect(200);
        let forms = page.forms();
        for form in forms.iter().filter(|form| !ends_the_walk(form)) {
            let path = form.action.split('/').skip(3).map(|part| if part.contains(char::is_numeric) { "*" } else { part });
            seen.insert(path.collect::<Vec<_>>().join("/"));
            let act = form.buttons.iter().find(|(name, value)| name == "act" && value != "add_tariff" && value != "preview").map(|(_, act)| act.clone());
            let ready = match &act {
                Some(act) => form.clone().with("act", act),
                None => form.clone(),
            };
            let mut names: Vec<String> = form.names.clone();
            names.dedup();
            // The rows of a table of tariffs are alike: two stand for all.
            let first_rows = |name: &str| ["tariff-0-", "tariff-1-"].iter().any(|row| name.starts_with(row));
            names.retain(|name| !name.starts_with("tariff-") || name.matches('-').count() != 2 || first_rows(name));
            for name in &names {
                for (kind, value) in inputs() {
                    let answer = ready.clone().with(name, &value).send(&place.client).await;
                    refused += usize::from(answer.status.as_u16() == 422);
                    judge(&answer, form, name, kind, &value, &mut faults);
                }
            }
        }
    }
    assert_eq!(faults, Vec::<String>::new());
    assert!(seen.len() >= 13 && refused > 200, "the walk found only {seen:?}, and {refused} refusals");
    assert_eq!(world.count("select count(*) from job where state = 'dead'").await, 0);
    world.stop().await;
}

#[tokio::test]
async fn bytes_that_are_no_text_are_a_fault_by_their_field() {
    let world = World::start().await;
    let mut faults = Vec::new();
    for place in places(&world).await {
        let page = place.client.get(&place.url).await.expect(200);
        for form in page.forms().iter().filter(|form| !ends_the_walk(form) && !form.names.is_empty()) {
            let act = form.buttons.iter().find(|(name, value)| name == "act" && value != "add_tariff" && value != "preview");
            for name in &form.names {
                for bytes in ["%FF%FE", "a%00b", "%ED%A0%80%"] {
                    let mut body = form
                        .fields
                        .iter()
                        .filter(|(field, _)| field != name)
                        .map(|(field, value)| url::form_urlencoded::Serializer::new(String::new()).append_pair(field, value).finish())
                        .collect::<Vec<_>>();
                    if let Some((name, value)) = act {
                        body.push(format!("{name}={value}"));
                    }
                    body.push(format!("{name}={bytes}"));
                    let answer = place.client.post_as(&form.action, "application/x-www-form-urlencoded", body.join("&").into_bytes()).await;
                    if answer.status.is_server_error() {
                        faults.push(format!("{} {name}={bytes}: {}", form.action, answer.status));
                    }
                    if answer.text.contains('\0') {
                        faults.push(format!("{} {name}={bytes}: a NUL came back", form.action));
                    }
                }
            }
        }
    }
    assert_eq!(faults, Vec::<String>::new());
    world.stop().await;
}

#[tokio::test]
async fn what_is_no_form_is_refused_with_words() {
    let world = World::start().await;
    for place in places(&world).await {
        let page = place.client.get(&place.url).await.expect(200);
        let Some(form) = page.forms().into_iter().find(|form| !ends_the_walk(form)) else { continue };
        for (kind, body) in [
            ("application/json", b"{\"a\":1}".to_vec()),
            ("text/plain", b"hello".to_vec()),
            ("application/x-www-form-urlencoded", b"a=1&".repeat(400)),
            ("multipart/form-data; boundary=X", b"--X\r\nbroken".to_vec()),
            ("multipart/form-data", b"no boundary".to_vec()),
            ("application/x-www-form-urlencoded", vec![b'a'; 3 << 20]),
        ] {
            let size = body.len();
            let answer = place.client.post_as(&form.action, kind, body).await;
            assert!(answer.status.is_client_error(), "{} took {kind} of {size} bytes: {}", form.action, answer.status);
            assert!(answer.words().split(' ').count() > 5, "{}: {} without a word", form.action, answer.status);
        }
        // The same from a page that is not ours.
        let headers = [("origin", "https://example.org"), ("content-type", "application/x-www-form-urlencoded")];
        let answer = place.client.post_raw(&form.action, &headers, b"a=1".to_vec()).await;
        assert_eq!(answer.status.as_u16(), 403, "{}", form.action);
    }
    world.stop().await;
}
