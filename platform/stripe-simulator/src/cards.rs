//! The test cards, and what each makes happen. No other number is accepted, kept or logged.
//!
//! Source: Stripe's testing page. The list is closed on purpose: a real card number typed by mistake goes nowhere.

/// A card Stripe publishes for tests.
#[derive(Debug)]
pub(crate) struct Card {
    /// The whole number; public, and never stored by the simulator all the same.
    pub number: &'static str,
    /// The name under which a pending challenge remembers the card.
    pub name: &'static str,
    pub brand: &'static str,
    pub country: &'static str,
    pub behaviour: Behaviour,
}

/// What happens when the card is charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Behaviour {
    Approve {
        risk: &'static str,
        security_code: &'static str,
    },
    Decline(Decline),
    /// A 3-D Secure page comes first; then the card is approved, or declined whatever the answer.
    Challenge {
        then: Option<Decline>,
    },
    /// Approved, then disputed shortly after.
    Dispute,
    /// Approved, then the network warns of fraud.
    FraudWarning,
}

/// Why a card was declined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Decline {
    pub code: &'static str,
    /// What the bank said, `decline_code` in the API.
    pub reason: &'static str,
    /// What the API says.
    pub message: &'static str,
    /// What the payment page says.
    pub sentence: &'static str,
    /// Refused by fraud screening, so that no bank was asked.
    pub blocked: bool,
}

const GENERIC: Decline =
    Decline { code: "card_declined", reason: "generic_decline", message: "Your card was declined.", sentence: "Votre carte a été refusée.", blocked: false };
const BLOCKED: Decline = Decline { reason: "fraudulent", blocked: true, ..GENERIC };
const FUNDS: Decline =
    Decline { reason: "insufficient_funds", message: "Your card has insufficient funds.", sentence: "Votre carte n’est pas assez provisionnée.", ..GENERIC };
const EXPIRED: Decline =
    Decline { code: "expired_card", reason: "expired_card", message: "Your card has expired.", sentence: "Votre carte a expiré.", blocked: false };
const SECURITY_CODE: Decline = Decline {
    code: "incorrect_cvc",
    reason: "incorrect_cvc",
    message: "Your card's security code is incorrect.",
    sentence: "Le code de sécurité de votre carte est incorrect.",
    blocked: false,
};
const PROCESSING: Decline = Decline {
    code: "processing_error",
    reason: "processing_error",
    message: "An error occurred while processing your card. Try again in a little bit.",
    sentence: "Une erreur est survenue pendant le traitement de votre carte. Réessayez dans un instant.",
    blocked: false,
};

const NORMAL: Behaviour = Behaviour::Approve { risk: "normal", security_code: "pass" };

const fn visa(number: &'static str, name: &'static str, behaviour: Behaviour) -> Card {
    Card { number, name, brand: "visa", country: "US", behaviour }
}

/// Every card the payment page accepts.
pub(crate) static CARDS: [Card; 16] = [
    visa("4242424242424242", "visa", NORMAL),
    Card { number: "5555555555554444", name: "mastercard", brand: "mastercard", country: "US", behaviour: NORMAL },
    visa("4000000000000002", "declined", Behaviour::Decline(GENERIC)),
    visa("4000000000009995", "insufficient_funds", Behaviour::Decline(FUNDS)),
    visa("4000000000000069", "expired", Behaviour::Decline(EXPIRED)),
    visa("4000000000000127", "incorrect_cvc", Behaviour::Decline(SECURITY_CODE)),
    visa("4000000000000119", "processing_error", Behaviour::Decline(PROCESSING)),
    visa("4000000000000101", "cvc_check_fails", Behaviour::Approve { risk: "normal", security_code: "fail" }),
    visa("4000002500003155", "challenge_on_setup", Behaviour::Challenge { then: None }),
    visa("4000002760003184", "challenge_always", Behaviour::Challenge { then: None }),
    visa("4000008400001629", "challenge_then_declined", Behaviour::Challenge { then: Some(GENERIC) }),
    visa("4000000000000259", "disputed", Behaviour::Dispute),
    visa("4000000000005423", "fraud_warning", Behaviour::FraudWarning),
    visa("4000000000009235", "elevated_risk", Behaviour::Approve { risk: "elevated", security_code: "pass" }),
    visa("4000000000004954", "highest_risk", Behaviour::Approve { risk: "highest", security_code: "pass" }),
    visa("4100000000000019", "blocked", Behaviour::Decline(BLOCKED)),
];

impl Card {
    /// The last four digits, all that Stripe ever shows of a number.
    pub fn last4(&self) -> &'static str {
        &self.number[self.number.len() - 4..]
    }
}

/// The card with that number, spaces and hyphens ignored.
pub(crate) fn by_number(typed: &str) -> Option<&'static Card> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    CARDS.iter().find(|card| card.number == digits)
}

/// The card remembered under that name.
pub(crate) fn by_name(name: &str) -> Option<&'static Card> {
    CARDS.iter().find(|card| card.name == name)
}
