//! Bringing in what a merchant has already: product lists, and the pictures that they name.

mod address;
pub mod called;
pub mod carry;
pub mod categories;
pub mod export;
mod fetch;
pub mod format;
mod gallery;
pub mod give;
pub mod google;
pub mod guard;
pub mod job;
pub mod list;
mod naming;
pub mod naver;
mod pictures;
pub mod plain;
mod report;
mod row;
mod shop;
pub mod shopify;
pub mod synonyms;

use std::{
    error::Error as StdError,
    io::{Read, Write as _},
    path::Path,
    process::ExitCode,
};

use crate::{
    config::{Fetch, Place, Shopify},
    db::Db,
    ids,
    media::Media,
    product::write::{self, Became, Front},
    serve::make_data_folder,
};
use fetch::Fetcher;
use report::{Report, say};
use shop::Found;

type Fallible<T> = Result<T, Box<dyn StdError + Send + Sync>>;

/// `golmok import shopify`: brings a product list into a shop, whole or not at all.
///
/// What became of each product goes to standard output, its last line is the sum.
///
/// # Errors
/// Where the file, the shop, the database or the media store are not fit; then nothing was written.
pub async fn run_shopify(place: &Place, request: &Shopify) -> Fallible<ExitCode> {
    shopify_into(place, request, &mut std::io::stdout()).await
}

/// `golmok import pictures`: tries to get the pictures that products still wait for.
///
/// # Errors
/// Where the database or the media store cannot.
pub async fn run_pictures(place: &Place, retry: bool, fetch: &Fetch) -> Fallible<ExitCode> {
    let fetcher = Fetcher::new(fetch)?;
    let db = open(place).await?;
    let wanted = pictures::wanted(&db, None, retry).await?;
    let all = wanted.len();
    let missed = pictures::bring(&db, &open_media(place)?, &fetcher, wanted, show_progress).await?;
    let out = &mut std::io::stdout();
    for one in &missed {
        say(out, format_args!("warning: {}: {}", one.source, one.why));
    }
    say(out, format_args!("{} kept, {} failed", all - missed.len(), missed.len()));
    Ok(ExitCode::SUCCESS)
}

async fn shopify_into(place: &Place, request: &Shopify, out: &mut dyn std::io::Write) -> Fallible<ExitCode> {
    let fetcher = Fetcher::new(&request.fetch)?;
    let bytes = read_file(&request.file)?;
    let scratch;
    // A dry run leaves no database where none was.
    let is_new_place = place.database.is_none() && !place.data.join("golmok.db").exists();
    let db = if request.dry_run && is_new_place {
        scratch = tempfile::tempdir()?;
        Db::open(&Db::url_in(scratch.path())).await?
    } else {
        open(place).await?
    };

    let mut write = db.write().await?;
    let found = shop::find(&mut write, request).await?;
    let list = shopify::read(&bytes, found.currency())?;
    drop(bytes);
    let mut report = Report::new(&list);
    let is_new_shop = matches!(found, Found::New(_));
    let front = match found {
        Found::There(front) => front,
        Found::New(new) => shop::open(&mut write, request, new).await?,
    };
    save_products(&mut write, &front, list, &mut report).await?;
    let unmatched = categories::unmatched(&mut write, Some(front.id)).await?;

    let is_refused = report.refused > 0 && !request.keep_going;
    let is_written = !request.dry_run && !is_refused && report.new + report.changed > 0;
    if is_written {
        write.commit().await?;
    } else {
        drop(write);
    }
    report.print(out, is_new_shop.then_some(request.shop.as_str()));
    if !request.dry_run && !is_refused {
        fetch_pictures(place, &db, &front, &fetcher, &mut report, out).await?;
    }
    categories::say_unmatched(out, &unmatched);
    if is_refused {
        say(out, format_args!("nothing is written, because of what is refused; --keep-going brings the others in"));
    } else if request.dry_run {
        say(out, format_args!("nothing is written: this was a dry run"));
    }
    report.print_sum(out);
    Ok(if is_refused { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Saves the products in the list's order; the first of them stands as the newest, so that the shop shows them so.
async fn save_products(write: &mut crate::db::Write, front: &Front, list: shopify::List, report: &mut Report) -> Fallible<()> {
    let now = ids::now_ms();
    for (age, entry) in (0_i64..).zip(list.products) {
        let Some(product) = entry.product.clone() else {
            report.add(entry, Became::Refused, Vec::new());
            continue;
        };
        let outcome = write::save(write, front, product, now - age).await?;
        report.add(entry, outcome.became, outcome.remarks);
    }
    Ok(())
}

/// Gets the shop's pictures that are waited for, and those that failed before and now lie in the folder.
async fn fetch_pictures(
    place: &Place,
    db: &Db,
    front: &Front,
    fetcher: &Fetcher,
    report: &mut Report,
    out: &mut dyn std::io::Write,
) -> Fallible<()> {
    let mut wanted = pictures::wanted(db, Some(front.id), false).await?;
    let failed = pictures::wanted(db, Some(front.id), true).await?;
    let is_new = |source: &str, wanted: &[pictures::Wanted]| wanted.iter().all(|one| one.source != source);
    for one in failed {
        if fetcher.file_of(&one.source).is_some() && is_new(&one.source, &wanted) {
            wanted.push(one);
        }
    }
    if wanted.is_empty() {
        return Ok(());
    }
    let missed = pictures::bring(db, &open_media(place)?, fetcher, wanted, show_progress).await?;
    report.print_missed(out, &missed);
    Ok(())
}

async fn open(place: &Place) -> Fallible<Db> {
    if place.database.is_none() {
        make_data_folder(&place.data)?;
    }
    Ok(Db::open(&place.database_url()).await?)
}

fn open_media(place: &Place) -> Fallible<Media> {
    if place.media.is_none() {
        make_data_folder(&place.data)?;
    }
    Ok(Media::open(place)?)
}

/// The file's bytes, and one more than a list may have where it is too large.
fn read_file(path: &Path) -> Fallible<Vec<u8>> {
    let unreadable = |error| format!("{} cannot be read: {error}", path.display());
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    file.take(shopify::MOST_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
}

fn show_progress(done: usize, all: usize) {
    // Whoever closed standard error does not want to know.
    let _ = writeln!(std::io::stderr(), "pictures: {done} of {all}");
}

#[cfg(test)]
mod tests;
