//! Drafts: what merchants change, and shoppers see once it is opened.
//!
//! A shop that was open once has a document for each thing that is changed, whole as it is to be; opening lays the documents
//! over the rows, in one write. A shop that never was open has none: nobody sees it, so its changes go to its rows at once,
//! by the same functions.

pub mod back;
pub mod bulk;
pub mod business;
mod captions;
pub mod check;
pub mod clip;
pub mod clip_edit;
pub mod clip_file;
mod clip_kept;
mod clip_pieces;
pub(crate) mod differs;
pub mod edit;
pub mod lacks;
pub mod list;
pub mod now;
pub mod open;
pub mod page;
pub mod picture;
pub mod product;
pub mod sent;
pub mod swept;
pub mod unfinished;

use std::ops::RangeInclusive;

use sqlx::{Row, any::AnyRow};
use wire::{
    clip_draft::ClipDraft,
    draft::{Both, ProductDraft, ShopDraft},
};

use crate::{error::Error, ids::now_ms, product::write::stored::Tx};

/// Stands for the shop's page where things are named by number.
pub const PAGE: i64 = 0;

/// What kind of thing a document is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Page,
    Product,
    Clip,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Page, Self::Product, Self::Clip];

    /// The word of the data.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Product => "product",
            Self::Clip => "clip",
        }
    }

    /// The kind of that word; what was written before there was one is told by its number.
    #[must_use]
    pub fn of(word: Option<&str>, thing: i64) -> Self {
        let found = Self::ALL.into_iter().find(|kind| Some(kind.word()) == word);
        found.unwrap_or(if thing == PAGE { Self::Page } else { Self::Product })
    }
}

/// Something as it is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Document {
    Page(Box<ShopDraft>),
    Product(Box<ProductDraft>),
    Clip(Box<ClipDraft>),
}

impl Document {
    /// As the database holds it.
    ///
    /// # Errors
    /// Where it cannot be written as JSON.
    pub fn written(&self) -> Result<String, Error> {
        Ok(match self {
            Self::Page(page) => serde_json::to_string(page)?,
            Self::Product(product) => serde_json::to_string(product)?,
            Self::Clip(clip) => serde_json::to_string(clip)?,
        })
    }

    /// The document of a thing of that kind.
    ///
    /// # Errors
    /// Where it is none.
    pub fn read(kind: Kind, text: &str) -> Result<Self, Error> {
        Ok(match kind {
            Kind::Page => Self::Page(serde_json::from_str(text)?),
            Kind::Product => Self::Product(serde_json::from_str(text)?),
            Kind::Clip => Self::Clip(serde_json::from_str(text)?),
        })
    }

    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::Page(_) => Kind::Page,
            Self::Product(_) => Kind::Product,
            Self::Clip(_) => Kind::Clip,
        }
    }

    /// What the thing is called.
    #[must_use]
    pub fn name(&self) -> &Both {
        match self {
            Self::Page(page) => &page.name,
            Self::Product(product) => &product.name,
            Self::Clip(clip) => &clip.title,
        }
    }

    /// Whether the thing goes when this is opened.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        match self {
            Self::Page(_) => false,
            Self::Product(product) => product.gone,
            Self::Clip(clip) => clip.gone,
        }
    }
}

/// A draft with what it is of.
#[derive(Clone, Debug)]
pub struct Kept {
    pub thing: i64,
    /// Of a product or a clip.
    pub slug: Option<String>,
    pub document: Document,
    pub updated_at: i64,
    /// Since when nobody changed it, but the program that put pictures in for which it waited.
    pub since: i64,
    /// Who saved it last.
    pub by: Option<i64>,
}

const KEPT: &str = "select thing_id, kind, slug, document, updated_at, account_id,
        case when filled_to = updated_at then filled_from else updated_at end as since from drafts where shop_id = $1";

fn kept(row: &AnyRow) -> Result<Kept, Error> {
    let thing: i64 = row.try_get("thing_id")?;
    Ok(Kept {
        thing,
        slug: row.try_get("slug")?,
        document: Document::read(Kind::of(Some(&row.try_get::<String, _>("kind")?), thing), &row.try_get::<String, _>("document")?)?,
        updated_at: row.try_get("updated_at")?,
        since: row.try_get("since")?,
        by: row.try_get("account_id")?,
    })
}

/// All drafts of a shop: its page, its products, and then its clips, which name products.
///
/// # Errors
/// Where the database is away.
pub async fn all(tx: &mut Tx, shop: i64) -> Result<Vec<Kept>, Error> {
    let sql = [KEPT, " order by kind = 'clip', thing_id"].concat();
    sqlx::query(sqlx::AssertSqlSafe(sql)).bind(shop).fetch_all(&mut **tx).await?.iter().map(kept).collect()
}

