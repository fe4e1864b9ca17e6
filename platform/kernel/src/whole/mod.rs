//! All that one association has, as a whole: in which order its tables can be emptied, its rows page by page, and what is left of it. Read from
//! the inventory and the catalogue; there is no other list. Owns no table.

mod reader;

pub use reader::{Field, Reader, Row};

use std::collections::BTreeSet;

use sqlx::PgConnection;

use crate::{
    db::{Built, Db},
    error::{Error, Result},
    ids::TenantId,
    inventory::{self, Scope, TABLES, Table},
};

/// Whether a table lies in a schema of its own, which only a duty's readers may read.
#[must_use]
pub fn is_archive(table: &Table) -> bool {
    table.name.contains('.')
}

/// The tables with an association's rows: its own, and those of the platform that hang on it by a foreign key. Whatever refers to another stands
/// before it, so that they can be emptied in this order.
///
/// # Errors
/// `Internal` when tables refer to each other in a circle; else as the database answers.
pub async fn tables(connection: &mut PgConnection) -> Result<Vec<&'static Table>> {
    let catalogue = inventory::read_catalogue(connection).await?;
    let keys = |table: &Table| catalogue.get(table.name).map(|live| live.foreign_keys.as_slice()).unwrap_or_default();
    let hangs = |table: &Table| keys(table).iter().any(|key| key.target == "tenant" && key.columns == ["tenant_id"]);
    let mut waiting: Vec<&'static Table> = TABLES.iter().filter(|table| table.scope == Scope::Tenant || hangs(table)).collect();
    let mut ordered = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let referred: BTreeSet<&str> =
            waiting.iter().flat_map(|table| keys(table).iter().filter(|key| key.target != table.name)).map(|key| key.target.as_str()).collect();
        let (free, held): (Vec<&'static Table>, Vec<&'static Table>) = waiting.into_iter().partition(|table| !referred.contains(table.name));
        if free.is_empty() {
            let names: Vec<_> = held.iter().map(|table| table.name).collect();
            return Err(Error::Internal(anyhow::anyhow!("tables refer to each other in a circle: {}", names.join(", "))));
        }
        ordered.extend(free);
        waiting = held;
    }
    Ok(ordered)
}

/// Tables of the platform with an association's rows that nothing but a function of the database finds: they are emptied before the rows that
/// lead to them.
pub fn behind_doors() -> impl Iterator<Item = &'static Table> {
    TABLES.iter().filter(|table| table.scope != Scope::Tenant && table.door.is_some())
}

/// How many rows of an association each of its tables holds, as the roles that serve see them; tables without any are left out.
///
/// # Errors
/// As the database answers.
pub async fn left(db: &Db, tenant: TenantId) -> Result<Vec<(&'static str, u64)>> {
    let mut tx = db.platform().await?;
    let all = tables(tx.conn()).await?;
    let (own, platforms): (Vec<&'static Table>, Vec<&'static Table>) = all.into_iter().partition(|table| table.scope == Scope::Tenant);
    let mut left = Vec::new();
    for table in platforms {
        left.push((table.name, count(tx.conn(), table, tenant).await?));
    }
    drop(tx);
    let mut tx = db.tenant(tenant).await?;
    for table in own {
        left.push((table.name, count(tx.conn(), table, tenant).await?));
    }
    left.retain(|(_, rows)| *rows > 0);
    Ok(left)
}

async fn count(connection: &mut PgConnection, table: &Table, tenant: TenantId) -> Result<u64> {
    let built = if is_archive(table) {
        Built::new("select archive_count(").bind(table.name).text("::regclass)")
    } else {
        Built::new("select count(*) from ").name(table.name).text(" where tenant_id = ").bind(tenant.uuid())
    };
    let rows: Vec<(i64,)> = built.fetch(connection).await?;
    Ok(rows.first().and_then(|(rows,)| u64::try_from(*rows).ok()).unwrap_or_default())
}
