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
    token::{BASE, owner_of, token},
};

const SHOP: &str = "byeolbit";
/// What stands above the table of permissions.
const LEAD: &str = "\
Made from the table in `crates/server/src/endpoints.rs`, and walked by a test as each of these people and with a token of each scope.

What is done in person goes by a session, not by a token: ending a token has to be the end of it, also of one that was stolen.
For that, a token that calls `PATCH /api/v1/shops/{shop}/members/{member}` is refused where it would hand the shop over.
A token never does more than who made it may do themselves.
Who owns a shop that an operator has paused edits it and looks at previews, but does not open it, neither by a session nor by a token.";

#[tokio::test]
async fn everyone_may_call_what_the_table_says_and_nothing_else() {
    let street = Street::new().await;
    let (_, maker) = owner_of(&street, "maker@golmok.test").await;
    let mut callers = Vec::new();
    for persona in PERSONAS {
        let caller = match persona {
            Persona::Nobody => Browser::default(),
            Persona::Token(scope) => token(&street, &maker, BASE, scope).await.0,
            _ => {
                let email = format!("{persona:?}@golmok.test").to_lowercase();
                let (account, browser) = person(&street, &email, persona == Persona::Operator).await;
                match persona {
                    Persona::OtherMerchant => works(&street, 12, account, Role::Owner).await,
                    Persona::Staff => works(&street, 11, account, Role::Staff).await,
                    Persona::Manager => works(&street, 11, account, Role::Manager).await,
                    Persona::Owner | Persona::PausedOwner => works(&street, 11, account, Role::Owner).await,
                    _ => {}
                }
                browser
            }
        };
        callers.push((persona, caller));
    }
    let mut walked = 0;
    for (persona, caller) in callers {
        let state = if persona == Persona::PausedOwner { "paused" } else { "open" };
        street.run(&format!("update shops set state = '{state}' where id = 11")).await;
        for endpoint in &API.0 {
            // Who is let through is told of a field that there is not; nothing is done.
            let path = endpoint.path.replace("{shop}", SHOP);
            let path = path.replace("{leaf}", "about");
            let path = path.split('/').map(|part| if part.starts_with('{') { "x" } else { part }).collect::<Vec<_>>().join("/");
            let method: Method = endpoint.method.parse().expect("a method");
            let path = if method == Method::GET { format!("{path}?nonsense=1") } else { path };
            let answer = caller.call(&street, method, &path, &json!({ "nonsense": 1 })).await;
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
    let text = format!("# Who may call what\n\n{LEAD}\n\n{}", markdown(&API.0));
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
