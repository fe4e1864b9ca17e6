//! Parts of a request's page in the back office: whose rows it is about, texts that name them, copies taken away, entries of the file.

use kernel::{clock::Timestamp, db::TenantTx, error::Result, http::Admin, inventory::SubjectId, personal};
use serde::Serialize;

use crate::{
    people,
    privacy::requests::{
        mentions::Seen,
        model::{Decision, RequestId, Why},
        store,
    },
};

/// Whose rows a signature is about, and why they are taken for the same person's.
#[derive(Debug, Serialize)]
pub(super) struct PersonView {
    pub(super) name: String,
    pub(super) basis: String,
}

/// A table that staff took away.
#[derive(Debug, Serialize)]
pub(super) struct TakenView {
    pub(super) at: Timestamp,
    pub(super) what: String,
    pub(super) by: String,
    pub(super) rows: i32,
}

/// An entry of the file.
#[derive(Debug, Serialize)]
pub(super) struct EventView {
    pub(super) at: Timestamp,
    pub(super) what: String,
    pub(super) by: Option<String>,
    pub(super) actor: String,
}

/// A text that names whoever a request is about.
#[derive(Debug, Serialize)]
pub(super) struct MentionView {
    id: String,
    table: String,
    column: String,
    excerpt: Option<String>,
    hidden: bool,
    edit: Option<String>,
    decision: Option<&'static str>,
    reason: Option<&'static str>,
}

impl MentionView {
    /// As the reader may see it.
    pub(super) fn of(admin: &Admin, seen: Seen) -> Self {
        let (decision, reason) = seen.mention.decision.map(Decision::words).unzip();
        Self {
            id: seen.mention.id.to_string(),
            table: seen.mention.table,
            column: seen.mention.column,
            excerpt: seen.excerpt,
            hidden: seen.hidden,
            edit: seen.edit.map(|path| admin.ctx.locale.path(&format!("/a/{}{path}", admin.tenant().slug))),
            decision,
            reason: reason.flatten(),
        }
    }

    /// One of each kind.
    pub(super) fn samples() -> Vec<Self> {
        let sample = |table: &str, decision: Option<Decision>| {
            let (word, reason) = decision.map(Decision::words).unzip();
            Self {
                id: "1".to_owned(),
                table: table.to_owned(),
                column: "text_fr".to_owned(),
                excerpt: decision.is_none().then(|| "… au piano, Jeanne Lefort, qui …".to_owned()),
                hidden: table == "breach",
                edit: (table != "later").then(|| "/a/jazz/concerts/1/modifier".to_owned()),
                decision: word,
                reason: reason.flatten(),
            }
        };
        let tables = ["association", "concert", "picture", "legal_clause", "breach", "dpo_assessment", "privacy_request", "later"];
        let decided = Why::ALL.iter().map(|why| Decision::Left(*why)).chain([Decision::Corrected]);
        tables.iter().map(|table| sample(table, None)).chain(decided.map(|decision| sample("concert", Some(decision)))).collect()
    }
}

/// The people a request is about, as staff may see them: who is frozen or erased has no name here.
pub(super) async fn persons(tx: &mut TenantTx, id: RequestId) -> Result<Vec<PersonView>> {
    let mut persons = Vec::new();
    for (root, basis) in store::scope(tx, id).await?.into_iter().filter(|(root, _)| root.subject != SubjectId::Requester) {
        let name = if root.subject == SubjectId::Buyer {
            people::store::find_shown(tx, root.id).await?.map(|person| person.full_name()).unwrap_or_default()
        } else {
            personal::names(tx, &[root]).await?.pop().filter(|name| !personal::is_erased(name)).unwrap_or_default()
        };
        persons.push(PersonView { name, basis });
    }
    Ok(persons)
}
