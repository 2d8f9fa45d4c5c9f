//! A shop's states: draft, open, paused, closed; and what keeps it from opening.

use axum::{extract::State, response::Response};
use sqlx::{AnyConnection, AssertSqlSafe, Row, any::AnyRow};
use wire::{
    Lang, Slug,
    account::{Done, Role, ShopState},
    opening::{Blocker, CloseShop, HoldShop, KnownShop, ListKnownShops, OpenShop, Opening, PauseShop, ReleaseShop, ShowOpening},
    shop::BusinessNumber,
};

use crate::{
    access::{Acting, Person},
    application::{decide::shop_id, document, facts::line},
    db::Write,
    draft::{lacks, picture},
    error::Error,
    ids::now_ms,
    mail::words,
    record,
    reply::private,
    report,
    request::Told,
    rows,
    state::AppState,
};

/// The most letters of a reason.
const LONGEST: usize = 500;

/// How far a shop is from being open, by its rows alone.
///
/// # Errors
/// Where the database is away.
pub async fn opening(connection: &mut AnyConnection, shop: i64) -> Result<Opening, Error> {
    let sql = "select state, hours, address_ko, address_en, representative, business_number, held_why,
            (select count(*) from shop_windows w where w.shop_id = s.id) as windows,
            (select count(*) from applications a where a.shop_id = s.id and a.accepted_at is not null) as let_in,
            (select count(*) from applications a where a.shop_id = s.id and a.state = 'accepted') as accepted,
            (select count(*) from products p where p.shop_id = s.id) as products,
            (select count(*) from products p where p.shop_id = s.id and p.state = 'shown') as shown,
            (select count(*) from products p where p.shop_id = s.id and p.state = 'shown' and p.picture_id is null) as bare
        from shops s where s.id = $1";
    let row = sqlx::query(sql).bind(shop).fetch_one(connection).await?;
    let number = |column: &str| row.try_get::<i64, _>(column);
    let said = |column: &str| -> Result<bool, Error> { Ok(row.try_get::<Option<String>, _>(column)?.is_some_and(|text| !text.is_empty())) };
    let business: Option<String> = row.try_get("business_number")?;
    let mut blockers = Vec::new();
    let mut need = |is_there: bool, blocker| {
        if !is_there {
            blockers.push(blocker);
        }
    };
    need(!said("held_why")?, Blocker::Held);
    need(number("windows")? > 0, Blocker::NoWindow);
    // One that a command brought in was never let in by an application, and needs none.
    need(number("let_in")? == 0 || number("accepted")? > 0, Blocker::NotAccepted);
    need(said("hours")?, Blocker::NoHours);
    need(said("address_ko")? || said("address_en")?, Blocker::NoAddress);
    need(said("representative")?, Blocker::NoRepresentative);
    need(business.is_some_and(|number| BusinessNumber::try_from(number).is_ok()), Blocker::NoBusinessNumber);
    need(number("shown")? > 0, Blocker::NoProduct);
    need(number("bare")? == 0, Blocker::NoPicture);
    Ok(Opening {
        state: ShopState::of(&row.try_get::<String, _>("state")?),
        with_changes: blockers.clone(),
        blockers,
        held_why: row.try_get("held_why")?,
        owners: Vec::new(),
        products: rows::count(number("products")?),
    })
}

/// Puts a shop's products into its windows where it is open, and takes them out where it is not.
///
/// # Errors
/// Where the database is away.
pub async fn stand(connection: &mut AnyConnection, shop: i64) -> Result<(), Error> {
    let sql = "delete from window_products where product_id in (select id from products where shop_id = $1)";
    sqlx::query(sql).bind(shop).execute(&mut *connection).await?;
    let sql = "insert into window_products (window_id, product_id, in_stock, created_at, price)
        select w.window_id, p.id, p.in_stock, p.created_at, p.price
        from products p join shop_windows w on w.shop_id = p.shop_id join shops s on s.id = p.shop_id
        where p.shop_id = $1 and p.state = 'shown' and s.state = 'open'";
    sqlx::query(sql).bind(shop).execute(connection).await?;
    Ok(())
}

