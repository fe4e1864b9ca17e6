//! A zip file (PKWARE's APPNOTE 6.3.3, sections 4.3 to 4.5): deflated entries, names in UTF-8, no extension.

use crate::clock::{PARIS, Timestamp};
use chrono::{Datelike, Timelike};
use flate2::{Compression, Crc, write::DeflateEncoder};
use std::io::{Error, Write};

const UTF8_NAMES: u16 = 1 << 11;
const DEFLATED: u16 = 8;
const NEEDED: u16 = 20;

/// Writes `entries`, in order, all of the moment `at`.
pub(super) fn write(entries: &[(String, Vec<u8>)], at: Timestamp) -> Result<Vec<u8>, Error> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in entries {
        let mut crc = Crc::new();
        crc.update(bytes);
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes)?;
        let packed = encoder.finish()?;
        let mut head = Vec::new();
        for field in [NEEDED, UTF8_NAMES, DEFLATED, time(at), date(at)] {
            head.extend(field.to_le_bytes());
        }
        for field in [crc.sum(), small(packed.len())?, small(bytes.len())?] {
            head.extend(field.to_le_bytes());
        }
        head.extend(short(name.len())?.to_le_bytes());
        head.extend([0, 0]);
        let place = small(out.len())?;
        out.extend(b"PK\x03\x04");
        out.extend(&head);
        out.extend(name.as_bytes());
        out.extend(&packed);
        directory.extend(b"PK\x01\x02");
        directory.extend(NEEDED.to_le_bytes());
        directory.extend(&head);
        // No comment, first disk, no attributes inside or outside.
        directory.extend([0; 10]);
        directory.extend(place.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (count, place) = (short(entries.len())?, small(out.len())?);
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(small(directory.len())?.to_le_bytes());
    out.extend(place.to_le_bytes());
    out.extend([0, 0]);
    Ok(out)
}

fn small(number: usize) -> Result<u32, Error> {
    u32::try_from(number).map_err(|_| Error::other("more than a zip without extensions can hold"))
}

fn short(number: usize) -> Result<u16, Error> {
    u16::try_from(number).map_err(|_| Error::other("more than a zip without extensions can hold"))
}

fn time(at: Timestamp) -> u16 {
    let at = at.with_timezone(&PARIS);
    u16::try_from((at.hour() << 11) | (at.minute() << 5) | (at.second() / 2)).unwrap_or_default()
}

fn date(at: Timestamp) -> u16 {
    let at = at.with_timezone(&PARIS);
    let year = u32::try_from(at.year() - 1980).unwrap_or_default();
    u16::try_from((year << 9) | (at.month() << 5) | at.day()).unwrap_or_default()
}
