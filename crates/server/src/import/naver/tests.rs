//! What a list says, and each trap of the format, by what a merchant reads of it.

use proptest::{collection::vec, prelude::*};

use super::*;
use crate::{
    import::list::{Entry, Note},
    product::write::{
        Part,
        listed::{Field, Listed, ListedVariant},
    },
};

const HEAD: &str = "id\ttitle\tprice_pc\tnormal_price\tlink\timage_link\tadd_image_link\tcategory_name1\tcategory_name2\tbrand\tmaker\torigin\tbarcode\toption_detail\tshipping\tclass\tupdate_time\n";

fn list(text: &str) -> List {
    read(text.as_bytes(), Currency::Krw).unwrap_or_else(|why| panic!("{why}"))
}

fn said(text: &str) -> String {
    list(text).products.iter().flat_map(|entry| &entry.notes).map(Note::to_string).collect::<Vec<_>>().join("\n")
}

fn refused(bytes: impl AsRef<[u8]>) -> String {
    read(bytes.as_ref(), Currency::Krw).expect_err("a refusal").to_string()
}

fn only(text: &str) -> Listed {
    let [entry] = <[Entry; 1]>::try_from(list(text).products).unwrap_or_else(|entries| panic!("{entries:?}"));
    entry.product.unwrap_or_else(|| panic!("{:?}", entry.notes))
}

fn value(text: &str) -> Field<String> {
    Field::Value(text.to_owned())
}

#[test]
fn a_row_is_a_product_with_its_lowest_price() {
    let row = "P-1\t쪽빛 \"셔츠\"\t48000\t60,000원\thttps://a.example.com/shop/indigo-shirt\thttps://a.example.com/1.jpg\thttps://a.example.com/2.jpg|https://a.example.com/x.html|\t의류\t셔츠\t\t하늘\t국산\t8801234567893\t색상:쪽빛^48000|색상:먹빛^52000\t3000\tU\t2026-01-01\r\n";
    let list = list(&format!("\u{feff}{HEAD}\n{row}"));
    let entry = &list.products[0];
    assert_eq!((entry.handle.as_str(), entry.line, entry.variant_lines.as_slice()), ("indigo-shirt", 3, &[3][..]));
    let product = entry.product.as_ref().expect("a shirt");
    assert_eq!((&product.name, &product.kind, &product.vendor), (&value("쪽빛 \"셔츠\""), &value("셔츠"), &value("하늘")));
    assert_eq!((&product.description, &product.tags, &product.shown), (&Field::Absent, &Field::Absent, &Field::Absent));
    assert_eq!(product.options, Field::Absent);
    let variant = ListedVariant {
        price: Field::Value(48_000),
        before: Field::Value(60_000),
        barcode: value("8801234567893"),
        ..ListedVariant::default()
    };
    assert_eq!(product.variants, [variant]);
    let Field::Value(pictures) = &product.pictures else { panic!("pictures") };
    assert_eq!(
        pictures.iter().map(|one| one.source.as_str()).collect::<Vec<_>>(),
        ["https://a.example.com/1.jpg", "https://a.example.com/2.jpg"]
    );
    let notes: Vec<String> = entry.notes.iter().map(Note::to_string).collect();
    assert_eq!(
        notes,
        [
            "line 3, option_detail: options are not brought in from such a list, which has one price for all of them",
            "line 3, add_image_link: warning: \"https://a.example.com/x.html\" leads to a web page and not to a picture; the picture is left away",
            "line 3, normal_price: warning: \"60,000원\": the sign 원 is left away, the commas between thousands are left away",
        ]
    );
    assert_eq!(list.cell(3, "maker").as_deref(), Some("하늘"));
    assert_eq!((list.header(Part::Price).as_deref(), list.cell(2, "maker")), (Some("price_pc"), None));
}

#[test]
fn what_is_taken_out_of_the_list_is_hidden() {
    let class = |class: &str| only(&format!("id\ttitle\tclass\na\tA\t{class}\n")).shown;
    assert_eq!((class("D"), class("I"), class("U"), class("")), (Field::Value(false), Field::Absent, Field::Absent, Field::Absent));
    assert!(said("id\ttitle\tclass\na\tA\tX\n").contains("line 2, class: warning: \"X\" is not one of I, U, D"));
    let bare = only("id\ttitle\tprice_pc\tclass\na\t\t\tD\n");
    assert_eq!((&bare.name, &bare.shown, bare.variants[0].is_silent()), (&Field::Absent, &Field::Value(false), true));
    assert_eq!(said("id\ttitle\tprice_pc\tclass\na\t\t\tU\n"), "line 2, title: refused: the title is missing");
}

