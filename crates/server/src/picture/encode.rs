//! The three formats that pictures are kept in: AVIF and WebP in each width, JPEG for every other browser.

use avif_serialize::{Aviffy, constants::MatrixCoefficients as Matrix};
use rav1e::prelude::{
    BlockSize, ChromaSampling, ColorDescription, ColorPrimaries, Config, Context, EncoderConfig, EncoderStatus, MatrixCoefficients,
    PartitionRange, PixelRange, SceneDetectionSpeed, SegmentationLevel, SpeedSettings, TransferCharacteristics, Tune,
};

use super::decode::Pixels;

/// AV1's quantizer, 0 to 255: of the pictures measured it gives what WebP gives at 82, in two thirds of the bytes.
const QUANTIZER: u8 = 124;
/// WebP's quality, 0 to 100.
const WEBP: f32 = 78.0;
/// WebP's effort, 0 to 6: 4 takes twice as long for 3 % fewer bytes.
const WEBP_EFFORT: i32 = 2;
/// JPEG's quality, 0 to 100.
const JPEG: u8 = 80;

/// As AVIF, colours at half resolution as in the other two formats.
///
/// # Errors
/// What the encoder says.
pub fn avif(picture: &Pixels) -> Result<Vec<u8>, String> {
    let mut context: Context<u8> = config(picture).new_context().map_err(|error| error.to_string())?;
    let mut frame = context.new_frame();
    let (wide, half) = (picture.width as usize, picture.width.div_ceil(2) as usize);
    let planes = planes(picture);
    for ((plane, values), stride) in frame.planes.iter_mut().zip(&planes).zip([wide, half, half]) {
        plane.copy_from_raw_u8(values, stride, 1);
    }
    context.send_frame(frame).map_err(|error| error.to_string())?;
    context.flush();
    let mut stream = Vec::new();
    loop {
        match context.receive_packet() {
            Ok(packet) => stream.extend(packet.data),
            Err(EncoderStatus::Encoded) => {}
            Err(EncoderStatus::LimitReached) => break,
            Err(error) => return Err(error.to_string()),
        }
    }
    let mut file = Aviffy::new();
    file.set_matrix_coefficients(Matrix::Bt601).set_chroma_subsampling((true, true)).set_seq_profile(0);
    Ok(file.to_vec(&stream, None, picture.width, picture.height, 8))
}

/// The quickest settings that still beat WebP; `super` tells what was measured.
fn config(picture: &Pixels) -> Config {
    let mut speed = SpeedSettings::from_preset(10);
    speed.scene_detection_mode = SceneDetectionSpeed::None;
    speed.rdo_lookahead_frames = 1;
    // No quicker than the preset's blocks of 32, but a sixth smaller for thumbnails.
    speed.partition.partition_range = PartitionRange::new(BlockSize::BLOCK_16X16, BlockSize::BLOCK_16X16);
    speed.cdef = false;
    speed.segmentation = SegmentationLevel::Disabled;
    speed.transform.tx_domain_rate = true;
    speed.prediction.fine_directional_intra = false;
    let encoder = EncoderConfig {
        width: picture.width as usize,
        height: picture.height as usize,
        bit_depth: 8,
        chroma_sampling: ChromaSampling::Cs420,
        pixel_range: PixelRange::Full,
        color_description: Some(ColorDescription {
            color_primaries: ColorPrimaries::BT709,
            transfer_characteristics: TransferCharacteristics::SRGB,
            matrix_coefficients: MatrixCoefficients::BT601,
        }),
        still_picture: true,
        quantizer: usize::from(QUANTIZER),
        min_quantizer: QUANTIZER,
        tune: Tune::Psnr,
        speed_settings: speed,
        ..EncoderConfig::default()
    };
    Config::new().with_encoder_config(encoder).with_threads(1)
}

/// Brightness of each pixel, then two differences of colour for each two by two; full range, by ITU-R BT.601.
fn planes(picture: &Pixels) -> [Vec<u8>; 3] {
    let brightness = |r: f32, g: f32, b: f32| 0.299 * r + 0.587 * g + 0.114 * b;
    let mut luma = Vec::with_capacity(picture.rgb.len() / 3);
    for pixel in picture.rgb.chunks_exact(3) {
        if let [r, g, b] = pixel {
            luma.push((brightness(f32::from(*r), f32::from(*g), f32::from(*b)) + 0.5) as u8);
        }
    }
    let row = picture.width as usize * 3;
    let (mut blue, mut red) = (Vec::with_capacity(luma.len() / 4), Vec::with_capacity(luma.len() / 4));
    for pair in picture.rgb.chunks(row * 2) {
        let (upper, lower) = pair.split_at(row.min(pair.len()));
        // The last row of an odd number stands for two.
        let lower = if lower.is_empty() { upper } else { lower };
        for (above, below) in upper.chunks(6).zip(lower.chunks(6)) {
            let (mut sum, mut count) = ([0_u16; 3], 0.0);
            for pixel in above.chunks_exact(3).chain(below.chunks_exact(3)) {
                for (sum, value) in sum.iter_mut().zip(pixel) {
                    *sum += u16::from(*value);
                }
                count += 1.0;
            }
            let [r, g, b] = sum.map(|sum| f32::from(sum) / count);
            let y = brightness(r, g, b);
            blue.push(((b - y) / 1.772 + 128.5) as u8);
            red.push(((r - y) / 1.402 + 128.5) as u8);
        }
    }
    [luma, blue, red]
}

/// As WebP.
///
/// # Errors
/// What the encoder says.
pub fn webp(picture: &Pixels) -> Result<Vec<u8>, String> {
    let mut config = webp::WebPConfig::new().map_err(|()| "no settings".to_owned())?;
    config.quality = WEBP;
    config.method = WEBP_EFFORT;
    let encoder = webp::Encoder::from_rgb(&picture.rgb, picture.width, picture.height);
    encoder.encode_advanced(&config).map(|file| file.to_vec()).map_err(|error| format!("{error:?}"))
}

/// As JPEG.
///
/// # Errors
/// What the encoder says.
pub fn jpeg(picture: &Pixels) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    let mut encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut out, JPEG);
    encoder.encode(&picture.rgb, picture.width, picture.height, image::ExtendedColorType::Rgb8).map_err(|error| error.to_string())?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_of_any_size_have_all_three_formats() {
        for (width, height) in [(1, 1), (3, 500), (240, 1), (17, 31), (64, 64)] {
            let rgb = (0..width * height * 3).map(|at| u8::try_from(at % 251).expect("a byte")).collect();
            let picture = Pixels { width, height, rgb };
            let avif = avif(&picture).expect("a file");
            assert_eq!(avif.get(4..12), Some(&b"ftypavif"[..]), "{width}x{height}");
            assert!(webp(&picture).expect("a file").starts_with(b"RIFF"));
            assert!(jpeg(&picture).expect("a file").starts_with(&[0xff, 0xd8]));
        }
    }

    #[test]
    fn grey_has_no_colour_and_odd_sides_have_their_last_row() {
        let [luma, blue, red] = planes(&Pixels { width: 3, height: 3, rgb: vec![90; 27] });
        assert_eq!((luma, blue, red), (vec![90; 9], vec![128; 4], vec![128; 4]));
        let [_, blue, red] = planes(&Pixels { width: 1, height: 1, rgb: vec![255, 0, 0] });
        assert!(blue.first().is_some_and(|blue| *blue < 90) && red.first().is_some_and(|red| *red == 255));
    }
}
