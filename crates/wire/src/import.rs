//! Bringing a product list into a shop from its page: tried first, put right, run, and undone.

use serde::{Deserialize, Serialize};

use crate::{Lang, Slug, application::File, draft::Both, endpoint::endpoint};

/// The most rows of an import in one answer.
pub const ROWS_AT_ONCE: usize = 200;

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// It was tried, and nothing is written yet.
    Tried,
    /// It runs, or is about to.
    Running,
    Done,
    /// It could not run; nothing was written.
    Failed,
    Undone,
}

impl ImportState {
    pub const ALL: [Self; 5] = [Self::Tried, Self::Running, Self::Done, Self::Failed, Self::Undone];

    /// The word of the data.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Tried => "tried",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Undone => "undone",
        }
    }

    /// The state of that word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// What becomes of a product of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Becomes {
    Refused,
    New,
    Changed,
    Unchanged,
}

/// Something that the merchant should know, and where it stands in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ImportNote {
    /// From 1. Absent where it is about nothing that stands in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// The column's header as the list has it; of a column that the list lacks, the header under which a cell is put right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// What stands there: empty where nothing does. Absent where it cannot be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
    /// In both languages.
    pub why: Both,
    /// Whether the product is refused for it; else it was mended, or is only said.
    pub refuses: bool,
}

/// A product of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ImportRow {
    /// Its slug, or what stands in the list for one.
    pub handle: String,
    /// What it is called, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    pub line: u64,
    pub becomes: Becomes,
    /// Of a changed one, the fields that change, by the words of `Change`, with `stock` and `shown`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    pub notes: Vec<ImportNote>,
}

/// How many products become what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ImportSum {
    pub new: u64,
    pub changed: u64,
    pub unchanged: u64,
    pub refused: u64,
}

/// How far an import is that runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ImportProgress {
    /// Products that are done.
    pub done: u64,
    pub of: u64,
}

/// What a column of a plain list holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ListField {
    Name,
    Price,
    /// The price before a sale.
    Before,
    Stock,
    Description,
    Vendor,
    /// The product type.
    Kind,
    /// Words, with commas between them.
    Tags,
    /// The value of an option, which the column's header names.
    Option1,
    Option2,
    Option3,
    Sku,
    Barcode,
    /// The weight.
    Grams,
    /// A picture's address.
    Picture,
    /// What the picture shows.
    Alt,
    /// The end of the product's address; rows that share it are variants of one product.
    Handle,
    /// Whether shoppers see it.
    Shown,
}

impl ListField {
    pub const ALL: [Self; 18] = [
        Self::Name,
        Self::Price,
        Self::Before,
        Self::Stock,
        Self::Option1,
        Self::Option2,
        Self::Option3,
        Self::Description,
        Self::Picture,
        Self::Alt,
        Self::Kind,
        Self::Vendor,
        Self::Tags,
        Self::Sku,
        Self::Barcode,
        Self::Grams,
        Self::Shown,
        Self::Handle,
    ];

    /// The word of the data.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Price => "price",
            Self::Before => "before",
            Self::Stock => "stock",
            Self::Description => "description",
            Self::Vendor => "vendor",
            Self::Kind => "kind",
            Self::Tags => "tags",
            Self::Option1 => "option1",
            Self::Option2 => "option2",
            Self::Option3 => "option3",
            Self::Sku => "sku",
            Self::Barcode => "barcode",
            Self::Grams => "grams",
            Self::Picture => "picture",
            Self::Alt => "alt",
            Self::Handle => "handle",
            Self::Shown => "shown",
        }
    }

    /// The field of that word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.word() == word)
    }
}

/// A column of a plain list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ImportColumn {
    /// Its header, told from others of the same words by a number.
    pub name: String,
    /// What stands in it first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
    /// Absent where it is passed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<ListField>,
}

/// The formats in which products are given out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ListFormat {
    /// Shopify's product CSV.
    Shopify,
    /// Google Merchant's product feed, as RSS 2.0.
    Google,
    /// Naver Shopping's EP 3.0.
    Naver,
}

