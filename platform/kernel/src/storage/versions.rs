//! Removing an object so that nothing of it stays: every version and delete marker where the store keeps versions, and uploads that were
//! begun and never finished.

use aws_sdk_s3::{
    error::{ProvideErrorMetadata, SdkError},
    types::{ObjectIdentifier, ObjectVersion},
};

use super::{StatusOf, Storage, StoreKey, failure, is_missing};
use crate::{
    error::{Error, Result},
    ids::TenantId,
};

impl Storage {
    /// Removes an object, all its versions and the markers of earlier removals, and uploads of it that were never finished. One that is not
    /// there counts as removed. An address that was handed out before leads nowhere afterwards.
    ///
    /// # Errors
    /// `Unavailable` when the store does not answer: safe to run again; `Internal` when it refuses.
    pub async fn delete_all_versions(&self, key: &StoreKey) -> Result<()> {
        self.sweep(key.as_str(), true).await
    }

    /// The same for every object whose key begins with `prefix`, which must lie inside one tenant's store.
    ///
    /// # Errors
    /// As [`Storage::delete_all_versions`]; `Internal` for a prefix that reaches further than one store of one tenant.
    pub async fn delete_all_versions_under(&self, prefix: &str) -> Result<()> {
        self.sweep(prefix, false).await
    }

    /// Removes everything of one tenant, whatever it is, as [`Storage::delete_all_versions`] does. Only for a tenant that is gone for good.
    ///
    /// # Errors
    /// As [`Storage::delete_all_versions`].
    pub async fn delete_tenant(&self, tenant: TenantId) -> Result<()> {
        self.remove_whole(&format!("t/{tenant}/"), false).await
    }

    /// How many objects, versions of objects, markers of removals and unfinished uploads a tenant has.
    ///
    /// # Errors
    /// As [`Storage::delete_all_versions`].
    pub async fn left_of_tenant(&self, tenant: TenantId) -> Result<u64> {
        let prefix = format!("t/{tenant}/");
        let mut left = self.list(&prefix).await?.len();
        let (mut key_marker, mut version_marker) = (None, None);
        loop {
            let request = self.client.list_object_versions().bucket(&self.bucket).prefix(&prefix);
            let page = match request.set_key_marker(key_marker).set_version_id_marker(version_marker).send().await {
                Ok(page) => page,
                Err(error) if is_unsupported(&error) => break,
                Err(error) => return Err(failure("list the versions of objects", &error)),
            };
            // The newest version is in the list already.
            left += page.versions().iter().filter(|version| version.is_latest() != Some(true)).count() + page.delete_markers().len();
            if page.is_truncated() != Some(true) {
                break;
            }
            (key_marker, version_marker) = (page.next_key_marker, page.next_version_id_marker);
        }
        match self.client.list_multipart_uploads().bucket(&self.bucket).prefix(&prefix).send().await {
            Ok(page) => left += page.uploads().len(),
            Err(error) if is_unsupported(&error) => {}
            Err(error) => return Err(failure("list unfinished uploads", &error)),
        }
        Ok(u64::try_from(left).unwrap_or(u64::MAX))
    }

    async fn sweep(&self, prefix: &str, whole: bool) -> Result<()> {
        // t/<tenant>/<store>/...: anything shorter is a mistake that would cost other people's objects.
        let parts: Vec<&str> = prefix.split('/').collect();
        if !matches!(parts.as_slice(), ["t", tenant, store, ..] if tenant.len() == 36 && !store.is_empty() && parts.len() >= 4) {
            return Err(Error::Internal(anyhow::anyhow!("only what lies in one store of one tenant is removed with all its versions")));
        }
        self.remove_whole(prefix, whole).await
    }

    /// One object with all its versions, in a bucket that is not the tenants'.
    pub(crate) async fn delete_versions_of(&self, key: &StoreKey) -> Result<()> {
        self.remove_whole(key.as_str(), true).await
    }

    async fn remove_whole(&self, prefix: &str, whole: bool) -> Result<()> {
        let concerned = |key: Option<&str>| key.is_some_and(|key| if whole { key == prefix } else { key.starts_with(prefix) });
        self.abort_uploads(prefix, &concerned).await?;
        if self.remove_versions(prefix, &concerned).await? {
            return Ok(());
        }
        // The store keeps no versions: what it lists is all there is.
        for key in self.list(prefix).await? {
            if concerned(Some(key.as_str())) {
                self.delete(&key).await?;
            }
        }
        Ok(())
    }

