//! An address, which is kept as one text and filled in as two: the street with its number, and what is inside the house.

use wire::Lang;

use super::Fields;

/// The fields of an address: the street, what is inside, and the whole as it was before.
#[must_use]
pub fn names(of: Lang) -> [&'static str; 3] {
    of.pick(["address_ko", "address_detail", "address_was_ko"], ["address_en", "address_detail_en", "address_was_en"])
}

/// The street of an address, and what is inside the house. In Korean that comes after the first comma; in English before it, where it
/// says that it is that, for the street of an English address has commas of its own.
#[must_use]
pub fn parts_of(address: &str, of: Lang) -> (&str, &str) {
    match (of, address.split_once(',')) {
        (Lang::Ko, Some((street, detail))) => (street.trim(), detail.trim()),
        (Lang::En, Some((detail, street))) if is_inside(detail) => (street.trim(), detail.trim()),
        _ => (address.trim(), ""),
    }
}

/// Whether a piece of an English address says what is inside a house: `2F`, `B1`, `3rd floor`, `Room 201`, `#5`.
fn is_inside(piece: &str) -> bool {
    let piece = piece.trim().to_ascii_lowercase();
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_storey = |word: &str| word.strip_suffix('f').is_some_and(is_number) || word.strip_prefix('b').is_some_and(is_number);
    let is_named = |word: &str| matches!(word, "floor" | "room" | "unit" | "suite" | "basement");
    piece.starts_with('#') || piece.split_whitespace().any(|word| is_storey(word) || is_named(word))
}

/// The address of its fields; what was not touched is as it was, to the letter.
#[must_use]
pub fn address(fields: &Fields, of: Lang) -> Option<String> {
    let [street, detail, was] = names(of).map(|name| fields.get(name));
    let (street, detail) = (street.trim(), detail.trim());
    if (street, detail) == parts_of(was, of) {
        return Some(was.to_owned()).filter(|was| !was.is_empty());
    }
    let parts = of.pick([street, detail], [detail, street]);
    Some(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")).filter(|address| !address.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the fields say of an address: as they stand, and with another street or detail typed.
    fn read(was: &str, of: Lang, typed: [Option<&str>; 2]) -> Option<String> {
        let [street_name, detail_name, was_name] = names(of).map(str::to_owned);
        let (street, detail) = parts_of(was, of);
        let [street, detail] = [typed[0].unwrap_or(street), typed[1].unwrap_or(detail)].map(str::to_owned);
        address(&Fields(vec![(street_name, street), (detail_name, detail), (was_name, was.to_owned())]), of)
    }

    #[test]
    fn an_address_is_two_fields_and_one_text() {
        assert_eq!(parts_of("서울 물결길 3, 2층, 왼쪽", Lang::Ko), ("서울 물결길 3", "2층, 왼쪽"));
        assert_eq!(parts_of("서울 물결길 3", Lang::Ko), ("서울 물결길 3", ""));
        assert_eq!(read("서울 물결길 3", Lang::Ko, [None, Some("2층, 왼쪽")]).as_deref(), Some("서울 물결길 3, 2층, 왼쪽"));
        assert_eq!(read("서울 물결길 3, 2층", Lang::Ko, [Some("서울 물결길 5"), None]).as_deref(), Some("서울 물결길 5, 2층"));
        assert_eq!(read("서울 물결길 3, 2층", Lang::Ko, [Some(""), Some("")]), None);
        assert_eq!(read("", Lang::Ko, [None, None]), None);
    }

    #[test]
    fn in_english_what_is_inside_comes_first() {
        assert_eq!(parts_of("2F, 3 Mulgyeol-gil, Seoul", Lang::En), ("3 Mulgyeol-gil, Seoul", "2F"));
        assert_eq!(parts_of("3 Mulgyeol-gil, Seoul", Lang::En), ("3 Mulgyeol-gil, Seoul", ""));
        for inside in ["B1", "#5", "Room 201", "3rd floor", "Unit 4"] {
            assert_eq!(parts_of(&format!("{inside}, 3 Mulgyeol-gil"), Lang::En).1, inside);
        }
        assert_eq!(read("3 Mulgyeol-gil, Seoul", Lang::En, [None, Some("2F")]).as_deref(), Some("2F, 3 Mulgyeol-gil, Seoul"));
    }

    #[test]
    fn what_is_not_touched_stays_to_the_letter() {
        for was in ["서울 물결길 3,2층", "물결길 3 , 2층", ", 2층", "물결길 3,", "2F,3 Mulgyeol-gil, Seoul", "B1 , x", "a,,b"]
        {
            for of in Lang::ALL {
                assert_eq!(read(was, of, [None, None]).as_deref(), Some(was));
            }
        }
    }
}
