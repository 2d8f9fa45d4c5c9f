//! Sums over pixels: masks onto pictures, soft focus, glow, sampling between pixels.

use resvg::tiny_skia::Pixmap;

use super::art;
use super::colour::Colour;
use super::mask::Mask;
use crate::Error;

/// How a colour goes onto a picture.
#[derive(Clone, Copy)]
pub(crate) enum Mode {
    Multiply,
    Screen,
}

/// A colour and how it goes onto a picture; `strength` 0 to 1.
#[derive(Clone, Copy)]
pub(crate) struct Paint {
    pub colour: Colour,
    pub strength: f32,
    pub mode: Mode,
}

/// Puts a colour onto a picture where the mask is, which is read smoothly between its cells.
/// The mask's upper left corner lies at the pixel `corner`, which may be outside.
pub(crate) fn with_mask(pixmap: &mut Pixmap, mask: &Mask, corner: (f32, f32), paint: Paint) {
    let width = pixmap.width() as usize;
    let strength = (paint.strength.clamp(0.0, 1.0) * 256.0) as u32;
    let columns: Vec<Option<(usize, u32)>> = (0..width).map(|x| cell(x, corner.0, mask.scale, mask.width)).collect();
    let first = columns.iter().take_while(|column| column.is_none()).count();
    let mut line = vec![0u32; mask.width];
    for (y, row) in pixmap.data_mut().chunks_exact_mut(width * 4).enumerate() {
        let Some((top, part)) = cell(y, corner.1, mask.scale, mask.height) else { continue };
        let start = top * mask.width;
        let upper = mask.cells.get(start..start + mask.width).unwrap_or_default();
        let next = start + mask.width;
        let lower = mask.cells.get(next..next + mask.width).unwrap_or(upper);
        for ((sum, &a), &b) in line.iter_mut().zip(upper).zip(lower) {
            *sum = u32::from(a) * (256 - part) + u32::from(b) * part;
        }
        if line.iter().all(|&sum| sum < 256) {
            continue;
        }
        let pixels = row.chunks_exact_mut(4).skip(first).zip(columns.iter().skip(first));
        for (pixel, column) in pixels {
            let &Some((left, part)) = column else { break };
            let a = line.get(left).copied().unwrap_or(0);
            let b = line.get(left + 1).copied().unwrap_or(a);
            // Both shifts take 256: what is left is 0 to 255, times the strength 0 to 256.
            let much = ((a * (256 - part) + b * part) >> 16) * strength / 255;
            if much > 0 {
                touch(pixel, paint, much);
            }
        }
    }
}

/// Changes one pixel by `much`, 0 to 256.
fn touch(pixel: &mut [u8], paint: Paint, much: u32) {
    let Colour { r, g, b } = paint.colour;
    for (value, paint_value) in pixel.iter_mut().zip([r, g, b]) {
        let (old, new) = (u32::from(*value), u32::from(paint_value));
        let goal = match paint.mode {
            Mode::Multiply => old * new / 255,
            Mode::Screen => 255 - (255 - old) * (255 - new) / 255,
        };
        *value = ((old * (256 - much) + goal * much + 128) >> 8).min(255) as u8;
    }
}

/// The cell left of a pixel's middle and how far (0 to 256) it is towards the next.
fn cell(pixel: usize, corner: f32, scale: f32, count: usize) -> Option<(usize, u32)> {
    let at = (pixel as f32 + 0.5 - corner) / scale - 0.5;
    if at < -0.5 || at > count as f32 - 0.5 {
        return None;
    }
    let at = at.clamp(0.0, count.saturating_sub(1) as f32);
    Some((at as usize, (at.fract() * 256.0) as u32))
}

/// The red, green and blue at a place between pixels, in 1/256 of a pixel; the border goes on outside.
pub(crate) fn sample(data: &[u8], width: usize, height: usize, x: i32, y: i32) -> [u32; 3] {
    let x = x.clamp(0, (width as i32 - 1) << 8) as usize;
    let y = y.clamp(0, (height as i32 - 1) << 8) as usize;
    let (left, top) = (x >> 8, y >> 8);
    let (fx, fy) = ((x & 255) as u32, (y & 255) as u32);
    let start = (top * width + left) * 4;
    let right = if left + 1 < width { 4 } else { 0 };
    let below = if top + 1 < height { width * 4 } else { 0 };
    let pixel = |at: usize| match data.get(at..at + 3) {
        Some(&[r, g, b]) => [u32::from(r), u32::from(g), u32::from(b)],
        _ => [0; 3],
    };
    let one = |a: u32, b: u32, c: u32, d: u32| {
        let upper = a * (256 - fx) + b * fx;
        let lower = c * (256 - fx) + d * fx;
        (upper * (256 - fy) + lower * fy + (1 << 15)) >> 16
    };
    let ([ar, ag, ab], [br, bg, bb]) = (pixel(start), pixel(start + right));
    let ([cr, cg, cb], [dr, dg, db]) = (pixel(start + below), pixel(start + below + right));
    [one(ar, br, cr, dr), one(ag, bg, cg, dg), one(ab, bb, cb, db)]
}

