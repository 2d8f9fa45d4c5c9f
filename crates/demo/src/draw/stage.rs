//! A stage: what is painted behind, where things stand, what is painted before.

use resvg::tiny_skia::Transform;

use super::art;
use super::canvas::Canvas;
use super::colour::{Colour, SHADE};
use super::mask::Mask;
use super::sheet::Sheet;
use crate::{Error, Thing};

/// A place for a thing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slot {
    /// The middle of the thing.
    pub x: f32,
    /// Where its lowest point stands.
    pub base: f32,
    /// The most that it may fill.
    pub width: f32,
    /// The most that it may fill.
    pub height: f32,
    /// Whether it hangs before a wall; else it stands.
    pub hangs: bool,
}

/// A place to stand.
pub(crate) fn stand(x: f32, base: f32, width: f32, height: f32) -> Slot {
    Slot { x, base, width, height, hangs: false }
}

/// The picture behind and before the things of a scene.
#[derive(Default)]
pub(crate) struct Stage {
    pub back: Sheet,
    pub front: Sheet,
    pub slots: Vec<Slot>,
}

impl Stage {
    /// Paints what is behind, a thing into each slot, what is before.
    pub fn play(&self, canvas: &mut Canvas, name: &str, things: &[Thing]) -> Result<(), Error> {
        canvas.svg(name, self.back.text())?;
        for (slot, thing) in cast(&self.slots, things) {
            place(canvas, thing, slot, 1.0)?;
        }
        canvas.svg(name, self.front.text())
    }
}

/// Who stands where: every thing once before any comes again, flat ones hung up, nothing hung that cannot hang.
fn cast<'a>(slots: &[Slot], things: &'a [Thing]) -> Vec<(Slot, &'a Thing)> {
    let mut uses = vec![0; things.len()];
    let mut pairs = Vec::new();
    for slot in slots {
        let able = |thing: &Thing| !slot.hangs || can_hang(&thing.shape);
        let cost = |thing: &Thing, uses: i32| 10 * uses + if slot.hangs == is_flat(&thing.shape) { 0 } else { 9 };
        let best = things.iter().zip(&mut uses).filter(|(thing, _)| able(thing)).min_by_key(|(thing, uses)| cost(thing, **uses));
        if let Some((thing, uses)) = best {
            *uses += 1;
            pairs.push((Slot { hangs: slot.hangs || is_flat(&thing.shape), ..*slot }, thing));
        }
    }
    pairs
}

/// Whether a thing may hang on a wall.
fn can_hang(shape: &str) -> bool {
    is_flat(shape)
        || matches!(shape, "backpack" | "bag" | "handbag" | "basket" | "hat" | "cap" | "mirror" | "towel" | "belt" | "pan" | "umbrella")
}

/// Whether a thing lies or hangs flat rather than stands.
pub(crate) fn is_flat(shape: &str) -> bool {
    matches!(
        shape,
        "tshirt"
            | "shirt"
            | "sweater"
            | "hoodie"
            | "jacket"
            | "coat"
            | "trousers"
            | "skirt"
            | "dress"
            | "jeans"
            | "scarf"
            | "socks"
            | "gloves"
            | "tie"
            | "suit"
            | "onesie"
            | "bib"
            | "kite"
            | "chili"
            | "carrot"
            | "radish"
            | "fish"
            | "shrimp"
            | "racket"
            | "rod"
            | "surfboard"
            | "sleepingbag"
            | "pen"
            | "brush"
            | "plate"
            | "clock"
            | "frame"
            | "rattle"
            | "pearls"
            | "watch"
            | "guitar"
            | "puzzle"
            | "seaweed"
    )
}

/// Whether a thing is large and stands on the floor of a room.
pub(crate) fn is_large(shape: &str) -> bool {
    matches!(shape, "chair" | "stool" | "table" | "shelf" | "bicycle" | "tent" | "campchair" | "luggage" | "surfboard" | "guitar" | "plant")
}

