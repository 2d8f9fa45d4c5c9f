//! Pictures of a product whose list names them by address alone.

use super::{
    list::{Note, Weight},
    shopify::{
        picture::{MOST_PICTURES, check},
        rows::quoted,
    },
};
use crate::product::write::listed::{Field, ListedPicture};

/// A picture as it stands in a list.
pub struct Named<'a> {
    pub text: &'a str,
    pub line: u64,
    /// The header under which it stands.
    pub column: &'a str,
}

/// What a list says of a product's pictures.
pub struct Pictures {
    /// Never absent: a list without them is not asked.
    pub pictures: Field<Vec<ListedPicture>>,
    /// The line of each.
    pub lines: Vec<u64>,
    /// What was done without.
    pub notes: Vec<Note>,
}

/// Reads pictures in their order, each once. What is no picture is done without, and where there is too much of that,
/// so is what comes behind. What they show is not said.
pub fn read<'a>(named: impl Iterator<Item = Named<'a>>) -> Pictures {
    let mut pictures: Vec<ListedPicture> = Vec::new();
    let (mut lines, mut notes) = (Vec::new(), Vec::new());
    for Named { text, line, column } in named.filter(|one| !one.text.trim().is_empty()) {
        let note = |why| Note { line, column: Some(column.to_owned()), why, weight: Weight::Warning };
        let source = match check(text.trim()) {
            Ok(source) => source,
            Err(why) => {
                notes.push(note(format!("{} {why}; the picture is left away", quoted(text.trim()))));
                if notes.len() == MOST_PICTURES {
                    break;
                }
                continue;
            }
        };
        if pictures.iter().any(|known| known.source == source) {
            continue;
        }
        if pictures.len() == MOST_PICTURES {
            notes.push(note(format!("{MOST_PICTURES} pictures are the most of a product; those from here on are left away")));
            break;
        }
        pictures.push(ListedPicture { source, alt: Field::Absent });
        lines.push(line);
    }
    Pictures { pictures: if pictures.is_empty() { Field::Blank } else { Field::Value(pictures) }, lines, notes }
}
