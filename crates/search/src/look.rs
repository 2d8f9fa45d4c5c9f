//! Looking into the index of words.

use tantivy::{
    DocSet, Searcher, SegmentReader, TERMINATED, Term,
    index::InvertedIndexReader,
    postings::TermInfo,
    query::FuzzyTermQuery,
    schema::{Field as Column, IndexRecordOption},
};

use crate::{
    hangul::{compose, initials, is_hangul, is_one_off, is_syllable},
    rank::{self, Field, How},
    text::{Columns, END, MOST_INITIALS, Of, STEM, joined, term},
    words::stem,
};

/// The longest word that others are near to, in letters: what is longer was not typed by hand.
const LONGEST_NEAR: usize = 16;
/// The most terms that the beginning of a word stands for.
const MOST_TERMS: usize = 4_096;
/// What everything in the index scores, in the index's own order.
pub struct Scores(Vec<Vec<u16>>);

/// Something found, with its score by [`rank`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    pub of: Of,
    pub id: i64,
    pub score: u16,
}

/// The index as it was at one moment.
pub struct Look {
    pub(crate) columns: Columns,
    pub(crate) searcher: Searcher,
}

/// A word that is in the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub word: String,
    /// In how many things.
    pub things: u32,
}

/// One way to have a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// All of them.
    pub words: Vec<String>,
    /// Of its weight, in hundredths.
    pub part: u16,
    /// Only the very words, not what begins with them.
    pub exactly: bool,
}

impl Way {
    #[must_use]
    pub fn of(word: &str, part: u16) -> Self {
        Self { words: vec![word.to_owned()], part, exactly: false }
    }
}

/// A word asked for, with every way to have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// As it was typed.
    pub typed: String,
    pub ways: Vec<Way>,
    /// It may still be growing.
    pub is_last: bool,
}

