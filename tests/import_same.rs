//! A list that is given out changes nothing when it is brought in, also where what stands in the shop is rare.

use axum::http::Method;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization;

use crate::{
    account::Browser,
    import::{owner, run, tried},
    street::Street,
};

const BASE: &str = "/api/v1/shops/byeolbit";

/// Brings each list in that the shop gives out.
async fn nothing_changes(street: &Street, owner: &Browser) {
    for format in ["shopify", "google", "naver"] {
        let file = owner.get(street, &format!("{BASE}/export?format={format}")).await.json();
        let bytes = STANDARD.decode(file["content"].as_str().expect("content")).expect("a file");
        let import = tried(street, owner, &String::from_utf8(bytes).expect("UTF-8")).await;
        let sum = &import["sum"];
        assert_eq!((&sum["new"], &sum["changed"], &sum["refused"]), (&json!(0), &json!(0), &json!(0)), "{format}: {import}");
        assert!(sum["unchanged"].as_u64().is_some_and(|count| count > 1), "{format}: {import}");
    }
}

#[tokio::test]
async fn skus_and_barcodes_that_look_like_mistakes_stay() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    street.run("update variants set sku = 'SL-S', barcode = '12E5' where id = 64").await;
    street.run("update variants set sku = '''A', barcode = '1.2E+12' where id = 62").await;
    nothing_changes(&street, &owner).await;
}

#[tokio::test]
async fn options_of_the_same_name_stay() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    street.run("update option_values set value_ko = '같음' where option_id = 41").await;
    nothing_changes(&street, &owner).await;
}

#[tokio::test]
async fn values_of_the_same_name_stay_what_they_are_in_a_list_that_moves_them_and_names_their_option_anew() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let path = format!("{BASE}/draft/products/two-reds");
    let list = |option: &str, values: [&str; 2]| {
        let [first, second] = values;
        format!(
            "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price\ntwo-reds,두 빨강,{option},{first},,7000\ntwo-reds,,,{second},,8000\n"
        )
    };
    let bring = async |text: String| {
        let import = tried(&street, &owner, &text).await;
        run(&street, &owner, &import).await;
        import["sum"].clone()
    };
    bring(list("색", ["빨강", "파랑"])).await;
    let editing = owner.get(&street, &path).await.json();
    let mut draft = editing["draft"].clone();
    draft["options"][0]["values"] = json!([{ "ko": "빨강", "en": "Red" }, { "ko": "빨강", "en": "Crimson" }]);
    let saved = owner.call(&street, Method::PUT, &path, &json!({ "seen": editing["seen"], "draft": draft })).await;
    assert_eq!(saved.status, 200, "{}", saved.body);
    let reads = async || {
        let draft = owner.get(&street, &path).await.json()["draft"].clone();
        let variants = draft["variants"].as_array().expect("variants").clone();
        let read = |one: &Value| {
            let at = one["values"][0].as_u64().and_then(|at| usize::try_from(at).ok()).expect("a place");
            (draft["options"][0]["values"][at]["en"].as_str().expect("English").to_owned(), one["price"].as_i64().expect("a price"))
        };
        let mut reads: Vec<(String, i64)> = variants.iter().map(read).collect();
        reads.sort();
        reads
    };
    let expected = [("Crimson".to_owned(), 8000), ("Red".to_owned(), 7000)];
    assert_eq!(reads().await, expected);
    // Sorted the other way in a spreadsheet, twice; and under another header.
    for option in ["색", "색", "색깔"] {
        let text = list(option, ["빨강 (Crimson)", "빨강 (Red)"]).replace("7000", "x").replace("8000", "7000").replace('x', "8000");
        let sum = bring(text).await;
        assert_eq!((&sum["new"], &sum["refused"]), (&json!(0), &json!(0)));
        assert_eq!(reads().await, expected, "{option}");
    }
}

#[tokio::test]
async fn letters_are_composed_as_they_are_saved_as_those_of_a_list_are() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let in_parts = |text: &str| text.nfd().collect::<String>();
    let path = format!("{BASE}/draft/products/star-lamp");
    let editing = owner.get(&street, &path).await.json();
    let mut draft = editing["draft"].clone();
    draft["vendor"] = json!(in_parts("하늘"));
    draft["tags"] = json!([in_parts("불빛")]);
    draft["options"][0]["name"]["ko"] = json!(in_parts("크기"));
    let saved = owner.call(&street, Method::PUT, &path, &json!({ "seen": editing["seen"], "draft": draft })).await;
    assert_eq!(saved.status, 200, "{}", saved.body);
    let draft = owner.get(&street, &path).await.json()["draft"].clone();
    assert_eq!((&draft["vendor"], &draft["tags"]), (&json!("하늘"), &json!(["불빛"])));
    assert_eq!(draft["options"][0]["name"]["ko"], "크기");
    nothing_changes(&street, &owner).await;
}
