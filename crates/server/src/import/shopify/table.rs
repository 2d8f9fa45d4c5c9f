//! From text to rows under known columns, each with the line at which it begins.

use std::collections::HashMap;

use csv::StringRecord;

use super::{
    MOST_ROWS, Note, Unreadable, Weight,
    column::{self, Column, Header, header},
};
use wire::import::Correction;

use crate::{import::row, product::write::listed::Field};

/// The rows of a list.
#[derive(Debug)]
pub struct Table {
    at: HashMap<Column, usize>,
    headers: Vec<String>,
    /// The columns that the list lacks, with the headers under which they are put right.
    lacking: Vec<(Column, &'static str)>,
    pub rows: Vec<Row>,
    pub notes: Vec<Note>,
    /// Whether its headers are nobody's in particular: then rows of one title are one product, and an option is called what
    /// the header of its values says.
    pub is_plain: bool,
}

/// One row.
pub type Row = row::Row<Column>;

impl Table {
    /// Reads headers and rows. Rows without anything in them are passed over.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        Self::read_under(text, b',', Self::of_headers)
    }

    /// The same between other separators, under headers that are read by `of_headers`.
    pub fn read_under(
        text: &str,
        separator: u8,
        of_headers: impl FnOnce(&StringRecord) -> Result<Self, Unreadable>,
    ) -> Result<Self, Unreadable> {
        if let Some(line) = open_quote(text, separator) {
            return Err(Unreadable::OpenQuote(line));
        }
        let mut lines = Lines::new(text);
        let reader = csv::ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut records = reader.into_records();
        let first = records.next().ok_or(Unreadable::Empty)?.map_err(|_| Unreadable::Row(1))?;
        let mut table = of_headers(&first)?;
        let mut short: Option<(u64, usize)> = None;
        for record in records {
            let cells = record.map_err(|error| Unreadable::Row(error.position().map_or(0, csv::Position::line)))?;
            let line = lines.line_of(cells.position().map_or(0, csv::Position::byte));
            if cells.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            if table.rows.len() == MOST_ROWS {
                return Err(Unreadable::TooManyRows);
            }
            if cells.len() < table.headers.len() {
                short = Some(short.map_or((line, 1), |(first, count)| (first, count + 1)));
            }
            table.rows.push(Row::new(line, cells, table.headers.len()));
        }
        if let Some((line, count)) = short {
            let why = format!("{count} rows, of which this is the first, end before the last column: what is missing counts as blank");
            table.notes.push(Note { line, column: None, why, weight: Weight::Warning });
        }
        Ok(table)
    }

