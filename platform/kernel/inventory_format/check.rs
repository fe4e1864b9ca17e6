//! What must hold between the entries of the inventory, before any database is looked at: every name leads somewhere, and no
//! column promises what cannot be done.

use super::values::{Access, Erase, Rectify, access, erase, is_name, is_table, rectify};
use super::words::{AtRest, ClaimKind, Class, CookieCategory, LegalBasis, Period, Probe, RowErase, Scope, Source, Surrogate};
use super::{Column, Cookie, Entry, Fault, Inventory, Store, Table};
use std::collections::BTreeMap;

/// CNIL, deliberation 2020-091: the longest life of a tracer.
const LONGEST_COOKIE: Period = Period::Months(13);

/// Every fault in `inventory`; empty when it can be compiled.
pub fn check(inventory: &Inventory) -> Vec<Fault> {
    let mut checker = Checker { inventory, faults: Vec::new(), file: String::new(), key: String::new() };
    checker.treatments();
    checker.retentions();
    checker.holds_and_subjects();
    checker.recipients_and_log();
    for (name, entry) in &inventory.tables {
        checker.at(&entry.file, format!("table.{name}"));
        checker.table(name, &entry.value);
    }
    for (name, entry) in &inventory.stores {
        checker.at(&entry.file, format!("store.{name}"));
        checker.store(name, &entry.value);
    }
    for (name, entry) in &inventory.cookies {
        checker.at(&entry.file, format!("cookie.{name}"));
        checker.cookie(name, &entry.value);
    }
    checker.consents_and_claims();
    for (name, entry) in &inventory.views {
        checker.at(&entry.file, format!("view.{name}"));
        checker.view(name, &entry.value);
    }
    for (name, entry) in &inventory.documents {
        checker.at(&entry.file, format!("json.{name}"));
        checker.json(name, &entry.value);
    }
    checker.faults
}

pub(super) struct Checker<'a> {
    pub(super) inventory: &'a Inventory,
    faults: Vec<Fault>,
    file: String,
    key: String,
}

