//! The open API: shapes as snapshots, and every kind of bad request.

use axum::http::Method;
use serde_json::Value;

use crate::street::Street;

/// A body as it goes into a snapshot: what depends on the day is blanked.
fn still(mut body: Value) -> Value {
    if let Some(day) = body.pointer_mut("/today").filter(|day| day.is_string()) {
        *day = "DAY".into();
    }
    if let Some(day) = body.pointer_mut("/shop/today").filter(|day| day.is_string()) {
        *day = "DAY".into();
    }
    body
}

#[tokio::test]
async fn the_replies_have_the_shapes_that_are_promised() {
    let street = Street::new().await;
    let calls = [
        ("windows", "/api/v1/windows?lang=en"),
        ("window", "/api/v1/windows/living"),
        ("shops", "/api/v1/shops"),
        ("shop", "/api/v1/shops/byeolbit?lang=en"),
        ("products", "/api/v1/products?window=living"),
        ("product", "/api/v1/shops/byeolbit/products/star-lamp?lang=en"),
        ("clips", "/api/v1/clips"),
        ("clip", "/api/v1/clips/lamp-film?lang=en"),
        ("page_window", "/api/v1/pages/windows/living?lang=en"),
        ("page_shop", "/api/v1/pages/shops/byeolbit?collection=lamps"),
        ("page_product", "/api/v1/pages/shops/byeolbit/products/star-lamp"),
        ("page_clip", "/api/v1/pages/clips/tube"),
        ("page_site", "/api/v1/pages/site/terms"),
    ];
    for (name, path) in calls {
        let answer = street.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        assert_eq!(answer.header("content-type"), "application/json");
        insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false }, {
            insta::assert_json_snapshot!(format!("api_{name}"), still(answer.json()));
        });
    }
}

#[tokio::test]
async fn a_missing_language_shows_the_other_one_and_names_it() {
    let street = Street::new().await;
    let shop = street.get("/api/v1/shops/%EB%8B%AC%EB%B9%9B-2").await.json();
    assert_eq!(shop["card"]["name"], serde_json::json!({ "text": "Moonlight Two", "lang": "en" }));
    let shop = street.get("/api/v1/shops/byeolbit?lang=en").await.json();
    assert_eq!(shop["card"]["name"], serde_json::json!({ "text": "Byeolbit" }));
    assert_eq!(shop["card"]["tagline"], serde_json::json!({ "text": "별을 파는 가게", "lang": "ko" }));
}

