//! Looking at a site over TLS: what is trusted, until when, and where we never look.

use std::sync::Arc;

use chrono::TimeDelta;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::{RootCertStore, ServerConfig, pki_types::PrivateKeyDer};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};
use tokio_rustls::TlsAcceptor;
use url::Url;

use super::{Blind, Outbound, is_public};
use crate::clock::Timestamp;

fn now() -> Timestamp {
    "2027-01-11T11:00:00Z".parse().unwrap()
}

/// A server with a certificate that lapses in `days`, and somebody who trusts its authority.
async fn site(days: i64, answer: &'static str) -> (Url, Outbound) {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let mut leaf = CertificateParams::new(vec!["jazz.localhost".to_owned()]).unwrap();
    let date = |moment: Timestamp| {
        rcgen::date_time_ymd(
            chrono::Datelike::year(&moment),
            u8::try_from(chrono::Datelike::month(&moment)).unwrap(),
            u8::try_from(chrono::Datelike::day(&moment)).unwrap(),
        )
    };
    leaf.not_before = date(now() - TimeDelta::days(30));
    leaf.not_after = date(now() + TimeDelta::days(days));
    let key = KeyPair::generate().unwrap();
    let certificate = leaf.signed_by(&key, &authority).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], PrivateKeyDer::Pkcs8(key.serialize_der().into()))
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(mut stream) = acceptor.accept(stream).await else { return };
                let _ = stream.read(&mut [0; 4096]).await;
                let _ = stream.write_all(answer.as_bytes()).await;
                let _ = stream.shutdown().await;
            });
        }
    });
    let mut roots = RootCertStore::empty();
    roots.add(authority.der().clone()).unwrap();
    (Url::parse(&format!("https://jazz.localhost:{port}/")).unwrap(), Outbound::trusting(roots, "localhost", Some(port)))
}

const PAGE: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nstrict-transport-security: max-age=31536000\r\n\r\nok";

#[tokio::test]
async fn a_trusted_site_is_seen_with_its_protocol_and_headers() {
    let (url, outbound) = site(60, PAGE).await;
    let seen = outbound.look(&url, now()).await.unwrap();
    assert_eq!((seen.status.as_u16(), seen.protocol, &seen.body[..]), (200, Some("TLS 1.3"), &b"ok"[..]));
    assert_eq!(seen.header("strict-transport-security"), "max-age=31536000");
}

#[tokio::test]
async fn a_certificate_is_judged_as_it_will_stand_at_the_moment_asked_about() {
    let (url, outbound) = site(10, PAGE).await;
    assert!(outbound.look(&url, now()).await.is_ok());
    assert_eq!(outbound.look(&url, now() + TimeDelta::days(14)).await.unwrap_err(), Blind::Untrusted);
}

#[tokio::test]
async fn an_authority_nobody_knows_is_not_trusted() {
    let (url, _) = site(60, PAGE).await;
    assert_eq!(Outbound::new("localhost", url.port()).look(&url, now()).await.unwrap_err(), Blind::Untrusted);
}

#[tokio::test]
async fn only_the_ports_of_the_web_and_our_own_are_asked() {
    let (url, outbound) = site(60, PAGE).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let other = listener.local_addr().unwrap().port();
    for scheme in ["http", "https"] {
        let beside = Url::parse(&format!("{scheme}://jazz.localhost:{other}/")).unwrap();
        assert_eq!(outbound.look(&beside, now()).await.unwrap_err(), Blind::Malformed, "{beside}");
    }
    let knocked = tokio::time::timeout(std::time::Duration::from_millis(50), listener.accept()).await;
    assert!(knocked.is_err(), "somebody asked at a port that is not ours");
    assert!(outbound.look(&url, now()).await.is_ok());
}

#[tokio::test]
async fn a_name_that_is_not_the_platforms_never_leads_inside() {
    let outbound = Outbound::new("estrade.example", None);
    for inside in ["http://127.0.0.1/", "http://10.0.0.1/", "http://[::1]/", "http://[::ffff:192.168.1.1]/", "http://169.254.169.254/", "http://localhost/"] {
        assert_eq!(outbound.look(&Url::parse(inside).unwrap(), now()).await.unwrap_err(), Blind::Private, "{inside}");
    }
    assert!(outbound.is_own("jazz.estrade.example") && outbound.is_own("estrade.example"));
    assert!(!outbound.is_own("notestrade.example") && !outbound.is_own("estrade.example.evil.example"));
}

#[test]
fn what_is_set_apart_is_not_the_open_internet() {
    for (address, public) in [
        ("93.184.216.34", true),
        ("100.64.0.1", false),
        ("198.18.0.1", false),
        ("0.0.0.0", false),
        ("255.255.255.255", false),
        ("224.0.0.1", false),
        ("2606:4700::1", true),
        ("fd00::1", false),
        ("fe80::1", false),
        ("2001:db8::1", false),
        ("2002:7f00:1::", false),
        ("::ffff:10.0.0.1", false),
    ] {
        assert_eq!(is_public(address.parse().unwrap()), public, "{address}");
    }
}
