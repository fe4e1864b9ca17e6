//! The inventory's own rules, each shown a small bad example, and the comparison with a database, without one.

use super::drift::{Catalogue, LiveColumn, LiveKey, LiveTable, compare};
use super::inventory_format::{
    self,
    check::check,
    generate::{generate, variant},
};
use super::words::Period;
use super::{
    Access, AtRest, COOKIES, Class, Column, CookieId, Erase, Handling, Identity, LogField, Rectify, Restrict, RetentionId, RowErase, STORES, Scope, Source,
    Step, TABLES, TREATMENTS, Table, TreatmentId, may_log, table,
};
use std::path::Path;

/// A sound inventory of one table, which each case below spoils in one place.
const SOUND: &str = r#"
    [subject.buyer]
    root = "person"
    [treatment.selling]
    controller = "tenant"
    legal_basis = "contract"
    subjects = ["buyer"]
    recipients = ["bank"]
    module = "shop"
    [recipient.bank]
    legal_name = "Bank"
    role = "controller"
    country = "FR"
    categories = ["payment.ref"]
    erase = "none"
    [retention.short]
    anchor = "person.created_at"
    active = "6m"
    then = "anonymise"
    source = "a text"
    [hold.accounts]
    legal_ref = "a text"
    columns = ["person.number"]
    roles = []
    [table.person]
    scope = "tenant"
    module = "shop"
    subject = "buyer"
    row_erase = "keep"
    keys = ["tenant_id", "id"]
    none = ["created_at"]
    each = { class = "personal", category = "identity.name", treatments = ["selling"], source = "subject", retention = "short", rectify = "self", restrict = "none" }
    [table.person.col]
    name = { access = "include", erase = "null", portable = true }
    number = { access = "include", erase = "keep:accounts" }
    password = { class = "secret", access = "omit:credential", erase = "null", at_rest = "argon2" }
    [cookie.session]
    name = "__Host-a"
    category = "essential"
    treatment = "selling"
    max_age = "30d"
    http_only = true
    same_site = "lax"
    contains = "random"
    [consent.counting]
    asked = "notice"
    version = 1
    treatment = "selling"
    [claim.on_tls]
    probe = "tls"
    kind = "automated"
    ttl = "3d"
    on_fail = "hide"
    [log."request.id"]
    class = "key"
    holds = "one request"
"#;