impl Look {
    fn dictionaries(&self, column: Column) -> impl Iterator<Item = std::sync::Arc<InvertedIndexReader>> + '_ {
        self.searcher.segment_readers().iter().filter_map(move |segment| segment.inverted_index(column).ok())
    }

    /// Whether anything's name, kind or shop has this word, or begins with it.
    #[must_use]
    pub fn knows(&self, word: &str, exactly: bool) -> bool {
        let c = self.columns;
        let term = term(word);
        let stemmed = stem(word).map(|stem| format!("{STEM}{stem}"));
        [c.name, c.kind, c.shop].into_iter().any(|column| {
            self.dictionaries(column).any(|dictionary| {
                let has = |term: &str| dictionary.terms().term_ord(term).ok().flatten().is_some();
                has(&term) || stemmed.as_deref().is_some_and(has) || (!exactly && starts(&dictionary, &term).next().is_some())
            })
        }) || (!exactly
            && word.chars().nth(1).is_some()
            && word.chars().all(is_syllable)
            && self.dictionaries(c.inside).any(|dictionary| starts(&dictionary, &term).next().is_some()))
    }

    /// What everything scores for one word, in the best of its ways.
    #[must_use]
    pub fn scores(&self, unit: &Unit) -> Scores {
        Scores(self.searcher.segment_readers().iter().map(|segment| self.unit(segment, unit)).collect())
    }

    /// Whether anything scores.
    #[must_use]
    pub fn any(&self, scores: &Scores) -> bool {
        scores.0.iter().flatten().any(|score| *score > 0)
    }

    /// Words of names, kinds and shops that differ from this one by one letter, those of the most things first.
    #[must_use]
    pub fn near(&self, word: &str, most: usize) -> Vec<Known> {
        let length = word.chars().count();
        let korean = word.chars().all(is_syllable);
        if (korean && length < 2) || (!korean && length < 4) || length > LONGEST_NEAR || word.starts_with('#') {
            return Vec::new();
        }
        let mut found = self.one_off(word, korean);
        if let Some(stem) = stem(word).filter(|stem| found.is_empty() && stem.len() > 3) {
            // A word of such a stem, as it is written somewhere.
            let stems = self.one_off(&format!("{STEM}{stem}"), false);
            found.extend(stems.iter().filter_map(|known| self.longer(known.word.trim_start_matches(STEM), 1).pop()));
        }
        found.sort_by(|one, other| other.things.cmp(&one.things).then_with(|| one.word.cmp(&other.word)));
        found.truncate(most);
        found
    }

    fn one_off(&self, word: &str, korean: bool) -> Vec<Known> {
        let c = self.columns;
        let mut found: Vec<Known> = Vec::new();
        for column in [c.name, c.kind, c.shop] {
            // A letter of two keys is two changes.
            let query = FuzzyTermQuery::new(Term::from_field_text(column, &term(word)), if korean { 2 } else { 1 }, true);
            for dictionary in self.dictionaries(column) {
                let Ok(mut stream) =
                    query.automaton().map_err(drop).and_then(|automaton| dictionary.terms().search(automaton).into_stream().map_err(drop))
                else {
                    continue;
                };
                while let Some((key, info)) = stream.next() {
                    let known = std::str::from_utf8(key)
                        .ok()
                        .filter(|key| !key.starts_with('#') && key.starts_with(STEM) == word.starts_with(STEM))
                        .map(compose);
                    if let Some(known) = known.filter(|known| is_one_off(known, word)) {
                        match found.iter_mut().find(|one| one.word == known) {
                            Some(one) => one.things += info.doc_freq,
                            None => found.push(Known { word: known, things: info.doc_freq }),
                        }
                    }
                }
            }
        }
        found
    }

    /// Words of names that go on from this one, those of the most things first; of initials, the words that have them.
    #[must_use]
    pub fn longer(&self, word: &str, most: usize) -> Vec<Known> {
        // One alone is a word on its way.
        let of_initials = crate::hangul::is_initials(word) && word.chars().nth(1).is_some();
        // Initials are scattered among all words that begin with the first of them.
        let start: String = if of_initials { word.chars().take(1).collect() } else { term(word) };
        let mut found: std::collections::HashMap<String, u32> = std::collections::HashMap::new();
        for dictionary in self.dictionaries(self.columns.name) {
            for (key, info) in starts(&dictionary, &start) {
                *found.entry(key).or_default() += info.doc_freq;
            }
        }
        // What is whole before what only begins so: all the initials, or whole syllables and not only the keys.
        let rank = |known: &str| {
            if of_initials {
                let has = initials(known);
                has.starts_with(word).then(|| has != word)
            } else {
                (known != word).then(|| !known.starts_with(word))
            }
        };
        let known = found.into_iter().map(|(key, things)| Known { word: compose(&key), things });
        let mut found: Vec<(bool, Known)> = known.filter_map(|known| rank(&known.word).map(|rank| (rank, known))).collect();
        found.sort_by(|(one_rank, one), (other_rank, other)| {
            one_rank.cmp(other_rank).then(other.things.cmp(&one.things)).then_with(|| one.word.cmp(&other.word))
        });
        found.truncate(most);
        found.into_iter().map(|(_, known)| known).collect()
    }

    /// Everything that has all of the words, or as many of them as anything has; and how many that is. With `best`, only what
    /// scores so high that about as many do.
    #[must_use]
    pub fn find(&self, asked_for: &str, words: &[Scores], best: Option<usize>) -> (Vec<Hit>, usize) {
        let mut hits = Vec::new();
        let mut most = 1;
        let whole = joined(asked_for);
        for (place, segment) in self.searcher.segment_readers().iter().enumerate() {
            let Ok(keys) = segment.fast_fields().u64("key") else { continue };
            let mut scores = words.iter().filter_map(|scores| scores.0.get(place));
            let mut sums = scores.next().cloned().unwrap_or_default();
            let mut met: Vec<u8> = sums.iter().map(|sum| u8::from(*sum > 0)).collect();
            for scores in scores {
                for ((sum, met), score) in sums.iter_mut().zip(&mut met).zip(scores) {
                    *sum = sum.saturating_add(*score);
                    *met += u8::from(*score > 0);
                }
            }
            // Of products and shops: what has more of the words is a window or a sub-category, which is no list of them.
            let of = |document: u32| {
                let key = keys.first(document)?;
                Of::ALL.into_iter().find(|of| *of as u64 == key & 3).map(|of| (of, (key >> 2).cast_signed()))
            };
            let here = met.iter().zip(0_u32..).fold(1, |most, (met, document)| {
                let is_listed = *met > most && matches!(of(document), Some((Of::Product | Of::Shop, _)));
                if is_listed { *met } else { most }
            });
            if here > most {
                most = here;
                hits.clear();
            }
            self.whole(segment, &whole, &mut sums, &met);
            let least = best.map_or(1, |best| least(&sums, &met, most, best));
            for ((sum, met), document) in sums.into_iter().zip(met).zip(0_u32..) {
                if sum < least || met < most {
                    continue;
                }
                if let Some((of, id)) = of(document) {
                    hits.push(Hit { of, id, score: sum });
                }
            }
        }
        (hits, usize::from(most))
    }

    /// Adds what a name gets for being, or beginning with, all that was asked for.
    fn whole(&self, segment: &SegmentReader, whole: &str, sums: &mut [u16], met: &[u8]) {
        let Ok(dictionary) = segment.inverted_index(self.columns.whole) else { return };
        let mut add = |info: &TermInfo, more: u16| {
            each(&dictionary, info, |document| {
                if let (Some(sum), Some(1..)) = (sums.get_mut(document as usize), met.get(document as usize)) {
                    *sum = sum.saturating_add(more);
                }
            });
        };
        if let Ok(Some(info)) = dictionary.terms().get(whole) {
            add(&info, rank::WHOLE);
        }
        for (_, info) in starts(&dictionary, whole) {
            add(&info, rank::STARTS);
        }
    }

    /// For each document of a segment, the best way in which it has a word.
    fn unit(&self, segment: &SegmentReader, unit: &Unit) -> Vec<u16> {
        let mut best = vec![0_u16; segment.max_doc() as usize];
        for way in &unit.ways {
            if let [word] = way.words.as_slice() {
                self.word(segment, word, unit.is_last, way, &mut best);
                continue;
            }
            let mut all: Option<Vec<u16>> = None;
            for word in &way.words {
                let mut scores = vec![0_u16; segment.max_doc() as usize];
                self.word(segment, word, false, way, &mut scores);
                match &mut all {
                    Some(all) => all.iter_mut().zip(scores).for_each(|(one, other)| *one = (*one).min(other)),
                    None => all = Some(scores),
                }
            }
            best.iter_mut().zip(all.unwrap_or_default()).for_each(|(one, other)| *one = (*one).max(other));
        }
        // What was taken out is still in the lists of terms.
        if segment.has_deletes() {
            best.iter_mut().zip(0_u32..).filter(|(_, document)| segment.is_deleted(*document)).for_each(|(score, _)| *score = 0);
        }
        best
    }

    /// Raises the scores of all that have one word, in any field.
    fn word(&self, segment: &SegmentReader, word: &str, may_grow: bool, way: &Way, scores: &mut [u16]) {
        let c = self.columns;
        let is_initials = crate::hangul::is_initials(word);
        let korean = !is_initials && word.chars().all(is_hangul);
        let syllables = word.chars().all(is_syllable);
        let term = term(word);
        let stemmed = stem(word).map(|stem| format!("{STEM}{stem}"));
        let mut raise = |dictionary: &InvertedIndexReader, info: &TermInfo, weight: u16| {
            let score = (u32::from(weight) * u32::from(way.part) / 100) as u16;
            each(dictionary, info, |document| {
                if let Some(one) = scores.get_mut(document as usize) {
                    *one = (*one).max(score);
                }
            });
        };
        if is_initials {
            if let Ok(dictionary) = segment.inverted_index(c.initials) {
                let term: String = term.chars().take(MOST_INITIALS).collect();
                for (key, info) in starts(&dictionary, &term) {
                    let how = if key == term { How::AllInitials } else { How::Initials };
                    raise(&dictionary, &info, rank::weight(Field::Name, how));
                }
            }
            return;
        }
        for (column, field) in
            [(c.head, Field::Head), (c.name, Field::Name), (c.kind, Field::Kind), (c.shop, Field::Shop), (c.text, Field::Text)]
        {
            let Ok(dictionary) = segment.inverted_index(column) else { continue };
            if let Ok(Some(info)) = dictionary.terms().get(&term) {
                raise(&dictionary, &info, rank::weight(field, How::Whole));
            }
            if let Some(Ok(Some(info))) = stemmed.as_ref().map(|stem| dictionary.terms().get(stem)) {
                raise(&dictionary, &info, rank::weight(field, How::Stem));
            }
            // One letter of the Latin alphabet begins too much; a description's words are not asked for by their beginnings while typed.
            let enough = korean || word.chars().nth(1).is_some();
            if way.exactly || !enough || word.starts_with('#') {
                continue;
            }
            for (key, info) in starts(&dictionary, &term) {
                let how = if !korean || compose(&key).starts_with(word) { How::Start } else { How::Half };
                if how == How::Half && !may_grow {
                    continue;
                }
                match rank::weight(field, how) {
                    0 => {}
                    weight => raise(&dictionary, &info, weight),
                }
            }
        }
        if way.exactly || !syllables || word.chars().nth(1).is_none() {
            return;
        }
        if let Ok(dictionary) = segment.inverted_index(c.head)
            && let Ok(Some(info)) = dictionary.terms().get(format!("{END}{term}"))
        {
            raise(&dictionary, &info, rank::weight(Field::Head, How::End));
        }
        for (column, field) in [(c.inside, Field::Name), (c.kind_inside, Field::Kind), (c.shop_inside, Field::Shop)] {
            let Ok(dictionary) = segment.inverted_index(column) else { continue };
            for (key, info) in starts(&dictionary, &term) {
                if compose(&key).starts_with(word) {
                    raise(&dictionary, &info, rank::weight(field, How::Inside));
                }
            }
        }
    }
}

