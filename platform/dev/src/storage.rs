//! An S3 API on a folder, over real HTTP on loopback: the server reaches it through the same client as a real object store.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use anyhow::{Context, ensure};
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto::Builder,
};
use s3s::{auth::SimpleAuth, service::S3ServiceBuilder};
use s3s_fs::FileSystem;
use tokio::net::TcpListener;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use url::Url;

/// The bucket that exists from the start.
pub const BUCKET: &str = "estrade";

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

/// Serves `folder` (made if missing, with the bucket [`BUCKET`]) on `bind`, a loopback address; port 0 picks one.
///
/// # Errors
/// When the folder cannot be made or the address is taken or public.
pub async fn start(folder: &Path, bind: SocketAddr, access_key: String, secret_key: String) -> anyhow::Result<Storage> {
    ensure!(bind.ip().is_loopback(), "the object store for development listens on loopback only, not on {bind}");
    let bucket: PathBuf = folder.join(BUCKET);
    std::fs::create_dir_all(&bucket).with_context(|| format!("{} cannot be made", bucket.display()))?;
    // Its error type carries no message of its own worth keeping: a folder that exists is its only condition.
    let files = FileSystem::new(folder).map_err(|error| anyhow::anyhow!("{} cannot be served: {error:?}", folder.display()))?;
    let service = {
        let mut builder = S3ServiceBuilder::new(files);
        builder.set_auth(SimpleAuth::from_single(access_key.clone(), secret_key.clone()));
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
    Ok(Storage { url, access_key, secret_key, stop, connections })
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
