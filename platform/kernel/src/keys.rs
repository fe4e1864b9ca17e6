//! Keys: everything secret this program signs with, derived from one master secret by purpose (RFC 5869, HKDF-SHA256).

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use ring::{
    hkdf, hmac,
    signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey},
};
use uuid::Uuid;

use crate::ids::TenantId;

/// The platform's master secret.
#[derive(Clone)]
pub struct Keys(hkdf::Prk);

struct Length;
impl hkdf::KeyType for Length {
    fn len(&self) -> usize {
        32
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(..)")
    }
}

impl Keys {
    /// From the master secret, 32 bytes or more.
    #[must_use]
    pub fn new(master: &[u8]) -> Self {
        Self(hkdf::Salt::new(hkdf::HKDF_SHA256, b"estrade").extract(master))
    }

    /// The 32-byte key of one purpose. Parts are length-prefixed, so that ("a","bc") and ("ab","c") differ.
    #[must_use]
    pub fn derive(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut info = Vec::new();
        for part in parts {
            info.extend_from_slice(&u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
            info.extend_from_slice(part);
        }
        let mut key = [0_u8; 32];
        if let Ok(output) = self.0.expand(&[&info], Length) {
            // Cannot fail: the length asked is the length of the buffer.
            let _ = output.fill(&mut key);
        }
        key
    }

    /// A token for a link that must work from a mail and be stored nowhere: 128 bits of HMAC over the tenant, a purpose and an id.
    #[must_use]
    pub fn link_token(&self, tenant: TenantId, purpose: &str, id: Uuid) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &self.derive(&[b"link", tenant.uuid().as_bytes()]));
        let mut message = purpose.as_bytes().to_vec();
        message.push(0);
        message.extend_from_slice(id.as_bytes());
        BASE64_URL_SAFE_NO_PAD.encode(&hmac::sign(&key, &message).as_ref()[..16])
    }

    /// Whether `token` is that link's, in constant time.
    #[must_use]
    pub fn link_token_matches(&self, tenant: TenantId, purpose: &str, id: Uuid, token: &str) -> bool {
        let expected = self.link_token(tenant, purpose, id);
        bool::from(subtle::ConstantTimeEq::ct_eq(expected.as_bytes(), token.as_bytes()))
    }

    /// A token over `parts`, for a form that must come back as it was given out: 128 bits derived like any key, the purpose first among the parts.
    #[must_use]
    pub fn token(&self, parts: &[&[u8]]) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(&self.derive(parts)[..16])
    }

    /// Whether two tokens are the same, in constant time.
    #[must_use]
    pub fn token_matches(&self, expected: &str, given: &str) -> bool {
        bool::from(subtle::ConstantTimeEq::ct_eq(expected.as_bytes(), given.as_bytes()))
    }

    /// The Ed25519 key an association signs its tickets with (RFC 8032): a door phone checks with the public half, offline.
    ///
    /// # Errors
    /// Never in practice: the seed has the right length.
    pub fn code_signer(&self, tenant: TenantId) -> anyhow::Result<CodeSigner> {
        let seed = self.derive(&[b"ticket", tenant.uuid().as_bytes()]);
        Ed25519KeyPair::from_seed_unchecked(&seed).map(CodeSigner).map_err(|_| anyhow::anyhow!("the ticket key could not be made"))
    }
}

/// Signs and checks one association's tickets.
#[derive(Debug)]
pub struct CodeSigner(Ed25519KeyPair);

impl CodeSigner {
    /// The signature of `message`, base64url without padding.
    #[must_use]
    pub fn sign(&self, message: &str) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.0.sign(message.as_bytes()))
    }

    /// Whether `signature` is this association's over `message`.
    #[must_use]
    pub fn verify(&self, message: &str, signature: &str) -> bool {
        BASE64_URL_SAFE_NO_PAD
            .decode(signature)
            .is_ok_and(|bytes| UnparsedPublicKey::new(&ED25519, self.0.public_key()).verify(message.as_bytes(), &bytes).is_ok())
    }

    /// The public key, base64url, for a door phone.
    #[must_use]
    pub fn public_key(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.0.public_key())
    }
}
