//! Access tokens: a secret in a header, its hash in the database. A token does what its role may do, in its one shop or, if it is a
//! personal one, wherever who made it works, in their name and never more than they may do themselves.
//!
//! Ending a token has to be the end of it, also of one that was stolen. So what a token makes ends with it: the tokens that it made,
//! theirs, their links to a preview, and what any of them asked for and nobody has accepted. Whom it asks to work in the shop is told
//! to the owner, and that it would hand the shop over is the owner's to confirm.

use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::Response,
};
use sqlx::{AnyConnection, AssertSqlSafe, Row, any::AnyRow};
use wire::{
    Slug,
    account::{Done, Role},
    token::{EndOwnToken, EndToken, ListOwnTokens, ListTokens, MakeOwnToken, MakeToken, Token},
};

use super::{secret, throttle};
use crate::{
    access::{Acting, Person},
    application::facts::line,
    db::Db,
    error::Error,
    ids::{self, now_ms},
    mail::words,
    record,
    reply::private,
    request::Told,
    rows,
    shop::opening,
    state::AppState,
};

/// What every secret begins with, so that one which was left somewhere can be found.
const MARK: &str = "golmok_";
const DAY_MS: i64 = 86_400_000;
/// How closely it is noted when a token was used.
const NOTED: i64 = 600_000;
/// The most tokens of a shop, and of a person.
const MOST: i64 = 20;

/// The secret in a request's header.
fn secret_in(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, secret) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim())
}

/// A token that asks.
#[derive(Clone, Debug)]
pub struct Bearer {
    pub id: i64,
    /// As its owner calls it.
    pub name: String,
    /// The one shop in which it acts; none where it is a personal one.
    pub shop: Option<i64>,
    /// The most that it may do.
    pub role: Role,
    pub expires_at: i64,
}

/// Who asks by the token that a request carries, and that token; `None` where it carries none.
///
/// # Errors
/// [`Error::SignIn`] where it is no good one; and where the database is away.
pub async fn of(state: &AppState, headers: &HeaderMap) -> Result<Option<(Person, Bearer)>, Error> {
    match secret_in(headers) {
        Some(secret) => Ok(Some(find(state, secret).await?.ok_or(Error::SignIn)?)),
        None => Ok(None),
    }
}

async fn find(state: &AppState, secret: &str) -> Result<Option<(Person, Bearer)>, Error> {
    let (hash, now) = (secret::hash(secret), now_ms());
    let sql = "select t.id, t.name, t.shop_id, t.role, t.expires_at, t.used_at, a.id as account_id, a.email
        from tokens t join accounts a on a.id = t.account_id where t.hash = $1 and t.expires_at > $2 and (t.shop_id is null
            or exists (select 1 from members m where m.account_id = t.account_id and m.shop_id = t.shop_id))";
    let Some(row) = sqlx::query(sql).bind(&hash).bind(now).fetch_optional(&state.db.pool).await? else { return Ok(None) };
    let Some(role) = Role::of(&row.try_get::<String, _>("role")?) else { return Ok(None) };
    let (id, name, shop, expires_at) = (row.try_get("id")?, row.try_get("name")?, row.try_get("shop_id")?, row.try_get("expires_at")?);
    let bearer = Bearer { id, name, shop, role, expires_at };
    if row.try_get::<Option<i64>, _>("used_at")?.is_none_or(|used| now - used > NOTED) {
        let mut aside = state.db.aside().await?;
        let sql = "update tokens set used_at = $2 where id = $1";
        sqlx::query(sql).bind(bearer.id).bind(now).execute(&mut *aside.tx).await?;
        aside.commit().await?;
    }
    let (id, email) = (row.try_get("account_id")?, row.try_get("email")?);
    let person = Person { id, email, is_operator: false, session: String::new(), token: Some(bearer.clone()) };
    Ok(Some((person, bearer)))
}

/// Tokens as they are listed, with what follows `where`.
const LISTED: &str = "select t.id, t.name, t.role, t.created_at, t.expires_at, t.used_at, t.parent_id, s.slug
    from tokens t left join shops s on s.id = t.shop_id where";

/// The tokens that are good still and are of what `condition` says of `$1`, the newest first.
async fn list(db: &Db, condition: &'static str, of: i64) -> Result<Vec<Token>, Error> {
    let sql = format!("{LISTED} {condition} and t.expires_at > $2 order by t.created_at desc, t.id desc");
    let found = sqlx::query(AssertSqlSafe(sql)).bind(of).bind(now_ms()).fetch_all(&db.pool).await?;
    found.iter().map(token).collect()
}

