//! The columns: shops, products and variants as small rows of numbers.

use std::collections::HashMap;

use wire::{Currency, Slug};

use crate::names::{Name, Names};

pub(crate) const NONE: u32 = u32::MAX;
const NO_CATEGORY: u16 = u16::MAX;
/// Windows past this number are not counted.
const MOST_WINDOWS: usize = 64;

/// A value of an option.
#[derive(Debug)]
pub struct Choice {
    pub axis: u32,
    /// Its number among the values of its axis.
    value: u32,
}

/// A window, as lists are narrowed to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    pub id: i64,
    pub slug: Slug,
}

/// A sub-category of a window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    pub slug: Slug,
    pub window: i64,
    pub name: Name,
    /// The place of the one above it in the list; it stands before.
    pub parent: Option<u16>,
}

/// A shop as it is put in.
#[derive(Clone, Debug, Default)]
pub struct NewShop {
    pub id: i64,
    /// Ids of the windows that it stands in.
    pub windows: Vec<i64>,
    pub district: Name,
    /// Degrees times a million.
    pub point: Option<[i32; 2]>,
    /// What delivery costs, and from which price on it is free; `None` where it does not deliver.
    pub delivery: Option<(i64, Option<i64>)>,
}

/// A product as it is put in.
#[derive(Clone, Debug)]
pub struct NewProduct {
    pub id: i64,
    pub shop: i64,
    pub category: Option<u16>,
    pub created_at: i64,
    /// What lists show, in minor units.
    pub price: i64,
    pub currency: Currency,
    pub in_stock: bool,
    pub has_clip: bool,
    /// What recommends it; more comes first.
    pub points: u8,
    pub variants: Vec<NewVariant>,
}

/// A variant as it is put in.
#[derive(Clone, Debug)]
pub struct NewVariant {
    pub price: i64,
    pub on_sale: bool,
    pub in_stock: bool,
    /// Numbers of its values, by [`Index::choice`].
    pub choices: [Option<u32>; 3],
}

#[derive(Debug)]
pub(crate) struct Shop {
    pub id: i64,
    pub district: u32,
    /// One bit a window, by its place.
    pub windows: u64,
    pub point: Option<[i32; 2]>,
    pub delivery: Option<(i64, Option<i64>)>,
    pub rows: Vec<u32>,
}

#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub id: i64,
    pub created_at: i64,
    pub price: i64,
    pub shop: u32,
    first: u32,
    variants: u16,
    category: u16,
    pub currency: Currency,
    pub points: u8,
    in_stock: bool,
    pub has_clip: bool,
}

impl Row {
    pub fn in_stock(&self) -> bool {
        self.in_stock
    }

