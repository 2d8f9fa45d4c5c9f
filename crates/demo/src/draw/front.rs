//! A shop's front from the street: six ways of building, each with its own silhouette.

mod low;
mod tall;

use super::canvas::Canvas;
use super::colour::{Colour, SHADE, WHITE, colour};
use super::mask::Mask;
use super::parts::{self, Paints};
use super::sheet::{Rect, Sheet};
use super::stage::{Slot, Stage, stand};
use super::surface;
use crate::{Error, Look, Style, Thing};

/// The front is drawn in a view this tall; 1440 wide at 3:2.
const TALL: f32 = 960.0;
const WIDE: f32 = 1440.0;
/// Where the house meets the paving.
const GROUND: f32 = 838.0;

/// A shop from the street.
pub(crate) fn front(look: &Look, things: &[Thing], width: u32, height: u32) -> Result<Canvas, Error> {
    let mut canvas = Canvas::new(width, height, TALL)?;
    let view = canvas.view().0;
    let left = (view - WIDE) / 2.0;
    let paints = Paints::of(look)?;
    let mut stage = Stage::default();
    let stone = colour(0xc9c2b6).mix(paints.wall, 0.14);
    match paints.style {
        Style::Modern => tall::modern(&mut stage, &paints, left),
        Style::Hanok => low::hanok(&mut stage, &paints, left),
        Style::Brick => tall::brick(&mut stage, &paints, left),
        Style::Market => low::market(&mut stage, &paints, left),
        Style::Wood => low::wood(&mut stage, &paints, left),
        Style::Tile => tall::tile(&mut stage, &paints, left),
    }
    if view > WIDE {
        neighbours(&mut stage.back, &paints, left, view);
    }
    let mut street = Sheet::default();
    surface::paving(&mut street, stone, [left.min(0.0), GROUND, view.max(WIDE), TALL - GROUND]);
    canvas.svg("paving", street.text())?;
    stage.play(&mut canvas, "front", things)?;
    evening(&mut canvas, &paints, left)?;
    Ok(canvas)
}

/// The walls of the next houses where the picture is wider than the shop.
fn neighbours(sheet: &mut Sheet, paints: &Paints, left: f32, view: f32) {
    let wall = paints.wall.muted(0.5).shaded(0.22);
    for (x, wide) in [(0.0, left), (left + WIDE, view - left - WIDE)] {
        surface::wall(sheet, Style::Modern, wall, [x, 0.0, wide + 1.0, GROUND]);
        parts::shade_below(sheet, [x, GROUND, wide, 30.0], 0.3);
    }
}

/// Slots in a row on a shelf.
fn row(stage: &mut Stage, [x, base, width, tall]: Rect, count: usize) {
    for index in 0..count {
        let at = x + width * (index as f32 + 0.5) / count as f32;
        stage.slots.push(stand(at, base + 1.0, width / count as f32 * 0.84, tall));
    }
}

/// Slots for what hangs before the back of a window.
fn hung(stage: &mut Stage, [x, base, width, tall]: Rect, count: usize) {
    for index in 0..count {
        let at = x + width * (index as f32 + 0.5) / count as f32;
        let wide = width / count as f32 * 0.9;
        stage.slots.push(Slot { x: at, base, width: wide, height: tall, hangs: true });
    }
}

/// A wall lamp on an arm.
fn wall_lamp(sheet: &mut Sheet, paints: &Paints, x: f32, y: f32) {
    let shine =
        sheet.radial([x, y + 20.0, 150.0], &[(0.0, paints.light.lighter(0.4), 0.8), (0.35, paints.light, 0.28), (1.0, paints.light, 0.0)]);
    sheet.ellipse([x, y + 20.0, 150.0, 150.0], shine);
    sheet.stroke(&format!("M{x} {}q0 -34 0 -34", y + 4.0), 4.0, paints.frame.shaded(0.3));
    sheet.rect([x - 9.0, y - 36.0, 18.0, 8.0], 2.0, paints.frame.shaded(0.3));
    sheet.path(&format!("M{} {y}h20l12 24h-44Z", x - 10.0), paints.frame.lighter(0.06));
    sheet.ellipse([x, y + 26.0, 13.0, 13.0], paints.light.lighter(0.75));
}

/// A sign without words: a band with a round mark.
fn sign(sheet: &mut Sheet, paints: &Paints, place: Rect) {
    let [x, y, width, height] = place;
    sheet.rect([x + 5.0, y + 8.0, width, height], 3.0, SHADE.clear(0.26));
    parts::rail(sheet, paints.frame, place);
    let (cx, cy, r) = (x + width / 2.0, y + height / 2.0, height * 0.27);
    let mark = paints.awning2.lighter(0.2).within(150.0, 240.0);
    sheet.ellipse([cx, cy, r, r], mark);
    sheet.ellipse([cx - r * 2.9, cy, r * 0.32, r * 0.32], mark.clear(0.8));
    sheet.ellipse([cx + r * 2.9, cy, r * 0.32, r * 0.32], mark.clear(0.8));
    for (from, to) in [(x + 40.0, cx - r * 4.6), (cx + r * 4.6, x + width - 40.0)] {
        sheet.rect([from, cy - 1.0, to - from, 2.0], 1.0, mark.clear(0.45));
    }
}

/// A small board that hangs over the street, with a round mark.
fn blade(sheet: &mut Sheet, paints: &Paints, x: f32, y: f32) {
    sheet.rect([x - 4.0, y - 22.0, 8.0, 26.0], 1.0, paints.frame.shaded(0.3));
    sheet.ellipse([x + 5.0, y + 44.0, 43.0, 43.0], SHADE.clear(0.25));
    sheet.ellipse([x, y + 40.0, 43.0, 43.0], paints.frame);
    sheet.ellipse([x, y + 40.0, 37.0, 37.0], paints.awning);
    sheet.ellipse([x, y + 40.0, 17.0, 17.0], paints.awning2);
}

/// Late light: the wall a little cooler to the right, what is lit glows onto the paving.
fn evening(canvas: &mut Canvas, paints: &Paints, left: f32) -> Result<(), Error> {
    let (view, tall) = canvas.view();
    let mut sheet = Sheet::default();
    let cool = sheet.linear([0.0, 0.0, view, tall], &[(0.0, WHITE, 0.0), (0.4, WHITE, 0.1), (1.0, WHITE, 1.0)]);
    sheet.rect([0.0, 0.0, view, tall], 0.0, cool);
    let mask = Mask::draw(canvas, 12.0, sheet.text())?;
    canvas.shade(&mask, Colour { r: 196, g: 194, b: 212 }, 0.26);
    let mut sheet = Sheet::default();
    sheet.path(&format!("M{} {GROUND}H{}L{} {tall}H{}Z", left + 240.0, left + 900.0, left + 1010.0, left + 170.0), WHITE);
    let mask = Mask::draw(canvas, 8.0, sheet.text())?.blur(7.0, 4.0);
    canvas.light(&mask, paints.light, 0.34);
    let mut sheet = Sheet::default();
    sheet.path(&format!("M{} 0H{}L{} {tall}H{}Z", left - 200.0, left + 330.0, left + 860.0, left - 200.0), WHITE);
    let mask = Mask::draw(canvas, 10.0, sheet.text())?.blur(12.0, 12.0);
    canvas.light(&mask, colour(0xffdfae), 0.13);
    canvas.glow(40.0, 218, 0.42)
}
