//! What a feed says, and each way in which one is hostile or wrong, by what a merchant reads of it.

mod hostile;
mod options;

use super::*;
use crate::{
    import::list::Entry,
    product::write::{
        Part,
        listed::{Field, Listed, ListedVariant},
    },
};

/// A feed of these items.
pub(super) fn feed(items: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<rss version=\"2.0\" xmlns:g=\"{GOOGLE}\" xmlns:golmok=\"{GOLMOK}\"><channel><title>Shop</title>\n{items}</channel></rss>"
    )
}

/// A feed of one item with a title and a price besides.
fn item(elements: &str) -> String {
    feed(&format!("<item><title>Bowl</title><g:id>A-1</g:id><g:price>9000 KRW</g:price>{elements}</item>"))
}

fn list(text: &str) -> List {
    read(text.as_bytes(), Currency::Krw).unwrap_or_else(|why| panic!("{why}"))
}

fn notes(list: &List) -> Vec<String> {
    list.products.iter().flat_map(|entry| &entry.notes).map(Note::to_string).collect()
}

/// All that is said of the products of a feed.
pub(super) fn said(text: &str) -> String {
    notes(&list(text)).join("\n")
}

fn products(text: &str) -> Vec<Listed> {
    list(text).products.into_iter().filter_map(|entry| entry.product).collect()
}

fn only(text: &str) -> Listed {
    let list = list(text);
    let [entry] = <[Entry; 1]>::try_from(list.products).unwrap_or_else(|entries| panic!("{entries:?}"));
    entry.product.unwrap_or_else(|| panic!("{:?}", entry.notes))
}

fn variant(elements: &str) -> ListedVariant {
    only(&item(elements)).variants.into_iter().next().expect("a variant")
}

fn value(text: &str) -> Field<String> {
    Field::Value(text.to_owned())
}

const SHIRT: &str = "
<item>
  <title><![CDATA[쪽빛 셔츠 & 바지]]></title><link>https://a.example.com/products/indigo-shirt?variant=1</link>
  <g:id>S-1</g:id><g:item_group_id>S</g:item_group_id>
  <description>&lt;p onclick=x&gt;쪽빛&#32;셔츠&lt;/p&gt;</description>
  <g:price>60,000 KRW</g:price><g:sale_price>48000 KRW</g:sale_price>
  <g:image_link>https://a.example.com/front.jpg</g:image_link>
  <g:additional_image_link>https://a.example.com/back.jpg</g:additional_image_link>
  <g:additional_image_link>https://a.example.com/page.html</g:additional_image_link>
  <g:availability>in stock</g:availability><g:brand>하늘</g:brand>
  <g:product_type>의류 &gt; 셔츠</g:product_type>
  <g:color>쪽빛</g:color><g:size>M</g:size><g:gtin>8801234567893</g:gtin>
  <g:shipping_weight>0.35 kg</g:shipping_weight><g:condition>new</g:condition>
  <g:shipping><g:country>KR</g:country><g:price>3000 KRW</g:price></g:shipping>
</item>
<item><title>다른 것</title><g:id>T-1</g:id><g:price>100 KRW</g:price></item>
<item>
  <title>쪽빛 셔츠 L</title><g:id>S-2</g:id><g:item_group_id>S</g:item_group_id>
  <g:mpn>SH-L</g:mpn><g:price>52000 KRW</g:price><g:availability>out_of_stock</g:availability>
  <g:color>쪽빛</g:color><g:size>L</g:size>
  <g:image_link>https://a.example.com/front.jpg</g:image_link>
</item>";

