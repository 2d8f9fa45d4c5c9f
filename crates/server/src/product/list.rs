//! Lists of products: what is in stock first, then in the order asked for, a piece at a time.

use std::collections::HashMap;

use ::index::Scope as Place;
use sqlx::{AssertSqlSafe, Row, any::AnyRow};
use wire::{Lang, Money, filter::Narrowing, listing::Listing, product::ProductCard};

use crate::{
    db::Db,
    error::Error,
    ids::now_ms,
    index::{ask::Listed, list_without},
    rows,
    state::AppState,
    window::Street,
};

/// Which products a list is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    All,
    Window(i64),
    Shop(i64),
    Collection(i64),
}

impl Scope {
    /// Where the rows come from, and how they are narrowed to `$1`. `k` has what the list sorts by.
    fn sql(self) -> (&'static str, &'static str) {
        match self {
            Self::All => ("products k join products p on p.id = k.id", "k.state = 'shown' and s.state = 'open' and $1 = 0"),
            Self::Window(_) => ("window_products k join products p on p.id = k.product_id", "k.window_id = $1"),
            Self::Shop(_) => ("products k join products p on p.id = k.id", "k.shop_id = $1 and k.state = 'shown'"),
            Self::Collection(_) => (
                "collection_products c join products k on k.id = c.product_id join products p on p.id = k.id",
                "c.collection_id = $1 and k.state = 'shown'",
            ),
        }
    }

    fn id(self) -> i64 {
        match self {
            Self::All => 0,
            Self::Window(id) | Self::Shop(id) | Self::Collection(id) => id,
        }
    }
}

/// The columns of a card; the tables are `p` products, `s` shops, `i` pictures.
pub const CARD: &str = "p.id, p.slug, p.name_ko, p.name_en, p.price, p.before, p.price_varies, p.in_stock, p.currency, p.created_at,
    s.slug as shop_slug, s.name_ko as shop_ko, s.name_en as shop_en, i.id as picture_id, i.width, i.height, i.colour, i.widths";

/// A product's card from a row with [`CARD`].
///
/// # Errors
/// Where the row is not of this kind.
pub fn card(row: &AnyRow, lang: Lang) -> Result<ProductCard, Error> {
    let currency = rows::currency(row, "currency")?;
    let before: Option<i64> = row.try_get("before")?;
    Ok(ProductCard {
        shop: rows::slug(row, "shop_slug")?,
        shop_name: rows::name(row, "shop_ko", "shop_en", "shop_slug", lang)?,
        slug: rows::slug(row, "slug")?,
        name: rows::name(row, "name_ko", "name_en", "slug", lang)?,
        marks: Vec::new(),
        price: Money::new(row.try_get("price")?, currency),
        before: before.map(|amount| Money::new(amount, currency)),
        from: row.try_get::<i64, _>("price_varies")? != 0,
        sold_out: row.try_get::<i64, _>("in_stock")? == 0,
        picture: rows::picture(row)?,
    })
}

/// The first products of a list, what is in stock before what is sold out, the newest first.
///
/// # Errors
/// Where the database is away.
pub async fn products(db: &Db, scope: Scope, limit: u32, lang: Lang) -> Result<Vec<ProductCard>, Error> {
    let (from, narrowed) = scope.sql();
    let key = if matches!(scope, Scope::Window(_)) { "k.product_id" } else { "k.id" };
    let sql = format!(
        "select {CARD} from {from} join shops s on s.id = p.shop_id left join pictures i on i.id = p.picture_id
         where {narrowed} and k.in_stock = $2 order by k.created_at desc, {key} desc limit $3"
    );
    let mut found = Vec::new();
    // Two walks along one index, the second only where the first ends.
    for in_stock in [1_i64, 0] {
        let room = i64::from(limit) - i64::try_from(found.len()).unwrap_or(0);
        if room > 0 {
            let query = sqlx::query(AssertSqlSafe(sql.as_str())).bind(scope.id()).bind(in_stock).bind(room);
            found.extend(query.fetch_all(&db.pool).await?);
        }
    }
    found.iter().map(|row| card(row, lang)).collect()
}

