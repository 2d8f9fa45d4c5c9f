//! The street as shoppers see it: the same components drawn on the server and hydrated in the browser.

// Views are deep types; the compiler counts their depth.
#![recursion_limit = "512"]

pub mod api;
pub mod app;
pub mod browser;
mod clip;
mod filter;
pub mod head;
mod home;
#[cfg_attr(all(not(target_arch = "wasm32"), not(test)), expect(dead_code, reason = "the server reads with serde_json itself"))]
mod json;
mod product;
pub mod screen;
mod search;
mod shop;
mod site;
pub mod style;
mod trouble;
mod ui;
mod window;
pub mod words;

/// The browser's start: takes over what the server drew, or draws everything itself where nothing was drawn.
/// Elsewhere it does nothing: the server draws by [`app::draw`].
pub fn start() {
    #[cfg(target_arch = "wasm32")]
    {
        console_error_panic_hook::set_once();
        browser::start();
    }
}
