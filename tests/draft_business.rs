//! Of what business an open shop is: its owner changes that as part of the page's draft, and nobody else does.

use axum::http::Method;
use serde_json::{Value, json};
use wire::account::Role;

use crate::{
    account::{Browser, person, works},
    draft::{BASE, link, owner, put},
    street::{Answer, Street},
    token::token,
};

const PAGE: &str = "/shops/byeolbit";
const FACTS: &str = "/api/v1/shops/byeolbit/facts";
const DRAFT: &str = "/api/v1/shops/byeolbit/draft";

/// Changes what the owner says of the business.
async fn change(street: &Street, browser: &Browser, change: impl FnOnce(&mut Value)) -> Answer {
    let known = browser.get(street, FACTS).await.json();
    let mut business = json!({});
    for field in ["representative", "business_number", "mail_order_number"] {
        business[field] = known["facts"][field].clone();
    }
    change(&mut business);
    put(street, browser, FACTS, json!({ "seen": known["seen"], "facts": business })).await
}

async fn rename(street: &Street, browser: &Browser, name: &str) -> Answer {
    change(street, browser, |business| business["representative"] = json!(name)).await
}

/// Saves the page with a change.
async fn save(street: &Street, browser: &Browser, change: impl FnOnce(&mut Value)) -> Answer {
    let editing = browser.get(street, DRAFT).await.json();
    let mut draft = editing["draft"].clone();
    change(&mut draft);
    put(street, browser, DRAFT, json!({ "seen": editing["seen"], "draft": draft })).await
}

async fn open(street: &Street, browser: &Browser) -> Answer {
    browser.post(street, &format!("{BASE}/changes/open"), json!({})).await
}

async fn take_back(street: &Street, browser: &Browser) -> Answer {
    browser.post(street, &format!("{BASE}/changes/take-back"), json!({})).await
}

async fn changes(street: &Street, browser: &Browser) -> Value {
    browser.get(street, &format!("{BASE}/changes")).await.json()
}

/// Whether a page names the representative of before, and the one that was changed to.
async fn named(street: &Street, path: &str) -> (bool, bool) {
    let page = street.get(path).await;
    assert_eq!(page.status, 200, "{path}");
    (page.body.contains("김가상"), page.body.contains("박가상"))
}

#[tokio::test]
async fn the_business_of_an_open_shop_is_seen_below_the_preview_alone_until_it_is_opened_and_is_taken_back() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let (root, _) = link(&street, &owner).await;
    let preview = format!("{root}{PAGE}");
    assert_eq!(named(&street, &preview).await, (true, false));
    let said = change(&street, &owner, |business| {
        business["representative"] = json!("박가상");
        business["mail_order_number"] = json!("제2026-서울가상-0002호");
    })
    .await;
    assert_eq!(said.status, 200, "{}", said.body);
    assert_eq!(named(&street, PAGE).await, (true, false), "shoppers");
    assert_eq!(named(&street, &preview).await, (false, true), "the preview");
    let known = owner.get(&street, FACTS).await.json();
    assert_eq!((&known["facts"]["representative"], &known["seen"]), (&json!("박가상"), &said.json()["seen"]));
    // The list names each fact that differs.
    let listed = changes(&street, &owner).await;
    assert_eq!((&listed["total"], &listed["changes"][0]["fields"]), (&json!(1), &json!(["mail_order_number", "representative"])));
    let values = json!([
        { "field": "representative", "before": "김가상", "after": "박가상" },
        { "field": "mail_order_number", "before": "제2026-서울가상-0001호", "after": "제2026-서울가상-0002호" },
    ]);
    assert_eq!(listed["changes"][0]["values"], values);
    for (lang, words) in [("", "대표자: 김가상 → 박가상"), ("/en", "representative: 김가상 → 박가상")] {
        let page = owner.get(&street, &format!("{lang}/studio/shops/byeolbit/preview")).await;
        assert!(page.body.contains(words), "{}", page.body);
    }
    assert!(owner.get(&street, "/studio/shops/byeolbit").await.body.contains("열 때 손님에게 보이고"));
    // One act opens it, and one takes it back.
    let opened = open(&street, &owner).await;
    assert_eq!(opened.status, 200, "{}", opened.body);
    assert_eq!(named(&street, PAGE).await, (false, true));
    assert_eq!(changes(&street, &owner).await["total"], 0);
    let taken = take_back(&street, &owner).await;
    assert_eq!((taken.status.as_u16(), taken.json()), (200, json!({ "stays": [] })));
    assert_eq!((named(&street, PAGE).await, named(&street, &preview).await), ((true, false), (false, true)));
    // It is a draft again, which goes where it says what shoppers see.
    assert_eq!(changes(&street, &owner).await["total"], 1);
    let undone = change(&street, &owner, |business| {
        business["representative"] = json!("김가상");
        business["mail_order_number"] = json!("제2026-서울가상-0001호");
    })
    .await;
    assert_eq!((undone.status.as_u16(), &changes(&street, &owner).await["total"]), (200, &json!(0)));
    assert_eq!(named(&street, &preview).await, (true, false));
}

