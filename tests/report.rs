//! Reports, and what operators hold off the street.

use axum::http::Method;
use serde_json::json;
use wire::account::Role;

use crate::{
    account::{Browser, mailed, person, works},
    draft::link,
    street::{PUBLIC_URL, Street, attributes},
};

async fn people(street: &Street) -> (Browser, Browser) {
    let (account, owner) = person(street, "owner@golmok.test", false).await;
    works(street, 11, account, Role::Owner).await;
    (owner, person(street, "operator@golmok.test", true).await.1)
}

async fn slug(street: &Street, of: &str) -> String {
    let sql = format!("select slug from {of}");
    let slug: String = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(&street.db.pool).await.expect("a slug");
    wire::endpoint::encode(&slug)
}

#[tokio::test]
async fn what_somebody_reports_is_held_off_the_street_until_an_operator_lets_it_go() {
    let street = Street::new().await;
    let (owner, operator) = people(&street).await;
    let product = slug(&street, "products where id = 21").await;
    let page = format!("/shops/byeolbit/products/{product}");
    let nobody = Browser::default();
    let refused = nobody.post(&street, "/api/v1/reports", json!({ "address": "/windows/living", "reason": "fake" })).await;
    assert_eq!((refused.status.as_u16(), &refused.json()["field"]), (400, &json!("address")));
    let refused = nobody.post(&street, "/api/v1/reports", json!({ "address": page, "reason": "other", "words": " " })).await;
    assert_eq!((refused.status.as_u16(), &refused.json()["field"]), (400, &json!("words")));
    let whole = format!("{PUBLIC_URL}/en{page}?variant=x#top");
    let sent = nobody.post(&street, "/api/v1/reports", json!({ "address": whole, "reason": "fake", "words": "상표가 <b>다릅니다" })).await;
    assert_eq!(sent.status, 200, "{}", sent.body);
    let reports = operator.get(&street, "/api/v1/operator/reports").await.json();
    assert_eq!(reports["items"].as_array().map(Vec::len), Some(1));
    assert_eq!((&reports["items"][0]["about"]["address"], &reports["items"][0]["reason"]), (&json!(page), &json!("fake")));
    let drawn = operator.get(&street, "/operator/reports").await;
    assert!(drawn.body.contains("상표가 &lt;b>다릅니다") || drawn.body.contains("상표가 &lt;b&gt;다릅니다"), "{}", drawn.body);

    let before = street.get("/api/v1/products?window=living").await.json()["items"].as_array().map(Vec::len);
    let hold = "/api/v1/operator/things/hold";
    assert_eq!(operator.post(&street, hold, json!({ "address": page, "why": "" })).await.status, 400);
    assert_eq!(operator.post(&street, hold, json!({ "address": "/shops/byeolbit", "why": "x" })).await.status, 400, "a shop is paused");
    assert_eq!(operator.post(&street, hold, json!({ "address": page, "why": "상표를 확인하고 있습니다." })).await.status, 200);
    assert_eq!(street.get(&page).await.status, 404);
    let now = street.get("/api/v1/products?window=living").await.json()["items"].as_array().map(Vec::len);
    assert_eq!(now.map(|now| now + 1), before);
    assert_eq!(operator.get(&street, "/api/v1/operator/reports").await.json()["items"], json!([]), "it is dealt with");
    assert!(mailed(&street, "owner@golmok.test").0.contains("상표를 확인하고"));
    // The merchant is told why, and cannot show it by any way of theirs.
    let own = owner.get(&street, "/api/v1/shops/byeolbit/draft/products").await.json();
    let own = own["items"].as_array().expect("a list").iter().find(|one| one["held_why"].is_string()).expect("the product").clone();
    assert_eq!((&own["held_why"], &own["state"]), (&json!("상표를 확인하고 있습니다."), &json!("shown")));
    for shown in [false, true] {
        let path = format!("/api/v1/shops/byeolbit/products/{product}");
        assert_eq!(owner.call(&street, Method::PATCH, &path, &json!({ "shown": shown })).await.status, 200);
        assert_eq!(street.get(&page).await.status, 404);
    }
    let standing: i64 =
        sqlx::query_scalar("select count(*) from window_products where product_id = 21").fetch_one(&street.db.pool).await.expect("a count");
    assert_eq!(standing, 0);
    assert_eq!(operator.get(&street, "/api/v1/operator/things").await.json()[0]["address"], json!(page));
    assert_eq!(operator.post(&street, "/api/v1/operator/things/release", json!({ "address": page })).await.status, 200);
    assert_eq!(operator.post(&street, "/api/v1/operator/things/release", json!({ "address": page })).await.status, 409);
    assert_eq!(street.get(&page).await.status, 200);
    let now = street.get("/api/v1/products?window=living").await.json()["items"].as_array().map(Vec::len);
    assert_eq!(now, before);
}

