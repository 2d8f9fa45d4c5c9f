//! A window as the operator keeps it.

use serde::{Deserialize, Serialize};

use crate::{Lang, Slug, account::Done, draft::Both, endpoint::endpoint, window::Light};

/// What a window says of itself, and its sub-categories.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WindowFacts {
    pub name: Both,
    /// One line on what is in it.
    pub about: Both,
    /// Who may enter, in plain words; paragraphs are parted by an empty line.
    pub entry_rule: Both,
    pub light: Light,
    /// Its place among the windows; the first is 1.
    pub position: u32,
    /// Each after the one that it lies below.
    pub categories: Vec<Category>,
}

/// A sub-category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Category {
    pub slug: Slug,
    /// The one that it lies below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Slug>,
    pub name: Both,
    /// The product types that belong here, as merchants call them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<String>,
}

/// A window under edit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KnownWindow {
    pub facts: WindowFacts,
    /// How many windows there are.
    pub windows: u32,
    /// Stands for the facts as they are; given back with a change, so that none is overwritten unseen.
    pub seen: String,
}

/// The request for a window as the operator keeps it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EditWindow {
    pub window: Slug,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(EditWindow, Get "/api/v1/operator/windows/{window}" => KnownWindow, "A window as the operator keeps it.");

/// Changing a window.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeWindow {
    pub window: Slug,
    /// Of the facts that were looked at.
    pub seen: String,
    pub facts: WindowFacts,
}
endpoint!(ChangeWindow, Put "/api/v1/operator/windows/{window}" => Done, "Changes what a window says of itself, its place and its sub-categories: all of it.");
