//! Entering a window: from the first word to the decision, and who sees what of it.

use axum::http::Method;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use crate::{
    account::{Browser, mailed, person},
    street::Street,
};

/// A small picture, as a phone would send it.
fn photo() -> String {
    let mut bytes = Vec::new();
    let pixels = image::RgbImage::from_fn(64, 48, |x, y| image::Rgb([(x * 4) as u8, (y * 5) as u8, 90]));
    pixels.write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Png).expect("a picture");
    STANDARD.encode(bytes)
}

pub async fn apply(street: &Street, browser: &Browser, window: &str) -> (String, String) {
    let begun = browser.post(street, "/api/v1/applications", json!({ "window": window, "name": "물결 공방" })).await;
    assert_eq!(begun.status, 200, "{}", begun.body);
    let shop = begun.json()["shop"].as_str().expect("a slug").to_owned();
    let base = format!("/api/v1/shops/{}/applications/{window}", wire::endpoint::encode(&shop));
    (shop, base)
}

pub fn unsettled(application: &Value) -> Vec<String> {
    let checks = application["checks"].as_array().expect("checks");
    checks.iter().filter(|check| check["is_settled"] == false).map(|check| check["kind"].as_str().expect("a kind").to_owned()).collect()
}

pub async fn put(street: &Street, browser: &Browser, path: &str, body: Value) -> crate::street::Answer {
    browser.call(street, Method::PUT, path, &body).await
}

/// All that the window of living asks, but for the file.
pub async fn fill(street: &Street, browser: &Browser, shop: &str, base: &str) {
    let application = browser.get(street, base).await.json();
    let number = "000-12-34560";
    let day = json!([{ "from": 600, "to": 1140 }]);
    let facts = json!({
        "name_ko": "물결 공방", "representative": "한가상", "business_number": number, "address_ko": "서울 가상구 물결길 3",
        "hours": [day, day, day, day, day, [], []]
    });
    let path = format!("/api/v1/shops/{}/facts", wire::endpoint::encode(shop));
    let changed = put(street, browser, &path, json!({ "seen": application["seen"], "facts": facts })).await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    let declared: Vec<&Value> = application["checks"]
        .as_array()
        .expect("checks")
        .iter()
        .filter(|check| check["kind"] == "declared")
        .map(|check| &check["requirement"])
        .collect();
    assert_eq!(put(street, browser, &format!("{base}/declared"), json!({ "declared": declared })).await.status, 200);
}

pub async fn send_photo(street: &Street, browser: &Browser, base: &str) {
    let application = browser.get(street, base).await.json();
    let asked = application["checks"].as_array().expect("checks").iter().find(|check| check["kind"] == "offline_shop").expect("a check");
    let body = json!({ "requirement": asked["requirement"], "name": "정면.png", "content": photo() });
    let sent = browser.post(street, &format!("{base}/documents"), body).await;
    assert_eq!(sent.status, 200, "{}", sent.body);
}

