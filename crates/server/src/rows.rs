//! Reading rows into what crosses the wire: text in a language, pictures, slugs, and places in lists.

use sqlx::{Row, any::AnyRow};
use wire::{Currency, Lang, Picture, Slug, Text};

use crate::error::Error;

/// Text of two columns, for a reader of `lang`; `None` where both are empty.
///
/// # Errors
/// Where there are no such columns.
pub fn text(row: &AnyRow, ko: &str, en: &str, lang: Lang) -> Result<Option<Text>, Error> {
    Ok(Text::choose(lang, row.try_get(ko)?, row.try_get(en)?))
}

/// Text that a page cannot do without: a name. Where none is there, the slug in column `or` stands for it.
///
/// # Errors
/// Where there are no such columns.
pub fn name(row: &AnyRow, ko: &str, en: &str, or: &str, lang: Lang) -> Result<Text, Error> {
    match text(row, ko, en, lang)? {
        Some(text) => Ok(text),
        None => Ok(Text { text: row.try_get(or)?, lang: None }),
    }
}

/// A slug of ours; the database holds only good ones.
///
/// # Errors
/// Where the column is missing or holds something else.
pub fn slug(row: &AnyRow, column: &str) -> Result<Slug, Error> {
    row.try_get::<String, _>(column)?.parse().map_err(Error::fault)
}

/// The currency in `column`.
///
/// # Errors
/// Where the column is missing or holds something else.
pub fn currency(row: &AnyRow, column: &str) -> Result<Currency, Error> {
    row.try_get::<String, _>(column)?.parse().map_err(Error::fault)
}

/// The picture whose columns are `picture_id`, `width`, `height`, `colour`, `widths`; `None` where there is none.
///
/// # Errors
/// Where the columns are missing or hold something else.
pub fn picture(row: &AnyRow) -> Result<Option<Picture>, Error> {
    let Some(id) = row.try_get::<Option<String>, _>("picture_id")? else { return Ok(None) };
    let number = |column: &str| -> Result<u32, Error> { u32::try_from(row.try_get::<i64, _>(column)?).map_err(Error::fault) };
    let widths: String = row.try_get("widths")?;
    Ok(Some(Picture {
        id,
        width: number("width")?,
        height: number("height")?,
        colour: row.try_get("colour")?,
        widths: serde_json::from_str(&widths)?,
        alt: None,
    }))
}

/// A count of rows as what crosses the wire.
#[must_use]
pub fn count(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}

/// A place in a list: a letter for its order, then numbers. `n.1.x3f.k2` stands in addresses as it is.
#[must_use]
pub fn cursor(order: &str, numbers: &[i64]) -> String {
    let mut out = order.to_owned();
    for number in numbers {
        out.push('.');
        out.push_str(&crate::ids::short(*number));
    }
    out
}

/// The numbers of a place in a list of this order.
///
/// # Errors
/// [`Error::BadCursor`] for anything that [`cursor`] does not make for this order.
pub fn place<const N: usize>(order: &str, cursor: &str) -> Result<[i64; N], Error> {
    let mut parts = cursor.split('.');
    if cursor.len() > 80 || parts.next() != Some(order) {
        return Err(Error::BadCursor);
    }
    let mut numbers = [0; N];
    for number in &mut numbers {
        let part = parts.next().ok_or(Error::BadCursor)?;
        *number = i64::from_str_radix(part, 36).map_err(|_| Error::BadCursor)?;
        if *number < 0 || crate::ids::short(*number) != part {
            return Err(Error::BadCursor);
        }
    }
    if parts.next().is_some() { Err(Error::BadCursor) } else { Ok(numbers) }
}

/// The page size that a call asks for.
///
/// # Errors
/// Where it is not 1 to 100.
pub fn limit(asked: Option<u32>) -> Result<u32, Error> {
    match asked {
        None => Ok(wire::listing::PAGE),
        Some(limit) if (1..=wire::listing::MOST).contains(&limit) => Ok(limit),
        Some(_) => Err(Error::invalid("limit", "1 to 100")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_comes_back_and_nothing_else_is_one() {
        let made = cursor("n", &[1, 1_700_000_000_000, i64::MAX]);
        assert_eq!(place::<3>("n", &made).expect("a place"), [1, 1_700_000_000_000, i64::MAX]);
        for bad in ["", "n", "n.1", "u.1.2.3", "n.1.2.3.4", "n.-1.2.3", "n.1.2.가", "n.01.2.3", "n.1.2.zzzzzzzzzzzzzzz", "n.1.2.+3"] {
            assert!(place::<3>("n", bad).is_err(), "{bad}");
        }
    }
}
