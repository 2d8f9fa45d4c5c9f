//! Work that can wait, beside the answers that cannot.
//!
//! Priorities alone do not keep it out of the way: where the processor is asked for all the time, whatever runs in the gaps
//! still takes caches, memory and, on a shared core, half of it. So such work rests after each piece while the street is busy.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    thread,
    time::{Duration, Instant},
};

/// From so many answers a second on, the street is busy.
const BUSY: f64 = 100.0;
/// How long a piece is rested after, in its own length, and at most.
const TIMES: u32 = 12;
const LONGEST: Duration = Duration::from_secs(1);

static ANSWERED: AtomicU64 = AtomicU64::new(0);

/// One more request was answered.
pub fn answered() {
    ANSWERED.fetch_add(1, Ordering::Relaxed);
}

/// Does a piece of work, on a thread that may stand still, and rests after it if the street was busy meanwhile.
pub fn piece<T>(work: impl FnOnce() -> T) -> T {
    let (begun, before) = (Instant::now(), ANSWERED.load(Ordering::Relaxed));
    let done = work();
    let took = begun.elapsed();
    if let Some(rest) = rest(took, ANSWERED.load(Ordering::Relaxed) - before) {
        thread::sleep(rest);
    }
    done
}

/// How long to rest after a piece that took so long, in which so many requests were answered.
fn rest(took: Duration, answered: u64) -> Option<Duration> {
    (answered as f64 > took.as_secs_f64() * BUSY + 1.0).then(|| (took * TIMES).min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_is_rested_after_where_shoppers_come_and_not_else() {
        let piece = Duration::from_millis(50);
        assert_eq!(rest(piece, 0), None);
        assert_eq!(rest(piece, 5), None);
        assert_eq!(rest(piece, 50), Some(Duration::from_millis(600)));
        assert_eq!(rest(Duration::from_secs(2), 200), None);
        assert_eq!(rest(Duration::from_secs(2), 9_000), Some(LONGEST));
        let begun = Instant::now();
        piece_with_shoppers();
        assert!(begun.elapsed() >= Duration::from_millis(20 * 13));
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
