//! The tables as JSON lines: read from either database, and written into either.
//!
//! A chunk's first line is the list of its columns, each further line the values of a row: whole numbers, text or null,
//! which is all that the tables hold.

use futures::TryStreamExt;
use serde_json::Value;
use sqlx::{
    Any, AnyConnection, AssertSqlSafe, Column, ConnectOptions, Connection, Row, TypeInfo, ValueRef,
    any::{AnyArguments, AnyConnectOptions, AnyRow, install_default_drivers},
    query::Query,
};

use super::{Fault, PIECE};

/// All tables of the street, each after those that it refers to.
pub(super) const TABLES: [&str; 47] = [
    "data_version",
    "pictures",
    "windows",
    "shops",
    "shop_windows",
    "shop_pictures",
    "collections",
    "products",
    "window_products",
    "collection_products",
    "options",
    "option_values",
    "variants",
    "product_pictures",
    "clips",
    "clip_captions",
    "moments",
    "moved_slugs",
    "categories",
    "category_kinds",
    "synonyms",
    "accounts",
    "members",
    "records",
    "requirements",
    "applications",
    "declarations",
    "documents",
    "document_pieces",
    "uploads",
    "unfinished_pictures",
    "drafts",
    "clip_files",
    "clip_uploads",
    "openings",
    "imports",
    "import_pieces",
    "import_things",
    "tokens",
    "previews",
    "links",
    "reports",
    "identities",
    "flows",
    "passkeys",
    "ceremonies",
    "tax_answers",
];
/// Tables that are about the running program alone, and stay behind: people sign in again, and mail that waits is not sent twice.
const LEFT_BEHIND: [&str; 6] = ["_sqlx_migrations", "changes", "shop_changes", "sessions", "throttles", "mails"];
/// Values that one statement carries; SQLite takes 32,766.
const MOST_VALUES: usize = 8_000;

/// The database as of one moment, whatever is written meanwhile. It is read as it is, never brought up to date:
/// a backup is what one takes before a newer program does that.
pub(super) struct Snapshot {
    connection: AnyConnection,
    /// The last migration.
    pub(super) step: i64,
    /// Those of [`TABLES`] that this database has.
    pub(super) tables: Vec<&'static str>,
}

impl Snapshot {
    /// Opens the database at `url` and holds on to this moment.
    pub(super) async fn open(url: &str) -> Result<Self, Fault> {
        install_default_drivers();
        let is_sqlite = url.starts_with("sqlite:");
        // Reading a large table takes long, which is nothing to warn of.
        let mut connection = url.parse::<AnyConnectOptions>()?.disable_statement_logging().connect().await?;
        let begin = if is_sqlite { "begin" } else { "begin transaction isolation level repeatable read, read only" };
        sqlx::raw_sql(begin).execute(&mut connection).await?;
        let names = if is_sqlite {
            "select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\'"
        } else {
            "select tablename::text from pg_tables where schemaname = current_schema()"
        };
        let names: Vec<String> = sqlx::query_scalar(names).fetch_all(&mut connection).await?;
        if let Some(unknown) = names.iter().find(|name| !LEFT_BEHIND.contains(&name.as_str()) && !TABLES.contains(&name.as_str())) {
            return Err(format!("the database has a table that this program does not know, {unknown}: use the program that made it").into());
        }
        let step = sqlx::query_scalar("select coalesce(max(version), 0) from _sqlx_migrations").fetch_one(&mut connection).await?;
        let tables = TABLES.into_iter().filter(|table| names.iter().any(|name| name == table)).collect();
        Ok(Self { connection, step, tables })
    }

    /// The rows of one table, in chunks of about [`PIECE`] bytes.
    pub(super) fn read(&mut self, table: &'static str) -> Chunks<'_> {
        let rows = sqlx::query(AssertSqlSafe(format!("select * from {table}"))).fetch(&mut self.connection);
        Chunks { rows, table }
    }

    pub(super) async fn close(self) {
        // Nothing was written, so nothing is lost where the other end is gone.
        let _ = self.connection.close().await;
    }
}

/// Rows of one table as JSON lines.
pub(super) struct Chunk {
    pub(super) rows: u64,
    pub(super) lines: Vec<u8>,
}

/// The chunks of one table.
pub(super) struct Chunks<'a> {
    rows: futures::stream::BoxStream<'a, Result<AnyRow, sqlx::Error>>,
    table: &'static str,
}

impl Chunks<'_> {
    /// The next chunk; `None` after the last.
    pub(super) async fn next(&mut self) -> Result<Option<Chunk>, Fault> {
        let mut chunk = Chunk { rows: 0, lines: Vec::new() };
        while let Some(row) = self.rows.try_next().await? {
            if chunk.rows == 0 {
                let columns: Vec<&str> = row.columns().iter().map(Column::name).collect();
                serde_json::to_writer(&mut chunk.lines, &columns)?;
                chunk.lines.push(b'\n');
            }
            let values = (0..row.columns().len()).map(|at| value_of(&row, at)).collect::<Result<Vec<_>, _>>();
            serde_json::to_writer(&mut chunk.lines, &values.map_err(|error| format!("{}: {error}", self.table))?)?;
            chunk.lines.push(b'\n');
            chunk.rows += 1;
            if chunk.lines.len() >= PIECE {
                break;
            }
        }
        Ok((chunk.rows > 0).then_some(chunk))
    }
}

