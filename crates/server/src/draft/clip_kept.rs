//! A file of a clip, or of captions, that comes in for the people of a shop. Its row is written before the file: by it is found
//! what a program that is killed leaves in the media store.

use std::io::{Seek, SeekFrom};

use super::{clip_file::stored_name, picture::HIDDEN};
use crate::{error::Error, ids::now_ms, media::Media, state::AppState};

/// A file is put into the store within this time, or is nobody's, in milliseconds.
const LONGEST: i64 = 3_600_000;

/// A file whose time is above this and not above 0 is going: the time is 0, or says, below 0, since when the file is on its way, and
/// that is too long ago.
pub(super) fn going_above() -> i64 {
    LONGEST - now_ms()
}

/// Puts a file into the media store for the people of a shop.
///
/// # Errors
/// Where the store or the database is away.
pub(super) async fn keep(
    state: &AppState,
    shop: i64,
    name: &str,
    file: &mut std::fs::File,
    [seconds, across, down]: [i64; 3],
) -> Result<(), Error> {
    let bytes = i64::try_from(file.metadata().map_err(Error::of_store)?.len()).unwrap_or(i64::MAX);
    // Another shop may have shown the same file to everyone, or this one before.
    let shown = "select count(*) from clip_files where name = $1 and hidden = 0";
    if sqlx::query_scalar::<_, i64>(shown).bind(name).fetch_one(&state.db.pool).await? == 0 {
        // One that is on its way has its time below 0. One that is there already is only kept as long as one that is new.
        let sql = "insert into clip_files (shop_id, name, hidden, seconds, width, height, bytes, created_at)
            values ($1, $2, 1, $3, $4, $5, $6, $7) on conflict (shop_id, name) do update set created_at =
            case when clip_files.created_at > 0 then -excluded.created_at else excluded.created_at end";
        let mut aside = state.db.aside().await?;
        let insert = sqlx::query(sql).bind(shop).bind(name).bind(seconds).bind(across).bind(down).bind(bytes);
        insert.bind(-now_ms()).execute(&mut *aside.tx).await?;
        aside.commit().await?;
        put(&state.media, &[HIDDEN, name].concat(), file).await?;
    }
    let mut aside = state.db.aside().await?;
    let is_shown = sqlx::query_scalar::<_, i64>(shown).bind(name).fetch_one(&mut *aside.tx).await? > 0;
    // Sent again, it is kept as long as one that is new, and is theirs again if it was going.
    let sql = "insert into clip_files (shop_id, name, hidden, seconds, width, height, bytes, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (shop_id, name) do update set created_at = excluded.created_at";
    let insert = sqlx::query(sql).bind(shop).bind(name).bind(i64::from(!is_shown)).bind(seconds).bind(across).bind(down);
    insert.bind(bytes).bind(now_ms()).execute(&mut *aside.tx).await?;
    aside.commit().await?;
    // What nothing named may have been swept since it was put; from now on it is not.
    let stored = stored_name(state, shop, name).await?.unwrap_or_else(|| name.to_owned());
    if state.media.size(&stored).await?.is_none() {
        put(&state.media, &stored, file).await?;
    }
    Ok(())
}

async fn put(media: &Media, name: &str, file: &mut std::fs::File) -> Result<(), Error> {
    file.seek(SeekFrom::Start(0)).map_err(Error::of_store)?;
    let copy = file.try_clone().map_err(Error::of_store)?;
    Ok(media.put_file(name, copy).await?)
}