fn faults(text: &str) -> Vec<String> {
    match inventory_format::parse(&[("sound.toml", text)]) {
        Ok(inventory) => check(&inventory).iter().map(ToString::to_string).collect(),
        Err(faults) => faults.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn a_sound_inventory_has_no_fault() {
    assert_eq!(faults(SOUND), Vec::<String>::new());
}

#[test]
fn each_broken_reference_is_named_with_its_file_its_key_and_a_remedy() {
    for (sound, spoilt, expected) in [
        ("treatments = [\"selling\"]", "treatments = [\"sellin\"]", "[table.person.col.name]: treatment `sellin` is not declared: add"),
        ("treatments = [\"selling\"]", "treatments = []", "serves no treatment"),
        ("retention = \"short\"", "retention = \"shorter\"", "retention `shorter` is not declared"),
        ("recipients = [\"bank\"]", "recipients = [\"banc\"]", "[treatment.selling]: recipient `banc` is not declared"),
        ("recipients = [\"bank\"]", "recipients = []", "[recipient.bank]: no treatment names it"),
        ("subjects = [\"buyer\"]", "subjects = []", "concerns nobody"),
        ("legal_basis = \"contract\"", "legal_basis = \"legal_obligation\"", "needs `legal_ref`"),
        ("legal_basis = \"contract\"", "legal_basis = \"legitimate_interest\"", "portable (Art. 20) only when"),
        ("legal_basis = \"contract\"", "legal_basis = \"habit\"", "unknown variant `habit`"),
        ("anchor = \"person.created_at\"", "anchor = \"person.made_at\"", "anchor `person.made_at` is no declared table.column"),
        ("active = \"6m\"", "active = \"6 months\"", "is not a period"),
        ("then = \"anonymise\"", "then = \"forget\"", "unknown variant `forget`"),
        ("columns = [\"person.number\"]", "columns = [\"person.name\"]", "make them agree"),
        ("root = \"person\"", "root = \"persons\"", "table `persons` is not declared"),
        ("subject = \"buyer\"", "", "say whose with `subject`"),
        ("row_erase = \"keep\"", "", "say `row_erase"),
        ("row_erase = \"keep\"", "row_erase = \"delete\"", "row_erase is delete"),
        ("row_erase = \"keep\"", "row_erase = \"keep\"\npath = [\"person->buyer\"]", "is not a way to a person"),
        ("row_erase = \"keep\"", "row_erase = \"keep\"\npath = [\"person.id = person.id; drop\"]", "its names are lower-case"),
        ("row_erase = \"keep\"", "row_erase = \"keep\"\npath = [\"person.id = person.id when name = 'a b'\"]", "is not a way to a person"),
        ("row_erase = \"keep\"", "row_erase = \"keep\"\npath = [\"person.id = person.id\"]", "goes in a circle"),
        ("row_erase = \"keep\"", "row_erase = \"keep\"\npath = [\"person.made_by = person.id\"]", "path column `person.made_by` is no declared"),
        ("row_erase = \"keep\"", "row_erase = \"keep\"\nobjects = [\"portraits\"]", "store `portraits` is not declared"),
        ("row_erase = \"keep\"", "row_erase = \"keep\"\ndoor = \"person_door\"", "only platform tables have one"),
        ("erase = \"null\", portable", "erase = \"document\", portable", "give each key of the document its verdict"),
        ("row_erase = \"keep\"", "row_erase = \"keep\"\nunlinked = \"by name\"", "`path` must lead to the root"),
        ("keys = [\"tenant_id\", \"id\"]", "keys = [\"id\"]", "no tenant_id"),
        ("none = [\"created_at\"]", "none = [\"created_at\", \"id\"]", "`id` has two verdicts"),
        ("none = [\"created_at\"]", "none = [\"created_at\", \"Drop table\"]", "is no name"),
        ("retention = \"short\", ", "", "does not say its `retention`"),
        ("erase = \"null\", portable", "erase = \"nullify\", portable", "`erase = \"nullify\"` is unknown"),
        ("erase = \"null\", portable", "erase = \"surrogate:magic\", portable", "is unknown: write"),
        ("erase = \"null\", portable", "erase = \"via:nothing\", portable", "no such column"),
        ("erase = \"null\", portable", "erase = \"delete_row\", portable", "delete_row needs"),
        ("erase = \"keep:accounts\"", "erase = \"keep:taxes\"", "hold `taxes` is not declared"),
        ("access = \"omit:credential\"", "access = \"include\"", "a secret is never exported"),
        ("access = \"omit:credential\"", "access = \"omit:\"", "is unknown: write include"),
        (", at_rest = \"argon2\"", "", "a secret is not stored as it is"),
        ("rectify = \"self\"", "rectify = \"maybe\"", "write self, request or never"),
        ("portable = true", "portabel = true", "unknown field `portabel`"),
        ("class = \"secret\"", "class = \"none\"", "move it there"),
        ("treatment = \"selling\"", "treatment = \"tracking\"", "[cookie.session]: treatment `tracking` is not declared"),
        ("max_age = \"30d\"", "max_age = \"2y\"", "longer than 13 months"),
        ("category = \"essential\"", "category = \"consent\"", "names what a cookie of the category consent waits for"),
        ("contains = \"random\"", "contains = \"random\"\n    consent = \"counting\"", "stands with no other"),
        ("version = 1", "version = 0", "[consent.counting]: versions count from 1"),
        ("treatment = \"selling\"\n    [claim", "treatment = \"buying\"\n    [claim", "[consent.counting]: treatment `buying` is not declared"),
        ("ttl = \"3d\"", "ttl = \"soon\"", "[claim.on_tls]: `soon` is not a period"),
        ("probe = \"tls\"", "probe = \"attestation\"", "what is attested has the probe attestation"),
        ("probe = \"tls\"", "probe = \"hope\"", "unknown variant `hope`"),
        ("name = \"__Host-a\"", "name = \"a\"", "starts with __Host-"),
        ("class = \"key\"", "class = \"personal\"", "never personal data"),
    ] {
        assert!(SOUND.contains(sound), "{sound}");
        let found = faults(&SOUND.replace(sound, spoilt));
        let told = found.iter().any(|fault| fault.starts_with("migrations/inventory/sound.toml: [") && fault.contains(expected));
        assert!(told, "{spoilt}: expected `{expected}` among {found:#?}");
    }
}

#[test]
fn an_entry_stands_in_one_file_only() {
    let second = "[subject.buyer]\n";
    let faults = inventory_format::parse(&[("a.toml", second), ("b.toml", second)]).unwrap_err();
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].to_string(), "migrations/inventory/b.toml: [subject.buyer]: declared in a.toml already; keep one of the two");
}

