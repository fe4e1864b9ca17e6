//! The beginnings most tests share: an association with staff and Stripe, a concert on sale, an order bought.

use kernel::{
    clock::Timestamp,
    ids::{AccountId, TenantId, new_uuid},
    money::Cents,
    session,
};
use server::staff::second_factor;
use tenants::{
    payments::connect,
    ticketing::concerts::{
        model::{ConcertId, ConcertState, NamesAsked, TariffId, TariffKind},
        store::{self as concerts, ConcertFacts, NewTariff},
    },
};

use crate::{
    client::{Client, Page},
    world::{HOST, World},
};

/// A test card that is paid at once.
pub const CARD: &str = "4242424242424242";

/// An association made for a test, complete enough to sell.
#[derive(Clone, Debug)]
pub struct Association {
    /// Its id.
    pub tenant: TenantId,
    /// Its part of the address.
    pub slug: String,
    /// Its president.
    pub president: AccountId,
}

/// A tariff of a test concert.
#[derive(Clone, Debug)]
pub struct TariffSpec {
    /// Its name.
    pub name: &'static str,
    /// How it is priced.
    pub kind: TariffKind,
    /// The price, or the minimum.
    pub price: i64,
    /// The most per order.
    pub limit: Option<u16>,
}

/// A concert for a test.
#[derive(Clone, Debug)]
pub struct ConcertSpec {
    /// Its title.
    pub title: &'static str,
    /// Its name in addresses.
    pub slug: &'static str,
    /// How many seats.
    pub capacity: i32,
    /// The most places per order.
    pub limit: u16,
    /// Its tariffs.
    pub tariffs: Vec<TariffSpec>,
    /// Days from now until it starts.
    pub in_days: i64,
    /// Whether a name is asked for each ticket.
    pub names: NamesAsked,
}

impl Default for ConcertSpec {
    fn default() -> Self {
        let tariff = |name, price| TariffSpec { name, kind: TariffKind::Fixed, price, limit: None };
        Self {
            title: "Quartet Alma",
            slug: "quartet-alma",
            capacity: 50,
            limit: 10,
            tariffs: vec![tariff("Plein tarif", 1470), tariff("Réduit", 900)],
            in_days: 20,
            names: NamesAsked::No,
        }
    }
}

/// A concert on sale.
#[derive(Clone, Debug)]
pub struct OnSale {
    /// Its id.
    pub id: ConcertId,
    /// Its page, without host.
    pub path: String,
    /// Its tariffs, in order.
    pub tariffs: Vec<TariffId>,
    /// When it starts.
    pub starts_at: Timestamp,
}

/// An order as its buyer sees it.
#[derive(Clone, Debug)]
pub struct Bought {
    /// The address of its page.
    pub url: String,
    /// Its code.
    pub code: String,
}

impl World {
    /// An association whose identity is complete, with a president and a Stripe account that can sell.
    ///
    /// # Panics
    /// When any step fails.
    pub async fn association(&self, slug: &str) -> Association {
        let association = self.association_without_stripe(slug).await;
        let back = self.url("app", &format!("/a/{slug}/argent"));
        let form = connect::onboarding(&self.app, association.tenant, &format!("Association {slug}"), "bureau@example.org", &back, &back)
            .await
            .expect("an onboarding form");
        let client = self.visitor();
        let page = client.get(&form).await.expect(200);
        let _ = page.form("onboard").with("action", "complete").send(&client).await;
        let account = connect::refresh(&self.app, association.tenant).await.expect("the account is read");
        assert!(
            account.is_some_and(|account| account.state == tenants::payments::model::AccountStanding::Active),
            "the Stripe account of {slug} is not active"
        );
        association
    }

