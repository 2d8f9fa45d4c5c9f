//! Clips from the studio: sent in pieces or linked, with captions and moments, seen by nobody until they are opened.

use axum::http::Method;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use wire::account::Role;

use crate::{
    account::{Browser, person, works},
    street::{Answer, Street},
};

const BASE: &str = "/api/v1/shops/byeolbit";
const FILM: &[u8] = include_bytes!("../crates/server/src/clip/file/fixtures/h264-aac.mp4");

async fn owner(street: &Street) -> Browser {
    let (account, owner) = person(street, "owner@golmok.test", false).await;
    works(street, 11, account, Role::Owner).await;
    street.run("update products set picture_id = '00112233445566aa' where id = 22").await;
    street.run("insert into product_pictures (product_id, position, picture_id, state) values (22, 0, '00112233445566aa', 'kept')").await;
    owner
}

async fn put(street: &Street, browser: &Browser, path: &str, body: Value) -> Answer {
    browser.call(street, Method::PUT, path, &body).await
}

/// Sends a file in three pieces; the answer to the last one.
async fn send(street: &Street, browser: &Browser, film: &[u8]) -> Answer {
    let begun = browser.post(street, &format!("{BASE}/clips/uploads"), json!({ "size": film.len(), "name": "물레.mp4" })).await;
    assert_eq!(begun.status, 200, "{}", begun.body);
    let path = format!("{BASE}/clips/uploads/{}", begun.json()["upload"].as_str().expect("an upload"));
    let third = film.len().div_ceil(3);
    let mut last = None;
    for (number, piece) in film.chunks(third).enumerate() {
        let from = number * third;
        let wrong = put(street, browser, &path, json!({ "from": from + 1, "content": STANDARD.encode(piece) })).await;
        assert_eq!(wrong.status, 409);
        let answer = put(street, browser, &path, json!({ "from": from, "content": STANDARD.encode(piece) })).await;
        if from + piece.len() < film.len() {
            assert_eq!(answer.status, 200, "{}", answer.body);
            assert_eq!(browser.get(street, &path).await.json()["received"], from + piece.len());
        }
        last = Some(answer);
    }
    last.expect("an answer")
}

