//! A concert as a calendar entry (RFC 5545), at the clocks of Paris: a phone that travels still says when the doors open there.

use icalendar::{Calendar, CalendarDateTime, Component, Event, EventLike, EventStatus};
use kernel::clock::{PARIS, Timestamp};

use crate::ticketing::concerts::model::{Concert, ConcertState};

/// What an entry says.
#[derive(Debug)]
pub struct Entry<'a> {
    /// The same for the same order, so that a second file replaces the first.
    pub uid: String,
    /// The concert.
    pub concert: &'a Concert,
    /// Words for the reader.
    pub description: String,
    /// The order's page.
    pub url: String,
    /// When the tickets were issued.
    pub written_at: Timestamp,
}

/// The rules of Paris since 1996 (directive 2000/84/CE): an entry that names a zone must bring it along (RFC 5545 section 3.6.5).
const ZONE: &str = "BEGIN:VTIMEZONE\r\nTZID:Europe/Paris\r\n\
BEGIN:DAYLIGHT\r\nDTSTART:19960331T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\nEND:DAYLIGHT\r\n\
BEGIN:STANDARD\r\nDTSTART:19961027T030000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nTZNAME:CET\r\nEND:STANDARD\r\n\
END:VTIMEZONE\r\n";

/// How long a concert is taken to last when nobody said when it ends.
const USUAL_LENGTH: chrono::Duration = chrono::Duration::hours(2);

/// The calendar with this one entry.
#[must_use]
pub fn entry(entry: &Entry<'_>) -> String {
    let concert = entry.concert;
    let local = |moment: Timestamp| CalendarDateTime::WithTimezone { date_time: moment.with_timezone(&PARIS).naive_local(), tzid: PARIS.name().to_owned() };
    let place = [concert.venue_name.as_str(), concert.venue_address.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let event = Event::new()
        .uid(&entry.uid)
        .timestamp(entry.written_at)
        .sequence(0)
        .summary(&concert.title)
        .description(&entry.description)
        .location(&place.replace('\n', ", "))
        .url(&entry.url)
        .starts(local(concert.starts_at))
        .ends(local(concert.ends_at.unwrap_or(concert.starts_at + USUAL_LENGTH)))
        .status(if concert.state == ConcertState::Cancelled { EventStatus::Cancelled } else { EventStatus::Confirmed })
        .done();
    let written = Calendar::new().push(event).done().to_string();
    written.replacen("BEGIN:VEVENT", &format!("{ZONE}BEGIN:VEVENT"), 1)
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;
    use kernel::ids::new_uuid;

    use super::*;
    use crate::ticketing::concerts::model::{ConcertId, NamesAsked, Seats};

    fn concert() -> Concert {
        let starts_at = chrono::Utc.with_ymd_and_hms(2026, 3, 14, 19, 30, 0).unwrap();
        Concert {
            id: ConcertId::from_uuid(new_uuid(starts_at)),
            slug: "alma-quartet".to_owned(),
            title: "Alma, quartet; suite\nEND:VEVENT".to_owned(),
            summary_fr: String::new(),
            summary_en: String::new(),
            text_fr: String::new(),
            text_en: String::new(),
            picture: None,
            picture_alt: None,
            venue_name: "Le Foyer des Halles".to_owned(),
            venue_address: "12 rue des Halles\n38000 Grenoble".to_owned(),
            doors_at: None,
            starts_at,
            ends_at: None,
            sale_opens_at: None,
            sale_closes_at: None,
            attendee_names: NamesAsked::No,
            limit_per_order: 10,
            state: ConcertState::Published,
            seats: Seats::default(),
            sells: true,
            updated_at: starts_at,
        }
    }

    #[test]
    fn an_entry_stands_at_the_clocks_of_paris_and_reads_back() {
        let concert = concert();
        let url = "https://jazz.estrade.example/commande/x/y".to_owned();
        let text =
            entry(&Entry { uid: "1@jazz".to_owned(), concert: &concert, description: "2 places\nCommande".to_owned(), url, written_at: concert.starts_at });
        assert!(text.contains("DTSTART;TZID=Europe/Paris:20260314T203000\r\n"), "{text}");
        assert!(text.contains("DTEND;TZID=Europe/Paris:20260314T223000\r\n"), "{text}");
        assert!(text.contains("TZID:Europe/Paris\r\n") && text.contains("UID:1@jazz\r\n"));
        // A line break that somebody typed does not end a line of the file.
        assert_eq!(text.matches("\r\nEND:VEVENT\r\n").count(), 1);
        assert!(text.lines().all(|line| line.len() <= 75), "{text}");
    }
}
