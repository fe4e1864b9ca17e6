//! What the pages of the legal texts show.

use kernel::{clock::Timestamp, config::OperatorConfig, i18n::Locale, views::Page};
use serde::Serialize;

use crate::{
    legal::{
        Kind,
        compose::{self, Sources},
        diff::Compared,
        store::{Listed, Stored},
    },
    site::{model::Association, modules::Modules},
};

/// Earlier versions a text names at its foot; the page of versions has them all.
const NAMED: usize = 5;

/// A text.
#[derive(Debug, Serialize)]
pub struct LegalPage {
    kind: &'static str,
    updated_at: Timestamp,
    version: i32,
    lead: Option<String>,
    contents: Vec<Entry>,
    body_html: String,
    changes: Vec<String>,
    compare_url: Option<String>,
    earlier: Vec<Earlier>,
    versions_url: String,
    current_url: Option<String>,
    pub(super) ceased: bool,
}

#[derive(Debug, Serialize)]
struct Entry {
    anchor: String,
    title: String,
    parts: Vec<(String, String)>,
}

#[derive(Debug, Serialize)]
struct Earlier {
    version: i32,
    date: Timestamp,
    url: String,
}

/// The versions of a text.
#[derive(Debug, Serialize)]
pub struct VersionsPage {
    kind: &'static str,
    current_url: String,
    compare_action: String,
    versions: Vec<VersionRow>,
}

#[derive(Debug, Serialize)]
struct VersionRow {
    version: i32,
    date: Timestamp,
    material: bool,
    hash: String,
    url: String,
    compare_url: Option<String>,
}

/// What changed between two versions.
#[derive(Debug, Serialize)]
pub struct ComparedPage {
    kind: &'static str,
    from: Side,
    to: Side,
    changes: Vec<String>,
    body_html: String,
    changed: usize,
    same: usize,
    versions_url: String,
}

#[derive(Debug, Serialize)]
struct Side {
    version: i32,
    date: Timestamp,
    url: String,
}

fn version_url(kind: Kind, version: i32, locale: Locale) -> String {
    locale.path(&format!("{}/versions/{version}", kind.path()))
}

fn compare_url(kind: Kind, version: i32, locale: Locale) -> Option<String> {
    (version > 1).then(|| locale.path(&format!("{}/comparer/{}/{version}", kind.path(), version - 1)))
}

/// A sentence that is missing shows here, at the start, and not on the day of a sale.
fn sample(kind: Kind) -> Option<Stored> {
    let (association, host, modules) = (Association::sample(), OperatorConfig::sample(), Modules::all());
    let from = Sources { association: &association, host: &host, modules: &modules, clauses: &[], drafts: false, claims: &[], now: Timestamp::default() };
    let content = compose::compose(kind, &from).ok()?;
    Some(Stored { id: uuid::Uuid::nil(), version: 2, hash: vec![7; 32], content, effective_from: Timestamp::default() })
}

fn listed() -> Vec<Listed> {
    let one = |version, material| Listed { version, effective_from: Timestamp::default(), material, hash: vec![7; 32] };
    vec![one(3, false), one(2, true), one(1, false)]
}

impl Page for LegalPage {
    const TEMPLATE: &'static str = "legal/document.html";

    fn samples() -> Vec<Self> {
        let both = |kind: Kind| {
            let stored = sample(kind)?;
            let changes = vec!["Nouvel usage de données : Paiement.".to_owned()];
            Some([Self::new(kind, &stored, &listed(), changes, Locale::Fr), Self::new(kind, &stored, &listed()[1..2], Vec::new(), Locale::En)])
        };
        Kind::ALL.into_iter().filter_map(both).flatten().collect()
    }
}

impl LegalPage {
    pub(super) fn new(kind: Kind, shown: &Stored, versions: &[Listed], changes: Vec<String>, locale: Locale) -> Self {
        let text = shown.content.text(locale);
        let last = versions.first().map_or(shown.version, |one| one.version);
        let entry = |section: &crate::legal::model::Section| Entry {
            anchor: section.anchor.clone(),
            title: section.title.clone(),
            parts: section.parts().map(|(anchor, title)| (anchor.to_owned(), title.to_owned())).collect(),
        };
        let earlier = versions.iter().filter(|one| one.version != last).take(NAMED);
        Self {
            kind: kind.word(),
            updated_at: shown.effective_from,
            version: shown.version,
            lead: (!text.lead.is_empty()).then(|| text.lead.clone()),
            contents: text.sections.iter().map(entry).collect(),
            body_html: text.to_html(),
            changes,
            compare_url: compare_url(kind, shown.version, locale),
            earlier: earlier.map(|one| Earlier { version: one.version, date: one.effective_from, url: version_url(kind, one.version, locale) }).collect(),
            versions_url: locale.path(&format!("{}/versions", kind.path())),
            current_url: (shown.version != last).then(|| locale.path(kind.path())),
            ceased: false,
        }
    }
}

impl Page for VersionsPage {
    const TEMPLATE: &'static str = "legal/versions.html";

    fn samples() -> Vec<Self> {
        vec![Self::new(Kind::Notice, &listed(), Locale::Fr), Self::new(Kind::Terms, &listed()[2..], Locale::En)]
    }
}

impl VersionsPage {
    pub(super) fn new(kind: Kind, versions: &[Listed], locale: Locale) -> Self {
        let row = |one: &Listed| VersionRow {
            version: one.version,
            date: one.effective_from,
            material: one.material,
            hash: hex::encode(&one.hash),
            url: version_url(kind, one.version, locale),
            compare_url: compare_url(kind, one.version, locale),
        };
        Self {
            kind: kind.word(),
            current_url: locale.path(kind.path()),
            compare_action: locale.path(&format!("{}/comparer", kind.path())),
            versions: versions.iter().map(row).collect(),
        }
    }
}

impl Page for ComparedPage {
    const TEMPLATE: &'static str = "legal/compared.html";

    fn samples() -> Vec<Self> {
        let Some(stored) = sample(Kind::Notice) else { return Vec::new() };
        let some = Compared { html: "<h2>1. Siège</h2><p>au <del>3</del><ins>5</ins> rue</p>".to_owned(), changed: 1, same: 10 };
        let none = Compared { html: String::new(), changed: 0, same: 11 };
        vec![
            Self::new(Kind::Notice, &stored, &stored, some, vec!["Nouvel usage de données : Paiement.".to_owned()], Locale::Fr),
            Self::new(Kind::Terms, &stored, &stored, none, Vec::new(), Locale::En),
        ]
    }
}

impl ComparedPage {
    pub(super) fn new(kind: Kind, old: &Stored, new: &Stored, compared: Compared, changes: Vec<String>, locale: Locale) -> Self {
        let side = |one: &Stored| Side { version: one.version, date: one.effective_from, url: version_url(kind, one.version, locale) };
        Self {
            kind: kind.word(),
            from: side(old),
            to: side(new),
            changes,
            body_html: compared.html,
            changed: compared.changed,
            same: compared.same,
            versions_url: locale.path(&format!("{}/versions", kind.path())),
        }
    }
}
