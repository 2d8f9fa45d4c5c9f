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

/// Until when nothing is begun that nobody waits for.
static STILL: Mutex<Option<Instant>> = Mutex::new(None);

/// Lets what nobody waits for stand still for a while: somebody is at work here, and the street is busy.
pub fn stand_still(rest: Duration) {
    let mut still = STILL.lock().unwrap_or_else(PoisonError::into_inner);
    *still = still.max(Some(Instant::now() + rest));
}

/// Waits while it stands still.
pub async fn stood() {
    loop {
        let until = *STILL.lock().unwrap_or_else(PoisonError::into_inner);
        match until.filter(|until| *until > Instant::now()) {
            Some(until) => tokio::time::sleep_until(until.into()).await,
            None => return,
        }
    }
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

    #[test]
    fn a_piece_is_rested_after_where_shoppers_come_and_not_else() {
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

    #[tokio::test]
    async fn nothing_is_begun_while_it_stands_still() {
        let begun = Instant::now();
        stand_still(Duration::from_millis(60));
        // One that ends sooner ends nothing.
        stand_still(Duration::from_millis(1));
        stood().await;
        assert!(begun.elapsed() >= Duration::from_millis(60));
        let begun = Instant::now();
        stood().await;
        assert!(begun.elapsed() < Duration::from_millis(40));
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
