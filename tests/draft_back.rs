//! Taking an opening back: all that it took away comes back, and what was changed since stays and is named.

use axum::http::Method;
use serde_json::{Value, json};

use crate::{
    account::Browser,
    draft::{BASE, owner, photo, put, rename},
    street::{Street, attributes, texts},
};

async fn open(street: &Street, browser: &Browser) {
    let opened = browser.post(street, &format!("{BASE}/changes/open"), json!({})).await;
    assert_eq!(opened.status, 200, "{}", opened.body);
}

async fn take_back(street: &Street, browser: &Browser) -> Value {
    let taken = browser.post(street, &format!("{BASE}/changes/take-back"), json!({})).await;
    assert_eq!(taken.status, 200, "{}", taken.body);
    taken.json()
}

/// Saves the draft of a thing with some of it changed.
pub async fn change(street: &Street, browser: &Browser, path: &str, change: impl FnOnce(&mut Value)) {
    let editing = browser.get(street, path).await.json();
    let mut draft = editing["draft"].clone();
    change(&mut draft);
    let saved = put(street, browser, path, json!({ "seen": editing["seen"], "draft": draft })).await;
    assert_eq!(saved.status, 200, "{}", saved.body);
}

async fn places(street: &Street) -> Vec<(String, i64, i64)> {
    let sql = "select c.slug, cp.product_id, cp.position from collection_products cp join collections c on c.id = cp.collection_id
        where c.shop_id = 11 order by cp.position, cp.product_id";
    sqlx::query_as(sql).fetch_all(&street.db.pool).await.expect("places")
}

async fn name_of(street: &Street, product: i64) -> String {
    let sql = "select name_ko from products where id = $1";
    sqlx::query_scalar(sql).bind(product).fetch_one(&street.db.pool).await.expect("a name")
}

#[tokio::test]
async fn a_collection_that_was_taken_away_comes_back_with_its_products() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    street.run("insert into collection_products values (31, 22, 7)").await;
    let path = format!("{BASE}/draft");
    let editing = owner.get(&street, &path).await.json();
    let mut draft = editing["draft"].clone();
    draft["collections"] = json!([]);
    let saved = put(&street, &owner, &path, json!({ "seen": editing["seen"], "draft": draft })).await;
    assert_eq!(saved.status, 200, "{}", saved.body);
    open(&street, &owner).await;
    assert_eq!(places(&street).await, []);
    assert_eq!(take_back(&street, &owner).await, json!({ "stays": [] }));
    assert_eq!(places(&street).await, [("lamps".to_owned(), 21, 0), ("lamps".to_owned(), 22, 7)]);
}

#[tokio::test]
async fn a_collection_that_goes_with_a_change_of_its_product_is_taken_back_with_it() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    assert_eq!(rename(&street, &owner, "star-lamp", "달 등").await.status, 200);
    let path = format!("{BASE}/draft");
    let editing = owner.get(&street, &path).await.json();
    let mut draft = editing["draft"].clone();
    draft["collections"] = json!([]);
    assert_eq!(put(&street, &owner, &path, json!({ "seen": editing["seen"], "draft": draft })).await.status, 200);
    open(&street, &owner).await;
    assert_eq!(name_of(&street, 21).await, "달 등");
    // The product's draft named the collection that went: nobody changed it since for that.
    assert_eq!(take_back(&street, &owner).await, json!({ "stays": [] }));
    assert_eq!(name_of(&street, 21).await, "별 등");
    assert_eq!(places(&street).await, [("lamps".to_owned(), 21, 0)]);
}