#[test]
fn what_is_compiled_in_is_what_the_files_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations/inventory");
    let files = inventory_format::read(&folder).unwrap();
    assert_eq!(check(&files), []);
    let compiled = include_str!(concat!(env!("OUT_DIR"), "/inventory.rs"));
    assert!(generate(&files).is_ok_and(|source| source == compiled), "the build script did not see a change: touch platform/kernel/build.rs");
    assert_eq!(files.tables.len(), TABLES.len());
    assert_eq!(files.treatments.len(), TREATMENTS.len());
    for (id, key) in TreatmentId::ALL.iter().zip(files.treatments.keys()) {
        assert_eq!(id.key(), key);
        assert_eq!(id.facts().id, *id);
        assert_eq!(TreatmentId::from_key(key), Some(*id));
    }
    assert_eq!(variant("security_log"), "SecurityLog");
    assert_eq!(CookieId::Session.facts().name, "__Host-session");
    assert!(COOKIES.len() == CookieId::ALL.len() && !STORES.is_empty());
}

#[test]
fn every_treatment_is_used_by_something() {
    for treatment in TREATMENTS {
        let columns = TABLES.iter().flat_map(|table| table.columns).filter_map(|column| column.handling.as_ref());
        let used = columns.into_iter().any(|handling| handling.treatments.contains(&treatment.id))
            || STORES.iter().any(|store| store.treatments.contains(&treatment.id))
            || COOKIES.iter().any(|cookie| cookie.treatment == treatment.id);
        assert!(used, "treatment {} is announced, yet no column, store or cookie serves it", treatment.key);
    }
}

#[test]
fn a_log_line_carries_listed_fields_only() {
    assert!(may_log("request.id"));
    assert!(!may_log("email"));
    assert!(LogField::ALL.iter().all(|field| matches!(field.facts().class, Class::None | Class::Key | Class::Pseudonymous)));
    assert!(table("person").is_some_and(|person| person.columns.iter().all(|column| !column.handling.as_ref().is_some_and(|h| h.log_safe))));
}

#[test]
fn a_period_is_read_as_laws_write_it() {
    assert_eq!(Period::parse("12h"), Ok(Period::Hours(12)));
    assert_eq!(Period::parse("10y"), Ok(Period::Years(10)));
    assert_eq!(Period::Days(30).most_seconds(), 2_592_000);
    for wrong in ["", "y", "0d", "-1d", "1.5y", "30", "6 m", "99999d", "1é"] {
        assert!(Period::parse(wrong).is_err(), "{wrong}");
    }
}

