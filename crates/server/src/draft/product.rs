//! A product: read from its rows as a document, and laid over them.

use std::collections::HashMap;

use sqlx::Row;
use wire::{
    Slug,
    draft::{Both, OptionDraft, Placed, ProductDraft, VariantDraft},
    now::DroppedVariant,
};

use crate::{
    db::Write,
    error::Error,
    ids,
    product::write::{
        Front,
        stored::{Stored, StoredOption, StoredPicture, StoredVariant, Tags, Texts, Tx},
    },
};

/// What a product's list is searched by: its names, lower case.
#[must_use]
pub fn searched(draft: &ProductDraft) -> String {
    let names = [draft.name.ko.as_deref(), draft.name.en.as_deref()];
    names.into_iter().flatten().collect::<Vec<_>>().join(" ").to_lowercase()
}

impl From<Texts> for Both {
    fn from(texts: Texts) -> Self {
        Self { ko: texts.ko, en: texts.en }
    }
}

impl From<Both> for Texts {
    fn from(both: Both) -> Self {
        Self { ko: both.ko, en: both.en }
    }
}

/// A product's document, from what is kept of it.
#[must_use]
pub fn document(stored: &Stored, collections: Vec<Slug>) -> ProductDraft {
    let option = |option: &StoredOption| OptionDraft {
        name: option.name.clone().into(),
        values: option.values.iter().cloned().map(Both::from).collect(),
    };
    let variant = |variant: &StoredVariant| VariantDraft {
        id: ids::short(variant.id),
        values: variant.values.iter().map(|value| u8::try_from(*value).unwrap_or(u8::MAX)).collect(),
        sku: variant.sku.clone(),
        barcode: variant.barcode.clone(),
        grams: variant.grams,
        price: variant.price,
        before: variant.before,
        stock: variant.stock,
    };
    let picture = |picture: &StoredPicture| Placed {
        picture: picture.picture_id.clone().unwrap_or_default(),
        source: picture.source.clone(),
        alt: picture.alt.clone().into(),
    };
    ProductDraft {
        name: stored.name.clone().into(),
        description: stored.description.clone().into(),
        kind: stored.kind.clone().into(),
        origin: stored.origin.clone().into(),
        vendor: stored.vendor.clone(),
        tags: stored.tags.0.clone(),
        options: stored.options.iter().map(option).collect(),
        variants: stored.variants.iter().map(variant).collect(),
        pictures: stored.pictures.iter().map(picture).collect(),
        collections,
        shown: stored.state == "shown",
        gone: false,
    }
}

/// Puts those pictures into a document that came while it was edited. Of one that is behind, what could not be had meanwhile is no
/// part any more; else it may wait for a picture that is new.
pub fn fill(draft: &mut ProductDraft, came: &[Placed], is_behind: bool) {
    draft.pictures.retain_mut(|placed| {
        let came = came.iter().find(|one| one.source.is_some() && one.source == placed.source);
        match came {
            _ if !placed.picture.is_empty() => true,
            Some(came) => {
                placed.picture.clone_from(&came.picture);
                true
            }
            None => !is_behind,
        }
    });
}

/// The variants that are kept and that a document has no more.
#[must_use]
pub fn dropped(draft: &ProductDraft, kept: &Stored) -> Vec<DroppedVariant> {
    let values = |variant: &StoredVariant| {
        let value = |(at, option): (&i64, &StoredOption)| option.values.get(usize::try_from(*at).ok()?).cloned().map(Both::from);
        variant.values.iter().zip(&kept.options).filter_map(value).collect()
    };
    let variants = kept.variants.iter().map(|variant| (ids::short(variant.id), variant));
    let is_dropped = |id: &str| draft.variants.iter().all(|one| one.id != id);
    variants
        .filter(|(id, _)| is_dropped(id))
        .map(|(id, variant)| DroppedVariant { id, values: values(variant), stock: variant.stock })
        .collect()
}

/// The product that a document makes of what is kept. What is live stays as it is kept: the pieces of variants that are there,
/// and whether the product is shown; but one without a price is hidden.
#[must_use]
pub fn over(draft: &ProductDraft, id: i64, old: Option<&Stored>) -> Stored {
    let kept: HashMap<i64, &StoredVariant> = old.iter().flat_map(|old| &old.variants).map(|one| (one.id, one)).collect();
    let variant = |draft: &VariantDraft| {
        let id = i64::from_str_radix(&draft.id, 36).unwrap_or_else(|_| ids::fresh());
        StoredVariant {
            id,
            values: draft.values.iter().copied().map(i64::from).collect(),
            sku: draft.sku.clone(),
            barcode: draft.barcode.clone(),
            grams: draft.grams,
            price: draft.price,
            before: draft.before,
            stock: kept.get(&id).map_or(draft.stock, |kept| kept.stock),
        }
    };
    let picture = |placed: &Placed| {
        let old = old.iter().flat_map(|old| &old.pictures).find(|one| one.source.is_some() && one.source == placed.source);
        let (picture_id, state, why) = match (placed.picture.as_str(), old) {
            ("", Some(old)) => (old.picture_id.clone(), old.state.clone(), old.why.clone()),
            ("", None) => (None, "waiting".to_owned(), None),
            (id, _) => (Some(id.to_owned()), "kept".to_owned(), None),
        };
        StoredPicture { picture_id, source: placed.source.clone(), state, why, alt: placed.alt.clone().into() }
    };
    let mut new = Stored {
        id,
        state: old.map_or_else(|| if draft.shown { "shown" } else { "hidden" }.to_owned(), |old| old.state.clone()),
        name: draft.name.clone().into(),
        description: draft.description.clone().into(),
        kind: draft.kind.clone().into(),
        origin: draft.origin.clone().into(),
        vendor: draft.vendor.clone(),
        tags: Tags(draft.tags.clone()),
        options: draft
            .options
            .iter()
            .map(|option| StoredOption {
                name: option.name.clone().into(),
                values: option.values.iter().cloned().map(Texts::from).collect(),
            })
            .collect(),
        variants: draft.variants.iter().map(variant).collect(),
        pictures: draft.pictures.iter().map(picture).collect(),
        created_at: old.map_or_else(ids::now_ms, |old| old.created_at),
    };
    new.hide_unpriced();
    new
}

