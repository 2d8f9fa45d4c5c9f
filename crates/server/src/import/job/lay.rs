//! One product of a list, laid over the shop: over its rows where nobody sees them, else over its draft. Pieces, and whether
//! it is shown, are live at once.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use wire::{
    Slug,
    draft::{Both, ProductDraft},
};

use crate::{
    db::Write,
    draft::{
        self, Document, differs,
        edit::{Edited, product_of},
        product,
    },
    error::Error,
    ids,
    import::carry::plan_over,
    product::write::{
        Became, Front, Part, Remark,
        listed::{Field, Listed},
        stored::Stored,
    },
};

/// Whose change it is, and how it goes.
#[derive(Clone, Debug)]
pub struct Job {
    pub shop: i64,
    pub by: Option<i64>,
    /// Whether changes go to the rows: nobody sees a shop that never was open.
    pub is_unseen: bool,
    /// When it was looked at what the list would do: what somebody changed after that stays.
    pub looked_at: Option<i64>,
}

/// What an import did to one product: what it was before, as its editor had it, and what it became.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Thing {
    pub thing: i64,
    pub slug: String,
    pub before: Option<ProductDraft>,
    pub after: ProductDraft,
}

impl Thing {
    /// Of a product that was there, the fields that it changed, with those that are live at once.
    ///
    /// # Errors
    /// Where it cannot be written as JSON.
    pub fn fields(&self) -> Result<Vec<String>, Error> {
        let Some(before) = &self.before else { return Ok(Vec::new()) };
        let document = |draft: &ProductDraft| Document::Product(Box::new(draft.clone()));
        let mut fields = differs::fields(&document(before), &document(&self.after))?;
        let stock: HashMap<&str, i64> = before.variants.iter().map(|one| (one.id.as_str(), one.stock)).collect();
        // Of variants that come or go it is said already that they change.
        if self.after.variants.iter().any(|one| stock.get(one.id.as_str()).is_some_and(|before| *before != one.stock)) {
            fields.push("stock".to_owned());
        }
        if before.shown != self.after.shown {
            fields.push("shown".to_owned());
        }
        Ok(fields)
    }
}

/// What became of one product of a list.
#[derive(Debug)]
pub struct Laid {
    pub became: Became,
    pub remarks: Vec<Remark>,
    /// What it is called by now, where that is known.
    pub name: Option<String>,
    /// Of one that is new or changed.
    pub thing: Option<Thing>,
}

impl Laid {
    /// It does not come in.
    #[must_use]
    pub fn refused(remarks: Vec<Remark>, name: Option<String>) -> Self {
        Self { became: Became::Refused, remarks, name, thing: None }
    }
}

