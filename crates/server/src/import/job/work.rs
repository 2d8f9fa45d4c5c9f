//! What runs in the background: imports, one after the other, and then the pictures that they name.

use std::time::Duration;

use sqlx::Row;
use wire::{draft::ProductDraft, import::ImportState};

use super::{Job, file, go};
use crate::{
    config::Fetch,
    draft::{self, Document, picture},
    error::Error,
    ids::{self, now_ms},
    import::fetch::Fetcher,
    picture as pictures,
    state::AppState,
};

/// How often it is looked for work that another program left.
const EVERY: Duration = Duration::from_secs(20);
/// Pictures between two looks for imports.
const A_ROUND: i64 = 8;

/// Runs what waits, until the program ends.
pub async fn work(state: AppState) {
    loop {
        let found = match round(&state).await {
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

/// Does some of what waits, without fetching pictures; whether there was any.
///
/// # Errors
/// Where the database is away; what waits then waits still.
pub async fn step(state: &AppState) -> Result<bool, Error> {
    let sql = "select id from imports where state = 'running' order by created_at, id limit 1";
    let Some(id) = sqlx::query_scalar::<_, i64>(sql).fetch_optional(&state.db.pool).await? else { return Ok(false) };
    run(state, id).await?;
    Ok(true)
}

/// Does some of what waits; whether there was any.
async fn round(state: &AppState) -> Result<bool, Error> {
    if step(state).await? {
        return Ok(true);
    }
    Ok(of_rows(state).await? | of_drafts(state).await?)
}

/// Runs one import: all of it in one write, which also says that it is done.
async fn run(state: &AppState, id: i64) -> Result<(), Error> {
    let mut write = state.db.write().await?;
    let sql = "select i.shop_id, i.account_id, i.cells, s.state from imports i join shops s on s.id = i.shop_id where i.id = $1 and i.state = 'running'";
    let Some(row) = sqlx::query(sql).bind(id).fetch_optional(&mut *write.tx).await? else { return Ok(()) };
    let shop_state: String = row.try_get("state")?;
    let job = Job { shop: row.try_get("shop_id")?, by: row.try_get("account_id")?, is_unseen: shop_state == "draft" };
    let cells = serde_json::from_str::<Vec<_>>(&row.try_get::<String, _>("cells")?)?;
    let bytes = file(&mut write.tx, id).await?;
    let done = match go(&mut write, &job, &bytes, &cells).await {
        // Closed or unreadable since: that is said, and does not come again.
        Err(Error::Refused { .. } | Error::NotFound | Error::Gone) => None,
        Err(error) => return Err(error),
        Ok(done) if shop_state != "closed" => Some(done),
        Ok(_) => None,
    };
    let Some((told, things)) = done else {
        drop(write);
        let mut aside = state.db.aside().await?;
        let sql = "update imports set state = $2 where id = $1";
        sqlx::query(sql).bind(id).bind(ImportState::Failed.word()).execute(&mut *aside.tx).await?;
        return aside.commit().await;
    };
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

/// What fetches pictures, where any wait. It holds the certificates of the world, 9 MB, and is let go of after a round.
fn fetcher<T>(found: &[T]) -> Result<Option<Fetcher>, Error> {
    if found.is_empty() { Ok(None) } else { Fetcher::new(&Fetch::default()).map(Some).map_err(Error::fault) }
}

/// Fetches a picture, and puts its files where only the shop's people see them.
async fn fetch(state: &AppState, fetcher: &Fetcher, shop: i64, source: &str) -> Result<Result<String, String>, Error> {
    let bytes = match fetcher.get(source).await {
        Ok(bytes) => bytes,
        Err(why) => return Ok(Err(why)),
    };
    let kept = match pictures::keep(&bytes).await {
        Ok(kept) => kept,
        Err(refused) => return Ok(Err(refused.to_string())),
    };
    picture::take_in(state, shop, &kept).await?;
    Ok(Ok(kept.picture.id))
}

/// Pictures that products of shops wait for that never were open.
async fn of_rows(state: &AppState) -> Result<bool, Error> {
    let sql = "select f.product_id, f.position, f.source, p.shop_id from product_pictures f join products p on p.id = f.product_id
        join shops s on s.id = p.shop_id where f.state = 'waiting' and f.source is not null and s.state = 'draft'
        order by f.product_id, f.position limit $1";
    let found: Vec<(i64, i64, String, i64)> = sqlx::query_as(sql).bind(A_ROUND).fetch_all(&state.db.pool).await?;
    let Some(fetcher) = fetcher(&found)? else { return Ok(false) };
    for (product, position, source, shop) in &found {
        let (id, word, why) = match fetch(state, &fetcher, *shop, source).await? {
            Ok(id) => (Some(id), "kept", None),
            Err(why) => (None, "failed", Some(why)),
        };
        let mut write = state.db.write().await?;
        let sql =
            "update product_pictures set picture_id = $1, state = $2, why = $3 where product_id = $4 and position = $5 and source = $6";
        sqlx::query(sql).bind(id).bind(word).bind(why).bind(*product).bind(*position).bind(source).execute(&mut *write.tx).await?;
        let sql =
            "update products set picture_id = (select picture_id from product_pictures where product_id = $1 and picture_id is not null
            order by position limit 1) where id = $1";
        sqlx::query(sql).bind(*product).execute(&mut *write.tx).await?;
        write.touch(*product);
        write.commit().await?;
    }
    Ok(true)
}

/// Pictures that drafts wait for.
async fn of_drafts(state: &AppState) -> Result<bool, Error> {
    // A picture that waits has a source and stands for none: its document says so in these letters.
    let sql = "select shop_id, thing_id from drafts where kind = 'product' and document like '%{\"source\":%' order by updated_at limit $1";
    let found: Vec<(i64, i64)> = sqlx::query_as(sql).bind(A_ROUND).fetch_all(&state.db.pool).await?;
    let Some(fetcher) = fetcher(&found)? else { return Ok(false) };
    for (shop, thing) in &found {
        let mut tx = state.db.pool.begin().await?;
        let Some(kept) = draft::of(&mut tx, *shop, *thing).await? else { continue };
        drop(tx);
        let Document::Product(product) = kept.document else { continue };
        let mut got = Vec::new();
        for placed in product.pictures.iter().filter(|placed| placed.picture.is_empty()) {
            if let Some(source) = &placed.source {
                got.push((source.clone(), fetch(state, &fetcher, *shop, source).await?));
            }
        }
        settle(state, *shop, *thing, got).await?;
    }
    Ok(true)
}

/// Puts fetched pictures into a draft, as it is by now; those that could not be had are left out of it.
async fn settle(state: &AppState, shop: i64, thing: i64, got: Vec<(String, Result<String, String>)>) -> Result<(), Error> {
    let mut write = state.db.write().await?;
    let Some(kept) = draft::of(&mut write.tx, shop, thing).await? else { return Ok(()) };
    let Document::Product(product) = kept.document else { return Ok(()) };
    let mut product: ProductDraft = *product;
    for (source, outcome) in got {
        match outcome {
            Ok(id) => {
                for placed in product.pictures.iter_mut().filter(|placed| placed.source.as_deref() == Some(&source)) {
                    placed.picture.clone_from(&id);
                }
            }
            Err(why) => {
                tracing::info!(source, why, "a picture could not be had");
                product.pictures.retain(|placed| placed.source.as_deref() != Some(source.as_str()) || !placed.picture.is_empty());
            }
        }
    }
    let text = Document::Product(Box::new(product)).written()?;
    // Who edits it meanwhile is told: the pictures are what they edit.
    let sql = "update drafts set document = $3, updated_at = $4 where shop_id = $1 and thing_id = $2";
    let update = sqlx::query(sql).bind(shop).bind(thing).bind(text).bind(ids::now_ms().max(kept.updated_at + 1));
    update.execute(&mut *write.tx).await?;
    write.keep().await
}
