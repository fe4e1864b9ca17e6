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
    /// Codes that no ticket bears, tried at a door, per member of staff.
    Door,
    /// Requests about one's own data, per visitor: three an hour.
    Rights,
    /// The same, per address given: five a day.
    RightsAddress,
    /// Answers to the notice about tracers, per visitor and association.
    Choice,
    /// Codes of a second factor tried, per visitor and per account: a million codes, three of which are right at a time.
    SecondFactor,
}

const QUOTAS: [(Limit, u32, u64); 11] = [
    (Limit::SignIn, 10, 20_000),
    (Limit::SignUp, 5, 60_000),
    (Limit::Hold, 40, 15_000),
    (Limit::Pay, 8, 10_000),
    (Limit::Resend, 3, 300_000),
    (Limit::Api, 120, 100),
    (Limit::Door, 20, 3_000),
    (Limit::Rights, 3, 1_200_000),
    (Limit::RightsAddress, 5, 17_280_000),
    (Limit::Choice, 30, 2_000),
    (Limit::SecondFactor, 12, 120_000),
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
        self.check_n(limit, key, 1)
    }

    /// Counts `n` uses at once, all of them or none: what is limited may be a quantity (seats) and not the requests that ask for it. None are
    /// always allowed.
    ///
    /// # Errors
    /// `TooMany` with the seconds to wait. More than the whole burst never passes: the wait is then the time a spent burst takes to come back.
    pub fn check_n(&self, limit: Limit, key: String, n: u32) -> Result<()> {
        use governor::clock::{Clock, DefaultClock};
        let (Some(limiter), Some(uses)) = (self.0.get(limit as usize), NonZeroU32::new(n)) else { return Ok(()) };
        let retry_after_seconds = match limiter.check_key_n(&key, uses) {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(early)) => early.wait_time_from(DefaultClock::default().now()).as_secs() + 1,
            Err(_) => QUOTAS.get(limit as usize).map_or(1, |&(_, burst, every_ms)| (u64::from(burst) * every_ms).div_ceil(1000)),
        };
        Err(Error::TooMany { retry_after_seconds })
    }

    /// Forgets keys that are full again, so that memory follows the present, not the past. Called every minute.
    pub fn forget_idle(&self) {
        for limiter in &self.0 {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_limit_finds_its_own_quota() {
        for (place, (limit, ..)) in QUOTAS.iter().enumerate() {
            assert_eq!(*limit as usize, place, "{limit:?}");
        }
    }

    #[test]
    fn seats_are_counted_and_not_the_requests_that_ask_for_them() {
        let limits = Limits::default();
        let hold = |visitor: &str, seats| limits.check_n(Limit::Hold, visitor.to_owned(), seats);
        assert!(hold("a", 30).is_ok() && hold("a", 0).is_ok());
        assert!(matches!(hold("a", 12), Err(Error::TooMany { retry_after_seconds: 15..=31 })));
        assert!(hold("a", 10).is_ok(), "a refusal counts nothing");
        assert!(hold("b", 40).is_ok(), "each visitor has a burst");
        assert!(matches!(hold("c", 41), Err(Error::TooMany { retry_after_seconds: 600 })));
    }
}
