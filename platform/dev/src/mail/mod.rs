//! A mail catcher: a real SMTP exchange whose mails nobody receives, kept for a person to read on a page and for a test to fetch as JSON.

mod mailbox;
mod message;
mod pages;
mod smtp;

use std::{net::SocketAddr, path::Path, sync::Arc, time::Duration};

use anyhow::{Context, ensure};
use kernel::clock::Clock;
use tokio::net::TcpListener;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use url::Url;

pub use mailbox::Mailbox;
pub use message::{Attachment, Message};

/// A running mail catcher. Dropped, it stops taking connections.
#[derive(Debug)]
pub struct MailCatcher {
    /// Where mail is given: host and port of the SMTP server.
    pub smtp: SocketAddr,
    /// Where mail is read, e.g. `http://127.0.0.1:40124/`.
    pub url: Url,
    /// What was caught.
    pub mailbox: Arc<Mailbox>,
    stop: CancellationToken,
    tasks: TaskTracker,
}

/// Catches mail on `smtp` and shows it on `http` (loopback addresses; port 0 picks), keeping each mail in `folder`.
///
/// # Errors
/// When an address is taken or public, or the folder cannot be read.
pub async fn start(folder: &Path, smtp: SocketAddr, http: SocketAddr, clock: Clock) -> anyhow::Result<MailCatcher> {
    for address in [smtp, http] {
        ensure!(address.ip().is_loopback(), "the mail catcher listens on loopback only, not on {address}");
    }
    let mailbox = Arc::new(Mailbox::open(folder, clock)?);
    let listener = TcpListener::bind(smtp).await.with_context(|| format!("the mail catcher cannot listen on {smtp}"))?;
    let smtp = listener.local_addr()?;
    let site = TcpListener::bind(http).await.with_context(|| format!("the mail page cannot listen on {http}"))?;
    let url = Url::parse(&format!("http://{}/", site.local_addr()?))?;
    let (stop, tasks) = (CancellationToken::new(), TaskTracker::new());
    tasks.spawn(smtp::serve(listener, mailbox.clone(), stop.clone()));
    let (ending, app) = (stop.clone(), pages::routes(mailbox.clone())?);
    tasks.spawn(async move {
        let acceptor = poem::listener::TcpAcceptor::from_tokio(site);
        let served = match acceptor {
            Ok(acceptor) => {
                poem::Server::new_with_acceptor(acceptor).run_with_graceful_shutdown(app, ending.cancelled_owned(), Some(Duration::from_secs(2))).await
            }
            Err(error) => Err(error),
        };
        if let Err(error) = served {
            tracing::error!(%error, "the mail page ended");
        }
    });
    Ok(MailCatcher { smtp, url, mailbox, stop, tasks })
}

impl MailCatcher {
    /// Ends what is under way, in five seconds at most.
    pub async fn stop(self) {
        self.stop.cancel();
        self.tasks.close();
        let _ = tokio::time::timeout(Duration::from_secs(5), self.tasks.wait()).await;
    }
}

impl Drop for MailCatcher {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

#[cfg(test)]
mod tests;
