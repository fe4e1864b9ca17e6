//! Looking at our own sites from outside, as a browser would: one bounded GET, with what the TLS handshake said.
//!
//! The addresses looked at are those we serve. A name that an association brought may lead anywhere, so only public addresses of the internet are
//! asked under it; names under the platform's own may lead to this machine. Whatever the name, only the ports of the web are asked, and the one
//! this platform is configured to answer on: what else listens here is nobody's page.

pub mod dnssec;

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode, header};
use http_body_util::{BodyExt as _, Empty, Limited};
use hyper_util::rt::TokioIo;
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{ServerName, UnixTime},
    time_provider::TimeProvider,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};
use tokio_rustls::TlsConnector;
use url::{Host, Url};

use crate::clock::Timestamp;

/// The largest page we read.
const LARGEST: usize = 2 * 1024 * 1024;
/// For the whole of one look.
const PATIENCE: Duration = Duration::from_secs(15);

/// What one look found.
#[derive(Debug)]
pub struct Seen {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, whole.
    pub body: Bytes,
    /// The protocol agreed on, such as `TLS 1.3`; none over plain HTTP.
    pub protocol: Option<&'static str>,
}

impl Seen {
    /// A header's text, or the empty one.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// Why a look found nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Blind {
    /// The address is none we ask: no host, or a port that serves no page of ours.
    Malformed,
    /// The name leads nowhere.
    Unresolved,
    /// The name leads to a private network.
    Private,
    /// Nobody answers there, or what answers speaks no HTTP.
    Silent,
    /// The certificate is not to be trusted at that moment.
    Untrusted,
    /// The answer is too large.
    TooLarge,
    /// It took too long.
    Slow,
}

/// The one who looks. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Outbound {
    roots: Arc<RootCertStore>,
    /// The platform's host: it and the names under it may lead to this machine.
    own: Arc<str>,
    /// The port the platform answers on, where it is not a usual one.
    port: Option<u16>,
}

/// A clock that stands at the moment a certificate is judged by.
#[derive(Debug)]
struct At(UnixTime);

impl TimeProvider for At {
    fn current_time(&self) -> Option<UnixTime> {
        Some(self.0)
    }
}

