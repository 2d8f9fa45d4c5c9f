//! Google Merchant's product feed, as RSS 2.0: an item for each variant.

use wire::{
    Currency, Money,
    draft::{ProductDraft, VariantDraft},
};

use super::{
    Called, Exported, Names, Seller, text,
    xml::{element, element_with},
};
use crate::import::google::{GOLMOK, GOOGLE};

/// The most characters that Google takes of a text, by its product data specification.
const MOST_TITLE: usize = 150;
const MOST_DESCRIPTION: usize = 5_000;
const MOST_BRAND: usize = 70;
const MOST_KIND: usize = 750;
const MOST_MPN: usize = 70;
const MOST_AXIS: usize = 100;

/// Google's own ways in which variants differ, and what shops call them.
const AXES: [(&str, &[&str]); 4] = [
    ("g:color", &["색상", "색깔", "색", "컬러", "color", "colour"]),
    ("g:size", &["사이즈", "크기", "치수", "size"]),
    ("g:material", &["소재", "재질", "재료", "material"]),
    ("g:pattern", &["무늬", "패턴", "pattern"]),
];

/// Writes the products.
pub fn write(seller: &Seller<'_>, products: &[Exported]) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:g=\"{GOOGLE}\" xmlns:golmok=\"{GOLMOK}\">\n<channel>\n"
    );
    element(&mut out, "title", seller.name);
    element(&mut out, "link", seller.link);
    element(&mut out, "description", seller.name);
    let mut names = Taken::default();
    for product in products {
        write_product(&mut out, product, seller.currency, &mut names);
    }
    out.push_str("</channel>\n</rss>\n");
    out
}

/// The ids of items and of groups.
#[derive(Default)]
struct Taken {
    items: Names,
    groups: Names,
}

fn write_product(out: &mut String, product: &Exported, currency: Currency, names: &mut Taken) {
    let variants = &product.draft.variants;
    let group = (variants.len() > 1).then(|| names.groups.take(&product.slug));
    let called = Called::of(&product.draft);
    for (index, variant) in variants.iter().enumerate() {
        out.push_str("<item>\n");
        let wanted = if variant.id.is_empty() { &product.slug } else { &variant.id };
        element(out, "g:id", &names.items.take(wanted));
        if let Some(group) = &group {
            element(out, "g:item_group_id", group);
        }
        element(out, "golmok:handle", &product.slug);
        element(out, "link", &link(product, variant, group.is_some()));
        write_texts(out, &product.draft, index == 0);
        let mut tag = "g:image_link";
        for (address, _) in &product.pictures {
            element(out, tag, address);
            tag = "g:additional_image_link";
        }
        write_variant(out, &product.draft, &called, variant, currency);
        out.push_str("</item>\n");
    }
}

/// The page of the product, with the variant chosen where there are several.
fn link(product: &Exported, variant: &VariantDraft, is_one_of_several: bool) -> String {
    if is_one_of_several && !variant.id.is_empty() { format!("{}?variant={}", product.link, variant.id) } else { product.link.clone() }
}

/// The texts of the whole product. What Google has no room for stands in the first item once more, in our own elements.
fn write_texts(out: &mut String, draft: &ProductDraft, is_first: bool) {
    let name = text(&draft.name).unwrap_or_default();
    let mut put = |google: &str, told: Option<&str>, own: &str, kept: Option<&str>| {
        if let Some(told) = told {
            element(out, google, told);
        }
        if is_first && told != kept {
            element(out, own, kept.unwrap_or_default());
        }
    };
    put("title", Some(&cut(name, MOST_TITLE)), "golmok:title", Some(name));
    let description = text(&draft.description);
    let short =
        description.map(|html| if html.chars().count() > MOST_DESCRIPTION { cut(&bare(html), MOST_DESCRIPTION) } else { html.to_owned() });
    // Google wants a description of everything.
    put("description", Some(short.as_deref().unwrap_or(name)), "golmok:description", description);
    let vendor = draft.vendor.as_deref();
    put("g:brand", vendor.map(|vendor| cut(vendor, MOST_BRAND)).as_deref(), "golmok:vendor", vendor);
    let kind = text(&draft.kind);
    // Google reads `>` as a step from a kind to one within it.
    put("g:product_type", kind.map(|kind| cut(&kind.replace('>', " "), MOST_KIND)).as_deref(), "golmok:kind", kind);
    if is_first {
        element(out, "golmok:shown", if draft.shown { "true" } else { "false" });
    }
}

