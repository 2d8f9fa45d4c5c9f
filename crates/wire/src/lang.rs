//! The two languages, and merchant text in one of them.

use serde::{Deserialize, Serialize};

/// A language of the pages. Korean stands at `/…`, English at `/en/…`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    Ko,
    En,
}

impl Lang {
    /// Both, Korean first.
    pub const ALL: [Self; 2] = [Self::Ko, Self::En];

    /// The BCP 47 tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Ko => "ko",
            Self::En => "en",
        }
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Ko => Self::En,
            Self::En => Self::Ko,
        }
    }

    /// The one of two that this language asks for.
    pub fn pick<T>(self, ko: T, en: T) -> T {
        match self {
            Self::Ko => ko,
            Self::En => en,
        }
    }
}

/// A merchant's text, as shown to a reader of one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Text {
    pub text: String,
    /// Set only where the text is in another language than the reader asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<Lang>,
}

impl Text {
    /// The text for a reader of `lang`: theirs, or else the other one with its language named.
    #[must_use]
    pub fn choose(lang: Lang, ko: Option<String>, en: Option<String>) -> Option<Self> {
        let full = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        let (own, other) = lang.pick((full(ko.clone()), full(en.clone())), (full(en), full(ko)));
        match (own, other) {
            (Some(text), _) => Some(Self { text, lang: None }),
            (None, Some(text)) => Some(Self { text, lang: Some(lang.other()) }),
            (None, None) => None,
        }
    }

    /// The tag for a `lang` attribute, where one is needed.
    #[must_use]
    pub fn tag(&self) -> Option<&'static str> {
        self.lang.map(Lang::tag)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_language_shows_the_other_and_names_it() {
        let text = Text::choose(Lang::En, Some("사과".into()), None);
        assert_eq!(text, Some(Text { text: "사과".into(), lang: Some(Lang::Ko) }));
        let text = Text::choose(Lang::Ko, Some("사과".into()), Some("Apple".into()));
        assert_eq!(text, Some(Text { text: "사과".into(), lang: None }));
        assert_eq!(Text::choose(Lang::Ko, Some(" ".into()), None), None);
    }
}
