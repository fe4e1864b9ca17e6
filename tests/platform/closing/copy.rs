//! The copy of everything: what is in it, who gets it, and that nobody else reads it.

use std::{collections::BTreeMap, io::Read as _};

use chrono::Duration;
use flate2::read::DeflateDecoder;
use kernel::{
    ids::new_uuid,
    inventory::{Class, Scope, TABLES},
    storage::{StoreId, StoreKey},
};
use serde_json::Value;
use server::closing::{
    exporting::{self, archive},
    store,
};
use sha2::{Digest as _, Sha256};
use support::World;

use super::{PASSWORD, ask, days, lived, mails, member, page, state};

/// Reads a zip by its directory, as a program that opens it does.
fn unzip(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let short = |place: usize| usize::from(u16::from_le_bytes([bytes[place], bytes[place + 1]]));
    let long = |place: usize| short(place) + (short(place + 2) << 16);
    let end = bytes.len() - 22;
    assert_eq!(&bytes[end..end + 4], b"PK\x05\x06");
    let mut place = long(end + 16);
    let mut files = BTreeMap::new();
    for _ in 0..short(end + 10) {
        assert_eq!(&bytes[place..place + 4], b"PK\x01\x02");
        let (crc, packed, size, name, more, head) =
            (long(place + 16), long(place + 20), long(place + 24), short(place + 28), short(place + 30), long(place + 42));
        let text = String::from_utf8(bytes[place + 46..place + 46 + name].to_vec()).unwrap();
        let start = head + 30 + short(head + 26) + short(head + 28);
        let mut content = Vec::new();
        DeflateDecoder::new(&bytes[start..start + packed]).read_to_end(&mut content).unwrap();
        let mut sum = flate2::Crc::new();
        sum.update(&content);
        assert_eq!((content.len(), sum.sum() as usize), (size, crc), "{text}");
        assert!(files.insert(text, content).is_none());
        place += 46 + name + more;
    }
    files
}

#[tokio::test]
async fn the_copy_holds_every_row_and_object_and_no_secret() {
    let world = World::start().await;
    let (jazz, _, _) = lived(&world, "jazz").await;
    let (choeur, _, _) = lived(&world, "choeur").await;
    let president = world.signed_in(jazz.president).await;
    let tenant = jazz.tenant;
    // More rows than one page of the reader has, and somebody in the archive.
    world
        .sql(format!(
            "insert into visit_day (tenant_id, day, dimension, value, views) select '{tenant}', date '2026-01-01' + n, 'site', 'x', n from generate_series(0, 450) n;
             insert into archive.sale_party (tenant_id, order_id, name, legal_ref, archived_at, kept_until)
               select tenant_id, id, 'Jeanne Archivée', 'L123-22', now(), '2040-01-01' from ticket_order where tenant_id = '{tenant}'"
        ))
        .await;
    let _ = ask(&world, &president, "jazz").await.expect(200);
    world.pass(days(7)).await;
    let (_, treasurer, _) = member(&world, &jazz, "treasurer").await;
    let (_, editor, _) = member(&world, &jazz, "editor").await;
    let closed = editor.get(&page(&world, "jazz")).await.expect(200);
    closed.says("La présidence et la trésorerie peuvent la télécharger");
    let csrf = closed.forms()[0].value("csrf").unwrap().to_owned();
    let _ = editor.post(&page(&world, "jazz"), &[("csrf", &csrf), ("act", "fetch"), ("password", PASSWORD)]).await.expect(403);
    let form = treasurer.get(&page(&world, "jazz")).await.expect(200).form("/fermeture").with("act", "fetch");
    let _ = form.clone().with("password", "une autre phrase").send(&treasurer).await.expect(422);
    let file = form.with("password", PASSWORD).send(&treasurer).await.expect(200);
    assert_eq!((file.header("content-type"), file.header("cache-control")), ("application/zip", "no-store"));
    assert_eq!(
        world.texts("select encode(sha256, 'hex') || ' ' || bytes from closing_export").await,
        [format!("{} {}", hex::encode(Sha256::digest(&file.bytes)), file.bytes.len())]
    );
    let files = unzip(&file.bytes);
    let read = |name: &str| serde_json::from_slice::<Value>(files.get(name).unwrap_or_else(|| panic!("no {name}"))).unwrap();
    let (manifest, schema) = (read("manifest.json"), read("schema.json"));
    assert_eq!(manifest["association"]["id"], tenant.to_string());
    for entry in manifest["files"].as_array().unwrap() {
        let content = &files[entry["name"].as_str().unwrap()];
        assert_eq!((&entry["sha256"], entry["bytes"].as_u64()), (&Value::from(hex::encode(Sha256::digest(content))), Some(content.len() as u64)));
    }
    assert_eq!(manifest["files"].as_array().unwrap().len() + 1, files.len(), "the manifest lists what is there");
    let mut total = 0;
    for table in TABLES.iter().filter(|table| table.scope == Scope::Tenant) {
        let rows = read(&format!("tables/{}.json", table.name));
        let rows = rows.as_array().unwrap();
        // What the fetching itself and the days since the copy add is not in it.
        let there = world.count(format!("select count(*) from {} where tenant_id = '{tenant}'", table.name)).await;
        assert_eq!(i64::try_from(rows.len()).unwrap(), there, "{}", table.name);
        let header = String::from_utf8(files[&format!("tables/{}.csv", table.name)].clone()).unwrap().lines().next().unwrap().to_owned();
        for column in table.columns {
            let is_there = header.split(',').any(|name| name == column.name);
            assert_eq!(is_there, column.class != Class::Secret, "{}.{}", table.name, column.name);
            assert!(rows.iter().all(|row| row.get(column.name).is_some() == is_there), "{}.{}", table.name, column.name);
        }
        assert!(rows.iter().all(|row| row["tenant_id"] == tenant.to_string()), "{} shows another association", table.name);
        let described = schema["tables"].as_array().unwrap().iter().find(|one| one["name"] == table.name).unwrap();
        assert_eq!(described["rows"], rows.len());
        total += rows.len();
    }
    assert_eq!(manifest["rows"], total);
    assert!(read("tables/archive.sale_party.json").to_string().contains("Jeanne Archivée"), "the archive is the association's too");
    assert_eq!(files.keys().filter(|name| name.starts_with("objects/pictures/")).count(), 1);
    let everything: Vec<u8> = files.values().flatten().copied().collect();
    assert!(!String::from_utf8_lossy(&everything).contains(&choeur.tenant.to_string()));
    // In the bucket it is sealed.
    let keys = world.app.storage.list(&format!("t/{tenant}/closing/")).await.unwrap();
    assert_eq!(keys.len(), 1);
    let object = world.app.storage.get(&keys[0]).await.unwrap().unwrap();
    assert!(!object.bytes.starts_with(b"PK") && !object.bytes.windows(8).any(|window| window == b"manifest"));
    world.stop().await;
}

