//! Files of clips: what is taken, and cutting out of them where, when and with what they were filmed.
//!
//! Known by their content: MP4 (ISO 14496-12, -14, -15) and WebM (Matroska, RFC 9559, as far as WebM has it). The libraries that
//! read these give what is in a file but not where it stands, and cutting something out without moving the rest needs just
//! that; so the walk through boxes and elements is ours, and nothing is decoded.

mod mp4;
mod webm;

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom, Write},
    ops::Range,
};

pub use mp4::quicken;

/// The longest clip, in milliseconds, and a little, for encoders round up.
const LONGEST_MS: u64 = 180_500;
/// The most pixels across or down, and the fewest.
const WIDEST: u32 = 1_920;
const NARROWEST: u32 = 16;
/// The most boxes or elements that are looked at.
const MOST_PARTS: usize = 20_000;

/// What a file is packed as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Mp4,
    WebM,
}

/// What a clip's file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClipFile {
    pub kind: Kind,
    /// As it is shown: of a phone that was held upright, taller than wide.
    pub width: u32,
    pub height: u32,
    pub duration_ms: u64,
    /// Whether it plays while it loads: what says where its pictures are stands before them.
    pub is_quick: bool,
}

impl ClipFile {
    /// How long it is in whole seconds, one at least.
    #[must_use]
    pub fn seconds(&self) -> i64 {
        i64::try_from(self.duration_ms.div_ceil(1_000).max(1)).unwrap_or(i64::MAX)
    }
}

/// Why a file is not taken.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error("this is no video that is known here: send an MP4 or a WebM")]
    Unknown,
    #[error("this is a MOV: on an iPhone choose Settings, Camera, Formats, Most Compatible, or save it as MP4")]
    Mov,
    #[error(
        "this is HEVC, which many browsers do not play: choose the most compatible format in the camera's settings (on an iPhone Settings, Camera, Formats; on others \"high efficiency video\" off)"
    )]
    Hevc,
    #[error("its pictures are packed in a way that browsers do not play: save it as MP4 with H.264")]
    Video,
    #[error("its sound is packed in a way that browsers do not play: save it with AAC or Opus")]
    Audio,
    #[error("it has no picture, or more than one")]
    Tracks,
    #[error("it is in fragments, as for a broadcast: save it as one MP4")]
    Fragments,
    #[error("it does not say how long it is: save it once more with a program for films")]
    NoDuration,
    #[error("it is longer than three minutes")]
    Long,
    #[error("it is {0} by {1}; 1,920 pixels are the most across and down")]
    Large(u32, u32),
    #[error("it is {0} by {1}, too small to be seen")]
    Small(u32, u32),
    #[error("it is broken off or put together wrongly: send it once more")]
    Broken,
    #[error("the file could not be read: {0}")]
    Io(#[from] io::Error),
}

impl Refused {
    /// The same in Korean.
    #[must_use]
    pub fn korean(&self) -> String {
        match self {
            Self::Unknown => "알 수 없는 파일입니다. MP4나 WebM 영상을 올려 주세요.".to_owned(),
            Self::Mov => "MOV 영상입니다. 아이폰은 설정, 카메라, 포맷에서 '높은 호환성'을 고르거나, MP4로 저장해 올려 주세요.".to_owned(),
            Self::Hevc => {
                "HEVC 영상이라 틀지 못하는 브라우저가 많습니다. 카메라 설정에서 호환성이 높은 형식을 골라 주세요. 아이폰은 설정, 카메라, 포맷, 갤럭시는 카메라 설정의 '고효율 동영상'을 끄면 됩니다.".to_owned()
            }
            Self::Video => "브라우저가 틀지 못하는 영상입니다. H.264로 된 MP4로 저장해 주세요.".to_owned(),
            Self::Audio => "브라우저가 틀지 못하는 소리입니다. AAC나 Opus로 저장해 주세요.".to_owned(),
            Self::Tracks => "화면이 없거나 둘 이상인 파일입니다.".to_owned(),
            Self::Fragments => "방송용으로 나뉜 파일입니다. MP4 하나로 저장해 주세요.".to_owned(),
            Self::NoDuration => "길이가 적혀 있지 않은 파일입니다. 영상 편집 앱에서 한 번 저장해 올려 주세요.".to_owned(),
            Self::Long => "영상은 3분까지입니다.".to_owned(),
            Self::Large(width, height) => format!("{width}×{height} 영상입니다. 가로와 세로는 1,920까지입니다."),
            Self::Small(width, height) => format!("{width}×{height} 영상이라 너무 작습니다."),
            Self::Broken => "파일이 끊겼거나 잘못 만들어졌습니다. 다시 올려 주세요.".to_owned(),
            Self::Io(_) => "파일을 읽지 못했습니다. 다시 올려 주세요.".to_owned(),
        }
    }
}

