//! Files that are taken away: none while a backup copies them, and each to its end where a program is killed on the way.

use std::{path::PathBuf, time::Duration};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::json;
use server::{
    backup,
    draft::{swept, unfinished},
    ids,
};

use crate::{
    draft::{BASE, owner, put},
    street::Street,
    swept::{age, clip, drop_draft, files, picture, rows, sweep},
};

const FILM: &[u8] = include_bytes!("../crates/server/src/clip/file/fixtures/h264-aac.mp4");

/// What a row names that is not going, and of which nothing is there.
async fn lost(street: &Street) -> Vec<String> {
    let there = files(street, "").await;
    let sql = "select name from clip_files where shop_id = 11 and created_at > 0
        union select picture_id from uploads where shop_id = 11 and hidden = 1";
    let named: Vec<String> = sqlx::query_scalar(sql).fetch_all(&street.db.pool).await.expect("names");
    named.into_iter().filter(|name| !there.iter().any(|file| file.contains(name.as_str()))).collect()
}

/// Puts a folder in a file's place, which does not go as a file does: what takes files away ends there, as if it were killed.
fn stop_at(street: &Street, file: &str) -> PathBuf {
    let place = street.folder.path().join("media").join(file);
    if place.exists() {
        std::fs::remove_file(&place).expect("removed");
    }
    std::fs::create_dir_all(place.join("in-the-way")).expect("a folder");
    place
}

/// The street after the next start, where that file goes.
async fn started_again(street: Street, stopped: PathBuf) -> Street {
    std::fs::remove_dir_all(stopped).expect("removed");
    street.started_again().await
}

#[tokio::test]
async fn nothing_is_taken_away_while_a_backup_copies_it() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let (path, file, _) = clip(&street, &owner).await;
    let picture = picture(&street, &owner).await;
    drop_draft(&street, &owner, &path).await;
    age(&street, 11).await;
    let all = files(&street, "").await;
    let held = backup::hold(street.url()).await.expect("held");
    sweep(&street).await;
    assert_eq!(files(&street, "").await, all);
    // They are nobody's already, and go with the sweep after it; pictures are looked at again in some minutes.
    assert_eq!(rows(&street, "uploads", 11).await, 0);
    held.end().await;
    street.run("update unfinished_pictures set created_at = 1").await;
    sweep(&street).await;
    for name in [&file, &picture] {
        assert_eq!(files(&street, name).await, Vec::<String>::new());
    }
    assert_eq!((rows(&street, "clip_files", 11).await, rows(&street, "uploads", 11).await), (0, 0));
}

#[tokio::test]
async fn a_clip_of_which_half_is_gone_is_nobodys_and_goes_after_the_next_start() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let (path, file, _) = clip(&street, &owner).await;
    drop_draft(&street, &owner, &path).await;
    age(&street, 11).await;
    let stopped = stop_at(&street, &file);
    swept::sweep(&street.state).await.expect_err("one that does not go");
    assert_eq!((rows(&street, "clip_files", 11).await, files(&street, &file).await.len()), (1, 0), "its hidden file went");
    assert_eq!(lost(&street).await, Vec::<String>::new());
    let named = json!({ "draft": { "title": { "ko": "가" }, "file": file } });
    let refused = owner.post(&street, &format!("{BASE}/draft/clips"), named).await;
    assert_eq!((refused.status.as_u16(), refused.json()["field"].as_str()), (400, Some("file")), "{}", refused.body);
    let street = started_again(street, stopped).await;
    sweep(&street).await;
    assert_eq!(rows(&street, "clip_files", 11).await, 0);
    // Sent again it is whole.
    assert_eq!(clip(&street, &owner).await.1, file);
    assert_eq!((files(&street, &file).await, lost(&street).await), (vec![format!("hidden-{file}")], Vec::new()));
}

