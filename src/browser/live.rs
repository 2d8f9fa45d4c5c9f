//! Starting in a browser, and what only a browser can do.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wire::shop::WindowName;

use super::walk;
#[cfg(feature = "hydrate")]
use crate::json;
use crate::{
    app::{App, Street},
    screen::Screen,
};

/// What the server leaves beside the page that it drew.
#[cfg(feature = "hydrate")]
#[derive(serde::Deserialize)]
struct Left {
    windows: Vec<WindowName>,
    /// The reply behind the page, where parts of it are live; see [`crate::screen::Shown::is_live`].
    shown: Option<crate::screen::Shown>,
    /// The joined style sheet, for the pages to come.
    sheet: String,
}

/// Takes over what the server drew: every part where some are live, else the links alone, and the page stays as it stands
/// until the reader goes on. Hydrating a page of links would cost a phone a quarter of a second, and change nothing.
/// A page that was drawn without what it takes stays as it is.
#[cfg(feature = "hydrate")]
pub fn start() {
    let path = walk::location();
    let left = document().get_element_by_id("street-data").and_then(|script| script.text_content());
    let left = left.and_then(|text| json::read::<Left>(text.as_bytes()).ok());
    let (Some(left), Some(root)) = (left, element("street")) else { return };
    let windows = left.windows;
    if let Some(shown) = left.shown {
        let screen = Screen::new(&path, shown);
        leptos::mount::hydrate_from(root, move || {
            let street = Street::new(screen, windows);
            walk::begin(street, None);
            view! { <App street=street/> }
        })
        .forget();
    } else {
        let owner = Owner::new();
        let street = owner.with(|| Street::new(Screen::new(&path, crate::screen::Shown::Offline), windows));
        walk::begin(street, Some(root));
        std::mem::forget(owner);
    }
    add_sheet(&left.sheet);
    ready();
}

/// Draws everything in the browser: under `trunk serve` the server draws nothing.
#[cfg(not(feature = "hydrate"))]
pub fn start() {
    wasm_bindgen_futures::spawn_local(start_alone(walk::location()));
}

/// Draws the page in the browser alone, with all styles.
#[cfg(not(feature = "hydrate"))]
async fn start_alone(path: String) {
    use crate::{
        api::{call, fetch},
        screen::load,
        style,
    };
    use wire::window::ListWindows;

    let blank = Screen::new(&path, crate::screen::Shown::Offline);
    let lang = blank.lang;
    let windows = call(&fetch, &ListWindows { lang }, lang).await.map(|reply| reply.windows).unwrap_or_default();
    let windows = windows.into_iter().map(|card| WindowName { slug: card.slug, name: card.name, light: card.light }).collect();
    let shown = load(&fetch, blank.address.as_ref(), lang).await;
    let Some(root) = element("street") else { return };
    if let Ok(sheet) = document().create_element("style") {
        sheet.set_text_content(Some(style::JOINED));
        if let Some(head) = document().head() {
            drop(head.append_child(&sheet));
        }
    }
    let screen = Screen::new(&path, shown);
    leptos::mount::mount_to(root, move || {
        let street = Street::new(screen, windows);
        walk::begin(street, None);
        view! { <App street=street/> }
    })
    .forget();
    ready();
}

/// Tells tests and style sheets that the page answers to scripts now.
fn ready() {
    if let Some(html) = document().document_element() {
        drop(html.set_attribute("data-hydrated", ""));
    }
}

#[cfg(feature = "hydrate")]
fn add_sheet(href: &str) {
    if href.is_empty() {
        return;
    }
    if let (Ok(link), Some(head)) = (document().create_element("link"), document().head()) {
        drop(link.set_attribute("rel", "stylesheet"));
        drop(link.set_attribute("href", href));
        drop(head.append_child(&link));
    }
}

fn element(id: &str) -> Option<web_sys::HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Shares the page's address by the device's own sheet, or copies it and calls `copied`.
pub fn share(copied: impl Fn() + 'static) {
    let navigator = window().navigator();
    let url = window().location().href().unwrap_or_default();
    let can = js_sys::Reflect::has(&navigator, &JsValue::from_str("share")).unwrap_or(false);
    if can {
        let what = web_sys::ShareData::new();
        what.set_url(&url);
        what.set_title(&document().title());
        drop(navigator.share_with_data(&what));
        return;
    }
    let written = wasm_bindgen_futures::JsFuture::from(navigator.clipboard().write_text(&url));
    wasm_bindgen_futures::spawn_local(async move {
        if written.await.is_ok() {
            copied();
        }
    });
}

/// The second at which a player stands.
pub fn playhead(id: &str) -> Option<u32> {
    let player: web_sys::HtmlMediaElement = document().get_element_by_id(id)?.dyn_into().ok()?;
    let time = player.current_time();
    (time.is_finite() && time >= 0.0).then_some(time as u32)
}

/// Sends a player to a second, and plays.
pub fn seek(id: &str, second: u32) {
    let player = document().get_element_by_id(id).and_then(|found| found.dyn_into::<web_sys::HtmlMediaElement>().ok());
    if let Some(player) = player {
        player.set_current_time(f64::from(second));
        drop(player.play());
    }
}

/// Opens a dialog over the page; Escape closes it.
pub fn open_dialog(id: &str) {
    let dialog = document().get_element_by_id(id).and_then(|found| found.dyn_into::<web_sys::HtmlDialogElement>().ok());
    if let Some(dialog) = dialog.filter(|dialog| !dialog.open()) {
        drop(dialog.show_modal());
    }
}

/// Brings the n-th child of a strip into sight, moving only the strip.
pub fn slide_to(id: &str, index: usize) {
    let Some(strip) = document().get_element_by_id(id) else { return };
    let child = u32::try_from(index).ok().and_then(|index| strip.children().item(index));
    if let Some(child) = child.and_then(|child| child.dyn_into::<web_sys::HtmlElement>().ok()) {
        strip.set_scroll_left(child.offset_left());
    }
}

/// Puts another address into the bar, without going there.
pub fn replace_address(path: &str) {
    walk::replace(path);
}
