//! What holds for any list: reading never panics, and what was read reads the same once written out again.

use proptest::{collection::vec, prelude::*};

use super::*;
use crate::{
    import::guard::{guarded_barcode, guarded_cell, guarded_sku},
    product::write::listed::{Field, Listed, ListedOption, ListedVariant},
};

const HEADERS: [&str; 23] = [
    "Handle",
    "Title",
    "Body (HTML)",
    "Vendor",
    "Type",
    "Tags",
    "Status",
    "Option1 Name",
    "Option1 Value",
    "Option2 Name",
    "Option2 Value",
    "Option3 Name",
    "Option3 Value",
    "Variant SKU",
    "Variant Barcode",
    "Variant Grams",
    "Variant Inventory Qty",
    "Variant Price",
    "Variant Compare At Price",
    "Image Src",
    "Image Position",
    "Image Alt Text",
    "Variant Image",
];

/// A product as rows below [`HEADERS`].
fn rows_of(product: &Listed) -> Vec<Vec<String>> {
    let text = |field: &Field<String>| field.clone().value().unwrap_or_default();
    let number = |field: &Field<i64>| field.clone().value().map(|number| number.to_string()).unwrap_or_default();
    let money = |field: &Field<i64>| field.clone().value().map(|cents| format!("{}.{:02}", cents / 100, cents % 100)).unwrap_or_default();
    let options: Vec<ListedOption> = product.options.clone().value().unwrap_or_default();
    let pictures = product.pictures.clone().value().unwrap_or_default();
    let mut rows = Vec::new();
    for index in 0..product.variants.len().max(pictures.len()) {
        let mut row = vec![product.slug.to_string()];
        if index == 0 {
            let tags = product.tags.clone().value().unwrap_or_default().join(", ");
            let status = if product.shown == Field::Value(false) { "draft" } else { "active" };
            row.extend([text(&product.name), text(&product.description), text(&product.vendor), text(&product.kind), tags]);
            row.push(status.to_owned());
        } else {
            row.extend(vec![String::new(); 6]);
        }
        let variant = product.variants.get(index);
        for axis in 0..3 {
            let option = options.get(axis).filter(|_| variant.is_some());
            let value = variant.and_then(|one| option?.values.get(*one.values.get(axis)?).cloned());
            row.push(option.map(|option| option.name.clone()).unwrap_or_default());
            row.push(value.unwrap_or_default());
        }
        let quiet = ListedVariant::default();
        let variant = variant.unwrap_or(&quiet);
        let (sku, barcode) = (text(&variant.sku), text(&variant.barcode));
        row.extend([guarded_sku(&sku).into_owned(), guarded_barcode(&barcode).into_owned()]);
        row.extend([number(&variant.grams), number(&variant.stock)]);
        row.extend([money(&variant.price), money(&variant.before)]);
        match pictures.get(index) {
            Some(picture) => row.extend([picture.source.clone(), (index + 1).to_string(), text(&picture.alt), String::new()]),
            None => row.extend(vec![String::new(); 4]),
        }
        rows.push(row);
    }
    rows
}

fn written(rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADERS).expect("headers");
    for row in rows {
        writer.write_record(row.iter().map(|cell| guarded_cell(cell).into_owned())).expect("a row");
    }
    writer.into_inner().expect("bytes")
}

fn products(bytes: &[u8]) -> Vec<Listed> {
    let list = read(bytes, Currency::Usd).expect("a list");
    let mut products: Vec<Listed> = list.products.into_iter().filter_map(|entry| entry.product).collect();
    for variant in products.iter_mut().flat_map(|product| &mut product.variants) {
        // A SKU that another variant has is passed over, and written again as a blank.
        variant.sku = variant.sku.clone().value().map_or(Field::Blank, Field::Value);
    }
    products
}

/// Cells of the kinds that are met, and some that are not.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => Just(String::new()),
        2 => "[0-9]{1,5}(\\.[0-9]{1,3})?",
        1 => "[$₩]?[0-9]{1,3},[0-9]{2,3}",
        2 => "[A-Za-z가-힣 ]{1,12}",
        1 => "(<[/a-z]{1,4}>|[a-z &\n]){1,12}",
        1 => "https?://[a-z]{1,6}\\.example\\.com/[a-z]{1,3}\\.(jpg|html)",
        1 => Just("Default Title".to_owned()),
        1 => any::<String>(),
    ]
}

