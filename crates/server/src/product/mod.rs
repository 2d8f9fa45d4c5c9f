//! Products: their lists, their page, and how they are written.

pub mod list;
pub mod summary;
pub mod write;

use axum::{extract::State, http::HeaderMap, response::Response};
use sqlx::{AssertSqlSafe, Row, any::AnyRow};
use wire::{
    Currency, Lang, Money, Picture, Slug, Text,
    filter::By,
    product::{Axis, ListProducts, Product, ProductPage, Products, Prose, SafeHtml, ShowProduct, ShowProductPage, Stock, Variant},
    shop::Collection,
};

use crate::{clip, db::Db, error::Error, ids, index::ask::Listed, reply::Reply, request::Asked, rows, shop, state::AppState};
use list::{Narrowed, Scope, card, products};

/// How many other products of the shop a product's page shows.
const MORE: u32 = 6;

/// `GET /api/v1/products`
pub async fn list_products(
    State(state): State<AppState>,
    asked: HeaderMap,
    Asked(request): Asked<ListProducts>,
) -> Result<Response, Error> {
    let limit = rows::limit(request.limit)?;
    let street = state.street().await?;
    let mut filters = request.filters;
    let mut windows = Vec::new();
    for (_, slug) in filters.pairs().filter(|(by, _)| *by == By::Window) {
        let known = slug.parse().ok().and_then(|slug: Slug| street.find(&slug).ok());
        windows.push(known.ok_or_else(|| Error::invalid("window", "there is no such window"))?.id);
    }
    // A list of one window is walked alone.
    let window = windows.first().copied().filter(|_| windows.len() == 1 && request.shop.is_none());
    if window.is_some() {
        filters = filters.without(|by, _| by == By::Window);
    }
    let listed = Listed::new(filters, request.sort, request.after.as_deref(), limit, state.currency)?;
    let scope = match (window, &request.shop, &request.collection) {
        (_, None, Some(_)) => return Err(Error::invalid("collection", "a collection is a shop's: name the shop")),
        (Some(window), None, None) => Scope::Window(window),
        (_, Some(slug), collection) => {
            let found = shop::find(&state, slug, request.lang).await?;
            match collection {
                Some(collection) => Scope::Collection(shop::collection(&state.db, found.id, collection).await?),
                None => Scope::Shop(found.id),
            }
        }
        (None, None, None) => Scope::All,
    };
    let Narrowed { list, narrowing, valid_until } = list::list(&state, &street, scope, &listed, request.lang).await?;
    Reply { body: Products { list, narrowing }, valid_until }.answer(&asked)
}

/// `GET /api/v1/shops/{shop}/products/{product}`
pub async fn show_product(State(state): State<AppState>, asked: HeaderMap, Asked(request): Asked<ShowProduct>) -> Result<Response, Error> {
    let found = shop::find(&state, &request.shop, request.lang).await?;
    let (_, product) = find(&state, &found, &request.product, request.lang).await?;
    Reply { body: product, valid_until: found.valid_until }.answer(&asked)
}

/// `GET /api/v1/pages/shops/{shop}/products/{product}`
pub async fn show_product_page(
    State(state): State<AppState>,
    asked: HeaderMap,
    Asked(request): Asked<ShowProductPage>,
) -> Result<Response, Error> {
    let lang = request.lang;
    let found = shop::find(&state, &request.shop, lang).await?;
    let (id, product) = find(&state, &found, &request.product, lang).await?;
    let clips = clip::with_product(&state.db, id, lang).await?;
    let mut more = products(&state.db, Scope::Shop(found.id), MORE + 1, lang).await?;
    more.retain(|other| other.slug != product.card.slug);
    more.truncate(MORE as usize);
    let shop = found.shop;
    let body = ProductPage {
        product,
        shop: shop.card,
        windows: shop.windows,
        phone: shop.phone,
        address: shop.address,
        point: shop.point,
        clips,
        more,
    };
    Reply { body, valid_until: found.valid_until }.answer(&asked)
}

/// A shown product of an open shop; in a preview one that is not shown too.
async fn find(state: &AppState, shop: &shop::Found, slug: &Slug, lang: Lang) -> Result<(i64, Product), Error> {
    let db = &state.db;
    let sql = format!(
        "select {}, p.state, p.description_ko, p.description_en, p.kind_ko, p.kind_en, p.origin_ko, p.origin_en
         from products p join shops s on s.id = p.shop_id left join pictures i on i.id = p.picture_id
         where p.shop_id = $1 and p.slug = $2",
        list::CARD
    );
    let row = sqlx::query(AssertSqlSafe(sql)).bind(shop.id).bind(slug.as_str()).fetch_optional(&db.pool).await?;
    let Some(row) = row else { return Err(moved(db, shop, slug).await?) };
    if !state.is_preview && row.try_get::<String, _>("state")? != "shown" {
        return Err(Error::NotFound);
    }
    let id: i64 = row.try_get("id")?;
    let (axes, variants) = variants(db, id, rows::currency(&row, "currency")?, lang).await?;
    let product = Product {
        card: card(&row, lang)?,
        kind: rows::text(&row, "kind_ko", "kind_en", lang)?,
        description: prose(&row, lang)?,
        origin: rows::text(&row, "origin_ko", "origin_en", lang)?,
        pictures: pictures(db, id, lang).await?,
        axes,
        variants,
        delivery: shop.shop.delivery.clone(),
        pickup: shop.shop.pickup,
        collections: collections(db, id, lang).await?,
    };
    Ok((id, product))
}

