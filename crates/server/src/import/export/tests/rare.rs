//! What is rare in a shop comes back too.

use super::{
    kept::{both, ko},
    *,
};

/// The only product of a shop, with this SKU and this barcode.
fn coded(sku: Option<&str>, barcode: Option<&str>) -> Exported {
    let mut product = one("coded");
    product.draft.variants[0].sku = sku.map(str::to_owned);
    product.draft.variants[0].barcode = barcode.map(str::to_owned);
    product
}

#[test]
fn a_barcode_that_looks_like_a_number_cut_short_comes_back() {
    for barcode in ["12E5", "5e12", "1.2E+12"] {
        for format in ListFormat::ALL {
            let notes = round_trip(format, &[coded(None, Some(barcode))], Currency::Krw);
            assert!(notes.is_empty(), "{barcode}: {notes:?}");
        }
    }
    assert!(written(ListFormat::Shopify, &[coded(None, Some("12E5"))]).contains(",12E5,"), "what nobody takes for one has no mark");
}

#[test]
fn an_apostrophe_at_the_beginning_of_a_sku_or_a_barcode_stays() {
    for code in ["'A-1", "''0012", "'=1", "'-", "'", "'5E12"] {
        for format in ListFormat::ALL {
            let notes = round_trip(format, &[coded(Some(code), Some(code))], Currency::Krw);
            assert!(notes.is_empty(), "{code}: {notes:?}");
        }
    }
}

#[test]
fn a_sku_that_stands_several_times_in_a_shop_stays_where_it_is() {
    let mut products = [bowl(), one("other")];
    products[0].draft.variants[2].sku = Some("B-1".to_owned());
    products[1].draft.variants[0].sku = Some("B-1".to_owned());
    for format in ListFormat::ALL {
        round_trip(format, &products, Currency::Krw);
    }
}

#[test]
fn options_and_values_of_the_same_name_are_told_apart() {
    let mut product = bowl();
    let [colours, feet] = &mut product.draft.options[..] else { panic!("two options") };
    colours.values = vec![both("빨강", "Red"), both("빨강", "Crimson"), ko("빨강")];
    colours.name = both("색", "Colour");
    feet.name = both("색", "Shade");
    for format in ListFormat::ALL {
        round_trip(format, std::slice::from_ref(&product), Currency::Krw);
    }
    product.draft.options[1].name = ko("색");
    // Words of one value that are another's in the other language.
    product.draft.options[0].values = vec![both("S", "M"), both("M", "S"), ko("L")];
    for format in ListFormat::ALL {
        round_trip(format, std::slice::from_ref(&product), Currency::Krw);
    }
}