#[tokio::test]
async fn a_held_clip_is_nowhere_and_cannot_be_deleted_to_come_back() {
    let street = Street::new().await;
    let (owner, operator) = people(&street).await;
    let clip = slug(&street, "clips where shop_id = 11 order by id limit 1").await;
    let page = format!("/clips/{clip}");
    assert_eq!(street.get(&page).await.status, 200);
    let total = street.get("/api/v1/clips").await.json()["total"].as_i64().expect("a total");
    let with_clip = |html: String| html.matches(&page).count();
    let told = with_clip(street.get("/shops/byeolbit").await.body);
    assert!(told > 0, "the shop shows it");
    let hold = json!({ "address": page, "why": "얼굴이 나옵니다." });
    assert_eq!(operator.post(&street, "/api/v1/operator/things/hold", hold).await.status, 200);
    assert_eq!(street.get(&page).await.status, 404);
    assert_eq!(street.get("/api/v1/clips").await.json()["total"], json!(total - 1));
    assert_eq!(with_clip(street.get("/shops/byeolbit").await.body), 0);
    assert_eq!(with_clip(street.get("/sitemap.xml").await.body), 0);
    let path = format!("/api/v1/shops/byeolbit/draft/clips/{clip}");
    let editing = owner.get(&street, &path).await.json();
    let mut draft = editing["draft"].clone();
    draft["gone"] = json!(true);
    let saved = owner.call(&street, Method::PUT, &path, &json!({ "seen": editing["seen"], "draft": draft })).await;
    assert_eq!(saved.status, 200, "{}", saved.body);
    assert_eq!(owner.post(&street, "/api/v1/shops/byeolbit/changes/open", json!({})).await.status, 409);
    assert_eq!(operator.post(&street, "/api/v1/operator/things/release", json!({ "address": page })).await.status, 200);
    assert_eq!(street.get(&page).await.status, 200);
    assert_eq!(with_clip(street.get("/shops/byeolbit").await.body), told);
}

#[tokio::test]
async fn the_page_knows_where_its_reader_comes_from_and_nobody_floods_it() {
    let street = Street::new().await;
    let page = format!("{PUBLIC_URL}/shops/byeolbit");
    let shown = street.with(Method::GET, "/report", &[("referer", &page)], "").await;
    assert_eq!(shown.status, 200);
    assert_eq!(attributes(&shown.html(), "input[name=address]", "value"), ["/shops/byeolbit"]);
    let foreign = street.with(Method::GET, "/report", &[("referer", "https://elsewhere.example/shops/x")], "").await;
    assert_eq!(attributes(&foreign.html(), "input[name=address]", "value"), [""]);
    let form = [("content-type", "application/x-www-form-urlencoded"), ("origin", PUBLIC_URL)];
    let body = "act=send-report&address=%2Fshops%2Fbyeolbit&reason=untrue&words=";
    let mut answers = Vec::new();
    for _ in 0..21 {
        answers.push(street.with(Method::POST, "/report", &form, body).await);
    }
    assert_eq!((answers[0].status.as_u16(), answers[0].header("location")), (303, "/report?done=send-report"));
    assert_eq!(answers[20].status, 429);
    // What is laid aside stays as it is.
    let (_, operator) = people(&street).await;
    let reports = operator.get(&street, "/api/v1/operator/reports").await.json();
    assert_eq!(reports["items"].as_array().map(Vec::len), Some(20));
    let id = reports["items"][0]["id"].as_str().expect("an id").to_owned();
    assert_eq!(operator.post(&street, &format!("/api/v1/operator/reports/{id}/close"), json!({})).await.status, 200);
    assert_eq!(operator.post(&street, &format!("/api/v1/operator/reports/{id}/close"), json!({})).await.status, 404);
    assert_eq!(operator.post(&street, "/api/v1/operator/shops/byeolbit/pause", json!({ "why": "확인합니다." })).await.status, 200);
    assert_eq!(operator.get(&street, "/api/v1/operator/reports").await.json()["items"], json!([]), "a paused shop's are dealt with");
}

const FILM: &str = "aabb.mp4";
const CAPTIONS: &str = "aabb.ko.vtt";
/// A picture before the clip alone, one of the product alone, and one that stands at the shop's front too.
const POSTER: &str = "00112233445566cc-240.avif";
const OWN: &str = "00112233445566aa-240.avif";
const FRONT: &str = "00112233445566bb-240.avif";

/// A street with these files in its store.
async fn with_files() -> Street {
    let street = Street::new().await;
    street.run("insert into pictures values ('00112233445566cc', 480, 480, 'aabbcc', '[240,480]', 1)").await;
    street.run("update clips set poster_id = '00112233445566cc' where id = 71").await;
    for name in [FILM, CAPTIONS, POSTER, OWN, FRONT] {
        street.state.media.put(name, name.into()).await.expect("room");
    }
    street
}

