//! Products, their options and their variants.

use serde::{Deserialize, Serialize};

use crate::{
    Lang, Money, Picture, Slug, Text,
    clip::ClipCard,
    endpoint::endpoint,
    filter::{Filters, Narrowing},
    listing::{Listing, Sort},
    shop::{Collection, Delivery, Pickup, Point, ShopCard, WindowName},
};

/// A product as it stands in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProductCard {
    pub shop: Slug,
    pub shop_name: Text,
    pub slug: Slug,
    pub name: Text,
    /// Where a search found it: from and up to which characters of its name, one pair after the other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<u32>,
    /// The lowest price of its variants.
    pub price: Money,
    /// What that variant cost before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Money>,
    /// Whether other variants cost more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub from: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sold_out: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
}

/// Text with the simple HTML that is left after sanitising. Only the server makes one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct SafeHtml(pub String);

/// A merchant's longer text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Prose {
    pub html: SafeHtml,
    /// Set only where it is in another language than the reader asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<Lang>,
}

/// One way in which variants differ: size, colour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Axis {
    pub name: Text,
    pub values: Vec<Text>,
}

/// How much of a variant is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stock {
    SoldOut,
    /// This many, no more than [`Stock::FEW`].
    Few(u8),
    InStock,
}

impl Stock {
    /// Up to this many are counted aloud.
    pub const FEW: u8 = 5;

    /// From a count; below zero is none.
    #[must_use]
    pub fn of(count: i64) -> Self {
        match u8::try_from(count) {
            Ok(0) => Self::SoldOut,
            Ok(few) if few <= Self::FEW => Self::Few(few),
            Err(_) if count < 0 => Self::SoldOut,
            _ => Self::InStock,
        }
    }

    #[must_use]
    pub fn is_sold_out(self) -> bool {
        self == Self::SoldOut
    }
}

/// The thing that is stocked and bought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Variant {
    /// Eleven to thirteen letters and digits.
    pub id: String,
    /// For each axis, which of its values, from 0.
    pub values: Vec<usize>,
    pub price: Money,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Money>,
    pub stock: Stock,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
}

/// A product whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Product {
    /// As it stands in a list.
    pub card: ProductCard,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Prose>,
    /// Where fresh food comes from (원산지).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Text>,
    pub pictures: Vec<Picture>,
    pub axes: Vec<Axis>,
    /// At least one.
    pub variants: Vec<Variant>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<Delivery>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pickup: Option<Pickup>,
    pub collections: Vec<Collection>,
}

/// The variant with `id`, or else the one to show first: in stock before sold out, in the merchant's order.
#[must_use]
pub fn chosen<'a>(variants: &'a [Variant], id: Option<&str>) -> Option<&'a Variant> {
    let asked = id.and_then(|id| variants.iter().find(|variant| variant.id == id));
    asked.or_else(|| variants.iter().find(|variant| !variant.stock.is_sold_out())).or(variants.first())
}

/// The variant that choosing `value` on `axis` leads to from `now`.
///
/// It keeps as many of the other choices as it can, the first axes before the later, and prefers what is in stock.
/// `None` where no variant has that value.
#[must_use]
pub fn choose<'a>(variants: &'a [Variant], now: &Variant, axis: usize, value: usize) -> Option<&'a Variant> {
    let likeness = |variant: &Variant| {
        let kept: Vec<bool> = variant.values.iter().zip(&now.values).map(|(new, old)| new == old).collect();
        let count = kept.iter().filter(|kept| **kept).count();
        (count, !variant.stock.is_sold_out(), kept)
    };
    let mut best: Option<&Variant> = None;
    for variant in variants.iter().filter(|variant| variant.values.get(axis) == Some(&value)) {
        if best.is_none_or(|best| likeness(variant) > likeness(best)) {
            best = Some(variant);
        }
    }
    best
}

/// A clip in which a product appears, and the second at which it does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Appearance {
    pub clip: ClipCard,
    /// Seconds from the start.
    pub at: u32,
}

/// The request for products.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListProducts {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shop: Option<Slug>,
    /// A collection of that shop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collection: Option<Slug>,
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
endpoint!(ListProducts, narrowed Get "/api/v1/products" => Products, "Products of open shops, and how the list can be narrowed.");

/// Products, and how their list can be narrowed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Products {
    #[serde(flatten)]
    pub list: Listing<ProductCard>,
    pub narrowing: Narrowing,
}

/// The request for one product.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ShowProduct {
    pub shop: Slug,
    pub product: Slug,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ShowProduct, Get "/api/v1/shops/{shop}/products/{product}" => Product, "One product with its options and variants.");

/// The request for a product's page.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ShowProductPage {
    pub shop: Slug,
    pub product: Slug,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ShowProductPage, Get "/api/v1/pages/shops/{shop}/products/{product}" => ProductPage, "A product's page: the product, its shop, its clips and more of the shop.");

/// A product's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProductPage {
    pub product: Product,
    pub shop: ShopCard,
    /// The windows of the shop.
    pub windows: Vec<WindowName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<Point>,
    pub clips: Vec<Appearance>,
    pub more: Vec<ProductCard>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Currency;

    fn variant(id: &str, values: &[usize], stock: Stock) -> Variant {
        Variant { id: id.into(), values: values.into(), price: Money::new(1, Currency::Krw), before: None, stock, sku: None }
    }

    #[test]
    fn choosing_keeps_the_other_choices_where_it_can() {
        let variants = [
            variant("s-blue", &[0, 0], Stock::InStock),
            variant("s-red", &[0, 1], Stock::SoldOut),
            variant("m-red", &[1, 1], Stock::SoldOut),
            variant("m-green", &[1, 2], Stock::InStock),
        ];
        let start = chosen(&variants, None).expect("one");
        assert_eq!(start.id, "s-blue");
        let id = |found: Option<&Variant>| found.map(|variant| variant.id.clone());
        assert_eq!(id(choose(&variants, start, 1, 1)).as_deref(), Some("s-red"));
        assert_eq!(id(choose(&variants, start, 0, 1)).as_deref(), Some("m-green"));
        assert_eq!(id(choose(&variants, start, 0, 7)), None);
        assert_eq!(chosen(&variants, Some("m-red")).map(|variant| variant.id.as_str()), Some("m-red"));
    }

    #[test]
    fn few_are_counted_and_none_is_sold_out() {
        assert_eq!(Stock::of(0), Stock::SoldOut);
        assert_eq!(Stock::of(-4), Stock::SoldOut);
        assert_eq!(Stock::of(5), Stock::Few(5));
        assert_eq!(Stock::of(6), Stock::InStock);
        assert_eq!(Stock::of(1_000_000), Stock::InStock);
    }
}
