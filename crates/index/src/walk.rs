//! One walk over a list's products: which are shown, in which order, and how many there would be beside every other choice.

use std::collections::HashMap;

use crate::{
    order::Key,
    query::{Flag, Group, Query, Scope},
    street::{Index, NONE, Now, Row, Shop, Variant},
};

/// How many products a list would show, by what would be chosen.
///
/// A value counts the products that would be shown if it were chosen in place of its group's other values, beside what is
/// chosen in the other groups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// By the place of the window.
    pub windows: Vec<u32>,
    /// By the place of the sub-category.
    pub categories: Vec<u32>,
    /// By the number of the district.
    pub districts: Vec<u32>,
    /// By the number of the option's value.
    pub choices: Vec<u32>,
    /// By the place in [`Flag::ALL`].
    pub flags: [u32; 6],
    /// The lowest and the highest price in the order's currency, of variants that satisfy all but the price.
    pub prices: Option<(i64, i64)>,
    /// By the place in [`wire::Currency::ALL`]: products priced in it that satisfy all but the price.
    pub currencies: [u32; 6],
    /// For each group with a choice, how many there would be without it, beside those that are shown already.
    pub without: HashMap<Group, u32>,
}

/// What a walk found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Ids with their places in the order.
    pub items: Vec<(i64, Key)>,
    /// Whether more come after.
    pub more: bool,
    pub total: u32,
    pub counts: Counts,
}

const CATEGORY: u32 = 1 << 6;
const DISTRICT: u32 = 1 << 7;
const PRICE: u32 = 1 << 8;
const WINDOW: u32 = 1 << 9;
/// The bit of the first option that has a choice; there are as many as the query names.
const AXES: u32 = 10;
/// The most options that one query may choose from.
const MOST_AXES: usize = 16;

/// A query made ready: every choice as a table to look into.
struct Asked<'a> {
    index: &'a Index,
    now: &'a Now,
    query: &'a Query<'a>,
    /// One bit a group that has a choice. The bits of [`Flag::ALL`] are the lowest six.
    required: u32,
    /// One bit a chosen window.
    windows: u64,
    categories: Vec<bool>,
    districts: Vec<bool>,
    /// For each value of an option with a choice: its group's bit, and whether it is chosen.
    choices: Vec<(u32, bool)>,
}

impl<'a> Asked<'a> {
    fn new(index: &'a Index, now: &'a Now, query: &'a Query<'a>) -> Self {
        let mut required = query.flags.iter().fold(0, |bits, flag| bits | flag.bit());
        let mut categories = vec![false; index.categories().len()];
        if let Some(chosen) = &query.categories {
            required |= CATEGORY;
            for place in 0..categories.len() {
                // Parents stand before their children, so theirs is known already.
                let parent = index.categories().get(place).and_then(|category| category.parent);
                let below = parent.is_some_and(|parent| categories.get(usize::from(parent)).is_some_and(|chosen| *chosen));
                let own = u32::try_from(place).is_ok_and(|place| chosen.0.contains(&place));
                if let Some(is_chosen) = categories.get_mut(place) {
                    *is_chosen = below || own;
                }
            }
        }
        let mut districts = vec![false; index.districts.len()];
        if let Some(chosen) = &query.districts {
            required |= DISTRICT;
            for district in &chosen.0 {
                if let Some(is_chosen) = districts.get_mut(*district as usize) {
                    *is_chosen = true;
                }
            }
        }
        if query.price.is_some() {
            required |= PRICE;
        }
        let mut windows = 0;
        if let Some(chosen) = &query.windows {
            required |= WINDOW;
            windows = chosen.0.iter().fold(0, |bits, place| bits | 1_u64.checked_shl(*place).unwrap_or(0));
        }
        let mut choices = vec![(0, false); index.choice_count()];
        for (place, (axis, chosen)) in query.options.iter().enumerate().take(MOST_AXES) {
            let bit = 1 << (AXES + u32::try_from(place).unwrap_or(0));
            required |= bit;
            for (number, choice) in (0_u32..).zip(choices.iter_mut()) {
                if index.axis_of(number) == Some(*axis) {
                    *choice = (bit, chosen.0.contains(&number));
                }
            }
        }
        Self { index, now, query, required, windows, categories, districts, choices }
    }

    /// What of [`Flag::ALL`] is true of a whole shop, and which of its groups the shop fails.
    fn shop(&self, place: u32, shop: &Shop) -> (u32, u32) {
        let is = |list: &[bool]| list.get(place as usize).is_some_and(|is| *is);
        let mut flags = 0;
        if is(&self.now.open) {
            flags |= Flag::Open.bit();
        }
        if is(&self.now.pickup) {
            flags |= Flag::Pickup.bit();
        }
        let mut fails = self.required & Flag::Open.bit() & !flags;
        if self.required & DISTRICT != 0 && !self.districts.get(shop.district as usize).is_some_and(|chosen| *chosen) {
            fails |= DISTRICT;
        }
        if self.required & WINDOW != 0 && self.windows & shop.windows == 0 {
            fails |= WINDOW;
        }
        (flags, fails)
    }

