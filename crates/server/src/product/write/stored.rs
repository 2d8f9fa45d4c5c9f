//! A product as it is kept: read from its tables, and written back to them.

use serde::{Deserialize, Serialize};
use sqlx::{Any, Transaction};

use super::Front;
use crate::{
    error::Error,
    ids,
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
    /// `shown`, `hidden` or a word that this list does not know.
    pub state: String,
    pub name: Texts,
    pub description: Texts,
    pub kind: Texts,
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

    fn written(&self) -> Result<Option<String>, Error> {
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
    i64,
);
type VariantRow = (i64, Option<i64>, Option<i64>, Option<i64>, Option<String>, Option<String>, Option<i64>, i64, Option<i64>, i64);
type PictureRow = (Option<String>, Option<String>, String, Option<String>, Option<String>, Option<String>);
type Tx = Transaction<'static, Any>;

impl Stored {
    /// The shop's product of that slug.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn load(tx: &mut Tx, shop: i64, slug: &str) -> Result<Option<Self>, Error> {
        let row: Option<ProductRow> = sqlx::query_as(
            "select id, state, name_ko, name_en, description_ko, description_en, kind_ko, kind_en, vendor, tags, created_at
             from products where shop_id = $1 and slug = $2",
        )
        .bind(shop)
        .bind(slug)
        .fetch_optional(&mut **tx)
        .await?;
        let Some((id, state, name_ko, name_en, description_ko, description_en, kind_ko, kind_en, vendor, tags, created_at)) = row else {
            return Ok(None);
        };
        let (options, places) = load_options(tx, id).await?;
        let variants = load_variants(tx, id, &places).await?;
        Ok(Some(Self {
            id,
            state,
            name: Texts { ko: name_ko, en: name_en },
            description: Texts { ko: description_ko, en: description_en },
            kind: Texts { ko: kind_ko, en: kind_en },
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

    /// Writes it where `old` was, or anew. Variants keep their rows, so that what points at them stays right.
    ///
    /// # Errors
    /// Where the database cannot.
    pub async fn save(&self, tx: &mut Tx, front: &Front, slug: &str, old: Option<&Self>) -> Result<(), Error> {
        self.save_row(tx, front, slug, old.is_some()).await?;
        if old.is_none_or(|old| old.options != self.options) {
            self.save_options(tx, old.is_some()).await?;
        }
        // Variants name their values by position, which new options may have moved.
        if old.is_none_or(|old| old.variants != self.variants || old.options != self.options) {
            self.save_variants(tx, old.map(|old| old.variants.as_slice()).unwrap_or_default()).await?;
        }
        if old.is_none_or(|old| old.pictures != self.pictures) {
            self.save_pictures(tx, old.is_some()).await?;
        }
        self.save_windows(tx, front, old.is_some()).await
    }

    async fn save_row(&self, tx: &mut Tx, front: &Front, slug: &str, is_there: bool) -> Result<(), Error> {
        let now = ids::now_ms();
        let summary = self.summary().unwrap_or(Summary { price: 0, before: None, price_varies: false, in_stock: false });
        let picture = self.pictures.iter().find_map(|picture| picture.picture_id.clone());
        let text = if is_there {
            "update products set shop_id = $2, slug = $3, state = $4, name_ko = $5, name_en = $6, description_ko = $7,
                description_en = $8, kind_ko = $9, kind_en = $10, vendor = $11, tags = $12, price = $13, before = $14,
                price_varies = $15, in_stock = $16, currency = $17, picture_id = $18, created_at = $19, updated_at = $20
             where id = $1"
        } else {
            "insert into products (id, shop_id, slug, state, name_ko, name_en, description_ko, description_en, kind_ko,
                kind_en, vendor, tags, price, before, price_varies, in_stock, currency, picture_id, created_at, updated_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)"
        };
        sqlx::query(text)
            .bind(self.id)
            .bind(front.id)
            .bind(slug)
            .bind(&self.state)
            .bind(&self.name.ko)
            .bind(&self.name.en)
            .bind(&self.description.ko)
            .bind(&self.description.en)
            .bind(&self.kind.ko)
            .bind(&self.kind.en)
            .bind(&self.vendor)
            .bind(self.tags.written()?)
            .bind(summary.price)
            .bind(summary.before)
            .bind(i64::from(summary.price_varies))
            .bind(i64::from(summary.in_stock))
            .bind(front.currency.code())
            .bind(picture)
            .bind(self.created_at)
            .bind(now)
            .execute(&mut **tx)
            .await?;
        Ok(())
    }

    async fn save_options(&self, tx: &mut Tx, is_there: bool) -> Result<(), Error> {
        if is_there {
            // Said out, although deleting the options would take their values along: a database may not be asked to.
            let values = "delete from option_values where option_id in (select id from options where product_id = $1)";
            sqlx::query(values).bind(self.id).execute(&mut **tx).await?;
            sqlx::query("delete from options where product_id = $1").bind(self.id).execute(&mut **tx).await?;
        }
        for (position, option) in (0_i64..).zip(&self.options) {
            let id = ids::fresh();
            sqlx::query("insert into options (id, product_id, position, name_ko, name_en) values ($1, $2, $3, $4, $5)")
                .bind(id)
                .bind(self.id)
                .bind(position)
                .bind(&option.name.ko)
                .bind(&option.name.en)
                .execute(&mut **tx)
                .await?;
            for (position, value) in (0_i64..).zip(&option.values) {
                let insert = "insert into option_values (id, option_id, position, value_ko, value_en)
                     values ($1, $2, $3, $4, $5)";
                sqlx::query(insert).bind(ids::fresh()).bind(id).bind(position).bind(&value.ko).bind(&value.en).execute(&mut **tx).await?;
            }
        }
        Ok(())
    }

    async fn save_variants(&self, tx: &mut Tx, old: &[StoredVariant]) -> Result<(), Error> {
        if !old.is_empty() {
            // Positions are unique within a product: those that are there make room first.
            sqlx::query("update variants set position = -1 - position where product_id = $1").bind(self.id).execute(&mut **tx).await?;
        }
        for gone in old.iter().filter(|old| self.variants.iter().all(|new| new.id != old.id)) {
            sqlx::query("delete from variants where id = $1").bind(gone.id).execute(&mut **tx).await?;
        }
        for (position, variant) in (0_i64..).zip(&self.variants) {
            let text = if old.iter().any(|old| old.id == variant.id) {
                "update variants set product_id = $2, position = $3, value1 = $4, value2 = $5, value3 = $6, sku = $7,
                    barcode = $8, grams = $9, price = $10, before = $11, stock = $12 where id = $1"
            } else {
                "insert into variants (id, product_id, position, value1, value2, value3, sku, barcode, grams, price,
                    before, stock) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
            };
            sqlx::query(text)
                .bind(variant.id)
                .bind(self.id)
                .bind(position)
                .bind(variant.values.first().copied())
                .bind(variant.values.get(1).copied())
                .bind(variant.values.get(2).copied())
                .bind(&variant.sku)
                .bind(&variant.barcode)
                .bind(variant.grams)
                .bind(variant.price)
                .bind(variant.before)
                .bind(variant.stock)
                .execute(&mut **tx)
                .await?;
        }
        Ok(())
    }

    async fn save_pictures(&self, tx: &mut Tx, is_there: bool) -> Result<(), Error> {
        if is_there {
            sqlx::query("delete from product_pictures where product_id = $1").bind(self.id).execute(&mut **tx).await?;
        }
        for (position, picture) in (0_i64..).zip(&self.pictures) {
            let insert = "insert into product_pictures (product_id, position, picture_id, source, state, why, alt_ko,
                    alt_en) values ($1, $2, $3, $4, $5, $6, $7, $8)";
            sqlx::query(insert)
                .bind(self.id)
                .bind(position)
                .bind(&picture.picture_id)
                .bind(&picture.source)
                .bind(&picture.state)
                .bind(&picture.why)
                .bind(&picture.alt.ko)
                .bind(&picture.alt.en)
                .execute(&mut **tx)
                .await?;
        }
        Ok(())
    }

    async fn save_windows(&self, tx: &mut Tx, front: &Front, is_there: bool) -> Result<(), Error> {
        if is_there {
            sqlx::query("delete from window_products where product_id = $1").bind(self.id).execute(&mut **tx).await?;
        }
        let Some(summary) = self.summary().filter(|_| self.state == "shown" && front.is_open) else {
            return Ok(());
        };
        for window in &front.windows {
            let insert = "insert into window_products (window_id, product_id, in_stock, created_at, price)
                 values ($1, $2, $3, $4, $5)";
            sqlx::query(insert)
                .bind(*window)
                .bind(self.id)
                .bind(i64::from(summary.in_stock))
                .bind(self.created_at)
                .bind(summary.price)
                .execute(&mut **tx)
                .await?;
        }
        Ok(())
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