#[test]
fn prices_are_won_and_nothing_else() {
    let price = |text: &str| said(&format!("id\ttitle\tprice_pc\na\tA\t{text}\n"));
    assert_eq!(price("12900"), "");
    assert!(price("12.50").contains("line 2, price_pc: refused: \"12.50\" cannot be a price in KRW"));
    assert!(price("$5").contains("is in $, and the shop's prices are in KRW"));
    assert!(price("-5").contains("below zero"));
    let before = |before: &str| only(&format!("id\ttitle\tprice_pc\tnormal_price\na\tA\t100\t{before}\n")).variants[0].before.clone();
    assert_eq!((before("100"), before(""), before("101"), before("0")), (Field::Blank, Field::Blank, Field::Value(101), Field::Blank));
    assert_eq!(only("id\ttitle\tprice_pc\na\tA\t0\n").variants[0].price, Field::Blank);
    assert!(read(HEAD.as_bytes(), Currency::Usd).expect_err("a refusal").to_string().contains("are in won, and the shop's are in USD"));
}

#[test]
fn products_are_named_by_their_links_or_else_their_ids() {
    let slugs =
        |rows: &str| list(&format!("id\ttitle\tlink\n{rows}")).products.iter().map(|entry| entry.handle.clone()).collect::<Vec<_>>();
    assert_eq!(slugs("P_1\tA\thttps://a.example.com/goods/%EA%B0%90\n"), ["감"]);
    assert_eq!(slugs("P_1\tA\thttps://a.example.com/goods?no=1\nP_2\tB\thttps://a.example.com/goods?no=2\n"), ["p-1", "p-2"]);
    assert_eq!(slugs("\tBlue bowl\t\n"), ["blue-bowl"]);
    assert!(said("id\ttitle\nP 1\tA\nP-1\tB\n").contains("line 3, id: refused: its address would be p-1, which is the product in line 2"));
    assert!(said("id\ttitle\n茶\t碗\n").contains("refused: no address can be made of \"碗\""));
}

#[test]
fn kinds_and_makers_fall_back_on_what_is_there() {
    let kind = |first: &str, second: &str| only(&format!("id\ttitle\tcategory_name1\tcategory_name2\na\tA\t{first}\t{second}\n")).kind;
    assert_eq!((kind("의류", "셔츠"), kind("의류", ""), kind("", "")), (value("셔츠"), value("의류"), Field::Blank));
    assert_eq!(kind(NO_KIND, ""), Field::Absent);
    let vendor = |brand: &str, maker: &str| only(&format!("id\ttitle\tbrand\tmaker\na\tA\t{brand}\t{maker}\n")).vendor;
    assert_eq!((vendor("b", "m"), vendor("", "m"), vendor("", "")), (value("b"), value("m"), Field::Blank));
    let bare = only("id\ttitle\na\tA\n");
    assert_eq!((bare.vendor, bare.kind, bare.pictures), (Field::Absent, Field::Absent, Field::Absent));
    let tags = |text: &str| only(&format!("id\ttitle\tsearch_tag\na\tA\t{text}\n")).tags;
    assert_eq!((tags(" a |b||a"), tags("")), (Field::Value(vec!["a".to_owned(), "b".to_owned()]), Field::Absent));
}

#[test]
fn a_marked_cell_loses_its_mark_and_nothing_else() {
    assert_eq!(only("id\ttitle\tbrand\na\t'=1\t'tis\n").name, value("=1"));
    assert_eq!(only("id\ttitle\tbrand\na\t'=1\t'tis\n").vendor, value("'tis"));
}

