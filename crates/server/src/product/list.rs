//! Lists of products: what is in stock first, then in the order asked for, a piece at a time.

use sqlx::{AssertSqlSafe, Row, any::AnyRow};
use wire::{
    Lang, Money,
    listing::{Listing, Sort},
    product::ProductCard,
};

use crate::{db::Db, error::Error, rows};

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
        price: Money::new(row.try_get("price")?, currency),
        before: before.map(|amount| Money::new(amount, currency)),
        from: row.try_get::<i64, _>("price_varies")? != 0,
        sold_out: row.try_get::<i64, _>("in_stock")? == 0,
        picture: rows::picture(row)?,
    })
}

/// How a sort stands in SQL: its letter in a cursor, its column, whether it rises.
fn order(sort: Sort) -> (&'static str, &'static str, bool) {
    match sort {
        Sort::Newest => ("n", "created_at", false),
        Sort::PriceUp => ("u", "price", true),
        Sort::PriceDown => ("d", "price", false),
    }
}

/// A piece of a list. `total` is left at 0: each caller has it more cheaply.
///
/// # Errors
/// Where the place is none of ours or the database is away.
pub async fn products(
    db: &Db,
    scope: Scope,
    sort: Sort,
    after: Option<&str>,
    limit: u32,
    lang: Lang,
) -> Result<Listing<ProductCard>, Error> {
    let (letter, column, rises) = order(sort);
    let first = if rises { [1, i64::MIN, i64::MIN] } else { [1, i64::MAX, i64::MAX] };
    let [mut in_stock, mut key, mut id] = after.map_or(Ok(first), |after| rows::place(letter, after))?;
    if in_stock > 1 {
        return Err(Error::BadCursor);
    }
    let wanted = limit as usize + 1;
    let mut found = Vec::new();
    // What is in stock, then what is sold out: two walks along one index, the second only where the first ends.
    loop {
        let query = sqlx::query(AssertSqlSafe(piece(scope, column, rises)));
        let query = query.bind(scope.id()).bind(in_stock).bind(key).bind(id).bind(i64::try_from(wanted - found.len()).unwrap_or(1));
        found.extend(query.fetch_all(&db.pool).await?);
        if found.len() >= wanted || in_stock == 0 {
            break;
        }
        (in_stock, key, id) = (0, first[1], first[2]);
    }
    let mut list = Listing::default();
    for row in found.iter().take(limit as usize) {
        list.items.push(card(row, lang)?);
    }
    if let (Some(last), true) = (found.get((limit as usize).saturating_sub(1)), found.len() > limit as usize) {
        list.after = Some(rows::cursor(letter, &[last.try_get("in_stock")?, last.try_get(column)?, last.try_get("id")?]));
    }
    Ok(list)
}

/// One walk: `$1` the scope, `$2` in stock or not, `$3` and `$4` the place, `$5` how many.
fn piece(scope: Scope, column: &str, rises: bool) -> String {
    let (from, narrowed) = scope.sql();
    let key = if matches!(scope, Scope::Window(_)) { "k.product_id" } else { "k.id" };
    let (beyond, way) = if rises { (">", "asc") } else { ("<", "desc") };
    format!(
        "select {CARD} from {from} join shops s on s.id = p.shop_id left join pictures i on i.id = p.picture_id
         where {narrowed} and k.in_stock = $2 and (k.{column}, {key}) {beyond} ($3, $4)
         order by k.{column} {way}, {key} {way} limit $5"
    )
}

/// How many products a list has.
///
/// # Errors
/// Where the database is away.
pub async fn count(db: &Db, scope: Scope) -> Result<u64, Error> {
    let (from, narrowed) = scope.sql();
    let sql = format!("select count(*) from {from} join shops s on s.id = p.shop_id where {narrowed}");
    Ok(rows::count(sqlx::query_scalar(AssertSqlSafe(sql)).bind(scope.id()).fetch_one(&db.pool).await?))
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
