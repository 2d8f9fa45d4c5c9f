//! What differs between a shop as it will be and as shoppers see it: opening that, and looking at it before.

use serde::{Deserialize, Serialize};

use crate::{Lang, Slug, Text, account::Done, draft::Both, endpoint::endpoint};

/// A field before and after, where both are short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Differing {
    /// The field's word.
    pub field: String,
    /// In words; empty where nothing was said.
    pub before: String,
    pub after: String,
}

/// Something that differs from what shoppers see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Change {
    /// Absent for the shop's page and for clips.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<Slug>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clip: Option<Slug>,
    pub name: Text,
    pub kind: ChangeKind,
    /// Words of the fields that differ: `name`, `pictures`, `price`.
    pub fields: Vec<String>,
    /// What the short ones of them were and are to be.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Differing>,
    /// Milliseconds of UTC.
    pub at: i64,
    /// Who saved it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// What a change does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    New,
    Changed,
    Gone,
}

/// An opening that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PastOpening {
    /// Milliseconds of UTC.
    pub at: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// How many things changed.
    pub things: u64,
    pub taken_back: bool,
}

/// What differs from what shoppers see, and what was opened last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Changes {
    /// The shop's page first; at most two hundred.
    pub changes: Vec<Change>,
    pub total: u64,
    /// Goes back with their opening: what somebody saves meanwhile is then not opened unseen.
    pub seen: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<PastOpening>,
}

/// The request for what differs.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListChanges {
    pub shop: Slug,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ListChanges, Get "/api/v1/shops/{shop}/changes" => Changes, "What is changed of a shop and shoppers do not see yet.");

/// Showing shoppers what was changed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenChanges {
    pub shop: Slug,
    /// That of the list: where anything was changed since, nothing is opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<i64>,
}
endpoint!(OpenChanges, Post "/api/v1/shops/{shop}/changes/open" => Done, "Shows shoppers all that was changed, in one act.");

/// Something of an opening that was changed since, and stays as it is now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Staying {
    /// Absent for the shop's page and for clips.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<Slug>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clip: Option<Slug>,
    pub name: Both,
}

/// What became of an opening that was taken back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TakenBack {
    /// What was changed since it was opened: that stays.
    #[serde(default)]
    pub stays: Vec<Staying>,
}

/// Taking the last opening back.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TakeBack {
    pub shop: Slug,
    /// When the opening was that is meant: where there was another since, nothing is taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<i64>,
}
endpoint!(TakeBack, Post "/api/v1/shops/{shop}/changes/take-back" => TakenBack, "Takes the last opening back: shoppers see what they saw before, and the changes are drafts again. What was changed since stays, and is named.");

/// A link to a shop as it will be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Preview {
    pub id: String,
    /// Milliseconds of UTC.
    pub created_at: i64,
    /// The mail address of who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    pub expires_at: i64,
    /// How often it was opened.
    pub opened: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened_at: Option<i64>,
    /// The address; only when the link is made, as what is kept does not tell it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The address as a QR code, in SVG; only when the link is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qr: Option<String>,
}

/// The request for a shop's links.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListPreviews {
    pub shop: Slug,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ListPreviews, Get "/api/v1/shops/{shop}/previews" => Vec<Preview>, "The links by which a shop is looked at before it opens; those that have expired are left out.");

/// Making a link.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MakePreview {
    pub shop: Slug,
    /// Days until it expires, 1 to 30; 7 if not said. One that is made by a token expires with that at the latest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u8>,
}
endpoint!(MakePreview, Post "/api/v1/shops/{shop}/previews" => Preview, "Makes a link by which a shop is looked at before it opens. It ends when who made it works there no more; one that is made by a token ends with that too.");

/// Ending a link.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EndPreview {
    pub shop: Slug,
    pub preview: String,
}
endpoint!(EndPreview, Delete "/api/v1/shops/{shop}/previews/{preview}" => Done, "Ends a link: nobody sees anything by it any more.");
