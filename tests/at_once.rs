//! What shoppers see at once, where a draft or a list says something else: no price is nothing, no piece is sold twice, and what
//! is out of the draft can still be sold out.

use axum::http::Method;
use serde_json::{Value, json};

use crate::{
    account::Browser,
    draft::{BASE, owner, put},
    forms::{filled, send},
    import::{run, tried},
    street::{Answer, Street, attributes},
};

async fn state(street: &Street, product: &'static str) -> String {
    let sql = "select state from products where shop_id = 11 and slug = $1";
    sqlx::query_scalar(sql).bind(product).fetch_one(&street.db.pool).await.expect("a state")
}

async fn stock(street: &Street, variant: i64) -> i64 {
    sqlx::query_scalar("select stock from variants where id = $1").bind(variant).fetch_one(&street.db.pool).await.expect("a stock")
}

async fn many(street: &Street, owner: &Browser, change: Value) -> Answer {
    owner.call(street, Method::PATCH, &format!("{BASE}/products"), &change).await
}

async fn open(street: &Street, owner: &Browser) {
    let opened = owner.post(street, &format!("{BASE}/changes/open"), json!({})).await;
    assert_eq!(opened.status, 200, "{}", opened.body);
}

/// Changes a product's draft.
async fn edited(street: &Street, owner: &Browser, product: &str, change: impl Fn(&mut Value)) {
    let path = format!("{BASE}/draft/products/{product}");
    let editing = owner.get(street, &path).await.json();
    let mut draft = editing["draft"].clone();
    change(&mut draft);
    let saved = put(street, owner, &path, json!({ "seen": editing["seen"], "draft": draft })).await;
    assert_eq!(saved.status, 200, "{}", saved.body);
}

/// Takes the size of which there are forty out of the lamp's draft.
fn without_the_large(draft: &mut Value) {
    draft["options"][0]["values"].as_array_mut().expect("values").truncate(2);
    draft["variants"].as_array_mut().expect("variants").truncate(2);
}

#[tokio::test]
async fn a_list_shows_nothing_whose_price_waits_to_be_opened() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    street.run("update variants set price = 0 where product_id = 23").await;
    street.run("insert into product_pictures (product_id, position, picture_id, state) values (23, 0, '00112233445566aa', 'kept')").await;
    let list = "Handle,Title,Variant Price,Published\nhidden-thing,숨긴 것,9000,true\n";
    let first = tried(&street, &owner, list).await;
    let why = first["rows"][0]["notes"].to_string();
    assert!(why.contains("가격을 아직 열지 않아") && why.contains("its price is not open yet"), "{first}");
    assert_eq!(run(&street, &owner, &first).await["state"], "done");
    assert_eq!(state(&street, "hidden-thing").await, "hidden");
    open(&street, &owner).await;
    let second = tried(&street, &owner, list).await;
    assert_eq!(run(&street, &owner, &second).await["state"], "done");
    assert_eq!(state(&street, "hidden-thing").await, "shown", "its price is open");
}

#[tokio::test]
async fn several_products_are_not_shown_while_shoppers_would_see_no_price() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    street.run("update variants set price = 0 where product_id = 23").await;
    edited(&street, &owner, "hidden-thing", |draft| draft["variants"][0]["price"] = json!(9_000)).await;
    let refused = many(&street, &owner, json!({ "products": ["hidden-thing"], "shown": true })).await;
    assert_eq!(refused.status, 409, "{}", refused.body);
    assert_eq!(state(&street, "hidden-thing").await, "hidden");
}

#[tokio::test]
async fn a_price_of_nothing_that_is_opened_hides_its_product() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let list = "Handle,Title,Variant Price\nhidden-thing,숨긴 것,\n";
    assert_eq!(run(&street, &owner, &tried(&street, &owner, list).await).await["state"], "done");
    // What shoppers would see has its price still.
    let path = format!("{BASE}/products/hidden-thing");
    assert_eq!(owner.call(&street, Method::PATCH, &path, &json!({ "shown": true })).await.status, 200);
    street.run("insert into product_pictures (product_id, position, picture_id, state) values (23, 0, '00112233445566aa', 'kept')").await;
    open(&street, &owner).await;
    let price: i64 = sqlx::query_scalar("select price from variants where id = 65").fetch_one(&street.db.pool).await.expect("a price");
    assert_eq!((price, state(&street, "hidden-thing").await.as_str()), (0, "hidden"));
}

#[tokio::test]
async fn a_variant_that_is_out_of_the_draft_alone_is_sold_out_at_once() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    edited(&street, &owner, "star-lamp", without_the_large).await;
    let editing = owner.get(&street, &format!("{BASE}/draft/products/star-lamp")).await.json();
    assert_eq!(editing["dropped"], json!([{ "id": "1r", "values": [{ "ko": "아주 큰", "en": "Huge" }], "stock": 40 }]));
    let page = owner.get(&street, "/studio/shops/byeolbit/products/star-lamp").await.html();
    assert_eq!(attributes(&page, "input[name='s2-id']", "value"), ["1r"]);
    assert_eq!(attributes(&page, "input[name='s2-stock']", "value"), ["40"]);
    let path = format!("{BASE}/products/star-lamp");
    let one = json!({ "stock": [{ "variant": "1r", "stock": 12, "was": 40 }] });
    assert_eq!(owner.call(&street, Method::PATCH, &path, &one).await.status, 200);
    assert_eq!(stock(&street, 63).await, 12);
    let sold_out = many(&street, &owner, json!({ "products": ["star-lamp"], "stock_of_each": 0 })).await;
    assert_eq!(sold_out.status, 200, "{}", sold_out.body);
    assert_eq!((stock(&street, 61).await, stock(&street, 63).await), (0, 0));
}

