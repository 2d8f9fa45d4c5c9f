//! Undoing an import: what it wrote is put back where nobody changed it since. Pieces that were sold since are not.

use std::collections::{HashMap, HashSet};

use wire::draft::{Placed, ProductDraft};

use super::{
    Job,
    lay::{Thing, front, put},
};
use crate::{
    db::Write,
    draft::{self, edit::product_of, open::still, product},
    error::Error,
    ids::now_ms,
};

/// Undoes an import; the products that stay as they are.
pub async fn undo(write: &mut Write, job: &Job, import: i64) -> Result<Vec<String>, Error> {
    let sql = "select thing from import_things where import_id = $1 order by position";
    let things: Vec<String> = sqlx::query_scalar(sql).bind(import).fetch_all(&mut *write.tx).await?;
    let front = front(write, job.shop).await?;
    let mut left = Vec::new();
    for thing in things {
        let Thing { thing, slug, before, after } = serde_json::from_str(&thing)?;
        let now = match product_of(&mut write.tx, job.shop, &slug).await {
            Ok(edited) if edited.id == thing => edited,
            // It is gone since, which undoes it as well.
            Ok(_) | Err(Error::NotFound) => continue,
            Err(error) => return Err(error),
        };
        if !is_as_left(&now.draft, &after, before.is_none()) {
            left.push(slug);
            continue;
        }
        match before {
            Some(before) => {
                let target = with_live(before, &after, &now.draft);
                put(write, &front, job, (thing, &slug), &target, Some(&now), now_ms()).await?;
            }
            None if now.live.is_none() => {
                draft::drop(&mut write.tx, job.shop, thing).await?;
            }
            None if job.is_unseen => {
                product::take_away(&mut write.tx, thing).await?;
                write.touch(thing);
            }
            // Shoppers see it since: that is not undone behind their backs.
            None => left.push(slug),
        }
    }
    Ok(left)
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

/// What was before, with what is live as it is now where that changed since the import.
fn with_live(before: ProductDraft, after: &ProductDraft, now: &ProductDraft) -> ProductDraft {
    let of = |draft: &ProductDraft| -> HashMap<String, i64> { draft.variants.iter().map(|one| (one.id.clone(), one.stock)).collect() };
    let (after_stock, now_stock) = (of(after), of(now));
    let mut target = before;
    for variant in &mut target.variants {
        if let Some(stock) = now_stock.get(&variant.id).filter(|stock| after_stock.get(&variant.id) != Some(stock)) {
            variant.stock = *stock;
        }
    }
    if now.shown != after.shown {
        target.shown = now.shown;
    }
    target
}
