//! Opening a shop, pausing it, and closing it: what shoppers see follows at once.

use axum::http::Method;
use serde_json::{Value, json};
use wire::account::Role;

use crate::{
    account::{Browser, mailed, person, works},
    application::{decide, decided, put},
    street::{Answer, Street},
};

async fn standing(street: &Street) -> i64 {
    let sql = "select count(*) from window_products w join products p on p.id = w.product_id where p.shop_id = 11";
    sqlx::query_scalar(sql).fetch_one(&street.db.pool).await.expect("a count")
}

async fn listed(street: &Street) -> usize {
    let products = street.get("/api/v1/products?window=living").await.json();
    products["items"].as_array().expect("a list").iter().filter(|one| one["shop"] == "byeolbit").count()
}

#[tokio::test]
async fn a_shop_pauses_opens_and_closes_and_shoppers_see_it_at_once() {
    let street = Street::new().await;
    let (account, owner) = person(&street, "owner@golmok.test", false).await;
    works(&street, 11, account, Role::Owner).await;
    let base = "/api/v1/shops/byeolbit";
    assert_eq!((standing(&street).await, listed(&street).await), (3, 2));
    assert_eq!(street.get("/shops/byeolbit").await.status, 200);
    assert_eq!(owner.post(&street, &format!("{base}/pause"), json!({})).await.status, 200);
    assert_eq!(street.get("/shops/byeolbit").await.status, 404);
    // Whoever did it, the owner is told.
    assert!(mailed(&street, "owner@golmok.test").0.contains("별빛상회 매장을 쉬게"));
    assert_eq!((standing(&street).await, listed(&street).await), (0, 0));
    assert_eq!(owner.post(&street, &format!("{base}/pause"), json!({})).await.status, 409, "it is paused already");
    // A product that is shown without a picture keeps it from opening.
    let opening = owner.get(&street, &format!("{base}/opening")).await.json();
    assert_eq!((&opening["state"], &opening["blockers"]), (&json!("paused"), &json!(["no_picture"])));
    assert_eq!(owner.post(&street, &format!("{base}/open"), json!({})).await.status, 409);
    street.run("update products set picture_id = '00112233445566aa' where id = 22").await;
    assert_eq!(owner.post(&street, &format!("{base}/open"), json!({})).await.status, 200);
    assert_eq!(street.get("/shops/byeolbit").await.status, 200);
    assert!(mailed(&street, "owner@golmok.test").0.contains("별빛상회 매장을 열었습니다"));
    assert_eq!(standing(&street).await, 4, "two products in two windows each");
    assert_eq!(owner.post(&street, &format!("{base}/close"), json!({ "confirm": "byeolbi" })).await.status, 400);
    assert_eq!(owner.post(&street, &format!("{base}/close"), json!({ "confirm": "byeolbit" })).await.status, 200);
    assert_eq!(street.get("/shops/byeolbit").await.status, 410);
    assert!(mailed(&street, "owner@golmok.test").0.contains("별빛상회 매장을 닫았습니다"));
    assert_eq!(owner.post(&street, &format!("{base}/close"), json!({ "confirm": "byeolbit" })).await.status, 410);
    assert_eq!(owner.post(&street, &format!("{base}/open"), json!({})).await.status, 410);
    assert_eq!(standing(&street).await, 0);
}

