//! A shop's room: shelves with its goods, a counter, a lamp, light from a window.

use super::canvas::Canvas;
use super::colour::{Colour, SHADE, WHITE, colour};
use super::mask::Mask;
use super::parts::{self, Paints};
use super::sheet::{Rect, Sheet};
use super::stage::{Slot, Stage, is_flat, is_large, stand};
use super::surface;
use crate::{Error, Look, Style, Thing};

/// The room is drawn in a view this tall; 1440 wide at 3:2.
const TALL: f32 = 960.0;
const WIDE: f32 = 1440.0;
/// Where the floor meets the wall.
const FLOOR: f32 = 742.0;

/// A shop's room with its goods.
pub(crate) fn inside(look: &Look, things: &[Thing], width: u32, height: u32) -> Result<Canvas, Error> {
    let mut canvas = Canvas::new(width, height, TALL)?;
    let left = (canvas.view().0 - WIDE) / 2.0;
    let paints = Paints::of(look)?;
    let mut stage = Stage::default();
    room(&mut stage.back, &paints, left, canvas.view().0);
    let (large, small): (Vec<Thing>, Vec<Thing>) = things.iter().cloned().partition(|thing| is_large(&thing.shape));
    shelves(&mut stage, &paints, left, &small);
    let order = ordered(&small, &stage.slots);
    counter(&mut stage.front, &paints, left);
    lights(&mut stage.front, &paints, left);
    stage.play(&mut canvas, "inside", &order)?;
    let places = [stand(left + 128.0, 884.0, 250.0, 350.0), stand(left + 640.0, 902.0, 240.0, 250.0)];
    for (thing, slot) in large.iter().zip(places) {
        super::stage::place(&mut canvas, thing, slot, 1.0)?;
    }
    let on_counter = small.iter().rev().filter(|thing| !is_flat(&thing.shape)).take(2);
    for (thing, x) in on_counter.zip([1092.0, 1250.0]) {
        super::stage::place(&mut canvas, thing, stand(left + x, 652.0, 118.0, 128.0), 1.0)?;
    }
    sun(&mut canvas, left)?;
    canvas.glow(46.0, 222, 0.40)?;
    Ok(canvas)
}

/// Things that hang for the slots that hang, standing ones for the others, as far as they reach.
fn ordered(things: &[Thing], slots: &[Slot]) -> Vec<Thing> {
    let (flat, round): (Vec<&Thing>, Vec<&Thing>) = things.iter().partition(|thing| is_flat(&thing.shape));
    let mut flat = flat.into_iter().cycle();
    let mut round = round.into_iter().cycle();
    slots
        .iter()
        .filter_map(|slot| {
            let first = if slot.hangs { flat.next() } else { round.next() };
            first.or_else(|| round.next()).or_else(|| flat.next()).cloned()
        })
        .collect()
}

fn room(sheet: &mut Sheet, paints: &Paints, left: f32, view: f32) {
    let over = (-left).max(0.0).max(left.max(0.0));
    let (x, wide) = (left - over, view.max(WIDE) + 2.0 * over);
    let wall = paints.wall.mix(paints.light, 0.10);
    surface::wall(sheet, paints.style, wall, [x, 0.0, wide, FLOOR]);
    let wood = match paints.style {
        Style::Modern => colour(0xcfc8be),
        Style::Tile => colour(0xd8cfc3),
        Style::Market => colour(0xb4a793),
        Style::Brick => colour(0xa98c74),
        Style::Hanok | Style::Wood => paints.wood(),
    };
    surface::floor(sheet, paints.style, wood, [x, FLOOR, wide, TALL - FLOOR], [left + 720.0, 420.0]);
    parts::rail(sheet, paints.frame.lighter(0.1), [x, FLOOR - 20.0, wide, 20.0]);
    parts::shade_below(sheet, [x, FLOOR, wide, 40.0], 0.26);
    if matches!(paints.style, Style::Hanok | Style::Wood | Style::Market) {
        parts::rail(sheet, paints.wood().shaded(0.2), [x, 0.0, wide, 44.0]);
        for beam in 0..5 {
            let at = left + 60.0 + beam as f32 * 330.0;
            parts::rail(sheet, paints.wood().shaded(0.32), [at, 0.0, 30.0, 62.0]);
        }
        parts::shade_below(sheet, [x, 44.0, wide, 60.0], 0.28);
    }
    street_window(sheet, paints, [left + 70.0, 150.0, 250.0, 400.0]);
}

