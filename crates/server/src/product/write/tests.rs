//! What a list makes of what is kept, without a database.

use super::*;

fn listed(variants: Vec<ListedVariant>) -> Listed {
    Listed {
        slug: "bowl".parse().expect("a slug"),
        name: Field::Value("Bowl".to_owned()),
        description: Field::Absent,
        kind: Field::Absent,
        vendor: Field::Absent,
        tags: Field::Absent,
        shown: Field::Absent,
        options: Field::Absent,
        variants,
        pictures: Field::Absent,
    }
}

fn priced(price: i64) -> ListedVariant {
    ListedVariant { price: Field::Value(price), stock: Field::Value(1), ..ListedVariant::default() }
}

fn sized(sizes: &[&str]) -> Listed {
    let values = sizes.iter().map(|size| (*size).to_owned()).collect();
    let options = vec![ListedOption { name: "Size".to_owned(), values }];
    let variants = (0..sizes.len()).map(|index| ListedVariant { values: vec![index], ..priced(100) }).collect();
    Listed { options: Field::Value(options), ..listed(variants) }
}

fn new(listed: Listed) -> Stored {
    plan(None, listed, 7).expect("a plan").0
}

fn over(old: &Stored, listed: Listed) -> (Stored, Vec<Remark>) {
    plan(Some(old), listed, 8).expect("a plan")
}

#[test]
fn the_same_list_twice_changes_nothing() {
    let old = new(sized(&["S", "M"]));
    assert_eq!(over(&old, sized(&["S", "M"])), (old, Vec::new()));
}

#[test]
fn variants_keep_their_ids_where_values_or_skus_match() {
    let old = new(sized(&["S", "M", "L"]));
    let (moved, _) = over(&old, sized(&["L", "S", "XL"]));
    let id = |stored: &Stored, index: usize| stored.variants[index].id;
    assert_eq!((id(&moved, 0), id(&moved, 1)), (id(&old, 2), id(&old, 0)));
    assert!(old.variants.iter().all(|one| one.id != id(&moved, 2)));
    let with_sku = |size: &str| {
        let mut listed = sized(&[size]);
        listed.variants[0].sku = Field::Value("A-1".to_owned());
        listed
    };
    let old = new(with_sku("Small"));
    assert_eq!(id(&over(&old, with_sku("S")).0, 0), id(&old, 0));
}

#[test]
fn a_list_without_options_finds_variants_by_sku() {
    let mut full = sized(&["S", "M"]);
    full.variants[1].sku = Field::Value("M-1".to_owned());
    let old = new(full);
    let by_sku = |sku: &str| ListedVariant { sku: Field::Value(sku.to_owned()), price: Field::Value(250), ..Default::default() };
    let (changed, _) = over(&old, listed(vec![by_sku("M-1")]));
    assert_eq!(changed.variants.iter().map(|one| one.price).collect::<Vec<_>>(), [100, 250]);
    assert_eq!(changed.variants[1].values, [1]);
    let refused = plan(Some(&old), listed(vec![by_sku("none")]), 8).expect_err("a refusal");
    assert!(refused.part == Part::Sku && refused.why.contains("2 variants"), "{}", refused.why);
    let silent = over(&old, listed(vec![ListedVariant::default()]));
    assert_eq!(silent, (old, Vec::new()));
}

#[test]
fn what_has_no_price_is_hidden_until_it_has_one() {
    let (hidden, remarks) = plan(None, listed(vec![ListedVariant::default()]), 7).expect("a plan");
    assert_eq!((hidden.state.as_str(), hidden.variants[0].price, hidden.variants[0].stock), ("hidden", 0, UNCOUNTED));
    assert_eq!(remarks[0].part, Part::Price);
    assert_eq!(over(&hidden, listed(vec![priced(500)])).0.state, "shown");
    let draft = Listed { shown: Field::Value(false), ..listed(vec![priced(500)]) };
    let draft = new(draft);
    assert_eq!(over(&draft, listed(vec![priced(600)])).0.state, "hidden");
}

#[test]
fn a_price_before_must_be_above_the_price() {
    let before = |before| ListedVariant { before: Field::Value(before), ..priced(100) };
    assert_eq!(new(listed(vec![before(101)])).variants[0].before, Some(101));
    let (same, remarks) = plan(None, listed(vec![before(100)]), 7).expect("a plan");
    assert_eq!((same.variants[0].before, remarks.len(), same.state.as_str()), (None, 1, "shown"));
}

#[test]
fn blank_overwrites_and_absent_keeps() {
    let full = Listed { vendor: Field::Value("Kiln".to_owned()), kind: Field::Value("Bowl".to_owned()), ..listed(vec![priced(9)]) };
    let old = new(full);
    let (changed, _) = over(&old, Listed { vendor: Field::Blank, ..listed(vec![priced(9)]) });
    assert_eq!((changed.vendor, changed.kind), (None, old.kind.clone()));
    let nameless = Listed { name: Field::Absent, ..listed(vec![priced(9)]) };
    assert_eq!(over(&old, nameless.clone()).0.name, old.name);
    assert_eq!(plan(None, nameless, 7).expect_err("a refusal").part, Part::Name);
}

#[test]
fn a_text_goes_under_its_language_and_a_translation_stays() {
    let named = |name: &str| Listed { name: Field::Value(name.to_owned()), ..listed(vec![priced(9)]) };
    let mut old = new(named("사발"));
    assert_eq!(old.name, Texts { ko: Some("사발".to_owned()), en: None });
    assert_eq!(over(&old, named("Bowl")).0.name, Texts { ko: None, en: Some("Bowl".to_owned()) });
    old.name.en = Some("Bowl".to_owned());
    assert_eq!(over(&old, named("큰 사발")).0.name, Texts { ko: Some("큰 사발".to_owned()), en: Some("Bowl".to_owned()) });
    let mut korean = sized(&["M", "큰 것"]);
    korean.name = Field::Value("사발".to_owned());
    let values = new(korean).options.remove(0).values;
    assert_eq!(values[0], Texts { ko: Some("M".to_owned()), en: Some("M".to_owned()) });
    assert_eq!(values[1], Texts { ko: Some("큰 것".to_owned()), en: None });
}

#[test]
fn pictures_keep_what_is_known_of_them_and_those_of_no_list_stay() {
    let pictures = |sources: &[&str]| {
        let picture = |source: &&str| ListedPicture { source: (*source).to_owned(), alt: Field::Absent };
        Listed { pictures: Field::Value(sources.iter().map(picture).collect()), ..listed(vec![priced(9)]) }
    };
    let mut old = new(pictures(&["a.jpg", "b.jpg"]));
    old.pictures[1].state = "kept".to_owned();
    old.pictures[1].picture_id = Some("0123456789abcdef".to_owned());
    let own = StoredPicture { source: None, ..old.pictures[1].clone() };
    old.pictures.push(own.clone());
    let (changed, _) = over(&old, pictures(&["b.jpg", "c.jpg"]));
    assert_eq!(changed.pictures[0], old.pictures[1]);
    assert_eq!(changed.pictures[1].state, "waiting");
    assert_eq!(changed.pictures[2], own);
    let blank = Listed { pictures: Field::Blank, ..listed(vec![priced(9)]) };
    assert_eq!(over(&old, blank).0.pictures, [own]);
}
