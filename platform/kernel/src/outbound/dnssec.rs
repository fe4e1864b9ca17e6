//! Whether a name is signed, from the root down, as we validate it ourselves: a name server's word for it is not taken.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use hickory_resolver::{
    Resolver, TokioResolver,
    config::{ConnectionConfig, NameServerConfig, ResolverConfig},
    net::runtime::TokioRuntimeProvider,
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
            Err(error) if error.to_string().to_ascii_lowercase().contains("bogus") => found.push(Some(Signed::Bogus)),
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
    use super::*;

    #[test]
    fn one_record_that_does_not_hold_spoils_the_name() {
        assert_eq!([Signed::Secure, Signed::Unsigned].into_iter().min(), Some(Signed::Unsigned));
        assert_eq!([Signed::Secure, Signed::Bogus, Signed::Unsigned].into_iter().min(), Some(Signed::Bogus));
        assert_eq!(Signed::from(Proof::Indeterminate), Signed::Unknown);
    }

    #[tokio::test]
    async fn no_answer_is_not_taken_for_a_signature() {
        // Port 9 discards: nobody answers there.
        let nobody = SocketAddr::from(([127, 0, 0, 1], 9));
        assert_eq!(signed("jazz.example", Some(nobody), None).await, Signed::Unknown);
        assert_eq!(signed("not a name", Some(nobody), None).await, Signed::Unknown);
    }
}