/// The window on the left: the street's light, as paper in a hanok.
fn street_window(sheet: &mut Sheet, paints: &Paints, place: Rect) {
    let [x, y, width, height] = place;
    let fill = sheet.linear(
        [x, y, x + width, y + height],
        &[(0.0, colour(0xfcfbf4), 1.0), (0.55, colour(0xe9eeea), 1.0), (1.0, colour(0xcbd8cd), 1.0)],
    );
    sheet.rect(place, 0.0, fill);
    let bars = match paints.style {
        Style::Hanok => {
            sheet.rect(place, 0.0, colour(0xfbf3df).clear(0.8));
            (6, 7)
        }
        Style::Modern => (1, 1),
        Style::Tile => (1, 2),
        _ => (2, 3),
    };
    if paints.style != Style::Hanok {
        for (at, size) in [(0.2, 90.0), (0.62, 120.0), (0.9, 70.0)] {
            let soft = sheet.radial([x + width * at, y + height, size], &[(0.0, colour(0x8fa98a), 0.8), (1.0, colour(0xa9bfa4), 0.0)]);
            sheet.rect([x, y + height * 0.6, width, height * 0.4], 0.0, soft);
        }
    }
    let (columns, rows) = bars;
    let thin = if paints.style == Style::Hanok { 3.2 } else { 8.0 };
    for column in 1..columns {
        let at = x + width * column as f32 / columns as f32;
        parts::rail(sheet, paints.frame, [at - thin / 2.0, y, thin, height]);
    }
    for row in 1..rows {
        let at = y + height * row as f32 / rows as f32;
        parts::rail(sheet, paints.frame, [x, at - thin / 2.0, width, thin]);
    }
    parts::rail(sheet, paints.frame, [x - 14.0, y - 14.0, width + 28.0, 14.0]);
    parts::rail(sheet, paints.frame, [x - 14.0, y, 14.0, height]);
    parts::rail(sheet, paints.frame, [x + width, y, 14.0, height]);
    parts::rail(sheet, paints.wood(), [x - 26.0, y + height, width + 52.0, 18.0]);
}

