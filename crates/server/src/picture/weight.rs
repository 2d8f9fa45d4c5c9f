//! How much memory it takes to read a picture, as far as its first bytes tell.

mod codes;

use image::{ColorType, ImageFormat};

use super::decode::MOST_MEMORY;

/// What a JPEG is taken for whose head is not understood here: four channels that come in passes.
const HEAVIEST: u64 = 8;
/// Bytes for each pixel of a lossy WebP frame: one and a half of its planes, and what is known of its blocks.
const PLANES: u64 = 2;
/// The same of one with alpha whose pixels are whole.
const CLEAR: u64 = 4;
/// The same of what a lossless one says for blocks of pixels: how they are foretold, coloured and packed, which is less than one.
const BLOCKS: u64 = 1;

/// Bytes in all, the most at a time. While a picture is decoded its decoder keeps something beside it; then it is copied,
/// once to lie on white and once to stand upright, and each copy takes the place of the one before.
pub(super) fn of(format: ImageFormat, colours: ColorType, pixels: u64, bytes: &[u8]) -> u64 {
    let own = u64::from(colours.bytes_per_pixel());
    let beside = match format {
        ImageFormat::Jpeg => pixels * coefficients(bytes),
        ImageFormat::WebP => beside_webp(colours, pixels, bytes),
        // A first drawing that is smaller than the whole.
        ImageFormat::Gif => pixels * 4,
        _ => 0,
    };
    let copied = match colours {
        ColorType::Rgb8 | ColorType::Rgba8 => own + 3,
        clear if clear.has_alpha() => (own + 4).max(4 + 3),
        _ => (own + 3).max(3 + 3),
    };
    (pixels * copied).max(pixels * own + beside)
}

/// What is kept of a WebP beside its pixels, by all that its chunks say, for it is the decoder's to choose among them: a lossy frame
/// has planes; a lossless one without alpha is decoded with an alpha that is thrown away; the alpha of a lossy one is raw, or a
/// lossless picture of which one channel is taken. A film has its canvas, and the frame that is laid on it.
fn beside_webp(colours: ColorType, pixels: u64, bytes: &[u8]) -> u64 {
    let flags = if bytes.get(12..16) == Some(b"VP8X") { bytes.get(20).copied().unwrap_or(u8::MAX) } else { 0 };
    let (mut planes, mut lossless, mut alpha, mut codes) = (0_u64, 0_u64, 0_u64, 0_u64);
    let canvas = bytes.get(24..).and_then(sides);
    for (name, held) in Chunks(bytes.get(12..).unwrap_or_default()) {
        // Those of a film's frame lie in a chunk of the film, behind where, how large and how long it is shown.
        let is_frame = name == b"ANMF";
        let within: &[u8] = if is_frame { held.get(16..).unwrap_or_default() } else { &[] };
        let size = if is_frame { held.get(6..).and_then(sides) } else { canvas };
        for (name, held) in std::iter::once((name, held)).chain(Chunks(within)) {
            planes = planes.max(PLANES * frame_pixels(held));
            match name {
                b"VP8L" => {
                    codes = codes.max(codes::of(held, None, MOST_MEMORY));
                    lossless = if colours.has_alpha() { BLOCKS } else { CLEAR + BLOCKS };
                }
                b"ALPH" if colours.has_alpha() => {
                    let is_raw = held.first().is_some_and(|how| how & 3 == 0);
                    if let (false, Some(size), Some(stream)) = (is_raw, size, held.get(1..)) {
                        codes = codes.max(codes::of(stream, Some(size), MOST_MEMORY));
                    }
                    alpha = alpha.max(if is_raw { 1 } else { CLEAR + BLOCKS + 1 });
                }
                _ => {}
            }
        }
    }
    let is_film = flags & 0x02 != 0;
    codes + planes + pixels * if is_film { 2 * CLEAR } else { lossless + alpha }
}

/// The sides of a canvas or of a film's frame, each in three bytes that say one less.
fn sides(bytes: &[u8]) -> Option<(u16, u16)> {
    let [low, middle, high, low_down, middle_down, high_down, ..] = bytes else { return None };
    let side = |[low, middle, high]: [u8; 3]| u16::try_from(u32::from_le_bytes([low, middle, high, 0]) + 1).ok();
    Some((side([*low, *middle, *high])?, side([*low_down, *middle_down, *high_down])?))
}

