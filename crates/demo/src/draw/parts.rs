//! Parts of a street: awnings, panes, doors, plants, lamps, crates.

use super::colour::{Colour, SHADE, WHITE, colour};
use super::noise::Chance;
use super::sheet::{Rect, Sheet, box_path};
use crate::{Error, Look, Style};

/// A look with its colours read.
#[derive(Clone, Copy)]
pub(crate) struct Paints {
    pub style: Style,
    pub wall: Colour,
    pub frame: Colour,
    pub awning: Colour,
    pub awning2: Colour,
    pub light: Colour,
}

impl Paints {
    pub fn of(look: &Look) -> Result<Paints, Error> {
        Ok(Paints {
            style: look.style,
            wall: Colour::parse(&look.wall)?,
            frame: Colour::parse(&look.frame)?,
            awning: Colour::parse(&look.awning)?,
            awning2: Colour::parse(&look.awning2)?,
            light: Colour::parse(&look.light)?,
        })
    }

    /// The warm inside of a lit room.
    pub fn room(&self) -> Colour {
        self.light.mix(self.wall, 0.35).lighter(0.25).within(190.0, 236.0)
    }

    /// A wood that goes with the shop's frames.
    pub fn wood(&self) -> Colour {
        self.frame.mix(colour(0xb98a5e), 0.62).within(96.0, 178.0)
    }
}

/// The lit room behind a pane, with shelves at the given heights.
pub(crate) fn lit_room(sheet: &mut Sheet, paints: &Paints, place: Rect, shelves: &[f32]) {
    let [x, y, width, height] = place;
    let room = paints.room();
    let fill = sheet.linear([x, y, x, y + height], &[(0.0, room.lighter(0.45), 1.0), (0.6, room, 1.0), (1.0, room.shaded(0.28), 1.0)]);
    sheet.rect(place, 0.0, fill);
    let pool = sheet.radial(
        [x + width * 0.5, y + height * 0.08, width.max(height) * 0.62],
        &[(0.0, WHITE, 0.75), (0.4, paints.light.lighter(0.3), 0.32), (1.0, paints.light, 0.0)],
    );
    sheet.rect(place, 0.0, pool);
    for &shelf in shelves {
        let wood = paints.wood();
        let shade = sheet.linear([0.0, shelf, 0.0, shelf + 34.0], &[(0.0, SHADE, 0.34), (1.0, SHADE, 0.0)]);
        sheet.rect([x, shelf, width, 34.0], 0.0, shade);
        sheet.rect([x, shelf - 2.0, width, 11.0], 0.0, wood.shaded(0.18));
        sheet.rect([x, shelf - 2.0, width, 3.6], 0.0, wood.lighter(0.34));
    }
}

/// Glass before a room: a frame, bars, the sky's soft reflection.
pub(crate) fn pane(sheet: &mut Sheet, frame: Colour, place: Rect, bars: (usize, usize), thick: f32) {
    let [x, y, width, height] = place;
    sheet.clip(&box_path(place));
    let sky = sheet.linear([x, y, x + width, y + height], &[(0.0, colour(0xdfeaf0), 0.34), (0.3, WHITE, 0.05), (1.0, WHITE, 0.0)]);
    sheet.rect(place, 0.0, sky);
    let slant = height * 0.42;
    for (at, wide, much) in [(0.12, 0.13, 0.13), (0.30, 0.05, 0.10), (0.72, 0.10, 0.07)] {
        let (left, step) = (x + width * at, width * wide);
        let path = format!("M{} {y}h{step}L{} {}h{}Z", left + slant, left + step, y + height, -step);
        sheet.path(&path, WHITE.clear(much));
    }
    let top = sheet.linear([0.0, y, 0.0, y + 46.0], &[(0.0, SHADE, 0.36), (1.0, SHADE, 0.0)]);
    sheet.rect([x, y, width, 46.0], 0.0, top);
    let side = sheet.linear([x, 0.0, x + 26.0, 0.0], &[(0.0, SHADE, 0.26), (1.0, SHADE, 0.0)]);
    sheet.rect([x, y, 26.0, height], 0.0, side);
    sheet.end();
    let (columns, rows) = bars;
    let bar = thick * 0.55;
    for column in 1..columns {
        let at = x + width * column as f32 / columns as f32;
        rail(sheet, frame, [at - bar / 2.0, y, bar, height]);
    }
    for row in 1..rows {
        let at = y + height * row as f32 / rows as f32;
        rail(sheet, frame, [x, at - bar / 2.0, width, bar]);
    }
    rail(sheet, frame, [x - thick, y - thick, width + 2.0 * thick, thick]);
    rail(sheet, frame, [x - thick, y + height, width + 2.0 * thick, thick]);
    rail(sheet, frame, [x - thick, y, thick, height]);
    rail(sheet, frame, [x + width, y, thick, height]);
}

