//! What is asked for, read into every way to have it.

use unicode_normalization::UnicodeNormalization;

use crate::{
    hangul::{from_latin, initials, is_hangul, is_initials, is_syllable, keys, to_latin},
    look::{Hit, Look, Unit, Way},
    rank,
    synonyms::Synonyms,
    text::ends,
    words::{Word, bare, stem, words},
};

/// The most words of a query that are looked for; those after them are left out.
pub const MOST_WORDS: usize = 8;
/// The longest word that is parted, in syllables.
const LONGEST_PARTED: usize = 16;
/// The most parts of one word.
const MOST_PARTS: usize = 5;
/// The most near words that stand for one that is not there.
const MOST_NEAR: usize = 6;

/// Words that say nothing of what is looked for, where others do.
const EMPTY: [&str; 30] = [
    "위한",
    "좋은",
    "추천",
    "파는",
    "만든",
    "된",
    "있는",
    "없는",
    "파는곳",
    "곳",
    "것",
    "거",
    "수",
    "및",
    "또는",
    "그리고",
    "the",
    "a",
    "an",
    "of",
    "for",
    "and",
    "with",
    "in",
    "to",
    "on",
    "from",
    "or",
    "by",
    "is",
];

/// A query as it was understood, and what was found.
pub struct Found {
    units: Vec<Unit>,
    /// Everything found, in no order.
    pub hits: Vec<Hit>,
    /// The query with what was found in place of what is not there.
    pub instead: Option<String>,
    /// Words that nothing has, as they were typed.
    pub left_out: Vec<String>,
    /// Nothing has all the words: these have most of them.
    pub is_part: bool,
    /// Where nothing was found: words that begin alike.
    pub near: Vec<String>,
}

/// The words of a text, without those that say nothing where others do.
pub(crate) fn telling(text: &str) -> Vec<Word> {
    let mut found = words(text);
    if found.iter().any(|word| !EMPTY.contains(&word.text.as_str())) {
        found.retain(|word| !EMPTY.contains(&word.text.as_str()));
    }
    found
}

/// Looks for what a query asks for; with `best`, for about so many that score highest.
#[must_use]
pub fn find(look: &Look, synonyms: &Synonyms, query: &str, best: Option<usize>) -> Found {
    let query: String = query.nfc().collect();
    let typed: Vec<char> = query.chars().collect();
    let mut found = telling(&query);
    let mut seen = std::collections::HashSet::new();
    found.retain(|word| seen.insert(word.text.clone()));
    let past = found.split_off(found.len().min(MOST_WORDS));
    let mut asked = Found { units: Vec::new(), hits: Vec::new(), instead: None, left_out: Vec::new(), is_part: false, near: Vec::new() };
    let mut scores = Vec::new();
    let mut instead: Vec<String> = Vec::new();
    let mut at = 0;
    // Up to which word they are taken one by one, for together they are nothing.
    let mut apart = 0;
    while let Some(word) = found.get(at) {
        let most = if at < apart { 1 } else { MOST_WORDS };
        let rest: Vec<&str> = found.iter().skip(at).take(most).map(|word| word.text.as_str()).collect();
        let (length, others) = match synonyms.find(&rest) {
            Some((length, others)) => (length, others.zip(0..).map(|(words, place)| other_name(words.clone(), place)).collect()),
            None => match together(look, &rest) {
                Some(way) => (2, vec![way]),
                None => (1, Vec::new()),
            },
        };
        let here = found.get(at..at + length).unwrap_or_default();
        let begun = at;
        at += length;
        let place = |word: &Word| typed.get(word.place[0]..word.place[1]).unwrap_or_default().iter().collect::<String>();
        let raw: Vec<String> = here.iter().map(place).collect();
        let mut unit = Unit { typed: raw.join(" "), ways: ways(look, synonyms, here, others), is_last: at >= found.len() };
        let mut has = look.scores(&unit);
        let mut read = unit.typed.clone();
        if !look.any(&has) && length > 1 {
            apart = at;
            at = begun;
            continue;
        }
        if !look.any(&has) {
            if let Some(better) = understood(look, &word.text, &raw, &mut unit) {
                read = better;
                has = look.scores(&unit);
            }
            // A word that only things have that were taken out is none.
            if !look.any(&has) {
                asked.left_out.push(unit.typed);
                continue;
            }
        }
        instead.push(read);
        scores.push(has);
        asked.units.push(unit);
    }
    asked.left_out.extend(past.iter().map(|word| typed.get(word.place[0]..word.place[1]).unwrap_or_default().iter().collect::<String>()));
    let is_read = asked.units.iter().zip(&instead).any(|(unit, read)| unit.typed != *read);
    asked.instead = is_read.then(|| instead.join(" "));
    if asked.units.is_empty() {
        asked.near = found.first().map(|word| alike(look, &word.text)).unwrap_or_default();
        return asked;
    }
    let (hits, met) = look.find(asked.instead.as_ref().unwrap_or(&query), &scores, best);
    asked.is_part = met < asked.units.len();
    asked.hits = hits;
    asked
}

