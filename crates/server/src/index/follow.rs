//! Keeping the index up with the data, whoever writes it: this program, a command beside it, or another copy.

use std::time::Duration;

use ::search::{Of, Texts};

use super::read::{Which, products, put, street, write};
use crate::{db::touched, error::Error, state::AppState};

/// How long a change may go unnoticed while nobody asks.
const PAUSE: Duration = Duration::from_millis(250);
/// How long to wait before the database is asked again that did not answer.
const AFTER_FAILURE: Duration = Duration::from_secs(2);
/// More products than this in one change are read as the whole street is.
const MOST: usize = 5_000;

/// Reads the index and keeps it up, until the program ends.
pub async fn follow(state: AppState) {
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
    match state.index.version() {
        Some(held) if held == version => Ok(()),
        Some(held) => match touched(&state.db.pool, held, version).await?.filter(|ids| ids.len() <= MOST) {
            Some(ids) => catch_up(state, &ids, version).await,
            None => read_all(state).await,
        },
        None => read_all(state).await,
    }
}

async fn read_all(state: &AppState) -> Result<(), Error> {
    let begun = std::time::Instant::now();
    let held = street(&state.db).await?;
    let (products, milliseconds) = (held.index.products(), begun.elapsed().as_millis() as u64);
    tracing::info!(products, milliseconds, version = held.version, "the index is read");
    state.index.set(Some(held));
    Ok(())
}

async fn catch_up(state: &AppState, ids: &[i64], version: i64) -> Result<(), Error> {
    let (kinds, texts) = match state.index.look().as_ref() {
        Some(held) => (held.kinds.clone(), held.texts.clone()),
        None => return Ok(()),
    };
    let had_texts = texts.is_some();
    let mut read = Vec::new();
    for piece in ids.chunks(500) {
        read.extend(products(&state.db, &kinds, &Which::These(piece)).await?);
    }
    // The words are written before the index is held, and shown with the rest.
    let texts = match texts {
        Some(texts) => {
            let entries = match state.index.look().as_ref() {
                Some(held) => read.iter().map(|product| product.entry(&held.index)).collect(),
                None => Vec::new(),
            };
            for id in ids.iter().filter(|id| !read.iter().any(|product| product.id() == **id)) {
                texts.take(Of::Product, *id);
            }
            write(put(Some(texts), entries).await, Texts::commit).await
        }
        None => None,
    };
    if had_texts && texts.is_none() {
        // What was half written is read anew.
        return read_all(state).await;
    }
    state.index.change(|held| {
        for id in ids {
            if !read.iter().any(|product| product.id() == *id) {
                held.index.take(*id);
            }
        }
        for product in read {
            product.put(&mut held.index);
        }
        held.texts = texts;
        held.show_words();
        held.version = version;
        held.forget();
    });
    Ok(())
}
