//! Opening a shop to shoppers, pausing it, and closing it.

use serde::{Deserialize, Serialize};

use crate::{
    Lang, Slug, Text,
    account::{Done, ShopState},
    endpoint::endpoint,
};

/// What keeps a shop from opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Blocker {
    /// No application is accepted.
    NoWindow,
    /// What was accepted of its business is changed, and not accepted again.
    NotAccepted,
    NoHours,
    NoAddress,
    NoRepresentative,
    NoBusinessNumber,
    /// No product is shown.
    NoProduct,
    /// A product is shown that has no picture.
    NoPicture,
    /// An operator has paused it.
    Held,
}

/// How far a shop is from being open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Opening {
    pub state: ShopState,
    pub blockers: Vec<Blocker>,
    /// The same once all that is changed is opened: an open shop's changes do not open while there is any, and what a paused one
    /// lacks may be mended among them.
    #[serde(default)]
    pub with_changes: Vec<Blocker>,
    /// Why an operator has paused it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_why: Option<String>,
    /// Who owns it, and alone mends what is asked of its business: their e-mail addresses, for its managers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owners: Vec<String>,
    /// Its products, shown or not.
    pub products: u64,
}

/// The request for what keeps a shop from opening.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ShowOpening {
    pub shop: Slug,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ShowOpening, Get "/api/v1/shops/{shop}/opening" => Opening, "What keeps a shop from opening.");

/// Opening a shop.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenShop {
    pub shop: Slug,
}
endpoint!(OpenShop, Post "/api/v1/shops/{shop}/open" => Done, "Opens a shop to shoppers, once nothing keeps it from that.");

/// Pausing a shop.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PauseShop {
    pub shop: Slug,
}
endpoint!(PauseShop, Post "/api/v1/shops/{shop}/pause" => Done, "Takes a shop off the street for a while.");

/// Closing a shop.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CloseShop {
    pub shop: Slug,
    /// The shop's slug once more: it cannot be taken back.
    pub confirm: String,
}
endpoint!(CloseShop, Post "/api/v1/shops/{shop}/close" => Done, "Closes a shop for good.");

/// A shop as operators see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KnownShop {
    pub shop: Slug,
    pub name: Text,
    pub state: ShopState,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_why: Option<String>,
}

/// The request for all shops.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListKnownShops {
    /// Words of the name, or of the slug.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ListKnownShops, Get "/api/v1/operator/shops" => Vec<KnownShop>, "Shops in any state, those that were changed last first; at most a hundred.");

/// Pausing a shop, as an operator.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HoldShop {
    pub held: Slug,
    /// The owner is told.
    pub why: String,
}
endpoint!(HoldShop, Post "/api/v1/operator/shops/{held}/pause" => Done, "Takes a shop off the street until an operator lets it go on.");

/// Letting a shop go on.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReleaseShop {
    pub held: Slug,
}
endpoint!(ReleaseShop, Post "/api/v1/operator/shops/{held}/release" => Done, "Lets a shop go on that was paused by an operator; its merchant opens it.");