/// Refuses files that are served to everyone otherwise than so.
async fn served(street: &Street, files: &[&str], status: u16) {
    for name in files {
        assert_eq!(street.get(&format!("/media/{name}")).await.status, status, "{name}");
    }
}

#[tokio::test]
async fn the_files_of_what_is_held_are_served_to_nobody_but_its_shop() {
    let street = with_files().await;
    let (owner, operator) = people(&street).await;
    let (account, other) = person(&street, "other@golmok.test", false).await;
    works(&street, 12, account, Role::Owner).await;
    let elsewhere = slug(&street, "shops where id = 12").await;
    let (root, _) = link(&street, &owner).await;
    let (clip, product) = ("/clips/lamp-film", "/shops/byeolbit/products/star-lamp");
    let hold = async |page: &str| operator.post(&street, "/api/v1/operator/things/hold", json!({ "address": page, "why": "확인" })).await;
    let release = async |page: &str| operator.post(&street, "/api/v1/operator/things/release", json!({ "address": page })).await;
    served(&street, &[FILM, CAPTIONS, POSTER, OWN, FRONT], 200).await;
    for (page, files, others) in
        [(clip, &[FILM, CAPTIONS, POSTER][..], &[OWN, FRONT][..]), (product, &[OWN][..], &[FILM, CAPTIONS, FRONT][..])]
    {
        assert_eq!(hold(page).await.status, 200, "{page}");
        served(&street, files, 404).await;
        served(&street, others, 200).await;
        for name in files {
            for path in [format!("{root}/media/{name}"), format!("/studio/shops/byeolbit/media/{name}")] {
                assert_eq!(owner.get(&street, &path).await.status, 200, "{path}: its shop sees what it is about");
            }
            let path = format!("/studio/shops/{elsewhere}/media/{name}");
            assert_eq!(other.get(&street, &path).await.status, 404, "{path}");
        }
        assert_eq!(release(page).await.status, 200, "{page}");
        served(&street, files, 200).await;
    }
}

#[tokio::test]
async fn what_is_held_stays_away_though_its_merchant_puts_another_picture_in_its_place() {
    let street = with_files().await;
    let (owner, operator) = people(&street).await;
    let hold = json!({ "address": "/shops/byeolbit/products/star-lamp", "why": "확인" });
    assert_eq!(operator.post(&street, "/api/v1/operator/things/hold", hold.clone()).await.status, 200);
    // As it is when another picture was opened in its place.
    street.run("update products set picture_id = null where id = 21").await;
    street.run("delete from product_pictures where product_id = 21").await;
    street.state.held.changed();
    served(&street, &[OWN], 404).await;
    assert_eq!(owner.get(&street, &format!("/studio/shops/byeolbit/media/{OWN}")).await.status, 200, "its shop sees what it is about");
    assert_eq!(operator.post(&street, "/api/v1/operator/things/release", json!({ "address": hold["address"] })).await.status, 200);
    served(&street, &[OWN], 200).await;
}

#[tokio::test]
async fn a_file_that_something_else_shows_is_served_also_while_one_thing_is_held() {
    let street = with_files().await;
    let (_, operator) = people(&street).await;
    let hold = json!({ "address": "/clips/lamp-film", "why": "확인" });
    street
        .run(
            "insert into clips (id, slug, shop_id, title_ko, provider, source, seconds, width, height, created_at)
            values (74, 'same-film', 11, '같은 영상', 'file', 'aabb.mp4', 20, 540, 960, 1700000050000)",
        )
        .await;
    assert_eq!(operator.post(&street, "/api/v1/operator/things/hold", hold).await.status, 200);
    served(&street, &[FILM], 200).await;
    served(&street, &[CAPTIONS, POSTER], 404).await;
    // Held too, it is nobody's to show.
    let hold = json!({ "address": "/clips/same-film", "why": "확인" });
    assert_eq!(operator.post(&street, "/api/v1/operator/things/hold", hold).await.status, 200);
    served(&street, &[FILM], 404).await;
}

#[tokio::test]
async fn another_copy_of_the_program_learns_of_a_hold_within_seconds() {
    let street = with_files().await;
    let (_, operator) = people(&street).await;
    let other = street.beside().await;
    for name in [OWN, FILM] {
        other.state.media.put(name, name.into()).await.expect("room");
    }
    served(&other, &[OWN, FILM], 200).await;
    let hold = json!({ "address": "/shops/byeolbit/products/star-lamp", "why": "확인" });
    assert_eq!(operator.post(&street, "/api/v1/operator/things/hold", hold).await.status, 200);
    tokio::time::sleep(std::time::Duration::from_millis(3_200)).await;
    served(&other, &[OWN], 404).await;
    served(&other, &[FILM], 200).await;
}
