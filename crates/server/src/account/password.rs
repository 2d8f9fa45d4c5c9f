//! Passwords: what is taken, and how they are kept.

use std::sync::LazyLock;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString},
};
use tokio::sync::Semaphore;
use zxcvbn::{Score, zxcvbn};

use crate::error::Error;

/// The fewest letters of a password.
pub const SHORTEST: usize = 10;
/// The most bytes: more is no password, and hashing it is work.
const LONGEST: usize = 200;

/// Hashing takes nineteen megabytes and a processor each: two at once, so that pages go on being drawn.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// Stands in for accounts that are not there, so that a wrong address takes as long as a wrong password.
static NOBODYS: LazyLock<Option<String>> = LazyLock::new(|| digest("nobody has this password").ok());

fn argon() -> Result<Argon2<'static>, Error> {
    // What OWASP asks for at least: 19 MiB, twice over, one lane.
    let params = Params::new(19_456, 2, 1, None).map_err(|error| Error::fault(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn digest(password: &str) -> Result<String, Error> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|error| Error::fault(error.to_string()))?;
    let salt = SaltString::encode_b64(&salt).map_err(|error| Error::fault(error.to_string()))?;
    let hash = argon()?.hash_password(password.as_bytes(), &salt).map_err(|error| Error::fault(error.to_string()))?;
    Ok(hash.to_string())
}

async fn working<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    let _turn = AT_ONCE.acquire().await.map_err(Error::fault)?;
    tokio::task::spawn_blocking(work).await.map_err(Error::fault)
}

/// The hash to keep of a new password, which `about` (their name, their address) must not give away.
///
/// # Errors
/// What is wrong with it, in words.
pub async fn keep(field: &'static str, password: String, about: Vec<String>) -> Result<String, Error> {
    if password.chars().count() < SHORTEST {
        return Err(Error::unfit(field, "비밀번호는 열 글자 이상이어야 합니다.", "A password has at least ten characters."));
    }
    if password.len() > LONGEST {
        return Err(Error::unfit(field, "비밀번호는 200바이트까지 받습니다.", "A password has at most 200 bytes."));
    }
    working(move || {
        let about: Vec<&str> = about.iter().map(String::as_str).collect();
        // It knows some thirty thousand passwords that are in use, words, names, rows of keys and dates.
        if zxcvbn(&password, &about).score() < Score::Two {
            return Err(Error::unfit(
                field,
                "너무 흔하거나 쉽게 짐작할 수 있는 비밀번호입니다. 낱말 몇 개를 이어 보세요.",
                "That password is common or easily guessed. Try a few words in a row.",
            ));
        }
        digest(&password)
    })
    .await?
}

/// Whether this is the password that was kept. Where nothing was kept it is not, after the same time.
///
/// # Errors
/// Where the machine cannot.
pub async fn is_right(password: String, kept: Option<String>) -> Result<bool, Error> {
    if password.len() > LONGEST {
        return Ok(false);
    }
    working(move || {
        let is_kept = kept.is_some();
        let Some(kept) = kept.or_else(|| NOBODYS.clone()) else { return Ok(false) };
        let hash = PasswordHash::new(&kept).map_err(|error| Error::fault(error.to_string()))?;
        Ok(argon()?.verify_password(password.as_bytes(), &hash).is_ok() && is_kept)
    })
    .await?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_known_again_and_no_other_is() {
        let kept = keep("password", "귤 상자 위의 고양이".to_owned(), Vec::new()).await.expect("a good one");
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(is_right("귤 상자 위의 고양이".to_owned(), Some(kept.clone())).await.expect("an answer"));
        assert!(!is_right("귤 상자 위의 강아지".to_owned(), Some(kept)).await.expect("an answer"));
        assert!(!is_right("nobody has this password".to_owned(), None).await.expect("an answer"));
    }

    #[tokio::test]
    async fn short_common_and_telling_ones_are_refused_in_words() {
        for (password, about) in [
            ("아홉글자입니다요", ""),
            ("password1234", ""),
            ("1q2w3e4r5t6y", ""),
            ("qwertyuiop", ""),
            ("minjae-shop@x.kr", "minjae-shop@x.kr"),
        ] {
            let refused = keep("password", password.to_owned(), vec![about.to_owned()]).await.err();
            assert!(matches!(refused, Some(Error::Unfit { field: "password", .. })), "{password}");
        }
    }
}
