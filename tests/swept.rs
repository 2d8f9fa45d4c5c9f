//! What was sent and nothing names is freed after some days, and what anything names stays.

use axum::http::Method;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use server::{
    draft::{swept, unfinished},
    ids,
};
use wire::account::Role;

use crate::{
    account::{Browser, person, works},
    draft::{BASE, owner, photo, put, rename},
    street::{Answer, Street},
};

const FILM: &[u8] = include_bytes!("../crates/server/src/clip/file/fixtures/h264-aac.mp4");

/// As if all of it had been sent long ago.
pub async fn age(street: &Street, shop: i64) {
    street.run(&format!("update uploads set created_at = 1 where shop_id = {shop}")).await;
    street.run(&format!("update clip_files set created_at = 1 where shop_id = {shop}")).await;
}

/// Sweeps, and then as the program does what is left of pictures.
pub async fn sweep(street: &Street) {
    swept::sweep(&street.state).await.expect("a sweep");
    while unfinished::one(&street.state).await.expect("a picture") {}
}

/// How many rows of a table a shop has.
pub async fn rows(street: &Street, table: &str, shop: i64) -> i64 {
    let sql = format!("select count(*) from {table} where shop_id = {shop}");
    sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(&street.db.pool).await.expect("a count")
}

/// The files in the store of a picture or a clip.
pub async fn files(street: &Street, name: &str) -> Vec<String> {
    let names = street.state.media.list().await.expect("names");
    names.into_iter().filter(|one| one.contains(name)).collect()
}

async fn open(street: &Street, owner: &Browser) {
    let opened = owner.post(street, &format!("{BASE}/changes/open"), json!({})).await;
    assert_eq!(opened.status, 200, "{}", opened.body);
}

async fn take_back(street: &Street, owner: &Browser) {
    let taken = owner.post(street, &format!("{BASE}/changes/take-back"), json!({})).await;
    assert_eq!((taken.status.as_u16(), taken.json()), (200, json!({ "stays": [] })), "{}", taken.body);
}

pub async fn drop_draft(street: &Street, owner: &Browser, path: &str) {
    let dropped = owner.call(street, Method::DELETE, path, &json!({})).await;
    assert_eq!(dropped.status, 200, "{}", dropped.body);
}

/// Saves a draft as it is after a change.
async fn change(street: &Street, owner: &Browser, path: &str, change: impl Fn(&mut Value)) -> Answer {
    let editing = owner.get(street, path).await.json();
    let mut draft = editing["draft"].clone();
    change(&mut draft);
    put(street, owner, path, json!({ "seen": editing["seen"], "draft": draft })).await
}

async fn send_film(street: &Street, owner: &Browser) -> Answer {
    owner.post(street, &format!("{BASE}/clips/files"), json!({ "content": STANDARD.encode(FILM), "name": "물레.mp4" })).await
}

/// A clip that is a draft: where it is edited, its file, and its page.
pub async fn clip(street: &Street, owner: &Browser) -> (String, String, String) {
    let sent = send_film(street, owner).await;
    assert_eq!(sent.status, 200, "{}", sent.body);
    let slug = wire::endpoint::encode(sent.json()["clip"].as_str().expect("a clip"));
    let path = format!("{BASE}/draft/clips/{slug}");
    let file = owner.get(street, &path).await.json()["draft"]["file"].as_str().expect("a file").to_owned();
    (path, file, format!("/clips/{slug}"))
}

async fn send_photo(street: &Street, browser: &Browser, colour: u8) -> Answer {
    browser.post(street, &format!("{BASE}/pictures"), json!({ "content": photo(colour) })).await
}

/// A picture that was sent and finished.
pub async fn picture(street: &Street, owner: &Browser) -> String {
    let sent = send_photo(street, owner, 7).await;
    assert_eq!(sent.status, 200, "{}", sent.body);
    while unfinished::one(&street.state).await.expect("a picture") {}
    sent.json()["id"].as_str().expect("an id").to_owned()
}

/// A product that shows the picture, as a draft: where it is edited.
async fn product(street: &Street, owner: &Browser, picture: &str) -> String {
    let draft = json!({
        "name": { "ko": "새 잔", "en": "A new cup" }, "variants": [{ "price": 12_000, "stock": 4 }], "shown": true,
        "pictures": [{ "picture": picture, "alt": { "ko": "새 잔", "en": "A new cup" } }]
    });
    let made = owner.post(street, &format!("{BASE}/draft/products"), json!({ "draft": draft })).await;
    assert_eq!(made.status, 200, "{}", made.body);
    format!("{BASE}/draft/products/{}", wire::endpoint::encode(made.json()["product"].as_str().expect("a slug")))
}

