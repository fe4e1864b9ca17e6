//! Rules on Rust text, and the small lexer they share: rules about code must not trip over what a comment or a text says.

use crate::{Tree, accepts, holds, refuses};
use regex::Regex;
use std::collections::BTreeSet;

/// Rust source with comments and the insides of texts blanked; line breaks stay, so that lines keep their numbers.
pub fn without_texts(source: &str) -> String {
    split(source).0
}

/// The texts of Rust source, as they are written.
pub fn texts(source: &str) -> Vec<String> {
    split(source).1
}

fn split(source: &str) -> (String, Vec<String>) {
    let characters: Vec<char> = source.chars().collect();
    let at = |index: usize| characters.get(index).copied().unwrap_or('\0');
    let (mut code, mut texts, mut index) = (String::with_capacity(source.len()), Vec::new(), 0);
    while index < characters.len() {
        let end = match (at(index), at(index + 1)) {
            ('/', '/') => (index..characters.len()).find(|place| at(*place) == '\n').unwrap_or(characters.len()),
            ('/', '*') => block_comment(&characters, index),
            ('r', '"' | '#') if !joins(&code) && raw_text(&characters, index).is_some() => {
                let (end, text) = raw_text(&characters, index).unwrap();
                texts.push(text);
                end
            }
            ('"', _) => {
                let mut end = index + 1;
                while end < characters.len() && at(end) != '"' {
                    end += if at(end) == '\\' { 2 } else { 1 };
                }
                let end = (end + 1).min(characters.len());
                texts.push(characters[index + 1..(end - 1).max(index + 1)].iter().collect());
                end
            }
            // A character, not a lifetime: '"' would open a text.
            ('\'', '\\') => (index + 3..characters.len()).find(|place| at(*place) == '\'').map_or(characters.len(), |place| place + 1),
            ('\'', _) if at(index + 2) == '\'' => index + 3,
            _ => {
                code.push(at(index));
                index += 1;
                continue;
            }
        };
        code.push(' ');
        code.extend(characters[index..end].iter().filter(|character| **character == '\n'));
        index = end;
    }
    (code, texts)
}

/// Whether the code so far ends inside a word, so that a following `r` is its last letter and not a raw text's prefix.
fn joins(code: &str) -> bool {
    code.chars().last().is_some_and(|last| last.is_alphanumeric() || last == '_')
}

fn block_comment(characters: &[char], start: usize) -> usize {
    let (mut depth, mut index) = (0_u32, start);
    while index + 1 < characters.len() {
        match (characters[index], characters[index + 1]) {
            ('/', '*') => depth += 1,
            ('*', '/') => depth -= 1,
            _ => {
                index += 1;
                continue;
            }
        }
        index += 2;
        if depth == 0 {
            return index;
        }
    }
    characters.len()
}

fn raw_text(characters: &[char], start: usize) -> Option<(usize, String)> {
    let hashes = characters[start + 1..].iter().take_while(|character| **character == '#').count();
    let open = start + 1 + hashes;
    if characters.get(open) != Some(&'"') {
        return None;
    }
    let closing: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
    let length = characters[open + 1..].windows(closing.len()).position(|window| window == closing)?;
    let text = characters[open + 1..=open + length].iter().collect();
    Some((open + 1 + length + closing.len(), text))
}

/// Complaints about each match of `pattern` in the code of the Rust files under `prefix` whose path `concerns`.
fn forbid(tree: &Tree, prefix: &str, pattern: &str, concerns: impl Fn(&str) -> bool, advice: &str) -> Vec<String> {
    let pattern = Regex::new(pattern).unwrap();
    let files = tree.files(prefix, &[".rs"]).filter(|(path, _)| concerns(path));
    files
        .flat_map(|(path, text)| {
            let code = without_texts(text);
            let told: Vec<_> = pattern
                .find_iter(&code)
                .map(|found| format!("{path}:{}: `{}`: {advice}", code[..found.start()].matches('\n').count() + 1, found.as_str().trim()))
                .collect();
            told
        })
        .collect()
}

fn no_test_is_ignored(tree: &Tree) -> Vec<String> {
    forbid(tree, "", r"#\s*\[\s*ignore\b", |_| true, "a test that does not run proves nothing: make it run, or delete it")
}

fn no_lint_is_silenced_for_ever(tree: &Tree) -> Vec<String> {
    forbid(tree, "", r"#\s*!?\s*\[\s*allow\s*\(", |_| true, "write #[expect(lint, reason = \"..\")]: it tells when it is no longer needed")
}

fn raw_sql_is_trusted_in_one_place(tree: &Tree) -> Vec<String> {
    let elsewhere = |path: &str| !path.starts_with("platform/kernel/src/db") && !path.starts_with("tests/") && !path.starts_with("platform/dev/");
    forbid(tree, "", r"\bAssertSqlSafe\b", elsewhere, "built SQL belongs to kernel::db; elsewhere statements are fixed texts")
}

