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
    // A hold outlives the period of what it hangs on: the books are not swept with their buyer.
    assert!(!ids.contains(&"accounting.ticket_order") && !ids.contains(&"buyer.ticket_order"), "{ids:?}");
}

#[test]
fn periods_are_counted_by_the_calendar() {
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    assert_eq!(before(at("2027-08-31T10:00:00Z"), Period::Months(6)), at("2027-02-28T10:00:00Z"));
    assert_eq!(before(at("2028-02-29T10:00:00Z"), Period::Years(1)), at("2027-02-28T10:00:00Z"));
    assert_eq!(before(at("2027-03-28T10:00:00Z"), Period::Days(1)), at("2027-03-27T10:00:00Z"));
}