#[tokio::test]
async fn a_product_that_was_taken_away_comes_back_to_its_moments_and_its_place() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    street.run("insert into collection_products values (31, 22, 1)").await;
    let path = format!("{BASE}/draft/products/star-lamp");
    let editing = owner.get(&street, &path).await.json();
    let mut draft = editing["draft"].clone();
    draft["gone"] = json!(true);
    let saved = put(&street, &owner, &path, json!({ "seen": editing["seen"], "draft": draft })).await;
    assert_eq!(saved.status, 200, "{}", saved.body);
    open(&street, &owner).await;
    assert_eq!(street.get("/shops/byeolbit/products/star-lamp").await.status, 404);
    // A moment that leads elsewhere by now stays so.
    street.run("update moments set product_id = 22 where clip_id = 72").await;
    assert_eq!(take_back(&street, &owner).await, json!({ "stays": [] }));
    assert_eq!(street.get("/shops/byeolbit/products/star-lamp").await.status, 200);
    let sql = "select clip_id, position, product_id from moments where product_id is not null order by clip_id, position";
    let moments: Vec<(i64, i64, i64)> = sqlx::query_as(sql).fetch_all(&street.db.pool).await.expect("moments");
    assert_eq!(moments, [(71, 0, 21), (71, 1, 23), (72, 0, 22), (73, 0, 21)]);
    assert_eq!(places(&street).await, [("lamps".to_owned(), 21, 0), ("lamps".to_owned(), 22, 1)]);
}

#[tokio::test]
async fn what_went_comes_back_though_another_thing_is_called_like_it_by_now() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    for thing in ["products/star-lamp", "clips/tube"] {
        let path = format!("{BASE}/draft/{thing}");
        let editing = owner.get(&street, &path).await.json();
        let mut draft = editing["draft"].clone();
        draft["gone"] = json!(true);
        assert_eq!(put(&street, &owner, &path, json!({ "seen": editing["seen"], "draft": draft })).await.status, 200);
    }
    open(&street, &owner).await;
    // A product of this shop, and another shop's clip, which have all of the street for their names.
    let draft = json!({ "name": { "ko": "Star lamp" }, "variants": [{ "price": 9_000, "stock": 1 }] });
    let added = owner.post(&street, &format!("{BASE}/draft/products"), json!({ "draft": draft })).await;
    assert_eq!(added.json()["product"], "star-lamp", "{}", added.body);
    street
        .run("insert into clips (id, slug, shop_id, title_ko, provider, source, seconds, width, height, created_at) values (79, 'tube', 12, '새것', 'vimeo', '1', 9, 9, 9, 1)")
        .await;
    assert_eq!(take_back(&street, &owner).await, json!({ "stays": [] }));
    let slugs = async |sql: &'static str| -> String { sqlx::query_scalar(sql).fetch_one(&street.db.pool).await.expect("a slug") };
    assert_eq!(slugs("select slug from products where id = 21").await, "star-lamp-2");
    assert_eq!(slugs("select slug from clips where id = 72").await, "tube-2");
    assert_eq!(slugs("select slug from clips where id = 79").await, "tube");
    // What was opened is a draft again, under the name that it has now.
    let again = owner.get(&street, &format!("{BASE}/draft/products/star-lamp-2")).await.json();
    assert_eq!(again["draft"]["gone"], true, "{again}");
}

#[tokio::test]
async fn what_was_changed_since_it_was_opened_stays_and_is_named() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let other = wire::endpoint::encode("다-팔린-것");
    assert_eq!(rename(&street, &owner, "star-lamp", "달 등").await.status, 200);
    assert_eq!(rename(&street, &owner, &other, "다시 온 것").await.status, 200);
    open(&street, &owner).await;
    street.run("update products set name_ko = '해 등' where id = 21").await;
    let headers = [("cookie", owner.0.as_str()), ("sec-fetch-site", "same-origin"), ("content-type", "application/x-www-form-urlencoded")];
    let page = street.with(Method::POST, "/studio/shops/byeolbit/preview", &headers, "act=take-back&shop=byeolbit").await;
    assert_eq!(page.status, 200, "{}", page.body);
    let said = texts(&page.html(), "section[role='status']").join(" ");
    assert!(said.contains("그대로 둔 것") && said.contains("달 등") && !said.contains("다시 온 것"), "{said}");
    let links = attributes(&page.html(), "section[role='status'] a", "href");
    assert_eq!(links, ["/studio/shops/byeolbit/products/star-lamp"]);
    assert_eq!((name_of(&street, 21).await.as_str(), name_of(&street, 22).await.as_str()), ("해 등", "다 팔린 것"));
}

