//! Drafts: what a merchant changes is seen by nobody until it is opened, and by those who have a link.

use axum::http::Method;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use wire::account::Role;

use crate::{
    account::{Browser, person, works},
    street::{Answer, Street},
};

pub const BASE: &str = "/api/v1/shops/byeolbit";

/// A picture of its own colour.
pub fn photo(colour: u8) -> String {
    let mut bytes = Vec::new();
    let pixels = image::RgbImage::from_fn(64, 48, |x, y| image::Rgb([(x * 4) as u8, (y * 5) as u8, colour]));
    pixels.write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Png).expect("a picture");
    STANDARD.encode(bytes)
}

pub async fn owner(street: &Street) -> Browser {
    let (account, owner) = person(street, "owner@golmok.test", false).await;
    works(street, 11, account, Role::Owner).await;
    // A product that is shown without a picture would keep the shop from opening.
    street.run("update products set picture_id = '00112233445566aa' where id = 22").await;
    street.run("insert into product_pictures (product_id, position, picture_id, state) values (22, 0, '00112233445566aa', 'kept')").await;
    owner
}

pub async fn put(street: &Street, browser: &Browser, path: &str, body: Value) -> Answer {
    browser.call(street, Method::PUT, path, &body).await
}

/// Changes a product's name and price, and says what came back.
pub async fn rename(street: &Street, browser: &Browser, product: &str, name: &str) -> Answer {
    let path = format!("{BASE}/draft/products/{product}");
    let editing = browser.get(street, &path).await.json();
    let mut draft = editing["draft"].clone();
    draft["name"]["ko"] = json!(name);
    draft["variants"][0]["price"] = json!(77_700);
    if draft["variants"][0].get("before").is_some() {
        draft["variants"][0]["before"] = json!(99_900);
    }
    put(street, browser, &path, json!({ "seen": editing["seen"], "draft": draft })).await
}

pub async fn link(street: &Street, browser: &Browser) -> (String, String) {
    let made = browser.post(street, &format!("{BASE}/previews"), json!({})).await;
    assert_eq!(made.status, 200, "{}", made.body);
    let made = made.json();
    let address = made["address"].as_str().expect("an address");
    assert!(made["qr"].as_str().is_some_and(|qr| qr.contains("<svg")));
    (address.trim_start_matches(crate::street::PUBLIC_URL).to_owned(), made["id"].as_str().expect("an id").to_owned())
}

async fn first_product(street: &Street, browser: &Browser) -> String {
    let list = browser.get(street, &format!("{BASE}/draft/products")).await.json();
    let shown = list["items"].as_array().expect("a list").iter().find(|one| one["state"] == "shown").expect("a product");
    shown["product"].as_str().expect("a slug").to_owned()
}

#[tokio::test]
async fn what_is_saved_while_the_shop_opens_waits_for_its_own_opening() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    street.run("update shops set state = 'draft' where id = 11").await;
    let path = format!("{BASE}/draft");
    let editing = owner.get(&street, &path).await.json();
    let mut draft = editing["draft"].clone();
    draft["tagline"]["ko"] = json!("여는 동안 고친 말");
    // Somebody opens it, and the save comes meanwhile.
    let mut opening = street.db.write().await.expect("a write");
    let saving = put(&street, &owner, &path, json!({ "seen": editing["seen"], "draft": draft }));
    let opened = async {
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        sqlx::query("update shops set state = 'open' where id = 11").execute(&mut *opening.tx).await.expect("opened");
        opening.commit().await.expect("a commit");
    };
    let (saved, ()) = tokio::join!(saving, opened);
    assert_eq!(saved.status, 200, "{}", saved.body);
    let tagline: String = sqlx::query_scalar("select tagline_ko from shops where id = 11").fetch_one(&street.db.pool).await.expect("a row");
    assert_eq!(tagline, "별을 파는 가게");
    assert_eq!(owner.get(&street, &path).await.json()["differs"], true);
}

