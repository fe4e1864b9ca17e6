//! A table's rows of one association, page by page in the order of its key: neither a page nor a table must fit into memory twice.

use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use super::is_archive;
use crate::{
    db::{Bind, Built, TenantTx},
    error::Result,
    inventory::{self, Class, Column, Table},
};

/// Rows of one page.
const PAGE: i32 = 200;

/// A column as it is read.
#[derive(Clone, Debug)]
pub struct Field {
    /// The column and its verdict.
    pub column: &'static Column,
    /// Its type, as the catalogue writes it.
    pub data_type: String,
}

/// A row: its values by column, and its place.
#[derive(Clone, Debug)]
pub struct Row {
    /// What it holds.
    pub values: Value,
    key: Vec<String>,
}

/// Reads one table. Secrets are never read: they open something here, and are of no use elsewhere.
#[derive(Debug)]
pub struct Reader {
    table: &'static Table,
    fields: Vec<Field>,
    key: Vec<(String, &'static str)>,
    after: Option<Vec<String>>,
}

impl Reader {
    /// At the beginning of a table.
    ///
    /// # Errors
    /// `Internal` for a key whose type it does not know; else as the database answers.
    pub async fn of(connection: &mut PgConnection, table: &'static Table) -> Result<Self> {
        let catalogue = inventory::read_catalogue(connection).await?;
        let live = catalogue.get(table.name).map(|live| live.columns.as_slice()).unwrap_or_default();
        let mut key = Vec::new();
        for column in live.iter().filter(|column| column.in_primary_key && column.name != "tenant_id") {
            let cast = cast(&column.data_type)
                .ok_or_else(|| anyhow::anyhow!("{}.{} is part of a key, and rows cannot be put in order by a {}", table.name, column.name, column.data_type))?;
            key.push((column.name.clone(), cast));
        }
        let told = |column: &&'static Column| column.class != Class::Secret;
        let fields = table.columns.iter().filter(told).filter_map(|column| {
            let live = live.iter().find(|live| live.name == column.name)?;
            Some(Field { column, data_type: live.data_type.clone() })
        });
        Ok(Self { table, fields: fields.collect(), key, after: None })
    }

    /// The columns that are read, in the inventory's order.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The next rows; none at the end. In a transaction that may read the archives, when the table is one.
    ///
    /// # Errors
    /// As the database answers.
    pub async fn next(&mut self, tx: &mut TenantTx) -> Result<Vec<Row>> {
        if self.after.as_ref().is_some_and(Vec::is_empty) {
            // One row at most: its key is the association.
            return Ok(Vec::new());
        }
        let built = self.page(tx.tid());
        let rows: Vec<(Value, Vec<String>)> = built.fetch(tx.conn()).await?;
        let rows: Vec<Row> = rows.into_iter().map(|(values, key)| Row { values, key }).collect();
        if let Some(last) = rows.last() {
            self.after = Some(last.key.clone());
        }
        Ok(rows)
    }

    fn page(&self, tenant: Uuid) -> Built {
        let built = Built::new("select to_jsonb(shown) - '__key', shown.\"__key\" from (select ");
        let built = built.list(", ", &self.fields, |built, field| built.column(0, field.column.name)).text(", array[");
        let built = built.list(", ", &self.key, |built, (name, _)| built.column(0, name).text("::text")).text("]::text[] as \"__key\" from ");
        let mut built = built.name(self.table.name).text(" t0 where t0.tenant_id = ").bind(tenant);
        if let Some(after) = self.after.as_ref().filter(|after| !after.is_empty()) {
            built = built.text(" and (").list(", ", &self.key, |built, (name, _)| built.column(0, name)).text(") > (");
            built = built.list(", ", self.key.iter().zip(after), |built, ((_, cast), value)| built.bind(value.as_str()).text("::text").text(cast)).text(")");
        }
        if !self.key.is_empty() {
            built = built.text(" order by ").list(", ", &self.key, |built, (name, _)| built.column(0, name));
        }
        built.text(" limit ").bind(Bind::Number(PAGE)).text(") shown")
    }

    /// Whether the table is an archive, which is read by a transaction of its own kind.
    #[must_use]
    pub fn is_archive(&self) -> bool {
        is_archive(self.table)
    }
}

/// How a value that travelled as text becomes what it was.
fn cast(data_type: &str) -> Option<&'static str> {
    Some(match data_type {
        "uuid" => "::uuid",
        "text" => "",
        "smallint" => "::smallint",
        "integer" => "::integer",
        "bigint" => "::bigint",
        "date" => "::date",
        "timestamp with time zone" => "::timestamptz",
        "bytea" => "::bytea",
        "boolean" => "::boolean",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_goes_on_where_the_last_one_ended_and_names_no_secret() {
        let table = inventory::table("privacy_export").unwrap();
        let fields = table.columns.iter().filter(|column| column.class != Class::Secret);
        let fields = fields.map(|column| Field { column, data_type: "text".to_owned() }).collect();
        let mut reader = Reader { table, fields, key: vec![("id".to_owned(), "::uuid")], after: None };
        let first = reader.page(Uuid::nil());
        assert!(!first.sql().contains("sealed_key") && !first.sql().contains(" > ("), "{}", first.sql());
        reader.after = Some(vec!["x".to_owned()]);
        let next = reader.page(Uuid::nil());
        assert!(next.sql().contains("and (t0.\"id\") > ($2::text::uuid) order by t0.\"id\" limit $3"), "{}", next.sql());
    }
}
