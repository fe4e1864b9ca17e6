//! A paper as a page of the back office.

use kernel::{
    error::Sentence,
    i18n::Locale,
    views::{Page, Surface},
};
use serde::Serialize;

use super::model::Paper;
use crate::legal::model::{Block, Section, Text};

/// A section, in the contents list.
#[derive(Debug, Serialize)]
pub struct Entry {
    /// Its name in links.
    pub anchor: String,
    /// Its title.
    pub title: String,
}

/// A way on from a paper.
#[derive(Debug, Serialize)]
pub struct Way {
    /// Where to.
    pub url: String,
    /// Its words.
    pub words: Sentence,
}

/// A paper without anything to fill in.
#[derive(Debug, Serialize)]
pub struct PaperPage {
    /// The way back.
    pub back: Option<Way>,
    /// Its title.
    pub title: String,
    /// Which version.
    pub reference: String,
    /// What it is, in a sentence.
    pub lead: String,
    /// What somebody should do about it.
    pub warnings: Vec<Sentence>,
    /// Ways on.
    pub ways: Vec<Way>,
    /// Its sections.
    pub contents: Vec<Entry>,
    /// What it says, as HTML of ours.
    pub body_html: String,
    /// As a table for a spreadsheet.
    pub csv_url: Option<String>,
    /// To print and keep.
    pub pdf_url: String,
}

impl PaperPage {
    /// Of a paper.
    #[must_use]
    pub fn of(paper: &Paper, pdf_url: String) -> Self {
        let sections = paper.text.sections.iter().filter(|section| !section.title.is_empty());
        Self {
            back: None,
            title: paper.title.clone(),
            reference: paper.reference.clone(),
            lead: paper.text.lead.clone(),
            warnings: Vec::new(),
            ways: Vec::new(),
            contents: sections.map(|section| Entry { anchor: section.anchor.clone(), title: section.title.clone() }).collect(),
            body_html: paper.text.to_html(),
            csv_url: None,
            pdf_url,
        }
    }
}

/// An invented paper, for samples.
#[must_use]
pub fn sample_paper() -> Paper {
    let section = Section { anchor: "un".to_owned(), title: "Un".to_owned(), blocks: vec![Block::Paragraph("Texte".to_owned())] };
    Paper {
        locale: Locale::Fr,
        title: "Registre".to_owned(),
        reference: "Version 3f2a9c01".to_owned(),
        author: "Association Jazz des Halles".to_owned(),
        text: Text { lead: "Ce que l’association fait des données.".to_owned(), sections: vec![section] },
    }
}

impl Page for PaperPage {
    const TEMPLATE: &'static str = "back_office/privacy/paper.html";
    const SURFACE: Surface = Surface::BackOffice;

    fn samples() -> Vec<Self> {
        let way = |words: &'static str| Way { url: "/a/tilleuls/registre".to_owned(), words: Sentence::new(words) };
        let page = PaperPage::of(&sample_paper(), "/a/tilleuls/registre.pdf".to_owned());
        vec![
            PaperPage {
                back: Some(way("bo-privacy-title")),
                warnings: vec![Sentence::new("dpo-warning-unanswered")],
                ways: vec![way("dpo-title")],
                csv_url: Some("/a/tilleuls/registre.csv".to_owned()),
                ..PaperPage::of(&sample_paper(), String::new())
            },
            PaperPage { contents: Vec::new(), ..page },
        ]
    }
}
