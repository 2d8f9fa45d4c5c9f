//! What is promised of links, previews, the operator's list and signing in: how long, how many, and by whom.

use std::net::SocketAddr;

use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Method, Request},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use serde_json::{Value, json};
use server::{account::secret, ids};
use wire::account::Role;

use crate::{
    account::{Browser, person, works},
    application::{apply, fill, send_photo},
    draft::{BASE, link, owner, photo},
    foreign_ids::written,
    street::{Answer, Street, attributes},
    token::{member, owner_of, token},
};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
const FILM: &[u8] = include_bytes!("../crates/server/src/clip/file/fixtures/h264-aac.mp4");

#[tokio::test]
async fn a_mailed_link_is_good_for_as_long_as_is_said_of_its_kind() {
    let street = Street::new().await;
    let (_, owner) = owner_of(&street, "owner@golmok.test").await;
    let (_, operator) = person(&street, "operator@golmok.test", true).await;
    let (mina, _) = person(&street, "mina@golmok.test", false).await;
    works(&street, 11, mina, Role::Staff).await;
    let nobody = Browser::default();
    for (wish, email) in [("join", "new@golmok.test"), ("reset", "mina@golmok.test")] {
        assert_eq!(nobody.post(&street, "/api/v1/links", json!({ "wish": wish, "email": email })).await.status, 200);
    }
    let invited = json!({ "email": "helper@golmok.test", "role": "staff" });
    assert_eq!(owner.post(&street, &format!("{BASE}/members"), invited).await.status, 200);
    assert_eq!(operator.post(&street, "/api/v1/operator/people", json!({ "email": "second@golmok.test" })).await.status, 200);
    let (program, _) = token(&street, &owner, BASE, Role::Owner).await;
    let mina = format!("{BASE}/members/{}", member(&street, &owner, "mina@golmok.test").await);
    let handed = program.call(&street, Method::PATCH, &mina, &json!({ "role": "owner" })).await;
    assert_eq!(handed.json()["mailed"], true, "{}", handed.body);
    let sql = "select purpose, expires_at - created_at from links order by purpose";
    let lasts: Vec<(String, i64)> = sqlx::query_as(sql).fetch_all(&street.db.pool).await.expect("links");
    let lasts: Vec<(&str, i64)> = lasts.iter().map(|(purpose, lasts)| (purpose.as_str(), *lasts)).collect();
    assert_eq!(lasts, [("hand_over", DAY), ("join", HOUR), ("member", 7 * DAY), ("operator", 7 * DAY), ("reset", HOUR)]);
    let now = ids::now_ms();
    let sql = "select count(*) from links where created_at < $1 or created_at > $2";
    let begun: i64 = sqlx::query_scalar(sql).bind(now - HOUR / 2).bind(now).fetch_one(&street.db.pool).await.expect("a count");
    assert_eq!(begun, 0, "they begin when they are made");
}

/// An answer as it is compared with another: without the number of its request.
fn alike(answer: &Answer) -> (u16, String, Vec<String>) {
    let headers = ["cache-control", "content-type", "location", "set-cookie", "x-robots-tag"];
    let body = match answer.header("x-request-id") {
        "" => answer.body.clone(),
        id => answer.body.replace(id, ""),
    };
    (answer.status.as_u16(), body, headers.iter().map(|name| answer.header(name).to_owned()).collect())
}

#[tokio::test]
async fn a_preview_link_is_good_for_a_week_or_up_to_thirty_days_and_a_shop_has_twenty() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let previews = format!("{BASE}/previews");
    let make = async |body: Value| owner.post(&street, &previews, body).await;
    for (body, days) in [(json!({}), 7), (json!({ "days": 1 }), 1), (json!({ "days": 30 }), 30)] {
        let made = make(body).await;
        assert_eq!(made.status, 200, "{}", made.body);
        let made = made.json();
        let number = |field: &str| made[field].as_i64().expect("a time");
        assert_eq!(number("expires_at") - number("created_at"), days * DAY);
    }
    for days in [0, 31] {
        let refused = make(json!({ "days": days })).await;
        assert_eq!((refused.status.as_u16(), refused.json()["field"].as_str()), (400, Some("days")), "{days}");
    }
    // The database says the same.
    let sql = "select expires_at - created_at from previews order by expires_at";
    let lasts: Vec<i64> = sqlx::query_scalar(sql).fetch_all(&street.db.pool).await.expect("links");
    assert_eq!(lasts, [DAY, 7 * DAY, 30 * DAY]);
    for number in 4..=20 {
        assert_eq!(make(json!({})).await.status, 200, "{number}");
    }
    let one_more = make(json!({})).await;
    assert_eq!((one_more.status.as_u16(), one_more.json()["code"].as_str()), (409, Some("conflict")));
    // One that is ended makes room, and so does one that has expired.
    let list = owner.get(&street, &previews).await.json();
    assert_eq!(list.as_array().map(Vec::len), Some(20));
    let path = format!("{previews}/{}", list[0]["id"].as_str().expect("an id"));
    assert_eq!(owner.call(&street, Method::DELETE, &path, &json!({})).await.status, 200);
    assert_eq!(make(json!({})).await.status, 200);
    assert_eq!(make(json!({})).await.status, 409);
    street.run("update previews set expires_at = 1 where id = (select min(id) from previews)").await;
    assert_eq!(owner.get(&street, &previews).await.json().as_array().map(Vec::len), Some(19));
    assert_eq!(make(json!({})).await.status, 200);
    assert_eq!(make(json!({})).await.status, 409);
}