#[tokio::test]
async fn a_change_is_seen_below_the_link_alone_until_it_is_opened_and_can_be_taken_back() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let product = first_product(&street, &owner).await;
    let page = format!("/shops/byeolbit/products/{}", wire::endpoint::encode(&product));
    let before = street.get(&page).await.body;
    assert_eq!(rename(&street, &owner, &product, "새로 빚은 잔").await.status, 200);
    // Nobody else sees it, nor does any list.
    assert!(!street.get(&page).await.body.contains("새로 빚은 잔"));
    let (root, id) = link(&street, &owner).await;
    let entered = street.get(&root).await;
    assert_eq!((entered.status.as_u16(), entered.header("location")), (303, format!("{root}/shops/byeolbit").as_str()));
    let below = street.get(&format!("{root}{page}")).await;
    assert_eq!(below.status, 200);
    assert!(below.body.contains("새로 빚은 잔") && below.body.contains("77,700원"), "{}", below.body);
    assert!(below.body.contains("class=\"preview\"") && below.body.contains("noindex"));
    for (name, value) in [("cache-control", "private, no-store"), ("x-frame-options", "SAMEORIGIN"), ("x-robots-tag", "noindex, nofollow")]
    {
        assert_eq!(below.header(name), value);
    }
    assert_eq!((below.header("set-cookie"), below.header("etag")), ("", ""));
    // Its links stay below it, and so does its API.
    for to in crate::street::attributes(&below.html(), "main a[href^='/']", "href") {
        assert!(to.starts_with(&root) || to.starts_with("/studio"), "{to}");
    }
    let api = street.get(&format!("{root}/api/v1/shops/byeolbit/products/{}", wire::endpoint::encode(&product))).await;
    assert!(api.body.contains("새로 빚은 잔"), "{}", api.body);
    let found = street.get(&format!("{root}/search?q=%EB%B9%9A%EC%9D%80")).await;
    let to = format!("{root}{page}");
    assert!(crate::street::attributes(&found.html(), "main a[href]", "href").contains(&to), "{}", found.body);
    let other = street.get(&format!("{root}/shops/geo")).await;
    assert_eq!(other.status, 404, "another shop is not there");
    assert_eq!(street.with(Method::POST, &format!("{root}/api/v1/session"), &[], "{}").await.status, 405);
    assert_eq!(owner.get(&street, &format!("{BASE}/previews")).await.json()[0]["opened"], 1);

    let changes = owner.get(&street, &format!("{BASE}/changes")).await.json();
    assert_eq!(changes["total"], 1);
    assert_eq!((&changes["changes"][0]["kind"], &changes["changes"][0]["name"]["text"]), (&json!("changed"), &json!("새로 빚은 잔")));
    let fields = changes["changes"][0]["fields"].as_array().expect("fields");
    assert!(fields.contains(&json!("name")) && fields.contains(&json!("price")), "{fields:?}");
    assert_eq!(owner.post(&street, &format!("{BASE}/changes/open"), json!({})).await.status, 200);
    assert!(street.get(&page).await.body.contains("새로 빚은 잔"));
    assert_eq!(owner.get(&street, &format!("{BASE}/changes")).await.json()["total"], 0);
    assert_eq!(owner.post(&street, &format!("{BASE}/changes/open"), json!({})).await.status, 409);
    // Taken back, all is as it was, and the change is a draft again.
    assert_eq!(owner.post(&street, &format!("{BASE}/changes/take-back"), json!({})).await.status, 200);
    assert_eq!(street.get(&page).await.body, before);
    assert_eq!(owner.get(&street, &format!("{BASE}/changes")).await.json()["total"], 1);
    assert_eq!(owner.post(&street, &format!("{BASE}/changes/take-back"), json!({})).await.status, 409);
    // An ended link is none.
    assert_eq!(owner.call(&street, Method::DELETE, &format!("{BASE}/previews/{id}"), &json!({})).await.status, 200);
    assert_eq!(street.get(&root).await.status, 404);
    assert_eq!(street.get(&format!("{root}{page}")).await.status, 404);
}

#[tokio::test]
async fn a_body_of_countless_empty_things_is_refused_before_it_is_read() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    // Nothing of it is read: not even that the call has no such field, which of fewer is said as ever.
    for (count, field) in [(200_000, "body"), (10, "things")] {
        let body = json!({ "content": photo(7), "things": vec![json!({ "": 0 }); count] });
        let refused = owner.post(&street, &format!("{BASE}/pictures"), body).await;
        assert_eq!((refused.status.as_u16(), refused.json()["field"].as_str()), (400, Some(field)), "{}", refused.body);
    }
}