#[tokio::test]
async fn a_shop_applies_is_asked_for_changes_and_is_accepted() {
    let street = Street::new().await;
    let (_, merchant) = person(&street, "merchant@golmok.test", false).await;
    let (_, operator) = person(&street, "operator@golmok.test", true).await;
    let (shop, base) = apply(&street, &merchant, "living").await;
    assert_eq!(shop, "물결-공방");
    // Nobody sees the shop, and the same name again is another shop.
    assert_eq!(street.get("/shops/%EB%AC%BC%EA%B2%B0-%EA%B3%B5%EB%B0%A9").await.status, 404);
    assert_eq!(apply(&street, &merchant, "living").await.0, "물결-공방-2");
    let waiting = "/api/v1/operator/applications";
    assert_eq!(
        unsettled(&merchant.get(&street, &base).await.json()),
        ["offline_shop", "document", "representative", "business_number", "mail_order_number", "declared", "declared"]
    );
    let early = merchant.post(&street, &format!("{base}/submit"), json!({})).await;
    assert_eq!(early.status, 409);
    fill(&street, &merchant, &shop, &base).await;
    assert_eq!(unsettled(&merchant.get(&street, &base).await.json()), ["offline_shop", "document"], "the photo of the front is missing");
    send_photo(&street, &merchant, &base).await;
    let ready = merchant.get(&street, &base).await.json();
    assert_eq!((unsettled(&ready), &ready["is_ready"]), (Vec::new(), &json!(true)));
    assert_eq!(merchant.post(&street, &format!("{base}/submit"), json!({})).await.status, 200);
    // Who sent it has it in writing.
    let (text, _) = mailed(&street, "merchant@golmok.test");
    assert!(text.contains("물결 공방") && text.contains("운영자에게 갔습니다"), "{text}");
    // While it is looked at, it stays as it is.
    let declared = put(&street, &merchant, &format!("{base}/declared"), json!({ "declared": [] })).await;
    assert_eq!(declared.status, 409);
    assert!(mailed(&street, "operator@golmok.test").0.contains("/operator/applications/%EB%AC%BC"));
    assert_eq!(operator.get(&street, waiting).await.json().as_array().map(Vec::len), Some(1));
    let review = format!("{waiting}/{}/living", wire::endpoint::encode(&shop));
    let seen = operator.get(&street, &review).await.json();
    assert_eq!(seen["facts"]["representative"], "한가상");
    let file = seen["checks"][0]["documents"][0].clone();
    assert_eq!((file["kind"].as_str(), file["name"].as_str()), (Some("image/jpeg"), Some("정면.png")));
    let content = operator.get(&street, &format!("{review}/documents/{}", file["id"].as_str().expect("an id"))).await.json();
    let bytes = STANDARD.decode(content["content"].as_str().expect("content")).expect("base64");
    assert!(bytes.starts_with(&[0xff, 0xd8, 0xff]), "a new JPEG, whatever came");
    // A decision against the merchant says why.
    assert_eq!(operator.post(&street, &review, json!({ "decision": "ask" })).await.status, 400);
    assert_eq!(operator.post(&street, &review, json!({ "decision": "ask", "words": "간판이 보이게 찍어 주세요." })).await.status, 200);
    let (text, _) = mailed(&street, "merchant@golmok.test");
    assert!(text.contains("간판이 보이게") && text.contains("/studio/shops/"), "{text}");
    assert_eq!(operator.post(&street, &review, json!({ "decision": "accept" })).await.status, 409, "it does not wait");
    send_photo(&street, &merchant, &base).await;
    assert_eq!(merchant.post(&street, &format!("{base}/submit"), json!({})).await.status, 200);
    assert_eq!(operator.post(&street, &review, json!({ "decision": "accept" })).await.status, 200);
    assert_eq!(merchant.get(&street, &base).await.json()["state"], "accepted");
    let stands: i64 = sqlx::query_scalar("select count(*) from shop_windows w join shops s on s.id = w.shop_id where s.slug = '물결-공방'")
        .fetch_one(&street.db.pool)
        .await
        .expect("a count");
    assert_eq!(stands, 1);
    let what: Vec<String> =
        sqlx::query_scalar("select r.what from records r join shops s on s.id = r.shop_id where s.slug = '물결-공방' order by r.id")
            .fetch_all(&street.db.pool)
            .await
            .expect("rows");
    assert_eq!(what, ["application_begun", "application_submitted", "application_asked", "application_submitted", "application_accepted"]);
}

