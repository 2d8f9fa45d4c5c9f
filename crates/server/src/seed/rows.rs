//! Many rows at once: values gathered a table at a time, and written with as many rows a statement as both databases take.

use sqlx::{AnyConnection, AssertSqlSafe};

use crate::error::Error;

/// Values of one statement, at most. SQLite takes 32,766, but finds each of them by its name in a list.
const MOST_VALUES: usize = 2_000;

/// One value. PostgreSQL wants to know of which kind an absent one is.
#[derive(Clone, Debug)]
pub enum Value {
    Number(Option<i64>),
    Text(Option<String>),
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(Some(number))
    }
}

impl From<Option<i64>> for Value {
    fn from(number: Option<i64>) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Number(Some(truth.into()))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(Some(text.clone()))
    }
}

impl From<&Option<String>> for Value {
    fn from(text: &Option<String>) -> Self {
        Self::Text(text.clone())
    }
}

/// Rows of one table that wait to be written; `N` is the number of its columns.
pub struct Table<const N: usize> {
    /// The table's name, then its columns in parentheses.
    into: &'static str,
    rows: Vec<[Value; N]>,
}

impl<const N: usize> Table<N> {
    pub fn new(into: &'static str) -> Self {
        Self { into, rows: Vec::new() }
    }

    pub fn add(&mut self, row: [Value; N]) {
        self.rows.push(row);
    }

    /// Writes all rows that wait.
    ///
    /// # Errors
    /// Where the database cannot.
    pub async fn write(&mut self, tx: &mut AnyConnection) -> Result<(), Error> {
        let most = (MOST_VALUES / N.max(1)).max(1);
        let mut rows = std::mem::take(&mut self.rows).into_iter();
        loop {
            let piece: Vec<[Value; N]> = rows.by_ref().take(most).collect();
            if piece.is_empty() {
                return Ok(());
            }
            let mut query = sqlx::query(AssertSqlSafe(self.statement(piece.len())));
            for value in piece.into_iter().flatten() {
                query = match value {
                    Value::Number(number) => query.bind(number),
                    Value::Text(text) => query.bind(text),
                };
            }
            query.execute(&mut *tx).await?;
        }
    }

    fn statement(&self, rows: usize) -> String {
        let mut out = format!("insert into {} values ", self.into);
        for row in 0..rows {
            out.push_str(if row == 0 { "(" } else { ", (" });
            for column in 1..=N {
                out.push_str(if column == 1 { "$" } else { ", $" });
                out.push_str(&(row * N + column).to_string());
            }
            out.push(')');
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::Db;

    #[tokio::test]
    async fn more_rows_than_a_statement_takes_are_all_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let db = Db::open(&Db::url_in(folder.path())).await.expect("a database");
        let mut table = Table::<4>::new("moved_slugs (kind, shop_id, slug, target_id)");
        for number in 0..1_234 {
            table.add(["shop".into(), 0.into(), (&format!("s{number}")).into(), number.into()]);
        }
        let mut write = db.write().await.expect("a write");
        table.write(&mut write.tx).await.expect("written");
        table.write(&mut write.tx).await.expect("nothing is left");
        write.commit().await.expect("a commit");
        let (rows, sum): (i64, i64) =
            sqlx::query_as("select count(*), cast(sum(target_id) as bigint) from moved_slugs").fetch_one(&db.pool).await.expect("a count");
        assert_eq!((rows, sum), (1_234, 1_234 * 1_233 / 2));
    }
}
