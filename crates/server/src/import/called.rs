//! What a product's options and their values are called in a list, which has one text for each of them.

use std::collections::HashSet;

use super::shopify::field::one_line;
use crate::product::write::stored::{StoredOption, Texts};

/// What each of these is called, each given as its Korean and its English text: the Korean one or, where one before it is called so,
/// the English one, or else the first of them with a number. So no two are called alike. Letters are composed, as lists compose them.
pub fn called<'a>(texts: impl IntoIterator<Item = [Option<&'a str>; 2]>) -> Vec<String> {
    let mut taken: HashSet<String> = HashSet::new();
    let call = |texts: [Option<&str>; 2]| {
        let texts: Vec<String> = texts.into_iter().flatten().map(one_line).filter(|text| !text.is_empty()).collect();
        let Some(first) = texts.first().cloned() else { return String::new() };
        let numbered = (2_u64..).map(|number| format!("{first}-{number}"));
        let free = texts.into_iter().chain(numbered).find(|text| !taken.contains(text)).unwrap_or_default();
        taken.insert(free.clone());
        free
    };
    texts.into_iter().map(call).collect()
}

/// What values that are kept are called.
pub fn names(kept: &[Texts]) -> Vec<String> {
    called(kept.iter().map(words))
}

fn words(texts: &Texts) -> [Option<&str>; 2] {
    [texts.ko.as_deref(), texts.en.as_deref()]
}

/// Whether a list means the option of that number by a name: it is called so, or reads so in either language.
pub fn is_called(kept: &[StoredOption], axis: usize, name: &str) -> bool {
    let reads = kept.get(axis).is_some_and(|option| option.name.reads(name));
    reads || called(kept.iter().map(|option| words(&option.name))).get(axis).is_some_and(|called| called == name)
}

/// For each value of a list, which of those that are kept it is: the one that is called so or, without such, the first that reads so
/// in either language and is no other value's.
pub fn found(kept: &[Texts], listed: &[String]) -> Vec<Option<usize>> {
    let names = names(kept);
    let mut out: Vec<Option<usize>> = listed.iter().map(|text| names.iter().position(|name| name == text)).collect();
    let mut taken: HashSet<usize> = out.iter().flatten().copied().collect();
    for (slot, text) in out.iter_mut().zip(listed).filter(|(slot, _)| slot.is_none()) {
        let mut free = kept.iter().enumerate().filter(|(place, _)| !taken.contains(place));
        *slot = free.find(|(_, old)| old.reads(text)).map(|(place, _)| place);
        taken.extend(*slot);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(ko: &str, en: &str) -> Texts {
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Texts { ko: text(ko), en: text(en) }
    }

    #[test]
    fn no_two_are_called_alike() {
        let reds = [texts("빨강", "Red"), texts("빨강", "Crimson"), texts("빨강", ""), texts("", "Crimson"), texts("", "")];
        assert_eq!(names(&reds), ["빨강", "Crimson", "빨강-2", "Crimson-2", ""]);
    }

    #[test]
    fn values_are_found_by_what_they_are_called_and_then_by_what_they_read() {
        let kept = [texts("빨강", "Red"), texts("빨강", "Crimson"), texts("Red", "")];
        let places = |listed: &[&str]| found(&kept, &listed.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>());
        assert_eq!(places(&["Crimson", "빨강", "Red"]), [Some(1), Some(0), Some(2)]);
        assert_eq!(places(&["Blue", "Crimson", "빨강"]), [None, Some(1), Some(0)]);
        let only = [texts("빨강", "Red")];
        assert_eq!(found(&only, &["Red".to_owned()]), [Some(0)]);
    }
}
