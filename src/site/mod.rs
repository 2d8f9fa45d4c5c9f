//! The operator's own pages: what this is, the terms, privacy.

use leptos::prelude::*;
use wire::{
    Lang,
    site::{Leaf, Site},
};

use crate::{shop::BusinessFacts, words};

/// The scope of this feature's sheet.
const STYLE: &str = stylers_macro::style_sheet!("./src/site/site.css");

/// A page of text with the operator's facts below.
#[component]
pub fn SitePage(lang: Lang, site: Site) -> impl IntoView {
    let counts = site.leaf == Leaf::About;
    let passages = site.passages.into_iter().map(|passage| {
        view! { class = STYLE,
            <h2 class="site__heading">{passage.heading}</h2>
            <p>{passage.text}</p>
        }
        .into_any()
    });
    let operator = site.operator;
    view! { class = STYLE,
        <article class="site">
            <h1 class="site__title">{words::leaf(lang, site.leaf)}</h1>
            {counts.then(|| view! { class = STYLE,
                <p class="site__counts">{words::shop_count(lang, site.shops)}" · "{words::product_count(lang, site.products)}</p>
            }.into_any())}
            {passages.collect_view()}
            {(!operator.is_empty()).then(|| view! { class = STYLE,
                <h2 class="site__heading">{words::operator(lang)}</h2>
                <BusinessFacts lang=lang business=operator/>
            }.into_any())}
            <p class="site__notice">{words::intermediary(lang)}</p>
        </article>
    }
}

/// The API for developers, as the server wrote it from its own types.
#[component]
pub fn DevelopersPage(html: String) -> impl IntoView {
    view! { class = STYLE, <article class="site site--wide prose" inner_html=html></article> }
}
