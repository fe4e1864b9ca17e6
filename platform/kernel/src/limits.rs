//! Rate limits: how often one visitor, address or association may do a thing before being asked to wait.

use std::num::NonZeroU32;

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::error::{Error, Result};

/// What is limited. Each has its own quota: a burst, then one every so often.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(usize)]
pub enum Limit {
    /// Passwords tried, per address and per account.
    SignIn,
    /// Sign-ups and password resets asked for, per address.
    SignUp,
    /// Seats held, per visitor and association.
    Hold,
    /// Payments opened, per order.
    Pay,
    /// Mails resent, per order.
    Resend,
    /// Calls of the API, per token.
    Api,
}

const QUOTAS: [(Limit, u32, u64); 6] = [
    (Limit::SignIn, 10, 20_000),
    (Limit::SignUp, 5, 60_000),
    (Limit::Hold, 20, 3_000),
    (Limit::Pay, 8, 10_000),
    (Limit::Resend, 3, 300_000),
    (Limit::Api, 120, 100),
];

/// The limiters of one process. Keys carry the tenant where there is one, so that one association's rush slows no other.
#[derive(Debug)]
pub struct Limits(Vec<DefaultKeyedRateLimiter<String>>);

impl Default for Limits {
    fn default() -> Self {
        Self(
            QUOTAS
                .iter()
                .map(|&(_, burst, every_ms)| {
                    let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
                    let quota = Quota::with_period(std::time::Duration::from_millis(every_ms)).unwrap_or(Quota::per_minute(burst));
                    RateLimiter::keyed(quota.allow_burst(burst))
                })
                .collect(),
        )
    }
}

impl Limits {
    /// Counts one use of `limit` by `key`.
    ///
    /// # Errors
    /// `TooMany` with the seconds to wait.
    pub fn check(&self, limit: Limit, key: String) -> Result<()> {
        let Some(limiter) = self.0.get(limit as usize) else { return Ok(()) };
        limiter.check_key(&key).map_err(|early| {
            use governor::clock::{Clock, DefaultClock};
            Error::TooMany { retry_after_seconds: early.wait_time_from(DefaultClock::default().now()).as_secs() + 1 }
        })
    }

    /// Forgets keys that are full again, so that memory follows the present, not the past. Called every minute.
    pub fn forget_idle(&self) {
        for limiter in &self.0 {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}
