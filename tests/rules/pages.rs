//! Rules on templates and style sheets: what our Content-Security-Policy would block, what would call a third party, and the
//! forms of the back office. Mails live in other people's programs, which need styles inline.

use crate::{Tree, accepts, holds, refuses};
use regex::Regex;

/// The templates a browser receives from us.
fn pages(tree: &Tree) -> impl Iterator<Item = (&str, &str)> {
    tree.files("templates/", &[".html"]).filter(|(path, _)| !path.starts_with("templates/mail/"))
}

fn nothing_runs_inline(tree: &Tree) -> Vec<String> {
    let forbidden = [
        (r#"(?i)\sstyle\s*="#, "a style attribute: give the element a class"),
        (r"(?i)<style\b", "an inline style sheet: put the rules under templates/assets/css"),
        (r#"(?i)\son[a-z]+\s*=\s*["'{]"#, "an event attribute: attach it from templates/assets/js"),
        (r"(?i)javascript:", "a javascript: address: use a button and a script file"),
        (r"(?i)\ssrcdoc\s*=", "an inline document: the policy blocks frames"),
    ];
    let forbidden = forbidden.map(|(pattern, advice)| (Regex::new(pattern).unwrap(), advice));
    let script = Regex::new(r"(?is)<script\b([^>]*)>").unwrap();
    let mut faults = Vec::new();
    for (path, text) in pages(tree) {
        let text = without_comments(text);
        faults.extend(forbidden.iter().filter(|(pattern, _)| pattern.is_match(&text)).map(|(_, advice)| format!("{path}: {advice}")));
        // A block of JSON is data: browsers do not run it, and the policy does not concern it.
        let inline = script.captures_iter(&text).filter(|found| !found[1].contains("src=") && !found[1].contains("type=\"application/"));
        faults.extend(inline.map(|_| format!("{path}: an inline script: put it under templates/assets/js")));
    }
    faults
}

fn nothing_comes_from_elsewhere(tree: &Tree) -> Vec<String> {
    let markup =
        Regex::new(r#"(?is)<(?:script|img|link|iframe|source|video|audio|embed|object)\b[^>]*\b(?:src|href|srcset|data)\s*=\s*["']?\s*(?:https?:)?//"#)
            .unwrap();
    let sheet = Regex::new(r#"(?i)(?:@import\s+["']|url\(\s*["']?)\s*(?:https?:)?//"#).unwrap();
    let elsewhere = |path: &str| format!("{path}: loads from another origin: serve it ourselves, from templates/assets");
    let pages = pages(tree).filter(|(_, text)| markup.is_match(&without_comments(text)));
    let sheets = tree.files("templates/assets/css/", &[".css"]).filter(|(_, text)| sheet.is_match(text));
    pages.chain(sheets).map(|(path, _)| elsewhere(path)).collect()
}

/// Public forms are told apart by their origin; a form that acts for staff carries the session's token.
fn staff_forms_carry_the_token(tree: &Tree) -> Vec<String> {
    let form = Regex::new(r"(?is)<form\b([^>]*)>(.*?)</form>").unwrap();
    let posts = Regex::new(r#"(?i)\bmethod\s*=\s*["']?post"#).unwrap();
    // Before sign-in there is no session whose token could be sent.
    let anonymous = ["templates/back_office/login.html", "templates/back_office/password_ask.html", "templates/back_office/password_set.html"];
    let staff = pages(tree).filter(|(path, _)| path.starts_with("templates/back_office/") || path.starts_with("templates/layouts/back_office"));
    let mut faults = Vec::new();
    for (path, text) in staff.filter(|(path, _)| !anonymous.contains(path)) {
        let bare = form.captures_iter(text).filter(|found| posts.is_match(&found[1]) && !found[2].contains("csrf"));
        faults.extend(bare.map(|found| format!("{path}: <form{}> has no csrf field", &found[1])));
    }
    faults
}

/// Whoever fills a form in must find what becomes of it (GDPR art. 13): each public template with a form leads to the notice.
fn public_forms_lead_to_the_notice(tree: &Tree) -> Vec<String> {
    let posts = Regex::new(r#"(?i)<form\b[^>]*\bmethod\s*=\s*["']?post"#).unwrap();
    let public = pages(tree).filter(|(path, _)| !path.starts_with("templates/back_office/") && !path.starts_with("templates/layouts/back_office"));
    let bare = public.filter(|(_, text)| {
        let text = without_comments(text);
        posts.is_match(&text) && !text.contains("notice_url")
    });
    bare.map(|(path, _)| format!("{path}: a form without a way to the legal notice: add forms.notice(chrome.notice_url) from components/forms.html")).collect()
}

/// A template without `{# .. #}`.
fn without_comments(text: &str) -> String {
    Regex::new(r"(?s)\{#.*?#\}").unwrap().replace_all(text, "").into_owned()
}

#[test]
fn pages_hold_no_inline_style_or_script() {
    for (page, expected) in [
        ("<p style=\"color:red\">", "a style attribute"),
        ("<style>p{}</style>", "an inline style sheet"),
        ("<script>alert(1)</script>", "an inline script"),
        ("<button onclick=\"a()\">", "an event attribute"),
        ("<a href=\"javascript:a()\">", "a javascript: address"),
    ] {
        refuses(nothing_runs_inline, &[("templates/site/a.html", page)], expected);
        accepts(nothing_runs_inline, &[("templates/mail/a/body.html", page)]);
    }
    accepts(
        nothing_runs_inline,
        &[("templates/a.html", "{# style=\"\" #}<script src=\"/a.js\" defer></script><p data-on=\"1\"><script type=\"application/ld+json\">{}</script>")],
    );
    holds(nothing_runs_inline);
}

#[test]
fn pages_ask_nobody_else_for_anything() {
    refuses(nothing_comes_from_elsewhere, &[("templates/a.html", "<img alt='' src=\"https://example.com/a.png\">")], "another origin");
    refuses(nothing_comes_from_elsewhere, &[("templates/assets/css/a.css", "@import '//example.com/a.css';")], "another origin");
    accepts(nothing_comes_from_elsewhere, &[("templates/a.html", "<a href=\"https://example.com\">there</a><img src=\"/a.png\">")]);
    holds(nothing_comes_from_elsewhere);
}

#[test]
fn each_form_of_the_back_office_carries_the_token() {
    let form = "<form method=\"post\" action=\"/a\"><button>ok</button></form>";
    refuses(staff_forms_carry_the_token, &[("templates/back_office/a.html", form)], "no csrf field");
    accepts(staff_forms_carry_the_token, &[("templates/site/a.html", form), ("templates/back_office/b.html", "<form method=\"get\"></form>")]);
    accepts(staff_forms_carry_the_token, &[("templates/back_office/a.html", "<form method=\"post\">{{ parts.csrf(chrome) }}</form>")]);
    holds(staff_forms_carry_the_token);
}

#[test]
fn each_public_form_leads_to_the_notice() {
    let form = "<form method=\"post\" action=\"/a\"><button>ok</button></form>";
    refuses(public_forms_lead_to_the_notice, &[("templates/site/a.html", form)], "a form without a way to the legal notice");
    refuses(public_forms_lead_to_the_notice, &[("templates/site/a.html", &format!("{{# notice_url #}}{form}"))], "a form without a way");
    accepts(public_forms_lead_to_the_notice, &[("templates/site/a.html", &format!("{form}{{{{ forms.notice(chrome.notice_url) }}}}"))]);
    accepts(public_forms_lead_to_the_notice, &[("templates/back_office/a.html", form), ("templates/site/b.html", "<form method=\"get\"></form>")]);
    holds(public_forms_lead_to_the_notice);
}
