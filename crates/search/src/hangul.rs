//! Hangul as it is typed: letters, keys, initials, and what comes out on the wrong keyboard.
//!
//! A *letter* is one of a syllable's two or three parts, as it is written: 과 is ㄱ and ㅘ. A *key* is what the usual Korean
//! keyboard (두벌식) has under one finger: 과 is ㄱ, ㅗ, ㅏ. Words are compared by their keys, so that one that is still being
//! typed is a beginning of what it will be: 삭 and 사고 are on the way to 사과.

/// The first syllable, 가; those of one lead are 588, of one lead and vowel 28.
const FIRST: u32 = 0xAC00;
const LAST: u32 = 0xD7A3;

const LEADS: [char; 19] =
    ['ㄱ', 'ㄲ', 'ㄴ', 'ㄷ', 'ㄸ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅃ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅉ', 'ㅊ', 'ㅋ', 'ㅌ', 'ㅍ', 'ㅎ'];
const VOWELS: [char; 21] =
    ['ㅏ', 'ㅐ', 'ㅑ', 'ㅒ', 'ㅓ', 'ㅔ', 'ㅕ', 'ㅖ', 'ㅗ', 'ㅘ', 'ㅙ', 'ㅚ', 'ㅛ', 'ㅜ', 'ㅝ', 'ㅞ', 'ㅟ', 'ㅠ', 'ㅡ', 'ㅢ', 'ㅣ'];
/// What may stand below, from the second on; the first place is nothing.
const TAILS: [char; 27] = [
    'ㄱ', 'ㄲ', 'ㄳ', 'ㄴ', 'ㄵ', 'ㄶ', 'ㄷ', 'ㄹ', 'ㄺ', 'ㄻ', 'ㄼ', 'ㄽ', 'ㄾ', 'ㄿ', 'ㅀ', 'ㅁ', 'ㅂ', 'ㅄ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ',
    'ㅊ', 'ㅋ', 'ㅌ', 'ㅍ', 'ㅎ',
];
/// Letters of two keys.
const JOINED: [(char, char, char); 18] = [
    ('ㅗ', 'ㅏ', 'ㅘ'),
    ('ㅗ', 'ㅐ', 'ㅙ'),
    ('ㅗ', 'ㅣ', 'ㅚ'),
    ('ㅜ', 'ㅓ', 'ㅝ'),
    ('ㅜ', 'ㅔ', 'ㅞ'),
    ('ㅜ', 'ㅣ', 'ㅟ'),
    ('ㅡ', 'ㅣ', 'ㅢ'),
    ('ㄱ', 'ㅅ', 'ㄳ'),
    ('ㄴ', 'ㅈ', 'ㄵ'),
    ('ㄴ', 'ㅎ', 'ㄶ'),
    ('ㄹ', 'ㄱ', 'ㄺ'),
    ('ㄹ', 'ㅁ', 'ㄻ'),
    ('ㄹ', 'ㅂ', 'ㄼ'),
    ('ㄹ', 'ㅅ', 'ㄽ'),
    ('ㄹ', 'ㅌ', 'ㄾ'),
    ('ㄹ', 'ㅍ', 'ㄿ'),
    ('ㄹ', 'ㅎ', 'ㅀ'),
    ('ㅂ', 'ㅅ', 'ㅄ'),
];
/// The keys of both alphabets, finger by finger; with shift where the Korean letter needs it.
const KEYBOARD: [(char, char); 33] = [
    ('q', 'ㅂ'),
    ('w', 'ㅈ'),
    ('e', 'ㄷ'),
    ('r', 'ㄱ'),
    ('t', 'ㅅ'),
    ('y', 'ㅛ'),
    ('u', 'ㅕ'),
    ('i', 'ㅑ'),
    ('o', 'ㅐ'),
    ('p', 'ㅔ'),
    ('a', 'ㅁ'),
    ('s', 'ㄴ'),
    ('d', 'ㅇ'),
    ('f', 'ㄹ'),
    ('g', 'ㅎ'),
    ('h', 'ㅗ'),
    ('j', 'ㅓ'),
    ('k', 'ㅏ'),
    ('l', 'ㅣ'),
    ('z', 'ㅋ'),
    ('x', 'ㅌ'),
    ('c', 'ㅊ'),
    ('v', 'ㅍ'),
    ('b', 'ㅠ'),
    ('n', 'ㅜ'),
    ('m', 'ㅡ'),
    ('Q', 'ㅃ'),
    ('W', 'ㅉ'),
    ('E', 'ㄸ'),
    ('R', 'ㄲ'),
    ('T', 'ㅆ'),
    ('O', 'ㅒ'),
    ('P', 'ㅖ'),
];