#[tokio::test]
async fn bad_requests_are_told_what_is_wrong_and_are_never_a_fault() {
    let street = Street::new().await;
    let long = format!("/api/v1/products?after={}", "x".repeat(3000));
    let cases = [
        ("/api/v1/products?colour=red", 400, "unknown_field", "colour"),
        ("/api/v1/products?limit=0", 400, "invalid", "limit"),
        ("/api/v1/products?limit=101", 400, "invalid", "limit"),
        ("/api/v1/products?limit=ten", 400, "invalid", ""),
        ("/api/v1/products?sort=best", 400, "invalid", ""),
        ("/api/v1/products?lang=fr", 400, "invalid", ""),
        ("/api/v1/products?after=nonsense", 400, "bad_cursor", "after"),
        ("/api/v1/products?after=u.1.2.3&sort=newest", 400, "bad_cursor", "after"),
        ("/api/v1/products?window=none", 400, "invalid", "window"),
        ("/api/v1/products?collection=lamps", 400, "invalid", "collection"),
        ("/api/v1/products?window=living&window=fresh", 400, "invalid", "window"),
        ("/api/v1/windows/living?window=fresh", 400, "invalid", "window"),
        ("/api/v1/windows/none", 404, "not_found", ""),
        ("/api/v1/windows/NONE", 404, "not_found", ""),
        ("/api/v1/shops/draft-shop", 404, "not_found", ""),
        ("/api/v1/shops/closed-shop", 410, "gone", ""),
        ("/api/v1/shops/byeolbit/products/hidden-thing", 404, "not_found", ""),
        ("/api/v1/nothing", 404, "not_found", ""),
        ("/api/v2/windows", 404, "not_found", ""),
        (long.as_str(), 414, "too_long", ""),
    ];
    for (path, status, code, field) in cases {
        let answer = street.get(path).await;
        let problem = answer.json();
        assert_eq!((answer.status.as_u16(), problem["code"].as_str()), (status, Some(code)), "{path}: {problem}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
        assert_eq!(problem["request_id"], answer.header("x-request-id"), "{path}");
        if !field.is_empty() {
            assert_eq!(problem["field"], field, "{path}");
        }
    }
}

#[tokio::test]
async fn problems_speak_the_reader_s_language() {
    let street = Street::new().await;
    assert_eq!(street.get("/api/v1/nothing?lang=en").await.json()["title"], "There is no such thing here.");
    assert_eq!(street.get("/api/v1/nothing").await.json()["title"], "찾으시는 것이 없습니다.");
}

#[tokio::test]
async fn a_wrong_method_and_a_long_body_are_refused_in_words() {
    let street = Street::new().await;
    let answer = street.with(Method::DELETE, "/api/v1/windows", &[], "").await;
    assert_eq!((answer.status.as_u16(), answer.json()["code"].as_str()), (405, Some("method_not_allowed")));
    let form = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
    let answer = street.with(Method::POST, "/theme", &form, &"x".repeat(2_000_000)).await;
    assert_eq!((answer.status.as_u16(), answer.json()["code"].as_str()), (413, Some("too_long")));
    let plain = [("content-type", "text/plain"), ("sec-fetch-site", "same-origin")];
    let answer = street.with(Method::POST, "/theme", &plain, "theme=dark").await;
    assert_eq!((answer.status.as_u16(), answer.json()["code"].as_str()), (415, Some("unsupported_type")));
}

#[tokio::test]
async fn a_list_goes_on_until_its_end_and_shows_each_thing_once() {
    let street = Street::new().await;
    for sort in ["newest", "price_up", "price_down"] {
        let mut seen = Vec::new();
        let mut after = String::new();
        loop {
            let page = street.get(&format!("/api/v1/products?window=living&sort={sort}&limit=1{after}")).await.json();
            assert_eq!(page["total"], 3);
            seen.extend(page["items"].as_array().expect("a list").iter().map(|item| item["slug"].as_str().expect("a slug").to_owned()));
            let Some(next) = page["after"].as_str() else { break };
            after = format!("&after={next}");
        }
        assert_eq!(seen.len(), 3, "{sort}: {seen:?}");
        assert_eq!(seen.last().map(String::as_str), Some("다-팔린-것"), "what is sold out stands last by {sort}");
    }
}

#[tokio::test]
async fn what_the_asker_has_is_not_sent_again() {
    let street = Street::new().await;
    let first = street.get("/api/v1/windows").await;
    let again = street.with(Method::GET, "/api/v1/windows", &[("if-none-match", first.header("etag"))], "").await;
    assert_eq!((again.status.as_u16(), again.body.as_str()), (304, ""));
    street.run("update windows set name_ko = '새 이름' where id = 1").await;
    let changed = street.with(Method::GET, "/api/v1/windows", &[("if-none-match", first.header("etag"))], "").await;
    assert_eq!(changed.status, 200);
}

#[tokio::test]
async fn things_that_moved_say_where_to() {
    let street = Street::new().await;
    let answer = street.get("/en/shops/old-byeolbit").await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (301, "/en/shops/byeolbit"));
    let answer = street.get("/shops/byeolbit/products/old-lamp").await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (301, "/shops/byeolbit/products/star-lamp"));
}

#[tokio::test]
async fn hidden_products_of_a_collection_are_counted_nowhere() {
    let street = Street::new().await;
    street.run("insert into collection_products values (31, 23, 1)").await;
    let product = street.get("/api/v1/shops/byeolbit/products/star-lamp").await.json();
    let shop = street.get("/api/v1/shops/byeolbit").await.json();
    assert_eq!(product["collections"][0]["products"], 1);
    assert_eq!(product["collections"][0], shop["collections"][0]);
}