#[tokio::test]
async fn a_new_product_with_its_picture_is_hidden_whole_until_it_is_opened() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let sent = owner.post(&street, &format!("{BASE}/pictures"), json!({ "content": photo(200) })).await;
    assert_eq!(sent.status, 200, "{}", sent.body);
    let picture = sent.json();
    let id = picture["id"].as_str().expect("an id").to_owned();
    let file = format!("{id}-{}.jpg", picture["widths"].as_array().expect("widths").get(1).unwrap_or(&picture["widths"][0]));
    let draft = json!({
        "name": { "ko": "물결 접시" }, "variants": [{ "price": 12_000, "stock": 4 }], "shown": true,
        "pictures": [{ "picture": id, "alt": { "ko": "물결 무늬 접시" } }]
    });
    let made = owner.post(&street, &format!("{BASE}/draft/products"), json!({ "draft": draft })).await;
    assert_eq!(made.status, 200, "{}", made.body);
    assert_eq!(made.json()["product"], "물결-접시");
    let page = "/shops/byeolbit/products/%EB%AC%BC%EA%B2%B0-%EC%A0%91%EC%8B%9C";
    assert_eq!(street.get(page).await.status, 404);
    // The picture is nowhere but below a link of this shop, and in its studio.
    for path in [format!("/media/{file}"), format!("/media/hidden-{file}")] {
        assert_eq!(street.get(&path).await.status, 404, "{path}");
    }
    let (root, _) = link(&street, &owner).await;
    let below = street.get(&format!("{root}{page}")).await;
    assert!(below.body.contains("물결 접시") && below.body.contains(&format!("{root}/media/{id}-")), "{}", below.body);
    assert_eq!(street.get(&format!("{root}/media/{file}")).await.status, 200);
    assert_eq!(owner.get(&street, &format!("/studio/shops/byeolbit/media/{file}")).await.status, 200);
    let (account, stranger) = person(&street, "stranger@golmok.test", false).await;
    works(&street, 12, account, Role::Owner).await;
    for path in [format!("/studio/shops/byeolbit/media/{file}"), format!("/studio/shops/byeolbit/seen{page}")] {
        assert_eq!(stranger.get(&street, &path).await.status, 404, "{path}");
        assert_eq!(street.get(&path).await.status, 401, "{path}");
        assert_eq!(owner.get(&street, &path).await.status, 200, "{path}");
    }
    // Another shop cannot use it, nor see it below a link of its own.
    let slug: String = sqlx::query_scalar("select slug from shops where id = 12").fetch_one(&street.db.pool).await.expect("a slug");
    let theirs = format!("/api/v1/shops/{}", wire::endpoint::encode(&slug));
    assert_eq!(stranger.post(&street, &format!("{theirs}/draft/products"), json!({ "draft": draft })).await.status, 400);

    assert_eq!(owner.post(&street, &format!("{BASE}/changes/open"), json!({})).await.status, 200);
    assert_eq!(street.get(page).await.status, 200);
    assert_eq!(street.get(&format!("/media/{file}")).await.status, 200);
    assert_eq!(street.get(&format!("/media/hidden-{file}")).await.status, 404);
    // Sold meanwhile, it comes back as a draft with the pieces that are left.
    let editing = owner.get(&street, &format!("{BASE}/draft/products/%EB%AC%BC%EA%B2%B0-%EC%A0%91%EC%8B%9C")).await.json();
    let variant = editing["draft"]["variants"][0]["id"].clone();
    let now = format!("{BASE}/products/%EB%AC%BC%EA%B2%B0-%EC%A0%91%EC%8B%9C");
    let sold = owner.call(&street, Method::PATCH, &now, &json!({ "stock": [{ "variant": variant, "stock": 1, "was": 4 }] })).await;
    assert_eq!(sold.status, 200, "{}", sold.body);
    let again = owner.call(&street, Method::PATCH, &now, &json!({ "stock": [{ "variant": variant, "stock": 9, "was": 4 }] })).await;
    assert_eq!(again.status, 409, "it is not 4 any more");
    assert_eq!(owner.post(&street, &format!("{BASE}/changes/take-back"), json!({})).await.status, 200);
    assert_eq!(street.get(page).await.status, 404);
    let editing = owner.get(&street, &format!("{BASE}/draft/products/%EB%AC%BC%EA%B2%B0-%EC%A0%91%EC%8B%9C")).await.json();
    assert_eq!((&editing["draft"]["variants"][0]["stock"], &editing["draft"]["variants"][0]["id"]), (&json!(1), &variant));
}

