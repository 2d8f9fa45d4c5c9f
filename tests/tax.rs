//! Asking the tax office, which stands here for itself: it answers as the National Tax Service's service does.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use axum::{Json, Router, http::StatusCode, response::IntoResponse, routing::post};
use serde_json::{Value, json};

use crate::{
    account::{Browser, person},
    application::{apply, fill, put, send_photo},
    street::{Answer, Street},
};

/// An office that has one answer, and counts how often it was asked.
async fn office(answer: Option<&'static str>) -> (String, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let counts = Arc::clone(&asked);
    let answers = move |Json(body): Json<Value>| async move {
        counts.fetch_add(1, Ordering::Relaxed);
        let number = body["b_no"][0].clone();
        match answer {
            None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
            Some(word) => {
                let one = json!({ "b_no": number, "b_stt": "", "b_stt_cd": word, "tax_type": "부가가치세 일반과세자", "end_dt": "" });
                Json(json!({ "request_cnt": 1, "match_cnt": 1, "status_code": "OK", "data": [one] })).into_response()
            }
        }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/v1/status?serviceKey=secret", listener.local_addr().expect("an address"));
    #[expect(clippy::disallowed_methods, reason = "an office of the test's own")]
    let office = Router::new().route("/v1/status", post(answers));
    tokio::spawn(async move { axum::serve(listener, office).await });
    (url, asked)
}

struct Applied {
    street: Street,
    merchant: Browser,
    base: String,
    shop: String,
}

impl Applied {
    async fn at(url: &str) -> Self {
        let street = Street::asking(url).await.furnished().await.indexed().await;
        let (_, merchant) = person(&street, "merchant@golmok.test", false).await;
        let (shop, base) = apply(&street, &merchant, "living").await;
        fill(&street, &merchant, &shop, &base).await;
        send_photo(&street, &merchant, &base).await;
        Self { street, merchant, base, shop }
    }

    async fn submit(&self) -> Answer {
        self.merchant.post(&self.street, &format!("{}/submit", self.base), json!({})).await
    }

    async fn known(&self) -> Value {
        self.merchant.get(&self.street, &self.base).await.json()
    }
}

#[tokio::test]
async fn a_business_that_goes_on_may_apply_and_the_operator_sees_what_was_answered() {
    let (url, asked) = office(Some("01")).await;
    let applied = Applied::at(&url).await;
    assert_eq!(applied.known().await["tax"], Value::Null);
    let sent = applied.submit().await;
    assert_eq!(sent.status, 200, "{}", sent.body);
    assert_eq!(asked.load(Ordering::Relaxed), 1);
    let (_, operator) = person(&applied.street, "operator@golmok.test", true).await;
    let page = format!("/operator/applications/{}/living", wire::endpoint::encode(&applied.shop));
    let page = operator.get(&applied.street, &page).await.body;
    assert!(page.contains("계속사업자"), "{page}");
    assert_eq!(applied.known().await["tax"]["standing"], "goes_on");
}

#[tokio::test]
async fn one_that_is_closed_or_unknown_is_told_so_and_asked_of_anew() {
    for (answer, words) in [("03", "폐업한"), ("", "등록되지 않은")] {
        let (url, asked) = office(Some(answer)).await;
        let applied = Applied::at(&url).await;
        for time in 1..=2 {
            let refused = applied.submit().await;
            assert_eq!(refused.status, 409);
            assert!(refused.body.contains(words), "{}", refused.body);
            assert_eq!(asked.load(Ordering::Relaxed), time, "it may have been mended there");
        }
        assert_eq!(applied.known().await["state"], "draft");
    }
}

#[tokio::test]
async fn an_office_that_is_away_keeps_nobody_from_applying() {
    for url in [office(None).await.0, "http://127.0.0.1:9/v1/status".to_owned(), office(Some("77")).await.0] {
        let applied = Applied::at(&url).await;
        assert_eq!(applied.submit().await.status, 200);
        assert_eq!(applied.known().await["tax"], Value::Null);
    }
}

#[tokio::test]
async fn an_answer_is_of_its_own_number_alone() {
    let (url, asked) = office(Some("01")).await;
    let applied = Applied::at(&url).await;
    assert_eq!(applied.submit().await.status, 200);
    let sql = "update applications set state = 'asked'";
    sqlx::query(sql).execute(&applied.street.db.pool).await.expect("an application");
    // The same number is not asked of twice in a day; another one is.
    assert_eq!(applied.submit().await.status, 200);
    assert_eq!(asked.load(Ordering::Relaxed), 1);
    sqlx::query(sql).execute(&applied.street.db.pool).await.expect("an application");
    let known = applied.known().await;
    let mut facts = known["facts"].clone();
    facts["business_number"] = json!("000-12-34575");
    let path = format!("/api/v1/shops/{}/facts", wire::endpoint::encode(&applied.shop));
    let changed = put(&applied.street, &applied.merchant, &path, json!({ "seen": known["seen"], "facts": facts })).await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    assert_eq!(applied.known().await["tax"], Value::Null);
    assert_eq!(applied.submit().await.status, 200);
    assert_eq!(asked.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn the_office_is_asked_only_of_what_could_be_sent() {
    let (url, asked) = office(Some("01")).await;
    let applied = Applied::at(&url).await;
    let sql = "delete from declarations";
    sqlx::query(sql).execute(&applied.street.db.pool).await.expect("nothing declared");
    let refused = applied.submit().await;
    assert!(refused.status == 409 && refused.body.contains("빠진 것이"), "{}", refused.body);
    let nowhere = applied.base.replace("/living", "/fresh");
    assert_eq!(applied.merchant.post(&applied.street, &format!("{nowhere}/submit"), json!({})).await.status, 404);
    assert_eq!(asked.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn the_office_is_asked_twenty_times_a_day_for_one_person_and_no_more() {
    let (url, asked) = office(Some("03")).await;
    let applied = Applied::at(&url).await;
    for _ in 0..20 {
        assert_eq!(applied.submit().await.status, 409);
    }
    for (lang, words) in [("", "너무 여러 번"), ("?lang=en", "too often")] {
        let path = format!("{}/submit{lang}", applied.base);
        let refused = applied.merchant.post(&applied.street, &path, json!({})).await;
        assert!(refused.status == 429 && refused.body.contains(words), "{}", refused.body);
    }
    assert_eq!(asked.load(Ordering::Relaxed), 20);
}
