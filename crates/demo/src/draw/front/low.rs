//! Fronts of one floor: a tiled-roof timber house, a market stall, boards.

use super::super::colour::{Colour, SHADE, WHITE, colour};
use super::super::parts::{self, Paints};
use super::super::sheet::{Rect, Sheet};
use super::super::stage::Stage;
use super::super::surface;
use super::{GROUND, WIDE, blade, hung, row, sign, wall_lamp};
use crate::Style;

/// A timber frame with white panels and paper doors under a tiled eave, on a stone step.
pub(super) fn hanok(stage: &mut Stage, paints: &Paints, left: f32) {
    let sheet = &mut stage.back;
    sky(sheet, left, 240.0);
    let plaster = paints.wall.lighter(0.2).within(196.0, 240.0);
    surface::wall(sheet, Style::Hanok, plaster, [left + 60.0, 200.0, 1320.0, 580.0]);
    let wood = paints.frame.mix(colour(0x7a5238), 0.45).within(60.0, 120.0);
    let pane = [left + 410.0, 372.0, 560.0, 380.0];
    let [x, y, wide, tall] = pane;
    parts::lit_room(sheet, paints, pane, &[y + 186.0]);
    row(stage, [x + 20.0, y + 186.0, wide - 40.0, 128.0], 4);
    row(stage, [x + 20.0, y + tall, wide - 40.0, 162.0], 4);
    let sheet = &mut stage.front;
    parts::pane(sheet, wood, pane, (2, 1), 12.0);
    paper_doors(sheet, paints, wood, [left + 1010.0, 372.0, 260.0, 408.0], 2);
    paper_doors(sheet, paints, wood, [left + 130.0, 372.0, 240.0, 408.0], 2);
    for at in [78.0, 372.0, 972.0, 1280.0, 1330.0] {
        if at < 1300.0 {
            parts::rail(sheet, wood, [left + at, 250.0, 36.0, 540.0]);
        }
    }
    parts::rail(sheet, wood, [left + 60.0, 318.0, 1320.0, 34.0]);
    parts::rail(sheet, wood.darker(0.1), [left + 60.0, 766.0, 1320.0, 24.0]);
    step_stone(sheet, left);
    roof(sheet, paints, wood, left);
    parts::shade_below(sheet, [left + 30.0, 268.0, 1380.0, 190.0], 0.42);
    for at in [250.0, 1140.0] {
        paper_lantern(sheet, paints, left + at, 330.0);
    }
    for (at, size, kind) in [(64.0, 300.0, 2), (1318.0, 220.0, 0), (1406.0, 180.0, 1)] {
        parts::plant(sheet, left + at, 880.0, size, kind, colour(0x6b5a50));
    }
    cloth_sign(sheet, paints, left + 1350.0);
}

fn sky(sheet: &mut Sheet, left: f32, tall: f32) {
    let fill = sheet
        .linear([0.0, 0.0, 0.0, tall + 60.0], &[(0.0, colour(0xc3d3da), 1.0), (0.6, colour(0xe6e4d8), 1.0), (1.0, colour(0xf3e3c8), 1.0)]);
    sheet.rect([left - 400.0, 0.0, WIDE + 800.0, GROUND], 0.0, fill);
}

fn paper_doors(sheet: &mut Sheet, paints: &Paints, wood: Colour, place: Rect, leaves: usize) {
    let [x, y, width, height] = place;
    let paper = colour(0xfbf1da).mix(paints.light, 0.30);
    let fill =
        sheet.radial([x + width / 2.0, y + height * 0.34, height * 0.8], &[(0.0, paper.lighter(0.6), 1.0), (1.0, paper.shaded(0.12), 1.0)]);
    sheet.rect(place, 0.0, fill);
    let leaf = width / leaves as f32;
    for index in 0..leaves {
        let left = x + leaf * index as f32;
        for bar in 1..5 {
            let at = left + leaf * bar as f32 / 5.0;
            sheet.rect([at - 1.6, y, 3.2, height * 0.78], 0.0, wood.lighter(0.06));
        }
        for (from, count) in [(0.06, 3), (0.34, 4), (0.66, 3)] {
            for bar in 0..count {
                let at = y + height * from + 17.0 * bar as f32;
                sheet.rect([left, at, leaf, 3.2], 0.0, wood.lighter(0.06));
            }
        }
        parts::rail(sheet, wood, [left, y + height * 0.78, leaf, height * 0.22]);
        sheet.rect([left + 16.0, y + height * 0.82, leaf - 32.0, height * 0.13], 2.0, wood.lighter(0.10));
        parts::rail(sheet, wood, [left, y, 10.0, height]);
        parts::rail(sheet, wood, [left + leaf - 10.0, y, 10.0, height]);
    }
    parts::rail(sheet, wood, [x, y - 4.0, width, 12.0]);
}

