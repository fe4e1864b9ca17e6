//! Turns a checked inventory into the Rust that `kernel::inventory` includes: one enum per kind of entry and one static table
//! per enum, in the same order. Nothing here decides anything; what does not fit the types of `model.rs` does not compile.

use super::columns::KeyVerdict;
use super::values::{Access, Erase, Rectify, Test, access, condition, erase, rectify, step};
use super::words::Period;
use super::{Column, Entry, Inventory, Table};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The generated source. `inventory` must have passed [`super::check::check`].
///
/// # Errors
/// The first value that could not be read again.
pub fn generate(inventory: &Inventory) -> Result<String, String> {
    let mut out = String::from("// Generated from migrations/inventory/*.toml by the kernel's build script.\n\n");
    listed(&mut out, &inventory.treatments, "Treatment", "TREATMENTS", "A purpose data are used for.", |_, treatment| {
        Ok(format!(
            "controller: Controller::{:?}, legal_basis: LegalBasis::{:?}, legal_ref: {:?}, subjects: &[{}], recipients: &[{}], security: &{:?}, \
             module: {:?}, special_category: {}, automated_decision: {}",
            treatment.controller,
            treatment.legal_basis,
            treatment.legal_ref,
            ids("SubjectId", &treatment.subjects),
            ids("RecipientId", &treatment.recipients),
            treatment.security,
            treatment.module,
            treatment.special_category,
            treatment.automated_decision
        ))
    })?;
    listed(&mut out, &inventory.recipients, "Recipient", "RECIPIENTS", "Somebody outside who receives data.", |_, recipient| {
        Ok(format!(
            "legal_name: {:?}, role: RecipientRole::{:?}, country: {:?}, transfer: {:?}, categories: &{:?}, erase: RecipientErase::{:?}, hosts: &{:?}",
            recipient.legal_name, recipient.role, recipient.country, recipient.transfer, recipient.categories, recipient.erase, recipient.hosts
        ))
    })?;
    listed(&mut out, &inventory.retentions, "Retention", "RETENTIONS", "How long something is kept.", |_, retention| {
        let archive = match &retention.archive {
            None => "None".to_owned(),
            Some(archive) => format!(
                "Some(Archive {{ length: {}, from: ArchiveFrom::{:?}, month: {:?}, hold: HoldId::{}, roles: &{:?} }})",
                period(&archive.length)?,
                archive.from,
                archive.month,
                variant(&archive.hold),
                archive.roles
            ),
        };
        let active = retention.active.as_deref().map_or_else(|| Ok("None".to_owned()), |text| period(text).map(|period| format!("Some({period})")))?;
        let mut on = String::new();
        for (table, start) in &retention.on {
            let lapsed = start.lapsed.as_deref().map_or_else(|| Ok("None".to_owned()), |text| tested(text).map(|test| format!("Some({test})")))?;
            let (via, column, or) = (steps(&start.via)?, &start.column, &start.or);
            put(&mut on, &format!("Start {{ table: {table:?}, via: &[{via}], column: {column:?}, or: {or:?}, lapsed: {lapsed} }}, "));
        }
        let (anchor, then, source, by_hand) = (&retention.anchor, retention.then, &retention.source, &retention.by_hand);
        Ok(format!("anchor: {anchor:?}, active: {active}, archive: {archive}, then: Then::{then:?}, source: {source:?}, on: &[{on}], by_hand: {by_hand:?}"))
    })?;
    listed(&mut out, &inventory.holds, "Hold", "HOLDS", "A duty that keeps columns through an erasure.", |_, hold| {
        Ok(format!("legal_ref: {:?}, columns: &{:?}, roles: &{:?}", hold.legal_ref, hold.columns, hold.roles))
    })?;
    listed(&mut out, &inventory.subjects, "Subject", "SUBJECTS", "A kind of person.", |_, subject| {
        Ok(format!("root: {:?}, may_be_minor: {}", subject.root, subject.may_be_minor))
    })?;
    listed(&mut out, &inventory.stores, "Store", "STORES", "A place, other than a table, where data lie.", |_, store| {
        Ok(format!(
            "kind: StoreKind::{:?}, key_pattern: {:?}, class: Class::{:?}, treatments: &[{}], retention: {}, recipient: {}, versions: {}",
            store.kind,
            store.key_pattern,
            store.class,
            ids("TreatmentId", &store.treatments),
            optional("RetentionId", store.retention.as_deref()),
            optional("RecipientId", store.recipient.as_deref()),
            store.versions
        ))
    })?;
    listed(&mut out, &inventory.cookies, "Cookie", "COOKIES", "A cookie this software may set; no other leaves it.", |_, cookie| {
        Ok(format!(
            "name: {:?}, category: CookieCategory::{:?}, treatment: TreatmentId::{}, max_age: {}, http_only: {}, same_site: SameSite::{:?}, \
             contains: CookieContents::{:?}, consent: {}",
            cookie.name,
            cookie.category,
            variant(&cookie.treatment),
            period(&cookie.max_age)?,
            cookie.http_only,
            cookie.same_site,
            cookie.contains,
            optional("ConsentId", cookie.consent.as_deref())
        ))
    })?;
    listed(&mut out, &inventory.consents, "Consent", "CONSENTS", "Something a person may agree to and take back.", |_, consent| {
        Ok(format!("asked: AskedIn::{:?}, version: {}, treatment: {}", consent.asked, consent.version, optional("TreatmentId", consent.treatment.as_deref())))
    })?;
    listed(&mut out, &inventory.claims, "Claim", "CLAIMS", "A factual claim that a notice may make while it is proven.", |_, claim| {
        let ttl = period(&claim.ttl)?;
        Ok(format!("probe: Probe::{:?}, kind: ClaimKind::{:?}, ttl: {ttl}, on_fail: OnFail::{:?}", claim.probe, claim.kind, claim.on_fail))
    })?;
    listed(&mut out, &inventory.log_fields, "LogField", "LOG_FIELDS", "A field a log line may carry.", |_, field| {
        Ok(format!("class: Class::{:?}, holds: {:?}", field.class, field.holds))
    })?;
    super::extras::generate(&mut out, inventory);
    out.push_str("/// Every table of the database, each column with its verdict.\npub static TABLES: &[Table] = &[\n");
    for (name, entry) in &inventory.tables {
        table(&mut out, name, entry)?;
    }
    out.push_str("];\n");
    Ok(out)
}

