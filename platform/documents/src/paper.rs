//! Papers: registers, contracts, letters. Any text in sections, with its facts and tables.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::{
    DocumentError, Fact, Language,
    typeset::{self, Sheet},
};

/// A text to be kept or sent.
#[derive(Clone, Debug)]
pub struct PaperDocument {
    /// Language of the text.
    pub language: Language,
    /// Title, on the page and of the PDF.
    pub title: String,
    /// Which version it is, and of which day: at the foot of every page.
    pub reference: String,
    /// When it was drawn up.
    pub issued_at: DateTime<Utc>,
    /// Who answers for it, written as author of the PDF.
    pub author: String,
    /// One sentence that sums it up; may be empty.
    pub lead: String,
    /// Its sections, in order.
    pub sections: Vec<PaperSection>,
}

/// A section.
#[derive(Clone, Debug, Serialize)]
pub struct PaperSection {
    /// Its title; none for a letter's body.
    pub title: String,
    /// What it says.
    pub blocks: Vec<PaperBlock>,
}

/// A piece of a section.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PaperBlock {
    /// A paragraph.
    Paragraph {
        /// Its words.
        text: String,
    },
    /// A smaller title.
    Heading {
        /// Its words.
        text: String,
    },
    /// Points.
    List {
        /// One text each.
        items: Vec<String>,
    },
    /// What each thing is.
    Facts {
        /// Label and value.
        facts: Vec<Fact>,
    },
    /// A table.
    Table {
        /// Its head.
        head: Vec<String>,
        /// Its rows, each as long as the head.
        rows: Vec<Vec<String>>,
    },
}

#[derive(Serialize)]
struct Data<'document> {
    language: Language,
    title: &'document str,
    author: &'document str,
    reference: &'document str,
    lead: &'document str,
    sections: Vec<PaperSection>,
}

/// What people typed over several lines is as many paragraphs: a text of a document is one line.
fn by_lines(section: &PaperSection) -> PaperSection {
    let blocks = section.blocks.iter().flat_map(|block| match block {
        PaperBlock::Paragraph { text } => {
            text.lines().filter(|line| !line.trim().is_empty()).map(|line| PaperBlock::Paragraph { text: line.to_owned() }).collect()
        }
        other => vec![other.clone()],
    });
    PaperSection { title: section.title.clone(), blocks: blocks.collect() }
}

/// Writes a paper as PDF, on as many A4 pages as it needs. Blocks the thread: see the crate's own words.
///
/// # Errors
/// The template is at fault.
pub fn paper(document: &PaperDocument) -> Result<Vec<u8>, DocumentError> {
    let data = Data {
        language: document.language,
        title: &document.title,
        author: &document.author,
        reference: &document.reference,
        lead: &document.lead,
        sections: document.sections.iter().map(by_lines).collect(),
    };
    Sheet::new(typeset::PAPER, &data, &document.reference, document.issued_at)?.pdf()
}
