//! Keeping the index up with the data, whoever writes it: this program, a command beside it, or another copy.

use std::{collections::HashSet, sync::atomic::Ordering, time::Duration};

use ::search::Of;

use super::{
    read::{Kinds, Read, Which, products, street, write},
    shops::{ReadShop, sold_in},
};
use crate::{
    db::{Touched, touched},
    error::Error,
    state::AppState,
};

/// How long a change may go unnoticed while nobody asks.
const PAUSE: Duration = Duration::from_millis(250);
/// How long to wait before the database is asked again that did not answer.
const AFTER_FAILURE: Duration = Duration::from_secs(2);
/// More products than this in one change are read as the whole street is.
const MOST: usize = 5_000;

/// Keeps the index up until the program ends, whatever becomes of who does it.
pub async fn follow(state: AppState) {
    loop {
        let Err(error) = tokio::spawn(keep_following(state.clone())).await else { return };
        if error.is_cancelled() {
            return;
        }
        tracing::error!(%error, "the index is read anew: what kept it up has failed");
        // What it left may be half a change.
        state.index.set(None);
        tokio::time::sleep(AFTER_FAILURE).await;
    }
}

async fn keep_following(state: AppState) {
    loop {
        if let Err(error) = keep_up(&state).await {
            tracing::warn!(%error, "the index is behind: the database did not answer");
            // Whoever asks meanwhile does not hurry it: that would keep the database from coming back.
            tokio::time::sleep(AFTER_FAILURE).await;
            continue;
        }
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            () = state.index.wanted.notified() => {}
        }
    }
}

/// Brings the index up with the data.
///
/// # Errors
/// Where the database is away; the index stays as it was.
pub async fn keep_up(state: &AppState) -> Result<(), Error> {
    let version = state.db.version().await?;
    let Some(held) = state.index.version() else { return read_all(state).await };
    if state.index.lacks_words() {
        return read_all(state).await;
    }
    if held == version {
        return Ok(());
    }
    let Some(touched) = touched(&state.db.pool, held, version).await? else { return read_all(state).await };
    let Some(changes) = changes(state, touched, version).await? else { return read_all(state).await };
    catch_up(state, changes).await
}

/// Takes a shop over as it is now, without what it sells, for which the index stays of the version that it is of.
///
/// # Errors
/// Where the database is away; the index stays as it was.
pub async fn renew_shop(state: &AppState, shop: i64) -> Result<(), Error> {
    let now_shops = super::shops::shops(&state.db, Some(&[shop])).await?;
    let held = state.index.look().as_ref().map(|held| (held.version, held.kinds.clone()));
    let Some((version, mut kinds)) = held else { return Ok(()) };
    now_shops.iter().for_each(|shop| shop.stand(&mut kinds));
    catch_up(state, Changes { version, kinds, shops: vec![shop], now_shops, products: Vec::new(), now_products: Vec::new() }).await
}

async fn read_all(state: &AppState) -> Result<(), Error> {
    let begun = std::time::Instant::now();
    state.index.is_reading.store(true, Ordering::Relaxed);
    let read = street(&state.db, state.index.new_words().await).await;
    state.index.is_reading.store(false, Ordering::Relaxed);
    let mut held = read?;
    held.took = begun.elapsed();
    let (products, milliseconds) = (held.index.products(), held.took.as_millis() as u64);
    tracing::info!(products, milliseconds, version = held.version, "the index is read");
    state.index.set(Some(held));
    state.index.readings.fetch_add(1, Ordering::Relaxed);
    Ok(())
}

/// What the index has to take over to be of a version.
struct Changes {
    version: i64,
    kinds: Kinds,
    /// Shops that changed, and as they are now where they are open.
    shops: Vec<i64>,
    now_shops: Vec<ReadShop>,
    /// The same of products.
    products: Vec<i64>,
    now_products: Vec<Read>,
}

/// Reads what was touched; `None` where that is so much that the street is read whole instead.
async fn changes(state: &AppState, touched: Touched, version: i64) -> Result<Option<Changes>, Error> {
    let Touched { products: mut ids, shops } = touched;
    let (mut kinds, now_shops) = {
        let read = if shops.is_empty() { Vec::new() } else { super::shops::shops(&state.db, Some(&shops)).await? };
        let look = state.index.look();
        let Some(held) = look.as_ref() else { return Ok(None) };
        ids.extend(shops.iter().flat_map(|shop| held.index.products_of(*shop)));
        (held.kinds.clone(), read)
    };
    if !shops.is_empty() {
        ids.extend(sold_in(&state.db, &shops).await?);
    }
    ids.sort_unstable();
    ids.dedup();
    if ids.len() > MOST {
        return Ok(None);
    }
    // A product's sub-category is one of the windows that its shop stands in now.
    now_shops.iter().for_each(|shop| shop.stand(&mut kinds));
    let mut now_products = Vec::new();
    for piece in ids.chunks(500) {
        now_products.extend(products(&state.db, &kinds, &Which::These(piece)).await?);
    }
    Ok(Some(Changes { version, kinds, shops, now_shops, products: ids, now_products }))
}

async fn catch_up(state: &AppState, changes: Changes) -> Result<(), Error> {
    let Changes { version, kinds, shops, now_shops, products, now_products } = changes;
    let gone_shops: Vec<i64> = shops.into_iter().filter(|id| !now_shops.iter().any(|shop| shop.id() == *id)).collect();
    let known: HashSet<i64> = now_products.iter().map(Read::id).collect();
    let gone: Vec<i64> = products.into_iter().filter(|id| !known.contains(id)).collect();
    let texts = state.index.look().as_ref().and_then(|held| held.texts.clone());
    // The words are written before the index is held, and shown with the rest.
    let written = match texts {
        Some(texts) => {
            let entries: Vec<_> = match state.index.look().as_ref() {
                Some(held) => {
                    let of_products = now_products.iter().map(|product| product.entry(&held.index));
                    now_shops.iter().map(ReadShop::entry).chain(of_products).collect()
                }
                None => Vec::new(),
            };
            gone.iter().for_each(|id| texts.take(Of::Product, *id));
            gone_shops.iter().for_each(|id| texts.take(Of::Shop, *id));
            let written = write(Some(texts), move |texts| {
                entries.iter().try_for_each(|entry| texts.put(entry))?;
                texts.commit()
            });
            let Some(written) = written.await else {
                // What is half written is read anew.
                return read_all(state).await;
            };
            Some(written)
        }
        None => None,
    };
    state.index.change(|held| {
        held.kinds = kinds;
        for id in gone_shops {
            held.index.take_shop(id);
            held.pickup.remove(&id);
        }
        for shop in now_shops {
            shop.put(&mut held.index, &mut held.pickup);
        }
        gone.into_iter().for_each(|id| held.index.take(id));
        for product in now_products {
            product.put(&mut held.index);
        }
        held.texts = written;
        held.show_words();
        held.version = version;
        held.forget();
    });
    Ok(())
}
