//! Windows: the category streets.

use serde::{Deserialize, Serialize};

use crate::{
    Lang, Picture, Slug, Text,
    endpoint::endpoint,
    filter::{Filters, Narrowing},
    listing::{Listing, Sort},
    product::ProductCard,
    shop::ShopCard,
};

/// The light of a window: which tokens its pages use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Light {
    #[default]
    Paper,
    Indigo,
    Amber,
    Green,
    Brass,
    Rose,
    Apricot,
    Sky,
}

impl Light {
    pub const ALL: [Self; 8] = [Self::Paper, Self::Indigo, Self::Amber, Self::Green, Self::Brass, Self::Rose, Self::Apricot, Self::Sky];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Paper => "paper",
            Self::Indigo => "indigo",
            Self::Amber => "amber",
            Self::Green => "green",
            Self::Brass => "brass",
            Self::Rose => "rose",
            Self::Apricot => "apricot",
            Self::Sky => "sky",
        }
    }
}

/// A window as it stands among the others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WindowCard {
    pub slug: Slug,
    pub name: Text,
    /// One line on what is in it.
    pub about: Text,
    pub light: Light,
    /// Shops that are open to shoppers in it.
    pub shops: u64,
    /// Products that are shown in it.
    pub products: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
}

/// A window with its entry rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Window {
    /// As it stands in a list.
    pub card: WindowCard,
    /// Who may enter, in plain words; paragraphs are parted by an empty line.
    pub entry_rule: Text,
}

/// All windows, in the operator's order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Windows {
    pub windows: Vec<WindowCard>,
}

/// The request for all windows.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListWindows {
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ListWindows, Get "/api/v1/windows" => Windows, "All windows, in the operator's order.");

/// The request for one window.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ShowWindow {
    pub window: Slug,
    #[serde(skip)]
    pub filters: Filters,
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
endpoint!(ShowWindow, narrowed Get "/api/v1/windows/{window}" => WindowProducts, "One window with its entry rule, its products, and how they can be narrowed.");

/// A window with its products.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WindowProducts {
    #[serde(flatten)]
    pub window: Window,
    pub list: Listing<ProductCard>,
    pub narrowing: Narrowing,
}

/// What a window's page lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Show {
    /// A row of shops, then the products.
    #[default]
    Products,
    /// All the shops.
    Shops,
}

/// The request for a window's page.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ShowWindowPage {
    pub window: Slug,
    #[serde(default)]
    pub show: Show,
    #[serde(skip)]
    pub filters: Filters,
    #[serde(default)]
    pub sort: Sort,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ShowWindowPage, narrowed Get "/api/v1/pages/windows/{window}" => WindowPage, "A window's page: its shops and products.");

/// A window's page. Of the two lists, the one that `show` does not ask for is short or empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WindowPage {
    pub window: Window,
    pub show: Show,
    pub sort: Sort,
    /// Whether this is a further piece of the list.
    pub further: bool,
    pub shops: Listing<ShopCard>,
    pub products: Listing<ProductCard>,
    /// How the products can be narrowed.
    #[serde(default)]
    pub narrowing: Narrowing,
}