/// Looks at a file and overwrites in place what says where, when and with what it was filmed, and what no track plays.
///
/// # Errors
/// Why it is not taken.
pub fn clean(file: &mut File) -> Result<ClipFile, Refused> {
    let length = file.seek(SeekFrom::End(0))?;
    let begins = piece(file, 0, 12.min(length))?;
    let clip = match begins.as_slice() {
        [0x1a, 0x45, 0xdf, 0xa3, ..] => webm::clean(file, length)?,
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => mp4::clean(file, length)?,
        // What QuickTime wrote before files said what they are.
        [_, _, _, _, b'm', b'o', b'o', b'v', ..] | [_, _, _, _, b'w', b'i', b'd', b'e', ..] => return Err(Refused::Mov),
        _ => return Err(Refused::Unknown),
    };
    let (width, height) = (clip.width, clip.height);
    if clip.duration_ms == 0 {
        return Err(Refused::NoDuration);
    }
    if clip.duration_ms > LONGEST_MS {
        return Err(Refused::Long);
    }
    if width.max(height) > WIDEST {
        return Err(Refused::Large(width, height));
    }
    if width.min(height) < NARROWEST {
        return Err(Refused::Small(width, height));
    }
    Ok(clip)
}

/// The bytes of a file from a place on.
fn piece(file: &mut File, from: u64, length: u64) -> Result<Vec<u8>, Refused> {
    let mut bytes = vec![0; usize::try_from(length).map_err(|_| Refused::Broken)?];
    file.seek(SeekFrom::Start(from))?;
    file.read_exact(&mut bytes)
        .map_err(|error| if error.kind() == io::ErrorKind::UnexpectedEof { Refused::Broken } else { error.into() })?;
    Ok(bytes)
}

/// Overwrites a part of a file with nothing.
fn blank(file: &mut File, from: u64, to: u64) -> Result<(), Refused> {
    const NOTHING: [u8; 16 * 1024] = [0; 16 * 1024];
    file.seek(SeekFrom::Start(from))?;
    let mut left = to.saturating_sub(from);
    while left > 0 {
        let now = left.min(NOTHING.len() as u64);
        file.write_all(NOTHING.get(..usize::try_from(now).unwrap_or(0)).unwrap_or_default())?;
        left -= now;
    }
    Ok(())
}

/// What no track plays is nothing: there lie the positions that a phone writes beside the film.
fn blank_between(file: &mut File, within: Range<u64>, played: &[Range<u64>]) -> Result<(), Refused> {
    let mut at = within.start;
    let mut played: Vec<&Range<u64>> = played.iter().filter(|range| range.end > within.start && range.start < within.end).collect();
    played.sort_by_key(|range| range.start);
    for range in played {
        if range.start > at {
            blank(file, at, range.start.min(within.end))?;
        }
        at = at.max(range.end);
    }
    if at < within.end { blank(file, at, within.end) } else { Ok(()) }
}

fn write_at(file: &mut File, from: u64, bytes: &[u8]) -> Result<(), Refused> {
    file.seek(SeekFrom::Start(from))?;
    Ok(file.write_all(bytes)?)
}

/// A number of up to eight bytes, the largest first.
fn number(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests;