    /// A table whose columns are matched already, with what those that it lacks are called.
    pub fn plain(headers: Vec<String>, at: HashMap<Column, usize>, lacking: Vec<(Column, &'static str)>) -> Self {
        Self { at, headers, lacking, rows: Vec::new(), notes: Vec::new(), is_plain: true }
    }

    /// The name of an option, where the header of its values is it.
    pub fn option_name(&self, number: u8) -> Option<String> {
        self.header(Column::Value(number)).filter(|_| self.is_plain)
    }

    fn of_headers(record: &StringRecord) -> Result<Self, Unreadable> {
        let headers: Vec<String> = record.iter().map(|header| header.trim().to_owned()).collect();
        let mut at = HashMap::new();
        let mut unknown = Vec::new();
        for (index, text) in headers.iter().enumerate() {
            match header(text) {
                Header::Kept(column) => {
                    if at.insert(column, index).is_some() {
                        return Err(Unreadable::TwiceTheColumn(text.clone()));
                    }
                }
                Header::PassedOver => {}
                Header::Unknown => unknown.push(text.as_str()),
            }
        }
        if !at.contains_key(&Column::Title) && !at.contains_key(&Column::Handle) {
            let has = |separator: char| headers.first().is_some_and(|first| first.contains(separator));
            return Err(match (has(';'), has('\t')) {
                (true, _) => Unreadable::Separator("semicolons"),
                (_, true) => Unreadable::Separator("tabs"),
                _ => Unreadable::Headers,
            });
        }
        let mut notes = Vec::new();
        if !unknown.is_empty() {
            let shown: Vec<String> = unknown.iter().take(10).map(|text| text.chars().take(40).collect()).collect();
            let rest = if unknown.len() > shown.len() { " and others" } else { "" };
            let why = format!("columns that are not known here are passed over: {}{rest}", shown.join(", "));
            notes.push(Note { line: 1, column: None, why, weight: Weight::Remark });
        }
        let lacking = column::lacking(&headers, |column| at.contains_key(&column));
        Ok(Self { at, headers, lacking, rows: Vec::new(), notes, is_plain: false })
    }

    /// Puts a cell right. Under a header that the list lacks and could have, the row gets the cell for itself.
    pub fn correct(&mut self, correction: &Correction) {
        let at = self.headers.iter().position(|header| *header == correction.column);
        let lacked = self.lacked(&correction.column);
        if let Some(row) = row::at_line(&self.rows, correction.line).and_then(|index| self.rows.get_mut(index)) {
            row.correct(at, lacked, &correction.value);
        }
    }

    /// The column that the list lacks and that would stand under that header.
    fn lacked(&self, header: &str) -> Option<Column> {
        self.lacking.iter().find(|(_, name)| *name == header).map(|(column, _)| *column)
    }

    /// What stands first under a header.
    pub fn first_under(&self, header: &str) -> Option<&str> {
        let at = self.headers.iter().position(|one| one == header)?;
        self.rows.iter().take(20).filter_map(|row| row.get(at)).map(str::trim).find(|cell| !cell.is_empty())
    }

    /// What stands in a row's cell under a header of the list, or one that it lacks and could have.
    pub fn cell_at(&self, line: u64, header: &str) -> Option<String> {
        let row = self.rows.get(row::at_line(&self.rows, line)?)?;
        row.text(self.headers.iter().position(|one| one == header), self.lacked(header))
    }

    /// Whether the list has the column.
    pub fn has(&self, column: Column) -> bool {
        self.at.contains_key(&column)
    }

    /// Whether the list has the column, or a cell was put right under it in one of these rows.
    pub fn has_in(&self, rows: &[&Row], column: Column) -> bool {
        self.has(column) || rows.iter().any(|row| row.added(column) != Field::Absent)
    }

    /// The cell, without blanks around it and without the apostrophe that keeps it from being a formula.
    pub fn cell<'a>(&self, row: &'a Row, column: Column) -> Field<&'a str> {
        row.cell(self.at.get(&column).copied(), column)
    }

    /// The column's header as the file has it, or where it lacks the column, as it could have it.
    pub fn header(&self, column: Column) -> Option<String> {
        match self.at.get(&column) {
            Some(index) => self.header_at(*index),
            None => self.lacking.iter().find(|(lacked, _)| *lacked == column).map(|(_, name)| (*name).to_owned()),
        }
    }

    /// The header of the column of that number, from 0.
    pub fn header_at(&self, index: usize) -> Option<String> {
        self.headers.get(index).cloned()
    }
}

/// Counts lines up to rising offsets.
struct Lines<'a> {
    bytes: &'a [u8],
    offset: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        Self { bytes: text.as_bytes(), offset: 0, line: 1 }
    }

    /// The line of the row that begins at `offset` or, where line ends stand there, behind them.
    fn line_of(&mut self, offset: u64) -> u64 {
        let mut end = usize::try_from(offset).unwrap_or(usize::MAX);
        while matches!(self.bytes.get(end), Some(b'\r' | b'\n')) {
            end += 1;
        }
        while self.offset < end.min(self.bytes.len()) {
            let is_end = match self.bytes.get(self.offset) {
                Some(b'\n') => true,
                Some(b'\r') => self.bytes.get(self.offset + 1) != Some(&b'\n'),
                _ => false,
            };
            self.line += u64::from(is_end);
            self.offset += 1;
        }
        self.line
    }
}

/// The line of a quotation mark that is never closed. Without this check the rest of the file would be one cell.
///
/// As the reader does, it takes a mark for an opening one only at the beginning of a cell.
fn open_quote(text: &str, separator: u8) -> Option<u64> {
    let mut line = 1;
    let mut opened = None;
    let mut at_start = true;
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' if opened.is_some() => {
                if bytes.peek() == Some(&b'"') {
                    bytes.next();
                } else {
                    opened = None;
                    at_start = false;
                }
            }
            b'"' if at_start => opened = Some(line),
            b'\n' | b'\r' => at_start = true,
            byte if byte == separator => at_start = true,
            _ => at_start = false,
        }
        line += u64::from(byte == b'\n');
    }
    opened
}
