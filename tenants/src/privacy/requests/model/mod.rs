//! What a request is, what it may become, and when a second person must look. No I/O.

mod clock;
mod names;
mod summary;

use kernel::{
    clock::Timestamp,
    id_types,
    inventory::{Period, RetentionId},
};

pub use clock::{add_months, due_at, extended_due_at, hold_ends_at, is_holiday, refusal_falls_at};
pub use mentions::{Decision, Tally, Whom, Why, excerpt};
pub use names::{declared, initialled};
pub use represented::{Age, Capacity, Represented};
pub use summary::{Keeping, Purpose, Summary, root, touches_others_texts};

id_types! {
    /// A request about one's own data.
    RequestId,
}

macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl $name {
            /// Each of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word in the database and in keys.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// From the word.
            #[must_use]
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.word() == word)
            }
        }
    };
}

// After the macro, which they use.
mod mentions;
mod represented;

words! {
    /// What somebody asks for.
    Kind {
        /// A copy of the data (GDPR art. 15).
        Access = "access",
        /// The data in a form another service reads (art. 20).
        Portability = "portability",
        /// A correction (art. 16).
        Rectification = "rectification",
        /// Deletion (art. 17).
        Erasure = "erasure",
        /// A freeze (art. 18).
        Restriction = "restriction",
        /// No more of what rests on a legitimate interest (art. 21).
        Objection = "objection",
        /// A consent taken back (art. 7(3)).
        Withdrawal = "withdrawal",
    }
}

impl Kind {
    /// The word of the choice in addresses.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Access => "copie",
            Self::Portability => "emporter",
            Self::Rectification => "corriger",
            Self::Erasure => "effacer",
            Self::Restriction => "limiter",
            Self::Objection => "opposition",
            Self::Withdrawal => "consentement",
        }
    }

    /// From the word in addresses.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.slug() == slug)
    }

    /// Whether the answer is a file.
    #[must_use]
    pub const fn is_copy(self) -> bool {
        matches!(self, Self::Access | Self::Portability)
    }

    /// The article it rests on.
    #[must_use]
    pub const fn article(self) -> &'static str {
        match self {
            Self::Access => "15",
            Self::Portability => "20",
            Self::Rectification => "16",
            Self::Erasure => "17",
            Self::Restriction => "18",
            Self::Objection => "21",
            Self::Withdrawal => "7(3)",
        }
    }
}

words! {
    /// How a request came.
    Channel {
        /// The page of the association's site.
        Site = "site",
        /// A letter, a call, a word at the door: entered by staff.
        Letter = "letter",
    }
}

words! {
    /// Where a request stands.
    State {
        /// It is here.
        Received = "received",
        /// The person was told so.
        Acknowledged = "acknowledged",
        /// Nobody has shown yet that the address is theirs.
        IdentityPending = "identity_pending",
        /// Somebody has.
        IdentityVerified = "identity_verified",
        /// Whose rows it is about is being settled.
        Scoping = "scoping",
        /// What will happen is known, counted and hashed.
        Planned = "planned",
        /// A second person must sign the same hash.
        AwaitingSecondApproval = "awaiting_second_approval",
        /// It is being done.
        Executing = "executing",
        /// Our tables are done; something outside them is not.
        ExternalPending = "external_pending",
        /// Done.
        Completed = "completed",
        /// Done, and a duty keeps some of it.
        CompletedWithRetention = "completed_with_retention",
        /// Refused, with reasons.
        Refused = "refused",
        /// The person changed their mind, or never confirmed.
        Withdrawn = "withdrawn",
        /// The same as another one.
        MergedDuplicate = "merged_duplicate",
    }
}

