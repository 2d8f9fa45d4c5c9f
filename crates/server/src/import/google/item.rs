//! The items of a feed, packed tight: a large feed has millions of elements.

use csv::StringRecord;
use wire::import::Correction;

use super::element::{Element, Place};
use crate::{
    import::{list::Cells, shopify::field::one_line},
    product::write::listed::Field,
};

/// In an item with more elements nothing is put right: no product has so many, and they are gone through each time.
const MOST_ELEMENTS: usize = 1_000;

/// One item: a variant of a product.
#[derive(Debug, Default)]
pub struct Item {
    /// The line, from 1, at which it begins.
    pub line: u64,
    elements: Vec<Element>,
    /// The text of each element. The record keeps them in one piece of memory.
    values: StringRecord,
    /// Texts that were longer than they may be: which ones, and how many bytes. They are kept as blank ones.
    too_long: Vec<(usize, usize)>,
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

    /// Says how many bytes the text had that was added last, which was longer than it may be.
    pub fn lose(&mut self, bytes: usize) {
        self.too_long.push((self.elements.len().saturating_sub(1), bytes));
    }

    /// Where a text was longer than it may be, and how many bytes it had.
    pub fn too_long(&self) -> impl Iterator<Item = (Place<'_>, usize)> {
        self.too_long.iter().filter_map(|(at, bytes)| Some((self.place(*at)?, *bytes)))
    }

    /// Where the text of that number stands.
    fn place(&self, at: usize) -> Option<Place<'_>> {
        match self.elements.get(at).copied()? {
            // Its name stands before it.
            Element::Option => Some(Place::Value(self.values.get(at.checked_sub(1)?)?)),
            element => Some(Place::Text(element)),
        }
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

    /// Which of the texts stand at a place. None where it cannot be told.
    fn at(&self, place: Place<'_>) -> Option<Vec<usize>> {
        if self.elements.len() > MOST_ELEMENTS {
            return None;
        }
        let texts = self.elements.iter().zip(&self.values).enumerate();
        let names = texts.clone().filter(|(_, (element, _))| **element == Element::OptionName);
        Some(match place {
            Place::Text(wanted) => texts.filter(|(_, (element, _))| **element == wanted).map(|(at, _)| at).collect(),
            // The value stands behind its name.
            Place::Value(wanted) => names.filter(|(_, (_, name))| *name == wanted).map(|(at, _)| at + 1).collect(),
            Place::Name(number) => vec![names.map(|(at, _)| at).nth(number.checked_sub(1)?)?],
        })
    }

    /// Puts a text right; whether it can be told where.
    fn put(&mut self, place: Place<'_>, value: &str) -> bool {
        let value = value.trim();
        match (self.at(place).as_deref(), place) {
            (Some([at]), Place::Name(_)) => self.set(*at, &one_line(value)),
            (Some([at]), _) => self.set(*at, value),
            // Blank where nothing stands, it says nothing: an element that is there and blank takes away what is kept.
            (Some([]), _) if value.is_empty() => {}
            (Some([]), Place::Text(element)) => self.push(element, value),
            (Some([]), Place::Value(name)) => {
                self.push(Element::OptionName, name);
                self.push(Element::Option, value);
            }
            _ => return false,
        }
        true
    }

    fn set(&mut self, at: usize, value: &str) {
        self.values = self.values.iter().enumerate().map(|(here, text)| if here == at { value } else { text }).collect();
        self.too_long.retain(|(here, _)| *here != at);
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
        let Some(place) = Place::of_name(&correction.column) else { return false };
        let Some(index) = self.only_at(correction.line) else { return false };
        self.0.get_mut(index).is_some_and(|item| item.put(place, &correction.value))
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
        match item.at(Place::of_name(header)?)?.as_slice() {
            [at] => item.values.get(*at).map(str::to_owned),
            [] => Some(String::new()),
            _ => None,
        }
    }
}
