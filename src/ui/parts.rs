//! Small parts: a price, a line on opening, a merchant's words, a section with its heading.

use leptos::prelude::*;
use wire::{
    Lang, Money, Text,
    hours::{self, OpenState},
    money::percent_off,
};

use super::STYLE;
use crate::words;

/// A merchant's words, with their language where it is not the page's.
#[component]
pub fn Said(text: Text) -> impl IntoView {
    match text.tag() {
        None => text.text.into_any(),
        lang => view! { <span lang=lang>{text.text}</span> }.into_any(),
    }
}

/// A price: what it costs, what it cost before, and how much less that is.
#[component]
pub fn PriceLine(lang: Lang, price: Money, before: Option<Money>, #[prop(optional)] from: bool) -> impl IntoView {
    let less = before.and_then(|before| percent_off(before, price));
    let before = before.map(|before| {
        view! { class = STYLE,
            <s class="ui__before"><span class="visually-hidden">{words::price_before(lang)}" "</span>{before.words(lang)}</s>
        }
        .into_any()
    });
    let now = match (from, lang) {
        (true, Lang::Ko) => format!("{}{}", price.words(lang), words::price_from(lang)),
        (true, Lang::En) => format!("{} {}", words::price_from(lang), price.words(lang)),
        (false, _) => price.words(lang),
    };
    view! { class = STYLE,
        <span class="ui__price">
            {less.map(|percent| view! { class = STYLE, <b class="ui__less">{words::percent_off(lang, percent)}</b> }.into_any())}
            <span class="ui__now">{now}</span>
            {before}
        </span>
    }
}

/// Whether a shop is open, in words, with a lamp that is lit while it is.
#[component]
pub fn OpenLine(lang: Lang, open: OpenState) -> impl IntoView {
    let lamp = if open.is_open() { "ui__open ui__open--lit" } else { "ui__open" };
    view! { class = STYLE, <span class=lamp>{hours::words(&open, lang)}</span> }
}

/// A section of a page under its heading, with a link to all of it where there is more.
#[component]
pub fn Section(
    /// Names the heading for screen readers: one word, unique on the page.
    id: &'static str,
    title: String,
    /// Where all of it is, and what the link says.
    #[prop(optional)]
    more: Option<(String, &'static str)>,
    children: Children,
) -> impl IntoView {
    view! { class = STYLE,
        <section class="ui__section" aria-labelledby=id>
            <div class="ui__head">
                <h2 class="ui__title" id=id>{title}</h2>
                {more.map(|(href, words)| view! { class = STYLE, <a class="ui__more" href=href>{words}</a> }.into_any())}
            </div>
            {children()}
        </section>
    }
}