#[tokio::test]
async fn a_clips_file_stays_with_its_draft_and_goes_some_days_after_it() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let (path, file, _) = clip(&street, &owner).await;
    age(&street, 11).await;
    sweep(&street).await;
    assert_eq!(files(&street, &file).await, [format!("hidden-{file}")]);
    // It was named until now: whoever lets go of it may think better of it.
    drop_draft(&street, &owner, &path).await;
    sweep(&street).await;
    assert_eq!((rows(&street, "clip_files", 11).await, files(&street, &file).await.len()), (1, 1));
    age(&street, 11).await;
    sweep(&street).await;
    assert_eq!((rows(&street, "clip_files", 11).await, files(&street, &file).await.len()), (0, 0));
    // One that is named by hand is nobody's by now.
    let named = owner.post(&street, &format!("{BASE}/draft/clips"), json!({ "draft": { "title": { "ko": "가" }, "file": file } })).await;
    assert_eq!((named.status.as_u16(), named.json()["field"].as_str()), (400, Some("file")), "{}", named.body);
    // Sent again it is there again.
    assert_eq!(clip(&street, &owner).await.1, file);
    assert_eq!(files(&street, &file).await, [format!("hidden-{file}")]);
    // As a program leaves it that was killed while the file went: it goes on, or it is sent again.
    street.run("delete from drafts").await;
    street.run("update clip_files set created_at = 0").await;
    street.state.media.delete(&format!("hidden-{file}")).await.expect("gone");
    assert_eq!(clip(&street, &owner).await.1, file);
    sweep(&street).await;
    assert_eq!(files(&street, &file).await, [format!("hidden-{file}")]);
    street.run("delete from drafts").await;
    street.run("update clip_files set created_at = 0").await;
    sweep(&street).await;
    assert_eq!((rows(&street, "clip_files", 11).await, files(&street, &file).await.len()), (0, 0));
}

#[tokio::test]
async fn a_clips_file_that_a_killed_program_put_for_nobody_is_swept_out_and_one_on_its_way_is_not() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let file = clip(&street, &owner).await.1;
    let hidden = format!("hidden-{file}");
    street.run("delete from drafts").await;
    // As it is between the file and its draft: who sends it may only be slow.
    let on_its_way = async |minutes: i64| {
        let since = ids::now_ms() - minutes * 60_000;
        street.run(&format!("update clip_files set created_at = {}", -since)).await;
    };
    on_its_way(30).await;
    sweep(&street).await;
    assert_eq!((rows(&street, "clip_files", 11).await, files(&street, &file).await), (1, vec![hidden.clone()]));
    // Nobody names it meanwhile.
    let draft = json!({ "draft": { "title": { "ko": "가" }, "file": file } });
    let named = owner.post(&street, &format!("{BASE}/draft/clips"), draft).await;
    assert_eq!((named.status.as_u16(), named.json()["field"].as_str()), (400, Some("file")), "{}", named.body);
    on_its_way(90).await;
    sweep(&street).await;
    assert_eq!((rows(&street, "clip_files", 11).await, files(&street, &file).await), (0, Vec::new()));

    // The row is there before the file: by it a file is found whose sender was killed right after it.
    let taken = street.folder.path().join("media").join(&hidden);
    std::fs::create_dir(&taken).expect("a folder in the file's place");
    let refused = send_film(&street, &owner).await;
    assert!(refused.status.is_server_error(), "{}", refused.body);
    let left: i64 =
        sqlx::query_scalar("select count(*) from clip_files where created_at < 0").fetch_one(&street.db.pool).await.expect("a count");
    assert_eq!(left, 1);
    std::fs::remove_dir(&taken).expect("gone");
    // Sent again it is theirs.
    assert_eq!(clip(&street, &owner).await.1, file);
    on_its_way(90).await;
    assert_eq!(clip(&street, &owner).await.1, file);
    sweep(&street).await;
    assert_eq!((rows(&street, "clip_files", 11).await, files(&street, &file).await), (1, vec![hidden]));
}

#[tokio::test]
async fn a_clips_file_stays_while_its_opening_may_be_taken_back() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let (path, file, page) = clip(&street, &owner).await;
    open(&street, &owner).await;
    let gone = |draft: &mut Value| draft["gone"] = json!(true);
    assert_eq!(change(&street, &owner, &path, gone).await.status, 200);
    open(&street, &owner).await;
    age(&street, 11).await;
    sweep(&street).await;
    take_back(&street, &owner).await;
    for path in [&page, &format!("/media/{file}")] {
        assert_eq!(street.get(path).await.status, 200, "{path}");
    }
    // It is to go still. Opened, and something else after it, nothing brings it back.
    open(&street, &owner).await;
    assert_eq!(rename(&street, &owner, "star-lamp", "달 등").await.status, 200);
    open(&street, &owner).await;
    age(&street, 11).await;
    sweep(&street).await;
    assert_eq!((rows(&street, "clip_files", 11).await, files(&street, &file).await), (0, Vec::new()));
    assert_eq!(street.get(&format!("/media/{file}")).await.status, 404);
}

