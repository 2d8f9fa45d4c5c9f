//! A thing on a table in its shop, the room behind it softly out of focus.

use super::art;
use super::canvas::Canvas;
use super::colour::{Colour, SHADE, WHITE, colour};
use super::mask::Mask;
use super::noise::Chance;
use super::parts::{self, Paints};
use super::sheet::Sheet;
use super::stage::{Slot, is_flat, place, stand};
use super::{sheet, surface};
use crate::{Error, Look, Thing};

/// The picture is this many units wide, however tall it is.
const WIDE: f32 = 1000.0;

/// A thing in its shop.
pub(crate) fn in_shop(thing: &Thing, look: &Look, width: u32, height: u32) -> Result<Canvas, Error> {
    let tall = WIDE * height as f32 / width.max(1) as f32;
    let mut canvas = Canvas::new(width, height, tall)?;
    let mut chance = Chance::of(&["shop", &thing.shape, &thing.colours[0], &look.wall]);
    // What is out of focus needs few pixels.
    let mut room = canvas.smaller(3.0)?;
    behind(&mut room, thing, look, &mut chance)?;
    canvas.cover(&room)?;
    let base = tall * 0.5 + 360.0;
    let paints = Paints::of(look)?;
    canvas.svg("table", &table(&paints, tall, base - 74.0))?;
    let bounds = art::bounds(thing)?;
    let x = 500.0 + chance.between(-24.0, 24.0);
    if is_flat(&thing.shape) {
        let board = [x - 400.0, base - 872.0, 800.0, 856.0];
        canvas.svg("board", &display_board(&paints, board))?;
        let [left, top, wide, high] = board;
        let fit = (wide * 0.84 / bounds.width()).min(high * 0.86 / bounds.height());
        let size = bounds.height() * fit;
        let slot = Slot { x: left + wide / 2.0, base: top + high / 2.0 + size / 2.0, width: wide * 0.84, height: high * 0.86, hangs: true };
        place(&mut canvas, thing, slot, 1.0)?;
    } else {
        let slot = stand(x, base, 700.0, 740.0);
        place(&mut canvas, thing, slot, 1.15)?;
    }
    window_light(&mut canvas, tall)?;
    Ok(canvas)
}

/// The room: wall, window, shelf with soft goods, lamp; out of focus.
fn behind(canvas: &mut Canvas, thing: &Thing, look: &Look, chance: &mut Chance) -> Result<(), Error> {
    let (_, tall) = canvas.view();
    let paints = Paints::of(look)?;
    let mut sheet = Sheet::default();
    let wall = paints.wall.mix(paints.light, 0.12);
    surface::wall(&mut sheet, paints.style, wall, [0.0, 0.0, WIDE, tall]);
    let flip = chance.below(2) == 0;
    let at = |x: f32, wide: f32| if flip { WIDE - x - wide } else { x };
    daylight(&mut sheet, &paints, [at(-120.0, 380.0), -20.0, 380.0, tall * 0.5]);
    let colours = [
        Colour::parse(&thing.colours[0])?,
        Colour::parse(&thing.colours[1])?,
        paints.awning,
        paints.awning2,
        Colour::parse(&thing.colours[2])?,
    ];
    for row in 0..2 {
        let base = tall * (0.30 + 0.24 * row as f32);
        soft_shelf(&mut sheet, &paints, [at(430.0, 640.0), base, 640.0, 18.0], &colours, chance);
    }
    let lamp_x = at(600.0, 0.0) + chance.between(-60.0, 60.0);
    parts::lamp(&mut sheet, &paints, lamp_x, -10.0, tall * 0.09, 74.0);
    let shade = sheet.linear([0.0, tall * 0.4, 0.0, tall], &[(0.0, SHADE, 0.0), (1.0, SHADE, 0.34)]);
    sheet.rect([0.0, 0.0, WIDE, tall], 0.0, shade);
    canvas.svg("room", sheet.text())?;
    canvas.defocus(30.0)?;
    canvas.glow(70.0, 214, 0.45)
}

/// A window with the street's pale light in it.
fn daylight(sheet: &mut Sheet, paints: &Paints, place: sheet::Rect) {
    let [x, y, width, height] = place;
    let fill = sheet
        .linear([x, y, x + width, y + height], &[(0.0, colour(0xfbfdfb), 1.0), (0.6, colour(0xe6eef0), 1.0), (1.0, colour(0xcfdcd6), 1.0)]);
    sheet.rect(place, 0.0, fill);
    parts::rail(sheet, paints.frame, [x, y + height, width, 20.0]);
    parts::rail(sheet, paints.frame, [x + width, y, 20.0, height + 20.0]);
    parts::rail(sheet, paints.frame, [x, y + height * 0.55, width, 12.0]);
    parts::rail(sheet, paints.frame, [x + width * 0.52, y, 12.0, height]);
}