#[test]
fn items_of_a_group_are_variants_that_differ_in_what_tells_them_apart() {
    let list = list(&feed(SHIRT));
    let [shirt, other] = list.products.as_slice() else { panic!("{list:?}") };
    assert_eq!((shirt.handle.as_str(), shirt.line), ("indigo-shirt", 4));
    assert_eq!((other.handle.as_str(), other.line), ("t-1", 18));
    assert_eq!(shirt.variant_lines, [4, 19]);
    let product = shirt.product.as_ref().expect("a shirt");
    assert_eq!(product.name, value("쪽빛 셔츠 & 바지"));
    assert_eq!(product.description, value("<p>쪽빛 셔츠</p>"));
    assert_eq!((&product.kind, &product.vendor), (&value("셔츠"), &value("하늘")));
    assert_eq!((&product.tags, &product.shown), (&Field::Absent, &Field::Absent));
    let Field::Value(options) = &product.options else { panic!("options") };
    assert_eq!(options.len(), 1, "the colour is the same");
    assert_eq!((options[0].name.as_str(), options[0].values.join(" ")), ("사이즈", "M L".to_owned()));
    let [medium, large] = product.variants.as_slice() else { panic!("two variants") };
    assert_eq!((&medium.price, &medium.before), (&Field::Value(48_000), &Field::Value(60_000)));
    assert_eq!((&large.price, &large.before), (&Field::Value(52_000), &Field::Blank));
    assert_eq!((&medium.stock, &large.stock), (&Field::Absent, &Field::Value(0)));
    assert_eq!((&medium.sku, &large.sku), (&value("S-1"), &value("SH-L")));
    assert_eq!((&medium.barcode, &large.barcode), (&value("8801234567893"), &Field::Absent));
    assert_eq!((&medium.grams, &large.grams), (&Field::Value(350), &Field::Absent));
    assert_eq!(medium.values, [0]);
    let Field::Value(pictures) = &product.pictures else { panic!("pictures") };
    assert_eq!(
        pictures.iter().map(|one| one.source.as_str()).collect::<Vec<_>>(),
        ["https://a.example.com/front.jpg", "https://a.example.com/back.jpg"]
    );
    assert_eq!(
        notes(&list),
        [
            "line 4, g:price: warning: \"60,000\": the commas between thousands are left away",
            "line 4, g:additional_image_link: warning: \"https://a.example.com/page.html\" leads to a web page and not to a picture; the picture is left away",
            "line 19, title: another title than in line 4, which is the one taken",
        ]
    );
    assert_eq!(list.header(Part::Price).as_deref(), Some("g:price"));
    assert_eq!(list.cell(19, "g:mpn").as_deref(), Some("SH-L"));
    assert_eq!(list.cell(4, "g:additional_image_link"), None, "there are two");
}

#[test]
fn prices_are_of_the_shops_currency_and_such_as_it_holds() {
    let price = |text: &str| {
        let feed = feed(&format!("<item><title>A</title><g:id>a</g:id><g:price>{text}</g:price></item>"));
        (said(&feed), products(&feed).into_iter().next().map(|product| product.variants[0].price.clone()))
    };
    assert_eq!(price("12900 KRW"), (String::new(), Some(Field::Value(12_900))));
    assert_eq!(price("12900.00 krw"), (String::new(), Some(Field::Value(12_900))));
    assert_eq!(price("KRW12900"), (String::new(), Some(Field::Value(12_900))));
    assert_eq!(price("0 KRW").1, Some(Field::Blank));
    assert_eq!(price("").1, Some(Field::Blank));
    assert_eq!(price("12900").0, "line 3, g:price: warning: \"12900\" names no currency and counts as KRW");
    assert_eq!(
        price("12.50 USD"),
        ("line 3, g:price: refused: \"12.50 USD\" is in USD, and the shop's prices are in KRW".to_owned(), None)
    );
    assert_eq!(price("12.50 KRW").1, None);
    assert!(price("12.50 KRW").0.contains("refused: \"12.50\" cannot be a price in KRW"));
    for bad in ["12,50 KRW", "-1 KRW", "1e5 KRW", "free", "KRW", "$5 KRW", "99999999999999999999 KRW", "1 2 KRW"] {
        assert_eq!(price(bad).1, None, "{bad}");
        assert!(price(bad).0.contains("line 3, g:price: refused:"), "{bad}: {}", price(bad).0);
    }
    assert_eq!(variant("<g:sale_price>9000 KRW</g:sale_price><golmok:before>9500 KRW</golmok:before>").before, Field::Value(9_500));
    let dates =
        said(&item("<g:sale_price>1 KRW</g:sale_price><g:sale_price_effective_date>2026-01-01/2026-02-01</g:sale_price_effective_date>"));
    assert!(dates.contains("from when to when is not kept"), "{dates}");
}

