//! Each trap of the format, by what a merchant reads of it.

mod lacking;

use super::*;
use crate::product::write::listed::{Field, Listed, ListedPicture, ListedVariant};

fn list(csv: &str) -> List {
    read(csv.as_bytes(), Currency::Usd).expect("a list")
}

/// What is said of all products.
fn notes(list: &List) -> Vec<String> {
    list.products.iter().flat_map(|entry| &entry.notes).map(Note::to_string).collect()
}

fn said(csv: &str) -> String {
    notes(&list(csv)).join("\n")
}

fn only(csv: &str) -> Listed {
    let list = list(csv);
    assert_eq!(list.products.len(), 1, "{:?}", notes(&list));
    let entry = list.products.into_iter().next().expect("one");
    entry.product.unwrap_or_else(|| panic!("{:?}", entry.notes))
}

fn variant(csv: &str) -> ListedVariant {
    only(csv).variants.into_iter().next().expect("a variant")
}

fn value(text: &str) -> Field<String> {
    Field::Value(text.to_owned())
}

const OLD: &str = include_str!("../fixtures/old.csv");
const NEW: &str = include_str!("../fixtures/new.csv");

#[test]
fn the_old_dialect_is_read_with_its_rows_apart_and_lines_within_quotation_marks() {
    let list = read(OLD.as_bytes(), Currency::Krw).expect("a list");
    let [shirt, bag] = list.products.as_slice() else { panic!("{list:?}") };
    assert_eq!((shirt.handle.as_str(), shirt.line, bag.line), ("감물-셔츠", 2, 4));
    assert_eq!(shirt.variant_lines, [2, 7, 8]);
    let product = shirt.product.as_ref().expect("a shirt");
    let Field::Value(options) = &product.options else { panic!("options") };
    let options: Vec<(&str, Vec<&str>)> =
        options.iter().map(|one| (one.name.as_str(), one.values.iter().map(String::as_str).collect())).collect();
    assert_eq!(options, [("색상", vec!["감빛", "쪽빛"]), ("사이즈", vec!["M", "L"])]);
    let variants: Vec<_> = product.variants.iter().map(|one| (one.values.clone(), one.price.clone())).collect();
    let price = Field::Value;
    assert_eq!(variants, [(vec![0, 0], price(48_000)), (vec![0, 1], price(48_000)), (vec![1, 0], price(52_000))]);
    let Field::Value(pictures) = &product.pictures else { panic!("pictures") };
    let sources: Vec<&str> = pictures.iter().filter_map(|one| one.source.rsplit('-').next()).collect();
    assert_eq!(sources, ["front.jpg", "back.jpg", "detail.jpg", "indigo.jpg"]);
    assert_eq!(product.description, value("<h3>감물 셔츠</h3><p>세 번 물들이고\n세 번 말렸습니다.</p>"));
    let bag = bag.product.as_ref().expect("a bag");
    assert_eq!(bag.options, Field::Value(Vec::new()));
    assert_eq!(bag.description, value("<p>무명으로 지은 주머니.</p><p>끈은 두 번 꼬았습니다.</p>"));
    assert_eq!(
        notes(&list),
        [
            "line 8, Variant Inventory Qty: warning: -2 pieces are below none and became 0",
            "line 4, Variant Price: warning: \"9,000\": the commas between thousands are left away",
        ]
    );
}

#[test]
fn the_new_dialect_is_read_and_says_its_own_headers() {
    let list = list(NEW);
    let [tray, spoon] = list.products.as_slice() else { panic!("{list:?}") };
    let product = tray.product.as_ref().expect("a tray");
    assert_eq!(product.variants.len(), 2);
    assert_eq!(product.variants[0].price, Field::Value(101_250));
    assert_eq!(product.tags, Field::Value(vec!["wood".to_owned(), "kitchen".to_owned()]));
    let Field::Value(html) = &product.description else { panic!("a description") };
    assert!(html.contains("href=\"https://tray.example.com/care\"") && html.contains("rel=\"nofollow noopener\""), "{html}");
    let spoon = spoon.product.as_ref().expect("a spoon");
    assert_eq!((spoon.slug.as_str(), &spoon.shown), ("beech-spoon", &Field::Value(false)));
    assert_eq!(spoon.pictures, Field::Blank);
    let said = notes(&list).join("\n");
    assert!(said.contains("line 2, Price: warning: \"$1,012.50\": the sign $ is left away, the commas"), "{said}");
    assert!(said.contains("line 4, URL handle: warning: \"beech spoon\" is no handle and became beech-spoon"), "{said}");
    assert!(said.contains("line 4, Product image URL: warning:") && said.contains("leads to a web page"), "{said}");
    assert!(list.notes.is_empty(), "{:?}", list.notes);
}

