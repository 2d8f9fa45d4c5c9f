//! Reading a product list as Shopify exports it: bytes to rows to products, without I/O.
//!
//! Source of the format: Shopify's description of its product CSV, in the old dialect (`Handle`, `Variant Price`) and
//! the new one (`URL handle`, `Price`). Columns are known by their headers alone, so their order is free.

mod column;
mod field;
pub mod html;
mod picture;
mod price;
mod product;
mod rows;
mod table;
mod text;
mod variant;

use std::fmt;

use wire::{Currency, import::Correction};

use crate::product::write::{
    Part,
    listed::{Field, Listed},
};
use column::Column;

/// The largest file, in bytes.
pub const MOST_BYTES: usize = 50_000_000;
/// The most rows below the headers.
pub const MOST_ROWS: usize = 100_000;
/// The longest field, in bytes.
pub const MOST_FIELD_BYTES: usize = 65_536;

/// A list that was read.
#[derive(Debug)]
pub struct List {
    /// What is to be said of the file as a whole.
    pub notes: Vec<Note>,
    /// In the order in which they begin in the file.
    pub products: Vec<Entry>,
    columns: Vec<(Column, String)>,
    table: table::Table,
}

impl List {
    /// The list's own header for a part of a product; none where it has no such column.
    #[must_use]
    pub fn header(&self, part: Part) -> Option<String> {
        let column = match part {
            Part::Name => Column::Title,
            Part::Price => Column::Price,
            Part::Before => Column::Before,
            Part::Options => Column::Value(1),
        };
        self.header_of(column)
    }

    /// The list's own header for pictures.
    #[must_use]
    pub fn picture_header(&self) -> Option<String> {
        self.header_of(Column::Picture)
    }

    /// What stands in a row's cell under a header.
    #[must_use]
    pub fn cell(&self, line: u64, header: &str) -> Option<String> {
        self.table.cell_at(line, header)
    }

    fn header_of(&self, column: Column) -> Option<String> {
        self.columns.iter().find(|(found, _)| *found == column).map(|(_, header)| header.clone())
    }
}

/// One product of the list.
#[derive(Debug)]
pub struct Entry {
    /// Its slug, or what stands in the list for one.
    pub handle: String,
    /// The line at which it begins.
    pub line: u64,
    /// What was mended and, where it was refused, why.
    pub notes: Vec<Note>,
    /// The product; `None` where it was refused.
    pub product: Option<Listed>,
    /// The line of each variant.
    pub variant_lines: Vec<u64>,
    /// The line of each picture.
    pub picture_lines: Vec<u64>,
}

impl Entry {
    /// Whether it has pictures to be fetched.
    pub fn pictures(&self) -> impl Iterator<Item = (&str, u64)> {
        let pictures = match self.product.as_ref().map(|product| &product.pictures) {
            Some(Field::Value(pictures)) => pictures.as_slice(),
            _ => &[],
        };
        pictures.iter().map(|picture| picture.source.as_str()).zip(self.picture_lines.iter().copied())
    }
}

/// Something that the merchant should know, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The line in the file, from 1; line ends within quotation marks count.
    pub line: u64,
    /// The column's header as the file has it.
    pub column: Option<String>,
    pub why: String,
    pub weight: Weight,
}

/// How much a note weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Only said.
    Remark,
    /// Mended, or done without.
    Warning,
    /// The product does not come in.
    Refusal,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if let Some(column) = &self.column {
            write!(f, ", {column}")?;
        }
        let weight = match self.weight {
            Weight::Remark => "",
            Weight::Warning => "warning: ",
            Weight::Refusal => "refused: ",
        };
        write!(f, ": {weight}{}", self.why)
    }
}

/// Why a file is no list that can be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("the file is larger than {} MB", MOST_BYTES / 1_000_000)]
    TooLarge,
    #[error("the file is empty")]
    Empty,
    #[error("this is a workbook or an archive: save it as CSV (UTF-8, comma-separated) first")]
    Workbook,
    #[error("the file is written in UTF-16: save it as CSV (UTF-8)")]
    Utf16,
    #[error("line {0}: the letters are neither UTF-8 nor CP949: save the file as CSV (UTF-8)")]
    Letters(u64),
    #[error("the columns are separated by {0}: save the file as CSV with commas")]
    Separator(&'static str),
    #[error("this is no Shopify product list: its first line has neither Title nor Handle nor URL handle")]
    Headers,
    #[error("line 1, {0}: the column stands there twice, and it is not said which counts")]
    TwiceTheColumn(String),
    #[error("line {0}: a quotation mark is opened there and never closed")]
    OpenQuote(u64),
    #[error("the list has more than {MOST_ROWS} rows: bring it in parts")]
    TooManyRows,
    #[error("line {0}: the row cannot be read")]
    Row(u64),
}

/// Reads a list whose prices are in `currency`.
///
/// # Errors
/// Where the file as a whole cannot be read. Rows that cannot are refusals of their products.
pub fn read(bytes: &[u8], currency: Currency) -> Result<List, Unreadable> {
    read_corrected(bytes, currency, &[])
}

/// The same with cells that were put right.
///
/// # Errors
/// Where the file as a whole cannot be read.
pub fn read_corrected(bytes: &[u8], currency: Currency, cells: &[Correction]) -> Result<List, Unreadable> {
    let (text, mut notes) = text::decode(bytes)?;
    let mut table = table::Table::read(&text)?;
    cells.iter().for_each(|cell| table.correct(cell));
    notes.extend(table.notes.iter().cloned());
    let products = rows::group(&table);
    let products = product::read_all(&table, products, currency);
    Ok(List { notes, products, columns: table.columns(), table })
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
