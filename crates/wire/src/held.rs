//! What is held of the shops that one owns: part of the file of all that is held about oneself.

use serde::{Deserialize, Serialize};

use crate::{
    Slug,
    account::ShopState,
    application::{ApplicationState, Document, Facts},
};

/// What is held of a shop that one owns, besides what shoppers see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HeldShop {
    pub shop: Slug,
    pub state: ShopState,
    pub facts: Facts,
    pub applications: Vec<HeldApplication>,
}

/// What is held of a shop's application. Times are in milliseconds of UTC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HeldApplication {
    pub window: Slug,
    pub state: ApplicationState,
    /// What the operator said last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    pub begun_at: i64,
    pub changed_at: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted_at: Option<i64>,
    /// The files that were sent with it and are not deleted yet.
    pub documents: Vec<Document>,
}
