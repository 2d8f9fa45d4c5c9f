//! What a product's options and their values are called in a list, which has one text for each of them.

use std::{collections::HashSet, iter};

use super::shopify::field::one_line;
use crate::product::write::stored::{StoredOption, Texts};

/// What each of these is called, each given as its Korean and its English text: by the Korean one or, without it, by the English one,
/// and where several are called so, by both: `빨강 (Red)`. It hangs on no order, so that a list that moves them finds them again; only
/// where they are the same in both languages they are numbered. Letters are composed, as lists compose them.
pub fn called<'a>(texts: impl IntoIterator<Item = [Option<&'a str>; 2]>) -> Vec<String> {
    let texts: Vec<[Option<&str>; 2]> = texts.into_iter().collect();
    let firsts: Vec<String> = texts
        .iter()
        .map(|texts| texts.iter().flatten().map(|text| one_line(text)).find(|text| !text.is_empty()).unwrap_or_default())
        .collect();
    let mut taken: HashSet<String> = HashSet::new();
    let call = |(texts, first): (&[Option<&str>; 2], &String)| {
        if first.is_empty() {
            return String::new();
        }
        let is_shared = firsts.iter().filter(|other| *other == first).count() > 1;
        let name = by_both(*texts).filter(|_| is_shared).unwrap_or_else(|| first.clone());
        // Nothing is called as another one reads.
        let numbered = (2_u64..).map(|number| format!("{name}-{number}")).filter(|name| !firsts.contains(name));
        let free = iter::once(name.clone()).chain(numbered).find(|name| !taken.contains(name)).unwrap_or_default();
        taken.insert(free.clone());
        free
    };
    texts.iter().zip(&firsts).map(call).collect()
}

/// The Korean and the English text in one.
fn by_both([ko, en]: [Option<&str>; 2]) -> Option<String> {
    let (ko, en) = (one_line(ko?), one_line(en?));
    (!ko.is_empty() && !en.is_empty()).then(|| format!("{ko} ({en})"))
}

/// What values that are kept are called.
pub fn names(kept: &[Texts]) -> Vec<String> {
    called(kept.iter().map(words))
}

fn words(texts: &Texts) -> [Option<&str>; 2] {
    [texts.ko.as_deref(), texts.en.as_deref()]
}

/// Which of the options a list means by a name that stands at `axis`: the one that is there or, without such, any that is called or
/// reads so.
pub fn option_called(kept: &[StoredOption], axis: usize, name: &str) -> Option<usize> {
    let names = called(kept.iter().map(|option| words(&option.name)));
    let is_called = |place: usize| {
        let reads = kept.get(place).is_some_and(|option| option.name.reads(name) || by_both(words(&option.name)).as_deref() == Some(name));
        reads || names.get(place).is_some_and(|called| called == name)
    };
    iter::once(axis).chain(0..kept.len()).find(|place| is_called(*place))
}

/// Whether a list means a value by a text: by its place, its words and that text.
type Fits<'a> = dyn Fn(usize, &Texts, &str) -> bool + 'a;

/// For each value of a list, which of those that are kept it is: the one that is called so, or was while others were called alike, or
/// the first that reads so in either language and is no other value's.
pub fn found(kept: &[Texts], listed: &[String]) -> Vec<Option<usize>> {
    let names = names(kept);
    let ways: [&Fits; 3] = [
        &|place, _, text| names.get(place).is_some_and(|name| name == text),
        &|_, old, text| by_both(words(old)).as_deref() == Some(text),
        &|_, old, text| old.reads(text),
    ];
    let mut out: Vec<Option<usize>> = vec![None; listed.len()];
    let mut taken: HashSet<usize> = HashSet::new();
    for fits in ways {
        for (slot, text) in out.iter_mut().zip(listed).filter(|(slot, _)| slot.is_none()) {
            *slot = kept.iter().enumerate().position(|(place, old)| !taken.contains(&place) && fits(place, old, text));
            taken.extend(*slot);
        }
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

    fn places(kept: &[Texts], listed: &[&str]) -> Vec<Option<usize>> {
        found(kept, &listed.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn no_two_are_called_alike() {
        let mut reds = vec![texts("빨강", "Red"), texts("빨강", "Crimson"), texts("빨강", ""), texts("", "Crimson"), texts("", "")];
        assert_eq!(names(&reds), ["빨강 (Red)", "빨강 (Crimson)", "빨강", "Crimson", ""]);
        // In another order they are called the same.
        reds.reverse();
        assert_eq!(names(&reds), ["", "Crimson", "빨강", "빨강 (Crimson)", "빨강 (Red)"]);
        // What is written as another one would be called or numbered stays.
        assert_eq!(names(&[texts("빨강", ""), texts("빨강", ""), texts("빨강-2", "")]), ["빨강", "빨강-3", "빨강-2"]);
    }

    #[test]
    fn values_are_found_by_what_they_are_called_and_then_by_what_they_read() {
        let kept = [texts("빨강", "Red"), texts("빨강", "Crimson"), texts("Red", "")];
        assert_eq!(places(&kept, &["빨강 (Crimson)", "빨강 (Red)", "Red"]), [Some(1), Some(0), Some(2)]);
        assert_eq!(places(&kept, &["Blue", "Crimson", "빨강"]), [None, Some(1), Some(0)]);
        let only = [texts("빨강", "Red")];
        assert_eq!(places(&only, &["Red"]), [Some(0)]);
        assert_eq!(places(&only, &["빨강 (Red)"]), [Some(0)], "it was called so while there was another one");
    }

    #[test]
    fn an_option_is_found_in_another_place_too() {
        let option = |name: Texts| StoredOption { name, values: Vec::new() };
        let kept = [option(texts("색", "Colour")), option(texts("색", "Shade")), option(texts("크기", "Size"))];
        assert_eq!(option_called(&kept, 0, "색 (Shade)"), Some(1));
        assert_eq!(option_called(&kept, 1, "색"), Some(1));
        assert_eq!((option_called(&kept, 0, "Size"), option_called(&kept, 0, "무늬")), (Some(2), None));
    }
}
