//! Lists without the index: the same filters and orders, from the database, with nothing counted.
//!
//! Rows come in the order asked for, some hundred at a time, and each piece is narrowed by the very rules of the index, in a small
//! one made of that piece. A list that finds little in much is given up after [`MOST`] rows: it says so by ending.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use ::index::{Key, Scope};
use sqlx::AssertSqlSafe;
use tokio::sync::Semaphore;
use wire::listing::Sort;

use super::{
    ask::Listed,
    read::{Which, frame, products},
};
use crate::{error::Error, state::AppState, window::Street};

/// How many rows are read at once, and how many at the most.
const PIECE: usize = 500;
const MOST: usize = 10_000;
/// How long a list may wait for its turn, and how long it may take.
const TURN: Duration = Duration::from_secs(2);
const TIME: Duration = Duration::from_secs(2);
/// How many are made at once, and how long one serves a crowd.
const AT_ONCE: usize = 2;
const LATELY: Duration = Duration::from_secs(1);

/// The ids of a piece of a list with their places, and whether more come after.
type Piece = (Vec<(i64, Key)>, bool);

/// What keeps such lists from taking the database from every other page: few at once, and a crowd shares what was made lately.
pub struct Meanwhile {
    turns: Semaphore,
    lately: Mutex<Vec<(Instant, String, Piece)>>,
}

impl Default for Meanwhile {
    fn default() -> Self {
        Self { turns: Semaphore::new(AT_ONCE), lately: Mutex::default() }
    }
}

impl Meanwhile {
    fn made_lately(&self, key: &str) -> Option<Piece> {
        let mut lately = self.lately.lock().unwrap_or_else(PoisonError::into_inner);
        lately.retain(|(made, ..)| made.elapsed() < LATELY);
        lately.iter().find(|(_, known, _)| known == key).map(|(.., piece)| piece.clone())
    }

    fn keep(&self, key: String, piece: &Piece) {
        self.lately.lock().unwrap_or_else(PoisonError::into_inner).push((Instant::now(), key, piece.clone()));
    }
}

/// The ids of a list's next piece with their places, and whether more come after.
///
/// # Errors
/// Where the database is away, or too many such lists are waited for.
pub async fn list_without(state: &AppState, street: &Street, scope: Scope<'_>, listed: &Listed) -> Result<Piece, Error> {
    let key = format!("{} {scope:?} {listed:?}", street.version);
    let meanwhile = &state.index.meanwhile;
    let turn = tokio::time::timeout(TURN, meanwhile.turns.acquire()).await;
    let Ok(Ok(_turn)) = turn else { return Err(Error::Busy(None)) };
    if let Some(piece) = meanwhile.made_lately(&key) {
        return Ok(piece);
    }
    let piece = make(state, street, scope, listed).await?;
    meanwhile.keep(key, &piece);
    Ok(piece)
}

async fn make(state: &AppState, street: &Street, scope: Scope<'_>, listed: &Listed) -> Result<Piece, Error> {
    let begun = Instant::now();
    let mut held = frame(&state.db).await?;
    let (now, _) = held.now(street);
    let (from, narrowed) = match scope {
        Scope::All => (String::new(), "1 = 1".to_owned()),
        Scope::Window(id) => (" join window_products k on k.product_id = p.id".to_owned(), format!("k.window_id = {id}")),
        Scope::Shop(id) => (String::new(), format!("p.shop_id = {id}")),
        Scope::Products(ids) => {
            let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
            (String::new(), if ids.is_empty() { "1 = 0".to_owned() } else { format!("p.id in ({})", ids.join(",")) })
        }
        // What words find is found by the index alone.
        Scope::Ranked(_) => return Err(Error::Busy(None)),
    };
    let query = listed.query(&held.index, Scope::All);
    let categories = listed.query(&held.index, scope).categories;
    let order = order(listed, query.sorting.near);
    let mut items: Vec<(i64, Key)> = Vec::new();
    let mut seen = 0;
    while items.len() <= listed.limit && seen < MOST && begun.elapsed() < TIME {
        let sql = format!(
            "select p.id from products p join shops s on s.id = p.shop_id{from} where {narrowed} and p.state = 'shown' and s.state = 'open'
             order by p.in_stock desc, {order} limit {PIECE} offset {seen}"
        );
        let ids: Vec<i64> = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(&state.db.pool).await?;
        if ids.is_empty() {
            break;
        }
        seen += ids.len();
        let kinds = held.kinds.clone();
        for product in products(&state.db, &kinds, &Which::These(&ids)).await? {
            product.put(&mut held.index);
        }
        let mut query = listed.query(&held.index, Scope::Products(&ids));
        query.categories.clone_from(&categories);
        query.limit = listed.limit + 1;
        items.extend(held.index.find(&query, &now).items);
        for id in &ids {
            held.index.take(*id);
        }
    }
    items.sort_by_key(|(_, key)| *key);
    let more = items.len() > listed.limit;
    items.truncate(listed.limit);
    Ok((items, more))
}

/// The order in SQL, as near to the index's own as the pieces need: within a piece the index's rules.
fn order(listed: &Listed, near: Option<[i32; 2]>) -> String {
    let currency = listed.currency.code();
    match listed.sort {
        Sort::Recommended => "(case when exists (select 1 from moments m join clips c on c.id = m.clip_id where m.product_id = p.id and c.held_why is null) then 4 else 0 end
             + case when p.picture_id is null then 0 else 2 end + case when p.before is null then 0 else 1 end) desc, p.created_at desc, p.id desc"
            .to_owned(),
        Sort::Newest => "p.created_at desc, p.id desc".to_owned(),
        Sort::PriceUp => format!("case when p.currency = '{currency}' then 0 else 1 end, p.price, p.id"),
        Sort::PriceDown => format!("case when p.currency = '{currency}' then 0 else 1 end, p.price desc, p.id desc"),
        Sort::Nearest => match near {
            // A degree east is shorter than one north, by the cosine of the latitude, in thousandths.
            Some([latitude, longitude]) => {
                let shorter = ((f64::from(latitude) / 1e6).to_radians().cos() * 1000.0) as i64;
                format!(
                    "case when s.latitude_e6 is null or s.longitude_e6 is null then 1 else 0 end,
                     (s.latitude_e6 - ({latitude})) * (s.latitude_e6 - ({latitude}))
                     + ((s.longitude_e6 - ({longitude})) * {shorter} / 1000) * ((s.longitude_e6 - ({longitude})) * {shorter} / 1000), p.id"
                )
            }
            None => "p.id".to_owned(),
        },
    }
}
