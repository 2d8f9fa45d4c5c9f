//! The items of a feed, packed tight: a large feed has millions of elements.

use csv::StringRecord;
use wire::import::Correction;

use super::element::Element;
use crate::{import::list::Cells, product::write::listed::Field};

/// One item: a variant of a product.
#[derive(Debug, Default)]
pub struct Item {
    /// The line, from 1, at which it begins.
    pub line: u64,
    elements: Vec<Element>,
    /// The text of each element. The record keeps them in one piece of memory.
    values: StringRecord,
    /// The longest field that was longer than it may be, in bytes; its text is not kept.
    pub too_long: Option<(Element, usize)>,
    /// A field in which other elements stand, of which only the text is kept.
    pub nested: Option<Element>,
}

impl Item {
    pub fn new(line: u64) -> Self {
        Self { line, ..Self::default() }
    }

    /// Adds an element with its text.
    pub fn push(&mut self, element: Element, text: &str) {
        self.elements.push(element);
        self.values.push_field(text.trim());
    }

    /// What stands in the element or, where it stands there several times, in the first one that is filled.
    pub fn field(&self, element: Element) -> Field<&str> {
        let mut is_there = false;
        for text in self.all(element) {
            is_there = true;
            if !text.is_empty() {
                return Field::Value(text);
            }
        }
        if is_there { Field::Blank } else { Field::Absent }
    }

    /// What stands in each element of that kind.
    pub fn all(&self, element: Element) -> impl Iterator<Item = &str> {
        self.elements.iter().zip(&self.values).filter(move |(found, _)| **found == element).map(|(_, text)| text)
    }

    /// The names of its options with their values, as our own elements say them.
    pub fn options(&self) -> impl Iterator<Item = (&str, &str)> {
        self.all(Element::OptionName).zip(self.all(Element::Option))
    }

    fn put(&mut self, element: Element, value: &str) -> bool {
        match self.all(element).count() {
            // Blank where nothing stands, it says nothing: an element that is there and blank takes away what is kept.
            0 if value.trim().is_empty() => {}
            0 => self.push(element, value),
            1 => {
                let texts = self.elements.iter().zip(&self.values);
                let new = texts.map(|(found, text)| if *found == element { value.trim() } else { text }).collect();
                self.values = new;
            }
            _ => return false,
        }
        true
    }
}

/// The items of a feed, in its order.
#[derive(Debug)]
pub struct Items(Vec<Item>);

impl Items {
    pub fn new(items: Vec<Item>) -> Self {
        Self(items)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Item> {
        self.0.iter()
    }

    /// Puts an element right; whether it can be told which one is meant.
    pub fn correct(&mut self, correction: &Correction) -> bool {
        let Some(element) = Element::of_name(&correction.column).filter(may_be_put) else { return false };
        let Some(index) = self.only_at(correction.line) else { return false };
        self.0.get_mut(index).is_some_and(|item| item.put(element, &correction.value))
    }

    /// The item that begins at a line. None where several do: some feeds are one long line.
    fn only_at(&self, line: u64) -> Option<usize> {
        let index = self.0.partition_point(|item| item.line < line);
        let is_there = |index: usize| self.0.get(index).is_some_and(|item| item.line == line);
        (is_there(index) && !is_there(index + 1)).then_some(index)
    }
}

impl Cells for Items {
    fn cell(&self, line: u64, header: &str) -> Option<String> {
        let item = self.0.get(self.only_at(line)?)?;
        let element = Element::of_name(header)?;
        let mut texts = item.all(element);
        match (texts.next(), texts.next()) {
            (Some(only), None) => Some(only.to_owned()),
            (None, _) => may_be_put(&element).then(String::new),
            _ => None,
        }
    }
}

/// Whether a text alone can be put there: an option has a name besides.
fn may_be_put(element: &Element) -> bool {
    *element != Element::Option
}
