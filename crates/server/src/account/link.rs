//! Mailed links: single use, of which the database has only the hash. Looking at one is a POST like using it, and its page
//! is used by a form, so that programs that follow the links in mails use up nothing.

use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use sqlx::{AnyConnection, Row};
use studio::address::Address;
use wire::{
    Lang,
    account::{AskForLink, Done, Link, Purpose, ReadLink, Role, UseLink, Used, Wish},
    endpoint::encode,
};

use super::{email, me, password, secret, session, throttle, token::Bearer};
use crate::{
    error::Error,
    ids::{self, now_ms},
    mail::words::{self, About},
    record,
    reply::private,
    request::{Client, Told},
    rows,
    state::AppState,
};

const HOUR: i64 = 3_600_000;
/// A link to a password or an account is good so long.
const SHORT: i64 = HOUR;
/// An invitation is good so long.
const LONG: i64 = 7 * DAY;
const DAY: i64 = 24 * HOUR;
/// The most letters of a name.
const LONGEST_NAME: usize = 60;

/// What a new link is for.
pub struct New<'a> {
    pub purpose: Purpose,
    pub email: &'a str,
    pub member: Option<(i64, Role)>,
    /// The account that a shop is to be handed over to.
    pub heir: Option<i64>,
    /// The token that asks, where one does: the link ends with it.
    pub token: Option<&'a Bearer>,
}

/// Makes a link, and ends those for the same that were made before; its secret.
///
/// # Errors
/// Where the database is away.
pub async fn make(connection: &mut AnyConnection, new: New<'_>) -> Result<String, Error> {
    let (secret, now) = (secret::fresh()?, now_ms());
    let lasts = match new.purpose {
        Purpose::Join | Purpose::Reset => SHORT,
        Purpose::Operator | Purpose::Member => LONG,
        Purpose::HandOver => DAY,
    };
    let expires_at = new.token.map_or(now + lasts, |token| token.expires_at.min(now + lasts));
    let shop = new.member.map(|(shop, _)| shop);
    sqlx::query("delete from links where email = $1 and purpose = $2 and coalesce(shop_id, 0) = $3")
        .bind(new.email)
        .bind(new.purpose.word())
        .bind(shop.unwrap_or(0))
        .execute(&mut *connection)
        .await?;
    let sql = "insert into links (hash, purpose, email, shop_id, role, created_at, expires_at, token_id, account_id)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    sqlx::query(sql)
        .bind(secret::hash(&secret))
        .bind(new.purpose.word())
        .bind(new.email)
        .bind(shop)
        .bind(new.member.map(|(_, role)| role.word()))
        .bind(now)
        .bind(expires_at)
        .bind(new.token.map(|token| token.id))
        .bind(new.heir)
        .execute(connection)
        .await?;
    Ok(secret)
}

/// The address of a link's page.
#[must_use]
pub fn address(public_url: &str, lang: Lang, secret: &str) -> String {
    format!("{public_url}{}/links/{secret}", lang.pick("", "/en"))
}

/// The same with where to go on to once it is used. It stands in the mail alone, so the link may be opened by another browser;
/// a mail of ours leads nowhere but to pages of ours.
fn address_onward(public_url: &str, lang: Lang, secret: &str, next: Option<&str>) -> String {
    let address = address(public_url, lang, secret);
    match next.filter(|next| Address::onward(next).is_some()) {
        Some(next) => format!("{address}?next={}", encode(next)),
        None => address,
    }
}

/// `POST /api/v1/links`
pub async fn ask_for_link(
    State(state): State<AppState>,
    client: Option<Client>,
    Told(request): Told<AskForLink>,
) -> Result<Response, Error> {
    let email = email(&request.email)?;
    let from = throttle::place(client.map(|client| client.0));
    throttle::count(&state.db, &format!("links from {from}"), throttle::LINK_ADDRESS).await?;
    // Past this nothing is mailed, and nothing said: else the answer would tell that somebody asked before.
    let is_enough = match throttle::count(&state.db, &format!("links to {email}"), throttle::LINK_ACCOUNT).await {
        Err(Error::TooMany(_)) => true,
        other => other.map(|()| false)?,
    };
    if !is_enough {
        let mut aside = state.db.aside().await?;
        let has_account = account_of(&mut aside.tx, &email).await?.is_some();
        let (purpose, about) = match (request.wish, has_account) {
            (Wish::Join, false) => (Some(Purpose::Join), About::Join),
            (Wish::Join, true) => (Some(Purpose::Reset), About::JoinedAlready),
            (Wish::Reset, true) => (Some(Purpose::Reset), About::Reset),
            (Wish::Reset, false) => (None, About::Reset),
        };
        if let Some(purpose) = purpose {
            let secret = make(&mut aside.tx, New { purpose, email: &email, member: None, heir: None, token: None }).await?;
            let address = address_onward(&state.public_url, request.lang, &secret, request.next.as_deref());
            let letter = words::letter(&email, about, &address, request.lang);
            state.outbox.put(&mut aside.tx, &letter).await?;
        } else {
            // The same work for nobody.
            let secret = make(&mut aside.tx, New { purpose: Purpose::Reset, email: &email, member: None, heir: None, token: None }).await?;
            sqlx::query("delete from links where hash = $1").bind(secret::hash(&secret)).execute(&mut *aside.tx).await?;
            state.outbox.pretend()?;
        }
        aside.commit().await?;
        state.outbox.wake();
    }
    private(&Done {})
}

