//! Personal tokens, which act wherever their maker works, and tokens that are made by tokens.

use axum::http::Method;
use serde_json::{Value, json};
use wire::account::Role;

use crate::{
    account::{Browser, mailed, person, works},
    application::{apply, fill},
    forms::{filled, send},
    street::{Street, texts},
    token::{BASE, owner_of, status, token},
};

const OWN: &str = "/api/v1/me/tokens";

/// A program with a personal token of this scope, and the token's id.
pub async fn personal(street: &Street, maker: &Browser, scope: Role) -> (Browser, String) {
    token(street, maker, "/api/v1/me", scope).await
}

async fn get(street: &Street, who: &Browser, path: &str) -> u16 {
    who.get(street, path).await.status.as_u16()
}

/// What the calls of another shop begin with.
async fn base_of(street: &Street, shop: i64) -> String {
    let sql = "select slug from shops where id = $1";
    let slug: String = sqlx::query_scalar(sql).bind(shop).fetch_one(&street.db.pool).await.expect("a slug");
    format!("/api/v1/shops/{}", wire::endpoint::encode(&slug))
}

#[tokio::test]
async fn a_personal_token_acts_wherever_its_maker_works_and_nowhere_else() {
    let street = Street::new().await;
    let (account, mina) = owner_of(&street, "mina@golmok.test").await;
    works(&street, 12, account, Role::Staff).await;
    let (there, nowhere) = (base_of(&street, 12).await, base_of(&street, 13).await);
    let (owner, _) = personal(&street, &mina, Role::Owner).await;
    let (staff, _) = personal(&street, &mina, Role::Staff).await;
    for (path, as_owner, as_staff) in [
        (format!("{BASE}/draft/products"), 200, 200),
        (format!("{BASE}/previews"), 200, 403),
        (format!("{BASE}/members"), 200, 403),
        (format!("{there}/draft/products"), 200, 200),
        (format!("{there}/previews"), 403, 403),
        (format!("{there}/members"), 403, 403),
        (format!("{nowhere}/draft/products"), 404, 404),
    ] {
        assert_eq!((get(&street, &owner, &path).await, get(&street, &staff, &path).await), (as_owner, as_staff), "{path}");
    }
    // To a session of its maker there is no such shop either, and it is told in the same words.
    let told = async |who: &Browser| who.get(&street, &format!("{nowhere}/members")).await.json()["message"].clone();
    assert_eq!(told(&owner).await, told(&mina).await);
    // Of a shop that its maker has left it knows nothing; in the other it works on.
    assert_eq!(status(&street, &owner, Method::DELETE, &there.replace("/shops", "/me/shops"), json!({})).await, 200);
    assert_eq!(get(&street, &owner, &format!("{there}/draft/products")).await, 404);
    assert_eq!(get(&street, &owner, &format!("{BASE}/draft/products")).await, 200);
}

#[tokio::test]
async fn what_concerns_oneself_goes_by_a_personal_token_of_an_owners_scope() {
    let street = Street::new().await;
    let (_, mina) = person(&street, "mina@golmok.test", false).await;
    let (program, _) = personal(&street, &mina, Role::Owner).await;
    assert_eq!(status(&street, &program, Method::PATCH, "/api/v1/me", json!({ "name": "민아", "lang": "en" })).await, 200);
    assert_eq!(program.get(&street, "/api/v1/me").await.json()["account"]["name"], "민아");
    // A shop is begun, and all that follows goes by the same token.
    let (shop, application) = apply(&street, &program, "living").await;
    fill(&street, &program, &shop, &application).await;
    assert_eq!(program.get(&street, &application).await.json()["state"], "draft");
    assert_eq!(mina.get(&street, "/api/v1/me").await.json()["shops"][0]["role"], "owner");
    for path in ["/api/v1/me/sessions", "/api/v1/me/passkeys", "/api/v1/me/identities", "/api/v1/me/export", OWN] {
        assert_eq!(get(&street, &program, path).await, 200, "{path}");
    }
    assert_eq!(program.get(&street, "/api/v1/me/sessions").await.json()[0]["is_this"], false);
}

