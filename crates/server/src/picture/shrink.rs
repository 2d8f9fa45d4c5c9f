//! Smaller copies of a picture, which widths they have, and the colour that stands for it while it loads.

use fast_image_resize::{
    PixelType, Resizer,
    images::{Image, ImageRef},
};

use super::decode::Pixels;

/// The widths that pictures are kept in where they are as wide, in pixels.
pub const WIDTHS: [u32; 4] = [240, 480, 960, 1440];

/// The widths that a picture of this width is kept in, rising.
///
/// One that is smaller than the largest is kept in its own width too, where none of the others comes within a tenth of it.
#[must_use]
pub fn widths(width: u32) -> Vec<u32> {
    let mut kept: Vec<u32> = WIDTHS.into_iter().filter(|one| *one <= width).collect();
    let largest = kept.last().copied().unwrap_or(0);
    if WIDTHS.last().is_none_or(|most| width < *most) && largest * 11 / 10 < width {
        kept.push(width);
    }
    kept
}

/// A copy of this width, in the same proportions; at least one pixel high.
///
/// # Errors
/// What the resizer says; it says nothing for pictures that were decoded here.
pub fn shrink(from: &Pixels, width: u32) -> Result<Pixels, String> {
    if width == from.width {
        return Ok(from.clone());
    }
    let height = (u64::from(from.height) * u64::from(width) + u64::from(from.width) / 2) / u64::from(from.width.max(1));
    let height = u32::try_from(height.max(1)).map_err(|error| error.to_string())?;
    let source = ImageRef::new(from.width, from.height, &from.rgb, PixelType::U8x3).map_err(|error| error.to_string())?;
    let mut copy = Image::new(width, height, PixelType::U8x3);
    Resizer::new().resize(&source, &mut copy, None).map_err(|error| error.to_string())?;
    Ok(Pixels { width, height, rgb: copy.into_vec() })
}

/// The dominant colour as `rrggbb`: the mean of the largest group of like pixels (each channel in eight steps).
#[must_use]
pub fn colour(picture: &Pixels) -> String {
    let mut groups = vec![[0_u64; 4]; 512];
    // Some ten thousand pixels tell enough.
    let step = (picture.rgb.len() / 3 / 10_000).max(1);
    for pixel in picture.rgb.chunks_exact(3).step_by(step) {
        let place = pixel.iter().fold(0, |place, channel| place << 3 | usize::from(channel >> 5));
        if let (Some([count, r, g, b]), [red, green, blue]) = (groups.get_mut(place), pixel) {
            *count += 1;
            *r += u64::from(*red);
            *g += u64::from(*green);
            *b += u64::from(*blue);
        }
    }
    let [count, r, g, b] = groups.into_iter().max_by_key(|[count, ..]| *count).unwrap_or_default();
    let mean = |sum: u64| sum / count.max(1);
    format!("{:02x}{:02x}{:02x}", mean(r), mean(g), mean(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_picture_is_kept_as_it_is() {
        assert_eq!(widths(4000), [240, 480, 960, 1440]);
        assert_eq!(widths(1440), [240, 480, 960, 1440]);
        assert_eq!(widths(1300), [240, 480, 960, 1300]);
        assert_eq!(widths(1056), [240, 480, 960]);
        assert_eq!(widths(1080), [240, 480, 960, 1080]);
        assert_eq!(widths(250), [240]);
        assert_eq!(widths(239), [239]);
        assert_eq!(widths(1), [1]);
    }

    #[test]
    fn a_copy_keeps_its_proportions_and_never_vanishes() {
        let picture = Pixels { width: 960, height: 640, rgb: vec![9; 960 * 640 * 3] };
        let copy = shrink(&picture, 240).expect("a copy");
        assert_eq!((copy.width, copy.height, copy.rgb.len()), (240, 160, 240 * 160 * 3));
        let line = Pixels { width: 4000, height: 1, rgb: vec![9; 4000 * 3] };
        assert_eq!(shrink(&line, 240).map(|copy| copy.height), Ok(1));
    }

    #[test]
    fn the_dominant_colour_is_of_most_pixels_not_of_their_mixture() {
        let mut rgb = vec![];
        for at in 0..1000 {
            rgb.extend(if at % 3 == 0 { [255, 255, 255] } else { [16, 32, 72] });
        }
        assert_eq!(colour(&Pixels { width: 100, height: 10, rgb }), "102048");
    }
}