/// Puts a shop into a state, with what shoppers see of it.
async fn enter(connection: &mut AnyConnection, shop: i64, state: &'static str) -> Result<(), Error> {
    let sql = "update shops set state = $2, opened_at = case when $2 = 'open' then coalesce(opened_at, $3) else opened_at end, updated_at = $3 where id = $1";
    sqlx::query(sql).bind(shop).bind(state).bind(now_ms()).execute(&mut *connection).await?;
    stand(connection, shop).await
}

/// Takes a shop out of a window that does not let it in, where it stood there already: one that a command brought in does. An open
/// shop that stands in no other window is paused, and its owners are told why.
///
/// # Errors
/// Where the database is away or the mail cannot be written.
pub async fn leave_window(
    state: &AppState,
    write: &mut Write,
    by: i64,
    (shop, slug): (i64, &Slug),
    window: i64,
    why: Option<&str>,
) -> Result<(), Error> {
    let sql = "delete from shop_windows where shop_id = $1 and window_id = $2";
    if sqlx::query(sql).bind(shop).bind(window).execute(&mut *write.tx).await?.rows_affected() == 0 {
        return Ok(());
    }
    let found = opening(&mut write.tx, shop).await?;
    if found.state != ShopState::Open || !found.blockers.contains(&Blocker::NoWindow) {
        return stand(&mut write.tx, shop).await;
    }
    enter(&mut write.tx, shop, "paused").await?;
    let entry = record::Entry { by: Some(by), what: "shop_paused", shop: Some(shop), about: None, why };
    record::put(&mut write.tx, entry).await?;
    tell_owner(state, &mut write.tx, slug, shop, why).await
}

/// `GET /api/v1/shops/{shop}/opening`
pub async fn show_opening(State(state): State<AppState>, acting: Acting, Told(_): Told<ShowOpening>) -> Result<Response, Error> {
    let mut tx = state.db.look().await?;
    let found = opening(&mut tx, acting.shop).await?;
    let with_changes = lacks::with_drafts(&mut tx, acting.shop, &found).await?;
    let owners = if acting.role >= Role::Manager { owners(&mut tx, acting.shop).await? } else { Vec::new() };
    private(&Opening { with_changes, owners: owners.into_iter().map(|owner| owner.email).collect(), ..found })
}

/// `POST /api/v1/shops/{shop}/open`
pub async fn open_shop(State(state): State<AppState>, acting: Acting, Told(_): Told<OpenShop>) -> Result<Response, Error> {
    let copied = picture::copy_hidden(&state, acting.shop).await?;
    let mut write = state.db.write().await?;
    let opening = opening(&mut write.tx, acting.shop).await?;
    if opening.state == ShopState::Closed {
        return Err(Error::Gone);
    }
    if opening.blockers.contains(&Blocker::Held) {
        let (ko, en) = ("운영자가 쉬게 한 매장입니다. 운영자에게 물어보세요.", "An operator has paused this shop; ask them.");
        return Err(Error::conflict(ko, en));
    }
    if !opening.blockers.is_empty() {
        return Err(Error::conflict("여는 데 아직 빠진 것이 있습니다.", "Something is missing still before it can open."));
    }
    picture::show(&mut write.tx, &state.media, acting.shop, &copied).await?;
    change(&state, &mut write, &acting, ShopState::Open).await?;
    write.commit().await?;
    state.outbox.wake();
    private(&Done {})
}

