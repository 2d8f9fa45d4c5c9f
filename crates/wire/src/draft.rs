//! What a merchant writes of a shop and its products, and shoppers see once it is opened.

use serde::{Deserialize, Serialize};

use crate::{
    Currency, Lang, Money, Picture, Slug, Text, account::Done, endpoint::endpoint, hours::Week, listing::Listing, now::DroppedVariant,
    shop::Point,
};

/// A text in each language in which it is there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Both {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ko: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl Both {
    /// Whether it is there in no language.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ko.is_none() && self.en.is_none()
    }

    /// The text for a reader of `lang`, in the other language where it is not there.
    #[must_use]
    pub fn read(&self, lang: Lang) -> Option<&str> {
        let (first, second) = lang.pick((&self.ko, &self.en), (&self.en, &self.ko));
        first.as_deref().or(second.as_deref())
    }
}

/// A picture in its place, with what it shows for those who cannot see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Placed {
    /// Of a picture that was sent. Empty while one is waited for that a list named.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub picture: String,
    /// Where a list says that the picture is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    #[serde(default, skip_serializing_if = "Both::is_empty")]
    pub alt: Both,
}

/// What delivery costs, in minor units of the shop's currency, and how many days it takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DeliveryRule {
    pub fee: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free_from: Option<i64>,
    /// At least and at most.
    pub days: [u8; 2],
}

/// A group of products, in the shop's own order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CollectionDraft {
    /// Absent for a new one, which gets it from its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slug: Option<Slug>,
    pub name: Both,
}

/// Of what business a shop is: the whole of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BusinessDraft {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub representative: Option<String>,
    /// Ten digits of which the last checks the others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail_order_number: Option<String>,
}

/// A shop's page as a merchant writes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ShopDraft {
    #[serde(default)]
    pub name: Both,
    #[serde(default)]
    pub tagline: Both,
    #[serde(default)]
    pub story: Both,
    /// 시/구.
    #[serde(default)]
    pub district: Both,
    #[serde(default)]
    pub address: Both,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postcode: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<Point>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// In minutes of the day, Monday first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Week>,
    /// Absent where the shop sends nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<DeliveryRule>,
    /// Minutes until something is ready to be picked up; absent where nothing is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pickup_minutes: Option<u32>,
    /// Taken in the shop; the first is its front.
    #[serde(default)]
    pub pictures: Vec<Placed>,
    #[serde(default)]
    pub collections: Vec<CollectionDraft>,
    /// Of what business the shop is, where its owner changes that; absent where it stays as it is. It is read here and changed by
    /// `PUT /api/v1/shops/{shop}/facts`: what is saved here says it as it was read, or not at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business: Option<BusinessDraft>,
}

/// One way in which variants differ, with its values in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OptionDraft {
    pub name: Both,
    pub values: Vec<Both>,
}

/// A variant as a merchant writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct VariantDraft {
    /// Empty for a new one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// For each option, the position of its value, from 0.
    #[serde(default)]
    pub values: Vec<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub barcode: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grams: Option<i64>,
    /// In minor units of the shop's currency.
    pub price: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<i64>,
    /// Pieces that a new one begins with. Of one that shoppers see, the pieces are changed at once and not here.
    #[serde(default)]
    pub stock: i64,
}

/// A product as a merchant writes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ProductDraft {
    pub name: Both,
    /// Plain text, or HTML of which the safe part is kept.
    #[serde(default)]
    pub description: Both,
    /// What kind of thing it is; sub-categories know it by that.
    #[serde(default)]
    pub kind: Both,
    /// 원산지.
    #[serde(default)]
    pub origin: Both,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vendor: Option<String>,
    #[serde(default)]
    pub tags: Vec<String>,
    /// At most three.
    #[serde(default)]
    pub options: Vec<OptionDraft>,
    /// One at least.
    pub variants: Vec<VariantDraft>,
    #[serde(default)]
    pub pictures: Vec<Placed>,
    /// Collections of the shop that it is in.
    #[serde(default)]
    pub collections: Vec<Slug>,
    /// Whether a new one begins shown. Of one that shoppers see, this is changed at once and not here.
    #[serde(default)]
    pub shown: bool,
    /// It goes when this is opened.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gone: bool,
}

