//! What an address asks for, read into what the index or the database can be asked.

use ::index::{Category, Chosen, Flag, Index, Key, Query, Range, Scope, Sorting};
use wire::{
    Currency, Slug,
    filter::{By, Filters, position},
    listing::Sort,
};

use crate::{error::Error, rows};

/// The most values that one list is narrowed by.
const MOST_VALUES: usize = 40;
/// The highest price that is compared, in minor units.
const HIGHEST: i64 = 1_000_000_000_000;
/// The most options among them.
const MOST_OPTIONS: usize = 8;

/// A list that is asked for: checked, and not yet by the index's numbers.
#[derive(Clone, Debug)]
pub struct Listed {
    pub filters: Filters,
    pub sort: Sort,
    pub after: Option<Key>,
    pub limit: usize,
    windows: Vec<Slug>,
    categories: Vec<Slug>,
    districts: Vec<Slug>,
    options: Vec<(Slug, Slug)>,
    price: Option<(i64, i64)>,
    pub currency: Currency,
    flags: Vec<Flag>,
    near: Option<[i32; 2]>,
}

/// The letter of a sort in cursors.
fn letter(sort: Sort) -> &'static str {
    match sort {
        Sort::Recommended => "r",
        Sort::Newest => "n",
        Sort::PriceUp => "u",
        Sort::PriceDown => "d",
        Sort::Nearest => "m",
    }
}

/// The flag of that name.
fn flag(by: By) -> Option<Flag> {
    match by {
        By::InStock => Some(Flag::InStock),
        By::Pickup => Some(Flag::Pickup),
        By::FreeDelivery => Some(Flag::FreeDelivery),
        By::OnSale => Some(Flag::OnSale),
        By::Open => Some(Flag::Open),
        By::Clip => Some(Flag::Clip),
        _ => None,
    }
}

impl Listed {
    /// Reads and checks. Prices are in `currency` where the filters name no other.
    ///
    /// # Errors
    /// Where a value is not what its name asks for, there are too many, or the place is none of this order's.
    pub fn new(filters: Filters, sort: Sort, after: Option<&str>, limit: u32, currency: Currency) -> Result<Self, Error> {
        if filters.pairs().count() > MOST_VALUES {
            return Err(Error::invalid("query", format!("at most {MOST_VALUES} values narrow one list")));
        }
        let mut listed = Self {
            sort,
            after: None,
            limit: limit as usize,
            windows: Vec::new(),
            categories: Vec::new(),
            districts: Vec::new(),
            options: Vec::new(),
            price: None,
            currency,
            flags: Vec::new(),
            near: None,
            filters: Filters::default(),
        };
        let slug = |by: By, value: &str| value.parse::<Slug>().map_err(|why| Error::invalid(by.word(), why.to_string()));
        if let Some((by, code)) = filters.pairs().find(|(by, _)| *by == By::Currency) {
            listed.currency = code.parse().map_err(|_| Error::invalid(by.word(), "three letters of ISO 4217"))?;
        }
        let currency = listed.currency;
        let amount = |by: By, value: &str| {
            let amount = currency.amount(value).filter(|amount| *amount <= HIGHEST);
            amount.ok_or_else(|| {
                let digits = currency.digits();
                Error::invalid(by.word(), format!("an amount in {}, with at most {digits} digits behind the point", currency.code()))
            })
        };
        let (mut from, mut to) = (None, None);
        for (by, value) in filters.pairs() {
            match by {
                By::Window => listed.windows.push(slug(by, value)?),
                By::Category => listed.categories.push(slug(by, value)?),
                By::District => listed.districts.push(slug(by, value)?),
                By::Option => {
                    let (axis, value) = value.split_once(':').ok_or_else(|| Error::invalid("option", "option:value"))?;
                    listed.options.push((slug(by, axis)?, slug(by, value)?));
                }
                By::PriceMin => from = Some(amount(by, value)?),
                By::PriceMax => to = Some(amount(by, value)?),
                By::Currency => {}
                By::Near => {
                    // The index has millionths.
                    let here = position(value).ok_or_else(|| Error::invalid("near", "latitude,longitude in degrees"))?;
                    listed.near = Some(here.map(|hundredths| hundredths * 10_000));
                }
                by if value == "1" => listed.flags.extend(flag(by)),
                by => return Err(Error::invalid(by.word(), "1, or left out")),
            }
        }
        listed.options.sort();
        let axes = listed.options.chunk_by(|(one, _), (other, _)| one == other).count();
        if axes > MOST_OPTIONS {
            return Err(Error::invalid("option", format!("at most {MOST_OPTIONS} options at once")));
        }
        if from.is_some() || to.is_some() {
            listed.price = Some((from.unwrap_or(0), to.unwrap_or(i64::MAX)));
        }
        listed.filters = filters;
        if let Some(after) = after {
            let signs = Sorting::signs(sort);
            let numbers: [i64; 4] = rows::place(letter(sort), after)?;
            let mut key = [0; 4];
            for ((place, number), sign) in key.iter_mut().zip(numbers).zip(signs) {
                *place = number * sign;
            }
            listed.after = Some(key);
        }
        Ok(listed)
    }

    /// The cursor behind a place.
    #[must_use]
    pub fn cursor(&self, key: Key) -> String {
        rows::cursor(letter(self.sort), &key.map(i64::abs))
    }

