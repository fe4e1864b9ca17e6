//! The object store, by S3's API: bytes under keys that carry the tenant and say nothing about a person.

mod versions;

use std::{fmt, time::Duration};

use aws_sdk_s3::{
    Client,
    config::{BehaviorVersion, Credentials, Region, RequestChecksumCalculation, ResponseChecksumValidation, retry::RetryConfig, timeout::TimeoutConfig},
    error::{DisplayErrorContext, ProvideErrorMetadata, SdkError},
    primitives::ByteStream,
};
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use bytes::{Bytes, BytesMut};
use uuid::Uuid;

use crate::{
    error::{Error, Result},
    ids::TenantId,
};

mod config;

pub use config::StorageConfig;

/// The largest object kept or read: a poster as it comes from a phone, with room to spare.
pub const OBJECT_LIMIT: usize = 32 * 1024 * 1024;

/// A kind of object; each has its own prefix and its own entry in the inventory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StoreId {
    /// Pictures shown on an association's public pages.
    Pictures,
    /// Copies of their data made for people, encrypted.
    Exports,
    /// The copy of everything for an association that leaves, encrypted.
    Closing,
}

impl StoreId {
    /// Its part of a key.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pictures => "pictures",
            Self::Exports => "exports",
            Self::Closing => "closing",
        }
    }
}

/// An object's name. Only the constructors make one, so every key carries its tenant.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StoreKey(String);

impl StoreKey {
    /// `t/<tenant>/<store>/<id>.<extension>`; of the extension only lower-case letters, digits, dots and dashes are kept.
    #[must_use]
    pub fn tenant(tenant: TenantId, store: StoreId, id: Uuid, extension: &str) -> Self {
        let extension: String = extension.chars().filter(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-')).collect();
        Self(format!("{}{id}.{extension}", Self::prefix(tenant, store)))
    }

    /// The key a backup's file is named by; `None` when the name is no tenant's object.
    #[must_use]
    pub fn of_backup(name: &str) -> Option<Self> {
        let mut parts = name.strip_prefix("t/")?.split('/');
        let tenant = parts.next()?.parse::<Uuid>().is_ok();
        let rest: Vec<&str> = parts.collect();
        let plain = |part: &&str| {
            !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_')) && !part.starts_with('.')
        };
        (tenant && rest.len() == 2 && rest.iter().all(plain)).then(|| Self(name.to_owned()))
    }

    /// A name in the privacy ledger's own bucket, which holds nothing else.
    pub(crate) fn ledger(name: &str) -> Self {
        Self(name.to_owned())
    }

    /// What every key of one kind and tenant begins with, for [`Storage::list`].
    #[must_use]
    pub fn prefix(tenant: TenantId, store: StoreId) -> String {
        format!("t/{tenant}/{}/", store.as_str())
    }

    /// The key as the store knows it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for StoreKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// An object with what was said of it.
#[derive(Clone, Debug)]
pub struct Object {
    /// Its bytes.
    pub bytes: Bytes,
    /// Its media type.
    pub content_type: String,
}

/// What is known of an object without reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectHead {
    /// Bytes.
    pub size: u64,
    /// Its media type.
    pub content_type: String,
}

/// The store. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Storage {
    client: Client,
    bucket: String,
}

impl Storage {
    /// Over a configuration; opens no connection yet.
    #[must_use]
    pub fn new(config: &StorageConfig) -> Self {
        let http = aws_smithy_http_client::Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https();
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(Duration::from_secs(5))
            .operation_attempt_timeout(Duration::from_secs(20))
            .operation_timeout(Duration::from_mins(1))
            .build();
        let settings = aws_sdk_s3::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .http_client(http)
            .region(Region::new(config.region.clone()))
            .endpoint_url(config.endpoint.as_str())
            .credentials_provider(Credentials::new(&config.access_key, &config.secret_key, None, None, "configuration"))
            .force_path_style(true)
            .retry_config(RetryConfig::standard().with_max_attempts(3))
            .timeout_config(timeouts)
            // Not every store knows the newer checksums.
            .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
            .response_checksum_validation(ResponseChecksumValidation::WhenRequired)
            .build();
        Self { client: Client::from_conf(settings), bucket: config.bucket.clone() }
    }

