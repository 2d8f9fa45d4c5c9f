//! Drawing a page, on the server.

use leptos::prelude::*;

use crate::{pages, screen::Screen, words};

/// The page's body as HTML.
#[must_use]
pub fn body(screen: &Screen) -> String {
    let owner = Owner::new();
    let html = owner.with(|| pages::page(screen).to_html());
    owner.cleanup();
    // Marks for a program that takes the page over; none does.
    html.replace("<!>", "")
}

/// The page's title.
#[must_use]
pub fn title(screen: &Screen) -> String {
    let lang = screen.lang();
    format!("{} · {}", words::title(&screen.address.page, lang), lang.pick("골목", "Golmok"))
}