#[tokio::test]
async fn documents_are_seen_by_their_owner_and_by_operators_alone() {
    let street = Street::new().await;
    let (_, merchant) = person(&street, "merchant@golmok.test", false).await;
    let (_, other) = person(&street, "other@golmok.test", false).await;
    let (shop, base) = apply(&street, &merchant, "living").await;
    let (_, others) = apply(&street, &other, "living").await;
    send_photo(&street, &merchant, &base).await;
    let id = merchant.get(&street, &base).await.json()["checks"][0]["documents"][0]["id"].as_str().expect("an id").to_owned();
    assert_eq!(merchant.get(&street, &format!("{base}/documents/{id}")).await.status, 200);
    // Neither by the shop's own address nor by one's own with the other's id.
    assert_eq!(other.get(&street, &format!("{base}/documents/{id}")).await.status, 404);
    assert_eq!(other.get(&street, &format!("{others}/documents/{id}")).await.status, 404);
    assert_eq!(other.call(&street, Method::DELETE, &format!("{others}/documents/{id}"), &json!({})).await.status, 404);
    assert_eq!(Browser::default().get(&street, &format!("{base}/documents/{id}")).await.status, 401);
    let shop = wire::endpoint::encode(&shop);
    let page = format!("/studio/shops/{shop}/applications/living/documents/{id}");
    let saved = street.with(Method::GET, &page, &[("cookie", &merchant.0)], "").await;
    assert!(saved.header("content-disposition").starts_with("attachment"), "{:?}", saved.headers);
    assert_eq!(street.with(Method::GET, &page, &[("cookie", &other.0)], "").await.status, 404);
    // What is due is gone.
    street.run("update documents set due_at = 1").await;
    server::application::document::clear(&street.db).await.expect("cleared");
    let left: i64 = sqlx::query_scalar("select (select count(*) from documents) + (select count(*) from document_pieces)")
        .fetch_one(&street.db.pool)
        .await
        .expect("a count");
    assert_eq!(left, 0);
}

#[tokio::test]
async fn what_is_no_picture_and_no_pdf_is_refused_in_words_and_bad_facts_too() {
    let street = Street::new().await;
    let (_, merchant) = person(&street, "merchant@golmok.test", false).await;
    let (shop, base) = apply(&street, &merchant, "fresh").await;
    let application = merchant.get(&street, &base).await.json();
    let requirement = &application["checks"][0]["requirement"];
    let drawing = STANDARD.encode("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>");
    let page = STANDARD.encode("<!doctype html><script>alert(1)</script>");
    let large = STANDARD.encode(vec![b'x'; 10_000_001]);
    for content in [drawing, page, large, "not base64!".to_owned(), String::new()] {
        let body = json!({ "requirement": requirement, "name": "x", "content": content });
        let answer = merchant.post(&street, &format!("{base}/documents"), body).await;
        assert_eq!((answer.status.as_u16(), answer.json()["field"].as_str()), (400, Some("content")), "{}", answer.body);
    }
    let pdf = json!({ "requirement": requirement, "name": "계약서.pdf", "content": STANDARD.encode("%PDF-1.7\n%%EOF") });
    assert_eq!(merchant.post(&street, &format!("{base}/documents"), pdf).await.status, 200);
    let path = format!("/api/v1/shops/{}/facts", wire::endpoint::encode(&shop));
    let seen = &application["seen"];
    for (field, value) in [
        ("business_number", json!("123-45-67890")),
        ("phone", json!("call me")),
        ("email", json!("nobody")),
        ("postcode", json!("1234")),
        ("hours", json!([[{ "from": 600, "to": 600 }], [], [], [], [], [], []])),
    ] {
        let mut facts = json!({ "name_ko": "물결" });
        facts[field] = value;
        let answer = put(&street, &merchant, &path, json!({ "seen": seen, "facts": facts })).await;
        assert_eq!((answer.status.as_u16(), answer.json()["field"].as_str()), (400, Some(field)), "{}", answer.body);
    }
    // Two people at one form: the second is told, and nothing is overwritten.
    let mine = json!({ "seen": seen, "facts": { "name_ko": "먼저" } });
    let theirs = json!({ "seen": seen, "facts": { "name_ko": "나중" } });
    assert_eq!(put(&street, &merchant, &path, mine).await.status, 200);
    assert_eq!(put(&street, &merchant, &path, theirs).await.status, 409);
    assert_eq!(merchant.get(&street, &base).await.json()["facts"]["name_ko"], "먼저");
    // An open shop's facts are not changed behind its shoppers' backs.
    street.run("update shops set state = 'open' where slug = '물결-공방'").await;
    let seen = merchant.get(&street, &base).await.json()["seen"].clone();
    assert_eq!(put(&street, &merchant, &path, json!({ "seen": seen, "facts": { "name_ko": "몰래" } })).await.status, 409);
}