#[tokio::test]
async fn of_two_who_edit_the_second_is_told() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let product = first_product(&street, &owner).await;
    let path = format!("{BASE}/draft/products/{}", wire::endpoint::encode(&product));
    let editing = owner.get(&street, &path).await.json();
    assert_eq!(rename(&street, &owner, &wire::endpoint::encode(&product), "먼저").await.status, 200);
    let mut draft = editing["draft"].clone();
    draft["name"]["ko"] = json!("나중");
    let late = put(&street, &owner, &path, json!({ "seen": editing["seen"], "draft": draft })).await;
    assert_eq!((late.status.as_u16(), late.json()["code"].as_str()), (409, Some("conflict")));
    assert_eq!(owner.get(&street, &path).await.json()["draft"]["name"]["ko"], "먼저");
    // Stock is live: changing it tells nobody that the product was edited.
    let editing = owner.get(&street, &path).await.json();
    let patch = owner
        .call(&street, Method::PATCH, &format!("{BASE}/products/{}", wire::endpoint::encode(&product)), &json!({ "stock_of_each": 3 }))
        .await;
    assert_eq!(patch.status, 200, "{}", patch.body);
    assert_eq!(owner.get(&street, &path).await.json()["seen"], editing["seen"]);
    // What is put back to what shoppers see is no change.
    let live: String = sqlx::query_scalar("select name_ko from products where shop_id = 11 and slug = $1")
        .bind(&product)
        .fetch_one(&street.db.pool)
        .await
        .expect("a name");
    assert_ne!(live, "먼저");
    assert_eq!(owner.call(&street, Method::DELETE, &path, &json!({})).await.status, 200);
    assert_eq!(owner.get(&street, &path).await.json()["differs"], false);
    assert_eq!(owner.call(&street, Method::DELETE, &path, &json!({})).await.status, 409);
}

#[tokio::test]
async fn the_shops_page_is_edited_opened_and_what_is_live_is_live() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let path = format!("{BASE}/draft");
    let editing = owner.get(&street, &path).await.json();
    let same = put(&street, &owner, &path, json!({ "seen": editing["seen"], "draft": editing["draft"] })).await;
    assert_eq!(same.status, 200, "{}", same.body);
    assert_eq!(owner.get(&street, &path).await.json()["differs"], false, "the same is no change");
    let mut draft = editing["draft"].clone();
    draft["tagline"]["ko"] = json!("밤에 켜는 물건들");
    draft["collections"] = json!([{ "name": { "ko": "밤의 모음" } }]);
    let saved = put(&street, &owner, &path, json!({ "seen": editing["seen"], "draft": draft })).await;
    assert_eq!(saved.status, 200, "{}", saved.body);
    assert!(!street.get("/shops/byeolbit").await.body.contains("밤에 켜는 물건들"));
    let seen = owner.get(&street, "/studio/shops/byeolbit/seen/shops/byeolbit").await;
    assert!(seen.body.contains("밤에 켜는 물건들") && !seen.body.contains("class=\"preview\""), "{}", seen.status);
    let notice = put(&street, &owner, &format!("{BASE}/now"), json!({ "now": { "notice": { "ko": "오늘은 일찍 닫습니다" } } })).await;
    assert_eq!(notice.status, 200, "{}", notice.body);
    assert!(street.get("/shops/byeolbit").await.body.contains("오늘은 일찍 닫습니다"));
    let opened = owner.post(&street, &format!("{BASE}/changes/open"), json!({})).await;
    assert_eq!(opened.status, 200, "{}", opened.body);
    let page = street.get("/shops/byeolbit").await.body;
    assert!(page.contains("밤에 켜는 물건들") && page.contains("오늘은 일찍 닫습니다"));
    // A name is needed, and hours are hours.
    let editing = owner.get(&street, &path).await.json();
    for (field, value) in
        [("name", json!({})), ("hours", json!([[{ "from": 2000, "to": 1 }], [], [], [], [], [], []])), ("phone", json!("x"))]
    {
        let mut draft = editing["draft"].clone();
        draft[field] = value;
        let refused = put(&street, &owner, &path, json!({ "seen": editing["seen"], "draft": draft })).await;
        assert_eq!(refused.status, 400, "{field}: {}", refused.body);
    }
}

