//! The values to choose from, with their names and counts, as a reader of one language sees them.

use std::collections::HashMap;

use ::index::{Counts, Found, Group, Index, Query, Scope};
use wire::{
    Currency, Lang, Money, Slug, Text,
    filter::{By, Facet, Narrowing, Value, Way},
};

use super::{Held, ask::Listed};
use crate::window::Street;

/// The most values that a group shows, besides those that are chosen.
const MOST_DISTRICTS: usize = 30;
const MOST_VALUES: usize = 16;
/// The most options that are shown as groups, besides those that are chosen.
const MOST_OPTIONS: usize = 4;

/// A value that the index does not know: it was chosen, so it does not disappear.
fn unknown(value: &str) -> Value {
    let name = Text { text: value.rsplit(':').next().unwrap_or(value).to_owned(), lang: None };
    Value { value: value.to_owned(), name, count: Some(0), chosen: true, depth: 0 }
}

/// How a list can be narrowed further, or widened where it is empty.
#[must_use]
pub fn narrowing(held: &Held, street: &Street, listed: &Listed, query: &Query<'_>, found: &Found, lang: Lang) -> Narrowing {
    let index = &held.index;
    let counts = &found.counts;
    // Which values a group shows does not hang on what is chosen, so that nothing jumps.
    let whole = if listed.is_whole() { None } else { Some(held.whole(query.scope)) };
    let whole = whole.as_deref().unwrap_or(counts);
    let mut facets = Vec::new();
    let mut push = |facet: Facet| {
        if !facet.values.is_empty() {
            facets.push(facet);
        }
    };
    push(Facet { by: By::Window, option: None, name: None, values: windows(index, street, listed, query, counts, whole, lang) });
    push(Facet { by: By::Category, option: None, name: None, values: categories(index, listed, query, counts, whole, lang) });
    push(Facet { by: By::District, option: None, name: None, values: districts(index, listed, counts, whole, lang) });
    options(index, listed, counts, whole, lang).into_iter().for_each(&mut push);
    for (place, by) in By::FLAGS.into_iter().enumerate() {
        let chosen = listed.filters.has(by, "1");
        let count = counts.flags.get(place).map(|count| u64::from(*count));
        push(Facet {
            by,
            option: None,
            name: None,
            values: vec![Value { value: "1".into(), name: Text::default(), count, chosen, depth: 0 }],
        });
    }
    push(Facet { by: By::Currency, option: None, name: None, values: currencies(listed, counts) });
    let prices = counts.prices.filter(|_| found.total > 0 || query.price.is_some());
    Narrowing {
        counted: true,
        facets,
        prices: prices.map(|(low, high)| [low, high].map(|amount| Money::new(amount, listed.currency))),
        ways: if found.total == 0 { ways(index, listed, counts, lang) } else { Vec::new() },
    }
}

impl Listed {
    /// How the list can be narrowed while nothing is counted: by what has a name without that.
    #[must_use]
    pub fn uncounted(&self) -> Narrowing {
        let flag = |by: By| {
            let chosen = self.filters.has(by, "1");
            let value = Value { value: "1".into(), name: Text::default(), count: None, chosen, depth: 0 };
            Facet { by, option: None, name: None, values: vec![value] }
        };
        Narrowing { facets: By::FLAGS.into_iter().map(flag).collect(), ..Narrowing::default() }
    }
}

/// The currencies of a list's prices, where there is more than one to choose from. None has a count: a list in dollars shows
/// what is in won as well, further back.
fn currencies(listed: &Listed, counts: &Counts) -> Vec<Value> {
    let all = Currency::ALL.into_iter().zip(counts.currencies);
    let values = all.filter(|(currency, count)| *count > 0 || *currency == listed.currency).map(|(currency, _)| Value {
        value: currency.code().to_owned(),
        name: Text { text: currency.code().to_owned(), lang: None },
        count: None,
        chosen: currency == listed.currency,
        depth: 0,
    });
    let values: Vec<Value> = values.collect();
    if values.len() > 1 { values } else { Vec::new() }
}

