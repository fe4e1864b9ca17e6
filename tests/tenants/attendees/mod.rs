//! Names on tickets: asked for where a concert wants them, shown where they help, gone where the person they name asks for it.

mod cited;
mod lists;

use chrono::{Duration, Months};
use kernel::{
    ids::new_uuid,
    inventory::{self, Restrict, SubjectId},
    personal::{self, Found, Root},
};
use lopdf::Document;
use server::maintenance::retention;
use support::{Association, Bought, Client, ConcertSpec, OnSale, Page, World};
use tenants::{
    people::restriction::{self, NewRestriction, Reason},
    ticketing::concerts::model::NamesAsked,
};

use super::rights;

const EMAIL: &str = "jeanne@example.org";
const ZOE: (&str, &str) = ("Zoé", "Roy");

struct Scene {
    world: World,
    association: Association,
    concert: OnSale,
    president: Client,
}

async fn scene(names: NamesAsked) -> Scene {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let concert = world.concert(&association, &ConcertSpec { names, ..ConcertSpec::default() }).await;
    let president = world.signed_in(association.president).await;
    Scene { world, association, concert, president }
}

fn filled(page: &Page, named: &[(&str, &str)]) -> support::Form {
    let form = page.form("/commande/").with("given_name", "Jeanne").with("family_name", "Lefort").with("email", EMAIL).with("accepted", "yes");
    named.iter().fold(form, |form, (name, value)| form.with(name, value))
}

impl Scene {
    /// Buys `places`, with these fields besides the buyer's own.
    async fn buy(&self, places: u16, named: &[(&str, &str)]) -> Bought {
        // Boxed, for the sake of tests that do much: they would not fit a test's stack otherwise.
        Box::pin(async move {
            let client = self.world.visitor();
            let details = self.world.choose(&client, &self.association, &self.concert, places).await.expect(200);
            let url = details.url.to_string();
            let to_stripe = filled(&details, named).send(&client).await;
            let back = self.world.pay(&client, &to_stripe.location(), support::journey::CARD).await;
            let _ = back.follow(&client).await.expect(200);
            self.world.settle().await;
            self.world.pass(Duration::minutes(1)).await;
            let code = url.split('/').nth_back(1).unwrap_or_default().to_owned();
            Bought { url, code }
        })
        .await
    }

    async fn staff(&self, path: &str) -> Page {
        let url = self.world.url("app", &format!("/a/jazz{path}"));
        let page = self.president.get(&url).await;
        // A session ends by itself, and time passes here.
        if page.status.is_redirection() {
            return self.world.signed_in(self.association.president).await.get(&url).await.expect(200);
        }
        page.expect(200)
    }