#[tokio::test]
async fn operators_change_what_a_window_asks() {
    let street = Street::new().await;
    let (_, merchant) = person(&street, "merchant@golmok.test", false).await;
    let (_, operator) = person(&street, "operator@golmok.test", true).await;
    let (_, base) = apply(&street, &merchant, "living").await;
    send_photo(&street, &merchant, &base).await;
    let list = street.get("/api/v1/windows/living/requirements").await.json();
    let mut list = list.as_array().expect("a list").clone();
    list.truncate(1);
    list[0]["en"] = json!("A shop that one can walk into");
    list.push(json!({ "kind": "declared", "ko": "골목 청소에 함께합니다", "en": "You help to sweep the alley" }));
    let path = "/api/v1/operator/windows/living/requirements";
    let changed = put(&street, &operator, path, json!({ "requirements": list })).await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    let application = merchant.get(&street, &format!("{base}?lang=en")).await.json();
    assert_eq!(application["checks"].as_array().map(Vec::len), Some(2));
    assert_eq!(application["checks"][0]["text"], "A shop that one can walk into");
    assert_eq!(application["checks"][0]["documents"].as_array().map(Vec::len), Some(1), "what was sent for it stays");
    let half = json!({ "requirements": [{ "kind": "declared", "ko": "한국어만", "en": " " }] });
    assert_eq!(put(&street, &operator, path, half).await.status, 400);
    assert_eq!(street.get("/api/v1/windows/living/requirements").await.json().as_array().map(Vec::len), Some(2), "all or nothing");
    assert_eq!(put(&street, &operator, "/api/v1/operator/windows/nowhere/requirements", json!({ "requirements": [] })).await.status, 404);
}

#[tokio::test]
async fn an_operator_is_told_that_another_changed_the_rule_meanwhile() {
    let street = Street::new().await;
    let (_, operator) = person(&street, "operator@golmok.test", true).await;
    let read = async || street.get("/api/v1/windows/living/requirements").await.json();
    let seen = read().await;
    let path = "/api/v1/operator/windows/living/requirements";
    let mut mine = seen.clone();
    mine[0]["ko"] = json!("걸어 들어갈 수 있는 매장");
    assert_eq!(put(&street, &operator, path, json!({ "requirements": mine, "seen": seen })).await.status, 200);
    let mut theirs = seen.clone();
    theirs[0]["ko"] = json!("나중에 저장한 조건");
    let late = put(&street, &operator, path, json!({ "requirements": theirs, "seen": seen })).await;
    assert!(late.status == 409 && late.body.contains("그사이"), "{}", late.body);
    assert_eq!(read().await[0]["ko"], "걸어 들어갈 수 있는 매장");
    // The form says what it was drawn from.
    let page = street.with(Method::GET, "/operator/windows/living", &[("cookie", &operator.0)], "").await.html();
    let said = crate::street::attributes(&page, "input[name=seen]", "value");
    let now = read().await;
    assert!(said.iter().any(|said| serde_json::from_str::<Value>(said).is_ok_and(|said| said == now)), "{said:?}");
}

