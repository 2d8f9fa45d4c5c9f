//! The name of a thing in an address.

use std::fmt;

use serde::{Deserialize, Serialize};

/// `[a-z0-9가-힣-]`, 1 to 80 characters. Only whole Hangul syllables are let in, so it is always NFC.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
pub struct Slug(#[cfg_attr(feature = "schema", schemars(length(min = 1, max = 80), regex(pattern = "^[a-z0-9가-힣-]+$")))] String);

/// A text that is no slug.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoSlug;

impl fmt::Display for NoSlug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a slug is 1 to 80 of a-z, 0-9, 가-힣 and -")
    }
}

impl std::error::Error for NoSlug {}

impl Slug {
    /// The longest slug, in characters.
    pub const LONGEST: usize = 80;

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Makes a slug of any title: lower case, runs of anything else become one `-`, cut at the longest.
    /// `None` where nothing is left.
    #[must_use]
    pub fn of_title(title: &str) -> Option<Self> {
        let mut out = String::new();
        for character in title.chars().flat_map(char::to_lowercase) {
            if fits(character) && character != '-' {
                out.push(character);
            } else if !out.ends_with('-') && !out.is_empty() {
                out.push('-');
            }
        }
        let cut: String = out.chars().take(Self::LONGEST).collect();
        Self::try_from(cut.trim_matches('-').to_owned()).ok()
    }
}

fn fits(character: char) -> bool {
    matches!(character, 'a'..='z' | '0'..='9' | '가'..='힣' | '-')
}

impl TryFrom<String> for Slug {
    type Error = NoSlug;

    fn try_from(text: String) -> Result<Self, NoSlug> {
        let long = text.chars().count();
        if (1..=Self::LONGEST).contains(&long) && text.chars().all(fits) { Ok(Self(text)) } else { Err(NoSlug) }
    }
}

impl std::str::FromStr for Slug {
    type Err = NoSlug;

    fn from_str(text: &str) -> Result<Self, NoSlug> {
        Self::try_from(text.to_owned())
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_short_lower_case_and_korean_may_stand_in_them() {
        assert!("haneul-리넨-2".parse::<Slug>().is_ok());
        for bad in ["", "Upper", "a b", "a/b", "ㅅㄱ", "é", "\u{1112}\u{1161}\u{11ab}", &"a".repeat(81)] {
            assert!(bad.parse::<Slug>().is_err(), "{bad}");
        }
    }

    #[test]
    fn any_title_becomes_a_slug_or_nothing() {
        assert_eq!(Slug::of_title("  Ocean Blue, Shirt! ").map(String::from).as_deref(), Some("ocean-blue-shirt"));
        assert_eq!(Slug::of_title("쪽빛 셔츠").map(String::from).as_deref(), Some("쪽빛-셔츠"));
        assert_eq!(Slug::of_title("!!!"), None);
        assert_eq!(Slug::of_title(&"가".repeat(200)).map(|slug| slug.as_str().chars().count()), Some(80));
    }
}