#[test]
fn files_that_are_no_lists_are_refused_in_words() {
    assert!(refused("Handle,Title\n").contains("no Naver product list"));
    assert!(refused("id\tprice_pc\n1\t2\n").contains("no Naver product list"));
    assert!(refused("<<<begin>>>\n<<<mapid>>>1\n").contains("older version"));
    assert!(refused("").contains("empty"));
    assert!(refused(b"PK\x03\x04").contains("workbook"));
    assert!(refused(b"\xff\xfei\0").contains("UTF-16"));
    assert!(refused(b"id\ttitle\na\t\xff\xff\n").starts_with("line 2: the letters"));
    assert!(refused("id\ttitle\tTITLE\n").contains("line 1, TITLE: the column stands there twice"));
    assert!(refused(format!("id\ttitle\n{}", "a\tA\n".repeat(MOST_ROWS + 1))).contains("100000 rows"));
    assert!(refused(vec![b'a'; MOST_BYTES + 1]).contains("50 MB"));
    let (bytes, ..) = encoding_rs::EUC_KR.encode("id\ttitle\n감\t햇감\n");
    assert!(read(&bytes, Currency::Krw).expect("a list").notes[0].to_string().contains("read as CP949"));
}

#[test]
fn rows_out_of_shape_are_named() {
    assert!(said("id\ttitle\na\tA\tB\n").contains("line 2: refused: the row goes on behind the last column"));
    assert_eq!(said("id\ttitle\na\tA\t\t\n"), "");
    let short = list("id\ttitle\tbrand\tmood\na\tA\n\nb\tB\t\t\n");
    let notes: Vec<String> = short.notes.iter().map(Note::to_string).collect();
    assert!(notes[0].ends_with("columns that are not known here are passed over: mood"), "{notes:?}");
    assert!(notes[1].starts_with("line 2: warning: 1 rows"), "{notes:?}");
    assert_eq!(short.products[1].line, 4);
    let long = format!("id\ttitle\tbrand\na\tA\t{}\n", "b".repeat(MOST_FIELD_BYTES + 1));
    assert!(said(&long).contains("line 2, brand: refused: the field is 65537 bytes long"));
    assert!(said(&format!("id\ttitle\na\t{}\n", "가".repeat(256))).contains("256 characters; 255 are the most"));
    assert!(said("id\ttitle\tbarcode\na\tA\t8.8E+12\n").contains("line 2, barcode: refused"));
    assert!(said("id\ttitle\tcondition\na\tA\t중고\n").contains("\"중고\" is not kept"));
    assert_eq!(said("id\ttitle\tcondition\na\tA\t신상품\n"), "");
}

#[test]
fn a_cell_is_put_right() {
    let cell = |line, column: &str, value: &str| Correction { line, column: column.to_owned(), value: value.to_owned() };
    let cells = [cell(2, "price_pc", "500"), cell(9, "price_pc", "1"), cell(2, "none", "1")];
    let list = read_corrected(b"id\ttitle\tprice_pc\na\tA\n", Currency::Krw, &cells).expect("a list");
    assert_eq!(list.products[0].product.as_ref().expect("a product").variants[0].price, Field::Value(500));
    assert_eq!(list.cell(2, "price_pc").as_deref(), Some("500"));
}

#[test]
fn a_cell_of_a_column_that_is_not_there_is_its_own_rows_alone() {
    let cell = |line, column: &str, value: &str| Correction { line, column: column.to_owned(), value: value.to_owned() };
    let cells = [cell(2, "price_pc", "500"), cell(3, "price_pc", " "), cell(3, "category_name1", "의류"), cell(3, "image_link", "")];
    let list = read_corrected("id\ttitle\na\tA\nb\tB\n".as_bytes(), Currency::Krw, &cells).expect("a list");
    let [a, b] = list.products.as_slice() else { panic!("{list:?}") };
    let (a, b) = (a.product.as_ref().expect("a"), b.product.as_ref().expect("b"));
    assert_eq!((&a.variants[0].price, &b.variants[0].price), (&Field::Value(500), &Field::Absent));
    assert_eq!((&a.kind, &b.kind, &b.pictures), (&Field::Absent, &value("의류"), &Field::Absent));
    assert_eq!(list.header(Part::Price).as_deref(), Some("price_pc"));
    assert_eq!((list.cell(2, "price_pc").as_deref(), list.cell(3, "price_pc").as_deref()), (Some("500"), Some("")));
    assert_eq!((list.cell(3, "shipping"), list.cell(9, "price_pc")), (None, None));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..300)) {
        let _ = read(&bytes, Currency::Krw);
        let _ = read(&[HEAD.as_bytes(), &bytes].concat(), Currency::Krw);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "([a-c가0-9|:^,'=\t\n]|https://a\\.example\\.com/[a-c]){0,60}") {
        let _ = read(format!("{HEAD}{text}").as_bytes(), Currency::Krw);
    }
}
