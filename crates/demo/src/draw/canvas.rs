//! The sheet that a scene is painted on: layers of SVG, things, shadows and lights, then the finish.

use resvg::tiny_skia::{Pixmap, PixmapPaint, Transform};

use super::art::{self, Sprite};
use super::colour::Colour;
use super::mask::Mask;
use super::noise::tiles;
use super::{Pixels, blend};
use crate::Error;

/// A picture being painted. Its units are those of the scene; `unit` says how many pixels one is.
pub(crate) struct Canvas {
    pub pixmap: Pixmap,
    view: (f32, f32),
    unit: f32,
}

/// How a picture is finished.
#[derive(Clone, Copy)]
pub(crate) struct Finish {
    /// Pixels that painted edges wander at 1000 pixels of height.
    pub wobble: f32,
    /// Strength of the brush's traces.
    pub brush: f32,
    /// Strength of the paper's tooth.
    pub grain: f32,
    /// Darkening of the corners, 0 to 1.
    pub corners: f32,
}

/// The usual finish.
pub(crate) const PAPER: Finish = Finish { wobble: 1.1, brush: 5.0, grain: 2.2, corners: 0.06 };

/// For moving pictures.
pub(crate) const SMOOTH: Finish = Finish { wobble: 0.0, brush: 1.6, grain: 0.0, corners: 0.06 };

impl Canvas {
    /// A see-through sheet of this size in pixels whose height is `view_height` units.
    pub fn new(width: u32, height: u32, view_height: f32) -> Result<Canvas, Error> {
        let pixmap = art::pixmap(width, height)?;
        let unit = height as f32 / view_height;
        Ok(Canvas { pixmap, view: (width as f32 / unit, view_height), unit })
    }

    /// In pixels.
    pub fn width(&self) -> u32 {
        self.pixmap.width()
    }

    /// In pixels.
    pub fn height(&self) -> u32 {
        self.pixmap.height()
    }

    /// Width and height in units.
    pub fn view(&self) -> (f32, f32) {
        self.view
    }

    /// Pixels of one unit.
    pub fn unit(&self) -> f32 {
        self.unit
    }

    /// Paints SVG in the canvas' units.
    pub fn svg(&mut self, name: &str, body: &str) -> Result<(), Error> {
        art::paint(&mut self.pixmap, name, body, self.view, self.unit)
    }

    /// Lays a picture of the same pixels over this one, moved by whole pixels.
    pub fn lay(&mut self, over: &Pixmap, x: i32, y: i32) {
        self.pixmap.draw_pixmap(x, y, over.as_ref(), &PixmapPaint::default(), Transform::identity(), None);
    }

    /// Lays a sprite of the canvas' size.
    pub fn lay_sprite(&mut self, sprite: &Sprite) {
        self.lay(&sprite.pixmap, 0, 0);
    }

    /// Shadow: multiplies towards a colour where the mask is; `strength` 0 to 1.
    pub fn shade(&mut self, mask: &Mask, colour: Colour, strength: f32) {
        self.shade_at(mask, (0.0, 0.0), colour, strength);
    }

    /// Shadow of a mask whose upper left corner is at this pixel.
    pub fn shade_at(&mut self, mask: &Mask, corner: (f32, f32), colour: Colour, strength: f32) {
        let paint = blend::Paint { colour, strength, mode: blend::Mode::Multiply };
        blend::with_mask(&mut self.pixmap, mask, corner, paint);
    }

    /// Light: screens a colour where the mask is; `strength` 0 to 1.
    pub fn light(&mut self, mask: &Mask, colour: Colour, strength: f32) {
        let paint = blend::Paint { colour, strength, mode: blend::Mode::Screen };
        blend::with_mask(&mut self.pixmap, mask, (0.0, 0.0), paint);
    }

    /// Softens everything painted so far as a lens would; `radius` in units.
    pub fn defocus(&mut self, radius: f32) -> Result<(), Error> {
        self.pixmap = blend::defocus(&self.pixmap, radius * self.unit)?;
        Ok(())
    }

    /// Lets what is bright glow into its surroundings; `radius` in units, `strength` 0 to 1.
    pub fn glow(&mut self, radius: f32, floor: u8, strength: f32) -> Result<(), Error> {
        let soft = blend::bright(&self.pixmap, floor, radius * self.unit)?;
        blend::screen(&mut self.pixmap, &soft, strength);
        Ok(())
    }

    /// A smaller canvas of the same view, for what will be soft anyway; `step` times fewer pixels each way.
    pub fn smaller(&self, step: f32) -> Result<Canvas, Error> {
        let (width, height) = (self.width() as f32 / step, self.height() as f32 / step);
        let pixmap = art::pixmap(width.ceil().max(1.0) as u32, height.ceil().max(1.0) as u32)?;
        Ok(Canvas { pixmap, view: self.view, unit: self.unit / step })
    }

    /// Covers everything with an opaque smaller canvas of this one.
    pub fn cover(&mut self, small: &Canvas) -> Result<(), Error> {
        self.pixmap = blend::grow(&small.pixmap, self.width(), self.height(), self.unit / small.unit)?;
        Ok(())
    }

    /// The finished picture: wandering edges, traces of the brush, paper.
    pub fn finish(&self, finish: Finish) -> Pixels {
        let (width, height) = (self.width() as usize, self.height() as usize);
        let mut rgb = Vec::with_capacity(width * height * 3);
        let data = self.pixmap.data();
        // Pixels in 1/256, tones and darkening in 1/65536.
        let wander = (finish.wobble * height as f32 / 1000.0 / 127.0 * 65536.0) as i32;
        let (brush_by, grain_by) = ((finish.brush / 127.0 * 65536.0) as i32, (finish.grain / 127.0 * 65536.0) as i32);
        let corner = |at: usize, count: usize| ((at as f32 / count as f32 - 0.5).powi(2) * 2.0 * finish.corners * 65536.0) as i32;
        let across: Vec<i32> = (0..width).map(|x| corner(x, width)).collect();
        for y in 0..height {
            let down = corner(y, height);
            let [aside, along] = &tiles().wobble;
            let noise = aside.row(y).iter().zip(along.row(y)).cycle();
            let paint = tiles().brush.row(y).iter().zip(tiles().grain.row(y)).cycle();
            for (((x, corner), (&dx, &dy)), (&brush, &grain)) in across.iter().enumerate().zip(noise).zip(paint) {
                let from_x = ((x as i32) << 8) + ((i32::from(dx) * wander) >> 8);
                let from_y = ((y as i32) << 8) + ((i32::from(dy) * wander) >> 8);
                let [r, g, b] = blend::sample(data, width, height, from_x, from_y);
                let tone = i32::from(brush) * brush_by + i32::from(grain) * grain_by + (1 << 15);
                let dark = corner + down;
                // `warm` in 1/64: blue goes a little before red.
                let put = |value: u32, warm: i32| {
                    let kept = value as i32 * (65536 - ((dark * warm) >> 6));
                    ((kept + tone) >> 16).clamp(0, 255) as u8
                };
                rgb.extend([put(r, 54), put(g, 64), put(b, 67)]);
            }
        }
        Pixels { width: self.width(), height: self.height(), rgb }
    }
}
