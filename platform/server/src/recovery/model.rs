//! What a replay tells of itself.

use std::fmt;

use kernel::ledger::Kind;

/// What became of one entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Its effect is in the database now.
    Done,
    /// It would be carried out: this was a rehearsal.
    WouldDo,
    /// The act did not happen in its time, and does not now.
    Voided,
    /// Its association is not in this database.
    Nowhere,
    /// It cannot be carried out; what is wrong and what to do.
    Stuck(String),
}

impl fmt::Display for Fate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Done => formatter.write_str("carried out"),
            Self::WouldDo => formatter.write_str("would be carried out"),
            Self::Voided => formatter.write_str("had been taken back: nothing to do"),
            Self::Nowhere => formatter.write_str("its association is not in this database: nothing to do"),
            Self::Stuck(why) => write!(formatter, "CANNOT be carried out: {why}"),
        }
    }
}

/// One entry and what became of it.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its number.
    pub seq: u64,
    /// What it was.
    pub kind: Kind,
    /// What became of it.
    pub fate: Fate,
}

/// A replay, told.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Entry by entry, in the ledger's order.
    pub lines: Vec<Line>,
}

impl Report {
    /// How many entries stay to be carried out because they cannot.
    #[must_use]
    pub fn stuck(&self) -> usize {
        self.lines.iter().filter(|line| matches!(line.fate, Fate::Stuck(_))).count()
    }
}

/// Which entries a replay carries out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// From this one on, whether their effect is in the database or not; by default those whose effect is missing.
    pub from: Option<u64>,
    /// Only tells what it would do.
    pub rehearse: bool,
}