#[tokio::test]
async fn copies_made_side_by_side_spare_each_other() {
    let world = World::start().await;
    let (jazz, president, _) = lived(&world, "jazz").await;
    let _ = ask(&world, &president, "jazz").await.expect(200);
    world.settle().await;
    let _ = president.get(&page(&world, "jazz")).await.expect(200);
    world.settle().await;
    let (app, tenant) = (&world.app, jazz.tenant);
    let closing = store::find(&mut world.platform().await, store::Find::Open(tenant)).await.unwrap().unwrap().id;
    let kept = async || world.texts("select id::text from closing_export").await.concat();
    let first = kept().await;
    assert!(!first.is_empty());
    let lies = async |copy: &str| app.storage.head(&archive::part(tenant, copy.parse().unwrap(), 1)).await.unwrap().is_some();
    // One that a crash left behind, and one that is under way, begun after the next.
    let [left, younger] = [-1, 60].map(|minutes| new_uuid(world.clock.now() + Duration::minutes(minutes)).to_string());
    for copy in [&left, &younger] {
        app.storage.put(&archive::part(tenant, copy.parse().unwrap(), 1), "piece".into(), "application/octet-stream").await.unwrap();
    }
    world.clock.advance(Duration::minutes(1));
    exporting::make(app, closing).await.unwrap();
    let second = kept().await;
    assert_ne!(first, second);
    assert_eq!((lies(&second).await, lies(&younger).await, lies(&first).await, lies(&left).await), (true, true, false, false));
    // The younger one ended first: this one comes too late, and takes only its own pieces away.
    world.sql(format!("update closing_export set id = '{younger}'")).await;
    world.clock.advance(Duration::minutes(1));
    exporting::make(app, closing).await.unwrap();
    assert_eq!((kept().await == younger, lies(&younger).await), (true, true));
    let pieces = app.storage.list(&StoreKey::prefix(tenant, StoreId::Closing)).await.unwrap();
    assert_eq!(pieces.len(), 2, "{pieces:?}");
    world.stop().await;
}

#[tokio::test]
async fn one_mailbox_that_refuses_keeps_nobody_elses_certificate() {
    let world = World::start().await;
    let (jazz, president, _) = lived(&world, "jazz").await;
    let (_, _, door) = member(&world, &jazz, "door").await;
    let _ = ask(&world, &president, "jazz").await.expect(200);
    world.pass(days(7)).await;
    world.pass(days(21) - Duration::minutes(5)).await;
    world.mail.mailbox.reject_next(1, 550);
    world.pass(Duration::minutes(10)).await;
    assert_eq!(state(&world).await, "erased");
    let told = mails(&world, "presidence-jazz@example.org", "certificat d’effacement") + mails(&world, &door, "les données sont effacées");
    assert_eq!((told, world.count("select count(*) from job where state = 'dead'").await), (1, 0), "whoever was not refused is told once");
    world.stop().await;
}
