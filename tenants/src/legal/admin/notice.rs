//! The association's own words in its texts: written as drafts by whoever writes, compared with what is public, published by the president.

use kernel::{
    db::TenantTx,
    error::{Error, Result, Sentence},
    form::{Form, FormState, csrf_matches},
    http::Admin,
    i18n::translate,
    session::Capability,
    views::{FlashKind, Page, Surface},
};
use poem::{Response, handler, http::StatusCode, web::Query};
use serde::{Deserialize, Serialize};

use crate::{
    legal::{
        Facts, Kind, clauses, compose, current_of,
        diff::{self, Marks},
        missing_for_notice, store,
    },
    site::model::Association,
    staff,
};

/// The form of one text.
#[derive(Debug, Serialize)]
pub struct NoticePage {
    kind: &'static str,
    kinds: Vec<&'static str>,
    missing: Vec<Sentence>,
    sections: Vec<SectionRow>,
    fields: Vec<String>,
    pending: usize,
    may_publish: bool,
    longest: usize,
    form: FormState,
}

#[derive(Debug, Serialize)]
struct SectionRow {
    anchor: String,
    title: String,
    pending: bool,
    filled: bool,
    faulty: bool,
}

/// The text as it would be, beside what is public.
#[derive(Debug, Serialize)]
pub struct NoticePreviewPage {
    kind: &'static str,
    changed: usize,
    difference_html: String,
    whole_html: String,
    hash: String,
    may_publish: bool,
}

impl Page for NoticePage {
    const TEMPLATE: &'static str = "back_office/notice.html";
    const SURFACE: Surface = Surface::BackOffice;

    fn samples() -> Vec<Self> {
        let row = |anchor: &str, pending, faulty| SectionRow {
            anchor: anchor.to_owned(),
            title: "7. Liens vers d’autres sites".to_owned(),
            pending,
            filled: pending,
            faulty,
        };
        let page = |pending, may_publish, missing, form: FormState| Self {
            kind: "notice",
            kinds: Kind::ALL.map(Kind::word).to_vec(),
            missing,
            fields: vec!["fr-liens".to_owned(), "en-liens".to_owned()],
            sections: vec![row("liens", pending > 0, form.any()), row("droit", false, false)],
            pending,
            may_publish,
            longest: clauses::LONGEST,
            form,
        };
        let faulty = FormState::filled([("fr-liens", "http://example.org")])
            .with_fault("fr-liens", Sentence::new("fault-clause-link").with("address", "http://example.org"));
        let bare = Association { phone: String::new(), ..Association::sample() };
        vec![
            page(0, false, Vec::new(), FormState::default()),
            page(1, true, Vec::new(), FormState::filled([("fr-liens", "Nos partenaires nous ont donné leur accord.")])),
            page(1, true, missing_for_notice(&bare), faulty),
        ]
    }
}

impl Page for NoticePreviewPage {
    const TEMPLATE: &'static str = "back_office/notice_preview.html";
    const SURFACE: Surface = Surface::BackOffice;

    fn samples() -> Vec<Self> {
        let page = |changed, may_publish| Self {
            kind: "terms",
            changed,
            difference_html: "<h2>7. Liens</h2><p>un <ins>mot</ins></p>".to_owned(),
            whole_html: "<h2 id=\"liens\">7. Liens</h2><p>un mot</p>".to_owned(),
            hash: "07".repeat(32),
            may_publish,
        };
        vec![page(0, true), page(1, true), page(1, false)]
    }
}

/// Which text is at work.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    texte: String,
    fait: String,
}

impl Asked {
    fn kind(&self) -> Kind {
        Kind::from_word(&self.texte).unwrap_or(Kind::Notice)
    }
}

/// The sections of a text that an association may add to: name and title.
fn sections(admin: &Admin, facts: &Facts, kind: Kind) -> Result<Vec<(String, String)>> {
    let content = compose::compose(kind, &facts.sources(&admin.ctx.app.config.operator, admin.ctx.now(), true))?;
    let plan = compose::plan::Plan::of(kind, &facts.association, &facts.modules);
    let text = content.text(admin.ctx.locale);
    let numbered = text.sections.iter().filter(|section| plan.number(&section.anchor).is_some());
    Ok(numbered.map(|section| (section.anchor.clone(), section.title.clone())).collect())
}

/// The form as it is stored.
fn stored(facts: &Facts, kind: Kind) -> FormState {
    let clauses = facts.clauses.iter().filter(|clause| clause.kind == kind);
    FormState::filled(
        clauses.flat_map(|clause| [(format!("fr-{}", clause.section), clause.draft.0.clone()), (format!("en-{}", clause.section), clause.draft.1.clone())]),
    )
}

fn page(admin: &Admin, facts: &Facts, kind: Kind, form: FormState) -> Result<NoticePage> {
    let known = |anchor: &str| facts.clauses.iter().find(|clause| clause.kind == kind && clause.section == anchor);
    let rows: Vec<SectionRow> = sections(admin, facts, kind)?
        .into_iter()
        .map(|(anchor, title)| SectionRow {
            pending: known(&anchor).is_some_and(clauses::Clause::is_pending),
            filled: known(&anchor).is_some_and(|clause| !clause.draft.0.is_empty()),
            faulty: form.faults().any(|(name, _)| name.ends_with(&format!("-{anchor}"))),
            anchor,
            title,
        })
        .collect();
    Ok(NoticePage {
        kind: kind.word(),
        kinds: Kind::ALL.map(Kind::word).to_vec(),
        missing: missing_for_notice(&facts.association),
        fields: rows.iter().flat_map(|row| [format!("fr-{}", row.anchor), format!("en-{}", row.anchor)]).collect(),
        pending: rows.iter().filter(|row| row.pending).count(),
        sections: rows,
        may_publish: admin.staff.role.may(Capability::Manage),
        longest: clauses::LONGEST,
        form,
    })
}

