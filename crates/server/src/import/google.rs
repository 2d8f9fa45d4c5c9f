//! Reading a Google Merchant product feed: bytes to items to products, without I/O.
//!
//! Source of the format: Google's product data specification, as RSS 2.0. An item is a variant; items of one
//! `g:item_group_id` are one product. What `g:` cannot say, our own elements (`golmok:`) do.

mod element;
mod feed;
mod field;
mod group;
mod item;
mod product;
mod space;
mod variant;

use wire::{Currency, import::Correction};

use super::list::{Headers, List, Note, Weight};
use element::Element;
use item::Items;

/// The namespace of Google's elements.
pub const GOOGLE: &str = "http://base.google.com/ns/1.0";
/// The namespace of our own elements.
pub const GOLMOK: &str = "https://golmok.example/ns/1";

/// The largest file, in bytes.
pub const MOST_BYTES: usize = 50_000_000;
/// The most items.
pub const MOST_ITEMS: usize = 100_000;
/// The longest field, in bytes.
pub const MOST_FIELD_BYTES: usize = 65_536;
/// Of so many cells it is said that they could not be put right.
const MOST_LOST: usize = 500;
/// How deep elements may stand within each other.
pub const DEEPEST: usize = 16;

/// Why a file is no feed that can be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("the file is larger than {} MB", MOST_BYTES / 1_000_000)]
    TooLarge,
    #[error("the file is empty")]
    Empty,
    #[error("line {0}: the letters are not UTF-8: save the feed as UTF-8")]
    Letters(u64),
    #[error("line {0}: the feed says that it is written in {1}: save it as UTF-8")]
    Encoding(u64, String),
    #[error("line {0}: a DOCTYPE stands there, which no product feed needs: take it out")]
    Doctype(u64),
    #[error("line {0}: {1} is no entity of XML: write the letter itself, or & as &amp;")]
    Entity(u64, String),
    #[error("line {0}: elements stand there more than {DEEPEST} deep")]
    Deep(u64),
    #[error("line {0}: a tag there is longer than any that a feed needs")]
    LongTag(u64),
    #[error("line {0}: there are more namespaces than a feed needs")]
    Namespaces(u64),
    #[error("line {0}: {1} is opened there and never closed")]
    Unclosed(u64, String),
    #[error("line {0}: {1}")]
    Xml(u64, String),
    #[error("this is an Atom feed: product feeds are read as RSS 2.0")]
    Atom,
    #[error("this is no product feed: it begins with {0} and not with <rss>")]
    NoFeed(String),
    #[error("the feed has no items")]
    NoItems,
    #[error("the feed has more than {MOST_ITEMS} items: bring it in parts")]
    TooManyItems,
}

/// Reads a feed whose prices are in `currency`.
///
/// # Errors
/// Where the file as a whole cannot be read. Items that cannot are refusals of their products.
pub fn read(bytes: &[u8], currency: Currency) -> Result<List, Unreadable> {
    read_corrected(bytes, currency, &[])
}

/// The same with elements that were put right.
///
/// # Errors
/// Where the file as a whole cannot be read.
pub fn read_corrected(bytes: &[u8], currency: Currency, cells: &[Correction]) -> Result<List, Unreadable> {
    let mut items = Items::new(feed::read(bytes)?);
    let mut notes = Vec::new();
    // All are put right, also those behind the last that is named.
    let lost: Vec<&Correction> = cells.iter().filter(|cell| !items.correct(cell)).collect();
    for cell in lost.into_iter().take(MOST_LOST) {
        let why = "it cannot be told which item is meant, so nothing is put right there".to_owned();
        notes.push(Note { line: cell.line, column: Some(cell.column.clone()), why, weight: Weight::Warning });
    }
    let products = product::read_all(&items, currency, &mut notes);
    let name = |element: Element| Some(element.name().to_owned());
    let headers = Headers {
        name: name(Element::Title),
        price: name(Element::Price),
        before: name(Element::Price),
        options: name(Element::Group),
        sku: name(Element::Sku),
        picture: name(Element::Picture),
    };
    Ok(List::new(notes, products, headers, Box::new(items)))
}

#[cfg(test)]
mod tests;
