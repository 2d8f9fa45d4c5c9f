//! How much memory it takes to read a picture, as far as its first bytes tell.

use image::{ColorType, ImageFormat};

/// What a JPEG is taken for whose head is not understood here: four channels that come in passes.
const HEAVIEST: u64 = 8;

/// Bytes for each pixel, the most at a time. While a picture is decoded its decoder keeps something beside it; then it is copied,
/// once to lie on white and once to stand upright, and each copy takes the place of the one before.
pub(super) fn of_a_pixel(format: ImageFormat, colours: ColorType, bytes: &[u8]) -> u64 {
    let own = u64::from(colours.bytes_per_pixel());
    let beside = match format {
        ImageFormat::Jpeg => coefficients(bytes),
        ImageFormat::WebP => beside_webp(bytes),
        // A first drawing that is smaller than the whole.
        ImageFormat::Gif => 4,
        _ => 0,
    };
    let copied = match colours {
        ColorType::Rgb8 | ColorType::Rgba8 => own + 3,
        clear if clear.has_alpha() => (own + 4).max(4 + 3),
        _ => (own + 3).max(3 + 3),
    };
    copied.max(own + beside)
}

/// What is kept of a WebP beside its pixels: its planes, or its colours with an alpha that is thrown away; a film has its canvas too.
fn beside_webp(bytes: &[u8]) -> u64 {
    if bytes.get(12..16) == Some(b"VP8 ") {
        return 2;
    }
    let flags = if bytes.get(12..16) == Some(b"VP8X") { bytes.get(20).copied().unwrap_or(u8::MAX) } else { 0 };
    let (is_film, has_alpha) = (flags & 0x02 != 0, flags & 0x10 != 0);
    if is_film {
        15
    } else if has_alpha {
        7
    } else {
        4
    }
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
        let weigh = |bytes: &[u8]| of_a_pixel(ImageFormat::Jpeg, ColorType::Rgb8, bytes);
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
        let png = |colours| of_a_pixel(ImageFormat::Png, colours, b"");
        assert_eq!([ColorType::L8, ColorType::Rgb8, ColorType::Rgba8, ColorType::La8].map(png), [6, 6, 7, 7]);
        assert_eq!([ColorType::L16, ColorType::La16, ColorType::Rgb16, ColorType::Rgba16].map(png), [6, 8, 9, 12]);
        assert_eq!(of_a_pixel(ImageFormat::Gif, ColorType::Rgba8, b""), 8);
        let webp = |kind: &[u8; 4], flags: u8, colours| {
            let head = [b"RIFF\0\0\0\0WEBP".as_slice(), kind.as_slice(), &[10, 0, 0, 0, flags]].concat();
            of_a_pixel(ImageFormat::WebP, colours, &head)
        };
        assert_eq!((webp(b"VP8 ", 0, ColorType::Rgb8), webp(b"VP8L", 0, ColorType::Rgb8)), (6, 7));
        assert_eq!((webp(b"VP8X", 0x10, ColorType::Rgba8), webp(b"VP8X", 0x12, ColorType::Rgba8)), (11, 19));
    }
}
