//! What the tax office says.

use serde::{Deserialize, Serialize};

/// What the tax office says of a business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TaxStanding {
    GoesOn,
    Paused,
    Closed,
    /// It knows no such number.
    Unknown,
}

impl TaxStanding {
    pub const ALL: [Self; 4] = [Self::GoesOn, Self::Paused, Self::Closed, Self::Unknown];

    /// The word of the data.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::GoesOn => "goes_on",
            Self::Paused => "paused",
            Self::Closed => "closed",
            Self::Unknown => "unknown",
        }
    }

    /// The standing of that word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.word() == word)
    }
}

/// An answer of the tax office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TaxAnswer {
    pub standing: TaxStanding,
    /// When it was asked, in milliseconds of UTC.
    pub at: i64,
}