/// The form.
#[handler]
pub async fn edit(admin: Admin, Query(asked): Query<Asked>) -> Result<Response> {
    admin.require(Capability::Edit)?;
    let mut tx = admin.begin().await?;
    let facts = Facts::load(&mut tx, admin.ctx.now()).await?;
    drop(tx);
    let kind = asked.kind();
    let page = page(&admin, &facts, kind, stored(&facts, kind))?;
    let done = match asked.fait.as_str() {
        "saved" => "legal-desk-saved",
        "published" => "legal-desk-published",
        "same" => "legal-desk-same",
        _ => return admin.page("notice", &page),
    };
    admin.page_with("notice", &page, FlashKind::Good, &Sentence::new(done), StatusCode::OK)
}

/// Keeps what was typed as drafts: the public goes on reading what was published.
#[handler]
pub async fn save(admin: Admin, Query(asked): Query<Asked>, form: Form) -> Result<Response> {
    admin.require(Capability::Edit)?;
    admin.check_csrf(form.text("csrf"))?;
    let (now, kind) = (admin.ctx.now(), asked.kind());
    let mut tx = admin.begin().await?;
    let facts = Facts::load(&mut tx, now).await?;
    let mut parser = form.parser();
    let typed: Vec<(String, (String, String))> = sections(&admin, &facts, kind)?
        .into_iter()
        .map(|(anchor, _)| (clauses::read(&mut parser, &anchor), anchor))
        .map(|(words, anchor)| (anchor, words))
        .collect();
    if !parser.is_clean() {
        drop(tx);
        let page = page(&admin, &facts, kind, parser.state())?;
        return admin.page_status("notice", &page, StatusCode::UNPROCESSABLE_ENTITY);
    }
    for (section, (french, english)) in &typed {
        let known = facts.clauses.iter().any(|clause| clause.kind == kind && clause.section == *section);
        if known || !french.is_empty() {
            store::save_draft(&mut tx, now, kind, section, (french, english)).await?;
        }
    }
    staff::store::record(&mut tx, now, admin.account(), "notice.draft", None).await?;
    tx.commit().await?;
    let next = if form.text("act") == "preview" { "/mentions/apercu?texte=" } else { "/mentions?fait=saved&texte=" };
    admin.redirect(&format!("{next}{}", kind.word()))
}

/// What would be public, and what is, as of now.
async fn difference(admin: &Admin, tx: &mut TenantTx, kind: Kind) -> Result<NoticePreviewPage> {
    let (host, now, locale) = (&admin.ctx.app.config.operator, admin.ctx.now(), admin.ctx.locale);
    let facts = Facts::load(tx, now).await?;
    current_of(tx, &facts, host, kind, now).await?;
    let public = store::find(tx, kind, None).await?.ok_or(Error::NotFound)?;
    let draft = compose::compose(kind, &facts.sources(host, now, true))?;
    let say = |key: &str| translate(locale, key, &[]);
    let marks = Marks { added: say("legal-diff-added")?, removed: say("legal-diff-removed")? };
    let compared = diff::compare(public.content.text(locale), draft.text(locale), &marks);
    Ok(NoticePreviewPage {
        kind: kind.word(),
        // English may change while French stays: the hash sees both.
        changed: if draft.hash()? == public.hash { 0 } else { compared.changed.max(1) },
        difference_html: compared.html,
        whole_html: draft.text(locale).to_html(),
        hash: hex::encode(draft.hash()?),
        may_publish: admin.staff.role.may(Capability::Manage),
    })
}

/// The preview.
#[handler]
pub async fn preview(admin: Admin, Query(asked): Query<Asked>) -> Result<Response> {
    admin.require(Capability::Edit)?;
    let mut tx = admin.begin().await?;
    let page = difference(&admin, &mut tx, asked.kind()).await?;
    tx.commit().await?;
    admin.page("notice", &page)
}

/// Makes public what was previewed, and nothing that was written since.
#[handler]
pub async fn publish(admin: Admin, Query(asked): Query<Asked>, form: Form) -> Result<Response> {
    admin.require(Capability::Manage)?;
    admin.check_csrf(form.text("csrf"))?;
    let (now, kind) = (admin.ctx.now(), asked.kind());
    let mut tx = admin.begin().await?;
    let page = difference(&admin, &mut tx, kind).await?;
    // Equal in constant time like a token, although nothing secret is in it: one way to compare is enough.
    if !csrf_matches(form.text("seen"), &page.hash) {
        tx.commit().await?;
        return admin.page_with("notice", &page, FlashKind::Warn, &Sentence::new("legal-desk-changed-since"), StatusCode::CONFLICT);
    }
    let changed = store::publish(&mut tx, now, kind).await?;
    if changed > 0 {
        let facts = Facts::load(&mut tx, now).await?;
        current_of(&mut tx, &facts, &admin.ctx.app.config.operator, kind, now).await?;
        staff::store::record(&mut tx, now, admin.account(), "notice.publish", None).await?;
    }
    tx.commit().await?;
    admin.redirect(&format!("/mentions?fait={}&texte={}", if changed > 0 { "published" } else { "same" }, kind.word()))
}