fn handle() -> impl Strategy<Value = String> {
    prop_oneof![6 => "[a-c]", 1 => "[A-C] ?[a-b]", 1 => Just(String::new()), 1 => Just("감".to_owned())]
}

fn row() -> impl Strategy<Value = Vec<String>> {
    (handle(), vec(cell(), HEADERS.len() - 1)).prop_map(|(handle, cells)| [vec![handle], cells].concat())
}

/// Rows that are more often good than not, so that products come out of them.
fn good_row() -> impl Strategy<Value = Vec<String>> {
    let money = || prop_oneof![Just(String::new()), "[0-9]{1,4}(\\.[0-9]{1,2})?"];
    let count = || prop_oneof![Just(String::new()), "-?[0-9]{1,4}"];
    let word = || prop_oneof![Just(String::new()), "[A-Za-z가-힣']{1,3}( [a-z]{1,3})?", "\\PC{1,6}"];
    let body = "(<(p|h[1-6]|div|b|a href=\"https://x\\.example\\.com\"|table|td)>|</(p|h2|b|a)>|[a-z가 &;<\n]){0,10}";
    let picture = || prop_oneof![Just(String::new()), "https://a\\.example\\.com/[a-z0-9 %]{1,3}\\.jpg", "[a-z가]{1,3}\\.png"];
    let head = ("[a-h]", word(), body, word(), word(), "([a-z가]{0,2},? ?){0,4}", prop_oneof![Just("active"), Just("draft")]);
    let options = (prop_oneof![Just(""), Just("Size"), Just("Title")], word(), prop_oneof![Just(""), Just("색상")], word());
    let rest = (word(), "[0-9]{0,4}", count(), count(), money(), money(), picture(), "[0-9]?", word(), picture());
    (head, options, rest).prop_map(|(head, options, rest)| {
        let (handle, title, body, vendor, kind, tags, status) = head;
        let (name1, value1, name2, value2) = options;
        let (sku, barcode, grams, stock, price, before, picture, position, alt, other) = rest;
        let text = str::to_owned;
        vec![
            handle,
            title,
            body,
            vendor,
            kind,
            tags,
            text(status),
            text(name1),
            value1,
            text(name2),
            value2,
            text(""),
            text(""),
            sku,
            barcode,
            grams,
            stock,
            price,
            before,
            picture,
            position,
            alt,
            other,
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes, Currency::Krw);
        let _ = read(&[b"Handle,Title,Variant Price\n".as_slice(), &bytes].concat(), Currency::Krw);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "(Title|Handle|[,\"\r\n\t;가a0]){0,60}") {
        let _ = read(text.as_bytes(), Currency::Usd);
    }

    #[test]
    fn any_rows_read_the_same_when_they_are_written_out_again(rows in vec(row(), 1..8)) {
        same_again(&rows)?;
    }

    #[test]
    fn good_rows_read_the_same_when_they_are_written_out_again(rows in vec(good_row(), 1..8)) {
        same_again(&rows)?;
    }

    #[test]
    fn a_price_is_what_it_says(cents in 0_i64..10_000_000_000) {
        let plain = wire::Money::new(cents, Currency::Usd).plain();
        prop_assert_eq!(price::read_price(&plain, Currency::Usd), Ok(price::Price { amount: cents, mended: None }));
        let grouped = wire::Money::new(cents, Currency::Usd).words(wire::Lang::En);
        prop_assert_eq!(price::read_price(&grouped, Currency::Usd).map(|price| price.amount), Ok(cents));
    }
}

fn same_again(rows: &[Vec<String>]) -> Result<(), TestCaseError> {
    let once = products(&written(rows));
    let again = products(&written(&once.iter().flat_map(rows_of).collect::<Vec<_>>()));
    prop_assert_eq!(&once, &again);
    Ok(())
}

#[test]
fn the_rows_that_are_tried_do_make_products() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let mut made = 0;
    for _ in 0..100 {
        let rows = vec(good_row(), 1..8).new_tree(&mut runner).expect("rows").current();
        made += products(&written(&rows)).len();
    }
    assert!(made > 100, "{made}");
}
