//! Writing a concert: the page of fields and what its buttons do. Nothing typed is lost, nor a picture already sent.

use kernel::{
    app::App,
    clock::Timestamp,
    db::TenantTx,
    error::{Error, Result, Sentence},
    form::{Form, FormState, LocalDateTime, cents},
    http::Admin,
    money::Cents,
    session::Capability,
    views::{Page, Surface},
};
use poem::{Response, handler, http::StatusCode, web::Path};
use serde::Serialize;
use uuid::Uuid;

use super::{
    concert::publish,
    rows::sample_moment,
    saving::{self, MOST_TARIFFS},
    told,
};
use crate::{
    site::{self, pictures},
    staff,
    ticketing::{
        concerts::{
            self,
            model::{Concert, ConcertId, ConcertState, Tariff, TariffKind},
        },
        desk,
    },
};

/// How many empty rows a new form ends with.
const EMPTY_ROWS: usize = 3;

/// The page.
#[derive(Debug, Serialize)]
pub struct FormPage {
    concert: Option<Known>,
    picture_url: Option<String>,
    tariffs: Vec<Row>,
    currency_sign: &'static str,
    form: FormState,
    preview: Preview,
}

#[derive(Debug, Serialize)]
struct Known {
    id: ConcertId,
    title: String,
    state: &'static str,
    sold: i32,
    starts_at: Timestamp,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct Row {
    index: usize,
    sold: i64,
}

#[derive(Debug, Default, Serialize)]
struct Preview {
    title: String,
    starts_at: Option<Timestamp>,
    venue: String,
    summary: String,
    price_from_cents: Option<Cents>,
}

impl Page for FormPage {
    const TEMPLATE: &'static str = "back_office/concert_form.html";
    const SURFACE: Surface = Surface::BackOffice;

    fn samples() -> Vec<Self> {
        let known = |state: ConcertState| {
            Some(Known {
                id: ConcertId::from_uuid(Uuid::from_u128(1)),
                title: "Alma Quartet".to_owned(),
                state: state.word(),
                sold: 62,
                starts_at: sample_moment(),
            })
        };
        let rows = |sold| (0..3).map(|index| Row { index, sold }).collect();
        let new = Self { concert: None, picture_url: None, tariffs: rows(0), currency_sign: "€", form: FormState::default(), preview: Preview::default() };
        let filled =
            FormState::filled([("title", "Alma"), ("tariff-0-id", "1"), ("tariff-0-name_fr", "Plein tarif"), ("tariff-0-kind", "fixed"), ("picture_id", "1")]);
        let preview = Preview {
            title: "Alma".to_owned(),
            starts_at: Some(sample_moment()),
            venue: "La Grange".to_owned(),
            summary: "Quatre cordes.".to_owned(),
            price_from_cents: Some(Cents(500)),
        };
        let picture_url = Some("/a/tilleuls/media/1/w960".to_owned());
        vec![
            new,
            Self {
                concert: known(ConcertState::Published),
                picture_url: picture_url.clone(),
                tariffs: rows(5),
                currency_sign: "€",
                form: filled.clone(),
                preview,
            },
            Self {
                concert: known(ConcertState::Draft),
                picture_url,
                tariffs: rows(0),
                currency_sign: "€",
                form: filled.with_fault("tariff-0-price", Sentence::new("fault-amount")).with_fault("picture", Sentence::new("fault-required")),
                preview: Preview { price_from_cents: Some(Cents::ZERO), ..Preview::default() },
            },
        ]
    }
}

/// What a form is about: a new concert, or one that exists, with what it sold.
struct Subject {
    concert: Option<Concert>,
    tariffs: Vec<Tariff>,
    sold: Vec<(String, i64)>,
}

impl Subject {
    const fn new() -> Self {
        Self { concert: None, tariffs: Vec::new(), sold: Vec::new() }
    }

    async fn load(tx: &mut TenantTx, id: ConcertId) -> Result<Self> {
        let concert = concerts::store::find(tx, id).await?.ok_or(Error::NotFound)?;
        let tariffs = concerts::store::tariffs(tx, id).await?;
        let sold = desk::store::by_tariff(tx, id).await?.into_iter().map(|sales| (sales.id.to_string(), sales.sold)).collect();
        Ok(Self { concert: Some(concert), tariffs, sold })
    }

    fn sold(&self, tariff: &str) -> i64 {
        self.sold.iter().find(|(id, _)| id == tariff).map_or(0, |(_, sold)| *sold)
    }

