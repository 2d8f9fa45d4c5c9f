//! Files of clips on their way: their pieces, until they are whole or forgotten.

use std::io::Write as _;

use sqlx::Row;
use wire::{Slug, clip_draft::ClipUpload};

use super::{clip, picture::HIDDEN};
use crate::{
    backup,
    error::Error,
    ids::{self, now_ms},
    media::Media,
    product::write::stored::Tx,
    state::AppState,
};

/// A piece, in bytes.
pub(super) const PIECE: u64 = 2_000_000;
/// A file that came whole is taken in within this time, or whoever did so was killed, in milliseconds.
const TAKEN: i64 = 180_000;
/// After this, what has not come whole is forgotten.
const DAY_MS: i64 = 86_400_000;

/// A file on its way.
pub(super) struct Upload {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) size: u64,
    pub(super) received: u64,
    pub(super) pieces: i64,
    /// When it was begun; once it is whole, since when somebody takes it in.
    since: i64,
    /// The clip that it has become.
    pub(super) clip: Option<Slug>,
}

impl Upload {
    /// How much of it is here.
    pub(super) fn told(&self) -> ClipUpload {
        ClipUpload { upload: ids::short(self.id), received: self.received, size: self.size, piece: PIECE, clip: self.clip.clone() }
    }
}

/// One of a shop's, by its id.
pub(super) async fn upload(tx: &mut Tx, shop: i64, id: &str) -> Result<Upload, Error> {
    let id = i64::from_str_radix(id, 36).map_err(|_| Error::NotFound)?;
    let sql = "select name, size, received, pieces, created_at, clip from clip_uploads where shop_id = $1 and id = $2 and created_at > 0";
    let row = sqlx::query(sql).bind(shop).bind(id).fetch_optional(&mut **tx).await?.ok_or(Error::NotFound)?;
    let clip: Option<String> = row.try_get("clip")?;
    if let Some(slug) = &clip
        && clip::number(tx, shop, slug).await?.is_none()
    {
        // It was let go of: the same file may be sent anew.
        return Err(Error::NotFound);
    }
    let number = |column: &str| -> Result<u64, Error> { Ok(u64::try_from(row.try_get::<i64, _>(column)?).unwrap_or(0)) };
    Ok(Upload {
        id,
        name: row.try_get("name")?,
        size: number("size")?,
        received: number("received")?,
        pieces: row.try_get("pieces")?,
        since: row.try_get("created_at")?,
        clip: clip.and_then(|slug| Slug::try_from(slug).ok()),
    })
}

/// The name of a piece in the media store.
pub(super) fn part(id: i64, piece: i64) -> String {
    format!("{HIDDEN}part-{}-{piece}", ids::short(id))
}

/// Makes sure that nobody else takes in a file that is here whole: who began to was killed, or a backup was made just then.
pub(super) async fn take_over(state: &AppState, here: &Upload) -> Result<(), Error> {
    let mut aside = state.db.aside().await?;
    let sql = "update clip_uploads set created_at = $2 where id = $1 and created_at = $3 and created_at <= $4 and clip is null";
    let update = sqlx::query(sql).bind(here.id).bind(now_ms()).bind(here.since).bind(now_ms() - TAKEN);
    if update.execute(&mut *aside.tx).await?.rows_affected() == 0 {
        return Err(Error::conflict("영상을 살펴보고 있습니다. 잠시만 기다려 주세요.", "The clip is being looked at. One moment."));
    }
    aside.commit().await
}

/// The pieces of a file, behind each other; nothing where one is lost.
pub(super) async fn gathered(media: &Media, here: &Upload) -> Result<Option<std::fs::File>, Error> {
    let mut file = tempfile::tempfile().map_err(Error::of_store)?;
    for piece in 0..here.pieces {
        let Some(found) = media.get(&part(here.id, piece), None).await? else { return Ok(None) };
        file.write_all(&found.bytes).map_err(Error::of_store)?;
    }
    Ok(Some(file))
}

/// Takes pieces away, then the row of their file. It is nobody's first, which its time of 0 says: where a program is killed between,
/// or a backup copies them still, the next sweep goes on.
pub(super) async fn forget(state: &AppState, id: i64, pieces: i64) -> Result<(), Error> {
    let mut aside = state.db.aside().await?;
    sqlx::query("update clip_uploads set created_at = 0 where id = $1").bind(id).execute(&mut *aside.tx).await?;
    aside.commit().await?;
    take_away(state, id, pieces, "delete from clip_uploads where id = $1").await
}

/// Takes the pieces away of a file that has become a clip. Its row stays until it is forgotten like others: it says which clip that
/// is, to who did not hear the answer.
pub(super) async fn clear(state: &AppState, id: i64, pieces: i64) -> Result<(), Error> {
    take_away(state, id, pieces, "update clip_uploads set pieces = 0 where id = $1").await
}

/// Takes pieces away, and then does what is to be done with their row.
async fn take_away(state: &AppState, id: i64, pieces: i64, then: &'static str) -> Result<(), Error> {
    let Some(alone) = backup::alone(&state.db).await? else { return Ok(()) };
    // One more may have been put down and not counted.
    for piece in 0..=pieces {
        state.media.delete(&part(id, piece)).await?;
    }
    let mut aside = state.db.aside().await?;
    sqlx::query(then).bind(id).execute(&mut *aside.tx).await?;
    aside.commit().await?;
    alone.end().await;
    Ok(())
}

/// Forgets what was begun a day ago and never came whole, of one shop or of all.
///
/// # Errors
/// Where the database or the store is away; one that does not go keeps no other.
pub(super) async fn forget_old(state: &AppState, shop: Option<i64>) -> Result<(), Error> {
    let sql = "select id, pieces from clip_uploads where ($1 = 0 or shop_id = $1) and created_at < $2";
    let old: Vec<(i64, i64)> = sqlx::query_as(sql).bind(shop.unwrap_or(0)).bind(now_ms() - DAY_MS).fetch_all(&state.db.pool).await?;
    let mut went = Ok(());
    for (id, pieces) in old {
        went = forget(state, id, pieces).await.and(went);
    }
    went
}