#[test]
fn a_price_that_is_refused_keeps_only_its_own_product_out() {
    let items = "<item><title>A</title><g:id>a</g:id><g:price>1 USD</g:price></item><item><title>B</title><g:id>b</g:id><g:price>1 KRW</g:price></item>";
    assert_eq!(products(&feed(items)).iter().map(|one| one.slug.as_str()).collect::<Vec<_>>(), ["b"]);
}

#[test]
fn a_product_is_named_by_our_handle_its_link_its_ids_or_its_title() {
    let slug = |elements: &str| products(&feed(&format!("<item><title>Blue bowl</title>{elements}</item>")))[0].slug.to_string();
    let link = "<link>https://a.example.com/products/big-bowl/?a=1</link>";
    assert_eq!(slug(&format!("<golmok:handle>감물-사발</golmok:handle>{link}<g:id>A_1</g:id>")), "감물-사발");
    assert_eq!(slug(&format!("<golmok:handle>My bowl</golmok:handle>{link}")), "my-bowl");
    assert_eq!(slug(&format!("{link}<g:id>A_1</g:id>")), "big-bowl");
    assert_eq!(slug("<link>https://a.example.com/view.php?no=1</link><g:id>A_1</g:id>"), "a-1");
    assert_eq!(slug("<g:item_group_id>G 1</g:item_group_id><g:id>A_1</g:id>"), "g-1");
    assert_eq!(slug("<g:id>茶碗</g:id>"), "blue-bowl");
    assert_eq!(slug(""), "blue-bowl");
    assert!(
        said(&item("<golmok:handle>My bowl</golmok:handle>"))
            .contains("golmok:handle: warning: \"My bowl\" is no handle and became my-bowl")
    );
    assert!(said(&item("<golmok:handle>茶</golmok:handle>")).contains("golmok:handle: refused: no address can be made of \"茶\""));
}

#[test]
fn links_that_end_alike_name_no_product() {
    let one = |id: &str| format!("<item><title>{id}</title><g:id>{id}</g:id><link>https://a.example.com/product?no={id}</link></item>");
    let list = list(&feed(&(one("a1") + &one("a2"))));
    assert_eq!(list.products.iter().map(|entry| entry.handle.as_str()).collect::<Vec<_>>(), ["a1", "a2"]);
    assert!(list.notes[0].to_string().contains("the links of several products end alike"), "{:?}", list.notes);
}

#[test]
fn products_never_run_into_one_another() {
    let one = |id: &str, title: &str| format!("<item><title>{title}</title><g:id>{id}</g:id></item>");
    assert_eq!(said(&feed(&(one("a", "A") + &one("a", "B")))), "line 3, g:id: refused: \"a\" is the id of the item in line 3 already");
    let alike = said(&feed(&format!("{}\n{}", one("a 1", "A"), one("A-1", "B"))));
    assert_eq!(alike, "line 4, g:id: refused: its address would be a-1, which is the product in line 3");
}

#[test]
fn variants_that_nothing_tells_apart_are_refused() {
    let one = |rest: &str| format!("<item><title>A</title><g:item_group_id>g</g:item_group_id><g:price>1 KRW</g:price>{rest}</item>\n");
    let two = |first: &str, second: &str| said(&feed(&(one(first) + &one(second))));
    assert!(two("", "").contains("line 4, g:color: refused: nothing tells this variant from that in line 3"));
    assert!(two("<g:size>S</g:size>", "").contains("line 4, g:size: refused: the variant has no value for Size"));
    let option = |name: &str, value: &str| format!("<golmok:option name=\"{name}\">{value}</golmok:option>");
    assert!(
        two(&option("맛", "단맛"), &option("맛", "단맛"))
            .contains("line 4, golmok:option 맛: refused: the same choice of options as in line 3")
    );
    let four: String = ["a", "b", "c", "d"].iter().map(|name| option(name, "1")).collect();
    assert!(two(&four, "").contains("differ in more than 3 ways"));
    let axes =
        |end: u8| format!("<g:color>{end}</g:color><g:size>{end}</g:size><g:material>{end}</g:material><g:pattern>{end}</g:pattern>");
    assert!(two(&axes(1), &axes(2)).contains("differ in more than 3 ways"));
    assert!(two(&option("", "1"), "").contains("line 3, golmok:option@name 1: refused: an option has a name"));
    let many: String = (0..251).map(|number| one(&format!("<g:size>{number}</g:size>"))).collect();
    assert!(said(&feed(&many)).contains("251 variants; 250 are the most"));
}