    /// The same before Stripe is connected.
    ///
    /// # Panics
    /// When any step fails.
    pub async fn association_without_stripe(&self, slug: &str) -> Association {
        let now = self.clock.now();
        let (tenant, president) = (TenantId::new(now), AccountId::new(now));
        let mut owner = self.connect("estrade_owner").await;
        sqlx::query("insert into tenant (id, slug, name, created_at, content_changed_at) values ($1, $2, $3, $4, $4)")
            .bind(tenant.uuid())
            .bind(slug)
            .bind(format!("Association {slug}"))
            .bind(now)
            .execute(&mut owner)
            .await
            .expect("a tenant");
        sqlx::query(
            "insert into association (tenant_id, legal_name, street, postal_code, city, email, phone, siret, director_name, director_role, mediator_name, mediator_address,
                mediator_url, licence, online_since, updated_at)
             values ($1, $2, '3 rue des Tanneurs', '21000', 'Dijon', 'bureau@example.org', '+33380000000', '73282932000074', 'Odile Marchand', 'présidente',
                'Médiation de la scène', '1 place des Arts, 75002 Paris', 'https://mediation.example.org', 'PLATESV-D-2026-000123', $3, $4)",
        )
        .bind(tenant.uuid())
        .bind(format!("Association {slug}"))
        .bind(now.date_naive())
        .bind(now)
        .execute(&mut owner)
        .await
        .expect("its facts");
        self.account(president, &format!("presidence-{slug}@example.org")).await;
        self.staff(tenant, president, "president").await;
        Association { tenant, slug: slug.to_owned(), president }
    }

    /// An account; its password cannot be used, sessions are opened directly.
    ///
    /// # Panics
    /// When the database is away.
    pub async fn account(&self, id: AccountId, email: &str) {
        let now = self.clock.now();
        sqlx::query("insert into account (id, email, email_norm, name, password_hash, locale, created_at, password_changed_at) values ($1, $2, $2, 'Camille Roy', 'none', 'fr', $3, $3)")
            .bind(id.uuid())
            .bind(email)
            .bind(now)
            .execute(&mut self.connect("estrade_owner").await)
            .await
            .expect("an account");
    }

    /// Gives an account a role.
    ///
    /// # Panics
    /// When the database is away.
    pub async fn staff(&self, tenant: TenantId, account: AccountId, role: &str) {
        sqlx::query("insert into staff (tenant_id, account_id, role, added_at) values ($1, $2, $3, $4)")
            .bind(tenant.uuid())
            .bind(account.uuid())
            .bind(role)
            .bind(self.clock.now())
            .execute(&mut self.connect("estrade_owner").await)
            .await
            .expect("a role");
    }

    /// Somebody new with this role for an association, signed in.
    ///
    /// # Panics
    /// When the database is away.
    pub async fn signed_in_as(&self, association: &Association, role: &str) -> Client {
        let account = AccountId::from_uuid(new_uuid(self.clock.now()));
        self.account(account, &format!("{account}@example.org")).await;
        self.staff(association.tenant, account, role).await;
        self.signed_in(account).await
    }

    /// An operator of the platform with a second factor, signed in.
    ///
    /// # Panics
    /// When the database is away.
    pub async fn operator(&self) -> Client {
        let account = AccountId::from_uuid(new_uuid(self.clock.now()));
        self.account(account, &format!("{account}@example.org")).await;
        self.sql(format!("update account set operator = true where id = '{account}'")).await;
        second_factor::store::plant(&self.app, account, &second_factor::model::Secret::draw()).await.expect("a second factor");
        self.signed_in(account).await
    }

    /// A client with a session of this account in the back office.
    ///
    /// # Panics
    /// When the database is away.
    pub async fn signed_in(&self, account: AccountId) -> Client {
        let mut tx = self.platform().await;
        let token = session::open(&mut tx, account, self.clock.now()).await.expect("a session");
        tx.commit().await.expect("a session");
        let client = self.visitor();
        client.set_cookie(&format!("app.{HOST}"), "__Host-session", &token);
        client
    }

    /// A published concert.
    ///
    /// # Panics
    /// When any step fails.
    pub async fn concert(&self, association: &Association, spec: &ConcertSpec) -> OnSale {
        let now = self.clock.now();
        let starts_at = now + chrono::Duration::days(spec.in_days);
        let facts = ConcertFacts {
            title: spec.title.to_owned(),
            slug: spec.slug.to_owned(),
            summary_fr: "Une soirée de jazz en quartet.".to_owned(),
            summary_en: "An evening of quartet jazz.".to_owned(),
            text_fr: "Contrebasse, piano, batterie et **saxophone**.".to_owned(),
            text_en: String::new(),
            picture: None,
            venue_name: "Salle des Tanneurs".to_owned(),
            venue_address: "3 rue des Tanneurs, 21000 Dijon".to_owned(),
            doors_at: Some(starts_at - chrono::Duration::minutes(30)),
            starts_at,
            ends_at: Some(starts_at + chrono::Duration::hours(2)),
            sale_opens_at: None,
            sale_closes_at: None,
            attendee_names: spec.names,
            limit_per_order: spec.limit,
            capacity: spec.capacity,
        };
        let mut tx = self.tenant(association.tenant).await;
        let id = concerts::add(&mut tx, now, &facts).await.expect("a concert");
        let mut tariffs = Vec::new();
        for (position, tariff) in (1_i16..).zip(&spec.tariffs) {
            let new = NewTariff {
                name_fr: tariff.name.to_owned(),
                name_en: String::new(),
                kind: tariff.kind,
                price: Cents(tariff.price),
                limit_per_order: tariff.limit,
            };
            tariffs.push(concerts::add_tariff(&mut tx, now, id, position, &new).await.expect("a tariff"));
        }
        assert!(concerts::set_state(&mut tx, now, id, &[ConcertState::Draft], ConcertState::Published).await.expect("published"));
        tx.content_changed(now).await.expect("a new version");
        tx.commit().await.expect("a concert");
        self.see_changes().await;
        OnSale { id, path: format!("/concerts/{}", spec.slug), tariffs, starts_at }
    }

    /// Chooses places of the first tariff; gives the details page (screen 2), or whatever came instead.
    pub async fn choose(&self, client: &Client, association: &Association, concert: &OnSale, quantity: u16) -> Page {
        let url = self.url(&association.slug, &format!("{}/places", concert.path));
        let mut fields = vec![(format!("tariff-{}", concert.tariffs[0]), quantity.to_string())];
        for tariff in &concert.tariffs[1..] {
            fields.push((format!("tariff-{tariff}"), "0".to_owned()));
        }
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        client.post(&url, &fields).await.follow(client).await
    }

    /// Fills in the details page; gives what follows: the redirect to Stripe, or the page again.
    pub async fn give_details(&self, client: &Client, details: &Page, email: &str) -> Page {
        let form = details.form("/commande/");
        form.with("given_name", "Jeanne").with("family_name", "Lefort").with("email", email).with("accepted", "yes").send(client).await
    }

    /// Pays on Stripe's page with a test card; gives where Stripe sends the buyer.
    pub async fn pay(&self, client: &Client, checkout: &str, card: &str) -> Page {
        let page = client.get(checkout).await.expect(200);
        let form = page.form("/sim/c/pay/");
        form.with("card_number", card).with("exp", "12/30").with("cvc", "123").with("name", "Jeanne Lefort").send(client).await
    }

    /// Buys places with a card that works, to the confirmed order's page; jobs (mails) are left waiting.
    ///
    /// # Panics
    /// When any step fails.
    pub async fn buy(&self, client: &Client, association: &Association, concert: &OnSale, quantity: u16, email: &str) -> Bought {
        let details = self.choose(client, association, concert, quantity).await.expect(200);
        let url = details.url.to_string();
        let to_stripe = self.give_details(client, &details, email).await;
        let back = self.pay(client, &to_stripe.location(), CARD).await;
        let page = back.follow(client).await.expect(200);
        let code = url.split('/').nth_back(1).unwrap_or_default().to_owned();
        assert!(page.words().contains(&code), "the order's page does not show its code {code}:\n{}", page.words());
        Bought { url, code }
    }
}
