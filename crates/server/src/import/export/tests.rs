//! What is written reads as what it was written from, and laid over it changes nothing.

mod kept;
mod properties;
mod rare;

use kept::{bowl, exported, odd, one, picture, stored};

use super::*;
use crate::{
    import::{
        carry::{Lent, carry},
        format::Format,
        list::{List, Note},
    },
    product::write::{
        listed::{Field, Listed},
        plan,
        stored::Stored,
    },
};

fn seller(currency: Currency) -> Seller<'static> {
    Seller { slug: "haneul", name: "하늘 <공방> & 친구", link: "https://golmok.test/shops/haneul", currency, delivery: None }
}

fn read(format: ListFormat, bytes: &[u8], currency: Currency) -> List {
    Format::of_list(format).read(bytes, currency, &[]).unwrap_or_else(|why| panic!("{why}\n{}", String::from_utf8_lossy(bytes)))
}

fn written(format: ListFormat, products: &[Exported]) -> String {
    String::from_utf8(write(format, &seller(Currency::Krw), products).expect("a list")).expect("UTF-8")
}

/// Writes the products, reads them, and lays each over what it was written from. What is said on the way is returned.
fn round_trip(format: ListFormat, products: &[Exported], currency: Currency) -> Vec<Note> {
    let bytes = write(format, &seller(currency), products).expect("a list");
    assert_eq!(Format::of(&bytes).word(), format.word());
    let list = read(format, &bytes, currency);
    assert_eq!(list.products.len(), products.len(), "{}", String::from_utf8_lossy(&bytes));
    let mut notes = list.notes;
    for (entry, product) in list.products.into_iter().zip(products) {
        let said: Vec<String> = entry.notes.iter().map(Note::to_string).collect();
        let listed = entry.product.unwrap_or_else(|| panic!("{said:?}\n{}", String::from_utf8_lossy(&bytes)));
        assert_eq!(disagreement(&listed, product), None, "{}", String::from_utf8_lossy(&bytes));
        let kept = stored(product);
        let (again, remarks) = laid(listed, &kept);
        assert_eq!(again, kept, "{format:?}");
        assert!(remarks.is_empty(), "{remarks:?}");
        notes.extend(entry.notes);
    }
    notes
}

fn laid(listed: Listed, kept: &Stored) -> (Stored, Vec<crate::product::write::Remark>) {
    let mut lent_to = kept.clone();
    let lent = Lent::lend(&mut lent_to, &listed);
    let (mut again, remarks) = plan(Some(&lent_to), carry(listed, kept), 9).expect("a plan");
    lent.give_back(&mut again);
    (again, remarks)
}

/// What the list says otherwise than the product; what it does not say, or says blank of what is not there, agrees.
fn disagreement(listed: &Listed, product: &Exported) -> Option<String> {
    let draft = &product.draft;
    let agrees = |field: &Field<String>, kept: Option<&str>| match field {
        Field::Absent => true,
        Field::Blank => kept.is_none(),
        Field::Value(text) => kept == Some(text),
    };
    let number = |field: &Field<i64>, kept: Option<i64>| match field {
        Field::Absent => true,
        Field::Blank => kept.is_none(),
        Field::Value(number) => kept == Some(*number),
    };
    let of_texts = [
        ("slug", listed.slug.as_str() == product.slug),
        ("name", agrees(&listed.name, text(&draft.name))),
        ("description", agrees(&listed.description, text(&draft.description))),
        ("kind", agrees(&listed.kind, text(&draft.kind))),
        ("vendor", agrees(&listed.vendor, draft.vendor.as_deref())),
        ("tags", listed.tags.clone().over(Some(draft.tags.clone())).unwrap_or_default() == draft.tags),
        ("shown", listed.shown.clone().over(Some(draft.shown)) == Some(draft.shown)),
        ("pictures", pictures_agree(listed, product)),
    ];
    if let Some((name, _)) = of_texts.iter().find(|(_, agrees)| !agrees) {
        return Some(format!("{name}: {listed:?}"));
    }
    if listed.options == Field::Absent && draft.variants.len() > 1 {
        let lowest = draft.variants.iter().map(|variant| variant.price).min();
        let agrees = listed.variants.iter().all(|variant| number(&variant.price, lowest));
        return (!agrees || listed.variants.len() != 1).then(|| format!("the lowest price: {listed:?}"));
    }
    let options = listed.options.clone().value().unwrap_or_default();
    let called = Called::of(draft);
    for (index, (one, other)) in listed.variants.iter().zip(&draft.variants).enumerate() {
        let values: Vec<(&str, &str)> =
            options.iter().zip(&one.values).map(|(option, value)| (option.name.as_str(), option.values[*value].as_str())).collect();
        let is_same = (listed.options == Field::Absent || values == called.choices(other).collect::<Vec<_>>())
            && agrees(&one.sku, other.sku.as_deref())
            && agrees(&one.barcode, other.barcode.as_deref())
            && number(&one.grams, other.grams)
            && number(&one.price, Some(other.price))
            && number(&one.before, other.before)
            && number(&one.stock, Some(other.stock));
        if !is_same {
            return Some(format!("variant {index}: {listed:?}"));
        }
    }
    (listed.variants.len() != draft.variants.len()).then(|| format!("{} variants", listed.variants.len()))
}

