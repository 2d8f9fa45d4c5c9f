//! What a list is narrowed to.

use crate::order::{Key, Sorting};
use wire::Currency;

/// Which products a list is of, before anything is chosen.
#[derive(Clone, Copy, Debug)]
pub enum Scope<'a> {
    All,
    /// Of the shops in a window, by its id.
    Window(i64),
    /// Of a shop, by its id.
    Shop(i64),
    /// These, by their ids: a collection.
    Products(&'a [i64]),
    /// These, by their ids, each with a score: the higher is recommended first.
    Ranked(&'a [(i64, u16)]),
}

/// What is said of a variant or its product by yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flag {
    InStock,
    /// In stock, and the shop hands it over today.
    Pickup,
    /// This variant alone comes without a delivery fee.
    FreeDelivery,
    OnSale,
    Open,
    Clip,
}

impl Flag {
    pub const ALL: [Self; 6] = [Self::InStock, Self::Pickup, Self::FreeDelivery, Self::OnSale, Self::Open, Self::Clip];

    pub(crate) fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// One group of values: within it any will do, and every group must be satisfied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    Window,
    Category,
    District,
    Price,
    /// One of [`Flag::ALL`], by its place.
    Flag(u8),
    /// An option, by its number.
    Axis(u32),
}

/// The chosen values of a group, by their numbers. A value that the index does not know is none of them: what is left
/// may be empty, and then nothing satisfies the group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen(pub Vec<u32>);

/// Prices from and to, both within, in minor units of a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    pub currency: Currency,
    pub from: i64,
    pub to: i64,
}

/// A list: of what, narrowed to what, in which order, from where on, how many.
#[derive(Clone, Debug)]
pub struct Query<'a> {
    pub scope: Scope<'a>,
    /// Windows, by their places.
    pub windows: Option<Chosen>,
    /// Sub-categories; those below one that is chosen belong to it.
    pub categories: Option<Chosen>,
    pub districts: Option<Chosen>,
    /// Each option once, by its number.
    pub options: Vec<(u32, Chosen)>,
    pub price: Option<Range>,
    pub flags: Vec<Flag>,
    pub sorting: Sorting,
    /// Only what comes after this place.
    pub after: Option<Key>,
    pub limit: usize,
}
