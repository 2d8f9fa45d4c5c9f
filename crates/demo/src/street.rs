//! The shops and products of the demo street, as their writers left them in `street/{window}.json`.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};
use serde::Deserialize;

use crate::Error;

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/street");

/// The windows of the demo street, in the order of the street.
pub const WINDOWS: [&str; 7] = ["fashion", "living", "fresh", "department", "beauty", "kids", "leisure"];

/// The whole demo street.
#[derive(Debug, Clone)]
pub struct Street {
    /// Seven shops for each window, in the order of [`WINDOWS`].
    pub shops: Vec<Shop>,
}

/// One text in the languages that it was written in; at least one is there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Korean.
    #[serde(default)]
    pub ko: Option<String>,
    /// English.
    #[serde(default)]
    pub en: Option<String>,
}

impl Words {
    /// The Korean text, else the English one, else nothing.
    pub fn any(&self) -> &str {
        self.ko.as_deref().or(self.en.as_deref()).unwrap_or_default()
    }
}

/// One small business.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shop {
    /// The window that it stands in: the name of its file.
    #[serde(default, skip_deserializing)]
    pub window: String,
    /// `[a-z0-9가-힣-]`, unique in the street.
    pub slug: String,
    /// In both languages.
    pub name: Words,
    /// Further windows that it also stands in.
    #[serde(default)]
    pub also_in: Vec<String>,
    /// One line.
    pub tagline: Words,
    /// Paragraphs parted by an empty line.
    pub story: Words,
    /// City and district.
    pub district: Words,
    /// The whole address.
    pub address: Words,
    /// Five digits.
    pub postcode: String,
    /// Latitude and longitude in degrees (WGS 84).
    pub point: [f64; 2],
    /// The name of the person who answers for the shop, invented.
    pub representative: String,
    /// `02-000-nnnn`, which nobody has.
    pub phone: String,
    /// When it is open, in its own zone (Asia/Seoul).
    pub hours: Hours,
    /// Days on which it is closed all the same.
    #[serde(default)]
    pub holidays: Vec<Holiday>,
    /// How it sends things, if it does.
    pub delivery: Option<Delivery>,
    /// How things are fetched, if they may be.
    pub pickup: Option<Pickup>,
    /// What it wants to say at the moment.
    #[serde(default)]
    pub notice: Option<Words>,
    /// How its front and its room are drawn.
    pub look: Look,
    /// Its own shelves, in its order.
    pub collections: Vec<Collection>,
    /// What it offers, in its order.
    pub products: Vec<Product>,
}

/// The spans of a week, each `["HH:MM", "HH:MM"]`; an empty day is closed, a span may pass midnight.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// Monday.
    pub mon: Vec<[String; 2]>,
    /// Tuesday.
    pub tue: Vec<[String; 2]>,
    /// Wednesday.
    pub wed: Vec<[String; 2]>,
    /// Thursday.
    pub thu: Vec<[String; 2]>,
    /// Friday.
    pub fri: Vec<[String; 2]>,
    /// Saturday.
    pub sat: Vec<[String; 2]>,
    /// Sunday.
    pub sun: Vec<[String; 2]>,
}

impl Hours {
    /// The seven days from Monday on.
    pub fn days(&self) -> [&[[String; 2]]; 7] {
        [&self.mon, &self.tue, &self.wed, &self.thu, &self.fri, &self.sat, &self.sun]
    }
}

/// Minutes after midnight of `HH:MM`, 0 to 1440 (`24:00`); `None` where the text is no such time.
pub fn minutes(clock: &str) -> Option<u16> {
    let (hour, minute) = clock.split_once(':')?;
    if hour.len() != 2 || minute.len() != 2 {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    let total = hour * 60 + minute;
    (minute < 60 && total <= 24 * 60).then_some(total)
}

/// Days of rest, both ends included.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// `YYYY-MM-DD`.
    pub from: String,
    /// `YYYY-MM-DD`.
    pub to: String,
    /// Why.
    #[serde(default)]
    pub note: Option<Words>,
}

/// Delivery by parcel; money in won.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delivery {
    /// 0 is free.
    pub fee: i64,
    /// Free from this sum on.
    pub free_from: Option<i64>,
    /// The fewest and the most days that it takes.
    pub days: [u8; 2],
}

