//! Clips, their moments, and where they play from.

use serde::{Deserialize, Serialize};

use crate::{Lang, Picture, Slug, Text, endpoint::endpoint, listing::Listing, product::ProductCard, shop::ShopCard};

/// A clip as it stands in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClipCard {
    pub slug: Slug,
    pub title: Text,
    pub shop: Slug,
    pub shop_name: Text,
    pub seconds: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub poster: Option<Picture>,
}

/// Captions in one language, as a WebVTT file of ours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Captions {
    pub lang: Lang,
    pub url: String,
}

/// Where a clip plays from. Of foreign players only provider and id are kept; the frame is built here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Source {
    File {
        url: String,
        /// `video/mp4` or `video/webm`.
        mime: String,
        captions: Vec<Captions>,
    },
    Youtube {
        id: String,
    },
    Vimeo {
        id: String,
    },
    Naver {
        id: String,
    },
}

impl Source {
    /// The address of the provider's player from second `at` on; `None` for a file of ours.
    #[must_use]
    pub fn frame(&self, at: u32) -> Option<String> {
        match self {
            Self::File { .. } => None,
            Self::Youtube { id } => Some(format!("https://www.youtube-nocookie.com/embed/{id}?rel=0&enablejsapi=1&autoplay=1&start={at}")),
            Self::Vimeo { id } => Some(format!("https://player.vimeo.com/video/{id}?autoplay=1&dnt=1#t={at}s")),
            Self::Naver { id } => Some(format!("https://tv.naver.com/embed/{id}?autoPlay=true")),
        }
    }

    /// The provider's own page, for a browser without JavaScript; `None` for a file of ours.
    #[must_use]
    pub fn page(&self, at: u32) -> Option<String> {
        match self {
            Self::File { .. } => None,
            Self::Youtube { id } => Some(format!("https://www.youtube.com/watch?v={id}&t={at}s")),
            Self::Vimeo { id } => Some(format!("https://vimeo.com/{id}#t={at}s")),
            Self::Naver { id } => Some(format!("https://tv.naver.com/v/{id}")),
        }
    }

    /// The address of its page there; `None` for a file of ours.
    #[must_use]
    pub fn link(&self) -> Option<String> {
        match self {
            Self::File { .. } => None,
            Self::Youtube { id } => Some(format!("https://www.youtube.com/watch?v={id}")),
            Self::Vimeo { id } => Some(format!("https://vimeo.com/{id}")),
            Self::Naver { id } => Some(format!("https://tv.naver.com/v/{id}")),
        }
    }

    /// The provider's name as readers know it.
    #[must_use]
    pub fn provider(&self, lang: Lang) -> Option<&'static str> {
        match self {
            Self::File { .. } => None,
            Self::Youtube { .. } => Some("YouTube"),
            Self::Vimeo { .. } => Some("Vimeo"),
            Self::Naver { .. } => Some(lang.pick("네이버TV", "Naver TV")),
        }
    }

    /// Whether a moment can be sought: Naver TV's player takes no time.
    #[must_use]
    pub fn seeks(&self) -> bool {
        !matches!(self, Self::Naver { .. })
    }
}

/// Why an address is no clip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoClip {
    /// KakaoTV closed in June 2026: upload the file.
    KakaoTvClosed,
    /// No provider that is known here.
    Unknown,
}

/// Recognises the address of a clip at one of the three providers. The address is never kept, only its id.
///
/// # Errors
/// Says whether it is KakaoTV, which closed, or nothing known.
pub fn recognise(address: &str) -> Result<Source, NoClip> {
    let rest = address.trim().strip_prefix("https://").or_else(|| address.trim().strip_prefix("http://")).ok_or(NoClip::Unknown)?;
    let (host, rest) = rest.split_once('/').ok_or(NoClip::Unknown)?;
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").or_else(|| host.strip_prefix("m.")).unwrap_or(&host).to_owned();
    let rest = rest.split('#').next().unwrap_or_default();
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let found = match (host.as_str(), parts.as_slice()) {
        ("youtube.com", ["watch"]) => query.split('&').find_map(|pair| pair.strip_prefix("v=")).and_then(youtube),
        ("youtube.com" | "youtube-nocookie.com", ["shorts" | "embed" | "live", id]) | ("youtu.be", [id]) => youtube(id),
        ("vimeo.com", [id]) | ("player.vimeo.com", ["video", id]) => digits(id).map(|id| Source::Vimeo { id }),
        ("tv.naver.com", ["v" | "embed" | "h", id]) => digits(id).map(|id| Source::Naver { id }),
        ("tv.kakao.com" | "play-tv.kakao.com", _) => return Err(NoClip::KakaoTvClosed),
        _ => None,
    };
    found.ok_or(NoClip::Unknown)
}