impl Outbound {
    /// One who trusts what browsers trust, and looks at a platform of this host and, where it is not a usual one, this port.
    #[must_use]
    pub fn new(platform_host: &str, port: Option<u16>) -> Self {
        Self::trusting(RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() }, platform_host, port)
    }

    /// One who trusts other roots: a private authority, or a test's.
    #[must_use]
    pub fn trusting(roots: RootCertStore, platform_host: &str, port: Option<u16>) -> Self {
        Self { roots: Arc::new(roots), own: platform_host.into(), port }
    }

    /// Whether a host is the platform's or under it.
    #[must_use]
    pub fn is_own(&self, host: &str) -> bool {
        host.strip_suffix(&*self.own).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    }

    /// Fetches a page, without following redirects. Its certificate is judged as it will stand at `moment`.
    ///
    /// # Errors
    /// Why nothing was seen.
    pub async fn look(&self, url: &Url, moment: Timestamp) -> Result<Seen, Blind> {
        tokio::time::timeout(PATIENCE, self.ask(url, moment)).await.unwrap_or(Err(Blind::Slow))
    }

    async fn ask(&self, url: &Url, moment: Timestamp) -> Result<Seen, Blind> {
        let host = url.host_str().ok_or(Blind::Malformed)?;
        let port = url.port_or_known_default().ok_or(Blind::Malformed)?;
        if !matches!(port, 80 | 443) && self.port != Some(port) {
            return Err(Blind::Malformed);
        }
        let address = self.resolve(host, port).await?;
        let stream = TcpStream::connect(address).await.map_err(|_| Blind::Silent)?;
        if url.scheme() != "https" {
            return converse(stream, url, None).await;
        }
        let seconds = u64::try_from(moment.timestamp()).map_err(|_| Blind::Malformed)?;
        let clock = Arc::new(At(UnixTime::since_unix_epoch(Duration::from_secs(seconds))));
        let config = ClientConfig::builder_with_details(Arc::new(rustls::crypto::ring::default_provider()), clock)
            .with_safe_default_protocol_versions()
            .map_err(|_| Blind::Malformed)?
            .with_root_certificates(Arc::clone(&self.roots))
            .with_no_client_auth();
        let name = ServerName::try_from(host.to_owned()).map_err(|_| Blind::Malformed)?;
        let stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await.map_err(|_| Blind::Untrusted)?;
        let protocol = match stream.get_ref().1.protocol_version() {
            Some(rustls::ProtocolVersion::TLSv1_3) => "TLS 1.3",
            // Older ones are not offered: the handshake would have failed.
            _ => "TLS 1.2",
        };
        converse(stream, url, Some(protocol)).await
    }

    async fn resolve(&self, host: &str, port: u16) -> Result<SocketAddr, Blind> {
        let own = self.is_own(host);
        // RFC 6761, 6.3: names under localhost are this machine, whatever a resolver says.
        if own && (host == "localhost" || host.ends_with(".localhost")) {
            return Ok(SocketAddr::from(([127, 0, 0, 1], port)));
        }
        let addresses: Vec<SocketAddr> = match Host::parse(host).map_err(|_| Blind::Malformed)? {
            Host::Ipv4(ip) => vec![SocketAddr::from((ip, port))],
            Host::Ipv6(ip) => vec![SocketAddr::from((ip, port))],
            Host::Domain(name) => tokio::net::lookup_host((name.as_str(), port)).await.map_err(|_| Blind::Unresolved)?.collect(),
        };
        let unusable = if addresses.is_empty() { Blind::Unresolved } else { Blind::Private };
        addresses.into_iter().find(|address| own || is_public(address.ip())).ok_or(unusable)
    }
}

/// Whether an address is one of the open internet: nothing on this machine, this network, or set apart.
fn is_public(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => {
            let [a, b, c, _] = ip.octets();
            let shared = a == 100 && (64..128).contains(&b);
            let reserved = a == 0 || a >= 240 || (a == 192 && b == 0 && c == 0) || (a == 198 && (b == 18 || b == 19));
            !(ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_multicast() || ip.is_documentation() || shared || reserved)
        }
        IpAddr::V6(ip) => {
            let [first, second, ..] = ip.segments();
            // 2000::/3 is what is given out; within it, what leads to IPv4 in disguise and what is for examples.
            (first & 0xe000) == 0x2000 && first != 0x2002 && !(first == 0x2001 && (second == 0 || second == 0x0db8))
        }
    }
}

async fn converse<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(stream: S, url: &Url, protocol: Option<&'static str>) -> Result<Seen, Blind> {
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(|_| Blind::Silent)?;
    let connection = tokio::spawn(connection);
    let path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
    let authority = url.port().map_or_else(|| url.host_str().unwrap_or_default().to_owned(), |port| format!("{}:{port}", url.host_str().unwrap_or_default()));
    let request = Request::get(path)
        .header(header::HOST, authority)
        .header(header::USER_AGENT, "Estrade-Probe")
        .header(header::ACCEPT, "text/html,*/*")
        .header(header::CONNECTION, "close")
        .body(Empty::<Bytes>::new())
        .map_err(|_| Blind::Malformed)?;
    let answer = sender.send_request(request).await.map_err(|_| Blind::Silent)?;
    let (parts, body) = answer.into_parts();
    let body = Limited::new(body, LARGEST).collect().await.map_err(|_| Blind::TooLarge)?.to_bytes();
    connection.abort();
    Ok(Seen { status: parts.status, headers: parts.headers, body, protocol })
}

#[cfg(test)]
mod tests;
