//! What came in, decoded under limits: upright, on white, without anything but its pixels.

use std::{borrow::Cow, io::Cursor};

use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage};
use wire::Lang;

use super::weight;

/// Bytes of a picture, at most.
pub const MOST_BYTES: usize = 25_000_000;
/// Pixels of a picture, at most.
pub const MOST_PIXELS: u64 = 50_331_648;
/// Pixels of a side, at most.
pub const LONGEST_SIDE: u32 = 12_000;
/// Memory that a picture may take at a time while it is read, in bytes: the most pixels of a photo, and the same turned. It is taken
/// at once by as many as there are cores, and by one more for who waits. What is saved deeper may have fewer pixels.
pub(super) const MOST_MEMORY: u64 = 6 * MOST_PIXELS;

/// A picture in memory: rows of red, green and blue, one byte each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    pub width: u32,
    pub height: u32,
    /// `width * height * 3` bytes.
    pub rgb: Vec<u8>,
}

/// Why a picture is not taken, in a sentence for the merchant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("{}", self.words(Lang::En))]
    TooManyBytes,
    #[error("{}", self.words(Lang::En))]
    TooManyPixels { width: u32, height: u32 },
    /// Not too many pixels as such, but for how they are kept.
    #[error("{}", self.words(Lang::En))]
    TooHeavy { width: u32, height: u32 },
    #[error("{}", self.words(Lang::En))]
    TooSlow,
    /// Too many wait for theirs: it was not looked at.
    #[error("{}", self.words(Lang::En))]
    Busy,
    #[error("{}", self.words(Lang::En))]
    Drawing,
    #[error("{}", self.words(Lang::En))]
    Page,
    #[error("{}", self.words(Lang::En))]
    PhoneFormat,
    #[error("{}", self.words(Lang::En))]
    Clip,
    #[error("{}", self.words(Lang::En))]
    OtherFormat,
    /// What the decoder says.
    #[error("{}", self.words(Lang::En))]
    Damaged(String),
}

impl Refused {
    /// The sentence in a language.
    #[must_use]
    pub fn words(&self, lang: Lang) -> String {
        let (ko, en) = match self {
            Self::TooManyBytes => {
                ("사진 파일이 25MB를 넘습니다. 더 작게 저장해 주세요.", "The picture is larger than 25 MB; save it smaller.")
            }
            Self::TooManyPixels { width, height } => {
                return lang.pick(
                    format!("사진이 {width}×{height} 픽셀로 너무 큽니다. 한 변 12,000픽셀, 모두 5천만 픽셀까지 받습니다."),
                    format!("The picture has {width} by {height} pixels; 12,000 a side and 50 million in all are the most."),
                );
            }
            Self::TooHeavy { width, height } => {
                return lang.pick(
                    format!(
                        "{width}×{height} 픽셀 사진을 16비트 색이나 투명한 바탕, 프로그레시브처럼 무거운 방식으로 저장해서 읽지 못합니다. 크기를 줄이거나 보통 JPEG로 다시 저장해 주세요."
                    ),
                    format!(
                        "The picture has {width} by {height} pixels, which is too many for how it is saved: with 16 bits a colour, with a clear ground, or in passes. Save it smaller, or as a plain JPEG."
                    ),
                );
            }
            Self::TooSlow => (
                "사진을 10초 안에 읽지 못했습니다. JPEG로 다시 저장해 주세요.",
                "The picture could not be read within 10 seconds; save it again as JPEG.",
            ),
            Self::Busy => ("지금은 붐빕니다. 잠시 뒤 다시 시도해 주세요.", "Too busy right now. Please try again in a moment."),
            Self::Drawing => {
                ("SVG 그림은 받지 않습니다. JPEG나 PNG로 저장해 주세요.", "SVG drawings are not taken; save it as JPEG or PNG.")
            }
            Self::Page => ("사진이 아니라 웹페이지입니다.", "This is a web page, not a picture."),
            Self::PhoneFormat => (
                "HEIC와 AVIF 사진은 읽지 못합니다. 아이폰은 설정 > 카메라 > 포맷에서 '높은 호환성'을 고르면, 갤럭시는 카메라 설정 > 고급 사진 옵션에서 '고효율 사진'을 끄면 다음 사진부터 JPEG로 찍힙니다. 이미 찍은 사진은 JPEG로 저장해 올려 주세요.",
                "HEIC and AVIF are not read here. On an iPhone choose Settings > Camera > Formats > Most Compatible; on a Galaxy turn off Camera settings > Advanced picture options > High efficiency pictures. Then the next photos are JPEG; save those that you have as JPEG.",
            ),
            Self::Clip => (
                "사진이 아니라 영상입니다. 영상은 스튜디오의 '영상'에서 올려 주세요.",
                "This is a clip, not a picture; clips are sent on their own page of the studio.",
            ),
            Self::OtherFormat => ("JPEG, PNG, WebP, GIF 사진만 받습니다.", "Only pictures in JPEG, PNG, WebP or GIF are taken."),
            Self::Damaged(why) => {
                return lang.pick(format!("사진 파일이 깨져 있습니다: {why}"), format!("The picture's file is damaged: {why}"));
            }
        };
        lang.pick(ko, en).to_owned()
    }
}

