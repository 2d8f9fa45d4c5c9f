//! Shopify's product CSV, in the old dialect: a row for each variant, and for each picture beyond them.

use wire::{Currency, Money, draft::VariantDraft};

use super::{Called, Exported, text};
use crate::import::guard::{guarded_barcode, guarded_cell, guarded_sku};

/// The columns of a whole product, which stand in its first row.
const OF_PRODUCT: [&str; 7] = ["Title", "Body (HTML)", "Vendor", "Type", "Tags", "Published", "Status"];
const OF_OPTIONS: [&str; 6] = ["Option1 Name", "Option1 Value", "Option2 Name", "Option2 Value", "Option3 Name", "Option3 Value"];
/// The columns of a variant. Those without a value of ours are wanted where the list is brought into Shopify.
const OF_VARIANT: [&str; 9] = [
    "Variant SKU",
    "Variant Grams",
    "Variant Inventory Tracker",
    "Variant Inventory Qty",
    "Variant Inventory Policy",
    "Variant Fulfillment Service",
    "Variant Price",
    "Variant Compare At Price",
    "Variant Barcode",
];
const OF_PICTURE: [&str; 3] = ["Image Src", "Image Position", "Image Alt Text"];
const TAGS: &str = "Tags";

/// Writes the products.
pub fn write(products: &[Exported], currency: Currency) -> Result<Vec<u8>, csv::Error> {
    // Commas part the tags from each other. Where one stands within a tag, the list says nothing of tags.
    let has_tags = products.iter().flat_map(|product| &product.draft.tags).all(|tag| !tag.contains(','));
    let is_kept = |header: &str| has_tags || header != TAGS;
    let headers: Vec<&str> = headers().collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(headers.iter().filter(|header| is_kept(header)))?;
    for product in products {
        let rows = product.draft.variants.len().max(product.pictures.len()).max(1);
        let called = Called::of(&product.draft);
        for index in 0..rows {
            let row = row(product, &called, index, currency);
            let cells = headers.iter().zip(&row).filter(|(header, _)| is_kept(header));
            writer.write_record(cells.map(|(_, cell)| guarded_cell(cell).into_owned()))?;
        }
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

fn headers() -> impl Iterator<Item = &'static str> {
    ["Handle"].into_iter().chain(OF_PRODUCT).chain(OF_OPTIONS).chain(OF_VARIANT).chain(OF_PICTURE)
}

fn row(product: &Exported, called: &Called, index: usize, currency: Currency) -> Vec<String> {
    let variant = product.draft.variants.get(index);
    let mut row = vec![product.slug.clone()];
    row.extend(if index == 0 { of_product(product) } else { OF_PRODUCT.map(|_| String::new()) });
    row.extend(variant.map_or_else(|| OF_OPTIONS.map(|_| String::new()), |variant| of_options(called, variant, index == 0)));
    row.extend(variant.map_or_else(|| OF_VARIANT.map(|_| String::new()), |variant| of_variant(variant, currency)));
    row.extend(of_picture(product, index));
    row
}

fn of_product(product: &Exported) -> [String; 7] {
    let draft = &product.draft;
    let or_blank = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let (published, status) = if draft.shown { ("TRUE", "active") } else { ("FALSE", "draft") };
    [
        or_blank(text(&draft.name)),
        or_blank(text(&draft.description)),
        or_blank(draft.vendor.as_deref()),
        or_blank(text(&draft.kind)),
        draft.tags.join(", "),
        published.to_owned(),
        status.to_owned(),
    ]
}

/// The options' names stand in the first row only. `Title` with `Default Title` is how the format says that there are none.
fn of_options(called: &Called, variant: &VariantDraft, is_first: bool) -> [String; 6] {
    let none = [("Title", "Default Title")];
    let choices: Vec<(&str, &str)> = called.choices(variant).collect();
    let choices = if called.0.is_empty() { &none[..] } else { &choices };
    let mut cells = choices.iter().flat_map(|(name, value)| [if is_first { *name } else { "" }, *value]);
    OF_OPTIONS.map(|_| cells.next().unwrap_or_default().to_owned())
}

fn of_variant(variant: &VariantDraft, currency: Currency) -> [String; 9] {
    let plain = |amount: i64| Money::new(amount, currency).plain();
    [
        variant.sku.as_deref().map(|sku| guarded_sku(sku).into_owned()).unwrap_or_default(),
        variant.grams.map(|grams| grams.to_string()).unwrap_or_default(),
        "shopify".to_owned(),
        variant.stock.to_string(),
        "deny".to_owned(),
        "manual".to_owned(),
        plain(variant.price),
        variant.before.map(plain).unwrap_or_default(),
        variant.barcode.as_deref().map(|barcode| guarded_barcode(barcode).into_owned()).unwrap_or_default(),
    ]
}

fn of_picture(product: &Exported, index: usize) -> [String; 3] {
    let Some((address, alt)) = product.pictures.get(index) else { return OF_PICTURE.map(|_| String::new()) };
    [address.clone(), (index + 1).to_string(), text(alt).unwrap_or_default().to_owned()]
}
