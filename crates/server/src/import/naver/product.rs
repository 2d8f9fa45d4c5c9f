//! One product from its row.

use wire::Slug;

use super::{
    NO_KIND,
    column::Column,
    field::Reading,
    table::{Row, Table},
};
use crate::{
    import::{
        gallery::{self, Named, Pictures},
        list::{Entry, Note, Weight},
        naming::{Taken, do_links_tell, nameless, slug_from, slug_of},
        shopify::{
            field::{MOST_SHORT, one_line},
            rows::quoted,
        },
    },
    product::write::listed::{Field, Listed, ListedVariant},
};

/// The longest title, in characters.
const MOST_TITLE: usize = 255;
const MOST_TAGS: usize = 250;

/// Reads the products of a list in their order. `notes` are of the list as a whole.
pub fn read_all(table: &Table, notes: &mut Vec<Note>) -> Vec<Entry> {
    let mut links: Vec<Option<Slug>> = table.rows.iter().map(|row| link(table, row)).collect();
    if !do_links_tell(links.iter().map(Option::as_ref)) {
        let why = "the links of several products end alike, so their addresses come from their ids".to_owned();
        notes.push(Note { line: 1, column: table.header(Column::Link), why, weight: Weight::Remark });
        links.fill(None);
    }
    let mut slugs = Taken::default();
    table.rows.iter().zip(links).map(|(row, link)| read(table, row, link, &mut slugs)).collect()
}

fn link(table: &Table, row: &Row) -> Option<Slug> {
    [Column::Link, Column::MobileLink].into_iter().find_map(|column| slug_of(table.cell(row, column).value()?))
}

fn read(table: &Table, row: &Row, link: Option<Slug>, slugs: &mut Taken) -> Entry {
    let mut reading = Reading { table, row, notes: Vec::new() };
    let id = reading.cell(Column::Id).value();
    let mut entry = Entry {
        handle: id.map_or_else(|| format!("(line {})", row.line), quoted),
        line: row.line,
        notes: Vec::new(),
        product: None,
        variant_lines: vec![row.line],
        picture_lines: Vec::new(),
    };
    reading.check_shape();
    if let Some(slug) = slug(&mut reading, link, slugs) {
        entry.handle = slug.to_string();
        if !reading.is_refused() {
            let product = read_product(&mut reading, slug, &mut entry);
            entry.product = Some(product).filter(|_| !reading.is_refused());
        }
    }
    entry.notes = reading.notes;
    entry
}

/// The product's slug, which no other product of the list has; none where a note says why.
fn slug(reading: &mut Reading<'_>, link: Option<Slug>, slugs: &mut Taken) -> Option<Slug> {
    let made = |column: Column| Some((column, slug_from(reading.cell(column).value()?)?));
    let named = link.map(|slug| (Column::Link, slug)).or_else(|| [Column::Id, Column::Title].into_iter().find_map(made));
    let Some((column, slug)) = named else {
        let title = reading.cell(Column::Title).value();
        reading.refuse(Column::Title, title.map_or_else(|| "the title is missing".to_owned(), nameless));
        return None;
    };
    if let Err(why) = slugs.take(&slug, reading.row.line) {
        reading.refuse(column, why);
        return None;
    }
    Some(slug)
}

fn read_product(reading: &mut Reading<'_>, slug: Slug, entry: &mut Entry) -> Listed {
    let shown = reading.shown();
    let name = reading.line(Column::Title, MOST_TITLE);
    if !matches!(name, Field::Value(_)) {
        if shown != Field::Value(false) {
            reading.refuse(Column::Title, "the title is missing");
        }
        // A row may say no more than that the product is taken out.
        return silent(slug, shown);
    }
    warn_of_what_has_no_place(reading);
    let Pictures { pictures, lines, notes } = pictures(reading);
    reading.notes.extend(notes);
    entry.picture_lines = lines;
    let variant = ListedVariant { barcode: reading.barcode(MOST_SHORT), ..priced(reading) };
    Listed {
        name,
        kind: kind(reading),
        vendor: vendor(reading),
        tags: tags(reading),
        variants: vec![variant],
        pictures,
        ..silent(slug, shown)
    }
}

