//! The end of an association's account: asked for, taken back, closed, given back whole, deleted whole, and deleted again after a restore.

mod copy;
mod refused;
mod replayed;
mod whole;

use kernel::{ids::AccountId, inventory::TABLES, storage::StoreKey};
use server::staff::model::NewPassword;
use support::{Association, Client, ConcertSpec, Page, World, journey::Bought};
use uuid::Uuid;

/// What presidents type.
pub const PASSWORD: &str = "une phrase facile à dire";

/// Gives an account a password that works.
pub async fn with_password(world: &World, account: AccountId) {
    let hash = NewPassword::parse(PASSWORD).unwrap().hash().await.unwrap();
    world.sql(format!("update account set password_hash = '{hash}' where id = '{account}'")).await;
}

/// Somebody of a team whose password works: account, client, address.
pub async fn member(world: &World, association: &Association, role: &str) -> (AccountId, Client, String) {
    let account = AccountId::new(world.clock.now());
    let email = format!("{role}-{account}@example.org");
    world.account(account, &email).await;
    world.staff(association.tenant, account, role).await;
    with_password(world, account).await;
    (account, world.signed_in(account).await, email)
}

/// An association that sold two places for a concert that is over since yesterday, with a picture, and its president signed in.
pub async fn lived(world: &World, slug: &str) -> (Association, Client, Bought) {
    Box::pin(async move {
        let association = world.association(slug).await;
        with_password(world, association.president).await;
        let concert = world.concert(&association, &ConcertSpec { in_days: 1, ..ConcertSpec::default() }).await;
        let bought = world.buy(&world.visitor(), &association, &concert, 2, "jeanne@example.org").await;
        world.settle().await;
        picture(world, &association).await;
        world.pass(chrono::Duration::days(2)).await;
        let president = world.signed_in(association.president).await;
        (association, president, bought)
    })
    .await
}

/// Puts a picture into an association's bucket, with its row.
pub async fn picture(world: &World, association: &Association) -> StoreKey {
    let (tenant, id) = (association.tenant, Uuid::new_v4());
    let now = world.clock.now().to_rfc3339();
    world
        .sql(format!("insert into picture (tenant_id, id, content_type, width, height, uploaded_at) values ('{tenant}', '{id}', 'image/png', 1, 1, '{now}')"))
        .await;
    let key = StoreKey::of_backup(&format!("t/{tenant}/pictures/{id}.png")).unwrap();
    world.app.storage.put(&key, vec![1, 2, 3].into(), "image/png").await.unwrap();
    key
}

/// The page of the closing.
pub fn page(world: &World, slug: &str) -> String {
    world.url("app", &format!("/a/{slug}/reglages/fermeture"))
}

/// Asks for the end as a president does; gives the page that follows.
pub async fn ask(world: &World, president: &Client, slug: &str) -> Page {
    let form = president.get(&page(world, slug)).await.expect(200).form("/fermeture");
    form.with("name", &format!("Association {slug}")).with("password", PASSWORD).with("act", "ask").send(president).await
}

/// Every table that carries an association's id, with its rows; the record of closings left out.
pub async fn rows(world: &World, tenant: impl std::fmt::Display) -> Vec<String> {
    let tables = world
        .texts(
            "select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
               join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
              where c.relkind = 'r' and n.nspname in ('public', 'archive') and c.relname <> 'closing' order by 1",
        )
        .await;
    assert!(tables.len() >= 40, "the walk found only {} tables", tables.len());
    let counted: Vec<String> =
        tables.iter().map(|table| format!("select '{table}' || ' ' || count(*) as told, count(*) as rows from {table} where tenant_id = '{tenant}'")).collect();
    world.texts(format!("select told from ({}) counted where rows > 0 order by told", counted.join(" union all "))).await
}

/// Everything an association has, as one hash a table.
pub async fn digest(world: &World, tenant: impl std::fmt::Display) -> Vec<String> {
    let tables = TABLES.iter().filter(|table| table.columns.iter().any(|column| column.name == "tenant_id") && table.name != "job");
    let parts: Vec<String> = tables
        .map(|table| {
            format!(
                "select '{0} ' || md5(coalesce(string_agg(x::text, '|' order by x::text), '')) as told from {0} x where x.tenant_id = '{tenant}'",
                table.name
            )
        })
        .collect();
    world.texts(format!("select told from ({}) hashed order by told", parts.join(" union all "))).await
}

/// How many mails to an address say this in their subject.
pub fn mails(world: &World, to: &str, words: &str) -> usize {
    let plain = |text: &str| text.replace(['\u{a0}', '\u{202f}'], " ");
    world.mail.mailbox.list(Some(to)).iter().filter(|mail| plain(&mail.subject).contains(words)).count()
}

/// The state of the newest closing.
pub async fn state(world: &World) -> String {
    world.texts("select state from closing order by asked_at desc, id desc limit 1").await.pop().unwrap_or_default()
}

/// Days, for [`World::pass`].
pub fn days(days: i64) -> chrono::Duration {
    chrono::Duration::days(days)
}
