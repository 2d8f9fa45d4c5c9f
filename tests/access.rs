//! Who may call what: the whole table, walked as everyone.

use axum::http::Method;
use serde_json::json;
use server::{
    access::{PERSONAS, Persona, markdown},
    openapi::API,
};
use wire::account::Role;

use crate::{
    account::{Browser, person, works},
    street::{PUBLIC_URL, Street},
};

const SHOP: &str = "byeolbit";

#[tokio::test]
async fn everyone_may_call_what_the_table_says_and_nothing_else() {
    let street = Street::new().await;
    let mut browsers = Vec::new();
    for persona in PERSONAS {
        if persona == Persona::Nobody {
            browsers.push((persona, Browser::default()));
            continue;
        }
        let (account, browser) = person(&street, &format!("{persona:?}@golmok.test").to_lowercase(), persona == Persona::Operator).await;
        match persona {
            Persona::OtherMerchant => works(&street, 12, account, Role::Owner).await,
            Persona::Staff => works(&street, 11, account, Role::Staff).await,
            Persona::Manager => works(&street, 11, account, Role::Manager).await,
            Persona::Owner | Persona::PausedOwner => works(&street, 11, account, Role::Owner).await,
            _ => {}
        }
        browsers.push((persona, browser));
    }
    let mut walked = 0;
    for (persona, browser) in browsers {
        let state = if persona == Persona::PausedOwner { "paused" } else { "open" };
        street.run(&format!("update shops set state = '{state}' where id = 11")).await;
        for endpoint in &API.0 {
            // Who is let through is told of a field that there is not; nothing is done.
            let path = endpoint.path.replace("{shop}", SHOP);
            let path = path.replace("{leaf}", "about");
            let path = path.split('/').map(|part| if part.starts_with('{') { "x" } else { part }).collect::<Vec<_>>().join("/");
            let method: Method = endpoint.method.parse().expect("a method");
            let path = if method == Method::GET { format!("{path}?nonsense=1") } else { path };
            let answer = browser.call(&street, method, &path, &json!({ "nonsense": 1 })).await;
            let told = answer.json()["code"].as_str().unwrap_or_default().to_owned();
            let is_in = answer.status == 400 && told == "unknown_field";
            let what = format!("{} as {}: {} {told}", endpoint.method.to_owned() + " " + endpoint.path, persona.word(), answer.status);
            assert_eq!(is_in, persona.may(endpoint.who), "{what}");
            if !is_in {
                let expected: &[&str] = if persona == Persona::Nobody { &["sign_in"] } else { &["not_yours", "not_found"] };
                assert!(expected.contains(&told.as_str()), "{what}");
            }
            walked += 1;
        }
    }
    assert_eq!(walked, PERSONAS.len() * API.0.len());
}

#[test]
fn the_table_of_permissions_is_the_one_in_the_documents() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/permissions.md");
    let text = format!(
        "# Who may call what\n\nMade from the table in `crates/server/src/endpoints.rs`, and walked by a test as each of these people.\n\n{}",
        markdown(&API.0)
    );
    if std::env::var_os("UPDATE_OPENAPI").is_some() {
        std::fs::write(file, &text).expect("a file");
    }
    assert_eq!(std::fs::read_to_string(file).expect("a file"), text, "run the tests with UPDATE_OPENAPI=1");
}

#[tokio::test]
async fn what_another_site_sends_is_refused() {
    let street = Street::new().await;
    let body = r#"{"email":"a@golmok.test","password":"x"}"#;
    let json = ("content-type", "application/json");
    for headers in [
        &[json][..],
        &[json, ("sec-fetch-site", "cross-site")],
        &[json, ("sec-fetch-site", "same-site"), ("origin", PUBLIC_URL)],
        &[json, ("origin", "https://elsewhere.example")],
        &[json, ("origin", "null")],
    ] {
        let answer = street.with(Method::POST, "/api/v1/session", headers, body).await;
        assert_eq!((answer.status.as_u16(), answer.json()["code"].as_str()), (403, Some("foreign_origin")), "{headers:?}");
        let answer = street.with(Method::POST, "/sign-in", headers, "act=sign-in").await;
        assert_eq!(answer.status, 403, "{headers:?}");
    }
    for ours in [("sec-fetch-site", "same-origin"), ("origin", PUBLIC_URL)] {
        let answer = street.with(Method::POST, "/api/v1/session", &[json, ours], body).await;
        assert_eq!((answer.status.as_u16(), answer.json()["code"].as_str()), (401, Some("wrong_password")), "{ours:?}");
    }
}

#[tokio::test]
async fn a_token_does_what_its_role_may_in_its_shop_and_nothing_else() {
    let street = Street::new().await;
    let (account, owner) = person(&street, "owner@golmok.test", false).await;
    works(&street, 11, account, Role::Owner).await;
    works(&street, 12, account, Role::Owner).await;
    let base = "/api/v1/shops/byeolbit";
    assert_eq!(owner.post(&street, &format!("{base}/tokens"), json!({ "name": "all", "role": "owner" })).await.status, 400);
    let made = owner.post(&street, &format!("{base}/tokens"), json!({ "name": "stock", "role": "staff" })).await;
    assert_eq!(made.status, 200, "{}", made.body);
    let made = made.json();
    let bearer = format!("Bearer {}", made["secret"].as_str().expect("a secret"));
    // A program sends no origin, and needs none.
    let call = async |method: Method, path: String, body: &str| {
        street.with(method, &path, &[("authorization", &bearer), ("content-type", "application/json")], body).await.status.as_u16()
    };
    let other: String = sqlx::query_scalar("select slug from shops where id = 12").fetch_one(&street.db.pool).await.expect("a slug");
    let other = wire::endpoint::encode(&other);
    assert_eq!(call(Method::GET, format!("{base}/draft/products"), "").await, 200);
    let slug: String = sqlx::query_scalar("select slug from products where id = 21").fetch_one(&street.db.pool).await.expect("a slug");
    let product = format!("{base}/products/{}", wire::endpoint::encode(&slug));
    assert_eq!(call(Method::PATCH, product.clone(), r#"{"stock_of_each":7}"#).await, 200);
    assert_eq!(call(Method::GET, format!("{base}/previews"), "").await, 403, "a manager's");
    assert_eq!(call(Method::GET, format!("{base}/tokens"), "").await, 403, "an owner's");
    assert_eq!(call(Method::GET, format!("/api/v1/shops/{other}/draft/products"), "").await, 404, "another shop");
    assert_eq!(call(Method::GET, "/api/v1/me".to_owned(), "").await, 403, "the account");
    assert_eq!(street.with(Method::GET, &format!("{base}/draft/products"), &[("authorization", "Bearer golmok_x")], "").await.status, 401);
    // Who made it works there no more, and so does the token.
    street.run("update members set role = 'staff' where shop_id = 11").await;
    assert_eq!(call(Method::PATCH, product.clone(), r#"{"stock_of_each":8}"#).await, 200);
    street.run("delete from members where shop_id = 11").await;
    assert_eq!(call(Method::PATCH, product.clone(), r#"{"stock_of_each":9}"#).await, 401);
    works(&street, 11, account, Role::Owner).await;
    let ended = owner.call(&street, Method::DELETE, &format!("{base}/tokens/{}", made["id"].as_str().expect("an id")), &json!({})).await;
    assert_eq!(ended.status, 200, "{}", ended.body);
    assert_eq!(call(Method::PATCH, product, r#"{"stock_of_each":9}"#).await, 401);
}