    async fn abort_uploads(&self, prefix: &str, concerned: &impl Fn(Option<&str>) -> bool) -> Result<()> {
        let (mut key_marker, mut upload_marker) = (None, None);
        loop {
            let request = self.client.list_multipart_uploads().bucket(&self.bucket).prefix(prefix);
            let page = match request.set_key_marker(key_marker).set_upload_id_marker(upload_marker).send().await {
                Ok(page) => page,
                Err(error) if is_unsupported(&error) => return Ok(()),
                Err(error) => return Err(failure("list unfinished uploads", &error)),
            };
            for upload in page.uploads().iter().filter(|upload| concerned(upload.key())) {
                let abort = self.client.abort_multipart_upload().bucket(&self.bucket).set_key(upload.key.clone());
                match abort.set_upload_id(upload.upload_id.clone()).send().await {
                    Ok(_) => {}
                    Err(error) if is_missing(&error) => {}
                    Err(error) => return Err(failure("end an unfinished upload", &error)),
                }
            }
            if page.is_truncated() != Some(true) {
                return Ok(());
            }
            (key_marker, upload_marker) = (page.next_key_marker, page.next_upload_id_marker);
        }
    }

    /// `false` when the store has no versions to list.
    async fn remove_versions(&self, prefix: &str, concerned: &impl Fn(Option<&str>) -> bool) -> Result<bool> {
        let (mut key_marker, mut version_marker) = (None, None);
        loop {
            let request = self.client.list_object_versions().bucket(&self.bucket).prefix(prefix);
            let page = match request.set_key_marker(key_marker).set_version_id_marker(version_marker).send().await {
                Ok(page) => page,
                Err(error) if is_unsupported(&error) => return Ok(false),
                Err(error) => return Err(failure("list the versions of objects", &error)),
            };
            let versions = page.versions().iter().filter_map(|version: &ObjectVersion| named(version.key(), version.version_id()));
            let markers = page.delete_markers().iter().filter_map(|marker| named(marker.key(), marker.version_id()));
            for identifier in versions.chain(markers).filter(|identifier| concerned(Some(identifier.key()))) {
                let delete = self.client.delete_object().bucket(&self.bucket).key(identifier.key()).set_version_id(identifier.version_id.clone());
                match delete.send().await {
                    Ok(_) => {}
                    Err(error) if is_missing(&error) => {}
                    Err(error) => return Err(failure("remove a version of an object", &error)),
                }
            }
            if page.is_truncated() != Some(true) {
                return Ok(true);
            }
            (key_marker, version_marker) = (page.next_key_marker, page.next_version_id_marker);
        }
    }
}

fn named(key: Option<&str>, version: Option<&str>) -> Option<ObjectIdentifier> {
    ObjectIdentifier::builder().key(key?).set_version_id(version.map(str::to_owned)).build().ok()
}

