//! What operators keep: the windows, and an eye on the program.

use axum::http::Method;
use serde_json::{Value, json};

use crate::{
    account::{Browser, PASSWORD, mailed, person},
    street::Street,
};

const LIVING: &str = "/api/v1/operator/windows/living";

async fn operator(street: &Street) -> Browser {
    person(street, "operator@golmok.test", true).await.1
}

async fn change(street: &Street, operator: &Browser, known: &Value, change: impl FnOnce(&mut Value)) -> (u16, Value) {
    let mut facts = known["facts"].clone();
    change(&mut facts);
    let answer = operator.call(street, Method::PUT, LIVING, &json!({ "seen": known["seen"], "facts": facts })).await;
    (answer.status.as_u16(), answer.json())
}

#[tokio::test]
async fn a_window_gets_another_name_light_and_place() {
    let street = Street::new().await;
    let operator = operator(&street).await;
    let before = street.get("/windows/living").await.body;
    assert!(!before.contains("손살림"), "{before}");
    let known = operator.get(&street, LIVING).await.json();
    let windows = known["windows"].clone();
    let (status, said) = change(&street, &operator, &known, |facts| {
        facts["name"] = json!({ "ko": "손살림", "en": "Household" });
        facts["entry_rule"] = json!({ "ko": "손님이 들를 수 있는 매장.\r\n\r\n\r\n\r\n그리고 만든 이가 있는 매장." });
        facts["light"] = json!("sky");
        facts["position"] = windows.clone();
    })
    .await;
    assert_eq!(status, 200, "{said}");
    let page = street.get("/windows/living").await.body;
    assert!(page.contains("손살림") && page.contains("그리고 만든 이가"), "{page}");
    let list = street.get("/api/v1/windows").await.json();
    let last = list["windows"].as_array().and_then(|windows| windows.last()).expect("a window").clone();
    assert_eq!((&last["slug"], &last["light"], &last["name"]["text"]), (&json!("living"), &json!("sky"), &json!("손살림")));
    let places: Vec<i64> =
        sqlx::query_scalar("select position from windows order by position").fetch_all(&street.db.pool).await.expect("places");
    assert_eq!(places, (1..=windows.as_i64().expect("a number")).collect::<Vec<_>>(), "each has a place of its own");
    let rule = operator.get(&street, LIVING).await.json();
    assert_eq!(rule["facts"]["entry_rule"]["ko"], "손님이 들를 수 있는 매장.\n\n그리고 만든 이가 있는 매장.");

    // Who looked at it before is told, and overwrites nothing.
    let (status, said) = change(&street, &operator, &known, |facts| facts["light"] = json!("rose")).await;
    assert_eq!((status, &said["code"]), (409, &json!("conflict")));
    for (wrong, field) in [
        (json!({ "name": { "ko": " " } }), "name_ko"),
        (json!({ "about": { "en": "x".repeat(121) } }), "about_en"),
        (json!({ "position": 0 }), "position"),
        (json!({ "position": 99 }), "position"),
    ] {
        let (status, said) = change(&street, &operator, &rule, |facts| {
            for (name, value) in wrong.as_object().expect("an object") {
                facts[name] = value.clone();
            }
        })
        .await;
        assert_eq!((status, &said["field"]), (400, &json!(field)), "{said}");
    }
    assert_eq!(operator.get(&street, LIVING).await.json(), rule, "nothing of that was kept");
    assert_eq!(operator.get(&street, "/api/v1/operator/windows/nowhere").await.status, 404);
}

