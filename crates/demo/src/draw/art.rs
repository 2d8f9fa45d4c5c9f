//! The drawn shapes: templates of `art/{shape}.svg`, filled with colours and rendered.

use std::collections::HashMap;
use std::sync::{Mutex, OnceLock, PoisonError};

use include_dir::{Dir, include_dir};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg;

use super::{colour::Colour, render};
use crate::{Error, Thing};

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/art");

/// The side of every template's view box.
pub(crate) const SIDE: f32 = 1000.0;

/// The names of all shapes.
pub fn shapes() -> impl Iterator<Item = &'static str> {
    FILES.files().filter_map(|file| file.path().file_stem()?.to_str())
}

/// A see-through picture of this size in pixels.
pub(crate) fn pixmap(width: u32, height: u32) -> Result<Pixmap, Error> {
    match (width, height) {
        (1..=8192, 1..=8192) => Pixmap::new(width, height).ok_or(Error::Size { width, height }),
        _ => Err(Error::Size { width, height }),
    }
}

/// Paints SVG onto a picture: `view` is the size of its view box, `scale` the pixels of a unit.
pub(crate) fn paint(pixmap: &mut Pixmap, name: &str, body: &str, view: (f32, f32), scale: f32) -> Result<(), Error> {
    let (width, height) = view;
    let text = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 {width} {height}" width="{width}" height="{height}">{body}</svg>"#
    );
    let tree = parse(name, &text)?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    Ok(())
}

fn parse(name: &str, text: &str) -> Result<usvg::Tree, Error> {
    usvg::Tree::from_str(text, &usvg::Options::default()).map_err(|cause| Error::Drawing { name: name.to_owned(), cause })
}

/// The template of a shape with the thing's colours in it.
fn filled(thing: &Thing) -> Result<String, Error> {
    let path = format!("{}.svg", thing.shape);
    let template = FILES.get_file(&path).and_then(|file| file.contents_utf8()).ok_or_else(|| Error::Missing(format!("art/{path}")))?;
    let mut text = template.to_owned();
    for (word, colour) in ["main", "second", "accent"].iter().zip(&thing.colours) {
        let colour = Colour::parse(colour)?;
        let tones = [
            ("", colour),
            ("-dark", colour.darker(0.18)),
            ("-deep", colour.darker(0.38)),
            ("-light", colour.lighter(0.18)),
            ("-pale", colour.lighter(0.45)),
        ];
        for (tone, colour) in tones {
            text = text.replace(&format!("{{{word}{tone}}}"), &colour.to_string());
        }
    }
    Ok(text)
}

/// A thing drawn alone, on nothing, trimmed to what there is of it.
pub(crate) struct Sprite {
    pub pixmap: Pixmap,
}

/// The box around what there is of a shape, in units of its template (0 to 1000).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bounds {
    pub left: f32,
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
}

impl Bounds {
    pub fn width(&self) -> f32 {
        self.right - self.left
    }

    pub fn height(&self) -> f32 {
        self.bottom - self.top
    }
}

/// The whole template onto a picture of this size, under a transform from template units to pixels.
pub(crate) fn sprite(thing: &Thing, width: u32, height: u32, transform: Transform) -> Result<Sprite, Error> {
    let tree = parse(&thing.shape, &filled(thing)?)?;
    let size = tree.size();
    let mut pixmap = pixmap(width, height)?;
    let own = Transform::from_scale(SIDE / size.width(), SIDE / size.height());
    render::tree(&tree, own.post_concat(transform), &mut pixmap);
    Ok(Sprite { pixmap })
}

/// Where a shape lies in its template; measured once for each shape.
pub(crate) fn bounds(thing: &Thing) -> Result<Bounds, Error> {
    static KNOWN: OnceLock<Mutex<HashMap<String, Bounds>>> = OnceLock::new();
    let known = KNOWN.get_or_init(Mutex::default);
    if let Some(found) = known.lock().unwrap_or_else(PoisonError::into_inner).get(&thing.shape) {
        return Ok(*found);
    }
    let side = 200u32;
    let unit = SIDE / side as f32;
    let small = sprite(thing, side, side, Transform::from_scale(1.0 / unit, 1.0 / unit))?;
    let found = measure(&small.pixmap, unit);
    known.lock().unwrap_or_else(PoisonError::into_inner).insert(thing.shape.clone(), found);
    Ok(found)
}

fn measure(pixmap: &Pixmap, unit: f32) -> Bounds {
    let width = pixmap.width() as usize;
    let seen = pixmap.data().chunks_exact(4).enumerate().filter(|(_, pixel)| pixel.last().is_some_and(|&alpha| alpha > 96));
    let start = (usize::MAX, usize::MAX, 0, 0);
    let (left, top, right, bottom) = seen.fold(start, |(left, top, right, bottom), (at, _)| {
        let (x, y) = (at % width, at / width);
        (left.min(x), top.min(y), right.max(x + 1), bottom.max(y + 1))
    });
    if right == 0 {
        return Bounds { left: 180.0, top: 180.0, right: 820.0, bottom: 850.0 };
    }
    Bounds { left: left as f32 * unit, top: top as f32 * unit, right: right as f32 * unit, bottom: bottom as f32 * unit }
}