/// A slice of one short file holds its SQL; a folder has `store.rs`. The kernel has no slices.
fn sql_lives_in_stores(tree: &Tree) -> Vec<String> {
    let slice_code = |path: &str| {
        let Some(inner) = path.strip_prefix("tenants/src/").or_else(|| path.strip_prefix("platform/server/src/")) else { return false };
        let folders: Vec<_> = inner.split('/').collect();
        folders.len() > 1 && !folders.iter().any(|folder| *folder == "store" || *folder == "store.rs")
    };
    let pattern = r"(?m)(?:^|[^.\w])(?:query|query_as|query_scalar|query_file|query_file_as|query_file_scalar)!?\s*\(|\bQueryBuilder\b|\braw_sql\b";
    forbid(tree, "", pattern, slice_code, "SQL lives in store.rs: give the statement a name there")
}

/// A restricted person has no name in the views `person_shown` and `attendee_shown`; who reads the tables shows one. Their owner does, for what
/// people asked for themselves.
fn people_are_read_as_they_may_be_shown(tree: &Tree) -> Vec<String> {
    let table = Regex::new(r"(?i)\b(?:from|join)\s+(person|attendee)\b").unwrap();
    let mut faults = Vec::new();
    for (path, text) in tree.files("tenants/src/", &[".rs"]).chain(tree.files("platform/server/src/", &[".rs"])) {
        if path.starts_with("tenants/src/people/") {
            continue;
        }
        let told = texts(text).into_iter().filter_map(|statement| Some(table.captures(&statement)?[1].to_ascii_lowercase()));
        faults.extend(told.map(|name| format!("{path}: reads the table {name}: join {name}_shown, where a restricted person has no name, or ask people")));
    }
    faults
}

/// A mail to a list carries the address that ends it; whoever makes one asks the suppression list at that moment.
fn mails_to_lists_ask_first(tree: &Tree) -> Vec<String> {
    let mail = Regex::new(r"\blist_unsubscribe\s*:\s*Some\b").unwrap();
    let asked = Regex::new(r"\bsuppression::(?:may_write|is_suppressed)\b").unwrap();
    let slices = tree.files("tenants/src/", &[".rs"]).map(|(path, text)| (path, without_texts(text)));
    let silent = slices.filter(|(_, code)| mail.is_match(code) && !asked.is_match(code));
    silent.map(|(path, _)| format!("{path}: writes to a list without asking people::suppression::may_write as the mail leaves")).collect()
}

/// A table of people and the list of who wants no mail have one door each: whoever adds people in bulk passes `people::suppression::filter`, whoever
/// mails passes `may_write`, and nobody reads or writes around them.
fn people_come_in_by_one_gate(tree: &Tree) -> Vec<String> {
    let around = Regex::new(r"(?i)\binsert\s+into\s+person\b|\b(?:from|join|into|update)\s+suppression\b").unwrap();
    let slices = tree.files("tenants/src/", &[".rs"]).chain(tree.files("platform/server/src/", &[".rs"]));
    let elsewhere = slices.filter(|(path, _)| !path.starts_with("tenants/src/people/"));
    let told = elsewhere.filter(|(_, text)| texts(text).iter().any(|statement| around.is_match(statement)));
    told.map(|(path, _)| format!("{path}: goes around people::suppression: filter whom you add, ask may_write as a mail leaves")).collect()
}

/// Its users are slices: what the kernel calls by a product word cannot be used by the next slice. Its tests may take examples
/// from where they like.
fn the_kernel_knows_no_product_word(tree: &Tree) -> Vec<String> {
    let pattern = Regex::new(r"(?i)\b\w*(?:concert|ticket|newsletter|membership|donation|tariff)\w*\b").unwrap();
    let mut faults = Vec::new();
    for (path, text) in tree.files("platform/kernel/src/", &[".rs"]).filter(|(path, _)| !path.ends_with("/tests.rs")) {
        let code = without_texts(text);
        let served = code.split("#[cfg(test)]").next().unwrap_or_default();
        let words: BTreeSet<_> = pattern.find_iter(served).map(|found| found.as_str()).collect();
        faults.extend(words.iter().map(|word| format!("{path}: `{word}`: the kernel knows no product word: this belongs to a slice")));
    }
    faults
}

#[test]
fn no_test_is_ignored_anywhere() {
    refuses(no_test_is_ignored, &[("a.rs", "#[test]\n#[ignore = \"slow\"]\nfn a() {}")], "a.rs:2: `#[ignore`");
    accepts(no_test_is_ignored, &[("a.rs", "// #[ignore]\nconst A: &str = \"#[ignore]\";")]);
    holds(no_test_is_ignored);
}

