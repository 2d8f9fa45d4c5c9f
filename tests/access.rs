//! Who may call what: both tables, walked as everyone.

use std::io::Write;

use axum::http::Method;
use serde_json::{Value, json};
use server::{
    access::{PERSONAS, Persona, Who, markdown},
    account::provider::Providers,
    openapi::API,
    ways::{self, Asked, Way},
};
use wire::account::Role;

use crate::{
    account::{Browser, person, works},
    application::send_photo,
    draft::{link, photo},
    import::tried,
    personal_token::personal,
    street::{Answer, PUBLIC_URL, Street},
    token::{BASE, owner_of, token},
};

const SHOP: &str = "byeolbit";
/// What stands above the table of permissions.
const LEAD: &str = "\
Made from the tables in `crates/server/src/endpoints.rs` and `crates/server/src/ways.rs`, and walked by a test as each of these people, with a shop's token of each scope, and with personal tokens.

A token of a shop acts in that shop alone; a personal one in every shop where who made it works and, with an owner's scope, in what concerns themselves.
Neither ever does more than who made it may do themselves.
Ending a token is the end of it, also of one that was stolen: what it made ends with it, and where it would hand the shop over by `PATCH /api/v1/shops/{shop}/members/{member}`, the owner is mailed a link and nothing is done until they use it.
What is done in person goes by a session, not by a token: it is about how one proves who one is.
Who owns a shop that an operator has paused edits it and looks at previews, but does not open it, neither by a session nor by a token.";