#[test]
fn our_own_elements_say_what_googles_cannot() {
    let own = "<golmok:option name=\"맛 &amp; 향\">단맛</golmok:option><g:color>빨강</g:color><golmok:stock>12</golmok:stock><g:availability>out_of_stock</g:availability>\
        <golmok:sku></golmok:sku><g:mpn>M-1</g:mpn><golmok:barcode>X1</golmok:barcode><g:gtin>8801234567893</g:gtin><golmok:shown>false</golmok:shown>\
        <golmok:title>긴 이름</golmok:title><golmok:description/><description>Bowl</description><golmok:kind>A &gt; B</golmok:kind><golmok:vendor>긴 공방</golmok:vendor>";
    let product = only(&item(own));
    let Field::Value(options) = &product.options else { panic!("options") };
    assert_eq!((options.len(), options[0].name.as_str(), options[0].values.join(" ").as_str()), (1, "맛 & 향", "단맛"));
    let one = &product.variants[0];
    assert_eq!((&one.stock, &one.sku, &one.barcode), (&Field::Value(12), &Field::Blank, &value("X1")));
    assert_eq!((&product.shown, &product.name, &product.description), (&Field::Value(false), &value("긴 이름"), &Field::Blank));
    assert_eq!((&product.kind, &product.vendor), (&value("A > B"), &value("긴 공방")));
    assert!(said(&item("<golmok:stock>-1</golmok:stock>")).contains("golmok:stock: refused: \"-1\" is no number of pieces"));
    assert!(said(&item("<golmok:stock>1.5</golmok:stock>")).contains("refused"));
    assert!(said(&item("<golmok:shown>maybe</golmok:shown>")).contains("the product is kept hidden"));
    assert_eq!(only(&item("<x:stock xmlns:x=\"urn:other\">5</x:stock>")).variants[0].stock, Field::Absent);
}

#[test]
fn a_sku_names_one_variant() {
    let one = |id: &str, size: &str| {
        format!(
            "<item><title>A</title><g:id>{id}</g:id><g:item_group_id>g</g:item_group_id><g:mpn>M</g:mpn><g:size>{size}</g:size></item>\n"
        )
    };
    let feed = feed(&(one("a", "S") + &one("b", "M")));
    assert_eq!(only(&feed).variants.iter().map(|one| one.sku.clone()).collect::<Vec<_>>(), [value("M"), value("b")]);
    assert_eq!(said(&feed), "line 4, g:mpn: warning: \"M\" is the SKU of line 3 too; it is kept there and left away here");
}

#[test]
fn an_item_alone_takes_no_variants_away() {
    assert_eq!(only(&item("<g:size>M</g:size>")).options, Field::Absent);
    assert_eq!(only(&item("<g:item_group_id>g</g:item_group_id><g:size>M</g:size>")).options, Field::Absent);
}

#[test]
fn what_is_missing_is_absent_and_what_is_empty_is_blank() {
    let bare = only(&item(""));
    assert_eq!(
        (&bare.vendor, &bare.kind, &bare.description, &bare.pictures),
        (&Field::Absent, &Field::Absent, &Field::Absent, &Field::Absent)
    );
    let empty = only(&item("<g:brand/><g:product_type> &gt; </g:product_type><description> </description><g:image_link/>"));
    assert_eq!(
        (&empty.vendor, &empty.kind, &empty.description, &empty.pictures),
        (&Field::Blank, &Field::Blank, &Field::Blank, &Field::Blank)
    );
    assert!(said(&feed("<item><g:id>a</g:id></item>")).contains("line 3, title: refused: the title is missing"));
    assert!(said(&feed("<item><title> </title><g:id>a</g:id></item>")).contains("refused: the title is missing"));
    assert!(said(&feed("<item/>")).contains("refused: the title is missing"));
    let long = said(&feed(&format!("<item><title>{}</title></item>", "a".repeat(256))));
    assert!(long.contains("256 characters; 255 are the most"), "{long}");
}

