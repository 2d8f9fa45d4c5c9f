//! What is said of an import, as the database holds it.

use serde::{Deserialize, Serialize, de::IgnoredAny};
use wire::{
    draft::Both,
    import::{Becomes, ImportColumn, ImportNote, ImportRow, ImportSum},
};

use super::korean::korean;
use crate::{
    error::Error,
    import::list::{List, Note, Weight},
    product::write::stored::Tx,
};

/// The most rows that are told of.
pub const MOST_ROWS: usize = 2_000;
/// The most pictures that could not be had.
const MOST_PICTURES: usize = 200;

/// What is said of an import.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Report {
    pub sum: ImportSum,
    pub notes: Vec<ImportNote>,
    pub rows: Vec<ImportRow>,
    pub columns: Vec<ImportColumn>,
    /// Rows of which there is something to tell, and no room for it.
    pub unlisted: u64,
}

/// The same without what is said of single products: of those that are told of it is known how many there are.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Short {
    pub sum: ImportSum,
    pub rows: Vec<IgnoredAny>,
    pub unlisted: u64,
}

impl Report {
    /// Adds a row. Of many, those that are worth the least are let go of meanwhile: a long list takes no more room than its report.
    pub fn tell(&mut self, row: ImportRow) {
        self.rows.push(row);
        if self.rows.len() == 2 * MOST_ROWS {
            self.order();
        }
    }

    /// Puts the rows into the order in which they are worth looking at, and keeps the first of them.
    pub fn order(&mut self) {
        self.rows.sort_by_key(|row| {
            let worth = match row.becomes {
                Becomes::Refused => 0,
                _ if !row.notes.is_empty() => 1,
                Becomes::Changed => 2,
                Becomes::New | Becomes::Unchanged => 3,
            };
            (worth, row.line)
        });
        self.unlisted += self.rows.len().saturating_sub(MOST_ROWS) as u64;
        self.rows.truncate(MOST_ROWS);
    }
}

/// A note of a list, in both languages and with what stands there.
pub fn note(list: &List, note: Note) -> ImportNote {
    ImportNote {
        line: Some(note.line),
        cell: note.column.as_ref().and_then(|column| list.cell(note.line, column)),
        column: note.column,
        refuses: note.weight == Weight::Refusal,
        why: both(note.why),
    }
}

/// What is said in English, in both languages.
pub fn both(en: String) -> Both {
    Both { ko: Some(korean(&en)), en: Some(en) }
}

/// Adds a note about nothing that stands in the list to an import's report.
///
/// # Errors
/// Where the database is away.
pub async fn add(tx: &mut Tx, import: i64, why: Both) -> Result<(), Error> {
    let sql = "select report from imports where id = $1";
    let Some(text) = sqlx::query_scalar::<_, String>(sql).bind(import).fetch_optional(&mut **tx).await? else { return Ok(()) };
    // A report that cannot be read is begun anew: what is said now matters more.
    let mut told: Report = serde_json::from_str(&text).unwrap_or_default();
    let why = match told.notes.iter().filter(|note| note.line.is_none()).count() {
        count if count < MOST_PICTURES => why,
        MOST_PICTURES => Both {
            ko: Some("가져오지 못한 사진이 더 있습니다.".to_owned()),
            en: Some("There are more pictures that could not be had.".to_owned()),
        },
        _ => return Ok(()),
    };
    told.notes.push(ImportNote { line: None, column: None, cell: None, why, refuses: false });
    let sql = "update imports set report = $2 where id = $1";
    sqlx::query(sql).bind(import).bind(serde_json::to_string(&told)?).execute(&mut **tx).await?;
    Ok(())
}

/// Adds a note to the report of the last import that a shop has run.
///
/// # Errors
/// Where the database is away.
pub async fn add_to_newest(tx: &mut Tx, shop: i64, why: Both) -> Result<(), Error> {
    let sql = "select id from imports where shop_id = $1 and state = 'done' order by done_at desc, id desc limit 1";
    match sqlx::query_scalar(sql).bind(shop).fetch_optional(&mut **tx).await? {
        Some(import) => add(tx, import, why).await,
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_refused_stands_first_and_what_is_new_last() {
        let row = |line, becomes, is_noted: bool| ImportRow {
            handle: format!("p{line}"),
            name: None,
            line,
            becomes,
            fields: Vec::new(),
            notes: is_noted
                .then(|| ImportNote {
                    line: Some(line),
                    column: None,
                    cell: None,
                    why: both("the title is missing".to_owned()),
                    refuses: false,
                })
                .into_iter()
                .collect(),
        };
        let mut rows = vec![
            row(2, Becomes::New, false),
            row(3, Becomes::Changed, false),
            row(4, Becomes::New, true),
            row(5, Becomes::Unchanged, true),
            row(6, Becomes::Refused, true),
        ];
        let mut told = Report { rows: rows.clone(), ..Report::default() };
        told.order();
        assert_eq!(told.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [6, 4, 5, 3, 2]);
        assert_eq!(told.unlisted, 0);
        rows.extend((7..=9_000).map(|line| row(line, Becomes::New, false)));
        rows.push(row(9_001, Becomes::Refused, true));
        let mut told = Report::default();
        for one in rows {
            told.tell(one);
            assert!(told.rows.len() < 2 * MOST_ROWS, "no more is held than that");
        }
        told.order();
        assert_eq!((told.rows.len(), told.unlisted), (MOST_ROWS, 7_000));
        assert_eq!(told.rows.iter().map(|row| row.line).take(6).collect::<Vec<_>>(), [6, 9_001, 4, 5, 3, 2]);
        let text = serde_json::to_string(&told).expect("JSON");
        let short: Short = serde_json::from_str(&text).expect("a report");
        assert_eq!((short.rows.len(), short.unlisted), (MOST_ROWS, 7_000));
    }
}
