//! The operator's own facts, for the pages that the law asks for.

use serde::{Deserialize, Serialize};

use crate::{Lang, endpoint::endpoint, shop::Business};

/// One of the operator's own pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Leaf {
    About,
    Terms,
    Privacy,
}

/// A paragraph under its heading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Passage {
    pub heading: String,
    pub text: String,
}

/// The request for one of the operator's own pages.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ShowSite {
    pub leaf: Leaf,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ShowSite, Get "/api/v1/pages/site/{leaf}" => Site, "One of the operator's own pages, with the operator's business facts.");

/// One of the operator's own pages, with the operator's facts; what the settings do not say is absent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Site {
    pub leaf: Leaf,
    pub passages: Vec<Passage>,
    pub operator: Business,
    pub windows: u64,
    pub shops: u64,
    pub products: u64,
}
