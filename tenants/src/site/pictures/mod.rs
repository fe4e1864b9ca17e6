//! Pictures: taken in once, made upright, stripped of whatever a camera wrote into them, kept in three widths, served for ever.

use std::{io::Cursor, sync::LazyLock};

use bytes::Bytes;
use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, Rgb, RgbImage,
    codecs::{jpeg::JpegEncoder, png::PngEncoder},
    imageops::FilterType,
};
use kernel::{
    app::App,
    error::{Error, Result},
    http::{Cacheable, Ctx},
    ids::{TenantId, new_uuid},
    storage::{StoreId, StoreKey},
};
use poem::{
    Request, Response, RouteMethod, get, handler,
    http::{StatusCode, header},
    web::{Data, Path},
};
use tokio::sync::Semaphore;
use uuid::Uuid;

use crate::site::{cache::PageCache, store};

/// What an upload may weigh, in bytes; its route's body limit leaves room for the form around it.
pub const LARGEST_UPLOAD: usize = 12 * 1024 * 1024;
/// How many pixels it may have: a large camera's.
const MOST_PIXELS: u64 = 40_000_000;
/// Bytes a decoder may take: four a pixel, and room to work.
const MOST_MEMORY: u64 = 256 * 1024 * 1024;
const JPEG_QUALITY: u8 = 82;

/// The variant for logos and small places, 480 pixels wide at most.
pub const SMALL: &str = "w480";
/// The variant for cards, 960 pixels wide at most.
pub const MEDIUM: &str = "w960";
/// The variant for whole pages, 1,600 pixels wide at most.
pub const LARGE: &str = "w1600";
const VARIANTS: [(&str, u32); 3] = [(LARGE, 1600), (MEDIUM, 960), (SMALL, 480)];

// A decoded picture takes a hundred megabytes: two at a time, whoever uploads.
static DECODING: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(2));

/// What is said of a picture.
#[derive(Clone, Debug, Default)]
pub struct PictureWords {
    /// What it shows, in French, for those who cannot see it.
    pub alt_fr: String,
    /// The same in English.
    pub alt_en: String,
    /// Who made it.
    pub credit: String,
}

/// Takes an upload in: JPEG, PNG or WebP, at most 12 MiB and 40 million pixels. Gives the picture's id once it is kept.
///
/// # Errors
/// `BadRequest` with the sentence for its field when it is no such picture; `Unavailable` when the store or the database is away.
pub async fn store_upload(app: &App, tenant: TenantId, bytes: Bytes, words: &PictureWords) -> Result<Uuid> {
    if bytes.len() > LARGEST_UPLOAD {
        return Err(Error::bad_request("fault-picture-too-heavy"));
    }
    let permit = DECODING.acquire().await.map_err(|_| Error::Unavailable)?;
    let made = tokio::task::spawn_blocking(move || variants_of(&bytes)).await.map_err(anyhow::Error::from)??;
    drop(permit);
    let now = app.clock.now();
    let id = new_uuid(now);
    // The objects first: a row without its objects would be a hole in a page, objects without a row are only dust.
    for (variant, bytes) in made.variants {
        let key = StoreKey::tenant(tenant, StoreId::Pictures, id, &format!("{variant}.{}", made.extension));
        app.storage.put(&key, bytes, content_type(made.extension)).await?;
    }
    let mut tx = app.db.tenant(tenant).await?;
    let picture = store::NewPicture {
        id,
        content_type: content_type(made.extension),
        width: made.width,
        height: made.height,
        alt: (&words.alt_fr, &words.alt_en),
        credit: &words.credit,
    };
    store::add_picture(&mut tx, now, &picture).await?;
    tx.commit().await?;
    Ok(id)
}

struct Made {
    width: u32,
    height: u32,
    extension: &'static str,
    variants: Vec<(&'static str, Bytes)>,
}

fn content_type(extension: &str) -> &'static str {
    if extension == "png" { "image/png" } else { "image/jpeg" }
}

/// Decodes within bounds, turns upright and writes the three widths anew: whatever was hidden in the file stays behind.
fn variants_of(bytes: &[u8]) -> Result<Made> {
    let unreadable = || Error::bad_request("fault-picture-unreadable");
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| unreadable())?;
    if !matches!(reader.format(), Some(ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) {
        return Err(Error::bad_request("fault-picture-format"));
    }
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height, limits.max_alloc) = (Some(20_000), Some(20_000), Some(MOST_MEMORY));
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| unreadable())?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(Error::bad_request("fault-picture-too-large"));
    }
    let orientation = decoder.orientation().unwrap_or(image::metadata::Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| unreadable())?;
    picture.apply_orientation(orientation);
    let (width, height) = (picture.width(), picture.height());
    // A logo keeps its transparency; a photograph has none to keep.
    let see_through = picture.color().has_alpha() && picture.to_rgba8().pixels().any(|pixel| pixel.0[3] < 255);
    let extension = if see_through { "png" } else { "jpg" };
    let mut variants = Vec::with_capacity(VARIANTS.len());
    for (variant, widest) in VARIANTS {
        if picture.width() > widest {
            let height = (u64::from(picture.height()) * u64::from(widest)).div_ceil(u64::from(picture.width())).max(1);
            picture = picture.resize_exact(widest, u32::try_from(height).unwrap_or(u32::MAX), FilterType::CatmullRom);
        }
        variants.push((variant, written(&picture, see_through).map_err(anyhow::Error::from)?));
    }
    Ok(Made { width, height, extension, variants })
}

