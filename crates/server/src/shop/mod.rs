//! Shops: their lists and their page.

pub mod hours;
pub mod opening;

use axum::{extract::State, http::HeaderMap, response::Response};
use sqlx::{AssertSqlSafe, Row, any::AnyRow};
use wire::{
    Currency, Lang, Money, Slug, Text,
    listing::{Listing, PAGE},
    shop::{
        Business, BusinessNumber, Collection, Delivery, ListShops, Pickup, Point, Shop, ShopCard, ShopPage, ShowShop, ShowShopPage,
        WindowName,
    },
};

use crate::{
    clip,
    db::Db,
    error::Error,
    ids::now_ms,
    index::ask::Listed,
    product::list::{Scope, list},
    reply::Reply,
    request::Asked,
    rows,
    state::AppState,
};
use hours::Opening;

const CARD: &str =
    "s.id, s.slug, s.name_ko, s.name_en, s.tagline_ko, s.tagline_en, s.district_ko, s.district_en, s.zone, s.hours, s.holidays,
    s.opened_at, i.id as picture_id, i.width, i.height, i.colour, i.widths";
const FRONT: &str = "left join shop_pictures f on f.shop_id = s.id and f.position = 0 left join pictures i on i.id = f.picture_id";

/// A shop's card from a row, and until when what it says of the time is true.
///
/// # Errors
/// Where the row is not of this kind.
pub fn card(row: &AnyRow, now: i64, lang: Lang) -> Result<(ShopCard, i64), Error> {
    let (open, until) = Opening::of(row)?.state(now);
    let card = ShopCard {
        slug: rows::slug(row, "slug")?,
        name: rows::name(row, "name_ko", "name_en", "slug", lang)?,
        tagline: rows::text(row, "tagline_ko", "tagline_en", lang)?,
        district: rows::text(row, "district_ko", "district_en", lang)?,
        open,
        picture: rows::picture(row)?,
    };
    Ok((card, until))
}

/// Open shops, the newest first, and until when what the list says of the time is true.
///
/// # Errors
/// Where the place is none of ours or the database is away.
pub async fn shops(db: &Db, window: Option<i64>, after: Option<&str>, limit: u32, lang: Lang) -> Result<(Listing<ShopCard>, i64), Error> {
    let [opened, id] = after.map_or(Ok([i64::MAX, i64::MAX]), |after| rows::place("s", after))?;
    let scope = match window {
        Some(_) => "from shop_windows w join shops s on s.id = w.shop_id",
        None => "from shops s",
    };
    let and = if window.is_some() { "and w.window_id = $4" } else { "and $4 = 0" };
    let sql = format!(
        "select {CARD} {scope} {FRONT} where s.state = 'open' {and} and (s.opened_at, s.id) < ($1, $2)
         order by s.opened_at desc, s.id desc limit $3"
    );
    let query = sqlx::query(AssertSqlSafe(sql)).bind(opened).bind(id).bind(i64::from(limit) + 1).bind(window.unwrap_or(0));
    let found = query.fetch_all(&db.pool).await?;
    let (now, mut until) = (now_ms(), i64::MAX);
    let mut list = Listing::default();
    for row in found.iter().take(limit as usize) {
        let (card, true_until) = card(row, now, lang)?;
        until = until.min(true_until);
        list.items.push(card);
    }
    if let (Some(last), true) = (found.get((limit as usize).saturating_sub(1)), found.len() > limit as usize) {
        list.after = Some(rows::cursor("s", &[last.try_get("opened_at")?, last.try_get("id")?]));
    }
    Ok((list, until))
}

/// The cards of these shops, in this order, and until when what they say of the time is true.
///
/// # Errors
/// Where the database is away.
pub async fn cards(db: &Db, ids: &[i64], lang: Lang) -> Result<(Vec<ShopCard>, i64), Error> {
    let mut cards = Vec::new();
    let (now, mut until) = (now_ms(), i64::MAX);
    for id in ids {
        let sql = format!("select {CARD} from shops s {FRONT} where s.id = $1");
        if let Some(row) = sqlx::query(AssertSqlSafe(sql)).bind(id).fetch_optional(&db.pool).await? {
            let (card, true_until) = card(&row, now, lang)?;
            until = until.min(true_until);
            cards.push(card);
        }
    }
    Ok((cards, until))
}

/// A shop with what its pages need besides.
pub struct Found {
    pub id: i64,
    pub shop: Shop,
    pub valid_until: i64,
}