/// A link that is still good.
struct Good {
    purpose: Purpose,
    email: String,
    shop: Option<i64>,
    shop_name: Option<wire::Text>,
    role: Option<Role>,
    heir: Option<i64>,
}

async fn find(connection: &mut AnyConnection, token: &str, lang: Lang) -> Result<Good, Error> {
    let sql = "select l.purpose, l.email, l.shop_id, l.role, l.account_id, s.name_ko, s.name_en, s.slug
        from links l left join shops s on s.id = l.shop_id where l.hash = $1 and l.expires_at > $2";
    let row = sqlx::query(sql).bind(secret::hash(token)).bind(now_ms()).fetch_optional(connection).await?.ok_or(Error::SpentLink)?;
    let word: String = row.try_get("purpose")?;
    let role: Option<String> = row.try_get("role")?;
    let shop: Option<i64> = row.try_get("shop_id")?;
    Ok(Good {
        purpose: Purpose::ALL.into_iter().find(|purpose| purpose.word() == word).ok_or(Error::SpentLink)?,
        email: row.try_get("email")?,
        shop_name: shop.map(|_| rows::name(&row, "name_ko", "name_en", "slug", lang)).transpose()?,
        shop,
        role: role.as_deref().and_then(Role::of),
        heir: row.try_get("account_id")?,
    })
}

async fn account_of(connection: &mut AnyConnection, email: &str) -> Result<Option<i64>, Error> {
    Ok(sqlx::query_scalar("select id from accounts where email = $1").bind(email).fetch_optional(connection).await?)
}

async fn count_try(state: &AppState, client: Option<Client>) -> Result<(), Error> {
    let from = throttle::place(client.map(|client| client.0));
    throttle::count(&state.db, &format!("link tries from {from}"), throttle::LINK_TRIES).await
}

/// `POST /api/v1/links/read`
pub async fn read_link(State(state): State<AppState>, client: Option<Client>, Told(request): Told<ReadLink>) -> Result<Response, Error> {
    count_try(&state, client).await?;
    let mut connection = state.db.pool.acquire().await?;
    let good = find(&mut connection, &request.token, request.lang).await?;
    let account = account_of(&mut connection, &good.email).await?;
    let member = match good.purpose {
        Purpose::HandOver => Some(heir(&mut connection, &good, account).await?),
        _ => None,
    };
    private(&Link {
        purpose: good.purpose,
        email: good.email,
        has_account: account.is_some(),
        shop: good.shop_name,
        role: good.role,
        member,
    })
}

