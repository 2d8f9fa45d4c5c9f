//! A piece of a longer list, and how it goes on.

use serde::{Deserialize, Serialize};

/// Some things of a list, in order, with the way to the next ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Listing<T> {
    pub items: Vec<T>,
    /// How many there are in all; absent where that is not counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Pass it as `after` for the next piece; absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

impl<T> Default for Listing<T> {
    fn default() -> Self {
        Self { items: Vec::new(), total: None, after: None }
    }
}

impl<T: Clone> Listing<T> {
    /// Puts the next piece behind this one.
    pub fn go_on(&mut self, next: &Self) {
        self.items.extend(next.items.iter().cloned());
        self.after.clone_from(&next.after);
    }
}

/// The order of products. Those sold out stand last in each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// By what a shopper has from it at once: a clip and photos before none, then a lower price than before, then the newest.
    #[default]
    Recommended,
    /// Last come, first shown.
    Newest,
    PriceUp,
    PriceDown,
    /// By the way from `near`, or from the middle of the chosen district.
    Nearest,
}

impl Sort {
    pub const ALL: [Self; 5] = [Self::Recommended, Self::Newest, Self::PriceUp, Self::PriceDown, Self::Nearest];

    /// As it stands in an address.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Recommended => "recommended",
            Self::Newest => "newest",
            Self::PriceUp => "price_up",
            Self::PriceDown => "price_down",
            Self::Nearest => "nearest",
        }
    }
}

impl std::str::FromStr for Sort {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|sort| sort.word() == text).ok_or(())
    }
}

/// How many things one call may ask for.
pub const MOST: u32 = 100;
/// How many a page shows: it divides by two, three, four and six columns.
pub const PAGE: u32 = 24;
