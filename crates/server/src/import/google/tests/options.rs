//! An option of a feed that is refused, and put right.

use super::*;

fn cell(line: u64, column: &str, value: &str) -> Correction {
    Correction { line, column: column.to_owned(), value: value.to_owned() }
}

fn corrected(text: &str, cells: &[Correction]) -> List {
    read_corrected(text.as_bytes(), Currency::Krw, cells).expect("a list")
}

/// Two variants of one product, each with these elements.
fn two(first: &str, second: &str) -> String {
    let one = |rest: &str| format!("<item><title>A</title><g:item_group_id>g</g:item_group_id><g:price>1 KRW</g:price>{rest}</item>\n");
    feed(&(one(first) + &one(second)))
}

fn option(name: &str, value: &str) -> String {
    format!("<golmok:option name=\"{name}\">{value}</golmok:option>")
}

/// The values of each option of the only product.
fn options(list: &List) -> Vec<(String, String)> {
    let product = list.products[0].product.as_ref().unwrap_or_else(|| panic!("{:?}", notes(list)));
    let Field::Value(options) = &product.options else { panic!("options") };
    options.iter().map(|option| (option.name.clone(), option.values.join(" "))).collect()
}

/// Where the only refusal stands, and what stands there.
fn refusal(list: &List) -> (String, Option<String>) {
    let note = list.products[0].notes.iter().find(|note| note.weight == Weight::Refusal).expect("a refusal");
    let column = note.column.clone().expect("a column");
    let cell = list.cell(note.line, &column);
    (column, cell)
}

#[test]
fn the_value_of_an_option_is_put_right_by_the_options_name() {
    let long = "가".repeat(256);
    let size = |value: &str| option("크기", value) + &option("색", "흰");
    for (second, stands) in [(size(""), ""), (size("작은"), "작은"), (size(&long), long.as_str()), (option("색", "흰"), "")] {
        let text = two(&size("작은"), &second);
        let list = corrected(&text, &[]);
        assert_eq!(refusal(&list), ("golmok:option 크기".to_owned(), Some(stands.to_owned())), "{second}");
        let list = corrected(&text, &[cell(4, "golmok:option 크기", " 큰 ")]);
        assert!(list.notes.is_empty(), "{:?}", list.notes);
        assert_eq!(options(&list), [("크기".to_owned(), "작은 큰".to_owned()), ("색".to_owned(), "흰".to_owned())], "{second}");
        assert_eq!(list.cell(4, "golmok:option 크기").as_deref(), Some("큰"));
    }
}

#[test]
fn googles_own_options_are_put_right_where_they_are_refused() {
    let list = corrected(&two("<g:size>S</g:size>", ""), &[cell(4, "g:size", "M")]);
    assert_eq!(options(&list), [("Size".to_owned(), "S M".to_owned())]);
    let same = two("<g:color>red</g:color>", "<g:color>red</g:color>");
    assert_eq!(refusal(&corrected(&same, &[])), ("g:color".to_owned(), Some("red".to_owned())));
    assert_eq!(options(&corrected(&same, &[cell(4, "g:color", "blue")])), [("Color".to_owned(), "red blue".to_owned())]);
}

#[test]
fn an_option_without_a_name_is_given_one() {
    let text = two(&(option("색", "흰") + &option("", "작은")), &(option("색", "흰") + &option("크기", "큰")));
    assert_eq!(refusal(&corrected(&text, &[])), ("golmok:option@name 2".to_owned(), Some(String::new())));
    let list = corrected(&text, &[cell(3, "golmok:option@name 2", "크기")]);
    assert_eq!(options(&list), [("색".to_owned(), "흰".to_owned()), ("크기".to_owned(), "작은 큰".to_owned())]);
    let list = corrected(&text, &[cell(3, "golmok:option@name 3", "크기"), cell(3, "golmok:option@name 0", "크기")]);
    assert_eq!(list.notes.len(), 2, "there is none of that number");
}

#[test]
fn a_field_that_was_too_long_is_put_right_and_takes_no_other_with_it() {
    let long = "x".repeat(MOST_FIELD_BYTES + 1);
    let text = two(&option("크기", "작은"), &(option("크기", &long) + &format!("<description>{long}</description>")));
    let list = corrected(&text, &[cell(4, "golmok:option 크기", "큰")]);
    assert_eq!(notes(&list), ["line 4, description: refused: the field is 65537 bytes long; 65536 are the most"]);
    let list = corrected(&text, &[cell(4, "golmok:option 크기", "큰"), cell(4, "description", "B")]);
    assert_eq!(options(&list), [("크기".to_owned(), "작은 큰".to_owned())]);
    assert_eq!(list.products[0].product.as_ref().expect("a product").description, Field::Value("<p>B</p>".to_owned()));
}

#[test]
fn of_cells_that_cannot_be_told_so_many_are_named_and_no_more() {
    let text = feed("<item><title>A</title></item><item><title>B</title></item>");
    let cells: Vec<Correction> = (0..2_000).map(|number| cell(3, &format!("golmok:option {number}"), "x")).collect();
    assert_eq!(corrected(&text, &cells).notes.len(), MOST_LOST);
    // More elements than one item has at most.
    let many: String = (0..1_001).map(|number| option(&format!("a{number}"), "b")).collect();
    let many = feed(&format!("<item><title>A</title>{many}</item>"));
    let list = corrected(&many, &[cell(3, "golmok:option a7", "c")]);
    assert_eq!((list.notes.len(), list.cell(3, "golmok:option a7")), (1, None), "an item with so many elements is left as it is");
}