    pub fn category(&self) -> Option<u16> {
        (self.category != NO_CATEGORY).then_some(self.category)
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Variant {
    pub price: i64,
    pub choices: [u32; 3],
    pub on_sale: bool,
    pub in_stock: bool,
}

/// What is so at this minute, for each shop by its place in the index.
#[derive(Clone, Debug, Default)]
pub struct Now {
    /// Open now.
    pub open: Vec<bool>,
    /// Hands over today what is asked for now.
    pub pickup: Vec<bool>,
}

/// The street in memory.
#[derive(Debug, Default)]
pub struct Index {
    pub axes: Names,
    pub districts: Names,
    categories: Vec<Category>,
    /// The values of each axis.
    values: Vec<Names>,
    /// All values of all axes, and the number of each by axis and its number there.
    choices: Vec<Choice>,
    choice_at: Vec<Vec<u32>>,
    pub(crate) shops: Vec<Shop>,
    shop_at: HashMap<i64, u32>,
    windows: HashMap<i64, Vec<u32>>,
    /// The windows that are counted, by their place.
    counted: Vec<Window>,
    rows: Vec<Row>,
    row_at: HashMap<i64, u32>,
    /// How many of the first rows stand in the order of their ids.
    in_order: usize,
    variants: Vec<Variant>,
}

impl Index {
    /// An empty street of these windows, with these sub-categories; each one's parent stands before it.
    #[must_use]
    pub fn new(mut windows: Vec<Window>, categories: Vec<Category>) -> Self {
        windows.truncate(MOST_WINDOWS);
        Self { counted: windows, categories, ..Self::default() }
    }

    #[must_use]
    pub fn categories(&self) -> &[Category] {
        &self.categories
    }

    /// The number of an option's value, a new one if it is new; `None` where no address could hold one of the two.
    pub fn choice(&mut self, axis: &Name, value: &Name) -> Option<u32> {
        let axis = self.axes.intern(axis)?;
        if self.values.len() <= axis as usize {
            self.values.resize_with(axis as usize + 1, Names::default);
            self.choice_at.resize_with(axis as usize + 1, Vec::new);
        }
        let value = self.values.get_mut(axis as usize)?.intern(value)?;
        let known = self.choice_at.get_mut(axis as usize)?;
        if known.len() <= value as usize {
            known.push(u32::try_from(self.choices.len()).ok()?);
            self.choices.push(Choice { axis, value });
        }
        known.get(value as usize).copied()
    }

    /// The number of what an address calls so.
    #[must_use]
    pub fn find_choice(&self, axis: &Slug, value: &Slug) -> Option<u32> {
        let axis = self.axes.find(axis)?;
        let value = self.values.get(axis as usize)?.find(value)?;
        self.choice_at.get(axis as usize)?.get(value as usize).copied()
    }

    /// The axis, the slug and the name of a value.
    #[must_use]
    pub fn choice_name(&self, choice: u32) -> Option<(u32, &Slug, &Name)> {
        let Choice { axis, value } = self.choices.get(choice as usize)?;
        let values = self.values.get(*axis as usize)?;
        Some((*axis, values.slug(*value)?, values.name(*value)?))
    }

    pub(crate) fn axis_of(&self, choice: u32) -> Option<u32> {
        self.choices.get(choice as usize).map(|choice| choice.axis)
    }

    pub(crate) fn choice_count(&self) -> usize {
        self.choices.len()
    }

    /// Ids of the shops, by their place.
    pub fn shop_ids(&self) -> impl Iterator<Item = i64> {
        self.shops.iter().map(|shop| shop.id)
    }

    /// Puts a shop in, once, before its products.
    pub fn put_shop(&mut self, shop: NewShop) {
        let Ok(place) = u32::try_from(self.shops.len()) else { return };
        let district = self.districts.intern(&shop.district).unwrap_or(NONE);
        let mut windows = 0;
        for window in shop.windows {
            self.windows.entry(window).or_default().push(place);
            windows |= self.window_place(window).map_or(0, |place| 1 << place);
        }
        self.shops.push(Shop { id: shop.id, district, windows, point: shop.point, delivery: shop.delivery, rows: Vec::new() });
        self.shop_at.insert(shop.id, place);
    }

    /// Puts a product in, or what has become of it. One of a shop that is not here is left out.
    pub fn put(&mut self, product: &NewProduct) {
        let Some(shop) = self.shop_at.get(&product.shop).copied() else { return };
        let (Ok(first), Ok(place)) = (u32::try_from(self.variants.len()), u32::try_from(self.rows.len())) else { return };
        let known = self.row_at.get(&product.id).copied();
        let old = known.and_then(|place| self.rows.get(place as usize)).map(|row| (row.shop, row.first, usize::from(row.variants)));
        let variants = product.variants.iter().take(usize::from(u16::MAX)).map(|variant| Variant {
            price: variant.price,
            choices: variant.choices.map(|choice| choice.unwrap_or(NONE)),
            on_sale: variant.on_sale,
            in_stock: variant.in_stock,
        });
        // As many variants as before go where they were; others go to the end, and the old ones lie fallow until the next start.
        let first = match old {
            Some((_, old, count)) if count == variants.len() => {
                for (place, variant) in self.variants.iter_mut().skip(old as usize).zip(variants) {
                    *place = variant;
                }
                old
            }
            _ => {
                self.variants.extend(variants);
                first
            }
        };
        let row = Row {
            id: product.id,
            created_at: product.created_at,
            price: product.price,
            shop,
            first,
            variants: u16::try_from(product.variants.len()).unwrap_or(u16::MAX),
            category: product.category.unwrap_or(NO_CATEGORY),
            currency: product.currency,
            points: product.points,
            in_stock: product.in_stock,
            has_clip: product.has_clip,
        };
        let place = match (known, old) {
            (Some(place), Some((from, ..))) => {
                if from != shop {
                    self.leave(from, place);
                    self.enter(shop, place);
                }
                if let Some(old) = self.rows.get_mut(place as usize) {
                    *old = row;
                }
                place
            }
            _ => {
                if self.in_order == self.rows.len() && self.rows.last().is_none_or(|last| last.id < row.id) {
                    self.in_order += 1;
                }
                self.rows.push(row);
                self.enter(shop, place);
                place
            }
        };
        self.row_at.insert(product.id, place);
    }

    /// Takes a product out: it is hidden, or gone.
    pub fn take(&mut self, id: i64) {
        if let Some(place) = self.row_at.remove(&id) {
            let row = self.rows.get_mut(place as usize);
            let shop = row.map_or(NONE, |row| std::mem::replace(&mut row.shop, NONE));
            self.leave(shop, place);
        }
    }

    fn enter(&mut self, shop: u32, row: u32) {
        if let Some(shop) = self.shops.get_mut(shop as usize) {
            shop.rows.push(row);
        }
    }

    fn leave(&mut self, shop: u32, row: u32) {
        if let Some(shop) = self.shops.get_mut(shop as usize) {
            shop.rows.retain(|one| *one != row);
        }
    }

    pub(crate) fn shop(&self, place: u32) -> Option<&Shop> {
        self.shops.get(place as usize)
    }

    pub(crate) fn shop_of(&self, id: i64) -> Option<u32> {
        self.shop_at.get(&id).copied()
    }

    pub(crate) fn shop_count(&self) -> u32 {
        u32::try_from(self.shops.len()).unwrap_or(u32::MAX)
    }

    /// The windows that are counted, by their place.
    #[must_use]
    pub fn windows(&self) -> &[Window] {
        &self.counted
    }

    /// The place of a window among them.
    #[must_use]
    pub fn window_place(&self, id: i64) -> Option<u32> {
        self.counted.iter().position(|one| one.id == id).and_then(|place| u32::try_from(place).ok())
    }

    /// Whether a product is in stock, where it is here.
    #[must_use]
    pub fn in_stock(&self, id: i64) -> Option<bool> {
        self.row(self.row_of(id)?).map(Row::in_stock)
    }

    pub(crate) fn window(&self, id: i64) -> &[u32] {
        self.windows.get(&id).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn row(&self, place: u32) -> Option<&Row> {
        self.rows.get(place as usize)
    }

    pub(crate) fn row_of(&self, id: i64) -> Option<u32> {
        self.row_at.get(&id).copied()
    }

    /// The place of a product's row, sought on from another's: where many are asked for by rising ids, that is sooner found
    /// than each by itself, for what is near in the order is near in memory.
    pub(crate) fn row_after(&self, id: i64, near: u32) -> Option<u32> {
        let rows = self.rows.get(..self.in_order).unwrap_or_default();
        let mut from = near as usize;
        if rows.get(from).is_none_or(|row| row.id > id) {
            from = 0;
        }
        let mut step = 1;
        while rows.get(from + step).is_some_and(|row| row.id <= id) {
            from += step;
            step *= 2;
        }
        let within = rows.get(from..(from + step).min(rows.len())).unwrap_or_default();
        let found = within.binary_search_by_key(&id, |row| row.id).ok().map(|place| from + place);
        // One that was taken out may have been put in again, further on.
        match found {
            Some(place) if rows.get(place).is_some_and(|row| row.shop != NONE) => u32::try_from(place).ok(),
            _ => self.row_of(id),
        }
    }

    pub(crate) fn variants(&self, row: &Row) -> &[Variant] {
        let first = row.first as usize;
        self.variants.get(first..first + usize::from(row.variants)).unwrap_or(&[])
    }

    /// How many products are in it.
    #[must_use]
    pub fn products(&self) -> usize {
        self.row_at.len()
    }
}

mod change;
#[cfg(test)]
mod tests;
