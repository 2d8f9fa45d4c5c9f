//! The street in memory, which lists are narrowed and counted by: read at start, and kept up with every write of any program.
//!
//! Nothing depends on it. While it is missing or behind, lists come from the database, and say that nothing is counted.

pub mod ask;
mod facets;
mod follow;
mod read;
mod shops;
mod without;
mod words;

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError, RwLock, RwLockReadGuard,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use ::index::{Counts, Found, Index, Now, Query, Scope, Sorting};
use ::search::{Synonyms, Texts};
use tokio::sync::Notify;
use wire::{Currency, Lang, filter::Narrowing, listing::Sort};

use crate::{ids::now_ms, shop::hours::Opening, window::Street};

use ask::Listed;
pub use follow::{follow, keep_up, renew_shop};
pub use read::plain;
pub use shops::sold_in;
pub use without::list_without;
pub use words::{Searched, Suggested};

/// How long a request waits for the index to come up with the data, before it goes to the database.
const PATIENCE: Duration = Duration::from_millis(400);

/// An index without its words is read anew after so many times as long as the reading took: a small street is tried again
/// soon, and a large one is not read all the time. The shortest and the longest that this may be.
const REST: u32 = 20;
const SHORTEST_REST: Duration = Duration::from_secs(1);
const LONGEST_REST: Duration = Duration::from_secs(60);

/// The index with what belongs to it.
pub struct Held {
    pub index: Index,
    /// The data's version that it is true of.
    pub version: i64,
    /// When it was read whole, and how long that took.
    read_at: std::time::Instant,
    took: Duration,
    pub(crate) kinds: read::Kinds,
    /// The words of everything; `None` where there was no memory for them.
    texts: Option<Arc<Texts>>,
    synonyms: Synonyms,
    /// Minutes until a shop has ready what is picked up, for the shops that do so.
    pickup: HashMap<i64, u32>,
    /// What is so at this minute, and until when.
    now: Mutex<Option<(i64, Arc<Now>)>>,
    /// Of each scope that was asked for, how many products each value has with nothing chosen.
    whole: Mutex<HashMap<i64, Arc<Counts>>>,
    /// Of each whole list that was asked for from its start, in each order: what the walk found, and what was so then.
    firsts: Mutex<HashMap<(i64, Sort), First>>,
    /// Suggestions by the first letters that were typed.
    suggested: Mutex<HashMap<String, Arc<Suggested>>>,
}

/// A list's first piece, of so many, as it was found when that was so.
type First = (Arc<Now>, usize, Arc<Found>);

/// The place of the index: empty until it has been read.
#[derive(Default)]
pub struct Indexed {
    held: RwLock<Option<Held>>,
    /// Whether the street is being read whole, and how often it was.
    is_reading: AtomicBool,
    readings: AtomicU64,
    /// Wakes who keeps it up, before its time.
    wanted: Notify,
    /// Wakes those who wait for it.
    came: Notify,
    /// For the lists that are made without it.
    meanwhile: without::Meanwhile,
    /// What makes an index of words, where that is not the usual.
    make_words: Mutex<Option<MakeWords>>,
}

/// Makes an empty index of words; `None` where it cannot.
type MakeWords = Arc<dyn Fn() -> Option<Texts> + Send + Sync>;

impl Indexed {
    fn look(&self) -> RwLockReadGuard<'_, Option<Held>> {
        self.held.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers from the index if it is as new as this version, or becomes so within [`PATIENCE`].
    pub async fn with<T>(&self, version: i64, mut answer: impl FnMut(&Held) -> T) -> Option<T> {
        let end = tokio::time::Instant::now() + PATIENCE;
        loop {
            let came = self.came.notified();
            {
                let held = self.look();
                let held = held.as_ref()?;
                if held.version >= version {
                    return Some(answer(held));
                }
            }
            self.wanted.notify_one();
            tokio::time::timeout_at(end, came).await.ok()?;
        }
    }

    /// The same for who may be told what was so a while ago: while the street is read whole, and only then, the index that
    /// was there before answers.
    pub async fn with_older<T>(&self, version: i64, mut answer: impl FnMut(&Held) -> T) -> Option<T> {
        let is_reading = || self.is_reading.load(Ordering::Relaxed);
        if !is_reading()
            && let Some(answer) = self.with(version, &mut answer).await
        {
            return Some(answer);
        }
        // The reading may have begun while somebody waited for less.
        if is_reading() { self.look().as_ref().map(answer) } else { None }
    }

