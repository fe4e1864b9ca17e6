//! What staff do in the back office, by its own pages: refunds, the door, settings.

use kernel::{
    ids::{AccountId, new_uuid},
    session::{self, Role, Staff},
};

use crate::{
    client::{Client, Page},
    journey::Association,
    world::World,
};

impl World {
    /// Somebody new at work for an association in this role, as the back office's guard puts it on a request.
    ///
    /// # Panics
    /// When the database is away.
    pub async fn at_work(&self, association: &Association, role: Role) -> Staff {
        let now = self.clock.now();
        let account = AccountId::from_uuid(new_uuid(now));
        self.account(account, &format!("{account}@example.org")).await;
        self.staff(association.tenant, account, role.word()).await;
        let mut tx = self.platform().await;
        let token = session::open(&mut tx, account, now).await.expect("a session");
        let signed_in = session::find(&mut tx, &token, now).await.expect("sessions are read").expect("it is alive");
        tx.commit().await.expect("a session");
        let tenant = self.app.tenants.by_id(association.tenant).await.expect("associations are read").expect("it is there");
        Staff { signed_in, tenant, role, associations: Vec::new() }
    }

    /// The id of an order, by its code.
    ///
    /// # Panics
    /// When there is none.
    pub async fn order_id(&self, code: &str) -> String {
        self.texts(format!("select id::text from ticket_order where code = '{code}'")).await.pop().unwrap_or_else(|| panic!("no order {code}"))
    }

    /// The page that says what a refund of these tickets would do (of the whole order when none is named).
    pub async fn preview_refund(&self, staff: &Client, slug: &str, code: &str, tickets: &[String]) -> Page {
        let url = self.url("app", &format!("/a/{slug}/commandes/{}/rembourser", self.order_id(code).await));
        let form = staff.get(&url).await.expect(200).form("/rembourser").with("act", "preview").without("ticket").without("whole");
        let form = if tickets.is_empty() { form.with("whole", "yes") } else { tickets.iter().fold(form, |form, ticket| form.also("ticket", ticket)) };
        form.send(staff).await
    }

    /// Refunds these tickets (the whole order when none is named), with the concert's title typed; gives the page that follows.
    pub async fn refund(&self, staff: &Client, slug: &str, code: &str, tickets: &[String], title: &str) -> Page {
        let preview = self.preview_refund(staff, slug, code, tickets).await.expect(200);
        preview.form("/rembourser").with("confirmation", title).with("act", "refund").send(staff).await.follow(staff).await
    }

    /// Presents a code at a concert's door, as a volunteer types it.
    pub async fn present(&self, volunteer: &Client, door: &str, code: &str, gate: &str) -> Page {
        let page = volunteer.get(door).await.expect(200);
        page.form("/porte").with("code", code).with("gate", gate).send(volunteer).await
    }
}