#[tokio::test]
async fn where_all_was_changed_since_nothing_is_said_to_be_taken_back() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    assert_eq!(rename(&street, &owner, "star-lamp", "달 등").await.status, 200);
    open(&street, &owner).await;
    street.run("update products set name_ko = '해 등' where id = 21").await;
    let refused = owner.post(&street, &format!("{BASE}/changes/take-back"), json!({})).await;
    assert_eq!(refused.status, 409, "{}", refused.body);
    assert_eq!(name_of(&street, 21).await, "해 등");
}

#[tokio::test]
async fn a_picture_that_was_fetched_since_is_nobodys_change_and_stays_with_the_draft() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let path = format!("{BASE}/draft/products/star-lamp");
    let source = "https://pictures.example/moon.jpg";
    change(&street, &owner, &path, |draft| {
        draft["name"]["ko"] = json!("달 등");
        draft["pictures"].as_array_mut().expect("pictures").push(json!({ "source": source }));
    })
    .await;
    open(&street, &owner).await;
    // As the program does it.
    street.run("insert into pictures values ('00112233445566cc', 640, 480, 'aabbcc', '[240,480]', 1700000000000)").await;
    street
        .run("update product_pictures set picture_id = '00112233445566cc', state = 'kept' where product_id = 21 and state = 'waiting'")
        .await;
    assert_eq!(take_back(&street, &owner).await, json!({ "stays": [] }));
    assert_eq!(name_of(&street, 21).await, "별 등");
    let again = owner.get(&street, &path).await.json();
    assert_eq!(again["draft"]["name"]["ko"], "달 등");
    assert_eq!(again["draft"]["pictures"][2], json!({ "picture": "00112233445566cc", "source": source }));
    // It is the shop's still.
    change(&street, &owner, &path, |draft| draft["name"]["ko"] = json!("둥근 달 등")).await;
    open(&street, &owner).await;
    let sql = "select count(*) from product_pictures where product_id = 21 and picture_id = '00112233445566cc' and state = 'kept'";
    assert_eq!(sqlx::query_scalar::<_, i64>(sql).fetch_one(&street.db.pool).await.expect("a count"), 1);
}

#[tokio::test]
async fn a_picture_that_comes_back_is_there_for_shoppers_though_none_of_them_saw_it_before() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    // While nobody sees the shop, one picture is opened, and another in its place.
    assert_eq!(owner.post(&street, &format!("{BASE}/pause"), json!({})).await.status, 200);
    let mut files = Vec::new();
    for colour in [91, 92] {
        let sent = owner.post(&street, &format!("{BASE}/pictures"), json!({ "content": photo(colour) })).await.json();
        files.push(format!("/media/{}-{}.jpg", sent["id"].as_str().expect("an id"), sent["widths"][0]));
        let placed = json!([{ "picture": sent["id"], "alt": { "ko": "별 등" } }]);
        change(&street, &owner, &format!("{BASE}/draft/products/star-lamp"), |draft| draft["pictures"] = placed).await;
        open(&street, &owner).await;
    }
    assert_eq!(owner.post(&street, &format!("{BASE}/open"), json!({})).await.status, 200);
    let seen = async || [street.get(&files[0]).await.status.as_u16(), street.get(&files[1]).await.status.as_u16()];
    assert_eq!(seen().await, [404, 200]);
    assert_eq!(take_back(&street, &owner).await, json!({ "stays": [] }));
    assert_eq!(seen().await, [200, 200]);
    let sql = "select count(*) from uploads where shop_id = 11 and hidden = 1";
    let hidden: i64 = sqlx::query_scalar(sql).fetch_one(&street.db.pool).await.expect("uploads");
    assert_eq!(hidden, 0, "the studio too knows that they are shown");
}

