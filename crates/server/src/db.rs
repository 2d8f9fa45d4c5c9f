//! The database: one pool, one way to write, and the version that every write raises.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use sqlx::{
    Any, AnyPool, AssertSqlSafe, Connection, Transaction,
    any::{AnyConnectOptions, AnyPoolOptions, install_default_drivers},
    migrate::{MigrateError, Migrator},
    sqlite::SqliteConnectOptions,
};
use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::error::Error;

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// Which of the two it is. One SQL text serves both; only opening, writing and backup differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
}

/// The open database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    pub pool: AnyPool,
    pub kind: Kind,
    /// The folder in which its file lies, where it is one.
    pub folder: Option<PathBuf>,
    /// Writers of this process stand in line here, not at SQLite's lock.
    line: Arc<Mutex<()>>,
}

/// Why a database did not open.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("the database address must begin with sqlite: or postgres:, not {0}")]
    Scheme(String),
    #[error("the database is newer than this program (its step {0} is not known here): use the program that made it, or a newer one")]
    Newer(i64),
    #[error("the database could not be brought up to date: {0}")]
    Migrate(MigrateError),
    #[error("the database did not open: {0}")]
    Sql(#[from] sqlx::Error),
}

/// A write under way. Dropped without [`Write::commit`], nothing of it stays.
pub struct Write {
    pub tx: Transaction<'static, Any>,
    touched: BTreeSet<i64>,
    touched_shops: BTreeSet<i64>,
    _line: OwnedMutexGuard<()>,
}

/// A write under way to tables that no page for shoppers shows: people, sessions, mail. It leaves the data's version as it is,
/// so that nobody who signs in makes pages be drawn anew. Dropped without [`Aside::commit`], nothing of it stays.
pub struct Aside {
    pub tx: Transaction<'static, Any>,
    _line: OwnedMutexGuard<()>,
}

impl Aside {
    /// Makes the write last.
    ///
    /// # Errors
    /// Where the database cannot; then nothing of the write stays.
    pub async fn commit(self) -> Result<(), Error> {
        Ok(self.tx.commit().await?)
    }
}

/// Of how many versions the touched products are remembered.
const REMEMBERED: i64 = 1_000;
/// A write that touches more products than this may as well have touched anything.
const MOST_TOUCHED: usize = 5_000;

/// What was touched, each once.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Touched {
    pub products: Vec<i64>,
    /// Shops that changed themselves, or in which any of the products may have.
    pub shops: Vec<i64>,
}

/// What was touched after one version up to another; `None` where it may have been anything.
///
/// # Errors
/// Where the database is away.
pub async fn touched(from: impl sqlx::AnyExecutor<'_>, after: i64, to: i64) -> Result<Option<Touched>, Error> {
    let sql = "select version, product_id, cast(0 as bigint) as shop_id from changes where version > $1 and version <= $2
        union all select version, cast(-1 as bigint), shop_id from shop_changes where version > $1 and version <= $2";
    let rows: Vec<(i64, i64, i64)> = sqlx::query_as(sql).bind(after).bind(to).fetch_all(from).await?;
    let mut versions = BTreeSet::new();
    let (mut products, mut shops) = (BTreeSet::new(), BTreeSet::new());
    for (version, product, shop) in rows {
        versions.insert(version);
        if shop == 0 {
            products.insert(product)
        } else {
            shops.insert(shop)
        };
    }
    // A version that left no word, or a database that was put back to an earlier one.
    let all_said = i64::try_from(versions.len()).is_ok_and(|said| said == to - after);
    let touched = Touched { products: products.into_iter().collect(), shops: shops.into_iter().collect() };
    Ok((all_said && !touched.products.contains(&0)).then_some(touched))
}

impl Write {
    /// Says that this product is touched. A write that names some touches nothing else that lists go by;
    /// one that names none may have touched anything.
    pub fn touch(&mut self, product: i64) {
        self.touched.insert(product);
    }

    /// Says that this shop is touched, and with it all that it sells.
    pub fn touch_shop(&mut self, shop: i64) {
        self.touched_shops.insert(shop);
    }

    /// Says that this write may touch anything, whatever else it names: windows, sub-categories, names of one thing.
    pub fn touch_all(&mut self) {
        self.touched.insert(0);
    }