/// The lowest score of the best so many, among those that have the most words.
fn least(sums: &[u16], met: &[u8], most: u8, best: usize) -> u16 {
    let highest = sums.iter().copied().max().unwrap_or(0);
    let mut counts = vec![0_usize; usize::from(highest) + 1];
    for (sum, _) in sums.iter().zip(met).filter(|(_, met)| **met >= most) {
        if let Some(count) = counts.get_mut(usize::from(*sum)) {
            *count += 1;
        }
    }
    let mut seen = 0;
    let found = counts.iter().enumerate().rev().find(|(_, count)| {
        seen += **count;
        seen >= best
    });
    found.and_then(|(score, _)| u16::try_from(score).ok()).unwrap_or(1).max(1)
}

/// The terms that begin so, with where their documents are.
fn starts(dictionary: &InvertedIndexReader, term: &str) -> impl Iterator<Item = (String, TermInfo)> + use<> {
    let mut found = Vec::new();
    if !term.is_empty()
        && let Ok(mut stream) = dictionary.terms().range().ge(term).into_stream()
    {
        while let Some((key, info)) = stream.next() {
            if !key.starts_with(term.as_bytes()) || found.len() == MOST_TERMS {
                break;
            }
            if let Ok(key) = std::str::from_utf8(key) {
                found.push((key.to_owned(), info.clone()));
            }
        }
    }
    found.into_iter()
}

fn each(dictionary: &InvertedIndexReader, info: &TermInfo, mut then: impl FnMut(u32)) {
    if let Ok(mut postings) = dictionary.read_postings_from_terminfo(info, IndexRecordOption::Basic) {
        let mut document = postings.doc();
        while document != TERMINATED {
            then(document);
            document = postings.advance();
        }
    }
}