#[tokio::test]
async fn an_expired_preview_link_answers_like_one_that_never_was_and_its_secret_is_kept_nowhere() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let (root, _) = link(&street, &owner).await;
    let token = root.trim_start_matches("/preview/");
    let hashes: Vec<String> = sqlx::query_scalar("select token_hash from previews").fetch_all(&street.db.pool).await.expect("hashes");
    assert_eq!(hashes, [secret::hash(token)]);
    assert_ne!(hashes[0], token);
    assert_eq!(street.get(&root).await.status, 303);
    for sql in ["select * from previews", "select * from records"] {
        let rows = sqlx::query(sql).fetch_all(&street.db.pool).await.expect("rows");
        assert!(!rows.is_empty() && rows.iter().all(|row| !written(row).contains(token)), "{sql}");
    }
    assert!(!owner.get(&street, &format!("{BASE}/previews")).await.body.contains(token), "it is told once");
    // Only its last letter is another.
    let (begins, last) = root.split_at(root.len() - 1);
    let invented = format!("{begins}{}", if last == "A" { "B" } else { "A" });
    let picture = owner.post(&street, &format!("{BASE}/pictures"), json!({ "content": photo(44) })).await.json();
    let file = format!("{}-{}.jpg", picture["id"].as_str().expect("an id"), picture["widths"][0]);
    let below = ["/shops/byeolbit", "/en/shops/byeolbit", "/api/v1/shops/byeolbit", &format!("/media/{file}")].map(str::to_owned);
    for path in &below {
        assert_eq!(street.get(&format!("{root}{path}")).await.status, 200, "{path}");
    }
    let now = ids::now_ms();
    street.run(&format!("update previews set expires_at = {now}")).await;
    for path in [String::new(), "/".to_owned()].iter().chain(&below) {
        let (expired, never) = (street.get(&format!("{root}{path}")).await, street.get(&format!("{invented}{path}")).await);
        assert_eq!(expired.status, 404, "{path}");
        assert_eq!(alike(&expired), alike(&never), "{path}");
    }
}

#[tokio::test]
async fn below_a_preview_link_nothing_is_kept_and_no_cookie_is_set_whoever_looks() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let (root, _) = link(&street, &owner).await;
    let picture = owner.post(&street, &format!("{BASE}/pictures"), json!({ "content": photo(55) })).await.json();
    let file = format!("{}-{}.jpg", picture["id"].as_str().expect("an id"), picture["widths"][0]);
    let sent = json!({ "content": STANDARD.encode(FILM), "name": "물레.mp4" });
    let clip = owner.post(&street, &format!("{BASE}/clips/files"), sent).await.json();
    let clip = wire::endpoint::encode(clip["clip"].as_str().expect("a clip"));
    let film = owner.get(&street, &format!("{BASE}/draft/clips/{clip}")).await.json()["draft"]["file"].clone();
    let film = film.as_str().expect("a file");
    // What shoppers see already may be kept, but not by an address with a secret in it.
    street.state.media.put("aabb.mp4", Bytes::from_static(b"film")).await.expect("room");
    assert!(street.get("/media/aabb.mp4").await.header("cache-control").contains("immutable"));
    for browser in [Browser::default(), owner.clone()] {
        for (path, status) in [
            ("", 303),
            ("/", 303),
            ("/en", 303),
            ("/shops/byeolbit", 200),
            ("/en/shops/byeolbit", 200),
            ("/shops/geo", 404),
            ("/api/v1/shops/byeolbit", 200),
            ("/api/v1/products?shop=byeolbit", 200),
            ("/api/v1/pages/shops/byeolbit", 200),
            // Nobody is signed in here.
            ("/api/v1/me", 401),
            ("/api/v1/nothing", 404),
            (&format!("/clips/{clip}"), 200),
            (&format!("/media/{file}"), 200),
            (&format!("/media/{film}"), 200),
            ("/media/aabb.mp4", 200),
            ("/media/nothing.jpg", 404),
        ] {
            let answer = browser.get(&street, &format!("{root}{path}")).await;
            let what = format!("{path} with {:?}: {:?}", browser.0, answer.headers);
            assert_eq!(answer.status, status, "{what}");
            assert!(answer.header("cache-control").split(", ").any(|word| word == "no-store"), "{what}");
            assert_eq!((answer.header("set-cookie"), answer.header("etag")), ("", ""), "{what}");
        }
        let range = [("cookie", browser.0.as_str()), ("range", "bytes=0-99")];
        let piece = street.with(Method::GET, &format!("{root}/media/{film}"), &range, "").await;
        assert_eq!((piece.status.as_u16(), piece.header("cache-control")), (206, "private, no-store"));
        assert_eq!(piece.header("set-cookie"), "");
    }
    assert_eq!(owner.get(&street, "/api/v1/me").await.status, 200, "who is signed in stays that");
}