fn step_stone(sheet: &mut Sheet, left: f32) {
    let stone = colour(0xb9b2a6);
    for block in 0..8 {
        let x = left + 30.0 + block as f32 * 172.5;
        parts::rail(sheet, stone.darker((block * 5 % 3) as f32 * 0.04), [x, 790.0, 171.0, 50.0]);
    }
    parts::rail(sheet, stone.lighter(0.16), [left + 520.0, 830.0, 380.0, 30.0]);
    sheet.rect([left + 520.0, 860.0, 392.0, 7.0], 0.0, SHADE.clear(0.3));
}

/// The tiled eave: rows of round tiles, their round ends, rafters below; its ends lift a little.
fn roof(sheet: &mut Sheet, paints: &Paints, wood: Colour, left: f32) {
    let tile = paints.awning.mix(colour(0x4b4f56), 0.72).muted(0.3).within(58.0, 96.0);
    let lift = |x: f32| {
        let part = ((x - left - 720.0) / 780.0).abs();
        -52.0 * part * part * part
    };
    let path = format!(
        "M{} -10H{}V{}Q{} 250 {} 250Q{} 250 {} {}Z",
        left - 60.0,
        left + 1500.0,
        204.0,
        left + 1180.0,
        left + 720.0,
        left + 260.0,
        left - 60.0,
        204.0
    );
    for rafter in 0..31 {
        let x = left - 30.0 + rafter as f32 * 50.0;
        let y = 238.0 + lift(x);
        sheet.ellipse([x, y + 26.0, 13.0, 13.0], wood.shaded(0.3));
        sheet.ellipse([x - 1.0, y + 25.0, 10.0, 10.0], wood.lighter(0.22));
    }
    let fill = sheet.linear([0.0, 0.0, 0.0, 250.0], &[(0.0, tile.lighter(0.10), 1.0), (1.0, tile.shaded(0.12), 1.0)]);
    sheet.path(&path, fill);
    for row in 0..39 {
        let x = left - 44.0 + row as f32 * 40.0;
        let y = 236.0 + lift(x);
        let slant = (x - left - 720.0) * 0.06;
        let line = format!("M{} -10Q{} 120 {x} {y}", x - slant, x - slant * 0.6);
        sheet.stroke(&line, 21.0, tile.shaded(0.35));
        sheet.stroke(&line, 17.0, tile.lighter(0.08));
        let shine = format!("M{} -10Q{} 120 {} {y}", x - slant - 4.0, x - slant * 0.6 - 4.0, x - 4.0);
        sheet.stroke(&shine, 4.0, WHITE.clear(0.20));
        sheet.ellipse([x, y + 5.0, 13.5, 13.5], tile.shaded(0.3));
        sheet.ellipse([x - 1.0, y + 4.0, 11.0, 11.0], tile.lighter(0.20));
        sheet.ellipse([x - 1.0, y + 4.0, 4.2, 4.2], tile.shaded(0.2));
        let hollow = format!("M{} {}q8 16 16 0", x + 12.0, y + 8.0);
        sheet.stroke(&hollow, 7.0, tile.shaded(0.2));
    }
}