/// A bar of wood or metal with a light upper left edge.
pub(crate) fn rail(sheet: &mut Sheet, paint: Colour, place: Rect) {
    let [x, y, width, height] = place;
    let fill =
        sheet.linear([x, y, x + width.min(height * 3.0), y + height], &[(0.0, paint.lighter(0.12), 1.0), (1.0, paint.shaded(0.18), 1.0)]);
    sheet.rect(place, 1.0, fill);
    if width > height {
        sheet.rect([x, y, width, (height * 0.16).max(1.2)], 0.0, WHITE.clear(0.22));
        sheet.rect([x, y + height - 1.5, width, 1.5], 0.0, SHADE.clear(0.3));
    } else {
        sheet.rect([x, y, (width * 0.16).max(1.2), height], 0.0, WHITE.clear(0.18));
        sheet.rect([x + width - 1.5, y, 1.5, height], 0.0, SHADE.clear(0.3));
    }
}

/// A striped awning that leans out; `scallop` makes a waved hem.
pub(crate) fn awning(sheet: &mut Sheet, paints: &Paints, place: Rect, stripes: usize, scallop: bool) {
    let [x, y, width, height] = place;
    let flare = height * 0.30;
    let hem = height * 0.24;
    let slope = y + height - hem;
    let step = |at: f32, low: bool| {
        if low { x - flare + (width + 2.0 * flare) * at } else { x + width * at }
    };
    for stripe in 0..stripes {
        let from = stripe as f32 / stripes as f32;
        let to = (stripe + 1) as f32 / stripes as f32;
        let paint = if stripe % 2 == 0 { paints.awning } else { paints.awning2 };
        let fill =
            sheet.linear([0.0, y, 0.0, slope], &[(0.0, paint.shaded(0.16), 1.0), (0.5, paint, 1.0), (1.0, paint.lighter(0.16), 1.0)]);
        let (a, b, c, d) = (step(from, false), step(to, false), step(to, true), step(from, true));
        sheet.path(&format!("M{a} {y}L{b} {y}L{c} {slope}L{d} {slope}Z"), fill);
        let drop = sheet.linear([0.0, slope, 0.0, y + height], &[(0.0, paint.shaded(0.10), 1.0), (1.0, paint.shaded(0.24), 1.0)]);
        let wide = c - d;
        let round = if scallop { wide * 0.5 } else { 0.0 };
        let path = if scallop {
            format!("M{d} {slope}h{wide}v{}a{round} {} 0 0 1 {} 0Z", hem * 0.45, hem * 0.6, -wide)
        } else {
            format!("M{d} {slope}h{wide}v{hem}h{}Z", -wide)
        };
        sheet.path(&path, drop);
    }
    sheet.rect([x - flare, slope - 1.2, width + 2.0 * flare, 2.4], 0.0, WHITE.clear(0.3));
    let sun = sheet.linear([x, y, x + width, y], &[(0.0, WHITE, 0.20), (0.5, WHITE, 0.0), (1.0, SHADE, 0.16)]);
    sheet.path(&format!("M{x} {y}h{width}L{} {}H{}Z", x + width + flare, y + height * 0.9, x - flare), sun);
}

/// The shadow that something leaning out throws below itself.
pub(crate) fn shade_below(sheet: &mut Sheet, place: Rect, much: f32) {
    let [_, y, _, height] = place;
    let fill = sheet.linear([0.0, y, 0.0, y + height], &[(0.0, SHADE, much), (1.0, SHADE, 0.0)]);
    sheet.rect(place, 0.0, fill);
}

/// A door of a frame, a lit pane and a knob.
pub(crate) fn door(sheet: &mut Sheet, paints: &Paints, place: Rect, glass: f32) {
    let [x, y, width, height] = place;
    rail(sheet, paints.frame.shaded(0.2), [x - 12.0, y - 12.0, width + 24.0, height + 12.0]);
    let leaf = paints.frame.lighter(0.06);
    let fill = sheet.linear([x, y, x + width, y + height], &[(0.0, leaf.lighter(0.12), 1.0), (1.0, leaf.shaded(0.16), 1.0)]);
    sheet.rect(place, 2.0, fill);
    let inner = [x + 24.0, y + 26.0, width - 48.0, height * glass - 26.0];
    lit_room(sheet, paints, inner, &[]);
    pane(sheet, paints.frame.shaded(0.1), inner, (1, 1), 5.0);
    let low = y + height * glass + 28.0;
    let rest = y + height - low - 26.0;
    if rest > 20.0 {
        sheet.rect([x + 24.0, low, width - 48.0, rest], 2.0, leaf.shaded(0.2));
        sheet.rect([x + 28.0, low + 4.0, width - 56.0, rest - 8.0], 2.0, leaf.lighter(0.03));
    }
    let knob = y + height * 0.56;
    sheet.rect([x + 8.0, knob - 36.0, 7.0, 72.0], 3.5, colour(0xc9a267));
    sheet.rect([x + 8.0, knob - 36.0, 2.5, 72.0], 1.2, colour(0xf0d9a8));
}