/// Decodes a picture. It takes no more memory than the limits above allow, and looks at the size before at the pixels.
///
/// # Errors
/// Says why it is not taken.
pub fn decode(bytes: &[u8]) -> Result<Pixels, Refused> {
    if bytes.len() > MOST_BYTES {
        return Err(Refused::TooManyBytes);
    }
    let format = format_of(bytes)?;
    let bytes = if format == ImageFormat::Png { without_profiles(bytes) } else { Cow::Borrowed(bytes) };
    let bytes = &*bytes;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    // How many pixels are too many is said here, and not by the decoder.
    let mut first = ImageReader::with_format(Cursor::new(bytes), format);
    first.limits(limits.clone());
    fits(first.into_dimensions().map_err(damaged)?)?;
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    fits((width, height))?;
    if weight::of(format, decoder.color_type(), u64::from(width) * u64::from(height), bytes) > MOST_MEMORY {
        return Err(Refused::TooHeavy { width, height });
    }
    // A picture whose metadata cannot be read is shown as it lies.
    let orientation = decoder.orientation().unwrap_or(image::metadata::Orientation::NoTransforms);
    // Turned last: by then it is as small as it gets, and what it was made of is gone.
    let mut picture = DynamicImage::ImageRgb8(on_white(DynamicImage::from_decoder(decoder).map_err(damaged)?));
    picture.apply_orientation(orientation);
    let (width, height) = (picture.width(), picture.height());
    Ok(Pixels { width, height, rgb: picture.into_rgb8().into_raw() })
}

fn damaged(error: image::ImageError) -> Refused {
    Refused::Damaged(error.to_string())
}

fn fits((width, height): (u32, u32)) -> Result<(), Refused> {
    if width == 0 || height == 0 {
        return Err(Refused::Damaged("it has no pixels".to_owned()));
    }
    if width > LONGEST_SIDE || height > LONGEST_SIDE || u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(Refused::TooManyPixels { width, height });
    }
    Ok(())
}

/// A PNG without its colour profiles. Nothing here looks at them, yet the decoder unpacks one as soon as it comes by, and what takes
/// some kilobytes in the file may take hundreds of megabytes then.
fn without_profiles(png: &[u8]) -> Cow<'_, [u8]> {
    // Its chunks begin behind eight bytes; each has a length, a name, so many bytes, and a checksum.
    let (mut at, mut from, mut kept) = (8_usize, 0_usize, Vec::new());
    while let Some([a, b, c, d, name @ ..]) = png.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let length = usize::try_from(u32::from_be_bytes([*a, *b, *c, *d])).unwrap_or(usize::MAX);
        let end = at.saturating_add(length).saturating_add(12).min(png.len());
        match name {
            b"iCCP" => {
                kept.extend_from_slice(png.get(from..at).unwrap_or_default());
                from = end;
            }
            // Behind the first pixels the decoder takes none.
            b"IDAT" => break,
            _ => {}
        }
        at = end;
    }
    if from == 0 {
        return Cow::Borrowed(png);
    }
    kept.extend_from_slice(png.get(from..).unwrap_or_default());
    Cow::Owned(kept)
}

/// The format by the first bytes, never by a name or a header that someone sent along.
fn format_of(bytes: &[u8]) -> Result<ImageFormat, Refused> {
    match image::guess_format(bytes) {
        Ok(format @ (ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP | ImageFormat::Gif)) => Ok(format),
        Ok(ImageFormat::Avif) => Err(Refused::PhoneFormat),
        _ => Err(other(bytes)),
    }
}

/// Beginnings of what files of one family call themselves: pictures of phones, and clips. Sounds and raw photos are of it too.
const PHONE_BRANDS: [&[u8]; 6] = [b"hei", b"hev", b"mif", b"mia", b"msf", b"avi"];
const CLIP_BRANDS: [&[u8]; 8] = [b"iso", b"mp4", b"avc", b"qt  ", b"M4V", b"3g", b"dash", b"MSNV"];
/// How a WebM begins.
const WEBM: &[u8] = b"\x1a\x45\xdf\xa3";

