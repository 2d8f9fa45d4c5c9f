//! The index of words: what is found, by which words, kept up while it is read.

use std::sync::{Mutex, PoisonError};

use tantivy::{
    DocSet, Index, IndexReader, IndexWriter, ReloadPolicy, Searcher, SegmentReader, TERMINATED, TantivyDocument, Term,
    index::InvertedIndexReader,
    merge_policy::{LogMergePolicy, NoMergePolicy},
    postings::TermInfo,
    query::FuzzyTermQuery,
    schema::{FAST, Field as Column, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions},
};

use crate::{
    hangul::{compose, initials, is_hangul, is_one_off, is_syllable, keys},
    rank::{self, Field, How},
    words::{Word, stem, words},
};

/// The most terms that the beginning of a word stands for.
const MOST_TERMS: usize = 4_096;
/// The memory in which words are gathered before they are written, in bytes.
const GATHER: usize = 48 * 1024 * 1024;
/// The part of a piece that may be deleted before it is written anew.
const MOST_DELETED: f32 = 0.3;
/// A stem stands beside the words behind this, which is no letter of any.
const STEM: char = '~';
/// Stands before the end of a compound, among the last words of names.
const END: char = '*';

/// What can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Of {
    Product,
    Shop,
    Window,
    Category,
}

impl Of {
    pub const ALL: [Self; 4] = [Self::Product, Self::Shop, Self::Window, Self::Category];
}

/// A thing with its words.
#[derive(Clone, Debug)]
pub struct Entry {
    pub of: Of,
    /// Below 2^62.
    pub id: i64,
    /// In each language.
    pub names: Vec<String>,
    pub kinds: Vec<String>,
    pub shop: Vec<String>,
    /// Without any markup.
    pub text: Vec<String>,
}

/// What everything in the index scores, in the index's own order.
pub struct Scores(Vec<Vec<u16>>);

/// Something found, with its score by [`rank`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    pub of: Of,
    pub id: i64,
    pub score: u16,
}

#[derive(Clone, Copy)]
struct Columns {
    key: Column,
    head: Column,
    name: Column,
    inside: Column,
    initials: Column,
    whole: Column,
    kind: Column,
    kind_inside: Column,
    shop: Column,
    shop_inside: Column,
    text: Column,
}

/// The index of words.
pub struct Texts {
    columns: Columns,
    writer: Mutex<IndexWriter>,
    reader: IndexReader,
}

fn key(of: Of, id: i64) -> u64 {
    id.cast_unsigned() << 2 | of as u64
}

/// A word as it is looked up: by its keys.
fn term(word: &str) -> String {
    keys(word)
}

/// What stands behind a Korean word's first syllables: 청소기 and 소기 of 무선청소기, down to two.
pub(crate) fn ends(word: &str) -> impl Iterator<Item = &str> {
    let whole = word.chars().all(is_syllable);
    let starts = word.char_indices().skip(1).map(|(at, _)| at);
    starts.filter(move |_| whole).filter_map(|at| word.get(at..)).filter(|end| end.chars().nth(1).is_some())
}

/// The words of a name: which of them is the last that says what it is, for amounts stand behind.
fn head(words: &[Word]) -> Option<&Word> {
    words.iter().rfind(|word| word.text.chars().all(char::is_alphabetic))
}

#[derive(Default)]
struct Gathered(String);

impl Gathered {
    fn push(&mut self, term: &str) {
        if !self.0.is_empty() {
            self.0.push(' ');
        }
        self.0.push_str(term);
    }

    fn word(&mut self, word: &str) {
        self.push(&term(word));
        if let Some(stem) = stem(word) {
            self.push(&format!("{STEM}{stem}"));
        }
        // The bare number of an amount, for who asks without the unit.
        if let Some(amount) = word.strip_prefix('#') {
            let end = amount.find(|one: char| !one.is_ascii_digit()).unwrap_or(amount.len());
            self.push(amount.get(..end).unwrap_or_default());
        }
    }

    fn texts(&mut self, texts: &[String]) {
        for word in texts.iter().flat_map(|text| words(text)) {
            self.word(&word.text);
        }
    }

    fn ends(&mut self, texts: &[String]) {
        for word in texts.iter().flat_map(|text| words(text)) {
            ends(&word.text).for_each(|end| self.push(&term(end)));
        }
    }
}

/// The keys of a text's words joined, however they were spaced.
fn joined(text: &str) -> String {
    words(text).iter().map(|word| term(&word.text)).collect()
}

