//! The rules that the inventory gives, and how periods are counted.

use super::*;

#[test]
fn every_period_that_ends_something_reaches_its_clock() {
    assert_eq!(rules(TABLES).1, Vec::<String>::new());
}

#[test]
fn the_rules_are_those_the_inventory_gives() {
    let (rules, _) = rules(TABLES);
    let ids: Vec<&str> = rules.iter().map(|rule| rule.id.as_str()).collect();
    for expected in [
        "buyer.person",
        "checkout.payment",
        "staff_action.staff_action",
        "staff_action.ticket",
        "sign_up.sign_up",
        "suppression.suppression",
        "rights_file.privacy_request",
        "staff_action.export_register",
    ] {
        assert!(ids.contains(&expected), "{expected} is not among {ids:?}");
    }
    // The books are not swept with their buyer: only the name on a receipt, which goes to the archive. They end with their own period.
    let rule = |id: &str| rules.iter().find(|rule| rule.id == id).unwrap_or_else(|| panic!("{id} is not among {ids:?}"));
    assert!(matches!(&rule("buyer.ticket_order").ends, Ends::Columns(columns) if columns.len() == 1 && columns[0].name == "receipt_name"));
    assert_eq!(rule("buyer.ticket_order").takes_names(), Some(By::Row));
    let now = "2040-03-01T10:00:00Z".parse::<Timestamp>().unwrap();
    for books in [
        "accounting.ticket_order",
        "accounting.payment",
        "accounting.refund",
        "accounting.ledger_entry",
        "ticket_register.ticket",
        "ticket_register.ticket_journal",
    ] {
        assert!(matches!(rule(books).ends, Ends::Rows) && !rule(books).by_hand(), "{books}");
        // Ten years and whatever was left of the fiscal year.
        assert_eq!(rule(books).cutoff(now), "2029-03-01T10:00:00Z".parse::<Timestamp>().unwrap(), "{books}");
    }
    assert!(matches!(&rule("legal_text.legal_document").ends, Ends::Columns(columns) if columns.len() == 1 && columns[0].name == "content"));
}

#[test]
fn a_shorter_period_is_another_rule_and_so_begins_its_rehearsal() {
    let (rules, _) = rules(TABLES);
    let rule = rules.into_iter().find(|rule| rule.id == "buyer.person").unwrap();
    let facts = rule.retention;
    let shorter: &'static Retention = Box::leak(Box::new(Retention {
        id: facts.id,
        key: facts.key,
        anchor: facts.anchor,
        active: Some(Period::Months(1)),
        archive: None,
        then: facts.then,
        source: facts.source,
        on: facts.on,
        by_hand: facts.by_hand,
    }));
    let schema = Schema(Catalogue::new());
    assert_ne!(rule.fingerprint(&schema), Rule { retention: shorter, ..rule.clone() }.fingerprint(&schema));
    assert_eq!(rule.fingerprint(&schema), rule.clone().fingerprint(&schema));
}

#[test]
fn periods_are_counted_by_the_calendar() {
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    assert_eq!(before(at("2027-08-31T10:00:00Z"), Period::Months(6)), at("2027-02-28T10:00:00Z"));
    assert_eq!(before(at("2028-02-29T10:00:00Z"), Period::Years(1)), at("2027-02-28T10:00:00Z"));
    assert_eq!(before(at("2027-03-28T10:00:00Z"), Period::Days(1)), at("2027-03-27T10:00:00Z"));
}
