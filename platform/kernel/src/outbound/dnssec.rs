//! Whether a name is signed, from the root down, as we validate it ourselves: a name server's word for it is not taken.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use hickory_resolver::{
    Resolver, TokioResolver,
    config::{ConnectionConfig, NameServerConfig, ResolverConfig},
    net::{DnsError, NetError, runtime::TokioRuntimeProvider},
    proto::{
        dnssec::{Proof, TrustAnchors},
        rr::{Name, Record, RecordType},
    },
};

/// For all questions about one name.
const PATIENCE: Duration = Duration::from_secs(12);

/// How a name's answer stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Signed {
    /// Signatures are there and wrong, or missing where the parent says they must be.
    Bogus,
    /// Nobody could tell: no answer.
    Unknown,
    /// There are no signatures.
    Unsigned,
    /// A chain leads from the root to the address.
    Secure,
}

impl From<Proof> for Signed {
    fn from(proof: Proof) -> Self {
        match proof {
            Proof::Secure => Self::Secure,
            Proof::Insecure => Self::Unsigned,
            Proof::Bogus => Self::Bogus,
            Proof::Indeterminate => Self::Unknown,
        }
    }
}

/// Whether the addresses of `host` are signed. `resolver` is asked, the machine's own when none is given; `anchors` stand in for the root's
/// keys in a test.
pub async fn signed(host: &str, resolver: Option<SocketAddr>, anchors: Option<Arc<TrustAnchors>>) -> Signed {
    let (Ok(name), Ok(resolver)) = (Name::from_ascii(format!("{}.", host.trim_end_matches('.'))), validating(resolver, anchors)) else {
        return Signed::Unknown;
    };
    tokio::time::timeout(PATIENCE, ask(&resolver, name)).await.unwrap_or(Signed::Unknown)
}

fn validating(at: Option<SocketAddr>, anchors: Option<Arc<TrustAnchors>>) -> anyhow::Result<TokioResolver> {
    let builder = match at {
        None => TokioResolver::builder_tokio()?,
        Some(at) => {
            let with_port = |mut connection: ConnectionConfig| {
                connection.port = at.port();
                connection
            };
            let server = NameServerConfig::new(at.ip(), true, vec![with_port(ConnectionConfig::udp()), with_port(ConnectionConfig::tcp())]);
            Resolver::builder_with_config(ResolverConfig::from_parts(None, Vec::new(), vec![server]), TokioRuntimeProvider::default())
        }
    };
    // The builder's anchors, not the option of that name, which is read from a file.
    let mut builder = builder.with_trust_anchor(anchors.unwrap_or_default());
    builder.options_mut().validate = true;
    builder.options_mut().cache_size = 64;
    Ok(builder.build()?)
}

async fn ask(resolver: &TokioResolver, name: Name) -> Signed {
    let mut found = Vec::new();
    for kind in [RecordType::A, RecordType::AAAA] {
        match resolver.lookup(name.clone(), kind).await {
            Ok(lookup) => found.push(worst(lookup.answers())),
            // A name without this kind of address is no failure; one whose signatures do not hold is reported as an error too.
            Err(NetError::Dns(DnsError::DnssecBogus)) => found.push(Some(Signed::Bogus)),
            Err(_) => {}
        }
    }
    found.into_iter().flatten().min().unwrap_or(Signed::Unknown)
}