/// What a file that is no picture of ours looks like, for a better sentence.
fn other(bytes: &[u8]) -> Refused {
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let brand = if bytes.get(4..8) == Some(b"ftyp") { bytes.get(8..12).unwrap_or_default() } else { &[] };
    let is_one_of = |brands: &[&[u8]]| brands.iter().any(|begins| brand.starts_with(begins));
    if is_one_of(&PHONE_BRANDS) {
        Refused::PhoneFormat
    } else if is_one_of(&CLIP_BRANDS) || bytes.starts_with(WEBM) {
        Refused::Clip
    } else if text.starts_with('<') && text.contains("<svg") && !text.contains("<html") {
        Refused::Drawing
    } else if text.starts_with('<') && (text.contains("<html") || text.contains("<!doctype html")) {
        Refused::Page
    } else {
        Refused::OtherFormat
    }
}

/// The picture as a shopper sees it on a white page.
fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let clear = picture.into_rgba8();
    let mut white = RgbImage::new(clear.width(), clear.height());
    for (laid, pixel) in white.pixels_mut().zip(clear.pixels()) {
        let [r, g, b, alpha] = pixel.0.map(u32::from);
        let lay = |value: u32| u8::try_from((value * alpha + 255 * (255 - alpha) + 127) / 255).unwrap_or(255);
        laid.0 = [lay(r), lay(g), lay(b)];
    }
    white
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        image::RgbImage::new(width, height).write_to(&mut out, ImageFormat::Png).expect("a picture");
        out.into_inner()
    }

    /// A PNG that says it is larger than it is: nothing but its header.
    fn boast(width: u32, height: u32) -> Vec<u8> {
        boast_of(width, height, [8, 2])
    }

    /// The same with so many bits a channel, and channels of this kind: 2 has three, 6 has alpha too.
    fn boast_of(width: u32, height: u32, kind: [u8; 2]) -> Vec<u8> {
        let mut bytes = png(1, 1);
        bytes[16..20].copy_from_slice(&width.to_be_bytes());
        bytes[20..24].copy_from_slice(&height.to_be_bytes());
        bytes[24..26].copy_from_slice(&kind);
        let checksum = {
            let mut crc = flate2::Crc::new();
            crc.update(&bytes[12..29]);
            crc.sum()
        };
        bytes[29..33].copy_from_slice(&checksum.to_be_bytes());
        bytes
    }

    #[test]
    fn what_is_no_picture_is_refused_in_a_sentence() {
        let cases: [(&[u8], Refused); 13] = [
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Refused::Drawing),
            (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- x --><svg/>", Refused::Drawing),
            (b"<!DOCTYPE html><html><svg/></html>", Refused::Page),
            (b"\0\0\0\x20ftypheic\0\0\0\0", Refused::PhoneFormat),
            (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", Refused::PhoneFormat),
            (b"\0\0\0\x1cftypavif\0\0\0\0", Refused::PhoneFormat),
            (b"\0\0\0\x20ftypisom\0\0\x02\0", Refused::Clip),
            (b"\0\0\0\x14ftypqt  \0\0\0\0", Refused::Clip),
            (b"\x1a\x45\xdf\xa3\x01", Refused::Clip),
            (b"\0\0\0\x18ftypcrx \0\0\0\x01", Refused::OtherFormat),
            (b"BM\x3a\0\0\0", Refused::OtherFormat),
            (b"", Refused::OtherFormat),
            (b"%PDF-1.7", Refused::OtherFormat),
        ];
        for (bytes, why) in cases {
            assert_eq!(decode(bytes), Err(why));
        }
        assert_eq!(decode(&vec![0; MOST_BYTES + 1]), Err(Refused::TooManyBytes));
        assert!(matches!(decode(&png(9, 9)[..60]), Err(Refused::Damaged(_))));
        assert!(Refused::Drawing.to_string().contains("SVG"));
        // Whoever has a phone is told what to set, as its own menus call it.
        assert!(
            Refused::PhoneFormat.words(Lang::Ko).contains("설정 > 카메라 > 포맷")
                && Refused::PhoneFormat.words(Lang::Ko).contains("높은 호환성")
        );
        assert!(Refused::PhoneFormat.words(Lang::En).contains("Settings > Camera > Formats > Most Compatible"));
        assert!(Refused::PhoneFormat.words(Lang::Ko).contains("고효율 사진"));
        assert!(Refused::PhoneFormat.words(Lang::En).contains("High efficiency pictures"));
    }

    #[test]
    fn a_bomb_is_known_by_its_header() {
        let began = std::time::Instant::now();
        assert_eq!(decode(&boast(12_001, 10)), Err(Refused::TooManyPixels { width: 12_001, height: 10 }));
        assert_eq!(decode(&boast(10_000, 10_000)), Err(Refused::TooManyPixels { width: 10_000, height: 10_000 }));
        assert!(decode(&boast(0x7fff_ffff, 0x7fff_ffff)).is_err());
        assert!(matches!(decode(&boast(7_000, 7_000)), Err(Refused::Damaged(_))));
        assert!(began.elapsed().as_secs() < 5);
    }

    /// A chunk of a PNG.
    fn chunk(name: &[u8; 4], held: &[u8]) -> Vec<u8> {
        let mut crc = flate2::Crc::new();
        crc.update(name);
        crc.update(held);
        let length = u32::try_from(held.len()).expect("short").to_be_bytes();
        [&length[..], name, held, &crc.sum().to_be_bytes()].concat()
    }

    #[test]
    fn a_colour_profile_is_never_unpacked() {
        use std::io::Write as _;
        // Nearly all the memory that a picture may take: where it is unpacked, there is no room for the words behind it.
        let mut packed = flate2::write::ZlibEncoder::new(b"name\0\0".to_vec(), flate2::Compression::fast());
        let piece = b"\0".repeat(1_000_000);
        for _ in 0..MOST_MEMORY / 1_000_000 - 2 {
            packed.write_all(&piece).expect("memory");
        }
        let profile = chunk(b"iCCP", &packed.finish().expect("memory"));
        let words = chunk(b"tEXt", &[b"Comment\0".as_slice(), &b"a".repeat(4_000_000)].concat());
        let plain = png(9, 7);
        let (head, rest) = plain.split_at(33);
        let heavy = [head, &profile, &words, rest].concat();
        assert!(without_profiles(&heavy) == [head, &words, rest].concat());
        assert_eq!(decode(&heavy), decode(&plain));
        assert!(decode(&plain).is_ok());
        // One that is cut off, and a file of nothing but profiles.
        assert_eq!(without_profiles(&heavy[..200]), head);
        assert_eq!(without_profiles(&[&plain[..8], &profile, &profile].concat()), &plain[..8]);
        assert!(matches!(without_profiles(&plain), Cow::Borrowed(_)));
    }

    #[test]
    fn a_picture_that_would_take_too_much_memory_is_known_by_its_header() {
        for (width, kind) in [(5_500, [16, 6]), (6_000, [16, 2]), (7_000, [8, 6])] {
            assert_eq!(decode(&boast_of(width, width, kind)), Err(Refused::TooHeavy { width, height: width }), "{kind:?}");
        }
        // These are let through to the decoder, which finds nothing behind the header.
        for (width, kind) in [(5_000, [16, 6]), (5_700, [16, 2]), (6_500, [8, 6]), (7_000, [8, 2])] {
            assert!(matches!(decode(&boast_of(width, width, kind)), Err(Refused::Damaged(_))), "{kind:?}");
        }
        let words = Refused::TooHeavy { width: 5_500, height: 5_500 };
        assert!(words.words(Lang::Ko).contains("보통 JPEG") && words.to_string().contains("5500 by 5500"));
    }

    #[test]
    fn of_a_film_of_drawings_the_first_is_kept() {
        let mut gif = Vec::new();
        {
            let mut encoder = image::codecs::gif::GifEncoder::new(&mut gif);
            for colour in [image::Rgba([250, 0, 0, 255]), image::Rgba([0, 0, 250, 255])] {
                encoder.encode_frame(image::Frame::new(image::RgbaImage::from_pixel(8, 6, colour))).expect("a frame");
            }
        }
        let first = decode(&gif).expect("a picture");
        assert_eq!((first.width, first.height), (8, 6));
        assert!(first.rgb.chunks(3).all(|pixel| pixel[0] > 200 && pixel[2] < 60), "red comes before blue");
    }

    #[test]
    fn clear_glass_is_white_paper() {
        let glass = image::RgbaImage::from_pixel(3, 2, image::Rgba([200, 0, 0, 0]));
        let mut out = Cursor::new(Vec::new());
        glass.write_to(&mut out, ImageFormat::Png).expect("a picture");
        assert_eq!(decode(&out.into_inner()), Ok(Pixels { width: 3, height: 2, rgb: vec![255; 18] }));
    }

    #[test]
    fn a_photo_stands_upright() {
        // A landscape of two colours whose EXIF says that the camera was turned: 6 means a quarter turn clockwise.
        let photo = image::RgbImage::from_fn(32, 16, |x, _| if x < 16 { image::Rgb([250, 0, 0]) } else { image::Rgb([0, 0, 250]) });
        let mut jpeg = Vec::new();
        image::codecs::jpeg::JpegEncoder::new_with_quality(&mut jpeg, 95).encode_image(&photo).expect("a photo");
        let tiff = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        let mut turned = jpeg[..2].to_vec();
        turned.extend([0xff, 0xe1]);
        turned.extend(u16::try_from(tiff.len() + 2).expect("short").to_be_bytes());
        turned.extend(tiff);
        turned.extend(&jpeg[2..]);
        let upright = decode(&turned).expect("a photo");
        assert_eq!((upright.width, upright.height), (16, 32));
        assert!(upright.rgb[0] > 200 && upright.rgb[2] < 60, "red is on top");
    }
}