/// A pot with a plant; `kind` 0 is a round bush, 1 tall leaves, 2 a small tree.
pub(crate) fn plant(sheet: &mut Sheet, x: f32, base: f32, size: f32, kind: usize, pot: Colour) {
    let (wide, tall) = (size * 0.34, size * 0.34);
    sheet.ellipse([x + size * 0.10, base, size * 0.32, size * 0.045], SHADE.clear(0.26));
    let mut chance = Chance::new(kind as u64 * 7 + 3);
    let top = base - tall;
    let greens = [colour(0x4f6b4a), colour(0x5f7d56), colour(0x7b976a), colour(0x3f5a45)];
    let green = |index: usize| greens.get(index % 4).copied().unwrap_or(SHADE);
    if kind == 2 {
        sheet.rect([x - size * 0.018, top - size * 0.5, size * 0.036, size * 0.55], 2.0, colour(0x6d5442));
    }
    let leaves = if kind == 1 { 17 } else { 64 };
    for index in 0..leaves {
        if kind == 1 {
            let lean = (index as f32 / 16.0 - 0.5) * 1.7 + chance.between(-0.1, 0.1);
            let long = size * chance.between(0.55, 0.9) * (1.0 - lean.abs() * 0.25);
            let (tx, ty) = (x + lean * size * 0.5, top - long * (1.0 - lean * lean * 0.35));
            let (bx, by) = (x + lean * size * 0.12, top - long * 0.55);
            let thick = size * 0.045;
            let path = format!("M{} {top}Q{} {by} {tx} {ty}Q{} {by} {} {top}Z", x - 3.0, bx - thick, bx + thick, x + 3.0);
            sheet.path(&path, green(index));
        } else {
            let angle = chance.between(0.0, std::f32::consts::TAU);
            let far = chance.between(0.0, 1.0).sqrt() * size * 0.27;
            let middle = if kind == 2 { top - size * 0.58 } else { top - size * 0.16 };
            let (lx, ly) = (x + angle.cos() * far * 1.05, middle + angle.sin() * far * 0.9);
            let lit = ((x - lx) + (middle - ly)) / size;
            let tone = green(index).lighter((lit * 0.7).clamp(0.0, 0.35)).darker((-lit * 0.5).clamp(0.0, 0.3));
            sheet.turn(angle.to_degrees(), lx, ly);
            sheet.ellipse([lx, ly, size * 0.062, size * 0.034], tone);
            sheet.end();
        }
    }
    let fill = sheet
        .linear([x - wide / 2.0, 0.0, x + wide / 2.0, 0.0], &[(0.0, pot.lighter(0.2), 1.0), (0.45, pot, 1.0), (1.0, pot.shaded(0.3), 1.0)]);
    let (half, foot) = (wide / 2.0, wide * 0.36);
    sheet.path(&format!("M{} {top}H{}L{} {base}H{}Z", x - half, x + half, x + foot, x - foot), &fill);
    sheet.rect([x - half - 4.0, top - 4.0, wide + 8.0, tall * 0.22], 3.0, &fill);
    sheet.rect([x - half - 4.0, top - 4.0 + tall * 0.22, wide + 8.0, 3.0], 0.0, SHADE.clear(0.2));
}

/// A lamp hanging on a cord from `top`, with its shine.
pub(crate) fn lamp(sheet: &mut Sheet, paints: &Paints, x: f32, top: f32, y: f32, size: f32) {
    let shine = sheet.radial(
        [x, y + size * 0.35, size * 3.4],
        &[(0.0, paints.light.lighter(0.4), 0.75), (0.3, paints.light, 0.26), (1.0, paints.light, 0.0)],
    );
    sheet.ellipse([x, y + size * 0.35, size * 3.4, size * 3.4], shine);
    sheet.rect([x - 1.2, top, 2.4, y - top], 0.0, SHADE);
    let shade = sheet.linear(
        [x - size * 0.6, 0.0, x + size * 0.6, 0.0],
        &[(0.0, paints.frame.lighter(0.25), 1.0), (1.0, paints.frame.shaded(0.2), 1.0)],
    );
    let bow = size * 0.62;
    sheet.path(
        &format!(
            "M{} {}C{} {} {} {} {x} {}C{} {} {} {} {} {}Z",
            x - bow,
            y + size * 0.4,
            x - bow,
            y + size * 0.1,
            x - size * 0.2,
            y,
            y - size * 0.16,
            x + size * 0.2,
            y,
            x + bow,
            y + size * 0.1,
            x + bow,
            y + size * 0.4
        ),
        shade,
    );
    sheet.ellipse([x, y + size * 0.4, bow, size * 0.11], paints.light.lighter(0.7));
    sheet.ellipse([x, y + size * 0.46, size * 0.2, size * 0.17], WHITE);
}

/// A wooden crate whose goods stand on its rim.
pub(crate) fn crate_box(sheet: &mut Sheet, wood: Colour, [x, y, width, height]: Rect) {
    sheet.ellipse([x + width * 0.53, y + height, width * 0.56, 9.0], SHADE.clear(0.3));
    sheet.rect([x, y, width, height], 2.0, wood.shaded(0.45));
    for slat in 0..3 {
        let tall = height / 3.0;
        rail(sheet, wood, [x, y + tall * slat as f32 + 1.5, width, tall - 4.0]);
    }
    rail(sheet, wood.darker(0.08), [x, y, 12.0, height]);
    rail(sheet, wood.darker(0.08), [x + width - 12.0, y, 12.0, height]);
}
