//! Tiles of smooth noise for paint and paper, and a small steady source of chance.

use std::sync::OnceLock;

/// A square tile that repeats without a seam; values are -127 to 127.
pub(crate) struct Tile {
    side: usize,
    values: Vec<i8>,
}

impl Tile {
    /// One row of the tile, `y` taken round its side.
    pub fn row(&self, y: usize) -> &[i8] {
        let start = (y % self.side) * self.side;
        self.values.get(start..start + self.side).unwrap_or_default()
    }
}

/// The tiles that every picture is finished with.
pub(crate) struct Tiles {
    /// Sideways and downward wobble of the edges.
    pub wobble: [Tile; 2],
    /// Where the brush left more or less paint.
    pub brush: Tile,
    /// The tooth of the paper.
    pub grain: Tile,
}

/// The tiles, made once: they are the same in every run.
pub(crate) fn tiles() -> &'static Tiles {
    static TILES: OnceLock<Tiles> = OnceLock::new();
    TILES.get_or_init(|| Tiles {
        wobble: [octaves(11, &[(16, 16, 0.6), (43, 43, 0.4)]), octaves(12, &[(16, 16, 0.6), (43, 43, 0.4)])],
        brush: octaves(13, &[(5, 3, 0.45), (14, 26, 0.3), (60, 150, 0.25)]),
        grain: octaves(14, &[(256, 256, 0.5), (512, 512, 0.5)]),
    })
}

const SIDE: usize = 512;

/// Adds up layers of smooth noise, each with its number of waves across and down and its weight.
fn octaves(seed: u64, layers: &[(usize, usize, f32)]) -> Tile {
    let mut sums = vec![0.0f32; SIDE * SIDE];
    for (index, &(across, down, weight)) in layers.iter().enumerate() {
        let mut chance = Chance::new(seed * 31 + index as u64);
        let knots: Vec<f32> = (0..across * down).map(|_| chance.between(-1.0, 1.0)).collect();
        let knot = |x: usize, y: usize| knots.get((y % down) * across + x % across).copied().unwrap_or_default();
        for (y, row) in sums.chunks_exact_mut(SIDE).enumerate() {
            let v = y as f32 * down as f32 / SIDE as f32;
            let (top, fy) = (v as usize, smooth(v.fract()));
            for (x, sum) in row.iter_mut().enumerate() {
                let u = x as f32 * across as f32 / SIDE as f32;
                let (left, fx) = (u as usize, smooth(u.fract()));
                let upper = lerp(knot(left, top), knot(left + 1, top), fx);
                let lower = lerp(knot(left, top + 1), knot(left + 1, top + 1), fx);
                *sum += lerp(upper, lower, fy) * weight;
            }
        }
    }
    let values = sums.iter().map(|sum| (sum * 160.0).clamp(-127.0, 127.0) as i8).collect();
    Tile { side: SIDE, values }
}

fn lerp(a: f32, b: f32, t: f32) -> f32 {
    a + (b - a) * t
}

fn smooth(t: f32) -> f32 {
    t * t * (3.0 - 2.0 * t)
}

/// A steady stream of chance: the same seed gives the same stream everywhere (SplitMix64).
pub(crate) struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Chance {
        Chance(seed)
    }

    /// Seeded by some words (FNV-1a).
    pub fn of(words: &[&str]) -> Chance {
        let bytes = words.iter().flat_map(|word| word.bytes().chain([0]));
        Chance(bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Evenly between the two.
    pub fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * ((self.next() >> 40) as f32 / (1u64 << 24) as f32)
    }

    /// A whole number below `end`; 0 where `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        match end {
            0 => 0,
            _ => (self.next() % end as u64) as usize,
        }
    }
}