#[tokio::test]
async fn a_picture_of_which_half_is_gone_is_nobodys_and_goes_after_the_next_start() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let id = picture(&street, &owner).await;
    let all = files(&street, &id).await;
    age(&street, 11).await;
    let stopped = stop_at(&street, &format!("hidden-{id}-64.webp"));
    swept::sweep(&street.state).await.expect("a sweep");
    unfinished::one(&street.state).await.expect_err("one that does not go");
    let left = files(&street, &id).await;
    assert!(!left.is_empty() && left.len() < all.len() - 1, "{left:?} of {all:?}");
    assert_eq!((rows(&street, "uploads", 11).await, lost(&street).await), (0, Vec::new()));
    let street = started_again(street, stopped).await;
    // A program that is killed leaves it taken for two minutes.
    street.run("update unfinished_pictures set taken_until = 1, created_at = 1").await;
    sweep(&street).await;
    assert_eq!(files(&street, &id).await, Vec::<String>::new());
    assert_eq!(picture(&street, &owner).await, id);
    assert_eq!((files(&street, &id).await, lost(&street).await), (all, Vec::new()));
}

#[tokio::test]
async fn pieces_of_a_clip_of_which_half_are_gone_are_nobodys_and_go_after_the_next_start() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let begun = owner.post(&street, &format!("{BASE}/clips/uploads"), json!({ "size": 10, "name": "물레.mp4" })).await.json();
    let path = format!("{BASE}/clips/uploads/{}", begun["upload"].as_str().expect("an upload"));
    for (from, piece) in [(0, "1234"), (4, "5678")] {
        let sent = put(&street, &owner, &path, json!({ "from": from, "content": STANDARD.encode(piece) })).await;
        assert_eq!(sent.status, 200, "{}", sent.body);
    }
    // The program was killed as it had put a third one down, and had not counted it.
    let pieces = files(&street, "part-").await;
    let third = format!("{}2", pieces[1].trim_end_matches('1'));
    street.state.media.copy(&pieces[0], &third).await.expect("a copy");
    street.run("update clip_uploads set created_at = 1").await;
    let stopped = stop_at(&street, &pieces[1]);
    swept::sweep(&street.state).await.expect_err("one that does not go");
    assert_eq!((rows(&street, "clip_uploads", 11).await, files(&street, "part-").await), (1, vec![third]));
    assert_eq!(owner.get(&street, &path).await.status, 404);
    let street = started_again(street, stopped).await;
    sweep(&street).await;
    assert_eq!((rows(&street, "clip_uploads", 11).await, files(&street, "part-").await), (0, Vec::new()));
}

#[tokio::test]
async fn pieces_of_a_clip_that_came_while_a_backup_was_made_go_after_it() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let begun = owner.post(&street, &format!("{BASE}/clips/uploads"), json!({ "size": 4, "name": "물레.mp4" })).await.json();
    let path = format!("{BASE}/clips/uploads/{}", begun["upload"].as_str().expect("an upload"));
    let held = backup::hold(street.url()).await.expect("held");
    let refused = put(&street, &owner, &path, json!({ "from": 0, "content": STANDARD.encode("1234") })).await;
    assert_eq!((refused.status.as_u16(), files(&street, "part-").await.len()), (400, 1), "{}", refused.body);
    assert_eq!(owner.get(&street, &path).await.status, 404);
    held.end().await;
    sweep(&street).await;
    assert_eq!((rows(&street, "clip_uploads", 11).await, files(&street, "part-").await), (0, Vec::new()));
}

#[tokio::test]
async fn a_clip_that_came_whole_and_was_not_taken_in_is_gone_on_with() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let size = FILM.len();
    let begun = async || -> String {
        let begun = owner.post(&street, &format!("{BASE}/clips/uploads"), json!({ "size": size, "name": "물레.mp4" })).await.json();
        begun["upload"].as_str().expect("an upload").to_owned()
    };
    let nothing = json!({ "from": size, "content": "" });
    // As a killed program leaves it after the last piece, and as a backup has it that was made just then.
    let came = async |upload: &str, since: i64| {
        let set = format!("update clip_uploads set received = size, pieces = 1, created_at = {since}");
        street.run(&set).await;
        format!("{BASE}/clips/uploads/{upload}")
    };
    let upload = begun().await;
    street.state.media.put(&format!("hidden-part-{upload}-0"), FILM.into()).await.expect("a piece");
    let path = came(&upload, ids::now_ms()).await;
    assert_eq!(put(&street, &owner, &path, nothing.clone()).await.status, 409, "somebody may be about to");
    let path = came(&upload, ids::now_ms() - 200_000).await;
    assert_eq!(owner.get(&street, &path).await.json()["received"], size);
    let taken = put(&street, &owner, &path, nothing.clone()).await;
    assert!(taken.status == 200 && taken.json()["clip"].is_string(), "{}", taken.body);
    assert_eq!((&owner.get(&street, &path).await.json(), files(&street, "part-").await), (&taken.json(), Vec::new()));
    // One of which a piece is lost is told so, and is in nobody's way.
    let upload = begun().await;
    let path = came(&upload, ids::now_ms() - 200_000).await;
    let lost = put(&street, &owner, &path, nothing).await;
    assert!(lost.status == 400 && lost.body.contains("처음부터 다시"), "{}", lost.body);
    assert_eq!(rows(&street, "clip_uploads", 11).await, 1, "the one that is a clip");
}

