//! A product as it is kept, read from its tables.

use serde::{Deserialize, Serialize};
use sqlx::{Any, Transaction};

use crate::{
    error::Error,
    product::summary::{Offer, Summary, summarise},
};

/// A text in each language in which it is there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    pub ko: Option<String>,
    pub en: Option<String>,
}

impl Texts {
    /// A text under the language that its letters tell: Korean with any Hangul in it, otherwise English.
    #[must_use]
    pub fn of(text: String) -> Self {
        if is_korean(&text) { Self { ko: Some(text), en: None } } else { Self { ko: None, en: Some(text) } }
    }

    /// Whether it reads so in either language.
    #[must_use]
    pub fn reads(&self, text: &str) -> bool {
        self.ko.as_deref() == Some(text) || self.en.as_deref() == Some(text)
    }

    /// This text after `text` came for it. The other language's text stays only where there were two:
    /// it is then a translation, and not what the list said before in another language.
    #[must_use]
    pub fn overwritten(self, text: String) -> Self {
        // A text that stands there already says nothing new, under whichever language it stands.
        if self.reads(&text) {
            return self;
        }
        let new = Self::of(text);
        match (self, new) {
            (Self { ko: Some(_), en: Some(en) }, Self { ko: Some(ko), .. }) => Self { ko: Some(ko), en: Some(en) },
            (Self { ko: Some(ko), en: Some(_) }, Self { en: Some(en), .. }) => Self { ko: Some(ko), en: Some(en) },
            (_, new) => new,
        }
    }
}

/// Whether a text has Hangul in it.
#[must_use]
pub fn is_korean(text: &str) -> bool {
    text.chars().any(|letter| matches!(letter, '가'..='힣' | 'ㄱ'..='ㆎ'))
}

/// A product as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    pub id: i64,
    /// What its merchant wants: `shown`, `hidden` or a word that this list does not know. One that an operator holds off the
    /// street stands as `held` in its row, and is `shown` here.
    pub state: String,
    pub name: Texts,
    pub description: Texts,
    pub kind: Texts,
    pub origin: Texts,
    pub vendor: Option<String>,
    pub tags: Tags,
    pub options: Vec<StoredOption>,
    pub variants: Vec<StoredVariant>,
    pub pictures: Vec<StoredPicture>,
    /// Milliseconds of UTC.
    pub created_at: i64,
}

/// Search words, kept as a JSON list; none at all is null.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tags(pub Vec<String>);

impl Tags {
    fn read(text: Option<String>) -> Self {
        text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
    }

