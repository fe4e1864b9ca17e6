//! The list of those who are expected, for when the network is not: a page to print, and the same as PDF.

use documents::{Admission, DoorListDocument, DoorListLabels, Fact, Language, Named};
use kernel::{
    clock::{PARIS, Timestamp},
    error::{Error, Result},
    http::Admin,
    i18n::{Locale, date_long, datetime, time, translate},
    session::Capability,
    views::{Page, Surface},
};
use poem::{Response, handler, http::header, web::Path};
use serde::Serialize;

use super::rows::sample_moment;
use crate::{
    payments::connect,
    site, staff,
    ticketing::{
        attendees::views::Holder,
        concerts::{
            self,
            model::{Concert, ConcertId},
        },
        desk::{self, model::fold, store::TicketRow},
    },
};

/// The page.
#[derive(Debug, Serialize)]
pub struct DoorListPage {
    concert: View,
    entries: Vec<Entry>,
    named: bool,
    elsewhere: Vec<Elsewhere>,
    printed_at: Timestamp,
    pdf_url: String,
}

#[derive(Debug, Serialize)]
struct View {
    id: ConcertId,
    title: String,
    starts_at: Timestamp,
    venue: String,
    sold: i32,
}

#[derive(Debug, Serialize)]
struct Entry {
    /// Who bought.
    holder: String,
    code: String,
    tickets: Vec<Line>,
}

#[derive(Debug, Serialize)]
struct Line {
    number: String,
    category: String,
    state: &'static str,
    admitted_at: Option<Timestamp>,
    holder: Holder,
}

/// Where in the list somebody stands who is named on a ticket that another bought.
#[derive(Debug, Serialize)]
struct Elsewhere {
    name: String,
    listed_as: String,
    number: String,
}

/// They are asked for their own name at the door, and the list is by buyer: by the last word of the name, which is most often the family's.
fn elsewhere(tickets: &[TicketRow]) -> Vec<Elsewhere> {
    let named = tickets.iter().filter(|ticket| ticket.valid && ticket.holder.kind == "named");
    let mut all: Vec<Elsewhere> =
        named.map(|ticket| Elsewhere { name: ticket.holder.name.clone(), listed_as: holder(ticket), number: ticket.number.clone() }).collect();
    all.sort_by_cached_key(|one| {
        let name = fold(&one.name);
        (name.rsplit(' ').next().unwrap_or_default().to_owned(), name, one.number.clone())
    });
    all
}

impl Page for DoorListPage {
    const TEMPLATE: &'static str = "back_office/door_list.html";
    const SURFACE: Surface = Surface::BackOffice;

    fn samples() -> Vec<Self> {
        let view = || View {
            id: ConcertId::from_uuid(uuid::Uuid::from_u128(1)),
            title: "Alma Quartet".to_owned(),
            starts_at: sample_moment(),
            venue: "La Grange".to_owned(),
            sold: 3,
        };
        let line = |number: &str, state, admitted_at, kind| Line {
            number: number.to_owned(),
            category: "Plein tarif".to_owned(),
            state,
            admitted_at,
            holder: Holder::sample(kind),
        };
        let tickets = vec![
            line("FA0Y-W0PY-42001", "valid", None, "buyer"),
            line("FA0Y-W0PY-42002", "valid", Some(sample_moment()), "named"),
            line("FA0Y-W0PY-42003", "void", None, "erased"),
        ];
        let pdf_url = || "/a/tilleuls/liste.pdf".to_owned();
        vec![
            Self {
                concert: view(),
                entries: vec![Entry { holder: "Arnoux Baptiste".to_owned(), code: "FA0Y-W0PY-42".to_owned(), tickets }],
                named: true,
                elsewhere: vec![Elsewhere { name: "Zoé Roy".to_owned(), listed_as: "Arnoux Baptiste".to_owned(), number: "FA0Y-W0PY-42002".to_owned() }],
                printed_at: sample_moment(),
                pdf_url: pdf_url(),
            },
            Self { concert: view(), entries: Vec::new(), named: false, elsewhere: Vec::new(), printed_at: sample_moment(), pdf_url: pdf_url() },
        ]
    }
}

/// How a list names the bearer: family name first, for that is what is looked up.
fn holder(ticket: &TicketRow) -> String {
    format!("{} {}", ticket.family_name, ticket.first_name).trim().to_owned()
}