#[test]
fn lints_are_expected_never_allowed() {
    refuses(no_lint_is_silenced_for_ever, &[("a.rs", "#![allow(dead_code)]")], "#[expect");
    holds(no_lint_is_silenced_for_ever);
}

#[test]
fn only_the_database_module_vouches_for_built_sql() {
    refuses(raw_sql_is_trusted_in_one_place, &[("tenants/src/site/store.rs", "query(AssertSqlSafe(text))")], "kernel::db");
    accepts(raw_sql_is_trusted_in_one_place, &[("platform/kernel/src/db.rs", "query(AssertSqlSafe(text))")]);
    holds(raw_sql_is_trusted_in_one_place);
}

#[test]
fn statements_stand_in_stores() {
    refuses(sql_lives_in_stores, &[("tenants/src/site/pages.rs", "let a = query_as!(A, \"select 1\");")], "pages.rs:1");
    refuses(sql_lives_in_stores, &[("platform/server/src/hosts/mod.rs", "sqlx::query(\"select 1\")")], "store.rs");
    accepts(
        sql_lives_in_stores,
        &[("tenants/src/site/store.rs", "query!(\"\")"), ("tenants/src/shop/store/orders.rs", "query!(\"\")"), ("tenants/src/a/b.rs", "uri.query()")],
    );
    holds(sql_lives_in_stores);
}

#[test]
fn no_list_of_people_forgets_who_is_restricted() {
    let told = "join person_shown";
    refuses(people_are_read_as_they_may_be_shown, &[("tenants/src/shop/store.rs", "query!(\"select 1 from a join person p on true\")")], told);
    refuses(people_are_read_as_they_may_be_shown, &[("platform/server/src/api/store.rs", "query!(r#\"select 1\nfrom person\"#)")], told);
    refuses(people_are_read_as_they_may_be_shown, &[("tenants/src/shop/store.rs", "query!(\"select name from attendee a\")")], "join attendee_shown");
    accepts(
        people_are_read_as_they_may_be_shown,
        &[("tenants/src/shop/store.rs", "query!(\"join person_shown p\") // from person"), ("tenants/src/people/store.rs", "query!(\"from person\")")],
    );
    holds(people_are_read_as_they_may_be_shown);
}

#[test]
fn no_mail_to_a_list_forgets_who_wants_none() {
    let mail = "Mail { list_unsubscribe: Some(url) }";
    refuses(mails_to_lists_ask_first, &[("tenants/src/shop/jobs.rs", mail)], "may_write");
    accepts(mails_to_lists_ask_first, &[("tenants/src/shop/jobs.rs", &format!("if suppression::may_write(app) {{ {mail} }}"))]);
    holds(mails_to_lists_ask_first);
}

#[test]
fn nobody_adds_people_or_reads_the_list_of_who_wants_no_mail_around_its_gate() {
    let told = "tenants/src/newsletter/store.rs: goes around people::suppression: filter whom you add, ask may_write as a mail leaves";
    refuses(
        people_come_in_by_one_gate,
        &[("tenants/src/newsletter/store.rs", r#"fn a() { query!("insert into person (id) select id from imported"); }"#)],
        told,
    );
    refuses(people_come_in_by_one_gate, &[("tenants/src/newsletter/store.rs", r#"fn a() { query!("select digest from suppression"); }"#)], told);
    accepts(people_come_in_by_one_gate, &[("tenants/src/people/store.rs", r#"fn a() { query!("insert into person (id) values ($1)"); }"#)]);
    accepts(people_come_in_by_one_gate, &[("tenants/src/a/store.rs", r#"fn a() { query!("insert into person_restriction (id) values ($1)"); }"#)]);
    holds(people_come_in_by_one_gate);
}

#[test]
fn the_kernel_speaks_no_word_of_the_product() {
    refuses(the_kernel_knows_no_product_word, &[("platform/kernel/src/a.rs", "struct TicketCode;")], "`TicketCode`");
    accepts(the_kernel_knows_no_product_word, &[("platform/kernel/src/a.rs", "// a ticket\nstruct Code;\n#[cfg(test)] mod tests { let concert = 1; }")]);
    holds(the_kernel_knows_no_product_word);
}

#[test]
fn the_lexer_tells_code_from_texts() {
    let source = "let a = \"x\\\"y\"; // \"no\"\nlet b = r#\"a\"b\"#; /* \"c\" /* d */ */ let c = '\"'; let d: &'a str = \"z\"; let e = '\\''; for_r\"q\"";
    assert_eq!(texts(source), ["x\\\"y", "a\"b", "z", "q"]);
    let code = without_texts(source);
    assert!(code.contains("let d: &'a str =") && code.contains("let e =") && !code.contains("no") && !code.contains('"'), "{code}");
    assert_eq!(code.lines().count(), source.lines().count());
}