/// Pickup in the shop.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pickup {
    /// How long after the order a thing is ready.
    pub ready_minutes: u32,
}

/// How a shop front is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Style {
    /// Smooth plaster and large panes.
    Modern,
    /// Timber frame, white panels, a tiled eave.
    Hanok,
    /// Brick with an arched pane.
    Brick,
    /// An open stall under a wide awning.
    Market,
    /// Upright boards and small panes.
    Wood,
    /// Glazed tiles.
    Tile,
}

/// The colours of a shop, each `#rrggbb`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Look {
    /// How the front is built.
    pub style: Style,
    /// The wall.
    pub wall: String,
    /// Frames, door and sign.
    pub frame: String,
    /// The awning.
    pub awning: String,
    /// The awning's second colour.
    pub awning2: String,
    /// The light of its lamps.
    pub light: String,
}

/// A shelf of a shop.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Collection {
    /// Unique within the shop.
    pub slug: String,
    /// Shown name.
    pub name: Words,
}

/// One thing that a shop offers.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Product {
    /// Unique within the shop.
    pub slug: String,
    /// Shown name.
    pub name: Words,
    /// One to three sentences of plain text.
    pub description: Words,
    /// The slug of one of the shop's collections.
    pub collection: String,
    /// What kind of thing it is.
    #[serde(rename = "type")]
    pub kind: Words,
    /// In won.
    pub price: i64,
    /// The price before it was reduced, in won; above `price`.
    #[serde(default)]
    pub before: Option<i64>,
    /// Up to two, with at most twelve combinations.
    #[serde(default)]
    pub options: Vec<Choice>,
    /// Pieces of each combination; the last option changes first.
    pub stock: Vec<i64>,
    /// Won added to the price of each combination; empty where nothing is added.
    #[serde(default)]
    pub extra: Vec<i64>,
    /// How many days ago it came.
    pub age_days: u32,
    /// Where it was grown or made; always there for food.
    #[serde(default)]
    pub origin: Option<Words>,
    /// How it is drawn.
    pub draw: Thing,
}

impl Product {
    /// The number of its variants: 1 without options.
    pub fn combinations(&self) -> usize {
        self.options.iter().map(|option| option.values.len()).product()
    }
}

/// An option of a product, as size, with its values.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Shown name.
    pub name: Words,
    /// In their order.
    pub values: Vec<Words>,
}

/// A thing to draw.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thing {
    /// The name of a file in `art/`.
    pub shape: String,
    /// Main, second, accent, each `#rrggbb`.
    pub colours: [String; 3],
    /// The quiet colour behind it, `#rrggbb`.
    pub ground: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    shops: Vec<Shop>,
}

/// Reads the embedded street.
///
/// # Errors
///
/// [`Error::Missing`] without one of the seven files, [`Error::Json`] where one has a wrong shape.
pub fn street() -> Result<Street, Error> {
    let mut shops = Vec::new();
    for window in WINDOWS {
        shops.extend(shops_of(window)?);
    }
    Ok(Street { shops })
}

/// The shops of one window's file.
pub(crate) fn shops_of(window: &str) -> Result<Vec<Shop>, Error> {
    let path = format!("{window}.json");
    let file = FILES.get_file(&path).ok_or_else(|| Error::Missing(format!("street/{path}")))?;
    let file: File = serde_json::from_slice(file.contents()).map_err(|cause| Error::Json { file: format!("street/{path}"), cause })?;
    let mut shops = file.shops;
    for shop in &mut shops {
        shop.window = window.to_owned();
    }
    Ok(shops)
}

impl Street {
    /// The shop with this slug.
    pub fn shop(&self, slug: &str) -> Option<&Shop> {
        self.shops.iter().find(|shop| shop.slug == slug)
    }

    /// How many shops stand in each window, by their first one.
    pub fn counts(&self) -> BTreeMap<&str, usize> {
        let mut counts = BTreeMap::new();
        for shop in &self.shops {
            *counts.entry(shop.window.as_str()).or_default() += 1;
        }
        counts
    }
}