    async fn pdf(&self, url: &str) -> String {
        let file = self.world.visitor().get(&format!("{url}/billets.pdf")).await.expect(200);
        let document = Document::load_mem(&file.bytes).expect("a PDF");
        let pages: Vec<u32> = document.get_pages().keys().copied().collect();
        document.extract_text(&pages).expect("its words").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    async fn rows(&self) -> Vec<String> {
        self.world
            .texts("select place || ' ' || is_buyer || ' ' || coalesce(name, '-') || ' ' || coalesce(email, '-') from attendee order by created_at, place")
            .await
    }

    async fn find(&self, email: &str) -> Vec<Found> {
        personal::find(&mut self.world.tenant(self.association.tenant).await, email).await.expect("a search")
    }

    /// Every page and file in which staff meet the names on tickets.
    async fn seen_by_staff(&self, code: &str) -> Vec<(String, String)> {
        let (order, concert) = (self.world.order_id(code).await, self.concert.id);
        let mut seen = Vec::new();
        for path in [
            format!("/commandes/{order}"),
            format!("/commandes/{order}/rembourser"),
            format!("/concerts/{concert}/ventes.csv"),
            format!("/concerts/{concert}/liste"),
            format!("/concerts/{concert}/porte?q={code}"),
        ] {
            let page = self.staff(&path).await;
            seen.push((path, page.text.clone()));
        }
        seen
    }
}

#[tokio::test]
async fn who_comes_is_named_on_the_ticket_at_the_door_and_in_lists_and_the_buyers_name_is_not_repeated() {
    let scene = scene(NamesAsked::Optional).await;
    let world = &scene.world;
    let bought = scene
        .buy(4, &[("attendee-1-me", "yes"), ("attendee-2-name", "Zoé Roy"), ("attendee-2-email", "Zoe@Example.org"), ("attendee-3-name", "jeanne LEFORT")])
        .await;
    assert_eq!(scene.rows().await, ["1 true - -", "2 false Zoé Roy zoe@example.org", "3 true - -"]);
    assert_eq!(world.count("select count(*) from attendee a join ticket t on t.id = a.ticket_id and right(t.number, 3)::int = a.place").await, 3);
    world.visitor().get(&bought.url).await.expect(200).says("Zoé Roy").says("Jeanne Lefort");
    let words = scene.pdf(&bought.url).await;
    assert_eq!(words.matches("Zoé Roy").count(), 2, "beside the code and in clear: {words}");
    // The buyer is told whose ticket is whose; nobody else is written to.
    assert!(rights::mail(world, EMAIL, "Vos 4 places").contains("Zoé Roy"));
    assert_eq!(world.mail.mailbox.list(Some("zoe@example.org")).len(), 0);
    for (path, body) in scene.seen_by_staff(&bought.code).await {
        assert!(body.contains("Zoé Roy"), "{path} does not name her: {body}");
    }
    let door = format!("/concerts/{}/porte", scene.concert.id);
    scene.staff(&format!("{door}?q=roy")).await.says("Un billet pour").says("Zoé Roy").says("Commande de Jeanne Lefort");
    // Staff find the order by whoever is named in it, with or without accents.
    scene.staff("/commandes?q=ZOE").await.says(&bought.code);
    scene.staff("/commandes?q=roy").await.says(&bought.code);
    assert!(!scene.staff("/commandes?q=zol").await.text.contains(&bought.code));
    world.pass(Duration::days(20) - Duration::minutes(30)).await;
    let volunteer = world.signed_in_as(&scene.association, "door").await;
    let shown = world.present(&volunteer, &world.url("app", &format!("/a/jazz{door}")), &format!("{}002", bought.code), "").await.expect(200);
    shown.says("Bienvenue").says("Zoé Roy").says("Commande de Jeanne Lefort");
    world.assert_sound(&scene.association).await;
    scene.world.stop().await;
}

#[tokio::test]
async fn a_concert_asks_only_when_it_is_told_to_and_a_fault_loses_nothing_that_was_typed() {
    let scene = scene(NamesAsked::No).await;
    let world = &scene.world;
    let visitor = world.visitor();
    let plain = world.choose(&visitor, &scene.association, &scene.concert, 2).await.expect(200);
    assert!(!plain.text.contains("attendee-") && !plain.words().contains("Qui vient"), "asked for what nobody wanted");
    // A field that was not asked for is not kept.
    let _ = filled(&plain, &[("attendee-2-name", "Zoé Roy")]).send(&visitor).await;
    assert_eq!(scene.rows().await, Vec::<String>::new());

    let edit = scene.staff(&format!("/concerts/{}/modifier", scene.concert.id)).await;
    edit.says("Demander le nom de chaque spectateur").says("six mois après le concert");
    let form = edit.form("/modifier");
    assert_eq!(form.value("attendee_names"), Some("none"), "off by default");
    let saved = form.with("attendee_names", "required").with("act", "save").send(&scene.president).await;
    assert_eq!(saved.status.as_u16(), 303, "{}", saved.words());
    world.see_changes().await;
    assert_eq!(scene.staff(&format!("/concerts/{}/modifier", scene.concert.id)).await.form("/modifier").value("attendee_names"), Some("required"));

    let details = world.choose(&visitor, &scene.association, &scene.concert, 3).await.expect(200);
    details.says("Ce concert demande un nom sur chaque billet").says("six mois après le concert");
    let typed = [("attendee-1-me", "yes"), ("attendee-2-name", "Zoé Roy"), ("attendee-2-email", "zoe@")];
    let again = filled(&details, &typed).send(&visitor).await.expect(422);
    again.says("Billet 3 : indiquez un nom");
    let form = again.form("/commande/");
    for (field, value) in typed.into_iter().chain([("given_name", "Jeanne"), ("email", EMAIL)]) {
        assert_eq!(form.value(field), Some(value), "{field} is lost");
    }
    assert!(again.text.contains("href=\"#field-attendee-2-email\"") && again.text.contains("href=\"#field-attendee-3-name\""), "the faults lead to no field");
    assert_eq!(scene.rows().await, Vec::<String>::new());

    // Back from the payment page without having paid, everything is there again.
    let to_stripe = form.with("attendee-2-email", "zoe@example.org").with("attendee-3-name", "Nino").send(&visitor).await;
    assert!(to_stripe.location().contains("/c/pay/"), "{}", to_stripe.words());
    let back = visitor.get(details.url.as_str()).await.expect(200).form("/commande/");
    assert_eq!(
        (back.value("attendee-1-me"), back.value("attendee-2-email"), back.value("attendee-3-name")),
        (Some("yes"), Some("zoe@example.org"), Some("Nino"))
    );
    scene.world.stop().await;
}

#[tokio::test]
async fn names_are_put_right_by_the_buyer_and_by_staff_until_the_concert() {
    let scene = scene(NamesAsked::Optional).await;
    let world = &scene.world;
    let bought = scene.buy(3, &[("attendee-2-name", "Zoe Roi"), ("attendee-2-email", "zoe@example.org")]).await;
    let id = world.texts("select id::text from attendee where place = 2").await;
    let visitor = world.visitor();
    let page = visitor.get(&bought.url).await.expect(200);
    let refused = page.form("/noms").with("attendee-2-name", "").send(&visitor).await.expect(422);
    refused.says("Billet 2 : indiquez un nom");
    let form = page.form("/noms").with("attendee-1-me", "yes").with("attendee-2-name", "Zoé Roy");
    form.send(&visitor).await.follow(&visitor).await.expect(200).says("Les noms sont enregistrés").says("Zoé Roy");
    assert_eq!(scene.rows().await, ["2 false Zoé Roy zoe@example.org", "1 true - -"]);
    assert_eq!(world.texts("select id::text from attendee where place = 2").await, id, "a spelling put right is no other person");

    let order = world.order_id(&bought.code).await;
    let desk = scene.staff(&format!("/commandes/{order}")).await;
    let form = desk.form("/noms").with("attendee-2-name", "Karim Benali").with("attendee-2-email", "karim@example.org").with("attendee-3-name", "Nino");
    form.send(&scene.president).await.follow(&scene.president).await.expect(200).says("Les noms sont enregistrés").says("Noms corrigés");
    assert_ne!(world.texts("select id::text from attendee where place = 2").await, id, "another address is another person");
    assert_eq!(scene.find("zoe@example.org").await, []);
    assert!(scene.pdf(&bought.url).await.contains("Karim Benali"));
    // While somebody's request about the name is under way, nobody changes or empties it: neither from a page drawn before nor by staff.
    let (tenant, row) = (scene.association.tenant, world.texts("select id::text from attendee where place = 2").await.concat());
    let at = world.clock.now().to_rfc3339();
    let desk = scene.staff(&format!("/commandes/{order}")).await;
    world
        .sql(format!(
            "insert into privacy_request (tenant_id, id, reference, kind, channel, state, locale, email, email_norm, received_at, due_at)
               values ('{tenant}', '{row}', 'FA0Y-W0PY', 'erasure', 'site', 'planned', 'fr', 'karim@example.org', 'karim@example.org', '{at}', '{at}');
             insert into privacy_request_scope (tenant_id, request_id, subject, root_id, basis) values ('{tenant}', '{row}', 'attendee', '{row}', 'name')"
        ))
        .await;
    for (name, email) in [("Karim Benali", ""), ("", ""), ("Autre", "autre@example.org")] {
        let form = desk.form("/noms").with("attendee-2-name", name).with("attendee-2-email", email);
        let _ = form.send(&scene.president).await.expect(303);
        assert_eq!(world.texts("select id || ' ' || name from attendee where place = 2").await, [format!("{row} Karim Benali")], "{name:?} {email:?}");
    }
    assert!(!scene.staff(&format!("/commandes/{order}")).await.text.contains("attendee-2-name"), "the field is still offered");
    world.sql("update privacy_request set state = 'refused', refusal = 'identity'").await;
    // An emptied name leaves no row behind.
    let desk = scene.staff(&format!("/commandes/{order}")).await;
    let _ = desk.form("/noms").with("attendee-3-name", "").send(&scene.president).await.expect(303);
    assert_eq!(world.count("select count(*) from attendee where place = 3").await, 0);

    world.pass(Duration::days(21)).await;
    assert!(!visitor.get(&bought.url).await.expect(200).text.contains("/noms"), "still offered after the concert");
    let before = scene.rows().await;
    let _ = visitor.post(&format!("{}/noms", bought.url), &[("attendee-2-name", "Autre")]).await.expect(303);
    let president = world.signed_in(scene.association.president).await;
    let desk = president.get(&world.url("app", &format!("/a/jazz/commandes/{order}"))).await.expect(200);
    let csrf = desk.form("/renvoyer").value("csrf").unwrap_or_default().to_owned();
    let late = president.post(&world.url("app", &format!("/a/jazz/commandes/{order}/noms")), &[("csrf", &csrf), ("attendee-2-name", "Autre")]).await;
    late.expect(409).says("ne se changent plus");
    assert_eq!(scene.rows().await, before);
    scene.world.stop().await;
}

/// One order, five places: the buyer's own and four others'.
async fn five(scene: &Scene) -> Bought {
    let named = [
        ("attendee-1-me", "yes"),
        ("attendee-2-name", "Zoé Roy"),
        ("attendee-2-email", "zoe@example.org"),
        ("attendee-3-name", "Karim Benali"),
        ("attendee-3-email", "karim@example.org"),
        ("attendee-4-name", "Nino Ferrand"),
        ("attendee-5-name", "Odile Sainson"),
        ("attendee-5-email", "odile@example.org"),
    ];
    scene.buy(5, &named).await
}

#[tokio::test]
async fn one_of_five_has_herself_erased_and_nothing_else_of_the_order_changes() {
    let scene = scene(NamesAsked::Optional).await;
    let world = &scene.world;
    let bought = five(&scene).await;
    let tables = ["person", "ticket_order", "order_line", "ticket", "payment", "seat_pool", "(select * from ticket_journal where kind <> 'closed')"];
    let mut before = Vec::new();
    for table in tables {
        before.push(world.texts(format!("select md5(t::text) from {table} t order by 1")).await);
    }
    let others = world.texts("select md5(t::text) from attendee t where place <> 2 order by 1").await;
    assert!(scene.pdf(&bought.url).await.contains("Zoé Roy"));

    // She asks by her own mailbox, without an account, and without anybody at the association doing anything.
    let visitor = world.visitor();
    let page = rights::confirmed(world, &visitor, "jazz", "effacer", ZOE, "zoe@example.org", &[]).await;
    page.says("Effacement prévu").says("Noms des spectateurs");
    world.pass(Duration::hours(25)).await;
    assert_eq!(rights::state(world).await, "completed");

    assert_eq!(world.texts("select coalesce(name, '-') || coalesce(email, '-') || (ticket_id is not null) from attendee where place = 2").await, ["--true"]);
    assert_eq!(world.texts("select md5(t::text) from attendee t where place <> 2 order by 1").await, others, "somebody else's row changed");
    for (table, before) in tables.iter().zip(&before) {
        assert_eq!(&world.texts(format!("select md5(t::text) from {table} t order by 1")).await, before, "{table} changed: seat, amount and buyer stay");
    }
    // The ticket is as good as before, and bears no name.
    let words = scene.pdf(&bought.url).await;
    assert!(!words.contains("Zoé") && words.contains("Karim Benali") && words.contains(&format!("{}002", bought.code)), "{words}");
    let order = visitor.get(&bought.url).await.expect(200);
    order.says("nom effacé");
    assert!(!order.text.contains("Zoé") && !order.text.contains("zoe@"), "the buyer still reads the name");
    for (path, body) in scene.seen_by_staff(&bought.code).await {
        assert!(!body.contains("Zoé") && !body.contains("zoe@"), "{path} still names her");
        assert!(body.contains("nom effacé"), "{path} does not say that a name was erased");
    }
    scene.staff(&format!("/concerts/{}/porte?q=roy", scene.concert.id)).await.says("Rien pour");
    assert_eq!(scene.find("zoe@example.org").await.iter().filter(|found| found.root.subject == SubjectId::Attendee).count(), 0);
    // Nobody writes the name there again.
    assert!(!order.text.contains("attendee-2-name"), "the field is still offered");
    let _ = visitor.post(&format!("{}/noms", bought.url), &[("attendee-2-name", "Zoé Roy"), ("attendee-3-name", "Karim Benali")]).await.expect(303);
    assert_eq!(world.texts("select coalesce(name, '-') from attendee where place = 2").await, ["-"]);
    assert_eq!(world.count("select count(*) from attendee").await, 5, "places a form does not speak of stay whose they are");
    world.assert_sound(&scene.association).await;
    scene.world.stop().await;
}

#[tokio::test]
async fn each_copy_shows_what_is_the_persons_own_and_masks_what_is_others() {
    let scene = scene(NamesAsked::Optional).await;
    let world = &scene.world;
    let bought = five(&scene).await;
    let now = world.clock.now();
    let zoe = scene.find("zoe@example.org").await;
    assert_eq!(zoe.iter().map(|found| (found.root.subject, found.display.as_str())).collect::<Vec<_>>(), [(SubjectId::Attendee, "Zoé Roy")]);
    let export = personal::export(&mut world.tenant(scene.association.tenant).await, &[zoe[0].root], now).await.unwrap();
    let text = format!("{export:?}");
    for own in ["zoe@example.org", "Zoé Roy", "Quartet Alma", &format!("{}002", bought.code)] {
        assert!(text.contains(own), "{own} is missing: {text}");
    }
    for others in [EMAIL, "Lefort", "karim@", "Benali", &format!("{}003", bought.code), "1470"] {
        assert!(!text.contains(others), "{others} is somebody else's: {text}");
    }
    let ticket = export.tables.iter().find(|table| table.table == "ticket").expect("her ticket");
    assert!(ticket.columns.iter().any(|column| column.name == "admitted_at") && ticket.omitted.iter().any(|(column, _)| *column == "price"), "{ticket:?}");
    assert_eq!(export.portable().tables, [], "she gave nothing herself");

    let buyer = scene.find(EMAIL).await;
    assert_eq!(buyer.iter().map(|found| found.root.subject).collect::<Vec<_>>(), [SubjectId::Buyer]);
    let export = personal::export(&mut world.tenant(scene.association.tenant).await, &[buyer[0].root], now).await.unwrap();
    let places = export.tables.iter().find(|table| table.table == "attendee").expect("whom she bought for");
    assert_eq!(places.rows.len(), 5);
    let text = format!("{export:?}");
    for others in ["zoe@", "karim@", "odile@", "Zoé", "Benali", "Ferrand", "Sainson"] {
        assert!(!text.contains(others), "{others} is not hers to take away: {places:?}");
    }
    assert!(format!("{places:?}").contains("***"), "that there are others is hers to know");

    // And by the page itself: the copy is ready without anybody's help.
    let visitor = world.visitor();
    rights::confirmed(world, &visitor, "jazz", "copie", ZOE, "zoe@example.org", &[]).await.says("Votre copie est prête");
    scene.world.stop().await;
}

#[tokio::test]
async fn a_restricted_name_is_in_no_document_and_comes_back_when_it_is_lifted() {
    let scene = scene(NamesAsked::Optional).await;
    let (world, tenant) = (&scene.world, scene.association.tenant);
    let bought = five(&scene).await;
    let root = scene.find("zoe@example.org").await[0].root;
    let (id, now) = (new_uuid(world.clock.now()), world.clock.now());
    let mut tx = world.tenant(tenant).await;
    restriction::store::place_on(&mut tx, now, root.subject, &NewRestriction { id, person: root.id, treatment: restriction::ALL, reason: Reason::Claim })
        .await
        .unwrap();
    tx.commit().await.unwrap();
    for column in inventory::table("attendee").unwrap().columns {
        let Some(handling) = &column.handling else { continue };
        let shown = world.texts(format!("select coalesce({}::text, '') from attendee_shown where place = 2", column.name)).await;
        assert_eq!(handling.restrict == Restrict::Hide, shown == [""], "attendee_shown.{} shows {shown:?}", column.name);
    }
    let page = world.visitor().get(&bought.url).await.expect(200);
    page.says("nom gelé");
    assert!(!page.text.contains("Zoé") && !scene.pdf(&bought.url).await.contains("Zoé"));
    assert!(scene.seen_by_staff(&bought.code).await.iter().all(|(_, body)| !body.contains("Zoé")), "staff still read the name");
    // Nobody writes over it, the page does not offer to, and a period does not end what she needs.
    let visitor = world.visitor();
    let _ = visitor.post(&format!("{}/noms", bought.url), &[("attendee-2-name", "Autre"), ("attendee-3-name", "Karim Benali")]).await.expect(303);
    let written = sqlx::query("update attendee set name = 'Autre' where place = 2").execute(world.tenant(tenant).await.conn()).await;
    assert!(written.is_err_and(|error| error.as_database_error().and_then(|error| error.constraint()) == Some("attendee_restricted")));
    let kept = restriction::store::kept(&mut world.tenant(tenant).await).await.unwrap();
    assert_eq!(kept, [Root { subject: SubjectId::Attendee, id: root.id }]);

    let mut tx = world.tenant(tenant).await;
    restriction::store::told(&mut tx, now, id).await.unwrap();
    restriction::lift(&mut tx, now, id).await.unwrap();
    tx.commit().await.unwrap();
    assert!(scene.pdf(&bought.url).await.contains("Zoé Roy"));
    // By the page, she restricts and corrects by herself.
    rights::confirmed(world, &visitor, "jazz", "limiter", ZOE, "zoe@example.org", &[]).await;
    assert_eq!(world.texts("select reason_key from attendee_restriction where lifted_at is null").await, ["claim"]);
    let corrected = [("corrected_given_name", "Zoë"), ("corrected_family_name", "Roy-Martin")];
    rights::confirmed(world, &visitor, "jazz", "corriger", ZOE, "zoe@example.org", &corrected).await;
    assert_eq!(world.texts("select name || ' ' || email from attendee where place = 2").await, ["Zoë Roy-Martin zoe@example.org"]);
    scene.world.stop().await;
}

#[tokio::test]
async fn names_end_by_themselves_six_months_after_the_concert() {
    let scene = scene(NamesAsked::Optional).await;
    let world = &scene.world;
    five(&scene).await;
    retention::sweep(&world.app).await.unwrap();
    let over = scene.concert.starts_at.checked_add_months(Months::new(6)).unwrap() + Duration::days(1);
    world.clock.advance(over - Duration::days(3) - world.clock.now());
    retention::sweep(&world.app).await.unwrap();
    assert_eq!(world.count("select count(*) from attendee where name is not null").await, 4, "before their time");
    world.clock.advance(Duration::days(3));
    let runs = retention::sweep(&world.app).await.unwrap();
    let run = runs.iter().find(|run| run.rule == "buyer.attendee").expect("a rule");
    assert_eq!((run.touched, run.overdue), (4, 0));
    assert_eq!(world.count("select count(*) from attendee where name is not null or email is not null").await, 0);
    scene.world.stop().await;
}
