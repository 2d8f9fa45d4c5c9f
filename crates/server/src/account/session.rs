//! Sessions: a secret in a cookie, its hash in the database.

use axum::http::{HeaderMap, HeaderValue, header};
use sqlx::{AnyConnection, Row};

use super::secret;
use crate::{
    access::Person,
    cookies::Ours,
    error::Error,
    ids::{self, now_ms},
    state::AppState,
};

const DAY: i64 = 86_400_000;
/// A session that is not used ends after this.
const UNUSED: i64 = 30 * DAY;
/// A session ends after this, however much it is used.
const LONGEST: i64 = LONGEST_SECONDS as i64 * 1000;
const LONGEST_SECONDS: u32 = 180 * 86_400;
/// How closely it is noted when a session was used.
const NOTED: i64 = 600_000;
/// The most letters of what a browser says that it is.
const LONGEST_DEVICE: usize = 200;

/// The cookie with the secret.
const SESSION: Ours = Ours { name: "golmok", comes_along: true };

/// Who asks, if they are signed in.
///
/// # Errors
/// Where the database is away.
pub async fn of(state: &AppState, headers: &HeaderMap) -> Result<Option<Person>, Error> {
    let Some(secret) = SESSION.of(headers, &state.public_url) else { return Ok(None) };
    let (hash, now) = (secret::hash(&secret), now_ms());
    let sql = "select a.id, a.email, a.is_operator, s.seen_at, s.created_at
        from sessions s join accounts a on a.id = s.account_id where s.hash = $1 and s.expires_at > $2";
    let Some(row) = sqlx::query(sql).bind(&hash).bind(now).fetch_optional(&state.db.pool).await? else { return Ok(None) };
    let (seen, created): (i64, i64) = (row.try_get("seen_at")?, row.try_get("created_at")?);
    if now - seen > NOTED {
        let mut aside = state.db.aside().await?;
        let sql = "update sessions set seen_at = $2, expires_at = $3 where hash = $1";
        let expires = (now + UNUSED).min(created + LONGEST);
        sqlx::query(sql).bind(&hash).bind(now).bind(expires).execute(&mut *aside.tx).await?;
        aside.commit().await?;
    }
    Ok(Some(Person {
        id: row.try_get("id")?,
        email: row.try_get("email")?,
        is_operator: row.try_get::<i64, _>("is_operator")? != 0,
        session: hash,
        token: None,
    }))
}

/// Begins a session; its cookie. The one that the browser had before ends with it.
///
/// # Errors
/// Where the database is away.
pub async fn begin(connection: &mut AnyConnection, account: i64, asked: &HeaderMap, public_url: &str) -> Result<HeaderValue, Error> {
    if let Some(old) = SESSION.of(asked, public_url) {
        end(connection, &secret::hash(&old)).await?;
    }
    let (secret, now) = (secret::fresh()?, now_ms());
    let device = asked.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let device: String = device.chars().take(LONGEST_DEVICE).collect();
    let sql = "insert into sessions (hash, id, account_id, device, created_at, seen_at, expires_at) values ($1, $2, $3, $4, $5, $5, $6)";
    sqlx::query(sql)
        .bind(secret::hash(&secret))
        .bind(ids::fresh())
        .bind(account)
        .bind(device)
        .bind(now)
        .bind(now + UNUSED)
        .execute(connection)
        .await?;
    SESSION.set(public_url, &secret, LONGEST_SECONDS)
}

/// Ends a session.
///
/// # Errors
/// Where the database is away.
pub async fn end(connection: &mut AnyConnection, hash: &str) -> Result<(), Error> {
    sqlx::query("delete from sessions where hash = $1").bind(hash).execute(connection).await?;
    Ok(())
}

/// The cookie that takes the browser's away.
///
/// # Errors
/// Never, but that a header could not be written.
pub fn no_cookie(public_url: &str) -> Result<HeaderValue, Error> {
    SESSION.set(public_url, "", 0)
}
