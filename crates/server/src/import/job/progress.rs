//! How far the import is that runs in this program.

use std::sync::{Mutex, PoisonError};

use wire::import::ImportProgress;

/// Kept in memory: an import is one write, of which nobody sees anything until it is done.
#[derive(Debug, Default)]
pub struct Progress(Mutex<Option<(i64, ImportProgress)>>);

impl Progress {
    /// Says how many of its products an import has done.
    pub fn say(&self, import: i64, done: u64, of: u64) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((import, ImportProgress { done, of }));
    }

    /// Says that nothing runs any more.
    pub fn end(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// How far an import is; `None` where it does not run here.
    #[must_use]
    pub fn of(&self, import: i64) -> Option<ImportProgress> {
        let known = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.filter(|(running, _)| *running == import).map(|(_, progress)| progress)
    }
}
