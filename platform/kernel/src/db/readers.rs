//! Who can be written to: the kinds of person whose own row holds an address, by the inventory, and how each is addressed. There is no other list.

use sqlx::PgConnection;
use uuid::Uuid;

use super::{Bind, Built};
use crate::{
    error::Result,
    i18n::Locale,
    inventory::{Class, Column, Identity, Scope, SubjectId, Table, table},
};

/// Where a letter goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Their own row.
    pub id: Uuid,
    /// The address.
    pub email: String,
    /// The name, as far as it is known.
    pub name: String,
    /// The language they chose; the first one where nobody asked.
    pub locale: Locale,
}

/// The table whose rows are persons of this kind, when it says where they are written to.
#[must_use]
pub fn mailbox(subject: SubjectId) -> Option<&'static Table> {
    let root = subject.facts().root.and_then(table)?;
    address(root).is_some().then_some(root)
}

/// The column with the address: as it was given, where there is one beside the normalised copy.
fn address(root: &Table) -> Option<&Column> {
    let found = root.columns.iter().find(|column| column.handling.as_ref().is_some_and(|handling| handling.identity == Identity::Email))?;
    // A normalised copy is named after what it is a copy of.
    let given = found.name.strip_suffix("_norm").filter(|_| found.class == Class::Derived);
    given.and_then(|given| root.columns.iter().find(|column| column.name == given && is(column, "contact.email"))).or(Some(found))
}

/// The columns with their name, the one called by first: those that were asked for, where some were; a name that somebody wants corrected, or whom
/// they ask for, is none of theirs.
fn names(root: &Table) -> Vec<&Column> {
    let asked = |column: &&Column| column.handling.as_ref().is_some_and(|handling| handling.required.is_some());
    let all: Vec<&Column> = root.columns.iter().filter(|column| is(column, "identity.name")).collect();
    let required: Vec<&Column> = all.iter().copied().filter(asked).collect();
    let mut names = if required.is_empty() { all } else { required };
    names.sort_by_key(|column| (!column.name.contains("first") && !column.name.contains("given"), column.name));
    names
}

fn is(column: &Column, category: &str) -> bool {
    column.handling.as_ref().is_some_and(|handling| handling.category == category)
}

/// Of these persons, those who can be written to. Whoever was erased cannot: nothing of them leads to an address.
///
/// # Errors
/// When the database is away.
pub async fn contacts(connection: &mut PgConnection, subject: SubjectId, tenant: Option<Uuid>, ids: &[Uuid]) -> Result<Vec<Contact>> {
    let Some((root, address)) = mailbox(subject).and_then(|root| Some((root, address(root)?))) else { return Ok(Vec::new()) };
    let built = Built::new("select t0.id, ").column(0, address.name).text(", btrim(concat_ws(' '");
    let built = names(root).into_iter().fold(built, |built, column| built.text(", ").column(0, column.name)).text(")), ");
    let built = match root.columns.iter().find(|column| is(column, "preference.locale")) {
        Some(locale) => built.column(0, locale.name),
        None => built.text("''"),
    };
    let built = built.text(" from ").name(root.name).text(" t0 where t0.id = any(").bind(Bind::Ids(ids.to_vec())).text(") and coalesce(");
    let built = built.column(0, address.name).text(", '') <> '' and ").column(0, address.name).text(" not like '%@erased.invalid'");
    let built = match tenant.filter(|_| root.scope == Scope::Tenant) {
        Some(tenant) => built.text(" and t0.tenant_id = ").bind(tenant),
        None => built,
    };
    let rows: Vec<(Uuid, String, String, Option<String>)> = built.text(" order by t0.id").fetch(connection).await?;
    let read = |(id, email, name, locale): (Uuid, String, String, Option<String>)| {
        let locale = locale.and_then(|code| Locale::from_code(&code)).unwrap_or_default();
        Contact { id, email, name, locale }
    };
    Ok(rows.into_iter().map(read).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::TABLES;

    #[test]
    fn every_kind_of_person_with_an_address_of_their_own_can_be_written_to() {
        for root in SubjectId::ALL.iter().filter_map(|subject| Some((*subject, subject.facts().root.and_then(table)?))) {
            let (subject, root) = root;
            let known = root.columns.iter().any(|column| column.handling.as_ref().is_some_and(|handling| handling.identity == Identity::Email));
            assert_eq!(mailbox(subject).is_some(), known, "{}", subject.key());
        }
        for (subject, name) in [
            (SubjectId::Buyer, ["first_name", "family_name"].as_slice()),
            (SubjectId::Requester, ["given_name", "family_name"].as_slice()),
            (SubjectId::Staff, ["name"].as_slice()),
            (SubjectId::Applicant, ["person_name"].as_slice()),
        ] {
            let root = mailbox(subject).unwrap_or_else(|| panic!("{}", subject.key()));
            assert_eq!(
                (address(root).map(|column| column.name), names(root).iter().map(|column| column.name).collect::<Vec<_>>()),
                (Some("email"), name.to_vec())
            );
        }
        assert!(
            TABLES.iter().any(|table| table.name == "association") && mailbox(SubjectId::Officer).is_none(),
            "an officer is told by the association itself"
        );
    }
}
