//! Entering a window: what it asks for, and a shop's application.

use serde::{Deserialize, Serialize};

use crate::{Lang, Slug, Text, account::Done, account::ShopState, draft::Saved, endpoint::endpoint, hours::Week, tax::TaxAnswer};

/// How it is seen that a requirement is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RequirementKind {
    /// The shop says its address and its hours, and a file shows its front.
    OfflineShop,
    /// The shop names its representative.
    Representative,
    /// The shop's business number is one.
    BusinessNumber,
    /// The shop says its mail-order number.
    MailOrderNumber,
    /// The merchant says so.
    Declared,
    /// A file proves it.
    Document,
}

impl RequirementKind {
    pub const ALL: [Self; 6] =
        [Self::OfflineShop, Self::Representative, Self::BusinessNumber, Self::MailOrderNumber, Self::Declared, Self::Document];

    /// The word of the data.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::OfflineShop => "offline_shop",
            Self::Representative => "representative",
            Self::BusinessNumber => "business_number",
            Self::MailOrderNumber => "mail_order_number",
            Self::Declared => "declared",
            Self::Document => "document",
        }
    }

    /// The kind of that word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Whether files belong to it.
    #[must_use]
    pub fn takes_files(self) -> bool {
        matches!(self, Self::OfflineShop | Self::Document)
    }
}

/// One thing that a window asks of a shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// Empty for a new one.
    #[serde(default)]
    pub id: String,
    pub kind: RequirementKind,
    /// Of those with the same word here, one is enough.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub either: Option<String>,
    pub ko: String,
    pub en: String,
}

/// The request for what a window asks.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListRequirements {
    pub window: Slug,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ListRequirements, Get "/api/v1/windows/{window}/requirements" => Vec<Requirement>, "What a window asks of a shop that wants to enter.");

/// Changing what a window asks.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeRequirements {
    pub window: Slug,
    /// All of them, in order. One that is left out is gone, with what was said and sent for it.
    pub requirements: Vec<Requirement>,
    /// The list as it was read, so that nobody's change is overwritten unseen; not compared where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<Vec<Requirement>>,
}
endpoint!(ChangeRequirements, Put "/api/v1/operator/windows/{window}/requirements" => Done, "Changes what a window asks: the whole list.");

/// How far an application is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ApplicationState {
    Draft,
    /// It waits for an operator.
    Submitted,
    /// An operator asks for changes.
    Asked,
    Accepted,
    Refused,
}

impl ApplicationState {
    pub const ALL: [Self; 5] = [Self::Draft, Self::Submitted, Self::Asked, Self::Accepted, Self::Refused];

    /// The word of the data.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Asked => "asked",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
        }
    }

    /// The state of that word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// Whether the merchant may change it and send it.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Asked)
    }
}

/// What a shop says of itself to enter. What is not said is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Facts {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_ko: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_en: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub representative: Option<String>,
    /// Ten digits of which the last checks the others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail_order_number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// 시/구.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub district_ko: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_ko: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postcode: Option<String>,
    /// In minutes of the day, Monday first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Week>,
}

/// A file that proves something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Document {
    pub id: String,
    pub name: String,
    /// `image/jpeg` or `application/pdf`.
    pub kind: String,
    pub bytes: u64,
    /// Milliseconds of UTC.
    pub at: i64,
}

/// A requirement, and whether the application meets it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Check {
    pub requirement: String,
    pub kind: RequirementKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub either: Option<String>,
    pub text: String,
    pub is_met: bool,
    /// Met, or another of its kind is.
    pub is_settled: bool,
    /// What is missing, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<String>,
    pub documents: Vec<Document>,
}

/// A shop's application to a window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Application {
    pub shop: Slug,
    pub shop_name: Text,
    pub shop_state: ShopState,
    pub window: Slug,
    pub window_name: Text,
    pub state: ApplicationState,
    /// What the operator said last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<i64>,
    /// What it is judged by; its owner reads what business the shop is of as they change it.
    pub facts: Facts,
    /// What the tax office says of the business number; absent where it is not asked, or did not answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax: Option<TaxAnswer>,
    /// The state in which the facts were read: a change names it, so that nobody's are overwritten unseen.
    pub seen: i64,
    pub checks: Vec<Check>,
    /// Whether all is settled, so that it can be sent.
    pub is_ready: bool,
}

