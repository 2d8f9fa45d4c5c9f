//! Soft masks: how much of a shadow or a light falls on each place, kept small and drawn large.

use resvg::tiny_skia::Pixmap;

use super::{art, canvas::Canvas};
use crate::Error;

/// Each cell is 0 to 255; a cell covers `scale` by `scale` pixels of its canvas.
#[derive(Clone)]
pub(crate) struct Mask {
    pub width: usize,
    pub height: usize,
    pub scale: f32,
    pub cells: Vec<u8>,
}

impl Mask {
    /// What the drawing covers. `body` is SVG in the canvas' own units; a cell covers `scale` pixels.
    pub fn draw(canvas: &Canvas, scale: f32, body: &str) -> Result<Mask, Error> {
        let width = (canvas.width() as f32 / scale).ceil().max(1.0);
        let height = (canvas.height() as f32 / scale).ceil().max(1.0);
        let mut pixmap = art::pixmap(width as u32, height as u32)?;
        let (view_width, view_height) = canvas.view();
        art::paint(&mut pixmap, "mask", body, (view_width, view_height), canvas.unit() / scale)?;
        Ok(Mask::of(&pixmap, scale))
    }

    /// How much each pixel covers.
    pub fn of(pixmap: &Pixmap, scale: f32) -> Mask {
        let cells = pixmap.data().chunks_exact(4).map(|pixel| pixel.last().copied().unwrap_or(0));
        Mask { width: pixmap.width() as usize, height: pixmap.height() as usize, scale, cells: cells.collect() }
    }

    /// How much every `step`-th pixel covers: for what is softened anyway.
    pub fn coarse(pixmap: &Pixmap, step: usize) -> Mask {
        let (width, height) = (pixmap.width() as usize, pixmap.height() as usize);
        let (columns, rows) = (width.div_ceil(step), height.div_ceil(step));
        let mut cells = Vec::with_capacity(columns * rows);
        for row in pixmap.data().chunks_exact(width * 4).step_by(step) {
            cells.extend(row.iter().skip(3).step_by(4 * step));
        }
        Mask { width: columns, height: rows, scale: step as f32, cells }
    }

    /// Moved by whole cells; what comes in is empty.
    pub fn moved(&self, right: isize, down: isize) -> Mask {
        let mut out = self.clone();
        for (y, row) in out.cells.chunks_exact_mut(self.width.max(1)).enumerate() {
            for (x, value) in row.iter_mut().enumerate() {
                *value = self.cell(x as isize - right, y as isize - down);
            }
        }
        out
    }

    /// With an empty border of this many cells.
    pub fn padded(&self, pad: usize) -> Mask {
        let width = self.width + 2 * pad;
        let mut cells = vec![0; pad * width];
        for row in self.cells.chunks_exact(self.width.max(1)) {
            cells.extend(std::iter::repeat_n(0, pad));
            cells.extend_from_slice(row);
            cells.extend(std::iter::repeat_n(0, pad));
        }
        cells.extend(std::iter::repeat_n(0, pad * width));
        Mask { width, height: self.height + 2 * pad, scale: self.scale, cells }
    }

    fn cell(&self, x: isize, y: isize) -> u8 {
        if x < 0 || y < 0 || x as usize >= self.width {
            return 0;
        }
        self.cells.get(y as usize * self.width + x as usize).copied().unwrap_or(0)
    }

    /// What stands is laid down to the right: `slant` sideways and `tall` upward for each cell of
    /// height above `foot` (a row). It grows to the right to hold it.
    pub fn cast(&self, foot: f32, slant: f32, tall: f32) -> Mask {
        let width = self.width + (foot * slant) as usize;
        let mut cells = vec![0; width * self.height];
        for (y, row) in cells.chunks_exact_mut(width.max(1)).enumerate() {
            let high = (foot - y as f32) / tall;
            if !(0.0..=foot).contains(&high) {
                continue;
            }
            // Thin shapes must not fall between the rows: the mean of the rows of this step.
            let steps = (1.0 / tall).ceil() as isize;
            for (x, cell) in row.iter_mut().enumerate() {
                let sum: u32 = (0..steps)
                    .map(|step| {
                        let above = high + step as f32;
                        let from = x as f32 - above * slant;
                        u32::from(self.cell(from as isize, (foot - above) as isize))
                    })
                    .sum();
                let fade = 1.0 - 0.75 * high / foot.max(1.0);
                *cell = ((sum / steps.max(1) as u32) as f32 * fade) as u8;
            }
        }
        Mask { width, height: self.height, scale: self.scale, cells }
    }

