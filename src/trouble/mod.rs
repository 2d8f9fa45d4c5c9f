//! Pages for when there is no page: not found, closed, failed, offline. Each says what happened and the way on.

use leptos::prelude::*;
use wire::{Code, Failure, Lang, address::Page};

use crate::words;

/// The scope of this feature's sheet.
const STYLE: &str = stylers_macro::style_sheet!("./src/trouble/trouble.css");

#[component]
pub fn TroublePage(lang: Lang, failure: Failure, path: String) -> impl IntoView {
    let (title, message) = match failure.code {
        Code::NotFound => (words::not_found_title(lang), words::not_found(lang).to_owned()),
        Code::Gone => (words::gone_title(lang), words::not_found(lang).to_owned()),
        Code::BadCursor => (words::bad_place(lang), failure.message.clone()),
        Code::Busy => (words::busy_title(lang), failure.message.clone()),
        Code::Offline => (words::offline_title(lang), words::offline(lang).to_owned()),
        _ => (words::failed_title(lang), words::failed(lang).to_owned()),
    };
    let again = matches!(failure.code, Code::Busy | Code::Fault | Code::Offline);
    view! { class = STYLE,
        <div class="trouble">
            <p class="trouble__lamp" aria-hidden="true"></p>
            <h1 class="trouble__title">{title}</h1>
            <p class="trouble__words">{message}</p>
            {failure.request_id.map(|id| view! { class = STYLE, <p class="trouble__id">{words::request_id(lang)}": "<code>{id}</code></p> }.into_any())}
            <p class="trouble__ways">
                {again.then(|| view! { class = STYLE, <a class="button button--main" href=path data-native="">{words::try_again(lang)}</a> }.into_any())}
                <a class="button" href=Page::Home.of(lang).path()>{words::to_street(lang)}</a>
            </p>
        </div>
    }
}

/// The page that the browser keeps for when the line is cut.
#[component]
pub fn OfflinePage(lang: Lang) -> impl IntoView {
    let failure = Failure::new(0, Code::Offline, words::offline(lang));
    view! { <TroublePage lang=lang failure=failure path=String::new()/> }
}
