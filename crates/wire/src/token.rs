//! Access tokens: a program's way to do what somebody may do, in one shop or wherever they work.

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
    /// The shop in which it acts. A personal token has none: it acts for who made it in every shop where they work and, with
    /// the role `owner`, in what concerns themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shop: Option<Slug>,
    /// The id of the token by which it was made: it ends with that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_by: Option<String>,
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
    /// What it may do: at most what the token may by which it is made, if it is made by one.
    pub role: Role,
    /// Days until it expires, 1 to 365; 90 if not said. One that is made by a token expires with that at the latest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u16>,
}
endpoint!(MakeToken, Post "/api/v1/shops/{shop}/tokens" => Token, "Makes an access token of a shop, and tells its secret, this once. One that is made by a token ends with that.");

/// Ending a token.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EndToken {
    pub shop: Slug,
    pub token: String,
}
endpoint!(EndToken, Delete "/api/v1/shops/{shop}/tokens/{token}" => Done, "Ends an access token, with all that were made by it and their links to previews, and withdraws what they asked for and nobody has accepted.");

/// The request for one's personal tokens.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListOwnTokens {
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ListOwnTokens, Get "/api/v1/me/tokens" => Vec<Token>, "One's personal access tokens, which are of no single shop.");

/// Making a personal token.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MakeOwnToken {
    pub name: String,
    /// What it may do at the most, in whichever shop. Only `owner` reaches what concerns oneself.
    pub role: Role,
    /// Days until it expires, 1 to 365; 90 if not said. One that is made by a token expires with that at the latest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u16>,
}
endpoint!(MakeOwnToken, Post "/api/v1/me/tokens" => Token, "Makes a personal access token, and tells its secret, this once. One that is made by a token ends with that.");

/// Ending a personal token.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EndOwnToken {
    pub token: String,
}
endpoint!(EndOwnToken, Delete "/api/v1/me/tokens/{token}" => Done, "Ends a personal access token, with all that were made by it and their links to previews, and withdraws what they asked for and nobody has accepted.");
