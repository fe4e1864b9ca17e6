//! The secrets of one world: drawn once, kept in its folder for its owner alone, so that links, sessions and passwords survive a restart.

use std::{
    fs::{self, OpenOptions},
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use anyhow::Context;
use rand::{TryRng, rngs::SysRng};
use serde::{Deserialize, Serialize};
use server::staff::second_factor::model::Secret;

const FILE: &str = "secrets.json";

/// Every secret of a world.
#[derive(Clone, Deserialize, Serialize)]
pub struct Secrets {
    /// The master secret, 32 bytes in hex.
    pub master: String,
    /// The key of the Stripe simulator.
    pub stripe_key: String,
    /// Signs the platform's own events.
    pub webhook_platform: String,
    /// Signs the associations' events.
    pub webhook_connect: String,
    /// Who may use the object store.
    pub storage_access_key: String,
    /// The secret that goes with it.
    pub storage_secret_key: String,
    /// Who may use the privacy ledger's bucket.
    #[serde(default = "ledger_access_key")]
    pub ledger_access_key: String,
    /// The secret that goes with it.
    #[serde(default = "ledger_secret_key")]
    pub ledger_secret_key: String,
    /// The password of every member of staff of the demo associations.
    pub staff_password: String,
    /// The operator's password.
    pub operator_password: String,
    /// The secret of the operator's second factor, in base32.
    #[serde(default = "operator_totp_secret")]
    pub operator_totp_secret: String,
    /// The token of the JSON API.
    pub api_token: String,
    /// The password of our roles on a server given by `DATABASE_URL`.
    pub database_password: String,
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secrets(..)")
    }
}

impl Secrets {
    /// The secrets kept in `folder`, or new ones, kept from now on.
    ///
    /// # Errors
    /// When the file cannot be read, written or understood.
    pub fn open(folder: &Path) -> anyhow::Result<Self> {
        let file = folder.join(FILE);
        match fs::read_to_string(&file) {
            Ok(text) => serde_json::from_str(&text)
                .with_context(|| format!("{} is not understood\n  hint: start with --fresh to draw new secrets (it erases the demo data)", file.display())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let secrets = Self::draw()?;
                // Written beside and renamed: a start killed here leaves no half a file.
                let unfinished = file.with_extension("unfinished");
                fs::remove_file(&unfinished).ok();
                let mut output = OpenOptions::new()
                    .write(true)
                    .create_new(true)
                    .mode(0o600)
                    .open(&unfinished)
                    .with_context(|| format!("{} cannot be written", unfinished.display()))?;
                output.write_all(&serde_json::to_vec_pretty(&secrets)?)?;
                output.sync_all()?;
                fs::rename(&unfinished, &file)?;
                Ok(secrets)
            }
            Err(error) => Err(error).with_context(|| format!("{} cannot be read", file.display())),
        }
    }

    fn draw() -> anyhow::Result<Self> {
        Ok(Self {
            master: random::<32>()?,
            stripe_key: format!("sk_test_sim_{}", random::<16>()?),
            webhook_platform: format!("whsec_{}", random::<24>()?),
            webhook_connect: format!("whsec_{}", random::<24>()?),
            storage_access_key: format!("SIM{}", random::<8>()?.to_uppercase()),
            storage_secret_key: random::<20>()?,
            ledger_access_key: ledger_access_key(),
            ledger_secret_key: ledger_secret_key(),
            staff_password: password()?,
            operator_password: password()?,
            operator_totp_secret: Secret::draw().base32(),
            api_token: format!("estrade_{}", random::<20>()?),
            database_password: random::<16>()?,
        })
    }
}

/// Of a world that was made before there was a ledger too: nothing outside this machine's loopback is opened by it.
fn ledger_access_key() -> String {
    "SIMLEDGER".to_owned()
}

fn ledger_secret_key() -> String {
    "the-ledger-of-this-machine".to_owned()
}

/// Of a world that was made before operators had a second factor: as public as this text, on a machine that serves nobody else.
fn operator_totp_secret() -> String {
    "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ".to_owned()
}

fn bytes<const N: usize>() -> anyhow::Result<[u8; N]> {
    let mut bytes = [0_u8; N];
    SysRng.try_fill_bytes(&mut bytes).context("this machine gives no random numbers")?;
    Ok(bytes)
}

fn random<const N: usize>() -> anyhow::Result<String> {
    Ok(hex::encode(bytes::<N>()?))
}

/// Easy to type on a phone: four groups of four, no letter taken for another.
fn password() -> anyhow::Result<String> {
    const SIGNS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";
    let signs: Vec<char> = bytes::<16>()?.iter().map(|byte| char::from(SIGNS[usize::from(byte % 32)])).collect();
    Ok(signs.chunks(4).map(String::from_iter).collect::<Vec<_>>().join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn secrets_are_drawn_once_and_kept_for_their_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let first = Secrets::open(folder.path()).unwrap();
        let again = Secrets::open(folder.path()).unwrap();
        assert_eq!(serde_json::to_string(&first).unwrap(), serde_json::to_string(&again).unwrap());
        assert_eq!(fs::metadata(folder.path().join(FILE)).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(first.staff_password.len(), 19);
        assert_ne!(first.staff_password, first.operator_password);
        assert_eq!(format!("{first:?}"), "Secrets(..)");
    }

    #[test]
    fn a_broken_file_is_refused_with_a_remedy() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE), "{").unwrap();
        assert!(format!("{:#}", Secrets::open(folder.path()).unwrap_err()).contains("--fresh"));
    }
}
