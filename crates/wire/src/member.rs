//! Who works in a shop.

use serde::{Deserialize, Serialize};

use crate::{
    Lang, Slug,
    account::{Done, Role},
    endpoint::endpoint,
};

/// Leaving a shop.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LeaveShop {
    pub shop: Slug,
}
endpoint!(LeaveShop, Delete "/api/v1/me/shops/{shop}" => Done, "Leaves a shop. Who owns it hands it over first.");

/// Somebody who works in a shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Member {
    /// In which the shop's other calls name them.
    pub id: String,
    pub name: String,
    pub email: String,
    pub role: Role,
    /// Milliseconds of UTC.
    pub since: i64,
    /// Whether it is who asks.
    pub is_me: bool,
}

/// Somebody who was asked to work in a shop and has not answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Invited {
    pub email: String,
    pub role: Role,
    /// Milliseconds of UTC.
    pub expires_at: i64,
}

/// Who works in a shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Members {
    pub members: Vec<Member>,
    pub invited: Vec<Invited>,
}

/// The request for a shop's members.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListMembers {
    pub shop: Slug,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ListMembers, Get "/api/v1/shops/{shop}/members" => Members, "Who works in a shop, and who was asked to.");

/// Asking somebody to work in a shop.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InviteMember {
    pub shop: Slug,
    pub email: String,
    /// Staff or manager.
    pub role: Role,
}
endpoint!(InviteMember, Post "/api/v1/shops/{shop}/members" => Done, "Mails an invitation to work in a shop.");

/// Changing what a member may do.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeMember {
    pub shop: Slug,
    pub member: String,
    /// To make somebody the owner is to ask them: once they accept, they own the shop, and who asked becomes a manager.
    /// Where a token would, its owner is mailed a link first, and they are asked once the owner uses it.
    pub role: Role,
}
endpoint!(ChangeMember, Patch "/api/v1/shops/{shop}/members/{member}" => Changed, "Changes a member's role, or asks them to take the shop over.");

/// What became of a change of a role.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Changed {
    /// Whether they were asked by mail, and nothing is changed until they accept.
    pub asked: bool,
    /// Whether the shop's owner was mailed a link, and nothing is changed and nobody asked until they use it: a token would
    /// hand the shop over.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub mailed: bool,
}

/// Letting a member go.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RemoveMember {
    pub shop: Slug,
    pub member: String,
}
endpoint!(RemoveMember, Delete "/api/v1/shops/{shop}/members/{member}" => Done, "Ends somebody's work in a shop.");

/// Taking an invitation back.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WithdrawInvitation {
    pub shop: Slug,
    pub email: String,
}
endpoint!(WithdrawInvitation, Delete "/api/v1/shops/{shop}/invitations/{email}" => Done, "Takes back an invitation that nobody has used.");