/// A product with what is kept of it.
pub struct Found {
    pub stored: Stored,
    pub slug: String,
    pub collections: Vec<Slug>,
    pub updated_at: i64,
    /// Since when nobody changed it, but the program that put pictures in for which it waited.
    pub since: i64,
    /// When somebody changed its pieces last, or whether it is shown; 0 where nobody did.
    pub live_at: i64,
}

/// The shop's product of that number.
///
/// # Errors
/// Where the database is away.
pub async fn read(tx: &mut Tx, shop: i64, id: i64) -> Result<Option<Found>, Error> {
    let sql = "select slug, updated_at, case when filled_to = updated_at then filled_from else updated_at end as since,
            coalesce(live_at, 0) as live_at from products where shop_id = $1 and id = $2";
    let Some(row) = sqlx::query(sql).bind(shop).bind(id).fetch_optional(&mut **tx).await? else { return Ok(None) };
    let slug: String = row.try_get("slug")?;
    let Some(stored) = Stored::load(tx, shop, &slug).await? else { return Ok(None) };
    let sql = "select c.slug from collection_products cp join collections c on c.id = cp.collection_id where cp.product_id = $1 order by c.position, c.id";
    let names: Vec<String> = sqlx::query_scalar(sql).bind(id).fetch_all(&mut **tx).await?;
    let collections = names.iter().filter_map(|slug| slug.parse().ok()).collect();
    let (updated_at, since, live_at) = (row.try_get("updated_at")?, row.try_get("since")?, row.try_get("live_at")?);
    Ok(Some(Found { stored, slug, collections, updated_at, since, live_at }))
}

/// The number of the shop's product of that slug, of one that is a draft only too.
///
/// # Errors
/// Where the database is away.
pub async fn number(tx: &mut Tx, shop: i64, slug: &str) -> Result<Option<i64>, Error> {
    let sql = "select id from products where shop_id = $1 and slug = $2
        union select thing_id from drafts where shop_id = $1 and kind = 'product' and slug = $2";
    Ok(sqlx::query_scalar(sql).bind(shop).bind(slug).fetch_optional(&mut **tx).await?)
}

/// Lays a document over a product's rows, or takes the product away where the document says so.
///
/// # Errors
/// Where the database is away.
pub async fn write(write: &mut Write, front: &Front, id: i64, slug: &str, draft: &ProductDraft) -> Result<(), Error> {
    let old = read(&mut write.tx, front.id, id).await?;
    write.touch(id);
    if draft.gone {
        return take_away(&mut write.tx, id).await;
    }
    let new = over(draft, id, old.as_ref().map(|found| &found.stored));
    if old.as_ref().is_none_or(|old| old.stored != new || old.slug != slug) {
        new.save(&mut write.tx, front, slug, old.as_ref().map(|found| &found.stored)).await?;
    }
    if old.as_ref().is_none_or(|old| old.collections != draft.collections) {
        gather(&mut write.tx, front.id, id, &draft.collections).await?;
        // In which collections it stands is of the product too, for whoever edits it or looks at its preview.
        let sql = "update products set updated_at = $2 where id = $1 and updated_at = $3";
        let was = old.as_ref().map_or(0, |old| old.updated_at);
        sqlx::query(sql).bind(id).bind(ids::now_ms().max(was + 1)).bind(was).execute(&mut *write.tx).await?;
    }
    Ok(())
}

/// Takes a product away with all that hangs on it.
///
/// # Errors
/// Where the database is away.
pub async fn take_away(tx: &mut Tx, id: i64) -> Result<(), Error> {
    let gone = sqlx::query("delete from products where id = $1 and held_why is null").bind(id).execute(&mut **tx).await?;
    let there = "select count(*) from products where id = $1";
    // Else it came back without its hold.
    if gone.rows_affected() == 0 && sqlx::query_scalar::<_, i64>(there).bind(id).fetch_one(&mut **tx).await? > 0 {
        let (ko, en) = ("운영자가 내린 상품은 없앨 수 없습니다.", "A product that an operator holds off the street cannot be taken away.");
        return Err(Error::conflict(ko, en));
    }
    Ok(())
}

/// Puts a product into these collections of its shop, behind what is there.
async fn gather(tx: &mut Tx, shop: i64, product: i64, slugs: &[Slug]) -> Result<(), Error> {
    let there: Vec<(i64, String)> =
        sqlx::query_as("select id, slug from collections where shop_id = $1").bind(shop).fetch_all(&mut **tx).await?;
    for (id, slug) in there {
        if !slugs.iter().any(|one| one.as_str() == slug) {
            let sql = "delete from collection_products where collection_id = $1 and product_id = $2";
            sqlx::query(sql).bind(id).bind(product).execute(&mut **tx).await?;
            continue;
        }
        let sql = "insert into collection_products (collection_id, product_id, position)
            select $1, $2, coalesce((select max(position) + 1 from collection_products where collection_id = $1), 0)
            where not exists (select 1 from collection_products where collection_id = $1 and product_id = $2)";
        sqlx::query(sql).bind(id).bind(product).execute(&mut **tx).await?;
    }
    Ok(())
}