fn pictures_agree(listed: &Listed, product: &Exported) -> bool {
    let pictures = match &listed.pictures {
        Field::Absent => return true,
        Field::Blank => &[][..],
        Field::Value(pictures) => pictures.as_slice(),
    };
    pictures.len() == product.pictures.len()
        && pictures.iter().zip(&product.pictures).all(|(one, (address, alt))| {
            one.source == *address
                && match &one.alt {
                    Field::Absent => true,
                    Field::Blank => text(alt).is_none(),
                    Field::Value(said) => text(alt) == Some(said),
                }
        })
}

#[test]
fn a_list_that_is_brought_in_again_changes_nothing() {
    for format in ListFormat::ALL {
        let notes = round_trip(format, &[bowl(), one("plain"), odd()], Currency::Krw);
        let is_quiet = notes.iter().all(|note| format == ListFormat::Naver && note.why.starts_with("options are not brought in"));
        assert!(is_quiet, "{notes:?}");
    }
}

#[test]
fn prices_with_cents_come_back_and_naver_has_no_place_for_them() {
    let mut product = bowl();
    product.draft.variants.iter_mut().for_each(|variant| variant.price = 1_205);
    round_trip(ListFormat::Shopify, std::slice::from_ref(&product), Currency::Usd);
    round_trip(ListFormat::Google, std::slice::from_ref(&product), Currency::Usd);
    let refused = write(ListFormat::Naver, &seller(Currency::Usd), &[product]).expect_err("a refusal");
    assert_eq!(refused.to_string(), "the prices of a Naver list are in won, and the shop's are in USD");
}

#[test]
fn a_shop_without_products_has_lists_too() {
    for format in [ListFormat::Shopify, ListFormat::Naver] {
        assert!(round_trip(format, &[], Currency::Krw).is_empty());
    }
    assert!(written(ListFormat::Google, &[]).contains("<title>하늘 &lt;공방&gt; &amp; 친구</title>"));
}

#[test]
fn what_a_spreadsheet_would_work_out_is_marked_as_text() {
    let mut product = one("-formula");
    product.draft.name.ko = Some("=cmd|' /C calc'!A0 가".to_owned());
    product.draft.vendor = Some("'@vendor".to_owned());
    product.draft.variants[0].sku = Some("+1".to_owned());
    for format in [ListFormat::Shopify, ListFormat::Naver] {
        round_trip(format, std::slice::from_ref(&product), Currency::Krw);
        let list = written(format, std::slice::from_ref(&product));
        for line in list.lines().skip(1) {
            let bad = |cell: &str| cell.trim_start_matches('"').starts_with(['=', '+', '-', '@']);
            assert!(!line.split([',', '\t']).any(|cell| bad(cell) && cell != "-1"), "{line}");
        }
    }
}

