//! The rules of a second factor: time codes of RFC 6238, recovery codes, and what people type of both. No I/O.

use chrono::Duration;
use kernel::{clock::Timestamp, form::Fault, ids::AccountId, keys::Keys, sealing};
use totp_rs::{Builder, Totp};

/// Recovery codes an account is given at a time.
pub const CODES: usize = 10;
/// From so few on, whoever signs in is told how many are left.
pub const FEW: i64 = 3;
/// How long a shown secret waits for its first code.
pub const PENDING: Duration = Duration::hours(1);
/// How long somebody may take from the right password to the code.
pub const STEP: Duration = Duration::minutes(10);
/// Wrong codes of an account after which the password is asked for again, the account is written to, and codes pause.
pub const TRIES: i16 = 5;
/// Wrong codes older than this are forgotten.
pub const REMEMBERED: Duration = Duration::days(1);
/// How long an objection to a removal holds: until then nobody asks again.
pub const OBJECTION_DAYS: i64 = 7;
/// Between an association's decision and the day a team must have a second factor.
pub const NOTICE_DAYS: i64 = 14;
/// Until a colleague's factor goes, when nobody objects.
pub const COLLEAGUE_HOURS: i64 = 24;
/// The same, when an operator asked.
pub const OPERATOR_HOURS: i64 = 72;

/// Bytes of a secret: RFC 4226 recommends the length of the digest.
const SECRET_BYTES: usize = 20;
/// Digits of a recovery code: fifty-three bits, tried thirty times an hour. Digits only, because the field for a code brings up a phone's
/// keypad of digits.
const CODE_LENGTH: usize = 16;
/// More than anybody types for a code.
const LONGEST: usize = 64;

/// Until when no code of an account is looked at, after so many wrong ones, the last at this moment: a quarter of an hour after five, then longer with each
/// five, half a day at most. Whoever changes the password waits no more.
#[must_use]
pub fn paused_until(tries: i16, last: Option<Timestamp>) -> Option<Timestamp> {
    if tries == 0 || tries % TRIES != 0 {
        return None;
    }
    let pause = match tries / TRIES {
        1 => Duration::minutes(15),
        2 => Duration::hours(1),
        3 => Duration::hours(4),
        _ => Duration::hours(12),
    };
    last.map(|last| last + pause)
}

/// What a phone and we both know. Its debug form says nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; SECRET_BYTES]);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl Secret {
    /// A new one.
    #[must_use]
    pub fn draw() -> Self {
        let mut bytes = [0_u8; SECRET_BYTES];
        bytes.copy_from_slice(&sealing::new_key()[..SECRET_BYTES]);
        Self(bytes)
    }

    /// From its base32 form, as a phone knows it.
    #[must_use]
    pub fn from_base32(text: &str) -> Option<Self> {
        let bytes = totp_rs::Secret::try_from_base32(text).ok()?;
        Some(Self(bytes.as_bytes().try_into().ok()?))
    }

    /// As a phone is given it: RFC 4648 base32 without padding.
    #[must_use]
    pub fn base32(&self) -> String {
        totp_rs::Secret::from(self.0).to_base32()
    }

    /// The same in groups of four, to be typed by hand.
    #[must_use]
    pub fn groups(&self) -> String {
        let signs: Vec<char> = self.base32().chars().collect();
        signs.chunks(4).map(String::from_iter).collect::<Vec<_>>().join(" ")
    }

    /// The address that hands it to a phone's application, under the account's own.
    #[must_use]
    pub fn address(&self, email: &str) -> String {
        let name: String = url::form_urlencoded::byte_serialize(email.as_bytes()).collect();
        format!("otpauth://totp/Estrade:{}?secret={}&issuer=Estrade", name.replace('+', "%20"), self.base32())
    }

    /// Sealed for the database, bound to its account: moved to another row, it opens nothing.
    ///
    /// # Errors
    /// Never in practice: it is short.
    pub fn seal(&self, keys: &Keys, account: AccountId) -> anyhow::Result<Vec<u8>> {
        sealing::seal(&sealing_key(keys), account.uuid().as_bytes(), self.0.to_vec())
    }

    /// Opens what [`Secret::seal`] made.
    ///
    /// # Errors
    /// When it was altered, or the master secret is another.
    pub fn open(keys: &Keys, account: AccountId, sealed: &[u8]) -> anyhow::Result<Self> {
        let bytes = sealing::open(&sealing_key(keys), account.uuid().as_bytes(), sealed)?;
        Ok(Self(bytes.as_slice().try_into().map_err(|_| anyhow::anyhow!("a sealed second factor has another length"))?))
    }

    fn totp(&self) -> anyhow::Result<Totp> {
        // SHA-1, six digits, thirty seconds, one step of skew: what every application does.
        Builder::new().with_secret(self.0).build().map_err(|error| anyhow::anyhow!("the settings of time codes are refused: {error}"))
    }

    /// The time step `code` stands for, if it is right now, half a minute ago or in half a minute. Whether that step was used already is the
    /// store's to know.
    ///
    /// # Errors
    /// Never in practice: the settings are constants.
    pub fn step_of(&self, code: &str, now: Timestamp) -> anyhow::Result<Option<i64>> {
        let step = self.totp()?.check(code, seconds(now));
        Ok(step.and_then(|step| i64::try_from(step).ok()))
    }

    /// The code a phone shows at `now`: for tests and the demo, which have no phone.
    ///
    /// # Errors
    /// As [`Secret::step_of`].
    pub fn code_at(&self, now: Timestamp) -> anyhow::Result<String> {
        Ok(self.totp()?.generate(seconds(now)).to_string())
    }
}