/// Another name of a thing: the so-manieth.
fn other_name(words: Vec<String>, place: u16) -> Way {
    Way { words, part: rank::SYNONYM.saturating_sub(place), exactly: true }
}

/// Two words that the index knows as one, where one of them is a single syllable, which is not looked for within others:
/// 프라이 팬, 은으로 된 반지 (은반지).
fn together(look: &Look, words: &[&str]) -> Option<Way> {
    let [one, other, ..] = words else { return None };
    if !one.chars().chain(other.chars()).all(is_syllable) {
        return None;
    }
    let forms = |word: &'_ str| std::iter::once(word.to_owned()).chain(bare(word).into_iter().map(str::to_owned)).collect::<Vec<_>>();
    let is_one = |word: &str| word.chars().nth(1).is_none();
    forms(one).iter().zip([100].into_iter().chain(std::iter::repeat(rank::BARE))).find_map(|(one, part)| {
        let joined = forms(other).into_iter().find_map(|other| {
            let joined = [one.as_str(), other.as_str()].concat();
            ((is_one(one) || is_one(&other)) && look.knows(&joined, true)).then_some(joined)
        });
        joined.map(|word| Way { words: vec![word], part, exactly: false })
    })
}

/// Every way to have some words that are one thing.
fn ways(look: &Look, synonyms: &Synonyms, here: &[Word], others: Vec<Way>) -> Vec<Way> {
    let mut ways = vec![Way { words: here.iter().map(|word| word.text.clone()).collect(), part: 100, exactly: false }];
    ways.extend(others);
    let [Word { text, .. }] = here else { return ways };
    if !text.chars().all(is_syllable) {
        return ways;
    }
    for left in bare(text).into_iter().filter(|left| look.knows(left, left.chars().nth(1).is_none())) {
        ways.push(Way { words: vec![left.to_owned()], part: rank::BARE, exactly: left.chars().nth(1).is_none() });
        if let Some((1, others)) = synonyms.find(&[left]) {
            ways.extend(others.zip(0..).map(|(words, place)| other_name(words.clone(), place)));
        }
    }
    if let Some(words) = parted(look, text) {
        // A single syllable begins too many words.
        let exactly = words.iter().any(|word| word.chars().nth(1).is_none());
        ways.push(Way { words, part: rank::PARTED, exactly });
    }
    ways
}

/// A Korean word as the fewest words that the index knows; `None` where it is not some of them.
fn parted(look: &Look, word: &str) -> Option<Vec<String>> {
    let syllables: Vec<char> = word.chars().collect();
    if !(2..=LONGEST_PARTED).contains(&syllables.len()) || syllables.len() == 2 && look.knows(word, false) {
        return None;
    }
    // Of each length, the fewest words that the beginning is made of; one of a single syllable counts as two.
    let mut best: Vec<Option<(usize, Vec<String>)>> = vec![None; syllables.len() + 1];
    *best.first_mut()? = Some((0, Vec::new()));
    for end in 1..=syllables.len() {
        for from in 0..end {
            let Some(Some((cost, before))) = best.get(from) else { continue };
            let cost = cost + if end - from == 1 { 2 } else { 1 };
            if (from == 0 && end == syllables.len()) || best.get(end)?.as_ref().is_some_and(|(least, _)| *least <= cost) {
                continue;
            }
            let piece: String = syllables.get(from..end)?.iter().collect();
            if look.knows(&piece, true) {
                let mut words = before.clone();
                words.push(piece);
                *best.get_mut(end)? = Some((cost, words));
            }
        }
    }
    best.pop().flatten().map(|(_, words)| words).filter(|words| (2..=MOST_PARTS).contains(&words.len()))
}

