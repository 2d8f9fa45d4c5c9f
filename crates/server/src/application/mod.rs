//! Entering a window: applications, what is checked of them, and how they are decided.

pub mod check;
pub mod decide;
pub mod document;
pub mod facts;
pub mod held;
pub mod requirement;
pub mod tax;

use axum::{extract::State, response::Response};
use sqlx::{AnyConnection, Row, any::AnyRow};
use wire::{
    Lang, Slug,
    account::{Done, Role, ShopState},
    application::{
        Application, ApplicationCard, ApplicationState, Apply, ApplyToo, Declare, Facts, KnownFacts, ListApplications, ShowApplication,
        Submit,
    },
};

use crate::{
    access::{Acting, Person},
    account::{member, throttle},
    draft::overtaken,
    error::Error,
    ids::{self, now_ms},
    record,
    reply::private,
    request::Told,
    rows,
    state::AppState,
};

/// The most shops that one account may have begun and not opened.
const MOST_BEGUN: i64 = 10;
/// The most letters of a shop's name.
const LONGEST_NAME: usize = 80;

/// An application as the database has it.
pub struct Found {
    pub id: i64,
    pub shop: i64,
    pub window: i64,
    pub state: ApplicationState,
}

/// The application of a shop to a window.
///
/// # Errors
/// [`Error::NotFound`] where the shop has not begun one.
pub async fn find(connection: &mut AnyConnection, shop: i64, window: &Slug) -> Result<Found, Error> {
    let sql =
        "select a.id, a.window_id, a.state from applications a join windows w on w.id = a.window_id where a.shop_id = $1 and w.slug = $2";
    let row = sqlx::query(sql).bind(shop).bind(window.as_str()).fetch_optional(connection).await?.ok_or(Error::NotFound)?;
    Ok(Found { id: row.try_get("id")?, shop, window: row.try_get("window_id")?, state: state_in(&row)? })
}

/// The same, where the merchant may change it: not while an operator has it, nor once it is decided.
///
/// # Errors
/// [`Error::Conflict`].
pub async fn find_open(connection: &mut AnyConnection, shop: i64, window: &Slug) -> Result<Found, Error> {
    let sql = "select state from shops where id = $1";
    if sqlx::query_scalar::<_, String>(sql).bind(shop).fetch_one(&mut *connection).await? == "closed" {
        return Err(Error::Gone);
    }
    let found = find(connection, shop, window).await?;
    if found.state.is_open() {
        return Ok(found);
    }
    Err(match found.state {
        ApplicationState::Submitted => Error::conflict(
            "보낸 신청은 운영자가 살펴보는 동안 바꿀 수 없습니다.",
            "An application cannot be changed while the operator looks at it.",
        ),
        _ => Error::conflict("이미 결정된 신청입니다.", "This application is decided."),
    })
}

/// Says that somebody goes on with a shop's applications: what is sent with them is kept for that.
///
/// # Errors
/// Where the database is away.
pub async fn touch(connection: &mut AnyConnection, shop: i64) -> Result<(), Error> {
    let sql = "update applications set updated_at = $2 where shop_id = $1 and state in ('draft', 'asked')";
    sqlx::query(sql).bind(shop).bind(now_ms()).execute(connection).await?;
    Ok(())
}

fn state_in(row: &AnyRow) -> Result<ApplicationState, Error> {
    let word: String = row.try_get("state")?;
    ApplicationState::of(&word).ok_or_else(|| Error::fault(format!("no state of an application: {word}")))
}

async fn window_id(connection: &mut AnyConnection, window: &Slug) -> Result<i64, Error> {
    let id = sqlx::query_scalar("select id from windows where slug = $1").bind(window.as_str()).fetch_optional(connection).await?;
    id.ok_or_else(|| Error::unfit("window", "그런 윈도가 없습니다.", "There is no such window."))
}