const fn handled(name: &'static str, erase: Erase) -> Column {
    let handling = Handling {
        category: "identity.name",
        treatments: &[],
        source: Source::Subject,
        identity: Identity::None,
        required: None,
        access: Access::Include,
        portable: false,
        erase,
        retention: RetentionId::Buyer,
        rectify: Rectify::Itself,
        restrict: Restrict::None,
        at_rest: AtRest::Plain,
        log_safe: false,
    };
    Column { name, class: Class::Personal, handling: Some(handling) }
}

static DECLARED: &[Table] = &[Table {
    name: "member",
    file: "members.toml",
    scope: Scope::Tenant,
    module: "membership",
    subject: None,
    path: &[Step {
        table: "member",
        columns: &["tenant_id", "person_id"],
        target: "person",
        target_columns: &["tenant_id", "id"],
        when: None,
        foreign_key: true,
    }],
    unlinked: None,
    row_erase: Some(RowErase::Keep),
    objects: &[],
    filled: None,
    door: None,
    shown: &[],
    columns: &[
        Column { name: "tenant_id", class: Class::Key, handling: None },
        Column { name: "seen_from", class: Class::None, handling: None },
        handled("name", Erase::Null),
    ],
}];

fn live(columns: &[(&str, &str, bool, bool)], walled: bool, linked: bool) -> Catalogue {
    let column = |&(name, data_type, not_null, in_primary_key): &(&str, &str, bool, bool)| LiveColumn {
        name: name.to_owned(),
        data_type: data_type.to_owned(),
        not_null,
        in_primary_key,
    };
    let names = |names: [&str; 2]| names.map(str::to_owned).to_vec();
    let key = LiveKey {
        columns: names(["tenant_id", "person_id"]),
        target: "person".to_owned(),
        target_columns: names(["tenant_id", "id"]),
        on_delete: "a".to_owned(),
    };
    let foreign_keys = if linked { [key].into() } else { [].into() };
    [("member".to_owned(), LiveTable { columns: columns.iter().map(column).collect(), walled, foreign_keys })].into()
}

#[test]
fn every_drift_between_the_inventory_and_the_database_is_told() {
    let tenant = ("tenant_id", "uuid", true, true);
    let from = ("seen_from", "text", false, false);
    let name = ("name", "text", false, false);
    let told = |catalogue: Catalogue| compare(&catalogue, DECLARED).iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(told(live(&[tenant, from, name], true, true)), Vec::<String>::new());
    for (catalogue, expected) in [
        (
            live(&[tenant, from, name, ("nickname", "text", false, false)], true, true),
            "column member.nickname has no verdict: classify it in migrations/inventory/members.toml",
        ),
        (live(&[tenant, from], true, true), "column member.name has a verdict in migrations/inventory/members.toml but is not in the database"),
        (live(&[tenant, from, ("name", "text", true, false)], true, true), "column member.name is erased by Null, which its type text not null does not allow"),
        (live(&[tenant, from, ("name", "text", true, true)], true, true), "column member.name is personal and part of the primary key"),
        (live(&[tenant, ("seen_from", "inet", false, false), name], true, true), "column member.seen_from says nothing about anybody, yet its type is inet"),
        (live(&[("tenant_id", "uuid", false, false), from, name], true, true), "has no column tenant_id uuid not null"),
        (live(&[tenant, from, name], false, true), "row-level security is not forced: select protect('member')"),
        (live(&[tenant, from, name], true, false), "the database has no such foreign key"),
        (Catalogue::new(), "table member is in migrations/inventory/members.toml but not in the database"),
    ] {
        let found = told(catalogue);
        assert_eq!(found.len(), 1, "{found:#?}");
        assert!(found[0].contains(expected), "expected `{expected}`, found {found:#?}");
    }
    let mut stray = live(&[tenant, from, name], true, true);
    stray.insert("import.guest".to_owned(), LiveTable::default());
    assert_eq!(told(stray), ["table import.guest is not in the inventory: add [table.import.guest] with a verdict on each column to migrations/inventory"]);
}
