//! What the database holds beside tables and columns: views, which must not become a second copy nobody knows of, and documents (jsonb), which
//! must not grow a key nobody judged.

use super::check::Checker;
use super::{Entry, Inventory, Json, View};
use std::collections::BTreeMap;
use std::fmt::Write;

impl Checker<'_> {
    pub(super) fn view(&mut self, name: &str, view: &View) {
        self.demand(super::values::is_table(name), || format!("`{name}` is no view name: use lower-case letters, digits and _"));
        self.demand(!view.why.trim().is_empty(), || "say in `why` what it is for".to_owned());
        self.demand(!view.reads.is_empty(), || "say in `reads` which tables it reads".to_owned());
        for table in &view.reads {
            let known = self.inventory.tables.contains_key(table) || self.inventory.views.contains_key(table);
            self.demand(known, || format!("reads `{table}`, which is no declared table or view: correct the name or declare it"));
        }
    }

    pub(super) fn json(&mut self, column: &str, json: &Json) {
        self.column("json", column);
        self.demand(json.facts == json.keys.is_empty(), || "say either the `keys` its documents may have, or `facts = true`: ids and words only".to_owned());
        for key in &json.keys {
            let plain = !key.is_empty() && key.chars().all(|letter| letter == '_' || letter.is_ascii_alphanumeric());
            self.demand(plain, || format!("`{key}` is no key: letters, digits and _"));
        }
    }
}

/// The static tables of views and documents.
pub fn generate(out: &mut String, inventory: &Inventory) {
    let views = rows(&inventory.views, |name, file, view| format!("View {{ name: {name:?}, file: {file:?}, reads: &{:?} }}", view.reads));
    let documents = rows(&inventory.documents, |name, file, json| {
        let (table, column) = name.rsplit_once('.').unwrap_or((name, ""));
        format!("Document {{ table: {table:?}, column: {column:?}, file: {file:?}, keys: &{:?} }}", json.keys)
    });
    // Writing to a String cannot fail.
    let _ = write!(
        out,
        "/// Every view of the database, with what it reads.\npub static VIEWS: &[View] = &[\n{views}];\n\n\
         /// Every document of the database, with the keys it may have.\npub static DOCUMENTS: &[Document] = &[\n{documents}];\n\n"
    );
}

fn rows<T>(entries: &BTreeMap<String, Entry<T>>, row: impl Fn(&str, &str, &T) -> String) -> String {
    entries.iter().fold(String::new(), |mut rows, (name, entry)| {
        let _ = writeln!(rows, "    {},", row(name, &entry.file, &entry.value));
        rows
    })
}