    /// Has indexes of words made otherwise from now on: so it can be seen what happens while none can be made, or while it takes long.
    pub fn make_words_by(&self, make: impl Fn() -> Option<Texts> + Send + Sync + 'static) {
        *self.make_words.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(make));
    }

    /// An empty index of words, made beside the requests; `None` where there is no memory for it.
    async fn new_words(&self) -> Option<Arc<Texts>> {
        let make = self.make_words.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let usual = || Texts::new().map_err(|error| tracing::error!(%error, "no index of words")).ok();
        let made = tokio::task::spawn_blocking(move || make.map_or_else(usual, |make| make())).await;
        made.map_err(|error| tracing::error!(%error, "no index of words")).ok().flatten().map(Arc::new)
    }

    /// Puts the index in, or takes it away.
    pub fn set(&self, held: Option<Held>) {
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = held;
        self.came.notify_waiters();
    }

    /// Changes the index in its place.
    fn change(&self, change: impl FnOnce(&mut Held)) {
        if let Some(held) = self.held.write().unwrap_or_else(PoisonError::into_inner).as_mut() {
            change(held);
        }
        self.came.notify_waiters();
    }

    fn version(&self) -> Option<i64> {
        self.look().as_ref().map(|held| held.version)
    }

    /// How often the street was read whole: once, and again for what concerns more than some shops and products.
    #[must_use]
    pub fn readings(&self) -> u64 {
        self.readings.load(Ordering::Relaxed)
    }

    /// Whether there are no words in it, and it is time to look whether what kept them away is over.
    fn lacks_words(&self) -> bool {
        let is_time = |held: &Held| held.read_at.elapsed() > (held.took * REST).clamp(SHORTEST_REST, LONGEST_REST);
        self.look().as_ref().is_some_and(|held| held.texts.is_none() && is_time(held))
    }

    /// How many products are in it; `None` while it is missing.
    #[must_use]
    pub fn products(&self) -> Option<usize> {
        self.look().as_ref().map(|held| held.index.products())
    }
}

impl Held {
    /// A list with everything that is said of it, and until when that is true.
    #[must_use]
    pub fn list(&self, street: &Street, scope: Scope<'_>, listed: &Listed, lang: Lang) -> (Arc<Found>, Narrowing, i64) {
        let query = listed.query(&self.index, scope);
        let (now, until) = self.now(street);
        let found = self.find(&query, listed, &now);
        let narrowing = facets::narrowing(self, street, listed, &query, &found, lang);
        (found, narrowing, until)
    }

    /// Walks over a list; what everyone asks for, a window whole and from its start, is remembered.
    fn find(&self, query: &Query<'_>, listed: &Listed, now: &Arc<Now>) -> Arc<Found> {
        let plain = listed.filters.pairs().next().is_none() && query.after.is_none();
        let key = remembered(query.scope).filter(|_| plain).map(|scope| (scope, listed.sort));
        let known = || self.firsts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((then, limit, found)) = key.and_then(|key| known().get(&key).cloned())
            && limit == query.limit
            && Arc::ptr_eq(&then, now)
        {
            return found;
        }
        let found = Arc::new(self.index.find(query, now));
        if let Some(key) = key {
            known().insert(key, (Arc::clone(now), query.limit, Arc::clone(&found)));
        }
        found
    }

    /// What is so now, and until when (milliseconds of UTC).
    fn now(&self, street: &Street) -> (Arc<Now>, i64) {
        let time = now_ms();
        let mut known = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((until, now)) = known.as_ref().filter(|(until, _)| time < *until) {
            return (Arc::clone(now), *until);
        }
        let openings: HashMap<i64, &Opening> = street.openings.iter().map(|opening| (opening.shop, opening)).collect();
        let mut until = i64::MAX;
        let mut now = Now::default();
        for id in self.index.shop_ids() {
            let mut is_open = false;
            let mut hands_over = false;
            if let Some(opening) = openings.get(&id) {
                let (state, true_until) = opening.state(time);
                until = until.min(true_until);
                is_open = state.is_open();
                if let Some(minutes) = self.pickup.get(&id) {
                    let (today, then_until) = opening.hands_over(time, *minutes);
                    hands_over = today;
                    until = until.min(then_until);
                }
            }
            now.open.push(is_open);
            now.pickup.push(hands_over);
        }
        let now = Arc::new(now);
        // Hours of another version are not this one's.
        if street.version == self.version {
            *known = Some((until.max(time + 1), Arc::clone(&now)));
        }
        (now, until)
    }

    /// How many products each value has in a scope where nothing is chosen. Only windows and the whole street are remembered.
    fn whole(&self, scope: Scope<'_>) -> Arc<Counts> {
        let key = remembered(scope);
        let known = || self.whole.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(counts) = key.and_then(|key| known().get(&key).cloned()) {
            return counts;
        }
        let sorting = Sorting { sort: Sort::Newest, currency: Currency::default(), near: None };
        let query = Query {
            scope,
            windows: None,
            categories: None,
            districts: None,
            options: Vec::new(),
            price: None,
            flags: Vec::new(),
            sorting,
            after: None,
            limit: 0,
        };
        let counts = Arc::new(self.index.find(&query, &Now::default()).counts);
        if let Some(key) = key {
            known().insert(key, Arc::clone(&counts));
        }
        counts
    }

    /// Shows what was written of the words to those who ask from now on.
    fn show_words(&self) {
        if let Some(Err(error)) = self.texts.as_ref().map(|texts| texts.show()) {
            tracing::error!(%error, "the index of words is behind");
        }
    }

    /// What was remembered of the data before it changed.
    fn forget(&mut self) {
        *self.now.get_mut().unwrap_or_else(PoisonError::into_inner) = None;
        self.whole.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
        self.firsts.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
        self.suggested.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// Under which number a scope is remembered: there are few windows, and too much of the rest.
fn remembered(scope: Scope<'_>) -> Option<i64> {
    match scope {
        Scope::All => Some(0),
        Scope::Window(id) => Some(id),
        Scope::Shop(_) | Scope::Products(_) | Scope::Ranked(_) => None,
    }
}