/// The cards of these products, in this order; one that is gone meanwhile is left out.
///
/// # Errors
/// Where the database is away.
pub async fn cards(db: &Db, ids: impl Iterator<Item = i64>, lang: Lang) -> Result<Vec<ProductCard>, Error> {
    let ids: Vec<i64> = ids.collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (1..=ids.len()).map(|place| format!("${place}")).collect();
    // Not narrowed by state in SQL: SQLite would walk the index of all that is shown.
    let sql = format!(
        "select {CARD}, p.state, s.state as shop_state from products p join shops s on s.id = p.shop_id left join pictures i on i.id = p.picture_id
         where p.id in ({})",
        places.join(",")
    );
    let query = ids.iter().fold(sqlx::query(AssertSqlSafe(sql)), |query, id| query.bind(*id));
    let mut found = HashMap::new();
    for row in &query.fetch_all(&db.pool).await? {
        let is_shown = row.try_get::<String, _>("state")? == "shown" && row.try_get::<String, _>("shop_state")? == "open";
        if is_shown {
            found.insert(row.try_get::<i64, _>("id")?, card(row, lang)?);
        }
    }
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// A list as it is asked for: a piece of it, how it can be narrowed, and until when that is true.
pub struct Narrowed {
    pub list: Listing<ProductCard>,
    pub narrowing: Narrowing,
    pub valid_until: i64,
}

/// Narrows, counts and orders by the index; by the database alone while there is none, without counting.
///
/// # Errors
/// Where the database is away.
pub async fn list(state: &AppState, street: &Street, scope: Scope, listed: &Listed, lang: Lang) -> Result<Narrowed, Error> {
    let kept: Vec<i64>;
    let place = match scope {
        Scope::All => Place::All,
        Scope::Window(id) => Place::Window(id),
        Scope::Shop(id) => Place::Shop(id),
        Scope::Collection(id) => {
            let sql = "select product_id from collection_products where collection_id = $1";
            kept = sqlx::query_scalar(sql).bind(id).fetch_all(&state.db.pool).await?;
            Place::Products(&kept)
        }
    };
    let found = state.index.with(street.version, |held| held.list(street, place, listed, lang)).await;
    let (ids, after, total, narrowing, valid_until): (Vec<i64>, _, _, _, _) = match found {
        Some((found, narrowing, until)) => {
            let after = found.items.last().filter(|_| found.more).map(|(_, key)| *key);
            let ids = found.items.iter().map(|(id, _)| *id).collect();
            (ids, after, Some(u64::from(found.total)), narrowing, until)
        }
        None => {
            let piece = list_without(state, street, place, listed).await?;
            // It counts nothing, so it is not to be kept, but for the moment in which a crowd asks for the whole list.
            let valid_until = if listed.is_whole() { now_ms() + 1_000 } else { 0 };
            (piece.ids, piece.after, None, listed.uncounted(), valid_until)
        }
    };
    let after = after.map(|key| listed.cursor(key));
    let items = cards(&state.db, ids.into_iter(), lang).await?;
    Ok(Narrowed { list: Listing { items, total, after }, narrowing, valid_until })
}

/// The newest products of open shops that came since `since` (milliseconds of UTC), in stock only.
///
/// # Errors
/// Where the database is away.
pub async fn newest(db: &Db, since: i64, limit: u32, lang: Lang) -> Result<Vec<ProductCard>, Error> {
    let sql = format!(
        "select {CARD} from products p join shops s on s.id = p.shop_id left join pictures i on i.id = p.picture_id
         where p.state = 'shown' and s.state = 'open' and p.in_stock = 1 and p.created_at >= $1
         order by p.created_at desc, p.id desc limit $2"
    );
    let found = sqlx::query(AssertSqlSafe(sql)).bind(since).bind(i64::from(limit)).fetch_all(&db.pool).await?;
    found.iter().map(|row| card(row, lang)).collect()
}