fn youtube(id: &str) -> Option<Source> {
    let fits = id.len() == 11 && id.chars().all(|character| character.is_ascii_alphanumeric() || matches!(character, '-' | '_'));
    fits.then(|| Source::Youtube { id: id.to_owned() })
}

fn digits(id: &str) -> Option<String> {
    ((1..=20).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_digit())).then(|| id.to_owned())
}

/// A second of a clip at which a product is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Moment {
    /// Seconds from the start.
    pub at: u32,
    pub label: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<ProductCard>,
}

/// The moment at the playhead: the last one that has begun.
#[must_use]
pub fn moment_at(moments: &[Moment], second: u32) -> Option<usize> {
    moments.iter().rposition(|moment| moment.at <= second)
}

/// A clip whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Clip {
    /// As it stands in a list.
    pub card: ClipCard,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<Text>,
    pub source: Source,
    /// Pixels of the picture, for its place on the page.
    pub width: u32,
    pub height: u32,
    /// When it was put up: RFC 3339, UTC.
    pub uploaded: String,
    /// In order of time.
    pub moments: Vec<Moment>,
}

/// The request for clips.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListClips {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shop: Option<Slug>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// 1 to 100, 24 if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ListClips, Get "/api/v1/clips" => Listing<ClipCard>, "Clips of open shops, the newest first.");

/// The request for one clip.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ShowClip {
    pub clip: Slug,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ShowClip, Get "/api/v1/clips/{clip}" => Clip, "One clip with its moments.");

/// The request for the clips' page.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ShowClipsPage {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ShowClipsPage, Get "/api/v1/pages/clips" => ClipsPage, "The clips' page.");

/// The clips' page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClipsPage {
    /// Whether this is a further piece of the list.
    pub further: bool,
    pub clips: Listing<ClipCard>,
}

/// The request for a clip's page.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ShowClipPage {
    pub clip: Slug,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ShowClipPage, Get "/api/v1/pages/clips/{clip}" => ClipPage, "A clip's page: the clip, its shop and other clips.");

/// A clip's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClipPage {
    pub clip: Clip,
    pub shop: ShopCard,
    pub more: Vec<ClipCard>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clips_are_recognised_by_their_address() {
        let id = || "abcDEF-_123".to_owned();
        for address in [
            "https://www.youtube.com/watch?list=x&v=abcDEF-_123",
            "https://youtu.be/abcDEF-_123?t=4",
            "http://m.youtube.com/shorts/abcDEF-_123",
            "https://youtube.com/live/abcDEF-_123",
            "https://www.youtube-nocookie.com/embed/abcDEF-_123",
        ] {
            assert_eq!(recognise(address), Ok(Source::Youtube { id: id() }), "{address}");
        }
        assert_eq!(recognise("https://vimeo.com/123456#t=3s"), Ok(Source::Vimeo { id: "123456".into() }));
        assert_eq!(recognise("https://tv.naver.com/v/987"), Ok(Source::Naver { id: "987".into() }));
        assert_eq!(recognise("https://tv.kakao.com/v/1"), Err(NoClip::KakaoTvClosed));
        for bad in
            ["https://youtu.be/short", "https://evil.example/watch?v=abcDEF-_123", "javascript:alert(1)", "https://youtu.be/abc\"><x>1"]
        {
            assert_eq!(recognise(bad), Err(NoClip::Unknown), "{bad}");
        }
    }

    #[test]
    fn the_moment_at_the_playhead_is_the_last_that_began() {
        let moment = |at| Moment { at, label: Text::default(), product: None };
        let moments = [moment(3), moment(8)];
        assert_eq!(moment_at(&moments, 2), None);
        assert_eq!(moment_at(&moments, 3), Some(0));
        assert_eq!(moment_at(&moments, 99), Some(1));
    }
}