/// `POST /api/v1/links/use`
pub async fn use_link(
    State(state): State<AppState>,
    client: Option<Client>,
    asked: HeaderMap,
    Told(request): Told<UseLink>,
) -> Result<Response, Error> {
    count_try(&state, client).await?;
    let good = {
        let mut connection = state.db.pool.acquire().await?;
        find(&mut connection, &request.token, request.lang).await?
    };
    let known = {
        let mut connection = state.db.pool.acquire().await?;
        account_of(&mut connection, &good.email).await?
    };
    // Hashing takes its time, so it is done before the write begins.
    let fresh = match (known, good.purpose) {
        (None, Purpose::Reset | Purpose::HandOver) => return Err(Error::SpentLink),
        (None, _) => Some(new_account(&good.email, &request).await?),
        (Some(_), Purpose::Reset) => Some((String::new(), new_password(&good.email, &request).await?)),
        (Some(_), _) => None,
    };
    let mut aside = state.db.aside().await?;
    // Used by this write or by no other: who comes second finds it gone.
    let spent = sqlx::query("delete from links where hash = $1").bind(secret::hash(&request.token)).execute(&mut *aside.tx).await?;
    if spent.rows_affected() != 1 {
        return Err(Error::SpentLink);
    }
    // Another link may have made the account meanwhile: then this one is as good as new.
    if account_of(&mut aside.tx, &good.email).await? != known {
        return Err(Error::conflict("조금 전에 바뀐 것이 있습니다. 다시 해 주세요.", "Something changed a moment ago; please try again."));
    }
    let signs_in = fresh.is_some();
    let account = match (known, fresh) {
        (Some(account), Some((_, hash))) => {
            sqlx::query("update accounts set password = $2 where id = $1").bind(account).bind(hash).execute(&mut *aside.tx).await?;
            me::end_all(&mut aside.tx, account).await?;
            state.outbox.put(&mut aside.tx, &me::password_changed(&state, &good.email, request.lang)).await?;
            let counted = secret::hash(&format!("sign-ins of {}", good.email));
            sqlx::query("delete from throttles where what = $1").bind(counted).execute(&mut *aside.tx).await?;
            account
        }
        (Some(account), None) => account,
        (None, fresh) => {
            let (name, hash) = fresh.ok_or(Error::SpentLink)?;
            let account = ids::fresh();
            let sql = "insert into accounts (id, email, name, lang, password, is_operator, agreed_at, created_at)
                values ($1, $2, $3, $4, $5, 0, $6, $6)";
            sqlx::query(sql)
                .bind(account)
                .bind(&good.email)
                .bind(name)
                .bind(request.lang.tag())
                .bind(hash)
                .bind(now_ms())
                .execute(&mut *aside.tx)
                .await?;
            record::put(&mut aside.tx, record::Entry { by: Some(account), what: "account_made", ..record::Entry::default() }).await?;
            account
        }
    };
    grant(&state, &mut aside.tx, &good, account).await?;
    let cookie = if signs_in { Some(session::begin(&mut aside.tx, account, &asked, &state.public_url).await?) } else { None };
    aside.commit().await?;
    state.outbox.wake();
    let mut response = private(&Used { purpose: good.purpose, signed_in: signs_in })?.into_response();
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// The address of who is to take a shop over, where that and who owns it are as they were when it was asked.
async fn heir(connection: &mut AnyConnection, good: &Good, owner: Option<i64>) -> Result<String, Error> {
    let (Some(shop), Some(heir), Some(owner)) = (good.shop, good.heir, owner) else { return Err(Error::SpentLink) };
    let sql = "select a.email from accounts a join members m on m.account_id = a.id join members o on o.shop_id = m.shop_id
        where m.shop_id = $1 and a.id = $2 and m.role <> 'owner' and o.account_id = $3 and o.role = 'owner'";
    let email = sqlx::query_scalar(sql).bind(shop).bind(heir).bind(owner).fetch_optional(connection).await?;
    email.ok_or(Error::SpentLink)
}

/// Gives the account what the link was for.
async fn grant(state: &AppState, connection: &mut AnyConnection, good: &Good, account: i64) -> Result<(), Error> {
    let by = Some(account);
    match (good.purpose, good.shop, good.role) {
        (Purpose::Operator, ..) => {
            sqlx::query("update accounts set is_operator = 1 where id = $1").bind(account).execute(&mut *connection).await?;
            record::put(connection, record::Entry { by, what: "operator_joined", about: Some(&good.email), ..record::Entry::default() })
                .await
        }
        (Purpose::Member, Some(shop), Some(role)) => {
            if role == Role::Owner {
                if super::member::take_over(state, connection, shop, account, &good.email).await? {
                    return Ok(());
                }
            } else {
                super::member::enter(connection, shop, account, role).await?;
            }
            let entry = record::Entry { by, what: "member_joined", shop: Some(shop), about: Some(&good.email), why: Some(role.word()) };
            record::put(connection, entry).await
        }
        (Purpose::HandOver, Some(shop), _) => {
            let heir = heir(connection, good, Some(account)).await?;
            super::member::ask_to_own(state, connection, (shop, account), &heir).await
        }
        _ => Ok(()),
    }
}

async fn new_password(email: &str, request: &UseLink) -> Result<String, Error> {
    let password = request.password.clone().unwrap_or_default();
    password::keep("password", password, vec![email.to_owned()]).await
}

/// The name and the password's hash of an account to be.
async fn new_account(email: &str, request: &UseLink) -> Result<(String, String), Error> {
    let name = named(request.name.as_deref().unwrap_or_default())?;
    if request.agreed != Some(true) {
        return Err(Error::unfit("agreed", "약관에 동의해 주세요.", "The terms have to be agreed to."));
    }
    let password = request.password.clone().unwrap_or_default();
    let hash = password::keep("password", password, vec![email.to_owned(), name.clone()]).await?;
    Ok((name, hash))
}

/// A person's name, as it is kept.
///
/// # Errors
/// Where it is empty or too long.
pub fn named(name: &str) -> Result<String, Error> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_fit = !name.is_empty() && name.chars().count() <= LONGEST_NAME && !name.chars().any(char::is_control);
    if is_fit {
        Ok(name)
    } else {
        Err(Error::unfit("name", "이름을 60자까지 적어 주세요.", "A name of up to 60 characters, please."))
    }
}
