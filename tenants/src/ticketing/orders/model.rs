//! What an order is: a cart checked against the tariffs, then states that only move forward.

use kernel::{
    clock::Timestamp,
    error::Sentence,
    i18n::{Locale, money},
    id_types,
    money::Cents,
};
use uuid::Uuid;

use crate::ticketing::{
    codes::OrderCode,
    concerts::model::{Concert, ConcertId, SMALLEST_PAYMENT, Tariff, TariffId, TariffKind},
};

id_types! {
    /// An order of places.
    OrderId,
}

/// How long places are kept while a buyer types a name and an address.
pub const HOLD: chrono::Duration = chrono::Duration::minutes(15);
/// How long Stripe keeps a Checkout open for us: its shortest is thirty minutes, by its clock, which may differ from ours.
pub const CHECKOUT: chrono::Duration = chrono::Duration::minutes(35);
/// How long after Stripe's own expiry we wait before asking whether it expired.
pub const GRACE: chrono::Duration = chrono::Duration::minutes(2);
/// The largest « prix libre » for one place: a slip of the thumb, not generosity, lies above.
pub const LARGEST_AMOUNT: Cents = Cents(50_000);

/// Where an order stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OrderState {
    /// Places are held; name and e-mail are being typed.
    Held,
    /// A Checkout is open at Stripe.
    Paying,
    /// Tickets are issued.
    Confirmed,
    /// The hold lapsed.
    Expired,
    /// The buyer gave it up.
    Abandoned,
    /// Paid too late, and no seat was left: refunded by itself.
    Unseated,
    /// Every ticket was refunded.
    Refunded,
}

impl OrderState {
    /// The word in the database and on the API.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Paying => "paying",
            Self::Confirmed => "confirmed",
            Self::Expired => "expired",
            Self::Abandoned => "abandoned",
            Self::Unseated => "unseated",
            Self::Refunded => "refunded",
        }
    }

    /// From the word in the database or a filter.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Held, Self::Paying, Self::Confirmed, Self::Expired, Self::Abandoned, Self::Unseated, Self::Refunded]
            .into_iter()
            .find(|state| state.word() == word)
    }

    /// Whether the order's seats are counted as held.
    #[must_use]
    pub const fn holds_seats(self) -> bool {
        matches!(self, Self::Held | Self::Paying)
    }
}

/// An order as stored.
#[derive(Clone, Debug)]
pub struct Order {
    /// Its id.
    pub id: OrderId,
    /// Its public code.
    pub code: OrderCode,
    /// The concert.
    pub concert: ConcertId,
    /// How many places.
    pub seats: u16,
    /// What it costs.
    pub total: Cents,
    /// Where it stands.
    pub state: OrderState,
    /// The language of its pages and mails.
    pub locale: Locale,
    /// When places were taken.
    pub placed_at: Timestamp,
    /// Until when they are kept, by our clock.
    pub held_until: Timestamp,
    /// The buyer, once named.
    pub person: Option<Uuid>,
    /// Its number in the uninterrupted series of its year, once confirmed.
    pub number: Option<OrderNumber>,
    /// When tickets were issued.
    pub confirmed_at: Option<Timestamp>,
    /// Whether no real money moved.
    pub test: bool,
}

/// The uninterrupted number of a confirmed order: `2026-000042` (CGI ann. IV 50 sexies B III).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct OrderNumber {
    /// The year, in Europe/Paris.
    pub year: i16,
    /// From 1 on, without a gap.
    pub number: i32,
}

impl std::fmt::Display for OrderNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{:06}", self.year, self.number)
    }
}

/// One tariff in an order, at the price that was shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// The tariff.
    pub tariff: TariffId,
    /// Its name in French at that moment.
    pub name_fr: String,
    /// Its name in English at that moment.
    pub name_en: String,
    /// How many places.
    pub quantity: u16,
    /// For one place.
    pub unit_price: Cents,
}

impl Line {
    /// What the line costs.
    #[must_use]
    pub fn total(&self) -> Cents {
        self.unit_price.times(i64::from(self.quantity)).unwrap_or_default()
    }
}

/// What a visitor asked for of one tariff.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// How many places; `None` when it was not a number.
    pub quantity: Option<u16>,
    /// The amount typed for a « prix libre »; `Some(None)` when it was not an amount.
    pub amount: Option<Option<Cents>>,
}