#[test]
fn headers_are_known_in_any_case_and_behind_a_byte_order_mark() {
    assert_eq!(only("\u{feff}HANDLE,TiTlE\na,A\n").name, value("A"));
    let note = |csv: &str| list(csv).notes.iter().map(Note::to_string).collect::<Vec<_>>();
    assert_eq!(note("Title,Mood\nA,good\n"), ["line 1: columns that are not known here are passed over: Mood"]);
    assert!(note("Title,Google Shopping / MPN,Colour (product.metafields.custom.colour),Price / Japan\nA,,,\n").is_empty());
}

#[test]
fn files_that_are_no_lists_are_refused_in_words() {
    let refused = |bytes: &[u8]| read(bytes, Currency::Krw).expect_err("a refusal").to_string();
    assert!(refused(b"Handle;Title\na;A\n").contains("semicolons"));
    assert!(refused(b"Handle\tTitle\na\tA\n").contains("tabs"));
    assert!(refused(b"id,name\n1,A\n").contains("no Shopify product list"));
    assert!(refused(b"PK\x03\x04rest").contains("workbook"));
    assert!(refused(b"\xff\xfeT\0i\0").contains("UTF-16"));
    assert!(refused(b"").contains("empty"));
    assert!(refused(b"\xef\xbb\xbf \n").contains("empty"));
    assert!(refused(b"Title\nfine\n\xff\xff\xff\n").starts_with("line 3:"));
    assert!(refused(b"Title,Handle,URL handle\nA,a,a\n").contains("URL handle: the column stands there twice"));
    assert!(refused(b"Handle,Title\na,A\nb,\"B\nc,C\n").starts_with("line 3: a quotation mark"));
    assert!(refused(format!("Title\n{}", "A\n".repeat(MOST_ROWS + 1)).as_bytes()).contains("100000 rows"));
    assert!(refused(&vec![b'a'; MOST_BYTES + 1]).contains("50 MB"));
}

#[test]
fn letters_of_older_programs_are_read_with_a_warning() {
    let (bytes, ..) = encoding_rs::EUC_KR.encode("Handle,Title\n감,햇감\n");
    let list = read(&bytes, Currency::Krw).expect("a list");
    assert!(list.notes[0].to_string().contains("read as CP949"), "{:?}", list.notes);
    assert_eq!(list.products[0].handle, "감");
}

#[test]
fn a_title_is_needed_and_enough() {
    assert_eq!(only("Title\nBlue bowl\n").slug.as_str(), "blue-bowl");
    assert_eq!(said("Handle,Title\na,\n"), "line 2, Title: refused: the title is missing");
    assert!(said("Handle,Title\n,\"\"\n,A\n").is_empty());
    assert!(said("Handle,Title,Variant Price\n,,5\n").contains("neither a title nor a handle"));
    assert!(said("Title\nA\nA\n").contains("line 3, Title: refused: its address would be a"));
    assert!(said(&format!("Title\n{}\n", "a".repeat(256))).contains("256 characters; 255 are the most"));
    assert_eq!(said(&format!("Title\n{}\n", "가".repeat(255))), "");
    assert!(said("Title\n!!!\n").contains("no address can be made"));
}

#[test]
fn handles_become_slugs_and_never_run_into_one_another() {
    assert!(said("Handle,Title\nmy bowl,Bowl\n").contains("line 2, Handle: warning: \"my bowl\" is no handle and became my-bowl"));
    assert_eq!(only("Handle,Title\n\u{1100}\u{1161}\u{11b7},A\n").slug.as_str(), "감");
    let two = list("Handle,Title\nmy-bowl,Bowl\nmy bowl,Cup\nmy bowl,\n");
    assert_eq!(two.products.len(), 2);
    assert!(two.products[1].product.is_none());
    assert!(notes(&two)[0].contains("line 3, Handle: refused: \"my bowl\" becomes my-bowl, which is the product in line 2"));
    let one = list("Handle,Title,Option1 Name,Option1 Value\nmy bowl,Bowl,Size,S\nMy Bowl,,,M\n");
    assert_eq!(one.products.len(), 1);
    assert!(said("Handle,Title\n茶碗,Bowl\n").contains("line 2, Handle: refused"));
}