#[tokio::test]
async fn what_would_leave_an_open_shop_without_its_hours_is_not_taken_back() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    street.run("update shops set state = 'paused', hours = null where id = 11").await;
    let path = format!("{BASE}/draft");
    change(&street, &owner, &path, |draft| {
        let day = json!([{ "from": 600, "to": 1140 }]);
        draft["hours"] = json!([day, day, day, day, day, [], []]);
    })
    .await;
    open(&street, &owner).await;
    assert_eq!(owner.post(&street, &format!("{BASE}/open"), json!({})).await.status, 200);
    let refused = owner.post(&street, &format!("{BASE}/changes/take-back"), json!({})).await;
    assert_eq!(refused.status, 409, "{}", refused.body);
    assert!(refused.body.contains("되돌리면") && refused.body.contains("영업시간"), "{}", refused.body);
    assert!(owner.get(&street, &path).await.json()["draft"]["hours"].is_array(), "all of it stays");
    // Of a paused one nobody sees anything.
    assert_eq!(owner.post(&street, &format!("{BASE}/pause"), json!({})).await.status, 200);
    assert_eq!(take_back(&street, &owner).await, json!({ "stays": [] }));
}

#[tokio::test]
async fn nothing_is_taken_back_in_a_shop_that_an_operator_holds() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    assert_eq!(rename(&street, &owner, "star-lamp", "달 등").await.status, 200);
    open(&street, &owner).await;
    street.run("update shops set state = 'paused', held_why = '살펴보는 중' where id = 11").await;
    let refused = owner.post(&street, &format!("{BASE}/changes/take-back"), json!({})).await;
    assert!(refused.status == 409 && refused.body.contains("운영자가 쉬게 한"), "{}", refused.body);
    assert_eq!(name_of(&street, 21).await, "달 등");
}

#[tokio::test]
async fn nothing_is_taken_back_in_a_shop_that_has_closed() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    assert_eq!(rename(&street, &owner, "star-lamp", "달 등").await.status, 200);
    open(&street, &owner).await;
    street.run("update shops set state = 'closed' where id = 11").await;
    let refused = owner.post(&street, &format!("{BASE}/changes/take-back"), json!({})).await;
    assert_eq!(refused.status, 410, "{}", refused.body);
    assert_eq!(name_of(&street, 21).await, "달 등");
}

#[tokio::test]
async fn short_values_are_told_before_and_after_and_long_ones_named() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let product = wire::endpoint::encode("다-팔린-것");
    assert_eq!(rename(&street, &owner, &product, "다시 온 것").await.status, 200);
    let path = format!("{BASE}/draft");
    let editing = owner.get(&street, &path).await.json();
    let mut draft = editing["draft"].clone();
    draft["pickup_minutes"] = json!(90);
    draft["story"]["ko"] = json!("긴 이야기. ".repeat(40));
    draft["name"]["en"] = json!("Starlight");
    assert_eq!(put(&street, &owner, &path, json!({ "seen": editing["seen"], "draft": draft })).await.status, 200);
    let changes = owner.get(&street, &format!("{BASE}/changes")).await.json();
    let of_page = &changes["changes"][0];
    assert!(of_page["fields"].as_array().expect("fields").contains(&json!("story")));
    let told = json!([
        { "field": "name", "before": "Byeolbit", "after": "Starlight" },
        { "field": "pickup_minutes", "before": "0분", "after": "90분" }
    ]);
    assert_eq!(of_page["values"], told);
    let told = json!([
        { "field": "name", "before": "다 팔린 것", "after": "다시 온 것" },
        { "field": "price", "before": "5,000원", "after": "77,700원" }
    ]);
    assert_eq!(changes["changes"][1]["values"], told);
    let page = owner.get(&street, "/studio/shops/byeolbit/preview").await;
    assert!(page.body.contains("가격: 5,000원 → 77,700원"), "{}", page.body);
}
