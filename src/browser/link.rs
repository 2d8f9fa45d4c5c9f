//! Which links are the app's to follow.

use leptos::prelude::window;
use wasm_bindgen::JsCast;
use web_sys::{HtmlAnchorElement, MouseEvent};
use wire::address::{Address, Page};

/// The link that an event happened on.
pub fn link(event: &web_sys::Event) -> Option<HtmlAnchorElement> {
    let element: web_sys::Element = event.target()?.dyn_into().ok()?;
    element.closest("a[href]").ok()??.dyn_into().ok()
}

/// The path of a link that leads to a page of the app.
pub fn target(link: &HtmlAnchorElement) -> Option<String> {
    let own = link.origin() == window().location().origin().ok()?;
    if !own || link.has_attribute("data-native") || link.has_attribute("download") || !link.target().is_empty() || !link.hash().is_empty() {
        return None;
    }
    let address = Address::parse(&link.pathname(), link.search().trim_start_matches('?'))?;
    (!matches!(address.page, Page::Developers | Page::Offline)).then(|| address.path())
}

/// The path that a click wants, if it is ours to follow.
pub fn wanted(event: &MouseEvent) -> Option<String> {
    let plain = !event.default_prevented()
        && event.button() == 0
        && !event.ctrl_key()
        && !event.meta_key()
        && !event.shift_key()
        && !event.alt_key();
    if plain { target(&link(event)?) } else { None }
}