#[test]
fn prices_are_mended_or_refused_by_line_and_column() {
    let price = |text: &str| said(&format!("Handle,Title,Variant Price\na,A,{text}\n"));
    assert_eq!(price("$12.50"), "line 2, Variant Price: warning: \"$12.50\": the sign $ is left away");
    assert!(price("\"12,50\"").starts_with("line 2, Variant Price: refused: \"12,50\" is not a price: commas stand between"));
    assert!(price("-1").contains("refused: \"-1\" is below zero"));
    assert!(price("1.2E+5").contains("E notation"));
    assert!(price("free").contains("is not a price"));
    assert_eq!(price("12.5"), "");
    assert_eq!(variant("Title,Price\nA,\n").price, Field::Blank);
    assert_eq!(variant("Title,Vendor\nA,\n").price, Field::Absent);
}

#[test]
fn barcodes_that_lost_their_digits_are_refused() {
    let barcode = |text: &str| said(&format!("Title,Barcode,Price\nA,{text},1\n"));
    assert!(barcode("1.23457E+12").contains("line 2, Barcode: refused: 1.23457E+12 is a barcode whose last digits"));
    assert_eq!(barcode("8800000000011"), "");
    assert_eq!(barcode("E12"), "");
    assert_eq!(barcode("12E5"), "", "no number that was cut short");
    assert_eq!(variant("Title,Barcode,Price\nA,'0012,1\n").barcode, value("0012"));
}

#[test]
fn a_sku_names_one_variant() {
    let csv = "Handle,Title,Variant SKU,Variant Price\na,A,X-1,1\nb,B,X-1,2\n";
    assert_eq!(said(csv), "line 3, Variant SKU: warning: X-1 is the SKU of line 2 too; it is kept there and left away here");
    assert_eq!(list(csv).products[1].product.as_ref().expect("b").variants[0].sku, Field::Absent);
}

#[test]
fn options_are_up_to_three_and_default_title_is_none() {
    let head = "Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Option3 Name,Option3 Value,Variant Price\n";
    let with = |rows: &str| format!("{head}{rows}");
    assert_eq!(only(&with("a,A,Title,Default Title,,,,,1\n")).options, Field::Value(Vec::new()));
    assert_eq!(only(&with("a,A,,Default Title,,,,,1\n")).options, Field::Value(Vec::new()));
    assert_eq!(only(&with("a,A,,,,,,,1\n")).options, Field::Value(Vec::new()));
    let three = only(&with("a,A,Size,S,Colour,Red,Wood,Ash,1\na,,,M,,Red,,Ash,1\n"));
    assert_eq!(three.variants.iter().map(|one| one.values.clone()).collect::<Vec<_>>(), [[0, 0, 0], [1, 0, 0]]);
    assert!(
        said(&with("a,A,Size,S,,,,,1\na,,,S,,,,,1\n")).contains("line 3, Option1 Value: refused: the same choice of options as in line 2")
    );
    assert!(said(&with("a,A,Size,S,,,,,1\na,,,,,,,,1\n")).contains("line 3, Option1 Value: refused: the variant has no value for Size"));
    assert!(said(&with("a,A,,,,,,,1\na,,,,,,,,2\n")).contains("refused: a second variant needs an option"));
    assert!(said(&with("a,A,,S,,,,,1\n")).contains("line 2, Option1 Name: warning"));
    let rows: String = (0..251).map(|number| format!("a,A,Size,{number},,,,,1\n")).collect();
    assert!(said(&with(&rows)).contains("251 variants; 250 are the most"));
}