/// One enum, its static table, and the ways between the two.
fn listed<T>(
    out: &mut String,
    entries: &BTreeMap<String, Entry<T>>,
    kind: &str,
    table: &str,
    about: &str,
    body: impl Fn(&str, &T) -> Result<String, String>,
) -> Result<(), String> {
    let enumeration = if kind == "LogField" { kind.to_owned() } else { format!("{kind}Id") };
    let kind = if kind == "LogField" { "LogFieldFacts" } else { kind };
    let mut variants = String::new();
    let mut names = String::new();
    let mut rows = String::new();
    for (id, entry) in entries {
        let variant = variant(id);
        put(&mut variants, &format!("    /// `{id}` in {}.\n    {variant},\n", entry.file));
        put(&mut names, &format!("Self::{variant}, "));
        put(&mut rows, &format!("    {kind} {{ id: {enumeration}::{variant}, key: {id:?}, {} }},\n", body(id, &entry.value)?));
    }
    put(
        out,
        &format!(
            "/// {about}\n#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]\npub enum {enumeration} {{\n{variants}}}\n\n\
             impl {enumeration} {{\n    /// All of them, by name.\n    pub const ALL: &'static [Self] = &[{names}];\n\n\
             \x20   /// What the inventory says of it.\n    pub fn facts(self) -> &'static {kind} {{\n        &{table}[self as usize]\n    }}\n\n\
             \x20   /// Its key in the inventory.\n    pub fn key(self) -> &'static str {{\n        self.facts().key\n    }}\n\n\
             \x20   /// The one with this key.\n    pub fn from_key(key: &str) -> Option<Self> {{\n        \
             Self::ALL.iter().copied().find(|id| id.key() == key)\n    }}\n}}\n\n\
             /// What the inventory says of each [`{enumeration}`], in the same order.\npub static {table}: &[{kind}] = &[\n{rows}];\n\n"
        ),
    );
    Ok(())
}

fn table(out: &mut String, name: &str, entry: &Entry<Table>) -> Result<(), String> {
    let Entry { file, value } = entry;
    let steps = steps(&value.path)?;
    let row_erase = value.row_erase.map_or_else(|| "None".to_owned(), |erase| format!("Some(RowErase::{erase:?})"));
    put(
        out,
        &format!(
            "    Table {{\n        name: {name:?}, file: {file:?}, scope: Scope::{:?}, module: {:?}, subject: {}, path: &[{steps}], unlinked: {:?}, \
             row_erase: {row_erase}, objects: &{:?}, filled: {}, door: {:?}, shown: &[{}],\n        columns: &[\n",
            value.scope,
            value.module,
            optional("SubjectId", value.subject.as_deref()),
            value.unlinked,
            value.objects,
            filled(value)?,
            value.door,
            shown(value)?
        ),
    );
    for (class, names) in [("Key", &value.keys), ("None", &value.none)] {
        for column in names {
            put(out, &format!("            Column {{ name: {column:?}, class: Class::{class}, handling: None }},\n"));
        }
    }
    for (column, value) in &value.col {
        put(out, &format!("            {},\n", handled(column, value)?));
    }
    out.push_str("        ],\n    },\n");
    Ok(())
}

fn shown(table: &Table) -> Result<String, String> {
    let mut out = String::new();
    for (subject, shown) in &table.shown {
        let (subject, path) = (variant(subject), steps(&shown.path)?);
        put(&mut out, &format!("Shown {{ subject: SubjectId::{subject}, path: &[{path}], columns: &{:?}, masked: &{:?} }}, ", shown.columns, shown.masked));
    }
    Ok(out)
}

