//! The program that serves holds no stand-in. Which packages it links is a house rule (`tests/rules/manifests.rs`); here its bytes are read.

use std::{fs, path::PathBuf};

/// The folder this test was built into holds the programs built with it.
fn built(name: &str) -> Option<Vec<u8>> {
    let folder: PathBuf = std::env::current_exe().ok()?.parent()?.parent()?.to_owned();
    fs::read(folder.join(name)).ok()
}

fn holds(program: &[u8], words: &str) -> bool {
    program.windows(words.len()).any(|found| found == words.as_bytes())
}

#[test]
fn the_serving_program_holds_no_word_of_the_stripe_simulator() {
    let words = "SIMULATEUR";
    let here = fs::read(std::env::current_exe().unwrap()).unwrap();
    assert!(holds(&here, words), "this test links the simulator: its words must be found, or the search below proves nothing");
    let program = built("estrade").expect("the program is read: build it first with `cargo build --workspace --bins`, as ops/test does");
    assert!(!holds(&program, words), "`estrade` holds the simulator's banner");
    assert!(!holds(&program, "4000002760003184"), "`estrade` holds a test card");
}