    /// Makes the bucket if it is not there: for development and a first start.
    ///
    /// # Errors
    /// `Unavailable` when the store does not answer; `Internal` when it refuses.
    pub async fn ensure_bucket(&self) -> Result<()> {
        if self.client.head_bucket().bucket(&self.bucket).send().await.is_ok() {
            return Ok(());
        }
        match self.client.create_bucket().bucket(&self.bucket).send().await {
            Ok(_) => Ok(()),
            Err(error) if matches!(error.code(), Some("BucketAlreadyOwnedByYou" | "BucketAlreadyExists")) => Ok(()),
            Err(error) => Err(failure("make the bucket", &error)),
        }
    }

    /// Keeps `bytes` under `key`, replacing what was there.
    ///
    /// # Errors
    /// `TooLarge` above [`OBJECT_LIMIT`]; `Unavailable` when the store does not answer; `Internal` when it refuses.
    pub async fn put(&self, key: &StoreKey, bytes: Bytes, content_type: &str) -> Result<()> {
        if bytes.len() > OBJECT_LIMIT {
            return Err(Error::TooLarge);
        }
        let request = self.client.put_object().bucket(&self.bucket).key(key.as_str()).content_type(content_type).body(ByteStream::from(bytes));
        request.send().await.map_err(|error| failure("keep an object", &error))?;
        Ok(())
    }

    /// Keeps `bytes` under `key` unless something is there already; whether it did. Two who try at once: one does.
    ///
    /// # Errors
    /// As [`Storage::put`].
    pub async fn put_if_absent(&self, key: &StoreKey, bytes: Bytes, content_type: &str) -> Result<bool> {
        let request = self.client.put_object().bucket(&self.bucket).key(key.as_str()).content_type(content_type);
        match request.if_none_match("*").body(ByteStream::from(bytes)).send().await {
            Ok(_) => Ok(true),
            // A conflict is two at once, of whom the store let neither tell the end: whoever asks looks again.
            Err(error) if matches!(error.code(), Some("PreconditionFailed" | "ConditionalRequestConflict")) => Ok(false),
            Err(error) if error.raw_response().is_some_and(|answer| matches!(answer.status_code(), 409 | 412)) => Ok(false),
            Err(error) => Err(failure("keep an object", &error)),
        }
    }