    /// Whether anything was said to be touched.
    #[must_use]
    pub fn has_touched(&self) -> bool {
        !self.touched.is_empty() || !self.touched_shops.is_empty()
    }

    /// Makes the write last and leaves the data's version as it is: nothing of it stands on a page for shoppers.
    ///
    /// # Errors
    /// Where the database cannot; then nothing of the write stays.
    pub async fn keep(self) -> Result<(), Error> {
        Ok(self.tx.commit().await?)
    }

    /// Raises the data's version, says what was touched, and makes the write last.
    ///
    /// # Errors
    /// Where the database cannot; then nothing of the write stays.
    pub async fn commit(mut self) -> Result<(), Error> {
        let raise = "update data_version set version = version + 1 where id = 1 returning version";
        let version: i64 = sqlx::query_scalar(raise).fetch_one(&mut *self.tx).await?;
        let too_many = self.touched.len().max(self.touched_shops.len()) > MOST_TOUCHED;
        if !self.has_touched() || self.touched.contains(&0) || too_many {
            self.touched = BTreeSet::from([0]);
            self.touched_shops.clear();
        }
        for (table, column, ids) in [("changes", "product_id", &self.touched), ("shop_changes", "shop_id", &self.touched_shops)] {
            // A restored database may hold words about versions to come.
            let sql = format!("delete from {table} where version < $1 or version >= $2");
            sqlx::query(AssertSqlSafe(sql)).bind(version - REMEMBERED).bind(version).execute(&mut *self.tx).await?;
            let rows: Vec<String> = ids.iter().map(|id| format!("({version},{id})")).collect();
            for piece in rows.chunks(500) {
                let sql = format!("insert into {table} (version, {column}) values {}", piece.join(","));
                sqlx::query(AssertSqlSafe(sql)).persistent(false).execute(&mut *self.tx).await?;
            }
        }
        Ok(self.tx.commit().await?)
    }
}

impl Db {
    /// The address of the SQLite file in a data folder.
    #[must_use]
    pub fn url_in(folder: &Path) -> String {
        format!("sqlite://{}?mode=rwc", folder.join("golmok.db").display())
    }

