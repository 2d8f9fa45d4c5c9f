//! Lists without the index: the same filters and orders, from the database, with nothing counted.
//!
//! Rows come in the order asked for, from a place in it on, some hundred at a time, and each piece is narrowed by the very rules
//! of the index, in a small one made of that piece. A list that finds little in much is given up after [`MOST`] rows, with what it
//! found and the place from which it goes on.

mod rising;

use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use ::index::{Chosen, Key, Now, Scope};
use tokio::sync::Semaphore;

use self::rising::Rising;
use super::{
    Held,
    ask::Listed,
    read::{Which, frame, products},
};
use crate::{error::Error, state::AppState, window::Street};

/// How many rows are narrowed at once, and how many at the most.
const PIECE: usize = 500;
const MOST: usize = 10_000;
/// How long a list may wait for its turn, and how long it may take.
const TURN: Duration = Duration::from_secs(2);
const TIME: Duration = Duration::from_secs(2);
/// How many are made at once, and how long one serves a crowd.
const AT_ONCE: usize = 2;
const LATELY: Duration = Duration::from_secs(1);

/// A piece of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub ids: Vec<i64>,
    /// The place from which the list goes on; `None` at its end.
    pub after: Option<Key>,
}

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

/// A list's next piece.
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
    let query = listed.query(&held.index, scope);
    // What words find is found by the index alone.
    let rising = Rising::new(&held.index, scope, &query.sorting).ok_or(Error::Busy(None))?;
    let mut found = Vec::new();
    let mut place = listed.after;
    let mut seen = 0;
    let mut many = if listed.is_whole() { listed.limit + 1 } else { PIECE };
    loop {
        let rows = rising.after(&state.db, place, many).await?;
        let mut left = rows.len();
        for piece in rows.chunks(PIECE) {
            found.extend(fitting(state, &mut held, listed, query.categories.as_ref(), &now, piece).await?);
            place = piece.last().map(|(_, key)| *key);
            (seen, left) = (seen + piece.len(), left - piece.len());
            let is_end = left == 0 && rows.len() < many;
            if found.len() > listed.limit || (!is_end && (seen >= MOST || begun.elapsed() >= TIME)) {
                return Ok(piece_of(found, listed.limit, place));
            }
        }
        if rows.len() < many {
            return Ok(piece_of(found, listed.limit, None));
        }
        // What is in the first rows is found soon; else all the others are ordered only once.
        many = MOST - seen;
    }
}

/// So many of what was found. If there is more, the list goes on behind them, else from where it stopped.
fn piece_of(mut found: Vec<(i64, Key)>, limit: usize, stopped: Option<Key>) -> Piece {
    let is_more = found.len() > limit;
    found.truncate(limit);
    let after = if is_more { found.last().map(|(_, key)| *key) } else { stopped };
    Piece { ids: found.into_iter().map(|(id, _)| id).collect(), after }
}

/// Those of some rows that the index's own rules take, in their order.
async fn fitting(
    state: &AppState,
    held: &mut Held,
    listed: &Listed,
    categories: Option<&Chosen>,
    now: &Now,
    rows: &[(i64, Key)],
) -> Result<Vec<(i64, Key)>, Error> {
    let ids: Vec<i64> = rows.iter().map(|(id, _)| *id).collect();
    let kinds = held.kinds.clone();
    for product in products(&state.db, &kinds, &Which::These(&ids)).await? {
        product.put(&mut held.index);
    }
    // Anew, as options have their numbers only now; places are those of the rows, whatever was written since those were read.
    let mut query = listed.query(&held.index, Scope::Products(&ids));
    query.categories = categories.cloned();
    (query.after, query.limit) = (None, ids.len());
    let found: HashSet<i64> = held.index.find(&query, now).items.iter().map(|(id, _)| *id).collect();
    for id in &ids {
        held.index.take(*id);
    }
    Ok(rows.iter().filter(|(id, _)| found.contains(id)).copied().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_was_given_up_goes_on_from_where_it_stopped() {
        let row = |id: i64| (id, [0, 0, 0, id]);
        let stopped = Some([0, 0, 0, 900]);
        assert_eq!(piece_of(vec![], 2, stopped), Piece { ids: vec![], after: stopped });
        assert_eq!(piece_of(vec![row(1)], 2, stopped), Piece { ids: vec![1], after: stopped });
        assert_eq!(piece_of(vec![row(1), row(2), row(3)], 2, stopped), Piece { ids: vec![1, 2], after: Some([0, 0, 0, 2]) });
        assert_eq!(piece_of(vec![row(1), row(2)], 2, None), Piece { ids: vec![1, 2], after: None });
    }
}
