//! The rows of a list in its order, from a place on: the index's keys as columns of SQL.

use ::index::{Index, Key, Scope, Sorting};
use sqlx::{AssertSqlSafe, Row};
use wire::listing::Sort;

use crate::{db::Db, error::Error};

/// What recommends a product, by the points of the index.
const POINTS: &str =
    "cast(case when exists (select 1 from moments m join clips c on c.id = m.clip_id where m.product_id = p.id and c.held_why is null)
    then 4 else 0 end + case when p.picture_id is null then 0 else 2 end + case when p.before is null then 0 else 1 end as bigint)";

/// Products of a scope in an order.
pub struct Rising {
    sort: Sort,
    /// What stands before the question: how far each shop is.
    with: String,
    from: String,
    narrowed: String,
    /// What the order goes by, the id last; all of them rise, or all fall, so that a place in it is one comparison.
    columns: Vec<String>,
    falls: bool,
}

impl Rising {
    /// `None` where the scope is not in the database.
    #[must_use]
    pub fn new(index: &Index, scope: Scope<'_>, sorting: &Sorting) -> Option<Self> {
        let (mut from, narrowed) = match scope {
            Scope::All => (String::new(), "1 = 1".to_owned()),
            Scope::Window(id) => (" join window_products k on k.product_id = p.id".to_owned(), format!("k.window_id = {id}")),
            Scope::Shop(id) => (String::new(), format!("p.shop_id = {id}")),
            Scope::Products(ids) => {
                let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
                (String::new(), if ids.is_empty() { "1 = 0".to_owned() } else { format!("p.id in ({})", ids.join(",")) })
            }
            Scope::Ranked(_) => return None,
        };
        let currency = sorting.currency.code();
        let (there, gone) = ("p.in_stock".to_owned(), "1 - p.in_stock".to_owned());
        let (price, id) = ("p.price".to_owned(), "p.id".to_owned());
        let mut with = String::new();
        let (falls, columns) = match sorting.sort {
            Sort::Recommended => (true, vec![there, POINTS.to_owned(), "p.created_at".to_owned(), id]),
            Sort::Newest => (true, vec![there, "p.created_at".to_owned(), id]),
            Sort::PriceUp => {
                let foreign = format!("cast(case when p.currency = '{currency}' then 0 else 1 end as bigint)");
                (false, vec![gone, foreign, price, id])
            }
            Sort::PriceDown => {
                let home = format!("cast(case when p.currency = '{currency}' then 1 else 0 end as bigint)");
                (true, vec![there, home, price, id])
            }
            Sort::Nearest => {
                // By the index's own metres, as no two formulas round alike. The first pair is no shop's: a list is never empty.
                let ways = index.metres(sorting).map(|(shop, metres)| format!(", ({shop}, {metres})"));
                with = format!("with ways(shop_id, metres) as (values (-1, 0){}) ", ways.collect::<String>());
                from.push_str(" join ways w on w.shop_id = p.shop_id");
                (false, vec![gone, "cast(w.metres as bigint)".to_owned(), id])
            }
        };
        Some(Self { sort: sorting.sort, with, from, narrowed, columns, falls })
    }

    /// The next rows behind a place, each with its own.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn after(&self, db: &Db, place: Option<Key>, many: usize) -> Result<Vec<(i64, Key)>, Error> {
        let Self { with, from, narrowed, columns, .. } = self;
        let (beyond, way) = if self.falls { ("<", " desc") } else { (">", "") };
        let place = place.map_or_else(String::new, |key| {
            let values: Vec<String> = values(self.sort, key).iter().map(i64::to_string).collect();
            format!("and ({}) {beyond} ({})", columns.join(", "), values.join(", "))
        });
        let named: Vec<String> = (0..).zip(columns).map(|(number, column): (usize, _)| format!("{column} as c{number}")).collect();
        let order: Vec<String> = columns.iter().map(|column| format!("{column}{way}")).collect();
        let sql = format!(
            "{with}select {} from products p join shops s on s.id = p.shop_id{from}
             where {narrowed} and p.state = 'shown' and s.state = 'open' {place} order by {} limit {many}",
            named.join(", "),
            order.join(", ")
        );
        let mut rows = Vec::new();
        // Each is another text: none is worth keeping prepared.
        for row in &sqlx::query(AssertSqlSafe(sql)).persistent(false).fetch_all(&db.pool).await? {
            let values: Vec<i64> = (0..columns.len()).map(|column| row.try_get(column)).collect::<Result<_, _>>()?;
            if let (Some(id), Some(key)) = (values.last(), key(self.sort, &values)) {
                rows.push((*id, key));
            }
        }
        Ok(rows)
    }
}

/// The columns' values at a place.
fn values(sort: Sort, [gone, second, third, id]: Key) -> Vec<i64> {
    match sort {
        Sort::Recommended => vec![1 - gone, -second, -third, -id],
        Sort::Newest => vec![1 - gone, -third, -id],
        Sort::PriceUp => vec![gone, second, third, id],
        Sort::PriceDown => vec![1 - gone, 1 - second, -third, -id],
        Sort::Nearest => vec![gone, third, id],
    }
}

/// The place of a row with these values.
fn key(sort: Sort, values: &[i64]) -> Option<Key> {
    match (sort, values) {
        (Sort::Recommended, [there, points, created_at, id]) => Some([1 - there, -points, -created_at, -id]),
        (Sort::Newest, [there, created_at, id]) => Some([1 - there, 0, -created_at, -id]),
        (Sort::PriceUp, [gone, foreign, price, id]) => Some([*gone, *foreign, *price, *id]),
        (Sort::PriceDown, [there, home, price, id]) => Some([1 - there, 1 - home, -price, -id]),
        (Sort::Nearest, [gone, metres, id]) => Some([*gone, 0, *metres, *id]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_the_same_in_both() {
        for sort in Sort::ALL {
            let [_, second, third, id] = Sorting::signs(sort);
            for (gone, foreign) in [(0, 0), (1, 0), (0, 1)] {
                let second = if matches!(sort, Sort::Newest | Sort::Nearest) { 0 } else { second * foreign };
                let place = [gone, second, third * 1_700, id * 9];
                assert_eq!(key(sort, &values(sort, place)), Some(place), "{sort:?}");
            }
        }
    }
}