async fn insert(connection: &mut AnyConnection, shop: i64, window: i64) -> Result<(), Error> {
    let sql = "insert into applications (id, shop_id, window_id, state, created_at, updated_at) values ($1, $2, $3, 'draft', $4, $4)";
    sqlx::query(sql).bind(ids::fresh()).bind(shop).bind(window).bind(now_ms()).execute(connection).await?;
    Ok(())
}

/// Columns of an application's card; a query joins `a`, the shop `s` and the window `w`.
const CARD: &str =
    "select a.state, a.submitted_at, s.slug, s.state as shop_state, s.name_ko, s.name_en, w.slug as window_slug, w.name_ko as window_ko, w.name_en as window_en
    from applications a join shops s on s.id = a.shop_id join windows w on w.id = a.window_id";

fn card(row: &AnyRow, lang: Lang) -> Result<ApplicationCard, Error> {
    Ok(ApplicationCard {
        shop: rows::slug(row, "slug")?,
        shop_name: rows::name(row, "name_ko", "name_en", "slug", lang)?,
        shop_state: ShopState::of(&row.try_get::<String, _>("shop_state")?),
        window: rows::slug(row, "window_slug")?,
        window_name: rows::name(row, "window_ko", "window_en", "window_slug", lang)?,
        state: state_in(row)?,
        submitted_at: row.try_get("submitted_at")?,
    })
}

/// `POST /api/v1/applications`
pub async fn apply(State(state): State<AppState>, person: Person, Told(request): Told<Apply>) -> Result<Response, Error> {
    let name = facts::line("name", &request.name, LONGEST_NAME)?
        .ok_or_else(|| Error::unfit("name", "매장 이름을 적어 주세요.", "The shop's name, please."))?;
    throttle::count(&state.db, &format!("applications by {}", person.id), throttle::INVITATIONS).await?;
    let mut aside = state.db.aside().await?;
    let window = window_id(&mut aside.tx, &request.window).await?;
    let sql = "select count(*) from members m join shops s on s.id = m.shop_id where m.account_id = $1 and m.role = 'owner' and s.state = 'draft'";
    if sqlx::query_scalar::<_, i64>(sql).bind(person.id).fetch_one(&mut *aside.tx).await? >= MOST_BEGUN {
        return Err(Error::conflict(
            "아직 열지 않은 매장이 열 곳입니다. 그중 하나를 먼저 마무리해 주세요.",
            "Ten shops are begun and not open; finish one first.",
        ));
    }
    let slug = free_slug(&mut aside.tx, &name).await?;
    let (shop, now) = (ids::fresh(), now_ms());
    let (ko, en) = match request.lang {
        Lang::Ko => (Some(&name), None),
        Lang::En => (None, Some(&name)),
    };
    let sql = "insert into shops (id, slug, state, name_ko, name_en, currency, zone, created_at, updated_at)
        values ($1, $2, 'draft', $3, $4, 'KRW', 'Asia/Seoul', $5, $5)";
    sqlx::query(sql).bind(shop).bind(&slug).bind(ko).bind(en).bind(now).execute(&mut *aside.tx).await?;
    member::enter(&mut aside.tx, shop, person.id, Role::Owner).await?;
    insert(&mut aside.tx, shop, window).await?;
    let entry =
        record::Entry { by: Some(person.id), what: "application_begun", shop: Some(shop), about: Some(request.window.as_str()), why: None };
    record::put(&mut aside.tx, entry).await?;
    let row = sqlx::query(sqlx::AssertSqlSafe(format!("{CARD} where a.shop_id = $1"))).bind(shop).fetch_one(&mut *aside.tx).await?;
    let card = card(&row, request.lang)?;
    decide::tell_owner(&state, &mut aside.tx, (shop, window), ApplicationState::Draft, None).await?;
    aside.commit().await?;
    state.outbox.wake();
    private(&card)
}