fn paper_lantern(sheet: &mut Sheet, paints: &Paints, x: f32, y: f32) {
    let shine =
        sheet.radial([x, y + 56.0, 190.0], &[(0.0, paints.light.lighter(0.4), 0.7), (0.4, paints.light, 0.2), (1.0, paints.light, 0.0)]);
    sheet.ellipse([x, y + 56.0, 190.0, 190.0], shine);
    sheet.rect([x - 1.0, y, 2.0, 22.0], 0.0, SHADE);
    let paper = paints.light.lighter(0.55);
    let fill = sheet.radial([x, y + 56.0, 44.0], &[(0.0, WHITE, 1.0), (1.0, paper, 1.0)]);
    sheet.rect([x - 25.0, y + 22.0, 50.0, 70.0], 15.0, fill);
    for rib in 0..5 {
        sheet.rect([x - 25.0, y + 32.0 + rib as f32 * 12.0, 50.0, 1.4], 0.0, SHADE.clear(0.24));
    }
    sheet.rect([x - 14.0, y + 19.0, 28.0, 6.0], 2.0, paints.frame.shaded(0.2));
    sheet.rect([x - 14.0, y + 89.0, 28.0, 6.0], 2.0, paints.frame.shaded(0.2));
}

fn cloth_sign(sheet: &mut Sheet, paints: &Paints, x: f32) {
    let fill = sheet.linear(
        [x - 30.0, 0.0, x + 30.0, 0.0],
        &[(0.0, paints.awning.lighter(0.12), 1.0), (0.5, paints.awning, 1.0), (1.0, paints.awning.shaded(0.2), 1.0)],
    );
    sheet.rect([x - 34.0, 372.0, 68.0, 5.0], 2.0, paints.frame);
    sheet.path(&format!("M{} 376h56v190q-28 8 -56 0Z", x - 28.0), fill);
    sheet.ellipse([x, 440.0, 16.0, 16.0], paints.awning2);
}

/// An open stall under a wide awning, bulbs on a wire, crates before it.
pub(super) fn market(stage: &mut Stage, paints: &Paints, left: f32) {
    let sheet = &mut stage.back;
    surface::wall(sheet, Style::Market, paints.wall, [left, 0.0, WIDE, GROUND]);
    let stall = [left + 120.0, 300.0, 1200.0, 540.0];
    let [x, y, wide, _] = stall;
    let inner = Colour::mix(paints.wall, SHADE, 0.25);
    sheet.rect(stall, 0.0, inner);
    parts::lit_room(sheet, paints, [x, y, wide, 330.0], &[y + 168.0, y + 330.0]);
    row(stage, [x + 60.0, y + 168.0, wide - 120.0, 106.0], 7);
    row(stage, [x + 60.0, y + 330.0, wide - 120.0, 132.0], 6);
    let wood = paints.wood().lighter(0.12);
    let sheet = &mut stage.back;
    parts::rail(sheet, wood.darker(0.15), [x + 10.0, 640.0, wide - 20.0, 200.0]);
    parts::shade_below(sheet, [x, 642.0, wide, 60.0], 0.4);
    for index in 0..4 {
        let at = x + 32.0 + index as f32 * 288.0;
        parts::crate_box(&mut stage.front, wood, [at, 786.0, 250.0, 104.0]);
    }
    let sheet = &mut stage.front;
    for at in [96.0, 1306.0] {
        parts::rail(sheet, paints.frame, [left + at, 240.0, 26.0, 600.0]);
    }
    parts::shade_below(sheet, [x, y, wide, 110.0], 0.30);
    sign(sheet, paints, [left + 90.0, 40.0, 1260.0, 84.0]);
    parts::awning(sheet, paints, [left + 90.0, 130.0, 1260.0, 216.0], 17, false);
    bulbs(sheet, paints, left + 130.0, 380.0, 1180.0);
    parts::plant(sheet, left + 54.0, 880.0, 210.0, 0, colour(0x8a6a52));
    parts::plant(sheet, left + 1392.0, 884.0, 250.0, 1, paints.awning);
    for index in 0..4 {
        let at = x + 32.0 + index as f32 * 288.0;
        row(stage, [at + 8.0, 806.0, 234.0, 124.0], 2);
    }
}