#[tokio::test]
async fn a_clip_comes_in_pieces_and_is_seen_once_it_is_opened() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let sent = send(&street, &owner, FILM).await;
    assert_eq!(sent.status, 200, "{}", sent.body);
    let slug = sent.json()["clip"].as_str().expect("a clip").to_owned();
    let path = format!("{BASE}/draft/clips/{}", wire::endpoint::encode(&slug));
    let editing = owner.get(&street, &path).await.json();
    let file = editing["draft"]["file"].as_str().expect("a file").to_owned();
    assert_eq!((&editing["draft"]["title"]["ko"], &editing["differs"]), (&json!("물레"), &json!(true)));
    assert_eq!(editing["draft"]["seconds"], 2);
    // The file is there for people of the shop, piece by piece, and for nobody else.
    assert_eq!(street.get(&format!("/media/{file}")).await.status, 404);
    assert_eq!(street.get(&format!("/media/hidden-{file}")).await.status, 404);
    assert_eq!(street.get(&format!("/studio/shops/byeolbit/media/{file}")).await.status, 401);
    let cookie = owner.0.clone();
    let range = [("cookie", cookie.as_str()), ("range", "bytes=0-99")];
    let piece = street.with(Method::GET, &format!("/studio/shops/byeolbit/media/{file}"), &range, "").await;
    assert_eq!((piece.status.as_u16(), piece.header("content-type")), (206, "video/mp4"));
    // Captions, moments and a picture before it.
    let product = owner.get(&street, &format!("{BASE}/draft/products")).await.json()["items"][0]["product"].clone();
    let mut draft = editing["draft"].clone();
    draft["captions"] = json!([{ "lang": "ko", "text": "0:00 물레를 돌립니다" }]);
    draft["moments"] = json!([{ "at": 1, "product": product }, { "at": 0, "label": { "ko": "시작" } }]);
    draft["poster"] = json!("00112233445566aa");
    let saved = put(&street, &owner, &path, json!({ "seen": editing["seen"], "draft": draft })).await;
    assert_eq!(saved.status, 200, "{}", saved.body);
    let mut other = draft.clone();
    other["title"] = json!({ "ko": "다른 사람의 제목" });
    let overtaken = put(&street, &owner, &path, json!({ "seen": editing["seen"], "draft": other })).await;
    assert_eq!(overtaken.status, 409, "the second of two people is told");
    let editing = owner.get(&street, &path).await.json();
    assert_eq!(editing["draft"]["moments"][0]["label"]["ko"], "시작", "in order of time");
    assert!(
        editing["draft"]["captions"][0]["text"].as_str().is_some_and(|text| text.starts_with("WEBVTT") && text.contains("물레를 돌립니다"))
    );
    let captions = editing["draft"]["captions"][0]["file"].as_str().expect("a file").to_owned();
    let page = format!("/clips/{}", wire::endpoint::encode(&slug));
    assert_eq!(street.get(&page).await.status, 404);
    assert_eq!(owner.get(&street, &format!("{BASE}/changes")).await.json()["changes"][0]["clip"], json!(slug));
    // Below a preview it plays.
    let link = owner.post(&street, &format!("{BASE}/previews"), json!({})).await.json();
    let root = link["address"].as_str().expect("an address").trim_start_matches(crate::street::PUBLIC_URL).to_owned();
    let below = street.get(&format!("{root}{page}")).await;
    assert!(below.status == 200 && below.body.contains(&format!("{root}/media/{file}")), "{}", below.body);
    assert_eq!(street.get(&format!("{root}/media/{file}")).await.status, 200);
    // Opened, it is on the street; taken back, it is a draft again.
    assert_eq!(owner.post(&street, &format!("{BASE}/changes/open"), json!({})).await.status, 200);
    let shown = street.get(&page).await;
    assert!(shown.status == 200 && shown.body.contains(&format!("/media/{file}")) && shown.body.contains("시작"), "{}", shown.body);
    for name in [&file, &captions] {
        assert_eq!(street.get(&format!("/media/{name}")).await.status, 200, "{name}");
    }
    assert_eq!(owner.get(&street, &path).await.json()["differs"], false);
    assert_eq!(owner.post(&street, &format!("{BASE}/changes/take-back"), json!({})).await.status, 200);
    assert_eq!(street.get(&page).await.status, 404);
    let again = owner.get(&street, &path).await.json();
    assert_eq!((&again["differs"], &again["draft"]["moments"][0]["label"]["ko"]), (&json!(true), &json!("시작")));
}

