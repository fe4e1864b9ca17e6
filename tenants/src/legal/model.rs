//! What a legal text is made of: plain words in sections, kept as data, so that an archived version shows what it showed.

use kernel::{error::Result, i18n::Locale};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// A text in both languages; French prevails (loi 94-665).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Content {
    /// The text that prevails.
    pub fr: Text,
    /// Its translation.
    pub en: Text,
    /// The uses of personal data it tells of, as facts: what two versions are compared by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uses: Vec<Use>,
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
    /// A title within a part.
    Title(String),
    /// A smaller title that links lead to: its name in links, its words.
    Part(String, String),
    /// Points.
    List(Vec<String>),
    /// What each thing is: label and value.
    Facts(Vec<(String, String)>),
    /// A table: its head, then its rows.
    Table(Vec<String>, Vec<Vec<String>>),
    /// A link: its words and where it leads.
    Link(String, String),
    /// Where else to read: words, then titles and the names they have in links.
    See(String, Vec<(String, String)>),
    /// What the association says in its own words: paragraphs, in which web addresses are links.
    Own(String, Vec<String>),
    /// The same in French, within a text that is not.
    OwnFrench(String, Vec<String>),
}

/// A use of personal data as facts, from the inventory.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Use {
    /// The treatment's key.
    pub treatment: String,
    /// Kinds of data, dotted.
    pub categories: Vec<String>,
    /// Keys of those who receive some.
    pub recipients: Vec<String>,
    /// The rules that end it.
    pub kept: Vec<Kept>,
}

/// How long a rule keeps data.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Kept {
    /// The rule's key.
    pub rule: String,
    /// In use and in archive together, in days; `None` for as long as the association is here.
    pub days: Option<u64>,
}

impl Content {
    /// Reads a stored text. One that a newer release wrote, and that this one was put back after, may hold pieces it does not know: their words stand
    /// as paragraphs, for what was published must not disappear.
    #[must_use]
    pub fn read(stored: Value) -> Self {
        let text = |language: &str| {
            let text = &stored[language];
            let sections = text["sections"].as_array().map(Vec::as_slice).unwrap_or_default().iter().map(|section| Section {
                anchor: word(&section["anchor"]),
                title: word(&section["title"]),
                blocks: section["blocks"].as_array().map(Vec::as_slice).unwrap_or_default().iter().map(Block::read).collect(),
            });
            Text { lead: word(&text["lead"]), sections: sections.collect() }
        };
        let uses = stored["uses"].as_array().map(Vec::as_slice).unwrap_or_default().iter().filter_map(|one| serde_json::from_value(one.clone()).ok()).collect();
        Self { fr: text("fr"), en: text("en"), uses }
    }

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

fn word(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Every text within a value.
fn words(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(values) => values.iter().flat_map(words).collect(),
        Value::Object(fields) => fields.values().flat_map(words).collect(),
        _ => Vec::new(),
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

impl Section {
    /// The parts of it that links lead to: name and title.
    pub fn parts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Part(anchor, title) => Some((anchor.as_str(), title.as_str())),
            _ => None,
        })
    }
}

impl Block {
    fn read(stored: &Value) -> Self {
        serde_json::from_value(stored.clone()).unwrap_or_else(|_| Self::Paragraph(words(stored).join(" ")))
    }

    fn to_html(&self) -> String {
        match self {
            Self::Paragraph(text) => format!("<p>{}</p>", escaped(text)),
            Self::Heading(text) => format!("<h3>{}</h3>", escaped(text)),
            Self::Title(text) => format!("<h4>{}</h4>", escaped(text)),
            Self::Part(anchor, title) => format!("<h3 id=\"{}\">{}</h3>", escaped(anchor), escaped(title)),
            Self::List(items) => format!("<ul>{}</ul>", each(items, |item| format!("<li>{}</li>", escaped(item)))),
            Self::Facts(facts) => format!("<dl>{}</dl>", each(facts, |(label, value)| format!("<dt>{}</dt><dd>{}</dd>", escaped(label), escaped(value)))),
            Self::Table(head, rows) => {
                // Two tables of one text may have the same head: the first thing each is about tells them apart.
                let about = rows.first().and_then(|row| row.first()).map(|cell| format!(" – {cell}")).unwrap_or_default();
                let name = escaped(&format!("{}{about}", head.join(", ")));
                let head = each(head, |cell| format!("<th scope=\"col\">{}</th>", escaped(cell)));
                let body = each(rows, |row| format!("<tr>{}</tr>", each(row, |cell| format!("<td>{}</td>", escaped(cell)))));
                // It scrolls by itself on a phone, so the keyboard must reach it, and it needs a name then.
                format!(
                    "<div class=\"table-wrap\" role=\"region\" aria-label=\"{name}\" tabindex=\"0\"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
                )
            }
            // An address that could run something is shown and leads nowhere.
            Self::Link(words, address) if leads(address) => format!("<p><a href=\"{}\" rel=\"noopener\">{}</a></p>", escaped(address), escaped(words)),
            Self::Link(words, address) => format!("<p>{} ({})</p>", escaped(words), escaped(address)),
            Self::See(words, places) => {
                let links: Vec<String> = places.iter().map(|(title, anchor)| format!("<a href=\"#{}\">{}</a>", escaped(anchor), escaped(title))).collect();
                format!("<p class=\"see\">{} {}</p>", escaped(words), links.join(" · "))
            }
            Self::Own(title, paragraphs) => own(title, paragraphs, ""),
            Self::OwnFrench(title, paragraphs) => own(title, paragraphs, " lang=\"fr\""),
        }
    }
}

fn leads(address: &str) -> bool {
    ["https://", "http://", "mailto:", "/"].iter().any(|start| address.starts_with(start))
}