/// A slug of this name that no shop has or had.
async fn free_slug(connection: &mut AnyConnection, name: &str) -> Result<String, Error> {
    // Room for a number behind it.
    let base: String = Slug::of_title(name).map_or_else(|| "shop".to_owned(), |slug| slug.as_str().chars().take(70).collect());
    for number in 1..1_000 {
        let slug = if number == 1 { base.clone() } else { format!("{base}-{number}") };
        let sql =
            "select 1 from shops where slug = $1 union all select 1 from moved_slugs where kind = 'shop' and shop_id = 0 and slug = $1";
        if sqlx::query(sql).bind(&slug).fetch_optional(&mut *connection).await?.is_none() {
            return Ok(slug);
        }
    }
    Ok(format!("{base}-{}", ids::short(ids::fresh())))
}

/// `POST /api/v1/shops/{shop}/applications`
pub async fn apply_too(State(state): State<AppState>, acting: Acting, Told(request): Told<ApplyToo>) -> Result<Response, Error> {
    if acting.state == ShopState::Closed {
        return Err(Error::Gone);
    }
    let mut aside = state.db.aside().await?;
    let window = window_id(&mut aside.tx, &request.window).await?;
    let sql = "select id, state from applications where shop_id = $1 and window_id = $2";
    match sqlx::query(sql).bind(acting.shop).bind(window).fetch_optional(&mut *aside.tx).await? {
        None => insert(&mut aside.tx, acting.shop, window).await?,
        // One that was refused may be begun again.
        Some(row) if state_in(&row)? == ApplicationState::Refused => {
            let sql = "update applications set state = 'draft', updated_at = $2 where id = $1";
            let id: i64 = row.try_get("id")?;
            sqlx::query(sql).bind(id).bind(now_ms()).execute(&mut *aside.tx).await?;
            // What was sent before counts again, and is kept as long.
            let sql = "update documents set due_at = $2 where application_id = $1";
            sqlx::query(sql).bind(id).bind(now_ms() + document::KEPT).execute(&mut *aside.tx).await?;
        }
        Some(_) => return Err(Error::conflict("이미 신청한 윈도입니다.", "The shop has applied to this window already.")),
    }
    put_record(&mut aside.tx, &acting, "application_begun", &request.window, None).await?;
    decide::tell_owner(&state, &mut aside.tx, (acting.shop, window), ApplicationState::Draft, None).await?;
    aside.commit().await?;
    state.outbox.wake();
    private(&Done {})
}

async fn put_record(
    connection: &mut AnyConnection,
    acting: &Acting,
    what: &'static str,
    window: &Slug,
    why: Option<&str>,
) -> Result<(), Error> {
    let entry = record::Entry { by: Some(acting.person.id), what, shop: Some(acting.shop), about: Some(window.as_str()), why };
    record::put(connection, entry).await
}

/// `GET /api/v1/shops/{shop}/applications`
pub async fn list_applications(
    State(state): State<AppState>,
    acting: Acting,
    Told(request): Told<ListApplications>,
) -> Result<Response, Error> {
    let sql = format!("{CARD} where a.shop_id = $1 order by a.created_at, a.id");
    let found = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(acting.shop).fetch_all(&state.db.pool).await?;
    let cards: Vec<ApplicationCard> = found.iter().map(|row| card(row, request.lang)).collect::<Result<_, _>>()?;
    private(&cards)
}

/// An application whole, for its owner and for who decides.
///
/// # Errors
/// Where there is none, or the database is away.
pub async fn whole(connection: &mut AnyConnection, shop: i64, window: &Slug, lang: Lang) -> Result<Application, Error> {
    let found = find(connection, shop, window).await?;
    let row = sqlx::query(sqlx::AssertSqlSafe(format!("{CARD} where a.id = $1"))).bind(found.id).fetch_one(&mut *connection).await?;
    let card = card(&row, lang)?;
    let row = sqlx::query("select s.updated_at, a.words from shops s join applications a on a.shop_id = s.id where a.id = $1")
        .bind(found.id)
        .fetch_one(&mut *connection)
        .await?;
    let facts = facts::of(connection, shop).await?;
    let checks = check::checks(connection, &found, &facts, lang).await?;
    Ok(Application {
        shop: card.shop,
        shop_name: card.shop_name,
        shop_state: card.shop_state,
        window: card.window,
        window_name: card.window_name,
        state: card.state,
        words: row.try_get("words")?,
        submitted_at: card.submitted_at,
        tax: tax::answer(connection, shop, facts.business_number.as_deref()).await?,
        facts,
        seen: row.try_get("updated_at")?,
        is_ready: checks.iter().all(|check| check.is_settled),
        checks,
    })
}

