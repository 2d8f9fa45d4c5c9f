//! Pictures that somebody waited for: one file was made at once, and all others are made in the background, of what was
//! sent. That lies in the media store until then, where nothing serves it; so a program that is killed goes on with it.

use std::{
    collections::HashSet,
    time::{Duration, Instant},
};

use axum::http::HeaderValue;
use bytes::Bytes;
use wire::Picture;

use super::picture::{HIDDEN, these};
use crate::{
    background::{self, Hurry},
    db::Aside,
    error::Error,
    ids::now_ms,
    media::Found,
    picture,
    product::write::stored::Tx,
    state::AppState,
};

/// How often it is looked for work that another program left.
const EVERY: Duration = Duration::from_secs(20);
/// A picture is finished within this time, or is anybody's again, in milliseconds.
const TAKEN: i64 = 120_000;
/// How long to wait after a failure, times how often it was tried, and at most.
const AFTER_FAILURE: i64 = 10_000;
const LONGEST_AFTER_FAILURE: i64 = 600_000;
/// How long one who opens waits for what is not finished.
const PATIENCE: Duration = Duration::from_secs(20);

/// Where what was sent lies.
fn source(id: &str) -> String {
    format!("{HIDDEN}{id}.source")
}

/// Takes a picture in of which the first file was made, for the people of a shop.
///
/// # Errors
/// Where the store or the database is away.
pub async fn begin(state: &AppState, shop: i64, first: &picture::Kept, sent: Bytes) -> Result<(), Error> {
    let id = first.picture.id.as_str();
    // Its row comes first: by it is found what a program that is killed leaves in the store.
    let is_unfinished = announce(state, &first.picture).await?;
    if is_unfinished {
        for (name, bytes) in &first.files {
            state.media.put(&[HIDDEN, name].concat(), bytes.clone()).await?;
        }
        state.media.put(&source(id), sent).await?;
    }
    let mut aside = state.db.aside().await?;
    let now = now_ms();
    let owned = "select (select count(*) from pictures where id = $1), (select count(*) from uploads where picture_id = $1), (select count(*) from uploads where picture_id = $1 and hidden = 1)";
    let (known, owned, hidden): (i64, i64, i64) = sqlx::query_as(owned).bind(id).fetch_one(&mut *aside.tx).await?;
    let mut is_left = false;
    if is_unfinished {
        let sql = "update unfinished_pictures set taken_until = 0, tries = 0 where picture_id = $1";
        is_left = sqlx::query(sql).bind(id).execute(&mut *aside.tx).await?.rows_affected() == 0;
    }
    if known == 0 || (is_left && owned == 0) {
        // The store took so long that what it has of this picture was swept out as nobody's.
        return Err(Error::Busy(None));
    }
    // Another shop may have shown the same file to everyone, or this one before.
    let is_hidden = hidden > 0 || (is_unfinished && owned == 0);
    let sql = "insert into uploads (shop_id, picture_id, hidden, created_at) values ($1, $2, $3, $4) on conflict do nothing";
    sqlx::query(sql).bind(shop).bind(id).bind(i64::from(is_hidden)).bind(now).execute(&mut *aside.tx).await?;
    aside.commit().await?;
    if is_left {
        // Somebody who sent the same had it finished meanwhile.
        state.media.delete(&source(id)).await?;
    }
    state.pictures.notify_one();
    Ok(())
}

/// Writes the row of a picture whose files are about to be put into the store; whether it is not finished, so that they must.
async fn announce(state: &AppState, picture: &Picture) -> Result<bool, Error> {
    let id = picture.id.as_str();
    let mut aside = state.db.aside().await?;
    let now = now_ms();
    let known: i64 = sqlx::query_scalar("select count(*) from pictures where id = $1").bind(id).fetch_one(&mut *aside.tx).await?;
    let is_unfinished = if known == 0 {
        picture::insert(&mut aside.tx, picture, now).await?;
        let sql = "insert into unfinished_pictures (picture_id, created_at, taken_until, tries) values ($1, $2, $3, 0)";
        sqlx::query(sql).bind(id).bind(now).bind(now + TAKEN).execute(&mut *aside.tx).await?;
        true
    } else {
        // What was sent before may be lost: it is there anew now.
        let sql = "update unfinished_pictures set taken_until = $2 where picture_id = $1";
        sqlx::query(sql).bind(id).bind(now + TAKEN).execute(&mut *aside.tx).await?.rows_affected() > 0
    };
    aside.commit().await?;
    Ok(is_unfinished)
}

