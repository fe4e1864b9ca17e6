//! What time it is before anybody moves the simulated clock: the machine's, or the one a test holds still.

use std::fmt;
use std::sync::Arc;

/// A source of time.
#[derive(Clone)]
pub struct Time(Arc<dyn Fn() -> i64 + Send + Sync>);

impl Time {
    /// The machine's clock.
    #[must_use]
    pub fn machine() -> Self {
        Self::given_by(machine_milliseconds)
    }

    /// Milliseconds since 1970 as `read` gives them. Signatures carry this time too, so that a server whose clock a
    /// test holds still believes them.
    #[must_use]
    pub fn given_by(read: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        Self(Arc::new(read))
    }

    /// Milliseconds since 1970.
    #[must_use]
    pub fn milliseconds(&self) -> i64 {
        (self.0)()
    }
}

impl fmt::Debug for Time {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Time").field(&self.milliseconds()).finish()
    }
}

#[expect(clippy::disallowed_methods, reason = "the simulator knows nothing of the server's clock: it has its own, set over HTTP")]
fn machine_milliseconds() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
