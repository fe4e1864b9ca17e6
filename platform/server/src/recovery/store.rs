//! The statements of a replay that are derived from the inventory.

use kernel::{
    clock::Timestamp,
    db::{Built, PlatformTx, TenantTx},
    error::Result,
    ids::TenantId,
    inventory::{Column, Erase, Identity, SUBJECTS, Scope, Surrogate, Table, table},
    ledger::Change,
    personal::{ERASED, Root},
};
use uuid::Uuid;

/// Whether this database knows an association.
pub(super) async fn knows(tx: &mut PlatformTx, tenant: TenantId) -> Result<bool> {
    let known = sqlx::query_scalar!(r#"select exists (select from tenant where id = $1) as "known!""#, tenant.uuid());
    Ok(known.fetch_one(tx.conn()).await?)
}

/// Everybody in this association who was there before a moment and is known by an address, with the address: every subject whose root says
/// when a row was made and which column is the address.
pub(super) async fn people_before(tx: &mut TenantTx, at: Timestamp) -> Result<Vec<(Root, String)>> {
    let tenant = tx.tid();
    let mut people = Vec::new();
    for subject in SUBJECTS {
        let Some(root) = subject.root.and_then(table).filter(|root| root.scope == Scope::Tenant) else { continue };
        let address = root.columns.iter().find(|column| column.handling.as_ref().is_some_and(|handling| handling.identity == Identity::Email));
        let dated = root.columns.iter().any(|column| column.name == "created_at");
        let Some(address) = address.filter(|_| dated) else { continue };
        let statement = Built::new("select id, ")
            .name(address.name)
            .text(" from ")
            .name(root.name)
            .text(" where tenant_id = ")
            .bind(tenant)
            .text(" and created_at < ")
            .bind(at)
            .text(" and ")
            .name(address.name)
            .text(" is not null order by id");
        let rows: Vec<(Uuid, String)> = statement.fetch(tx.conn()).await?;
        people.extend(rows.into_iter().map(|(id, address)| (Root { subject: subject.id, id }, address)));
    }
    Ok(people)
}

/// Writes a corrected value again. A row that is gone, or that an erasure has been through, needs no correction: it would bring back what was
/// erased. The names were checked against the inventory.
pub(super) async fn correct(tx: &mut TenantTx, table: &Table, change: &Change) -> Result<()> {
    let tenant = tx.tid();
    let mut statement = Built::new("update ")
        .name(table.name)
        .text(" set ")
        .name(&change.column)
        .text(" = ")
        .bind(change.value.as_str())
        .text(" where tenant_id = ")
        .bind(tenant)
        .text(" and id = ")
        .bind(change.row)
        .text(" and ")
        .name(&change.column)
        .text(" is distinct from ")
        .bind(change.value.as_str());
    for column in table.columns {
        let unerased = |statement: Built| statement.text(" and ").name(column.name);
        statement = match column.handling.as_ref().map(|handling| handling.erase) {
            Some(Erase::Surrogate(Surrogate::ErasedEmail)) => unerased(statement).text(" not like '%@erased.invalid'"),
            Some(Erase::Surrogate(Surrogate::ErasedName)) => unerased(statement).text(" <> ").bind(ERASED),
            _ => statement,
        };
    }
    // Where an erasure leaves nothing in place of a value, a row in which nothing is left has been through one.
    let emptied = |column: &&Column| column.handling.as_ref().is_some_and(|handling| handling.erase == Erase::Null);
    if table.columns.iter().filter(emptied).any(|column| column.name == change.column) {
        statement =
            statement.text(" and num_nonnulls(").list(", ", table.columns.iter().filter(emptied), |built, column| built.name(column.name)).text(") > 0");
    }
    statement.execute(tx.conn()).await?;
    Ok(())
}
