//! Products to be written, and the same as they are kept.

use wire::draft::{Both, OptionDraft, Placed, ProductDraft, VariantDraft};

use crate::{
    import::export::Exported,
    product::write::stored::{Stored, StoredOption, StoredPicture, StoredVariant, Tags, Texts},
};

/// What addresses here begin with.
pub const ORIGIN: &str = "https://golmok.test";

/// The address of a picture that is kept here.
fn address(id: &str) -> String {
    format!("{ORIGIN}/media/{id}-640.jpg")
}

pub fn ko(text: &str) -> Both {
    Both { ko: Some(text.to_owned()), en: None }
}

pub fn both(ko: &str, en: &str) -> Both {
    Both { ko: Some(ko.to_owned()), en: Some(en.to_owned()) }
}

pub fn picture(id: &str, source: Option<&str>) -> Placed {
    Placed { picture: id.to_owned(), source: source.map(str::to_owned), alt: Both::default() }
}

pub fn variant(id: &str, values: &[u8], price: i64) -> VariantDraft {
    VariantDraft { id: id.to_owned(), values: values.to_vec(), sku: None, barcode: None, grams: None, price, before: None, stock: 0 }
}

pub fn exported(slug: &str, draft: ProductDraft) -> Exported {
    let address = |placed: &Placed| placed.source.clone().filter(|_| placed.picture.is_empty()).unwrap_or_else(|| address(&placed.picture));
    let pictures = draft.pictures.iter().map(|placed| (address(placed), placed.alt.clone())).collect();
    let link = format!("https://golmok.test/shops/haneul/products/{}", wire::endpoint::encode(slug));
    Exported { slug: slug.to_owned(), draft, pictures, link }
}

/// As little as a product can be.
pub fn one(slug: &str) -> Exported {
    let id = format!("v{}", slug.len());
    exported(slug, ProductDraft { name: ko("사발"), variants: vec![variant(&id, &[], 9_000)], shown: true, ..ProductDraft::default() })
}

/// A product with all that one can have; its values are shown in another order than its variants name them.
pub fn bowl() -> Exported {
    let options = vec![
        OptionDraft { name: both("색상", "Colour"), values: vec![both("감빛", "Persimmon"), ko("쪽빛"), ko("먹빛")] },
        OptionDraft { name: ko("굽 \"높이\""), values: vec![both("M", "M"), ko("높은 것 & <더>"), ko("낮은 것")] },
    ];
    let variants = vec![
        VariantDraft { sku: Some("B-1".to_owned()), barcode: Some("8801234567893".to_owned()), stock: 3, ..variant("b1", &[1, 2], 48_000) },
        VariantDraft { sku: Some("+B-2".to_owned()), grams: Some(350), before: Some(60_000), ..variant("b2", &[0, 2], 42_000) },
        VariantDraft { barcode: Some("0012".to_owned()), stock: 1_000_000, ..variant("b3", &[1, 0], 52_000) },
    ];
    let mut pictures = vec![
        picture("", Some("https://old.example.com/front.jpg?v=1&w=2")),
        picture("0123456789abcdef", None),
        picture("fedcba9876543210", Some("https://old.example.com/back.jpg")),
        picture("00000000000000aa", None),
    ];
    pictures[1].alt = both("앞 \"모습\"", "The front");
    let draft = ProductDraft {
        name: both("감물 사발, 큰 것", "Bowl"),
        description: both("<p>세 번 물들이고\n세 번 말렸습니다 &amp; 구웠습니다.</p><ul><li>하나</li></ul>", "<p>Dyed.</p>"),
        kind: ko("그릇"),
        origin: ko("전남 강진"),
        vendor: Some("하늘 & 공방".to_owned()),
        tags: vec!["그릇".to_owned(), "감물 들인".to_owned()],
        options,
        variants,
        pictures,
        collections: vec!["spring".parse().expect("a slug")],
        shown: false,
        gone: false,
    };
    exported("감물-사발", draft)
}

/// A product whose every text is too long, or of a kind that formats read in another way.
pub fn odd() -> Exported {
    let mut options = vec![OptionDraft { name: ko("Size"), values: vec![ko("= 1"), ko("'-2")] }];
    options.push(OptionDraft { name: ko("사이즈"), values: vec![ko(&"긴 것".repeat(30))] });
    options.push(OptionDraft {
        name: Both { ko: None, en: Some("맛".to_owned()) },
        values: vec![Both { ko: None, en: Some("@".to_owned()) }],
    });
    let mut variants = vec![variant("o1", &[1, 0, 0], 100), variant("o2", &[0, 0, 0], 100)];
    variants[0].sku = Some("7".repeat(100));
    let draft = ProductDraft {
        name: Both { ko: Some("'=NAME".to_owned() + &" 1".repeat(100)), en: None },
        description: ko(&format!("<p>{}</p>", "길다 &lt;b&gt; ".repeat(900))),
        kind: ko("Home > Bowls"),
        vendor: Some("가".repeat(100)),
        tags: (0..50).map(|number| format!("tag|{number}")).collect(),
        options,
        variants,
        pictures: vec![picture("", Some("front.jpg"))],
        shown: true,
        ..ProductDraft::default()
    };
    exported(&"아주-긴-이름-".repeat(10), draft)
}

/// The product as it is kept.
pub fn stored(product: &Exported) -> Stored {
    let texts = |both: &Both| Texts { ko: both.ko.clone(), en: both.en.clone() };
    let draft = &product.draft;
    let option = |option: &OptionDraft| StoredOption { name: texts(&option.name), values: option.values.iter().map(texts).collect() };
    let variant = |(index, one): (i64, &VariantDraft)| StoredVariant {
        id: index,
        values: one.values.iter().copied().map(i64::from).collect(),
        sku: one.sku.clone(),
        barcode: one.barcode.clone(),
        grams: one.grams,
        price: one.price,
        before: one.before,
        stock: one.stock,
    };
    let picture = |placed: &Placed| StoredPicture {
        picture_id: Some(placed.picture.clone()).filter(|id| !id.is_empty()),
        source: placed.source.clone(),
        state: if placed.picture.is_empty() { "waiting" } else { "kept" }.to_owned(),
        why: None,
        alt: texts(&placed.alt),
    };
    Stored {
        id: 7,
        state: if draft.shown { "shown" } else { "hidden" }.to_owned(),
        name: texts(&draft.name),
        description: texts(&draft.description),
        kind: texts(&draft.kind),
        origin: texts(&draft.origin),
        vendor: draft.vendor.clone(),
        tags: Tags(draft.tags.clone()),
        options: draft.options.iter().map(option).collect(),
        variants: (1..).zip(&draft.variants).map(variant).collect(),
        pictures: draft.pictures.iter().map(picture).collect(),
        created_at: 3,
    }
}
