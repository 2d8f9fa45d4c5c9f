//! Undoing an import: what it wrote is put back where nobody changed it since. Pieces that were sold since are not.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use wire::draft::{Placed, ProductDraft};

use super::{
    Job,
    lay::{Place, Thing, front, put},
};
use crate::{
    db::Write,
    draft::{
        self,
        edit::{Edited, product_of},
        open::still,
        product,
    },
    error::Error,
    ids::{self, now_ms},
};

/// What undoing an import left: products that stay as they are, and those that were put back but for what is live of them.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Rest {
    pub left: Vec<String>,
    pub partly: Vec<String>,
}

impl Rest {
    /// From the database, where an older program has written of the first alone.
    ///
    /// # Errors
    /// Where it is neither.
    pub fn read(text: &str) -> Result<Self, Error> {
        if let Ok(left) = serde_json::from_str(text) {
            return Ok(Self { left, partly: Vec::new() });
        }
        Ok(serde_json::from_str(text)?)
    }
}

/// Undoes an import; what is left of it.
pub async fn undo(write: &mut Write, job: &Job, import: i64) -> Result<Rest, Error> {
    let sql = "select thing from import_things where import_id = $1 order by position";
    let things: Vec<String> = sqlx::query_scalar(sql).bind(import).fetch_all(&mut *write.tx).await?;
    let front = front(write, job.shop).await?;
    let mut rest = Rest::default();
    for thing in things {
        let Thing { thing, slug, before, after } = serde_json::from_str(&thing)?;
        let now = match product_of(&mut write.tx, job.shop, &slug).await {
            Ok(edited) if edited.id == thing => edited,
            // It is gone since, which undoes it as well.
            Ok(_) | Err(Error::NotFound) => continue,
            Err(error) => return Err(error),
        };
        if !is_as_left(&now.draft, &after, before.is_none()) {
            rest.left.push(slug);
            continue;
        }
        match before {
            Some(before) => {
                let (target, is_whole) = with_live(before, &after, &now, job.is_unseen);
                let place = Place { id: thing, slug: &slug, created_at: now_ms(), stock_of_dropped: None };
                put(write, &front, job, &place, &target, Some(&now)).await?;
                if !is_whole {
                    rest.partly.push(slug);
                }
            }
            None if now.live.is_none() => {
                draft::drop(&mut write.tx, job.shop, thing).await?;
            }
            None if job.is_unseen => {
                product::take_away(&mut write.tx, thing).await?;
                write.touch(thing);
            }
            // Shoppers see it since: that is not undone behind their backs.
            None => rest.left.push(slug),
        }
    }
    Ok(rest)
}

/// Whether nobody changed a product since an import left it so. That pictures came since which it waited for, or could not be
/// had, is no change, but what somebody wrote of them is. A product that the import made would be gone with what is live of it:
/// pieces that somebody counted, or that somebody hid it, are changes as well.
fn is_as_left(now: &ProductDraft, after: &ProductDraft, is_made: bool) -> bool {
    let awaited: HashSet<&str> =
        after.pictures.iter().filter(|placed| placed.picture.is_empty()).filter_map(|placed| placed.source.as_deref()).collect();
    let is_awaited = |placed: &Placed| placed.source.as_deref().is_some_and(|source| awaited.contains(source));
    let is_as_told = |placed: &Placed| after.pictures.iter().any(|one| one.source == placed.source && one.alt == placed.alt);
    let without = |draft: &ProductDraft| {
        let mut draft = if is_made { draft.clone() } else { still(draft) };
        draft.pictures.retain(|placed| !is_awaited(placed));
        draft
    };
    without(now) == without(after) && now.pictures.iter().filter(|placed| is_awaited(placed)).all(is_as_told)
}

/// What was before, with what is live as it is now where that changed since the import; whether all is as it was before.
fn with_live(before: ProductDraft, after: &ProductDraft, now: &Edited, is_unseen: bool) -> (ProductDraft, bool) {
    let of = |draft: &ProductDraft| -> HashMap<String, i64> { draft.variants.iter().map(|one| (one.id.clone(), one.stock)).collect() };
    let (after_stock, mut now_stock) = (of(after), of(&now.draft));
    // A variant that the import took out of the draft alone is on sale still.
    let live = now.live.iter().filter(|_| !is_unseen).flat_map(|live| &live.stored.variants);
    now_stock.extend(live.map(|variant| (ids::short(variant.id), variant.stock)));
    let mut target = before;
    let mut is_whole = true;
    for variant in &mut target.variants {
        let said = after_stock.get(&variant.id);
        if let Some(stock) = now_stock.get(&variant.id).filter(|stock| said != Some(stock)) {
            // Of what the import did not write nothing is left.
            is_whole &= said.is_none_or(|said| *said == variant.stock) || *stock == variant.stock;
            variant.stock = *stock;
        }
    }
    if now.draft.shown != after.shown {
        is_whole &= target.shown == after.shown || target.shown == now.draft.shown;
        target.shown = now.draft.shown;
    }
    // What shoppers would see of it has no price, and waits for the one that is put back here.
    if !is_unseen && target.shown && now.live.as_ref().is_some_and(|live| live.stored.lacks_price()) {
        (target.shown, is_whole) = (false, false);
    }
    (target, is_whole)
}
