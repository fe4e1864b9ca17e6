//! The claims of a text that a probe proves: what is not proven is not said, or is said with its reservation.

use kernel::clock::Timestamp;

/// A factual claim. Its words are the locale keys `claim-<key>-said` and, where a reservation makes sense, `claim-<key>-qualified`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ClaimId {
    /// Every page comes over TLS.
    TransportEncrypted,
    /// Browsers are told never to come without it.
    StrictTransport,
    /// The domain is signed by DNSSEC.
    DomainSigned,
    /// Pages ask no third party for anything.
    NoThirdParty,
    /// Only declared cookies are set.
    NoUndeclaredCookie,
    /// The retention sweep ran and nothing is overdue.
    RetentionOnTime,
    /// Passwords cannot be read back.
    PasswordsUnreadable,
    /// Private pages do not open to strangers, nor to search engines.
    PrivatePagesClosed,
    /// Staff sign in with a second factor.
    StaffTwoFactor,
    /// The association's Stripe account asks for a second factor (attested).
    StripeTwoFactor,
}

impl ClaimId {
    /// All of them, in the order a text tells them.
    pub const ALL: [Self; 10] = [
        Self::TransportEncrypted,
        Self::StrictTransport,
        Self::DomainSigned,
        Self::NoThirdParty,
        Self::NoUndeclaredCookie,
        Self::RetentionOnTime,
        Self::PasswordsUnreadable,
        Self::PrivatePagesClosed,
        Self::StaffTwoFactor,
        Self::StripeTwoFactor,
    ];

    /// Its part of the locale keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::TransportEncrypted => "transport-encrypted",
            Self::StrictTransport => "strict-transport",
            Self::DomainSigned => "domain-signed",
            Self::NoThirdParty => "no-third-party",
            Self::NoUndeclaredCookie => "no-undeclared-cookie",
            Self::RetentionOnTime => "retention-on-time",
            Self::PasswordsUnreadable => "passwords-unreadable",
            Self::PrivatePagesClosed => "private-pages-closed",
            Self::StaffTwoFactor => "staff-two-factor",
            Self::StripeTwoFactor => "stripe-two-factor",
        }
    }

    /// What becomes of the sentence without proof. A measure that only some have is left out; a property of the program is said to be unproven.
    const fn unproven(self) -> Status {
        match self {
            Self::TransportEncrypted | Self::NoThirdParty | Self::NoUndeclaredCookie | Self::RetentionOnTime | Self::PasswordsUnreadable => Status::Qualified,
            Self::StrictTransport | Self::DomainSigned | Self::PrivatePagesClosed | Self::StaffTwoFactor | Self::StripeTwoFactor => Status::Gone,
        }
    }
}

/// What a probe found last.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ClaimState {
    /// Of which claim.
    pub id: ClaimId,
    /// Whether it held.
    pub holds: bool,
    /// Until when that is recent enough to be said.
    pub valid_until: Timestamp,
}

/// How a text may say a claim now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    /// As it is.
    Green,
    /// With its reservation.
    Qualified,
    /// Not at all.
    Gone,
}

/// How `id` may be said at `now`: only a recent proof lets it be said plainly.
#[must_use]
pub fn status(states: &[ClaimState], id: ClaimId, now: Timestamp) -> Status {
    if states.iter().any(|state| state.id == id && state.holds && now < state.valid_until) { Status::Green } else { id.unproven() }
}

/// The next moment at which a proof grows stale, and a text that relies on it changes by itself.
#[must_use]
pub fn next_stale(states: &[ClaimState], now: Timestamp) -> Option<Timestamp> {
    states.iter().filter(|state| state.holds && now < state.valid_until).map(|state| state.valid_until).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_recent_proof_lets_a_claim_be_said_plainly() {
        let now = Timestamp::default();
        let hour = chrono::Duration::hours(1);
        let state = |holds, valid_until| [ClaimState { id: ClaimId::DomainSigned, holds, valid_until }];
        assert_eq!(status(&state(true, now + hour), ClaimId::DomainSigned, now), Status::Green);
        assert_eq!(status(&state(true, now - hour), ClaimId::DomainSigned, now), Status::Gone, "stale");
        assert_eq!(status(&state(false, now + hour), ClaimId::DomainSigned, now), Status::Gone, "red");
        assert_eq!(status(&state(true, now + hour), ClaimId::NoThirdParty, now), Status::Qualified, "of another claim");
        assert_eq!(next_stale(&state(true, now + hour), now), Some(now + hour));
        assert_eq!(next_stale(&state(false, now + hour), now), None);
    }
}