/// Whether a store says that it does not know this request at all.
fn is_unsupported<E: ProvideErrorMetadata, R: StatusOf>(error: &SdkError<E, R>) -> bool {
    matches!(error.code(), Some("NotImplemented" | "MethodNotAllowed")) || error.raw_response().is_some_and(|answer| matches!(answer.status_code(), 405 | 501))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::TenantId;
    use crate::storage::{StorageConfig, StoreId};
    use poem::{
        IntoEndpoint, Request, Response, Server,
        endpoint::make_sync,
        http::{Method, StatusCode},
        listener::{Acceptor, Listener, TcpListener},
    };
    use std::sync::{Arc, Mutex};
    use uuid::Uuid;

    const TENANT: &str = "00000000-0000-0000-0000-000000000000";

    /// A store that keeps versions, in two pages, or says it keeps none; gives what was asked of it beside listings.
    async fn store(versioned: bool) -> (Storage, Arc<Mutex<Vec<String>>>) {
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let log = asked.clone();
        let answer = move |request: Request| {
            let query = request.uri().query().unwrap_or_default().to_owned();
            let path = request.uri().path().to_owned();
            let key = format!("t/{TENANT}/pictures/1.webp");
            let xml = |body: String| Response::builder().content_type("application/xml").body(body);
            let has = |word: &str| query.split('&').any(|part| part == word || part.starts_with(&format!("{word}=")));
            if request.method() != Method::GET {
                let version = query.split('&').filter(|part| part.starts_with("versionId") || part.starts_with("uploadId")).collect::<String>();
                log.lock().unwrap().push(format!("{} {} {version}", request.method(), path.trim_start_matches("/estrade/")));
                return Response::builder().status(StatusCode::NO_CONTENT).finish();
            }
            if has("uploads") {
                return xml(format!(
                    "<ListMultipartUploadsResult><IsTruncated>false</IsTruncated><Upload><Key>{key}</Key><UploadId>up</UploadId></Upload></ListMultipartUploadsResult>"
                ));
            }
            if has("versions") && !versioned {
                return Response::builder().status(StatusCode::NOT_IMPLEMENTED).body("<Error><Code>NotImplemented</Code></Error>");
            }
            if has("versions") && !has("key-marker") {
                return xml(format!(
                    "<ListVersionsResult><IsTruncated>true</IsTruncated><NextKeyMarker>{key}</NextKeyMarker><NextVersionIdMarker>v2</NextVersionIdMarker>\
                     <Version><Key>{key}</Key><VersionId>v1</VersionId></Version><DeleteMarker><Key>{key}</Key><VersionId>v2</VersionId></DeleteMarker></ListVersionsResult>"
                ));
            }
            if has("versions") {
                return xml(format!(
                    "<ListVersionsResult><IsTruncated>false</IsTruncated><Version><Key>{key}</Key><VersionId>v3</VersionId></Version>\
                     <Version><Key>{key}.other</Key><VersionId>v4</VersionId></Version></ListVersionsResult>"
                ));
            }
            xml(format!(
                "<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>{key}</Key></Contents><Contents><Key>{key}.other</Key></Contents></ListBucketResult>"
            ))
        };
        let acceptor = TcpListener::bind("127.0.0.1:0").into_acceptor().await.unwrap();
        let address = acceptor.local_addr()[0].as_socket_addr().copied().unwrap();
        tokio::spawn(Server::new_with_acceptor(acceptor).run(make_sync(answer).into_endpoint()));
        let config = StorageConfig {
            endpoint: format!("http://{address}/").parse().unwrap(),
            region: "us-east-1".to_owned(),
            bucket: "estrade".to_owned(),
            access_key: "a".to_owned(),
            secret_key: "s".to_owned(),
        };
        (Storage::new(&config), asked)
    }

    fn key() -> StoreKey {
        StoreKey(format!("t/{TENANT}/pictures/1.webp"))
    }

    #[tokio::test]
    async fn every_version_every_marker_and_unfinished_upload_of_an_object_goes_and_no_other_objects() {
        let (storage, asked) = store(true).await;
        storage.delete_all_versions(&key()).await.unwrap();
        let expected: Vec<String> =
            ["uploadId=up", "versionId=v1", "versionId=v2", "versionId=v3"].iter().map(|version| format!("DELETE {} {version}", key())).collect();
        assert_eq!(*asked.lock().unwrap(), expected);
        storage.delete_all_versions_under(&key().to_string()).await.unwrap();
        assert!(asked.lock().unwrap().contains(&format!("DELETE {}.other versionId=v4", key())), "a prefix takes what begins with it");
    }

    #[tokio::test]
    async fn a_store_without_versions_loses_the_object_itself() {
        let (storage, asked) = store(false).await;
        storage.delete_all_versions(&key()).await.unwrap();
        assert_eq!(*asked.lock().unwrap(), [format!("DELETE {} uploadId=up", key()), format!("DELETE {} ", key())]);
    }

    #[tokio::test]
    async fn nobody_sweeps_a_whole_bucket_or_a_whole_tenant() {
        let (storage, asked) = store(true).await;
        for prefix in ["", "t/", &format!("t/{TENANT}/"), &format!("t/{TENANT}/pictures"), "backups/2027"] {
            assert!(storage.delete_all_versions_under(prefix).await.is_err(), "{prefix}");
        }
        assert!(asked.lock().unwrap().is_empty());
        let prefix = StoreKey::prefix(TenantId::from_uuid(Uuid::nil()), StoreId::Pictures);
        assert!(storage.delete_all_versions_under(&prefix).await.is_ok(), "a store of one tenant may go as a whole");
    }
}
