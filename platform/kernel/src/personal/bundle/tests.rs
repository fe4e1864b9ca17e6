//! The archive's shape: what it holds, that its hashes are true, that it obeys its schema, and that words in it stay words.

use super::*;
use crate::clock::Timestamp;
use crate::personal::model::ColumnFacts;
use flate2::read::DeflateDecoder;
use std::collections::BTreeMap;
use std::io::Read;

struct Words;

impl BundleText for Words {
    fn say(&self, locale: Locale, key: &str) -> String {
        crate::i18n::translate(locale, key, &[]).unwrap_or_else(|_| key.to_owned())
    }

    fn controller(&self) -> &'static str {
        "Les Amis du <jazz>"
    }
}

fn export() -> Export {
    let facts = |portable| ColumnFacts {
        category: "identity.name",
        treatments: vec![("security", LegalBasis::LegitimateInterest)],
        recipients: vec!["stripe"],
        source: Source::Subject,
        portable,
        redacted: false,
        retention: "backup",
        until: chrono::NaiveDate::from_ymd_opt(2027, 12, 31),
    };
    let column = |name, facts: Option<ColumnFacts>| ExportColumn { name, key: facts.is_none(), facts };
    let table = ExportTable {
        table: "person",
        module: "people",
        columns: vec![column("id", None), column("name", Some(facts(true))), column("note", Some(facts(false)))],
        omitted: vec![("password", "credential")],
        rows: vec![vec!["1".into(), "Zoé, \"Zo\"".into(), "=1+1\n<b>".into()], vec!["2".into(), Value::Null, json!({ "a": 1 })]],
    };
    Export { at: Timestamp::from_timestamp(1_800_000_000, 0).unwrap_or_default(), inventory: "ab".repeat(32), tables: vec![table] }
}

/// Reads a zip by its directory, as a program that opens it does.
fn unzip(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let short = |place: usize| usize::from(u16::from_le_bytes([bytes[place], bytes[place + 1]]));
    let long = |place: usize| short(place) + (short(place + 2) << 16);
    let end = bytes.len() - 22;
    assert_eq!(&bytes[end..end + 4], b"PK\x05\x06");
    let mut place = long(end + 16);
    let mut files = BTreeMap::new();
    for _ in 0..short(end + 10) {
        assert_eq!(&bytes[place..place + 4], b"PK\x01\x02");
        let (crc, packed, size, name, head) = (long(place + 16), long(place + 20), long(place + 24), short(place + 28), long(place + 42));
        let text = String::from_utf8(bytes[place + 46..place + 46 + name].to_vec()).unwrap();
        let start = head + 30 + short(head + 26) + short(head + 28);
        let mut content = Vec::new();
        DeflateDecoder::new(&bytes[start..start + packed]).read_to_end(&mut content).unwrap();
        let mut sum = flate2::Crc::new();
        sum.update(&content);
        assert_eq!((content.len(), sum.sum() as usize), (size, crc), "{text}");
        files.insert(text, content);
        place += 46 + name;
    }
    files
}