fn filled(table: &Table) -> Result<String, String> {
    let Some(filled) = &table.filled else { return Ok("None".to_owned()) };
    let mut when = String::new();
    for text in &filled.when {
        put(&mut when, &format!("{}, ", tested(text)?));
    }
    let mut copy = String::new();
    for (column, sources) in &filled.copy {
        let pairs: Vec<_> = sources.iter().filter_map(|source| source.rsplit_once('.')).map(|pair| format!("{pair:?}")).collect();
        put(&mut copy, &format!("({column:?}, &[{}]), ", pairs.join(", ")));
    }
    Ok(format!("Some(Filled {{ hold: HoldId::{}, when: &[{when}], copy: &[{copy}] }})", variant(&filled.hold)))
}

/// A column and what it must say.
fn tested(text: &str) -> Result<String, String> {
    let (column, test) = condition(text)?;
    Ok(match test {
        Test::Set | Test::Positive => format!("({column:?}, Test::{test:?})"),
        Test::Among(words) => format!("({column:?}, Test::Among(&{words:?}))"),
    })
}

fn handled(name: &str, column: &Column) -> Result<String, String> {
    let erase = match erase(&column.erase)? {
        Erase::DeleteRow => "DeleteRow".to_owned(),
        Erase::Null => "Null".to_owned(),
        Erase::Aggregate => "Aggregate".to_owned(),
        Erase::Surrogate(surrogate) => format!("Surrogate(Surrogate::{surrogate:?})"),
        Erase::Truncate(characters) => format!("Truncate({characters})"),
        Erase::Keep(hold) => format!("Keep(HoldId::{})", variant(&hold)),
        Erase::Via(other) => format!("Via({other:?})"),
        Erase::Document => {
            let keys = column.keys.iter().map(|(path, verdict)| {
                let path: Vec<_> = path.split('.').collect();
                format!("(&{path:?}, {})", *verdict == KeyVerdict::Erase)
            });
            format!("Document(&[{}])", keys.collect::<Vec<_>>().join(", "))
        }
    };
    let access = match access(&column.access)? {
        Access::Include => "Include".to_owned(),
        Access::Redact => "Redact".to_owned(),
        Access::Omit(reason) => format!("Omit({reason:?})"),
    };
    let rectify = match rectify(&column.rectify)? {
        Rectify::Itself => "Itself".to_owned(),
        Rectify::Request => "Request".to_owned(),
        Rectify::Never(reason) => format!("Never({reason:?})"),
    };
    Ok(format!(
        "Column {{ name: {name:?}, class: Class::{:?}, handling: Some(Handling {{ category: {:?}, treatments: &[{}], source: Source::{:?}, identity: \
         Identity::{:?}, required: {:?}, access: Access::{access}, portable: {}, erase: Erase::{erase}, retention: RetentionId::{}, rectify: \
         Rectify::{rectify}, restrict: Restrict::{:?}, at_rest: AtRest::{:?}, log_safe: {} }}) }}",
        column.class,
        column.category,
        ids("TreatmentId", &column.treatments),
        column.source,
        column.identity,
        column.required,
        column.portable,
        variant(&column.retention),
        column.restrict,
        column.at_rest,
        column.log_safe
    ))
}

fn steps(ways: &[String]) -> Result<String, String> {
    let mut steps = String::new();
    for text in ways {
        let step = step(text)?;
        let when = step.when.map_or_else(|| "None".to_owned(), |(column, word)| format!("Some(({column:?}, {word:?}))"));
        put(
            &mut steps,
            &format!(
                "Step {{ table: {:?}, columns: &{:?}, target: {:?}, target_columns: &{:?}, when: {when}, foreign_key: {} }}, ",
                step.table, step.columns, step.target, step.target_columns, step.foreign_key
            ),
        );
    }
    Ok(steps)
}

fn put(out: &mut String, text: &str) {
    // Writing to a String cannot fail.
    let _ = out.write_str(text);
}

fn period(text: &str) -> Result<String, String> {
    Period::parse(text).map(|period| format!("Period::{period:?}"))
}

fn ids(kind: &str, names: &[String]) -> String {
    names.iter().map(|name| format!("{kind}::{}", variant(name))).collect::<Vec<_>>().join(", ")
}

fn optional(kind: &str, name: Option<&str>) -> String {
    name.map_or_else(|| "None".to_owned(), |name| format!("Some({kind}::{})", variant(name)))
}

/// `security_log` becomes `SecurityLog`.
pub fn variant(id: &str) -> String {
    let upper = |word: &str| {
        let mut characters = word.chars();
        characters.next().map(|first| first.to_ascii_uppercase().to_string() + characters.as_str()).unwrap_or_default()
    };
    id.split(['_', '.']).map(upper).collect()
}
