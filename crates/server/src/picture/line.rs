//! Whoever sends a picture waits until it is read, and holds it in memory meanwhile: so many of a person, and so many of all.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use crate::error::Error;

/// The most of all: with what came in and what is read out of it, some four hundred megabytes.
const MOST: usize = 12;
/// The most of one person, in whichever shops: they may send a few at once, and leave places to the others.
const MOST_OF_ONE: usize = 3;

/// Those who wait in this program, by account.
#[derive(Debug, Default)]
pub struct Line(Mutex<BTreeMap<i64, usize>>);

impl Line {
    /// A place in the line, for as long as it is held.
    ///
    /// # Errors
    /// Where there is none: whoever sent it is asked to come again.
    pub fn enter(&self, account: i64) -> Result<Place<'_>, Error> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let theirs = waiting.get(&account).copied().unwrap_or(0);
        if theirs >= MOST_OF_ONE || waiting.values().sum::<usize>() >= MOST {
            return Err(Error::Busy(None));
        }
        waiting.insert(account, theirs + 1);
        Ok(Place { line: self, account })
    }
}

/// A place, which is left however its request ends.
#[derive(Debug)]
pub struct Place<'a> {
    line: &'a Line,
    account: i64,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut waiting = self.line.0.lock().unwrap_or_else(PoisonError::into_inner);
        let left = waiting.get(&self.account).map_or(0, |theirs| theirs.saturating_sub(1));
        if left > 0 {
            waiting.insert(self.account, left);
        } else {
            waiting.remove(&self.account);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_has_a_few_places_and_all_have_no_more_than_there_are() {
        let line = Line::default();
        let mut held: Vec<Place<'_>> = (0..MOST_OF_ONE).map(|_| line.enter(1).expect("a place")).collect();
        assert!(matches!(line.enter(1), Err(Error::Busy(None))));
        held.extend((MOST_OF_ONE..MOST).map(|other| line.enter(other as i64 + 10).expect("another has their own")));
        assert!(matches!(line.enter(2), Err(Error::Busy(None))), "there are no more");
        drop(held.remove(0));
        let again = line.enter(2).expect("one who goes leaves a place");
        drop((held, again));
        assert!(line.0.lock().expect("the line").is_empty());
    }
}
