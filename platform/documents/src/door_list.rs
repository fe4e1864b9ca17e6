//! Door lists: who is expected tonight, on paper, for when the network is not.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::{
    DocumentError, DoorListLabels, Fact, Language,
    typeset::{self, Sheet},
};

/// The list of those who hold a ticket for one concert.
#[derive(Clone, Debug)]
pub struct DoorListDocument {
    /// Language of the labels.
    pub language: Language,
    /// Title of the PDF ("Liste à l'entrée, ALMA QUARTET").
    pub title: String,
    /// When it was drawn up.
    pub issued_at: DateTime<Utc>,
    /// When it was drawn up, written out: a list ages.
    pub printed_on: String,
    /// Marks every page as a trial without value.
    pub test: bool,
    /// Legal name of the association, written as author of the PDF.
    pub operator: String,
    /// The concert's title.
    pub concert: String,
    /// Date and time, written out.
    pub date: String,
    /// Name of the place.
    pub venue: String,
    /// Counts at the top ("Billets", "38").
    pub counts: Vec<Fact>,
    /// Who is expected, in the order they are to be looked up.
    pub admissions: Vec<Admission>,
    /// Where in the list to look for those who are named on a ticket that somebody else bought, by name; may be empty.
    pub named: Vec<Named>,
    /// Words, in the same language.
    pub labels: DoorListLabels,
}

/// One ticket to be ticked off.
#[derive(Clone, Debug, Serialize)]
pub struct Admission {
    /// Who comes in with it.
    pub name: String,
    /// Seat category.
    pub category: String,
    /// Number of the ticket.
    pub number: String,
    /// When it was scanned, if it was before the list was printed ("20 h 12").
    pub came_in: Option<String>,
}

/// Somebody named on a ticket of another's.
#[derive(Clone, Debug, Serialize)]
pub struct Named {
    /// Their name.
    pub name: String,
    /// Under which name the ticket stands in the list.
    pub listed_as: String,
    /// Number of the ticket.
    pub number: String,
}

#[derive(Serialize)]
struct Data<'document> {
    language: Language,
    title: &'document str,
    test: bool,
    printed_on: &'document str,
    operator: &'document str,
    concert: &'document str,
    date: &'document str,
    venue: &'document str,
    counts: &'document [Fact],
    admissions: &'document [Admission],
    named: &'document [Named],
    labels: &'document DoorListLabels,
}

/// Writes a door list as PDF: black on white A4, header on each page. Blocks the thread: see the crate's own words.
///
/// # Errors
/// The template is at fault.
pub fn door_list(document: &DoorListDocument) -> Result<Vec<u8>, DocumentError> {
    let data = Data {
        language: document.language,
        title: &document.title,
        test: document.test,
        printed_on: &document.printed_on,
        operator: &document.operator,
        concert: &document.concert,
        date: &document.date,
        venue: &document.venue,
        counts: &document.counts,
        admissions: &document.admissions,
        named: &document.named,
        labels: &document.labels,
    };
    Sheet::new(typeset::DOOR_LIST, &data, &document.title, document.issued_at)?.pdf()
}
