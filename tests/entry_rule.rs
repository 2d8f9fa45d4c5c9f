//! What a window asks and an operator decides, where something else changes meanwhile; and what is told and held of it.

use serde_json::{Value, json};
use wire::account::Role;

use crate::{
    account::{Browser, mailed, person, works},
    application::{apply, decide, fill, put, send_photo, unsettled},
    street::Street,
};

/// Who applies for a window, who decides, and an application to which nothing is missing.
struct Begun {
    merchant: Browser,
    operator: Browser,
    shop: String,
    base: String,
}

async fn begun(street: &Street) -> Begun {
    let (_, merchant) = person(street, "merchant@golmok.test", false).await;
    let (_, operator) = person(street, "operator@golmok.test", true).await;
    let (shop, base) = apply(street, &merchant, "living").await;
    fill(street, &merchant, &shop, &base).await;
    send_photo(street, &merchant, &base).await;
    Begun { merchant, operator, shop, base }
}

#[tokio::test]
async fn what_was_declared_is_declared_anew_where_its_words_change_and_they_stay_while_an_application_waits() {
    let street = Street::new().await;
    let Begun { merchant, operator, shop, base } = begun(&street).await;
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
    // What was accepted stays as it was declared, until the shop is asked anew.
    decide(&street, &operator, &shop, json!({ "decision": "accept" })).await;
    assert_eq!(change("ko", json!("내 것만 팝니다")).await.status, 200);
    assert_eq!(lacks().await, Vec::<String>::new());
    let path = format!("/api/v1/shops/{}/facts", wire::endpoint::encode(&shop));
    let known = merchant.get(&street, &path).await.json();
    let mut facts = known["facts"].clone();
    facts["representative"] = json!("박가상");
    assert_eq!(put(&street, &merchant, &path, json!({ "seen": known["seen"], "facts": facts })).await.status, 200);
    assert_eq!(merchant.get(&street, &base).await.json()["state"], "asked");
    assert_eq!(lacks().await, ["declared"], "the words that changed alone");
}

#[tokio::test]
async fn what_a_closed_shop_has_sent_waits_for_no_decision_and_its_files_are_kept_no_longer_for_one() {
    let street = Street::new().await;
    let Begun { merchant, operator, shop, base } = begun(&street).await;
    let waiting = async || operator.get(&street, "/api/v1/operator/applications").await.json().as_array().map(Vec::len);
    let due = async || sqlx::query_scalar::<_, i64>("select due_at from documents").fetch_one(&street.db.pool).await.expect("a time");
    assert_eq!(merchant.post(&street, &format!("{base}/submit"), json!({})).await.status, 200);
    assert_eq!(waiting().await, Some(1));
    let name = wire::endpoint::encode(&shop);
    let closed = merchant.post(&street, &format!("/api/v1/shops/{name}/close"), json!({ "confirm": shop })).await;
    assert_eq!(closed.status, 200, "{}", closed.body);
    assert_eq!(waiting().await, Some(0));
    // To its owner it is over, and they find nothing to change on it.
    let cards = merchant.get(&street, &format!("/api/v1/shops/{name}/applications")).await.json();
    assert_eq!((&cards[0]["state"], &cards[0]["shop_state"]), (&json!("submitted"), &json!("closed")));
    for page in ["/en/studio".to_owned(), format!("/en/studio/shops/{name}/applications/living")] {
        let page = merchant.get(&street, &page).await.body;
        assert!(page.contains("is closed") && !page.contains("operator looks at it"), "{page}");
    }
    street.run("update documents set due_at = 4000").await;
    for decision in ["accept", "ask", "refuse"] {
        let said = json!({ "decision": decision, "words": "이제 와서." });
        let decided = operator.post(&street, &format!("/api/v1/operator/applications/{name}/living"), said).await;
        assert_eq!(decided.status, 410, "{}", decided.body);
    }
    assert_eq!(due().await, 4000);
    // The rule is not held up by it.
    let none = json!({ "requirements": [] });
    assert_eq!(put(&street, &operator, "/api/v1/operator/windows/living/requirements", none).await.status, 200);
}

#[tokio::test]
async fn a_decision_keeps_no_file_longer_than_it_was_to_be_kept() {
    let street = Street::new().await;
    let Begun { merchant, operator, shop, base } = begun(&street).await;
    send_photo(&street, &merchant, &base).await;
    let soon = server::ids::now_ms() + 86_400_000;
    street.run(&format!("update documents set due_at = {soon} where id = (select min(id) from documents)")).await;
    assert_eq!(merchant.post(&street, &format!("{base}/submit"), json!({})).await.status, 200);
    decide(&street, &operator, &shop, json!({ "decision": "accept" })).await;
    let sql = "select due_at from documents order by due_at";
    let due: Vec<i64> = sqlx::query_scalar(sql).fetch_all(&street.db.pool).await.expect("times");
    assert_eq!(due[0], soon);
    assert!(due[1] <= server::ids::now_ms() + 90 * 86_400_000, "{due:?}");
}