/// Paints a thing into a slot with its shadows.
pub(crate) fn place(canvas: &mut Canvas, thing: &Thing, slot: Slot, shadow: f32) -> Result<(), Error> {
    let bounds = art::bounds(thing)?;
    let scale = (slot.width / bounds.width()).min(slot.height / bounds.height()) * canvas.unit();
    let margin = 70.0;
    let (left, top) = (bounds.left - margin, bounds.top - margin);
    let width = ((bounds.width() + 2.0 * margin) * scale).ceil().max(1.0);
    let height = ((bounds.height() + 2.0 * margin) * scale).ceil().max(1.0);
    let x = slot.x * canvas.unit() - width / 2.0;
    let y = slot.base * canvas.unit() - (bounds.bottom - top) * scale;
    let (whole_x, whole_y) = (x.floor(), y.floor());
    let transform = Transform::from_translate(-left, -top).post_scale(scale, scale).post_translate(x - whole_x, y - whole_y);
    let sprite = art::sprite(thing, width as u32 + 1, height as u32 + 1, transform)?;
    let whole = Mask::coarse(&sprite.pixmap, 3);
    let foot = (bounds.bottom - top) * scale + y - whole_y;
    let at = (whole_x as i32, whole_y as i32);
    let reach = 760.0 * scale;
    if slot.hangs {
        drop_shadow(canvas, &whole, at, reach, shadow);
    } else {
        foot_shadow(canvas, &whole, at, (foot, reach), shadow);
    }
    canvas.lay(&sprite.pixmap, at.0, at.1);
    Ok(())
}

/// A thing's shadow on the wall close behind it; `reach` is about its height in pixels.
fn drop_shadow(canvas: &mut Canvas, whole: &Mask, at: (i32, i32), reach: f32, strength: f32) {
    for (part, soft, dark) in [(0.012, 0.010, 0.30), (0.034, 0.034, 0.26)] {
        let move_by = (reach * part / whole.scale).ceil() as isize;
        let pad = (reach * soft * 2.0 / whole.scale) as usize + move_by as usize + 2;
        let radius = (reach * soft / whole.scale).max(0.6);
        let mask = whole.padded(pad).moved(move_by, move_by).blur(radius, radius);
        let corner = corner(at, pad, whole.scale);
        canvas.shade_at(&mask, corner, SHADE.mix(Colour { r: 90, g: 60, b: 60 }, 0.4), dark * strength);
    }
}

fn corner((x, y): (i32, i32), pad: usize, scale: f32) -> (f32, f32) {
    (x as f32 - pad as f32 * scale, y as f32 - pad as f32 * scale)
}

/// A thing's shadow on what it stands on: dark under it, and cast softly to the right.
fn foot_shadow(canvas: &mut Canvas, whole: &Mask, at: (i32, i32), (foot, reach): (f32, f32), strength: f32) {
    let cast = whole.cast(foot / whole.scale, 0.42, 0.085);
    let pad = (reach * 0.09 / whole.scale) as usize + 4;
    let soft = reach / whole.scale;
    let tone = SHADE.mix(Colour { r: 90, g: 60, b: 60 }, 0.35);
    let long = cast.padded(pad).blur(soft * 0.028, soft * 0.014);
    canvas.shade_at(&long, corner(at, pad, whole.scale), tone, 0.38 * strength);
    let contact = whole.contact(foot / whole.scale, soft * 0.07, soft * 0.012);
    let wide = contact.padded(pad).blur(soft * 0.034, soft * 0.012);
    canvas.shade_at(&wide, corner(at, pad, whole.scale), tone, 0.55 * strength);
    let tight = contact.padded(pad).blur(soft * 0.008, soft * 0.0045);
    canvas.shade_at(&tight, corner(at, pad, whole.scale), SHADE, 0.50 * strength);
}
