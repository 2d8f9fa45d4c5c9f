//! What shoppers see at once when a merchant changes it: notice, holidays, stock, and whether a product is shown.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Lang, Slug, account::Done, draft::Both, endpoint::endpoint, time::Day};

/// Days on which the shop stays closed, both ends included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Closing {
    pub from: Day,
    pub to: Day,
    #[serde(default, skip_serializing_if = "Both::is_empty")]
    pub note: Both,
}

/// What shoppers see of a shop at once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ShopNow {
    #[serde(default)]
    pub notice: Both,
    #[serde(default)]
    pub closings: Vec<Closing>,
}

/// The request for what shoppers see of a shop at once.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ShowShopNow {
    pub shop: Slug,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ShowShopNow, Get "/api/v1/shops/{shop}/now" => ShopNow, "A shop's notice and the days on which it stays closed.");

/// Changing what shoppers see of a shop at once.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeShopNow {
    pub shop: Slug,
    pub now: ShopNow,
    /// What stood there as it was read: where that changed meanwhile, nothing is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<ShopNow>,
}
endpoint!(ChangeShopNow, Put "/api/v1/shops/{shop}/now" => Done, "Changes a shop's notice and the days on which it stays closed, at once.");

/// Pieces of a variant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct VariantStock {
    pub variant: String,
    pub stock: i64,
    /// What stood there before: where that changed meanwhile, nothing is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<i64>,
}

/// A variant that a product's draft has no more, and that shoppers buy until that is opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DroppedVariant {
    pub id: String,
    /// The value of each of its options.
    pub values: Vec<Both>,
    /// Pieces, which are changed at once.
    pub stock: i64,
}

/// Changing several products.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeProducts {
    pub shop: Slug,
    /// At most two hundred.
    pub products: Vec<Slug>,
    /// What the list said of each: where that changed meanwhile, nothing is written.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub seen: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<bool>,
    /// Pieces of each variant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stock_of_each: Option<i64>,
    /// Of each variant, in minor units of the shop's currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<i64>,
    /// By how many percent each price rises; it falls by what is below nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_percent: Option<i64>,
}
endpoint!(ChangeProducts, Patch "/api/v1/shops/{shop}/products" => Done, "Changes several products, all or none: pieces and whether they are shown at once, prices once they are opened.");

/// Changing what shoppers see of a product at once.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeProductNow {
    pub shop: Slug,
    pub product: Slug,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<bool>,
    /// Whether it was shown before: where that changed meanwhile, nothing is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown_was: Option<bool>,
    /// Of variants that are new in a draft as well: theirs stay in the draft.
    #[serde(default)]
    pub stock: Vec<VariantStock>,
    /// Pieces of each variant, instead of naming them one by one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stock_of_each: Option<i64>,
}
endpoint!(ChangeProductNow, Patch "/api/v1/shops/{shop}/products/{product}" => Done, "Shows or hides a product, or changes how many pieces there are, at once.");
