//! What a list says nothing new of stays, and what it does say comes in.

use super::*;
use crate::product::write::{
    listed::ListedPicture,
    plan,
    stored::{StoredPicture, StoredVariant, Tags, Texts},
};

fn texts(text: &str) -> Texts {
    Texts { ko: Some(text.to_owned()), en: None }
}

fn priced(id: i64, values: &[i64], price: i64) -> StoredVariant {
    StoredVariant { id, values: values.to_vec(), sku: None, barcode: None, grams: None, price, before: None, stock: 1 }
}

/// A shirt in sizes S, M, L, XL, of which M comes first and XL has no variant.
fn shirt() -> Stored {
    let values = ["S", "M", "L", "XL"].map(texts).to_vec();
    Stored {
        id: 1,
        state: "shown".to_owned(),
        name: texts("셔츠"),
        description: Texts::default(),
        kind: Texts::default(),
        origin: Texts::default(),
        vendor: None,
        tags: Tags::default(),
        options: vec![StoredOption { name: texts("사이즈"), values }],
        variants: vec![priced(1, &[1], 300), priced(2, &[0], 200), priced(3, &[2], 400)],
        pictures: Vec::new(),
        created_at: 1,
    }
}

fn listed(options: Field<Vec<ListedOption>>, variants: Vec<ListedVariant>) -> Listed {
    Listed {
        slug: "shirt".parse().expect("a slug"),
        name: Field::Absent,
        description: Field::Absent,
        kind: Field::Absent,
        vendor: Field::Absent,
        tags: Field::Absent,
        shown: Field::Absent,
        options,
        variants,
        pictures: Field::Absent,
    }
}

/// A list of sizes in the order in which rows name them.
fn sizes(sizes: &[&str]) -> Listed {
    let values = sizes.iter().map(|size| (*size).to_owned()).collect();
    let options = Field::Value(vec![ListedOption { name: "사이즈".to_owned(), values }]);
    listed(options, (0..sizes.len()).map(|value| ListedVariant { values: vec![value], ..ListedVariant::default() }).collect())
}

/// The sizes in the order in which they are shown, and of each variant which it has.
fn shown(list: Listed) -> (String, String) {
    let planned = plan(Some(&shirt()), carry(list, &shirt()), 2).expect("a plan").0;
    let size = |texts: &Texts| texts.ko.clone().or(texts.en.clone()).expect("a size");
    let sizes = &planned.options[0].values;
    let of = |variant: &StoredVariant| size(&sizes[usize::try_from(variant.values[0]).expect("a place")]);
    (sizes.iter().map(size).collect::<Vec<_>>().join(" "), planned.variants.iter().map(of).collect::<Vec<_>>().join(" "))
}

#[test]
fn rows_in_the_order_of_the_variants_leave_the_order_of_the_values() {
    assert_eq!(shown(sizes(&["M", "S", "L"])), ("S M L XL".to_owned(), "M S L".to_owned()));
    assert_eq!(plan(Some(&shirt()), carry(sizes(&["M", "S", "L"]), &shirt()), 2).expect("a plan").0, shirt());
    assert_eq!(shown(sizes(&["M", "L", "XXL"])), ("M L XL XXL".to_owned(), "M L XXL".to_owned()));
}

#[test]
fn rows_in_another_order_say_the_order_of_the_values() {
    assert_eq!(shown(sizes(&["L", "M", "S"])), ("L M S".to_owned(), "L M S".to_owned()));
}

#[test]
fn another_option_is_no_business_of_the_old_one() {
    let mut list = sizes(&["M", "S"]);
    if let Field::Value(options) = &mut list.options {
        options[0].name = "색상".to_owned();
    }
    assert_eq!(carry(list.clone(), &shirt()), list);
}

fn one_price(price: i64, before: Field<i64>) -> Listed {
    listed(Field::Absent, vec![ListedVariant { price: Field::Value(price), before, barcode: Field::Blank, ..ListedVariant::default() }])
}

#[test]
fn the_lowest_price_of_several_says_nothing_new() {
    assert_eq!(plan(Some(&shirt()), carry(one_price(200, Field::Blank), &shirt()), 2).expect("a plan").0, shirt());
    for list in [one_price(199, Field::Blank), one_price(200, Field::Value(300))] {
        let why = plan(Some(&shirt()), carry(list, &shirt()), 2).expect_err("a refusal").why;
        assert!(why.contains("the product has 3 variants"), "{why}");
    }
}

fn picture(id: Option<&str>, source: Option<&str>) -> StoredPicture {
    let text = |text: &str| text.to_owned();
    StoredPicture { picture_id: id.map(text), source: source.map(text), state: text("kept"), why: None, alt: texts("앞") }
}

#[test]
fn pictures_named_by_their_addresses_here_are_the_ones_that_are_here() {
    let [a, b, c] = ["a", "b", "c"].map(|letter| letter.repeat(16));
    let here = |id: &str, end: &str| format!("https://golmok.test/media/{id}-{end}");
    let mut kept = shirt();
    kept.pictures = vec![picture(Some(&a), None), picture(Some(&b), Some("https://x.example.com/b.jpg")), picture(Some(&c), None)];
    let source = |source: &str| ListedPicture { source: source.to_owned(), alt: Field::Absent };
    let list = Listed {
        pictures: Field::Value(vec![
            source(&here(&b, "640.jpg")),
            source(&here(&"d".repeat(16), "640.jpg")),
            source(&here(&a, "1280.webp")),
            source(&here(&a, "640.jpg").replace("golmok.test", "other.test")),
        ]),
        ..listed(Field::Absent, vec![ListedVariant::default()])
    };
    let mut lent_to = kept.clone();
    let lent = Lent::lend(&mut lent_to, &list);
    let mut planned = plan(Some(&lent_to), list, 2).expect("a plan").0;
    lent.give_back(&mut planned);
    let places = [0, 2, 4].map(|place| &planned.pictures[place]);
    assert_eq!(places, [&kept.pictures[1], &kept.pictures[0], &kept.pictures[2]]);
    assert!([1, 3].iter().all(|place| planned.pictures[*place].state == "waiting"));
    assert_eq!(planned.pictures.len(), 5);
}

#[test]
fn pictures_that_a_list_has_no_word_for_stay_where_they_are() {
    let source = |source: &str| ListedPicture { source: source.to_owned(), alt: Field::Absent };
    let waiting = |source: &str| StoredPicture { picture_id: None, ..picture(None, Some(source)) };
    let mut kept = shirt();
    kept.pictures = vec![waiting("https://x.example.com/a|b.jpg"), waiting("front.jpg"), waiting("https://x.example.com/c.jpg")];
    let after = |pictures: Field<Vec<ListedPicture>>| {
        let list = Listed { pictures, ..listed(Field::Absent, vec![ListedVariant::default()]) };
        let planned = plan(Some(&kept), carry(list, &kept), 2).expect("a plan").0;
        planned.pictures.into_iter().filter_map(|picture| picture.source).collect::<Vec<_>>().join(" ")
    };
    let [a, c] = ["https://x.example.com/a|b.jpg", "https://x.example.com/c.jpg"];
    let listed = vec![source(&a.replace('|', "%7C")), source(c)];
    assert_eq!(after(Field::Value(listed)), format!("{a} front.jpg {c}"));
    assert_eq!(after(Field::Blank), "front.jpg");
    assert_eq!(after(Field::Value(vec![source(c), source("back.jpg")])), format!("{c} back.jpg"), "a list that has names of files");
}
