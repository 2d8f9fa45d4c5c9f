use wire::Currency;

use super::*;
use crate::product::write::{Part, listed::Field};

fn said(column: &str, value: &str) -> Correction {
    Correction { line: 1, column: column.to_owned(), value: value.to_owned() }
}

fn read(text: &str, cells: &[Correction]) -> List {
    read_corrected(text.as_bytes(), Currency::Krw, cells).expect("a list")
}

fn fields(list: &List) -> Vec<(&str, Option<&str>)> {
    list.columns.iter().map(|column| (column.name.as_str(), column.field.map(ListField::word))).collect()
}

#[test]
fn usual_headers_are_known_and_rows_of_one_name_are_one_product() {
    let text =
        "상품명,판매가,사이즈,색상,재고 수량\n린넨 셔츠,\"39,000원\",S,흰색,3\n린넨 셔츠,\"39,000원\",M,흰색,0\n도자기 컵,18000,,,7\n";
    let list = read(text, &[]);
    let want = [
        ("상품명", Some("name")),
        ("판매가", Some("price")),
        ("사이즈", Some("option1")),
        ("색상", Some("option2")),
        ("재고 수량", Some("stock")),
    ];
    assert_eq!(fields(&list), want);
    assert_eq!(list.columns[1].example.as_deref(), Some("39,000원"));
    let [shirt, cup] = list.products.as_slice() else { panic!("{:?}", list.products) };
    let shirt = shirt.product.as_ref().expect("a product");
    assert_eq!(shirt.slug.as_str(), "린넨-셔츠");
    let Field::Value(options) = &shirt.options else { panic!("options") };
    assert_eq!(options.iter().map(|option| option.name.as_str()).collect::<Vec<_>>(), ["사이즈", "색상"]);
    assert_eq!(shirt.variants.iter().map(|variant| variant.stock.clone()).collect::<Vec<_>>(), [Field::Value(3), Field::Value(0)]);
    assert_eq!(shirt.variants[0].price, Field::Value(39_000));
    let cup = cup.product.as_ref().expect("a product");
    assert_eq!(cup.options, Field::Value(Vec::new()));
    assert_eq!(cup.variants.len(), 1);
}

#[test]
fn what_is_said_counts_before_what_a_header_says() {
    let text = "품목;가격;도매가;비고\n감자;3000;2000;햇감자\n";
    let list = read(text, &[]);
    assert_eq!(fields(&list), [("품목", None), ("가격", Some("price")), ("도매가", None), ("비고", None)]);
    assert!(list.products.is_empty() && list.notes.iter().any(|note| note.weight == Weight::Refusal));
    let list = read(text, &[said("품목", "name"), said("도매가", "price"), said("가격", "before"), said("비고", "description")]);
    let potatoes = list.products[0].product.as_ref().expect("a product");
    assert_eq!((potatoes.variants[0].price.clone(), potatoes.variants[0].before.clone()), (Field::Value(2000), Field::Value(3000)));
    assert_eq!(potatoes.description, Field::Value("<p>햇감자</p>".to_owned()));
    let passed_over = read(text, &[said("품목", "name"), said("가격", "")]);
    assert_eq!(fields(&passed_over)[1], ("가격", None));
    let refused = read_corrected(text.as_bytes(), Currency::Krw, &[said("품목", "name"), said("비고", "name")]).expect_err("twice");
    assert_eq!(refused, Unreadable::TwiceTheField("name"));
}

#[test]
fn headers_may_be_blank_or_the_same_and_cells_are_put_right() {
    let text = "이름\t\t\t가격\n컵\ta\tb\t삼천원\n";
    let cells = [said("(2)", "vendor"), Correction { line: 2, column: "가격".to_owned(), value: "3000".to_owned() }];
    let list = read(text, &cells);
    assert_eq!(fields(&list), [("이름", Some("name")), ("(2)", Some("vendor")), ("(3)", None), ("가격", Some("price"))]);
    let cup = list.products[0].product.as_ref().expect("a product");
    assert_eq!((cup.vendor.clone(), cup.variants[0].price.clone()), (Field::Value("a".to_owned()), Field::Value(3000)));
    assert_eq!(read("이름,값,값\n컵,1,2\n", &[]).columns[2].name, "값 (2)");
    let refused = read(text, &[]);
    assert!(refused.products[0].product.is_none());
    assert_eq!(refused.cell(2, "가격").as_deref(), Some("삼천원"));
}

#[test]
fn a_column_that_is_not_there_is_put_right_under_a_usual_header() {
    let cell = |line, column: &str, value: &str| Correction { line, column: column.to_owned(), value: value.to_owned() };
    let list = read("상품명,재고\n감자,3\n배추,4\n", &[said("재고", ""), cell(2, "판매가", "3000"), cell(3, "가격", "1")]);
    assert_eq!(fields(&list), [("상품명", Some("name")), ("재고", None)], "columns are matched as ever");
    let price = |list: &List, at: usize| list.products[at].product.as_ref().expect("a product").variants[0].price.clone();
    assert_eq!((price(&list, 0), price(&list, 1)), (Field::Value(3000), Field::Absent));
    assert_eq!((list.header(Part::Price).as_deref(), list.cell(3, "판매가").as_deref()), (Some("판매가"), Some("")));
    // Where that header is another column's, the next one is taken.
    let list = read("상품명,판매가\n감자,3000\n", &[said("판매가", "before"), cell(2, "판매가격", "2000")]);
    assert_eq!((list.header(Part::Price).as_deref(), price(&list, 0)), (Some("판매가격"), Field::Value(2000)));
    let cups = "이름,가격\n컵,1000\n컵,2000\n";
    let note = read(cups, &[]).products[0].notes[0].clone();
    assert_eq!((note.line, note.column.as_deref(), note.weight), (3, Some("옵션"), Weight::Refusal));
    let list = read(cups, &[cell(2, "옵션", "작은 것"), cell(3, "옵션", "큰 것")]);
    let Field::Value(options) = &list.products[0].product.as_ref().expect("a product").options else { panic!("options") };
    assert_eq!((options[0].name.as_str(), options[0].values.len()), ("옵션", 2));
}

#[test]
fn a_korean_spreadsheet_in_its_old_letters_is_read() {
    let (bytes, ..) = encoding_rs::EUC_KR.encode("상품명,가격\n청귤청,15000\n");
    let list = read_corrected(&bytes, Currency::Krw, &[]).expect("a list");
    assert_eq!(list.products[0].product.as_ref().expect("a product").name, Field::Value("청귤청".to_owned()));
}

#[test]
fn a_table_of_ten_thousand_columns_is_looked_at_to_a_hundred() {
    let text = format!("{}\n", "가,".repeat(10_000));
    assert_eq!(read(&text, &[]).columns.len(), MOST_COLUMNS);
}
