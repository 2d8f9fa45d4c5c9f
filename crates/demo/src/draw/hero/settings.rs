//! What each window's hero shows, and in which light.

use super::super::colour::{Colour, WHITE, colour};
use super::super::noise::Chance;
use super::super::parts;
use super::super::sheet::{Sheet, arch_path};
use super::{Piece, SILL, Setting, WIDE};

/// The setting of a window, or a quiet sill for one that the demo street does not have.
pub(super) fn of(window: &str, left: f32) -> Setting {
    match window {
        "fashion" => fashion(left),
        "living" => living(left),
        "fresh" => fresh(left),
        "department" => department(left),
        "beauty" => beauty(left),
        "kids" => kids(left),
        "leisure" => leisure(left),
        _ => Setting {
            behind: wall(colour(0xe6ddcf), left),
            sill: colour(0xcdb99c),
            light: (colour(0xffe6bd), 0.3),
            mood: (colour(0xd8cfd2), 0.3),
            pieces: &[],
        },
    }
}

const fn piece(shape: &'static str, colours: [u32; 3], x: f32, base: f32, size: f32) -> Piece {
    Piece { shape, colours, x, base, size, hangs: false }
}

const fn hung(shape: &'static str, colours: [u32; 3], x: f32, base: f32, size: f32) -> Piece {
    Piece { shape, colours, x, base, size, hangs: true }
}

/// A wall lit from the upper left.
fn wall(paint: Colour, left: f32) -> Sheet {
    let mut sheet = Sheet::default();
    let wide = WIDE + 2.0 * left.abs();
    let fill =
        sheet.linear([0.0, 0.0, wide * 0.9, SILL], &[(0.0, paint.lighter(0.36), 1.0), (0.5, paint, 1.0), (1.0, paint.shaded(0.20), 1.0)]);
    sheet.rect([left.min(0.0), 0.0, wide, 900.0], 0.0, fill);
    sheet
}

/// A window in the wall: the sky from `high` to `low`, frame and bars.
fn window(sheet: &mut Sheet, place: [f32; 4], sky: [u32; 2], frame: Colour, bars: (usize, usize)) {
    let [x, y, _, h] = place;
    let [high, low] = sky.map(colour);
    let fill = sheet.linear([x, y, x, y + h], &[(0.0, high, 1.0), (1.0, low, 1.0)]);
    sheet.rect(place, 0.0, fill);
    parts::pane(sheet, frame, place, bars, 20.0);
}

fn fashion(left: f32) -> Setting {
    let mut behind = wall(colour(0xe4dfd4), left);
    let pane = [left - 60.0, -40.0, 470.0, 610.0];
    window(&mut behind, pane, [0xeaf2f6, 0xc9d8e0], colour(0x8d8a84), (2, 2));
    let paper = behind.linear([left + 900.0, 0.0, left + 1560.0, 0.0], &[(0.0, colour(0xf1e6d2), 1.0), (1.0, colour(0xd9c7ab), 1.0)]);
    behind.rect([left + 1010.0, 0.0, 500.0, SILL], 0.0, paper);
    parts::rail(&mut behind, colour(0x4a3b31), [left + 460.0, 92.0, 1180.0, 11.0]);
    for x in [640.0, 905.0, 1180.0, 1430.0] {
        behind.stroke(&format!("M{} 98q12 4 8 18q-8 8 -8 22", left + x), 4.0, colour(0x6b6259));
    }
    Setting {
        behind,
        sill: colour(0xcfc3b1),
        light: (colour(0xf2f3ee), 0.26),
        mood: (colour(0xc9cdda), 0.42),
        pieces: const {
            &[
                hung("coat", [0x7a6a58, 0xe8dfcf, 0x3c342d], 640.0, 560.0, 430.0),
                hung("shirt", [0xe9e6de, 0xd7cfc0, 0x8a7a66], 905.0, 500.0, 372.0),
                hung("dress", [0x3f5670, 0xe3dccd, 0xb98f5c], 1180.0, 560.0, 430.0),
                hung("sweater", [0xb9775a, 0xe8d8c2, 0x6d4636], 1430.0, 500.0, 360.0),
                piece("boot", [0x6a4632, 0x3a2a22, 0xc29a5e], 250.0, 812.0, 280.0),
                piece("hat", [0xc9b28d, 0x4c4338, 0x8c5a3c], 520.0, 806.0, 150.0),
                piece("bag", [0x35506b, 0xe6dcc8, 0xb8894f], 830.0, 826.0, 262.0),
                piece("sneaker", [0xdfd9cc, 0xb86d4c, 0x45586a], 1120.0, 826.0, 140.0),
                piece("beanie", [0x8d9a82, 0x6a7862, 0xd9cbb0], 1390.0, 804.0, 164.0),
            ]
        },
    }
}

