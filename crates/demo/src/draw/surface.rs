//! Walls, boards and floors, each in the manner of a style.

use super::colour::{Colour, SHADE, WHITE, colour};
use super::noise::Chance;
use super::sheet::{Rect, Sheet, box_path};
use crate::Style;

/// A wall of the style in its colour, with its light from the upper left.
pub(crate) fn wall(sheet: &mut Sheet, style: Style, paint: Colour, place: Rect) {
    let [x, y, width, height] = place;
    let fill = sheet
        .linear([x, y, x + width * 0.8, y + height], &[(0.0, paint.lighter(0.10), 1.0), (0.5, paint, 1.0), (1.0, paint.shaded(0.16), 1.0)]);
    sheet.rect(place, 0.0, fill);
    sheet.clip(&box_path(place));
    match style {
        Style::Modern => joints(sheet, paint, place),
        Style::Hanok => plaster(sheet, paint, place),
        Style::Brick => bricks(sheet, paint, place, (62.0, 21.0), 0.16),
        Style::Market => planks(sheet, paint, place, 74.0),
        Style::Wood => boards(sheet, paint, place, 52.0),
        Style::Tile => tiles(sheet, paint, place, 40.0),
    }
    sheet.end();
}

/// Large smooth panels.
fn joints(sheet: &mut Sheet, paint: Colour, [x, y, width, height]: Rect) {
    let mut at = x + width / 4.0;
    while at < x + width - 4.0 {
        sheet.rect([at, y, 1.6, height], 0.0, paint.shaded(0.3).clear(0.35));
        at += width / 4.0;
    }
    sheet.rect([x, y + height * 0.36, width, 1.6], 0.0, paint.shaded(0.3).clear(0.3));
}

/// Hand-smoothed plaster: faint wide strokes.
fn plaster(sheet: &mut Sheet, paint: Colour, [x, y, width, height]: Rect) {
    let mut chance = Chance::new(5);
    for _ in 0..26 {
        let (px, py) = (chance.between(x, x + width), chance.between(y, y + height));
        let (reach, lift) = (chance.between(60.0, 160.0), chance.between(-14.0, 14.0));
        let tone = if chance.below(2) == 0 { paint.lighter(0.4) } else { paint.shaded(0.2) };
        let path = format!("M{px} {py}q{} {lift} {reach} {}", reach / 2.0, lift / 2.0);
        sheet.stroke(&path, chance.between(14.0, 30.0), tone.clear(0.10));
    }
}

/// Courses of bricks with pale joints; `vary` is how much their tones differ.
pub(crate) fn bricks(sheet: &mut Sheet, paint: Colour, [x, y, width, height]: Rect, (long, tall): (f32, f32), vary: f32) {
    let joint = paint.mix(colour(0xd9cfc2), 0.45).clear(0.9);
    sheet.rect([x, y, width, height], 0.0, joint);
    let mut chance = Chance::new(9);
    let mut top = y;
    let mut odd = false;
    while top < y + height {
        let mut left = if odd { x - long / 2.0 } else { x };
        while left < x + width {
            let across = (left - x) / width;
            let down = (top - y) / height;
            let base = paint.lighter(0.10 * (1.0 - across)).shaded(0.16 * (across * 0.5 + down * 0.5));
            let tone = match chance.below(5) {
                0 => base.darker(vary * 0.8),
                1 => base.lighter(vary * 0.7),
                2 => base.mix(colour(0x8a5a4a), vary * 0.6),
                _ => base.darker(chance.between(0.0, vary * 0.35)),
            };
            sheet.rect([left + 1.4, top + 1.4, long - 2.8, tall - 2.8], 1.5, tone);
            left += long;
        }
        top += tall;
        odd = !odd;
    }
}

/// Upright boards.
fn boards(sheet: &mut Sheet, paint: Colour, [x, y, width, height]: Rect, wide: f32) {
    let mut chance = Chance::new(21);
    let mut left = x;
    while left < x + width {
        let across = (left - x) / width;
        let tone = paint.darker(chance.between(0.0, 0.09)).shaded(0.12 * across);
        sheet.rect([left, y, wide - 1.5, height], 0.0, tone.clear(0.85));
        for _ in 0..3 {
            let at = left + chance.between(6.0, wide - 8.0);
            let bow = chance.between(-5.0, 5.0);
            let path = format!("M{at} {y}q{bow} {} 0 {height}", height / 2.0);
            sheet.stroke(&path, 1.3, paint.shaded(0.4).clear(0.22));
        }
        sheet.rect([left + wide - 2.5, y, 2.5, height], 0.0, paint.shaded(0.6).clear(0.5));
        sheet.rect([left, y, 1.6, height], 0.0, WHITE.clear(0.12));
        left += wide;
    }
}

