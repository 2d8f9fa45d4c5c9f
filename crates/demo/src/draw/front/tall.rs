//! Fronts in houses of several floors: smooth plaster, brick, glazed tiles.

use super::super::colour::{SHADE, WHITE, colour};
use super::super::parts::{self, Paints};
use super::super::sheet::{Sheet, arch_path, box_path};
use super::super::stage::Stage;
use super::super::surface;
use super::{GROUND, WIDE, blade, hung, row, sign, wall_lamp};

/// Smooth plaster, a pane from floor to canopy, a thin steel canopy.
pub(super) fn modern(stage: &mut Stage, paints: &Paints, left: f32) {
    let sheet = &mut stage.back;
    surface::wall(sheet, paints.style, paints.wall, [left, 0.0, WIDE, GROUND]);
    let [x, y, wide, tall] = [left + 150.0, 262.0, 800.0, 540.0];
    parts::shade_below(sheet, [left + 96.0, 224.0, 1200.0, 90.0], 0.30);
    parts::lit_room(sheet, paints, [x, y, wide, tall], &[]);
    for (at, high, side) in [(0.10, 150.0, 150.0), (0.34, 96.0, 160.0), (0.62, 190.0, 150.0), (0.84, 120.0, 160.0)] {
        let cx = x + wide * at + 20.0;
        let top = y + tall - high;
        let block = paints.wall.lighter(0.25);
        sheet.rect([cx - side / 2.0 + 12.0, top + 6.0, side, high], 0.0, SHADE.clear(0.16));
        let fill = sheet.linear(
            [cx - side / 2.0, 0.0, cx + side / 2.0, 0.0],
            &[(0.0, block.lighter(0.3), 1.0), (0.6, block, 1.0), (1.0, block.shaded(0.2), 1.0)],
        );
        sheet.rect([cx - side / 2.0, top, side, high], 0.0, fill);
        sheet.rect([cx - side / 2.0, top, side, 5.0], 0.0, WHITE.clear(0.6));
    }
    for (at, high) in [(0.10, 150.0), (0.34, 96.0), (0.62, 190.0), (0.84, 120.0)] {
        row(stage, [x + wide * at - 60.0, y + tall - high, 160.0, 150.0], 1);
    }
    hung(stage, [x + wide * 0.09, y + 206.0, wide * 0.52, 164.0], 2);
    let sheet = &mut stage.front;
    parts::pane(sheet, paints.frame, [x, y, wide, tall], (3, 1), 10.0);
    parts::door(sheet, paints, [left + 1010.0, 262.0, 190.0, 574.0], 0.86);
    slab(sheet, paints, left);
    sheet.rect([x - 10.0, 812.0, wide + 20.0, 26.0], 0.0, paints.wall.shaded(0.34));
    parts::plant(sheet, left + 1292.0, 862.0, 330.0, 2, paints.awning2.mix(paints.wall, 0.5));
    parts::plant(sheet, left + 92.0, 866.0, 200.0, 1, paints.awning);
    blade(sheet, paints, left + 1276.0, 240.0);
}

fn slab(sheet: &mut Sheet, paints: &Paints, left: f32) {
    parts::rail(sheet, paints.awning, [left + 90.0, 186.0, 1180.0, 42.0]);
    sheet.rect([left + 90.0, 228.0, 1180.0, 5.0], 0.0, paints.light.lighter(0.6));
    parts::shade_below(sheet, [left + 90.0, 233.0, 1180.0, 22.0], 0.34);
    sheet.ellipse([left + 180.0, 207.0, 10.0, 10.0], paints.awning2);
    sheet.rect([left + 204.0, 205.6, 120.0, 3.0], 1.5, paints.awning2);
}

