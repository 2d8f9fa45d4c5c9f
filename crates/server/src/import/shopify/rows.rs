//! Rows to products: which rows belong together.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use wire::Slug;

use super::{
    Note, Weight,
    column::Column,
    table::{Row, Table},
};
use crate::product::write::listed::Field;

/// The rows of one product, in the file's order.
pub struct Group<'a> {
    /// `None` where no slug can be made; then a note says why.
    pub slug: Option<Slug>,
    /// How it is called in messages.
    pub handle: String,
    pub rows: Vec<&'a Row>,
    pub notes: Vec<Note>,
}

/// Groups rows by handle, also where others stand between them.
pub fn group(table: &Table) -> Vec<Group<'_>> {
    let mut groups = Groups { table, all: Vec::new(), by_handle: HashMap::new(), by_slug: HashMap::new() };
    for row in &table.rows {
        match table.cell(row, Column::Handle) {
            Field::Value(handle) => groups.add_handle(row, handle),
            Field::Blank | Field::Absent => groups.add_title(row),
        }
    }
    groups.all
}

struct Groups<'a> {
    table: &'a Table,
    all: Vec<Group<'a>>,
    by_handle: HashMap<&'a str, usize>,
    by_slug: HashMap<Slug, usize>,
}

impl<'a> Groups<'a> {
    fn add_handle(&mut self, row: &'a Row, handle: &'a str) {
        if let Some(index) = self.by_handle.get(handle) {
            self.push(*index, row, None);
            return;
        }
        // Some systems write Hangul in its parts; whole syllables are the same letters.
        let whole: String = handle.nfc().collect();
        let slug = whole.parse().ok().or_else(|| Slug::of_title(&whole));
        let Some(slug) = slug else {
            let why = format!("no address can be made of {}: it needs a-z, 0-9 or 가-힣", quoted(handle));
            let note = self.note(row, Column::Handle, why, Weight::Refusal);
            self.open(row, None, handle, Some(note));
            self.by_handle.insert(handle, self.all.len().saturating_sub(1));
            return;
        };
        let mended = slug.as_str() != handle;
        if let Some(index) = self.by_slug.get(&slug).copied() {
            self.join_or_refuse(row, handle, &slug, index);
            return;
        }
        let note = mended.then(|| {
            let why = format!("{} is no handle and became {slug}", quoted(handle));
            self.note(row, Column::Handle, why, Weight::Warning)
        });
        self.open(row, Some(slug), handle, note);
        self.by_handle.insert(handle, self.all.len().saturating_sub(1));
    }

    /// Another spelling of a handle that is there: the same product if its title is not another one.
    fn join_or_refuse(&mut self, row: &'a Row, handle: &'a str, slug: &Slug, index: usize) {
        let first = self.all.get(index).and_then(|group| group.rows.first().copied());
        let title = |row: &'a Row| self.table.cell(row, Column::Title);
        let is_same = match (title(row), first.map(title)) {
            (Field::Value(new), Some(Field::Value(old))) => new == old,
            _ => true,
        };
        let line = first.map_or(0, |row| row.line);
        if is_same {
            let why = format!("{} was taken for {slug}, as in line {line}", quoted(handle));
            let note = self.note(row, Column::Handle, why, Weight::Warning);
            self.by_handle.insert(handle, index);
            self.push(index, row, Some(note));
        } else {
            let why = format!("{} becomes {slug}, which is the product in line {line} already", quoted(handle));
            let note = self.note(row, Column::Handle, why, Weight::Refusal);
            self.open(row, None, handle, Some(note));
            self.by_handle.insert(handle, self.all.len().saturating_sub(1));
        }
    }

    fn add_title(&mut self, row: &'a Row) {
        let Field::Value(title) = self.table.cell(row, Column::Title) else {
            let why = "the row has neither a title nor a handle, so it belongs to no product".to_owned();
            let column = if self.table.has(Column::Handle) { Column::Handle } else { Column::Title };
            let note = self.note(row, column, why, Weight::Refusal);
            self.open(row, None, &format!("(line {})", row.line), Some(note));
            return;
        };
        let whole: String = title.nfc().collect();
        let Some(slug) = Slug::of_title(&whole) else {
            let why = format!("no address can be made of {}: give the product a handle", quoted(title));
            let note = self.note(row, Column::Title, why, Weight::Refusal);
            self.open(row, None, title, Some(note));
            return;
        };
        if let Some(index) = self.by_slug.get(&slug).copied().filter(|index| self.table.is_plain && self.has_title(*index, title)) {
            self.push(index, row, None);
        } else if let Some(index) = self.by_slug.get(&slug) {
            let line = self.all.get(*index).and_then(|group| group.rows.first()).map_or(0, |row| row.line);
            let why = format!("its address would be {slug}, which is the product in line {line}: variants need a handle");
            let note = self.note(row, Column::Title, why, Weight::Refusal);
            self.open(row, None, title, Some(note));
        } else {
            let handle = slug.to_string();
            self.open(row, Some(slug), &handle, None);
        }
    }

    fn has_title(&self, index: usize, title: &str) -> bool {
        let first = self.all.get(index).and_then(|group| group.rows.first());
        first.is_some_and(|row| self.table.cell(row, Column::Title) == Field::Value(title))
    }

    fn push(&mut self, index: usize, row: &'a Row, note: Option<Note>) {
        if let Some(group) = self.all.get_mut(index) {
            group.rows.push(row);
            group.notes.extend(note);
        }
    }

    fn open(&mut self, row: &'a Row, slug: Option<Slug>, handle: &str, note: Option<Note>) {
        let shown = slug.as_ref().map_or_else(|| quoted(handle), Slug::to_string);
        if let Some(slug) = &slug {
            self.by_slug.insert(slug.clone(), self.all.len());
        }
        self.all.push(Group { slug, handle: shown, rows: vec![row], notes: note.into_iter().collect() });
    }

    fn note(&self, row: &Row, column: Column, why: String, weight: Weight) -> Note {
        Note { line: row.line, column: self.table.header(column), why, weight }
    }
}

/// A piece of the file for a message: short, and on one line.
pub fn quoted(text: &str) -> String {
    let clean = |letter: char| if letter.is_control() { ' ' } else { letter };
    let mut out: String = text.chars().take(60).map(clean).collect();
    if text.chars().count() > 60 {
        out.push('…');
    }
    format!("\"{out}\"")
}