#[test]
fn columns_say_absent_blank_or_a_value() {
    let product = only("Handle,Title,Vendor,Tags\na,A,,\" , \"\n");
    assert_eq!((product.vendor, product.tags, product.kind), (Field::Blank, Field::Blank, Field::Absent));
    assert_eq!((product.options, product.pictures, product.shown), (Field::Absent, Field::Absent, Field::Absent));
    assert_eq!(only("Title,Body (HTML)\nA,<img src=x>\n").description, Field::Blank);
}

#[test]
fn drafts_and_what_is_not_published_stay_hidden() {
    let shown = |status: &str, published: &str| only(&format!("Title,Status,Published\nA,{status},{published}\n")).shown;
    assert_eq!(shown("active", "TRUE"), Field::Value(true));
    assert_eq!(shown("Archived", "true"), Field::Value(false));
    assert_eq!(shown("draft", ""), Field::Value(false));
    assert_eq!(shown("active", "false"), Field::Value(false));
    assert_eq!(shown("", ""), Field::Value(true));
    assert!(said("Title,Status\nA,maybe\n").contains("line 2, Status: warning"));
}

#[test]
fn stock_is_whole_and_never_below_none() {
    let stock = |text: &str| variant(&format!("Title,Inventory quantity\nA,{text}\n")).stock;
    assert_eq!(stock("3"), Field::Value(3));
    assert_eq!(stock("3.0"), Field::Value(3));
    assert_eq!(stock("\"1,200\""), Field::Value(1200));
    assert_eq!(stock("-4"), Field::Value(0));
    assert_eq!(stock(""), Field::Blank);
    assert!(said("Title,Inventory quantity\nA,many\n").contains("line 2, Inventory quantity: refused"));
    // A variant whose pieces nobody counts is not sold out.
    let counted = |tracker: &str, text: &str| variant(&format!("Title,Inventory tracker,Inventory quantity\nA,{tracker},{text}\n")).stock;
    for none in ["0", "-4", ""] {
        assert_eq!(counted("", none), Field::Absent, "{none}");
    }
    assert_eq!((counted("", "7"), counted("shopify", "0"), counted("shopify", "")), (Field::Value(7), Field::Value(0), Field::Blank));
    assert!(said("Title,Inventory quantity\nA,99999999999999999999\n").contains("refused"));
}

#[test]
fn links_that_are_no_pictures_are_left_away() {
    let pictures = |text: &str| only(&format!("Title,Image Src\nA,{text}\n")).pictures;
    for bad in [
        "https://a.example.com/",
        "https://a.example.com/x.html",
        "ftp://a.example.com/x.jpg",
        "javascript:alert(1)",
        "data:image/png;base64",
        "see mail",
        "/etc/passwd",
        "../x.jpg",
        "https://me:pw@a.example.com/x.jpg",
    ] {
        assert_eq!(pictures(bad), Field::Blank, "{bad}");
        assert!(said(&format!("Title,Image Src\nA,{bad}\n")).contains("line 2, Image Src: warning"), "{bad}");
    }
    let picture = |source: &str| Field::Value(vec![ListedPicture { source: source.to_owned(), alt: Field::Absent }]);
    assert_eq!(pictures("https://a.example.com/x.jpg?v=1"), picture("https://a.example.com/x.jpg?v=1"));
    assert_eq!(pictures("front.JPG"), picture("front.JPG"));
    let many: String = (0..51).map(|number| format!("a,A,{number}.jpg\n")).collect();
    assert!(said(&format!("Handle,Title,Image Src\n{many}")).contains("50 pictures are the most"));
}

#[test]
fn rows_out_of_shape_are_named() {
    assert!(said("Handle,Title\na,A,B\n").contains("line 2: refused: the row goes on behind the last column"));
    assert_eq!(said("Handle,Title\na,A,,\n"), "");
    let short = list("Handle,Title,Vendor\na,A\n\nb,B\n");
    assert_eq!(
        short.notes[0].to_string(),
        "line 2: warning: 2 rows, of which this is the first, end before the last column: what is missing counts as blank"
    );
    assert_eq!(short.products[1].line, 4);
    let long = format!("Title,Vendor\nA,{}\n", "b".repeat(MOST_FIELD_BYTES + 1));
    assert!(said(&long).contains("line 2, Vendor: refused: the field is 65537 bytes long"));
    assert_eq!(list("Title\r\n\"A\r\nB\"\r\n\r\nC\r\n").products[1].line, 5);
}

