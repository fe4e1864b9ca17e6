//! Forms as a page shows them, filled in and sent as a browser without JavaScript does it.

use std::{
    collections::HashMap,
    sync::{LazyLock, Mutex, PoisonError},
};

use regex::Regex;

use crate::client::{Client, Page};

/// A form as the page shows it.
#[derive(Clone, Debug)]
pub struct Form {
    /// Where it goes.
    pub action: String,
    /// Its fields with the values a browser would send.
    pub fields: Vec<(String, String)>,
    /// Every name a visitor can fill in or tick, sent or not.
    pub names: Vec<String>,
    /// The buttons that send it with a word of their own.
    pub buttons: Vec<(String, String)>,
    /// Files chosen: field, name, type, bytes.
    pub files: Vec<(String, String, String, Vec<u8>)>,
    /// Whether it is sent in parts, as forms with files are.
    pub multipart: bool,
}

const BOUNDARY: &str = "a-line-that-no-field-holds";

impl Form {
    /// Fills a field in, adding it when the form has none of that name (a box that is ticked).
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        match self.fields.iter_mut().find(|(field, _)| field == name) {
            Some((_, old)) => value.clone_into(old),
            None => self.fields.push((name.to_owned(), value.to_owned())),
        }
        self
    }

    /// Adds a field beside those of the same name (the second of several boxes).
    #[must_use]
    pub fn also(mut self, name: &str, value: &str) -> Self {
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Chooses a file.
    #[must_use]
    pub fn file(mut self, name: &str, file_name: &str, content_type: &str, bytes: Vec<u8>) -> Self {
        self.files.push((name.to_owned(), file_name.to_owned(), content_type.to_owned(), bytes));
        self
    }

    /// Leaves a field out.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.fields.retain(|(field, _)| field != name);
        self
    }

    /// The value of a field.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// Sends it.
    pub async fn send(&self, client: &Client) -> Page {
        if self.multipart {
            return client.post_as(&self.action, &format!("multipart/form-data; boundary={BOUNDARY}"), self.parts()).await;
        }
        let fields: Vec<(&str, &str)> = self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        client.post(&self.action, &fields).await
    }

    fn parts(&self) -> Vec<u8> {
        let mut body = Vec::new();
        for (name, value) in &self.fields {
            body.extend(format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
        }
        for (name, file, kind, bytes) in &self.files {
            body.extend(
                format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\ncontent-type: {kind}\r\n\r\n").bytes(),
            );
            body.extend(bytes);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{BOUNDARY}--\r\n").bytes());
        body
    }

    pub(crate) fn read(action: &str, tag: &str, inside: &str) -> Self {
        let (fields, names, buttons) = fields(inside);
        let multipart = attribute(tag, "enctype").is_some_and(|kind| kind.starts_with("multipart"));
        Self { action: action.to_owned(), fields, names, buttons, files: Vec::new(), multipart }
    }
}

type Fields = (Vec<(String, String)>, Vec<String>, Vec<(String, String)>);

fn fields(html: &str) -> Fields {
    let (mut found, mut names, mut buttons) = (Vec::new(), Vec::new(), Vec::new());
    for tag in regex(r"(?is)<(input|textarea|select|button)\b([^>]*)>").captures_iter(html) {
        let (kind, attributes) = (tag[1].to_ascii_lowercase(), &tag[2]);
        let Some(name) = attribute(attributes, "name") else { continue };
        let rest = &html[tag.get(0).map_or(0, |all| all.end())..];
        let has = |flag: &str| regex(&format!(r"(?i)\s{flag}(\s|=|/|$)")).is_match(attributes);
        if has("disabled") {
            continue;
        }
        let value = attribute(attributes, "value");
        let hidden = attribute(attributes, "type").is_some_and(|kind| kind == "hidden");
        if kind == "button" {
            buttons.push((name.clone(), value.clone().unwrap_or_default()));
        } else if !hidden {
            names.push(name.clone());
        }
        match (kind.as_str(), attribute(attributes, "type").unwrap_or_default().as_str()) {
            ("button", _) | ("input", "submit" | "image" | "file" | "button") => {}
            ("input", "checkbox" | "radio") => {
                if has("checked") {
                    found.push((name, value.unwrap_or_else(|| "on".to_owned())));
                }
            }
            ("textarea", _) => found.push((name, unescape(rest.split("</textarea").next().unwrap_or_default().trim_start_matches('\n')))),
            ("select", _) => {
                let options = rest.split("</select").next().unwrap_or_default();
                let all: Vec<_> = regex(r"(?is)<option\b([^>]*)>([^<]*)").captures_iter(options).collect();
                let chosen = all.iter().find(|option| regex(r"(?i)\sselected(\s|=|/|$)").is_match(&option[1])).or(all.first());
                if let Some(option) = chosen {
                    found.push((name, attribute(&option[1], "value").unwrap_or_else(|| unescape(option[2].trim()))));
                }
            }
            _ => found.push((name, value.unwrap_or_default())),
        }
    }
    (found, names, buttons)
}

/// The value of an attribute in a tag's text.
pub(crate) fn attribute(attributes: &str, name: &str) -> Option<String> {
    let found = regex(&format!(r#"(?is)(?:^|\s){name}\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))"#)).captures(attributes)?;
    found.iter().skip(1).flatten().next().map(|value| unescape(value.as_str()))
}

/// Text without entities.
pub(crate) fn unescape(text: &str) -> String {
    text.replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#x2f;", "/")
        .replace("&#47;", "/")
        .replace("&amp;", "&")
}

static PATTERNS: LazyLock<Mutex<HashMap<String, Regex>>> = LazyLock::new(Mutex::default);

/// A pattern written by us; made once, because a walk over forms asks for the same ones thousands of times.
pub(crate) fn regex(pattern: &str) -> Regex {
    let mut known = PATTERNS.lock().unwrap_or_else(PoisonError::into_inner);
    known.entry(pattern.to_owned()).or_insert_with(|| Regex::new(pattern).expect("a pattern")).clone()
}