fn written(picture: &DynamicImage, see_through: bool) -> image::ImageResult<Bytes> {
    let mut bytes = Vec::new();
    if see_through {
        picture.to_rgba8().write_with_encoder(PngEncoder::new(&mut bytes))?;
    } else {
        flat(picture).write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY))?;
    }
    Ok(bytes.into())
}

fn flat(picture: &DynamicImage) -> RgbImage {
    let pixels = picture.to_rgb8();
    if pixels.is_empty() { RgbImage::from_pixel(1, 1, Rgb([255; 3])) } else { pixels }
}

/// The address of a picture's variant, on its association's site.
#[must_use]
pub fn url(picture: Uuid, variant: &str) -> String {
    format!("/media/{picture}/{variant}")
}

/// A picture's variant from the store, with its media type; `None` when there is none.
///
/// # Errors
/// `Unavailable` when the store does not answer.
pub async fn load(app: &App, tenant: TenantId, picture: Uuid, variant: &str) -> Result<Option<(Bytes, String)>> {
    for extension in ["jpg", "png"] {
        let key = StoreKey::tenant(tenant, StoreId::Pictures, picture, &format!("{variant}.{extension}"));
        if let Some(object) = app.storage.get(&key).await? {
            return Ok(Some((object.bytes, content_type(extension).to_owned())));
        }
    }
    Ok(None)
}

pub(in crate::site) fn routes() -> Vec<(&'static str, RouteMethod)> {
    vec![("/media/:id/:variant", get(media))]
}

#[handler]
async fn media(ctx: Ctx, cache: Data<&PageCache>, Path((id, variant)): Path<(Uuid, String)>, request: &Request) -> Result<Response> {
    let tenant = ctx.tenant()?.id;
    let (variant, _) = VARIANTS.into_iter().find(|(known, _)| *known == variant).ok_or(Error::NotFound)?;
    // A picture never changes under its id, so the address is the tag and nothing need be read to compare it.
    let tag = format!("\"{id}-{variant}\"");
    let response = Response::builder().header(header::CACHE_CONTROL, "public, max-age=31536000, immutable").header(header::ETAG, &tag).extension(Cacheable);
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag) {
        return Ok(response.status(StatusCode::NOT_MODIFIED).finish());
    }
    let read = async { load(&ctx.app, tenant, id, variant).await?.map(std::sync::Arc::new).ok_or(Error::NotFound) };
    let picture = cache.pictures().try_get_with((tenant, id, variant), read).await.map_err(|error| match *error {
        Error::NotFound => Error::NotFound,
        _ => Error::Unavailable,
    })?;
    Ok(response.content_type(&picture.1).header(header::CONTENT_LENGTH, picture.0.len()).body(picture.0.clone()))
}

#[cfg(test)]
mod tests {
    use image::{Rgba, RgbaImage};

    use super::*;

    fn png(width: u32, height: u32, alpha: u8) -> Vec<u8> {
        let mut bytes = Vec::new();
        RgbaImage::from_pixel(width, height, Rgba([200, 30, 30, alpha])).write_with_encoder(PngEncoder::new(&mut bytes)).unwrap();
        bytes
    }

    fn key(outcome: Result<Made>) -> &'static str {
        match outcome.err() {
            Some(Error::BadRequest(sentence)) => sentence.key(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_picture_is_kept_in_three_widths_and_never_enlarged() {
        let made = variants_of(&png(1000, 500, 255)).unwrap();
        assert_eq!((made.width, made.height, made.extension), (1000, 500, "jpg"));
        let widths: Vec<u32> = made.variants.iter().map(|(_, bytes)| image::load_from_memory(bytes).unwrap().width()).collect();
        assert_eq!(widths, [1000, 960, 480]);
        assert_eq!(variants_of(&png(40, 40, 100)).unwrap().extension, "png");
    }

    #[test]
    fn what_is_no_picture_is_refused_by_name() {
        assert_eq!(key(variants_of(b"GIF89a.............")), "fault-picture-format");
        assert_eq!(key(variants_of(b"<svg onload=alert(1)>")), "fault-picture-format");
        assert_eq!(key(variants_of(&png(200, 200, 255)[..60])), "fault-picture-unreadable");
        assert_eq!(key(variants_of(&png(19_000, 2_200, 255))), "fault-picture-too-large");
    }

    #[test]
    fn a_photograph_is_turned_upright_and_its_position_forgotten() {
        let mut jpeg = Vec::new();
        RgbImage::from_pixel(30, 10, Rgb([9, 9, 9])).write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, 80)).unwrap();
        // An Exif segment with one entry: orientation 6, a quarter turn clockwise.
        let tiff = [b"II*\0\x08\0\0\0\x01\0".as_slice(), &[0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0], &[0; 4]].concat();
        let exif = [b"Exif\0\0".as_slice(), &tiff].concat();
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        let turned = [&jpeg[..2], &[0xff, 0xe1], &length, &exif, &jpeg[2..]].concat();
        let made = variants_of(&turned).unwrap();
        assert_eq!((made.width, made.height), (10, 30));
        assert!(made.variants.iter().all(|(_, bytes)| !bytes.windows(4).any(|window| window == b"Exif")));
    }
}
