//! A window's page: what it is, who may enter, its shops and its products.

use leptos::prelude::*;
use wire::{
    Lang,
    address::Page,
    filter::{By, Filters},
    listing::Sort,
    window::{Show, Window, WindowPage as Reply},
};

use super::STYLE;
use crate::{
    filter,
    product::ProductGrid,
    shop::{ShopGrid, ShopRow},
    ui::{Frame, Pager, Photo, Said, SortLinks},
    words,
};

/// How wide the window's picture stands above its lists.
pub const BANNER_SIZES: &str = "(min-width: 64rem) 42vw, 92vw";

#[component]
pub fn WindowPage(lang: Lang, filters: Filters, reply: Reply) -> impl IntoView {
    let slug = reply.window.card.slug.clone();
    let narrowed = filters.clone();
    let other = slug.clone();
    let to = move |show: Show, sort: Sort, after: Option<String>| {
        let filters = if show == Show::Products { narrowed.clone() } else { Filters::default() };
        Page::Window { window: slug.clone(), show, filters, sort, after }.of(lang).path()
    };
    let light = format!("window__page light-{}", reply.window.card.light.word());
    let (show, sort, further) = (reply.show, reply.sort, reply.further);
    let counts = (reply.window.card.shops, reply.window.card.products);
    let first = further.then(|| to(show, sort, None));
    let list = match show {
        Show::Shops => {
            let next = reply.shops.after.clone().map(|after| to(Show::Shops, sort, Some(after)));
            view! { class = STYLE,
                <ShopGrid lang=lang shops=reply.shops/>
                <Pager lang=lang next=next first=first/>
            }
            .into_any()
        }
        Show::Products => {
            let next = reply.products.after.clone().map(|after| to(Show::Products, sort, Some(after)));
            let empty = reply.products.items.is_empty();
            let sorts = to.clone();
            let near = !filters.get(By::District).is_empty() || !filters.get(By::Near).is_empty();
            let so =
                |filters: Filters| Page::Window { window: other.clone(), show: Show::Products, filters, sort, after: None }.of(lang).path();
            let ways = reply.narrowing.ways.clone();
            let panel = filter::panel(lang, &filters, reply.narrowing, &so);
            let grid = if empty && !filters.is_whole() {
                filter::nothing(lang, &filters, &ways, &reply.products, &so)
            } else {
                view! { class = STYLE, <ProductGrid lang=lang products=reply.products empty=words::empty_window(lang) first_row=further/> }
                    .into_any()
            };
            let row = (!further && !reply.shops.items.is_empty()).then(|| {
                let all = to(Show::Shops, Sort::default(), None);
                view! { class = STYLE, <ShopRow lang=lang shops=reply.shops.items.clone() more=all/> }.into_any()
            });
            view! { class = STYLE,
                {row}
                <section class="window__products" aria-labelledby="products">
                    <div class="window__bar">
                        <h2 class="window__heading" id="products">{words::products(lang)}</h2>
                        {(!empty).then(|| view! { class = STYLE, <SortLinks lang=lang sort=sort near=near href=move |sort| sorts(Show::Products, sort, None)/> }.into_any())}
                    </div>
                    {panel}
                    {grid}
                    <Pager lang=lang next=next first=first/>
                </section>
            }
            .into_any()
        }
    };
    view! { class = STYLE,
        <div class=light>
            <Heading lang=lang window=reply.window/>
            <Tabs lang=lang show=show counts=counts products=to(Show::Products, Sort::default(), None) shops=to(Show::Shops, Sort::default(), None)/>
            {list}
        </div>
    }
}

/// The window's name over its picture, and the entry rule.
#[component]
fn Heading(lang: Lang, window: Window) -> impl IntoView {
    view! { class = STYLE,
        <header class="window__header">
            <div class="window__banner"><Photo picture=window.card.picture frame=Frame::Wide sizes=BANNER_SIZES eager=true/></div>
            <div class="window__words">
                <h1 class="window__title"><Said text=window.card.name/></h1>
                <p class="window__about"><Said text=window.card.about/></p>
                <details class="window__rule">
                    <summary>{words::entry_rule(lang)}</summary>
                    <p><Said text=window.entry_rule/></p>
                </details>
            </div>
        </header>
    }
}

/// Products or shops.
#[component]
fn Tabs(lang: Lang, show: Show, counts: (u64, u64), products: String, shops: String) -> impl IntoView {
    let current = |one: Show| (one == show).then_some("page");
    view! { class = STYLE,
        <nav class="window__tabs" aria-label=words::lists(lang)>
            <a class="window__tab" href=products aria-current=current(Show::Products)>{words::product_count(lang, counts.1)}</a>
            <a class="window__tab" href=shops aria-current=current(Show::Shops)>{words::shop_count(lang, counts.0)}</a>
        </nav>
    }
}
