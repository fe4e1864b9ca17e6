//! Rendered pages, kept whole in memory: one rendering serves everybody until the association's content changes or a moment that the page
//! depends on has come. A warm page costs no statement and no template.
//!
//! The key carries the association and the version of its content, so a change needs no eviction: nobody asks for the old key any more.
//! Kept compressed, because nearly every browser takes it so and memory is what many associations share. Bounded by bytes; several who
//! miss at once wait for one rendering.

mod model;

use std::{
    future::Future,
    io::{Read as _, Write as _},
    sync::{Arc, OnceLock},
    time::Duration,
};

use bytes::Bytes;
use kernel::{
    clock::Timestamp,
    error::{Error, Result},
    http::{Cacheable, Ctx},
    i18n::Locale,
    ids::TenantId,
    views::Page,
};
use moka::future::Cache;
use poem::{
    Request, Response,
    http::{HeaderMap, HeaderValue, StatusCode, header},
};
use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use model::canonical;

/// Bytes of pages kept, in their compressed forms: some fifteen hundred pages.
const PAGES: u64 = 12 * 1024 * 1024;
/// Bytes of pictures kept.
const PICTURES: u64 = 64 * 1024 * 1024;
/// A shorter text gains nothing by being compressed.
const TOO_SHORT: usize = 256;
/// A page nobody asks for leaves after so long.
const IDLE: Duration = Duration::from_hours(1);

#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    tenant: TenantId,
    version: i64,
    locale: Locale,
    /// Whether the notice about tracers stands on it.
    asks: bool,
    /// Pages name their own address: what was rendered for one host is not shown at another.
    host: String,
    path: String,
}

/// A picture's variant, by whose it is.
pub(in crate::site) type PictureKey = (TenantId, Uuid, &'static str);

/// The cache. One per process; each request is handed a reference.
#[derive(Clone)]
pub struct PageCache(Arc<Caches>);

struct Caches {
    pages: Cache<Key, Arc<Rendered>>,
    pictures: Cache<PictureKey, Arc<(Bytes, String)>>,
}

impl Default for PageCache {
    fn default() -> Self {
        Self::new()
    }
}

impl PageCache {
    /// An empty cache.
    #[must_use]
    pub fn new() -> Self {
        let pages = Cache::builder()
            .max_capacity(PAGES)
            .time_to_idle(IDLE)
            .weigher(|key: &Key, page: &Arc<Rendered>| page.weight(key.path.len() + key.host.len()))
            .build();
        let pictures = Cache::builder()
            .max_capacity(PICTURES)
            .time_to_idle(IDLE)
            .weigher(|_, picture: &Arc<(Bytes, String)>| u32::try_from(picture.0.len()).unwrap_or(u32::MAX))
            .build();
        Self(Arc::new(Caches { pages, pictures }))
    }

    /// The pictures, by whose they are.
    pub(in crate::site) fn pictures(&self) -> &Cache<PictureKey, Arc<(Bytes, String)>> {
        &self.0.pictures
    }

    /// Answers with the page at `ctx.path`, rendered by `render` unless it is known. The query is no part of what a page is.
    ///
    /// # Errors
    /// As `render` answers; an error is never kept.
    pub async fn serve<F>(&self, ctx: &Ctx, request: &Request, render: impl FnOnce() -> F) -> Result<Response>
    where
        F: Future<Output = Result<Rendered>> + Send,
    {
        let tenant = ctx.tenant()?;
        let key = Key {
            tenant: tenant.id,
            version: tenant.version(),
            locale: ctx.locale,
            asks: ctx.choice.is_open(),
            host: ctx.host.clone(),
            path: canonical(&ctx.path),
        };
        let now = ctx.now();
        let known = match self.0.pages.get(&key).await {
            Some(page) if page.valid_until.is_none_or(|until| now < until) => Some(page),
            Some(_) => {
                self.0.pages.invalidate(&key).await;
                None
            }
            None => None,
        };
        let page = match known {
            Some(page) => page,
            // Boxed: what only a miss needs would else be moved along with every request.
            None => Box::pin(self.0.pages.try_get_with(key, async { render().await.map(Arc::new) })).await.map_err(|error| copied(&error))?,
        };
        Ok(page.answer(request))
    }
}

/// The same failure for each who waited for one rendering: the cause of an internal one is in the log of the first.
fn copied(error: &Arc<Error>) -> Error {
    match error.as_ref() {
        Error::NotFound => Error::NotFound,
        Error::Forbidden => Error::Forbidden,
        Error::Unauthorized => Error::Unauthorized,
        Error::BadRequest(sentence) => Error::BadRequest(sentence.clone()),
        Error::Conflict(sentence) => Error::Conflict(sentence.clone()),
        Error::Gone(sentence) => Error::Gone(sentence.clone()),
        Error::Later(sentence) => Error::Later(sentence.clone()),
        Error::TooMany { retry_after_seconds } => Error::TooMany { retry_after_seconds: *retry_after_seconds },
        Error::TooLarge => Error::TooLarge,
        Error::Unavailable => Error::Unavailable,
        Error::Internal(cause) => Error::Internal(anyhow::anyhow!("a page could not be rendered: {cause:#}")),
    }
}

/// A text in memory.
enum Kept {
    Plain(Bytes),
    Gzip(Bytes),
}

impl Kept {
    fn new(text: String) -> Self {
        let packed = if text.len() < TOO_SHORT { None } else { gzip(text.as_bytes()) };
        packed.map_or_else(|| Self::Plain(text.into()), Self::Gzip)
    }

    fn bytes(&self) -> &Bytes {
        match self {
            Self::Plain(bytes) | Self::Gzip(bytes) => bytes,
        }
    }

    /// The text itself, for the few who do not take it compressed.
    fn plain(&self) -> Bytes {
        match self {
            Self::Plain(plain) => plain.clone(),
            Self::Gzip(packed) => {
                let mut plain = Vec::with_capacity(packed.len() * 5);
                // It reads what this process wrote: nothing is there to fail.
                let _ = flate2::read::GzDecoder::new(packed.as_ref()).read_to_end(&mut plain);
                plain.into()
            }
        }
    }
}

/// The tags of one content. A strong tag names bytes, and each coding has its own (RFC 9110 section 8.8.3.3).
struct Tags {
    plain: HeaderValue,
    gzip: HeaderValue,
    brotli: HeaderValue,
}

impl Tags {
    fn of(hash: &str) -> Self {
        let tag = |text: String| HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""));
        Self { plain: tag(format!("\"{hash}\"")), gzip: tag(format!("\"{hash}-gzip\"")), brotli: tag(format!("\"{hash}-br\"")) }
    }

    fn of_coding(&self, coding: Option<&str>) -> HeaderValue {
        match coding {
            Some("br") => self.brotli.clone(),
            Some(_) => self.gzip.clone(),
            None => self.plain.clone(),
        }
    }
}

