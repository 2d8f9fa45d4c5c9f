//! Single fields of a product, with what is mended or refused in them.

use unicode_normalization::UnicodeNormalization;
use wire::Currency;

use super::{
    MOST_FIELD_BYTES, Note, Weight,
    column::Column,
    price::{is_e_notation, is_shortened, read_price, ungrouped},
    rows::quoted,
    table::{Row, Table},
};
use crate::{import::guard::without_mark, product::write::listed::Field};

/// The longest short text (vendor, kind, option, SKU), in characters.
pub const MOST_SHORT: usize = 255;
const MOST_STOCK: i64 = 1_000_000_000;
const MOST_GRAMS: i64 = 100_000_000;

/// The reading of one product.
pub struct Reading<'a> {
    pub table: &'a Table,
    pub currency: Currency,
    pub notes: Vec<Note>,
}

impl<'a> Reading<'a> {
    pub fn warn(&mut self, row: &Row, column: Column, why: impl Into<String>) {
        self.note(row, self.table.header(column), why.into(), Weight::Warning);
    }

    pub fn refuse(&mut self, row: &Row, column: Column, why: impl Into<String>) {
        self.note(row, self.table.header(column), why.into(), Weight::Refusal);
    }

    /// Refuses what no single cell would put right.
    pub fn refuse_whole(&mut self, row: &Row, why: impl Into<String>) {
        self.note(row, None, why.into(), Weight::Refusal);
    }

    fn note(&mut self, row: &Row, column: Option<String>, why: String, weight: Weight) {
        self.notes.push(Note { line: row.line, column, why, weight });
    }

    pub fn is_refused(&self) -> bool {
        self.notes.iter().any(|note| note.weight == Weight::Refusal)
    }

    /// Refuses a row that is out of shape, whatever its columns say.
    pub fn check_shape(&mut self, row: &Row) {
        if row.surplus > 0 {
            let why = "the row goes on behind the last column: a text with commas may lack its quotation marks";
            self.refuse_whole(row, why);
        }
        let (bytes, index) = row.longest();
        if bytes > MOST_FIELD_BYTES {
            let why = format!("the field is {bytes} bytes long; {MOST_FIELD_BYTES} are the most");
            self.note(row, self.table.header_at(index), why, Weight::Refusal);
        }
    }