/// Adds to a word that nothing has what was meant by it, and says what that is.
fn understood(look: &Look, text: &str, raw: &[String], unit: &mut Unit) -> Option<String> {
    let [typed] = raw else { return None };
    let other = if typed.chars().all(|one| one.is_ascii_alphabetic()) {
        Some(from_latin(typed)).filter(|read| read.chars().any(is_syllable))
    } else {
        typed.chars().all(is_hangul).then(|| to_latin(typed).to_lowercase())
    };
    if let Some(read) = other {
        let way = Way { words: words(&read).into_iter().map(|word| word.text).collect(), part: rank::KEYBOARD, exactly: false };
        let tried = Unit { typed: unit.typed.clone(), ways: vec![way.clone()], is_last: unit.is_last };
        if !way.words.is_empty() && look.any(&look.scores(&tried)) {
            unit.ways.push(way);
            return Some(read);
        }
    }
    let near = look.near(text, MOST_NEAR);
    let Some(best) = near.first().map(|known| known.word.clone()) else {
        // The last part of a compound says what it is: 풋사과 is a 사과.
        let end = ends(text).find(|end| look.knows(end, true))?;
        unit.ways.push(Way { words: vec![end.to_owned()], part: rank::NEAR, exactly: false });
        return Some(end.to_owned());
    };
    unit.ways.extend(near.into_iter().map(|known| Way { words: vec![known.word], part: rank::NEAR, exactly: true }));
    Some(best)
}

/// Words that begin as this one does.
fn alike(look: &Look, word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    (1..=letters.len().min(4))
        .rev()
        .find_map(|length| {
            let start: String = letters.get(..length)?.iter().collect();
            let found = look.longer(&start, MOST_NEAR);
            let words: Vec<String> =
                found.into_iter().map(|known| known.word).filter(|word| word.chars().all(char::is_alphabetic)).collect();
            (!words.is_empty()).then_some(words)
        })
        .unwrap_or_default()
}

/// The query with its last word gone on, as words that are there do.
#[must_use]
pub fn completions(look: &Look, query: &str, most: usize) -> Vec<String> {
    let query: String = query.nfc().collect();
    let Some(last) = words(&query).pop() else { return Vec::new() };
    let typed: Vec<char> = query.chars().collect();
    // Only a word that is still under the reader's hands.
    if last.place[1] != typed.len() || last.text.starts_with('#') {
        return Vec::new();
    }
    let before: String = typed.get(..last.place[0]).unwrap_or_default().iter().collect();
    let mut found = look.longer(&last.text, most);
    if found.is_empty() && last.text.is_ascii() {
        let raw: String = typed.get(last.place[0]..).unwrap_or_default().iter().collect();
        found = look.longer(&from_latin(&raw), most);
    }
    let whole = found.into_iter().filter(|known| !known.word.starts_with(['#', '~']));
    whole.map(|known| format!("{before}{}", known.word)).collect()
}

impl Found {
    /// Which characters of a name are what was asked for: from and up to.
    #[must_use]
    pub fn marks(&self, name: &str) -> Vec<[usize; 2]> {
        let mut marks: Vec<[usize; 2]> = Vec::new();
        for word in words(name) {
            for unit in &self.units {
                for way in &unit.ways {
                    marks.extend(way.words.iter().filter_map(|asked| mark(&word, asked, way.exactly, unit.is_last)));
                }
            }
        }
        marks.sort_unstable();
        let mut merged: Vec<[usize; 2]> = Vec::new();
        for [from, to] in marks {
            match merged.last_mut() {
                Some([_, end]) if from <= *end => *end = to.max(*end),
                _ => merged.push([from, to]),
            }
        }
        merged
    }
}

/// The part of a word that is what was asked for.
fn mark(word: &Word, asked: &str, exactly: bool, may_grow: bool) -> Option<[usize; 2]> {
    let [from, to] = word.place;
    if word.text == asked || stem(&word.text).is_some_and(|one| stem(asked) == Some(one)) {
        return Some([from, to]);
    }
    // An amount is folded, so nothing but the whole of it can be marked.
    if exactly || word.text.chars().count() != to - from {
        return None;
    }
    let upto = |length: usize| [from, (from + length).min(to)];
    if is_initials(asked) {
        return initials(&word.text).starts_with(&keys(asked)).then(|| upto(keys(asked).chars().count()));
    }
    if let Some(place) = word.text.find(asked) {
        let korean = asked.chars().all(is_syllable);
        let start = word.text.get(..place)?.chars().count();
        return ((korean || start == 0) && asked.chars().nth(1).is_some() || start == 0 && korean)
            .then(|| [from + start, from + start + asked.chars().count()]);
    }
    let typed = keys(asked);
    if !may_grow || !asked.chars().all(is_hangul) || !keys(&word.text).starts_with(&typed) {
        return None;
    }
    // The syllable that is still being typed is marked whole.
    let mut length = 0;
    let mut pressed = 0;
    for character in word.text.chars() {
        if pressed >= typed.len() {
            break;
        }
        pressed += keys(character.encode_utf8(&mut [0; 4])).len();
        length += 1;
    }
    Some(upto(length))
}
