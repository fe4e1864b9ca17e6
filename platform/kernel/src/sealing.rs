//! Bytes nobody reads without their key: AES-256-GCM (NIST SP 800-38D) with a random nonce in front. Destroying a key destroys what it sealed.

use anyhow::anyhow;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

/// A new random key.
#[must_use]
pub fn new_key() -> [u8; 32] {
    let mut key = [0_u8; 32];
    rand::fill(&mut key);
    key
}

fn cipher(key: &[u8; 32]) -> anyhow::Result<LessSafeKey> {
    Ok(LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).map_err(|_| anyhow!("a key of 32 bytes was refused"))?))
}

/// Seals `plain` under `key`. `bound` says what it is (an id); it is not stored, and opening wants the same.
///
/// # Errors
/// When it is larger than the cipher takes (64 GiB).
pub fn seal(key: &[u8; 32], bound: &[u8], mut plain: Vec<u8>) -> anyhow::Result<Vec<u8>> {
    let mut nonce = [0_u8; NONCE_LEN];
    rand::fill(&mut nonce);
    cipher(key)?
        .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(bound), &mut plain)
        .map_err(|_| anyhow!("something is too large to be sealed"))?;
    let mut sealed = nonce.to_vec();
    sealed.append(&mut plain);
    Ok(sealed)
}

/// Opens what [`seal`] made.
///
/// # Errors
/// When the key, the binding or a byte is another.
pub fn open(key: &[u8; 32], bound: &[u8], sealed: &[u8]) -> anyhow::Result<Vec<u8>> {
    let broken = || anyhow!("something sealed cannot be opened: it was altered, or the key is another");
    let (nonce, body) = sealed.split_at_checked(NONCE_LEN).ok_or_else(broken)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| broken())?;
    let mut body = body.to_vec();
    let length = cipher(key)?.open_in_place(nonce, Aad::from(bound), &mut body).map_err(|_| broken())?.len();
    body.truncate(length);
    Ok(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_key_and_binding_open_what_was_not_altered() {
        let key = new_key();
        let sealed = seal(&key, b"one", b"words".to_vec()).unwrap();
        assert!(!sealed.windows(5).any(|window| window == b"words"));
        assert_eq!(open(&key, b"one", &sealed).unwrap(), b"words");
        assert!(open(&key, b"two", &sealed).is_err() && open(&new_key(), b"one", &sealed).is_err() && open(&key, b"one", &[]).is_err());
        for place in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[place] ^= 1;
            assert!(open(&key, b"one", &altered).is_err(), "byte {place}");
        }
        assert_ne!(sealed, seal(&key, b"one", b"words".to_vec()).unwrap(), "each sealing has its own nonce");
    }
}
