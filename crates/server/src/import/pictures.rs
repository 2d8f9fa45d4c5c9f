//! Pictures that a list names: got, kept, and told to the products that show them.

use std::collections::HashMap;

use futures::{StreamExt, stream};
use sqlx::{Any, Transaction};
use wire::Picture;

use super::fetch::Fetcher;
use crate::{db::Db, error::Error, ids, media::Media, picture};

/// Pictures that are got at the same time.
const AT_ONCE: usize = 4;
/// Pictures that are written at the same time: few, so that others may write between them.
const A_WRITE: usize = 8;

/// A picture that some products wait for.
#[derive(Debug)]
pub struct Wanted {
    pub source: String,
    /// Products, and the picture's position in each.
    spots: Vec<(i64, i64)>,
}

/// A picture that could not be had, and why.
#[derive(Debug, PartialEq, Eq)]
pub struct Missed {
    pub source: String,
    pub why: String,
}

/// The pictures that are waited for, of one shop or of all, each once; also those that failed before `with_failed`.
///
/// # Errors
/// Where the database is away.
pub async fn wanted(db: &Db, shop: Option<i64>, with_failed: bool) -> Result<Vec<Wanted>, Error> {
    let rows: Vec<(i64, i64, String)> = sqlx::query_as(
        "select f.product_id, f.position, f.source from product_pictures f join products p on p.id = f.product_id
         where (f.state = 'waiting' or (f.state = 'failed' and $1 = 1)) and ($2 = 0 or p.shop_id = $2)
            and f.source is not null
         order by f.product_id, f.position",
    )
    .bind(i64::from(with_failed))
    .bind(shop.unwrap_or(0))
    .fetch_all(&db.pool)
    .await?;
    let mut out: Vec<Wanted> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for (product, position, source) in rows {
        let index = *known.entry(source.clone()).or_insert(out.len());
        if index == out.len() {
            out.push(Wanted { source, spots: Vec::new() });
        }
        if let Some(wanted) = out.get_mut(index) {
            wanted.spots.push((product, position));
        }
    }
    Ok(out)
}

/// Gets and keeps pictures. `progress` is told how many are done.
///
/// Those that could not be had are marked with why, and returned in the order in which they were wanted.
///
/// # Errors
/// Where the database or the media store cannot; what was kept until then stays.
pub async fn bring(
    db: &Db,
    media: &Media,
    fetcher: &Fetcher,
    wanted: Vec<Wanted>,
    mut progress: impl FnMut(usize, usize),
) -> Result<Vec<Missed>, Error> {
    let all = wanted.len();
    let order: HashMap<String, usize> = wanted.iter().enumerate().map(|(index, one)| (one.source.clone(), index)).collect();
    let mut missed = Vec::new();
    let work = stream::iter(wanted).map(|one| async {
        let outcome = get(media, fetcher, &one.source).await;
        (one, outcome)
    });
    let mut batches = work.buffer_unordered(AT_ONCE).chunks(A_WRITE);
    let mut done = 0;
    while let Some(batch) = batches.next().await {
        done += batch.len();
        let mut write = db.write().await?;
        for (one, outcome) in batch {
            let outcome = outcome?;
            record(&mut write.tx, &one, outcome.as_ref()).await?;
            one.spots.iter().for_each(|(product, _)| write.touch(*product));
            missed.extend(outcome.err().map(|why| Missed { source: one.source, why }));
        }
        write.commit().await?;
        progress(done, all);
    }
    missed.sort_by_key(|one| order.get(&one.source).copied());
    Ok(missed)
}

/// Gets one picture and writes its files, before any row names them and while no write is under way.
async fn get(media: &Media, fetcher: &Fetcher, source: &str) -> Result<Result<Picture, String>, Error> {
    let bytes = match fetcher.get(source).await {
        Ok(bytes) => bytes,
        Err(why) => return Ok(Err(why)),
    };
    match picture::keep(&bytes).await {
        Ok(kept) => {
            picture::store(&kept, media).await?;
            Ok(Ok(kept.picture))
        }
        Err(refused) => Ok(Err(refused.to_string())),
    }
}

async fn record(tx: &mut Transaction<'static, Any>, wanted: &Wanted, outcome: Result<&Picture, &String>) -> Result<(), Error> {
    let (id, state, why) = match outcome {
        Ok(picture) => {
            picture::insert(tx, picture, ids::now_ms()).await?;
            (Some(picture.id.as_str()), "kept", None)
        }
        Err(why) => (None, "failed", Some(why.as_str())),
    };
    for (product, position) in &wanted.spots {
        // The source is asked for too: another import may have put another picture there meanwhile.
        let update = "update product_pictures set picture_id = $1, state = $2, why = $3
             where product_id = $4 and position = $5 and source = $6";
        sqlx::query(update).bind(id).bind(state).bind(why).bind(*product).bind(*position).bind(&wanted.source).execute(&mut **tx).await?;
        if id.is_some() {
            let first = "update products set updated_at = $2, picture_id = (
                    select picture_id from product_pictures where product_id = $1 and picture_id is not null
                    order by position limit 1) where id = $1";
            sqlx::query(first).bind(*product).bind(ids::now_ms()).execute(&mut **tx).await?;
        }
    }
    Ok(())
}
