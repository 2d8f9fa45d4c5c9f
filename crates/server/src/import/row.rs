//! A row of a list whose cells stand under headers: what is in it, and what of it was put right.

use csv::StringRecord;

use super::guard::plain_cell;
use crate::product::write::listed::Field;

/// One row of a list with columns `C`.
#[derive(Debug)]
pub struct Row<C> {
    /// The line, from 1, at which it begins.
    pub line: u64,
    cells: StringRecord,
    /// What was put right under columns that the list lacks.
    added: Vec<(C, String)>,
    /// Cells beyond the last header that are not blank: a separator stands where none should.
    pub surplus: usize,
}

/// Where the row that begins at a line is. Rows stand in the order of their lines.
pub fn at_line<C>(rows: &[Row<C>], line: u64) -> Option<usize> {
    rows.binary_search_by_key(&line, |row| row.line).ok()
}

impl<C: Copy + PartialEq> Row<C> {
    /// A row under so many headers.
    pub fn new(line: u64, cells: StringRecord, headers: usize) -> Self {
        let surplus = cells.iter().skip(headers).filter(|cell| !cell.trim().is_empty()).count();
        Self { line, cells, added: Vec::new(), surplus }
    }

    /// How many cells it has.
    pub fn width(&self) -> usize {
        self.cells.len()
    }

    /// The longest cell, in bytes, and the number of its column.
    pub fn longest(&self) -> (usize, usize) {
        self.cells.iter().enumerate().map(|(index, cell)| (cell.len(), index)).max().unwrap_or_default()
    }

    /// What stands in the column of that number, from 0.
    pub fn get(&self, at: usize) -> Option<&str> {
        self.cells.get(at)
    }

    /// The cell of a column, which is of that number where the list has it, without blanks around it and without the apostrophe that
    /// keeps it from being a formula.
    pub fn cell(&self, at: Option<usize>, column: C) -> Field<&str> {
        match at {
            None => self.added(column),
            Some(index) => match self.get(index).map(str::trim) {
                None | Some("") => Field::Blank,
                Some(text) => Field::Value(plain_cell(text)),
            },
        }
    }

    /// What was put right under a column that the list lacks. All other rows go on saying nothing of it, and so does this one where
    /// it is blank: a blank cell would take away what is kept.
    pub fn added(&self, column: C) -> Field<&str> {
        match self.added.iter().find(|(found, _)| *found == column).map(|(_, text)| text.trim()) {
            None | Some("") => Field::Absent,
            Some(text) => Field::Value(plain_cell(text)),
        }
    }

    /// Puts a cell right: of the column of that number, or of one that the list lacks, which the row then has for itself.
    pub fn correct(&mut self, at: Option<usize>, lacked: Option<C>, value: &str) {
        match (at, lacked) {
            (Some(at), _) => self.put(at, value),
            (None, Some(column)) => {
                self.added.retain(|(found, _)| *found != column);
                self.added.push((column, value.to_owned()));
            }
            (None, None) => {}
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

    /// What stands in the column of that number, or was put right under one that the list lacks; none where it is neither.
    pub fn text(&self, at: Option<usize>, lacked: Option<C>) -> Option<String> {
        let cell = match at {
            Some(at) => self.get(at),
            None => self.added(lacked?).value(),
        };
        Some(cell.unwrap_or_default().to_owned())
    }
}
