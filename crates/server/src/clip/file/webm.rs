//! WebM: elements within elements, each with its name and length before it.

use std::{fs::File, ops::Range};

use super::{ClipFile, Kind, MOST_PARTS, Refused, number, piece, write_at};

/// The largest head of a part that is read, in bytes.
const LARGEST: u64 = 1_000_000;
/// The most elements around blocks: three minutes have 30,000 blocks, and some packers write four for one.
const MOST_BLOCKS: usize = 400_000;

const EBML: u32 = 0x1a45_dfa3;
const DOC_TYPE: u32 = 0x4282;
const SEGMENT: u32 = 0x1853_8067;
const INFO: u32 = 0x1549_a966;
const TRACKS: u32 = 0x1654_ae6b;
const CLUSTER: u32 = 0x1f43_b675;
const CUES: u32 = 0x1c53_bb6b;
const SEEK_HEAD: u32 = 0x114d_9b74;
const VOID: u32 = 0xec;
const TIMESTAMP_SCALE: u32 = 0x2a_d7b1;
const DURATION: u32 = 0x4489;
/// Title, names of files, and of the programs that made it.
const NAMES: [u32; 6] = [0x7ba9, 0x4d80, 0x5741, 0x7384, 0x3c_83ab, 0x3e_83bb];
const TRACK: u32 = 0xae;
const TRACK_TYPE: u32 = 0x83;
const CODEC: u32 = 0x86;
const HEADS: u32 = 0x63a2;
const VIDEO: u32 = 0xe0;
const AUDIO: u32 = 0xe1;
const WIDTH: u32 = 0xb0;
const HEIGHT: u32 = 0xba;
const BLOCK_GROUP: u32 = 0xa0;
/// What of the first head says how to read the rest: versions, the largest lengths, and the kind.
const IN_HEAD: [u32; 7] = [0x4286, 0x42f7, 0x42f2, 0x42f3, DOC_TYPE, 0x4287, 0x4285];
/// Where something stands, in the list of such places.
const IN_SEEK_HEAD: [u32; 1] = [0x4dbb];
/// Where a time stands, in the list of such places.
const IN_CUES: [u32; 1] = [0xbb];
/// Number and key, kind, whether it plays by itself and how it is cut, times, language, codec, and how it is packed.
const IN_TRACK: [u32; 19] = [
    0xd7, 0x73c5, TRACK_TYPE, 0xb9, 0x88, 0x55aa, 0x9c, 0x23_e383, 0x23_4e7a, 0x22_b59c, 0x22_b59d, CODEC, HEADS, 0x56aa, 0x56bb, 0x55ee,
    VIDEO, AUDIO, 0x6d80,
];
/// Sizes, what is cut off, how lines and eyes take turns, what is seen through, colours, and how it is projected.
const IN_VIDEO: [u32; 16] =
    [WIDTH, HEIGHT, 0x9a, 0x9d, 0x53b8, 0x53c0, 0x54aa, 0x54bb, 0x54cc, 0x54dd, 0x54b0, 0x54ba, 0x54b2, 0x54b3, 0x55b0, 0x7670];
/// Samples a second as packed and as heard, channels, and bits.
const IN_AUDIO: [u32; 4] = [0xb5, 0x78b5, 0x9f, 0x6264];
/// The time, the blocks, and where it stands itself.
const IN_CLUSTER: [u32; 5] = [0xe7, 0xa3, BLOCK_GROUP, 0xa7, 0xab];
/// A block, how long it is, what it needs, what is thrown away of it, and what is seen through.
const IN_GROUP: [u32; 6] = [0xa1, 0x9b, 0xfb, 0xfa, 0x75a2, 0x75a1];

/// An element: its name, and where it and what is in it stand.
#[derive(Clone, Debug)]
struct Part {
    name: u32,
    whole: Range<u64>,
    body: u64,
}

/// The name, the length of what is in it (none where it is not said), and the length of both together.
fn header_of(bytes: &[u8]) -> Result<(u32, Option<u64>, u64), Refused> {
    let first = *bytes.first().ok_or(Refused::Broken)?;
    let name_length = first.leading_zeros() as usize + 1;
    if name_length > 4 {
        return Err(Refused::Broken);
    }
    let name = number(bytes.get(..name_length).ok_or(Refused::Broken)?) as u32;
    let rest = bytes.get(name_length..).ok_or(Refused::Broken)?;
    let first = *rest.first().ok_or(Refused::Broken)?;
    let length = first.leading_zeros() as usize + 1;
    if length > 8 {
        return Err(Refused::Broken);
    }
    let bits = 7 * length as u32;
    let size = number(rest.get(..length).ok_or(Refused::Broken)?) & ((1_u64 << bits) - 1);
    let is_unsaid = size == (1_u64 << bits) - 1;
    Ok((name, (!is_unsaid).then_some(size), (name_length + length) as u64))
}