/// Brick with an arched pane and an arched door, a striped awning, lamps on arms.
pub(super) fn brick(stage: &mut Stage, paints: &Paints, left: f32) {
    let sheet = &mut stage.back;
    surface::wall(sheet, paints.style, paints.wall, [left, 0.0, WIDE, GROUND]);
    let pane = [left + 200.0, 300.0, 640.0, 440.0];
    let [x, y, wide, tall] = pane;
    let stone = paints.wall.mix(colour(0xe7ddcc), 0.72);
    sheet.rect([x - 34.0, y + tall + 8.0, wide + 68.0, 30.0], 2.0, stone.shaded(0.08));
    parts::lit_room(sheet, paints, pane, &[y + 208.0]);
    row(stage, [x + 24.0, y + 208.0, wide - 48.0, 120.0], 4);
    row(stage, [x + 24.0, y + tall, wide - 48.0, 176.0], 4);
    let sheet = &mut stage.front;
    parts::pane(sheet, paints.frame, pane, (3, 1), 16.0);
    parts::shade_below(sheet, [x - 20.0, y + tall + 40.0, wide + 40.0, 24.0], 0.34);
    arched_door(sheet, paints, left);
    parts::shade_below(sheet, [x - 70.0, 300.0, wide + 140.0, 110.0], 0.36);
    sign(sheet, paints, [x - 30.0, 96.0, wide + 60.0, 70.0]);
    parts::awning(sheet, paints, [x - 24.0, 190.0, wide + 48.0, 152.0], 13, true);
    wall_lamp(sheet, paints, left + 908.0, 300.0);
    wall_lamp(sheet, paints, left + 1306.0, 300.0);
    sheet.rect([left, GROUND - 46.0, WIDE, 46.0], 0.0, stone.shaded(0.22).clear(0.85));
    sheet.rect([left, GROUND - 46.0, WIDE, 4.0], 0.0, WHITE.clear(0.24));
    let steps = stone.shaded(0.05);
    parts::rail(sheet, steps, [left + 948.0, GROUND - 26.0, 320.0, 30.0]);
    let pot = colour(0xb46f4f);
    for (at, size, kind) in [(128.0, 240.0, 0), (880.0, 190.0, 1), (1342.0, 260.0, 0)] {
        parts::plant(sheet, left + at, 866.0, size, kind, pot);
    }
    flower_box(sheet, paints, x, y + tall + 2.0, wide);
}

fn arched_door(sheet: &mut Sheet, paints: &Paints, left: f32) {
    let place = [left + 978.0, 290.0, 260.0, GROUND - 290.0];
    let [x, y, wide, tall] = place;
    let stone = paints.wall.mix(colour(0xe7ddcc), 0.72);
    sheet.path(&arch_path([x - 30.0, y - 30.0, wide + 60.0, tall + 30.0]), stone.shaded(0.12));
    sheet.path(&arch_path([x - 22.0, y - 22.0, wide + 44.0, tall + 22.0]), stone);
    sheet.path(&arch_path(place), paints.frame.shaded(0.3));
    sheet.clip(&arch_path([x + 12.0, y + 12.0, wide - 24.0, tall]));
    parts::lit_room(sheet, paints, [x, y, wide, 150.0], &[]);
    sheet.end();
    parts::door(sheet, paints, [x + 22.0, y + 150.0, wide - 44.0, tall - 150.0], 0.62);
    parts::rail(sheet, paints.frame, [x + 6.0, y + 128.0, wide - 12.0, 16.0]);
    for spoke in [-38.0f32, 0.0, 38.0] {
        sheet.turn(spoke, x + wide / 2.0, y + 130.0);
        parts::rail(sheet, paints.frame, [x + wide / 2.0 - 4.0, y + 12.0, 8.0, 118.0]);
        sheet.end();
    }
}

fn flower_box(sheet: &mut Sheet, paints: &Paints, x: f32, y: f32, wide: f32) {
    let greens = [colour(0x4f6b4a), colour(0x6d8a5f), colour(0x87a174)];
    for leaf in 0..120 {
        let at = x + 20.0 + (wide - 40.0) * ((leaf * 37) % 120) as f32 / 120.0;
        let lift = 6.0 + ((leaf * 53) % 26) as f32;
        let tone = greens.get(leaf % 3).copied().unwrap_or(SHADE);
        sheet.ellipse([at, y + 18.0 - lift, 9.0, 6.0], tone);
        if leaf % 6 == 0 {
            sheet.ellipse([at, y + 12.0 - lift, 5.0, 5.0], paints.awning2.mix(colour(0xe9b7a2), 0.5));
        }
    }
    parts::rail(sheet, paints.frame.lighter(0.05), [x + 6.0, y + 12.0, wide - 12.0, 34.0]);
}

