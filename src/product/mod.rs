//! Products: in lists and on their page.

mod card;
mod choice;
mod gallery;
mod page;

pub use card::{ProductCardView, ProductGrid};
pub use gallery::GALLERY_SIZES;
pub use page::ProductPage;

/// The scope of this feature's sheet.
pub const STYLE: &str = stylers_macro::style_sheet!("./src/product/product.css");
