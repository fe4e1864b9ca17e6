//! The one error type that leaves a handler: what the reader is told, and apart from it what the log keeps.

use std::fmt;

use poem::http::StatusCode;

pub use crate::i18n::Sentence;

/// What handlers, stores and jobs return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a request was not served. Each kind has one HTTP status and one public id (see [`Error::id`]).
#[derive(Debug)]
pub enum Error {
    /// There is nothing at this address, or the reader may not know that there is.
    NotFound,
    /// The reader is known and has no right to this.
    Forbidden,
    /// Signing in is needed first.
    Unauthorized,
    /// The request cannot be understood; the sentence says what to do.
    BadRequest(Sentence),
    /// The request was right and the state of things forbids it.
    Conflict(Sentence),
    /// A limit was reached; seconds until a new try has a chance.
    TooMany {
        /// Seconds to wait, sent as `Retry-After`.
        retry_after_seconds: u64,
    },
    /// The body is larger than this address takes.
    TooLarge,
    /// A part we need (database, storage) does not answer now; trying again later is right.
    Unavailable,
    /// As `Unavailable`, with a sentence that says what is away and what became of the request.
    Later(Sentence),
    /// It existed and is over.
    Gone(Sentence),
    /// Our fault: the chain goes to the log, the reader gets a sentence and the request id.
    Internal(anyhow::Error),
}

impl Error {
    /// The HTTP status of this kind.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unavailable | Self::Later(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Gone(_) => StatusCode::GONE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The public, stable id of this kind: part of the API, so a change is a breaking one.
    #[must_use]
    pub fn id(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::Forbidden => "forbidden",
            Self::Unauthorized => "unauthorized",
            Self::BadRequest(_) => "bad-request",
            Self::Conflict(_) => "conflict",
            Self::TooMany { .. } => "too-many-requests",
            Self::TooLarge => "too-large",
            Self::Unavailable | Self::Later(_) => "unavailable",
            Self::Gone(_) => "gone",
            Self::Internal(_) => "internal",
        }
    }

    /// The sentence chosen where the error arose, for the kinds that carry one.
    #[must_use]
    pub fn sentence(&self) -> Option<&Sentence> {
        match self {
            Self::BadRequest(sentence) | Self::Conflict(sentence) | Self::Later(sentence) | Self::Gone(sentence) => Some(sentence),
            _ => None,
        }
    }

    /// A [`Error::BadRequest`] whose sentence takes no argument.
    #[must_use]
    pub fn bad_request(key: &'static str) -> Self {
        Self::BadRequest(Sentence::new(key))
    }

    /// A [`Error::Conflict`] whose sentence takes no argument.
    #[must_use]
    pub fn conflict(key: &'static str) -> Self {
        Self::Conflict(Sentence::new(key))
    }
}

// The display form ends in places we do not control (poem prints it): it never carries more than the public id.
impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.id())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Internal(cause) => Some(cause.as_ref()),
            _ => None,
        }
    }
}

impl poem::error::ResponseError for Error {
    fn status(&self) -> StatusCode {
        Self::status(self)
    }
}

impl From<anyhow::Error> for Error {
    fn from(cause: anyhow::Error) -> Self {
        // An `Error` that travelled as `anyhow` keeps its kind: a 404 must not become a 500 on the way up.
        cause.downcast::<Self>().unwrap_or_else(Self::Internal)
    }
}

impl From<std::io::Error> for Error {
    fn from(cause: std::io::Error) -> Self {
        Self::Internal(anyhow::Error::new(cause))
    }
}

impl From<sqlx::Error> for Error {
    fn from(cause: sqlx::Error) -> Self {
        match cause {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) | sqlx::Error::WorkerCrashed => {
                tracing::warn!(error.cause = %cause, "the database cannot be reached: the request was refused");
                Self::Unavailable
            }
            sqlx::Error::Database(ref database) if is_transient(database.code().as_deref()) => {
                tracing::warn!(db.code = database.code().as_deref(), "the database asked to try again: the request was refused");
                Self::Unavailable
            }
            sqlx::Error::Database(ref database) => Self::Internal(without_values(database.as_ref())),
            other => Self::Internal(anyhow::Error::new(other)),
        }
    }
}

/// `SQLSTATE`s that say "later", not "wrong": connection, resources, shutdown, timeouts, deadlock, read-only standby.
fn is_transient(code: Option<&str>) -> bool {
    code.is_some_and(|code| {
        code.starts_with("08") || code.starts_with("53") || code.starts_with("57P") || matches!(code, "40001" | "40P01" | "55P03" | "57014" | "25006")
    })
}

/// Keeps what helps to repair (code, table, constraint) and drops what may be personal: the detail line always holds key
/// values, and the message of a data exception (class 22) quotes the value it refused.
fn without_values(database: &dyn sqlx::error::DatabaseError) -> anyhow::Error {
    let code = database.code().unwrap_or_default();
    let message = if code.starts_with("22") { "the value was refused" } else { database.message() };
    let table = database.table().unwrap_or("-");
    let constraint = database.constraint().unwrap_or("-");
    anyhow::anyhow!("database error {code}: {message} (table {table}, constraint {constraint})")
}

/// Gives the violation of a named constraint its meaning where the statement stands.
pub trait OnConstraint<T> {
    /// `error` when `name` is the constraint that refused the statement; any other failure converts as usual.
    ///
    /// # Errors
    /// The error chosen for this constraint, or the usual conversion of the database error.
    fn on_constraint(self, name: &str, error: impl FnOnce() -> Error) -> Result<T>;
}

impl<T> OnConstraint<T> for Result<T, sqlx::Error> {
    fn on_constraint(self, name: &str, error: impl FnOnce() -> Error) -> Result<T> {
        self.map_err(|cause| match &cause {
            sqlx::Error::Database(database) if database.constraint() == Some(name) => error(),
            _ => cause.into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_display_form_never_carries_the_cause() {
        let error = Error::from(anyhow::anyhow!("password of jeanne@example.org"));
        assert_eq!(error.to_string(), "internal");
    }

    #[test]
    fn a_kind_survives_the_way_through_anyhow() {
        assert!(matches!(Error::from(anyhow::Error::new(Error::NotFound)), Error::NotFound));
    }

    #[test]
    fn a_lost_connection_is_unavailable_and_a_missing_row_is_our_fault() {
        assert!(matches!(Error::from(sqlx::Error::PoolTimedOut), Error::Unavailable));
        assert!(matches!(Error::from(sqlx::Error::RowNotFound), Error::Internal(_)));
    }
}