#[tokio::test]
async fn a_shop_that_never_opened_is_changed_at_once_and_seen_by_its_people_alone() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    street.run("update shops set state = 'draft', opened_at = null where id = 11").await;
    street.run("delete from window_products where product_id in (select id from products where shop_id = 11)").await;
    let product = first_product(&street, &owner).await;
    assert_eq!(rename(&street, &owner, &wire::endpoint::encode(&product), "첫 그릇").await.status, 200);
    assert_eq!(owner.get(&street, &format!("{BASE}/changes")).await.json()["total"], 0);
    assert_eq!(street.get("/shops/byeolbit").await.status, 404);
    let (root, _) = link(&street, &owner).await;
    assert!(street.get(&format!("{root}/shops/byeolbit")).await.body.contains("첫 그릇"));
    assert!(street.get(&format!("{root}/windows/living")).await.body.contains("첫 그릇"));
    let opened = owner.post(&street, &format!("{BASE}/open"), json!({})).await;
    assert_eq!(opened.status, 200, "{}", opened.body);
    assert!(street.get("/shops/byeolbit").await.body.contains("첫 그릇"));
}

#[tokio::test]
async fn several_products_are_changed_all_or_none() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let list = owner.get(&street, &format!("{BASE}/draft/products")).await.json();
    let slugs: Vec<Value> = list["items"].as_array().expect("a list").iter().map(|one| one["product"].clone()).collect();
    let many = format!("{BASE}/products");
    let with_one_missing: Vec<Value> = slugs.iter().cloned().chain([json!("nowhere")]).collect();
    let refused = owner.call(&street, Method::PATCH, &many, &json!({ "products": with_one_missing, "stock_of_each": 0 })).await;
    assert_eq!(refused.status, 404);
    let count = async |sql: &'static str| -> i64 { sqlx::query_scalar(sql).fetch_one(&street.db.pool).await.expect("a count") };
    let pieces = "select count(*) from variants v join products p on p.id = v.product_id where p.shop_id = 11 and v.stock > 0";
    assert!(count(pieces).await > 0, "nothing is written of what is refused");
    let sold_out = owner.call(&street, Method::PATCH, &many, &json!({ "products": slugs, "stock_of_each": 0 })).await;
    assert_eq!(sold_out.status, 200, "{}", sold_out.body);
    assert_eq!(count(pieces).await, 0, "pieces are live");
    let before: i64 =
        count("select cast(sum(v.price) as bigint) from variants v join products p on p.id = v.product_id where p.shop_id = 11").await;
    let raised = owner.call(&street, Method::PATCH, &many, &json!({ "products": slugs, "price_percent": 10 })).await;
    assert_eq!(raised.status, 200, "{}", raised.body);
    assert_eq!(
        count("select cast(sum(v.price) as bigint) from variants v join products p on p.id = v.product_id where p.shop_id = 11").await,
        before,
        "prices wait"
    );
    let changes = owner.get(&street, &format!("{BASE}/changes")).await.json();
    assert_eq!(changes["total"].as_u64(), Some(slugs.len() as u64));
    assert_eq!(changes["changes"][0]["fields"][0], "price");
    for bad in
        [json!({ "products": [] }), json!({ "products": slugs, "price_percent": -95 }), json!({ "products": slugs, "stock_of_each": -1 })]
    {
        assert_eq!(owner.call(&street, Method::PATCH, &many, &bad).await.status, 400, "{bad}");
    }
}

#[tokio::test]
async fn a_product_without_a_price_has_none_when_prices_rise() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    street.run("update variants set price = 0 where product_id = 23").await;
    let raise = json!({ "products": ["star-lamp", "hidden-thing"], "price_percent": 10 });
    let raised = owner.call(&street, Method::PATCH, &format!("{BASE}/products"), &raise).await;
    assert_eq!(raised.status, 200, "{}", raised.body);
    for (product, price) in [("star-lamp", 14_190), ("hidden-thing", 0)] {
        let editing = owner.get(&street, &format!("{BASE}/draft/products/{product}")).await.json();
        assert_eq!(editing["draft"]["variants"][0]["price"], price, "{editing}");
    }
}