/// Whether it is a syllable, such as 가.
#[must_use]
pub fn is_syllable(character: char) -> bool {
    (FIRST..=LAST).contains(&u32::from(character))
}

/// Whether it is a letter that stands alone, such as ㄱ or ㅏ.
#[must_use]
pub fn is_letter(character: char) -> bool {
    ('ㄱ'..='ㅣ').contains(&character)
}

fn is_vowel(character: char) -> bool {
    ('ㅏ'..='ㅣ').contains(&character)
}

/// Whether it is of the Korean script.
#[must_use]
pub fn is_hangul(character: char) -> bool {
    is_syllable(character) || is_letter(character)
}

/// The letters of a text; what is not Hangul stays as it is.
pub fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().flat_map(|character| {
        let parts = match u32::from(character) {
            code @ FIRST..=LAST => {
                let place = (code - FIRST) as usize;
                let tail = (place % 28).checked_sub(1).and_then(|tail| TAILS.get(tail));
                [LEADS.get(place / 588), VOWELS.get(place / 28 % 21), tail].map(Option::<&char>::copied)
            }
            _ => [Some(character), None, None],
        };
        parts.into_iter().flatten()
    })
}

/// The keys of a text; what is not Hangul stays as it is.
#[must_use]
pub fn keys(text: &str) -> String {
    let mut keys = String::with_capacity(text.len() * 3);
    for letter in letters(text) {
        match JOINED.iter().find(|(.., joined)| *joined == letter) {
            Some((first, second, _)) => keys.extend([*first, *second]),
            None => keys.push(letter),
        }
    }
    keys
}

fn joined(first: char, second: char) -> Option<char> {
    JOINED.iter().find(|(one, other, _)| (*one, *other) == (first, second)).map(|(.., joined)| *joined)
}

/// A syllable that is being put together.
#[derive(Default)]
struct Block {
    lead: Option<char>,
    vowel: Option<char>,
    tail: Option<char>,
}

impl Block {
    fn flush(&mut self, out: &mut String) {
        let Block { lead, vowel, tail } = std::mem::take(self);
        let place = |list: &[char], letter: char| list.iter().position(|one| *one == letter).and_then(|place| u32::try_from(place).ok());
        let whole = lead.zip(vowel).and_then(|(lead, vowel)| {
            let tail = tail.map_or(Some(0), |tail| place(&TAILS, tail).map(|place| place + 1))?;
            char::from_u32(FIRST + place(&LEADS, lead)? * 588 + place(&VOWELS, vowel)? * 28 + tail)
        });
        match whole {
            Some(syllable) => out.push(syllable),
            None => out.extend([lead, vowel, tail].into_iter().flatten()),
        }
    }
}

/// What appears when these keys are pressed one after the other.
#[must_use]
pub fn compose(keys: &str) -> String {
    let mut out = String::with_capacity(keys.len());
    let mut block = Block::default();
    for key in keys.chars() {
        if !is_letter(key) {
            block.flush(&mut out);
            out.push(key);
        } else if is_vowel(key) {
            match (block.vowel, block.tail.take()) {
                // What stood below leads the next syllable.
                (_, Some(tail)) => {
                    let parts = JOINED.iter().find(|(.., joined)| *joined == tail);
                    block.tail = parts.map(|(first, ..)| *first);
                    block.flush(&mut out);
                    block = Block { lead: Some(parts.map_or(tail, |(_, second, _)| *second)), vowel: Some(key), tail: None };
                }
                (Some(vowel), None) => match joined(vowel, key) {
                    Some(joined) => block.vowel = Some(joined),
                    None => {
                        block.flush(&mut out);
                        block.vowel = Some(key);
                    }
                },
                (None, None) => block.vowel = Some(key),
            }
        } else {
            let below = block.lead.is_some() && block.vowel.is_some();
            match block.tail {
                None if below && TAILS.contains(&key) => block.tail = Some(key),
                Some(tail) if joined(tail, key).is_some() => block.tail = joined(tail, key),
                _ => {
                    block.flush(&mut out);
                    block.lead = Some(key);
                }
            }
        }
    }
    block.flush(&mut out);
    out
}

/// What Latin keys would have given on the Korean keyboard: 사과 of `tkrhk`.
#[must_use]
pub fn from_latin(typed: &str) -> String {
    let key = |character: char| {
        let known = |character: char| KEYBOARD.iter().find(|(latin, _)| *latin == character).map(|(_, korean)| *korean);
        // A capital that is no letter of its own is the same key.
        known(character).or_else(|| known(character.to_ascii_lowercase())).unwrap_or(character)
    };
    compose(&typed.chars().map(key).collect::<String>())
}