    /// Which of the groups a product as a whole fails.
    fn row(&self, row: &Row) -> u32 {
        let mut fails = 0;
        if self.required & CATEGORY != 0 {
            let chosen = row.category().and_then(|category| self.categories.get(usize::from(category)));
            if chosen.is_none_or(|chosen| !chosen) {
                fails |= CATEGORY;
            }
        }
        if self.required & Flag::Clip.bit() != 0 && !row.has_clip {
            fails |= Flag::Clip.bit();
        }
        fails
    }

    /// What of [`Flag::ALL`] is true of a variant, and which of the groups it fails.
    fn variant(&self, shop: &Shop, shop_flags: u32, row: &Row, variant: &Variant) -> (u32, u32) {
        let mut flags = 0;
        if variant.in_stock {
            flags |= Flag::InStock.bit() | shop_flags & Flag::Pickup.bit();
        }
        if variant.on_sale {
            flags |= Flag::OnSale.bit();
        }
        if shop.delivery.is_some_and(|(fee, free_from)| fee == 0 || free_from.is_some_and(|from| variant.price >= from)) {
            flags |= Flag::FreeDelivery.bit();
        }
        const OF_VARIANTS: u32 =
            1 << Flag::InStock as u32 | 1 << Flag::Pickup as u32 | 1 << Flag::FreeDelivery as u32 | 1 << Flag::OnSale as u32;
        let mut fails = self.required & OF_VARIANTS & !flags;
        if let Some(range) = &self.query.price
            && (row.currency != range.currency || variant.price < range.from || variant.price > range.to)
        {
            fails |= PRICE;
        }
        let axes = self.required >> AXES << AXES;
        if axes != 0 {
            let mut met = 0;
            for choice in variant.choices {
                if let Some((bit, true)) = self.choices.get(choice as usize) {
                    met |= bit;
                }
            }
            fails |= axes & !met;
        }
        (flags, fails)
    }

    /// The group of a bit.
    fn group(&self, bit: u32) -> Option<Group> {
        match bit {
            WINDOW => Some(Group::Window),
            CATEGORY => Some(Group::Category),
            DISTRICT => Some(Group::District),
            PRICE => Some(Group::Price),
            bit if bit < CATEGORY => u8::try_from(bit.trailing_zeros()).ok().map(Group::Flag),
            bit => self.query.options.get((bit.trailing_zeros() - AXES) as usize).map(|(axis, _)| Group::Axis(*axis)),
        }
    }
}

/// What is gathered on the walk.
struct Gathered {
    counts: Counts,
    total: u32,
    /// The best so far, at most one more than asked for.
    items: Vec<(i64, Key)>,
    /// For each value of an option, the product that was counted for it last.
    counted: Vec<u32>,
    /// By bit: products that fail this group alone.
    without: [u32; 32],
}

/// What is the same for all products of a shop, computed once.
struct InShop<'a> {
    shop: &'a Shop,
    flags: u32,
    fails: u32,
    metres: i64,
    score: Option<u16>,
}

impl Index {
    /// Walks over a list.
    #[must_use]
    pub fn find(&self, query: &Query<'_>, now: &Now) -> Found {
        let asked = Asked::new(self, now, query);
        let mut gathered = Gathered {
            counts: Counts {
                windows: vec![0; self.windows().len()],
                categories: vec![0; self.categories().len()],
                districts: vec![0; self.districts.len()],
                choices: vec![0; self.choice_count()],
                ..Counts::default()
            },
            total: 0,
            items: Vec::with_capacity(query.limit + 2),
            counted: vec![NONE; self.choice_count()],
            without: [0; 32],
        };
        match query.scope {
            Scope::All => (0..self.shop_count()).for_each(|shop| asked.walk(shop, &mut gathered)),
            Scope::Window(window) => self.window(window).iter().for_each(|shop| asked.walk(*shop, &mut gathered)),
            Scope::Shop(shop) => self.shop_of(shop).into_iter().for_each(|shop| asked.walk(shop, &mut gathered)),
            Scope::Products(ids) => {
                ids.iter().fold(0, |near, id| asked.one(*id, near, None, &mut gathered).unwrap_or(near));
            }
            Scope::Ranked(ids) => {
                ids.iter().fold(0, |near, (id, score)| asked.one(*id, near, Some(*score), &mut gathered).unwrap_or(near));
            }
        }
        let Gathered { mut counts, total, mut items, without, .. } = gathered;
        for (place, count) in (0_u32..).zip(without) {
            if let Some(group) = (asked.required & 1 << place != 0).then(|| asked.group(1 << place)).flatten() {
                counts.without.insert(group, count);
            }
        }
        let more = items.len() > query.limit;
        items.truncate(query.limit);
        Found { items, more, total, counts }
    }
}