#[tokio::test]
async fn a_window_gets_other_sub_categories() {
    let street = Street::new().await;
    let operator = operator(&street).await;
    let tree = json!([
        { "slug": "kitchen", "name": { "ko": "부엌" } },
        { "slug": "cups", "parent": "kitchen", "name": { "ko": "컵", "en": "Cups" }, "kinds": ["머그", " 잔 ", "머그"] },
    ]);
    let known = operator.get(&street, LIVING).await.json();
    let (status, said) = change(&street, &operator, &known, |facts| facts["categories"] = tree.clone()).await;
    assert_eq!(status, 200, "{said}");
    let known = operator.get(&street, LIVING).await.json();
    assert_eq!(known["facts"]["categories"][1]["parent"], "kitchen");
    assert_eq!(known["facts"]["categories"][1]["kinds"], json!(["머그", "잔"]), "each once, as they are compared");
    let (status, said) = change(&street, &operator, &known, |facts| {
        facts["categories"] =
            json!([{ "slug": "a", "name": { "ko": "가" }, "kinds": ["잔"] }, { "slug": "b", "name": { "ko": "나" }, "kinds": ["잔"] }]);
    })
    .await;
    assert_eq!((status, &said["field"]), (400, &json!("categories")));
    assert!(said["title"].as_str().is_some_and(|title| title.contains("분류 2") && title.contains("잔")), "{said}");
    let page = operator.get(&street, "/en/operator/windows/living").await.body;
    assert!(page.contains("  cups | 컵 | Cups | 머그 | 잔"), "{page}");
    // None at all is a tree too.
    let (status, said) = change(&street, &operator, &known, |facts| facts["categories"] = json!([])).await;
    assert_eq!(status, 200, "{said}");
    let left: i64 = sqlx::query_scalar("select count(*) from categories c join windows w on w.id = c.window_id where w.slug = 'living'")
        .fetch_one(&street.db.pool)
        .await
        .expect("a count");
    assert_eq!(left, 0);
    let records = operator.get(&street, "/api/v1/operator/records").await.json();
    let changes = records["items"].as_array().expect("a list").iter().filter(|one| one["what"] == "window_changed");
    assert_eq!(changes.count(), 2);
}

#[tokio::test]
async fn operators_see_how_the_program_is() {
    let street = Street::new().await;
    let operator = operator(&street).await;
    let sql = "insert into imports (id, shop_id, name, format, state, cells, report, created_at) values (5, 11, 'x.csv', 'plain', 'failed', '[]', '{}', $1)";
    sqlx::query(sql).bind(server::ids::now_ms()).execute(&street.db.pool).await.expect("an import");
    let system = operator.get(&street, "/api/v1/operator/system").await.json();
    assert_eq!(system["jobs"]["imports_failed"], 1);
    assert_eq!(system["mails"]["is_sent"], false);
    assert!(system["database"]["bytes"].as_u64().is_some_and(|bytes| bytes > 10_000), "{system}");
    assert!(system["disk"]["size"].as_u64() >= system["disk"]["free"].as_u64(), "{system}");
    assert!(system["started_at"].as_i64().is_some_and(|at| at <= server::ids::now_ms()), "{system}");
    let page = operator.get(&street, "/en/operator/system").await.body;
    assert!(page.contains(env!("CARGO_PKG_VERSION")) && page.contains("there is nothing to send with"), "{page}");
    assert_eq!(Browser::default().get(&street, "/api/v1/operator/system").await.status, 401);
}

#[tokio::test]
async fn who_is_dismissed_comes_back_by_no_invitation_that_they_made() {
    let street = Street::new().await;
    let first = operator(&street).await;
    let (_, second) = person(&street, "second@golmok.test", true).await;
    let people = "/api/v1/operator/people";
    for email in ["third@golmok.test", "fourth@golmok.test"] {
        assert_eq!(second.post(&street, people, json!({ "email": email })).await.status, 200);
    }
    let links = [mailed(&street, "third@golmok.test").1, mailed(&street, "fourth@golmok.test").1];
    let left = async || -> Vec<String> {
        let sql = "select email from links where purpose = 'operator' order by email";
        sqlx::query_scalar(sql).fetch_all(&street.db.pool).await.expect("links")
    };
    // An invitation that is withdrawn takes no other along.
    let asked = first.get(&street, people).await.json();
    let asked: Vec<&Value> = asked["invited"].as_array().into_iter().flatten().map(|one| &one["email"]).collect();
    assert_eq!(asked, ["third@golmok.test", "fourth@golmok.test"]);
    let fourth = "/api/v1/operator/invitations/fourth@golmok.test";
    assert_eq!(first.call(&street, Method::DELETE, fourth, &json!({})).await.status, 200);
    assert_eq!(left().await, ["third@golmok.test"]);
    assert_eq!(first.call(&street, Method::DELETE, fourth, &json!({})).await.status, 404);
    assert_eq!(first.call(&street, Method::DELETE, &format!("{people}/second@golmok.test"), &json!({})).await.status, 200);
    assert!(left().await.is_empty());
    for token in links {
        let body = json!({ "token": token, "name": "셋째", "password": PASSWORD, "agreed": true });
        assert_eq!(Browser::default().post(&street, "/api/v1/links/use", body).await.status, 410);
    }
    assert_eq!(first.get(&street, people).await.json()["people"].as_array().map(Vec::len), Some(1));
}