fn living(left: f32) -> Setting {
    let mut behind = wall(colour(0xd9bf9c), left);
    let pane = [left + 150.0, -20.0, 480.0, 500.0];
    window(&mut behind, pane, [0x6f86a0, 0xd9b48e], colour(0x5a4030), (2, 3));
    parts::rail(&mut behind, colour(0x8a5f3f), [left + 860.0, 330.0, 640.0, 20.0]);
    parts::shade_below(&mut behind, [left + 866.0, 350.0, 640.0, 52.0], 0.32);
    let shine = behind.radial(
        [left + 760.0, 470.0, 560.0],
        &[(0.0, colour(0xffe2a6), 0.85), (0.4, colour(0xffc877), 0.32), (1.0, colour(0xffc070), 0.0)],
    );
    behind.rect([left, 0.0, WIDE, SILL], 0.0, shine);
    Setting {
        behind,
        sill: colour(0xa97a52),
        light: (colour(0xffd08a), 0.24),
        mood: (colour(0xb99a94), 0.50),
        pieces: const {
            &[
                piece("bowl", [0xe8dcc6, 0xf4ecdc, 0x7a5a40], 980.0, 331.0, 112.0),
                piece("mug", [0x55666a, 0xe6dac4, 0x2f3b40], 1150.0, 331.0, 130.0),
                piece("clock", [0x7d5236, 0xf2e8d4, 0x2f2622], 1350.0, 330.0, 190.0),
                piece("plant", [0x5c7550, 0x8da277, 0xb4694a], 270.0, 808.0, 400.0),
                piece("lamp", [0xefd9ac, 0xc4a57a, 0x6a4a35], 740.0, 792.0, 430.0),
                piece("vase", [0x9a5b41, 0xe2c9a4, 0x5d6e50], 1010.0, 800.0, 300.0),
                piece("teapot", [0x48565a, 0xdfd0b4, 0xb18648], 1235.0, 822.0, 210.0),
                piece("candle", [0xefe4cd, 0xd9c49c, 0x9c6b44], 500.0, 830.0, 170.0),
                piece("cushion", [0xb7683f, 0xe9d3ad, 0x6f3f2b], 1465.0, 818.0, 250.0),
            ]
        },
    }
}

fn fresh(left: f32) -> Setting {
    let mut behind = wall(colour(0xdfe6d2), left);
    let pane = [left + 120.0, -60.0, 1360.0, 560.0];
    window(&mut behind, pane, [0xf7f9e6, 0xc9dbb4], colour(0xf2efe2), (4, 2));
    let mut chance = Chance::new(77);
    for _ in 0..46 {
        let (x, y) = (chance.between(140.0, 1460.0), chance.between(210.0, 480.0));
        let size = chance.between(30.0, 92.0);
        let tone = colour(0x9dbb84).mix(colour(0xd7e3ad), chance.between(0.0, 1.0));
        let soft = behind.radial([left + x, y, size], &[(0.0, tone, 0.55), (1.0, tone, 0.0)]);
        behind.ellipse([left + x, y, size, size], soft);
    }
    for x in [200.0, 1130.0] {
        parts::crate_box(&mut behind, colour(0xc19a68), [left + x, 590.0, 320.0, 130.0]);
    }
    Setting {
        behind,
        sill: colour(0xd3b98f),
        light: (colour(0xfbf7cf), 0.32),
        mood: (colour(0xc3cfbd), 0.40),
        pieces: const {
            &[
                piece("cabbage", [0xa9c07a, 0xf1f0dc, 0x6f8d4a], 290.0, 600.0, 210.0),
                piece("tomato", [0xc8492f, 0xe0805c, 0x5d7d3f], 430.0, 600.0, 140.0),
                piece("oilbottle", [0x6c5a2c, 0xefe4c4, 0xa9772e], 690.0, 800.0, 400.0),
                piece("persimmon", [0xdd7a2e, 0xf0a95c, 0x6a7f46], 1220.0, 600.0, 140.0),
                piece("garlic", [0xece3d6, 0xd9c8b8, 0xa98aa0], 1365.0, 600.0, 150.0),
                piece("tangerine", [0xe79331, 0xf6c46a, 0x5f7f42], 930.0, 806.0, 190.0),
                piece("grapes", [0x5d4a72, 0x8b76a0, 0x6f8d4a], 1130.0, 822.0, 210.0),
                piece("eggs", [0xd9ac80, 0xf1dfc4, 0x8f9a8a], 440.0, 826.0, 150.0),
                piece("apple", [0xb8402f, 0xe3b05a, 0x5f7f42], 180.0, 812.0, 170.0),
                piece("bread", [0xb87a42, 0xf0dcb4, 0x8a5a30], 1400.0, 816.0, 196.0),
            ]
        },
    }
}

