//! Passkeys: signing in by a key that a phone, a computer or a stick holds (WebAuthn).

use serde::{Deserialize, Serialize};

use crate::{
    Lang,
    account::{Done, Me},
    endpoint::endpoint,
};

/// A question to a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Ceremony {
    /// Given back with the answer, within five minutes, once.
    pub ceremony: String,
    /// JSON of the browser's `PublicKeyCredentialCreationOptionsJSON` or `PublicKeyCredentialRequestOptionsJSON`.
    pub options: String,
}

/// A key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Passkey {
    pub id: String,
    /// What the browser that it was added by says that it is.
    pub device: String,
    /// Milliseconds of UTC.
    pub created_at: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_at: Option<i64>,
}

/// The request for one's keys.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListPasskeys {
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ListPasskeys, Get "/api/v1/me/passkeys" => Vec<Passkey>, "One's passkeys, the newest first.");

/// Beginning to add a key.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BeginPasskey {
    /// Of the account: a key signs in for good, and an open session may be somebody else's by now.
    pub password: String,
}
endpoint!(BeginPasskey, Post "/api/v1/me/passkeys/begin" => Ceremony, "Asks a key to be one's own. Wrong passwords are counted, as for changing it.");

/// Adding a key.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AddPasskey {
    pub ceremony: String,
    /// JSON of the browser's `RegistrationResponseJSON`.
    pub credential: String,
}
endpoint!(AddPasskey, Post "/api/v1/me/passkeys" => Done, "Adds the key that answered.");

/// Parting with a key.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EndPasskey {
    pub passkey: String,
}
endpoint!(EndPasskey, Delete "/api/v1/me/passkeys/{passkey}" => Done, "Parts with a key: one does not sign in by it any more.");

/// Beginning to sign in by a key.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AskPasskey {}
endpoint!(AskPasskey, Post "/api/v1/session/passkey/begin" => Ceremony, "Asks a key who one is.");

/// Signing in by a key.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SignInByPasskey {
    pub ceremony: String,
    /// JSON of the browser's `AuthenticationResponseJSON`.
    pub credential: String,
}
endpoint!(SignInByPasskey, Post "/api/v1/session/passkey" => Me, "Signs in by the key that answered: sets a cookie.");
