//! The page to read of an archive: the same in French, then in English, without script or anything fetched from elsewhere.

use super::{BundleText, basis_word, plain, source_word};
use crate::{
    clock::PARIS,
    i18n::{Locale, date_long},
    personal::model::{ColumnFacts, Export, ExportTable},
};
use std::{collections::BTreeSet, fmt::Write};

const STYLE: &str = "body{font:1rem/1.6 system-ui,sans-serif;color:#1c1917;background:#fff;margin:0 auto;max-width:64rem;padding:1.5rem}\
h1{line-height:1.2}h2{margin-top:3rem;border-bottom:2px solid}h3{margin-top:2.5rem}a{color:#7c2d12}\
.wide{overflow-x:auto}table{border-collapse:collapse;margin:.5rem 0 1.5rem}caption{text-align:left;font-weight:600;padding:.25rem 0}\
th,td{border:1px solid #a8a29e;padding:.35rem .6rem;text-align:left;vertical-align:top}th{background:#f5f5f4}";

pub(super) fn page(export: &Export, text: &dyn BundleText) -> String {
    let title = [Locale::Fr, Locale::En].map(|locale| escape(&text.say(locale, "bundle-title"))).join(" – ");
    let sections: String = [Locale::Fr, Locale::En].into_iter().map(|locale| section(export, text, locale)).collect();
    format!(
        "<!doctype html>\n<html lang=\"fr\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n<p><a href=\"#fr\">Français</a> · <a href=\"#en\" lang=\"en\">English</a></p>\n\
         {sections}</main>\n</body>\n</html>\n"
    )
}

fn section(export: &Export, text: &dyn BundleText, locale: Locale) -> String {
    let say = |key: &str| escape(&text.say(locale, key));
    let code = locale.code();
    let date = escape(&date_long(locale, &export.at.with_timezone(&PARIS)));
    let mut out = format!(
        "<section id=\"{code}\" lang=\"{code}\">\n<h2>{}</h2>\n<p>{} <strong>{}</strong>, {date}.</p>\n",
        say("bundle-language"),
        say("bundle-from"),
        escape(text.controller())
    );
    put(&mut out, format_args!("<p>{}</p>\n<p>{}</p>\n", say("bundle-what"), say("bundle-rights")));
    if export.tables.is_empty() {
        put(&mut out, format_args!("<p>{}</p>\n", say("bundle-nothing")));
    }
    out.extend(export.tables.iter().map(|table| one(table, text, locale)));
    out + "</section>\n"
}

fn one(table: &ExportTable, text: &dyn BundleText, locale: Locale) -> String {
    let say = |key: &str| escape(&text.say(locale, key));
    let key = format!("table-{}", table.table.replace(['_', '.'], "-"));
    let title = if text.say(locale, &key) == key { escape(table.table) } else { say(&key) };
    let mut out = format!(
        "<h3>{title}</h3>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{title}\">\n<table>\n<caption>{}</caption>\n<tr>",
        say("bundle-data")
    );
    let said: Vec<_> = table.columns.iter().enumerate().filter(|(_, column)| !column.key).collect();
    for (_, column) in &said {
        let words = column.facts.as_ref().map_or_else(|| escape(column.name), |facts| label(column.name, facts, text, locale));
        put(&mut out, format_args!("<th scope=\"col\">{words}</th>"));
    }
    out += "</tr>\n";
    for row in &table.rows {
        out += "<tr>";
        for (place, _) in &said {
            let value = row.get(*place).map(plain).unwrap_or_default();
            put(&mut out, format_args!("<td>{}</td>", escape(&value)));
        }
        out += "</tr>\n";
    }
    put(&mut out, format_args!("</table>\n<table>\n<caption>{}</caption>\n<tr>", say("bundle-about")));
    for key in ["bundle-datum", "bundle-purposes", "bundle-source", "bundle-recipients", "bundle-until"] {
        put(&mut out, format_args!("<th scope=\"col\">{}</th>", say(key)));
    }
    out += "</tr>\n";
    for (name, facts) in said.iter().filter_map(|(_, column)| Some((column.name, column.facts.as_ref()?))) {
        out += &about(name, facts, text, locale);
    }
    out += "</table>\n</div>\n";
    if !table.omitted.is_empty() {
        let names: BTreeSet<_> = table.omitted.iter().map(|(column, _)| escape(column)).collect();
        put(&mut out, format_args!("<p>{} {}</p>\n", say("bundle-omitted"), names.into_iter().collect::<Vec<_>>().join(", ")));
    }
    out
}

fn label(name: &str, facts: &ColumnFacts, text: &dyn BundleText, locale: Locale) -> String {
    let category = format!("category-{}", facts.category.replace('.', "-"));
    let words = text.say(locale, &category);
    if words == category { escape(name) } else { format!("{} <code>{}</code>", escape(&words), escape(name)) }
}

fn about(name: &str, facts: &ColumnFacts, text: &dyn BundleText, locale: Locale) -> String {
    let say = |key: &str| escape(&text.say(locale, key));
    let purposes: Vec<_> = facts
        .treatments
        .iter()
        .map(|(treatment, basis)| format!("{} ({})", say(&format!("treatment-{treatment}-title")), say(&format!("legal-basis-{}", basis_word(*basis)))))
        .collect();
    let recipients: Vec<_> = facts.recipients.iter().map(|recipient| say(&format!("recipient-{recipient}-name"))).collect();
    let until = match facts.until {
        Some(day) => day.format(if locale == Locale::Fr { "%d/%m/%Y" } else { "%-d %B %Y" }).to_string(),
        None => say("bundle-no-date"),
    };
    format!(
        "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{until}</td></tr>\n",
        label(name, facts, text, locale),
        purposes.join("<br>"),
        say(&format!("bundle-source-{}", source_word(facts.source))),
        recipients.join("<br>")
    )
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = out.write_fmt(text);
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
