//! Cells that a spreadsheet would take for a formula, marked as text and back.

use std::borrow::Cow;

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
}
