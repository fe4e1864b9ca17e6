//! Lists that are turned page by page, and texts compared as people compare them.

use std::fmt;

use chrono::DateTime;
use kernel::{clock::Timestamp, http::Admin};
use serde::Serialize;

/// How many rows a page of a list shows.
pub const PER_PAGE: i64 = 50;
/// The most rows an export holds.
pub const MOST_EXPORTED: i64 = 100_000;

/// A place in a list that runs from the newest to the oldest.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mark {
    /// The row's moment.
    pub at: Timestamp,
    /// The row's id, which tells rows of one moment apart.
    pub id: String,
}

impl Mark {
    /// Reads a mark out of an address; anything else is no mark.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (micros, id) = text.split_once('.')?;
        let sound = !id.is_empty() && id.len() <= 64 && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        let at = DateTime::from_timestamp_micros(micros.parse().ok()?)?;
        sound.then(|| Self { at, id: id.to_owned() })
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.at.timestamp_micros(), self.id)
    }
}

/// Which page of a list is asked for. Rows that arrive meanwhile move nobody's page.
#[derive(Clone, Debug, Default)]
pub struct Turn {
    /// The page begins after this row.
    pub after: Option<Mark>,
    /// The page ends before this row.
    pub before: Option<Mark>,
    page: i64,
}

impl Turn {
    /// From the words of an address: `apres`, `avant` and `page`.
    #[must_use]
    pub fn read(after: &str, before: &str, page: &str) -> Self {
        let after = Mark::parse(after);
        let before = if after.is_some() { None } else { Mark::parse(before) };
        let page = if after.is_some() || before.is_some() { page.parse().unwrap_or(1) } else { 1 };
        Self { after, before, page: page.clamp(1, 1_000_000) }
    }

    /// Cuts the rows read (one more than fit, in reading order) to a page, newest first, and says how to go on. `link` makes an address of
    /// further words of the query.
    pub fn cut<T>(&self, rows: Vec<T>, total: i64, mark: impl Fn(&T) -> Mark, link: impl Fn(&str) -> String) -> (Vec<T>, Paging) {
        let mut rows = rows;
        let fitting = usize::try_from(PER_PAGE).unwrap_or(usize::MAX);
        let more = rows.len() > fitting;
        rows.truncate(fitting);
        let backwards = self.before.is_some();
        if backwards {
            rows.reverse();
        }
        let pages = total.saturating_add(PER_PAGE - 1) / PER_PAGE;
        let (has_previous, has_next) = if backwards { (more, true) } else { (self.after.is_some(), more) };
        // A list may have grown since its first page was read: counting starts anew at its head.
        let page = if has_previous { self.page.max(2) } else { 1 };
        let to = |way: &str, row: Option<&T>, page: i64| row.map(|row| link(&format!("{way}={}&page={page}", mark(row))));
        let paging = Paging {
            page,
            pages: pages.max(page),
            total,
            previous_url: if has_previous { to("avant", rows.first(), page - 1) } else { None },
            next_url: if has_next { to("apres", rows.last(), page + 1) } else { None },
        };
        (rows, paging)
    }
}

/// Where a page stands in its list, as templates show it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Paging {
    /// Which page, from 1 on.
    pub page: i64,
    /// How many there are.
    pub pages: i64,
    /// How many rows in all.
    pub total: i64,
    /// The page before.
    pub previous_url: Option<String>,
    /// The page after.
    pub next_url: Option<String>,
}

impl Paging {
    /// A list that fits one page.
    #[must_use]
    pub fn whole(total: usize) -> Self {
        Self { page: 1, pages: 1, total: i64::try_from(total).unwrap_or(i64::MAX), previous_url: None, next_url: None }
    }
}

/// A path of the back office with a query in front of which `words` stand; empty ones are left out.
#[must_use]
pub fn address(admin: &Admin, path: &str, words: &[(&str, &str)], more: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in words.iter().filter(|(_, value)| !value.is_empty()) {
        query.append_pair(name, value);
    }
    let query = [query.finish().as_str(), more].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("&");
    let path = admin.path(path);
    if query.is_empty() { path } else { format!("{path}?{query}") }
}

