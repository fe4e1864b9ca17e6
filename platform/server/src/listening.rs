//! Connections: accepted, answered by an endpoint, closed when nothing moves on them, drained when the process stops.
//!
//! hyper serves them as it is: see `ops/adr/0014-connections.md`.

use std::{
    convert::Infallible,
    io,
    net::SocketAddr,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use anyhow::Context as _;
use hyper::{body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto, graceful::GracefulShutdown},
};
use poem::{
    Endpoint, Request,
    http::uri::Scheme,
    web::{LocalAddr, RemoteAddr},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    task::JoinSet,
    time::{Instant, Sleep},
};
use tokio_util::sync::CancellationToken;

/// How long connections last.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    /// A connection on which nothing moves for so long, in either direction, is closed.
    pub(crate) idle: Duration,
    /// Requests under way have this long to end when the process stops.
    pub(crate) drain: Duration,
    /// So many connections at once: whoever comes then waits in the system's queue until one ends, which idle ones do by themselves.
    pub(crate) most: usize,
}

/// Takes an address.
///
/// # Errors
/// When somebody else has it.
pub(crate) async fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| format!("{address} cannot be listened on: is another process there?"))
}

/// Answers whoever connects, until `stop`; then lets requests under way end.
pub(crate) async fn answer<E: Endpoint + 'static>(name: &'static str, listener: TcpListener, endpoint: E, patience: Patience, stop: CancellationToken) {
    let Ok(address) = listener.local_addr() else { return };
    let local = LocalAddr(address.into());
    let endpoint = Arc::new(endpoint);
    let mut builder = auto::Builder::new(TokioExecutor::new());
    // Whoever sends a head letter by letter moves all the while, and has no longer than whoever sends nothing.
    builder.http1().timer(TokioTimer::new()).header_read_timeout(patience.idle);
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(patience.most));
    let mut connections = JoinSet::new();
    let mut warned: Option<Instant> = None;
    tracing::info!("{name}: listening on {address}");
    loop {
        let full = places.available_permits() == 0;
        // Once a minute: under a flood this is true at each connection.
        if full && warned.is_none_or(|at| at.elapsed() >= Duration::from_mins(1)) {
            warned = Some(Instant::now());
            tracing::warn!("{name}: {} connections are open, the next ones wait", patience.most);
        }
        let (stream, remote) = tokio::select! {
            () = stop.cancelled() => break,
            Some(_) = connections.join_next() => continue,
            accepted = listener.accept(), if !full => match accepted {
                Ok(accepted) => accepted,
                // The system has no more to give: it will in a moment.
                Err(error) => {
                    tracing::warn!(error.cause = %error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
        };
        // Answers are written whole: waiting for more to send would only delay them.
        let _ = stream.set_nodelay(true);
        let (endpoint, local, remote) = (Arc::clone(&endpoint), local.clone(), RemoteAddr(remote.into()));
        let service = service_fn(move |request: hyper::Request<Incoming>| {
            let request = Request::from((request, local.clone(), remote.clone(), Scheme::HTTP));
            let endpoint = Arc::clone(&endpoint);
            async move { Ok::<_, Infallible>(hyper::Response::from(endpoint.get_response(request).await)) }
        });
        let connection = builder.serve_connection(TokioIo::new(Moving::new(stream, patience.idle)), service).into_owned();
        let watched = graceful.watch(connection);
        // It is never waited for: none is accepted while all are taken.
        let place = Arc::clone(&places).try_acquire_owned();
        // Whoever hangs up, sends no HTTP or falls silent is nobody's error.
        connections.spawn(async move {
            drop(watched.await);
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(patience.drain, graceful.shutdown()).await.is_err() {
        tracing::warn!("{name}: {} connections would not end and are cut off", connections.len());
    }
    connections.shutdown().await;
}

/// A connection that fails once nothing has moved on it for a while: whoever opens one and says nothing, says it letter by letter and stops, or
/// takes no more of an answer, holds it no longer. One alarm, set again only when it rings: what moves costs no timer.
struct Moving {
    stream: TcpStream,
    idle: Duration,
    since: Instant,
    alarm: Pin<Box<Sleep>>,
}

impl Moving {
    fn new(stream: TcpStream, idle: Duration) -> Self {
        Self { stream, idle, since: Instant::now(), alarm: Box::pin(tokio::time::sleep(idle)) }
    }

    /// Ready when the time is up; wakes the task then.
    fn poll_silence(&mut self, context: &mut Context<'_>) -> Poll<()> {
        loop {
            ready!(self.alarm.as_mut().poll(context));
            let end = self.since + self.idle;
            if end <= Instant::now() {
                return Poll::Ready(());
            }
            self.alarm.as_mut().reset(end);
        }
    }

    /// What came of reading or writing, or the end of patience. Heard at both: whoever has been sent more than they take is not always read from.
    fn heard<T>(&mut self, outcome: Poll<io::Result<T>>, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        if outcome.is_ready() {
            self.since = Instant::now();
        } else if self.poll_silence(context).is_ready() {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        outcome
    }
}

impl AsyncRead for Moving {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let outcome = Pin::new(&mut self.stream).poll_read(context, buffer);
        self.heard(outcome, context)
    }
}

impl AsyncWrite for Moving {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &[u8]) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write(context, buffer);
        self.heard(outcome, context)
    }

    fn poll_write_vectored(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffers: &[io::IoSlice<'_>]) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write_vectored(context, buffers);
        self.heard(outcome, context)
    }

    /// Pages leave from where they are kept: nothing is copied together first, and no buffer of a page's size stays with each connection.
    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use poem::{Response, endpoint::make};
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    // Long enough for a machine that is busy with other tests.
    const BRIEF: Patience = Patience { idle: Duration::from_millis(1_500), drain: Duration::from_mins(1), most: 100 };

    struct Running {
        address: SocketAddr,
        stop: CancellationToken,
        task: tokio::task::JoinHandle<()>,
    }

    /// `/slow` answers after several times the idle time, a piece at a time; `/long` with much; anything else at once.
    async fn running(patience: Patience) -> Running {
        let listener = listen("127.0.0.1:0".parse().unwrap()).await.unwrap();
        let (address, stop) = (listener.local_addr().unwrap(), CancellationToken::new());
        let endpoint = make(|request: Request| async move {
            if request.uri().path() == "/long" {
                // More than the system takes on behalf of somebody who reads nothing.
                return Response::builder().body(vec![b'a'; 64 << 20]);
            }
            if request.uri().path() != "/slow" {
                return Response::builder().body("at once");
            }
            let pieces = futures_util::stream::unfold(0, |sent| async move {
                tokio::time::sleep(BRIEF.idle / 5).await;
                (sent < 12).then(|| (Ok::<_, io::Error>("piece "), sent + 1))
            });
            Response::builder().body(poem::Body::from_bytes_stream(pieces))
        });
        let task = tokio::spawn(answer("test", listener, endpoint, patience, stop.clone()));
        Running { address, stop, task }
    }

    async fn said(stream: &mut TcpStream) -> String {
        let mut text = String::new();
        let _ = stream.read_to_string(&mut text).await;
        text
    }

    #[tokio::test]
    async fn whoever_falls_silent_is_let_go() {
        let running = running(BRIEF).await;
        let heard = ["", "G", "PRI * HTT", "GET / HTTP/1.1\r\nhost: a", "GET / HTTP/1.1\r\nhost: a\r\n\r\n"].map(|beginning| async move {
            let mut stream = TcpStream::connect(running.address).await.unwrap();
            stream.write_all(beginning.as_bytes()).await.unwrap();
            // It returns once the other end has closed.
            said(&mut stream).await
        });
        let heard = futures_util::future::join_all(heard).await;
        assert!(heard[..4].iter().all(String::is_empty), "{heard:?}");
        assert!(heard[4].ends_with("at once"), "kept alive, then closed: {heard:?}");
    }

    #[tokio::test]
    async fn whoever_takes_no_more_of_an_answer_is_let_go_whatever_they_sent_beside() {
        let running = running(BRIEF).await;
        // A byte of a next request, and a body that nobody reads: hyper then reads no more until the answer has left.
        for beginning in ["GET /long HTTP/1.1\r\nhost: a\r\n\r\nG", "GET /long HTTP/1.1\r\nhost: a\r\ncontent-length: 1000000\r\n\r\n"] {
            let mut stream = TcpStream::connect(running.address).await.unwrap();
            stream.write_all(beginning.as_bytes()).await.unwrap();
            let given_up = async {
                loop {
                    tokio::time::sleep(BRIEF.idle / 10).await;
                    // Nothing is read here; that the other end is gone is seen by writing.
                    if stream.write_all(b"x").await.is_err() {
                        break;
                    }
                }
            };
            assert!(tokio::time::timeout(BRIEF.idle * 20, given_up).await.is_ok(), "held for ever: {beginning:?}");
        }
    }

    #[tokio::test]
    async fn a_head_sent_letter_by_letter_has_no_longer_than_silence() {
        let running = running(BRIEF).await;
        let mut stream = TcpStream::connect(running.address).await.unwrap();
        let dripped = async {
            loop {
                tokio::time::sleep(BRIEF.idle / 10).await;
                if stream.write_all(b"G").await.is_err() {
                    break;
                }
            }
        };
        assert!(tokio::time::timeout(BRIEF.idle * 20, dripped).await.is_ok(), "a head has all the time it wants");
    }

    #[tokio::test]
    async fn an_answer_that_moves_is_not_cut_off_however_long_it_takes() {
        let running = running(BRIEF).await;
        let mut stream = TcpStream::connect(running.address).await.unwrap();
        stream.write_all(b"GET /slow HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await.unwrap();
        assert_eq!(said(&mut stream).await.matches("piece ").count(), 12);
    }

    #[tokio::test]
    async fn whoever_comes_when_all_places_are_taken_waits_for_one() {
        let running = running(Patience { most: 2, ..BRIEF }).await;
        let silent = [TcpStream::connect(running.address).await.unwrap(), TcpStream::connect(running.address).await.unwrap()];
        tokio::time::sleep(BRIEF.idle / 5).await;
        let mut third = TcpStream::connect(running.address).await.unwrap();
        third.write_all(b"GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await.unwrap();
        let early = tokio::time::timeout(BRIEF.idle / 5, third.readable()).await;
        assert!(early.is_err(), "answered beside two others");
        drop(silent);
        assert!(said(&mut third).await.ends_with("at once"));
    }

    #[tokio::test]
    async fn what_is_under_way_ends_before_the_process_does() {
        let running = running(Patience { idle: Duration::from_mins(1), ..BRIEF }).await;
        let mut idle = TcpStream::connect(running.address).await.unwrap();
        let mut stream = TcpStream::connect(running.address).await.unwrap();
        stream.write_all(b"GET /slow HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
        let mut first = [0_u8; 12];
        stream.read_exact(&mut first).await.unwrap();
        running.stop.cancel();
        assert_eq!(said(&mut stream).await.matches("piece ").count(), 12);
        assert_eq!(said(&mut idle).await, "", "who asks nothing is not waited for");
        running.task.await.unwrap();
        assert!(TcpStream::connect(running.address).await.is_err(), "nobody is let in any more");
    }
}
