//! The sales of the demo: places held, paid at the simulator, confirmed, admitted, refunded, all by the functions that serve visitors and staff.

use anyhow::{Context, bail};
use kernel::{
    i18n::Locale,
    ids::{AccountId, TenantId},
};
use tenants::{
    legal,
    payments::{connect, model::AccountStanding},
    people::{NewPerson, attendees::Whose},
    ticketing::{
        attendees::Named,
        concerts::{model::ConcertId, store as concerts},
        orders::{
            holds::{Held, Holds, NewHold},
            model::{Cart, Choice, OrderId},
            pay::{self, Buyer, Next},
            reconcile,
        },
        tickets,
    },
};

use super::{
    Stage, find_account, making,
    script::{self, After},
    store,
};

/// Connects the association's Stripe account, filling in Stripe's form as a person would.
pub(super) async fn connect_stripe(stage: &Stage, tenant: TenantId, script: &script::Association) -> anyhow::Result<()> {
    let mut tx = stage.app.db.tenant(tenant).await?;
    if connect::store::active(&mut tx).await?.is_some() {
        return Ok(());
    }
    drop(tx);
    let back = stage.back_office.join(&format!("a/{}/argent", script.slug))?;
    let form = connect::onboarding(&stage.app, tenant, script.name, script.email, back.as_str(), back.as_str()).await?;
    stage.http.get(&form).send().await?.error_for_status()?;
    stage.http.post(&form).form(&[("action", "complete")]).send().await?.error_for_status()?;
    match connect::refresh(&stage.app, tenant).await? {
        Some(account) if account.state == AccountStanding::Active => Ok(()),
        _ => bail!("its Stripe account is not active after the onboarding"),
    }
}

/// Sells what the script says of a concert, or what is missing of it.
pub(super) async fn sell(
    stage: &Stage,
    tenant: TenantId,
    association: &script::Association,
    script: &script::Concert,
    concert: ConcertId,
) -> anyhow::Result<()> {
    let mut tx = stage.app.db.tenant(tenant).await?;
    let sold = store::confirmed_orders(&mut tx, concert).await?;
    drop(tx);
    let (_, treasurer, _) = association.team.iter().find(|(.., role)| *role == "treasurer").context("no treasurer")?;
    let treasurer = find_account(&stage.app, treasurer).await?.context("the treasurer has no account")?;
    let door = find_account(&stage.app, association.team.iter().find(|(.., role)| *role == "door").context("nobody at the door")?.1).await?;
    for order in script.orders.iter().skip(usize::try_from(sold)?) {
        let id = buy(stage, tenant, script, order, concert).await.with_context(|| format!("an order for {}", script.title))?;
        store::date_back(&stage.owner, tenant, id, order.days_ago).await?;
        afterwards(stage, tenant, order.after, id, treasurer, door.unwrap_or(treasurer)).await?;
    }
    Ok(())
}

async fn buy(stage: &Stage, tenant: TenantId, script: &script::Concert, order: &script::Order, concert: ConcertId) -> anyhow::Result<OrderId> {
    let app = &stage.app;
    let now = app.clock.now();
    let mut tx = app.db.tenant(tenant).await?;
    let facts = concerts::find(&mut tx, concert).await?.context("the concert is gone")?;
    let tariffs = concerts::tariffs(&mut tx, concert).await?;
    let notice = legal::current(&mut tx, &app.config.operator, legal::Kind::Notice, now).await?;
    let terms = legal::current(&mut tx, &app.config.operator, legal::Kind::Terms, now).await?;
    tx.commit().await?;
    let choices: Vec<Choice> = (0..tariffs.len())
        .map(|index| Choice {
            quantity: Some(order.places.get(index).copied().unwrap_or(0)),
            amount: script.tariffs.get(index).map(|tariff| Some(making::amount(tariff))),
        })
        .collect();
    let cart = Cart::check(&facts, &tariffs, &choices, true, Locale::Fr).map_err(|faults| anyhow::anyhow!("the cart is refused: {faults:?}"))?;
    let Held::Placed { id, .. } = Holds::new(app.clone()).place(tenant, concert, NewHold { cart, locale: Locale::Fr }).await? else {
        bail!("no place is left");
    };
    let (first, family) = order.buyer;
    let email = address(first, family);
    let person =
        NewPerson { first_name: first.to_owned(), family_name: family.to_owned(), email: email.clone(), email_norm: email.clone(), locale: Locale::Fr };
    if let Next::Pay(checkout) = pay::pay(app, tenant, id, &Buyer { person, notice, terms, named: named(order) }).await? {
        let name = format!("{first} {family}");
        let card = [("email", email.as_str()), ("card_number", "4242424242424242"), ("exp", "12/34"), ("cvc", "123"), ("name", name.as_str())];
        let paid = stage.http.post(&checkout).form(&card).send().await?;
        anyhow::ensure!(paid.status().is_redirection(), "the simulator did not take the payment: {}", paid.status());
        reconcile::reconcile_order(app, tenant, id).await?;
    }
    Ok(id)
}

async fn afterwards(stage: &Stage, tenant: TenantId, after: After, id: OrderId, treasurer: AccountId, door: AccountId) -> anyhow::Result<()> {
    if after == After::Nothing {
        return Ok(());
    }
    let app = &stage.app;
    let mut tx = app.db.tenant(tenant).await?;
    let bought = tickets::store::list(&mut tx, tickets::store::Wanted { order: Some(id), ..Default::default() }).await?;
    if after == After::Admitted {
        for ticket in &bought {
            tickets::store::admit(&mut tx, app.clock.now(), ticket, door, "Entrée").await?;
        }
        tx.commit().await?;
        return Ok(());
    }
    let chosen: Vec<_> = if after == After::OneRefunded { bought.iter().take(1).map(|ticket| ticket.id.uuid()).collect() } else { Vec::new() };
    let (plan, _) = pay::plan_refund(&mut tx, id, &chosen, false).await?;
    drop(tx);
    pay::refund(app, tenant, id, &chosen, plan.amount, treasurer).await?;
    Ok(())
}

/// Whom the places are for: the first is the buyer's own, where anybody is named.
fn named(order: &script::Order) -> Named {
    let guest = |(place, name): (u16, &&str)| (place, Some(Whose::Named { name: (*name).to_owned(), email: None }));
    let own = (!order.guests.is_empty()).then_some((1, Some(Whose::Buyer)));
    own.into_iter().chain((2_u16..).zip(order.guests).map(guest)).collect()
}

/// `etienne.roche@example.org`: letters without accents.
fn address(first: &str, family: &str) -> String {
    let plain = |name: &str| -> String {
        name.to_lowercase()
            .chars()
            .map(|letter| match letter {
                'é' | 'è' | 'ê' | 'ë' => 'e',
                'à' | 'â' => 'a',
                'î' | 'ï' => 'i',
                'ô' => 'o',
                'ç' => 'c',
                ' ' => '-',
                other => other,
            })
            .collect()
    };
    format!("{}.{}@example.org", plain(first), plain(family))
}
