//! Work that can wait, beside the answers that cannot.
//!
//! Priorities alone do not keep it out of the way: where the processor is asked for all the time, whatever runs in the gaps
//! still takes caches, memory and, on a shared core, half of it. So such work rests after each piece while the street is busy,
//! and is not even begun while somebody sends one picture after another.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// From so many answers a second on, the street is busy.
const BUSY: f64 = 100.0;
/// How long a piece is rested after, in its own length, and at most.
const TIMES: u32 = 12;
const LONGEST: Duration = Duration::from_secs(1);

/// How often who rests looks whether somebody waits.
const LOOK: Duration = Duration::from_millis(50);

static ANSWERED: AtomicU64 = AtomicU64::new(0);
static HURRIES: AtomicUsize = AtomicUsize::new(0);

/// One more request was answered.
pub fn answered() {
    ANSWERED.fetch_add(1, Ordering::Relaxed);
}

/// How busy the street is while a piece of work is done.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    begun: Instant,
    answered: u64,
}

impl Pace {
    #[must_use]
    pub fn begin() -> Self {
        Self { begun: Instant::now(), answered: ANSWERED.load(Ordering::Relaxed) }
    }

    /// How long to rest after the piece, in its own length so many times; not at all where the street was not busy.
    #[must_use]
    pub fn rest(self, times: u32) -> Option<Duration> {
        rest(self.begun.elapsed(), ANSWERED.load(Ordering::Relaxed) - self.answered, times)
    }
}

/// A time in which nothing is begun that nobody waits for.
#[derive(Clone, Copy)]
struct Still {
    since: Instant,
    until: Instant,
}

static STILL: Mutex<Option<Still>> = Mutex::new(None);
/// After so long one thing is begun nevertheless.
const LONGEST_STILL: Duration = Duration::from_secs(30);

/// Lets what nobody waits for stand still for a while: somebody is at work here, and the street is busy.
pub fn stand_still(rest: Duration) {
    let (mut still, now) = (STILL.lock().unwrap_or_else(PoisonError::into_inner), Instant::now());
    let before = still.filter(|still| still.until > now);
    *still = Some(Still {
        since: before.map_or(now, |still| still.since),
        until: before.map_or(now + rest, |still| still.until.max(now + rest)),
    });
}

/// Waits while it stands still.
pub async fn stood() {
    while let Some(left) = still(LONGEST_STILL) {
        tokio::time::sleep(left.min(LOOK)).await;
    }
}

/// How long it stands still yet; where it did for `longest`, it may begin one thing.
fn still(longest: Duration) -> Option<Duration> {
    let (mut still, now) = (STILL.lock().unwrap_or_else(PoisonError::into_inner), Instant::now());
    let standing = still.as_mut().filter(|still| still.until > now && !is_hurried())?;
    if now.duration_since(standing.since) >= longest {
        standing.since = now;
        return None;
    }
    Some(standing.until - now)
}

/// Somebody waits for work that could wait else: until this is dropped, nothing rests.
#[derive(Debug)]
pub struct Hurry(());

impl Hurry {
    #[must_use]
    pub fn begin() -> Self {
        HURRIES.fetch_add(1, Ordering::Relaxed);
        Self(())
    }
}

/// Whether somebody waits.
#[must_use]
pub fn is_hurried() -> bool {
    HURRIES.load(Ordering::Relaxed) > 0
}

impl Drop for Hurry {
    fn drop(&mut self) {
        HURRIES.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Does a piece of work, on a thread that may stand still, and rests after it if the street was busy meanwhile.
pub fn piece<T>(work: impl FnOnce() -> T) -> T {
    let pace = Pace::begin();
    let done = work();
    if let Some(rest) = pace.rest(TIMES) {
        let end = Instant::now() + rest;
        while !is_hurried() && Instant::now() < end {
            thread::sleep(LOOK.min(end.saturating_duration_since(Instant::now())));
        }
    }
    done
}

/// How long to rest after a piece that took so long, in which so many requests were answered.
fn rest(took: Duration, answered: u64, times: u32) -> Option<Duration> {
    (answered as f64 > took.as_secs_f64() * BUSY + 1.0).then(|| (took * times).min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both tests let somebody wait.
    static ALONE: Mutex<()> = Mutex::new(());

    #[test]
    fn a_piece_is_rested_after_where_shoppers_come_and_not_else() {
        let _alone = ALONE.lock();
        let piece = Duration::from_millis(50);
        assert_eq!(rest(piece, 0, TIMES), None);
        assert_eq!(rest(piece, 5, TIMES), None);
        assert_eq!(rest(piece, 50, TIMES), Some(Duration::from_millis(600)));
        assert_eq!(rest(Duration::from_secs(2), 200, TIMES), None);
        assert_eq!(rest(Duration::from_secs(2), 9_000, TIMES), Some(LONGEST));
        let begun = Instant::now();
        piece_with_shoppers();
        assert!(begun.elapsed() >= Duration::from_millis(20 * 13));
        // Where somebody waits nothing rests.
        let (begun, hurry) = (Instant::now(), Hurry::begin());
        piece_with_shoppers();
        assert!(begun.elapsed() < Duration::from_millis(20 * 8));
        drop(hurry);
        assert_eq!(HURRIES.load(Ordering::Relaxed), 0);
    }

    #[test]
    fn nothing_is_begun_while_it_stands_still_but_after_long() {
        let _alone = ALONE.lock();
        assert_eq!(still(LONGEST_STILL), None);
        stand_still(Duration::from_secs(60));
        // One that ends sooner ends nothing.
        stand_still(Duration::from_millis(1));
        assert!(still(LONGEST_STILL).is_some_and(|left| left > Duration::from_secs(50)));
        // One thing is begun after it stood so long, and the next after that again.
        thread::sleep(Duration::from_millis(20));
        assert_eq!(still(Duration::from_millis(20)), None);
        assert!(still(Duration::from_millis(20)).is_some());
        // Nothing stands still for somebody who waits.
        let hurry = Hurry::begin();
        assert_eq!(still(LONGEST_STILL), None);
        drop(hurry);
        assert!(still(LONGEST_STILL).is_some());
        *STILL.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn piece_with_shoppers() {
        super::piece(|| {
            thread::sleep(Duration::from_millis(20));
            for _ in 0..1_000 {
                answered();
            }
        });
    }
}
