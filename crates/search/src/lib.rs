//! Words: how Koreans type them, which things they name, and in which order those come. Without I/O and without a clock.
//!
//! The terms and their postings are Tantivy's: a finite-state dictionary that is read by ranges and by an automaton for one
//! wrong letter, blocks of postings, segments that are written beside those that are read. What it does not have is here:
//! Hangul by its keys ([`hangul`]), words as Korean writes them ([`words`]), and a rule of ranking that can be told in four
//! sentences ([`rank`]) in place of its statistics.

mod ask;
pub mod hangul;
mod look;
pub mod rank;
mod synonyms;
mod text;
pub mod words;

pub use ask::{Found, MOST_WORDS, completions, find};
pub use look::{Hit, Look};
pub use synonyms::Synonyms;
pub use tantivy::Result;
pub use text::{Entry, Of, Texts};

#[cfg(test)]
mod tests;
