//! The heroes: for each window a still life of its things on a sill, in the window's own light.

mod settings;

use super::canvas::Canvas;
use super::colour::{Colour, SHADE, WHITE, colour};
use super::mask::Mask;
use super::parts;
use super::sheet::Sheet;
use super::stage::{Slot, place};
use crate::{Error, Thing};

/// The hero is drawn in a view this tall; 1600 wide at 16:9.
const TALL: f32 = 900.0;
const WIDE: f32 = 1600.0;
/// Where the sill begins.
const SILL: f32 = 690.0;

/// A thing in a hero: shape, colours, the middle, the base, the size.
struct Piece {
    shape: &'static str,
    colours: [u32; 3],
    x: f32,
    base: f32,
    size: f32,
    hangs: bool,
}

/// A window's hero.
struct Setting {
    /// What is behind: the wall and what is on it.
    behind: Sheet,
    sill: Colour,
    /// The light's colour and strength.
    light: (Colour, f32),
    /// Everything in this shade, and how much.
    mood: (Colour, f32),
    pieces: &'static [Piece],
}

/// The hero of a window.
pub(crate) fn hero(window: &str, width: u32, height: u32) -> Result<Canvas, Error> {
    let mut canvas = Canvas::new(width, height, TALL)?;
    let left = (canvas.view().0 - WIDE) / 2.0;
    let setting = settings::of(window, left);
    let mut behind = canvas.smaller(2.0)?;
    behind.svg(window, setting.behind.text())?;
    behind.defocus(2.4)?;
    canvas.cover(&behind)?;
    let view = canvas.view().0;
    canvas.svg("sill", &sill(setting.sill, view))?;
    for piece in setting.pieces {
        let [main, second, accent] = piece.colours.map(|hex| colour(hex).to_string());
        let thing = Thing { shape: piece.shape.to_owned(), colours: [main, second, accent], ground: "#efe8dc".to_owned() };
        let slot = Slot { x: left + piece.x, base: piece.base, width: piece.size * 1.5, height: piece.size, hangs: piece.hangs };
        place(&mut canvas, &thing, slot, 1.1)?;
    }
    let (mood, much) = setting.mood;
    let mut sheet = Sheet::default();
    let fall = sheet.linear([0.0, 0.0, view, TALL], &[(0.0, WHITE, 0.0), (0.45, WHITE, 0.35), (1.0, WHITE, 1.0)]);
    sheet.rect([0.0, 0.0, view, TALL], 0.0, fall);
    let mask = Mask::draw(&canvas, 12.0, sheet.text())?;
    canvas.shade(&mask, mood, much);
    sun(&mut canvas, left, setting.light)?;
    canvas.glow(60.0, 216, 0.36)?;
    Ok(canvas)
}

/// The sill: its top, its edge, its face.
fn sill(paint: Colour, view: f32) -> String {
    let mut sheet = Sheet::default();
    let top =
        sheet.linear([0.0, SILL, view * 0.6, 862.0], &[(0.0, paint.lighter(0.34), 1.0), (0.5, paint, 1.0), (1.0, paint.shaded(0.12), 1.0)]);
    parts::shade_below(&mut sheet, [0.0, SILL - 40.0, view, 2.0], 0.0);
    let under = sheet.linear([0.0, SILL - 40.0, 0.0, SILL], &[(0.0, SHADE, 0.0), (1.0, SHADE, 0.16)]);
    sheet.rect([0.0, SILL - 40.0, view, 40.0], 0.0, under);
    sheet.rect([0.0, SILL, view, 862.0 - SILL], 0.0, top);
    sheet.rect([0.0, SILL, view, 2.6], 0.0, WHITE.clear(0.4));
    let face = sheet.linear([0.0, 862.0, 0.0, TALL], &[(0.0, paint.shaded(0.24), 1.0), (1.0, paint.shaded(0.40), 1.0)]);
    sheet.rect([0.0, 860.0, view, TALL - 860.0], 0.0, face);
    sheet.rect([0.0, 858.0, view, 4.0], 0.0, WHITE.clear(0.36));
    sheet.text().to_owned()
}

/// The light of a window with bars, across the wall and the sill.
fn sun(canvas: &mut Canvas, left: f32, (paint, much): (Colour, f32)) -> Result<(), Error> {
    let mut sheet = Sheet::default();
    for (column, row) in [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (2, 1)] {
        let x = left + 140.0 + column as f32 * 250.0 + row as f32 * 130.0;
        let y = 20.0 + row as f32 * 330.0;
        sheet.path(&format!("M{x} {y}l226 -22 122 300 -226 26Z"), WHITE);
    }
    let mask = Mask::draw(canvas, 7.0, sheet.text())?.blur(4.2, 4.2);
    canvas.light(&mask, paint, much);
    Ok(())
}