#[tokio::test]
async fn everyone_may_call_what_the_table_says_and_nothing_else() {
    let street = street().await;
    let (_, maker) = owner_of(&street, "maker@golmok.test").await;
    let mut callers = Vec::new();
    for persona in PERSONAS {
        let caller = match persona {
            Persona::Nobody => Browser::default(),
            Persona::Token(scope) => token(&street, &maker, BASE, scope).await.0,
            Persona::PersonalToken(scope) => personal(&street, &maker, scope).await.0,
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
    let owner = callers.iter().find(|(persona, _)| *persona == Persona::Owner).map(|(_, browser)| browser.clone());
    let things = things(&street, &owner.expect("an owner")).await;
    let (mut walked, ways) = (0, ways::list());
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
        // A token is for the API: beside it, who has one is nobody, and what comes without an origin comes from elsewhere.
        let is_program = persona.is_program();
        let persona = if is_program { Persona::Nobody } else { persona };
        for way in &ways {
            if is_program && way.method.word() == "POST" && way.asked != Asked::Act {
                let answer = caller.call(&street, Method::POST, &way.path, &json!({})).await;
                assert_eq!((answer.status.as_u16(), answer.json()["code"].as_str()), (403, Some("foreign_origin")), "{}", way.call());
            } else {
                walk(&street, persona, &caller, way, &things).await;
            }
            walked += 1;
        }
    }
    assert_eq!(walked, PERSONAS.len() * (API.0.len() + ways.len()));
}

/// A street where one may sign in by another place, which is away.
async fn street() -> Street {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    write!(file, "slug,ko,en,issuer,client_id,client_secret\nhome,집,Home,http://127.0.0.1:9,golmok,secret\n").expect("room");
    let providers = Providers::read(Some(file.path())).expect("places");
    Street::knowing(providers).await.furnished().await.indexed().await
}

/// What stands in the paths beside the API: things that are there, so that nothing but the asker is a reason to refuse.
async fn things(street: &Street, owner: &Browser) -> Vec<(&'static str, String)> {
    let application = format!("{BASE}/applications/kids");
    assert_eq!(owner.post(street, &format!("{BASE}/applications"), json!({ "window": "kids" })).await.status, 200);
    send_photo(street, owner, &application).await;
    let application = owner.get(street, &application).await.json();
    let documents = application["checks"].as_array().into_iter().flatten().find_map(|check| check["documents"][0]["id"].as_str());
    let picture = owner.post(street, &format!("{BASE}/pictures"), json!({ "content": photo(9) })).await.json();
    let import = tried(street, owner, "Handle,Title,Variant Price\ncup,달 잔,12000\n").await;
    let (preview, _) = link(street, owner).await;
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    vec![
        ("{shop}", SHOP.to_owned()),
        ("{window}", "kids".to_owned()),
        ("{document}", documents.expect("a document").to_owned()),
        ("{product}", "star-lamp".to_owned()),
        ("{clip}", "lamp-film".to_owned()),
        ("{import}", text(&import["id"])),
        ("{format}", "shopify".to_owned()),
        ("{name}", format!("{}-{}.jpg", text(&picture["id"]), picture["widths"][0])),
        ("{*rest}", format!("shops/{SHOP}")),
        ("{provider}", "home".to_owned()),
        ("{token}", preview.trim_start_matches("/preview/").to_owned()),
        ("{file}", "x".to_owned()),
    ]
}

/// Goes one way beside the API, and compares with the table.
async fn walk(street: &Street, persona: Persona, browser: &Browser, way: &Way, things: &[(&str, String)]) {
    for path in way.paths() {
        let path = things.iter().fold(path, |path, (name, thing)| path.replace(name, thing));
        assert!(!path.contains('{'), "{path}: nothing stands for a part of it");
        let what = |answer: &Answer| format!("{} ({path}) as {}: {} {}", way.call(), persona.word(), answer.status, answer.body);
        if way.asked == Asked::Act {
            // The same owner's act on every page: a page's forms do what their endpoints let, whoever sees the page.
            let headers = [
                ("cookie", browser.0.as_str()),
                ("sec-fetch-site", "same-origin"),
                ("accept", "application/json"),
                ("content-type", "application/x-www-form-urlencoded"),
            ];
            let form = format!("act=invite-member&shop={SHOP}&email=nonsense&role=staff");
            let answer = street.with(Method::POST, &path, &headers, &form).await;
            has_not_failed(way, &answer, &what(&answer));
            assert_eq!(answer.status == 400, persona.may(Who::Member(Role::Owner)), "{}", what(&answer));
            assert_eq!(answer.status != 400, is_kept_out(&answer), "{}", what(&answer));
            continue;
        }
        let method: Method = way.method.word().parse().expect("a method");
        let answer = browser.call(street, method, &path, &json!({})).await;
        has_not_failed(way, &answer, &what(&answer));
        match way.who {
            // Of what anyone may read, some is not there; the preview is.
            Who::Anyone => {
                let is_absent = answer.status == 404 && !path.starts_with("/preview/");
                assert!(!is_kept_out(&answer) || is_absent, "{}", what(&answer));
            }
            who => assert_eq!(!is_kept_out(&answer), persona.may(who), "{}", what(&answer)),
        }
        if is_kept_out(&answer) && way.who != Who::Anyone {
            assert_eq!(persona == Persona::Nobody, !matches!(answer.status.as_u16(), 403 | 404), "{}", what(&answer));
        }
    }
}

/// Refuses an answer that says nothing of who may come in: something failed before or behind the door.
/// The place that one would sign in by is away on this street, which is said so.
fn has_not_failed(way: &Way, answer: &Answer, what: &str) {
    let is_away = answer.status == 503 && way.path.contains("{provider}");
    assert!(!answer.status.is_server_error() || is_away, "{what}");
}

/// Whether somebody was told that it is not theirs or not there, or was led to the sign-in.
fn is_kept_out(answer: &Answer) -> bool {
    let is_led = answer.status == 303 && answer.header("location").trim_start_matches("/en").starts_with("/sign-in");
    is_led || matches!(answer.status.as_u16(), 401 | 403 | 404)
}

#[test]
fn the_table_of_permissions_is_the_one_in_the_documents() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/permissions.md");
    let api = API.0.iter().map(|one| (format!("{} {}", one.method, one.path), one.who));
    let ways = ways::list();
    let beside = ways.iter().filter(|way| way.asked != Asked::Act).map(|way| (way.call(), way.who));
    let people: Vec<Persona> = PERSONAS.into_iter().filter(|persona| !persona.is_program()).collect();
    let text = format!(
        "# Who may call what\n\n{LEAD}\n\n\
         ## The API\n\n{}\n\
         ## Beside the API\n\n\
         `(/en)` stands where a path is there in both languages. Who is not signed in is led to the sign-in from a page. \
         A form (`POST` of a page) is a call of the API in its sender's name, and does what the table above lets them do. \
         `/preview/{{token}}` is for whoever has the link, and shows what it was made for. Every other path is a page for shoppers. \
         A token counts for nothing here.\n\n{}",
        markdown(&PERSONAS, api),
        markdown(&people, beside)
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
