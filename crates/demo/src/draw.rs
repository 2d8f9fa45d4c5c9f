//! The drawn pictures: a thing alone, close, in its shop; a shop's front and room; a window's hero.

mod art;
mod blend;
mod canvas;
mod colour;
mod front;
mod hero;
mod in_shop;
mod inside;
mod mask;
mod noise;
mod parts;
mod render;
mod sheet;
mod stage;
mod still;
mod surface;

pub use art::shapes;

use canvas::{Canvas, PAPER};

use crate::{Error, Look, Thing};

/// A picture to draw.
#[derive(Debug, Clone)]
pub enum Scene {
    /// A thing alone before its quiet ground. Square; any shape of picture works.
    Still(Thing),
    /// A part of a thing, close and turned, on another tone. Square.
    Detail(Thing),
    /// A thing on a table in its shop, the room softly out of focus. 4:5, square or 9:16.
    InShop {
        /// What stands in the middle.
        thing: Thing,
        /// The shop around it.
        look: Look,
    },
    /// A shop from the street. 3:2 or wider; a taller picture shows its middle.
    Front {
        /// How it is built.
        look: Look,
        /// What is in its window; taken again from the first where there are too few.
        things: Vec<Thing>,
    },
    /// A shop's room. 3:2 or wider; a taller picture shows its middle.
    Inside {
        /// How it is built.
        look: Look,
        /// What is on its shelves; taken again from the first where there are too few.
        things: Vec<Thing>,
    },
    /// The hero of a window, by its slug; an unknown one gets a quiet sill. 16:9.
    Window {
        /// `fashion`, `living`, `fresh`, `department`, `beauty`, `kids` or `leisure`.
        window: String,
    },
}

/// A finished picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pixels {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Rows from the top, three bytes a pixel: red, green, blue (sRGB).
    pub rgb: Vec<u8>,
}

/// Draws a scene; the same scene and size give the same bytes.
///
/// # Errors
///
/// [`Error::Size`] for a side of 0 or above 8192, [`Error::Colour`] for a malformed colour,
/// [`Error::Missing`] for a shape without a drawing.
pub fn draw(scene: &Scene, width: u32, height: u32) -> Result<Pixels, Error> {
    Ok(canvas(scene, width, height)?.finish(PAPER))
}

/// Draws a scene with clean edges and no paper: for moving pictures, where grain costs bytes.
///
/// # Errors
///
/// As [`draw()`].
pub fn draw_smooth(scene: &Scene, width: u32, height: u32) -> Result<Pixels, Error> {
    Ok(canvas(scene, width, height)?.finish(canvas::SMOOTH))
}

fn canvas(scene: &Scene, width: u32, height: u32) -> Result<Canvas, Error> {
    match scene {
        Scene::Still(thing) => still::still(thing, width, height),
        Scene::Detail(thing) => still::detail(thing, width, height),
        Scene::InShop { thing, look } => in_shop::in_shop(thing, look, width, height),
        Scene::Front { look, things } => front::front(look, things, width, height),
        Scene::Inside { look, things } => inside::inside(look, things, width, height),
        Scene::Window { window } => hero::hero(window, width, height),
    }
}
