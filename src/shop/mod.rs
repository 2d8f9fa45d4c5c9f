//! Shops: in lists and on their page.

mod card;
mod facts;
mod page;

pub use card::{ShopCardView, ShopCards, ShopGrid, ShopRow};
pub use facts::{BusinessFacts, map_link};
pub use page::{FRONT_SIZES, ShopPage};

/// The scope of this feature's sheet.
pub const STYLE: &str = stylers_macro::style_sheet!("./src/shop/shop.css");