#[tokio::test]
async fn the_document_says_by_what_each_call_is_made() {
    let street = Street::new().await;
    let document = street.get("/api/v1/openapi.json").await.json();
    let schemes = &document["components"]["securitySchemes"];
    assert_eq!((&schemes["token"]["scheme"], &schemes["session"]["in"]), (&"bearer".into(), &"cookie".into()));
    let call = |method: &str, path: &str| document["paths"][path][method]["security"].clone();
    assert_eq!(call("get", "/api/v1/products"), Value::Null);
    let (token, session) = (serde_json::json!({ "token": [] }), serde_json::json!({ "session": [] }));
    let by_both = Value::Array(vec![token, session.clone()]);
    assert_eq!(call("get", "/api/v1/shops/{shop}/draft/products"), by_both);
    assert_eq!(call("put", "/api/v1/shops/{shop}/facts"), by_both, "an owner's token");
    assert_eq!(call("post", "/api/v1/shops/{shop}/tokens"), by_both, "tokens make tokens");
    assert_eq!(call("get", "/api/v1/me"), by_both, "a personal token");
    assert_eq!(call("post", "/api/v1/me/password"), Value::Array(vec![session]), "in person");
    for (lang, word) in
        [("", "내 열쇠는"), ("", "초대는 그 열쇠를 끝내면"), ("/en", "Authorization: Bearer"), ("/en", "A personal token is")]
    {
        assert!(street.get(&format!("{lang}/developers")).await.body.contains(word), "{lang}");
    }
}

#[tokio::test]
async fn the_document_says_where_an_answer_is_a_file_and_no_json() {
    let street = Street::new().await;
    let document = street.get("/api/v1/openapi.json").await.json();
    let kinds = |path: &str, status: &str| {
        let content = document["paths"][path]["get"]["responses"][status]["content"].as_object();
        content.into_iter().flatten().map(|(kind, _)| kind.clone()).collect::<Vec<_>>()
    };
    let (media, files) = ("/api/v1/shops/{shop}/media/{name}", ["image/*", "text/vtt", "video/*"]);
    assert_eq!((kinds(media, "200"), kinds(media, "206")), (files.map(str::to_owned).to_vec(), files.map(str::to_owned).to_vec()));
    let list = "/api/v1/shops/{shop}/export";
    assert_eq!((kinds(list, "200"), kinds(list, "206")), (vec!["application/json".to_owned()], Vec::new()));
}

#[tokio::test]
async fn the_document_lists_every_endpoint_and_each_answers() {
    let street = Street::new().await;
    let document = street.get("/api/v1/openapi.json").await.json();
    assert_eq!(document["openapi"], "3.1.0");
    let paths = document["paths"].as_object().expect("paths");
    let listed: usize = paths.values().map(|methods| methods.as_object().map_or(0, serde_json::Map::len)).sum();
    assert_eq!(listed, server::openapi::API.0.len());
    let for_anyone: Vec<&String> = paths
        .iter()
        .filter(|(_, methods)| methods["get"].is_object() && methods["get"]["responses"]["401"].is_null())
        .map(|(path, _)| path)
        .collect();
    assert_eq!(for_anyone.len(), 19);
    for path in for_anyone {
        let path = path
            .replace("{window}", "living")
            .replace("{shop}", "byeolbit")
            .replace("{product}", "star-lamp")
            .replace("{clip}", "tube")
            .replace("{leaf}", "about");
        let asks = path.ends_with("/search") || path.ends_with("/suggest");
        let path = if asks { format!("{path}?q=a") } else { path };
        assert_eq!(street.get(&path).await.status, 200, "{path}");
    }
    let written = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../openapi.json")).unwrap_or_default();
    if std::env::var_os("UPDATE_OPENAPI").is_some() {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/../../openapi.json"), server::openapi::text()).expect("written");
    } else {
        assert!(written == server::openapi::text(), "openapi.json is not what the types say: run the tests once with UPDATE_OPENAPI=1");
    }
}
