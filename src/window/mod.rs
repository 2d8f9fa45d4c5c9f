//! Windows: the category streets.

mod card;
mod page;

pub use card::{CARD_SIZES, StreetWindow};
pub use page::{BANNER_SIZES, WindowPage};

/// The scope of this feature's sheet.
pub const STYLE: &str = stylers_macro::style_sheet!("./src/window/window.css");
