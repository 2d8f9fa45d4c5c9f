//! Parts that know no feature: pictures, prices, text in a language, sections, pagers.

mod order;
mod parts;
mod picture;

pub use order::{Pager, SortLinks};
pub use parts::{OpenLine, PriceLine, Said, Section};
pub use picture::{Frame, Photo};

/// The scope of this feature's sheet.
pub const STYLE: &str = stylers_macro::style_sheet!("./src/ui/ui.css");
