//! Columns that a list lacks: under which header they are put right, and for which rows.

use super::*;
use crate::product::write::Part;

fn cell(line: u64, column: &str, value: &str) -> Correction {
    Correction { line, column: column.to_owned(), value: value.to_owned() }
}

fn put_right(csv: &str, cells: &[Correction]) -> List {
    read_corrected(csv.as_bytes(), Currency::Krw, cells).expect("a list")
}

fn price(list: &List, at: usize) -> Field<i64> {
    list.products[at].product.as_ref().expect("a product").variants[0].price.clone()
}

#[test]
fn a_column_that_is_not_there_is_named_as_its_dialect_has_it() {
    let header = |csv: &str, part: Part| list(csv).header(part).unwrap_or_default();
    assert_eq!(header("Handle,Title\na,A\n", Part::Price), "Variant Price");
    assert_eq!(header("URL handle,Title\na,A\n", Part::Price), "Price");
    assert_eq!(header("Handle,Title,inventory QUANTITY\na,A,1\n", Part::Sku), "SKU");
    assert_eq!(header("Handle,PRICE\na,1\n", Part::Price), "PRICE");
    assert_eq!(header("Handle,Price\na,1\n", Part::Name), "Title");
    let twins = "Handle,Title,Variant Price\na,A,1\na,,2\n";
    assert_eq!(said(twins), "line 3, Option1 Value: refused: a second variant needs an option that tells it from line 2");
    let many: String = (0..251).map(|number| format!("a,A,{number}\n")).collect();
    assert!(said(&format!("Handle,Title,Variant Price\n{many}")).starts_with("line 252: refused: the product has 251 variants"));
}

#[test]
fn a_cell_under_it_is_its_own_rows_alone() {
    let csv = "Handle,Title\na,A\nb,B\n";
    let list = put_right(csv, &[cell(3, "Variant Price", "1"), cell(3, "Variant Price", "12900"), cell(2, "Variant Price", " ")]);
    assert_eq!((price(&list, 0), price(&list, 1)), (Field::Absent, Field::Value(12_900)), "blank would take away what is kept");
    let stands = |line, header: &str| list.cell(line, header);
    assert_eq!((stands(3, "Variant Price").as_deref(), stands(2, "Variant Price").as_deref()), (Some("12900"), Some("")));
    assert_eq!((stands(9, "Variant Price"), stands(2, "Strange")), (None, None));
    let refused = put_right(csv, &[cell(2, "Variant Price", "12,50")]);
    assert!(notes(&refused)[0].starts_with("line 2, Variant Price: refused: \"12,50\" is not a price"), "{refused:?}");
}

#[test]
fn what_a_list_has_or_could_not_have_is_not_added() {
    let unknown = put_right("Handle,Title\na,A\n", &[cell(2, "Strange", "1"), cell(2, "Price", "1"), cell(9, "Variant Price", "1")]);
    assert_eq!(price(&unknown, 0), Field::Absent);
    let other = put_right("Handle,Price\na,1\n", &[cell(2, "Variant Price", "2")]);
    assert_eq!(price(&other, 0), Field::Value(1));
    let surplus = put_right("Handle,Title\na,A,B\n", &[cell(2, "Variant Price", "2")]);
    assert!(notes(&surplus)[0].starts_with("line 2: refused: the row goes on"), "{surplus:?}");
}

#[test]
fn titles_and_options_of_one_product_say_nothing_of_the_others() {
    let csv = "Handle,Variant Price\na,1000\na,2000\nb,3000\n";
    let cells = [cell(2, "Title", "A"), cell(2, "Option1 Name", "크기"), cell(2, "Option1 Value", "S"), cell(3, "Option1 Value", "M")];
    let list = put_right(csv, &cells);
    let [a, b] = list.products.as_slice() else { panic!("{list:?}") };
    let (a, b) = (a.product.as_ref().expect("a"), b.product.as_ref().expect("b"));
    let Field::Value(options) = &a.options else { panic!("options") };
    assert_eq!((options[0].name.as_str(), options[0].values.join(" ").as_str()), ("크기", "S M"));
    assert_eq!((&a.name, &b.name, &b.options), (&value("A"), &Field::Absent, &Field::Absent));
    assert!(notes(&list).is_empty(), "{list:?}");
    let half = put_right(csv, &[cell(3, "Option1 Value", "M")]);
    let said = notes(&half).join("\n");
    assert!(said.contains("line 2, Option1 Name: warning: the option has no name"), "{said}");
    assert!(said.contains("line 2, Option1 Value: refused: the variant has no value for Option"), "{said}");
}
