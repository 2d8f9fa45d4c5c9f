//! What is live at once, between two who change it; the record of it; and previews beside each other.

use std::time::Duration;

use axum::http::Method;
use serde_json::{Value, json};
use wire::account::Role;

use crate::{
    account::{Browser, person, works},
    draft::{BASE, link, owner, put, rename},
    street::{Answer, Street, attributes},
};

async fn patch(street: &Street, browser: &Browser, product: &str, body: Value) -> Answer {
    browser.call(street, Method::PATCH, &format!("{BASE}/products/{product}"), &body).await
}

async fn one<T>(street: &Street, sql: &'static str) -> T
where
    T: for<'r> sqlx::Decode<'r, sqlx::Any> + sqlx::Type<sqlx::Any> + Send + Unpin,
{
    sqlx::query_scalar(sql).fetch_one(&street.db.pool).await.expect("a value")
}

#[tokio::test]
async fn a_new_variant_of_an_open_shop_opens_with_the_stock_that_was_typed() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let path = format!("{BASE}/draft/products/star-lamp");
    let editing = owner.get(&street, &path).await.json();
    let mut draft = editing["draft"].clone();
    draft["options"][0]["values"].as_array_mut().expect("values").push(json!({ "ko": "집채만 한" }));
    draft["variants"].as_array_mut().expect("variants").push(json!({ "values": [3], "price": 50_000, "stock": 0 }));
    let saved = put(&street, &owner, &path, json!({ "seen": editing["seen"], "draft": draft })).await;
    assert_eq!(saved.status, 200, "{}", saved.body);
    let variant = owner.get(&street, &path).await.json()["draft"]["variants"][3]["id"].clone();
    let first = json!({ "variant": "1p", "stock": 8, "was": 3 });
    let changed = patch(&street, &owner, "star-lamp", json!({ "stock": [first, { "variant": variant, "stock": 5, "was": 0 }] })).await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    assert_eq!(owner.get(&street, &path).await.json()["draft"]["variants"][3]["stock"], 5);
    // A form that still says none is told.
    let stale = patch(&street, &owner, "star-lamp", json!({ "stock": [{ "variant": variant, "stock": 2, "was": 0 }] })).await;
    assert_eq!(stale.status, 409, "{}", stale.body);
    assert_eq!(owner.post(&street, &format!("{BASE}/changes/open"), json!({})).await.status, 200);
    assert_eq!(one::<i64>(&street, "select stock from variants where product_id = 21 and value1 = 3").await, 5);
    assert_eq!(one::<i64>(&street, "select stock from variants where id = 61").await, 8);
}

#[tokio::test]
async fn a_form_that_was_read_before_a_product_was_hidden_does_not_show_it_again() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let state = async || one::<String>(&street, "select state from products where id = 21").await;
    let page = owner.get(&street, "/studio/shops/byeolbit/products/star-lamp").await;
    assert_eq!(attributes(&page.html(), "input[name='shown_was']", "value"), ["true"]);
    assert_eq!(patch(&street, &owner, "star-lamp", json!({ "shown": false, "shown_was": true })).await.status, 200);
    let stale = patch(&street, &owner, "star-lamp", json!({ "shown": true, "shown_was": true })).await;
    assert_eq!((stale.status.as_u16(), stale.json()["code"].as_str()), (409, Some("conflict")));
    assert_eq!(state().await, "hidden");
    assert_eq!(patch(&street, &owner, "star-lamp", json!({ "shown": true, "shown_was": false })).await.status, 200);
    assert_eq!(state().await, "shown");
}

