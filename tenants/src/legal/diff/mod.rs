//! What changed between two versions of a text, to be read by eyes and by ears: words added and removed, section by section.

use similar::{ChangeTag, DiffOp, TextDiff, capture_diff_slices};

use super::model::{Block, Text, escaped};

/// The words that announce a mark to whoever hears the page.
#[derive(Clone, Debug)]
pub struct Marks {
    /// Before what was added.
    pub added: String,
    /// Before what was removed.
    pub removed: String,
}

/// Two versions side by side.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Compared {
    /// The sections that differ, as HTML with `<ins>` and `<del>`.
    pub html: String,
    /// How many differ.
    pub changed: usize,
    /// How many are the same.
    pub same: usize,
}

/// A line of a text: how it is shown, and its words.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
struct Line {
    tag: &'static str,
    words: String,
}

fn lines(text: &Text) -> Vec<Line> {
    let line = |tag, words: &str| Line { tag, words: words.to_owned() };
    let mut lines = Vec::new();
    for section in &text.sections {
        lines.push(line("h2", &section.title));
        for block in &section.blocks {
            match block {
                Block::Paragraph(words) => lines.push(line("p", words)),
                Block::Heading(words) | Block::Part(_, words) => lines.push(line("h3", words)),
                Block::Title(words) => lines.push(line("h4", words)),
                Block::List(items) => lines.extend(items.iter().map(|item| line("p", &format!("• {item}")))),
                Block::Facts(facts) => lines.extend(facts.iter().map(|(label, value)| line("p", &format!("{label} — {value}")))),
                Block::Table(_, rows) => lines.extend(rows.iter().map(|row| line("p", &row.join(" — ")))),
                Block::Link(words, address) => lines.push(line("p", &format!("{words} ({address})"))),
                Block::See(words, places) => {
                    let titles: Vec<&str> = places.iter().map(|(title, _)| title.as_str()).collect();
                    lines.push(line("p", &format!("{words} {}", titles.join(", "))));
                }
                Block::Own(title, paragraphs) | Block::OwnFrench(title, paragraphs) => {
                    lines.push(line("p", title));
                    lines.extend(paragraphs.iter().map(|paragraph| line("p", paragraph)));
                }
            }
        }
    }
    lines
}

/// Compares two versions in one language.
#[must_use]
pub fn compare(old: &Text, new: &Text, marks: &Marks) -> Compared {
    let (old, new) = (lines(old), lines(new));
    // Each line as it is shown, and whether it differs.
    let mut shown: Vec<(&'static str, String, bool)> = Vec::new();
    let whole = |line: &Line, tag| (line.tag, mark(marks, tag, &line.words), true);
    for operation in capture_diff_slices(similar::Algorithm::Myers, &old, &new) {
        match operation {
            DiffOp::Equal { new_index, len, .. } => shown.extend(new[new_index..new_index + len].iter().map(|line| (line.tag, escaped(&line.words), false))),
            DiffOp::Delete { old_index, old_len, .. } => shown.extend(old[old_index..old_index + old_len].iter().map(|line| whole(line, ChangeTag::Delete))),
            DiffOp::Insert { new_index, new_len, .. } => shown.extend(new[new_index..new_index + new_len].iter().map(|line| whole(line, ChangeTag::Insert))),
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                let (before, after) = (&old[old_index..old_index + old_len], &new[new_index..new_index + new_len]);
                let mut paired = 0;
                for (was, is) in before.iter().zip(after) {
                    if was.tag != is.tag || TextDiff::from_words(&was.words, &is.words).ratio() < 0.4 {
                        break;
                    }
                    shown.push((is.tag, words(&was.words, &is.words, marks), true));
                    paired += 1;
                }
                shown.extend(before[paired..].iter().map(|line| whole(line, ChangeTag::Delete)));
                shown.extend(after[paired..].iter().map(|line| whole(line, ChangeTag::Insert)));
            }
        }
    }
    sections(&shown)
}

/// Gathers lines into sections and keeps those in which something differs.
fn sections(shown: &[(&'static str, String, bool)]) -> Compared {
    let mut compared = Compared { html: String::new(), changed: 0, same: 0 };
    for section in shown.chunk_by(|_, (tag, ..)| *tag != "h2") {
        if section.iter().any(|(.., differs)| *differs) {
            compared.changed += 1;
            for (tag, html, _) in section {
                compared.html.extend(["<", *tag, ">", html.as_str(), "</", *tag, ">"]);
            }
        } else {
            compared.same += 1;
        }
    }
    compared
}

/// One line, word by word.
fn words(old: &str, new: &str, marks: &Marks) -> String {
    let diff = TextDiff::from_words(old, new);
    let mut html = String::new();
    let mut run: Option<(ChangeTag, String)> = None;
    for change in diff.iter_all_changes() {
        match &mut run {
            Some((tag, text)) if *tag == change.tag() => text.push_str(change.value()),
            _ => {
                if let Some((tag, text)) = run.replace((change.tag(), change.value().to_owned())) {
                    html.push_str(&mark(marks, tag, &text));
                }
            }
        }
    }
    if let Some((tag, text)) = run {
        html.push_str(&mark(marks, tag, &text));
    }
    html
}

fn mark(marks: &Marks, tag: ChangeTag, text: &str) -> String {
    let marked = |element: &str, said: &str| format!("<{element}><span class=\"visually-hidden\">{} </span>{}</{element}>", escaped(said), escaped(text));
    match tag {
        ChangeTag::Equal => escaped(text),
        ChangeTag::Insert => marked("ins", &marks.added),
        ChangeTag::Delete => marked("del", &marks.removed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::legal::model::Section;

    fn text(sections: &[(&str, &[&str])]) -> Text {
        let sections = sections.iter().map(|(title, paragraphs)| Section {
            anchor: "a".to_owned(),
            title: (*title).to_owned(),
            blocks: paragraphs.iter().map(|paragraph| Block::Paragraph((*paragraph).to_owned())).collect(),
        });
        Text { lead: String::new(), sections: sections.collect() }
    }

    fn marks() -> Marks {
        Marks { added: "ajouté".to_owned(), removed: "supprimé".to_owned() }
    }

    #[test]
    fn a_changed_word_is_marked_and_what_stayed_is_left_out() {
        let old = text(&[("Siège", &["Nous sommes au 3 rue des Tanneurs."]), ("Cookies", &["Aucun."])]);
        let new = text(&[("Siège", &["Nous sommes au 5 rue des Tanneurs."]), ("Cookies", &["Aucun."])]);
        let compared = compare(&old, &new, &marks());
        assert_eq!((compared.changed, compared.same), (1, 1));
        let marked = "au <del><span class=\"visually-hidden\">supprimé </span>3</del><ins><span class=\"visually-hidden\">ajouté </span>5</ins> rue";
        assert!(compared.html.contains(marked) && !compared.html.contains("Aucun"), "{}", compared.html);
    }

    #[test]
    fn a_new_section_and_a_lost_one_are_marked_whole() {
        let old = text(&[("A", &["un"]), ("B", &["<deux>"])]);
        let new = text(&[("A", &["un"]), ("C", &["Trois phrases tout autres."])]);
        let compared = compare(&old, &new, &marks());
        assert!(compared.html.contains("</span>B</del>") && compared.html.contains("</span>Trois phrases tout autres.</ins>"), "{}", compared.html);
        assert!(compared.html.contains("&lt;deux&gt;") && compared.same == 1, "{}", compared.html);
        assert_eq!(compare(&new, &new, &marks()), Compared { html: String::new(), changed: 0, same: 2 });
    }
}