/// The tickets of the concert; that somebody took the list along, with its names, is written down.
async fn expected(admin: &Admin, id: ConcertId) -> Result<(Concert, Vec<TicketRow>)> {
    admin.require(Capability::Door)?;
    let mut tx = admin.begin().await?;
    let concert = concerts::store::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let tickets = desk::store::tickets_of(&mut tx, id).await?;
    staff::store::record(&mut tx, admin.ctx.now(), admin.account(), "export.door_list", Some(id.uuid())).await?;
    tx.commit().await?;
    Ok((concert, tickets))
}

#[handler]
pub async fn door_list(admin: Admin, Path(id): Path<ConcertId>) -> Result<Response> {
    let (concert, tickets) = expected(&admin, id).await?;
    let elsewhere = elsewhere(&tickets);
    let mut entries: Vec<Entry> = Vec::new();
    for ticket in tickets {
        let line = Line {
            category: Concert::pick(admin.ctx.locale, &ticket.category_fr, &ticket.category_en).to_owned(),
            state: if ticket.valid { "valid" } else { "void" },
            admitted_at: ticket.admitted_at,
            holder: ticket.holder.clone(),
            number: ticket.number.clone(),
        };
        match entries.last_mut().filter(|entry| entry.code == ticket.code) {
            Some(entry) => entry.tickets.push(line),
            None => entries.push(Entry { holder: holder(&ticket), code: ticket.code.clone(), tickets: vec![line] }),
        }
    }
    let page = DoorListPage {
        concert: View { id, title: concert.title, starts_at: concert.starts_at, venue: concert.venue_name, sold: concert.seats.sold },
        named: entries.iter().flat_map(|entry| &entry.tickets).any(|ticket| ticket.holder.kind != "none"),
        entries,
        elsewhere,
        printed_at: admin.ctx.now(),
        pdf_url: admin.path(&format!("/concerts/{id}/liste.pdf")),
    };
    admin.page("concerts", &page)
}

#[handler]
pub async fn door_list_pdf(admin: Admin, Path(id): Path<ConcertId>) -> Result<Response> {
    let (concert, tickets) = expected(&admin, id).await?;
    let locale = admin.ctx.locale;
    let mut tx = admin.begin().await?;
    let operator = site::store::load(&mut tx).await?.legal_name;
    let test = connect::store::find(&mut tx).await?.is_some_and(|account| !account.livemode);
    drop(tx);
    let say = |key: &str| translate(locale, key, &[]);
    let labels = DoorListLabels::KEYS.iter().map(|key| Ok((*key, say(key)?))).collect::<anyhow::Result<std::collections::HashMap<_, _>>>()?;
    let now = admin.ctx.now();
    let starts = concert.starts_at.with_timezone(&PARIS);
    let admissions: Vec<Admission> = tickets
        .iter()
        .filter(|ticket| ticket.valid)
        .map(|ticket| {
            let buyer = holder(ticket);
            let bearer = ticket.holder.bearer(locale, &buyer)?;
            // The list is by buyer: whoever is named on a ticket stands before the name it is looked up by.
            let name = if bearer == buyer || buyer.is_empty() { bearer } else { format!("{bearer} ({buyer})") };
            Ok(Admission {
                name,
                category: Concert::pick(locale, &ticket.category_fr, &ticket.category_en).to_owned(),
                number: ticket.number.clone(),
                came_in: ticket.admitted_at.map(|at| time(locale, &at.with_timezone(&PARIS))),
            })
        })
        .collect::<Result<_>>()?;
    let named = elsewhere(&tickets).into_iter().map(|one| Named { name: one.name, listed_as: one.listed_as, number: one.number }).collect();
    let document = DoorListDocument {
        language: if locale == Locale::Fr { Language::French } else { Language::English },
        title: format!("{}, {}", say("document-door-list")?, concert.title),
        issued_at: now,
        printed_on: datetime(locale, &now.with_timezone(&PARIS)),
        test,
        operator,
        date: format!("{}, {}", date_long(locale, &starts), time(locale, &starts)),
        counts: vec![Fact { label: say("bo-tickets")?, value: admissions.len().to_string() }],
        concert: concert.title,
        venue: concert.venue_name,
        admissions,
        named,
        labels: DoorListLabels::from_messages(|key| labels.get(key).cloned().unwrap_or_default()),
    };
    let bytes = tokio::task::spawn_blocking(move || documents::door_list(&document)).await.map_err(anyhow::Error::from)?.map_err(anyhow::Error::from)?;
    Ok(Response::builder()
        .content_type("application/pdf")
        .header(header::CONTENT_DISPOSITION, format!("inline; filename=\"liste-{}.pdf\"", concert.slug))
        .header(header::CACHE_CONTROL, "no-store")
        .body(bytes))
}
