//! A zip file (PKWARE's APPNOTE 6.3.3, with the 64-bit records of 4.3.14 where it grows that large) that is written and read without ever being
//! whole anywhere: cut into pieces, each sealed under the archive's own key and its number.

use std::io::Write as _;

use bytes::Bytes;
use chrono::{Datelike as _, Timelike as _};
use flate2::{Compression, Crc, write::DeflateEncoder};
use futures_util::{Stream, stream};
use kernel::{
    app::App,
    clock::{PARIS, Timestamp},
    error::{Error, Result},
    ids::TenantId,
    sealing,
    storage::{StoreId, StoreKey},
};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// Bytes of one piece.
const PIECE: usize = 4 * 1024 * 1024;

const UTF8_NAMES: u16 = 1 << 11;
const DEFLATED: u16 = 8;
/// Version 4.5: 64-bit records.
const NEEDED: u16 = 45;

/// The name of a piece.
#[must_use]
pub fn part(tenant: TenantId, export: Uuid, number: u32) -> StoreKey {
    StoreKey::tenant(tenant, StoreId::Closing, export, &format!("{number:05}.zip"))
}

fn bound(export: Uuid, number: u32) -> Vec<u8> {
    [export.as_bytes().as_slice(), &number.to_be_bytes()].concat()
}

/// A file under way into the archive: only its compressed form is kept.
pub struct Packer {
    out: DeflateEncoder<Vec<u8>>,
    crc: Crc,
    sha256: Sha256,
    size: u64,
}

/// A file, compressed.
pub struct Packed {
    bytes: Vec<u8>,
    crc: u32,
    /// Of what it holds.
    pub sha256: Vec<u8>,
    /// Bytes of what it holds.
    pub size: u64,
}

impl Default for Packer {
    fn default() -> Self {
        Self::new()
    }
}

impl Packer {
    /// Empty.
    #[must_use]
    pub fn new() -> Self {
        Self { out: DeflateEncoder::new(Vec::new(), Compression::default()), crc: Crc::new(), sha256: Sha256::new(), size: 0 }
    }

    /// Adds bytes.
    ///
    /// # Errors
    /// Never in practice: it writes to memory.
    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.crc.update(bytes);
        self.sha256.update(bytes);
        self.size += bytes.len() as u64;
        Ok(self.out.write_all(bytes)?)
    }

    /// The whole of it.
    ///
    /// # Errors
    /// As [`Packer::write`].
    pub fn finish(self) -> Result<Packed> {
        Ok(Packed { bytes: self.out.finish()?, crc: self.crc.sum(), sha256: self.sha256.finalize().to_vec(), size: self.size })
    }
}

/// The archive under way.
pub struct Archive {
    app: App,
    tenant: TenantId,
    export: Uuid,
    key: [u8; 32],
    at: Timestamp,
    buffer: Vec<u8>,
    parts: u32,
    written: u64,
    sha256: Sha256,
    directory: Vec<u8>,
    entries: u64,
}

/// What an archive came to.
#[derive(Clone, Debug)]
pub struct Whole {
    /// How many pieces.
    pub parts: u32,
    /// Bytes in all.
    pub bytes: u64,
    /// Of all of it.
    pub sha256: Vec<u8>,
}

impl Archive {
    /// Empty. Its pieces are named by `export` and sealed under `key`; its files are all of the moment `at`.
    #[must_use]
    pub fn new(app: &App, tenant: TenantId, export: Uuid, key: [u8; 32], at: Timestamp) -> Self {
        Self { app: app.clone(), tenant, export, key, at, buffer: Vec::new(), parts: 0, written: 0, sha256: Sha256::new(), directory: Vec::new(), entries: 0 }
    }

    /// Adds a file.
    ///
    /// # Errors
    /// When the store is away, or the file is larger than 4 GiB.
    pub async fn add(&mut self, name: &str, packed: &Packed) -> Result<()> {
        let mut head = Vec::new();
        for field in [NEEDED, UTF8_NAMES, DEFLATED, time(self.at), date(self.at)] {
            head.extend(field.to_le_bytes());
        }
        for field in [packed.crc, small(packed.bytes.len() as u64)?, small(packed.size)?] {
            head.extend(field.to_le_bytes());
        }
        head.extend(short(name.len())?.to_le_bytes());
        let place = self.written;
        self.directory.extend(b"PK\x01\x02");
        self.directory.extend(NEEDED.to_le_bytes());
        self.directory.extend(&head);
        // Beyond 4 GiB the place stands in a field of its own.
        let far = u32::try_from(place).is_err();
        self.directory.extend(if far { 12_u16 } else { 0 }.to_le_bytes());
        // No comment, first disk, no attributes inside or outside.
        self.directory.extend([0; 10]);
        self.directory.extend(u32::try_from(place).unwrap_or(u32::MAX).to_le_bytes());
        self.directory.extend(name.as_bytes());
        if far {
            self.directory.extend([1, 0, 8, 0]);
            self.directory.extend(place.to_le_bytes());
        }
        self.entries += 1;
        self.push(b"PK\x03\x04").await?;
        self.push(&head).await?;
        self.push(&[0, 0]).await?;
        self.push(name.as_bytes()).await?;
        self.push(&packed.bytes).await
    }

