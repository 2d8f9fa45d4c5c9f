//! Narrowing a list: every value is a link that carries its count, so that it works everywhere and the address keeps it.

use leptos::prelude::*;
use wire::{
    Lang, Slug, Text,
    endpoint::decode,
    filter::{By, Facet, Filters, Narrowing, Value, Way},
    listing::Listing,
    product::ProductCard,
};

use crate::{ui::Said, words};

/// The scope of this feature's sheet.
pub const STYLE: &str = stylers_macro::style_sheet!("./src/filter/filter.css");

/// The address of the list as it would be narrowed so.
pub type Href<'a> = dyn Fn(Filters) -> String + 'a;

/// The filters of a list: what is chosen, then a group for each kind of value.
pub fn panel(lang: Lang, filters: &Filters, narrowing: Narrowing, href: &Href<'_>) -> AnyView {
    let chosen: Vec<AnyView> = chosen(lang, filters, &narrowing, href);
    let (flags, groups): (Vec<Facet>, Vec<Facet>) = narrowing.facets.into_iter().partition(|facet| By::FLAGS.contains(&facet.by));
    let (currencies, groups): (Vec<Facet>, Vec<Facet>) = groups.into_iter().partition(|facet| facet.by == By::Currency);
    if flags.is_empty() && groups.is_empty() && chosen.is_empty() {
        return ().into_any();
    }
    let mut views: Vec<AnyView> = Vec::new();
    for facet in groups {
        let count = facet.values.iter().filter(|value| value.chosen).count();
        let title = facet.name.clone().unwrap_or_else(|| plain(group_name(lang, facet.by)));
        let id = facet
            .option
            .as_ref()
            .map_or_else(|| ["filter-", facet.by.word()].concat(), |option| ["filter-option-", option.as_str()].concat());
        let values = facet.values.iter().map(|one| value(facet.by, one, one.name.clone(), &one.value, filters, href));
        let values = values.collect_view();
        views.push(group(id, title, count, view! { class = STYLE, <ul class="filter__values">{values}</ul> }.into_any()));
    }
    let priced = !filters.get(By::PriceMin).is_empty() || !filters.get(By::PriceMax).is_empty();
    if narrowing.prices.is_some() || priced || !currencies.is_empty() {
        views.push(group(
            "filter-price".to_owned(),
            plain(words::price(lang)),
            usize::from(priced),
            price(lang, filters, narrowing.prices.as_ref(), &currencies, href),
        ));
    }
    let flags = flags.iter().filter_map(|facet| {
        let one = facet.values.first()?;
        Some(value(facet.by, one, plain(group_name(lang, facet.by)), facet.by.word(), filters, href))
    });
    let flags = flags.collect_view();
    let uncounted =
        (!narrowing.counted).then(|| view! { class = STYLE, <p class="filter__uncounted">{words::uncounted(lang)}</p> }.into_any());
    view! { class = STYLE,
        <section class="filter__panel" aria-label=words::filters(lang)>
            {(!chosen.is_empty()).then(|| view! { class = STYLE,
                <ul class="filter__chosen">
                    {chosen}
                    <li><a class="filter__clear" href=href(filters.without(|by, _| by.narrows()))>{words::clear_filters(lang)}</a></li>
                </ul>
            }.into_any())}
            <div class="filter__groups">{views}</div>
            <ul class="filter__flags" id="filter-flags" aria-label=words::conditions(lang)>
                {flags}
                <li><button class="filter__value filter__here" type="button" data-near=words::no_place(lang)>{words::near_me(lang)}</button></li>
            </ul>
            {uncounted}
        </section>
    }
    .into_any()
}

fn plain(text: &str) -> Text {
    Text { text: text.to_owned(), lang: None }
}

/// One group that opens; its name keeps only one of them open.
fn group(id: String, title: Text, chosen: usize, inner: AnyView) -> AnyView {
    let count = (chosen > 0).then(|| view! { class = STYLE, <span class="filter__many">{chosen}</span> }.into_any());
    view! { class = STYLE,
        <details class="filter__group" name="filter" id=id>
            <summary class="filter__title"><Said text=title/>{count}</summary>
            <div class="filter__sheet">{inner}</div>
        </details>
    }
    .into_any()
}

/// One value: a link that chooses it, or lets it go. `mark` tells it from the others of its group.
fn value(by: By, value: &Value, name: Text, mark: &str, filters: &Filters, href: &Href<'_>) -> AnyView {
    let class = match (value.chosen, value.count) {
        (true, _) => "filter__value filter__value--chosen",
        (_, Some(0)) => "filter__value filter__value--none",
        _ => "filter__value",
    };
    let to = href(filters.toggled(by, &value.value));
    let count = value.count.map(|count| view! { class = STYLE, <span class="filter__count">{words::number(count)}</span> }.into_any());
    let link = view! { class = STYLE,
        <a class=class href=to rel="nofollow" data-count=value.count data-value=mark.to_owned() aria-current=value.chosen.then_some("true")>
            <Said text=name/>{count}
        </a>
    };
    match value.depth {
        0 => view! { <li>{link}</li> }.into_any(),
        1 => view! { class = STYLE, <li class="filter__below">{link}</li> }.into_any(),
        _ => view! { class = STYLE, <li class="filter__below filter__below--far">{link}</li> }.into_any(),
    }
}

