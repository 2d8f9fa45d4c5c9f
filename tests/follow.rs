//! The index follows the data: one shop that changes is read by itself, and what could keep the index away does not for long.

#![expect(clippy::indexing_slicing, reason = "fields of an answer are asked for by name")]

use std::time::{Duration, Instant};

use serde_json::json;
use wire::{account::Role, endpoint::encode};

use crate::{
    account::{person, works},
    application::put,
    street::Street,
};

async fn total(street: &Street, path: &str) -> i64 {
    let answer = street.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    let answer = answer.json();
    answer["products"]["total"].as_i64().or_else(|| answer["total"].as_i64()).unwrap_or(-1)
}

#[tokio::test]
async fn a_shop_that_pauses_or_takes_a_holiday_is_read_by_itself_and_not_the_whole_street() {
    let street = Street::new().await;
    let (account, owner) = person(&street, "owner@golmok.test", false).await;
    works(&street, 11, account, Role::Owner).await;
    street.run("update products set picture_id = '00112233445566aa' where id = 22").await;
    let (lamps, open) = (format!("/api/v1/search?q={}", encode("별등")), "/api/v1/products?window=living&open=1");
    let shop = format!("/api/v1/search?q={}", encode("별빛상회"));
    // What was written by hand may be anything, so that the street was read whole for it.
    let end = Instant::now() + Duration::from_secs(10);
    while total(&street, open).await != 2 {
        assert!(Instant::now() < end, "the index does not come");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let readings = street.state.index.readings();
    let base = "/api/v1/shops/byeolbit";
    assert_eq!((total(&street, &lamps).await, total(&street, &shop).await), (1, 2));
    assert_eq!(owner.post(&street, &format!("{base}/pause"), json!({})).await.status, 200);
    assert_eq!((total(&street, &lamps).await, total(&street, &shop).await, total(&street, open).await), (0, 0, 0));
    assert!(street.get(&shop).await.json()["shops"].as_array().is_none_or(Vec::is_empty), "its name is not found either");
    assert_eq!(owner.post(&street, &format!("{base}/open"), json!({})).await.status, 200);
    assert_eq!((total(&street, &lamps).await, total(&street, &shop).await, total(&street, open).await), (1, 2, 2));
    assert_eq!(street.get(&shop).await.json()["shops"][0]["slug"], "byeolbit");
    // Closed for as long as there are days: nothing of it is open now.
    let closed = json!({ "now": { "notice": {}, "closings": [{ "from": "2020-01-01", "to": "2099-12-31", "note": {} }] } });
    let answer = put(&street, &owner, &format!("{base}/now"), closed).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!((total(&street, open).await, total(&street, &lamps).await), (0, 1));
    assert_eq!(street.state.index.readings(), readings, "the street was read whole for one shop");
}