/// A shop that is sent, and decided by the operator.
pub async fn decided(street: &Street, merchant: &Browser, operator: &Browser, decision: Value) -> (String, String) {
    let (shop, base) = apply(street, merchant, "living").await;
    fill(street, merchant, &shop, &base).await;
    send_photo(street, merchant, &base).await;
    assert_eq!(merchant.post(street, &format!("{base}/submit"), json!({})).await.status, 200);
    decide(street, operator, &shop, decision).await;
    (wire::endpoint::encode(&shop), base)
}

pub async fn decide(street: &Street, operator: &Browser, shop: &str, decision: Value) {
    let path = format!("/api/v1/operator/applications/{}/living", wire::endpoint::encode(shop));
    let decided = operator.post(street, &path, decision).await;
    assert_eq!(decided.status, 200, "{}", decided.body);
}

#[tokio::test]
async fn what_was_accepted_of_a_business_is_asked_anew_where_it_changes_and_not_while_the_shop_is_open() {
    let street = Street::new().await;
    let (_, merchant) = person(&street, "merchant@golmok.test", false).await;
    let (_, operator) = person(&street, "operator@golmok.test", true).await;
    let (shop, base) = decided(&street, &merchant, &operator, json!({ "decision": "accept" })).await;
    let blocked = async || {
        let opening = merchant.get(&street, &format!("/api/v1/shops/{shop}/opening")).await.json();
        opening["blockers"].as_array().expect("blockers").contains(&json!("not_accepted"))
    };
    let change = async |name: &str| {
        let path = format!("/api/v1/shops/{shop}/facts");
        let known = merchant.get(&street, &path).await.json();
        let facts = json!({ "representative": name, "business_number": known["facts"]["business_number"] });
        put(&street, &merchant, &path, json!({ "seen": known["seen"], "facts": facts })).await
    };
    street.run("update shops set state = 'open' where slug = '물결-공방'").await;
    let refused = change("박가상").await;
    assert!(refused.status == 409 && refused.body.contains("쉬는 동안"), "{}", refused.body);
    street.run("update shops set state = 'paused' where slug = '물결-공방'").await;
    assert_eq!(change("한가상").await.status, 200);
    assert!(!blocked().await, "nothing was changed");
    let sql = "select count(*) from mails where recipient = 'merchant@golmok.test'";
    let mails = async || sqlx::query_scalar::<_, i64>(sql).fetch_one(&street.db.pool).await.expect("a count");
    let told = mails().await;
    assert_eq!(change("박가상").await.status, 200);
    let application = merchant.get(&street, &base).await.json();
    assert_eq!((&application["state"], &application["facts"]["representative"]), (&json!("asked"), &json!("박가상")));
    assert!(application["words"].as_str().is_some_and(|words| words.contains("다시 보내")), "{application}");
    assert!(blocked().await);
    let open = merchant.post(&street, &format!("/api/v1/shops/{shop}/open"), json!({})).await;
    assert_eq!(open.status, 409);
    let sql = "select what, coalesce(why, '') from records order by id desc";
    let what: Vec<(String, String)> = sqlx::query_as(sql).fetch_all(&street.db.pool).await.expect("rows");
    assert_eq!(what[0].0, "application_reopened");
    assert!(what[0].1.contains("다시 보내"), "{what:?}");
    // Of two windows it stands in the one that is accepted again, and in that alone.
    let stands = async || -> Vec<String> {
        let sql = "select w.slug from shop_windows s join windows w on w.id = s.window_id join shops o on o.id = s.shop_id
            where o.slug = '물결-공방' order by 1";
        sqlx::query_scalar(sql).fetch_all(&street.db.pool).await.expect("windows")
    };
    assert_eq!(stands().await, Vec::<String>::new());
    assert_eq!(mails().await, told + 1, "the owner is mailed");
    assert_eq!(merchant.post(&street, &format!("{base}/submit"), json!({})).await.status, 200);
    assert!(blocked().await);
    decide(&street, &operator, "물결-공방", json!({ "decision": "accept" })).await;
    assert!(!blocked().await);
    assert_eq!(stands().await, ["living"]);
}

