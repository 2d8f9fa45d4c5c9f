//! What an import says: a line for each product, its notes below it, and the sum.

use std::{collections::HashMap, fmt, io::Write};

use super::{
    pictures::Missed,
    shopify::{Entry, List, Note, Weight},
};
use crate::product::write::{Became, Part, Remark};

/// What became of the products of a list.
pub struct Report {
    notes: Vec<Note>,
    lines: Vec<(String, Vec<Note>)>,
    headers: [Option<String>; 5],
    picture_header: Option<String>,
    /// Where each picture is named: the product and the line.
    pictures: HashMap<String, (String, u64)>,
    pub new: usize,
    pub changed: usize,
    pub unchanged: usize,
    pub refused: usize,
}

const PARTS: [Part; 5] = [Part::Name, Part::Price, Part::Before, Part::Options, Part::Sku];

impl Report {
    pub fn new(list: &List) -> Self {
        Self {
            notes: list.notes.clone(),
            lines: Vec::new(),
            headers: PARTS.map(|part| list.header(part)),
            picture_header: list.picture_header(),
            pictures: HashMap::new(),
            new: 0,
            changed: 0,
            unchanged: 0,
            refused: 0,
        }
    }

    /// Adds what became of a product.
    pub fn add(&mut self, entry: Entry, became: Became, remarks: Vec<Remark>) {
        for (source, line) in entry.pictures() {
            self.pictures.entry(source.to_owned()).or_insert_with(|| (entry.handle.clone(), line));
        }
        let weight = if became == Became::Refused { Weight::Refusal } else { Weight::Warning };
        let mut notes = entry.notes;
        notes.extend(remarks.into_iter().map(|remark| Note {
            line: entry.variant_lines.get(remark.variant).copied().unwrap_or(entry.line),
            column: PARTS.iter().position(|part| *part == remark.part).and_then(|index| self.headers.get(index)?.clone()),
            why: remark.why,
            weight,
        }));
        notes.sort_by_key(|note| note.line);
        let (word, count) = match became {
            Became::New => ("new", &mut self.new),
            Became::Changed => ("changed", &mut self.changed),
            Became::Unchanged => ("unchanged", &mut self.unchanged),
            Became::Refused => ("refused", &mut self.refused),
        };
        *count += 1;
        self.lines.push((format!("{word:<9} {} (line {})", entry.handle, entry.line), notes));
    }

    /// Prints all but the sum. `new_shop` is the slug of a shop that this list opens.
    pub fn print(&self, out: &mut dyn Write, new_shop: Option<&str>) {
        for note in &self.notes {
            say(out, format_args!("{note}"));
        }
        if let Some(shop) = new_shop {
            say(out, format_args!("the shop {shop} is new"));
        }
        for (line, notes) in &self.lines {
            say(out, format_args!("{line}"));
            for note in notes {
                say(out, format_args!("  {note}"));
            }
        }
    }

    /// Prints the pictures that could not be had.
    pub fn print_missed(&self, out: &mut dyn Write, missed: &[Missed]) {
        for one in missed {
            match self.pictures.get(&one.source) {
                Some((_, line)) => {
                    let why = format!("{}: {}", one.source, one.why);
                    let note = Note { line: *line, column: self.picture_header.clone(), why, weight: Weight::Warning };
                    say(out, format_args!("{note}"));
                }
                None => say(out, format_args!("warning: {}: {}", one.source, one.why)),
            }
        }
        if !missed.is_empty() {
            say(out, format_args!("{} pictures are missing: golmok import pictures --retry tries them again", missed.len()));
        }
    }

    /// Prints the sum.
    pub fn print_sum(&self, out: &mut dyn Write) {
        let Self { new, changed, unchanged, refused, .. } = self;
        say(out, format_args!("{new} new, {changed} changed, {unchanged} unchanged, {refused} refused"));
    }
}

/// Prints a line. A reader that went away, such as `head`, ends no import.
pub fn say(out: &mut dyn Write, line: fmt::Arguments<'_>) {
    let _ = writeln!(out, "{line}");
}