fn seconds(now: Timestamp) -> u64 {
    u64::try_from(now.timestamp()).unwrap_or_default()
}

fn sealing_key(keys: &Keys) -> [u8; 32] {
    keys.derive(&[b"second-factor", b"secret"])
}

/// What somebody typed where a code is asked for.
#[derive(Clone, PartialEq, Eq)]
pub enum Entered {
    /// Six digits from a phone.
    Time(String),
    /// A recovery code from paper, in its plain form.
    Recovery(String),
}

impl std::fmt::Debug for Entered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Entered(..)")
    }
}

impl Entered {
    /// Reads a code, however it was spaced: phones show `123 456`, paper `1234-5678-9012-3456`. Full-width digits, which some keyboards give,
    /// count as digits.
    ///
    /// # Errors
    /// A sentence for the form.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let refused = || Fault::new("factor-fault-form");
        if text.chars().count() > LONGEST {
            return Err(refused());
        }
        let plain: String = text.chars().filter(|sign| !sign.is_whitespace() && !matches!(sign, '-' | '\u{2010}'..='\u{2015}' | '.')).map(half_width).collect();
        match plain.len() {
            _ if !plain.bytes().all(|byte| byte.is_ascii_digit()) => Err(refused()),
            6 => Ok(Self::Time(plain)),
            CODE_LENGTH => Ok(Self::Recovery(plain)),
            _ => Err(refused()),
        }
    }
}

/// `０` to `９` of East Asian keyboards as ASCII digits; everything else as it is.
fn half_width(sign: char) -> char {
    match sign {
        '\u{ff10}'..='\u{ff19}' => char::from_digit(u32::from(sign) - 0xff10, 10).unwrap_or(sign),
        other => other,
    }
}

/// One recovery code, drawn: `1234-5678-9012-3456`.
#[must_use]
pub fn draw_code() -> String {
    let mut digits = Vec::new();
    while digits.len() < CODE_LENGTH {
        // The bytes above the last multiple of ten would make some digits likelier than others.
        digits.extend(sealing::new_key().iter().filter(|byte| **byte < 250).map(|byte| char::from(b'0' + byte % 10)));
    }
    digits[..CODE_LENGTH].chunks(4).map(String::from_iter).collect::<Vec<_>>().join("-")
}