#[tokio::test]
async fn a_clip_whose_sender_went_away_is_made_once_and_found_by_who_asks_again() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let clips = format!("{BASE}/draft/clips");
    let count = async || owner.get(&street, &clips).await.json().as_array().map_or(0, Vec::len);
    let before = count().await;
    let begun = owner.post(&street, &format!("{BASE}/clips/uploads"), json!({ "size": FILM.len(), "name": "물레.mp4" })).await.json();
    let path = format!("{BASE}/clips/uploads/{}", begun["upload"].as_str().expect("an upload"));
    let film = json!({ "from": 0, "content": STANDARD.encode(FILM) });
    let came = async || {
        let sql = "select count(*) from clip_uploads where received = size";
        while sqlx::query_scalar::<_, i64>(sql).fetch_one(&street.db.pool).await.expect("a count") == 0 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    // The line is cut when its last piece is here, and nothing was answered.
    tokio::select! {
        biased;
        _ = put(&street, &owner, &path, film.clone()) => {}
        () = came() => {}
    }
    let mut told = owner.get(&street, &path).await.json();
    for _ in 0..500 {
        if told["clip"].is_string() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
        told = owner.get(&street, &path).await.json();
    }
    let slug = told["clip"].as_str().expect("a clip").to_owned();
    for again in [film, json!({ "from": FILM.len(), "content": "" })] {
        assert_eq!(put(&street, &owner, &path, again).await.json()["clip"], slug.as_str());
    }
    assert_eq!(count().await, before + 1);
    // It is none of those that are on their way; let go of, it is not found any more, and the same file can be sent anew.
    for _ in 0..5 {
        assert_eq!(owner.post(&street, &format!("{BASE}/clips/uploads"), json!({ "size": 10 })).await.status, 200);
    }
    drop_draft(&street, &owner, &format!("{clips}/{}", wire::endpoint::encode(&slug))).await;
    assert_eq!(owner.get(&street, &path).await.status, 404);
}

#[tokio::test]
async fn a_clip_that_the_store_does_not_take_is_gone_on_with_once_it_does() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    // The name that it will have, as it has it elsewhere.
    let elsewhere = Street::new().await;
    let (_, name, _) = clip(&elsewhere, &crate::draft::owner(&elsewhere).await).await;
    let name = format!("hidden-{name}");
    let stopped = stop_at(&street, &name);
    let begun = owner.post(&street, &format!("{BASE}/clips/uploads"), json!({ "size": FILM.len(), "name": "물레.mp4" })).await.json();
    let path = format!("{BASE}/clips/uploads/{}", begun["upload"].as_str().expect("an upload"));
    let refused = put(&street, &owner, &path, json!({ "from": 0, "content": STANDARD.encode(FILM) })).await;
    assert_eq!(refused.status, 500, "{}", refused.body);
    let told = owner.get(&street, &path).await.json();
    assert_eq!((&told["received"], &told["clip"]), (&json!(FILM.len()), &serde_json::Value::Null), "all of it is here, and no clip");
    std::fs::remove_dir_all(stopped).expect("removed");
    let since = ids::now_ms() - 200_000;
    street.run(&format!("update clip_uploads set created_at = {since}")).await;
    let made = put(&street, &owner, &path, json!({ "from": FILM.len(), "content": "" })).await;
    assert!(made.status == 200 && made.json()["clip"].is_string(), "{}", made.body);
    assert_eq!(files(&street, "").await.iter().filter(|one| **one == name).count(), 1);
    assert!(files(&street, "part-").await.is_empty() && lost(&street).await.is_empty());
}
