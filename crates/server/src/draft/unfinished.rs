//! Pictures that somebody waited for: the first files were made at once, and all others are made in the background, of what was
//! sent. That lies in the media store until then, where nothing serves it; so a program that is killed goes on with it.

use std::{
    collections::HashSet,
    time::{Duration, Instant},
};

use axum::http::HeaderValue;
use bytes::Bytes;

use super::picture::{HIDDEN, these};
use crate::{background::Hurry, error::Error, ids::now_ms, media::Found, picture, product::write::stored::Tx, state::AppState};

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

/// Takes a picture in of which the first files were made, for the people of a shop.
///
/// # Errors
/// Where the store or the database is away.
pub async fn begin(state: &AppState, shop: i64, first: &picture::Kept, sent: Bytes) -> Result<(), Error> {
    let id = first.picture.id.as_str();
    let known = "select (select count(*) from pictures where id = $1), (select count(*) from uploads where picture_id = $1 and hidden = 1)";
    let (known, hidden): (i64, i64) = sqlx::query_as(known).bind(id).fetch_one(&state.db.pool).await?;
    if known == 0 {
        for (name, bytes) in &first.files {
            state.media.put(&[HIDDEN, name].concat(), bytes.clone()).await?;
        }
        state.media.put(&source(id), sent).await?;
    }
    let mut aside = state.db.aside().await?;
    let now = now_ms();
    picture::insert(&mut aside.tx, &first.picture, now).await?;
    if known == 0 {
        let sql =
            "insert into unfinished_pictures (picture_id, created_at, taken_until, tries) values ($1, $2, 0, 0) on conflict do nothing";
        sqlx::query(sql).bind(id).bind(now).execute(&mut *aside.tx).await?;
    }
    // Another shop may have shown the same file to everyone, or this one before.
    let is_hidden = known == 0 || hidden > 0;
    let sql = "insert into uploads (shop_id, picture_id, hidden, created_at) values ($1, $2, $3, $4) on conflict do nothing";
    sqlx::query(sql).bind(shop).bind(id).bind(i64::from(is_hidden)).bind(now).execute(&mut *aside.tx).await?;
    aside.commit().await?;
    state.pictures.notify_one();
    Ok(())
}

/// Finishes what waits, until the program ends.
pub async fn work(state: AppState) {
    loop {
        let found = match one(&state).await {
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
    aside.commit().await?;
    finish(state, &id).await?;
    Ok(true)
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
    let kept = picture::keep(&sent.bytes).await.map_err(Error::fault)?;
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
                return Err(Error::fault(format!("{name} cannot be made: what was sent is lost")));
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
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

/// What is said where pictures are not finished.
#[must_use]
pub fn still_made() -> Error {
    Error::conflict("사진을 아직 만들고 있습니다. 잠시 뒤 다시 열어 주세요.", "Pictures are still being made. Open again in a moment.")
}

/// What is shown to who may see a hidden file that is not made yet: the first file that is as wide, or the widest.
///
/// # Errors
/// Where the store or the database is away.
pub async fn instead(state: &AppState, name: &str) -> Result<Option<(Found, HeaderValue)>, Error> {
    let Some((id, rest)) = name.split_once('-') else { return Ok(None) };
    let Some(asked) = rest.split('.').next().and_then(|width| width.parse::<u32>().ok()) else { return Ok(None) };
    let mut tx = state.db.pool.begin().await?;
    if among(&mut tx, &HashSet::from([id])).await?.is_empty() {
        return Ok(None);
    }
    let Some(picture) = these(&mut tx, &[id]).await?.pop() else { return Ok(None) };
    drop(tx);
    let first = picture::first_widths(&picture.widths);
    let Some(width) = first.iter().find(|width| **width >= asked).or(first.last()) else { return Ok(None) };
    let found = state.media.get(&format!("{HIDDEN}{id}-{width}.webp"), None).await?;
    Ok(found.map(|found| (found, HeaderValue::from_static("image/webp"))))
}