    /// Where a thing touches: the columns that reach into the lowest `near` rows above `foot`,
    /// painted as a band of `band` rows around it. It grows downward to hold it.
    pub fn contact(&self, foot: f32, near: f32, band: f32) -> Mask {
        let height = self.height + (band * 2.0) as usize + 2;
        let near = near.max(2.0);
        let profile: Vec<u8> = (0..self.width)
            .map(|x| {
                (0..near as isize)
                    .map(|up| {
                        let weight = (1.0 - up as f32 / near).powi(2);
                        let cell = self.cell(x as isize, foot as isize - 1 - up);
                        (f32::from(cell) * weight) as u8
                    })
                    .max()
                    .unwrap_or(0)
            })
            .collect();
        let mut cells = vec![0; self.width * height];
        for (y, row) in cells.chunks_exact_mut(self.width.max(1)).enumerate() {
            if (y as f32 - foot + 0.3 * band).abs() <= band.max(0.8) {
                row.copy_from_slice(&profile);
            }
        }
        Mask { width: self.width, height, scale: self.scale, cells }
    }

    /// Softened; `radius` in cells, about twice the deviation of a bell curve.
    pub fn blur(mut self, across: f32, down: f32) -> Mask {
        let mut other = vec![0u8; self.cells.len()];
        for _ in 0..3 {
            rows(&self.cells, &mut other, self.width, across);
            std::mem::swap(&mut self.cells, &mut other);
        }
        if down >= 0.5 {
            let mut turned = turn(&self.cells, self.width);
            for _ in 0..3 {
                rows(&turned, &mut other, self.height, down);
                std::mem::swap(&mut turned, &mut other);
            }
            self.cells = turn(&turned, self.height);
        }
        self
    }
}

/// Rows become columns; `width` is that of the rows given.
fn turn(cells: &[u8], width: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(cells.len());
    for x in 0..width {
        out.extend(cells.iter().skip(x).step_by(width.max(1)));
    }
    out
}

/// One running mean along every row.
fn rows(from: &[u8], to: &mut [u8], width: usize, radius: f32) {
    let reach = (radius.max(0.0).round() as usize).min(width.saturating_sub(1) / 2);
    let span = (2 * reach + 1) as u32;
    for (source, target) in from.chunks_exact(width.max(1)).zip(to.chunks_exact_mut(width.max(1))) {
        let first = source.first().copied().unwrap_or(0);
        let last = source.last().copied().unwrap_or(0);
        let ahead = source.iter().copied().skip(reach).chain(std::iter::repeat(last));
        let behind = std::iter::repeat_n(first, reach + 1).chain(source.iter().copied());
        let mut sum: u32 = u32::from(first) * (reach as u32 + 1) + source.iter().take(reach).map(|&cell| u32::from(cell)).sum::<u32>();
        for ((cell, new), old) in target.iter_mut().zip(ahead).zip(behind) {
            sum = sum + u32::from(new) - u32::from(old);
            *cell = ((sum + span / 2) / span) as u8;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blur_keeps_an_even_mask_and_spreads_a_point() {
        let even = Mask { width: 9, height: 5, scale: 1.0, cells: vec![200; 45] }.blur(2.0, 1.0);
        assert!(even.cells.iter().all(|&cell| cell == 200));
        let mut cells = vec![0; 81];
        cells[40] = 255;
        let point = Mask { width: 9, height: 9, scale: 1.0, cells }.blur(1.0, 1.0);
        assert!(point.cells[40] < 60 && point.cells[39] > 0 && point.cells[31] > 0);
        assert_eq!(point.cells[39], point.cells[41]);
        assert_eq!(point.cells[31], point.cells[49]);
    }
}
