//! Where the object store is, and the privacy ledger's own: addresses, buckets, keys.

use std::fmt;

use url::Url;

use crate::config::Source;

/// Where objects are kept.
#[derive(Clone)]
pub struct StorageConfig {
    /// The S3 endpoint.
    pub endpoint: Url,
    /// Its region; self-hosted stores take any word.
    pub region: String,
    /// One bucket for everyone.
    pub bucket: String,
    /// Access key.
    pub access_key: String,
    /// Secret key.
    pub secret_key: String,
}

impl fmt::Debug for StorageConfig {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("StorageConfig").field("endpoint", &self.endpoint.as_str()).field("bucket", &self.bucket).finish_non_exhaustive()
    }
}

impl StorageConfig {
    /// From `S3_ENDPOINT`, `S3_REGION`, `S3_BUCKET`, `S3_ACCESS_KEY` and `S3_SECRET_KEY`. Faults go to `source`.
    pub fn from_source(source: &mut Source) -> Self {
        Self::named(source, "S3", "")
    }

    /// The privacy ledger's own place, from `LEDGER_S3_ENDPOINT` and so on: another bucket than `main`, opened by other keys, or whoever
    /// loses or rolls back the one loses the other with it. Faults go to `source`.
    pub fn ledger_from_source(source: &mut Source, main: &Self) -> Self {
        let ledger = Self::named(source, "LEDGER_S3", " of the privacy ledger, which keeps what people asked for outside the database (ops/adr/0006)");
        if !ledger.bucket.is_empty() && ledger.bucket == main.bucket && ledger.endpoint == main.endpoint {
            source.fault("LEDGER_S3_BUCKET", "it is the bucket of S3_BUCKET", "make another bucket, with versioning and object lock where the store has them");
        }
        if !ledger.access_key.is_empty() && ledger.access_key == main.access_key {
            source.fault("LEDGER_S3_ACCESS_KEY", "it is the key of S3_ACCESS_KEY", "make a second user who may read and write the ledger's bucket only");
        }
        ledger
    }

    fn named(source: &mut Source, prefix: &str, of: &str) -> Self {
        let (endpoint, region, bucket) = (format!("{prefix}_ENDPOINT"), format!("{prefix}_REGION"), format!("{prefix}_BUCKET"));
        let (access_key, secret_key) = (format!("{prefix}_ACCESS_KEY"), format!("{prefix}_SECRET_KEY"));
        let address = source.required(&endpoint, &format!("set the address of the store{of}, e.g. https://s3.fr-par.scw.cloud"));
        let url = Url::parse(&address).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.host().is_some());
        if url.is_none() && !address.is_empty() {
            source.fault(&endpoint, &format!("“{address}” is not an http(s) address"), "set e.g. https://s3.fr-par.scw.cloud");
        }
        Self {
            endpoint: url.unwrap_or_else(nowhere),
            region: source.text(&region).unwrap_or_else(|| "us-east-1".to_owned()),
            bucket: source.required(&bucket, &format!("set the name of the bucket{of}")),
            access_key: source.required(&access_key, "set the access key of a user who may read and write the bucket"),
            secret_key: source.required(&secret_key, &format!("set the secret that belongs to {access_key}")),
        }
    }
}

/// Stands in for a faulty address until the faults are reported; never called.
#[expect(clippy::expect_used, reason = "a literal that parses")]
fn nowhere() -> Url {
    Url::parse("http://localhost").expect("a literal address")
}
