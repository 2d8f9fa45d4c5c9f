//! Clips as their shop's people write them, and the files of clips on their way.

use serde::{Deserialize, Serialize};

use crate::{
    Lang, Picture, Slug, Text,
    account::Done,
    draft::{Both, Editing, Saved},
    endpoint::endpoint,
};

/// Captions of a clip in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CaptionsDraft {
    pub lang: Lang,
    /// WebVTT or SubRip, or a line for each thing that is said: the time, a blank, the words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// The file that was made of it; what is sent back for it is not looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
}

/// A moment of a clip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MomentDraft {
    /// Seconds from the start.
    pub at: u32,
    #[serde(default, skip_serializing_if = "Both::is_empty")]
    pub label: Both,
    /// A product of the shop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<Slug>,
}

/// A clip as a merchant writes it. It plays from a file that was sent, or at a provider.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ClipDraft {
    #[serde(default)]
    pub title: Both,
    #[serde(default)]
    pub about: Both,
    /// The name of a file that was sent to this shop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Its page at YouTube, Vimeo or Naver TV.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// How long it is. Of a file that was sent, this is known.
    #[serde(default)]
    pub seconds: u32,
    /// Whether it is taller than wide. Of a file that was sent, this is known.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub upright: bool,
    /// The picture that stands before it plays: of one that was sent to this shop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub poster: Option<String>,
    /// At most one in each language.
    #[serde(default)]
    pub captions: Vec<CaptionsDraft>,
    #[serde(default)]
    pub moments: Vec<MomentDraft>,
    /// It goes when this is opened.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gone: bool,
}

/// A clip in the list of its shop's people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OwnClip {
    pub clip: Slug,
    pub title: Text,
    /// Whether it is on the street, as it is or as it was.
    pub shown: bool,
    /// Whether something of it is changed and not opened.
    pub differs: bool,
    pub seconds: u32,
    pub moments: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub poster: Option<Picture>,
    /// Why an operator holds it off the street.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_why: Option<String>,
}

/// The request for a shop's clips.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListOwnClips {
    pub shop: Slug,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ListOwnClips, Get "/api/v1/shops/{shop}/draft/clips" => Vec<OwnClip>, "A shop's clips, drafts among them, the newest first; at most two hundred.");

/// The request for a clip under edit.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EditClip {
    pub shop: Slug,
    pub clip: Slug,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(EditClip, Get "/api/v1/shops/{shop}/draft/clips/{clip}" => Editing<ClipDraft>, "A clip as it is being edited.");

/// A new clip.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AddClip {
    pub shop: Slug,
    pub draft: ClipDraft,
}
endpoint!(AddClip, Post "/api/v1/shops/{shop}/draft/clips" => Saved, "Adds a clip; shoppers see it once it is opened.");

/// Saving a clip.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SaveClip {
    pub shop: Slug,
    pub clip: Slug,
    pub seen: i64,
    pub draft: ClipDraft,
}
endpoint!(SaveClip, Put "/api/v1/shops/{shop}/draft/clips/{clip}" => Saved, "Saves a clip; shoppers see it once it is opened.");

/// Letting go of what was changed of a clip.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DropClipDraft {
    pub shop: Slug,
    pub clip: Slug,
}
endpoint!(DropClipDraft, Delete "/api/v1/shops/{shop}/draft/clips/{clip}" => Done, "Lets go of what was changed of a clip and not opened.");

/// A clip's file that comes whole.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SendClip {
    pub shop: Slug,
    /// An MP4 or WebM of at most ten megabytes, in Base64. A larger one comes in pieces.
    pub content: String,
    /// What the file is called: the clip's first title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}
endpoint!(SendClip, carries Post "/api/v1/shops/{shop}/clips/files" => Saved, "Takes in a small clip whole, and makes a clip of it that is a draft.");

/// Beginning to send a clip's file.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BeginClip {
    pub shop: Slug,
    /// Bytes of the whole file; at most a hundred megabytes.
    pub size: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}
endpoint!(BeginClip, Post "/api/v1/shops/{shop}/clips/uploads" => ClipUpload, "Begins to send a clip's file in pieces.");

/// A file on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClipUpload {
    pub upload: String,
    /// Bytes that are here: the next piece begins there.
    pub received: u64,
    pub size: u64,
    /// The most bytes of a piece.
    pub piece: u64,
    /// The clip that the file has become, once all of it is here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clip: Option<Slug>,
}

/// The request for how far a file is.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ShowUpload {
    pub shop: Slug,
    pub upload: String,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ShowUpload, Get "/api/v1/shops/{shop}/clips/uploads/{upload}" => ClipUpload, "How much of a clip's file is here: after a cut line, sending goes on from there.");

/// A piece of a file.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SendPiece {
    pub shop: Slug,
    pub upload: String,
    /// The byte at which it begins: those that are here already.
    pub from: u64,
    /// In Base64. Empty where all of it is here and it is no clip yet: then that is gone on with.
    pub content: String,
}
endpoint!(SendPiece, carries Put "/api/v1/shops/{shop}/clips/uploads/{upload}" => ClipUpload, "Takes in the next piece of a clip's file. With the last one it becomes a clip that is a draft.");
