//! What operators see of applications, and how they decide.

use axum::{extract::State, response::Response};
use sqlx::{AnyConnection, AssertSqlSafe, Row};
use wire::{
    Lang, Slug,
    account::{Done, ShopState},
    application::{ApplicationCard, ApplicationState},
    review::{Decide, Decision, ListWaiting, ReviewApplication},
};

use super::{CARD, card, document, facts::line, find, whole};
use crate::{
    access::Person,
    error::Error,
    ids::now_ms,
    mail::words,
    record,
    reply::private,
    request::Told,
    rows,
    shop::opening::{leave_window, stand},
    state::AppState,
};

/// The most letters of a decision's words.
const LONGEST: usize = 1_000;

/// The shop of that slug, in whatever state.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn shop_id(connection: &mut AnyConnection, slug: &Slug) -> Result<i64, Error> {
    let id = sqlx::query_scalar("select id from shops where slug = $1").bind(slug.as_str()).fetch_optional(connection).await?;
    id.ok_or(Error::NotFound)
}

/// `GET /api/v1/operator/applications`
pub async fn list_waiting(State(state): State<AppState>, Told(request): Told<ListWaiting>) -> Result<Response, Error> {
    let sql = format!("{CARD} where a.state = 'submitted' and s.state <> 'closed' order by a.submitted_at, a.id limit 200");
    let found = sqlx::query(AssertSqlSafe(sql)).fetch_all(&state.db.pool).await?;
    let cards: Vec<ApplicationCard> = found.iter().map(|row| card(row, request.lang)).collect::<Result<_, _>>()?;
    private(&cards)
}

/// `GET /api/v1/operator/applications/{applicant}/{window}`
pub async fn review_application(State(state): State<AppState>, Told(request): Told<ReviewApplication>) -> Result<Response, Error> {
    let mut connection = state.db.pool.acquire().await?;
    let shop = shop_id(&mut connection, &request.applicant).await?;
    private(&whole(&mut connection, shop, &request.window, request.lang).await?)
}

/// `POST /api/v1/operator/applications/{applicant}/{window}`
pub async fn decide(State(state): State<AppState>, person: Person, Told(request): Told<Decide>) -> Result<Response, Error> {
    let said = line("words", request.words.as_deref().unwrap_or_default(), LONGEST)?;
    if said.is_none() && request.decision != Decision::Accept {
        return Err(Error::unfit("words", "판매자에게 알릴 말을 적어 주세요.", "Say why: the merchant reads it."));
    }
    let (after, what) = match request.decision {
        Decision::Accept => (ApplicationState::Accepted, "application_accepted"),
        Decision::Ask => (ApplicationState::Asked, "application_asked"),
        Decision::Refuse => (ApplicationState::Refused, "application_refused"),
    };
    // Being accepted puts an open shop into the window, which shoppers see.
    let mut write = state.db.write().await?;
    let shop = shop_id(&mut write.tx, &request.applicant).await?;
    let found = find(&mut write.tx, shop, &request.window).await?;
    // What a shop that closed has sent waits for nobody: it enters no window any more.
    let stands: String = sqlx::query_scalar("select state from shops where id = $1").bind(shop).fetch_one(&mut *write.tx).await?;
    if ShopState::of(&stands) == ShopState::Closed {
        return Err(Error::Gone);
    }
    if found.state != ApplicationState::Submitted {
        let (ko, en) = ("이 신청은 지금 결정을 기다리고 있지 않습니다.", "This application does not wait for a decision now.");
        return Err(Error::conflict(ko, en));
    }
    let sql = "select submitted_at from applications where id = $1";
    let sent: Option<i64> = sqlx::query_scalar(sql).bind(found.id).fetch_one(&mut *write.tx).await?;
    if request.submitted_at.is_some() && request.submitted_at != sent {
        let (ko, en) =
            ("그사이 고쳐서 다시 보낸 신청입니다. 다시 살펴봐 주세요.", "It was changed and sent again meanwhile; look at it anew.");
        return Err(Error::conflict(ko, en));
    }
    if after == ApplicationState::Accepted {
        let facts = super::facts::of(&mut write.tx, shop).await?;
        if !super::check::checks(&mut write.tx, &found, &facts, Lang::Ko).await?.iter().all(|check| check.is_settled) {
            let (ko, en) = ("조건에 맞지 않는 것이 있어 받아들일 수 없습니다.", "It does not meet all that the window asks.");
            return Err(Error::conflict(ko, en));
        }
    }
    let now = now_ms();
    let sql = "update applications set state = $2, words = $3, updated_at = $4,
            accepted_at = case when $2 = 'accepted' then $4 else accepted_at end
        where id = $1";
    sqlx::query(sql).bind(found.id).bind(after.word()).bind(&said).bind(now).execute(&mut *write.tx).await?;
    if after != ApplicationState::Asked {
        // No file is kept longer for being decided.
        let sql = "update documents set due_at = $2 where application_id = $1 and due_at > $2";
        sqlx::query(sql).bind(found.id).bind(now + document::KEPT_DECIDED).execute(&mut *write.tx).await?;
    }
    if after == ApplicationState::Accepted {
        let sql = "insert into shop_windows (shop_id, window_id, position)
            select $1, $2, coalesce((select max(position) + 1 from shop_windows where shop_id = $1), 0)
            on conflict (shop_id, window_id) do nothing";
        sqlx::query(sql).bind(shop).bind(found.window).execute(&mut *write.tx).await?;
        stand(&mut write.tx, shop).await?;
    }
    if after == ApplicationState::Refused {
        leave_window(&state, &mut write, person.id, (shop, &request.applicant), found.window, said.as_deref()).await?;
    }
    let entry = record::Entry { by: Some(person.id), what, shop: Some(shop), about: Some(request.window.as_str()), why: said.as_deref() };
    record::put(&mut write.tx, entry).await?;
    tell_owner(&state, &mut write.tx, (shop, found.window), after, said.as_deref()).await?;
    write.touch_shop(shop);
    write.commit().await?;
    state.outbox.wake();
    private(&Done {})
}

