//! The camera: frames cut from drawn pictures, moving slowly, each dissolving into the next.

use std::collections::HashMap;

use demo::{Pixels, draw_smooth};

use crate::plan::{Plan, Shot};
use crate::{Outcome, SIZE};

/// How long a picture takes to dissolve into the next, in seconds.
const DISSOLVE: f32 = 0.6;

/// Keeps the pictures that it has drawn.
#[derive(Default)]
pub struct Camera {
    drawn: HashMap<usize, Pixels>,
}

impl Camera {
    /// The frame at a time in seconds: 24 bits a pixel, rows from the top.
    pub fn frame(&mut self, plan: &Plan, at: f32) -> Outcome<Vec<u8>> {
        let now = plan.shots.iter().position(|shot| at < shot.end).unwrap_or(plan.shots.len().saturating_sub(1));
        let mut frame = self.look(plan, now, at)?;
        let Some(next) = plan.shots.get(now + 1) else { return Ok(frame) };
        // A shot is wholly there when its time begins.
        let part = 1.0 - (next.start - at) / DISSOLVE;
        if part > 0.0 {
            let part = part * part * (3.0 - 2.0 * part);
            let weight = (part * 256.0) as u32;
            for (old, new) in frame.iter_mut().zip(self.look(plan, now + 1, at)?) {
                *old = ((u32::from(*old) * (256 - weight) + u32::from(new) * weight + 128) >> 8) as u8;
            }
        }
        Ok(frame)
    }

    fn look(&mut self, plan: &Plan, index: usize, at: f32) -> Outcome<Vec<u8>> {
        let shot = plan.shots.get(index).ok_or("no such shot")?;
        if !self.drawn.contains_key(&index) {
            self.drawn.retain(|&kept, _| kept + 1 >= index);
            self.drawn.insert(index, draw_smooth(&shot.scene, shot.size.0, shot.size.1)?);
        }
        let picture = self.drawn.get(&index).ok_or("no such picture")?;
        Ok(cut(picture, shot, at))
    }
}

/// The part of the picture that the camera sees, smoothly between its pixels.
fn cut(picture: &Pixels, shot: &Shot, at: f32) -> Vec<u8> {
    // The camera is under way when the shot dissolves in, and goes on while it dissolves away.
    let part = (at - shot.start + DISSOLVE) / (shot.end - shot.start + DISSOLVE);
    let [from, to] = shot.moves;
    let [x, y, zoom] = [0, 1, 2].map(|index| from[index] + (to[index] - from[index]) * part);
    let (width, height) = (picture.width as f32, picture.height as f32);
    let (out_width, out_height) = (SIZE.0 as f32, SIZE.1 as f32);
    let scale = (width / out_width).min(height / out_height) / zoom;
    let (wide, tall) = (out_width * scale, out_height * scale);
    let left = (x * width - wide / 2.0).clamp(0.0, width - wide);
    let top = (y * height - tall / 2.0).clamp(0.0, height - tall);
    let columns: Vec<(usize, u32)> = (0..SIZE.0).map(|at| place(left + (at as f32 + 0.5) * scale, picture.width)).collect();
    let row = |y: usize| picture.rgb.chunks_exact(picture.width as usize * 3).nth(y).unwrap_or_default();
    let mut frame = Vec::with_capacity((SIZE.0 * SIZE.1 * 3) as usize);
    for line in 0..SIZE.1 {
        let (y, low) = place(top + (line as f32 + 0.5) * scale, picture.height);
        let (upper, lower) = (row(y), row(y + 1));
        for &(x, right) in &columns {
            let pixel = |line: &[u8], channel: usize| {
                let a = u32::from(line.get(x * 3 + channel).copied().unwrap_or_default());
                let b = u32::from(line.get(x * 3 + 3 + channel).copied().unwrap_or_default());
                a * (256 - right) + b * right
            };
            frame.extend([0, 1, 2].map(|channel| {
                let sum = pixel(upper, channel) * (256 - low) + pixel(lower, channel) * low;
                ((sum + (1 << 15)) >> 16) as u8
            }));
        }
    }
    frame
}

/// The pixel before a place and how far (0 to 256) the place is towards the next, which always is there.
fn place(at: f32, count: u32) -> (usize, u32) {
    let at = (at - 0.5).clamp(0.0, count as f32 - 1.01);
    (at as usize, (at.fract() * 256.0) as u32)
}