/// Something under edit, and what its edit began with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Editing<T> {
    pub draft: T,
    /// Goes back with what is saved: somebody else's edit meanwhile is then not overwritten.
    pub seen: i64,
    /// Whether it differs from what shoppers see.
    pub differs: bool,
    /// The pictures that stand in it.
    pub pictures: Vec<Picture>,
    pub currency: Currency,
    /// Of a product, the variants that shoppers see and the draft has no more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dropped: Vec<DroppedVariant>,
}

/// What was saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Saved {
    /// For the next edit.
    pub seen: i64,
    /// The product's, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<Slug>,
    /// The clip's, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clip: Option<Slug>,
}

/// The request for a shop's page under edit.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EditShop {
    pub shop: Slug,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(EditShop, Get "/api/v1/shops/{shop}/draft" => Editing<ShopDraft>, "A shop's page as it is being edited.");

/// Saving a shop's page.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SaveShop {
    pub shop: Slug,
    pub seen: i64,
    pub draft: ShopDraft,
}
endpoint!(SaveShop, Put "/api/v1/shops/{shop}/draft" => Saved, "Saves a shop's page; shoppers see it once it is opened.");

/// Letting go of what was changed on a shop's page.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DropShopDraft {
    pub shop: Slug,
    /// What the edit began with: where somebody changed it since, nothing is let go of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<i64>,
}
endpoint!(DropShopDraft, Delete "/api/v1/shops/{shop}/draft" => Done, "Lets go of what was changed on a shop's page and not opened.");

/// A picture that comes in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SendPicture {
    pub shop: Slug,
    /// A JPEG, PNG, WebP or GIF of at most ten megabytes, in Base64.
    pub content: String,
    /// What the file is called: nothing comes of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Puts it behind the pictures of the shop's page.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub page: bool,
    /// Puts it behind the pictures of this product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<Slug>,
    /// Puts it before this clip, in place of the one that was there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clip: Option<Slug>,
}
endpoint!(SendPicture, carries Post "/api/v1/shops/{shop}/pictures" => Picture, "Takes in a picture, which shoppers see once it stands in something that is opened.");

/// Whether shoppers see a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProductState {
    /// It is not on the street yet.
    Draft,
    Shown,
    Hidden,
}

/// A product in the list of its shop's people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OwnProduct {
    pub product: Slug,
    pub name: Text,
    pub state: ProductState,
    /// Whether something of it is changed and not opened.
    pub differs: bool,
    /// The lowest.
    pub price: Money,
    /// Whether its variants differ in price.
    pub price_varies: bool,
    /// Pieces of all variants.
    pub stock: i64,
    pub variants: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
    /// Why an operator holds it off the street.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_why: Option<String>,
    /// Goes back with a change of several: what somebody else wrote of its prices and pieces meanwhile is then not overwritten.
    pub seen: String,
}

/// The request for a shop's products.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListOwnProducts {
    pub shop: Slug,
    /// Words of the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Those alone that are shown and have no picture, once all that is changed is opened: that keeps the shop from opening.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub bare: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ListOwnProducts, Get "/api/v1/shops/{shop}/draft/products" => Listing<OwnProduct>, "A shop's products, drafts and hidden ones among them, the newest first.");

/// The request for a product under edit.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EditProduct {
    pub shop: Slug,
    pub product: Slug,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(EditProduct, Get "/api/v1/shops/{shop}/draft/products/{product}" => Editing<ProductDraft>, "A product as it is being edited.");

/// A new product.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AddProduct {
    pub shop: Slug,
    pub draft: ProductDraft,
}
endpoint!(AddProduct, Post "/api/v1/shops/{shop}/draft/products" => Saved, "Adds a product; its address comes from its name.");

/// Saving a product.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SaveProduct {
    pub shop: Slug,
    pub product: Slug,
    pub seen: i64,
    pub draft: ProductDraft,
    /// Whether it waits for no picture that is new: one that it waits for no more is left out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub waits_as_before: bool,
}
endpoint!(SaveProduct, Put "/api/v1/shops/{shop}/draft/products/{product}" => Saved, "Saves a product; shoppers see it once it is opened.");

/// Letting go of what was changed of a product.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DropProductDraft {
    pub shop: Slug,
    pub product: Slug,
    /// What the edit began with: where somebody changed it since, nothing is let go of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<i64>,
}
endpoint!(DropProductDraft, Delete "/api/v1/shops/{shop}/draft/products/{product}" => Done, "Lets go of what was changed of a product and not opened; one that was never opened is gone.");