fn value_of(row: &AnyRow, at: usize) -> Result<Value, Fault> {
    let raw = row.try_get_raw(at)?;
    if raw.is_null() {
        return Ok(Value::Null);
    }
    let kind = raw.type_info();
    if kind.kind().is_integer() {
        return Ok(row.try_get::<i64, _>(at)?.into());
    }
    match kind.name() {
        "TEXT" => Ok(row.try_get::<String, _>(at)?.into()),
        other => Err(format!("a value of kind {other} cannot be carried").into()),
    }
}

/// Copies what a query finds in one database into a table of another, but for what is there; its one parameter is `bound`.
///
/// # Errors
/// Where one of them is away, or the rows are none of the table's.
pub async fn copy(from: &mut AnyConnection, sql: String, bound: i64, to: &mut AnyConnection, table: &'static str) -> Result<(), Fault> {
    let rows = sqlx::query(AssertSqlSafe(sql)).bind(bound).fetch_all(from).await?;
    insert(&rows, to, table, |_| " on conflict do nothing".to_owned()).await
}

/// The same over the row with that `id`: what refers to it stays.
///
/// # Errors
/// Where one of them is away, or the row is none of the table's.
pub async fn copy_over(
    from: &mut AnyConnection,
    sql: String,
    bound: i64,
    to: &mut AnyConnection,
    table: &'static str,
) -> Result<(), Fault> {
    let rows = sqlx::query(AssertSqlSafe(sql)).bind(bound).fetch_all(from).await?;
    let over = |columns: &[&str]| {
        let set: Vec<String> = columns.iter().filter(|name| **name != "id").map(|name| format!("{name} = excluded.{name}")).collect();
        format!(" on conflict (id) do update set {}", set.join(", "))
    };
    insert(&rows, to, table, over).await
}

async fn insert(rows: &[AnyRow], to: &mut AnyConnection, table: &'static str, conflict: impl Fn(&[&str]) -> String) -> Result<(), Fault> {
    let Some(first) = rows.first() else { return Ok(()) };
    let columns: Vec<&str> = first.columns().iter().map(Column::name).collect();
    let begin = format!("insert into {table} ({}) values ", columns.join(", "));
    for piece in rows.chunks((MOST_VALUES / columns.len()).max(1)) {
        let (mut sql, mut texts) = (begin.clone(), Vec::new());
        for (at, row) in piece.iter().enumerate() {
            let values = (0..columns.len()).map(|column| value_of(row, column)).collect::<Result<_, _>>()?;
            push_row(&mut sql, &mut texts, at > 0, values)?;
        }
        sql.push_str(&conflict(&columns));
        execute(to, sql, texts).await?;
    }
    Ok(())
}

/// Writes a chunk into `table`; how many rows it had.
pub(super) async fn fill(connection: &mut AnyConnection, table: &'static str, lines: &[u8]) -> Result<u64, Fault> {
    let mut lines = lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let columns: Vec<String> = serde_json::from_slice(lines.next().unwrap_or(b"[]"))?;
    let is_name =
        |name: &String| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    if columns.is_empty() || !columns.iter().all(is_name) {
        return Err(format!("{table}: these are no columns: {columns:?}").into());
    }
    let begin = format!("insert into {table} ({}) values ", columns.join(", "));
    let most = MOST_VALUES / columns.len();
    let (mut rows, mut sql, mut texts, mut in_statement) = (0, begin.clone(), Vec::new(), 0);
    for line in lines {
        let values: Vec<Value> = serde_json::from_slice(line)?;
        if values.len() != columns.len() {
            return Err(format!("{table}: a row has {} values for {} columns", values.len(), columns.len()).into());
        }
        push_row(&mut sql, &mut texts, in_statement > 0, values)?;
        rows += 1;
        in_statement += 1;
        if in_statement >= most {
            execute(connection, std::mem::replace(&mut sql, begin.clone()), std::mem::take(&mut texts)).await?;
            in_statement = 0;
        }
    }
    if in_statement > 0 {
        execute(connection, sql, texts).await?;
    }
    Ok(rows)
}

/// Adds a row to the statement. Numbers and nulls stand in it as they are, so that PostgreSQL takes the columns' own types
/// (a bound null has one of its own); text is bound.
fn push_row(sql: &mut String, texts: &mut Vec<String>, is_further: bool, values: Vec<Value>) -> Result<(), Fault> {
    sql.push_str(if is_further { ", (" } else { "(" });
    for (at, value) in values.into_iter().enumerate() {
        if at > 0 {
            sql.push_str(", ");
        }
        match value {
            Value::Null => sql.push_str("null"),
            Value::Number(number) => sql.push_str(&number.as_i64().ok_or("a number that is not whole")?.to_string()),
            Value::String(text) => {
                texts.push(text);
                sql.push_str(&format!("${}", texts.len()));
            }
            other => return Err(format!("a value that no table holds: {other}").into()),
        }
    }
    sql.push(')');
    Ok(())
}

async fn execute(connection: &mut AnyConnection, sql: String, texts: Vec<String>) -> Result<(), Fault> {
    // Each such text is another, so none is worth remembering.
    let query: Query<'_, Any, AnyArguments> = sqlx::query(AssertSqlSafe(sql)).persistent(false);
    texts.into_iter().fold(query, Query::bind).execute(connection).await?;
    Ok(())
}

/// Empties all tables, also of what the migrations put there.
pub(super) async fn clear(connection: &mut AnyConnection, tables: &[&'static str]) -> Result<(), Fault> {
    for table in tables.iter().rev() {
        sqlx::query(AssertSqlSafe(format!("delete from {table}"))).execute(&mut *connection).await?;
    }
    Ok(())
}