    /// The fields as they are stored.
    fn stored(&self, words: Option<(String, String, String)>) -> FormState {
        let Some(concert) = &self.concert else { return FormState::filled([("limit_per_order", "10")]) };
        let time = |moment: Option<Timestamp>| moment.map(LocalDateTime::typed_time).unwrap_or_default();
        let full = |moment: Option<Timestamp>| moment.map(LocalDateTime::typed).unwrap_or_default();
        let (alt_fr, alt_en, credit) = words.unwrap_or_default();
        let mut values = vec![
            ("title".to_owned(), concert.title.clone()),
            ("summary_fr".to_owned(), concert.summary_fr.clone()),
            ("summary_en".to_owned(), concert.summary_en.clone()),
            ("text_fr".to_owned(), concert.text_fr.clone()),
            ("text_en".to_owned(), concert.text_en.clone()),
            ("picture_alt_fr".to_owned(), alt_fr),
            ("picture_alt_en".to_owned(), alt_en),
            ("picture_credit".to_owned(), credit),
            ("venue_name".to_owned(), concert.venue_name.clone()),
            ("venue_address".to_owned(), concert.venue_address.clone()),
            ("date".to_owned(), LocalDateTime::typed_date(concert.starts_at)),
            ("doors".to_owned(), time(concert.doors_at)),
            ("starts".to_owned(), time(Some(concert.starts_at))),
            ("ends".to_owned(), time(concert.ends_at)),
            ("capacity".to_owned(), if concert.seats.capacity > 0 { concert.seats.capacity.to_string() } else { String::new() }),
            ("limit_per_order".to_owned(), concert.limit_per_order.to_string()),
            ("attendee_names".to_owned(), concert.attendee_names.word().to_owned()),
            ("sale_opens".to_owned(), full(concert.sale_opens_at)),
            ("sale_closes".to_owned(), full(concert.sale_closes_at)),
        ];
        if let Some(picture) = concert.picture {
            values.push(("picture_id".to_owned(), picture.to_string()));
        }
        for (index, tariff) in self.tariffs.iter().enumerate() {
            let price = format!("{},{:02}", tariff.price.0 / 100, tariff.price.0 % 100);
            let amount = if tariff.kind == TariffKind::PayWhatYouWant { "minimum" } else { "price" };
            let mut add = |part: &str, value: String| values.push((format!("tariff-{index}-{part}"), value));
            add("id", tariff.id.to_string());
            add("name_fr", tariff.name_fr.clone());
            add("name_en", tariff.name_en.clone());
            add("kind", tariff.kind.word().to_owned());
            if tariff.kind != TariffKind::Free {
                add(amount, price);
            }
            add("limit", tariff.limit_per_order.map(|limit| limit.to_string()).unwrap_or_default());
        }
        FormState::filled(values)
    }

    fn page(&self, admin: &Admin, form: FormState, tariffs: Vec<Row>, picture: Option<Uuid>, preview: Preview) -> FormPage {
        let concert = self.concert.as_ref();
        FormPage {
            concert: concert.map(|concert| Known {
                id: concert.id,
                title: concert.title.clone(),
                state: concert.state.word(),
                sold: concert.seats.sold,
                starts_at: concert.starts_at,
            }),
            picture_url: picture.map(|picture| admin.path(&pictures::url(picture, pictures::MEDIUM))),
            tariffs,
            currency_sign: "€",
            form,
            preview,
        }
    }

    /// The page of what is stored.
    fn fresh(&self, admin: &Admin, words: Option<(String, String, String)>) -> FormPage {
        let mut rows: Vec<Row> = self.tariffs.iter().enumerate().map(|(index, tariff)| Row { index, sold: self.sold(&tariff.id.to_string()) }).collect();
        add_rows(&mut rows, if self.concert.is_some() { 1 } else { EMPTY_ROWS });
        let preview = self.concert.as_ref().map_or_else(Preview::default, |concert| Preview {
            title: concert.title.clone(),
            starts_at: Some(concert.starts_at),
            venue: concert.venue_name.clone(),
            summary: concert.summary_fr.clone(),
            price_from_cents: self.tariffs.iter().map(|tariff| tariff.price).min(),
        });
        self.page(admin, self.stored(words), rows, self.concert.as_ref().and_then(|concert| concert.picture), preview)
    }

