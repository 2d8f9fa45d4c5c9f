//! Accounts at other places that are joined to one's own, and browsers that are on their way there and back.

use axum::{extract::State, response::Response};
use sqlx::{AnyConnection, Row};
use wire::{
    Lang,
    account::Done,
    identity::{BeginIdentity, EndIdentity, Identity, ListIdentities, ListProviders, Provider as Listed},
};

use super::{me, provider::Leaving, secret};
use crate::{
    access::Person,
    db::Db,
    error::Error,
    ids::{self, now_ms},
    mail::words,
    record,
    reply::private,
    request::Told,
    state::AppState,
};

/// A browser may be away for so long.
const AWAY_MS: i64 = 600_000;
/// Who has given their password may go to join an account for so long.
const MAY_JOIN_MS: i64 = 300_000;
/// The most of one account.
const MOST: i64 = 10;

/// `GET /api/v1/session/providers`
pub async fn list_providers(State(state): State<AppState>, Told(request): Told<ListProviders>) -> Result<Response, Error> {
    let listed = state.providers.iter().map(|one| Listed { provider: one.slug.clone(), name: one.name(request.lang).to_owned() });
    private(&listed.collect::<Vec<_>>())
}

/// Somebody's joined accounts.
///
/// # Errors
/// Where the database is away.
pub async fn identities(state: &AppState, account: i64, lang: Lang) -> Result<Vec<Identity>, Error> {
    let sql = "select id, issuer, created_at, used_at from identities where account_id = $1 order by created_at desc, id desc";
    let found = sqlx::query(sql).bind(account).fetch_all(&state.db.pool).await?;
    let identity = |row: &sqlx::any::AnyRow| -> Result<Identity, Error> {
        let issuer: String = row.try_get("issuer")?;
        Ok(Identity {
            id: ids::short(row.try_get("id")?),
            name: named(state, &issuer, lang),
            created_at: row.try_get("created_at")?,
            used_at: row.try_get("used_at")?,
        })
    };
    found.iter().map(identity).collect()
}

/// How a place is called; by its host where this street knows it no more.
fn named(state: &AppState, issuer: &str, lang: Lang) -> String {
    let host = || url::Url::parse(issuer).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
    state.providers.known(issuer).map_or_else(host, |(provider, _)| provider.name(lang).to_owned())
}

/// `GET /api/v1/me/identities`
pub async fn list_identities(
    State(state): State<AppState>,
    person: Person,
    Told(request): Told<ListIdentities>,
) -> Result<Response, Error> {
    private(&identities(&state, person.id, request.lang).await?)
}

/// By what the database knows that a session may join an account. It stands among the browsers that are on their way, as one that
/// no browser comes back by.
fn leave_to_join(person: &Person) -> String {
    secret::hash(&format!("may join {}", person.session))
}

/// `POST /api/v1/me/identities/begin`
pub async fn begin_identity(State(state): State<AppState>, person: Person, Told(request): Told<BeginIdentity>) -> Result<Response, Error> {
    me::confirm(&state, &person, "password", request.password).await?;
    let mut aside = state.db.aside().await?;
    let sql = "insert into flows (hash, browser, issuer, nonce, verifier, account_id, lang, expires_at)
        values ($1, '', '', '', '', $2, 'ko', $3) on conflict (hash) do update set expires_at = excluded.expires_at";
    let insert = sqlx::query(sql).bind(leave_to_join(&person)).bind(person.id).bind(now_ms() + MAY_JOIN_MS);
    insert.execute(&mut *aside.tx).await?;
    aside.commit().await?;
    private(&Done {})
}

/// Whether somebody has given their password of late, and not joined an account since: it is good once.
///
/// # Errors
/// Where the database is away.
pub async fn may_join(db: &Db, person: &Person) -> Result<bool, Error> {
    let mut aside = db.aside().await?;
    let sql = "delete from flows where hash = $1 and account_id = $2 returning expires_at";
    let expires: Option<i64> = sqlx::query_scalar(sql).bind(leave_to_join(person)).bind(person.id).fetch_optional(&mut *aside.tx).await?;
    aside.commit().await?;
    Ok(expires.is_some_and(|expires| expires > now_ms()))
}

/// `DELETE /api/v1/me/identities/{identity}`
pub async fn end_identity(State(state): State<AppState>, person: Person, Told(request): Told<EndIdentity>) -> Result<Response, Error> {
    let id = i64::from_str_radix(&request.identity, 36).map_err(|_| Error::NotFound)?;
    let mut aside = state.db.aside().await?;
    let sql = "delete from identities where account_id = $1 and id = $2 returning issuer";
    let issuer: Option<String> = sqlx::query_scalar(sql).bind(person.id).bind(id).fetch_optional(&mut *aside.tx).await?;
    let issuer = issuer.ok_or(Error::NotFound)?;
    let entry = record::Entry { by: Some(person.id), what: "identity_ended", about: Some(&issuer), ..record::Entry::default() };
    record::put(&mut aside.tx, entry).await?;
    aside.commit().await?;
    private(&Done {})
}

