//! Texts as words: split, folded, with amounts in one unit, and with what stands behind a Korean word taken off.

use frostem::{Algorithm, Stemmer};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::hangul::{is_hangul, is_syllable};

/// A word of a text, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Folded: lower case, no accents. An amount is `#`, its number and its unit: `#500g`.
    pub text: String,
    /// From and up to which of the text's characters.
    pub place: [usize; 2],
}

/// Units by the names that they have, the one that amounts are kept in, and how many of it one is, in thousandths.
const UNITS: &[(&[&str], &str, i64)] = &[
    (&["g", "gr", "gram", "grams", "그램", "그람"], "g", 1_000),
    (&["kg", "kilo", "kilos", "kilogram", "kilograms", "킬로", "킬로그램", "킬로그람", "키로", "키로그램"], "g", 1_000_000),
    (&["ml", "cc", "millilitre", "millilitres", "milliliter", "milliliters", "밀리리터", "밀리", "미리", "시시"], "ml", 1_000),
    (&["l", "litre", "litres", "liter", "liters", "리터", "릿터"], "ml", 1_000_000),
    (&["mm", "millimetre", "millimetres", "밀리미터"], "mm", 1_000),
    (&["cm", "centimetre", "centimetres", "centimeter", "centimeters", "센티", "센티미터", "센치"], "mm", 10_000),
    (&["m", "metre", "metres", "meter", "meters", "미터"], "mm", 1_000_000),
    (&["inch", "inches", "인치"], "inch", 1_000),
    (&["개", "개입", "입", "알", "ea", "pcs", "pc", "piece", "pieces"], "개", 1_000),
    (&["장", "매", "sheet", "sheets"], "장", 1_000),
    (&["켤레", "pair", "pairs"], "켤레", 1_000),
    (&["병", "bottle", "bottles"], "병", 1_000),
    (&["인분", "serving", "servings"], "인분", 1_000),
    (&["인용", "people", "persons"], "인용", 1_000),
    (&["세트", "set", "sets"], "세트", 1_000),
    (&["살", "세", "years", "year"], "살", 1_000),
    (&["개월", "달", "months", "month"], "개월", 1_000),
    (&["시간", "hours", "hour"], "시간", 1_000),
    (&["분", "minutes", "minute", "min"], "분", 1_000),
];

/// What stands behind a noun. Those of the first list are taken off what is left of one syllable or more,
/// the others only off two or more: 사과 is not 사 with 과.
const PARTICLES: [&str; 26] = [
    "을",
    "를",
    "은",
    "는",
    "의",
    "에",
    "에서",
    "에게",
    "에는",
    "에도",
    "으로",
    "으로는",
    "까지",
    "부터",
    "처럼",
    "보다",
    "하고",
    "이랑",
    "이나",
    "에서는",
    "마다",
    "께",
    "한테",
    "이라도",
    "라도",
    "에서의",
];
const ENDINGS: [&str; 40] = [
    "이",
    "가",
    "와",
    "과",
    "도",
    "만",
    "로",
    "나",
    "랑",
    "들",
    "용",
    "한",
    "인",
    "된",
    "할",
    "해",
    "하는",
    "하게",
    "하고",
    "해서",
    "했던",
    "되는",
    "적인",
    "스러운",
    "스런",
    "같은",
    "있는",
    "없는",
    "입니다",
    "이에요",
    "예요",
    "이다",
    "짜리",
    "로는",
    "로도",
    "들의",
    "들이",
    "들을",
    "하기",
    "하기에",
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Korean,
    Letters,
    Digits,
    None,
}

fn script(character: char) -> Script {
    match character {
        _ if is_hangul(character) => Script::Korean,
        '0'..='9' => Script::Digits,
        _ if character.is_alphabetic() || is_combining_mark(character) => Script::Letters,
        _ => Script::None,
    }
}