/// The drafts of a shop's clips.
///
/// # Errors
/// Where the database is away.
pub async fn of_clips(tx: &mut Tx, shop: i64) -> Result<Vec<Kept>, Error> {
    let sql = [KEPT, " and kind = 'clip'"].concat();
    sqlx::query(sqlx::AssertSqlSafe(sql)).bind(shop).fetch_all(&mut **tx).await?.iter().map(kept).collect()
}

/// The draft of one thing, if there is one.
///
/// # Errors
/// Where the database is away.
pub async fn of(tx: &mut Tx, shop: i64, thing: i64) -> Result<Option<Kept>, Error> {
    let sql = [KEPT, " and thing_id = $2"].concat();
    let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(shop).bind(thing).fetch_optional(&mut **tx).await?;
    row.as_ref().map(kept).transpose()
}

/// Keeps a draft in place of the one that was there; when it was saved.
///
/// # Errors
/// Where the database is away.
pub async fn put(tx: &mut Tx, shop: i64, by: Option<i64>, thing: i64, slug: Option<&str>, document: &Document) -> Result<i64, Error> {
    let name = match document {
        Document::Page(_) | Document::Clip(_) => None,
        Document::Product(product) => Some(product::searched(product)),
    };
    let before = of(tx, shop, thing).await?.map_or(0, |kept| kept.updated_at);
    let now = now_ms().max(before + 1);
    let sql =
        "insert into drafts (shop_id, thing_id, slug, name, document, account_id, updated_at, kind) values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (shop_id, thing_id) do update set slug = excluded.slug, name = excluded.name, document = excluded.document,
            account_id = excluded.account_id, updated_at = excluded.updated_at";
    sqlx::query(sql)
        .bind(shop)
        .bind(thing)
        .bind(slug)
        .bind(name)
        .bind(document.written()?)
        .bind(by)
        .bind(now)
        .bind(document.kind().word())
        .execute(&mut **tx)
        .await?;
    Ok(now)
}

/// Lets go of a draft; whether there was one.
///
/// # Errors
/// Where the database is away.
pub async fn drop(tx: &mut Tx, shop: i64, thing: i64) -> Result<bool, Error> {
    let sql = "delete from drafts where shop_id = $1 and thing_id = $2";
    let was_there = sqlx::query(sql).bind(shop).bind(thing).execute(&mut **tx).await?.rows_affected() > 0;
    if was_there {
        // Who has seen the draft has not seen the product without it.
        let sql = "update products set filled_from = null, filled_to = null where id = $1 and filled_to is not null";
        sqlx::query(sql).bind(thing).execute(&mut **tx).await?;
    }
    Ok(was_there)
}

/// Says that somebody else was quicker.
#[must_use]
pub fn overtaken() -> Error {
    let (ko, en) = (
        "그사이 다른 사람이 바꾸었습니다. 적으신 것은 아래에 그대로 있습니다. 새로 연 창에서 지금 것과 견주어 보고 다시 저장해 주세요.",
        "Somebody else changed it meanwhile. What you wrote is still below; compare it with what is there now, in a new tab, and save again.",
    );
    Error::conflict(ko, en)
}

/// What a shop's drafts are told by: another number once somebody saves any of them, or lets go of it.
///
/// # Errors
/// Where the database is away.
pub async fn seen(tx: &mut Tx, shop: i64) -> Result<i64, Error> {
    let sql = "select cast(coalesce(sum(case when filled_to = updated_at then filled_from else updated_at end), 0) as bigint)
        from drafts where shop_id = $1";
    let sum: i64 = sqlx::query_scalar(sql).bind(shop).fetch_one(&mut **tx).await?;
    // So that every reader of JSON has it whole.
    Ok(sum.rem_euclid(1 << 52))
}

/// Refuses to act on what somebody changed since it was looked at.
///
/// # Errors
/// Where that is so.
pub fn is_as_seen(seen: Option<i64>, now: RangeInclusive<i64>) -> Result<(), Error> {
    if seen.is_none_or(|seen| now.contains(&seen)) {
        return Ok(());
    }
    let (ko, en) = (
        "그사이 다른 사람이 바꾸었습니다. 지금 것을 보고 다시 골라 주세요.",
        "Somebody else changed it meanwhile. Look at what there is now, and choose again.",
    );
    Err(Error::conflict(ko, en))
}
