//! Things that many products share and that stand in addresses: option names, their values, districts.

use std::collections::HashMap;

use wire::{Lang, Slug, Text};

/// A name as merchants wrote it: in Korean, in English or in both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Name {
    pub ko: Option<String>,
    pub en: Option<String>,
}

impl Name {
    #[must_use]
    pub fn new(ko: Option<String>, en: Option<String>) -> Self {
        Self { ko, en }
    }

    /// For a reader of `lang`; the other language where it is missing.
    #[must_use]
    pub fn text(&self, lang: Lang) -> Text {
        Text::choose(lang, self.ko.clone(), self.en.clone()).unwrap_or_default()
    }

    /// What may stand for it in an address: the English name, else the Korean.
    fn slugs(&self) -> impl Iterator<Item = Slug> {
        [&self.en, &self.ko].into_iter().flatten().filter_map(|name| Slug::of_title(name))
    }
}

/// Names with their numbers, from 0 on. Two are the same thing if they share a name in either language.
#[derive(Debug, Default)]
pub struct Names {
    list: Vec<(Slug, Name)>,
    known: HashMap<Slug, u32>,
}

impl Names {
    /// The number of a name, a new one if it is new. `None` where no address could hold it.
    pub fn intern(&mut self, name: &Name) -> Option<u32> {
        let slugs: Vec<Slug> = name.slugs().collect();
        let number = match slugs.iter().find_map(|slug| self.known.get(slug).copied()) {
            Some(number) => number,
            None => {
                let number = u32::try_from(self.list.len()).ok()?;
                self.list.push((slugs.first()?.clone(), Name::default()));
                number
            }
        };
        if let Some((_, known)) = self.list.get_mut(number as usize) {
            known.ko = known.ko.take().or_else(|| name.ko.clone());
            known.en = known.en.take().or_else(|| name.en.clone());
        }
        for slug in slugs {
            self.known.entry(slug).or_insert(number);
        }
        Some(number)
    }

    /// The number of what an address calls so.
    #[must_use]
    pub fn find(&self, slug: &Slug) -> Option<u32> {
        self.known.get(slug).copied()
    }

    /// What stands for it in addresses.
    #[must_use]
    pub fn slug(&self, number: u32) -> Option<&Slug> {
        self.list.get(number as usize).map(|(slug, _)| slug)
    }

    #[must_use]
    pub fn name(&self, number: u32) -> Option<&Name> {
        self.list.get(number as usize).map(|(_, name)| name)
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(ko: &str, en: &str) -> Name {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Name::new(some(ko), some(en))
    }

    #[test]
    fn one_thing_in_two_languages_is_one_thing() {
        let mut names = Names::default();
        let blue = names.intern(&name("파랑", "Blue"));
        assert_eq!(names.intern(&name("", "blue")), blue);
        assert_eq!(names.intern(&name("파랑", "")), blue);
        assert_ne!(names.intern(&name("빨강", "")), blue);
        assert_eq!(names.intern(&name("★", "")), None, "nothing is left for an address");
        let slug = blue.and_then(|blue| names.slug(blue)).expect("a slug");
        assert_eq!((slug.as_str(), names.find(slug)), ("blue", blue));
        assert_eq!(names.find(&"파랑".parse().expect("a slug")), blue);
    }
}
