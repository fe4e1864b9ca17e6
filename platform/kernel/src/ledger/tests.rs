//! Entries and their seals, without a store.

use uuid::Uuid;

use super::{
    model::{Act, Change, Entry, Hash, Kind, Person},
    seal,
};
use crate::{clock::Timestamp, ids::TenantId, keys::Keys};

fn keys() -> Keys {
    Keys::new(&[7; 32])
}

fn tenant(number: u128) -> TenantId {
    TenantId::from_uuid(Uuid::from_u128(number))
}

fn correction() -> Act {
    let change = Change { table: "person".to_owned(), row: Uuid::from_u128(3), column: "family_name".to_owned(), value: "Lefort".to_owned() };
    Act::Rectification { changes: vec![change] }
}

fn entry() -> Entry {
    let mut entry = Entry {
        seq: 4,
        previous: Hash([1; 32]),
        hash: Hash::NONE,
        id: Uuid::from_u128(9),
        tenant: tenant(1),
        kind: Kind::Erasure,
        at: Timestamp::from_timestamp_micros(1_768_000_000_123_456).unwrap(),
        plan: Some(Hash([2; 32])),
        selectors: Hash([3; 32]),
    };
    entry.hash = entry.seal_of();
    entry
}

#[test]
fn selectors_are_read_with_their_own_key_only_and_an_altered_byte_is_noticed() {
    let (id, act) = (Uuid::from_u128(9), correction());
    let sealed = seal::seal(&keys(), tenant(1), id, &act).unwrap();
    assert!(!sealed.windows(6).any(|window| window == b"Lefort"), "the new value lies in the open");
    assert_eq!(seal::open(&keys(), tenant(1), id, &sealed).unwrap(), act);
    assert!(seal::open(&keys(), tenant(2), id, &sealed).is_err());
    assert!(seal::open(&keys(), tenant(1), Uuid::from_u128(10), &sealed).is_err());
    assert!(seal::open(&Keys::new(&[8; 32]), tenant(1), id, &sealed).is_err());
    for place in 0..sealed.len() {
        let mut altered = sealed.clone();
        altered[place] ^= 1;
        assert!(seal::open(&keys(), tenant(1), id, &altered).is_err(), "byte {place}");
    }
}

#[test]
fn every_field_of_an_entry_is_under_its_hash() {
    let sound = entry();
    let spoilt = [
        Entry { seq: 5, ..sound.clone() },
        Entry { previous: Hash([9; 32]), ..sound.clone() },
        Entry { id: Uuid::from_u128(8), ..sound.clone() },
        Entry { tenant: tenant(2), ..sound.clone() },
        Entry { kind: Kind::Objection, ..sound.clone() },
        Entry { at: sound.at + chrono::Duration::microseconds(1), ..sound.clone() },
        Entry { plan: None, ..sound.clone() },
        Entry { selectors: Hash([4; 32]), ..sound.clone() },
    ];
    for entry in spoilt {
        assert_ne!(entry.seal_of(), sound.hash, "{entry:?}");
    }
    let text = serde_json::to_string(&sound).unwrap();
    assert_eq!(serde_json::from_str::<Entry>(&text).unwrap(), sound);
}

#[test]
fn an_address_has_another_digest_in_each_association_and_no_debug_form_tells_a_value() {
    let here = seal::address(&keys(), tenant(1), "jeanne@example.org");
    assert_eq!(here, seal::address(&keys(), tenant(1), "jeanne@example.org"));
    assert_ne!(here, seal::address(&keys(), tenant(2), "jeanne@example.org"));
    assert_ne!(here, seal::address(&keys(), tenant(1), "paul@example.org"));
    assert!(!format!("{:?}", correction()).contains("Lefort"));
}

#[test]
fn a_person_of_a_kind_the_inventory_has_dropped_is_nobody() {
    assert!(Person { subject: "buyer".to_owned(), id: Uuid::nil() }.root().is_some());
    assert!(Person { subject: "astronaut".to_owned(), id: Uuid::nil() }.root().is_none());
}
