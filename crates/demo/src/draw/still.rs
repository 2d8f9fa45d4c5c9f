//! A thing alone: before a wall on a table, or laid flat; and close.

use resvg::tiny_skia::Transform;

use super::art;
use super::canvas::Canvas;
use super::colour::{Colour, SHADE, WHITE, colour};
use super::mask::Mask;
use super::noise::Chance;
use super::sheet::{Sheet, arch_path};
use super::stage::{Slot, is_flat, place};
use crate::{Error, Thing};

/// Where the table begins, in thousandths of the height.
const EDGE: f32 = 792.0;

/// A thing alone.
pub(crate) fn still(thing: &Thing, width: u32, height: u32) -> Result<Canvas, Error> {
    let mut canvas = Canvas::new(width, height, 1000.0)?;
    let ground = Colour::parse(&thing.ground)?.richer(0.45).within(150.0, 236.0);
    let [_, _, accent] = &thing.colours;
    let accent = Colour::parse(accent)?;
    let mut chance = Chance::of(&[&thing.shape, &thing.colours[0], &thing.ground]);
    let flat = is_flat(&thing.shape);
    let (view_width, _) = canvas.view();
    let middle = view_width / 2.0;
    if flat {
        canvas.svg("cloth", &cloth(ground, view_width))?;
        cast_light(&mut canvas, &mut chance, ground)?;
    } else {
        let setting = chance.below(5);
        canvas.svg("backdrop", &backdrop(ground, accent, view_width, setting))?;
        cast_light(&mut canvas, &mut chance, ground)?;
    }
    let bounds = art::bounds(thing)?;
    let slot = Slot {
        x: middle,
        base: if flat { 500.0 + bounds.height() / 2.0 } else { 862.0 },
        width: bounds.width().max(420.0) * 1.02,
        height: bounds.height().max(420.0) * 1.02,
        hangs: flat,
    };
    place(&mut canvas, thing, slot, 1.0)?;
    Ok(canvas)
}

/// A wall, its light from the upper left, and a table; five quiet settings.
fn backdrop(ground: Colour, accent: Colour, width: f32, setting: usize) -> String {
    let mut sheet = Sheet::default();
    let wall =
        sheet.linear([0.0, 0.0, width, 900.0], &[(0.0, ground.lighter(0.30), 1.0), (0.55, ground, 1.0), (1.0, ground.shaded(0.10), 1.0)]);
    sheet.rect([0.0, 0.0, width, 1000.0], 0.0, wall);
    let middle = width / 2.0;
    match setting {
        0 => {
            let tone = ground.mix(accent, 0.16).shaded(0.06);
            let fill = sheet
                .linear([middle - 330.0, 100.0, middle + 330.0, EDGE], &[(0.0, tone.shaded(0.12), 1.0), (1.0, tone.lighter(0.22), 1.0)]);
            sheet.path(&arch_path([middle - 345.0, 92.0, 690.0, EDGE]), fill);
        }
        1 => {
            let tone = ground.mix(accent, 0.20).lighter(0.18);
            let fill = sheet
                .linear([middle - 300.0, 60.0, middle + 300.0, 760.0], &[(0.0, tone.lighter(0.25), 1.0), (1.0, tone.shaded(0.08), 1.0)]);
            sheet.ellipse([middle + 40.0, 420.0, 352.0, 352.0], fill);
        }
        2 => {
            let tone = ground.mix(accent, 0.14).shaded(0.05);
            let fill = sheet.linear([0.0, 0.0, width, 0.0], &[(0.0, tone.lighter(0.12), 1.0), (1.0, tone.shaded(0.10), 1.0)]);
            sheet.rect([middle + 90.0, 0.0, width, 1000.0], 0.0, fill);
        }
        _ => {}
    }
    let table = ground.mix(accent.muted(0.15), 0.14).shaded(0.05);
    table_top(&mut sheet, table, width);
    sheet.text().to_owned()
}

fn table_top(sheet: &mut Sheet, table: Colour, width: f32) {
    let under = sheet.linear([0.0, EDGE - 46.0, 0.0, EDGE], &[(0.0, SHADE, 0.0), (1.0, SHADE, 0.13)]);
    sheet.rect([0.0, EDGE - 46.0, width, 46.0], 0.0, under);
    let top = sheet.linear(
        [0.0, EDGE, width * 0.5, 1000.0],
        &[(0.0, table.lighter(0.22), 1.0), (0.45, table.lighter(0.08), 1.0), (1.0, table.shaded(0.12), 1.0)],
    );
    sheet.rect([0.0, EDGE, width, 1000.0 - EDGE], 0.0, top);
    let glint = sheet.linear([0.0, 0.0, width, 0.0], &[(0.0, WHITE, 0.5), (0.6, WHITE, 0.16), (1.0, WHITE, 0.0)]);
    sheet.rect([0.0, EDGE, width, 3.5], 0.0, glint);
}