#[test]
fn what_a_street_has_no_place_for_is_said() {
    assert!(said(&item("<g:condition>used</g:condition>")).contains("g:condition: warning: \"used\" is not kept"));
    assert!(said(&item("<g:availability>preorder</g:availability>")).contains("counts as out of stock"));
    assert!(said(&item("<g:availability>soon</g:availability>")).contains("nothing is kept of it"));
    assert!(said(&item("<g:shipping_weight>heavy</g:shipping_weight>")).contains("is no weight and is left away"));
    assert!(said(&item("<g:gtin>8.80123E+12</g:gtin>")).contains("g:gtin: refused"));
    let nested = item("<description><p>One</p><p>Two</p></description>");
    assert!(said(&nested).contains("description: warning: elements stand within it"));
    assert_eq!(only(&nested).description, value("<p>One<br>Two</p>"));
}

#[test]
fn googles_elements_are_known_by_their_namespace() {
    let other = format!(
        "<rss xmlns:x=\"{GOOGLE}\"><channel><item><x:title>A</x:title><x:id>a</x:id><x:price>5 KRW</x:price></item></channel></rss>"
    );
    assert_eq!(only(&other).variants[0].price, Field::Value(5));
    let undeclared = "<rss><channel><item><title>A</title><g:id>a</g:id><g:price>5 KRW</g:price></item></channel></rss>";
    assert_eq!(only(undeclared).variants[0].price, Field::Value(5));
    let plain = "<rss><channel><item><title>A</title><id>a</id><price>5 KRW</price></item></channel></rss>";
    assert_eq!(only(plain).variants[0].price, Field::Value(5));
    let foreign = "<rss xmlns:g=\"urn:other\"><channel><item><title>A</title><id>a</id><g:price>5 KRW</g:price></item></channel></rss>";
    assert_eq!(only(foreign).variants[0].price, Field::Absent);
}

#[test]
fn an_element_is_put_right_where_one_item_stands_on_its_line() {
    let cell = |line, column: &str, value: &str| Correction { line, column: column.to_owned(), value: value.to_owned() };
    let text = feed("<item><g:id>a</g:id><g:price>5 USD</g:price></item>");
    let cells = [cell(3, "g:price", "5 KRW"), cell(3, "title", "A")];
    let list = read_corrected(text.as_bytes(), Currency::Krw, &cells).expect("a list");
    assert!(list.notes.is_empty() && list.products[0].product.is_some(), "{list:?}");
    assert_eq!(list.cell(3, "g:price").as_deref(), Some("5 KRW"));
    let two = feed("<item><title>A</title><g:price>5 USD</g:price></item><item><title>B</title></item>");
    let list = read_corrected(two.as_bytes(), Currency::Krw, &[cell(3, "g:price", "5 KRW")]).expect("a list");
    assert!(list.notes[0].why.contains("which item is meant") && list.products[0].product.is_none(), "{list:?}");
    assert_eq!(list.cell(3, "g:price"), None);
}

#[test]
fn an_element_that_is_not_there_is_put_right() {
    let cell = |line, column: &str, value: &str| Correction { line, column: column.to_owned(), value: value.to_owned() };
    let text = feed("<item><title>A</title><g:id>a</g:id></item>\n<item><title>B</title><g:id>b</g:id></item>");
    let cells = [cell(3, "g:price", "500 KRW"), cell(4, "g:price", " ")];
    let list = read_corrected(text.as_bytes(), Currency::Krw, &cells).expect("a list");
    let price = |at: usize| list.products[at].product.as_ref().expect("a product").variants[0].price.clone();
    assert_eq!((price(0), price(1)), (Field::Value(500), Field::Absent), "blank would take away what is kept");
    assert_eq!((list.cell(3, "g:price").as_deref(), list.cell(4, "g:price").as_deref()), (Some("500 KRW"), Some("")));
    assert_eq!((list.cell(4, "golmok:option"), list.header(Part::Sku).as_deref()), (None, Some("golmok:sku")));
    assert!(list.notes.is_empty(), "{list:?}");
}