#[tokio::test]
async fn how_one_proves_who_one_is_is_changed_in_person() {
    let street = Street::new().await;
    let (_, mina) = person(&street, "mina@golmok.test", true).await;
    let (program, _) = personal(&street, &mina, Role::Owner).await;
    let session = mina.get(&street, "/api/v1/me/sessions").await.json()[0]["id"].as_str().expect("an id").to_owned();
    for (method, path, body) in [
        (Method::DELETE, "/api/v1/session".to_owned(), json!({})),
        (Method::DELETE, format!("/api/v1/me/sessions/{session}"), json!({})),
        (Method::POST, "/api/v1/me/password".to_owned(), json!({ "old": "x", "new": "새벽 시장의 파란 우산" })),
        (Method::POST, "/api/v1/me/passkeys/begin".to_owned(), json!({ "password": "x" })),
        (Method::DELETE, "/api/v1/me/passkeys/x".to_owned(), json!({})),
        (Method::POST, "/api/v1/me/identities/begin".to_owned(), json!({ "password": "x" })),
        (Method::DELETE, "/api/v1/me/identities/x".to_owned(), json!({})),
        (Method::POST, "/api/v1/me/delete".to_owned(), json!({ "password": "x" })),
        (Method::GET, "/api/v1/operator/shops".to_owned(), Value::Null),
    ] {
        let refused = program.call(&street, method, &path, &body).await;
        assert!(refused.status == 403 && refused.body.contains("열쇠로는 할 수 없는"), "{path}: {}", refused.body);
    }
    assert_eq!(get(&street, &mina, "/api/v1/me").await, 200);
}