#[test]
fn messages_hold_no_line_ends_of_the_file() {
    assert!(!said("Title,Price\nA,\"1\nline 9, Price: refused\"\n").contains('\n'));
}

#[test]
fn a_description_keeps_its_safe_part_only() {
    let html = |text: &str| html::safe_html(text);
    let bad = "<p onclick=x style=color:red class=a>Hi<img src=x onerror=y><iframe src=https://x></iframe>\
        <a href=javascript:x>a</a><a href=http://x.example.com>b</a><svg><script>z</script></svg></p>";
    let good = "<p>Hi<a rel=\"nofollow noopener\">a</a><a rel=\"nofollow noopener\">b</a></p>";
    assert_eq!(html(bad).as_deref(), Some(good));
    assert_eq!(html("<h1>a</h1><h6>b</h6>").as_deref(), Some("<h3>a</h3><h4>b</h4>"));
    assert_eq!(html("A & B\u{0}\nC").as_deref(), Some("<p>A &amp; B<br>C</p>"));
    assert_eq!(html("<td colspan=2>").as_deref(), None);
    assert_eq!(html(" <p>&nbsp;</p><script>x</script>"), None);
    let started = std::time::Instant::now();
    for deep in ["<b>".repeat(21_000) + "x", "<table>".repeat(9_000) + "x", "<a href=https://x.example.com><p>".repeat(1_900) + "x"] {
        let _ = html(&deep);
    }
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

mod prices {
    use super::super::price::read_price;
    use wire::Currency::{self, Eur, Jpy, Krw, Usd};

    fn amount(text: &str, currency: Currency) -> Result<(i64, bool), String> {
        read_price(text, currency).map(|price| (price.amount, price.mended.is_some()))
    }

    #[test]
    fn good_ones() {
        for (text, currency, minor) in [
            ("12", Usd, 1_200),
            ("12.5", Usd, 1_250),
            ("12.50", Usd, 1_250),
            ("12.500", Usd, 1_250),
            ("0", Krw, 0),
            ("12900", Krw, 12_900),
            ("12900.00", Krw, 12_900),
            ("0.05", Eur, 5),
            (".5", Usd, 50),
            ("007", Jpy, 7),
        ] {
            assert_eq!(amount(text, currency), Ok((minor, false)), "{text}");
        }
    }

    #[test]
    fn mended_ones() {
        for (text, currency, minor) in [
            ("1,234.50", Usd, 123_450),
            ("₩12,900", Krw, 12_900),
            ("12,900원", Krw, 12_900),
            ("￦12,900", Krw, 12_900),
            ("$12.50", Usd, 1_250),
            ("US$ 12.50", Usd, 1_250),
            ("12.50 USD", Usd, 1_250),
            ("€5", Eur, 500),
            ("¥500", Jpy, 500),
            ("1,234,567", Krw, 1_234_567),
        ] {
            assert_eq!(amount(text, currency), Ok((minor, true)), "{text}");
        }
    }

    #[test]
    fn refused_ones() {
        for (text, currency) in [
            ("12,50", Usd),
            ("1.234,50", Eur),
            ("1,23,456", Krw),
            (",500", Krw),
            ("1234,567", Krw),
            ("9.99", Krw),
            ("0.5", Jpy),
            ("1.005", Usd),
            ("-5", Usd),
            ("$-5", Usd),
            ("-$5", Usd),
            ("−5", Usd),
            ("(5)", Usd),
            ("1e3", Usd),
            ("1.5E+05", Usd),
            ("abc", Usd),
            ("", Usd),
            (".", Usd),
            ("$", Usd),
            ("5 0", Usd),
            ("12.5.0", Usd),
            ("$5", Krw),
            ("₩5", Usd),
            ("NaN", Usd),
            ("inf", Usd),
            ("9999999999999", Krw),
            ("99999999999999999999999999", Usd),
            ("0x10", Usd),
            ("5$5", Usd),
            ("٣", Usd),
        ] {
            assert!(amount(text, currency).is_err(), "{text}: {:?}", amount(text, currency));
        }
        assert!(amount("9.99", Krw).is_err_and(|why| why.contains("cannot be a price in KRW")));
    }
}
