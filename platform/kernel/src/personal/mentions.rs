//! Texts that may name somebody: every free-text column of the inventory in one association, searched for words. What is found is read and told,
//! and never altered: whether a name in a text may stay is for people to say.
//!
//! The search reads each of these columns whole, of one association only: the key begins with the tenant. An association's texts are some hundreds
//! of kilobytes at most; no index could find a name inside them, and one that could would be one more place where names lie.

use super::{
    erase::by_subject,
    model::Root,
    reach::{Ground, handled},
};
use crate::{
    db::{Bind, Built, TenantTx},
    error::Result,
    inventory::{self, Catalogue, Class, Column, Scope, TABLES, Table},
};

/// A text and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The row: its key without the tenant, joined by `/`; empty where an association has one row.
    pub key: String,
    /// The text itself. It is for the eyes of whoever decides, and stored nowhere.
    pub text: String,
}

/// A text as it is searched: lower case, letters without their accents, whichever way they are written.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars().flat_map(char::to_lowercase) {
        match character {
            'à' | 'â' | 'ä' | 'á' | 'ã' | 'å' => folded.push('a'),
            'ç' => folded.push('c'),
            'é' | 'è' | 'ê' | 'ë' => folded.push('e'),
            'î' | 'ï' | 'í' | 'ì' => folded.push('i'),
            'ñ' => folded.push('n'),
            'ô' | 'ö' | 'ó' | 'ò' | 'õ' | 'ø' => folded.push('o'),
            'ù' | 'û' | 'ü' | 'ú' => folded.push('u'),
            'ÿ' | 'ý' => folded.push('y'),
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            // An accent that stands after its letter.
            '\u{300}'..='\u{36f}' => {}
            other => folded.push(other),
        }
    }
    folded
}

/// [`fold`] in SQL, around a text named `c.body`. What stands at the end of the first list without a partner in the second is left out.
const FOLDED: &str = "translate(replace(replace(replace(replace(replace(lower(c.body), 'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae'), 'ß', 'ss'), \
    'àâäáãåçéèêëîïíìñôöóòõøùûüúÿýÀÂÄÁÃÅÇÉÈÊËÎÏÍÌÑÔÖÓÒÕØÙÛÜÚŸÝ' || U&'\\0300\\0301\\0302\\0303\\0308\\030A\\0327', \
    'aaaaaaceeeeiiiinoooooouuuuyyaaaaaaceeeeiiiinoooooouuuuyy')";

/// The tables of associations with a column of free text, and those columns.
fn places() -> impl Iterator<Item = (&'static Table, Vec<&'static Column>)> {
    let table = |table: &&Table| table.scope == Scope::Tenant && table.filled.is_none() && table.door.is_none();
    TABLES.iter().filter(table).filter_map(|table| {
        let texts: Vec<_> = handled(table).map(|(column, _)| column).filter(|column| column.class == Class::FreeText).collect();
        (!texts.is_empty()).then_some((table, texts))
    })
}

/// Every column of free text that associations have, as table and column.
#[must_use]
pub fn text_columns() -> Vec<(&'static str, &'static str)> {
    places().flat_map(|(table, columns)| columns.into_iter().map(|column| (table.name, column.name))).collect()
}

/// Texts of this association that hold each word of at least one of `terms`, folded as by [`fold`], in rows that do not lead to one of `own`: at
/// most `most` of each table.
///
/// # Errors
/// When the database is away.
pub async fn texts(tx: &mut TenantTx, own: &[Root], terms: &[Vec<String>], most: i32) -> Result<Vec<Text>> {
    let terms: Vec<&Vec<String>> = terms.iter().filter(|words| !words.is_empty()).collect();
    if terms.is_empty() {
        return Ok(Vec::new());
    }
    let catalogue = inventory::read_catalogue(tx.conn()).await?;
    let ground = Ground { tables: TABLES, catalogue: &catalogue };
    let tenant = tx.tid();
    let mut found = Vec::new();
    for (table, columns) in places() {
        let built = keyed(Built::new("select "), &catalogue, table).text(", c.name, c.body from ").name(table.name).text(" t0 cross join lateral (values ");
        let built = built.list(", ", &columns, |built, column| built.text("(").bind(column.name).text("::text, ").column(0, column.name).text("::text)"));
        let built = built.text(") as c(name, body) cross join lateral (select ").text(FOLDED).text(" as plain) f where t0.tenant_id = ").bind(tenant);
        let word = |built: Built, word: &String| built.text("strpos(f.plain, ").bind(word.as_str()).text(") > 0");
        let built = built.text(" and c.body <> '' and (");
        let mut built = built.list(" or ", &terms, |built, words| built.text("(").list(" and ", words.iter(), word).text(")")).text(")");
        for whom in by_subject(tx, own).into_iter().filter(|whom| table.subject == Some(whom.subject) && table.unlinked.is_none()) {
            built = ground.leads_to(built.text(" and ("), 0, table.name, table.path, &whom).text(") is not true");
        }
        let rows: Vec<(String, String, String)> = built.text(" order by 1, 2 limit ").bind(Bind::Number(most)).fetch(tx.conn()).await?;
        found.extend(rows.into_iter().filter_map(|(key, name, text)| {
            let column = columns.iter().find(|column| column.name == name)?;
            Some(Text { table: table.name, column: column.name, key, text })
        }));
    }
    Ok(found)
}

/// The text at a place, as it is now; none when there is no such place, or no text there.
///
/// # Errors
/// When the database is away.
pub async fn text_at(tx: &mut TenantTx, table: &str, column: &str, key: &str) -> Result<Option<String>> {
    let place = places().find(|(known, _)| known.name == table);
    let Some((table, column)) = place.and_then(|(table, columns)| Some((table, columns.into_iter().find(|known| known.name == column)?))) else {
        return Ok(None);
    };
    let catalogue = inventory::read_catalogue(tx.conn()).await?;
    let tenant = tx.tid();
    let built = Built::new("select ").column(0, column.name).text("::text from ").name(table.name).text(" t0 where t0.tenant_id = ").bind(tenant);
    let rows: Vec<(Option<String>,)> = keyed(built.text(" and "), &catalogue, table).text(" = ").bind(key).fetch(tx.conn()).await?;
    Ok(rows.into_iter().next().and_then(|(text,)| text))
}

/// A row's key without the tenant, as one text.
fn keyed(built: Built, catalogue: &Catalogue, table: &Table) -> Built {
    let live = catalogue.get(table.name).map(|live| live.columns.as_slice()).unwrap_or_default();
    let keys: Vec<&str> = live.iter().filter(|column| column.in_primary_key && column.name != "tenant_id").map(|column| column.name.as_str()).collect();
    keys.into_iter().fold(built.text("concat_ws('/', ''"), |built, key| built.text(", ").column(0, key).text("::text")).text(")")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folded_text_has_no_case_and_no_accents_however_they_are_written() {
        assert_eq!(fold("Zoé CŒUR"), "zoe coeur");
        assert_eq!(fold("Zoe\u{301} Lefe\u{300}vre-Ÿ"), "zoe lefevre-y");
        assert_eq!(fold("Straße, 12"), "strasse, 12");
    }

    #[test]
    fn texts_are_looked_for_where_the_inventory_says_that_there_are_any() {
        let all = text_columns();
        assert!(all.len() >= 15, "{all:?}");
        assert!(all.iter().all(|(table, column)| {
            let found = inventory::table(table).and_then(|table| table.columns.iter().find(|known| known.name == *column));
            found.is_some_and(|column| column.class == Class::FreeText)
        }));
    }
}
