//! Naver Shopping's EP 3.0: a row for each product, with its lowest price.

use wire::{
    Currency,
    draft::{ProductDraft, VariantDraft},
};

use super::{Called, Exported, Names, Seller, Unwritable, text};
use crate::import::{
    guard::{guarded_barcode, guarded_cell},
    naver::NO_KIND,
};

const HEADERS: [&str; 16] = [
    "id",
    "title",
    "price_pc",
    "normal_price",
    "link",
    "image_link",
    "add_image_link",
    "category_name1",
    "brand",
    "origin",
    "barcode",
    "search_tag",
    "option_detail",
    SHIPPING,
    "seller_id",
    "class",
];
const SHIPPING: &str = "shipping";
/// The most search words that the format takes.
const MOST_TAGS: usize = 10;
/// What is paid to the carrier. The format has no word for what is only picked up.
const PAID_TO_CARRIER: i64 = -1;

/// Writes the products.
pub fn write(seller: &Seller<'_>, products: &[Exported]) -> Result<String, Unwritable> {
    if seller.currency != Currency::Krw {
        return Err(Unwritable::NotInWon(seller.currency.code()));
    }
    let mut out = HEADERS.join("\t") + "\n";
    let mut names = Names::default();
    for product in products {
        let cells = row(seller, product, names.take(&product.slug));
        let cells = HEADERS.iter().zip(&cells).map(|(header, cell)| match *header {
            // Naver reads a number there, which may be below nought and is no formula.
            SHIPPING => cell.clone(),
            _ => guarded_cell(&on_one_line(cell)).into_owned(),
        });
        out.push_str(&cells.collect::<Vec<_>>().join("\t"));
        out.push('\n');
    }
    Ok(out)
}

fn row(seller: &Seller<'_>, product: &Exported, id: String) -> [String; 16] {
    let draft = &product.draft;
    let lowest = draft.variants.iter().min_by_key(|variant| variant.price);
    let price = lowest.map_or(0, |variant| variant.price);
    let before = lowest.and_then(|variant| variant.before);
    let or_blank = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let mut addresses = product.pictures.iter().map(|(address, _)| address.replace('|', "%7C"));
    let barcode = match draft.variants.as_slice() {
        [only] => only.barcode.as_deref().map(|barcode| guarded_barcode(barcode).into_owned()),
        _ => None,
    };
    [
        id,
        or_blank(text(&draft.name)),
        price.to_string(),
        before.map(|before| before.to_string()).unwrap_or_default(),
        product.link.clone(),
        addresses.next().unwrap_or_default(),
        addresses.collect::<Vec<_>>().join("|"),
        text(&draft.kind).unwrap_or(NO_KIND).to_owned(),
        or_blank(draft.vendor.as_deref()),
        or_blank(text(&draft.origin)),
        barcode.unwrap_or_default(),
        tags(&draft.tags),
        options(draft),
        shipping(seller, price).to_string(),
        seller.slug.to_owned(),
        // In a full list only what is taken out has a class.
        if draft.shown { String::new() } else { "D".to_owned() },
    ]
}

/// The search words, where the format has room for all of them; otherwise it says nothing of them.
fn tags(tags: &[String]) -> String {
    let fits = tags.len() <= MOST_TAGS && tags.iter().all(|tag| !tag.contains('|'));
    if fits { tags.join("|") } else { String::new() }
}

/// `색상:감빛, 사이즈:M^48000|…`
fn options(draft: &ProductDraft) -> String {
    if draft.options.is_empty() {
        return String::new();
    }
    let word = |text: &str| text.replace(['|', '^'], " ");
    let called = Called::of(draft);
    let variant = |variant: &VariantDraft| {
        let choices: Vec<String> = called.choices(variant).map(|(name, value)| format!("{}:{}", word(name), word(value))).collect();
        format!("{}^{}", choices.join(", "), variant.price)
    };
    draft.variants.iter().map(variant).collect::<Vec<_>>().join("|")
}

/// What delivery of one costs.
fn shipping(seller: &Seller<'_>, price: i64) -> i64 {
    seller.delivery.map_or(PAID_TO_CARRIER, |rule| if rule.free_from.is_some_and(|free_from| price >= free_from) { 0 } else { rule.fee })
}

/// The text without tabs and ends of lines, for which the format has no quotation marks.
fn on_one_line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}
