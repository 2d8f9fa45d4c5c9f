//! A picture as pages need it: its size before it loads, and the widths it is kept in.

use serde::{Deserialize, Serialize};

use crate::{Lang, Slug, Text, endpoint::endpoint};

/// A kept picture. Its files are `/media/{id}-{width}.{format}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Picture {
    /// Sixteen hexadecimal digits of the original's hash.
    pub id: String,
    /// Pixels of the original, upright.
    pub width: u32,
    pub height: u32,
    /// The dominant colour, `rrggbb`.
    pub colour: String,
    /// The widths that are kept, rising, in pixels.
    pub widths: Vec<u32>,
    /// What it shows, for those who cannot see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alt: Option<Text>,
}

/// The formats that each width is kept in, best first.
pub const FORMATS: [(&str, &str); 2] = [("avif", "image/avif"), ("webp", "image/webp")];

impl Picture {
    /// The address of one file.
    #[must_use]
    pub fn file(&self, width: u32, format: &str) -> String {
        format!("/media/{}-{width}.{format}", self.id)
    }

    /// The `srcset` of one format.
    #[must_use]
    pub fn srcset(&self, format: &str) -> String {
        let mut out = String::new();
        for width in &self.widths {
            if !out.is_empty() {
                out.push_str(", ");
            }
            out.push_str(&format!("{} {width}w", self.file(*width, format)));
        }
        out
    }

    /// The one file that every browser can show.
    #[must_use]
    pub fn fallback(&self) -> String {
        self.file(self.fallback_width(), "jpg")
    }

    /// The width of the fallback: the second smallest, which suits a phone.
    #[must_use]
    pub fn fallback_width(&self) -> u32 {
        self.widths.get(1).or(self.widths.first()).copied().unwrap_or(self.width)
    }

    /// The largest kept width.
    #[must_use]
    pub fn largest(&self) -> u32 {
        self.widths.last().copied().unwrap_or(self.width)
    }
}

/// The request for a file of a shop, also of a draft.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ShowOwnMedia {
    pub shop: Slug,
    /// Of a picture `{id}-{width}.{format}` with a width that it is kept in, as `avif` or `webp`, and in the second smallest also as
    /// `jpg`; of a clip and its captions what their `file` says.
    pub name: String,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ShowOwnMedia, serves Get "/api/v1/shops/{shop}/media/{name}", "A file of a shop's picture, clip or captions as its people see it, also of a draft. While a picture is being made, it is shown in a width that is there already.");
