//! Pictures that somebody waits for: looked at at once, finished in the background.

use std::time::{Duration, Instant};

use axum::http::Method;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use server::draft::unfinished;

use crate::{
    account::Browser,
    draft::owner,
    street::{Answer, Street},
};

const BASE: &str = "/api/v1/shops/byeolbit";

/// A photo of 1,100 pixels: in all widths but the largest, and in its own.
fn photo() -> String {
    let pixels = image::RgbImage::from_fn(1_100, 300, |x, y| image::Rgb([(x / 5) as u8, (y % 255) as u8, (x * y % 90) as u8]));
    let mut bytes = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 90).encode_image(&pixels).expect("a photo");
    STANDARD.encode(bytes)
}

/// A PNG that says of itself that it has so many pixels a side, of sixteen bits and with alpha: nothing but its head is so.
fn boast(side: u32) -> String {
    let mut bytes = Vec::new();
    image::RgbImage::new(1, 1).write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Png).expect("a picture");
    bytes[16..20].copy_from_slice(&side.to_be_bytes());
    bytes[20..24].copy_from_slice(&side.to_be_bytes());
    bytes[24..26].copy_from_slice(&[16, 6]);
    let mut checksum = flate2::Crc::new();
    checksum.update(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&checksum.sum().to_be_bytes());
    STANDARD.encode(bytes)
}

async fn sent(street: &Street, owner: &Browser) -> String {
    let sent = owner.post(street, &format!("{BASE}/pictures"), json!({ "content": photo() })).await;
    assert_eq!((sent.status.as_u16(), &sent.json()["widths"]), (200, &json!([240, 480, 960, 1100])), "{}", sent.body);
    sent.json()["id"].as_str().expect("an id").to_owned()
}

async fn waiting(street: &Street) -> i64 {
    sqlx::query_scalar("select count(*) from unfinished_pictures").fetch_one(&street.db.pool).await.expect("a count")
}

/// A product that shows the picture, as a draft of an open shop; its page.
async fn product(street: &Street, owner: &Browser, picture: &str) -> String {
    let draft = json!({
        "name": { "ko": "긴 그림", "en": "Long picture" }, "variants": [{ "price": 12_000, "stock": 4 }], "shown": true,
        "pictures": [{ "picture": picture, "alt": { "ko": "긴 그림", "en": "A long picture" } }]
    });
    let made = owner.post(street, &format!("{BASE}/draft/products"), json!({ "draft": draft })).await;
    assert_eq!(made.status, 200, "{}", made.body);
    format!("/shops/byeolbit/products/{}", wire::endpoint::encode(made.json()["product"].as_str().expect("a slug")))
}

/// How wide a WebP file is, and that it is one.
fn webp_width(bytes: &[u8]) -> u32 {
    let picture = image::load_from_memory_with_format(bytes, image::ImageFormat::WebP).expect("a WebP file");
    picture.width()
}

async fn file(street: &Street, name: &str) -> Option<Vec<u8>> {
    street.state.media.get(name, None).await.expect("a look").map(|found| found.bytes.to_vec())
}

fn kind(answer: &Answer) -> (u16, &str) {
    (answer.status.as_u16(), answer.header("content-type"))
}

#[tokio::test]
async fn who_has_many_pictures_that_wait_to_be_read_is_told_to_come_again() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let line = &street.state.line;
    let sql = "select account_id from members where shop_id = 11";
    let account: i64 = sqlx::query_scalar(sql).fetch_one(&street.db.pool).await.expect("an owner");
    let few = || [line.enter(account), line.enter(account), line.enter(account)];
    let held = few();
    assert!(held.iter().all(Result::is_ok));
    let document = json!({ "requirement": "1", "name": "정면.jpg", "content": photo() });
    for (path, body) in [("pictures", json!({ "content": photo() })), ("applications/living/documents", document)] {
        let refused = owner.post(&street, &format!("{BASE}/{path}"), body).await;
        assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (503, "5"), "{path}: {}", refused.body);
    }
    drop(held);
    sent(&street, &owner).await;
    assert!(few().iter().all(Result::is_ok), "whoever was answered has left their place");
}

