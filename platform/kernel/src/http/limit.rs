//! How large a body may be: counted while it streams, whatever its headers promise.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use futures_util::StreamExt as _;
use poem::{Body, Endpoint, Middleware, Request, Result};

/// What a body may hold unless its route says otherwise: the longest text of a form several times over. In bytes.
pub const DEFAULT_BODY_LIMIT: u64 = 64 * 1024;

pub(crate) const TOO_LARGE: &str = "the body is larger than this address takes";

#[derive(Debug, thiserror::Error)]
#[error("{TOO_LARGE}")]
struct TooLarge;

/// The limit of one request, shared between the counter around its body and the route that may change it.
#[derive(Clone)]
struct Limit(Arc<AtomicU64>);

/// Gives a route another body limit than [`DEFAULT_BODY_LIMIT`], in bytes: `post(upload).with(BodyLimit(8 << 20))`.
#[derive(Debug, Clone, Copy)]
pub struct BodyLimit(pub u64);

/// See [`BodyLimit`].
pub struct BodyLimitEndpoint<E> {
    inner: E,
    limit: u64,
}

impl<E: Endpoint> Middleware<E> for BodyLimit {
    type Output = BodyLimitEndpoint<E>;

    fn transform(&self, inner: E) -> Self::Output {
        BodyLimitEndpoint { inner, limit: self.0 }
    }
}

impl<E: Endpoint> Endpoint for BodyLimitEndpoint<E> {
    type Output = E::Output;

    async fn call(&self, request: Request) -> Result<Self::Output> {
        if let Some(limit) = request.data::<Limit>() {
            limit.0.store(self.limit, Ordering::Relaxed);
        }
        self.inner.call(request).await
    }
}

/// Puts the counter around the body.
pub(super) fn count_body(request: &mut Request) {
    let body = request.take_body();
    if body.is_empty() {
        return;
    }
    let limit = Limit(Arc::new(AtomicU64::new(DEFAULT_BODY_LIMIT)));
    request.set_data(limit.clone());
    let mut received = 0_u64;
    let counted = body.into_bytes_stream().map(move |chunk| {
        let chunk = chunk?;
        received = received.saturating_add(chunk.len() as u64);
        if received > limit.0.load(Ordering::Relaxed) { Err(io::Error::other(TooLarge)) } else { Ok(chunk) }
    });
    request.set_body(Body::from_bytes_stream(counted));
}

/// Whether reading stopped because the body is too large. Each reader on the way may have wrapped the error once more.
#[must_use]
pub fn is_too_large(error: &io::Error) -> bool {
    let Some(inner) = error.get_ref() else { return false };
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(inner);
    while let Some(error) = cause {
        if error.is::<TooLarge>() || error.downcast_ref::<io::Error>().is_some_and(is_too_large) {
            return true;
        }
        cause = error.source();
    }
    false
}
