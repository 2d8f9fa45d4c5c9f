//! Names of one thing, as an operator keeps them.

use std::collections::HashMap;

use crate::ask::telling;

/// Groups of names; each name is one word or some.
#[derive(Clone, Debug, Default)]
pub struct Synonyms {
    groups: Vec<Vec<Vec<String>>>,
    /// The group of a name, by its words.
    known: HashMap<Vec<String>, usize>,
    longest: usize,
}

impl Synonyms {
    /// A name that is in two groups belongs to the first.
    #[must_use]
    pub fn new<'a>(groups: impl IntoIterator<Item = Vec<&'a str>>) -> Self {
        let mut made = Self::default();
        for group in groups {
            let number = made.groups.len();
            let names = group.into_iter().map(|name| telling(name).into_iter().map(|word| word.text).collect::<Vec<_>>());
            let names: Vec<Vec<String>> = names.filter(|name| !name.is_empty()).collect();
            for name in &names {
                made.longest = made.longest.max(name.len());
                made.known.entry(name.clone()).or_insert(number);
            }
            made.groups.push(names);
        }
        made
    }

    /// How many words at the start of these are a name, and the other names of that thing.
    pub fn find<'a>(&'a self, words: &[&str]) -> Option<(usize, impl Iterator<Item = &'a Vec<String>> + use<'a>)> {
        for length in (1..=self.longest.min(words.len())).rev() {
            let name: Vec<String> = words.iter().take(length).map(|word| (*word).to_owned()).collect();
            if let Some(group) = self.known.get(&name).and_then(|number| self.groups.get(*number)) {
                return Some((length, group.iter().filter(move |other| **other != name)));
            }
        }
        None
    }

    /// How many groups there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.groups.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_name_is_the_one_meant() {
        let synonyms = Synonyms::new([vec!["프라이팬", "후라이팬", "frying pan"], vec!["pan", "냄비"]]);
        let found =
            |words: &[&str]| synonyms.find(words).map(|(length, others)| (length, others.map(|name| name.join(" ")).collect::<Vec<_>>()));
        assert_eq!(found(&["frying", "pan", "x"]), Some((2, vec!["프라이팬".to_owned(), "후라이팬".to_owned()])));
        assert_eq!(found(&["pan"]), Some((1, vec!["냄비".to_owned()])));
        assert_eq!(found(&["frying"]), None);
    }
}