#[tokio::test]
async fn a_file_that_another_shop_has_too_stays_for_that() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let (path, file, _) = clip(&street, &owner).await;
    let picture = picture(&street, &owner).await;
    let now = ids::now_ms();
    street.run(&format!("insert into clip_files values (12, '{file}', 1, 2, 64, 48, 9, {now})")).await;
    street.run(&format!("insert into uploads values (12, '{picture}', 1, {now})")).await;
    drop_draft(&street, &owner, &path).await;
    age(&street, 11).await;
    let before = files(&street, &picture).await;
    sweep(&street).await;
    for table in ["clip_files", "uploads"] {
        assert_eq!((rows(&street, table, 11).await, rows(&street, table, 12).await), (0, 1), "{table}");
    }
    assert_eq!(files(&street, &file).await.len(), 1);
    assert_eq!(files(&street, &picture).await, before);
    age(&street, 12).await;
    sweep(&street).await;
    assert_eq!((files(&street, &file).await.len(), files(&street, &picture).await.len()), (0, 0));
}

#[tokio::test]
async fn captions_of_earlier_texts_go_and_do_not_count_for_ever() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let (path, _, _) = clip(&street, &owner).await;
    let say = |words: &'static str| move |draft: &mut Value| draft["captions"] = json!([{ "lang": "ko", "text": words }]);
    for words in ["0:00 하나", "0:00 둘"] {
        let saved = change(&street, &owner, &path, say(words)).await;
        assert_eq!(saved.status, 200, "{}", saved.body);
    }
    assert_eq!(files(&street, ".vtt").await.len(), 2);
    age(&street, 11).await;
    sweep(&street).await;
    let named = owner.get(&street, &path).await.json()["draft"]["captions"][0]["file"].as_str().expect("a file").to_owned();
    assert_eq!(files(&street, ".vtt").await, [format!("hidden-{named}")]);

    let now = ids::now_ms();
    let many: Vec<String> = (0..1_000).map(|at| format!("(11, '{at:016x}.vtt', 1, 0, 0, 0, 9, {now})")).collect();
    street.run(&format!("insert into clip_files values {}", many.join(","))).await;
    let refused = change(&street, &owner, &path, say("0:00 셋")).await;
    assert!(refused.status == 409 && refused.body.contains("자막") && refused.body.contains("잠시 뒤"), "{}", refused.body);
    // Some minutes later they are in nobody's way: each was a text that somebody typed on from.
    street.run(&format!("update clip_files set created_at = {} where shop_id = 11", now - 4 * 60_000)).await;
    let saved = change(&street, &owner, &path, say("0:00 셋")).await;
    assert_eq!(saved.status, 200, "{}", saved.body);
    // The one that the draft named until then, and the new one.
    assert_eq!(rows(&street, "clip_files", 11).await, 3, "with the film");
}

#[tokio::test]
async fn a_clip_may_be_sent_again_once_what_nothing_uses_is_swept() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let now = ids::now_ms();
    let many: Vec<String> = (0..400).map(|at| format!("(11, '{at:016x}.mp4', 1, 9, 64, 48, 9, {now})")).collect();
    street.run(&format!("insert into clip_files values {}", many.join(","))).await;
    sweep(&street).await;
    let refused = send_film(&street, &owner).await;
    assert!(refused.status == 409 && refused.body.contains("사흘"), "{}", refused.body);
    age(&street, 11).await;
    sweep(&street).await;
    assert_eq!(rows(&street, "clip_files", 11).await, 0);
    assert_eq!(send_film(&street, &owner).await.status, 200);
}

#[tokio::test]
async fn a_picture_stays_with_its_draft_and_goes_some_days_after_it() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let id = picture(&street, &owner).await;
    let path = product(&street, &owner, &id).await;
    let all = files(&street, &id).await;
    assert!(all.len() > 2 && all.iter().all(|name| name.starts_with("hidden-")), "{all:?}");
    age(&street, 11).await;
    sweep(&street).await;
    assert_eq!(files(&street, &id).await, all);
    drop_draft(&street, &owner, &path).await;
    sweep(&street).await;
    assert_eq!((rows(&street, "uploads", 11).await, files(&street, &id).await.len()), (1, all.len()));
    age(&street, 11).await;
    sweep(&street).await;
    assert_eq!((rows(&street, "uploads", 11).await, files(&street, &id).await.len()), (0, 0));
    // Sent again it is there again, and nobody's but theirs.
    assert_eq!(picture(&street, &owner).await, id);
    assert_eq!(files(&street, &id).await, all);
    product(&street, &owner, &id).await;
    open(&street, &owner).await;
    assert_eq!(street.get(&format!("/media/{}", all[0].trim_start_matches("hidden-"))).await.status, 200);
    // What was shown stays, whatever names it.
    age(&street, 11).await;
    sweep(&street).await;
    assert_eq!(rows(&street, "uploads", 11).await, 1);
}