#[tokio::test]
async fn files_of_applications_that_nobody_goes_on_with_are_not_kept_for_ever_nor_those_of_closed_shops() {
    let street = Street::new().await;
    let (_, merchant) = person(&street, "merchant@golmok.test", false).await;
    let (_, operator) = person(&street, "operator@golmok.test", true).await;
    let left = async || {
        server::application::document::clear(&street.db).await.expect("cleared");
        sqlx::query_scalar::<_, i64>("select count(*) from documents").fetch_one(&street.db.pool).await.expect("a count")
    };
    let asked = json!({ "decision": "ask", "words": "간판이 보이게 찍어 주세요." });
    decided(&street, &merchant, &operator, asked).await;
    street.run("update documents set due_at = 1").await;
    assert_eq!(left().await, 1, "the merchant goes on with it");
    let long_ago = server::ids::now_ms() - 91 * 86_400_000;
    street.run(&format!("update applications set updated_at = {long_ago}")).await;
    assert_eq!(left().await, 0);
    // One that waits is kept, unless the shop closes meanwhile.
    let (shop, base) = apply(&street, &merchant, "living").await;
    send_photo(&street, &merchant, &base).await;
    let close = json!({ "confirm": shop });
    assert_eq!(merchant.post(&street, &format!("/api/v1/shops/{}/close", wire::endpoint::encode(&shop)), close).await.status, 200);
    let due: i64 = sqlx::query_scalar("select due_at from documents").fetch_one(&street.db.pool).await.expect("a time");
    assert!(due <= server::ids::now_ms() + 90 * 86_400_000, "due in ninety days");
    street.run("update documents set due_at = 1").await;
    street.run("update applications set state = 'submitted'").await;
    assert_eq!(left().await, 0);
}

#[tokio::test]
async fn an_application_is_saved_as_one_goes_and_a_number_is_checked_at_once() {
    let street = Street::new().await;
    let (_, merchant) = person(&street, "merchant@golmok.test", false).await;
    let (shop, base) = apply(&street, &merchant, "living").await;
    let page = format!("/studio/shops/{}/applications/living", wire::endpoint::encode(&shop));
    let drawn = street.with(Method::GET, &page, &[("cookie", &merchant.0)], "").await;
    assert_eq!(crate::street::attributes(&drawn.html(), "form[data-follows]", "data-follows"), ["change-facts"]);
    assert!(drawn.body.contains("<script>") && drawn.header("content-security-policy").contains("script-src 'sha256-"));
    let headers = [
        ("cookie", merchant.0.as_str()),
        ("sec-fetch-site", "same-origin"),
        ("content-type", "application/x-www-form-urlencoded"),
        ("accept", "application/json"),
    ];
    let seen = merchant.get(&street, &base).await.json()["seen"].clone();
    let typed = |number: &str| {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("act", "change-facts").append_pair("shop", &shop).append_pair("seen", &seen.to_string());
        form.append_pair("name_ko", "물결 공방").append_pair("business_number", number);
        form.append_pair("address_ko", "서울 가상구 물결길 3").append_pair("address_detail", "2층").finish()
    };
    let wrong = street.with(Method::POST, &page, &headers, &typed("123-45-67890")).await;
    assert_eq!((wrong.status.as_u16(), wrong.json()["field"].as_str()), (400, Some("business_number")), "{}", wrong.body);
    let right = street.with(Method::POST, &page, &headers, &typed("000-12-34560")).await;
    let known = merchant.get(&street, &base).await.json();
    assert_eq!((right.status.as_u16(), &right.json()["seen"]), (200, &known["seen"]), "{}", right.body);
    assert_eq!(known["facts"]["address_ko"], "서울 가상구 물결길 3, 2층");
    let drawn = street.with(Method::GET, &page, &[("cookie", &merchant.0)], "").await.html();
    assert_eq!(crate::street::attributes(&drawn, "input[name=address_detail]", "value"), ["2층"]);
}
