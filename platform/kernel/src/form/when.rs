//! Dates and times as they are typed: always those of Paris, whatever the browser's zone.

use std::fmt;

use chrono::{Datelike, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeZone as _, Utc};

use super::Fault;
use crate::{clock::Timestamp, i18n::TIME_ZONE};

/// A day, from 1900 to 2199.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalDate(NaiveDate);

impl LocalDate {
    /// Reads `2026-03-14` (what date inputs send) or `14/03/2026`.
    ///
    /// # Errors
    /// When it is no day of these centuries.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let text = text.trim();
        let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").or_else(|_| NaiveDate::parse_from_str(text, "%d/%m/%Y"));
        date.ok().filter(|date| (1900..2200).contains(&date.year())).map(Self).ok_or_else(|| Fault::new("fault-date"))
    }

    /// The day.
    #[must_use]
    pub fn date(self) -> NaiveDate {
        self.0
    }
}

impl fmt::Display for LocalDate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// A time of day, to the minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalTime(NaiveTime);

impl LocalTime {
    /// Reads `20:30` (what time inputs send), `20h30`, `20 h 30` or `20 h`; seconds are dropped.
    ///
    /// # Errors
    /// When it is no time of day.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let fault = || Fault::new("fault-time");
        let bare: String = text.trim().chars().filter(|character| !matches!(character, ' ' | '\u{a0}' | '\u{202f}')).collect();
        let mut parts = bare.split([':', 'h', 'H']);
        let mut part = |needed: bool| match parts.next() {
            Some("") | None if !needed => Ok(0),
            Some(digits) if (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse::<u32>().map_err(|_| fault()),
            _ => Err(fault()),
        };
        let (hour, minute, second) = (part(true)?, part(false)?, part(false)?);
        if parts.next().is_some() || second > 59 || !bare.contains([':', 'h', 'H']) {
            return Err(fault());
        }
        NaiveTime::from_hms_opt(hour, minute, 0).map(Self).ok_or_else(fault)
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.0.format("%H:%M"))
    }
}

/// A moment given by the clocks of Paris.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalDateTime(Timestamp);

impl LocalDateTime {
    /// Reads `2026-03-14T20:30` (what `datetime-local` inputs send), a space in place of the `T`, or `14/03/2026 20h30`.
    ///
    /// # Errors
    /// As [`LocalDateTime::at`], or when it is no date and time.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let (date, time) = text.trim().split_once(['T', ' ']).ok_or_else(|| Fault::new("fault-date"))?;
        Self::at(LocalDate::parse(date)?, LocalTime::parse(time)?)
    }

    /// This day at this time; the first of the two when clocks go back.
    ///
    /// # Errors
    /// When clocks skip that time, in the night they go forward.
    pub fn at(date: LocalDate, time: LocalTime) -> Result<Self, Fault> {
        match TIME_ZONE.from_local_datetime(&NaiveDateTime::new(date.0, time.0)) {
            LocalResult::Single(moment) | LocalResult::Ambiguous(moment, _) => Ok(Self(moment.with_timezone(&Utc))),
            LocalResult::None => Err(Fault::new("fault-time-skipped")),
        }
    }

    /// The moment.
    #[must_use]
    pub fn instant(self) -> Timestamp {
        self.0
    }

    /// How a `datetime-local` input wants `instant`.
    #[must_use]
    pub fn typed(instant: Timestamp) -> String {
        instant.with_timezone(&TIME_ZONE).format("%Y-%m-%dT%H:%M").to_string()
    }

    /// How a date input wants `instant`.
    #[must_use]
    pub fn typed_date(instant: Timestamp) -> String {
        instant.with_timezone(&TIME_ZONE).format("%Y-%m-%d").to_string()
    }

    /// How a time input wants `instant`.
    #[must_use]
    pub fn typed_time(instant: Timestamp) -> String {
        instant.with_timezone(&TIME_ZONE).format("%H:%M").to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn moments_are_those_of_paris() {
        for typed in ["2026-03-14T20:30", "2026-03-14 20:30:59", "14/03/2026 20h30", " 2026-03-14T20 h 30 "] {
            assert_eq!(LocalDateTime::parse(typed).unwrap().instant().to_rfc3339(), "2026-03-14T19:30:00+00:00", "{typed}");
        }
        assert_eq!(LocalTime::parse("20 h").unwrap().to_string(), "20:00");
        assert_eq!(LocalDateTime::typed(LocalDateTime::parse("2026-07-14T09:05").unwrap().instant()), "2026-07-14T09:05");
    }

    #[test]
    fn the_nights_clocks_change_are_told_apart() {
        assert_eq!(LocalDateTime::parse("2026-03-29T02:30").unwrap_err().key(), "fault-time-skipped");
        assert_eq!(LocalDateTime::parse("2026-10-25T02:30").unwrap().instant().to_rfc3339(), "2026-10-25T00:30:00+00:00");
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for typed in [
            "",
            "2026-02-30T10:00",
            "2026-03-14",
            "2026-03-14T24:00",
            "2026-03-14T20",
            "20:30",
            "0001-01-01T00:00",
            "demain",
            "2026-03-14T1:2:3:4",
            "2026-03-14T٢٠:30",
        ] {
            assert!(LocalDateTime::parse(typed).is_err(), "{typed}");
        }
    }

    proptest! {
        #[test]
        fn accepted_moments_read_themselves(text in any::<String>(), date in "[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{1,2}[:h][0-9]{0,2}", time in "[0-9 h:]{0,8}") {
            for typed in [&text, &date] {
                if let Ok(moment) = LocalDateTime::parse(typed) {
                    let again = LocalDateTime::parse(&LocalDateTime::typed(moment.instant())).unwrap();
                    prop_assert_eq!(again, moment);
                }
            }
            if let Ok(time) = LocalTime::parse(&time) {
                prop_assert_eq!(LocalTime::parse(&time.to_string()).unwrap(), time);
            }
            if let Ok(date) = LocalDate::parse(&text) {
                prop_assert_eq!(LocalDate::parse(&date.to_string()).unwrap(), date);
            }
        }
    }
}
