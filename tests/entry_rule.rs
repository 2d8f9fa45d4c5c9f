//! What a window asks and an operator decides, where something else changes meanwhile.

use serde_json::{Value, json};

use crate::{
    account::person,
    application::{apply, decide, fill, put, send_photo, unsettled},
    street::Street,
};

#[tokio::test]
async fn what_was_declared_is_declared_anew_where_its_words_change_and_they_stay_while_an_application_waits() {
    let street = Street::new().await;
    let (_, merchant) = person(&street, "merchant@golmok.test", false).await;
    let (_, operator) = person(&street, "operator@golmok.test", true).await;
    let (shop, base) = apply(&street, &merchant, "living").await;
    fill(&street, &merchant, &shop, &base).await;
    send_photo(&street, &merchant, &base).await;
    // The last that the window asks is declared, and in no group.
    let change = async |field: &str, value: Value| {
        let mut list = street.get("/api/v1/windows/living/requirements").await.json();
        let last = list.as_array_mut().and_then(|list| list.last_mut()).expect("a requirement");
        assert_eq!(last["kind"], "declared");
        last[field] = value;
        put(&street, &operator, "/api/v1/operator/windows/living/requirements", json!({ "requirements": list })).await
    };
    let lacks = async || unsettled(&merchant.get(&street, &base).await.json());
    // The same words in another group are still what was declared.
    assert_eq!(change("either", json!("own_goods")).await.status, 200);
    assert_eq!(lacks().await, Vec::<String>::new());
    assert_eq!(change("en", json!("You sell what is yours")).await.status, 200);
    assert_eq!(lacks().await, ["declared"], "what else was declared stays");
    fill(&street, &merchant, &shop, &base).await;
    assert_eq!(merchant.post(&street, &format!("{base}/submit"), json!({})).await.status, 200);
    let refused = change("ko", json!("내 것만 팝니다")).await;
    assert!(refused.status == 409 && refused.body.contains("먼저 결정"), "{}", refused.body);
    // What was accepted stays as it was declared.
    decide(&street, &operator, &shop, json!({ "decision": "accept" })).await;
    assert_eq!(change("ko", json!("내 것만 팝니다")).await.status, 200);
    assert_eq!(lacks().await, Vec::<String>::new());
}
