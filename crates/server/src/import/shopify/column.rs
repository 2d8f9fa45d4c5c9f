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
    /// Who counts the pieces; nobody where it is blank.
    Tracker,
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

/// The columns with their headers in the old dialect and in the new one, and with those that they had before.
const NAMES: [(Column, &str, &str, &[&str]); 25] = [
    (Column::Handle, "Handle", "URL handle", &[]),
    (Column::Title, "Title", "Title", &[]),
    (Column::Body, "Body (HTML)", "Description", &["Body HTML"]),
    (Column::Vendor, "Vendor", "Vendor", &[]),
    (Column::Kind, "Type", "Type", &["Custom Product Type"]),
    (Column::Tags, "Tags", "Tags", &[]),
    (Column::Published, "Published", "Published on online store", &[]),
    (Column::Status, "Status", "Status", &[]),
    (Column::Name(1), "Option1 Name", "Option1 name", &[]),
    (Column::Name(2), "Option2 Name", "Option2 name", &[]),
    (Column::Name(3), "Option3 Name", "Option3 name", &[]),
    (Column::Value(1), "Option1 Value", "Option1 value", &[]),
    (Column::Value(2), "Option2 Value", "Option2 value", &[]),
    (Column::Value(3), "Option3 Value", "Option3 value", &[]),
    (Column::Sku, "Variant SKU", "SKU", &[]),
    (Column::Barcode, "Variant Barcode", "Barcode", &[]),
    (Column::Grams, "Variant Grams", "Weight value (grams)", &[]),
    (Column::Tracker, "Variant Inventory Tracker", "Inventory tracker", &[]),
    (Column::Stock, "Variant Inventory Qty", "Inventory quantity", &[]),
    (Column::Price, "Variant Price", "Price", &[]),
    (Column::Before, "Variant Compare At Price", "Compare-at price", &[]),
    (Column::Picture, "Image Src", "Product image URL", &[]),
    (Column::PicturePosition, "Image Position", "Image position", &[]),
    (Column::Alt, "Image Alt Text", "Image alt text", &[]),
    (Column::VariantPicture, "Variant Image", "Variant image URL", &[]),
];

const PASSED_OVER: [&str; 24] = [
    "product category",
    "standardized product type",
    "standard product type",
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
    let is = |name: &str| name.eq_ignore_ascii_case(&text);
    let found = NAMES.iter().find(|(_, old, new, before)| is(old) || is(new) || before.iter().any(|name| is(name)));
    if let Some((column, ..)) = found {
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

/// The columns that a list lacks, with their headers in its dialect: the new one where a header is of that alone.
pub fn lacking(headers: &[String], has: impl Fn(Column) -> bool) -> Vec<(Column, &'static str)> {
    let is = |header: &str, name: &str| header.eq_ignore_ascii_case(name);
    let is_of_new = |header: &str| NAMES.iter().any(|(_, old, new, _)| is(header, new) && !is(header, old));
    let is_new = headers.iter().any(|header| is_of_new(header));
    let lacked = NAMES.iter().filter(|(column, ..)| !has(*column));
    lacked.map(|(column, old, new, _)| (*column, if is_new { *new } else { *old })).collect()
}