/// A browser on its way.
pub struct Flow {
    pub issuer: String,
    pub nonce: String,
    pub verifier: String,
    /// To whose account what comes back is joined.
    pub account: Option<i64>,
    pub lang: Lang,
    pub next: Option<String>,
}

/// Notes that a browser goes to a place; the secret for its cookie.
///
/// # Errors
/// Where the database is away.
pub async fn send(db: &Db, leaving: Leaving, issuer: &str, account: Option<i64>, lang: Lang, next: Option<&str>) -> Result<String, Error> {
    let browser = secret::fresh()?;
    let mut aside = db.aside().await?;
    let sql = "insert into flows (hash, browser, issuer, nonce, verifier, account_id, lang, next, expires_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let insert = sqlx::query(sql).bind(secret::hash(&leaving.state)).bind(secret::hash(&browser)).bind(issuer);
    let insert = insert.bind(leaving.nonce).bind(leaving.verifier).bind(account).bind(lang.tag()).bind(next);
    insert.bind(now_ms() + AWAY_MS).execute(&mut *aside.tx).await?;
    aside.commit().await?;
    Ok(browser)
}

/// Takes a browser that comes back: once, and only the one that was sent.
///
/// # Errors
/// Where the database is away.
pub async fn take(db: &Db, state: &str, browser: &str) -> Result<Option<Flow>, Error> {
    let mut aside = db.aside().await?;
    let sql = "delete from flows where hash = $1 and browser = $2
        returning issuer, nonce, verifier, account_id, lang, next, expires_at";
    let row = sqlx::query(sql).bind(secret::hash(state)).bind(secret::hash(browser)).fetch_optional(&mut *aside.tx).await?;
    aside.commit().await?;
    let Some(row) = row.filter(|row| row.try_get::<i64, _>("expires_at").is_ok_and(|expires| expires > now_ms())) else { return Ok(None) };
    Ok(Some(Flow {
        issuer: row.try_get("issuer")?,
        nonce: row.try_get("nonce")?,
        verifier: row.try_get("verifier")?,
        account: row.try_get("account_id")?,
        lang: super::lang_in(&row)?,
        next: row.try_get("next")?,
    }))
}

/// The account that signs in by what a place calls a person.
///
/// # Errors
/// Where the database is away.
pub async fn account_of(connection: &mut AnyConnection, issuer: &str, subject: &str) -> Result<Option<i64>, Error> {
    let sql = "update identities set used_at = $3 where issuer = $1 and subject = $2 returning account_id";
    Ok(sqlx::query_scalar(sql).bind(issuer).bind(subject).bind(now_ms()).fetch_optional(connection).await?)
}

/// Joins what a place calls a person to an account, and tells its owner.
///
/// # Errors
/// Where it is joined to some account already, or there are too many.
pub async fn join(state: &AppState, account: i64, issuer: &str, subject: &str) -> Result<(), Error> {
    let mut aside = state.db.aside().await?;
    let sql = "select count(*) from identities where account_id = $1";
    if sqlx::query_scalar::<_, i64>(sql).bind(account).fetch_one(&mut *aside.tx).await? >= MOST {
        return Err(Error::conflict(
            "이은 계정은 10개까지입니다. 쓰지 않는 것을 끊어 주세요.",
            "At most ten: part with one that is not used.",
        ));
    }
    let sql = "insert into identities (id, account_id, issuer, subject, created_at) values ($1, $2, $3, $4, $5)
        on conflict (issuer, subject) do nothing";
    let insert = sqlx::query(sql).bind(ids::fresh()).bind(account).bind(issuer).bind(subject).bind(now_ms());
    if insert.execute(&mut *aside.tx).await?.rows_affected() == 0 {
        let (ko, en) = ("그 계정은 이미 골목의 한 계정과 이어져 있습니다.", "It is joined to an account on this street already.");
        return Err(Error::conflict(ko, en));
    }
    let entry = record::Entry { by: Some(account), what: "identity_joined", about: Some(issuer), ..record::Entry::default() };
    record::put(&mut aside.tx, entry).await?;
    let (lang, email) = super::written_to(&state.db, account).await?;
    let letter = words::identity_joined(&email, &named(state, issuer, lang), lang);
    state.outbox.put(&mut aside.tx, &letter).await?;
    aside.commit().await?;
    state.outbox.wake();
    Ok(())
}
