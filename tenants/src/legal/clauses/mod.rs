//! What an association adds to its texts in its own words: plain text at the end of a section, after all that is generated. It works on a draft;
//! the public reads what was published last. Owns `legal_clause`.

use kernel::{
    clock::Timestamp,
    form::{Fault, LongText, Parser, WebAddress},
};

use super::Kind;

/// The longest text of a section, in characters.
pub const LONGEST: usize = 2_000;

/// What an association adds to one section.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Clause {
    /// Of which text.
    pub kind: Kind,
    /// The section's name.
    pub section: String,
    /// French and English, as it is being written.
    pub draft: (String, String),
    /// French and English, as the public reads it.
    pub published: (String, String),
    /// When it was last published, if it ever was.
    pub published_at: Option<Timestamp>,
}

impl Clause {
    /// Whether the draft says something else than the public reads.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.draft != self.published
    }
}

/// Reads what was typed for a section: `fr-<section>` and `en-<section>`. English may be missing; French may not, where there is English, because
/// it prevails (loi 94-665).
pub fn read(parser: &mut Parser<'_>, section: &str) -> (String, String) {
    let mut text = |name: &str| parser.optional(name, |typed| LongText::up_to(LONGEST)(typed).and_then(checked)).map(LongText::into_string).unwrap_or_default();
    let (french, english) = (text(&format!("fr-{section}")), text(&format!("en-{section}")));
    if french.is_empty() && !english.is_empty() {
        parser.fault(&format!("fr-{section}"), Fault::new("fault-clause-french"));
    }
    (french, english)
}

/// Lets a text through whose web addresses all lead somewhere public and safe.
fn checked(text: LongText) -> Result<LongText, Fault> {
    let words =
        text.as_str().split_whitespace().map(|word| word.trim_start_matches(['(', '«', '"']).trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '»', '"']));
    for word in words {
        let lower = word.to_lowercase();
        let unsafe_scheme = ["javascript:", "data:", "http://", "www."].iter().any(|start| lower.starts_with(start));
        if unsafe_scheme || (lower.contains("://") && WebAddress::parse(word).is_err()) {
            return Err(Fault::new("fault-clause-link").with("address", word));
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use kernel::form::Form;

    use super::*;

    #[test]
    fn a_text_with_a_doubtful_address_or_without_french_is_sent_back() {
        let faults = |fields: &[(&'static str, &'static str)]| {
            let form = Form::from_pairs(fields.iter().copied());
            let mut parser = form.parser();
            let read = read(&mut parser, "liens");
            (read, parser.state().faults().map(|(name, fault)| format!("{name} {}", fault.key())).collect::<Vec<_>>())
        };
        for link in ["javascript:alert(1)", "http://example.org", "www.example.org", "https://localhost", "https://a:b@example.org/"] {
            let form = Form::from_pairs([("fr-liens", link)]);
            let mut parser = form.parser();
            let _ = read(&mut parser, "liens");
            assert_eq!(
                parser.state().faults().map(|(name, fault)| (name.to_owned(), fault.key())).collect::<Vec<_>>(),
                [("fr-liens".to_owned(), "fault-clause-link")],
                "{link}"
            );
        }
        assert_eq!(faults(&[("en-liens", "Only English")]).1, ["fr-liens fault-clause-french"]);
        let (text, none) = faults(&[("fr-liens", "Voir (https://example.org/charte).\n\nMerci : à 20 h 30.")]);
        assert!(none.is_empty() && text.0.contains("charte") && text.1.is_empty(), "{none:?}");
    }
}