/// What the database keeps of a recovery code: a hash under a key that is not in it, so that a stolen table cannot be searched through.
#[must_use]
pub fn code_digest(keys: &Keys, account: AccountId, plain: &str) -> Vec<u8> {
    let code: String = plain.chars().filter(|sign| *sign != '-').collect();
    keys.derive(&[b"second-factor", b"recovery", account.uuid().as_bytes(), code.as_bytes()]).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        chrono::DateTime::from_timestamp(seconds, 0).unwrap()
    }

    /// RFC 6238, appendix B, by the last six of its eight digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = Secret(*b"12345678901234567890");
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"), (2_000_000_000, "279037")] {
            assert_eq!(secret.code_at(at(seconds)).unwrap(), code);
            assert_eq!(secret.step_of(code, at(seconds)).unwrap(), Some(seconds / 30));
        }
    }

    #[test]
    fn one_step_of_skew_and_no_more() {
        let secret = Secret::draw();
        let code = secret.code_at(at(3_000_000_000)).unwrap();
        let step = 100_000_000;
        for (seconds, found) in
            [(2_999_999_969, None), (2_999_999_970, Some(step)), (3_000_000_029, Some(step)), (3_000_000_059, Some(step)), (3_000_000_060, None)]
        {
            assert_eq!(secret.step_of(&code, at(seconds)).unwrap(), found, "at {seconds}");
        }
    }

    #[test]
    fn a_secret_is_bound_to_its_account_and_says_nothing() {
        let keys = Keys::new(&[7; 32]);
        let (one, other) = (AccountId::new(at(1)), AccountId::new(at(2)));
        let secret = Secret::draw();
        let sealed = secret.seal(&keys, one).unwrap();
        assert_eq!(Secret::open(&keys, one, &sealed).unwrap(), secret);
        assert!(Secret::open(&keys, other, &sealed).is_err() && Secret::open(&Keys::new(&[8; 32]), one, &sealed).is_err());
        assert_eq!(Secret::from_base32(&secret.base32()), Some(secret.clone()));
        assert_eq!(secret.groups().replace(' ', ""), secret.base32());
        assert_eq!((secret.base32().len(), format!("{secret:?}")), (32, "Secret(..)".to_owned()));
        assert!(Secret::from_base32("JBSWY3DP").is_none() && Secret::from_base32("not base 32!").is_none());
    }

    #[test]
    fn a_phone_reads_the_address() {
        let secret = Secret(*b"12345678901234567890");
        let address = secret.address("jeanne+jazz@example.org");
        assert_eq!(address, "otpauth://totp/Estrade:jeanne%2Bjazz%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Estrade");
    }

    #[test]
    fn a_code_is_read_however_it_is_spaced() {
        let time = |digits: &str| Some(Entered::Time(digits.to_owned()));
        let recovery = || Some(Entered::Recovery("1234567890123456".to_owned()));
        for (text, expected) in [
            ("123456", time("123456")),
            (" 123 456 ", time("123456")),
            ("123\u{a0}456", time("123456")),
            ("123\u{202f}456", time("123456")),
            ("123-456", time("123456")),
            ("\u{ff11}\u{ff12}\u{ff13}456", time("123456")),
            ("\u{661}\u{662}\u{663}456", None),
            ("12345", None),
            ("1234567", None),
            ("12345a", None),
            ("", None),
            ("1234-5678-9012-3456", recovery()),
            ("1234 5678 9012 3456", recovery()),
            ("\u{ff11}234\u{2011}5678 9012 3456", recovery()),
            ("1234-5678-9012-345", None),
            ("1234-5678-9012-345a", None),
            ("1234-5678-9012-34567", None),
        ] {
            assert_eq!(Entered::parse(text).ok(), expected, "{text}");
        }
        assert!(Entered::parse(&"1".repeat(10_000)).is_err());
        assert!(Entered::parse(&" ".repeat(100)).is_err());
    }

    #[test]
    fn drawn_codes_are_read_back_and_differ() {
        let keys = Keys::new(&[7; 32]);
        let account = AccountId::new(at(1));
        let mut digests = std::collections::HashSet::new();
        for _ in 0..200 {
            let code = draw_code();
            assert!(code.len() == 19 && code.as_bytes()[4] == b'-', "{code}");
            let Ok(Entered::Recovery(plain)) = Entered::parse(&code) else { panic!("{code} is not read back") };
            assert_eq!(code_digest(&keys, account, &plain), code_digest(&keys, account, &code));
            assert!(digests.insert(code_digest(&keys, account, &plain)), "{code} was drawn twice");
        }
    }

    #[test]
    fn what_people_type_by_mistake_never_fails() {
        let mut seed = 1_u32;
        for _ in 0..5_000 {
            let text: String = (0..seed % 40)
                .map(|_| {
                    seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    char::from_u32(seed >> 12).unwrap_or('\u{fffd}')
                })
                .collect();
            seed = seed.wrapping_add(7);
            match Entered::parse(&text) {
                Ok(Entered::Time(digits)) => assert!(digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit())),
                Ok(Entered::Recovery(code)) => assert!(code.len() == CODE_LENGTH && code.is_ascii()),
                Err(fault) => assert_eq!(fault.key(), "factor-fault-form"),
            }
        }
    }
}