/// The open shop of that slug.
///
/// # Errors
/// Not found, closed, or at another address now.
pub async fn find(state: &AppState, slug: &Slug, lang: Lang) -> Result<Found, Error> {
    let db = &state.db;
    let sql = format!(
        "select {CARD}, s.state, s.story_ko, s.story_en, s.notice_ko, s.notice_en, s.address_ko, s.address_en, s.postcode,
            s.latitude_e6, s.longitude_e6, s.phone, s.email, s.representative, s.business_number, s.mail_order_number, s.currency,
            s.delivery_fee, s.delivery_free_from, s.delivery_days_least, s.delivery_days_most, s.pickup_minutes
         from shops s {FRONT} where s.slug = $1"
    );
    let Some(row) = sqlx::query(AssertSqlSafe(sql)).bind(slug.as_str()).fetch_optional(&db.pool).await? else {
        return Err(moved(db, slug).await?);
    };
    match row.try_get::<String, _>("state")?.as_str() {
        "open" => {}
        "closed" => return Err(Error::Gone),
        _ => return Err(Error::NotFound),
    }
    let id: i64 = row.try_get("id")?;
    let now = now_ms();
    let opening = Opening::of(&row)?;
    let today = opening.local(now).day;
    let (card, valid_until) = card(&row, now, lang)?;
    let currency = rows::currency(&row, "currency")?;
    let address = rows::text(&row, "address_ko", "address_en", lang)?;
    let shop = Shop {
        windows: windows(state, id, lang).await?,
        story: rows::text(&row, "story_ko", "story_en", lang)?,
        notice: rows::text(&row, "notice_ko", "notice_en", lang)?,
        pictures: pictures(db, id, lang).await?,
        postcode: row.try_get("postcode")?,
        point: point(&row)?,
        phone: row.try_get("phone")?,
        hours: opening.hours(today, lang),
        today,
        currency,
        delivery: delivery(&row, currency)?,
        pickup: pickup(&row)?,
        business: business(&row, &card.name, address.as_ref())?,
        collections: collections(db, id, lang).await?,
        address,
        card,
    };
    // Today's mark in the week's table moves at midnight, with the state.
    Ok(Found { id, shop, valid_until })
}

/// Where a shop went that once had this slug.
async fn moved(db: &Db, slug: &Slug) -> Result<Error, Error> {
    let sql = "select s.slug from moved_slugs m join shops s on s.id = m.target_id where m.kind = 'shop' and m.shop_id = 0 and m.slug = $1";
    let now: Option<String> = sqlx::query_scalar(sql).bind(slug.as_str()).fetch_optional(&db.pool).await?;
    Ok(now.map_or(Error::NotFound, |now| Error::Moved(format!("/shops/{}", wire::endpoint::encode(&now)))))
}

fn point(row: &AnyRow) -> Result<Option<Point>, Error> {
    let (latitude, longitude): (Option<i64>, Option<i64>) = (row.try_get("latitude_e6")?, row.try_get("longitude_e6")?);
    Ok(latitude.zip(longitude).map(|(latitude_e6, longitude_e6)| Point { latitude_e6, longitude_e6 }))
}

/// The delivery rule from a shop's columns.
///
/// # Errors
/// Where the row is not of this kind.
pub fn delivery(row: &AnyRow, currency: Currency) -> Result<Option<Delivery>, Error> {
    let Some(fee) = row.try_get::<Option<i64>, _>("delivery_fee")? else { return Ok(None) };
    let free_from: Option<i64> = row.try_get("delivery_free_from")?;
    let days =
        |column: &str| -> Result<u8, Error> { Ok(u8::try_from(row.try_get::<Option<i64>, _>(column)?.unwrap_or(3)).unwrap_or(u8::MAX)) };
    Ok(Some(Delivery {
        fee: Money::new(fee, currency),
        free_from: free_from.map(|amount| Money::new(amount, currency)),
        days: [days("delivery_days_least")?, days("delivery_days_most")?],
    }))
}

/// The pickup rule from a shop's columns.
///
/// # Errors
/// Where the row is not of this kind.
pub fn pickup(row: &AnyRow) -> Result<Option<Pickup>, Error> {
    let minutes: Option<i64> = row.try_get("pickup_minutes")?;
    Ok(minutes.map(|minutes| Pickup { ready_minutes: u32::try_from(minutes).unwrap_or(0) }))
}

/// The business facts; the name and the address alone, which any shop has, are not facts of a business.
fn business(row: &AnyRow, name: &Text, address: Option<&Text>) -> Result<Business, Error> {
    let number: Option<String> = row.try_get("business_number")?;
    let facts = Business {
        name: None,
        representative: row.try_get("representative")?,
        address: None,
        phone: row.try_get("phone")?,
        email: row.try_get("email")?,
        business_number: number.and_then(|number| BusinessNumber::try_from(number).ok()),
        mail_order_number: row.try_get("mail_order_number")?,
    };
    if facts.is_empty() {
        return Ok(facts);
    }
    Ok(Business { name: Some(name.text.clone()), address: address.map(|address| address.text.clone()), ..facts })
}

