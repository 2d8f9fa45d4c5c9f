//! The home page: the street.

use serde::{Deserialize, Serialize};

use crate::{Lang, clip::ClipCard, endpoint::endpoint, product::ProductCard, shop::ShopCard, window::WindowCard};

/// The request for the home page.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ShowHomePage {
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ShowHomePage, Get "/api/v1/pages/home" => HomePage, "The home page: windows, shops open now, new things, clips.");

/// The home page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HomePage {
    pub windows: Vec<WindowCard>,
    /// Shops that are open at this moment; where none is, those that open first.
    pub open_shops: Vec<ShopCard>,
    /// How many of them are open.
    pub open_now: u64,
    /// What came today, or else last.
    pub new_products: Vec<ProductCard>,
    /// Whether all of `new_products` came within a day.
    pub new_today: bool,
    pub clips: Vec<ClipCard>,
}