fn token(row: &AnyRow) -> Result<Token, Error> {
    Ok(Token {
        id: ids::short(row.try_get("id")?),
        name: row.try_get("name")?,
        role: Role::of(&row.try_get::<String, _>("role")?).unwrap_or(Role::Staff),
        shop: row.try_get::<Option<String>, _>("slug")?.map(|_| rows::slug(row, "slug")).transpose()?,
        made_by: row.try_get::<Option<i64>, _>("parent_id")?.map(ids::short),
        created_at: row.try_get("created_at")?,
        expires_at: row.try_get("expires_at")?,
        used_at: row.try_get("used_at")?,
        secret: None,
    })
}

/// All tokens that somebody made, personal ones and those of shops.
///
/// # Errors
/// Where the database is away.
pub async fn all_of(db: &Db, account: i64) -> Result<Vec<Token>, Error> {
    list(db, "t.account_id = $1", account).await
}

/// `GET /api/v1/shops/{shop}/tokens`
pub async fn list_tokens(State(state): State<AppState>, acting: Acting, Told(_): Told<ListTokens>) -> Result<Response, Error> {
    private(&list(&state.db, "t.shop_id = $1", acting.shop).await?)
}

/// `GET /api/v1/me/tokens`
pub async fn list_own_tokens(State(state): State<AppState>, person: Person, Told(_): Told<ListOwnTokens>) -> Result<Response, Error> {
    private(&list(&state.db, "t.account_id = $1 and t.shop_id is null", person.id).await?)
}

/// A token to be made: for what, as what, and for how many days.
struct New<'a> {
    shop: Option<(i64, &'a Slug)>,
    name: &'a str,
    role: Role,
    days: Option<u16>,
}

impl New<'_> {
    /// Whether it is told by mail: one of a shop that a token made ends with that, of which was told.
    fn is_told(&self, maker: Option<&Bearer>) -> bool {
        self.shop.is_none() || maker.is_none()
    }
}

/// Until when a new token is good, and that it may have its role: a token makes none that is more than itself.
fn bound(maker: Option<&Bearer>, role: Role, expires_at: i64) -> Result<i64, Error> {
    match maker {
        Some(maker) if role > maker.role => Err(Error::NotYours),
        Some(maker) => Ok(expires_at.min(maker.expires_at)),
        None => Ok(expires_at),
    }
}

async fn make(state: &AppState, person: &Person, new: New<'_>) -> Result<Token, Error> {
    let needed = || Error::unfit("name", "무엇에 쓰는지 적어 주세요.", "Say what it is for.");
    let name = line("name", new.name, 60)?.ok_or_else(needed)?;
    let days = new.days.unwrap_or(90);
    if !(1..=365).contains(&days) {
        return Err(Error::unfit("days", "1일부터 365일까지입니다.", "1 to 365 days."));
    }
    let secret = [MARK, &secret::fresh()?].concat();
    let (id, now, maker) = (ids::fresh(), now_ms(), person.token.as_ref());
    let expires_at = bound(maker, new.role, now + i64::from(days) * DAY_MS)?;
    // One that is told by mail, which a program could have written for ever.
    if new.is_told(maker) {
        throttle::count(&state.db, &format!("tokens of {}", person.id), throttle::INVITATIONS).await?;
    }
    let mut aside = state.db.aside().await?;
    sqlx::query("delete from tokens where expires_at <= $1").bind(now).execute(&mut *aside.tx).await?;
    // It may have been ended since it was asked who asks.
    if let Some(maker) = maker {
        let sql = "select id from tokens where id = $1";
        let _: i64 = sqlx::query_scalar(sql).bind(maker.id).fetch_optional(&mut *aside.tx).await?.ok_or(Error::SignIn)?;
    }
    let (sql, of) = match new.shop {
        Some((shop, _)) => ("select count(*) from tokens where shop_id = $1", shop),
        None => ("select count(*) from tokens where account_id = $1 and shop_id is null", person.id),
    };
    if sqlx::query_scalar::<_, i64>(sql).bind(of).fetch_one(&mut *aside.tx).await? >= MOST {
        return Err(Error::conflict(
            "열쇠는 20개까지입니다. 쓰지 않는 것을 끝내 주세요.",
            "At most twenty tokens: end one that is not used.",
        ));
    }
    let shop = new.shop.map(|(shop, _)| shop);
    let sql = "insert into tokens (id, hash, account_id, shop_id, role, name, created_at, expires_at, parent_id)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let insert = sqlx::query(sql).bind(id).bind(secret::hash(&secret)).bind(person.id).bind(shop).bind(new.role.word());
    let insert = insert.bind(&name).bind(now).bind(expires_at).bind(maker.map(|maker| maker.id));
    insert.execute(&mut *aside.tx).await?;
    if new.is_told(maker) {
        match new.shop {
            None => tell(state, &mut aside.tx, person, &name).await?,
            Some(shop) => tell_owners(state, &mut aside.tx, person, shop, &name).await?,
        }
    }
    let entry = record::Entry { by: Some(person.id), what: "token_made", shop, about: Some(&name), why: None };
    record::put(&mut aside.tx, entry).await?;
    aside.commit().await?;
    state.outbox.wake();
    Ok(Token {
        id: ids::short(id),
        name,
        role: new.role,
        shop: new.shop.map(|(_, slug)| slug.clone()),
        made_by: maker.map(|maker| ids::short(maker.id)),
        created_at: now,
        expires_at,
        used_at: None,
        secret: Some(secret),
    })
}

