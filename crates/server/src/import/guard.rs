//! Cells that a spreadsheet would take for a formula, marked as text and back.

use std::borrow::Cow;

use super::shopify::price::is_shortened;
use crate::product::write::listed::Field;

/// Signs at whose sight a spreadsheet works a cell out instead of showing it. Source: OWASP, "CSV Injection".
const SIGNS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The cell as a list holds it: one apostrophe before what would be a formula.
///
/// What begins with apostrophes and then such a sign gets one more, so that [`plain_cell`] finds the way back from each.
#[must_use]
pub fn guarded_cell(text: &str) -> Cow<'_, str> {
    if is_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The cell without the one apostrophe that [`guarded_cell`] put before it.
#[must_use]
pub fn plain_cell(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(text)
}

/// A SKU as a list holds it. One apostrophe before it counts as a spreadsheet's mark of a text, so what begins with one gets one more.
#[must_use]
pub fn guarded_sku(sku: &str) -> Cow<'_, str> {
    if sku.starts_with('\'') { Cow::Owned(format!("'{sku}")) } else { Cow::Borrowed(sku) }
}

/// A barcode as a list holds it: as a SKU is, and marked as text where it would count as a number that was cut short.
#[must_use]
pub fn guarded_barcode(barcode: &str) -> Cow<'_, str> {
    if is_shortened(barcode) { Cow::Owned(format!("'{barcode}")) } else { guarded_sku(barcode) }
}

/// A SKU or a barcode that was read, without the apostrophe before it, which is no part of it. Of one that no list of ours puts there
/// `tell` says what became of it.
pub fn without_mark(code: Field<String>, tell: impl FnOnce(&'static str)) -> Field<String> {
    let Field::Value(text) = code else { return code };
    let Some((bare, is_ours)) = unmarked(&text) else { return Field::Value(text) };
    if !is_ours {
        tell("the apostrophe before it is left away");
    }
    if bare.is_empty() { Field::Blank } else { Field::Value(bare.to_owned()) }
}

/// A SKU or a barcode without the apostrophe before it, and whether [`guarded_sku`] or [`guarded_barcode`] put it there; `None` where
/// there is none.
fn unmarked(code: &str) -> Option<(&str, bool)> {
    let bare = code.strip_prefix('\'')?.trim();
    Some((bare, bare.starts_with('\'') || is_shortened(bare)))
}

fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(SIGNS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_marked_and_only_that_mark_is_taken_off() {
        for (plain, guarded) in [
            ("=1+1", "'=1+1"),
            ("+82", "'+82"),
            ("-abc", "'-abc"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("\rx", "'\rx"),
            ("'=1", "''=1"),
            ("''-1", "'''-1"),
            ("'tis", "'tis"),
            ("'", "'"),
            ("", ""),
            ("1-2", "1-2"),
            ("감=물", "감=물"),
        ] {
            assert_eq!(guarded_cell(plain), guarded);
            assert_eq!(plain_cell(guarded), plain);
        }
    }

    #[test]
    fn a_foreign_apostrophe_stays() {
        assert_eq!(plain_cell("'0012"), "'0012");
        assert_eq!(plain_cell("''"), "''");
    }

    #[test]
    fn a_code_gets_one_apostrophe_and_loses_one() {
        for (plain, guarded) in [("'A-1", "''A-1"), ("''", "'''"), ("'12E5", "''12E5"), ("1.2E+12", "'1.2E+12")] {
            assert_eq!(guarded_barcode(plain), guarded);
            assert_eq!(unmarked(guarded), Some((plain, true)));
        }
        assert_eq!(guarded_sku("1.2E+12"), "1.2E+12");
        assert_eq!(guarded_barcode("12E5"), "12E5");
        assert_eq!(unmarked("12E5"), None);
        assert_eq!(unmarked("'0012"), Some(("0012", false)));
    }
}