/// A cloth or a sheet of paper seen from above.
fn cloth(ground: Colour, width: f32) -> String {
    let mut sheet = Sheet::default();
    let fill = sheet
        .radial([width * 0.32, 250.0, 1050.0], &[(0.0, ground.lighter(0.34), 1.0), (0.5, ground, 1.0), (1.0, ground.shaded(0.12), 1.0)]);
    sheet.rect([0.0, 0.0, width, 1000.0], 0.0, fill);
    sheet.text().to_owned()
}

/// Window light with its bars, or the shadow of a twig, or nothing: a quiet sign of the sun.
fn cast_light(canvas: &mut Canvas, chance: &mut Chance, ground: Colour) -> Result<(), Error> {
    let shift = chance.between(-70.0, 70.0);
    let mut sheet = Sheet::default();
    match chance.below(4) {
        0 | 1 => {
            for (column, row) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
                let x = 90.0 + shift + column as f32 * 205.0 + row as f32 * 92.0;
                let y = 40.0 + row as f32 * 270.0;
                sheet.path(&format!("M{x} {y}l186 -26 86 246 -186 26Z"), WHITE);
            }
            let mask = Mask::draw(canvas, 6.0, sheet.text())?.blur(3.4, 3.4);
            canvas.light(&mask, colour(0xffe9c4), 0.30);
        }
        2 => {
            twig(&mut sheet, chance, 640.0 + shift);
            let mask = Mask::draw(canvas, 5.0, sheet.text())?.blur(2.6, 2.6);
            canvas.shade(&mask, ground.shaded(0.45), 0.34);
        }
        _ => {}
    }
    Ok(())
}

/// A hanging twig with leaves.
fn twig(sheet: &mut Sheet, chance: &mut Chance, x: f32) {
    for branch in 0..3 {
        let start = x + branch as f32 * 130.0;
        let (mut px, mut py) = (start, -30.0);
        for step in 0..8 {
            let (nx, ny) = (px - chance.between(6.0, 34.0), py + chance.between(40.0, 58.0));
            sheet.stroke(&format!("M{px} {py}L{nx} {ny}"), 6.0, WHITE);
            let side = if step % 2 == 0 { 1.0 } else { -1.0 };
            let (reach, drop) = (side * chance.between(56.0, 96.0), chance.between(26.0, 56.0));
            let leaf = format!(
                "M{nx} {ny}q{} {} {reach} {drop}q{} {} {} {}Z",
                reach * 0.35,
                drop - 52.0,
                -reach * 0.72,
                drop * 0.4 + 10.0,
                -reach,
                -drop
            );
            sheet.path(&leaf, WHITE);
            (px, py) = (nx, ny);
        }
    }
}

/// A part of a thing, close, turned, on another tone.
pub(crate) fn detail(thing: &Thing, width: u32, height: u32) -> Result<Canvas, Error> {
    let mut canvas = Canvas::new(width, height, 1000.0)?;
    let ground = Colour::parse(&thing.ground)?;
    let second = Colour::parse(&thing.colours[1])?;
    let main = Colour::parse(&thing.colours[0])?;
    let mut tone = second.mix(ground, 0.45).within(120.0, 226.0);
    if (tone.brightness() - main.brightness()).abs() < 34.0 {
        let away = if main.brightness() > 150.0 { -62.0 } else { 62.0 };
        let goal = (main.brightness() + away).clamp(84.0, 232.0);
        tone = tone.within(goal, goal + 1.0);
    }
    let (view_width, _) = canvas.view();
    canvas.svg("cloth", &cloth(tone, view_width))?;
    let mut chance = Chance::of(&["detail", &thing.shape, &thing.colours[0]]);
    let angle = chance.between(8.0, 17.0) * if chance.below(2) == 0 { 1.0 } else { -1.0 };
    let bounds = art::bounds(thing)?;
    let long = bounds.width().max(bounds.height());
    let scale = (1240.0 / long).clamp(1.45, 2.5);
    // A place a little off the middle of the thing comes a little off the middle of the picture.
    let from_x = bounds.left + bounds.width() * chance.between(0.42, 0.60);
    let from_y = bounds.top + bounds.height() * chance.between(0.32, 0.46);
    let unit = canvas.unit();
    let transform = Transform::from_translate(-from_x, -from_y)
        .post_rotate(angle)
        .post_scale(scale * unit, scale * unit)
        .post_translate((view_width / 2.0 + chance.between(-70.0, 70.0)) * unit, (470.0 + chance.between(-30.0, 50.0)) * unit);
    let sprite = art::sprite(thing, width, height, transform)?;
    let whole = Mask::coarse(&sprite.pixmap, 6);
    let tone = SHADE.mix(main, 0.25);
    let step = (26.0 * unit / whole.scale) as isize;
    let soft = 22.0 * unit / whole.scale;
    canvas.shade(&whole.moved(step, step).blur(soft, soft), tone, 0.34);
    canvas.shade(&whole.moved(step / 3, step / 3).blur(2.0, 2.0), tone, 0.34);
    canvas.lay_sprite(&sprite);
    Ok(canvas)
}