    /// The row in which a column of the whole product is filled first.
    pub fn first(&self, rows: &[&'a Row], column: Column) -> Field<(&'a Row, &'a str)> {
        let none = if self.table.has(column) { Field::Blank } else { Field::Absent };
        let mut filled = rows.iter().filter_map(|row| Some((*row, self.table.cell(row, column).value()?)));
        filled.next().map_or(none, Field::Value)
    }

    /// A text of one line, refused where it is longer than `most` characters.
    pub fn line(&mut self, row: &'a Row, column: Column, most: usize) -> Field<String> {
        let Field::Value(text) = self.table.cell(row, column).map(one_line) else {
            return if self.table.has(column) { Field::Blank } else { Field::Absent };
        };
        let long = text.chars().count();
        if long > most {
            self.refuse(row, column, format!("{long} characters; {most} are the most"));
        }
        if text.is_empty() { Field::Blank } else { Field::Value(text) }
    }

    /// A text of one line that belongs to the whole product.
    pub fn first_line(&mut self, rows: &[&'a Row], column: Column, most: usize) -> Field<String> {
        match self.first(rows, column) {
            Field::Value((row, _)) => self.line(row, column, most),
            Field::Blank => Field::Blank,
            Field::Absent => Field::Absent,
        }
    }

    /// A price in minor units.
    pub fn price(&mut self, row: &'a Row, column: Column) -> Field<i64> {
        let currency = self.currency;
        self.table.cell(row, column).map(|text| match read_price(text, currency) {
            Ok(price) => {
                if let Some(mended) = price.mended {
                    self.warn(row, column, mended);
                }
                price.amount
            }
            Err(why) => {
                self.refuse(row, column, why);
                0
            }
        })
    }

    /// Pieces in stock: never below none. Of a variant whose pieces nobody counts, none says nothing: it is sold all the same.
    pub fn stock(&mut self, row: &'a Row) -> Field<i64> {
        let column = Column::Stock;
        let is_none = match self.table.cell(row, column) {
            Field::Value(text) => whole_number(text).is_some_and(|(count, _)| count <= 0),
            Field::Blank | Field::Absent => true,
        };
        if is_none && self.table.cell(row, Column::Tracker) == Field::Blank {
            return Field::Absent;
        }
        self.table.cell(row, column).map(|text| match whole_number(text) {
            Some((count, _)) if count < 0 => {
                self.warn(row, column, format!("{count} pieces are below none and became 0"));
                0
            }
            Some((count, _)) if count > MOST_STOCK => {
                self.refuse(row, column, format!("{} is more than any shop has", quoted(text)));
                0
            }
            Some((count, is_whole)) => {
                if !is_whole {
                    self.warn(row, column, format!("{} is no whole number and became {count}", quoted(text)));
                }
                count
            }
            None => {
                self.refuse(row, column, format!("{} is no number of pieces", quoted(text)));
                0
            }
        })
    }

    /// The weight in grams; one that cannot be read is done without.
    pub fn grams(&mut self, row: &'a Row) -> Field<i64> {
        let Field::Value(text) = self.table.cell(row, Column::Grams) else {
            return self.table.cell(row, Column::Grams).map(|_| 0);
        };
        match whole_number(text) {
            Some((grams, _)) if (0..=MOST_GRAMS).contains(&grams) => Field::Value(grams),
            _ => {
                self.warn(row, Column::Grams, format!("{} is no weight in grams and is left away", quoted(text)));
                Field::Blank
            }
        }
    }

    /// The barcode, refused where a spreadsheet has eaten its digits.
    pub fn barcode(&mut self, row: &'a Row) -> Field<String> {
        let barcode = self.line(row, Column::Barcode, MOST_SHORT);
        if let Field::Value(text) = &barcode
            && is_shortened(text)
        {
            let why = format!("{text} is a barcode whose last digits a spreadsheet has cut off: format the column as text");
            self.refuse(row, Column::Barcode, why);
        }
        without_mark(barcode, |why| self.warn(row, Column::Barcode, why))
    }

    /// The SKU as it stands.
    pub fn sku(&mut self, row: &'a Row) -> Field<String> {
        let sku = self.line(row, Column::Sku, MOST_SHORT);
        if let Field::Value(text) = &sku
            && text.contains('+')
            && is_e_notation(text)
        {
            self.warn(row, Column::Sku, format!("{text} looks like a number that a spreadsheet has shortened"));
        }
        without_mark(sku, |why| self.warn(row, Column::Sku, why))
    }

    /// Whether shoppers may see the product, by its status and by whether it is published.
    pub fn shown(&mut self, rows: &[&'a Row]) -> Field<bool> {
        let mut word = |column: Column, yes: &[&str], no: &[&str]| match self.first(rows, column) {
            Field::Absent => Field::Absent,
            Field::Blank => Field::Blank,
            Field::Value((row, text)) => {
                let text = text.to_lowercase();
                let is_known = yes.contains(&text.as_str()) || no.contains(&text.as_str());
                if !is_known {
                    let why = format!("{} is not one of {}, {}: the product is kept hidden", quoted(&text), yes.join(", "), no.join(", "));
                    self.warn(row, column, why);
                }
                Field::Value(yes.contains(&text.as_str()))
            }
        };
        let status = word(Column::Status, &["active"], &["draft", "archived", "unlisted"]);
        let published = word(Column::Published, &["true", "yes", "1"], &["false", "no", "0"]);
        match (status, published) {
            (Field::Absent, Field::Absent) => Field::Absent,
            (status, published) => Field::Value(status.value().unwrap_or(true) && published.value().unwrap_or(true)),
        }
    }
}

/// A text on one line: composed letters, no control characters, single blanks.
pub fn one_line(text: &str) -> String {
    let composed: String = text.nfc().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A number rounded towards none, and whether it was whole.
fn whole_number(text: &str) -> Option<(i64, bool)> {
    let text: String = text.nfkc().collect();
    let (digits, is_negative) = match text.trim().strip_prefix(['-', '−']) {
        Some(rest) => (rest.trim(), true),
        None => (text.trim(), false),
    };
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, "0"));
    let number: i64 = ungrouped(whole)?.parse().ok()?;
    let is_number = rest.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| (if is_negative { -number } else { number }, rest.bytes().all(|byte| byte == b'0')))
}