/// An application in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ApplicationCard {
    pub shop: Slug,
    pub shop_name: Text,
    /// With a closed shop its applications are over, whatever their state was then.
    pub shop_state: ShopState,
    pub window: Slug,
    pub window_name: Text,
    pub state: ApplicationState,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<i64>,
}

/// Asking to enter with a new shop.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Apply {
    pub window: Slug,
    /// The shop's name.
    pub name: String,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(Apply, Post "/api/v1/applications" => ApplicationCard, "Begins an application: makes a shop that nobody sees yet, owned by who asks. By a token it goes by a personal one; all that follows goes by a token of the new shop as well.");

/// Asking to enter another window.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ApplyToo {
    pub shop: Slug,
    pub window: Slug,
}
endpoint!(ApplyToo, Post "/api/v1/shops/{shop}/applications" => Done, "Begins an application of a shop to another window.");

/// The request for a shop's applications.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListApplications {
    pub shop: Slug,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ListApplications, Get "/api/v1/shops/{shop}/applications" => Vec<ApplicationCard>, "A shop's applications.");

/// The request for one application.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ShowApplication {
    pub shop: Slug,
    pub window: Slug,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ShowApplication, Get "/api/v1/shops/{shop}/applications/{window}" => Application, "An application with what is settled and what is missing.");

/// What a shop says of itself, with the state in which it was read. Of what business it is, is said as its owner changes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KnownFacts {
    pub facts: Facts,
    /// A change names it.
    pub seen: i64,
}

/// The request for what a shop says of itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ShowFacts {
    pub shop: Slug,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ShowFacts, Get "/api/v1/shops/{shop}/facts" => KnownFacts, "What a shop says of itself and of its business.");

/// Saying what the shop is.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeFacts {
    pub shop: Slug,
    /// As the application or the facts said it.
    pub seen: i64,
    /// All of them; what is absent is taken back. Of a shop that was open once only the representative and the two numbers
    /// are said here; the others may be absent, and are changed on the shop's page.
    pub facts: Facts,
}
endpoint!(ChangeFacts, Put "/api/v1/shops/{shop}/facts" => Saved, "Says what a shop is before it opens, and of what business it is at any time; of an open shop that is a change of its page, which shoppers see once it is opened.");

/// Saying what is so.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Declare {
    pub shop: Slug,
    pub window: Slug,
    /// The requirements that are declared to be met; the others are not.
    pub declared: Vec<String>,
}
endpoint!(Declare, Put "/api/v1/shops/{shop}/applications/{window}/declared" => Done, "Declares which requirements are met.");

/// Sending a file.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SendDocument {
    pub shop: Slug,
    pub window: Slug,
    pub requirement: String,
    /// What the file is called.
    pub name: String,
    /// Its bytes, in Base64: a picture (JPEG, PNG, WebP) or a PDF, at most ten megabytes.
    pub content: String,
}
endpoint!(SendDocument, carries Post "/api/v1/shops/{shop}/applications/{window}/documents" => Done, "Adds a file to an application. It is shown to the shop's owner and to operators alone.");

/// Taking a file back.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RemoveDocument {
    pub shop: Slug,
    pub window: Slug,
    pub document: String,
}
endpoint!(RemoveDocument, Delete "/api/v1/shops/{shop}/applications/{window}/documents/{document}" => Done, "Takes a file back.");

/// The request for a file.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReadDocument {
    pub shop: Slug,
    pub window: Slug,
    pub document: String,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ReadDocument, Get "/api/v1/shops/{shop}/applications/{window}/documents/{document}" => File, "A file of an application, for the shop's owner.");

/// A file with its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct File {
    pub name: String,
    pub kind: String,
    /// In Base64.
    pub content: String,
}

/// Sending an application.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Submit {
    pub shop: Slug,
    pub window: Slug,
}
endpoint!(Submit, Post "/api/v1/shops/{shop}/applications/{window}/submit" => Done, "Sends an application to the operators, once all is settled.");