#[tokio::test]
async fn a_picture_stays_while_it_may_be_brought_back() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let id = picture(&street, &owner).await;
    // Of a paused shop, what is opened is shown to nobody yet.
    street.run("update shops set state = 'paused' where id = 11").await;
    let path = product(&street, &owner, &id).await;
    open(&street, &owner).await;
    let gone = |draft: &mut Value| draft["gone"] = json!(true);
    assert_eq!(change(&street, &owner, &path, gone).await.status, 200);
    open(&street, &owner).await;
    age(&street, 11).await;
    sweep(&street).await;
    assert_eq!(rows(&street, "uploads", 11).await, 1, "the opening may be taken back");
    take_back(&street, &owner).await;
    street.run("delete from drafts").await;
    street.run("delete from openings").await;
    age(&street, 11).await;
    sweep(&street).await;
    assert_eq!(rows(&street, "uploads", 11).await, 1, "a product shows it");
    // An import took it from its product, and may be undone.
    street.run("delete from products where id not in (21, 22, 23, 24)").await;
    let now = ids::now_ms();
    street
        .run(&format!(
            "insert into imports (id, shop_id, name, format, state, cells, report, created_at, done_at)
            values (95, 11, 'a.csv', 'shopify', 'done', '[]', '{{}}', {now}, {now})"
        ))
        .await;
    let before = json!({ "thing": 5, "slug": "cup", "before": { "pictures": [{ "picture": id }] } });
    street.run(&format!("insert into import_things values (95, 0, '{before}')")).await;
    age(&street, 11).await;
    sweep(&street).await;
    assert_eq!(rows(&street, "uploads", 11).await, 1, "the import may be undone");
    street.run("delete from import_things").await;
    age(&street, 11).await;
    sweep(&street).await;
    assert_eq!((rows(&street, "uploads", 11).await, files(&street, &id).await), (0, Vec::new()));
}

#[tokio::test]
async fn a_picture_may_be_sent_again_once_what_nothing_uses_is_swept() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let now = ids::now_ms();
    for piece in [0..1_000, 1_000..2_000] {
        let rows = |row: &dyn Fn(i32) -> String| piece.clone().map(row).collect::<Vec<_>>().join(",");
        let pictures = rows(&|at| format!("('{at:016x}', 64, 48, 'aabbcc', '[64]', {now})"));
        street.run(&format!("insert into pictures values {pictures}")).await;
        let uploads = rows(&|at| format!("(11, '{at:016x}', 1, {now})"));
        street.run(&format!("insert into uploads values {uploads}")).await;
    }
    let refused = send_photo(&street, &owner, 7).await;
    assert!(refused.status == 409 && refused.body.contains("사흘"), "{}", refused.body);
    age(&street, 11).await;
    swept::sweep(&street.state).await.expect("a sweep");
    assert_eq!(rows(&street, "uploads", 11).await, 0);
    assert_eq!(send_photo(&street, &owner, 7).await.status, 200);
}

#[tokio::test]
async fn the_pictures_of_the_page_are_the_managers() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let (account, staff) = person(&street, "staff@golmok.test", false).await;
    works(&street, 11, account, Role::Staff).await;
    let (account, manager) = person(&street, "manager@golmok.test", false).await;
    works(&street, 11, account, Role::Manager).await;
    let body = json!({ "content": photo(7), "page": true });
    let refused = staff.post(&street, &format!("{BASE}/pictures"), body.clone()).await;
    assert_eq!((refused.status.as_u16(), refused.json()["code"].as_str()), (403, Some("not_yours")), "{}", refused.body);
    assert_eq!((rows(&street, "uploads", 11).await, rows(&street, "drafts", 11).await), (0, 0));
    // Those of products are theirs.
    assert_eq!(send_photo(&street, &staff, 7).await.status, 200);
    assert_eq!(manager.post(&street, &format!("{BASE}/pictures"), body).await.status, 200);
    let pictures = owner.get(&street, &format!("{BASE}/draft")).await.json()["draft"]["pictures"].clone();
    assert_eq!(pictures.as_array().map(Vec::len), Some(2), "{pictures}");
}
