//! Money and dates as each language writes them. Times are those of Paris, whatever the machine's zone.

use chrono::{DateTime, Datelike, Timelike};
use chrono_tz::Tz;

use super::{Locale, TIME_ZONE};

const NO_BREAK: char = '\u{a0}';
const NARROW_NO_BREAK: char = '\u{202f}';

/// Cents of euro as `1 234,50 €` (narrow no-break space in thousands, no-break space before the sign, as CLDR has it) or `€1,234.50`.
#[must_use]
pub fn money(locale: Locale, cents: i64) -> String {
    let sign = if cents < 0 { "\u{2212}" } else { "" };
    let magnitude = cents.unsigned_abs();
    let (euros, rest) = (magnitude / 100, magnitude % 100);
    match locale {
        Locale::Fr => format!("{sign}{},{rest:02}{NO_BREAK}€", grouped(euros, NARROW_NO_BREAK)),
        Locale::En => format!("{sign}€{}.{rest:02}", grouped(euros, ',')),
    }
}

fn grouped(number: u64, separator: char) -> String {
    let digits = number.to_string();
    let mut written = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            written.push(separator);
        }
        written.push(digit);
    }
    written
}

/// Reads an RFC 3339 instant (what serialised timestamps look like) as the time in Paris.
///
/// # Errors
/// When the text is no RFC 3339 instant.
pub fn instant(text: &str) -> Result<DateTime<Tz>, chrono::ParseError> {
    DateTime::parse_from_rfc3339(text).map(|instant| instant.with_timezone(&TIME_ZONE))
}

/// `samedi 14 mars 2026`, `dimanche 1er mars 2026`, `Saturday 14 March 2026`.
#[must_use]
pub fn date_long(locale: Locale, instant: &DateTime<Tz>) -> String {
    format!("{} {}", date_day(locale, instant), instant.year())
}

/// `samedi 14 mars`, `Saturday 14 March`.
#[must_use]
pub fn date_day(locale: Locale, instant: &DateTime<Tz>) -> String {
    let weekday = instant.format_localized("%A", locale.chrono());
    let month = instant.format_localized("%B", locale.chrono());
    format!("{weekday} {}{NO_BREAK}{month}", ordinal(locale, instant.day()))
}

// French counts days in cardinals, except the first: « 1er mars ».
fn ordinal(locale: Locale, day: u32) -> String {
    if locale == Locale::Fr && day == 1 { "1er".to_owned() } else { day.to_string() }
}

/// `20 h 30`, `20 h`; `8:30 pm`, `8 pm`.
#[must_use]
pub fn time(locale: Locale, instant: &DateTime<Tz>) -> String {
    let (hour, minute) = (instant.hour(), instant.minute());
    match (locale, minute) {
        (Locale::Fr, 0) => format!("{hour}{NO_BREAK}h"),
        (Locale::Fr, _) => format!("{hour}{NO_BREAK}h{NO_BREAK}{minute:02}"),
        (Locale::En, _) => {
            let (afternoon, hour) = instant.hour12();
            let half = if afternoon { "pm" } else { "am" };
            if minute == 0 { format!("{hour}{NO_BREAK}{half}") } else { format!("{hour}:{minute:02}{NO_BREAK}{half}") }
        }
    }
}

/// `14/03/2026` in both languages: British English writes the day first too.
#[must_use]
pub fn date_short(instant: &DateTime<Tz>) -> String {
    instant.format("%d/%m/%Y").to_string()
}

/// `samedi 14 mars 2026 à 20 h 30`, `Saturday 14 March 2026 at 8:30 pm`.
#[must_use]
pub fn datetime(locale: Locale, instant: &DateTime<Tz>) -> String {
    let (date, hour) = (date_long(locale, instant), time(locale, instant));
    match locale {
        Locale::Fr => format!("{date} à {hour}"),
        Locale::En => format!("{date} at {hour}"),
    }
}

/// `14`: the big figure of an agenda card.
#[must_use]
pub fn day_number(instant: &DateTime<Tz>) -> String {
    instant.day().to_string()
}

/// `mars`, `juil.`; `Mar`.
#[must_use]
pub fn month_short(locale: Locale, instant: &DateTime<Tz>) -> String {
    instant.format_localized("%b", locale.chrono()).to_string()
}

/// `sam.`; `Sat`.
#[must_use]
pub fn weekday_short(locale: Locale, instant: &DateTime<Tz>) -> String {
    instant.format_localized("%a", locale.chrono()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_written_as_each_language_does() {
        assert_eq!(money(Locale::Fr, 1470), "14,70\u{a0}€");
        assert_eq!(money(Locale::Fr, 123_456_789), "1\u{202f}234\u{202f}567,89\u{a0}€");
        assert_eq!(money(Locale::En, 123_450), "€1,234.50");
        assert_eq!(money(Locale::Fr, -5), "\u{2212}0,05\u{a0}€");
        assert_eq!(money(Locale::En, 0), "€0.00");
        assert!(money(Locale::Fr, i64::MIN).starts_with('\u{2212}'));
    }

    #[test]
    fn dates_are_those_of_paris() {
        let concert = instant("2026-03-14T19:30:00Z").unwrap();
        let plain = |text: String| text.replace(['\u{a0}', '\u{202f}'], " ");
        assert_eq!(plain(date_long(Locale::Fr, &concert)), "samedi 14 mars 2026");
        assert_eq!(plain(datetime(Locale::Fr, &concert)), "samedi 14 mars 2026 à 20 h 30");
        assert_eq!(plain(datetime(Locale::En, &concert)), "Saturday 14 March 2026 at 8:30 pm");
        assert_eq!(date_short(&concert), "14/03/2026");
        assert_eq!((month_short(Locale::Fr, &concert), weekday_short(Locale::Fr, &concert)), ("mars".to_owned(), "sam.".to_owned()));
        assert_eq!((month_short(Locale::En, &concert), weekday_short(Locale::En, &concert)), ("Mar".to_owned(), "Sat".to_owned()));
        let midnight = instant("2026-02-28T23:00:00Z").unwrap();
        assert_eq!(plain(date_day(Locale::Fr, &midnight)), "dimanche 1er mars");
        assert_eq!(plain(time(Locale::Fr, &midnight)), "0 h");
        assert_eq!(plain(time(Locale::En, &midnight)), "12 am");
    }
}
