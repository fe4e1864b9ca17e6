//! The public pages of requests: the choice, the form, and the page behind a link. Nobody needs an account, and nothing tells what is stored.

pub mod fate;
pub mod links;
pub mod tracking;
pub mod whom;

use kernel::{
    error::{Error, Result, Sentence},
    form::{EmailAddress, Form, FormState, LocalDate, LongText, Parser, PersonName, cents},
    http::Ctx,
    limits::Limit,
    views::Page,
};
use poem::{
    Response, RouteMethod, get, handler,
    http::{HeaderName, HeaderValue, StatusCode, header},
    web::Query,
};
use serde::{Deserialize, Serialize};

use super::{
    PATH,
    model::Kind,
    receiving::{self, Asked},
    store::{Cited, Proof},
};
use crate::site;

/// The six choices and the seventh, each in words.
#[derive(Debug, Serialize)]
pub struct ChoicePage {
    choices: Vec<Choice>,
    sent: bool,
    phone: Option<String>,
    email: String,
    address: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Choice {
    kind: &'static str,
    article: &'static str,
    url: String,
}

impl Page for ChoicePage {
    const TEMPLATE: &'static str = "privacy/requests/choice.html";

    fn samples() -> Vec<Self> {
        let page = |sent| Self {
            choices: Kind::ALL.iter().map(|kind| Choice { kind: kind.word(), article: kind.article(), url: "/vos-donnees?demande=copie".to_owned() }).collect(),
            sent,
            phone: sent.then(|| "03 80 00 00 00".to_owned()),
            email: "bonjour@example.org".to_owned(),
            address: vec!["3 rue des Tanneurs".to_owned(), "21000 Dijon".to_owned()],
        };
        vec![page(false), page(true)]
    }
}

/// The form of one choice.
#[derive(Debug, Serialize)]
pub struct AskPage {
    kind: &'static str,
    slug: &'static str,
    article: &'static str,
    corrects: bool,
    erases: bool,
    proof_open: bool,
    ticket_open: bool,
    other_open: bool,
    form: FormState,
}

impl Page for AskPage {
    const TEMPLATE: &'static str = "privacy/requests/ask.html";

