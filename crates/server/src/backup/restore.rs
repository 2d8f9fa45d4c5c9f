//! Putting a street back: checked whole, built beside, and moved into its place as the last step.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

use sqlx::{
    AnyConnection, ConnectOptions, Connection,
    any::{AnyConnectOptions, install_default_drivers},
    migrate::Migrator,
};
use tokio::sync::mpsc;

use super::{
    Fault, Manifest,
    archive::{self, Kind},
    sync_folder,
    tables::{self, Snapshot},
};
use crate::{
    config::{LogFormat, Place},
    db::{self, Db},
    media::Media,
    serve::make_data_folder,
};

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// Added to the data's version, which browsers know pages by: those of the time between the backup and now must not match again.
const VERSIONS_PAST: i64 = 1_000_000;

/// How the names of folders begin in which a street is built.
const STAGE: &str = ".restore-";

/// `golmok restore FILE`: into an empty data folder, or another database that holds no shops.
///
/// # Errors
/// Where the archive is not whole, the place is not empty, or database, media or disk fail; then nothing is left behind
/// (but media files in a store of their own, which the next try finds and uses).
pub async fn run_restore(place: &Place, file: &Path) -> Result<ExitCode, Fault> {
    let begun = Instant::now();
    let checked = file.to_owned();
    let manifest = tokio::task::spawn_blocking(move || archive::verify(&checked)).await??;
    if manifest.head.step > newest_step() {
        let Manifest { head, .. } = &manifest;
        return Err(format!("{} was made by golmok {} and is newer than this program", file.display(), head.version).into());
    }
    match &place.database {
        None => require_empty_folder(&place.data)?,
        Some(url) => require_empty_database(url).await?,
    }

    let is_new = !place.data.exists();
    make_data_folder(&place.data)?;
    remove_leftovers(&place.data)?;
    let restored = restore(place, file, &manifest).await;
    if restored.is_err() && is_new {
        // Only where it is empty.
        let _ = fs::remove_dir(&place.data);
    }
    restored?;

    let rows: u64 = manifest.rows.values().sum();
    let of = |table: &str| manifest.rows.get(table).copied().unwrap_or_default();
    println!("database: {rows} rows ({} shops, {} products, {} clips)", of("shops"), of("products"), of("clips"));
    println!("media: {} files", manifest.media);
    println!("restored from {} in {:.1} s", file.display(), begun.elapsed().as_secs_f64());
    Ok(ExitCode::SUCCESS)
}

/// The last migration that this program knows.
pub(crate) fn newest_step() -> i64 {
    MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or_default()
}

/// The data folder must not be there, or hold nothing.
fn require_empty_folder(folder: &Path) -> Result<(), Fault> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(format!("{}: {error}", folder.display()).into()),
    };
    for entry in entries {
        let name = entry?.file_name();
        // A disk of its own has the first; a restore that was killed leaves the second.
        if name != "lost+found" && !name.to_string_lossy().starts_with(STAGE) {
            return Err(format!("{} is not empty: a street is restored only into an empty folder", folder.display()).into());
        }
    }
    Ok(())
}