#[tokio::test]
async fn a_picture_is_looked_at_before_all_its_files_are_made() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let id = sent(&street, &owner).await;
    assert_eq!(waiting(&street).await, 1);
    let first = file(&street, &format!("hidden-{id}-960.webp")).await.expect("a first file");
    assert_eq!(webp_width(&first), 960);
    for other in ["960.avif", "240.webp"] {
        assert!(file(&street, &format!("hidden-{id}-{other}")).await.is_none(), "nobody waits for it");
    }
    // Whatever a page asks for is shown in a width that is there already; to its own people alone.
    let studio = format!("/studio/shops/byeolbit/media/{id}");
    for asked in ["240.avif", "480.webp", "960.avif", "1100.webp", "480.jpg"] {
        assert_eq!(kind(&owner.get(&street, &format!("{studio}-{asked}")).await), (200, "image/webp"), "{asked}");
        for public in [format!("/media/{id}-{asked}"), format!("/media/hidden-{id}-{asked}")] {
            assert_eq!(street.get(&public).await.status, 404, "{public}");
        }
    }
    // What was sent is nobody's to have, also not of those who sent it.
    assert!(file(&street, &format!("hidden-{id}.source")).await.is_some());
    for name in [format!("{id}.source"), format!("hidden-{id}.source")] {
        assert_eq!(street.get(&format!("/media/{name}")).await.status, 404, "{name}");
        assert_eq!(owner.get(&street, &format!("/studio/shops/byeolbit/media/{name}")).await.status, 404, "{name}");
    }

    assert!(unfinished::one(&street.state).await.expect("a picture"));
    assert!(!unfinished::one(&street.state).await.expect("none"));
    assert_eq!(waiting(&street).await, 0);
    assert!(file(&street, &format!("hidden-{id}.source")).await.is_none(), "what was sent is not kept");
    for (asked, is) in [("240.avif", "image/avif"), ("1100.avif", "image/avif"), ("1100.webp", "image/webp"), ("480.jpg", "image/jpeg")] {
        assert_eq!(kind(&owner.get(&street, &format!("{studio}-{asked}")).await), (200, is), "{asked}");
    }
    // Sent again it is there.
    assert_eq!(sent(&street, &owner).await, id);
    assert_eq!(waiting(&street).await, 0);
}

#[tokio::test]
async fn a_picture_that_would_take_too_much_memory_is_refused_in_words_and_nothing_of_it_stays() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    for (lang, words) in [("ko", ["5500×5500 픽셀", "보통 JPEG로"]), ("en", ["5500 by 5500 pixels", "a plain JPEG"])] {
        let refused = owner.post(&street, &format!("{BASE}/pictures?lang={lang}"), json!({ "content": boast(5_500) })).await;
        assert_eq!((refused.status.as_u16(), refused.json()["field"].as_str()), (400, Some("content")), "{}", refused.body);
        let told = refused.json()["title"].as_str().expect("words").to_owned();
        assert!(words.iter().all(|one| told.contains(one)), "{told}");
    }
    assert_eq!(waiting(&street).await, 0);
    assert_eq!(street.state.media.list().await.expect("names"), Vec::<String>::new());
}

#[tokio::test]
async fn what_is_opened_is_finished_first() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let id = sent(&street, &owner).await;
    let page = product(&street, &owner, &id).await;
    let opened = owner.post(&street, &format!("{BASE}/changes/open"), json!({})).await;
    assert_eq!(opened.status, 200, "{}", opened.body);
    assert_eq!(waiting(&street).await, 0);
    let body = street.get(&page).await.body;
    let named: Vec<&str> = body.split("/media/").skip(1).filter_map(|rest| rest.split(['"', ' ', ',']).next()).collect();
    let ours: Vec<&&str> = named.iter().filter(|name| name.starts_with(&id)).collect();
    assert!(ours.len() >= 9, "{named:?}");
    for name in ours {
        assert_eq!(street.get(&format!("/media/{name}")).await.status, 200, "{name}");
    }
}

#[tokio::test]
async fn a_picture_is_one_programs_to_finish_until_that_takes_too_long() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let id = sent(&street, &owner).await;
    product(&street, &owner, &id).await;
    let later = server::ids::now_ms() + 60_000;
    street.run(&format!("update unfinished_pictures set taken_until = {later}")).await;
    assert!(!unfinished::one(&street.state).await.expect("a look"), "another program finishes it");
    // Who opens waits for it.
    let (begun, open) = (Instant::now(), format!("{BASE}/changes/open"));
    let (opened, ()) = tokio::join!(owner.post(&street, &open, json!({})), async {
        tokio::time::sleep(Duration::from_millis(400)).await;
        street.run("update unfinished_pictures set taken_until = 0").await;
    });
    assert_eq!(opened.status, 200, "{}", opened.body);
    assert!(begun.elapsed() >= Duration::from_millis(400));
    assert_eq!(waiting(&street).await, 0);
}

#[tokio::test]
async fn a_picture_of_which_what_was_sent_is_gone_is_finished_where_its_files_are_there_alone() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let id = sent(&street, &owner).await;
    let source = format!("hidden-{id}.source");
    street.state.media.delete(&source).await.expect("gone");
    unfinished::one(&street.state).await.expect_err("nothing to make it of");
    assert_eq!(waiting(&street).await, 1);
    assert!(!unfinished::one(&street.state).await.expect("a look"), "it is not tried again at once");
    // Who opens is told at once what to do, and that mends it.
    let (begun, page, open) = (Instant::now(), product(&street, &owner, &id).await, format!("{BASE}/changes/open"));
    let told = owner.post(&street, &open, json!({})).await;
    assert_eq!(told.status, 409, "{}", told.body);
    assert!(told.body.contains("한 번 더 올려"), "{}", told.body);
    assert!(begun.elapsed() < Duration::from_secs(5));
    assert_eq!(street.get(&page).await.status, 404);
    assert_eq!(sent(&street, &owner).await, id);
    assert!(file(&street, &source).await.is_some());
    let opened = owner.post(&street, &open, json!({})).await;
    assert_eq!(opened.status, 200, "{}", opened.body);
    assert_eq!(street.get(&page).await.status, 200);
    // As a backup has it that was made between the last file and the row.
    street.run(&format!("insert into unfinished_pictures (picture_id, created_at, taken_until, tries) values ('{id}', 1, 0, 0)")).await;
    assert!(unfinished::one(&street.state).await.expect("a look"));
    assert_eq!(waiting(&street).await, 0);
}

