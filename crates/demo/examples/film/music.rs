//! The clips' quiet music: plucked strings on a five-note scale over a soft pad, made from nothing but numbers.

const RATE: f32 = 44_100.0;

/// Semitones of the five-note scale above its root.
const SCALE: [i32; 5] = [0, 2, 4, 7, 9];

/// A steady stream of chance.
struct Chance(u64);

impl Chance {
    fn of(name: &str) -> Chance {
        Chance(name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)))
    }

    /// 0 to 1.
    fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 40) as f32 / (1u64 << 24) as f32
    }
}

/// A WAV file, mono, 16 bits: `seconds` of music that the name decides.
pub fn wave(name: &str, seconds: u32) -> Vec<u8> {
    let mut sound = vec![0.0f32; (seconds as f32 * RATE) as usize];
    compose(&mut sound, &mut Chance::of(name));
    room(&mut sound);
    let total = sound.len();
    let peak = sound.iter().fold(0.01f32, |peak, value| peak.max(value.abs()));
    let bytes: Vec<u8> = sound
        .iter()
        .enumerate()
        .flat_map(|(at, value)| {
            let begin = (at as f32 / (0.5 * RATE)).min(1.0);
            let end = ((total - at) as f32 / (2.2 * RATE)).min(1.0);
            ((value / peak * 0.30 * begin * end * 32767.0) as i16).to_le_bytes()
        })
        .collect();
    let mut file = Vec::with_capacity(bytes.len() + 44);
    file.extend(b"RIFF");
    file.extend((bytes.len() as u32 + 36).to_le_bytes());
    file.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    file.extend((RATE as u32).to_le_bytes());
    file.extend((RATE as u32 * 2).to_le_bytes());
    file.extend(b"\x02\0\x10\0data");
    file.extend((bytes.len() as u32).to_le_bytes());
    file.extend(bytes);
    file
}

fn compose(sound: &mut [f32], chance: &mut Chance) {
    let root = 50.0 + (chance.next() * 6.0).floor();
    let beat = 0.40 + 0.10 * chance.next();
    let pitch = |step: i32| root + (SCALE[step.rem_euclid(5) as usize] + 12 * step.div_euclid(5)) as f32;
    let basses = [[0, 3, 4, 3], [0, 2, 3, 1], [0, 4, 2, 3]];
    let bass = basses[(chance.next() * 2.99) as usize];
    let mut step = 7;
    let mut at = 0.1;
    let mut count = 0usize;
    while at * RATE < sound.len() as f32 {
        let place = count % 8;
        if place == 0 {
            let low = bass[(count / 8) % 4];
            pluck(sound, at, pitch(low - 5), 0.55, chance);
            pad(sound, at, beat * 8.4, [pitch(low), pitch(low + 2), pitch(low + 4)]);
        }
        let likely = [0.8, 0.25, 0.6, 0.4, 0.7, 0.3, 0.6, 0.2][place];
        if chance.next() < likely {
            step = (step + (chance.next() * 5.0) as i32 - 2).clamp(4, 12);
            pluck(sound, at + 0.012 * chance.next(), pitch(step), 0.55 + 0.3 * chance.next(), chance);
        }
        at += beat;
        count += 1;
    }
}

fn hertz(pitch: f32) -> f32 {
    440.0 * ((pitch - 69.0) / 12.0).exp2()
}

/// A plucked string: a burst of noise that goes round and loses its edge.
fn pluck(sound: &mut [f32], at: f32, pitch: f32, loud: f32, chance: &mut Chance) {
    let length = (RATE / hertz(pitch)).round().max(2.0) as usize;
    let mut string: Vec<f32> = (0..length).map(|_| chance.next() * 2.0 - 1.0).collect();
    // A soft finger: the noise is dulled before it starts.
    for _ in 0..6 {
        let mut last = string.last().copied().unwrap_or_default();
        for value in &mut string {
            (last, *value) = (*value, (*value + last) / 2.0);
        }
    }
    let mut index = 0;
    for out in sound.iter_mut().skip((at * RATE) as usize).take((3.5 * RATE) as usize) {
        let next = (index + 1) % length;
        let value = string[index];
        *out += value * loud;
        string[index] = (value + string[next]) / 2.0 * 0.9965;
        index = next;
    }
}

/// A chord that swells and goes.
fn pad(sound: &mut [f32], at: f32, long: f32, pitches: [f32; 3]) {
    for (second, out) in sound.iter_mut().skip((at * RATE) as usize).take((long * RATE) as usize).enumerate() {
        let t = second as f32 / RATE;
        let swell = (std::f32::consts::PI * t / long).sin().powi(2);
        let tone: f32 = pitches.iter().map(|&pitch| (std::f32::consts::TAU * hertz(pitch) * (t + 0.0006 * (4.0 * t).sin())).sin()).sum();
        *out += tone * swell * 0.035;
    }
}

/// A small room around it all.
fn room(sound: &mut [f32]) {
    let mut wet = vec![0.0; sound.len()];
    for (delay, keep) in [(0.0371, 0.62), (0.0531, 0.58), (0.0713, 0.54), (0.0897, 0.5)] {
        let delay = (delay * RATE) as usize;
        let mut line = vec![0.0f32; delay];
        let (mut index, mut dull) = (0, 0.0);
        for (out, &dry) in wet.iter_mut().zip(sound.iter()) {
            dull += (line[index] - dull) * 0.4;
            *out += dull;
            line[index] = dry + dull * keep;
            index = (index + 1) % delay;
        }
    }
    for (value, wet) in sound.iter_mut().zip(wet) {
        *value += wet * 0.16;
    }
}
