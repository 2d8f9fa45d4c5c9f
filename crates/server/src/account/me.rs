//! Signing in and out, and one's own account.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use sqlx::{AnyConnection, Row};
use wire::{
    Lang,
    account::{
        ChangeMe, ChangePassword, DeleteMe, Done, EndSession, Export, ExportMe, ListSessions, Me, Role, Session, ShopState, ShowMe, SignIn,
        SignOut, Workplace,
    },
};

use super::{account_in, email, link::named, password, session, throttle};
use crate::{
    access::Person,
    application::held,
    db::Db,
    error::Error,
    ids,
    mail::{Letter, words},
    record,
    reply::private,
    request::{Client, Told},
    rows,
    state::AppState,
};

/// Somebody, and where they work.
async fn me(db: &Db, account: i64, lang: Lang) -> Result<Me, Error> {
    let sql = "select email, name, lang, is_operator, created_at from accounts where id = $1";
    let row = sqlx::query(sql).bind(account).fetch_one(&db.pool).await?;
    let sql = "select s.slug, s.name_ko, s.name_en, s.state, m.role from members m join shops s on s.id = m.shop_id
        where m.account_id = $1 order by m.created_at, s.id";
    let mut shops = Vec::new();
    for row in sqlx::query(sql).bind(account).fetch_all(&db.pool).await? {
        let (state, role): (String, String) = (row.try_get("state")?, row.try_get("role")?);
        shops.push(Workplace {
            shop: rows::slug(&row, "slug")?,
            name: rows::name(&row, "name_ko", "name_en", "slug", lang)?,
            state: ShopState::of(&state),
            role: Role::of(&role).ok_or(Error::NotFound)?,
        });
    }
    Ok(Me { account: account_in(&row)?, shops })
}

/// `POST /api/v1/session`
pub async fn sign_in(
    State(state): State<AppState>,
    client: Option<Client>,
    asked: HeaderMap,
    Told(request): Told<SignIn>,
) -> Result<Response, Error> {
    // What is no address has no account, and is answered like one that has none.
    let email = email(&request.email).unwrap_or_default();
    let from = throttle::place(client.map(|client| client.0));
    throttle::count(&state.db, &format!("sign-ins from {from}"), throttle::SIGN_IN_ADDRESS).await?;
    // Few from one place; more from all together, so that nobody locks somebody else out by a few wrong words.
    let counted_here = format!("sign-ins of {email} from {from}");
    throttle::count(&state.db, &counted_here, throttle::SIGN_IN_ACCOUNT).await?;
    let counted = format!("sign-ins of {email}");
    throttle::count(&state.db, &counted, throttle::SIGN_IN_ANYWHERE).await?;
    let row = sqlx::query("select id, password, lang from accounts where email = $1").bind(&email).fetch_optional(&state.db.pool).await?;
    let kept = row.as_ref().map(|row| row.try_get::<Option<String>, _>("password")).transpose()?.flatten();
    let is_right = password::is_right(request.password, kept.clone()).await?;
    let Some(row) = row.filter(|_| is_right) else { return Err(Error::WrongPassword) };
    for counted in [&counted, &counted_here] {
        throttle::forget(&state.db, counted).await?;
    }
    let account: i64 = row.try_get("id")?;
    let mut aside = state.db.aside().await?;
    // It may have been changed while it was checked, which takes its time.
    let now: Option<String> =
        sqlx::query_scalar("select password from accounts where id = $1").bind(account).fetch_one(&mut *aside.tx).await?;
    if now != kept {
        return Err(Error::WrongPassword);
    }
    let cookie = session::begin(&mut aside.tx, account, &asked, &state.public_url).await?;
    aside.commit().await?;
    signed_in(&state.db, account, super::lang_in(&row)?, cookie).await
}

/// The answer to somebody who has just signed in.
///
/// # Errors
/// Where the database is away.
pub async fn signed_in(db: &Db, account: i64, lang: Lang, cookie: HeaderValue) -> Result<Response, Error> {
    with_cookie(private(&me(db, account, lang).await?)?, cookie)
}

