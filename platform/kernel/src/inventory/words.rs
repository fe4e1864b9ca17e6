//! The closed vocabularies of the personal-data inventory. Read twice: by the build script, which parses the TOML with
//! them, and by the kernel, which serves what was parsed. A word missing here cannot be written in the inventory.

use serde::Deserialize;

/// What a column, an object store or a log field holds, seen from the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Says nothing about anybody: an explicit verdict, never a default.
    None,
    /// Joins rows together: an opaque identifier, meaningless outside the database.
    Key,
    /// Tells who somebody is, how to reach them or what they did.
    Personal,
    /// About one person, but naming nobody without another table or another party.
    Pseudonymous,
    /// Art. 9 GDPR: health, opinions, faith and the like.
    Special,
    /// Lets its holder in: hash of a password, token, key.
    Secret,
    /// Somebody typed what they wanted: may hold anything about anybody.
    FreeText,
    /// Given by one person about another.
    ThirdParty,
    /// Computed from personal data, rebuilt after an erasure.
    Derived,
}

/// Who owns the rows of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// One association: carries `tenant_id` under forced row-level security.
    Tenant,
    /// The platform itself: hosts, staff accounts, jobs.
    Platform,
    /// Machinery that belongs to nobody: applied migrations, reference lists.
    Global,
}

/// What happens to a row when its subject is erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowErase {
    /// The row goes.
    Delete,
    /// The row stays; each column says what becomes of it.
    Keep,
}

/// Who answers for a treatment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Controller {
    /// The association; the platform is its processor (Art. 28 GDPR).
    Tenant,
    /// The platform, for its own purposes.
    Platform,
}

/// Art. 6(1) GDPR, the bases this product relies on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LegalBasis {
    /// Art. 6(1)(a): can be withdrawn.
    Consent,
    /// Art. 6(1)(b).
    Contract,
    /// Art. 6(1)(c): `legal_ref` names the text.
    LegalObligation,
    /// Art. 6(1)(f): can be objected to.
    LegitimateInterest,
}

/// Where a datum came from (Art. 14(2)(f) GDPR).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The person it is about.
    Subject,
    /// Somebody else: a buyer for an attendee, staff for a member.
    ThirdParty,
    /// Read from Stripe.
    Stripe,
    /// Made by us.
    Generated,
}

/// How a column finds the rows of a person who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Identity {
    /// Not usable to find a person.
    #[default]
    None,
    /// A normalised e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// An identifier Stripe gave.
    Stripe,
}

/// What a restriction of processing (Art. 18 GDPR) does to a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Restrict {
    /// Left out of lists and mails.
    Hide,
    /// Not written to.
    Freeze,
    /// Nothing to restrict.
    None,
}

/// How a value lies on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum AtRest {
    /// As it is.
    #[default]
    Plain,
    /// Encrypted with a key that is not in the database.
    Enc,
    /// A password hash.
    Argon2,
    /// A keyed or plain digest: the value itself is not stored.
    Hmac,
}

/// What replaces a value that may not be null.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Surrogate {
    /// The empty text.
    EmptyText,
    /// A text that says "erased", read back through the locale files.
    ErasedName,
    /// An address that reaches nobody and stays unique: `<row id>@erased.invalid`.
    ErasedEmail,
    /// A value of the right shape that opens nothing.
    RandomSecret,
    /// `{}`.
    EmptyObject,
}

/// What a recipient is under the GDPR.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecipientRole {
    /// Acts on our instructions (Art. 28).
    Processor,
    /// Decides by itself what it does with the data.
    Controller,
    /// Decides together with the association (Art. 26).
    Joint,
}

/// How an erasure reaches a recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecipientErase {
    /// By a call, confirmed.
    Api,
    /// The recipient deletes after a known time.
    Expire,
    /// A human writes to them.
    Manual,
    /// They keep under their own duties.
    None,
}

/// What a retention does when the active time, and the archive if any, are over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Then {
    /// The row or object goes.
    Delete,
    /// Nothing is left that leads to the person.
    Anonymise,
    /// Only sums remain.
    Aggregate,
}

/// Where an archive's time is counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArchiveFrom {
    /// The retention's own anchor.
    Anchor,
    /// The last day of the fiscal year the anchor falls in.
    FiscalYearEnd,
}