/// Tells somebody of a personal token: it acts in their name, whoever sat at their browser.
async fn tell(state: &AppState, connection: &mut AnyConnection, person: &Person, name: &str) -> Result<(), Error> {
    let row = sqlx::query("select lang from accounts where id = $1").bind(person.id).fetch_one(&mut *connection).await?;
    let lang = super::lang_in(&row)?;
    let address = format!("{}{}/studio/account/tokens", state.public_url, lang.pick("", "/en"));
    state.outbox.put(connection, &words::token_made(&person.email, name, &address, lang)).await
}

/// Tells a shop's owners of a token that was made in person: it works on when the password of who made it is another.
async fn tell_owners(
    state: &AppState,
    connection: &mut AnyConnection,
    person: &Person,
    (shop, slug): (i64, &Slug),
    name: &str,
) -> Result<(), Error> {
    let slug = wire::endpoint::encode(slug.as_str());
    for owner in opening::owners(&mut *connection, shop).await? {
        let address = format!("{}{}/studio/shops/{slug}/tokens", state.public_url, owner.lang.pick("", "/en"));
        let letter = words::shop_token_made(&owner.email, (&owner.shop, &person.email), name, &address, owner.lang);
        state.outbox.put(&mut *connection, &letter).await?;
    }
    Ok(())
}

/// `POST /api/v1/shops/{shop}/tokens`
pub async fn make_token(State(state): State<AppState>, acting: Acting, Told(request): Told<MakeToken>) -> Result<Response, Error> {
    let new = New { shop: Some((acting.shop, &request.shop)), name: &request.name, role: request.role, days: request.days };
    private(&make(&state, &acting.person, new).await?)
}

/// `POST /api/v1/me/tokens`
pub async fn make_own_token(State(state): State<AppState>, person: Person, Told(request): Told<MakeOwnToken>) -> Result<Response, Error> {
    let new = New { shop: None, name: &request.name, role: request.role, days: request.days };
    private(&make(&state, &person, new).await?)
}

/// Ends a token of what `condition` says of `$2`. By the tables' own rules those that it made end with it, the links by which
/// any of them asked for something, and their links to a shop as it will be.
async fn end(connection: &mut AnyConnection, token: &str, condition: &'static str, of: i64) -> Result<(), Error> {
    let id = i64::from_str_radix(token, 36).map_err(|_| Error::NotFound)?;
    let sql = format!("delete from tokens where id = $1 and {condition}");
    let ended = sqlx::query(AssertSqlSafe(sql)).bind(id).bind(of).execute(connection).await?;
    if ended.rows_affected() == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// `DELETE /api/v1/shops/{shop}/tokens/{token}`
pub async fn end_token(State(state): State<AppState>, acting: Acting, Told(request): Told<EndToken>) -> Result<Response, Error> {
    let mut aside = state.db.aside().await?;
    end(&mut aside.tx, &request.token, "shop_id = $2", acting.shop).await?;
    record::put(&mut aside.tx, record::Entry::of(&acting, "token_ended")).await?;
    aside.commit().await?;
    private(&Done {})
}

/// `DELETE /api/v1/me/tokens/{token}`
pub async fn end_own_token(State(state): State<AppState>, person: Person, Told(request): Told<EndOwnToken>) -> Result<Response, Error> {
    let mut aside = state.db.aside().await?;
    end(&mut aside.tx, &request.token, "account_id = $2 and shop_id is null", person.id).await?;
    let entry = record::Entry { by: Some(person.id), what: "token_ended", ..record::Entry::default() };
    record::put(&mut aside.tx, entry).await?;
    aside.commit().await?;
    private(&Done {})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_makes_none_that_is_more_than_itself() {
        let maker = |role| Bearer { id: 1, name: String::new(), shop: None, role, expires_at: 50 };
        assert!(matches!(bound(None, Role::Owner, 90), Ok(90)), "who is signed in makes any");
        assert!(matches!(bound(Some(&maker(Role::Owner)), Role::Owner, 90), Ok(50)), "it ends with its maker at the latest");
        assert!(matches!(bound(Some(&maker(Role::Owner)), Role::Staff, 40), Ok(40)));
        assert!(matches!(bound(Some(&maker(Role::Manager)), Role::Owner, 40), Err(Error::NotYours)));
    }
}
