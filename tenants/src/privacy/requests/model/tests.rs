//! The rules of requests, tried one by one.

use super::*;

#[test]
fn every_state_can_be_reached_and_every_way_ends() {
    let mut reached = vec![State::Received];
    let mut index = 0;
    while let Some(state) = reached.get(index).copied() {
        for next in state.next() {
            if !reached.contains(next) {
                reached.push(*next);
            }
        }
        index += 1;
    }
    assert_eq!(reached.len(), State::ALL.len());
    for state in State::ALL {
        assert_eq!(state.next().is_empty(), state.is_final(), "{state:?}");
    }
}

#[test]
fn nothing_is_done_before_identity_is_shown_and_a_plan_is_made() {
    for (state, forbidden) in [
        (State::Received, State::Executing),
        (State::IdentityPending, State::Scoping),
        (State::IdentityPending, State::Planned),
        (State::IdentityVerified, State::Executing),
        (State::Scoping, State::Executing),
        (State::Executing, State::Withdrawn),
        (State::Planned, State::Completed),
        (State::Planned, State::Refused),
        (State::Scoping, State::Refused),
    ] {
        assert!(!state.may_become(forbidden), "{state:?} must not become {forbidden:?}");
    }
    // A refusal always passes two people.
    for state in State::ALL.iter().filter(|state| state.may_become(State::Refused)) {
        assert_eq!(*state, State::AwaitingSecondApproval);
    }
}

#[test]
fn words_lead_back() {
    for kind in Kind::ALL {
        assert_eq!(Kind::parse(kind.word()), Some(*kind));
        assert_eq!(Kind::from_slug(kind.slug()), Some(*kind));
    }
    for state in State::ALL {
        assert_eq!(State::parse(state.word()), Some(*state));
    }
}

#[test]
fn the_software_answers_alone_only_when_nothing_speaks_against_it() {
    assert!(review(Circumstances::default()).is_empty());
    let all = Circumstances {
        several_names: true,
        by_letter: true,
        staff_account: true,
        others_texts: true,
        other_address: true,
        keeps_changing: true,
        mentions: true,
        represented: true,
    };
    assert_eq!(review(all).len(), 8);
}

#[test]
fn a_reference_has_its_form() {
    assert_eq!(reference(0), "0000-0000");
    assert_eq!(reference(u64::MAX), "ZZZZ-ZZZZ");
}