#[tokio::test]
async fn undoing_a_list_that_dropped_a_variant_brings_no_sold_piece_back() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let list = "Handle,Title,Option1 Name,Option1 Value,Variant Price\nstar-lamp,별 등,크기,작은,12900\nstar-lamp,,크기,큰,19900\n";
    let done = run(&street, &owner, &tried(&street, &owner, list).await).await;
    assert_eq!((&done["state"], &done["sum"]["changed"]), (&json!("done"), &json!(1)), "{done}");
    street.run("update variants set stock = 1 where id = 63").await;
    let undo = format!("{BASE}/imports/{}/undo", done["id"].as_str().expect("an id"));
    let undone = owner.post(&street, &undo, json!({})).await.json();
    // The list said nothing of its pieces, so nothing of it is left.
    assert_eq!((&undone["state"], &undone["left"], &undone["partly"]), (&json!("undone"), &json!([]), &json!([])), "{undone}");
    assert_eq!(stock(&street, 63).await, 1);
    assert_eq!(owner.get(&street, &format!("{BASE}/draft/products/star-lamp")).await.json()["differs"], false);
}

#[tokio::test]
async fn what_was_shown_or_hidden_since_a_list_is_told_of_when_it_is_undone() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let list = "Handle,Title,Variant Price,Published\nhidden-thing,다른 이름,7000,true\n";
    let done = run(&street, &owner, &tried(&street, &owner, list).await).await;
    assert_eq!((done["state"].as_str(), state(&street, "hidden-thing").await.as_str()), (Some("done"), "shown"), "{done}");
    // Who hides it has it as it was before; who shows it again has it as the list wrote it.
    for shown in [false, true] {
        assert_eq!(many(&street, &owner, json!({ "products": ["hidden-thing"], "shown": shown })).await.status, 200);
    }
    street.run("update variants set stock = 0 where id = 65").await;
    let id = done["id"].as_str().expect("an id").to_owned();
    let undone = owner.post(&street, &format!("{BASE}/imports/{id}/undo"), json!({})).await.json();
    assert_eq!((&undone["left"], &undone["partly"]), (&json!([]), &json!([])), "{undone}");
    assert_eq!(state(&street, "hidden-thing").await, "hidden");
    // An older program has written of those alone that were left.
    let old = format!("update imports set remaining = '[\"star-lamp\"]' where id = {}", i64::from_str_radix(&id, 36).expect("a number"));
    sqlx::query(sqlx::AssertSqlSafe(old)).execute(&street.db.pool).await.expect("an update");
    assert_eq!(owner.get(&street, &format!("{BASE}/imports/{id}")).await.json()["left"], json!(["star-lamp"]));
}

#[tokio::test]
async fn a_form_leaves_values_with_commas_and_of_one_language_as_they_are_and_their_stock() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    street.run("update option_values set value_ko = '1,000ml', value_en = null where id = 51").await;
    street.run("update option_values set value_en = null where id = 52").await;
    let path = "/studio/shops/byeolbit/products/star-lamp";
    let filled = filled(&owner.get(&street, path).await.html(), "save-product");
    let with = |name: &str, value: &str| {
        let mut filled = filled.clone();
        filled.iter_mut().filter(|(one, _)| one == name).for_each(|(_, old)| value.clone_into(old));
        filled
    };
    let api = format!("{BASE}/draft/products/star-lamp");
    let before = owner.get(&street, &api).await.json()["draft"].clone();
    let saved = send(&street, &owner, path, &with("name_ko", "새 별 등")).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let after = owner.get(&street, &api).await.json()["draft"].clone();
    assert_eq!((&after["options"], &after["variants"]), (&before["options"], &before["variants"]));
    assert_eq!(after["name"]["ko"], "새 별 등");
    // A word is mended, and another value added.
    let seen = owner.get(&street, &api).await.json()["seen"].to_string();
    let mut more = with("o0-values_ko", "\"1,000ml\", 커다란, 아주 큰, 집채만 한");
    more.iter_mut().filter(|(name, _)| name == "seen").for_each(|(_, old)| old.clone_from(&seen));
    let saved = send(&street, &owner, path, &more).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let after = owner.get(&street, &api).await.json()["draft"].clone();
    let ids = |draft: &Value| draft["variants"].as_array().expect("variants").iter().map(|one| one["id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids(&after)[..3], ids(&before)[..]);
    assert_eq!(after["options"][0]["values"][1], json!({ "ko": "커다란" }));
    assert_eq!((after["variants"].as_array().map(Vec::len), &after["variants"][2]["stock"]), (Some(4), &json!(40)));
}
