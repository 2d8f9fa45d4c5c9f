//! The pictures of one product: their addresses, in their order.

use url::Url;

use super::{
    column::Column,
    field::{Reading, one_line},
    rows::quoted,
    table::Row,
};
use crate::product::write::listed::{Field, ListedPicture};

/// The most pictures of a product.
pub const MOST_PICTURES: usize = 50;
const MOST_ADDRESS: usize = 2048;
const MOST_ALT: usize = 512;

/// What the rows say of pictures.
pub struct Pictures {
    pub pictures: Field<Vec<ListedPicture>>,
    pub lines: Vec<u64>,
}

/// Reads the pictures: by their positions, those without one behind, and then those of variants.
pub fn read<'a>(reading: &mut Reading<'a>, rows: &[&'a Row]) -> Pictures {
    if !reading.table.has_in(rows, Column::Picture) {
        return Pictures { pictures: Field::Absent, lines: Vec::new() };
    }
    let mut found: Vec<(u64, &Row, ListedPicture)> = Vec::new();
    for row in rows {
        if let Some(source) = source(reading, row, Column::Picture) {
            let position = position(reading, row);
            let alt = alt(reading, row);
            found.push((position, row, ListedPicture { source, alt }));
        }
    }
    found.sort_by_key(|(position, ..)| *position);
    for row in rows {
        if let Some(source) = source(reading, row, Column::VariantPicture) {
            let alt = if reading.table.has(Column::Alt) { Field::Blank } else { Field::Absent };
            found.push((u64::MAX, row, ListedPicture { source, alt }));
        }
    }
    let mut pictures: Vec<ListedPicture> = Vec::new();
    let mut lines = Vec::new();
    for (_, row, picture) in found {
        if pictures.iter().any(|known| known.source == picture.source) {
            continue;
        }
        if pictures.len() == MOST_PICTURES {
            let why = format!("{MOST_PICTURES} pictures are the most of a product; those from here on are left away");
            reading.warn(row, Column::Picture, why);
            break;
        }
        pictures.push(picture);
        lines.push(row.line);
    }
    Pictures { pictures: if pictures.is_empty() { Field::Blank } else { Field::Value(pictures) }, lines }
}

/// The picture's address, or the bare name of a file. Anything else is done without.
fn source<'a>(reading: &mut Reading<'a>, row: &'a Row, column: Column) -> Option<String> {
    let text = reading.table.cell(row, column).value()?;
    match check(text) {
        Ok(source) => Some(source),
        Err(why) => {
            reading.warn(row, column, format!("{} {why}; the picture is left away", quoted(text)));
            None
        }
    }
}

/// The address of a picture, or the bare name of its file.
///
/// # Errors
/// In words that go on behind what stands there.
pub fn check(text: &str) -> Result<String, &'static str> {
    if text.len() > MOST_ADDRESS {
        return Err("is too long for an address");
    }
    let Ok(url) = Url::parse(text) else {
        return bare_name(text).ok_or("is neither an address nor the name of a picture's file");
    };
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return Err("is no address on the web");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("carries a password");
    }
    let path = url.path().to_lowercase();
    if path == "/" || [".html", ".htm"].iter().any(|end| path.ends_with(end)) {
        return Err("leads to a web page and not to a picture");
    }
    Ok(url.to_string())
}

/// `front.jpg`: to be found in the folder of pictures.
fn bare_name(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let is_picture = [".jpg", ".jpeg", ".png", ".webp", ".gif"].iter().any(|end| lower.ends_with(end));
    let is_bare = !text.contains(['/', '\\', ':']) && !text.starts_with('.') && !text.chars().any(char::is_control);
    (is_picture && is_bare).then(|| text.to_owned())
}

/// Where it stands among the others; the end where that is not said.
fn position<'a>(reading: &mut Reading<'a>, row: &'a Row) -> u64 {
    let Field::Value(text) = reading.table.cell(row, Column::PicturePosition) else { return u64::MAX };
    text.parse().unwrap_or_else(|_| {
        let why = format!("{} is no position; the picture comes last", quoted(text));
        reading.warn(row, Column::PicturePosition, why);
        u64::MAX
    })
}

fn alt<'a>(reading: &mut Reading<'a>, row: &'a Row) -> Field<String> {
    let Field::Value(text) = reading.table.cell(row, Column::Alt).map(one_line) else {
        return if reading.table.has(Column::Alt) { Field::Blank } else { Field::Absent };
    };
    if text.chars().count() > MOST_ALT {
        reading.warn(row, Column::Alt, format!("the text is cut after {MOST_ALT} characters"));
    }
    let cut: String = text.chars().take(MOST_ALT).collect();
    let cut = cut.trim();
    if cut.is_empty() { Field::Blank } else { Field::Value(cut.to_owned()) }
}
