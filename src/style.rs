//! The style sheets, as `build.rs` wrote them.

/// The shared look.
pub const BASE: &str = include_str!(concat!(env!("OUT_DIR"), "/base.css"));
/// Everything in one: what the browser loads after the first view, for the pages that it draws itself.
pub const JOINED: &str = include_str!(concat!(env!("OUT_DIR"), "/joined.css"));

include!(concat!(env!("OUT_DIR"), "/features.rs"));

/// The sheet of one feature; empty where it has none.
#[must_use]
pub fn of(feature: &str) -> &'static str {
    FEATURES.iter().find(|(word, _)| *word == feature).map_or("", |(_, sheet)| sheet)
}
