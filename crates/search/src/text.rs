//! The index of words: what is found, by which words, kept up while it is read.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicUsize, Ordering},
};

use tantivy::{
    Index, IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, Term,
    merge_policy::{LogMergePolicy, NoMergePolicy},
    schema::{FAST, Field as Column, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions},
};

use crate::{
    hangul::{initials, is_syllable, keys},
    look::Look,
    words::{Word, stem, words},
};

/// How many initials of a name are kept: so many begin few enough names.
pub(crate) const MOST_INITIALS: usize = 6;
/// The memory in which words are gathered before they are written, in bytes.
const GATHER: usize = 48 * 1024 * 1024;
/// After so many things the pieces of an index that is filled are joined: each has the words that all have anew, and
/// all that lie until the end take twice what the index does.
const JOINED_AFTER: usize = 50_000;
/// The part of a piece that may be deleted before it is written anew.
const MOST_DELETED: f32 = 0.3;
/// A stem stands beside the words behind this, which is no letter of any.
pub(crate) const STEM: char = '~';
/// Stands before the end of a compound, among the last words of names.
pub(crate) const END: char = '*';

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

#[derive(Clone, Copy)]
pub(crate) struct Columns {
    pub key: Column,
    pub head: Column,
    pub name: Column,
    pub inside: Column,
    pub initials: Column,
    pub whole: Column,
    pub kind: Column,
    pub kind_inside: Column,
    pub shop: Column,
    pub shop_inside: Column,
    pub text: Column,
}

/// The index of words.
pub struct Texts {
    columns: Columns,
    writer: Mutex<IndexWriter>,
    reader: IndexReader,
    /// How many things it was filled with.
    filled: AtomicUsize,
}

fn key(of: Of, id: i64) -> u64 {
    id.cast_unsigned() << 2 | of as u64
}

/// A word as it is looked up: by its keys.
pub(crate) fn term(word: &str) -> String {
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
    }

    fn texts(&mut self, texts: &[String]) {
        for text in texts {
            for word in words(text) {
                self.word(&word.text);
                // The bare number of an amount, as it is written, for who asks without the unit.
                if word.text.starts_with('#') {
                    let number: String = text.chars().skip(word.place[0]).take_while(|one| one.is_ascii_digit() || *one == '.').collect();
                    self.push(&number);
                }
            }
        }
    }

    fn ends(&mut self, texts: &[String]) {
        for word in texts.iter().flat_map(|text| words(text)) {
            ends(&word.text).for_each(|end| self.push(&term(end)));
        }
    }
}

/// The keys of a text's words joined, however they were spaced.
pub(crate) fn joined(text: &str) -> String {
    words(text).iter().map(|word| term(&word.text)).collect()
}

/// Writes what was put, and makes one piece of all.
fn join(writer: &mut IndexWriter) -> tantivy::Result<()> {
    writer.commit()?;
    let pieces = writer.index().searchable_segment_ids()?;
    if pieces.len() > 1 {
        writer.merge(&pieces).wait()?;
    }
    Ok(())
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
        // While it is filled, pieces are joined when it says so.
        writer.set_merge_policy(Box::new(NoMergePolicy));
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { columns, writer: Mutex::new(writer), reader, filled: AtomicUsize::new(0) })
    }

    /// Puts a thing in, in place of what was there of it. It is found after [`Self::commit`] and [`Self::show`].
    ///
    /// # Errors
    /// Where there is no memory for it.
    pub fn put(&self, entry: &Entry) -> tantivy::Result<()> {
        let document = self.document(entry);
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.delete_term(Term::from_field_u64(self.columns.key, key(entry.of, entry.id)));
        writer.add_document(document).map(drop)
    }

    /// Puts things into an index that is filled, each for the first time; [`Self::settle`] ends it.
    ///
    /// # Errors
    /// Where there is no memory for them.
    pub fn fill(&self, entries: &[Entry]) -> tantivy::Result<()> {
        for entry in entries {
            let document = self.document(entry);
            let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
            writer.add_document(document)?;
            if (self.filled.fetch_add(1, Ordering::Relaxed) + 1).is_multiple_of(JOINED_AFTER) {
                join(&mut writer)?;
            }
        }
        Ok(())
    }

    fn document(&self, entry: &Entry) -> TantivyDocument {
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
                    into.push(&one.chars().take(MOST_INITIALS).collect::<String>());
                    match each.get(place..).unwrap_or_default() {
                        [_] => {}
                        rest => into.push(&rest.concat().chars().take(MOST_INITIALS).collect::<String>()),
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
        document
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
        join(&mut writer)?;
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
