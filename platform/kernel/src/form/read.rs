//! From bytes to fields, in both encodings browsers send. The body itself is counted by the outer layer.

use bytes::Bytes;
use poem::{FromRequest as _, Request, RequestBody, error::ReadBodyError, web::Multipart};
use tokio::io::AsyncReadExt as _;

use super::{Form, MOST_FIELDS, Upload};
use crate::{
    error::{Error, Result},
    http::is_too_large,
};

/// Reads the whole form.
pub(super) async fn read(request: &Request, body: &mut RequestBody) -> Result<Form> {
    let content_type = request.headers().get(poem::http::header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match kind.as_str() {
        "application/x-www-form-urlencoded" => {
            let bytes = body.take().map_err(body_error)?.into_bytes().await.map_err(body_error)?;
            url_encoded(&bytes)
        }
        "multipart/form-data" => multipart(request, body).await,
        // A form without fields may come without a type.
        "" if body.is_none() => Ok(Form::default()),
        _ => Err(Error::bad_request("fault-not-a-form")),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the shape map_err wants")]
fn body_error(error: ReadBodyError) -> Error {
    match &error {
        ReadBodyError::PayloadTooLarge => Error::TooLarge,
        ReadBodyError::Io(cause) if is_too_large(cause) => Error::TooLarge,
        _ => Error::bad_request("fault-not-a-form"),
    }
}

pub(super) fn url_encoded(bytes: &Bytes) -> Result<Form> {
    let mut form = Form::default();
    for pair in bytes.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
        let mut halves = pair.splitn(2, |byte| *byte == b'=');
        let name = decoded(halves.next().unwrap_or_default());
        let value = decoded(halves.next().unwrap_or_default());
        form.push(&name, &value)?;
    }
    Ok(form)
}

/// Undoes `+` and `%41`; a stray percent sign stands for itself, as the URL standard has it.
fn decoded(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, tail @ ..] = rest {
        rest = tail;
        match (first, tail) {
            (b'+', _) => bytes.push(b' '),
            (b'%', [high, low, after @ ..]) => match (hex_digit(*high), hex_digit(*low)) {
                (Some(high), Some(low)) => {
                    bytes.push(high * 16 + low);
                    rest = after;
                }
                _ => bytes.push(b'%'),
            },
            (byte, _) => bytes.push(*byte),
        }
    }
    bytes
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

async fn multipart(request: &Request, body: &mut RequestBody) -> Result<Form> {
    let malformed = || Error::bad_request("fault-not-a-form");
    let mut parts = Multipart::from_request(request, body).await.map_err(|_| malformed())?;
    let mut form = Form::default();
    loop {
        let field = match parts.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => return Ok(form),
            Err(error) => return Err(if mentions_too_large(&error) { Error::TooLarge } else { malformed() }),
        };
        if form.fields.len() + form.files.len() >= MOST_FIELDS {
            return Err(Error::bad_request("fault-too-many-fields"));
        }
        let name = field.name().unwrap_or_default().to_owned();
        let is_file = field.file_name().is_some();
        let content_type = field.content_type().map(str::to_owned);
        let mut bytes = Vec::new();
        Box::pin(field.into_async_read())
            .read_to_end(&mut bytes)
            .await
            .map_err(|error| if mentions_too_large(&error) { Error::TooLarge } else { malformed() })?;
        if is_file {
            form.files.push((name, Upload { content_type, bytes: bytes.into() }));
        } else {
            form.push(name.as_bytes(), &bytes)?;
        }
    }
}

// The multipart reader keeps only the words of the body's error, so the words are what we recognise it by.
fn mentions_too_large(error: &dyn std::error::Error) -> bool {
    let mut cause = Some(error);
    while let Some(inner) = cause {
        if inner.to_string().contains(crate::http::TOO_LARGE) {
            return true;
        }
        cause = inner.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(text: &str) -> Form {
        url_encoded(&Bytes::copy_from_slice(text.as_bytes())).unwrap()
    }

    #[test]
    fn fields_are_decoded_in_order() {
        let form = form("name=Zo%C3%A9+Martin&box=1&box=2&text=a%0D%0Ab&percent=50%&empty=&tariff-7=2");
        assert_eq!(form.text("name"), "Zoé Martin");
        assert_eq!(form.all("box").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(form.text("text"), "a\nb");
        assert_eq!(form.text("percent"), "50%");
        assert!(form.has("empty") && !form.has("absent"));
        assert_eq!(form.with_prefix("tariff-").collect::<Vec<_>>(), [("7", "2")]);
    }

    #[test]
    fn a_wrong_encoding_keeps_what_it_can_and_is_a_fault() {
        let form = form("name=Zo%E9&city=Dole%00");
        assert_eq!(form.text("name"), "Zo\u{fffd}");
        assert_eq!(form.text("city"), "Dole");
        let parser = form.parser();
        assert!(!parser.is_clean());
    }

    #[test]
    fn too_many_fields_are_refused() {
        assert!(matches!(url_encoded(&Bytes::from("a=1&".repeat(MOST_FIELDS + 1))), Err(Error::BadRequest(_))));
        assert!(url_encoded(&Bytes::from("a=1&".repeat(MOST_FIELDS))).is_ok());
    }

    #[tokio::test]
    async fn a_multipart_form_gives_fields_and_files() {
        let body = "--X\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nBal\r\n--X\r\n\
                    Content-Disposition: form-data; name=\"picture\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\nPNG\r\n--X--\r\n";
        let request = Request::builder().header("content-type", "multipart/form-data; boundary=X").body(body);
        let (request, mut body) = request.split();
        let form = read(&request, &mut body).await.unwrap();
        assert_eq!(form.text("title"), "Bal");
        assert_eq!(form.file("picture").map(|upload| upload.bytes.as_ref()), Some(&b"PNG"[..]));
    }
}