impl State {
    /// Whether nothing follows. The database says it as `request_is_over`; a test compares them.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Completed | Self::CompletedWithRetention | Self::Refused | Self::Withdrawn | Self::MergedDuplicate)
    }

    /// What may follow.
    #[must_use]
    pub const fn next(self) -> &'static [Self] {
        use State::{
            Acknowledged, AwaitingSecondApproval, Completed, CompletedWithRetention, Executing, ExternalPending, IdentityPending, IdentityVerified,
            MergedDuplicate, Planned, Refused, Scoping, Withdrawn,
        };
        match self {
            Self::Received => &[Acknowledged],
            Self::Acknowledged => &[IdentityPending, IdentityVerified],
            Self::IdentityPending => &[IdentityVerified, AwaitingSecondApproval, Withdrawn],
            Self::IdentityVerified => &[Scoping, MergedDuplicate],
            Self::Scoping => &[Planned, AwaitingSecondApproval, Withdrawn],
            Self::Planned => &[Executing, AwaitingSecondApproval, Withdrawn],
            // Back to planned when a refusal is not confirmed, or when an erasure, once approved, waits out its grace; and to where it was when a refusal
            // was proposed before there was a plan.
            Self::AwaitingSecondApproval => &[IdentityPending, IdentityVerified, Scoping, Planned, Executing, Refused, Withdrawn],
            // Back when the rows are no longer those that were approved.
            Self::Executing => &[Planned, AwaitingSecondApproval, ExternalPending, Completed, CompletedWithRetention],
            Self::ExternalPending => &[Completed, CompletedWithRetention],
            Completed | CompletedWithRetention | Refused | Withdrawn | MergedDuplicate => &[],
        }
    }

    /// Whether `next` may follow.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        self.next().contains(&next)
    }

    /// Whether it is being done, so that nothing holds it any more.
    #[must_use]
    pub const fn has_begun(self) -> bool {
        matches!(self, Self::Executing | Self::ExternalPending)
    }

    /// Whether the person may still take it back.
    #[must_use]
    pub fn may_be_withdrawn(self) -> bool {
        self.may_become(Self::Withdrawn)
    }
}

words! {
    /// Why a second person must look.
    Review {
        /// Several names share the address.
        SeveralNames = "several_names",
        /// Staff entered it.
        EnteredByStaff = "entered_by_staff",
        /// The address belongs to somebody who works here.
        StaffAccount = "staff_account",
        /// Texts that others wrote are concerned.
        OthersTexts = "others_texts",
        /// Texts name them.
        Mentions = "mentions",
        /// Somebody asks for somebody else: a child, or a person they represent.
        Represented = "represented",
        /// It is to be refused.
        Refusal = "refusal",
        /// Identity rests on a purchase only: the address is not the one it was made with.
        OtherAddress = "other_address",
        /// The rows changed each time between plan and execution.
        KeepsChanging = "keeps_changing",
    }
}

words! {
    /// Why a request is refused.
    Ground {
        /// Who asks could not be established (art. 12(2)).
        Identity = "identity",
        /// Manifestly unfounded (art. 12(5)).
        Unfounded = "unfounded",
        /// Excessive, being repeated (art. 12(5)).
        Excessive = "excessive",
        /// It would touch the rights of others (art. 15(4)).
        Others = "others",
        /// A duty forbids it (art. 17(3)).
        Duty = "duty",
    }
}

