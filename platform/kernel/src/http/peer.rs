//! Both ends of a request: the host it asks for, and the address it comes from.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use ipnet::IpNet;
use poem::{
    Request,
    http::{HeaderMap, header},
};

use crate::error::{Error, Result};

/// The host asked for: the authority (HTTP/2, and HTTP/1 in absolute form), else the one Host header; lower case, without
/// port or trailing dot.
///
/// # Errors
/// `BadRequest` when there is none, several, or it is no host name (RFC 9112 section 3.2).
pub fn host_of(request: &Request) -> Result<String> {
    let fault = || Error::bad_request("fault-host");
    let text = if let Some(authority) = request.uri().authority() {
        authority.as_str()
    } else {
        let mut headers = request.headers().get_all(header::HOST).iter();
        let (Some(host), None) = (headers.next(), headers.next()) else { return Err(fault()) };
        host.to_str().map_err(|_| fault())?
    };
    let host = match text.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) && !host.ends_with(':') => host,
        _ => text,
    };
    let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    let sound = (1..=253).contains(&host.len())
        && host.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'[' | b']' | b':'));
    if sound { Ok(host) } else { Err(fault()) }
}

/// The address of the person's machine. Forwarded addresses count only as far as trusted proxies vouch for them: from the
/// right, the first one that is no trusted proxy.
pub(super) fn client_address(request: &Request, trusted: &[IpNet]) -> IpAddr {
    // A Unix socket has its other end on this machine.
    let peer = request.remote_addr().as_socket_addr().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), SocketAddr::ip);
    through_proxies(peer, request.headers(), trusted)
}

fn through_proxies(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(&address.to_canonical()));
    let mut address = peer;
    let forwarded: Vec<&str> = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok()).collect();
    let mut hops = forwarded.iter().rev().flat_map(|value| value.rsplit(','));
    while is_trusted(address) {
        match hops.next().and_then(parse_hop) {
            Some(hop) => address = hop,
            None => break,
        }
    }
    address.to_canonical()
}

/// An address as proxies write it: bare, with a port, in brackets.
fn parse_hop(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|socket| socket.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asking(uri: &str, hosts: &[&str]) -> Request {
        hosts.iter().fold(Request::builder().uri_str(uri), |builder, host| builder.header("host", *host)).finish()
    }

    #[test]
    fn the_host_is_read_once_and_plainly() {
        for (uri, hosts, expected) in [
            ("/", &["Estrade.Example:8443"][..], Some("estrade.example")),
            ("/", &["choeur.estrade.example."], Some("choeur.estrade.example")),
            ("https://jazz.estrade.example/x", &["other.example"], Some("jazz.estrade.example")),
            ("/", &["[::1]:8080"], Some("[::1]")),
            ("/", &[], None),
            ("/", &["a.example", "a.example"], None),
            ("/", &[""], None),
            ("/", &["a_b.example"], None),
            ("/", &["a.example/evil"], None),
        ] {
            assert_eq!(host_of(&asking(uri, hosts)).ok().as_deref(), expected, "{uri} {hosts:?}");
        }
    }

    fn client(peer: &str, forwarded: &[&str]) -> String {
        let headers = asking("/", &[]).headers().clone();
        let headers = forwarded.iter().fold(headers, |mut headers, value| {
            headers.append("x-forwarded-for", value.parse().unwrap());
            headers
        });
        through_proxies(peer.parse().unwrap(), &headers, &["10.0.0.0/8".parse().unwrap()]).to_string()
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        assert_eq!(client("203.0.113.9", &["192.0.2.1"]), "203.0.113.9");
        assert_eq!(client("10.0.0.1", &["192.0.2.66, 192.0.2.1, 10.0.0.2"]), "192.0.2.1");
        assert_eq!(client("10.0.0.1", &["192.0.2.66", "192.0.2.1:4433"]), "192.0.2.1");
        assert_eq!(client("10.0.0.1", &["nonsense, 10.0.0.2"]), "10.0.0.2");
        assert_eq!(client("10.0.0.1", &[]), "10.0.0.1");
        assert_eq!(client("10.0.0.1", &["[2001:db8::1]:99"]), "2001:db8::1");
    }
}
