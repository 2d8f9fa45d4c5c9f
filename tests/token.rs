//! What programs do by tokens: each its scope, in its shop, and nothing that is left when it is ended.

use axum::http::Method;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use wire::account::Role;

use crate::{
    account::{Browser, mailed, person, works},
    application::{apply, fill, put, send_photo},
    draft::photo,
    street::Street,
};

pub const BASE: &str = "/api/v1/shops/byeolbit";
const FILM: &[u8] = include_bytes!("../crates/server/src/clip/file/fixtures/h264-aac.mp4");

/// A program with a token of this scope, and the token's id.
pub async fn token(street: &Street, owner: &Browser, base: &str, scope: Role) -> (Browser, String) {
    let made = owner.post(street, &format!("{base}/tokens"), json!({ "name": "장부", "role": scope.word() })).await;
    assert_eq!(made.status, 200, "{}", made.body);
    let made = made.json();
    let said = |field: &str| made[field].as_str().expect("a word").to_owned();
    (Browser(format!("Bearer {}", said("secret"))), said("id"))
}

/// Somebody who owns the shop.
pub async fn owner_of(street: &Street, email: &str) -> (i64, Browser) {
    let (account, owner) = person(street, email, false).await;
    works(street, 11, account, Role::Owner).await;
    (account, owner)
}

pub async fn status(street: &Street, who: &Browser, method: Method, path: &str, body: Value) -> u16 {
    who.call(street, method, path, &body).await.status.as_u16()
}

/// The id by which a shop's owner names a member.
pub async fn member(street: &Street, who: &Browser, email: &str) -> String {
    let list = who.get(street, &format!("{BASE}/members")).await.json();
    let all = list["members"].as_array().expect("members");
    all.iter().find(|one| one["email"] == email).and_then(|one| one["id"].as_str()).expect("a member").to_owned()
}

#[tokio::test]
async fn a_token_does_what_its_role_may_in_its_shop_and_nothing_else() {
    let street = Street::new().await;
    let (account, owner) = owner_of(&street, "owner@golmok.test").await;
    works(&street, 12, account, Role::Owner).await;
    let (program, id) = token(&street, &owner, BASE, Role::Staff).await;
    let get = async |path: String| program.get(&street, &path).await.status.as_u16();
    let other: String = sqlx::query_scalar("select slug from shops where id = 12").fetch_one(&street.db.pool).await.expect("a slug");
    let other = wire::endpoint::encode(&other);
    assert_eq!(get(format!("{BASE}/draft/products")).await, 200);
    let slug: String = sqlx::query_scalar("select slug from products where id = 21").fetch_one(&street.db.pool).await.expect("a slug");
    let product = format!("{BASE}/products/{}", wire::endpoint::encode(&slug));
    let stock = async |pieces: i64| status(&street, &program, Method::PATCH, &product, json!({ "stock_of_each": pieces })).await;
    assert_eq!(stock(7).await, 200);
    assert_eq!(get(format!("{BASE}/previews")).await, 403, "a manager's");
    assert_eq!(get(format!("{BASE}/tokens")).await, 403, "an owner's");
    assert_eq!(get(format!("/api/v1/shops/{other}/draft/products")).await, 404, "another shop");
    assert_eq!(get("/api/v1/me".to_owned()).await, 403, "the account");
    assert_eq!(Browser("Bearer golmok_x".to_owned()).get(&street, &format!("{BASE}/draft/products")).await.status, 401);
    // Who made it works there no more, and so does the token.
    street.run("update members set role = 'staff' where shop_id = 11").await;
    assert_eq!(stock(8).await, 200);
    street.run("delete from members where shop_id = 11").await;
    assert_eq!(stock(9).await, 401);
    works(&street, 11, account, Role::Owner).await;
    assert_eq!(status(&street, &owner, Method::DELETE, &format!("{BASE}/tokens/{id}"), json!({})).await, 200);
    assert_eq!(stock(9).await, 401);
}