/// A product's name as the list has it, or else as it is kept.
fn name(listed: &Listed, before: Option<&Edited>) -> Option<String> {
    if let Field::Value(name) = &listed.name {
        return Some(name.clone());
    }
    let Both { ko, en } = &before?.draft.name;
    ko.clone().or_else(|| en.clone())
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
pub async fn lay(write: &mut Write, front: &Front, job: &Job, listed: Listed, created_at: i64) -> Result<Laid, Error> {
    let slug = listed.slug.clone();
    let before = match product_of(&mut write.tx, job.shop, slug.as_str()).await {
        Ok(edited) => Some(edited),
        Err(Error::NotFound) => None,
        Err(error) => return Err(error),
    };
    let name = name(&listed, before.as_ref());
    let base: Option<Stored> = before.as_ref().map(|edited| {
        let mut stored = product::over(&edited.draft, edited.id, edited.live.as_ref().map(|live| &live.stored));
        stored.state = if edited.draft.shown { "shown" } else { "hidden" }.to_owned();
        stored
    });
    let (mut new, mut remarks) = match plan_over(base.as_ref(), listed, created_at) {
        Ok(planned) => planned,
        Err(remark) => return Ok(Laid::refused(vec![remark], name)),
    };
    let live = before.as_ref().and_then(|edited| edited.live.as_ref()).filter(|_| !job.is_unseen);
    if new.state == "shown" && live.is_some_and(|live| live.stored.state != "shown" && live.stored.lacks_price()) {
        new.state = "hidden".to_owned();
        let why = "its price is not open yet, so the product stays hidden: show it once its price is open".to_owned();
        remarks.push(Remark { part: Part::Shown, variant: 0, why });
    }
    let became = match &base {
        None => Became::New,
        Some(base) if *base == new => Became::Unchanged,
        Some(_) => Became::Changed,
    };
    // A list that says nothing of pieces is brought in over those that somebody counted.
    let is_live_changed = || base.as_ref().is_some_and(|base| differs_at_once(base, &new));
    if became == Became::Changed && before.as_ref().is_some_and(|edited| is_overtaken(job, edited, is_live_changed)) {
        let why = "the product changed after this list was looked at, so it stays as it is: bring the list in again".to_owned();
        return Ok(Laid::refused(vec![Remark { part: Part::Shown, variant: 0, why }], name));
    }
    if became == Became::Unchanged {
        return Ok(Laid { became, remarks, name, thing: None });
    }
    let collections = before.as_ref().map(|edited| edited.draft.collections.clone()).unwrap_or_default();
    let after = product::document(&new, collections);
    let place = Place { id: new.id, slug: slug.as_str(), created_at, stock_of_dropped: None };
    put(write, front, job, &place, &after, before.as_ref()).await?;
    let thing = Thing { thing: new.id, slug: slug.to_string(), before: before.map(|edited| edited.draft), after };
    Ok(Laid { became, remarks, name, thing: Some(thing) })
}

/// Whether somebody changed a product after it was looked at what the list would do: what is edited, or where the list changes
/// what is live at once, that.
fn is_overtaken(job: &Job, edited: &Edited, is_live_changed: impl FnOnce() -> bool) -> bool {
    let Some(looked_at) = job.looked_at else { return false };
    edited.since > looked_at || (edited.live.as_ref().is_some_and(|live| live.live_at > looked_at) && is_live_changed())
}

/// Whether a product differs in what is live at once: its pieces, and whether it is shown.
fn differs_at_once(before: &Stored, after: &Stored) -> bool {
    let stock: HashMap<i64, i64> = before.variants.iter().map(|one| (one.id, one.stock)).collect();
    before.state != after.state || after.variants.iter().any(|one| stock.get(&one.id).is_some_and(|stock| *stock != one.stock))
}

/// Where a product is put.
#[derive(Debug)]
pub struct Place<'a> {
    pub id: i64,
    pub slug: &'a str,
    /// When it came, in milliseconds of UTC, where it is new.
    pub created_at: i64,
    /// Pieces of each variant that shoppers see, and that the document has no more.
    pub stock_of_dropped: Option<i64>,
}

/// Puts a product as its editor is to have it; but what shoppers see without a price is hidden from them.
///
/// # Errors
/// Where the database is away.
pub async fn put(
    write: &mut Write,
    front: &Front,
    job: &Job,
    place: &Place<'_>,
    after: &ProductDraft,
    before: Option<&Edited>,
) -> Result<(), Error> {
    let Place { id, slug, created_at, stock_of_dropped } = *place;
    let live = before.and_then(|edited| edited.live.as_ref());
    if job.is_unseen {
        let mut new = product::over(after, id, live.map(|live| &live.stored));
        if live.is_none() {
            new.created_at = created_at;
        }
        at_once(&mut new, after, stock_of_dropped);
        new.save(&mut write.tx, front, slug, live.map(|live| &live.stored)).await?;
        write.touch(id);
        return Ok(());
    }
    if let Some(live) = live {
        let mut now = live.stored.clone();
        at_once(&mut now, after, stock_of_dropped);
        if now != live.stored {
            now.save(&mut write.tx, front, &live.slug, Some(&live.stored)).await?;
            let sql = "update products set updated_at = $2, live_at = $3 where id = $1";
            sqlx::query(sql).bind(id).bind(live.updated_at).bind(ids::now_ms()).execute(&mut *write.tx).await?;
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
fn at_once(stored: &mut Stored, document: &ProductDraft, stock_of_dropped: Option<i64>) {
    for variant in &mut stored.variants {
        let said = document.variants.iter().find(|one| one.id == ids::short(variant.id));
        variant.stock = said.map_or(stock_of_dropped.unwrap_or(variant.stock), |said| said.stock);
    }
    stored.state = if document.shown { "shown" } else { "hidden" }.to_owned();
    stored.hide_unpriced();
}
