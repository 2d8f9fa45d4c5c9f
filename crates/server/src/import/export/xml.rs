//! Pieces of XML, written one behind the other.

use quick_xml::escape::escape;

/// Writes `<name>text</name>` on a line of its own.
pub fn element(out: &mut String, name: &str, text: &str) {
    tagged(out, name, name, text);
}

/// Writes `<name key="value">text</name>` on a line of its own.
pub fn element_with(out: &mut String, name: &str, (key, value): (&str, &str), text: &str) {
    tagged(out, &format!("{name} {key}=\"{}\"", escape(clean(value))), name, text);
}

fn tagged(out: &mut String, open: &str, close: &str, text: &str) {
    for piece in ["<", open, ">", &escape(clean(text)), "</", close, ">\n"] {
        out.push_str(piece);
    }
}

/// The text without what XML 1.0 has no place for.
fn clean(text: &str) -> String {
    let fits = |letter: &char| matches!(letter, '\t' | '\n') || !(letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}'));
    text.chars().filter(fits).collect()
}