    /// The page of what was typed, faults and all; `more` empty rows at the end.
    fn again(&self, admin: &Admin, form: &Form, state: FormState, picture: Option<Uuid>, more: usize) -> FormPage {
        let mut rows: Vec<Row> = saving::rows_of(form)
            .into_iter()
            .filter(|index| saving::is_filled(form, *index))
            .map(|index| Row { index, sold: self.sold(form.text(&format!("tariff-{index}-id"))) })
            .collect();
        add_rows(&mut rows, more);
        let state = match picture {
            Some(picture) => state.with_value("picture_id", picture.to_string()),
            None => state.with_value("picture_id", ""),
        };
        self.page(admin, state, rows, picture, preview(form))
    }
}

fn add_rows(rows: &mut Vec<Row>, more: usize) {
    let next = rows.iter().map(|row| row.index + 1).max().unwrap_or(0);
    rows.extend((next..next + more).take_while(|index| *index < MOST_TARIFFS).map(|index| Row { index, sold: 0 }));
}

/// What visitors would see of what was typed, as far as it can be read.
fn preview(form: &Form) -> Preview {
    let text = |name: &str| form.text(name).trim().to_owned();
    let start = if text("starts").is_empty() { "20:30".to_owned() } else { text("starts") };
    let price = |index: usize| {
        let field = |part: &str| form.text(&format!("tariff-{index}-{part}")).to_owned();
        if field("name_fr").trim().is_empty() {
            return None;
        }
        match TariffKind::from_word(&field("kind"))? {
            TariffKind::Fixed => cents(&field("price")).ok(),
            TariffKind::Free => Some(Cents::ZERO),
            TariffKind::PayWhatYouWant => Some(cents(&field("minimum")).unwrap_or_default()),
        }
    };
    Preview {
        title: text("title"),
        starts_at: LocalDateTime::parse(&format!("{}T{start}", text("date"))).ok().map(LocalDateTime::instant),
        venue: text("venue_name"),
        summary: text("summary_fr"),
        price_from_cents: saving::rows_of(form).into_iter().filter_map(price).min(),
    }
}

#[handler]
pub fn blank(admin: Admin) -> Result<Response> {
    admin.require(Capability::Edit)?;
    admin.page("concerts", &Subject::new().fresh(&admin, None))
}

#[handler]
pub async fn edit(admin: Admin, Path(id): Path<ConcertId>) -> Result<Response> {
    admin.require(Capability::Edit)?;
    let mut tx = admin.begin().await?;
    let subject = Subject::load(&mut tx, id).await?;
    let words = match subject.concert.as_ref().and_then(|concert| concert.picture) {
        Some(picture) => desk::store::picture_words(&mut tx, picture).await?,
        None => None,
    };
    drop(tx);
    admin.page("concerts", &subject.fresh(&admin, words))
}

#[handler]
pub async fn create(admin: Admin, form: Form) -> Result<Response> {
    post(&admin, &form, None).await
}

#[handler]
pub async fn update(admin: Admin, Path(id): Path<ConcertId>, form: Form) -> Result<Response> {
    post(&admin, &form, Some(id)).await
}

/// A picture that came with a form, or the one that was there; and what was wrong with it.
async fn picture(app: &App, admin: &Admin, form: &Form) -> Result<(Option<Uuid>, Option<Sentence>)> {
    let kept = form.text("picture_id").parse::<Uuid>().ok();
    let mut fault = None;
    if let Some(upload) = form.file("picture") {
        let words = pictures::PictureWords::default();
        match pictures::store_upload(app, admin.tenant_id(), upload.bytes.clone(), &words).await {
            Ok(id) => return Ok((Some(id), None)),
            Err(error) => fault = Some(told(error)?),
        }
    }
    let Some(kept) = kept.filter(|_| !form.has("remove_picture")) else { return Ok((None, fault)) };
    let mut tx = admin.begin().await?;
    let known = desk::store::picture_words(&mut tx, kept).await?.is_some();
    Ok((known.then_some(kept), fault))
}

async fn post(admin: &Admin, form: &Form, id: Option<ConcertId>) -> Result<Response> {
    admin.require(Capability::Edit)?;
    admin.check_csrf(form.text("csrf"))?;
    let now = admin.ctx.now();
    let (picture, picture_fault) = picture(&admin.ctx.app, admin, form).await?;
    let mut tx = admin.begin().await?;
    let subject = match id {
        Some(id) => Subject::load(&mut tx, id).await?,
        None => Subject::new(),
    };
    let act = form.text("act");
    let known = subject.concert.as_ref();
    let draft = known.is_none_or(|concert| concert.state == ConcertState::Draft);
    if matches!(act, "add_tariff" | "preview") {
        drop(tx);
        let state = FormState::filled(form.with_prefix("").filter(|(name, _)| *name != "csrf"));
        let state = picture_fault.into_iter().fold(state, |state, fault| state.with_fault("picture", fault));
        return admin.page("concerts", &subject.again(admin, form, state, picture, 1));
    }
    let typed = saving::read(form, known, &subject.tariffs, picture, !draft || act == "publish", admin.ctx.locale);
    let refused = |state: FormState| {
        let state = picture_fault.clone().into_iter().fold(state, |state, fault| state.with_fault("picture", fault));
        admin.page_status("concerts", &subject.again(admin, form, state, picture, 1), StatusCode::UNPROCESSABLE_ENTITY)
    };
    let typed = match typed {
        Ok(typed) if picture_fault.is_none() => typed,
        Ok(_) => return refused(form.parser().state()),
        Err(state) => return refused(state),
    };
    let saved = match saving::write(&mut tx, now, known, typed).await? {
        Ok(id) => id,
        Err((field, sentence)) => {
            drop(tx);
            return refused(form.parser().state().with_fault(field, sentence));
        }
    };
    if let Some(picture) = picture {
        let text = |name: &str| form.text(name).trim().chars().take(200).collect::<String>();
        site::store::describe_picture(&mut tx, now, picture, (&text("picture_alt_fr"), &text("picture_alt_en")), &text("picture_credit")).await?;
    }
    let action = if id.is_some() { "concert.change" } else { "concert.add" };
    staff::store::record(&mut tx, now, admin.account(), action, Some(saved.uuid())).await?;
    let done = if act == "publish" && draft {
        if publish(admin, &mut tx, saved).await? { "published" } else { "kept_draft" }
    } else {
        if !draft {
            tx.content_changed(now).await?;
        }
        if id.is_some() { "saved" } else { "created" }
    };
    tx.commit().await?;
    admin.redirect(&format!("/concerts/{saved}?fait={done}"))
}