#[tokio::test]
async fn a_shop_that_a_command_brought_in_stands_in_no_window_that_refuses_it_and_without_any_is_paused_in_words() {
    let street = Street::new().await;
    let (account, _) = person(&street, "owner@golmok.test", false).await;
    works(&street, 11, account, Role::Owner).await;
    let (_, operator) = person(&street, "operator@golmok.test", true).await;
    street.run("delete from applications").await;
    let stands = async || -> (String, i64, i64) {
        let sql = "select state, (select count(*) from shop_windows where shop_id = 11),
                (select count(*) from window_products w join products p on p.id = w.product_id where p.shop_id = 11)
            from shops where id = 11";
        sqlx::query_as(sql).fetch_one(&street.db.pool).await.expect("a shop")
    };
    let subjects = async || -> Vec<String> {
        let sql = "select subject from mails where recipient = 'owner@golmok.test'";
        sqlx::query_scalar(sql).fetch_all(&street.db.pool).await.expect("mails")
    };
    let refuse = async |window: i64| {
        let sql = format!(
            "insert into applications (id, shop_id, window_id, state, created_at, updated_at) values (90{window}, 11, {window}, 'submitted', 1, 1)"
        );
        street.run(&sql).await;
        let sql = "select slug from windows where id = $1";
        let slug: String = sqlx::query_scalar(sql).bind(window).fetch_one(&street.db.pool).await.expect("a slug");
        let said = json!({ "decision": "refuse", "words": "직접 만든 물건이 아닙니다." });
        let decided = operator.post(&street, &format!("/api/v1/operator/applications/byeolbit/{slug}"), said).await;
        assert_eq!(decided.status, 200, "{}", decided.body);
    };
    refuse(3).await;
    assert_eq!(stands().await, ("open".to_owned(), 1, 2), "it stands in the other one");
    assert!(subjects().await.iter().all(|subject| !subject.contains("쉬게")), "{:?}", subjects().await);
    refuse(2).await;
    assert_eq!(stands().await, ("paused".to_owned(), 0, 0));
    assert!(subjects().await.iter().any(|subject| subject.contains("쉬게")), "{:?}", subjects().await);
    assert_eq!(street.get("/shops/byeolbit").await.status, 404);
    let sql = "select coalesce(why, '') from records where shop_id = 11 and what = 'shop_paused'";
    let why: Vec<String> = sqlx::query_scalar(sql).fetch_all(&street.db.pool).await.expect("a record");
    assert_eq!(why, ["직접 만든 물건이 아닙니다."]);
}

#[tokio::test]
async fn who_begins_an_application_or_begins_a_refused_one_again_is_mailed_where_to_go_on() {
    let street = Street::new().await;
    let (_, merchant) = person(&street, "merchant@golmok.test", false).await;
    let (_, operator) = person(&street, "operator@golmok.test", true).await;
    let (shop, base) = apply(&street, &merchant, "living").await;
    let name = wire::endpoint::encode(&shop);
    let is_told = || {
        let (text, _) = mailed(&street, "merchant@golmok.test");
        assert!(text.contains("시작되었습니다") && text.contains("이어서"), "{text}");
        assert!(text.contains(&format!("/studio/shops/{name}/applications/living")), "{text}");
    };
    is_told();
    fill(&street, &merchant, &shop, &base).await;
    send_photo(&street, &merchant, &base).await;
    assert_eq!(merchant.post(&street, &format!("{base}/submit"), json!({})).await.status, 200);
    decide(&street, &operator, &shop, json!({ "decision": "refuse", "words": "직접 만든 물건이 아닙니다." })).await;
    assert!(mailed(&street, "merchant@golmok.test").0.contains("받아들여지지 않았습니다"));
    let again = merchant.post(&street, &format!("/api/v1/shops/{name}/applications"), json!({ "window": "living" })).await;
    assert_eq!(again.status, 200, "{}", again.body);
    is_told();
}

#[tokio::test]
async fn the_file_of_all_that_is_held_about_oneself_has_the_applications_facts_and_files_of_ones_own_shops() {
    let street = Street::new().await;
    let (account, merchant) = person(&street, "merchant@golmok.test", false).await;
    let (_, other) = person(&street, "other@golmok.test", false).await;
    let (shop, base) = apply(&street, &merchant, "living").await;
    fill(&street, &merchant, &shop, &base).await;
    send_photo(&street, &merchant, &base).await;
    assert_eq!(merchant.post(&street, &format!("{base}/submit"), json!({})).await.status, 200);
    // Where one only works, it is the owner's to know.
    works(&street, 11, account, Role::Manager).await;
    let held = merchant.get(&street, "/api/v1/me/export").await.json()["shops"].clone();
    assert_eq!(held.as_array().map(Vec::len), Some(1), "{held}");
    let held = &held[0];
    assert_eq!((&held["shop"], &held["state"]), (&json!(shop), &json!("draft")));
    assert_eq!((&held["facts"]["representative"], &held["facts"]["business_number"]), (&json!("한가상"), &json!("0001234560")));
    let application = &held["applications"][0];
    assert_eq!((&application["window"], &application["state"]), (&json!("living"), &json!("submitted")));
    assert!(application["begun_at"].is_i64() && application["submitted_at"].is_i64(), "{application}");
    let file = &application["documents"][0];
    assert_eq!((&file["name"], &file["kind"]), (&json!("정면.png"), &json!("image/jpeg")));
    assert!(file["bytes"].as_u64().is_some_and(|bytes| bytes > 0) && file["at"].is_i64(), "{file}");
    assert_eq!(other.get(&street, "/api/v1/me/export").await.json()["shops"], json!([]));
}
