//! What a legal text is made of: plain words in sections, kept as data, so that an archived version shows what it showed.

use kernel::{error::Result, i18n::Locale};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A text in both languages; French prevails (loi 94-665).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Content {
    /// The text that prevails.
    pub fr: Text,
    /// Its translation.
    pub en: Text,
}

/// A text in one language.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Text {
    /// One sentence that sums it up.
    pub lead: String,
    /// Its sections, in order.
    pub sections: Vec<Section>,
}

/// A section.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Section {
    /// Its name in links, the same in both languages.
    pub anchor: String,
    /// Its title.
    pub title: String,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A piece of a section. All of it is plain text.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// A paragraph.
    Paragraph(String),
    /// A smaller title.
    Heading(String),
    /// Points.
    List(Vec<String>),
    /// What each thing is: label and value.
    Facts(Vec<(String, String)>),
    /// A table: its head, then its rows.
    Table(Vec<String>, Vec<Vec<String>>),
    /// A link: its words and where it leads.
    Link(String, String),
}

impl Content {
    /// The text of a language.
    #[must_use]
    pub fn text(&self, locale: Locale) -> &Text {
        match locale {
            Locale::Fr => &self.fr,
            Locale::En => &self.en,
        }
    }

    /// SHA-256 over the canonical form: fields in the order they are declared, no spaces.
    ///
    /// # Errors
    /// Never in practice: every field is text.
    pub fn hash(&self) -> Result<Vec<u8>> {
        Ok(Sha256::digest(serde_json::to_vec(self).map_err(anyhow::Error::from)?).to_vec())
    }
}

impl Text {
    /// The sections as HTML.
    #[must_use]
    pub fn to_html(&self) -> String {
        each(&self.sections, |section| {
            let title = format!("<h2 id=\"{}\">{}</h2>", escaped(&section.anchor), escaped(&section.title));
            title + &each(&section.blocks, Block::to_html)
        })
    }
}

impl Block {
    fn to_html(&self) -> String {
        match self {
            Self::Paragraph(text) => format!("<p>{}</p>", escaped(text)),
            Self::Heading(text) => format!("<h3>{}</h3>", escaped(text)),
            Self::List(items) => format!("<ul>{}</ul>", each(items, |item| format!("<li>{}</li>", escaped(item)))),
            Self::Facts(facts) => format!("<dl>{}</dl>", each(facts, |(label, value)| format!("<dt>{}</dt><dd>{}</dd>", escaped(label), escaped(value)))),
            Self::Table(head, rows) => {
                let head = each(head, |cell| format!("<th scope=\"col\">{}</th>", escaped(cell)));
                let body = each(rows, |row| format!("<tr>{}</tr>", each(row, |cell| format!("<td>{}</td>", escaped(cell)))));
                format!("<div class=\"table-wrap\" tabindex=\"0\"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>")
            }
            // An address that could run something is shown and leads nowhere.
            Self::Link(words, address) if address.starts_with("https://") || address.starts_with("http://") || address.starts_with("mailto:") => {
                format!("<p><a href=\"{}\" rel=\"noopener\">{}</a></p>", escaped(address), escaped(words))
            }
            Self::Link(words, address) => format!("<p>{} ({})</p>", escaped(words), escaped(address)),
        }
    }
}

fn each<T>(items: &[T], one: impl Fn(&T) -> String) -> String {
    items.iter().map(one).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#x27;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_stands_in_a_text_stays_text() {
        let hostile = "<script>\"'&".to_owned();
        let blocks = vec![
            Block::Paragraph(hostile.clone()),
            Block::Heading(hostile.clone()),
            Block::List(vec![hostile.clone()]),
            Block::Facts(vec![(hostile.clone(), hostile.clone())]),
            Block::Table(vec![hostile.clone()], vec![vec![hostile.clone()]]),
            Block::Link(hostile.clone(), "javascript:alert(1)".to_owned()),
            Block::Link(hostile.clone(), "https://example.org/\"><script>".to_owned()),
        ];
        let html = Text { lead: hostile.clone(), sections: vec![Section { anchor: hostile.clone(), title: hostile, blocks }] }.to_html();
        assert!(!html.contains("<script") && !html.contains("href=\"javascript"), "{html}");
    }

    #[test]
    fn a_text_reads_back_from_the_database_with_the_same_hash() {
        let text = Text {
            lead: "Qui publie".to_owned(),
            sections: vec![Section { anchor: "a".to_owned(), title: "A".to_owned(), blocks: vec![Block::List(vec!["x".to_owned()])] }],
        };
        let content = Content { fr: text.clone(), en: text };
        let stored = serde_json::to_value(&content).unwrap();
        let read: Content = serde_json::from_value(stored).unwrap();
        assert_eq!(read.hash().unwrap(), content.hash().unwrap());
    }
}
