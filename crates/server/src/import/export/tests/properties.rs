//! Whatever a merchant may write of a product comes back from each format as it was.

use proptest::{collection::vec, option::of, prelude::*};
use wire::draft::{Both, OptionDraft, Placed, ProductDraft, VariantDraft};

use super::{
    kept::{exported, picture, variant},
    *,
};
use crate::import::shopify::{field::one_line, html::safe_html};

/// A line of text as the editor keeps it.
fn line(most: usize) -> impl Strategy<Value = Option<String>> {
    let text = prop_oneof![
        3 => "[가-힣a-zA-Z0-9 ]{0,12}",
        2 => "['=+@\\-|^,;:<>&\"%#\\\\/ 가-나]{0,8}",
        1 => "\\PC{0,8}",
    ];
    text.prop_map(move |text| {
        let is_unseen =
            |letter: &char| matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
        let seen: String = text.chars().filter(|letter| !is_unseen(letter)).collect();
        // The editor composes letters, and so does a list.
        Some(one_line(&seen).chars().take(most).collect::<String>().trim().to_owned()).filter(|text| !text.is_empty())
    })
}

fn texts(most: usize) -> impl Strategy<Value = Both> {
    (line(most), line(most)).prop_map(|(ko, en)| Both { ko, en })
}

/// Texts of which one at least is there, and told apart from others by a number in front.
fn named() -> impl Strategy<Value = Both> {
    (texts(20), any::<bool>()).prop_map(|(Both { ko, en }, is_ko)| {
        if ko.is_some() || en.is_some() {
            Both { ko, en }
        } else {
            Both { ko: is_ko.then(|| "둘".to_owned()), en: (!is_ko).then(|| "two".to_owned()) }
        }
    })
}

fn numbered(both: Both, number: usize) -> Both {
    let with = |text: Option<String>| text.map(|text| format!("{number}{text}"));
    Both { ko: with(both.ko), en: with(both.en) }
}

fn options() -> impl Strategy<Value = Vec<OptionDraft>> {
    vec((named(), vec(named(), 1..4)), 0..4).prop_map(|options| {
        let option = |(at, (name, values)): (usize, (Both, Vec<Both>))| OptionDraft {
            name: numbered(name, at),
            values: values.into_iter().enumerate().map(|(at, value)| numbered(value, at)).collect(),
        };
        options.into_iter().enumerate().map(option).collect()
    })
}

/// A SKU or a barcode, also one that a list could take for something else.
fn code() -> impl Strategy<Value = Option<String>> {
    prop_oneof![4 => line(100), 1 => "'{0,2}[0-9]{1,2}([.][0-9])?[eE][+]?[0-9]{1,2}".prop_map(Some)]
}

fn variants(options: Vec<OptionDraft>) -> impl Strategy<Value = (Vec<OptionDraft>, Vec<VariantDraft>)> {
    let one = (vec(0_u8..4, 3), of(0_i64..10_000_000), 1_i64..1_000_000, of(1_i64..9_000), 0_i64..1_000_000, code(), code());
    vec(one, 1..6).prop_map(move |rows| {
        let mut out: Vec<VariantDraft> = Vec::new();
        for (values, grams, price, above, stock, sku, barcode) in rows {
            let count = |option: &OptionDraft| u8::try_from(option.values.len()).expect("few");
            let values: Vec<u8> = values.into_iter().zip(&options).map(|(value, option)| value % count(option)).collect();
            if out.iter().any(|known| known.values == values) {
                continue;
            }
            let id = format!("v{}", out.len());
            let base = variant(&id, &values, price);
            out.push(VariantDraft { sku, barcode, grams, before: above.map(|above| price + above), stock, ..base });
        }
        (options.clone(), out)
    })
}

fn pictures() -> impl Strategy<Value = Vec<Placed>> {
    let source = "https://a\\.example\\.com/[a-z]{1,3}\\.jpg";
    vec((any::<bool>(), of(source), texts(300)), 0..4).prop_map(|pictures| {
        let mut out: Vec<Placed> = Vec::new();
        for (at, (is_here, source, alt)) in pictures.into_iter().enumerate() {
            let id = if is_here || source.is_none() { format!("{at:016x}") } else { String::new() };
            if source.is_none() || out.iter().all(|known| known.source != source) {
                out.push(Placed { alt, ..picture(&id, source.as_deref()) });
            }
        }
        out
    })
}

fn description() -> impl Strategy<Value = Option<String>> {
    let html = "(<(p|h3|b|ul|li|a href=\"https://x\\.example\\.com\"|table|td)>|</(p|h3|b|a|li)>|[a-z가 &;<'=\n]){0,14}";
    of(html).prop_map(|html| safe_html(&html?))
}

fn draft() -> impl Strategy<Value = ProductDraft> {
    let texts = (named(), description(), description(), texts(100), line(100), vec(line(60), 0..4));
    (texts, options().prop_flat_map(variants), pictures(), any::<bool>()).prop_map(|(texts, (options, variants), pictures, shown)| {
        let (name, ko, en, kind, vendor, words) = texts;
        let mut tags: Vec<String> = Vec::new();
        for tag in words.into_iter().flatten() {
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        ProductDraft {
            name,
            description: Both { ko, en },
            kind,
            vendor,
            tags,
            options,
            variants,
            pictures,
            shown,
            ..ProductDraft::default()
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn products_come_back_as_they_were(drafts in vec(draft(), 1..4)) {
        let slug = |at: usize| ["-bowl", "감물-사발", "3"].get(at).map_or("more", |slug| *slug);
        let products: Vec<Exported> = drafts.into_iter().enumerate().map(|(at, draft)| exported(slug(at), draft)).collect();
        for (format, currency) in [(ListFormat::Shopify, Currency::Usd), (ListFormat::Google, Currency::Eur), (ListFormat::Naver, Currency::Krw)] {
            let products: Vec<Exported> = products.iter().cloned().enumerate().map(|(at, mut product)| {
                product.draft.variants.iter_mut().for_each(|one| one.id = format!("{}{at}", one.id));
                product
            }).collect();
            round_trip(format, &products, currency);
        }
    }
}
