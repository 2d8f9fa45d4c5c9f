//! The clips of the demo street, as `examples/film.rs` leaves them in `clips.json` and `clips/`.

use std::sync::OnceLock;

use include_dir::{Dir, include_dir};
use serde::Deserialize;

use crate::{Error, Product, Scene, Shop, Street, Words, street};

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/clips");
static LIST: &str = include_str!("../clips.json");

/// A filmed clip of a shop.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clip {
    /// Unique in the street.
    pub slug: String,
    /// The slug of its shop.
    pub shop: String,
    /// Shown title.
    pub title: Words,
    /// One or two sentences.
    pub about: Words,
    /// Its length.
    pub seconds: u32,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// How many days ago it came.
    pub age_days: u32,
    /// When its products are seen, in the order of time.
    pub moments: Vec<Moment>,
    /// The film: MP4 with H.264 and AAC.
    #[serde(skip)]
    pub video: &'static [u8],
    /// Korean captions (WebVTT).
    #[serde(skip)]
    pub captions_ko: &'static str,
    /// English captions (WebVTT).
    #[serde(skip)]
    pub captions_en: &'static str,
}

/// A product seen in a clip.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moment {
    /// Whole seconds from the clip's beginning.
    pub at: u32,
    /// The slug of a product of the clip's shop.
    pub product: String,
    /// What is said about it in a few words.
    pub label: Words,
}

/// Reads the embedded clips; none while nothing has been filmed.
///
/// # Errors
///
/// [`Error::Json`] where the list has a wrong shape, [`Error::Missing`] without a clip's files.
pub fn clips() -> Result<Vec<Clip>, Error> {
    let mut clips: Vec<Clip> = serde_json::from_str(LIST).map_err(|cause| Error::Json { file: "clips.json".to_owned(), cause })?;
    for clip in &mut clips {
        clip.video = bytes(&format!("{}.mp4", clip.slug))?;
        clip.captions_ko = text(&format!("{}.ko.vtt", clip.slug))?;
        clip.captions_en = text(&format!("{}.en.vtt", clip.slug))?;
    }
    Ok(clips)
}

fn bytes(path: &str) -> Result<&'static [u8], Error> {
    let file = FILES.get_file(path).ok_or_else(|| Error::Missing(format!("clips/{path}")))?;
    Ok(file.contents())
}

fn text(path: &str) -> Result<&'static str, Error> {
    let file = FILES.get_file(path).and_then(|file| file.contents_utf8());
    file.ok_or_else(|| Error::Missing(format!("clips/{path}")))
}

/// What stands for a clip before it plays: its first product in its shop. Drawn at 9:16.
pub fn poster(clip: &Clip) -> Scene {
    static STREET: OnceLock<Option<Street>> = OnceLock::new();
    let shop = STREET.get_or_init(|| street().ok()).as_ref().and_then(|it| it.shop(&clip.shop));
    let Some(shop) = shop else { return Scene::Window { window: String::new() } };
    match first(clip, shop) {
        Some(product) => Scene::InShop { thing: product.draw.clone(), look: shop.look.clone() },
        None => Scene::Window { window: shop.window.clone() },
    }
}

fn first<'a>(clip: &Clip, shop: &'a Shop) -> Option<&'a Product> {
    let moment = clip.moments.first()?;
    shop.products.iter().find(|product| product.slug == moment.product)
}
