//! Whose site a host is: found by slug or by a host of one's own, suspended, given away, made up.

use std::sync::Arc;

use chrono::TimeDelta;
use kernel::{
    clock::Timestamp,
    db::{DatabaseConfig, Db},
    ids::TenantId,
    tenant::{Directory, Site, Tenant},
};
use sqlx::{Connection, Executor, PgConnection};

struct Hosts {
    owner: String,
    directory: Directory,
    now: Timestamp,
}

impl Hosts {
    async fn new() -> Self {
        let database = support::world::new_database().await.unwrap();
        let url = async |role| support::world::database_url(role, &database).await.unwrap();
        let config = DatabaseConfig { tenant_url: url("estrade_tenant").await, platform_url: url("estrade_platform").await, max_connections: 8 };
        let directory = Directory::new(Db::open(&config).unwrap(), "estrade.example");
        Self { owner: url("estrade_owner").await, directory, now: "2027-03-14T10:00:00Z".parse().unwrap() }
    }

    async fn sql(&self, text: &str) {
        PgConnection::connect(&self.owner).await.unwrap().execute(sqlx::AssertSqlSafe(text.to_owned())).await.unwrap();
    }

    async fn tenant(&self, slug: &str, host: &str) -> TenantId {
        let id = TenantId::new(self.now);
        self.sql(&format!(
            "insert into tenant (id, slug, name, created_at, content_changed_at) values ('{id}', '{slug}', '{slug}', now(), now());
             insert into host (host, tenant_id, state, created_at) values ('{host}', '{id}', 'active', now())"
        ))
        .await;
        id
    }

    async fn site(&self, host: &str) -> Option<Arc<Tenant>> {
        match self.directory.site(host).await.unwrap() {
            Some(Site::Tenant(tenant)) => Some(tenant),
            _ => None,
        }
    }
}

#[tokio::test]
async fn a_slug_and_a_host_of_ones_own_lead_to_the_same_association() {
    let hosts = Hosts::new().await;
    let id = hosts.tenant("chorale", "www.chorale.example").await;
    let all = futures_util::future::join_all((0..20).map(|_| hosts.site("chorale.estrade.example"))).await;
    let (first, by_host) = (all[0].clone().unwrap(), hosts.site("www.chorale.example").await.unwrap());
    assert_eq!(first.id, id);
    assert!(all.iter().flatten().count() == 20 && all.iter().flatten().all(|tenant| Arc::ptr_eq(tenant, &first)), "one copy, however many ask");
    assert!(Arc::ptr_eq(&by_host, &first));

    hosts.sql(&format!("update tenant set content_version = 7, content_changed_at = '{}'", hosts.now)).await;
    hosts.directory.poll_versions(hosts.now + TimeDelta::seconds(1)).await.unwrap();
    assert_eq!(by_host.version(), 7);

    hosts.sql("update tenant set state = 'suspended'").await;
    hosts.directory.forget("chorale");
    assert!(hosts.site("chorale.estrade.example").await.is_none() && hosts.site("www.chorale.example").await.is_none());
}

#[tokio::test]
async fn a_slug_that_went_to_another_takes_no_host_along() {
    let hosts = Hosts::new().await;
    let old = hosts.tenant("chorale", "www.chorale.example").await;
    assert_eq!(hosts.site("www.chorale.example").await.unwrap().id, old);
    hosts.sql("update tenant set slug = 'ancienne-chorale'").await;
    let new = hosts.tenant("chorale", "www.nouvelle.example").await;
    assert_eq!(hosts.site("www.nouvelle.example").await.map(|tenant| tenant.id), None, "the slug is still known as the other's");
    hosts.directory.forget("chorale");
    assert_eq!(hosts.site("www.nouvelle.example").await.unwrap().id, new);
    assert_eq!(hosts.site("www.chorale.example").await.unwrap().id, old);
}

#[tokio::test]
async fn a_name_that_is_nobodys_is_remembered_until_it_is_somebodys() {
    let hosts = Hosts::new().await;
    for host in ["chorale.estrade.example", "www.chorale.example", "a.b.estrade.example", "", "estrade.example.", "[::1]"] {
        assert!(hosts.site(host).await.is_none(), "{host}");
    }
    let id = hosts.tenant("chorale", "www.chorale.example").await;
    assert!(hosts.site("chorale.estrade.example").await.is_none(), "no second query for the same made-up name");
    hosts.directory.forget("chorale");
    assert_eq!(hosts.site("chorale.estrade.example").await.unwrap().id, id);
}
