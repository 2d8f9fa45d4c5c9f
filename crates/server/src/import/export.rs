//! Writing a shop's products as lists of other programs. Brought in again, such a list changes nothing.
//!
//! What a format has no place for is left out of it, and what is left out keeps its value. Of a text in two languages
//! the Korean one is written: brought in, it leaves the other as its translation.

mod google;
mod naver;
mod shopify;
mod xml;

use std::collections::HashSet;

use wire::{
    Currency, Lang,
    draft::{Both, DeliveryRule, ProductDraft, VariantDraft},
    import::ListFormat,
};

use super::called::called;

/// The shop whose products are written.
#[derive(Clone, Debug)]
pub struct Seller<'a> {
    pub slug: &'a str,
    pub name: &'a str,
    /// The absolute address of its page.
    pub link: &'a str,
    pub currency: Currency,
    /// None where it sends nothing.
    pub delivery: Option<&'a DeliveryRule>,
}

/// A product to be written, drafts and hidden ones too: the caller decides which.
#[derive(Clone, Debug)]
pub struct Exported {
    pub slug: String,
    pub draft: ProductDraft,
    /// The absolute address of each picture, which a list that is brought in knows it by, and what it shows.
    pub pictures: Vec<(String, Both)>,
    /// The absolute address of its page, which ends in its slug.
    pub link: String,
}

/// Why a list cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum Unwritable {
    #[error("the prices of a Naver list are in won, and the shop's are in {0}")]
    NotInWon(&'static str),
    #[error("the list could not be written: {0}")]
    Csv(#[from] csv::Error),
}

/// The bytes of a list, in UTF-8.
///
/// # Errors
/// Where the format has no place for the shop's currency.
pub fn write(format: ListFormat, seller: &Seller<'_>, products: &[Exported]) -> Result<Vec<u8>, Unwritable> {
    match format {
        ListFormat::Shopify => Ok(shopify::write(products, seller.currency)?),
        ListFormat::Google => Ok(google::write(seller, products).into_bytes()),
        ListFormat::Naver => naver::write(seller, products).map(String::into_bytes),
    }
}

/// The type of a list's file and the end of its name.
#[must_use]
pub fn file(format: ListFormat) -> (&'static str, &'static str) {
    match format {
        ListFormat::Shopify => ("text/csv; charset=utf-8", "csv"),
        ListFormat::Google => ("application/xml; charset=utf-8", "xml"),
        ListFormat::Naver => ("text/tab-separated-values; charset=utf-8", "tsv"),
    }
}

/// The text that stands for both languages: the Korean one where there is one.
fn text(both: &Both) -> Option<&str> {
    both.read(Lang::Ko).filter(|text| !text.is_empty())
}

/// What the options of a product are called in a list, each with what its values are.
#[derive(Debug)]
struct Called(Vec<(String, Vec<String>)>);

impl Called {
    fn of(draft: &ProductDraft) -> Self {
        let names = called(draft.options.iter().map(|option| words(&option.name)));
        let values = draft.options.iter().map(|option| called(option.values.iter().map(words)));
        Self(names.into_iter().zip(values).collect())
    }

    /// The options of a variant, each with its name and its value.
    fn choices<'a>(&'a self, variant: &'a VariantDraft) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.iter().zip(&variant.values).filter_map(|((name, values), value)| {
            let value = values.get(usize::from(*value))?;
            (!name.is_empty() && !value.is_empty()).then_some((name.as_str(), value.as_str()))
        })
    }
}

fn words(both: &Both) -> [Option<&str>; 2] {
    [both.ko.as_deref(), both.en.as_deref()]
}

/// Names that are short enough for a format and each there once.
#[derive(Debug, Default)]
struct Names(HashSet<String>);

impl Names {
    /// The most characters of a name, as Google and Naver have it.
    const MOST: usize = 50;

    /// The name as it is where it fits and is free, otherwise its beginning with a number.
    fn take(&mut self, wanted: &str) -> String {
        let cut = |most: usize| wanted.chars().take(most).collect::<String>();
        let numbered = (2_u64..).map(|number| {
            let end = format!("-{number}");
            cut(Self::MOST.saturating_sub(end.len())) + &end
        });
        let first = (!wanted.is_empty()).then(|| cut(Self::MOST));
        let free = first.into_iter().chain(numbered).find(|name| !self.0.contains(name)).unwrap_or_default();
        self.0.insert(free.clone());
        free
    }
}

#[cfg(test)]
mod tests;