/// What is in the store of the photo.
async fn left(street: &Street, id: &str) -> Vec<String> {
    let names = street.state.media.list().await.expect("names");
    names.into_iter().filter(|name| name.contains(id)).collect()
}

#[tokio::test]
async fn what_a_killed_program_took_in_for_nobody_is_swept_out() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let id = sent(&street, &owner).await;
    // As it is between the files and their owner.
    street.run("delete from uploads").await;
    let later = server::ids::now_ms() + 60_000;
    street.run(&format!("update unfinished_pictures set taken_until = {later}")).await;
    assert!(!unfinished::one(&street.state).await.expect("a look"), "who sends it may only be slow");
    assert_eq!(left(&street, &id).await.len(), 2);
    street.run("update unfinished_pictures set taken_until = 0").await;
    assert!(unfinished::one(&street.state).await.expect("a look"));
    assert_eq!(left(&street, &id).await, Vec::<String>::new());
    assert!(!unfinished::one(&street.state).await.expect("a look"), "there is nothing more of it");

    // Sent again it is there again, and while it is swept nobody sends it.
    street.run(&format!("update unfinished_pictures set taken_until = {later}, tries = 1")).await;
    let early = owner.post(&street, &format!("{BASE}/pictures"), json!({ "content": photo() })).await;
    assert_eq!((early.status.as_u16(), left(&street, &id).await.len()), (503, 0), "{}", early.body);
    street.run(&format!("update unfinished_pictures set taken_until = {}, tries = 0", i64::MAX)).await;
    assert_eq!(sent(&street, &owner).await, id);
    // Sent while the first one's files are put: they are put again, and it is this shop's.
    street.run("delete from uploads").await;
    street.run(&format!("update unfinished_pictures set taken_until = {later}, tries = 0")).await;
    assert_eq!(sent(&street, &owner).await, id);
    assert!(unfinished::one(&street.state).await.expect("a picture"));
    assert!(left(&street, &id).await.contains(&format!("hidden-{id}-1100.avif")));
    assert_eq!((waiting(&street).await, street.get(&format!("/media/{id}-1100.avif")).await.status.as_u16()), (0, 404));

    // One that is shown stays, with the files that it is shown with.
    street.run(&format!("insert into unfinished_pictures (picture_id, created_at, taken_until, tries) values ('{id}', 1, 0, 0)")).await;
    let page = product(&street, &owner, &id).await;
    assert_eq!(owner.post(&street, &format!("{BASE}/changes/open"), json!({})).await.status, 200);
    street.run("delete from uploads").await;
    street.run(&format!("insert into unfinished_pictures (picture_id, created_at, taken_until, tries) values ('{id}', 1, 0, 0)")).await;
    assert!(unfinished::one(&street.state).await.expect("a look"));
    assert_eq!(street.get(&page).await.status, 200);
    assert_eq!(street.get(&format!("/media/{id}-1100.avif")).await.status, 200);
    assert!(left(&street, &id).await.iter().all(|name| !name.starts_with("hidden-")));
}

#[tokio::test]
async fn what_is_sent_again_while_it_is_finished_is_neither_lost_nor_left() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let id = sent(&street, &owner).await;
    // Another program finishes it; sent again, it is anybody's.
    let later = server::ids::now_ms() + 60_000;
    street.run(&format!("update unfinished_pictures set taken_until = {later}, tries = 1")).await;
    assert_eq!(sent(&street, &owner).await, id);
    assert_eq!(waiting(&street).await, 1);
    // Who finishes it while it is sent again leaves its row to the next.
    let (one, again) = tokio::join!(
        async {
            street.run("update unfinished_pictures set taken_until = 0").await;
            unfinished::one(&street.state).await.expect("a picture")
        },
        async {
            tokio::time::sleep(Duration::from_millis(5)).await;
            street.run("update unfinished_pictures set taken_until = 1").await;
        }
    );
    assert_eq!((one, again), (true, ()));
    while unfinished::one(&street.state).await.expect("a look") {}
    assert_eq!(waiting(&street).await, 0);
    let files = left(&street, &id).await;
    assert_eq!(files.iter().filter(|name| name.starts_with("hidden-")).count(), 9, "{files:?}");
    assert!(!files.iter().any(|name| name.ends_with(".source")));
}

#[tokio::test]
async fn the_operators_see_how_many_pictures_wait() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let (_, operator) = crate::account::person(&street, "operator@golmok.test", true).await;
    let jobs =
        async || -> Value { operator.call(&street, Method::GET, "/api/v1/operator/system", &json!({})).await.json()["jobs"].clone() };
    let before = jobs().await["pictures_waiting"].as_u64().expect("a number");
    sent(&street, &owner).await;
    assert_eq!(jobs().await["pictures_waiting"], before + 1);
}
