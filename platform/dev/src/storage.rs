//! An S3 API on a folder, over real HTTP on loopback: the server reaches it through the same client as a real object store.

use std::{
    future::Future,
    net::SocketAddr,
    path::{Path, PathBuf},
    pin::Pin,
};

use anyhow::{Context, ensure};
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto::Builder,
};
use s3s::{
    S3Result,
    access::{S3Access, S3AccessContext},
    auth::SimpleAuth,
    s3_error,
    service::S3ServiceBuilder,
};
use s3s_fs::FileSystem;
use tokio::net::TcpListener;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use url::Url;

/// The bucket that exists from the start.
pub const BUCKET: &str = "estrade";

/// The privacy ledger's bucket: another one, for other keys.
pub const LEDGER_BUCKET: &str = "estrade-ledger";

/// A pair of keys.
#[derive(Clone, Debug)]
pub struct Pair {
    /// Who signs.
    pub access: String,
    /// What with.
    pub secret: String,
}

/// Each pair of keys opens one bucket, as a real store's policies would have it.
struct OneBucketEach {
    ledger: String,
}

impl S3Access for OneBucketEach {
    fn check<'own, 'given, 'request, 'answer>(
        &'own self,
        context: &'given mut S3AccessContext<'request>,
    ) -> Pin<Box<dyn Future<Output = S3Result<()>> + Send + 'answer>>
    where
        'own: 'answer,
        'given: 'answer,
        'request: 'answer,
        Self: 'answer,
    {
        let verdict = match context.credentials() {
            None => Err(s3_error!(AccessDenied, "Signature is required")),
            Some(who) => {
                let own = if who.access_key == self.ledger { LEDGER_BUCKET } else { BUCKET };
                match context.s3_path().get_bucket_name() {
                    Some(bucket) if bucket != own => Err(s3_error!(AccessDenied, "This bucket is not yours")),
                    _ => Ok(()),
                }
            }
        };
        Box::pin(std::future::ready(verdict))
    }
}

/// A running object store. Dropped, it stops taking connections.
#[derive(Debug)]
pub struct Storage {
    /// Where it answers, e.g. `http://127.0.0.1:40123/`.
    pub url: Url,
    /// Who may sign requests.
    pub access_key: String,
    /// The secret that signs them.
    pub secret_key: String,
    stop: CancellationToken,
    connections: TaskTracker,
}

/// Serves `folder` (made if missing, with both buckets) on `bind`, a loopback address; port 0 picks one. `ledger` opens [`LEDGER_BUCKET`] and
/// nothing else, the main pair everything else.
///
/// # Errors
/// When the folder cannot be made or the address is taken or public.
pub async fn start(folder: &Path, bind: SocketAddr, main: Pair, ledger: Pair) -> anyhow::Result<Storage> {
    ensure!(bind.ip().is_loopback(), "the object store for development listens on loopback only, not on {bind}");
    for name in [BUCKET, LEDGER_BUCKET] {
        let bucket: PathBuf = folder.join(name);
        std::fs::create_dir_all(&bucket).with_context(|| format!("{} cannot be made", bucket.display()))?;
    }
    // Its error type carries no message of its own worth keeping: a folder that exists is its only condition.
    let files = FileSystem::new(folder).map_err(|error| anyhow::anyhow!("{} cannot be served: {error:?}", folder.display()))?;
    let service = {
        let mut builder = S3ServiceBuilder::new(files);
        let mut auth = SimpleAuth::from_single(main.access.clone(), main.secret.clone());
        auth.register(ledger.access.clone(), ledger.secret.into());
        builder.set_auth(auth);
        builder.set_access(OneBucketEach { ledger: ledger.access });
        builder.build()
    };
    let listener = TcpListener::bind(bind).await.with_context(|| format!("the object store cannot listen on {bind}"))?;
    let url = Url::parse(&format!("http://{}/", listener.local_addr()?))?;
    let (stop, connections) = (CancellationToken::new(), TaskTracker::new());
    let (ending, tracker) = (stop.clone(), connections.clone());
    connections.spawn(async move {
        loop {
            let socket = tokio::select! {
                () = ending.cancelled() => break,
                accepted = listener.accept() => match accepted {
                    Ok((socket, _)) => socket,
                    Err(error) => {
                        tracing::warn!(%error, "the object store cannot take a connection");
                        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
                        continue;
                    }
                },
            };
            let (service, ending) = (service.clone(), ending.clone());
            tracker.spawn(async move {
                let builder = Builder::new(TokioExecutor::new());
                let connection = builder.serve_connection(TokioIo::new(socket), service);
                tokio::pin!(connection);
                tokio::select! {
                    _ = connection.as_mut() => {}
                    () = ending.cancelled() => {
                        connection.as_mut().graceful_shutdown();
                        let _ = connection.await;
                    }
                }
            });
        }
    });
    Ok(Storage { url, access_key: main.access, secret_key: main.secret, stop, connections })
}

impl Storage {
    /// Answers what is under way, for five seconds at most, and ends.
    pub async fn stop(self) {
        self.stop.cancel();
        self.connections.close();
        let _ = tokio::time::timeout(std::time::Duration::from_secs(5), self.connections.wait()).await;
    }
}

impl Drop for Storage {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}