/// A chain is as strong as its weakest record.
fn worst(records: &[Record]) -> Option<Signed> {
    records.iter().map(|record| Signed::from(record.proof)).min()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use hickory_resolver::proto::{
        dnssec::{
            DnssecSigner, SigningKey as _,
            crypto::Ed25519SigningKey,
            rdata::{DNSKEY, DNSSECRData, RRSIG},
        },
        op::{Message, OpCode},
        rr::{
            DNSClass, RData, RecordSet,
            rdata::{A, AAAA},
        },
    };

    use super::*;

    #[test]
    fn one_record_that_does_not_hold_spoils_the_name() {
        assert_eq!([Signed::Secure, Signed::Unsigned].into_iter().min(), Some(Signed::Unsigned));
        assert_eq!([Signed::Secure, Signed::Bogus, Signed::Unsigned].into_iter().min(), Some(Signed::Bogus));
        assert_eq!(Signed::from(Proof::Indeterminate), Signed::Unknown);
    }

    /// A name server over a zone of its own, whose keys stand in for the root's: `jazz.example` is signed, `forged.example` was changed after it
    /// was signed.
    async fn name_server() -> (SocketAddr, Arc<TrustAnchors>) {
        let key = Ed25519SigningKey::from_pkcs8(&Ed25519SigningKey::generate_pkcs8().unwrap()).unwrap();
        let public = key.to_public_key().unwrap();
        let mut anchors = TrustAnchors::empty();
        anchors.insert(&public);
        let dnskey = DNSKEY::from_key(&public);
        let signer = DnssecSigner::new(dnskey.clone(), Box::new(key), Name::root(), Duration::from_hours(24));
        let inception = time::OffsetDateTime::now_utc() - time::Duration::hours(1);
        let set = |name: &str, kind: RecordType, data: RData| {
            let name = Name::from_ascii(name).unwrap();
            let mut records = RecordSet::with_ttl(name.clone(), kind, 60);
            records.insert(Record::from_rdata(name.clone(), 60, data), 0);
            let signature = RRSIG::from_rrset(&records, DNSClass::IN, inception, &signer).unwrap();
            let mut all: Vec<Record> = records.records_without_rrsigs().cloned().collect();
            all.push(Record::from_rdata(name.clone(), 60, RData::DNSSEC(DNSSECRData::RRSIG(signature))));
            ((name, kind), all)
        };
        let address = |last| RData::A(A::new(192, 0, 2, last));
        let six = || RData::AAAA(AAAA::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1));
        let mut zone: HashMap<(Name, RecordType), Vec<Record>> = [
            set(".", RecordType::DNSKEY, RData::DNSSEC(DNSSECRData::DNSKEY(dnskey))),
            set("jazz.example.", RecordType::A, address(1)),
            set("jazz.example.", RecordType::AAAA, six()),
            set("forged.example.", RecordType::A, address(2)),
            set("forged.example.", RecordType::AAAA, six()),
        ]
        .into_iter()
        .collect();
        let forged = zone.get_mut(&(Name::from_ascii("forged.example.").unwrap(), RecordType::A)).unwrap();
        forged[0].data = address(66);
        let socket = tokio::net::UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let at = socket.local_addr().unwrap();
        tokio::spawn(async move {
            let mut buffer = [0_u8; 4096];
            while let Ok((length, from)) = socket.recv_from(&mut buffer).await {
                let Ok(asked) = Message::from_vec(&buffer[..length]) else { continue };
                let Some(query) = asked.queries.first().cloned() else { continue };
                let mut answer = Message::response(asked.metadata.id, OpCode::Query);
                answer.add_answers(zone.get(&(query.name().clone(), query.query_type())).cloned().unwrap_or_default());
                answer.add_query(query);
                let _ = socket.send_to(&answer.to_vec().unwrap(), from).await;
            }
        });
        (at, Arc::new(anchors))
    }

    #[tokio::test]
    async fn a_signed_name_is_told_from_a_forged_one_and_from_one_whose_keys_nobody_vouches_for() {
        let (at, anchors) = name_server().await;
        assert_eq!(signed("jazz.example", Some(at), Some(Arc::clone(&anchors))).await, Signed::Secure);
        assert_eq!(signed("forged.example", Some(at), Some(anchors)).await, Signed::Bogus);
        // The same answer, held against the real root's keys.
        assert_ne!(signed("jazz.example", Some(at), None).await, Signed::Secure);
    }

    #[tokio::test]
    async fn no_answer_is_not_taken_for_a_signature() {
        // Port 9 discards: nobody answers there.
        let nobody = SocketAddr::from(([127, 0, 0, 1], 9));
        assert_eq!(signed("jazz.example", Some(nobody), None).await, Signed::Unknown);
        assert_eq!(signed("not a name", Some(nobody), None).await, Signed::Unknown);
    }
}