/// Lying painted planks.
fn planks(sheet: &mut Sheet, paint: Colour, [x, y, width, height]: Rect, tall: f32) {
    let mut chance = Chance::new(33);
    let mut top = y;
    while top < y + height {
        let tone = paint.darker(chance.between(0.0, 0.07));
        sheet.rect([x, top, width, tall - 2.0], 0.0, tone.clear(0.6));
        sheet.rect([x, top + tall - 3.0, width, 3.0], 0.0, paint.shaded(0.6).clear(0.4));
        sheet.rect([x, top, width, 2.0], 0.0, WHITE.clear(0.16));
        top += tall;
    }
}

/// Glazed square tiles.
pub(crate) fn tiles(sheet: &mut Sheet, paint: Colour, [x, y, width, height]: Rect, side: f32) {
    let mut chance = Chance::new(17);
    sheet.rect([x, y, width, height], 0.0, paint.mix(colour(0xe9e4da), 0.6));
    let mut top = y;
    while top < y + height {
        let mut left = x;
        while left < x + width {
            let across = ((left - x) / width + (top - y) / height) / 2.0;
            let tone = match chance.below(6) {
                0 => paint.darker(0.09),
                1 => paint.lighter(0.13),
                _ => paint.darker(chance.between(0.0, 0.05)),
            };
            let tone = tone.lighter(0.12 * (1.0 - across)).shaded(0.14 * across);
            let [px, py, s] = [left + 1.2, top + 1.2, side - 2.4];
            sheet.rect([px, py, s, s], 2.0, tone);
            sheet.rect([px + 2.0, py + 2.0, s - 4.0, s * 0.18], 2.0, WHITE.clear(0.16));
            left += side;
        }
        top += side;
    }
}

/// Paving before a shop: a kerb and slabs that come nearer.
pub(crate) fn paving(sheet: &mut Sheet, stone: Colour, [x, y, width, height]: Rect) {
    let fill = sheet.linear([x, y, x, y + height], &[(0.0, stone.shaded(0.24), 1.0), (0.35, stone, 1.0), (1.0, stone.lighter(0.08), 1.0)]);
    sheet.rect([x, y, width, height], 0.0, fill);
    let rows = [0.0, 0.13, 0.34, 0.64, 1.0];
    let (middle, mut chance) = (x + width / 2.0, Chance::new(3));
    for (row, pair) in rows.windows(2).enumerate() {
        let &[from, to] = pair else { continue };
        let (top, bottom) = (y + height * from, y + height * to);
        let (near, far) = (1.0 + to * 0.5, 1.0 + from * 0.5);
        let offset = if row % 2 == 0 { 0.0 } else { 60.0 };
        let mut at = -1320.0 + offset;
        while at < 1320.0 {
            let corner = |along: f32, by: f32| middle + along * by;
            let path = format!(
                "M{} {top}L{} {top}L{} {bottom}L{} {bottom}Z",
                corner(at + 1.5, far),
                corner(at + 118.5, far),
                corner(at + 118.5, near),
                corner(at + 1.5, near)
            );
            let dark = chance.between(0.0, 1.0);
            let tone = if dark < 0.5 { SHADE.clear(0.04 * dark) } else { WHITE.clear(0.12 * dark) };
            sheet.path(&path, tone);
            let joint = format!("M{} {top}L{} {bottom}", corner(at, far), corner(at, near));
            sheet.stroke(&joint, 1.6, SHADE.clear(0.16));
            at += 120.0;
        }
        sheet.rect([x, bottom - 1.0, width, 2.0], 0.0, SHADE.clear(0.14));
    }
}

/// A floor of boards that run towards a vanishing point at `[vx, vy]`.
pub(crate) fn floor(sheet: &mut Sheet, style: Style, wood: Colour, [x, y, width, height]: Rect, [vx, vy]: [f32; 2]) {
    let fill = sheet.linear([x, y, x, y + height], &[(0.0, wood.shaded(0.22), 1.0), (1.0, wood.lighter(0.06), 1.0)]);
    sheet.rect([x, y, width, height], 0.0, fill);
    sheet.clip(&box_path([x, y, width, height]));
    let bottom = y + height;
    let spread = (bottom - vy) / (y - vy).max(1.0);
    let step = if matches!(style, Style::Modern | Style::Tile) { 110.0 } else { 46.0 };
    let mut chance = Chance::new(29);
    let mut at = x - width * 0.2;
    while at < x + width * 1.2 {
        let low = |along: f32| vx + (along - vx) * spread;
        let path = format!("M{at} {y}L{} {y}L{} {bottom}L{} {bottom}Z", at + step, low(at + step), low(at));
        let tone = if chance.below(2) == 0 { SHADE.clear(0.07) } else { WHITE.clear(0.05) };
        sheet.path(&path, tone);
        sheet.stroke(&format!("M{at} {y}L{} {bottom}", low(at)), 1.8, SHADE.clear(0.22));
        at += step;
    }
    if matches!(style, Style::Modern | Style::Tile | Style::Brick | Style::Market) {
        for part in [0.1, 0.27, 0.52, 0.84] {
            sheet.rect([x, y + height * part, width, 1.6], 0.0, SHADE.clear(0.16));
        }
    }
    sheet.end();
}
