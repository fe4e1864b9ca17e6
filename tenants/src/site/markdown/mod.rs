//! Texts that staff write, as HTML: Markdown without raw HTML, its result cleaned once more by a list of what may pass.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use ammonia::Builder;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

// The second wall: what a fault of the first would let through ends here.
static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = Builder::empty();
    cleaner
        .tags(HashSet::from(["p", "br", "strong", "em", "del", "ul", "ol", "li", "a", "h3", "h4", "h5", "blockquote", "hr"]))
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"])), ("ol", HashSet::from(["start"]))]))
        .url_schemes(HashSet::from(["https", "http", "mailto", "tel"]))
        .link_rel(Some("noopener nofollow"));
    cleaner
});

/// A text as HTML whose headings begin at `h3`; `None` when there is nothing to show. Images are left out: pages load nothing from elsewhere.
#[must_use]
pub fn to_html(text: &str) -> Option<String> {
    if text.trim().is_empty() {
        return None;
    }
    let mut in_image = 0_u32;
    // A step left out between two headings leaves people who listen to a page wondering what they missed: each goes down by one step at most.
    let mut depth = HIGHEST - 1;
    let events = Parser::new_ext(text, Options::ENABLE_STRIKETHROUGH).filter_map(|event| match event {
        Event::Start(Tag::Image { .. }) => {
            in_image += 1;
            None
        }
        Event::End(TagEnd::Image) => {
            in_image = in_image.saturating_sub(1);
            None
        }
        // Typed as HTML, shown as typed.
        Event::Html(raw) | Event::InlineHtml(raw) => Some(Event::Text(raw)),
        // Somebody who presses return wants a new line.
        Event::SoftBreak => Some(Event::HardBreak),
        Event::Start(Tag::Heading { level, .. }) => {
            depth = lowered(level).min(depth + 1);
            Some(Event::Start(Tag::Heading { level: heading(depth), id: None, classes: Vec::new(), attrs: Vec::new() }))
        }
        Event::End(TagEnd::Heading(_)) => Some(Event::End(TagEnd::Heading(heading(depth)))),
        other => Some(other),
    });
    let mut written = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut written, events);
    let clean = CLEANER.clean(&written).to_string();
    (!clean.trim().is_empty()).then_some(clean)
}

/// The page's own headings stand above a text's.
const HIGHEST: u8 = 3;

/// How deep a heading stands on the page, as the writer meant it.
fn lowered(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 | HeadingLevel::H2 => HIGHEST,
        HeadingLevel::H3 => HIGHEST + 1,
        _ => HIGHEST + 2,
    }
}

fn heading(depth: u8) -> HeadingLevel {
    match depth {
        0..=HIGHEST => HeadingLevel::H3,
        4 => HeadingLevel::H4,
        _ => HeadingLevel::H5,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_is_laid_out_and_nothing_else_gets_in() {
        assert_eq!(
            to_html("# Les musiciens\n\n- **Alma**, saxophone\n").unwrap().replace('\n', ""),
            "<h3>Les musiciens</h3><ul><li><strong>Alma</strong>, saxophone</li></ul>"
        );
        assert_eq!(to_html("### Sur scène\n\n##### Alma\n\n## Après").unwrap().replace('\n', ""), "<h3>Sur scène</h3><h4>Alma</h4><h3>Après</h3>");
        assert_eq!(to_html("un\ndeux").unwrap().replace('\n', ""), "<p>un<br>deux</p>");
        let hostile = to_html("<script>alert(1)</script> [x](javascript:alert(1)) ![y](https://example.org/y.png) <img src=x onerror=alert(1)>").unwrap();
        assert!(!hostile.contains("<script") && !hostile.contains("<img") && !hostile.contains("href=\"javascript"), "{hostile}");
        assert_eq!(to_html(" \n"), None);
    }

    proptest! {
        #[test]
        fn nothing_typed_becomes_a_script(text in "[<>a-z=\"'/!\\[\\]()#* \n:]{0,80}") {
            if let Some(html) = to_html(&text) {
                prop_assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("<iframe"));
            }
        }
    }
}