    /// Reads an object; `None` when there is none.
    ///
    /// # Errors
    /// As [`Storage::put`].
    pub async fn get(&self, key: &StoreKey) -> Result<Option<Object>> {
        let mut answer = match self.client.get_object().bucket(&self.bucket).key(key.as_str()).send().await {
            Ok(answer) => answer,
            Err(error) if is_missing(&error) => return Ok(None),
            Err(error) => return Err(failure("read an object", &error)),
        };
        let mut bytes = BytesMut::new();
        // Counted as it comes: what the store says of the length is not a promise.
        while let Some(chunk) = answer.body.try_next().await.map_err(|error| {
            tracing::warn!(storage.error = %error, "an object broke off while it was read");
            Error::Unavailable
        })? {
            if bytes.len() + chunk.len() > OBJECT_LIMIT {
                return Err(Error::TooLarge);
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(Some(Object { bytes: bytes.freeze(), content_type: media_type(answer.content_type) }))
    }

    /// Size and type of an object; `None` when there is none.
    ///
    /// # Errors
    /// As [`Storage::put`].
    pub async fn head(&self, key: &StoreKey) -> Result<Option<ObjectHead>> {
        match self.client.head_object().bucket(&self.bucket).key(key.as_str()).send().await {
            Ok(answer) => {
                let size = answer.content_length.and_then(|length| u64::try_from(length).ok()).unwrap_or(0);
                Ok(Some(ObjectHead { size, content_type: media_type(answer.content_type) }))
            }
            Err(error) if is_missing(&error) => Ok(None),
            Err(error) => Err(failure("look at an object", &error)),
        }
    }

    /// Removes an object; one that is not there counts as removed.
    ///
    /// # Errors
    /// As [`Storage::put`].
    pub async fn delete(&self, key: &StoreKey) -> Result<()> {
        match self.client.delete_object().bucket(&self.bucket).key(key.as_str()).send().await {
            Ok(_) => Ok(()),
            Err(error) if is_missing(&error) => Ok(()),
            Err(error) => Err(failure("remove an object", &error)),
        }
    }

    /// Every key under `prefix` (see [`StoreKey::prefix`]), in order.
    ///
    /// # Errors
    /// As [`Storage::put`].
    pub async fn list(&self, prefix: &str) -> Result<Vec<StoreKey>> {
        self.list_after(prefix, None).await
    }

    /// Every key under `prefix` that comes after `after`, in order.
    ///
    /// # Errors
    /// As [`Storage::put`].
    pub async fn list_after(&self, prefix: &str, after: Option<&StoreKey>) -> Result<Vec<StoreKey>> {
        let mut keys = Vec::new();
        let request = self.client.list_objects_v2().bucket(&self.bucket).prefix(prefix).set_start_after(after.map(|key| key.as_str().to_owned()));
        let mut pages = request.into_paginator().send();
        while let Some(page) = pages.next().await {
            let page = page.map_err(|error| failure("list objects", &error))?;
            keys.extend(page.contents.unwrap_or_default().into_iter().filter_map(|object| object.key).map(StoreKey));
        }
        Ok(keys)
    }
}

fn media_type(told: Option<String>) -> String {
    told.unwrap_or_else(|| "application/octet-stream".to_owned())
}

fn is_missing<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> bool
where
    R: StatusOf,
{
    matches!(error.code(), Some("NoSuchKey" | "NotFound")) || error.raw_response().is_some_and(|answer| answer.status_code() == 404)
}

/// The status of a raw answer, whatever its type is called.
trait StatusOf {
    fn status_code(&self) -> u16;
}

impl StatusOf for aws_sdk_s3::config::http::HttpResponse {
    fn status_code(&self) -> u16 {
        self.status().as_u16()
    }
}

fn failure<E, R>(what: &'static str, error: &SdkError<E, R>) -> Error
where
    E: std::error::Error + ProvideErrorMetadata + Send + Sync + 'static,
    R: fmt::Debug + StatusOf + Send + Sync + 'static,
{
    let refused = error.raw_response().is_some_and(|answer| (400..500).contains(&answer.status_code()));
    if refused {
        let code = error.code().unwrap_or("no code").to_owned();
        return Error::Internal(anyhow::anyhow!("the object store refused to {what}: {code}"));
    }
    tracing::warn!(storage.error = %DisplayErrorContext(error), "the object store could not {what}");
    Error::Unavailable
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;

    #[test]
    fn a_key_carries_its_tenant_and_nothing_else_gets_in() {
        let tenant = TenantId::from_uuid(Uuid::nil());
        let key = StoreKey::tenant(tenant, StoreId::Pictures, Uuid::nil(), "../webp?Jeanne/x");
        assert_eq!(key.as_str(), "t/00000000-0000-0000-0000-000000000000/pictures/00000000-0000-0000-0000-000000000000...webpeannex");
        assert!(key.as_str().starts_with(&StoreKey::prefix(tenant, StoreId::Pictures)));
        assert_eq!(key.as_str().matches('/').count(), 3);
    }

    #[tokio::test]
    async fn a_store_that_is_away_is_unavailable_and_a_huge_object_is_refused() {
        let config = StorageConfig {
            endpoint: Url::parse("http://127.0.0.1:9").unwrap(),
            region: "us-east-1".to_owned(),
            bucket: "estrade".to_owned(),
            access_key: "a".to_owned(),
            secret_key: "s".to_owned(),
        };
        let storage = Storage::new(&config);
        let key = StoreKey::tenant(TenantId::from_uuid(Uuid::nil()), StoreId::Pictures, Uuid::nil(), "png");
        assert!(matches!(storage.get(&key).await, Err(Error::Unavailable)));
        assert!(matches!(storage.put(&key, Bytes::from(vec![0; OBJECT_LIMIT + 1]), "image/png").await, Err(Error::TooLarge)));
        assert!(!format!("{config:?}").contains("secret"));
    }
}
