//! A shop's room: shelves with its goods, a counter, a lamp, light from a window.

use super::canvas::Canvas;
use super::colour::{Colour, SHADE, WHITE, colour};
use super::mask::Mask;
use super::parts::{self, Paints};
use super::sheet::{Rect, Sheet};
use super::stage::{Slot, Stage, is_flat, is_large, place, stand};
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
    counter(&mut stage.front, &paints, left);
    lights(&mut stage.front, &paints, left);
    stage.play(&mut canvas, "inside", &small)?;
    furnish(&mut canvas, &paints, left, &large, &small)?;
    sun(&mut canvas, left)?;
    canvas.glow(46.0, 222, 0.40)?;
    Ok(canvas)
}

/// What stands on the floor: the shop's large things, else a low table with three small ones; two more on the counter.
fn furnish(canvas: &mut Canvas, paints: &Paints, left: f32, large: &[Thing], small: &[Thing]) -> Result<(), Error> {
    let upright = || small.iter().filter(|thing| !is_flat(&thing.shape));
    for (thing, x) in upright().rev().zip([1092.0, 1250.0]) {
        place(canvas, thing, stand(left + x, 652.0, 118.0, 128.0), 1.0)?;
    }
    if !large.is_empty() {
        let places =
            [stand(left + 620.0, 906.0, 330.0, 330.0), stand(left + 190.0, 890.0, 290.0, 360.0), stand(left + 880.0, 916.0, 210.0, 240.0)];
        return large.iter().zip(places).try_for_each(|(thing, slot)| place(canvas, thing, slot, 1.0));
    }
    let shown = upright().count().min(3);
    if shown == 0 {
        return Ok(());
    }
    let mut sheet = Sheet::default();
    let (x, y, wide) = (left + 480.0, 806.0, 400.0);
    let rug = paints.awning.mix(paints.wall, 0.45);
    sheet.ellipse([x + wide / 2.0, 912.0, 360.0, 40.0], rug.shaded(0.10));
    sheet.ellipse([x + wide / 2.0, 910.0, 336.0, 35.0], paints.awning2.mix(rug, 0.45));
    sheet.ellipse([x + wide / 2.0, 909.0, 318.0, 32.0], rug);
    sheet.ellipse([x + wide * 0.54, 912.0, wide * 0.56, 20.0], SHADE.clear(0.26));
    let wood = paints.wood().lighter(0.08);
    for leg in [x + 24.0, x + wide - 44.0] {
        parts::rail(&mut sheet, wood.shaded(0.22), [leg, y + 8.0, 20.0, 908.0 - y]);
    }
    parts::rail(&mut sheet, wood.shaded(0.12), [x + 14.0, y + 14.0, wide - 28.0, 22.0]);
    parts::shade_below(&mut sheet, [x + 14.0, y + 18.0, wide - 28.0, 14.0], 0.3);
    parts::rail(&mut sheet, wood.lighter(0.14), [x, y - 16.0, wide, 34.0]);
    canvas.svg("table", sheet.text())?;
    for (index, thing) in upright().take(shown).enumerate() {
        let at = x + wide / 2.0 + (index as f32 - (shown as f32 - 1.0) / 2.0) * 118.0;
        place(canvas, thing, stand(at, y - 1.0, 104.0, 138.0), 1.0)?;
    }
    Ok(())
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