/// A page as it leaves, with what a browser needs to ask for it again cheaply.
pub struct Rendered {
    content_type: &'static str,
    language: Option<Locale>,
    kept: Kept,
    hash: String,
    tags: Tags,
    /// Made when the first browser asks for it.
    brotli: OnceLock<Option<Bytes>>,
    valid_until: Option<Timestamp>,
    lasting_under: Option<String>,
}

impl Rendered {
    /// A text of this media type.
    #[must_use]
    pub fn new(content_type: &'static str, text: impl Into<String>) -> Self {
        let text = text.into();
        let hash = hex::encode(&Sha256::digest(&text)[..12]);
        Self {
            content_type,
            language: None,
            kept: Kept::new(text),
            tags: Tags::of(&hash),
            hash,
            brotli: OnceLock::new(),
            valid_until: None,
            lasting_under: None,
        }
    }

    /// A page inside its frame.
    ///
    /// # Errors
    /// When the template fails.
    pub fn page<P: Page>(ctx: &Ctx, chrome: &impl Serialize, page: &P) -> Result<Self> {
        let html = ctx.app.views.render(ctx.locale, chrome, page)?;
        Ok(Self { language: Some(ctx.locale), ..Self::new("text/html; charset=utf-8", html) })
    }

    /// What it says is true until this moment only.
    pub fn until(mut self, moment: Option<Timestamp>) -> Self {
        self.valid_until = moment;
        self
    }

    /// Asked for under exactly this query, it may be kept for ever: the query changes with the content.
    pub fn lasting_under(mut self, query: &str) -> Self {
        self.lasting_under = Some(query.to_owned());
        self
    }

    fn weight(&self, key: usize) -> u32 {
        // The other compressed form is about as large, and comes later.
        u32::try_from(self.kept.bytes().len() * 2 + key + 256).unwrap_or(u32::MAX)
    }

    fn answer(&self, request: &Request) -> Response {
        let accepted = header_text(request.headers(), &header::ACCEPT_ENCODING);
        let (body, coding) = self.in_coding(accepted);
        let lasting = self.lasting_under.is_some() && request.uri().query() == self.lasting_under.as_deref();
        let said = HeaderValue::from_static;
        let mut response = Response::builder()
            .header(header::CACHE_CONTROL, said(if lasting { "public, max-age=31536000, immutable" } else { "public, max-age=0, must-revalidate" }))
            .header(header::ETAG, self.tags.of_coding(coding))
            .header(header::VARY, said("accept-encoding"))
            .extension(Cacheable);
        if let Some(locale) = self.language {
            // The notice about tracers stands on it or not, as the visitor answered or their browser says.
            response = response.header(header::VARY, said("cookie, sec-gpc, dnt")).header(header::CONTENT_LANGUAGE, said(locale.code()));
        }
        if is_known(header_text(request.headers(), &header::IF_NONE_MATCH), &self.hash) {
            return response.status(StatusCode::NOT_MODIFIED).finish();
        }
        response = response.header(header::CONTENT_TYPE, said(self.content_type));
        if let Some(coding) = coding {
            response = response.header(header::CONTENT_ENCODING, said(coding));
        }
        // Said here because the router answers HEAD by emptying the body of GET.
        response.header(header::CONTENT_LENGTH, body.len()).body(body)
    }