#[tokio::test]
async fn a_linked_clip_keeps_its_number_alone_and_what_is_unfit_is_said_beside_its_field() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let path = format!("{BASE}/draft/clips");
    let linked = |link: &str, seconds: u32| json!({ "draft": { "title": { "ko": "다른 곳의 영상" }, "link": link, "seconds": seconds } });
    for (body, field) in [
        (linked("https://tv.kakao.com/v/1", 10), "link"),
        (linked("https://elsewhere.test/v/1", 10), "link"),
        (linked("https://vimeo.com/123", 0), "seconds"),
        (json!({ "draft": { "title": {}, "link": "https://vimeo.com/123", "seconds": 9 } }), "title_ko"),
        (json!({ "draft": { "title": { "ko": "가" } } }), "link"),
        (
            json!({ "draft": { "title": { "ko": "가" }, "link": "https://vimeo.com/123", "seconds": 9, "moments": [{ "at": 10, "label": { "ko": "끝" } }] } }),
            "moments",
        ),
        (
            json!({ "draft": { "title": { "ko": "가" }, "link": "https://vimeo.com/123", "seconds": 9, "captions": [{ "lang": "ko", "text": "0:01 말" }] } }),
            "captions_ko",
        ),
        (json!({ "draft": { "title": { "ko": "가" }, "file": "aabbccddeeff0011.mp4" } }), "file"),
        (
            json!({ "draft": { "title": { "ko": "가" }, "file": "aabb.mp4", "captions": [{ "lang": "en", "text": "no time" }] } }),
            "captions_en",
        ),
    ] {
        let refused = owner.post(&street, &path, body).await;
        assert_eq!((refused.status.as_u16(), refused.json()["field"].as_str()), (400, Some(field)), "{}", refused.body);
    }
    let added = owner.post(&street, &path, linked("https://youtu.be/abcDEF-_123?si=follows-me", 65)).await;
    assert_eq!(added.status, 200, "{}", added.body);
    let slug = added.json()["clip"].as_str().expect("a clip").to_owned();
    let editing = owner.get(&street, &format!("{path}/{}", wire::endpoint::encode(&slug))).await.json();
    assert_eq!(editing["draft"]["link"], "https://www.youtube.com/watch?v=abcDEF-_123");
    assert_eq!(owner.get(&street, &path).await.json().as_array().map(Vec::len), Some(4));
    // Let go of, a clip that nobody has seen is gone.
    let gone = owner.call(&street, Method::DELETE, &format!("{path}/{}", wire::endpoint::encode(&slug)), &json!({})).await;
    assert_eq!(gone.status, 200);
    assert_eq!(owner.get(&street, &path).await.json().as_array().map(Vec::len), Some(3));
}

#[tokio::test]
async fn a_clip_of_the_street_is_changed_and_taken_away_by_opening_alone() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let path = format!("{BASE}/draft/clips/lamp-film");
    let editing = owner.get(&street, &path).await.json();
    assert_eq!(editing["differs"], false);
    let mut draft = editing["draft"].clone();
    draft["gone"] = json!(true);
    assert_eq!(put(&street, &owner, &path, json!({ "seen": editing["seen"], "draft": draft })).await.status, 200);
    assert_eq!(street.get("/clips/lamp-film").await.status, 200);
    assert_eq!(owner.post(&street, &format!("{BASE}/changes/open"), json!({})).await.status, 200);
    assert_eq!(street.get("/clips/lamp-film").await.status, 404);
    assert_eq!(owner.post(&street, &format!("{BASE}/changes/take-back"), json!({})).await.status, 200);
    assert_eq!(street.get("/clips/lamp-film").await.status, 200);
    let back = owner.get(&street, &path).await.json();
    assert_eq!(back["draft"]["gone"], true, "what was opened is a draft again");
}

#[tokio::test]
async fn what_is_no_clip_is_refused_in_words_and_nothing_of_it_stays() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    for film in [b"<html>".as_slice(), FILM.get(..2_000).expect("a piece")] {
        let refused = send(&street, &owner, film).await;
        assert_eq!((refused.status.as_u16(), refused.json()["field"].as_str()), (400, Some("content")), "{}", refused.body);
        assert!(refused.json()["title"].as_str().is_some_and(|words| words.chars().any(|letter| letter >= '가')), "{}", refused.body);
    }
    let left = street.state.media.list().await.expect("names");
    assert!(left.iter().all(|name| !name.contains("part-")), "{left:?}");
    let large = owner.post(&street, &format!("{BASE}/clips/uploads"), json!({ "size": 100_000_001 })).await;
    assert_eq!(large.status, 400);
    for _ in 0..5 {
        assert_eq!(owner.post(&street, &format!("{BASE}/clips/uploads"), json!({ "size": 10 })).await.status, 200);
    }
    assert_eq!(owner.post(&street, &format!("{BASE}/clips/uploads"), json!({ "size": 10 })).await.status, 409, "five at once");
    // Another shop's people have no part in it.
    let (account, other) = person(&street, "other@golmok.test", false).await;
    works(&street, 12, account, Role::Owner).await;
    let begun = owner.get(&street, &format!("{BASE}/draft/clips")).await;
    assert_eq!(begun.status, 200);
    assert_eq!(other.get(&street, &format!("{BASE}/draft/clips")).await.status, 404);
}
