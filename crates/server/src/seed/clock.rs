//! Times that count back from now, and the dice of the seeds, which always fall the same way.

use crate::ids::now_ms;

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;
/// Seoul is nine hours ahead, all year.
const SEOUL: i64 = 9 * 60 * MINUTE;

/// The moment of seeding, in milliseconds of UTC.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    now: i64,
}

impl Clock {
    pub fn now() -> Self {
        Self::at(now_ms())
    }

    /// As if it were this time, in milliseconds of UTC.
    pub fn at(now: i64) -> Self {
        Self { now }
    }

    /// A time of day `days` days ago in Seoul, in milliseconds of UTC. Which one, `dice` tells.
    ///
    /// Of today it is one of the last hours, never one to come; of other days it is within usual opening hours.
    pub fn days_ago(self, days: i64, dice: &mut Dice) -> i64 {
        let midnight = (self.now + SEOUL).div_euclid(DAY) * DAY - SEOUL;
        if days <= 0 {
            let since = (self.now - midnight).min(5 * 60 * MINUTE);
            return self.now - since * dice.below(90) / 100;
        }
        midnight - days * DAY + (10 * 60 + dice.below(9 * 60)) * MINUTE
    }
}

/// Numbers that look thrown, by the SplitMix64 generator: from one start always the same.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    pub fn from(start: u64) -> Self {
        Self(start)
    }

    /// 0 to `sides - 1`; 0 where there are no sides.
    pub fn below(&mut self, sides: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut thrown = self.0;
        thrown = (thrown ^ (thrown >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        thrown = (thrown ^ (thrown >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        thrown ^= thrown >> 31;
        i64::try_from((thrown >> 1) % u64::try_from(sides.max(1)).unwrap_or(1)).unwrap_or(0)
    }

    /// One of a list; `None` of an empty one.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        let place = self.below(i64::try_from(list.len()).unwrap_or(1));
        list.get(usize::try_from(place).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_comes_from_tomorrow_and_today_is_today_in_seoul() {
        let mut dice = Dice::from(7);
        // Two minutes past midnight in Seoul, and noon.
        for now in [1_795_446_120_000, 1_795_489_200_000] {
            let clock = Clock { now };
            let day = |time: i64| (time + SEOUL).div_euclid(DAY);
            for _ in 0..200 {
                let today = clock.days_ago(0, &mut dice);
                assert!(today <= now && day(today) == day(now));
                let before = clock.days_ago(3, &mut dice);
                assert_eq!(day(before), day(now) - 3);
            }
        }
    }

    #[test]
    fn the_dice_always_fall_the_same_way_and_on_every_side() {
        let throw = |start| {
            let mut dice = Dice::from(start);
            (0..600).map(|_| dice.below(6)).collect::<Vec<_>>()
        };
        assert_eq!(throw(1), throw(1));
        assert_ne!(throw(1), throw(2));
        assert!((0..6).all(|side| throw(1).iter().filter(|thrown| **thrown == side).count() > 60));
        assert_eq!(Dice::from(1).pick::<i64>(&[]), None);
    }
}
