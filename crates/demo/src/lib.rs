//! The demo street: seven windows of invented shops, with drawn pictures and filmed clips.
//!
//! Everything is embedded, so that a server can fill an empty street without any file beside it.
//! Only the `demo` seed uses this crate; nothing of it reaches the browser.

mod clip;
pub mod draw;
mod street;

pub use clip::{Clip, Moment, clips, poster};
pub use draw::{Pixels, Scene, draw, draw_smooth};
pub use street::{
    Choice, Collection, Delivery, Holiday, Hours, Look, Pickup, Product, Shop, Street, Style, Thing, WINDOWS, Words, minutes, street,
};

/// Sub-categories of the seven windows, with the kinds of the demo street's products, as `golmok import categories` reads them.
pub const CATEGORIES: &str = include_str!("../categories.csv");
/// Names of one thing, as `golmok import synonyms` takes them.
pub const SYNONYMS: &str = include_str!("../synonyms.csv");

/// Why the demo street could not be read or drawn.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// An embedded file is missing.
    #[error("the demo street has no file {0}")]
    Missing(String),
    /// An embedded JSON file does not have the shape that this crate's types ask for.
    #[error("{file}: {cause}")]
    Json {
        /// The file's path inside the crate.
        file: String,
        /// What serde says, with line and column.
        cause: serde_json::Error,
    },
    /// A colour is not `#rrggbb`.
    #[error("{0:?} is not a colour of the form #rrggbb")]
    Colour(String),
    /// A drawing cannot be parsed.
    #[error("the drawing {name}: {cause}")]
    Drawing {
        /// The shape's or scene's name.
        name: String,
        /// What the parser says.
        cause: resvg::usvg::Error,
    },
    /// A picture cannot have this size.
    #[error("a picture cannot be {width} by {height} pixels")]
    Size {
        /// In pixels.
        width: u32,
        /// In pixels.
        height: u32,
    },
}
