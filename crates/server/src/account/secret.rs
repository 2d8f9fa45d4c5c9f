//! Secrets that are handed out once, and of which the database has only the hash.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use crate::error::Error;

/// A fresh secret: 256 bits, in 43 letters that an address takes.
///
/// # Errors
/// Where the system has no randomness.
pub fn fresh() -> Result<String, Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| Error::fault(error.to_string()))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// What the database keeps of a secret: SHA-256 in hexadecimal digits. That is enough, as nobody can guess 256 bits.
#[must_use]
pub fn hash(secret: &str) -> String {
    Sha256::digest(secret.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
