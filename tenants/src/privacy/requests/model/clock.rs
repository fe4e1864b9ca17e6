//! The time the law gives: a calendar month, clipped to the end of a shorter one, carried to the next working day of France
//! (GDPR art. 12(3); Regulation 1182/71 art. 3).

use chrono::{Datelike, Days, Months, NaiveDate, NaiveTime, TimeZone as _, Weekday};
use kernel::clock::{PARIS, Timestamp};

/// `months` calendar months after `day`: 31 January plus one is the last day of February.
#[must_use]
pub fn add_months(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_add_months(Months::new(months)).unwrap_or(day)
}

/// When an answer to a request received at `received` is due: the end of the day a month later, or of the next working day.
#[must_use]
pub fn due_at(received: Timestamp) -> Timestamp {
    end_of(working_day(add_months(day_of(received), 1)))
}

/// The same with the two months that an extension adds.
#[must_use]
pub fn extended_due_at(received: Timestamp) -> Timestamp {
    end_of(working_day(add_months(day_of(received), 3)))
}

/// When a hold on an erasure ends by itself, whose answer is due at `due`: three days before, so that a plan which the rows have outrun meanwhile can be
/// made again and wait out its grace.
#[must_use]
pub fn hold_ends_at(due: Timestamp) -> Timestamp {
    due - chrono::Duration::days(3)
}

/// When a refusal first proposed at `first`, of what needed nobody's signature, falls that nobody else signed: ten days before the answer is due, so that a
/// new plan, its grace, or the week in which an address is confirmed still fit in; and three days after it was proposed at the earliest.
#[must_use]
pub fn refusal_falls_at(due: Timestamp, first: Timestamp) -> Timestamp {
    (due - chrono::Duration::days(10)).max(first + chrono::Duration::days(3))
}

fn day_of(moment: Timestamp) -> NaiveDate {
    moment.with_timezone(&PARIS).date_naive()
}

fn working_day(mut day: NaiveDate) -> NaiveDate {
    while matches!(day.weekday(), Weekday::Sat | Weekday::Sun) || is_holiday(day) {
        day = day.checked_add_days(Days::new(1)).unwrap_or(day);
    }
    day
}

/// The last second of a day in Paris; clocks never change then.
fn end_of(day: NaiveDate) -> Timestamp {
    let last = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or_default();
    PARIS.from_local_datetime(&day.and_time(last)).latest().map(|moment| moment.to_utc()).unwrap_or_default()
}

/// Whether `day` is a public holiday in metropolitan France (C. trav. art. L3133-1).
#[must_use]
pub fn is_holiday(day: NaiveDate) -> bool {
    const FIXED: [(u32, u32); 8] = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)];
    // Easter Monday, Ascension, Whit Monday.
    const AFTER_EASTER: [i64; 3] = [1, 39, 50];
    FIXED.contains(&(day.month(), day.day())) || easter(day.year()).is_some_and(|easter| AFTER_EASTER.contains(&day.signed_duration_since(easter).num_days()))
}

/// Easter Sunday, by the anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8).
fn easter(year: i32) -> Option<NaiveDate> {
    let golden = year % 19;
    let (century, in_century) = (year / 100, year % 100);
    let correction = (8 * century + 13) / 25;
    let epact = (19 * golden + century - century / 4 - correction + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (in_century / 4) - epact - in_century % 4) % 7;
    let late = (golden + 11 * epact + 19 * weekday) / 433;
    let month = (epact + weekday - 7 * late + 90) / 25;
    let day = (epact + weekday - 7 * late + 33 * month + 19) % 32;
    NaiveDate::from_ymd_opt(year, month.unsigned_abs(), day.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn due(received: &str) -> String {
        let received = PARIS.from_local_datetime(&received.parse().unwrap()).single().unwrap().to_utc();
        due_at(received).with_timezone(&PARIS).format("%Y-%m-%d %H:%M:%S").to_string()
    }

    #[test]
    fn a_month_ends_with_the_month_and_on_a_working_day() {
        for (received, expected) in [
            ("2028-01-31T10:00:00", "2028-02-29"), // a leap year; a Tuesday
            ("2029-01-31T10:00:00", "2029-02-28"), // a Wednesday
            ("2027-01-31T10:00:00", "2027-03-01"), // 28 February 2027 is a Sunday
            ("2027-03-31T10:00:00", "2027-04-30"),
            ("2027-11-25T10:00:00", "2027-12-27"), // Christmas, a Saturday
            ("2027-10-11T10:00:00", "2027-11-12"), // Armistice day
            ("2027-02-28T10:00:00", "2027-03-30"), // 28 March 2027 is Easter Sunday, the 29th its Monday
            ("2027-04-06T23:30:00", "2027-05-07"), // Ascension Day 2027
            ("2027-07-14T00:10:00", "2027-08-16"), // a Saturday, and Assumption on the Sunday
        ] {
            assert_eq!(due(received), format!("{expected} 23:59:59"), "received {received}");
        }
    }

    #[test]
    fn the_day_of_receipt_is_the_day_in_paris() {
        let late = "2027-01-11T23:30:00Z".parse::<Timestamp>().unwrap();
        assert_eq!(due_at(late).with_timezone(&PARIS).date_naive(), day("2027-02-12"));
    }

    #[test]
    fn an_extension_adds_two_months_to_the_first() {
        let received = "2027-01-11T11:00:00Z".parse::<Timestamp>().unwrap();
        assert_eq!(extended_due_at(received).with_timezone(&PARIS).date_naive(), day("2027-04-12"), "11 April 2027 is a Sunday");
    }

    #[test]
    fn moving_holidays_are_found() {
        for holiday in ["2026-04-06", "2026-05-14", "2026-05-25", "2027-03-29", "2027-05-06", "2027-05-17", "2038-04-26", "2026-07-14"] {
            assert!(is_holiday(day(holiday)), "{holiday}");
        }
        assert!(!is_holiday(day("2026-04-05")) && !is_holiday(day("2026-04-07")));
    }

    proptest! {
        #[test]
        fn an_answer_is_due_within_a_month_and_a_long_weekend_on_a_working_day(seconds in 1_700_000_000_i64..2_500_000_000) {
            let received = Timestamp::from_timestamp(seconds, 0).unwrap();
            let due = due_at(received).with_timezone(&PARIS);
            let days = due.date_naive().signed_duration_since(day_of(received)).num_days();
            prop_assert!((28..=35).contains(&days), "{days} days");
            prop_assert!(!matches!(due.weekday(), Weekday::Sat | Weekday::Sun) && !is_holiday(due.date_naive()));
            prop_assert!(extended_due_at(received) > due_at(received));
        }
    }
}