impl Asked<'_> {
    fn walk(&self, place: u32, gathered: &mut Gathered) {
        let Some(shop) = self.index.shop(place) else { return };
        let (flags, fails) = self.shop(place, shop);
        if fails.count_ones() > 1 {
            return;
        }
        let in_shop = InShop { shop, flags, fails, metres: self.query.sorting.metres(shop), score: None };
        for place in &shop.rows {
            if let Some(row) = self.index.row(*place) {
                self.step(*place, row, &in_shop, gathered);
            }
        }
    }

    /// One product by its id; gives the place of its row, from which the next is sought.
    fn one(&self, id: i64, near: u32, score: Option<u16>, gathered: &mut Gathered) -> Option<u32> {
        let place = self.index.row_after(id, near)?;
        let row = self.index.row(place)?;
        let shop = self.index.shop(row.shop)?;
        let (flags, fails) = self.shop(row.shop, shop);
        self.step(place, row, &InShop { shop, flags, fails, metres: self.query.sorting.metres(shop), score }, gathered);
        Some(place)
    }

    fn step(&self, place: u32, row: &Row, in_shop: &InShop<'_>, gathered: &mut Gathered) {
        let InShop { shop, flags: shop_flags, fails: shop_fails, metres, score } = *in_shop;
        let fails = shop_fails | self.row(row);
        if fails.count_ones() > 1 {
            return;
        }
        let counts = &mut gathered.counts;
        // Whether one variant satisfies all that is asked of variants; if so, what is true of those that do.
        let mut shown = false;
        let mut flags = 0;
        // The groups of which one variant fails nothing else.
        let mut alone = 0_u32;
        // Whether one satisfies all but the price.
        let mut but_price = false;
        for variant in self.index.variants(row) {
            let (variant_flags, variant_fails) = self.variant(shop, shop_flags, row, variant);
            if variant_fails == 0 {
                shown = true;
                flags |= variant_flags;
            } else if variant_fails.count_ones() == 1 {
                alone |= variant_fails;
            }
            if fails != 0 {
                continue;
            }
            but_price |= variant_fails & !PRICE == 0;
            if variant_fails & !PRICE == 0 && row.currency == self.query.sorting.currency {
                let (low, high) = counts.prices.unwrap_or((variant.price, variant.price));
                counts.prices = Some((low.min(variant.price), high.max(variant.price)));
            }
            if variant_fails.count_ones() > 1 {
                continue;
            }
            for choice in variant.choices {
                let Some((bit, _)) = self.choices.get(choice as usize) else { continue };
                // All else is satisfied, and what is not is this value's own group.
                let counts_here = variant_fails == 0 || variant_fails == *bit;
                if let (true, Some(last), Some(count)) =
                    (counts_here, gathered.counted.get_mut(choice as usize), counts.choices.get_mut(choice as usize))
                    && *last != place
                {
                    *last = place;
                    *count += 1;
                }
            }
        }
        if let (true, Some(count)) = (but_price, counts.currencies.get_mut(row.currency as usize)) {
            *count += 1;
        }
        if !shown {
            if fails == 0 {
                let mut left = alone;
                while left != 0 {
                    let bit = left.trailing_zeros();
                    left &= left - 1;
                    if let Some(count) = gathered.without.get_mut(bit as usize) {
                        *count += 1;
                    }
                }
            }
            return;
        }
        if fails & !WINDOW == 0 {
            for (place, count) in counts.windows.iter_mut().enumerate() {
                *count += u32::from(shop.windows >> place & 1 != 0);
            }
        }
        if fails & !CATEGORY == 0 {
            let mut category = row.category();
            while let Some(place) = category {
                if let Some(count) = counts.categories.get_mut(usize::from(place)) {
                    *count += 1;
                }
                category = self.index.categories().get(usize::from(place)).and_then(|category| category.parent);
            }
        }
        if fails & !DISTRICT == 0
            && let Some(count) = counts.districts.get_mut(shop.district as usize)
        {
            *count += 1;
        }
        if fails != 0 {
            if let Some(count) = gathered.without.get_mut(fails.trailing_zeros() as usize) {
                *count += 1;
            }
            return;
        }
        flags |= shop_flags & Flag::Open.bit();
        if row.has_clip {
            flags |= Flag::Clip.bit();
        }
        for (place, count) in counts.flags.iter_mut().enumerate() {
            *count += flags >> place & 1;
        }
        gathered.total += 1;
        let key = self.query.sorting.key(row, shop, metres, score);
        if self.query.after.is_some_and(|after| key <= after) {
            return;
        }
        let items = &mut gathered.items;
        let room = self.query.limit + 1;
        if items.len() == room && items.last().is_some_and(|(_, last)| *last <= key) {
            return;
        }
        let at = items.partition_point(|(_, one)| *one < key);
        items.insert(at, (row.id, key));
        items.truncate(room);
    }
}