#[tokio::test]
async fn a_shop_that_an_operator_paused_opens_only_once_it_is_let_go() {
    let street = Street::new().await;
    let (account, owner) = person(&street, "owner@golmok.test", false).await;
    let (_, operator) = person(&street, "operator@golmok.test", true).await;
    works(&street, 11, account, Role::Owner).await;
    street.run("update products set picture_id = '00112233445566aa' where id = 22").await;
    let held = "/api/v1/operator/shops/byeolbit";
    assert_eq!(operator.post(&street, &format!("{held}/pause"), json!({ "why": " " })).await.status, 400);
    assert_eq!(operator.post(&street, &format!("{held}/pause"), json!({ "why": "신고를 확인하고 있습니다." })).await.status, 200);
    assert_eq!(street.get("/shops/byeolbit").await.status, 404);
    assert!(mailed(&street, "owner@golmok.test").0.contains("신고를 확인하고"));
    let opening = owner.get(&street, "/api/v1/shops/byeolbit/opening").await.json();
    assert_eq!((&opening["blockers"], &opening["held_why"]), (&json!(["held"]), &json!("신고를 확인하고 있습니다.")));
    assert_eq!(owner.post(&street, "/api/v1/shops/byeolbit/open", json!({})).await.status, 409);
    let listed = operator.get(&street, "/api/v1/operator/shops?q=%EB%B3%84%EB%B9%9B").await.json();
    assert_eq!((listed.as_array().map(Vec::len), &listed[0]["state"]), (Some(1), &json!("paused")));
    assert_eq!(operator.get(&street, "/api/v1/operator/shops?q=%25").await.json().as_array().map(Vec::len), Some(0), "a sign is a sign");
    assert_eq!(operator.post(&street, &format!("{held}/release"), json!({})).await.status, 200);
    assert_eq!(operator.post(&street, &format!("{held}/release"), json!({})).await.status, 409);
    assert_eq!(owner.post(&street, "/api/v1/shops/byeolbit/open", json!({})).await.status, 200);
    assert_eq!(street.get("/shops/byeolbit").await.status, 200);
}

/// Changes the page of a shop that was open once, as a draft.
async fn draft(street: &Street, browser: &Browser, base: &str, change: impl FnOnce(&mut Value)) {
    let editing = browser.get(street, &format!("{base}/draft")).await.json();
    let mut draft = editing["draft"].clone();
    change(&mut draft);
    let saved = put(street, browser, &format!("{base}/draft"), json!({ "seen": editing["seen"], "draft": draft })).await;
    assert_eq!(saved.status, 200, "{}", saved.body);
}

async fn change_facts(street: &Street, browser: &Browser, base: &str, facts: Value) -> Answer {
    let seen = browser.get(street, &format!("{base}/facts")).await.json()["seen"].clone();
    put(street, browser, &format!("{base}/facts"), json!({ "seen": seen, "facts": facts })).await
}

#[tokio::test]
async fn a_shop_that_a_command_brought_in_is_mended_by_its_owner_and_opens_again() {
    let street = Street::new().await;
    let (account, owner) = person(&street, "owner@golmok.test", false).await;
    works(&street, 12, account, Role::Owner).await;
    street.run("update products set picture_id = '00112233445566aa' where id = 24").await;
    let slug = wire::endpoint::encode("달빛-2");
    let base = format!("/api/v1/shops/{slug}");
    let open_changes = async || owner.post(&street, &format!("{base}/changes/open"), json!({})).await;
    // What would leave it open and lacking is refused, and what lacks is named.
    draft(&street, &owner, &base, |draft| draft["tagline"] = json!({ "ko": "달을 파는 가게" })).await;
    let refused = open_changes().await;
    assert!(refused.status == 409 && refused.body.contains("영업시간") && refused.body.contains("대표자 이름"), "{}", refused.body);
    // Of what business it is, is said while it is open, and seen once it is opened.
    let business = json!({ "representative": "한가상", "business_number": "000-12-34560" });
    let said = change_facts(&street, &owner, &base, business.clone()).await;
    assert_eq!((said.status.as_u16(), said.json()["seen"].is_i64()), (200, true), "{}", said.body);
    assert!(!street.get(&base).await.body.contains("한가상"));
    let lacking = open_changes().await;
    assert!(lacking.status == 409 && !lacking.body.contains("대표자 이름"), "{}", lacking.body);
    let nameless = change_facts(&street, &owner, &base, json!({ "business_number": "000-12-34560" })).await;
    assert_eq!((nameless.status.as_u16(), nameless.json()["field"].as_str()), (400, Some("representative")));
    let more = change_facts(
        &street,
        &owner,
        &base,
        json!({ "representative": "한가상", "business_number": "0001234560", "phone": "02-000-0000" }),
    )
    .await;
    assert!(more.status == 409 && more.body.contains("매장 소개"), "{}", more.body);
    // Paused, it lacks its hours and its address: the page is opened all the same, and then the shop.
    assert_eq!(owner.post(&street, &format!("{base}/pause"), json!({})).await.status, 200);
    let page = street.with(Method::GET, &format!("/studio/shops/{slug}"), &[("cookie", &owner.0)], "").await.html();
    let front = format!("/studio/shops/{slug}/front");
    let changes = format!("/studio/shops/{slug}/preview");
    assert_eq!(crate::street::attributes(&page, ".studio__list a", "href"), [front.as_str(), &front, &changes, &changes]);
    assert_eq!(crate::street::attributes(&page, "#business input[name=representative]", "value"), ["한가상"]);
    assert_eq!(owner.post(&street, &format!("{base}/open"), json!({})).await.status, 409);
    draft(&street, &owner, &base, |draft| {
        draft["address"] = json!({ "ko": "서울 가상구 달빛길 2" });
        let day = json!([{ "from": 600, "to": 1140 }]);
        draft["hours"] = json!([day, day, day, day, day, [], []]);
    })
    .await;
    assert_eq!(open_changes().await.status, 200);
    let opening = owner.get(&street, &format!("{base}/opening")).await.json();
    assert_eq!((&opening["state"], &opening["blockers"]), (&json!("paused"), &json!([])));
    assert_eq!(street.get(&base).await.status, 404, "it is still paused");
    assert_eq!(owner.post(&street, &format!("{base}/open"), json!({})).await.status, 200);
    assert!(street.get(&base).await.body.contains("달을 파는 가게"));
}