/// Finishes what waits, until the program ends: two at once, so that the second one is decoded while the first one's last file
/// is made.
pub async fn work(state: AppState) {
    tokio::join!(finisher(&state), finisher(&state));
}

async fn finisher(state: &AppState) {
    loop {
        background::stood().await;
        let found = match one(state).await {
            Ok(found) => found,
            Err(error) => {
                tracing::warn!(%error, "a picture waits to be finished");
                false
            }
        };
        if !found {
            let _ = tokio::time::timeout(EVERY, state.pictures.notified()).await;
        }
    }
}

/// Finishes the picture that waits longest; whether there was one.
///
/// # Errors
/// Where the database is away, or the picture could not be finished; it waits then for its next turn.
pub async fn one(state: &AppState) -> Result<bool, Error> {
    let sql = "select picture_id from unfinished_pictures where taken_until <= $1 order by tries, created_at, picture_id limit 1";
    let mut aside = state.db.aside().await?;
    let next: Option<String> = sqlx::query_scalar(sql).bind(now_ms()).fetch_optional(&mut *aside.tx).await?;
    let Some(id) = next else { return Ok(false) };
    take(&mut aside.tx, &id).await?;
    let owned: i64 = sqlx::query_scalar("select count(*) from uploads where picture_id = $1").bind(&id).fetch_one(&mut *aside.tx).await?;
    if owned == 0 {
        sweep(state, aside, &id).await?;
    } else {
        aside.commit().await?;
        finish(state, &id).await?;
    }
    Ok(true)
}

/// Takes away what is left of a picture that is nobody's: whoever took it in was killed, or the shop is gone.
async fn sweep(state: &AppState, mut aside: Aside, id: &str) -> Result<(), Error> {
    for picture in these(&mut aside.tx, &[id]).await? {
        for name in super::picture::names(&picture) {
            state.media.delete(&[HIDDEN, &name].concat()).await?;
        }
    }
    state.media.delete(&source(id)).await?;
    // The other row goes with it.
    let swept = sqlx::query("delete from pictures where id = $1").bind(id).execute(&mut *aside.tx).await;
    if let Err(error) = swept {
        // It is shown somewhere, out of a list that named it: then it has files of its own.
        tracing::debug!(%error, id, "a picture that nobody sent is used");
        drop(aside);
        let mut aside = state.db.aside().await?;
        sqlx::query("delete from unfinished_pictures where picture_id = $1").bind(id).execute(&mut *aside.tx).await?;
        return aside.commit().await;
    }
    aside.commit().await
}

/// Makes a picture somebody's for a while; whether it was nobody's.
async fn take(tx: &mut Tx, id: &str) -> Result<bool, Error> {
    let (sql, now) =
        ("update unfinished_pictures set taken_until = $2, tries = tries + 1 where picture_id = $1 and taken_until <= $3", now_ms());
    Ok(sqlx::query(sql).bind(id).bind(now + TAKEN).bind(now).execute(&mut **tx).await?.rows_affected() > 0)
}

/// Makes all files of a picture that was taken.
async fn finish(state: &AppState, id: &str) -> Result<(), Error> {
    match make(state, id).await {
        Ok(()) => {
            // First what was sent: a row without it is one whose files are all there.
            state.media.delete(&source(id)).await?;
            let mut aside = state.db.aside().await?;
            sqlx::query("delete from unfinished_pictures where picture_id = $1").bind(id).execute(&mut *aside.tx).await?;
            aside.commit().await
        }
        Err(error) => {
            let mut aside = state.db.aside().await?;
            let sql = "update unfinished_pictures set taken_until = $2 + case when tries * $3 > $4 then $4 else tries * $3 end where picture_id = $1";
            let update = sqlx::query(sql).bind(id).bind(now_ms()).bind(AFTER_FAILURE).bind(LONGEST_AFTER_FAILURE);
            update.execute(&mut *aside.tx).await?;
            aside.commit().await?;
            Err(error)
        }
    }
}

