//! Access tokens: a secret in a header, its hash in the database. A token does what its role may do in its one shop, in the
//! name of who made it, for as long as they work there, and never more than they may do themselves.
//!
//! Ending a token has to be the end of it, also of one that was stolen. So no token makes a token, and none hands the shop over;
//! whom it asks to work in the shop is told to the owner, and what nobody has accepted is withdrawn with the token.

use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::Response,
};
use sqlx::Row;
use wire::{
    account::{Done, Role},
    token::{EndToken, ListTokens, MakeToken, Token},
};

use super::secret;
use crate::{
    access::{Acting, Person},
    application::facts::line,
    error::Error,
    ids::{self, now_ms},
    record,
    reply::private,
    request::Told,
    state::AppState,
};

/// What every secret begins with, so that one which was left somewhere can be found.
const MARK: &str = "golmok_";
const DAY_MS: i64 = 86_400_000;
/// How closely it is noted when a token was used.
const NOTED: i64 = 600_000;
/// The most tokens of a shop.
const MOST: i64 = 20;

/// The secret in a request's header.
fn secret_in(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, secret) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim())
}

/// What a token may do.
pub struct Bearer {
    pub person: Person,
    pub shop: i64,
    pub role: Role,
    pub token: Named,
}

/// A token, as its owner calls it.
#[derive(Clone, Debug)]
pub struct Named {
    pub id: i64,
    pub name: String,
}

/// The bearer of the token that a request carries; `None` where it carries none.
///
/// # Errors
/// [`Error::SignIn`] where it is no good one; and where the database is away.
pub async fn of(state: &AppState, headers: &HeaderMap) -> Result<Option<Bearer>, Error> {
    match secret_in(headers) {
        Some(secret) => Ok(Some(find(state, secret).await?.ok_or(Error::SignIn)?)),
        None => Ok(None),
    }
}

async fn find(state: &AppState, secret: &str) -> Result<Option<Bearer>, Error> {
    let (hash, now) = (secret::hash(secret), now_ms());
    let sql = "select t.id, t.name, t.shop_id, t.role, t.used_at, m.role as member, a.id as account_id, a.email from tokens t
        join accounts a on a.id = t.account_id join members m on m.account_id = t.account_id and m.shop_id = t.shop_id
        where t.hash = $1 and t.expires_at > $2";
    let Some(row) = sqlx::query(sql).bind(&hash).bind(now).fetch_optional(&state.db.pool).await? else { return Ok(None) };
    let role = |column: &str| -> Result<Option<Role>, Error> { Ok(Role::of(&row.try_get::<String, _>(column)?)) };
    let (Some(role), Some(member)) = (role("role")?, role("member")?) else { return Ok(None) };
    let token = Named { id: row.try_get("id")?, name: row.try_get("name")? };
    if row.try_get::<Option<i64>, _>("used_at")?.is_none_or(|used| now - used > NOTED) {
        let mut aside = state.db.aside().await?;
        let sql = "update tokens set used_at = $2 where id = $1";
        sqlx::query(sql).bind(token.id).bind(now).execute(&mut *aside.tx).await?;
        aside.commit().await?;
    }
    let person = Person { id: row.try_get("account_id")?, email: row.try_get("email")?, is_operator: false, session: String::new() };
    Ok(Some(Bearer { person, shop: row.try_get("shop_id")?, role: role.min(member), token }))
}

/// `GET /api/v1/shops/{shop}/tokens`
pub async fn list_tokens(State(state): State<AppState>, acting: Acting, Told(_): Told<ListTokens>) -> Result<Response, Error> {
    let sql = "select id, name, role, created_at, expires_at, used_at from tokens where shop_id = $1 and expires_at > $2
        order by created_at desc, id desc";
    let found = sqlx::query(sql).bind(acting.shop).bind(now_ms()).fetch_all(&state.db.pool).await?;
    let token = |row: &sqlx::any::AnyRow| -> Result<Token, Error> {
        Ok(Token {
            id: ids::short(row.try_get("id")?),
            name: row.try_get("name")?,
            role: Role::of(&row.try_get::<String, _>("role")?).unwrap_or(Role::Staff),
            created_at: row.try_get("created_at")?,
            expires_at: row.try_get("expires_at")?,
            used_at: row.try_get("used_at")?,
            secret: None,
        })
    };
    private(&found.iter().map(token).collect::<Result<Vec<_>, Error>>()?)
}

/// `POST /api/v1/shops/{shop}/tokens`
pub async fn make_token(State(state): State<AppState>, acting: Acting, Told(request): Told<MakeToken>) -> Result<Response, Error> {
    let needed = || Error::unfit("name", "무엇에 쓰는지 적어 주세요.", "Say what it is for.");
    let name = line("name", &request.name, 60)?.ok_or_else(needed)?;
    let days = request.days.unwrap_or(90);
    if !(1..=365).contains(&days) {
        return Err(Error::unfit("days", "1일부터 365일까지입니다.", "1 to 365 days."));
    }
    let secret = [MARK, &secret::fresh()?].concat();
    let (id, now) = (ids::fresh(), now_ms());
    let expires_at = now + i64::from(days) * DAY_MS;
    let mut aside = state.db.aside().await?;
    sqlx::query("delete from tokens where expires_at <= $1").bind(now).execute(&mut *aside.tx).await?;
    let sql = "select count(*) from tokens where shop_id = $1";
    if sqlx::query_scalar::<_, i64>(sql).bind(acting.shop).fetch_one(&mut *aside.tx).await? >= MOST {
        return Err(Error::conflict(
            "열쇠는 20개까지입니다. 쓰지 않는 것을 끝내 주세요.",
            "At most twenty tokens: end one that is not used.",
        ));
    }
    let sql =
        "insert into tokens (id, hash, account_id, shop_id, role, name, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8)";
    let insert = sqlx::query(sql).bind(id).bind(secret::hash(&secret)).bind(acting.person.id).bind(acting.shop).bind(request.role.word());
    insert.bind(&name).bind(now).bind(expires_at).execute(&mut *aside.tx).await?;
    let entry = record::Entry { by: Some(acting.person.id), what: "token_made", shop: Some(acting.shop), about: Some(&name), why: None };
    record::put(&mut aside.tx, entry).await?;
    aside.commit().await?;
    private(&Token { id: ids::short(id), name, role: request.role, created_at: now, expires_at, used_at: None, secret: Some(secret) })
}

/// `DELETE /api/v1/shops/{shop}/tokens/{token}`
pub async fn end_token(State(state): State<AppState>, acting: Acting, Told(request): Told<EndToken>) -> Result<Response, Error> {
    let id = i64::from_str_radix(&request.token, 36).map_err(|_| Error::NotFound)?;
    let mut aside = state.db.aside().await?;
    let sql = "delete from tokens where id = $1 and shop_id = $2";
    if sqlx::query(sql).bind(id).bind(acting.shop).execute(&mut *aside.tx).await?.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    sqlx::query("delete from links where token_id = $1").bind(id).execute(&mut *aside.tx).await?;
    record::put(&mut aside.tx, record::Entry::of(&acting, "token_ended")).await?;
    aside.commit().await?;
    private(&Done {})
}
