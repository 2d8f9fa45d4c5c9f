//! Deciding about applications.

use serde::{Deserialize, Serialize};

use crate::{
    Lang, Slug,
    account::Done,
    application::{Application, ApplicationCard, File},
    endpoint::endpoint,
};

/// The request for the applications that wait.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListWaiting {
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ListWaiting, Get "/api/v1/operator/applications" => Vec<ApplicationCard>, "The applications that wait for a decision, the oldest first.");

/// The request for an application, by who decides.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReviewApplication {
    pub applicant: Slug,
    pub window: Slug,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ReviewApplication, Get "/api/v1/operator/applications/{applicant}/{window}" => Application, "An application with the checks that were done.");

/// The request for a file, by who decides.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReviewDocument {
    pub applicant: Slug,
    pub window: Slug,
    pub document: String,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ReviewDocument, Get "/api/v1/operator/applications/{applicant}/{window}/documents/{document}" => File, "A file of an application, for operators.");

/// What an operator decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    Accept,
    /// Asks for changes, in words.
    Ask,
    /// Refuses, with the reason.
    Refuse,
}

/// Deciding an application.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Decide {
    pub applicant: Slug,
    pub window: Slug,
    pub decision: Decision,
    /// When the application was sent that was looked at: a newer one is not decided by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<i64>,
    /// What the merchant is told; needed unless it is accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}
endpoint!(Decide, Post "/api/v1/operator/applications/{applicant}/{window}" => Done, "Accepts an application, asks for changes, or refuses it.");