/// `GET /api/v1/shops/{shop}/applications/{window}`
pub async fn show_application(
    State(state): State<AppState>,
    acting: Acting,
    Told(request): Told<ShowApplication>,
) -> Result<Response, Error> {
    let mut connection = state.db.pool.acquire().await?;
    let application = whole(&mut connection, acting.shop, &request.window, request.lang).await?;
    // It is judged by what shoppers see; its owner goes on with what they changed.
    let KnownFacts { facts, seen } = facts::known(&mut connection, acting.shop).await?;
    private(&Application { facts, seen, ..application })
}

/// `PUT /api/v1/shops/{shop}/applications/{window}/declared`
pub async fn declare(State(state): State<AppState>, acting: Acting, Told(request): Told<Declare>) -> Result<Response, Error> {
    let mut aside = state.db.aside().await?;
    let found = find_open(&mut aside.tx, acting.shop, &request.window).await?;
    sqlx::query("delete from declarations where application_id = $1").bind(found.id).execute(&mut *aside.tx).await?;
    for word in &request.declared {
        let id = requirement::id(word)?;
        let sql = "insert into declarations (application_id, requirement_id, at)
            select $1, r.id, $3 from requirements r where r.id = $2 and r.window_id = $4 and r.kind = 'declared'
            on conflict do nothing";
        sqlx::query(sql).bind(found.id).bind(id).bind(now_ms()).bind(found.window).execute(&mut *aside.tx).await?;
    }
    touch(&mut aside.tx, acting.shop).await?;
    aside.commit().await?;
    private(&Done {})
}

/// An application that lacks nothing, with what its shop says of itself.
async fn ready(connection: &mut AnyConnection, shop: i64, window: &Slug) -> Result<(Found, Facts), Error> {
    let found = find_open(connection, shop, window).await?;
    let facts = facts::of(connection, shop).await?;
    let checks = check::checks(connection, &found, &facts, Lang::Ko).await?;
    if checks.iter().all(|check| check.is_settled) {
        Ok((found, facts))
    } else {
        Err(Error::conflict("아직 빠진 것이 있습니다. 아래에서 확인해 주세요.", "Something is missing still; see below."))
    }
}

/// `POST /api/v1/shops/{shop}/applications/{window}/submit`
pub async fn submit(State(state): State<AppState>, acting: Acting, Told(request): Told<Submit>) -> Result<Response, Error> {
    let mut connection = state.db.pool.acquire().await?;
    // The office is asked only of what could be sent else.
    let (_, asked) = ready(&mut connection, acting.shop, &request.window).await?;
    drop(connection);
    // Before the write: nobody waits in line for another's office.
    tax::look(&state, acting.person.id, acting.shop, asked.business_number.as_deref()).await?;
    let mut aside = state.db.aside().await?;
    let (found, facts) = ready(&mut aside.tx, acting.shop, &request.window).await?;
    if facts.business_number != asked.business_number {
        return Err(overtaken());
    }
    let sql = "update applications set state = 'submitted', submitted_at = $2, updated_at = $2 where id = $1";
    sqlx::query(sql).bind(found.id).bind(now_ms()).execute(&mut *aside.tx).await?;
    put_record(&mut aside.tx, &acting, "application_submitted", &request.window, None).await?;
    decide::tell_operators(&state, &mut aside.tx, acting.shop, found.window).await?;
    decide::tell_owner(&state, &mut aside.tx, (acting.shop, found.window), ApplicationState::Submitted, None).await?;
    aside.commit().await?;
    state.outbox.wake();
    private(&Done {})
}
