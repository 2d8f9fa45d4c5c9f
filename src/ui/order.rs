//! The order of a list and the way through it: links, so that they work everywhere and the address keeps them.

use leptos::prelude::*;
use wire::{Lang, listing::Sort};

use super::STYLE;
use crate::words;

/// The sorts as links; `href` gives the address of each.
#[component]
pub fn SortLinks(
    lang: Lang,
    sort: Sort,
    /// Whether there is a place from which something is near.
    near: bool,
    href: impl Fn(Sort) -> String,
) -> impl IntoView {
    let offered = Sort::ALL.into_iter().filter(|one| near || *one == sort || *one != Sort::Nearest);
    let links = offered.map(|one| {
        let name = match one {
            Sort::Recommended => words::recommended(lang),
            Sort::Nearest => words::nearest(lang),
            Sort::Newest => words::newest(lang),
            Sort::PriceUp => words::price_up(lang),
            Sort::PriceDown => words::price_down(lang),
        };
        let current = (one == sort).then_some("true");
        view! { class = STYLE, <li><a class="ui__sort" href=href(one) aria-current=current>{name}</a></li> }.into_any()
    });
    view! { class = STYLE,
        <nav aria-label=words::sort(lang)>
            <ul class="ui__sorts">{links.collect_view()}</ul>
        </nav>
    }
}

/// The way on through a list: next, or the word that this was all; and back to the start from further on.
#[component]
pub fn Pager(lang: Lang, next: Option<String>, first: Option<String>) -> impl IntoView {
    let last = next.is_none() && first.is_some();
    view! { class = STYLE,
        <nav class="ui__pager" aria-label=words::next_page(lang)>
            {last.then(|| view! { class = STYLE, <p class="ui__last">{words::last_page(lang)}</p> }.into_any())}
            {first.map(|href| view! { class = STYLE, <a class="ui__page" href=href rel="first">{words::first_page(lang)}</a> }.into_any())}
            {next.map(|href| view! { class = STYLE, <a class="ui__page ui__page--next" href=href rel="next">{words::next_page(lang)}</a> }.into_any())}
        </nav>
    }
}