fn write_variant(out: &mut String, draft: &ProductDraft, called: &Called, variant: &VariantDraft, currency: Currency) {
    let money = |amount: i64| format!("{} {}", Money::new(amount, currency).plain(), currency.code());
    match variant.before {
        Some(before) => {
            element(out, "g:price", &money(before));
            element(out, "g:sale_price", &money(variant.price));
        }
        None => element(out, "g:price", &money(variant.price)),
    }
    element(out, "g:availability", if variant.stock > 0 { "in_stock" } else { "out_of_stock" });
    element(out, "golmok:stock", &variant.stock.to_string());
    element(out, "g:condition", "new");
    // Without ours, Google's id would become the SKU of a variant that has none.
    let sku = variant.sku.as_deref().unwrap_or_default();
    element(out, "golmok:sku", sku);
    let has_mpn = (1..=MOST_MPN).contains(&sku.chars().count());
    if has_mpn {
        element(out, "g:mpn", sku);
    }
    match &variant.barcode {
        Some(barcode) if is_gtin(barcode) => element(out, "g:gtin", barcode),
        Some(barcode) => element(out, "golmok:barcode", barcode),
        None => {}
    }
    let has_gtin = variant.barcode.as_deref().is_some_and(is_gtin);
    let is_identified = has_gtin || (has_mpn && draft.vendor.is_some());
    if !is_identified {
        element(out, "g:identifier_exists", "no");
    }
    if let Some(grams) = variant.grams {
        element(out, "g:shipping_weight", &format!("{grams} g"));
    }
    let mut free = AXES.to_vec();
    for (name, value) in called.choices(variant) {
        element_with(out, "golmok:option", ("name", name), value);
        let lower = name.to_lowercase();
        if let Some(at) = free.iter().position(|(_, names)| names.contains(&lower.as_str()))
            && value.chars().count() <= MOST_AXIS
        {
            element(out, free.remove(at).0, value);
        }
    }
}

fn cut(text: &str, most: usize) -> String {
    let cut: String = text.chars().take(most).collect();
    cut.trim().to_owned()
}

/// The words of HTML, without its tags.
fn bare(html: &str) -> String {
    let mut in_tag = false;
    let mut out = String::new();
    for letter in html.chars() {
        match letter {
            '<' => {
                in_tag = true;
                out.push(' ');
            }
            '>' => in_tag = false,
            letter if !in_tag => out.push(letter),
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a barcode is a GTIN: 8, 12, 13 or 14 digits, of which the last checks the others. Source: GS1's general
/// specifications, 7.9. From the right, digits weigh 1 and 3 in turn.
fn is_gtin(barcode: &str) -> bool {
    let digits: Option<Vec<u32>> = barcode.chars().map(|letter| letter.to_digit(10)).collect();
    digits.is_some_and(|digits| {
        let sum: u32 = digits.iter().rev().zip([1, 3].into_iter().cycle()).map(|(digit, weight)| digit * weight).sum();
        matches!(digits.len(), 8 | 12 | 13 | 14) && sum.is_multiple_of(10)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gtin_is_known_by_its_last_digit() {
        assert!(is_gtin("8801234567893") && is_gtin("036000291452") && is_gtin("96385074"));
        assert!(!is_gtin("8801234567890") && !is_gtin("12345") && !is_gtin("") && !is_gtin("A801234567893"));
    }

    #[test]
    fn what_is_cut_is_words_and_not_half_a_tag() {
        assert_eq!(bare("<p>감물 <b>셔츠</b></p><p>둘</p>"), "감물 셔츠 둘");
        assert_eq!(cut("가 나", 2), "가");
    }
}