#[tokio::test]
async fn an_owners_token_does_what_an_owner_does_while_its_maker_is_that() {
    let street = Street::new().await;
    let (_, owner) = owner_of(&street, "owner@golmok.test").await;
    let (mina, _) = person(&street, "mina@golmok.test", false).await;
    works(&street, 11, mina, Role::Staff).await;
    let (program, _) = token(&street, &owner, BASE, Role::Owner).await;
    let (_, spare) = token(&street, &owner, BASE, Role::Staff).await;
    let members = format!("{BASE}/members");
    let mina = format!("{members}/{}", member(&street, &program, "mina@golmok.test").await);
    assert_eq!(status(&street, &program, Method::PATCH, &mina, json!({ "role": "manager" })).await, 200);
    assert_eq!(status(&street, &program, Method::DELETE, &mina, json!({})).await, 200);
    let business = json!({ "representative": "한가상", "business_number": "000-12-34560" });
    let seen = program.get(&street, &format!("{BASE}/facts")).await.json()["seen"].clone();
    let said = put(&street, &program, &format!("{BASE}/facts"), json!({ "seen": seen, "facts": business })).await;
    assert_eq!(said.status, 200, "{}", said.body);
    assert_eq!(program.get(&street, &format!("{BASE}/tokens")).await.json().as_array().map(Vec::len), Some(2));
    assert_eq!(status(&street, &program, Method::DELETE, &format!("{BASE}/tokens/{spare}"), json!({})).await, 200);
    // A maker who is the owner no more: the token is a manager's, as they are, and an owner's again with them.
    street.run("update members set role = 'manager' where shop_id = 11").await;
    assert_eq!(status(&street, &program, Method::GET, &format!("{BASE}/previews"), Value::Null).await, 200);
    for path in ["members", "tokens", "facts", "applications"] {
        assert_eq!(status(&street, &program, Method::GET, &format!("{BASE}/{path}"), Value::Null).await, 403, "{path}");
    }
    street.run("update members set role = 'owner' where shop_id = 11").await;
    assert_eq!(status(&street, &program, Method::POST, &format!("{BASE}/close"), json!({ "confirm": "byeolbit" })).await, 200);
    assert!(mailed(&street, "owner@golmok.test").0.contains("별빛상회 매장을 닫았습니다"));
}

#[tokio::test]
async fn a_shops_token_reaches_nothing_that_concerns_a_person_and_no_operators_call() {
    let street = Street::new().await;
    let (_, owner) = owner_of(&street, "owner@golmok.test").await;
    let (program, _) = token(&street, &owner, BASE, Role::Owner).await;
    let (personal, in_person) = ("매장의 열쇠로는", "열쇠로는 할 수 없는");
    for (method, path, body, words) in [
        (Method::POST, "/api/v1/me/tokens", json!({ "name": "another", "role": "staff" }), personal),
        (Method::POST, "/api/v1/applications", json!({ "window": "living", "name": "물결 공방" }), personal),
        (Method::PATCH, "/api/v1/me", json!({ "name": "다른 이름", "lang": "ko" }), personal),
        (Method::GET, "/api/v1/me/export", Value::Null, personal),
        (Method::POST, "/api/v1/me/delete", json!({ "password": "x" }), in_person),
        (Method::GET, "/api/v1/operator/shops", Value::Null, in_person),
    ] {
        let refused = program.call(&street, method, path, &body).await;
        assert!(refused.status == 403 && refused.body.contains(words), "{path}: {}", refused.body);
    }
    // Its owner hands the shop over before they leave it, also by a token that may do less.
    let (staff, _) = token(&street, &owner, BASE, Role::Staff).await;
    for one in [&program, &staff] {
        assert_eq!(status(&street, one, Method::DELETE, "/api/v1/me/shops/byeolbit", json!({})).await, 409);
    }
    let tokens: i64 = sqlx::query_scalar("select count(*) from tokens").fetch_one(&street.db.pool).await.expect("a count");
    assert_eq!(tokens, 2);
}