impl ListFormat {
    pub const ALL: [Self; 3] = [Self::Shopify, Self::Google, Self::Naver];

    /// The word of the data and of addresses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Shopify => "shopify",
            Self::Google => "google",
            Self::Naver => "naver",
        }
    }

    /// The format of that word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.word() == word)
    }
}

/// The request for a shop's products as a list.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExportProducts {
    pub shop: Slug,
    pub format: ListFormat,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ExportProducts, Get "/api/v1/shops/{shop}/export" => File, "A shop's products, as they are being edited, as a list that other programs read. Brought in again, it changes nothing.");

/// An import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Import {
    pub id: String,
    /// What the file is called.
    pub name: String,
    /// `shopify`, `google`, `naver`, or `plain` for a list of one's own.
    pub format: String,
    pub state: ImportState,
    /// Milliseconds of UTC.
    pub at: i64,
    pub sum: ImportSum,
    /// Products that do not stay as they are, or of which something is to be said: those refused first, then those of which
    /// something is to be said, then changed and new ones. At most two hundred of those that are told of, from where it was asked.
    pub rows: Vec<ImportRow>,
    /// How many such products are told of, at most two thousand.
    pub told: u64,
    /// How many such products there are besides, of which nothing is told.
    pub unlisted: u64,
    /// Of the list as a whole, and of pictures that could not be had.
    pub notes: Vec<ImportNote>,
    /// How far it is while it runs, where this copy of the program runs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub progress: Option<ImportProgress>,
    /// Of a plain list, what each of its columns was taken for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<ImportColumn>,
    /// Pictures of the shop that are still to be fetched.
    pub pictures_waiting: u64,
    /// Until when it can be undone, in milliseconds of UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo_until: Option<i64>,
    /// Products that undoing left as they are, because somebody changed them since.
    pub left: Vec<String>,
    /// Products that undoing put back, but for pieces, or whether they are shown: that changed since, and is as it was then.
    #[serde(default)]
    pub partly: Vec<String>,
}

/// Trying a list.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TryImport {
    pub shop: Slug,
    /// The file, in Base64; at most ten megabytes.
    pub content: String,
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}
endpoint!(TryImport, carries Post "/api/v1/shops/{shop}/imports" => Import, "Tries a product list: what would become of each product. Nothing is written to the shop.");

/// The request for the imports of a shop.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListImports {
    pub shop: Slug,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ListImports, Get "/api/v1/shops/{shop}/imports" => Vec<Import>, "The last imports of a shop, without their rows.");

/// The request for an import.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ShowImport {
    pub shop: Slug,
    pub import: String,
    /// How many of its rows to pass over.
    #[serde(default)]
    pub from: u64,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ShowImport, Get "/api/v1/shops/{shop}/imports/{import}" => Import, "An import: what becomes of each product, and how far it is.");

/// A cell put right. In line 1 of a plain list, what a column is: one of the words of `ListField`, or nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// The line at which the row begins, from 1.
    pub line: u64,
    /// The column's header as the list has it. Where the list lacks the column, the header that its format has for it: then this
    /// row alone says something there.
    pub column: String,
    pub value: String,
}

/// Putting cells right.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CorrectImport {
    pub shop: Slug,
    pub import: String,
    pub cells: Vec<Correction>,
}
endpoint!(CorrectImport, Patch "/api/v1/shops/{shop}/imports/{import}" => Import, "Puts cells of a tried list right, and tries it again.");

/// Running an import.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RunImport {
    pub shop: Slug,
    pub import: String,
}
endpoint!(RunImport, Post "/api/v1/shops/{shop}/imports/{import}/run" => Import, "Runs an import, all of it or nothing; what is refused is left out. What shoppers see changes once it is opened.");

/// Undoing an import.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct UndoImport {
    pub shop: Slug,
    pub import: String,
}
endpoint!(UndoImport, Post "/api/v1/shops/{shop}/imports/{import}/undo" => Import, "Undoes an import within a day: what it wrote and nobody changed since is put back.");