fn own(title: &str, paragraphs: &[String], language: &str) -> String {
    let paragraphs = each(paragraphs, |text| format!("<p{language}>{}</p>", with_links(text)));
    format!("<div class=\"own\"><p class=\"own-title\">{}</p>{paragraphs}</div>", escaped(title))
}

/// Escaped text in which each web address is a link. What stands around an address in a sentence, quotes and full stops, is no part of it.
fn with_links(text: &str) -> String {
    let word = |word: &str| {
        let address = word.trim_start_matches(['(', '[', '«', '“', '"']).trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '»', '”', '"']);
        if !["https://", "http://"].iter().any(|scheme| address.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty())) {
            return escaped(word);
        }
        let (before, after) = word.split_once(address).unwrap_or_default();
        format!("{}<a href=\"{2}\" rel=\"noopener\">{2}</a>{}", escaped(before), escaped(after), escaped(address))
    };
    // Each piece ends with the space that parts it from the next, whichever space it is: French puts narrow ones inside its quotes.
    let pieces = text.split_inclusive(char::is_whitespace).map(|piece| {
        let bare = piece.trim_end_matches(char::is_whitespace);
        word(bare) + &piece[bare.len()..]
    });
    pieces.collect()
}

pub(super) fn each<T>(items: &[T], one: impl Fn(&T) -> String) -> String {
    items.iter().map(one).collect()
}

pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#x27;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_stands_in_a_text_stays_text() {
        let hostile = "<script>\"'&".to_owned();
        let address = "https://example.org/\"><script>".to_owned();
        let blocks = vec![
            Block::Paragraph(hostile.clone()),
            Block::Heading(hostile.clone()),
            Block::Title(hostile.clone()),
            Block::Part(hostile.clone(), hostile.clone()),
            Block::List(vec![hostile.clone()]),
            Block::Facts(vec![(hostile.clone(), hostile.clone())]),
            Block::Table(vec![hostile.clone()], vec![vec![hostile.clone()]]),
            Block::Link(hostile.clone(), "javascript:alert(1)".to_owned()),
            Block::Link(hostile.clone(), address.clone()),
            Block::See(hostile.clone(), vec![(hostile.clone(), hostile.clone())]),
            Block::Own(hostile.clone(), vec![hostile.clone(), address.clone()]),
            Block::OwnFrench(hostile.clone(), vec![hostile.clone(), address]),
        ];
        let html = Text { lead: hostile.clone(), sections: vec![Section { anchor: hostile.clone(), title: hostile, blocks }] }.to_html();
        assert!(!html.contains("<script") && !html.contains("href=\"javascript"), "{html}");
    }

    #[test]
    fn an_address_in_the_associations_words_is_a_link_and_the_full_stop_is_not() {
        let html = Block::Own("Nous".to_owned(), vec!["Voir https://example.org/a?b=1. Merci".to_owned()]).to_html();
        assert!(html.contains("<a href=\"https://example.org/a?b=1\" rel=\"noopener\">https://example.org/a?b=1</a>. Merci"), "{html}");
    }

    #[test]
    fn an_address_is_a_link_whatever_space_or_quote_stands_around_it() {
        let link = "<a href=\"https://example.org/a\" rel=\"noopener\">https://example.org/a</a>";
        for (typed, shown) in [
            ("Voir\u{a0}: https://example.org/a", format!("Voir\u{a0}: {link}")),
            ("Voir\u{202f}:\u{a0}https://example.org/a\u{202f}; merci", format!("Voir\u{202f}:\u{a0}{link}\u{202f}; merci")),
            ("(https://example.org/a)", format!("({link})")),
            ("«\u{202f}https://example.org/a\u{202f}»", format!("«\u{202f}{link}\u{202f}»")),
            ("«https://example.org/a».", format!("«{link}».")),
            ("une\tligne\u{2028}https://example.org/a", format!("une\tligne\u{2028}{link}")),
            ("https:// et (https://)", "https:// et (https://)".to_owned()),
        ] {
            let html = Block::Own("Nous".to_owned(), vec![typed.to_owned()]).to_html();
            assert!(html.contains(&format!("<p>{shown}</p>")), "{typed}: {html}");
        }
    }

    #[test]
    fn french_words_in_another_language_are_said_to_be_french() {
        let html = Block::OwnFrench("The association adds:".to_owned(), vec!["Nos partenaires.".to_owned()]).to_html();
        assert!(html.contains("<p class=\"own-title\">The association adds:</p><p lang=\"fr\">Nos partenaires.</p>"), "{html}");
    }

    #[test]
    fn a_text_reads_back_from_the_database_with_the_same_hash() {
        let text = Text {
            lead: "Qui publie".to_owned(),
            sections: vec![Section { anchor: "a".to_owned(), title: "A".to_owned(), blocks: vec![Block::List(vec!["x".to_owned()])] }],
        };
        let kept = vec![Kept { rule: "buyer".to_owned(), days: Some(186) }, Kept { rule: "officer".to_owned(), days: None }];
        let uses = vec![Use { treatment: "ticketing".to_owned(), categories: vec!["contact.email".to_owned()], recipients: vec!["stripe".to_owned()], kept }];
        let content = Content { fr: text.clone(), en: text, uses };
        let stored = serde_json::to_value(&content).unwrap();
        let read: Content = serde_json::from_value(stored).unwrap();
        assert_eq!(read.hash().unwrap(), content.hash().unwrap());
        let older: Content = serde_json::from_str(r#"{"fr":{"lead":"a","sections":[]},"en":{"lead":"b","sections":[]}}"#).unwrap();
        assert!(older.uses.is_empty(), "a version from before uses were kept reads back too");
    }
}
