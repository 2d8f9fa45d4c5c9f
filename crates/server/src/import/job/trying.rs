//! Whoever tries a list holds the line of those who write for as long as it is read. So one list is tried at a time, and who
//! waits for that waits here, where nobody else stands.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::sync::{Semaphore, SemaphorePermit};

use crate::error::Error;

/// For how long one waits for the lists of others.
const LONGEST: Duration = Duration::from_secs(10);

/// The lists that are tried in this program.
#[derive(Debug)]
pub struct Trying {
    turn: Semaphore,
    /// Shops of which a list is tried, or waits for that.
    shops: Mutex<BTreeSet<i64>>,
}

impl Default for Trying {
    fn default() -> Self {
        Self { turn: Semaphore::new(1), shops: Mutex::default() }
    }
}

impl Trying {
    /// The turn of a shop to try a list, for as long as it is held. It is taken before a write is begun.
    ///
    /// # Errors
    /// Where a list of the shop is tried already, or those of others take too long.
    pub async fn turn(&self, shop: i64) -> Result<Turn<'_>, Error> {
        let Some(place) = self.enter(shop) else {
            return Err(Error::conflict(
                "이 매장의 목록을 이미 읽고 있습니다. 다 읽은 뒤에 다시 해 주세요.",
                "A list of this shop is being read already. Try again once it is done.",
            ));
        };
        match tokio::time::timeout(LONGEST, self.turn.acquire()).await {
            Ok(Ok(permit)) => Ok(Turn { _permit: permit, _place: place }),
            _ => Err(Error::Busy(None)),
        }
    }

    /// The shop's place among those who try a list; `None` where it has one.
    fn enter(&self, shop: i64) -> Option<Place<'_>> {
        let is_new = self.shops.lock().unwrap_or_else(PoisonError::into_inner).insert(shop);
        // A place that goes frees the shop, so none is made for who has to leave again.
        if is_new { Some(Place { trying: self, shop }) } else { None }
    }
}

/// A shop's turn.
#[derive(Debug)]
pub struct Turn<'a> {
    _permit: SemaphorePermit<'a>,
    _place: Place<'a>,
}

/// A shop's place, which it leaves however its request ends.
#[derive(Debug)]
struct Place<'a> {
    trying: &'a Trying,
    shop: i64,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.trying.shops.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.shop);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn one_list_is_tried_at_a_time_and_one_of_each_shop_waits() {
        let trying = Trying::default();
        let first = trying.turn(1).await.expect("a turn");
        assert!(matches!(trying.turn(1).await, Err(Error::Conflict { .. })));
        let began = tokio::time::Instant::now();
        assert!(matches!(trying.turn(2).await, Err(Error::Busy(_))), "not for ever");
        assert!(began.elapsed() >= LONGEST);
        let (second, ()) = tokio::join!(trying.turn(2), async {
            assert!(matches!(trying.turn(2).await, Err(Error::Conflict { .. })), "who waits has a place as well");
            drop(first);
        });
        drop(second.expect("it is the next"));
        assert!(trying.turn(1).await.is_ok());
    }
}