    fn in_coding(&self, accepted: &str) -> (Bytes, Option<&'static str>) {
        let Kept::Gzip(packed) = &self.kept else { return (self.kept.plain(), None) };
        if accepts(accepted, "br")
            && let Some(body) = self.brotli.get_or_init(|| brotli(&self.kept.plain()))
        {
            return (body.clone(), Some("br"));
        }
        if accepts(accepted, "gzip") {
            return (packed.clone(), Some("gzip"));
        }
        (self.kept.plain(), None)
    }
}

fn header_text<'a>(headers: &'a HeaderMap, name: &header::HeaderName) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Whether one of the tags a browser holds names this content, in whatever coding it was sent then. A cache on the way may have weakened it.
fn is_known(tags: &str, hash: &str) -> bool {
    tags.split(',').map(|tag| tag.trim().trim_start_matches("W/").trim_matches('"')).any(|tag| tag == "*" || tag.split('-').next() == Some(hash))
}

/// Whether an `Accept-Encoding` takes this coding: named and not refused with `q=0` (RFC 9110 section 12.5.3).
fn accepts(accepted: &str, coding: &str) -> bool {
    accepted.split(',').any(|offer| {
        let mut parts = offer.split(';').map(str::trim);
        parts.next().is_some_and(|name| name.eq_ignore_ascii_case(coding))
            && !parts.any(|part| part.strip_prefix("q=").is_some_and(|quality| quality.parse::<f32>().is_ok_and(|value| value <= 0.0)))
    })
}

fn gzip(plain: &[u8]) -> Option<Bytes> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
    encoder.write_all(plain).ok()?;
    encoder.finish().ok().map(whole)
}

fn brotli(plain: &[u8]) -> Option<Bytes> {
    let mut body = Vec::new();
    // Quality 5: a page is compressed again at each change, so the last few per cent are not worth a core.
    let mut encoder = brotli::CompressorWriter::new(&mut body, 16 * 1024, 5, 20);
    encoder.write_all(plain).and_then(|()| encoder.flush()).ok()?;
    drop(encoder);
    Some(whole(body))
}

/// These bytes, cut to their length: what they grew into is up to twice that, and is kept as long as they are.
fn whole(body: Vec<u8>) -> Bytes {
    body.into_boxed_slice().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Rendered {
        Rendered::new("text/html; charset=utf-8", "<p>Samedi, nous jouons.</p>".repeat(40))
    }

    fn get(headers: &[(&str, &str)]) -> Request {
        headers.iter().fold(Request::builder(), |builder, (name, value)| builder.header(*name, *value)).finish()
    }

    #[tokio::test]
    async fn a_page_is_compressed_and_known_again_in_any_coding() {
        let page = page();
        let answer = page.answer(&get(&[("accept-encoding", "gzip, br")]));
        assert_eq!(answer.header("content-encoding"), Some("br"));
        assert!(answer.data::<Cacheable>().is_some());
        let tag = answer.header("etag").unwrap().to_owned();
        for tags in [tag.clone(), format!("W/{tag}"), format!("\"other\", {tag}")] {
            assert_eq!(page.answer(&get(&[("if-none-match", &tags)])).status(), StatusCode::NOT_MODIFIED);
        }
        assert_eq!(page.answer(&get(&[("if-none-match", "\"other\"")])).status(), StatusCode::OK);
        assert_eq!(page.answer(&get(&[("accept-encoding", "br;q=0, gzip;q=0.5")])).header("content-encoding"), Some("gzip"));
        assert_eq!(page.answer(&get(&[])).header("content-encoding"), None);
    }

    #[test]
    fn a_page_kept_compressed_reads_as_it_was_written() {
        let text = "<p>Samedi, nous jouons à 20 h 30.</p>".repeat(40);
        let page = Rendered::new("text/html; charset=utf-8", text.clone());
        assert_eq!(page.in_coding("").0, text.as_bytes());
        assert!(page.kept.bytes().len() < text.len() / 4);
        assert_eq!(Rendered::new("text/plain", "court").in_coding("gzip, br"), (Bytes::from_static(b"court"), None));
    }

    #[test]
    fn a_page_tells_its_length_and_a_query_may_make_it_last() {
        let page = page().lasting_under("e8452c");
        assert_eq!(page.answer(&get(&[])).header("content-length"), Some("1080"));
        let lasting = page.answer(&Request::builder().uri_str("/theme.css?e8452c").finish());
        assert!(lasting.header("cache-control").is_some_and(|value| value.contains("immutable")));
        let other = page.answer(&Request::builder().uri_str("/theme.css?000000").finish());
        assert_eq!(other.header("cache-control"), Some("public, max-age=0, must-revalidate"));
    }
}
