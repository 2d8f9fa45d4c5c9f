//! Reading a product list as Shopify exports it: bytes to rows to products, without I/O.
//!
//! Source of the format: Shopify's description of its product CSV, in the old dialect (`Handle`, `Variant Price`) and
//! the new one (`URL handle`, `Price`). Columns are known by their headers alone, so their order is free.

mod column;
pub(super) mod field;
pub mod html;
pub(super) mod picture;
pub(super) mod price;
mod product;
pub(super) mod rows;
mod table;
pub(super) mod text;
mod variant;

use wire::{Currency, import::Correction};

use super::list::{Cells, Headers};
pub use super::list::{Entry, List, Note, Weight};
pub(super) use column::Column;
use column::Header;
pub(super) use table::Table;

/// The largest file, in bytes.
pub const MOST_BYTES: usize = 50_000_000;
/// The most rows below the headers.
pub const MOST_ROWS: usize = 100_000;
/// The longest field, in bytes.
pub const MOST_FIELD_BYTES: usize = 65_536;

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
    #[error("two columns are said to be {0}: choose one")]
    TwiceTheField(&'static str),
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
    let mut table = Table::read(&text)?;
    cells.iter().for_each(|cell| table.correct(cell));
    notes.extend(table.notes.iter().cloned());
    Ok(list(table, notes, currency))
}

/// Whether a first line has the headers without which it is no such list.
pub fn has_headers(first: &[u8]) -> bool {
    let cells = first.split(|byte| *byte == b',').filter_map(|cell| std::str::from_utf8(cell).ok());
    cells
        .map(|cell| column::header(cell.trim().trim_matches('"')))
        .any(|header| matches!(header, Header::Kept(Column::Title | Column::Handle)))
}

/// The list of a table's products.
pub(super) fn list(table: Table, notes: Vec<Note>, currency: Currency) -> List {
    let products = product::read_all(&table, rows::group(&table), currency);
    let headers = Headers {
        name: table.header(Column::Title),
        price: table.header(Column::Price),
        before: table.header(Column::Before),
        options: table.header(Column::Value(1)),
        sku: table.header(Column::Sku),
        picture: table.header(Column::Picture),
    };
    List::new(notes, products, headers, Box::new(table))
}

impl Cells for Table {
    fn cell(&self, line: u64, header: &str) -> Option<String> {
        self.cell_at(line, header)
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
