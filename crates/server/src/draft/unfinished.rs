//! Pictures that somebody waited for: one file was made at once, and all others are made in the background, of what was
//! sent. That lies in the media store until then, where nothing serves it; so a program that is killed goes on with it.

use std::{
    collections::HashSet,
    time::{Duration, Instant},
};

use axum::http::HeaderValue;

use super::picture::{HIDDEN, these};
use crate::{
    background::{self, Hurry},
    backup,
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
pub(super) const TAKEN: i64 = 120_000;
/// How long to wait after a failure, times how often it was tried, and at most.
const AFTER_FAILURE: i64 = 10_000;
const LONGEST_AFTER_FAILURE: i64 = 600_000;
/// A sweep takes at most so long.
const LONGEST_SWEEP: Duration = Duration::from_secs(60);
/// How long one who opens waits for what is not finished: less than a form waits for its answer.
const PATIENCE: Duration = Duration::from_secs(12);
/// So long is a picture taken whose files were swept: nobody has it, and there is nothing of it.
pub(super) const SWEPT: i64 = i64::MAX;

/// How the name ends of what was sent.
pub const SOURCE: &str = ".source";

/// Where what was sent lies.
pub(super) fn source(id: &str) -> String {
    [HIDDEN, id, SOURCE].concat()
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
    let sql = "select f.picture_id, (select count(*) from uploads u where u.picture_id = f.picture_id) from unfinished_pictures f
        where f.taken_until <= $1 and f.created_at <= $1 order by f.tries, f.created_at, f.picture_id limit 1";
    let mut aside = state.db.aside().await?;
    let next: Option<(String, i64)> = sqlx::query_as(sql).bind(now_ms()).fetch_optional(&mut *aside.tx).await?;
    let Some((id, owned)) = next else { return Ok(false) };
    let Some(until) = take(&mut aside.tx, &id).await? else { return Ok(false) };
    aside.commit().await?;
    if owned == 0 {
        sweep(state, &id, until).await?;
    } else {
        finish(state, &id, until).await?;
    }
    Ok(true)
}

/// Makes a picture somebody's for a while, if it was nobody's: until then, by which it is known to be theirs still.
async fn take(tx: &mut Tx, id: &str) -> Result<Option<i64>, Error> {
    let (now, until) = (now_ms(), now_ms() + TAKEN);
    let sql = "update unfinished_pictures set taken_until = $2, tries = tries + 1 where picture_id = $1 and taken_until <= $3";
    let is_taken = sqlx::query(sql).bind(id).bind(until).bind(now).execute(&mut **tx).await?.rows_affected() > 0;
    Ok(is_taken.then_some(until))
}

/// Makes all files of a picture that was taken.
async fn finish(state: &AppState, id: &str, until: i64) -> Result<(), Error> {
    let made = make(state, id).await;
    end(state, (id, until), made, "delete from unfinished_pictures where picture_id = $1 and taken_until = $2").await
}

/// Takes away the files of a picture that is nobody's: whoever sent it went away or was killed. Its rows stay, and say so.
async fn sweep(state: &AppState, id: &str, until: i64) -> Result<(), Error> {
    let Some(alone) = backup::alone(&state.db).await? else { return put_off(state, id, until).await };
    // What is deleted later than that may be somebody's again.
    let swept = tokio::time::timeout(LONGEST_SWEEP, take_away(state, id)).await.unwrap_or(Err(Error::Busy(None)));
    let sql = "update unfinished_pictures set taken_until = 9223372036854775807, tries = 0 where picture_id = $1 and taken_until = $2";
    let ended = end(state, (id, until), swept, sql).await;
    alone.end().await;
    ended
}

/// Leaves a picture that was taken for later, as one that was not tried: a backup copies its files still.
async fn put_off(state: &AppState, id: &str, until: i64) -> Result<(), Error> {
    let sql = "update unfinished_pictures set taken_until = 0, tries = 0, created_at = $3 where picture_id = $1 and taken_until = $2";
    let mut aside = state.db.aside().await?;
    sqlx::query(sql).bind(id).bind(until).bind(now_ms() + LONGEST_AFTER_FAILURE).execute(&mut *aside.tx).await?;
    aside.commit().await
}

async fn take_away(state: &AppState, id: &str) -> Result<(), Error> {
    let mut tx = state.db.pool.begin().await?;
    let pictures = these(&mut tx, &[id]).await?;
    drop(tx);
    for name in pictures.iter().flat_map(super::picture::names) {
        state.media.delete(&[HIDDEN, &name].concat()).await?;
    }
    Ok(state.media.delete(&source(id)).await?)
}

/// Writes how something went with a picture that was taken, unless it is another's by now.
async fn end(state: &AppState, (id, until): (&str, i64), went: Result<(), Error>, done: &'static str) -> Result<(), Error> {
    let mut aside = state.db.aside().await?;
    // When it is looked at again is said apart: whoever opens does not wait for that.
    let again = "update unfinished_pictures set taken_until = 0, created_at = $3 + case when tries * $4 > $5 then $5 else tries * $4 end
        where picture_id = $1 and taken_until = $2";
    let write = match went {
        Ok(()) => sqlx::query(done).bind(id).bind(until),
        Err(_) => sqlx::query(again).bind(id).bind(until).bind(now_ms()).bind(AFTER_FAILURE).bind(LONGEST_AFTER_FAILURE),
    };
    write.execute(&mut *aside.tx).await?;
    aside.commit().await?;
    went
}

async fn make(state: &AppState, id: &str) -> Result<(), Error> {
    let Some(sent) = state.media.get(&source(id), None).await? else { return are_there(state, id).await };
    let kept = picture::finish(sent.bytes).await.map_err(|refused| match refused {
        picture::Refused::TooSlow => still_made(),
        refused => Error::fault(refused),
    })?;
    // It may have been shown to everyone meanwhile, out of a list that names it: then all its files are there.
    let sql = "select count(*) from uploads where picture_id = $1 and hidden = 1";
    if sqlx::query_scalar::<_, i64>(sql).bind(id).fetch_one(&state.db.pool).await? > 0 {
        for (name, bytes) in &kept.files {
            state.media.put(&[HIDDEN, name].concat(), bytes.clone()).await?;
        }
    }
    // A row without it is one whose files are all there.
    Ok(state.media.delete(&source(id)).await?)
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
            if let Some(until) = take(&mut aside.tx, id).await? {
                aside.commit().await?;
                taken = Some((id.clone(), until));
                break;
            }
        }
        match taken {
            Some((id, until)) => {
                // Whoever opens may go away meanwhile: it is finished nevertheless.
                let state = state.clone();
                tokio::spawn(async move { finish(&state, &id, until).await }).await.map_err(Error::fault)??;
            }
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
pub(super) fn lost() -> Error {
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