fn parts(file: &mut File, within: Range<u64>, budget: &mut usize) -> Result<Vec<Part>, Refused> {
    let mut out = Vec::new();
    let mut at = within.start;
    while at < within.end {
        *budget = budget.checked_sub(1).ok_or(Refused::Broken)?;
        let header = piece(file, at, 12.min(within.end - at))?;
        let (name, size, head) = header_of(&header)?;
        // Of a recording as it goes on, nothing says how long it is.
        let size = size.ok_or(Refused::NoDuration)?;
        let end = (at + head).checked_add(size).filter(|end| *end <= within.end).ok_or(Refused::Broken)?;
        out.push(Part { name, whole: at..end, body: at + head });
        at = end;
    }
    Ok(out)
}

/// Makes an element nothing, of the same length.
fn void(file: &mut File, part: &Part) -> Result<(), Refused> {
    let length = part.whole.end - part.whole.start;
    let mut head = vec![VOID as u8];
    if length >= 9 {
        // The length in eight bytes, of which the first says so.
        head.extend(((length - 9) | (1 << 56)).to_be_bytes());
    } else {
        head.push(0x80 | (length - 2) as u8);
    }
    write_at(file, part.whole.start, &head)?;
    super::blank(file, part.whole.start + head.len() as u64, part.whole.end)
}

/// The elements in a part that are named; all others, and what stands in elements that are nothing already, are made nothing.
fn keep(file: &mut File, part: &Part, kept: &[u32], budget: &mut usize) -> Result<Vec<Part>, Refused> {
    let mut out = Vec::new();
    for inner in parts(file, part.body..part.whole.end, budget)? {
        if kept.contains(&inner.name) {
            out.push(inner);
        } else {
            void(file, &inner)?;
        }
    }
    Ok(out)
}

fn value(file: &mut File, part: &Part) -> Result<Vec<u8>, Refused> {
    piece(file, part.body, (part.whole.end - part.body).min(64))
}

pub fn clean(file: &mut File, length: u64) -> Result<ClipFile, Refused> {
    let mut budget = MOST_PARTS;
    let tops = parts(file, 0..length, &mut budget)?;
    let [head, segment] = tops.as_slice() else { return Err(Refused::Broken) };
    if head.name != EBML || segment.name != SEGMENT {
        return Err(Refused::Broken);
    }
    let kinds = keep(file, head, &IN_HEAD, &mut budget)?;
    let kind = kinds.iter().find(|part| part.name == DOC_TYPE).ok_or(Refused::Broken)?;
    if value(file, kind)?.split(|byte| *byte == 0).next() != Some(b"webm".as_slice()) {
        return Err(Refused::Unknown);
    }
    // Its name ends with the first nothing; what follows is not read.
    super::blank(file, kind.whole.end.min(kind.body + 4), kind.whole.end)?;
    let mut blocks = MOST_BLOCKS;
    let (mut duration_ms, mut shown) = (0, None);
    for part in parts(file, segment.body..segment.whole.end, &mut budget)? {
        match part.name {
            INFO => duration_ms = info(file, &part, &mut budget)?,
            TRACKS => shown = Some(tracks(file, &part, &mut budget)?),
            CLUSTER => {
                for inner in keep(file, &part, &IN_CLUSTER, &mut blocks)? {
                    if inner.name == BLOCK_GROUP {
                        keep(file, &inner, &IN_GROUP, &mut blocks)?;
                    }
                }
            }
            CUES => {
                keep(file, &part, &IN_CUES, &mut blocks)?;
            }
            SEEK_HEAD => {
                keep(file, &part, &IN_SEEK_HEAD, &mut budget)?;
            }
            // Tags, attachments, chapters, and whatever else plays nothing.
            _ => void(file, &part)?,
        }
    }
    let (width, height) = shown.ok_or(Refused::Tracks)?;
    Ok(ClipFile { kind: Kind::WebM, width, height, duration_ms, is_quick: true })
}