#[tokio::test]
async fn of_two_who_change_the_notice_the_second_is_told() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let path = format!("{BASE}/now");
    let was = owner.get(&street, &path).await.json();
    let first = json!({ "notice": { "ko": "내일 쉽니다" }, "closings": [{ "from": "2026-01-02", "to": "2026-01-02" }] });
    assert_eq!(put(&street, &owner, &path, json!({ "now": first, "was": was })).await.status, 200);
    let second = json!({ "notice": { "ko": "모레 쉽니다" }, "closings": [] });
    let late = put(&street, &owner, &path, json!({ "now": second, "was": was })).await;
    assert_eq!((late.status.as_u16(), late.json()["code"].as_str()), (409, Some("conflict")));
    assert_eq!(owner.get(&street, &path).await.json()["notice"]["ko"], "내일 쉽니다");
    // The form carries what it was drawn with.
    let page = owner.get(&street, "/studio/shops/byeolbit/front").await;
    let carried: Value = serde_json::from_str(&attributes(&page.html(), "input[name='was']", "value")[0]).expect("JSON");
    assert_eq!(put(&street, &owner, &path, json!({ "now": second, "was": carried })).await.status, 200);
    // Who says nothing of what was there, writes over it.
    assert_eq!(put(&street, &owner, &path, json!({ "now": first })).await.status, 200);
}

#[tokio::test]
async fn what_is_saved_twice_because_the_answer_was_lost_is_no_conflict() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let path = format!("{BASE}/draft");
    let editing = owner.get(&street, &path).await.json();
    let mut draft = editing["draft"].clone();
    draft["tagline"]["ko"] = json!("밤에 켜는 물건들");
    let body = json!({ "seen": editing["seen"], "draft": draft });
    let first = put(&street, &owner, &path, body.clone()).await.json();
    let again = put(&street, &owner, &path, body).await;
    assert_eq!((again.status.as_u16(), &again.json()["seen"]), (200, &first["seen"]));
    draft["tagline"]["ko"] = json!("낮에 끄는 물건들");
    let other = put(&street, &owner, &path, json!({ "seen": editing["seen"], "draft": draft })).await;
    assert_eq!(other.status, 409, "{}", other.body);
}

#[tokio::test]
async fn the_record_tells_of_what_was_changed_at_once_and_let_go_of() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let (_, id) = link(&street, &owner).await;
    assert_eq!(owner.call(&street, Method::DELETE, &format!("{BASE}/previews/{id}"), &json!({})).await.status, 200);
    let now = json!({ "now": { "notice": { "ko": "내일 쉽니다" } } });
    assert_eq!(put(&street, &owner, &format!("{BASE}/now"), now).await.status, 200);
    let both = json!({ "shown": false, "stock_of_each": 4 });
    assert_eq!(patch(&street, &owner, "star-lamp", both).await.status, 200);
    assert_eq!(patch(&street, &owner, "star-lamp", json!({ "shown": true })).await.status, 200);
    let many = json!({ "products": ["star-lamp", "hidden-thing"], "stock_of_each": 1 });
    assert_eq!(owner.call(&street, Method::PATCH, &format!("{BASE}/products"), &many).await.status, 200);
    assert_eq!(rename(&street, &owner, "star-lamp", "달 등").await.status, 200);
    let dropped = owner.call(&street, Method::DELETE, &format!("{BASE}/draft/products/star-lamp"), &json!({})).await;
    assert_eq!(dropped.status, 200, "{}", dropped.body);
    let sql = "select what, coalesce(about, '') from records where shop_id = 11";
    let mut told: Vec<(String, String)> = sqlx::query_as(sql).fetch_all(&street.db.pool).await.expect("records");
    told.sort();
    let expected = [
        ("draft_dropped", "star-lamp"),
        ("preview_ended", ""),
        ("preview_made", ""),
        ("product_hidden", "star-lamp"),
        ("product_shown", "star-lamp"),
        ("products_changed", "star-lamp +1"),
        ("shop_now_changed", ""),
        ("stock_changed", "star-lamp"),
    ];
    assert_eq!(told, expected.map(|(what, about)| (what.to_owned(), about.to_owned())));
}

