//! A paper as a reader opens it: title, sections, tables, its version on each page.

use super::{elements, is_accessible, open, samples::at, samples::text, words};
use crate::{Fact, Language, PaperBlock, PaperDocument, PaperSection, paper};

fn register(rows: usize) -> PaperDocument {
    let section = |number: usize| PaperSection {
        title: format!("Finalité {number}"),
        blocks: vec![
            PaperBlock::Paragraph { text: text("Tenir la billetterie.\nDeux lignes.") },
            PaperBlock::Facts { facts: vec![Fact { label: text("Durée"), value: text("6 mois après le concert") }] },
            PaperBlock::Heading { text: text("Destinataires") },
            PaperBlock::List { items: vec![text("L’hébergeur"), text("#panic(\"a\") <b>")] },
            PaperBlock::Table { head: vec![text("Qui"), text("Où")], rows: vec![vec![text("Stripe"), text("Irlande")]; 3] },
        ],
    };
    PaperDocument {
        language: Language::French,
        title: text("Registre des traitements"),
        reference: text("Version 3f2a9c, du 14 mars 2026"),
        issued_at: at(),
        author: text("Association Les Mardis du jazz"),
        lead: text("Ce que l’association fait des données personnelles."),
        sections: (1..=rows).map(section).collect(),
    }
}

#[test]
fn a_paper_reads_aloud_and_bears_its_version_on_each_page() {
    let document = open(&paper(&register(12)).unwrap());
    is_accessible(&document, "Registre des traitements", "Association Les Mardis du jazz", "fr-FR");
    assert_eq!((elements(&document, b"H1"), elements(&document, b"H2"), elements(&document, b"H3")), (1, 12, 12));
    assert_eq!(elements(&document, b"Table"), 12);
    let pages = document.get_pages().len();
    assert!(pages >= 2);
    for page in 1..=pages {
        let words = words(&document, page);
        assert!(words.contains("Version 3f2a9c, du 14 mars 2026") && words.contains(&format!("{page} / {pages}")), "{words}");
    }
    let first = words(&document, 1);
    for expected in ["Finalité 1", "Tenir la billetterie.", "6 mois après le concert", "#panic(\"a\") <b>", "Irlande"] {
        assert!(first.contains(expected), "{expected}: {first}");
    }
}

#[test]
fn no_clause_of_a_paper_stops_in_the_middle() {
    let mut long = register(1);
    let clause = format!("{} Fin de la clause.", "Une obligation de plus. ".repeat(200));
    long.sections[0].blocks.push(PaperBlock::Paragraph { text: clause.clone() });
    long.sections[0].blocks.push(PaperBlock::Facts { facts: vec![Fact { label: text("Clause"), value: clause }] });
    let document = open(&paper(&long).unwrap());
    let all: String = (1..=document.get_pages().len()).map(|page| words(&document, page)).collect::<Vec<_>>().join(" ");
    assert_eq!(all.matches("Fin de la clause.").count(), 2, "{all}");
}

#[test]
fn a_paper_without_sections_is_still_a_paper() {
    let document = open(&paper(&PaperDocument { lead: String::new(), ..register(0) }).unwrap());
    is_accessible(&document, "Registre des traitements", "Association Les Mardis du jazz", "fr-FR");
}
