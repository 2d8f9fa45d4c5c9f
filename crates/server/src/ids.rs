//! Ids of rows: numbers that rise with time, and their short form on the wire.

use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::{SystemTime, UNIX_EPOCH},
};

static LAST: AtomicI64 = AtomicI64::new(0);

/// Milliseconds of UTC since 1970.
#[must_use]
pub fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// A fresh id: 41 bits of milliseconds, then 21 bits that start anywhere and count up.
///
/// Two programs that write beside one another meet at one in two million within one millisecond;
/// the primary key then refuses the second.
#[must_use]
pub fn fresh() -> i64 {
    use std::hash::{BuildHasher, RandomState};
    let random = i64::from(RandomState::new().hash_one(now_ms()) as u32 & 0x1f_ffff);
    let candidate = (now_ms() << 21) | random;
    let previous = LAST.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |last| Some(candidate.max(last + 1)));
    previous.map_or(candidate, |last| candidate.max(last + 1))
}

/// The id in letters and digits (base 36), as variants carry it on the wire.
#[must_use]
pub fn short(id: i64) -> String {
    let mut rest = id.unsigned_abs();
    let mut out = Vec::new();
    loop {
        let digit = u32::try_from(rest % 36).unwrap_or(0);
        out.push(char::from_digit(digit, 36).unwrap_or('0'));
        rest /= 36;
        if rest == 0 {
            break;
        }
    }
    out.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_rise_and_never_repeat() {
        let mut last = 0;
        for _ in 0..10_000 {
            let next = fresh();
            assert!(next > last);
            last = next;
        }
    }

    #[test]
    fn short_ids_are_base_36() {
        assert_eq!(short(0), "0");
        assert_eq!(short(35), "z");
        assert_eq!(short(36), "10");
    }
}