async fn make(state: &AppState, id: &str) -> Result<(), Error> {
    let Some(sent) = state.media.get(&source(id), None).await? else { return are_there(state, id).await };
    let kept = picture::finish(sent.bytes).await.map_err(Error::fault)?;
    // It may have been shown to everyone meanwhile, out of a list that names it: then all its files are there.
    let sql = "select count(*) from uploads where picture_id = $1 and hidden = 1";
    if sqlx::query_scalar::<_, i64>(sql).bind(id).fetch_one(&state.db.pool).await? > 0 {
        for (name, bytes) in &kept.files {
            state.media.put(&[HIDDEN, name].concat(), bytes.clone()).await?;
        }
    }
    Ok(())
}

/// Whether all files of a picture are there: whoever finished it was killed before it said so.
async fn are_there(state: &AppState, id: &str) -> Result<(), Error> {
    let mut tx = state.db.pool.begin().await?;
    for picture in these(&mut tx, &[id]).await? {
        for name in super::picture::names(&picture) {
            if state.media.size(&[HIDDEN, &name].concat()).await?.is_none() && state.media.size(&name).await?.is_none() {
                tracing::error!(name, "a picture's file cannot be made: what was sent is lost");
                return Err(lost());
            }
        }
    }
    Ok(())
}

/// Which of these pictures are not finished.
///
/// # Errors
/// Where the database is away.
pub async fn among(tx: &mut Tx, ids: &HashSet<&str>) -> Result<Vec<String>, Error> {
    let sql = "select picture_id from unfinished_pictures order by created_at, picture_id";
    let mut unfinished: Vec<String> = sqlx::query_scalar(sql).fetch_all(&mut **tx).await?;
    unfinished.retain(|id| ids.contains(id.as_str()));
    Ok(unfinished)
}

/// Finishes these pictures, or waits until others have: somebody wants to show them.
///
/// # Errors
/// Where it takes too long, which is said in words; where the store or the database is away.
pub async fn all(state: &AppState, ids: &HashSet<&str>) -> Result<(), Error> {
    let (_hurry, end) = (Hurry::begin(), Instant::now() + PATIENCE);
    loop {
        let mut tx = state.db.pool.begin().await?;
        let left = among(&mut tx, ids).await?;
        drop(tx);
        let Some(first) = left.first() else { return Ok(()) };
        if Instant::now() > end {
            return Err(still_made());
        }
        let mut taken = None;
        for id in &left {
            let mut aside = state.db.aside().await?;
            if take(&mut aside.tx, id).await? {
                aside.commit().await?;
                taken = Some(id);
                break;
            }
        }
        match taken {
            Some(id) => finish(state, id).await?,
            None => {
                tracing::debug!(id = first.as_str(), "somebody waits for a picture that others finish");
                if state.media.size(&source(first)).await?.is_none() {
                    are_there(state, first).await?;
                }
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

/// What is said where a picture's file is lost with what was sent: sent again, it is there again.
fn lost() -> Error {
    Error::conflict(
        "올린 사진 가운데 하나의 파일을 찾을 수 없습니다. 새로 올린 사진을 한 번 더 올려 주세요.",
        "The file of one of the pictures cannot be found. Please send those that are new once more.",
    )
}

/// What is said where pictures are not finished.
#[must_use]
pub fn still_made() -> Error {
    Error::conflict("사진을 아직 만들고 있습니다. 잠시 뒤 다시 열어 주세요.", "Pictures are still being made. Open again in a moment.")
}

/// What is shown to who may see a hidden file that is not made yet: the file that was made first.
///
/// # Errors
/// Where the store or the database is away.
pub async fn instead(state: &AppState, name: &str) -> Result<Option<(Found, HeaderValue)>, Error> {
    let Some((id, rest)) = name.split_once('-') else { return Ok(None) };
    if rest.split('.').next().is_none_or(|width| width.parse::<u32>().is_err()) {
        return Ok(None);
    }
    let mut tx = state.db.pool.begin().await?;
    if among(&mut tx, &HashSet::from([id])).await?.is_empty() {
        return Ok(None);
    }
    let Some(picture) = these(&mut tx, &[id]).await?.pop() else { return Ok(None) };
    drop(tx);
    let Some(width) = picture::first_width(&picture.widths) else { return Ok(None) };
    let found = state.media.get(&format!("{HIDDEN}{id}-{width}.webp"), None).await?;
    Ok(found.map(|found| (found, HeaderValue::from_static("image/webp"))))
}