fn fold(text: &[char]) -> String {
    if text.iter().all(|character| character.is_ascii() || is_hangul(*character)) {
        return text.iter().map(char::to_ascii_lowercase).collect();
    }
    // Accents go; Hangul is put together again.
    let bare = text.iter().flat_map(|character| character.to_lowercase());
    if text.iter().any(|character| is_hangul(*character)) {
        bare.nfc().collect()
    } else {
        bare.nfd().filter(|one| !is_combining_mark(*one)).nfc().collect()
    }
}

/// The words of a text, in composed Hangul.
#[must_use]
pub fn words(text: &str) -> Vec<Word> {
    let text: Vec<char> = text.chars().collect();
    let run = |from: usize| {
        let of = text.get(from).map_or(Script::None, |character| script(*character));
        let end = text.get(from..).into_iter().flatten().position(|character| script(*character) != of);
        (of, end.map_or(text.len(), |end| from + end))
    };
    let slice = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    let mut words = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let (of, mut end) = run(at);
        match of {
            Script::None => {}
            Script::Korean => words.push(Word { text: fold(slice(at, end)), place: [at, end] }),
            Script::Letters => {
                // Letters with a number are one name: A4, usb3.
                if run(end).0 == Script::Digits {
                    end = run(end).1;
                }
                words.push(Word { text: fold(slice(at, end)), place: [at, end] });
                // Of what is whose.
                if let ['\'' | '’', 's' | 'S', after @ ..] = slice(end, text.len())
                    && after.first().is_none_or(|character| script(*character) == Script::None)
                {
                    end += 2;
                }
            }
            Script::Digits => {
                end = number_end(&text, end);
                let gap = usize::from(text.get(end).is_some_and(|character| matches!(character, ' ' | '\u{a0}')));
                let (kind, unit_end) = run(end + gap);
                let name = if matches!(kind, Script::Korean | Script::Letters) { fold(slice(end + gap, unit_end)) } else { String::new() };
                match unit(&name) {
                    Some((unit, thousandths)) => {
                        let amount = amount(slice(at, end), thousandths);
                        end = unit_end;
                        words.push(Word { text: format!("#{amount}{unit}"), place: [at, end] });
                    }
                    None => {
                        if gap == 0 && kind == Script::Letters {
                            end = unit_end;
                        }
                        words.push(Word { text: fold(slice(at, end)).replace(',', ""), place: [at, end] });
                    }
                }
            }
        }
        at = end;
    }
    // A mark alone, which belongs to no letter, folds to nothing.
    words.retain(|word| !word.text.is_empty());
    words
}

/// Where a number ends that goes on with commas and a point.
fn number_end(text: &[char], mut end: usize) -> usize {
    while let [',' | '.', digit, ..] = text.get(end..).unwrap_or_default()
        && digit.is_ascii_digit()
    {
        end += 1;
        while text.get(end).is_some_and(char::is_ascii_digit) {
            end += 1;
        }
    }
    end
}

/// The unit of that name, also with what stands behind it in Korean: 그램짜리.
fn unit(name: &str) -> Option<(&'static str, i64)> {
    let known = |name: &str| UNITS.iter().find(|(names, ..)| names.contains(&name)).map(|(_, unit, thousandths)| (*unit, *thousandths));
    known(name).or_else(|| bare(name).iter().find_map(|name| known(name)))
}

/// A number of a unit, in the unit that amounts are kept in.
fn amount(number: &[char], thousandths: i64) -> String {
    let mut whole = 0_i64;
    let mut parts = None;
    for character in number {
        match (character.to_digit(10), &mut parts) {
            (Some(digit), None) => whole = whole.saturating_mul(10).saturating_add(i64::from(digit)),
            (Some(digit), Some((place, sum))) => {
                *place /= 10;
                *sum += i64::from(digit) * *place;
            }
            (None, _) if *character == '.' => parts = Some((1_000_i64, 0_i64)),
            (None, _) => {}
        }
    }
    let parts = parts.map_or(0, |(_, sum)| sum);
    let all = whole.saturating_mul(1_000).saturating_add(parts).saturating_mul(thousandths / 1_000);
    let (whole, rest) = (all / 1_000, all % 1_000);
    if rest == 0 { whole.to_string() } else { format!("{whole}.{rest:03}").trim_end_matches('0').to_owned() }
}

