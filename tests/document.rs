//! How much of the disk the files of applications may take.

use axum::http::Method;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::json;

use crate::{
    account::{Browser, person},
    application::{apply, send_photo},
    street::Street,
};

/// Sends a small file with an application; the status, and what is said.
async fn send(street: &Street, who: &Browser, base: &str, lang: &str) -> (u16, String) {
    let requirement = who.get(street, base).await.json()["checks"][0]["requirement"].clone();
    let body = json!({ "requirement": requirement, "name": "계약서.pdf", "content": STANDARD.encode("%PDF-1.7\n%%EOF") });
    let sent = who.post(street, &format!("{base}/documents{lang}"), body).await;
    (sent.status.as_u16(), sent.body)
}

#[tokio::test]
async fn the_files_of_all_shops_of_an_account_take_so_much_and_no_more_closed_ones_too() {
    let street = Street::new().await;
    let (_, merchant) = person(&street, "merchant@golmok.test", false).await;
    let (_, other) = person(&street, "other@golmok.test", false).await;
    let (first, full) = apply(&street, &merchant, "living").await;
    send_photo(&street, &merchant, &full).await;
    let (_, begun) = apply(&street, &merchant, "living").await;
    let (_, others) = apply(&street, &other, "living").await;
    // As if many had been sent.
    street.run("update documents set bytes = 300000000").await;
    let close = json!({ "confirm": first });
    assert_eq!(merchant.post(&street, &format!("/api/v1/shops/{}/close", wire::endpoint::encode(&first)), close).await.status, 200);
    for (lang, words) in [("", "300MB"), ("?lang=en", "300 megabytes")] {
        let (status, said) = send(&street, &merchant, &begun, lang).await;
        assert!(status == 400 && said.contains(words), "{status}: {said}");
    }
    assert_eq!(send(&street, &other, &others, "").await.0, 200, "one's own files are counted alone");
    // What is gone makes room.
    street.run("update documents set bytes = 299999900 where bytes = 300000000").await;
    assert_eq!(send(&street, &merchant, &begun, "").await.0, 200);
    let id = merchant.get(&street, &begun).await.json()["checks"][0]["documents"][0]["id"].as_str().expect("an id").to_owned();
    street.run("update documents set bytes = 299999990 where bytes > 1000").await;
    assert_eq!(send(&street, &merchant, &begun, "").await.0, 400);
    assert_eq!(merchant.call(&street, Method::DELETE, &format!("{begun}/documents/{id}"), &json!({})).await.status, 200);
    street.run("update documents set bytes = 299999900 where bytes > 1000").await;
    assert_eq!(send(&street, &merchant, &begun, "").await.0, 200);
}
