//! Finding things by words.

use serde::{Deserialize, Serialize};

use crate::{
    Lang, Text,
    endpoint::endpoint,
    filter::{Filters, Narrowing},
    listing::{Listing, Sort},
    product::ProductCard,
    shop::{ShopCard, WindowName},
};

/// The longest query, in characters.
pub const LONGEST: usize = 100;

/// The request for what some words find.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Search {
    /// At most 100 characters; its first eight words are looked for.
    #[serde(default)]
    pub q: String,
    #[serde(skip)]
    pub filters: Filters,
    /// `recommended` is by how well a product's words are those asked for.
    #[serde(default)]
    pub sort: Sort,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// 1 to 100, 24 if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(Search, narrowed Get "/api/v1/search" => Found, "Products that some words find, how they can be narrowed, and shops of such a name.");

/// What some words found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Found {
    /// The words as they were typed.
    pub q: String,
    pub sort: Sort,
    /// Whether this piece is not the first.
    pub further: bool,
    pub products: Listing<ProductCard>,
    pub narrowing: Narrowing,
    /// Shops of such a name; with the first piece alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shops: Vec<ShopCard>,
    /// What was looked for in place of words that nothing has: typed on the other keyboard, or with a wrong letter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead: Option<String>,
    /// Words that nothing has, and that were left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<String>,
    /// Nothing has all the words: these have most of them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_part: bool,
    /// Where nothing was found: words that begin alike.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub near: Vec<String>,
    /// Where nothing was found: where else to walk.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub windows: Vec<WindowName>,
}

/// The request for what a reader may be about to type.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Suggest {
    /// What stands in the box, at most 100 characters.
    pub q: String,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(Suggest, Get "/api/v1/suggest" => Suggestions, "Words, products, shops and windows that go on from what was typed.");

/// What may be meant, the likeliest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Suggestions {
    pub items: Vec<Suggestion>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Suggestion {
    pub kind: Kind,
    pub text: Text,
    /// The shop of a product, the window of a sub-category.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Text>,
    /// The page of it.
    pub path: String,
}

/// What a suggestion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Words to look for.
    Words,
    Product,
    Shop,
    /// A window, or a sub-category of one.
    Window,
}
