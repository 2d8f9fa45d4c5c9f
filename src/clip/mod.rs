//! Clips: in lists and on their page.

mod card;
mod page;
mod player;

pub use card::{ClipCardView, ClipRow};
pub use page::{ClipPage, ClipsPage};

/// The scope of this feature's sheet.
pub const STYLE: &str = stylers_macro::style_sheet!("./src/clip/clip.css");
