//! From a template and its data to a PDF: the only module that speaks to typst.

use std::{
    collections::HashMap,
    sync::{
        LazyLock, PoisonError, RwLock,
        atomic::{AtomicUsize, Ordering},
    },
};

use chrono::{DateTime, Datelike as _, Timelike as _, Utc};
use serde::Serialize;
use typst::{
    Library, LibraryExt as _, World,
    diag::{FileError, FileResult, SourceDiagnostic},
    foundations::{Bytes, Datetime, Duration, Smart},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
    visualize::{ExchangeFormat, RasterFormat, RasterImage},
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::{DocumentError, fonts::FONTS, legible};

/// The templates; `common.typ` is what they import.
const TEMPLATES: [(&str, &str); 5] = [
    ("common.typ", include_str!("../../../templates/documents/common.typ")),
    (TICKETS, include_str!("../../../templates/documents/tickets.typ")),
    (RECEIPT, include_str!("../../../templates/documents/receipt.typ")),
    (DOOR_LIST, include_str!("../../../templates/documents/door_list.typ")),
    (PAPER, include_str!("../../../templates/documents/paper.typ")),
];
pub(crate) const TICKETS: &str = "tickets.typ";
pub(crate) const RECEIPT: &str = "receipt.typ";
pub(crate) const DOOR_LIST: &str = "door_list.typ";
pub(crate) const PAPER: &str = "paper.typ";

/// How many sweeps later what the typesetter remembered of a document is forgotten: its templates stay warm, the names of
/// yesterday's buyers do not stay in memory.
const SWEEPS_REMEMBERED: usize = 4;

/// After so many documents without a moment of rest, the next ones wait for a sweep.
const SWEEP_AT_LATEST: usize = 32;

/// Read while a document is typeset, written while the memory is swept. The cache takes its locks one inside the other
/// while it computes and does not promise that a sweep may come in between, so the two are kept apart.
static TYPESETTING: RwLock<()> = RwLock::new(());
static UNSWEPT: AtomicUsize = AtomicUsize::new(0);

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

static SOURCES: LazyLock<HashMap<FileId, Source>> =
    LazyLock::new(|| TEMPLATES.iter().filter_map(|(name, text)| file_id(name).map(|id| (id, Source::new(id, (*text).to_owned())))).collect());

/// A document about to be typeset.
pub(crate) struct Sheet {
    template: &'static str,
    identifier: String,
    issued_at: DateTime<Utc>,
    main: FileId,
    files: HashMap<FileId, Bytes>,
}

impl Sheet {
    /// A document from a template of this module, its data, a stable identifier of what it documents, and when it was
    /// issued (the creation date of the PDF).
    pub(crate) fn new(template: &'static str, data: &impl Serialize, identifier: &str, issued_at: DateTime<Utc>) -> Result<Self, DocumentError> {
        let mut data = serde_json::to_value(data)?;
        legible::clean(&mut data, if template == PAPER { legible::LONGEST_OF_A_PAPER } else { legible::LONGEST });
        let main = file_id(template).ok_or_else(|| DocumentError::Typeset { template, message: "not a path".to_owned() })?;
        let mut sheet = Self { template, identifier: identifier.to_owned(), issued_at, main, files: HashMap::new() };
        sheet.add_file("data.json", serde_json::to_vec(&data)?);
        Ok(sheet)
    }

    /// Adds a file that the template reads by this name.
    pub(crate) fn add_file(&mut self, name: &str, bytes: Vec<u8>) {
        if let Some(id) = file_id(name) {
            self.files.insert(id, Bytes::new(bytes));
        }
    }

    /// The PDF: PDF/UA-1 when the text allows it. Some mixes of scripts cannot be mapped letter by letter, which that
    /// standard forbids; they get the same tagged PDF without its claim.
    pub(crate) fn pdf(&self) -> Result<Vec<u8>, DocumentError> {
        let pdf = {
            let _typesetting = TYPESETTING.read().unwrap_or_else(PoisonError::into_inner);
            typst::compile::<PagedDocument>(self)
                .output
                .map_err(|faults| DocumentError::Typeset { template: self.template, message: sentence(&faults) })
                .and_then(|pages| self.export(&pages, &[PdfStandard::Ua_1]).or_else(|_| self.export(&pages, &[])))
        };
        sweep();
        pdf
    }

    fn export(&self, pages: &PagedDocument, standards: &[PdfStandard]) -> Result<Vec<u8>, DocumentError> {
        let refused = |message: String| DocumentError::Export { template: self.template, message };
        let options = PdfOptions {
            ident: Smart::Custom(format!("{} {}", self.template, self.identifier)),
            creator: Smart::Custom(Some("Estrade".to_owned())),
            timestamp: timestamp(self.issued_at),
            standards: PdfStandards::new(standards).map_err(|fault| refused(fault.message().to_string()))?,
            ..PdfOptions::default()
        };
        typst_pdf::pdf(pages, &options).map_err(|faults| refused(sentence(&faults)))
    }
}

impl World for Sheet {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        SOURCES.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.fonts.get(index).cloned()
    }

    // A document says when it was issued, never when it was printed again.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Forgets old documents, when nobody is typesetting or it has not been done for long.
fn sweep() {
    let overdue = UNSWEPT.fetch_add(1, Ordering::Relaxed) >= SWEEP_AT_LATEST;
    let alone = if overdue { Some(TYPESETTING.write().unwrap_or_else(PoisonError::into_inner)) } else { TYPESETTING.try_write().ok() };
    if alone.is_some() {
        typst::comemo::evict(SWEEPS_REMEMBERED);
        UNSWEPT.store(0, Ordering::Relaxed);
    }
}

/// Whether a picture can be decoded, so that a broken one is left out instead of failing a ticket.
pub(crate) fn is_picture(bytes: &[u8]) -> bool {
    ExchangeFormat::detect(bytes).is_some_and(|format| RasterImage::plain(Bytes::new(bytes.to_vec()), RasterFormat::Exchange(format)).is_ok())
}

fn file_id(name: &str) -> Option<FileId> {
    VirtualPath::new(name).ok().map(|path| RootedPath::new(VirtualRoot::Project, path).intern())
}

fn timestamp(at: DateTime<Utc>) -> Option<Timestamp> {
    let small = |value: u32| u8::try_from(value).ok();
    let (date, time) = (at.date_naive(), at.time());
    Datetime::from_ymd_hms(date.year(), small(date.month())?, small(date.day())?, small(time.hour())?, small(time.minute())?, small(time.second())?)
        .map(Timestamp::new_utc)
}

fn sentence(faults: &[SourceDiagnostic]) -> String {
    faults.iter().map(|fault| fault.message.as_str()).collect::<Vec<_>>().join("; ")
}