/// The chunks of a WebP: what each is called, and what it holds, as far as it came.
struct Chunks<'a>(&'a [u8]);

impl<'a> Iterator for Chunks<'a> {
    type Item = (&'a [u8], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (name, rest) = self.0.split_at_checked(4)?;
        let (size, rest) = rest.split_first_chunk::<4>()?;
        let size = usize::try_from(u32::from_le_bytes(*size)).ok()?;
        // Each begins at an even byte.
        self.0 = rest.get(size.saturating_add(size & 1)..).unwrap_or_default();
        Some((name, rest.get(..size).unwrap_or(rest)))
    }
}

/// The pixels of a lossy frame's planes, in whole blocks, where a chunk holds one. The decoder makes them as large as the frame says
/// that it is, and sees only afterwards that the picture is not.
fn frame_pixels(held: &[u8]) -> u64 {
    let [_, _, _, 0x9d, 0x01, 0x2a, across, more_across, down, more_down, ..] = held else { return 0 };
    let side = |low: u8, high: u8| u64::from(u16::from_le_bytes([low, high]) & 0x3fff).next_multiple_of(16);
    side(*across, *more_across) * side(*down, *more_down)
}

/// What a JPEG's head says of its frame.
struct Frame {
    in_passes: bool,
    channels: u8,
    /// Bytes for each pixel's coefficients, of two bytes each.
    coefficients: u64,
}

impl Frame {
    fn of(marker: u8, segment: &[u8]) -> Self {
        let (mut all, mut wide, mut high) = (0, 1, 1);
        for channel in segment.get(6..).unwrap_or_default().chunks_exact(3) {
            let sampling = channel.get(1).copied().map_or(0, u64::from);
            all += (sampling >> 4) * (sampling & 15);
            wide = wide.max(sampling >> 4);
            high = high.max(sampling & 15);
        }
        Self {
            in_passes: marker == 0xc2,
            channels: segment.get(5).copied().unwrap_or_default(),
            coefficients: (2 * all).div_ceil(wide * high),
        }
    }
}