    /// Writes the directory and the last piece.
    ///
    /// # Errors
    /// When the store is away.
    pub async fn finish(mut self) -> Result<Whole> {
        let (place, directory) = (self.written, std::mem::take(&mut self.directory));
        let size = directory.len() as u64;
        self.push(&directory).await?;
        let entries = self.entries;
        let large = u32::try_from(place).is_err() || u16::try_from(entries).is_err() || u32::try_from(size).is_err();
        if large {
            let end = self.written;
            let mut record = b"PK\x06\x06".to_vec();
            record.extend(44_u64.to_le_bytes());
            record.extend(NEEDED.to_le_bytes());
            record.extend(NEEDED.to_le_bytes());
            record.extend([0; 8]);
            for field in [entries, entries, size, place] {
                record.extend(field.to_le_bytes());
            }
            record.extend(b"PK\x06\x07\0\0\0\0");
            record.extend(end.to_le_bytes());
            record.extend(1_u32.to_le_bytes());
            self.push(&record).await?;
        }
        let mut record = b"PK\x05\x06\0\0\0\0".to_vec();
        let count = if large { u16::MAX } else { u16::try_from(entries).unwrap_or(u16::MAX) };
        record.extend(count.to_le_bytes());
        record.extend(count.to_le_bytes());
        for field in [size, place] {
            record.extend(if large { u32::MAX } else { u32::try_from(field).unwrap_or(u32::MAX) }.to_le_bytes());
        }
        record.extend([0, 0]);
        self.push(&record).await?;
        if !self.buffer.is_empty() {
            let rest = std::mem::take(&mut self.buffer);
            self.put(rest).await?;
        }
        Ok(Whole { parts: self.parts, bytes: self.written, sha256: self.sha256.finalize().to_vec() })
    }

    async fn push(&mut self, bytes: &[u8]) -> Result<()> {
        self.sha256.update(bytes);
        self.written += bytes.len() as u64;
        self.buffer.extend(bytes);
        while self.buffer.len() >= PIECE {
            let rest = self.buffer.split_off(PIECE);
            let piece = std::mem::replace(&mut self.buffer, rest);
            self.put(piece).await?;
        }
        Ok(())
    }

    async fn put(&mut self, piece: Vec<u8>) -> Result<()> {
        self.parts += 1;
        let sealed = sealing::seal(&self.key, &bound(self.export, self.parts), piece)?;
        self.app.storage.put(&part(self.tenant, self.export, self.parts), sealed.into(), "application/octet-stream").await
    }
}

/// The pieces of an archive in order, opened one at a time. What is missing or was altered breaks it off.
pub fn pieces(app: App, tenant: TenantId, export: Uuid, key: [u8; 32], parts: u32) -> impl Stream<Item = std::io::Result<Bytes>> + use<> {
    stream::unfold((app, 1), move |(app, number)| async move {
        if number > parts {
            return None;
        }
        let read = async {
            let object = app.storage.get(&part(tenant, export, number)).await?.ok_or(Error::NotFound)?;
            Ok::<_, Error>(Bytes::from(sealing::open(&key, &bound(export, number), &object.bytes)?))
        };
        let piece = read.await.map_err(|error| std::io::Error::other(error.to_string()));
        let next = if piece.is_ok() { number + 1 } else { u32::MAX };
        Some((piece, (app, next)))
    })
}

fn small(number: u64) -> Result<u32> {
    u32::try_from(number).map_err(|_| Error::Internal(anyhow::anyhow!("a file of the archive is larger than 4 GiB")))
}

fn short(number: usize) -> Result<u16> {
    u16::try_from(number).map_err(|_| Error::Internal(anyhow::anyhow!("the name of a file of the archive is too long")))
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
