//! How the program is, for operators.

use std::path::Path;

use axum::{extract::State, response::Response};
use wire::system::{Database, DatabaseKind, Disk, Jobs, Mails, ShowSystem, System};

use crate::{
    db::{Db, Kind},
    error::Error,
    ids::now_ms,
    metrics::resident_bytes,
    reply::private,
    request::Told,
    state::AppState,
};

/// Bytes below which a disk is nearly full.
const LITTLE_SPACE: u64 = 500_000_000;
/// How far back failures are counted, in milliseconds.
const OF_LATE: i64 = 7 * 86_400_000;

/// The disk of a folder, or of the nearest one above that is there.
///
/// # Errors
/// Where the system does not tell.
pub fn disk_of(folder: &Path) -> std::io::Result<Disk> {
    let folder = std::path::absolute(folder)?;
    let there = folder.ancestors().find(|folder| folder.exists()).unwrap_or(Path::new("/"));
    let disk = rustix::fs::statvfs(there)?;
    let (free, size) = (disk.f_bavail.saturating_mul(disk.f_frsize), disk.f_blocks.saturating_mul(disk.f_frsize));
    Ok(Disk { free, size, is_low: free < LITTLE_SPACE })
}

/// Pictures that are fetched, and those that are finished.
const WAITING: &str = "select (select count(*) from product_pictures where state = 'waiting')
    + (select count(*) from unfinished_pictures f where exists (select 1 from uploads u where u.picture_id = f.picture_id))";

async fn count(db: &Db, sql: &'static str, since: Option<i64>) -> Result<u64, Error> {
    let mut query = sqlx::query_scalar::<_, i64>(sql);
    if let Some(since) = since {
        query = query.bind(since);
    }
    u64::try_from(query.fetch_one(&db.pool).await?).map_err(Error::fault)
}

/// `GET /api/v1/operator/system`
pub async fn show_system(State(state): State<AppState>, Told(_): Told<ShowSystem>) -> Result<Response, Error> {
    let (db, since) = (&state.db, Some(now_ms() - OF_LATE));
    let (kind, size) = match db.kind {
        Kind::Sqlite => (DatabaseKind::Sqlite, "select page_count * page_size from pragma_page_count(), pragma_page_size()"),
        Kind::Postgres => (DatabaseKind::Postgres, "select pg_database_size(current_database())"),
    };
    let disk = disk_of(&state.data).inspect_err(|error| tracing::warn!(%error, "the disk's space cannot be told")).ok();
    let jobs = Jobs {
        imports_running: count(db, "select count(*) from imports where state = 'running'", None).await?,
        imports_failed: count(db, "select count(*) from imports where state = 'failed' and created_at >= $1", since).await?,
        pictures_waiting: count(db, WAITING, None).await?,
        pictures_failed: count(db, "select count(*) from product_pictures where state = 'failed'", None).await?,
    };
    let mails = Mails {
        is_sent: state.outbox.is_sent(),
        waiting: count(db, "select count(*) from mails where state = 'waiting'", None).await?,
        failed: count(db, "select count(*) from mails where state = 'failed' and created_at >= $1", since).await?,
    };
    private(&System {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        started_at: state.started_at,
        memory: resident_bytes().and_then(|bytes| u64::try_from(bytes).ok()),
        database: Database { kind, bytes: count(db, size, None).await? },
        disk,
        jobs,
        mails,
        products: state.index.products().and_then(|products| u64::try_from(products).ok()),
    })
}