impl Checker<'_> {
    fn at(&mut self, file: &str, key: String) {
        file.clone_into(&mut self.file);
        self.key = key;
    }

    pub(super) fn fault(&mut self, problem: impl Into<String>) {
        self.faults.push(Fault { file: self.file.clone(), key: self.key.clone(), problem: problem.into() });
    }

    pub(super) fn demand(&mut self, holds: bool, problem: impl FnOnce() -> String) {
        if !holds {
            self.fault(problem());
        }
    }

    fn name(&mut self, name: &str) {
        self.demand(is_name(name), || format!("`{name}` is no name: use lower-case letters, digits and _"));
    }

    pub(super) fn known<T>(&mut self, kind: &str, id: &str, among: &BTreeMap<String, Entry<T>>) {
        self.demand(among.contains_key(id), || {
            let known: Vec<_> = among.keys().map(String::as_str).collect();
            format!("{kind} `{id}` is not declared: add [{kind}.{id}] or use one of {}", known.join(", "))
        });
    }

    /// A `table.column` that some table declares.
    pub(super) fn column(&mut self, field: &str, reference: &str) {
        let found =
            reference.rsplit_once('.').is_some_and(|(table, column)| self.inventory.tables.get(table).is_some_and(|entry| entry.value.declares(column)));
        self.demand(found, || format!("{field} `{reference}` is no declared table.column: correct the name or declare the column"));
    }

    fn period(&mut self, text: &str) {
        if let Err(problem) = Period::parse(text) {
            self.fault(problem);
        }
    }

    fn treatments(&mut self) {
        for (id, entry) in &self.inventory.treatments {
            self.at(&entry.file, format!("treatment.{id}"));
            self.name(id);
            let treatment = &entry.value;
            for recipient in &treatment.recipients {
                self.known("recipient", recipient, &self.inventory.recipients);
            }
            for subject in &treatment.subjects {
                self.known("subject", subject, &self.inventory.subjects);
            }
            self.demand(!treatment.subjects.is_empty(), || "concerns nobody: name at least one subject".to_owned());
            let named = treatment.legal_basis != LegalBasis::LegalObligation || treatment.legal_ref.is_some();
            self.demand(named, || "a legal obligation needs `legal_ref`, the text that obliges".to_owned());
        }
    }

    fn retentions(&mut self) {
        for (id, entry) in &self.inventory.retentions {
            self.at(&entry.file, format!("retention.{id}"));
            self.name(id);
            if let Some(active) = &entry.value.active {
                self.period(active);
            }
            if let Some(anchor) = &entry.value.anchor {
                self.column("anchor", anchor);
            }
            if let Some(archive) = &entry.value.archive {
                self.period(&archive.length);
                self.known("hold", &archive.hold, &self.inventory.holds);
                if let Some(month) = &archive.month {
                    self.column("month", month);
                }
            }
            for (table, start) in &entry.value.on {
                self.start(table, start);
            }
        }
    }

    fn holds_and_subjects(&mut self) {
        for (id, entry) in &self.inventory.holds {
            self.at(&entry.file, format!("hold.{id}"));
            self.name(id);
            for column in &entry.value.columns {
                self.column("column", column);
                let kept = column.rsplit_once('.').and_then(|(table, column)| self.inventory.tables.get(table)?.value.col.get(column));
                let agrees = kept.is_none_or(|column| erase(&column.erase) == Ok(Erase::Keep(id.clone())));
                self.demand(agrees, || format!("`{column}` is listed, but its own `erase` is not keep:{id}: make them agree"));
            }
        }
        for (id, entry) in &self.inventory.subjects {
            self.at(&entry.file, format!("subject.{id}"));
            self.name(id);
            if let Some(root) = &entry.value.root {
                self.known("table", root, &self.inventory.tables);
            }
        }
    }

    fn recipients_and_log(&mut self) {
        for (id, entry) in &self.inventory.recipients {
            self.at(&entry.file, format!("recipient.{id}"));
            self.name(id);
            let used = self.inventory.treatments.values().any(|treatment| treatment.value.recipients.contains(id));
            self.demand(used, || "no treatment names it: add it to a treatment's `recipients` or delete it".to_owned());
        }
        for (id, entry) in &self.inventory.log_fields {
            self.at(&entry.file, format!("log.{id}"));
            self.demand(id.split('.').all(is_name), || format!("`{id}` is no field name: use lower-case letters, digits, _ and dots"));
            let harmless = matches!(entry.value.class, Class::None | Class::Key | Class::Pseudonymous);
            self.demand(harmless, || "a log line carries ids and facts, never personal data: use none, key or pseudonymous".to_owned());
        }
    }

    fn table(&mut self, name: &str, table: &Table) {
        self.demand(is_table(name), || format!("`{name}` is no table name: use lower-case letters, digits and _"));
        let mut seen = Vec::new();
        for column in table.keys.iter().chain(&table.none).chain(table.col.keys()) {
            self.name(column);
            self.demand(!seen.contains(&column), || format!("column `{column}` has two verdicts: keep one"));
            seen.push(column);
        }
        if table.scope == Scope::Tenant {
            let keyed = table.keys.iter().any(|key| key == "tenant_id");
            self.demand(keyed, || "scope is tenant but `keys` has no tenant_id: add it, or change the scope".to_owned());
        }
        if table.col.is_empty() {
            let idle = table.subject.is_none() && table.path.is_empty() && table.row_erase.is_none();
            self.demand(idle, || "has a subject, path or row_erase but no column that concerns anybody: remove them".to_owned());
        } else {
            self.reach(name, table);
        }
        self.around(table);
        self.shown(name, table);
        let home = self.key.clone();
        for (column, value) in &table.col {
            self.key = format!("{home}.col.{column}");
            self.table_column(table, value);
        }
        self.key = home;
    }

    fn table_column(&mut self, table: &Table, column: &Column) {
        let concerns = !matches!(column.class, Class::None | Class::Key);
        self.demand(concerns, || "none and key are written in the table's lists `none` and `keys`: move it there".to_owned());
        self.demand(!column.treatments.is_empty(), || "serves no treatment: name at least one, or do not collect it".to_owned());
        for treatment in &column.treatments {
            self.known("treatment", treatment, &self.inventory.treatments);
        }
        self.known("retention", &column.retention, &self.inventory.retentions);
        match erase(&column.erase) {
            Ok(Erase::Keep(hold)) => self.known("hold", &hold, &self.inventory.holds),
            Ok(Erase::Via(other)) => {
                self.demand(table.declares(&other), || format!("via:{other}: the table has no such column"));
            }
            Ok(Erase::DeleteRow) => {
                let goes = table.row_erase == Some(RowErase::Delete);
                self.demand(goes, || "delete_row needs the table's `row_erase = \"delete\"`; otherwise erase the column alone".to_owned());
            }
            Ok(Erase::Surrogate(Surrogate::ErasedEmail | Surrogate::RandomSecret)) => {
                let named = table.keys.iter().any(|key| key == "id");
                self.demand(named, || "this surrogate is made from the row's `id`, which `keys` does not list".to_owned());
            }
            Ok(Erase::Document) => self.document(column),
            Ok(Erase::Null | Erase::Surrogate(_) | Erase::Truncate(_) | Erase::Aggregate) => {}
            Err(problem) => self.fault(problem),
        }
        if table.row_erase == Some(RowErase::Delete) {
            let whole = erase(&column.erase) == Ok(Erase::DeleteRow);
            self.demand(whole, || "row_erase is delete: then every column says delete_row, or a kept one would vanish".to_owned());
        }
        let shown = access(&column.access);
        if let Err(problem) = &shown {
            self.fault(problem.clone());
        }
        match rectify(&column.rectify) {
            Ok(Rectify::Itself | Rectify::Request | Rectify::Never(_)) => {}
            Err(problem) => self.fault(problem),
        }
        if column.class == Class::Secret {
            self.demand(matches!(shown, Ok(Access::Omit(_))), || "a secret is never exported: access = \"omit:<reason>\"".to_owned());
            self.demand(column.at_rest != AtRest::Plain, || "a secret is not stored as it is: say enc, argon2 or hmac".to_owned());
            self.demand(!column.log_safe, || "a secret is never logged: remove log_safe".to_owned());
        }
        if column.portable {
            let lawful = column.treatments.iter().filter_map(|id| self.inventory.treatments.get(id));
            let portable = lawful.into_iter().any(|entry| matches!(entry.value.legal_basis, LegalBasis::Consent | LegalBasis::Contract));
            self.demand(portable && column.source == Source::Subject && shown == Ok(Access::Include), || {
                "portable (Art. 20) only when the person gave it, under consent or contract, and access includes it".to_owned()
            });
        }
    }

    fn store(&mut self, name: &str, store: &Store) {
        self.name(name);
        for treatment in &store.treatments {
            self.known("treatment", treatment, &self.inventory.treatments);
        }
        if let Some(recipient) = &store.recipient {
            self.known("recipient", recipient, &self.inventory.recipients);
        }
        if let Some(retention) = &store.retention {
            self.known("retention", retention, &self.inventory.retentions);
        }
        if !matches!(store.class, Class::None | Class::Key) {
            let judged = !store.treatments.is_empty() && store.retention.is_some();
            self.demand(judged, || format!("class is {:?}: name its treatments and its retention", store.class));
        }
    }

    fn cookie(&mut self, name: &str, cookie: &Cookie) {
        self.name(name);
        self.known("treatment", &cookie.treatment, &self.inventory.treatments);
        match Period::parse(&cookie.max_age) {
            Ok(period) => self.demand(period.most_seconds() <= LONGEST_COOKIE.most_seconds(), || {
                "lives longer than 13 months, the most the CNIL accepts: shorten `max_age`".to_owned()
            }),
            Err(problem) => self.fault(problem),
        }
        self.demand(cookie.name.starts_with("__Host-"), || "the name starts with __Host-: no sister host may set it".to_owned());
        let token = cookie.name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        self.demand(token, || "the name is made of letters, digits, - and _".to_owned());
        let others = self.inventory.cookies.values().filter(|other| other.value.name == cookie.name).count();
        self.demand(others == 1, || "another cookie has this name: choose one".to_owned());
        let waits = cookie.category == CookieCategory::Consent;
        self.demand(waits == cookie.consent.is_some(), || {
            "`consent` names what a cookie of the category consent waits for, and stands with no other".to_owned()
        });
        if let Some(consent) = &cookie.consent {
            self.known("consent", consent, &self.inventory.consents);
        }
    }

    fn consents_and_claims(&mut self) {
        for (id, entry) in &self.inventory.consents {
            self.at(&entry.file, format!("consent.{id}"));
            self.name(id);
            self.demand(entry.value.version > 0, || "versions count from 1".to_owned());
            if let Some(treatment) = &entry.value.treatment {
                self.known("treatment", treatment, &self.inventory.treatments);
            }
        }
        for (id, entry) in &self.inventory.claims {
            self.at(&entry.file, format!("claim.{id}"));
            self.name(id);
            self.period(&entry.value.ttl);
            let attested = entry.value.kind == ClaimKind::Attested;
            self.demand(attested == (entry.value.probe == Probe::Attestation), || {
                "what is attested has the probe attestation, and nothing else has".to_owned()
            });
        }
    }
}