/// Where a product went that once had this slug.
async fn moved(db: &Db, shop: &shop::Found, slug: &Slug) -> Result<Error, Error> {
    let sql = "select p.slug from moved_slugs m join products p on p.id = m.target_id where m.kind = 'product' and m.shop_id = $1 and m.slug = $2";
    let now: Option<String> = sqlx::query_scalar(sql).bind(shop.id).bind(slug.as_str()).fetch_optional(&db.pool).await?;
    let encode = wire::endpoint::encode;
    let to = |now: String| Error::Moved(format!("/shops/{}/products/{}", encode(shop.shop.card.slug.as_str()), encode(&now)));
    Ok(now.map_or(Error::NotFound, to))
}

/// The description; what the database holds was sanitised when it came in.
fn prose(row: &AnyRow, lang: Lang) -> Result<Option<Prose>, Error> {
    let text = rows::text(row, "description_ko", "description_en", lang)?;
    Ok(text.map(|Text { text, lang }| Prose { html: SafeHtml(text), lang }))
}

async fn pictures(db: &Db, product: i64, lang: Lang) -> Result<Vec<Picture>, Error> {
    let sql = "select i.id as picture_id, i.width, i.height, i.colour, i.widths, f.alt_ko, f.alt_en
        from product_pictures f join pictures i on i.id = f.picture_id where f.product_id = $1 order by f.position limit 50";
    let found = sqlx::query(sql).bind(product).fetch_all(&db.pool).await?;
    let mut pictures = Vec::new();
    for row in &found {
        let alt = rows::text(row, "alt_ko", "alt_en", lang)?;
        pictures.extend(rows::picture(row)?.map(|picture| Picture { alt, ..picture }));
    }
    Ok(pictures)
}

/// The options with their values, and the variants by the places of their values.
async fn variants(db: &Db, product: i64, currency: Currency, lang: Lang) -> Result<(Vec<Axis>, Vec<Variant>), Error> {
    let sql = "select o.position as axis, o.name_ko, o.name_en, v.position, v.value_ko, v.value_en
        from options o join option_values v on v.option_id = o.id where o.product_id = $1 order by o.position, v.position";
    let mut axes: Vec<Axis> = Vec::new();
    // A value's place in the list may differ from its position, so both are kept.
    let mut places: Vec<Vec<i64>> = Vec::new();
    let mut last = None;
    for row in &sqlx::query(sql).bind(product).fetch_all(&db.pool).await? {
        let axis: i64 = row.try_get("axis")?;
        if last != Some(axis) {
            last = Some(axis);
            axes.push(Axis { name: rows::text(row, "name_ko", "name_en", lang)?.unwrap_or_default(), values: Vec::new() });
            places.push(Vec::new());
        }
        if let (Some(axis), Some(known)) = (axes.last_mut(), places.last_mut()) {
            axis.values.push(rows::text(row, "value_ko", "value_en", lang)?.unwrap_or_default());
            known.push(row.try_get("position")?);
        }
    }
    let sql = "select id, value1, value2, value3, sku, price, before, stock from variants where product_id = $1 order by position";
    let mut variants = Vec::new();
    for row in &sqlx::query(sql).bind(product).fetch_all(&db.pool).await? {
        let mut values = Vec::new();
        for (known, column) in places.iter().zip(["value1", "value2", "value3"]) {
            let position: Option<i64> = row.try_get(column)?;
            values.push(known.iter().position(|place| Some(*place) == position).unwrap_or(0));
        }
        let price = row.try_get("price")?;
        let before: Option<i64> = row.try_get("before")?;
        variants.push(Variant {
            id: ids::short(row.try_get("id")?),
            values,
            price: Money::new(price, currency),
            before: before.filter(|before| *before > price).map(|amount| Money::new(amount, currency)),
            stock: Stock::of(row.try_get("stock")?),
            sku: row.try_get("sku")?,
        });
    }
    Ok((axes, variants))
}

async fn collections(db: &Db, product: i64, lang: Lang) -> Result<Vec<Collection>, Error> {
    let sql = "select c.slug, c.name_ko, c.name_en,
            (select count(*) from collection_products o join products p on p.id = o.product_id
             where o.collection_id = c.id and p.state = 'shown') as products
        from collection_products cp join collections c on c.id = cp.collection_id where cp.product_id = $1 order by c.position limit 20";
    let found = sqlx::query(sql).bind(product).fetch_all(&db.pool).await?;
    let collections = found.iter().map(|row| {
        Ok(Collection {
            slug: rows::slug(row, "slug")?,
            name: rows::name(row, "name_ko", "name_en", "slug", lang)?,
            products: rows::count(row.try_get("products")?),
        })
    });
    collections.collect()
}