/// What Korean keys would have given on the Latin keyboard: `shirt` of 노ㅑㄱㅅ.
#[must_use]
pub fn to_latin(typed: &str) -> String {
    keys(typed).chars().map(|key| KEYBOARD.iter().find(|(_, korean)| *korean == key).map_or(key, |(latin, _)| *latin)).collect()
}

/// The initials of a word's syllables: ㅅㄱ of 사과.
#[must_use]
pub fn initials(word: &str) -> String {
    word.chars()
        .filter(|character| is_syllable(*character))
        .filter_map(|syllable| letters(syllable.encode_utf8(&mut [0; 4])).next())
        .collect()
}

/// Whether a word is of initials alone.
#[must_use]
pub fn is_initials(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|character| is_letter(character) && !is_vowel(character))
}

/// Whether two words differ by one letter: another one, one too many, one missing, or two that changed places.
#[must_use]
pub fn is_one_off(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (letters(one).collect(), letters(other).collect());
    let same = one.iter().zip(&other).take_while(|(one, other)| one == other).count();
    let (one, other) = (one.get(same..).unwrap_or_default(), other.get(same..).unwrap_or_default());
    match (one, other) {
        ([], []) => false,
        ([_, rest @ ..], [_, other_rest @ ..]) if rest == other_rest => true,
        ([_, rest @ ..], _) if rest == other => true,
        (_, [_, rest @ ..]) if rest == one => true,
        ([a, b, rest @ ..], [c, d, other_rest @ ..]) => (a, b) == (d, c) && rest == other_rest,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_word_on_its_way_is_a_beginning_of_its_keys() {
        assert_eq!(keys("사과"), "ㅅㅏㄱㅗㅏ");
        for half in ["ㅅ", "사", "삭", "사고", "사과"] {
            assert!(keys("사과").starts_with(&keys(half)), "{half}");
        }
        assert_eq!(keys("닭 A"), "ㄷㅏㄹㄱ A");
    }

    #[test]
    fn the_wrong_keyboard_is_read_both_ways() {
        for (latin, korean) in [
            ("tkrhk", "사과"),
            ("antjsckdthrl", "무선창소기"),
            ("Rhc", "꽃"),
            ("ekfrrhrl", "닭고기"),
            ("dkswek", "앉다"),
            ("shirt", "노ㅑㄱㅅ"),
        ] {
            assert_eq!(from_latin(latin), korean);
            assert_eq!(to_latin(korean), latin);
        }
        assert_eq!(from_latin("TKRHK"), "싸꽈", "capitals are doubled letters where there are such");
    }

    #[test]
    fn one_wrong_letter_is_near_and_two_are_not() {
        for (one, other) in [("사과", "사괴"), ("사과", "샤과"), ("사과", "사구"), ("가방", "가바"), ("apple", "aplpe"), ("셔츠", "셔트")]
        {
            assert!(is_one_off(one, other) && is_one_off(other, one), "{one} {other}");
        }
        for (one, other) in [("사과", "사과"), ("사과", "수고"), ("가방", "가"), ("apple", "aplep")] {
            assert!(!is_one_off(one, other), "{one} {other}");
        }
    }

    #[test]
    fn initials_are_the_leads() {
        assert_eq!((initials("청송 사과"), initials("mug")), ("ㅊㅅㅅㄱ".to_owned(), String::new()));
        assert!(is_initials("ㅅㄱ") && is_initials("ㄳ") && !is_initials("사ㄱ") && !is_initials("ㅏ") && !is_initials(""));
    }

    proptest! {
        #[test]
        fn keys_compose_to_the_word(word in "[가-힣]{0,12}") {
            prop_assert_eq!(compose(&keys(&word)), word.clone());
            prop_assert_eq!(from_latin(&to_latin(&word)), word);
        }

        #[test]
        fn any_text_is_taken(text in "\\PC{0,60}", other in "[ㄱ-ㅣ가-힣a-zA-Z0-9]{0,30}") {
            for text in [&text, &other] {
                let pressed = compose(&keys(text));
                prop_assert_eq!(keys(&pressed), keys(text), "composing presses no other key");
                let _ = (from_latin(text), to_latin(text), initials(text), is_initials(text), is_one_off(text, &other));
            }
        }

        #[test]
        fn near_is_what_an_edit_makes(word in "[가-힣]{2,6}", at in 0_usize..12, other in "[ㄱ-ㅎ]") {
            let mut letters: Vec<char> = letters(&word).collect();
            let at = at % letters.len();
            let other = other.chars().next().unwrap_or('ㄱ');
            prop_assume!(letters.get(at) != Some(&other));
            letters[at] = other;
            let changed: String = letters.into_iter().collect();
            prop_assert!(is_one_off(&word, &changed));
        }
    }
}