fn department(left: f32) -> Setting {
    let mut behind = wall(colour(0xe4ddd3), left);
    let mut chance = Chance::new(19);
    for _ in 0..17 {
        let (x, y) = (chance.between(0.0, WIDE) + left, chance.between(-60.0, 560.0));
        let (a, b) = (chance.between(60.0, 200.0), chance.between(30.0, 180.0));
        let vein = format!("M{x} {y}q{a} {} {} {b}t{a} {}", b * 0.2, a * 1.3, b * 0.8);
        let thick = chance.between(1.2, 5.0);
        behind.stroke(&vein, thick * 3.0, colour(0x9b8f88).clear(0.10));
        behind.stroke(&vein, thick, colour(0x877c78).clear(0.22));
    }
    for (x, wide, y) in [(150.0, 360.0, 120.0), (610.0, 400.0, 60.0), (1110.0, 360.0, 120.0)] {
        let [nx, tall] = [left + x, SILL - y];
        let glow = behind
            .linear([nx, y, nx + wide, SILL], &[(0.0, colour(0xc9b79d), 1.0), (0.5, colour(0xead9bb), 1.0), (1.0, colour(0xf7e9cb), 1.0)]);
        behind.path(&arch_path([nx - 11.0, y - 11.0, wide + 22.0, tall + 11.0]), colour(0xa47c40));
        behind.path(&arch_path([nx - 9.0, y - 9.0, wide + 14.0, tall + 9.0]), colour(0xe0bf80));
        behind.path(&arch_path([nx, y, wide, tall]), glow);
    }
    Setting {
        behind,
        sill: colour(0xd9d1c6),
        light: (colour(0xffedc8), 0.26),
        mood: (colour(0xb9adb4), 0.42),
        pieces: const {
            &[
                piece("luggage", [0x5b4433, 0xd9b98a, 0xb88a48], 330.0, 790.0, 440.0),
                piece("handbag", [0x7a2f35, 0xe8d3b4, 0xc39a52], 812.0, 780.0, 330.0),
                piece("umbrella", [0x2f4247, 0xd8cbb4, 0xb18648], 1290.0, 770.0, 400.0),
                piece("perfume", [0xd9a86a, 0xf2e4c8, 0x8a6236], 575.0, 818.0, 220.0),
                piece("giftbox", [0x2f4a44, 0xe9dcc0, 0xc39a52], 1060.0, 822.0, 200.0),
                piece("dressshoe", [0x4a2f24, 0x2b1d18, 0xb98a50], 1480.0, 836.0, 120.0),
                piece("sunglasses", [0x4a3528, 0x2f2a28, 0xc39a52], 110.0, 834.0, 84.0),
                piece("ring", [0xd6b06a, 0xf0e6d2, 0xe8f0f2], 690.0, 838.0, 78.0),
                piece("wallet", [0x6d4630, 0xd7b98a, 0xb98a50], 1230.0, 842.0, 100.0),
            ]
        },
    }
}