    fn samples() -> Vec<Self> {
        let faulty = FormState::filled([("given_name", "Jeanne"), ("order_code", "FA0Y")])
            .with_fault("email", Sentence::new("fault-email"))
            .with_fault("order_code", Sentence::new("rights-fault-code"));
        let other = FormState::filled([("for_other", "yes"), ("represented_given_name", "Zoé"), ("capacity", "parent")])
            .with_fault("represented_age", Sentence::new("rights-fault-age"))
            .with_fault("ticket_number", Sentence::new("rights-fault-ticket"))
            .with_fault("quiet", Sentence::new("rights-fault-quiet"));
        let faulty = [Self::new(Kind::Rectification, faulty), Self::new(Kind::Erasure, other)];
        Kind::ALL.iter().map(|kind| Self::new(*kind, FormState::default())).chain(faulty).collect()
    }
}

impl AskPage {
    fn new(kind: Kind, form: FormState) -> Self {
        let faulty = |fields: &[&str]| form.any() && form.faults().any(|(field, _)| fields.contains(&field));
        let (proof_open, ticket_open, other_open) = (faulty(&["order_code", "show_date", "amount"]), faulty(&["ticket_number"]), faulty(&whom::FIELDS));
        let (corrects, erases) = (kind == Kind::Rectification, kind == Kind::Erasure);
        Self { kind: kind.word(), slug: kind.slug(), article: kind.article(), corrects, erases, proof_open, ticket_open, other_open, form }
    }
}

pub(super) fn routes() -> Vec<(&'static str, RouteMethod)> {
    vec![
        (PATH, get(show).post(send)),
        ("/vos-donnees/confirmer/:id/:token", get(links::show_identity).post(links::confirm)),
        ("/vos-donnees/fichier/:id/:token", get(links::show_download).post(links::download)),
        ("/vos-donnees/adresse/:id/:token", get(links::show_address).post(links::confirm_address)),
        ("/vos-donnees/suivi/:id/:token", get(tracking::show).post(tracking::act)),
    ]
}

/// Keeps a secret address secret: no search engine, no cache, and no word of it to other sites.
pub(super) fn secret(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn framed<P: Page>(ctx: &Ctx, page: &P, status: StatusCode) -> Result<Response> {
    let mut tx = ctx.begin().await?;
    let frame = site::chrome(ctx, &mut tx).await?;
    drop(tx);
    Ok(secret(ctx.page(&frame, page, status)?))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Wanted {
    demande: String,
    envoye: Option<String>,
}

#[handler]
async fn show(ctx: Ctx, Query(asked): Query<Wanted>) -> Result<Response> {
    if let Some(kind) = Kind::from_slug(&asked.demande) {
        return framed(&ctx, &AskPage::new(kind, FormState::default()), StatusCode::OK).await;
    }
    let mut tx = ctx.begin().await?;
    let association = site::store::load(&mut tx).await?;
    drop(tx);
    let choice = |kind: &Kind| Choice { kind: kind.word(), article: kind.article(), url: ctx.locale.path(&format!("{PATH}?demande={}", kind.slug())) };
    let page = ChoicePage {
        choices: Kind::ALL.iter().map(choice).collect(),
        sent: asked.envoye.is_some(),
        phone: Some(site::model::phone_grouped(&association.phone)).filter(|phone| !phone.is_empty()),
        email: association.email.clone(),
        address: association.address(),
    };
    framed(&ctx, &page, StatusCode::OK).await
}

/// The letters and digits of a code, from how people type it: any case, with or without dashes, O for 0, I or L for 1.
fn crockford(typed: &str) -> String {
    let letter = |character: char| match character.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    typed.chars().filter(char::is_ascii_alphanumeric).map(letter).collect()
}

/// A ticket's number as it is stored: its order's code and three digits.
fn ticket_number(typed: &str) -> Result<String, Sentence> {
    let letters = crockford(typed);
    match (letters.get(..4), letters.get(4..8), letters.get(8..)) {
        (Some(first), Some(second), Some(rest)) if rest.len() == 5 && rest.bytes().all(|byte| byte.is_ascii_digit()) => Ok(format!("{first}-{second}-{rest}")),
        _ => Err(Sentence::new("rights-fault-ticket")),
    }
}

/// An order's code as it is stored.
pub(super) fn order_code(typed: &str) -> Result<String, Sentence> {
    let letters = crockford(typed);
    match (letters.get(..4), letters.get(4..8), letters.get(8..)) {
        (Some(first), Some(second), Some(check)) if check.len() == 2 => Ok(format!("{first}-{second}-{check}")),
        _ => Err(Sentence::new("rights-fault-code")),
    }
}

/// The purchase that a form names, when it names one: then all of it.
pub(super) fn read_proof(parser: &mut Parser<'_>, form: &Form, with_amount: bool) -> Option<Proof> {
    let mut fields = vec!["order_code", "show_date"];
    fields.extend(with_amount.then_some("amount"));
    if fields.iter().all(|field| form.text(field).trim().is_empty()) {
        return None;
    }
    let code = parser.required("order_code", order_code);
    let day = parser.required("show_date", LocalDate::parse);
    let total = if with_amount { parser.required("amount", cents).map(|cents| i32::try_from(cents.0).ok()) } else { Some(None) };
    Some(Proof { code: code?, day: day?.date(), total: total? })
}

/// What a form cites to show whose rows a request is about.
pub(super) fn read_cited(parser: &mut Parser<'_>, form: &Form) -> Cited {
    Cited { purchase: read_proof(parser, form, true), ticket: parser.optional("ticket_number", ticket_number) }
}

/// What a correction says is right: at least one thing.
pub(super) fn read_corrected(parser: &mut Parser<'_>, kind: Kind) -> [Option<String>; 3] {
    if kind != Kind::Rectification {
        return [None, None, None];
    }
    let given = parser.optional("corrected_given_name", PersonName::parse).map(PersonName::into_string);
    let family = parser.optional("corrected_family_name", PersonName::parse).map(PersonName::into_string);
    let email = parser.optional("corrected_email", EmailAddress::parse).map(EmailAddress::into_string);
    if given.is_none() && family.is_none() && email.is_none() && parser.is_clean() {
        parser.fault("corrected_given_name", Sentence::new("rights-fault-nothing-corrected"));
    }
    [given, family, email]
}

fn read(form: &Form, kind: Kind) -> std::result::Result<Asked, FormState> {
    let mut parser = form.parser();
    let given_name = parser.required("given_name", PersonName::parse);
    let family_name = parser.required("family_name", PersonName::parse);
    let email = parser.required("email", EmailAddress::parse);
    let message = parser.optional("message", LongText::up_to(2_000)).map(LongText::into_string);
    let corrected = read_corrected(&mut parser, kind);
    let cited = read_cited(&mut parser, form);
    let represented = whom::read_represented(&mut parser, form);
    let for_other = represented.is_some() || whom::FIELDS.iter().any(|field| !form.text(field).trim().is_empty());
    if for_other && cited.purchase.is_some() {
        // It would count for nothing, and nobody would learn that it did.
        parser.fault("order_code", Sentence::new("rights-fault-purchase-for-other"));
    }
    let quiet = whom::read_quiet(&mut parser, form, kind, for_other);
    match (given_name, family_name, email) {
        (Some(given), Some(family), Some(email)) if parser.is_clean() => {
            let (given_name, family_name) = (given.into_string(), family.into_string());
            Ok(Asked { kind, given_name, family_name, email, message, corrected, cited, represented, quiet })
        }
        _ => Err(parser.state()),
    }
}

#[handler]
async fn send(ctx: Ctx, form: Form) -> Result<Response> {
    let tenant = ctx.tenant()?.id;
    let Some(kind) = Kind::from_slug(form.text("demande")) else { return ctx.redirect(PATH) };
    let asked = match read(&form, kind) {
        Ok(asked) => asked,
        Err(state) => return framed(&ctx, &AskPage::new(kind, state), StatusCode::UNPROCESSABLE_ENTITY).await,
    };
    let received = match ctx.app.limits.check(Limit::Rights, format!("{tenant}/{}", ctx.visitor.key())) {
        Ok(()) => receiving::by_site(&ctx.app, tenant, ctx.locale, &asked).await.map(drop),
        Err(error) => Err(error),
    };
    match received {
        Ok(()) => ctx.redirect("/vos-donnees?envoye=1"),
        Err(Error::TooMany { retry_after_seconds }) => {
            let state = form.parser().state().with_fault("form", Sentence::new("rights-fault-too-often"));
            let mut response = framed(&ctx, &AskPage::new(kind, state), StatusCode::TOO_MANY_REQUESTS).await?;
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after_seconds));
            Ok(response)
        }
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        for typed in ["FA0Y-W0PY-42", "fa0y w0py 42", "FAOYWOPY42"] {
            assert_eq!(order_code(typed).unwrap(), "FA0Y-W0PY-42", "{typed}");
        }
        for typed in ["", "FA0Y-W0PY", "FA0Y-W0PY-421", "éé"] {
            assert!(order_code(typed).is_err(), "{typed}");
        }
        assert_eq!(ticket_number("faoy wopy 42oo1").unwrap(), "FA0Y-W0PY-42001");
        for typed in ["", "FA0Y-W0PY-42", "FA0Y-W0PY-4200A", "FA0Y-W0PY-420011"] {
            assert!(ticket_number(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn a_purchase_is_named_whole_or_not_at_all() {
        let base = [("given_name", "Jeanne"), ("family_name", "Lefort"), ("email", "jeanne@example.org")];
        assert!(read(&Form::from_pairs(base), Kind::Access).unwrap().cited.purchase.is_none());
        let half = Form::from_pairs(base.into_iter().chain([("order_code", "FA0Y-W0PY-42")]));
        let state = read(&half, Kind::Access).unwrap_err();
        assert_eq!(state.faults().map(|(field, _)| field).collect::<Vec<_>>(), ["amount", "show_date"]);
        let whole = Form::from_pairs(base.into_iter().chain([("order_code", "fa0yw0py42"), ("show_date", "2027-01-31"), ("amount", "29,40")]));
        let proof = read(&whole, Kind::Access).unwrap().cited.purchase.unwrap();
        assert_eq!((proof.code.as_str(), proof.total), ("FA0Y-W0PY-42", Some(2940)));
        assert!(read(&Form::from_pairs(base), Kind::Rectification).is_err(), "a correction says what is right");
    }
}
