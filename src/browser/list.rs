//! A list that changes where it stands: it goes on with its next piece, or is narrowed.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wire::address::Page;

use super::{
    groups::{elements, focus},
    walk::{parse, replace, show, with},
};
use crate::{
    app::Street,
    screen::{Screen, Shown},
};

/// Drawn content as nodes that are nowhere yet; nothing in it is fetched.
pub fn parsed(html: &str) -> Option<web_sys::DocumentFragment> {
    let template: web_sys::HtmlTemplateElement = document().create_element("template").ok()?.dyn_into().ok()?;
    template.set_inner_html(html);
    Some(template.content())
}

/// Puts the next piece of a list behind the one on show; the address says how far.
pub fn go_on(street: Street, path: &str, next: &Shown) -> Option<()> {
    if let Shown::Drawn(next) = next {
        let next = parsed(&next.html)?;
        let list = elements("#main .product__grid, #main .shop__grid").last()?;
        let more = next.query_selector_all(".product__grid, .shop__grid").ok()?;
        let more: web_sys::Element = more.item(more.length().checked_sub(1)?)?.dyn_into().ok()?;
        let pagers = (elements("#main .ui__pager").last()?, next.query_selector(".ui__pager").ok()??);
        let first = more.first_element_child()?;
        while let Some(one) = more.first_element_child() {
            list.append_child(&one).ok()?;
        }
        pagers.0.replace_with_with_node_1(&pagers.1).ok()?;
        replace(path);
        stay(street);
        // The link that was pressed is gone: the reader goes on at the first that is new.
        let link: web_sys::HtmlElement = first.query_selector("a[href]").ok()??.dyn_into().ok()?;
        focus(&link);
    } else {
        let mut whole = street.screen.with_untracked(|screen| screen.shown.clone());
        if !whole.go_on(next) {
            return None;
        }
        replace(path);
        show(street, Screen::new(path, whole), window().scroll_y().unwrap_or(0.0));
    }
    Some(())
}

/// Ends the waiting where the page on show stays.
pub fn stay(street: Street) {
    let screen = Screen::new(&with(|walk| walk.path.clone()), Shown::Offline);
    let title = document().title();
    if with(|walk| walk.asleep.is_some()) {
        if let Some(main) = document().get_element_by_id("main") {
            drop(main.remove_attribute("aria-busy"));
        }
        if let Some(said) = document().get_element_by_id("said") {
            said.set_text_content(Some(&title));
        }
    }
    street.said.set(title);
    street.going.set(false);
    // The shell's own links know the page by its address.
    if let (Some(address), Some(link)) = (screen.address, elements(".top__lang").next()) {
        drop(link.set_attribute("href", &address.translated().path()));
    }
    for back in elements("input[name=back]") {
        drop(back.set_attribute("value", &screen.path));
    }
}

/// Puts the words that a page is of into the search box, which keeps what was typed otherwise.
pub fn name_box(path: &str) {
    let q = match parse(path).map(|address| address.page) {
        Some(Page::Search { q, .. }) => q,
        _ => String::new(),
    };
    for input in elements("input[name=q]").filter_map(|input| input.dyn_into::<web_sys::HtmlInputElement>().ok()) {
        input.set_value(&q);
    }
}