/// Three shelves on the wall; where the shop has garments, a rail of them instead of two.
fn shelves(stage: &mut Stage, paints: &Paints, left: f32, small: &[Thing]) {
    let flats = small.iter().filter(|thing| is_flat(&thing.shape)).count();
    let (x, wide) = (left + 400.0, 620.0);
    let wood = paints.wood();
    let board = |sheet: &mut Sheet, y: f32, x: f32, wide: f32| {
        parts::shade_below(sheet, [x + 8.0, y + 14.0, wide, 44.0], 0.30);
        parts::rail(sheet, wood, [x, y, wide, 16.0]);
        for at in [x + 36.0, x + wide - 46.0] {
            parts::rail(sheet, paints.frame, [at, y + 16.0, 8.0, 26.0]);
        }
    };
    let hang = |slots: &mut Vec<Slot>, base: f32, count: usize, size: f32| {
        for index in 0..count {
            let at = x + wide * (index as f32 + 0.5) / count as f32;
            slots.push(Slot { x: at, base, width: wide / count as f32 * 0.94, height: size, hangs: true });
        }
    };
    let line = |slots: &mut Vec<Slot>, base: f32, count: usize, x: f32, wide: f32| {
        for index in 0..count {
            let at = x + wide * (index as f32 + 0.5) / count as f32;
            slots.push(stand(at, base + 2.0, wide / count as f32 * 0.80, 132.0));
        }
    };
    if flats * 2 >= small.len() {
        parts::rail(&mut stage.back, paints.frame, [x - 10.0, 214.0, wide + 20.0, 8.0]);
        for index in 0..4 {
            let at = x + wide * (index as f32 + 0.5) / 4.0;
            stage.back.stroke(&format!("M{at} 216q9 6 2 16q-4 5 -2 12"), 2.6, paints.frame);
        }
        hang(&mut stage.slots, 442.0, 4, 208.0);
        board(&mut stage.back, 640.0, x, wide);
        line(&mut stage.slots, 640.0, 5, x, wide);
    } else {
        for y in [262.0, 446.0, 630.0] {
            board(&mut stage.back, y, x, wide);
            line(&mut stage.slots, y, 4, x, wide);
        }
    }
    board(&mut stage.back, 330.0, left + 1090.0, 270.0);
    line(&mut stage.slots, 330.0, 2, left + 1090.0, 270.0);
}

/// The counter on the right.
fn counter(sheet: &mut Sheet, paints: &Paints, left: f32) {
    let (x, y, wide, tall) = (left + 1010.0, 650.0, 470.0, 222.0);
    let body = paints.awning.mix(paints.wall, 0.25).muted(0.12);
    sheet.ellipse([x + wide / 2.0, y + tall + 4.0, wide * 0.56, 20.0], SHADE.clear(0.30));
    let fill = sheet.linear([x, y, x + wide, y + tall], &[(0.0, body.lighter(0.18), 1.0), (1.0, body.shaded(0.22), 1.0)]);
    sheet.rect([x, y, wide, tall], 2.0, fill);
    for panel in 0..9 {
        let at = x + 14.0 + panel as f32 * 52.0;
        sheet.rect([at, y + 34.0, 2.4, tall - 44.0], 0.0, SHADE.clear(0.24));
        sheet.rect([at + 2.4, y + 34.0, 1.6, tall - 44.0], 0.0, WHITE.clear(0.14));
    }
    parts::shade_below(sheet, [x, y + 18.0, wide, 30.0], 0.36);
    parts::rail(sheet, paints.wood().lighter(0.12), [x - 18.0, y - 6.0, wide + 36.0, 24.0]);
}

fn lights(sheet: &mut Sheet, paints: &Paints, left: f32) {
    for (x, y) in [(1130.0, 168.0), (1330.0, 140.0)] {
        let y = y + 20.0;
        parts::lamp(sheet, paints, left + x, 0.0, y - 90.0, 56.0);
    }
    parts::plant(sheet, left + 372.0, 800.0, 190.0, 1, paints.awning2.mix(colour(0xb9785a), 0.5));
}

/// The window's light on the floor and over the shelves.
fn sun(canvas: &mut Canvas, left: f32) -> Result<(), Error> {
    let mut sheet = Sheet::default();
    for pane in 0..2 {
        let x = left + 330.0 + pane as f32 * 170.0;
        sheet.path(&format!("M{x} 770h140l120 150h-160Z"), WHITE);
    }
    let mask = Mask::draw(canvas, 5.0, sheet.text())?.blur(3.0, 2.0);
    canvas.light(&mask, Colour { r: 255, g: 224, b: 168 }, 0.34);
    let mut sheet = Sheet::default();
    sheet.path(&format!("M{} 150L{} 640v260L{} 560Z", left + 320.0, left + 1100.0, left + 320.0), WHITE);
    let mask = Mask::draw(canvas, 8.0, sheet.text())?.blur(8.0, 8.0);
    canvas.light(&mask, Colour { r: 255, g: 232, b: 190 }, 0.12);
    Ok(())
}
