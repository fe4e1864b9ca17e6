//! What keeps the ledger from being a list of the forgotten: selectors under a key of their own, addresses as keyed digests.

use ring::{
    aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey},
    hmac,
};
use uuid::Uuid;

use super::model::{Act, Hash};
use crate::{
    error::{Error, Result},
    ids::TenantId,
    keys::Keys,
};

/// The key of one entry's selectors. It seals one message in its life, so the nonce may be fixed.
fn key(keys: &Keys, tenant: TenantId, id: Uuid) -> Result<LessSafeKey> {
    let bytes = keys.derive(&[b"ledger-selectors", tenant.uuid().as_bytes(), id.as_bytes()]);
    let key = UnboundKey::new(&CHACHA20_POLY1305, &bytes).map_err(|_| anyhow::anyhow!("the key of a ledger entry has the wrong length"))?;
    Ok(LessSafeKey::new(key))
}

fn once() -> Nonce {
    Nonce::assume_unique_for_key([0; 12])
}

/// `act`, encrypted (ChaCha20-Poly1305, RFC 8439).
pub(super) fn seal(keys: &Keys, tenant: TenantId, id: Uuid, act: &Act) -> Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec(act).map_err(anyhow::Error::from)?;
    key(keys, tenant, id)?
        .seal_in_place_append_tag(once(), Aad::from(id.as_bytes()), &mut bytes)
        .map_err(|_| anyhow::anyhow!("the selectors of a ledger entry cannot be encrypted"))?;
    Ok(bytes)
}

/// What [`seal`] encrypted.
///
/// # Errors
/// `Internal` when another master secret sealed it, or somebody altered it.
pub(super) fn open(keys: &Keys, tenant: TenantId, id: Uuid, sealed: &[u8]) -> Result<Act> {
    let mut bytes = sealed.to_vec();
    let wrong = || Error::Internal(anyhow::anyhow!("the selectors of ledger entry {id} cannot be read: was MASTER_SECRET changed?"));
    let plain = key(keys, tenant, id)?.open_in_place(once(), Aad::from(id.as_bytes()), &mut bytes).map_err(|_| wrong())?;
    serde_json::from_slice(plain).map_err(|_| wrong())
}

/// The digest under which the ledger knows a normalised address of one association.
pub(super) fn address(keys: &Keys, tenant: TenantId, email_norm: &str) -> Hash {
    let key = hmac::Key::new(hmac::HMAC_SHA256, &keys.derive(&[b"ledger-address", tenant.uuid().as_bytes()]));
    let mut digest = [0; 32];
    digest.copy_from_slice(hmac::sign(&key, email_norm.as_bytes()).as_ref());
    Hash(digest)
}
