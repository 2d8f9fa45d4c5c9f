//! A list that was read, whatever its format: its products, and what is to be said of them.

use std::fmt;

use wire::import::ImportColumn;

use crate::product::write::{
    Part,
    listed::{Field, Listed},
};

/// A list that was read.
#[derive(Debug)]
pub struct List {
    /// What is to be said of the file as a whole.
    pub notes: Vec<Note>,
    /// In the order in which they begin in the file.
    pub products: Vec<Entry>,
    /// What the columns of a plain list were taken for; of other formats, none.
    pub columns: Vec<ImportColumn>,
    headers: Headers,
    cells: Box<dyn Cells>,
}

/// The headers for what is said of products after they were read: the list's own, or where it lacks the column, those under which
/// it is put right; none where it cannot be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers {
    pub name: Option<String>,
    pub price: Option<String>,
    pub before: Option<String>,
    pub options: Option<String>,
    pub sku: Option<String>,
    pub picture: Option<String>,
}

/// What stands in a list, to be shown beside what is said of it.
pub trait Cells: fmt::Debug + Send + Sync {
    /// What stands under a header in the row, or the item, that begins at a line: nothing in one that may be put right there. None
    /// where it cannot be told.
    fn cell(&self, line: u64, header: &str) -> Option<String>;
}

impl List {
    /// A list of these products, with what stands in it.
    #[must_use]
    pub fn new(notes: Vec<Note>, products: Vec<Entry>, headers: Headers, cells: Box<dyn Cells>) -> Self {
        Self { notes, products, columns: Vec::new(), headers, cells }
    }

    /// The header for a part of a product, by which it is put right; none where it cannot be.
    #[must_use]
    pub fn header(&self, part: Part) -> Option<String> {
        let Headers { name, price, before, options, sku, .. } = &self.headers;
        match part {
            Part::Name => name.clone(),
            Part::Price => price.clone(),
            Part::Before => before.clone(),
            Part::Options => options.clone(),
            Part::Sku => sku.clone(),
            Part::Shown => None,
        }
    }

    /// The header for pictures.
    #[must_use]
    pub fn picture_header(&self) -> Option<String> {
        self.headers.picture.clone()
    }

    /// What stands in a row's cell under a header.
    #[must_use]
    pub fn cell(&self, line: u64, header: &str) -> Option<String> {
        self.cells.cell(line, header)
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
    /// The column's header as the file has it; of a column that it lacks, the one that its format has for it.
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