/// The shop's and the window's names, and their slugs as an address has them.
async fn names(connection: &mut AnyConnection, shop: i64, window: i64, lang: Lang) -> Result<([String; 2], [String; 2]), Error> {
    let sql = "select s.slug, s.name_ko, s.name_en, w.slug as window_slug, w.name_ko as window_ko, w.name_en as window_en
        from shops s, windows w where s.id = $1 and w.id = $2";
    let row = sqlx::query(sql).bind(shop).bind(window).fetch_one(connection).await?;
    let slug = |column: &str| -> Result<String, Error> { Ok(wire::endpoint::encode(&row.try_get::<String, _>(column)?)) };
    let names =
        [rows::name(&row, "name_ko", "name_en", "slug", lang)?.text, rows::name(&row, "window_ko", "window_en", "window_slug", lang)?.text];
    Ok((names, [slug("slug")?, slug("window_slug")?]))
}

/// Tells a shop's owner how far an application is.
///
/// # Errors
/// Where the database is away or the mail cannot be written.
pub async fn tell_owner(
    state: &AppState,
    connection: &mut AnyConnection,
    (shop, window): (i64, i64),
    after: ApplicationState,
    said: Option<&str>,
) -> Result<(), Error> {
    let sql = "select a.email, a.lang from members m join accounts a on a.id = m.account_id where m.shop_id = $1 and m.role = 'owner'";
    for row in sqlx::query(sql).bind(shop).fetch_all(&mut *connection).await? {
        let lang = if row.try_get::<String, _>("lang")? == "en" { Lang::En } else { Lang::Ko };
        let ([shop, window], [slug, window_slug]) = names(connection, shop, window, lang).await?;
        let address = format!("{}{}/studio/shops/{slug}/applications/{window_slug}", state.public_url, lang.pick("", "/en"));
        let letter = words::decided(&row.try_get::<String, _>("email")?, (&shop, &window), after, said, &address, lang);
        state.outbox.put(connection, &letter).await?;
    }
    Ok(())
}

/// Tells all operators that an application waits.
///
/// # Errors
/// Where the database is away or the mail cannot be written.
pub async fn tell_operators(state: &AppState, connection: &mut AnyConnection, shop: i64, window: i64) -> Result<(), Error> {
    let sql = "select email, lang from accounts where is_operator = 1";
    for row in sqlx::query(sql).fetch_all(&mut *connection).await? {
        let lang = if row.try_get::<String, _>("lang")? == "en" { Lang::En } else { Lang::Ko };
        let ([shop, window], [slug, window_slug]) = names(connection, shop, window, lang).await?;
        let address = format!("{}{}/operator/applications/{slug}/{window_slug}", state.public_url, lang.pick("", "/en"));
        let letter = words::waiting(&row.try_get::<String, _>("email")?, (&shop, &window), &address, lang);
        state.outbox.put(connection, &letter).await?;
    }
    Ok(())
}