/// Puts a shop into the state that somebody who works there wants, and tells its owners.
async fn change(state: &AppState, write: &mut Write, acting: &Acting, after: ShopState) -> Result<(), Error> {
    let (word, what) = match after {
        ShopState::Open => ("open", "shop_opened"),
        ShopState::Closed => ("closed", "shop_closed"),
        ShopState::Paused | ShopState::Draft => ("paused", "shop_paused"),
    };
    enter(&mut write.tx, acting.shop, word).await?;
    let entry = record::Entry { by: Some(acting.person.id), what, shop: Some(acting.shop), about: None, why: None };
    record::put(&mut write.tx, entry).await?;
    write.touch_shop(acting.shop);
    let slug: String = sqlx::query_scalar("select slug from shops where id = $1").bind(acting.shop).fetch_one(&mut *write.tx).await?;
    for owner in owners(&mut write.tx, acting.shop).await? {
        let address = page(state, &slug, owner.lang);
        let letter = words::shop_changed(&owner.email, (&owner.shop, &acting.person.email), after, &address, owner.lang);
        state.outbox.put(&mut write.tx, &letter).await?;
    }
    Ok(())
}

/// The address of a shop's page in the studio.
fn page(state: &AppState, slug: &str, lang: Lang) -> String {
    format!("{}{}/studio/shops/{}", state.public_url, lang.pick("", "/en"), wire::endpoint::encode(slug))
}

/// `POST /api/v1/shops/{shop}/pause`
pub async fn pause_shop(State(state): State<AppState>, acting: Acting, Told(_): Told<PauseShop>) -> Result<Response, Error> {
    let mut write = state.db.write().await?;
    if opening(&mut write.tx, acting.shop).await?.state != ShopState::Open {
        return Err(Error::conflict("열려 있는 매장만 쉴 수 있습니다.", "Only an open shop can be paused."));
    }
    change(&state, &mut write, &acting, ShopState::Paused).await?;
    write.commit().await?;
    state.outbox.wake();
    private(&Done {})
}

/// `POST /api/v1/shops/{shop}/close`
pub async fn close_shop(State(state): State<AppState>, acting: Acting, Told(request): Told<CloseShop>) -> Result<Response, Error> {
    if request.confirm.trim() != request.shop.as_str() {
        return Err(Error::unfit("confirm", "매장 주소를 그대로 적어 주세요.", "Write the shop's address as it stands."));
    }
    let mut write = state.db.write().await?;
    if opening(&mut write.tx, acting.shop).await?.state == ShopState::Closed {
        return Err(Error::Gone);
    }
    change(&state, &mut write, &acting, ShopState::Closed).await?;
    document::end(&mut write.tx, acting.shop).await?;
    write.commit().await?;
    state.outbox.wake();
    private(&Done {})
}

