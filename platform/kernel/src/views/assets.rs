//! The style sheets, scripts and fonts embedded from `templates/assets/dist`, served for ever under an address that changes with them.

use std::{
    collections::BTreeMap,
    io::Write as _,
    sync::{Arc, OnceLock},
};

use bytes::Bytes;
use poem::{
    Endpoint, Request, Response,
    http::{HeaderValue, Method, StatusCode, header},
};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use crate::error::Error;

#[derive(RustEmbed)]
#[folder = "../../templates/assets/dist"]
#[allow_missing = true]
struct DistFiles;

/// The assets of this build. Cheap to clone; as an endpoint it answers `/assets/...`.
///
/// All files share one hash in their address (`/assets/<hash>/app.css`), so that a style sheet names its fonts and a script
/// its neighbours by plain relative addresses. `/assets/app.css` works too, for a short time only.
#[derive(Clone)]
pub struct Assets(Arc<Inner>);

struct Inner {
    version: String,
    files: BTreeMap<String, Asset>,
}

struct Asset {
    plain: Bytes,
    content_type: &'static str,
    etag: String,
    gzip: OnceLock<Option<Bytes>>,
    brotli: OnceLock<Option<Bytes>>,
}

impl Assets {
    /// Those embedded in this binary.
    #[must_use]
    pub fn embedded() -> Self {
        Self::from_files(DistFiles::iter().filter_map(|name| DistFiles::get(&name).map(|file| (name.to_string(), file.data.into_owned()))))
    }

    pub(super) fn from_files(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        let files: BTreeMap<String, Asset> = files
            .into_iter()
            .map(|(name, data)| {
                let etag = format!("\"{}\"", hex::encode(&Sha256::digest(&data)[..8]));
                let content_type = content_type(&name);
                (name, Asset { plain: data.into(), content_type, etag, gzip: OnceLock::new(), brotli: OnceLock::new() })
            })
            .collect();
        let mut digest = Sha256::new();
        for (name, asset) in &files {
            digest.update(name.as_bytes());
            digest.update(asset.etag.as_bytes());
        }
        Self(Arc::new(Inner { version: hex::encode(&digest.finalize()[..6]), files }))
    }

    /// The lasting address of this file, if there is such a file.
    #[must_use]
    pub fn url(&self, name: &str) -> Option<String> {
        self.0.files.contains_key(name).then(|| format!("/assets/{}/{name}", self.0.version))
    }

    fn find(&self, path: &str) -> Option<(&Asset, bool)> {
        // A router that nests us takes the prefix off.
        let rest = path.strip_prefix("/assets").unwrap_or(path).strip_prefix('/')?;
        match rest.split_once('/') {
            Some((version, name)) if version == self.0.version => self.0.files.get(name).map(|asset| (asset, true)),
            // An older page still names the previous build: what we have now is better than nothing, but not for ever.
            Some((version, name)) if version.bytes().all(|byte| byte.is_ascii_hexdigit()) => self.0.files.get(name).map(|asset| (asset, false)),
            _ => self.0.files.get(rest).map(|asset| (asset, false)),
        }
    }
}

impl Asset {
    fn in_encoding(&self, accepted: &str) -> (Bytes, Option<&'static str>) {
        // Fonts and pictures are compressed already.
        if !(self.content_type.starts_with("text/") || self.content_type.starts_with("image/svg")) {
            return (self.plain.clone(), None);
        }
        if accepts(accepted, "br")
            && let Some(body) = self.brotli.get_or_init(|| compress_brotli(&self.plain))
        {
            return (body.clone(), Some("br"));
        }
        if accepts(accepted, "gzip")
            && let Some(body) = self.gzip.get_or_init(|| compress_gzip(&self.plain))
        {
            return (body.clone(), Some("gzip"));
        }
        (self.plain.clone(), None)
    }
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("webp") => "image/webp",
        Some("ico") => "image/x-icon",
        Some("txt") => "text/plain; charset=utf-8",
        Some("webmanifest" | "json") => "application/json",
        _ => "application/octet-stream",
    }
}

/// Whether an `Accept-Encoding` takes this coding: named and not refused with `q=0` (RFC 9110 section 12.5.3).
pub(crate) fn accepts(header: &str, coding: &str) -> bool {
    header.split(',').any(|offer| {
        let mut parts = offer.split(';').map(str::trim);
        parts.next().is_some_and(|name| name.eq_ignore_ascii_case(coding))
            && !parts.any(|part| part.strip_prefix("q=").is_some_and(|quality| quality.parse::<f32>().is_ok_and(|value| value <= 0.0)))
    })
}

fn compress_gzip(plain: &[u8]) -> Option<Bytes> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(plain).ok()?;
    encoder.finish().ok().map(Bytes::from)
}

fn compress_brotli(plain: &[u8]) -> Option<Bytes> {
    let mut body = Vec::new();
    let mut encoder = brotli::CompressorWriter::new(&mut body, 16 * 1024, 9, 22);
    encoder.write_all(plain).and_then(|()| encoder.flush()).ok()?;
    drop(encoder);
    Some(body.into())
}

impl Endpoint for Assets {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return Err(StatusCode::METHOD_NOT_ALLOWED.into());
        }
        let path = request.uri().path();
        let Some((asset, lasting)) = self.find(path) else { return Err(Error::NotFound.into()) };
        let cache = if lasting { "public, max-age=31536000, immutable" } else { "public, max-age=300" };
        let response = Response::builder()
            .header(header::CACHE_CONTROL, cache)
            .header(header::ETAG, asset.etag.as_str())
            .header(header::VARY, "accept-encoding")
            .extension(crate::http::Cacheable);
        let known = request.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
        if known.is_some_and(|tags| tags.split(',').any(|tag| tag.trim().trim_start_matches("W/") == asset.etag)) {
            return Ok(response.status(StatusCode::NOT_MODIFIED).finish());
        }
        let accepted = request.headers().get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let (body, encoding) = asset.in_encoding(accepted);
        let mut response = response.content_type(asset.content_type).body(body);
        if let Some(encoding) = encoding {
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        Ok(response)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assets() -> Assets {
        Assets::from_files([("app.css".to_owned(), b"body { margin: 0 }".repeat(50)), ("a.woff2".to_owned(), vec![0; 64])])
    }

    #[tokio::test]
    async fn an_asset_is_compressed_lasting_and_answers_304() {
        let assets = assets();
        let url = assets.url("app.css").unwrap();
        let get = |name: &'static str, value: String| assets.call(Request::builder().uri_str(&url).header(name, value).finish());
        let answer = get("accept-encoding", "gzip, br".to_owned()).await.unwrap();
        assert_eq!(answer.header("content-encoding"), Some("br"));
        assert!(answer.header("cache-control").unwrap().contains("immutable"));
        let etag = answer.header("etag").unwrap().to_owned();
        assert_eq!(get("if-none-match", etag).await.unwrap().status(), StatusCode::NOT_MODIFIED);
        assert_eq!(get("accept-encoding", "br;q=0".to_owned()).await.unwrap().header("content-encoding"), None);
    }

    #[tokio::test]
    async fn an_unversioned_address_is_served_for_a_short_time_and_nothing_else_is() {
        let assets = assets();
        let answer = assets.call(Request::builder().uri_str("/assets/a.woff2").finish()).await.unwrap();
        assert!(answer.header("cache-control").unwrap().contains("max-age=300"));
        for path in ["/assets/", "/assets/../app.css", "/assets/nothing.css"] {
            assert!(assets.call(Request::builder().uri_str(path).finish()).await.is_err(), "{path}");
        }
    }
}