#[test]
fn a_tag_with_a_comma_leaves_the_tags_of_the_list_as_they_are() {
    let mut product = one("plain");
    product.draft.tags = vec!["하나, 둘".to_owned(), "셋".to_owned()];
    assert!(!written(ListFormat::Shopify, &[bowl(), product.clone()]).contains("Tags"));
    round_trip(ListFormat::Shopify, &[bowl(), product], Currency::Krw);
}

#[test]
fn google_ids_are_short_and_each_is_there_once() {
    let mut products: Vec<Exported> = ["가", "나"].iter().map(|end| one(&("상".repeat(79) + end))).collect();
    for product in &mut products {
        product.draft.variants[0].id = String::new();
        product.pictures.clear();
    }
    let twice = bowl();
    products.extend([exported("other-bowl", twice.draft.clone()), twice]);
    let feed = written(ListFormat::Google, &products);
    let ids: Vec<&str> = feed.lines().filter_map(|line| line.strip_prefix("<g:id>")?.strip_suffix("</g:id>")).collect();
    let once: HashSet<&&str> = ids.iter().collect();
    assert_eq!((ids.len(), once.len()), (8, 8), "{ids:?}");
    assert!(ids.iter().all(|id| (1..=50).contains(&id.chars().count())), "{ids:?}");
    let list = read(ListFormat::Google, feed.as_bytes(), Currency::Krw);
    let slugs: Vec<&str> = list.products.iter().map(|entry| entry.handle.as_str()).collect();
    assert_eq!(slugs, products.iter().map(|product| product.slug.as_str()).collect::<Vec<_>>());
}

#[test]
fn naver_rows_are_found_by_their_links_where_ids_are_too_short_for_slugs() {
    let products: Vec<Exported> = ["가", "나"].iter().map(|end| one(&("상".repeat(79) + end))).collect();
    round_trip(ListFormat::Naver, &products, Currency::Krw);
}

#[test]
fn naver_says_what_delivery_costs() {
    let rule = DeliveryRule { fee: 3_000, free_from: Some(40_000), days: [1, 3] };
    let shipping = |delivery, price| {
        let mut product = one("plain");
        product.draft.variants[0].price = price;
        let seller = Seller { delivery, ..seller(Currency::Krw) };
        let bytes = write(ListFormat::Naver, &seller, &[product]).expect("a list");
        let text = String::from_utf8(bytes).expect("UTF-8");
        text.lines().nth(1).and_then(|row| row.split('\t').nth(13).map(str::to_owned)).expect("a cell")
    };
    assert_eq!(shipping(Some(&rule), 39_999), "3000");
    assert_eq!(shipping(Some(&rule), 40_000), "0");
    assert_eq!(shipping(None, 1), "-1");
}

#[test]
fn letters_that_xml_has_no_place_for_are_left_out() {
    let mut product = one("plain");
    product.draft.vendor = Some("a\u{0}\u{b}b\u{fffe}\u{1b}c".to_owned());
    let feed = written(ListFormat::Google, &[product]);
    assert!(feed.contains("<g:brand>abc</g:brand>"), "{feed}");
}

#[test]
fn own_pictures_are_known_by_their_addresses_and_can_be_put_in_another_order() {
    let product = bowl();
    let list = read(ListFormat::Shopify, written(ListFormat::Shopify, std::slice::from_ref(&product)).as_bytes(), Currency::Krw);
    let mut listed = list.products.into_iter().next().and_then(|entry| entry.product).expect("a bowl");
    if let Field::Value(pictures) = &mut listed.pictures {
        pictures.reverse();
    }
    let kept = stored(&product);
    let (again, _) = laid(listed, &kept);
    let mut reversed = kept.pictures.clone();
    reversed.reverse();
    assert_eq!(again.pictures, reversed);
    assert!(again.pictures.iter().any(|one| one.source.is_none()));
    assert_eq!(picture("0123456789abcdef", None).picture, "0123456789abcdef");
}
