//! Looking for what should be gone: every cell of every table, in every form a value can take.

use std::collections::BTreeMap;

use kernel::inventory::{self, Erase};
use sqlx::{AssertSqlSafe, PgConnection};

use super::seed::{Canary, Person};

/// One value of the database as text: table, column, text.
pub type Cell = (String, String, String);

/// Every row of every table as JSON, by table.
pub async fn rows(admin: &mut PgConnection) -> BTreeMap<String, Vec<String>> {
    sqlx::query("set timezone = 'UTC'").execute(&mut *admin).await.unwrap();
    let tables: Vec<String> = sqlx::query_scalar(
        "select case n.nspname when 'public' then '' else n.nspname||'.' end||c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relkind in ('r', 'm') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') order by 1",
    )
    .fetch_all(&mut *admin)
    .await
    .unwrap();
    let mut all = BTreeMap::new();
    for table in tables {
        let sql = format!("select to_jsonb(t)::text from {table} t order by 1");
        all.insert(table, sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(&mut *admin).await.unwrap());
    }
    all
}

/// The cells of all rows.
pub fn cells(rows: &BTreeMap<String, Vec<String>>) -> Vec<Cell> {
    let mut cells = Vec::new();
    for (table, rows) in rows {
        for row in rows {
            let row: serde_json::Map<String, serde_json::Value> = serde_json::from_str(row).unwrap();
            for (column, value) in row {
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                cells.push((table.clone(), column, text));
            }
        }
    }
    cells
}

/// A value in all the forms it may lie in: whatever the case, as an address, in HTML, JSON or quoted-printable (its core has no character that
/// those change), in hexadecimal, in base64 at any place.
pub fn forms(core: &str) -> Vec<String> {
    let mut forms = vec![core.to_lowercase(), hex::encode(core)];
    if core.len() == 36 {
        forms.push(core.replace('-', ""));
    }
    forms
}

fn base64_forms(core: &str) -> Vec<String> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    (0..3)
        .map(|shift| {
            let bytes: Vec<u8> = std::iter::repeat_n(0, shift).chain(core.bytes()).collect();
            let encoded: String = bytes
                .chunks_exact(3)
                .flat_map(|chunk| {
                    let bits = u32::from(chunk[0]) << 16 | u32::from(chunk[1]) << 8 | u32::from(chunk[2]);
                    [18, 12, 6, 0].map(|place| char::from(ALPHABET[(bits >> place & 63) as usize]))
                })
                .collect();
            // The first characters depend on what comes before.
            encoded.chars().skip(if shift == 0 { 0 } else { 4 }).collect()
        })
        .collect()
}

/// Whether a text holds a value, in any form.
pub fn holds(text: &str, core: &str) -> bool {
    let lower = text.to_lowercase();
    forms(core).iter().any(|form| lower.contains(form.as_str())) || base64_forms(core).iter().any(|form| form.len() >= 8 && text.contains(form.as_str()))
}

/// Where a person's values are found: the value and the place.
pub fn hits<'a>(cells: &'a [Cell], person: &'a Person) -> Vec<(&'a Canary, &'a Cell)> {
    let mut hits = Vec::new();
    for canary in &person.canaries {
        hits.extend(cells.iter().filter(|(_, _, text)| holds(text, &canary.core)).map(|cell| (canary, cell)));
    }
    hits
}

/// Whether the inventory says that a value of `canary`'s column outlives an erasure in the column of `cell`.
pub fn declared(canary: &Canary, cell: &Cell) -> bool {
    let outlives = |table: &str, column: &str| {
        let column = inventory::table(table).and_then(|table| table.columns.iter().find(|declared| declared.name == column));
        column.and_then(|column| column.handling.as_ref()).is_some_and(|handling| matches!(handling.erase, Erase::Keep(_) | Erase::Via(_) | Erase::Aggregate))
    };
    let copied = inventory::table(&cell.0)
        .and_then(|table| table.filled)
        .is_some_and(|filled| filled.copy.iter().any(|(column, sources)| *column == cell.1 && sources.contains(&(canary.table, canary.column))));
    copied || (outlives(canary.table, canary.column) && outlives(&cell.0, &cell.1))
}
