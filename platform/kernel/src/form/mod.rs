//! Forms: what visitors typed, read within bounds, parsed at the edge into values that need no second look.
//!
//! Reading a [`Form`] checks where it was sent from; forms of a session also call [`Form::check_csrf`].

mod amount;
mod contact;
mod origin;
mod parser;
mod read;
mod text;
mod when;

use bytes::Bytes;
use poem::{FromRequest, Request, RequestBody};

pub use amount::{cents, count};
pub use contact::{EmailAddress, PhoneE164, WebAddress};
pub use origin::{check_origin, csrf_matches};
pub use parser::{FormState, Parser};
pub use text::{HexColour, Line, LongText, PersonName, Slug};
pub use when::{LocalDate, LocalDateTime, LocalTime};

use crate::error::{Error, Result, Sentence};

/// What is wrong with one field: a key of the locale files (`fault-...`) and its arguments.
pub type Fault = Sentence;

/// More fields than any form of ours has: beyond it somebody is probing.
const MOST_FIELDS: usize = 300;

/// A file sent with a form, whole in memory: the route's body limit bounds it.
#[derive(Debug, Clone)]
pub struct Upload {
    /// What the browser says the file is; never trusted.
    pub content_type: Option<String>,
    /// Its bytes.
    pub bytes: Bytes,
}

/// The fields of a posted form, `application/x-www-form-urlencoded` or `multipart/form-data`, in the order sent.
#[derive(Debug, Clone, Default)]
pub struct Form {
    fields: Vec<(String, String)>,
    files: Vec<(String, Upload)>,
    // Fields that were no text: kept as far as possible, and each a fault by its field.
    damaged: Vec<String>,
}

impl Form {
    /// What was typed in this field, as it came; empty when it was not sent.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// Every value sent under this name: ticked boxes of one list.
    pub fn all<'form>(&'form self, name: &'form str) -> impl Iterator<Item = &'form str> {
        self.fields.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// Whether a field of this name was sent: a box is ticked, a button pressed.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(field, _)| field == name)
    }

    /// The fields whose name starts with `prefix`, as (rest of the name, value): rows such as `tariff-<id>`.
    pub fn with_prefix<'form>(&'form self, prefix: &'form str) -> impl Iterator<Item = (&'form str, &'form str)> {
        self.fields.iter().filter_map(move |(name, value)| Some((name.strip_prefix(prefix)?, value.as_str())))
    }

    /// The file chosen in this field, if one was.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<&Upload> {
        self.files.iter().find(|(field, upload)| field == name && !upload.bytes.is_empty()).map(|(_, upload)| upload)
    }

    /// Starts parsing: see [`Parser`].
    #[must_use]
    pub fn parser(&self) -> Parser<'_> {
        Parser::new(self)
    }

    /// Lets through a form that carries its session's token in the field `csrf`.
    ///
    /// # Errors
    /// [`Error::Forbidden`] when it does not.
    pub fn check_csrf(&self, session_token: &str) -> Result<()> {
        if csrf_matches(self.text("csrf"), session_token) { Ok(()) } else { Err(Error::Forbidden) }
    }

    /// A form as a test or sample would send it.
    pub fn from_pairs<'pair>(pairs: impl IntoIterator<Item = (&'pair str, &'pair str)>) -> Self {
        let fields = pairs.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Self { fields, ..Self::default() }
    }

    fn push(&mut self, name: &[u8], value: &[u8]) -> Result<()> {
        if self.fields.len() + self.files.len() >= MOST_FIELDS {
            return Err(Error::bad_request("fault-too-many-fields"));
        }
        let name = String::from_utf8_lossy(name).into_owned();
        let (value, sound) = match std::str::from_utf8(value) {
            Ok(text) if !text.contains('\0') => (text.to_owned(), true),
            _ => (String::from_utf8_lossy(value).replace('\0', ""), false),
        };
        if !sound {
            self.damaged.push(name.clone());
        }
        // Browsers send line ends as CR LF; everything behind this line knows LF only.
        self.fields.push((name, value.replace("\r\n", "\n")));
        Ok(())
    }
}

impl<'request> FromRequest<'request> for Form {
    async fn from_request(request: &'request Request, body: &mut RequestBody) -> poem::Result<Self> {
        check_origin(request)?;
        Ok(read::read(request, body).await?)
    }
}
