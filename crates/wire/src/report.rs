//! What shoppers report, and what operators take off the street for it.

use serde::{Deserialize, Serialize};

use crate::{
    Lang, Slug, Text,
    account::Done,
    address::{Address, Page},
    endpoint::endpoint,
    operator::Paged,
};

/// What is wrong, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReportReason {
    /// What it says is not so: price, stock, address, hours.
    Untrue,
    /// It is not what it claims to be.
    Fake,
    /// It may not be sold.
    Forbidden,
    /// It hurts or frightens people.
    Harmful,
    /// A picture, a text or a mark of somebody else.
    Rights,
    Other,
}

impl ReportReason {
    pub const ALL: [Self; 6] = [Self::Untrue, Self::Fake, Self::Forbidden, Self::Harmful, Self::Rights, Self::Other];

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Untrue => "untrue",
            Self::Fake => "fake",
            Self::Forbidden => "forbidden",
            Self::Harmful => "harmful",
            Self::Rights => "rights",
            Self::Other => "other",
        }
    }

    /// The reason of that word.
    #[must_use]
    pub fn of(word: &str) -> Self {
        Self::ALL.into_iter().find(|reason| reason.word() == word).unwrap_or(Self::Other)
    }
}

/// Telling the operators of something that is wrong.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SendReport {
    /// The address of the page of a shop, a product or a clip, whole or as a path.
    pub address: String,
    pub reason: ReportReason,
    /// More about it; at most a thousand letters. With the reason `other`, not empty.
    #[serde(default)]
    pub words: String,
}
endpoint!(SendReport, Post "/api/v1/reports" => Done, "Tells the operators that something is wrong with a shop, a product or a clip; nobody has to sign in for it.");

/// A shop, a product or a clip, as operators are told of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Thing {
    pub shop: Slug,
    /// Its name; a clip's title.
    pub name: Text,
    /// The path of its page.
    pub address: String,
    /// Why it is off the street by an operator's word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_why: Option<String>,
}

impl Thing {
    /// Whether it is the shop itself.
    #[must_use]
    pub fn is_shop(&self) -> bool {
        Address::parse(&self.address, "").is_some_and(|address| matches!(address.page, Page::Shop { .. }))
    }
}

/// What somebody reported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Report {
    pub id: String,
    /// Milliseconds of UTC.
    pub at: i64,
    pub about: Thing,
    pub reason: ReportReason,
    pub words: String,
}

/// The request for the reports that wait.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListReports {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ListReports, Get "/api/v1/operator/reports" => Paged<Report>, "Reports that wait, the oldest first.");

/// Laying a report aside.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CloseReport {
    pub report: String,
}
endpoint!(CloseReport, Post "/api/v1/operator/reports/{report}/close" => Done, "Lays a report aside; what it is about stays as it is.");

/// Taking something off the street.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HoldThing {
    /// The address of a product or a clip.
    pub address: String,
    /// The owner is told.
    pub why: String,
}
endpoint!(HoldThing, Post "/api/v1/operator/things/hold" => Done, "Takes a product or a clip off the street until an operator lets it go on, and lays the reports about it aside.");

/// Letting something go on.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReleaseThing {
    /// The address of a product or a clip.
    pub address: String,
}
endpoint!(ReleaseThing, Post "/api/v1/operator/things/release" => Done, "Lets a product or a clip go on that an operator had taken off the street.");

/// The request for what is held.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListHeld {
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ListHeld, Get "/api/v1/operator/things" => Vec<Thing>, "Products and clips that operators hold off the street, at most two hundred.");