    /// Whether the list is the whole one.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.filters.is_whole()
    }

    /// By the index's numbers. What it does not know is chosen all the same, and satisfied by nothing.
    #[must_use]
    pub fn query<'a>(&self, index: &Index, scope: Scope<'a>) -> Query<'a> {
        let window = self.window(index, scope);
        let categories = (!self.categories.is_empty()).then(|| {
            let here = |one: &Category| window.is_none_or(|id| one.window == id) && self.categories.contains(&one.slug);
            let places = (0_u32..).zip(index.categories()).filter(|(_, one)| here(one));
            Chosen(places.map(|(place, _)| place).collect())
        });
        let districts =
            (!self.districts.is_empty()).then(|| Chosen(self.districts.iter().filter_map(|slug| index.districts.find(slug)).collect()));
        let sorting = Sorting { sort: self.sort, currency: self.currency, near: self.near };
        let places = |slugs: &[Slug]| {
            let known = (0_u32..).zip(index.windows()).filter(|(_, window)| slugs.contains(&window.slug));
            Chosen(known.map(|(place, _)| place).collect())
        };
        Query {
            scope,
            windows: (!self.windows.is_empty()).then(|| places(&self.windows)),
            categories,
            options: self.axes(index).into_iter().map(|(axis, chosen, _)| (axis, Chosen(chosen))).collect(),
            price: self.price.map(|(from, to)| Range { currency: self.currency, from, to }),
            flags: self.flags.clone(),
            sorting: Sorting { near: sorting.near.or_else(|| index.middle_of(districts.as_ref())), ..sorting },
            districts,
            after: self.after,
            limit: self.limit,
        }
    }

    /// The options that are chosen from: the number of each, the numbers of its values, and what the address calls it.
    /// One that the index does not know has a number that no option has.
    pub(super) fn axes(&self, index: &Index) -> Vec<(u32, Vec<u32>, &Slug)> {
        let mut axes: Vec<(u32, Vec<u32>, &Slug)> = Vec::new();
        let mut unknown = u32::MAX;
        for (axis, value) in &self.options {
            let known = index.axes.find(axis);
            // In the one language or the other it is the same option.
            let same = axes.iter().position(|(number, _, called)| known.map_or(*called == axis, |known| known == *number));
            let place = same.unwrap_or_else(|| {
                unknown -= u32::from(known.is_none());
                axes.push((known.unwrap_or(unknown), Vec::new(), axis));
                axes.len() - 1
            });
            if let Some((_, chosen, _)) = axes.get_mut(place) {
                chosen.extend(index.find_choice(axis, value));
            }
        }
        axes
    }

    /// The one window that the list is of: its sub-categories can be chosen from.
    pub(super) fn window(&self, index: &Index, scope: Scope<'_>) -> Option<i64> {
        match (scope, self.windows.as_slice()) {
            (Scope::Window(id), _) => Some(id),
            (_, [one]) => index.windows().iter().find(|window| window.slug == *one).map(|window| window.id),
            _ => None,
        }
    }

    pub(super) fn windows(&self) -> &[Slug] {
        &self.windows
    }

    pub(super) fn categories(&self) -> &[Slug] {
        &self.categories
    }

    pub(super) fn districts(&self) -> &[Slug] {
        &self.districts
    }

    pub(super) fn options(&self) -> &[(Slug, Slug)] {
        &self.options
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(fields: &[(&str, &str)], sort: Sort, after: Option<&str>) -> Result<Listed, Error> {
        Listed::new(Filters::from_fields(fields.iter().copied()), sort, after, 24, Currency::default())
    }

    #[test]
    fn what_is_not_a_value_is_refused_by_its_name() {
        for (name, value) in [
            ("category", "A!"),
            ("option", "size"),
            ("option", "size:"),
            ("price_min", "-1"),
            ("price_max", "1e9"),
            ("currency", "XXX"),
            ("open", "yes"),
            ("near", "91,0"),
            ("near", "3.7566535e1,126.977969"),
            ("near", "+37.566535,126.977969"),
            ("price_min", "12.5"),
        ] {
            let refused = listed(&[(name, value)], Sort::Newest, None).expect_err(name);
            assert!(matches!(refused, Error::Invalid { field, .. } if field == name), "{name}={value}");
        }
        let many: String = (0..50).map(|number| format!("a{number},")).collect();
        assert!(listed(&[("district", &many)], Sort::Newest, None).is_err());
    }

    #[test]
    fn prices_are_in_the_street_s_currency_unless_another_is_named() {
        let listed = |fields: &[(&str, &str)]| {
            Listed::new(Filters::from_fields(fields.iter().copied()), Sort::Newest, None, 24, Currency::Usd).expect("a list")
        };
        let dollars = listed(&[("price_min", "12.50"), ("price_max", "20")]);
        assert_eq!((dollars.currency, dollars.price), (Currency::Usd, Some((1_250, 2_000))));
        let won = listed(&[("price_min", "12500"), ("currency", "krw")]);
        assert_eq!((won.currency, won.price), (Currency::Krw, Some((12_500, i64::MAX))));
    }

    #[test]
    fn a_place_comes_back_and_a_position_is_blurred() {
        let list = listed(&[("near", "37.566535,126.977969")], Sort::Nearest, None).expect("a list");
        assert_eq!(list.filters.get(By::Near), "37.57,126.98");
        for (sort, key) in
            [(Sort::Nearest, [0, 0, 1200, 7]), (Sort::Recommended, [1, -3, -1_700_000_000_000, -9]), (Sort::PriceDown, [0, 1, -5000, -9])]
        {
            let cursor = listed(&[], sort, None).expect("a list").cursor(key);
            assert_eq!(listed(&[], sort, Some(&cursor)).expect("a list").after, Some(key), "{cursor}");
        }
        assert!(listed(&[], Sort::Newest, Some("u.1.2.3.4")).is_err());
    }
}
