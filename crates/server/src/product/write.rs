//! Saving a product from a merchant's list: what it becomes is planned without I/O, and written only where it differs.

pub mod listed;
mod save;
pub mod stored;

use sqlx::{Any, Transaction};
use wire::{Currency, Slug};

use crate::{
    db::Write,
    error::Error,
    ids,
    import::{
        called::{found, option_called},
        carry::plan_over,
    },
};
use listed::{Field, Listed, ListedOption, ListedPicture, ListedVariant};
use stored::{Stored, StoredOption, StoredPicture, StoredVariant, Tags, Texts, is_korean};

/// Pieces of a variant whose list does not count them: enough to be called in stock, and no more.
pub const UNCOUNTED: i64 = 999;
/// The most variants of a product.
pub const MOST_VARIANTS: usize = 250;

/// What writing a product needs to know of its shop.
#[derive(Clone, Debug)]
pub struct Front {
    pub id: i64,
    pub currency: Currency,
    pub is_open: bool,
    /// Ids of the windows that it stands in.
    pub windows: Vec<i64>,
}

impl Front {
    /// The shop of that slug.
    ///
    /// # Errors
    /// Where the database is away, or the shop's currency is none that this program knows.
    pub async fn load(tx: &mut Transaction<'static, Any>, shop: &Slug) -> Result<Option<Self>, Error> {
        let row: Option<(i64, String, String)> =
            sqlx::query_as("select id, currency, state from shops where slug = $1").bind(shop.as_str()).fetch_optional(&mut **tx).await?;
        let Some((id, currency, state)) = row else { return Ok(None) };
        let windows = sqlx::query_scalar("select window_id from shop_windows where shop_id = $1 order by position")
            .bind(id)
            .fetch_all(&mut **tx)
            .await?;
        let currency = currency.parse().map_err(Error::fault)?;
        Ok(Some(Self { id, currency, is_open: state == "open", windows }))
    }
}

/// What a product of the list became.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Became {
    New,
    Changed,
    Unchanged,
    Refused,
}

/// Which part of a product a remark is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Name,
    Price,
    Before,
    Options,
    Sku,
    /// Whether it is shown, for which there is nothing to put right in the list.
    Shown,
}

/// Something that a merchant should know, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    pub part: Part,
    /// Which variant of the list.
    pub variant: usize,
    pub why: String,
}

/// What became of a product, and what was mended on the way or, where it was refused, why.
#[derive(Clone, Debug)]
pub struct Outcome {
    pub became: Became,
    pub remarks: Vec<Remark>,
}

/// Saves one product into the shop, within a write. A refused one leaves nothing.
///
/// `created_at`, in milliseconds of UTC, is for a product that is new.
///
/// # Errors
/// Where the database cannot.
pub async fn save(write: &mut Write, front: &Front, listed: Listed, created_at: i64) -> Result<Outcome, Error> {
    let old = Stored::load(&mut write.tx, front.id, listed.slug.as_str()).await?;
    let slug = listed.slug.clone();
    let (new, remarks) = match plan_over(old.as_ref(), listed, created_at) {
        Ok(planned) => planned,
        Err(remark) => return Ok(Outcome { became: Became::Refused, remarks: vec![remark] }),
    };
    let became = match &old {
        None => Became::New,
        Some(old) if *old == new => Became::Unchanged,
        Some(_) => Became::Changed,
    };
    if became != Became::Unchanged {
        new.save(&mut write.tx, front, slug.as_str(), old.as_ref()).await?;
        write.touch(new.id);
    }
    Ok(Outcome { became, remarks })
}