/// A picture `step` times smaller, each pixel the mean of its block.
fn shrink(pixmap: &Pixmap, step: usize) -> Result<Pixmap, Error> {
    let (width, height) = (pixmap.width() as usize, pixmap.height() as usize);
    let (small_width, small_height) = (width.div_ceil(step), height.div_ceil(step));
    let mut small = art::pixmap(small_width as u32, small_height as u32)?;
    let blocks = pixmap.data().chunks(width * 4 * step);
    for (row, block) in small.data_mut().chunks_exact_mut(small_width * 4).zip(blocks) {
        let mut sums = vec![[0u32; 5]; small_width];
        for line in block.chunks_exact(width * 4) {
            for (sum, pixels) in sums.iter_mut().zip(line.chunks(4 * step)) {
                for pixel in pixels.chunks_exact(4) {
                    for (sum, &value) in sum.iter_mut().zip(pixel.iter().chain(&[1])) {
                        *sum += u32::from(value);
                    }
                }
            }
        }
        for (pixel, [r, g, b, a, count]) in row.chunks_exact_mut(4).zip(sums) {
            let mean = |sum: u32| ((sum + count / 2) / count.max(1)) as u8;
            pixel.copy_from_slice(&[mean(r), mean(g), mean(b), mean(a)]);
        }
    }
    Ok(small)
}

/// One channel of a picture as a mask.
fn channel(pixmap: &Pixmap, which: usize, scale: f32) -> Mask {
    let cells = pixmap.data().iter().skip(which).step_by(4).copied().collect();
    Mask { width: pixmap.width() as usize, height: pixmap.height() as usize, scale, cells }
}

/// Every channel of a picture softened; `radius` in its own pixels.
fn soften(pixmap: &mut Pixmap, radius: f32) {
    for which in 0..4 {
        let soft = channel(pixmap, which, 1.0).blur(radius, radius);
        for (value, cell) in pixmap.data_mut().iter_mut().skip(which).step_by(4).zip(soft.cells) {
            *value = cell;
        }
    }
}

/// A see-through picture softened; `deviation` of the bell curve in its own pixels.
pub(crate) fn gauss(pixmap: &mut Pixmap, deviation: f32) {
    // Three running means over 2r + 1 pixels have a deviation of sqrt(r (r + 1)).
    soften(pixmap, ((deviation * deviation + 0.25).sqrt() - 0.5).max(0.0));
}

/// A small soft opaque picture drawn large again; `step` is how many times.
pub(crate) fn grow(small: &Pixmap, width: u32, height: u32, step: f32) -> Result<Pixmap, Error> {
    let mut large = art::pixmap(width, height)?;
    let (columns, rows) = (small.width() as usize, small.height() as usize);
    let between = |at: usize, count: usize| {
        let at = ((at as f32 + 0.5) / step - 0.5).clamp(0.0, count.saturating_sub(1) as f32);
        (at as usize, (at.fract() * 256.0) as u32)
    };
    let across: Vec<(usize, u32)> = (0..width as usize).map(|x| between(x, columns)).collect();
    let row = |y: usize| small.data().chunks_exact(columns * 4).nth(y.min(rows - 1)).unwrap_or_default();
    // One pixel more than the row has, so that the last one has a next.
    let mut line = vec![[0u32; 3]; columns + 1];
    for (y, target) in large.data_mut().chunks_exact_mut(width as usize * 4).enumerate() {
        let (top, low) = between(y, rows);
        let pairs = row(top).chunks_exact(4).zip(row(top + 1).chunks_exact(4));
        for (sums, (upper, lower)) in line.iter_mut().zip(pairs) {
            for (sum, (&a, &b)) in sums.iter_mut().zip(upper.iter().zip(lower)) {
                *sum = u32::from(a) * (256 - low) + u32::from(b) * low;
            }
        }
        for (pixel, &(left, right)) in target.chunks_exact_mut(4).zip(&across) {
            let Some(&[[ar, ag, ab], [br, bg, bb]]) = line.get(left..left + 2) else { continue };
            let one = |a: u32, b: u32| ((a * (256 - right) + b * right + (1 << 15)) >> 16) as u8;
            pixel.copy_from_slice(&[one(ar, br), one(ag, bg), one(ab, bb), 255]);
        }
    }
    Ok(large)
}

/// An opaque picture out of focus; `radius` in pixels.
pub(crate) fn defocus(pixmap: &Pixmap, radius: f32) -> Result<Pixmap, Error> {
    let step = ((radius / 3.0) as usize).clamp(1, 6);
    let mut small = shrink(pixmap, step)?;
    soften(&mut small, radius / step as f32 / 2.0);
    grow(&small, pixmap.width(), pixmap.height(), step as f32)
}

/// What is brighter than `floor`, softened; `radius` in pixels.
pub(crate) fn bright(pixmap: &Pixmap, floor: u8, radius: f32) -> Result<Pixmap, Error> {
    let step = ((radius / 3.0) as usize).clamp(1, 8);
    let mut small = shrink(pixmap, step)?;
    for pixel in small.data_mut().chunks_exact_mut(4) {
        if let [r, g, b, _] = pixel {
            let most = u32::from(*r.max(g).max(b));
            let over = most.saturating_sub(u32::from(floor)) * 255 / u32::from(255 - floor).max(1);
            for value in [r, g, b] {
                *value = (u32::from(*value) * over / 255) as u8;
            }
        }
    }
    soften(&mut small, radius / step as f32 / 2.0);
    grow(&small, pixmap.width(), pixmap.height(), step as f32)
}

/// Screens a picture of the same size onto another; `strength` 0 to 1.
pub(crate) fn screen(pixmap: &mut Pixmap, over: &Pixmap, strength: f32) {
    let strength = (strength.clamp(0.0, 1.0) * 256.0) as u32;
    let pairs = pixmap.data_mut().chunks_exact_mut(4).zip(over.data().chunks_exact(4));
    for (pixel, light) in pairs {
        for (value, &light) in pixel.iter_mut().zip(light).take(3) {
            let old = u32::from(*value);
            let light = u32::from(light) * strength / 256;
            *value = (255 - (255 - old) * (255 - light.min(255)) / 255) as u8;
        }
    }
}
