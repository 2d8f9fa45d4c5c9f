//! From text to rows under known columns, each on its line.

use std::collections::HashMap;

use wire::import::Correction;

use super::{
    MOST_ROWS, Unreadable,
    column::{Column, Header, header},
};
use crate::{
    import::{
        list::{Cells, Note, Weight},
        row,
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
pub type Row = row::Row<Column>;

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
            let row = Row::new(line, text.split('\t').collect(), table.headers.len());
            if row.width() < table.headers.len() {
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
        if let Some(row) = row::at_line(&self.rows, correction.line).and_then(|index| self.rows.get_mut(index)) {
            row.correct(at, lacked, &correction.value);
        }
    }

    /// The column that the list lacks and that would stand under that header.
    fn lacked(&self, text: &str) -> Option<Column> {
        match header(text) {
            Header::Kept(column) if !self.has(column) => Some(column),
            _ => None,
        }
    }

    /// Whether the list has the column.
    pub fn has(&self, column: Column) -> bool {
        self.at.contains_key(&column)
    }

    /// The cell, without blanks around it and without the apostrophe that keeps it from being a formula.
    pub fn cell<'a>(&self, row: &'a Row, column: Column) -> Field<&'a str> {
        row.cell(self.at.get(&column).copied(), column)
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
        let row = self.rows.get(row::at_line(&self.rows, line)?)?;
        row.text(self.headers.iter().position(|one| one == header), self.lacked(header))
    }
}
