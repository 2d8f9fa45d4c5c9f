//! A picture that comes in for the people of a shop. Its row is written before its files: by it is found what a program that
//! is killed, or a sender who goes away, leaves in the media store.

use bytes::Bytes;
use wire::Picture;

use super::{
    picture::HIDDEN,
    unfinished::{SWEPT, TAKEN, source},
};
use crate::{db::Aside, error::Error, ids::now_ms, picture, state::AppState};

/// What was there of a picture when somebody sent it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// Nobody's picture: whoever sends it has until then to put its files.
    Nothing { until: i64 },
    /// Somebody's, and not all its files are made.
    Some,
    /// All.
    All,
}

/// Takes a picture in for the people of a shop, with the files that were made. Where these are not all of them, the others are
/// made later of what was sent.
///
/// # Errors
/// Where the store or the database is away.
pub async fn take_in(state: &AppState, shop: i64, kept: &picture::Kept, sent: Option<Bytes>) -> Result<(), Error> {
    let id = kept.picture.id.as_str();
    let before = announce(state, &kept.picture).await?;
    let is_put = match before {
        Before::Nothing { .. } => true,
        // What was sent before may be lost: it is there anew then.
        Before::Some => sent.is_none() || state.media.size(&source(id)).await?.is_none(),
        Before::All => false,
    };
    let has_source = is_put && sent.is_some();
    if is_put {
        for (name, bytes) in &kept.files {
            state.media.put(&[HIDDEN, name].concat(), bytes.clone()).await?;
        }
    }
    if let Some(sent) = sent.filter(|_| is_put) {
        state.media.put(&source(id), sent).await?;
    }

    let mut aside = state.db.aside().await?;
    let sql = "select (select count(*) from uploads where picture_id = $1),
        (select count(*) from uploads where picture_id = $1 and hidden = 1),
        (select count(*) from unfinished_pictures where picture_id = $1)";
    let (owned, hidden, unfinished): (i64, i64, i64) = sqlx::query_as(sql).bind(id).fetch_one(&mut *aside.tx).await?;
    // Nothing named what was there of it, so that it was let go of meanwhile.
    let is_let_go = owned == 0
        && match before {
            Before::Nothing { .. } => false,
            Before::Some => true,
            Before::All => unfinished > 0,
        };
    if is_let_go {
        return give_up(aside, id).await;
    }
    let is_again;
    if let Before::Nothing { until } = before {
        let sql = if has_source {
            "update unfinished_pictures set taken_until = 0, tries = 0 where picture_id = $1 and taken_until = $2"
        } else {
            "delete from unfinished_pictures where picture_id = $1 and taken_until = $2"
        };
        let is_theirs = sqlx::query(sql).bind(id).bind(until).execute(&mut *aside.tx).await?.rows_affected() > 0;
        if !is_theirs && owned == 0 {
            // The store took so long that it was swept as nobody's.
            return give_up(aside, id).await;
        }
        is_again = has_source && !is_theirs;
    } else {
        is_again = has_source;
    }
    // Whoever finishes it by what was there before leaves its row, so that this is seen.
    if is_again {
        let sql = "update unfinished_pictures set taken_until = 0, tries = 0, created_at = $2 where picture_id = $1";
        sqlx::query(sql).bind(id).bind(now_ms()).execute(&mut *aside.tx).await?;
    }
    let sql = "select count(*) from unfinished_pictures where picture_id = $1";
    let is_finished = sqlx::query_scalar::<_, i64>(sql).bind(id).fetch_one(&mut *aside.tx).await? == 0;
    // Another shop may have shown the same file to everyone, or this one before.
    let is_hidden = hidden > 0 || (before != Before::All && owned == 0);
    // Sent again, it is kept as long as one that is new.
    let sql = "insert into uploads (shop_id, picture_id, hidden, created_at) values ($1, $2, $3, $4)
        on conflict (shop_id, picture_id) do update set created_at = excluded.created_at";
    sqlx::query(sql).bind(shop).bind(id).bind(i64::from(is_hidden)).bind(now_ms()).execute(&mut *aside.tx).await?;
    aside.commit().await?;
    if is_finished && has_source {
        // By somebody who sent the same.
        state.media.delete(&source(id)).await?;
    }
    state.pictures.notify_one();
    Ok(())
}

/// Says that what was put of a picture is nobody's: it is swept next, and whoever sent it is asked to send it again.
async fn give_up(mut aside: Aside, id: &str) -> Result<(), Error> {
    let sql = "update unfinished_pictures set taken_until = 0 where picture_id = $1";
    sqlx::query(sql).bind(id).execute(&mut *aside.tx).await?;
    aside.commit().await?;
    Err(Error::Busy(None))
}

/// Writes the rows of a picture whose files are about to be put into the store.
async fn announce(state: &AppState, picture: &Picture) -> Result<Before, Error> {
    let id = picture.id.as_str();
    let mut aside = state.db.aside().await?;
    let (now, until) = (now_ms(), now_ms() + TAKEN);
    let sql = "select coalesce(f.taken_until, -1), coalesce(f.tries, 0), (select count(*) from uploads u where u.picture_id = i.id)
        from pictures i left join unfinished_pictures f on f.picture_id = i.id where i.id = $1";
    let found: Option<(i64, i64, i64)> = sqlx::query_as(sql).bind(id).fetch_optional(&mut *aside.tx).await?;
    let before = match found {
        None => {
            picture::insert(&mut aside.tx, picture, now).await?;
            let sql = "insert into unfinished_pictures (picture_id, created_at, taken_until, tries) values ($1, $2, $3, 0)";
            sqlx::query(sql).bind(id).bind(now).bind(until).execute(&mut *aside.tx).await?;
            Before::Nothing { until }
        }
        Some((-1, ..)) => Before::All,
        Some((_, _, owned)) if owned > 0 => Before::Some,
        Some((taken, ..)) if taken == SWEPT || taken <= now => {
            let sql = "update unfinished_pictures set taken_until = $2, tries = 0, created_at = $3 where picture_id = $1";
            sqlx::query(sql).bind(id).bind(until).bind(now).execute(&mut *aside.tx).await?;
            Before::Nothing { until }
        }
        // Somebody else sends the same just now.
        Some((taken, 0, _)) => Before::Nothing { until: taken },
        // It is being swept.
        Some(_) => return Err(Error::Busy(None)),
    };
    aside.commit().await?;
    Ok(before)
}