/// The product after the list was laid over what is kept, with what had to be mended.
///
/// # Errors
/// Why it cannot be.
pub fn plan(old: Option<&Stored>, listed: Listed, created_at: i64) -> Result<(Stored, Vec<Remark>), Remark> {
    if old.is_none() && !matches!(listed.name, Field::Value(_)) {
        let why = "a new product needs a title, and the list has no column for it".to_owned();
        return Err(Remark { part: Part::Name, variant: 0, why });
    }
    let blank = || Stored {
        id: ids::fresh(),
        state: "shown".to_owned(),
        name: Texts::default(),
        description: Texts::default(),
        kind: Texts::default(),
        origin: Texts::default(),
        vendor: None,
        tags: Tags::default(),
        options: Vec::new(),
        variants: Vec::new(),
        pictures: Vec::new(),
        created_at,
    };
    let mut new = old.cloned().unwrap_or_else(blank);
    let is_korean_product = matches!(&listed.name, Field::Value(name) if is_korean(name));
    new.name = text_over(listed.name, new.name);
    new.description = text_over(listed.description, new.description);
    new.kind = text_over(listed.kind, new.kind);
    new.vendor = listed.vendor.over(new.vendor);
    new.tags = Tags(listed.tags.over(Some(new.tags.0)).unwrap_or_default());
    new.pictures = pictures_over(listed.pictures, new.pictures);

    let had_no_price = new.variants.iter().all(|variant| variant.price == 0);
    let mut remarks = Vec::new();
    match listed.options.value_or_absent() {
        Some(options) => {
            let kept = std::mem::take(&mut new.options);
            let old_variants = std::mem::take(&mut new.variants);
            let of_axis = |axis: usize| kept.get(axis).map(|old| old.values.as_slice()).unwrap_or_default();
            let places: Places = options.iter().enumerate().map(|(axis, option)| found(of_axis(axis), &option.values)).collect();
            let matches = match_variants(&old_variants, &places, &listed.variants);
            new.options = options_over(&kept, options, &places, is_korean_product);
            for (index, (variant, old)) in listed.variants.into_iter().zip(matches).enumerate() {
                let old = old.and_then(|found| old_variants.get(found));
                let values = variant.values.iter().filter_map(|value| i64::try_from(*value).ok()).collect();
                new.variants.push(variant_over(variant, values, old, index, &mut remarks));
            }
        }
        None => lay_by_sku(&mut new, listed.variants, &mut remarks)?,
    }
    new.state = match listed.shown {
        Field::Value(true) | Field::Blank => "shown".to_owned(),
        Field::Value(false) => "hidden".to_owned(),
        // It was hidden for want of a price, and has one now.
        Field::Absent if new.state == "hidden" && had_no_price && remarks.iter().all(|one| one.part != Part::Price) => "shown".to_owned(),
        Field::Absent => new.state,
    };
    if remarks.iter().any(|remark| remark.part == Part::Price) {
        new.state = "hidden".to_owned();
    }
    Ok((new, remarks))
}

impl Field<Vec<ListedOption>> {
    /// The options that the list says, which may be none; `None` where it does not speak of options.
    fn value_or_absent(self) -> Option<Vec<ListedOption>> {
        match self {
            Self::Absent => None,
            Self::Blank => Some(Vec::new()),
            Self::Value(options) => Some(options),
        }
    }
}

fn text_over(field: Field<String>, kept: Texts) -> Texts {
    match field {
        Field::Absent => kept,
        Field::Blank => Texts::default(),
        Field::Value(text) => kept.overwritten(text),
    }
}

/// The list's pictures, with what is known of those that were there; pictures that came from no list stay behind them.
fn pictures_over(field: Field<Vec<ListedPicture>>, kept: Vec<StoredPicture>) -> Vec<StoredPicture> {
    let listed = match field {
        Field::Absent => return kept,
        Field::Blank => Vec::new(),
        Field::Value(pictures) => pictures,
    };
    let picture = |one: ListedPicture| {
        let old = kept.iter().find(|old| old.source.as_deref() == Some(one.source.as_str())).cloned();
        let old = old.unwrap_or_else(|| StoredPicture {
            picture_id: None,
            source: Some(one.source),
            state: "waiting".to_owned(),
            why: None,
            alt: Texts::default(),
        });
        StoredPicture { alt: text_over(one.alt, old.alt.clone()), ..old }
    };
    let own = kept.iter().filter(|old| old.source.is_none()).cloned();
    listed.into_iter().map(picture).chain(own).collect()
}

/// For each option of a list and each of its values, which value that is kept there it is.
type Places = Vec<Vec<Option<usize>>>;

/// The options with the translations that were there for the same words.
///
/// A word without Hangul (M, 250 ml) in a Korean product's options stands for both languages.
fn options_over(kept: &[StoredOption], listed: Vec<ListedOption>, places: &Places, is_korean_product: bool) -> Vec<StoredOption> {
    let texts = |text: String, old: Option<&Texts>| match old {
        Some(old) => old.clone(),
        None if is_korean_product && !is_korean(&text) => Texts { ko: Some(text.clone()), en: Some(text) },
        None => Texts::of(text),
    };
    let option = |((index, option), places): ((usize, ListedOption), &Vec<Option<usize>>)| {
        // A value that is found keeps its words also under another name of its option.
        let old = |place: Option<usize>| kept.get(index)?.values.get(place?);
        let values = option.values.into_iter().zip(places).map(|(value, place)| texts(value, old(*place))).collect();
        let known = option_called(kept, index, &option.name).and_then(|place| kept.get(place));
        StoredOption { name: texts(option.name, known.map(|known| &known.name)), values }
    };
    listed.into_iter().enumerate().zip(places).map(option).collect()
}