#[tokio::test]
async fn a_shop_whose_preview_is_being_made_lets_others_see_theirs() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let (account, other) = person(&street, "moon@golmok.test", false).await;
    works(&street, 12, account, Role::Owner).await;
    let turn = street.state.previews.turn(11);
    let held = turn.lock().await;
    let slug = wire::endpoint::encode("달빛-2");
    let theirs = format!("/studio/shops/{slug}/seen/shops/{slug}");
    let seen = tokio::time::timeout(Duration::from_secs(20), other.get(&street, &theirs)).await.expect("nobody waits for another shop");
    assert_eq!(seen.status, 200);
    let own = "/studio/shops/byeolbit/seen/shops/byeolbit";
    assert!(tokio::time::timeout(Duration::from_millis(300), owner.get(&street, own)).await.is_err(), "its own waits");
    drop(held);
    assert_eq!(owner.get(&street, own).await.status, 200);
}

#[tokio::test]
async fn a_preview_in_a_tab_of_its_own_says_what_it_is() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let seen = async |dest: &str| {
        let headers = [("cookie", owner.0.as_str()), ("sec-fetch-dest", dest)];
        street.with(Method::GET, "/studio/shops/byeolbit/seen/shops/byeolbit", &headers, "").await.body
    };
    assert!(seen("document").await.contains("class=\"preview\""));
    assert!(!seen("iframe").await.contains("class=\"preview\""));
}

#[tokio::test]
async fn what_is_live_at_once_is_followed_by_the_preview() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let seen = async |what: &str| {
        let page = owner.get(&street, &format!("/studio/shops/byeolbit/seen{what}")).await;
        assert_eq!(page.status, 200, "{}", page.body);
        (page.body, street.state.previews.kept(11).expect("a street of the shop"))
    };
    let (_, before) = seen("/shops/byeolbit").await;
    assert!(seen("/windows/living?open=1").await.0.contains("star-lamp"), "it never closes");
    let today = json!({ "from": "2000-01-01", "to": "2999-01-01", "note": { "ko": "먼 길" } });
    let now = json!({ "now": { "notice": { "ko": "밤에만 엽니다" }, "closings": [today] } });
    assert_eq!(put(&street, &owner, &format!("{BASE}/now"), now).await.status, 200);
    let (page, after) = seen("/shops/byeolbit").await;
    assert!(page.contains("밤에만 엽니다") && page.contains("먼 길"));
    assert!(before.ptr_eq(&after), "the same street");
    // Lists know it soon.
    let end = std::time::Instant::now() + Duration::from_secs(5);
    while seen("/windows/living?open=1").await.0.contains("star-lamp") {
        assert!(std::time::Instant::now() < end, "it is closed, and a list still says that it is open");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    // Another window is another street.
    street
        .run("delete from shop_windows where shop_id = 11 and window_id <> (select min(window_id) from shop_windows where shop_id = 11)")
        .await;
    street.run("insert into shop_windows (shop_id, window_id, position) select 11, id, 99 from windows where id not in (select window_id from shop_windows where shop_id = 11) limit 1").await;
    assert_eq!(put(&street, &owner, &format!("{BASE}/now"), json!({ "now": { "notice": { "ko": "다시" } } })).await.status, 200);
    assert!(!before.ptr_eq(&seen("/shops/byeolbit").await.1), "it stands in another window");
}

#[tokio::test]
async fn a_preview_that_is_made_anew_leaves_nothing_of_the_one_before() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let seen = async || {
        let page = owner.get(&street, "/studio/shops/byeolbit/seen/shops/byeolbit").await;
        assert_eq!(page.status, 200, "{}", page.body);
        street.state.previews.kept(11).expect("a street of the shop")
    };
    let before = seen().await;
    assert!(before.upgrade().is_some());
    // A write that does not say what it touched.
    street.run("update data_version set version = version + 1").await;
    let after = seen().await;
    assert!(!before.ptr_eq(&after), "anything may have changed, so its street is another");
    let end = std::time::Instant::now() + Duration::from_secs(5);
    while before.upgrade().is_some() {
        assert!(std::time::Instant::now() < end, "the street before is still held by somebody");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(after.upgrade().is_some());
}
