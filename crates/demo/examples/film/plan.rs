//! From a script to shots: what is seen from when to when, what is said meanwhile.

use demo::{Product, Scene, Shop, Thing, Words};
use serde::{Deserialize, Serialize};

use crate::{Outcome, SIZE};

/// What the maker wrote for one clip.
#[derive(Deserialize)]
pub struct Script {
    pub slug: String,
    pub shop: String,
    pub age_days: u32,
    pub title: Words,
    pub about: Words,
    /// `front` or `inside`, in their order; each has a sentence in `opens`.
    begin: Vec<String>,
    opens: Vec<Words>,
    parts: Vec<Part>,
    end: String,
    close: Words,
}

#[derive(Deserialize)]
struct Part {
    product: String,
    label: Words,
    says: Words,
}

/// One picture under the moving camera. Times in seconds.
pub struct Shot {
    pub scene: Scene,
    /// The picture's size in pixels.
    pub size: (u32, u32),
    pub start: f32,
    pub end: f32,
    /// The frame's middle (0 to 1 across and down) and its magnification, at the start and at the end.
    pub moves: [[f32; 3]; 2],
}

/// A clip's shots, moments and sentences.
pub struct Plan {
    pub shots: Vec<Shot>,
    said: Vec<(f32, f32, Words)>,
    moments: Vec<Moment>,
}

#[derive(Serialize, Clone)]
struct Both {
    ko: Option<String>,
    en: Option<String>,
}

impl Both {
    fn of(words: &Words) -> Both {
        Both { ko: words.ko.clone(), en: words.en.clone() }
    }
}

#[derive(Serialize, Clone)]
struct Moment {
    at: u32,
    product: String,
    label: Both,
}

/// A clip as `clips.json` lists it.
#[derive(Serialize)]
pub struct Entry {
    slug: String,
    shop: String,
    title: Both,
    about: Both,
    seconds: u32,
    width: u32,
    height: u32,
    age_days: u32,
    moments: Vec<Moment>,
}

/// How long a product is shown; its whole picture first, then a part of it close.
const PRODUCT: f32 = 4.0;
const WHOLE: f32 = 2.3;

/// Lays the script out in time, on whole seconds.
pub fn plan(script: &Script, shop: &Shop) -> Outcome<Plan> {
    let things: Vec<Thing> = shop.products.iter().map(|product| product.draw.clone()).collect();
    let wide = |name: &str| match name {
        "front" => Scene::Front { look: shop.look.clone(), things: things.clone() },
        _ => Scene::Inside { look: shop.look.clone(), things: things.clone() },
    };
    let mut plan = Plan { shots: Vec::new(), said: Vec::new(), moments: Vec::new() };
    let mut now = 0.0;
    for (index, (name, words)) in script.begin.iter().zip(&script.opens).enumerate() {
        let long = if index == 0 { 4.0 } else { 3.0 };
        plan.shots.push(Shot { scene: wide(name), size: (1680, 1120), start: now, end: now + long, moves: stroll(name, index) });
        plan.said.push((now, now + long, words.clone()));
        now += long;
    }
    for (index, part) in script.parts.iter().enumerate() {
        let product = shop.products.iter().find(|product| product.slug == part.product);
        let product = product.ok_or_else(|| format!("{} has no {}", shop.slug, part.product))?;
        plan.moments.push(Moment { at: now as u32, product: part.product.clone(), label: Both::of(&part.label) });
        plan.shots.extend(looks(product, shop, now, index));
        plan.said.push((now, now + PRODUCT, part.says.clone()));
        now += PRODUCT;
    }
    plan.shots.push(Shot { scene: wide(&script.end), size: (1680, 1120), start: now, end: now + 3.0, moves: leave(&script.end) });
    plan.said.push((now, now + 3.0, script.close.clone()));
    Ok(plan)
}

/// A walk past the front or through the room.
fn stroll(name: &str, index: usize) -> [[f32; 3]; 2] {
    match (name, index) {
        ("front", 0) => [[0.24, 0.50, 1.0], [0.56, 0.52, 1.16]],
        ("front", _) => [[0.66, 0.52, 1.10], [0.40, 0.50, 1.0]],
        (_, 0) => [[0.22, 0.50, 1.0], [0.52, 0.46, 1.14]],
        _ => [[0.30, 0.48, 1.06], [0.62, 0.50, 1.16]],
    }
}

/// A step back at the end.
fn leave(name: &str) -> [[f32; 3]; 2] {
    if name == "front" { [[0.46, 0.52, 1.22], [0.42, 0.50, 1.0]] } else { [[0.52, 0.48, 1.25], [0.46, 0.50, 1.0]] }
}

/// A product in its shop, then close.
fn looks(product: &Product, shop: &Shop, start: f32, index: usize) -> [Shot; 2] {
    let thing = product.draw.clone();
    let side = if index.is_multiple_of(2) { 1.0 } else { -1.0 };
    [
        Shot {
            scene: Scene::InShop { thing: thing.clone(), look: shop.look.clone() },
            size: (702, 1248),
            start,
            end: start + WHOLE,
            moves: [[0.5 - 0.02 * side, 0.50, 1.0], [0.5 + 0.01 * side, 0.52, 1.16]],
        },
        Shot {
            scene: Scene::Detail(thing),
            size: (1200, 1200),
            start: start + WHOLE,
            end: start + PRODUCT,
            moves: [[0.5 - 0.12 * side, 0.53, 1.16], [0.5 + 0.10 * side, 0.48, 1.06]],
        },
    ]
}

impl Plan {
    /// The clip's length.
    pub fn seconds(&self) -> u32 {
        self.shots.last().map_or(0, |shot| shot.end.round() as u32)
    }

    /// The captions in one language (WebVTT).
    pub fn captions(&self, pick: impl Fn(&Words) -> Option<&str>) -> String {
        let clock = |at: f32| format!("00:{:02}:{:06.3}", at as u32 / 60, at % 60.0);
        let cue = |(from, to, words): &(f32, f32, Words)| {
            let text = pick(words).unwrap_or_default();
            format!("\n{} --> {}\n{text}\n", clock(from + 0.2), clock(to - 0.1))
        };
        std::iter::once("WEBVTT\n".to_owned()).chain(self.said.iter().map(cue)).collect()
    }

    /// The clip for the list.
    pub fn entry(&self, script: &Script) -> Entry {
        Entry {
            slug: script.slug.clone(),
            shop: script.shop.clone(),
            title: Both::of(&script.title),
            about: Both::of(&script.about),
            seconds: self.seconds(),
            width: SIZE.0,
            height: SIZE.1,
            age_days: script.age_days,
            moments: self.moments.clone(),
        }
    }
}
