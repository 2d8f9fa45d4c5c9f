//! How often something may be tried: by account, and by the address that it comes from.

use std::net::IpAddr;

use sqlx::Row;

use super::secret;
use crate::{db::Db, error::Error, ids::now_ms};

/// So many times within so many milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    pub times: i64,
    pub within: i64,
}

const MINUTE: i64 = 60_000;
/// Wrong passwords for one account, from one address.
pub const SIGN_IN_ACCOUNT: Limit = Limit { times: 10, within: 15 * MINUTE };
/// Wrong passwords for one account, from wherever they come.
pub const SIGN_IN_ANYWHERE: Limit = Limit { times: 200, within: 15 * MINUTE };
/// Signing in from one address, where a whole market may sit behind one.
pub const SIGN_IN_ADDRESS: Limit = Limit { times: 60, within: 15 * MINUTE };
/// Links mailed to one address.
pub const LINK_ACCOUNT: Limit = Limit { times: 5, within: 60 * MINUTE };
/// Links asked for from one address.
pub const LINK_ADDRESS: Limit = Limit { times: 30, within: 60 * MINUTE };
/// Trying links from one address: nobody guesses one, so this only keeps the load down.
pub const LINK_TRIES: Limit = Limit { times: 300, within: 15 * MINUTE };
/// Reports from one address.
pub const REPORTS: Limit = Limit { times: 20, within: 60 * MINUTE };
/// Invitations by one person.
pub const INVITATIONS: Limit = Limit { times: 50, within: 24 * 60 * MINUTE };
/// Questions to the tax office for one person.
pub const TAX_OFFICE: Limit = Limit { times: 20, within: 24 * 60 * MINUTE };

/// Counts one try of `what`.
///
/// # Errors
/// [`Error::TooMany`] past the limit, with the seconds until it may be tried again.
pub async fn count(db: &Db, what: &str, limit: Limit) -> Result<(), Error> {
    let now = now_ms();
    // Past the limit nothing is written: whoever goes on costs a look.
    let sql = "select times, began_at from throttles where what = $1";
    if let Some(row) = sqlx::query(sql).bind(secret::hash(what)).fetch_optional(&db.pool).await? {
        let (times, began): (i64, i64) = (row.try_get("times")?, row.try_get("began_at")?);
        if times >= limit.times && began > now - limit.within {
            return Err(too_many(began, limit, now));
        }
    }
    let sql = "insert into throttles (what, began_at, times) values ($1, $2, 1)
        on conflict (what) do update set
            times = case when throttles.began_at <= $3 then 1 else throttles.times + 1 end,
            began_at = case when throttles.began_at <= $3 then excluded.began_at else throttles.began_at end
        returning times, began_at";
    let mut aside = db.aside().await?;
    let row = sqlx::query(sql).bind(secret::hash(what)).bind(now).bind(now - limit.within).fetch_one(&mut *aside.tx).await?;
    let (times, began): (i64, i64) = (row.try_get("times")?, row.try_get("began_at")?);
    aside.commit().await?;
    if times > limit.times { Err(too_many(began, limit, now)) } else { Ok(()) }
}

fn too_many(began: i64, limit: Limit, now: i64) -> Error {
    let seconds = (began + limit.within - now).div_euclid(1000) + 1;
    Error::TooMany(u32::try_from(seconds).unwrap_or(1))
}

/// Forgets the tries of `what`: it went well.
///
/// # Errors
/// Where the database is away.
pub async fn forget(db: &Db, what: &str) -> Result<(), Error> {
    let mut aside = db.aside().await?;
    sqlx::query("delete from throttles where what = $1").bind(secret::hash(what)).execute(&mut *aside.tx).await?;
    aside.commit().await
}

/// Whose address it is, as it is counted: of IPv6 the half that a household has.
#[must_use]
pub fn place(address: Option<IpAddr>) -> String {
    match address {
        Some(IpAddr::V6(address)) => address.segments().iter().take(4).map(|part| format!("{part:x}:")).collect(),
        Some(IpAddr::V4(address)) => address.to_string(),
        None => "unknown".to_owned(),
    }
}
