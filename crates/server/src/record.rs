//! The record: who did what, when and why.

use sqlx::{AnyConnection, AssertSqlSafe, Row};
use wire::{
    Slug,
    operator::{Paged, Record},
};

use crate::{access::Acting, db::Db, error::Error, ids, rows};

/// What is put into the record.
#[derive(Debug, Default)]
pub struct Entry<'a> {
    /// Who did it; nobody where a command does.
    pub by: Option<i64>,
    /// The word of what is done.
    pub what: &'static str,
    pub shop: Option<i64>,
    /// To whom or what.
    pub about: Option<&'a str>,
    pub why: Option<&'a str>,
}

impl Entry<'_> {
    /// What somebody at work in a shop does there.
    #[must_use]
    pub fn of(acting: &Acting, what: &'static str) -> Self {
        Self { by: Some(acting.person.id), what, shop: Some(acting.shop), ..Self::default() }
    }
}

/// Puts an entry into the record, with the write that it tells of.
///
/// # Errors
/// Where the database is away.
pub async fn put(connection: &mut AnyConnection, entry: Entry<'_>) -> Result<(), Error> {
    let sql = "insert into records (id, at, account_id, what, shop_id, about, why) values ($1, $2, $3, $4, $5, $6, $7)";
    sqlx::query(sql)
        .bind(ids::fresh())
        .bind(ids::now_ms())
        .bind(entry.by)
        .bind(entry.what)
        .bind(entry.shop)
        .bind(entry.about)
        .bind(entry.why)
        .execute(connection)
        .await?;
    Ok(())
}

/// Whose entries are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    Street,
    Shop(i64),
    Account(i64),
}

const PIECE: usize = 50;

/// A piece of the record, the newest first.
///
/// # Errors
/// Where the place in the list is none of ours, or the database is away.
pub async fn list(db: &Db, of: Of, after: Option<&str>) -> Result<Paged<Record>, Error> {
    let [at, id] = after.map_or(Ok([i64::MAX, i64::MAX]), |after| rows::place("r", after))?;
    let (condition, whose) = match of {
        Of::Street => ("$3 = 0", 0),
        Of::Shop(shop) => ("r.shop_id = $3", shop),
        Of::Account(account) => ("r.account_id = $3", account),
    };
    let sql = format!(
        "select r.id, r.at, a.email, r.what, s.slug, r.about, r.why
         from records r left join accounts a on a.id = r.account_id left join shops s on s.id = r.shop_id
         where {condition} and (r.at, r.id) < ($1, $2) order by r.at desc, r.id desc limit {}",
        PIECE + 1
    );
    let found = sqlx::query(AssertSqlSafe(sql)).bind(at).bind(id).bind(whose).fetch_all(&db.pool).await?;
    let items = found.iter().take(PIECE).map(|row| {
        Ok(Record {
            at: row.try_get("at")?,
            who: row.try_get("email")?,
            what: row.try_get("what")?,
            shop: row.try_get::<Option<String>, _>("slug")?.and_then(|slug| Slug::try_from(slug).ok()),
            about: row.try_get("about")?,
            why: row.try_get("why")?,
        })
    });
    let items = items.collect::<Result<_, Error>>()?;
    let after = match found.get(PIECE - 1) {
        Some(last) if found.len() > PIECE => Some(rows::cursor("r", &[last.try_get("at")?, last.try_get("id")?])),
        _ => None,
    };
    Ok(Paged { items, after })
}