impl Texts {
    /// An empty index.
    ///
    /// # Errors
    /// Where there is no memory for it.
    pub fn new() -> tantivy::Result<Self> {
        let mut schema = Schema::builder();
        let indexing =
            TextFieldIndexing::default().set_tokenizer("whitespace").set_fieldnorms(false).set_index_option(IndexRecordOption::Basic);
        let options = TextOptions::default().set_indexing_options(indexing);
        let mut column = |name: &str| schema.add_text_field(name, options.clone());
        let (head, name, inside, initials, whole) = (column("head"), column("name"), column("inside"), column("initials"), column("whole"));
        let (kind, kind_inside, shop, shop_inside, text) =
            (column("kind"), column("kind_inside"), column("shop"), column("shop_inside"), column("text"));
        let key = schema.add_u64_field("key", INDEXED | FAST);
        let columns = Columns { key, head, name, inside, initials, whole, kind, kind_inside, shop, shop_inside, text };
        let index = Index::create_in_ram(schema.build());
        let writer = index.writer_with_num_threads(1, GATHER)?;
        // While it is filled, pieces lie as they come: they are joined once, at the end.
        writer.set_merge_policy(Box::new(NoMergePolicy));
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { columns, writer: Mutex::new(writer), reader })
    }

    /// Puts a thing in, in place of what was there of it. It is found after [`Self::commit`] and [`Self::show`].
    ///
    /// # Errors
    /// Where there is no memory for it.
    pub fn put(&self, entry: &Entry) -> tantivy::Result<()> {
        let columns = self.columns;
        let mut document = TantivyDocument::default();
        document.add_u64(columns.key, key(entry.of, entry.id));
        let mut add = |column: Column, gather: &dyn Fn(&mut Gathered)| {
            let mut gathered = Gathered::default();
            gather(&mut gathered);
            document.add_text(column, gathered.0);
        };
        add(columns.head, &|into| {
            for name in &entry.names {
                if let Some(word) = head(&words(name)) {
                    into.word(&word.text);
                    ends(&word.text).for_each(|end| into.push(&format!("{END}{}", term(end))));
                }
            }
        });
        add(columns.name, &|into| into.texts(&entry.names));
        add(columns.inside, &|into| into.ends(&entry.names));
        add(columns.initials, &|into| {
            for name in &entry.names {
                let each: Vec<String> =
                    words(name).iter().map(|word| initials(&word.text)).filter(|initials| !initials.is_empty()).collect();
                // Of each word alone, and of each with all that follow.
                for (place, one) in each.iter().enumerate() {
                    into.push(one);
                    match each.get(place..).unwrap_or_default() {
                        [_] => {}
                        rest => into.push(&rest.concat()),
                    }
                }
            }
        });
        add(columns.whole, &|into| entry.names.iter().for_each(|name| into.push(&joined(name))));
        add(columns.kind, &|into| into.texts(&entry.kinds));
        add(columns.kind_inside, &|into| into.ends(&entry.kinds));
        add(columns.shop, &|into| into.texts(&entry.shop));
        add(columns.shop_inside, &|into| into.ends(&entry.shop));
        add(columns.text, &|into| into.texts(&entry.text));
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.delete_term(Term::from_field_u64(columns.key, key(entry.of, entry.id)));
        writer.add_document(document).map(drop)
    }

    /// Takes a thing out.
    pub fn take(&self, of: Of, id: i64) {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.delete_term(Term::from_field_u64(self.columns.key, key(of, id)));
    }

    /// Writes what was put and taken.
    ///
    /// # Errors
    /// Where there is no memory for it.
    pub fn commit(&self) -> tantivy::Result<()> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner).commit().map(drop)
    }

    /// Writes what was put, after the filling: in one piece, which is asked sooner than many.
    ///
    /// # Errors
    /// Where there is no memory for it.
    pub fn settle(&self) -> tantivy::Result<()> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.commit()?;
        let pieces = writer.index().searchable_segment_ids()?;
        if pieces.len() > 1 {
            writer.merge(&pieces).wait()?;
        }
        let mut policy = LogMergePolicy::default();
        policy.set_del_docs_ratio_before_merge(MOST_DELETED);
        writer.set_merge_policy(Box::new(policy));
        Ok(())
    }

    /// Shows what was written to those who ask from now on.
    ///
    /// # Errors
    /// Where there is no memory for it.
    pub fn show(&self) -> tantivy::Result<()> {
        self.reader.reload()?;
        // Pieces that were joined lie in memory until somebody says that nobody reads them; that need not be waited for.
        drop(self.writer.lock().unwrap_or_else(PoisonError::into_inner).garbage_collect_files());
        Ok(())
    }

    /// The index as it is now.
    #[must_use]
    pub fn look(&self) -> Look {
        Look { columns: self.columns, searcher: self.reader.searcher() }
    }
}

/// The index as it was at one moment.
pub struct Look {
    columns: Columns,
    searcher: Searcher,
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
        self.searcher
            .segment_readers()
            .iter()
            .zip(&scores.0)
            .any(|(segment, scores)| scores.iter().zip(0_u32..).any(|(score, document)| *score > 0 && !segment.is_deleted(document)))
    }

    /// Words of names, kinds and shops that differ from this one by one letter, those of the most things first.
    #[must_use]
    pub fn near(&self, word: &str, most: usize) -> Vec<Known> {
        let length = word.chars().count();
        let korean = word.chars().all(is_syllable);
        if (korean && length < 2) || (!korean && length < 4) || word.starts_with('#') {
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
            let here = met.iter().copied().max().unwrap_or(0);
            if here < most {
                continue;
            }
            if here > most {
                most = here;
                hits.clear();
            }
            self.whole(segment, &whole, &mut sums, &met);
            let least = best.map_or(1, |best| least(&sums, &met, most, best));
            for ((sum, met), document) in sums.into_iter().zip(met).zip(0_u32..) {
                if sum < least || met < most || segment.is_deleted(document) {
                    continue;
                }
                let Some(key) = keys.first(document) else { continue };
                let of = Of::ALL.into_iter().find(|of| *of as u64 == key & 3).unwrap_or(Of::Product);
                hits.push(Hit { of, id: (key >> 2).cast_signed(), score: sum });
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
    for (sum, _) in sums.iter().zip(met).filter(|(_, met)| **met == most) {
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
