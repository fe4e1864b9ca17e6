//! What a log line may carry: fields that the inventory lists, and no other.

use crate::code::without_texts;
use crate::{Tree, accepts, holds, refuses};
use regex::Regex;
use std::collections::BTreeSet;

/// What runs where real people's data are; the stand-ins know invented ones only.
const SERVED: &[&str] = &["platform/kernel/", "platform/documents/", "platform/server/", "tenants/"];

fn log_fields_are_declared(tree: &Tree) -> Vec<String> {
    let declared: BTreeSet<String> = tree
        .files("migrations/inventory/", &[".toml"])
        .filter_map(|(_, text)| text.parse::<toml::Table>().unwrap().get("log").cloned())
        .flat_map(|log| log.as_table().into_iter().flat_map(toml::Table::keys).cloned().collect::<Vec<_>>())
        .collect();
    let line = Regex::new(r"\b(?:trace|debug|info|warn|error|event|trace_span|debug_span|info_span|warn_span|error_span)!\s*\(").unwrap();
    let field = Regex::new(r"(?:^|[(,])\s*([%?]?)([a-z_][a-z0-9_.]*)\s*(=(?:[^=]|$)|,|$)").unwrap();
    let mut faults = Vec::new();
    for (path, text) in SERVED.iter().flat_map(|folder| tree.files(folder, &[".rs"])) {
        let code = without_texts(text);
        for found in line.find_iter(&code) {
            // A whole argument that is one name (`%error`, `order.id`) is a field of that name too. Behind the sentence, whose text
            // is blanked here, come what it prints.
            for argument in arguments(&code[found.end()..]).into_iter().take_while(|argument| !argument.trim().is_empty()) {
                let Some(name) = field.captures(argument.trim()) else { continue };
                if matches!(&name[2], "target" | "parent") && name[3].starts_with('=') {
                    continue;
                }
                if !declared.contains(&name[2]) {
                    let place = code[..found.start()].matches('\n').count() + 1;
                    faults.push(format!("{path}:{place}: log field `{}` is not in the inventory: use a listed one, or add [log.\"{0}\"]", &name[2]));
                }
            }
        }
    }
    faults
}

/// The arguments of a macro call, from behind its opening parenthesis.
fn arguments(code: &str) -> Vec<&str> {
    let (mut depth, mut start, mut found) = (0_i32, 0, Vec::new());
    for (index, character) in code.char_indices() {
        match character {
            '(' | '[' | '{' => depth += 1,
            ')' if depth == 0 => {
                found.push(&code[start..index]);
                break;
            }
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => {
                found.push(&code[start..index]);
                start = index + 1;
            }
            _ => {}
        }
    }
    found
}

#[test]
fn a_log_line_carries_declared_fields_only() {
    let inventory = ("migrations/inventory/a.toml", "[log.\"request.id\"]\nclass = \"key\"\nholds = \"one request\"");
    let line = |arguments: &str| format!("fn a() {{ tracing::info!({arguments}, \"a, b = c\"); }}");
    for (arguments, expected) in [("mail.address = %who", "`mail.address`"), ("%email", "`email`"), ("?person", "`person`"), ("a = f(b, c = d)", "`a`")] {
        refuses(log_fields_are_declared, &[inventory, ("tenants/a.rs", &line(arguments))], expected);
    }
    for arguments in ["request.id = %id", "target: \"a\", request.id = id(a, b)", "parent = x, request.id = 1"] {
        accepts(log_fields_are_declared, &[inventory, ("tenants/a.rs", &line(arguments))]);
    }
    accepts(log_fields_are_declared, &[inventory, ("tenants/a.rs", "fn a() { info!(\"only words {}\", count); }")]);
    holds(log_fields_are_declared);
}