#[tokio::test]
async fn whom_a_token_lets_in_is_told_to_the_owner_and_withdrawn_with_the_token() {
    let street = Street::new().await;
    let (_, owner) = owner_of(&street, "owner@golmok.test").await;
    let (mina, _) = person(&street, "mina@golmok.test", false).await;
    works(&street, 11, mina, Role::Staff).await;
    let (program, id) = token(&street, &owner, BASE, Role::Owner).await;
    let members = format!("{BASE}/members");
    let invite =
        async |who: &Browser, email: &str| status(&street, who, Method::POST, &members, json!({ "email": email, "role": "manager" })).await;
    let mails = || std::fs::read_dir(street.folder.path().join("mails")).map_or(0, Iterator::count);
    let before = mails();
    assert_eq!(invite(&owner, "in-person@golmok.test").await, 200);
    assert_eq!(mails(), before + 1, "an owner knows what they do");
    assert_eq!(invite(&program, "by-token@golmok.test").await, 200);
    let (told, _) = mailed(&street, "owner@golmok.test");
    assert!(told.contains("‘장부’") && told.contains("by-token@golmok.test") && told.contains("관리자"), "{told}");
    let path = format!("{members}/{}", member(&street, &program, "mina@golmok.test").await);
    assert_eq!(status(&street, &program, Method::PATCH, &path, json!({ "role": "manager" })).await, 200);
    assert!(mailed(&street, "owner@golmok.test").0.contains("mina@golmok.test"));
    let before = mails();
    assert_eq!(status(&street, &program, Method::PATCH, &path, json!({ "role": "staff" })).await, 200);
    assert_eq!(mails(), before, "less is nothing to warn of");
    let (_, secret) = mailed(&street, "by-token@golmok.test");
    assert_eq!(status(&street, &owner, Method::DELETE, &format!("{BASE}/tokens/{id}"), json!({})).await, 200);
    let invited = owner.get(&street, &members).await.json()["invited"].clone();
    assert_eq!((invited.as_array().map(Vec::len), &invited[0]["email"]), (Some(1), &json!("in-person@golmok.test")));
    let late = Browser::default().post(&street, "/api/v1/links/read", json!({ "token": secret })).await;
    assert_eq!(late.status, 410);
}

#[tokio::test]
async fn a_shop_that_was_begun_in_person_is_brought_to_the_operator_by_a_token() {
    let street = Street::new().await;
    let (_, merchant) = person(&street, "merchant@golmok.test", false).await;
    let (shop, application) = apply(&street, &merchant, "living").await;
    let base = format!("/api/v1/shops/{}", wire::endpoint::encode(&shop));
    let (program, _) = token(&street, &merchant, &base, Role::Owner).await;
    fill(&street, &program, &shop, &application).await;
    send_photo(&street, &program, &application).await;
    let checks = program.get(&street, &application).await.json();
    let file = checks["checks"][0]["documents"][0]["id"].as_str().expect("a file").to_owned();
    assert_eq!(status(&street, &program, Method::GET, &format!("{application}/documents/{file}"), Value::Null).await, 200);
    assert_eq!(status(&street, &program, Method::POST, &format!("{application}/submit"), json!({})).await, 200);
    let too = program.post(&street, &format!("{base}/applications"), json!({ "window": "fashion" })).await;
    assert_eq!(too.status, 200, "{}", too.body);
    let begun = program.get(&street, &format!("{base}/applications")).await.json();
    assert_eq!((&begun[0]["state"], &begun[1]["state"]), (&json!("submitted"), &json!("draft")));
}

#[tokio::test]
async fn by_a_token_too_a_shop_that_an_operator_paused_is_edited_and_looked_at_but_not_opened() {
    let street = Street::new().await;
    let (_, owner) = owner_of(&street, "owner@golmok.test").await;
    let (_, operator) = person(&street, "operator@golmok.test", true).await;
    street.run("update products set picture_id = '00112233445566aa' where id = 22").await;
    let (program, _) = token(&street, &owner, BASE, Role::Owner).await;
    assert_eq!(operator.post(&street, "/api/v1/operator/shops/byeolbit/pause", json!({ "why": "확인하는 중" })).await.status, 200);
    let editing = program.get(&street, &format!("{BASE}/draft")).await.json();
    let mut draft = editing["draft"].clone();
    draft["tagline"] = json!({ "ko": "쉬는 동안 고쳤습니다" });
    let saved = put(&street, &program, &format!("{BASE}/draft"), json!({ "seen": editing["seen"], "draft": draft })).await;
    assert_eq!(saved.status, 200, "{}", saved.body);
    assert_eq!(status(&street, &program, Method::POST, &format!("{BASE}/previews"), json!({})).await, 200);
    for path in ["open", "changes/open"] {
        assert_eq!(status(&street, &program, Method::POST, &format!("{BASE}/{path}"), json!({})).await, 409, "{path}");
    }
    assert_eq!(operator.post(&street, "/api/v1/operator/shops/byeolbit/release", json!({})).await.status, 200);
    assert_eq!(status(&street, &program, Method::POST, &format!("{BASE}/open"), json!({})).await, 200);
}

