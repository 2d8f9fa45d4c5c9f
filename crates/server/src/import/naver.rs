//! Reading a product list as shops write it for Naver Shopping (EP 3.0): bytes to rows to products, without I/O.
//!
//! Source of the format: Naver's guide to its engine page, version 3.0: text in UTF-8 (older programs write CP949),
//! columns separated by tabs under a row of headers, no quotation marks. One row is one product, with its lowest price.

mod column;
mod field;
mod product;
mod table;

use wire::{Currency, import::Correction};

pub use super::shopify::{MOST_BYTES, MOST_FIELD_BYTES, MOST_ROWS};
use super::{
    list::{Headers, List},
    shopify::{self, text::decode},
};
use column::Column;

/// The category of what is of no kind. The format needs one of each product.
pub const NO_KIND: &str = "기타";

/// Why a file is no list that can be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("the file is larger than {} MB", MOST_BYTES / 1_000_000)]
    TooLarge,
    #[error("the file is empty")]
    Empty,
    #[error("this is a workbook or an archive: save it as text separated by tabs (UTF-8) first")]
    Workbook,
    #[error("the file is written in UTF-16: save it as text separated by tabs (UTF-8)")]
    Utf16,
    #[error("line {0}: the letters are neither UTF-8 nor CP949: save the file as UTF-8")]
    Letters(u64),
    #[error("this list is of an older version of the format: version 3.0 is read, which has a row of headers")]
    Old,
    #[error("this is no Naver product list: its first line has no id and title that are separated by a tab")]
    Headers,
    #[error("line 1, {0}: the column stands there twice, and it is not said which counts")]
    TwiceTheColumn(String),
    #[error("the list has more than {MOST_ROWS} rows: bring it in parts")]
    TooManyRows,
    #[error("the prices of a Naver list are in won, and the shop's are in {0}")]
    NotInWon(&'static str),
}

/// Reads a list into a shop whose prices are in `currency`, which can only be won.
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
    if currency != Currency::Krw {
        return Err(Unreadable::NotInWon(currency.code()));
    }
    let (text, mut notes) = decode(bytes).map_err(|unreadable| match unreadable {
        shopify::Unreadable::TooLarge => Unreadable::TooLarge,
        shopify::Unreadable::Workbook => Unreadable::Workbook,
        shopify::Unreadable::Utf16 => Unreadable::Utf16,
        shopify::Unreadable::Letters(line) => Unreadable::Letters(line),
        _ => Unreadable::Empty,
    })?;
    let mut table = table::Table::read(&text)?;
    cells.iter().for_each(|cell| table.correct(cell));
    notes.append(&mut table.notes);
    let products = product::read_all(&table, &mut notes);
    let headers = Headers {
        name: table.header(Column::Title),
        price: table.header(Column::Price),
        before: table.header(Column::Before),
        // No cell puts right what is said of options: the format has one price for all of them, and no SKU.
        options: None,
        sku: None,
        picture: table.header(Column::Picture),
    };
    Ok(List::new(notes, products, headers, Box::new(table)))
}

#[cfg(test)]
mod tests;
