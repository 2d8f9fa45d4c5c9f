//! From text to rows under known columns, each on its line.

use std::collections::HashMap;

use csv::StringRecord;
use wire::import::Correction;

use super::{
    MOST_ROWS, Unreadable,
    column::{Column, Header, header},
};
use crate::{
    import::{
        guard::plain_cell,
        list::{Cells, Note, Weight},
    },
    product::write::listed::Field,
};

/// The rows of a list.
#[derive(Debug)]
pub struct Table {
    at: HashMap<Column, usize>,
    headers: Vec<String>,
    pub rows: Vec<Row>,
    pub notes: Vec<Note>,
}

/// One row.
#[derive(Debug)]
pub struct Row {
    /// The line, from 1, on which it stands.
    pub line: u64,
    cells: StringRecord,
    /// What was put right under columns that the list lacks.
    added: Vec<(Column, String)>,
    /// Whether cells beyond the last header are filled: a tab stands where none should.
    pub has_surplus: bool,
}

impl Row {
    fn new(line: u64, text: &str, width: usize) -> Self {
        let cells: StringRecord = text.split('\t').collect();
        let has_surplus = cells.iter().skip(width).any(|cell| !cell.trim().is_empty());
        Self { line, cells, added: Vec::new(), has_surplus }
    }

    /// The longest cell, in bytes, and the number of its column.
    pub fn longest(&self) -> (usize, usize) {
        self.cells.iter().enumerate().map(|(index, cell)| (cell.len(), index)).max().unwrap_or_default()
    }

    /// What was put right under a column that the list lacks. All other rows go on saying nothing of it, and so does this one where
    /// it is blank: a blank cell would take away what is kept.
    fn added(&self, column: Column) -> Field<&str> {
        match self.added.iter().find(|(found, _)| *found == column).map(|(_, text)| text.trim()) {
            None | Some("") => Field::Absent,
            Some(text) => Field::Value(plain_cell(text)),
        }
    }

    fn put(&mut self, at: usize, value: &str) {
        let mut cells: Vec<&str> = self.cells.iter().collect();
        cells.resize(cells.len().max(at + 1), "");
        if let Some(cell) = cells.get_mut(at) {
            *cell = value;
        }
        self.cells = cells.into();
    }

    fn add(&mut self, column: Column, value: &str) {
        self.added.retain(|(found, _)| *found != column);
        self.added.push((column, value.to_owned()));
    }
}

impl Table {
    /// Reads headers and rows. Rows without anything in them are passed over.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        if text.trim_start().starts_with("<<<") {
            return Err(Unreadable::Old);
        }
        let mut lines = (1..).zip(text.lines());
        let (_, first) = lines.next().ok_or(Unreadable::Empty)?;
        let mut table = Self::of_headers(first)?;
        let mut short: Option<(u64, usize)> = None;
        for (line, text) in lines.filter(|(_, text)| !text.trim().is_empty()) {
            if table.rows.len() == MOST_ROWS {
                return Err(Unreadable::TooManyRows);
            }
            let row = Row::new(line, text, table.headers.len());
            if row.cells.len() < table.headers.len() {
                short = Some(short.map_or((line, 1), |(first, count)| (first, count + 1)));
            }
            table.rows.push(row);
        }
        if let Some((line, count)) = short {
            let why = format!("{count} rows, of which this is the first, end before the last column: what is missing counts as blank");
            table.notes.push(Note { line, column: None, why, weight: Weight::Warning });
        }
        Ok(table)
    }

    fn of_headers(line: &str) -> Result<Self, Unreadable> {
        let headers: Vec<String> = line.split('\t').map(|header| header.trim().to_owned()).collect();
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
        if !at.contains_key(&Column::Id) || !at.contains_key(&Column::Title) {
            return Err(Unreadable::Headers);
        }
        let mut notes = Vec::new();
        if !unknown.is_empty() {
            let shown: Vec<String> = unknown.iter().take(10).map(|text| text.chars().take(40).collect()).collect();
            let rest = if unknown.len() > shown.len() { " and others" } else { "" };
            let why = format!("columns that are not known here are passed over: {}{rest}", shown.join(", "));
            notes.push(Note { line: 1, column: None, why, weight: Weight::Remark });
        }
        Ok(Self { at, headers, rows: Vec::new(), notes })
    }

    /// Puts a cell right. Under a header that the list lacks and could have, the row gets the cell for itself.
    pub fn correct(&mut self, correction: &Correction) {
        let at = self.headers.iter().position(|header| *header == correction.column);
        let lacked = self.lacked(&correction.column);
        let Some(row) = self.row_at(correction.line).and_then(|index| self.rows.get_mut(index)) else { return };
        match (at, lacked) {
            (Some(at), _) => row.put(at, &correction.value),
            (None, Some(column)) => row.add(column, &correction.value),
            (None, None) => {}
        }
    }

    /// The column that the list lacks and that would stand under that header.
    fn lacked(&self, text: &str) -> Option<Column> {
        match header(text) {
            Header::Kept(column) if !self.has(column) => Some(column),
            _ => None,
        }
    }

    /// Where the row of a line is. Rows stand in the order of their lines.
    fn row_at(&self, line: u64) -> Option<usize> {
        self.rows.binary_search_by_key(&line, |row| row.line).ok()
    }

    /// Whether the list has the column.
    pub fn has(&self, column: Column) -> bool {
        self.at.contains_key(&column)
    }

    /// The cell, without blanks around it and without the apostrophe that keeps it from being a formula.
    pub fn cell<'a>(&self, row: &'a Row, column: Column) -> Field<&'a str> {
        match self.at.get(&column) {
            None => row.added(column),
            Some(index) => match row.cells.get(*index).map(str::trim) {
                None | Some("") => Field::Blank,
                Some(text) => Field::Value(plain_cell(text)),
            },
        }
    }

    /// The column's header as the file has it, or where it lacks the column, as the format has it.
    pub fn header(&self, column: Column) -> Option<String> {
        match self.at.get(&column) {
            Some(index) => self.header_at(*index),
            None => column.name().map(str::to_owned),
        }
    }

    /// The header of the column of that number, from 0.
    pub fn header_at(&self, index: usize) -> Option<String> {
        self.headers.get(index).cloned()
    }
}

impl Cells for Table {
    fn cell(&self, line: u64, header: &str) -> Option<String> {
        let row = self.rows.get(self.row_at(line)?)?;
        let cell = match self.headers.iter().position(|one| one == header) {
            Some(at) => row.cells.get(at),
            None => row.added(self.lacked(header)?).value(),
        };
        Some(cell.unwrap_or_default().to_owned())
    }
}