/// How long an erasure may be undone.
pub const GRACE: chrono::Duration = chrono::Duration::hours(24);
/// How long the only officer of an association waits before approving what they prepared.
pub const ALONE: chrono::Duration = chrono::Duration::hours(48);
/// How long a link lives.
pub const LINK: chrono::Duration = chrono::Duration::minutes(30);
/// How long the link lives that answers a letter. Whoever wrote by post does not sit before their mailbox when staff enter the letter, and nobody may
/// make them write again for having been out. It goes to an address on file only, opens by a page of half an hour, and two people look afterwards.
pub const LETTER_LINK: chrono::Duration = chrono::Duration::days(7);
/// After so long a request is looked at again, should a step have been cut short.
pub const RESUME: chrono::Duration = chrono::Duration::minutes(2);
/// How long a person is waited for who is asked which rows are theirs: then it goes on with those of their own name.
pub const UNANSWERED: chrono::Duration = chrono::Duration::hours(24);
/// How long before frozen data are used again their person is told.
pub const TOLD_BEFORE: chrono::Duration = chrono::Duration::days(7);
/// How long an unconfirmed request waits.
pub const UNCONFIRMED: chrono::Duration = chrono::Duration::days(30);
/// How long a copy may be fetched.
pub const COPY: chrono::Duration = chrono::Duration::days(7);
/// How long the name and the address of who asked are kept after the answer.
pub const CONTACT: chrono::Duration = chrono::Duration::days(30);
/// How long the file of a request is kept as proof, in days: five years.
pub const FILE: chrono::Duration = chrono::Duration::days(5 * 366);
/// When the association is reminded, in days after receipt.
pub const REMINDERS: [i64; 3] = [7, 20, 27];
/// When the platform's operators are told that one is still open, in days after receipt: which, and of whom it is to be answered, nothing of whoever asks.
pub const ALERT: i64 = 25;
/// The same after more time was taken, in days before the new date.
pub const LATE_REMINDERS: [i64; 3] = [21, 7, 3];
/// When the association is reminded of an answer that nobody has posted, in days after it: the address is forgotten after thirty.
pub const POST_REMINDERS: [i64; 3] = [3, 10, 24];
/// When operators are told then, in days before it.
pub const ALERT_BEFORE: i64 = 5;
/// Before that, Stripe redacts no transaction.
pub const STRIPE_WAITS: chrono::Duration = chrono::Duration::days(90);
/// How long Stripe is left in peace while a bank disputes one of the payments.
pub const DISPUTE_WAITS: chrono::Duration = chrono::Duration::days(14);
/// How long the mail provider keeps traces, and how long backups live: what the inventory says of both.
pub const MAIL_TRACE: chrono::Duration = chrono::Duration::days(30);
/// See [`MAIL_TRACE`].
pub const BACKUPS: chrono::Duration = chrono::Duration::days(35);

/// Until when what proves a sale stays after a dispute about it ended at `ended`: the inventory's period.
#[must_use]
pub fn evidence_until(ended: Timestamp) -> Timestamp {
    let months = match RetentionId::Dispute.facts().active {
        Some(Period::Months(months)) => u32::from(months),
        Some(Period::Years(years)) => 12 * u32::from(years),
        _ => 0,
    };
    ended.checked_add_months(chrono::Months::new(months)).unwrap_or(ended)
}

/// A reference such as `7K2M-Q9TX`: 40 random bits in Crockford's base32.
#[must_use]
pub fn reference(bits: u64) -> String {
    const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mut text = String::with_capacity(9);
    for place in 0..8 {
        if place == 4 {
            text.push('-');
        }
        let digit = usize::try_from((bits >> (5 * place)) & 31).unwrap_or(0);
        text.push(char::from(DIGITS.get(digit).copied().unwrap_or(b'0')));
    }
    text
}

/// What is known when it is asked whether a second person must look.
#[derive(Clone, Copy, Debug, Default)]
pub struct Circumstances {
    /// Different names stand beside the address.
    pub several_names: bool,
    /// Staff typed the request in.
    pub by_letter: bool,
    /// Somebody who works here has the address.
    pub staff_account: bool,
    /// The plan touches texts that others wrote.
    pub others_texts: bool,
    /// Texts that are not the person's own name them.
    pub mentions: bool,
    /// It is asked for somebody else.
    pub represented: bool,
    /// A row was proven by a purchase, under another address.
    pub other_address: bool,
    /// Several plans in a row were overtaken by what happened to the rows.
    pub keeps_changing: bool,
}

/// Why a second person must look; nothing when the software may answer by itself.
#[must_use]
pub fn review(of: Circumstances) -> Vec<Review> {
    [
        (of.several_names, Review::SeveralNames),
        (of.by_letter, Review::EnteredByStaff),
        (of.staff_account, Review::StaffAccount),
        (of.others_texts, Review::OthersTexts),
        (of.mentions, Review::Mentions),
        (of.represented, Review::Represented),
        (of.other_address, Review::OtherAddress),
        (of.keeps_changing, Review::KeepsChanging),
    ]
    .into_iter()
    .filter_map(|(holds, reason)| holds.then_some(reason))
    .collect()
}

#[cfg(test)]
mod tests;