/// Bytes for the coefficients of a JPEG's pixel: where it comes in passes, or each channel by itself, all are kept until the last
/// has come.
fn coefficients(bytes: &[u8]) -> u64 {
    let mut frame: Option<Frame> = None;
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| *byte == 0xff) {
        rest = rest.get(at + 1..).unwrap_or_default();
        let [marker, high, low, tail @ ..] = rest else { break };
        // Markers that stand alone, and bytes that only fill.
        if matches!(*marker, 0x00 | 0x01 | 0xd0..=0xd9 | 0xff) {
            continue;
        }
        let length = usize::from(u16::from_be_bytes([*high, *low])).saturating_sub(2);
        let segment = tail.get(..length).unwrap_or(tail);
        match *marker {
            0xc0..=0xc2 => frame = Some(Frame::of(*marker, segment)),
            // The first pass begins, and says which channels it has.
            0xda => {
                let comes_at_once = |frame: &Frame| !frame.in_passes && segment.first() == Some(&frame.channels);
                return frame.map_or(HEAVIEST, |frame| if comes_at_once(&frame) { 0 } else { frame.coefficients });
            }
            _ => {}
        }
        rest = tail.get(length..).unwrap_or_default();
    }
    HEAVIEST
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::decode::{Pixels, Refused, decode};

    /// A JPEG's head: its kind, how its channels are sampled, and how many of them come in the first pass.
    fn head(marker: u8, sampling: &[u8], first: u8) -> Vec<u8> {
        // A comment in front, with bytes in it that look like a frame.
        let mut bytes = vec![0xff, 0xd8, 0xff, 0xfe, 0, 6, 0xff, 0xc2, 0, 2, 0xff, 0xff, marker, 0];
        bytes.extend([8 + 3 * sampling.len() as u8, 8, 0, 16, 0, 16, sampling.len() as u8]);
        for (channel, sampling) in sampling.iter().enumerate() {
            bytes.extend([channel as u8, *sampling, 0]);
        }
        bytes.extend([0xff, 0xda, 0, 6 + 2 * first, first]);
        bytes
    }

    #[test]
    fn a_jpeg_in_passes_weighs_more_than_one_that_comes_at_once() {
        let weigh = |bytes: &[u8]| of(ImageFormat::Jpeg, ColorType::Rgb8, 1, bytes);
        let (halved, full) = ([0x22, 0x11, 0x11], [0x11; 3]);
        assert_eq!((weigh(&head(0xc0, &halved, 3)), weigh(&head(0xc0, &full, 3))), (6, 6), "at once");
        assert_eq!((weigh(&head(0xc2, &halved, 3)), weigh(&head(0xc2, &full, 3))), (6, 9), "in passes");
        assert_eq!((weigh(&head(0xc0, &halved, 1)), weigh(&head(0xc0, &full, 1))), (6, 9), "each channel by itself");
        assert_eq!(weigh(&head(0xc2, &[0x11; 4], 4)), 11);
        assert_eq!(weigh(&[0xff, 0xd8, 0xff, 0xda, 0, 8, 3]), 11, "what is not understood");
        assert_eq!((weigh(&[0xff]), weigh(&[0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff])), (11, 11));
        let photo = image::RgbImage::new(32, 16);
        let mut jpeg = Vec::new();
        image::codecs::jpeg::JpegEncoder::new_with_quality(&mut jpeg, 90).encode_image(&photo).expect("a photo");
        assert_eq!(coefficients(&jpeg), 0);
    }

    #[test]
    fn others_weigh_what_they_are_decoded_to_and_their_copy() {
        let png = |colours| of(ImageFormat::Png, colours, 1, b"");
        assert_eq!([ColorType::L8, ColorType::Rgb8, ColorType::Rgba8, ColorType::La8].map(png), [6, 6, 7, 7]);
        assert_eq!([ColorType::L16, ColorType::La16, ColorType::Rgb16, ColorType::Rgba16].map(png), [6, 8, 9, 12]);
        assert_eq!(of(ImageFormat::Gif, ColorType::Rgba8, 1, b""), 8);
    }

    /// A WebP of these chunks.
    fn webp(chunks: &[Vec<u8>]) -> Vec<u8> {
        let held = chunks.concat();
        let size = u32::try_from(held.len() + 4).expect("short").to_le_bytes();
        [b"RIFF".as_slice(), size.as_slice(), b"WEBP".as_slice(), held.as_slice()].concat()
    }

    fn chunk(name: &[u8; 4], held: &[u8]) -> Vec<u8> {
        let size = u32::try_from(held.len()).expect("short").to_le_bytes();
        let even = if held.len() % 2 == 1 { vec![0] } else { Vec::new() };
        [name.as_slice(), size.as_slice(), held, even.as_slice()].concat()
    }

    /// Says what the chunks behind it are of: a canvas of sixteen pixels a side.
    fn extended(flags: u8) -> Vec<u8> {
        chunk(b"VP8X", &[flags, 0, 0, 0, 15, 0, 0, 15, 0, 0])
    }

    /// A lossy frame's head, of so many pixels a side.
    fn lossy(side: u16) -> Vec<u8> {
        let [low, high] = side.to_le_bytes();
        chunk(b"VP8 ", &[0x10, 0, 0, 0x9d, 0x01, 0x2a, low, high, low, high, 0, 0, 0])
    }

    /// A film of one frame that is made of these chunks.
    fn film(chunks: &[Vec<u8>]) -> Vec<u8> {
        let shown = [vec![0; 16], chunks.concat()].concat();
        [chunk(b"ANIM", &[0; 6]), chunk(b"ANMF", &shown)].concat()
    }

    #[test]
    fn a_webp_weighs_what_its_chunks_say() {
        let weigh = |colours: ColorType, chunks: &[Vec<u8>]| of(ImageFormat::WebP, colours, 256, &webp(chunks)) / 256;
        let (rgb, clear) = (ColorType::Rgb8, ColorType::Rgba8);
        let lossless = || chunk(b"VP8L", &[0x2f]);
        let alpha = |first: u8| chunk(b"ALPH", &[first, 9, 9]);
        // One that is extended by a profile of its colours is as heavy as a plain one.
        assert_eq!(weigh(rgb, &[lossy(16)]), 6);
        assert_eq!(weigh(rgb, &[extended(0x20), chunk(b"ICCP", b"odd"), lossy(16)]), 6);
        assert_eq!((weigh(rgb, &[lossless()]), weigh(clear, &[lossless()])), (8, 7));
        assert_eq!(weigh(rgb, &[extended(0x20), chunk(b"ICCP", b"odd"), lossless()]), 8);
        assert_eq!(weigh(clear, &[extended(0x10), alpha(4), lossy(16)]), 7);
        assert_eq!(weigh(clear, &[extended(0x10), alpha(1), lossy(16)]), 12);
        assert_eq!(weigh(rgb, &[extended(0), alpha(1), lossy(16)]), 6, "an alpha that is not looked at");
        assert_eq!(weigh(rgb, &[extended(0x02), film(&[lossy(16)])]), 13);
        assert_eq!(weigh(clear, &[extended(0x12), film(&[alpha(1), lossy(16)])]), 14);
        assert_eq!(weigh(clear, &[extended(0x12), film(&[lossless()])]), 12);
        // The decoder takes what it finds in a film, although the picture says that it is none.
        assert_eq!(weigh(rgb, &[extended(0), lossy(16), film(&[lossless()])]), 10);

        let pixels = Pixels { width: 16, height: 16, rgb: vec![90; 768] };
        let file = crate::picture::encode::webp(&pixels).expect("a file");
        assert_eq!(of(ImageFormat::WebP, rgb, 256, &file), 6 * 256);
        let mut file = Vec::new();
        let encoder = image::codecs::webp::WebPEncoder::new_lossless(&mut file);
        encoder.encode(&pixels.rgb, 16, 16, image::ExtendedColorType::Rgb8).expect("a file");
        let codes = codes::of(&file[20..], None, u64::MAX);
        assert!((1..20_000).contains(&codes), "{codes}");
        assert_eq!(of(ImageFormat::WebP, rgb, 256, &file), 8 * 256 + codes);
    }

    #[test]
    fn a_lossless_webp_of_many_codes_is_known_before_it_is_decoded() {
        let heavy = Err(Refused::TooHeavy { width: 16, height: 16 });
        let bomb = codes::tests::groups(65_536, 4_600);
        assert!(bomb.len() < 70_000, "{}", bomb.len());
        assert_eq!(decode(&webp(&[chunk(b"VP8L", &bomb)])), heavy);
        assert_eq!(decode(&webp(&[extended(0x02), film(&[chunk(b"VP8L", &bomb)])])), heavy);
        // Without its head, of forty bits, it is the alpha of a lossy picture.
        let alpha = [&[1], &bomb[5..]].concat();
        assert_eq!(decode(&webp(&[extended(0x10), chunk(b"ALPH", &alpha), lossy(16)])), heavy);
        let few = webp(&[chunk(b"VP8L", &codes::tests::groups(300, 300))]);
        assert_ne!(decode(&few), heavy);
    }

    #[test]
    fn a_small_webp_with_a_large_frame_in_it_is_known_before_it_is_decoded() {
        let heavy = Err(Refused::TooHeavy { width: 16, height: 16 });
        assert_eq!(decode(&webp(&[extended(0), lossy(16_383)])), heavy);
        assert_eq!(decode(&webp(&[extended(0x02), film(&[lossy(16_383)])])), heavy);
        assert_eq!(decode(&webp(&[extended(0x12), film(&[chunk(b"ALPH", &[0; 8]), lossy(16_383)])])), heavy);
        assert!(matches!(decode(&webp(&[extended(0), lossy(16)])), Err(Refused::Damaged(_))), "there is nothing behind its head");
        assert_eq!(of(ImageFormat::WebP, ColorType::Rgb8, 256, b"RIFF\0\0\0\0WEBPVP8L\xff\xff\xff\xff/"), 8 * 256);
    }
}