/// How long it is in milliseconds.
fn info(file: &mut File, part: &Part, budget: &mut usize) -> Result<u64, Refused> {
    if part.whole.end - part.body > LARGEST {
        return Err(Refused::Broken);
    }
    let (mut scale, mut ticks) = (1_000_000, 0.0);
    for inner in parts(file, part.body..part.whole.end, budget)? {
        match inner.name {
            TIMESTAMP_SCALE => scale = number(&value(file, &inner)?),
            DURATION => {
                ticks = match *value(file, &inner)?.as_slice() {
                    [a, b, c, d] => f64::from(f32::from_be_bytes([a, b, c, d])),
                    [a, b, c, d, e, f, g, h] => f64::from_be_bytes([a, b, c, d, e, f, g, h]),
                    _ => return Err(Refused::Broken),
                };
            }
            name if NAMES.contains(&name) => {
                let blanks = vec![b' '; usize::try_from(inner.whole.end - inner.body).map_err(|_| Refused::Broken)?];
                write_at(file, inner.body, &blanks)?;
            }
            // When it was made, and numbers by which it is known.
            _ => void(file, &inner)?,
        }
    }
    let milliseconds = ticks * scale as f64 / 1_000_000.0;
    Ok(if milliseconds.is_finite() && milliseconds > 0.0 { milliseconds.min(1e12) as u64 } else { 0 })
}

/// Across and down.
fn tracks(file: &mut File, part: &Part, budget: &mut usize) -> Result<(u32, u32), Refused> {
    if part.whole.end - part.body > LARGEST {
        return Err(Refused::Broken);
    }
    let mut shown = None;
    for track in keep(file, part, &[TRACK], budget)? {
        let inner = keep(file, &track, &IN_TRACK, budget)?;
        let mut find = |name: u32| inner.iter().find(|part| part.name == name).map(|part| value(file, part)).transpose();
        let kind = find(TRACK_TYPE)?.map_or(0, |bytes| number(&bytes));
        let codec = find(CODEC)?.unwrap_or_default();
        let codec = codec.split(|byte| *byte == 0).next().unwrap_or_default();
        match (kind, codec) {
            (1, b"V_VP8" | b"V_VP9" | b"V_AV1") => {
                let video = inner.iter().find(|part| part.name == VIDEO).ok_or(Refused::Broken)?;
                let sizes = keep(file, video, &IN_VIDEO, budget)?;
                let mut size = |name: u32| -> Result<u32, Refused> {
                    let part = sizes.iter().find(|part| part.name == name).ok_or(Refused::Broken)?;
                    u32::try_from(number(&value(file, part)?)).map_err(|_| Refused::Broken)
                };
                if shown.replace((size(WIDTH)?, size(HEIGHT)?)).is_some() {
                    return Err(Refused::Tracks);
                }
            }
            (1, _) => return Err(Refused::Video),
            (2, b"A_VORBIS" | b"A_OPUS") => {
                for audio in inner.iter().filter(|part| part.name == AUDIO) {
                    keep(file, audio, &IN_AUDIO, budget)?;
                }
                for heads in inner.iter().filter(|part| part.name == HEADS && codec == b"A_VORBIS") {
                    blank_comments(file, heads)?;
                }
            }
            (2, _) => return Err(Refused::Audio),
            // Subtitles come apart, and what else there may be is not seen.
            _ => return Err(Refused::Tracks),
        }
    }
    shown.ok_or(Refused::Tracks)
}

/// Makes one nameless maker of all that the second of Vorbis' three heads says: who made it, and what else was noted.
fn blank_comments(file: &mut File, part: &Part) -> Result<(), Refused> {
    let mut heads = piece(file, part.body, part.whole.end - part.body)?;
    // How many more heads there are, and the lengths of all but the last: so many full bytes and one that is not.
    let Some((2, mut rest)) = heads.split_first() else { return Ok(()) };
    let mut lengths = [0_usize, 0];
    for length in &mut lengths {
        loop {
            let (byte, behind) = rest.split_first().ok_or(Refused::Broken)?;
            rest = behind;
            *length += usize::from(*byte);
            if *byte != 0xff {
                break;
            }
        }
    }
    let [first, second] = lengths;
    let from = heads.len() - rest.len() + first;
    let comments = heads.get_mut(from..from + second).ok_or(Refused::Broken)?;
    // Its kind; the maker's length and name; no further notes; and a last bit.
    let (kind, notes) = comments.split_first_chunk_mut::<7>().ok_or(Refused::Broken)?;
    if *kind != *b"\x03vorbis" {
        return Ok(());
    }
    let length = notes.len().checked_sub(9).and_then(|length| u32::try_from(length).ok()).ok_or(Refused::Broken)?;
    notes.fill(b' ');
    for (byte, set) in notes.iter_mut().zip(length.to_le_bytes()) {
        *byte = set;
    }
    for (byte, set) in notes.iter_mut().rev().zip([1, 0, 0, 0, 0]) {
        *byte = set;
    }
    write_at(file, part.body, &heads)
}
