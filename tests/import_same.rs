//! A list that is given out changes nothing when it is brought in, also where what stands in the shop is rare.

use axum::http::Method;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::json;
use unicode_normalization::UnicodeNormalization;

use crate::{
    account::Browser,
    import::{owner, tried},
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
async fn letters_are_composed_as_they_are_saved_and_those_from_before_are_no_change() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let in_parts = |text: &str| text.nfd().collect::<String>();
    let sql = "update products set name_ko = $1 where id = 21";
    sqlx::query(sql).bind(in_parts("별 등")).execute(&street.db.pool).await.expect("an update");
    nothing_changes(&street, &owner).await;
    let path = format!("{BASE}/draft/products/star-lamp");
    let editing = owner.get(&street, &path).await.json();
    let mut draft = editing["draft"].clone();
    assert_eq!(draft["name"]["ko"], json!(in_parts("별 등")));
    draft["vendor"] = json!(in_parts("하늘"));
    let saved = owner.call(&street, Method::PUT, &path, &json!({ "seen": editing["seen"], "draft": draft })).await;
    assert_eq!(saved.status, 200, "{}", saved.body);
    let draft = owner.get(&street, &path).await.json()["draft"].clone();
    assert_eq!((&draft["name"]["ko"], &draft["vendor"]), (&json!("별 등"), &json!("하늘")));
}
