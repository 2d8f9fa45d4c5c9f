//! People: their accounts, how they sign in, and where they work.

pub mod identity;
pub mod link;
pub mod me;
pub mod member;
pub mod operator;
pub mod passkey;
pub mod password;
pub mod provider;
pub mod secret;
pub mod session;
pub mod throttle;
pub mod token;

use sqlx::Row;
use wire::{Lang, account::Account};

use crate::{db::Db, error::Error, ids::now_ms};

/// The longest e-mail address that mail carries.
const LONGEST_EMAIL: usize = 254;
/// What was counted is of no use after this.
const COUNTED: i64 = 2 * 86_400_000;

/// An e-mail address, as accounts are known by it: in lower case.
///
/// # Errors
/// Where it is none.
pub fn email(text: &str) -> Result<String, Error> {
    let email = text.trim().to_lowercase();
    let is_one = email.len() <= LONGEST_EMAIL && email.parse::<lettre::Address>().is_ok();
    if is_one { Ok(email) } else { Err(Error::unfit("email", "메일 주소를 확인해 주세요.", "That is no e-mail address.")) }
}

/// In which language an account is written to, and where.
///
/// # Errors
/// Where there is no such account.
pub async fn written_to(db: &Db, account: i64) -> Result<(Lang, String), Error> {
    let row = sqlx::query("select lang, email from accounts where id = $1").bind(account).fetch_one(&db.pool).await?;
    Ok((lang_in(&row)?, row.try_get("email")?))
}

fn lang_in(row: &sqlx::any::AnyRow) -> Result<Lang, Error> {
    Ok(if row.try_get::<String, _>("lang")? == "en" { Lang::En } else { Lang::Ko })
}

fn account_in(row: &sqlx::any::AnyRow) -> Result<Account, Error> {
    Ok(Account {
        email: row.try_get("email")?,
        name: row.try_get("name")?,
        lang: lang_in(row)?,
        is_operator: row.try_get::<i64, _>("is_operator")? != 0,
        created_at: row.try_get("created_at")?,
    })
}

/// Takes away what has expired: sessions, tokens, links, and what was counted.
///
/// # Errors
/// Where the database is away.
pub async fn clear(db: &Db) -> Result<(), Error> {
    let mut aside = db.aside().await?;
    sqlx::query("delete from sessions where expires_at <= $1").bind(now_ms()).execute(&mut *aside.tx).await?;
    sqlx::query("delete from tokens where expires_at <= $1").bind(now_ms()).execute(&mut *aside.tx).await?;
    sqlx::query("delete from links where expires_at <= $1").bind(now_ms()).execute(&mut *aside.tx).await?;
    sqlx::query("delete from ceremonies where expires_at <= $1").bind(now_ms()).execute(&mut *aside.tx).await?;
    sqlx::query("delete from flows where expires_at <= $1").bind(now_ms()).execute(&mut *aside.tx).await?;
    sqlx::query("delete from throttles where began_at <= $1").bind(now_ms() - COUNTED).execute(&mut *aside.tx).await?;
    aside.commit().await
}
