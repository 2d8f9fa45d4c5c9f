//! Backups and whatever takes files away keep apart: a backup copies the files that its rows name long after it has read the rows.
//!
//! They meet at the database, which all of them have, wherever the media lie: by a lock on the folder of SQLite's file, or by one of
//! PostgreSQL's own. Either goes with the program that has it, however that ends, so a killed backup keeps nothing from going.
//! Files of applications are rows, and are deleted on their day whatever is copied.

use std::{
    fs::{File, TryLockError},
    time::Duration,
};

use sqlx::{
    Any, AnyConnection, ConnectOptions, Connection, Transaction,
    any::{AnyConnectOptions, install_default_drivers},
};

use super::Fault;
use crate::{
    db::{Db, Kind},
    error::Error,
};

/// How often a backup looks whether it may begin.
const AGAIN: Duration = Duration::from_millis(50);

/// Keeps the other side away until it is ended or dropped.
#[derive(Default)]
pub struct Held {
    folder: Option<File>,
    connection: Option<AnyConnection>,
    tx: Option<Transaction<'static, Any>>,
}

impl Held {
    /// Lets the other side go on at once; a database's lock that is only dropped is let go of in a moment.
    pub async fn end(self) {
        drop(self.folder);
        // Where the database is gone, so is its lock.
        if let Some(mut connection) = self.connection {
            // By word, for the database may see only later that a connection is closed.
            let unlock = "do $$ begin perform pg_advisory_unlock_shared(7318349394477057); end $$";
            let _ = sqlx::raw_sql(unlock).execute(&mut connection).await;
            let _ = connection.close().await;
        }
        if let Some(tx) = self.tx {
            let _ = tx.rollback().await;
        }
    }
}

/// Keeps all files where they are while a backup of the database at `url` copies them; waits until none is just taken away.
/// There may be several backups at once.
///
/// # Errors
/// Where the database is away.
pub async fn hold(url: &str) -> Result<Held, Fault> {
    if let Some(folder) = Db::folder_of(url) {
        let folder = File::open(folder)?;
        while !is_locked(folder.try_lock_shared())? {
            tokio::time::sleep(AGAIN).await;
        }
        return Ok(Held { folder: Some(folder), ..Held::default() });
    }
    install_default_drivers();
    // Waiting may take long, which is nothing to warn of.
    let mut connection = url.parse::<AnyConnectOptions>()?.disable_statement_logging().connect().await?;
    // Not of a transaction: one that lies open for so long is in the way of others.
    let lock = "do $$ begin perform pg_advisory_lock_shared(7318349394477057); end $$";
    sqlx::raw_sql(lock).execute(&mut connection).await?;
    Ok(Held { connection: Some(connection), ..Held::default() })
}

/// Makes sure that no backup is made while files are taken away. Nothing where one is, or where others take some away: what goes
/// can wait for its next turn.
///
/// # Errors
/// Where the database is away.
pub async fn alone(db: &Db) -> Result<Option<Held>, Error> {
    if let Some(folder) = &db.folder {
        let folder = File::open(folder).map_err(Error::of_store)?;
        let is_alone = is_locked(folder.try_lock()).map_err(Error::of_store)?;
        return Ok(is_alone.then(|| Held { folder: Some(folder), ..Held::default() }));
    }
    if db.kind == Kind::Sqlite {
        // In memory, where nobody copies it.
        return Ok(Some(Held::default()));
    }
    let mut tx = db.pool.begin().await?;
    let lock = "select cast(case when pg_try_advisory_xact_lock(7318349394477057) then 1 else 0 end as bigint)";
    let is_alone = sqlx::query_scalar::<_, i64>(lock).fetch_one(&mut *tx).await? == 1;
    Ok(is_alone.then(|| Held { tx: Some(tx), ..Held::default() }))
}

fn is_locked(tried: Result<(), TryLockError>) -> std::io::Result<bool> {
    match tried {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_copies_and_who_takes_away_keep_apart_and_a_killed_program_keeps_nobody() {
        let folder = tempfile::tempdir().expect("a folder");
        let url = Db::url_in(folder.path());
        let db = Db::open(&url).await.expect("a database");
        let (first, second) = (hold(&url).await.expect("held"), hold(&url).await.expect("held by another"));
        assert!(alone(&db).await.expect("an answer").is_none());
        first.end().await;
        assert!(alone(&db).await.expect("an answer").is_none(), "the other one copies still");
        // The system closes the files of a program that is killed.
        drop(second);
        let taking = alone(&db).await.expect("an answer").expect("alone");
        assert!(tokio::time::timeout(AGAIN * 4, hold(&url)).await.is_err(), "a backup waits");
        taking.end().await;
        hold(&url).await.expect("held").end().await;
        let memory = Db::in_memory().await.expect("a database");
        assert!(alone(&memory).await.expect("an answer").is_some());
    }
}