    /// As the database holds them.
    pub fn written(&self) -> Result<Option<String>, Error> {
        if self.0.is_empty() { Ok(None) } else { Ok(Some(serde_json::to_string(self)?)) }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredOption {
    pub name: Texts,
    pub values: Vec<Texts>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredVariant {
    pub id: i64,
    /// For each option, the position of its value, from 0.
    pub values: Vec<i64>,
    pub sku: Option<String>,
    pub barcode: Option<String>,
    pub grams: Option<i64>,
    pub price: i64,
    pub before: Option<i64>,
    pub stock: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPicture {
    pub picture_id: Option<String>,
    pub source: Option<String>,
    /// `kept`, `waiting` or `failed`.
    pub state: String,
    pub why: Option<String>,
    pub alt: Texts,
}

type ProductRow = (
    i64,
    String,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
    i64,
);
type VariantRow = (i64, Option<i64>, Option<i64>, Option<i64>, Option<String>, Option<String>, Option<i64>, i64, Option<i64>, i64);
type PictureRow = (Option<String>, Option<String>, String, Option<String>, Option<String>, Option<String>);
pub type Tx = Transaction<'static, Any>;

impl Stored {
    /// Whether something of it has no price. Nothing is given away: it is not shown then.
    #[must_use]
    pub fn lacks_price(&self) -> bool {
        self.variants.iter().any(|variant| variant.price <= 0)
    }

    /// Hides it where it lacks a price.
    pub fn hide_unpriced(&mut self) {
        if self.state == "shown" && self.lacks_price() {
            self.state = "hidden".to_owned();
        }
    }

    /// The shop's product of that slug.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn load(tx: &mut Tx, shop: i64, slug: &str) -> Result<Option<Self>, Error> {
        let row: Option<ProductRow> = sqlx::query_as(
            "select id, state, name_ko, name_en, description_ko, description_en, kind_ko, kind_en, origin_ko, origin_en, vendor, tags, created_at
             from products where shop_id = $1 and slug = $2",
        )
        .bind(shop)
        .bind(slug)
        .fetch_optional(&mut **tx)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let (id, state, name_ko, name_en, description_ko, description_en, kind_ko, kind_en, origin_ko, origin_en, vendor, tags, created_at) =
            row;
        let (options, places) = load_options(tx, id).await?;
        let variants = load_variants(tx, id, &places).await?;
        Ok(Some(Self {
            id,
            state: if state == "held" { "shown".to_owned() } else { state },
            name: Texts { ko: name_ko, en: name_en },
            description: Texts { ko: description_ko, en: description_en },
            kind: Texts { ko: kind_ko, en: kind_en },
            origin: Texts { ko: origin_ko, en: origin_en },
            vendor,
            tags: Tags::read(tags),
            options,
            variants,
            pictures: load_pictures(tx, id).await?,
            created_at,
        }))
    }

    /// What a list of products says of this one.
    #[must_use]
    pub fn summary(&self) -> Option<Summary> {
        let offers = self.variants.iter();
        let offers: Vec<Offer> = offers.map(|one| Offer { price: one.price, before: one.before, stock: one.stock }).collect();
        summarise(&offers)
    }
}

/// The positions of each option's values, in their order. They may begin anywhere; in [`Stored`] they begin at 0.
type Places = Vec<Vec<i64>>;

async fn load_options(tx: &mut Tx, product: i64) -> Result<(Vec<StoredOption>, Places), Error> {
    type Row = (i64, Option<String>, Option<String>, i64, Option<String>, Option<String>);
    let rows: Vec<Row> = sqlx::query_as(
        "select options.id, name_ko, name_en, option_values.position, value_ko, value_en
         from options join option_values on option_values.option_id = options.id
         where product_id = $1 order by options.position, option_values.position",
    )
    .bind(product)
    .fetch_all(&mut **tx)
    .await?;
    let mut last = None;
    let mut out: Vec<StoredOption> = Vec::new();
    let mut places: Places = Vec::new();
    for (id, name_ko, name_en, place, ko, en) in rows {
        if last != Some(id) {
            last = Some(id);
            out.push(StoredOption { name: Texts { ko: name_ko, en: name_en }, values: Vec::new() });
            places.push(Vec::new());
        }
        if let (Some(option), Some(places)) = (out.last_mut(), places.last_mut()) {
            option.values.push(Texts { ko, en });
            places.push(place);
        }
    }
    Ok((out, places))
}

async fn load_variants(tx: &mut Tx, product: i64, places: &Places) -> Result<Vec<StoredVariant>, Error> {
    let rows: Vec<VariantRow> = sqlx::query_as(
        "select id, value1, value2, value3, sku, barcode, grams, price, before, stock from variants
         where product_id = $1 order by position",
    )
    .bind(product)
    .fetch_all(&mut **tx)
    .await?;
    let index = |(place, places): (Option<i64>, &Vec<i64>)| {
        places.iter().position(|known| Some(*known) == place).and_then(|index| i64::try_from(index).ok())
    };
    let variant = |(id, one, two, three, sku, barcode, grams, price, before, stock): VariantRow| {
        let values = [one, two, three].into_iter().zip(places).map_while(index).collect();
        StoredVariant { id, values, sku, barcode, grams, price, before, stock }
    };
    Ok(rows.into_iter().map(variant).collect())
}

async fn load_pictures(tx: &mut Tx, product: i64) -> Result<Vec<StoredPicture>, Error> {
    let rows: Vec<PictureRow> = sqlx::query_as(
        "select picture_id, source, state, why, alt_ko, alt_en from product_pictures
         where product_id = $1 order by position",
    )
    .bind(product)
    .fetch_all(&mut **tx)
    .await?;
    let picture =
        |(picture_id, source, state, why, ko, en): PictureRow| StoredPicture { picture_id, source, state, why, alt: Texts { ko, en } };
    Ok(rows.into_iter().map(picture).collect())
}