/// For each listed variant, which of those kept it is: the one with the same values, or else with the same SKU.
fn match_variants(old: &[StoredVariant], places: &Places, listed: &[ListedVariant]) -> Vec<Option<usize>> {
    let same_values = |one: &StoredVariant, other: &ListedVariant| {
        one.values.len() == other.values.len()
            && one.values.iter().zip(&other.values).enumerate().all(|(axis, (one, other))| {
                let place = places.get(axis).and_then(|places| *places.get(*other)?);
                place.is_some() && place == usize::try_from(*one).ok()
            })
    };
    let mut free: Vec<bool> = vec![true; old.len()];
    let mut take = |accept: &dyn Fn(&StoredVariant) -> bool| {
        let found = old.iter().zip(&free).position(|(one, free)| *free && accept(one))?;
        if let Some(slot) = free.get_mut(found) {
            *slot = false;
        }
        Some(found)
    };
    let mut out: Vec<Option<usize>> = listed.iter().map(|new| take(&|old| same_values(old, new))).collect();
    for (slot, new) in out.iter_mut().zip(listed).filter(|(slot, _)| slot.is_none()) {
        if let Field::Value(sku) = &new.sku {
            *slot = take(&|old| old.sku.as_ref() == Some(sku));
        }
    }
    out
}

/// Lays a list without columns for options over the variants that are there.
fn lay_by_sku(new: &mut Stored, listed: Vec<ListedVariant>, remarks: &mut Vec<Remark>) -> Result<(), Remark> {
    let refused = |part, variant, why: String| Remark { part, variant, why };
    if new.variants.is_empty() {
        if listed.len() > 1 {
            return Err(refused(Part::Options, 1, "a second variant needs an option that tells it from the first".to_owned()));
        }
        let only = listed.into_iter().next().unwrap_or_default();
        new.variants.push(variant_over(only, Vec::new(), None, 0, remarks));
        return Ok(());
    }
    let is_alone = new.variants.len() == 1 && listed.len() == 1;
    let several = new.variants.len();
    for (index, variant) in listed.into_iter().enumerate().filter(|(_, variant)| !variant.is_silent()) {
        let by_sku = |old: &&mut StoredVariant| matches!(&variant.sku, Field::Value(sku) if old.sku.as_ref() == Some(sku));
        let found = if is_alone { new.variants.first_mut() } else { new.variants.iter_mut().find(by_sku) };
        let Some(slot) = found else {
            let why = format!("the product has {several} variants, and neither options nor a known SKU say which is meant");
            // Options would say of all its variants which there are, and a list without them says it of none.
            return Err(refused(Part::Sku, index, why));
        };
        *slot = variant_over(variant, slot.values.clone(), Some(slot), index, remarks);
    }
    Ok(())
}

/// One variant after the list was laid over it. `values` are the positions of its options' values.
fn variant_over(
    listed: ListedVariant,
    values: Vec<i64>,
    old: Option<&StoredVariant>,
    index: usize,
    remarks: &mut Vec<Remark>,
) -> StoredVariant {
    let mut remark = |part, why: String| remarks.push(Remark { part, variant: index, why });
    let price = match (listed.price, old) {
        (Field::Value(price), _) => price,
        (Field::Absent, Some(old)) => old.price,
        (Field::Blank, _) | (Field::Absent, None) => {
            remark(Part::Price, "there is no price, so the product is kept hidden until it has one".to_owned());
            0
        }
    };
    let before = listed.before.over(old.and_then(|old| old.before)).filter(|before| {
        if *before <= price {
            remark(Part::Before, "the price before is not above the price and is left away".to_owned());
        }
        *before > price
    });
    let stock = match listed.stock {
        Field::Absent => old.map_or(UNCOUNTED, |old| old.stock),
        Field::Blank => 0,
        Field::Value(stock) => stock,
    };
    StoredVariant {
        id: old.map_or_else(ids::fresh, |old| old.id),
        values,
        sku: listed.sku.over(old.and_then(|old| old.sku.clone())),
        barcode: listed.barcode.over(old.and_then(|old| old.barcode.clone())),
        grams: listed.grams.over(old.and_then(|old| old.grams)),
        price,
        before,
        stock,
    }
}

#[cfg(test)]
mod tests;
