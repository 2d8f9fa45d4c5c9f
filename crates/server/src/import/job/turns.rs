//! Whose picture is fetched next: shops take turns, so that none of them waits for all that another one names.

use std::{collections::VecDeque, time::Duration};

/// Pictures of a shop's turn, at most.
const A_TURN: usize = 4;
/// A turn that took so long is over: the host may be slow, or the pictures large.
const LONGEST: Duration = Duration::from_secs(10);

/// What one shop waits for.
struct Line<T> {
    shop: i64,
    waiting: VecDeque<T>,
}

/// Shops in the order of their turns. A round gives one turn to each of them.
pub struct Turns<T> {
    /// Those whose turn comes in this round; the first has it.
    lines: VecDeque<Line<T>>,
    /// Those who had it and wait for more.
    had: VecDeque<Line<T>>,
    /// What the turn under way has had until now.
    taken: usize,
    time: Duration,
}

impl<T> Default for Turns<T> {
    fn default() -> Self {
        Self { lines: VecDeque::new(), had: VecDeque::new(), taken: 0, time: Duration::ZERO }
    }
}

impl<T> Turns<T> {
    /// What comes next; `None` where the round is over.
    pub fn pop(&mut self) -> Option<T> {
        loop {
            let is_over = self.taken >= A_TURN || self.time >= LONGEST;
            let line = self.lines.front_mut()?;
            if !is_over && let Some(next) = line.waiting.pop_front() {
                return Some(next);
            }
            if let Some(line) = self.lines.pop_front().filter(|line| !line.waiting.is_empty()) {
                self.had.push_back(line);
            }
            (self.taken, self.time) = (0, Duration::ZERO);
        }
    }

    /// Counts what came last, and how long it took.
    pub fn count(&mut self, time: Duration) {
        self.taken += 1;
        self.time += time;
    }

    /// Puts what came last back to where it was.
    pub fn put_back(&mut self, last: T) {
        if let Some(line) = self.lines.front_mut() {
            line.waiting.push_front(last);
        }
    }

    /// Whether something of a shop stands in line.
    pub fn has(&self, shop: i64) -> bool {
        self.lines.iter().chain(&self.had).any(|line| line.shop == shop)
    }

    /// Puts a shop behind all others.
    pub fn join(&mut self, shop: i64, waiting: VecDeque<T>) {
        self.had.push_back(Line { shop, waiting });
    }

    /// Begins a round, once the last one is over.
    pub fn begin(&mut self) {
        self.lines.append(&mut self.had);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turns(shops: &[(i64, usize)]) -> Turns<(i64, usize)> {
        let mut turns = Turns::default();
        for (shop, count) in shops.iter().copied() {
            turns.join(shop, (0..count).map(|number| (shop, number)).collect());
        }
        turns.begin();
        turns
    }

    /// All that comes in a round, each after so long.
    fn round(turns: &mut Turns<(i64, usize)>, time: Duration) -> Vec<(i64, usize)> {
        let mut came = Vec::new();
        while let Some(next) = turns.pop() {
            came.push(next);
            turns.count(time);
        }
        came
    }

    #[test]
    fn shops_take_turns_of_a_few() {
        let mut turns = turns(&[(1, 6), (2, 1), (3, 5)]);
        let first = round(&mut turns, Duration::ZERO);
        assert_eq!(first, [(1, 0), (1, 1), (1, 2), (1, 3), (2, 0), (3, 0), (3, 1), (3, 2), (3, 3)]);
        assert!(turns.has(1) && !turns.has(2) && turns.has(3));
        // Who comes meanwhile stands behind them.
        turns.join(4, [(4, 0)].into());
        turns.begin();
        assert_eq!(round(&mut turns, Duration::ZERO), [(1, 4), (1, 5), (3, 4), (4, 0)]);
        turns.begin();
        assert_eq!(turns.pop(), None);
    }

    #[test]
    fn a_turn_that_takes_long_ends_with_the_picture_that_does() {
        let mut turns = turns(&[(1, 3), (2, 3)]);
        assert_eq!(round(&mut turns, Duration::from_secs(20)), [(1, 0), (2, 0)]);
        turns.begin();
        assert_eq!(round(&mut turns, Duration::from_secs(6)), [(1, 1), (1, 2), (2, 1), (2, 2)]);
    }

    #[test]
    fn what_is_put_back_comes_first_in_its_shops_next_turn() {
        let mut turns = turns(&[(1, 2), (2, 1)]);
        let next = turns.pop().expect("a picture");
        turns.count(Duration::from_secs(20));
        turns.put_back(next);
        assert_eq!(turns.pop(), Some((2, 0)));
        assert_eq!(turns.pop(), None);
        turns.begin();
        assert_eq!(turns.pop(), Some((1, 0)));
    }
}