/// A shelf of jars, boxes and folded things, only good enough to be out of focus.
fn soft_shelf(sheet: &mut Sheet, paints: &Paints, [x, base, width, thick]: sheet::Rect, colours: &[Colour], chance: &mut Chance) {
    let mut at = x + 20.0;
    while at < x + width - 90.0 {
        let paint = colours.get(chance.below(colours.len())).copied().unwrap_or(WHITE);
        let paint = paint.mix(paints.wall, 0.25);
        let (wide, tall) = (chance.between(56.0, 118.0), chance.between(70.0, 190.0));
        let fill = sheet.linear([at, 0.0, at + wide, 0.0], &[(0.0, paint.lighter(0.25), 1.0), (1.0, paint.shaded(0.25), 1.0)]);
        match chance.below(3) {
            0 => sheet.ellipse([at + wide / 2.0, base - wide * 0.48, wide * 0.5, wide * 0.48], fill),
            1 => {
                sheet.rect([at, base - tall, wide, tall], 10.0, fill);
                sheet.rect([at + wide * 0.3, base - tall - 26.0, wide * 0.4, 30.0], 4.0, paint.shaded(0.3));
            }
            _ => {
                for layer in 0..3 {
                    let y = base - 30.0 * (layer + 1) as f32;
                    sheet.rect([at, y, wide * 1.1, 27.0], 9.0, paint.lighter(0.12 * layer as f32));
                }
            }
        }
        at += wide + chance.between(22.0, 64.0);
    }
    parts::rail(sheet, paints.wood(), [x, base, width, thick]);
    parts::shade_below(sheet, [x, base + thick, width, 46.0], 0.3);
}

/// The table's top, from `edge` down.
fn table(paints: &Paints, tall: f32, edge: f32) -> String {
    let mut sheet = Sheet::default();
    let wood = paints.wood().mix(paints.wall, 0.18);
    parts::shade_below(&mut sheet, [0.0, edge - 1.0, WIDE, 2.0], 0.2);
    let top = sheet.linear(
        [0.0, edge, WIDE * 0.4, tall],
        &[(0.0, wood.lighter(0.30), 1.0), (0.4, wood.lighter(0.06), 1.0), (1.0, wood.shaded(0.24), 1.0)],
    );
    sheet.rect([0.0, edge, WIDE, tall - edge], 0.0, top);
    let mut chance = Chance::new(41);
    let mut y = edge + 9.0;
    while y < tall {
        let part = (y - edge) / (tall - edge).max(1.0);
        let bow = chance.between(-5.0, 5.0);
        let line = format!("M0 {y}q260 {bow} 520 {}t520 {}", -bow / 2.0, bow / 3.0);
        sheet.stroke(&line, 1.4 + part * 2.0, wood.shaded(0.6).clear(0.10));
        y += chance.between(7.0, 16.0) * (0.7 + 2.4 * part);
    }
    sheet.rect([0.0, edge, WIDE, 3.0], 0.0, WHITE.clear(0.34));
    sheet.text().to_owned()
}

/// A board covered with linen, leaning on the wall, for what hangs or lies.
fn display_board(paints: &Paints, place: sheet::Rect) -> String {
    let [x, y, width, height] = place;
    let mut sheet = Sheet::default();
    let shade = sheet.linear([x + width, 0.0, x + width + 60.0, 0.0], &[(0.0, SHADE, 0.34), (1.0, SHADE, 0.0)]);
    sheet.rect([x + width, y + 26.0, 60.0, height - 20.0], 0.0, shade);
    parts::shade_below(&mut sheet, [x - 6.0, y + height, width + 60.0, 34.0], 0.42);
    let linen = colour(0xe9e1d3).mix(paints.wall, 0.28).within(186.0, 228.0);
    let fill =
        sheet.linear([x, y, x + width, y + height], &[(0.0, linen.lighter(0.4), 1.0), (0.5, linen, 1.0), (1.0, linen.shaded(0.14), 1.0)]);
    sheet.rect(place, 3.0, fill);
    let wood = paints.wood();
    parts::rail(&mut sheet, wood, [x - 14.0, y - 14.0, width + 28.0, 18.0]);
    parts::rail(&mut sheet, wood, [x - 14.0, y + height - 4.0, width + 28.0, 18.0]);
    parts::rail(&mut sheet, wood, [x - 14.0, y, 18.0, height]);
    parts::rail(&mut sheet, wood, [x + width - 4.0, y, 18.0, height]);
    sheet.text().to_owned()
}

/// The sun through a window, across everything.
fn window_light(canvas: &mut Canvas, tall: f32) -> Result<(), Error> {
    let mut sheet = Sheet::default();
    for bar in 0..2 {
        let x = -160.0 + bar as f32 * 250.0;
        sheet.path(&format!("M{x} 0h190L{} {tall}h-260Z", x + tall * 0.62), WHITE);
    }
    let mask = Mask::draw(canvas, 8.0, sheet.text())?.blur(5.0, 5.0);
    canvas.light(&mask, colour(0xffe2b0), 0.13);
    Ok(())
}