/// A product of which nothing is said but whether it is shown.
fn silent(slug: Slug, shown: Field<bool>) -> Listed {
    Listed {
        slug,
        name: Field::Absent,
        description: Field::Absent,
        kind: Field::Absent,
        vendor: Field::Absent,
        tags: Field::Absent,
        shown,
        options: Field::Absent,
        variants: vec![ListedVariant::default()],
        pictures: Field::Absent,
    }
}

/// The prices. A usual price that is not above the price says nothing: many programs write the price there.
fn priced(reading: &mut Reading<'_>) -> ListedVariant {
    let price = reading.price(Column::Price);
    let before = match (reading.price(Column::Before), &price) {
        (Field::Value(before), Field::Value(price)) if before <= *price => Field::Blank,
        (before, _) => before,
    };
    ListedVariant { price, before, ..ListedVariant::default() }
}

/// The innermost category.
fn kind(reading: &mut Reading<'_>) -> Field<String> {
    let columns = (1..=4).rev().map(Column::Category).filter(|column| reading.cell(*column) != Field::Absent);
    let kinds: Vec<Field<String>> = columns.collect::<Vec<_>>().into_iter().map(|column| reading.line(column, MOST_SHORT)).collect();
    let has_any = !kinds.is_empty();
    match kinds.into_iter().find(|kind| matches!(kind, Field::Value(_))) {
        Some(Field::Value(kind)) if kind == NO_KIND => Field::Absent,
        Some(kind) => kind,
        None if has_any => Field::Blank,
        None => Field::Absent,
    }
}

/// The brand or, without one, the maker.
fn vendor(reading: &mut Reading<'_>) -> Field<String> {
    match (reading.line(Column::Brand, MOST_SHORT), reading.line(Column::Maker, MOST_SHORT)) {
        (Field::Value(brand), _) => Field::Value(brand),
        (brand, Field::Absent) => brand,
        (_, maker) => maker,
    }
}

/// The search words between `|`, each once. Blank says nothing: the format takes ten, and a shop may have more.
fn tags(reading: &mut Reading<'_>) -> Field<Vec<String>> {
    let Field::Value(text) = reading.cell(Column::Tags) else { return Field::Absent };
    let mut out: Vec<String> = Vec::new();
    for tag in text.split('|').map(one_line).filter(|tag| !tag.is_empty()) {
        if out.len() < MOST_TAGS && !out.contains(&tag) {
            out.push(tag);
        }
    }
    if out.is_empty() { Field::Absent } else { Field::Value(out) }
}

fn warn_of_what_has_no_place(reading: &mut Reading<'_>) {
    if let Field::Value(condition) = reading.cell(Column::Condition)
        && condition != "신상품"
    {
        reading.warn(Column::Condition, format!("{} is not kept: say in the title that it is not new", quoted(condition)));
    }
    if let Field::Value(_) = reading.cell(Column::Options) {
        reading.remark(Column::Options, "options are not brought in from such a list, which has one price for all of them");
    }
}

fn pictures(reading: &Reading<'_>) -> Pictures {
    if [Column::Picture, Column::MorePictures].into_iter().all(|column| reading.cell(column) == Field::Absent) {
        return Pictures { pictures: Field::Absent, lines: Vec::new(), notes: Vec::new() };
    }
    let line = reading.row.line;
    let named: Vec<(String, &str)> = [Column::Picture, Column::MorePictures]
        .into_iter()
        .filter_map(|column| Some((reading.table.header(column)?, reading.cell(column).value()?)))
        .collect();
    gallery::read(named.iter().flat_map(|(column, text)| text.split('|').map(move |text| Named { text, line, column })))
}
