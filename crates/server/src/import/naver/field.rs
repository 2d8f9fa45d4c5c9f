//! Single fields of a row, with what is mended or refused in them.

use wire::Currency;

use super::{
    MOST_FIELD_BYTES,
    column::Column,
    table::{Row, Table},
};
use crate::{
    import::{
        guard::without_mark,
        list::{Note, Weight},
        shopify::{
            field::one_line,
            price::{is_shortened, read_price},
            rows::quoted,
        },
    },
    product::write::listed::Field,
};

/// The reading of one row.
pub struct Reading<'a> {
    pub table: &'a Table,
    pub row: &'a Row,
    pub notes: Vec<Note>,
}

impl<'a> Reading<'a> {
    pub fn remark(&mut self, column: Column, why: impl Into<String>) {
        self.note(self.table.header(column), why.into(), Weight::Remark);
    }

    pub fn warn(&mut self, column: Column, why: impl Into<String>) {
        self.note(self.table.header(column), why.into(), Weight::Warning);
    }

    pub fn refuse(&mut self, column: Column, why: impl Into<String>) {
        self.note(self.table.header(column), why.into(), Weight::Refusal);
    }

    fn note(&mut self, column: Option<String>, why: String, weight: Weight) {
        self.notes.push(Note { line: self.row.line, column, why, weight });
    }

    pub fn is_refused(&self) -> bool {
        self.notes.iter().any(|note| note.weight == Weight::Refusal)
    }

    /// What stands in the row's cell.
    pub fn cell(&self, column: Column) -> Field<&'a str> {
        self.table.cell(self.row, column)
    }

    /// Refuses a row that is out of shape, whatever its columns say.
    pub fn check_shape(&mut self) {
        if self.row.surplus > 0 {
            let why = "the row goes on behind the last column: a tab may stand within a text";
            self.note(None, why.to_owned(), Weight::Refusal);
        }
        let (bytes, index) = self.row.longest();
        if bytes > MOST_FIELD_BYTES {
            let why = format!("the field is {bytes} bytes long; {MOST_FIELD_BYTES} are the most");
            self.note(self.table.header_at(index), why, Weight::Refusal);
        }
    }

    /// A text of one line, refused where it is longer than `most` characters.
    pub fn line(&mut self, column: Column, most: usize) -> Field<String> {
        let Field::Value(text) = self.cell(column).map(one_line) else { return self.cell(column).map(str::to_owned) };
        let long = text.chars().count();
        if long > most {
            self.refuse(column, format!("{long} characters; {most} are the most"));
        }
        if text.is_empty() { Field::Blank } else { Field::Value(text) }
    }

    /// A price in won. Nothing is given away, so none at all stands for no price.
    pub fn price(&mut self, column: Column) -> Field<i64> {
        let Field::Value(text) = self.cell(column) else { return self.cell(column).map(|_| 0) };
        match read_price(text, Currency::Krw) {
            Ok(price) if price.amount == 0 => Field::Blank,
            Ok(price) => {
                price.mended.into_iter().for_each(|why| self.warn(column, why));
                Field::Value(price.amount)
            }
            Err(why) => {
                self.refuse(column, why);
                Field::Blank
            }
        }
    }

    /// The barcode, refused where a spreadsheet has eaten its digits.
    pub fn barcode(&mut self, most: usize) -> Field<String> {
        let barcode = self.line(Column::Barcode, most);
        if let Field::Value(text) = &barcode
            && is_shortened(text)
        {
            let why = format!("{text} is a barcode whose last digits a spreadsheet has cut off: format the column as text");
            self.refuse(Column::Barcode, why);
        }
        without_mark(barcode, |why| self.warn(Column::Barcode, why))
    }

    /// Whether shoppers may see the product: not what is taken out of the list. New and changed ones say nothing of it.
    pub fn shown(&mut self) -> Field<bool> {
        match self.cell(Column::Class) {
            Field::Value("D" | "d") => Field::Value(false),
            Field::Value(text) if !matches!(text, "I" | "i" | "U" | "u") => {
                self.warn(Column::Class, format!("{} is not one of I, U, D, and nothing is kept of it", quoted(text)));
                Field::Absent
            }
            _ => Field::Absent,
        }
    }
}
