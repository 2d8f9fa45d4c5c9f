//! Other places by which somebody signs in (OpenID Connect).

use serde::{Deserialize, Serialize};

use crate::{Lang, Slug, account::Done, endpoint::endpoint};

/// A place by which one may sign in here. It begins at `/sign-in/with/{provider}`, in a browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Provider {
    pub provider: Slug,
    /// In the reader's language.
    pub name: String,
}

/// The request for the places by which one may sign in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListProviders {
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ListProviders, Get "/api/v1/session/providers" => Vec<Provider>, "The places by which one may sign in, besides e-mail and password.");

/// An account at another place that is joined to one's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Identity {
    pub id: String,
    /// The place's name; its host where this street knows it no more.
    pub name: String,
    /// Milliseconds of UTC.
    pub created_at: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_at: Option<i64>,
}

/// The request for one's joined accounts.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListIdentities {
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ListIdentities, Get "/api/v1/me/identities" => Vec<Identity>, "The accounts elsewhere by which one signs in, the newest first.");

/// Beginning to join an account at another place.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BeginIdentity {
    /// Of the account: what is joined signs in for good, and an open session may be somebody else's by now.
    pub password: String,
}
endpoint!(BeginIdentity, Post "/api/v1/me/identities/begin" => Done, "Lets this browser go and join an account elsewhere at `/studio/account/join/{provider}`: once, within five minutes. Wrong passwords are counted, as for changing it.");

/// Parting with a joined account.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EndIdentity {
    pub identity: String,
}
endpoint!(EndIdentity, Delete "/api/v1/me/identities/{identity}" => Done, "Parts with an account elsewhere: one does not sign in by it any more.");