#[tokio::test]
async fn whoever_else_edits_the_page_neither_changes_its_business_nor_lets_go_of_it() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let (account, manager) = person(&street, "manager@golmok.test", false).await;
    works(&street, 11, account, Role::Manager).await;
    let (program, _) = token(&street, &owner, BASE, Role::Manager).await;
    let secretly = |draft: &mut Value| draft["business"] = json!({ "representative": "박가상", "business_number": "0001234560" });
    for browser in [&manager, &program, &owner] {
        assert_eq!(save(&street, browser, secretly).await.status, 409);
    }
    for browser in [&manager, &program] {
        assert_eq!(browser.get(&street, FACTS).await.status, 403);
        let said = json!({ "seen": 0, "facts": { "representative": "박가상", "business_number": "0001234560" } });
        assert_eq!(put(&street, browser, FACTS, said).await.status, 403);
    }
    assert_eq!(changes(&street, &owner).await["total"], 0);
    // What the owner changes stays in the draft of whoever saves the page, whether they say it or not.
    assert_eq!(rename(&street, &owner, "박가상").await.status, 200);
    for browser in [&manager, &program] {
        assert_eq!(save(&street, browser, |draft| draft["business"]["representative"] = json!("최가상")).await.status, 409);
        assert_eq!(save(&street, browser, |draft| draft["tagline"] = json!({ "ko": "달을 파는 가게" })).await.status, 200);
        let silent = |draft: &mut Value| {
            draft.as_object_mut().expect("a draft").remove("business");
            draft["tagline"] = json!({ "ko": "해를 파는 가게" });
        };
        assert_eq!(save(&street, browser, silent).await.status, 200);
        assert_eq!(changes(&street, &owner).await["changes"][0]["fields"], json!(["representative", "tagline"]));
    }
    // A manager lets go of what others changed of the page; the owner of all of it.
    let drop = async |browser: &Browser| browser.call(&street, Method::DELETE, DRAFT, &json!({})).await.status.as_u16();
    assert_eq!(drop(&manager).await, 200);
    assert_eq!(changes(&street, &owner).await["changes"][0]["fields"], json!(["representative"]));
    assert_eq!(drop(&manager).await, 409);
    assert_eq!(drop(&owner).await, 200);
    assert_eq!(changes(&street, &owner).await["total"], 0);
    // A manager opens what the owner changed.
    assert_eq!(rename(&street, &owner, "박가상").await.status, 200);
    let opened = open(&street, &manager).await;
    assert_eq!(opened.status, 200, "{}", opened.body);
    assert_eq!(named(&street, PAGE).await, (false, true));
}

/// An application to another window, in a state.
async fn applied(street: &Street, state: &str, accepted_at: &str) {
    street.run("delete from applications").await;
    let sql = format!(
        "insert into applications (id, shop_id, window_id, state, created_at, updated_at, accepted_at)
        select 9001, 11, id, '{state}', 1, 1, {accepted_at} from windows where slug = 'kids'"
    );
    street.run(&sql).await;
}

#[tokio::test]
async fn what_an_operator_looks_at_or_has_accepted_is_changed_neither_by_opening_nor_by_taking_back() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let refuses = |answer: &Answer, words: &str| assert!(answer.status == 409 && answer.body.contains(words), "{}", answer.body);
    assert_eq!(rename(&street, &owner, "박가상").await.status, 200);
    applied(&street, "submitted", "null").await;
    refuses(&open(&street, &owner).await, "살펴보는 동안");
    applied(&street, "accepted", "1").await;
    refuses(&open(&street, &owner).await, "쉬는 동안");
    refuses(&rename(&street, &owner, "최가상").await, "쉬는 동안");
    assert_eq!(named(&street, PAGE).await, (true, false));
    // Paused, it is opened, and what was accepted is asked anew.
    street.run("update shops set state = 'paused' where id = 11").await;
    let opened = open(&street, &owner).await;
    assert_eq!(opened.status, 200, "{}", opened.body);
    let state: String = sqlx::query_scalar("select state from applications").fetch_one(&street.db.pool).await.expect("a state");
    assert_eq!(state, "asked");
    // Accepted as it is now, it is not taken back behind the operator.
    street.run("update shops set state = 'open' where id = 11").await;
    applied(&street, "accepted", "1").await;
    refuses(&take_back(&street, &owner).await, "쉬는 동안");
    assert_eq!(owner.get(&street, FACTS).await.json()["facts"]["representative"], "박가상");
}

