//! The browser: starting, walking from page to page, and the few things that only a browser can do.
//! On the server each of them does nothing.

#[cfg(target_arch = "wasm32")]
mod ahead;
#[cfg(target_arch = "wasm32")]
mod forms;
#[cfg(target_arch = "wasm32")]
mod groups;
#[cfg(target_arch = "wasm32")]
mod line;
#[cfg(target_arch = "wasm32")]
mod link;
#[cfg(target_arch = "wasm32")]
mod list;
#[cfg(target_arch = "wasm32")]
mod live;
#[cfg(not(target_arch = "wasm32"))]
mod still;
#[cfg(target_arch = "wasm32")]
mod suggest;
#[cfg(target_arch = "wasm32")]
mod visit;
#[cfg(target_arch = "wasm32")]
mod walk;

#[cfg(target_arch = "wasm32")]
pub use line::ask;
#[cfg(target_arch = "wasm32")]
pub use live::{open_dialog, playhead, replace_address, seek, share, slide_to, start};
#[cfg(not(target_arch = "wasm32"))]
pub use still::{open_dialog, playhead, replace_address, seek, share, slide_to};