/// The windows of a list that is not of one already.
fn windows(index: &Index, street: &Street, listed: &Listed, query: &Query<'_>, counts: &Counts, whole: &Counts, lang: Lang) -> Vec<Value> {
    let mut values = Vec::new();
    for (place, window) in index.windows().iter().enumerate() {
        let chosen = listed.windows().contains(&window.slug);
        let any = matches!(query.scope, Scope::All | Scope::Ranked(_)) && whole.windows.get(place).is_some_and(|count| *count > 0);
        if let (true, Ok(known)) = (any || chosen, street.find(&window.slug)) {
            let count = counts.windows.get(place).map(|count| u64::from(*count));
            values.push(Value { value: window.slug.to_string(), name: known.name(lang).name, count, chosen, depth: 0 });
        }
    }
    let is_known = |slug: &&Slug| values.iter().all(|value| value.value != slug.as_str());
    let lost: Vec<Value> = listed.windows().iter().filter(is_known).map(|slug| unknown(slug.as_str())).collect();
    values.extend(lost);
    values
}

fn categories(index: &Index, listed: &Listed, query: &Query<'_>, counts: &Counts, whole: &Counts, lang: Lang) -> Vec<Value> {
    let Some(window) = listed.window(index, query.scope) else {
        // Outside a window there is no tree to choose from; what was chosen stays, with the products of all that are called so.
        let chosen = listed.categories().iter().map(|slug| {
            let places = index.categories().iter().zip(&counts.categories).filter(|(category, _)| category.slug == *slug);
            let (mut name, mut count) = (None, 0);
            for (category, many) in places {
                name = name.or_else(|| Some(category.name.text(lang)));
                count += u64::from(*many);
            }
            Value { name: name.unwrap_or_else(|| unknown(slug.as_str()).name), count: Some(count), ..unknown(slug.as_str()) }
        });
        return chosen.collect();
    };
    let mut values = Vec::new();
    let mut depths: Vec<u8> = Vec::new();
    for (place, category) in index.categories().iter().enumerate() {
        let depth = category.parent.and_then(|parent| depths.get(usize::from(parent))).map_or(0, |depth| depth + 1);
        depths.push(depth);
        let chosen = listed.categories().contains(&category.slug);
        let any = whole.categories.get(place).is_some_and(|count| *count > 0);
        if category.window == window && (any || chosen) {
            let count = counts.categories.get(place).map(|count| u64::from(*count));
            values.push(Value { value: category.slug.to_string(), name: category.name.text(lang), count, chosen, depth });
        }
    }
    let is_known = |slug: &&Slug| values.iter().all(|value| value.value != slug.as_str());
    let lost: Vec<Value> = listed.categories().iter().filter(is_known).map(|slug| unknown(slug.as_str())).collect();
    values.extend(lost);
    values
}

fn districts(index: &Index, listed: &Listed, counts: &Counts, whole: &Counts, lang: Lang) -> Vec<Value> {
    let mut numbers: Vec<(u32, u32)> = (0..).zip(whole.districts.iter().copied()).filter(|(_, count)| *count > 0).collect();
    numbers.sort_by_key(|(number, count)| (std::cmp::Reverse(*count), *number));
    numbers.truncate(MOST_DISTRICTS);
    let chosen: Vec<Option<u32>> = listed.districts().iter().map(|slug| index.districts.find(slug)).collect();
    for number in chosen.iter().flatten() {
        if numbers.iter().all(|(one, _)| one != number) {
            numbers.push((*number, 0));
        }
    }
    let mut values: Vec<Value> = numbers
        .iter()
        .filter_map(|(number, _)| {
            let count = counts.districts.get(*number as usize).map(|count| u64::from(*count));
            let called = listed.districts().iter().zip(&chosen).find(|(_, known)| **known == Some(*number)).map(|(called, _)| called);
            let value = called.or(index.districts.slug(*number))?.to_string();
            Some(Value { value, name: index.districts.name(*number)?.text(lang), count, chosen: called.is_some(), depth: 0 })
        })
        .collect();
    values.sort_by(|one, other| one.name.text.cmp(&other.name.text));
    values.extend(listed.districts().iter().zip(&chosen).filter(|(_, known)| known.is_none()).map(|(slug, _)| unknown(slug.as_str())));
    values
}