#[tokio::test]
async fn changes_of_a_shop_that_an_operator_holds_are_not_opened() {
    let street = Street::new().await;
    let (account, owner) = person(&street, "owner@golmok.test", false).await;
    works(&street, 11, account, Role::Owner).await;
    street.run("update shops set state = 'paused', held_why = '살펴보는 중' where id = 11").await;
    let base = "/api/v1/shops/byeolbit";
    draft(&street, &owner, base, |draft| draft["tagline"] = json!({ "ko": "몰래 바꾼 소개" })).await;
    assert_eq!(owner.post(&street, &format!("{base}/changes/open"), json!({})).await.status, 409);
    assert_eq!(owner.get(&street, &format!("{base}/changes")).await.json()["total"], 1);
}

#[tokio::test]
async fn a_shop_of_two_windows_stands_in_the_one_alone_that_is_accepted_again() {
    let street = Street::new().await;
    let (_, merchant) = person(&street, "merchant@golmok.test", false).await;
    let (_, operator) = person(&street, "operator@golmok.test", true).await;
    let (shop, _) = decided(&street, &merchant, &operator, json!({ "decision": "accept" })).await;
    // Accepted in another window too, as an operator would have it.
    street
        .run(
            "insert into applications (id, shop_id, window_id, state, created_at, updated_at, accepted_at)
            select 9001, s.id, w.id, 'accepted', 1, 1, 1 from shops s, windows w where s.slug = '물결-공방' and w.slug = 'kids'",
        )
        .await;
    street
        .run("insert into shop_windows (shop_id, window_id, position) select s.id, w.id, 1 from shops s, windows w where s.slug = '물결-공방' and w.slug = 'kids'")
        .await;
    let path = format!("/api/v1/shops/{shop}/facts");
    let known = merchant.get(&street, &path).await.json();
    let mut facts = known["facts"].clone();
    facts["representative"] = json!("박가상");
    let changed = put(&street, &merchant, &path, json!({ "seen": known["seen"], "facts": facts })).await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    let base = format!("/api/v1/shops/{shop}/applications/living");
    let again = merchant.post(&street, &format!("{base}/submit"), json!({})).await;
    assert_eq!(again.status, 200, "{}", again.body);
    decide(&street, &operator, "물결-공방", json!({ "decision": "accept" })).await;
    let sql = "select w.slug from shop_windows s join windows w on w.id = s.window_id join shops o on o.id = s.shop_id where o.slug = '물결-공방'";
    let stands: Vec<String> = sqlx::query_scalar(sql).fetch_all(&street.db.pool).await.expect("windows");
    assert_eq!(stands, ["living"]);
}