#[tokio::test]
async fn what_waits_longest_is_the_operators_first() {
    let street = Street::new().await;
    let (_, operator) = person(&street, "operator@golmok.test", true).await;
    let (_, first) = person(&street, "first@golmok.test", false).await;
    let (_, second) = person(&street, "second@golmok.test", false).await;
    let (shop, base) = apply(&street, &first, "living").await;
    let (other, others) = apply(&street, &second, "living").await;
    for (who, shop, base) in [(&first, &shop, &base), (&second, &other, &others)] {
        fill(&street, who, shop, base).await;
        send_photo(&street, who, base).await;
    }
    let submit = async |who: &Browser, base: &str| {
        let sent = who.post(&street, &format!("{base}/submit"), json!({})).await;
        assert_eq!(sent.status, 200, "{}", sent.body);
        // The next one is later, also by a clock of milliseconds.
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    };
    let waiting = async || -> Vec<String> {
        let list = operator.get(&street, "/api/v1/operator/applications").await.json();
        list.as_array().expect("a list").iter().map(|card| card["shop"].as_str().expect("a slug").to_owned()).collect()
    };
    // Begun later, sent earlier.
    submit(&second, &others).await;
    submit(&first, &base).await;
    assert_eq!(waiting().await, [other.clone(), shop.clone()]);
    let page = operator.get(&street, "/operator/applications").await.html();
    let links = attributes(&page, "main a[href^='/operator/applications/']", "href");
    let to = |shop: &str| format!("/operator/applications/{}/living", wire::endpoint::encode(shop));
    let place = |shop: &str| links.iter().position(|link| *link == to(shop)).expect("a link");
    assert!(place(&other) < place(&shop), "{links:?}");
    // What is asked to be changed and sent again waits from then on.
    let path = format!("/api/v1/operator/applications/{}/living", wire::endpoint::encode(&other));
    let asked = operator.post(&street, &path, json!({ "decision": "ask", "words": "간판이 보이게 찍어 주세요." })).await;
    assert_eq!(asked.status, 200, "{}", asked.body);
    assert_eq!(waiting().await, [shop.as_str()]);
    submit(&second, &others).await;
    assert_eq!(waiting().await, [shop, other]);
}

/// Signs in with a wrong password, from an address; who connects says that it comes for another one, and is not believed.
async fn guess(street: &Street, from: &str, number: u32) -> Answer {
    // Too long to be anybody's, so that nothing is hashed for it.
    let body = json!({ "email": format!("guess-{number}@golmok.test"), "password": "x".repeat(201) }).to_string();
    let mut request = Request::post("/api/v1/session")
        .header("content-type", "application/json")
        .header("sec-fetch-site", "same-origin")
        .header("x-forwarded-for", format!("198.51.100.{number}"))
        .body(Body::from(body))
        .expect("a request");
    request.extensions_mut().insert(ConnectInfo(SocketAddr::new(from.parse().expect("an address"), 4000)));
    street.ask(request).await
}

#[tokio::test]
async fn who_guesses_at_many_accounts_from_one_address_is_stopped_and_nobody_elsewhere_is() {
    let street = Street::new().await;
    for (home, neighbour, elsewhere) in
        [("203.0.113.9", "203.0.113.9", "203.0.113.10"), ("2001:db8:0:1::1", "2001:db8:0:1:ffff::9", "2001:db8:0:2::1")]
    {
        for number in 0..60 {
            let wrong = guess(&street, home, number).await;
            assert_eq!((wrong.status.as_u16(), wrong.json()["code"].as_str()), (401, Some("wrong_password")), "{home} {number}");
        }
        // Of the newer addresses a household has many, which count as one.
        for from in [home, neighbour] {
            let stopped = guess(&street, from, 60).await;
            assert_eq!((stopped.status.as_u16(), stopped.json()["code"].as_str()), (429, Some("too_many")), "{from}");
            let again = stopped.header("retry-after").parse::<u32>().expect("seconds");
            assert!((1..=900).contains(&again), "{again}");
        }
        assert_eq!(guess(&street, elsewhere, 60).await.status, 401, "{elsewhere}");
    }
}
