//! The formats of lists: which one a file is in, and reading it.

#[cfg(test)]
use wire::import::ListFormat;
use wire::{Currency, import::Correction};

use super::{google, list::List, naver, plain, shopify};

/// A format of lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Shopify's product CSV.
    Shopify,
    /// Google Merchant's product feed, as RSS 2.0.
    Google,
    /// Naver Shopping's EP 3.0.
    Naver,
    /// A list of one's own, whose columns are matched.
    Plain,
}

/// Why a file is no list that can be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error(transparent)]
    Shopify(#[from] shopify::Unreadable),
    #[error(transparent)]
    Google(#[from] google::Unreadable),
    #[error(transparent)]
    Naver(#[from] naver::Unreadable),
}

impl Format {
    /// The word of the data.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Shopify => "shopify",
            Self::Google => "google",
            Self::Naver => "naver",
            Self::Plain => "plain",
        }
    }

    /// The format in which products are given out.
    #[cfg(test)]
    pub fn of_list(format: ListFormat) -> Self {
        match format {
            ListFormat::Shopify => Self::Shopify,
            ListFormat::Google => Self::Google,
            ListFormat::Naver => Self::Naver,
        }
    }

    /// The format that a file looks like: XML, a first line with `id` and `title` between tabs, one with Shopify's headers
    /// between commas, or else a list of one's own.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
        if bytes.starts_with(b"<<<") {
            return Self::Naver;
        }
        if bytes.starts_with(b"<") {
            return Self::Google;
        }
        let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let has = |between: u8, name: &[u8]| first.split(|byte| *byte == between).any(|cell| cell.trim_ascii().eq_ignore_ascii_case(name));
        if has(b'\t', b"id") && has(b'\t', b"title") {
            return Self::Naver;
        }
        if first.is_empty() || shopify::has_headers(first) { Self::Shopify } else { Self::Plain }
    }

    /// Reads a list of this format whose prices are in `currency`, with cells that were put right.
    ///
    /// # Errors
    /// Where the file as a whole cannot be read.
    pub fn read(self, bytes: &[u8], currency: Currency, cells: &[Correction]) -> Result<List, Unreadable> {
        Ok(match self {
            Self::Shopify => shopify::read_corrected(bytes, currency, cells)?,
            Self::Google => google::read_corrected(bytes, currency, cells)?,
            Self::Naver => naver::read_corrected(bytes, currency, cells)?,
            Self::Plain => plain::read_corrected(bytes, currency, cells)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_beginning() {
        for (bytes, format) in [
            (&b"Handle,Title\n"[..], Format::Shopify),
            (b"\xef\xbb\xbf<?xml version=\"1.0\"?>", Format::Google),
            (b"\n  <rss>", Format::Google),
            (b"ID\tTitle\tprice_pc\r\n", Format::Naver),
            (b"<<<begin>>>\n", Format::Naver),
            (b"Handle\tTitle\n", Format::Plain),
            ("상품명,가격\n".as_bytes(), Format::Plain),
            (b"\"Title\",Price\n", Format::Shopify),
            (b"", Format::Shopify),
        ] {
            assert_eq!(Format::of(bytes), format);
        }
    }
}