/// What is chosen, each as a link that lets it go.
fn chosen(lang: Lang, filters: &Filters, narrowing: &Narrowing, href: &Href<'_>) -> Vec<AnyView> {
    let chip = |name: Text, to: String| {
        let text = name.clone();
        view! { class = STYLE,
            <li><a class="filter__chip" href=to rel="nofollow"><span class="visually-hidden">{words::let_go(lang)}": "</span><Said text=text/><span aria-hidden="true">" ×"</span></a></li>
        }
        .into_any()
    };
    let mut chips = Vec::new();
    for (by, one) in filters.pairs().filter(|(by, _)| by.narrows()) {
        let name = match by {
            By::PriceMin => plain(&words::price_from_to(lang, one, "")),
            By::PriceMax => plain(&words::price_from_to(lang, "", one)),
            by if By::FLAGS.contains(&by) => plain(group_name(lang, by)),
            by => {
                let facets = narrowing.facets.iter().filter(|facet| facet.by == by);
                let known = facets.flat_map(|facet| &facet.values).find(|value| value.value == one);
                known.map_or_else(|| plain(one.rsplit(':').next().unwrap_or(one)), |value| value.name.clone())
            }
        };
        chips.push(chip(name, href(filters.toggled(by, one))));
    }
    chips
}

/// From and to as people write them, as a form: everything else that is chosen goes with it. Below it the currencies, where there
/// are several: amounts of one say nothing in another, so they are let go.
fn price(lang: Lang, filters: &Filters, prices: Option<&[wire::Money; 2]>, currencies: &[Facet], href: &Href<'_>) -> AnyView {
    let bare = filters.without(|by, _| matches!(by, By::PriceMin | By::PriceMax | By::Currency));
    let other = |one: &Value| value(By::Currency, &Value { chosen: false, ..one.clone() }, one.name.clone(), &one.value, &bare, href);
    let others = currencies.iter().flat_map(|facet| &facet.values).filter(|one| !one.chosen).map(other).collect_view();
    let others = (!currencies.is_empty())
        .then(|| view! { class = STYLE, <ul class="filter__values" aria-label=words::currency(lang)>{others}</ul> }.into_any());
    let base = href(filters.without(|by, _| matches!(by, By::PriceMin | By::PriceMax)));
    let (action, query) = base.split_once('?').unwrap_or((&base, ""));
    let hidden = query.split('&').filter_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        Some(view! { <input type="hidden" name=name.to_owned() value=decode(value)?/> }.into_any())
    });
    let hidden = hidden.collect_view();
    let (low, high) = prices.map_or((None, None), |[low, high]| (Some(low.plain()), Some(high.plain())));
    let step = prices.map_or("any", |[low, _]| if low.currency.digits() == 0 { "1" } else { "0.01" });
    let field = |by: By, label: &'static str, hint: Option<String>| {
        let id = ["price-", by.word()].concat();
        view! { class = STYLE,
            <label class="filter__label" for=id.clone()>{label}</label>
            <input class="filter__input" id=id name=by.word() type="number" min="0" step=step inputmode="decimal" value=filters.get(by).to_owned() placeholder=hint/>
        }
        .into_any()
    };
    view! { class = STYLE,
        <form class="filter__price" method="get" action=action.to_owned()>
            {hidden}
            {field(By::PriceMin, words::price_min(lang), low)}
            {field(By::PriceMax, words::price_max(lang), high)}
            <button class="button filter__go">{words::apply(lang)}</button>
        </form>
        {others}
    }
    .into_any()
}

/// What an empty list says: which filter to drop to get how many; or that it goes on, where it was not looked through to its end.
pub fn nothing(lang: Lang, filters: &Filters, ways: &[Way], list: &Listing<ProductCard>, href: &Href<'_>) -> AnyView {
    let said = if list.after.is_some() { words::nothing_yet(lang) } else { words::nothing_so(lang) };
    let ways = ways.iter().map(|way| {
        let dropped = filters.without(|by, value| match way.by {
            By::PriceMin => matches!(by, By::PriceMin | By::PriceMax),
            By::Option => by == By::Option && way.option.as_ref().is_none_or(|option| is_of(value, option)),
            other => by == other,
        });
        let name = way.name.clone().unwrap_or_else(|| plain(group_name(lang, way.by)));
        view! { class = STYLE,
            <li><a class="filter__way" href=href(dropped) rel="nofollow" data-count=way.total><Said text=name/>{words::drop_filter(lang, way.total)}</a></li>
        }
        .into_any()
    });
    let ways = ways.collect_view();
    view! { class = STYLE,
        <div class="filter__nothing" data-total=list.total>
            <p>{said}</p>
            <ul class="filter__ways">{ways}</ul>
            <p><a class="filter__way" href=href(filters.without(|by, _| by.narrows()))>{words::clear_filters(lang)}</a></p>
        </div>
    }
    .into_any()
}

/// Whether a value in an address is of this option.
fn is_of(value: &str, option: &Slug) -> bool {
    value.split_once(':').is_some_and(|(axis, _)| axis == option.as_str())
}

fn group_name(lang: Lang, by: By) -> &'static str {
    match by {
        By::Window => words::windows(lang),
        By::Category => words::kind(lang),
        By::District => words::district(lang),
        By::PriceMin | By::PriceMax => words::price(lang),
        By::InStock => words::in_stock_only(lang),
        By::Pickup => words::pickup_today(lang),
        By::FreeDelivery => words::free_delivery(lang),
        By::OnSale => words::on_sale(lang),
        By::Open => words::open_shops(lang),
        By::Clip => words::with_clip(lang),
        By::Option | By::Currency | By::Near => "",
    }
}
