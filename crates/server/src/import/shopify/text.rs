//! From the bytes of a file to its text.

use encoding_rs::EUC_KR;

use super::{MOST_BYTES, Note, Unreadable, Weight};

/// The text of a file in UTF-8 or, with a warning, in CP949, as older programs in Korea write it.
pub fn decode(bytes: &[u8]) -> Result<(String, Vec<Note>), Unreadable> {
    if bytes.len() > MOST_BYTES {
        return Err(Unreadable::TooLarge);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") || bytes.starts_with(b"\x1f\x8b") {
        return Err(Unreadable::Workbook);
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(Unreadable::Utf16);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let wrong_at = match std::str::from_utf8(bytes) {
        Ok(text) if text.trim().is_empty() => return Err(Unreadable::Empty),
        Ok(text) => return Ok((text.to_owned(), Vec::new())),
        Err(error) => line_of(bytes, error.valid_up_to()),
    };
    match EUC_KR.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => {
            let why = "the letters are no UTF-8 and were read as CP949: look whether the names are right".to_owned();
            let note = Note { line: wrong_at, column: None, why, weight: Weight::Warning };
            Ok((text.into_owned(), vec![note]))
        }
        None => Err(Unreadable::Letters(wrong_at)),
    }
}

/// The line, from 1, in which the byte at `offset` stands.
fn line_of(bytes: &[u8], offset: usize) -> u64 {
    let before = bytes.get(..offset).unwrap_or(bytes);
    before.iter().fold(1, |line, byte| line + u64::from(*byte == b'\n'))
}