/// `GET /api/v1/operator/shops`
pub async fn list_known_shops(State(state): State<AppState>, Told(request): Told<ListKnownShops>) -> Result<Response, Error> {
    let q = request.q.as_deref().unwrap_or_default().trim().to_lowercase();
    if q.chars().count() > 80 {
        return Err(Error::invalid("q", "at most 80 characters"));
    }
    // Where words are looked for, the signs that SQL gives a meaning stand for themselves.
    let like = format!("%{}%", q.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
    let sql = "select slug, name_ko, name_en, state, held_why from shops
        where lower(slug) like $1 escape '\\' or lower(coalesce(name_ko, '')) like $1 escape '\\' or lower(coalesce(name_en, '')) like $1 escape '\\'
        order by updated_at desc, id desc limit 100";
    let found = sqlx::query(AssertSqlSafe(sql)).bind(like).fetch_all(&state.db.pool).await?;
    let shops = found.iter().map(|row| {
        Ok(KnownShop {
            shop: rows::slug(row, "slug")?,
            name: rows::name(row, "name_ko", "name_en", "slug", request.lang)?,
            state: ShopState::of(&row.try_get::<String, _>("state")?),
            held_why: row.try_get("held_why")?,
        })
    });
    private(&shops.collect::<Result<Vec<_>, Error>>()?)
}

/// `POST /api/v1/operator/shops/{held}/pause`
pub async fn hold_shop(State(state): State<AppState>, person: Person, Told(request): Told<HoldShop>) -> Result<Response, Error> {
    let why = line("why", &request.why, LONGEST)?
        .ok_or_else(|| Error::unfit("why", "까닭을 적어 주세요. 매장의 대표가 읽습니다.", "Say why: the owner reads it."))?;
    let mut write = state.db.write().await?;
    let shop = shop_id(&mut write.tx, &request.held).await?;
    let is_open = match opening(&mut write.tx, shop).await?.state {
        ShopState::Closed => return Err(Error::Gone),
        state => state == ShopState::Open,
    };
    sqlx::query("update shops set held_why = $2 where id = $1").bind(shop).bind(&why).execute(&mut *write.tx).await?;
    // A draft stays one: it only cannot open.
    if is_open {
        enter(&mut write.tx, shop, "paused").await?;
    }
    let entry = record::Entry { by: Some(person.id), what: "shop_held", shop: Some(shop), about: None, why: Some(&why) };
    record::put(&mut write.tx, entry).await?;
    write.touch_shop(shop);
    report::close_all(&mut write.tx, shop, "shop", 0).await?;
    tell_owner(&state, &mut write.tx, &request.held, shop, Some(&why)).await?;
    write.commit().await?;
    state.outbox.wake();
    private(&Done {})
}

/// `POST /api/v1/operator/shops/{held}/release`
pub async fn release_shop(State(state): State<AppState>, person: Person, Told(request): Told<ReleaseShop>) -> Result<Response, Error> {
    let mut aside = state.db.aside().await?;
    let shop = shop_id(&mut aside.tx, &request.held).await?;
    let sql = "update shops set held_why = null where id = $1 and held_why is not null";
    if sqlx::query(sql).bind(shop).execute(&mut *aside.tx).await?.rows_affected() == 0 {
        return Err(Error::conflict("운영자가 쉬게 한 매장이 아닙니다.", "No operator has paused this shop."));
    }
    let entry = record::Entry { by: Some(person.id), what: "shop_released", shop: Some(shop), about: None, why: None };
    record::put(&mut aside.tx, entry).await?;
    tell_owner(&state, &mut aside.tx, &request.held, shop, None).await?;
    aside.commit().await?;
    state.outbox.wake();
    private(&Done {})
}

/// An owner of a shop, to be written to.
pub struct Owner {
    pub email: String,
    pub lang: Lang,
    /// The shop's name in their language.
    pub shop: String,
}

/// The owners of a shop.
///
/// # Errors
/// Where the database is away.
pub async fn owners(connection: &mut AnyConnection, shop: i64) -> Result<Vec<Owner>, Error> {
    let sql = "select a.email, a.lang, s.slug, s.name_ko, s.name_en from members m join accounts a on a.id = m.account_id
        join shops s on s.id = m.shop_id where m.shop_id = $1 and m.role = 'owner'";
    let found = sqlx::query(sql).bind(shop).fetch_all(connection).await?;
    let owner = |row: &AnyRow| {
        let lang = if row.try_get::<String, _>("lang")? == "en" { Lang::En } else { Lang::Ko };
        Ok(Owner { email: row.try_get("email")?, lang, shop: rows::name(row, "name_ko", "name_en", "slug", lang)?.text })
    };
    found.iter().map(owner).collect()
}

/// Tells a shop's owner that an operator has paused it, or lets it go on.
async fn tell_owner(state: &AppState, connection: &mut AnyConnection, shop: &Slug, id: i64, why: Option<&str>) -> Result<(), Error> {
    for owner in owners(&mut *connection, id).await? {
        let address = page(state, shop.as_str(), owner.lang);
        let letter = words::held(&owner.email, &owner.shop, why, &address, owner.lang);
        state.outbox.put(connection, &letter).await?;
    }
    Ok(())
}
