//! One archive of the street: its database and its media, taken while it is served, and put back whole or not at all.
//!
//! The archive is a tar compressed by zstd: `golmok-backup.json` (what it is), `database/{table}-{n}.jsonl`,
//! `media/{name}`, and last `manifest.json` with the number of rows and the SHA-256 of every entry: an archive
//! without its end, or with another byte anywhere, is refused before anything is written.
//!
//! The database is carried as rows, not as SQLite's file (`vacuum into`), because one form then serves both databases:
//! a street moves from SQLite to PostgreSQL and back by a backup, an archive made by an older program
//! is brought up to date by the same migrations, and there is one path to test.
//! It costs little: one read transaction, which holds nobody up on either database.

use std::{
    collections::{BTreeMap, HashSet},
    error::Error,
    fs::{self, File},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;

use self::archive::Piece;
use crate::{
    config::Place,
    draft::{picture::HIDDEN, unfinished::SOURCE},
    ids::now_ms,
    media::Media,
};

mod archive;
mod held;
mod restore;
pub(crate) mod tables;

pub use held::{Held, alone, hold};
pub(crate) use restore::newest_step;
pub use restore::run_restore;

type Fault = Box<dyn Error + Send + Sync>;

/// The form of the archive described above.
const FORMAT: u32 = 1;
/// Bytes of rows in one entry, and of media in one piece.
const PIECE: usize = 4 * 1024 * 1024;

/// What an archive is, as its first entry says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Head {
    format: u32,
    /// Of the program that made it.
    version: String,
    /// The database's last migration.
    step: i64,
    /// Milliseconds of UTC.
    made_at: i64,
}

/// What an archive holds, as its last entry says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Manifest {
    #[serde(flatten)]
    head: Head,
    /// Rows of each table.
    rows: BTreeMap<String, u64>,
    /// Media files.
    media: u64,
    /// SHA-256 of each entry but this one, by its path, in hexadecimal digits.
    entries: BTreeMap<String, String>,
}

/// `golmok backup FILE`: writes the archive beside `file` and gives it its name once it is whole.
///
/// # Errors
/// Where `file` is there already, there is no street, or the database, the media or the disk fail.
pub async fn run_backup(place: &Place, file: &Path) -> Result<ExitCode, Fault> {
    if file.try_exists()? {
        return Err(format!("{} is there already, and a backup never writes over another", file.display()).into());
    }
    if place.database.is_none() && !place.data.join("golmok.db").is_file() {
        return Err(format!("there is no street in {}", place.data.display()).into());
    }
    let begun = Instant::now();
    let media = Media::open(place)?;
    let part = tempfile::Builder::new().prefix(".golmok-backup-").tempfile_in(folder_of(file))?;
    let (pieces, received) = mpsc::channel(4);
    let target = part.reopen()?;
    let writing = tokio::task::spawn_blocking(move || archive::write(&target, received));
    let sent = send(place, &media, pieces).await;
    // Where the writer failed, its reason tells more than the channel that it left.
    let manifest = writing.await??;
    sent?;
    part.as_file().sync_all()?;
    part.persist_noclobber(file).map_err(|error| format!("{}: {}", file.display(), error.error))?;
    sync_folder(folder_of(file));

    let rows: u64 = manifest.rows.values().sum();
    let of = |table: &str| manifest.rows.get(table).copied().unwrap_or_default();
    let bytes = fs::metadata(file)?.len();
    println!("database: {rows} rows ({} shops, {} products, {} clips)", of("shops"), of("products"), of("clips"));
    println!("media: {} files", manifest.media);
    println!("{}: {:.1} MB in {:.1} s", file.display(), bytes as f64 / 1e6, begun.elapsed().as_secs_f64());
    Ok(ExitCode::SUCCESS)
}

/// Sends the whole street to the writer: the rows as of one moment, then the media files,
/// which are never altered, and not taken away meanwhile, so that every file those rows name is among them.
async fn send(place: &Place, media: &Media, pieces: mpsc::Sender<Piece>) -> Result<(), Fault> {
    let held = hold(&place.database_url()).await?;
    let mut snapshot = tables::Snapshot::open(&place.database_url()).await?;
    let head = Head { format: FORMAT, version: env!("CARGO_PKG_VERSION").to_owned(), step: snapshot.step, made_at: now_ms() };
    send_entry(&pieces, "golmok-backup.json".to_owned(), serde_json::to_vec_pretty(&head)?).await?;
    let mut rows = BTreeMap::new();
    for table in snapshot.tables.clone() {
        let mut chunks = snapshot.read(table);
        let (mut number, mut count) = (0_u32, 0);
        while let Some(chunk) = chunks.next().await? {
            number += 1;
            count += chunk.rows;
            send_entry(&pieces, format!("database/{table}-{number:06}.jsonl"), chunk.lines).await?;
        }
        rows.insert(table.to_owned(), count);
    }
    // Ended before the media are read: while it lasts, SQLite's log cannot be folded back into the file.
    snapshot.close().await;

    // Of a picture that is finished meanwhile what was sent is gone, and its files are new: it is looked again until none is. What
    // was sent of one that came in since is of no row here.
    let (mut count, mut hidden) = (0, None::<HashSet<String>>);
    loop {
        let mut names = media.list().await?;
        if let Some(sent) = &hidden {
            names.retain(|name| name.starts_with(HIDDEN) && !name.ends_with(SOURCE) && !sent.contains(name));
        }
        if hidden.is_some() && names.is_empty() {
            break;
        }
        let sent = hidden.get_or_insert_default();
        for name in names {
            if send_media(media, &pieces, &name).await? {
                count += 1;
            }
            if name.starts_with(HIDDEN) {
                sent.insert(name);
            }
        }
    }
    held.end().await;
    let manifest = Manifest { head, rows, media: count, entries: BTreeMap::new() };
    Ok(pieces.send(Piece::End(Box::new(manifest))).await?)
}

async fn send_entry(pieces: &mpsc::Sender<Piece>, path: String, bytes: Vec<u8>) -> Result<(), Fault> {
    pieces.send(Piece::Entry { path, size: bytes.len() as u64 }).await?;
    Ok(pieces.send(Piece::Bytes(bytes.into())).await?)
}

/// Sends one file piece by piece; whether it was there.
async fn send_media(media: &Media, pieces: &mpsc::Sender<Piece>, name: &str) -> Result<bool, Fault> {
    // What was sent of a picture is taken away once its files are made: it is read at once.
    let range = (!name.ends_with(SOURCE)).then_some(0..PIECE as u64);
    let Some(first) = media.get(name, range).await? else { return Ok(false) };
    let size = first.size;
    let mut sent = first.bytes.len() as u64;
    pieces.send(Piece::Entry { path: format!("media/{name}"), size }).await?;
    pieces.send(Piece::Bytes(first.bytes)).await?;
    while sent < size {
        let next = media.get(name, Some(sent..size.min(sent + PIECE as u64))).await?;
        let bytes = next.map(|next| next.bytes).filter(|bytes| !bytes.is_empty()).ok_or_else(|| format!("media {name} ended early"))?;
        sent += bytes.len() as u64;
        pieces.send(Piece::Bytes(bytes)).await?;
    }
    Ok(true)
}

/// The folder in which `file` is, or is to be.
fn folder_of(file: &Path) -> PathBuf {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Makes names given in `folder` last through a power cut, where the system can.
fn sync_folder(folder: impl AsRef<Path>) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

#[cfg(test)]
mod tests;
