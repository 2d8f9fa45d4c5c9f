//! Asking the index by words.

use std::{
    cmp::Reverse,
    sync::{Arc, PoisonError},
};

use ::index::{Found, Scope};
use ::search::{Hit, Of};
use wire::{Lang, filter::Narrowing};

use super::{Held, ask::Listed, facets};
use crate::window::Street;

/// How many shops of such a name stand above the products.
const SHOPS: usize = 4;
/// How many of each kind are suggested.
const SUGGESTED: usize = 4;

/// Of how many that fit best those are suggested: enough that some are in stock.
const ENOUGH: usize = 400;

/// Of so few letters suggestions are remembered until the data changes, and of so many queries.
const SHORT: usize = 2;
const MOST_REMEMBERED: usize = 2_000;

/// What some words found.
pub struct Searched {
    /// How they were understood.
    pub asked: ::search::Found,
    pub found: Found,
    pub narrowing: Narrowing,
    pub valid_until: i64,
    /// Ids of shops of such a name, the best first.
    pub shops: Vec<i64>,
}

/// What may be meant by what was typed so far.
pub struct Suggested {
    /// Whole queries.
    pub words: Vec<String>,
    /// The best of each kind, by kind.
    pub hits: Vec<Hit>,
}

impl Held {
    /// What some words find; `None` while there is no index of words.
    #[must_use]
    pub fn search(&self, street: &Street, words: &str, listed: &Listed, lang: Lang) -> Option<Searched> {
        let asked = ::search::find(&self.texts.as_ref()?.look(), &self.synonyms, words, None);
        let mut ranked = Vec::with_capacity(asked.hits.len());
        let mut shops: Vec<Hit> = Vec::new();
        for hit in &asked.hits {
            match hit.of {
                Of::Product => ranked.push((hit.id, hit.score)),
                Of::Shop => shops.push(*hit),
                Of::Window | Of::Category => {}
            }
        }
        let query = listed.query(&self.index, Scope::Ranked(&ranked));
        let (now, valid_until) = self.now(street);
        let found = self.index.find(&query, &now);
        let narrowing = facets::narrowing(self, street, listed, &query, &found, lang);
        shops.sort_by_key(|hit| (Reverse(hit.score), hit.id));
        let shops = shops.into_iter().take(SHOPS).map(|hit| hit.id).collect();
        Some(Searched { asked, found, narrowing, valid_until, shops })
    }

    /// What may be meant by what was typed so far; `None` while there is no index of words.
    #[must_use]
    pub fn suggest(&self, typed: &str) -> Option<Arc<Suggested>> {
        // The first letters are everybody's, and the dearest: they begin the most.
        if typed.chars().count() > SHORT {
            return self.suggested(typed).map(Arc::new);
        }
        let known = self.suggested.lock().unwrap_or_else(PoisonError::into_inner).get(typed).cloned();
        if known.is_some() {
            return known;
        }
        let fresh = Arc::new(self.suggested(typed)?);
        let mut suggested = self.suggested.lock().unwrap_or_else(PoisonError::into_inner);
        if suggested.len() < MOST_REMEMBERED {
            suggested.insert(typed.to_owned(), Arc::clone(&fresh));
        }
        Some(fresh)
    }

    fn suggested(&self, typed: &str) -> Option<Suggested> {
        let look = self.texts.as_ref()?.look();
        let mut words = ::search::completions(&look, typed, SUGGESTED);
        let asked = ::search::find(&look, &self.synonyms, typed, Some(ENOUGH));
        if words.is_empty() {
            words.extend(asked.instead);
        }
        let mut hits = Vec::new();
        for of in Of::ALL {
            let mut best: Vec<(bool, Reverse<u16>, i64, Hit)> = Vec::with_capacity(SUGGESTED + 1);
            for hit in asked.hits.iter().filter(|hit| hit.of == of) {
                // Most fit no better than those that are there already: whether they are in stock need not be asked.
                let worst = best.last().filter(|_| best.len() == SUGGESTED);
                if worst.is_some_and(|(is_gone, score, id, _)| !is_gone && (Reverse(hit.score), hit.id) > (*score, *id)) {
                    continue;
                }
                let is_gone = of == Of::Product && self.index.in_stock(hit.id) != Some(true);
                let key = (is_gone, Reverse(hit.score), hit.id, *hit);
                let place = best.partition_point(|one| (one.0, one.1, one.2) < (key.0, key.1, key.2));
                best.insert(place, key);
                best.truncate(SUGGESTED);
            }
            hits.extend(best.into_iter().map(|(.., hit)| hit));
        }
        Some(Suggested { words, hits })
    }

    /// A sub-category by its place: its window's slug, its own, its name.
    #[must_use]
    pub fn category(&self, place: i64) -> Option<&::index::Category> {
        usize::try_from(place).ok().and_then(|place| self.index.categories().get(place))
    }
}
