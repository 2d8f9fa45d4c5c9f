//! One product of a list, laid over the shop: over its rows where nobody sees them, else over its draft. Pieces, and whether
//! it is shown, are live at once.

use serde::{Deserialize, Serialize};
use wire::{Slug, draft::ProductDraft};

use crate::{
    db::Write,
    draft::{
        self, Document,
        edit::{Edited, product_of},
        product,
    },
    error::Error,
    ids,
    import::carry::plan_over,
    product::write::{Became, Front, Outcome, listed::Listed, stored::Stored},
};

/// Whose change it is, and how it goes.
#[derive(Clone, Debug)]
pub struct Job {
    pub shop: i64,
    pub by: Option<i64>,
    /// Whether changes go to the rows: nobody sees a shop that never was open.
    pub is_unseen: bool,
}

/// What an import did to one product: what it was before, as its editor had it, and what it became.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Thing {
    pub thing: i64,
    pub slug: String,
    pub before: Option<ProductDraft>,
    pub after: ProductDraft,
}

/// The shop as products are written into it.
///
/// # Errors
/// Where the database is away.
pub async fn front(write: &mut Write, shop: i64) -> Result<Front, Error> {
    let slug: String = sqlx::query_scalar("select slug from shops where id = $1").bind(shop).fetch_one(&mut *write.tx).await?;
    let slug: Slug = slug.parse().map_err(Error::fault)?;
    Front::load(&mut write.tx, &slug).await?.ok_or(Error::NotFound)
}

/// Lays one product of a list.
///
/// # Errors
/// Where the database is away.
pub async fn lay(write: &mut Write, front: &Front, job: &Job, listed: Listed, created_at: i64) -> Result<(Outcome, Option<Thing>), Error> {
    let slug = listed.slug.clone();
    let before = match product_of(&mut write.tx, job.shop, slug.as_str()).await {
        Ok(edited) => Some(edited),
        Err(Error::NotFound) => None,
        Err(error) => return Err(error),
    };
    let base: Option<Stored> = before.as_ref().map(|edited| {
        let mut stored = product::over(&edited.draft, edited.id, edited.live.as_ref().map(|live| &live.stored));
        stored.state = if edited.draft.shown { "shown" } else { "hidden" }.to_owned();
        stored
    });
    let (new, remarks) = match plan_over(base.as_ref(), listed, created_at) {
        Ok(planned) => planned,
        Err(remark) => return Ok((Outcome { became: Became::Refused, remarks: vec![remark] }, None)),
    };
    let became = match &base {
        None => Became::New,
        Some(base) if *base == new => Became::Unchanged,
        Some(_) => Became::Changed,
    };
    if became == Became::Unchanged {
        return Ok((Outcome { became, remarks }, None));
    }
    let collections = before.as_ref().map(|edited| edited.draft.collections.clone()).unwrap_or_default();
    let after = product::document(&new, collections);
    put(write, front, job, (new.id, slug.as_str()), &after, before.as_ref(), created_at).await?;
    let thing = Thing { thing: new.id, slug: slug.to_string(), before: before.map(|edited| edited.draft), after };
    Ok((Outcome { became, remarks }, Some(thing)))
}

/// Puts a product as its editor is to have it.
///
/// # Errors
/// Where the database is away.
pub async fn put(
    write: &mut Write,
    front: &Front,
    job: &Job,
    (id, slug): (i64, &str),
    after: &ProductDraft,
    before: Option<&Edited>,
    created_at: i64,
) -> Result<(), Error> {
    let live = before.and_then(|edited| edited.live.as_ref());
    if job.is_unseen {
        let mut new = product::over(after, id, live.map(|live| &live.stored));
        if live.is_none() {
            new.created_at = created_at;
        }
        at_once(&mut new, after);
        new.save(&mut write.tx, front, slug, live.map(|live| &live.stored)).await?;
        write.touch(id);
        return Ok(());
    }
    if let Some(live) = live {
        let mut now = live.stored.clone();
        at_once(&mut now, after);
        if now != live.stored {
            now.save(&mut write.tx, front, &live.slug, Some(&live.stored)).await?;
            let sql = "update products set updated_at = $2 where id = $1";
            sqlx::query(sql).bind(id).bind(live.updated_at).execute(&mut *write.tx).await?;
            write.touch(id);
        }
        if !after.gone && product::over(after, id, Some(&now)) == now && after.collections == live.collections {
            draft::drop(&mut write.tx, job.shop, id).await?;
            return Ok(());
        }
    }
    draft::put(&mut write.tx, job.shop, job.by, id, Some(slug), &Document::Product(Box::new(after.clone()))).await?;
    Ok(())
}

/// What is live of a product, from its document.
fn at_once(stored: &mut Stored, document: &ProductDraft) {
    for variant in &mut stored.variants {
        let said = document.variants.iter().find(|one| one.id == ids::short(variant.id));
        variant.stock = said.map_or(variant.stock, |said| said.stock);
    }
    stored.state = if document.shown { "shown" } else { "hidden" }.to_owned();
}
