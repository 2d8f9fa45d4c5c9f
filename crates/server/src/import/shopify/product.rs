//! One product from its rows.

use std::collections::HashMap;

use wire::{Currency, Slug};

use super::{
    Entry,
    column::Column,
    field::{MOST_SHORT, Reading, one_line},
    html::safe_html,
    picture,
    rows::Group,
    table::{Row, Table},
    variant,
};
use crate::product::write::listed::{Field, Listed};

/// The longest title, in characters: as long as the editor's.
const MOST_TITLE: usize = 255;
const MOST_TAGS: usize = 250;

/// Reads the products of a list in their order.
pub fn read_all(table: &Table, groups: Vec<Group<'_>>, currency: Currency) -> Vec<Entry> {
    let mut skus = HashMap::new();
    groups.into_iter().map(|group| read(table, group, currency, &mut skus)).collect()
}

/// `skus`: those of the list so far, each with its line.
fn read(table: &Table, group: Group<'_>, currency: Currency, skus: &mut HashMap<String, u64>) -> Entry {
    let rows = group.rows;
    let line = rows.first().map_or(0, |row| row.line);
    let mut reading = Reading { table, currency, notes: group.notes };
    for row in &rows {
        reading.check_shape(row);
    }
    let mut entry =
        Entry { handle: group.handle, line, notes: Vec::new(), product: None, variant_lines: Vec::new(), picture_lines: Vec::new() };
    if let Some(slug) = group.slug.filter(|_| !reading.is_refused()) {
        let product = read_product(&mut reading, slug, &rows, skus, &mut entry);
        entry.product = Some(product).filter(|_| !reading.is_refused());
    }
    entry.notes = reading.notes;
    entry.notes.sort_by_key(|note| note.line);
    entry
}

fn read_product<'a>(reading: &mut Reading<'a>, slug: Slug, rows: &[&'a Row], skus: &mut HashMap<String, u64>, entry: &mut Entry) -> Listed {
    let name = title(reading, rows);
    let description = match reading.first(rows, Column::Body) {
        Field::Value((_, text)) => safe_html(text).map_or(Field::Blank, Field::Value),
        Field::Blank => Field::Blank,
        Field::Absent => Field::Absent,
    };
    let kind = reading.first_line(rows, Column::Kind, MOST_SHORT);
    let vendor = reading.first_line(rows, Column::Vendor, MOST_SHORT);
    let tags = match reading.first(rows, Column::Tags) {
        Field::Value((_, text)) => Some(tags(text)).filter(|tags| !tags.is_empty()).map_or(Field::Blank, Field::Value),
        Field::Blank => Field::Blank,
        Field::Absent => Field::Absent,
    };
    let shown = reading.shown(rows);
    let variants = variant::read(reading, rows, skus);
    let pictures = picture::read(reading, rows);
    entry.variant_lines = variants.lines;
    entry.picture_lines = pictures.lines;
    Listed {
        slug,
        name,
        description,
        kind,
        vendor,
        tags,
        shown,
        options: variants.options,
        variants: variants.variants,
        pictures: pictures.pictures,
    }
}

fn title<'a>(reading: &mut Reading<'a>, rows: &[&'a Row]) -> Field<String> {
    let title = reading.first_line(rows, Column::Title, MOST_TITLE);
    if let (Field::Blank, Some(row)) = (&title, rows.first()) {
        reading.refuse(row, Column::Title, "the title is missing");
    }
    if let Field::Value((first, text)) = reading.first(rows, Column::Title) {
        for row in rows {
            if matches!(reading.table.cell(row, Column::Title), Field::Value(other) if other != text) {
                let why = format!("another title than in line {}, which is the one taken", first.line);
                reading.warn(row, Column::Title, why);
            }
        }
    }
    title
}

/// The words between commas, each once.
fn tags(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for tag in text.split(',').map(one_line).filter(|tag| !tag.is_empty()) {
        if out.len() < MOST_TAGS && !out.contains(&tag) {
            out.push(tag);
        }
    }
    out
}