fn beauty(left: f32) -> Setting {
    let mut behind = wall(colour(0xe9cbc2), left);
    for (x, y, size, tone) in [(1110.0, 330.0, 430.0, 0xf6e2d6), (520.0, 520.0, 330.0, 0xdfaea6)] {
        let disc = behind.linear(
            [left + x - size, y - size, left + x + size, y + size],
            &[(0.0, colour(tone).lighter(0.3), 1.0), (1.0, colour(tone).shaded(0.08), 1.0)],
        );
        behind.ellipse([left + x, y, size, size], disc);
    }
    let arch = behind.linear([left + 150.0, 0.0, left + 430.0, 0.0], &[(0.0, colour(0xf3d9cf), 1.0), (1.0, colour(0xd8a79f), 1.0)]);
    behind.path(&arch_path([left + 140.0, 150.0, 300.0, SILL - 150.0]), arch);
    let stops = [(0.0, WHITE, 0.0), (1.0, colour(0xfff1ea), 0.55)];
    let haze = behind.linear([0.0, 380.0, 0.0, SILL], &stops);
    behind.rect([left.min(0.0), 380.0, WIDE + 2.0 * left.abs(), SILL - 380.0], 0.0, haze);
    Setting {
        behind,
        sill: colour(0xe3c0b4),
        light: (colour(0xfff0e2), 0.30),
        mood: (colour(0xd0b2bc), 0.42),
        pieces: const {
            &[
                piece("mirror", [0xc99a6a, 0xf0e2d4, 0xb07a58], 1130.0, 792.0, 470.0),
                piece("pump", [0xb56f66, 0xf3e6da, 0x7a4a48], 300.0, 790.0, 360.0),
                piece("dropper", [0x9a5a4a, 0xf3e6da, 0xd8b48a], 545.0, 806.0, 280.0),
                piece("perfume", [0xe2a59a, 0xf8ece4, 0xb98a6a], 765.0, 800.0, 260.0),
                piece("creamjar", [0xf0d8cc, 0xfaf1e8, 0xb9806e], 900.0, 836.0, 140.0),
                piece("lipstick", [0xa83f46, 0xecd9c8, 0xc79a5e], 1380.0, 814.0, 230.0),
                piece("compact", [0xd9a58c, 0xf2ddc8, 0xc08a5c], 1510.0, 842.0, 160.0),
                piece("soap", [0xd9b7a4, 0xf0e3d6, 0x94a083], 430.0, 842.0, 96.0),
                piece("bathbomb", [0xd8908e, 0xf6e3dc, 0x9aa58a], 130.0, 826.0, 150.0),
            ]
        },
    }
}

/// Bunting of a nursery, in its order.
const FLAGS: [u32; 9] = [0xd98a6a, 0x8fae9c, 0xf2e3c4, 0x6f93a8, 0xe0b15e, 0xc9746a, 0xa9bf94, 0xf2e3c4, 0x7d9cb0];

fn kids(left: f32) -> Setting {
    let mut behind = wall(colour(0xf3cfa6), left);
    let stops = [(0.0, colour(0xf6dcb8), 1.0), (1.0, colour(0xe9b98a), 1.0)];
    let hill = behind.linear([0.0, 360.0, 0.0, SILL], &stops);
    let [a, b, c, d] = [left - 400.0, left + 260.0, left + 800.0, left + 2100.0];
    behind.path(&format!("M{a} {SILL}V520Q{b} 330 {c} 500T{d} 470V{SILL}Z"), hill);
    behind.ellipse([left + 1240.0, 220.0, 120.0, 120.0], colour(0xfbe6c0));
    let cord = format!("M{} 60Q{} 200 {} 70", left - 20.0, left + 800.0, left + 1620.0);
    behind.stroke(&cord, 3.0, colour(0x8a6a50));
    for (index, flag) in FLAGS.map(colour).iter().enumerate() {
        let x = left + 60.0 + index as f32 * 178.0;
        let part = (x - left) / 1600.0;
        let y = 62.0 + 280.0 * part * (1.0 - part);
        let fill = behind.linear([x, y, x + 110.0, y + 90.0], &[(0.0, flag.lighter(0.15), 1.0), (1.0, flag.shaded(0.12), 1.0)]);
        behind.path(&format!("M{x} {y}l104 {}l-54 104Z", 40.0 * (0.5 - part)), fill);
    }
    Setting {
        behind,
        sill: colour(0xe2b98c),
        light: (colour(0xfff0c8), 0.30),
        mood: (colour(0xd3b4b0), 0.38),
        pieces: const {
            &[
                hung("kite", [0x6f93a8, 0xf2e3c4, 0xd9744f], 1330.0, 500.0, 330.0),
                piece("book", [0xc9746a, 0xf2e3c4, 0x47636e], 130.0, 790.0, 280.0),
                piece("bear", [0xa9754c, 0xf0dcba, 0x5f7f8c], 420.0, 806.0, 420.0),
                piece("rabbit", [0xe9ded0, 0xf6eee2, 0xd98a7a], 690.0, 800.0, 370.0),
                piece("rings", [0xd98a5a, 0xf0d08a, 0x7ba08c], 945.0, 812.0, 270.0),
                piece("train", [0x5f8a94, 0xd9744f, 0xe3b45c], 1235.0, 826.0, 230.0),
                piece("blocks", [0xd9744f, 0xf0d7a4, 0x6f93a8], 1490.0, 812.0, 250.0),
                piece("babyshoe", [0xe8cdb4, 0xf6ece0, 0xc98a72], 560.0, 846.0, 90.0),
                piece("ball", [0xd9744f, 0xf6ead2, 0x5f8a94], 815.0, 844.0, 110.0),
            ]
        },
    }
}

