//! Access tokens: a program's way to do what somebody may do in a shop.

use serde::{Deserialize, Serialize};

use crate::{
    Lang, Slug,
    account::{Done, Role},
    endpoint::endpoint,
};

/// A token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Token {
    pub id: String,
    /// What it is for, as its owner calls it.
    pub name: String,
    /// What it may do: what that role may, but never more than who made it may do themselves.
    pub role: Role,
    /// Milliseconds of UTC.
    pub created_at: i64,
    pub expires_at: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_at: Option<i64>,
    /// Goes into the header `Authorization: Bearer`; told only when the token is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
}

/// The request for a shop's tokens.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListTokens {
    pub shop: Slug,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ListTokens, Get "/api/v1/shops/{shop}/tokens" => Vec<Token>, "The access tokens of a shop.");

/// Making a token.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MakeToken {
    pub shop: Slug,
    pub name: String,
    /// What it may do. `owner` does all that an owner may but make tokens and hand the shop over.
    pub role: Role,
    /// Days until it expires, 1 to 365; 90 if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u16>,
}
endpoint!(MakeToken, Post "/api/v1/shops/{shop}/tokens" => Token, "Makes an access token, and tells its secret, this once. No token makes another: it would be left when the first is ended.");

/// Ending a token.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EndToken {
    pub shop: Slug,
    pub token: String,
}
endpoint!(EndToken, Delete "/api/v1/shops/{shop}/tokens/{token}" => Done, "Ends an access token, and withdraws the invitations by it that nobody has accepted.");