/// A place, other than a table, where data lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StoreKind {
    /// Object storage.
    S3,
    /// A process's memory.
    Cache,
    /// Log files.
    Log,
    /// Copies of the whole database.
    Backup,
    /// The mail relay's own queue and traces.
    MailProvider,
    /// Counters and histograms.
    Metrics,
}

/// Why a cookie may be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CookieCategory {
    /// The service asked for does not work without it (LIL art. 82).
    Essential,
    /// Audience measurement within the CNIL's exemption.
    AudienceExempt,
    /// Only after consent.
    Consent,
}

/// What a cookie's value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CookieContents {
    /// A random identifier.
    Random,
    /// The choice of the visitor, the same for all who choose so.
    Choice,
    /// Nothing about the visitor.
    None,
}

/// How a claim of a notice is shown to be true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimKind {
    /// By looking at the running site from outside.
    Automated,
    /// By what this inventory and the database's catalogue say.
    Derived,
    /// By somebody's word: who, when, and for how long it holds.
    Attested,
}

/// What becomes of a claim's sentence when its proof is missing, red or too old.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnFail {
    /// The sentence goes.
    Hide,
    /// A weaker sentence takes its place.
    Qualify,
    /// The sentence goes, and the operators are told: it should never fail.
    Alert,
}

/// What looks whether a claim is true, in the order a text tells it. A word here is an arm of the match that runs probes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Probe {
    /// TLS 1.2 or later, a chain browsers trust, two weeks before it lapses at least, and plain HTTP led to it.
    Tls,
    /// The header that keeps browsers on TLS.
    StrictTransport,
    /// DNSSEC from the root down, validated by us.
    Dnssec,
    /// No page loads anything from another host, and the policy would not let it.
    ThirdParties,
    /// No page sets a cookie that is not declared.
    Cookies,
    /// No table keeps an address of the network.
    Addresses,
    /// The sweep of what is over ran, and left nothing.
    Sweep,
    /// Passwords are kept as Argon2 hashes only.
    Passwords,
    /// Every secret that lets somebody in is kept as a digest or encrypted.
    Secrets,
    /// Row-level security is forced on every table of associations.
    Walls,
    /// Private pages answer nobody who is not signed in, and forbid search engines.
    PrivatePages,
    /// Whoever signs in to the back office proves it twice.
    SecondFactor,
    /// Somebody's word.
    Attestation,
}

/// Where a consent is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AskedIn {
    /// In the notice about tracers of a first visit; the answer stays in the browser.
    Notice,
    /// In a form; the answer goes into the ledger.
    Form,
}

/// When a browser sends a cookie along with a request that comes from another site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SameSite {
    /// When a link is followed.
    Lax,
    /// Never.
    Strict,
}

/// A stretch of time as laws write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Period {
    /// Hours.
    Hours(u16),
    /// Days.
    Days(u16),
    /// Calendar months.
    Months(u16),
    /// Calendar years.
    Years(u16),
}

impl Period {
    /// Reads `12h`, `30d`, `6m` or `10y`.
    ///
    /// # Errors
    /// A sentence when the text is anything else or the number is zero.
    pub fn parse(text: &str) -> Result<Self, String> {
        let unit = text.chars().last().unwrap_or_default();
        let number = text.strip_suffix(unit).and_then(|digits| digits.parse::<u16>().ok()).filter(|number| *number > 0);
        match (number, unit) {
            (Some(number), 'h') => Ok(Self::Hours(number)),
            (Some(number), 'd') => Ok(Self::Days(number)),
            (Some(number), 'm') => Ok(Self::Months(number)),
            (Some(number), 'y') => Ok(Self::Years(number)),
            _ => Err(format!("`{text}` is not a period: write a number and h, d, m (months) or y, such as 30d or 10y")),
        }
    }

    /// The longest this can last, in seconds: months count 31 days and years 366.
    pub const fn most_seconds(self) -> u64 {
        match self {
            Self::Hours(number) => number as u64 * 3_600,
            Self::Days(number) => number as u64 * 86_400,
            Self::Months(number) => number as u64 * 31 * 86_400,
            Self::Years(number) => number as u64 * 366 * 86_400,
        }
    }
}