/// A text as people compare it: lower case, without accents, words apart by one space. SQL folds its side alike (`folded`, in the migrations).
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars().flat_map(char::to_lowercase) {
        match character {
            'à' | 'â' | 'ä' | 'á' | 'ã' | 'å' => folded.push('a'),
            'é' | 'è' | 'ê' | 'ë' => folded.push('e'),
            'í' | 'ì' | 'î' | 'ï' => folded.push('i'),
            'ó' | 'ò' | 'ô' | 'ö' | 'õ' => folded.push('o'),
            'ú' | 'ù' | 'û' | 'ü' => folded.push('u'),
            'ý' | 'ÿ' => folded.push('y'),
            'ç' => folded.push('c'),
            'ñ' => folded.push('n'),
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            // Combining accents: a text may come decomposed.
            '\u{300}'..='\u{36f}' => {}
            '\'' | '’' | '-' | '\u{2010}' | '\u{2011}' => folded.push(' '),
            other => folded.push(other),
        }
    }
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A pattern of SQL's `like` that finds `folded` at the beginning of a word or, without `words`, anywhere.
#[must_use]
pub fn pattern(folded: &str) -> String {
    let escaped = folded.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}

/// The beginning of an order's code in what was typed, as the store compares it; `None` when it can be none.
#[must_use]
pub fn code_start(typed: &str) -> Option<String> {
    let letters: String = typed.chars().filter(|character| !matches!(character, '-' | ' ' | '\u{a0}' | '\u{202f}' | '\u{2011}')).take(10).collect();
    (!letters.is_empty() && letters.bytes().all(|byte| byte.is_ascii_alphanumeric())).then(|| format!("{}%", letters.to_ascii_uppercase()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn texts_are_compared_as_people_do() {
        assert_eq!(fold("  Été  à L’Orée "), "ete a l oree");
        assert_eq!(fold("E\u{301}te\u{301}"), "ete");
        assert_eq!(fold("Chœur Saint-Jean"), "choeur saint jean");
        assert_eq!(code_start("fa0y-w0py-42001").as_deref(), Some("FA0YW0PY42%"));
        assert_eq!(code_start("Zoé"), None);
        assert_eq!(pattern("50%_"), "%50\\%\\_%");
    }

    #[test]
    fn a_list_is_turned_both_ways() {
        let row = |number: i64| Mark { at: DateTime::from_timestamp(number, 0).unwrap_or_default(), id: number.to_string() };
        let link = |more: &str| more.to_owned();
        let first = Turn::read("", "", "");
        let newest: Vec<Mark> = (50..=100).rev().map(row).collect();
        let (rows, paging) = first.cut(newest, 100, Clone::clone, link);
        assert_eq!((rows.len(), paging.page, paging.pages, paging.previous_url.as_deref()), (50, 1, 2, None));
        let next = paging.next_url.unwrap_or_default();
        assert_eq!(next, format!("apres={}&page=2", row(51)));
        let second = Turn::read(&row(51).to_string(), "", "2");
        let (rows, paging) = second.cut((1..=50).rev().map(row).collect(), 100, Clone::clone, link);
        assert_eq!((rows.len(), paging.page, paging.next_url.as_deref()), (50, 2, None));
        assert_eq!(paging.previous_url, Some(format!("avant={}&page=1", row(50))));
        let back = Turn::read("", &row(50).to_string(), "1");
        let (rows, paging) = back.cut((51..=100).map(row).collect(), 100, Clone::clone, link);
        assert_eq!((rows.first().map(|mark| mark.id.clone()), paging.page, paging.previous_url), (Some("100".to_owned()), 1, None));
    }

    proptest! {
        #[test]
        fn nothing_in_an_address_makes_a_turn_panic(after in "\\PC{0,40}", before in "\\PC{0,40}", page in "\\PC{0,8}") {
            let _ = Turn::read(&after, &before, &page);
            let _ = (fold(&after), code_start(&after), pattern(&before));
            if let Some(mark) = Mark::parse(&after) {
                prop_assert_eq!(Mark::parse(&mark.to_string()), Some(mark));
            }
        }
    }
}