/// Each option as a group of its own, those of the most products first.
fn options(index: &Index, listed: &Listed, counts: &Counts, whole: &Counts, lang: Lang) -> Vec<Facet> {
    struct Axis {
        number: u32,
        products: u32,
        chosen: bool,
        /// Numbers of its values with how many products have them.
        values: Vec<(u32, u32)>,
    }
    let mut axes: HashMap<u32, Axis> = HashMap::new();
    let chosen: Vec<Option<u32>> = listed.options().iter().map(|(axis, value)| index.find_choice(axis, value)).collect();
    for (number, count) in (0_u32..).zip(whole.choices.iter().copied()) {
        let is_chosen = chosen.contains(&Some(number));
        if count == 0 && !is_chosen {
            continue;
        }
        let Some((axis, ..)) = index.choice_name(number) else { continue };
        let axis = axes.entry(axis).or_insert(Axis { number: axis, products: 0, chosen: false, values: Vec::new() });
        axis.products += count;
        axis.chosen |= is_chosen;
        axis.values.push((number, count));
    }
    let mut axes: Vec<Axis> = axes.into_values().collect();
    axes.sort_by_key(|axis| (std::cmp::Reverse(axis.products), axis.number));
    let mut room = MOST_OPTIONS;
    axes.retain(|axis| {
        let stays = axis.chosen || room > 0;
        room = room.saturating_sub(1);
        stays
    });
    let mut facets: Vec<Facet> = Vec::new();
    for mut axis in axes {
        axis.values.sort_by_key(|(number, count)| (std::cmp::Reverse(*count), *number));
        let mut room = MOST_VALUES;
        axis.values.retain(|(number, _)| {
            let stays = chosen.contains(&Some(*number)) || room > 0;
            room = room.saturating_sub(1);
            stays
        });
        let (Some(slug), Some(name)) = (index.axes.slug(axis.number), index.axes.name(axis.number)) else { continue };
        let values = axis.values.iter().filter_map(|(number, _)| {
            let (_, value, name) = index.choice_name(*number)?;
            let count = counts.choices.get(*number as usize).map(|count| u64::from(*count));
            // What is chosen is called as the address calls it, so that pressing it lets it go.
            let called = listed.options().iter().zip(&chosen).find(|(_, known)| **known == Some(*number));
            let value = called.map_or_else(|| format!("{slug}:{value}"), |((axis, value), _)| format!("{axis}:{value}"));
            Some(Value { value, name: name.text(lang), count, chosen: called.is_some(), depth: 0 })
        });
        facets.push(Facet { by: By::Option, option: Some(slug.clone()), name: Some(name.text(lang)), values: values.collect() });
    }
    // What was chosen and is not known stands in a group of its own name.
    for ((axis, value), _) in listed.options().iter().zip(&chosen).filter(|(_, known)| known.is_none()) {
        let lost = unknown(&format!("{axis}:{value}"));
        let known = index.axes.find(axis).and_then(|number| index.axes.slug(number)).unwrap_or(axis);
        match facets.iter_mut().find(|facet| facet.option.as_ref() == Some(known)) {
            Some(facet) => facet.values.push(lost),
            None => {
                let name = Text { text: axis.to_string(), lang: None };
                facets.push(Facet { by: By::Option, option: Some(axis.clone()), name: Some(name), values: vec![lost] });
            }
        }
    }
    facets
}

/// Which group to drop to get how many.
fn ways(index: &Index, listed: &Listed, counts: &Counts, lang: Lang) -> Vec<Way> {
    // As the address calls them, also where the index does not know them.
    let called: HashMap<u32, &Slug> = listed.axes(index).into_iter().map(|(number, _, called)| (number, called)).collect();
    let way = |(group, count): (&Group, &u32)| {
        let total = u64::from(*count);
        let (by, axis) = match group {
            Group::Window => (By::Window, None),
            Group::Category => (By::Category, None),
            Group::District => (By::District, None),
            Group::Price => (By::PriceMin, None),
            Group::Flag(place) => (*By::FLAGS.get(usize::from(*place))?, None),
            Group::Axis(axis) => (By::Option, Some(*axis)),
        };
        let option = axis.and_then(|axis| called.get(&axis).copied()).cloned();
        let known = axis.and_then(|axis| index.axes.name(axis)).map(|name| name.text(lang));
        let name = known.or_else(|| option.as_ref().map(|slug| Text { text: slug.to_string(), lang: None }));
        (total > 0).then_some(Way { by, option, name, total })
    };
    let mut ways: Vec<Way> = counts.without.iter().filter_map(way).collect();
    ways.sort_by(|one, other| other.total.cmp(&one.total).then_with(|| (one.by, &one.option).cmp(&(other.by, &other.option))));
    ways
}