    /// The folder in which the file of the database at `url` lies, where it is one.
    #[must_use]
    pub fn folder_of(url: &str) -> Option<PathBuf> {
        let options: SqliteConnectOptions = url.starts_with("sqlite:").then(|| url.parse().ok()).flatten()?;
        let folder = options.get_filename().parent()?;
        Some(if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.to_owned() })
    }

    /// Opens the database at `url` and brings it up to date.
    ///
    /// # Errors
    /// Where it cannot be reached, or is newer than this program.
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        let db = Self::connect(url).await?;
        MIGRATIONS.run(&db.pool).await.map_err(|error| match error {
            MigrateError::VersionMissing(version) => OpenError::Newer(version),
            other => OpenError::Migrate(other),
        })?;
        Ok(db)
    }

    /// A street in memory, empty but for what every street begins with. It has one connection, which it lives in.
    ///
    /// # Errors
    /// Where there is no memory for it.
    pub async fn in_memory() -> Result<Self, OpenError> {
        install_default_drivers();
        let pool = AnyPoolOptions::new()
            .max_connections(1)
            .min_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false)
            .acquire_timeout(Duration::from_secs(20))
            .after_connect(|connection, _| {
                Box::pin(async move {
                    sqlx::raw_sql("pragma foreign_keys = on").execute(&mut *connection).await?;
                    Ok(())
                })
            })
            .connect("sqlite::memory:")
            .await?;
        MIGRATIONS.run(&pool).await.map_err(OpenError::Migrate)?;
        Ok(Self { pool, kind: Kind::Sqlite, folder: None, line: Arc::default() })
    }

    async fn connect(url: &str) -> Result<Self, OpenError> {
        install_default_drivers();
        let kind = match url.split(':').next() {
            Some("sqlite") => Kind::Sqlite,
            Some("postgres" | "postgresql") => Kind::Postgres,
            other => return Err(OpenError::Scheme(other.unwrap_or_default().to_owned())),
        };
        let options: AnyConnectOptions = url.parse()?;
        let pool = AnyPoolOptions::new()
            .max_connections(if kind == Kind::Sqlite { 6 } else { 12 })
            .acquire_timeout(Duration::from_secs(4))
            // A connection to a server may have died while it lay still; to a file of ours it cannot, and asking costs as much as a query.
            .test_before_acquire(kind == Kind::Postgres)
            // A write that finds the disk full is undone by SQLite itself, while its connection goes on counting it as begun and
            // refuses any other: such a connection is let go, and a new one is opened.
            .before_acquire(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }))
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    if kind == Kind::Sqlite {
                        // A killed process leaves a database that opens: the log is written through at each commit.
                        let settings = "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma secure_delete = on; \
                             pragma busy_timeout = 20000; pragma cache_size = -16000; pragma mmap_size = 50331648";
                        sqlx::raw_sql(settings).execute(&mut *connection).await?;
                    }
                    Ok(())
                })
            })
            .connect_with(options)
            .await?;
        Ok(Self { pool, kind, folder: Self::folder_of(url), line: Arc::default() })
    }

    /// Begins a write. On SQLite it takes the write lock at once, so that it cannot fail half-way for want of it.
    ///
    /// # Errors
    /// Where the database is away or stays locked.
    pub async fn write(&self) -> Result<Write, Error> {
        let Aside { tx, _line } = self.aside().await?;
        Ok(Write { tx, touched: BTreeSet::new(), touched_shops: BTreeSet::new(), _line })
    }

    /// Begins a write to tables that no page for shoppers shows.
    ///
    /// # Errors
    /// Where the database is away or stays locked.
    pub async fn aside(&self) -> Result<Aside, Error> {
        let line = Arc::clone(&self.line).lock_owned().await;
        let tx = match self.kind {
            Kind::Sqlite => self.pool.begin_with("begin immediate").await?,
            Kind::Postgres => {
                let mut tx = self.pool.begin().await?;
                // Writers of all programs stand in one line there too: what a write has checked is still so when it writes.
                sqlx::raw_sql("do $$ begin perform pg_advisory_xact_lock(7318349394477056); end $$").execute(&mut *tx).await?;
                tx
            }
        };
        Ok(Aside { tx, _line: line })
    }

    /// Begins to read the data as it is at this moment, whatever is written meanwhile.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn look(&self) -> Result<Transaction<'static, Any>, Error> {
        Ok(match self.kind {
            Kind::Sqlite => self.pool.begin().await?,
            Kind::Postgres => self.pool.begin_with("begin transaction isolation level repeatable read, read only").await?,
        })
    }

    /// The data's version: raised by each write of any copy of the program.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn version(&self) -> Result<i64, Error> {
        Ok(sqlx::query_scalar("select version from data_version where id = 1").fetch_one(&self.pool).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_write_that_is_dropped_leaves_nothing_and_one_that_commits_raises_the_version() {
        let folder = tempfile::tempdir().expect("a folder");
        let db = Db::open(&Db::url_in(folder.path())).await.expect("a database");
        let before = db.version().await.expect("a version");
        let mut write = db.write().await.expect("a write");
        sqlx::query("delete from windows").execute(&mut *write.tx).await.expect("a deletion");
        drop(write);
        let left: i64 = sqlx::query_scalar("select count(*) from windows").fetch_one(&db.pool).await.expect("a count");
        assert_eq!((left, db.version().await.expect("a version")), (7, before));
        db.write().await.expect("a write").commit().await.expect("a commit");
        assert_eq!(db.version().await.expect("a version"), before + 1);
    }

    #[tokio::test]
    async fn a_database_from_the_future_is_refused_in_words() {
        let folder = tempfile::tempdir().expect("a folder");
        let url = Db::url_in(folder.path());
        let db = Db::open(&url).await.expect("a database");
        let future =
            "insert into _sqlx_migrations (version, description, success, checksum, execution_time) values (9999, 'later', true, x'00', 0)";
        sqlx::query(future).execute(&db.pool).await.expect("an insertion");
        let error = Db::open(&url).await.err().expect("a refusal");
        assert!(error.to_string().contains("newer than this program"), "{error}");
    }
}
