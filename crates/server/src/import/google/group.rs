//! Items to products: which items belong together.

use std::collections::HashMap;

use super::{
    element::Element,
    item::{Item, Items},
};
use crate::{
    import::{
        list::{Note, Weight},
        shopify::rows::quoted,
    },
    product::write::listed::Field,
};

/// The items of one product, in the feed's order.
pub struct Group<'a> {
    /// What the feed calls it: its group or, without one, the item; empty where it has neither.
    pub name: &'a str,
    pub first: &'a Item,
    /// All of them, the first one too.
    pub items: Vec<&'a Item>,
    /// Whether the feed says that its items are variants of one product.
    pub is_said: bool,
    pub notes: Vec<Note>,
}

/// Groups items by `g:item_group_id`, also where others stand between them.
pub fn group(items: &Items) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut known: HashMap<(bool, &str), usize> = HashMap::new();
    for item in items.iter() {
        let (name, is_said) = match (item.field(Element::Group), item.field(Element::Id)) {
            (Field::Value(group), _) => (group, true),
            (_, Field::Value(id)) => (id, false),
            _ => ("", false),
        };
        let first = known.get(&(is_said, name)).copied();
        let mut notes = Vec::new();
        match first.and_then(|index| groups.get_mut(index)) {
            Some(group) if is_said => {
                group.items.push(item);
                continue;
            }
            Some(group) if !name.is_empty() => notes.push(twice(item, name, group.first.line)),
            _ => {
                known.insert((is_said, name), groups.len());
            }
        }
        groups.push(Group { name, first: item, items: vec![item], is_said, notes });
    }
    groups
}

impl<'a> Group<'a> {
    /// What the items say in an element of the whole product, with the item that says it first.
    pub fn said(&self, element: Element) -> (&'a Item, Field<&'a str>) {
        let mut out = (self.first, Field::Absent);
        for item in self.items.iter().copied() {
            match item.field(element) {
                Field::Value(text) => return (item, Field::Value(text)),
                Field::Blank if out.1 == Field::Absent => out = (item, Field::Blank),
                Field::Blank | Field::Absent => {}
            }
        }
        out
    }

    /// Our own element where it is there, otherwise Google's, with the item that says it first.
    pub fn own_or(&self, own: Element, google: Element) -> (&'a Item, Element) {
        match self.said(own) {
            (_, Field::Absent) => (self.said(google).0, google),
            (item, _) => (item, own),
        }
    }
}

fn twice(item: &Item, id: &str, line: u64) -> Note {
    let why = format!("{} is the id of the item in line {line} already", quoted(id));
    Note { line: item.line, column: Some(Element::Id.name().to_owned()), why, weight: Weight::Refusal }
}