#[tokio::test]
async fn a_token_needs_no_origin_and_nothing_beside_it_counts() {
    let street = Street::new().await;
    let (_, owner) = owner_of(&street, "owner@golmok.test").await;
    let (staff, _) = token(&street, &owner, BASE, Role::Staff).await;
    let json_body = ("content-type", "application/json");
    let report = json!({ "address": "/shops/byeolbit", "reason": "other", "words": "간판이 달라요" }).to_string();
    let send = async |headers: &[(&str, &str)]| {
        let answer = street.with(Method::POST, "/api/v1/reports", &[headers, &[json_body]].concat(), &report).await;
        (answer.status.as_u16(), answer.json()["code"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(send(&[]).await, (403, "foreign_origin".to_owned()));
    assert_eq!(send(&[("authorization", "Bearer golmok_x")]).await, (401, "sign_in".to_owned()), "any word is no token");
    assert_eq!(send(&[("authorization", "Basic Z29sbW9rOng=")]).await, (403, "foreign_origin".to_owned()));
    for from in ["cross-site", "same-site", "none"] {
        assert_eq!(send(&[("authorization", &staff.0), ("sec-fetch-site", from)]).await.0, 200, "{from}");
    }
    // Neither more than the token may, where a cookie lies beside it, nor by the cookie where the token is none.
    let beside = [("sec-fetch-site", "same-origin"), ("cookie", owner.0.as_str()), json_body];
    for (bearer, expected) in [(staff.0.as_str(), 403), ("Bearer golmok_x", 401)] {
        let headers = [&beside[..], &[("authorization", bearer)]].concat();
        assert_eq!(street.with(Method::GET, &format!("{BASE}/members"), &headers, "").await.status, expected, "{bearer}");
    }
    // Signing in beside a token ends no session.
    let body = json!({ "email": "owner@golmok.test", "password": "x" }).to_string();
    let headers = [&beside[..], &[("authorization", staff.0.as_str())]].concat();
    assert_eq!(street.with(Method::POST, "/api/v1/session", &headers, &body).await.status, 401);
    assert_eq!(owner.get(&street, "/api/v1/me").await.status, 200);
}

#[tokio::test]
async fn the_studio_says_what_a_token_of_each_scope_may_do() {
    let street = Street::new().await;
    let (_, owner) = owner_of(&street, "owner@golmok.test").await;
    for (lang, words) in [
        ("", ["상품, 재고, 영상, 사진", "내보내기", "매장 닫기", "어느 열쇠로도", "초대도 없던 일이", "함께 끝납니다"]),
        (
            "/en",
            [
                "products, stock, clips, pictures",
                "also import, export",
                "closing the shop for good",
                "No token changes your password",
                "withdraws invitations",
                "ends with it",
            ],
        ),
    ] {
        let page = owner.get(&street, &format!("{lang}/studio/shops/byeolbit/tokens")).await;
        assert_eq!(page.status, 200);
        for role in ["staff", "manager", "owner"] {
            assert!(page.body.contains(&format!("value=\"{role}\"")), "{role}");
        }
        for word in words {
            assert!(page.body.contains(word), "{lang}: {word}");
        }
    }
}

#[tokio::test]
async fn a_token_of_a_shop_that_is_made_in_person_is_told_to_its_owner() {
    let street = Street::new().await;
    let (account, owner) = owner_of(&street, "owner@golmok.test").await;
    let mails = || std::fs::read_dir(street.folder.path().join("mails")).map_or(0, Iterator::count);
    let (program, _) = token(&street, &owner, BASE, Role::Owner).await;
    let (told, _) = mailed(&street, "owner@golmok.test");
    for words in ["별빛상회", "‘장부’", "owner@golmok.test", "/studio/shops/byeolbit/tokens", "비밀번호를 바꾸어도"] {
        assert!(told.contains(words), "{words}: {told}");
    }
    // What it makes ends with it.
    let before = mails();
    token(&street, &program, BASE, Role::Staff).await;
    assert_eq!(mails(), before);
    street.run(&format!("update accounts set lang = 'en' where id = {account}")).await;
    token(&street, &owner, BASE, Role::Staff).await;
    assert_eq!(mails(), before + 1);
    assert!(mailed(&street, "owner@golmok.test").0.contains("/en/studio/shops/byeolbit/tokens"));
}

/// Files of a draft clip that a program makes: its poster, its film and its captions.
async fn files_of_draft(street: &Street, program: &Browser) -> [String; 3] {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let picture = program.post(street, &format!("{BASE}/pictures"), json!({ "content": photo(61) })).await.json();
    let sent = json!({ "content": STANDARD.encode(FILM), "name": "물레.mp4" });
    let sent = program.post(street, &format!("{BASE}/clips/files"), sent).await.json();
    let clip = format!("{BASE}/draft/clips/{}", wire::endpoint::encode(&text(&sent["clip"])));
    let editing = program.get(street, &clip).await.json();
    let mut draft = editing["draft"].clone();
    draft["captions"] = json!([{ "lang": "ko", "text": "0:00 물레를 돌립니다" }]);
    draft["poster"] = picture["id"].clone();
    let saved = put(street, program, &clip, json!({ "seen": editing["seen"], "draft": draft })).await;
    assert_eq!(saved.status, 200, "{}", saved.body);
    let editing = program.get(street, &clip).await.json();
    let (poster, draft) = (&editing["pictures"][0], &editing["draft"]);
    [format!("{}-{}.webp", text(&poster["id"]), poster["widths"][0]), text(&draft["file"]), text(&draft["captions"][0]["file"])]
}

#[tokio::test]
async fn a_token_reads_the_files_of_its_shops_drafts_as_the_studio_shows_them() {
    let street = Street::new().await;
    let (_, owner) = owner_of(&street, "owner@golmok.test").await;
    let (account, other) = person(&street, "other@golmok.test", false).await;
    works(&street, 12, account, Role::Owner).await;
    let slug: String = sqlx::query_scalar("select slug from shops where id = 12").fetch_one(&street.db.pool).await.expect("a slug");
    let there = format!("/api/v1/shops/{}", wire::endpoint::encode(&slug));
    let (program, id) = token(&street, &owner, BASE, Role::Staff).await;
    let strangers = [token(&street, &other, &there, Role::Owner).await.0, token(&street, &other, "/api/v1/me", Role::Owner).await.0];
    let files = files_of_draft(&street, &program).await;
    for (file, kind) in files.iter().zip(["image/webp", "video/mp4", "text/vtt; charset=utf-8"]) {
        let path = format!("{BASE}/media/{file}");
        let kept = street.state.media.get(&format!("hidden-{file}"), None).await.expect("a look").expect("a file").bytes;
        let seen = owner.get(&street, &format!("/studio/shops/byeolbit/media/{file}")).await;
        for who in [&program, &owner] {
            let read = who.get(&street, &path).await;
            assert_eq!((read.status.as_u16(), read.header("content-type")), (200, kind), "{file}");
            for answer in [&read, &seen] {
                assert_eq!(answer.header("cache-control"), "private, no-store", "{file}");
                assert!(answer.body == String::from_utf8_lossy(&kept), "{file}: other bytes than were sent");
            }
        }
        for who in &strangers {
            for path in [path.clone(), format!("{there}/media/{file}"), format!("{there}/media/hidden-{file}")] {
                assert_eq!(status(&street, who, Method::GET, &path, Value::Null).await, 404, "{path}");
            }
        }
        assert_eq!((street.get(&path).await.status.as_u16(), street.get(&format!("/media/{file}")).await.status.as_u16()), (401, 404));
    }
    // A film comes in ranges, as a player asks.
    let film = format!("{BASE}/media/{}", files[1]);
    let size = street.state.media.size(&format!("hidden-{}", files[1])).await.expect("a look").expect("a file");
    let piece = street.with(Method::GET, &film, &[("authorization", &program.0), ("range", "bytes=0-99")], "").await;
    assert_eq!((piece.status.as_u16(), piece.header("content-range")), (206, format!("bytes 0-99/{size}").as_str()));
    // What is on the street is read in the same way, and kept by nobody either: it may be held one day.
    street.state.media.put("aabb.mp4", "film".into()).await.expect("put");
    let shown = program.get(&street, &format!("{BASE}/media/aabb.mp4")).await;
    assert_eq!((shown.body.as_str(), shown.header("cache-control")), ("film", "private, no-store"));
    assert_eq!(status(&street, &owner, Method::DELETE, &format!("{BASE}/tokens/{id}"), json!({})).await, 200);
    assert_eq!(status(&street, &program, Method::GET, &film, Value::Null).await, 401);
}
