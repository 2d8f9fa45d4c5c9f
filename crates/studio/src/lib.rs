//! Where merchants and operators work: sign-in, the studio and the operator's pages.
//!
//! Every page is drawn by the server from replies of the API, and everything on it is done by forms, which the server
//! turns into calls of the API. A small script saves as one types. Nothing of it is in what shoppers load.

pub mod acts;
pub mod address;
pub mod api;
pub mod districts;
pub mod draw;
pub mod pages;
pub mod screen;
pub mod ui;
pub mod words;

/// What these pages do beyond forms, as a script.
pub const HANDS: &str = concat!(
    include_str!("hands/saving.js"),
    include_str!("hands/documents.js"),
    include_str!("hands/pictures.js"),
    include_str!("hands/clips.js"),
    include_str!("hands/dropped.js")
);
/// The script of the pages where a passkey is asked.
pub const KEYS: &str = include_str!("keys.js");

/// The sheet of these pages, after the street's own.
pub const STYLE: &str = include_str!("../style/studio.css");