#[tokio::test]
async fn a_personal_token_of_less_than_an_owners_scope_begins_nothing_in_its_makers_name() {
    let street = Street::new().await;
    let (_, mina) = owner_of(&street, "mina@golmok.test").await;
    for scope in [Role::Staff, Role::Manager] {
        let (program, _) = personal(&street, &mina, scope).await;
        for (method, path, body) in [
            (Method::POST, "/api/v1/applications", json!({ "window": "living", "name": "물결 공방" })),
            (Method::PATCH, "/api/v1/me", json!({ "name": "다른 이름", "lang": "ko" })),
            (Method::POST, OWN, json!({ "name": "x", "role": scope.word() })),
            (Method::POST, &format!("{BASE}/tokens"), json!({ "name": "x", "role": scope.word() })),
        ] {
            assert_eq!(status(&street, &program, method, path, body).await, 403, "{path}");
        }
    }
    let shops = mina.get(&street, "/api/v1/me").await.json()["shops"].clone();
    assert_eq!(shops.as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn a_token_that_a_token_made_lasts_no_longer_and_ends_with_it() {
    let street = Street::new().await;
    let (account, mina) = owner_of(&street, "mina@golmok.test").await;
    works(&street, 12, account, Role::Owner).await;
    let made = mina.post(&street, OWN, json!({ "name": "장부", "role": "owner", "days": 10 })).await.json();
    let parent = Browser(format!("Bearer {}", made["secret"].as_str().expect("a secret")));
    let child = parent.post(&street, &format!("{BASE}/tokens"), json!({ "name": "매장 장부", "role": "owner", "days": 300 })).await.json();
    assert_eq!((&child["expires_at"], &child["made_by"], &child["shop"]), (&made["expires_at"], &made["id"], &json!("byeolbit")));
    let secret = |made: &Value| Browser(format!("Bearer {}", made["secret"].as_str().expect("a secret")));
    // One of a shop makes only tokens of that shop.
    let other = base_of(&street, 12).await;
    let more = json!({ "name": "재고", "role": "staff" });
    assert_eq!(status(&street, &secret(&child), Method::POST, &format!("{other}/tokens"), more.clone()).await, 404);
    assert_eq!(status(&street, &secret(&child), Method::POST, OWN, more.clone()).await, 403);
    let grandchild = secret(&child).post(&street, &format!("{BASE}/tokens"), more.clone()).await.json();
    assert_eq!(grandchild["expires_at"], made["expires_at"]);
    assert_eq!(status(&street, &secret(&grandchild), Method::POST, &format!("{BASE}/tokens"), more).await, 403);
    let sibling = parent.post(&street, OWN, json!({ "name": "둘째", "role": "manager" })).await.json();
    let (apart, _) = token(&street, &mina, BASE, Role::Staff).await;
    let reach = async |who: &Browser| get(&street, who, &format!("{BASE}/draft/products")).await;
    let invited = json!({ "email": "new@golmok.test", "role": "staff" });
    assert_eq!(status(&street, &secret(&child), Method::POST, &format!("{BASE}/members"), invited).await, 200);
    for made in [&child, &grandchild, &sibling] {
        assert_eq!(reach(&secret(made)).await, 200, "{made}");
    }
    let path = format!("{OWN}/{}", made["id"].as_str().expect("an id"));
    assert_eq!(status(&street, &mina, Method::DELETE, &path, json!({})).await, 200);
    for made in [&made, &child, &grandchild, &sibling] {
        assert_eq!(reach(&secret(made)).await, 401, "{made}");
    }
    assert_eq!(reach(&apart).await, 200, "what it did not make stays");
    let late = Browser::default().post(&street, "/api/v1/links/use", json!({ "token": mailed(&street, "new@golmok.test").1 })).await;
    assert_eq!(late.status, 410, "what its children asked for is withdrawn as well");
}

#[tokio::test]
async fn a_token_that_has_expired_is_the_end_of_what_it_made() {
    let street = Street::new().await;
    let (_, mina) = owner_of(&street, "mina@golmok.test").await;
    let (parent, _) = personal(&street, &mina, Role::Owner).await;
    let (child, _) = token(&street, &parent, BASE, Role::Owner).await;
    let (grandchild, _) = token(&street, &child, BASE, Role::Staff).await;
    let longest: i64 = sqlx::query_scalar("select max(expires_at) from tokens").fetch_one(&street.db.pool).await.expect("a time");
    let shortest: i64 = sqlx::query_scalar("select min(expires_at) from tokens").fetch_one(&street.db.pool).await.expect("a time");
    assert_eq!(longest, shortest);
    // Whatever else were said of theirs: none is left of one that is over.
    street.run("update tokens set expires_at = 1 where parent_id is null").await;
    server::account::clear(&street.db).await.expect("cleared");
    for one in [&parent, &child, &grandchild] {
        assert_eq!(get(&street, one, &format!("{BASE}/draft/products")).await, 401);
    }
    assert_eq!(mina.get(&street, OWN).await.json(), json!([]));
}

#[tokio::test]
async fn who_leaves_a_shop_leaves_no_token_there() {
    let street = Street::new().await;
    let (account, mina) = owner_of(&street, "mina@golmok.test").await;
    let (of_shop, _) = token(&street, &mina, BASE, Role::Staff).await;
    let (personal, _) = personal(&street, &mina, Role::Staff).await;
    let leave = async |who: &Browser| status(&street, who, Method::DELETE, "/api/v1/me/shops/byeolbit", json!({})).await;
    assert_eq!((leave(&of_shop).await, leave(&personal).await), (409, 409), "its owner hands it over first");
    street.run("update members set role = 'manager' where shop_id = 11").await;
    assert_eq!(leave(&of_shop).await, 200);
    assert_eq!(leave(&of_shop).await, 401);
    assert_eq!(get(&street, &personal, &format!("{BASE}/draft/products")).await, 404);
    // Who comes back has the personal one, which is theirs, and none of the shop.
    works(&street, 11, account, Role::Staff).await;
    assert_eq!(get(&street, &of_shop, &format!("{BASE}/draft/products")).await, 401);
    assert_eq!(get(&street, &personal, &format!("{BASE}/draft/products")).await, 200);
    assert_eq!(leave(&personal).await, 200);
}

#[tokio::test]
async fn a_personal_token_is_told_once_and_is_its_makers_alone() {
    let street = Street::new().await;
    let (_, mina) = person(&street, "mina@golmok.test", false).await;
    let (_, other) = person(&street, "other@golmok.test", false).await;
    let (program, id) = personal(&street, &mina, Role::Owner).await;
    let secret = program.0.trim_start_matches("Bearer ");
    assert!(mailed(&street, "mina@golmok.test").0.contains("‘장부’"), "whoever sat at the browser");
    let list = program.get(&street, OWN).await;
    assert_eq!((&list.json()[0]["id"], &list.json()[0]["shop"]), (&json!(id), &Value::Null));
    assert!(!list.body.contains(secret));
    let kept: String = sqlx::query_scalar("select hash from tokens").fetch_one(&street.db.pool).await.expect("a row");
    assert!(!secret.contains(&kept) && !kept.contains(secret));
    assert_eq!(other.get(&street, OWN).await.json(), json!([]));
    assert_eq!(status(&street, &other, Method::DELETE, &format!("{OWN}/{id}"), json!({})).await, 404);
    for (body, field) in [
        (json!({ "name": "", "role": "staff" }), "name"),
        (json!({ "name": "x", "role": "staff", "days": 0 }), "days"),
        (json!({ "name": "x", "role": "staff", "days": 366 }), "days"),
    ] {
        assert_eq!(mina.post(&street, OWN, body).await.json()["field"], field);
    }
    // It may end itself.
    assert_eq!(status(&street, &program, Method::DELETE, &format!("{OWN}/{id}"), json!({})).await, 200);
    assert_eq!(get(&street, &program, OWN).await, 401);
}

#[tokio::test]
async fn ones_personal_tokens_stand_on_a_page_of_ones_account() {
    let street = Street::new().await;
    let (_, mina) = person(&street, "mina@golmok.test", false).await;
    let (program, _) = personal(&street, &mina, Role::Owner).await;
    token(&street, &program, "/api/v1/me", Role::Staff).await;
    for (lang, words) in [
        ("", ["내 열쇠는 매장마다", "‘장부’ 열쇠로 만듦", "어느 열쇠로도"]),
        ("/en", ["In each shop a personal token", "made by the token “장부”", "No token changes your password"]),
    ] {
        let account = mina.get(&street, &format!("{lang}/studio/account")).await;
        assert!(account.body.contains(&format!("href=\"{lang}/studio/account/tokens\"")));
        let page = mina.get(&street, &format!("{lang}/studio/account/tokens")).await;
        assert_eq!((page.status.as_u16(), texts(&page.html(), ".studio__rows > li strong")), (200, vec!["장부".to_owned(); 2]));
        for word in words {
            assert!(page.body.contains(word), "{lang}: {word}");
        }
    }
    let page = "/studio/account/tokens";
    let form = filled(&mina.get(&street, page).await.html(), "end-own-token");
    let sent = send(&street, &mina, page, &form).await;
    assert_eq!((sent.status.as_u16(), sent.header("location")), (303, "/studio/account/tokens?done=end-own-token"));
}

#[tokio::test]
async fn a_new_password_is_the_end_of_personal_tokens_and_not_of_a_shops() {
    let street = Street::new().await;
    let (_, mina) = owner_of(&street, "mina@golmok.test").await;
    let (of_shop, _) = token(&street, &mina, BASE, Role::Staff).await;
    let (first, _) = personal(&street, &mina, Role::Owner).await;
    let (made, _) = token(&street, &first, BASE, Role::Staff).await;
    let reach = async |who: &Browser| get(&street, who, &format!("{BASE}/draft/products")).await;
    assert_eq!((reach(&first).await, reach(&made).await, reach(&of_shop).await), (200, 200, 200));
    // One that was forgotten.
    let (nobody, password) = (Browser::default(), "귤 상자 위의 고양이");
    assert_eq!(nobody.post(&street, "/api/v1/links", json!({ "wish": "reset", "email": "mina@golmok.test" })).await.status, 200);
    let (_, link) = mailed(&street, "mina@golmok.test");
    let used = nobody.post(&street, "/api/v1/links/use", json!({ "token": link, "password": password })).await;
    assert_eq!(used.status, 200, "{}", used.body);
    assert_eq!((reach(&first).await, reach(&made).await, reach(&of_shop).await), (401, 401, 200));
    let (told, _) = mailed(&street, "mina@golmok.test");
    for words in ["내 열쇠는 모두 끝났습니다", "매장의 열쇠는 그대로", "패스키", "/studio/account"] {
        assert!(told.contains(words), "{words}: {told}");
    }
    // One that is changed.
    let mina = Browser(used.header("set-cookie").split(';').next().expect("a cookie").to_owned());
    let (second, _) = personal(&street, &mina, Role::Owner).await;
    assert_eq!(reach(&second).await, 200);
    let body = json!({ "old": password, "new": "새벽 시장의 파란 우산" });
    let changed = mina.post(&street, "/api/v1/me/password", body).await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    assert_eq!((reach(&second).await, reach(&of_shop).await), (401, 200));
    let ended: i64 =
        sqlx::query_scalar("select count(*) from records where what = 'token_ended'").fetch_one(&street.db.pool).await.expect("a count");
    assert_eq!(ended, 2);
}