/// The part of JSON Schema the published one uses.
fn obeys(schema: &Value, root: &Value, value: &Value, at: &str) {
    if let Some(reference) = schema["$ref"].as_str() {
        return obeys(root.pointer(&reference[1..]).unwrap(), root, value, at);
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_i64() => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let kinds: Vec<&str> =
        schema["type"].as_array().map_or_else(|| vec![schema["type"].as_str().unwrap()], |kinds| kinds.iter().filter_map(Value::as_str).collect());
    assert!(kinds.contains(&kind), "{at} is {kind}, not {kinds:?}");
    if let Some(constant) = schema.get("const") {
        assert_eq!(value, constant, "{at}");
    }
    if let Some(words) = schema["enum"].as_array() {
        assert!(words.contains(value), "{at}: {value}");
    }
    if let (Some(pattern), Some(text)) = (schema["pattern"].as_str(), value.as_str()) {
        assert!(regex::Regex::new(pattern).unwrap().is_match(text), "{at}: {text}");
    }
    for item in value.as_array().into_iter().flatten() {
        obeys(&schema["items"], root, item, at);
    }
    for required in schema["required"].as_array().into_iter().flatten() {
        assert!(value.get(required.as_str().unwrap()).is_some(), "{at} lacks {required}");
    }
    for (key, inner) in value.as_object().into_iter().flatten() {
        match schema["properties"].get(key) {
            Some(property) => obeys(property, root, inner, &format!("{at}.{key}")),
            None => assert_ne!(schema.get("additionalProperties"), Some(&Value::Bool(false)), "{at}.{key} is not in the schema"),
        }
    }
}

#[test]
fn an_archive_holds_what_it_says_and_its_hashes_are_true() {
    let bytes = archive_zip(&export(), &[("../../billet.pdf".to_owned(), b"%PDF".to_vec())], &Words).unwrap();
    let files = unzip(&bytes);
    let names: Vec<_> = files.keys().map(String::as_str).collect();
    assert_eq!(names, ["csv/person.csv", "data.json", "files/billet.pdf", "lisez-moi.html", "manifest.json", "portable.json", "schema.json"]);
    let manifest: Value = serde_json::from_slice(&files["manifest.json"]).unwrap();
    assert_eq!(manifest["rows"]["person"], 2);
    assert_eq!(manifest["inventory"], "ab".repeat(32));
    for file in manifest["files"].as_array().unwrap() {
        let content = &files[file["name"].as_str().unwrap()];
        assert_eq!(file["sha256"], hex::encode(Sha256::digest(content)));
        assert_eq!(file["bytes"], content.len());
    }
    assert_eq!(manifest["files"].as_array().unwrap().len(), files.len() - 1, "all but the manifest itself");
    assert_eq!(bytes, archive_zip(&export(), &[("billet.pdf".to_owned(), b"%PDF".to_vec())], &Words).unwrap(), "the same export gives the same bytes");
}

#[test]
fn the_data_obey_their_published_schema_and_the_portable_part_is_smaller() {
    let files = unzip(&archive_zip(&export(), &[], &Words).unwrap());
    let schema: Value = serde_json::from_slice(&files["schema.json"]).unwrap();
    for name in ["data.json", "portable.json"] {
        obeys(&schema, &schema, &serde_json::from_slice(&files[name]).unwrap(), name);
    }
    let data: Value = serde_json::from_slice(&files["data.json"]).unwrap();
    assert_eq!(data["tables"][0]["rows"][0]["note"], "=1+1\n<b>");
    assert_eq!(data["tables"][0]["omitted"][0]["reason"], "credential");
    let portable: Value = serde_json::from_slice(&files["portable.json"]).unwrap();
    assert_eq!(portable["tables"][0]["rows"][0], json!({ "name": "Zoé, \"Zo\"" }), "what Art. 20 covers, and no key");
}

#[test]
fn a_csv_follows_the_rfc_and_the_page_keeps_words_words() {
    let files = unzip(&archive_zip(&export(), &[], &Words).unwrap());
    assert_eq!(String::from_utf8(files["csv/person.csv"].clone()).unwrap(), "id,name,note\r\n1,\"Zoé, \"\"Zo\"\"\",\"=1+1\n<b>\"\r\n2,,\"{\"\"a\"\":1}\"\r\n");
    let page = String::from_utf8(files["lisez-moi.html"].clone()).unwrap();
    assert!(page.contains("Les Amis du &lt;jazz&gt;") && page.contains("&lt;b&gt;") && !page.contains("<b>"), "{page}");
    assert!(page.contains("<section id=\"fr\" lang=\"fr\">") && page.contains("<section id=\"en\" lang=\"en\">"), "both languages");
    assert!(page.contains("31/12/2027") && page.contains("31 December 2027"), "the end of the retention");
    assert!(!page.contains("http") && !page.contains("<script") && !page.contains("bundle-"), "nothing from elsewhere, no word missing: {page}");
}