/// Glazed tiles, a rounded pane, a waved awning, a round-topped door.
pub(super) fn tile(stage: &mut Stage, paints: &Paints, left: f32) {
    let sheet = &mut stage.back;
    surface::wall(sheet, paints.style, paints.wall, [left, 0.0, WIDE, GROUND]);
    let base = paints.awning.mix(paints.wall, 0.3);
    surface::tiles(sheet, base, [left, 700.0, WIDE, GROUND - 700.0], 34.5);
    sheet.rect([left, 692.0, WIDE, 12.0], 3.0, paints.wall.lighter(0.5));
    let pane = [left + 150.0, 330.0, 470.0, 340.0];
    let [x, y, wide, tall] = pane;
    for place in [pane, [left + 690.0, 330.0, 240.0, 340.0]] {
        parts::lit_room(sheet, paints, place, &[place[1] + 170.0]);
    }
    row(stage, [x + 20.0, y + 170.0, wide - 40.0, 116.0], 3);
    row(stage, [x + 20.0, y + tall, wide - 40.0, 142.0], 3);
    row(stage, [left + 700.0, y + 170.0, 220.0, 116.0], 1);
    row(stage, [left + 700.0, y + tall, 220.0, 142.0], 2);
    let sheet = &mut stage.front;
    parts::pane(sheet, paints.frame, pane, (2, 1), 16.0);
    parts::pane(sheet, paints.frame, [left + 690.0, 330.0, 240.0, 340.0], (1, 1), 16.0);
    parts::rail(sheet, paints.frame.lighter(0.2), [x - 30.0, y + tall + 14.0, 840.0, 16.0]);
    let door = [left + 1020.0, 240.0, 230.0, GROUND - 240.0];
    sheet.path(&arch_path([door[0] - 20.0, door[1] - 20.0, 270.0, door[3] + 20.0]), paints.frame.shaded(0.25));
    sheet.path(&arch_path(door), paints.frame.lighter(0.08));
    let (cx, cy) = (left + 1135.0, 420.0);
    sheet.ellipse([cx, cy, 78.0, 78.0], paints.frame.shaded(0.3));
    sheet.clip(&format!("M{} {cy}a68 68 0 1 0 136 0a68 68 0 1 0 -136 0Z", cx - 68.0));
    parts::lit_room(sheet, paints, [cx - 70.0, cy - 70.0, 140.0, 140.0], &[]);
    sheet.path(&box_path([cx - 40.0, cy - 80.0, 22.0, 160.0]), WHITE.clear(0.2));
    sheet.end();
    sheet.rect([left + 1042.0, 560.0, 9.0, 90.0], 4.0, colour(0xc9a267));
    sheet.rect([left + 1060.0, 640.0, 150.0, 160.0], 6.0, paints.frame.shaded(0.14));
    sheet.rect([left + 1064.0, 645.0, 146.0, 155.0], 6.0, paints.frame.lighter(0.12));
    parts::shade_below(sheet, [left + 110.0, 330.0, 860.0, 90.0], 0.34);
    parts::awning(sheet, paints, [left + 124.0, 206.0, 840.0, 156.0], 18, true);
    sign(sheet, paints, [left + 250.0, 100.0, 590.0, 66.0]);
    blade(sheet, paints, left + 1344.0, 250.0);
    wall_lamp(sheet, paints, left + 978.0, 300.0);
    parts::rail(sheet, paints.wall.shaded(0.3), [left + 990.0, GROUND - 14.0, 290.0, 20.0]);
    for (at, size, kind) in [(70.0, 250.0, 1), (1330.0, 300.0, 2)] {
        parts::plant(sheet, left + at, 868.0, size, kind, paints.awning2.mix(colour(0xc98c62), 0.5));
    }
}
