//! What runs in the background: imports, one after the other, and between them, one at a time and by turns of the shops, the
//! pictures that they name.

use std::time::Duration;

use sqlx::Row;
use wire::{Lang, draft::Both, import::ImportState};

use super::{Fetching, Job, PAUSES, file, go, told};
use crate::{
    config::Fetch,
    error::Error,
    ids::{self, now_ms},
    state::AppState,
};

/// How often it is looked for work that another program left.
const EVERY: Duration = Duration::from_secs(20);

/// Runs what waits, until the program ends.
pub async fn work(state: AppState) {
    let mut fetching = Fetching::new(Fetch::default(), PAUSES);
    loop {
        let found = match round(&state, &mut fetching).await {
            Ok(found) => found,
            Err(error) => {
                tracing::warn!(%error, "an import waits");
                false
            }
        };
        if !found {
            let _ = tokio::time::timeout(EVERY, state.imports.notified()).await;
        }
    }
}

/// Does one thing that waits: an import, or where there is none, a picture; whether there was any.
///
/// # Errors
/// Where the database is away; what waits then waits still.
pub async fn round(state: &AppState, fetching: &mut Fetching) -> Result<bool, Error> {
    if step(state).await? {
        fetching.wake();
        return Ok(true);
    }
    fetching.one(state).await
}

/// Runs the import that waits longest, without fetching pictures; whether there was any.
///
/// # Errors
/// Where the database is away; what waits then waits still.
pub async fn step(state: &AppState) -> Result<bool, Error> {
    let sql = "select id from imports where state = 'running' order by created_at, id limit 1";
    let Some(id) = sqlx::query_scalar::<_, i64>(sql).fetch_optional(&state.db.pool).await? else { return Ok(false) };
    let outcome = run(state, id).await;
    state.importing.end();
    match outcome {
        Ok(()) => {}
        Err(error @ Error::Busy(_)) => return Err(error),
        // Closed or unreadable since: that is said, and does not come again.
        Err(error @ (Error::Refused { .. } | Error::NotFound | Error::Gone)) => fail(state, id, &error).await?,
        // It would fail the next time as well, and all other imports would wait behind it.
        Err(error) => {
            tracing::error!(import = ids::short(id), %error, "an import failed");
            fail(state, id, &error).await?;
        }
    }
    Ok(true)
}

/// Says that an import could not run, and why, as its merchant is told.
async fn fail(state: &AppState, id: i64, error: &Error) -> Result<(), Error> {
    let why = Both { ko: Some(error.failure(Lang::Ko).message), en: Some(error.failure(Lang::En).message) };
    let mut aside = state.db.aside().await?;
    let sql = "update imports set state = $2 where id = $1";
    sqlx::query(sql).bind(id).bind(ImportState::Failed.word()).execute(&mut *aside.tx).await?;
    told::add(&mut aside.tx, id, why).await?;
    aside.commit().await
}

/// Runs one import: all of it in one write, which also says that it is done.
async fn run(state: &AppState, id: i64) -> Result<(), Error> {
    let mut write = state.db.write().await?;
    let sql = "select i.shop_id, i.account_id, i.cells, i.tried_at, s.state from imports i join shops s on s.id = i.shop_id where i.id = $1 and i.state = 'running'";
    let Some(row) = sqlx::query(sql).bind(id).fetch_optional(&mut *write.tx).await? else { return Ok(()) };
    let shop_state: String = row.try_get("state")?;
    if shop_state == "closed" {
        return Err(Error::Gone);
    }
    let job = Job {
        shop: row.try_get("shop_id")?,
        by: row.try_get("account_id")?,
        is_unseen: shop_state == "draft",
        looked_at: row.try_get("tried_at")?,
    };
    let cells = serde_json::from_str::<Vec<_>>(&row.try_get::<String, _>("cells")?)?;
    let bytes = file(&mut write.tx, id).await?;
    let (told, things) = go(&mut write, &job, &bytes, &cells, |done, of| state.importing.say(id, done, of)).await?;
    for (position, thing) in (0_i64..).zip(&things) {
        let sql = "insert into import_things (import_id, position, thing) values ($1, $2, $3)";
        sqlx::query(sql).bind(id).bind(position).bind(serde_json::to_string(thing)?).execute(&mut *write.tx).await?;
    }
    sqlx::query("delete from import_pieces where import_id = $1").bind(id).execute(&mut *write.tx).await?;
    // What can no longer be undone is forgotten.
    let sql = "delete from import_things where import_id in (select id from imports where done_at < $1)";
    sqlx::query(sql).bind(now_ms() - super::DAY_MS).execute(&mut *write.tx).await?;
    let sql = "update imports set state = 'done', report = $2, done_at = $3 where id = $1";
    sqlx::query(sql).bind(id).bind(serde_json::to_string(&told)?).bind(now_ms()).execute(&mut *write.tx).await?;
    // Where nothing of it is on a page, no page is made new.
    if write.has_touched() && !job.is_unseen { write.commit().await } else { write.keep().await }
}
