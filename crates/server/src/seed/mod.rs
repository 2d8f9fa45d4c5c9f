//! Filling an empty street for trying out: the demo street, or one of any size.
//!
//! Pictures and clips go into the media store first; everything else is written in one transaction, so that a seed that is
//! killed leaves a street that is as empty as before. Apart from the times, which count back from now, two seeds are the same.

mod clock;
mod demo;
mod pictures;
mod progress;
mod rows;
mod scale;
mod scenes;
mod tables;
mod walls;
mod words;

use std::process::ExitCode;

use crate::{
    config::Place,
    db::{Db, Kind, Write},
    error::Error,
    media::Media,
    serve::make_data_folder,
};

pub use demo::fill_undrawn;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The first id that a seed gives: 2023-11-15 in the form of [`crate::ids::fresh`], so that all later ids are higher.
const FIRST_ID: i64 = 1_700_000_000_000 << 21;

/// `golmok seed demo`: fills an empty street with the demo street.
///
/// # Errors
/// Where the database or the media store cannot, or a picture cannot be drawn.
pub async fn run_demo(place: &Place) -> Result<ExitCode, Failure> {
    let Some((db, media)) = empty_street(place).await? else { return Ok(ExitCode::FAILURE) };
    demo::fill(&db, &media).await?;
    Ok(ExitCode::SUCCESS)
}

/// `golmok seed scale`: fills an empty street with `shops` shops and `products` products in all, three variants each.
///
/// # Errors
/// Where the database or the media store cannot, or a picture cannot be drawn.
pub async fn run_scale(place: &Place, shops: u32, products: u32) -> Result<ExitCode, Failure> {
    if shops == 0 || shops > scale::MOST_SHOPS || products > scale::MOST_PRODUCTS {
        eprintln!("golmok: 1 to {} shops and up to {} products can be made", scale::MOST_SHOPS, scale::MOST_PRODUCTS);
        return Ok(ExitCode::FAILURE);
    }
    let Some((db, media)) = empty_street(place).await? else { return Ok(ExitCode::FAILURE) };
    scale::fill(&db, &media, i64::from(shops), i64::from(products)).await?;
    Ok(ExitCode::SUCCESS)
}

/// The opened street, if there is no shop in it; else says so.
async fn empty_street(place: &Place) -> Result<Option<(Db, Media)>, Failure> {
    make_data_folder(&place.data)?;
    let db = Db::open(&place.database_url()).await?;
    let shops: i64 = sqlx::query_scalar("select count(*) from shops").fetch_one(&db.pool).await?;
    if shops > 0 {
        eprintln!("golmok: this street has {shops} shops already; a seed fills only an empty one (try another --data folder)");
        return Ok(None);
    }
    Ok(Some((db, Media::open(place)?)))
}

/// Begins the one write of a seed, and looks once more that no one else has filled the street meanwhile.
async fn begin(db: &Db) -> Result<Write, Failure> {
    let mut write = db.write().await?;
    if db.kind == Kind::Sqlite {
        // Indexes are built in no order: with a small cache each of their pages would be written many times.
        sqlx::query("pragma cache_size = -400000").execute(&mut *write.tx).await.map_err(Error::from)?;
    }
    let shops: i64 = sqlx::query_scalar("select count(*) from shops").fetch_one(&mut *write.tx).await?;
    if shops > 0 { Err("another program has put shops into this street meanwhile".into()) } else { Ok(write) }
}

/// The sub-categories of the demo street's windows and the names of one thing; a street of any size sells the same kinds of things.
async fn sub_categories(write: &mut Write) -> Result<(), Failure> {
    let sum = crate::import::categories::replace(write, ::demo::CATEGORIES.as_bytes()).await?;
    for (window, kind, products) in sum.unmatched {
        eprintln!("unmatched: {window}: {kind} ({products} products)");
    }
    crate::import::synonyms::replace(write, ::demo::SYNONYMS.as_bytes()).await?;
    Ok(())
}
