//! Finding by words: the box in the header, and what was found.

use leptos::prelude::*;
use wire::{
    Lang,
    address::Page,
    filter::{By, Filters},
    listing::Sort,
    search::{Found, LONGEST},
};

use crate::{
    filter,
    product::ProductGrid,
    shop::ShopCards,
    ui::{Pager, Section, SortLinks},
    words,
};

/// The scope of this feature's sheet.
const STYLE: &str = stylers_macro::style_sheet!("./src/search/search.css");

/// The box to type words in: a plain form, which the browser's app makes a combobox of.
pub fn search_box(lang: Lang, q: &str) -> AnyView {
    view! {
        <form class="top__search" role="search" action=Page::search("").of(lang).path() method="get">
            <input class="top__words" type="search" name="q" value=q.to_owned() maxlength=LONGEST autocomplete="off" autocapitalize="none" enterkeyhint="search" aria-label=words::search(lang) placeholder=words::search_for(lang)/>
            <button class="top__find" aria-label=words::search(lang)></button>
        </form>
    }
    .into_any()
}

/// What some words found.
#[component]
pub fn SearchPage(lang: Lang, filters: Filters, reply: Found) -> impl IntoView {
    let Found { q, sort, further, products, narrowing, shops, instead, left_out, is_part, near, windows } = reply;
    let to = |filters: Filters, sort: Sort, after: Option<String>| Page::Search { q: q.clone(), filters, sort, after }.of(lang).path();
    let line = |words: String| view! { class = STYLE, <p class="search__line">{words}</p> }.into_any();
    let link = |words: String, path: String| view! { class = STYLE, <li><a class="search__way" href=path>{words}</a></li> }.into_any();
    let mut said: Vec<AnyView> = Vec::new();
    if let Some(instead) = instead {
        let path = Page::search(&instead).of(lang).path();
        said.push(view! { class = STYLE, <p class="search__line">{words::found_instead(lang, &q)}<a class="search__instead" href=path>{instead}</a></p> }.into_any());
    }
    if !left_out.is_empty() && products.total != Some(0) {
        said.push(line(words::left_out(lang, &left_out.join(" "))));
    }
    if is_part {
        said.push(line(words::found_in_part(lang).to_owned()));
    }
    let empty = products.items.is_empty();
    let near_place = !filters.get(By::District).is_empty() || !filters.get(By::Near).is_empty();
    let next = products.after.clone().map(|after| to(filters.clone(), sort, Some(after)));
    let first = further.then(|| to(filters.clone(), sort, None));
    let narrow = |narrowed: Filters| to(narrowed, sort, None);
    let ways = narrowing.ways.clone();
    let title = if q.is_empty() { words::search_for(lang).to_owned() } else { words::found_for(lang, &q) };
    let total = products.total.unwrap_or_default();
    let panel = filter::panel(lang, &filters, narrowing, &narrow);
    let list = if empty && !filters.is_whole() {
        view! { {panel}{filter::nothing(lang, &filters, &ways, &products, &narrow)} }.into_any()
    } else if empty {
        let near = near.into_iter().map(|word| link(word.clone(), Page::search(&word).of(lang).path())).collect_view();
        let windows = windows.into_iter().map(|window| link(window.name.text, Page::window(&window.slug).of(lang).path())).collect_view();
        let none = (!q.is_empty()).then(|| line(words::found_nothing(lang).to_owned()));
        view! { class = STYLE,
            <div class="search__nothing" data-total="0">
                {none}
                <ul class="search__ways">{near}</ul>
                <p class="search__line">{words::walk_instead(lang)}</p>
                <ul class="search__ways">{windows}</ul>
            </div>
        }
        .into_any()
    } else {
        view! { class = STYLE,
            <section class="search__products" aria-labelledby="products">
                <div class="search__bar">
                    <h2 class="search__heading" id="products">{words::product_count(lang, total)}</h2>
                    <SortLinks lang=lang sort=sort near=near_place href=|sort| to(filters.clone(), sort, None)/>
                </div>
                {panel}
                <ProductGrid lang=lang products=products empty="" first_row={!further && shops.is_empty()}/>
                <Pager lang=lang next=next first=first/>
            </section>
        }
        .into_any()
    };
    let shops = (!shops.is_empty())
        .then(|| view! { <Section id="shops" title=words::shops(lang).to_owned()><ShopCards lang=lang shops=shops/></Section> }.into_any());
    view! { class = STYLE,
        <div class="search__page">
            <h1 class="search__title">{title}</h1>
            {said}
            {shops}
            {list}
        </div>
    }
}