/// Takes away what restorations that were killed have left.
fn remove_leftovers(folder: &Path) -> Result<(), Fault> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(STAGE) {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

/// The database must be there and hold no shops; it is brought up to date.
async fn require_empty_database(url: &str) -> Result<(), Fault> {
    let db = Db::open(url).await?;
    let checked = require_no_street(&mut *db.pool.acquire().await?).await;
    db.pool.close().await;
    checked
}

async fn require_no_street(connection: &mut AnyConnection) -> Result<(), Fault> {
    let shops: i64 = sqlx::query_scalar("select count(*) from shops").fetch_one(connection).await?;
    if shops > 0 {
        return Err(format!("the database has {shops} shops: a street is restored only into one that has none").into());
    }
    Ok(())
}

/// Builds the street in a folder beside, then moves it into its place: the database last, which makes it a street.
async fn restore(place: &Place, file: &Path, manifest: &Manifest) -> Result<(), Fault> {
    let stage = tempfile::Builder::new().prefix(STAGE).tempdir_in(&place.data)?;
    let stage_media = (place.database.is_none() && place.media.is_none()).then(|| stage.path().join("media"));
    let media = Media::open(&Place {
        data: stage.path().to_owned(),
        database: None,
        media: if stage_media.is_some() { None } else { Some(media_of(place)) },
        log_format: LogFormat::Text,
    })?;
    let url = Db::url_in(stage.path());
    unpack(file, manifest, &url, &media).await?;

    // Brings an older archive up to date.
    let db = Db::open(&url).await?;
    let mut write = db.write().await?;
    sqlx::query("update data_version set version = version + $1").bind(VERSIONS_PAST).execute(&mut *write.tx).await?;
    write.commit().await?;
    sqlx::raw_sql("pragma wal_checkpoint(truncate)").execute(&db.pool).await?;
    db.pool.close().await;

    if let Some(target) = &place.database {
        return copy(&url, target).await;
    }
    let built = stage.path().join("golmok.db");
    File::open(&built)?.sync_all()?;
    if let Some(stage_media) = stage_media.filter(|folder| folder.exists()) {
        sync_folder(&stage_media);
        fs::rename(&stage_media, place.data.join("media"))?;
    }
    fs::rename(&built, place.data.join("golmok.db"))?;
    sync_folder(&place.data);
    Ok(())
}

/// Where this place's media are, said outright.
fn media_of(place: &Place) -> String {
    place.media.clone().unwrap_or_else(|| place.data.join("media").display().to_string())
}

/// What the reader of the archive hands over.
enum Unpacked {
    Rows(&'static str, Vec<u8>),
    Media(String, Vec<u8>),
}

/// Puts the rows into a new SQLite database of the archive's own step, and the media into their store.
async fn unpack(file: &Path, manifest: &Manifest, url: &str, media: &Media) -> Result<(), Fault> {
    install_default_drivers();
    let mut connection = url.parse::<AnyConnectOptions>()?.disable_statement_logging().connect().await?;
    // Nothing is lost with this file: it counts only once it is whole and moved.
    let settings = "pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -64000; pragma foreign_keys = on";
    sqlx::raw_sql(settings).execute(&mut connection).await?;
    MIGRATIONS.run_to(manifest.head.step, &mut connection).await?;
    let mut tx = connection.begin().await?;
    let tables: Vec<&'static str> = tables::TABLES.into_iter().filter(|table| manifest.rows.contains_key(*table)).collect();
    tables::clear(&mut tx, &tables).await?;

    let (sender, mut receiver) = mpsc::channel(4);
    let file: PathBuf = file.to_owned();
    let reading = tokio::task::spawn_blocking(move || {
        archive::read(&file, |kind, _, entry| {
            let unpacked = match kind {
                Kind::Head | Kind::Manifest => return Ok(()),
                Kind::Rows(table) => Unpacked::Rows(table, archive::read_all(entry)?),
                Kind::Media(name) => {
                    let mut bytes = Vec::new();
                    std::io::Read::read_to_end(entry, &mut bytes)?;
                    Unpacked::Media(name, bytes)
                }
            };
            Ok(sender.blocking_send(unpacked).map_err(|_| "the database or the media took no more")?)
        })
    });
    let (mut rows, mut files) = (0, 0);
    while let Some(unpacked) = receiver.recv().await {
        match unpacked {
            Unpacked::Rows(table, lines) => rows += tables::fill(&mut tx, table, &lines).await?,
            Unpacked::Media(name, bytes) => {
                media.put(&name, bytes.into()).await?;
                files += 1;
            }
        }
    }
    reading.await??;
    if (rows, files) != (manifest.rows.values().sum(), manifest.media) {
        return Err(format!("the archive held {rows} rows and {files} files, not what its manifest says").into());
    }
    tx.commit().await?;
    connection.close().await?;
    Ok(())
}

/// Copies the built street into another database, in one transaction.
async fn copy(from: &str, to: &str) -> Result<(), Fault> {
    let mut snapshot = Snapshot::open(from).await?;
    let db = Db::open(to).await?;
    let mut write = db.write().await?;
    if db.kind == db::Kind::Postgres {
        // Another program must not open a shop meanwhile.
        sqlx::raw_sql("lock table shops in exclusive mode").execute(&mut *write.tx).await?;
    }
    require_no_street(&mut write.tx).await?;
    let before: i64 = sqlx::query_scalar("select version from data_version").fetch_one(&mut *write.tx).await?;
    tables::clear(&mut write.tx, &tables::TABLES).await?;
    for table in snapshot.tables.clone() {
        let mut chunks = snapshot.read(table);
        while let Some(chunk) = chunks.next().await? {
            tables::fill(&mut write.tx, table, &chunk.lines).await?;
        }
    }
    // Never back, so that a server that runs on it learns of the change.
    sqlx::query("update data_version set version = $1 where version < $2").bind(before).bind(before).execute(&mut *write.tx).await?;
    write.commit().await?;
    snapshot.close().await;
    Ok(())
}
