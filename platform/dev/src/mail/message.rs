//! One caught mail: what the envelope said, the bytes, and what they mean.

use kernel::clock::Timestamp;
use mail_parser::{Address, MessageParser, MimeHeaders};
use serde::Serialize;

/// A mail as tests fetch it and the page shows it. The bytes are kept apart ([`Message::raw`]).
#[derive(Clone, Debug, Serialize)]
pub struct Message {
    /// Its number, counted from 1 and never given twice.
    pub id: u64,
    /// When the catcher took it, RFC 3339.
    pub received_at: Timestamp,
    /// The sender of the envelope; empty for a bounce.
    pub envelope_from: String,
    /// The recipients of the envelope: who would have received it.
    pub to: Vec<String>,
    /// The `From` header.
    pub from: String,
    /// The `Reply-To` header, or empty.
    pub reply_to: String,
    /// The subject, decoded.
    pub subject: String,
    /// The text version, decoded; empty if there is none.
    pub text: String,
    /// The HTML version, decoded, or nothing.
    pub html: Option<String>,
    /// The files that come with it.
    pub attachments: Vec<Attachment>,
    /// Every header in order, decoded by nobody.
    pub headers: Vec<(String, String)>,
    /// Where the bytes are downloaded.
    pub raw_path: String,
    /// The bytes, as they came after DATA.
    #[serde(skip)]
    pub raw: Vec<u8>,
}

/// A file that came with a mail.
#[derive(Clone, Debug, Serialize)]
pub struct Attachment {
    /// Its name, or a made-up one.
    pub name: String,
    /// Its media type.
    pub content_type: String,
    /// Its size in bytes, decoded.
    pub size: usize,
    /// Where it is downloaded.
    pub path: String,
    /// The identifier by which the HTML version shows it, without angle brackets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_id: Option<String>,
    /// Its bytes, decoded.
    #[serde(skip)]
    pub bytes: Vec<u8>,
}

/// What the SMTP exchange said apart from the mail itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Envelope {
    /// The sender; empty for a bounce.
    pub from: String,
    /// The recipients.
    pub to: Vec<String>,
}

impl Message {
    /// Reads the bytes of a mail. Never fails: what cannot be read is empty, and the bytes can still be downloaded.
    #[must_use]
    pub fn read(id: u64, received_at: Timestamp, envelope: Envelope, raw: Vec<u8>) -> Self {
        let mut message = Self::parse(id, received_at, envelope, &raw);
        message.raw = raw;
        message
    }

    fn parse(id: u64, received_at: Timestamp, envelope: Envelope, raw: &[u8]) -> Self {
        let parsed = MessageParser::default().parse(raw).unwrap_or_default();
        let attachments = parsed
            .attachments()
            .enumerate()
            .map(|(index, part)| Attachment {
                name: part.attachment_name().map_or_else(|| format!("piece-{}", index + 1), str::to_owned),
                content_type: part.content_type().map_or_else(
                    || "application/octet-stream".to_owned(),
                    |found| found.subtype().map_or_else(|| found.ctype().to_owned(), |subtype| format!("{}/{subtype}", found.ctype())),
                ),
                size: part.contents().len(),
                path: format!("/messages/{id}/attachments/{index}"),
                content_id: part.content_id().map(str::to_owned),
                bytes: part.contents().to_vec(),
            })
            .collect();
        // The library makes an HTML version of a plain text: only a part that is HTML counts here.
        let html = parsed.html_bodies().find(|part| part.is_text_html()).and_then(|part| part.text_contents()).map(str::to_owned);
        Self {
            id,
            received_at,
            envelope_from: envelope.from,
            to: envelope.to,
            from: one_line(parsed.from()),
            reply_to: one_line(parsed.reply_to()),
            subject: parsed.subject().unwrap_or_default().to_owned(),
            text: parsed.text_bodies().find(|part| !part.is_text_html()).and_then(|part| part.text_contents()).unwrap_or_default().to_owned(),
            html,
            attachments,
            headers: parsed.headers_raw().map(|(name, value)| (name.to_owned(), value.trim().to_owned())).collect(),
            raw_path: format!("/messages/{id}/raw"),
            raw: Vec::new(),
        }
    }

    /// Whether it was sent to `address`, letter case aside.
    #[must_use]
    pub fn is_to(&self, address: &str) -> bool {
        self.to.iter().any(|found| found.eq_ignore_ascii_case(address))
    }
}

/// Addresses as a person writes them: `Name <address>, ...`.
fn one_line(addresses: Option<&Address<'_>>) -> String {
    let written: Vec<String> = addresses
        .into_iter()
        .flat_map(Address::iter)
        .map(|found| match (found.name(), found.address()) {
            (Some(name), Some(address)) => format!("{name} <{address}>"),
            (name, address) => address.or(name).unwrap_or_default().to_owned(),
        })
        .collect();
    written.join(", ")
}