/// A Korean word without what stands behind it, the longest first; nothing where nothing does.
#[must_use]
pub fn bare(word: &str) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    let mut rest = word;
    // At most twice: 아이들이 is 아이들 and 아이.
    for _ in 0..2 {
        let of = |list: &[&'static str], least: usize| {
            let ends = list.iter().filter_map(|end| rest.strip_suffix(end));
            ends.filter(|left| left.chars().count() >= least && left.chars().all(is_syllable)).min_by_key(|left| left.len())
        };
        let Some(left) = [of(&PARTICLES, 1), of(&ENDINGS, 2)].into_iter().flatten().min_by_key(|left| left.len()) else { break };
        found.push(left);
        rest = left;
    }
    found
}

/// The stem of an English word; nothing where the word is its own.
#[must_use]
pub fn stem(word: &str) -> Option<String> {
    if word.len() < 3 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    let stem = Stemmer::new(Algorithm::English).stem(word).into_owned();
    (!stem.is_empty()).then_some(stem)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn a_text_is_its_words() {
        assert_eq!(texts("Café-au-lait, women's T-shirt"), ["cafe", "au", "lait", "women", "t", "shirt"]);
        assert_eq!(texts("M사이즈 A4 노트 3d"), ["m", "사이즈", "a4", "노트", "3d"]);
        assert_eq!(words("청송 사과").last().map(|word| word.place), Some([3, 5]));
    }

    #[test]
    fn an_amount_is_one_word_in_one_unit() {
        for same in ["500g", "500 그램", "500그램짜리", "0.5kg", "0.5 킬로", "500 grams"] {
            assert_eq!(texts(same), ["#500g"], "{same}");
        }
        assert_eq!(texts("1,500ml 2인분"), ["#1500ml", "#2인분"]);
        assert_eq!(texts("1.25 m"), ["#1250mm"]);
        assert_eq!(texts("5 apples 7 사과"), ["5", "apples", "7", "사과"]);
        assert_eq!(texts("99999999999999999999kg"), ["#9223372036854775.807g"]);
    }

    #[test]
    fn what_stands_behind_a_word_is_taken_off_where_something_is_left() {
        for (word, left) in
            [("사과를", "사과"), ("바다에서", "바다"), ("꽃을", "꽃"), ("아이들이", "아이"), ("아이용", "아이"), ("달콤한", "달콤")]
        {
            assert!(bare(word).contains(&left), "{word}: {:?}", bare(word));
        }
        for word in ["사과", "나나", "옷", "를", "ㄱ이", ""] {
            assert!(bare(word).is_empty(), "{word}: {:?}", bare(word));
        }
    }

    #[test]
    fn english_words_have_stems() {
        assert_eq!(stem("shirts").as_deref(), Some("shirt"));
        assert_eq!(stem("baking"), stem("bake"));
        assert_eq!(stem("사과"), None);
    }

    proptest! {
        #[test]
        fn any_text_has_words_in_their_places(text in "\\PC{0,80}") {
            let length = text.chars().count();
            let mut last = 0;
            for word in words(&text) {
                let [from, to] = word.place;
                prop_assert!(last <= from && from < to && to <= length, "{:?}", word.place);
                last = to;
                let _ = (bare(&word.text).len(), stem(&word.text));
            }
        }

        #[test]
        fn amounts_are_taken_at_any_length(number in "[0-9.,]{1,40}", unit in "(kg|g|그램|m|개)") {
            let found = words(&format!("{number}{unit}"));
            let has_digits = number.contains(|one: char| one.is_ascii_digit());
            prop_assert!(!found.is_empty() || !has_digits);
        }
    }
}
