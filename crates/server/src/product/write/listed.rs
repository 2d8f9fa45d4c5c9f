//! What a merchant's list says of a product, before it is held against what is kept.

use wire::Slug;

/// A field of a list. A blank one overwrites what is kept, an absent one leaves it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Field<T> {
    /// The list has no such column.
    #[default]
    Absent,
    /// The column is there, and nothing stands in it.
    Blank,
    Value(T),
}

impl<T> Field<T> {
    /// What is kept after the list was laid over `kept`.
    pub fn over(self, kept: Option<T>) -> Option<T> {
        match self {
            Self::Absent => kept,
            Self::Blank => None,
            Self::Value(value) => Some(value),
        }
    }

    pub fn as_ref(&self) -> Field<&T> {
        match self {
            Self::Absent => Field::Absent,
            Self::Blank => Field::Blank,
            Self::Value(value) => Field::Value(value),
        }
    }

    pub fn value(self) -> Option<T> {
        self.over(None)
    }

    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Field<U> {
        match self {
            Self::Absent => Field::Absent,
            Self::Blank => Field::Blank,
            Self::Value(value) => Field::Value(change(value)),
        }
    }
}

/// A product as a list has it. Its texts are clean: no control characters, and HTML is sanitised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Names the product within its shop.
    pub slug: Slug,
    pub name: Field<String>,
    /// Sanitised HTML.
    pub description: Field<String>,
    pub kind: Field<String>,
    pub vendor: Field<String>,
    pub tags: Field<Vec<String>>,
    /// Whether shoppers may see it.
    pub shown: Field<bool>,
    /// With a value, even an empty one, the variants are the whole set and others go.
    /// Absent, the variants are found by their SKU and others stay.
    pub options: Field<Vec<ListedOption>>,
    pub variants: Vec<ListedVariant>,
    pub pictures: Field<Vec<ListedPicture>>,
}

/// One way in which variants differ, and its values in the order in which they are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedOption {
    pub name: String,
    pub values: Vec<String>,
}

/// A variant as a list has it. Money is in minor units of the shop's currency.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListedVariant {
    /// For each option, which of its values.
    pub values: Vec<usize>,
    pub sku: Field<String>,
    pub barcode: Field<String>,
    pub grams: Field<i64>,
    pub price: Field<i64>,
    pub before: Field<i64>,
    pub stock: Field<i64>,
}

impl ListedVariant {
    /// Whether it says nothing that could be kept.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        *self == Self { values: self.values.clone(), ..Self::default() }
    }
}

/// A picture as a list has it: its address, or the name of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedPicture {
    pub source: String,
    pub alt: Field<String>,
}