fn bulbs(sheet: &mut Sheet, paints: &Paints, x: f32, y: f32, wide: f32) {
    let count = 7;
    let step = wide / count as f32;
    for index in 0..count {
        let from = x + step * index as f32;
        sheet.stroke(&format!("M{from} {}q{} 46 {step} 0", y - 26.0, step / 2.0), 2.0, SHADE);
        let (bx, by) = (from + step / 2.0, y + 6.0);
        let shine =
            sheet.radial([bx, by, 84.0], &[(0.0, paints.light.lighter(0.4), 0.9), (0.3, paints.light, 0.30), (1.0, paints.light, 0.0)]);
        sheet.ellipse([bx, by, 84.0, 84.0], shine);
        sheet.rect([bx - 4.0, by - 14.0, 8.0, 10.0], 1.0, SHADE);
        sheet.ellipse([bx, by + 5.0, 10.0, 12.0], WHITE);
    }
}

/// Boards, a pane of small squares, a bench, a hanging board; a short plain awning.
pub(super) fn wood(stage: &mut Stage, paints: &Paints, left: f32) {
    let sheet = &mut stage.back;
    surface::wall(sheet, Style::Wood, paints.wall, [left, 0.0, WIDE, GROUND]);
    let pane = [left + 420.0, 300.0, 700.0, 400.0];
    let [x, y, wide, tall] = pane;
    parts::lit_room(sheet, paints, pane, &[y + 196.0]);
    row(stage, [x + 20.0, y + 196.0, wide - 40.0, 128.0], 4);
    row(stage, [x + 20.0, y + tall, wide - 40.0, 170.0], 4);
    hung(stage, [left + 1184.0, 520.0, 190.0, 190.0], 1);
    let sheet = &mut stage.front;
    parts::pane(sheet, paints.frame, pane, (4, 3), 18.0);
    parts::rail(sheet, paints.frame.lighter(0.12), [x - 34.0, y + tall + 18.0, wide + 68.0, 20.0]);
    parts::shade_below(sheet, [x - 30.0, y + tall + 38.0, wide + 60.0, 30.0], 0.34);
    parts::door(sheet, paints, [left + 150.0, 270.0, 200.0, GROUND - 270.0], 0.56);
    parts::shade_below(sheet, [left + 96.0, 250.0, 1080.0, 110.0], 0.36);
    parts::awning(sheet, paints, [left + 110.0, 168.0, 1056.0, 112.0], 1, false);
    let hem = paints.awning2;
    sheet.rect([left + 76.0, 262.0, 1124.0, 5.0], 0.0, hem);
    sign(sheet, paints, [left + 300.0, 74.0, 680.0, 62.0]);
    wall_lamp(sheet, paints, left + 386.0, 330.0);
    wall_lamp(sheet, paints, left + 1160.0, 330.0);
    bench(sheet, paints, [x + 90.0, 764.0, 440.0, 92.0]);
    blade(sheet, paints, left + 1280.0, 186.0);
    parts::rail(sheet, paints.wall.shaded(0.4), [left, GROUND - 22.0, WIDE, 24.0]);
    for (at, size, kind) in [(76.0, 270.0, 2), (404.0, 170.0, 1), (1200.0, 200.0, 0), (1330.0, 270.0, 1)] {
        parts::plant(sheet, left + at, 872.0, size, kind, colour(0xa9745a));
    }
}

fn bench(sheet: &mut Sheet, paints: &Paints, [x, y, width, height]: Rect) {
    let wood = paints.wood().lighter(0.2);
    sheet.ellipse([x + width * 0.52, y + height + 4.0, width * 0.54, 12.0], SHADE.clear(0.32));
    for at in [x + 24.0, x + width - 44.0] {
        parts::rail(sheet, wood.shaded(0.3), [at, y + 10.0, 20.0, height - 10.0]);
    }
    parts::rail(sheet, wood.shaded(0.2), [x + 30.0, y + 46.0, width - 60.0, 12.0]);
    parts::rail(sheet, wood, [x, y, width, 20.0]);
    parts::shade_below(sheet, [x + 10.0, y + 20.0, width - 20.0, 22.0], 0.3);
}