/// Checked choices: what will be held.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cart {
    /// The tariffs with at least one place.
    pub lines: Vec<Line>,
    /// How many places in all.
    pub seats: u16,
    /// What they cost.
    pub total: Cents,
}

/// Why choices are not a cart: the field at fault (`quantity` or `amount` of a tariff, or the whole) and the sentence.
#[derive(Clone, Debug)]
pub struct CartFault {
    /// The form's field, or `None` for the whole.
    pub field: Option<String>,
    /// What to tell.
    pub sentence: Sentence,
}

impl Cart {
    /// Checks `choices` (one per tariff, in order) against the concert's limits.
    ///
    /// # Errors
    /// Every fault at once.
    pub fn check(concert: &Concert, tariffs: &[Tariff], choices: &[Choice], payments: bool, locale: Locale) -> Result<Self, Vec<CartFault>> {
        let mut faults = Vec::new();
        let mut lines = Vec::new();
        for (tariff, choice) in tariffs.iter().zip(choices) {
            let quantity_field = || Some(format!("tariff-{}", tariff.id));
            let Some(quantity) = choice.quantity else {
                faults.push(CartFault { field: quantity_field(), sentence: Sentence::new("ticketing-fault-quantity") });
                continue;
            };
            if quantity == 0 {
                continue;
            }
            if let Some(limit) = tariff.limit_per_order.filter(|limit| quantity > *limit) {
                faults.push(CartFault { field: quantity_field(), sentence: Sentence::new("ticketing-fault-tariff-limit").with("limit", i64::from(limit)) });
                continue;
            }
            match unit_price(tariff, choice, locale) {
                Ok(unit_price) if unit_price > Cents::ZERO && !payments => {
                    faults.push(CartFault { field: quantity_field(), sentence: Sentence::new("ticketing-fault-no-payments") });
                }
                Ok(unit_price) => {
                    lines.push(Line { tariff: tariff.id, name_fr: tariff.name_fr.clone(), name_en: tariff.name_en.clone(), quantity, unit_price });
                }
                Err(sentence) => faults.push(CartFault { field: Some(format!("amount-{}", tariff.id)), sentence }),
            }
        }
        let seats = lines.iter().map(|line| u32::from(line.quantity)).sum::<u32>();
        let total: Cents = lines.iter().map(Line::total).sum();
        if faults.is_empty() {
            if seats == 0 {
                faults.push(CartFault { field: None, sentence: Sentence::new("ticketing-fault-nothing-chosen") });
            } else if seats > u32::from(concert.limit_per_order) {
                let sentence = Sentence::new("ticketing-fault-order-limit").with("limit", i64::from(concert.limit_per_order));
                faults.push(CartFault { field: None, sentence });
            } else if total > Cents::ZERO && total < SMALLEST_PAYMENT {
                let sentence = Sentence::new("ticketing-fault-too-small").with("amount", money(locale, SMALLEST_PAYMENT.0));
                faults.push(CartFault { field: None, sentence });
            }
        }
        match u16::try_from(seats) {
            Ok(seats) if faults.is_empty() => Ok(Self { lines, seats, total }),
            _ => Err(faults),
        }
    }
}

fn unit_price(tariff: &Tariff, choice: &Choice, locale: Locale) -> Result<Cents, Sentence> {
    match (tariff.kind, choice.amount) {
        (TariffKind::Free, _) => Ok(Cents::ZERO),
        (TariffKind::Fixed, _) => Ok(tariff.price),
        (TariffKind::PayWhatYouWant, Some(Some(amount))) if amount < tariff.price => {
            Err(Sentence::new("ticketing-fault-below-minimum").with("amount", money(locale, tariff.price.0)))
        }
        (TariffKind::PayWhatYouWant, Some(Some(amount))) if amount > LARGEST_AMOUNT => {
            Err(Sentence::new("ticketing-fault-above-maximum").with("amount", money(locale, LARGEST_AMOUNT.0)))
        }
        (TariffKind::PayWhatYouWant, Some(Some(amount))) => Ok(amount),
        (TariffKind::PayWhatYouWant, _) => Err(Sentence::new("ticketing-fault-amount")),
    }
}
