//! Passkeys, as far as they go without a key: the rest is a journey in a browser.

use serde_json::json;

use crate::{
    account::{Browser, PASSWORD, join, person},
    street::{Street, attributes, texts},
};

const BEGIN: &str = "/api/v1/me/passkeys/begin";

#[tokio::test]
async fn an_open_session_adds_no_passkey_without_the_password() {
    let street = Street::new().await;
    let mina = join(&street, "mina@golmok.test").await;
    let asked =
        async || -> i64 { sqlx::query_scalar("select count(*) from ceremonies").fetch_one(&street.db.pool).await.expect("a count") };
    assert_eq!(mina.post(&street, BEGIN, json!({})).await.status, 400);
    for (lang, words) in [("", "비밀번호가 맞지 않습니다."), ("?lang=en", "That is not the password.")] {
        let wrong = mina.post(&street, &format!("{BEGIN}{lang}"), json!({ "password": "not this one" })).await;
        assert_eq!((wrong.status.as_u16(), wrong.json()["field"].as_str()), (400, Some("password")));
        assert!(wrong.body.contains(words), "{}", wrong.body);
    }
    assert_eq!(asked().await, 0, "no key is asked");
    let right = mina.post(&street, BEGIN, json!({ "password": PASSWORD })).await;
    assert_eq!((right.status.as_u16(), asked().await), (200, 1), "{}", right.body);
    // Nobody else's session answers the question.
    let (_, other) = person(&street, "other@golmok.test", false).await;
    let stolen = json!({ "ceremony": right.json()["ceremony"], "credential": "{}" });
    assert_eq!(other.post(&street, "/api/v1/me/passkeys", stolen).await.status, 410);
    // An account that has no password proves nothing by one.
    assert_eq!(other.post(&street, BEGIN, json!({ "password": PASSWORD })).await.status, 400);
    // Guessing is counted, and the right one waits too.
    for _ in 0..10 {
        mina.post(&street, BEGIN, json!({ "password": "guess after guess" })).await;
    }
    assert_eq!(mina.post(&street, BEGIN, json!({ "password": PASSWORD })).await.status, 429);
}

#[tokio::test]
async fn the_form_that_adds_a_passkey_asks_for_the_password_in_both_languages() {
    let street = Street::new().await;
    let (_, mina) = person(&street, "mina@golmok.test", false).await;
    for (page, words) in [("/studio/account", "비밀번호"), ("/en/studio/account", "Password")] {
        let html = mina.get(&street, page).await.html();
        assert_eq!(texts(&html, "[data-passkey=add] label"), [words]);
        assert_eq!(attributes(&html, "[data-passkey=add] input", "type"), ["password"]);
    }
    let html = Browser::default().get(&street, "/sign-in").await.html();
    assert!(attributes(&html, "[data-passkey=sign-in] input", "type").is_empty());
}
