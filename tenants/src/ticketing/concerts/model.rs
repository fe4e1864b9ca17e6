//! What a concert is, and when it can be bought.

use kernel::{clock::Timestamp, id_types, money::Cents};
use uuid::Uuid;

id_types! {
    /// A concert.
    ConcertId,
    /// A price of a concert.
    TariffId,
}

/// Where a concert stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ConcertState {
    /// Only staff see it.
    Draft,
    /// On the site.
    Published,
    /// On the site, said to be cancelled; nothing is sold.
    Cancelled,
}

impl ConcertState {
    /// The word in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Cancelled => "cancelled",
        }
    }

    /// From the word in the database; the column's CHECK allows no other.
    #[must_use]
    pub fn from_word(word: &str) -> Self {
        match word {
            "published" => Self::Published,
            "cancelled" => Self::Cancelled,
            _ => Self::Draft,
        }
    }
}

/// Whether whoever buys is asked for a name on each ticket.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum NamesAsked {
    /// No: what is not asked for need not be kept.
    #[default]
    No,
    /// They may give one.
    Optional,
    /// They must.
    Required,
}

impl NamesAsked {
    /// The word in the database and in forms.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::No => "none",
            Self::Optional => "optional",
            Self::Required => "required",
        }
    }

    /// From the word in the database or a form; anything else asks for nothing.
    #[must_use]
    pub fn from_word(word: &str) -> Self {
        match word {
            "optional" => Self::Optional,
            "required" => Self::Required,
            _ => Self::No,
        }
    }
}

/// A concert as stored.
#[derive(Clone, Debug)]
pub struct Concert {
    /// Its id.
    pub id: ConcertId,
    /// Its name in addresses, unique in the association.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// One sentence that sells it, in French.
    pub summary_fr: String,
    /// The same in English; may be empty.
    pub summary_en: String,
    /// Line-up and notes in French, Markdown.
    pub text_fr: String,
    /// The same in English; may be empty.
    pub text_en: String,
    /// Its picture.
    pub picture: Option<Uuid>,
    /// The picture described, in French and English.
    pub picture_alt: Option<(String, String)>,
    /// Where.
    pub venue_name: String,
    /// The postal address of the place.
    pub venue_address: String,
    /// When doors open.
    pub doors_at: Option<Timestamp>,
    /// When it starts.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Option<Timestamp>,
    /// When sales open; at publication if absent.
    pub sale_opens_at: Option<Timestamp>,
    /// When sales close; at the start if absent.
    pub sale_closes_at: Option<Timestamp>,
    /// The most places one order may hold.
    pub limit_per_order: u16,
    /// Whether a name is asked for each ticket.
    pub attendee_names: NamesAsked,
    /// Where it stands.
    pub state: ConcertState,
    /// Its seats.
    pub seats: Seats,
    /// Whether its association takes orders at all: one that is leaving takes none.
    pub sells: bool,
    /// When it was last written.
    pub updated_at: Timestamp,
}

/// The seats of a concert: `held + sold <= capacity`, always.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Seats {
    /// How many there are.
    pub capacity: i32,
    /// In orders under way.
    pub held: i32,
    /// On tickets that are valid.
    pub sold: i32,
}

impl Seats {
    /// How many can still be taken.
    #[must_use]
    pub const fn left(self) -> i32 {
        self.capacity - self.held - self.sold
    }
}

/// How a tariff is priced.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TariffKind {
    /// A set price.
    Fixed,
    /// Nothing to pay.
    Free,
    /// « Prix libre »: the buyer says, from a minimum on.
    PayWhatYouWant,
}

impl TariffKind {
    /// The word in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Fixed => "fixed",
            Self::Free => "free",
            Self::PayWhatYouWant => "pay_what_you_want",
        }
    }

    /// From the word in the database or a form.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "fixed" => Self::Fixed,
            "free" => Self::Free,
            "pay_what_you_want" => Self::PayWhatYouWant,
            _ => return None,
        })
    }
}

/// A price of a concert.
#[derive(Clone, Debug)]
pub struct Tariff {
    /// Its id.
    pub id: TariffId,
    /// Its name in French: the seat category on the ticket.
    pub name_fr: String,
    /// The same in English; may be empty.
    pub name_en: String,
    /// How it is priced.
    pub kind: TariffKind,
    /// The price, or the minimum of a « prix libre ».
    pub price: Cents,
    /// The most places of this tariff in one order.
    pub limit_per_order: Option<u16>,
}

/// The smallest card payment Stripe takes in euros.
pub const SMALLEST_PAYMENT: Cents = Cents(50);

/// Whether a concert can be bought now, and if not why.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sale {
    /// Yes.
    Open,
    /// Not yet; from when.
    NotYet(Timestamp),
    /// No longer.
    Closed,
    /// Every seat is sold.
    SoldOut,
    /// Seats are left, all of them in orders under way: some may return.
    AllHeld,
    /// The concert is cancelled.
    Cancelled,
    /// Every tariff has a price and the association cannot take payments yet.
    NoPayments,
    /// No tariff is offered.
    NoTariff,
}

impl Concert {
    /// Whether this concert can be bought at `now`, its `tariffs` and payments being what they are.
    #[must_use]
    pub fn sale(&self, tariffs: &[Tariff], payments: bool, now: Timestamp) -> Sale {
        if self.state == ConcertState::Cancelled {
            return Sale::Cancelled;
        }
        if !self.sells || now >= self.sale_closes_at.unwrap_or(self.starts_at) {
            return Sale::Closed;
        }
        if let Some(opens) = self.sale_opens_at.filter(|opens| now < *opens) {
            return Sale::NotYet(opens);
        }
        if tariffs.is_empty() {
            return Sale::NoTariff;
        }
        if self.seats.sold >= self.seats.capacity {
            return Sale::SoldOut;
        }
        if self.seats.left() <= 0 {
            return Sale::AllHeld;
        }
        if !payments && !tariffs.iter().any(|tariff| tariff.kind == TariffKind::Free) {
            return Sale::NoPayments;
        }
        Sale::Open
    }

    /// `french` or `english`, by locale, French where English is missing.
    #[must_use]
    pub fn pick<'a>(locale: kernel::i18n::Locale, french: &'a str, english: &'a str) -> &'a str {
        if locale == kernel::i18n::Locale::En && !english.is_empty() { english } else { french }
    }
}
