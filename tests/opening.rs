//! Opening a shop, pausing it, and closing it: what shoppers see follows at once.

use serde_json::json;
use wire::account::Role;

use crate::{
    account::{mailed, person, works},
    street::Street,
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
    assert_eq!((standing(&street).await, listed(&street).await), (0, 0));
    assert_eq!(owner.post(&street, &format!("{base}/pause"), json!({})).await.status, 409, "it is paused already");
    // A product that is shown without a picture keeps it from opening.
    let opening = owner.get(&street, &format!("{base}/opening")).await.json();
    assert_eq!((&opening["state"], &opening["blockers"]), (&json!("paused"), &json!(["no_picture"])));
    assert_eq!(owner.post(&street, &format!("{base}/open"), json!({})).await.status, 409);
    street.run("update products set picture_id = '00112233445566aa' where id = 22").await;
    assert_eq!(owner.post(&street, &format!("{base}/open"), json!({})).await.status, 200);
    assert_eq!(street.get("/shops/byeolbit").await.status, 200);
    assert_eq!(standing(&street).await, 4, "two products in two windows each");
    assert_eq!(owner.post(&street, &format!("{base}/close"), json!({ "confirm": "byeolbi" })).await.status, 400);
    assert_eq!(owner.post(&street, &format!("{base}/close"), json!({ "confirm": "byeolbit" })).await.status, 200);
    assert_eq!(street.get("/shops/byeolbit").await.status, 410);
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
