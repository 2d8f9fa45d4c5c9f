//! The operator's own facts, for the pages that the law asks for.

use serde::{Deserialize, Serialize};

use crate::{Lang, endpoint::endpoint, shop::Business};

/// The request for the operator's facts.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ShowSite {
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ShowSite, Get "/api/v1/pages/site" => Site, "The operator's own business facts.");

/// The operator's facts. What the settings do not say is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Site {
    pub operator: Business,
    pub windows: u64,
    pub shops: u64,
    pub products: u64,
}