async fn windows(state: &AppState, shop: i64, lang: Lang) -> Result<Vec<WindowName>, Error> {
    let street = state.street().await?;
    let sql = "select window_id from shop_windows where shop_id = $1 order by position";
    let ids: Vec<i64> = sqlx::query_scalar(sql).bind(shop).fetch_all(&state.db.pool).await?;
    let named = |id: &i64| street.windows.iter().find(|window| window.id == *id).map(|window| window.name(lang));
    Ok(ids.iter().filter_map(named).collect())
}

async fn pictures(db: &Db, shop: i64, lang: Lang) -> Result<Vec<wire::Picture>, Error> {
    let sql = "select i.id as picture_id, i.width, i.height, i.colour, i.widths, f.alt_ko, f.alt_en
        from shop_pictures f join pictures i on i.id = f.picture_id where f.shop_id = $1 order by f.position limit 12";
    let found = sqlx::query(sql).bind(shop).fetch_all(&db.pool).await?;
    let mut pictures = Vec::new();
    for row in &found {
        let alt = rows::text(row, "alt_ko", "alt_en", lang)?;
        pictures.extend(rows::picture(row)?.map(|picture| wire::Picture { alt, ..picture }));
    }
    Ok(pictures)
}

async fn collections(db: &Db, shop: i64, lang: Lang) -> Result<Vec<Collection>, Error> {
    let sql = "select c.slug, c.name_ko, c.name_en,
            (select count(*) from collection_products cp join products p on p.id = cp.product_id
             where cp.collection_id = c.id and p.state = 'shown') as products
        from collections c where c.shop_id = $1 order by c.position, c.id limit 50";
    let found = sqlx::query(sql).bind(shop).fetch_all(&db.pool).await?;
    let collections = found.iter().map(|row| {
        Ok(Collection {
            slug: rows::slug(row, "slug")?,
            name: rows::name(row, "name_ko", "name_en", "slug", lang)?,
            products: rows::count(row.try_get("products")?),
        })
    });
    collections.collect()
}

/// `GET /api/v1/shops`
pub async fn list_shops(State(state): State<AppState>, asked: HeaderMap, Asked(request): Asked<ListShops>) -> Result<Response, Error> {
    let street = state.street().await?;
    let window = request
        .window
        .as_ref()
        .map(|slug| street.find(slug))
        .transpose()
        .map_err(|_| Error::invalid("window", "there is no such window"))?;
    let limit = rows::limit(request.limit)?;
    let (mut body, valid_until) = shops(&state.db, window.map(|window| window.id), request.after.as_deref(), limit, request.lang).await?;
    body.total = Some(window.map_or(street.openings.len() as u64, |window| window.window(request.lang).card.shops));
    Reply { body, valid_until }.answer(&asked)
}

/// `GET /api/v1/shops/{shop}`
pub async fn show_shop(State(state): State<AppState>, asked: HeaderMap, Asked(request): Asked<ShowShop>) -> Result<Response, Error> {
    let found = find(&state, &request.shop, request.lang).await?;
    Reply { body: found.shop, valid_until: found.valid_until }.answer(&asked)
}

/// `GET /api/v1/pages/shops/{shop}`
pub async fn show_shop_page(
    State(state): State<AppState>,
    asked: HeaderMap,
    Asked(request): Asked<ShowShopPage>,
) -> Result<Response, Error> {
    let lang = request.lang;
    let found = find(&state, &request.shop, lang).await?;
    let scope = match &request.collection {
        None => Scope::Shop(found.id),
        Some(slug) => Scope::Collection(collection(&state.db, found.id, slug).await?),
    };
    let asked_for = Listed::new(request.filters, request.sort, request.after.as_deref(), PAGE, state.currency)?;
    let street = state.street().await?;
    let narrowed = list(&state, &street, scope, &asked_for, lang).await?;
    let clips = clip::of_shop(&state.db, found.id, None, 12, lang).await?;
    let body = ShopPage {
        shop: found.shop,
        collection: request.collection,
        sort: request.sort,
        further: request.after.is_some(),
        products: narrowed.list,
        narrowing: narrowed.narrowing,
        clips,
    };
    Reply { body, valid_until: found.valid_until.min(narrowed.valid_until) }.answer(&asked)
}

/// The id of a shop's collection.
///
/// # Errors
/// [`Error::NotFound`] where the shop has none of that slug.
pub async fn collection(db: &Db, shop: i64, slug: &Slug) -> Result<i64, Error> {
    let sql = "select id from collections where shop_id = $1 and slug = $2";
    let id: Option<i64> = sqlx::query_scalar(sql).bind(shop).bind(slug.as_str()).fetch_optional(&db.pool).await?;
    id.ok_or(Error::NotFound)
}