#[tokio::test]
async fn what_an_application_is_judged_by_is_neither_opened_nor_taken_back_while_an_operator_looks_at_it() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let phone = async || {
        let sql = "select phone from shops where id = 11";
        sqlx::query_scalar::<_, Option<String>>(sql).fetch_one(&street.db.pool).await.expect("a shop")
    };
    let refuses = |answer: &Answer| {
        assert!(answer.status == 409 && answer.body.contains("이름, 주소, 영업시간, 연락처"), "{}", answer.body);
    };
    let before = phone().await;
    for state in ["open", "paused"] {
        street.run(&format!("update shops set state = '{state}' where id = 11")).await;
        applied(&street, "submitted", "null").await;
        // It is saved for later, and goes no further.
        assert_eq!(save(&street, &owner, |draft| draft["phone"] = json!("02-000-1111")).await.status, 200);
        refuses(&open(&street, &owner).await);
        assert_eq!(phone().await, before);
        // What an application is not judged by is opened as ever.
        let calmer = |draft: &mut Value| {
            draft["phone"] = json!(before);
            draft["tagline"] = json!({ "ko": format!("달을 파는 가게, {state}") });
        };
        assert_eq!(save(&street, &owner, calmer).await.status, 200);
        let opened = open(&street, &owner).await;
        assert_eq!(opened.status, 200, "{}", opened.body);
        // What was opened before it was sent stays while it is looked at.
        street.run("delete from applications").await;
        assert_eq!(save(&street, &owner, |draft| draft["phone"] = json!("02-000-1111")).await.status, 200);
        assert_eq!(open(&street, &owner).await.status, 200);
        applied(&street, "submitted", "null").await;
        refuses(&take_back(&street, &owner).await);
        assert_eq!(phone().await.as_deref(), Some("02-000-1111"));
        street.run("delete from applications").await;
        let taken = take_back(&street, &owner).await;
        assert_eq!(taken.status, 200, "{}", taken.body);
        assert_eq!(owner.call(&street, Method::DELETE, DRAFT, &json!({})).await.status, 200);
    }
}

#[tokio::test]
async fn a_manager_takes_no_opening_back_that_changed_the_business_and_every_other_one() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let (account, manager) = person(&street, "manager@golmok.test", false).await;
    works(&street, 11, account, Role::Manager).await;
    let (program, _) = token(&street, &owner, BASE, Role::Manager).await;
    assert_eq!(rename(&street, &owner, "박가상").await.status, 200);
    assert_eq!(open(&street, &manager).await.status, 200);
    for browser in [&manager, &program] {
        let refused = take_back(&street, browser).await;
        assert!(refused.status == 409 && refused.body.contains("대표만"), "{}", refused.body);
    }
    assert_eq!(named(&street, PAGE).await, (false, true));
    let taken = take_back(&street, &owner).await;
    assert_eq!(taken.status, 200, "{}", taken.body);
    assert_eq!(named(&street, PAGE).await, (true, false));
    // A page that says nothing of the business comes back by a manager too.
    assert_eq!(owner.call(&street, Method::DELETE, DRAFT, &json!({})).await.status, 200);
    assert_eq!(save(&street, &manager, |draft| draft["tagline"] = json!({ "ko": "달을 파는 가게" })).await.status, 200);
    assert_eq!(open(&street, &manager).await.status, 200);
    let taken = take_back(&street, &manager).await;
    assert_eq!(taken.status, 200, "{}", taken.body);
    assert_eq!(named(&street, PAGE).await, (true, false));
}

#[tokio::test]
async fn what_is_changed_while_the_shop_is_paused_takes_the_place_of_what_waited() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    assert_eq!(rename(&street, &owner, "최가상").await.status, 200);
    street.run("update shops set state = 'paused' where id = 11").await;
    assert_eq!(owner.get(&street, FACTS).await.json()["facts"]["representative"], "최가상");
    assert_eq!(rename(&street, &owner, "박가상").await.status, 200);
    assert_eq!(changes(&street, &owner).await["total"], 0);
    assert_eq!(owner.post(&street, &format!("{BASE}/open"), json!({})).await.status, 200);
    assert_eq!(named(&street, PAGE).await, (false, true));
}