fn with_cookie(mut response: Response, cookie: HeaderValue) -> Result<Response, Error> {
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

/// `DELETE /api/v1/session`
pub async fn sign_out(State(state): State<AppState>, person: Person, Told(_): Told<SignOut>) -> Result<Response, Error> {
    let mut aside = state.db.aside().await?;
    session::end(&mut aside.tx, &person.session).await?;
    aside.commit().await?;
    with_cookie(private(&Done {})?, session::no_cookie(&state.public_url)?)
}

/// `GET /api/v1/me`
pub async fn show_me(State(state): State<AppState>, person: Person, Told(request): Told<ShowMe>) -> Result<Response, Error> {
    private(&me(&state.db, person.id, request.lang).await?)
}

/// `PATCH /api/v1/me`
pub async fn change_me(State(state): State<AppState>, person: Person, Told(request): Told<ChangeMe>) -> Result<Response, Error> {
    let name = named(&request.name)?;
    let mut aside = state.db.aside().await?;
    let query = sqlx::query("update accounts set name = $2, lang = $3 where id = $1").bind(person.id).bind(name).bind(request.lang.tag());
    query.execute(&mut *aside.tx).await?;
    aside.commit().await?;
    private(&Done {})
}

/// Whether somebody who is signed in knows the password of their account; counted, as a borrowed phone is signed in too.
///
/// # Errors
/// Where it is not the one, and after too many tries.
pub(super) async fn confirm(state: &AppState, person: &Person, field: &'static str, password: String) -> Result<Option<String>, Error> {
    let counted = format!("passwords of {}", person.id);
    throttle::count(&state.db, &counted, throttle::SIGN_IN_ACCOUNT).await?;
    let kept: Option<String> =
        sqlx::query_scalar("select password from accounts where id = $1").bind(person.id).fetch_one(&state.db.pool).await?;
    if !password::is_right(password, kept.clone()).await? {
        return Err(Error::unfit(field, "비밀번호가 맞지 않습니다.", "That is not the password."));
    }
    throttle::forget(&state.db, &counted).await?;
    Ok(kept)
}

/// Ends all by which somebody acts in the name of an account whose password is a new one: its sessions, its links to previews, and its personal tokens
/// with what they made, for whoever knew the old password may have made one. A token that was made in person for a shop stays: the shop's
/// work goes on by it, it stands in the list that the shop's owner sees, and they were mailed when it was made. Passkeys and accounts
/// elsewhere stay too, as the password was needed for each; the letter says where to look at them.
pub(super) async fn end_all(connection: &mut AnyConnection, account: i64) -> Result<(), Error> {
    sqlx::query("delete from sessions where account_id = $1").bind(account).execute(&mut *connection).await?;
    let sql = "delete from tokens where account_id = $1 and shop_id is null";
    let ended = sqlx::query(sql).bind(account).execute(&mut *connection).await?;
    // Who looked at drafts by a link that was made in their name does so no more.
    sqlx::query("delete from previews where account_id = $1").bind(account).execute(&mut *connection).await?;
    if ended.rows_affected() > 0 {
        record::put(connection, record::Entry { by: Some(account), what: "token_ended", ..record::Entry::default() }).await?;
    }
    Ok(())
}

/// The letter that says that the password of an account is a new one.
pub(super) fn password_changed(state: &AppState, email: &str, lang: Lang) -> Letter {
    words::password_changed(email, &format!("{}{}/studio/account", state.public_url, lang.pick("", "/en")), lang)
}

/// `POST /api/v1/me/password`
pub async fn change_password(
    State(state): State<AppState>,
    person: Person,
    asked: HeaderMap,
    Told(request): Told<ChangePassword>,
) -> Result<Response, Error> {
    let old = confirm(&state, &person, "old", request.old).await?;
    let (lang, email) = super::written_to(&state.db, person.id).await?;
    let hash = password::keep("new", request.new, vec![email.clone()]).await?;
    let mut aside = state.db.aside().await?;
    let now: Option<String> =
        sqlx::query_scalar("select password from accounts where id = $1").bind(person.id).fetch_one(&mut *aside.tx).await?;
    if now != old {
        return Err(Error::conflict("조금 전에 비밀번호가 바뀌었습니다.", "The password was changed a moment ago."));
    }
    sqlx::query("update accounts set password = $2 where id = $1").bind(person.id).bind(hash).execute(&mut *aside.tx).await?;
    // A link that was mailed for the old one is none any more.
    sqlx::query("delete from links where email = $1 and purpose = 'reset'").bind(&email).execute(&mut *aside.tx).await?;
    // Whoever else was signed in is not any more; and this session is another from now on.
    end_all(&mut aside.tx, person.id).await?;
    let cookie = session::begin(&mut aside.tx, person.id, &asked, &state.public_url).await?;
    state.outbox.put(&mut aside.tx, &password_changed(&state, &email, lang)).await?;
    aside.commit().await?;
    state.outbox.wake();
    with_cookie(private(&Done {})?, cookie)
}

async fn sessions(db: &Db, person: &Person) -> Result<Vec<Session>, Error> {
    let sql = "select id, hash, device, created_at, seen_at from sessions where account_id = $1 and expires_at > $2
        order by seen_at desc, id desc limit 100";
    let mut sessions = Vec::new();
    for row in sqlx::query(sql).bind(person.id).bind(ids::now_ms()).fetch_all(&db.pool).await? {
        sessions.push(Session {
            id: ids::short(row.try_get("id")?),
            device: row.try_get("device")?,
            created_at: row.try_get("created_at")?,
            seen_at: row.try_get("seen_at")?,
            is_this: row.try_get::<String, _>("hash")? == person.session,
        });
    }
    Ok(sessions)
}

/// `GET /api/v1/me/sessions`
pub async fn list_sessions(State(state): State<AppState>, person: Person, Told(_): Told<ListSessions>) -> Result<Response, Error> {
    private(&sessions(&state.db, &person).await?)
}

/// `DELETE /api/v1/me/sessions/{session}`
pub async fn end_session(State(state): State<AppState>, person: Person, Told(request): Told<EndSession>) -> Result<Response, Error> {
    let id = i64::from_str_radix(&request.session, 36).map_err(|_| Error::NotFound)?;
    let mut aside = state.db.aside().await?;
    let ended =
        sqlx::query("delete from sessions where account_id = $1 and id = $2").bind(person.id).bind(id).execute(&mut *aside.tx).await?;
    if ended.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    aside.commit().await?;
    private(&Done {})
}

/// `GET /api/v1/me/export`
pub async fn export_me(State(state): State<AppState>, person: Person, Told(request): Told<ExportMe>) -> Result<Response, Error> {
    let sql = "select agreed_at from accounts where id = $1";
    let agreed_at: i64 = sqlx::query_scalar(sql).bind(person.id).fetch_one(&state.db.pool).await?;
    let mut records = Vec::new();
    let mut after = None;
    loop {
        let piece = record::list(&state.db, record::Of::Account(person.id), after.as_deref()).await?;
        records.extend(piece.items);
        after = piece.after;
        if after.is_none() || records.len() >= 10_000 {
            break;
        }
    }
    let mut mails = Vec::new();
    let mut after = None;
    loop {
        let piece = super::operator::mails(&state.db, Some(&person.email), after.as_deref()).await?;
        mails.extend(piece.items);
        after = piece.after;
        if after.is_none() || mails.len() >= 10_000 {
            break;
        }
    }
    let mut connection = state.db.pool.acquire().await?;
    let shops = held::shops(&mut connection, person.id).await?;
    drop(connection);
    private(&Export {
        me: me(&state.db, person.id, request.lang).await?,
        agreed_at,
        sessions: sessions(&state.db, &person).await?,
        passkeys: super::passkey::passkeys(&state, person.id).await?,
        identities: super::identity::identities(&state, person.id, request.lang).await?,
        tokens: super::token::all_of(&state.db, person.id).await?,
        shops,
        records,
        mails,
    })
}

/// `POST /api/v1/me/delete`
pub async fn delete_me(State(state): State<AppState>, person: Person, Told(request): Told<DeleteMe>) -> Result<Response, Error> {
    confirm(&state, &person, "password", request.password).await?;
    let mut aside = state.db.aside().await?;
    let sql = "select count(*) from members m join shops s on s.id = m.shop_id
        where m.account_id = $1 and m.role = 'owner' and s.state <> 'closed'";
    if sqlx::query_scalar::<_, i64>(sql).bind(person.id).fetch_one(&mut *aside.tx).await? > 0 {
        let (ko, en) = ("대표로 있는 매장을 먼저 다른 사람에게 넘기거나 닫아 주세요.", "Hand over or close the shops that you own first.");
        return Err(Error::conflict(ko, en));
    }
    super::operator::not_the_last(&mut aside.tx, &person.email).await?;
    record::put(&mut aside.tx, record::Entry { what: "account_deleted", ..record::Entry::default() }).await?;
    sqlx::query("delete from links where email = $1").bind(&person.email).execute(&mut *aside.tx).await?;
    if person.is_operator {
        // As when they are dismissed: by one that they asked for they would come back.
        sqlx::query("delete from links where purpose = 'operator'").execute(&mut *aside.tx).await?;
    }
    sqlx::query("delete from previews where account_id = $1").bind(person.id).execute(&mut *aside.tx).await?;
    let sql = "delete from mails where recipient = $1 returning id";
    let mails: Vec<i64> = sqlx::query_scalar(sql).bind(&person.email).fetch_all(&mut *aside.tx).await?;
    // An address in the record that names them goes with them; what they did stays, as nobody's.
    sqlx::query("update records set about = null where about = $1").bind(&person.email).execute(&mut *aside.tx).await?;
    // PostgreSQL and SQLite both do the rest by the tables' own rules: sessions and memberships go, records stay.
    sqlx::query("delete from accounts where id = $1").bind(person.id).execute(&mut *aside.tx).await?;
    aside.commit().await?;
    // After it: had the write failed, the mails would be there without their words.
    state.outbox.forget(&mails).await;
    with_cookie(private(&Done {})?, session::no_cookie(&state.public_url)?)
}