/// A sky with clouds over three rows of hills.
fn open_sky(left: f32) -> Sheet {
    let mut behind = Sheet::default();
    let sky =
        behind.linear([0.0, 0.0, 0.0, SILL], &[(0.0, colour(0x9fc1d2), 1.0), (0.6, colour(0xdbe6df), 1.0), (1.0, colour(0xf6e6c8), 1.0)]);
    behind.rect([left.min(0.0), 0.0, WIDE + 2.0 * left.abs(), 900.0], 0.0, sky);
    let puffs: [[f32; 4]; 4] = [[0.0, 0.0, 150.0, 32.0], [-70.0, -24.0, 80.0, 40.0], [30.0, -40.0, 96.0, 52.0], [110.0, -14.0, 70.0, 32.0]];
    for (x, y, size) in [(300.0, 150.0, 1.0), (900.0, 90.0, 0.7), (1340.0, 210.0, 1.1)] {
        for [dx, dy, rx, ry] in puffs {
            let place = [left + x + dx * size, y + dy * size, rx * size, ry * size];
            behind.ellipse(place, WHITE.clear(0.55));
        }
    }
    for (base, lift, tone) in [(430.0, 170.0, 0xa9bfc0), (510.0, 130.0, 0x8faa9c), (590.0, 100.0, 0x7a9779)] {
        let tone = colour(tone);
        let stops = [(0.0, tone, 1.0), (1.0, tone.lighter(0.4), 1.0)];
        let fill = behind.linear([0.0, base - lift, 0.0, SILL], &stops);
        let [a, b, c, d] = [-lift * 1.1, -lift * 0.3, lift * 0.4, -lift * 0.5];
        let start = left - 300.0;
        let path = format!("M{start} 900V{base}q200 {a} 420 {b}t380 {c}t420 {d}t460 {c}t500 {b}V900Z");
        behind.path(&path, fill);
    }
    behind
}

fn leisure(left: f32) -> Setting {
    Setting {
        behind: open_sky(left),
        sill: colour(0xbb9468),
        light: (colour(0xfff4d2), 0.22),
        mood: (colour(0xc2bcc4), 0.30),
        pieces: const {
            &[
                piece("tent", [0xd08a4a, 0xf0dcb4, 0x5d6e50], 350.0, 786.0, 420.0),
                piece("bicycle", [0x3f6673, 0x3a2f2a, 0xb5794a], 1270.0, 788.0, 390.0),
                piece("campchair", [0x8a4f3a, 0x4a3d33, 0xd9b98a], 780.0, 800.0, 300.0),
                piece("lantern", [0x5d6e50, 0xf3dfa8, 0xb18648], 585.0, 826.0, 200.0),
                piece("kettle", [0x47586a, 0x2f3a44, 0xc9a066], 990.0, 830.0, 150.0),
                piece("thermos", [0x5d7060, 0xe3dac6, 0x3a4640], 1090.0, 836.0, 176.0),
                piece("backpack", [0x9a6a3c, 0xe4d0a8, 0x47586a], 110.0, 822.0, 270.0),
                piece("helmet", [0xd9cdb6, 0x3f6673, 0x2f2a28], 1500.0, 834.0, 130.0),
            ]
        },
    }
}
