//! The columns of a list, by the headers of both dialects.

/// A column that says something that is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    Handle,
    Title,
    Body,
    Vendor,
    Kind,
    Tags,
    Published,
    Status,
    /// The name of option 1, 2 or 3.
    Name(u8),
    /// The value of option 1, 2 or 3.
    Value(u8),
    Sku,
    Barcode,
    Grams,
    Stock,
    Price,
    Before,
    Picture,
    PicturePosition,
    Alt,
    VariantPicture,
}

/// What a header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Header {
    Kept(Column),
    /// Known, and nothing that a street has a place for.
    PassedOver,
    Unknown,
}

/// The columns in the old dialect, in the new one, and under names that they had before.
const NAMES: [(Column, &[&str]); 24] = [
    (Column::Handle, &["handle", "url handle"]),
    (Column::Title, &["title"]),
    (Column::Body, &["body (html)", "description", "body html"]),
    (Column::Vendor, &["vendor"]),
    (Column::Kind, &["type", "custom product type"]),
    (Column::Tags, &["tags"]),
    (Column::Published, &["published", "published on online store"]),
    (Column::Status, &["status"]),
    (Column::Name(1), &["option1 name"]),
    (Column::Name(2), &["option2 name"]),
    (Column::Name(3), &["option3 name"]),
    (Column::Value(1), &["option1 value"]),
    (Column::Value(2), &["option2 value"]),
    (Column::Value(3), &["option3 value"]),
    (Column::Sku, &["variant sku", "sku"]),
    (Column::Barcode, &["variant barcode", "barcode"]),
    (Column::Grams, &["variant grams", "weight value (grams)"]),
    (Column::Stock, &["variant inventory qty", "inventory quantity"]),
    (Column::Price, &["variant price", "price"]),
    (Column::Before, &["variant compare at price", "compare-at price"]),
    (Column::Picture, &["image src", "product image url"]),
    (Column::PicturePosition, &["image position"]),
    (Column::Alt, &["image alt text"]),
    (Column::VariantPicture, &["variant image", "variant image url"]),
];

const PASSED_OVER: [&str; 26] = [
    "product category",
    "standardized product type",
    "standard product type",
    "variant inventory tracker",
    "inventory tracker",
    "variant inventory policy",
    "continue selling when out of stock",
    "variant fulfillment service",
    "fulfillment service",
    "variant requires shipping",
    "requires shipping",
    "variant taxable",
    "charge tax",
    "variant tax code",
    "tax code",
    "variant weight unit",
    "weight unit for display",
    "cost per item",
    "gift card",
    "seo title",
    "seo description",
    "collection",
    "unit price total measure",
    "unit price total measure unit",
    "unit price base measure",
    "unit price base measure unit",
];

/// What a header says; upper and lower case are one.
pub fn header(text: &str) -> Header {
    let text = text.trim().to_lowercase();
    if let Some((column, _)) = NAMES.iter().find(|(_, names)| names.contains(&text.as_str())) {
        return Header::Kept(*column);
    }
    let is_of_a_market = text.starts_with("included / ") || text.starts_with("price / ");
    let is_before_of_a_market = text.starts_with("compare at price / ") || text.starts_with("compare-at price / ");
    let is_other = text.starts_with("google shopping / ") || text.contains("metafields.") || text.contains(" linked to");
    if text.is_empty() || is_of_a_market || is_before_of_a_market || is_other || PASSED_OVER.contains(&text.as_str()) {
        return Header::PassedOver;
    }
    Header::Unknown
}
