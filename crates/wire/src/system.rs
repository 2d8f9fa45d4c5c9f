//! How the program is.

use serde::{Deserialize, Serialize};

use crate::{Lang, endpoint::endpoint};

/// How the program is, as of now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct System {
    /// Of the program.
    pub version: String,
    /// When it was started, in milliseconds of UTC.
    pub started_at: i64,
    /// Bytes of memory that it holds; absent where the system does not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory: Option<u64>,
    pub database: Database,
    /// Of the data folder; absent where the system does not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disk: Option<Disk>,
    pub jobs: Jobs,
    pub mails: Mails,
    /// Products that are found; absent while the index is being read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub products: Option<u64>,
}

/// The database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Database {
    pub kind: DatabaseKind,
    pub bytes: u64,
}

/// Which database it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum DatabaseKind {
    Sqlite,
    Postgres,
}

/// A disk, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Disk {
    pub free: u64,
    pub size: u64,
    /// Whether so little is free that the program complains of it.
    pub is_low: bool,
}

/// What is done behind the pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Jobs {
    /// Product lists that wait or are being brought in.
    pub imports_running: u64,
    /// Those of the last seven days that failed.
    pub imports_failed: u64,
    /// Pictures that an import named and has not fetched yet.
    pub pictures_waiting: u64,
    /// Those that it could not fetch.
    pub pictures_failed: u64,
}

/// Mail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Mails {
    /// Whether there is something to send with; else it is written into a folder.
    pub is_sent: bool,
    pub waiting: u64,
    /// Those of the last seven days that were given up.
    pub failed: u64,
}

/// The request for how the program is.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ShowSystem {
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ShowSystem, Get "/api/v1/operator/system" => System, "How the program is: its database, disk, memory, jobs and mail.");
